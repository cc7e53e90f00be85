/* SPDX-License-Identifier: Apache-2.0 */
/* The language model: trigrams of characters with back-off (Witten and Bell), words with
 * their frequency, and the page's own pairs and triples. All natural logarithms. */
#include "text/repair_in.h"

#include <math.h>

#define STEP 0.08f /* nats of one unit of a stored probability, as in tools/text_tables.py */
#define CHAR_BITS 15
#ifndef OWN
#define OWN 0.5f /* how much the page itself says against the model */
#endif
#define UNKNOWN -18.5f
#define SELDOM 185 /* of unigram_p: rarer characters are not guessed unless the page has them */
#define COMMON 105 /* of unigram_p: the thousand that are half of all text and more */
#define RARE 150 /* of unigram_p: a word of one character is no rarer than this */

static uint64_t mixed(uint64_t key)
{
	key = (key ^ key >> 29) * 0x9E3779B97F4A7C15u;
	return key ^ key >> 32;
}

static uint64_t key2(unsigned a, unsigned b)
{
	return (uint64_t)a << CHAR_BITS | b;
}

static uint64_t key3(unsigned a, unsigned b, unsigned c)
{
	return key2(a, b) << CHAR_BITS | c;
}

/* Slot of the key, or -1. The tables are at most half full, so a free slot always comes. */
static inline ptrdiff_t slot(const uint32_t *keys, uint32_t n, uint64_t key)
{
	uint64_t h = mixed(key);
	uint32_t at = (uint32_t)(h >> (64 - __builtin_ctz(n))), mark = (uint32_t)h ? (uint32_t)h : 1;
	for (; keys[at]; at = (at + 1) & (n - 1))
		if (keys[at] == mark)
			return at;
	return -1;
}

/* `s`: slot of b c, where both are known. */
static inline float pair_at(unsigned b, unsigned c, ptrdiff_t s)
{
	if (!c)
		return UNKNOWN;
	if (!b)
		return -STEP * unigram_p[c];
	return s >= 0 ? -STEP * (bigram_values[s] & 0xff) : -STEP * ((float)unigram_left[b] + unigram_p[c]);
}

static inline ptrdiff_t bigram(unsigned b, unsigned c)
{
	return b && c ? slot(bigram_keys, bigram_keys_n, key2(b, c)) : -1;
}

static inline float pair(unsigned b, unsigned c)
{
	return pair_at(b, c, bigram(b, c));
}

/* Of a stored pair: what it leaves to characters never seen behind it, and whether one that
 * was seen is less likely than if it had not been, and below -6 nats (no other is so). */
#define LEFT(value) ((value) >> 8 & 0x7fu)
#define ODD 0x8000u

struct lm_context lm_context(unsigned a, unsigned b)
{
	ptrdiff_t s = bigram(a, b);
	return (struct lm_context){a, b, s >= 0 ? LEFT(bigram_values[s]) : 0};
}

float lm_after(const struct lm_context *h, unsigned c)
{
	if (!h->left || !c) /* nothing was ever counted behind a b */
		return pair(h->b, c);
	ptrdiff_t s = slot(trigram_keys, trigram_keys_n, key3(h->a, h->b, c));
	return s >= 0 ? -STEP * trigram_values[s] : pair(h->b, c) - STEP * (float)h->left;
}

float lm_char(unsigned a, unsigned b, unsigned c)
{
	struct lm_context h = lm_context(a, b);
	return lm_after(&h, c);
}

/* The tables are larger than the nearest cache: the places that will be asked for are fetched before. */
#define FETCH_AHEAD 6
static inline void fetch(const uint16_t *id)
{
	uint32_t at = (uint32_t)(mixed(key2(id[-1], id[0])) >> (64 - __builtin_ctz(bigram_keys_n)));
	__builtin_prefetch(&bigram_keys[at]);
	__builtin_prefetch(&bigram_values[at]);
}

/* Each pair is looked up once: as the pair itself, and as what stands before the next. */
void lm_unlikely(struct arena *a, const uint32_t *cp, const uint16_t *id, size_t n, float most, unlikely_list *ret)
{
	ptrdiff_t before = n > 1 ? bigram(id[0], id[1]) : -1;
	for (size_t i = 2; i < n; i++) {
		if (i + FETCH_AHEAD < n)
			fetch(id + i + FETCH_AHEAD);
		unsigned b = id[i - 1], c = id[i], context = before >= 0 ? bigram_values[before] : 0, left = LEFT(context);
		ptrdiff_t s = before = bigram(b, c);
		if (!c || !is_han(cp[i]))
			continue;
		float p = pair_at(b, c, s), join = left ? p - STEP * (float)left : p;
		if (join > most && !(context & ODD)) /* a triple that was seen is likelier still */
			continue;
		ptrdiff_t t = left ? slot(trigram_keys, trigram_keys_n, key3(id[i - 2], b, c)) : -1;
		join = t >= 0 ? -STEP * trigram_values[t] : join;
		if (join <= most)
			*list_push(a, ret) = (struct unlikely){(uint32_t)i, join, p};
	}
}

