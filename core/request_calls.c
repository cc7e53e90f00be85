/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of each day as the telephone's software counts them (来电、接通): a row a day, and an event for
 * each month that was entered, so that 接通率 can be made again. They name nobody. */
#include "core/request_rates_in.h"
#include "core/told.h"

STMT(calls_set, "UPDATE request_calls SET inbound = $3, answered = $4, quickly = $5 WHERE region = $1 AND day = $2");
STMT(calls_insert, "INSERT INTO request_calls(region, day, inbound, answered, quickly) VALUES($1, $2, $3, $4, $5)");
STMT(calls_of, "SELECT day, inbound, answered, quickly FROM request_calls WHERE region = $1 AND day >= $2 AND day <= $3 ORDER BY day");
const struct stmt *const core_request_calls_stmts[] = {&calls_set, &calls_insert, &calls_of, NULL};

#define MONTH_DAYS 31
#define CALLS_MOST 100000000

err calls_read(struct ctx *x, day_t from, day_t to, struct calls_day **ret, size_t *ret_n)
{
	LIST(struct calls_day) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &calls_of, VALS(V_INT(x->core->region), V_INT(from), V_INT(to)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct calls_day){(day_t)row_int(r, 0), row_int(r, 1), row_int(r, 2), row_int(r, 3)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

str calls_day_text(struct arena *a, const struct calls_day *c)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld %lld %lld", (long long)c->inbound, (long long)c->answered, (long long)c->quickly);
	return buf_str(&b);
}

static str day_words(struct arena *a, day_t d)
{
	struct buf b;
	buf_init(&b, a);
	day_put(&b, d);
	return buf_str(&b);
}

static err check_day(struct ctx *x, const struct calls_day *c)
{
	str day = day_words(x->arena, c->day);
	if (c->day > ctx_today(x) || c->day < day_of(2000, 1, 1))
		return fail(ERR_INPUT, "{0} is no day that has been; look at the dates", day);
	if (c->inbound < 0 || c->inbound > CALLS_MOST || c->answered < 0 || c->quickly < 0)
		return fail(ERR_INPUT, "of {0} a number is missing or makes no sense; calls are whole numbers", day);
	if (c->answered > c->inbound || c->quickly > c->answered)
		return fail(ERR_INPUT, "on {0} more calls were answered than came in, or more quickly than at all; look at the order of the columns", day);
	return OK;
}

static err put_month(struct ctx *x, int month, const struct calls_day *v, size_t n)
{
	struct fact facts[MONTH_DAYS];
	struct fact_row rows[MONTH_DAYS];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (month_of_day(v[i].day) != month)
			continue;
		ours(k < MONTH_DAYS);
		facts[k] = (struct fact){.name = day_words(x->arena, v[i].day), .value = calls_day_text(x->arena, &v[i])};
		rows[k++] = (struct fact_row){.stmt = &calls_set, .insert = &calls_insert, .n = 5,
			.v = {V_INT(x->core->region), V_INT(v[i].day), V_INT(v[i].inbound), V_INT(v[i].answered), V_INT(v[i].quickly)}};
	}
	return fact_of_district(x, S("calls"), month, facts, k, rows, k);
}

err calls_put(struct ctx *x, const struct calls_day *v, size_t n)
{
	if (!request_month_may_keep(x))
		return fail(ERR_DENIED, "calls are entered by the request centre or the supervision office");
	if (!n)
		return fail(ERR_INPUT, "there is no day in it; write a line for each: date, calls that came in, answered, answered within 15 seconds");
	for (size_t i = 0; i < n; i++) {
		TRY(check_day(x, &v[i]));
		for (size_t k = 0; k < i; k++)
			if (v[k].day == v[i].day)
				return fail(ERR_INPUT, "{0} is there twice; leave one of them out", day_words(x->arena, v[i].day));
	}
	for (size_t i = 0; i < n; i++) {
		bool first = true;
		for (size_t k = 0; k < i; k++)
			first = first && month_of_day(v[k].day) != month_of_day(v[i].day);
		if (first)
			TRY(put_month(x, month_of_day(v[i].day), v, n));
	}
	return OK;
}
