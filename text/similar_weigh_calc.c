/* SPDX-License-Identifier: Apache-2.0 */
/* How near two messages are, and under which terms one is kept and looked for. Scores are of
 * doubles: they order and are shown as a share, nothing is counted with them. */
#include "text/similar_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- how much a feature says ------------------------------------------------------------------- */
double similar_rarity(const struct similar_counts *c, uint32_t code)
{
	double n = c && c->n ? c->n[trait_slot(code)] : 0, all = c ? (double)c->all : 0;
	return log(1.2 + (all + 20) / (n + 2));
}

#define TELLING 7  /* rarity from which on a trouble says no more */
#define COMMON 4.5 /* rarity of a word that some hundredth of all have */

static bool named(unsigned sort)
{
	return sort == TRAIT_HOME || sort == TRAIT_ROAD || sort == TRAIT_SPOT || sort == TRAIT_TOWN;
}

/* ---- nearness ------------------------------------------------------------------------------------ */
#define METRES_PER_UNIT 1.11195 /* of 1e-5 degrees of a meridian */

static double cosine_of(double degrees)
{
	double r = degrees * 3.14159265358979 / 180, s = r * r;
	return 1 - s / 2 + s * s / 24 - s * s * s / 720;
}

int64_t similar_metres(const struct similar_side *a, const struct similar_side *b)
{
	if (a->x == SIMILAR_NOWHERE || b->x == SIMILAR_NOWHERE || a->y == SIMILAR_NOWHERE || b->y == SIMILAR_NOWHERE)
		return -1;
	double north = ((double)a->y - b->y) * METRES_PER_UNIT, east = ((double)a->x - b->x) * METRES_PER_UNIT * cosine_of(a->y / 1e5);
	return (int64_t)(sqrt(north * north + east * east) + 0.5);
}

struct sums { /* over the traits of both */
	double dot, mine, theirs;       /* squares of words */
	double topic, topics_mine, topics_theirs;
	double place, home_mine, home_theirs, home, road_mine, road_theirs, road;
	double number, other_number;
	double rare; /* of words in common, by how rare each is */
	double telling; /* of troubles in common: squares, so that a rare one is worth many that everybody has */
};

static void sum_one(struct sums *s, const struct similar_counts *c, uint32_t code, bool mine)
{
	double w = similar_rarity(c, code);
	unsigned sort = CODE_SORT(code);
	if (sort == TRAIT_TOPIC)
		*(mine ? &s->topics_mine : &s->topics_theirs) += w;
	else if (sort != TRAIT_NUMBER)
		*(mine ? &s->mine : &s->theirs) += w * w;
	if (sort == TRAIT_HOME)
		*(mine ? &s->home_mine : &s->home_theirs) += w;
	if (sort == TRAIT_ROAD || sort == TRAIT_SPOT)
		*(mine ? &s->road_mine : &s->road_theirs) += w;
}

static void sum_both(struct sums *s, const struct similar_weights *k, const struct similar_counts *c, uint32_t a, uint32_t b, uint8_t *ret_shared)
{
	unsigned x = CODE_SORT(a), y = CODE_SORT(b);
	double w = similar_rarity(c, a), m = CODE_CHARS(a) == CODE_CHARS(b) ? 1 : k->sound;
	if ((x == TRAIT_TOPIC) != (y == TRAIT_TOPIC) || (x == TRAIT_NUMBER) != (y == TRAIT_NUMBER))
		return; /* met by chance: these have hashes of their own */
	*ret_shared = m < 1 ? 1 : 2;
	if (x == TRAIT_TOPIC)
		s->topic += w, s->telling += w < TELLING ? w * w : TELLING * TELLING;
	else if (x == TRAIT_NUMBER)
		s->number++;
	else
		s->dot += w * w * m, s->rare += w > COMMON ? (w - COMMON) * m : 0;
	if (named(x) && named(y)) /* a town has many places */
		s->place += x == TRAIT_TOWN && y == TRAIT_TOWN ? w * m / 4 : w * m;
	else if ((x == TRAIT_HOME || y == TRAIT_HOME) && m == 1)
		s->place += w / 2;
	if (x == TRAIT_HOME || y == TRAIT_HOME)
		s->home += w;
	if (x == TRAIT_ROAD || y == TRAIT_ROAD || x == TRAIT_SPOT || y == TRAIT_SPOT)
		s->road += w;
}

