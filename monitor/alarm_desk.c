/* SPDX-License-Identifier: Apache-2.0 */
/* The desk of alarms: what it is fed, the stations as it knows them, its thread. */
#include "monitor/alarm_desk_in.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/steady.h"

STMT(desk_mark, "SELECT n FROM station_mark WHERE region = $1");
STMT(desk_stations,
     "SELECT s.id, s.mn, s.name, s.subject, v.seen FROM station s LEFT JOIN station_seen v ON v.region = s.region AND v.station = s.id"
     " WHERE s.region = $1 AND s.state = 1 ORDER BY s.id");
STMT(desk_open, "SELECT " ALARM_COLUMNS " FROM alarm WHERE region = $1 AND ended = $2 ORDER BY id");
const struct stmt *const alarm_desk_stmts[] = {&desk_mark, &desk_stations, &desk_open, NULL};

#define QUEUE_MOST (64u << 20) /* bytes; then the telegrams after it wait */
#define GATHER_MS 300 /* what comes so soon after the first alarm is looked at with it */
#define TICK_MS 1000
#define SETTLE_MS 5000
#define MINUTE 60000LL

static const struct migration migrations[] = {
	{1, "alarms, rests of stations",
	 "CREATE TABLE alarm(region INTEGER NOT NULL, id INTEGER NOT NULL, station INTEGER NOT NULL, matter INTEGER NOT NULL, grp INTEGER NOT NULL,"
	 " code TEXT NOT NULL, rule TEXT NOT NULL, begin INTEGER NOT NULL, at INTEGER NOT NULL, ended INTEGER NOT NULL, value TEXT NOT NULL,"
	 " bound TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX alarm_station ON alarm(region, station, id);"
	 "CREATE INDEX alarm_code ON alarm(region, station, code, id);"
	 "CREATE INDEX alarm_group ON alarm(region, grp, id);"
	 "CREATE INDEX alarm_ended ON alarm(region, ended, id);"
	 "CREATE TABLE station_rest(region INTEGER NOT NULL, station INTEGER NOT NULL, id INTEGER NOT NULL, sort INTEGER NOT NULL, begin INTEGER NOT NULL,"
	 " until INTEGER NOT NULL, made INTEGER NOT NULL, person INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(region, station, id)) STRICT, WITHOUT ROWID;"},
};
const struct module alarm_module = {.name = "alarm", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

ms_t alarm_now(const struct alarm_desk *d)
{
	return now_ms(core_time(d->core));
}

/* ---- settings ------------------------------------------------------------------------------------- */

static int64_t number(const struct alarm_desk *d, struct arena *a, str setting)
{
	return setting.n ? core_setting(d->core, str_z(a, d->pack->name), str_z(a, setting)) : 0;
}

static void settle(struct alarm_desk *d)
{
	/* hours and days are named by their beginning: two that follow each other are one span apart */
	static const ms_t step[ALARM_ONS] = {0, 0, 2 * 60 * MINUTE, 2 * 24 * 60 * MINUTE};
	struct arena a;
	arena_init(&a);
	memset(d->look, 0, sizeof d->look);
	for (size_t i = 0; i < d->decl->n_rules; i++) {
		const struct alarm_rule *r = &d->decl->rules[i];
		struct alarm_set *s = &d->sets[i];
		*s = (struct alarm_set){.rule = r, .hold = number(d, &a, r->hold) * MINUTE, .clear = number(d, &a, r->clear) * MINUTE,
			.band = (int)number(d, &a, r->band), .use = !r->use.n || number(d, &a, r->use) != 0};
		s->gap = step[r->on] ? step[r->on] : number(d, &a, d->decl->gap) * MINUTE;
		ms_t look = s->hold + s->clear + 2 * s->gap;
		if (look > d->look[r->on])
			d->look[r->on] = look;
	}
	d->settled = steady_ms();
	arena_done(&a);
}

/* ---- stations -------------------------------------------------------------------------------------- */

static struct watched *find(struct watched *v, size_t n, int64_t id)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (v[mid].id == id)
			return &v[mid];
		if (v[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static struct watched_code *code_of(struct watched *w, str code)
{
	for (size_t i = 0; i < w->n_codes; i++)
		if (str_eq(str_of(w->codes[i].code), code))
			return &w->codes[i];
	return NULL;
}

/* A factor is watched when there is a line for it, of whatever day. */
static void codes_of(struct alarm_desk *d, struct arena *a, struct watched *w, struct watched *before)
{
	w->codes = arena_new_n(a, CODES_MOST, struct watched_code);
	for (size_t i = 0; i < w->watch.n && w->n_codes < CODES_MOST; i++) {
		str code = w->watch.v[i].code;
		if (code.n >= sizeof w->codes->code || code_of(w, code))
			continue;
		struct watched_code *c = &w->codes[w->n_codes++], *old = before ? code_of(before, code) : NULL;
		memcpy(c->code, code.p, code.n);
		c->of = arena_new_n(a, d->decl->n_rules, struct watched_track);
		for (size_t k = 0; k < d->decl->n_rules; k++)
			c->of[k] = old ? old->of[k] : (struct watched_track){.t = ALARM_TRACK_NEW};
	}
}

static err stations_read(struct alarm_desk *d, struct ctx *x, struct arena *a, struct watched **ret, size_t *ret_n)
{
	LIST(struct watched) l = {0};
	struct conn *c;
	struct rows *r;
	TRY(ctx_conn(x, &c));
	TRY(query(c, &desk_stations, VALS(V_INT(core_region(d->core))), &r));
	while (rows_next(r))
		*list_push(a, &l) = (struct watched){.id = row_int(r, 0), .mn = row_copy(r, 1, a), .name = row_copy(r, 2, a), .subject = row_int(r, 3),
			.seen = row_null(r, 4) ? MS_NONE : row_int(r, 4), .late = {MS_NONE, MS_NONE, MS_NONE, MS_NONE}, .silent = {.t = ALARM_TRACK_NEW}};
	TRY(rows_end(r));
	for (size_t i = 0; i < l.n; i++) {
		struct watched *w = &l.v[i], *before = find(d->v, d->n, w->id);
		TRY(station_watch_read(x, w->id, &w->watch));
		TRY(rests_of(c, core_region(d->core), w->id, a, &w->rests, &w->n_rests));
		if (before) {
			w->seen = before->seen;
			w->silent = before->silent;
			memcpy(w->late, before->late, sizeof w->late);
		}
		codes_of(d, a, w, before);
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err mark_read(struct alarm_desk *d, struct ctx *x, int64_t *ret)
{
	struct conn *c;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &c));
	TRY(query_one(c, &desk_mark, VALS(V_INT(core_region(d->core))), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

static err stations_look(struct alarm_desk *d, struct arena *a, bool *ret_new)
{
	struct ctx x;
	struct watched *v;
	size_t n;
	int64_t mark = d->mark;
	*ret_new = false;
	TRY(ctx_open(d->core, a, NULL, &x));
	err e = mark_read(d, &x, &mark);
	if (e == OK && mark != d->mark) {
		e = stations_read(d, &x, a, &v, &n);
		*ret_new = e == OK;
	}
	ctx_close(&x);
	if (*ret_new) {
		d->v = v;
		d->n = n;
		d->mark = mark;
	}
	return e;
}

/* When a station changed, all are read anew; their tracks go on. */
static err stations_take(struct alarm_desk *d)
{
	struct arena *a = malloc(sizeof *a);
	bool fresh;
	ours(a);
	arena_init(a);
	err e = stations_look(d, a, &fresh);
	struct arena *old = fresh ? d->stations_arena : a;
	if (fresh)
		d->stations_arena = a;
	if (old)
		arena_done(old);
	free(old);
	return e;
}

void track_forget(struct alarm_desk *d, const struct raised *r)
{
	struct watched *w = find(d->v, d->n, r->station);
	struct watched_code *c = w && r->code[0] ? code_of(w, str_of(r->code)) : NULL;
	struct watched_track *t = c ? &c->of[r->rule] : w ? &w->silent : NULL;
	d->sum_raised--;
	if (!t || t->alarm != r->id)
		return;
	ms_t last = t->t.last;
	*t = (struct watched_track){.t = ALARM_TRACK_NEW};
	t->t.last = last;
}

static int rule_named(const struct alarm_desk *d, str name)
{
	for (size_t i = 0; i < d->decl->n_rules; i++)
		if (str_eq(d->decl->rules[i].name, name))
			return (int)i;
	return -1;
}

/* As it was left: what is open, and the tracks made again from the newest telegrams. */
static err resume(struct alarm_desk *d)
{
	struct conn *c;
	struct rows *r;
	struct arena a;
	arena_init(&a);
	err e = store_read_begin(core_store(d->core), &c);
	if (e == OK) {
		e = query(c, &desk_open, VALS(V_INT(core_region(d->core)), V_INT(MS_NONE)), &r);
		while (e == OK && rows_next(r)) {
			struct alarm one = alarm_row(r, &a);
			struct watched *w = find(d->v, d->n, one.station);
			int rule = rule_named(d, one.rule);
			struct watched_code *k = w && one.code.n ? code_of(w, one.code) : NULL;
			struct watched_track *t = rule < 0 ? NULL : k ? &k->of[rule] : w && !one.code.n ? &w->silent : NULL;
			if (t)
				*t = (struct watched_track){.t = {.last = MS_NONE, .since = MS_NONE, .clear = MS_NONE, .judged = MS_NONE, .open = true, .begin = one.begin},
					.alarm = one.id};
		}
		if (e == OK)
			e = rows_end(r);
		store_read_end(c);
	}
	arena_done(&a);
	for (size_t i = 0; e == OK && i < d->n; i++)
		for (int on = 0; e == OK && on < ALARM_ONS; on++)
			e = tracks_again(d, &d->v[i], (enum alarm_on)on, d->v[i].seen == MS_NONE ? d->began : d->v[i].seen < d->began ? d->v[i].seen : d->began);
	return e;
}

/* ---- what it is fed ----------------------------------------------------------------------------------- */

void alarm_feed(struct alarm_desk *d, const struct batch *b)
{
	if (!d || !b->kept.n)
		return;
	pthread_mutex_lock(&d->lock);
	while (d->runs && !d->stop && d->queue.n > QUEUE_MOST)
		pthread_cond_wait(&d->turn, &d->lock);
	for (size_t i = 0; i < b->kept.n; i++) {
		const struct kept *k = &b->kept.v[i];
		struct queued q;
		memset(&q, 0, sizeof q);
		q.station = k->station, q.time = k->time, q.got = k->got, q.cn = k->cn, q.pnum = k->pnum;
		q.n = k->cn == READ_LIVE || k->cn == READ_MINUTES || k->cn == READ_HOURS || k->cn == READ_DAYS ? k->n : 0;
		buf_add(&d->queue, (str){(const char *)&q, sizeof q});
		buf_add(&d->queue, (str){b->bytes.p + k->at, q.n});
	}
	pthread_cond_broadcast(&d->turn);
	pthread_mutex_unlock(&d->lock);
}

static err fed_take(struct alarm_desk *d)
{
	struct buf taken;
	struct queued q;
	pthread_mutex_lock(&d->lock);
	taken = d->queue;
	buf_init(&d->queue, NULL);
	pthread_cond_broadcast(&d->turn);
	pthread_mutex_unlock(&d->lock);
	for (size_t at = 0; at + sizeof q <= taken.n; at += sizeof q + q.n) {
		memcpy(&q, taken.p + at, sizeof q);
		struct watched *w = find(d->v, d->n, q.station);
		if (w)
			tracks_point(d, w, &q, (str){taken.p + at + sizeof q, q.n});
	}
	buf_done(&taken);
	for (size_t i = 0; i < d->n; i++)
		for (int on = 0; on < ALARM_ONS; on++) {
			ms_t late = d->v[i].late[on];
			if (late == MS_NONE)
				continue;
			TRY(tracks_again(d, &d->v[i], (enum alarm_on)on, late));
			d->v[i].late[on] = MS_NONE;
		}
	return OK;
}

static err look(struct alarm_desk *d)
{
	if (steady_ms() - d->settled > SETTLE_MS)
		settle(d);
	TRY(stations_take(d));
	TRY(fed_take(d));
	tracks_silent(d, alarm_now(d));
	return OK;
}

err alarm_round(struct alarm_desk *d)
{
	TRY(look(d));
	return alarms_write(d);
}

/* ---- the thread ------------------------------------------------------------------------------------------ */

/* false: it is to end. `fed`: wakes also when something was fed. */
static bool rest(struct alarm_desk *d, int64_t ms, bool fed)
{
	const struct timespec until = steady_in(ms);
	int late = 0;
	pthread_mutex_lock(&d->lock);
	while (!d->stop && late != ETIMEDOUT && !(fed && d->queue.n))
		late = pthread_cond_timedwait(&d->turn, &d->lock, &until);
	bool goes_on = !d->stop;
	pthread_mutex_unlock(&d->lock);
	return goes_on;
}

static void *run(void *arg)
{
	struct alarm_desk *d = arg;
	bool goes_on = true;
	while (goes_on) {
		goes_on = rest(d, TICK_MS, true);
		err e = look(d);
		if (e == OK && d->raised.n && goes_on) {
			goes_on = rest(d, GATHER_MS, false);
			e = look(d);
		}
		if (e == OK)
			e = alarms_write(d);
		if (e != OK) {
			log_line(LOG_ERROR, "alarm", "waiting=%zu fault=%s", d->raised.n + d->passed.n, fail_where());
			goes_on = rest(d, TICK_MS, false) && goes_on;
		}
	}
	return NULL;
}

err alarm_desk_open(struct core *core, struct alarm_desk **ret)
{
	const struct pack *pack;
	const struct alarms *decl = alarms_of(core_packs(core), &pack);
	*ret = NULL;
	if (!decl)
		return OK;
	struct alarm_desk *d = calloc(1, sizeof *d);
	ours(d && decl->n_rules <= RULES_MOST);
	*d = (struct alarm_desk){.core = core, .decl = decl, .pack = pack, .mark = -1};
	for (size_t i = 0; i < pack->n_kinds; i++)
		if (str_eq(pack->kinds[i].name, decl->kind))
			d->kind = &pack->kinds[i];
	pthread_mutex_init(&d->lock, NULL);
	steady_cond(&d->turn);
	arena_init(&d->waiting);
	arena_init(&d->recents_arena);
	buf_init(&d->queue, NULL);
	d->began = alarm_now(d);
	settle(d);
	err e = stations_take(d);
	if (e == OK)
		e = resume(d);
	if (e != OK) {
		alarm_desk_stop(d);
		return e;
	}
	*ret = d;
	return OK;
}

err alarm_desk_start(struct alarm_desk *d)
{
	if (!d)
		return OK;
	d->runs = pthread_create(&d->thread, NULL, run, d) == 0;
	return d->runs ? OK : fail(ERR_IO, "a thread could not be started");
}

void alarm_desk_stop(struct alarm_desk *d)
{
	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	d->stop = true;
	pthread_cond_broadcast(&d->turn);
	pthread_mutex_unlock(&d->lock);
	if (d->runs)
		pthread_join(d->thread, NULL);
	if (d->stations_arena)
		arena_done(d->stations_arena);
	free(d->stations_arena);
	arena_done(&d->waiting);
	arena_done(&d->recents_arena);
	buf_done(&d->queue);
	pthread_cond_destroy(&d->turn);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

void alarm_metrics(struct alarm_desk *d, struct buf *b)
{
	if (!d)
		return;
	const struct {
		const char *name, *help;
		int64_t n;
	} rows[] = {
		{"raised", "alarms that were raised", d->sum_raised}, {"passed", "alarms that have passed", d->sum_passed},
		{"matters", "matters that alarms opened", d->sum_matters}, {"storms", "matters of many alarms at once", d->sum_storms},
		{"again", "times a station was looked at again for late data", d->sum_again},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		buf_fmt(b, "# HELP luoshi_alarm_%s_total %s\n# TYPE luoshi_alarm_%s_total counter\nluoshi_alarm_%s_total %lld\n", rows[i].name, rows[i].help,
			rows[i].name, rows[i].name, (long long)rows[i].n);
}
