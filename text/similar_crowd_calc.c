/* SPDX-License-Identifier: Apache-2.0 */
/* How little a proposal says when many others say as much. That the sewer runs over is common to a
 * thousand messages: each of them is right with one chance in a thousand, however many words of it the
 * question repeats. Weights of single words cannot tell, since the words of one phrase come together. */
#include "text/similar_in.h"

#include <math.h>
#include <string.h>

#define WORDS ((SIMILAR_TRAITS + 63) / 64)
#define COVERS 0.8 /* share of what one has in common with the question that another has as well */

struct sign { /* what some have in common with the question */
	uint64_t bits[WORDS];
	uint64_t matters[(SIMILAR_CROWD + 63) / 64]; /* that have it, by number */
	int64_t metres;
	bool same_caller, also;
	double weight, crowd;
};

static void sign_of(const struct similar_why *w, const double *weight, size_t n, struct sign *ret)
{
	*ret = (struct sign){.metres = w->metres < 0 || w->metres >= SIMILAR_NEAR ? -1 : w->metres / (SIMILAR_NEAR / 4), .same_caller = w->same_caller, .also = w->also};
	for (size_t i = 0; i < n; i++)
		if (w->shared[i]) {
			ret->bits[i / 64] |= (uint64_t)1 << i % 64;
			ret->weight += weight[i];
		}
}

static bool same_sign(const struct sign *a, const struct sign *b)
{
	return a->metres == b->metres && a->same_caller == b->same_caller && a->also == b->also && !memcmp(a->bits, b->bits, sizeof a->bits);
}

static double common(const struct sign *a, const struct sign *b, const double *weight)
{
	double sum = 0;
	for (size_t i = 0; i < WORDS; i++)
		for (uint64_t bits = a->bits[i] & b->bits[i]; bits; bits &= bits - 1)
			sum += weight[i * 64 + (size_t)__builtin_ctzll(bits)];
	return sum;
}

/* Whatever speaks for the one speaks for the other. */
static bool covers(const struct sign *other, const struct sign *one, const double *weight)
{
	if ((one->same_caller && !other->same_caller) || (one->also && !other->also) || (one->metres >= 0 && (other->metres < 0 || other->metres > one->metres)))
		return false;
	double least = COVERS * one->weight;
	return other->weight >= least && common(one, other, weight) >= least;
}

/* Matters for which as much speaks, itself among them; several requests of one are one. */
static double crowd_of(const struct sign *all, size_t n, const struct sign *one, const double *weight)
{
	uint64_t matters[COUNT_OF(one->matters)];
	int sum = 0;
	memcpy(matters, one->matters, sizeof matters);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; &all[i] != one && k < COUNT_OF(matters) && (k || covers(&all[i], one, weight)); k++)
			matters[k] |= all[i].matters[k];
	for (size_t k = 0; k < COUNT_OF(matters); k++)
		sum += __builtin_popcountll(matters[k]);
	return sum;
}

static size_t first_of(const int64_t *matter, size_t i)
{
	size_t k = 0;
	while (matter[k] != matter[i])
		k++;
	return k;
}

void similar_crowd(struct arena *a, const struct similar_rules *r, const struct similar_side *question, const struct similar_counts *c,
		   struct similar_why *const *why, const int64_t *matter, size_t n)
{
	double weight[WORDS * 64] = {0};
	n = n < SIMILAR_CROWD ? n : SIMILAR_CROWD;
	struct sign *sign = arena_new_n(a, n, struct sign);
	size_t *of = arena_new_n(a, n, size_t), n_signs = 0;
	for (size_t i = 0; i < question->n; i++)
		weight[i] = similar_rarity(c, question->codes[i]);
	for (size_t i = 0; i < n; i++) {
		struct sign one;
		size_t m = first_of(matter, i);
		sign_of(why[i], weight, question->n, &one);
		for (of[i] = 0; of[i] < n_signs && !same_sign(&sign[of[i]], &one);)
			of[i]++;
		if (of[i] == n_signs)
			sign[n_signs++] = one;
		sign[of[i]].matters[m / 64] |= (uint64_t)1 << m % 64;
	}
	for (size_t i = 0; i < n_signs; i++)
		sign[i].crowd = crowd_of(sign, n_signs, &sign[i], weight);
	for (size_t i = 0; i < n; i++)
		why[i]->score -= r->weight.crowd * log2(sign[of[i]].crowd);
}
