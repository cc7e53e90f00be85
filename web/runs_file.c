/* SPDX-License-Identifier: Apache-2.0 */
/* A run as files: the league table, the values, the points of every item, surcharges; and its bytes, from
 * which anybody computes it again with `luoshi score`. */
#include "web/web_in.h"

#include "core/privacy.h"
#include "ledger/ledger.h"

#include <math.h>

struct run_table_out {
	struct visit *v;
	const struct run *r;
	struct out_sheet sheet;
};

static void head(struct run_table_out *s, str label, const char *key, enum out_sort sort, int width)
{
	sheet_head(&s->sheet, label, key, sort, width);
}

static void cell(struct run_table_out *s, str text)
{
	sheet_cell(&s->sheet, text);
}

static str item_label(struct visit *v, const struct method_item *m)
{
	return m->label.zh.n ? words2_in(&m->label, v->lang) : m->name;
}

static void who_heads(struct run_table_out *s)
{
	struct visit *v = s->v;
	head(s, said(v, W("runs|Rank")), "rank", OUT_NUMBER, 8);
	head(s, said(v, W("runs|Code")), "code", OUT_IDENTITY, 22);
	head(s, said(v, W("runs|Name")), "name", OUT_TEXT, 36);
	head(s, said(v, W("runs|Township")), "unit", OUT_TEXT, 14);
}

static void who_cells(struct run_table_out *s, size_t row)
{
	const struct run_subject *x = &s->r->subjects[row];
	cell(s, path_with(s->v, "%u", s->r->result.lines[row].rank));
	cell(s, x->code);
	cell(s, x->name);
	cell(s, x->unit_name);
}

static err league_sheet(struct run_table_out *s)
{
	const struct run *r = s->r;
	struct visit *v = s->v;
	who_heads(s);
	head(s, said(v, W("runs|Points")), "total", OUT_NUMBER, 10);
	head(s, said(v, W("runs|Class")), "band", OUT_TEXT, 8);
	head(s, said(v, W("runs|Best rank of the variants")), "rank_lo", OUT_NUMBER, 10);
	head(s, said(v, W("runs|Worst rank of the variants")), "rank_hi", OUT_NUMBER, 10);
	head(s, said(v, W("runs|Years running")), "streak", OUT_NUMBER, 10);
	for (size_t i = 0; i < r->method->n_items; i++)
		head(s, item_label(v, &r->method->items[i]), str_z(v->arena, r->method->items[i].name), OUT_NUMBER, 12);
	head(s, said(v, W("runs|Decided otherwise, because")), "why", OUT_TEXT, 30);
	for (size_t k = 0; k < r->n; k++) {
		size_t row = r->result.order[k];
		const struct score_line *l = &r->result.lines[row];
		who_cells(s, row);
		cell(s, run_fixed(v, l->total, r->method->decimals));
		cell(s, run_band_label(v, r, r->subjects[row].band));
		cell(s, path_with(v, "%u", l->rank_lo));
		cell(s, path_with(v, "%u", l->rank_hi));
		cell(s, path_with(v, "%lld", (long long)r->subjects[row].streak));
		for (size_t i = 0; i < r->method->n_items; i++)
			cell(s, run_fixed(v, r->result.items[i * r->n + row].points, 4));
		cell(s, r->subjects[row].why);
	}
	return OK;
}

static err values_sheet(struct run_table_out *s)
{
	const struct run *r = s->r;
	who_heads(s);
	for (size_t c = 0; c < r->n_columns; c++)
		head(s, words2_in(&r->columns[c].label, s->v->lang), str_z(s->v->arena, r->columns[c].name), OUT_NUMBER, 14);
	for (size_t k = 0; k < r->n; k++) {
		size_t row = r->result.order[k];
		who_cells(s, row);
		for (size_t c = 0; c < r->n_columns; c++) {
			uint8_t state = r->table.states[c * r->n + row];
			cell(s, state == SCORE_NUMBER ? run_dec(s->v, r->numbers[c * r->n + row]) : state == SCORE_NOT_APPLICABLE ? S("/") : S(""));
		}
	}
	return OK;
}

static err charges_sheet(struct run_table_out *s)
{
	struct surcharge all;
	struct visit *v = s->v;
	const struct kind *of = kind_named(v, s->r->kind);
	const struct evaluated *e = of ? of->evaluated : NULL;
	if (!e || !e->surcharge.n)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(run_surcharge(v->arena, s->r, of, pack_setting_word(ctx_of(v), of->pack, e->surcharge), pack_setting_word(ctx_of(v), of->pack, e->power), &all));
	head(s, said(v, W("runs|Account")), "account", OUT_IDENTITY, 18);
	head(s, said(v, W("runs|Code")), "code", OUT_IDENTITY, 22);
	head(s, said(v, W("runs|Name")), "name", OUT_TEXT, 36);
	head(s, said(v, W("runs|Years running")), "years", OUT_NUMBER, 10);
	head(s, said(v, W("runs|kWh")), "kwh", OUT_NUMBER, 14);
	head(s, said(v, W("runs|Yuan per kWh")), "rate", OUT_NUMBER, 10);
	head(s, said(v, W("runs|Yuan")), "yuan", OUT_NUMBER, 16);
	for (size_t i = 0; i < all.n; i++) {
		const struct surcharge_row *x = &all.rows[i];
		cell(s, x->account), cell(s, x->subject->code), cell(s, x->subject->name), cell(s, path_with(v, "%lld", (long long)x->years));
		cell(s, x->unknown ? S("") : run_dec(v, x->kwh)), cell(s, run_dec(v, x->rate)), cell(s, x->unknown ? S("") : run_dec(v, x->yuan));
	}
	cell(s, said(v, W("runs|Together"))), cell(s, S("")), cell(s, S("")), cell(s, S("")), cell(s, run_dec(v, all.kwh)), cell(s, S("")), cell(s, run_dec(v, all.yuan));
	return OK;
}

