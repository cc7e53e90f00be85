/* SPDX-License-Identifier: Apache-2.0 */
/* The same of requests, figures of periods, documents, what was revealed, and what is public. */
#ifndef LUOSHI_SECRECY_ASK_REQUEST_H
#define LUOSHI_SECRECY_ASK_REQUEST_H

#include "secrecy_look.h"

static void ask_request(struct look *l)
{
	struct request_row r;
	if (told(l, request_find(l->x, l->of.request_number, &r)))
		request(l, &r);
}

static void ask_outside(struct look *l)
{
	struct request_row r;
	if (told(l, request_find_outside(l->x, S("h12345"), l->of.outside, &r)))
		request(l, &r);
}

static void ask_caller(struct look *l)
{
	struct request_row *v;
	size_t n;
	for (int limit = 1; limit < 4; limit++)
		if (told(l, requests_of_caller(l->x, l->of.phone, limit, &v, &n)))
			for (size_t i = 0; i < n; i++)
				request(l, &v[i]);
}

static void ask_requests(struct look *l)
{
	struct request_row *v;
	size_t n;
	for (int limit = 0; limit < 3; limit++)
		for (int channel = 0; channel < 2; channel++) {
			str next = S("");
			for (int turn = 0; turn < 12; turn++) {
				if (!told(l, request_list(l->x, &(struct request_query){.channel = channel ? S("h12345") : S(""), .from = MS_NONE, .to = MS_NONE, .limit = limit,
					.cursor = next}, &v, &n, &next)))
					break;
				for (size_t i = 0; i < n; i++)
					request(l, &v[i]);
				txt(l, next);
				if (!next.n)
					break;
			}
		}
}

static void ask_rates(struct look *l)
{
	struct rates_month m;
	if (!told(l, requests_period_read(l->x, 202610, &m)))
		return;
	num(l, (int64_t)m.n_orders), num(l, (int64_t)m.n_handings), num(l, (int64_t)m.n_requests), num(l, (int64_t)m.n_visits), num(l, (int64_t)m.n_units);
	for (size_t i = 0; i < m.n_orders; i++)
		num(l, m.orders[i].id), txt(l, m.orders[i].number), num(l, m.orders[i].unit);
	for (size_t i = 0; i < m.n_requests; i++)
		num(l, m.requests[i].id), txt(l, m.requests[i].number), num(l, m.requests[i].duplicate), num(l, m.requests[i].repeated);
	for (size_t i = 0; i < m.n_units; i++)
		txt(l, m.units[i].name);
}

static void ask_rates_seen(struct look *l)
{
	bool seen[2] = {false, false};
	const int64_t ids[] = {l->of.matter, l->base[0]};
	if (told(l, rates_seen(l->x, ids, 2, seen)))
		num(l, seen[0]), num(l, seen[1]);
}

static void ask_period(struct look *l)
{
	struct period p;
	day_t today = zone_day(l->k->zone, l->k->now);
	if (!told(l, period_read(l->x, today - 30, today + 30, &p)))
		return;
	for (size_t i = 0; i < p.n; i++)
		row(l, &p.rows[i].row);
	num(l, (int64_t)p.n_letters);
}

static void ask_week(struct look *l)
{
	struct week_run w;
	if (!told(l, week_run_read(l->x, week_monday(zone_day(l->k->zone, l->k->now)), &w)))
		return;
	for (size_t i = 0; i < w.n; i++)
		row(l, &w.items[i].row);
	num(l, (int64_t)w.n_units), num(l, (int64_t)w.n_dues);
}

static void ask_week_of(struct look *l)
{
	struct matter_week w;
	if (told(l, week_of_matter(l->x, l->of.matter, &w)))
		num(l, w.there), num(l, w.may_issue), num(l, w.may_apply), num(l, (int64_t)w.n_letters);
}

