/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook, and what is to be marked in one, between the server and the decoder process. */
#include <string.h>

#include "file/decoder_in.h"
#include "file/sheet_in.h"

#define FORMATS_MOST 4096 /* different ones; cells past them say none */
#define SLOTS 8192        /* of the table in which they are found; a power of two */

/* ---- writing ---- */
struct writing {
	bool (*write)(void *, str);
	void *arg;
	bool fine;
	size_t n;
	char piece[32u << 10];
};

static void flush(struct writing *w)
{
	w->fine = w->fine && w->write(w->arg, (str){w->piece, w->n});
	w->n = 0;
}

static void put(struct writing *w, str s)
{
	if (s.n > sizeof w->piece - w->n)
		flush(w);
	if (s.n > sizeof w->piece) {
		w->fine = w->fine && w->write(w->arg, s);
		return;
	}
	if (s.n)
		memcpy(w->piece + w->n, s.p, s.n);
	w->n += s.n;
}

static void put_u32(struct writing *w, uint32_t v)
{
	put(w, (str){(const char *)&v, sizeof v});
}

static void put_str(struct writing *w, str s)
{
	put_u32(w, (uint32_t)s.n);
	put(w, s);
}

struct formats {
	str v[FORMATS_MOST];
	uint32_t n, slot[SLOTS]; /* 1 + place in v */
};

/* 1 + its place; 0: none */
static uint32_t format_place(struct formats *f, str s)
{
	uint32_t at = (uint32_t)str_hash(s) & (SLOTS - 1);
	if (!s.n)
		return 0;
	for (; f->slot[at]; at = (at + 1) & (SLOTS - 1))
		if (str_eq(f->v[f->slot[at] - 1], s))
			return f->slot[at];
	if (f->n == FORMATS_MOST)
		return 0;
	f->v[f->n++] = s;
	return f->slot[at] = f->n;
}

static void write_sheet(struct writing *w, struct formats *f, const struct sheet *s)
{
	const uint32_t head[] = {s->hidden, (uint32_t)s->n_cells, (uint32_t)s->n_merges, (uint32_t)s->n_hidden_rows,
				 (uint32_t)s->n_hidden_columns};
	put(w, (str){(const char *)head, sizeof head});
	put_str(w, s->name);
	for (size_t i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const uint32_t cell[] = {c->row, c->column | (uint32_t)c->kind << 16 | (uint32_t)c->formula << 24, format_place(f, c->format)};
		put(w, (str){(const char *)cell, sizeof cell});
		put_str(w, c->text);
	}
	for (size_t i = 0; i < s->n_merges; i++) {
		const struct merged *m = &s->merges[i];
		const uint32_t merge[] = {m->row, m->column, m->rows, m->columns};
		put(w, (str){(const char *)merge, sizeof merge});
	}
	put(w, (str){(const char *)s->hidden_rows, s->n_hidden_rows * sizeof(uint32_t)});
	put(w, (str){(const char *)s->hidden_columns, s->n_hidden_columns * sizeof(uint32_t)});
}

bool wire_book_write(struct arena *a, const struct workbook *b, bool (*write)(void *, str), void *arg)
{
	struct formats *f = arena_new(a, struct formats);
	struct writing *w = arena_new(a, struct writing);
	w->write = write;
	w->arg = arg;
	w->fine = true;
	for (size_t i = 0; i < b->n_sheets; i++)
		for (size_t k = 0; k < b->sheets[i].n_cells; k++)
			(void)format_place(f, b->sheets[i].cells[k].format);
	put_u32(w, WIRE_BOOK_MAGIC);
	put_u32(w, f->n);
	for (uint32_t i = 0; i < f->n; i++)
		put_str(w, f->v[i]);
	put_u32(w, (uint32_t)b->n_sheets);
	for (size_t i = 0; i < b->n_sheets; i++)
		write_sheet(w, f, &b->sheets[i]);
	flush(w);
	return w->fine;
}

/* ---- reading: sticky, every getter checks ---- */
struct wire {
	str s;
	size_t at;
	bool bad;
};

static uint32_t get_u32(struct wire *w)
{
	uint32_t v = 0;
	if (w->bad || w->s.n - w->at < sizeof v) {
		w->bad = true;
		return 0;
	}
	memcpy(&v, w->s.p + w->at, sizeof v);
	w->at += sizeof v;
	return v;
}

