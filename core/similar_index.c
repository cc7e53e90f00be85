/* SPDX-License-Identifier: Apache-2.0 */
/* The index of similarity. An entry is one telling of a matter: its features as keyed hashes, and
 * the terms under which it is found, newest first. It follows the log as the index of search does,
 * with its own watermark; features are counted, a thousand entries at a time, from the entries. */
#include "core/similar_in.h"

#include <string.h>

#include "text/bigram.h"

STMT(similar_mark_get, "SELECT recipe, seq, matter, entries, counted FROM similar_mark WHERE region = $1");
STMT(similar_mark_add, "INSERT INTO similar_mark(region, recipe, seq, matter, entries, counted) VALUES($1, $2, $3, $4, $5, $6)");
STMT(similar_mark_move, "UPDATE similar_mark SET recipe = $2, seq = $3, matter = $4, entries = $5, counted = $6 WHERE region = $1");
#define ENTRY "SELECT entry, matter, request, at, side FROM similar_entry WHERE region = $1 AND "
STMT(similar_entry_one, ENTRY "entry = $2");
STMT(similar_entry_some, ENTRY "entry IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
STMT(similar_entry_of, ENTRY "matter = $2 ORDER BY request");
STMT(similar_entry_few, ENTRY "matter = $2 ORDER BY request LIMIT $3");
STMT(similar_entry_after, ENTRY "entry > $2 ORDER BY entry LIMIT $3");
STMT(similar_entry_before, ENTRY "entry < $2 ORDER BY entry DESC LIMIT $3");
STMT(similar_entry_add, "INSERT INTO similar_entry(region, entry, matter, request, at, side) VALUES($1, $2, $3, $4, $5, $6)");
STMT(similar_entry_move, "UPDATE similar_entry SET at = $3, side = $4 WHERE region = $1 AND entry = $2");
STMT(similar_entry_drop, "DELETE FROM similar_entry WHERE region = $1 AND entry = $2");
STMT(similar_entry_clear, "DELETE FROM similar_entry WHERE region = $1");
STMT(similar_term_clear, "DELETE FROM similar_term WHERE region = $1");
STMT(similar_count_all, "SELECT page, n FROM similar_count WHERE region = $1 ORDER BY page");
STMT(similar_count_add, "INSERT INTO similar_count(region, page, n) VALUES($1, $2, $3)");
STMT(similar_count_move, "UPDATE similar_count SET n = $3 WHERE region = $1 AND page = $2");
STMT(similar_count_clear, "DELETE FROM similar_count WHERE region = $1");
const struct stmt *const core_similar_stmts[] = {&similar_mark_get, &similar_mark_add, &similar_mark_move, &similar_entry_one, &similar_entry_some,
	&similar_entry_of, &similar_entry_few, &similar_entry_after, &similar_entry_before, &similar_entry_add, &similar_entry_move, &similar_entry_drop,
	&similar_entry_clear, &similar_term_clear, &similar_count_all,
	&similar_count_add, &similar_count_move, &similar_count_clear, NULL};

#define EVENTS_MOST 256
#define WALK_MOST 128
#define COUNT_MOST 1024 /* entries counted in one step */
#define PAGES 64
#define PAGE_SLOTS (SIMILAR_SLOTS / PAGES)
#define SOME 16

/* ---- rules and key -------------------------------------------------------------------------------- */
static void put_shape(struct buf *b, const struct kind *k)
{
	struct similar_shape s;
	if (!similar_shape_of(k, &s))
		return;
	buf_add(b, k->name);
	buf_fmt(b, " %d %d %d %d %d %d %d %d %d\n", k->title, s.category, s.place, s.area, s.x, s.y, s.words, s.where, s.phone);
}

static void make_recipe(struct core *c, struct similar_state *s)
{
	struct buf b;
	buf_init(&b, &s->arena);
	buf_fmt(&b, "%d %d %llx\n", SIMILAR_VERSION, BIGRAM_VERSION, (unsigned long long)similar_rules_stamp(s->rules));
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			put_shape(&b, &(*p)->kinds[i]);
	str all = buf_str(&b);
	hash_bytes(HASH_SHA256, all.p, all.n, &s->recipe);
}

/* A key of its own, so that nothing of the index can be tried out without the master key. */
static void make_key(struct core *c, struct similar_state *s)
{
	struct digest d;
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, sizeof c->master}, S("luoshi/similar/1"), &d);
	memcpy(s->key.k, d.b, sizeof s->key.k);
	explicit_bzero(&d, sizeof d);
}

