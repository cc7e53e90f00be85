/* SPDX-License-Identifier: Apache-2.0 */
/* Batches as they are kept: tables of a module of its own. The name of the file and what its
 * bytes are sealed with stand under the key of the person who sent it. */
#include "ledger/import_in.h"

#include <string.h>

static const struct migration migrations[] = {
	{1, "ledgers that came in",
	 "CREATE TABLE ledger_batch(region INTEGER NOT NULL, person INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL,"
	 " kind TEXT NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL, done INTEGER NOT NULL, blob INTEGER NOT NULL,"
	 " size INTEGER NOT NULL, digest BLOB NOT NULL, sealed BLOB NOT NULL, choices TEXT NOT NULL, opened INTEGER NOT NULL,"
	 " changed INTEGER NOT NULL, PRIMARY KEY(region, person, id)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE ledger_row(region INTEGER NOT NULL, batch INTEGER NOT NULL, line INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " version INTEGER NOT NULL, opened INTEGER NOT NULL, before TEXT NOT NULL, PRIMARY KEY(region, batch, line)) STRICT, WITHOUT ROWID;"},
};

#define COLUMNS "id, version, kind, state, at, done, blob, size, digest, sealed, choices, opened, changed"
STMT(batch_one, "SELECT " COLUMNS " FROM ledger_batch WHERE region = $1 AND person = $2 AND id = $3");
STMT(batch_list, "SELECT " COLUMNS " FROM ledger_batch WHERE region = $1 AND person = $2 ORDER BY id DESC LIMIT 50");
STMT(batch_insert,
     "INSERT INTO ledger_batch(region, person, id, version, kind, state, at, done, blob, size, digest, sealed, choices, opened, changed)"
     " VALUES($1, $2, $3, 1, $4, 0, $5, 0, $6, $7, $8, $9, $10, 0, 0)");
STMT(batch_choose,
     "UPDATE ledger_batch SET version = version + 1, choices = $4 WHERE region = $1 AND person = $2 AND id = $3 AND version = $5 AND state = 0");
STMT(batch_end,
     "UPDATE ledger_batch SET version = version + 1, state = $4, done = $5, opened = $6, changed = $7"
     " WHERE region = $1 AND person = $2 AND id = $3 AND version = $8 AND state = $9");
STMT(row_insert, "INSERT INTO ledger_row(region, batch, line, matter, version, opened, before) VALUES($1, $2, $3, $4, $5, $6, $7)");
STMT(row_list, "SELECT matter, version, opened, before FROM ledger_row WHERE region = $1 AND batch = $2 ORDER BY line");
static const struct stmt *const stmts[] = {&batch_one, &batch_list, &batch_insert, &batch_choose, &batch_end, &row_insert, &row_list, NULL};

static const struct module ledger = {.name = "ledger", .stmts = stmts, .migrations = migrations, .n_migrations = COUNT_OF(migrations)};
const struct module *const ledger_modules[] = {&ledger, NULL};

/* ---- reading ------------------------------------------------------------------------------------ */
static str fact_in(const struct fact *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return v[i].value;
	return S("");
}

static const struct kind *kind_by_name(struct ctx *x, str name)
{
	const struct pack *const *packs = core_packs(x->core);
	for (; *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_kinds; i++)
			if (str_eq((*packs)->kinds[i].name, name))
				return &(*packs)->kinds[i];
	return NULL;
}

static err from_row(struct ctx *x, struct rows *r, struct batch_row *ret)
{
	struct fact *v;
	size_t n;
	struct batch_row b = {
		.b = {.id = row_int(r, 0), .version = row_int(r, 1), .kind = kind_by_name(x, row_copy(r, 2, x->arena)), .state = (enum import_state)row_int(r, 3),
		      .at = row_int(r, 4), .done = row_int(r, 5), .opened = row_int(r, 11), .changed = row_int(r, 12)},
		.blob = {.id = row_int(r, 6), .size = row_int(r, 7)}, .choices = row_copy(r, 10, x->arena)};
	str digest = row_text(r, 8);
	if (digest.n == sizeof b.blob.digest.b)
		memcpy(b.blob.digest.b, digest.p, digest.n);
	TRY(facts_open(x, x->actor.user, row_copy(r, 9, x->arena), &v, &n));
	b.b.file_name = fact_in(v, n, S("name"));
	b.b.title = fact_in(v, n, S("title"));
	if (!hex_parse(fact_in(v, n, S("key")), b.blob.key, sizeof b.blob.key))
		return fail(ERR_INPUT, "the key of the file {0} is damaged; run `luoshi check`", b.b.file_name);
	*ret = b;
	return OK;
}

static err not_there(void)
{
	return fail(ERR_NOTFOUND, "there is no such ledger, or somebody else sent it; look at the list of yours");
}

err batch_read(struct ctx *x, int64_t id, struct batch_row *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &batch_one, VALS(V_INT(core_region(x->core)), V_INT(x->actor.user), V_INT(id)), &r, &found));
	if (!found)
		return not_there();
	TRY(from_row(x, r, ret));
	return ret->b.kind ? OK : not_there();
}

