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
#include "text/repair_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BEAM 80
#define ROOM 256           /* of a bucket; cut to BEAM when full */
#define BUCKETS 32         /* more than one step ever covers */
#define SETTLED 10         /* characters in step again before a reading is believed */
#define NEAR 8.0f          /* nats: a reading this close behind may still win */
#define LONGEST 600        /* shown characters of one run */
#define NODES (1u << 19)
#define CHUNK (1u << 14)   /* nodes made at a time: most runs need few */
#define LOST_TWICE_FROM 3
#define COST_TWICE 8.0f  /* two pairs in a row that are not shown */
#define LOST_FROM 14       /* hypotheses of a bucket that may assume a lost pair */

/* Weights, found on damaged pages made from our own texts (tools/garble.py). */
#ifndef WEIGHT_WORDS
#define WEIGHT_WORDS 0.6f
#endif
#ifndef BONUS
#define BONUS 6.0f
#endif          /* nats a character: models overrate the shorter text */
#define COST_LISTED 10.0f   /* a listed character without its reading */
#define COST_SIMPLE 6.0f    /* a simplified character on a converted page */
#ifndef COST_LOST
#define COST_LOST 0.0f
#endif      /* a pair that is not shown */
#ifndef COST_LITERAL
#define COST_LITERAL 6.0f
#endif   /* `?` stands for itself after all */
#define COST_READING 30.0f  /* and that although a reading follows, or a mark without the byte all others have */
#ifndef COST_UNLISTED
#define COST_UNLISTED 4.0f
#endif  /* a reading whose character the page never shows */

struct node {
	int32_t parent;
	uint32_t cp, at; /* at: where it is shown */
};
enum step { IN_STEP, WAITING, UNKNOWN_LEAD };
struct hyp {
	float score, chars, word[4]; /* word[k]: best sum of words that ends k characters back */
	uint16_t id[4];              /* newest first */
	uint64_t tail;               /* of all that was emitted, as a hash */
	int32_t node;
	uint32_t settled;            /* where it came into step again */
	uint16_t n;
	uint8_t step, last;          /* last: the waiting byte, or the last byte read in step */
	bool guessed, year, hole;
	struct lain lain[LAIN_MAX];
	uint8_t n_lain;
	bool split; /* a reading stands between the two bytes of the character that is due */
};
struct bucket {
	struct hyp *v;
	size_t n;
};
struct guess {
	uint32_t cp;
	float p;
	uint8_t lead, trail;
};
#define RETURNS 16
#define KEPT 1024
struct kept { /* guesses of return_by_mark: many hypotheses end alike and would ask the same */
	uint64_t key;
	size_t n;
	struct guess g[RETURNS];
};
/* What a guess may be, of one lead byte: the characters known to the language or the page. */
struct likely {
	uint16_t cp, id;
	uint8_t trail;
};
struct search {
	const struct page *page;
	struct likely *likely;
	uint16_t likely_at[256]; /* by lead byte; ends where the next begins */
	const struct lm_page *lm;
	struct bucket buckets[BUCKETS];
	struct node *nodes[NODES / CHUNK];
	struct kept *kept; /* [KEPT], by key */
	size_t n_nodes, from;
};

unsigned shown_bytes(const struct page *p, uint32_t cp)
{
	bool mark = cp == ',' || cp == ';' || cp == ':' || cp == '?' || cp == '!' || cp == '(' || cp == ')';
	if (cp < 0x80)
		return p->folded && mark ? 0xa300u | (cp + 0x80) : cp;
	return gbk_pair(cp);
}

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

static void bucket_cut(struct bucket *b)
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

static void put(struct search *s, size_t at, const struct hyp *h)
{
	struct bucket *b = &s->buckets[at % BUCKETS];
	if (b->n == ROOM)
		bucket_cut(b);
	b->v[b->n++] = *h;
}

static struct lm_context context_of(const struct hyp *h)
{
	return lm_context(h->id[1], h->id[0]);
}

static const struct node *node_of(const struct search *s, int32_t i)
{
	return &s->nodes[(uint32_t)i / CHUNK][(uint32_t)i % CHUNK];
}

