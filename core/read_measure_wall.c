/* SPDX-License-Identifier: Apache-2.0 */
/* The wall (指标墙): of each indicator of a subject the value, growth, place, target, and what the rest of
 * the year needs. Exact fractions all the way, rounded when they are written into the line. */
#include "core/measure_in.h"

#include <string.h>

#include "core/calendar_in.h"

#define YEARS_BACK 4 /* the year before, and three for the profile */

struct line_calc {
	struct ctx *x;
	const struct indicator *of;
	const struct measured *v; /* of this indicator and subject, by period and sort */
	size_t n;
	int year;
	str period;
	struct wall_line *out;
	bool has_now, has_growth, has_so_far, has_target;
	struct frac now, growth, so_far, target;
};

static const struct measured *entry(const struct line_calc *c, str period, enum value_sort sort)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].sort == sort && str_eq(c->v[i].period, period))
			return &c->v[i];
	return NULL;
}

static bool number(const struct line_calc *c, str period, enum value_sort sort, struct frac *ret)
{
	const struct measured *m = entry(c, period, sort);
	if (!m || m->state != VALUE_NUMBER)
		return false;
	*ret = frac_of(m->number);
	return true;
}

static str back(const struct line_calc *c, int64_t years, int64_t steps)
{
	return period_before(c->x->arena, c->period, years, steps);
}

/* From January to the period; a sum needs every one of them. */
static bool so_far(const struct line_calc *c, int year, int upto, struct frac *ret)
{
	struct frac sum = {0, 1}, one;
	if (c->of->cumulative)
		return number(c, period_nth(c->x->arena, year, c->of->span, upto), VALUE_ACTUAL, ret);
	for (int i = 1; i <= upto; i++)
		if (!number(c, period_nth(c->x->arena, year, c->of->span, i), VALUE_ACTUAL, &one) || !frac_add(sum, one, &sum))
			return false;
	*ret = sum;
	return true;
}

static bool whole_year(const struct line_calc *c, int year, struct frac *ret)
{
	return number(c, period_nth(c->x->arena, year, SPAN_YEAR, 1), VALUE_ACTUAL, ret) || so_far(c, year, span_a_year(c->of->span), ret);
}

static bool put(bool have, struct frac v, int decimals, struct dec *ret)
{
	return have && frac_round(v, decimals, ROUND_HALF_UP, ret);
}

/* ---- growth, place, city ------------------------------------------------------------------------ */
static void take_growth(struct line_calc *c)
{
	struct frac base;
	bool share = indicator_is_share(c->of);
	int decimals = share ? (c->of->decimals ? c->of->decimals : 1) : 1;
	const struct measured *published = entry(c, c->period, VALUE_GROWTH);
	c->has_growth = number(c, c->period, VALUE_GROWTH, &c->growth);
	if (c->has_growth)
		decimals = published->number.scale > decimals ? published->number.scale : decimals;
	else if (c->has_now && (number(c, c->period, VALUE_BASE, &base) || number(c, back(c, 1, 0), VALUE_ACTUAL, &base)))
		c->has_growth = c->out->growth_computed = share ? frac_sub(c->now, base, &c->growth) : growth_of(c->now, base, &c->growth);
	c->out->has_growth = put(c->has_growth, c->growth, decimals, &c->out->growth);
}

static int rank_at(const struct line_calc *c, str period)
{
	const struct measured *m = entry(c, period, VALUE_RANK);
	return m && m->state == VALUE_NUMBER && m->number.v < 10000 ? (int)m->number.v : 0;
}

static void take_city(struct line_calc *c)
{
	struct frac city, gap, mine = c->of->compare == BY_VALUE ? c->now : c->growth;
	bool have = c->of->compare == BY_VALUE ? c->has_now : c->has_growth;
	const struct measured *m = entry(c, c->period, VALUE_CITY);
	c->out->rank = rank_at(c, c->period);
	c->out->rank_before = rank_at(c, back(c, 0, 1));
	if (!number(c, c->period, VALUE_CITY, &city))
		return;
	c->out->has_city = true;
	c->out->city = m->number;
	bool ok = have && (c->of->down ? frac_sub(city, mine, &gap) : frac_sub(mine, city, &gap));
	int decimals = c->of->compare == BY_VALUE ? c->of->decimals : 1;
	if (m->number.scale > decimals)
		decimals = m->number.scale;
	c->out->has_gap = put(ok, gap, decimals, &c->out->gap);
}

static void take_current(struct line_calc *c)
{
	struct frac before, current;
	bool first = period_number(c->period) == 1;
	if (!c->of->cumulative || !c->has_now)
		return;
	bool ok = first || number(c, back(c, 0, 1), VALUE_ACTUAL, &before);
	if (first)
		current = c->now;
	else if (ok)
		ok = frac_sub(c->now, before, &current);
	c->out->has_current = put(ok, current, c->of->decimals, &c->out->current);
}

