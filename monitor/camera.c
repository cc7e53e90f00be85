/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolment of cameras: their table, their events, who may. */
#include "monitor/camera_in.h"

#include <stdlib.h>
#include <string.h>

static const struct migration migrations[] = {
	{1, "cameras, how they are, who looked",
	 "CREATE TABLE camera(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL,"
	 " shown TEXT NOT NULL, subject INTEGER NOT NULL, state INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX camera_name ON camera(region, name);"
	 "CREATE TABLE camera_station(region INTEGER NOT NULL, camera INTEGER NOT NULL, mn TEXT NOT NULL, PRIMARY KEY(region, camera, mn)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX camera_of_station ON camera_station(region, mn, camera);"
	 /* what the last look found; nothing of it is part of the record */
	 "CREATE TABLE camera_health(region INTEGER NOT NULL, camera INTEGER NOT NULL, state INTEGER NOT NULL, since INTEGER NOT NULL, looked INTEGER NOT NULL,"
	 " seen INTEGER NOT NULL, digest BLOB NOT NULL, same INTEGER NOT NULL, PRIMARY KEY(region, camera)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE camera_look(region INTEGER NOT NULL, camera INTEGER NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " sort INTEGER NOT NULL, PRIMARY KEY(region, camera, id)) STRICT, WITHOUT ROWID;"
	 /* up to where the log was followed for matters that name a station */
	 "CREATE TABLE camera_mark(region INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"},
};
const struct module camera_module = {.name = "camera", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

#define COLUMNS "c.id, c.version, c.name, c.place, c.shown, c.subject, c.state, c.sealed, h.state, h.since, h.looked, h.seen"
#define FROM " FROM camera c LEFT JOIN camera_health h ON h.region = c.region AND h.camera = c.id WHERE c.region = $1"
STMT(camera_rows, "SELECT " COLUMNS FROM " ORDER BY c.id LIMIT 2000");
STMT(camera_one, "SELECT " COLUMNS FROM " AND c.id = $2");
STMT(camera_count, "SELECT COUNT(*) FROM camera WHERE region = $1");
STMT(camera_by_name, "SELECT id FROM camera WHERE region = $1 AND name = $2");
STMT(camera_stations, "SELECT mn FROM camera_station WHERE region = $1 AND camera = $2 ORDER BY mn");
STMT(camera_put,
     "UPDATE camera SET version = $3, name = $4, place = $5, shown = $6, subject = $7, state = $8, sealed = $9 WHERE region = $1 AND id = $2");
STMT(camera_insert,
     "INSERT INTO camera(region, id, version, name, place, shown, subject, state, sealed) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(camera_station_drop, "DELETE FROM camera_station WHERE region = $1 AND camera = $2");
STMT(camera_station_put, "INSERT INTO camera_station(region, camera, mn) VALUES($1, $2, $3)");
const struct stmt *const camera_table_stmts[] = {&camera_rows, &camera_one, &camera_count, &camera_by_name, &camera_stations, &camera_put, &camera_insert,
	&camera_station_drop, &camera_station_put, NULL};

#define NAME_MOST 240
#define STATIONS_MOST 50

/* ---- who may ------------------------------------------------------------------------------------ */
static err enrols(const struct ctx *x)
{
	return camera_may_enrol(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

static err reads(const struct ctx *x)
{
	return camera_may_enrol(x) || camera_may_audit(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

/* ---- reading ------------------------------------------------------------------------------------- */
static void row_read(struct rows *r, struct arena *a, struct camera_open *ret)
{
	bool looked = !row_null(r, 8);
	*ret = (struct camera_open){.sealed = row_copy(r, 7, a), .c = {.id = row_int(r, 0), .version = row_int(r, 1), .name = row_copy(r, 2, a),
		.place = row_copy(r, 3, a), .shown = row_copy(r, 4, a), .subject = row_int(r, 5), .state = (enum camera_state)row_int(r, 6),
		.health = looked ? (enum camera_health)row_int(r, 8) : CAMERA_UNKNOWN, .since = looked ? row_int(r, 9) : MS_NONE,
		.looked = looked ? row_int(r, 10) : MS_NONE, .seen = looked ? row_int(r, 11) : MS_NONE}};
}

static err stations_read(struct ctx *x, struct conn *conn, struct camera *c)
{
	LIST(str) l = {0};
	struct rows *r;
	TRY(query(conn, &camera_stations, VALS(V_INT(core_region(x->core)), V_INT(c->id)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_copy(r, 0, x->arena);
	c->stations = l.v;
	c->n_stations = l.n;
	return rows_end(r);
}

static err secrets_open_of(struct ctx *x, struct camera_open *o)
{
	str server = S("");
	const struct {
		str name, *to;
	} want[] = {{S("address"), &o->address}, {S("user"), &o->user}, {S("password"), &o->password}, {S("server"), &server}, {S("stream"), &o->stream}};
	struct fact *v;
	size_t n;
	TRY(facts_open(x, o->c.id, o->sealed, &v, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < COUNT_OF(want); k++)
			if (str_eq(v[i].name, want[k].name))
				*want[k].to = v[i].value;
	o->c.has_password = o->password.n > 0;
	if (!str_int(server, &o->server))
		o->server = 0;
	return o->address.n ? OK : fail(ERR_INPUT, "what was kept of this camera has been erased; enrol it again");
}

err camera_all(struct ctx *x, struct camera **ret, size_t *ret_n)
{
	LIST(struct camera_open) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &camera_rows, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		row_read(r, x->arena, list_push(x->arena, &l));
	TRY(rows_end(r));
	struct camera *v = arena_new_n(x->arena, l.n, struct camera);
	for (size_t i = 0; i < l.n; i++) {
		v[i] = l.v[i].c;
		TRY(stations_read(x, conn, &v[i]));
	}
	*ret = v;
	*ret_n = l.n;
	return OK;
}

err camera_open_read(struct ctx *x, int64_t id, struct camera_open *ret)
{
	struct camera_open o;
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &camera_one, VALS(V_INT(core_region(x->core)), V_INT(id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such camera");
	row_read(r, x->arena, &o);
	TRY(stations_read(x, conn, &o.c));
	TRY(secrets_open_of(x, &o));
	*ret = o;
	return OK;
}

static int by_name(const void *a, const void *b)
{
	const struct camera *p = a, *q = b;
	return str_cmp(p->name, q->name);
}

err camera_list(struct ctx *x, struct camera **ret, size_t *ret_n)
{
	TRY(reads(x));
	TRY(camera_all(x, ret, ret_n));
	if (*ret_n)
		qsort(*ret, *ret_n, sizeof **ret, by_name);
	return OK;
}

err camera_read(struct ctx *x, int64_t id, struct camera *ret)
{
	struct camera_open o;
	TRY(reads(x));
	TRY(camera_open_read(x, id, &o));
	*ret = o.c;
	return OK;
}

err camera_named(struct ctx *x, str name, struct camera *ret)
{
	int64_t id;
	TRY(reads(x));
	TRY(id_of_name(x, &camera_by_name, name, &id));
	return id ? camera_read(x, id, ret) : fail(ERR_NOTFOUND, "there is no camera “{0}”; `luoshi camera list` names them", name);
}

/* ---- changing ----------------------------------------------------------------------------------- */
static err check_new(const struct ctx *x, const struct camera_new *k)
{
	if (!str_trim(k->name).n || !camera_line_ok(k->name, NAME_MOST) || !camera_line_ok(k->place, NAME_MOST))
		return fail(ERR_INPUT, "a camera needs a name of at most 80 characters; its place has as many");
	if (k->address.p)
		TRY(camera_address_check(k->address, !x->actor.user));
	if ((k->user.p && !camera_line_ok(k->user, CAMERA_SECRET_MOST)) || (k->password.p && !camera_line_ok(k->password, CAMERA_SECRET_MOST)))
		return fail(ERR_INPUT, "name and password of a camera are one line each, at most 100 characters");
	if (k->n_stations > STATIONS_MOST)
		return fail(ERR_LIMIT, "a camera watches at most 50 stations");
	for (size_t i = 0; i < k->n_stations; i++)
		if (!k->stations[i].n || !camera_line_ok(k->stations[i], 64))
			return fail(ERR_INPUT, "“{0}” cannot be the MN of a station", k->stations[i]);
	return (unsigned)k->state <= CAMERA_ON ? OK : fail(ERR_INPUT, "a camera is in use or not");
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

/* Sorted, each once: what the events say is then what the table says. */
static void stations_take(struct arena *a, const struct camera_new *k, struct camera *c)
{
	size_t n = 0;
	c->stations = arena_new_n(a, k->n_stations, str);
	if (k->n_stations)
		memcpy(c->stations, k->stations, k->n_stations * sizeof *c->stations);
	if (k->n_stations > 1)
		qsort(c->stations, k->n_stations, sizeof *c->stations, by_text);
	for (size_t i = 0; i < k->n_stations; i++)
		if (!n || !str_eq(c->stations[n - 1], c->stations[i]))
			c->stations[n++] = c->stations[i];
	c->n_stations = n;
}

static err put(struct ctx *x, struct camera_open *o, str action)
{
	struct buf server;
	buf_init(&server, x->arena);
	buf_int(&server, o->server);
	const struct fact kept[] = {{S("address"), o->address, true}, {S("user"), o->user, true}, {S("password"), o->password, true},
		{S("server"), buf_str(&server), true}, {S("stream"), o->stream.p ? o->stream : S(""), true}};
	struct digest *d = arena_new(x->arena, struct digest);
	const struct val region = V_INT(core_region(x->core)), id = V_INT(o->c.id);
	str sealed;
	TRY(facts_seal(x, o->c.id, kept, COUNT_OF(kept), &sealed));
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, d);
	o->c.shown = camera_address_shown(x->arena, o->address);
	const struct camera_told told = {.id = o->c.id, .version = o->c.version, .name = o->c.name, .place = o->c.place, .shown = o->c.shown,
		.subject = o->c.subject, .state = (int)o->c.state, .secrets = {(const char *)d->b, sizeof d->b}, .stations = o->c.stations,
		.n_stations = o->c.n_stations};
	struct fact_row *rows = arena_new_n(x->arena, o->c.n_stations + 2, struct fact_row);
	size_t n = 0;
	rows[n++] = (struct fact_row){.stmt = &camera_put, .insert = &camera_insert, .n = 9, .v = {region, id, V_INT(o->c.version), V_TEXT(o->c.name),
		V_TEXT(o->c.place), V_TEXT(o->c.shown), V_INT(o->c.subject), V_INT(o->c.state), V_BLOB(sealed)}};
	rows[n++] = (struct fact_row){.stmt = &camera_station_drop, .n = 2, .v = {region, id}};
	for (size_t i = 0; i < o->c.n_stations; i++)
		rows[n++] = (struct fact_row){.stmt = &camera_station_put, .one = true, .n = 3, .v = {region, id, V_TEXT(o->c.stations[i])}};
	return camera_event(x, &told, action, rows, n);
}

static err name_free(struct ctx *x, str name, int64_t but)
{
	int64_t id;
	TRY(id_of_name(x, &camera_by_name, name, &id));
	return !id || id == but ? OK : fail(ERR_INPUT, "there is a camera called {0} already", name);
}

static err room_for_one(struct ctx *x)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &camera_count, VALS(V_INT(core_region(x->core))), &r, &found));
	return found && row_int(r, 0) >= CAMERAS_MOST ? fail(ERR_LIMIT, "a district has at most 2000 cameras here; use a media server for more") : OK;
}

err camera_add(struct ctx *x, const struct camera_new *k, int64_t *ret)
{
	struct camera_open o = {.address = k->address, .user = k->user.p ? k->user : S(""), .password = k->password.p ? k->password : S(""),
		.server = k->server, .stream = k->stream};
	TRY(enrols(x));
	TRY(check_new(x, k));
	if (!k->address.p)
		return camera_address_check(S(""), false);
	o.c = (struct camera){.version = 1, .name = str_trim(k->name), .place = str_trim(k->place), .subject = k->subject, .state = k->state};
	TRY(name_free(x, o.c.name, 0));
	TRY(room_for_one(x));
	stations_take(x->arena, k, &o.c);
	o.c.id = store_new_id(core_store(x->core), x->now);
	TRY(put(x, &o, S("camera_add")));
	*ret = o.c.id;
	return OK;
}

err camera_change(struct ctx *x, int64_t id, int64_t version, const struct camera_new *k)
{
	struct camera_open o;
	TRY(enrols(x));
	TRY(check_new(x, k));
	TRY(camera_open_read(x, id, &o));
	if (o.c.version != version)
		return fail(ERR_CONFLICT, "somebody changed this camera meanwhile; look at it again");
	TRY(name_free(x, str_trim(k->name), id));
	o.c = (struct camera){.id = id, .version = version + 1, .name = str_trim(k->name), .place = str_trim(k->place), .subject = k->subject, .state = k->state};
	stations_take(x->arena, k, &o.c);
	/* a password goes to no other address than it was given for */
	bool moved = k->address.p && !str_eq(k->address, o.address);
	if (moved) {
		o.address = k->address;
		o.user = o.password = o.stream = S("");
		o.server = 0;
	}
	if (k->stream.p) {
		o.server = k->server;
		o.stream = k->stream;
	}
	if (k->user.p)
		o.user = k->user;
	if (k->password.p)
		o.password = k->password;
	return put(x, &o, S("camera_change"));
}
