/* SPDX-License-Identifier: Apache-2.0 */
/* People and units (人员、单位), for the system administrator: who has an account, where, and a
 * one-time link for whoever cannot sign in. Duties are the security administrator's to give. */
#include "web/web_in.h"

#define ROWS 50

const struct option *units_as_options(struct visit *v, int64_t chosen, const char *none, size_t *ret_n)
{
	struct unit *units;
	size_t n, out = 0;
	if (unit_list(ctx_of(v), &units, &n) != OK)
		return NULL;
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	if (none)
		o[out++] = (struct option){S(""), said(v, none), chosen == 0};
	for (size_t i = 0; i < n; i++)
		if (units[i].active || units[i].id == chosen)
			o[out++] = (struct option){path_with(v, "%lld", (long long)units[i].id), units[i].short_name.n ? units[i].short_name : units[i].name,
						   units[i].id == chosen};
	*ret_n = out;
	return o;
}

static const struct option *state_options(struct visit *v, int64_t chosen, size_t *ret_n)
{
	static const char *const label[] = {W("all accounts"), W("accounts in use"), W("disabled accounts"), W("administrators")};
	struct option *o = arena_new_n(v->arena, COUNT_OF(label), struct option);
	for (size_t i = 0; i < COUNT_OF(label); i++)
		o[i] = (struct option){path_with(v, "%zu", i), said(v, label[i]), (size_t)chosen == i};
	*ret_n = COUNT_OF(label);
	return o;
}

static void say_done(struct visit *v)
{
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
}

/* ---- the list, of either administrator ---------------------------------------------------------- */
static err list_show(struct visit *v, struct people_view *view)
{
	struct account_row *rows;
	struct lockout *locks = NULL;
	struct account_query *q = &view->q;
	*q = (struct account_query){.words = query_get(v, "q"), .unit = query_int(v, "unit", 0), .after = query_int(v, "after", 0),
		.state = (int)query_int(v, "state", 0), .limit = ROWS};
	if (q->state < 0 || q->state > 3)
		q->state = 0;
	TRY(account_list(ctx_of(v), q, &rows, &view->n, &view->next));
	view->rows = rows;
	if (view->grants)
		TRY(lockout_list(ctx_of(v), &locks, &view->n_locks));
	view->locks = locks;
	view->here = view->grants ? S("/access") : S("/people");
	view->units = units_as_options(v, q->unit, W("all units"), &view->n_units);
	int64_t place = 0;
	if (!form_int(v, "unit", &place))
		place = 0;
	view->places = units_as_options(v, place, NULL, &view->n_places);
	view->states = state_options(v, q->state, &view->n_states);
	say_done(v);
	TRY(frame(v, view->grants ? "access" : "people"));
	render(v, ui_people(&v->rs->body, &v->ui, view));
	return OK;
}

err people_page(struct visit *v)
{
	struct people_view view = {0};
	return list_show(v, &view);
}

err access_page(struct visit *v)
{
	struct people_view view = {.grants = true};
	return list_show(v, &view);
}

/* ---- one person, of either administrator ------------------------------------------------------------- */
static const struct option *duty_options(struct visit *v, uint32_t duties, size_t *ret_n)
{
	struct option *o = arena_new_n(v->arena, DUTIES, struct option);
	for (int d = 0; d < DUTIES; d++)
		o[d] = (struct option){path_with(v, "duty_%s", duty_name((enum duty)d)), words2_in(duty_label((enum duty)d), v->lang), duties >> d & 1};
	*ret_n = DUTIES;
	return o;
}

static str link_address(struct visit *v, str secret)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, v->rq->tls ? "https://" : "http://");
	buf_add(&b, v->rq->host);
	buf_z(&b, "/link/");
	buf_add(&b, secret);
	return buf_str(&b);
}

static err one_show(struct visit *v, int64_t id, struct person_view *view)
{
	struct session_view *sessions = NULL;
	TRY(account_read(ctx_of(v), id, &view->row));
	view->mine = id == v->session.actor.user;
	if (view->grants) {
		TRY(session_list(ctx_of(v), id, token_of(v), &sessions, &view->n_sessions));
		view->duties = duty_options(v, view->row.duties, &view->n_duties);
	}
	view->sessions = sessions;
	view->units = units_as_options(v, view->row.unit, NULL, &view->n_units);
	say_done(v);
	TRY(frame(v, view->grants ? "access" : "people"));
	render(v, ui_person(&v->rs->body, &v->ui, view));
	return OK;
}

err person_page(struct visit *v)
{
	struct person_view view = {0};
	return one_show(v, v->id[0], &view);
}

err grant_page(struct visit *v)
{
	struct person_view view = {.grants = true};
	return one_show(v, v->id[0], &view);
}

/* After a change: the page again, with the link where one was made. */
static err settled(struct visit *v, err e, int64_t id, str link, bool grants)
{
	struct person_view view = {.grants = grants, .reason = form_get(v, "reason")};
	if (e == OK && !link.n) {
		see_other(v, path_with(v, "%s/%lld?did=1", grants ? "/access" : "/people", (long long)id));
		return OK;
	}
	if (e != OK && e != ERR_INPUT && e != ERR_CONFLICT && !(e == ERR_DENIED && id == v->session.actor.user))
		return e;
	if (e != OK) {
		view.error = fail_said(v);
		v->rs->status = e == ERR_CONFLICT ? 409 : e == ERR_DENIED ? 403 : 422;
	} else {
		view.link = link_address(v, link);
		view.reason = S("");
	}
	ctx_refresh(ctx_of(v));
	return one_show(v, id, &view);
}

