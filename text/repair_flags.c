/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown to a person and never changed: masks over names and numbers here, the
 * seams of lost text and veiled words in their own files. */
#include "text/repair_in.h"

#include <stdlib.h>

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_latin(uint32_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

void flag_put(struct flags *f, size_t from, size_t to, enum flag_kind kind)
{
	*list_push(f->arena, &f->found) = (struct text_flag){{from, to}, kind};
}

/* Signs that mask, and how many must stand together. X and ○ have other uses alone. */
static const struct {
	uint32_t cp;
	unsigned least;
} masks[] = {{0xd7, 1}, {'X', 2}, {0xff38, 2}, {'x', 2}, {0x25cb, 2}, {0x3007, 2}, {0x25a1, 2}, {'*', 2}, {'#', 2}, {0x2573, 1}};

static bool is_mask(const uint32_t *cp, size_t n, size_t from, size_t to)
{
	uint32_t c = cp[from], before = from ? cp[from - 1] : '\n', next = to < n ? cp[to] : '\n';
	bool touches = is_han(before) || is_han(next);
	if (c == 0xd7) /* a sign of multiplication stands between numbers or letters */
		return touches && !((is_digit(before) || is_latin(before) || before == ' ') && (is_digit(next) || is_latin(next) || next == ' '));
	if (c == '*' || c == '#') /* also how headings and bold text are marked */
		return is_han(before) && class_of(next) & CLASS_AFTER_MASK;
	if (c == 0x25a1 || c == 0x3007)
		return is_han(before) && is_han(next) && c == 0x25a1;
	return touches && !is_digit(before) && !is_latin(before) && !is_digit(next) && !is_latin(next);
}

static void flag_masks(struct flags *f)
{
	for (size_t m = 0, done = 0; m < f->marks.n; m++) {
		size_t i = f->marks.v[m], to = i, k = 0;
		while (k < COUNT_OF(masks) && f->cp[i] != masks[k].cp)
			k++;
		if (i < done || k == COUNT_OF(masks))
			continue;
		while (to < f->n && f->cp[to] == f->cp[i])
			to++;
		if (to - i >= masks[k].least && is_mask(f->cp, f->n, i, to))
			flag_put(f, i, to, FLAG_MASK);
		done = to;
	}
}

/* Cheap, over bytes: could a mask stand in it at all? */
bool masks_possible(str s)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i], d = (uint8_t)s.p[i + 1];
		if ((c == d && (c == 'X' || c == 'x' || c == '*' || c == '#')) || (c == 0xc3 && d == 0x97) ||
		    (c == 0xe2 && (d == 0x97 || d == 0x95 || d == 0x96)) || (c == 0xef && d == 0xbc && i + 2 < s.n && (uint8_t)s.p[i + 2] == 0xb8))
			return true;
	}
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct text_flag *x = a, *y = b;
	return (x->at.from > y->at.from) - (x->at.from < y->at.from);
}

/* A character put for another breaks the word before it, too: that is no seam. */
static void drop_false_seams(struct flags *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->found.n; i++) {
		const struct text_flag *one = &f->found.v[i], *next = one + 1;
		if (one->kind != FLAG_HOLE || i + 1 == f->found.n || next->kind != FLAG_OBFUSCATED || next->at.from > one->at.from + 1)
			f->found.v[n++] = *one;
	}
	f->found.n = n;
}

/* Masks, splitters, blanks and brackets are looked for only here. */
#define MARKS_BLOCK 256
static void marks_find(struct flags *f)
{
	uint32_t other[MARKS_BLOCK]; /* than the common Chinese characters */
	for (size_t from = 0, to; from < f->n; from = to) {
		size_t n = 0;
		to = f->n - from < MARKS_BLOCK ? f->n : from + MARKS_BLOCK;
		for (size_t i = from; i < to; i++) {
			other[n] = (uint32_t)i;
			n += f->cp[i] - 0x4e00 >= 0x5200;
		}
		for (size_t k = 0; k < n; k++)
			if (f->cp[other[k]] == ' ' || class_of(f->cp[other[k]]) & (CLASS_SPLITTER | CLASS_MASK | CLASS_OPENS))
				*list_push(f->arena, &f->marks) = other[k];
	}
}

void text_flags(struct arena *a, const uint32_t *cp, size_t n, bool thorough, struct repaired *r)
{
	struct flags f = {.arena = a, .cp = cp, .n = n};
	marks_find(&f);
	flag_masks(&f);
	if (thorough) {
		f.id = arena_new_n(a, n + 1 + LM_AHEAD, uint16_t);
		for (size_t i = 0; i < n; i++)
			f.id[i] = (uint16_t)lm_id(cp[i]);
		f.pair = arena_new_n(a, n + 4, struct lm_pair);
		lm_unlikely(a, cp, f.id, n, UNLIKELY, f.pair, &f.unlikely);
		flag_holes(&f);
		flag_veils(&f);
	}
	if (f.found.n)
		qsort(f.found.v, f.found.n, sizeof *f.found.v, by_place);
	drop_false_seams(&f);
	r->flags = f.found.v;
	r->n_flags = f.found.n;
}