/* ---- target --------------------------------------------------------------------------------------- */
static bool amount(struct line_calc *c, struct frac given, struct frac *ret)
{
	struct frac base, per;
	if (c->of->target != BY_GROWTH) {
		*ret = given;
		return true;
	}
	return whole_year(c, c->year - 1, &base) && frac_div(given, frac_int(100), &per) && frac_add(per, frac_int(1), &per) && frac_mul(base, per, ret);
}

/* Share of the year in per cent: by days, by working days, or as the last three years had it. */
static bool elapsed(struct line_calc *c, struct frac *ret)
{
	enum measured_span span;
	day_t from, to, first = day_of(c->year, 1, 1), last = day_of(c->year, 12, 31);
	str how = house_word(c->x->core, c->x->arena, ctx_today(c->x), S("kernel.measure_elapsed"));
	struct frac all = {0, 1}, part = {0, 1}, year, then;
	int years = 0;
	if (!period_parse(c->period, &span, &from, &to))
		return false;
	for (int y = 1; str_eq(how, S("seasonal")) && y < YEARS_BACK; y++)
		if (whole_year(c, c->year - y, &year) && so_far(c, c->year - y, period_number(c->period), &then) &&
		    frac_add(all, year, &all) && frac_add(part, then, &part))
			years++;
	if (years)
		return share_of(part, all, ret);
	if (str_eq(how, S("working_days"))) {
		const struct calendar *k = c->x->core->calendar;
		return share_of(frac_int(calendar_between(k, first - 1, to)), frac_int(calendar_between(k, first - 1, last)), ret);
	}
	return share_of(frac_int(to - first + 1), frac_int(last - first + 1), ret);
}

static enum light light_of(struct frac behind, int64_t red_tenths)
{
	int order = 0;
	if (behind.n <= 0)
		return LIGHT_GREEN;
	return frac_cmp(behind, (struct frac){red_tenths, 10}, &order) && order < 0 ? LIGHT_YELLOW : LIGHT_RED;
}

/* What stands at a level (a rate, a stock): held against the target as it is. */
static void level(struct line_calc *c)
{
	struct frac behind;
	bool share = indicator_is_share(c->of);
	if (!c->has_now || !(c->of->down ? frac_sub(c->now, c->target, &behind) : frac_sub(c->target, c->now, &behind)))
		return;
	if (!share && !share_of(behind, c->target, &behind))
		return;
	c->out->light = light_of(behind, share ? house_int(c->x->core, ctx_today(c->x), S("kernel.measure_red_tenths"))
						  : 10 * house_int(c->x->core, ctx_today(c->x), S("kernel.measure_red_points")));
}

static void rest_of_year(struct line_calc *c, struct frac elapsed_share)
{
	struct frac forecast, need, base_year, base_then, g;
	int decimals = c->of->decimals;
	c->out->has_forecast = put(forecast_of(c->so_far, elapsed_share, &forecast), forecast, decimals, &c->out->forecast);
	if (!c->has_target || !frac_sub(c->target, c->so_far, &need))
		return;
	if (need.n < 0)
		need = (struct frac){0, 1};
	c->out->has_need = put(true, need, decimals, &c->out->need);
	if (need.n > 0 && whole_year(c, c->year - 1, &base_year) && so_far(c, c->year - 1, period_number(c->period), &base_then))
		c->out->has_need_growth = put(growth_needed(c->target, c->so_far, base_year, base_then, &g), g, 1, &c->out->need_growth);
}

static void take_target(struct line_calc *c)
{
	struct frac given, share, done, behind;
	bool of_period = number(c, c->period, VALUE_TARGET, &given);
	bool of_year = !of_period && number(c, period_nth(c->x->arena, c->year, SPAN_YEAR, 1), VALUE_TARGET, &given);
	c->has_target = (of_period || of_year) && amount(c, given, &c->target);
	c->out->has_target = put(c->has_target, c->target, c->of->decimals, &c->out->target);
	if (c->of->total != TOTAL_SUM) {
		if (c->has_target)
			level(c);
		return;
	}
	c->has_so_far = so_far(c, c->year, period_number(c->period), &c->so_far);
	if (!c->has_so_far)
		return;
	bool timed = of_period ? share_of(frac_int(1), frac_int(1), &share) : elapsed(c, &share);
	c->out->has_elapsed = put(timed, share, 1, &c->out->elapsed);
	if (timed && !of_period)
		rest_of_year(c, share);
	if (!c->has_target || !share_of(of_period && !c->of->cumulative ? c->now : c->so_far, c->target, &done))
		return;
	c->out->has_done = put(true, done, 1, &c->out->done);
	if (timed && (c->of->down ? frac_sub(done, share, &behind) : frac_sub(share, done, &behind)))
		c->out->light = light_of(behind, 10 * house_int(c->x->core, ctx_today(c->x), S("kernel.measure_red_points")));
}