static str get_bytes(struct wire *w)
{
	uint32_t n = get_u32(w);
	if (w->bad || n > w->s.n - w->at) {
		w->bad = true;
		return S("");
	}
	w->at += n;
	return str_cut(w->s, w->at - n, w->at);
}

static str get_str(struct wire *w)
{
	str s = get_bytes(w);
	w->bad |= utf8_valid(s) != s.n || memchr(s.p, 0, s.n) != NULL;
	return w->bad ? S("") : s;
}

/* How many of things that take at least `size` bytes each; more than are left is a lie. */
static size_t get_count(struct wire *w, size_t most, size_t size)
{
	uint32_t n = get_u32(w);
	if (n > most || n > (w->s.n - w->at) / size)
		w->bad = true;
	return w->bad ? 0 : n;
}

static void read_cells(struct wire *w, struct sheet *s, const str *formats, size_t n_formats)
{
	uint64_t before = 0; /* 1 + the place of the one before */
	for (size_t i = 0; i < s->n_cells && !w->bad; i++) {
		struct cell *c = &s->cells[i];
		uint32_t row = get_u32(w), packed = get_u32(w), format = get_u32(w);
		*c = (struct cell){.row = row, .column = packed & 0xffff, .kind = (enum cell_kind)(packed >> 16 & 0xff),
				   .formula = packed >> 24 & 1, .text = get_str(w)};
		uint64_t place = (uint64_t)row * LIMIT_SHEET_COLUMNS + c->column + 1;
		w->bad |= row >= LIMIT_SHEET_ROWS || c->column >= LIMIT_SHEET_COLUMNS || place <= before || packed >> 25 ||
			  c->kind >= CELL_KINDS || format > n_formats || (!c->text.n && !c->formula);
		c->format = w->bad || !format ? S("") : formats[format - 1];
		before = place;
		s->n_rows = row + 1;
		s->n_columns = c->column >= s->n_columns ? c->column + 1 : s->n_columns;
	}
}

static void read_merges(struct wire *w, struct sheet *s, uint32_t *until)
{
	memset(until, 0, LIMIT_SHEET_COLUMNS * sizeof *until);
	for (size_t i = 0; i < s->n_merges && !w->bad; i++) {
		struct merged *m = &s->merges[i];
		m->row = get_u32(w);
		m->column = get_u32(w);
		m->rows = get_u32(w);
		m->columns = get_u32(w);
		w->bad |= m->row >= LIMIT_SHEET_ROWS || m->column >= LIMIT_SHEET_COLUMNS || !m->rows || !m->columns ||
			  m->rows > LIMIT_SHEET_ROWS - m->row || m->columns > LIMIT_SHEET_COLUMNS - m->column ||
			  (i && (m[-1].row > m->row || (m[-1].row == m->row && m[-1].column >= m->column)));
		for (uint32_t k = 0; !w->bad && k < m->columns; k++) {
			w->bad |= until[m->column + k] > m->row; /* overlaps */
			until[m->column + k] = m->row + m->rows;
		}
		s->n_rows = m->row + m->rows > s->n_rows ? m->row + m->rows : s->n_rows;
		s->n_columns = m->column + m->columns > s->n_columns ? m->column + m->columns : s->n_columns;
	}
}

static void read_hidden(struct wire *w, uint32_t *v, size_t n, uint32_t below)
{
	for (size_t i = 0; i < n && !w->bad; i++) {
		v[i] = get_u32(w);
		w->bad |= v[i] >= below || (i && v[i] <= v[i - 1]);
	}
}

struct left { /* of what one workbook may hold */
	size_t cells, merges;
};

static void read_sheet(struct arena *a, struct wire *w, struct sheet *s, const str *formats, size_t n_formats, struct left *left)
{
	uint32_t hidden = get_u32(w);
	*s = (struct sheet){.hidden = hidden};
	s->n_cells = get_count(w, left->cells, 16);
	s->n_merges = get_count(w, left->merges, 16);
	s->n_hidden_rows = get_count(w, LIMIT_SHEET_ROWS, 4);
	s->n_hidden_columns = get_count(w, LIMIT_SHEET_COLUMNS, 4);
	s->name = get_str(w);
	w->bad |= hidden > 1;
	if (w->bad)
		return;
	left->cells -= s->n_cells;
	left->merges -= s->n_merges;
	s->cells = arena_new_n(a, s->n_cells, struct cell);
	s->merges = arena_new_n(a, s->n_merges, struct merged);
	s->hidden_rows = arena_new_n(a, s->n_hidden_rows, uint32_t);
	s->hidden_columns = arena_new_n(a, s->n_hidden_columns, uint32_t);
	read_cells(w, s, formats, n_formats);
	if (s->n_merges)
		read_merges(w, s, arena_new_n(a, LIMIT_SHEET_COLUMNS, uint32_t));
	read_hidden(w, s->hidden_rows, s->n_hidden_rows, s->n_rows);
	read_hidden(w, s->hidden_columns, s->n_hidden_columns, s->n_columns);
	sheet_index(s);
}

