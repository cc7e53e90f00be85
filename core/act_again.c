/* SPDX-License-Identifier: Apache-2.0 */
/* Recalculating (重算): after a calendar changed, every running clock whose date moves gets
 * one event. A helper thread commits one batch while this one decides the next; no more
 * than one batch stands in the writer's queue, so whoever writes meanwhile waits for two
 * at most. What is done is kept in the same commits: a crash resumes, a repeat does nothing. */
#include "core/calendar_in.h"

#include <string.h>

STMT(spans_next,
     "SELECT matter FROM clock_span WHERE region = $1 AND matter > $2 AND until >= $3 AND since <= $4 ORDER BY matter LIMIT 500");
STMT(matters_next, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT 500");
const struct stmt *const core_again_stmts[] = {&spans_next, &matters_next, NULL};

#define BATCH_MOVED 12   /* matters in a commit; each writes some 22 pages, so a commit takes about 15 ms */
#define BATCH_LOOKED 1000
#define EVERYTHING DAY_NONE /* again.from: all matters, whether they have a span or not */

struct batch {
	struct arena arena;
	struct ctx x;
	struct commit commit;
	LIST(int64_t) touched; /* matters with something to write */
	int64_t last, looked, moved;
	bool end; /* nothing is left behind it */
	err result;
	struct fail_note note;
};
struct walk {
	struct core *core;
	struct again again;
	struct arena arena; /* of again.note */
	ms_t from, to;      /* of the days that changed */
	struct again_report report;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	struct batch *given; /* to the helper, until it is committed */
	bool stop;
};

/* ---- one matter and its parts ------------------------------------------------------------- */
struct holder { /* of clocks: the matter or a part, and its clocks made again */
	struct matter *m;
	struct matter_clock *clocks;
	bool moved;
};

static bool clocks_moved(struct ctx *x, const struct holder *h, str note)
{
	bool any = false;
	for (size_t i = 0; i < h->m->kind->n_clocks; i++) {
		h->clocks[i] = h->m->clocks[i];
		if (h->clocks[i].armed && h->clocks[i].c.stopped == MS_NONE)
			any |= clock_again(x, &h->m->kind->clocks[i], &h->clocks[i], note);
	}
	return any;
}

/* The light too: a holiday on the way moves its thresholds though the date may stay. */
static bool light_moved(struct ctx *x, const struct holder *h)
{
	struct matter next = *h->m;
	struct light_state s;
	ms_t at;
	next.clocks = h->clocks;
	matter_light(x, &next, &s, &at);
	return s.light != h->m->light || s.rule != h->m->light_rule || at != h->m->next_at;
}

static struct holder holder_of(struct walk *w, struct batch *b, struct matter *m)
{
	struct holder h = {m, arena_new_n(b->x.arena, m->kind->n_clocks, struct matter_clock), false};
	h.moved = clocks_moved(&b->x, &h, w->again.note) || light_moved(&b->x, &h);
	return h;
}

static void again_holder(struct batch *b, const struct holder *h, struct pending *p)
{
	struct ctx *x = &b->x;
	for (size_t i = 0; i < h->m->kind->n_clocks; i++)
		if (h->clocks[i].c.n_ledger != h->m->clocks[i].c.n_ledger)
			matter_change(&b->commit, h->m, p, &(struct effect){.op = EFFECT_CLOCK, .text = {h->m->kind->clocks[i].name},
				.bytes = {clock_bytes(x->arena, &h->clocks[i])}});
	light_take(x, &b->commit, h->m, p);
}

static void again_matter(struct walk *w, struct batch *b, struct matter *m)
{
	struct ctx *x = &b->x;
	struct matter old;
	struct holder *v = arena_new_n(x->arena, m->parts.n + 1, struct holder);
	bool moved = false;
	for (size_t i = 0; i <= m->parts.n; i++) {
		v[i] = holder_of(w, b, i ? matter_part_at(m, i - 1) : m);
		moved |= v[i].moved;
	}
	size_t before = b->commit.ops.n;
	if (w->again.from == EVERYTHING)
		span_ops(&b->commit, NULL, m); /* made by a program that kept none */
	if (moved || b->commit.ops.n > before)
		*list_push(&b->arena, &b->touched) = m->id;
	if (!moved)
		return;
	b->moved++;
	matter_copy(x->arena, m, &old);
	struct pending *p = commit_event(&b->commit, x, ENTITY_MATTER, m->id, m->version + 1, S(ACTION_AGAIN), w->again.note);
	for (size_t i = 0; i <= m->parts.n; i++)
		if (v[i].moved)
			again_holder(b, &v[i], p);
	matter_applied(m, &p->e);
	matter_ops(&b->commit, x->roster, &old, m);
}

static err look_at(struct walk *w, struct batch *b, int64_t id)
{
	struct matter m;
	bool there;
	TRY(matter_load(w->core, b->x.snap, &b->arena, id, &m, &there));
	b->looked++;
	b->last = id;
	if (there && m.state >= 0) /* also a closed one: clocks of its parts may run */
		again_matter(w, b, &m);
	return OK;
}

/* ---- one batch ---------------------------------------------------------------------------- */
static err next_ids(struct walk *w, struct batch *b, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	int64_t region = w->core->region;
	if (w->again.from == EVERYTHING)
		TRY(query(b->x.snap, &matters_next, VALS(V_INT(region), V_INT(b->last)), &r));
	else
		TRY(query(b->x.snap, &spans_next, VALS(V_INT(region), V_INT(b->last), V_INT(w->from), V_INT(w->to)), &r));
	while (rows_next(r))
		*list_push(&b->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

static err batch_begin(struct walk *w, struct batch *b, int64_t after)
{
	arena_init(&b->arena);
	b->touched.n = b->touched.cap = 0;
	b->touched.v = NULL;
	b->last = after;
	b->looked = b->moved = 0;
	b->end = false;
	TRY(ctx_open(w->core, &b->arena, NULL, &b->x));
	commit_init(&b->commit, &b->x);
	b->commit.timed = true; /* another import ends this walk */
	return ctx_snap(&b->x);
}

static err batch_fill(struct walk *w, struct batch *b)
{
	int64_t *id;
	size_t n = 1;
	while (n && b->touched.n < BATCH_MOVED && b->looked < BATCH_LOOKED) {
		TRY(next_ids(w, b, &id, &n));
		for (size_t i = 0; i < n && b->touched.n < BATCH_MOVED; i++)
			TRY(look_at(w, b, id[i]));
		b->end = n == 0;
	}
	struct again done = w->again;
	done.at = b->end ? NEVER : b->last;
	again_op(&b->commit, &done);
	return OK;
}

static err batch_decide(struct walk *w, struct batch *b, int64_t after)
{
	err e = batch_begin(w, b, after);
	if (e == OK)
		e = batch_fill(w, b);
	ctx_close(&b->x);
	return e;
}

/* ---- the helper ------------------------------------------------------------------------------ */
static void *commit_main(void *arg)
{
	struct walk *w = arg;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->given && !w->stop)
			pthread_cond_wait(&w->turn, &w->lock);
		struct batch *b = w->given;
		if (!b)
			break;
		pthread_mutex_unlock(&w->lock);
		err e = commit_run(&b->commit);
		pthread_mutex_lock(&w->lock);
		b->result = e;
		fail_save(&b->note);
		w->given = NULL;
		pthread_cond_broadcast(&w->turn);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void give(struct walk *w, struct batch *b)
{
	pthread_mutex_lock(&w->lock);
	w->given = b;
	pthread_cond_broadcast(&w->turn);
	pthread_mutex_unlock(&w->lock);
}

static void wait_for(struct walk *w)
{
	pthread_mutex_lock(&w->lock);
	while (w->given)
		pthread_cond_wait(&w->turn, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

/* ---- after a conflict: one by one ---------------------------------------------------------------- */
static err alone(struct walk *w, int64_t id, bool *ret_moved)
{
	struct batch b;
	err e = OK;
	*ret_moved = false;
	for (int i = 0; i < 10; i++) {
		e = batch_begin(w, &b, id - 1);
		if (e == OK)
			e = look_at(w, &b, id);
		ctx_close(&b.x);
		if (e == OK && b.touched.n)
			e = commit_run(&b.commit);
		*ret_moved = e == OK && b.moved;
		bool again = e == ERR_CONFLICT && b.commit.conflict && b.commit.calendar_no == atomic_load(&w->core->calendar_no);
		arena_done(&b.arena);
		if (!again)
			break;
	}
	return e;
}

/* Somebody acted on one of them: that act stands, the others do not wait for it. */
static err one_by_one(struct walk *w, struct batch *b)
{
	for (size_t i = 0; i < b->touched.n; i++) {
		bool moved;
		TRY(alone(w, b->touched.v[i], &moved));
		w->report.moved += moved;
	}
	struct commit c = {.core = w->core, .arena = &b->arena, .calendar_no = b->commit.calendar_no, .timed = true};
	struct again done = w->again;
	done.at = b->end ? NEVER : b->last;
	again_op(&c, &done);
	return commit_run(&c);
}

static err settle(struct walk *w, struct batch *b)
{
	err e = b->result;
	w->report.looked += b->looked;
	if (e == OK)
		w->report.moved += b->moved;
	else if (e == ERR_CONFLICT && b->commit.conflict && b->commit.calendar_no == atomic_load(&w->core->calendar_no))
		e = one_by_one(w, b);
	else
		fail_restore(&b->note);
	arena_done(&b->arena);
	return e;
}

/* ---- the walk -------------------------------------------------------------------------------------- */
/* Decides one batch while the one before is being committed. */
static err batches(struct walk *w, int64_t ms)
{
	struct batch batch[2], *underway = NULL;
	ms_t began = now_ms(&time_real);
	int64_t last = w->again.at;
	bool end = false;
	err e = OK;
	for (int i = 0; e == OK && !end && !(ms && now_ms(&time_real) - began >= ms); i ^= 1) {
		struct batch *b = &batch[i];
		e = batch_decide(w, b, last);
		if (underway) {
			struct fail_note note;
			fail_save(&note);
			wait_for(w);
			err settled = settle(w, underway);
			underway = NULL;
			if (e != OK)
				fail_restore(&note);
			else
				e = settled;
		}
		if (e != OK) {
			arena_done(&b->arena);
			break;
		}
		end = b->end;
		last = b->last;
		give(w, b);
		underway = b;
	}
	if (underway) {
		wait_for(w);
		e = settle(w, underway);
	}
	w->report.done = e == OK && end;
	return e;
}

static err with_helper(struct walk *w, int64_t ms)
{
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->turn, NULL);
	err e = pthread_create(&w->thread, NULL, commit_main, w) == 0 ? OK
		: fail(ERR_BUSY, "no thread could be started; end other programs and try again");
	if (e == OK) {
		e = batches(w, ms);
		struct fail_note note;
		fail_save(&note);
		pthread_mutex_lock(&w->lock);
		w->stop = true;
		pthread_cond_broadcast(&w->turn);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
		fail_restore(&note);
	}
	pthread_cond_destroy(&w->turn);
	pthread_mutex_destroy(&w->lock);
	return e;
}

/* What is to be done: the row of the import, or all of it when the program brought another
 * calendar, or when this record was made by one that kept no spans. */
static err plan(struct walk *w, bool *ret_done)
{
	struct ctx x;
	TRY(ctx_open(w->core, &w->arena, NULL, &x));
	err e = ctx_snap(&x);
	if (e == OK)
		e = again_read(w->core, x.snap, &w->arena, &w->again);
	if (e == OK) {
		struct again *g = &w->again;
		*ret_done = again_done(g, x.calendars);
		if (!g->there || memcmp(g->digest.b, x.calendars->digest.b, sizeof g->digest.b) != 0)
			*g = (struct again){.digest = x.calendars->digest, .from = g->there ? day_of(0, 1, 1) : EVERYTHING, .to = day_of(9999, 12, 31),
				.note = word(LANG_ZH, W("the calendar of the program was renewed"))};
		w->from = g->from == EVERYTHING ? 0 : zone_at(w->core->zone, g->from, 0);
		w->to = g->to == DAY_NONE ? 0 : zone_at(w->core->zone, g->to + 1, 0);
	}
	ctx_close(&x);
	return e;
}

err clocks_again(struct core *c, int64_t ms, struct again_report *ret)
{
	struct walk w = {.core = c};
	bool done;
	pthread_mutex_lock(&c->again_lock);
	arena_init(&w.arena);
	err e = plan(&w, &done);
	if (e == OK && !done)
		e = with_helper(&w, ms);
	else if (e == OK)
		w.report.done = true;
	/* a notice came in meanwhile: it has taken over what was left */
	if (e == ERR_CONFLICT)
		e = OK;
	arena_done(&w.arena);
	pthread_mutex_unlock(&c->again_lock);
	if (e == OK)
		*ret = w.report;
	return e;
}

err clocks_pending(struct ctx *x, bool *ret)
{
	struct again g;
	TRY(ctx_snap(x));
	TRY(again_read(x->core, x->snap, x->arena, &g));
	*ret = !again_done(&g, x->calendars);
	return OK;
}