float lm_alone(unsigned id)
{
	return id ? -STEP * unigram_p[id] : UNKNOWN;
}

float lm_next(struct lm_text *l, uint32_t cp)
{
	unsigned c = lm_id(cp);
	float p = lm_char(l->id[1], l->id[2], c);
	l->id[1] = l->id[2];
	l->id[2] = (uint16_t)c;
	return p;
}

float lm_word(const uint16_t *ids, size_t n)
{
	uint64_t key = 0;
	for (size_t i = 0; i < n; i++) {
		if (!ids[i])
			return n == 1 ? UNKNOWN : -1000;
		key = key << CHAR_BITS | ids[i];
	}
	ptrdiff_t s = slot(word_keys, word_keys_n, key);
	return s >= 0 ? -STEP * word_values[s] : n > 1 ? -1000 : unigram_p[ids[0]] > RARE ? -4.5f - STEP * RARE : -4.5f - STEP * unigram_p[ids[0]];
}

bool lm_known_word(const uint16_t *ids, size_t n)
{
	return n > 1 && lm_word(ids, n) > -100;
}

float lm_word_begun(unsigned id)
{
	return -STEP * word_begun[id];
}

float lm_word_ended(unsigned id)
{
	return -STEP * word_ended[id];
}

float lm_likeliest(unsigned a, unsigned b)
{
	ptrdiff_t s = bigram(a, b);
	struct lm_context h = lm_context(a, b);
	float p = lm_after(&h, h.left ? bigram_likeliest[s] : likeliest_single[b]);
	return p > UNKNOWN ? p : UNKNOWN;
}

/* ---- the page ---- */
#define PAGE_BITS 18
#define PAGE_MOST 60000 /* characters that are counted; the table stays less than half full */
struct lm_page {
	uint16_t one[1 << CHAR_BITS];
	uint32_t total;
	uint32_t keys[1 << PAGE_BITS]; /* pairs and triples, open addressing */
	uint16_t counts[1 << PAGE_BITS];
};

static uint32_t mark_of_key(uint64_t h)
{
	return (uint32_t)h ? (uint32_t)h : 1;
}

static uint32_t place(const struct lm_page *p, uint64_t key)
{
	uint64_t h = mixed(key);
	uint32_t at = (uint32_t)(h >> (64 - PAGE_BITS)), mark = mark_of_key(h);
	for (; p->keys[at] && p->keys[at] != mark; at = (at + 1) & ((1u << PAGE_BITS) - 1))
		;
	return at;
}

static void count_gram(struct lm_page *p, uint64_t key)
{
	uint32_t at = place(p, key);
	p->keys[at] = mark_of_key(mixed(key));
	p->counts[at] += p->counts[at] < UINT16_MAX;
}

static unsigned gram(const struct lm_page *p, uint64_t key)
{
	return p->counts[place(p, key)];
}

struct lm_page *lm_page_new(struct arena *arena, const uint32_t *cp, size_t n)
{
	struct lm_page *p = arena_new(arena, struct lm_page);
	unsigned a = 0, b = 0;
	n = n < PAGE_MOST ? n : PAGE_MOST;
	for (size_t i = 0; i < n; i++) {
		if (cp[i] == '(' && i + 2 < n && !is_han(cp[i + 1])) { /* a reading is no text */
			size_t j = i + 1;
			while (j < n && j < i + 8 && cp[j] != ')')
				j++;
			if (j < n && cp[j] == ')') {
				i = j;
				continue;
			}
		}
		unsigned c = lm_id(cp[i]);
		if (c)
			p->total++, p->one[c] += p->one[c] < UINT16_MAX;
		if (b && c)
			count_gram(p, key2(b, c));
		if (a && b && c)
			count_gram(p, key3(a, b, c));
		a = b;
		b = c;
	}
	return p;
}

/* Known to the language, or to this page. */
bool lm_seen(const struct lm_page *p, unsigned id)
{
	return id && (unigram_p[id] < SELDOM || p->one[id]);
}

bool lm_common(unsigned id)
{
	return id && unigram_p[id] < COMMON;
}

float lm_page_after(const struct lm_page *p, const struct lm_context *h, unsigned c)
{
	unsigned a = h->a, b = h->b;
	float s = lm_after(h, c), own = 0;
	if (!p || !c || !p->one[c])
		return s;
	own = 0.1f * (float)p->one[c] / (float)p->total;
	unsigned two = b && p->one[b] ? gram(p, key2(b, c)) : 0;
	if (two)
		own += 0.6f * (float)two / ((float)p->one[b] + 2);
	if (a && two) {
		unsigned three = gram(p, key3(a, b, c));
		unsigned context = gram(p, key2(a, b));
		own += 0.6f * (float)three / ((float)context + 1);
	}
	return logf((1 - OWN) * expf(s) + OWN * (own > 1 ? 1 : own));
}
