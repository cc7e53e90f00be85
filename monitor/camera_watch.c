/* SPDX-License-Identifier: Apache-2.0 */
/* What goes on by itself: every camera is looked at at its interval for how it is, and when a matter opens
 * that names a station, the cameras that watch the station are asked for a picture. */
#include "monitor/camera_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "core/rounds.h"

STMT(health_get, "SELECT state, since, seen, digest, same FROM camera_health WHERE region = $1 AND camera = $2");
STMT(health_put, "UPDATE camera_health SET state = $3, since = $4, looked = $5, seen = $6, digest = $7, same = $8 WHERE region = $1 AND camera = $2");
STMT(health_new,
     "INSERT INTO camera_health(region, camera, state, since, looked, seen, digest, same) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
STMT(watch_mark, "SELECT seq FROM camera_mark WHERE region = $1");
STMT(watch_mark_put, "UPDATE camera_mark SET seq = $2 WHERE region = $1");
STMT(watch_mark_new, "INSERT INTO camera_mark(region, seq) VALUES($1, $2)");
STMT(watch_some, "SELECT mn FROM camera_station WHERE region = $1 LIMIT 1");
STMT(watch_stations,
     "SELECT DISTINCT c.mn, s.name FROM camera_station c LEFT JOIN station s ON s.region = c.region AND s.mn = c.mn WHERE c.region = $1 ORDER BY c.mn");
STMT(watch_of, "SELECT camera FROM camera_station WHERE region = $1 AND mn = $2 ORDER BY camera LIMIT 50");
const struct stmt *const camera_watch_stmts[] = {&health_get, &health_put, &health_new, &watch_mark, &watch_mark_put, &watch_mark_new,
	&watch_some, &watch_stations, &watch_of, NULL};

#define ROUND_MS 500
#define PROBE_ROUND_MS 5000
#define TROUBLE_MS 60000

/* ---- how a camera is -------------------------------------------------------------------------------- */
struct health { /* its row */
	int64_t region, camera;
	enum camera_health state;
	ms_t since, looked, seen;
	str digest;
	int64_t same;
};

static err health_job(struct conn *c, void *arg)
{
	const struct health *h = arg;
	int64_t changed;
	const struct val v[] = {V_INT(h->region), V_INT(h->camera), V_INT(h->state), V_INT(h->since), V_INT(h->looked), V_INT(h->seen),
		V_BLOB(h->digest), V_INT(h->same)};
	TRY(exec(c, &health_put, v, COUNT_OF(v), &changed));
	return changed ? OK : exec(c, &health_new, v, COUNT_OF(v), NULL);
}

static err health_read(struct ctx *x, int64_t camera, struct health *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &health_get, VALS(V_INT(core_region(x->core)), V_INT(camera)), &r, &found));
	*ret = (struct health){.region = core_region(x->core), .camera = camera, .since = MS_NONE, .seen = MS_NONE, .digest = S("")};
	if (found) {
		ret->state = (enum camera_health)row_int(r, 0);
		ret->since = row_int(r, 1);
		ret->seen = row_int(r, 2);
		ret->digest = row_copy(r, 3, x->arena);
		ret->same = row_int(r, 4);
	}
	return OK;
}

/* A picture that is the same to the last point is one that stands still: also a still scene has noise. */
static enum camera_health judge(struct arena *a, const struct eye *e, str grey, struct health *h)
{
	struct digest *d = arena_new(a, struct digest);
	hash_bytes(HASH_SHA256, grey.p, grey.n, d);
	str now = {(const char *)d->b, sizeof d->b};
	h->same = str_eq(now, h->digest) ? h->same + 1 : 1;
	h->digest = now;
	if (camera_black(grey, eye_setting(e, "black_level"), eye_setting(e, "black_share")))
		return CAMERA_BLACK;
	return h->same >= eye_setting(e, "frozen_times") ? CAMERA_FROZEN : CAMERA_ALIVE;
}

static err probe(struct ctx *x, struct eye *e, int64_t camera)
{
	struct camera_open o;
	struct health h;
	enum camera_health state;
	str grey;
	TRY(camera_open_read(x, camera, &o));
	TRY(health_read(x, camera, &h));
	ctx_refresh(x);
	TRY(eye_probe(x->arena, e, &o, &grey, &state));
	ms_t now = now_ms(core_time(x->core));
	if (state == CAMERA_ALIVE) {
		state = judge(x->arena, e, grey, &h);
		h.seen = now;
	}
	if (state != h.state)
		h.since = now;
	h.state = state;
	h.looked = now;
	return store_write(core_store(x->core), health_job, &h);
}

