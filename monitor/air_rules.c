/* SPDX-License-Identifier: Apache-2.0 */
/* The tables as they were when the program was built. */
#include <pthread.h>

#include "monitor/air.h"

#define TABLES(X) X(standards) X(breakpoints) X(levels) X(limits) X(composite) X(validity) X(words)
#define X(name) extern const char air_##name##_tsv[]; extern const size_t air_##name##_tsv_n;
TABLES(X)
#undef X

static struct air_rules built_in;
static struct arena arena;

static void load(void)
{
	const struct air_tables tables = {
#define X(name) .name = {air_##name##_tsv, air_##name##_tsv_n},
		TABLES(X)
#undef X
	};
	arena_init(&arena);
	ours(air_rules_read(&arena, &tables, &built_in) == OK);
}

const struct air_rules *air_rules(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load);
	return &built_in;
}