/* ---- lines -------------------------------------------------------------------------------------------- */
/* The newest of its own span that had ended by the end of the month shown. */
static str own_period(struct ctx *x, const struct indicator *i, day_t to)
{
	str p = period_of_day(x->arena, to + 1, i->span);
	return period_before(x->arena, p, 0, 1);
}

static void line_make(struct ctx *x, const struct indicator *i, const struct measured *v, size_t n, str period, struct wall_line *ret)
{
	struct line_calc c = {.x = x, .of = i, .v = v, .n = n, .period = period, .out = ret};
	enum measured_span span;
	day_t from, to;
	const struct measured *now = entry(&c, period, VALUE_ACTUAL);
	ours(period_parse(period, &span, &from, &to));
	c.year = day_civil(from).year;
	ret->of = i;
	ret->light = LIGHT_NONE;
	ret->owner = i->duty_unit.n ? roster_unit_named(x->roster, i->duty_unit) : 0;
	ret->now = now ? *now : (struct measured){.indicator = i->name, .period = period, .state = VALUE_MISSING, .source = S(""), .reason = S("")};
	c.has_now = number(&c, period, VALUE_ACTUAL, &c.now);
	take_growth(&c);
	take_city(&c);
	take_current(&c);
	take_target(&c);
}

static str newest_month(struct ctx *x, const struct measured *v, size_t n)
{
	day_t newest = DAY_NONE, from, to;
	enum measured_span span;
	const struct indicator *of = NULL;
	for (size_t i = 0; i < n; i++) {
		if (!of || !str_eq(of->name, v[i].indicator))
			of = indicator_named(x->core->packs, v[i].indicator);
		if (of && of->foretells.n) /* a month is not shown before it is over because its first ten days are known */
			continue;
		if (v[i].sort == VALUE_ACTUAL && period_parse(v[i].period, &span, &from, &to) && span <= SPAN_MONTH && to > newest)
			newest = to;
	}
	return period_of_day(x->arena, newest == DAY_NONE ? ctx_today(x) : newest, SPAN_MONTH);
}

static err wall_of(struct ctx *x, str of, int64_t subject, str period, ms_t known, bool (*shows)(const struct indicator *), struct wall *ret)
{
	LIST(struct wall_line) l = {0};
	struct measured *v;
	enum measured_span span;
	day_t from, to;
	size_t n, at = 0;
	struct value_query q = {.subject = subject, .sort = -1, .known = known};
	TRY(values_read(x, &q, &v, &n));
	if (!period.n)
		period = newest_month(x, v, n);
	if (!period_parse(period, &span, &from, &to))
		return fail(ERR_INPUT, "“{0}” is no period; write 2026, 2026H1, 2026Q3, 2026-10 or 2026-10-2", period);
	*ret = (struct wall){.period = period};
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			const struct indicator *ind = &(*p)->indicators[i];
			if (!str_eq(ind->of, of) || ind->foretells.n || (shows && !shows(ind))) /* the ten-day report has a page of its own */
				continue;
			for (at = 0; at < n && !str_eq(v[at].indicator, ind->name); at++)
				;
			size_t end = at;
			while (end < n && str_eq(v[end].indicator, ind->name))
				end++;
			struct wall_line *line = list_push(x->arena, &l);
			*line = (struct wall_line){0};
			line_make(x, ind, v + at, end - at, own_period(x, ind, to), line);
			ret->compared += line->has_gap;
			ret->above += line->has_gap && line->gap.v > 0;
		}
	ret->lines = l.v;
	ret->n = l.n;
	return OK;
}

err wall_read(struct ctx *x, str of, int64_t subject, str period, ms_t known, struct wall *ret)
{
	return wall_of(x, of, subject, period, known, NULL, ret);
}

static bool is_public(const struct indicator *i)
{
	return i->public;
}

err wall_public(struct core *c, struct arena *a, enum lang lang, str period, struct wall *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	x.actor.lang = lang;
	err e = wall_of(&x, S(OF_DISTRICT), 0, period, MS_NONE, is_public, ret);
	for (size_t i = 0; e == OK && i < ret->n; i++)
		if (ret->lines[i].of->confirm && !ret->lines[i].now.confirmed) {
			ret->above -= ret->lines[i].has_gap && ret->lines[i].gap.v > 0;
			ret->compared -= ret->lines[i].has_gap;
			ret->lines[i] = (struct wall_line){.of = ret->lines[i].of, .now = {.period = ret->lines[i].now.period, .state = VALUE_MISSING, .source = S(""), .reason = S("")}};
		}
	ctx_close(&x);
	return e;
}
