/* SPDX-License-Identifier: Apache-2.0 */
/* Order within one column: ranks, quantiles, and how often values repeat. */
#include "score/composite_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct place {
	uint64_t key; /* orders as the value does */
	size_t i;
};

/* The bits of a double order as whole numbers do once negative ones are turned over. */
static uint64_t key_of(double v, bool high_first)
{
	uint64_t bits;
	v += 0.0; /* -0 and 0 are the same value */
	memcpy(&bits, &v, sizeof(bits));
	bits ^= bits >> 63 ? ~(uint64_t)0 : (uint64_t)1 << 63;
	return high_first ? ~bits : bits;
}

#define DIGIT 11 /* bits sorted by at once: the counters fit the first cache */
#define DIGITS 6

/* Stable, by digits from the lowest (radix sort); digits that all share are skipped. */
static struct place *places_sort(struct place *p, struct place *room, size_t n)
{
	static const size_t values = (size_t)1 << DIGIT;
	size_t count[DIGITS][1 << DIGIT];
	memset(count, 0, sizeof(count));
	for (size_t i = 0; i < n; i++)
		for (int d = 0; d < DIGITS; d++)
			count[d][p[i].key >> (d * DIGIT) & (values - 1)]++;
	for (int d = 0; d < DIGITS; d++) {
		size_t *c = count[d], at = 0;
		if (n && c[p[0].key >> (d * DIGIT) & (values - 1)] == n)
			continue;
		for (size_t k = 0; k < values; k++) {
			size_t here = c[k];
			c[k] = at;
			at += here;
		}
		for (size_t i = 0; i < n; i++)
			room[c[p[i].key >> (d * DIGIT) & (values - 1)]++] = p[i];
		struct place *other = p;
		p = room;
		room = other;
	}
	return p;
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
	struct place *p = arena_new_n(a, 2 * n, struct place);
	size_t have = 0;
	for (size_t i = 0; i < n; i++) {
		ret[i] = NAN;
		if (!isnan(v[i]))
			p[have++] = (struct place){key_of(v[i], high_first), i};
	}
	p = places_sort(p, p + n, have);
	for (size_t from = 0, to; from < have; from = to) {
		for (to = from + 1; to < have && p[to].key == p[from].key; to++)
			;
		run_rank(p, from, to, tie, ret);
	}
}

size_t stats_sort(const double *v, size_t n, double *room)
{
	size_t have = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			room[have++] = v[i];
	qsort(room, have, sizeof(*room), real_cmp);
	return have;
}

double sorted_quantile(const double *v, size_t n, double share)
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
	return sorted_quantile(room, stats_sort(v, n, room), share);
}

void stats_of(struct arena *a, const double *v, size_t n, struct stats *ret)
{
	double *room = arena_new_n(a, n, double);
	size_t have = stats_sort(v, n, room), nonzero = 0, unique = 0, same = 0;
	for (size_t from = 0, to; from < have; from = to) {
		for (to = from + 1; to < have && room[to] == room[from]; to++)
			;
		nonzero += room[from] != 0 ? to - from : 0;
		unique++;
		same = to - from > same ? to - from : same;
	}
	double d = (double)have;
	*ret = (struct stats){.min = stats_min(v, n), .max = stats_max(v, n), .mean = stats_mean(v, n), .median = sorted_quantile(room, have, 0.5),
		.sd = stats_sd(v, n), .skew = stats_skew(v, n), .kurt = stats_kurt(v, n), .count = have, .nonzero = nonzero,
			.unique = unique,
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
