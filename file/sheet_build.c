/* SPDX-License-Identifier: Apache-2.0 */
/* From what a reader met, in any order, to sheets whose cells are in order. */
#include "file/sheet_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"

#define POOL (64u << 10)

static void free_cells(void *arg)
{
	free(((struct book *)arg)->cells);
}

struct book *book_begin(struct arena *a, str name)
{
	struct book *b = arena_new(a, struct book);
	b->arena = a;
	b->name = name;
	arena_defer(a, free_cells, b);
	return b;
}

static struct book_sheet *last(struct book *b)
{
	ours(b->sheets.n);
	return &b->sheets.v[b->sheets.n - 1];
}

err book_sheet(struct book *b, str name, bool hidden)
{
	if (b->sheets.n >= LIMIT_SHEETS)
		return fail(ERR_LIMIT, "{0} has more sheets than are read at once; split it", b->name);
	struct book_sheet *s = list_push(b->arena, &b->sheets);
	*s = (struct book_sheet){.name = book_keep(b, name), .hidden = hidden, .first_cell = b->n_cells};
	return OK;
}

/* ---- texts ---- */
str book_keep(struct book *b, str s)
{
	if (!s.n)
		return S("");
	if (s.n > POOL / 16)
		return str_dup(b->arena, s);
	if (s.n > b->pool_left) {
		b->pool = arena_alloc(b->arena, POOL);
		b->pool_left = POOL;
	}
	char *to = b->pool;
	memcpy(to, s.p, s.n);
	b->pool += s.n;
	b->pool_left -= s.n;
	return (str){to, s.n};
}

static bool is_clean(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t')
			return false;
	return true;
}

str book_clean(struct book *b, str s)
{
	if (is_clean(s))
		return book_keep(b, s);
	char *to = arena_copy(b->arena, s.p, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (c == '\r')
			c = '\n';
		if ((uint8_t)c >= 0x20 || c == '\n' || c == '\t')
			to[n++] = c;
	}
	return (str){to, n};
}

/* ---- cells ---- */
static err too_wide(struct book *b, const char *what, uint32_t most)
{
	char number[16];
	struct buf n = {.p = number, .cap = sizeof number, .limit = sizeof number - 1};
	buf_int(&n, most);
	return fail(ERR_LIMIT, what, b->name, buf_str(&n));
}

static err check_cell(struct book *b, const struct cell *c)
{
	if (c->row >= LIMIT_SHEET_ROWS)
		return too_wide(b, W("{0} has a sheet of more than {1} rows; split it"), LIMIT_SHEET_ROWS);
	if (c->column >= LIMIT_SHEET_COLUMNS)
		return too_wide(b, W("{0} has a sheet of more than {1} columns; take out those that are not needed"), LIMIT_SHEET_COLUMNS);
	if (b->n_cells >= LIMIT_SHEET_CELLS)
		return too_wide(b, W("{0} has more than {1} cells; split it"), LIMIT_SHEET_CELLS);
	b->text += c->text.n;
	return b->text <= LIMIT_SHEET_TEXT ? OK : fail(ERR_LIMIT, "{0} holds more text than one document may; split it", b->name);
}

static int cell_order(const struct cell *x, const struct cell *y)
{
	return x->row != y->row ? (x->row < y->row ? -1 : 1) : x->column != y->column ? (x->column < y->column ? -1 : 1) : 0;
}

err book_cell(struct book *b, const struct cell *c)
{
	struct book_sheet *s = last(b);
	if (!c->text.n && !c->formula)
		return OK;
	TRY(check_cell(b, c));
	if (b->n_cells == b->cap_cells) {
		size_t cap = b->cap_cells ? b->cap_cells * 2 : 1024;
		struct cell *v = realloc(b->cells, cap * sizeof *v);
		ours(v);
		b->cells = v;
		b->cap_cells = cap;
	}
	if (s->n_cells && cell_order(&b->cells[b->n_cells - 1], c) >= 0)
		s->disorder = true;
	b->cells[b->n_cells] = *c;
	if (!c->format.p)
		b->cells[b->n_cells].format = S("");
	b->n_cells++;
	s->n_cells++;
	return OK;
}

