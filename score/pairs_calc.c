/* SPDX-License-Identifier: Apache-2.0 */
/* Items of one dimension that say the same, or the contrary. */
#include <math.h>

#include "score/composite.h"
#include "score/score_in.h"

void score_pairs(struct arena *a, const struct score_result *r, struct score_pair **ret, size_t *ret_n)
{
	size_t n = r->table->n;
	double *column = arena_new_n(a, n * r->n_items, double);
	LIST(struct score_pair) l = {0};
	for (size_t k = 0; k < r->n_items; k++)
		for (size_t i = 0; i < n; i++)
			column[k * n + i] = r->lines[i].rank ? r->items[k * n + i].score : NAN;
	for (size_t k = 0; k < r->n_items; k++)
		for (size_t j = 0; j < k; j++) {
			if (r->method->items[j].group != r->method->items[k].group)
				continue;
			double c = corr_of(a, CORR_PEARSON, column + j * n, column + k * n, n);
			if (c < 0 || c >= SCORE_PAIR_HIGH)
				*list_push(a, &l) = (struct score_pair){j, k, c};
		}
	*ret = l.v;
	*ret_n = l.n;
}
