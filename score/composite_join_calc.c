/* SPDX-License-Identifier: Apache-2.0 */
/* Aggregation, column by column: sums of all units run side by side, so that a compiler can make them wide. */
#include "score/composite_in.h"

#include <math.h>

/* What each mean adds up, where it may, and how the sum becomes the mean. */
struct mean_way {
	double (*term)(double x, double p);
	double (*back)(double mean, double p);
	bool above_zero; /* takes only values above 0 */
};

static double term_ln(double x, double p)
{
	unused_arg(p);
	return real_ln(x);
}

static double back_ln(double mean, double p)
{
	unused_arg(p);
	return real_exp(mean);
}

static double term_inverse(double x, double p)
{
	unused_arg(p);
	return 1 / x;
}

static double back_power(double mean, double p)
{
	return real_power(mean, 1 / p);
}

static const struct mean_way ways[] = {
	[MEAN_ARITHMETIC] = {NULL, NULL, false},
	[MEAN_GEOMETRIC] = {term_ln, back_ln, true},
	[MEAN_HARMONIC] = {term_inverse, term_inverse, true},
	[MEAN_POWER] = {real_power, back_power, false},
};

/* A power of 0 or below is not taken of 0, another not of what is below it. */
static bool term_may(const struct mean_way *way, const struct composite_join *j, double x)
{
	if (way->above_zero || (j->mean == MEAN_POWER && j->power < 0))
		return x > 0;
	return x >= 0;
}

static void child_add_plain(const double *v, double w, size_t n, double *sum, double *weight)
{
	for (size_t i = 0; i < n; i++) {
		bool have = v[i] == v[i];
		sum[i] += have ? w * v[i] : 0;
		weight[i] += have ? w : 0;
	}
}

static err child_add(const struct composite_node *node, const struct mean_way *way, const struct composite_join *j, const double *v, double w,
	size_t n, double *sum, double *weight)
{
	if (!way->term) {
		child_add_plain(v, w, n, sum, weight);
		return OK;
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(v[i]) || w == 0)
			continue;
		if (!term_may(way, j, v[i]))
			return fail(ERR_INPUT, "{0} has a value that the chosen mean cannot take, 0 or below; normalise onto 1 to 100, or choose the arithmetic mean", node->code);
		sum[i] += w * way->term(v[i], j->power);
		weight[i] += w;
	}
	return OK;
}

/* Counts, in `share`, the children that are there among those that apply, and takes away what has too few. */
static void thin_out(const struct composite_index *x, size_t p, double least, const struct join_place *at, double *share)
{
	double *out = at->column[p];
	for (size_t i = 0; i < at->units; i++) {
		size_t have = 0, applies = 0;
		for (size_t k = x->first[p]; k < x->first[p + 1]; k++) {
			size_t c = x->child[k];
			if (!at->column[c])
				continue;
			have += !isnan(at->column[c][i]);
			applies += !(at->outside && at->outside[c] && at->outside[c][i]);
		}
		share[i] = (double)have / (double)applies;
		if (at->outside && at->outside[p])
			at->outside[p][i] = !applies;
		if (!(share[i] >= least))
			out[i] = NAN;
	}
}

static err node_mean(const struct composite_index *x, size_t p, const double *w, const struct composite_join *j, struct join_place *at)
{
	static const struct composite_join geometric = {.mean = MEAN_GEOMETRIC};
	const struct composite_join *as = j->mean == MEAN_POWER && j->power == 0 ? &geometric : j;
	const struct mean_way *way = &ways[as->mean];
	double *sum = at->room, *weight = at->room + at->units, *out = at->column[p];
	for (size_t i = 0; i < at->units; i++)
		sum[i] = weight[i] = 0;
	for (size_t k = x->first[p]; k < x->first[p + 1]; k++) {
		size_t c = x->child[k];
		if (at->column[c])
			TRY(child_add(&x->node[c], way, as, at->column[c], w ? w[c] : x->node[c].weight, at->units, sum, weight));
	}
	for (size_t i = 0; i < at->units; i++) {
		double mean = weight[i] > 0 ? sum[i] / weight[i] : NAN;
		out[i] = way->back ? way->back(mean, as->power) : mean;
	}
	return OK;
}

static void node_copeland(const struct composite_index *x, size_t p, const double *w, struct join_place *at)
{
	const double *column[COMPOSITE_NODES];
	double weight[COMPOSITE_NODES];
	size_t n = 0;
	for (size_t k = x->first[p]; k < x->first[p + 1]; k++) {
		size_t c = x->child[k];
		if (!at->column[c])
			continue;
		column[n] = at->column[c];
		weight[n++] = w ? w[c] : x->node[c].weight;
	}
	outrank_copeland(column, weight, n, at->units, at->column[p]);
}

void join_place_make(struct arena *a, const struct composite_index *x, const struct composite_matrix *m, struct join_place *ret)
{
	*ret = (struct join_place){.column = arena_new_n(a, x->n, double *), .units = m->units, .room = arena_new_n(a, 3 * m->units, double)};
	for (size_t i = 0; i < x->n && i < m->columns; i++)
		ret->column[i] = matrix_column(m, i);
	if (!m->outside)
		return;
	ret->outside = arena_new_n(a, x->n, uint8_t *);
	for (size_t i = 0; i < x->n; i++)
		ret->outside[i] = i < m->columns ? m->outside + i * m->units : arena_new_n(a, m->units, uint8_t);
}

err join_columns(const struct composite_index *x, const double *w, const struct composite_join *join, struct join_place *at)
{
	for (size_t p = x->indicators; p < x->n; p++) {
		const struct composite_join *j = &join[x->node[p].level - 2];
		if ((unsigned)j->mean > MEAN_COPELAND)
			return fail(ERR_INPUT, "there is no such way of putting {0} together; choose another", x->node[p].code);
		if (j->mean == MEAN_COPELAND)
			node_copeland(x, p, w, at);
		else
			TRY(node_mean(x, p, w, j, at));
		if (j->available > 0 || at->outside)
			thin_out(x, p, j->available, at, at->room + 2 * at->units);
	}
	return OK;
}

err composite_join(struct arena *a, const struct composite_index *x, const double *w, const struct composite_join *join, struct composite_matrix *m)
{
	struct join_place at;
	if (m->columns != x->n)
		return fail(ERR_INPUT, "the values do not fit the index; bring one column for each indicator and dimension");
	join_place_make(a, x, m, &at);
	return join_columns(x, w, join, &at);
}
