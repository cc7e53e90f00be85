/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown to a person and never changed: masks over names and numbers. */
#include "text/repair_in.h"

#include <string.h>

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_latin(uint32_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static void flag(struct arena *a, struct repaired *r, size_t *cap, size_t from, size_t to, enum flag_kind kind)
{
	list_room_(a, (void **)&r->flags, r->n_flags, cap, sizeof *r->flags);
	r->flags[r->n_flags++] = (struct text_flag){{from, to}, kind};
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
		return is_han(before) && (next == 0x533a || next == 0x53bf || next == 0x5e02 || next == 0x9547 || next == 0x7701 ||
					  next == '%' || next == 0x4ebf || next == 0x4e07);
	if (c == 0x25a1 || c == 0x3007)
		return is_han(before) && is_han(next) && c == 0x25a1;
	return touches && !is_digit(before) && !is_latin(before) && !is_digit(next) && !is_latin(next);
}

bool flags_possible(str s)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i], d = (uint8_t)s.p[i + 1];
		if ((c == d && (c == 'X' || c == 'x' || c == '*' || c == '#')) || (c == 0xc3 && d == 0x97) ||
		    (c == 0xe2 && (d == 0x97 || d == 0x95 || d == 0x96)) || (c == 0xef && d == 0xbc && i + 2 < s.n && (uint8_t)s.p[i + 2] == 0xb8))
			return true;
	}
	return false;
}

void text_flags(struct arena *a, const uint32_t *cp, size_t n, bool damaged, struct repaired *r)
{
	size_t cap = 0;
	unused_arg(damaged);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < COUNT_OF(masks); k++) {
			size_t to = i;
			if (cp[i] != masks[k].cp)
				continue;
			while (to < n && cp[to] == cp[i])
				to++;
			if (to - i >= masks[k].least && is_mask(cp, n, i, to))
				flag(a, r, &cap, i, to, FLAG_MASK);
			i = to - 1;
			break;
		}
}
