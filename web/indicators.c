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

static str period_said(struct visit *v, str period, bool cumulative)
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
		r->period = same && !l->of->cumulative ? S("") : period_said(v, l->now.period, l->of->cumulative);
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
	view->period = period_said(v, view->month, false);
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
static const struct measured *value_in(const struct measured *v, size_t n, str period, enum value_sort sort)
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
			r.now = value_in(m, n, r.key, VALUE_ACTUAL);
			r.base = value_in(m, n, r.key, VALUE_BASE);
			r.growth = value_in(m, n, r.key, VALUE_GROWTH);
			r.city = value_in(m, n, r.key, VALUE_CITY);
			r.rank = value_in(m, n, r.key, VALUE_RANK);
			r.target = value_in(m, n, r.key, VALUE_TARGET);
			if (!r.now && !r.growth && !r.city && !r.rank)
				continue;
			const struct measured *base = r.base ? r.base : value_in(m, n, period_before(v->arena, r.key, 1, 0), VALUE_ACTUAL);
			r.has_growth = growth_in(t->of, r.now, base, r.growth, &r.grown);
			r.period = period_said(v, r.key, t->of->cumulative);
			r.chosen = str_eq(r.key, t->key);
			rows[t->n++] = r;
		}
	t->rows = rows;
}

/* ---- its drawing: this year, the year before, and the way to the target --------------------------------- */
enum { HIGH = 220, TOP = 12, LOW = 26, WHOLE = 1000 };
struct drawing {
	struct buf b;
	struct frac low, high;
};

static int y_at(const struct drawing *d, struct frac f)
{
	struct frac a, b, q;
	struct dec r;
	if (!frac_sub(f, d->low, &a) || !frac_sub(d->high, d->low, &b) || !frac_div(a, b, &q) || !frac_mul(q, frac_int(WHOLE), &q) || !frac_round(q, 0, ROUND_HALF_UP, &r))
		return WHOLE;
	return WHOLE - (int)(r.v < 0 ? 0 : r.v > WHOLE ? WHOLE : r.v);
}

static void reach(struct drawing *d, struct frac f)
{
	int c;
	if (frac_cmp(f, d->low, &c) && c < 0)
		d->low = f;
	if (frac_cmp(f, d->high, &c) && c > 0)
		d->high = f;
}

static int x_of(int i, int per_year)
{
	return per_year > 1 ? (i - 1) * WHOLE / (per_year - 1) : WHOLE / 2;
}

static bool number_of(const struct measured *m, struct frac *ret)
{
	if (!m || m->state != VALUE_NUMBER)
		return false;
	*ret = frac_of(m->number);
	return true;
}

/* What the year is to come to: as it was set, or so much more than the year before came to. */
static bool target_of_year(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year, struct frac *ret)
{
	struct frac before;
	if (!number_of(value_in(m, n, period_nth(v->arena, year, SPAN_YEAR, 1), VALUE_TARGET), ret))
		return false;
	if (t->of->target != BY_GROWTH)
		return true;
	if (t->of->total == TOTAL_SUM && !t->of->cumulative)
		return false; /* no single value tells what the year before came to */
	return number_of(value_in(m, n, period_nth(v->arena, year - 1, t->of->span, span_a_year(t->of->span)), VALUE_ACTUAL), &before) &&
	       frac_add(*ret, frac_int(100), ret) && frac_mul(*ret, before, ret) && frac_div(*ret, frac_int(100), ret);
}

static bool target_path(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year, int i, struct frac *ret)
{
	struct frac whole;
	if (t->of->target != BY_GROWTH && number_of(value_in(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_TARGET), ret))
		return true;
	if (!target_of_year(v, t, m, n, year, &whole))
		return false;
	if (t->of->total != TOTAL_SUM) {
		*ret = whole;
		return true;
	}
	struct frac share = frac_int(t->of->cumulative ? i : 1), all = frac_int(span_a_year(t->of->span));
	return frac_mul(whole, share, ret) && frac_div(*ret, all, ret);
}

static void path_of(struct visit *v, struct drawing *d, const struct trend_view *t, const struct measured *m, size_t n, int year, const char *class, bool target)
{
	int per_year = span_a_year(t->of->span);
	bool pen = false;
	buf_fmt(&d->b, "<path class=\"%s\" d=\"", class);
	for (int i = 1; i <= per_year; i++) {
		struct frac f;
		bool have = target ? target_path(v, t, m, n, year, i, &f) : number_of(value_in(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_ACTUAL), &f);
		if (have)
			buf_fmt(&d->b, "%s%d %d", pen ? "L" : "M", x_of(i, per_year), y_at(d, f));
		pen = have;
	}
	buf_z(&d->b, "\"/>");
}

