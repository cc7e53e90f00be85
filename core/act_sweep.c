/* SPDX-License-Identifier: Apache-2.0 */
/* When the rules of lights change — a setting from today on, another scheme, a new pack —
 * every open matter and its parts are looked at again. (When a calendar changes,
 * clock_again.c does it.) What the rules come to is one digest per kind; it stands in
 * light_sweep with the place that was reached, so the walk goes on where it was broken
 * off, and matters and place move in one transaction. */
#include "core/matter_in.h"

#include <string.h>

STMT(sweep_get, "SELECT rules, state, due, matter, done FROM light_sweep WHERE region = $1 AND kind = $2");
STMT(sweep_move, "UPDATE light_sweep SET rules = $3, state = $4, due = $5, matter = $6, done = $7 WHERE region = $1 AND kind = $2");
STMT(sweep_first, "INSERT INTO light_sweep(region, kind, rules, state, due, matter, done) VALUES($1, $2, $3, $4, $5, $6, $7)");
STMT(sweep_open,
     "SELECT matter, due FROM matter_unit WHERE region = $1 AND unit = 0 AND kind = $2 AND state = $3 AND (due, matter) > ($4, $5)"
     " ORDER BY due, matter LIMIT 32");
STMT(sweep_count, "SELECT state, n FROM counter WHERE region = $1 AND unit = 0 AND kind = $2");
const struct stmt *const core_sweep_stmts[] = {&sweep_get, &sweep_move, &sweep_first, &sweep_open, &sweep_count, NULL};

#define BATCH 32 /* matters in a commit; whoever writes meanwhile waits for one */
#define SWEPT_MOST 20000 /* in one trip, so that the trip stays near its minute */
#define PREVIEW_MOST 20000

struct walk { /* over the open matters of a kind, in the order of an index */
	const struct kind *kind;
	size_t state;
	int64_t due, matter; /* after these */
	int64_t id[BATCH];
	size_t n;
};

static void next_state(struct walk *w)
{
	w->state++;
	w->due = w->matter = INT64_MIN;
}

/* Fills id; n 0: that was all. */
static err walk_next(struct ctx *x, struct walk *w)
{
	for (w->n = 0; w->n == 0 && w->state < w->kind->n_states; ) {
		struct rows *r;
		const struct state *s = &w->kind->states[w->state];
		if (s->closed) {
			next_state(w);
			continue;
		}
		TRY(ctx_snap(x));
		TRY(query(x->snap, &sweep_open, VALS(V_INT(x->core->region), V_TEXT(w->kind->name), V_TEXT(s->name), V_INT(w->due), V_INT(w->matter)), &r));
		while (rows_next(r)) {
			w->id[w->n++] = w->matter = row_int(r, 0);
			w->due = row_int(r, 1);
		}
		TRY(rows_end(r));
		if (!w->n)
			next_state(w);
	}
	return OK;
}

/* ---- what the rules come to --------------------------------------------------------- */
static void put_condition(struct buf *b, enum light_when when, int64_t than, int64_t months)
{
	cbor_int(b, when);
	cbor_int(b, than);
	cbor_int(b, months);
}

static void put_rules(struct buf *b, struct ctx *x, const struct kind *k)
{
	struct light_rules rules = rules_in_force(x, k);
	cbor_int(b, (int64_t)rules.first);
	cbor_array(b, rules.n);
	for (size_t i = 0; i < rules.n; i++) {
		const struct light_rule *r = &rules.all[rules.first + i];
		cbor_int(b, r->light);
		cbor_int(b, (int64_t)r->clocks);
		put_condition(b, r->when, r->than, r->months);
		cbor_array(b, r->n_also);
		for (size_t j = 0; j < r->n_also; j++)
			put_condition(b, r->also[j].when, r->also[j].than, r->also[j].months);
	}
}

