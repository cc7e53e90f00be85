/* SPDX-License-Identifier: Apache-2.0 */
/* 指标: the wall, one indicator with its trend, its subjects and the versions of a value; the public wall. */
#include "web/html_in.h"
#include "web/public_in.h"
#include "web/web_in.h"

#include <stdlib.h>
#include <string.h>

#include "core/told.h"

/* ---- pieces --------------------------------------------------------------------------------------- */
void put_rounded(struct buf *b, const struct ui *u, struct dec d, int decimals)
{
	struct dec r;
	unused_arg(u);
	put_dec(b, dec_round(d, decimals, ROUND_HALF_UP, &r) ? r : d);
}

str ui_dec(const struct ui *u, struct dec d)
{
	static _Thread_local char ring[4][32];
	static _Thread_local unsigned at;
	struct arena a;
	struct buf b;
	unused_arg(u);
	arena_init(&a);
	buf_init(&b, &a);
	dec_put(&b, d);
	char *slot = ring[at++ % 4];
	size_t n = b.n < sizeof ring[0] ? b.n : sizeof ring[0];
	memcpy(slot, b.p, n);
	arena_done(&a);
	return (str){slot, n};
}

void put_signed(struct buf *b, struct dec d)
{
	if (d.v > 0)
		buf_byte(b, '+');
	if (d.v < 0) {
		buf_z(b, "−");
		d.v = -d.v;
	}
	put_dec(b, d);
}

void put_measured(struct buf *b, const struct ui *u, const struct indicator *i, const struct measured *m)
{
	if (!m || m->state == VALUE_MISSING) {
		buf_z(b, "<small>");
		html_text(b, word(u->lang, W("VALUE|missing")));
		buf_z(b, "</small>");
	} else if (m->state == VALUE_NOT_APPLICABLE) {
		buf_byte(b, '/');
	} else {
		bool amount = m->sort == VALUE_ACTUAL || m->sort == VALUE_BASE;
		put_rounded(b, u, m->number, amount ? i->decimals : m->number.scale);
	}
}

void put_sort_word(struct buf *b, const struct ui *u, enum value_sort s)
{
	static const char *const words[VALUE_SORTS] = {W("VALUE|value"), W("VALUE|target"), W("VALUE|a year before"), W("VALUE|city"), W("VALUE|rank"), W("VALUE|growth")};
	html_text(b, word(u->lang, words[s]));
}

str trend_period(struct visit *v, str period, bool cumulative)
{
	struct buf b;
	buf_init(&b, v->arena);
	period_put(&b, period, cumulative, v->lang);
	return buf_str(&b);
}

static const struct indicator *indicator_asked(struct visit *v, str name)
{
	return name.n ? indicator_named(core_packs(v->web->config.core), name) : NULL;
}

bool indicators_declared(struct visit *v)
{
	for (const struct pack *const *p = core_packs(v->web->config.core); *p; p++)
		if ((*p)->n_indicators)
			return true;
	return false;
}

/* What has just been done, above the page. */
static void said_done(struct visit *v)
{
	str did = query_get(v, "did"), n = query_get(v, "n");
	int64_t count;
	if (str_eq(did, S("entered")))
		v->ui.notice = said(v, W("The values were saved."));
	else if (str_eq(did, S("confirmed")) && !n.n)
		v->ui.notice = said(v, W("The value is confirmed."));
	else if (str_int(n, &count) && (str_eq(did, S("sheet")) || str_eq(did, S("confirmed"))))
		v->ui.notice = said_with(v, str_eq(did, S("sheet")) ? W("{0} values were taken in.") : W("{0} values were confirmed."), &n, 1);
}

/* ---- the wall ---------------------------------------------------------------------------------------- */
static void wall_rows(struct visit *v, struct wall_view *view, int64_t me)
{
	const struct wall *w = view->wall;
	struct wall_row *rows = arena_new_n(v->arena, w->n, struct wall_row), *above = arena_new_n(v->arena, w->n, struct wall_row),
			*below = arena_new_n(v->arena, w->n, struct wall_row);
	str group = S("");
	for (size_t i = 0; i < w->n; i++) {
		const struct wall_line *l = &w->lines[i];
		struct wall_row *r = &rows[i];
		str mine = words2_in(&l->of->group, v->lang);
		*r = (struct wall_row){.l = l, .group = str_eq(mine, group) ? S("") : mine};
		group = mine;
		bool same = str_eq(l->now.period, w->period);
		r->period = same && !l->of->cumulative ? S("") : trend_period(v, l->now.period, l->of->cumulative);
		r->owner = !v->signed_in || !l->owner ? l->of->duty_unit : unit_name(ctx_of(v), l->owner);
		r->moved = l->rank && l->rank_before ? l->rank_before - l->rank : 0;
		r->unconfirmed = l->of->confirm && l->now.version && !l->now.confirmed;
		view->to_confirm += me && l->now.version && !l->now.confirmed && l->now.person != me;
		if (l->has_gap && l->gap.v > 0)
			above[view->n_above++] = *r;
		else if (l->has_gap)
			below[view->n_below++] = *r;
	}
	view->rows = rows;
	view->above = above;
	view->below = below;
	view->n = w->n;
}

