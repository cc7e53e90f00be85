/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions in words: data/request_rates.tsv, built into the program. */
#include <pthread.h>

#include "report/rates.h"

extern const char request_rates_tsv[];
extern const size_t request_rates_tsv_n;

static struct rate_words table[RATE_NAMES];

static void take(str line)
{
	str v[8], rest = line;
	enum rate_name r;
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (!str_split(rest, '\t', &v[i], &rest)) {
			v[i] = rest;
			rest = S("");
		}
	ours(rate_named(v[0], &r));
	table[r] = (struct rate_words){{v[1], v[2]}, {v[3], v[4]}, {v[5], v[6]}, v[7]};
}

static void load(void)
{
	str line;
	for (str rest = {request_rates_tsv, request_rates_tsv_n}; str_split(rest, '\n', &line, &rest);)
		if (line.n && line.p[0] != '#')
			take(line);
}

const struct rate_words *rate_words_of(enum rate_name r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load);
	return &table[r];
}
