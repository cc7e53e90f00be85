/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a matter. */
#include "web/web_in.h"

static const struct value *value_at(const struct matter_view *m, int field)
{
	if (field < 0)
		return NULL;
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->fields[i].field == &m->row.kind->fields[field])
			return &m->fields[i];
	return NULL;
}

static void legal_beside(struct visit *v, const struct matter_view *m, struct clock_panel *p)
{
	if (!p->clock->legal)
		return;
	p->legal = &m->clocks[p->clock->legal - 1];
	p->legal_due = p->legal->due == MS_NONE ? DAY_NONE : due_day(&v->ui, p->legal->due);
}

static err clocks(struct visit *v, struct matter_page_view *view)
{
	const struct matter_view *m = view->m;
	struct clock_panel *others = arena_new_n(v->arena, m->n_clocks, struct clock_panel), *main = NULL;
	for (size_t i = 0; i < m->n_clocks; i++) {
		const struct clock_view *c = &m->clocks[i];
		if ((c->started == MS_NONE && c->due == MS_NONE) || (c->stopped && !c->counts) || (c->over && c->decl->quiet))
			continue; /* what no longer runs is told by the log */
		if (c->counts) {
			main = arena_new(v->arena, struct clock_panel);
			TRY(clock_panel_fill(v, c, main));
			legal_beside(v, m, main);
		} else {
			TRY(clock_panel_fill(v, c, &others[view->n_others]));
			legal_beside(v, m, &others[view->n_others++]);
		}
	}
	view->clock = main;
	view->others = others;
	return OK;
}

static void chain_add(struct visit *v, struct matter_page_view *view, const struct value *value)
{
	struct chain_link *links = (struct chain_link *)view->chain;
	if (value && value->text.n)
		links[view->n_chain++] = (struct chain_link){words2_in(&value->field->label, v->lang), value->text, STR_NONE};
}

static void chain(struct visit *v, struct matter_page_view *view)
{
	const struct matter_view *m = view->m;
	const struct kind *k = m->row.kind;
	view->chain = arena_new_n(v->arena, m->n_fields + 2, struct chain_link);
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->fields[i].field->type == FIELD_PERSON)
			chain_add(v, view, &m->fields[i]);
	chain_add(v, view, value_at(m, k->lead));
	chain_add(v, view, value_at(m, k->assist));
}

static void particulars(struct visit *v, struct matter_page_view *view)
{
	const struct matter_view *m = view->m;
	const struct kind *k = m->row.kind;
	view->fields = arena_new_n(v->arena, m->n_fields, const struct value *);
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct field *f = m->fields[i].field;
		ptrdiff_t at = f - k->fields;
		bool elsewhere = at == k->title || at == k->lead || at == k->assist || at == k->due || at == k->share ||
				 at == k->source || at == k->confidence || f->type == FIELD_PERSON || f->type == FIELD_SOURCE || life_holds(k, f);
		if (!elsewhere && m->fields[i].text.n)
			view->fields[view->n_fields++] = &m->fields[i];
	}
}

static err actions(struct visit *v, struct matter_page_view *view, const struct typed *typed)
{
	const struct matter_view *m = view->m;
	struct action_form *forms = arena_new_n(v->arena, m->n_actions, struct action_form);
	str want = query_get(v, "part").n ? STR_NONE : query_get(v, "do");
	if (typed && typed->part.n)
		typed = NULL;
	bool any = false;
	/* the main one first */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < m->n_actions; i++) {
			const struct action *a = m->actions[i].action;
			if (a->main == (pass == 1))
				continue;
			struct action_form *form = &forms[view->n_actions++];
			TRY(action_form_fill(v, m->row.kind, m, a, typed, form));
			form->missing = words2_in(&m->actions[i].missing, v->lang);
			form->open = form->open || str_eq(a->name, want);
			any = any || form->open;
		}
	if (!any && !query_get(v, "part").n && view->n_actions && forms[0].action->main)
		forms[0].open = true;
	view->actions = forms;
	return OK;
}

/* The newest event of an action whose form asks for the judgement says why. */
static void judged(struct visit *v, struct matter_page_view *view)
{
	const struct matter_view *m = view->m;
	const struct kind *k = m->row.kind;
	if (m->row.confidence < 0)
		return;
	view->judged_help = words2_in(&k->fields[k->confidence].choices[m->row.confidence].help, v->lang);
	for (size_t i = 0; i < m->n_events && !view->judged_why.n; i++) {
		const struct action *a = action_find(k, m->events[i].action);
		for (size_t j = 0; a && j < a->n_form; j++)
			if (a->form[j].field == k->confidence)
				view->judged_why = m->events[i].reason;
	}
}

