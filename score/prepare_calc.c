/* SPDX-License-Identifier: Apache-2.0 */
/* What an item needs to know of all rows before one of them can be scored: its base, range, ranks, mean score. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "score/score_in.h"

struct column { /* values of all rows; NAN: none, or the row is in no mean */
	double *v;
	size_t n;
};

static struct column column_all(const struct run *r, const struct plan_item *p, const struct plan_input *in)
{
	struct column c = {room_of(r->a, r->n, double), r->n};
	uint8_t s[BLOCK];
	for (size_t from = 0; from < r->n; from += BLOCK)
		input_read(r, in, from, r->n - from < BLOCK ? r->n - from : BLOCK, c.v + from, s);
	if (r->instead && !r->instead->column && r->instead->which == p->index && in == &p->in)
		c.v[r->instead->row] = r->instead->value;
	for (size_t i = 0; i < r->n; i++)
		if ((r->out && r->out[i]) || isnan(p->weight[class_of(r, i)]))
			c.v[i] = NAN;
	return c;
}

static bool in_scope(const struct run *r, const struct plan_item *p, size_t row, size_t scope)
{
	return p->it->score.base.all || (size_t)class_of(r, row) == scope;
}

static size_t n_scopes(const struct run *r, const struct plan_item *p)
{
	return p->it->score.base.all ? 1 : r->n_classes;
}

const struct scope_stats *scope_of(const struct run *r, const struct plan_item *p, size_t row)
{
	return &p->scope[p->it->score.base.all ? 0 : class_of(r, row)];
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Linear between the two nearest, the first at 0 and the last at 1: PERCENTILE.INC of spreadsheets. */
static double quantile(double *v, size_t n, double q)
{
	if (!n)
		return NAN;
	qsort(v, n, sizeof *v, by_size);
	double at = q * (double)(n - 1);
	size_t k = (size_t)at;
	return k + 1 < n ? v[k] + (at - (double)k) * (v[k + 1] - v[k]) : v[k];
}

static double base_found(const struct run *r, const struct plan_item *p, const struct column *c, size_t scope)
{
	const struct method_base *b = &p->it->score.base;
	struct sum sum = {0};
	double best = NAN, *kept = b->kind == BASE_QUANTILE ? arena_new_n(r->a, c->n, double) : NULL;
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++) {
		double v = c->v[i];
		if (isnan(v) || !in_scope(r, p, i, scope))
			continue;
		sum_add(&sum, v);
		if (isnan(best) || (p->it->down ? v < best : v > best))
			best = v;
		if (kept)
			kept[n] = v;
		n++;
	}
	if (p->base_kind == BASE_QUANTILE)
		return quantile(kept, n, b->quantile);
	return !n ? NAN : p->base_kind == BASE_BEST ? best : sum_of(&sum) / (double)n;
}

static void find_bases(struct run *r, struct plan_item *p)
{
	const struct method_base *b = &p->it->score.base;
	const struct plan_input *in = p->has_base_of ? &p->base_of : &p->in;
	struct column c = {0};
	if (p->base_kind == BASE_TARGET)
		return;
	if (p->base_kind != BASE_CONSTANT && p->base_kind != BASE_POOLED)
		c = column_all(r, p, in);
	for (size_t k = 0; k < n_scopes(r, p); k++)
		p->scope[k].base = b->times * (p->base_kind == BASE_CONSTANT ? b->value
				: p->base_kind == BASE_POOLED ? input_pooled(r, in, b->all || r->n_classes == 1 ? -1 : (int)k)
							      : base_found(r, p, &c, k));
}

static void find_range(struct run *r, struct plan_item *p)
{
	struct column c = column_all(r, p, &p->in);
	for (size_t k = 0; k < n_scopes(r, p); k++)
		p->scope[k].lo = p->scope[k].hi = NAN;
	for (size_t i = 0; i < c.n; i++) {
		struct scope_stats *s = (struct scope_stats *)scope_of(r, p, i);
		if (isnan(c.v[i]))
			continue;
		s->lo = c.v[i] < s->lo || isnan(s->lo) ? c.v[i] : s->lo;
		s->hi = c.v[i] > s->hi || isnan(s->hi) ? c.v[i] : s->hi;
	}
}

static void rank_scope(struct run *r, struct plan_item *p, const struct column *c, size_t scope, uint32_t *rows, double *keys)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (!isnan(c->v[i]) && in_scope(r, p, i, scope))
			rows[n++] = (uint32_t)i;
	order_by(r->a, keys, -1, rows, n, NULL);
	for (size_t i = 0; i < n; i++)
		p->rank[rows[i]] = i && keys[rows[i]] == keys[rows[i - 1]] ? p->rank[rows[i - 1]] : (uint32_t)i + 1;
	p->scope[scope].n = (uint32_t)n;
}

