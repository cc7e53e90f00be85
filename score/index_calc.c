/* SPDX-License-Identifier: Apache-2.0 */
/* A method that declares a composite index (综合指数): its inputs become a matrix, its dimensions a tree, and
 * composite.h does the rest. In the order screen, impute, treat, normalise, weigh and aggregate. */
#include <math.h>
#include <string.h>

#include "score/index_in.h"

static_assert(METHOD_LEVELS == COMPOSITE_LEVELS, "what is declared can be computed");

/* ---- the tree --------------------------------------------------------------------------------------- */
static enum composite_mean mean_of(enum aggregate how)
{
	return how == AGGREGATE_GEOMETRIC ? MEAN_GEOMETRIC : how == AGGREGATE_HARMONIC ? MEAN_HARMONIC : MEAN_ARITHMETIC;
}

static struct composite_norm norm_of(const struct method_norm *n)
{
	static const enum composite_scale scales[INDEX_SCALES] = {[INDEX_MINMAX] = NORM_MINMAX, [INDEX_ZSCORE] = NORM_ZSCORE, [INDEX_MAX] = NORM_MAX,
		[INDEX_FRACTION] = NORM_FRACTION, [INDEX_TARGET] = NORM_TARGET, [INDEX_GOALPOSTS] = NORM_GOALPOSTS, [INDEX_RANK] = NORM_RANK,
		[INDEX_PERCENTILE] = NORM_PRANK, [INDEX_BORDA] = NORM_BORDA, [INDEX_NONE] = NORM_NONE};
	bool z = n->scale == INDEX_ZSCORE, posts = n->scale == INDEX_GOALPOSTS;
	return (struct composite_norm){.scale = scales[n->scale], .a = z ? n->mean : posts ? n->to : n->from, .b = z ? n->sd : n->to, .cap = true};
}

static struct composite_node node_of(const struct method *m, const struct method_item *it)
{
	const struct method_norm *n = it->norm ? it->norm : &m->index->norm;
	return (struct composite_node){.code = it->name, .parent = m->groups[it->group].name, .level = 1, .direction = it->down ? -1 : 1,
		.weight = it->weights[0], .target = n->target, .low = n->low, .high = n->high, .log_posts = n->log};
}

static err tree_make(struct arena *a, const struct method *m, struct composite_index *ret)
{
	size_t n = 0;
	struct composite_node *v = arena_new_n(a, m->n_items + m->n_groups, struct composite_node);
	for (size_t k = 0; k < m->n_items; k++)
		v[n++] = node_of(m, &m->items[k]);
	for (size_t g = 0; g < m->n_groups; g++) {
		const struct method_group *x = &m->groups[g];
		bool top = x->parent < 0;
		v[n++] = (struct composite_node){.code = x->name, .parent = top ? STR_NONE : m->groups[x->parent].name, .level = method_level(m, (int)g),
			.direction = 1, .weight = top ? 1 : x->weights[0], .target = NAN, .low = NAN, .high = NAN};
	}
	return index_make(a, v, n, ret);
}

static void way_make(struct arena *a, const struct method *m, struct index_run *ret)
{
	const struct method_treat *t = m->index->treat;
	struct composite_norm *of = arena_new_n(a, m->n_items, struct composite_norm);
	ret->way = (struct composite_method){.norm = norm_of(&m->index->norm)};
	if (t)
		ret->way.treat = (struct composite_treat){.on = true, .skew = t->skew, .kurt = t->kurt, .winmax = t->most,
			.curve = t->curve == INDEX_CURVE_LOG ? CURVE_LOG : t->curve == INDEX_CURVE_LOG_ONE ? CURVE_LOG_ONE : CURVE_NONE};
	for (size_t k = 0; k < m->n_items; k++) {
		of[k] = norm_of(m->items[k].norm ? m->items[k].norm : &m->index->norm);
		if (m->items[k].norm)
			ret->way.norm_of = of;
	}
	for (size_t g = 0; g < m->n_groups; g++)
		ret->way.join[method_level(m, (int)g) - 2].mean = mean_of(m->groups[g].aggregate);
}

/* ---- the matrix --------------------------------------------------------------------------------------- */
static err column_read(const struct run *r, size_t k, struct composite_matrix *m)
{
	struct plan_input in;
	uint8_t s[BLOCK];
	double *v = matrix_column(m, k);
	TRY(input_plan(r->a, r->t, r->m->items[k].input, &in));
	for (size_t from = 0; from < r->n; from += BLOCK) {
		size_t n = r->n - from < BLOCK ? r->n - from : BLOCK;
		input_read(r, &in, from, n, v + from, s);
		for (size_t i = 0; i < n; i++)
			if (s[i] == SCORE_NOT_APPLICABLE)
				matrix_outside(r->a, m, from + i, k);
			else if (s[i] != SCORE_NUMBER || !isfinite(v[from + i]))
				v[from + i] = NAN;
	}
	if (r->instead && !r->instead->column && r->instead->which == k)
		v[r->instead->row] = r->instead->value;
	return OK;
}

