/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers per leader and per unit, and letters, as papers: a page to print and a .docx. */
#include "web/web_in.h"

#define DOCX S("application/octet-stream")

static str day_text(struct visit *v, day_t d)
{
	struct buf b;
	buf_init(&b, v->arena);
	day_put(&b, d);
	return buf_str(&b);
}

const struct paper_page *sheet_of(struct visit *v, const struct paper *p)
{
	struct paper_page *s = arena_new(v->arena, struct paper_page);
	paper_page(v->arena, p, s);
	return s;
}

/* ---- ledgers ------------------------------------------------------------------------- */
struct asked {
	enum figure_group by;
	int64_t of;
	day_t from, to;
};

static err asked_of(struct visit *v, struct asked *ret)
{
	struct asked a = {.by = str_eq(query_get(v, "by"), S("leader")) ? GROUP_LEADER : GROUP_UNIT, .of = query_int(v, "of", 0),
		.from = day_of(day_civil(v->ui.today).year, 1, 1), .to = v->ui.today};
	str from = query_get(v, "from"), to = query_get(v, "to");
	if ((from.n && !day_parse(from, &a.from)) || (to.n && !day_parse(to, &a.to)))
		return fail(ERR_INPUT, "a period needs its first and its last day, like 2026-11-16 and 2026-11-22");
	*ret = a;
	return OK;
}

static str href_of(struct visit *v, const struct asked *a, const char *path, int64_t of)
{
	return path_with(v, "%s?by=%s&of=%lld&from=" STR_FMT "&to=" STR_FMT, path, a->by == GROUP_LEADER ? "leader" : "unit", (long long)of,
			 STR_ARG(day_text(v, a->from)), STR_ARG(day_text(v, a->to)));
}

static void choose(struct visit *v, const struct asked *a, const struct period *p, struct ledgers_view *view)
{
	LIST(struct ledger_choice) l = {0};
	LIST(int64_t) ids = {0};
	*list_push(v->arena, &l) = (struct ledger_choice){said(v, W("All, a page each")), href_of(v, a, "/ledgers", 0), !a->of};
	for (size_t i = 0; i < p->n; i++) {
		int64_t id = a->by == GROUP_LEADER ? p->rows[i].sponsor : p->rows[i].row.lead;
		bool there = !id;
		for (size_t k = 0; k < ids.n && !there; k++)
			there = ids.v[k] == id;
		if (there)
			continue;
		*list_push(v->arena, &ids) = id;
		*list_push(v->arena, &l) = (struct ledger_choice){a->by == GROUP_LEADER ? p->rows[i].sponsor_name : p->rows[i].row.lead_name,
			href_of(v, a, "/ledgers", id), a->of == id};
	}
	view->of = l.v;
	view->n_of = l.n;
}

static err make(struct visit *v, const struct asked *a, struct period *p, struct paper *ret)
{
	TRY(period_read(ctx_of(v), a->from, a->to, p));
	return ledger_paper(v->arena, p, v->ui.zone, a->by, a->of, v->ui.district, v->lang, ret);
}

err ledgers_page(struct visit *v)
{
	struct asked a;
	struct period p = {0};
	struct paper paper;
	TRY(asked_of(v, &a));
	err e = make(v, &a, &p, &paper);
	struct ledgers_view view = {.paper = e == OK ? sheet_of(v, &paper) : NULL, .leaders = a.by == GROUP_LEADER, .from = day_text(v, a.from),
		.to = day_text(v, a.to), .docx_href = href_of(v, &a, "/ledgers/docx", a.of), .only = a.of};
	if (e == ERR_NOTFOUND)
		view.nothing = fail_said(v);
	else
		TRY(e);
	choose(v, &a, &p, &view);
	TRY(frame(v, "matters"));
	render(v, ui_ledgers(&v->rs->body, &v->ui, &view));
	return OK;
}

err ledgers_docx(struct visit *v)
{
	struct asked a;
	struct period p;
	struct paper paper;
	str bytes;
	TRY(asked_of(v, &a));
	TRY(make(v, &a, &p, &paper));
	TRY(paper_docx(v->arena, &paper, &paper_fonts_default, &bytes));
	TRY(taken_out(v, "ledgers", S(""), "docx", (int64_t)paper.n_blocks, false));
	send_file(v, path_with(v, STR_FMT " " STR_FMT ".docx", STR_ARG(paper.mark), STR_ARG(day_text(v, a.to))), DOCX, bytes, false);
	return OK;
}

/* ---- letters ---------------------------------------------------------------------------- */
bool is_letter(struct visit *v, const struct kind *k)
{
	const struct pack *const *p = v->web->config.packs;
	for (; p && *p; p++)
		for (size_t i = 0; i < (*p)->n_ladders; i++)
			if (str_eq((*p)->ladders[i].letter, k->name))
				return true;
	return false;
}

static err letter_read(struct visit *v, struct matter_view *ret)
{
	TRY(matter_read(ctx_of(v), v->id[0], ret));
	return is_letter(v, ret->row.kind) ? OK : fail(ERR_NOTFOUND, "there is no such letter, or you may not see it");
}

err letter_paper_page(struct visit *v)
{
	struct matter_view m;
	struct paper paper;
	TRY(letter_read(v, &m));
	struct letter_paper_view view = {.m = &m, .docx_href = path_with(v, "/letters/%lld/docx", (long long)m.row.id)};
	err e = letter_paper(ctx_of(v), &m, v->ui.zone, v->lang, &paper);
	if (e == OK)
		view.paper = sheet_of(v, &paper);
	else if (e == ERR_INPUT || e == ERR_LIMIT)
		view.error = fail_said(v);
	else
		return e;
	TRY(frame(v, "week"));
	render(v, ui_letter_paper(&v->rs->body, &v->ui, &view));
	return OK;
}

err letter_docx_page(struct visit *v)
{
	struct matter_view m;
	struct paper paper;
	str bytes;
	TRY(letter_read(v, &m));
	TRY(letter_paper(ctx_of(v), &m, v->ui.zone, v->lang, &paper));
	TRY(paper_docx(v->arena, &paper, &paper_fonts_default, &bytes));
	TRY(taken_out(v, "letter", m.row.kind->name, "docx", 1, false));
	send_file(v, path_with(v, STR_FMT ".docx", STR_ARG(m.row.number)), DOCX, bytes, false);
	return OK;
}
