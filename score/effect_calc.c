/* SPDX-License-Identifier: Apache-2.0 */
/* What each item does to the total: the share of its variance that goes with it, and how the two go together. */
#include <math.h>

#include "score/score_in.h"

struct moments {
	struct sum p, t, pp, pt, tt;
	double p0, t0; /* the first, so that sums stay small */
	size_t n;
};

static void add(struct moments *m, double p, double t)
{
	if (!m->n++) {
		m->p0 = p;
		m->t0 = t;
	}
	p -= m->p0;
	t -= m->t0;
	sum_add(&m->p, p);
	sum_add(&m->t, t);
	sum_add(&m->pp, p * p);
	sum_add(&m->pt, p * t);
	sum_add(&m->tt, t * t);
}

static double product(const struct sum *xy, const struct sum *x, const struct sum *y, size_t n)
{
	return sum_of(xy) - sum_of(x) * sum_of(y) / (double)n;
}

void run_effects(struct arena *a, struct score_result *r)
{
	size_t n = r->table->n;
	r->weights = arena_new_n(a, r->n_items, double);
	r->correlations = arena_new_n(a, r->n_items, double);
	for (size_t k = 0; k < r->n_items; k++) {
		struct moments m = {.n = 0};
		for (size_t i = 0; i < n; i++) {
			double p = r->items[k * n + i].points;
			if (r->lines[i].rank)
				add(&m, isnan(p) ? 0 : p, r->lines[i].total);
		}
		double pp = m.n > 1 ? product(&m.pp, &m.p, &m.p, m.n) : 0, tt = m.n > 1 ? product(&m.tt, &m.t, &m.t, m.n) : 0;
		double pt = m.n > 1 ? product(&m.pt, &m.p, &m.t, m.n) : 0;
		r->weights[k] = tt > 0 ? pt / tt : NAN;
		r->correlations[k] = pp > 0 && tt > 0 ? pt / sqrt(pp * tt) : NAN;
	}
}
