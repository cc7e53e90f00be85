/* SPDX-License-Identifier: Apache-2.0 */
/* Moving pictures on demand: ffmpeg takes the stream over without decoding it, the pieces stand in memory,
 * a few of each view, and go when nobody has asked for a while. Nothing of a view is on disk. */
#include "monitor/camera_in.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "monitor/hls_calc.h"

#define PIECES 6
#define PIECE_MS 2000
#define LOOKERS 32
#define LIVE_CPU_SECONDS 3600
#define READ_MS 300

struct live {
	struct live *next;
	struct eye *eye;
	struct arena arena; /* of what the thread needs */
	struct camera_open o;
	pthread_t thread;
	pthread_cond_t grown;
	struct { /* a ring, oldest first */
		int64_t n, ms;
		str bytes;
	} piece[PIECES];
	size_t n;
	int64_t made;      /* pieces so far */
	int64_t asked;     /* ticks when somebody asked last */
	int64_t looker[LOOKERS]; /* who opened it; person + 1, 0: free */
	size_t next_looker;
	unsigned waiting;
	bool ended;
};

/* ---- the thread of one view ------------------------------------------------------------------------- */
static void piece_add(void *arg, str bytes, int64_t ms)
{
	struct live *l = arg;
	char *copy = malloc(bytes.n);
	ours(copy);
	memcpy(copy, bytes.p, bytes.n);
	pthread_mutex_lock(&l->eye->lock);
	if (l->n == PIECES) {
		free((char *)l->piece[0].bytes.p);
		memmove(&l->piece[0], &l->piece[1], sizeof l->piece[0] * (PIECES - 1));
		l->n--;
	}
	l->piece[l->n].n = l->made++;
	l->piece[l->n].ms = ms;
	l->piece[l->n++].bytes = (str){copy, bytes.n};
	pthread_cond_broadcast(&l->grown);
	pthread_mutex_unlock(&l->eye->lock);
}

static bool wanted(struct live *l, int64_t idle_ms)
{
	pthread_mutex_lock(&l->eye->lock);
	bool is = steady_ms() - l->asked < idle_ms;
	pthread_mutex_unlock(&l->eye->lock);
	return is && !__atomic_load_n(&l->eye->ending, __ATOMIC_RELAXED);
}

static void watch(struct live *l, struct program *p, int64_t idle_ms, int64_t quiet_ms)
{
	struct ts_cut cut;
	char some[32 << 10];
	int64_t came = steady_ms();
	ts_init(&cut, PIECE_MS);
	while (wanted(l, idle_ms) && !cut.bad && steady_ms() - came < quiet_ms) {
		int64_t n = program_read(p, some, sizeof some, READ_MS);
		if (n < 0)
			break;
		if (n > 0)
			came = steady_ms();
		ts_feed(&cut, (str){some, (size_t)n}, piece_add, l);
	}
	ts_done(&cut);
}

static void *run_live(void *arg)
{
	static const char *const out[] = {"-c:v", "copy", "-f", "mpegts", "-mpegts_flags", "pat_pmt_at_frames", "-muxdelay", "0", "-flush_packets", "1", "pipe:1", NULL};
	struct live *l = arg;
	struct eye_call c;
	struct program *p;
	unsigned seconds = (unsigned)eye_setting(l->eye, "seconds");
	eye_call_fill(&l->arena, l->eye, &l->o, (char *const *)out, seconds, LIVE_CPU_SECONDS, true, &c);
	err e = program_start(&c.call, &p);
	if (e == OK) {
		watch(l, p, (int64_t)eye_setting(l->eye, "view_idle") * 1000, (int64_t)seconds * 1000);
		program_stop(p, NULL);
	} else
		log_line(LOG_ERROR, "camera", "fault=%s", fail_where());
	pthread_mutex_lock(&l->eye->lock);
	l->ended = true;
	pthread_cond_broadcast(&l->grown);
	pthread_mutex_unlock(&l->eye->lock);
	return NULL;
}

/* ---- all of them ---------------------------------------------------------------------------------------- */
static void live_free(struct live *l)
{
	pthread_join(l->thread, NULL);
	for (size_t i = 0; i < l->n; i++)
		free((char *)l->piece[i].bytes.p);
	pthread_cond_destroy(&l->grown);
	arena_done(&l->arena);
	free(l);
}

/* Takes out those that have ended and that nobody waits at; under the lock. They are freed behind it. */
static struct live *take_ended(struct eye *e, bool all)
{
	struct live *out = NULL;
	for (struct live **at = &e->lives; *at;) {
		struct live *l = *at;
		if (!all && (!l->ended || l->waiting || steady_ms() - l->asked < 60000)) {
			at = &l->next;
			continue;
		}
		*at = l->next;
		l->next = out;
		out = l;
	}
	return out;
}

