/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the cues as an automaton, and one pass with it over a document. Only
 * letters of words have a number, so that most places end at once; the states lie in
 * one array (a double array), small enough for the cache. What begins at a place is
 * found once; every later question looks it up. */
#include "text/extract_in.h"

#define ROOT_LETTER 0xfffe /* of a letter that begins no word */
#define TRIES_MOST 512 /* places tried for a state before it goes to the end */

/* ---- building ---- */
struct node {
	struct tags own;
	uint32_t child, sibling; /* 0 none */
	uint16_t letter, word;
	uint32_t state;
};
struct edge { /* hash: key node << 16 | letter, + 1 */
	uint64_t key;
	uint32_t to;
};
struct trie {
	struct arena *a;
	LIST(struct node) nodes; /* [0] the root; parents stand before their children */
	struct edge *edge;
	size_t n_edges, edge_cap;
	uint16_t *letter; /* as in struct cues */
	size_t n_letters;
};

static struct edge *edge_place(const struct trie *t, uint64_t key)
{
	uint64_t h = key * 0x9e3779b97f4a7c15u, i = h ^ h >> 29;
	while (t->edge[i & (t->edge_cap - 1)].key && t->edge[i & (t->edge_cap - 1)].key != key)
		i++;
	return &t->edge[i & (t->edge_cap - 1)];
}

static void edges_room(struct trie *t, size_t cap)
{
	struct edge *old = t->edge;
	size_t n = t->edge_cap;
	t->edge = arena_new_n(t->a, cap, struct edge);
	t->edge_cap = cap;
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			*edge_place(t, old[i].key) = old[i];
}

struct trie *trie_new(struct arena *a)
{
	struct trie *t = arena_new(a, struct trie);
	t->a = a;
	t->letter = arena_new_n(a, 65536, uint16_t);
	t->n_letters = 1;
	edges_room(t, 1024);
	list_push(a, &t->nodes);
	return t;
}

static uint32_t child_make(struct trie *t, uint32_t node, uint16_t letter)
{
	struct edge *e = edge_place(t, ((uint64_t)node << 16 | letter) + 1);
	if (e->key)
		return e->to;
	*e = (struct edge){((uint64_t)node << 16 | letter) + 1, (uint32_t)t->nodes.n};
	*list_push(t->a, &t->nodes) = (struct node){.letter = letter, .sibling = t->nodes.v[node].child};
	t->nodes.v[node].child = (uint32_t)(t->nodes.n - 1);
	if (2 * ++t->n_edges > t->edge_cap)
		edges_room(t, 2 * t->edge_cap);
	return (uint32_t)(t->nodes.n - 1);
}

void trie_add(struct trie *t, const uint16_t *letters, size_t n, enum tag tag)
{
	uint32_t node = 0;
	for (size_t i = 0; i < n; i++) {
		uint16_t *letter = &t->letter[letters[i]];
		if (!*letter)
			*letter = (uint16_t)t->n_letters++;
		node = child_make(t, node, *letter);
	}
	t->nodes.v[node].own.w[tag >> 6] |= 1ull << (tag & 63);
}

/* ---- laying out ---- */
struct layout {
	struct arena *a;
	struct state *v;
	uint8_t *base_used;
	size_t n;      /* places in use end before it */
	size_t cap, first_free;
};

static void layout_room(struct layout *l, size_t n)
{
	size_t cap = l->cap ? l->cap : 4096;
	while (cap < n)
		cap *= 2;
	if (cap == l->cap)
		return;
	l->v = arena_grow(l->a, l->v, l->cap * sizeof *l->v, cap * sizeof *l->v);
	l->base_used = arena_grow(l->a, l->base_used, l->cap, cap);
	for (size_t i = l->cap; i < cap; i++) {
		l->v[i] = (struct state){.letter = NO_LETTER};
		l->base_used[i] = 0;
	}
	l->cap = cap;
}

static bool base_fits(const struct layout *l, const struct node *nodes, uint32_t child, size_t base)
{
	if (l->base_used[base])
		return false;
	for (; child; child = nodes[child].sibling)
		if (l->v[base + nodes[child].letter].letter != NO_LETTER)
			return false;
	return true;
}

static void children_place(struct layout *l, struct node *nodes, uint32_t node, size_t n_letters)
{
	size_t least = nodes[nodes[node].child].letter, base = l->first_free > least ? l->first_free - least : 1;
	layout_room(l, l->n + base + 2 * TRIES_MOST + n_letters);
	for (size_t tries = 0; !base_fits(l, nodes, nodes[node].child, base);)
		base = ++tries == TRIES_MOST ? l->n : base + 1; /* behind l->n only used bases stand in the way */
	l->base_used[base] = 1;
	l->v[nodes[node].state].base = (uint32_t)base;
	for (uint32_t k = nodes[node].child; k; k = nodes[k].sibling) {
		size_t at = base + nodes[k].letter;
		nodes[k].state = (uint32_t)at;
		l->v[at] = (struct state){.letter = nodes[k].letter, .word = nodes[k].word};
		l->n = at >= l->n ? at + 1 : l->n;
	}
	while (l->v[l->first_free].letter != NO_LETTER)
		layout_room(l, ++l->first_free + 1);
}

