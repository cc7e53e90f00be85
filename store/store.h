/* SPDX-License-Identifier: Apache-2.0 */
/* store: SQL behind one header, on SQLite (embedded) or PostgreSQL (libpq).
 *
 * - Statements are declared with STMT and prepared; there is no way to run a string.
 *   Parameters are $1, $2, …; bound by position on both engines.
 * - One connection writes. store_write hands it a job and waits until the commit that
 *   holds the job is durable; jobs that wait together share one commit (group commit),
 *   each in its own savepoint, so a job that fails takes nobody with it. The same
 *   writer serves both engines.
 * - Readers are snapshots from a pool: query_only, never checkpoint, one at a time per
 *   thread. Nobody ever sees "database is locked".
 * - Common SQL subset: integers, text, blobs; no JSON functions, triggers, sequences,
 *   ON CONFLICT; every growing table begins its keys with region.
 *
 *     store_open -> store_migrate -> { store_read_begin … store_read_end | store_write } -> store_close
 *
 * Modules are walked in the order given; the store's own statements and tables come
 * first and are not in the list.
 *
 * Errors: ERR_IO with a sentence (disk full, connection lost), ERR_BUSY when the queue
 * of the writer is full, whatever a job returned, ERR_INPUT for a database that is
 * newer than the program, damaged, or held by another process. */
#ifndef LUOSHI_STORE_H
#define LUOSHI_STORE_H

#include "base/day.h"
#include "base/err.h"
#include "base/hash.h"

/* ---- values and statements -------------------------------------------------- */
enum val_kind { VAL_NULL, VAL_INT, VAL_TEXT, VAL_BLOB };
struct val {
	enum val_kind kind;
	int64_t i;
	str s;
};
#define V_NULL ((struct val){.kind = VAL_NULL})
#define V_INT(x) ((struct val){.kind = VAL_INT, .i = (x)})
#define V_TEXT(x) ((struct val){.kind = VAL_TEXT, .s = (x)})
#define V_BLOB(x) ((struct val){.kind = VAL_BLOB, .s = (x)})
#define VALS(...) (const struct val[]){__VA_ARGS__}, sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)
#define NO_VALS NULL, 0

struct stmt {
	const char *id;  /* unique, for the log and the statement test */
	const char *sql;
	const char *pg;  /* NULL: the same text; otherwise only search may differ */
	unsigned flags;
};
#define STMT_SCAN 1u /* a scan of a growing table is meant here (check, export) */
#define STMT(name, text) static const struct stmt name = {.id = #name, .sql = text}
/* Only for search: what SQLite and PostgreSQL each call full-text search; the same values. */
#define STMT_TWO(name, text, pg_text) static const struct stmt name = {.id = #name, .sql = text, .pg = pg_text}
#define STMT_FLAGS(name, fl, text) static const struct stmt name = {.id = #name, .sql = text, .flags = fl}

struct migration {
	int number;      /* of its module, each one more than the one before it */
	const char *name;
	const char *sql; /* several statements, one transaction, both engines */
	const char *pg;  /* NULL: made from sql, types in capitals: INTEGER becomes BIGINT, BLOB BYTEA, TEXT compares
	                    bytes as on SQLite, STRICT and WITHOUT ROWID are left out */
};

/* What a module of a higher room hands down at start (see docs/architecture.md). */
struct module {
	const char *name;
	const struct stmt *const *stmts; /* NULL-terminated */
	const struct migration *migrations;
	size_t n_migrations;
};
/* Those of several rooms, each NULL-terminated, the lowest first, as one list in the arena. */
const struct module *const *modules_join(struct arena *, const struct module *const *const *rooms, size_t n);

/* ---- opening ------------------------------------------------------------------- */
struct store;
struct conn; /* a reader's snapshot, or the writer inside a job */

