/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the codes of air (data/air/codes.tsv), read once. */
#include <pthread.h>

#include "monitor/air_take.h"
#include "monitor/limit_in.h"

extern const char air_codes_tsv[];
extern const size_t air_codes_tsv_n;

static struct {
	pthread_once_t once;
	struct arena arena;
	struct air_code *v;
	size_t n;
} table = {.once = PTHREAD_ONCE_INIT};

static void load(void)
{
	LIST(struct air_code) l = {0};
	str c[4], text = {air_codes_tsv, air_codes_tsv_n};
	arena_init(&table.arena);
	while (data_row(&text, c, COUNT_OF(c))) {
		struct air_code k = {.code = c[0], .unit = c[2], .source = c[3]};
		ours(air_item_named(air_rules(), c[1], &k.item));
		*list_push(&table.arena, &l) = k;
	}
	table.v = l.v, table.n = l.n;
}

const struct air_code *air_code_of(str code)
{
	pthread_once(&table.once, load);
	for (size_t i = 0; i < table.n; i++)
		if (str_eq(table.v[i].code, code))
			return &table.v[i];
	return NULL;
}
