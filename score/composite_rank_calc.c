/* SPDX-License-Identifier: Apache-2.0 */
/* Order within one column: ranks, quantiles, and how often values repeat. */
#include "score/composite.h"

#include <math.h>
#include <stdlib.h>

struct place {
	double v;
	size_t i;
};

static int place_cmp(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static int real_cmp(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* One run of equal values, of places from..to-1 in the order that counts from 1. */
static void run_rank(const struct place *p, size_t from, size_t to, enum tie tie, double *ret)
{
	double rank = tie == TIE_MEAN ? (double)(from + to + 1) / 2 : (double)(from + 1);
	for (size_t i = from; i < to; i++)
		ret[p[i].i] = rank;
}

void stats_rank(struct arena *a, const double *v, size_t n, bool high_first, enum tie tie, double *ret)
{
	struct place *p = arena_new_n(a, n, struct place);
	size_t have = 0;
	for (size_t i = 0; i < n; i++) {
		ret[i] = NAN;
		if (!isnan(v[i]))
			p[have++] = (struct place){high_first ? -v[i] : v[i], i};
	}
	qsort(p, have, sizeof(*p), place_cmp);
	for (size_t from = 0, to; from < have; from = to) {
		for (to = from + 1; to < have && p[to].v == p[from].v; to++)
			;
		run_rank(p, from, to, tie, ret);
	}
}

static size_t sorted_values(const double *v, size_t n, double *room)
{
	size_t have = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			room[have++] = v[i];
	qsort(room, have, sizeof(*room), real_cmp);
	return have;
}

static double sorted_quantile(const double *v, size_t n, double share)
{
	if (!n)
		return NAN;
	double at = (double)(n - 1) * share;
	size_t below = (size_t)at;
	if (below + 1 >= n)
		return v[n - 1];
	double rest = at - (double)below;
	return rest > 0 ? v[below] + rest * (v[below + 1] - v[below]) : v[below];
}

double stats_quantile(const double *v, size_t n, double share, double *room)
{
	return sorted_quantile(room, sorted_values(v, n, room), share);
}

void stats_of(struct arena *a, const double *v, size_t n, struct stats *ret)
{
	double *room = arena_new_n(a, n, double);
	size_t have = sorted_values(v, n, room), nonzero = 0, unique = 0, same = 0;
	for (size_t from = 0, to; from < have; from = to) {
		for (to = from + 1; to < have && room[to] == room[from]; to++)
			;
		nonzero += room[from] != 0 ? to - from : 0;
		unique++;
		same = to - from > same ? to - from : same;
	}
	double d = (double)have;
	*ret = (struct stats){.min = stats_min(v, n), .max = stats_max(v, n), .mean = stats_mean(v, n), .median = sorted_quantile(room, have, 0.5),
		.sd = stats_sd(v, n), .skew = stats_skew(v, n), .kurt = stats_kurt(v, n), .count = have, .nonzero = nonzero, .unique = unique,
		.same = same, .available = d / (double)n, .share_nonzero = (double)nonzero / d, .share_unique = (double)unique / d,
		.share_same = (double)same / d};
}

unsigned stats_flags(const struct stats *s, size_t n, const struct stats_limits *limit)
{
	unsigned flags = 0;
	flags |= s->available >= limit->available ? 0 : STATS_FEW;
	flags |= (double)s->nonzero / (double)n >= limit->nonzero ? 0 : STATS_ZEROS;
	flags |= (double)s->unique / (double)n >= limit->unique ? 0 : STATS_ALIKE;
	flags |= fabs(s->skew) > limit->skew && s->kurt > limit->kurt ? STATS_OUTLIERS : 0;
	return flags;
}
