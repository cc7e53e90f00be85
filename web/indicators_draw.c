/* SPDX-License-Identifier: Apache-2.0 */
/* One indicator as a drawing: this year, the year before, and the way to the target. */
#include "web/html_in.h"
#include "web/web_in.h"

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

/* What the year is to come to: as it was set, or so much more than the year before came to. */
static bool target_of_year(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year, struct frac *ret)
{
	struct frac before;
	if (!trend_number(trend_value(m, n, period_nth(v->arena, year, SPAN_YEAR, 1), VALUE_TARGET), ret))
		return false;
	if (t->of->target != BY_GROWTH)
		return true;
	if (t->of->total == TOTAL_SUM && !t->of->cumulative)
		return false; /* no single value tells what the year before came to */
	return trend_number(trend_value(m, n, period_nth(v->arena, year - 1, t->of->span, span_a_year(t->of->span)), VALUE_ACTUAL), &before) &&
	       frac_add(*ret, frac_int(100), ret) && frac_mul(*ret, before, ret) && frac_div(*ret, frac_int(100), ret);
}

static bool target_path(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year, int i, struct frac *ret)
{
	struct frac whole;
	if (t->of->target != BY_GROWTH && trend_number(trend_value(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_TARGET), ret))
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
		bool have = target ? target_path(v, t, m, n, year, i, &f) : trend_number(trend_value(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_ACTUAL), &f);
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
				if (!(target ? y == year && target_path(v, t, m, n, y, i, &f) : trend_number(trend_value(m, n, period_nth(v->arena, y, t->of->span, i), VALUE_ACTUAL), &f)))
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

str trend_draw(struct visit *v, const struct trend_view *t, const struct measured *m, size_t n, int year)
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
		if (!trend_number(trend_value(m, n, period_nth(v->arena, year, t->of->span, i), VALUE_ACTUAL), &f))
			continue;
		buf_z(&d.b, "<circle class=\"pt\" r=\"3\" cx=\"");
		svg_percent(&d.b, x_of(i, per_year));
		buf_fmt(&d.b, "\" cy=\"%d\"/>", TOP + y_at(&d, f) * HIGH / WHOLE);
	}
	label_at(&d, 0, TOP + 15, "start", edge(v, t->of, d.high));
	label_at(&d, 0, TOP + HIGH - 5, "start", edge(v, t->of, d.low));
	label_at(&d, 0, TOP + HIGH + LOW - 6, "start", trend_period(v, period_nth(v->arena, year, t->of->span, 1), false));
	if (per_year > 1)
		label_at(&d, WHOLE, TOP + HIGH + LOW - 6, "end", trend_period(v, period_nth(v->arena, year, t->of->span, per_year), false));
	buf_z(&d.b, "</svg>");
	return buf_str(&d.b);
}
