/* SPDX-License-Identifier: Apache-2.0 */
/* Weights: given, equal, disturbed, learned; and what each node counts for in the top. */
#include "score/composite.h"

#include <math.h>

void weights_given(const struct composite_index *x, double *ret)
{
	for (size_t i = 0; i < x->n; i++)
		ret[i] = x->node[i].weight;
}

void weights_equal(const struct composite_index *x, double *ret)
{
	for (size_t i = 0; i < x->n; i++)
		ret[i] = 1;
}

/* From the top down: nodes stand below their parents. */
void weights_effective(const struct composite_index *x, const double *w, double *ret)
{
	ret[x->top] = 1;
	for (size_t p = x->n; p-- > x->indicators;) {
		const size_t *child = &x->child[x->first[p]];
		size_t n = x->first[p + 1] - x->first[p];
		double sum = 0;
		for (size_t k = 0; k < n; k++)
			sum += w ? w[child[k]] : x->node[child[k]].weight;
		for (size_t k = 0; k < n; k++)
			ret[child[k]] = sum > 0 ? (w ? w[child[k]] : x->node[child[k]].weight) / sum * ret[p] : NAN;
	}
}

void weights_noisy(const struct composite_index *x, const double *w, const double *noise, struct draw *d, double *ret)
{
	for (size_t i = 0; i < x->n; i++) {
		double f = noise[x->node[i].level - 1], given = w ? w[i] : x->node[i].weight;
		ret[i] = f > 0 ? given + (draw_unit(d) * 2 - 1) * f * given : given;
	}
}

err weights_pca(struct arena *a, const struct composite_index *x, const struct composite_matrix *scores, int level, double *ret,
	size_t *ret_negative)
{
	const double **column = arena_new_n(a, x->n, const double *);
	double *w = arena_new_n(a, x->n, double);
	size_t negative = 0;
	weights_given(x, w);
	for (size_t p = x->indicators; p < x->n; p++) {
		struct pca pca;
		size_t n = 0, *of = arena_new_n(a, x->n, size_t);
		for (size_t k = x->first[p]; k < x->first[p + 1]; k++)
			if (x->node[x->child[k]].level == level) {
				of[n] = x->child[k];
				column[n++] = matrix_column(scores, x->child[k]);
			}
		if (n < 2)
			continue;
		TRY(pca_make(a, column, n, scores->units, &pca));
		for (size_t k = 0; k < n; k++) {
			w[of[k]] = pca.loading[k];
			negative += pca.loading[k] < 0;
		}
	}
	for (size_t i = 0; i < x->n; i++)
		ret[i] = w[i];
	*ret_negative = negative;
	return OK;
}
