/* SPDX-License-Identifier: Apache-2.0 */
/* The ten-day report: what was reported, what share of a month it usually is, what the month must bring. */
#include "core/fast.h"

#include "core/calendar_in.h"
#include "core/measure_in.h"

#define YEARS_BACK 3 /* for the path of the year */
#define TENS 3

struct kept { /* all values of one indicator of the district */
	const struct indicator *of;
	struct measured *v;
	size_t n;
	struct arena *a;
};

static err kept_read(struct ctx *x, const struct indicator *of, struct kept *ret)
{
	struct value_query q = {.indicator = of->name, .sort = -1, .known = MS_NONE};
	*ret = (struct kept){.of = of, .a = x->arena};
	return values_read(x, &q, &ret->v, &ret->n);
}

static const struct measured *at(const struct kept *k, str period, enum value_sort sort)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].sort == sort && str_eq(k->v[i].period, period))
			return &k->v[i];
	return NULL;
}

static bool number(const struct kept *k, str period, enum value_sort sort, struct frac *ret)
{
	const struct measured *m = at(k, period, sort);
	if (!m || m->state != VALUE_NUMBER)
		return false;
	*ret = frac_of(m->number);
	return true;
}

/* Months 1..upto of a year. */
static bool so_far(const struct kept *k, int year, int upto, struct frac *ret)
{
	struct frac sum = {0, 1}, one;
	if (upto == 0) {
		*ret = sum;
		return true;
	}
	if (k->of->cumulative)
		return number(k, period_nth(k->a, year, SPAN_MONTH, upto), VALUE_ACTUAL, ret);
	for (int i = 1; i <= upto; i++)
		if (!number(k, period_nth(k->a, year, SPAN_MONTH, i), VALUE_ACTUAL, &one) || !frac_add(sum, one, &sum))
			return false;
	*ret = sum;
	return true;
}

/* Share of the year up to the end of that month, as the last years had it; else by months alike. */
static struct frac path_share(const struct kept *k, int year, int month, bool *ret_seasonal)
{
	struct frac all = {0, 1}, part = {0, 1}, whole, then, share;
	*ret_seasonal = false;
	for (int y = year - 1; y >= year - YEARS_BACK; y--)
		if (so_far(k, y, 12, &whole) && so_far(k, y, month, &then) && whole.n > 0 && frac_add(all, whole, &all) && frac_add(part, then, &part))
			*ret_seasonal = true;
	return *ret_seasonal && frac_div(part, all, &share) ? share : (struct frac){month, 12};
}

static bool year_target(const struct kept *k, int year, struct frac *ret)
{
	struct frac before;
	if (!number(k, period_nth(k->a, year, SPAN_YEAR, 1), VALUE_TARGET, ret))
		return false;
	if (k->of->target != BY_GROWTH)
		return true;
	return so_far(k, year - 1, 12, &before) && frac_add(*ret, frac_int(100), ret) && frac_mul(*ret, before, ret) && frac_div(*ret, frac_int(100), ret);
}

static bool month_target(const struct kept *k, int year, int month, struct fast_line *l, struct frac *ret)
{
	struct frac before, whole;
	bool known = so_far(k, year, month - 1, &before);
	if (k->of->target != BY_GROWTH && number(k, period_nth(k->a, year, SPAN_MONTH, month), VALUE_TARGET, ret)) {
		l->target_set = true;
		return !k->of->cumulative || (known && frac_sub(*ret, before, ret));
	}
	return known && year_target(k, year, &whole) && fast_month_target(whole, path_share(k, year, month, &l->seasonal), before, ret);
}

/* Of the same month of the year before: what its first ten days were of it. */
static bool last_year(const struct kept *k, int year, int month, int reported, struct fast_in *in)
{
	struct frac one;
	in->part = in->whole = in->base_rest = frac_int(0);
	for (int i = 1; i <= TENS; i++)
		if (!number(k, period_nth(k->a, year - 1, SPAN_TEN_DAYS, (month - 1) * TENS + i), VALUE_ACTUAL, &one) || !frac_add(in->whole, one, &in->whole) ||
		    !frac_add(i <= reported ? in->part : in->base_rest, one, i <= reported ? &in->part : &in->base_rest))
			return false;
	return in->part.n > 0;
}

static void working_days(struct ctx *x, int year, int month, int reported, struct fast_in *in)
{
	const struct calendar *c = x->core->calendar;
	day_t first = day_of(year, month, 1), last = day_month_end(year, month), to = reported == TENS ? last : first + reported * 10 - 1;
	in->part = frac_int(calendar_between(c, first - 1, to));
	in->whole = frac_int(calendar_between(c, first - 1, last));
}

