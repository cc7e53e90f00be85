/* SPDX-License-Identifier: Apache-2.0 */
/* What was read one byte off. A reading or a byte put in between the two bytes of a
 * character makes the reader take the second byte for the first of the next character,
 * and so on until a second byte in the range of ASCII, or the next byte put in, brings
 * it back in step. Where a lead byte met a byte that cannot follow it, `?` is shown and
 * both are gone; where a pair means a user-defined character, nothing is shown.
 *
 * The search goes through what is shown from left to right and carries, in each reading
 * of it ("hypothesis"), the byte that waits for its second half. Damage is determined by
 * the text, so the likeliest text that would be shown so is the best reading. */
#include "text/repair_shift_in.h"

#include <math.h>
#include <string.h>

#define SETTLED 10         /* characters in step again before a reading is believed */
#define NEAR 8.0f          /* nats: a reading this close behind may still win */
#define LONGEST 600        /* shown characters of one run */
#define LOST_TWICE_FROM 3
#define LOST_FROM 14       /* hypotheses of a bucket that may assume a lost pair */

unsigned shown_bytes(const struct page *p, uint32_t cp)
{
	bool mark = cp == ',' || cp == ';' || cp == ':' || cp == '?' || cp == '!' || cp == '(' || cp == ')';
	if (cp < 0x80)
		return p->folded && mark ? 0xa300u | (cp + 0x80) : cp;
	return gbk_pair(cp);
}

static size_t text_of(const struct search *s, const struct hyp *h, uint32_t *cp)
{
	size_t n = 0;
	for (int32_t i = h->node; i >= 0; i = search_node(s, i)->parent)
		n += search_node(s, i)->at < h->settled;
	size_t k = n;
	for (int32_t i = h->node; i >= 0; i = search_node(s, i)->parent)
		if (search_node(s, i)->at < h->settled)
			cp[--k] = search_node(s, i)->cp;
	return n;
}

static str utf8_of(struct arena *a, const uint32_t *cp, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		buf_cp(&b, cp[i]);
	return buf_str(&b);
}

static void alternatives(const struct search *s, const struct bucket *b, struct run *r)
{
	struct arena *a = s->page->arena;
	uint32_t cp[LONGEST + 64];
	str own = utf8_of(a, r->cp, r->n);
	float gap = 20;
	r->group.alternatives = arena_new_n(a, 3, str);
	for (size_t i = 1; i < b->n && r->group.n_alternatives < 3; i++) {
		const struct hyp *h = &b->v[i];
		if (h->step != IN_STEP || h->settled != b->v[0].settled)
			continue;
		size_t n = text_of(s, h, cp);
		str other = utf8_of(a, cp, n);
		bool known = str_eq(other, own);
		for (size_t j = 0; j < r->group.n_alternatives; j++)
			known |= str_eq(other, r->group.alternatives[j]);
		if (known)
			continue;
		if (!r->group.n_alternatives)
			gap = b->v[0].score - h->score;
		if (s->page->traditional) {
			text_simplify(cp, n);
			other = utf8_of(a, cp, n);
		}
		r->group.alternatives[r->group.n_alternatives++] = other;
	}
	r->group.confidence = 1 / (1 + exp(-(double)gap));
	if (!r->group.inferred)
		r->group.n_alternatives = 0;
}

static bool settle(const struct search *s, const struct bucket *b, struct run *ret)
{
	const struct hyp *h = &b->v[0];
	if (h->settled == s->from) /* `?` is only a question mark */
		return false;
	struct run r = {.to = h->settled, .year = h->year, .hole = h->hole};
	r.cp = arena_new_n(s->page->arena, (size_t)h->n + 1, uint32_t);
	r.n = text_of(s, h, r.cp);
	memcpy(r.lain, h->lain, sizeof r.lain);
	r.n_lain = h->n_lain;
	r.group.inferred = h->guessed;
	r.group.rule = REPAIR_SHIFT;
	alternatives(s, b, &r);
	*ret = r;
	return true;
}

static void begin(struct search *s, size_t from, const uint32_t *before, size_t n_before)
{
	struct hyp h = {.node = -1, .settled = (uint32_t)from};
	s->n_nodes = 0;
	s->from = from;
	for (size_t i = 0; i < BUCKETS; i++)
		s->buckets[i].n = 0;
	for (size_t k = 1; k < 4; k++)
		h.word[k] = -1e9f;
	for (size_t i = 0; i < n_before; i++) {
		h = hyp_emitted(s, &h, before[i], (uint32_t)from, 0);
		h.last = (uint8_t)shown_bytes(s->page, before[i]);
	}
	h.node = -1;
	h.n = 0;
	h.chars = h.score = 0;
	for (size_t k = 1; k < 4; k++)
		h.word[k] -= h.word[0];
	h.word[0] = 0;
	hyp_put(s, from, &h);
}

/* Readings that have already jumped ahead, behind a `pinyin)`, are asked too. */
static bool outdone(const struct search *s, const struct hyp *best, size_t at)
{
	for (size_t k = 1; k < BUCKETS; k++) {
		const struct bucket *b = &s->buckets[(at + k) % BUCKETS];
		for (size_t i = 0; i < b->n; i++)
			if (b->v[i].settled != best->settled && b->v[i].score > best->score - NEAR)
				return true;
	}
	return false;
}

struct search *search_new(struct arena *a, const struct page *p)
{
	struct search *s = arena_new(a, struct search);
	s->page = p;
	s->lm = lm_page_new(a, p->cp, p->n);
	s->kept = arena_new_n(a, KEPT, struct kept);
	likely_fill(s, a);
	for (size_t i = 0; i < BUCKETS; i++)
		s->buckets[i].v = arena_new_n(a, ROOM, struct hyp);
	return s;
}

bool search_run(struct search *s, size_t from, const uint32_t *before, size_t n_before, struct run *ret)
{
	begin(s, from, before, n_before);
	for (size_t at = from; at < from + LONGEST; at++) {
		struct bucket *b = &s->buckets[at % BUCKETS];
		if (b->n)
			bucket_cut(b);
		const struct hyp *best = b->n ? &b->v[0] : NULL;
		if (best && best->step == IN_STEP &&
		    (at >= s->page->n || (at >= best->settled + SETTLED && (at >= best->settled + 3 * SETTLED || !outdone(s, best, at)))))
			return settle(s, b, ret);
		if (at >= s->page->n || s->n_nodes + 65536 > NODES)
			break;
		for (size_t i = 0; i < b->n; i++) {
			struct hyp h = b->v[i];
			if (h.step == IN_STEP) {
				step_in(s, &h, at);
				continue;
			}
			step_waiting(s, &h, at);
			if (i < LOST_FROM)
				step_lost(s, &h, at, i < LOST_TWICE_FROM);
		}
		b->n = 0;
	}
	return false;
}
