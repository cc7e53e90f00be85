/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook of BIFF8 with its mistakes: plans per sheet, changed sheets, the records before
 * them with new styles and strings, and the box around it all written anew. */
#include "file/biff_mark_in.h"

#define PIECES_MOST 4096

struct piece { /* a stream of its own within the stream: the globals, a sheet, a chart */
	size_t at, end, new_at;
	str bytes;
};
struct marker {
	struct biff_book *book;
	const struct marking *marking;
	struct paint paint;
	struct new_strings strings;
	LIST(struct piece) pieces;
	bool unsafe;
};

/* ---- what goes where ---- */
struct planning {
	struct marker *m;
	const struct sheet *sheet;
	size_t at; /* of the sheet in the stream */
	LIST(struct put) puts;
	struct sheet_plan plan;
};

/* The column of an earlier mark; n_columns: none. */
static uint32_t old_column(const struct sheet *s, uint32_t header_row, str heading)
{
	size_t from, to;
	sheet_row(s, header_row, &from, &to);
	while (to > from) {
		const struct cell *c = &s->cells[--to];
		if (str_eq(c->text, heading) && !c->formula)
			return c->column;
	}
	return s->n_columns;
}

static const uint8_t *noted_rows(struct arena *a, const struct sheet *s, uint32_t column)
{
	uint8_t *set = arena_alloc(a, BIFF_ROWS / 8);
	for (size_t i = 0; i < s->n_cells; i++)
		if (s->cells[i].column == column)
			set[s->cells[i].row / 8] |= (uint8_t)(1u << s->cells[i].row % 8);
	return set;
}

static void put(struct planning *p, struct put x)
{
	*list_push(p->m->book->arena, &p->puts) = x;
}

static void put_text(struct planning *p, uint32_t row, str text, unsigned style)
{
	put(p, (struct put){.row = row, .column = p->plan.column, .style = style,
			    .string = new_strings_index(&p->m->strings, text)});
}

/* The heading looks like the one beside it. */
static void put_heading(struct planning *p, uint32_t row)
{
	struct marker *m = p->m;
	uint32_t beside = p->plan.column ? p->plan.column - 1 : 0;
	unsigned style = biff_cell_style(m->book, &m->paint, p->at, row, beside);
	bool ours = p->plan.old_row != NO_ROW && paint_is_ours(&m->paint, style, false);
	put_text(p, row, m->marking->heading, ours ? paint_plain(&m->paint, style) : style);
}

static bool fits(const struct cell_mark *x)
{
	return x->row < BIFF_ROWS && (x->column < BIFF_COLUMNS || x->column == CELL_MARK_ROW);
}

/* Marks of one row, [from, to): the red cells with the sentences among them in their place. */
static void put_row(struct planning *p, const struct cell_mark *from, const struct cell_mark *to)
{
	struct marker *m = p->m;
	struct buf b;
	uint32_t row = from->row, done = UINT32_MAX;
	buf_init(&b, m->book->arena);
	for (const struct cell_mark *x = from; x < to; x++) {
		if (!x->sentence.n)
			continue;
		if (b.n)
			buf_z(&b, "；");
		buf_add(&b, x->sentence);
	}
	bool said = !b.n;
	for (const struct cell_mark *x = from; x < to; x++) {
		if (!said && x->column > p->plan.column) {
			put_text(p, row, buf_str(&b), paint_default(&m->paint));
			said = true;
		}
		if (x->column != CELL_MARK_ROW && x->column != p->plan.column && x->column != done)
			put(p, (struct put){.row = row, .column = x->column, .red = true});
		done = x->column;
	}
	if (!said)
		put_text(p, row, buf_str(&b), paint_default(&m->paint));
}

static void put_marks(struct planning *p, const struct cell_mark *x, const struct cell_mark *end, uint32_t header_row)
{
	bool heading = header_row >= BIFF_ROWS || x == end;
	while (x < end) {
		const struct cell_mark *to = x;
		while (to < end && to->row == x->row)
			to++;
		if (!heading && x->row >= header_row) {
			put_heading(p, header_row);
			heading = true;
		}
		if (x->row != header_row)
			put_row(p, x, to);
		x = to;
	}
	if (!heading)
		put_heading(p, header_row);
}

