/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook of BIFF8 with its mistakes: plans per sheet, changed sheets, the records before
 * them with new styles and strings, and the box around it all written anew. */
#include "file/biff_mark_in.h"

#include <stdlib.h>

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

/* The heading of an earlier mark; where no row is named it is looked for where headings stand. */
static const struct cell *old_heading(const struct sheet *s, uint32_t header_row, str heading)
{
	const uint32_t headings = 20;
	uint32_t first = header_row == NO_ROW ? 0 : header_row, last = header_row == NO_ROW ? headings : header_row;
	for (size_t i = 0; heading.n && i < s->n_cells && s->cells[i].row <= last; i++)
		if (s->cells[i].row >= first && !s->cells[i].formula && str_eq(s->cells[i].text, heading))
			return &s->cells[i];
	return NULL;
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

/* Marks of one row, [from, to): the red cells, of a merge the first, which is the one that
 * shows; and all sentences in one. */
static void put_row(struct planning *p, const struct cell_mark *from, const struct cell_mark *to)
{
	struct marker *m = p->m;
	struct buf b;
	buf_init(&b, m->book->arena);
	for (const struct cell_mark *x = from; x < to; x++) {
		if (b.n && x->sentence.n)
			buf_z(&b, "；");
		buf_add(&b, x->sentence);
		if (x->column == CELL_MARK_ROW)
			continue;
		const struct merged *in = sheet_merge(p->sheet, x->row, x->column);
		struct put red = {.row = in ? in->row : x->row, .column = in ? in->column : x->column, .red = true};
		if (red.column != p->plan.column)
			put(p, red);
	}
	put_text(p, from->row, buf_str(&b), paint_default(&m->paint));
}

static int by_place(const void *x, const void *y)
{
	const struct put *p = x, *q = y;
	return p->row != q->row ? (p->row < q->row ? -1 : 1) : p->column < q->column ? -1 : p->column > q->column;
}

static void order_puts(struct planning *p)
{
	size_t n = 0;
	if (p->puts.n)
		qsort(p->puts.v, p->puts.n, sizeof *p->puts.v, by_place);
	for (size_t i = 0; i < p->puts.n; i++)
		if (!n || by_place(&p->puts.v[n - 1], &p->puts.v[i]) != 0)
			p->puts.v[n++] = p->puts.v[i];
	p->plan.puts = p->puts.v;
	p->plan.n_puts = n;
}

static void put_marks(struct planning *p, const struct cell_mark *x, const struct cell_mark *end, uint32_t header_row)
{
	if (x < end && header_row < BIFF_ROWS)
		put_heading(p, header_row);
	while (x < end) {
		const struct cell_mark *to = x;
		while (to < end && to->row == x->row)
			to++;
		if (x->row != header_row) /* the heading stands there already */
			put_row(p, x, to);
		x = to;
	}
	order_puts(p);
}

/* Marks [*at, …) of sheet `i`. */
static struct sheet_plan plan_sheet(struct marker *m, size_t i, const struct sheet *s, size_t in_stream, size_t *at)
{
	const struct marking *all = m->marking;
	struct planning p = {.m = m, .sheet = s, .at = in_stream};
	uint32_t header_row = i < all->n_sheets ? all->header_row[i] : NO_ROW;
	size_t from = *at;
	while (*at < all->n_marks && all->marks[*at].sheet == i)
		++*at;
	const struct cell *old = old_heading(s, header_row, all->heading);
	p.plan = (struct sheet_plan){.column = old ? old->column : s->n_columns, .old_row = old ? old->row : NO_ROW};
	if (old)
		p.plan.noted = noted_rows(m->book->arena, s, old->column);
	m->unsafe |= *at > from && p.plan.column >= BIFF_COLUMNS;
	if (!m->unsafe)
		put_marks(&p, all->marks + from, all->marks + *at, old ? old->row : header_row);
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
	size_t n = 0, at = 0;
	for (size_t i = 0; i < m->book->sheets.n && !m->unsafe; i++) {
		struct piece *p = piece_at(m, m->book->sheets.v[i].at);
		if (!p)
			m->unsafe = true;
		if (!p || m->book->sheets.v[i].type != 0)
			continue;
		struct sheet_plan plan = plan_sheet(m, n, &w->sheets[n], p->at, &at);
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

static err check_marks(const struct marking *m, const struct workbook *w, str name)
{
	for (size_t i = 0; i < m->n_marks; i++) {
		const struct cell_mark *k = &m->marks[i];
		bool outside = k->sheet >= w->n_sheets || k->row >= BIFF_ROWS || (k->column != CELL_MARK_ROW && k->column >= BIFF_COLUMNS);
		bool disorder = i && (k[-1].sheet > k->sheet || (k[-1].sheet == k->sheet && k[-1].row > k->row));
		if (outside || disorder)
			return fail(ERR_INPUT, "the mistakes are not those of {0}; check the file again", name);
	}
	return OK;
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
	TRY(check_marks(marking, &w, name));
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
