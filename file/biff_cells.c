/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one sheet (2.1.7.20.5) as its cells. */
#include "file/biff_record_in.h"

#include <string.h>

#define ROW_HIDDEN 0x20    /* fDyZero (2.4.221) */
#define COLUMN_HIDDEN 0x01 /* fHidden (2.4.53) */

struct reading {
	struct biff_book *book;
	struct cell formula; /* whose text follows; it waits for that */
	bool waits;
};

static struct biff_style *style_of(struct biff_book *b, unsigned xf)
{
	struct biff_style *s = &b->formats[xf < b->xfs.n ? b->xfs.v[xf] : 0];
	if (!s->known) {
		s->shows = sheet_format_shows(s->format);
		s->known = true;
	}
	return s;
}

static err add(struct reading *r, const struct cell *c)
{
	if (c->column >= BIFF_COLUMNS)
		return biff_damaged(r->book);
	return book_cell(r->book->out, c);
}

/* A formula whose text never came stands there without a value. */
static err end_formula(struct reading *r)
{
	bool waited = r->waits;
	r->waits = false;
	return waited ? add(r, &r->formula) : OK;
}

/* A cell of data that begin with row, column, XF (Cell, 2.5.13). */
static struct cell cell_at(struct reading *r, str data)
{
	return (struct cell){.row = ole_u16(data, 0), .column = ole_u16(data, 2), .text = S(""),
			     .format = style_of(r->book, ole_u16(data, 4))->format};
}

static err add_text(struct reading *r, str data, str s)
{
	struct cell c = cell_at(r, data);
	c.text = s;
	return add(r, &c);
}

static void set_number(struct reading *r, struct cell *c, unsigned xf, double v)
{
	struct biff_book *b = r->book;
	sheet_value_as(b->arena, v, style_of(b, xf)->shows, b->date1904, &c->kind, &c->text);
}

static double double_at(str data, size_t at)
{
	uint64_t bits = ole_u32(data, at) | (uint64_t)ole_u32(data, at + 4) << 32;
	double v;
	memcpy(&v, &bits, sizeof v);
	return v;
}

/* 2.5.217: thirty bits of an integer or of a double, perhaps a hundred times too large */
static double rk_number(uint32_t rk)
{
	double v;
	if (rk & 2) {
		v = (int32_t)rk >> 2;
	} else {
		uint64_t bits = (uint64_t)(rk & ~3u) << 32;
		memcpy(&v, &bits, sizeof v);
	}
	return rk & 1 ? v / 100 : v;
}

static str error_text(unsigned code) /* BErr, 2.5.10 */
{
	static const struct {
		unsigned code;
		str text;
	} errors[] = {
		{0x00, S("#NULL!")}, {0x07, S("#DIV/0!")}, {0x0f, S("#VALUE!")}, {0x17, S("#REF!")},
		{0x1d, S("#NAME?")}, {0x24, S("#NUM!")},   {0x2a, S("#N/A")},    {0x2b, S("#GETTING_DATA")},
	};
	for (size_t i = 0; i < COUNT_OF(errors); i++)
		if (errors[i].code == code)
			return errors[i].text;
	return S("#ERROR!");
}

static void set_bool(struct cell *c, unsigned value)
{
	c->kind = CELL_BOOL;
	c->text = value ? S("TRUE") : S("FALSE");
}

static void set_error(struct cell *c, unsigned code)
{
	c->kind = CELL_ERROR;
	c->text = error_text(code);
}

/* ---- one function for each kind of record ---- */
static err on_labelsst(struct reading *r, const struct biff_record *x)
{
	uint32_t i = ole_u32(x->data, 6);
	return i < r->book->n_strings ? add_text(r, x->data, r->book->strings[i]) : biff_damaged(r->book);
}

/* LABEL and RSTRING; the runs behind the text of the latter are of no interest */
static err on_label(struct reading *r, const struct biff_record *x)
{
	struct biff_flow f = biff_flow_of(r->book->stream, x, 6);
	str s = biff_string(r->book, &f, 2);
	return f.cut ? biff_damaged(r->book) : add_text(r, x->data, s);
}

static err on_number(struct reading *r, const struct biff_record *x)
{
	struct cell c = cell_at(r, x->data);
	set_number(r, &c, ole_u16(x->data, 4), double_at(x->data, 6));
	return add(r, &c);
}

static err on_rk(struct reading *r, const struct biff_record *x)
{
	struct cell c = cell_at(r, x->data);
	set_number(r, &c, ole_u16(x->data, 4), rk_number(ole_u32(x->data, 6)));
	return add(r, &c);
}

/* 2.4.175: how many there are is told by the size; the last column, said at the end, agrees */
static err on_mulrk(struct reading *r, const struct biff_record *x)
{
	size_t n = (x->data.n - 6) / 6;
	for (size_t i = 0; i < n; i++) {
		unsigned xf = ole_u16(x->data, 4 + i * 6);
		struct cell c = cell_at(r, x->data);
		c.column += (uint32_t)i;
		c.format = style_of(r->book, xf)->format;
		set_number(r, &c, xf, rk_number(ole_u32(x->data, 6 + i * 6)));
		TRY(add(r, &c));
	}
	return OK;
}

