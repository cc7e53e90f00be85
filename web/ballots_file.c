/* SPDX-License-Identifier: Apache-2.0 */
/* The result of a ballot as a file, and what was counted, so that anybody computes it again. What is not shown on
 * the page is in no file. */
#include "web/web_in.h"

#include "core/privacy.h"
#include "ledger/ledger.h"

struct ballot_out {
	struct visit *v;
	struct ballot_round r;
	struct ballot_result is;
	struct out_sheet sheet;
};

static void head(struct ballot_out *s, str label, const char *key, enum out_sort sort, int width)
{
	sheet_head(&s->sheet, label, key, sort, width);
}

static void cell(struct ballot_out *s, str text)
{
	sheet_cell(&s->sheet, text);
}

static str number(struct visit *v, int64_t n)
{
	return path_with(v, "%lld", (long long)n);
}

static str value(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

static void result_sheet(struct ballot_out *s)
{
	struct visit *v = s->v;
	const struct ballot_rules *r = &s->r.rules;
	if (r->sort == BALLOT_RANK)
		head(s, said(v, W("ballots|Place")), "place", OUT_NUMBER, 8);
	head(s, said(v, W("ballots|Name")), "name", OUT_TEXT, 30);
	for (size_t g = 0; g < r->n_groups; g++)
		head(s, r->groups[g].name, str_z(v->arena, path_with(v, "group%zu", g)), OUT_NUMBER, 12);
	head(s, said(v, W("ballots|Total")), "total", OUT_NUMBER, 12);
	for (size_t k = 0; k < r->n_subjects; k++) {
		size_t i = s->is.order[k];
		const struct ballot_total *t = &s->is.totals[i];
		if (r->sort == BALLOT_RANK)
			cell(s, t->rank ? number(v, (int64_t)t->rank) : S(""));
		cell(s, r->subjects[i]);
		for (size_t g = 0; g < r->n_groups; g++) {
			const struct ballot_cell *c = &s->is.cells[i * r->n_groups + g];
			cell(s, c->shown ? value(v, c->value) : said(v, W("ballots|too few")));
		}
		cell(s, t->some ? value(v, t->value) : said(v, W("ballots|too few")));
	}
}

static void count_row(struct ballot_out *s, size_t subject, size_t group, size_t item, size_t choice)
{
	struct visit *v = s->v;
	const struct ballot_rules *r = &s->r.rules;
	const bool rank = r->sort == BALLOT_RANK;
	cell(s, r->subjects[subject]);
	cell(s, r->groups[group].name);
	cell(s, number(v, r->groups[group].value));
	cell(s, rank ? S("") : r->items[item].name);
	cell(s, rank ? S("1") : number(v, r->items[item].value));
	cell(s, rank ? number(v, (int64_t)choice + 1) : r->grades[choice].name);
	cell(s, value(v, rank ? (struct dec){r->first - r->step * (int64_t)choice, 0} : (struct dec){r->grades[choice].value, 2}));
	cell(s, number(v, r->trim));
	cell(s, number(v, s->is.cells[subject * r->n_groups + group].counts[item * ballot_choices(r) + choice]));
}

static void counts_sheet(struct ballot_out *s)
{
	struct visit *v = s->v;
	const struct ballot_rules *r = &s->r.rules;
	head(s, said(v, W("ballots|Name")), "name", OUT_TEXT, 30);
	head(s, said(v, W("ballots|Group")), "group", OUT_TEXT, 14);
	head(s, said(v, W("ballots|Weight")), "group_weight", OUT_NUMBER, 10);
	head(s, said(v, W("ballots|Item")), "item", OUT_TEXT, 14);
	head(s, said(v, W("ballots|Weight of the item")), "item_weight", OUT_NUMBER, 10);
	head(s, said(v, W("ballots|Grade or place")), "answer", OUT_TEXT, 10);
	head(s, said(v, W("ballots|Points")), "points", OUT_NUMBER, 10);
	head(s, said(v, W("ballots|Left out at each end")), "trim", OUT_NUMBER, 10);
	head(s, said(v, W("ballots|Answers")), "answers", OUT_NUMBER, 10);
	for (size_t i = 0; i < r->n_subjects; i++)
		for (size_t g = 0; g < r->n_groups; g++)
			for (size_t k = 0; k < ballot_items(r) && s->is.cells[i * r->n_groups + g].shown; k++)
				for (size_t c = 0; c < ballot_choices(r); c++)
					count_row(s, i, g, k, c);
}

err ballot_file(struct visit *v)
{
	struct ballot_out s = {.v = v, .sheet = {.arena = v->arena}};
	enum out_form form = OUT_XLSX;
	str f = query_get(v, "f"), t = query_get(v, "t"), bytes;
	if (f.n && !out_form_named(f, &form))
		return fail(ERR_USAGE, "f is xlsx, csv or json");
	if (t.n && !str_eq(t, S("result")) && !str_eq(t, S("counts")))
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(ballot_read(ctx_of(v), v->id[0], &s.r));
	TRY(ballot_result(ctx_of(v), v->id[0], &s.is));
	if (str_eq(t, S("counts")))
		counts_sheet(&s);
	else
		result_sheet(&s);
	TRY(sheet_bytes(&s.sheet, form, s.r.rules.title, v->lang, &bytes));
	ctx_refresh(ctx_of(v));
	TRY(committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = S("ballot"), .kind = S("ballot"), .form = str_of(out_form_name(form)),
		.filter = path_with(v, "ballot=%lld", (long long)v->id[0]), .purpose = query_get(v, "purpose"), .rows = (int64_t)sheet_rows(&s.sheet)})));
	send_file(v, path_with(v, "ballot-%lld.%s", (long long)v->id[0], out_form_ending(form)), out_form_type(form), bytes, false);
	return OK;
}
