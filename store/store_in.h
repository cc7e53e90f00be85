/* SPDX-License-Identifier: Apache-2.0 */
/* The store from inside. Lock order: none; `queue.lock` and `pool.lock` are never
 * held together, and neither while SQL runs. */
#ifndef LUOSHI_STORE_STORE_IN_H
#define LUOSHI_STORE_STORE_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/engine_in.h"

#define STORE_MAGIC 0x4c535354u /* "LSST" */
#define HOOKS_MOST 8
#define READ_WAIT_SECONDS 5

/* A job stands on the stack of the thread that waits for it. */
struct job {
	store_job fn;
	void *arg;
	bool bare; /* runs alone, outside a transaction: a slice of a backup */
	err result;
	struct fail_note note;
	atomic_int state; /* JOB_WAITS, JOB_SLEEPS, JOB_DONE; also the futex */
	struct job *next;
};

struct store {
	uint32_t magic;
	const struct engine *engine;
	struct arena arena; /* what lives as long as the store: the target, names made of it */
	str target;
	char *path; /* the same with a 0 behind it */
	const struct module *const *modules;
	unsigned node, max_readers, max_queue, max_batch;
	bool no_create, migrated;
	int lock_fd; /* SQLite: FILE.lock; -1 on PostgreSQL */

	struct conn *writer;
	pthread_t thread;
	bool thread_runs;
	struct {
		pthread_mutex_t lock;
		pthread_cond_t wake;
		struct job *first, **last;
		unsigned n;
		bool stopping;
	} queue;
	struct {
		pthread_mutex_t lock;
		pthread_cond_t freed;
		struct conn *idle;
		unsigned n; /* open, idle or lent */
	} pool;
	struct {
		void (*fn)(void *);
		void *arg;
	} hook[HOOKS_MOST];
	atomic_uint hooks;

	_Atomic int64_t last_id;
	/* of the writer: what the database promises never to have passed, and what it will
	 * have promised once the running transaction is committed */
	int64_t reserved_id, promised_id;
};

/* writer.c */
err writer_start(struct store *) must_check;
void writer_stop(struct store *);
/* Runs fn in the writer's thread between two transactions. */
err writer_bare(struct store *, store_job, void *arg) must_check;

/* pool.c */
void pool_init(struct store *);
void pool_done(struct store *);
/* A snapshot for the room itself, beside the one that the thread may hold. */
err pool_begin(struct store *, struct conn **ret) must_check;
void pool_end(struct conn *);

/* ids.c */
err ids_load(struct store *, struct conn *) must_check;
/* In the writer before a commit: no id of this batch is above what is promised. */
err ids_reserve(struct store *, struct conn *) must_check;

/* lock.c */
err lock_take(struct store *) must_check;
void lock_drop(struct store *);

/* the statements and tables of this room itself, first in every walk */
extern const struct module store_module;
extern const struct migration own_bootstrap;
extern const struct stmt own_migrations, own_migration_add, own_ids_read, own_ids_move, own_blob_add, own_blob_read,
	own_blob_drop;
/* i-th module, the room's own first; NULL behind the last */
const struct module *store_module_at(const struct store *, size_t i);

/* file.c: what a SQLite database keeps beside itself */
str file_text_of_errno(int e);
/* Durable when it returns OK: the folder of `name` is synced as well. */
err file_write(const char *temp, const char *name, str bytes) must_check;
err file_rename(const char *from, const char *to) must_check;
err file_read(struct arena *, const char *name, size_t most, str *ret) must_check;
err file_make_dir(const char *name) must_check;
void file_empty_dir(const char *name);
/* FILE.blobs of one database beside another; what is there already stays. */
err file_copy_blobs(const char *from, const char *to) must_check;
char *file_name(struct arena *, const char *path, const char *suffix);

#endif
