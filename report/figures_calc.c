/* SPDX-License-Identifier: Apache-2.0 */
#include "report/figures.h"

#include <string.h>

/* ---- what is counted ------------------------------------------------------------------ */
static bool is_any(const struct figure_row *r)
{
	return !r->letter;
}

static bool is_done(const struct figure_row *r)
{
	return !r->letter && r->done;
}

static bool is_open(const struct figure_row *r)
{
	return !r->letter && !r->done;
}

static bool is_newly(const struct figure_row *r)
{
	return is_done(r) && r->newly;
}

static bool is_in_time(const struct figure_row *r)
{
	return is_done(r) && !r->late;
}

static bool is_closed_late(const struct figure_row *r)
{
	return is_done(r) && r->late;
}

static bool is_late(const struct figure_row *r)
{
	return is_open(r) && r->late;
}

static bool is_on_time(const struct figure_row *r)
{
	return !r->letter && !r->late;
}

static bool is_on_plan(const struct figure_row *r)
{
	return is_open(r) && r->timed && !r->behind;
}

static bool is_behind(const struct figure_row *r)
{
	return is_open(r) && r->timed && r->behind;
}

static bool is_letter(const struct figure_row *r)
{
	return r->letter;
}

static int owed(const struct figure_row *r)
{
	return r->owed;
}

static int reported(const struct figure_row *r)
{
	return r->on_time;
}

static int reported_late(const struct figure_row *r)
{
	return r->owed - r->on_time - r->missing;
}

static int missing(const struct figure_row *r)
{
	return r->missing;
}

static int claims(const struct figure_row *r)
{
	return r->claims;
}

/* One of: a row counts when it is so; of a light; so often; part of a whole. */
static const struct declared {
	const char *id, *words;
	bool (*is)(const struct figure_row *);
	enum light light;
	int (*times)(const struct figure_row *);
	enum figure_name part, whole;
	bool rate, rest; /* rest: what the other share leaves of the whole */
} declared[FIGURES] = {
	[FIG_TOTAL] = {"total", W("figure|total"), is_any},
	[FIG_DONE] = {"done", W("figure|done"), is_done},
	[FIG_OPEN] = {"open", W("figure|open"), is_open},
	[FIG_DONE_RATE] = {"done_rate", W("figure|done_rate"), .rate = true, .part = FIG_DONE, .whole = FIG_TOTAL},
	[FIG_OPEN_RATE] = {"open_rate", W("figure|open_rate"), .rate = true, .rest = true, .part = FIG_OPEN, .whole = FIG_TOTAL},
	[FIG_NEWLY] = {"newly", W("figure|newly"), is_newly},
	[FIG_IN_TIME] = {"in_time", W("figure|in_time"), is_in_time},
	[FIG_CLOSED_LATE] = {"closed_late", W("figure|closed_late"), is_closed_late},
	[FIG_LATE] = {"late", W("figure|late"), is_late},
	[FIG_ON_TIME] = {"on_time", W("figure|on_time"), is_on_time},
	[FIG_ON_TIME_RATE] = {"on_time_rate", W("figure|on_time_rate"), .rate = true, .part = FIG_ON_TIME, .whole = FIG_TOTAL},
	[FIG_GREEN] = {"green", W("figure|green"), is_open, LIGHT_GREEN},
	[FIG_YELLOW] = {"yellow", W("figure|yellow"), is_open, LIGHT_YELLOW},
	[FIG_RED] = {"red", W("figure|red"), is_open, LIGHT_RED},
	[FIG_BLUE] = {"blue", W("figure|blue"), is_open, LIGHT_BLUE},
	[FIG_ORANGE] = {"orange", W("figure|orange"), is_open, LIGHT_ORANGE},
	[FIG_FINISHED] = {"finished", W("figure|finished"), is_open, LIGHT_DONE}, /* its clock stands still, it is not closed yet */
	[FIG_UNTIMED] = {"untimed", W("figure|untimed"), is_open, LIGHT_NONE},
	[FIG_ON_PLAN] = {"on_plan", W("figure|on_plan"), is_on_plan},
	[FIG_BEHIND] = {"behind", W("figure|behind"), is_behind},
	[FIG_OWED] = {"owed", W("figure|owed"), .times = owed},
	[FIG_REPORTED] = {"reported", W("figure|reported"), .times = reported},
	[FIG_REPORTED_LATE] = {"reported_late", W("figure|reported_late"), .times = reported_late},
	[FIG_MISSING] = {"missing", W("figure|missing"), .times = missing},
	[FIG_REPORT_RATE] = {"report_rate", W("figure|report_rate"), .rate = true, .part = FIG_REPORTED, .whole = FIG_OWED},
	[FIG_CLAIMS] = {"claims", W("figure|claims"), .times = claims},
	[FIG_LETTERS] = {"letters", W("figure|letters"), is_letter},
};

