/* SPDX-License-Identifier: Apache-2.0 */
/* Do the parts of an index hang together: correlations with what they belong to, with their sisters, Cronbach's alpha. */
#include "score/composite.h"

#include <math.h>

struct sums {
	double n, x, y, xx, yy, xy; /* means, then sums of products of differences */
};

static struct sums sums_of(const double *x, const double *y, size_t n)
{
	struct sums s = {0};
	for (size_t i = 0; i < n; i++) {
		bool both = !isnan(x[i]) && !isnan(y[i]);
		s.n += both;
		s.x += both ? x[i] : 0;
		s.y += both ? y[i] : 0;
	}
	s.x /= s.n;
	s.y /= s.n;
	for (size_t i = 0; i < n; i++) {
		double dx = x[i] - s.x, dy = y[i] - s.y;
		if (isnan(dx) || isnan(dy))
			continue;
		s.xx += dx * dx;
		s.yy += dy * dy;
		s.xy += dx * dy;
	}
	return s;
}

static double pearson(const double *x, const double *y, size_t n)
{
	struct sums s = sums_of(x, y, n);
	if (s.n < 2 || s.xx <= 0 || s.yy <= 0)
		return NAN;
	double r = s.xy / (sqrt(s.xx) * sqrt(s.yy));
	return r > 1 ? 1 : r < -1 ? -1 : r;
}

static double spearman(struct arena *a, const double *x, const double *y, size_t n)
{
	double *p = arena_new_n(a, n, double), *q = arena_new_n(a, n, double);
	double *rp = arena_new_n(a, n, double), *rq = arena_new_n(a, n, double);
	size_t have = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]) && !isnan(y[i])) {
			p[have] = x[i];
			q[have++] = y[i];
		}
	stats_rank(a, p, have, false, TIE_MEAN, rp);
	stats_rank(a, q, have, false, TIE_MEAN, rq);
	return pearson(rp, rq, have);
}

static double kendall(const double *x, const double *y, size_t n)
{
	double same = 0, x_differs = 0, y_differs = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			if (isnan(x[i]) || isnan(y[i]) || isnan(x[j]) || isnan(y[j]))
				continue;
			int dx = (x[i] > x[j]) - (x[i] < x[j]), dy = (y[i] > y[j]) - (y[i] < y[j]);
			same += dx * dy;
			x_differs += dx != 0;
			y_differs += dy != 0;
		}
	return x_differs > 0 && y_differs > 0 ? same / (sqrt(x_differs) * sqrt(y_differs)) : NAN;
}

double corr_of(struct arena *a, enum corr how, const double *x, const double *y, size_t n)
{
	return how == CORR_KENDALL ? kendall(x, y, n) : how == CORR_SPEARMAN ? spearman(a, x, y, n) : pearson(x, y, n);
}

/* Student's t by its finite series (Abramowitz, Stegun 26.7.3, 26.7.4), angle = atan(t / sqrt(df)). */
double corr_p(double r, size_t n)
{
	if (isnan(r) || n < 3)
		return NAN;
	if (fabs(r) >= 1)
		return 0;
	size_t df = n - 2;
	double s = fabs(r), square = 1 - r * r, term = 1, sum = 1;
	for (size_t k = df % 2 ? 3 : 2; k + 2 <= df; k += 2) {
		term *= square * (double)(k - 1) / (double)k;
		sum += term;
	}
	if (df % 2 == 0)
		return 1 - s * sum;
	double angle = atan(s / sqrt(square)), within = angle + (df > 1 ? s * sqrt(square) * sum : 0);
	return 1 - within / 1.57079632679489661923;
}

/* ---- along the tree ------------------------------------------------------------------------ */
static struct corr_pair pair_of(struct arena *a, enum corr how, const struct composite_matrix *m, size_t i, size_t j, double high)
{
	const double *x = matrix_column(m, i), *y = matrix_column(m, j);
	struct corr_pair p = {.a = i, .b = j, .r = corr_of(a, how, x, y, m->units)};
	for (size_t u = 0; u < m->units; u++)
		p.n += !isnan(x[u]) && !isnan(y[u]);
	p.negative = p.r < 0;
	p.high = fabs(p.r) > high;
	return p;
}

static size_t ancestor(const struct composite_index *x, size_t node, int above)
{
	size_t p = x->parent[node];
	while (above && p != COMPOSITE_NONE && x->node[p].level < above)
		p = x->parent[p];
	return p != COMPOSITE_NONE && above && x->node[p].level != above ? COMPOSITE_NONE : p;
}

static err scores_fit(const struct composite_index *x, const struct composite_matrix *scores)
{
	if (scores->columns != x->n)
		return fail(ERR_INPUT, "the values do not fit the index; bring one column for each indicator and dimension");
	return OK;
}

err corr_parents(struct arena *a, const struct composite_index *x, const struct composite_matrix *scores, enum corr how, int level, int above,
	double high, struct corr_pair **ret, size_t *ret_n)
{
	LIST(struct corr_pair) out = {0};
	TRY(scores_fit(x, scores));
	for (size_t i = 0; i < x->n; i++) {
		size_t p = x->node[i].level == level ? ancestor(x, i, above) : COMPOSITE_NONE;
		if (p != COMPOSITE_NONE)
			*list_push(a, &out) = pair_of(a, how, scores, p, i, high);
	}
	*ret = out.v;
	*ret_n = out.n;
	return OK;
}

err corr_sisters(struct arena *a, const struct composite_index *x, const struct composite_matrix *scores, enum corr how, int level, double high,
	struct corr_pair **ret, size_t *ret_n)
{
	LIST(struct corr_pair) out = {0};
	TRY(scores_fit(x, scores));
	for (size_t i = 0; i < x->n; i++)
		for (size_t j = i + 1; j < x->n && x->node[i].level == level; j++) {
			if (x->node[j].level != level || x->parent[j] != x->parent[i])
				continue;
			struct corr_pair p = pair_of(a, how, scores, i, j, high);
			if (p.high)
				*list_push(a, &out) = p;
		}
	*ret = out.v;
	*ret_n = out.n;
	return OK;
}

double cronbach_alpha(const double *const *column, size_t columns, size_t units)
{
	double all = 0, own = 0, k = (double)columns;
	if (columns < 2)
		return NAN;
	for (size_t i = 0; i < columns; i++)
		for (size_t j = 0; j < columns; j++) {
			struct sums s = sums_of(column[i], column[j], units);
			double cov = s.n < 2 ? 0 : s.xy / (s.n - 1);
			all += cov;
			own += i == j ? cov : 0;
		}
	return k * k * ((all - own) / (k * (k - 1))) / all;
}
