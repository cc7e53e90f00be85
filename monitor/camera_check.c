/* SPDX-License-Identifier: Apache-2.0 */
/* Cameras and who looked are made again from their events and held against the tables. */
#include "monitor/camera_in.h"

#include <stdlib.h>

STMT(verify_cameras, "SELECT id, version, name, place, shown, subject, state, sealed FROM camera WHERE region = $1 ORDER BY id");
STMT_FLAGS(verify_watched, STMT_SCAN, "SELECT mn FROM camera_station WHERE region = $1 AND camera = $2 ORDER BY mn");
STMT_FLAGS(verify_looks, STMT_SCAN, "SELECT id, camera, person, sort FROM camera_look WHERE region = $1 ORDER BY id");
STMT_FLAGS(verify_health, STMT_SCAN,
     "SELECT COUNT(*) FROM camera_health h LEFT JOIN camera c ON c.region = h.region AND c.id = h.camera WHERE h.region = $1 AND c.id IS NULL");
const struct stmt *const camera_verify_stmts[] = {&verify_cameras, &verify_watched, &verify_looks, &verify_health, NULL};

static bool same_row(const void *told, struct rows *r)
{
	const struct camera_told *t = told;
	struct digest d;
	str sealed = row_text(r, 7);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	return t->version == row_int(r, 1) && str_eq(t->name, row_text(r, 2)) && str_eq(t->place, row_text(r, 3)) && str_eq(t->shown, row_text(r, 4)) &&
	       t->subject == row_int(r, 5) && t->state == row_int(r, 6) && str_eq(t->secrets, (str){(const char *)d.b, sizeof d.b});
}

static err watched(struct verifying *v, const struct camera_told *t)
{
	struct conn *conn;
	struct rows *r;
	size_t at = 0;
	bool same = true;
	TRY(ctx_conn(&v->x, &conn));
	TRY(query(conn, &verify_watched, VALS(V_INT(core_region(v->x.core)), V_INT(t->id)), &r));
	for (; rows_next(r); at++)
		same = same && at < t->n_stations && str_eq(t->stations[at], row_text(r, 0));
	TRY(rows_end(r));
	if (!same || at != t->n_stations)
		monitor_finding(v, W("the camera {0} is not what its events say"), t->name, S(""));
	return OK;
}

err cameras_verify(struct verifying *v)
{
	static const struct told_table table = {&verify_cameras, same_row, W("the camera {0} of the record is not in its table"),
		W("the camera {0} is not what its events say")};
	struct camera_told *told;
	size_t n;
	TRY(cameras_told(&v->x, &told, &n));
	struct told_thing *things = arena_new_n(v->x.arena, n, struct told_thing);
	for (size_t i = 0; i < n; i++)
		things[i] = (struct told_thing){told[i].id, told[i].name, &told[i]};
	TRY(table_holds(v, &table, things, n));
	for (size_t i = 0; i < n; i++)
		TRY(watched(v, &told[i]));
	return OK;
}

static int64_t number_of(const struct fact_said *f, const char *name)
{
	int64_t n = -1;
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, str_of(name)) && !str_int(f->v[i].value, &n))
			n = -1;
	return n;
}

struct look {
	int64_t id, camera, person, sort;
};

static int by_id(const void *a, const void *b)
{
	const struct look *p = a, *q = b;
	return (p->id > q->id) - (p->id < q->id);
}

err camera_looks_verify(struct verifying *v)
{
	struct fact_said *f;
	struct conn *conn;
	struct rows *r;
	size_t n, at = 0, wrong = 0;
	TRY(facts_said(&v->x, S("camera_look"), &f, &n));
	struct look *l = arena_new_n(v->x.arena, n, struct look);
	for (size_t i = 0; i < n; i++)
		l[i] = (struct look){number_of(&f[i], "look"), f[i].owner, number_of(&f[i], "person"), number_of(&f[i], "sort")};
	if (n)
		qsort(l, n, sizeof *l, by_id);
	TRY(ctx_conn(&v->x, &conn));
	TRY(query(conn, &verify_looks, VALS(V_INT(core_region(v->x.core))), &r));
	for (; rows_next(r); at++)
		wrong += at >= n || l[at].id != row_int(r, 0) || l[at].camera != row_int(r, 1) || l[at].person != row_int(r, 2) || l[at].sort != row_int(r, 3);
	TRY(rows_end(r));
	if (wrong || at != n)
		monitor_finding(v, W("the list of who looked at cameras is not what the events say"), S(""), S(""));
	return OK;
}

err camera_healths_verify(struct verifying *v)
{
	return none_lost(v, &verify_health, W("{0} states belong to no camera"));
}