const char *figure_id(enum figure_name name)
{
	return declared[name].id;
}

const char *figure_words(enum figure_name name)
{
	return declared[name].words;
}

bool figure_named(str id, enum figure_name *ret)
{
	for (int i = 0; i < FIGURES; i++)
		if (str_eq(id, str_of(declared[i].id))) {
			*ret = (enum figure_name)i;
			return true;
		}
	return false;
}

const char *figure_group_id(enum figure_group g)
{
	static const char *const id[FIGURE_GROUPS] = {"all", "unit", "leader", "document"};
	return id[g];
}

int64_t figure_rate(int64_t part, int64_t whole, int scale)
{
	int64_t times = scale ? 1000 : 100;
	return whole > 0 ? (2 * part * times + whole) / (2 * whole) : -1;
}

str figure_text(struct arena *a, const struct figure *f, int scale)
{
	struct buf b;
	buf_init(&b, a);
	if (f->value < 0)
		return S("—");
	if (f->rate)
		dec_put(&b, (struct dec){f->value, (int8_t)scale});
	else
		buf_int(&b, f->value);
	if (f->rate)
		buf_byte(&b, '%');
	return buf_str(&b);
}

/* ---- counting ---------------------------------------------------------------------------- */
static bool belongs(const struct figure_row *r, enum figure_group g, int64_t of)
{
	return g == GROUP_ALL || of == (g == GROUP_UNIT ? r->unit : g == GROUP_LEADER ? r->leader : r->document);
}

static int counts(const struct declared *d, const struct figure_row *r)
{
	if (d->times)
		return r->letter ? 0 : d->times(r);
	if (!d->is(r))
		return 0;
	return d->is != is_open || d == &declared[FIG_OPEN] || d->light == r->light;
}

static void count(struct arena *a, const struct figures *f, struct figure_set *s, enum figure_name name)
{
	const struct declared *d = &declared[name];
	struct figure *g = &s->v[name];
	size_t n = 0;
	*g = (struct figure){.name = name, .rate = d->rate};
	for (size_t i = 0; i < f->n_rows; i++)
		n += belongs(&f->rows[i], s->group, s->of) && counts(d, &f->rows[i]) > 0;
	size_t *rows = arena_new_n(a, n, size_t);
	int *times = d->times ? arena_new_n(a, n, int) : NULL;
	for (size_t i = 0; i < f->n_rows; i++) {
		int k = belongs(&f->rows[i], s->group, s->of) ? counts(d, &f->rows[i]) : 0;
		if (k <= 0)
			continue;
		if (times)
			times[g->n_rows] = k;
		rows[g->n_rows++] = i;
		g->value += k;
	}
	g->rows = rows;
	g->times = times;
}

static void relate(const struct figures *f, struct figure_set *s, enum figure_name name)
{
	const struct declared *d = &declared[name];
	const struct figure *part = &s->v[d->part];
	int64_t whole = s->v[d->whole].value, all = f->scale ? 1000 : 100;
	struct figure g = {.name = name, .rate = true, .rows = part->rows, .n_rows = part->n_rows, .times = part->times};
	g.value = d->rest ? figure_rate(whole - part->value, whole, f->scale) : figure_rate(part->value, whole, f->scale);
	if (d->rest && g.value >= 0) /* two shares of one whole come to 100, however they are rounded */
		g.value = all - g.value;
	s->v[name] = g;
}