err people_post(struct visit *v)
{
	struct account_new a = {.login = form_get(v, "login"), .name = form_get(v, "name"), .post = form_get(v, "post")};
	struct people_view view = {.login = a.login, .name = a.name, .post = a.post};
	int64_t id = 0;
	str link = S("");
	if (!form_int(v, "unit", &a.unit))
		a.unit = 0;
	err e = committing(v, account_add(ctx_of(v), &a, &id, &link));
	if (e == OK)
		return settled(v, OK, id, link, false);
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	view.error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return list_show(v, &view);
}

err person_post(struct visit *v)
{
	struct ctx *x = ctx_of(v);
	int64_t id = v->id[0], unit = 0;
	str reason = form_get(v, "reason"), link = S("");
	err e;
	if (str_eq(v->word, S("enable")) || str_eq(v->word, S("disable")))
		e = committing(v, account_active(x, id, str_eq(v->word, S("enable")), reason));
	else if (str_eq(v->word, S("move")))
		e = form_int(v, "unit", &unit) ? committing(v, account_move(x, id, unit, str_trim(form_get(v, "post")), reason))
					       : fail(ERR_INPUT, "choose a unit of the list");
	else if (str_eq(v->word, S("reset")))
		e = committing(v, account_reset(x, id, reason, &link));
	else
		e = fail(ERR_NOTFOUND, "there is no such page");
	return settled(v, e, id, link, false);
}

/* ---- the security administrator ------------------------------------------------------------------------- */
static uint32_t duties_ticked(struct visit *v)
{
	uint32_t duties = 0;
	for (int d = 0; d < DUTIES; d++)
		duties |= str_eq(form_get(v, path_with(v, "duty_%s", duty_name((enum duty)d)).p), S("1")) ? 1u << d : 0;
	return duties;
}

err grant_post(struct visit *v)
{
	struct ctx *x = ctx_of(v);
	int64_t id = v->id[0], session = 0;
	str reason = form_get(v, "reason");
	err e;
	if (str_eq(v->word, S("grant")))
		e = committing(v, account_grant(x, id, duties_ticked(v), reason));
	else if (str_eq(v->word, S("second")))
		e = committing(v, account_second_remove(x, id, reason));
	else if (str_eq(v->word, S("unlock")))
		e = committing(v, lockout_clear(x, id, reason));
	else if (str_eq(v->word, S("end")))
		e = form_int(v, "session", &session) ? committing(v, session_end_one(x, id, session, S(""))) : fail(ERR_NOTFOUND, "there is no such page");
	else
		e = fail(ERR_NOTFOUND, "there is no such page");
	return settled(v, e, id, S(""), true);
}

/* ---- units ------------------------------------------------------------------------------------------------- */
static err units_show(struct visit *v, struct units_view *view)
{
	struct unit *units;
	int64_t above = 0;
	TRY(unit_list(ctx_of(v), &units, &view->n));
	str *parents = arena_new_n(v->arena, view->n, str);
	for (size_t i = 0; i < view->n; i++)
		for (size_t k = 0; k < view->n; k++)
			if (units[k].id == units[i].parent)
				parents[i] = units[k].short_name.n ? units[k].short_name : units[k].name;
	view->units = units;
	view->parents = parents;
	if (!form_int(v, "parent", &above))
		above = 0;
	view->above = units_as_options(v, above, W("no unit above"), &view->n_above);
	say_done(v);
	TRY(frame(v, "units"));
	render(v, ui_units(&v->rs->body, &v->ui, view));
	return OK;
}

err units_page(struct visit *v)
{
	struct units_view view = {0};
	return units_show(v, &view);
}

static err units_settled(struct visit *v, err e, struct units_view *view)
{
	if (e == OK) {
		see_other(v, S("/units?did=1"));
		return OK;
	}
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	view->error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return units_show(v, view);
}

err units_post(struct visit *v)
{
	struct units_view view = {.name = str_trim(form_get(v, "name")), .short_name = str_trim(form_get(v, "short"))};
	struct unit_new u = {.name = view.name, .short_name = view.short_name};
	int64_t id, order = 0;
	if (!form_int(v, "parent", &u.parent))
		u.parent = 0;
	if (form_int(v, "order", &order) && order >= 0 && order < 100000)
		u.order = (int)order;
	return units_settled(v, committing(v, unit_add(ctx_of(v), &u, &id)), &view);
}

err unit_post(struct visit *v)
{
	struct units_view view = {0};
	bool on = str_eq(v->word, S("enable"));
	if (!on && !str_eq(v->word, S("disable")))
		return fail(ERR_NOTFOUND, "there is no such page");
	return units_settled(v, committing(v, unit_active(ctx_of(v), v->id[0], on, form_get(v, "reason"))), &view);
}
