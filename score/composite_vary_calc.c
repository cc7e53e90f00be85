/* SPDX-License-Identifier: Apache-2.0 */
/* The whole way from raw values to the top, once or many times. A variant copies nothing: the matrices of each pair of
 * treatment and normalisation are made once and only read, weights are drawn beforehand, and only the columns of the
 * aggregates are written anew. */
#include "score/composite_in.h"

#include <math.h>
#include <string.h>

static err method_check(const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *m)
{
	if (raw->columns != x->indicators)
		return fail(ERR_INPUT, "there are not as many columns of values as indicators in the index; bring one for each");
	if (!raw->units)
		return fail(ERR_INPUT, "there is no unit to be scored; add one");
	if (m->without > x->indicators)
		return fail(ERR_INPUT, "the indicator that is to be left out is not in the index; choose another");
	for (size_t i = 0; m->weights && i < x->n; i++)
		if (!(m->weights[i] >= 0) || isinf(m->weights[i]))
			return fail(ERR_INPUT, "the weight of {0} is not a number from 0 up; correct it", x->node[i].code);
	for (size_t i = 0; i < raw->units * raw->columns; i++)
		if (isinf(raw->v[i]))
			return fail(ERR_INPUT, "{0} has a value that is not a number; correct it", x->node[i / raw->units].code);
	return OK;
}

err prepare_columns(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *m,
	struct composite_matrix *ret, struct composite_treated *ret_treated)
{
	struct composite_matrix out;
	struct composite_treated ignored;
	double *v = arena_new_n(a, raw->units, double), *room = arena_new_n(a, raw->units, double);
	TRY(matrix_new(a, raw->units, x->indicators, &out));
	out.outside = raw->outside;
	for (size_t c = 0; c < x->indicators; c++) {
		memcpy(v, matrix_column(raw, c), raw->units * sizeof(*v));
		treat_column(v, raw->units, m->treat_of ? &m->treat_of[c] : &m->treat, room, ret_treated ? &ret_treated[c] : &ignored);
		TRY(norm_column(a, v, raw->units, &x->node[c], m->norm_of ? &m->norm_of[c] : &m->norm, matrix_column(&out, c)));
	}
	*ret = out;
	return OK;
}

err composite_compute(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *m,
	struct composite_matrix *ret, struct composite_treated *ret_treated)
{
	struct composite_matrix prepared, out;
	struct join_place at;
	TRY(method_check(x, raw, m));
	TRY(prepare_columns(a, x, raw, m, &prepared, ret_treated));
	TRY(matrix_new(a, raw->units, x->n, &out));
	memcpy(out.v, prepared.v, prepared.units * prepared.columns * sizeof(*out.v));
	if (raw->outside) {
		out.outside = arena_new_n(a, out.units * out.columns, uint8_t);
		memcpy(out.outside, raw->outside, raw->units * raw->columns);
	}
	join_place_make(a, x, &out, &at);
	if (m->without)
		at.column[m->without - 1] = NULL;
	TRY(join_columns(x, m->weights, m->join, &at));
	*ret = out;
	return OK;
}

/* ---- many times ---------------------------------------------------------------------------- */
static void inputs_list(struct varying *v)
{
	const struct composite_choices *c = v->choices;
	const size_t options[INPUTS] = {c->n_winmax, v->nominal->norm_of ? 0 : c->n_norm, c->noise ? c->n_weights : 0, c->n_join,
		c->drop ? v->index->indicators + 1 : 0};
	for (size_t i = 0; i < INPUTS; i++) {
		v->options[i] = options[i];
		if (options[i])
			v->input[v->inputs++] = i;
	}
}

static void weight_sets(struct arena *a, struct varying *v, struct draw *draw)
{
	size_t sets = v->options[INPUT_WEIGHTS], n = v->index->n;
	v->weights = arena_new_n(a, sets * n, double);
	for (size_t i = 0; i < sets; i++)
		weights_noisy(v->index, v->nominal->weights, v->choices->noise, draw, v->weights + i * n);
}

