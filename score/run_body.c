/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a run: everything that is needed to compute it again, and what came of it. */
#include "score/run_in.h"

#include "base/json.h"

#include <jansson.h>
#include <string.h>

#define FORMAT 1

/* ---- out ------------------------------------------------------------------------------------------- */
static void member(struct json *j, const char *key, str s)
{
	json_key(j, key);
	json_str(j, s.p ? s : S(""));
}

static void member_int(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

static void member_id(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_id(j, n);
}

static void put_columns(struct json *j, const struct run *r)
{
	json_key(j, "columns");
	json_open(j, '[');
	for (size_t i = 0; i < r->n_columns; i++) {
		const struct run_column *c = &r->columns[i];
		json_open(j, '{');
		member(j, "name", c->name);
		member(j, "zh", c->label.zh);
		member(j, "en", c->label.en);
		member(j, "unit_zh", c->unit.zh);
		member(j, "unit_en", c->unit.en);
		member_int(j, "decimals", c->decimals);
		json_close(j);
	}
	json_close(j);
}

static void put_who(struct json *j, const struct run_subject *s)
{
	member(j, "code", s->code);
	member(j, "name", s->name);
	member_id(j, "id", s->id);
	member(j, "class", s->class);
	member_id(j, "unit", s->unit);
	member(j, "unit_name", s->unit_name);
	json_key(j, "fields");
	json_open(j, '[');
	for (size_t i = 0; i < s->n_fields; i++) {
		json_open(j, '[');
		json_str(j, s->fields[i].name);
		json_str(j, s->fields[i].raw);
		json_str(j, s->fields[i].text);
		json_close(j);
	}
	json_close(j);
}

static void put_values(struct json *j, const struct run *r, size_t row)
{
	struct buf b;
	buf_init(&b, NULL);
	json_key(j, "values");
	json_open(j, '[');
	for (size_t c = 0; c < r->n_columns; c++) {
		size_t cell = c * r->n + row;
		buf_clear(&b);
		if (r->table.states[cell] == CELL_NUMBER)
			dec_put(&b, r->numbers[cell]);
		else if (r->table.states[cell] == CELL_NOT_APPLICABLE)
			buf_byte(&b, '/');
		json_str(j, buf_str(&b).n ? buf_str(&b) : STR_NONE);
	}
	json_close(j);
	buf_done(&b);
}

static void put_subject(struct json *j, const struct run *r, size_t row)
{
	const struct run_subject *s = &r->subjects[row];
	const struct score_line *l = &r->result.lines[row];
	json_open(j, '{');
	put_who(j, s);
	put_values(j, r, row);
	json_key(j, "band");
	json_str(j, s->band >= 0 ? r->method->bands[s->band].name : STR_NONE);
	if (s->overridden) {
		member(j, "why", s->why);
		member(j, "by", s->by);
	}
	member_int(j, "streak", s->streak);
	member_int(j, "rank_before", s->rank_before);
	member(j, "band_before", s->band_before);
	member_int(j, "rank_lo", l->rank_lo);
	member_int(j, "rank_hi", l->rank_hi);
	json_close(j);
}

static void put_head(struct json *j, const struct run *r)
{
	struct buf day;
	buf_init(&day, NULL);
	if (r->notice_until != DAY_NONE)
		day_put(&day, r->notice_until);
	member_int(j, "luoshi_run", FORMAT);
	member(j, "title", r->title);
	member(j, "period", r->period);
	member(j, "kind", r->kind);
	member(j, "pack", r->pack);
	member(j, "purpose", str_of(run_purpose_names[r->purpose]));
	member_id(j, "matter", r->matter);
	member_id(j, "before", r->before);
	member(j, "notice_until", buf_str(&day));
	member_int(j, "variants", run_options.variants);
	member_int(j, "seed", (int64_t)run_options.seed);
	buf_done(&day);
}

err run_freeze(struct arena *a, struct run *r, str *ret)
{
	struct buf b, method, hex;
	struct json j;
	struct digest d;
	str score;
	TRY(score_freeze(a, &r->result, &score, &d));
	buf_init(&b, a);
	buf_init(&method, a);
	buf_init(&hex, a);
	method_text(&method, r->method);
	hex_put(&hex, d.b, sizeof d.b);
	json_begin(&j, &b);
	json_open(&j, '{');
	put_head(&j, r);
	member(&j, "method", buf_str(&method));
	put_columns(&j, r);
	json_key(&j, "subjects");
	json_open(&j, '[');
	for (size_t i = 0; i < r->n; i++)
		put_subject(&j, r, i);
	json_close(&j);
	json_key(&j, "left");
	json_open(&j, '[');
	for (size_t i = 0; i < r->n_left; i++) {
		json_open(&j, '{');
		put_who(&j, &r->left[i]);
		member(&j, "reserved", r->left[i].reserved);
		json_close(&j);
	}
	json_close(&j);
	member(&j, "score_sha256", buf_str(&hex));
	json_key(&j, "score");
	json_raw(&j, score);
	json_close(&j);
	if (b.bad)
		return fail(ERR_LIMIT, "this run is too large to be kept");
	*ret = buf_str(&b);
	return OK;
}

/* ---- in ------------------------------------------------------------------------------------------------ */
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
			states[cell] = CELL_NOT_APPLICABLE;
		} else if (v.n && dec_parse(v, &r->numbers[cell])) {
			states[cell] = CELL_NUMBER;
			reals[cell] = run_real(r->numbers[cell]);
		}
	}
	s->band = method_band_named(r->method, text_of(a, o, "band"));
}

static void table_make(struct arena *a, struct run *r)
{
	size_t cells = r->n_columns * r->n;
	str *inputs = arena_new_n(a, r->n_columns, str), *codes = arena_new_n(a, r->n, str), *classes = arena_new_n(a, r->n, str);
	double *values = arena_new_n(a, cells, double);
	uint8_t *states = arena_new_n(a, cells, uint8_t);
	for (size_t i = 0; i < r->n_columns; i++)
		inputs[i] = r->columns[i].name;
	for (size_t i = 0; i < r->n; i++) {
		codes[i] = r->subjects[i].code;
		classes[i] = r->subjects[i].class;
	}
	memset(states, CELL_MISSING, cells);
	r->numbers = arena_new_n(a, cells, struct dec);
	r->table = (struct score_table){.inputs = inputs, .n_inputs = r->n_columns, .subjects = codes, .classes = r->method->n_classes ? classes : NULL, .n = r->n,
		.values = values, .states = states};
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
	if (int_of(o, "luoshi_run") != FORMAT)
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
	table_make(a, r);
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