static void find_ranks(struct run *r, struct plan_item *p)
{
	struct column c = column_all(r, p, &p->in);
	uint32_t *rows = room_of(r->a, r->n, uint32_t);
	double *keys = room_of(r->a, r->n, double);
	p->rank = room_of(r->a, r->n, uint32_t);
	for (size_t i = 0; i < r->n; i++) {
		keys[i] = p->it->down ? -c.v[i] : c.v[i];
		p->rank[i] = 1; /* of those that are not ranked; they are not asked for it */
	}
	for (size_t k = 0; k < n_scopes(r, p); k++)
		rank_scope(r, p, &c, k, rows, keys);
}

/* In eight lanes, whatever the machine has, so that the sum is the same everywhere. */
double sum_block(const struct run *r, size_t from, size_t n, const double *v, size_t *count)
{
	double lane[8] = {0};
	size_t there = 0, whole = r->out ? 0 : n / 8 * 8;
	for (size_t i = 0; i < whole; i += 8)
		for (size_t k = 0; k < 8; k++) {
			bool counts = v[i + k] == v[i + k];
			lane[k] += counts ? v[i + k] : 0;
			there += counts;
		}
	for (size_t i = whole; i < n; i++) {
		bool counts = v[i] == v[i] && !(r->out && r->out[from + i]);
		lane[i % 8] += counts ? v[i] : 0;
		there += counts;
	}
	*count += there;
	return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

static void find_fill(struct run *r, struct plan_item *p)
{
	struct sum *sums = arena_new_n(r->a, r->n_classes, struct sum);
	size_t *counts = arena_new_n(r->a, r->n_classes, size_t);
	struct item_block *b = arena_new(r->a, struct item_block);
	for (size_t from = 0; from < r->n; from += BLOCK) {
		size_t n = r->n - from < BLOCK ? r->n - from : BLOCK;
		item_shares(r, p, from, n, false, b);
		if (one_scope(r, p->it->score.base.all)) {
			sum_add(&sums[0], sum_block(r, from, n, b->share, &counts[0]));
			continue;
		}
		for (size_t i = 0; i < n; i++) {
			size_t k = p->it->score.base.all ? 0 : (size_t)class_of(r, from + i);
			if (isnan(b->share[i]) || (r->out && r->out[from + i]))
				continue;
			sum_add(&sums[k], b->share[i]);
			counts[k]++;
		}
	}
	for (size_t k = 0; k < n_scopes(r, p); k++)
		p->scope[k].fill = counts[k] ? sum_of(&sums[k]) / (double)counts[k] : NAN;
}

static void kinds_of_base(struct plan_item *p)
{
	const struct method_rule *s = &p->it->score;
	p->base_kind = s->base.given ? s->base.kind : s->fn == SCORE_BEST ? BASE_BEST : BASE_MEAN;
	p->needs_base = score_functions[s->fn].base;
}

bool needs_fill(const struct method_item *it)
{
	return it->missing == MISSING_MEAN || it->not_applicable == MISSING_MEAN;
}

bool run_defers(const struct run *r)
{
	bool plain = !r->r->items && !r->class && r->m->n_groups == 1 && r->m->groups[0].aggregate == AGGREGATE_SUM;
	for (size_t k = 0; k < r->m->n_items; k++)
		plain = plain && r->m->items[k].decimals < 0;
	return plain;
}

err run_prepare(struct run *r)
{
	for (size_t k = 0; k < r->m->n_items; k++) {
		struct plan_item *p = &r->items[k];
		const struct fn *f = &score_functions[p->it->score.fn];
		p->scope = arena_new_n(r->a, r->n_classes, struct scope_stats);
		kinds_of_base(p);
		if (f->base)
			find_bases(r, p);
		if (f->range)
			find_range(r, p);
		if (f->rank)
			find_ranks(r, p);
		if (needs_fill(p->it) && !run_defers(r))
			find_fill(r, p);
	}
	return OK;
}

/* ---- shares of a block of rows ---------------------------------------------------------------- */
static void fill_base(const struct run *r, const struct plan_item *p, struct fn_block *f)
{
	uint8_t s[BLOCK];
	if (p->base_kind == BASE_TARGET) {
		input_read(r, &p->base_of, f->from, f->n, f->base, s);
		for (size_t i = 0; i < f->n; i++)
			f->base[i] *= p->it->score.base.times;
		return;
	}
	if (one_scope(r, p->it->score.base.all)) {
		double base = p->scope[0].base;
		for (size_t i = 0; i < f->n; i++)
			f->base[i] = base;
		return;
	}
	for (size_t i = 0; i < f->n; i++)
		f->base[i] = scope_of(r, p, f->from + i)->base;
}

static void fill_scope(const struct run *r, const struct plan_item *p, const struct fn *fn, struct fn_block *f)
{
	if (p->needs_base)
		fill_base(r, p, f);
	if (fn->range || fn->rank)
		for (size_t i = 0; i < f->n; i++) {
			const struct scope_stats *s = scope_of(r, p, f->from + i);
			f->lo[i] = s->lo;
			f->hi[i] = s->hi;
			f->ranked[i] = s->n;
		}
	if (fn->weight)
		for (size_t i = 0; i < f->n; i++)
			f->weight[i] = p->weight[class_of(r, f->from + i)];
}

static void hold_within(double *v, size_t n, double least, double most, bool flags, struct item_block *b)
{
	for (size_t i = 0; i < n && flags; i++) {
		b->capped[i] = v[i] > most;
		b->floored[i] = v[i] < least;
	}
	if (!isnan(most))
		for (size_t i = 0; i < n; i++)
			v[i] = v[i] > most ? most : v[i];
	if (!isnan(least))
		for (size_t i = 0; i < n; i++)
			v[i] = v[i] < least ? least : v[i];
}

static void multiply(const struct run *r, const struct plan_input *by, size_t from, size_t n, double *v)
{
	double x[BLOCK];
	uint8_t s[BLOCK];
	input_read(r, by, from, n, x, s);
	for (size_t i = 0; i < n; i++)
		v[i] *= isnan(x[i]) ? 1 : x[i]; /* no coefficient is no adjustment */
}

/* The commonest by far in one loop: a column held against one base. The same steps in the same order as below. */
static bool shares_ratio(const struct run *r, const struct plan_item *p, size_t from, size_t n, struct item_block *b)
{
	const struct method_rule *rule = &p->it->score;
	const struct fn *fn = &score_functions[rule->fn];
	double base = p->scope[0].base, cap = isnan(rule->cap) ? fn->cap : rule->cap, floor = isnan(rule->floor) ? fn->floor : rule->floor;
	bool ratio = rule->fn == SCORE_RATIO || rule->fn == SCORE_BEST || rule->fn == SCORE_PRO_RATA;
	if (!ratio || p->it->down || p->base_kind == BASE_TARGET || !one_scope(r, rule->base.all) || p->it->negative_zero || p->has_difficulty ||
	    p->in.in->op != INPUT_COLUMN || r->instead || !(base > 0))
		return false;
	const double *values = r->t->values + p->in.column * r->n + from;
	const uint8_t *states = r->t->states + p->in.column * r->n + from;
	cap = isnan(cap) ? DBL_MAX : cap;
	floor = isnan(floor) ? -DBL_MAX : floor;
	for (size_t i = 0; i < n; i++) {
		double v = values[i] / base;
		v = v > cap ? cap : v;
		b->share[i] = v < floor ? floor : v;
	}
	memcpy(b->state, states, n);
	memset(b->state + n, 0, BLOCK - n);
	for (size_t i = 0; i < n; i += 8) {
		uint64_t eight;
		memcpy(&eight, b->state + i, 8);
		for (size_t k = i; eight && k < i + 8; k++)
			b->share[k] = b->state[k] == SCORE_NUMBER ? b->share[k] : NAN;
	}
	return true;
}

void item_shares(const struct run *r, const struct plan_item *p, size_t from, size_t n, bool flags, struct item_block *b)
{
	const struct method_rule *rule = &p->it->score;
	const struct fn *fn = &score_functions[rule->fn];
	struct fn_block f;
	if (!flags && shares_ratio(r, p, from, n, b))
		return;
	f.from = from;
	f.n = n;
	f.x = b->x;
	input_read(r, &p->in, from, n, b->x, b->state);
	const struct instead *in = r->instead;
	if (in && !in->column && in->which == p->index && in->row >= from && in->row < from + n) {
		b->x[in->row - from] = in->value;
		b->state[in->row - from] = SCORE_NUMBER;
	}
	fill_scope(r, p, fn, &f);
	fn->share(p, &f, b->share);
	if (p->it->negative_zero)
		for (size_t i = 0; i < n; i++)
			b->share[i] = b->x[i] < 0 ? 0 : b->share[i];
	hold_within(b->share, n, isnan(rule->floor) ? fn->floor : rule->floor, isnan(rule->cap) ? fn->cap : rule->cap, flags, b);
	if (p->has_difficulty)
		multiply(r, &p->difficulty, from, n, b->share);
	for (size_t i = 0; i < n; i++)
		b->share[i] = b->share[i] - b->share[i] == 0 ? b->share[i] : NAN; /* neither is an infinity one */
	if (!flags)
		return;
	for (size_t i = 0; i < n; i++) {
		b->base[i] = p->needs_base ? f.base[i] : NAN;
		b->filled[i] = false;
	}
}
