/* SPDX-License-Identifier: Apache-2.0 */
/* A run that was kept is read and computed anew; whether it comes to the same bytes is the proof. */
#include <jansson.h>
#include <math.h>

#include "score/score_in.h"

#define NO_RUN "these are no bytes of a run that was kept; take the file as it was written"

static void let_go(void *j)
{
	json_decref(j);
}

static str text_of(struct arena *a, const json_t *j)
{
	return json_is_string(j) ? str_dup(a, (str){json_string_value(j), json_string_length(j)}) : STR_NONE;
}

static err read_names(struct arena *a, const json_t *j, const str **ret, size_t *ret_n)
{
	size_t n = json_array_size(j);
	str *v = arena_new_n(a, n, str);
	if (!json_is_array(j))
		return fail(ERR_INPUT, NO_RUN);
	for (size_t i = 0; i < n; i++) {
		v[i] = text_of(a, json_array_get(j, i));
		if (!v[i].p)
			return fail(ERR_INPUT, NO_RUN);
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

static err read_column(const json_t *j, size_t n, double *v, uint8_t *s)
{
	if (json_array_size(j) != n)
		return fail(ERR_INPUT, NO_RUN);
	for (size_t i = 0; i < n; i++) {
		const json_t *cell = json_array_get(j, i);
		v[i] = json_is_number(cell) ? json_number_value(cell) : NAN;
		s[i] = json_is_number(cell) ? SCORE_NUMBER : json_is_string(cell) ? SCORE_NOT_APPLICABLE : SCORE_MISSING;
	}
	return OK;
}

static err read_inputs(struct arena *a, const json_t *j, struct score_table *ret)
{
	struct score_table t = {0};
	size_t n_classes = 0;
	const json_t *values = json_object_get(j, "values");
	TRY(read_names(a, json_object_get(j, "columns"), &t.inputs, &t.n_inputs));
	TRY(read_names(a, json_object_get(j, "subjects"), &t.subjects, &t.n));
	if (json_object_get(j, "classes"))
		TRY(read_names(a, json_object_get(j, "classes"), &t.classes, &n_classes));
	if ((t.classes && n_classes != t.n) || json_array_size(values) != t.n_inputs)
		return fail(ERR_INPUT, NO_RUN);
	double *v = arena_array(a, t.n * t.n_inputs, sizeof *v);
	uint8_t *s = arena_array(a, t.n * t.n_inputs, sizeof *s);
	for (size_t k = 0; k < t.n_inputs; k++)
		TRY(read_column(json_array_get(values, k), t.n, v + k * t.n, s + k * t.n));
	t.values = v;
	t.states = s;
	*ret = t;
	return OK;
}

static uint64_t seed_of(const json_t *j)
{
	uint64_t v = 0;
	for (const char *p = json_is_string(j) ? json_string_value(j) : ""; *p >= '0' && *p <= '9'; p++)
		v = v * 10 + (uint64_t)(*p - '0');
	return v;
}

err score_again(struct arena *a, str bytes, bool *ret_same, struct score_result *ret)
{
	const struct method *m;
	struct score_table *t = arena_new(a, struct score_table);
	struct score_result r;
	struct digest d;
	str again;
	json_t *j = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, NULL);
	if (!j)
		return fail(ERR_INPUT, NO_RUN);
	arena_defer(a, let_go, j);
	str text = text_of(a, json_object_get(j, "method"));
	json_int_t variants = json_integer_value(json_object_get(j, "variants"));
	if (!text.n || !str_eq(text_of(a, json_object_get(j, "form")), S("luoshi-score-1")) || variants < 0 || variants > 100000)
		return fail(ERR_INPUT, NO_RUN);
	TRY(method_load(a, S("method"), text, &m));
	TRY(read_inputs(a, json_object_get(j, "inputs"), t));
	struct score_options o = {.variants = (uint32_t)variants, .seed = seed_of(json_object_get(j, "seed")),
		.weight_noise = json_number_value(json_object_get(j, "weight_noise"))};
	TRY(score_run(a, m, t, &o, &r));
	TRY(score_freeze(a, &r, &again, &d));
	*ret_same = str_eq(again, bytes);
	*ret = r;
	return OK;
}
