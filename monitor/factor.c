/* SPDX-License-Identifier: Apache-2.0 */
/* What codes mean and when means hold: data, read once. */
#include "monitor/data_in.h"
#include "monitor/limit_in.h"

#include <pthread.h>
#include <string.h>

extern const char hj212_factors_tsv[], hj212_validity_tsv[];
extern const size_t hj212_factors_tsv_n, hj212_validity_tsv_n;

static struct {
	pthread_once_t once;
	struct arena arena;
	struct factor *v;
	struct roll_rule *rules;
	size_t n, n_rules;
	/* rows by their code, and by that of 2005: places in v plus one, by hash; next: of the same code, in the order of the file */
	uint32_t *at[2], *next[2];
	size_t mask;
} table = {.once = PTHREAD_ONCE_INIT};

/* The next row that is none of comment into columns; false at the end. */
bool data_row(str *text, str *cols, size_t n)
{
	str line;
	while (text->n) {
		if (!str_split(*text, '\n', &line, text))
			line = *text, *text = STR_NONE;
		if (!line.n || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < n; i++)
			if (!str_split(line, '\t', &cols[i], &line))
				cols[i] = line, line = S("");
		return true;
	}
	return false;
}

static day_t day_or(str s, day_t otherwise)
{
	day_t d;
	return day_parse(s, &d) ? d : otherwise;
}

static str code_in(const struct factor *f, int old)
{
	return old ? f->old : f->code;
}

/* The place of that code, or where it would stand. */
static uint32_t *place_of(int old, str code)
{
	size_t at = str_hash(code) & table.mask;
	while (table.at[old][at] && !str_eq(code_in(&table.v[table.at[old][at] - 1], old), code))
		at = (at + 1) & table.mask;
	return &table.at[old][at];
}

static void index_make(int old)
{
	table.at[old] = arena_new_n(&table.arena, table.mask + 1, uint32_t);
	table.next[old] = arena_new_n(&table.arena, table.n, uint32_t);
	for (size_t i = table.n; i > 0; i--) {
		str code = code_in(&table.v[i - 1], old);
		uint32_t *place = code.n ? place_of(old, code) : NULL;
		if (!place)
			continue;
		table.next[old][i - 1] = *place;
		*place = (uint32_t)i;
	}
}

static void load(void)
{
	LIST(struct factor) factors = {0};
	LIST(struct roll_rule) rules = {0};
	str c[9], text = {hj212_factors_tsv, hj212_factors_tsv_n};
	int64_t least = 0, normal = 0;
	arena_init(&table.arena);
	while (data_row(&text, c, 9))
		*list_push(&table.arena, &factors) = (struct factor){.code = c[0], .old = c[1], .name = c[2], .unit = c[3], .mass = c[4], .format = c[5],
			.from = day_or(c[6], DAY_NONE), .until = day_or(c[7], DAY_NONE), .source = c[8]};
	text = (str){hj212_validity_tsv, hj212_validity_tsv_n};
	while (data_row(&text, c, 7)) {
		ours(str_int(c[2], &least) && str_int(c[3], &normal) && c[0].n == 1);
		*list_push(&table.arena, &rules) = (struct roll_rule){.medium = c[0].p[0], .day = str_eq(c[1], S("day")), .least = (int)least,
			.normal = (int)normal, .from = day_or(c[4], DAY_NONE), .until = day_or(c[5], DAY_NONE), .source = c[6]};
	}
	table.v = factors.v, table.n = factors.n;
	for (table.mask = 15; table.mask < table.n * 2;)
		table.mask = table.mask * 2 + 1;
	index_make(0);
	index_make(1);
	table.rules = rules.v, table.n_rules = rules.n;
}

const struct factor *factor_of(str code, day_t on)
{
	pthread_once(&table.once, load);
	for (int old = 0; code.n && old < 2; old++)
		for (uint32_t i = *place_of(old, code); i; i = table.next[old][i - 1]) {
			const struct factor *f = &table.v[i - 1];
			if (f->from <= on && (f->until == DAY_NONE || on < f->until))
				return f;
		}
	return NULL;
}

const struct roll_rule *validity_of(char medium, bool day, day_t on)
{
	pthread_once(&table.once, load);
	return roll_rule_of(table.rules, table.n_rules, medium, day, on);
}
