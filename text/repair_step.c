/* SPDX-License-Identifier: Apache-2.0 */
/* One hypothesis goes on: what the next that is shown may mean while it is in step, while a
 * byte waits for its second half, and behind a pair that is not shown. */
#include "text/repair_shift_in.h"

#include <string.h>

#define COST_TWICE 8.0f    /* two pairs in a row that are not shown */
#ifndef COST_LOST
#define COST_LOST 0.0f     /* a pair that is not shown */
#endif
#ifndef COST_LITERAL
#define COST_LITERAL 6.0f  /* `?` stands for itself after all */
#endif
#define COST_READING 30.0f /* and that although a reading follows, or a mark without the byte all others have */

/* ---- in step --------------------------------------------------------------------------------- */

/* `?pinyin)`: the listed character lay across the last byte read and the lost one. */
static void leave_by_reading(struct search *s, const struct hyp *h, size_t at, size_t length, unsigned syllable)
{
	size_t n = 0;
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		n += char_reads(s, gbk_char(h->last, lead), syllable);
	for (unsigned lead = 0x81; n && lead <= 0xfe; lead++) {
		uint32_t cp = gbk_char(h->last, lead);
		if (!char_reads(s, cp, syllable))
			continue;
		struct hyp o = *h;
		o.step = WAITING;
		o.last = (uint8_t)lead;
		o.split = true;
		o.guessed |= n > 1 && !page_listed(s->page, cp);
		if (!page_listed(s->page, cp)) {
			hyp_charge(&o, COST_UNLISTED);
			hyp_learn(&o, cp, at + 1);
		}
		hyp_put(s, at + 1 + length, &o);
	}
}

/* `?` before a mark: the mark lay across two characters; of the first the lead is lost. */
static void leave_by_mark(struct search *s, const struct hyp *h, size_t at, enum mark m)
{
	struct guess g[16];
	struct guesses all = {g, 0, COUNT_OF(g), hyp_context(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		guess_pair(s, &all, lead, mark_pairs[m] >> 8);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, true));
		o.step = WAITING;
		o.last = (uint8_t)mark_pairs[m];
		o.split = true;
		o.guessed = true;
		hyp_put(s, at + 2, &o);
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
	hyp_put(s, at, o);
}

/* `??` before a mark: behind a character another mark was found in its last byte and the
 * first of this one, so that a byte was put in on both sides of its last; its first is lost. */
static void pass_two_marks(struct search *s, const struct hyp *h, size_t at)
{
	enum mark m = at + 1 < s->page->n && s->page->cp[at + 1] == '?' ? marked(s, at + 2) : MARKS;
	struct guess g[16];
	struct guesses all = {g, 0, COUNT_OF(g), hyp_context(h), h->split};
	for (enum mark k = 0; m < MARKS && k < MARKS; k++)
		for (unsigned lead = 0x81; s->page->mark_byte[k] && (mark_pairs[k] & 0xff) == mark_pairs[m] >> 8 && lead <= 0xfe; lead++)
			guess_pair(s, &all, lead, mark_pairs[k] >> 8);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, false));
		o.guessed = true;
		come_in_step(s, &o, at + 2, g[i].trail);
	}
}

void step_in(struct search *s, const struct hyp *h, size_t at)
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
		hyp_put(s, at + 1, h);
		return;
	}
	bool marked_here = c == '?' && m < MARKS;
	float cost = length || (marked_here && p->mark_byte[m] != MARK_UNSEEN) ? COST_READING : marked_here ? COST_LITERAL : 0;
	struct hyp o = hyp_emitted(s, h, c, (uint32_t)at, cost);
	o.last = (uint8_t)shown_bytes(p, c);
	hyp_put(s, at + 1 + annotation_at(p, at + 1), &o);
}

/* ---- one byte off ---------------------------------------------------------------------------- */

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
	struct guesses all = {g, 0, room, hyp_context(h), h->split};
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
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, h->split) + (l && !reading ? COST_LISTED : 0));
		o.step = WAITING;
		o.last = (uint8_t)pair;
		hyp_put(s, at + length + reading, &o);
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
		bool its = reading && char_reads(s, g[i].cp, syllable);
		float cost = read_cost(s, g[i].cp, its || h->split);
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, cost);
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
				if (!cp || (h->step == UNKNOWN_LEAD && !page_listed(s->page, cp)) || !char_reads(s, cp, syllable))
					continue;
				if (!pass) {
					n++;
					continue;
				}
				bool known = page_listed(s->page, cp) != NULL;
				struct hyp o = hyp_emitted(s, h, cp, (uint32_t)at, known ? 0 : COST_UNLISTED + read_cost(s, cp, true));
				o.guessed |= n > 1 && !known;
				if (!known)
					hyp_learn(&o, cp, at + 1);
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
	uint32_t next = at + 1 < p->n ? p->cp[at + 1] : '\n', last = search_node(s, o.node)->cp;
	bool year = at + 4 < p->n && (next == '0' || next == '9') && is_digit(p->cp[at + 2]) && is_digit(p->cp[at + 3]) &&
		    p->cp[at + 4] == 0x5e74;
	if (year) {
		o = hyp_emitted(s, &o, next == '0' ? '2' : '1', (uint32_t)at, 0);
		o.year = true;
	} else if (is_digit(next) || next == '%' || next == '.') {
		o.hole = true;
	} else if (next != '\n' && (last == 0x3002 || last == 0xff01 || last == 0xff1f || last == 0x201d || last == 0x2019)) {
		o = hyp_emitted(s, &o, '\n', (uint32_t)at, 0);
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
	struct guesses all = {k->g, 0, RETURNS, hyp_context(h), h->split};
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
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, h->split) + (mark ? 0 : 2));
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

void step_waiting(struct search *s, const struct hyp *h, size_t at)
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
	struct guesses all = {g, 0, COUNT_OF(g), hyp_context(h), h->split};
	for (unsigned lead = 0x81; lead <= 0xfe; lead++)
		if (gbk_lost(h->last, lead))
			guess_trails(s, &all, lead, may_lead_lost_common);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, false) + COST_TWICE);
		o.last = g[i].trail;
		step_waiting(s, &o, at);
	}
}

/* A pair that was not shown: its first byte ended a character, its second began one. */
void step_lost(struct search *s, const struct hyp *h, size_t at, bool again)
{
	struct guess g[4];
	struct guesses all = {g, 0, COUNT_OF(g), hyp_context(h), h->split};
	if (h->last >= 0x81)
		guess_trails(s, &all, h->last, may_lead_lost);
	for (size_t i = 0; i < all.n; i++) {
		struct hyp o = hyp_emitted(s, h, g[i].cp, (uint32_t)at, read_cost(s, g[i].cp, h->split) + COST_LOST);
		o.step = UNKNOWN_LEAD;
		o.last = g[i].trail;
		o.guessed = true;
		step_waiting(s, &o, at);
		if (again && i < 2)
			go_lost_again(s, &o, at);
	}
}
