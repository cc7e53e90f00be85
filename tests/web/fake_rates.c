/* SPDX-License-Identifier: Apache-2.0 */
/* A month of requests of the canned district: three orders, a unit that is ranked and one with too few. */
#include "fake_core.h"

#include "core/request_rates.h"

static struct rates_month canned(struct arena *a, int month)
{
	struct rates_month m = {.month = month, .from = day_of(month / 100, month % 100, 1), .to = day_month_end(month / 100, month % 100),
		.at = FAKE_NOW, .rules = {.small = 2, .decimals = 2, .weight = {30, 35, 35, 0, 0}, .target = {0, 90, 0, 0, 0}, .bands = {30000}, .n_bands = 1}};
	const ms_t begins = m.from * 86400000ll - 28800000, day = 86400000;
	m.begins = begins;
	m.ends = (m.to + 1) * day - 28800000;
	m.orders = arena_new_n(a, 3, struct rates_order);
	m.handings = arena_new_n(a, 3, struct rates_handing);
	m.requests = arena_new_n(a, 3, struct rates_request);
	m.visits = arena_new_n(a, 3, struct rates_visit);
	m.exclusions = arena_new_n(a, 1, struct rates_exclusion);
	m.units = arena_new_n(a, 2, struct rates_unit);
	m.units[0] = (struct rates_unit){20, S("区住建局"), 0};
	m.units[1] = (struct rates_unit){30, S("榴花街道<b>"), 46000};
	for (size_t i = 0; i < 3; i++) {
		int64_t unit = i < 2 ? 20 : 30;
		m.orders[i] = (struct rates_order){.id = (int64_t)i + 1, .number = S("诉20260000001"), .unit = unit, .town = 30, .class = S("complaint"),
			.category = S("urban.road.lamp"), .channel = S("phone"), .at = begins + day, .given = begins + day, .due = begins + 5 * day,
			.done = begins + 3 * day, .days = 2, .closed = MS_NONE, .visited = begins + 4 * day, .redone = MS_NONE, .supervised = MS_NONE,
			.excluded = S("")};
		m.handings[i] = (struct rates_handing){.order = i, .unit = unit, .at = begins + day, .sign_due = begins + 2 * day, .signed_at = begins + day,
			.returned = MS_NONE, .contact_due = m.from + 1, .contacted = m.from + (day_t)i};
		m.requests[i] = (struct rates_request){.order = i, .id = 70 + (int64_t)i, .number = S("诉20260000001"), .channel = S("phone"), .at = begins + day,
			.visit_due = m.from + 6, .reached = true};
		m.visits[i] = (struct rates_visit){.request = i, .unit = unit, .at = begins + 4 * day, .reached = true, .solved = SOLVED_YES, .satisfaction = 5};
	}
	m.exclusions[0] = (struct rates_exclusion){.id = 9, .unit = 20, .approver = 1, .order = 1, .number = S("剔〔2026〕1号"), .reason = S("above"), .at = FAKE_NOW};
	m.n_orders = m.n_handings = m.n_requests = m.n_visits = 3;
	m.n_exclusions = 1;
	m.n_units = 2;
	return m;
}

bool request_month_may_keep(const struct ctx *x)
{
	return x->actor.duties & (1u << DUTY_SUPERVISION);
}

err requests_period_read(struct ctx *x, int month, struct rates_month *ret)
{
	*ret = canned(x->arena, month);
	return OK;
}

err requests_period_whole(struct ctx *x, int month, struct rates_month *ret)
{
	return requests_period_read(x, month, ret);
}

err rates_seen(struct ctx *x, const int64_t *orders, size_t n, bool *ret)
{
	unused_arg(x);
	for (size_t i = 0; i < n; i++)
		ret[i] = orders[i] != 2;
	return OK;
}

err request_month_find(struct ctx *x, int month, struct request_month *ret)
{
	unused_arg(x);
	unused_arg(month);
	unused_arg(ret);
	return fail(ERR_NOTFOUND, "this month has not been kept");
}

err request_month_keep(struct ctx *x, int month, str body)
{
	unused_arg(x);
	return fake_do("keep %d %d", month, body.n > 1000);
}

err calls_put(struct ctx *x, const struct calls_day *v, size_t n)
{
	unused_arg(x), unused_arg(v), unused_arg(n);
	return OK;
}

err calls_read(struct ctx *x, day_t from, day_t to, struct calls_day **ret, size_t *ret_n)
{
	unused_arg(to);
	struct calls_day *c = arena_new(x->arena, struct calls_day);
	*c = (struct calls_day){from, 312, 305, 288};
	*ret = c;
	*ret_n = 1;
	return OK;
}
