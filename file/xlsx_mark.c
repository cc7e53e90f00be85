/* SPDX-License-Identifier: Apache-2.0 */
/* An .xlsx sent back: which cells turn red, which rows get which sentence, which parts of the
 * zip are exchanged for it. */
#include "file/xlsx_mark_in.h"

#include <stdlib.h>

/* ---- one sheet's marks ---- */

/* A cell of that text from row `from` to row `to`; NULL: none. */
static const struct cell *find_text(const struct sheet *s, str text, uint32_t from, uint32_t to)
{
	for (size_t i = 0; text.n && i < s->n_cells && s->cells[i].row <= to; i++)
		if (s->cells[i].row >= from && str_eq(s->cells[i].text, text))
			return &s->cells[i];
	return NULL;
}

static int by_place(const void *x, const void *y)
{
	const struct xlsx_red *p = x, *q = y;
	return p->row != q->row ? (p->row < q->row ? -1 : 1) : p->column < q->column ? -1 : p->column > q->column;
}

/* The cells that turn red; of a merge its first, which is the one that shows. */
static void list_reds(struct arena *a, const struct sheet *s, const struct cell_mark *marks, size_t n, struct xlsx_marking *m)
{
	struct xlsx_red *v = arena_new_n(a, n, struct xlsx_red);
	size_t found = 0, kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (marks[i].column == CELL_MARK_ROW)
			continue;
		const struct merged *in = sheet_merge(s, marks[i].row, marks[i].column);
		v[found++] = (struct xlsx_red){in ? in->row : marks[i].row, in ? in->column : marks[i].column};
	}
	if (found)
		qsort(v, found, sizeof *v, by_place);
	for (size_t i = 0; i < found; i++)
		if (v[i].column != m->column && (!kept || by_place(&v[kept - 1], &v[i]) != 0))
			v[kept++] = v[i];
	m->reds = v;
	m->n_reds = kept;
}

/* All sentences of a row, and the heading among them where its row comes. */
static void list_notes(struct arena *a, const struct cell_mark *marks, size_t n, str heading, uint32_t header, struct xlsx_marking *m)
{
	struct xlsx_note *v = arena_new_n(a, n + 1, struct xlsx_note);
	size_t count = 0;
	bool headed = header == UINT32_MAX || !n;
	for (size_t i = 0; i < n || !headed;) {
		uint32_t row = i < n ? marks[i].row : UINT32_MAX;
		struct buf b;
		if (!headed && header <= row) {
			headed = true;
			v[count++] = (struct xlsx_note){header, heading};
			for (; i < n && marks[i].row == header; i++) /* the heading stands there already */
				;
			continue;
		}
		buf_init(&b, a);
		for (; i < n && marks[i].row == row; i++) {
			if (b.n && marks[i].sentence.n)
				buf_z(&b, "；");
			buf_add(&b, marks[i].sentence);
		}
		v[count++] = (struct xlsx_note){row, buf_str(&b)};
	}
	m->notes = v;
	m->n_notes = count;
}

static void plan_sheet(struct arena *a, const struct sheet *s, const struct marking *all, uint32_t i, size_t *at, struct xlsx_marking *ret)
{
	size_t from = *at;
	uint32_t header = i < all->n_sheets ? all->header_row[i] : UINT32_MAX;
	while (*at < all->n_marks && all->marks[*at].sheet == i)
		++*at;
	/* without a heading of its own a column of ours is looked for where headings stand */
	const struct cell *old = find_text(s, all->heading, header == UINT32_MAX ? 0 : header, header == UINT32_MAX ? 20 : header);
	*ret = (struct xlsx_marking){.column = old ? old->column : s->n_columns, .clear_from = old ? old->row : UINT32_MAX};
	list_notes(a, all->marks + from, *at - from, all->heading, old ? old->row : header, ret);
	list_reds(a, s, all->marks + from, *at - from, ret);
}

