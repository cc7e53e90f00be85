/* SPDX-License-Identifier: Apache-2.0 */
/* Traditional to simplified as OpenCC's tw2s does it: cut at the longest phrases of its
 * dictionary, then Taiwan's variants to the standard ones, then to simplified, in each
 * step phrases before characters. Every entry is as long as its outcome. */
#include "text/repair_in.h"

#include <string.h>

/* The longest phrase of the table that begins at cp; NULL when there is none. */
static const uint32_t *phrase_at(const uint32_t *table, uint32_t n, const uint32_t *cp, size_t left)
{
	size_t lo = 0, hi = n / PHRASE_ROW;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (table[mid * PHRASE_ROW + 1] < cp[0])
			lo = mid + 1;
		else
			hi = mid;
	}
	for (const uint32_t *row = table + lo * PHRASE_ROW; row < table + n && row[1] == cp[0]; row += PHRASE_ROW)
		if (row[0] <= left && !memcmp(row + 1, cp, row[0] * sizeof *cp))
			return row;
	return NULL;
}

static uint32_t char_at(const uint32_t *table, uint32_t n, uint32_t cp)
{
	size_t lo = 0, hi = n / 2;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (table[mid * 2] == cp)
			return table[mid * 2 + 1];
		if (table[mid * 2] < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return cp;
}

struct step {
	const uint32_t *phrases, *chars;
	const uint32_t *n_phrases, *n_chars;
};

static void convert(const struct step *s, uint32_t *cp, size_t n)
{
	for (size_t i = 0; i < n;) {
		const uint32_t *row = phrase_at(s->phrases, *s->n_phrases, cp + i, n - i);
		if (row) {
			memcpy(cp + i, row + 1 + PHRASE_MAX, row[0] * sizeof *cp);
			i += row[0];
			continue;
		}
		cp[i] = char_at(s->chars, *s->n_chars, cp[i]);
		i++;
	}
}

static void segment(uint32_t *cp, size_t n)
{
	static const struct step steps[] = {
		{variant_phrases, variant_chars, &variant_phrases_n, &variant_chars_n},
		{simple_phrases, simple_chars, &simple_phrases_n, &simple_chars_n},
	};
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		convert(&steps[i], cp, n);
}

void text_simplify(uint32_t *cp, size_t n)
{
	size_t from = 0;
	for (size_t i = 0; i < n;) {
		const uint32_t *row = phrase_at(simple_phrases, simple_phrases_n, cp + i, n - i);
		if (!row) {
			i++;
			continue;
		}
		segment(cp + from, i - from);
		segment(cp + i, row[0]);
		i += row[0];
		from = i;
	}
	segment(cp + from, n - from);
}

void draft_simplify(struct draft *d)
{
	uint32_t *cp = arena_new_n(d->arena, d->pieces.n + 1, uint32_t);
	size_t n = 0;
	for (size_t i = 0; i < d->pieces.n; i++)
		if (d->pieces.v[i].cp)
			cp[n++] = d->pieces.v[i].cp;
	text_simplify(cp, n);
	n = 0;
	for (size_t i = 0; i < d->pieces.n; i++) {
		struct piece *p = &d->pieces.v[i];
		if (!p->cp)
			continue;
		if (p->cp != cp[n] && p->rule == PIECE_KEPT)
			p->rule = REPAIR_SIMPLIFY;
		p->cp = cp[n++];
	}
}
