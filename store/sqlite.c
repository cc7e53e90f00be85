/* SPDX-License-Identifier: Apache-2.0 */
/* The SQLite engine. Versions 3.7.0 to 3.51.2 can lose commits when two connections
 * write or checkpoint at the same moment, so only the writer does either: readers are
 * opened read-only and never checkpoint, not even when they close.
 *
 * mmap stays off: 16 readers would map the file 16 times, and a disk error would end
 * the process instead of the statement. */
#include "store/sqlite_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

#define APPLICATION_ID 0x4c75536d /* "LuSm", in the head of the file */
#define CHECKPOINT_PAGES 500 /* some 10 ms of a common disk; writers wait for it */
#define BUSY_MS 5000 /* only ever met while another tool looks at the file */

struct sqlite_rows {
	struct rows base;
	sqlite3_stmt *st;
	int n_args;     /* the highest $n */
	uint8_t slot[]; /* slot[n-1]: index of $n for SQLite, which counts by first appearance; 0: unused */
};

static struct sqlite_conn *of(struct conn *c)
{
	return (struct sqlite_conn *)c;
}

err sqlite_fail(sqlite3 *db, int rc, const char *what, const char *path)
{
	str message = str_of(db ? sqlite3_errmsg(db) : sqlite3_errstr(rc)), file = str_of(path);
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return fail(ERR_IO, "the disk of {0} is full, so nothing was saved; free some space and try again", file);
	case SQLITE_CONSTRAINT:
		return fail(ERR_CONFLICT, "the rules of the database refuse this ({0}: {1})", str_of(what), message);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail(ERR_BUSY, "another program is using the database {0}; close it and try again", file);
	case SQLITE_CORRUPT:
		return fail(ERR_INPUT, "the database {0} is damaged: {1}; restore the newest backup", file, message);
	case SQLITE_NOTADB:
		return fail(ERR_INPUT, "{0} is not a database of Luoshi; choose another file", file);
	case SQLITE_TOOBIG:
		return fail(ERR_LIMIT, "a text or file is larger than the database can hold ({0})", str_of(what));
	default:
		return fail(ERR_IO, "the database {0} could not do this: {1} ({2})", file, message, str_of(what));
	}
}

static err failed(struct conn *c, int rc, const char *what)
{
	return sqlite_fail(of(c)->db, rc, what, c->store->path);
}

/* ---- opening ------------------------------------------------------------------- */
static pthread_once_t configured = PTHREAD_ONCE_INIT;

static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);            /* one lock less at every allocation */
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 4 << 20); /* savepoints stay in memory */
	sqlite3_initialize();
}

/* The file holds names and phone numbers: nobody else of this machine reads it. */
static err make_file(struct store *s)
{
	int fd = open(s->path, O_RDWR | O_CLOEXEC | (s->no_create ? 0 : O_CREAT), 0600);
	if (fd < 0 && errno == ENOENT && s->no_create)
		return fail(ERR_INPUT, "there is no database {0}; look at the path, or begin with a new one", s->target);
	if (fd < 0)
		return fail(ERR_IO, "{0} cannot be opened ({1}); check the folder and who owns it", s->target,
			    file_text_of_errno(errno));
	close(fd);
	return OK;
}

static int one_int(sqlite3 *db, const char *sql, int64_t *ret)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* A file of somebody else is left untouched. */
static err own_file(struct conn *c)
{
	sqlite3 *db = of(c)->db;
	char sql[64];
	int64_t tables = 0, application = 0;
	int rc = one_int(db, "SELECT count(*) FROM sqlite_schema", &tables);
	if (rc == SQLITE_OK)
		rc = one_int(db, "PRAGMA application_id", &application);
	if (rc == SQLITE_OK && tables && application != APPLICATION_ID)
		return fail(ERR_INPUT, "{0} is not a database of Luoshi; choose another file", c->store->target);
	if (rc == SQLITE_OK && !application) {
		snprintf(sql, sizeof sql, "PRAGMA application_id = %d", APPLICATION_ID);
		rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	}
	return rc == SQLITE_OK ? OK : failed(c, rc, "application_id");
}

static int wal_grew(void *arg, sqlite3 *db, const char *name, int pages)
{
	unused_arg(db);
	unused_arg(name);
	((struct sqlite_conn *)arg)->wal_pages = pages;
	return SQLITE_OK;
}

static err prepare_control(struct conn *c)
{
	struct sqlite_conn *q = of(c);
	const struct {
		const char *sql;
		sqlite3_stmt **st;
	} control[] = {
		{c->writer ? "BEGIN IMMEDIATE" : "BEGIN", &q->begin},
		{"COMMIT", &q->commit},
		{"ROLLBACK", &q->rollback},
		{"SAVEPOINT job", &q->job_begin},
		{"RELEASE job", &q->job_keep},
		{"ROLLBACK TO job", &q->job_undo},
	};
	for (size_t i = 0; i < COUNT_OF(control); i++) {
		int rc = sqlite3_prepare_v3(q->db, control[i].sql, -1, SQLITE_PREPARE_PERSISTENT, control[i].st, NULL);
		if (rc != SQLITE_OK)
			return failed(c, rc, control[i].sql);
	}
	return OK;
}

