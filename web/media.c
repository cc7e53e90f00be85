/* SPDX-License-Identifier: Apache-2.0 */
/* Media servers (流媒体服务器): which there are, what streams one has, streams that become cameras. */
#include "web/web_in.h"

#define SHOWN_MOST 400 /* a form has at most LIMIT_HTTP_FIELDS fields */

void put_media_live(struct buf *b, const struct ui *u, bool live)
{
	put_light(b, u, live ? LIGHT_GREEN : LIGHT_NONE, word(u->lang, live ? W("media|sending") : W("media|not sending now")));
}

/* What was left empty stays as it was. */
static str unless_empty(str s)
{
	s = str_trim(s);
	return s.n ? s : STR_NONE;
}

static struct media_typed typed_server(struct visit *v)
{
	return (struct media_typed){.name = form_get(v, "name"), .kind = form_get(v, "kind"), .user = form_get(v, "user"), .on = form_get(v, "on").n > 0};
}

static struct media_new new_of(struct visit *v, const struct media_typed *t)
{
	return (struct media_new){.name = t->name.n ? t->name : S(""), .kind = t->kind.n ? t->kind : S(""), .address = unless_empty(form_get(v, "address")),
		.user = unless_empty(t->user), .secret = unless_empty(form_get(v, "secret_of")), .play = unless_empty(form_get(v, "play")), .on = t->on};
}

static bool shown_again(err e, struct visit *v)
{
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT && e != ERR_BUSY)
		return false;
	v->rs->status = e == ERR_CONFLICT ? 409 : e == ERR_BUSY ? 503 : 422;
	return true;
}

/* ---- all ---------------------------------------------------------------------------------------------- */
static err all_show(struct visit *v, struct media_page *p)
{
	struct media *rows;
	TRY(media_servers(ctx_of(v), &rows, &p->n));
	p->rows = rows;
	TRY(frame(v, "cameras"));
	render(v, ui_media_servers(&v->rs->body, &v->ui, p));
	return OK;
}

err media_servers_page(struct visit *v)
{
	struct media_page p = {.typed = {.on = true}};
	return all_show(v, &p);
}

err media_server_add(struct visit *v)
{
	struct media_page p = {.typed = typed_server(v)};
	struct media_new k = new_of(v, &p.typed);
	int64_t id;
	k.on = true;
	err e = committing(v, media_add(ctx_of(v), &k, &id));
	if (e == OK) {
		see_other(v, path_with(v, "/cameras/servers/%lld?did=1", (long long)id));
		return OK;
	}
	if (!shown_again(e, v))
		return e;
	p.typed.error = fail_said(v);
	ctx_refresh(ctx_of(v));
	return all_show(v, &p);
}

/* ---- one ------------------------------------------------------------------------------------------------ */
static err streams_show(struct visit *v, struct media_one *p)
{
	err e = !p->m->on ? OK : v->web->config.eye ? media_streams_read(ctx_of(v), v->web->config.eye, p->m->id, &p->streams)
						     : fail(ERR_INPUT, "media servers are not asked here");
	if (e != OK && e != ERR_INPUT)
		return e;
	if (e != OK) {
		p->silent = fail_said(v);
		ctx_refresh(ctx_of(v));
	}
	p->shown = p->streams.n < SHOWN_MOST ? p->streams.n : SHOWN_MOST;
	for (size_t i = 0; i < p->streams.n; i++)
		p->free += !p->streams.v[i].camera;
	return OK;
}

static err one_show(struct visit *v, struct media_one *p)
{
	struct media *m = arena_new(v->arena, struct media);
	TRY(media_read(ctx_of(v), v->id[0], m));
	p->m = m;
	if (!p->typed.error.n)
		p->typed = (struct media_typed){.name = m->name, .kind = str_of(m->kind->name), .on = m->on};
	TRY(streams_show(v, p));
	TRY(frame(v, "cameras"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	render(v, ui_media_server(&v->rs->body, &v->ui, p));
	return OK;
}

err media_server_page(struct visit *v)
{
	struct media_one p = {0};
	return one_show(v, &p);
}

/* It was done, or the page again with the sentence at *where. */
static err one_done(struct visit *v, err e, struct media_one *p, str *where)
{
	if (e == OK) {
		see_other(v, path_with(v, "/cameras/servers/%lld?did=1", (long long)v->id[0]));
		return OK;
	}
	if (!shown_again(e, v))
		return e;
	*where = fail_said(v);
	ctx_refresh(ctx_of(v));
	return one_show(v, p);
}

err media_server_change(struct visit *v)
{
	struct media_one p = {.typed = typed_server(v)};
	struct media_new k = new_of(v, &p.typed);
	int64_t version = 0;
	(void)form_int(v, "version", &version);
	return one_done(v, committing(v, media_change(ctx_of(v), v->id[0], version, &k)), &p, &p.typed.error);
}

/* What was chosen, or all that are no cameras yet. */
static err chosen(struct visit *v, struct media_enrolment *k)
{
	LIST(str) l = {0};
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (str_eq(v->rq->form.v[i].name, S("stream")))
			*list_push(v->arena, &l) = v->rq->form.v[i].value;
	str *all = l.v;
	k->n = l.n;
	if (form_get(v, "all").n)
		TRY(v->web->config.eye ? media_free(ctx_of(v), v->web->config.eye, v->id[0], &all, &k->n) : fail(ERR_INPUT, "media servers are not asked here"));
	k->streams = all;
	return OK;
}

err media_server_enrol(struct visit *v)
{
	struct media_one p = {0};
	int64_t n;
	struct media_enrolment k = {.name = S(""), .user = unless_empty(form_get(v, "user")), .password = unless_empty(form_get(v, "password"))};
	err e = chosen(v, &k);
	return one_done(v, e == OK ? committing(v, media_enrol(ctx_of(v), v->id[0], &k, &n)) : e, &p, &p.wrong);
}

err media_server_pull(struct visit *v)
{
	struct media_one p = {.stream = str_trim(form_get(v, "stream")), .address = str_trim(form_get(v, "address")), .user = form_get(v, "user")};
	str password = form_get(v, "password");
	const struct media_pulling k = {.stream = p.stream.n ? p.stream : S(""), .address = p.address.n ? p.address : S(""), .user = p.user.n ? p.user : S(""),
		.password = password.n ? password : S("")};
	err e = v->web->config.eye ? committing(v, media_pull(ctx_of(v), v->web->config.eye, v->id[0], &k)) : fail(ERR_INPUT, "media servers are not asked here");
	p.address = S(""); /* not shown again */
	return one_done(v, e, &p, &p.wrong);
}
