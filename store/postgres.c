/* SPDX-License-Identifier: Apache-2.0 */
/* The PostgreSQL engine, over libpq in pipeline mode. What cannot fail, or whose answer
 * nobody asked for, is sent ahead and answered together with the next statement that
 * somebody waits for: BEGIN, SAVEPOINT, RELEASE, and an exec without ret_changed cost no
 * round trip of their own.
 *
 * A lost connection fails what runs on it with ERR_BUSY; the pool and the writer connect
 * anew. Only a commit whose answer was lost is ERR_IO, because nobody knows its fate. */
#include "store/postgres_in.h"

#include <endian.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/num.h"

#define AHEAD_MOST 256 /* answers the socket surely holds while we still send */
#define FETCH_ROWS "2000"
#define LOCK_TRIES 20 /* times 50 ms */
#define LOCK_KEY "20901" /* pg_advisory_lock(20901, 0): this database has its one Luoshi */

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25,
       OID_VARCHAR = 1043, OID_NUMERIC = 1700 };

struct pg_rows {
	struct rows base;
	unsigned name;   /* s<name> on the server; 0: not prepared there yet */
	unsigned cursor; /* c<cursor> while a long list is fetched in pieces; 0: none */
	PGresult *got;
	int at;
	size_t n_args;
	Oid type[];
};

static struct pg_rows *row_of(struct rows *r)
{
	return (struct pg_rows *)r;
}

/* ---- failures -------------------------------------------------------------------- */
static err lost(struct conn *c)
{
	pg_of(c)->lost = true;
	return fail(ERR_BUSY, "the connection to the database {0} was lost; try again in a moment", c->store->target);
}

err pg_fail(struct conn *c, const PGresult *r, const char *what)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *message = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	if (!state || PQstatus(pg_of(c)->pg) != CONNECTION_OK || strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0)
		return lost(c);
	if (strncmp(state, "23", 2) == 0)
		return fail(ERR_CONFLICT, "the rules of the database refuse this ({0}: {1})", str_of(what), str_of(message));
	if (strcmp(state, "53100") == 0)
		return fail(ERR_IO, "the disk of {0} is full, so nothing was saved; free some space and try again",
			    c->store->target);
	if (strncmp(state, "40", 2) == 0 || strcmp(state, "55P03") == 0)
		return fail(ERR_BUSY, "another program is using the database {0}; close it and try again", c->store->target);
	return fail(ERR_IO, "the database {0} could not do this: {1} ({2})", c->store->target, str_of(message), str_of(what));
}

/* ---- the pipeline ---------------------------------------------------------------- */
static err sent(struct conn *c, int good)
{
	if (!good)
		return lost(c);
	pg_of(c)->ahead++;
	return OK;
}

/* One of the control statements prepared at the start. */
static err send_control(struct conn *c, const char *name)
{
	if (pg_of(c)->lost)
		return lost(c);
	return sent(c, PQsendQueryPrepared(pg_of(c)->pg, name, 0, NULL, NULL, NULL, 1));
}

/* Sends the mark without waiting; the answers are read with the next ones. */
static void send_mark(struct pg_conn *q)
{
	if (!q->lost && PQpipelineSync(q->pg))
		q->syncs++;
	else
		q->lost = true;
}

/* After a failure the server has skipped what followed, maybe some preparing too. */
static void forget_unsure(struct conn *c)
{
	for (size_t i = 0; i < c->cap; i++)
		for (struct rows *r = c->cache[i]; r; r = r->again)
			if (row_of(r)->name > pg_of(c)->sure)
				row_of(r)->name = 0;
}

/* Reads every answer that is due; e: the first failure among them. */
static err collect(struct conn *c, const char *what, PGresult **ret_last)
{
	struct pg_conn *q = pg_of(c);
	err e = OK;
	unsigned nothing = 0;
	while (!q->lost && (q->ahead || q->syncs)) {
		PGresult *r = PQgetResult(q->pg);
		ExecStatusType is = r ? PQresultStatus(r) : PGRES_EMPTY_QUERY;
		if (!r && (++nothing > 2 || PQstatus(q->pg) != CONNECTION_OK))
			q->lost = true;
		if (!r)
			continue;
		nothing = 0;
		if (is == PGRES_PIPELINE_SYNC) {
			q->syncs--;
			PQclear(r);
			continue;
		}
		q->ahead -= q->ahead > 0;
		if (is != PGRES_TUPLES_OK && is != PGRES_COMMAND_OK && is != PGRES_PIPELINE_ABORTED && e == OK)
			e = pg_fail(c, r, what);
		PQclear(*ret_last);
		*ret_last = r;
	}
	return e;
}

