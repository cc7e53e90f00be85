/* SPDX-License-Identifier: Apache-2.0 */
/* To the identity provider and back. A link, not a form: our policy of content lets no form
 * lead elsewhere. The way back is a plain GET, so what it may do hangs on the sealed cookie. */
#include "base/log.h"
#include "web/web_in.h"

static struct sign *sign_of(struct visit *v)
{
	return v->web->config.sign;
}

static str cookie_name(struct visit *v)
{
	return v->rq->tls ? S("__Host-provider") : S("provider");
}

/* Lax: it must come along when the provider sends the browser back. */
static void cookie_keep(struct visit *v, str sealed, int seconds)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_fmt(&b, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s", STR_ARG(cookie_name(v)), STR_ARG(sealed), seconds,
		v->rq->tls ? "; Secure" : "");
	http_header(v->rq, v->rs, "Set-Cookie", buf_str(&b));
}

static err not_signed_in(struct visit *v, str next, str why)
{
	struct sign_in_view view = {.next = safe_path(next), .error = fail_said(v)};
	if (why.n)
		log_line(LOG_WARN, "provider", "id=%llu cause=" STR_FMT, (unsigned long long)v->rq->id, STR_ARG(why));
	v->rs->status = 422;
	return sign_in_form(v, &view);
}

err provider_page(struct visit *v)
{
	struct sign_begun begun;
	str why, next = safe_path(query_get(v, "next"));
	if (!sign_of(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (v->signed_in || v->rq->method != HTTP_GET) {
		see_other(v, next);
		return OK;
	}
	if (sign_begin(sign_of(v), v->arena, v->lang, next, &begun, &why) != OK)
		return not_signed_in(v, next, why);
	cookie_keep(v, begun.sealed, SIGN_MINUTES * 60);
	see_other(v, begun.url);
	return OK;
}

static err come_in(struct visit *v, const struct sign_said *who)
{
	struct session s;
	struct proof p = {.login = who->login, .second = who->second, .address = v->rq->peer, .device = device_of(v)};
	err e = committing(v, sign_in(v->web->config.core, v->arena, BY_PROVIDER, &p, &s));
	if (e == ERR_SIGN_IN)
		return not_signed_in(v, who->next, S(""));
	if (e == OK)
		signed_in(v, &s, who->next);
	return e;
}

err provider_back_page(struct visit *v)
{
	struct sign_said who;
	str why, sealed = http_get(&v->rq->cookies, cookie_name(v));
	struct sign_back back = {sealed, query_get(v, "state"), query_get(v, "code"), query_get(v, "error"), query_get(v, "iss")};
	if (!sign_of(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (v->signed_in || v->rq->method != HTTP_GET) {
		see_other(v, S("/"));
		return OK;
	}
	cookie_keep(v, S(""), 0);
	if (sign_end(sign_of(v), v->arena, &back, &who, &why) != OK)
		return not_signed_in(v, S("/"), why);
	return come_in(v, &who);
}
