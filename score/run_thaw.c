/* SPDX-License-Identifier: Apache-2.0 */
/* A run from its bytes. Its result is computed anew, never read. */
/* jansson and base/json.h both call something json_null; jansson's is not used here */
#define json_null jansson_null
#include <jansson.h>
#undef json_null

#include "score/run_in.h"

#include <string.h>

static str text_of(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_string(v) ? str_dup(a, (str){json_string_value(v), json_string_length(v)}) : S("");
}

static int64_t int_of(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t n = 0;
	if (json_is_string(v))
		return str_int((str){json_string_value(v), json_string_length(v)}, &n) ? n : 0;
	return json_is_integer(v) ? (int64_t)json_integer_value(v) : 0;
}

static str item_text(struct arena *a, const json_t *list, size_t i)
{
	const json_t *v = json_array_get(list, i);
	return json_is_string(v) ? str_dup(a, (str){json_string_value(v), json_string_length(v)}) : S("");
}

static void read_who(struct arena *a, const json_t *o, struct run_subject *s)
{
	const json_t *list = json_object_get(o, "fields");
	struct run_field *f = arena_new_n(a, json_array_size(list), struct run_field);
	*s = (struct run_subject){.id = int_of(o, "id"), .unit = int_of(o, "unit"), .code = text_of(a, o, "code"), .name = text_of(a, o, "name"),
		.class = text_of(a, o, "class"), .unit_name = text_of(a, o, "unit_name"), .fields = f, .n_fields = json_array_size(list), .band = -1,
		.reserved = text_of(a, o, "reserved"), .why = text_of(a, o, "why"), .by = text_of(a, o, "by"), .streak = int_of(o, "streak"),
		.rank_before = (uint32_t)int_of(o, "rank_before"), .band_before = text_of(a, o, "band_before"),
		.overridden = json_object_get(o, "why") != NULL, .seen = true};
	for (size_t i = 0; i < s->n_fields; i++) {
		const json_t *one = json_array_get(list, i);
		f[i] = (struct run_field){item_text(a, one, 0), item_text(a, one, 1), item_text(a, one, 2)};
	}
}

static void read_columns(struct arena *a, const json_t *o, struct run *r)
{
	const json_t *list = json_object_get(o, "columns");
	struct run_column *c = arena_new_n(a, json_array_size(list), struct run_column);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		c[i] = (struct run_column){text_of(a, one, "name"), {text_of(a, one, "zh"), text_of(a, one, "en")},
			{text_of(a, one, "unit_zh"), text_of(a, one, "unit_en")}, (int)int_of(one, "decimals")};
	}
	r->columns = c;
	r->n_columns = json_array_size(list);
}

static void read_subject(struct arena *a, const json_t *o, struct run *r, size_t row)
{
	struct run_subject *s = &r->subjects[row];
	const json_t *values = json_object_get(o, "values");
	double *reals = (double *)r->table.values;
	uint8_t *states = (uint8_t *)r->table.states;
	for (size_t c = 0; c < r->n_columns; c++) {
		str v = item_text(a, values, c);
		size_t cell = c * r->n + row;
		if (str_eq(v, S("/"))) {
			states[cell] = SCORE_NOT_APPLICABLE;
		} else if (v.n && dec_parse(v, &r->numbers[cell])) {
			states[cell] = SCORE_NUMBER;
			reals[cell] = run_real(r->numbers[cell]);
		}
	}
	s->band = method_band_named(r->method, text_of(a, o, "band"));
}

static void read_head(struct arena *a, const json_t *o, struct run *r)
{
	str purpose = text_of(a, o, "purpose");
	r->title = text_of(a, o, "title");
	r->period = text_of(a, o, "period");
	r->kind = text_of(a, o, "kind");
	r->pack = text_of(a, o, "pack");
	r->matter = int_of(o, "matter");
	r->before = int_of(o, "before");
	r->unconfirmed_of = S("");
	r->whole = true;
	if (!day_parse(text_of(a, o, "notice_until"), &r->notice_until))
		r->notice_until = DAY_NONE;
	for (int i = 0; i < RUN_PURPOSES; i++)
		if (str_eq(purpose, str_of(run_purpose_names[i])))
			r->purpose = (enum run_purpose)i;
}

static err compute(struct arena *a, const json_t *o, bool variants, struct run *r)
{
	const json_t *list = json_object_get(o, "subjects");
	struct score_options plain = run_options;
	for (size_t i = 0; i < r->n; i++)
		read_subject(a, json_array_get(list, i), r, i);
	if (!variants)
		plain.variants = 0;
	TRY(score_run(a, r->method, &r->table, &plain, &r->result));
	for (size_t i = 0; i < r->n && !variants; i++) {
		r->result.lines[i].rank_lo = (uint32_t)int_of(json_array_get(list, i), "rank_lo");
		r->result.lines[i].rank_hi = (uint32_t)int_of(json_array_get(list, i), "rank_hi");
	}
	return OK;
}

static err read_all(struct arena *a, const json_t *o, bool variants, struct run *r)
{
	const json_t *in = json_object_get(o, "subjects"), *left = json_object_get(o, "left");
	if (int_of(o, "luoshi_run") != RUN_FORMAT)
		return fail(ERR_INPUT, "these bytes are no run");
	read_head(a, o, r);
	TRY(method_load(a, S("run"), text_of(a, o, "method"), &r->method));
	read_columns(a, o, r);
	r->n = json_array_size(in);
	r->n_left = json_array_size(left);
	r->subjects = arena_new_n(a, r->n, struct run_subject);
	r->left = arena_new_n(a, r->n_left, struct run_subject);
	for (size_t i = 0; i < r->n; i++)
		read_who(a, json_array_get(in, i), &r->subjects[i]);
	for (size_t i = 0; i < r->n_left; i++)
		read_who(a, json_array_get(left, i), &r->left[i]);
	run_table(a, r);
	return compute(a, o, variants, r);
}

err run_thaw(struct arena *a, str body, bool variants, struct run **ret)
{
	json_error_t wrong;
	struct run *r = arena_new(a, struct run);
	json_t *o = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, &wrong);
	if (!o)
		return fail(ERR_INPUT, "these bytes are no run");
	err e = read_all(a, o, variants, r);
	json_decref(o);
	TRY(e);
	*ret = r;
	return OK;
}