static void source(struct visit *v, struct matter_page_view *view)
{
	const struct source_ref *s = &view->m->source;
	struct document d;
	if (!s->document)
		return;
	view->document_href = path_with(v, "/documents/%lld", (long long)s->document);
	if (document_read(ctx_of(v), s->document, &d) != OK)
		return;
	for (size_t i = 0; i < d.n_proposals; i++)
		if (d.proposals[i].matter == view->m->row.id && d.proposals[i].state != PROPOSAL_DISMISSED)
			view->document_href = path_with(v, "/documents/%lld#s%d", (long long)s->document, d.proposals[i].number);
}

static void say_done(struct visit *v, const struct matter_view *m)
{
	str did = query_get(v, "did");
	const struct kind *k = m->row.kind;
	str sort, rest;
	if (str_split(did, '.', &sort, &rest) && kind_sort(k, sort) >= 0) {
		k = &k->parts[kind_sort(k, sort)];
		did = rest;
	}
	const struct action *a = did.n ? action_find(k, did) : NULL;
	if (str_eq(did, S("moved")))
		v->ui.notice = said(v, W("the request stands here now"));
	if (!a)
		return;
	str done = words2_in(&a->done, v->lang);
	v->ui.notice = said_with(v, W("you {0}"), done.n ? &done : (const str[]){words2_in(&a->label, v->lang)}, 1);
}

static bool part_error_shown(const struct matter_page_view *view)
{
	bool shown = false;
	for (size_t s = 0; s < view->n_sections; s++) {
		const struct part_section *p = &view->sections[s];
		for (size_t i = 0; i < p->n_adds; i++)
			shown = shown || p->adds[i].error.n;
		for (size_t i = 0; i < p->n_lines; i++)
			for (size_t k = 0; k < p->lines[i].n_forms; k++)
				shown = shown || p->lines[i].forms[k].error.n;
	}
	return shown;
}

err matter_show(struct visit *v, int64_t id, const struct typed *typed)
{
	struct matter_view m;
	TRY(matter_read(ctx_of(v), id, &m));
	if (is_bulletin(&m) && !typed) { /* it has a page of its own */
		str did = query_get(v, "did");
		see_other(v, path_with(v, "/bulletins/%lld%s" STR_FMT, (long long)id, did.n ? "?did=" : "", STR_ARG(did.n ? did : S(""))));
		return OK;
	}
	struct matter_page_view view = {.m = &m, .letter = is_letter(v, m.row.kind)};
	TRY(clocks(v, &view));
	chain(v, &view);
	particulars(v, &view);
	TRY(actions(v, &view, typed));
	TRY(part_sections(v, typed, &view));
	TRY(curve_fill(v, &view));
	TRY(life_fill(v, &m, &view.life));
	judged(v, &view);
	source(v, &view);
	TRY(week_ladder_fill(v, id, &view.ladder));
	struct reveal_row *reveals;
	TRY(reveals_of(ctx_of(v), id, &reveals, &view.n_reveals));
	view.reveals = reveals;
	view.may_deny = may_keep_out(v, m.row.kind);
	say_done(v, &m);
	if (typed) {
		v->rs->status = typed->status;
		bool shown = false;
		for (size_t i = 0; i < view.n_actions; i++)
			shown = shown || view.actions[i].error.n;
		shown = shown || part_error_shown(&view);
		if (!shown) { /* the action is no longer offered: somebody was quicker */
			v->ui.notice = typed->error;
			v->ui.notice_bad = true;
		}
	}
	TRY(frame(v, "matters"));
	v->ui.live = true;
	render(v, ui_matter(&v->rs->body, &v->ui, &view));
	return OK;
}

err matter_page(struct visit *v)
{
	return matter_show(v, v->id[0], NULL);
}

err evidence_page(struct visit *v)
{
	struct evidence_view e;
	str bytes;
	if (v->id[1] > 100000)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(evidence_read(ctx_of(v), v->id[0], (int)v->id[1], &e, &bytes));
	send_file(v, e.name, e.type, bytes, !query_get(v, "download").n);
	return OK;
}
