/* SPDX-License-Identifier: Apache-2.0 */
/* What a station is watched by: its class of outlet and its own limits, each change an event of the station. */
#include "monitor/limit_in.h"
#include "monitor/monitor_in.h"

#include <string.h>

STMT(watch_get,
     "SELECT s.version, s.mn, s.name, s.subject, s.crc, s.state, s.sealed, w.watch FROM station s"
     " LEFT JOIN station_watch w ON w.region = s.region AND w.station = s.id WHERE s.region = $1 AND s.id = $2");
STMT(watch_put, "UPDATE station_watch SET watch = $3 WHERE region = $1 AND station = $2");
STMT(watch_insert, "INSERT INTO station_watch(region, station, watch) VALUES($1, $2, $3)");
STMT(watch_step, "UPDATE station SET version = $3 WHERE region = $1 AND id = $2");
STMT(watch_mark, "UPDATE station_mark SET n = n + 1 WHERE region = $1");
const struct stmt *const monitor_watch_stmts[] = {&watch_get, &watch_put, &watch_insert, &watch_step, &watch_mark, NULL};

/* What is kept: the class, a line feed, its own lines. */
static err watch_of(struct arena *a, str kept, struct station_watch *ret)
{
	struct limit *own = NULL;
	size_t n = 0;
	if (!str_split(kept, '\n', &ret->outlet, &ret->own))
		ret->outlet = kept, ret->own = S("");
	TRY(limits_read(a, ret->own, &own, &n));
	const struct outlet_class *k = outlet_class_named(ret->outlet);
	struct limit *v = arena_new_n(a, n + (k ? k->n : 0), struct limit);
	if (n)
		memcpy(v, own, n * sizeof *v);
	if (k)
		memcpy(v + n, k->v, k->n * sizeof *v);
	ret->v = v;
	ret->n = n + (k ? k->n : 0);
	return OK;
}

static err row_of(struct ctx *x, int64_t station, struct rows **ret)
{
	struct conn *conn;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &watch_get, VALS(V_INT(core_region(x->core)), V_INT(station)), ret, &found));
	return found ? OK : fail(ERR_NOTFOUND, "there is no station of this number; enrol it first");
}

err station_watch_read(struct ctx *x, int64_t station, struct station_watch *ret)
{
	struct rows *r;
	struct station_watch w = {0};
	TRY(row_of(x, station, &r));
	w.version = row_int(r, 0);
	TRY(watch_of(x->arena, row_null(r, 7) ? S("") : row_copy(r, 7, x->arena), &w));
	*ret = w;
	return OK;
}

static str kept_of(struct arena *a, str outlet, str own)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, outlet);
	buf_byte(&b, '\n');
	for (size_t i = 0; i < own.n; i++) /* as browsers send lines */
		if (own.p[i] != '\r')
			buf_byte(&b, own.p[i]);
	return buf_str(&b);
}

static err put(struct ctx *x, int64_t station, struct rows *r, str kept)
{
	struct digest *d = arena_new(x->arena, struct digest);
	str sealed = row_copy(r, 6, x->arena);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, d);
	const struct station_told told = {.id = station, .version = row_int(r, 0) + 1, .mn = row_copy(r, 1, x->arena), .name = row_copy(r, 2, x->arena),
		.subject = row_int(r, 3), .crc = (int)row_int(r, 4), .state = (int)row_int(r, 5), .secrets = {(const char *)d->b, sizeof d->b}, .watch = kept, .keeps_site = true};
	const struct val region = V_INT(core_region(x->core));
	const struct fact_row rows[] = {
		{.stmt = &watch_step, .one = true, .n = 3, .v = {region, V_INT(station), V_INT(told.version)}},
		{.stmt = &watch_put, .insert = &watch_insert, .n = 3, .v = {region, V_INT(station), V_TEXT(kept)}},
		{.stmt = &watch_mark, .n = 1, .v = {region}},
	};
	return station_event(x, &told, S("station_limits"), rows, COUNT_OF(rows));
}

err station_watch_set(struct ctx *x, int64_t station, int64_t version, str outlet, str own)
{
	struct rows *r;
	struct station_watch w;
	if (!station_may(x))
		return fail(ERR_DENIED, "only the environment office and the system administrator may do this");
	if (outlet.n && !outlet_class_named(outlet))
		return fail(ERR_INPUT, "“{0}” is no class of outlets; luoshi station classes lists them", outlet);
	str kept = kept_of(x->arena, outlet, own);
	TRY(watch_of(x->arena, kept, &w));
	TRY(row_of(x, station, &r));
	if (row_int(r, 0) != version)
		return fail(ERR_CONFLICT, "somebody changed this station meanwhile; look at it again");
	return put(x, station, r, kept);
}

str station_watch_unit(const struct station_watch *w, str code, day_t on)
{
	const struct limit *l = limit_on(w->v, w->n, code, LIMIT_SPAN, on);
	const struct factor *f = l ? NULL : factor_of(code, on);
	return l ? l->unit : f ? measured_unit(f->unit) : STR_NONE;
}