static void ask_look_back(struct look *l)
{
	struct matter_row *v;
	size_t n;
	if (told(l, look_back_list(l->x, &v, &n)))
		rows(l, v, n);
}

static void ask_documents(struct look *l)
{
	struct document_row *v;
	size_t n;
	str next;
	if (told(l, document_list(l->x, S(""), 0, &v, &n, &next)))
		num(l, (int64_t)n), txt(l, next);
}

static void ask_reveals(struct look *l)
{
	struct reveal_row *v;
	size_t n;
	if (told(l, reveals_of(l->x, l->of.matter, &v, &n)))
		num(l, (int64_t)n);
}

static void ask_reveal(struct look *l)
{
	str v;
	if (told(l, privacy_reveal(l->x, l->of.matter, l->of.request, S("phone"), S("核对回访号码"), &v)))
		txt(l, v);
	num(l, may_reveal(l->x, l->of.matter, l->of.request, S("phone")));
}

static void ask_reveal_list(struct look *l)
{
	struct reveal_row *v;
	size_t n;
	int64_t next;
	if (told(l, reveal_list(l->x, &(struct reveal_query){0}, &v, &n, &next)))
		for (size_t i = 0; i < n; i++)
			num(l, v[i].matter), txt(l, v[i].number), txt(l, v[i].label), txt(l, v[i].reason);
}

static void ask_brief_told(struct look *l)
{
	struct told_brief t;
	if (told(l, told_brief(l->x, l->of.matter, &t)))
		txt(l, t.number), txt(l, t.title);
}

static void ask_would(struct look *l)
{
	struct ctx *x = l->x;
	told(l, act_would(x, &(struct act_request){.matter = l->of.matter, .action = S("dispatch")}));
	told(l, act_would(x, &(struct act_request){.matter = l->of.matter, .part = l->of.assist, .action = S("reply")}));
	told(l, watch_set(x, l->of.matter, true));
}

static void ask_setting(struct look *l)
{
	struct setting_preview p;
	if (told(l, setting_preview(l->x, S("requests.warn_days"), S("3"), &p)))
		num(l, p.counted);
}

static void ask_published(struct look *l)
{
	struct published_row *v;
	size_t n;
	str next = S("");
	for (int turn = 0; turn < 8; turn++) {
		if (!told(l, published_list(l->k->core, &l->k->arena, LANG_EN, &(struct published_query){.limit = 1, .cursor = next}, &v, &n, &next)))
			return;
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), txt(l, v[i].unit), num(l, v[i].at), values(l, v[i].fields, v[i].n_fields);
		txt(l, next);
		if (!next.n)
			return;
	}
}

static void ask_published_one(struct look *l)
{
	struct request_public r;
	if (told(l, request_published(l->k->core, &l->k->arena, LANG_EN, l->of.request_number, &r)))
		txt(l, r.state), txt(l, r.unit), values(l, r.fields, r.n_fields);
}

/* Open311 as somebody without a key asks it. */
static struct open311_query anybody(struct look *l)
{
	const struct kind *k = kind_of(l->k, "order");
	struct open311_query q = {.kind = k, .lang = LANG_EN, .from = 0, .to = l->k->now + 40 * KIT_DAY, .most = 50};
	for (size_t i = 0; i < k->n_fields; i++)
		if (str_eq(k->fields[i].name, S("category")))
			q.service = (int)i;
	return q;
}

static void ask_311(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_row *v;
	size_t n;
	if (told(l, open311_list(l->k->core, &l->k->arena, &q, &v, &n)))
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), txt(l, v[i].unit), num(l, v[i].at);
}

static void ask_311_one(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_row r;
	if (told(l, open311_find(l->k->core, &l->k->arena, &q, l->of.request_number, &r)))
		txt(l, r.number), txt(l, r.unit);
}

static void ask_311_steps(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_update *v;
	size_t n;
	if (told(l, open311_steps(l->k->core, &l->k->arena, &q, &v, &n)))
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), num(l, v[i].at);
}

#endif
