/* SPDX-License-Identifier: Apache-2.0 */
/* Units against each other, pair by pair: no scale is needed and nothing is made up for by something else. */
#include "score/composite.h"

#include <math.h>

#define WHOLE_WITHIN 1e-12

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

err outrank_matrix(struct arena *a, const double *const *column, const double *w, size_t columns, size_t units,
	double **ret)
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
		dominant += o[i] >= 1 - WHOLE_WITHIN;
	*ret_share = units > 1 ? (double)dominant / ((double)units * (double)(units - 1) / 2) : NAN;
	return dominant;
}

/* ---- Copeland: every pair at once ------------------------------------------------------------
 * Only the order within a column matters, so values become whole numbers, and weights shares of 2^29: sixteen bytes hold
 * four units. A unit lies above `up` and below `down` of another: the same rank, unless that one has no value, when it is
 * neither above nor below anybody. */
#define LANES 4
#define ONE (1 << 29)
typedef int32_t lanes __attribute__((vector_size(LANES * sizeof(int32_t))));

struct rival {
	lanes up, down;
};

struct pairs {
	size_t columns, groups;   /* groups of LANES units */
	struct rival *rival;      /* group by group, column by column */
	int32_t *weight, *mine;   /* by column; mine: rank by unit, then column; 0: none */
	lanes *sum;
};

static void pairs_rank(struct arena *a, const double *v, size_t c, size_t units, struct pairs *p)
{
	double *rank = arena_new_n(a, units, double);
	stats_rank(a, v, units, false, TIE_LEAST, rank);
	for (size_t j = 0; j < p->groups * LANES; j++) {
		bool there = j < units && !isnan(rank[j]);
		struct rival *r = &p->rival[j / LANES * p->columns + c];
		r->up[j % LANES] = there ? (int32_t)rank[j] : INT32_MAX;
		r->down[j % LANES] = there ? (int32_t)rank[j] : INT32_MIN;
		if (j < units)
			p->mine[j * p->columns + c] = there ? (int32_t)rank[j] : 0;
	}
}

static void pairs_make(struct arena *a, const double *const *column, const double *w, size_t columns, size_t units,
	struct pairs *p)
{
	double all = 0;
	*p = (struct pairs){.columns = columns, .groups = (units + LANES - 1) / LANES};
	p->rival = arena_new_n(a, p->groups * columns, struct rival);
	p->weight = arena_new_n(a, columns, int32_t);
	p->mine = arena_new_n(a, units * columns, int32_t);
	p->sum = arena_new_n(a, p->groups, lanes);
	for (size_t c = 0; c < columns; c++)
		all += w[c];
	for (size_t c = 0; c < columns; c++) {
		p->weight[c] = all > 0 ? (int32_t)(w[c] / all * ONE + 0.5) : 0;
		pairs_rank(a, column[c], c, units, p);
	}
}

/* Unit i against one group: 1 where it is ahead, -1 where it is behind. Each share was rounded, so what is no more than
 * their number is a draw. */
static lanes against(const struct pairs *p, const int32_t *mine, size_t group)
{
	const struct rival *r = &p->rival[group * p->columns];
	lanes lead = {0}, least = (lanes){0} + (int32_t)p->columns;
	for (size_t c = 0; c < p->columns; c++) {
		lanes me = (lanes){0} + mine[c], weight = (lanes){0} + (mine[c] ? p->weight[c] : 0);
		lead += (weight & (me > r[c].up)) - (weight & (me < r[c].down));
	}
	return (lead < -least) - (lead > least);
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
	struct arena a;
	struct pairs p;
	arena_init(&a);
	pairs_make(&a, column, w, columns, units, &p);
	for (size_t i = 0; i < units; i++) {
		const int32_t *mine = p.mine + i * columns;
		lanes own = {0};
		for (size_t k = i % LANES + 1; k < LANES; k++) /* the others of its own group, those after it */
			own[k] = -1;
		size_t group = i / LANES;
		lanes sign = against(&p, mine, group) & own, sum = sign;
		p.sum[group] -= sign;
		while (++group < p.groups) {
			sign = against(&p, mine, group);
			p.sum[group] -= sign;
			sum += sign;
		}
		p.sum[i / LANES][i % LANES] += sum[0] + sum[1] + sum[2] + sum[3];
	}
	for (size_t i = 0; i < units; i++)
		ret[i] = any_there(column, w, columns, i) ? p.sum[i / LANES][i % LANES] : NAN;
	arena_done(&a);
}
