/* SPDX-License-Identifier: Apache-2.0 */
/* Migrations: forward only, each in one transaction together with the row that says it
 * was done. Every module counts its own without gaps; modules come in the order of the
 * house, so a migration may rely on what lower rooms have made. */
#include "store/store_in.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/fault.h"

static int64_t wall_ms(void)
{
	struct timespec at;
	clock_gettime(CLOCK_REALTIME, &at);
	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

/* Both texts: a released one may not change under a database that has run it. */
static struct digest digest_of(const struct migration *m)
{
	struct digest d;
	str pieces[] = {str_of(m->sql), S("\0"), str_of(m->pg)};
	hash_pieces(HASH_SHA256, pieces, COUNT_OF(pieces), &d);
	return d;
}

static const struct module *module_named(const struct store *s, str name)
{
	const struct module *m;
	for (size_t i = 0; (m = store_module_at(s, i)); i++)
		if (str_eq(str_of(m->name), name))
			return m;
	return NULL;
}

static const struct migration *migration_numbered(const struct module *m, int64_t number)
{
	for (size_t i = 0; m && i < m->n_migrations; i++)
		if (m->migrations[i].number == number)
			return &m->migrations[i];
	return NULL;
}

/* The name a person finds in the sentence: core 12. */
static str title(struct arena *a, str module, int64_t number)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, module);
	buf_byte(&b, ' ');
	buf_int(&b, number);
	return buf_str(&b);
}

/* One row of schema_migration against what the program knows. */
static err compare(struct store *s, struct arena *a, struct rows *r)
{
	str module = row_text(r, 0), digest = row_text(r, 2);
	int64_t number = row_int(r, 1);
	const struct migration *m = migration_numbered(module_named(s, module), number);
	if (!m)
		return fail(ERR_INPUT, "the database {0} was written by a newer version of Luoshi (step {1}); install that version",
			    s->target, title(a, module, number));
	struct digest d = digest_of(m);
	if (digest.n != sizeof d.b || memcmp(digest.p, d.b, sizeof d.b) != 0)
		return fail(ERR_INPUT, "step {1} of the database {0} was made by another build of Luoshi; install a released version",
			    s->target, title(a, module, number));
	return OK;
}

/* How many were done; which ones, the caller asks with is_done. */
static err read_done(struct store *s, struct conn *c, struct arena *a, int64_t *ret_n)
{
	struct rows *r;
	int64_t n = 0;
	err e = OK;
	TRY(query(c, &own_migrations, NO_VALS, &r));
	for (; e == OK && rows_next(r); n++)
		e = compare(s, a, r);
	err ended = rows_end(r);
	if (e == OK)
		e = ended;
	if (e == OK)
		*ret_n = n;
	return e;
}

static err done_of(struct conn *c, const struct module *m, int64_t *ret_highest)
{
	struct rows *r;
	int64_t highest = 0;
	TRY(query(c, &own_migrations, NO_VALS, &r));
	while (rows_next(r))
		if (str_eq(row_text(r, 0), str_of(m->name)) && row_int(r, 1) > highest)
			highest = row_int(r, 1);
	*ret_highest = highest;
	return rows_end(r);
}

static err run_one(struct conn *c, const struct module *m, const struct migration *step)
{
	struct digest d = digest_of(step);
	TRY(c->engine->begin(c));
	err e = c->engine->script(c, step);
	if (e == OK)
		e = exec(c, &own_migration_add,
			 VALS(V_TEXT(str_of(m->name)), V_INT(step->number), V_TEXT(str_of(step->name)), V_INT(wall_ms()),
			      V_BLOB(((str){(const char *)d.b, sizeof d.b}))),
			 NULL);
	if (e == OK)
		e = c->engine->settle(c);
	if (e == OK && fault_point("migrate.before_commit"))
		e = fail(ERR_IO, "an injected fault at {0}", S("migrate.before_commit"));
	if (e == OK)
		e = c->engine->commit(c);
	if (e != OK)
		c->engine->rollback(c);
	return e;
}

/* Runs what is missing; the first time in an older database, after a copy of it. */
static err run_missing(struct store *s, struct conn *c, int64_t done)
{
	const struct module *m;
	bool copied = done == 0;
	for (size_t i = 0; (m = store_module_at(s, i)); i++) {
		int64_t highest;
		TRY(done_of(c, m, &highest));
		for (size_t k = 0; k < m->n_migrations; k++) {
			const struct migration *step = &m->migrations[k];
			ours(k == 0 ? step->number > 0 : step->number == step[-1].number + 1);
			if (step->number <= highest)
				continue;
			if (!copied)
				TRY(c->engine->copy_before(s, c, done + 1));
			copied = true;
			TRY(run_one(c, m, step));
		}
	}
	return OK;
}

static err bootstrap(struct conn *c)
{
	TRY(c->engine->begin(c));
	err e = c->engine->script(c, &own_bootstrap);
	if (e == OK)
		e = c->engine->commit(c);
	if (e != OK)
		c->engine->rollback(c);
	return e;
}

static err migrate(struct conn *c, void *arg)
{
	struct store *s = arg;
	struct arena a;
	int64_t done = 0;
	TRY(bootstrap(c));
	arena_init(&a);
	err e = read_done(s, c, &a, &done);
	arena_done(&a);
	if (e == OK)
		e = run_missing(s, c, done);
	if (e == OK)
		e = ids_load(s, c);
	if (e == OK)
		s->migrated = true;
	return e;
}

err store_migrate(struct store *s)
{
	ours(s->magic == STORE_MAGIC && !s->migrated);
	return writer_bare(s, migrate, s);
}