void light_digest(struct ctx *x, const struct kind *k, struct digest *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	put_rules(&b, x, k);
	for (size_t i = 0; i < k->n_parts; i++)
		put_rules(&b, x, &k->parts[i]);
	hash_bytes(HASH_SHA256, b.p ? b.p : "", b.n, ret);
}

static str digest_str(const struct digest *d)
{
	return (str){(const char *)d->b, sizeof d->b};
}

/* ---- the place that was reached ------------------------------------------------------ */
static err place_get(struct ctx *x, const struct digest *rules, struct walk *w, bool *ret_done)
{
	struct rows *r;
	bool found;
	const struct kind *k = w->kind;
	*ret_done = false;
	*w = (struct walk){.kind = k, .due = INT64_MIN, .matter = INT64_MIN};
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &sweep_get, VALS(V_INT(x->core->region), V_TEXT(k->name)), &r, &found));
	if (!found || !str_eq(row_text(r, 0), digest_str(rules)))
		return OK;
	int state = kind_state(k, row_text(r, 1));
	*ret_done = row_int(r, 4) != 0;
	if (state >= 0) {
		w->state = (size_t)state;
		w->due = row_int(r, 2);
		w->matter = row_int(r, 3);
	}
	return OK;
}

static void place_put(struct ctx *x, struct commit *c, const struct digest *rules, const struct walk *w)
{
	bool done = w->state >= w->kind->n_states;
	commit_op(c, OP_UPSERT, &sweep_move, &sweep_first,
		  VALS(V_INT(x->core->region), V_TEXT(w->kind->name), V_BLOB(digest_str(rules)),
		       V_TEXT(done ? S("") : w->kind->states[w->state].name), V_INT(w->due), V_INT(w->matter), V_INT(done)));
}

err light_swept(struct ctx *x, const struct kind *k, bool *ret)
{
	struct digest rules;
	struct walk w = {.kind = k};
	light_digest(x, k, &rules);
	return place_get(x, &rules, &w, ret);
}

/* ---- one batch ------------------------------------------------------------------------- */
static err take_one(struct ctx *x, struct commit *c, int64_t id, int64_t *ret_moved)
{
	bool moved;
	TRY(light_again(x, c, id, &moved));
	*ret_moved += moved;
	return OK;
}

/* Somebody acts on one of them right now: each by itself, and that act sets its light. */
static err one_by_one(struct ctx *x, const struct digest *rules, const struct walk *w)
{
	int64_t moved = 0;
	for (size_t i = 0; i < w->n; i++) {
		struct commit c;
		commit_init(&c, x);
		TRY(take_one(x, &c, w->id[i], &moved));
		err e = c.events.n ? ctx_commit(x, &c) : OK;
		if (e != OK && !(e == ERR_CONFLICT && c.conflict))
			return e;
	}
	struct commit c;
	commit_init(&c, x);
	place_put(x, &c, rules, w);
	return ctx_commit(x, &c);
}

/* A notice was loaded: the next trip begins here again, with the new calendar. */
static bool calendar_moved(const struct ctx *x, const struct commit *c)
{
	return c->calendar_no != atomic_load(&x->core->calendar_no);
}

static err batch(struct ctx *x, const struct digest *rules, struct walk *w, int64_t *ret_moved, bool *ret_stop)
{
	struct commit c;
	int64_t moved = 0;
	TRY(walk_next(x, w));
	commit_init(&c, x);
	TRY(ctx_snap(x));
	for (size_t i = 0; i < w->n; i++)
		TRY(take_one(x, &c, w->id[i], &moved));
	place_put(x, &c, rules, w);
	err e = ctx_commit(x, &c);
	if (e == ERR_CONFLICT && c.conflict && calendar_moved(x, &c)) {
		*ret_stop = true;
		return OK;
	}
	if (e == ERR_CONFLICT && c.conflict)
		e = one_by_one(x, rules, w);
	TRY(e);
	*ret_moved += moved;
	return OK;
}

