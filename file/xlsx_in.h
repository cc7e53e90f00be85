/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx_in: the parts of an .xlsx (ECMA-376 part 1, 18; transitional and strict). */
#ifndef LUOSHI_FILE_XLSX_IN_H
#define LUOSHI_FILE_XLSX_IN_H

#include "file/opc_in.h"
#include "file/sheet_format_in.h"
#include "file/sheet_in.h"

bool xlsx_of_sheet(const struct xml_tag *); /* SpreadsheetML's own namespace */
bool xlsx_on(str);                          /* xsd:boolean; absent: false */
/* A decimal number of at most `most`; otherwise the other one. */
uint32_t xlsx_number(str, uint32_t most, uint32_t otherwise);

/* ---- texts: sharedStrings.xml, and <is> in a cell ---- */
struct xlsx_text { /* the <t> of runs, without readings (<rPh>) */
	struct buf text;
	unsigned in_text, skip; /* depth; 0: not */
};
void xlsx_text_open(struct xlsx_text *, const struct xml_tag *);
void xlsx_text_close(struct xlsx_text *, const struct xml_tag *);
/* What was gathered, _x000D_ and its like undone; the buffer is empty afterwards. */
str xlsx_text_take(struct book *, struct xlsx_text *);

struct xlsx_strings {
	str *v;
	size_t n;
};
err xlsx_strings_read(struct book *, struct zip_in *, str part, struct xlsx_strings *ret) must_check;

/* ---- styles: styles.xml ---- */
struct xlsx_format {
	str text; /* empty: General */
	enum sheet_shows shows;
};
struct xlsx_styles { /* by the s of a cell */
	struct xlsx_format *v;
	size_t n;
};
err xlsx_styles_read(struct book *, struct zip_in *, str part, struct xlsx_styles *ret) must_check;

/* ---- the workbook itself ---- */
struct xlsx_sheet {
	str name, part;
	bool hidden;
};
struct xlsx_book {
	str part, styles, strings; /* parts; empty: none */
	bool date1904;
	struct xlsx_sheet *sheets; /* of cells, in the order of the tabs */
	size_t n_sheets;
};
err xlsx_book_read(struct arena *, struct zip_in *, struct xlsx_book *ret) must_check;
err xlsx_cells_read(struct book *, struct zip_in *, const struct xlsx_book *, const struct xlsx_sheet *,
		    const struct xlsx_strings *, const struct xlsx_styles *) must_check;

#endif
