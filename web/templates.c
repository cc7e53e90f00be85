/* SPDX-License-Identifier: Apache-2.0 */
/* Templates of papers (文书模板): settings of long texts, with their day, reason and history; tried
 * with the figures of today before they hold, and the built-in one comes back with one button. */
#include "web/web_in.h"

struct template_row {
	const char *name; /* of the setting, behind its pack */
	enum lang lang;
	bool letter;
};
static const struct template_row rows[] = {
	{"bulletin_text_zh", LANG_ZH, false}, {"bulletin_text_en", LANG_EN, false}, {"letter_text_zh", LANG_ZH, true}, {"letter_text_en", LANG_EN, true},
};

static const struct template_row *row_of(str full)
{
	str pack, own;
	for (size_t i = 0; str_split(full, '.', &pack, &own) && i < COUNT_OF(rows); i++)
		if (str_eq(own, str_of(rows[i].name)))
			return &rows[i];
	return NULL;
}

bool is_template(str setting)
{
	return row_of(setting) != NULL;
}

/* ---- what may be written, and whether it was -------------------------------------------- */
err template_check(struct visit *v, str setting, str text)
{
	const struct template_row *r = row_of(setting);
	return !r ? OK : r->letter ? letter_text_check(v->arena, text) : bulletin_text_check(v->arena, text);
}

/* With the figures of this week, as if it held already. */
static err try_bulletin(struct visit *v, const struct template_row *r, str text, struct template_view *view)
{
	struct bulletin *b = arena_new(v->arena, struct bulletin);
	day_t monday = week_monday(v->ui.today);
	struct bulletin_wish w = {.lang = r->lang, .from = monday, .to = monday + 6, .date = v->ui.today, .text = text, .district = v->ui.district,
		.mark = word(r->lang, W("Supervision bulletin")), .issue = word(r->lang, W("issue|draft")), .issuer = v->ui.actor->unit_name, .named = 3};
	TRY(bulletin_make(ctx_of(v), &w, v->ui.zone, b));
	view->paper = sheet_of(v, &b->paper);
	view->doubts = b->doubts;
	view->n_doubts = b->n_doubts;
	return OK;
}

static err show(struct visit *v, struct template_view *view)
{
	const struct template_row *r = row_of(v->word);
	struct setting_view s;
	struct setting_event *events;
	str text;
	TRY(setting_read(ctx_of(v), v->word, &s, &events, &view->n_events, &view->version));
	view->s = &s;
	view->events = events;
	if (!view->text.p)
		view->text = s.value;
	if (!view->from.p)
		view->from = path_with(v, STR_FMT, STR_ARG(S("")));
	text = view->text;
	view->changed = !str_eq(s.value, s.decl->initial_text);
	if (!r->letter && !view->error.n) {
		err e = try_bulletin(v, r, text, view);
		if (e != OK && e != ERR_INPUT && e != ERR_LIMIT)
			return e;
		if (e != OK) {
			view->error = fail_said(v);
			view->error_field = S("value");
		}
	}
	view->names = r->letter ? letter_names(v->arena, r->lang, &view->n_names) : bulletin_names(v->arena, r->lang, &view->n_names);
	if (str_eq(query_get(v, "did"), S("set")))
		v->ui.notice = said(v, W("the template has been changed"));
	TRY(frame(v, "settings"));
	render(v, ui_template(&v->rs->body, &v->ui, view));
	return OK;
}

err template_page(struct visit *v)
{
	struct template_view view = {0};
	if (!is_template(v->word))
		return fail(ERR_NOTFOUND, "there is no template called “{0}”", v->word);
	return show(v, &view);
}

err template_post(struct visit *v)
{
	struct typed typed;
	struct setting_request rq = {.name = v->word, .value = str_trim(without_cr(v, form_get(v, "value"))), .reason = str_trim(form_get(v, "reason")),
		.from = v->ui.today};
	str from = str_trim(form_get(v, "from"));
	if (!is_template(v->word))
		return fail(ERR_NOTFOUND, "there is no template called “{0}”", v->word);
	struct template_view view = {.text = rq.value, .from = from, .reason = rq.reason};
	if (str_eq(form_get(v, "do"), S("builtin"))) {
		struct setting_view s;
		struct setting_event *events;
		size_t n;
		int64_t version;
		TRY(setting_read(ctx_of(v), v->word, &s, &events, &n, &version));
		view.text = rq.value = s.decl->initial_text;
		ctx_refresh(ctx_of(v));
	}
	err e = from.n && !day_parse(from, &rq.from) ? fail(ERR_INPUT, "{0} is not a date; write it like 2026-09-23", from) : OK;
	if (e == OK)
		e = template_check(v, v->word, rq.value);
	if (e == OK && str_eq(form_get(v, "do"), S("try"))) {
		view.tried = true;
		return show(v, &view);
	}
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	if (e == OK)
		e = committing(v, setting_set(ctx_of(v), &rq));
	if (e == OK) {
		see_other(v, path_with(v, "/templates/" STR_FMT "?did=set", STR_ARG(v->word)));
		return OK;
	}
	if (!typed_from(v, e, S("set"), &typed))
		return e;
	view.error = typed.error;
	view.error_field = typed.field.n ? typed.field : S("value");
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return show(v, &view);
}
