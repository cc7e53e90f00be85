/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by postgres.c and postgres_care.c only. */
#ifndef LUOSHI_STORE_POSTGRES_IN_H
#define LUOSHI_STORE_POSTGRES_IN_H

#include <libpq-fe.h>

#include "store/store_in.h"

struct pg_conn {
	struct conn base;
	PGconn *pg;
	unsigned ahead;  /* commands sent whose answer was not read */
	unsigned syncs;  /* marks sent whose answer was not read */
	unsigned names;  /* statements and cursors are numbered */
	unsigned sure;   /* up to this number the server is known to have them */
	bool unsure;     /* among those ahead is one that may fail */
	bool in_transaction;
	bool lost;       /* the connection is gone; everything fails until there is a new one */
};

static inline struct pg_conn *pg_of(struct conn *c)
{
	return (struct pg_conn *)c;
}

/* Records what the server says about `what`. */
err pg_fail(struct conn *, const PGresult *, const char *what);
/* Waits for all that was sent; *ret (may be NULL) is the answer to the last of it. */
err pg_wait(struct conn *, const char *what, PGresult **ret) must_check;
/* Text outside the pipeline: migrations and care. NULL after a failure that is recorded. */
PGresult *pg_plain(struct conn *, const char *sql, const char *what);

str pg_shown(struct arena *, const char *target);
err pg_script(struct conn *, const struct migration *);
err pg_copy_before(struct store *, struct conn *, int64_t number);
err pg_integrity(struct conn *, struct buf *);
err pg_check_schema(struct conn *, struct buf *);
err pg_check_plan(struct conn *, const struct stmt *, struct buf *);
err pg_backup(struct store *, str to);
err pg_forget_old(struct store *, const char *tables);
err pg_blob_write(struct store *, int64_t id, str sealed);
err pg_blob_read(struct store *, struct arena *, int64_t id, str *ret);
err pg_blob_drop(struct store *, int64_t id);

#endif
