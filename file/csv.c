/* SPDX-License-Identifier: Apache-2.0 */
/* A table as text: a .csv, or what was pasted from a sheet (RFC 4180, with what programs do
 * to it). */
#include <string.h>

#include "file/charset_in.h"
#include "file/sheet_in.h"

#define SAMPLE 200  /* records that choose what separates */
#define COUNTED 256 /* cells of a record, for that choice */

struct csv {
	str s;
	size_t at;
	char separator; /* 0: none */
	bool no_quotes; /* no quote closes from here on: they are letters */
	struct buf cell;
};
enum after { AFTER_CELL, AFTER_RECORD, AFTER_ALL };

/* From the opening quote to behind the closing one; false: it never closes. */
static bool take_quoted(struct csv *c)
{
	size_t i = c->at + 1, n = c->cell.n;
	while (!c->no_quotes) {
		const char *q = i < c->s.n ? memchr(c->s.p + i, '"', c->s.n - i) : NULL;
		if (!q)
			break;
		size_t end = (size_t)(q - c->s.p);
		buf_add(&c->cell, str_cut(c->s, i, end));
		if (end + 1 >= c->s.n || c->s.p[end + 1] != '"') {
			c->at = end + 1;
			return true;
		}
		buf_byte(&c->cell, '"');
		i = end + 2;
	}
	c->no_quotes = true;
	c->cell.n = n;
	return false;
}

/* One cell into c->cell. */
static enum after next_cell(struct csv *c)
{
	buf_clear(&c->cell);
	if (str_starts(str_cut(c->s, c->at, c->s.n), S("=\""))) /* ="001": a text that Excel shall not count with */
		c->at++;
	if (c->at < c->s.n && c->s.p[c->at] == '"')
		(void)take_quoted(c);
	size_t from = c->at;
	while (c->at < c->s.n && c->s.p[c->at] != '\n' && c->s.p[c->at] != '\r' &&
	       !(c->separator && c->s.p[c->at] == c->separator))
		c->at++;
	buf_add(&c->cell, str_cut(c->s, from, c->at));
	if (c->at == c->s.n)
		return AFTER_ALL;
	char end = c->s.p[c->at++];
	if (end == '\r' && c->at < c->s.n && c->s.p[c->at] == '\n')
		c->at++;
	return end == '\n' || end == '\r' ? (c->at == c->s.n ? AFTER_ALL : AFTER_RECORD) : AFTER_CELL;
}

/* ---- what separates ---- */
struct evenness {
	unsigned records, cells; /* how many of the first records have that many cells */
};

static struct evenness measure(struct arena *a, str s, char separator)
{
	struct csv c = {.s = s, .separator = separator};
	unsigned count[COUNTED] = {0}, cells = 0;
	struct evenness best = {0};
	buf_init(&c.cell, a);
	for (unsigned records = 0; records < SAMPLE;) {
		enum after after = next_cell(&c);
		cells++;
		if (after == AFTER_CELL)
			continue;
		count[cells < COUNTED ? cells : COUNTED - 1]++;
		records++;
		cells = 0;
		if (after == AFTER_ALL)
			break;
	}
	for (unsigned n = 2; n < COUNTED; n++)
		if (count[n] && count[n] >= best.records)
			best = (struct evenness){count[n], n};
	return best;
}

static char choose(struct arena *a, str s)
{
	static const char separators[] = {'\t', ',', ';'};
	struct evenness best = {0};
	char separator = 0;
	for (size_t i = 0; i < COUNT_OF(separators); i++) {
		struct evenness e = measure(a, s, separators[i]);
		if (e.records > best.records || (e.records == best.records && e.cells > best.cells)) {
			best = e;
			separator = separators[i];
		}
	}
	return separator;
}

/* "sep=;" in the first line is a note to Excel. */
static bool said(str *s, char *ret)
{
	bool there = str_starts(*s, S("sep=")) && s->n > 5 && (s->p[5] == '\n' || s->p[5] == '\r');
	if (there) {
		*ret = s->p[4];
		*s = str_cut(*s, str_starts(str_cut(*s, 5, s->n), S("\r\n")) ? 7 : 6, s->n);
	}
	return there;
}

/* Tabs and blanks around a text keep Excel from counting with it; they are not of the text. */
static str bare(str s)
{
	while (s.n && (s.p[0] == '\t' || s.p[0] == ' '))
		s = str_cut(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == '\t' || s.p[s.n - 1] == ' '))
		s.n--;
	return s;
}

err workbook_text(struct arena *a, str bytes, str name, struct workbook *ret)
{
	struct book *b = book_begin(a, name);
	struct csv c = {0};
	struct cell cell = {.kind = CELL_TEXT};
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "{0} is larger than 20 MB; split it, or take the pictures out", name);
	TRY(charset_text(a, bytes, name, 2 * (size_t)LIMIT_FILE, &c.s));
	if (!said(&c.s, &c.separator))
		c.separator = choose(a, c.s);
	buf_init(&c.cell, a);
	TRY(book_sheet(b, S(""), false));
	for (enum after after = AFTER_RECORD; after != AFTER_ALL;) {
		after = next_cell(&c);
		cell.text = book_clean(b, bare(buf_str(&c.cell)));
		TRY(book_cell(b, &cell));
		cell.column = after == AFTER_CELL ? cell.column + 1 : 0;
		cell.row += after == AFTER_RECORD;
	}
	return book_end(b, FILE_TEXT, ret);
}