/* h followed by cp. */
static struct hyp emitted(struct search *s, const struct hyp *h, uint32_t cp, uint32_t at, float cost)
{
	struct hyp o = *h;
	unsigned id = lm_id(cp);
	struct lm_context context = context_of(h);
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
static void learn(struct hyp *h, uint32_t cp, size_t sample)
{
	if (h->n_lain < LAIN_MAX)
		h->lain[h->n_lain++] = (struct lain){cp, (uint32_t)sample};
}

static void charge(struct hyp *h, float cost)
{
	h->chars -= cost;
	h->score -= cost;
}

/* `split`: its bytes were parted before its own reading was looked for. */
static float cost_of(const struct search *s, uint32_t cp, bool split)
{
	float cost = !split && page_listed(s->page, cp) ? COST_LISTED : 0;
	return cost + (s->page->traditional && script_of(cp) & SCRIPT_SIMPLIFIED ? COST_SIMPLE : 0);
}

static bool reads(const struct search *s, uint32_t cp, unsigned syllable)
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

struct guesses {
	struct guess *v;
	size_t n, room;
	struct lm_context context;
	bool split;
};

static void guess_add(const struct search *s, struct guesses *g, unsigned lead, const struct likely *l)
{
	float p = lm_page_after(s->lm, &g->context, l->id) - cost_of(s, l->cp, g->split);
	guess_put(g->v, &g->n, g->room, (struct guess){l->cp, p, (uint8_t)lead, l->trail});
}

/* Of the pair only the lead is known; `of`: which trails may be. */
static void guess_trails(const struct search *s, struct guesses *g, unsigned lead, bool (*of)(const struct likely *))
{
	for (size_t k = s->likely_at[lead]; k < s->likely_at[lead + 1]; k++)
		if (of(&s->likely[k]))
			guess_add(s, g, lead, &s->likely[k]);
}

static void guess_pair(const struct search *s, struct guesses *g, unsigned lead, unsigned trail)
{
	uint32_t cp = gbk_char(lead, trail);
	struct likely l = {(uint16_t)cp, (uint16_t)lm_id(cp), (uint8_t)trail};
	if (cp && lm_seen(s->lm, l.id))
		guess_add(s, g, lead, &l);
}

static bool is_high(const struct likely *l)
{
	return l->trail >= 0x81;
}

static bool is_high_common(const struct likely *l)
{
	return is_high(l) && lm_common(l->id);
}

/* Second bytes of characters that can be the first of a pair that is not shown. */
static bool may_lead_lost(const struct likely *l)
{
	return (l->trail >= 0xa1 && l->trail <= 0xaf) || l->trail == 0xd7 || l->trail >= 0xf8;
}

static bool may_lead_lost_common(const struct likely *l)
{
	return may_lead_lost(l) && lm_common(l->id);
}

static void list_likely(struct search *s, struct arena *a)
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

/* ---- in step --------------------------------------------------------------------------------- */

/* `?pinyin)`: the listed character lay across the last byte read and the lost one. */
static void leave_by_reading(struct search *s, const struct hyp *h, size_t at, size_t length, unsigned syllable)
{
	size_t n = 0;
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		n += reads(s, gbk_char(h->last, lead), syllable);
	for (unsigned lead = 0x81; n && lead <= 0xfe; lead++) {
		uint32_t cp = gbk_char(h->last, lead);
		if (!reads(s, cp, syllable))
			continue;
		struct hyp o = *h;
		o.step = WAITING;
		o.last = (uint8_t)lead;
		o.split = true;
		o.guessed |= n > 1 && !page_listed(s->page, cp);
		if (!page_listed(s->page, cp)) {
			charge(&o, COST_UNLISTED);
			learn(&o, cp, at + 1);
		}
		put(s, at + 1 + length, &o);
	}
}

/* `?` before a mark: the mark lay across two characters; of the first the lead is lost. */
static void leave_by_mark(struct search *s, const struct hyp *h, size_t at, enum mark m)
{
	struct guess g[16];
	struct guesses all = {g, 0, COUNT_OF(g), context_of(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		guess_pair(s, &all, lead, mark_pairs[m] >> 8);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, true));
		o.step = WAITING;
		o.last = (uint8_t)mark_pairs[m];
		o.split = true;
		o.guessed = true;
		put(s, at + 2, &o);
	}
}

