/* SPDX-License-Identifier: Apache-2.0 */
/* Parts (分项) on the page of their matter, and the actions on them. */
#include "web/web_in.h"

/* The form of an action on a part; its ids begin with what the action is taken on. */
static err form_fill(struct visit *v, const struct kind *sort, const struct part_view *p, const struct action *a, str on,
		     const struct typed *typed, struct action_form *ret)
{
	struct matter_view now = {0};
	if (p)
		now = (struct matter_view){.row = p->row, .fields = p->fields, .n_fields = p->n_fields};
	TRY(action_form_fill(v, sort, p ? &now : NULL, a, typed && str_eq(typed->part, on) ? typed : NULL, ret));
	ret->id = path_with(v, "p-" STR_FMT "-" STR_FMT, STR_ARG(on), STR_ARG(a->name));
	ret->files = a->evidence > 0 || (p && !a->opens);
	struct form_row *rows = (struct form_row *)ret->rows;
	for (size_t i = 0; i < ret->n_rows; i++)
		rows[i].id = path_with(v, STR_FMT "-" STR_FMT, STR_ARG(ret->id), STR_ARG(rows[i].field->name));
	ret->open = ret->open || (str_eq(query_get(v, "part"), on) && str_eq(query_get(v, "do"), a->name));
	return OK;
}

static void particulars(struct visit *v, struct part_line *line)
{
	const struct part_view *p = line->p;
	const struct kind *k = p->row.kind;
	line->fields = arena_new_n(v->arena, p->n_fields, const struct value *);
	for (size_t i = 0; i < p->n_fields; i++) {
		ptrdiff_t at = p->fields[i].field - k->fields;
		bool column = at == k->title || at == k->lead || at == k->person || at == k->due || at == k->share;
		if (!column && p->fields[i].text.n)
			line->fields[line->n_fields++] = &p->fields[i];
	}
}

static err line_fill(struct visit *v, const struct part_view *p, const struct typed *typed, struct part_line *ret)
{
	struct action_form *forms = arena_new_n(v->arena, p->n_actions, struct action_form);
	str on = path_with(v, "%lld", (long long)p->row.id);
	*ret = (struct part_line){.p = p, .forms = forms, .open = str_eq(query_get(v, "part"), on)};
	particulars(v, ret);
	for (int pass = 0; pass < 2; pass++) /* the main one first */
		for (size_t i = 0; i < p->n_actions; i++) {
			const struct offered *o = &p->actions[i];
			if (o->action->main == (pass == 1))
				continue;
			struct action_form *form = &forms[ret->n_forms++];
			TRY(form_fill(v, p->row.kind, p, o->action, on, typed, form));
			form->missing = words2_in(&o->missing, v->lang);
		}
	return OK;
}

static err section_fill(struct visit *v, const struct matter_view *m, const struct kind *sort, const struct typed *typed, struct part_section *ret)
{
	struct part_line *lines = arena_new_n(v->arena, m->n_parts, struct part_line);
	struct action_form *adds = arena_new_n(v->arena, m->n_part_offers, struct action_form);
	*ret = (struct part_section){.sort = sort, .lines = lines, .adds = adds, .moves = sort->is_request && may_move_requests(v, m->row.kind)};
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct matter_row *r = &m->parts[i].row;
		if (r->kind != sort)
			continue;
		TRY(line_fill(v, &m->parts[i], typed, &lines[ret->n_lines++]));
		ret->units = ret->units || r->lead_name.n || m->parts[i].person_name.n;
		ret->dues = ret->dues || r->due != MS_NONE;
		ret->lights = ret->lights || r->light != LIGHT_NONE;
		ret->left += !sort->states[r->state].closed;
	}
	for (size_t i = 0; i < m->n_part_offers; i++)
		if (m->part_offers[i].sort == sort)
			TRY(form_fill(v, sort, NULL, m->part_offers[i].offered.action, sort->name, typed, &adds[ret->n_adds++]));
	return OK;
}

err part_sections(struct visit *v, const struct typed *typed, struct matter_page_view *view)
{
	const struct kind *k = view->m->row.kind;
	struct part_section *all = arena_new_n(v->arena, k->n_parts, struct part_section);
	for (size_t i = 0; i < k->n_parts; i++) {
		TRY(section_fill(v, view->m, &k->parts[i], typed, &all[view->n_sections]));
		view->n_sections += all[view->n_sections].n_lines || all[view->n_sections].n_adds;
	}
	view->sections = all;
	return OK;
}

/* ---- acting -------------------------------------------------------------------------------- */
err part_named(struct visit *v, const struct matter_view *m, struct act_request *rq, const struct kind **ret_sort)
{
	int i = kind_sort(m->row.kind, v->outer);
	*ret_sort = NULL;
	if (i >= 0) {
		rq->sort = m->row.kind->parts[i].name;
		*ret_sort = &m->row.kind->parts[i];
		return OK;
	}
	bool number = str_int(v->outer, &rq->part);
	for (size_t p = 0; number && p < m->n_parts; p++)
		if (m->parts[p].row.id == rq->part)
			*ret_sort = m->parts[p].row.kind;
	return *ret_sort ? OK : fail(ERR_NOTFOUND, "there is no such part, or you may not see it");
}

static err act_from_form(struct visit *v, const struct matter_view *m, struct act_result *ret, const struct kind **ret_sort)
{
	struct act_request rq = {.matter = v->id[0], .idempotency_key = form_get(v, "key")};
	TRY(part_named(v, m, &rq, ret_sort));
	const struct action *a = action_find(*ret_sort, v->word);
	if (!a)
		return fail(ERR_NOTFOUND, "there is no such action");
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	TRY(action_args(v, *ret_sort, a, &rq));
	return committing(v, act(ctx_of(v), &rq, ret));
}

err part_post(struct visit *v)
{
	struct matter_view m;
	struct act_result r;
	struct typed typed;
	const struct kind *sort = NULL;
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	err e = act_from_form(v, &m, &r, &sort);
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld?did=" STR_FMT "." STR_FMT "#part-%lld", (long long)v->id[0],
				       STR_ARG(sort->name), STR_ARG(v->word), (long long)r.part));
		return OK;
	}
	if (!typed_from(v, e, v->word, &typed))
		return e;
	typed.part = v->outer;
	ctx_refresh(ctx_of(v));
	return matter_show(v, v->id[0], &typed);
}
