/* SPDX-License-Identifier: Apache-2.0 */
/* Care of a PostgreSQL database, and blobs as chunks in a table. */
#include "store/postgres_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "store/schema_calc.h"

#define CHUNK (512u << 10)

/* Host and name only: an address may hold a password, and this goes into sentences. */
str pg_shown(struct arena *a, const char *target)
{
	struct buf b;
	char *wrong = NULL;
	PQconninfoOption *options = PQconninfoParse(target, &wrong);
	const char *host = "", *name = "";
	for (PQconninfoOption *o = options; o && o->keyword; o++) {
		if (strcmp(o->keyword, "host") == 0 && o->val)
			host = o->val;
		if (strcmp(o->keyword, "dbname") == 0 && o->val)
			name = o->val;
	}
	buf_init(&b, a);
	buf_fmt(&b, "postgresql://%s/%s", host, name);
	PQconninfoFree(options);
	PQfreemem(wrong);
	return buf_str(&b);
}

err pg_script(struct conn *c, const struct migration *m)
{
	struct buf sql;
	buf_init(&sql, NULL);
	if (m->pg)
		buf_z(&sql, m->pg);
	else
		schema_for_postgres(str_of(m->sql), &sql);
	PGresult *r = pg_plain(c, sql.p, m->name);
	buf_done(&sql);
	PQclear(r);
	return r ? OK : pg_of(c)->lost ? ERR_BUSY : ERR_IO;
}

/* The copy of a PostgreSQL database is its administrator's (pg_dump, a standby). */
err pg_copy_before(struct store *s, struct conn *c, int64_t number)
{
	unused_arg(s);
	unused_arg(c);
	unused_arg(number);
	return OK;
}

err pg_backup(struct store *s, str to)
{
	unused_arg(to);
	return fail(ERR_INPUT, "{0} is a PostgreSQL database; make the backup with pg_dump", s->target);
}

static err vacuum(struct conn *c, void *arg)
{
	struct buf sql;
	buf_init(&sql, NULL);
	buf_fmt(&sql, "VACUUM (FULL) %s", (const char *)arg);
	PGresult *r = pg_plain(c, sql.p, "vacuum");
	buf_done(&sql);
	PQclear(r);
	return r ? OK : pg_of(c)->lost ? ERR_BUSY : ERR_IO;
}

/* A plain VACUUM leaves the bytes of dead rows in the hole of their page; a table written anew
 * has none. The server's log (WAL) and its copies are its administrator's: docs/operate.md. */
err pg_forget_old(struct store *s, const char *tables)
{
	return writer_bare(s, vacuum, (void *)(uintptr_t)tables);
}

static err findings(struct conn *c, const char *sql, const char *what, struct buf *ret)
{
	PGresult *r = pg_plain(c, sql, what);
	if (!r)
		return ERR_IO;
	for (int i = 0; i < PQntuples(r); i++)
		buf_fmt(ret, "%s: %s\n", what, PQgetvalue(r, i, 0));
	PQclear(r);
	return OK;
}

/* What the server itself knows to be broken; its pages are checked by pg_amcheck. */
err pg_integrity(struct conn *c, struct buf *ret)
{
	TRY(findings(c, "SELECT indexrelid::regclass::text || ' is not valid' FROM pg_index WHERE NOT indisvalid", "index", ret));
	TRY(findings(c, "SELECT conname || ' is not validated' FROM pg_constraint WHERE NOT convalidated", "constraint", ret));
	return findings(c, "SELECT checksum_failures || ' pages failed their checksum' FROM pg_stat_database"
			   " WHERE datname = current_database() AND checksum_failures > 0", "integrity", ret);
}

err pg_check_schema(struct conn *c, struct buf *ret)
{
	return findings(c, "SELECT table_name || '.' || column_name || ' is ' || data_type FROM information_schema.columns"
			   " WHERE table_schema = current_schema() AND data_type NOT IN ('bigint', 'text', 'bytea', 'tsvector')",
			"type", ret);
}

/* The planner scans what is empty, so here a statement has only to prepare. */
err pg_check_plan(struct conn *c, const struct stmt *s, struct buf *ret)
{
	struct pg_conn *q = pg_of(c);
	PGresult *r = pg_plain(c, "SAVEPOINT look", s->id);
	if (!r)
		return ERR_IO;
	PQclear(r);
	PQexitPipelineMode(q->pg);
	r = PQprepare(q->pg, "", s->pg ? s->pg : s->sql, 0, NULL);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		buf_fmt(ret, "%s: does not prepare: %s\n", s->id, PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
	PQclear(r);
	if (!PQenterPipelineMode(q->pg))
		q->lost = true;
	r = pg_plain(c, "ROLLBACK TO look", s->id);
	PQclear(r);
	return r ? OK : ERR_IO;
}

/* ---- blobs ------------------------------------------------------------------------- */
struct blob_job {
	int64_t id;
	str sealed;
};

static err add_chunks(struct conn *c, void *arg)
{
	struct blob_job *j = arg;
	for (size_t at = 0, n = 0; at < j->sealed.n; at += CHUNK, n++)
		TRY(exec(c, &own_blob_add,
			 VALS(V_INT(j->id), V_INT((int64_t)n), V_BLOB(str_cut(j->sealed, at, at + CHUNK))), NULL));
	return OK;
}

err pg_blob_write(struct store *s, int64_t id, str sealed)
{
	return store_write(s, add_chunks, &(struct blob_job){id, sealed});
}

static err join_chunks(struct conn *c, struct arena *a, int64_t id, str *ret)
{
	struct rows *r;
	struct buf b;
	TRY(query(c, &own_blob_read, VALS(V_INT(id)), &r));
	buf_init(&b, a);
	b.limit = LIMIT_FILE + 64;
	while (rows_next(r))
		buf_add(&b, row_text(r, 0));
	TRY(rows_end(r));
	char text[32];
	snprintf(text, sizeof text, "%lld", (long long)id);
	if (b.n == 0)
		return fail(ERR_NOTFOUND, "{0} cannot be read ({1}); restore it from the newest backup", str_of(text),
			    S("No such file or directory"));
	*ret = buf_str(&b);
	return OK;
}

err pg_blob_read(struct store *s, struct arena *a, int64_t id, str *ret)
{
	struct conn *c;
	TRY(pool_begin(s, &c));
	err e = join_chunks(c, a, id, ret);
	pool_end(c);
	return e;
}

static err drop_chunks(struct conn *c, void *arg)
{
	return exec(c, &own_blob_drop, VALS(V_INT(*(int64_t *)arg)), NULL);
}

err pg_blob_drop(struct store *s, int64_t id)
{
	return store_write(s, drop_chunks, &id);
}
