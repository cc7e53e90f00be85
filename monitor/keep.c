/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of telegrams on its way into the table: one transaction, whatever it holds. */
#include "monitor/monitor_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/fault.h"

STMT(frame_add,
     "INSERT INTO frame(region, station, cn, time, id, got, pnum, pno, flags, odd, segment) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
STMT(command_step,
     "UPDATE command SET open = $3, state = $4, tries = $5, qn = $6, qn_rtn = $7, exe_rtn = $8, next = $9, ended = $10 WHERE region = $1 AND id = $2");
STMT(stranger_up, "UPDATE stranger SET n = n + 1, last = $3, peer = $4, segment = $5 WHERE region = $1 AND mn = $2");
STMT(stranger_new, "INSERT INTO stranger(region, mn, n, first, last, peer, segment) VALUES($1, $2, 1, $3, $3, $4, $5)");
STMT_FLAGS(stranger_count, STMT_SCAN, "SELECT COUNT(*) FROM stranger WHERE region = $1");
STMT(seen_up, "UPDATE station_seen SET seen = $3, frames = frames + $4, peer = $5 WHERE region = $1 AND station = $2");
STMT(seen_new, "INSERT INTO station_seen(region, station, seen, frames, peer) VALUES($1, $2, $3, $4, $5)");
STMT(odd_up, "UPDATE station_odd SET n = n + $4, last = $5 WHERE region = $1 AND station = $2 AND odd = $3");
STMT(odd_new, "INSERT INTO station_odd(region, station, odd, n, first, last) VALUES($1, $2, $3, $4, $5, $5)");
const struct stmt *const monitor_keep_stmts[] = {&frame_add, &command_step, &stranger_up, &stranger_new, &stranger_count, &seen_up, &seen_new,
	&odd_up, &odd_new, NULL};

#define BATCH_FRAMES 8192
#define BATCH_BYTES (8u << 20)

void batch_init(struct batch *b, struct core *core)
{
	memset(b, 0, sizeof *b);
	b->core = core;
	arena_init(&b->arena);
	buf_init(&b->bytes, NULL);
	buf_init(&b->replies, NULL);
}

void batch_clear(struct batch *b)
{
	struct buf bytes = b->bytes, replies = b->replies;
	struct arena arena = b->arena;
	struct core *core = b->core;
	arena_reset(&arena);
	buf_clear(&bytes);
	buf_clear(&replies);
	*b = (struct batch){.core = core, .arena = arena, .bytes = bytes, .replies = replies};
}

void batch_done(struct batch *b)
{
	buf_done(&b->bytes);
	buf_done(&b->replies);
	arena_done(&b->arena);
}

bool batch_some(const struct batch *b)
{
	return b->kept.n || b->reply.n || b->step.n || b->stray.n || b->count.n;
}

bool batch_full(const struct batch *b)
{
	return b->kept.n >= BATCH_FRAMES || b->bytes.n >= BATCH_BYTES || b->reply.n >= BATCH_FRAMES || b->stray.n >= BATCH_FRAMES;
}

static err up_or_new(struct conn *c, const struct stmt *up, const struct stmt *fresh, const struct val *v, size_t n)
{
	int64_t changed;
	TRY(exec(c, up, v, n, &changed));
	return changed ? OK : exec(c, fresh, v, n, NULL);
}

/* As the table has them, so that neighbours are written together; of one time in the order in which they came. */
static int by_place(const void *a, const void *b)
{
	const struct kept *p = a, *q = b;
	if (p->station != q->station)
		return p->station < q->station ? -1 : 1;
	if (p->cn != q->cn)
		return p->cn < q->cn ? -1 : 1;
	if (p->time != q->time)
		return p->time < q->time ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

static err keep_frames(struct conn *c, const struct batch *b, int64_t region)
{
	for (size_t i = 0; i < b->kept.n; i++) {
		const struct kept *k = &b->kept.v[i];
		str segment = {b->bytes.p + k->at, k->n};
		TRY(exec(c, &frame_add, VALS(V_INT(region), V_INT(k->station), V_INT(k->cn), V_INT(k->time),
			V_INT(store_new_id(core_store(b->core), k->got)), V_INT(k->got), V_INT(k->pnum), V_INT(k->pno), V_INT(k->flags),
			V_INT((int64_t)k->odd), V_BLOB(segment)), NULL));
	}
	return OK;
}

static err keep_steps(struct conn *c, const struct batch *b, int64_t region)
{
	for (size_t i = 0; i < b->step.n; i++) {
		const struct step *s = &b->step.v[i];
		TRY(exec(c, &command_step, VALS(V_INT(region), V_INT(s->id), V_INT(s->state < COMMAND_DONE), V_INT(s->state), V_INT(s->tries),
			V_TEXT(str_of(s->qn)), V_INT(s->qn_rtn), V_INT(s->exe_rtn), V_INT(s->next), V_INT(s->ended)), NULL));
	}
	return OK;
}

/* Known ones are counted on; new ones only while there is room. */
static err keep_strays(struct conn *c, const struct batch *b, int64_t region)
{
	struct rows *r;
	bool found;
	int64_t n = 0, changed;
	if (!b->stray.n)
		return OK;
	TRY(query_one(c, &stranger_count, VALS(V_INT(region)), &r, &found));
	n = found ? row_int(r, 0) : 0;
	for (size_t i = 0; i < b->stray.n; i++) {
		const struct stray *s = &b->stray.v[i];
		const char *p = b->bytes.p + s->at;
		const struct val v[] = {V_INT(region), V_TEXT(((str){p, s->mn_n})), V_INT(s->got), V_TEXT(((str){p + s->mn_n, s->peer_n})),
			V_BLOB(((str){p + s->mn_n + s->peer_n, s->n}))};
		TRY(exec(c, &stranger_up, v, COUNT_OF(v), &changed));
		if (changed || n >= STRANGERS_MOST)
			continue;
		TRY(exec(c, &stranger_new, v, COUNT_OF(v), NULL));
		n++;
	}
	return OK;
}

static err keep_counts(struct conn *c, const struct batch *b, int64_t region)
{
	for (size_t i = 0; i < b->count.n; i++) {
		const struct count *k = &b->count.v[i];
		TRY(up_or_new(c, &seen_up, &seen_new, VALS(V_INT(region), V_INT(k->station), V_INT(k->seen), V_INT(k->frames), V_TEXT(str_of(k->peer)))));
		for (int odd = 0; odd < WRONGS; odd++)
			if (k->odd[odd])
				TRY(up_or_new(c, &odd_up, &odd_new, VALS(V_INT(region), V_INT(k->station), V_INT(odd), V_INT(k->odd[odd]), V_INT(k->seen))));
	}
	return OK;
}

static err keep_job(struct conn *c, void *arg)
{
	const struct batch *b = arg;
	int64_t region = core_region(b->core);
	if (fault_point("monitor.keep"))
		return fail(ERR_IO, "telegrams could not be kept; the stations send them again");
	TRY(keep_frames(c, b, region));
	TRY(keep_steps(c, b, region));
	TRY(keep_strays(c, b, region));
	return keep_counts(c, b, region);
}

err batch_keep(struct batch *b)
{
	if (b->bytes.bad || b->replies.bad)
		return fail(ERR_IO, "telegrams could not be kept; the stations send them again");
	if (b->kept.n)
		qsort(b->kept.v, b->kept.n, sizeof *b->kept.v, by_place);
	return store_write(core_store(b->core), keep_job, b);
}
