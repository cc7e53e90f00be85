/* SPDX-License-Identifier: Apache-2.0 */
/* Asking: the newest entries under the most telling terms are gathered, the best of them read and
 * weighed, and each matter held against what this reader may see. */
#include "core/read_in.h"
#include "core/similar_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct stmt *const core_read_similar_stmts[] = {NULL};

#define PER_TERM 150     /* newest entries under one term */
#define GATHERED_MOST 5000
#define WEIGHED_MOST 320 /* entries that are read */
#define HITS_MOST 20
#define LOADS_MOST 60    /* matters held against the reader's rights */

/* ---- gathering --------------------------------------------------------------------------- */
struct gathered {
	int64_t entry;
	double weight;
};
struct gathering {
	struct gathered *slot; /* open addressing; entry 0: free */
	size_t n, mask;
	int64_t all;
};

static void gather(struct gathering *g, int64_t entry, double weight)
{
	size_t i = (size_t)((uint64_t)entry * 0x9e3779b97f4a7c15u >> 40) & g->mask;
	while (g->slot[i].entry && g->slot[i].entry != entry)
		i = (i + 1) & g->mask;
	g->n += g->slot[i].entry == 0;
	g->slot[i].entry = entry;
	g->slot[i].weight += weight;
}

/* The fewer stand under a term, the more it says; a full list stands for many more. */
static double term_weight(const struct gathering *g, size_t found)
{
	double n = found < PER_TERM ? (double)found : PER_TERM * 6.0;
	return log(1.5 + (double)(g->all + 50) / (n + 1));
}

static int heavier(const void *a, const void *b)
{
	const struct gathered *x = a, *y = b;
	return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : x->entry > y->entry ? -1 : x->entry < y->entry;
}

static int by_weight(const void *a, const void *b)
{
	float x = ((const struct similar_term *)a)->weight, y = ((const struct similar_term *)b)->weight;
	return x > y ? -1 : x < y;
}

static err gather_all(struct ctx *x, const struct similar_message *m, const struct similar_counts *counts, int64_t entries, struct gathered **ret,
		      size_t *ret_n)
{
	const struct similar_state *own = &x->core->similar;
	struct similar_term terms[SIMILAR_TERMS_ASKED];
	struct gathering g = {.mask = (1 << 14) - 1, .all = entries};
	int64_t found[PER_TERM];
	size_t n = similar_terms(own->rules, &own->key, m, counts, true, terms, COUNT_OF(terms)), k, used = 0;
	g.slot = arena_new_n(x->arena, g.mask + 1, struct gathered);
	qsort(terms, n, sizeof *terms, by_weight);
	for (size_t i = 0; i < n && g.n < GATHERED_MOST; i++) {
		TRY(similar_term_newest(x, terms[i].hash, PER_TERM, found, &k));
		for (size_t j = 0; j < k; j++)
			gather(&g, found[j], term_weight(&g, k));
	}
	for (size_t i = 0; i <= g.mask; i++)
		if (g.slot[i].entry)
			g.slot[used++] = g.slot[i];
	if (used)
		qsort(g.slot, used, sizeof *g.slot, heavier);
	*ret = g.slot;
	*ret_n = used;
	return OK;
}

/* ---- weighing ------------------------------------------------------------------------------ */
static int nearer(const void *a, const void *b)
{
	const struct similar_near *x = *(struct similar_near *const *)a, *y = *(struct similar_near *const *)b;
	return x->why.score > y->why.score ? -1 : x->why.score < y->why.score ? 1 : x->request > y->request ? -1 : x->request < y->request;
}

/* Each matter once, by its nearest telling. */
static size_t once(struct similar_near **v, size_t n, size_t most)
{
	size_t k = 0;
	for (size_t i = 0; i < n && k < most; i++) {
		bool again = false;
		for (size_t j = 0; j < k && !again; j++)
			again = v[j]->matter == v[i]->matter;
		if (!again)
			v[k++] = v[i];
	}
	return k;
}

err similar_rank(struct ctx *x, const struct similar_message *m, int64_t without, size_t most, struct similar_near **ret, size_t *ret_n)
{
	struct similar_mark mark;
	struct similar_counts counts;
	struct gathered *g;
	struct similar_entry rows[WEIGHED_MOST];
	int64_t numbers[WEIGHED_MOST];
	size_t n, k, kept = 0;
	*ret = NULL;
	*ret_n = 0;
	TRY(similar_ready(x->core));
	TRY(similar_mark_read(x, &mark));
	if (!mark.ours)
		return OK;
	TRY(similar_counts_read(x, &mark, &counts));
	TRY(gather_all(x, m, &counts, mark.entries, &g, &n));
	n = n < WEIGHED_MOST ? n : WEIGHED_MOST;
	for (size_t i = 0; i < n; i++)
		numbers[i] = g[i].entry;
	TRY(similar_entries_at(x, numbers, n, rows, &k));
	struct similar_near *near = arena_new_n(x->arena, k, struct similar_near), **order = arena_new_n(x->arena, k, struct similar_near *);
	for (size_t i = 0; i < k; i++) {
		struct similar_side side;
		if (rows[i].matter == without || !similar_unpack(rows[i].side, &side))
			continue;
		side.at = rows[i].at;
		near[kept] = (struct similar_near){.matter = rows[i].matter, .request = rows[i].request, .at = rows[i].at};
		similar_weigh(x->core->similar.rules, &m->side, &side, &counts, &near[kept].why);
		order[kept] = &near[kept];
		kept++;
	}
	if (kept)
		qsort(order, kept, sizeof *order, nearer);
	kept = once(order, kept, most);
	*ret = arena_new_n(x->arena, kept, struct similar_near);
	for (size_t i = 0; i < kept; i++)
		(*ret)[i] = *order[i];
	*ret_n = kept;
	return OK;
}

