/* SPDX-License-Identifier: Apache-2.0 */
/* How near two messages are, and under which terms one is kept and looked for. Scores are of
 * doubles: they order and are shown as a share, nothing is counted with them. */
#include "text/similar_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- how much a feature says ------------------------------------------------------------------- */
static double rarity(const struct similar_counts *c, uint32_t code)
{
	double n = c && c->n ? c->n[trait_slot(code)] : 0, all = c ? (double)c->all : 0;
	return log(1.2 + (all + 20) / (n + 2));
}

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
};

static void sum_one(struct sums *s, const struct similar_counts *c, uint32_t code, bool mine)
{
	double w = rarity(c, code);
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
	double w = rarity(c, a), m = CODE_CHARS(a) == CODE_CHARS(b) ? 1 : k->sound;
	if ((x == TRAIT_TOPIC) != (y == TRAIT_TOPIC) || (x == TRAIT_NUMBER) != (y == TRAIT_NUMBER))
		return; /* met by chance: these have hashes of their own */
	*ret_shared = m < 1 ? 1 : 2;
	if (x == TRAIT_TOPIC)
		s->topic += w;
	else if (x == TRAIT_NUMBER)
		s->number++;
	else
		s->dot += w * w * m;
	if (named(x) && named(y))
		s->place += w * m;
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

/* A short message within a long one counts nearly as much as two that are the same. */
static double cosine(const struct sums *s)
{
	double small = s->mine < s->theirs ? s->mine : s->theirs, large = s->mine + s->theirs - small;
	return small > 0 ? s->dot / (sqrt(small) * (0.6 * sqrt(small) + 0.4 * sqrt(large)) + 12) : 0;
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
	if (metres < 1000)
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
	double least = s.topics_mine < s.topics_theirs ? s.topics_mine : s.topics_theirs;
	w.words = cosine(&s);
	w.topic = least > 0 ? s.topic / (least + 2) : 0;
	w.metres = similar_metres(a, b);
	w.same_caller = a->caller && a->caller == b->caller;
	w.score = k->words * w.words + k->topic * w.topic + place_score(k, &s, &w) + category_score(k, a, b) + distance_score(k, w.metres);
	w.score += k->number * (s.number > 2 ? 2 : s.number) - k->other_number * s.other_number;
	if (a->area && b->area)
		w.score += a->area == b->area ? k->area : -k->other_area;
	if (w.same_caller)
		w.score += k->caller * (0.3 + w.topic + w.words > 1 ? 1 : 0.3 + w.topic + w.words);
	double days = a->at > b->at ? (double)(a->at - b->at) / 86400000 : 0;
	w.score -= k->age * log2(1 + days);
	*ret = w;
}

/* ---- terms ------------------------------------------------------------------------------------------ */
enum { TERM_ONE = 100, TERM_TWO, TERM_CALLER, TERM_CELL, TERM_AREA, TERM_CATEGORY };
struct terms {
	const struct similar_key *k;
	const struct similar_counts *c;
	bool asked;
	struct similar_term *v;
	size_t n, most;
};

static void put_term(struct terms *t, uint64_t what, uint64_t a, uint64_t b, uint64_t d, double weight)
{
	const uint64_t all[4] = {what, a, b, d};
	int64_t h = (int64_t)(similar_hash(t->k, all, sizeof all) >> 24);
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].hash == h)
			return;
	if (t->n < t->most)
		t->v[t->n++] = (struct similar_term){.hash = h, .weight = (float)weight};
}

struct picked { /* the rarest of some sorts */
	const struct trait *t[8];
	double w[8];
	size_t n, most;
};

static void pick(struct picked *p, const struct trait *t, double w)
{
	size_t i = p->n < p->most ? p->n++ : p->most;
	for (; i > 0 && p->w[i - 1] < w; i--)
		if (i < p->most)
			p->t[i] = p->t[i - 1], p->w[i] = p->w[i - 1];
	if (i < p->most)
		p->t[i] = t, p->w[i] = w;
}

/* Sounds alone decide, so that a kept name meets its pair of characters in a question. */
static uint64_t term_of(const struct trait *t)
{
	return CODE_SOUND(t->code);
}

static void put_pairs(struct terms *t, const struct picked *a, const struct picked *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++)
			if (term_of(a->t[i]) != term_of(b->t[j]))
				put_term(t, TERM_TWO, term_of(a->t[i]), term_of(b->t[j]), 0, a->w[i] + b->w[j]);
}

#define CELL 250 /* of 1e-5 degrees: some 250 m */

static void put_cells(struct terms *t, const struct similar_side *s, const struct picked *topics)
{
	if (s->x == SIMILAR_NOWHERE || s->y == SIMILAR_NOWHERE)
		return;
	int reach = t->asked ? 1 : 0;
	for (int dx = -reach; dx <= reach; dx++)
		for (int dy = -reach; dy <= reach; dy++) {
			uint64_t cell = (uint64_t)(uint32_t)(s->x / CELL + dx) << 32 | (uint32_t)(s->y / CELL + dy);
			for (size_t i = 0; i < topics->n && i < 2; i++)
				put_term(t, TERM_CELL, cell, term_of(topics->t[i]), 1, 8 + topics->w[i]);
			if (s->category[1])
				put_term(t, TERM_CELL, cell, s->category[1], 2, 9);
		}
}

size_t similar_terms(const struct similar_rules *r, const struct similar_key *k, const struct similar_message *m, const struct similar_counts *c, bool asked,
		     struct similar_term *ret, size_t most)
{
	struct terms t = {.k = k, .c = c, .asked = asked, .v = ret, .most = most};
	struct picked place = {.most = asked ? 6 : 3}, topic = {.most = asked ? 4 : 3}, word = {.most = asked ? 8 : 4}, name = {.most = asked ? 4 : 2};
	const struct similar_side *s = &m->side;
	unused_arg(r);
	for (size_t i = 0; i < m->n; i++) {
		const struct trait *v = &m->traits[i];
		double w = rarity(c, v->code);
		if (v->sort == TRAIT_TOPIC)
			pick(&topic, v, w - v->heard);
		else if (v->sort != TRAIT_NUMBER && v->sort != TRAIT_TOWN)
			pick(&word, v, w);
		if (v->sort == TRAIT_HOME || v->sort == TRAIT_ROAD || v->sort == TRAIT_SPOT)
			pick(&place, v, w + (v->sort == TRAIT_HOME)), pick(&name, v, w);
	}
	if (s->caller)
		put_term(&t, TERM_CALLER, s->caller, 0, 0, 14);
	put_pairs(&t, &place, &topic);
	put_cells(&t, s, &topic);
	for (size_t i = 0; i < word.n; i++)
		put_term(&t, TERM_ONE, term_of(word.t[i]), 0, 0, word.w[i]);
	for (size_t i = 0; i < name.n; i++)
		put_term(&t, TERM_ONE, term_of(name.t[i]), 0, 0, name.w[i]);
	if (s->area)
		for (size_t i = 0; i < topic.n && i < 2; i++)
			put_term(&t, TERM_AREA, (uint64_t)s->area, term_of(topic.t[i]), 0, 4 + topic.w[i]);
	if (asked) /* a name without its ending: the rarest words with the troubles */
		put_pairs(&t, &word, &topic);
	return t.n;
}
