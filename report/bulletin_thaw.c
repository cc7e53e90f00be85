/* SPDX-License-Identifier: Apache-2.0 */
/* An issued bulletin from the file that was kept of it. The file is ours, but it comes back from a
 * store: whatever does not fit is refused as a whole. */
/* jansson and base/json.h both call something json_null; jansson's is not used here */
#define json_null jansson_null
#include <jansson.h>
#undef json_null

#include "report/bulletin_in.h"

#define KEPT_MOST 1000000 /* rows, figures, cells: more is not ours */

struct thaw {
	struct arena *a;
	bool bad;
};

static str text_in(struct thaw *t, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	if (!v)
		return S("");
	if (!json_is_string(v)) {
		t->bad = true;
		return S("");
	}
	return str_dup(t->a, (str){json_string_value(v), json_string_length(v)});
}

static int64_t int_in(struct thaw *t, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	t->bad |= !json_is_integer(v);
	return json_integer_value(v);
}

static int64_t id_in(struct thaw *t, const json_t *o, const char *key)
{
	int64_t id = 0;
	t->bad |= !str_int(text_in(t, o, key), &id);
	return id;
}

static bool flag_in(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

static day_t day_in(struct thaw *t, const json_t *o, const char *key)
{
	day_t d = DAY_NONE;
	str s = text_in(t, o, key);
	t->bad |= s.n && !day_parse(s, &d);
	return d;
}

static size_t list_in(struct thaw *t, const json_t *o, const char *key, const json_t **ret)
{
	*ret = json_object_get(o, key);
	size_t n = json_array_size(*ret);
	if (!json_is_array(*ret) || n > KEPT_MOST) {
		t->bad = true;
		return 0;
	}
	return n;
}

static enum light light_in(struct thaw *t, const json_t *o)
{
	str name = text_in(t, o, "light");
	for (int i = 0; i < LIGHTS; i++)
		if (str_eq(name, str_of(light_name((enum light)i))))
			return (enum light)i;
	t->bad = true;
	return LIGHT_NONE;
}

static void row_in(struct thaw *t, const json_t *o, struct bulletin_row *r)
{
	*r = (struct bulletin_row){.id = id_in(t, o, "id"), .unit = id_in(t, o, "unit"), .letter = flag_in(o, "letter"), .done = flag_in(o, "done"),
		.late = flag_in(o, "late"), .number = text_in(t, o, "number"), .title = text_in(t, o, "title"),
		.unit_name = text_in(t, o, "unit_name"), .state = text_in(t, o, "state"), .light = light_in(t, o),
		.light_word = text_in(t, o, "light_word"), .share = (int)int_in(t, o, "share"), .progress = text_in(t, o, "progress"),
		.problem = S("")};
	int64_t due = int_in(t, o, "due");
	r->due = due < 0 ? MS_NONE : due;
}

static void figure_in(struct thaw *t, const json_t *o, size_t n_rows, struct bulletin_figure *f)
{
	const json_t *rows, *times = json_object_get(o, "times");
	*f = (struct bulletin_figure){.id = text_in(t, o, "id"), .label = text_in(t, o, "label"), .of = text_in(t, o, "of"),
		.text = text_in(t, o, "text"), .query = text_in(t, o, "query"), .rate = flag_in(o, "rate")};
	f->n_rows = list_in(t, o, "rows", &rows);
	size_t *v = arena_new_n(t->a, f->n_rows, size_t);
	int *k = times ? arena_new_n(t->a, f->n_rows, int) : NULL;
	for (size_t i = 0; i < f->n_rows; i++) {
		json_int_t at = json_integer_value(json_array_get(rows, i));
		t->bad |= at < 0 || (size_t)at >= n_rows;
		v[i] = t->bad ? 0 : (size_t)at;
		if (k)
			k[i] = (int)json_integer_value(json_array_get(times, i));
	}
	f->rows = v;
	f->times = k;
}

static struct paper_run run_in(struct thaw *t, const json_t *o)
{
	return (struct paper_run){.text = text_in(t, o, "text"), .link = text_in(t, o, "link"), .strong = flag_in(o, "strong")};
}

static str *texts_in(struct thaw *t, const json_t *o, const char *key, size_t *ret_n)
{
	const json_t *list;
	*ret_n = list_in(t, o, key, &list);
	str *v = arena_new_n(t->a, *ret_n, str);
	for (size_t i = 0; i < *ret_n; i++) {
		const json_t *s = json_array_get(list, i);
		t->bad |= !json_is_string(s);
		v[i] = json_is_string(s) ? str_dup(t->a, (str){json_string_value(s), json_string_length(s)}) : S("");
	}
	return v;
}

static const struct paper_table *table_in(struct thaw *t, const json_t *o)
{
	const json_t *cells, *widths;
	struct paper_table *p = arena_new(t->a, struct paper_table);
	p->title = text_in(t, o, "title");
	p->unit = text_in(t, o, "unit");
	p->landscape = flag_in(o, "landscape");
	p->heads = texts_in(t, o, "heads", &p->n_columns);
	t->bad |= list_in(t, o, "widths", &widths) != p->n_columns || !p->n_columns;
	unsigned *w = arena_new_n(t->a, p->n_columns, unsigned);
	for (size_t i = 0; i < p->n_columns; i++)
		w[i] = (unsigned)json_integer_value(json_array_get(widths, i));
	p->widths = w;
	size_t n = list_in(t, o, "cells", &cells);
	t->bad |= p->n_columns && n % p->n_columns;
	p->n_rows = t->bad ? 0 : n / p->n_columns;
	struct paper_run *c = arena_new_n(t->a, n, struct paper_run);
	for (size_t i = 0; i < n; i++)
		c[i] = run_in(t, json_array_get(cells, i));
	p->cells = c;
	return p;
}

static void block_in(struct thaw *t, const json_t *o, struct paper_block *b)
{
	const json_t *runs, *table = json_object_get(o, "table");
	int64_t sort = int_in(t, o, "sort"), head = int_in(t, o, "head");
	b->n_runs = list_in(t, o, "runs", &runs);
	t->bad |= sort < 0 || sort >= PAPER_SORTS || head < 0 || (size_t)head > b->n_runs || (sort == PAPER_TABLE) != (table != NULL);
	b->sort = t->bad ? PAPER_TEXT : (enum paper_sort)sort;
	b->n_head = t->bad ? 0 : (size_t)head;
	struct paper_run *v = arena_new_n(t->a, b->n_runs, struct paper_run);
	for (size_t i = 0; i < b->n_runs; i++)
		v[i] = run_in(t, json_array_get(runs, i));
	b->runs = v;
	if (table)
		b->table = table_in(t, table);
}

static void paper_in(struct thaw *t, const json_t *o, struct paper *p)
{
	const json_t *blocks;
	*p = (struct paper){.form = PAPER_BULLETIN, .mark = text_in(t, o, "mark"), .number = text_in(t, o, "number"), .issuer = text_in(t, o, "issuer"),
		.date = day_in(t, o, "date"), .copies = text_in(t, o, "copies"), .printer = text_in(t, o, "printer"),
		.printed = day_in(t, o, "printed")};
	p->title = texts_in(t, o, "title", &p->n_title);
	p->annexes = texts_in(t, o, "annexes", &p->n_annexes);
	p->n_blocks = list_in(t, o, "blocks", &blocks);
	struct paper_block *v = arena_new_n(t->a, p->n_blocks, struct paper_block);
	for (size_t i = 0; i < p->n_blocks; i++)
		block_in(t, json_array_get(blocks, i), &v[i]);
	p->blocks = v;
}

static void bulletin_in(struct thaw *t, const json_t *o, struct bulletin *b)
{
	const json_t *rows, *figures;
	*b = (struct bulletin){.frozen = true, .matter = id_in(t, o, "matter"), .from = day_in(t, o, "from"), .to = day_in(t, o, "to"),
		.at = int_in(t, o, "at"), .title = text_in(t, o, "title"), .lang = str_eq(text_in(t, o, "lang"), S("en")) ? LANG_EN : LANG_ZH};
	t->bad |= int_in(t, o, "version") != BULLETIN_KEPT;
	b->n_rows = list_in(t, o, "rows", &rows);
	b->n_figures = list_in(t, o, "figures", &figures);
	b->rows = arena_new_n(t->a, b->n_rows, struct bulletin_row);
	b->figures = arena_new_n(t->a, b->n_figures, struct bulletin_figure);
	for (size_t i = 0; i < b->n_rows; i++)
		row_in(t, json_array_get(rows, i), &b->rows[i]);
	for (size_t i = 0; i < b->n_figures; i++)
		figure_in(t, json_array_get(figures, i), b->n_rows, &b->figures[i]);
	paper_in(t, json_object_get(o, "paper"), &b->paper);
}

err bulletin_thaw(struct arena *a, str json, struct bulletin *ret)
{
	struct thaw t = {.a = a};
	json_error_t why;
	json_t *o = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
	t.bad = !json_is_object(o);
	if (!t.bad)
		bulletin_in(&t, o, ret);
	json_decref(o);
	return t.bad ? fail(ERR_INPUT, "the figures that were kept with this bulletin cannot be read; look at its files") : OK;
}
