/* SPDX-License-Identifier: Apache-2.0 */
/* Following (查进度): by the number and the last digits of the telephone, or the code. Both are
 * posted and then kept sealed in a cookie for a while, so that neither ever stands in an address,
 * in a page or in the log. */
#include "web/public_in.h"

#include "base/log.h"

struct following {
	str number, code;
	struct request_public r;
	struct public_fault faults[4];
	size_t n_faults;
	str at;
};

static err follow_ask(struct visit *v, str number, str wrong, int status)
{
	struct follow_form_view view = {.number = number, .said = wrong, .status = status};
	if (!public_there(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (status)
		v->rs->status = status;
	public_frame(v, "follow");
	render(v, ui_follow_form(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- what is shown ---- */
static bool is_text(const struct value *f)
{
	return f->field->type == FIELD_TEXT && f->text.n;
}

static void told_fill(struct visit *v, struct follow_view *view)
{
	const struct value **told = arena_new_n(v->arena, view->r.n_fields, const struct value *);
	size_t n = 0;
	for (int pass = 0; pass < 2; pass++) /* the answer first */
		for (size_t i = 0; i < view->r.n_fields; i++) {
			const struct value *f = &view->r.fields[i];
			bool answer = str_eq(f->field->name, S("public_answer")) || str_eq(f->field->name, S("answer"));
			if (is_text(f) && answer == (pass == 0))
				told[n++] = f;
		}
	view->told = told;
	view->n_told = n;
}

static int first_text(const struct kind *k, const struct action *a)
{
	for (size_t i = 0; i < a->n_form; i++)
		if (k->fields[a->form[i].field].type == FIELD_TEXT)
			return (int)i;
	return -1;
}

static void acts_fill(struct visit *v, struct follow_view *view)
{
	const struct request_public *r = &view->r;
	struct follow_act *acts = arena_new_n(v->arena, r->n_actions, struct follow_act);
	for (size_t i = 0; i < r->n_actions; i++) {
		const struct action *a = r->actions[i];
		int text = first_text(r->sort, a);
		acts[i] = (struct follow_act){.action = a, .key = fresh_key(v), .rates = form_has(r->sort, a, "satisfaction"), .words = text >= 0};
		if (text >= 0) {
			acts[i].field = r->sort->fields[a->form[text].field].name;
			acts[i].words_must = a->form[text].required;
		}
	}
	view->acts = acts;
	view->n_acts = r->n_actions;
}

static err follow_show(struct visit *v, const struct following *f)
{
	struct follow_view view = {.r = f->r, .faults = f->faults, .n_faults = f->n_faults, .at = f->at,
		.photos = (int)public_int(v->web->config.core, "public_photos"), .photo_mb = (int)public_int(v->web->config.core, "public_photo_mb")};
	if (f->n_faults) {
		view.words = form_get(v, "words");
		view.solved = form_get(v, "solved");
		view.satisfaction = form_get(v, "satisfaction");
	}
	told_fill(v, &view);
	acts_fill(v, &view);
	public_frame(v, "follow");
	render(v, ui_follow(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- finding it ---- */
static err find(struct visit *v, struct following *f)
{
	return request_follow(v->web->config.core, v->arena, v->lang, v->rq->peer, f->number, f->code, &f->r);
}

/* Refused: back to the form, with the sentence and the number, never the code. */
static err not_found(struct visit *v, const struct following *f, err e)
{
	if (e != ERR_NOTFOUND && e != ERR_LIMIT && e != ERR_INPUT)
		return e;
	str why = fail_said(v);
	follow_forget(v);
	return follow_ask(v, f->number, why, e == ERR_LIMIT ? 429 : 422);
}

err follow_page(struct visit *v)
{
	struct following f = {0};
	if (!follow_kept(v, &f.number, &f.code) || query_get(v, "other").n)
		return follow_ask(v, S(""), S(""), 0);
	err e = find(v, &f);
	if (e != OK)
		return not_found(v, &f, e);
	if (str_eq(query_get(v, "did"), S("rate")))
		v->ui.notice = said(v, W("Thank you. What you said has been passed on."));
	else if (query_get(v, "did").n)
		v->ui.notice = said(v, W("It has been added and passed on."));
	return follow_show(v, &f);
}

/* As people copy it: blanks around it, letters of any width. */
static str without_blanks(struct visit *v, str s)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t')
			buf_byte(&b, s.p[i]);
	return buf_str(&b);
}

err follow_post(struct visit *v)
{
	struct following f = {.number = without_blanks(v, form_get(v, "number")), .code = without_blanks(v, form_get(v, "code"))};
	if (!public_there(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (!f.number.n || !f.code.n || f.number.n > 80 || f.code.n > 40)
		return follow_ask(v, str_cut(f.number, 0, 80), said(v, W("write both: the number of your request, and the last four digits of your telephone or the code")), 422);
	err e = find(v, &f);
	if (e != OK)
		return not_found(v, &f, e);
	follow_keep(v, f.number, f.code);
	see_other(v, S("/follow"));
	return OK;
}

err follow_end_post(struct visit *v)
{
	follow_forget(v);
	http_header(v->rq, v->rs, "Clear-Site-Data", S("\"storage\""));
	see_other(v, S("/public"));
	return OK;
}

/* ---- rating and adding ---- */
static void fault(struct following *f, const char *field, str said)
{
	if (f->n_faults < COUNT_OF(f->faults))
		f->faults[f->n_faults++] = (struct public_fault){str_of(field), said};
}

struct act_args {
	struct arg v[4];
	size_t n;
};

static void read_act(struct visit *v, struct following *f, const struct action *a, struct act_args *ret)
{
	const struct kind *sort = f->r.sort;
	str solved = form_get(v, "solved"), satisfaction = form_get(v, "satisfaction"), words = str_trim(form_get(v, "words"));
	int text = first_text(sort, a);
	if (form_has(sort, a, "solved") && !solved.n)
		fault(f, "solved", said(v, W("choose whether it is solved")));
	if (form_has(sort, a, "satisfaction") && !satisfaction.n)
		fault(f, "satisfaction", said(v, W("choose how satisfied you are")));
	if (text >= 0 && a->form[text].required && !words.n)
		fault(f, "words", said(v, W("write what is new")));
	if (form_has(sort, a, "solved") && solved.n)
		ret->v[ret->n++] = (struct arg){S("solved"), solved};
	if (form_has(sort, a, "satisfaction") && satisfaction.n)
		ret->v[ret->n++] = (struct arg){S("satisfaction"), satisfaction};
	if (text >= 0 && words.n)
		ret->v[ret->n++] = (struct arg){sort->fields[a->form[text].field].name, words};
}

static const struct action *offered_action(const struct request_public *r, str name)
{
	for (size_t i = 0; i < r->n_actions; i++)
		if (str_eq(r->actions[i]->name, name))
			return r->actions[i];
	return NULL;
}

static err follow_act(struct visit *v, struct following *f, const struct action *a, const struct act_args *args)
{
	struct act_request rq = {.action = a->name, .args = args->v, .n_args = args->n, .idempotency_key = form_get(v, "key")};
	struct act_result done;
	struct upload *files = NULL;
	str wrong;
	TRY(request_pictures(v, "photos", (int)public_int(v->web->config.core, "public_photos"), &files, &rq.n_files, &wrong));
	if (wrong.n) {
		fault(f, "photos", wrong);
		return OK;
	}
	rq.files = files;
	err e = committing(v, request_follow_act(v->web->config.core, v->arena, v->lang, v->rq->peer, f->number, f->code, &rq, &done));
	if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT)
		return e;
	fault(f, "words", fail_said(v));
	return OK;
}

err follow_act_post(struct visit *v)
{
	struct following f = {.at = v->word};
	struct act_args args = {0};
	if (!follow_kept(v, &f.number, &f.code))
		return follow_ask(v, S(""), said(v, W("this page was open for too long; give the number once more, nothing else is lost")), 422);
	err e = find(v, &f);
	if (e != OK)
		return not_found(v, &f, e);
	const struct action *a = offered_action(&f.r, v->word);
	if (!a) /* it was sent twice, or somebody was quicker: the page says how it stands now */
		return see_other(v, S("/follow")), OK;
	read_act(v, &f, a, &args);
	if (!f.n_faults)
		TRY(follow_act(v, &f, a, &args));
	if (f.n_faults) {
		v->rs->status = 422;
		return follow_show(v, &f);
	}
	see_other(v, form_has(f.r.sort, a, "satisfaction") ? S("/follow?did=rate") : S("/follow?did=add"));
	return OK;
}