bool wire_book_read(struct arena *a, str bytes, struct workbook *ret)
{
	struct wire w = {.s = bytes};
	struct workbook b = {.sort = ret->sort};
	struct left left = {LIMIT_SHEET_CELLS, LIMIT_SHEET_MERGES};
	w.bad = get_u32(&w) != WIRE_BOOK_MAGIC;
	size_t n_formats = get_count(&w, FORMATS_MOST, 4), cells = 0;
	str *formats = arena_new_n(a, n_formats, str);
	for (size_t i = 0; i < n_formats; i++)
		formats[i] = get_str(&w);
	b.n_sheets = get_count(&w, LIMIT_SHEETS, 24);
	b.sheets = arena_new_n(a, b.n_sheets, struct sheet);
	for (size_t i = 0; i < b.n_sheets && !w.bad; i++) {
		read_sheet(a, &w, &b.sheets[i], formats, n_formats, &left);
		cells += b.sheets[i].n_cells;
	}
	if (w.bad || w.at != bytes.n || !cells)
		return false;
	*ret = b;
	return true;
}

/* ---- what is to be marked ---- */
static void add_u32(struct buf *b, uint32_t v)
{
	buf_add(b, (str){(const char *)&v, sizeof v});
}

static void add_str(struct buf *b, str s)
{
	add_u32(b, (uint32_t)s.n);
	buf_add(b, s);
}

err wire_marking_put(struct buf *b, str bytes, str name, const struct marking *m)
{
	size_t text = 0;
	for (size_t i = 0; i < m->n_marks && text <= LIMIT_SHEET_MARKS_TEXT; i++)
		text += m->marks[i].sentence.n;
	if (m->n_marks > LIMIT_SHEET_MARKS || text > LIMIT_SHEET_MARKS_TEXT)
		return fail(ERR_LIMIT, "{0} has more mistakes than can be marked; mend the first ones and send it again", name);
	add_u32(b, WIRE_MARKS_MAGIC);
	add_str(b, bytes);
	add_u32(b, (uint32_t)m->n_sheets);
	for (size_t i = 0; i < m->n_sheets; i++)
		add_u32(b, m->header_row[i]);
	add_str(b, m->heading);
	add_u32(b, (uint32_t)m->n_marks);
	for (size_t i = 0; i < m->n_marks; i++) {
		const struct cell_mark *k = &m->marks[i];
		add_u32(b, k->sheet), add_u32(b, k->row), add_u32(b, k->column);
		add_str(b, k->sentence);
	}
	return OK;
}

bool wire_marking_read(struct arena *a, str input, str *ret_bytes, struct marking *ret)
{
	struct wire w = {.s = input};
	w.bad = get_u32(&w) != WIRE_MARKS_MAGIC;
	str bytes = get_bytes(&w);
	size_t n_sheets = get_count(&w, LIMIT_SHEETS, 4);
	uint32_t *rows = arena_new_n(a, n_sheets, uint32_t);
	for (size_t i = 0; i < n_sheets; i++)
		rows[i] = get_u32(&w);
	str heading = get_str(&w);
	size_t n_marks = get_count(&w, LIMIT_SHEET_MARKS, 16);
	struct cell_mark *marks = arena_new_n(a, n_marks, struct cell_mark);
	for (size_t i = 0; i < n_marks && !w.bad; i++) {
		marks[i].sheet = get_u32(&w);
		marks[i].row = get_u32(&w);
		marks[i].column = get_u32(&w);
		marks[i].sentence = get_str(&w);
	}
	if (w.bad || w.at != input.n)
		return false;
	*ret_bytes = bytes;
	*ret = (struct marking){marks, n_marks, heading, rows, n_sheets};
	return true;
}