err cameras_probe(struct ctx *x, struct eye *e, bool all, int64_t *ret_n)
{
	struct camera *v;
	size_t n;
	int64_t every = (int64_t)eye_setting(e, "probe_minutes") * 60000, now = now_ms(core_time(x->core));
	*ret_n = 0;
	if (!camera_may_enrol(x))
		return fail(ERR_DENIED, "only the environment office and the system administrator may do this");
	TRY(camera_all(x, &v, &n));
	if (!n || (!all && !every))
		return OK;
	TRY(eye_there(e));
	for (size_t i = 0; i < n && !__atomic_load_n(&e->ending, __ATOMIC_RELAXED); i++) {
		bool due = all || v[i].looked == MS_NONE || now - v[i].looked >= every;
		if (v[i].state != CAMERA_ON || !due)
			continue;
		TRY(probe(x, e, v[i].id));
		++*ret_n;
	}
	return OK;
}

/* ---- matters that name a station ---------------------------------------------------------------------- */
struct mark {
	int64_t region, seq;
};

static err mark_job(struct conn *c, void *arg)
{
	const struct mark *m = arg;
	int64_t changed;
	TRY(exec(c, &watch_mark_put, VALS(V_INT(m->region), V_INT(m->seq)), &changed));
	return changed ? OK : exec(c, &watch_mark_new, VALS(V_INT(m->region), V_INT(m->seq)), NULL);
}

static err asked_int(struct ctx *x, const struct stmt *s, int64_t *ret, bool *ret_found)
{
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, s, VALS(V_INT(core_region(x->core))), &r, ret_found));
	*ret = *ret_found && s == &watch_mark ? row_int(r, 0) : 0;
	return OK;
}

static err cameras_of(struct ctx *x, str mn, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &watch_of, VALS(V_INT(core_region(x->core)), V_TEXT(mn)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

struct calling { /* one camera for one matter, in a thread of its own */
	struct eye *eye;
	pthread_t thread;
	int64_t camera, matter, event;
	str why;
	bool started;
	err e;
};

static void *call_one(void *arg)
{
	struct calling *c = arg;
	struct arena a;
	struct ctx x;
	struct buf key;
	bool taken;
	arena_init(&a);
	buf_init(&key, &a);
	buf_fmt(&key, "camera %lld %lld", (long long)c->event, (long long)c->camera);
	c->e = ctx_open(c->eye->core, &a, NULL, &x);
	if (c->e == OK) {
		c->e = camera_keep(&x, c->eye, c->camera, c->matter, c->why, buf_str(&key), &taken);
		ctx_close(&x);
	}
	/* a conflict: it was kept before the program was ended the last time */
	if (c->e != OK && c->e != ERR_CONFLICT)
		log_line(LOG_ERROR, "camera", "camera=%lld matter=%lld fault=%s", (long long)c->camera, (long long)c->matter, fail_where());
	arena_done(&a);
	return NULL;
}

/* All cameras of a station at once: the gate of the eye bounds how many programs run. */
static err call_all(struct ctx *x, struct eye *e, const struct told_event *t, str mn, str number)
{
	int64_t *ids;
	size_t n;
	TRY(cameras_of(x, mn, &ids, &n));
	ctx_refresh(x);
	struct calling *v = arena_new_n(x->arena, n, struct calling);
	struct buf why;
	buf_init(&why, x->arena);
	word_fmt(&why, x->actor.lang, W("{0} was opened, station {1}"), (const str[]){number, mn}, 2);
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct calling){.eye = e, .camera = ids[i], .matter = t->matter, .event = t->id, .why = buf_str(&why)};
		v[i].started = pthread_create(&v[i].thread, NULL, call_one, &v[i]) == 0;
		if (!v[i].started)
			call_one(&v[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].started)
			pthread_join(v[i].thread, NULL);
	return OK;
}

/* "总排口 w01018" is said of the station 总排口. */
static bool begins_with(str said, str name)
{
	return name.n && str_starts(said, name) && (said.n == name.n || said.p[name.n] == ' ');
}

/* The MN of the watched station that a field names by its MN or its name; of several names the longest. Empty: none. */
static err station_said(struct ctx *x, str said, str *ret)
{
	struct conn *conn;
	struct rows *r;
	size_t best = 0;
	*ret = S("");
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &watch_stations, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r)) {
		const str names[] = {row_text(r, 0), row_null(r, 1) ? S("") : row_text(r, 1)};
		for (size_t i = 0; i < COUNT_OF(names); i++)
			if (begins_with(said, names[i]) && names[i].n > best) {
				best = names[i].n;
				*ret = row_copy(r, 0, x->arena);
			}
	}
	return rows_end(r);
}

