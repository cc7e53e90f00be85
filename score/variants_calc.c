/* SPDX-License-Identifier: Apache-2.0 */
/* How far ranks can be trusted (名次稳定性): the same table under other choices that would have been as good.
 * Each variant draws the weights anew; in turns it normalises otherwise, aggregates otherwise and leaves one item out.
 * OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7. */
#include <math.h>
#include <string.h>

#include "score/composite.h"
#include "score/score_in.h"

enum variant_scale { SCALE_DECLARED, SCALE_MINMAX, SCALE_ZSCORE, SCALES };

struct variant {
	enum variant_scale norm;
	bool geometric;
	int without;      /* item; -1: none */
	double *items;    /* weights, [item * n_classes + class]; NAN: not there */
	double *groups;
};
struct study {
	struct arena *a;
	const struct score_result *r;
	const struct method *m;
	size_t n, n_classes;
	double *share[SCALES];      /* [item * n + row]; NAN: its weight goes to its siblings */
	bool positive[SCALES];      /* geometric means exist */
	double *total;             /* by row */
	uint32_t *rows;            /* those that are ranked, by class where each has its ranking */
	size_t *from;              /* of each ranking in rows, and the end */
	size_t n_rankings;
};

static double noise(uint64_t *seed) /* (-1, 1); splitmix64 */
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return ((double)(z >> 11) + 0.5) / (double)(1ull << 52) - 1;
}

/* ---- the other ways to make shares ------------------------------------------------------------------ */
/* What can be compared between subjects: against a plan of their own it is the part that is done. */
static double comparable(const struct method_item *it, const struct score_item *v)
{
	bool own = it->score.base.given && it->score.base.kind == BASE_TARGET;
	bool apart = it->score.fn == SCORE_SLOPE || it->score.fn == SCORE_EXCESS || it->score.fn == SCORE_TARGET;
	double y = !own ? v->input : apart ? v->input - v->base : v->base > 0 ? v->input / v->base : NAN;
	return it->down || it->score.fn == SCORE_INVERSE ? -y : y;
}

struct spread {
	struct sum sum, squares;
	double lo, hi, first;
	size_t n;
};

static void spread_add(struct spread *s, double y)
{
	if (!s->n++) {
		s->first = s->lo = s->hi = y;
	}
	sum_add(&s->sum, y - s->first);
	sum_add(&s->squares, (y - s->first) * (y - s->first));
	s->lo = y < s->lo ? y : s->lo;
	s->hi = y > s->hi ? y : s->hi;
}

static double share_minmax(const struct spread *s, double y)
{
	return s->hi > s->lo ? (y - s->lo) / (s->hi - s->lo) : 0.5;
}

/* Three standard deviations to either side fill the scale, so that both scales can bear a bonus. */
static double share_zscore(const struct spread *s, double y)
{
	double mean = s->n ? sum_of(&s->sum) / (double)s->n : 0;
	double var = s->n > 1 ? (sum_of(&s->squares) - sum_of(&s->sum) * mean) / (double)(s->n - 1) : 0;
	return var > 0 ? 0.5 + (y - s->first - mean) / sqrt(var) / 6 : 0.5;
}

static size_t class_in(const struct study *s, size_t row)
{
	return s->m->rank_all ? 0 : (size_t)s->r->lines[row].class;
}

static void other_shares(struct study *s, size_t k)
{
	const struct method_item *it = &s->m->items[k];
	const struct score_item *v = s->r->items + k * s->n;
	struct spread *spread = arena_new_n(s->a, s->n_classes, struct spread);
	for (size_t i = 0; i < s->n; i++) {
		double y = comparable(it, &v[i]);
		if (s->r->lines[i].rank && !isnan(y) && !isnan(v[i].weight))
			spread_add(&spread[class_in(s, i)], y);
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct spread *of = &spread[class_in(s, i)];
		double y = comparable(it, &v[i]), *mm = &s->share[SCALE_MINMAX][k * s->n + i], *z = &s->share[SCALE_ZSCORE][k * s->n + i];
		double mean = of->n ? of->first + sum_of(&of->sum) / (double)of->n : 0;
		bool zero = v[i].filled && v[i].score == 0;
		s->share[SCALE_DECLARED][k * s->n + i] = v[i].score / 100;
		*mm = isnan(v[i].score) ? NAN : v[i].filled || isnan(y) ? (zero ? 0 : share_minmax(of, mean)) : share_minmax(of, y);
		*z = isnan(v[i].score) ? NAN : v[i].filled || isnan(y) ? (zero ? 0 : share_zscore(of, mean)) : share_zscore(of, y);
	}
}

