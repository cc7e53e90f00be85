/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of an issued bulletin: every figure with the rows it counts, the rows as they were,
 * and the paper; as JSON beside the .docx, both files of the issuing event. */
#include <stdio.h>

#include "base/json.h"
#include "report/bulletin_in.h"

static void day(struct json *j, const char *key, day_t d)
{
	struct civil c = d == DAY_NONE ? (struct civil){0} : day_civil(d);
	char iso[32] = "";
	if (d != DAY_NONE)
		snprintf(iso, sizeof iso, "%04d-%02d-%02d", c.year, c.month, c.day);
	member_str(j, key, str_of(iso));
}

static void put_row(struct json *j, const struct bulletin_row *r)
{
	json_open(j, '{');
	json_key(j, "id");
	json_id(j, r->id);
	member_bool(j, "letter", r->letter);
	member_bool(j, "done", r->done);
	member_bool(j, "late", r->late);
	member_str(j, "number", r->number);
	member_str(j, "title", r->title);
	json_key(j, "unit");
	json_id(j, r->unit);
	member_str(j, "unit_name", r->unit_name);
	member_str(j, "state", r->state);
	member_str(j, "light", str_of(light_name(r->light)));
	member_str(j, "light_word", r->light_word);
	member_int(j, "due", r->due == MS_NONE ? -1 : r->due);
	member_int(j, "share", r->share);
	member_str(j, "progress", r->progress);
	json_close(j);
}

static void put_figure(struct json *j, const struct bulletin_figure *f)
{
	json_open(j, '{');
	member_str(j, "id", f->id);
	member_str(j, "label", f->label);
	member_str(j, "of", f->of);
	member_str(j, "text", f->text);
	member_str(j, "query", f->query);
	member_bool(j, "rate", f->rate);
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
	member_str(j, "text", r->text);
	if (r->link.n)
		member_str(j, "link", r->link);
	if (r->strong)
		member_bool(j, "strong", true);
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
	member_str(j, "title", t->title);
	member_str(j, "unit", t->unit);
	member_bool(j, "landscape", t->landscape);
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
	member_int(j, "sort", b->sort);
	member_int(j, "head", (int64_t)b->n_head);
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
	member_int(j, "form", p->form);
	member_str(j, "mark", p->mark);
	member_str(j, "number", p->number);
	member_str(j, "issuer", p->issuer);
	day(j, "date", p->date);
	put_texts(j, "title", p->title, p->n_title);
	put_texts(j, "annexes", p->annexes, p->n_annexes);
	member_str(j, "copies", p->copies);
	member_str(j, "printer", p->printer);
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
	member_int(&j, "version", BULLETIN_KEPT);
	json_key(&j, "matter");
	json_id(&j, b->matter);
	member_str(&j, "lang", b->lang == LANG_ZH ? S("zh") : S("en"));
	day(&j, "from", b->from);
	day(&j, "to", b->to);
	member_int(&j, "at", b->at);
	member_str(&j, "title", b->title);
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