err similar_message_of(struct ctx *x, const struct similar_ask *q, struct similar_message *ret)
{
	TRY(similar_ready(x->core));
	const struct similar_text t = {.title = q->title, .words = q->words, .place = q->place};
	const struct similar_facts f = {.category = q->category, .caller = q->phone, .area = q->area, .x = similar_degrees(q->x),
		.y = similar_degrees(q->y), .at = x->now};
	similar_read(x->arena, x->core->similar.rules, &x->core->similar.key, &t, &f, ret);
	return OK;
}

/* ---- why ---------------------------------------------------------------------------------------- */
#define SHARED_MOST 6

/* What both say, in the asker's own words; nothing inside another. */
static void shared_words(struct ctx *x, const struct similar_message *m, const struct similar_why *w, bool all, struct similar_hit *h)
{
	static const int order[] = {TRAIT_HOME, TRAIT_ROAD, TRAIT_SPOT, TRAIT_NUMBER, TRAIT_TOPIC, TRAIT_TOWN, TRAIT_WORD};
	h->shared = arena_new_n(x->arena, SHARED_MOST, str);
	for (size_t o = 0; o < COUNT_OF(order); o++)
		for (size_t i = 0; i < m->n && h->n_shared < SHARED_MOST; i++) {
			const struct trait *t = &m->traits[i];
			bool inside = !w->shared[i] || t->sort != order[o] || t->heard || (!all && t->sort == TRAIT_WORD);
			for (size_t k = 0; k < h->n_shared && !inside; k++)
				inside = str_find(h->shared[k], t->text, 0) >= 0;
			if (!inside)
				h->shared[h->n_shared++] = t->text;
		}
}

static void say(struct buf *b, enum lang lang, const char *sentence, str what)
{
	if (b->n)
		buf_z(b, lang == LANG_ZH ? "；" : "; ");
	word_fmt(b, lang, sentence, &what, 1);
}

static str number_text(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

static void say_why(struct ctx *x, struct similar_hit *h)
{
	enum lang lang = x->actor.lang;
	struct buf b, words;
	buf_init(&b, x->arena);
	buf_init(&words, x->arena);
	for (size_t i = 0; i < h->n_shared; i++) {
		if (i)
			buf_z(&words, lang == LANG_ZH ? "、" : ", ");
		buf_add(&words, h->shared[i]);
	}
	if (words.n)
		say(&b, lang, W("both say {0}"), buf_str(&words));
	if (h->metres >= 0)
		say(&b, lang, W("about {0} m apart"), number_text(x->arena, h->metres < 1000 ? (h->metres + 5) / 10 * 10 : (h->metres + 50) / 100 * 100));
	if (h->same_caller)
		say(&b, lang, W("the same caller"), S(""));
	say(&b, lang, h->days ? W("{0} days ago") : W("within a day"), number_text(x->arena, h->days));
	h->why = buf_str(&b);
}

/* Whether the reader may read what a request said, and by whose phone it came; without that he is
 * told what its matter shows anyway. */
static bool reads_field(struct ctx *x, const struct matter *m, role_set roles, int64_t request, str name)
{
	const struct matter *part = request ? matter_part(m, request) : NULL;
	const struct kind *k = part ? part->kind : m->kind;
	int i = kind_field(k, name);
	return i >= 0 && see_field(k, part ? see_roles(x, part) : roles, &k->fields[i]) == SIGHT_PLAIN;
}

static err hit_of(struct ctx *x, const struct similar_message *m, const struct similar_near *near, const struct matter *matter, role_set roles,
		  struct similar_hit *h)
{
	*h = (struct similar_hit){.matter = near->matter, .request = near->request, .metres = near->why.metres};
	TRY(matter_row_of(x, matter, roles, &h->row));
	double share = 100 * near->why.score / (near->why.score + 0.6);
	h->score = share < 0 ? 0 : share > 99 ? 99 : (int)share;
	h->same_caller = near->why.same_caller && reads_field(x, matter, roles, near->request, S("phone"));
	h->days = x->now > near->at ? (int)((x->now - near->at) / 86400000) : 0;
	shared_words(x, m, &near->why, reads_field(x, matter, roles, near->request, S("words")), h);
	say_why(x, h);
	return OK;
}

err similar_find(struct ctx *x, const struct similar_ask *q, struct similar_page *ret)
{
	struct similar_message m;
	struct similar_near *near;
	struct similar_mark mark;
	struct similar_page page = {0};
	size_t n, most = q->limit <= 0 ? 5 : q->limit > HITS_MOST ? HITS_MOST : (size_t)q->limit;
	TRY(similar_message_of(x, q, &m));
	TRY(similar_mark_read(x, &mark));
	page.behind = !mark.ours || mark.matter != NEVER;
	page.hits = arena_new_n(x->arena, most, struct similar_hit);
	TRY(similar_rank(x, &m, q->matter, LOADS_MOST, &near, &n));
	double least = similar_least(x->core->similar.rules);
	for (size_t i = 0; i < n && page.n < most && near[i].why.score >= least; i++) {
		struct matter matter;
		role_set roles;
		err e = see_load(x, near[i].matter, &matter, &roles);
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == OK)
			TRY(hit_of(x, &m, &near[i], &matter, roles, &page.hits[page.n++]));
	}
	*ret = page;
	return OK;
}