err pg_wait(struct conn *c, const char *what, PGresult **ret)
{
	struct pg_conn *q = pg_of(c);
	PGresult *last = NULL;
	send_mark(q);
	err e = collect(c, what, &last);
	q->unsure = false;
	if (q->lost) {
		q->ahead = q->syncs = 0;
		e = lost(c);
	}
	if (e == OK)
		q->sure = q->names;
	else
		forget_unsure(c);
	if (e == OK && ret)
		*ret = last;
	else
		PQclear(last);
	return e;
}

PGresult *pg_plain(struct conn *c, const char *sql, const char *what)
{
	struct pg_conn *q = pg_of(c);
	if (pg_wait(c, what, NULL) != OK)
		return NULL;
	PQexitPipelineMode(q->pg);
	PGresult *r = PQexec(q->pg, sql);
	ExecStatusType is = PQresultStatus(r);
	bool good = is == PGRES_TUPLES_OK || is == PGRES_COMMAND_OK;
	if (!good)
		pg_fail(c, r, what);
	if (!PQenterPipelineMode(q->pg))
		q->lost = true;
	if (good)
		return r;
	PQclear(r);
	return NULL;
}

/* ---- opening --------------------------------------------------------------------- */
static void silent(void *arg, const char *message)
{
	unused_arg(arg);
	unused_arg(message);
}

static err try_lock(struct conn *c, bool *ret_got)
{
	PGresult *r = pg_plain(c, "SELECT pg_try_advisory_lock(" LOCK_KEY ", 0)", "lock");
	if (!r)
		return ERR_BUSY;
	*ret_got = PQgetvalue(r, 0, 0)[0] == 't';
	PQclear(r);
	return OK;
}

/* The server may need a moment to notice that the owner before us has gone. */
static err take_lock(struct conn *c)
{
	struct buf who;
	bool got = false;
	for (int i = 0; i < LOCK_TRIES; i++) {
		TRY(try_lock(c, &got));
		if (got)
			return OK;
		usleep(50000);
	}
	PGresult *r = pg_plain(c, "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
			" WHERE l.locktype = 'advisory' AND l.granted AND l.classid = " LOCK_KEY " AND l.objid = 0"
			" AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())", "lock");
	buf_init(&who, NULL);
	buf_z(&who, r && PQntuples(r) == 1 ? PQgetvalue(r, 0, 0) : "?");
	str name = buf_str(&who), luoshi = S("luoshi ");
	err e = fail(ERR_INPUT, "the database {0} is in use by process {1}; stop it, or let it do this", c->store->target,
		     str_starts(name, luoshi) ? str_cut(name, luoshi.n, name.n) : name);
	PQclear(r);
	buf_done(&who);
	return e;
}

