/* SPDX-License-Identifier: Apache-2.0 */
/* The score functions (计分方法): each makes shares of the weight out of values, NAN out of what it cannot score. */
#include <math.h>

#include "score/score_in.h"

/* A value held against a base that is not above zero says nothing. */
static void share_ratio(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	const double *x = b->x;
	if (p->it->down)
		for (size_t i = 0; i < b->n; i++)
			ret[i] = b->base[i] > 0 && x[i] >= 0 ? b->base[i] / x[i] : NAN;
	else
		for (size_t i = 0; i < b->n; i++)
			ret[i] = b->base[i] > 0 ? x[i] / b->base[i] : NAN;
}

/* Where all are equal nobody is worse than the best. */
static void share_minmax(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	double low = isnan(p->it->score.low) ? 0 : p->it->score.low, high = isnan(p->it->score.high) ? 100 : p->it->score.high;
	for (size_t i = 0; i < b->n; i++) {
		double up = p->it->down ? b->hi[i] - b->x[i] : b->x[i] - b->lo[i], range = b->hi[i] - b->lo[i];
		double s = range > 0 ? low + (high - low) * up / range : high;
		ret[i] = isnan(b->x[i]) ? NAN : s / 100;
	}
}

static void share_inverse(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	unused_arg(p);
	for (size_t i = 0; i < b->n; i++)
		ret[i] = b->base[i] > 0 ? (2 - b->x[i] / b->base[i]) / 2 : NAN;
}

static void share_target(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	double low = isnan(p->it->score.low) ? 0 : p->it->score.low / 100;
	for (size_t i = 0; i < b->n; i++) {
		bool hit = p->it->down ? b->x[i] <= b->base[i] : b->x[i] >= b->base[i];
		ret[i] = isnan(b->x[i]) || isnan(b->base[i]) ? NAN : hit ? 1 : low;
	}
}

static void share_rank_linear(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	double high = isnan(p->it->score.high) ? 100 : p->it->score.high, low = p->it->score.low;
	for (size_t i = 0; i < b->n; i++) {
		double at = b->ranked[i] > 1 ? (double)(p->rank[b->from + i] - 1) / (double)(b->ranked[i] - 1) : 0;
		ret[i] = isnan(b->x[i]) ? NAN : (high + (low - high) * at) / 100;
	}
}

static void share_rank_step(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	for (size_t i = 0; i < b->n; i++) {
		double s = (100 - p->it->score.step * (double)(p->rank[b->from + i] - 1)) / 100;
		ret[i] = isnan(b->x[i]) ? NAN : s > 0 ? s : 0;
	}
}

static double tier_reached(const struct method_rule *r, bool down, double x)
{
	for (size_t k = 0; k < r->n_tiers; k++) {
		const struct method_tier *t = &r->tiers[down ? r->n_tiers - 1 - k : k];
		if (down ? x < t->from || (x == t->from && !t->above) : x > t->from || (x == t->from && !t->above))
			return t->gives;
	}
	return 0;
}

static void share_tiers(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	for (size_t i = 0; i < b->n; i++)
		ret[i] = isnan(b->x[i]) ? NAN : tier_reached(&p->it->score, p->it->down, b->x[i]) / 100;
}

static double line_through(const struct method_tier *a, const struct method_tier *b, double x)
{
	return b->gives + (x - b->from) / (a->from - b->from) * (a->gives - b->gives);
}

/* 功效系数: gives of the tier below, and of the step to the tier above the part that was done. */
static double efficacy(const struct method_rule *r, bool down, double x)
{
	const struct method_tier *t = r->tiers;
	size_t last = r->n_tiers - 1, k = 0;
	if (x >= t[0].from)
		return last && r->open ? line_through(&t[0], &t[1], x) : down && x > t[0].from ? 0 : t[0].gives;
	if (x < t[last].from)
		return last && r->open ? line_through(&t[last - 1], &t[last], x) : down ? t[last].gives : 0;
	while (x < t[k + 1].from)
		k++;
	return line_through(&t[k], &t[k + 1], x);
}

static void share_efficacy(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	for (size_t i = 0; i < b->n; i++)
		ret[i] = isnan(b->x[i]) ? NAN : efficacy(&p->it->score, p->it->down, b->x[i]) / 100;
}

static double start_of(const struct method_rule *r)
{
	return isnan(r->start) ? 1 : r->start / 100;
}

static void share_slope(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	for (size_t i = 0; i < b->n; i++) {
		double d = p->it->down ? b->base[i] - b->x[i] : b->x[i] - b->base[i];
		ret[i] = start_of(&p->it->score) + p->it->score.slope * d / b->weight[i];
	}
}

static double excess(const struct method_rule *r, double d, double to_knee)
{
	double v = d < 0 ? r->below * d : isnan(to_knee) || d <= to_knee ? r->above * d : r->above * to_knee + r->beyond * (d - to_knee);
	if (fabs(v) > r->most)
		v = v < 0 ? -r->most : r->most;
	return v;
}

static void share_excess(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	const struct method_rule *r = &p->it->score;
	for (size_t i = 0; i < b->n; i++) {
		double sign = p->it->down ? -1 : 1;
		double v = excess(r, sign * (b->x[i] - b->base[i]), sign * (r->knee - b->base[i]));
		ret[i] = start_of(r) + v / b->weight[i];
	}
}

static void share_points(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	unused_arg(p);
	for (size_t i = 0; i < b->n; i++)
		ret[i] = b->x[i] / 100;
}

static void share_count(const struct plan_item *p, const struct fn_block *b, double *ret)
{
	for (size_t i = 0; i < b->n; i++)
		ret[i] = b->x[i] * p->it->score.each / b->weight[i];
}

#define NO NAN
const struct fn score_functions[SCORE_FNS] = {
	[SCORE_RATIO] = {share_ratio, .base = true, .cap = NO, .floor = NO},
	[SCORE_BEST] = {share_ratio, .base = true, .cap = NO, .floor = NO},
	[SCORE_MINMAX] = {share_minmax, .range = true, .cap = NO, .floor = NO},
	[SCORE_INVERSE] = {share_inverse, .base = true, .cap = 1, .floor = 0},
	[SCORE_TARGET] = {share_target, .base = true, .cap = NO, .floor = NO},
	[SCORE_RANK_LINEAR] = {share_rank_linear, .rank = true, .cap = NO, .floor = NO},
	[SCORE_RANK_STEP] = {share_rank_step, .rank = true, .cap = NO, .floor = NO},
	[SCORE_TIERS] = {share_tiers, .cap = NO, .floor = NO},
	[SCORE_EFFICACY] = {share_efficacy, .cap = NO, .floor = NO},
	[SCORE_SLOPE] = {share_slope, .base = true, .weight = true, .cap = NO, .floor = NO},
	[SCORE_EXCESS] = {share_excess, .base = true, .weight = true, .cap = NO, .floor = NO},
	[SCORE_PRO_RATA] = {share_ratio, .base = true, .cap = 1, .floor = 0},
	[SCORE_POINTS] = {share_points, .cap = NO, .floor = NO},
	[SCORE_COUNT] = {share_count, .weight = true, .cap = 1, .floor = NO},
};
