/* SPDX-License-Identifier: Apache-2.0 */
/* From shares to totals, block by block, so that what belongs together is in the nearest cache. */
#include <math.h>
#include <string.h>

#include "score/composite.h"
#include "score/score_in.h"

struct blocks {
	struct run *r;
	const uint32_t *rows;       /* of this block; NULL: one after the other */
	struct item_block *items;   /* one for each item */
	double present[METHOD_GROUPS], factor[METHOD_GROUPS], points[METHOD_GROUPS];
	bool there[METHOD_GROUPS];
};

static err refuse_missing(const struct run *r, const struct plan_item *p, size_t row, uint8_t state)
{
	str who = r->t->subjects[row];
	if (state == STATE_UNDEFINED)
		return fail(ERR_INPUT, "{1} of {0} cannot be computed, because something is divided by zero; correct it, or say missing = … in the method", who, p->it->name);
	if (state == SCORE_NOT_APPLICABLE)
		return fail(ERR_INPUT, "{1} is not applicable to {0}, and the method says that this may not be; give a value, or say not_applicable = … in the method",
			    who, p->it->name);
	return fail(ERR_INPUT, "{1} of {0} is missing; give it, or say missing = \"mean\", \"zero\" or \"renormalise\" in the method", who, p->it->name);
}

static size_t row_at(const struct blocks *all, size_t from, size_t i)
{
	return all->rows ? all->rows[from + i] : from + i;
}

/* By the rule for what is missing; what goes to its siblings stays NAN. */
static err fill_missing(const struct blocks *all, const struct plan_item *p, size_t from, size_t n, struct item_block *b)
{
	const struct run *r = all->r;
	b->holes = false;
	for (size_t i = 0; i < n; i++) {
		if (b->share[i] == b->share[i])
			continue;
		size_t row = row_at(all, from, i);
		b->holes = true;
		if (isnan(p->weight[class_of(r, row)]))
			continue;
		if (b->state[i] == SCORE_NUMBER)
			b->state[i] = STATE_UNDEFINED;
		enum missing_rule rule = b->state[i] == SCORE_NOT_APPLICABLE ? p->it->not_applicable : p->it->missing;
		if (rule == MISSING_FAIL && !(r->out && r->out[row]))
			return refuse_missing(r, p, row, b->state[i]);
		b->share[i] = rule == MISSING_MEAN ? scope_of(r, p, row)->fill : rule == MISSING_ZERO ? 0 : NAN;
		b->filled[i] = !isnan(b->share[i]);
	}
	for (size_t i = 0; i < n && b->holes; i++)
		if (b->share[i] != b->share[i])
			return OK;
	b->holes = false;
	return OK;
}

static double round_if(const struct run *r, double v, int decimals)
{
	return decimals < 0 || isnan(v) ? v : round_points(v, decimals, r->m->rounding, r->m->groups[0].total);
}

/* ---- one row through the tree ------------------------------------------------------------------ */
static void find_factors(struct blocks *b, size_t i, int class)
{
	const struct run *r = b->r;
	for (size_t g = 0; g < r->m->n_groups; g++)
		b->present[g] = b->there[g] = 0;
	for (size_t k = 0; k < r->m->n_items; k++)
		if (!isnan(b->items[k].share[i]) && !isnan(r->items[k].weight[class])) {
			b->present[r->m->items[k].group] += r->items[k].weight[class];
			b->there[r->m->items[k].group] = true;
		}
	for (size_t g = r->m->n_groups; g-- > 1;)
		if (b->there[g]) {
			b->present[r->m->groups[g].parent] += r->groups[g].weight[class];
			b->there[r->m->groups[g].parent] = true;
		}
	for (size_t g = 0; g < r->m->n_groups; g++) {
		bool all = !b->there[g] || fabs(b->present[g] - r->groups[g].children[class]) <= 1e-9 * b->present[g];
		double own = all ? 1 : r->groups[g].children[class] / b->present[g];
		b->factor[g] = own * (g && r->m->groups[r->m->groups[g].parent].aggregate == AGGREGATE_SUM ? b->factor[r->m->groups[g].parent] : 1);
		b->points[g] = 0;
	}
}

/* What a child adds to the group it stands in. */
static void add_child(struct blocks *b, int g, double share, double points, double weight)
{
	enum aggregate how = b->r->m->groups[g].aggregate;
	if (how == AGGREGATE_SUM)
		b->points[g] += points;
	else if (how == AGGREGATE_GEOMETRIC)
		b->points[g] += (share > 0 ? real_ln(share) : -INFINITY) * (weight / b->present[g]);
	else
		b->points[g] += (share > 0 ? 1 / share : INFINITY) * (weight / b->present[g]);
}