static err nominal_rank(struct arena *a, struct varying *v)
{
	struct composite_matrix scores;
	TRY(composite_compute(a, v->index, v->raw, v->nominal, &scores, NULL));
	v->nominal_rank = arena_new_n(a, v->raw->units, double);
	stats_rank(a, matrix_column(&scores, v->index->top), v->raw->units, true, TIE_LEAST, v->nominal_rank);
	return OK;
}

err varying_make(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *nominal,
	const struct composite_choices *choices, uint64_t seed, struct draw *draw, struct varying *ret)
{
	struct varying v = {.index = x, .raw = raw, .nominal = nominal, .choices = choices};
	TRY(method_check(x, raw, nominal));
	inputs_list(&v);
	if (!v.inputs)
		return fail(ERR_INPUT, "nothing was named that could have been decided otherwise; name at least one choice");
	for (size_t i = 0; i < COMPOSITE_LEVELS && choices->noise; i++)
		if (!(choices->noise[i] >= 0 && choices->noise[i] <= 1))
			return fail(ERR_INPUT, "weights can be disturbed by a share from 0 to 1 only; correct it");
	if (v.options[INPUT_WEIGHTS] > COMPOSITE_CELLS / x->n)
		return fail(ERR_LIMIT, "too many variants; take fewer");
	TRY(nominal_rank(a, &v));
	draw_init(draw, seed);
	weight_sets(a, &v, draw);
	v.prepared = arena_new_n(a, (v.options[INPUT_WINMAX] + 1) * (v.options[INPUT_NORM] + 1), struct composite_matrix);
	join_place_make(a, x, raw, &v.place);
	for (size_t i = x->indicators; i < x->n; i++)
		v.place.column[i] = arena_new_n(a, raw->units, double);
	v.top = v.place.column[x->top];
	v.rank = arena_new_n(a, raw->units, double);
	arena_init(&v.scratch);
	*ret = v;
	return OK;
}

void varying_done(struct varying *v)
{
	arena_done(&v->scratch);
}

/* The matrix of one treatment and one normalisation; COMPOSITE_NONE: the nominal one. */
static err prepared_of(struct arena *a, struct varying *v, size_t winmax, size_t norm, struct composite_matrix **ret)
{
	struct composite_method m = *v->nominal;
	size_t row = winmax == COMPOSITE_NONE ? v->options[INPUT_WINMAX] : winmax, at = norm == COMPOSITE_NONE ? v->options[INPUT_NORM] : norm;
	struct composite_matrix *p = &v->prepared[row * (v->options[INPUT_NORM] + 1) + at];
	struct composite_treat *treat = NULL;
	if (!p->v) {
		if (winmax != COMPOSITE_NONE && m.treat_of) {
			treat = arena_new_n(a, v->index->indicators, struct composite_treat);
			for (size_t i = 0; i < v->index->indicators; i++) {
				treat[i] = m.treat_of[i];
				treat[i].winmax = v->choices->winmax[winmax];
			}
			m.treat_of = treat;
		}
		if (winmax != COMPOSITE_NONE)
			m.treat.winmax = v->choices->winmax[winmax];
		if (norm != COMPOSITE_NONE)
			m.norm = v->choices->norm[norm];
		TRY(prepare_columns(a, v->index, v->raw, &m, p, NULL));
	}
	*ret = p;
	return OK;
}

