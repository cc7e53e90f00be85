/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar feed: what waits for a person, what he follows and what names him or his unit,
 * by deadline. A calendar program cannot sign in: the secret of the address says who asks, and
 * the feed passes `see` as that person. No personal values are in it: number, title, light,
 * unit and deadline, as in the ledger. */
#include "web/ical_in.h"
#include "web/web_in.h"

enum { FEED_PAGE = 200 };

struct feeding {
	struct visit *v;
	struct ctx *x;
	struct buf b;
	LIST(int64_t) seen;
};

static bool twice(struct feeding *f, int64_t id)
{
	for (size_t i = 0; i < f->seen.n; i++)
		if (f->seen.v[i] == id)
			return true;
	*list_push(f->v->arena, &f->seen) = id;
	return false;
}

static void put_row(struct feeding *f, const struct matter_row *r, str what)
{
	struct visit *v = f->v;
	struct buf b;
	if (r->due == MS_NONE || twice(f, r->id))
		return;
	buf_init(&b, v->arena);
	buf_add(&b, r->number);
	if (r->lead_name.n) {
		buf_byte(&b, '\n');
		buf_add(&b, r->lead_name);
	}
	str state = words2_in(&r->kind->states[r->state].label, f->x->actor.lang);
	buf_byte(&b, '\n');
	buf_add(&b, state);
	ical_event(&f->b, &(struct ical_event){
		.uid = path_with(v, "%lld@luoshi", (long long)r->id), .summary = what.n ? what : r->title, .description = buf_str(&b),
		.category = r->light_word, .day = due_day(&v->ui, r->due), .stamp = r->changed, .sequence = r->version,
		.url = path_with(v, "%s://" STR_FMT "/matters/%lld", v->rq->tls ? "https" : "http", STR_ARG(v->rq->host), (long long)r->id)});
}

/* Whoever sees the whole district gets only what concerns himself. */
static err feed_fill(struct feeding *f)
{
	struct todo *todo;
	struct matter_page page;
	str next;
	size_t n;
	const uint32_t all_seeing = DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_LEADER);
	TRY(todo_page(f->x, STR_NONE, FEED_PAGE, &todo, &n, &next));
	for (size_t i = 0; i < n; i++)
		put_row(f, &todo[i].row, todo[i].what);
	TRY(mine_list(f->x, MINE_WATCHED, STR_NONE, FEED_PAGE, &page));
	for (size_t i = 0; i < page.n; i++)
		if (page.rows[i].light != LIGHT_DONE)
			put_row(f, &page.rows[i], STR_NONE);
	TRY(matter_list(f->x, &(struct matter_query){.lights = OPEN_LIGHTS, .due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_DUE,
						     .named = (f->x->actor.duties & all_seeing) != 0, .limit = FEED_PAGE}, &page));
	for (size_t i = 0; i < page.n; i++)
		put_row(f, &page.rows[i], STR_NONE);
	return OK;
}

static str etag_of(struct visit *v, str body)
{
	struct digest d;
	struct buf b;
	hash_bytes(HASH_SHA256, body.p, body.n, &d);
	buf_init(&b, v->arena);
	hex_put(&b, d.b, 16);
	return buf_str(&b);
}

err calendar_feed(struct visit *v)
{
	struct actor who;
	struct ctx x;
	struct feeding f = {.v = v, .x = &x};
	str name = words2_in(&v->web->config.district, LANG_ZH);
	if (v->ctx_open) /* a thread has one snapshot; whoever is signed in here does not matter */
		ctx_refresh(&v->ctx);
	TRY(calendar_key_find(v->web->config.core, v->arena, query_get(v, "key"), &who));
	TRY(ctx_open(v->web->config.core, v->arena, &who, &x));
	buf_init(&f.b, v->arena);
	ical_begin(&f.b, name);
	err e = feed_fill(&f);
	ctx_close(&x);
	TRY(e);
	ical_end(&f.b);
	str tag = etag_of(v, buf_str(&f.b));
	http_header(v->rq, v->rs, "ETag", path_with(v, "\"" STR_FMT "\"", STR_ARG(tag)));
	http_header(v->rq, v->rs, "Cache-Control", S("private, max-age=300"));
	security_headers(v, false);
	if (str_find(http_get_nocase(&v->rq->headers, S("If-None-Match")), tag, 0) >= 0) {
		v->rs->status = 304;
		return OK;
	}
	http_header(v->rq, v->rs, "Content-Type", S("text/calendar; charset=utf-8"));
	http_disposition(v->rq, v->rs, false, S("luoshi.ics"));
	buf_add(&v->rs->body, buf_str(&f.b));
	return OK;
}
