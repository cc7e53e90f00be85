/* SPDX-License-Identifier: Apache-2.0 */
/* The hypotheses of the search: kept by how likely they are, charged for what they read; and
 * guesses at characters of which only half is known. */
#include "text/repair_shift_in.h"

#include <stdlib.h>
#include <string.h>

#define BEAM 80
#ifndef WEIGHT_WORDS
#define WEIGHT_WORDS 0.6f
#endif
#ifndef BONUS
#define BONUS 6.0f         /* nats a character: models overrate the shorter text */
#endif
#define COST_SIMPLE 6.0f   /* a simplified character on a converted page */

/* ---- hypotheses ------------------------------------------------------------------------ */

static int by_score(const void *a, const void *b)
{
	float x = ((const struct hyp *)a)->score, y = ((const struct hyp *)b)->score;
	return (x < y) - (x > y);
}

static bool same(const struct hyp *a, const struct hyp *b)
{
	return a->tail == b->tail && a->step == b->step && a->last == b->last;
}

void bucket_cut(struct bucket *b)
{
	size_t n = 0;
	qsort(b->v, b->n, sizeof *b->v, by_score);
	for (size_t i = 0; i < b->n && n < BEAM; i++) {
		bool known = false;
		for (size_t j = 0; j < n && !known; j++)
			known = same(&b->v[i], &b->v[j]);
		if (!known)
			b->v[n++] = b->v[i];
	}
	b->n = n;
}

void hyp_put(struct search *s, size_t at, const struct hyp *h)
{
	struct bucket *b = &s->buckets[at % BUCKETS];
	if (b->n == ROOM)
		bucket_cut(b);
	b->v[b->n++] = *h;
}

struct lm_context hyp_context(const struct hyp *h)
{
	return lm_context(h->id[1], h->id[0]);
}

const struct node *search_node(const struct search *s, int32_t i)
{
	return &s->nodes[(uint32_t)i / CHUNK][(uint32_t)i % CHUNK];
}

/* h followed by cp. */
struct hyp hyp_emitted(struct search *s, const struct hyp *h, uint32_t cp, uint32_t at, float cost)
{
	struct hyp o = *h;
	unsigned id = lm_id(cp);
	struct lm_context context = hyp_context(h);
	o.chars += lm_page_after(s->lm, &context, id) - cost;
	memmove(o.id + 1, o.id, sizeof o.id - sizeof *o.id);
	o.id[0] = (uint16_t)id;
	float best = -1e9f;
	for (size_t k = 1; k <= 4; k++) {
		uint16_t ids[4];
		for (size_t i = 0; i < k; i++)
			ids[i] = o.id[k - 1 - i];
		float w = h->word[k - 1] + lm_word(ids, k);
		best = w > best ? w : best;
	}
	memmove(o.word + 1, o.word, sizeof o.word - sizeof *o.word);
	o.word[0] = best;
	o.n++;
	o.split = false;
	o.tail = (o.tail + cp) * 0x9E3779B97F4A7C15u;
	o.score = o.chars + WEIGHT_WORDS * best + BONUS * o.n;
	if (s->n_nodes < NODES) {
		struct node **chunk = &s->nodes[s->n_nodes / CHUNK];
		*chunk = *chunk ? *chunk : arena_new_n(s->page->arena, CHUNK, struct node);
		(*chunk)[s->n_nodes % CHUNK] = (struct node){h->node, cp, at};
		o.node = (int32_t)s->n_nodes++;
	}
	return o;
}

/* A character met only behind a lost byte is on the site's list all the same. */
void hyp_learn(struct hyp *h, uint32_t cp, size_t sample)
{
	if (h->n_lain < LAIN_MAX)
		h->lain[h->n_lain++] = (struct lain){cp, (uint32_t)sample};
}

void hyp_charge(struct hyp *h, float cost)
{
	h->chars -= cost;
	h->score -= cost;
}

/* `split`: its bytes were parted before its own reading was looked for. */
float read_cost(const struct search *s, uint32_t cp, bool split)
{
	float cost = !split && page_listed(s->page, cp) ? COST_LISTED : 0;
	return cost + (s->page->traditional && script_of(cp) & SCRIPT_SIMPLIFIED ? COST_SIMPLE : 0);
}

bool char_reads(const struct search *s, uint32_t cp, unsigned syllable)
{
	const struct listed *l = page_listed(s->page, cp);
	return cp && (is_reading(cp, syllable) || (l && l->syllable == syllable && syllable != SYLLABLE_NONE));
}

/* ---- guesses ------------------------------------------------------------------------------ */

/* Keeps the `room` best. */
static void guess_put(struct guess *g, size_t *n, size_t room, struct guess one)
{
	size_t at = *n < room ? (*n)++ : room;
	if (at == room && g[room - 1].p >= one.p)
		return;
	if (at == room)
		at--;
	for (; at && g[at - 1].p < one.p; at--)
		g[at] = g[at - 1];
	g[at] = one;
}

static void guess_add(const struct search *s, struct guesses *g, unsigned lead, const struct likely *l)
{
	float p = lm_page_after(s->lm, &g->context, l->id) - read_cost(s, l->cp, g->split);
	guess_put(g->v, &g->n, g->room, (struct guess){l->cp, p, (uint8_t)lead, l->trail});
}

/* Of the pair only the lead is known; `of`: which trails may be. */
void guess_trails(const struct search *s, struct guesses *g, unsigned lead, bool (*of)(const struct likely *))
{
	for (size_t k = s->likely_at[lead]; k < s->likely_at[lead + 1]; k++)
		if (of(&s->likely[k]))
			guess_add(s, g, lead, &s->likely[k]);
}

void guess_pair(const struct search *s, struct guesses *g, unsigned lead, unsigned trail)
{
	uint32_t cp = gbk_char(lead, trail);
	struct likely l = {(uint16_t)cp, (uint16_t)lm_id(cp), (uint8_t)trail};
	if (cp && lm_seen(s->lm, l.id))
		guess_add(s, g, lead, &l);
}

void likely_fill(struct search *s, struct arena *a)
{
	size_t n = 0;
	s->likely = arena_new_n(a, 126 * 191, struct likely);
	for (unsigned lead = 0x81; lead <= 0xff; lead++) {
		s->likely_at[lead] = (uint16_t)n;
		for (unsigned trail = 0x81; lead < 0xff && trail <= 0xfe; trail++) {
			uint32_t cp = gbk_char(lead, trail);
			if (cp && lm_seen(s->lm, lm_id(cp)))
				s->likely[n++] = (struct likely){(uint16_t)cp, (uint16_t)lm_id(cp), (uint8_t)trail};
		}
	}
}
