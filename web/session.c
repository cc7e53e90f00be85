/* SPDX-License-Identifier: Apache-2.0 */
/* Who is it: the cookie, signing in and out, language, a person's own settings. */
#include "base/hash.h"
#include "base/log.h"
#include "web/web_in.h"

str session_cookie_name(struct visit *v)
{
	return v->rq->tls ? S("__Host-luoshi") : S("luoshi");
}

void cookie_set(struct visit *v, const char *name, str value, bool gone)
{
	str rest = v->rq->tls ? S("; Path=/; HttpOnly; SameSite=Lax; Secure") : S("; Path=/; HttpOnly; SameSite=Lax");
	http_header(v->rq, v->rs, "Set-Cookie",
		    path_with(v, "%s=" STR_FMT STR_FMT "%s", name, STR_ARG(value), STR_ARG(rest), gone ? "; Max-Age=0" : ""));
}

static void session_cookie(struct visit *v, str token, bool gone)
{
	cookie_set(v, str_z(v->arena, session_cookie_name(v)), token, gone);
}

int64_t persona_asked(struct visit *v)
{
	int64_t id;
	return !v->api && str_int(http_get(&v->rq->cookies, S("for")), &id) && id > 0 ? id : 0;
}

/* A form that was made while acting for somebody is good only while acting for him: one sent
 * from a page of one's own, or the reverse, is refused as expired. */
static void persona_secret(struct visit *v)
{
	struct digest d;
	struct buf b;
	if (!v->signed_in || !persona_asked(v))
		return;
	hash_hmac(HASH_SHA256, v->session.form_secret, path_with(v, "for %lld", (long long)persona_asked(v)), &d);
	buf_init(&b, v->arena);
	digest_hex(&b, &d);
	v->session.form_secret = buf_str(&b);
}

/* Settings, views, what one follows and signing out are one's own, whomever one acts for. */
static bool own_page(const struct visit *v)
{
	static const char *const own[] = {"/me", "/views", "/language", "/sign-out", "/for", "/absences", "/calendar-key", "/people", "/units", "/access", "/record", "/matters/{id}/watch"};
	for (size_t i = 0; i < COUNT_OF(own); i++)
		if (str_starts(str_of(v->route->pattern), str_of(own[i])))
			return true;
	return false;
}

err persona_take(struct visit *v)
{
	int64_t person = persona_asked(v);
	if (!person)
		return OK;
	if (!own_page(v)) {
		err e = ctx_act_for(&v->ctx, person);
		if (e == ERR_DENIED)
			cookie_set(v, "for", S(""), true);
		if (e == ERR_DENIED && v->rq->method == HTTP_GET) {
			v->ui.notice = fail_said(v);
			v->ui.notice_bad = true;
			return OK;
		}
		TRY(e);
		v->session.actor = v->ctx.actor;
		v->ui.hand = &v->ctx.hand;
	} else {
		v->ui.hand = &v->session.actor;
	}
	v->ui.acts_for = person;
	v->ui.leader = (v->session.actor.duties & DUTY_BIT(DUTY_LEADER)) != 0;
	v->ui.supervises = (v->session.actor.duties & DUTY_BIT(DUTY_SUPERVISION)) != 0;
	return OK;
}

str token_of(struct visit *v)
{
	str bearer = http_get_nocase(&v->rq->headers, S("Authorization"));
	if (v->api && str_starts(bearer, S("Bearer "))) {
		v->by_token = true;
		return str_trim(str_cut(bearer, 7, bearer.n));
	}
	return http_get(&v->rq->cookies, session_cookie_name(v));
}

static enum lang lang_of(struct visit *v)
{
	str cookie = http_get(&v->rq->cookies, S("lang"));
	str asks = http_get_nocase(&v->rq->headers, S("Accept-Language"));
	if (cookie.p)
		return str_eq(cookie, S("en")) ? LANG_EN : LANG_ZH;
	if (v->signed_in)
		return v->session.actor.lang;
	return str_starts(asks, S("en")) ? LANG_EN : LANG_ZH;
}

static enum duty admin_of(uint32_t duties)
{
	for (int d = DUTY_SYSTEM; d <= DUTY_AUDIT; d++)
		if (duties >> d & 1)
			return (enum duty)d;
	return DUTIES;
}

