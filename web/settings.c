/* SPDX-License-Identifier: Apache-2.0 */
/* Settings (规则设置): what holds, where it comes from, and changing it from a day on. */
#include "web/web_in.h"

/* ---- all of them ------------------------------------------------------------------------- */
static err groups(struct visit *v, struct settings_view *view)
{
	struct setting_view *rows;
	size_t n;
	TRY(setting_list(ctx_of(v), &rows, &n));
	struct setting_group *g = arena_new_n(v->arena, n + 1, struct setting_group);
	for (size_t i = 0; i < n; i++) {
		if (i && rows[i].pack == rows[i - 1].pack) {
			g[view->n_groups - 1].n++;
			continue;
		}
		g[view->n_groups++] = (struct setting_group){.rows = &rows[i], .n = 1,
			.label = rows[i].pack ? words2_in(&rows[i].pack->label, v->lang) : said(v, W("The house itself"))};
	}
	view->groups = g;
	return OK;
}

err settings_page(struct visit *v)
{
	struct settings_view view = {0};
	TRY(groups(v, &view));
	TRY(frame(v, "settings"));
	render(v, ui_settings(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- one ---------------------------------------------------------------------------------- */
static void choices(struct visit *v, struct setting_page_view *view)
{
	const struct setting *d = view->s->decl;
	struct option *o = arena_new_n(v->arena, d->n_choices, struct option);
	for (size_t i = 0; i < d->n_choices; i++)
		o[i] = (struct option){d->choices[i].name, words2_in(&d->choices[i].label, v->lang), str_eq(d->choices[i].name, view->value), STR_NONE};
	view->choices = o;
	view->n_choices = d->n_choices;
}

static void moves(struct visit *v, struct setting_page_view *view)
{
	LIST(struct preview_move) l = {0};
	for (int from = 0; from < LIGHTS; from++)
		for (int to = 0; to < LIGHTS; to++)
			if (view->preview.moves[from][to])
				*list_push(v->arena, &l) = (struct preview_move){(enum light)from, (enum light)to, view->preview.moves[from][to]};
	view->moves = l.v;
	view->n_moves = l.n;
}

/* What each choice means, when they are ways of giving lights. */
static void schemes(struct setting_page_view *view)
{
	const struct pack *p = view->s->pack;
	for (size_t i = 0; p && i < p->n_kinds; i++)
		if (p->kinds[i].scheme.n && str_eq(p->kinds[i].scheme, view->s->decl->name)) {
			view->schemes = p->kinds[i].schemes;
			view->n_schemes = p->kinds[i].n_schemes;
		}
}

static str day_text(struct visit *v, day_t d)
{
	struct buf b;
	buf_init(&b, v->arena);
	put_day(&b, d);
	return buf_str(&b);
}

static err show(struct visit *v, struct setting_page_view *view)
{
	struct setting_view s;
	struct setting_event *events;
	TRY(setting_read(ctx_of(v), v->word, &s, &events, &view->n_events, &view->version));
	view->s = &s;
	view->events = events;
	if (!view->value.p) {
		view->value = s.value;
		view->from = day_text(v, v->ui.today);
	}
	choices(v, view);
	schemes(view);
	moves(v, view);
	if (str_eq(query_get(v, "did"), S("set")))
		v->ui.notice = said(v, W("the setting has been changed; lights that it concerns follow within minutes"));
	TRY(frame(v, "settings"));
	render(v, ui_setting(&v->rs->body, &v->ui, view));
	return OK;
}

err setting_page(struct visit *v)
{
	if (is_template(v->word)) {
		see_other(v, path_with(v, "/templates/" STR_FMT, STR_ARG(v->word)));
		return OK;
	}
	struct setting_page_view view = {0};
	return show(v, &view);
}

static err request_of(struct visit *v, struct setting_request *ret)
{
	str from = str_trim(form_get(v, "from"));
	*ret = (struct setting_request){.name = v->word, .value = str_trim(form_get(v, "value")), .reason = str_trim(form_get(v, "reason")),
					.from = v->ui.today};
	if (from.n && !day_parse(from, &ret->from))
		return fail(ERR_INPUT, "{0} is not a date; write it like 2026-09-23", from);
	if (!form_int(v, "version", &ret->version))
		ret->version = 0;
	return OK;
}

static err set(struct visit *v)
{
	struct setting_request rq;
	TRY(request_of(v, &rq));
	TRY(template_check(v, rq.name, rq.value));
	return committing(v, setting_set(ctx_of(v), &rq));
}

err setting_post(struct visit *v)
{
	struct setting_page_view view = {.value = str_trim(form_get(v, "value")), .from = form_get(v, "from"), .reason = form_get(v, "reason")};
	struct typed typed;
	if (!view.value.p)
		view.value = S("");
	if (str_eq(form_get(v, "do"), S("try"))) {
		view.tried = true;
		TRY(setting_preview(ctx_of(v), v->word, view.value, &view.preview));
		return show(v, &view);
	}
	err e = set(v);
	if (e == OK) {
		see_other(v, path_with(v, "/settings/" STR_FMT "?did=set", STR_ARG(v->word)));
		return OK;
	}
	if (!typed_from(v, e, S("set"), &typed))
		return e;
	view.error = typed.error;
	view.error_field = typed.field.n ? typed.field : S("from");
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return show(v, &view);
}

/* ---- for programs -------------------------------------------------------------------------- */
err api_setting_post(struct visit *v)
{
	TRY(api_form(v));
	TRY(set(v));
	ctx_refresh(ctx_of(v));
	return api_setting(v);
}