static err prepare_control(struct conn *c)
{
	static const struct {
		const char *name, *sql;
	} control[] = {
		{"read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
		{"write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
		{"commit", "COMMIT"},
		{"rollback", "ROLLBACK"},
		{"job_begin", "SAVEPOINT job"},
		{"job_keep", "RELEASE SAVEPOINT job"},
		{"job_undo", "ROLLBACK TO SAVEPOINT job"},
	};
	for (size_t i = 0; i < COUNT_OF(control); i++)
		TRY(sent(c, PQsendPrepare(pg_of(c)->pg, control[i].name, control[i].sql, 0, NULL)));
	return pg_wait(c, "opening", NULL);
}

static err set_up(struct conn *c)
{
	struct pg_conn *q = pg_of(c);
	if (PQstatus(q->pg) != CONNECTION_OK) {
		q->lost = true;
		str message = str_trim(str_of(PQerrorMessage(q->pg)));
		return fail(ERR_BUSY, "the database {0} cannot be reached: {1}", c->store->target, message);
	}
	const char *encoding = PQparameterStatus(q->pg, "server_encoding");
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return fail(ERR_INPUT, "the database {0} must be made with the encoding UTF8", c->store->target);
	PQsetNoticeProcessor(q->pg, silent, NULL);
	if (!PQenterPipelineMode(q->pg))
		return lost(c);
	PGresult *r = pg_plain(c, "SET synchronous_commit = on; SET jit = off; SET idle_in_transaction_session_timeout = 0",
			       "opening");
	PQclear(r);
	if (!r)
		return ERR_BUSY;
	if (c->writer)
		TRY(take_lock(c));
	return prepare_control(c);
}

static void pg_disconnect(struct conn *c)
{
	conn_forget_all(c);
	if (c->writer && !pg_of(c)->lost) /* now, not when the server comes to it */
		PQclear(pg_plain(c, "SELECT pg_advisory_unlock_all()", "lock"));
	PQfinish(pg_of(c)->pg);
	c->magic = 0;
	free(c);
}

static err pg_connect(struct store *s, bool writer, struct conn **ret)
{
	char name[64] = "luoshi ";
	snprintf(name, sizeof name, "luoshi %ld", (long)getpid());
	/* what the address says itself comes after these and wins */
	const char *const key[] = {"application_name", "connect_timeout", "keepalives_idle", "tcp_user_timeout",
				   "client_encoding", "dbname", NULL};
	const char *const value[] = {name, "5", "10", "20000", "UTF8", s->path, NULL};
	struct pg_conn *q = calloc(1, sizeof *q);
	ours(q);
	q->base = (struct conn){.magic = CONN_MAGIC, .engine = &postgres_engine, .store = s, .writer = writer};
	q->pg = PQconnectdbParams(key, value, 1);
	err e = set_up(&q->base);
	if (e != OK) {
		pg_disconnect(&q->base);
		return e;
	}
	*ret = &q->base;
	return OK;
}

/* A resting connection has nothing to say; if something is there to read, it is most
 * likely the server's farewell and the end behind it. */
static bool pg_alive(struct conn *c)
{
	struct pg_conn *q = pg_of(c);
	PGresult *last = NULL;
	collect(c, "resting", &last);
	PQclear(last);
	struct pollfd in = {.fd = PQsocket(q->pg), .events = POLLIN};
	for (int i = 0; i < 3 && !q->lost && poll(&in, 1, 0) != 0; i++)
		q->lost = !PQconsumeInput(q->pg) || PQstatus(q->pg) != CONNECTION_OK;
	return !q->lost && PQstatus(q->pg) == CONNECTION_OK;
}

/* ---- transactions ------------------------------------------------------------------ */
static err pg_begin(struct conn *c)
{
	TRY(send_control(c, c->writer ? "write" : "read"));
	pg_of(c)->in_transaction = true;
	return OK;
}

static err pg_commit(struct conn *c)
{
	PGresult *r;
	TRY(send_control(c, "commit"));
	err e = pg_wait(c, "commit", &r);
	if (pg_of(c)->lost)
		return fail(ERR_IO, "the connection was lost while a change was being saved; look whether it is there before"
				    " trying again");
	TRY(e);
	bool committed = strcmp(PQcmdStatus(r), "COMMIT") == 0; /* a failed transaction answers ROLLBACK */
	PQclear(r);
	pg_of(c)->in_transaction = false;
	return committed ? OK : fail(ERR_IO, "the changes could not be saved because the database broke off; try again");
}

static bool pg_in_transaction(struct conn *c)
{
	return pg_of(c)->in_transaction && !pg_of(c)->lost;
}

/* A reader does not wait for the answer: it comes with the next snapshot's. */
static void pg_rollback(struct conn *c)
{
	struct pg_conn *q = pg_of(c);
	struct fail_note note;
	fail_save(&note);
	bool open = pg_in_transaction(c);
	q->in_transaction = false;
	if (open && c->writer && pg_wait(c, "rollback", NULL) != OK)
		open = !q->lost;
	if (open && send_control(c, "rollback") == OK) {
		send_mark(q);
		if (!q->lost && PQflush(q->pg) < 0)
			q->lost = true;
		if (c->writer && pg_wait(c, "rollback", NULL) != OK)
			q->lost = true;
	}
	fail_restore(&note);
}

static err pg_job_begin(struct conn *c)
{
	return send_control(c, "job_begin");
}

static err pg_job_keep(struct conn *c)
{
	return send_control(c, "job_keep");
}

static err pg_job_undo(struct conn *c)
{
	/* what the job still had under way may fail; it fails with the job */
	if (pg_wait(c, "job", NULL) != OK && pg_of(c)->lost)
		return ERR_BUSY;
	TRY(send_control(c, "job_undo"));
	TRY(send_control(c, "job_keep"));
	return pg_wait(c, "job", NULL);
}

static err pg_settle(struct conn *c)
{
	return pg_of(c)->unsure ? pg_wait(c, "job", NULL) : OK;
}

static void pg_rest(struct conn *c)
{
	unused_arg(c);
}

/* ---- statements -------------------------------------------------------------------- */
static const char *sql_of(const struct stmt *s)
{
	return s->pg ? s->pg : s->sql;
}

static size_t highest_arg(const char *sql)
{
	size_t highest = 0;
	for (const char *p = strchr(sql, '$'); p; p = strchr(p + 1, '$')) {
		size_t n = 0;
		for (const char *d = p + 1; *d >= '0' && *d <= '9' && n < 1000; d++)
			n = n * 10 + (size_t)(*d - '0');
		highest = n > highest ? n : highest;
	}
	return highest;
}

/* The server prepares with the first run, when the types are known. */
static err pg_prepare(struct conn *c, const struct stmt *s, struct rows **ret)
{
	size_t n = highest_arg(sql_of(s));
	struct pg_rows *r = calloc(1, sizeof *r + n * sizeof *r->type);
	unused_arg(c);
	ours(r);
	r->n_args = n;
	*ret = &r->base;
	return OK;
}

static void pg_forget(struct rows *r)
{
	free(r);
}

struct params {
	const char *value[256];
	int length[256], format[256];
	uint64_t number[256];
};

static Oid type_of(const struct val *v)
{
	static const Oid type[] = {[VAL_NULL] = 0, [VAL_INT] = OID_INT8, [VAL_TEXT] = OID_TEXT, [VAL_BLOB] = OID_BYTEA};
	return type[v->kind];
}

/* Binary throughout; true when the types differ from what the server was told. */
static bool fill(struct pg_rows *r, struct params *p, const struct val *v, size_t n)
{
	bool differs = false;
	ours(n == r->n_args && n <= COUNT_OF(p->value));
	for (size_t i = 0; i < n; i++) {
		Oid type = type_of(&v[i]);
		if (type && type != r->type[i]) {
			r->type[i] = type;
			differs = true;
		}
		ours(v[i].s.n <= INT32_MAX);
		p->format[i] = 1;
		p->number[i] = htobe64((uint64_t)v[i].i);
		p->value[i] = v[i].kind == VAL_INT ? (const char *)&p->number[i] : v[i].s.p ? v[i].s.p : "";
		p->length[i] = v[i].kind == VAL_INT ? 8 : (int)v[i].s.n;
		if (v[i].kind == VAL_NULL)
			p->value[i] = NULL;
	}
	return differs;
}

static err send_run(struct rows *base, const struct val *v, size_t n)
{
	struct pg_rows *r = row_of(base);
	struct pg_conn *q = pg_of(base->conn);
	struct params p;
	char name[32];
	if (q->lost)
		return lost(base->conn);
	bool again = fill(r, &p, v, n) || r->name == 0;
	if (again)
		r->name = ++q->names;
	snprintf(name, sizeof name, "s%u", r->name);
	q->unsure = true;
	if (again)
		TRY(sent(base->conn, PQsendPrepare(q->pg, name, sql_of(base->stmt), (int)n, r->type)));
	return sent(base->conn, PQsendQueryPrepared(q->pg, name, (int)n, p.value, p.length, p.format, 1));
}

static err fetch(struct rows *base)
{
	struct pg_rows *r = row_of(base);
	char sql[64];
	PQclear(r->got);
	r->got = NULL;
	snprintf(sql, sizeof sql, "FETCH " FETCH_ROWS " FROM c%u", r->cursor);
	TRY(sent(base->conn, PQsendQueryParams(pg_of(base->conn)->pg, sql, 0, NULL, NULL, NULL, NULL, 1)));
	r->at = -1;
	return pg_wait(base->conn, base->stmt->id, &r->got);
}

/* A long list (check, export) comes in pieces, so that other statements can run between
 * its rows and memory stays small. */
static err open_cursor(struct rows *base, const struct val *v, size_t n)
{
	struct pg_rows *r = row_of(base);
	struct pg_conn *q = pg_of(base->conn);
	struct params p;
	struct buf sql;
	if (q->lost)
		return lost(base->conn);
	if (fill(r, &p, v, n))
		r->name = 0; /* what the server prepared has other types */
	r->cursor = ++q->names;
	buf_init(&sql, NULL);
	buf_fmt(&sql, "DECLARE c%u NO SCROLL CURSOR FOR %s", r->cursor, sql_of(base->stmt));
	err e = sent(base->conn, PQsendQueryParams(q->pg, sql.p, (int)n, r->type, p.value, p.length, p.format, 1));
	buf_done(&sql);
	return e == OK ? fetch(base) : e;
}

static err pg_start(struct rows *base, const struct val *v, size_t n, bool lasting)
{
	struct pg_rows *r = row_of(base);
	r->at = -1;
	r->cursor = 0;
	if ((base->stmt->flags & STMT_SCAN) && !lasting)
		return open_cursor(base, v, n);
	TRY(send_run(base, v, n));
	return pg_wait(base->conn, base->stmt->id, &r->got);
}

static bool pg_step(struct rows *base)
{
	struct pg_rows *r = row_of(base);
	if (r->got && ++r->at < PQntuples(r->got))
		return true;
	if (!r->cursor || !r->got || PQntuples(r->got) == 0)
		return false;
	base->failed = fetch(base);
	return base->failed == OK && ++r->at < PQntuples(r->got);
}

static void pg_stop(struct rows *base)
{
	struct pg_rows *r = row_of(base);
	char sql[32];
	PQclear(r->got);
	r->got = NULL;
	if (r->cursor && !pg_of(base->conn)->lost && base->failed == OK) {
		snprintf(sql, sizeof sql, "CLOSE c%u", r->cursor);
		sent(base->conn, PQsendQueryParams(pg_of(base->conn)->pg, sql, 0, NULL, NULL, NULL, NULL, 1));
	}
	r->cursor = 0;
}

static err pg_exec(struct rows *base, const struct val *v, size_t n, int64_t *ret_changed)
{
	PGresult *r;
	int64_t changed = 0;
	TRY(send_run(base, v, n));
	if (!ret_changed && pg_of(base->conn)->ahead < AHEAD_MOST)
		return OK;
	TRY(pg_wait(base->conn, base->stmt->id, &r));
	str_int(str_of(PQcmdTuples(r)), &changed);
	PQclear(r);
	if (ret_changed)
		*ret_changed = changed;
	return OK;
}

/* ---- rows -------------------------------------------------------------------------- */
static int16_t be16(const char *p)
{
	uint16_t v;
	memcpy(&v, p, sizeof v);
	return (int16_t)be16toh(v);
}

/* sum() of integers is a numeric there: base 10000, most significant digit first. */
static int64_t whole_numeric(const char *p)
{
	int digits = be16(p), weight = be16(p + 2);
	bool negative = be16(p + 4) != 0;
	int64_t v = 0;
	for (int i = 0; i <= weight; i++) {
		int64_t digit = i < digits ? be16(p + 8 + 2 * i) : 0;
		ours(mul_ok(v, 10000, &v) && sub_ok(v, digit, &v)); /* downwards: holds INT64_MIN */
	}
	ours(digits <= weight + 1 && (negative || v != INT64_MIN));
	return negative ? v : -v;
}

static int64_t pg_get_int(struct rows *base, int col)
{
	struct pg_rows *r = row_of(base);
	uint64_t wide;
	uint32_t narrow;
	if (PQgetisnull(r->got, r->at, col))
		return 0;
	const char *p = PQgetvalue(r->got, r->at, col);
	switch (PQftype(r->got, col)) {
	case OID_INT8:
		memcpy(&wide, p, sizeof wide);
		return (int64_t)be64toh(wide);
	case OID_INT4:
		memcpy(&narrow, p, sizeof narrow);
		return (int32_t)be32toh(narrow);
	case OID_INT2:
		return be16(p);
	case OID_BOOL:
		return p[0] != 0;
	case OID_NUMERIC:
		return whole_numeric(p);
	default:
		ours(!"an integer was asked of another type");
		return 0;
	}
}

static str pg_get_text(struct rows *base, int col)
{
	struct pg_rows *r = row_of(base);
	if (PQgetisnull(r->got, r->at, col))
		return STR_NONE;
	Oid type = PQftype(r->got, col);
	ours(type == OID_TEXT || type == OID_BYTEA || type == OID_VARCHAR || type == OID_NAME);
	return (str){PQgetvalue(r->got, r->at, col), (size_t)PQgetlength(r->got, r->at, col)};
}

static bool pg_get_null(struct rows *base, int col)
{
	return PQgetisnull(row_of(base)->got, row_of(base)->at, col);
}

const struct engine postgres_engine = {
	.shown = pg_shown,
	.connect = pg_connect,
	.disconnect = pg_disconnect,
	.alive = pg_alive,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.in_transaction = pg_in_transaction,
	.job_begin = pg_job_begin,
	.job_keep = pg_job_keep,
	.job_undo = pg_job_undo,
	.settle = pg_settle,
	.rest = pg_rest,
	.prepare = pg_prepare,
	.forget = pg_forget,
	.start = pg_start,
	.step = pg_step,
	.stop = pg_stop,
	.exec = pg_exec,
	.get_int = pg_get_int,
	.get_text = pg_get_text,
	.get_null = pg_get_null,
	.script = pg_script,
	.copy_before = pg_copy_before,
	.integrity = pg_integrity,
	.check_schema = pg_check_schema,
	.check_plan = pg_check_plan,
	.backup = pg_backup,
	.forget_old = pg_forget_old,
	.blob_write = pg_blob_write,
	.blob_read = pg_blob_read,
	.blob_drop = pg_blob_drop,
};
