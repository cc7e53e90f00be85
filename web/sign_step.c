/* SPDX-License-Identifier: Apache-2.0 */
/* What is still owed to sign in, and one-time links: pages for somebody who is not in yet.
 * Their forms carry the secret of the session that owes the step. */
#include "web/html_in.h"
#include "web/web_in.h"

str device_of(struct visit *v)
{
	str agent = http_get_nocase(&v->rq->headers, S("User-Agent"));
	return agent.p ? agent : S("");
}

str join_path(struct visit *v, const char *path, str next)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, path);
	if (next.n && !str_eq(next, S("/"))) {
		buf_z(&b, "?next=");
		html_part(&b, safe_path(next));
	}
	return buf_str(&b);
}

static struct proof proof_of(struct visit *v, str secret)
{
	return (struct proof){.secret = secret, .address = v->rq->peer, .device = device_of(v)};
}

static str district(struct visit *v)
{
	return words2_in(&v->web->config.district, v->lang);
}

/* ---- the proxy in front ------------------------------------------------------------------------ */
str proxy_says(struct visit *v)
{
	str header = v->web->config.proxy_header;
	if (!header.n || !v->rq->by_proxy)
		return S("");
	str who = str_trim(http_get_nocase(&v->rq->headers, header));
	return who.n && who.n <= 64 && utf8_valid(who) == who.n ? who : S("");
}

err sign_in_proxy_post(struct visit *v)
{
	struct session s;
	struct sign_in_view view = {.next = safe_path(form_get(v, "next"))};
	struct proof p = proof_of(v, S(""));
	p.login = proxy_says(v);
	if (!p.login.n)
		return fail(ERR_NOTFOUND, "there is no such page");
	err e = committing(v, sign_in(v->web->config.core, v->arena, BY_PROXY, &p, &s));
	if (e == OK) {
		signed_in(v, &s, view.next);
		return OK;
	}
	if (e != ERR_SIGN_IN)
		return e;
	view.error = fail_said(v);
	v->rs->status = 422;
	return sign_in_form(v, &view);
}

/* ---- steps ------------------------------------------------------------------------------------------ */
static err show(struct visit *v, struct session *s, struct step_view *view)
{
	struct core *c = v->web->config.core;
	view->want = s->want;
	view->login = s->login;
	view->rules = password_rules(c);
	view->action = S("/sign-in/step");
	view->secret_field = s->form_secret;
	if (s->want == WANT_SECOND) {
		view->secret = second_secret(c, v->arena, s->token);
		view->uri = second_uri(v->arena, district(v), s->login, view->secret);
	}
	v->ui.section = S("sign-in");
	render(v, ui_sign_step(&v->rs->body, &v->ui, view));
	return OK;
}

static err owed(struct visit *v, struct session *ret)
{
	err e = session_pending(v->web->config.core, v->arena, token_of(v), ret);
	if (e == ERR_SIGN_IN)
		see_other(v, S("/sign-in"));
	return e;
}

err sign_in_step_page(struct visit *v)
{
	struct session s;
	struct step_view view = {.next = safe_path(query_get(v, "next"))};
	err e = owed(v, &s);
	return e == OK ? show(v, &s, &view) : e == ERR_SIGN_IN ? OK : e;
}

static err show_codes(struct visit *v, const str *codes, size_t n, str next)
{
	v->ui.section = S("sign-in");
	struct codes_view view = {codes, n, next};
	render(v, ui_codes(&v->rs->body, &v->ui, &view));
	return OK;
}

/* The step that the session owes, with what came for it. */
static err give(struct visit *v, const struct session *owes, struct session *ret, str **ret_codes, size_t *ret_n)
{
	struct core *c = v->web->config.core;
	struct proof p = proof_of(v, str_trim(form_get(v, "code")));
	if (owes->want == WANT_PASSWORD && !str_eq(form_get(v, "password"), form_get(v, "again")))
		return fail(ERR_INPUT, "the two are not the same; write the new password twice");
	if (owes->want == WANT_PASSWORD)
		return sign_in_password(c, v->arena, owes->token, form_get(v, "password"), &p, ret);
	if (owes->want == WANT_SECOND)
		return sign_in_second(c, v->arena, owes->token, &p, ret, ret_codes, ret_n);
	bool written = p.secret.n > 8; /* a recovery code is longer than a code of the phone */
	return sign_in_step(c, v->arena, owes->token, written ? BY_RECOVERY : BY_CODE, &p, ret);
}

err sign_in_step_post(struct visit *v)
{
	struct session owes, s;
	struct step_view view = {.next = safe_path(form_get(v, "next"))};
	str *codes = NULL, got = form_get(v, "_s");
	size_t n = 0;
	err e = owed(v, &owes);
	if (e != OK)
		return e == ERR_SIGN_IN ? OK : e;
	if (got.n != owes.form_secret.n || !equal_secret(got.p, owes.form_secret.p, got.n))
		return fail(ERR_DENIED, "this form has expired and has not been carried out; open the page again and repeat");
	e = committing(v, give(v, &owes, &s, &codes, &n));
	if (e == OK) {
		signed_in(v, &s, view.next);
		if (!codes)
			return OK;
		v->rs->status = 200;
		return show_codes(v, codes, n, s.want ? join_path(v, "/sign-in/step", view.next) : view.next);
	}
	if (e != ERR_SIGN_IN && e != ERR_INPUT)
		return e;
	view.error = fail_said(v);
	v->rs->status = 422;
	e = session_pending(v->web->config.core, v->arena, owes.token, &owes);
	if (e == OK)
		return show(v, &owes, &view);
	struct sign_in_view again = {.error = view.error, .next = view.next};
	return sign_in_form(v, &again);
}

/* ---- one-time links ------------------------------------------------------------------------------------ */
static err link_show(struct visit *v, const struct link_view *l, struct step_view *view)
{
	view->link = true;
	view->first = !l->person;
	view->want = WANT_PASSWORD;
	view->rules = password_rules(v->web->config.core);
	view->action = path_with(v, "/link/" STR_FMT, STR_ARG(v->word));
	if (l->person)
		view->login = l->login;
	else
		view->duty = *duty_label((enum duty)l->duty);
	v->ui.section = S("sign-in");
	v->ui.here = S("/");
	render(v, ui_sign_step(&v->rs->body, &v->ui, view));
	return OK;
}

err link_page(struct visit *v)
{
	struct link_view l;
	struct step_view view = {0};
	TRY(link_find(v->web->config.core, v->arena, v->word, &l));
	return link_show(v, &l, &view);
}

static err use(struct visit *v, const struct link_view *l, struct session *ret)
{
	struct link_use u = {.secret = v->word, .password = form_get(v, "password"), .unit = v->web->config.district.zh};
	struct proof p = proof_of(v, S(""));
	if (!l->person) {
		u.login = str_trim(form_get(v, "login"));
		u.name = str_trim(form_get(v, "name"));
	}
	if (!str_eq(u.password, form_get(v, "again")))
		return fail(ERR_INPUT, "the two are not the same; write the new password twice");
	return link_use(v->web->config.core, v->arena, &u, &p, ret);
}

err link_post(struct visit *v)
{
	struct link_view l;
	struct session s;
	struct step_view view = {.login = str_trim(form_get(v, "login")), .name = str_trim(form_get(v, "name"))};
	TRY(link_find(v->web->config.core, v->arena, v->word, &l));
	err e = committing(v, use(v, &l, &s));
	if (e == OK) {
		signed_in(v, &s, S("/"));
		return OK;
	}
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	view.error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	return link_show(v, &l, &view);
}
