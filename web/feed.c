/* SPDX-License-Identifier: Apache-2.0 */
/* Live updates: one thread asks for the newest seq, streams wait for it to grow. A stream
 * says only that something changed; the page asks for what its reader may see. */
#include <errno.h>

#include "web/web_in.h"

enum { ASK_MS = 500, BEAT_SECONDS = 15, STREAM_SECONDS = 600 };

static void *ask(void *arg)
{
	struct web *w = arg;
	struct feed *f = &w->feed;
	pthread_mutex_lock(&f->lock);
	while (!f->stop) {
		int64_t seq = 0;
		pthread_mutex_unlock(&f->lock);
		err e = core_seq(w->config.core, &seq);
		int64_t turn = relay_turn(w->config.relay);
		pthread_mutex_lock(&f->lock);
		if ((e == OK && seq > f->seq) || turn != f->turn) {
			f->seq = e == OK && seq > f->seq ? seq : f->seq;
			f->turn = turn;
			pthread_cond_broadcast(&f->grown);
		}
		struct timespec until = steady_in(ASK_MS);
		while (!f->stop && pthread_cond_timedwait(&f->grown, &f->lock, &until) != ETIMEDOUT)
			;
	}
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

err feed_start(struct web *w)
{
	pthread_mutex_init(&w->feed.lock, NULL);
	steady_cond(&w->feed.grown);
	if (pthread_create(&w->feed.thread, NULL, ask, w))
		return fail(ERR_IO, "a thread could not be started");
	return OK;
}

void feed_stop(struct web *w)
{
	pthread_mutex_lock(&w->feed.lock);
	w->feed.stop = true;
	pthread_cond_broadcast(&w->feed.grown);
	pthread_mutex_unlock(&w->feed.lock);
	pthread_join(w->feed.thread, NULL);
}

struct listener {
	struct web *web;
	int64_t seen, turn, ends; /* micros */
	int64_t unseen;           /* notices, as the page was told last */
	int64_t user, unit;
	bool greeted;
};

/* The count goes along, so the page need not ask. */
static void say_unseen(struct listener *l, struct buf *out)
{
	struct arena a;
	struct ctx x;
	int64_t n = l->unseen;
	struct actor who = {.user = l->user, .unit = l->unit};
	arena_init(&a);
	if (ctx_open(l->web->config.core, &a, &who, &x) == OK) {
		if (notice_unseen(&x, &n) != OK)
			n = l->unseen;
		ctx_close(&x);
	}
	arena_done(&a);
	if (n != l->unseen)
		buf_fmt(out, "event: notices\ndata: %lld\n\n", (long long)n);
	l->unseen = n;
}

static bool listen_on(void *arg, struct buf *out)
{
	struct listener *l = arg;
	struct feed *f = &l->web->feed;
	if (steady_us() > l->ends)
		return false;
	if (!l->greeted) {
		l->greeted = true;
		buf_z(out, "retry: 5000\n\n");
		return true;
	}
	struct timespec until = steady_in(BEAT_SECONDS * 1000);
	pthread_mutex_lock(&f->lock);
	while (!f->stop && f->seq <= l->seen && f->turn == l->turn && pthread_cond_timedwait(&f->grown, &f->lock, &until) != ETIMEDOUT)
		;
	int64_t seq = f->seq, turn = f->turn;
	bool stop = f->stop;
	pthread_mutex_unlock(&f->lock);
	if (stop)
		return false;
	size_t before = out->n;
	if (seq > l->seen)
		buf_fmt(out, "event: grown\nid: %lld\ndata: %lld\n\n", (long long)seq, (long long)seq);
	if (turn != l->turn && l->web->config.relay)
		say_unseen(l, out);
	if (out->n == before)
		buf_z(out, ": beat\n\n");
	l->seen = seq;
	l->turn = turn;
	return true;
}

err events_stream(struct visit *v)
{
	struct listener *l = arena_new(v->arena, struct listener);
	l->web = v->web;
	l->ends = steady_us() + STREAM_SECONDS * 1000000ll;
	int64_t last;
	if (v->web->config.relay)
		TRY(notice_unseen(ctx_of(v), &l->unseen));
	l->user = v->session.actor.user;
	l->unit = v->session.actor.unit;
	pthread_mutex_lock(&v->web->feed.lock);
	l->seen = v->web->feed.seq;
	l->turn = v->web->feed.turn;
	pthread_mutex_unlock(&v->web->feed.lock);
	if (str_int(http_get_nocase(&v->rq->headers, S("Last-Event-ID")), &last) && last < l->seen)
		l->seen = last;
	http_header(v->rq, v->rs, "Content-Type", S("text/event-stream; charset=utf-8"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	http_header(v->rq, v->rs, "X-Accel-Buffering", S("no"));
	v->rs->stream = listen_on;
	v->rs->stream_arg = l;
	return OK;
}
