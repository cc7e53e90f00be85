/* SPDX-License-Identifier: Apache-2.0 */
/* A period: how each matter stood when it ended and when it began, folded from its events, and
 * what it reported in between. Everything that leaves has passed see_load. */
#include "core/read_in.h"

#include <stdlib.h>
#include <string.h>

#define YEARS_BACK 10 /* whoever is later than that with something is in no bulletin of today */

static ms_t day_ms(struct ctx *x, day_t d)
{
	return zone_at(x->core->zone, d, 0);
}

struct reading { /* of one matter */
	struct ctx *x;
	struct period *p;
	const struct weekly *w;
	role_set roles;
	struct period_row row;
	bool there;
};

/* ---- states ---------------------------------------------------------------------------- */
/* Reached only by actions that need a reason: given up, not done. */
static bool given_up(const struct kind *k, int state)
{
	bool any = false;
	for (size_t i = 0; i < k->n_actions; i++) {
		if (k->actions[i].to != state)
			continue;
		if (!k->actions[i].reason)
			return false;
		any = true;
	}
	return any;
}

/* Somebody has been charged with it. */
static bool charged(const struct matter *m)
{
	const struct state *s = m->state >= 0 ? &m->kind->states[m->state] : NULL;
	return s && !(s->first && s->waits) && !(s->closed && given_up(m->kind, m->state));
}

static bool closed(const struct matter *m)
{
	return m->kind->states[m->state].closed;
}

static bool closed_late(const struct matter *m)
{
	ms_t due = matter_due(m);
	return due != MS_NONE && m->state_since >= due;
}

static str text_field(struct ctx *x, const struct matter *m, role_set roles, int field)
{
	struct value v;
	return field >= 0 && matter_value(x, m, roles, (size_t)field, &v) ? str_dup(x->arena, v.text) : S("");
}

/* The field of whoever is in charge: that of a role of leaders who are named. */
static int sponsor_field(const struct kind *k)
{
	for (size_t i = 0; i < k->n_roles; i++)
		if (k->roles[i].duty == DUTY_LEADER && k->roles[i].relation == REL_PERSON)
			return k->roles[i].field;
	return -1;
}

/* ---- how it stood -------------------------------------------------------------------------- */
static void at_beginning(struct reading *r, const struct matter *m, ms_t at)
{
	ms_t due;
	if (!charged(m) || closed(m))
		return;
	due = matter_due(m);
	r->row.was_there = true;
	r->row.was_late = due != MS_NONE && matter_late(m, due, at);
	r->row.was_lead = matter_id_of(m, m->kind->lead);
}

static err at_end(struct reading *r, const struct matter *m)
{
	struct ctx then = *r->x;
	struct period_row *p = &r->row;
	bool done = m->state >= 0 && closed(m);
	then.now = r->p->at;
	then.why = false;
	if (!charged(m) || (done && zone_day(then.core->zone, m->state_since) < r->p->books))
		return OK;
	TRY(matter_row_of(&then, m, r->roles, &p->row));
	r->x->rows_read = then.rows_read;
	p->row.number = str_dup(r->x->arena, p->row.number);
	p->row.title = str_dup(r->x->arena, p->row.title);
	p->row.main_action = NULL; /* it is of another day */
	p->done = done;
	p->newly = done && zone_day(then.core->zone, m->state_since) >= r->p->from;
	p->late = done ? closed_late(m) : p->row.overdue;
	p->closed = done ? m->state_since : MS_NONE;
	int sponsor = sponsor_field(m->kind);
	p->sponsor = sponsor < 0 ? 0 : matter_id_of(m, sponsor);
	p->sponsor_name = text_field(&then, m, r->roles, sponsor);
	p->document = p->row.source_title.n ? matter_source(m) : 0;
	p->progress = text_field(&then, m, r->roles, r->w->text);
	p->problem = text_field(&then, m, r->roles, kind_field(m->kind, S("problem")));
	r->there = true;
	return OK;
}

static err stood(void *arg, size_t i, const struct matter *m)
{
	struct reading *r = arg;
	if (i == 1)
		return at_end(r, m);
	at_beginning(r, m, day_ms(r->x, r->p->from));
	return OK;
}

static void count_reports(struct reading *r, const struct week_item *item, const struct week_span *spans)
{
	for (size_t i = 0; i < WEEKS_KEPT; i++) {
		const struct week_state *s = &item->history[i];
		day_t day = spans[i].week.day;
		if (day < r->p->from || day > r->p->to || spans[i].week.cutoff > r->p->at)
			continue;
		r->row.claims += s->claim;
		if (s->said == WEEK_NOT_OWED)
			continue;
		r->row.owed++;
		r->row.on_time += s->said == WEEK_ON_TIME;
		r->row.missing += s->said == WEEK_MISSING || s->said == WEEK_OPEN;
	}
}