static enum mark marked(const struct search *s, size_t at)
{
	enum mark m = at < s->page->n ? mark_of(s->page, s->page->cp[at]) : MARKS;
	return m < MARKS && s->page->mark_byte[m] ? m : MARKS;
}

static void come_in_step(struct search *s, struct hyp *o, size_t at, unsigned last)
{
	o->step = IN_STEP;
	o->last = (uint8_t)last;
	o->settled = (uint32_t)at;
	put(s, at, o);
}

/* `??` before a mark: behind a character another mark was found in its last byte and the
 * first of this one, so that a byte was put in on both sides of its last; its first is lost. */
static void pass_two_marks(struct search *s, const struct hyp *h, size_t at)
{
	enum mark m = at + 1 < s->page->n && s->page->cp[at + 1] == '?' ? marked(s, at + 2) : MARKS;
	struct guess g[16];
	struct guesses all = {g, 0, COUNT_OF(g), context_of(h), h->split};
	for (enum mark k = 0; m < MARKS && k < MARKS; k++)
		for (unsigned lead = 0x81; s->page->mark_byte[k] && (mark_pairs[k] & 0xff) == mark_pairs[m] >> 8 && lead <= 0xfe; lead++)
			guess_pair(s, &all, lead, mark_pairs[k] >> 8);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, false));
		o.guessed = true;
		come_in_step(s, &o, at + 2, g[i].trail);
	}
}

static void go_in_step(struct search *s, const struct hyp *h, size_t at)
{
	const struct page *p = s->page;
	uint32_t c = p->cp[at];
	unsigned syllable;
	size_t length = c == '?' ? reading_at(p, at + 1, &syllable) : 0;
	enum mark m = marked(s, at + 1);
	if (length)
		leave_by_reading(s, h, at, length, syllable);
	else if (c == '?' && m < MARKS)
		leave_by_mark(s, h, at, m);
	if (c == '?' && !length)
		pass_two_marks(s, h, at);
	if (m < MARKS && p->mark_byte[m] == c && c != MARK_UNSEEN) {
		put(s, at + 1, h);
		return;
	}
	bool marked_here = c == '?' && m < MARKS;
	float cost = length || (marked_here && p->mark_byte[m] != MARK_UNSEEN) ? COST_READING : marked_here ? COST_LITERAL : 0;
	struct hyp o = emitted(s, h, c, (uint32_t)at, cost);
	o.last = (uint8_t)shown_bytes(p, c);
	put(s, at + 1 + annotation_at(p, at + 1), &o);
}

/* ---- one byte off ---------------------------------------------------------------------------- */

/* Emits lead+trail for each lead the hypothesis allows: its own, or, behind a lost pair,
 * the best of those that could have been in it. */
static size_t complete(struct search *s, const struct hyp *h, unsigned trail, struct guess *g, size_t room)
{
	size_t n = 0;
	if (h->step == WAITING) {
		uint32_t cp = gbk_char(h->last, trail);
		if (cp)
			g[n++] = (struct guess){cp, 0, h->last, (uint8_t)trail};
		return n;
	}
	struct guesses all = {g, 0, room, context_of(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		if (gbk_lost(h->last, lead))
			guess_pair(s, &all, lead, trail);
	return all.n;
}

/* The shown character was the pair first+second: first ends a character, second begins one. */
static void read_pair(struct search *s, const struct hyp *h, size_t at, size_t length, unsigned pair)
{
	struct guess g[10];
	const struct listed *l = page_listed(s->page, s->page->cp[at]);
	size_t reading = annotation_at(s->page, at + length);
	size_t n = complete(s, h, pair >> 8, g, COUNT_OF(g));
	for (size_t i = 0; i < n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, h->split) + (l && !reading ? COST_LISTED : 0));
		o.step = WAITING;
		o.last = (uint8_t)pair;
		put(s, at + length + reading, &o);
	}
}

