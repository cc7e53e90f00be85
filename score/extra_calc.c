/* SPDX-License-Identifier: Apache-2.0 */
/* Bonus and penalty (加分, 扣分). What is not known counts nothing. */
#include <math.h>

#include "score/score_in.h"

static double tier_points(const struct method_extra *e, double x)
{
	for (size_t i = 0; i < e->n_tiers; i++)
		if (x > e->tiers[i].from || (x == e->tiers[i].from && !e->tiers[i].above))
			return e->tiers[i].gives;
	return 0;
}

static double least_of(double v, double most)
{
	return v > most ? most : v;
}

static double extra_points(const struct run *r, size_t k, size_t row)
{
	const struct method_extra *e = &r->m->extras[k];
	double points = 0;
	for (size_t i = 0; i < e->n_inputs; i++) {
		double x = input_at(r, &r->extras[k][i], row);
		if (isnan(x) || x < 0)
			continue;
		x = least_of(x, e->count_most);
		points += isnan(e->each) ? tier_points(e, x) : x * e->each;
	}
	return least_of(points, e->most);
}

void extras_at(const struct run *r, size_t row, double *ret_bonus, double *ret_penalty)
{
	double v[2] = {0, 0};
	for (size_t k = 0; k < r->m->n_extras; k++)
		v[r->m->extras[k].penalty] += extra_points(r, k, row);
	*ret_bonus = least_of(v[0], r->m->bonus_most);
	*ret_penalty = least_of(v[1], r->m->penalty_most);
}