err varying_run(struct arena *a, struct varying *v, const double *u)
{
	const struct composite_index *x = v->index;
	struct composite_matrix *p;
	size_t pick[INPUTS];
	for (size_t i = 0; i < INPUTS; i++)
		pick[i] = COMPOSITE_NONE;
	for (size_t i = 0; i < v->inputs; i++) {
		size_t options = v->options[v->input[i]], at = (size_t)(u[i] * (double)options);
		pick[v->input[i]] = at < options ? at : options - 1;
	}
	TRY(prepared_of(a, v, pick[INPUT_WINMAX], pick[INPUT_NORM], &p));
	for (size_t c = 0; c < x->indicators; c++)
		v->place.column[c] = matrix_column(p, c);
	if (v->nominal->without)
		v->place.column[v->nominal->without - 1] = NULL;
	if (pick[INPUT_DROP] < x->indicators)
		v->place.column[pick[INPUT_DROP]] = NULL;
	const double *w = pick[INPUT_WEIGHTS] == COMPOSITE_NONE ? v->nominal->weights : v->weights + pick[INPUT_WEIGHTS] * x->n;
	const struct composite_join *join = pick[INPUT_JOIN] == COMPOSITE_NONE ? v->nominal->join : v->choices->join[pick[INPUT_JOIN]];
	TRY(join_columns(x, w, join, &v->place));
	arena_reset(&v->scratch);
	stats_rank(&v->scratch, v->top, v->raw->units, true, TIE_LEAST, v->rank);
	return OK;
}

/* ---- ranks over variants -------------------------------------------------------------------- */
static void unit_range(const double *rank, size_t n, double nominal, double width, double *room, struct composite_range *ret)
{
	size_t same = 0, have = stats_count(rank, n);
	for (size_t i = 0; i < n; i++)
		same += rank[i] == nominal;
	*ret = (struct composite_range){.nominal = nominal, .mean = stats_mean(rank, n), .median = stats_median(rank, n, room),
		.q5 = stats_quantile(rank, n, 0.05, room), .q95 = stats_quantile(rank, n, 0.95, room), .least = stats_min(rank, n),
		.most = stats_max(rank, n), .share_nominal = have ? (double)same / (double)have : NAN};
	ret->stable = ret->q95 - ret->q5 <= width;
}

void vary_ranges(struct arena *a, const struct composite_matrix *ranks, const double *nominal, double width, struct composite_range *ret)
{
	size_t n = ranks->columns;
	double *mine = arena_new_n(a, n, double), *room = arena_new_n(a, n, double);
	for (size_t i = 0; i < ranks->units; i++) {
		for (size_t c = 0; c < n; c++)
			mine[c] = matrix_column(ranks, c)[i];
		unit_range(mine, n, nominal[i], width, room, &ret[i]);
	}
}

/* A variant that fails leaves its column missing. */
static err variants_run(struct arena *a, struct varying *v, const struct composite_vary *how, struct draw *draw, struct composite_varied *ret)
{
	double u[INPUTS];
	for (size_t k = 0; k < how->variants; k++) {
		for (size_t i = 0; i < v->inputs; i++)
			u[i] = draw_unit(draw);
		if (varying_run(a, v, u) != OK) {
			ret->failed++;
			continue;
		}
		memcpy(matrix_column(&ret->ranks, k), v->rank, v->raw->units * sizeof(double));
		if (how->keep)
			memcpy(matrix_column(&ret->scores, k), v->top, v->raw->units * sizeof(double));
	}
	ret->done = how->variants - ret->failed;
	return ret->done ? OK : ERR_INPUT; /* the sentence of the last failure stands */
}

err composite_vary(struct arena *a, const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *nominal,
	const struct composite_choices *choices, const struct composite_vary *how, struct composite_varied *ret)
{
	struct varying v;
	struct draw draw;
	struct composite_varied out = {0};
	if (!how->variants || how->variants > COMPOSITE_VARIANTS)
		return fail(ERR_LIMIT, "between 1 and 100000 variants can be computed; correct the number");
	TRY(matrix_new(a, raw->units, how->variants, &out.ranks));
	if (how->keep)
		TRY(matrix_new(a, raw->units, how->variants, &out.scores));
	TRY(varying_make(a, x, raw, nominal, choices, how->seed, &draw, &v));
	err e = variants_run(a, &v, how, &draw, &out);
	if (e == OK) {
		out.unit = arena_new_n(a, raw->units, struct composite_range);
		vary_ranges(a, &out.ranks, v.nominal_rank, how->stable_width, out.unit);
	}
	varying_done(&v);
	if (e == OK)
		*ret = out;
	return e;
}