/* A byte that looks like ASCII ended a character, perhaps with its reading behind it. */
static void read_ascii(struct search *s, const struct hyp *h, size_t at)
{
	struct guess g[10];
	unsigned trail = s->page->cp[at] == 0x20ac ? 0x80 : s->page->cp[at], syllable;
	size_t n = complete(s, h, trail, g, COUNT_OF(g));
	for (size_t i = 0; i < n; i++) {
		size_t reading = at + 1 < s->page->n && s->page->cp[at + 1] == '(' ? reading_at(s->page, at + 2, &syllable) : 0;
		bool its = reading && reads(s, g[i].cp, syllable);
		float cost = cost_of(s, g[i].cp, its || h->split);
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost);
		come_in_step(s, &o, at + 1 + (its ? 1 + reading : 0), trail);
	}
}

/* `?pinyin)`: the waiting byte and the lost one made the listed character. */
static void return_by_reading(struct search *s, const struct hyp *h, size_t at, size_t length, unsigned syllable)
{
	size_t n = 0;
	for (int pass = 0; pass < 2; pass++)
		for (unsigned lead = 0x81; lead <= 0xfe; lead++) {
			if (h->step == WAITING ? lead != h->last : !gbk_lost(h->last, lead))
				continue;
			for (unsigned trail = 0x81; trail <= 0xfe; trail++) {
				uint32_t cp = gbk_char(lead, trail);
				if (!cp || (h->step == UNKNOWN_LEAD && !page_listed(s->page, cp)) || !reads(s, cp, syllable))
					continue;
				if (!pass) {
					n++;
					continue;
				}
				bool known = page_listed(s->page, cp) != NULL;
				struct hyp o = emitted(s, h, cp, (uint32_t)at, known ? 0 : COST_UNLISTED + cost_of(s, cp, true));
				o.guessed |= n > 1 && !known;
				if (!known)
					learn(&o, cp, at + 1);
				come_in_step(s, &o, at + 1 + length, trail);
			}
		}
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* What the `?` swallowed with the lost byte: the first digit of a year can be known, the
 * end of a line behind a full stop guessed; another digit is lost for good. */
static struct hyp swallowed(struct search *s, struct hyp o, size_t at)
{
	const struct page *p = s->page;
	uint32_t next = at + 1 < p->n ? p->cp[at + 1] : '\n', last = node_of(s, o.node)->cp;
	bool year = at + 4 < p->n && (next == '0' || next == '9') && is_digit(p->cp[at + 2]) && is_digit(p->cp[at + 3]) &&
		    p->cp[at + 4] == 0x5e74;
	if (year) {
		o = emitted(s, &o, next == '0' ? '2' : '1', (uint32_t)at, 0);
		o.year = true;
	} else if (is_digit(next) || next == '%' || next == '.') {
		o.hole = true;
	} else if (next != '\n' && (last == 0x3002 || last == 0xff01 || last == 0xff1f || last == 0x201d || last == 0x2019)) {
		o = emitted(s, &o, '\n', (uint32_t)at, 0);
	}
	return o;
}

static const struct kept *return_guesses(struct search *s, const struct hyp *h)
{
	uint64_t key = 1 | (uint64_t)h->split << 1 | (uint64_t)h->step << 2 | (uint64_t)h->last << 8 | (uint64_t)h->id[0] << 16 |
		       (uint64_t)h->id[1] << 32 | (uint64_t)s->page->n_list << 48;
	struct kept *k = &s->kept[key * 0x9E3779B97F4A7C15u >> 32 & (KEPT - 1)];
	if (k->key == key)
		return k;
	struct guesses all = {k->g, 0, RETURNS, context_of(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		if (h->step == WAITING ? lead == h->last : gbk_lost(h->last, lead))
			guess_trails(s, &all, lead, h->step == WAITING ? is_high : is_high_common);
	k->key = key;
	k->n = all.n;
	return k;
}

static void return_by_mark(struct search *s, const struct hyp *h, size_t at, bool mark)
{
	const struct kept *kept = return_guesses(s, h);
	const struct guess *g = kept->g;
	for (size_t i = 0; i < kept->n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, h->split) + (mark ? 0 : 2));
		o.guessed = true;
		if (!mark)
			o = swallowed(s, o, at);
		come_in_step(s, &o, at + 1, g[i].trail);
	}
}

/* NFKC forms longer than one character, or of others than ASCII: (1), km, … */
static void read_folded(struct search *s, const struct hyp *h, size_t at)
{
	const struct page *p = s->page;
	size_t lo = 0, hi = folded_pairs_n / FOLD_ROW;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (folded_pairs[mid * FOLD_ROW] < p->cp[at])
			lo = mid + 1;
		else
			hi = mid;
	}
	for (const uint32_t *row = folded_pairs + lo * FOLD_ROW; row < folded_pairs + folded_pairs_n && row[0] == p->cp[at];
	     row += FOLD_ROW)
		if (at + row[FOLD_MAX] <= p->n && !memcmp(row, p->cp + at, row[FOLD_MAX] * sizeof *row))
			read_pair(s, h, at, row[FOLD_MAX], row[FOLD_MAX + 1]);
}