/* Numbers of one class of which none is common: building 3 and building 5. */
static double numbers_apart(const struct similar_side *a, const struct similar_side *b, const uint8_t *shared)
{
	unsigned mine = 0, theirs = 0, common = 0;
	for (size_t i = 0; i < a->n; i++)
		if (CODE_SORT(a->codes[i]) == TRAIT_NUMBER) {
			unsigned bit = 1u << (CODE_CHARS(a->codes[i]) & 15);
			mine |= bit;
			common |= shared[i] ? bit : 0;
		}
	for (size_t i = 0; i < b->n; i++)
		if (CODE_SORT(b->codes[i]) == TRAIT_NUMBER)
			theirs |= 1u << (CODE_CHARS(b->codes[i]) & 15);
	return __builtin_popcount(mine & theirs & ~common);
}

static void sum_up(const struct similar_weights *k, const struct similar_counts *c, const struct similar_side *a, const struct similar_side *b,
		   struct sums *s, uint8_t *shared)
{
	size_t i = 0, j = 0;
	while (i < a->n && j < b->n) {
		uint32_t x = CODE_SOUND(a->codes[i]), y = CODE_SOUND(b->codes[j]);
		if (x == y)
			sum_both(s, k, c, a->codes[i], b->codes[j], &shared[i]);
		i += x <= y;
		j += y <= x;
	}
	for (i = 0; i < a->n; i++)
		sum_one(s, c, a->codes[i], true);
	for (j = 0; j < b->n; j++)
		sum_one(s, c, b->codes[j], false);
	s->other_number = numbers_apart(a, b, shared);
}

/* What others call the place is as good as its name, as far as it is believed. */
static bool sum_aliases(struct sums *s, const struct similar_counts *c, const struct similar_side *a, const struct similar_side *b)
{
	bool any = false;
	for (size_t i = 0; i < a->n_alias; i++)
		for (size_t j = 0; j < b->n; j++)
			if (CODE_SOUND(a->alias[i].code) == CODE_SOUND(b->codes[j]) && CODE_SORT(b->codes[j]) != TRAIT_TOPIC) {
				double w = similar_rarity(c, b->codes[j]), sure = a->alias[i].sure;
				s->place += w * sure;
				s->home += w * sure;
				s->rare += w > COMMON ? (w - COMMON) * sure : 0;
				any = true;
			}
	return any;
}

/* A short message within a long one counts nearly as much as two that are the same. */
static double cosine(const struct sums *s)
{
	double small = s->mine < s->theirs ? s->mine : s->theirs, large = s->mine + s->theirs - small;
	return small > 0 ? s->dot / (sqrt(small) * (0.6 * sqrt(small) + 0.4 * sqrt(large)) + 12) : 0;
}

/* Whoever says much has something in common with everybody. */
static double length_share(const struct similar_weights *k, const struct similar_side *other)
{
	return other->n <= SIMILAR_USUAL ? 1 : 1 / (1 + k->length * ((double)other->n / SIMILAR_USUAL - 1));
}

static double category_score(const struct similar_weights *k, const struct similar_side *a, const struct similar_side *b)
{
	double s = 0, level[3] = {k->category1, k->category2, k->category3};
	if (!a->category[0] || !b->category[0])
		return 0;
	if (a->category[0] != b->category[0])
		return -k->other_category;
	for (int i = 0; i < 3 && a->category[i] && a->category[i] == b->category[i]; i++)
		s += level[i];
	return s;
}

static double distance_score(const struct similar_weights *k, int64_t metres)
{
	if (metres < 0)
		return 0;
	if (metres < SIMILAR_NEAR)
		return k->near * (metres <= 60 ? 1 : 1 / (1 + (double)(metres - 60) / 200)) - (metres > 500 ? k->far * (double)(metres - 500) / 500 : 0);
	return -k->far;
}

static double place_score(const struct similar_weights *k, const struct sums *s, struct similar_why *w)
{
	double most = s->home_mine + s->road_mine, p = s->place > 0 ? s->place / (s->place + 8) : 0;
	w->place = most > 0 ? p : 0;
	w->elsewhere = s->home_mine > 0 && s->home_theirs > 0 && s->home <= 0;
	double off = w->elsewhere ? k->elsewhere : s->road_mine > 0 && s->road_theirs > 0 && s->road <= 0 && s->home <= 0 ? k->elsewhere_road : 0;
	return k->place * p - off;
}