/* The marks of sheet `i`; those that no cell can have are left out. */
static const struct cell_mark *marks_of(struct marker *m, size_t i, size_t *ret_n)
{
	LIST(struct cell_mark) v = {0};
	for (size_t k = 0; k < m->marking->n_marks; k++)
		if (m->marking->marks[k].sheet == i && fits(&m->marking->marks[k]))
			*list_push(m->book->arena, &v) = m->marking->marks[k];
	*ret_n = v.n;
	return v.v;
}

static struct sheet_plan plan_sheet(struct marker *m, size_t i, const struct sheet *s, size_t at)
{
	size_t n;
	const struct cell_mark *marks = marks_of(m, i, &n);
	struct planning p = {.m = m, .sheet = s, .at = at};
	uint32_t header_row = i < m->marking->n_sheets ? m->marking->header_row[i] : NO_ROW;
	p.plan = (struct sheet_plan){.column = s->n_columns, .old_row = NO_ROW};
	if (header_row < BIFF_ROWS)
		p.plan.column = old_column(s, header_row, m->marking->heading);
	if (p.plan.column < s->n_columns) {
		p.plan.old_row = header_row;
		p.plan.noted = noted_rows(m->book->arena, s, p.plan.column);
	}
	m->unsafe |= n && p.plan.column >= BIFF_COLUMNS;
	if (!m->unsafe && n)
		put_marks(&p, marks, marks + n, header_row);
	p.plan.puts = p.puts.v;
	p.plan.n_puts = p.puts.n;
	return p.plan;
}

/* ---- the pieces ---- */
/* What stands behind the last piece may only fill a sector. */
static bool only_zeros(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			return false;
	return true;
}

static bool find_pieces(struct marker *m)
{
	str s = m->book->stream;
	for (size_t at = 0; at < s.n;) {
		struct biff_record r;
		struct piece p = {.at = at};
		unsigned depth = 0;
		if (only_zeros(str_cut(s, at, at + 4)))
			return only_zeros(str_cut(s, at, s.n));
		if (m->pieces.n >= PIECES_MOST)
			return false;
		do {
			if (!biff_next(s, &at, &r) || (!depth && r.id != BIFF_BOF))
				return false;
			depth += r.id == BIFF_BOF;
			depth -= r.id == BIFF_EOF;
		} while (depth);
		p.end = at;
		p.bytes = str_cut(s, p.at, p.end);
		*list_push(m->book->arena, &m->pieces) = p;
	}
	return m->pieces.n > 0;
}

static struct piece *piece_at(struct marker *m, size_t at)
{
	for (size_t i = 1; i < m->pieces.n; i++)
		if (m->pieces.v[i].at == at)
			return &m->pieces.v[i];
	return NULL;
}

static void edit_sheets(struct marker *m, const struct workbook *w)
{
	size_t n = 0;
	for (size_t i = 0; i < m->book->sheets.n && !m->unsafe; i++) {
		struct piece *p = piece_at(m, m->book->sheets.v[i].at);
		if (!p)
			m->unsafe = true;
		if (!p || m->book->sheets.v[i].type != 0)
			continue;
		struct sheet_plan plan = plan_sheet(m, n, &w->sheets[n], p->at);
		n++;
		struct buf to;
		if (m->unsafe || (!plan.n_puts && plan.old_row == NO_ROW))
			continue;
		buf_init(&to, m->book->arena);
		m->unsafe |= !biff_sheet_edit(m->book, &m->paint, &plan, p->at, p->end, &to);
		p->bytes = buf_str(&to);
	}
}

/* ---- the records before the sheets ---- */
static void put_new_table(struct marker *m, struct buf *to)
{
	size_t head = to->n;
	biff_put_head(to, BIFF_SST, 8);
	biff_put_u32(to, (uint32_t)m->strings.used);
	biff_put_u32(to, (uint32_t)m->strings.added.n);
	new_strings_write(&m->strings, to, head);
}

