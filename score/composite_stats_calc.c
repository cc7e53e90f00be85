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

double stats_sum(const double *v, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += isnan(v[i]) ? 0 : v[i];
	return sum;
}

/* Twice: what the first sum lost by rounding is in the mean of the differences. */
double stats_mean(const double *v, size_t n)
{
	size_t have = stats_count(v, n);
	double mean = stats_sum(v, n) / (double)have, rest = 0;
	if (!have)
		return NAN;
	for (size_t i = 0; i < n; i++)
		rest += isnan(v[i]) ? 0 : v[i] - mean;
	return isfinite(mean) ? mean + rest / (double)have : mean;
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
	struct moments m = {(double)stats_count(v, n), 0, 0, 0};
	double mean = stats_mean(v, n);
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

double stats_skew(const double *v, size_t n)
{
	struct moments m = moments_of(v, n);
	if (m.n < 3 || m.two <= 0)
		return NAN;
	return sqrt(m.n) * m.three / (m.two * sqrt(m.two)) * sqrt(m.n * (m.n - 1)) / (m.n - 2);
}

double stats_kurt(const double *v, size_t n)
{
	struct moments m = moments_of(v, n);
	if (m.n < 4 || m.two <= 0)
		return NAN;
	double g = m.n * m.four / (m.two * m.two) - 3;
	return ((m.n + 1) * g + 6) * (m.n - 1) / ((m.n - 2) * (m.n - 3));
}
