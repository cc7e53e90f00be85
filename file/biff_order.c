/* SPDX-License-Identifier: Apache-2.0 */
/* The cells and merges of a sheet in order, as file/sheet.h promises them. Writers keep that
 * order, strangers need not. */
#include "file/biff_record_in.h"

#include <string.h>

struct place { /* how struct cell and struct merged begin */
	uint32_t row, column;
};
static_assert(offsetof(struct cell, row) == 0 && offsetof(struct cell, column) == 4, "a place");
static_assert(offsetof(struct merged, row) == 0 && offsetof(struct merged, column) == 4, "a place");

static const struct place *place_at(const char *v, size_t size, size_t i)
{
	return (const struct place *)(const void *)(v + i * size);
}

static bool in_order(const char *v, size_t size, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct place *x = place_at(v, size, i - 1), *y = place_at(v, size, i);
		if (x->row != y->row ? x->row > y->row : x->column > y->column)
			return false;
	}
	return true;
}

static uint32_t key_of(const struct place *p, bool by_row)
{
	return by_row ? p->row : p->column;
}

/* One pass of counting; what is equal keeps its order. */
static void count_pass(struct arena *a, const char *from, char *to, size_t size, size_t n, bool by_row)
{
	const size_t keys = by_row ? BIFF_ROWS : BIFF_COLUMNS;
	size_t *at = arena_new_n(a, keys + 1, size_t);
	for (size_t i = 0; i < n; i++)
		at[key_of(place_at(from, size, i), by_row) + 1]++;
	for (size_t k = 1; k <= keys; k++)
		at[k] += at[k - 1];
	for (size_t i = 0; i < n; i++)
		memcpy(to + at[key_of(place_at(from, size, i), by_row)]++ * size, from + i * size, size);
}

/* Not qsort: the C library's asks the system how much memory there is, which the walls forbid. */
static void order(void *v, size_t size, size_t n)
{
	struct arena a;
	if (in_order(v, size, n))
		return;
	arena_init(&a);
	char *other = arena_array(&a, n, size);
	count_pass(&a, v, other, size, n, false);
	count_pass(&a, other, v, size, n, true);
	arena_done(&a);
}

/* For each column the merge that reaches lowest so far. */
struct cover {
	uint32_t until[BIFF_COLUMNS]; /* the row behind it */
	uint32_t row[BIFF_COLUMNS], column[BIFF_COLUMNS]; /* its first cell */
};

static bool is_free(const struct cover *c, const struct merged *m)
{
	for (uint32_t i = m->column; i < m->column + m->columns; i++)
		if (c->until[i] > m->row)
			return false;
	return true;
}

static void cover(struct cover *c, const struct merged *m)
{
	for (uint32_t i = m->column; i < m->column + m->columns; i++) {
		c->until[i] = m->row + m->rows;
		c->row[i] = m->row;
		c->column[i] = m->column;
	}
}

/* Of merges that overlap the first one counts. */
static void part_merges(struct sheet *s)
{
	struct cover all = {0}, *c = &all;
	size_t n = 0;
	for (size_t i = 0; i < s->n_merges; i++) {
		struct merged m = s->merges[i];
		if (m.rows * m.columns == 1 || !is_free(c, &m))
			continue;
		cover(c, &m);
		s->merges[n++] = m;
	}
	s->n_merges = n;
}

/* Of two values in one cell the later counts; under a merge only that of its first cell. */
static void part_cells(struct sheet *s)
{
	struct cover all = {0}, *c = &all;
	size_t n = 0, m = 0;
	for (size_t i = 0; i < s->n_cells; i++) {
		struct cell x = s->cells[i];
		for (; m < s->n_merges && s->merges[m].row <= x.row; m++)
			cover(c, &s->merges[m]);
		bool under = c->until[x.column] > x.row && (c->row[x.column] != x.row || c->column[x.column] != x.column);
		if (under)
			continue;
		if (n && s->cells[n - 1].row == x.row && s->cells[n - 1].column == x.column)
			n--;
		s->cells[n++] = x;
	}
	s->n_cells = n;
}

static void count_size(struct sheet *s)
{
	for (size_t i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		s->n_rows = c->row >= s->n_rows ? c->row + 1 : s->n_rows;
		s->n_columns = c->column >= s->n_columns ? c->column + 1 : s->n_columns;
	}
	for (size_t i = 0; i < s->n_merges; i++) {
		const struct merged *m = &s->merges[i];
		s->n_rows = m->row + m->rows > s->n_rows ? m->row + m->rows : s->n_rows;
		s->n_columns = m->column + m->columns > s->n_columns ? m->column + m->columns : s->n_columns;
	}
}

void biff_sheet_order(struct sheet *s)
{
	order(s->cells, sizeof *s->cells, s->n_cells);
	order(s->merges, sizeof *s->merges, s->n_merges);
	part_merges(s);
	part_cells(s);
	count_size(s);
}
