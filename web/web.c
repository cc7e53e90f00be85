/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to its page: route, who, form secret, handler, failure, log. */
#include "web/web.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "web/html_in.h"
#include "web/public_in.h"
#include "web/web_in.h"

/* A post from another site: browsers say where they come from; programs need not. */
static bool from_elsewhere(struct visit *v)
{
	str site = http_get_nocase(&v->rq->headers, S("Sec-Fetch-Site"));
	str origin = http_get_nocase(&v->rq->headers, S("Origin"));
	if (site.p && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
		return true;
	if (!origin.p)
		return false;
	ptrdiff_t at = str_find(origin, S("://"), 0);
	return at < 0 || !str_eq(str_cut(origin, (size_t)at + 3, origin.n), v->rq->host);
}

bool form_secret_fits(struct visit *v)
{
	str want = v->session.form_secret, got = form_get(v, "_s");
	if (v->by_token)
		return true;
	if (!got.p)
		got = http_get_nocase(&v->rq->headers, S("X-Form-Secret"));
	return want.n && got.n == want.n && equal_secret(got.p, want.p, want.n);
}

static err admit(struct visit *v)
{
	const struct route *r = v->route;
	if (r->method != HTTP_GET && !v->by_token && from_elsewhere(v))
		return fail(ERR_DENIED, "this was sent from another site and has not been carried out");
	if (r->who == PUBLIC)
		return OK;
	if (v->session_lost)
		return fail(ERR_BUSY, "your sign-in could not be looked up just now; try again in a moment");
	if (!v->signed_in)
		return fail(ERR_SIGN_IN, "please sign in first");
	if (r->form == FORM && !form_secret_fits(v))
		return fail(ERR_DENIED, "this form has expired and has not been carried out; open the page again and repeat");
	if (r->duties && !(v->session.actor.duties & r->duties))
		return fail(ERR_DENIED, "your duties do not include this");
	return OK;
}

static err run(struct visit *v)
{
	bool other = false;
	v->route = route_find(v, &other);
	if (!v->route && other) {
		http_header(v->rq, v->rs, "Allow", S("GET, HEAD, POST, DELETE"));
		page_refusal(v, 405, said(v, W("this method is not offered here")));
		return OK;
	}
	if (!v->route)
		return fail(ERR_NOTFOUND, "there is no such page");
	if (v->signed_in) {
		TRY(ctx_open(v->web->config.core, v->arena, &v->session.actor, &v->ctx));
		v->ctx_open = true;
		v->ctx.why = str_eq(query_get(v, "why"), S("1"));
		TRY(persona_take(v));
	}
	if (!v->signed_in && !v->session_lost && v->rq->method == HTTP_GET && str_eq(v->rq->path, S("/")) && public_there(v)) {
		see_other(v, S("/public")); /* whoever comes without a session is a citizen until he says otherwise */
		return OK;
	}
	TRY(admit(v));
	return v->route->fn(v);
}

static void log_visit(struct visit *v)
{
	struct http_request *rq = v->rq;
	int64_t total = steady_us() - rq->started;
	const char *route = v->route ? v->route->pattern : "-";
	bool slow = total > 200000;
	if (slow)
		atomic_fetch_add(&v->web->slow, 1);
	log_line(slow || v->rs->status >= 500 ? LOG_WARN : LOG_DEBUG, "request",
		 "id=%llu method=%s route=%s status=%d actor=%lld rows=%lld us=%lld queue=%lld commit=%lld render=%lld%s%s",
		 (unsigned long long)rq->id, http_method_name(rq->method), route, v->rs->status,
		 (long long)(v->ctx.hand.user ? v->ctx.hand.user : v->session.actor.user), (long long)(v->ctx_open ? v->ctx.rows_read : 0), (long long)total,
		 (long long)rq->us_queue, (long long)rq->us_commit, (long long)rq->us_render,
		 v->rs->status >= 500 ? " where=" : "", v->rs->status >= 500 ? fail_where() : "");
}

static void visit_begin(struct visit *v, struct web *w, struct http_request *rq, struct http_response *rs)
{
	*v = (struct visit){.web = w, .rq = rq, .rs = rs, .arena = rq->arena};
	v->api = str_starts(rq->path, S("/api/"));
	session_restore(v);
	http_header(rq, rs, "X-Request-Id", path_with(v, "%llu", (unsigned long long)rq->id));
}

static void handle(void *arg, struct http_request *rq, struct http_response *rs)
{
	struct visit v;
	visit_begin(&v, arg, rq, rs);
	if ((rq->method != HTTP_GET && rq->method != HTTP_HEAD) || !asset_serve(&v)) {
		err e = run(&v);
		if (e != OK)
			page_error(&v, e);
		log_visit(&v);
	}
	if (v.ctx_open)
		ctx_close(&v.ctx);
}

static void refused(void *arg, struct http_request *rq, struct http_response *rs, int status, const char *sentence)
{
	struct visit v = {.web = arg, .rq = rq, .rs = rs, .arena = rq->arena};
	v.api = str_starts(rq->path, S("/api/"));
	v.lang = str_eq(http_get(&rq->cookies, S("lang")), S("en")) ? LANG_EN : LANG_ZH;
	v.ui = (struct ui){.lang = v.lang, .css = str_of(asset_address("luoshi.css")), .js = str_of(asset_address("luoshi.js")),
			   .icon = str_of(asset_address("luoshi.svg")), .here = S("/"),
			   .district = words2_in(&v.web->config.district, v.lang), .today = DAY_NONE};
	if (status == 405)
		http_header(rq, rs, "Allow", S("GET, HEAD, POST, DELETE"));
	page_refusal(&v, status, said(&v, sentence));
}

static pthread_once_t words_once = PTHREAD_ONCE_INIT;

static void config_keep(struct web *w, const struct web_config *c)
{
	w->config = *c;
	w->config.proxy_header = str_dup(&w->arena, c->proxy_header);
	w->config.listen = str_dup(&w->arena, c->listen);
	w->config.district.zh = str_dup(&w->arena, c->district.zh);
	w->config.district.en = str_dup(&w->arena, c->district.en);
}

err web_start(const struct web_config *c, struct web **ret)
{
	pthread_once(&words_once, ui_words_init);
	struct web *w = calloc(1, sizeof *w);
	ours(w);
	arena_init(&w->arena);
	pthread_mutex_init(&w->takers.lock, NULL);
	pthread_mutex_init(&w->public.lock, NULL);
	arena_init(&w->public.arena);
	config_keep(w, c);
	kinds_gather(w);
	w->started = now_ms(c->time);
	err e = open311_gather(w);
	if (e == OK)
		e = feed_start(w);
	if (e == OK) {
		e = http_start(&(struct http_config){.listen = c->listen, .socket_path = c->socket_path,
						     .trusted_proxy = c->trusted_proxy, .in_flight = c->in_flight,
						     .streams = c->streams, .handle = handle, .refuse = refused, .arg = w},
			       &w->http);
		if (e != OK)
			feed_stop(w);
	}
	if (e != OK) {
		arena_done(&w->public.arena);
		arena_done(&w->arena);
		free(w);
		return e;
	}
	*ret = w;
	return OK;
}

void web_stop(struct web *w)
{
	if (!w)
		return;
	feed_stop(w);
	http_stop(w->http);
	arena_done(&w->public.arena);
	arena_done(&w->arena);
	free(w);
}

int web_port(const struct web *w)
{
	return http_port(w->http);
}