static err set_up(struct conn *c)
{
	static const char both[] = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
				   "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 0;";
	static const char writing[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
				      "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;";
	static const char reading[] = "PRAGMA query_only = ON; PRAGMA cache_size = -2048;";
	sqlite3 *db = of(c)->db;
	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (c->writer)
		TRY(own_file(c));
	else
		sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	int rc = sqlite_words(db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, both, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, c->writer ? writing : reading, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return failed(c, rc, "opening");
	sqlite3_wal_hook(db, wal_grew, c);
	return prepare_control(c);
}

static void sqlite_disconnect(struct conn *c)
{
	struct sqlite_conn *q = of(c);
	conn_forget_all(c);
	sqlite3_finalize(q->begin);
	sqlite3_finalize(q->commit);
	sqlite3_finalize(q->rollback);
	sqlite3_finalize(q->job_begin);
	sqlite3_finalize(q->job_keep);
	sqlite3_finalize(q->job_undo);
	sqlite3_close_v2(q->db);
	c->magic = 0;
	free(q);
}

static err sqlite_connect(struct store *s, bool writer, struct conn **ret)
{
	pthread_once(&configured, configure);
	if (writer)
		TRY(make_file(s));
	struct sqlite_conn *q = calloc(1, sizeof *q);
	ours(q);
	q->base = (struct conn){.magic = CONN_MAGIC, .engine = &sqlite_engine, .store = s, .writer = writer};
	q->checkpoint_at = CHECKPOINT_PAGES;
	int flags = (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
	int rc = sqlite3_open_v2(s->path, &q->db, flags, NULL);
	err e = rc == SQLITE_OK ? set_up(&q->base) : failed(&q->base, rc, "opening");
	if (e != OK) {
		sqlite_disconnect(&q->base);
		return e;
	}
	*ret = &q->base;
	return OK;
}

static bool sqlite_alive(struct conn *c)
{
	return !of(c)->spoilt;
}

/* ---- transactions ---------------------------------------------------------------- */
static err control(struct conn *c, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	err e = rc == SQLITE_DONE ? OK : failed(c, rc, sqlite3_sql(st));
	sqlite3_reset(st);
	return e;
}

static err sqlite_begin(struct conn *c)
{
	return control(c, of(c)->begin);
}

static err sqlite_commit(struct conn *c)
{
	return control(c, of(c)->commit);
}

static bool sqlite_in_transaction(struct conn *c)
{
	return !sqlite3_get_autocommit(of(c)->db);
}

static void sqlite_rollback(struct conn *c)
{
	if (!sqlite_in_transaction(c))
		return;
	sqlite3_step(of(c)->rollback);
	sqlite3_reset(of(c)->rollback);
	of(c)->spoilt = sqlite_in_transaction(c);
}

static err sqlite_job_begin(struct conn *c)
{
	return control(c, of(c)->job_begin);
}

static err sqlite_job_keep(struct conn *c)
{
	return control(c, of(c)->job_keep);
}

static err sqlite_job_undo(struct conn *c)
{
	TRY(control(c, of(c)->job_undo));
	return control(c, of(c)->job_keep);
}

static err sqlite_settle(struct conn *c)
{
	unused_arg(c);
	return OK;
}

/* Copies the log into the file while nobody waits. A failure costs nothing: the log
 * stays, and the next commit tries again. */
static void sqlite_rest(struct conn *c)
{
	struct sqlite_conn *q = of(c);
	int in_log = 0, copied = 0;
	if (q->wal_pages < q->checkpoint_at || fault_point("sqlite.checkpoint"))
		return;
	sqlite3_wal_checkpoint_v2(q->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied);
	q->checkpoint_at = (in_log == copied ? 0 : q->wal_pages) + CHECKPOINT_PAGES;
	q->wal_pages = 0;
}

/* ---- statements ------------------------------------------------------------------ */
static struct sqlite_rows *row_of(struct rows *r)
{
	return (struct sqlite_rows *)r;
}

static err sqlite_prepare(struct conn *c, const struct stmt *s, struct rows **ret)
{
	sqlite3_stmt *st;
	const char *rest;
	int rc = sqlite3_prepare_v3(of(c)->db, s->sql, -1, SQLITE_PREPARE_PERSISTENT, &st, &rest);
	if (rc != SQLITE_OK)
		return failed(c, rc, s->id);
	ours(st && rest[strspn(rest, " \t\r\n;")] == 0); /* one statement */
	int n = sqlite3_bind_parameter_count(st), highest = 0;
	int64_t number[256];
	ours(n < (int)COUNT_OF(number));
	for (int i = 1; i <= n; i++) {
		const char *name = sqlite3_bind_parameter_name(st, i);
		ours(name && name[0] == '$' && str_int(str_of(name + 1), &number[i]) && number[i] > 0 && number[i] < 256);
		highest = number[i] > highest ? (int)number[i] : highest;
	}
	struct sqlite_rows *r = calloc(1, sizeof *r + (size_t)highest);
	ours(r);
	r->st = st;
	r->n_args = highest;
	for (int i = 1; i <= n; i++)
		r->slot[number[i] - 1] = (uint8_t)i;
	*ret = &r->base;
	return OK;
}

static void sqlite_forget(struct rows *r)
{
	sqlite3_finalize(row_of(r)->st);
	free(r);
}

static int bind(sqlite3_stmt *st, int slot, const struct val *v, sqlite3_destructor_type keep)
{
	const char *p = v->s.p ? v->s.p : ""; /* an empty text, not NULL */
	switch (v->kind) {
	case VAL_INT:
		return sqlite3_bind_int64(st, slot, v->i);
	case VAL_TEXT:
		return sqlite3_bind_text64(st, slot, p, v->s.n, keep, SQLITE_UTF8);
	case VAL_BLOB:
		return sqlite3_bind_blob64(st, slot, p, v->s.n, keep);
	case VAL_NULL:
		break;
	}
	return sqlite3_bind_null(st, slot);
}

static err bind_all(struct rows *r, const struct val *v, size_t n, bool lasting)
{
	struct sqlite_rows *q = row_of(r);
	ours((int)n == q->n_args);
	for (size_t i = 0; i < n; i++) {
		int rc = q->slot[i] ? bind(q->st, q->slot[i], &v[i], lasting ? SQLITE_STATIC : SQLITE_TRANSIENT) : SQLITE_OK;
		if (rc != SQLITE_OK)
			return failed(r->conn, rc, r->stmt->id);
	}
	return OK;
}

static err sqlite_start(struct rows *r, const struct val *v, size_t n, bool lasting)
{
	return bind_all(r, v, n, lasting);
}

static bool sqlite_step(struct rows *r)
{
	int rc = sqlite3_step(row_of(r)->st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		r->failed = failed(r->conn, rc, r->stmt->id);
	return rc == SQLITE_ROW;
}

static void sqlite_stop(struct rows *r)
{
	sqlite3_reset(row_of(r)->st);
}

static err sqlite_exec(struct rows *r, const struct val *v, size_t n, int64_t *ret_changed)
{
	sqlite3_stmt *st = row_of(r)->st;
	int rc;
	TRY(bind_all(r, v, n, true));
	do
		rc = sqlite3_step(st);
	while (rc == SQLITE_ROW);
	err e = rc == SQLITE_DONE ? OK : failed(r->conn, rc, r->stmt->id);
	if (e == OK && ret_changed)
		*ret_changed = sqlite3_stmt_readonly(st) ? 0 : sqlite3_changes64(of(r->conn)->db);
	sqlite3_reset(st);
	return e;
}

static int64_t sqlite_get_int(struct rows *r, int col)
{
	sqlite3_stmt *st = row_of(r)->st;
	int type = sqlite3_column_type(st, col);
	ours(type == SQLITE_INTEGER || type == SQLITE_NULL);
	return type == SQLITE_NULL ? 0 : sqlite3_column_int64(st, col);
}

static str sqlite_get_text(struct rows *r, int col)
{
	sqlite3_stmt *st = row_of(r)->st;
	int type = sqlite3_column_type(st, col);
	if (type == SQLITE_NULL)
		return STR_NONE;
	ours(type == SQLITE_TEXT || type == SQLITE_BLOB);
	const char *p = type == SQLITE_TEXT ? (const char *)sqlite3_column_text(st, col) : sqlite3_column_blob(st, col);
	return (str){p ? p : "", (size_t)sqlite3_column_bytes(st, col)};
}

static bool sqlite_get_null(struct rows *r, int col)
{
	return sqlite3_column_type(row_of(r)->st, col) == SQLITE_NULL;
}

static err sqlite_script(struct conn *c, const struct migration *m)
{
	int rc = sqlite3_exec(of(c)->db, m->sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? OK : failed(c, rc, m->name);
}

static str sqlite_shown(struct arena *a, const char *target)
{
	unused_arg(a);
	return str_of(target);
}

const struct engine sqlite_engine = {
	.shown = sqlite_shown,
	.connect = sqlite_connect,
	.disconnect = sqlite_disconnect,
	.alive = sqlite_alive,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.in_transaction = sqlite_in_transaction,
	.job_begin = sqlite_job_begin,
	.job_keep = sqlite_job_keep,
	.job_undo = sqlite_job_undo,
	.settle = sqlite_settle,
	.rest = sqlite_rest,
	.prepare = sqlite_prepare,
	.forget = sqlite_forget,
	.start = sqlite_start,
	.step = sqlite_step,
	.stop = sqlite_stop,
	.exec = sqlite_exec,
	.get_int = sqlite_get_int,
	.get_text = sqlite_get_text,
	.get_null = sqlite_get_null,
	.script = sqlite_script,
	.copy_before = sqlite_copy_before,
	.integrity = sqlite_integrity,
	.check_schema = sqlite_check_schema,
	.check_plan = sqlite_check_plan,
	.backup = sqlite_backup,
	.forget_old = sqlite_forget_old,
	.blob_write = sqlite_blob_write,
	.blob_read = sqlite_blob_read,
	.blob_drop = sqlite_blob_drop,
};
