/* SPDX-License-Identifier: Apache-2.0 */
/* NFKC folding: was the page folded, and which ASCII marks were full-width before. Like
 * the list of readings, folding is total: one character that NFKC would have changed
 * proves that the page was never folded, and its ASCII marks were typed so. */
#include "text/repair_in.h"

/* Characters that NFKC changes and Chinese pages have (UAX #15). */
static const uint32_t unfolded[][2] = {
	{0xff01, 0xff5e}, {0xffe0, 0xffe6}, {0x3000, 0x3000}, {0x2024, 0x2026}, {0x2460, 0x24ea}, {0x3200, 0x33ff},
	{0x2100, 0x214f}, {0x2150, 0x217f}, {0x00a0, 0x00a0}, {0x00aa, 0x00aa}, {0x00b2, 0x00b3}, {0x00b9, 0x00ba},
	{0x00bc, 0x00be}, {0x2000, 0x200a}, {0x202f, 0x202f}, {0x2033, 0x2034}, {0xfe30, 0xfe6f}, {0xf900, 0xfaff},
	{0x2074, 0x2094}, {0xfb00, 0xfb06}, {0x2e80, 0x2fd5},
};

static bool is_unfolded(uint32_t c)
{
	for (size_t i = 0; c >= 0xa0 && i < COUNT_OF(unfolded); i++)
		if (c >= unfolded[i][0] && c <= unfolded[i][1])
			return true;
	return false;
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || c == 0xd7; /* × masks a digit */
}

static bool is_latin(uint32_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_stop(uint32_t c)
{
	return c == 0x3001 || c == 0x3002 || c == 0x300a || c == 0x300b || c == 0x201c || c == 0x201d;
}

/* Chinese, or what only stands in Chinese text. */
static bool chinese(uint32_t c)
{
	return is_han(c) || is_stop(c) || c == 0x2018 || c == 0x2019 || (c >= 0x3003 && c <= 0x301f) || c >= 0xff01;
}

static bool is_folded_mark(uint32_t c)
{
	return c == ',' || c == ':' || c == ';' || c == '?' || c == '!';
}

struct marks {
	size_t glued, kinds, spaced, stops, dots, latin, symbols, han;
	bool unfolded;
};

static void count_marks(const uint32_t *cp, size_t n, bool damaged, struct marks *m)
{
	bool kind[128] = {false};
	for (size_t i = 0; i < n && !m->unfolded; i++) {
		uint32_t c = cp[i], before = i ? cp[i - 1] : '\n', next = i + 1 < n ? cp[i + 1] : '\n';
		m->unfolded = is_unfolded(c);
		m->han += is_han(c);
		m->stops += is_stop(c);
		m->latin += is_latin(c);
		m->symbols += c < 0x80 && (c == '{' || c == '}' || c == '=' || c == '<' || c == '>' || c == '\\' || c == '`' ||
					   c == '_' || c == '#' || c == '*' || c == '"' || c == '|' || c == '$');
		m->dots += c == '.' && chinese(before) && !is_digit(next) && !is_latin(next);
		bool mark = is_folded_mark(c) && (chinese(before) || (damaged && chinese(next))), open = c == '(' && (chinese(before) || chinese(next));
		if (!mark && !open)
			continue;
		if (mark && next == ' ') {
			m->spaced++;
		} else {
			m->glued++;
			m->kinds += !kind[c];
			kind[c] = true;
		}
	}
}

/* An undamaged page must show it many times over; one that was annotated came the whole
 * way through the same mill. */
bool folded_page(const struct page *p)
{
	struct marks m = {0};
	count_marks(p->cp, p->n, p->damaged, &m);
	if (m.unfolded)
		return false;
	if (p->damaged)
		return m.glued > m.spaced;
	if (m.spaced * 5 > m.glued || m.dots * 3 > m.stops || m.latin * 2 > m.han)
		return false;
	return m.stops > 0 && m.symbols * 20 <= m.han && m.glued >= 3 && (m.kinds >= 2 || m.glued >= 8);
}

/* ---- back to full width -------------------------------------------------------------- */

static uint32_t near_cp(const struct draft *d, size_t i, int step)
{
	for (ptrdiff_t j = (ptrdiff_t)i + step; j >= 0 && (size_t)j < d->pieces.n; j += step)
		if (d->pieces.v[j].cp)
			return d->pieces.v[j].cp;
	return '\n';
}

static void widen(struct draft *d, size_t i)
{
	struct piece *p = &d->pieces.v[i];
	p->cp += 0xfee0;
	if (p->rule == PIECE_KEPT)
		p->rule = REPAIR_PUNCTUATION;
}

/* A colon or comma among digits, a mark inside a word of Latin letters or an address stay. */
static bool was_wide(uint32_t before, uint32_t c, uint32_t next)
{
	bool words_before = is_digit(before) || is_latin(before), words_next = is_digit(next) || is_latin(next);
	if (c == ',' || c == ':')
		return !(words_before && words_next) && !(before == ')' && words_next) && before != ' ' && next != '/' &&
		       (chinese(before) || chinese(next) || next == '\n' || before == '%' || before == ')' || before == '(');
	if (c == ';')
		return before != ' ' && !is_latin(before);
	return chinese(before) || is_digit(before) || before == '%' || before == ')';
}

/* The two of a pair are widened together when Chinese touches either. */
static void unfold_parentheses(struct draft *d)
{
	size_t open[64], depth = 0;
	for (size_t i = 0; i < d->pieces.n; i++) {
		uint32_t c = d->pieces.v[i].cp;
		if (c == '(' && depth < COUNT_OF(open))
			open[depth++] = i;
		if (c == '\n')
			while (depth) {
				size_t o = open[--depth];
				if (chinese(near_cp(d, o, -1)) || chinese(near_cp(d, o, 1)))
					widen(d, o);
			}
		if (c != ')')
			continue;
		if (!depth) {
			if (chinese(near_cp(d, i, -1)) || chinese(near_cp(d, i, 1)))
				widen(d, i);
			continue;
		}
		size_t o = open[--depth];
		if (chinese(near_cp(d, o, -1)) || chinese(near_cp(d, o, 1)) || chinese(near_cp(d, i, -1)) || chinese(near_cp(d, i, 1))) {
			widen(d, o);
			widen(d, i);
		}
	}
	while (depth) {
		size_t o = open[--depth];
		if (chinese(near_cp(d, o, -1)) || chinese(near_cp(d, o, 1)))
			widen(d, o);
	}
}

void draft_unfold(struct draft *d)
{
	unfold_parentheses(d);
	for (size_t i = 0; i < d->pieces.n; i++) {
		uint32_t c = d->pieces.v[i].cp;
		if (is_folded_mark(c) && was_wide(near_cp(d, i, -1), c, near_cp(d, i, 1)))
			widen(d, i);
	}
}
