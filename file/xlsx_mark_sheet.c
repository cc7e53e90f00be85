/* SPDX-License-Identifier: Apache-2.0 */
/* One sheet with its red cells and its column of sentences. What is not changed is copied as
 * it stands: `done` is how far the part has been copied. */
#include "file/xlsx_mark_in.h"

#include <stdlib.h>

struct sheet_edit {
	const struct xlsx_marking *m;
	struct xlsx_paint *paint;
	struct xml_scan x;
	struct buf out;
	size_t done;
	str prefix;
	size_t red, note;      /* the next of each */
	uint32_t row, column;  /* of the next row and cell that do not say theirs */
	uint32_t left_style;   /* of the newest cell left of the notes */
	bool noted;            /* the note of this row is written */
	bool changed, widths;  /* widths: there is a <cols> */
};

static void copy_to(struct sheet_edit *e, size_t to)
{
	buf_add(&e->out, str_cut(e->x.s, e->done, to));
	e->done = to;
}

static void put(struct sheet_edit *e, const char *z)
{
	buf_z(&e->out, z);
}

static void put_name(struct sheet_edit *e, const char *before, const char *name)
{
	put(e, before);
	buf_add(&e->out, e->prefix);
	put(e, name);
}

/* ---- cells that are not there ---- */
static void put_head(struct sheet_edit *e, uint32_t row, uint32_t column, uint32_t style)
{
	put_name(e, "<", "c r=\"");
	sheet_ref_put(&e->out, row, column);
	put(e, "\" s=\"");
	buf_int(&e->out, style);
	put(e, "\"");
}

static void put_red(struct sheet_edit *e, uint32_t row, uint32_t column, uint32_t base)
{
	put_head(e, row, column, xlsx_paint_red(e->paint, base));
	put(e, "/>");
	e->changed = true;
}

static void put_note(struct sheet_edit *e, uint32_t row, str text)
{
	put_head(e, row, e->m->column, e->left_style);
	put_name(e, " t=\"inlineStr\"><", "is>");
	put_name(e, "<", "t xml:space=\"preserve\">");
	xml_escape(&e->out, text);
	put_name(e, "</", "t>");
	put_name(e, "</", "is>");
	put_name(e, "</", "c>");
	e->changed = true;
}

static const struct xlsx_note *row_note(const struct sheet_edit *e, uint32_t row)
{
	return e->note < e->m->n_notes && e->m->notes[e->note].row == row && !e->noted ? &e->m->notes[e->note] : NULL;
}

static const struct xlsx_red *row_red(const struct sheet_edit *e, uint32_t row)
{
	return e->red < e->m->n_reds && e->m->reds[e->red].row == row ? &e->m->reds[e->red] : NULL;
}

/* Cells of this row that belong before a column. */
static void put_missing(struct sheet_edit *e, uint32_t row, uint32_t before, uint32_t base)
{
	for (;;) {
		const struct xlsx_red *red = row_red(e, row);
		const struct xlsx_note *note = e->m->column < before ? row_note(e, row) : NULL;
		if (note && (!red || red->column >= e->m->column)) {
			put_note(e, row, note->text);
			e->noted = true;
		} else if (red && red->column < before) {
			if (red->column != e->m->column || !e->noted)
				put_red(e, row, red->column, base);
			e->red++;
		} else {
			return;
		}
	}
}

/* ---- rows ---- */
static bool row_has_marks(const struct sheet_edit *e, uint32_t row)
{
	return row_red(e, row) || row_note(e, row);
}

static void end_row(struct sheet_edit *e, uint32_t row, uint32_t base)
{
	put_missing(e, row, UINT32_MAX, base);
	while (e->note < e->m->n_notes && e->m->notes[e->note].row <= row)
		e->note++;
	while (e->red < e->m->n_reds && e->m->reds[e->red].row <= row)
		e->red++;
	e->noted = false;
	e->left_style = 0;
}

/* Rows with marks before this one that the sheet does not have. */
static void put_missing_rows(struct sheet_edit *e, uint32_t before)
{
	for (;;) {
		uint32_t red = e->red < e->m->n_reds ? e->m->reds[e->red].row : UINT32_MAX;
		uint32_t note = e->note < e->m->n_notes ? e->m->notes[e->note].row : UINT32_MAX;
		uint32_t row = red < note ? red : note;
		if (row >= before)
			return;
		put_name(e, "<", "row r=\"");
		buf_int(&e->out, (int64_t)row + 1);
		put(e, "\">");
		end_row(e, row, 0);
		put_name(e, "</", "row>");
		e->changed = true;
	}
}

/* ---- cells that are there ---- */
static bool is_ours(const struct sheet_edit *e, uint32_t row, uint32_t column)
{
	return column == e->m->column && (row_note(e, row) || row >= e->m->clear_from);
}

static void paint_cell(struct sheet_edit *e, const struct xml_piece *p, uint32_t row, uint32_t column)
{
	uint32_t style = xlsx_number(xml_piece_attr(p, "s"), UINT16_MAX, 0), plain = xlsx_paint_plain(e->paint, style);
	const struct xlsx_red *red = row_red(e, row);
	bool marked = red && red->column == column;
	uint32_t want = marked ? xlsx_paint_red(e->paint, style) : plain;
	char number[16];
	struct buf n = {.p = number, .cap = sizeof number, .limit = sizeof number - 1};
	e->red += marked;
	if (column < e->m->column)
		e->left_style = plain;
	if (want == style)
		return;
	buf_int(&n, want);
	copy_to(e, p->from);
	xml_piece_put(&e->out, p, "s", buf_str(&n));
	e->done = p->to;
	e->changed = true;
}