static void wall_months(struct visit *v, struct wall_view *view)
{
	view->month = view->wall->period;
	view->period = trend_period(v, view->month, false);
	view->before = period_before(v->arena, view->month, 0, 1);
	view->after = period_before(v->arena, view->month, 0, -1);
	if (str_cmp(view->after, period_of_day(v->arena, v->ui.today, SPAN_MONTH)) > 0)
		view->after = S("");
}

static err period_asked(struct visit *v, str *ret)
{
	enum measured_span span;
	day_t from, to;
	*ret = query_get(v, "p");
	if (ret->n && (!period_parse(*ret, &span, &from, &to) || span != SPAN_MONTH))
		return fail(ERR_NOTFOUND, "there is no month {0} to look at; write it like 2026-10", *ret);
	return OK;
}

static void wall_others(struct visit *v, struct wall_view *view)
{
	LIST(const struct indicator *) l = {0};
	for (const struct pack *const *p = core_packs(v->web->config.core); *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			view->may_enter |= values_may_put(ctx_of(v), &(*p)->indicators[i]);
			if (!str_eq((*p)->indicators[i].of, S(OF_DISTRICT)))
				*list_push(v->arena, &l) = &(*p)->indicators[i];
		}
	view->others = l.v;
	view->n_others = l.n;
}

err indicators_page(struct visit *v)
{
	struct wall w;
	struct wall_view view = {.wall = &w};
	str period;
	ms_t known = MS_NONE;
	day_t day;
	TRY(period_asked(v, &period));
	if (query_get(v, "known").n && day_parse(query_get(v, "known"), &day)) {
		known = zone_at(v->ui.zone, day + 1, 0) - 1;
		view.known = query_get(v, "known");
	}
	TRY(wall_read(ctx_of(v), S(OF_DISTRICT), 0, period, known, &w));
	wall_rows(v, &view, v->session.actor.user);
	wall_months(v, &view);
	wall_others(v, &view);
	TRY(frame(v, "indicators"));
	said_done(v);
	v->ui.wide = true;
	render(v, ui_indicators(&v->rs->body, &v->ui, &view));
	return OK;
}

err indicators_public_page(struct visit *v)
{
	struct wall w;
	struct wall_view view = {.wall = &w};
	str period;
	TRY(period_asked(v, &period));
	if (!public_int(v->web->config.core, "public_open"))
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(wall_public(v->web->config.core, v->arena, v->lang, period, &w));
	wall_rows(v, &view, 0);
	wall_months(v, &view);
	render(v, ui_indicators_public(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- one indicator ------------------------------------------------------------------------------------ */
const struct measured *trend_value(const struct measured *v, size_t n, str period, enum value_sort sort)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].sort == sort && str_eq(v[i].period, period))
			return &v[i];
	return NULL;
}

static bool growth_in(const struct indicator *of, const struct measured *now, const struct measured *base, const struct measured *published, struct dec *ret)
{
	struct frac g;
	if (published && published->state == VALUE_NUMBER) {
		*ret = published->number;
		return true;
	}
	if (!now || !base || now->state != VALUE_NUMBER || base->state != VALUE_NUMBER)
		return false;
	struct frac a = frac_of(now->number), b = frac_of(base->number);
	return (indicator_is_share(of) ? frac_sub(a, b, &g) : growth_of(a, b, &g)) && frac_round(g, 1, ROUND_HALF_UP, ret);
}

