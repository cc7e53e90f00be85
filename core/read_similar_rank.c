/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest matters: the entries under the most telling terms are gathered, the best of them read and weighed,
 * and held against each other. A place goes by several names; which, is learned from requests of one matter. */
#include "core/read_in.h"
#include "core/similar_in.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 6000   /* of lists that are read for one question: some 10 ms */
#define FREQUENT 60      /* of 4096 entries: a term in more of them is looked for among the newest alone, */
#define NEWEST_BLOCKS 24 /* in so many blocks */
#define WEIGHED_MOST 320 /* entries that are read */
#define NAMING_MOST 12   /* matters whose requests are read for other names of a place, */
#define NAMING_EACH 12   /* so many of each */

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

struct ranking {
	struct ctx *x;
	const struct similar_message *m;
	struct similar_side asked; /* with the names learned */
	struct similar_counts counts;
	struct gathering gathering;
	size_t left; /* rows that may still be read */
	int64_t without, *denied;
	size_t n_denied;
	struct similar_near *near, **order; /* order: the nearest first */
	size_t n;
};

static err gather_term(struct ranking *k, const struct similar_term *t)
{
	size_t rows;
	k->gathering.weight = t->weight;
	k->gathering.rows = k->gathering.places = 0;
	TRY(similar_list_each(k->x, t->term, 0, (int64_t)k->left, gather, &k->gathering, &rows));
	k->left -= rows < k->left ? rows : k->left;
	return OK;
}

/* The most telling terms first: those that come after a bound was reached say least. */
static err gather_all(struct ranking *k, int64_t entries)
{
	const struct similar_state *own = &k->x->core->similar;
	struct similar_term terms[SIMILAR_TERMS];
	size_t n = similar_terms(own->rules, &own->key, &k->m->side, &k->counts, true, terms);
	k->left = ROWS_MOST;
	k->gathering = (struct gathering){.a = k->x->arena, .n_blocks = (size_t)(entries >> BLOCK_BITS) + 1};
	k->gathering.block = arena_new_n(k->x->arena, k->gathering.n_blocks, float *);
	qsort(terms, n, sizeof *terms, by_weight);
	for (size_t i = 0; i < n && k->left; i++)
		TRY(gather_term(k, &terms[i]));
	return OK;
}

static size_t heaviest(const struct gathering *g, int64_t ret[WEIGHED_MOST])
{
	struct gathered heap[WEIGHED_MOST];
	size_t n = 0;
	for (size_t b = 0; b < g->n_blocks; b++)
		for (size_t i = 0; g->block[b] && i < BLOCK_ENTRIES; i++)
			if (g->block[b][i] > 0)
				keep_heavy(heap, &n, (struct gathered){(int64_t)(b << BLOCK_BITS | i), g->block[b][i]});
	for (size_t i = 0; i < n; i++)
		ret[i] = heap[i].entry;
	return n;
}

/* ---- weighing ------------------------------------------------------------------------------ */
static int nearer(const void *a, const void *b)
{
	const struct similar_near *x = *(struct similar_near *const *)a, *y = *(struct similar_near *const *)b;
	if (x->why.score > y->why.score || x->why.score < y->why.score)
		return x->why.score > y->why.score ? -1 : 1;
	return x->request != y->request ? (x->request > y->request ? -1 : 1) : x->matter > y->matter ? -1 : x->matter < y->matter;
}

static err weigh_heaviest(struct ranking *k)
{
	struct similar_entry rows[WEIGHED_MOST];
	int64_t numbers[WEIGHED_MOST];
	size_t n = heaviest(&k->gathering, numbers);
	TRY(similar_entries_at(k->x, numbers, n, rows, &n));
	k->near = arena_new_n(k->x->arena, n, struct similar_near);
	k->order = arena_new_n(k->x->arena, n, struct similar_near *);
	k->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct similar_side side;
		struct similar_near *near = &k->near[k->n];
		if (rows[i].matter == k->without || id_in(k->denied, k->n_denied, rows[i].matter) || !similar_unpack(rows[i].side, &side))
			continue;
		side.at = rows[i].at;
		*near = (struct similar_near){.matter = rows[i].matter, .request = rows[i].request, .at = rows[i].at};
		similar_weigh(k->x->core->similar.rules, &k->asked, &side, &k->counts, &near->why);
		k->order[k->n++] = near;
	}
	if (k->n)
		qsort(k->order, k->n, sizeof *k->order, nearer);
	return OK;
}

static void hold_against_each_other(struct ranking *k)
{
	struct similar_why *why[WEIGHED_MOST];
	int64_t matter[WEIGHED_MOST];
	for (size_t i = 0; i < k->n; i++) {
		why[i] = &k->near[i].why;
		matter[i] = k->near[i].matter;
	}
	similar_crowd(k->x->arena, k->x->core->similar.rules, &k->asked, &k->counts, why, matter, k->n);
	if (k->n)
		qsort(k->order, k->n, sizeof *k->order, nearer);
}

/* ---- other names of the place ---------------------------------------------------------------- */
static bool names_the_place(const struct ranking *k, const struct similar_near *near)
{
	bool so = false;
	for (size_t i = 0; i < k->asked.n && !so; i++)
		so = near->why.shared[i] == 2 && similar_names_place(k->asked.codes[i]);
	return so;
}

/* Requests of the nearest matters that name the place as the question does. */
static err namesakes(struct ranking *k, struct similar_told_side **ret, size_t *ret_n)
{
	LIST(struct similar_told_side) l = {0};
	int64_t seen[NAMING_MOST];
	size_t n_seen = 0;
	for (size_t i = 0; i < k->n && n_seen < NAMING_MOST; i++) {
		struct similar_entry *e;
		size_t n;
		if (!names_the_place(k, k->order[i]) || id_in(seen, n_seen, k->order[i]->matter))
			continue;
		seen[n_seen++] = k->order[i]->matter;
		TRY(similar_entries_few(k->x, k->order[i]->matter, NAMING_EACH, &e, &n));
		for (size_t j = 0; j < n; j++)
			if (similar_unpack(e[j].side, &list_push(k->x->arena, &l)->side))
				l.v[l.n - 1].matter = e[j].matter;
			else
				l.n--;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

/* With the names that others gave the same place the lists are asked for those too, and all is weighed again. */
static err learn_names(struct ranking *k)
{
	struct similar_told_side *told;
	size_t n;
	TRY(namesakes(k, &told, &n));
	if (!similar_learn_names(&k->asked, &k->counts, told, n))
		return OK;
	for (size_t i = 0; i < k->asked.n_alias; i++) {
		struct similar_term t = similar_alias_term(&k->asked.alias[i], &k->counts);
		TRY(gather_term(k, &t));
	}
	return weigh_heaviest(k);
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
	struct ranking k = {.x = x, .m = m, .asked = m->side, .without = without};
	*ret = NULL;
	*ret_n = 0;
	TRY(similar_ready(x->core));
	TRY(similar_mark_read(x, &mark));
	if (!mark.ours)
		return OK;
	TRY(denied_ids(x, &k.denied, &k.n_denied)); /* what is denied takes nobody's place among the nearest */
	TRY(similar_counts_read(x, &mark, &k.counts));
	TRY(gather_all(&k, mark.entries));
	TRY(weigh_heaviest(&k));
	TRY(learn_names(&k));
	hold_against_each_other(&k);
	size_t kept = once(k.order, k.n, most);
	*ret = arena_new_n(x->arena, kept, struct similar_near);
	for (size_t i = 0; i < kept; i++)
		(*ret)[i] = *k.order[i];
	*ret_n = kept;
	return OK;
}
