/* SPDX-License-Identifier: Apache-2.0 */
/* Units against each other, pair by pair: no scale is needed and nothing is made up for by something else. */
#include "score/composite.h"

#include <math.h>

#define EQUAL_WITHIN 1e-12 /* of the sum of weights: 0.1 + 0.2 against 0.3 is a draw */

static double pair_share(const double *const *column, const double *w, size_t columns, size_t i, size_t j)
{
	double above = 0, equal = 0, both = 0;
	for (size_t c = 0; c < columns; c++) {
		double x = column[c][i], y = column[c][j];
		if (isnan(x) || isnan(y))
			continue;
		both += w[c];
		above += x > y ? w[c] : 0;
		equal += x == y ? w[c] : 0;
	}
	return both > 0 ? (above + equal / 2) / both : 0.5;
}

err outrank_matrix(struct arena *a, const double *const *column, const double *w, size_t columns, size_t units, double **ret)
{
	struct composite_matrix o;
	TRY(matrix_new(a, units, units, &o));
	for (size_t i = 0; i < units; i++) {
		o.v[i * units + i] = 0;
		for (size_t j = i + 1; j < units; j++) {
			o.v[i * units + j] = pair_share(column, w, columns, i, j);
			o.v[j * units + i] = 1 - o.v[i * units + j];
		}
	}
	*ret = o.v;
	return OK;
}

size_t outrank_dominant(const double *o, size_t units, double *ret_share)
{
	size_t dominant = 0;
	for (size_t i = 0; i < units * units; i++)
		dominant += o[i] >= 1 - EQUAL_WITHIN;
	*ret_share = units > 1 ? (double)dominant / ((double)units * (double)(units - 1) / 2) : NAN;
	return dominant;
}

#define BLOCK 512 /* later units whose leads are held at once */

/* By how much weight unit i is ahead of the units from..from+n-1. */
static void lead_of(const double *const *column, const double *w, size_t columns, size_t i, size_t from, size_t n, double *lead)
{
	for (size_t j = 0; j < n; j++)
		lead[j] = 0;
	for (size_t c = 0; c < columns; c++) {
		const double *v = column[c] + from;
		double mine = column[c][i], weight = w[c];
		for (size_t j = 0; j < n; j++)
			lead[j] += (mine > v[j] ? weight : 0) - (mine < v[j] ? weight : 0);
	}
}

static bool any_there(const double *const *column, const double *w, size_t columns, size_t unit)
{
	bool there = false;
	for (size_t c = 0; c < columns; c++)
		there |= !isnan(column[c][unit]) && w[c] > 0;
	return there;
}

void outrank_copeland(const double *const *column, const double *w, size_t columns, size_t units, double *ret)
{
	double lead[BLOCK], least = 0;
	for (size_t c = 0; c < columns; c++)
		least += w[c] * EQUAL_WITHIN;
	for (size_t i = 0; i < units; i++)
		ret[i] = 0;
	for (size_t i = 0; i < units; i++)
		for (size_t from = i + 1; from < units; from += BLOCK) {
			size_t n = units - from < BLOCK ? units - from : BLOCK;
			lead_of(column, w, columns, i, from, n, lead);
			for (size_t j = 0; j < n; j++) {
				double sign = (lead[j] > least) - (lead[j] < -least);
				ret[i] += sign;
				ret[from + j] -= sign;
			}
		}
	for (size_t i = 0; i < units; i++)
		if (!any_there(column, w, columns, i))
			ret[i] = NAN;
}