static void trend_rows(struct visit *v, struct trend_view *t, const struct measured *m, size_t n, int year)
{
	int per_year = span_a_year(t->of->span);
	struct trend_row *rows = arena_new_n(v->arena, (size_t)per_year * 2, struct trend_row);
	for (int y = year; y >= year - 1; y--)
		for (int i = per_year; i > 0; i--) {
			struct trend_row r = {.key = period_nth(v->arena, y, t->of->span, i)};
			r.now = trend_value(m, n, r.key, VALUE_ACTUAL);
			r.base = trend_value(m, n, r.key, VALUE_BASE);
			r.growth = trend_value(m, n, r.key, VALUE_GROWTH);
			r.city = trend_value(m, n, r.key, VALUE_CITY);
			r.rank = trend_value(m, n, r.key, VALUE_RANK);
			r.target = trend_value(m, n, r.key, VALUE_TARGET);
			if (!r.now && !r.growth && !r.city && !r.rank)
				continue;
			const struct measured *base = r.base ? r.base : trend_value(m, n, period_before(v->arena, r.key, 1, 0), VALUE_ACTUAL);
			r.has_growth = growth_in(t->of, r.now, base, r.growth, &r.grown);
			r.period = trend_period(v, r.key, t->of->cumulative);
			r.chosen = str_eq(r.key, t->key);
			rows[t->n++] = r;
		}
	t->rows = rows;
}

bool trend_number(const struct measured *m, struct frac *ret)
{
	if (!m || m->state != VALUE_NUMBER)
		return false;
	*ret = frac_of(m->number);
	return true;
}

/* ---- its subjects ------------------------------------------------------------------------------------- */
#define SUBJECTS_SHOWN 500

static int by_subject(const void *a, const void *b)
{
	const struct measured *x = a, *y = b;
	return x->subject != y->subject ? (x->subject < y->subject ? -1 : 1) : (int)x->sort - (int)y->sort;
}

/* Of one indicator in one period, as values_read has ordered them. */
static const struct measured *of_subject(const struct measured *m, size_t n, int64_t subject, enum value_sort sort)
{
	const struct measured key = {.subject = subject, .sort = sort};
	return n ? bsearch(&key, m, n, sizeof *m, by_subject) : NULL;
}

static void places(struct visit *v, const struct trend_view *t, struct trend_subject *s, size_t n)
{
	struct frac *f = arena_new_n(v->arena, n + 1, struct frac);
	bool *there = arena_new_n(v->arena, n + 1, bool);
	int *rank = arena_new_n(v->arena, n + 1, int);
	for (size_t i = 0; i < n; i++) {
		there[i] = t->of->compare == BY_VALUE ? trend_number(s[i].now, &f[i]) : s[i].has_growth;
		if (t->of->compare != BY_VALUE && there[i])
			f[i] = frac_of(s[i].growth);
	}
	ranks_of(f, there, n, t->of->down, rank);
	for (size_t i = 0; i < n; i++)
		s[i].rank = rank[i];
}

/* Of the whole: its share, and by how many points it moved the whole (拉动). */
static void weights(const struct trend_view *t, struct trend_subject *s, size_t n, const struct measured *before, size_t n_before)
{
	struct frac all = {0, 1}, all_before = {0, 1}, f, b, q;
	for (size_t i = 0; i < n; i++) {
		if (trend_number(s[i].now, &f) && !frac_add(all, f, &all))
			return;
		if (trend_number(of_subject(before, n_before, s[i].s.id, VALUE_ACTUAL), &b) && !frac_add(all_before, b, &all_before))
			return;
	}
	for (size_t i = 0; i < n && t->of->total == TOTAL_SUM; i++) {
		if (!trend_number(s[i].now, &f))
			continue;
		s[i].has_share = share_of(f, all, &q) && frac_round(q, 1, ROUND_HALF_UP, &s[i].share);
		s[i].has_pull = trend_number(of_subject(before, n_before, s[i].s.id, VALUE_ACTUAL), &b) && contribution_of(f, b, all_before, &q) &&
				frac_round(q, 2, ROUND_HALF_UP, &s[i].pull);
	}
}

static err subjects_of(struct visit *v, struct trend_view *t)
{
	struct measured_subject *all;
	struct measured *now, *before;
	size_t n, n_now, n_before;
	str year_before = period_before(v->arena, t->key, 1, 0);
	TRY(subjects_read(ctx_of(v), t->of->of, S(""), &all, &n));
	TRY(values_read(ctx_of(v), &(struct value_query){.indicator = t->of->name, .subject = -1, .sort = -1, .from = t->key, .to = t->key, .known = MS_NONE}, &now, &n_now));
	TRY(values_read(ctx_of(v), &(struct value_query){.indicator = t->of->name, .subject = -1, .sort = -1, .from = year_before, .to = year_before, .known = MS_NONE}, &before, &n_before));
	struct trend_subject *s = arena_new_n(v->arena, n, struct trend_subject);
	for (size_t i = 0; i < n; i++) {
		struct trend_subject one = {.s = all[i], .now = of_subject(now, n_now, all[i].id, VALUE_ACTUAL)};
		const struct measured *base = of_subject(now, n_now, all[i].id, VALUE_BASE);
		one.has_growth = growth_in(t->of, one.now, base ? base : of_subject(before, n_before, all[i].id, VALUE_ACTUAL),
			of_subject(now, n_now, all[i].id, VALUE_GROWTH), &one.growth);
		if (one.now && t->n_subjects < SUBJECTS_SHOWN)
			s[t->n_subjects++] = one;
	}
	places(v, t, s, t->n_subjects);
	weights(t, s, t->n_subjects, before, n_before);
	t->subjects = s;
	return OK;
}

