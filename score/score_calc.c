/* SPDX-License-Identifier: Apache-2.0 */
/* A method and a table: finding what is asked for, then the steps in their order (score_in.h). */
#include <math.h>
#include <string.h>

#include "score/score_in.h"

/* ---- classes ------------------------------------------------------------------------------------- */
static err find_classes(struct run *r)
{
	const struct score_table *t = r->t;
	r->n_classes = r->m->n_classes ? r->m->n_classes : 1;
	if (!r->m->n_classes)
		return OK;
	if (!t->classes)
		return fail(ERR_INPUT, "the method has classes, and the table does not say which subject is of which; add a column class");
	r->class = room_of(r->a, r->n, int16_t);
	for (size_t i = 0; i < r->n; i++) {
		int c = i && str_eq(t->classes[i], t->classes[i - 1]) ? r->class[i - 1] : method_class_named(r->m, t->classes[i]);
		if (c < 0 && !t->classes[i].n)
			return fail(ERR_INPUT, "{0} has no class; write {1} or another class of the method", t->subjects[i], r->m->classes[0].name);
		if (c < 0)
			return fail(ERR_INPUT, "{0} is of the class {1}, which the method does not know; write {2} or another class of the method", t->subjects[i],
				    t->classes[i], r->m->classes[0].name);
		r->class[i] = (int16_t)c;
	}
	return OK;
}

/* ---- weights ---------------------------------------------------------------------------------------- */
static double weight_in(const struct run *r, const double *weights, size_t class)
{
	return r->m->n_classes ? weights[class] : weights[0];
}

static void group_weights(struct run *r)
{
	for (size_t g = 0; g < r->m->n_groups; g++) {
		const struct method_group *v = &r->m->groups[g];
		r->groups[g].weight = arena_new_n(r->a, r->n_classes, double);
		r->groups[g].children = arena_new_n(r->a, r->n_classes, double);
		for (size_t c = 0; c < r->n_classes; c++)
			r->groups[g].weight[c] = v->parent < 0 ? v->total
				: weight_in(r, v->weights, c) * (r->groups[v->parent].weight[c] / r->m->groups[v->parent].total);
	}
}

/* What the children of each group have together, summed as they are summed where some are missing. */
static void children_weights(struct run *r)
{
	for (size_t c = 0; c < r->n_classes; c++) {
		for (size_t k = 0; k < r->m->n_items; k++)
			if (!isnan(r->items[k].weight[c]))
				r->groups[r->m->items[k].group].children[c] += r->items[k].weight[c];
		for (size_t g = r->m->n_groups; g-- > 1;)
			if (!isnan(r->groups[g].weight[c]))
				r->groups[r->m->groups[g].parent].children[c] += r->groups[g].weight[c];
	}
}

/* ---- columns ---------------------------------------------------------------------------------------- */
static err plan_if(struct run *r, const struct method_input *in, struct plan_input *ret, bool *ret_has)
{
	*ret_has = in != NULL;
	return in ? input_plan(r->a, r->t, in, ret) : OK;
}

static err plan_items(struct run *r)
{
	r->items = arena_new_n(r->a, r->m->n_items, struct plan_item);
	for (size_t k = 0; k < r->m->n_items; k++) {
		struct plan_item *p = &r->items[k];
		const struct method_item *it = &r->m->items[k];
		const struct plan_group *g = &r->groups[it->group];
		*p = (struct plan_item){.it = it, .index = k, .weight = arena_new_n(r->a, r->n_classes, double)};
		for (size_t c = 0; c < r->n_classes; c++)
			p->weight[c] = weight_in(r, it->weights, c) * (g->weight[c] / r->m->groups[it->group].total);
		TRY(input_plan(r->a, r->t, it->input, &p->in));
		TRY(plan_if(r, it->score.base.of, &p->base_of, &p->has_base_of));
		TRY(plan_if(r, it->difficulty, &p->difficulty, &p->has_difficulty));
	}
	return OK;
}