void session_restore(struct visit *v)
{
	const struct web_config *c = &v->web->config;
	str token = token_of(v);
	if (token.n && token.n <= 128) {
		err e = session_find(c->core, v->arena, token, &v->session);
		v->signed_in = e == OK;
		v->session_lost = e == ERR_IO || e == ERR_BUSY;
	}
	v->by_token = v->by_token && v->signed_in;
	v->lang = lang_of(v);
	v->session.actor.lang = v->lang;
	persona_secret(v);
	str large = http_get(&v->rq->cookies, S("large"));
	ms_t now = now_ms(c->time);
	const struct actor *who = &v->session.actor;
	v->ui = (struct ui){
		.lang = v->lang,
		.large = large.p ? str_eq(large, S("1")) : v->signed_in && who->large,
		.signed_in = v->signed_in,
		.demo = core_is_demo(c->core),
		.leader = (who->duties & DUTY_BIT(DUTY_LEADER)) != 0,
		.supervises = (who->duties & DUTY_BIT(DUTY_SUPERVISION)) != 0,
		.projects = kinds_overview(v),
		.indicators = indicators_declared(v),
		.rates = kind_named(v, S(ORDER_KIND)) != NULL,
		.runs = kinds_evaluated(v),
		.desk = kind_named(v, S(ORDER_KIND)) && who->duties & DUTY_BIT(DUTY_INTAKE),
		.rules = (who->duties & (DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_SYSTEM) | DUTY_BIT(DUTY_SECURITY) | DUTY_BIT(DUTY_AUDIT))) != 0,
		.admin = v->signed_in ? admin_of(who->duties) : DUTIES,
		.actor = who,
		.district = words2_in(&c->district, v->lang),
		.here = v->rq->method == HTTP_POST ? S("/") : v->rq->target,
		.form_secret = v->session.form_secret,
		.css = str_of(asset_address("luoshi.css")),
		.js = str_of(asset_address("luoshi.js")),
		.icon = str_of(asset_address("luoshi.svg")),
		.zone = c->zone,
		.calendar = c->calendar,
		.now = now,
		.today = zone_day(c->zone, now),
	};
}

/* ---- signing in ---------------------------------------------------------------------------- */
err sign_in_form(struct visit *v, struct sign_in_view *view)
{
	view->proxy = proxy_says(v);
	view->provider = sign_label(v->web->config.sign, v->lang);
	view->provider_path = join_path(v, "/sign-in/provider", view->next);

	struct demo_person *people = NULL;
	if (v->ui.demo)
		TRY(demo_people(v->web->config.core, v->arena, &people, &view->n_people));
	view->people = people;
	v->ui.section = S("sign-in");
	render(v, ui_sign_in(&v->rs->body, &v->ui, view));
	return OK;
}

err sign_in_page(struct visit *v)
{
	struct sign_in_view view = {.next = safe_path(query_get(v, "next"))};
	if (v->signed_in) {
		see_other(v, view.next);
		return OK;
	}
	return sign_in_form(v, &view);
}

/* A browser from before is ended; one that still owes a step goes there. */
void signed_in(struct visit *v, const struct session *s, str next)
{
	session_cookie(v, s->token, false);
	if (http_get(&v->rq->cookies, S("for")).p)
		cookie_set(v, "for", S(""), true); /* whoever sat here before */
	if (s->want)
		see_other(v, join_path(v, "/sign-in/step", next));
	else
		see_other(v, safe_path(next));
	log_line(LOG_INFO, "sign_in", "id=%llu actor=%lld", (unsigned long long)v->rq->id, (long long)s->actor.user);
}

err sign_in_post(struct visit *v)
{
	struct session s;
	struct sign_in_view view = {.next = safe_path(form_get(v, "next")), .login = str_trim(form_get(v, "login"))};
	err e = committing(v, sign_in(v->web->config.core, v->arena, BY_PASSWORD, &(struct proof){.login = view.login, .secret = form_get(v, "password"), .address = v->rq->peer, .device = device_of(v)}, &s));
	if (e == OK) {
		signed_in(v, &s, form_get(v, "next"));
		return OK;
	}
	if (e != ERR_SIGN_IN && e != ERR_INPUT && e != ERR_LIMIT)
		return e;
	view.error = fail_said(v);
	v->rs->status = e == ERR_LIMIT ? 429 : 422;
	return sign_in_form(v, &view);
}

err sign_in_demo_post(struct visit *v)
{
	int64_t user;
	struct session s;
	if (!v->ui.demo || !form_int(v, "user", &user))
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(committing(v, sign_in(v->web->config.core, v->arena, BY_DEMO, &(struct proof){.user = user, .address = v->rq->peer, .device = device_of(v)}, &s)));
	/* demo people have chosen no language; whoever looks around keeps that of the sign-in page */
	if (v->lang != s.actor.lang)
		cookie_set(v, "lang", v->lang == LANG_EN ? S("en") : S("zh"), false);
	signed_in(v, &s, form_get(v, "next"));
	return OK;
}

err sign_out_post(struct visit *v)
{
	TRY(session_end(v->web->config.core, token_of(v)));
	session_cookie(v, S(""), true);
	cookie_set(v, "for", S(""), true);
	http_header(v->rq, v->rs, "Clear-Site-Data", S("\"storage\""));
	see_other(v, S("/sign-in"));
	return OK;
}

/* ---- language and settings -------------------------------------------------------------------- */
err language_post(struct visit *v)
{
	bool en = str_eq(form_get(v, "lang"), S("en"));
	if (v->ctx_open && form_secret_fits(v))
		TRY(user_prefer(ctx_of(v), en ? LANG_EN : LANG_ZH, v->ui.large));
	cookie_set(v, "lang", en ? S("en") : S("zh"), false);
	see_other(v, safe_path(form_get(v, "next")));
	return OK;
}

err me_post(struct visit *v)
{
	bool en = str_eq(form_get(v, "lang"), S("en")), large = str_eq(form_get(v, "large"), S("1"));
	TRY(committing(v, user_prefer(ctx_of(v), en ? LANG_EN : LANG_ZH, large)));
	cookie_set(v, "lang", en ? S("en") : S("zh"), false);
	cookie_set(v, "large", large ? S("1") : S("0"), false);
	see_other(v, S("/me?did=kept"));
	return OK;
}
