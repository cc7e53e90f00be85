/* SPDX-License-Identifier: Apache-2.0 */
/* Asking: the newest entries under the most telling terms are gathered, the best of them read and
 * weighed, and each matter held against what this reader may see. */
#include "core/read_in.h"
#include "core/similar_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct stmt *const core_read_similar_stmts[] = {NULL};

#define ROWS_MOST 6000   /* of lists that are read for one question: some 10 ms */
#define FREQUENT 60      /* of 4096 entries: a term in more of them is looked for among the newest alone, */
#define NEWEST_BLOCKS 24 /* in so many blocks */
#define WEIGHED_MOST 320 /* entries that are read */
#define HITS_MOST 20
#define LOADS_MOST 60    /* matters held against the reader's rights */

/* ---- gathering --------------------------------------------------------------------------- */
/* Weights of the entries of all blocks, block by block as they are met. */
struct gathering {
	struct arena *a;
	float **block;
	size_t n_blocks;
	float weight; /* of the term in hand */
	size_t rows, places; /* of it so far */
};

static bool gather(void *arg, int64_t block, const uint8_t *places, size_t n)
{
	struct gathering *g = arg;
	if (block < 0 || (size_t)block >= g->n_blocks)
		return true;
	if (!g->block[block])
		g->block[block] = arena_new_n(g->a, BLOCK_ENTRIES, float);
	for (size_t i = 0; i < n; i++)
		g->block[block][(places[2 * i] | places[2 * i + 1] << 8) & (BLOCK_ENTRIES - 1)] += g->weight;
	g->places += n;
	return ++g->rows < NEWEST_BLOCKS || g->places <= g->rows * FREQUENT;
}

static int by_weight(const void *a, const void *b)
{
	const struct similar_term *x = a, *y = b;
	return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : x->term < y->term ? -1 : x->term > y->term;
}

struct gathered {
	int64_t entry;
	float weight;
};

static bool lighter(const struct gathered *x, const struct gathered *y)
{
	return x->weight < y->weight || (x->weight <= y->weight && x->entry < y->entry);
}

/* The heaviest so far, the lightest of them on top. */
static void keep_heavy(struct gathered *heap, size_t *n, struct gathered one)
{
	size_t i;
	if (*n < WEIGHED_MOST) {
		for (i = (*n)++; i > 0 && lighter(&one, &heap[(i - 1) / 2]); i = (i - 1) / 2)
			heap[i] = heap[(i - 1) / 2];
		heap[i] = one;
		return;
	}
	if (!lighter(&heap[0], &one))
		return;
	for (i = 0; 2 * i + 1 < *n;) {
		size_t k = 2 * i + 1;
		k += k + 1 < *n && lighter(&heap[k + 1], &heap[k]);
		if (!lighter(&heap[k], &one))
			break;
		heap[i] = heap[k];
		i = k;
	}
	heap[i] = one;
}