static err groups_sheet(struct run_table_out *s)
{
	const struct run *r = s->r;
	struct run_rollup *g;
	size_t n;
	str by = query_get(s->v, "by");
	run_rollups(s->v->arena, r, by.n ? str_z(s->v->arena, by) : "", &g, &n);
	head(s, said(s->v, W("runs|Group")), "group", OUT_TEXT, 24);
	head(s, said(s->v, W("runs|Number of them")), "n", OUT_NUMBER, 8);
	for (size_t b = 0; b < r->method->n_bands; b++)
		head(s, run_band_label(s->v, r, (int)b), str_z(s->v->arena, r->method->bands[b].name), OUT_NUMBER, 8);
	head(s, said(s->v, W("runs|Mean of points")), "mean", OUT_NUMBER, 12);
	for (size_t i = 0; i < r->method->n_items; i++)
		head(s, item_label(s->v, &r->method->items[i]), str_z(s->v->arena, r->method->items[i].name), OUT_NUMBER, 14);
	for (size_t i = 0; i < n; i++) {
		cell(s, g[i].text), cell(s, path_with(s->v, "%zu", g[i].n));
		for (size_t b = 0; b < r->method->n_bands; b++)
			cell(s, path_with(s->v, "%zu", g[i].bands[b] + (r->method->bands[b].outside ? g[i].bands[r->method->n_bands] : 0)));
		cell(s, run_fixed(s->v, g[i].mean, 2));
		for (size_t k = 0; k < r->method->n_items; k++)
			cell(s, run_fixed(s->v, g[i].ratios[k], 4));
	}
	return OK;
}

static const struct run_sheet_decl {
	const char *name, *label;
	err (*fill)(struct run_table_out *);
} sheets[] = {{"league", W("runs|League table"), league_sheet}, {"values", W("runs|Values"), values_sheet}, {"groups", W("runs|By township and industry"), groups_sheet},
	{"charges", W("runs|Surcharges on electricity"), charges_sheet}};

static err remember(struct visit *v, const struct run *r, const char *table, str form)
{
	ctx_refresh(ctx_of(v));
	return committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = S("run"), .kind = r->kind, .form = form,
		.filter = path_with(v, "run=%lld&t=%s", (long long)r->id, table), .purpose = query_get(v, "purpose"), .rows = (int64_t)r->n}));
}

/* The bytes as they are kept; of a draft there are none. */
static err send_body(struct visit *v, const struct run *r)
{
	str body;
	if (!r->id)
		return fail(ERR_NOTFOUND, "a draft is not kept; issue it first");
	TRY(run_body(ctx_of(v), r->id, &body));
	TRY(remember(v, r, "body", S("json")));
	send_file(v, path_with(v, "run-%lld.json", (long long)r->id), S("application/json"), body, false);
	return OK;
}

err run_file(struct visit *v)
{
	struct run *r;
	struct buf title;
	struct run_table_out s = {.v = v, .sheet = {.arena = v->arena}};
	enum out_form form = OUT_XLSX;
	const struct run_sheet_decl *d = query_get(v, "t").n ? NULL : sheets;
	str f = query_get(v, "f"), bytes;
	if (f.n && !out_form_named(f, &form))
		return fail(ERR_USAGE, "f is xlsx, csv or json");
	TRY(run_asked(v, &r));
	if (!r->whole)
		return fail(ERR_DENIED, "a file of all subjects goes out only to whoever may see every one of them");
	if (form == OUT_JSON)
		return send_body(v, r);
	for (size_t i = 0; i < COUNT_OF(sheets); i++)
		if (str_eq(query_get(v, "t"), str_of(sheets[i].name)))
			d = &sheets[i];
	if (!d)
		return fail(ERR_NOTFOUND, "there is no such page");
	s.r = r;
	TRY(d->fill(&s));
	buf_init(&title, v->arena);
	buf_add(&title, r->title);
	buf_byte(&title, ' ');
	buf_add(&title, said(v, d->label));
	TRY(sheet_bytes(&s.sheet, form, buf_str(&title), v->lang, &bytes));
	TRY(remember(v, r, d->name, str_of(out_form_name(form))));
	send_file(v, path_with(v, "%s-%lld.%s", d->name, (long long)r->id, out_form_ending(form)), out_form_type(form), bytes, false);
	return OK;
}