void similar_weigh(const struct similar_rules *r, const struct similar_side *a, const struct similar_side *b, const struct similar_counts *c,
		   struct similar_why *ret)
{
	const struct similar_weights *k = &r->weight;
	struct sums s = {0};
	struct similar_why w = {0};
	sum_up(k, c, a, b, &s, w.shared);
	w.also = sum_aliases(&s, c, a, b);
	double least = s.topics_mine < s.topics_theirs ? s.topics_mine : s.topics_theirs;
	w.words = cosine(&s);
	w.topic = least > 0 ? s.topic / (least + 2) : 0;
	w.metres = similar_metres(a, b);
	w.same_caller = a->caller && a->caller == b->caller;
	w.score = k->words * w.words + k->topic * w.topic + place_score(k, &s, &w) + category_score(k, a, b) + distance_score(k, w.metres);
	double length = length_share(k, b);
	w.score += k->telling * s.telling * length / (s.telling * length + k->telling_half);
	w.score += k->rare * s.rare * length / (s.rare * length + k->rare_half);
	double numbers = k->number * (s.number > 2 ? 2 : s.number) - k->other_number * s.other_number;
	w.score += numbers * (s.place > 0 || (w.metres >= 0 && w.metres < 500) ? 1 : k->lone_number);
	if (a->area && b->area)
		w.score += a->area == b->area ? k->area : -k->other_area;
	if (w.same_caller)
		w.by_caller = k->caller * (0.3 + w.topic + w.words > 1 ? 1 : 0.3 + w.topic + w.words);
	w.score += w.by_caller;
	double days = a->at > b->at ? (double)(a->at - b->at) / 86400000 : 0;
	w.score -= k->age * log2(1 + days);
	*ret = w;
}

/* ---- terms ------------------------------------------------------------------------------------------ */
enum { TERM_TRAIT, TERM_CALLER, TERM_CELL, TERM_CATEGORY };
struct terms {
	struct similar_term *v;
	size_t n;
};

static void put_term(struct terms *t, unsigned what, uint64_t hash, double weight)
{
	int64_t term = (int64_t)what << 32 | (int64_t)(hash & 0xffffffff);
	if (t->n < SIMILAR_TERMS)
		t->v[t->n++] = (struct similar_term){.term = term, .weight = (float)weight};
}

#define CELL 250 /* of 1e-5 degrees: some 250 m */

static void put_cells(struct terms *t, const struct similar_rules *r, const struct similar_key *k, const struct similar_side *s, int reach)
{
	if (s->x == SIMILAR_NOWHERE || s->y == SIMILAR_NOWHERE)
		return;
	for (int dx = -reach; dx <= reach; dx++)
		for (int dy = -reach; dy <= reach; dy++) {
			const int32_t cell[2] = {s->x / CELL + dx, s->y / CELL + dy};
			put_term(t, TERM_CELL, similar_hash(k, cell, sizeof cell), r->weight.find_cell);
		}
}

/* What a trait counts when entries are looked for: names of places lead, towns hardly. */
static double finding(const struct similar_counts *c, uint32_t code)
{
	static const double share[TRAIT_SORTS] = {1, 2, 1.5, 0.6, 1.2, 1.2, 0.4};
	double w = similar_rarity(c, code);
	return CODE_SORT(code) < TRAIT_SORTS ? w * w * share[CODE_SORT(code)] : 0;
}

/* A name of a place and the same characters elsewhere are one term: the sort is left out. */
static uint64_t term_of(uint32_t code)
{
	return CODE_SOUND(code);
}

struct similar_term similar_alias_term(const struct similar_alias *n, const struct similar_counts *c)
{
	struct similar_term term = {0};
	struct terms t = {.v = &term};
	put_term(&t, TERM_TRAIT, term_of(n->code), finding(c, n->code) * n->sure);
	return term;
}

size_t similar_terms(const struct similar_rules *r, const struct similar_key *k, const struct similar_side *s, const struct similar_counts *c, bool asked,
		     struct similar_term ret[SIMILAR_TERMS])
{
	struct terms t = {.v = ret};
	if (s->caller)
		put_term(&t, TERM_CALLER, s->caller, r->weight.find_caller);
	for (int i = 1; i < 3; i++)
		if (s->category[i])
			put_term(&t, TERM_CATEGORY, s->category[i], r->weight.find_category);
	put_cells(&t, r, k, s, asked ? 1 : 0);
	for (size_t i = 0; i < s->n; i++)
		put_term(&t, TERM_TRAIT, term_of(s->codes[i]), finding(c, s->codes[i]));
	return t.n;
}
