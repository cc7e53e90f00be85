/* SPDX-License-Identifier: Apache-2.0 */
/* One's own sign-in: the password and when it is due, the second factor, where one is signed in. */
#include "web/web_in.h"

static void say_done(struct visit *v)
{
	static const struct {
		const char *did, *said;
	} done[] = {
		{"password", W("your password has been changed; you were signed out everywhere else")},
		{"removed", W("the one-time code has been taken off")},
		{"ended", W("the session has been ended")},
	};
	for (size_t i = 0; i < COUNT_OF(done); i++)
		if (str_eq(query_get(v, "did"), str_of(done[i].did)))
			v->ui.notice = said(v, done[i].said);
}

static err show(struct visit *v, struct account_page_view *view)
{
	struct ctx *x = ctx_of(v);
	struct core *c = v->web->config.core;
	struct session_view *sessions;
	TRY(account_mine(x, &view->a));
	TRY(session_list(x, v->session.actor.user, token_of(v), &sessions, &view->n_sessions));
	view->sessions = sessions;
	view->rules = password_rules(c);
	view->has_days = view->a.password_ends != MS_NONE;
	view->days_left = view->has_days ? (int)((view->a.password_ends - v->ui.now) / 86400000) : 0;
	view->secret = second_secret(c, v->arena, token_of(v));
	view->uri = second_uri(v->arena, words2_in(&v->web->config.district, v->lang), v->session.login, view->secret);
	say_done(v);
	TRY(frame(v, "me"));
	render(v, ui_account(&v->rs->body, &v->ui, view));
	return OK;
}

err account_page(struct visit *v)
{
	struct account_page_view view = {0};
	return show(v, &view);
}

static err again(struct visit *v, err e, const char *which)
{
	struct account_page_view view = {.which = str_of(which)};
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	view.error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return show(v, &view);
}

err account_password_post(struct visit *v)
{
	str password = form_get(v, "password");
	err e = str_eq(password, form_get(v, "again")) ? OK : fail(ERR_INPUT, "the two are not the same; write the new password twice");
	if (e == OK)
		e = committing(v, password_change(ctx_of(v), form_get(v, "current"), password, token_of(v)));
	if (e != OK)
		return again(v, e, "password");
	see_other(v, S("/me/sign-in?did=password"));
	return OK;
}

err account_second_post(struct visit *v)
{
	struct ctx *x = ctx_of(v);
	str *codes, act = form_get(v, "do"), password = form_get(v, "current");
	size_t n;
	err e;
	if (str_eq(act, S("remove"))) {
		e = committing(v, second_remove(x, password));
		if (e != OK)
			return again(v, e, "second");
		see_other(v, S("/me/sign-in?did=removed"));
		return OK;
	}
	e = str_eq(act, S("codes")) ? committing(v, second_codes(x, password, &codes, &n))
				    : committing(v, second_enrol(x, token_of(v), password, str_trim(form_get(v, "code")), &codes, &n));
	if (e != OK)
		return again(v, e, "second");
	struct codes_view view = {codes, n, S("/me/sign-in")};
	TRY(frame(v, "me"));
	render(v, ui_codes(&v->rs->body, &v->ui, &view));
	return OK;
}

err account_session_post(struct visit *v)
{
	TRY(committing(v, session_end_one(ctx_of(v), v->session.actor.user, v->id[0], token_of(v))));
	see_other(v, S("/me/sign-in?did=ended"));
	return OK;
}
