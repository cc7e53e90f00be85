/* SPDX-License-Identifier: Apache-2.0 */
/* What every page asks of its visit. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "web/web_in.h"

str query_get(struct visit *v, const char *name)
{
	return str_trim(http_get(&v->rq->query, str_of(name)));
}

str form_get(struct visit *v, const char *name)
{
	return http_get(&v->rq->form, str_of(name));
}

int64_t query_int(struct visit *v, const char *name, int64_t otherwise)
{
	int64_t n;
	return str_int(query_get(v, name), &n) ? n : otherwise;
}

bool form_int(struct visit *v, const char *name, int64_t *ret)
{
	return str_int(str_trim(form_get(v, name)), ret);
}

struct ctx *ctx_of(struct visit *v)
{
	ours(v->signed_in && v->ctx_open);
	return &v->ctx;
}

err person_name(struct visit *v, int64_t id, str *ret)
{
	struct person *all;
	size_t n;
	TRY(person_list(ctx_of(v), UINT32_MAX, &all, &n));
	*ret = S("");
	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			*ret = all[i].name;
	return OK;
}

str fail_said(struct visit *v)
{
	struct buf b;
	buf_init(&b, v->arena);
	fail_text(&b, v->lang);
	return buf_str(&b);
}

str said(struct visit *v, const char *key)
{
	return word_str(v->lang, str_of(key));
}

str said_with(struct visit *v, const char *key, const str *args, size_t n)
{
	struct buf b;
	buf_init(&b, v->arena);
	word_fmt(&b, v->lang, key, args, n);
	return buf_str(&b);
}

str safe_path(str s)
{
	bool bad = !s.n || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\'));
	for (size_t i = 0; i < s.n && !bad; i++)
		bad = (unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f || s.p[i] == '\\';
	return bad || s.n > 1024 ? S("/") : s;
}

str fresh_key(struct visit *v)
{
	uint8_t bytes[16];
	struct buf b;
	random_bytes(bytes, sizeof bytes);
	buf_init(&b, v->arena);
	hex_put(&b, bytes, sizeof bytes);
	return buf_str(&b);
}

str path_with(struct visit *v, const char *fmt, ...)
{
	char out[512];
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(out, sizeof out, fmt, args);
	va_end(args);
	ours(n >= 0 && (size_t)n < sizeof out);
	return str_dup(v->arena, (str){out, (size_t)n});
}

void see_other(struct visit *v, str path)
{
	http_redirect(v->rq, v->rs, path);
	security_headers(v, true);
}

void security_headers(struct visit *v, bool page)
{
	http_header(v->rq, v->rs, "X-Content-Type-Options", S("nosniff"));
	http_header(v->rq, v->rs, "Referrer-Policy", S("same-origin"));
	http_header(v->rq, v->rs, "Content-Security-Policy",
		    page ? S("default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; "
			     "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
			 : S("default-src 'none'; frame-ancestors 'none'; sandbox"));
	if (v->rq->tls)
		http_header(v->rq, v->rs, "Strict-Transport-Security", S("max-age=31536000"));
	if (page)
		http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
}

/* The frame of every page says how many notices are new; a page does not fail for it. */
static void count_notices(struct visit *v)
{
	v->ui.ballots = v->ctx_open && ballot_may_open(&v->ctx);
	if (v->ctx_open && v->ui.admin == DUTIES && ballot_waits(&v->ctx, &v->ui.ballots_waiting) != OK)
		v->ui.ballots_waiting = 0;
	v->ui.notices = v->ctx_open && v->web->config.relay;
	v->ui.robots = v->ui.notices && robot_may(&v->ctx);
	if (v->ui.notices && notice_unseen(&v->ctx, &v->ui.unseen) != OK)
		v->ui.unseen = 0;
}

void page_begin(struct visit *v)
{
	count_notices(v);
	v->ui.live &= v->rq->method != HTTP_POST; /* what answers a form has no address that could be asked again */
	http_header(v->rq, v->rs, "Content-Type", S("text/html; charset=utf-8"));
	http_header(v->rq, v->rs, "Content-Language", v->lang == LANG_ZH ? S("zh-CN") : S("en"));
	security_headers(v, true);
}

bool upload_find(struct visit *v, const char *field, struct http_file *ret)
{
	for (size_t i = 0; i < v->rq->n_files; i++)
		if (str_eq(v->rq->files[i].field, str_of(field)) && (v->rq->files[i].name.n || v->rq->files[i].bytes.n)) {
			*ret = v->rq->files[i];
			return true;
		}
	return false;
}

/* The only types a browser may show in our name; svg and html could carry script. */
static bool shows(str type)
{
	static const char *const safe[] = {"image/png", "image/jpeg", "image/gif", "image/webp"};
	for (size_t i = 0; i < COUNT_OF(safe); i++)
		if (str_eq(type, str_of(safe[i])))
			return true;
	return false;
}

void send_file(struct visit *v, str name, str type, str bytes, bool inline_ok)
{
	bool show = inline_ok && shows(type);
	http_header(v->rq, v->rs, "Content-Type", show ? type : S("application/octet-stream"));
	http_disposition(v->rq, v->rs, !show, name);
	http_header(v->rq, v->rs, "Cache-Control", S("private, no-store"));
	security_headers(v, false);
	buf_add(&v->rs->body, bytes);
}
