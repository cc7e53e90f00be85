/* SPDX-License-Identifier: Apache-2.0 */
/* What one column of values looks like. Sums run in the order of the units: the same column, the same bytes. */
#include "score/composite.h"

#include <math.h>

size_t stats_count(const double *v, size_t n)
{
	size_t have = 0;
	for (size_t i = 0; i < n; i++)
		have += !isnan(v[i]);
	return have;
}

/* Sums run in four strands that are put together at the end, so that one addition need not wait for another. */
#define STRANDS 4

static double strands_sum(const double *v, size_t n, double less, size_t *ret_have)
{
	double sum[STRANDS] = {0};
	size_t have[STRANDS] = {0};
	for (size_t i = 0; i < n; i++) {
		bool there = v[i] == v[i];
		sum[i % STRANDS] += there ? v[i] - less : 0;
		have[i % STRANDS] += there;
	}
	*ret_have = have[0] + have[1] + have[2] + have[3];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

double stats_sum(const double *v, size_t n)
{
	size_t have;
	return strands_sum(v, n, 0, &have);
}

/* Twice: what the first sum lost by rounding is in the mean of the differences. */
static double mean_of(const double *v, size_t n, size_t *ret_have)
{
	double mean = strands_sum(v, n, 0, ret_have) / (double)*ret_have;
	if (!*ret_have || !isfinite(mean))
		return *ret_have ? mean : NAN;
	return mean + strands_sum(v, n, mean, ret_have) / (double)*ret_have;
}

double stats_mean(const double *v, size_t n)
{
	size_t have;
	return mean_of(v, n, &have);
}

double stats_min(const double *v, size_t n)
{
	double least = NAN;
	for (size_t i = 0; i < n; i++)
		if (!(v[i] >= least) && !isnan(v[i]))
			least = v[i];
	return least;
}

double stats_max(const double *v, size_t n)
{
	double most = NAN;
	for (size_t i = 0; i < n; i++)
		if (!(v[i] <= most) && !isnan(v[i]))
			most = v[i];
	return most;
}

/* Sums of the second, third and fourth power of the differences from the mean. */
struct moments {
	double n, two, three, four;
};

static struct moments moments_of(const double *v, size_t n)
{
	size_t have;
	double mean = mean_of(v, n, &have);
	struct moments m = {(double)have, 0, 0, 0};
	for (size_t i = 0; i < n; i++) {
		if (isnan(v[i]))
			continue;
		double d = v[i] - mean, square = d * d;
		m.two += square;
		m.three += square * d;
		m.four += square * square;
	}
	return m;
}

double stats_sd(const double *v, size_t n)
{
	struct moments m = moments_of(v, n);
	return m.n < 2 ? NAN : sqrt(m.two / (m.n - 1));
}

static double skew_of(const struct moments *m)
{
	if (m->n < 3 || m->two <= 0)
		return NAN;
	return sqrt(m->n) * m->three / (m->two * sqrt(m->two)) * sqrt(m->n * (m->n - 1)) / (m->n - 2);
}

static double kurt_of(const struct moments *m)
{
	if (m->n < 4 || m->two <= 0)
		return NAN;
	double g = m->n * m->four / (m->two * m->two) - 3;
	return ((m->n + 1) * g + 6) * (m->n - 1) / ((m->n - 2) * (m->n - 3));
}

double stats_skew(const double *v, size_t n)
{
	struct moments m = moments_of(v, n);
	return skew_of(&m);
}

double stats_kurt(const double *v, size_t n)
{
	struct moments m = moments_of(v, n);
	return kurt_of(&m);
}

void stats_shape(const double *v, size_t n, double *ret_skew, double *ret_kurt)
{
	struct moments m = moments_of(v, n);
	*ret_skew = skew_of(&m);
	*ret_kurt = kurt_of(&m);
}
