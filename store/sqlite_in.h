/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by sqlite.c and sqlite_care.c only. */
#ifndef LUOSHI_STORE_SQLITE_IN_H
#define LUOSHI_STORE_SQLITE_IN_H

#include <sqlite3.h>

#include "store/store_in.h"

struct sqlite_conn {
	struct conn base;
	sqlite3 *db;
	sqlite3_stmt *begin, *commit, *rollback, *job_begin, *job_keep, *job_undo;
	int wal_pages;     /* in the log after the newest commit */
	int checkpoint_at; /* pages at which the writer copies the log into the file */
	bool spoilt;       /* could not be brought back to a known state */
};

/* Gives a connection the tokenizer of the full-text tables (sqlite_words.c); SQLITE_OK or why not. */
int sqlite_words(sqlite3 *);
/* Records what the engine says; `what` is a statement's id or a step. */
err sqlite_fail(sqlite3 *, int rc, const char *what, const char *path);
err sqlite_copy_before(struct store *, struct conn *, int64_t number);
err sqlite_integrity(struct conn *, struct buf *);
err sqlite_check_schema(struct conn *, struct buf *);
err sqlite_check_plan(struct conn *, const struct stmt *, struct buf *);
err sqlite_backup(struct store *, str to);
err sqlite_forget_old(struct store *, const char *tables);
err sqlite_blob_write(struct store *, int64_t id, str sealed);
err sqlite_blob_read(struct store *, struct arena *, int64_t id, str *ret);
err sqlite_blob_drop(struct store *, int64_t id);

#endif