static err plan_others(struct run *r)
{
	bool has;
	r->extras = arena_new_n(r->a, r->m->n_extras, struct plan_input *);
	for (size_t k = 0; k < r->m->n_extras; k++) {
		const struct method_extra *e = &r->m->extras[k];
		r->extras[k] = arena_new_n(r->a, e->n_inputs, struct plan_input);
		for (size_t i = 0; i < e->n_inputs; i++)
			TRY(input_plan(r->a, r->t, &e->inputs[i], &r->extras[k][i]));
	}
	for (size_t g = 0; g < r->m->n_groups; g++)
		TRY(plan_if(r, r->m->groups[g].difficulty, &r->groups[g].difficulty, &r->groups[g].has_difficulty));
	return plan_if(r, r->m->difficulty, &r->difficulty, &has);
}

/* ---- vetoes ------------------------------------------------------------------------------------------ */
/* The heavier decides: not taking part, then zero, then the lower band. */
static int heaviness(const struct method_veto *v)
{
	return v->effect == VETO_OUT ? 2000 : v->effect == VETO_ZERO ? 1000 : v->band;
}

static err find_vetoes(struct run *r)
{
	const struct method *m = r->m;
	if (!m->n_vetoes)
		return OK;
	r->veto = room_of(r->a, r->n, int16_t);
	r->out = room_of(r->a, r->n, uint8_t);
	memset(r->veto, 0xff, r->n * sizeof *r->veto);
	for (size_t k = 0; k < m->n_vetoes; k++) {
		const struct method_veto *v = &m->vetoes[k];
		struct plan_input p;
		TRY(input_plan(r->a, r->t, v->input, &p));
		for (size_t i = 0; i < r->n; i++) {
			double x = input_at(r, &p, i);
			if (isnan(x) || x < v->at_least || x > v->at_most)
				continue;
			if (r->veto[i] < 0 || heaviness(v) > heaviness(&m->vetoes[r->veto[i]]))
				r->veto[i] = (int16_t)k;
			r->out[i] |= v->effect == VETO_OUT;
		}
	}
	return OK;
}

static void make_room(struct run *r)
{
	r->total = room_of(r->a, r->n, double);
	r->place = room_of(r->a, r->n, struct score_place);
	r->of = arena_new_n(r->a, METHOD_CLASSES, uint32_t);
	r->exact = r->m->rank_unrounded ? room_of(r->a, r->n, double) : NULL;
	r->difficulty_at = r->m->difficulty ? room_of(r->a, r->n, double) : NULL;
	r->bonus = r->m->n_extras ? room_of(r->a, r->n, double) : NULL;
	r->penalty = r->m->n_extras ? room_of(r->a, r->n, double) : NULL;
}

static err method_totals(struct run *r)
{
	r->groups = arena_new_n(r->a, r->m->n_groups, struct plan_group);
	group_weights(r);
	TRY(plan_items(r));
	children_weights(r);
	TRY(plan_others(r));
	TRY(find_vetoes(r));
	TRY(run_prepare(r));
	return run_blocks(r);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */
err run_all(struct arena *a, const struct method *m, const struct score_table *t, const struct instead *instead, bool lean, struct score_result *ret)
{
	struct score_result *res = arena_new(a, struct score_result);
	struct run r = {.a = a, .m = m, .t = t, .instead = instead, .n = t->n, .r = res};
	if (t->n > UINT32_MAX / 2)
		return fail(ERR_LIMIT, "the table has more rows than can be ranked; split it");
	*res = (struct score_result){.method = m, .table = t, .n_items = m->n_items};
	make_room(&r);
	if (!lean)
		res->items = room_of(a, t->n * m->n_items, struct score_item);
	TRY(find_classes(&r));
	TRY(m->index ? index_totals(&r) : method_totals(&r));
	TRY(run_rank(&r));
	res->totals = r.total;
	res->places = r.place;
	if (!lean)
		run_lines(&r);
	if (!lean)
		run_effects(a, res);
	*ret = *res;
	return OK;
}

err score_run(struct arena *a, const struct method *m, const struct score_table *t, const struct score_options *o, struct score_result *ret)
{
	static const struct score_options none = {0};
	struct score_result r;
	o = o ? o : &none;
	if (!t->unique)
		TRY(subjects_unique(a, t->subjects, t->n));
	TRY(run_all(a, m, t, NULL, o->lean && !o->variants, &r));
	*ret = r;
	return !o->variants ? OK : m->index ? index_variants(a, ret, o) : run_variants(a, ret, o);
}
