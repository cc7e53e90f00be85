/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the cells of a sheet. */
#include "file/sheet.h"

static bool cell_before(const struct cell *c, uint32_t row, uint32_t column)
{
	return c->row != row ? c->row < row : c->column < column;
}

/* The first cell that does not stand before this place. */
static size_t first_from(const struct sheet *s, uint32_t row, uint32_t column)
{
	size_t from = 0, to = s->n_cells;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (cell_before(&s->cells[mid], row, column))
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

const struct cell *sheet_at(const struct sheet *s, uint32_t row, uint32_t column)
{
	size_t i = first_from(s, row, column);
	bool there = i < s->n_cells && s->cells[i].row == row && s->cells[i].column == column;
	return there ? &s->cells[i] : NULL;
}

void sheet_row(const struct sheet *s, uint32_t row, size_t *ret_from, size_t *ret_to)
{
	*ret_from = first_from(s, row, 0);
	*ret_to = row == UINT32_MAX ? s->n_cells : first_from(s, row + 1, 0);
}

/* Behind the last merge that begins at or above this row. */
static size_t merges_until(const struct sheet *s, uint32_t row)
{
	size_t from = 0, to = s->n_merges;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (s->merges[mid].row <= row)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

const struct merged *sheet_merge(const struct sheet *s, uint32_t row, uint32_t column)
{
	for (size_t i = merges_until(s, row); i > 0; i--) {
		const struct merged *m = &s->merges[i - 1];
		if (m->reach && m->reach <= row)
			return NULL;
		if (row - m->row < m->rows && column >= m->column && column - m->column < m->columns)
			return m;
	}
	return NULL;
}

str sheet_text(const struct sheet *s, uint32_t row, uint32_t column)
{
	const struct merged *m = sheet_merge(s, row, column);
	const struct cell *c = m ? sheet_at(s, m->row, m->column) : sheet_at(s, row, column);
	return c ? c->text : S("");
}

bool sheet_row_hidden(const struct sheet *s, uint32_t row)
{
	size_t from = 0, to = s->n_hidden_rows;
	while (from < to) {
		size_t mid = from + (to - from) / 2;
		if (s->hidden_rows[mid] < row)
			from = mid + 1;
		else
			to = mid;
	}
	return from < s->n_hidden_rows && s->hidden_rows[from] == row;
}