static void scale(struct visit *v, struct drawing *d, const struct trend_view *t, const struct measured *m, size_t n, int year)
{
	bool first = true;
	for (int y = year - 1; y <= year; y++)
		for (int i = 1; i <= span_a_year(t->of->span); i++)
			for (int target = 0; target < 2; target++) {
				struct frac f;
				if (!(target ? y == year && target_path(v, t, m, n, y, i, &f) : number_of(value_in(m, n, period_nth(v->arena, y, t->of->span, i), VALUE_ACTUAL), &f)))
					continue;
				if (first)
					d->low = d->high = f;
				first = false;
				reach(d, f);
			}
	if (t->of->total == TOTAL_SUM)
		reach(d, frac_int(0)); /* amounts are drawn from zero on */
	if (first || d->low.n * d->high.d == d->high.n * d->low.d)
		reach(d, (struct frac){d->low.n + d->low.d, d->low.d});
}

static void label_at(struct drawing *d, int x, int y, const char *anchor, str s)
{
	buf_z(&d->b, "<text x=\"");
	svg_percent(&d->b, x);
	buf_fmt(&d->b, "\" y=\"%d\" text-anchor=\"%s\">", y, anchor);
	html_text(&d->b, s);
	buf_z(&d->b, "</text>");
}

static str edge(struct visit *v, const struct indicator *of, struct frac f)
{
	struct buf b;
	struct dec r;
	buf_init(&b, v->arena);
	if (frac_round(f, of->decimals, ROUND_HALF_UP, &r))
		dec_put(&b, r);
	return buf_str(&b);
}

static str draw(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year)
{
	struct drawing d = {.low = {0, 1}, .high = {0, 1}};
	int per_year = span_a_year(t->of->span);
	scale(v, &d, t, m, n, year);
	buf_init(&d.b, v->arena);
	buf_fmt(&d.b, "<svg class=\"chart curve\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", TOP + HIGH + LOW);
	buf_fmt(&d.b, "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">", TOP, HIGH, WHOLE, WHOLE);
	for (int i = 0; i <= 4; i++)
		buf_fmt(&d.b, "<path class=\"%s\" d=\"M0 %dH%d\"/>", i == 4 ? "ax" : "g", i * WHOLE / 4, WHOLE);
	path_of(v, &d, t, m, n, year - 1, "ax", false);
	path_of(v, &d, t, m, n, year, "l2", true);
	path_of(v, &d, t, m, n, year, "l1", false);
	buf_z(&d.b, "</svg>");
	for (int i = 1; i <= per_year; i++) {
		struct frac f;
		if (!number_of(value_in(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_ACTUAL), &f))
			continue;
		buf_z(&d.b, "<circle class=\"pt\" r=\"3\" cx=\"");
		svg_percent(&d.b, x_of(i, per_year));
		buf_fmt(&d.b, "\" cy=\"%d\"/>", TOP + y_at(&d, f) * HIGH / WHOLE);
	}
	label_at(&d, 0, TOP + 15, "start", edge(v, t->of, d.high));
	label_at(&d, 0, TOP + HIGH - 5, "start", edge(v, t->of, d.low));
	label_at(&d, 0, TOP + HIGH + LOW - 6, "start", period_said(v, period_nth(v->arena, year, t->of->span, 1), false));
	if (per_year > 1)
		label_at(&d, WHOLE, TOP + HIGH + LOW - 6, "end", period_said(v, period_nth(v->arena, year, t->of->span, per_year), false));
	buf_z(&d.b, "</svg>");
	return buf_str(&d.b);
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
		there[i] = t->of->compare == BY_VALUE ? number_of(s[i].now, &f[i]) : s[i].has_growth;
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
		if (number_of(s[i].now, &f) && !frac_add(all, f, &all))
			return;
		if (number_of(of_subject(before, n_before, s[i].s.id, VALUE_ACTUAL), &b) && !frac_add(all_before, b, &all_before))
			return;
	}
	for (size_t i = 0; i < n && t->of->total == TOTAL_SUM; i++) {
		if (!number_of(s[i].now, &f))
			continue;
		s[i].has_share = share_of(f, all, &q) && frac_round(q, 1, ROUND_HALF_UP, &s[i].share);
		s[i].has_pull = number_of(of_subject(before, n_before, s[i].s.id, VALUE_ACTUAL), &b) && contribution_of(f, b, all_before, &q) &&
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
	t.period = period_said(v, t.key, t.of->cumulative);
	t.this_year = period_said(v, period_nth(v->arena, year, SPAN_YEAR, 1), false);
	t.last_year = period_said(v, period_nth(v->arena, year - 1, SPAN_YEAR, 1), false);
	t.may_enter = values_may_put(ctx_of(v), t.of);
	if (t.subject >= 0) {
		trend_rows(v, &t, m, n, year);
		t.svg = draw(v, &t, m, n, year);
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
