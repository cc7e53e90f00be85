/* SPDX-License-Identifier: Apache-2.0 */
/* A month of invented orders as the file that goes out: month_sample ORDERS SEED > FILE. The rows are
 * thrown by dice, the same for the same seed, with every corner that rates turn on. */
#include <stdio.h>
#include <stdlib.h>

#include "report/rates.h"

#define HOUR 3600000LL
#define DAY (24 * HOUR)

static uint64_t dice;

static uint32_t roll(uint32_t n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(dice >> 33) % n;
}

static bool chance(int per_cent)
{
	return roll(100) < (uint32_t)per_cent;
}

static str text(struct arena *a, const char *before, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, before);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

static str pick(const char *const *v, size_t n)
{
	return str_of(v[roll((uint32_t)n)]);
}

static day_t day_at(const struct rates_month *m, ms_t at)
{
	return m->from + (day_t)((at - m->begins + 400 * DAY) / DAY) - 400;
}

static int64_t work_between(const struct rates_month *m, ms_t from, ms_t to)
{
	int64_t n = 0;
	for (size_t i = 0; i < m->n_workdays; i++)
		n += m->workdays[i] > day_at(m, from) && m->workdays[i] <= day_at(m, to);
	return n;
}

static void one_order(struct arena *a, struct rates_month *m, size_t i)
{
	static const char *const class[] = {"consult", "help", "complaint", "report", "praise", "enterprise"};
	static const char *const category[] = {"urban.road.lamp", "urban.road.surface", "urban.water", "housing.heat.cold", "housing.property.fee", "traffic", ""};
	static const char *const channel[] = {"phone", "wechat", "web", "mayor", "app"};
	struct rates_order *o = &m->orders[i];
	*o = (struct rates_order){.id = 7000000000000000000LL + (int64_t)i, .number = text(a, "诉〔2026〕", i + 1),
		.unit = chance(4) ? 0 : m->units[roll((uint32_t)m->n_units)].id, .town = chance(10) ? 0 : m->units[roll(6)].id,
		.class = pick(class, COUNT_OF(class)), .category = pick(category, COUNT_OF(category)), .channel = pick(channel, COUNT_OF(channel)),
		.at = m->begins - 20 * DAY + roll(50) * DAY + roll(24) * HOUR, .given = MS_NONE, .due = MS_NONE, .done = MS_NONE, .days = -1,
		.closed = MS_NONE, .visited = MS_NONE, .redone = MS_NONE, .supervised = MS_NONE, .excluded = S("")};
	if (chance(85) && o->unit)
		o->given = o->at + roll(48) * HOUR;
	if (chance(92))
		o->due = o->given == MS_NONE ? o->at + 2 * HOUR : o->given + (2 + roll(9)) * DAY;
	if (o->due != MS_NONE && chance(84))
		o->done = chance(10) ? o->due : o->due - 2 * DAY + roll(80) * HOUR;
	if (o->done != MS_NONE && o->done < (o->given == MS_NONE ? o->at : o->given))
		o->done = o->given == MS_NONE ? o->at : o->given;
	if (o->done != MS_NONE && o->done > m->at)
		o->done = MS_NONE;
	if (o->done != MS_NONE)
		o->days = work_between(m, o->given == MS_NONE ? o->at : o->given, o->done);
	if (o->done != MS_NONE && chance(70))
		o->closed = o->done + roll(9) * DAY;
	if (o->done != MS_NONE && chance(60))
		o->visited = o->done + roll(5) * DAY;
	if (o->done != MS_NONE && chance(7))
		o->redone = o->done + roll(6) * DAY;
	if (chance(4))
		o->supervised = o->at + roll(30) * DAY;
	if (!chance(3))
		return;
	o->excluded = text(a, "剔〔2026〕", m->n_exclusions + 1);
	m->exclusions[m->n_exclusions++] = (struct rates_exclusion){.id = 600 + (int64_t)i, .unit = o->unit, .approver = 42, .order = i,
		.number = o->excluded, .reason = S("beyond"), .at = m->ends + DAY};
}

static void its_handings(struct rates_month *m, size_t i)
{
	const struct rates_order *o = &m->orders[i];
	for (int times = 1 + chance(8); o->given != MS_NONE && times; times--) {
		struct rates_handing *h = &m->handings[m->n_handings++];
		*h = (struct rates_handing){.order = i, .unit = times > 1 ? m->units[roll((uint32_t)m->n_units)].id : o->unit,
			.at = o->given - (times > 1 ? 20 * HOUR : 0), .sign_due = MS_NONE, .signed_at = MS_NONE, .returned = MS_NONE,
			.contact_due = DAY_NONE, .contacted = DAY_NONE};
		if (chance(95))
			h->sign_due = h->at + 2 * HOUR;
		if (chance(90))
			h->signed_at = chance(5) ? h->sign_due : h->at + roll(180) * 60000LL;
		if (times > 1 || chance(3))
			h->returned = h->at + roll(70) * HOUR;
		h->upheld = h->returned != MS_NONE && chance(70);
		h->contact_due = chance(97) ? day_at(m, h->at) + 1 + (day_t)roll(3) : DAY_NONE;
		if (chance(80))
			h->contacted = day_at(m, h->at) + (day_t)roll(4);
	}
}

