/* SPDX-License-Identifier: Apache-2.0 */
/* The eye: ffmpeg called with limits, one picture taken, looked at or kept as evidence. What ffmpeg says
 * names the address, so it is read for its meaning and never logged, shown or stored. */
#include "monitor/camera_in.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

STMT(look_insert, "INSERT INTO camera_look(region, camera, id, at, person, sort) VALUES($1, $2, $3, $4, $5, $6)");
STMT(look_rows, "SELECT at, person, sort FROM camera_look WHERE region = $1 AND camera = $2 ORDER BY id DESC LIMIT 100");
const struct stmt *const camera_take_stmts[] = {&look_insert, &look_rows, NULL};

#define PACK "cameras" /* whose settings these are */
#define WAIT_SECONDS 20 /* for its turn */

/* ---- the program ------------------------------------------------------------------------------------ */
struct eye *eye_new(const struct eye_config *c)
{
	struct eye *e = calloc(1, sizeof *e);
	ours(e);
	e->magic = EYE_MAGIC;
	e->core = c->core;
	e->runner = c->runner;
	e->ffmpeg = strndup(c->ffmpeg.n ? c->ffmpeg.p : "", c->ffmpeg.n);
	ours(e->ffmpeg);
	pthread_mutex_init(&e->lock, NULL);
	steady_cond(&e->freed);
	return e;
}

void eye_free(struct eye *e)
{
	if (!e)
		return;
	ours(e->magic == EYE_MAGIC);
	lives_end(e);
	pthread_cond_destroy(&e->freed);
	pthread_mutex_destroy(&e->lock);
	e->magic = 0;
	free(e->ffmpeg);
	free(e);
}

int eye_setting(const struct eye *e, const char *name)
{
	return (int)core_setting(e->core, PACK, name);
}

err eye_there(const struct eye *e)
{
	if (access(e->ffmpeg, X_OK) == 0)
		return OK;
	return fail(ERR_INPUT, "pictures are taken by ffmpeg, which is not installed here: install ffmpeg, or name its path in the configuration (ffmpeg)");
}

err eye_enter(struct eye *e)
{
	const struct timespec until = steady_in(WAIT_SECONDS * 1000);
	int r = 0, most = eye_setting(e, "at_once");
	pthread_mutex_lock(&e->lock);
	while (e->inside >= (unsigned)most && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&e->freed, &e->lock, &until);
	bool mine = e->inside < (unsigned)most;
	e->inside += mine;
	pthread_mutex_unlock(&e->lock);
	return mine ? OK : fail(ERR_BUSY, "many cameras are being looked at before this one; try again in a minute");
}

void eye_leave(struct eye *e)
{
	pthread_mutex_lock(&e->lock);
	e->inside--;
	pthread_cond_signal(&e->freed);
	pthread_mutex_unlock(&e->lock);
}

void eye_call_fill(struct arena *a, const struct eye *e, const struct camera_open *o, char *const *out, unsigned seconds, unsigned cpu_seconds, bool paced, struct eye_call *ret)
{
	const struct camera_scheme *s = camera_scheme_of(o->address);
	ours(s);
	/* only first pictures of a group are decoded: what comes before one is torn */
	const char *const in[] = {"-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1", "-protocol_whitelist", s->allowed,
		"-format_whitelist", "concat,rtsp,mpegts,mov,flv,live_flv,hls,h264,hevc,mjpeg,mpjpeg,matroska,mpeg,avi,jpeg_pipe",
		"-skip_frame", "nokey", "-f", "concat", "-safe", "0", "-i", "pipe:0", "-map", "0:v:0", "-an", "-sn", "-dn"};
	size_t n = 0;
	if (s->local && paced)
		ret->words[n++] = (char *)"-re";
	for (size_t i = 0; i < COUNT_OF(in); i++)
		ret->words[n++] = (char *)in[i];
	for (; *out; out++) {
		ours(n + 1 < FFMPEG_WORDS);
		ret->words[n++] = *out;
	}
	ret->words[n] = NULL;
	buf_init(&ret->script, a);
	camera_script(&ret->script, o->address, o->user, o->password, seconds);
	ret->call = (struct program_call){.runner = e->runner, .path = e->ffmpeg, .words = ret->words, .input = buf_str(&ret->script),
		.memory = CAMERA_MEMORY, .cpu_seconds = cpu_seconds, .stop = &e->ending, .reads = s->local};
}

