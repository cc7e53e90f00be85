/* SPDX-License-Identifier: Apache-2.0 */
/* Onto one scale. Each way is one line of a table: what it needs to know of the column, and its formula. */
#include "score/composite.h"

#include <math.h>

struct shape {
	double min, max, mean, sd, reference;
	double low, high;
};

typedef double (*scale_fn)(double x, const struct composite_norm *, const struct shape *);

static double as_is(double x, const struct composite_norm *n, const struct shape *s)
{
	unused_arg(n);
	unused_arg(s);
	return x;
}

static double to_minmax(double x, const struct composite_norm *n, const struct shape *s)
{
	return s->max > s->min ? (x - s->min) / (s->max - s->min) * (n->b - n->a) + n->a : NAN;
}

static double to_zscore(double x, const struct composite_norm *n, const struct shape *s)
{
	return s->sd > 0 ? (x - s->mean) / s->sd * n->b + n->a : NAN;
}

static double to_linear(double x, const struct composite_norm *n, const struct shape *s)
{
	unused_arg(s);
	return (x - n->a) / (n->b - n->a) * 100;
}

static double to_reference(double x, const struct composite_norm *n, const struct shape *s)
{
	if (s->reference == s->min)
		return NAN;
	double y = 1 - (s->reference - x) / (s->reference - s->min);
	return n->cap && y > 1 ? 1 : y;
}

static double to_fraction(double x, const struct composite_norm *n, const struct shape *s)
{
	unused_arg(n);
	return x / s->max;
}

static double to_posts(double x, const struct composite_norm *n, const struct shape *s)
{
	double y = (x - s->low) / (s->high - s->low);
	y = y > 1 ? 1 : y < 0 ? 0 : y;
	return y * (n->a != 0 ? n->a : 1);
}

static const scale_fn scales[] = {
	[NORM_NONE] = as_is, [NORM_MINMAX] = to_minmax, [NORM_ZSCORE] = to_zscore, [NORM_LINEAR] = to_linear,
	[NORM_MAX] = to_reference, [NORM_UNIT] = to_reference, [NORM_TARGET] = to_reference, [NORM_FRACTION] = to_fraction,
	[NORM_RANK] = as_is, [NORM_PRANK] = as_is, [NORM_BORDA] = as_is, [NORM_GOALPOSTS] = to_posts,
};

static err norm_check(const double *v, size_t n, const struct composite_node *node, const struct composite_norm *norm)
{
	if ((unsigned)norm->scale >= COUNT_OF(scales))
		return fail(ERR_INPUT, "there is no such way of normalising {0}; choose another", node->code);
	if ((norm->scale == NORM_MINMAX || norm->scale == NORM_LINEAR) && !(norm->a < norm->b || norm->a > norm->b))
		return fail(ERR_INPUT, "the two ends of the scale of {0} are equal; give two numbers that differ", node->code);
	if (norm->scale == NORM_ZSCORE && !(norm->b > 0))
		return fail(ERR_INPUT, "the standard deviation that {0} is to get is not above 0; correct it", node->code);
	if (norm->scale == NORM_UNIT && (norm->unit >= n || isnan(v[norm->unit])))
		return fail(ERR_INPUT, "the unit that {0} is measured against has no value; choose another", node->code);
	if (norm->scale == NORM_TARGET && isnan(node->target))
		return fail(ERR_INPUT, "{0} has no target; give one or normalise it another way", node->code);
	if (norm->scale == NORM_GOALPOSTS && (!(node->low < node->high) || (node->log_posts && node->low <= 0)))
		return fail(ERR_INPUT, "{0} has no goalposts, the lower one below the upper one and, by logarithm, above 0; give them", node->code);
	return OK;
}

static struct shape shape_of(const double *x, size_t n, const struct composite_node *node, const struct composite_norm *norm)
{
	struct shape s = {.min = stats_min(x, n), .max = stats_max(x, n), .low = node->low, .high = node->high};
	s.reference = norm->scale == NORM_UNIT ? x[norm->unit] : norm->scale == NORM_TARGET ? node->target * node->direction : s.max;
	if (norm->scale == NORM_ZSCORE) {
		s.mean = stats_mean(x, n);
		s.sd = stats_sd(x, n);
	}
	if (node->log_posts) {
		s.low = real_ln(node->low);
		s.high = real_ln(node->high);
	}
	return s;
}

/* Goalposts stand in the unit of the raw value; where less is better they change places. */
static void posts_column(const double *v, size_t n, const struct composite_node *node, const struct composite_norm *norm, double *ret)
{
	struct shape s = shape_of(v, n, node, norm);
	if (node->direction < 0)
		s = (struct shape){.low = s.high, .high = s.low};
	for (size_t i = 0; i < n; i++) {
		double x = node->log_posts ? real_ln(v[i] < 0 ? 0 : v[i]) : v[i];
		ret[i] = isnan(v[i]) ? NAN : to_posts(x, norm, &s);
	}
}

static void rank_column(struct arena *a, size_t n, enum composite_scale scale, double *ret)
{
	double *x = arena_new_n(a, n, double), last = (double)stats_count(ret, n) - 1;
	for (size_t i = 0; i < n; i++)
		x[i] = ret[i];
	stats_rank(a, x, n, false, TIE_LEAST, ret);
	for (size_t i = 0; i < n && scale != NORM_RANK; i++)
		ret[i] = scale == NORM_PRANK ? (last > 0 ? (ret[i] - 1) / last : NAN) : ret[i] - 1;
}

err norm_column(struct arena *a, const double *v, size_t n, const struct composite_node *node, const struct composite_norm *norm, double *ret)
{
	TRY(norm_check(v, n, node, norm));
	if (norm->scale == NORM_GOALPOSTS) {
		posts_column(v, n, node, norm, ret);
		return OK;
	}
	for (size_t i = 0; i < n; i++)
		ret[i] = v[i] * node->direction;
	struct shape s = shape_of(ret, n, node, norm);
	for (size_t i = 0; i < n; i++)
		ret[i] = scales[norm->scale](ret[i], norm, &s);
	if (norm->scale == NORM_RANK || norm->scale == NORM_PRANK || norm->scale == NORM_BORDA)
		rank_column(a, n, norm->scale, ret);
	return OK;
}