static void make_set(struct arena *a, const struct figures *f, struct figure_set *s)
{
	for (int i = 0; i < FIGURES; i++)
		if (!declared[i].rate)
			count(a, f, s, (enum figure_name)i);
	for (int i = 0; i < FIGURES; i++)
		if (declared[i].rate)
			relate(f, s, (enum figure_name)i);
}

/* ---- places --------------------------------------------------------------------------------- */
static int by_share(int64_t part, int64_t whole, int64_t part2, int64_t whole2)
{
	int64_t l = part * whole2, r = part2 * whole;
	return (l > r) - (l < r);
}

static void was(const struct figures *f, int64_t unit, int64_t *ret_part, int64_t *ret_whole)
{
	*ret_part = *ret_whole = 0;
	for (size_t i = 0; i < f->n_rows; i++)
		if (f->rows[i].was_there && f->rows[i].was_unit == unit) {
			++*ret_whole;
			*ret_part += !f->rows[i].was_late;
		}
}

static bool ranked(const struct figure_set *s)
{
	return s->group == GROUP_UNIT && s->of && s->v[FIG_TOTAL].value > 0;
}

/* One more than are better; equal shares share a place. */
static int place_now(const struct figures *f, const struct figure_set *s)
{
	int place = 1;
	for (size_t i = 0; i < f->n_sets; i++)
		place += ranked(&f->sets[i]) && by_share(f->sets[i].v[FIG_ON_TIME].value, f->sets[i].v[FIG_TOTAL].value,
							 s->v[FIG_ON_TIME].value, s->v[FIG_TOTAL].value) > 0;
	return place;
}

static int place_before(const struct figures *f, const struct figure_set *s)
{
	int64_t part, whole, part2, whole2;
	int place = 1;
	was(f, s->of, &part, &whole);
	for (size_t i = 0; whole && i < f->n_sets; i++) {
		if (f->sets[i].group != GROUP_UNIT || !f->sets[i].of)
			continue;
		was(f, f->sets[i].of, &part2, &whole2);
		place += whole2 && by_share(part2, whole2, part, whole) > 0;
	}
	return whole ? place : 0;
}

/* ---- all of it -------------------------------------------------------------------------------- */
static int64_t key_of(const struct figure_row *r, enum figure_group g)
{
	return g == GROUP_UNIT ? r->unit : g == GROUP_LEADER ? r->leader : r->document;
}

static void find_sets(struct arena *a, struct figures *f)
{
	size_t n = 0;
	struct figure_set *v = arena_new_n(a, f->n_rows * 3 + 1, struct figure_set);
	for (int g = GROUP_UNIT; g < FIGURE_GROUPS; g++) {
		size_t first = n;
		for (size_t i = 0; i < f->n_rows; i++) {
			bool there = f->rows[i].letter;
			for (size_t k = first; k < n && !there; k++)
				there = v[k].of == key_of(&f->rows[i], (enum figure_group)g);
			if (!there)
				v[n++] = (struct figure_set){.group = (enum figure_group)g, .of = key_of(&f->rows[i], (enum figure_group)g)};
		}
	}
	f->sets = v;
	f->n_sets = n;
}

void figures_make(struct arena *a, const struct figure_row *rows, size_t n, int scale, struct figures *ret)
{
	struct figures f = {.rows = rows, .n_rows = n, .scale = scale, .all = {.group = GROUP_ALL}};
	make_set(a, &f, &f.all);
	find_sets(a, &f);
	for (size_t i = 0; i < f.n_sets; i++)
		make_set(a, &f, &f.sets[i]);
	for (size_t i = 0; i < f.n_sets; i++)
		if (ranked(&f.sets[i])) {
			f.sets[i].rank = place_now(&f, &f.sets[i]);
			f.sets[i].rank_before = place_before(&f, &f.sets[i]);
		}
	*ret = f;
}

const struct figure_set *figures_of(const struct figures *f, enum figure_group g, int64_t of)
{
	if (g == GROUP_ALL)
		return &f->all;
	for (size_t i = 0; i < f->n_sets; i++)
		if (f->sets[i].group == g && f->sets[i].of == of)
			return &f->sets[i];
	return NULL;
}
