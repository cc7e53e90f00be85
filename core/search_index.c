/* SPDX-License-Identifier: Apache-2.0 */
/* The index: places that rise, each with the folded texts of one matter or of one block of a
 * document. The engines keep the pairs and not the texts (FTS5 without content, a tsvector), so
 * what is taken out is folded again from the events as it was when it was put in.
 *
 * Making it: all matters by their id, all documents, then the log from where it stood when that
 * began. Texts are read and folded on a snapshot; the writer only stores what is finished. */
#include "core/search_in.h"

#include <string.h>

STMT(search_mark_get, "SELECT recipe, seq, matter, document, matters, documents FROM search_mark WHERE region = $1");
STMT(search_mark_add,
     "INSERT INTO search_mark(region, recipe, seq, matter, document, matters, documents) VALUES($1, $2, $3, $4, $5, $6, $7)");
STMT(search_mark_move,
     "UPDATE search_mark SET recipe = $2, seq = $3, matter = $4, document = $5, matters = $6, documents = $7 WHERE region = $1");
STMT(search_place, "SELECT n, entity, part, version, digest, head FROM search_place WHERE region = $1 AND sort = $2 AND n = $3");
STMT(search_places,
     "SELECT n, entity, part, version, digest, head FROM search_place WHERE region = $1 AND sort = $2 AND entity = $3 ORDER BY part");
STMT(search_place_add,
     "INSERT INTO search_place(region, sort, n, entity, part, version, digest, head) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
STMT(search_place_move, "UPDATE search_place SET version = $4, digest = $5 WHERE region = $1 AND sort = $2 AND n = $3");
STMT(search_place_drop, "DELETE FROM search_place WHERE region = $1 AND sort = $2 AND n = $3");
STMT(search_places_clear, "DELETE FROM search_place WHERE region = $1");
STMT_TWO(search_words_put, "INSERT INTO search_words(rowid, title, body) VALUES($2, $3, $4)",
	 "INSERT INTO search_words(region, id, words) VALUES($1, $2, CAST($3 AS TSVECTOR) || CAST($4 AS TSVECTOR))");
STMT_TWO(search_words_drop, "INSERT INTO search_words(search_words, rowid, title, body) VALUES('delete', $2, $3, $4)",
	 "DELETE FROM search_words WHERE region = $1 AND id = $2 AND CAST($3 AS TEXT) = CAST($4 AS TEXT)");
STMT_TWO(search_words_clear, "INSERT INTO search_words(search_words) SELECT 'delete-all' WHERE $1 IS NOT NULL",
	 "DELETE FROM search_words WHERE region = $1");
STMT_TWO(search_words_find,
	 "SELECT rowid FROM search_words WHERE search_words MATCH $2 AND rowid BETWEEN $3 AND $4 ORDER BY rowid DESC LIMIT $5",
	 "SELECT id FROM search_words WHERE region = $1 AND words @@ CAST($2 AS TSQUERY) AND id BETWEEN $3 AND $4 ORDER BY id DESC LIMIT $5");
const struct stmt *const core_search_stmts[] = {&search_mark_get, &search_mark_add, &search_mark_move, &search_place, &search_places,
	&search_place_add, &search_place_move, &search_place_drop, &search_places_clear, &search_words_put, &search_words_drop,
	&search_words_clear, &search_words_find, NULL};

#define EVENTS_MOST 256 /* looked at in one step */
#define WALK_MOST 128   /* matters of one step of the walk, */
#define DOCUMENTS_MOST 8 /* documents */

/* One table of pairs for the file: region and sort stand in front of the place. */
int64_t place_id(const struct core *c, int sort, int64_t n)
{
	ours(n >= 0 && n < (int64_t)1 << 40 && c->region < 1 << 20);
	return c->region << 43 | (int64_t)sort << 40 | n;
}

/* ---- where it stands ------------------------------------------------------------------------- */
static void put_fields(struct buf *b, const struct kind *k)
{
	buf_add(b, k->name);
	for (size_t i = 0; i < k->n_fields; i++)
		if (field_searched(&k->fields[i])) {
			buf_byte(b, (int)i == k->title ? '=' : ' ');
			buf_add(b, k->fields[i].name);
		}
	for (size_t i = 0; i < k->n_parts; i++)
		put_fields(b, &k->parts[i]);
	buf_byte(b, '\n');
}

void search_recipe(struct ctx *x, struct digest *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_fmt(&b, "%d %d\n", SEARCH_VERSION, BIGRAM_VERSION);
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			put_fields(&b, &(*p)->kinds[i]);
	str all = buf_str(&b);
	hash_bytes(HASH_SHA256, all.p, all.n, ret);
}

err search_mark_read(struct ctx *x, struct search_mark *ret)
{
	struct rows *r;
	struct digest recipe;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &search_mark_get, VALS(V_INT(x->core->region)), &r, &found));
	*ret = (struct search_mark){.there = found};
	if (!found)
		return OK;
	str had = row_copy(r, 0, x->arena);
	*ret = (struct search_mark){.there = true, .seq = row_int(r, 1), .matter = row_int(r, 2), .document = row_int(r, 3),
		.matters = row_int(r, 4), .documents = row_int(r, 5)};
	search_recipe(x, &recipe);
	ret->ours = str_eq(had, (str){(const char *)recipe.b, sizeof recipe.b});
	return OK;
}