static err opened(struct ctx *x, struct eye *e, const struct told_event *t)
{
	struct matter_view m;
	if (!t->action || !t->action->opens || t->part || t->kind->camera_station < 0)
		return OK;
	err r = matter_values(x, t->matter, &m);
	if (r != OK)
		return r == ERR_NOTFOUND ? OK : r;
	str mn = S("");
	for (size_t i = 0; i < m.n_fields; i++)
		if (m.fields[i].field == &t->kind->fields[t->kind->camera_station])
			TRY(station_said(x, m.fields[i].raw, &mn));
	return mn.n ? call_all(x, e, t, mn, m.row.number) : OK;
}

static err follow(struct ctx *x, struct eye *e, bool *ret_more)
{
	struct mark m = {.region = core_region(x->core)};
	struct told_event *v;
	int64_t newest, some;
	size_t n;
	bool begun, any;
	TRY(core_seq(x->core, &newest));
	TRY(asked_int(x, &watch_mark, &m.seq, &begun));
	TRY(asked_int(x, &watch_some, &some, &any));
	*ret_more = false;
	if (begun && m.seq == newest)
		return OK;
	if (!begun || !any) { /* nothing watches a station: what was opened so far concerns no camera */
		m.seq = newest;
		ctx_refresh(x);
		return store_write(core_store(x->core), mark_job, &m);
	}
	int64_t last = m.seq;
	TRY(told_after(x, m.seq, &v, &n, &last));
	for (size_t i = 0; i < n; i++)
		TRY(opened(x, e, &v[i]));
	ctx_refresh(x);
	if (__atomic_load_n(&e->ending, __ATOMIC_RELAXED))
		return OK;
	*ret_more = last != m.seq;
	m.seq = last;
	return *ret_more ? store_write(core_store(x->core), mark_job, &m) : OK;
}

err cameras_follow(struct eye *e, bool *ret_more)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	err r = ctx_open(e->core, &a, NULL, &x);
	if (r == OK) {
		r = follow(&x, e, ret_more);
		ctx_close(&x);
	}
	arena_done(&a);
	return r;
}

/* ---- threads --------------------------------------------------------------------------------------------- */
struct cameras {
	struct eye *eye;
	struct rounds *follow, *probes;
};

static int64_t follow_round(void *arg)
{
	bool more = false;
	err e = cameras_follow(arg, &more);
	if (e != OK)
		log_line(LOG_ERROR, "camera", "fault=%s", fail_where());
	return e == OK && more ? 1 : e == OK || e == ERR_BUSY ? ROUND_MS : TROUBLE_MS;
}

static err probe_due(struct eye *e)
{
	struct arena a;
	struct ctx x;
	int64_t n;
	if (eye_there(e) != OK)
		return OK;
	arena_init(&a);
	err r = ctx_open(e->core, &a, NULL, &x);
	if (r == OK) {
		r = cameras_probe(&x, e, false, &n);
		ctx_close(&x);
	}
	arena_done(&a);
	return r;
}

static int64_t probe_round(void *arg)
{
	err e = probe_due(arg);
	if (e != OK)
		log_line(LOG_ERROR, "camera", "fault=%s", fail_where());
	return e == OK || e == ERR_BUSY ? PROBE_ROUND_MS : TROUBLE_MS;
}

err cameras_start(struct eye *eye, struct cameras **ret)
{
	struct cameras *c = calloc(1, sizeof *c);
	ours(c);
	c->eye = eye;
	err e = rounds_start(follow_round, eye, 0, &c->follow);
	if (e == OK)
		e = rounds_start(probe_round, eye, PROBE_ROUND_MS, &c->probes);
	if (e != OK)
		cameras_stop(c);
	else
		*ret = c;
	return e;
}

void cameras_stop(struct cameras *c)
{
	if (!c)
		return;
	__atomic_store_n(&c->eye->ending, true, __ATOMIC_RELAXED); /* both rounds end early */
	rounds_stop(c->follow);
	rounds_stop(c->probes);
	free(c);
}