static void find_positive(struct study *s)
{
	for (int norm = 0; norm < SCALES; norm++) {
		s->positive[norm] = true;
		for (size_t k = 0; k < s->m->n_items; k++)
			for (size_t i = 0; i < s->n; i++)
				if (s->r->lines[i].rank && s->share[norm][k * s->n + i] <= 0)
					s->positive[norm] = false;
	}
}

/* ---- totals of one variant --------------------------------------------------------------------------------- */
static double weight_of(const struct method *m, const double *weights, size_t class)
{
	return m->n_classes ? weights[class] : weights[0];
}

static void draw(const struct study *s, struct variant *v, uint32_t at, uint64_t *seed, double size)
{
	v->norm = (enum variant_scale)(at % SCALES);
	v->geometric = at / SCALES % 2 && s->positive[v->norm];
	v->without = s->m->n_items > 1 ? (int)(at / (2 * SCALES) % (s->m->n_items + 1)) - 1 : -1;
	for (size_t k = 0; k < s->m->n_items; k++) {
		double u = 1 + size * noise(seed);
		for (size_t c = 0; c < s->n_classes; c++)
			v->items[k * s->n_classes + c] = (int)k == v->without ? NAN : weight_of(s->m, s->m->items[k].weights, c) * u;
	}
	for (size_t g = 1; g < s->m->n_groups; g++) {
		double u = 1 + size * noise(seed);
		for (size_t c = 0; c < s->n_classes; c++)
			v->groups[g * s->n_classes + c] = weight_of(s->m, s->m->groups[g].weights, c) * u;
	}
}

struct tree {
	double num[METHOD_GROUPS], den[METHOD_GROUPS];
};

static void tree_add(const struct study *s, const struct variant *v, struct tree *t, int g, double share, double w)
{
	enum aggregate how = v->geometric ? AGGREGATE_GEOMETRIC : s->m->groups[g].aggregate;
	t->num[g] += w * (how == AGGREGATE_SUM ? share : how == AGGREGATE_GEOMETRIC ? (share > 0 ? real_ln(share) : -INFINITY) : share > 0 ? 1 / share : INFINITY);
	t->den[g] += w;
}

static double tree_share(const struct study *s, const struct variant *v, const struct tree *t, int g)
{
	enum aggregate how = v->geometric ? AGGREGATE_GEOMETRIC : s->m->groups[g].aggregate;
	double q = t->num[g] / t->den[g];
	return !(t->den[g] > 0) ? NAN : how == AGGREGATE_SUM ? q : how == AGGREGATE_GEOMETRIC ? real_exp(q) : 1 / q;
}

static double share_of_row(const struct study *s, const struct variant *v, size_t row)
{
	struct tree t;
	size_t c = (size_t)s->r->lines[row].class;
	memset(t.num, 0, s->m->n_groups * sizeof *t.num);
	memset(t.den, 0, s->m->n_groups * sizeof *t.den);
	for (size_t k = 0; k < s->m->n_items; k++) {
		double share = s->share[v->norm][k * s->n + row], w = v->items[k * s->n_classes + c];
		if (!isnan(share) && !isnan(w))
			tree_add(s, v, &t, s->m->items[k].group, share, w);
	}
	for (size_t g = s->m->n_groups; g-- > 1;) {
		double share = tree_share(s, v, &t, (int)g);
		if (!isnan(share))
			tree_add(s, v, &t, s->m->groups[g].parent, share, v->groups[g * s->n_classes + c]);
	}
	return tree_share(s, v, &t, 0);
}

