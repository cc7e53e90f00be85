/* SPDX-License-Identifier: Apache-2.0 */
/* The language model: trigrams of characters with back-off (Witten and Bell), words with
 * their frequency, and the page's own pairs and triples. All natural logarithms. */
#include "text/repair_in.h"

#include <math.h>
#include <string.h>

#define STEP LM_STEP /* as in tools/text_tables.py */
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

/* Pairs: a one-to-one mixing of 30 bits, its upper bits the place, the rest in the slot
 * beside how far behind its place the pair lies (from 1). As in tools/text_tables.py. */
#define PAIR_REST (2 * CHAR_BITS - PAIR_PLACE_BITS)

static inline uint32_t pair_mixed(unsigned b, unsigned c)
{
	return ((b << CHAR_BITS | c) * 0x2C1B3C6Du) & ((1u << 2 * CHAR_BITS) - 1);
}

/* Slot of the pair, or -1; no pair has a character without a number. No pair lies behind one
 * that is nearer to its own place, nor behind a free slot. */
static inline ptrdiff_t pair_slot(uint32_t h)
{
	uint32_t at = h >> PAIR_REST, mark = (h & ((1u << PAIR_REST) - 1)) << 4, found;
	for (uint32_t k = 1; ((found = bigram_slots[at] >> 16) & 15) >= k; k++, at = (at + 1) & ((1u << PAIR_PLACE_BITS) - 1))
		if (found == mark + k)
			return at;
	return -1;
}

static uint64_t key2(unsigned a, unsigned b)
{
	return (uint64_t)a << CHAR_BITS | b;
}

static uint64_t key3(unsigned a, unsigned b, unsigned c)
{
	return key2(a, b) << CHAR_BITS | c;
}

/* The place of a key, by its mixed bits, in a table of n. */
static inline uint32_t slot_first(uint32_t n, uint64_t mixed_key)
{
	return (uint32_t)(mixed_key >> (64 - __builtin_ctz(n)));
}

/* Slot of the key, or -1. The tables are at most half full, so a free slot always comes. */
static inline ptrdiff_t slot(const uint32_t *keys, uint32_t n, uint64_t key)
{
	uint64_t h = mixed(key);
	uint32_t at = slot_first(n, h), mark = (uint32_t)h ? (uint32_t)h : 1;
	for (; keys[at]; at = (at + 1) & (n - 1))
		if (keys[at] == mark)
			return at;
	return -1;
}

/* Of a stored pair: what it leaves to characters never seen behind it. */
#define LEFT(slot) ((slot) >> 8 & 0x7fu)

/* In units of STEP; `s`: slot of b c. */
static inline unsigned pair_units(unsigned b, unsigned c, ptrdiff_t s)
{
	return s >= 0 ? bigram_slots[s] & 0xff : (unsigned)unigram_left[b] + unigram_p[c];
}

static inline ptrdiff_t bigram(unsigned b, unsigned c)
{
	return pair_slot(pair_mixed(b, c));
}

static inline float pair(unsigned b, unsigned c)
{
	return c ? -STEP * (float)pair_units(b, c, bigram(b, c)) : UNKNOWN;
}