/* ---- the zip ---- */
struct marked_book {
	struct arena *arena;
	struct zip_in *zip;
	str name;
	LIST(struct zip_part) parts;
};

/* Only what is UTF-8 can take our sentences as bytes. */
static err read_part(struct marked_book *b, str part, str *ret)
{
	TRY(zip_in_part(b->zip, part, XLSX_PART_MOST, ret));
	ptrdiff_t end = str_starts(*ret, S("<?xml")) ? str_find(*ret, S("?>"), 0) : -1;
	str head = end < 0 ? S("") : str_cut(*ret, 0, (size_t)end);
	bool other = str_find(head, S("encoding"), 0) >= 0 && str_find(head, S("UTF-8"), 0) < 0 && str_find(head, S("utf-8"), 0) < 0;
	if (other || utf8_valid(*ret) != ret->n)
		return fail(ERR_INPUT, "{0} cannot be written again as it is; save it in Excel or WPS as .xlsx and send that", b->name);
	return OK;
}

static void exchange(struct marked_book *b, str part, str bytes)
{
	*list_push(b->arena, &b->parts) = (struct zip_part){part, bytes};
}

static err check_marks(const struct marking *m, const struct workbook *w, str name)
{
	for (size_t i = 0; i < m->n_marks; i++) {
		const struct cell_mark *k = &m->marks[i];
		bool outside = k->sheet >= w->n_sheets || k->row >= LIMIT_SHEET_ROWS ||
			       (k->column != CELL_MARK_ROW && k->column >= LIMIT_SHEET_COLUMNS);
		bool disorder = i && (k[-1].sheet > k->sheet || (k[-1].sheet == k->sheet && k[-1].row > k->row));
		if (outside || disorder)
			return fail(ERR_INPUT, "the mistakes are not those of {0}; check the file again", name);
	}
	return OK;
}

static err mark_sheets(struct marked_book *b, const struct xlsx_book *x, const struct xlsx_marking *plans)
{
	str styles = S(""), sheet, marked;
	if (x->styles.n)
		TRY(read_part(b, x->styles, &styles));
	struct xlsx_paint *paint = xlsx_paint_new(b->arena, styles);
	for (size_t i = 0; i < x->n_sheets; i++) {
		TRY(read_part(b, x->sheets[i].part, &sheet));
		if (xlsx_sheet_mark(b->arena, sheet, &plans[i], paint, &marked))
			exchange(b, x->sheets[i].part, marked);
	}
	if (xlsx_paint_end(paint, &marked))
		exchange(b, x->styles, marked);
	return OK;
}

static err read_plans(struct arena *a, struct arena *cells, str bytes, str name, const struct marking *m, struct xlsx_marking **ret)
{
	struct workbook w;
	size_t at = 0;
	TRY(xlsx_read(cells, bytes, name, &w));
	TRY(check_marks(m, &w, name));
	*ret = arena_new_n(a, w.n_sheets, struct xlsx_marking);
	for (size_t i = 0; i < w.n_sheets; i++)
		plan_sheet(a, &w.sheets[i], m, (uint32_t)i, &at, &(*ret)[i]);
	return OK;
}

err xlsx_mark(struct arena *a, str bytes, str name, const struct marking *m, str *ret_bytes)
{
	struct marked_book b = {.arena = a, .name = name};
	struct xlsx_book x;
	struct xlsx_marking *plans;
	struct arena cells; /* gone before the parts are held as bytes */
	arena_init(&cells);
	err e = read_plans(a, &cells, bytes, name, m, &plans);
	arena_done(&cells);
	TRY(e);
	TRY(zip_in_open(a, bytes, name, &b.zip));
	TRY(xlsx_book_read(a, b.zip, &x));
	TRY(mark_sheets(&b, &x, plans));
	return zip_edit(a, bytes, name, b.parts.v, b.parts.n, LIMIT_SHEET_MARKED, ret_bytes);
}