/* A state without a way on points behind all others, where every place is free. */
static void ends_place(struct layout *l, const struct trie *t)
{
	size_t end = l->n;
	layout_room(l, end + t->n_letters);
	for (size_t i = 1; i < t->nodes.n; i++)
		if (!t->nodes.v[i].child)
			l->v[t->nodes.v[i].state].base = (uint32_t)end;
	for (size_t i = 0; i < t->n_letters; i++)
		if (l->v[i].letter == ROOT_LETTER)
			l->v[i].base = (uint32_t)end;
}

/* ---- numbering the words ---- */
static void word_fill(struct word *all, struct word *w, const struct tags *own, const struct tags *seen)
{
	const struct word *s = &all[w->shorter];
	w->own = *own;
	w->all = (struct tags){{own->w[0] | s->all.w[0], own->w[1] | s->all.w[1]}};
	w->token = tags_meet(own, seen) ? (uint16_t)(w - all) : s->token;
}

static void words_number(struct trie *t, struct cues *c)
{
	struct node *v = t->nodes.v;
	uint16_t *last = arena_new_n(t->a, t->nodes.n, uint16_t); /* longest word up to the node */
	uint16_t *depth = arena_new_n(t->a, t->nodes.n, uint16_t);
	size_t n = 1;
	for (size_t i = 0; i < t->nodes.n; i++)
		n += (v[i].own.w[0] | v[i].own.w[1]) != 0;
	c->word = arena_new_n(t->a, n, struct word);
	c->tags = arena_new_n(t->a, n, struct tags);
	c->token = arena_new_n(t->a, n, uint16_t);
	c->kind = (int16_t (*)[KINDS])arena_new_n(t->a, n * KINDS, int16_t);
	n = 1;
	for (size_t i = 0; i < t->nodes.n; i++) {
		if (v[i].own.w[0] | v[i].own.w[1]) {
			struct word *w = &c->word[n];
			*w = (struct word){.shorter = last[i], .n = depth[i]};
			word_fill(c->word, w, &v[i].own, &c->seen);
			c->tags[n] = w->all;
			c->token[n] = w->token;
			v[i].word = last[i] = (uint16_t)n++;
		}
		for (uint32_t k = v[i].child; k; k = v[k].sibling) {
			last[k] = last[i];
			depth[k] = (uint16_t)(depth[i] + 1);
		}
	}
}

void trie_compile(struct trie *t, struct cues *c)
{
	struct layout l = {.a = t->a, .n = t->n_letters, .first_free = t->n_letters};
	layout_room(&l, 2 * t->n_letters + 2);
	words_number(t, c);
	/* the root's children stand at the numbers of their letters; no other state may lie among them */
	for (size_t i = 0; i < t->n_letters; i++)
		l.v[i].letter = ROOT_LETTER;
	for (uint32_t k = t->nodes.v[0].child; k; k = t->nodes.v[k].sibling) {
		t->nodes.v[k].state = t->nodes.v[k].letter;
		l.v[t->nodes.v[k].letter] = (struct state){.letter = t->nodes.v[k].letter, .word = t->nodes.v[k].word};
	}
	for (size_t i = 1; i < t->nodes.n; i++)
		if (t->nodes.v[i].child)
			children_place(&l, t->nodes.v, (uint32_t)i, t->n_letters);
	ends_place(&l, t);
	c->next = arena_new_n(t->a, t->n_letters, uint64_t);
	for (uint32_t k = t->nodes.v[0].child; k; k = t->nodes.v[k].sibling)
		for (uint32_t m = t->nodes.v[k].child; m; m = t->nodes.v[m].sibling)
			c->next[t->nodes.v[k].letter] |= 1ull << t->nodes.v[m].letter % 64;
	c->state = l.v;
	c->letter = t->letter;
}

/* ---- asking ---- */
#define HITS_BLOCK 128

/* The longest word of two letters and more at `hit`, where numbers of letters stand; else that of one. */
static uint16_t hit_walk(const struct state *state, const uint16_t *hit)
{
	const struct state *s = &state[hit[0]], *next;
	uint16_t word = s->word;
	for (hit++; *hit == (next = &state[s->base + *hit])->letter; hit++) {
		word = next->word ? next->word : word;
		s = next;
	}
	return word;
}

/* By blocks: where no second letter follows, which is at most places, the letter alone decides. */
void hits_find(const struct cues *c, const uint16_t *cp, size_t n, uint16_t *hit)
{
	const uint16_t *letter = c->letter;
	uint16_t walked[HITS_BLOCK], word[HITS_BLOCK];
	for (size_t i = 0; i < n; i++)
		hit[i] = letter[cp[i]];
	hit[n] = 0;
	for (size_t from = 0; from < n; from += HITS_BLOCK) {
		uint16_t *here = hit + from;
		size_t m = n - from < HITS_BLOCK ? n - from : HITS_BLOCK, k = 0;
		for (size_t i = 0; i < m; i++) {
			walked[k] = (uint16_t)i;
			k += c->next[here[i]] >> here[i + 1] % 64 & 1;
		}
		for (size_t i = 0; i < k; i++)
			word[i] = hit_walk(c->state, here + walked[i]);
		for (size_t i = 0; i < m; i++) /* numbers of letters become numbers of words */
			here[i] = c->state[here[i]].word;
		for (size_t i = 0; i < k; i++)
			here[walked[i]] = word[i];
	}
}

size_t word_longest(const struct cues *c, const struct word *w, size_t n, enum tag tag)
{
	while (w->n > n || !tags_have(&w->own, tag)) {
		if (!w->shorter)
			return 0;
		w = &c->word[w->shorter];
	}
	return w->n;
}
