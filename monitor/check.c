/* SPDX-License-Identifier: Apache-2.0 */
/* The stations are made again from their events and held against the table. */
#include "monitor/monitor_in.h"

STMT(verify_stations,
     "SELECT s.id, s.version, s.mn, s.name, s.subject, s.crc, s.state, s.sealed, w.watch FROM station s"
     " LEFT JOIN station_watch w ON w.region = s.region AND w.station = s.id WHERE s.region = $1 ORDER BY s.id");
STMT_FLAGS(verify_frames, STMT_SCAN,
     "SELECT COUNT(*) FROM frame f LEFT JOIN station s ON s.region = f.region AND s.id = f.station WHERE f.region = $1 AND s.id IS NULL");
const struct stmt *const monitor_verify_stmts[] = {&verify_stations, &verify_frames, NULL};

struct verifying {
	struct ctx x;
	struct buf *out;
	enum lang lang;
	int64_t n;
};

static void finding(struct verifying *v, const char *sentence, str what)
{
	word_fmt(v->out, v->lang, sentence, &what, 1);
	buf_byte(v->out, '\n');
	v->n++;
}

static bool same_row(const struct station_told *t, struct rows *r)
{
	struct digest d;
	str sealed = row_text(r, 7);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	return t->version == row_int(r, 1) && t->subject == row_int(r, 4) && t->crc == row_int(r, 5) && t->state == row_int(r, 6) &&
	       str_eq(t->mn, row_text(r, 2)) && str_eq(t->name, row_text(r, 3)) && str_eq(t->secrets, (str){(const char *)d.b, sizeof d.b}) &&
	       str_eq(t->watch.p ? t->watch : S(""), row_null(r, 8) ? S("") : row_text(r, 8));
}

static err stations(struct verifying *v)
{
	struct station_told *told;
	struct conn *conn;
	struct rows *r;
	size_t n, at = 0;
	TRY(stations_told(&v->x, &told, &n));
	TRY(ctx_conn(&v->x, &conn));
	TRY(query(conn, &verify_stations, VALS(V_INT(core_region(v->x.core))), &r));
	while (rows_next(r)) {
		for (; at < n && told[at].id < row_int(r, 0); at++)
			finding(v, W("the station {0} of the record is not in its table"), told[at].mn);
		if (at < n && told[at].id == row_int(r, 0) && same_row(&told[at], r))
			at++;
		else {
			finding(v, W("the station {0} is not what its events say"), row_copy(r, 2, v->x.arena));
			at += at < n && told[at].id == row_int(r, 0);
		}
	}
	for (; at < n; at++)
		finding(v, W("the station {0} of the record is not in its table"), told[at].mn);
	return rows_end(r);
}

static err frames(struct verifying *v)
{
	struct conn *conn;
	struct rows *r;
	struct buf b;
	bool found;
	TRY(ctx_conn(&v->x, &conn));
	TRY(query_one(conn, &verify_frames, VALS(V_INT(core_region(v->x.core))), &r, &found));
	buf_init(&b, v->x.arena);
	buf_int(&b, found ? row_int(r, 0) : 0);
	if (found && row_int(r, 0))
		finding(v, W("{0} telegrams belong to no station"), buf_str(&b));
	return OK;
}

err monitor_check(struct core *c, enum lang lang, struct buf *ret_findings, int64_t *ret_n)
{
	struct verifying v = {.out = ret_findings, .lang = lang};
	struct arena a;
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &v.x);
	if (e == OK) {
		e = stations(&v);
		if (e == OK)
			e = frames(&v);
		ctx_close(&v.x);
	}
	arena_done(&a);
	if (e == OK)
		e = air_check(c, lang, ret_findings, &v.n);
	if (e == OK)
		e = alarm_check(c, lang, ret_findings, &v.n);
	if (e == OK)
		e = camera_check(c, lang, ret_findings, &v.n);
	*ret_n = v.n;
	return e;
}