static err sweep_kind(struct ctx *x, const struct kind *k, int64_t *ret_moved)
{
	struct arena *own = x->arena, scratch;
	struct digest rules;
	struct walk w = {.kind = k};
	bool done;
	arena_init(&scratch);
	x->arena = &scratch;
	light_digest(x, k, &rules);
	err e = place_get(x, &rules, &w, &done);
	for (int64_t looked = 0; e == OK && !done && looked < SWEPT_MOST; looked += BATCH) {
		e = batch(x, &rules, &w, ret_moved, &done);
		done |= w.state >= k->n_states;
		arena_reset(&scratch);
	}
	ctx_refresh(x);
	x->arena = own;
	arena_done(&scratch);
	return e;
}

err light_sweep(struct ctx *x, int64_t *ret_moved)
{
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if ((*p)->kinds[i].n_lights || (*p)->kinds[i].n_parts)
				TRY(sweep_kind(x, &(*p)->kinds[i], ret_moved));
	return OK;
}

/* ---- what a change would do --------------------------------------------------------------- */
static err open_matters(struct ctx *x, const struct kind *k, int64_t *ret)
{
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &sweep_count, VALS(V_INT(x->core->region), V_TEXT(k->name)), &r));
	while (rows_next(r)) {
		int state = kind_state(k, row_text(r, 0));
		*ret += state >= 0 && !k->states[state].closed ? row_int(r, 1) : 0;
	}
	return rows_end(r);
}

static err try_one(struct ctx *x, int64_t id, const struct setting_trial *trial, struct setting_preview *p)
{
	struct matter m;
	struct light_state now, then;
	ms_t next;
	bool there;
	TRY(matter_load(x->core, x->snap, x->arena, id, &m, &there));
	if (!there)
		return OK;
	matter_light(x, &m, &now, &next);
	x->trial = trial;
	matter_light(x, &m, &then, &next);
	x->trial = NULL;
	p->open++;
	if (now.light != then.light) {
		p->changed++;
		p->moves[now.light][then.light]++;
	}
	return OK;
}

static err try_kind(struct ctx *x, const struct kind *k, const struct setting_trial *trial, struct setting_preview *p)
{
	struct arena *own = x->arena, scratch;
	struct walk w = {.kind = k, .due = INT64_MIN, .matter = INT64_MIN};
	err e;
	arena_init(&scratch);
	x->arena = &scratch;
	do {
		e = walk_next(x, &w);
		for (size_t i = 0; e == OK && i < w.n; i++) {
			e = try_one(x, w.id[i], trial, p);
			arena_reset(&scratch);
		}
	} while (e == OK && w.n);
	x->trial = NULL;
	x->arena = own;
	arena_done(&scratch);
	return e;
}

/* Whether lights look at it at all. */
static bool in_lights(struct ctx *x, const struct kind *k, const struct setting_trial *trial)
{
	struct digest now, then;
	light_digest(x, k, &now);
	x->trial = trial;
	light_digest(x, k, &then);
	x->trial = NULL;
	return memcmp(&now, &then, sizeof now) != 0;
}

err setting_preview(struct ctx *x, str name, str value, struct setting_preview *ret)
{
	struct setting_trial trial = {name, value};
	struct setting_preview p = {0};
	str pack, own;
	if (!str_split(name, '.', &pack, &own))
		pack = S("");
	for (const struct pack *const *v = x->core->packs; *v; v++)
		for (size_t i = 0; str_eq((*v)->name, pack) && i < (*v)->n_kinds; i++) {
			const struct kind *k = &(*v)->kinds[i];
			int64_t open = 0;
			if ((!k->n_lights && !k->n_parts) || !in_lights(x, k, &trial))
				continue;
			TRY(open_matters(x, k, &open));
			if (open > PREVIEW_MOST) {
				*ret = (struct setting_preview){.open = open};
				return OK;
			}
			p.counted = true;
			TRY(try_kind(x, k, &trial, &p));
		}
	*ret = p;
	return OK;
}