static void its_requests(struct arena *a, struct rates_month *m, size_t i)
{
	static const enum rates_solved solved[] = {SOLVED_UNSAID, SOLVED_YES, SOLVED_YES, SOLVED_YES, SOLVED_PARTLY, SOLVED_NO};
	static const char *const channel[] = {"phone", "wechat", "web", "mayor", "app"};
	const struct rates_order *o = &m->orders[i];
	for (int k = 0, n = 1 + (chance(9) ? 1 + (int)roll(3) : 0); k < n; k++) {
		size_t at = m->n_requests++;
		struct rates_request *r = &m->requests[at];
		*r = (struct rates_request){.order = i, .id = 8000000000000000000LL + (int64_t)at, .number = text(a, "求", at + 1),
			.channel = k ? pick(channel, COUNT_OF(channel)) : o->channel, .at = o->at + k * DAY, .direct = o->given == MS_NONE && o->done != MS_NONE,
			.duplicate = k && chance(80), .visit_due = DAY_NONE};
		r->repeated = !r->duplicate && chance(5);
		if (o->done != MS_NONE && chance(96))
			r->visit_due = day_at(m, o->done) + 3 + (day_t)roll(3);
		for (int tries = (int)roll(4); o->done != MS_NONE && tries; tries--) {
			struct rates_visit *v = &m->visits[m->n_visits++];
			*v = (struct rates_visit){.request = at, .unit = o->unit, .at = o->done + (4 - tries) * DAY, .asker = chance(20), .reached = chance(75)};
			if (v->reached) {
				v->solved = solved[roll(COUNT_OF(solved))];
				v->satisfaction = (int)roll(6);
				r->reached = true;
			}
		}
	}
}

static void rows(struct arena *a, struct rates_month *m, size_t n)
{
	m->orders = arena_new_n(a, n, struct rates_order);
	m->handings = arena_new_n(a, n * 2, struct rates_handing);
	m->requests = arena_new_n(a, n * 4, struct rates_request);
	m->visits = arena_new_n(a, n * 12, struct rates_visit);
	m->exclusions = arena_new_n(a, n, struct rates_exclusion);
	for (m->n_orders = 0; m->n_orders < n; m->n_orders++)
		one_order(a, m, m->n_orders);
	for (size_t i = 0; i < n; i++) {
		its_handings(m, i);
		its_requests(a, m, i);
	}
	m->articles = arena_new_n(a, n / 10 + 1, struct rates_article);
	for (size_t i = 0; i < n / 10; i++)
		m->articles[m->n_articles++] = (struct rates_article){.id = 900 + (int64_t)i, .unit = m->units[roll((uint32_t)m->n_units)].id,
			.number = text(a, "知", i + 1), .valid_until = chance(20) ? DAY_NONE : m->to - 20 + (day_t)roll(60)};
}

static void place(struct arena *a, struct rates_month *m, uint32_t seed)
{
	static const int64_t residents[] = {21000, 30000, 30001, 46000, 88000, 120000};
	const day_t from = day_of(2026, 10, 1), to = day_of(2026, 10, 31);
	*m = (struct rates_month){.month = 202610, .from = from, .to = to, .begins = from * DAY - 8 * HOUR, .ends = (to + 1) * DAY - 8 * HOUR,
		.at = (to + 1 + (seed % 3 ? 5 : -9)) * DAY, .rules = {.small = 10, .decimals = (int)(seed % 3), .partly = seed & 1, .first_visit = seed & 2,
			.carried = !(seed & 4), .contact_days = 1, .visit_days = 3, .repeat_days = 90, .weight = {30, 35, 35, seed % 2 ? 0 : 10, seed % 5 ? 0 : 5},
			.target = {0, 90, 95, 0, 0}, .bands = {30000, 60000}, .n_bands = 2}};
	m->units = arena_new_n(a, 12, struct rates_unit);
	for (m->n_units = 0; m->n_units < 12; m->n_units++)
		m->units[m->n_units] = (struct rates_unit){.id = 100 + (int64_t)(m->n_units * 37 % 12), .name = text(a, "单位", m->n_units),
			.residents = m->n_units < COUNT_OF(residents) ? residents[m->n_units] : 0};
	m->workdays = arena_new_n(a, 200, day_t);
	for (day_t d = from - 60; d <= to + 30; d++)
		if (day_weekday(d) < 6 && !(d >= from && d < from + 8))
			m->workdays[m->n_workdays++] = d;
	if (seed % 2)
		m->calls = (struct rates_calls){.inbound = 21877, .answered = 21011, .quickly = 20000};
}

int main(int argc, char **argv)
{
	struct arena a;
	struct rates_month *m;
	struct rates f;
	struct rates_kept kept;
	if (argc != 3) {
		fputs("usage: month_sample ORDERS SEED\n", stderr);
		return 2;
	}
	arena_init(&a);
	m = arena_new(&a, struct rates_month);
	size_t n = strtoul(argv[1], NULL, 10);
	dice = strtoul(argv[2], NULL, 10);
	place(&a, m, (uint32_t)dice);
	rows(&a, m, n);
	rates_make(&a, m, &f);
	str out = rates_freeze(&a, &f, NULL, 0);
	bool bad = rates_thaw(&a, out, &kept) != OK || !kept.same;
	if (bad)
		fputs("what was kept does not come back the same\n", stderr);
	fwrite(out.p, 1, out.n, stdout);
	arena_done(&a);
	return bad;
}
