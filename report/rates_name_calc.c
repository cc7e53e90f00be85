/* SPDX-License-Identifier: Apache-2.0 */
/* What rates, groups and counts are called, and how their numbers are written. */
#include "report/rates_in.h"

const char *const rates_solved_id[] = {[SOLVED_UNSAID] = "", [SOLVED_YES] = "yes", [SOLVED_PARTLY] = "partly", [SOLVED_NO] = "no"};

static const struct declared {
	const char *id;
	enum rate_rows rows;
	enum rate_said said;
} declared[RATE_NAMES] = {
#define RATE(name, rows, said) [RATE_##name] = {#name, RATE_OF_##rows, RATE_##said},
	RATES_LIST(RATE)
#undef RATE
};

const char *rate_id(enum rate_name r)
{
	return declared[r].id;
}

bool rate_named(str id, enum rate_name *ret)
{
	for (enum rate_name r = 0; r < RATE_NAMES; r++)
		if (str_eq(id, str_of(declared[r].id))) {
			*ret = r;
			return true;
		}
	return false;
}

enum rate_rows rate_rows_of(enum rate_name r)
{
	return declared[r].rows;
}

enum rate_said rate_said_of(enum rate_name r)
{
	return declared[r].said;
}

static const char *const groups[RATES_GROUPS] = {"all", "unit", "town", "class", "category", "channel"};

const char *rates_group_id(enum rates_group g)
{
	return groups[g];
}

bool rates_group_named(str id, enum rates_group *ret)
{
	for (enum rates_group g = 0; g < RATES_GROUPS; g++)
		if (str_eq(id, str_of(groups[g]))) {
			*ret = g;
			return true;
		}
	return false;
}

const char *rates_count_id(enum rates_count c)
{
	static const char *const id[RATES_COUNTS] = {[COUNT_REQUESTS] = "requests", [COUNT_HANDED] = "handed", [COUNT_DONE] = "done",
		[COUNT_OVERDUE] = "overdue", [COUNT_EXCLUDED] = "excluded"};
	return id[c];
}

enum rate_name rates_weighed(enum rates_weight w)
{
	static const enum rate_name of[WEIGHTS] = {[WEIGHT_RESPONSE] = RATE_response, [WEIGHT_SOLVED] = RATE_solved,
		[WEIGHT_SATISFIED] = RATE_satisfied, [WEIGHT_ON_TIME] = RATE_on_time, [WEIGHT_KNOWLEDGE] = RATE_knowledge};
	return of[w];
}

str score_text(struct arena *a, int64_t score, int decimals)
{
	struct buf b;
	buf_init(&b, a);
	if (score >= 0)
		dec_put(&b, (struct dec){score, decimals});
	return score >= 0 ? buf_str(&b) : S("");
}

str rate_text(struct arena *a, const struct rate *r, int decimals, enum rate_said said)
{
	struct buf b;
	buf_init(&b, a);
	if (r->value < 0)
		return S("");
	dec_put(&b, (struct dec){r->value, decimals});
	if (said == RATE_PER_CENT)
		buf_byte(&b, '%');
	return buf_str(&b);
}