struct store_config {
	str target;                       /* a path, or postgresql://… */
	const struct module *const *modules; /* NULL-terminated; outlives the store */
	unsigned readers;                 /* 0: default 16 */
	unsigned queue;                   /* waiting jobs before ERR_BUSY; 0: default 1024 */
	unsigned batch;                   /* jobs per commit at most; 0: default 1000 */
	unsigned node;                    /* 0..63, part of every id; 0 where one process makes them all */
	bool no_create;                   /* refuse to make a new database */
};
err store_open(const struct store_config *, struct store **ret) must_check;
/* Copies an older database beside itself (FILE.before-<number of the step>; on PostgreSQL
 * the administrator does), migrates it, refuses a newer one. Modules in their order, the
 * store's own first; a module's migrations in the order of their numbers. Once, before
 * anything is read or written. */
err store_migrate(struct store *) must_check;
void store_close(struct store *);
bool store_is_postgres(const struct store *);
/* Called by the writer after each commit, outside any lock; for feeds and the index. */
void store_on_commit(struct store *, void (*fn)(void *), void *arg);

/* Free of gaps in meaning, not in number: 63 bits of time (ms), count and node, rising; never
 * twice, also with a clock that stands still or was set back. */
int64_t store_new_id(struct store *, ms_t now);

/* ---- reading -------------------------------------------------------------------- */
err store_read_begin(struct store *, struct conn **ret) must_check;
void store_read_end(struct conn *);

struct rows; /* a running statement; lives until rows_end or the end of the snapshot */
err query(struct conn *, const struct stmt *, const struct val *args, size_t n, struct rows **ret) must_check;
/* false at the end or on error; ask rows_end which. */
bool rows_next(struct rows *);
/* Asking an integer of a text, or the reverse, is an error of ours. */
int64_t row_int(struct rows *, int col);  /* 0 for NULL */
str row_text(struct rows *, int col);     /* valid until the next rows_next; blobs too */
str row_copy(struct rows *, int col, struct arena *);
bool row_null(struct rows *, int col);
err rows_end(struct rows *) must_check;
/* One row or none: *ret_found tells. The row stays readable until the next query on
 * this connection. */
err query_one(struct conn *, const struct stmt *, const struct val *args, size_t n, struct rows **ret, bool *ret_found) must_check;

/* ---- writing -------------------------------------------------------------------- */
/* In a job only. *ret_changed may be NULL; then PostgreSQL need not answer before the job
 * ends. A statement that fails dooms the job: all that follow fail with the same error,
 * and the job cannot succeed. A broken rule of the schema is ERR_CONFLICT. */
err exec(struct conn *, const struct stmt *, const struct val *args, size_t n, int64_t *ret_changed) must_check;

typedef err (*store_job)(struct conn *, void *arg);
/* Runs the job in the writer and returns after the durable commit. The detail of a
 * failure is carried back to this thread. A job must not block or call store_write. */
err store_write(struct store *, store_job, void *arg) must_check;

/* ---- care ------------------------------------------------------------------------ */
/* Online, through the writer, slice by slice; `to` must not exist. With the blobs beside
 * it. On PostgreSQL refused with the sentence that names pg_dump. */
err store_backup(struct store *, str to) must_check;
/* What was overwritten leaves the files of the database for good, after keys were destroyed: on
 * SQLite (secure_delete is on) the log is emptied into the file, on PostgreSQL these tables, as in
 * "key_seal, evidence", are written anew. ERR_BUSY while somebody reads without a pause. */
err store_forget(struct store *, const char *tables) must_check;
/* A line per finding; nothing when all is well. */
err store_integrity(struct store *, struct buf *ret_findings) must_check;
/* Every declared statement prepares, and none scans a growing table (but STMT_SCAN). */
err store_check_statements(struct store *, struct buf *ret_findings) must_check;

/* ---- blobs: attachments and original files --------------------------------------- */
/* Files beside the SQLite database (written and fsynced before the row that names
 * them), chunks in a table on PostgreSQL. Encrypted with a key of their own, which the
 * caller keeps in the row that names the blob; erasing the key erases the blob. */
struct blob_ref {
	int64_t id;
	int64_t size; /* bytes of the plain content */
	uint8_t key[SEAL_KEY_LEN];
	struct digest digest; /* SHA-256 of the plain content */
};
err blob_put(struct store *, ms_t now, str bytes, struct blob_ref *ret) must_check;
err blob_get(struct store *, struct arena *, const struct blob_ref *, str *ret) must_check;
err blob_remove(struct store *, int64_t id) must_check;

#endif