/* ---- places ----------------------------------------------------------------------------------- */
static void place_row(struct ctx *x, struct rows *r, struct place *ret)
{
	*ret = (struct place){.n = row_int(r, 0), .entity = row_int(r, 1), .part = row_int(r, 2), .version = row_int(r, 3),
		.digest = row_int(r, 4), .head = row_copy(r, 5, x->arena)};
}

err place_read(struct ctx *x, int sort, int64_t n, struct place *ret, bool *ret_found)
{
	struct rows *r;
	TRY(query_one(x->snap, &search_place, VALS(V_INT(x->core->region), V_INT(sort), V_INT(n)), &r, ret_found));
	if (*ret_found)
		place_row(x, r, ret);
	return OK;
}

err places_of(struct ctx *x, int sort, int64_t entity, struct place **ret, size_t *ret_n)
{
	LIST(struct place) l = {0};
	struct rows *r;
	TRY(query(x->snap, &search_places, VALS(V_INT(x->core->region), V_INT(sort), V_INT(entity)), &r));
	while (rows_next(r))
		place_row(x, r, list_push(x->arena, &l));
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err places_find(struct ctx *x, int sort, const struct question *q, bool title, int64_t from, int64_t to, int64_t most, int64_t *ret, size_t *ret_n)
{
	struct rows *r;
	size_t n = 0;
	bool pg = store_is_postgres(x->core->store);
	str asked = (pg ? question_postgres : question_sqlite)(x->arena, q, title, to >> SLICE_BITS);
	TRY(query(x->snap, &search_words_find, VALS(V_INT(x->core->region), V_TEXT(asked), V_INT(place_id(x->core, sort, from)),
		V_INT(place_id(x->core, sort, to)), V_INT(most)), &r));
	while (rows_next(r))
		ret[n++] = row_int(r, 0) & (((int64_t)1 << 40) - 1);
	*ret_n = n;
	x->rows_read += (int64_t)n;
	return rows_end(r);
}

/* 0 is kept for "nothing stands there". */
int64_t indexed_digest(const struct indexed *t)
{
	uint64_t a = str_hash(t->title), b = str_hash(t->body);
	int64_t d = (int64_t)((a * 0x9e3779b97f4a7c15u + b) >> 1);
	return d ? d : 1;
}

/* ---- one step ---------------------------------------------------------------------------------- */
struct change { /* of one place: out with `old`, in with `new` */
	int sort;
	struct place place;
	const struct indexed *old, *new; /* NULL: none */
	bool fresh, gone; /* gone: the place itself too */
};
struct step {
	struct ctx *x;
	struct search_mark from, to;
	LIST(struct change) changes;
	bool clear; /* begins anew */
};

static struct change *change(struct step *s, int sort, const struct place *p)
{
	struct change *c = list_push(s->x->arena, &s->changes);
	*c = (struct change){.sort = sort, .place = *p};
	return c;
}

static const struct indexed *kept(struct arena *a, struct indexed t)
{
	struct indexed *r = arena_new(a, struct indexed);
	*r = t;
	return r;
}

/* What a matter's texts were when it was put in: from the same events. */
static err old_texts(struct ctx *x, const struct place *p, const struct indexed **ret)
{
	struct texts t;
	struct indexed was;
	*ret = NULL;
	if (!p->digest)
		return OK;
	TRY(texts_fold(x, p->entity, p->version, &t));
	if (!t.there)
		return OK;
	matter_indexed(x->arena, &t, &was);
	*ret = kept(x->arena, was);
	return OK;
}

static err matter_step(struct step *s, int64_t id)
{
	struct ctx *x = s->x;
	struct texts t;
	struct indexed now = {STR_NONE, STR_NONE};
	struct place *v, fresh = {.entity = id};
	const struct indexed *old = NULL;
	size_t n;
	TRY(texts_fold(x, id, INT64_MAX, &t));
	TRY(places_of(x, SORT_MATTER, id, &v, &n));
	if (!t.there)
		return OK;
	if (!t.erased)
		matter_indexed(x->arena, &t, &now);
	int64_t digest = t.erased ? 0 : indexed_digest(&now);
	if (n && v[0].digest == digest)
		return OK;
	if (n)
		TRY(old_texts(x, &v[0], &old));
	struct change *c = change(s, SORT_MATTER, n ? &v[0] : &fresh);
	c->fresh = n == 0;
	if (c->fresh)
		c->place.n = ++s->to.matters;
	c->place.version = t.m.version;
	c->place.digest = digest;
	c->old = old;
	c->new = t.erased ? NULL : kept(x->arena, now);
	return OK;
}

/* What stood at the places of a document, out. */
static err document_out(struct step *s, const struct place *v, size_t n)
{
	struct document_text was;
	struct span *block;
	if (!n)
		return OK;
	TRY(document_text_at(s->x, v[0].entity, v[0].version, &was));
	size_t blocks = was.there ? text_blocks(s->x->arena, was.text, &block) : 0;
	for (size_t i = 0; i < n; i++) {
		struct indexed old;
		struct change *c = change(s, SORT_DOCUMENT, &v[i]);
		c->gone = true;
		if ((size_t)v[i].part >= blocks)
			continue;
		struct span b = block[v[i].part];
		document_indexed(s->x->arena, v[i].head, str_cut(was.text, b.from, b.to), &old);
		c->old = kept(s->x->arena, old);
	}
	return OK;
}

static err document_step(struct step *s, int64_t id)
{
	struct ctx *x = s->x;
	struct document_text now;
	struct span *block;
	struct place *v;
	size_t n;
	TRY(places_of(x, SORT_DOCUMENT, id, &v, &n));
	TRY(document_text_at(x, id, 0, &now));
	str head = now.there ? document_head(x->arena, &now) : S("");
	if (!now.there || (n && v[0].version == now.version && str_eq(v[0].head, head)))
		return OK;
	TRY(document_out(s, v, n));
	size_t blocks = text_blocks(x->arena, now.text, &block);
	for (size_t i = 0; i < blocks; i++) {
		struct indexed t;
		document_indexed(x->arena, head, str_cut(now.text, block[i].from, block[i].to), &t);
		struct place p = {.n = ++s->to.documents, .entity = id, .part = (int64_t)i, .version = now.version, .digest = indexed_digest(&t),
			.head = head};
		struct change *c = change(s, SORT_DOCUMENT, &p);
		c->fresh = true;
		c->new = kept(x->arena, t);
	}
	return OK;
}

static err newest_seq(struct ctx *x, int64_t *ret)
{
	ctx_refresh(x); /* one snapshot of a thread at a time */
	return core_seq(x->core, ret);
}

/* Where the step leads; its changes are finished texts. */
static err plan(struct step *s)
{
	struct ctx *x = s->x;
	touched_list l = {0};
	TRY(ctx_snap(x));
	if (s->from.matter != NEVER) {
		TRY(matters_after(x, s->from.matter, WALK_MOST, &l));
		s->to.matter = l.n < WALK_MOST ? NEVER : l.v[l.n - 1].entity;
	} else if (s->from.document != NEVER) {
		TRY(documents_after(x, s->from.document, DOCUMENTS_MOST, &l));
		s->to.document = l.n < DOCUMENTS_MOST ? NEVER : l.v[l.n - 1].entity;
	} else {
		TRY(touched_after(x, s->from.seq, EVENTS_MOST, &l, &s->to.seq));
	}
	for (size_t i = 0; i < l.n; i++)
		TRY(l.v[i].sort == SORT_MATTER ? matter_step(s, l.v[i].entity) : document_step(s, l.v[i].entity));
	return OK;
}

/* ---- in the writer -------------------------------------------------------------------------------- */
static err put_words(struct conn *conn, const struct step *s, const struct change *c, const struct stmt *stmt, const struct indexed *t)
{
	struct arena a;
	arena_init(&a);
	bool pg = store_is_postgres(s->x->core->store), put = stmt == &search_words_put;
	int64_t slice = c->place.n >> SLICE_BITS;
	str title = !pg ? text_sqlite(&a, t->title, slice) : put ? vector_postgres(&a, t->title, 'A', slice) : S("");
	str body = !pg ? text_sqlite(&a, t->body, slice) : put ? vector_postgres(&a, t->body, 'D', slice) : S("");
	err e = exec(conn, stmt, VALS(V_INT(s->x->core->region), V_INT(place_id(s->x->core, c->sort, c->place.n)), V_TEXT(title), V_TEXT(body)), NULL);
	arena_done(&a);
	return e;
}

static err change_run(struct conn *conn, const struct step *s, const struct change *c)
{
	int64_t region = s->x->core->region;
	const struct place *p = &c->place;
	if (c->old)
		TRY(put_words(conn, s, c, &search_words_drop, c->old));
	if (c->new)
		TRY(put_words(conn, s, c, &search_words_put, c->new));
	if (c->gone)
		return exec(conn, &search_place_drop, VALS(V_INT(region), V_INT(c->sort), V_INT(p->n)), NULL);
	if (c->fresh)
		return exec(conn, &search_place_add, VALS(V_INT(region), V_INT(c->sort), V_INT(p->n), V_INT(p->entity), V_INT(p->part),
			V_INT(p->version), V_INT(p->digest), V_TEXT(p->head)), NULL);
	return exec(conn, &search_place_move, VALS(V_INT(region), V_INT(c->sort), V_INT(p->n), V_INT(p->version), V_INT(p->digest)), NULL);
}

static err step_run(struct conn *conn, void *arg)
{
	struct step *s = arg;
	struct digest recipe;
	search_recipe(s->x, &recipe);
	if (s->clear) {
		TRY(exec(conn, &search_words_clear, VALS(V_INT(s->x->core->region)), NULL));
		TRY(exec(conn, &search_places_clear, VALS(V_INT(s->x->core->region)), NULL));
	}
	for (size_t i = 0; i < s->changes.n; i++)
		TRY(change_run(conn, s, &s->changes.v[i]));
	return exec(conn, s->from.there ? &search_mark_move : &search_mark_add,
		    VALS(V_INT(s->x->core->region), V_BLOB(((str){(const char *)recipe.b, sizeof recipe.b})), V_INT(s->to.seq), V_INT(s->to.matter),
			 V_INT(s->to.document), V_INT(s->to.matters), V_INT(s->to.documents)), NULL);
}

static err begin_anew(struct step *s)
{
	int64_t seq;
	TRY(newest_seq(s->x, &seq));
	s->clear = s->from.there;
	s->to = (struct search_mark){.there = true, .seq = seq};
	return OK;
}

static bool same_mark(const struct search_mark *a, const struct search_mark *b)
{
	return a->seq == b->seq && a->matter == b->matter && a->document == b->document;
}

static err step(struct ctx *x, bool *ret_more)
{
	struct step s = {.x = x};
	TRY(search_mark_read(x, &s.from));
	s.to = s.from;
	TRY(s.from.ours ? plan(&s) : begin_anew(&s));
	*ret_more = s.clear || !s.from.there || !same_mark(&s.from, &s.to);
	ctx_refresh(x);
	return *ret_more ? store_write(x->core->store, step_run, &s) : OK;
}

err search_due(struct core *c, bool *ret_more)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	pthread_mutex_lock(&c->search_lock);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = step(&x, ret_more);
		ctx_close(&x);
	}
	pthread_mutex_unlock(&c->search_lock);
	arena_done(&a);
	return e;
}

err search_lag(struct core *c, int64_t *ret)
{
	struct arena a;
	struct ctx x;
	struct search_mark m;
	int64_t seq = 0;
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = search_mark_read(&x, &m);
		ctx_close(&x);
	}
	if (e == OK)
		e = core_seq(c, &seq);
	arena_done(&a);
	if (e == OK)
		*ret = seq - m.seq;
	return e;
}