/* The most telling terms first: those that come after a bound was reached say least. */
static err gather_all(struct ctx *x, const struct similar_message *m, const struct similar_counts *counts, int64_t entries, int64_t *ret, size_t *ret_n)
{
	const struct similar_state *own = &x->core->similar;
	struct similar_term terms[SIMILAR_TERMS];
	struct gathered heap[WEIGHED_MOST];
	struct gathering g = {.a = x->arena, .n_blocks = (size_t)(entries >> BLOCK_BITS) + 1};
	size_t n = similar_terms(own->rules, &own->key, &m->side, counts, true, terms), rows, left = ROWS_MOST, kept = 0;
	g.block = arena_new_n(x->arena, g.n_blocks, float *);
	qsort(terms, n, sizeof *terms, by_weight);
	for (size_t i = 0; i < n && left; i++) {
		g.weight = terms[i].weight;
		g.rows = g.places = 0;
		TRY(similar_list_each(x, terms[i].term, 0, (int64_t)left, gather, &g, &rows));
		left -= rows < left ? rows : left;
	}
	for (size_t b = 0; b < g.n_blocks; b++)
		for (size_t i = 0; g.block[b] && i < BLOCK_ENTRIES; i++)
			if (g.block[b][i] > 0)
				keep_heavy(heap, &kept, (struct gathered){(int64_t)(b << BLOCK_BITS | i), g.block[b][i]});
	for (size_t i = 0; i < kept; i++)
		ret[i] = heap[i].entry;
	*ret_n = kept;
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

static void crowd(struct ctx *x, const struct similar_message *m, const struct similar_counts *counts, struct similar_near *const *near, size_t n)
{
	struct similar_why *why[WEIGHED_MOST];
	int64_t matter[WEIGHED_MOST];
	for (size_t i = 0; i < n; i++) {
		why[i] = &near[i]->why;
		matter[i] = near[i]->matter;
	}
	similar_crowd(x->arena, x->core->similar.rules, &m->side, counts, why, matter, n);
}

err similar_rank(struct ctx *x, const struct similar_message *m, int64_t without, size_t most, struct similar_near **ret, size_t *ret_n)
{
	struct similar_mark mark;
	struct similar_counts counts;
	struct similar_entry rows[WEIGHED_MOST];
	int64_t numbers[WEIGHED_MOST];
	size_t n, k, kept = 0, n_denied;
	int64_t *denied; /* what is denied takes nobody's place among the nearest */
	*ret = NULL;
	*ret_n = 0;
	TRY(similar_ready(x->core));
	TRY(similar_mark_read(x, &mark));
	if (!mark.ours)
		return OK;
	TRY(denied_ids(x, &denied, &n_denied));
	TRY(similar_counts_read(x, &mark, &counts));
	TRY(gather_all(x, m, &counts, mark.entries, numbers, &n));
	TRY(similar_entries_at(x, numbers, n, rows, &k));
	struct similar_near *near = arena_new_n(x->arena, k, struct similar_near), **order = arena_new_n(x->arena, k, struct similar_near *);
	for (size_t i = 0; i < k; i++) {
		struct similar_side side;
		if (rows[i].matter == without || id_in(denied, n_denied, rows[i].matter) || !similar_unpack(rows[i].side, &side))
			continue;
		side.at = rows[i].at;
		near[kept] = (struct similar_near){.matter = rows[i].matter, .request = rows[i].request, .at = rows[i].at};
		similar_weigh(x->core->similar.rules, &m->side, &side, &counts, &near[kept].why);
		order[kept] = &near[kept];
		kept++;
	}
	crowd(x, m, &counts, order, kept);
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
#define SHARED_MOST 8
#define SHARED_TOPICS 2 /* so that names and other words find room */

/* As they stand in the message: the codes, by which traits lie, are another order in every record. */
static int by_place(const void *a, const void *b)
{
	const struct trait *x = *(const struct trait *const *)a, *y = *(const struct trait *const *)b;
	return x->text.p != y->text.p ? (x->text.p < y->text.p ? -1 : 1) : x->text.n > y->text.n ? -1 : x->text.n < y->text.n;
}

/* What both say, in the asker's own words; nothing inside another. */
static void shared_words(struct ctx *x, const struct similar_message *m, const struct similar_why *w, struct similar_hit *h)
{
	static const int order[] = {TRAIT_HOME, TRAIT_ROAD, TRAIT_SPOT, TRAIT_NUMBER, TRAIT_TOPIC, TRAIT_TOWN, TRAIT_WORD};
	h->shared = arena_new_n(x->arena, SHARED_MOST, str);
	const struct trait **both = arena_new_n(x->arena, m->n, const struct trait *);
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++)
		if (w->shared[i] && !m->traits[i].heard)
			both[n++] = &m->traits[i];
	if (n)
		qsort(both, n, sizeof *both, by_place);
	for (size_t o = 0; o < COUNT_OF(order); o++) {
		size_t most = order[o] == TRAIT_TOPIC && h->n_shared + SHARED_TOPICS < SHARED_MOST ? h->n_shared + SHARED_TOPICS : SHARED_MOST;
		for (size_t i = 0; i < n && h->n_shared < most; i++) {
			const struct trait *t = both[i];
			bool inside = t->sort != order[o] || (t->sort == TRAIT_WORD && utf8_offset(t->text, 1) == t->text.n);
			for (size_t k = 0; k < h->n_shared && !inside; k++)
				inside = str_find(h->shared[k], t->text, 0) >= 0;
			if (!inside)
				h->shared[h->n_shared++] = t->text;
		}
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

/* What the reader may know of the request: its words, whose phone. */
struct open_to {
	bool words, phone;
};

static bool reads(const struct matter *request, role_set roles, int field, bool secret)
{
	if (field < 0)
		return false;
	const struct field *f = &request->kind->fields[field];
	return see_field(request->kind, roles, f) == SIGHT_PLAIN && !(secret && f->confide && !(roles & f->confide));
}

static struct open_to open_to(struct ctx *x, const struct matter *m, int64_t id)
{
	const struct matter *request = matter_part(m, id);
	struct similar_shape s;
	struct open_to o = {0};
	if (!request || !similar_shape_of(m->kind, &s))
		return o;
	role_set roles = see_roles(x, request);
	bool secret = m->kind->secret >= 0 && matter_id_of(m, m->kind->secret) == 1;
	bool there = (roles & request->kind->see) != 0;
	o.words = there && reads(request, roles, s.words, secret);
	o.phone = there && reads(request, roles, s.phone, secret);
	return o;
}

/* *ret_told: he may read what it is found by; otherwise he could try out words and phones on it. */
static err hit_of(struct ctx *x, const struct similar_ask *q, const struct similar_message *m, const struct similar_near *near, struct similar_hit *h,
		  bool *ret_told)
{
	struct matter matter;
	role_set roles;
	*ret_told = false;
	err e = see_load(x, near->matter, &matter, &roles);
	if (e != OK || (q->kind && matter.kind != q->kind))
		return e == ERR_NOTFOUND ? OK : e;
	struct open_to o = open_to(x, &matter, near->request);
	double score = near->why.score - (o.phone ? 0 : near->why.by_caller);
	if (!o.words || (score < similar_least(x->core->similar.rules) && !(q->all && (o.phone || !near->why.same_caller))))
		return OK;
	*h = (struct similar_hit){.matter = near->matter, .request = near->request, .metres = near->why.metres};
	TRY(matter_row_of(x, &matter, roles, &h->row));
	h->score = score <= 0 ? 0 : (int)(100 * score / (score + 0.6));
	h->same_caller = near->why.same_caller && o.phone;
	h->days = x->now > near->at ? (int)((x->now - near->at) / 86400000) : 0;
	shared_words(x, m, &near->why, h);
	say_why(x, h);
	*ret_told = true;
	return OK;
}

static int by_score(const void *a, const void *b)
{
	const struct similar_hit *x = a, *y = b;
	return x->score != y->score ? (x->score > y->score ? -1 : 1) : x->request > y->request ? -1 : x->request < y->request;
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
	for (size_t i = 0; i < n && page.n < most; i++) {
		bool told;
		TRY(hit_of(x, q, &m, &near[i], &page.hits[page.n], &told));
		page.n += told;
	}
	if (page.n)
		qsort(page.hits, page.n, sizeof *page.hits, by_score);
	*ret = page;
	return OK;
}