err import_list(struct ctx *x, struct import_batch **ret, size_t *ret_n)
{
	LIST(struct import_batch) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &batch_list, VALS(V_INT(core_region(x->core)), V_INT(x->actor.user)), &r));
	while (rows_next(r)) {
		struct batch_row one;
		TRY(from_row(x, r, &one));
		if (one.b.kind)
			*list_push(x->arena, &l) = one.b;
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err batch_items(struct ctx *x, int64_t id, struct batch_kept **ret, size_t *ret_n)
{
	LIST(struct batch_kept) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &row_list, VALS(V_INT(core_region(x->core)), V_INT(id)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct batch_kept){.matter = row_int(r, 0), .version = row_int(r, 1), .opened = row_int(r, 2) != 0,
			.before = row_copy(r, 3, x->arena)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err import_matters(struct ctx *x, int64_t batch, int64_t **ret, size_t *ret_n)
{
	struct batch_row row;
	struct batch_kept *v;
	size_t n;
	TRY(batch_read(x, batch, &row));
	TRY(batch_items(x, batch, &v, &n));
	int64_t *ids = arena_new_n(x->arena, n, int64_t);
	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].matter;
	*ret = ids;
	*ret_n = n;
	return OK;
}

err batch_bytes(struct ctx *x, const struct batch_row *b, str *ret)
{
	return blob_get(core_store(x->core), x->arena, &b->blob, ret);
}

/* ---- writing -------------------------------------------------------------------------------------- */
struct writing {
	struct ctx *x;
	const struct batch_row *row;
	int64_t id;
	str sealed, choices;
	int64_t changed;
};

static err write_new(struct conn *w, void *arg)
{
	struct writing *j = arg;
	const struct blob_ref *blob = &j->row->blob;
	return exec(w, &batch_insert, VALS(V_INT(core_region(j->x->core)), V_INT(j->x->actor.user), V_INT(j->id), V_TEXT(j->row->b.kind->name),
		V_INT(j->x->now), V_INT(blob->id), V_INT(blob->size), V_BLOB(((str){(const char *)blob->digest.b, sizeof blob->digest.b})),
		V_BLOB(j->sealed), V_TEXT(j->row->choices)), NULL);
}

err batch_new(struct ctx *x, const struct batch_row *given, str bytes, int64_t *ret)
{
	struct batch_row row = *given;
	struct writing j = {.x = x, .row = &row, .id = store_new_id(core_store(x->core), x->now)};
	struct buf key;
	TRY(blob_put(core_store(x->core), x->now, bytes, &row.blob));
	buf_init(&key, x->arena);
	hex_put(&key, row.blob.key, sizeof row.blob.key);
	const struct fact kept[] = {{S("name"), row.b.file_name, true}, {S("title"), row.b.title, true},
		{S("key"), buf_str(&key), true}};
	err e = facts_seal(x, x->actor.user, kept, COUNT_OF(kept), &j.sealed);
	ctx_refresh(x);
	if (e == OK)
		e = store_write(core_store(x->core), write_new, &j);
	if (e != OK) {
		struct fail_note note;
		fail_save(&note);
		err e2 = blob_remove(core_store(x->core), row.blob.id);
		unused_arg(e2);
		fail_restore(&note);
		return e;
	}
	*ret = j.id;
	return OK;
}

static err moved_on(void)
{
	return fail(ERR_CONFLICT, "this ledger was changed in another window or has been taken in already; look at it again");
}

static err write_choices(struct conn *w, void *arg)
{
	struct writing *j = arg;
	TRY(exec(w, &batch_choose, VALS(V_INT(core_region(j->x->core)), V_INT(j->x->actor.user), V_INT(j->id), V_TEXT(j->choices),
		V_INT(j->row->b.version)), &j->changed));
	return j->changed ? OK : moved_on();
}

err import_settle(struct ctx *x, int64_t batch, int64_t version, str lines)
{
	struct batch_row row;
	struct import_choices choices;
	TRY(batch_read(x, batch, &row));
	TRY(import_choices_read(x->arena, row.b.kind, lines, &choices));
	row.b.version = version ? version : row.b.version;
	struct writing j = {.x = x, .row = &row, .id = batch, .choices = lines};
	ctx_refresh(x);
	return store_write(core_store(x->core), write_choices, &j);
}

err batch_finish(struct conn *w, void *arg, const struct act_result *results)
{
	struct batch_done *d = arg;
	int64_t region = core_region(d->x->core), opened = 0, changed = 0, moved;
	for (size_t i = 0; i < d->n; i++) {
		opened += d->v[i].opened;
		changed += !d->v[i].opened;
	}
	const struct import_batch *b = &d->row->b;
	TRY(exec(w, &batch_end, VALS(V_INT(region), V_INT(d->x->actor.user), V_INT(b->id), V_INT(d->state), V_INT(d->x->now),
		V_INT(d->state == IMPORT_DONE ? opened : b->opened), V_INT(d->state == IMPORT_DONE ? changed : b->changed), V_INT(b->version),
		V_INT(b->state)), &moved));
	if (!moved)
		return moved_on();
	for (size_t i = 0; d->state == IMPORT_DONE && i < d->n; i++)
		TRY(exec(w, &row_insert, VALS(V_INT(region), V_INT(b->id), V_INT(d->v[i].at), V_INT(results[i].matter), V_INT(results[i].version),
			V_INT(d->v[i].opened), V_TEXT(d->v[i].before)), NULL));
	return OK;
}