/* In its turn; what came of it, or how the camera is. */
static err once(struct arena *a, struct eye *e, const struct camera_open *o, char *const *out, size_t most, struct program_end *ret, enum camera_health *ret_health)
{
	unsigned seconds = (unsigned)eye_setting(e, "seconds");
	struct eye_call c;
	TRY(eye_there(e));
	TRY(eye_enter(e));
	eye_call_fill(a, e, o, out, seconds, seconds + 5, false, &c);
	err r = program_run(a, &c.call, most, seconds, ret);
	eye_leave(e);
	TRY(r);
	if (ret->late && __atomic_load_n(&e->ending, __ATOMIC_RELAXED))
		return fail(ERR_BUSY, "many cameras are being looked at before this one; try again in a minute");
	if (WIFEXITED(ret->status) && WEXITSTATUS(ret->status) == 126)
		return fail(ERR_IO, "cameras are not looked at here, because this system cannot wall off ffmpeg (seccomp)");
	bool good = !ret->late && !ret->much && WIFEXITED(ret->status) && !WEXITSTATUS(ret->status) && ret->out.n;
	*ret_health = good ? CAMERA_ALIVE : camera_health_said(ret->said, ret->late);
	return OK;
}

err eye_probe(struct arena *a, struct eye *e, const struct camera_open *o, str *ret_grey, enum camera_health *ret)
{
	static const char *const out[] = {"-frames:v", "1", "-vf", "scale=160:90:flags=area,format=gray", "-f", "rawvideo", "pipe:1", NULL};
	_Static_assert(PROBE_WIDTH == 160 && PROBE_HEIGHT == 90, "as the filter says");
	struct program_end end;
	TRY(once(a, e, o, (char *const *)out, PROBE_BYTES, &end, ret));
	*ret_grey = *ret == CAMERA_ALIVE ? end.out : S("");
	if (*ret == CAMERA_ALIVE && end.out.n != PROBE_BYTES)
		*ret = CAMERA_NO_PICTURE;
	return OK;
}

/* By ffmpeg. */
static err picture_here(struct arena *a, struct eye *e, const struct camera_open *o, struct camera_picture *ret, enum camera_health *ret_health)
{
	static const char *const out[] = {"-frames:v", "1", "-q:v", "3", "-f", "image2pipe", "-c:v", "mjpeg", "pipe:1", NULL};
	struct program_end end;
	TRY(once(a, e, o, (char *const *)out, PICTURE_MOST, &end, ret_health));
	if (*ret_health == CAMERA_ALIVE && !camera_jpeg(end.out))
		*ret_health = CAMERA_NO_PICTURE;
	if (*ret_health != CAMERA_ALIVE)
		return OK;
	ret->bytes = end.out;
	return OK;
}

/* The media server is asked first; what it does not give is taken here. */
err eye_picture(struct arena *a, struct eye *e, const struct camera_open *o, struct camera_picture *ret, enum camera_health *ret_health)
{
	bool asked;
	TRY(media_picture(a, e, o, ret, ret_health, &asked));
	bool given = asked && *ret_health == CAMERA_ALIVE;
	if (!given && (!asked || eye_there(e) == OK))
		TRY(picture_here(a, e, o, ret, ret_health));
	if (*ret_health == CAMERA_ALIVE)
		hash_bytes(HASH_SHA256, ret->bytes.p, ret->bytes.n, &ret->sha256);
	return OK;
}

/* ---- who looks ------------------------------------------------------------------------------------- */
err look_note(struct ctx *x, int64_t camera, enum camera_look_sort sort)
{
	int64_t id = store_new_id(core_store(x->core), x->now), person = x->hand.user ? x->hand.user : x->actor.user;
	const struct fact said[] = {{S("look"), decimal(x->arena, id), false}, {S("person"), decimal(x->arena, person), false},
		{S("sort"), decimal(x->arena, sort), false}};
	const struct fact_row row = {.stmt = &look_insert, .one = true, .n = 6, .v = {V_INT(core_region(x->core)), V_INT(camera), V_INT(id), V_INT(x->now),
		V_INT(person), V_INT(sort)}};
	return fact_of_district(x, S("camera_look"), camera, said, COUNT_OF(said), &row, 1);
}

err camera_looks(struct ctx *x, int64_t camera, struct camera_looked **ret, size_t *ret_n)
{
	LIST(struct camera_looked) l = {0};
	LIST(int64_t) who = {0};
	struct conn *conn;
	struct rows *r;
	if (!camera_may_audit(x))
		return fail(ERR_DENIED, "only the environment office and the audit administrator may read who looked");
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &look_rows, VALS(V_INT(core_region(x->core)), V_INT(camera)), &r));
	while (rows_next(r)) {
		*list_push(x->arena, &l) = (struct camera_looked){.at = row_int(r, 0), .person = S(""), .unit = S(""), .sort = (enum camera_look_sort)row_int(r, 2)};
		*list_push(x->arena, &who) = row_int(r, 1);
	}
	TRY(rows_end(r));
	for (size_t i = 0; i < l.n; i++) {
		struct actor a;
		err e = who.v[i] ? actor_of_person(x, who.v[i], &a) : ERR_NOTFOUND;
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == OK) {
			l.v[i].person = a.name;
			l.v[i].unit = a.unit_name;
		}
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err may_look(const struct ctx *x)
{
	return camera_may_look(x) ? OK : fail(ERR_DENIED, "only the environment office may look at cameras");
}

