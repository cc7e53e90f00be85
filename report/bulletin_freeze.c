/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of an issued bulletin: every figure with the rows it counts, the rows as they were,
 * and the paper; as JSON beside the .docx, both files of the issuing event. */
#include <stdio.h>

#include "base/json.h"
#include "report/bulletin_in.h"

static void member(struct json *j, const char *key, str s)
{
	json_key(j, key);
	json_str(j, s.p ? s : S(""));
}

static void number(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

static void flag(struct json *j, const char *key, bool is)
{
	json_key(j, key);
	json_bool(j, is);
}

static void day(struct json *j, const char *key, day_t d)
{
	struct civil c = d == DAY_NONE ? (struct civil){0} : day_civil(d);
	char iso[32] = "";
	if (d != DAY_NONE)
		snprintf(iso, sizeof iso, "%04d-%02d-%02d", c.year, c.month, c.day);
	member(j, key, str_of(iso));
}

static void put_row(struct json *j, const struct bulletin_row *r)
{
	json_open(j, '{');
	json_key(j, "id");
	json_id(j, r->id);
	flag(j, "letter", r->letter);
	flag(j, "done", r->done);
	flag(j, "late", r->late);
	member(j, "number", r->number);
	member(j, "title", r->title);
	json_key(j, "unit");
	json_id(j, r->unit);
	member(j, "unit_name", r->unit_name);
	member(j, "state", r->state);
	member(j, "light", str_of(light_name(r->light)));
	member(j, "light_word", r->light_word);
	number(j, "due", r->due == MS_NONE ? -1 : r->due);
	number(j, "share", r->share);
	member(j, "progress", r->progress);
	json_close(j);
}

static void put_figure(struct json *j, const struct bulletin_figure *f)
{
	json_open(j, '{');
	member(j, "id", f->id);
	member(j, "label", f->label);
	member(j, "of", f->of);
	member(j, "text", f->text);
	member(j, "query", f->query);
	flag(j, "rate", f->rate);
	json_key(j, "rows");
	json_open(j, '[');
	for (size_t i = 0; i < f->n_rows; i++)
		json_int(j, (int64_t)f->rows[i]);
	json_close(j);
	if (f->times) {
		json_key(j, "times");
		json_open(j, '[');
		for (size_t i = 0; i < f->n_rows; i++)
			json_int(j, f->times[i]);
		json_close(j);
	}
	json_close(j);
}

static void put_run(struct json *j, const struct paper_run *r)
{
	json_open(j, '{');
	member(j, "text", r->text);
	if (r->link.n)
		member(j, "link", r->link);
	if (r->strong)
		flag(j, "strong", true);
	json_close(j);
}

static void put_texts(struct json *j, const char *key, const str *v, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, v[i]);
	json_close(j);
}

static void put_table(struct json *j, const struct paper_table *t)
{
	json_key(j, "table");
	json_open(j, '{');
	member(j, "title", t->title);
	member(j, "unit", t->unit);
	flag(j, "landscape", t->landscape);
	put_texts(j, "heads", t->heads, t->n_columns);
	json_key(j, "widths");
	json_open(j, '[');
	for (size_t i = 0; i < t->n_columns; i++)
		json_int(j, t->widths[i]);
	json_close(j);
	json_key(j, "cells");
	json_open(j, '[');
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
		put_run(j, &t->cells[i]);
	json_close(j);
	json_close(j);
}

static void put_block(struct json *j, const struct paper_block *b)
{
	json_open(j, '{');
	number(j, "sort", b->sort);
	number(j, "head", (int64_t)b->n_head);
	json_key(j, "runs");
	json_open(j, '[');
	for (size_t i = 0; i < b->n_runs; i++)
		put_run(j, &b->runs[i]);
	json_close(j);
	if (b->table)
		put_table(j, b->table);
	json_close(j);
}

static void put_paper(struct json *j, const struct paper *p)
{
	json_open(j, '{');
	number(j, "form", p->form);
	member(j, "mark", p->mark);
	member(j, "number", p->number);
	member(j, "issuer", p->issuer);
	day(j, "date", p->date);
	put_texts(j, "title", p->title, p->n_title);
	put_texts(j, "annexes", p->annexes, p->n_annexes);
	member(j, "copies", p->copies);
	member(j, "printer", p->printer);
	day(j, "printed", p->printed);
	json_key(j, "blocks");
	json_open(j, '[');
	for (size_t i = 0; i < p->n_blocks; i++)
		put_block(j, &p->blocks[i]);
	json_close(j);
	json_close(j);
}

void bulletin_freeze(struct arena *a, const struct bulletin *b, str *ret)
{
	struct json j;
	struct buf out;
	buf_init(&out, a);
	json_begin(&j, &out);
	json_open(&j, '{');
	number(&j, "version", BULLETIN_KEPT);
	json_key(&j, "matter");
	json_id(&j, b->matter);
	member(&j, "lang", b->lang == LANG_ZH ? S("zh") : S("en"));
	day(&j, "from", b->from);
	day(&j, "to", b->to);
	number(&j, "at", b->at);
	member(&j, "title", b->title);
	json_key(&j, "rows");
	json_open(&j, '[');
	for (size_t i = 0; i < b->n_rows; i++)
		put_row(&j, &b->rows[i]);
	json_close(&j);
	json_key(&j, "figures");
	json_open(&j, '[');
	for (size_t i = 0; i < b->n_figures; i++)
		put_figure(&j, &b->figures[i]);
	json_close(&j);
	json_key(&j, "paper");
	put_paper(&j, &b->paper);
	json_close(&j);
	*ret = buf_str(&out);
}

