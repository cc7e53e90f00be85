/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_in: how every reader of workbooks makes one: cells, merges and hidden lines in any
 * order, each held against base/limits.h as it comes; book_end puts them in order.
 *
 *     book_begin -> (book_sheet -> book_cell, book_merge, book_hide_rows …)… -> book_end */
#ifndef LUOSHI_FILE_SHEET_IN_H
#define LUOSHI_FILE_SHEET_IN_H

#include "base/limits.h"
#include "file/sheet.h"

#define SHEET_ROWS (1u << 20)    /* what Excel knows; the limits are lower */
#define SHEET_COLUMNS (1u << 14)

struct book_sheet {
	str name;
	bool hidden, disorder; /* cells did not come by row, then column */
	size_t first_cell, n_cells;
	LIST(struct merged) merges;
	LIST(uint32_t) rows, columns; /* hidden */
};
struct book {
	struct arena *arena;
	str name; /* of the file */
	struct cell *cells; /* of all sheets: malloc, given back with the arena */
	size_t n_cells, cap_cells, text; /* bytes of text, each cell its own */
	char *pool; /* where short texts are kept without a gap */
	size_t pool_left, n_merges;
	LIST(struct book_sheet) sheets;
};
struct book *book_begin(struct arena *, str name);
/* The sheet that the next cells are of. ERR_LIMIT: too many. */
err book_sheet(struct book *, str name, bool hidden) must_check;
/* Text and format live as long as the arena (book_keep); empty text without a formula is no
 * cell. The last value of a place counts. ERR_LIMIT: rows, columns, cells, text. */
err book_cell(struct book *, const struct cell *) must_check;
str book_keep(struct book *, str);
/* One line of text as cells have it: \r\n and \r are \n, other control characters but \t go. */
str book_clean(struct book *, str);
/* What reaches past the limits is cut at the last cell with a value; overlaps: the first counts. */
err book_merge(struct book *, struct merged) must_check;
void book_hide_rows(struct book *, uint32_t from, uint32_t to); /* [from, to), cut at the limits */
void book_hide_columns(struct book *, uint32_t from, uint32_t to);
/* ERR_INPUT: no cell has a value. */
err book_end(struct book *, enum file_sort, struct workbook *ret) must_check;

/* Makes what lookups need of a sheet whose merges are in order. */
void sheet_index(struct sheet *);

/* "A1", "$XFD$1048576"; false: no such place. */
bool sheet_ref(str, uint32_t *ret_row, uint32_t *ret_column);
bool sheet_range(str, struct merged *ret); /* "A1:K1", "A1" */
void sheet_ref_put(struct buf *, uint32_t row, uint32_t column);
/* 2024-06-30, 2024-06-30T08:30:00.000Z, 08:30:00 as cells have it; false: no date. */
bool sheet_iso_date(struct book *, str, str *ret);

/* Cheap, allocates nothing. ERR_LIMIT: too large. ERR_INPUT: no workbook. */
err workbook_check(str bytes, str name, enum file_sort *ret_sort) must_check;

/* Readers. */
err xlsx_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
err ods_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
err sheet_html_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
err sheet_xml_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;

#endif