err similar_ready(struct core *c)
{
	struct similar_state *s = &c->similar;
	err e = OK;
	pthread_mutex_lock(&s->lock);
	if (!s->rules) {
		make_key(c, s);
		e = similar_rules_built_in(&s->arena, &s->rules);
		if (e == OK)
			make_recipe(c, s);
		s->counts = arena_new_n(&s->arena, SIMILAR_SLOTS, uint32_t);
		s->usual = arena_new_n(&s->arena, SIMILAR_SLOTS, uint32_t);
		s->usual_of = similar_usual(&s->arena, s->rules, &s->key, s->usual);
	}
	pthread_mutex_unlock(&s->lock);
	return e;
}

/* ---- reading rows ------------------------------------------------------------------------------------ */
err similar_mark_read(struct ctx *x, struct similar_mark *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &similar_mark_get, VALS(V_INT(x->core->region)), &r, &found));
	*ret = (struct similar_mark){.there = found};
	if (!found)
		return OK;
	const struct digest *d = &x->core->similar.recipe;
	*ret = (struct similar_mark){.there = true, .ours = str_eq(row_text(r, 0), (str){(const char *)d->b, sizeof d->b}), .seq = row_int(r, 1),
		.matter = row_int(r, 2), .entries = row_int(r, 3), .counted = row_int(r, 4)};
	return OK;
}

static void entry_row(struct ctx *x, struct rows *r, struct similar_entry *e)
{
	*e = (struct similar_entry){.n = row_int(r, 0), .matter = row_int(r, 1), .request = row_int(r, 2), .at = row_int(r, 3),
		.side = row_copy(r, 4, x->arena)};
}

