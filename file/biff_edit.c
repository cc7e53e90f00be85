/* SPDX-License-Identifier: Apache-2.0 */
/* The table of cells of one sheet (CELLTABLE, 2.1.7.20.5) with new cells and other styles, in
 * the order in which it stood: blocks of ROW records, each followed by the cells of its rows
 * by row and column. What only says where rows stand in the file (INDEX, DBCELL) is left out;
 * programs make it anew. */
#include "file/biff_mark_in.h"

#include <string.h>

#define ROW_STYLED 0x80 /* fGhostDirty */

enum part { NOT_TABLE, A_ROW, A_CELL, FOLLOWS }; /* FOLLOWS: belongs to the cell before it */
enum shape { ONE, MANY_RK, MANY_BLANK };

/* Records of the table. */
static const struct kind {
	unsigned id;
	size_t least;
	enum part part;
	enum shape shape;
	bool written; /* text or nothing: what may stand in a column of sentences */
} kinds[] = {
	{BIFF_LABELSST, 10, A_CELL, ONE, true},    {BIFF_RK, 10, A_CELL, ONE, false},
	{BIFF_BLANK, 6, A_CELL, ONE, true},        {BIFF_MULBLANK, 8, A_CELL, MANY_BLANK, true},
	{BIFF_MULRK, 12, A_CELL, MANY_RK, false},  {BIFF_NUMBER, 14, A_CELL, ONE, false},
	{BIFF_FORMULA, 20, A_CELL, ONE, false},    {BIFF_LABEL, 8, A_CELL, ONE, true},
	{BIFF_RSTRING, 8, A_CELL, ONE, true},      {BIFF_BOOLERR, 8, A_CELL, ONE, false},
	{BIFF_ROW, 16, A_ROW, ONE, false},         {BIFF_STRING, 0, FOLLOWS, ONE, false},
	{BIFF_CONTINUE, 0, FOLLOWS, ONE, false},   {BIFF_SHRFMLA, 0, FOLLOWS, ONE, false},
	{BIFF_ARRAY, 0, FOLLOWS, ONE, false},      {BIFF_TABLE, 0, FOLLOWS, ONE, false},
};

static const struct kind *kind_of(unsigned id)
{
	static const struct kind none = {0};
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].id == id)
			return &kinds[i];
	return &none;
}

struct edit {
	const struct biff_book *book;
	struct paint *paint;
	const struct sheet_plan *plan;
	struct buf *to;
	const struct put *next, *puts_end;
	uint32_t first_column, behind_column; /* that the new cells take */
	size_t table_end;  /* the record behind the table */
	bool after_cell;   /* the record before this one is of a cell: a ROW begins a new block */
	bool unsafe;
	uint16_t row_style[BIFF_ROWS], column_style[BIFF_COLUMNS]; /* 0: none */
};

static size_t bytes_each(const struct kind *k)
{
	return k->shape == MANY_RK ? 6 : 2;
}

/* How many cells a record holds; its first column stands at 2. */
static uint32_t width_of(const struct kind *k, str data)
{
	return k->shape == ONE ? 1 : (uint32_t)((data.n - 6) / bytes_each(k));
}

static size_t style_at(const struct kind *k, uint32_t i)
{
	return 4 + (k->shape == ONE ? 0 : i * bytes_each(k));
}

/* ---- looking before leaping ---- */
struct place {
	uint32_t row, column;
};

static bool before(struct place x, struct place y)
{
	return x.row != y.row ? x.row < y.row : x.column < y.column;
}

static void see_row(struct edit *e, str data)
{
	if (data.p[12] & (char)ROW_STYLED)
		e->row_style[ole_u16(data, 0)] = (uint16_t)(ole_u16(data, 14) & 0xfff);
}

static void see_column(struct edit *e, str data)
{
	for (uint32_t c = ole_u16(data, 0); c <= ole_u16(data, 2) && c < BIFF_COLUMNS; c++)
		e->column_style[c] = (uint16_t)ole_u16(data, 6);
}

static bool see_cell(struct place *next, const struct kind *k, str data)
{
	struct place p = {ole_u16(data, 0), ole_u16(data, 2)};
	uint32_t n = width_of(k, data);
	bool sound = !before(p, *next) && n && p.column + n <= BIFF_COLUMNS &&
		     (k->shape == ONE || data.n == 6 + n * bytes_each(k));
	*next = (struct place){p.row, p.column + n};
	return sound;
}