static void go_waiting(struct search *s, const struct hyp *h, size_t at)
{
	const struct page *p = s->page;
	uint32_t c = p->cp[at];
	unsigned syllable, pair = gbk_pair(c);
	if (pair)
		read_pair(s, h, at, 1, pair);
	if (p->folded)
		read_folded(s, h, at);
	if ((c >= 0x40 && c < 0x7f) || c == 0x20ac)
		read_ascii(s, h, at);
	if (c != '?')
		return;
	size_t length = reading_at(p, at + 1, &syllable);
	if (length)
		return_by_reading(s, h, at, length, syllable);
	else
		return_by_mark(s, h, at, marked(s, at + 1) < MARKS);
}

/* Two such pairs in a row: of the character between them both bytes are gone. */
static void go_lost_again(struct search *s, const struct hyp *h, size_t at)
{
	struct guess g[4];
	struct guesses all = {g, 0, COUNT_OF(g), context_of(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		if (gbk_lost(h->last, lead))
			guess_trails(s, &all, lead, may_lead_lost_common);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, false) + COST_TWICE);
		o.last = g[i].trail;
		go_waiting(s, &o, at);
	}
}

/* A pair that was not shown: its first byte ended a character, its second began one. */
static void go_lost(struct search *s, const struct hyp *h, size_t at, bool again)
{
	struct guess g[4];
	struct guesses all = {g, 0, COUNT_OF(g), context_of(h), h->split};
	if (h->last >= 0x81)
		guess_trails(s, &all, h->last, may_lead_lost);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = emitted(s, h, g[i].cp, (uint32_t)at, cost_of(s, g[i].cp, h->split) + COST_LOST);
		o.step = UNKNOWN_LEAD;
		o.last = g[i].trail;
		o.guessed = true;
		go_waiting(s, &o, at);
		if (again && i < 2)
			go_lost_again(s, &o, at);
	}
}

/* ---- the run ------------------------------------------------------------------------------------ */

static size_t text_of(const struct search *s, const struct hyp *h, uint32_t *cp)
{
	size_t n = 0;
	for (int32_t i = h->node; i >= 0; i = node_of(s, i)->parent)
		n += node_of(s, i)->at < h->settled;
	size_t k = n;
	for (int32_t i = h->node; i >= 0; i = node_of(s, i)->parent)
		if (node_of(s, i)->at < h->settled)
			cp[--k] = node_of(s, i)->cp;
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
		h = emitted(s, &h, before[i], (uint32_t)from, 0);
		h.last = (uint8_t)shown_bytes(s->page, before[i]);
	}
	h.node = -1;
	h.n = 0;
	h.chars = h.score = 0;
	for (size_t k = 1; k < 4; k++)
		h.word[k] -= h.word[0];
	h.word[0] = 0;
	put(s, from, &h);
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
	list_likely(s, a);
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
				go_in_step(s, &h, at);
				continue;
			}
			go_waiting(s, &h, at);
			if (i < LOST_FROM)
				go_lost(s, &h, at, i < LOST_TWICE_FROM);
		}
		b->n = 0;
	}
	return false;
}
