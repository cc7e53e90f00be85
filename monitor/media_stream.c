/* SPDX-License-Identifier: Apache-2.0 */
/* What streams a media server has, which of them are cameras, and how they become ones. */
#include "monitor/media_in.h"

static err in_use(struct ctx *x, int64_t id, struct media_open *ret)
{
	if (!camera_may_enrol(x))
		return fail(ERR_DENIED, "only the environment office and the system administrator may do this");
	TRY(media_open_read(x, id, ret));
	return ret->m.on ? OK : fail(ERR_INPUT, "the media server {0} is not in use", ret->m.name);
}

/* ---- the list of a server --------------------------------------------------------------------------- */
static err page_read(struct arena *a, struct eye *e, const struct media_open *o, int page, struct media_list *l)
{
	struct buf target, body;
	struct media_answer answer;
	buf_init(&target, a);
	buf_init(&body, a);
	o->m.kind->list(&target, &body, page);
	media_call(a, e, o, &(struct media_ask){.method = o->m.kind->named ? "GET" : "POST", .target = buf_str(&target), .body = buf_str(&body),
		.most = MEDIA_ANSWER_MOST}, &answer);
	TRY(media_answered(o, &answer));
	return media_understood(o, media_list_read(a, o->m.kind, answer.body, l));
}

static err list_read(struct arena *a, struct eye *e, const struct media_open *o, struct media_list *l, bool *ret_more)
{
	for (int page = 0;; page++) {
		size_t before = l->came;
		TRY(page_read(a, e, o, page, l));
		size_t came = l->came - before;
		*ret_more = l->v.n >= MEDIA_STREAMS_MOST;
		if (*ret_more || !o->m.kind->paged || came < MEDIA_PAGE || l->came > 2 * MEDIA_STREAMS_MOST)
			break;
	}
	media_list_sort(l);
	return OK;
}

/* ---- which are cameras ------------------------------------------------------------------------------ */
struct link { /* a camera and where its stream is */
	int64_t camera, server;
	str name, stream, address;
};

static err links_read(struct ctx *x, struct link **ret, size_t *ret_n)
{
	struct camera *v;
	struct camera_open o;
	size_t n, kept = 0;
	TRY(camera_all(x, &v, &n));
	struct link *l = arena_new_n(x->arena, n, struct link);
	for (size_t i = 0; i < n; i++) {
		err e = camera_open_read(x, v[i].id, &o);
		if (e != OK && e != ERR_INPUT)
			return e;
		if (e == OK)
			l[kept++] = (struct link){v[i].id, o.server, v[i].name, o.stream, o.address};
	}
	*ret = l;
	*ret_n = kept;
	return OK;
}

static const struct link *link_of(const struct link *l, size_t n, int64_t server, str stream, str play)
{
	for (size_t i = 0; i < n; i++)
		if ((l[i].server == server && str_eq(l[i].stream, stream)) || str_eq(l[i].address, play))
			return &l[i];
	return NULL;
}

err media_streams_read(struct ctx *x, struct eye *e, int64_t id, struct media_streams *ret)
{
	struct media_open o;
	struct media_list list = {0};
	struct link *l;
	size_t n;
	bool more;
	TRY(in_use(x, id, &o));
	ctx_refresh(x);
	TRY(list_read(x->arena, e, &o, &list, &more));
	TRY(links_read(x, &l, &n));
	struct media_streams s = {.v = arena_new_n(x->arena, list.v.n, struct media_seen), .n = list.v.n, .odd = list.odd, .more = more};
	for (size_t i = 0; i < s.n; i++) {
		str name = list.v.v[i].name;
		const struct link *is = link_of(l, n, id, name, media_play(x->arena, o.m.kind, o.address, o.play, name));
		s.v[i] = (struct media_seen){name, list.v.v[i].live, is ? is->camera : 0, is ? is->name : S("")};
	}
	*ret = s;
	return OK;
}

err media_free(struct ctx *x, struct eye *e, int64_t id, str **ret, size_t *ret_n)
{
	struct media_streams s;
	LIST(str) l = {0};
	TRY(media_streams_read(x, e, id, &s));
	ctx_refresh(x);
	for (size_t i = 0; i < s.n && l.n < MEDIA_ENROL_MOST; i++)
		if (!s.v[i].camera)
			*list_push(x->arena, &l) = s.v[i].name;
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

/* ---- streams become cameras ------------------------------------------------------------------------- */
struct enrolling {
	struct ctx *x;
	const struct media_open *o;
	const struct media_enrolment *k;
	struct link *links;
	size_t n_links;
	struct camera_new *v;
	size_t n;
};

static bool name_taken(const struct enrolling *g, str name)
{
	for (size_t i = 0; i < g->n_links; i++)
		if (str_eq(g->links[i].name, name))
			return true;
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->v[i].name, name))
			return true;
	return false;
}

