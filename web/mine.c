/* SPDX-License-Identifier: Apache-2.0 */
/* A person's own page (设置) and what he does there and elsewhere for himself: delegation and
 * leave, acting for somebody, following a matter, the address of his calendar. */
#include "web/web_in.h"

/* ---- delegation and leave ------------------------------------------------------------------------ */
static const struct option *people_options(struct visit *v, const struct person *p, size_t n, int64_t chosen, bool nobody, size_t *ret_n)
{
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	*ret_n = 0;
	if (nobody)
		o[(*ret_n)++] = (struct option){S("0"), said(v, W("nobody")), chosen == 0};
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_add(&b, p[i].name);
		if (p[i].post.n) {
			buf_z(&b, "　");
			buf_add(&b, p[i].post);
		}
		o[(*ret_n)++] = (struct option){path_with(v, "%lld", (long long)p[i].id), buf_str(&b), p[i].id == chosen};
	}
	return o;
}

/* The head of a unit chooses for whom; everybody else has only himself. */
static err absences(struct visit *v, struct me_view *view, const struct absence_form *typed)
{
	struct person *people, *colleagues;
	struct absence *rows, *for_me;
	size_t n_people, n_colleagues;
	int64_t person = typed ? typed->person : query_int(v, "person", 0), chosen = 0;
	if (typed)
		view->absence = *typed;
	TRY(absence_people(ctx_of(v), &people, &n_people));
	bool known = false;
	for (size_t i = 0; i < n_people; i++)
		known = known || people[i].id == person;
	if (!known)
		person = n_people ? people[0].id : 0;
	TRY(absence_colleagues(ctx_of(v), person, &colleagues, &n_colleagues));
	if (typed && form_int(v, "colleague", &chosen))
		known = true;
	view->absence.person = person;
	view->absence.people = people_options(v, people, n_people, person, false, &view->absence.n_people);
	view->absence.colleagues = people_options(v, colleagues, n_colleagues, chosen, true, &view->absence.n_colleagues);
	if (person)
		TRY(absence_list(ctx_of(v), person, &rows, &view->n_absences));
	view->absences = person ? rows : NULL;
	TRY(absence_for_me(ctx_of(v), &for_me, &view->n_for_me));
	view->for_me = for_me;
	return OK;
}

static err absence_from(struct visit *v, struct absence *ret, struct absence_form *form)
{
	*form = (struct absence_form){.first = str_trim(form_get(v, "first")), .last = str_trim(form_get(v, "last")),
		.reason = str_trim(form_get(v, "reason")), .away = str_eq(form_get(v, "away"), S("1"))};
	*ret = (struct absence){.first = DAY_NONE, .last = DAY_NONE, .reason = form->reason, .away = form->away};
	if (!form_int(v, "person", &form->person) || !form_int(v, "colleague", &ret->colleague))
		return fail(ERR_INPUT, "choose a colleague, or say that it is leave, or both");
	ret->person = form->person;
	if (!day_parse(form->first, &ret->first) || !day_parse(form->last, &ret->last))
		return fail(ERR_INPUT, "write the first and the last day, like 2026-10-14");
	return OK;
}

err absence_post(struct visit *v)
{
	struct absence a;
	struct absence_form form;
	int64_t id;
	err e = absence_from(v, &a, &form);
	if (e == OK)
		e = committing(v, absence_add(ctx_of(v), &a, &id));
	if (e == OK) {
		see_other(v, path_with(v, "/me?did=absence&person=%lld#absence", (long long)a.person));
		return OK;
	}
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	form.error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return me_show(v, &form, STR_NONE);
}

err absence_withdraw_post(struct visit *v)
{
	TRY(committing(v, absence_withdraw(ctx_of(v), v->id[0], v->id[1])));
	see_other(v, path_with(v, "/me?did=withdrawn&person=%lld#absence", (long long)v->id[0]));
	return OK;
}

/* ---- acting for somebody (代办) --------------------------------------------------------------------- */
err for_post(struct visit *v)
{
	int64_t person = 0;
	if (!form_int(v, "person", &person) || person <= 0) {
		cookie_set(v, "for", S(""), true);
		see_other(v, S("/"));
		return OK;
	}
	TRY(ctx_act_for(ctx_of(v), person));
	cookie_set(v, "for", path_with(v, "%lld", (long long)person), false);
	see_other(v, safe_path(form_get(v, "next")));
	return OK;
}

/* ---- following ---------------------------------------------------------------------------------------- */
err watch_post(struct visit *v)
{
	bool on = str_eq(form_get(v, "on"), S("1"));
	TRY(committing(v, watch_set(ctx_of(v), v->id[0], on)));
	see_other(v, safe_path(form_get(v, "next")).n > 1 ? safe_path(form_get(v, "next")) : path_with(v, "/matters/%lld", (long long)v->id[0]));
	return OK;
}

/* ---- the calendar's address ------------------------------------------------------------------------------ */
static str calendar_address(struct visit *v, str secret)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, v->rq->tls ? "https://" : "http://");
	buf_add(&b, v->rq->host);
	buf_z(&b, "/calendar.ics?key=");
	buf_add(&b, secret);
	return buf_str(&b);
}

/* The address is shown in the answer itself and never again: only its digest is kept. */
err calendar_key_post(struct visit *v)
{
	str secret;
	if (str_eq(form_get(v, "do"), S("revoke"))) {
		TRY(committing(v, calendar_key_revoke(ctx_of(v))));
		see_other(v, S("/me?did=revoked#calendar"));
		return OK;
	}
	TRY(committing(v, calendar_key_new(ctx_of(v), &secret)));
	return me_show(v, NULL, secret);
}

/* ---- the page ------------------------------------------------------------------------------------------------ */
static void say_done(struct visit *v)
{
	static const struct {
		const char *did, *said;
	} done[] = {
		{"kept", W("your settings have been kept")}, {"absence", W("it has been entered; it ends by itself")},
		{"withdrawn", W("it has been withdrawn")}, {"revoked", W("the address of the calendar no longer works")},
	};
	for (size_t i = 0; i < COUNT_OF(done); i++)
		if (str_eq(query_get(v, "did"), str_of(done[i].did)))
			v->ui.notice = said(v, done[i].said);
}

err me_show(struct visit *v, const struct absence_form *typed, str secret)
{
	struct me_view view = {0};
	const struct actor *me = v->ui.hand && v->ctx.hand.user ? v->ui.hand : &v->session.actor;
	struct words2 *duties = arena_new_n(v->arena, DUTIES, struct words2);
	struct saved_view *views = NULL;
	for (int d = 0; d < DUTIES; d++)
		if (me->duties & DUTY_BIT(d))
			duties[view.n_duties++] = *duty_label((enum duty)d);
	view.duties = duties;
	TRY(view_list(ctx_of(v), &views, &view.n_views));
	view.views = views;
	TRY(absences(v, &view, typed));
	TRY(calendar_key_there(ctx_of(v), &view.calendar));
	if (secret.n)
		view.calendar_href = calendar_address(v, secret);
	say_done(v);
	TRY(frame(v, "me"));
	render(v, ui_me(&v->rs->body, &v->ui, &view));
	return OK;
}

err me_page(struct visit *v)
{
	return me_show(v, NULL, STR_NONE);
}