static void edit_cell(struct sheet_edit *e, const struct xml_piece *p, uint32_t row, uint32_t base)
{
	str ref = xml_piece_attr(p, "r");
	uint32_t at = row, column = e->column;
	if (ref.p && !sheet_ref(ref, &at, &column))
		column = e->column;
	e->column = column + 1;
	size_t end = xml_scan_behind(&e->x, p);
	if (row_has_marks(e, row) || is_ours(e, row, column)) {
		copy_to(e, p->from);
		put_missing(e, row, column, base);
	}
	if (is_ours(e, row, column)) {
		const struct xlsx_note *note = row_note(e, row);
		copy_to(e, p->from);
		if (note) {
			put_note(e, row, note->text);
			e->noted = true;
		} else { /* its place stays: the next cell may count on it */
			put_head(e, row, column, e->left_style);
			put(e, "/>");
		}
		e->done = end;
		e->changed = true;
	} else {
		paint_cell(e, p, row, column);
	}
}

static void edit_row(struct sheet_edit *e, const struct xml_piece *p)
{
	uint32_t said = xlsx_number(xml_piece_attr(p, "r"), SHEET_ROWS, 0), row = said ? said - 1 : e->row;
	uint32_t style = xlsx_number(xml_piece_attr(p, "s"), UINT16_MAX, 0);
	struct xml_piece c;
	copy_to(e, p->from);
	put_missing_rows(e, row);
	e->row = row + 1;
	e->column = 0;
	e->left_style = style;
	bool marks = row_has_marks(e, row);
	if (marks) { /* a hint of how far the row reaches, which would be wrong */
		xml_piece_put(&e->out, p, "spans", STR_NONE);
		if (p->sort == XML_EMPTY) {
			e->out.n -= 2; /* "/>" */
			put(e, ">");
		}
		e->done = p->to;
	}
	c.from = p->to;
	while (p->sort == XML_OPEN && xml_scan_next(&e->x, &c) && c.sort != XML_CLOSE) {
		if (str_eq(c.name, S("c")))
			edit_cell(e, &c, row, style);
		else
			(void)xml_scan_behind(&e->x, &c);
	}
	if (marks)
		copy_to(e, c.from);
	end_row(e, row, style);
	if (marks && p->sort == XML_EMPTY)
		put_name(e, "</", "row>");
}

/* ---- the sheet ---- */

/* A sentence wants room; where the column has a width of its own it keeps it. */
static void put_width(struct sheet_edit *e)
{
	put_name(e, "<", "col min=\"");
	buf_int(&e->out, (int64_t)e->m->column + 1);
	put(e, "\" max=\"");
	buf_int(&e->out, (int64_t)e->m->column + 1);
	put(e, "\" width=\"40\" customWidth=\"1\"/>");
	e->changed = true;
}

static void edit_columns(struct sheet_edit *e, const struct xml_piece *p)
{
	struct xml_piece c = {.from = p->to};
	uint32_t last = 0;
	e->widths = true;
	while (p->sort == XML_OPEN && xml_scan_next(&e->x, &c) && c.sort != XML_CLOSE) {
		uint32_t max = xlsx_number(xml_piece_attr(&c, "max"), SHEET_COLUMNS, SHEET_COLUMNS);
		last = max > last ? max : last;
		(void)xml_scan_behind(&e->x, &c);
	}
	if (p->sort == XML_OPEN && e->m->n_notes && last <= e->m->column) {
		copy_to(e, c.from);
		put_width(e);
	}
}

static void edit_data(struct sheet_edit *e, const struct xml_piece *p)
{
	struct xml_piece r = {.from = p->to};
	copy_to(e, p->from);
	if (!e->widths && e->m->n_notes) {
		put_name(e, "<", "cols>");
		put_width(e);
		put_name(e, "</", "cols>");
	}
	if (p->sort == XML_EMPTY) {
		if (!e->m->n_notes && !e->m->n_reds)
			return;
		put_name(e, "<", "sheetData>");
		put_missing_rows(e, UINT32_MAX);
		put_name(e, "</", "sheetData>");
		e->done = p->to;
		return;
	}
	while (xml_scan_next(&e->x, &r) && r.sort != XML_CLOSE) {
		if (str_eq(r.name, S("row")))
			edit_row(e, &r);
		else
			(void)xml_scan_behind(&e->x, &r);
	}
	copy_to(e, r.from);
	put_missing_rows(e, UINT32_MAX);
}

bool xlsx_sheet_mark(struct arena *a, str xml, const struct xlsx_marking *m, struct xlsx_paint *paint, str *ret)
{
	struct sheet_edit e = {.m = m, .paint = paint, .x = {.s = xml}};
	struct xml_piece p;
	bool data = false;
	/* it may be a hundred megabytes: room for all of it at once, given back with the arena */
	buf_init(&e.out, NULL);
	e.out.cap = xml.n + xml.n / 16 + 4096;
	e.out.p = malloc(e.out.cap);
	ours(e.out.p);
	while (!data && xml_scan_next(&e.x, &p)) {
		e.prefix = p.prefix;
		if (p.sort != XML_CLOSE && str_eq(p.name, S("cols")))
			edit_columns(&e, &p);
		data = p.sort != XML_CLOSE && str_eq(p.name, S("sheetData"));
	}
	if (data)
		edit_data(&e, &p);
	copy_to(&e, xml.n);
	if (e.changed) {
		arena_defer(a, free, e.out.p);
		*ret = buf_str(&e.out);
	} else {
		buf_done(&e.out);
	}
	return e.changed;
}
