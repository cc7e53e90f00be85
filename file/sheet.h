/* SPDX-License-Identifier: Apache-2.0 */
/* sheet: a workbook (表格、台账) from a stranger as its cells, and the same workbook sent
 * back with its mistakes marked. What the cells mean is not decided here.
 *
 *     workbook_decode (any thread) -> sheet_at, sheet_text … -> workbook_mark_decode
 *
 * The sort is told from the bytes (spreadsheets.md 2.2.1): OLE2 with a Workbook or Book
 * stream: BIFF8, BIFF5 (.xls, .et); zip with xl/workbook.xml: .xlsx; zip of OpenDocument:
 * .ods; a page with a <table>; SpreadsheetML 2003; else text with a delimiter.
 * Everything lives in the arena given. Rows and columns count from 0. */
#ifndef LUOSHI_SHEET_H
#define LUOSHI_SHEET_H

#include "file/file.h"

enum cell_kind {
	CELL_TEXT,   /* as shown, line breaks \n, without phonetics */
	CELL_NUMBER, /* 1234.5: the shortest decimal that is the same IEEE 754 double, no exponent;
	              * a percentage of 0.58 is 0.58 with the format 0% */
	CELL_DATE,   /* 2024-06-30 or 2024-06-30T08:30:00 (its format shows a date), 08:30:00 (only a time) */
	CELL_BOOL,   /* TRUE, FALSE */
	CELL_ERROR,  /* #DIV/0! */
	CELL_KINDS
};
struct cell {
	uint32_t row, column;
	enum cell_kind kind;
	bool formula; /* its text is the value that was computed last */
	str text;     /* valid UTF-8; never empty but for a formula without a value */
	str format;   /* the number format: 0.00, yyyy"年"m"月", @; empty: General */
};
struct merged { /* cells that are one; its value stands in the first */
	uint32_t row, column, rows, columns;
	uint32_t reach; /* the first row that neither this one nor any before it covers; 0: not worked out */
};
struct sheet {
	str name; /* empty where the file has no names */
	bool hidden;
	uint32_t n_rows, n_columns; /* of the smallest rectangle that holds all cells and merges */
	struct cell *cells;         /* those with a value, by row, then column */
	size_t n_cells;
	struct merged *merges;      /* by row, then column; they do not overlap */
	size_t n_merges;
	uint32_t *hidden_rows, *hidden_columns; /* rising */
	size_t n_hidden_rows, n_hidden_columns;
};
struct workbook {
	enum file_sort sort;
	struct sheet *sheets; /* in the order of the tabs, those of charts and macros left out */
	size_t n_sheets;
};

/* NULL: empty. Of a cell inside a merge: only its first has a value. O(log cells). */
const struct cell *sheet_at(const struct sheet *, uint32_t row, uint32_t column);
/* Its text; of a cell inside a merge the text of the merge; empty: nothing stands there. */
str sheet_text(const struct sheet *, uint32_t row, uint32_t column);
const struct merged *sheet_merge(const struct sheet *, uint32_t row, uint32_t column); /* NULL: none */
bool sheet_row_hidden(const struct sheet *, uint32_t row);
/* Cells of a row: [*ret_from, *ret_to) of sheet->cells. */
void sheet_row(const struct sheet *, uint32_t row, size_t *ret_from, size_t *ret_to);

/* In this process: only for the decoder, tests and fuzzing.
 * ERR_INPUT: damaged, locked, empty, or no workbook, each with what to do.
 * ERR_LIMIT: more than base/limits.h allows. */
err workbook_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
/* In the decoder process. ERR_BUSY, ERR_IO: as file_decode. */
err workbook_decode(struct arena *, const struct decoder *, str bytes, str name, struct workbook *ret) must_check;
/* A table pasted from a sheet or a .csv: rows by line breaks, cells by what separates most
 * evenly (tab, comma, semicolon), quotes as RFC 4180. Bytes of a stranger, but nothing is
 * unpacked: any process. */
err workbook_text(struct arena *, str bytes, str name, struct workbook *ret) must_check;

/* ---- the same workbook with its mistakes ---- */
struct cell_mark {
	uint32_t sheet, row, column; /* column CELL_MARK_ROW: the row as a whole */
	str sentence;
};
#define CELL_MARK_ROW UINT32_MAX
struct marking {
	const struct cell_mark *marks; /* by sheet, row, column */
	size_t n_marks;
	str heading;                /* 错误说明, above the column that is added behind the last */
	const uint32_t *header_row; /* of each sheet: where the heading goes; UINT32_MAX: none there */
	size_t n_sheets;
};
/* The workbook with one more column of sentences and red cells; everything else (formulas,
 * widths, styles, other sheets) as it was. A workbook that came back before has its old
 * column of sentences replaced and the colours of mended cells given back.
 * .xlsx and .xls (BIFF8) stay what they are; every other sort becomes a new .xlsx with its
 * values (*ret_sort says which). Errors as above. */
err workbook_mark(struct arena *, str bytes, str name, const struct marking *, str *ret_bytes, enum file_sort *ret_sort) must_check;
err workbook_mark_decode(struct arena *, const struct decoder *, str bytes, str name, const struct marking *,
			 str *ret_bytes, enum file_sort *ret_sort) must_check;

#endif