err camera_ready(struct ctx *x, int64_t camera, struct camera_open *ret)
{
	TRY(may_look(x));
	TRY(camera_open_read(x, camera, ret));
	return ret->c.state == CAMERA_ON ? OK : fail(ERR_INPUT, "the camera {0} is not in use", ret->c.name);
}

err camera_look(struct ctx *x, struct eye *e, int64_t camera, struct camera_picture *ret)
{
	struct camera_open o;
	struct camera_picture p = {.at = x->now};
	enum camera_health h;
	TRY(camera_ready(x, camera, &o));
	if (!o.server)
		TRY(eye_there(e));
	TRY(look_note(x, camera, LOOK_PICTURE)); /* before anything is seen */
	ctx_refresh(x);
	TRY(eye_picture(x->arena, e, &o, &p, &h));
	if (h != CAMERA_ALIVE) {
		struct words2 w = camera_health_words(h);
		return fail(ERR_INPUT, "no picture came from {0}: {1}", o.c.name, words2_in(&w, x->actor.lang));
	}
	*ret = p;
	return OK;
}

/* ---- kept as evidence ------------------------------------------------------------------------------ */
struct keeping {
	struct ctx *x;
	const struct camera_open *o;
	const struct kind *kind;
	int64_t matter;
	str why, key;
};

static str when(struct ctx *x)
{
	struct buf b;
	buf_init(&b, x->arena);
	ms_put_rfc3339(&b, core_zone(x->core), x->now);
	return buf_str(&b);
}

static str note_of(const struct keeping *k, const struct camera_picture *p, str reason)
{
	struct ctx *x = k->x;
	struct buf b, hex;
	buf_init(&b, x->arena);
	buf_init(&hex, x->arena);
	if (p)
		hex_put(&hex, p->sha256.b, 32);
	const str args[] = {k->o->c.name, k->o->c.place.n ? k->o->c.place : S("-"), when(x), k->why, p ? buf_str(&hex) : reason};
	word_fmt(&b, x->actor.lang, p ? W("Camera {0} ({1}), picture of {2}. Why: {3}. SHA-256 {4}.")
				     : W("Camera {0} ({1}), {2}: no picture. Why it was wanted: {3}. Why none came: {4}."), args, COUNT_OF(args));
	if (p && p->server.n)
		word_fmt(&b, x->actor.lang, W(" Taken by the media server {0}."), &p->server, 1);
	return buf_str(&b);
}

static err act_kept(const struct keeping *k, const struct camera_picture *p, str reason)
{
	struct ctx *x = k->x;
	struct buf name;
	struct act_result done;
	buf_init(&name, x->arena);
	buf_add(&name, k->o->c.name);
	buf_byte(&name, ' ');
	buf_add(&name, str_cut(when(x), 0, 10));
	buf_z(&name, ".jpg");
	const struct arg note = {k->kind->fields[k->kind->camera_note].name, note_of(k, p, reason)};
	const struct upload file = {buf_str(&name), p ? p->bytes : S("")};
	const struct act_request q = {.matter = k->matter, .action = k->kind->actions[k->kind->camera].name, .args = &note, .n_args = 1,
		.files = &file, .n_files = p ? 1 : 0, .reason = S(""), .idempotency_key = k->key, .number = S(""), .sort = S("")};
	return act(x, &q, &done);
}

err camera_keep(struct ctx *x, struct eye *e, int64_t camera, int64_t matter, str why, str key, bool *ret_taken)
{
	struct camera_open o;
	struct camera_picture p = {.at = x->now};
	struct matter_view m;
	enum camera_health h = CAMERA_UNKNOWN;
	str reason = S("");
	TRY(camera_ready(x, camera, &o));
	TRY(matter_values(x, matter, &m));
	if (m.row.kind->camera < 0)
		return fail(ERR_INPUT, "pictures of cameras are not kept with a matter of this kind ({0})", words2_in(&m.row.kind->label, x->actor.lang));
	if (x->actor.user)
		TRY(look_note(x, camera, LOOK_KEPT));
	ctx_refresh(x);
	err r = eye_picture(x->arena, e, &o, &p, &h);
	if (r == ERR_BUSY && __atomic_load_n(&e->ending, __ATOMIC_RELAXED))
		return r; /* the server ends: it is asked for again when it is back */
	if (r != OK) {
		struct buf b;
		buf_init(&b, x->arena);
		fail_text(&b, x->actor.lang);
		reason = buf_str(&b);
	} else if (h != CAMERA_ALIVE) {
		struct words2 w = camera_health_words(h);
		reason = words2_in(&w, x->actor.lang);
	}
	const struct keeping k = {.x = x, .o = &o, .kind = m.row.kind, .matter = matter, .why = why, .key = key};
	TRY(act_kept(&k, reason.n ? NULL : &p, reason));
	*ret_taken = !reason.n;
	return OK;
}