static void write_strings(struct marker *m, const struct biff_record *r, struct buf *to)
{
	char *data = to->p + to->n - r->data.n;
	biff_set_u32(data, ole_u32(r->data, 0) + (uint32_t)m->strings.used);
	biff_set_u32(data + 4, (uint32_t)(m->book->n_strings + m->strings.added.n));
}

struct last { /* offsets of records behind which something is added */
	size_t xf, xfext;
};

static struct last last_records(const struct marker *m)
{
	struct last l = {0, 0};
	struct biff_record r;
	for (size_t at = 0; biff_next(m->book->stream, &at, &r) && r.id != BIFF_EOF;) {
		if (r.id == BIFF_XF)
			l.xf = r.at;
		if (r.id == BIFF_XFEXT)
			l.xfext = r.at;
	}
	return l;
}

/* EXTSST only helps to find strings quickly and counts bytes from the start: left out. */
static void write_globals(struct marker *m, struct buf *to, size_t *sheet_at)
{
	struct last last = last_records(m);
	struct biff_record r;
	size_t sheet = 0, end = m->pieces.v[0].end;
	for (size_t at = 0; at < end && biff_next(m->book->stream, &at, &r);) {
		if (r.id == BIFF_EXTSST && m->strings.added.n)
			continue;
		if (r.id == BIFF_EOF && !m->book->strings_end && m->strings.added.n)
			put_new_table(m, to);
		if (r.id == BIFF_BOUNDSHEET && sheet < m->book->sheets.n)
			sheet_at[sheet++] = to->n + 4;
		biff_put_head(to, r.id, r.data.n);
		buf_add(to, r.data);
		if (r.id == BIFF_SST)
			write_strings(m, &r, to);
		if (r.id == BIFF_XFCRC)
			paint_checksum(&m->paint, to->p + to->n - r.data.n, r.data.n);
		if (at == m->book->strings_end)
			new_strings_write(&m->strings, to, NO_HEAD);
		if (r.at == last.xf)
			paint_write(&m->paint, to);
		if (r.at == last.xfext && last.xfext)
			paint_write_extended(&m->paint, to);
	}
}

/* All pieces, and in the globals where each sheet begins (2.4.28). */
static str write_stream(struct marker *m)
{
	struct buf to;
	size_t *sheet_at = arena_new_n(m->book->arena, m->book->sheets.n, size_t);
	buf_init(&to, m->book->arena);
	write_globals(m, &to, sheet_at);
	for (size_t i = 1; i < m->pieces.n; i++) {
		m->pieces.v[i].new_at = to.n;
		buf_add(&to, m->pieces.v[i].bytes);
	}
	for (size_t i = 0; i < m->book->sheets.n; i++)
		biff_set_u32(to.p + sheet_at[i], (uint32_t)piece_at(m, m->book->sheets.v[i].at)->new_at);
	return buf_str(&to);
}

static bool is_signed(const struct biff_book *b)
{
	struct ole_entry e;
	return ole_find(&b->tree.ole, "_signatures", &e) || ole_find(&b->tree.ole, "_xmlsignatures", &e);
}

err biff_mark(struct arena *a, str bytes, str name, const struct marking *marking, str *ret_bytes)
{
	struct biff_book b;
	struct workbook w;
	str file = STR_NONE;
	TRY(biff_read_book(a, bytes, name, &b, &w));
	struct marker m = {.book = &b, .marking = marking};
	m.unsafe = b.old || is_signed(&b) || (b.strings_end && !b.strings_whole) || !find_pieces(&m);
	if (!m.unsafe) {
		paint_init(&b, &m.paint);
		new_strings_init(&b, marking->n_marks + b.sheets.n, &m.strings);
		m.unsafe = m.paint.unsafe;
		edit_sheets(&m, &w);
	}
	if (!m.unsafe && !ole_rewrite(a, &b.tree, b.entry, write_stream(&m), &file))
		file = STR_NONE;
	*ret_bytes = file;
	return OK;
}
