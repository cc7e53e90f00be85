/* SPDX-License-Identifier: Apache-2.0 */
#include "file/pdf_lines_in.h"

#define WIDTHS 512   /* in half characters; longer lines count as this long */
#define EDGE 3       /* a line this near to the edge reaches it: one character and a half */
#define NARROW 24    /* lines shorter than this are a list or a table, never set text */

struct line {
	str text;
	unsigned width;
};
struct lines {
	struct arena *arena;
	LIST(struct line) v;
};

static unsigned width_of(str s)
{
	unsigned w = 0;
	for (size_t at = 0; at < s.n && w < WIDTHS - 2;)
		w += utf8_next(s, &at) >= 0x2e80 ? 2 : 1;
	return w;
}

static void add_lines(struct lines *l, str page)
{
	str line, rest;
	for (bool more = true; more;) {
		more = str_split(page, '\n', &line, &rest);
		if (!more)
			line = page;
		page = rest;
		line = str_trim(line);
		if (line.n)
			*list_push(l->arena, &l->v) = (struct line){.text = line, .width = width_of(line)};
	}
}

static bool dash(uint32_t cp)
{
	return cp == '-' || cp == 0x2014 || cp == 0x2013 || cp == 0x2015 || cp == 0xb7 || cp == ' ' || cp == 0x3000;
}

/* "— 3 —", "-3-", "3", "第 3 页 共 9 页" */
static bool page_number(str s)
{
	size_t digits = 0;
	bool words = str_starts(s, S("第")) && str_ends(s, S("页"));
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xff10 && cp <= 0xff19);
		digits += digit;
		bool word = words && (cp == 0x7b2c || cp == 0x9875 || cp == 0x5171 || cp == ',' || cp == '/' || cp == 0xff0c);
		if (!digit && !dash(cp) && !word)
			return false;
	}
	return digits > 0 && digits <= 8;
}

/* How many of the n lines at v are a page's number: one, or three where its dashes were
 * set apart. */
static size_t number_lines(const struct line *v, size_t n, bool at_end)
{
	if (n >= 3) {
		const struct line *three = at_end ? v + n - 3 : v;
		size_t zero = 0;
		bool dashes = dash(utf8_next(three[0].text, &zero)) && str_eq(three[0].text, three[2].text);
		if (dashes && page_number(three[1].text))
			return 3;
	}
	return n && page_number(v[at_end ? n - 1 : 0].text) ? 1 : 0;
}

static void add_page(struct lines *l, str page)
{
	size_t first = l->v.n;
	add_lines(l, page);
	size_t n = l->v.n - first, head = number_lines(l->v.v + first, n, false);
	n -= head;
	for (size_t i = 0; head && i < n; i++)
		l->v.v[first + i] = l->v.v[first + i + head];
	l->v.n = first + n - number_lines(l->v.v + first, n, true);
}

/* The right edge: the widest width that two lines at least come to. */
static unsigned edge_of(const struct lines *l)
{
	unsigned count[WIDTHS] = {0}, most = 0;
	for (size_t i = 0; i < l->v.n; i++) {
		count[l->v.v[i].width]++;
		if (l->v.v[i].width > most)
			most = l->v.v[i].width;
	}
	for (unsigned w = most; w >= EDGE; w--)
		if (count[w] + count[w - 1] + count[w - 2] >= 2 && w >= most / 2)
			return w;
	return most;
}

static bool numeral(uint32_t cp)
{
	static const uint32_t v[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03,
				     0x516b, 0x4e5d, 0x5341, 0x767e, 0x96f6, 0x3007};
	if (cp >= '0' && cp <= '9')
		return true;
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (v[i] == cp)
			return true;
	return false;
}

/* 一、 （一） (1) 1. 1、 第三条 ① ● */
static bool begins_item(str s)
{
	size_t at = 0, digits = 0;
	uint32_t first = utf8_next(s, &at), cp = first;
	if ((first >= 0x2460 && first <= 0x249b) || first == 0x25cf || first == 0x2022)
		return true;
	bool open = first == '(' || first == 0xff08 || first == 0x7b2c;
	if (open && at < s.n)
		cp = utf8_next(s, &at);
	for (; numeral(cp) && digits < 6; digits++) {
		if (at >= s.n)
			return false;
		cp = utf8_next(s, &at);
	}
	if (!digits)
		return false;
	if (first == 0x7b2c) /* 第 */
		return cp == 0x6761 || cp == 0x7ae0 || cp == 0x8282;
	if (open)
		return cp == ')' || cp == 0xff09;
	bool digit_behind = at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
	return cp == 0x3001 || ((cp == '.' || cp == 0xff0e) && !digit_behind);
}

static bool goes_on(const struct line *a, const struct line *b, unsigned edge)
{
	return edge >= NARROW && a->width + EDGE >= edge && !begins_item(b->text);
}

static bool latin(char c)
{
	return (uint8_t)c > ' ' && (uint8_t)c < 0x80;
}

str pdf_lines(struct arena *a, str pages)
{
	struct lines l = {.arena = a};
	struct buf b;
	str page, rest;
	for (; str_split(pages, '\f', &page, &rest); pages = rest)
		add_page(&l, page);
	add_page(&l, pages);
	unsigned edge = edge_of(&l);
	const struct line *before = NULL;
	buf_init(&b, a);
	for (size_t i = 0; i < l.v.n; i++) {
		const struct line *v = &l.v.v[i];
		if (before && !goes_on(before, v, edge))
			buf_byte(&b, '\n');
		else if (before && latin(b.p[b.n - 1]) && latin(v->text.p[0]))
			buf_byte(&b, ' ');
		buf_add(&b, v->text);
		before = v;
	}
	return buf_str(&b);
}