struct lm_context lm_context(unsigned a, unsigned b)
{
	ptrdiff_t s = bigram(a, b);
	return (struct lm_context){a, b, s >= 0 ? LEFT(bigram_slots[s]) : 0};
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

/* What the slot of the pair holds, 0 when there is none: the same as pair_slot finds, but four
 * places are compared at once, for a guess how far the pair lies goes wrong too often. */
static inline uint32_t pair_content(uint32_t h)
{
	typedef uint32_t four __attribute__((vector_size(16)));
	uint32_t at = h >> PAIR_REST, mark = (h & ((1u << PAIR_REST) - 1)) << 4;
	bool far = at > (1u << PAIR_PLACE_BITS) - 4; /* the four would reach behind the table */
	if (!far) {
		four slots;
		uint64_t half[2];
		memcpy(&slots, bigram_slots + at, sizeof slots);
		four found = slots & (four)(slots >> 16 == mark + (four){1, 2, 3, 4});
		memcpy(half, &found, sizeof half);
		uint32_t content = (uint32_t)((half[0] | half[1]) >> 32 | half[0] | half[1]);
		far = !content & ((bigram_slots[at + 3] >> 16 & 12) != 0); /* one that belongs here may lie further on */
		if (!far)
			return content;
	}
	ptrdiff_t s = pair_slot(h);
	return s >= 0 ? bigram_slots[s] : 0;
}

/* Each pair is looked up once: as the pair itself, and as what stands before the next. No step
 * depends on the outcome of the one before, so that many are under way at once; the table is
 * larger than the nearest caches, so a place is fetched some characters ahead. */
void lm_unlikely(struct arena *a, const uint32_t *cp, const uint16_t *id, size_t n, float most, struct lm_pair *pair, place_list *ret)
{
	unsigned likely = (unsigned)(-most / STEP); /* up to so many units it is likelier than most */
	uint32_t *v = arena_new_n(a, n + 1, uint32_t);
	unsigned before = 0;
	size_t k = 0;
	for (size_t i = 1; i < n; i++) {
		__builtin_prefetch(&bigram_slots[pair_mixed(id[i + LM_AHEAD - 1], id[i + LM_AHEAD]) >> PAIR_REST]);
		uint32_t found = pair_content(pair_mixed(id[i - 1], id[i]));
		unsigned alone = (unsigned)unigram_left[id[i - 1]] + unigram_p[id[i]], known = -(unsigned)(found != 0);
		unsigned units = (found & 0xff) | (alone & ~known); /* no branch: it would often be guessed wrong */
		pair[i] = (struct lm_pair){(uint16_t)units, (uint8_t)(found >> 8)};
		v[k] = (uint32_t)i;
		k += (units + before > likely) & (cp[i] - 0x3007 <= 0x9fff - 0x3007); /* an odd one leaves more than any triple that was seen */
		before = found >> 8 & 0xff;
	}
	ret->v = v;
	ret->n = k;
	ret->cap = n + 1;
}

float lm_backed(const struct lm_pair *p)
{
	float pair = -STEP * (float)p->units;
	unsigned left = lm_left(p - 1);
	return left ? pair - STEP * (float)left : pair;
}

void lm_joined_fetch(const struct lm_pair *p, const uint16_t *id)
{
	if (lm_left(p - 1))
		__builtin_prefetch(&trigram_keys[slot_first(trigram_keys_n, mixed(key3(id[-2], id[-1], id[0])))]);
}

float lm_joined(const struct lm_pair *p, const uint16_t *id)
{
	ptrdiff_t t = lm_left(p - 1) ? slot(trigram_keys, trigram_keys_n, key3(id[-2], id[-1], id[0])) : -1;
	return t >= 0 ? -STEP * trigram_values[t] : lm_backed(p);
}

float lm_behind(const struct lm_pair *p, const uint16_t *id)
{
	return id[1] ? lm_joined(p + 1, id + 1) : UNKNOWN;
}

float lm_next(struct lm_text *l, uint32_t cp)
{
	unsigned c = lm_id(cp);
	float p = lm_char(l->id[1], l->id[2], c);
	l->id[1] = l->id[2];
	l->id[2] = (uint16_t)c;
	return p;
}

float lm_word_single(unsigned id)
{
	unsigned p = unigram_p[id];
	if (!id)
		return UNKNOWN;
	return word_single[id] != NO_WORD ? -STEP * word_single[id] : -4.5f - STEP * (p > RARE ? RARE : p);
}

float lm_word(const uint16_t *ids, size_t n)
{
	uint64_t key = 0;
	if (n == 1)
		return lm_word_single(ids[0]);
	for (size_t i = 0; i < n; i++) {
		if (!ids[i])
			return -1000;
		key = key << CHAR_BITS | ids[i];
	}
	ptrdiff_t s = slot(word_keys, word_keys_n, key);
	return s >= 0 ? -STEP * word_values[s] : -1000;
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
