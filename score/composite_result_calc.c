/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown of an index: ranks, one unit from top to bottom, where it is strong and weak, two versions compared. */
#include "score/composite.h"

#include <math.h>
#include <stdlib.h>

/* Ranks of one column within one group. */
static void group_rank(struct arena *a, const double *v, size_t n, const int *group, int which, double *mine, double *rank, double *ret)
{
	size_t have = 0;
	for (size_t i = 0; i < n; i++)
		if (group[i] == which)
			mine[have++] = v[i];
	stats_rank(a, mine, have, true, TIE_LEAST, rank);
	have = 0;
	for (size_t i = 0; i < n; i++)
		if (group[i] == which)
			ret[i] = rank[have++];
}

static void column_rank(struct arena *a, const double *v, size_t n, const int *group, double *ret)
{
	if (!group) {
		stats_rank(a, v, n, true, TIE_LEAST, ret);
		return;
	}
	double *mine = arena_new_n(a, n, double), *rank = arena_new_n(a, n, double);
	int groups = 0;
	for (size_t i = 0; i < n; i++) {
		ret[i] = NAN;
		groups = group[i] >= groups ? group[i] + 1 : groups;
	}
	for (int g = 0; g < groups; g++)
		group_rank(a, v, n, group, g, mine, rank, ret);
}

err composite_rank(struct arena *a, const struct composite_matrix *scores, const int *group, struct composite_matrix *ret)
{
	struct composite_matrix out;
	struct arena scratch;
	TRY(matrix_new(a, scores->units, scores->columns, &out));
	arena_init(&scratch);
	for (size_t c = 0; c < scores->columns; c++) {
		column_rank(&scratch, matrix_column(scores, c), scores->units, group, matrix_column(&out, c));
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	*ret = out;
	return OK;
}

/* ---- strong and weak ------------------------------------------------------------------------ */
static int strength_cmp(const void *a, const void *b)
{
	const struct composite_strength *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

err composite_strengths(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, size_t unit, const int *group,
	bool skip_last, double unique, struct composite_strength **ret, size_t *ret_n)
{
	if (raw->columns < x->indicators || unit >= raw->units)
		return fail(ERR_INPUT, "the values do not fit the index; bring one column for each indicator and dimension");
	struct composite_strength *out = arena_new_n(a, x->indicators, struct composite_strength);
	double *turned = arena_new_n(a, raw->units, double), *rank = arena_new_n(a, raw->units, double);
	size_t n = 0;
	for (size_t c = 0; c < x->indicators; c++) {
		const double *v = matrix_column(raw, c);
		struct stats stats;
		stats_of(a, v, raw->units, &stats);
		for (size_t i = 0; i < raw->units; i++)
			turned[i] = v[i] * x->node[c].direction;
		column_rank(a, turned, raw->units, group, rank);
		bool alike = unique > 0 && !((double)stats.unique / (double)raw->units > unique);
		bool last = skip_last && rank[unit] == stats_max(rank, raw->units);
		if (!isnan(rank[unit]) && !alike && !last)
			out[n++] = (struct composite_strength){c, rank[unit], v[unit]};
	}
	qsort(out, n, sizeof(*out), strength_cmp);
	*ret = out;
	*ret_n = n;
	return OK;
}

err composite_unit_lines(struct arena *a, const struct composite_index *x, const struct composite_matrix *scores, const struct composite_matrix *ranks,
	size_t unit, struct composite_line **ret)
{
	if (scores->columns != x->n || ranks->columns != x->n || unit >= scores->units || unit >= ranks->units)
		return fail(ERR_INPUT, "the values do not fit the index; bring one column for each indicator and dimension");
	struct composite_line *out = arena_new_n(a, x->n, struct composite_line);
	size_t at = 0;
	for (int level = x->levels; level >= 1; level--)
		for (size_t i = 0; i < x->n; i++)
			if (x->node[i].level == level)
				out[at++] = (struct composite_line){i, matrix_column(scores, i)[unit], matrix_column(ranks, i)[unit]};
	*ret = out;
	return OK;
}

void composite_compare(struct arena *a, const double *first, const double *second, size_t n, bool ranks, struct composite_change *ret)
{
	double *p = arena_new_n(a, n, double), *q = arena_new_n(a, n, double);
	if (ranks) {
		stats_rank(a, first, n, true, TIE_LEAST, p);
		stats_rank(a, second, n, true, TIE_LEAST, q);
	}
	for (size_t i = 0; i < n; i++) {
		double x = ranks ? p[i] : first[i], y = ranks ? q[i] : second[i];
		ret[i] = (struct composite_change){x, y, x - y};
	}
}