static bool put(bool have, struct frac v, int decimals, struct dec *ret)
{
	return have && frac_round(v, decimals, ROUND_HALF_UP, ret);
}

static enum light light_of(struct ctx *x, const struct fast_out *o, struct frac target)
{
	struct frac short_of;
	int c = 0;
	if (!o->has_gap || target.n <= 0)
		return LIGHT_NONE;
	if (o->gap.n <= 0)
		return LIGHT_GREEN;
	return share_of(o->gap, target, &short_of) && frac_cmp(short_of, frac_int(house_int(x->core, ctx_today(x), S("kernel.measure_red_points"))), &c) && c < 0 ? LIGHT_YELLOW
																     : LIGHT_RED;
}

static err line_make(struct ctx *x, const struct indicator *of, const struct indicator *of_month, int year, int month, struct fast_line *l)
{
	struct kept ten, whole;
	struct fast_in in = {.so_far = {0, 1}};
	struct fast_out o;
	TRY(kept_read(x, of, &ten));
	TRY(kept_read(x, of_month, &whole));
	*l = (struct fast_line){.of = of, .month = of_month, .light = LIGHT_NONE, .owner = of->duty_unit.n ? roster_unit_named(x->roster, of->duty_unit) : 0};
	bool run = true;
	for (int i = 0; i < TENS; i++) {
		str period = period_nth(x->arena, year, SPAN_TEN_DAYS, (month - 1) * TENS + i + 1);
		const struct measured *m = at(&ten, period, VALUE_ACTUAL);
		l->ten[i] = m ? *m : (struct measured){.indicator = of->name, .period = period, .state = VALUE_MISSING, .source = S(""), .reason = S("")};
		run = run && m && m->state == VALUE_NUMBER && frac_add(in.so_far, frac_of(m->number), &in.so_far);
		l->reported += run;
	}
	if (!l->reported)
		in.so_far = frac_int(0);
	l->by = FAST_LAST_YEAR;
	in.has_base = l->reported > 0 && last_year(&ten, year, month, l->reported, &in);
	if (!in.has_base && l->reported) {
		l->by = FAST_WORKING_DAYS;
		working_days(x, year, month, l->reported, &in);
	} else if (!in.has_base) {
		in.part = in.whole = frac_int(0);
	}
	in.has_base = in.has_base && in.base_rest.n > 0;
	in.has_target = month_target(&whole, year, month, l, &in.target);
	fast_calc(&in, &o);
	put(true, in.so_far, of->decimals, &l->so_far);
	l->has_target = put(in.has_target, in.target, of->decimals, &l->target);
	l->has_share = put(o.has_share, o.share, 1, &l->share);
	l->has_forecast = put(o.has_forecast, o.forecast, of->decimals, &l->forecast);
	/* a letter says all three: what it says must add up as it is written; the light goes by the exact gap */
	l->has_gap = o.has_gap && dec_sub(l->target, l->forecast, &l->gap);
	l->has_need = put(o.has_need, o.need, of->decimals, &l->need);
	l->has_need_growth = put(o.has_need_growth, o.need_growth, 1, &l->need_growth);
	l->light = light_of(x, &o, in.target);
	return OK;
}

err fast_read(struct ctx *x, str period, struct fast_report *ret)
{
	LIST(struct fast_line) l = {0};
	enum measured_span span;
	day_t from, to;
	struct fast_report r = {.period = period.n ? period : period_of_day(x->arena, ctx_today(x), SPAN_MONTH)};
	if (!period_parse(r.period, &span, &from, &to) || span != SPAN_MONTH)
		return fail(ERR_NOTFOUND, "there is no month {0} to look at; write it like 2026-10", r.period);
	TRY(ctx_snap(x));
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			const struct indicator *of = &(*p)->indicators[i], *month = of->foretells.n ? indicator_named(x->core->packs, of->foretells) : NULL;
			if (!month || month->span != SPAN_MONTH || month->total != TOTAL_SUM)
				continue;
			struct fast_line *line = list_push(x->arena, &l);
			TRY(line_make(x, of, month, day_civil(from).year, day_civil(from).month, line));
			r.red += line->light == LIGHT_RED || line->light == LIGHT_YELLOW;
		}
	r.lines = l.v;
	r.n = l.n;
	*ret = r;
	return OK;
}
