/* SPDX-License-Identifier: Apache-2.0 */
/* Running declared statements: the cache of prepared ones, and the rules both engines
 * share. A failure inside a job sticks: PostgreSQL allows nothing else, and what would
 * go on after a failed write on SQLite alone would be a difference nobody tests. */
#include "store/store_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/fault.h"

static size_t slot_of(const struct conn *c, const struct stmt *s)
{
	size_t i = (size_t)((uintptr_t)s >> 4) * 0x9e3779b97f4a7c15u >> 20 & (c->cap - 1);
	while (c->cache[i] && c->cache[i]->stmt != s)
		i = (i + 1) & (c->cap - 1);
	return i;
}

static struct rows *cached(struct conn *c, const struct stmt *s)
{
	return c->cap ? c->cache[slot_of(c, s)] : NULL;
}

static void cache_grow(struct conn *c)
{
	struct rows **old = c->cache;
	size_t cap = c->cap;
	c->cap = cap ? cap * 2 : 256;
	c->cache = calloc(c->cap, sizeof *c->cache);
	ours(c->cache);
	for (size_t i = 0; i < cap; i++)
		if (old[i])
			c->cache[slot_of(c, old[i]->stmt)] = old[i];
	free(old);
}

/* A prepared statement that does not run; prepared now if there is none. */
static err prepared(struct conn *c, const struct stmt *s, struct rows **ret)
{
	struct rows *r = cached(c, s), *fresh = NULL;
	while (r && r->runs)
		r = r->again;
	if (!r) {
		TRY(c->engine->prepare(c, s, &fresh));
		fresh->conn = c;
		fresh->stmt = s;
		if (c->cached * 2 >= c->cap)
			cache_grow(c);
		size_t i = slot_of(c, s);
		c->cached += !c->cache[i];
		fresh->again = c->cache[i];
		c->cache[i] = r = fresh;
	}
	*ret = r;
	return OK;
}

static void stop(struct rows *r)
{
	struct rows **at = &r->conn->running;
	while (*at && *at != r)
		at = &(*at)->running;
	ours(*at == r);
	*at = r->running;
	r->runs = r->on_row = false;
	r->conn->engine->stop(r);
}

void conn_stop_all(struct conn *c)
{
	c->one = NULL;
	while (c->running)
		stop(c->running);
}

void conn_forget_all(struct conn *c)
{
	conn_stop_all(c);
	for (size_t i = 0; i < c->cap; i++)
		for (struct rows *r = c->cache[i], *next; r; r = next) {
			next = r->again;
			c->engine->forget(r);
		}
	free(c->cache);
	c->cache = NULL;
	c->cached = c->cap = 0;
}

static err sticks(struct conn *c, err e)
{
	if (e != OK && c->broken == OK) {
		c->broken = e;
		fail_save(&c->note);
	}
	return e;
}

/* What every statement begins with. */
static err enter(struct conn *c, const struct val *args, size_t n)
{
	ours(c && c->magic == CONN_MAGIC && c->works);
	if (c->one) {
		stop(c->one);
		c->one = NULL;
	}
	if (c->broken != OK) {
		fail_restore(&c->note);
		return c->broken;
	}
	for (size_t i = 0; i < n; i++)
		if (args[i].kind == VAL_TEXT && args[i].s.n && memchr(args[i].s.p, 0, args[i].s.n))
			return sticks(c, fail(ERR_INPUT, "a text contains the character NUL, which cannot be stored; remove it"));
	return OK;
}

static err begin(struct conn *c, const struct stmt *s, const struct val *args, size_t n, bool lasting,
		 struct rows **ret)
{
	struct rows *r;
	TRY(enter(c, args, n));
	TRY(sticks(c, prepared(c, s, &r)));
	r->failed = OK;
	r->ended = false;
	TRY(sticks(c, c->engine->start(r, args, n, lasting)));
	r->runs = true;
	r->on_row = false;
	r->running = c->running;
	c->running = r;
	*ret = r;
	return OK;
}

err query(struct conn *c, const struct stmt *s, const struct val *args, size_t n, struct rows **ret)
{
	return begin(c, s, args, n, false, ret);
}

bool rows_next(struct rows *r)
{
	ours(r->runs);
	if (r->ended)
		return false;
	r->on_row = r->conn->engine->step(r);
	r->ended = !r->on_row;
	if (r->ended)
		sticks(r->conn, r->failed);
	return r->on_row;
}

err rows_end(struct rows *r)
{
	err e = r->failed;
	ours(r->runs);
	stop(r);
	return e;
}

err query_one(struct conn *c, const struct stmt *s, const struct val *args, size_t n, struct rows **ret, bool *ret_found)
{
	struct rows *r;
	TRY(begin(c, s, args, n, true, &r));
	bool found = rows_next(r);
	if (r->failed != OK)
		return rows_end(r);
	c->one = r;
	*ret = r;
	*ret_found = found;
	return OK;
}

err exec(struct conn *c, const struct stmt *s, const struct val *args, size_t n, int64_t *ret_changed)
{
	struct rows *r;
	ours(c->writer);
	TRY(enter(c, args, n));
	TRY(sticks(c, prepared(c, s, &r)));
	if (fault_point("store.exec"))
		return sticks(c, fail(ERR_IO, "an injected fault at {0}", S("store.exec")));
	return sticks(c, c->engine->exec(r, args, n, ret_changed));
}

int64_t row_int(struct rows *r, int col)
{
	ours(r->on_row);
	return r->conn->engine->get_int(r, col);
}

str row_text(struct rows *r, int col)
{
	ours(r->on_row);
	return r->conn->engine->get_text(r, col);
}

str row_copy(struct rows *r, int col, struct arena *a)
{
	return str_dup(a, row_text(r, col));
}

bool row_null(struct rows *r, int col)
{
	ours(r->on_row);
	return r->conn->engine->get_null(r, col);
}
