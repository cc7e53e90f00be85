/* SPDX-License-Identifier: Apache-2.0 */
/* engine: what SQLite and PostgreSQL each have to be able to do. Only sqlite.c and
 * postgres.c implement it; only the other files of store/ call it. A connection is
 * used by one thread at a time; which one, the pool and the writer decide. */
#ifndef LUOSHI_STORE_ENGINE_IN_H
#define LUOSHI_STORE_ENGINE_IN_H

#include "store/store.h"

#define CONN_MAGIC 0x4c53434eu /* "LSCN" */

/* A prepared statement of one connection and, while it runs, its current row. */
struct rows {
	struct conn *conn;
	const struct stmt *stmt;
	struct rows *again;   /* the same statement prepared once more, for runs inside runs */
	struct rows *running; /* next in conn->running; meaningful only while `runs` */
	bool runs, on_row, ended;
	err failed;
};

struct conn {
	uint32_t magic;
	const struct engine *engine;
	struct store *store;
	bool writer;
	bool works;        /* inside a job or a snapshot */
	uint64_t thread;   /* of the reader that holds the snapshot */
	err broken;        /* the first failure in this job: it cannot succeed any more */
	struct fail_note note;
	struct rows *running;
	struct rows *one;  /* left open by query_one until the next query */
	struct rows **cache; /* by address of the stmt, open addressing */
	size_t cached, cap;
	struct conn *next; /* in the pool */
};

struct engine {
	/* the target as sentences may show it */
	str (*shown)(struct arena *, const char *target);
	err (*connect)(struct store *, bool writer, struct conn **ret);
	void (*disconnect)(struct conn *);
	/* May the connection be used again? A writer that may not is connected anew. */
	bool (*alive)(struct conn *);

	err (*begin)(struct conn *);
	err (*commit)(struct conn *);
	void (*rollback)(struct conn *); /* no transaction afterwards, whatever was before */
	bool (*in_transaction)(struct conn *);
	err (*job_begin)(struct conn *); /* a savepoint */
	err (*job_keep)(struct conn *);
	err (*job_undo)(struct conn *);
	err (*settle)(struct conn *);    /* what was sent ahead has arrived, or its failure */
	void (*rest)(struct conn *);     /* after the waiters were woken: checkpoint */

	err (*prepare)(struct conn *, const struct stmt *, struct rows **ret);
	void (*forget)(struct rows *);
	/* `lasting`: the arguments may go before the rows are read */
	err (*start)(struct rows *, const struct val *, size_t n, bool lasting);
	bool (*step)(struct rows *); /* false at the end, or with rows->failed */
	void (*stop)(struct rows *);
	err (*exec)(struct rows *, const struct val *, size_t n, int64_t *ret_changed);
	int64_t (*get_int)(struct rows *, int col);
	str (*get_text)(struct rows *, int col);
	bool (*get_null)(struct rows *, int col);

	err (*script)(struct conn *, const struct migration *); /* inside a transaction */
	err (*copy_before)(struct store *, struct conn *, int64_t number);
	err (*integrity)(struct conn *, struct buf *ret_findings);
	err (*check_schema)(struct conn *, struct buf *ret_findings);
	err (*check_plan)(struct conn *, const struct stmt *, struct buf *ret_findings);
	err (*backup)(struct store *, str to);
	err (*forget_old)(struct store *, const char *tables);
	err (*blob_write)(struct store *, int64_t id, str sealed);
	err (*blob_read)(struct store *, struct arena *, int64_t id, str *ret);
	err (*blob_drop)(struct store *, int64_t id);
};
extern const struct engine sqlite_engine, postgres_engine;

/* query.c */
void conn_stop_all(struct conn *);   /* ends every running statement */
void conn_forget_all(struct conn *); /* frees every prepared one */

#endif
