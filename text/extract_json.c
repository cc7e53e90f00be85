/* SPDX-License-Identifier: Apache-2.0 */
/* One line of `luoshi extract`; also what the API answers. */
#include "text/extract_in.h"

static void put_span(struct json *j, struct span at)
{
	json_key(j, "span");
	json_open(j, '[');
	json_int(j, (int64_t)at.from);
	json_int(j, (int64_t)at.to);
	json_close(j);
}

static void put_day(struct json *j, struct arena *a, day_t day)
{
	struct buf b;
	json_key(j, "date");
	if (day == DAY_NONE) {
		json_null(j);
		return;
	}
	buf_init(&b, a);
	day_put(&b, day);
	json_str(j, buf_str(&b));
}

static void put_quantity(struct json *j, const struct quantity *q)
{
	json_open(j, '{');
	put_span(j, q->at);
	json_key(j, "status"), json_z(j, quantity_status_name(q->status));
	member_str(j, "indicator", q->indicator);
	json_key(j, "op"), json_z(j, quantity_op_name(q->op));
	json_key(j, "value"), json_number(j, q->value);
	json_key(j, "max"), json_number(j, q->max);
	member_str(j, "unit", q->unit);
	member_str(j, "text", q->text);
	member_str(j, "period", q->period);
	json_key(j, "why"), json_z(j, q->why);
	json_close(j);
}

static void put_quantities(struct json *j, const char *key, const struct sentence *s, int status)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < s->n_quantities; i++)
		if (status < 0 || (int)s->quantities[i].status == status)
			put_quantity(j, &s->quantities[i]);
	json_close(j);
}

static void put_deadline(struct json *j, struct arena *a, const struct deadline *l)
{
	json_open(j, '{');
	put_span(j, l->at);
	member_str(j, "text", l->text);
	put_day(j, a, l->date);
	json_key(j, "precision"), json_z(j, precision_name(l->precision));
	if (l->working_days)
		json_key(j, "working_days"), json_int(j, l->working_days);
	json_close(j);
}

static void put_deadlines(struct json *j, struct arena *a, const struct sentence *s)
{
	json_key(j, "deadline");
	if (s->n_deadlines)
		put_deadline(j, a, &s->deadlines[0]);
	else
		json_null(j);
	json_key(j, "deadlines");
	json_open(j, '[');
	for (size_t i = 0; i < s->n_deadlines; i++)
		put_deadline(j, a, &s->deadlines[i]);
	json_close(j);
}

static void put_units(struct json *j, const struct sentence *s)
{
	json_key(j, "units");
	json_open(j, '[');
	for (size_t i = 0; i < s->n_units; i++) {
		json_open(j, '{');
		put_span(j, s->units[i].at);
		member_str(j, "name", s->units[i].name);
		json_key(j, "role"), json_z(j, unit_role_name(s->units[i].role));
		json_close(j);
	}
	json_close(j);
}

static void put_sentence(struct json *j, struct arena *a, const struct sentence *s)
{
	json_open(j, '{');
	put_span(j, s->at);
	json_key(j, "kind"), json_z(j, sentence_kind_name(s->kind));
	json_key(j, "confidence"), json_dec(j, (struct dec){(int64_t)(s->confidence * 100 + 0.5), 2});
	json_key(j, "why"), json_z(j, s->why);
	json_key(j, "path");
	json_open(j, '[');
	for (size_t i = 0; i < s->n_path; i++)
		json_str(j, s->path[i]);
	json_close(j);
	put_quantities(j, "quantities", s, -1);
	put_quantities(j, "targets", s, QUANTITY_TARGET);
	put_quantities(j, "actuals", s, QUANTITY_ACTUAL);
	put_units(j, s);
	put_deadlines(j, a, s);
	json_close(j);
}

static void put_measure(struct json *j, const struct measure *m)
{
	json_open(j, '{');
	put_span(j, m->at);
	json_key(j, "level"), json_int(j, m->level);
	member_str(j, "number", m->number);
	member_str(j, "title", m->title);
	json_close(j);
}

void extracted_put(struct json *j, struct arena *a, str file, str encoding, str text, const struct extracted *e)
{
	json_open(j, '{');
	member_str(j, "file", file);
	member_str(j, "encoding", encoding);
	member_str(j, "title", e->title);
	put_day(j, a, e->date);
	member_str(j, "text", text);
	json_key(j, "sentences");
	json_open(j, '[');
	for (size_t i = 0; i < e->n_sentences; i++)
		put_sentence(j, a, &e->sentences[i]);
	json_close(j);
	json_key(j, "measures");
	json_open(j, '[');
	for (size_t i = 0; i < e->n_measures; i++)
		put_measure(j, &e->measures[i]);
	json_close(j);
	json_close(j);
}
