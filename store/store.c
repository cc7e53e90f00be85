/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and closing, and what only passes on to the engine. */
#include "store/store_in.h"

#include <stdlib.h>

#define READERS 16
#define QUEUE 1024
#define BATCH 1000
#define NODES 64

const struct module *store_module_at(const struct store *s, size_t i)
{
	return i == 0 ? &store_module : s->modules ? s->modules[i - 1] : NULL;
}

static unsigned or_default(unsigned v, unsigned usual)
{
	return v ? v : usual;
}

const struct module *const *modules_join(struct arena *a, const struct module *const *const *rooms, size_t n)
{
	LIST(const struct module *) l = {0};
	for (size_t r = 0; r < n; r++)
		for (size_t i = 0; rooms[r][i]; i++)
			*list_push(a, &l) = rooms[r][i];
	*list_push(a, &l) = NULL;
	return l.v;
}

err store_open(const struct store_config *config, struct store **ret)
{
	struct store *s = calloc(1, sizeof *s);
	ours(s && config->target.n && config->node < NODES);
	s->magic = STORE_MAGIC;
	arena_init(&s->arena);
	s->path = str_z(&s->arena, config->target);
	s->modules = config->modules;
	s->node = config->node;
	s->no_create = config->no_create;
	s->max_readers = or_default(config->readers, READERS);
	s->max_queue = or_default(config->queue, QUEUE);
	s->max_batch = or_default(config->batch, BATCH);
	s->lock_fd = -1;
	bool postgres = str_starts(config->target, S("postgresql://")) || str_starts(config->target, S("postgres://"));
	s->engine = postgres ? &postgres_engine : &sqlite_engine;
	s->target = s->engine->shown(&s->arena, s->path);
	pool_init(s);
	err e = postgres ? OK : lock_take(s);
	if (e == OK)
		e = s->engine->connect(s, true, &s->writer);
	if (e == OK)
		e = writer_start(s);
	if (e != OK) {
		store_close(s);
		return e;
	}
	*ret = s;
	return OK;
}

/* Readers first: the last connection to close is the writer's, which checkpoints. */
void store_close(struct store *s)
{
	if (!s)
		return;
	ours(s->magic == STORE_MAGIC);
	writer_stop(s);
	pool_done(s);
	if (s->writer)
		s->engine->disconnect(s->writer);
	lock_drop(s);
	s->magic = 0;
	arena_done(&s->arena);
	free(s);
}

bool store_is_postgres(const struct store *s)
{
	return s->engine == &postgres_engine;
}

err store_backup(struct store *s, str to)
{
	ours(s->magic == STORE_MAGIC && s->thread_runs);
	return s->engine->backup(s, to);
}

err store_forget(struct store *s, const char *tables)
{
	ours(s->magic == STORE_MAGIC && s->thread_runs);
	return s->engine->forget_old(s, tables);
}

err store_integrity(struct store *s, struct buf *ret_findings)
{
	struct conn *c;
	TRY(pool_begin(s, &c));
	err e = s->engine->integrity(c, ret_findings);
	pool_end(c);
	return e;
}

err store_check_statements(struct store *s, struct buf *ret_findings)
{
	struct conn *c;
	const struct module *m;
	TRY(pool_begin(s, &c));
	err e = s->engine->check_schema(c, ret_findings);
	for (size_t i = 0; (m = store_module_at(s, i)); i++)
		for (const struct stmt *const *st = m->stmts; st && *st && e == OK; st++)
			e = s->engine->check_plan(c, *st, ret_findings);
	pool_end(c);
	return e;
}
