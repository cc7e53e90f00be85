/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolment of media servers: their table, their events. */
#include "monitor/media_in.h"

#include <stdlib.h>

static const struct migration migrations[] = {
	{1, "media servers",
	 "CREATE TABLE media(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,"
	 " shown TEXT NOT NULL, state INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX media_name ON media(region, name);"},
};
const struct module media_module = {.name = "media", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

#define COLUMNS "SELECT id, version, name, kind, shown, state, sealed FROM media WHERE region = $1"
STMT(media_rows, COLUMNS " ORDER BY id LIMIT 50");
STMT(media_one, COLUMNS " AND id = $2");
STMT(media_by_name, "SELECT id FROM media WHERE region = $1 AND name = $2");
STMT(media_put, "UPDATE media SET version = $3, name = $4, kind = $5, shown = $6, state = $7, sealed = $8 WHERE region = $1 AND id = $2 AND version = $3 - 1");
STMT(media_insert, "INSERT INTO media(region, id, version, name, kind, shown, state, sealed) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
const struct stmt *const media_table_stmts[] = {&media_rows, &media_one, &media_by_name, &media_put, &media_insert, NULL};

#define NAME_MOST 240

static err may(const struct ctx *x)
{
	return camera_may_enrol(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

/* ---- reading ---------------------------------------------------------------------------------------- */
static err row_read(struct ctx *x, struct rows *r, struct media_open *ret)
{
	*ret = (struct media_open){.sealed = row_copy(r, 6, x->arena), .m = {.id = row_int(r, 0), .version = row_int(r, 1), .name = row_copy(r, 2, x->arena),
		.kind = media_kind_of(row_text(r, 3)), .shown = row_copy(r, 4, x->arena), .on = row_int(r, 5) != 0}};
	return ret->m.kind ? OK : fail(ERR_INPUT, "a media server is of a kind that this program does not know; a newer one wrote it");
}

static err secrets_of(struct ctx *x, struct media_open *o)
{
	const struct {
		str name, *to;
	} want[] = {{S("address"), &o->address}, {S("user"), &o->user}, {S("secret"), &o->secret}, {S("play"), &o->play}};
	struct fact *v;
	size_t n;
	TRY(facts_open(x, o->m.id, o->sealed, &v, &n));
	for (size_t k = 0; k < COUNT_OF(want); k++)
		*want[k].to = S("");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < COUNT_OF(want); k++)
			if (str_eq(v[i].name, want[k].name))
				*want[k].to = v[i].value;
	o->m.has_secret = o->secret.n > 0;
	return o->address.n ? OK : fail(ERR_INPUT, "what was kept of this media server has been erased; enrol it again");
}

static int by_name(const void *a, const void *b)
{
	const struct media *p = a, *q = b;
	return str_cmp(p->name, q->name);
}

err media_servers(struct ctx *x, struct media **ret, size_t *ret_n)
{
	LIST(struct media) l = {0};
	struct conn *conn;
	struct rows *r;
	struct media_open o;
	TRY(may(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &media_rows, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		if (row_read(x, r, &o) == OK)
			*list_push(x->arena, &l) = o.m;
	TRY(rows_end(r));
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_name);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err media_open_read(struct ctx *x, int64_t id, struct media_open *ret)
{
	struct media_open o;
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &media_one, VALS(V_INT(core_region(x->core)), V_INT(id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such media server");
	TRY(row_read(x, r, &o));
	TRY(secrets_of(x, &o));
	*ret = o;
	return OK;
}

err media_read(struct ctx *x, int64_t id, struct media *ret)
{
	struct media_open o;
	TRY(may(x));
	TRY(media_open_read(x, id, &o));
	*ret = o.m;
	return OK;
}

err media_named(struct ctx *x, str name, struct media *ret)
{
	int64_t id;
	TRY(may(x));
	TRY(id_of_name(x, &media_by_name, name, &id));
	return id ? media_read(x, id, ret) : fail(ERR_NOTFOUND, "there is no media server “{0}”; `luoshi media list` names them", name);
}

/* ---- changing --------------------------------------------------------------------------------------- */
static err check_new(const struct media_new *k)
{
	if (!str_trim(k->name).n || !camera_line_ok(k->name, NAME_MOST))
		return fail(ERR_INPUT, "a media server needs a name of at most 80 characters");
	if (!media_kind_of(k->kind))
		return fail(ERR_INPUT, "“{0}” is no kind of media server; there are zlmediakit, mediamtx, srs and go2rtc", k->kind);
	if (k->address.p)
		TRY(media_address_check(k->address));
	if (k->play.p)
		TRY(media_play_check(k->play));
	if ((k->user.p && (!camera_line_ok(k->user, CAMERA_SECRET_MOST) || str_find(k->user, S(":"), 0) >= 0)) || (k->secret.p && !camera_line_ok(k->secret, CAMERA_SECRET_MOST)))
		return fail(ERR_INPUT, "name and secret of a media server are one line each, at most 100 characters, the name without a colon");
	return OK;
}

/* A secret that would have to go with a name has one. */
static err check_whole(const struct media_open *o)
{
	if (o->m.kind->named && o->secret.n && !o->user.n)
		return fail(ERR_INPUT, "a server of the kind {0} wants a name together with its secret", str_of(o->m.kind->label));
	return OK;
}

/* The event says what the row is afterwards; of what is sealed only its digest. */
static err put(struct ctx *x, struct media_open *o)
{
	const struct fact kept[] = {{S("address"), o->address, true}, {S("user"), o->user, true}, {S("secret"), o->secret, true}, {S("play"), o->play, true}};
	struct digest d;
	struct buf hex;
	str sealed;
	TRY(check_whole(o));
	TRY(facts_seal(x, o->m.id, kept, COUNT_OF(kept), &sealed));
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	buf_init(&hex, x->arena);
	hex_put(&hex, d.b, sizeof d.b);
	o->m.shown = camera_address_shown(x->arena, o->address);
	str kind = str_of(o->m.kind->name), version = decimal(x->arena, o->m.version), state = o->m.on ? S("1") : S("0");
	const struct fact said[] = {{S("version"), version, false}, {S("name"), o->m.name, false}, {S("kind"), kind, false}, {S("shown"), o->m.shown, false},
		{S("state"), state, false}, {S("secrets"), buf_str(&hex), false}};
	const struct fact_row row = {.stmt = o->m.version == 1 ? &media_insert : &media_put, .one = true, .n = 8, .v = {V_INT(core_region(x->core)), V_INT(o->m.id),
		V_INT(o->m.version), V_TEXT(o->m.name), V_TEXT(kind), V_TEXT(o->m.shown), V_INT(o->m.on), V_BLOB(sealed)}};
	TRY(fact_of_district(x, S("media_put"), o->m.id, said, COUNT_OF(said), &row, 1));
	ctx_refresh(x);
	return OK;
}

static err name_free(struct ctx *x, str name, int64_t but)
{
	int64_t id;
	TRY(id_of_name(x, &media_by_name, name, &id));
	return !id || id == but ? OK : fail(ERR_INPUT, "there is a media server called {0} already", name);
}

static str given(str s)
{
	return s.p ? s : S("");
}

err media_add(struct ctx *x, const struct media_new *k, int64_t *ret)
{
	struct media_open o = {.address = k->address, .user = given(k->user), .secret = given(k->secret), .play = given(k->play)};
	struct media *v;
	size_t n;
	TRY(may(x));
	TRY(check_new(k));
	if (!k->address.p)
		return media_address_check(S(""));
	TRY(name_free(x, str_trim(k->name), 0));
	TRY(media_servers(x, &v, &n));
	if (n >= MEDIA_SERVERS_MOST)
		return fail(ERR_LIMIT, "a district has at most 50 media servers here");
	o.m = (struct media){.id = store_new_id(core_store(x->core), x->now), .version = 1, .name = str_trim(k->name), .kind = media_kind_of(k->kind), .on = k->on};
	TRY(put(x, &o));
	*ret = o.m.id;
	return OK;
}

err media_change(struct ctx *x, int64_t id, int64_t version, const struct media_new *k)
{
	struct media_open o;
	TRY(may(x));
	TRY(check_new(k));
	TRY(media_open_read(x, id, &o));
	if (o.m.version != version)
		return fail(ERR_CONFLICT, "somebody changed this media server meanwhile; look at it again");
	TRY(name_free(x, str_trim(k->name), id));
	o.m = (struct media){.id = id, .version = version + 1, .name = str_trim(k->name), .kind = media_kind_of(k->kind), .on = k->on};
	/* a secret goes to no other address than it was given for */
	if (k->address.p && !str_eq(k->address, o.address)) {
		o.address = k->address;
		o.user = o.secret = o.play = S("");
	}
	if (k->user.p)
		o.user = k->user;
	if (k->secret.p)
		o.secret = k->secret;
	if (k->play.p)
		o.play = k->play;
	return put(x, &o);
}