/* Learns styles and the end of the table; false when its cells are not in order. */
static bool survey(struct edit *e, size_t at, size_t end)
{
	struct place next = {0, 0};
	struct biff_record r;
	unsigned depth = 0;
	bool follows = false;
	while (at < end && biff_next(e->book->stream, &at, &r)) {
		depth += r.id == BIFF_BOF;
		depth -= r.id == BIFF_EOF;
		const struct kind *k = depth == 1 ? kind_of(r.id) : kind_of(BIFF_EOF);
		if (r.data.n < k->least || (r.id == BIFF_COLINFO && r.data.n < 10))
			return false;
		if (r.id == BIFF_COLINFO && depth == 1)
			see_column(e, r.data);
		if (k->part == A_ROW)
			see_row(e, r.data);
		if (k->part == A_CELL && !see_cell(&next, k, r.data))
			return false;
		follows = k->part == A_ROW || k->part == A_CELL || (k->part == FOLLOWS && follows);
		if (follows)
			e->table_end = at;
	}
	return depth == 0;
}

/* ---- writing ---- */
static void put_sentence(struct edit *e, const struct put *p)
{
	biff_put_head(e->to, BIFF_LABELSST, 10);
	biff_put_u16(e->to, p->row);
	biff_put_u16(e->to, p->column);
	biff_put_u16(e->to, p->style);
	biff_put_u32(e->to, p->string);
}

/* Where no cell stood. */
static void put_new(struct edit *e, const struct put *p)
{
	if (!p->red) {
		put_sentence(e, p);
		return;
	}
	unsigned style = e->row_style[p->row] ? e->row_style[p->row] : e->column_style[p->column];
	biff_put_head(e->to, BIFF_BLANK, 6);
	biff_put_u16(e->to, p->row);
	biff_put_u16(e->to, p->column);
	biff_put_u16(e->to, paint_red(e->paint, style ? style : paint_default(e->paint)));
}

static void put_until(struct edit *e, struct place p)
{
	for (; e->next < e->puts_end && before((struct place){e->next->row, e->next->column}, p); e->next++)
		put_new(e, e->next);
}

static bool is_noted(const struct edit *e, uint32_t row)
{
	return e->plan->noted && e->plan->noted[row / 8] >> row % 8 & 1;
}

static unsigned style_for(struct edit *e, unsigned style, uint32_t row, bool red)
{
	bool ours = e->plan->old_row != NO_ROW && paint_is_ours(e->paint, style, is_noted(e, row));
	if (ours)
		style = paint_plain(e->paint, style);
	return red ? paint_red(e->paint, style) : style;
}

/* Cells [from, to) of a record. */
static void put_run(struct edit *e, const struct kind *k, str data, uint32_t from, uint32_t to)
{
	size_t each = bytes_each(k), n = to - from;
	if (!n)
		return;
	if (k->shape == ONE) {
		biff_put_head(e->to, k->id, data.n);
		buf_add(e->to, data);
		return;
	}
	biff_put_head(e->to, n == 1 ? (k->shape == MANY_RK ? BIFF_RK : BIFF_BLANK) : k->id, 4 + n * each + (n > 1 ? 2 : 0));
	biff_put_u16(e->to, ole_u16(data, 0));
	biff_put_u16(e->to, ole_u16(data, 2) + from);
	buf_add(e->to, str_cut(data, 4 + from * each, 4 + to * each));
	if (n > 1)
		biff_put_u16(e->to, ole_u16(data, 2) + to - 1);
}

/* Whether the cell is one of an earlier mark, to go. */
static bool is_old_sentence(const struct edit *e, const struct kind *k, struct place p)
{
	return k->written && e->plan->old_row != NO_ROW && p.column == e->plan->column && p.row >= e->plan->old_row;
}

/* Other styles, and sentences in the place of cells. */
static void edit_cell(struct edit *e, const struct kind *k, const struct biff_record *r)
{
	char data[UINT16_MAX + 1];
	const str s = {data, r->data.n};
	uint32_t row = ole_u16(r->data, 0), first = ole_u16(r->data, 2), n = width_of(k, r->data), from = 0;
	memcpy(data, r->data.p, r->data.n);
	put_until(e, (struct place){row, first});
	for (uint32_t i = 0; i < n; i++) {
		const struct put *x = e->next;
		bool here = x < e->puts_end && x->row == row && x->column == first + i;
		unsigned style = style_for(e, ole_u16(s, style_at(k, i)), row, here && x->red);
		biff_set_u16(data + style_at(k, i), style);
		e->next += here;
		bool sentence = here && !x->red;
		if (!sentence && !is_old_sentence(e, k, (struct place){row, first + i}))
			continue;
		e->unsafe |= k->id == BIFF_FORMULA; /* others may share it */
		put_run(e, k, s, from, i);
		from = i + 1;
		if (sentence)
			put_sentence(e, x);
	}
	put_run(e, k, s, from, n);
}