static void free_all(struct live *l)
{
	while (l) {
		struct live *next = l->next;
		live_free(l);
		l = next;
	}
}

void lives_end(struct eye *e)
{
	__atomic_store_n(&e->ending, true, __ATOMIC_RELAXED);
	pthread_mutex_lock(&e->lock);
	struct live *all = take_ended(e, true);
	pthread_mutex_unlock(&e->lock);
	free_all(all);
}

static struct live *live_of(struct eye *e, int64_t camera, int64_t person, bool going)
{
	for (struct live *l = e->lives; l; l = l->next)
		for (size_t i = 0; l->o.c.id == camera && !(going && l->ended) && i < LOOKERS; i++)
			if (person < 0 || l->looker[i] == person + 1)
				return l;
	return NULL;
}

static struct live *live_new(struct eye *e, const struct camera_open *o)
{
	struct live *l = calloc(1, sizeof *l);
	ours(l);
	arena_init(&l->arena);
	l->eye = e;
	l->asked = steady_ms();
	l->o = (struct camera_open){.c = {.id = o->c.id}, .address = str_dup(&l->arena, o->address), .user = str_dup(&l->arena, o->user),
		.password = str_dup(&l->arena, o->password)};
	steady_cond(&l->grown);
	if (pthread_create(&l->thread, NULL, run_live, l) == 0) {
		l->next = e->lives;
		return e->lives = l;
	}
	pthread_cond_destroy(&l->grown);
	arena_done(&l->arena);
	free(l);
	return NULL;
}

static size_t going(const struct eye *e)
{
	size_t n = 0;
	for (const struct live *l = e->lives; l; l = l->next)
		n += !l->ended;
	return n;
}

err camera_view_open(struct ctx *x, struct eye *e, int64_t camera)
{
	struct camera_open o;
	int most = eye_setting(e, "view_most");
	TRY(camera_ready(x, camera, &o));
	TRY(eye_there(e));
	TRY(look_note(x, camera, LOOK_VIEW)); /* before anything is seen */
	err r = OK;
	pthread_mutex_lock(&e->lock);
	struct live *gone = take_ended(e, false), *l = live_of(e, camera, -1, true);
	if (!l && going(e) >= (size_t)most)
		r = fail(ERR_BUSY, "as many moving pictures are open as may be at the same time; try again when one has ended");
	else if (!l && !(l = live_new(e, &o)))
		r = fail(ERR_IO, "a thread could not be started");
	if (r == OK) {
		l->asked = steady_ms();
		l->looker[l->next_looker++ % LOOKERS] = x->actor.user + 1;
	}
	pthread_mutex_unlock(&e->lock);
	free_all(gone);
	return r;
}

static err not_open(void)
{
	return fail(ERR_NOTFOUND, "nobody has opened this view; open it on the page of the camera");
}

/* Under the lock: waits for the first piece. */
static void wait_first(struct eye *e, struct live *l, int seconds)
{
	const struct timespec until = steady_in((int64_t)seconds * 1000);
	int late = 0;
	l->waiting++;
	while (!l->n && !l->ended && !late)
		late = pthread_cond_timedwait(&l->grown, &e->lock, &until);
	l->waiting--;
}

err camera_view_list(struct ctx *x, struct eye *e, int64_t camera, struct buf *ret)
{
	struct hls_piece v[PIECES];
	struct camera_open o;
	size_t n = 0;
	bool ended = false;
	int seconds = eye_setting(e, "seconds");
	TRY(camera_ready(x, camera, &o));
	ctx_refresh(x);
	pthread_mutex_lock(&e->lock);
	struct live *l = live_of(e, camera, x->actor.user, false);
	if (l) {
		l->asked = steady_ms();
		wait_first(e, l, seconds);
		l->asked = steady_ms();
		for (n = 0; n < l->n; n++)
			v[n] = (struct hls_piece){l->piece[n].n, l->piece[n].ms};
		ended = l->ended;
	}
	pthread_mutex_unlock(&e->lock);
	if (!l)
		return not_open();
	if (!n)
		return fail(ERR_BUSY, "no moving picture has come from this camera; take a picture to see why");
	hls_list(ret, v, n, ended);
	return OK;
}

err camera_view_piece(struct ctx *x, struct eye *e, int64_t camera, int64_t number, str *ret)
{
	struct camera_open o;
	str piece = STR_NONE;
	TRY(camera_ready(x, camera, &o));
	pthread_mutex_lock(&e->lock);
	struct live *l = live_of(e, camera, x->actor.user, false);
	for (size_t i = 0; l && i < l->n; i++)
		if (l->piece[i].n == number) {
			l->asked = steady_ms();
			piece = str_dup(x->arena, l->piece[i].bytes);
		}
	pthread_mutex_unlock(&e->lock);
	if (!piece.p)
		return not_open();
	*ret = piece;
	return OK;
}
