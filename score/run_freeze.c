/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a run: everything that is needed to compute it again, and what came of it. */
#include "score/run_in.h"

#include "base/json.h"

/* 0 stays "0" */
static void member_number(struct json *j, const char *key, int64_t n)
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
		member_str(j, "name", c->name);
		member_str(j, "zh", c->label.zh);
		member_str(j, "en", c->label.en);
		member_str(j, "unit_zh", c->unit.zh);
		member_str(j, "unit_en", c->unit.en);
		member_int(j, "decimals", c->decimals);
		json_close(j);
	}
	json_close(j);
}

static void put_who(struct json *j, const struct run_subject *s)
{
	member_str(j, "code", s->code);
	member_str(j, "name", s->name);
	member_number(j, "id", s->id);
	member_str(j, "class", s->class);
	member_number(j, "unit", s->unit);
	member_str(j, "unit_name", s->unit_name);
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
		if (r->table.states[cell] == SCORE_NUMBER)
			dec_put(&b, r->numbers[cell]);
		else if (r->table.states[cell] == SCORE_NOT_APPLICABLE)
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
		member_str(j, "why", s->why);
		member_str(j, "by", s->by);
	}
	member_int(j, "streak", s->streak);
	member_int(j, "rank_before", s->rank_before);
	member_str(j, "band_before", s->band_before);
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
	member_int(j, "luoshi_run", RUN_FORMAT);
	member_str(j, "title", r->title);
	member_str(j, "period", r->period);
	member_str(j, "kind", r->kind);
	member_str(j, "pack", r->pack);
	member_str(j, "purpose", str_of(run_purpose_names[r->purpose]));
	member_number(j, "matter", r->matter);
	member_number(j, "before", r->before);
	member_str(j, "notice_until", buf_str(&day));
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
	member_str(&j, "method", buf_str(&method));
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
		member_str(&j, "reserved", r->left[i].reserved);
		json_close(&j);
	}
	json_close(&j);
	member_str(&j, "score_sha256", buf_str(&hex));
	json_key(&j, "score");
	json_raw(&j, score);
	json_close(&j);
	if (b.bad)
		return fail(ERR_LIMIT, "this run is too large to be kept");
	*ret = buf_str(&b);
	return OK;
}
