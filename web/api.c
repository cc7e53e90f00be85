/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON API: what changes something. Reading stands in api_read.c. */
#include "web/api_in.h"

void api_begin(struct visit *v, struct json *j)
{
	http_header(v->rq, v->rs, "Content-Type", S("application/json; charset=utf-8"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	security_headers(v, false);
	json_begin(j, &v->rs->body);
}

/* ---- session -------------------------------------------------------------------------------------- */
static void put_session(struct visit *v, const struct session *s, bool token)
{
	struct json j;
	api_begin(v, &j);
	json_open(&j, '{');
	member_id(&j, "user", s->actor.user);
	member_str(&j, "name", s->actor.name);
	member_id(&j, "unit", s->actor.unit);
	member_str(&j, "unit_name", s->actor.unit_name);
	member_str(&j, "lang", s->actor.lang == LANG_EN ? S("en") : S("zh"));
	json_key(&j, "duties");
	json_open(&j, '[');
	for (int d = 0; d < DUTIES; d++)
		if (s->actor.duties & DUTY_BIT(d))
			json_str(&j, str_of(duty_name((enum duty)d)));
	json_close(&j);
	if (token)
		member_str(&j, "token", s->token);
	member_str(&j, "form_secret", s->form_secret);
	json_close(&j);
}

err api_session_get(struct visit *v)
{
	put_session(v, &v->session, false);
	return OK;
}

/* The code of the second factor comes with it; what else is owed is done on a page. */
static err api_sign_in(struct visit *v, struct session *ret)
{
	struct core *c = v->web->config.core;
	struct session first;
	struct proof p = {.login = form_get(v, "login"), .secret = form_get(v, "password"), .address = v->rq->peer, .device = device_of(v)};
	TRY(sign_in(c, v->arena, BY_PASSWORD, &p, ret));
	if (ret->want == WANT_CODE && form_get(v, "code").n) {
		first = *ret;
		p.secret = form_get(v, "code");
		TRY(sign_in_step(c, v->arena, first.token, BY_CODE, &p, ret));
	}
	if (ret->want == WANT_CODE)
		return fail(ERR_SIGN_IN, "this account signs in with a one-time code as well; send it as code");
	return ret->want ? fail(ERR_SIGN_IN, "this account has to change its password or set up a one-time code first; sign in on the page once") : OK;
}

err api_session_post(struct visit *v)
{
	struct session s;
	int64_t user;
	TRY(api_form(v));
	if (v->ui.demo && form_int(v, "demo", &user))
		TRY(sign_in(v->web->config.core, v->arena, BY_DEMO, &(struct proof){.user = user, .address = v->rq->peer, .device = device_of(v)}, &s));
	else
		TRY(api_sign_in(v, &s));
	v->rs->status = 201;
	put_session(v, &s, true);
	return OK;
}

err api_session_delete(struct visit *v)
{
	str bearer = http_get_nocase(&v->rq->headers, S("Authorization"));
	str token = v->by_token ? str_trim(str_cut(bearer, 7, bearer.n)) : http_get(&v->rq->cookies, session_cookie_name(v));
	TRY(session_end(v->web->config.core, token));
	v->rs->status = 204;
	return OK;
}

/* ---- documents -------------------------------------------------------------------------------------- */
static err document_bytes(struct visit *v, str *ret_name, str *ret_bytes)
{
	struct http_file file;
	str name = query_get(v, "name");
	if (str_eq(v->rq->type, S("multipart/form-data"))) {
		if (!upload_find(v, "file", &file))
			return fail(ERR_INPUT, "choose a file or paste the text of a document");
		*ret_name = file.name;
		*ret_bytes = file.bytes;
	} else if (str_eq(v->rq->type, S("application/json"))) {
		*ret_name = form_get(v, "file_name");
		*ret_bytes = form_get(v, "text");
	} else {
		*ret_name = name;
		*ret_bytes = v->rq->body;
	}
	if (!ret_name->n)
		*ret_name = S("document.txt");
	if (!ret_bytes->n)
		return fail(ERR_INPUT, "choose a file or paste the text of a document");
	return ret_bytes->n > LIMIT_FILE ? fail(ERR_LIMIT, "this is larger than may be sent at once; the limit is 20 MB") : OK;
}

err api_document_post(struct visit *v)
{
	str name, bytes, date, title;
	day_t day = DAY_NONE;
	int64_t id;
	TRY(api_form(v));
	TRY(document_bytes(v, &name, &bytes));
	date = form_get(v, "date").p ? form_get(v, "date") : query_get(v, "date");
	title = form_get(v, "title").p ? form_get(v, "title") : query_get(v, "title");
	if (date.n && !day_parse(date, &day))
		return fail(ERR_INPUT, "{0} is not a date; write it like 2026-09-23", date);
	TRY(committing(v, ingest(v, name, bytes, title, day, &id)));
	ctx_refresh(ctx_of(v));
	v->rs->status = 201;
	http_header(v->rq, v->rs, "Location", path_with(v, "/api/v1/documents/%lld", (long long)id));
	v->id[0] = id;
	return api_document(v);
}

err api_proposal_post(struct visit *v)
{
	TRY(api_form(v));
	str decision = form_get(v, "decision");
	TRY(proposal_decide(v, decision));
	ctx_refresh(ctx_of(v));
	return api_document(v);
}

/* ---- matters ---------------------------------------------------------------------------------------- */
static void put_act_result(struct visit *v, const struct act_result *r)
{
	struct json j;
	api_begin(v, &j);
	json_open(&j, '{');
	member_id(&j, "matter", r->matter);
	member_str(&j, "number", r->number);
	member_int(&j, "version", r->version);
	member_id(&j, "event", r->event);
	if (r->part)
		member_id(&j, "part", r->part);
	member_bool(&j, "repeated", r->repeated);
	json_close(&j);
}

err api_open_post(struct visit *v)
{
	struct act_result r;
	const struct action *a = NULL;
	struct act_request rq = {0};
	TRY(api_form(v));
	TRY(kind_to_open(v, form_get(v, "kind"), &rq.kind, &a));
	TRY(action_args(v, rq.kind, a, &rq));
	rq.idempotency_key = form_get(v, "key");
	TRY(committing(v, act(ctx_of(v), &rq, &r)));
	v->rs->status = r.repeated ? 200 : 201;
	http_header(v->rq, v->rs, "Location", path_with(v, "/api/v1/matters/%lld", (long long)r.matter));
	put_act_result(v, &r);
	return OK;
}

err api_act_post(struct visit *v)
{
	struct matter_view m;
	struct act_result r;
	struct act_request rq = {.matter = v->id[0]};
	TRY(api_form(v));
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	const struct action *a = action_find(m.row.kind, v->word);
	if (!a)
		return fail(ERR_NOTFOUND, "there is no such action");
	TRY(action_args(v, m.row.kind, a, &rq));
	TRY(bulletin_arm(v, &m, a, &rq));
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	rq.idempotency_key = form_get(v, "key");
	TRY(committing(v, act(ctx_of(v), &rq, &r)));
	put_act_result(v, &r);
	return OK;
}

err api_part_post(struct visit *v)
{
	struct matter_view m;
	struct act_result r;
	struct act_request rq = {.matter = v->id[0]};
	const struct kind *sort;
	TRY(api_form(v));
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	TRY(part_named(v, &m, &rq, &sort));
	const struct action *a = action_find(sort, v->word);
	if (!a)
		return fail(ERR_NOTFOUND, "there is no such action");
	TRY(action_args(v, sort, a, &rq));
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	rq.idempotency_key = form_get(v, "key");
	TRY(committing(v, act(ctx_of(v), &rq, &r)));
	v->rs->status = rq.part || r.repeated ? 200 : 201;
	put_act_result(v, &r);
	return OK;
}