static err none_missing(const struct run *r, const struct index_run *x)
{
	for (size_t k = 0; k < x->raw.columns; k++)
		for (size_t i = 0; i < x->raw.units; i++) {
			size_t cell = k * x->raw.units + i;
			if (isnan(x->raw.v[cell]) && !(x->raw.outside && x->raw.outside[cell]))
				return fail(ERR_INPUT, "{0} has no value for {1}; enter it, or write in the index what becomes of it: impute = …",
					    r->t->subjects[x->row[i]], r->m->items[k].name);
		}
	return OK;
}

/* The classes of the table, numbered as they first come. */
static const int *groups_of(const struct run *r, const struct index_run *x)
{
	int *v = arena_new_n(r->a, x->raw.units, int), n = 0;
	for (size_t i = 0; i < x->raw.units; i++) {
		size_t j = 0;
		while (j < i && !str_eq(r->t->classes[x->row[j]], r->t->classes[x->row[i]]))
			j++;
		v[i] = j < i ? v[j] : n++;
	}
	return v;
}

static err impute(const struct run *r, struct index_run *x)
{
	enum index_impute how = r->m->index->impute;
	if (how == IMPUTE_FAIL)
		return none_missing(r, x);
	if (r->m->index->impute_within && !r->t->classes)
		return fail(ERR_INPUT, "the index fills gaps within classes, and the table does not say which subject is of which; add a column class");
	if (how == IMPUTE_MEAN || how == IMPUTE_MEDIAN)
		composite_fill(r->a, &x->raw, how == IMPUTE_MEAN ? FILL_MEAN : FILL_MEDIAN, r->m->index->impute_within ? groups_of(r, x) : NULL);
	if (how == IMPUTE_SISTERS)
		composite_fill_row(r->a, &x->x, &x->raw, FILL_MEAN, true);
	return OK;
}

err index_prepare(const struct run *r, struct index_run *ret)
{
	struct composite_matrix all;
	struct composite_unit *units = arena_new_n(r->a, r->n, struct composite_unit);
	TRY(tree_make(r->a, r->m, &ret->x));
	way_make(r->a, r->m, ret);
	TRY(matrix_new(r->a, r->n, r->m->n_items, &all));
	for (size_t k = 0; k < r->m->n_items; k++)
		TRY(column_read(r, k, &all));
	composite_screen(&all, &(struct composite_screen){.available = r->m->index->available / 100}, units);
	TRY(composite_keep(r->a, &all, units, &ret->raw, &ret->row));
	return impute(r, ret);
}

/* ---- one result --------------------------------------------------------------------------------------- */
static void items_put(const struct run *r, const struct index_run *x, const struct composite_matrix *scores)
{
	double *share = arena_new_n(r->a, x->x.n, double);
	struct composite_matrix given;
	weights_effective(&x->x, NULL, share);
	for (size_t k = 0; k < r->m->n_items; k++)
		for (size_t i = 0; i < r->n; i++)
			r->r->items[k * r->n + i] = (struct score_item){.input = NAN, .base = NAN, .score = NAN, .points = NAN, .weight = share[k] * 100, .state = SCORE_MISSING};
	if (matrix_new(r->a, r->n, r->m->n_items, &given) != OK)
		return;
	for (size_t k = 0; k < r->m->n_items; k++) {
		if (column_read(r, k, &given) != OK)
			return;
		for (size_t i = 0; i < scores->units; i++) {
			size_t cell = k * r->n + x->row[i];
			struct score_item *to = &r->r->items[cell];
			to->input = given.v[cell];
			to->score = matrix_column(scores, k)[i];
			to->points = to->score * share[k];
			to->filled = isnan(to->input) && !isnan(to->score);
			to->state = !isnan(to->input) ? SCORE_NUMBER : given.outside && given.outside[cell] ? SCORE_NOT_APPLICABLE : SCORE_MISSING;
		}
	}
}

err index_totals(struct run *r)
{
	struct index_run x = {.row = NULL};
	struct composite_matrix scores;
	TRY(index_prepare(r, &x));
	TRY(composite_compute(r->a, &x.x, &x.raw, &x.way, &scores, NULL));
	for (size_t i = 0; i < r->n; i++)
		r->total[i] = NAN;
	for (size_t i = 0; i < scores.units; i++) {
		double v = matrix_column(&scores, x.x.top)[i];
		r->total[x.row[i]] = isnan(v) ? NAN : round_points(v, r->m->decimals, r->m->rounding, fabs(v));
		if (r->exact)
			r->exact[x.row[i]] = v;
	}
	if (r->r->items)
		items_put(r, &x, &scores);
	return OK;
}