/* Its points out of what its children added. */
static double group_points(const struct blocks *b, size_t g, double weight)
{
	enum aggregate how = b->r->m->groups[g].aggregate;
	double v = b->points[g];
	return how == AGGREGATE_SUM ? v : how == AGGREGATE_GEOMETRIC ? real_exp(v) * weight : v > 0 ? weight / v : 0;
}

static double row_total(struct blocks *b, size_t from, size_t i, struct score_item *items)
{
	const struct run *r = b->r;
	size_t row = row_at(b, from, i);
	int class = class_of(r, row);
	find_factors(b, i, class);
	for (size_t k = 0; k < r->m->n_items; k++) {
		double w = r->items[k].weight[class], share = b->items[k].share[i];
		int g = r->m->items[k].group;
		if (isnan(w) || isnan(share))
			continue;
		double f = r->m->groups[g].aggregate == AGGREGATE_SUM ? b->factor[g] : 1;
		double points = round_if(r, w * f * share, r->m->items[k].decimals);
		add_child(b, g, share, points, w);
		if (items)
			items[k * r->n + row].points = points;
	}
	for (size_t g = r->m->n_groups; g-- > 1;) {
		if (!b->there[g])
			continue;
		int parent = r->m->groups[g].parent;
		double w = r->groups[g].weight[class];
		double full = w * (r->m->groups[parent].aggregate == AGGREGATE_SUM ? b->factor[parent] : 1);
		double v = group_points(b, g, full);
		double d = r->groups[g].has_difficulty ? input_at(r, &r->groups[g].difficulty, row) : 1;
		v = round_if(r, isnan(d) ? v : v * d, r->m->groups[g].decimals);
		add_child(b, parent, full > 0 ? v / full : 0, v, w);
	}
	return b->there[0] ? group_points(b, 0, r->m->groups[0].total) : NAN;
}

/* One level, all there: a sum of columns. */
static bool plain(const struct blocks *b)
{
	const struct run *r = b->r;
	if (r->m->n_groups > 1 || r->m->groups[0].aggregate != AGGREGATE_SUM || r->class)
		return false;
	for (size_t k = 0; k < r->m->n_items; k++)
		if (r->m->items[k].decimals >= 0 || b->items[k].holes)
			return false;
	return true;
}

static void sum_plain(struct blocks *b, size_t from, size_t n, double *totals, struct score_item *items)
{
	const struct run *r = b->r;
	for (size_t i = 0; i < n; i++)
		totals[i] = 0;
	for (size_t k = 0; k < r->m->n_items; k++) {
		double w = r->items[k].weight[0];
		const double *share = b->items[k].share;
		for (size_t i = 0; i < n; i++)
			totals[i] += w * share[i];
		for (size_t i = 0; i < n && items; i++)
			items[k * r->n + from + i].points = w * share[i];
	}
}

static void keep_items(const struct blocks *b, size_t from, size_t n)
{
	const struct run *r = b->r;
	for (size_t k = 0; k < r->m->n_items; k++) {
		const struct item_block *v = &b->items[k];
		struct score_item *to = r->r->items + k * r->n + from;
		for (size_t i = 0; i < n; i++)
			to[i] = (struct score_item){.input = v->x[i], .base = v->base[i], .score = v->share[i] * 100, .points = NAN,
				.weight = r->items[k].weight[class_of(r, from + i)], .state = v->state[i] == STATE_UNDEFINED ? SCORE_MISSING : v->state[i],
				.capped = v->capped[i], .floored = v->floored[i], .filled = v->filled[i], .undefined = v->state[i] == STATE_UNDEFINED};
	}
}

static double held(double v, double least, double most)
{
	return v < least ? least : v > most ? most : v;
}

/* Bonus, penalty, difficulty, zero by veto, and the last rounding. */
static void finish_row(const struct run *r, size_t row, double v)
{
	const struct method *m = r->m;
	if (r->difficulty_at) {
		double d = input_at(r, &r->difficulty, row);
		r->difficulty_at[row] = isnan(d) ? 1 : d;
		v *= r->difficulty_at[row];
	}
	if (r->bonus) {
		extras_at(r, row, &r->bonus[row], &r->penalty[row]);
		v += r->bonus[row] - r->penalty[row];
	}
	v = held(v, m->total_least, m->total_most);
	if (r->veto && r->veto[row] >= 0 && m->vetoes[r->veto[row]].effect == VETO_ZERO && !isnan(v))
		v = 0;
	if (r->exact)
		r->exact[row] = score_round(v, 9, ROUND_HALF_EVEN); /* what the bits beyond say is no difference */
	r->total[row] = round_fast(v, m->decimals, m->rounding, m->groups[0].total);
}

/* Nothing comes after the sum but its rounding. */
static bool ends_simply(const struct run *r)
{
	return !r->difficulty_at && !r->bonus && !r->veto && !r->exact && isnan(r->m->total_least) && isnan(r->m->total_most);
}

