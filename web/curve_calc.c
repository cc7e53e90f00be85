/* SPDX-License-Identifier: Apache-2.0 */
#include "web/curve_in.h"

struct curve_frame curve_frame_of(const struct course *c, day_t today)
{
	struct curve_frame f = {today, today};
	day_t ends[4] = {c->from, c->to, c->n_actual ? c->actual[0].day : DAY_NONE, c->n_actual ? c->actual[c->n_actual - 1].day : DAY_NONE};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		if (ends[i] == DAY_NONE)
			continue;
		f.first = ends[i] < f.first ? ends[i] : f.first;
		f.last = ends[i] > f.last ? ends[i] : f.last;
	}
	return f;
}

int curve_x(const struct curve_frame *f, day_t d)
{
	int64_t days = (int64_t)f->last - f->first, at = (int64_t)d - f->first;
	at = at < 0 ? 0 : at > days ? days : at;
	return days ? (int)(at * CURVE_WHOLE / days) : 0;
}

int curve_y(int share)
{
	share = share < 0 ? 0 : share > PLAN_WHOLE ? PLAN_WHOLE : share;
	return CURVE_WHOLE - share * CURVE_WHOLE / PLAN_WHOLE;
}

static void point(struct buf *b, const struct curve_frame *f, day_t d, int share, bool first)
{
	buf_fmt(b, "%s%d %d", first ? "M" : "L", curve_x(f, d), curve_y(share));
}

void curve_plan_path(struct buf *b, const struct curve_frame *f, const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		point(b, f, p->v[i].day, p->v[i].share, i == 0);
}

void curve_actual_path(struct buf *b, const struct curve_frame *f, const struct course *c)
{
	bool begun = c->started != DAY_NONE && c->n_actual && c->started < c->actual[0].day;
	if (begun)
		point(b, f, c->started, 0, true);
	for (size_t i = 0; i < c->n_actual; i++)
		point(b, f, c->actual[i].day, c->actual[i].share * 100, i == 0 && !begun);
}

static void row_put(struct curve_row *v, size_t *n, day_t day, str what)
{
	size_t at = *n;
	for (size_t i = 0; i < *n; i++)
		if (v[i].day == day) {
			v[i].what = v[i].what.n ? v[i].what : what;
			return;
		}
	for (; at > 0 && v[at - 1].day > day; at--)
		v[at] = v[at - 1];
	v[at] = (struct curve_row){.day = day, .actual = -1, .what = what};
	++*n;
}

size_t curve_rows(struct arena *a, const struct course *c, day_t today, struct curve_row **ret)
{
	struct curve_row *v = arena_new_n(a, c->n_actual + c->n_steps + 1, struct curve_row);
	size_t n = 0;
	for (size_t i = 0; i < c->n_steps; i++)
		if (c->steps[i].counts && c->steps[i].due != DAY_NONE)
			row_put(v, &n, c->steps[i].due, c->steps[i].title);
	for (size_t i = 0; i < c->n_actual; i++)
		row_put(v, &n, c->actual[i].day, STR_NONE);
	row_put(v, &n, today, STR_NONE);
	for (size_t i = 0; i < n; i++) {
		v[i].planned = c->plan.n ? plan_at(&c->plan, v[i].day) / 100 : -1;
		for (size_t k = 0; k < c->n_actual && c->actual[k].day <= v[i].day && v[i].day <= today; k++)
			v[i].actual = c->actual[k].share;
	}
	*ret = v;
	return n;
}

int curve_rate(str done, str planned)
{
	struct dec d, p, whole, none = {0, 0}, half;
	int64_t v;
	if (!dec_parse(done, &d) || !dec_parse(planned, &p) || dec_cmp(p, none) <= 0 || dec_cmp(d, none) < 0 ||
	    !dec_mul(d, (struct dec){1000, 0}, &whole))
		return -1;
	/* per mille by long division on whole units of the finer scale */
	while (whole.scale < p.scale && mul_ok(whole.v, 10, &v))
		whole = (struct dec){v, whole.scale + 1};
	half = p;
	while (half.scale < whole.scale && mul_ok(half.v, 10, &v))
		half = (struct dec){v, half.scale + 1};
	if (whole.scale != half.scale || half.v <= 0)
		return -1;
	int64_t rate = whole.v / half.v + (whole.v % half.v * 2 >= half.v);
	return rate > 100000 ? -1 : (int)rate;
}