/* ---- many ways ---------------------------------------------------------------------------------------- */
static bool all_above_zero(const struct composite_matrix *scores, size_t columns)
{
	for (size_t i = 0; i < columns * scores->units; i++)
		if (scores->v[i] <= 0)
			return false;
	return true;
}

static bool sums_only(const struct index_run *x)
{
	for (int l = 0; l < x->x.levels - 1; l++)
		if (x->way.join[l].mean != MEAN_ARITHMETIC)
			return false;
	return true;
}

/* The other mean where every score allows one; else the other scale, where sums alone are taken of it. */
static void choices_make(struct arena *a, const struct method *m, const struct index_run *x, bool positive, uint32_t variants, struct composite_choices *ret)
{
	double *noise = arena_new_n(a, COMPOSITE_LEVELS, double);
	struct composite_join (*joins)[COMPOSITE_LEVELS] = arena_array(a, 2, sizeof *joins);
	struct composite_norm *norms = arena_new_n(a, 2, struct composite_norm);
	bool sums = sums_only(x);
	for (int l = 0; l < COMPOSITE_LEVELS; l++)
		noise[l] = m->index->noise / 100;
	*ret = (struct composite_choices){.noise = noise, .n_weights = variants < 1000 ? variants : 1000, .drop = x->x.indicators > 2, .join = joins, .norm = norms};
	memcpy(joins[0], x->way.join, sizeof *joins);
	for (int l = 0; l < COMPOSITE_LEVELS; l++)
		joins[1][l] = (struct composite_join){.mean = sums ? MEAN_GEOMETRIC : MEAN_ARITHMETIC};
	norms[0] = x->way.norm;
	norms[1] = norms[0].scale == NORM_ZSCORE ? (struct composite_norm){.scale = NORM_MINMAX, .a = 0, .b = 100} : (struct composite_norm){.scale = NORM_ZSCORE, .a = 0, .b = 1};
	if (positive)
		ret->n_join = 2;
	else if (sums && !x->way.norm_of)
		ret->n_norm = 2;
}

static err study_make(struct arena *a, const struct score_result *r, uint32_t variants, struct index_run *ret, struct composite_choices *ret_choices)
{
	struct run run = {.a = a, .m = r->method, .t = r->table, .n = r->table->n};
	struct composite_matrix scores;
	TRY(index_prepare(&run, ret));
	TRY(composite_compute(a, &ret->x, &ret->raw, &ret->way, &scores, NULL));
	choices_make(a, r->method, ret, all_above_zero(&scores, ret->x.indicators), variants, ret_choices);
	return OK;
}

err index_variants(struct arena *a, struct score_result *r, const struct score_options *o)
{
	struct index_run x = {.row = NULL};
	struct composite_choices choices;
	struct composite_varied varied;
	TRY(study_make(a, r, o->variants, &x, &choices));
	TRY(composite_vary(a, &x.x, &x.raw, &x.way, &choices, &(struct composite_vary){.seed = o->seed, .variants = o->variants}, &varied));
	for (size_t i = 0; i < x.raw.units; i++) {
		struct score_line *l = &r->lines[x.row[i]];
		const struct composite_range *range = &varied.unit[i];
		if (!l->rank || isnan(range->least))
			continue;
		l->rank_lo = range->least < l->rank ? (uint32_t)range->least : l->rank;
		l->rank_hi = range->most > l->rank ? (uint32_t)range->most : l->rank;
		l->stable = score_is_stable(r->method, l);
	}
	r->variants = o->variants;
	r->seed = o->seed;
	r->weight_noise = r->method->index->noise / 100;
	return OK;
}

err score_shares(struct arena *a, const struct score_result *r, uint32_t variants, uint64_t seed, struct score_share **ret, size_t *ret_n)
{
	static const char *const names[INPUTS] = {[INPUT_WINMAX] = "treatment", [INPUT_NORM] = "scale", [INPUT_WEIGHTS] = "weights", [INPUT_JOIN] = "aggregate", [INPUT_DROP] = "left out"};
	struct index_run x = {.row = NULL};
	struct composite_choices choices;
	struct sobol sobol[INPUTS];
	struct score_share *v = arena_new_n(a, INPUTS, struct score_share);
	*ret_n = 0;
	if (!r->method->index)
		return fail(ERR_INPUT, "the method {0} is no index; what moves its ranks is not taken apart", r->method->name);
	TRY(study_make(a, r, variants, &x, &choices));
	TRY(composite_sobol(a, &x.x, &x.raw, &x.way, &choices, &(struct composite_vary){.seed = seed, .variants = variants}, 200, sobol));
	for (size_t i = 0; i < INPUTS; i++)
		if (!isnan(sobol[i].total))
			v[(*ret_n)++] = (struct score_share){names[i], sobol[i].first, sobol[i].total, sobol[i].total5, sobol[i].total95};
	*ret = v;
	return OK;
}