static err versions_of(struct visit *v, struct trend_view *t)
{
	struct measured *m;
	struct person *people;
	size_t n, n_people;
	TRY(value_story(ctx_of(v), &(struct measured){.indicator = t->of->name, .subject = t->subject, .period = t->key, .sort = VALUE_ACTUAL}, &m, &n));
	TRY(person_list(ctx_of(v), 0, &people, &n_people));
	struct trend_version *rows = arena_new_n(v->arena, n, struct trend_version);
	for (size_t i = 0; i < n; i++) {
		rows[i].m = &m[i];
		rows[i].unit = m[i].unit ? unit_name(ctx_of(v), m[i].unit) : S("");
		for (size_t k = 0; k < n_people; k++) {
			if (people[k].id == m[i].person)
				rows[i].by = people[k].name;
			if (people[k].id == m[i].confirmed_by)
				rows[i].confirmed_by = people[k].name;
		}
	}
	t->versions = rows;
	t->n_versions = n;
	t->may_confirm = n && !m[0].confirmed && m[0].person != v->session.actor.user && values_may_put(ctx_of(v), t->of);
	return OK;
}

static err subject_named(struct visit *v, struct trend_view *t)
{
	struct measured_subject s;
	t->subject = query_int(v, "s", 0);
	bool district = str_eq(t->of->of, S(OF_DISTRICT));
	if (district || !t->subject) {
		t->subject = district ? 0 : -1;
		t->name = district ? words2_in(&v->web->config.district, v->lang) : S("");
		return OK;
	}
	TRY(subject_read(ctx_of(v), t->subject, &s));
	t->name = s.name;
	return OK;
}

static str newest_of(struct visit *v, const struct indicator *of, const struct measured *m, size_t n)
{
	enum measured_span span;
	day_t from, to, best = DAY_NONE;
	for (size_t i = 0; i < n; i++)
		if (m[i].sort == VALUE_ACTUAL && period_parse(m[i].period, &span, &from, &to) && span == of->span && to > best)
			best = to;
	return period_of_day(v->arena, best == DAY_NONE ? v->ui.today : best, of->span);
}

err indicator_page(struct visit *v)
{
	struct trend_view t = {.of = indicator_asked(v, v->word)};
	struct measured *m;
	size_t n;
	enum measured_span span;
	day_t from, to;
	if (!t.of)
		return fail(ERR_NOTFOUND, "there is no indicator called {0}; look at the list of indicators", v->word);
	TRY(subject_named(v, &t));
	TRY(values_read(ctx_of(v), &(struct value_query){.indicator = t.of->name, .subject = t.subject, .sort = -1, .known = MS_NONE}, &m, &n));
	t.key = period_typed(v->arena, query_get(v, "p"));
	if (!period_parse(t.key, &span, &from, &to) || span < t.of->span)
		t.key = newest_of(v, t.of, m, n);
	ours(period_parse(t.key, &span, &from, &to));
	int year = day_civil(from).year;
	t.period = trend_period(v, t.key, t.of->cumulative);
	t.this_year = trend_period(v, period_nth(v->arena, year, SPAN_YEAR, 1), false);
	t.last_year = trend_period(v, period_nth(v->arena, year - 1, SPAN_YEAR, 1), false);
	t.may_enter = values_may_put(ctx_of(v), t.of);
	if (t.subject >= 0) {
		trend_rows(v, &t, m, n, year);
		t.svg = trend_draw(v, &t, m, n, year);
		TRY(versions_of(v, &t));
	}
	if (!str_eq(t.of->of, S(OF_DISTRICT)))
		TRY(subjects_of(v, &t));
	TRY(frame(v, "indicators"));
	said_done(v);
	v->ui.wide = true;
	render(v, ui_indicator(&v->rs->body, &v->ui, &t));
	return OK;
}