static double total_of_row(const struct study *s, const struct variant *v, size_t row)
{
	const struct score_line *l = &s->r->lines[row];
	double x = share_of_row(s, v, row) * s->m->groups[0].total * l->difficulty + l->bonus - l->penalty;
	x = x < s->m->total_least ? s->m->total_least : x > s->m->total_most ? s->m->total_most : x;
	bool zero = l->veto >= 0 && s->m->vetoes[l->veto].effect == VETO_ZERO;
	return zero ? 0 : isnan(x) ? -INFINITY : x;
}

/* ---- intervals ----------------------------------------------------------------------------------------------- */
static void widen(const struct study *s, uint32_t *rows, size_t n)
{
	uint32_t rank = 0;
	for (size_t i = 0; i < n; i++) {
		struct score_line *l = &s->r->lines[rows[i]];
		if (!i || s->total[rows[i]] != s->total[rows[i - 1]])
			rank = (uint32_t)i + 1;
		l->rank_lo = rank < l->rank_lo ? rank : l->rank_lo;
		l->rank_hi = rank > l->rank_hi ? rank : l->rank_hi;
	}
}

static void run_one(struct study *s, const struct variant *v, struct arena *scratch, uint32_t *rows)
{
	for (size_t i = 0; i < s->from[s->n_rankings]; i++)
		s->total[s->rows[i]] = total_of_row(s, v, s->rows[i]);
	for (size_t k = 0; k < s->n_rankings; k++) {
		size_t n = s->from[k + 1] - s->from[k];
		memcpy(rows, s->rows + s->from[k], n * sizeof *rows);
		order_by(scratch, s->total, -1, rows, n, NULL);
		widen(s, rows, n);
	}
}

/* Rows as the result ranks them: each ranking begins with its first. */
static void find_rankings(struct study *s)
{
	size_t at = 0;
	s->rows = s->r->order;
	s->from = arena_new_n(s->a, s->n_classes + 2, size_t);
	while (at < s->n && s->r->lines[s->rows[at]].rank) {
		s->from[s->n_rankings++] = at;
		at += s->r->lines[s->rows[at]].of;
	}
	s->from[s->n_rankings] = at;
}

static void study_init(struct study *s)
{
	size_t cells = s->n * s->m->n_items;
	for (int norm = 0; norm < SCALES; norm++)
		s->share[norm] = room_of(s->a, cells, double);
	for (size_t k = 0; k < s->m->n_items; k++)
		other_shares(s, k);
	find_positive(s);
	find_rankings(s);
	s->total = arena_new_n(s->a, s->n, double);
	for (size_t i = 0; i < s->n; i++)
		s->r->lines[i].rank_lo = s->r->lines[i].rank_hi = s->r->lines[i].rank;
}

static void mark_stable(struct study *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct score_line *l = &s->r->lines[i];
		l->stable = score_is_stable(s->m, l);
	}
}

err run_variants(struct arena *a, struct score_result *r, const struct score_options *o)
{
	struct study s = {.a = a, .r = r, .m = r->method, .n = r->table->n, .n_classes = r->method->n_classes ? r->method->n_classes : 1};
	struct variant v = {.items = arena_new_n(a, s.m->n_items * s.n_classes, double), .groups = arena_new_n(a, s.m->n_groups * s.n_classes, double)};
	uint32_t *rows = arena_new_n(a, s.n, uint32_t);
	uint64_t seed = o->seed;
	double size = o->weight_noise > 0 ? o->weight_noise : 0.25;
	struct arena scratch;
	study_init(&s);
	arena_init(&scratch);
	for (uint32_t at = 0; at < o->variants; at++) {
		draw(&s, &v, at, &seed, size);
		run_one(&s, &v, &scratch, rows);
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	mark_stable(&s);
	r->variants = o->variants;
	r->seed = o->seed;
	r->weight_noise = size;
	return OK;
}
