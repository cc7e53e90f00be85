/* SPDX-License-Identifier: Apache-2.0 */
/* Readers: connections that are opened when they are first needed, up to a number, and
 * lent one at a time. Who waits longer than a few seconds is told to come again. */
#include "store/store_in.h"

#include <errno.h>

#include "base/fault.h"
#include "base/steady.h"

/* Two snapshots at once in one thread would starve a full pool and see two states. */
static _Thread_local const struct store *reading;
static _Thread_local char thread_mark;

void pool_init(struct store *s)
{
	pthread_mutex_init(&s->pool.lock, NULL);
	steady_cond(&s->pool.freed);
}

void pool_done(struct store *s)
{
	unsigned closed = 0;
	for (struct conn *c = s->pool.idle, *next; c; c = next, closed++) {
		next = c->next;
		s->engine->disconnect(c);
	}
	ours(closed == s->pool.n); /* a snapshot is still lent */
	pthread_cond_destroy(&s->pool.freed);
	pthread_mutex_destroy(&s->pool.lock);
}

/* An idle connection, or NULL and the right to open one. */
static err take(struct store *s, struct conn **ret)
{
	struct timespec until = steady_in(READ_WAIT_SECONDS * 1000);
	int late = 0;
	pthread_mutex_lock(&s->pool.lock);
	while (!s->pool.idle && s->pool.n >= s->max_readers && late != ETIMEDOUT)
		late = pthread_cond_timedwait(&s->pool.freed, &s->pool.lock, &until);
	struct conn *c = s->pool.idle;
	bool room = c || s->pool.n < s->max_readers;
	if (c)
		s->pool.idle = c->next;
	else if (room)
		s->pool.n++;
	pthread_mutex_unlock(&s->pool.lock);
	if (!room)
		return fail(ERR_BUSY, "too many people are reading at the same time; try again in a moment");
	*ret = c;
	return OK;
}

static void give_back(struct store *s, struct conn *c)
{
	pthread_mutex_lock(&s->pool.lock);
	if (c) {
		c->next = s->pool.idle;
		s->pool.idle = c;
	} else {
		s->pool.n--;
	}
	pthread_cond_signal(&s->pool.freed);
	pthread_mutex_unlock(&s->pool.lock);
}

/* Opens a missing or lost connection and begins the snapshot; *c stays valid or NULL. */
static err ready(struct store *s, struct conn **c)
{
	if (*c && !s->engine->alive(*c)) {
		s->engine->disconnect(*c);
		*c = NULL;
	}
	if (!*c)
		TRY(s->engine->connect(s, false, c));
	return s->engine->begin(*c);
}

err pool_begin(struct store *s, struct conn **ret)
{
	struct conn *c = NULL;
	TRY(take(s, &c));
	err e = fault_point("store.read_begin") ? fail(ERR_IO, "an injected fault at {0}", S("store.read_begin"))
						: ready(s, &c);
	if (e != OK) {
		give_back(s, c);
		return e;
	}
	c->works = true;
	c->broken = OK;
	*ret = c;
	return OK;
}

void pool_end(struct conn *c)
{
	conn_stop_all(c);
	c->works = false;
	c->engine->rollback(c);
	give_back(c->store, c);
}

err store_read_begin(struct store *s, struct conn **ret)
{
	struct conn *c;
	ours(s->magic == STORE_MAGIC && s->migrated && reading != s);
	TRY(pool_begin(s, &c));
	c->thread = (uintptr_t)&thread_mark;
	reading = s;
	*ret = c;
	return OK;
}

void store_read_end(struct conn *c)
{
	if (!c)
		return;
	ours(c->magic == CONN_MAGIC && c->works && !c->writer && c->thread == (uintptr_t)&thread_mark);
	reading = NULL;
	pool_end(c);
}
