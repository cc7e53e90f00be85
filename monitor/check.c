/* SPDX-License-Identifier: Apache-2.0 */
/* The stations are made again from their events and held against the table. */
#include "monitor/monitor_in.h"

STMT(verify_stations,
     "SELECT s.id, s.version, s.mn, s.name, s.subject, s.crc, s.state, s.sealed, w.watch, s.x, s.y, s.open FROM station s"
     " LEFT JOIN station_watch w ON w.region = s.region AND w.station = s.id WHERE s.region = $1 ORDER BY s.id");
STMT_FLAGS(verify_frames, STMT_SCAN,
     "SELECT COUNT(*) FROM frame f LEFT JOIN station s ON s.region = f.region AND s.id = f.station WHERE f.region = $1 AND s.id IS NULL");
const struct stmt *const monitor_verify_stmts[] = {&verify_stations, &verify_frames, NULL};

void monitor_finding(struct verifying *v, const char *sentence, str what, str other)
{
	const str args[] = {what, other};
	word_fmt(v->out, v->lang, sentence, args, COUNT_OF(args));
	buf_byte(v->out, '\n');
	v->n++;
}

void monitor_finding_number(struct verifying *v, const char *sentence, int64_t what)
{
	struct buf b;
	buf_init(&b, v->x.arena);
	buf_int(&b, what);
	monitor_finding(v, sentence, buf_str(&b), S(""));
}

err none_lost(struct verifying *v, const struct stmt *count, const char *sentence)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(&v->x, &conn));
	TRY(query_one(conn, count, VALS(V_INT(core_region(v->x.core))), &r, &found));
	if (found && row_int(r, 0))
		monitor_finding_number(v, sentence, row_int(r, 0));
	return OK;
}

err table_holds(struct verifying *v, const struct told_table *t, const struct told_thing *things, size_t n)
{
	struct conn *conn;
	struct rows *r;
	size_t at = 0;
	TRY(ctx_conn(&v->x, &conn));
	TRY(query(conn, t->rows, VALS(V_INT(core_region(v->x.core))), &r));
	while (rows_next(r)) {
		for (; at < n && things[at].id < row_int(r, 0); at++)
			monitor_finding(v, t->missing, things[at].name, S(""));
		bool told = at < n && things[at].id == row_int(r, 0);
		if (!told || !t->same(things[at].told, r))
			monitor_finding(v, t->differs, row_copy(r, 2, v->x.arena), S(""));
		at += told;
	}
	for (; at < n; at++)
		monitor_finding(v, t->missing, things[at].name, S(""));
	return rows_end(r);
}

static bool same_site(const struct station_site *t, struct rows *r, int at)
{
	return t->placed == !row_null(r, at) && (!t->placed || (t->x == row_int(r, at) && t->y == row_int(r, at + 1))) && t->open == (row_int(r, at + 2) != 0);
}

static bool same_row(const void *told, struct rows *r)
{
	const struct station_told *t = told;
	struct digest d;
	str sealed = row_text(r, 7);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	return t->version == row_int(r, 1) && t->subject == row_int(r, 4) && t->crc == row_int(r, 5) && t->state == row_int(r, 6) &&
	       str_eq(t->mn, row_text(r, 2)) && str_eq(t->name, row_text(r, 3)) && str_eq(t->secrets, (str){(const char *)d.b, sizeof d.b}) &&
	       str_eq(t->watch.p ? t->watch : S(""), row_null(r, 8) ? S("") : row_text(r, 8)) &&
	       same_site(&t->site, r, 9);
}

static err stations_verify(struct verifying *v)
{
	static const struct told_table table = {&verify_stations, same_row, W("the station {0} of the record is not in its table"),
		W("the station {0} is not what its events say")};
	struct station_told *told;
	size_t n;
	TRY(stations_told(&v->x, &told, &n));
	struct told_thing *things = arena_new_n(v->x.arena, n, struct told_thing);
	for (size_t i = 0; i < n; i++)
		things[i] = (struct told_thing){told[i].id, told[i].mn, &told[i]};
	return table_holds(v, &table, things, n);
}

static err frames_verify(struct verifying *v)
{
	return none_lost(v, &verify_frames, W("{0} telegrams belong to no station"));
}

err monitor_check(struct core *c, enum lang lang, struct buf *ret_findings, int64_t *ret_n)
{
	static verify_step *const steps[] = {stations_verify, frames_verify, air_days_verify, alarms_verify, cameras_verify, camera_looks_verify,
		camera_healths_verify, media_verify};
	struct verifying v = {.out = ret_findings, .lang = lang};
	struct arena a;
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &v.x);
	if (e == OK) {
		for (size_t i = 0; e == OK && i < COUNT_OF(steps); i++)
			e = steps[i](&v);
		ctx_close(&v.x);
	}
	arena_done(&a);
	*ret_n = v.n;
	return e;
}