/* Of the columns a row or the sheet uses, [first, behind): at least those of the new cells. */
static void widen(char *span, uint32_t first, uint32_t behind)
{
	const str s = {span, 4};
	if (ole_u16(s, 0) == ole_u16(s, 2) || first < ole_u16(s, 0))
		biff_set_u16(span, first);
	if (behind > ole_u16(s, 2))
		biff_set_u16(span + 2, behind);
}

/* The first new cell of this row or of one below. */
static const struct put *first_of_row(const struct edit *e, uint32_t row)
{
	const struct put *from = e->plan->puts, *to = e->puts_end;
	while (from < to) {
		const struct put *mid = from + (to - from) / 2;
		if (mid->row < row)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static void edit_row(struct edit *e, const struct biff_record *r) /* 2.4.221 */
{
	uint32_t row = ole_u16(r->data, 0);
	if (e->after_cell)
		put_until(e, (struct place){row, 0});
	size_t at = e->to->n + 4;
	biff_put_head(e->to, r->id, r->data.n);
	buf_add(e->to, r->data);
	for (const struct put *p = first_of_row(e, row); p < e->puts_end && p->row == row; p++)
		widen(e->to->p + at + 2, p->column, p->column + 1);
}

static void edit_dimensions(struct edit *e, const struct biff_record *r) /* 2.4.90 */
{
	size_t at = e->to->n + 4;
	biff_put_head(e->to, r->id, r->data.n);
	buf_add(e->to, r->data);
	if (r->data.n < 12 || !e->plan->n_puts)
		return;
	char *data = e->to->p + at;
	const str s = {data, 8};
	widen(data + 8, e->first_column, e->behind_column);
	if (ole_u32(s, 0) == ole_u32(s, 4) || e->plan->puts[0].row < ole_u32(s, 0))
		biff_set_u32(data, e->plan->puts[0].row);
	if (e->puts_end[-1].row >= ole_u32(s, 4))
		biff_set_u32(data + 4, e->puts_end[-1].row + 1);
}

static void edit_record(struct edit *e, const struct biff_record *r)
{
	const struct kind *k = kind_of(r->id);
	if (r->id == BIFF_INDEX || r->id == BIFF_DBCELL)
		return;
	if (k->part == A_CELL) {
		edit_cell(e, k, r);
		e->after_cell = true;
	} else if (k->part == A_ROW) {
		edit_row(e, r);
		e->after_cell = false;
	} else if (r->id == BIFF_DIMENSIONS) {
		edit_dimensions(e, r);
	} else {
		biff_put_head(e->to, r->id, r->data.n);
		buf_add(e->to, r->data);
	}
}

bool biff_sheet_edit(const struct biff_book *b, struct paint *p, const struct sheet_plan *plan, size_t at, size_t end, struct buf *to)
{
	struct arena a;
	arena_init(&a);
	struct edit *e = arena_new(&a, struct edit);
	struct biff_record r;
	unsigned depth = 0;
	e->book = b, e->paint = p, e->plan = plan, e->to = to;
	e->next = plan->puts, e->puts_end = plan->puts + plan->n_puts;
	e->first_column = BIFF_COLUMNS;
	for (const struct put *x = e->next; x < e->puts_end; x++) {
		e->first_column = x->column < e->first_column ? x->column : e->first_column;
		e->behind_column = x->column >= e->behind_column ? x->column + 1 : e->behind_column;
	}
	e->unsafe = !survey(e, at, end) || (plan->n_puts && !e->table_end);
	while (!e->unsafe && at < end && biff_next(b->stream, &at, &r)) {
		depth += r.id == BIFF_BOF;
		depth -= r.id == BIFF_EOF;
		if (depth == 1 && r.id != BIFF_BOF) {
			edit_record(e, &r);
		} else {
			biff_put_head(to, r.id, r.data.n);
			buf_add(to, r.data);
		}
		if (at == e->table_end)
			put_until(e, (struct place){BIFF_ROWS, 0});
	}
	bool safe = !e->unsafe && !p->unsafe;
	arena_done(&a);
	return safe;
}

unsigned biff_cell_style(const struct biff_book *b, const struct paint *p, size_t at, uint32_t row, uint32_t column)
{
	struct biff_record r;
	unsigned depth = 0;
	do {
		if (!biff_next(b->stream, &at, &r))
			break;
		depth += r.id == BIFF_BOF;
		depth -= r.id == BIFF_EOF;
		const struct kind *k = kind_of(r.id);
		if (depth != 1 || k->part != A_CELL || r.data.n < k->least || ole_u16(r.data, 0) != row)
			continue;
		uint32_t first = ole_u16(r.data, 2);
		if (column >= first && column - first < width_of(k, r.data))
			return ole_u16(r.data, style_at(k, column - first));
	} while (depth);
	return paint_default(p);
}
