/* SPDX-License-Identifier: Apache-2.0 */
/* Which decision moves the ranks most: first and total order indices of Sobol' from a sample of Saltelli's design. */
#include "score/composite_in.h"

#include <math.h>

void sobol_sample(struct draw *draw, size_t n, size_t d, double *ret)
{
	double *a = ret, *b = ret + n * d;
	for (size_t i = 0; i < 2 * n * d; i++)
		ret[i] = draw_unit(draw);
	for (size_t k = 0; k < d; k++) {
		double *mixed = ret + (2 + k) * n * d;
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < d; j++)
				mixed[i * d + j] = j == k ? b[i * d + j] : a[i * d + j];
	}
}

/* One input: what each point adds to its two indices. */
struct shares {
	double *first, *total;
	size_t n;
};

static double share_mean(const double *v, size_t n, struct draw *draw)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[draw ? (size_t)(draw_unit(draw) * (double)n) : i];
	return sum / (double)n;
}

static void bootstrap(struct arena *a, const struct shares *s, size_t boot, struct draw *draw, struct sobol *ret)
{
	double *first = arena_new_n(a, boot, double), *total = arena_new_n(a, boot, double), *room = arena_new_n(a, boot, double);
	for (size_t k = 0; k < boot; k++) {
		first[k] = share_mean(s->first, s->n, draw);
		total[k] = share_mean(s->total, s->n, draw);
	}
	ret->first5 = stats_quantile(first, boot, 0.05, room);
	ret->first95 = stats_quantile(first, boot, 0.95, room);
	ret->total5 = stats_quantile(total, boot, 0.05, room);
	ret->total95 = stats_quantile(total, boot, 0.95, room);
}

void sobol_estimate(struct arena *a, const double *y, size_t n, size_t d, size_t boot, struct draw *draw, struct sobol *ret)
{
	double sd = stats_sd(y, 2 * n), variance = sd * sd;
	struct shares s = {arena_new_n(a, n, double), arena_new_n(a, n, double), n};
	for (size_t k = 0; k < d; k++) {
		const double *mixed = y + (2 + k) * n;
		ret[k] = (struct sobol){NAN, NAN, NAN, NAN, NAN, NAN};
		if (!(variance > 0))
			continue;
		for (size_t i = 0; i < n; i++) {
			double step = mixed[i] - y[i];
			s.first[i] = y[n + i] * step / variance;
			s.total[i] = step * step / (2 * variance);
		}
		ret[k].first = share_mean(s.first, n, NULL);
		ret[k].total = share_mean(s.total, n, NULL);
		if (boot)
			bootstrap(a, &s, boot, draw, &ret[k]);
	}
}

/* Mean absolute difference from the nominal rank, over the units that have both. */
static double rank_moves(const struct varying *v)
{
	double sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < v->raw->units; i++) {
		double d = fabs(v->rank[i] - v->nominal_rank[i]);
		sum += isnan(d) ? 0 : d;
		n += !isnan(d);
	}
	return n ? sum / (double)n : NAN;
}

static err ways_run(struct arena *a, struct varying *v, size_t n, size_t boot, struct draw *draw, struct sobol ret[INPUTS])
{
	size_t d = v->inputs, runs = n * (d + 2);
	double *u = arena_new_n(a, runs * d, double), *y = arena_new_n(a, runs, double);
	struct sobol of[INPUTS];
	sobol_sample(draw, n, d, u);
	for (size_t i = 0; i < runs; i++) {
		TRY(varying_run(a, v, u + i * d));
		y[i] = rank_moves(v);
	}
	sobol_estimate(a, y, n, d, boot, draw, of);
	for (size_t i = 0; i < INPUTS; i++)
		ret[i] = (struct sobol){NAN, NAN, NAN, NAN, NAN, NAN};
	for (size_t i = 0; i < d; i++)
		ret[v->input[i]] = of[i];
	return OK;
}

err composite_sobol(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *nominal,
	const struct composite_choices *choices, const struct composite_vary *how, size_t boot, struct sobol ret[INPUTS])
{
	struct varying v;
	struct draw draw;
	if (how->variants < 2 || how->variants > COMPOSITE_VARIANTS || boot > COMPOSITE_VARIANTS)
		return fail(ERR_LIMIT, "between 1 and 100000 variants can be computed; correct the number");
	TRY(varying_make(a, x, raw, nominal, choices, how->seed, &draw, &v));
	err e = v.inputs < 2 ? fail(ERR_INPUT, "a single choice explains everything by itself; name at least two to compare them")
			     : ways_run(a, &v, how->variants, boot, &draw, ret);
	varying_done(&v);
	return e;
}
