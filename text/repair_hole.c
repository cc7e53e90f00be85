/* SPDX-License-Identifier: Apache-2.0 */
/* Seams: places where a site lost a piece of text and set the ends together, so that a
 * word breaks off and something else goes on (深化改|大产投基金). Nothing fills them in.
 *
 * Two signs, each rare enough in clean text to be worth a person's look:
 * - broken off: the words before are plain and all but demand the next character, and
 *   another stands there that the model holds for next to impossible;
 * - both cut: the last character before is the first half of frequent words, the first
 *   one behind the second half, and neither goes with the other.
 * A pair that the page has twice is the page's own word and no seam. */
#include "text/repair_in.h"

#define PAIR_BITS 19

/* Thresholds in nats, set so that clean official and technical text has about one flag in
 * 100 kB; bench/flag_quality.py measures both. */
#define BROKEN_JOIN -9.0f
#define BROKEN_LIKELIEST -0.5f
#define BROKEN_BEFORE -3.0f
#define BROKEN_GAP 9.0f
#define CUT_LEAST 3.2f

struct seam {
	const uint16_t *id; /* of the character behind the seam */
	const struct lm_pair *pair;
	float join; /* ln p of it */
};

static inline uint32_t pair_place(const uint32_t *cp)
{
	return (cp[-1] * 2654435761u + cp[0]) * 2246822519u >> (32 - PAIR_BITS);
}

/* Which pairs of the page stand there once and which twice; by a hash that may err upwards. */
struct pairs {
	uint64_t once[(1u << PAIR_BITS) / 64], twice[(1u << PAIR_BITS) / 64];
};

static struct pairs *count_pairs(const struct flags *f)
{
	struct pairs *seen = arena_new(f->arena, struct pairs);
	for (size_t i = 1; i < f->n; i++) {
		uint32_t at = pair_place(f->cp + i);
		uint64_t bit = (uint64_t)is_han(f->cp[i]) << at % 64;
		seen->twice[at / 64] |= seen->once[at / 64] & bit;
		seen->once[at / 64] |= bit;
	}
	return seen;
}

/* The same of one pair: a clean page has none to ask for, or one. */
static bool stands_twice(const struct flags *f, uint32_t place)
{
	size_t n = 0;
	for (size_t i = 1; i < f->n && n < 2; i++)
		n += pair_place(f->cp + i) == place && is_han(f->cp[i]);
	return n == 2;
}

#define ASKED_ALONE 2 /* pairs; from the next on all are counted at once */
struct asked {
	size_t n;
	const struct pairs *seen;
};

static bool is_twice(const struct flags *f, struct asked *a, size_t at)
{
	uint32_t place = pair_place(f->cp + at);
	if (a->n++ < ASKED_ALONE)
		return stands_twice(f, place);
	a->seen = a->seen ? a->seen : count_pairs(f);
	return a->seen->twice[place / 64] >> place % 64 & 1;
}

/* Best sum of words over ids; with `cut`, none may reach across it. */
static float words_best(const uint16_t *ids, size_t n, size_t cut)
{
	float best[8] = {0};
	for (size_t end = 1; end <= n; end++) {
		best[end] = -1e9f;
		for (size_t k = 1; k <= 4 && k <= end; k++) {
			if (end - k < cut && end > cut)
				continue;
			float w = best[end - k] + lm_word(ids + end - k, k);
			best[end] = w > best[end] ? w : best[end];
		}
	}
	return best[n];
}

static bool whole_words(const uint16_t *id)
{
	return lm_known_word(id - 2, 2) || lm_known_word(id - 3, 3) || lm_known_word(id, 2) || lm_known_word(id, 3);
}

static bool broken_off(const struct seam *s, const uint32_t *cp)
{
	const uint16_t *id = s->id;
	if (s->join > BROKEN_JOIN || class_of(*cp) & CLASS_AFTER_VERB || lm_joined(s->pair - 1, id - 1) < BROKEN_BEFORE)
		return false;
	float likeliest = lm_likeliest(id[-2], id[-1]);
	return likeliest > BROKEN_LIKELIEST && likeliest - s->join > BROKEN_GAP;
}

/* A sum of evidence; its weights were fitted to texts cut and glued at random. The first
 * part; what comes on top is never above zero. */
static float cut_at_most(const struct seam *s)
{
	const uint16_t *id = s->id;
	float halves = 0.34f * (lm_word_begun(id[-1]) - lm_word_single(id[-1])) + 0.64f * (lm_word_ended(id[0]) - lm_word_single(id[0]));
	float joins = -0.086f * s->join - 0.158f * lm_behind(s->pair, id);
	return 0.47f + halves + joins;
}