static err on_boolerr(struct reading *r, const struct biff_record *x)
{
	struct cell c = cell_at(r, x->data);
	if (x->data.p[7])
		set_error(&c, (uint8_t)x->data.p[6]);
	else
		set_bool(&c, (uint8_t)x->data.p[6]);
	return add(r, &c);
}

/* 2.5.133: the value as it was computed last */
static err on_formula(struct reading *r, const struct biff_record *x)
{
	struct cell c = cell_at(r, x->data);
	unsigned value = (uint8_t)x->data.p[8], what = (uint8_t)x->data.p[6];
	c.formula = true;
	if (ole_u16(x->data, 12) != 0xffff)
		set_number(r, &c, ole_u16(x->data, 4), double_at(x->data, 6));
	else if (what == 0) {
		r->formula = c;
		r->waits = true;
		return OK;
	} else if (what == 1) {
		set_bool(&c, value);
	} else if (what == 2) {
		set_error(&c, value);
	} /* 3: an empty text */
	return add(r, &c);
}

/* Behind the formula, or behind the SHRFMLA or ARRAY that it shares */
static err on_string(struct reading *r, const struct biff_record *x)
{
	struct biff_flow f = biff_flow_of(r->book->stream, x, 0);
	if (!r->waits)
		return OK;
	r->formula.text = biff_string(r->book, &f, 2);
	return f.cut ? biff_damaged(r->book) : end_formula(r);
}

static err on_merges(struct reading *r, const struct biff_record *x)
{
	size_t n = ole_u16(x->data, 0);
	if (n > (x->data.n - 2) / 8)
		return biff_damaged(r->book);
	for (size_t i = 0; i < n; i++) {
		uint32_t v[4]; /* first row, last row, first column, last column (Ref8, 2.5.211) */
		for (size_t k = 0; k < 4; k++)
			v[k] = ole_u16(x->data, 2 + i * 8 + k * 2);
		if (v[1] < v[0] || v[3] < v[2] || v[3] >= BIFF_COLUMNS)
			return biff_damaged(r->book);
		struct merged m = {.row = v[0], .column = v[2], .rows = v[1] - v[0] + 1, .columns = v[3] - v[2] + 1};
		TRY(book_merge(r->book->out, m));
	}
	return OK;
}

static err on_row(struct reading *r, const struct biff_record *x)
{
	uint32_t row = ole_u16(x->data, 0);
	if (x->data.p[12] & ROW_HIDDEN)
		book_hide_rows(r->book->out, row, row + 1);
	return OK;
}

static err on_colinfo(struct reading *r, const struct biff_record *x)
{
	uint32_t behind = ole_u16(x->data, 2) + 1;
	if (x->data.p[8] & COLUMN_HIDDEN)
		book_hide_columns(r->book->out, ole_u16(x->data, 0), behind < BIFF_COLUMNS ? behind : BIFF_COLUMNS);
	return OK;
}

static err on_filepass(struct reading *r, const struct biff_record *x)
{
	unused_arg(x);
	return biff_locked(r->book);
}

static const struct handler {
	unsigned id;
	size_t least; /* bytes of data */
	err (*take)(struct reading *, const struct biff_record *);
	bool cell;
} handlers[] = {
	{BIFF_LABELSST, 10, on_labelsst, true}, {BIFF_RK, 10, on_rk, true},           {BIFF_MULRK, 12, on_mulrk, true},
	{BIFF_NUMBER, 14, on_number, true},     {BIFF_FORMULA, 14, on_formula, true}, {BIFF_LABEL, 8, on_label, true},
	{BIFF_RSTRING, 8, on_label, true},      {BIFF_BOOLERR, 8, on_boolerr, true},  {BIFF_STRING, 2, on_string, false},
	{BIFF_ROW, 14, on_row, false},          {BIFF_COLINFO, 10, on_colinfo, false}, {BIFF_MERGECELLS, 2, on_merges, false},
	{BIFF_FILEPASS, 0, on_filepass, false},
};

static err take(struct reading *r, const struct biff_record *x)
{
	for (size_t i = 0; i < COUNT_OF(handlers); i++) {
		if (handlers[i].id != x->id)
			continue;
		if (x->data.n < handlers[i].least)
			return biff_damaged(r->book);
		if (handlers[i].cell)
			TRY(end_formula(r));
		return handlers[i].take(r, x);
	}
	return OK;
}

/* To the EOF of the sheet. Charts in it are streams within the stream and are passed over.
 * Many sheets may claim the same records: all together are no longer than the stream. */
static err read_records(struct reading *r, size_t at)
{
	struct biff_record x;
	unsigned depth = 0;
	do {
		if (!biff_next(r->book->stream, &at, &x) || (!depth && x.id != BIFF_BOF))
			return biff_damaged(r->book);
		r->book->read += 4 + x.data.n;
		if (r->book->read > r->book->stream.n)
			return biff_damaged(r->book);
		if (x.id == BIFF_BOF)
			depth++;
		else if (x.id == BIFF_EOF)
			depth--;
		else if (depth == 1)
			TRY(take(r, &x));
	} while (depth);
	return OK;
}

err biff_sheet_read(struct biff_book *b, const struct biff_sheet *of)
{
	struct reading r = {.book = b};
	TRY(book_sheet(b->out, of->name, of->hidden));
	if (of->at >= b->stream.n)
		return biff_damaged(b);
	TRY(read_records(&r, of->at));
	return end_formula(&r);
}
