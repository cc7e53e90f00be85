/* SPDX-License-Identifier: Apache-2.0 */
/* A table that fits into memory, as the bytes of its file. */
#include <unistd.h>

#include "ledger/ledger.h"

static err rows_write(struct out *o, size_t columns, size_t n_rows, out_row_fn *row, void *arg, struct out_cell *cells)
{
	for (size_t i = 0; i < n_rows; i++) {
		for (size_t k = 0; k < columns; k++)
			cells[k] = (struct out_cell){.text = S("")};
		row(arg, i, cells);
		TRY(out_row(o, cells));
	}
	return out_end(o);
}

err out_whole(struct arena *a, enum out_form form, const struct out_table *t, size_t n_rows, out_row_fn *row, void *arg, str *ret)
{
	struct out *o;
	int fd;
	TRY(out_file(&fd));
	err e = out_begin(a, form, t, fd, &o);
	if (e == OK) {
		e = rows_write(o, t->n, n_rows, row, arg, arena_new_n(a, t->n, struct out_cell));
		out_drop(o);
	}
	if (e == OK)
		e = out_bytes(a, fd, ret);
	close(fd);
	return e;
}

void sheet_head(struct out_sheet *s, str heading, const char *key, enum out_sort sort, int width)
{
	*list_push(s->arena, &s->columns) = (struct out_column){.heading = heading, .key = key, .sort = sort, .width = width};
}

void sheet_cell(struct out_sheet *s, str text)
{
	*list_push(s->arena, &s->cells) = (struct out_cell){.text = text.p ? text : S("")};
}

size_t sheet_rows(const struct out_sheet *s)
{
	return s->columns.n ? s->cells.n / s->columns.n : 0;
}

static void sheet_row(void *arg, size_t i, struct out_cell *cells)
{
	const struct out_sheet *s = arg;
	for (size_t k = 0; k < s->columns.n; k++)
		cells[k] = s->cells.v[i * s->columns.n + k];
}

err sheet_bytes(struct out_sheet *s, enum out_form form, str title, enum lang lang, str *ret)
{
	const struct out_table table = {.title = title, .unit = S(""), .date = S(""), .lang = lang, .columns = s->columns.v, .n = s->columns.n};
	return out_whole(s->arena, form, &table, sheet_rows(s), sheet_row, s, ret);
}
