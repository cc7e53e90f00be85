/* SPDX-License-Identifier: Apache-2.0 */
/* Care of a SQLite database: copies, integrity, and what the query planner makes of
 * the declared statements. */
#include "store/sqlite_in.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

#define SLICE_PAGES 512 /* copied between two transactions: about a millisecond */

static sqlite3 *db_of(struct conn *c)
{
	return ((struct sqlite_conn *)c)->db;
}

/* ---- copies ----------------------------------------------------------------------- */
/* One copy under way. The writer's connection reads, so that what it writes meanwhile
 * goes into the copy as well, and no second connection ever touches the log. */
struct copying {
	char *part;
	sqlite3 *to;
	sqlite3_backup *run;
	bool done;
};

static err copy_begin(struct conn *c, void *arg)
{
	struct copying *b = arg;
	unlink(b->part);
	int fd = open(b->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	int rc = sqlite3_open_v2(b->part, &b->to, SQLITE_OPEN_READWRITE, NULL);
	if (rc == SQLITE_OK)
		b->run = sqlite3_backup_init(b->to, "main", db_of(c), "main");
	return b->run ? OK : sqlite_fail(b->to, sqlite3_errcode(b->to), "backup", b->part);
}

static err copy_slice(struct conn *c, void *arg)
{
	struct copying *b = arg;
	unused_arg(c);
	int rc = fault_point("backup.step") ? SQLITE_FULL : sqlite3_backup_step(b->run, SLICE_PAGES);
	b->done = rc == SQLITE_DONE;
	return rc == SQLITE_OK || rc == SQLITE_DONE ? OK : sqlite_fail(b->to, rc, "backup", b->part);
}

static err copy_end(struct conn *c, void *arg)
{
	struct copying *b = arg;
	unused_arg(c);
	sqlite3_backup_finish(b->run);
	sqlite3_close(b->to);
	return OK;
}

typedef err (*caller)(struct store *, store_job, void *arg);

/* Copies by `call`: at once, or slice by slice through the writer's queue. */
static err copy(struct store *s, caller call, char *part)
{
	struct copying b = {.part = part};
	struct fail_note note;
	err e = call(s, copy_begin, &b), ended;
	for (int waited = 0; e == OK && !b.done;) {
		e = call(s, copy_slice, &b);
		if (e == ERR_BUSY && waited++ < 1000 && usleep(10000) == 0)
			e = OK; /* the queue is full: others first */
	}
	fail_save(&note);
	do /* the source must be let go, however full the queue is */
		ended = call(s, copy_end, &b);
	while (ended == ERR_BUSY && usleep(10000) == 0);
	if (e != OK)
		fail_restore(&note);
	return e != OK ? e : ended;
}

static err keep(err e, const char *part, const char *to)
{
	if (e == OK)
		return file_rename(part, to);
	unlink(part);
	return e;
}

static err call_here(struct store *s, store_job fn, void *arg)
{
	return fn(s->writer, arg);
}

err sqlite_copy_before(struct store *s, struct conn *c, int64_t number)
{
	char suffix[48];
	struct arena a;
	ours(c == s->writer);
	snprintf(suffix, sizeof suffix, ".before-%lld", (long long)number);
	arena_init(&a);
	char *to = file_name(&a, s->path, suffix);
	char *part = file_name(&a, to, ".part");
	err e = keep(copy(s, call_here, part), part, to);
	arena_done(&a);
	return e;
}

/* Blobs before and after: none that the copied rows name is missing, even when files
 * come and go meanwhile. The name comes last: a copy that has it is whole. */
err sqlite_backup(struct store *s, str to)
{
	struct stat st;
	struct arena a;
	arena_init(&a);
	char *name = str_z(&a, to), *part = file_name(&a, name, ".part");
	err e = lstat(name, &st) < 0 ? OK : fail(ERR_INPUT, "{0} exists already; choose a new name for the backup", to);
	if (e == OK)
		e = file_copy_blobs(s->path, name);
	if (e == OK) {
		e = copy(s, writer_bare, part);
		if (e == OK)
			e = file_copy_blobs(s->path, name);
		e = keep(e, part, name);
	}
	arena_done(&a);
	return e;
}

/* ---- forgetting ---------------------------------------------------------------------- */
#define FORGET_TRIES 100 /* a reader's snapshot keeps the log; it is given back within moments */

static err truncate_log(struct conn *c, void *arg)
{
	int rc = fault_point("sqlite.forget") ? SQLITE_IOERR
					      : sqlite3_wal_checkpoint_v2(db_of(c), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	*(bool *)arg = rc == SQLITE_OK;
	return rc == SQLITE_OK || rc == SQLITE_BUSY ? OK : sqlite_fail(db_of(c), rc, "checkpoint", c->store->path);
}

err sqlite_forget_old(struct store *s, const char *tables)
{
	bool done = false;
	unused_arg(tables); /* one file holds them all */
	for (int i = 0; i < FORGET_TRIES && !done; i++) {
		if (i)
			usleep(50000);
		TRY(writer_bare(s, truncate_log, &done));
	}
	return done ? OK : fail(ERR_BUSY, "the database is being read without a pause; its log will be emptied later");
}

/* ---- integrity ---------------------------------------------------------------------- */
static err findings(struct conn *c, const char *sql, const char *what, const char *fine, struct buf *ret)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(db_of(c), sql, -1, &st, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(st);
		const char *text = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
		if (text && (!fine || strcmp(text, fine) != 0))
			buf_fmt(ret, "%s: %s\n", what, text);
	}
	err e = rc == SQLITE_DONE ? OK : sqlite_fail(db_of(c), rc, what, c->store->path);
	sqlite3_finalize(st);
	return e;
}

err sqlite_integrity(struct conn *c, struct buf *ret)
{
	TRY(findings(c, "PRAGMA integrity_check", "integrity", "ok", ret));
	return findings(c, "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' names a missing row of ' || parent"
			   " FROM pragma_foreign_key_check", "foreign key", NULL, ret);
}

err sqlite_check_schema(struct conn *c, struct buf *ret)
{
	return findings(c, "SELECT name || ' is not STRICT' FROM pragma_table_list"
			   " WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
			"table", NULL, ret);
}

/* ---- plans -------------------------------------------------------------------------- */
/* Is `name`, up to a space, a table that grows: one whose key begins with region? */
static bool grows(struct conn *c, str name)
{
	sqlite3_stmt *st;
	if (sqlite3_prepare_v2(db_of(c), "SELECT 1 FROM pragma_table_info(?1) WHERE pk = 1 AND name = 'region'", -1, &st,
			       NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_text(st, 1, name.p, (int)name.n, SQLITE_TRANSIENT);
	bool found = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return found;
}

static bool word_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static str next_word(str sql, size_t *at)
{
	while (*at < sql.n && !word_char(sql.p[*at]))
		(*at)++;
	size_t from = *at;
	while (*at < sql.n && word_char(sql.p[*at]))
		(*at)++;
	return str_cut(sql, from, *at);
}

static bool same_word(str a, str b)
{
	return a.n == b.n && a.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The plan names a table by its alias; the statement says "table alias" or "table AS alias". */
static bool alias_grows(struct conn *c, str sql, str alias)
{
	str before = STR_NONE, last = STR_NONE;
	for (size_t at = 0; at < sql.n;) {
		str w = next_word(sql, &at);
		if (same_word(w, alias) && grows(c, same_word(last, S("as")) ? before : last))
			return true;
		before = last;
		last = w;
	}
	return false;
}

err sqlite_check_plan(struct conn *c, const struct stmt *s, struct buf *ret)
{
	struct arena a;
	sqlite3_stmt *st;
	arena_init(&a);
	int rc = sqlite3_prepare_v2(db_of(c), file_name(&a, "EXPLAIN QUERY PLAN ", s->sql), -1, &st, NULL);
	arena_done(&a);
	if (rc != SQLITE_OK) {
		buf_fmt(ret, "%s: does not prepare: %s\n", s->id, sqlite3_errmsg(db_of(c)));
		return OK;
	}
	while (sqlite3_step(st) == SQLITE_ROW && !(s->flags & STMT_SCAN)) {
		str detail = str_of((const char *)sqlite3_column_text(st, 3)), scan, table, rest;
		if (!str_starts(detail, S("SCAN ")))
			continue;
		scan = str_cut(detail, 5, detail.n);
		if (!str_split(scan, ' ', &table, &rest))
			table = scan;
		if (grows(c, table) || alias_grows(c, str_of(s->sql), table))
			buf_fmt(ret, "%s: scans the growing table " STR_FMT "\n", s->id, STR_ARG(table));
	}
	sqlite3_finalize(st);
	return OK;
}