/* Totals of a block whose shares are there. */
static err total_block(struct blocks *b, size_t from, size_t n)
{
	struct run *r = b->r;
	double totals[BLOCK];
	for (size_t k = 0; k < r->m->n_items; k++)
		TRY(fill_missing(b, &r->items[k], from, n, &b->items[k]));
	if (r->r->items)
		keep_items(b, from, n);
	if (plain(b))
		sum_plain(b, from, n, totals, r->r->items);
	else
		for (size_t i = 0; i < n; i++)
			totals[i] = row_total(b, from, i, r->r->items);
	bool simple = ends_simply(r);
	for (size_t i = 0; i < n; i++)
		if (simple)
			r->total[row_at(b, from, i)] = round_fast(totals[i], r->m->decimals, r->m->rounding, r->m->groups[0].total);
		else
			finish_row(r, row_at(b, from, i), totals[i]);
	return OK;
}

static err one_block(struct blocks *b, size_t from, size_t n)
{
	for (size_t k = 0; k < b->r->m->n_items; k++)
		item_shares(b->r, &b->r->items[k], from, n, b->r->r->items != NULL, &b->items[k]);
	return total_block(b, from, n);
}

/* ---- lean: rows with gaps wait until the mean scores are known ------------------------------------- */
struct waiting {
	uint32_t *rows;
	double *shares; /* [row * items + item] */
	uint8_t *states;
	size_t n;
};

static void wait_for_means(struct blocks *b, struct waiting *w, size_t row, size_t i)
{
	size_t items = b->r->m->n_items;
	for (size_t k = 0; k < items; k++) {
		w->shares[w->n * items + k] = b->items[k].share[i];
		w->states[w->n * items + k] = b->items[k].state[i];
	}
	w->rows[w->n++] = (uint32_t)row;
}

/* A sum with a gap is none: that is how rows with gaps are known. */
static void lean_block(struct blocks *b, struct waiting *w, size_t from, size_t n, struct sum *sums, size_t *counts)
{
	double totals[BLOCK];
	for (size_t k = 0; k < b->r->m->n_items; k++) {
		item_shares(b->r, &b->r->items[k], from, n, false, &b->items[k]);
		if (needs_fill(&b->r->m->items[k]))
			sum_add(&sums[k], sum_block(b->r, from, n, b->items[k].share, &counts[k]));
	}
	sum_plain(b, from, n, totals, NULL);
	double *to = b->r->total + from;
	int decimals = b->r->m->decimals;
	enum rounding how = b->r->m->rounding;
	double size = b->r->m->groups[0].total;
	bool simple = ends_simply(b->r);
	for (size_t i = 0; i < n; i++)
		if (isnan(totals[i]))
			wait_for_means(b, w, from + i, i);
		else if (simple)
			to[i] = round_fast(totals[i], decimals, how, size);
		else
			finish_row(b->r, from + i, totals[i]);
}

static err total_waiting(struct blocks *b, const struct waiting *w)
{
	size_t items = b->r->m->n_items;
	b->rows = w->rows;
	for (size_t from = 0; from < w->n; from += BLOCK) {
		size_t n = w->n - from < BLOCK ? w->n - from : BLOCK;
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < items; k++) {
				b->items[k].share[i] = w->shares[(from + i) * items + k];
				b->items[k].state[i] = w->states[(from + i) * items + k];
			}
		TRY(total_block(b, from, n));
	}
	return OK;
}

static err run_lean(struct blocks *b)
{
	struct run *r = b->r;
	struct waiting w = {room_of(r->a, r->n, uint32_t), room_of(r->a, r->n * r->m->n_items, double), room_of(r->a, r->n * r->m->n_items, uint8_t), 0};
	struct sum *sums = arena_new_n(r->a, r->m->n_items, struct sum);
	size_t *counts = arena_new_n(r->a, r->m->n_items, size_t);
	for (size_t from = 0; from < r->n; from += BLOCK)
		lean_block(b, &w, from, r->n - from < BLOCK ? r->n - from : BLOCK, sums, counts);
	for (size_t k = 0; k < r->m->n_items; k++)
		r->items[k].scope[0].fill = counts[k] ? sum_of(&sums[k]) / (double)counts[k] : NAN;
	return total_waiting(b, &w);
}

err run_blocks(struct run *r)
{
	struct blocks b = {.r = r, .items = arena_new_n(r->a, r->m->n_items, struct item_block)};
	if (run_defers(r))
		return run_lean(&b);
	for (size_t from = 0; from < r->n; from += BLOCK)
		TRY(one_block(&b, from, r->n - from < BLOCK ? r->n - from : BLOCK));
	return OK;
}