/* ---- all of them ------------------------------------------------------------------------------ */
static err read_one(struct reading *r, const struct week_span *spans, int64_t id)
{
	struct matter m;
	struct week_item item;
	const ms_t at[] = {day_ms(r->x, r->p->from) - 1, r->p->at};
	const struct week_stops stops = {at, COUNT_OF(at), stood, r};
	err e = see_load(r->x, id, &m, &r->roles);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(week_item_stops(r->x, r->w, spans, &m, r->roles, &stops, &item));
	count_reports(r, &item, spans);
	return OK;
}

static err read_kind(struct ctx *x, const struct weekly *w, const struct week_span *spans, struct period *p, size_t *cap)
{
	week_ids ids = {0};
	TRY(week_collect(x, w->kind, UINT64_MAX, day_ms(x, p->books - YEARS_BACK * 366), day_ms(x, p->books), &ids));
	p->cut_short |= ids.n >= WEEKS_MATTERS;
	struct period_row *more = arena_new_n(x->arena, p->n + ids.n, struct period_row);
	if (p->n)
		memcpy(more, p->rows, p->n * sizeof *more);
	p->rows = more;
	*cap = p->n + ids.n;
	for (size_t i = 0; i < ids.n; i++) {
		struct reading r = {.x = x, .p = p, .w = w};
		TRY(read_one(&r, spans, ids.v[i]));
		if (r.there)
			p->rows[p->n++] = r.row;
	}
	return OK;
}

static err read_letters(struct ctx *x, const struct ladder *l, struct period *p)
{
	struct ladder_facts facts;
	TRY(ladder_read(x, l, &facts));
	struct letter_row *more = arena_new_n(x->arena, p->n_letters + facts.letters.n, struct letter_row);
	const struct ladder **of = arena_new_n(x->arena, p->n_letters + facts.letters.n, const struct ladder *);
	for (size_t i = 0; i < p->n_letters; i++) {
		more[i] = p->letters[i];
		of[i] = p->ladders[i];
	}
	for (size_t i = 0; i < facts.letters.n; i++) {
		const struct letter_row *one = &facts.letters.v[i].row;
		bool twice = false; /* two ladders may send the same sort of letter */
		for (size_t k = 0; k < p->n_letters; k++)
			twice |= more[k].row.id == one->row.id;
		if (twice || !one->counts || one->at < day_ms(x, p->from) || one->at > p->at)
			continue;
		more[p->n_letters] = *one;
		of[p->n_letters++] = l;
	}
	p->letters = more;
	p->ladders = of;
	return OK;
}

static size_t order_of(const struct ctx *x, int64_t unit)
{
	for (size_t i = 0; i < x->roster->n_units; i++)
		if (x->roster->units[i].id == unit)
			return i;
	return x->roster->n_units;
}

static int by_unit(const void *a, const void *b, void *arg)
{
	const struct period_row *p = a, *q = b;
	size_t i = order_of(arg, p->row.lead), k = order_of(arg, q->row.lead);
	return i != k ? (i > k) - (i < k) : str_cmp(p->row.number, q->row.number);
}

err period_read(struct ctx *x, day_t from, day_t to, struct period *ret)
{
	struct period p = {.from = from, .to = to, .at = day_ms(x, to + 1) - 1};
	size_t cap = 0;
	if (from == DAY_NONE || to == DAY_NONE || to < from || to - from > 366)
		return fail(ERR_INPUT, "a period has a first and a last day, within one year; correct the days");
	if (from > ctx_today(x))
		return fail(ERR_INPUT, "the period has not begun yet; choose days up to today");
	if (p.at > x->now)
		p.at = x->now;
	p.books = day_of(day_civil(to).year, 1, 1);
	if (p.books > from)
		p.books = from;
	TRY(ctx_snap(x));
	const struct week_span *spans = spans_upto(x, week_monday(to));
	for (const struct pack *const *q = x->core->packs; *q; q++)
		for (size_t i = 0; i < (*q)->n_kinds; i++) {
			struct weekly w;
			if (weekly_of(x, &(*q)->kinds[i], to, &w))
				TRY(read_kind(x, &w, spans, &p, &cap));
		}
	for (const struct pack *const *q = x->core->packs; *q; q++)
		for (size_t i = 0; i < (*q)->n_ladders; i++)
			TRY(read_letters(x, &(*q)->ladders[i], &p));
	if (p.n)
		qsort_r(p.rows, p.n, sizeof *p.rows, by_unit, x);
	*ret = p;
	return OK;
}