static bool both_cut(const struct seam *s)
{
	const uint16_t *id = s->id;
	if (cut_at_most(s) <= CUT_LEAST)
		return false;
	float halves = 0.34f * (lm_word_begun(id[-1]) - lm_word_single(id[-1])) + 0.64f * (lm_word_ended(id[0]) - lm_word_single(id[0]));
	float joins = -0.086f * s->join - 0.158f * lm_behind(s->pair, id) + 0.112f * lm_behind(s->pair + 1, id + 1);
	float sum = 0.47f + halves + joins;
	if (sum <= CUT_LEAST)
		return false;
	sum -= 0.27f * (words_best(id - 3, 6, 8) - words_best(id - 3, 6, 3));
	return sum > CUT_LEAST && sum + 0.59f * lm_likeliest(id[-2], id[-1]) > CUT_LEAST;
}

/* The same sum from above in thousandths of a unit, from the tables as they are: most end here. */
static bool cut_possible(const struct seam *s)
{
	const uint16_t *id = s->id;
	const struct lm_pair *p = s->pair;
	unsigned join = lm_backed_units(p), behind = lm_backed_units(p + 1);
	if (lm_odd(p - 1) || lm_odd(p))
		return true;
	int halves = 340 * ((int)lm_single_most(id[-1]) - word_begun[id[-1]]) + 640 * ((int)lm_single_most(id[0]) - word_ended[id[0]]);
	return halves + 86 * (int)join + 158 * (int)behind > (int)(1000 * (CUT_LEAST - 0.47f - 0.01f) / LM_STEP);
}

/* By the pairs alone: what was seen behind the two could only make it likelier, but for odd ones. */
static bool break_possible(const struct seam *s)
{
	return lm_odd(s->pair - 1) || lm_backed_units(s->pair) >= (unsigned)(-BROKEN_JOIN / LM_STEP);
}

/* What is left of the list when the pairs alone have spoken; whether it may be cut, or broken off. */
struct seam_place {
	uint32_t at;
	bool cut, breaks;
};

#define SEAMS_BLOCK 64

/* The next of the list that stand behind no relation, up to a block; no branch is taken for one. */
static size_t unrelated(const struct flags *f, size_t *k, struct seam_place place[SEAMS_BLOCK])
{
	size_t n = 0;
	for (; *k < f->unlikely.n && n < SEAMS_BLOCK; ++*k) {
		size_t i = f->unlikely.v[*k];
		place[n].at = (uint32_t)i;
		n += !lm_related(f->pair + i, f->id[i]) & (i >= 3) & (i + 3 < f->n);
	}
	return n;
}

/* Of those the ones that may be seams; the triples they need are fetched meanwhile. 0: the list is at its end. */
static size_t seams_possible(const struct flags *f, size_t *k, struct seam_place place[SEAMS_BLOCK])
{
	size_t n = 0;
	while (!n && *k < f->unlikely.n)
		for (size_t m = 0, all = unrelated(f, k, place); m < all; m++) {
			size_t i = place[m].at;
			const uint16_t *id = f->id + i;
			const uint32_t *cp = f->cp + i;
			struct seam s = {id, f->pair + i, 0};
			struct seam_place one = {(uint32_t)i, cut_possible(&s), break_possible(&s)};
			if (!(one.cut | one.breaks) || !id[-2] || !id[-1] || !id[0] || !id[1] || !is_han(cp[0]) || !is_han(cp[-1]) ||
			    !is_han(cp[-2]) || !is_han(cp[1]))
				continue;
			lm_joined_fetch(s.pair, id);
			place[n++] = one;
		}
	return n;
}

static bool is_seam(const struct flags *f, const struct seam_place *p)
{
	struct seam s = {f->id + p->at, f->pair + p->at, 0};
	s.join = lm_joined(s.pair, s.id);
	return s.join <= UNLIKELY && ((p->breaks && broken_off(&s, f->cp + p->at)) || (p->cut && both_cut(&s))) && !whole_words(s.id);
}

void flag_holes(struct flags *f)
{
	struct seam_place place[SEAMS_BLOCK];
	struct asked asked = {0};
	for (size_t k = 0, n; (n = seams_possible(f, &k, place)) > 0;)
		for (size_t m = 0; m < n; m++)
			if (is_seam(f, &place[m]) && !is_twice(f, &asked, place[m].at))
				flag_put(f, place[m].at, place[m].at, FLAG_HOLE);
}