/* Behind each other stay those of one place as they came: the address tells. */
static int by_place(const void *x, const void *y)
{
	const struct cell *const *p = x, *const *q = y;
	int c = cell_order(*p, *q);
	return c ? c : (*p > *q) - (*p < *q);
}

/* Sorts; of cells at one place the last stays. */
static void order_cells(struct book *b, struct book_sheet *s)
{
	struct cell *v = b->cells + s->first_cell, *copy;
	const struct cell **at;
	size_t n = 0;
	if (!s->disorder)
		return;
	copy = arena_new_n(b->arena, s->n_cells, struct cell);
	at = arena_new_n(b->arena, s->n_cells, const struct cell *);
	memcpy(copy, v, s->n_cells * sizeof *v);
	for (size_t i = 0; i < s->n_cells; i++)
		at[i] = &copy[i];
	qsort(at, s->n_cells, sizeof *at, by_place);
	for (size_t i = 0; i < s->n_cells; i++)
		if (i + 1 == s->n_cells || cell_order(at[i], at[i + 1]) != 0)
			v[n++] = *at[i];
	s->n_cells = n;
}

/* ---- merges ---- */
err book_merge(struct book *b, struct merged m)
{
	if (m.rows == 0 || m.columns == 0 || (m.rows == 1 && m.columns == 1) || m.row >= LIMIT_SHEET_ROWS ||
	    m.column >= LIMIT_SHEET_COLUMNS)
		return OK;
	if (b->n_merges++ >= LIMIT_SHEET_MERGES)
		return too_wide(b, W("{0} has more than {1} merged cells; take the merges out of the empty part"), LIMIT_SHEET_MERGES);
	*list_push(b->arena, &last(b)->merges) = m;
	return OK;
}

static int by_corner(const void *x, const void *y)
{
	const struct merged *p = x, *q = y;
	return p->row != q->row ? (p->row < q->row ? -1 : 1) : p->column < q->column ? -1 : p->column > q->column;
}

/* A whole row or column that was merged ends with the last value. */
static uint32_t cut_span(uint32_t from, uint32_t n, uint32_t most, uint32_t used)
{
	if (n <= most - from)
		return n;
	return used > from + 1 ? used - from : 1;
}

struct covered { /* of a column: by which merge, to which row */
	uint32_t until, row, column;
};

static bool is_free(const struct covered *c, const struct merged *m)
{
	for (uint32_t k = m->column; k < m->column + m->columns; k++)
		if (c[k].until > m->row)
			return false;
	return true;
}

static void cover(struct covered *c, const struct merged *m)
{
	for (uint32_t k = m->column; k < m->column + m->columns; k++)
		c[k] = (struct covered){m->row + m->rows, m->row, m->column};
}

/* Merges that overlap one before them go, and so do values under a merge but its first. */
static void lay_merges(struct book *b, struct book_sheet *s, struct sheet *t)
{
	struct covered *c = arena_new_n(b->arena, LIMIT_SHEET_COLUMNS, struct covered);
	size_t n = 0, kept = 0, next = 0;
	qsort(s->merges.v, s->merges.n, sizeof *s->merges.v, by_corner);
	for (size_t i = 0; i <= t->n_cells; i++) {
		const struct cell *x = i < t->n_cells ? &t->cells[i] : NULL;
		for (; next < s->merges.n && (!x || s->merges.v[next].row <= x->row); next++) {
			struct merged m = s->merges.v[next];
			m.rows = cut_span(m.row, m.rows, LIMIT_SHEET_ROWS, t->n_rows);
			m.columns = cut_span(m.column, m.columns, LIMIT_SHEET_COLUMNS, t->n_columns);
			if ((m.rows > 1 || m.columns > 1) && is_free(c, &m)) {
				cover(c, &m);
				s->merges.v[n++] = m;
			}
		}
		if (!x)
			break;
		const struct covered *by = &c[x->column];
		if (by->until <= x->row || (by->row == x->row && by->column == x->column))
			t->cells[kept++] = *x;
	}
	t->n_cells = kept;
	t->merges = s->merges.v;
	t->n_merges = n;
}