/* The name of the stream; the server's before it when that is taken. */
static str name_for(const struct enrolling *g, str stream)
{
	if (g->k->name.n)
		return g->k->name;
	if (!name_taken(g, stream))
		return stream;
	struct buf b;
	buf_init(&b, g->x->arena);
	buf_add(&b, g->o->m.name);
	buf_byte(&b, ' ');
	buf_add(&b, stream);
	return buf_str(&b);
}

static err camera_for(struct enrolling *g, str stream)
{
	if (!media_stream_ok(stream))
		return fail(ERR_INPUT, "“{0}” cannot be the name of a stream", stream);
	str play = media_play(g->x->arena, g->o->m.kind, g->o->address, g->o->play, stream), name = name_for(g, stream);
	if (link_of(g->links, g->n_links, g->o->m.id, stream, play))
		return OK;
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->v[i].stream, stream))
			return OK;
	if (name_taken(g, name))
		return fail(ERR_INPUT, "there is a camera called {0} already", name);
	TRY(camera_address_check(play, false));
	g->v[g->n++] = (struct camera_new){.name = name, .place = S(""), .address = play, .user = g->k->user, .password = g->k->password,
		.server = g->o->m.id, .stream = stream, .state = CAMERA_ON};
	return OK;
}

err media_enrol(struct ctx *x, int64_t id, const struct media_enrolment *k, int64_t *ret_n)
{
	struct media_open o;
	struct enrolling g = {.x = x, .o = &o, .k = k};
	int64_t camera;
	TRY(in_use(x, id, &o));
	if (!k->n)
		return fail(ERR_INPUT, "choose the streams that are to become cameras");
	if (k->n > MEDIA_ENROL_MOST)
		return fail(ERR_LIMIT, "at most 500 streams become cameras at once; choose fewer");
	TRY(links_read(x, &g.links, &g.n_links));
	g.v = arena_new_n(x->arena, k->n, struct camera_new);
	for (size_t i = 0; i < k->n; i++)
		TRY(camera_for(&g, k->streams[i]));
	if (g.n_links + g.n > CAMERAS_MOST)
		return fail(ERR_LIMIT, "a district has at most 2000 cameras here; use a media server for more");
	for (size_t i = 0; i < g.n; i++)
		TRY(camera_add(x, &g.v[i], &camera));
	*ret_n = (int64_t)g.n;
	return OK;
}

/* ---- a stream taken over ---------------------------------------------------------------------------- */
static err pull_check(const struct media_open *o, const struct media_pulling *k)
{
	if (!o->m.kind->pull)
		return fail(ERR_INPUT, "a server of the kind {0} takes no stream over; it is sent there", str_of(o->m.kind->label));
	if (!media_stream_ok(k->stream))
		return fail(ERR_INPUT, "“{0}” cannot be the name of a stream", k->stream);
	return camera_address_check(k->address, false);
}

err media_pull(struct ctx *x, struct eye *e, int64_t id, const struct media_pulling *k)
{
	struct media_open o;
	struct media_answer answer;
	struct buf target, body;
	TRY(in_use(x, id, &o));
	TRY(pull_check(&o, k));
	buf_init(&target, x->arena);
	buf_init(&body, x->arena);
	if (!o.m.kind->pull(&target, &body, k->stream, media_source(x->arena, k->address, k->user, k->password)))
		return fail(ERR_INPUT, "a stream of {0} is named like live/east", str_of(o.m.kind->label));
	const struct fact said[] = {{S("stream"), k->stream, false}};
	TRY(fact_of_district(x, S("media_pull"), id, said, COUNT_OF(said), NULL, 0)); /* before it is done */
	ctx_refresh(x);
	media_call(x->arena, e, &o, &(struct media_ask){.method = o.m.kind->pull_method, .target = buf_str(&target), .body = buf_str(&body),
		.json = body.n && o.m.kind->named, .most = MEDIA_ANSWER_MOST}, &answer);
	TRY(media_answered(&o, &answer));
	return media_understood(&o, media_pull_said(o.m.kind, answer.body));
}
