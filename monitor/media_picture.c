/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of a camera by the media server that holds its stream. */
#include "monitor/media_in.h"

#include <time.h>

#define AGAIN_MS 1200 /* two pictures of ZLMediaKit have two names when they are of two seconds */

/* The server in use that gives pictures of it; *ret_there false: there is none. */
static err server_of(struct arena *a, struct eye *e, const struct camera_open *c, struct media_open *ret, bool *ret_there)
{
	struct ctx x;
	TRY(ctx_open(e->core, a, NULL, &x));
	err r = media_open_read(&x, c->server, ret);
	ctx_close(&x);
	*ret_there = r == OK && ret->m.on && ret->m.kind->picture;
	return r == ERR_NOTFOUND || r == ERR_INPUT ? OK : r;
}

static enum camera_health ask(struct arena *a, struct eye *e, const struct media_open *o, const struct camera_open *c, str *ret)
{
	struct media_answer answer;
	struct buf target, body;
	buf_init(&target, a);
	buf_init(&body, a);
	o->m.kind->picture(&target, &body, c->stream, c->address, (unsigned)eye_setting(e, "seconds"));
	media_call(a, e, o, &(struct media_ask){.method = o->m.kind->named ? "GET" : "POST", .target = buf_str(&target), .body = buf_str(&body), .most = PICTURE_MOST},
		&answer);
	if (answer.how == ANSWER_REFUSED)
		return CAMERA_REFUSED;
	if (answer.how != ANSWER_CAME)
		return answer.how == ANSWER_NONE ? CAMERA_UNREACHABLE : CAMERA_NO_PICTURE;
	*ret = answer.body;
	return media_picture_said(answer.body);
}

static void rest(const struct eye *e, int64_t until)
{
	while (steady_ms() < until && !__atomic_load_n(&e->ending, __ATOMIC_RELAXED))
		nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

/* ZLMediaKit answers with the picture before when it gets no new one. The second of two that differ was made
 * after the first was asked for; two that are the same prove nothing. */
static enum camera_health fresh(struct arena *a, struct eye *e, const struct media_open *o, const struct camera_open *c, str *ret)
{
	str before = S("");
	int64_t asked = steady_ms();
	enum camera_health h = ask(a, e, o, c, &before);
	if (h != CAMERA_ALIVE || !o->m.kind->stale) {
		*ret = before;
		return h;
	}
	rest(e, asked + AGAIN_MS);
	h = ask(a, e, o, c, ret);
	return h == CAMERA_ALIVE && str_eq(before, *ret) ? CAMERA_NO_PICTURE : h;
}

err media_picture(struct arena *a, struct eye *e, const struct camera_open *c, struct camera_picture *ret, enum camera_health *ret_health, bool *ret_asked)
{
	struct media_open o;
	str bytes = S("");
	*ret_asked = false;
	if (!c->server)
		return OK;
	TRY(server_of(a, e, c, &o, ret_asked));
	if (!*ret_asked)
		return OK;
	TRY(eye_enter(e));
	*ret_health = fresh(a, e, &o, c, &bytes);
	eye_leave(e);
	if (*ret_health == CAMERA_ALIVE) {
		ret->bytes = bytes;
		ret->server = o.m.name;
	}
	return OK;
}
