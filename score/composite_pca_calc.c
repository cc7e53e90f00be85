/* SPDX-License-Identifier: Apache-2.0 */
/* Principal components of a correlation matrix. Jacobi's cyclic rotations: slow beside others, but it needs nothing
 * besides square roots, and the matrices are small. */
#include "score/composite.h"

#include <math.h>

#define SWEEPS 60

/* One rotation that takes away m[p][q]; v collects the rotations, a vector to each row. */
static void rotate(double *m, double *v, size_t k, size_t p, size_t q)
{
	double off = m[p * k + q];
	if (off == 0)
		return;
	double theta = (m[q * k + q] - m[p * k + p]) / (2 * off);
	double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(t * t + 1), s = t * c;
	for (size_t i = 0; i < k; i++) {
		double x = m[i * k + p], y = m[i * k + q];
		m[i * k + p] = c * x - s * y;
		m[i * k + q] = s * x + c * y;
	}
	for (size_t i = 0; i < k; i++) {
		double x = m[p * k + i], y = m[q * k + i], vx = v[p * k + i], vy = v[q * k + i];
		m[p * k + i] = c * x - s * y;
		m[q * k + i] = s * x + c * y;
		v[p * k + i] = c * vx - s * vy;
		v[q * k + i] = s * vx + c * vy;
	}
	m[p * k + q] = m[q * k + p] = 0;
}

static bool is_diagonal(const double *m, size_t k)
{
	double off = 0;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < i; j++)
			off += m[i * k + j] * m[i * k + j];
	return off <= 1e-34 * (double)k;
}

static void diagonalise(double *m, double *v, size_t k)
{
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			v[i * k + j] = i == j;
	for (int sweep = 0; sweep < SWEEPS && !is_diagonal(m, k); sweep++)
		for (size_t p = 0; p < k; p++)
			for (size_t q = p + 1; q < k; q++)
				rotate(m, v, k, p, q);
}

/* Largest first; each turned so that its loadings do not sum to less than 0. */
static void components_order(const double *m, const double *v, size_t k, struct pca *ret, bool *taken)
{
	double all = 0;
	for (size_t i = 0; i < k; i++)
		all += m[i * k + i];
	for (size_t at = 0; at < k; at++) {
		size_t best = COMPOSITE_NONE;
		for (size_t i = 0; i < k; i++)
			if (!taken[i] && (best == COMPOSITE_NONE || m[i * k + i] > m[best * k + best]))
				best = i;
		taken[best] = true;
		double value = m[best * k + best] > 0 ? m[best * k + best] : 0, sum = 0;
		for (size_t i = 0; i < k; i++)
			sum += v[best * k + i];
		for (size_t i = 0; i < k; i++)
			ret->loading[at * k + i] = sum < 0 ? -v[best * k + i] : v[best * k + i];
		ret->sd[at] = sqrt(value);
		ret->explained[at] = value / all;
	}
}

/* The units that miss nothing, column by column. */
static size_t complete_units(const double *const *column, size_t columns, size_t units, double *out)
{
	size_t n = 0;
	for (size_t i = 0; i < units; i++) {
		bool whole = true;
		for (size_t c = 0; c < columns; c++)
			whole &= !isnan(column[c][i]);
		for (size_t c = 0; c < columns && whole; c++)
			out[c * units + n] = column[c][i];
		n += whole;
	}
	return n;
}

err pca_make(struct arena *a, const double *const *column, size_t columns, size_t units, struct pca *ret)
{
	if (columns < 2)
		return fail(ERR_INPUT, "components need at least two indicators; take more, or leave the weights as they are");
	if (columns > COMPOSITE_NODES)
		return fail(ERR_LIMIT, "the index has too many indicators and dimensions; 2000 at most");
	double *x = arena_new_n(a, columns * units, double), *m = arena_new_n(a, columns * columns, double);
	size_t n = complete_units(column, columns, units, x);
	if (n < 2)
		return fail(ERR_INPUT, "components need at least two units with all values; fill the gaps first");
	for (size_t i = 0; i < columns; i++) {
		if (stats_min(x + i * units, n) == stats_max(x + i * units, n)) {
			struct buf number;
			buf_init(&number, a);
			buf_int(&number, (int64_t)i + 1);
			return fail(ERR_INPUT, "all values of indicator {0} are equal, so it has no components; leave it out", buf_str(&number));
		}
		for (size_t j = 0; j <= i; j++)
			m[i * columns + j] = m[j * columns + i] = i == j ? 1 : corr_of(a, CORR_PEARSON, x + i * units, x + j * units, n);
	}
	struct pca pca = {.k = columns, .units = n, .sd = arena_new_n(a, columns, double), .loading = arena_new_n(a, columns * columns, double),
		.explained = arena_new_n(a, columns, double)};
	double *v = arena_new_n(a, columns * columns, double);
	diagonalise(m, v, columns);
	components_order(m, v, columns, &pca, arena_new_n(a, columns, bool));
	*ret = pca;
	return OK;
}
