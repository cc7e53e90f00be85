/* SPDX-License-Identifier: Apache-2.0 */
/* What a run keeps: method, inputs and result as one JSON document whose bytes follow from them alone. Reals are
 * written with as few digits as bring the same real back. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "score/score_in.h"

static void put_real(struct json *j, double v)
{
	char z[40];
	int n = 0;
	if (!isfinite(v)) {
		json_null(j);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		n = snprintf(z, sizeof z, "%.*g", digits, v + 0.0);
		if (strtod(z, NULL) == v)
			break;
	}
	json_raw(j, (str){z, (size_t)n});
}

static void put_names(struct json *j, const char *key, const str *v, size_t n)
{
	json_key(j, key), json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, v[i].n ? v[i] : S(""));
	json_close(j);
}

static void put_column(struct json *j, const struct score_table *t, size_t column)
{
	json_open(j, '[');
	for (size_t i = 0; i < t->n; i++) {
		uint8_t state = t->states[column * t->n + i];
		if (state == SCORE_NOT_APPLICABLE)
			json_z(j, "/");
		else
			put_real(j, state == SCORE_NUMBER ? t->values[column * t->n + i] : NAN);
	}
	json_close(j);
}

/* Only the columns that the method asks for. */
static void put_inputs(struct arena *a, struct json *j, const struct score_result *r)
{
	const struct score_table *t = r->table;
	str *asked;
	size_t n;
	method_asks(a, r->method, &asked, &n);
	json_key(j, "inputs"), json_open(j, '{');
	put_names(j, "columns", asked, n);
	put_names(j, "subjects", t->subjects, t->n);
	if (t->classes)
		put_names(j, "classes", t->classes, t->n);
	json_key(j, "values"), json_open(j, '[');
	for (size_t k = 0; k < n; k++)
		put_column(j, t, (size_t)score_table_column(t, asked[k]));
	json_close(j);
	json_close(j);
}

static void put_line(struct json *j, const struct score_result *r, size_t row)
{
	const struct score_line *l = &r->lines[row];
	json_open(j, '{');
	json_key(j, "points"), json_open(j, '[');
	for (size_t k = 0; k < r->n_items; k++)
		put_real(j, r->items[k * r->table->n + row].points);
	json_close(j);
	json_key(j, "bonus"), put_real(j, l->bonus);
	json_key(j, "penalty"), put_real(j, l->penalty);
	json_key(j, "difficulty"), put_real(j, l->difficulty);
	json_key(j, "total"), put_real(j, l->total);
	json_key(j, "rank"), json_int(j, l->rank);
	json_key(j, "of"), json_int(j, l->of);
	json_key(j, "band"), json_str(j, l->band < 0 ? STR_NONE : r->method->bands[l->band].name);
	json_key(j, "veto"), json_str(j, l->veto < 0 ? STR_NONE : r->method->vetoes[l->veto].name);
	if (r->variants) {
		json_key(j, "rank_lo"), json_int(j, l->rank_lo);
		json_key(j, "rank_hi"), json_int(j, l->rank_hi);
		json_key(j, "stable"), json_bool(j, l->stable);
	}
	json_close(j);
}

static void put_result(struct json *j, const struct score_result *r)
{
	json_key(j, "result"), json_open(j, '{');
	json_key(j, "lines"), json_open(j, '[');
	for (size_t i = 0; i < r->table->n; i++)
		put_line(j, r, i);
	json_close(j);
	json_key(j, "effective_weights"), json_open(j, '[');
	for (size_t k = 0; k < r->n_items; k++)
		put_real(j, r->weights[k]);
	json_close(j);
	json_key(j, "correlations"), json_open(j, '[');
	for (size_t k = 0; k < r->n_items; k++)
		put_real(j, r->correlations[k]);
	json_close(j);
	json_close(j);
}

err score_freeze(struct arena *a, const struct score_result *r, str *ret_bytes, struct digest *ret)
{
	struct buf b, text, seed;
	struct json j;
	ours(r->items); /* a lean result is not kept */
	buf_init(&b, a);
	buf_init(&text, a);
	buf_init(&seed, a);
	method_text(&text, r->method);
	buf_fmt(&seed, "%llu", (unsigned long long)r->seed);
	json_begin(&j, &b);
	json_open(&j, '{');
	json_key(&j, "form"), json_z(&j, "luoshi-score-1");
	json_key(&j, "method"), json_str(&j, buf_str(&text));
	json_key(&j, "variants"), json_int(&j, r->variants);
	json_key(&j, "seed"), json_str(&j, buf_str(&seed));
	json_key(&j, "weight_noise"), put_real(&j, r->weight_noise);
	put_inputs(a, &j, r);
	put_result(&j, r);
	json_close(&j);
	if (b.bad)
		return fail(ERR_LIMIT, "the run is too large to be kept in one piece; split it");
	hash_bytes(HASH_SHA256, b.p, b.n, ret);
	*ret_bytes = buf_str(&b);
	return OK;
}
