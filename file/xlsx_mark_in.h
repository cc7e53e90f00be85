/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx_mark_in: sending an .xlsx back with its mistakes: styles and sheets are changed in
 * their own bytes, every other part is not touched. */
#ifndef LUOSHI_FILE_XLSX_MARK_IN_H
#define LUOSHI_FILE_XLSX_MARK_IN_H

#include "file/xlsx_in.h"
#include "file/xml_scan_in.h"

#define XLSX_PART_MOST (96u << 20) /* of a sheet that is changed: it is held twice */

/* ---- styles.xml ---- */
struct xlsx_paint;
/* Without a part, or one that has no fills: nothing turns red. */
struct xlsx_paint *xlsx_paint_new(struct arena *, str styles);
/* The style as it was before we painted it; of others themselves. */
uint32_t xlsx_paint_plain(struct xlsx_paint *, uint32_t style);
/* The same style with our red. */
uint32_t xlsx_paint_red(struct xlsx_paint *, uint32_t style);
/* The part with what was added; false: nothing was. */
bool xlsx_paint_end(struct xlsx_paint *, str *ret);

/* ---- one sheet ---- */
struct xlsx_red {
	uint32_t row, column;
};
struct xlsx_note {
	uint32_t row;
	str text;
};
struct xlsx_marking {
	const struct xlsx_red *reds;   /* by row, then column, each once */
	const struct xlsx_note *notes; /* by row, each once; the heading is one of them */
	size_t n_reds, n_notes;
	uint32_t column;               /* of the notes; UINT32_MAX: none */
	uint32_t clear_from;           /* row from which on the column is ours to empty; UINT32_MAX: none */
};
/* The sheet with its marks; false: nothing changed. */
bool xlsx_sheet_mark(struct arena *, str xml, const struct xlsx_marking *, struct xlsx_paint *, str *ret);

err xlsx_mark(struct arena *, str bytes, str name, const struct marking *, str *ret_bytes) must_check;
/* A new .xlsx with the values of a workbook of any sort; its sheets and places are the same. */
err xlsx_write(struct arena *, const struct workbook *, str name, str *ret_bytes) must_check;

#endif
