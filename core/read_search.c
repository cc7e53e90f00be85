/* SPDX-License-Identifier: Apache-2.0 */
/* Asking: the newest places that the index proposes, those with the words in the title first
 * among a window of them, each held against what this reader may see. What he may not see he
 * cannot find by any word. A page ends after a bounded number of proposals: it may be short,
 * never wrong, and its cursor goes on. */
#include "core/read_in.h"
#include "core/search_in.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

STMT(search_scope, "SELECT rel FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
const struct stmt *const core_read_search_stmts[] = {&search_scope, NULL};

#define WINDOW 100          /* newest proposals that are ordered among themselves */
#define LOADS_MOST 300      /* matters or documents read for one page */
#define REACH_MOST 1500000  /* places gone through for one page */
/* Microseconds of this thread after which a page makes do with the proposals it has, when they
 * fill it, and when they do not. Ordering them costs about as much again. */
#define ENOUGH_US 1500
#define SPENT_US 3000

struct window {
	int64_t n[WINDOW], low; /* by rank; low: everything from it up to the top is in here */
	size_t count;
};
struct asking {
	struct ctx *x;
	const struct search_query *q;
	struct question question;
	int sort;
	int64_t scope[3];
	size_t n_scopes;
	bool everywhere; /* one of the scopes is the whole district */
	int64_t reach, began; /* began: time of this thread */
	size_t limit, probes, loads, n_denied;
	int64_t *denied;
	LIST(struct search_hit) hits;
};

static size_t unit_names(const void *arg, str word, str ret[WORDS_MOST])
{
	const struct ctx *x = arg;
	const struct unit *u = roster_unit(x->roster, roster_unit_named(x->roster, word));
	size_t n = 0;
	if (!u)
		return 0;
	ret[n++] = u->name;
	if (u->short_name.n)
		ret[n++] = u->short_name;
	for (size_t i = 0; i < u->n_aliases && n < WORDS_MOST; i++)
		ret[n++] = u->aliases[i];
	return n;
}

/* ---- proposals -------------------------------------------------------------------------------- */
static int64_t spent_us(void)
{
	struct timespec at;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static bool makes_do(const struct asking *a, const struct window *w)
{
	int64_t us = spent_us() - a->began;
	return w->count == WINDOW || a->reach >= REACH_MOST || us > SPENT_US || (us > ENOUGH_US && w->count >= a->limit);
}

static int64_t slice_of(int64_t n)
{
	return n & ~(int64_t)(SLICE - 1);
}

/* All newest places from `high` down to `low`, slice by slice. */
static err find_between(struct asking *a, bool title, int64_t low, int64_t high, int64_t ret[WINDOW], size_t *ret_n)
{
	size_t n;
	*ret_n = 0;
	for (int64_t top = high; top >= low && *ret_n < WINDOW; top = slice_of(top) - 1) {
		int64_t from = slice_of(top) > low ? slice_of(top) : low;
		TRY(places_find(a->x, a->sort, &a->question, title, from, top, (int64_t)(WINDOW - *ret_n), ret + *ret_n, &n));
		*ret_n += n;
	}
	return OK;
}

/* The newest places at or below `high`, as many slices as the page can afford. */
static err propose(struct asking *a, int64_t high, struct window *w)
{
	*w = (struct window){.low = high + 1};
	for (int64_t top = high; top > 0 && (top == high || !makes_do(a, w)); top = w->low - 1) {
		size_t n;
		int64_t low = slice_of(top) ? slice_of(top) : 1;
		TRY(places_find(a->x, a->sort, &a->question, false, low, top, (int64_t)(WINDOW - w->count), w->n + w->count, &n));
		w->count += n;
		a->reach += top - low + 1;
		w->low = w->count == WINDOW ? w->n[WINDOW - 1] : low;
	}
	return OK;
}

/* The window that an earlier page began. */
static err propose_again(struct asking *a, int64_t high, int64_t low, struct window *w)
{
	*w = (struct window){.low = low};
	return find_between(a, false, low, high, w->n, &w->count);
}

/* Those with the words in the title first; both stay newest first. */
static err rank(struct asking *a, struct window *w)
{
	int64_t title[WINDOW], other[WINDOW];
	size_t n, k = 0, others = 0;
	if (w->count < 2)
		return OK;
	TRY(find_between(a, true, w->n[w->count - 1], w->n[0], title, &n));
	for (size_t i = 0; i < w->count; i++) {
		if (k < n && title[k] == w->n[i])
			k++;
		else
			other[others++] = w->n[i];
	}
	if (k + others != w->count || k != n)
		return OK; /* something came in between on an engine that sees it: by age alone */
	memcpy(w->n, title, k * sizeof *title);
	memcpy(w->n + k, other, others * sizeof *other);
	return OK;
}

/* ---- matters ------------------------------------------------------------------------------------ */
/* One row of an index tells what most readers may not see at all. */
static err may_be_seen(struct asking *a, int64_t matter, bool *ret)
{
	struct rows *r;
	*ret = a->everywhere;
	for (size_t i = 0; i < a->n_scopes && !*ret; i++) {
		TRY(query_one(a->x->snap, &search_scope, VALS(V_INT(a->x->core->region), V_INT(a->scope[i]), V_INT(matter)), &r, ret));
		a->x->rows_read++;
	}
	return OK;
}

struct seen { /* texts that the reader may see, folded; the first two are number and title */
	LIST(struct folded) folded;
	LIST(struct text_of) of;
};

static void add_seen(struct ctx *x, struct seen *s, const struct text_of *t)
{
	struct folded f;
	bigram_fold(x->arena, t->text, &f);
	*list_push(x->arena, &s->folded) = f;
	*list_push(x->arena, &s->of) = *t;
}

static bool plain(struct ctx *x, const struct matter *m, role_set roles, const struct text_of *t)
{
	if (t->of && t->of->of)
		roles = see_roles(x, t->of);
	const struct kind *k = t->of ? t->of->kind : m->kind;
	return see_field(k, roles, t->field) == SIGHT_PLAIN;
}

/* What paragraphs once said stands in the course of the matter, so it is found there. */
static err add_before(struct ctx *x, const struct matter *m, role_set roles, struct seen *s)
{
	struct texts t;
	if (m->version < 2)
		return OK;
	TRY(texts_fold(x, m->id, m->version, &t));
	for (size_t i = 0; t.there && i < t.before.n; i++) {
		struct text_of one = {.field = t.before.v[i].field, .text = t.before.v[i].text};
		if (plain(x, m, roles, &one))
			add_seen(x, s, &one);
	}
	return OK;
}

static void snippet(struct ctx *x, const struct question *q, const struct seen *s, size_t from, struct search_hit *h)
{
	for (size_t i = from; i < s->of.n; i++) {
		struct marked_text m;
		question_mark(x->arena, q, s->of.v[i].text, &s->folded.v[i], &m);
		if (!m.n)
			continue;
		h->snippet = marked_piece(x->arena, &m);
		h->label = s->of.v[i].field ? words2_in(&s->of.v[i].field->label, x->actor.lang) : S("");
		return;
	}
}

static err matter_hit(struct asking *a, int64_t id)
{
	struct ctx *x = a->x;
	struct matter m;
	struct texts t = {0};
	struct seen s = {0};
	struct search_hit h = {0};
	role_set roles;
	err e = see_load(x, id, &m, &roles);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(matter_row_of(x, &m, roles, &h.row));
	add_seen(x, &s, &(struct text_of){.text = h.row.number});
	int title = m.kind->title;
	bool sees_title = title >= 0 && see_field(m.kind, roles, &m.kind->fields[title]) == SIGHT_PLAIN && field_searched(&m.kind->fields[title]);
	add_seen(x, &s, &(struct text_of){.text = sees_title ? h.row.title : S("")});
	texts_now(x->arena, &m, &t);
	for (size_t i = 0; i < t.now.n; i++)
		if (plain(x, &m, roles, &t.now.v[i]))
			add_seen(x, &s, &t.now.v[i]);
	if (!question_answered(&a->question, s.folded.v, s.folded.n))
		TRY(add_before(x, &m, roles, &s));
	if (!question_answered(&a->question, s.folded.v, s.folded.n))
		return OK;
	question_mark(x->arena, &a->question, h.row.number, &s.folded.v[0], &h.number);
	question_mark(x->arena, &a->question, h.row.title, &s.folded.v[1], &h.title);
	if (!sees_title)
		h.title.n = 0;
	snippet(x, &a->question, &s, 2, &h);
	*list_push(x->arena, &a->hits) = h;
	return OK;
}

/* ---- documents ------------------------------------------------------------------------------------ */
/* A later block of the same document that answers too has been shown with it already. */
static bool answered_later(struct asking *a, str text, const struct span *block, size_t n, size_t part, const struct folded *head)
{
	for (size_t i = part + 1; i < n; i++) {
		struct folded f[2] = {head[0], head[1]}, texts[3];
		bigram_fold(a->x->arena, str_cut(text, block[i].from, block[i].to), &texts[2]);
		memcpy(texts, f, sizeof f);
		if (question_answered(&a->question, texts, 3))
			return true;
	}
	return false;
}

static err document_hit(struct asking *a, const struct place *p)
{
	struct ctx *x = a->x;
	struct doc d;
	struct document_text t;
	struct folded f[3];
	struct span *block;
	bool there, sees = false, all;
	TRY(doc_load(x, p->entity, &d, &there));
	if (there)
		TRY(doc_see(x, &d, &sees, &all));
	if (!sees)
		return OK;
	TRY(document_text_at(x, d.id, d.text_version, &t));
	size_t n = text_blocks(x->arena, t.text, &block);
	if (!t.there || (size_t)p->part >= n)
		return OK;
	str here = str_cut(t.text, block[p->part].from, block[p->part].to);
	bigram_fold(x->arena, d.number, &f[0]);
	bigram_fold(x->arena, d.title, &f[1]);
	bigram_fold(x->arena, here, &f[2]);
	if (!question_answered(&a->question, f, 3) || answered_later(a, t.text, block, n, (size_t)p->part, f))
		return OK;
	struct search_hit h = {.document = d.id, .date = d.date};
	struct marked_text m;
	question_mark(x->arena, &a->question, d.number, &f[0], &h.number);
	question_mark(x->arena, &a->question, d.title, &f[1], &h.title);
	question_mark(x->arena, &a->question, here, &f[2], &m);
	if (m.n)
		h.snippet = marked_piece(x->arena, &m);
	*list_push(x->arena, &a->hits) = h;
	return OK;
}

/* ---- pages ------------------------------------------------------------------------------------------ */
static err try_place(struct asking *a, int64_t n)
{
	struct place p;
	bool found, seen = true;
	a->probes++;
	TRY(place_read(a->x, a->sort, n, &p, &found));
	if (found && a->sort == SORT_MATTER)
		TRY(may_be_seen(a, p.entity, &seen));
	if (!found || !seen)
		return OK;
	a->loads++;
	return a->sort == SORT_MATTER ? matter_hit(a, p.entity) : document_hit(a, &p);
}

/* Takes out what is denied, so that it neither ends a page nor lets another follow; the cursor begins
 * at the newest that is left, for how many are in the index is not the reader's to know. */
static err window_denied(struct asking *a, struct window *w, int64_t *high)
{
	struct place p;
	bool found;
	size_t kept = 0;
	int64_t newest = 0;
	for (size_t i = 0; i < w->count; i++) {
		if (a->sort == SORT_MATTER && a->n_denied) {
			TRY(place_read(a->x, a->sort, w->n[i], &p, &found));
			if (found && id_in(a->denied, a->n_denied, p.entity))
				continue;
		}
		newest = w->n[i] > newest ? w->n[i] : newest;
		w->n[kept++] = w->n[i];
	}
	w->count = kept;
	if (newest)
		*high = newest;
	return OK;
}

static bool spent(const struct asking *a)
{
	return a->hits.n >= a->limit || a->probes >= LIMIT_RESIDUAL_ROWS / 2 || a->loads >= LOADS_MOST || a->reach >= REACH_MOST ||
	       spent_us() - a->began > 2 * SPENT_US;
}

struct from { /* a cursor: rank `skip` of the window low..high; low 0: the window is not known yet */
	int64_t high, low, skip;
};

static struct from from_read(str cursor, int64_t last)
{
	struct from f = {.high = last};
	str high, low, skip;
	int64_t v[3];
	if (!str_split(cursor, '.', &high, &skip) || !str_split(skip, '.', &low, &skip) || !str_int(high, &v[0]) || !str_int(low, &v[1]) ||
	    !str_int(skip, &v[2]) || v[0] < 1 || v[0] > last || v[1] < 0 || v[1] > v[0] || v[2] < 0)
		return f;
	return (struct from){v[0], v[1], v[2]};
}

static str from_text(struct arena *a, int64_t high, int64_t low, int64_t skip)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld.%lld.%lld", (long long)high, (long long)low, (long long)skip);
	return buf_str(&b);
}

static err fill(struct asking *a, const struct from *from, str *ret_next)
{
	struct window w;
	int64_t high = from->high, skip = from->low ? from->skip : 0;
	*ret_next = S("");
	while (high > 0) {
		TRY(skip ? propose_again(a, high, from->low, &w) : propose(a, high, &w));
		TRY(rank(a, &w));
		TRY(window_denied(a, &w, &high));
		size_t i = skip > 0 && (size_t)skip < w.count ? (size_t)skip : skip > 0 ? w.count : 0;
		while (i < w.count && (!spent(a) || (i == 0 && !a->hits.n && !a->probes)))
			TRY(try_place(a, w.n[i++]));
		if (i < w.count) {
			*ret_next = from_text(a->x->arena, high, w.low, (int64_t)i);
			return OK;
		}
		high = w.low - 1;
		skip = 0;
		if (high > 0 && spent(a)) {
			*ret_next = from_text(a->x->arena, high, 0, 0);
			return OK;
		}
	}
	return OK;
}

static err whole_number(struct ctx *x, str words, int64_t *ret)
{
	err e = matter_by_number(x, number_written(x->arena, words), ret);
	if (e == ERR_NOTFOUND)
		e = matter_by_number(x, str_trim(words), ret);
	return e == ERR_NOTFOUND ? OK : e;
}

static err search_pages(struct asking *a, const struct search_mark *mark, struct search_page *ret)
{
	struct from from = from_read(a->q->cursor, a->sort == SORT_MATTER ? mark->matters : mark->documents);
	a->began = spent_us();
	TRY(fill(a, &from, &ret->next));
	ret->hits = a->hits.v;
	ret->n = a->hits.n;
	return OK;
}

err search_read(struct ctx *x, const struct search_query *q, struct search_page *ret)
{
	struct search_page page = {0};
	struct search_mark mark;
	struct asking a = {.x = x, .q = q, .sort = q->tab == SEARCH_DOCUMENTS ? SORT_DOCUMENT : SORT_MATTER,
		.limit = q->limit <= 0 ? 20 : q->limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)q->limit};
	page.next = S("");
	TRY(ctx_snap(x));
	if (a.sort == SORT_MATTER && !q->cursor.n)
		TRY(whole_number(x, q->words, &page.matter));
	question_read(x->arena, q->words, unit_names, x, &a.question);
	page.asked = a.question.n > 0;
	TRY(search_mark_read(x, &mark));
	page.behind = !mark.ours || mark.matter != NEVER || mark.document != NEVER;
	a.n_scopes = scopes_of(x, NULL, a.scope);
	TRY(denied_ids(x, &a.denied, &a.n_denied));
	a.everywhere = a.n_scopes && a.scope[0] == UNIT_ALL;
	if (page.asked && mark.ours && (a.n_scopes || a.sort == SORT_DOCUMENT))
		TRY(search_pages(&a, &mark, &page));
	*ret = page;
	return OK;
}