void sheet_index(struct sheet *s)
{
	uint32_t reach = 0;
	for (size_t i = 0; i < s->n_merges; i++) {
		uint32_t end = s->merges[i].row + s->merges[i].rows;
		reach = end > reach ? end : reach;
		s->merges[i].reach = reach;
	}
}

/* ---- hidden rows and columns ---- */
static int by_number(const void *x, const void *y)
{
	uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
	return (p > q) - (p < q);
}

void book_hide_rows(struct book *b, uint32_t from, uint32_t to)
{
	struct book_sheet *s = last(b);
	for (; from < to && from < LIMIT_SHEET_ROWS && s->rows.n < LIMIT_SHEET_ROWS; from++)
		*list_push(b->arena, &s->rows) = from;
}

void book_hide_columns(struct book *b, uint32_t from, uint32_t to)
{
	struct book_sheet *s = last(b);
	for (; from < to && from < LIMIT_SHEET_COLUMNS && s->columns.n < LIMIT_SHEET_COLUMNS; from++)
		*list_push(b->arena, &s->columns) = from;
}

/* In order, each once, and only where there is something to hide. */
static size_t order_hidden(uint32_t *v, size_t n, uint32_t below)
{
	size_t kept = 0;
	if (n)
		qsort(v, n, sizeof *v, by_number);
	for (size_t i = 0; i < n && v[i] < below; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

/* ---- the end ---- */
static void reach_cells(struct sheet *t)
{
	for (size_t i = 0; i < t->n_cells; i++) {
		t->n_rows = t->cells[i].row + 1;
		if (t->cells[i].column >= t->n_columns)
			t->n_columns = t->cells[i].column + 1;
	}
}

static void reach_merges(struct sheet *t)
{
	for (size_t i = 0; i < t->n_merges; i++) {
		const struct merged *m = &t->merges[i];
		t->n_rows = m->row + m->rows > t->n_rows ? m->row + m->rows : t->n_rows;
		t->n_columns = m->column + m->columns > t->n_columns ? m->column + m->columns : t->n_columns;
	}
}

static void end_sheet(struct book *b, struct book_sheet *s, struct sheet *t)
{
	order_cells(b, s);
	*t = (struct sheet){.name = s->name, .hidden = s->hidden, .n_cells = s->n_cells};
	if (s->n_cells)
		t->cells = b->cells + s->first_cell;
	reach_cells(t);
	if (s->merges.n)
		lay_merges(b, s, t);
	t->n_rows = t->n_columns = 0;
	reach_cells(t);
	reach_merges(t);
	sheet_index(t);
	t->hidden_rows = s->rows.v;
	t->n_hidden_rows = order_hidden(s->rows.v, s->rows.n, t->n_rows);
	t->hidden_columns = s->columns.v;
	t->n_hidden_columns = order_hidden(s->columns.v, s->columns.n, t->n_columns);
}

err book_end(struct book *b, enum file_sort sort, struct workbook *ret)
{
	struct workbook w = {.sort = sort, .n_sheets = b->sheets.n};
	if (!b->n_cells)
		return fail(ERR_INPUT, "{0} has no cell with anything in it; choose another file", b->name);
	w.sheets = arena_new_n(b->arena, w.n_sheets, struct sheet);
	for (size_t i = 0; i < w.n_sheets; i++)
		end_sheet(b, &b->sheets.v[i], &w.sheets[i]);
	*ret = w;
	return OK;
}