static err entries(struct ctx *x, const struct stmt *stmt, const struct val *v, size_t n, struct similar_entry **ret, size_t *ret_n)
{
	LIST(struct similar_entry) l = {0};
	struct rows *r;
	TRY(query(x->snap, stmt, v, n, &r));
	while (rows_next(r))
		entry_row(x, r, list_push(x->arena, &l));
	x->rows_read += (int64_t)l.n;
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err similar_entry_read(struct ctx *x, int64_t n, struct similar_entry *ret, bool *ret_found)
{
	struct rows *r;
	TRY(query_one(x->snap, &similar_entry_one, VALS(V_INT(x->core->region), V_INT(n)), &r, ret_found));
	if (*ret_found)
		entry_row(x, r, ret);
	return OK;
}

err similar_entries_of(struct ctx *x, int64_t matter, struct similar_entry **ret, size_t *ret_n)
{
	return entries(x, &similar_entry_of, VALS(V_INT(x->core->region), V_INT(matter)), ret, ret_n);
}

err similar_entries_few(struct ctx *x, int64_t matter, int64_t most, struct similar_entry **ret, size_t *ret_n)
{
	return entries(x, &similar_entry_few, VALS(V_INT(x->core->region), V_INT(matter), V_INT(most)), ret, ret_n);
}

err similar_entries_after(struct ctx *x, int64_t n, int64_t most, struct similar_entry **ret, size_t *ret_n)
{
	return entries(x, &similar_entry_after, VALS(V_INT(x->core->region), V_INT(n), V_INT(most)), ret, ret_n);
}

err similar_entries_before(struct ctx *x, int64_t n, int64_t most, struct similar_entry **ret, size_t *ret_n)
{
	return entries(x, &similar_entry_before, VALS(V_INT(x->core->region), V_INT(n), V_INT(most)), ret, ret_n);
}

err similar_entries_at(struct ctx *x, const int64_t *numbers, size_t n, struct similar_entry *ret, size_t *ret_n)
{
	*ret_n = 0;
	for (size_t from = 0; from < n; from += SOME) {
		struct val v[1 + SOME];
		struct similar_entry *some;
		size_t n_some;
		v[0] = V_INT(x->core->region);
		for (size_t i = 0; i < SOME; i++)
			v[1 + i] = V_INT(numbers[from + i < n ? from + i : from]);
		TRY(entries(x, &similar_entry_some, v, COUNT_OF(v), &some, &n_some));
		memcpy(ret + *ret_n, some, n_some * sizeof *some);
		*ret_n += n_some;
	}
	return OK;
}

/* ---- counts -------------------------------------------------------------------------------------------- */
static err counts_load(struct ctx *x, uint32_t *n, bool there[PAGES])
{
	struct rows *r;
	memset(n, 0, SIMILAR_SLOTS * sizeof *n);
	TRY(query(x->snap, &similar_count_all, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r)) {
		str bytes = row_text(r, 1);
		int64_t page = row_int(r, 0);
		if (page < 0 || page >= PAGES || bytes.n != PAGE_SLOTS * 4)
			continue;
		if (there)
			there[page] = true;
		for (size_t i = 0; i < PAGE_SLOTS; i++) {
			const uint8_t *b = (const uint8_t *)bytes.p + 4 * i;
			n[(size_t)page * PAGE_SLOTS + i] = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
		}
	}
	return rows_end(r);
}

err similar_counts_read(struct ctx *x, const struct similar_mark *m, struct similar_counts *ret)
{
	struct similar_state *s = &x->core->similar;
	uint32_t *n = arena_new_n(x->arena, SIMILAR_SLOTS, uint32_t);
	err e = OK;
	pthread_mutex_lock(&s->lock);
	if (s->counted != m->counted) {
		e = counts_load(x, s->counts, NULL);
		s->counted = e == OK ? m->counted : -1;
	}
	for (size_t i = 0; i < SIMILAR_SLOTS; i++)
		n[i] = s->counts[i] + s->usual[i];
	pthread_mutex_unlock(&s->lock);
	*ret = (struct similar_counts){.n = n, .all = m->counted + s->usual_of};
	return e;
}

/* ---- one step --------------------------------------------------------------------------------------------- */
struct change { /* of one entry */
	struct similar_entry entry;
	bool fresh, gone;
};
struct step {
	struct ctx *x;
	struct similar_mark from, to;
	struct similar_counts counts;
	LIST(struct change) changes;
	struct similar_block *open, *others; /* lists of the newest block, and of older ones */
	uint32_t *counted; /* the counts to be stored; NULL: none */
	bool pages[PAGES], clear;
};

/* Puts an entry under its terms, or takes it out. */
static err list_terms(struct step *s, int64_t entry, str packed, bool in)
{
	const struct similar_state *own = &s->x->core->similar;
	struct similar_term terms[SIMILAR_TERMS];
	struct similar_side side;
	if (!similar_unpack(packed, &side))
		return OK;
	size_t n = similar_terms(own->rules, &own->key, &side, &s->counts, false, terms);
	for (size_t i = 0; i < n; i++) {
		struct similar_list *l;
		int64_t block = entry >> BLOCK_BITS;
		TRY(similar_list_of(s->x, s->open, s->others, terms[i].term, block, &l));
		similar_list_put(block == s->open->no ? s->open : s->others, l, entry, in);
	}
	return OK;
}

/* Entries begin at 1; a new block begins when its first entry comes. */
static void open_next(struct step *s)
{
	int64_t no = s->to.entries >> BLOCK_BITS;
	if (no == s->open->no)
		return;
	struct similar_block *old = s->open;
	s->open = similar_block_new(no);
	similar_block_hand(old, s->others);
	similar_block_free(old);
}

static err entry_put(struct step *s, int64_t matter, const struct similar_telling *t, const struct similar_entry *had)
{
	const struct similar_state *own = &s->x->core->similar;
	struct similar_message m;
	similar_read(s->x->arena, own->rules, &own->key, &t->text, &t->facts, &m);
	struct similar_entry e = {.matter = matter, .request = t->request, .at = t->facts.at, .side = similar_pack(s->x->arena, &m.side)};
	if (had && str_eq(had->side, e.side) && had->at == e.at)
		return OK;
	e.n = had ? had->n : ++s->to.entries;
	*list_push(s->x->arena, &s->changes) = (struct change){.entry = e, .fresh = !had};
	open_next(s);
	if (had)
		TRY(list_terms(s, had->n, had->side, false));
	return list_terms(s, e.n, e.side, true);
}

static err matter_step(struct step *s, int64_t id)
{
	struct similar_telling *t;
	struct similar_entry *had;
	size_t n, n_had;
	TRY(similar_tellings(s->x, id, &t, &n));
	TRY(similar_entries_of(s->x, id, &had, &n_had));
	for (size_t i = 0; i < n; i++) {
		const struct similar_entry *one = NULL;
		for (size_t k = 0; k < n_had; k++)
			if (had[k].request == t[i].request) {
				one = &had[k];
				had[k].request = -1; /* met */
			}
		TRY(entry_put(s, id, &t[i], one));
	}
	for (size_t k = 0; k < n_had; k++)
		if (had[k].request != -1) {
			*list_push(s->x->arena, &s->changes) = (struct change){.entry = had[k], .gone = true};
			TRY(list_terms(s, had[k].n, had[k].side, false));
		}
	return OK;
}

/* The counts follow the entries: soon while there are few, later a thousand at a time. */
static bool count_is_due(const struct similar_mark *m)
{
	int64_t wait = m->counted / 4;
	return m->entries - m->counted >= (wait < 16 ? 16 : wait > COUNT_MOST ? COUNT_MOST : wait);
}

static err count_step(struct step *s)
{
	struct similar_entry *v;
	size_t n;
	s->counted = arena_new_n(s->x->arena, SIMILAR_SLOTS, uint32_t);
	TRY(counts_load(s->x, s->counted, s->pages));
	TRY(similar_entries_after(s->x, s->from.counted, COUNT_MOST, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct similar_side side;
		if (!similar_unpack(v[i].side, &side))
			continue;
		for (size_t k = 0; k < side.n; k++)
			s->counted[trait_slot(side.codes[k])]++;
	}
	s->to.counted = n < COUNT_MOST ? s->from.entries : v[n - 1].n;
	return OK;
}

static err plan(struct step *s)
{
	int64_t *v;
	size_t n;
	if (count_is_due(&s->from))
		return count_step(s);
	TRY(similar_counts_read(s->x, &s->from, &s->counts));
	if (s->from.matter != NEVER) {
		TRY(similar_matters_after(s->x, s->from.matter, WALK_MOST, &v, &n));
		s->to.matter = n < WALK_MOST ? NEVER : v[n - 1];
	} else {
		TRY(similar_touched(s->x, s->from.seq, EVENTS_MOST, &v, &n, &s->to.seq));
	}
	for (size_t i = 0; i < n; i++)
		TRY(matter_step(s, v[i]));
	return OK;
}

/* ---- in the writer ---------------------------------------------------------------------------------------------- */
static err change_run(struct conn *conn, const struct step *s, const struct change *c)
{
	const struct similar_entry *e = &c->entry;
	const struct val region = V_INT(s->x->core->region);
	if (c->gone)
		return exec(conn, &similar_entry_drop, VALS(region, V_INT(e->n)), NULL);
	if (!c->fresh)
		return exec(conn, &similar_entry_move, VALS(region, V_INT(e->n), V_INT(e->at), V_BLOB(e->side)), NULL);
	return exec(conn, &similar_entry_add,
		    VALS(region, V_INT(e->n), V_INT(e->matter), V_INT(e->request), V_INT(e->at), V_BLOB(e->side)), NULL);
}

static err counts_run(struct conn *conn, const struct step *s)
{
	static_assert(PAGES * PAGE_SLOTS == SIMILAR_SLOTS, "whole pages");
	for (size_t page = 0; page < PAGES; page++) {
		char bytes[PAGE_SLOTS * 4];
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)(s->counted[page * PAGE_SLOTS + i / 4] >> 8 * (i % 4));
		TRY(exec(conn, s->pages[page] ? &similar_count_move : &similar_count_add,
			 VALS(V_INT(s->x->core->region), V_INT((int64_t)page), V_BLOB(((str){bytes, sizeof bytes}))), NULL));
	}
	return OK;
}

static err step_run(struct conn *conn, void *arg)
{
	struct step *s = arg;
	const struct val region = V_INT(s->x->core->region);
	const struct digest *d = &s->x->core->similar.recipe;
	static const struct stmt *const clear[] = {&similar_term_clear, &similar_entry_clear, &similar_count_clear};
	for (size_t i = 0; s->clear && i < COUNT_OF(clear); i++)
		TRY(exec(conn, clear[i], VALS(region), NULL));
	for (size_t i = 0; i < s->changes.n; i++)
		TRY(change_run(conn, s, &s->changes.v[i]));
	if (s->open)
		TRY(similar_block_write(conn, s->x->core->region, s->open));
	TRY(similar_block_write(conn, s->x->core->region, s->others));
	if (s->counted)
		TRY(counts_run(conn, s));
	return exec(conn, s->from.there ? &similar_mark_move : &similar_mark_add,
		    VALS(region, V_BLOB(((str){(const char *)d->b, sizeof d->b})), V_INT(s->to.seq), V_INT(s->to.matter), V_INT(s->to.entries),
			 V_INT(s->to.counted)), NULL);
}

static err begin_anew(struct step *s)
{
	int64_t seq;
	ctx_refresh(s->x); /* one snapshot of a thread at a time */
	TRY(core_seq(s->x->core, &seq));
	s->clear = s->from.there;
	s->to = (struct similar_mark){.there = true, .seq = seq};
	return OK;
}

static err decide(struct step *s, const struct similar_told *told, size_t n)
{
	if (!s->from.ours)
		return begin_anew(s);
	TRY(similar_block_read(s->x, s->from.entries, &s->open));
	TRY(plan(s));
	if (n)
		TRY(similar_counts_read(s->x, &s->from, &s->counts));
	for (size_t i = 0; i < n; i++)
		TRY(entry_put(s, told[i].matter, &told[i].telling, NULL));
	return OK;
}

static err step(struct step *s, const struct similar_told *told, size_t n, bool *ret_more)
{
	TRY(similar_mark_read(s->x, &s->from));
	s->to = s->from;
	TRY(decide(s, told, n));
	*ret_more = s->clear || !s->from.there || s->from.seq != s->to.seq || s->from.matter != s->to.matter || s->from.counted != s->to.counted;
	ctx_refresh(s->x);
	return *ret_more || s->changes.n ? store_write(s->x->core->store, step_run, s) : OK;
}

static err step_locked(struct core *c, const struct similar_told *told, size_t n, bool *ret_more)
{
	struct arena a;
	struct ctx x;
	TRY(similar_ready(c));
	arena_init(&a);
	pthread_mutex_lock(&c->similar.step);
	struct step s = {.x = &x, .open = c->similar.open, .others = similar_block_new(-1)};
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = step(&s, told, n, ret_more);
		ctx_close(&x);
	}
	if (e == OK && s.open && !s.clear) {
		similar_block_written(s.open);
		s.open->entries = s.to.entries;
		c->similar.open = s.open;
	} else { /* what was not written is read again */
		similar_block_free(s.open);
		c->similar.open = NULL;
	}
	similar_block_free(s.others);
	pthread_mutex_unlock(&c->similar.step);
	arena_done(&a);
	return e;
}

err similar_due(struct core *c, bool *ret_more)
{
	return step_locked(c, NULL, 0, ret_more);
}

err similar_put(struct core *c, const struct similar_told *told, size_t n)
{
	bool more;
	return step_locked(c, told, n, &more);
}
