/* SPDX-License-Identifier: Apache-2.0 */
/* biff_in: workbooks of the years before .xlsx ([MS-XLS]): .xls and WPS's .et, BIFF8 and BIFF5,
 * read, and BIFF8 sent back with its mistakes marked. See file/sheet.h. */
#ifndef LUOSHI_FILE_BIFF_IN_H
#define LUOSHI_FILE_BIFF_IN_H

#include "file/sheet.h"

/* ERR_INPUT: no workbook, locked, damaged, cut off, or without any cell. ERR_LIMIT: more cells,
 * or more text in them, than one workbook may show. */
err biff_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
/* As workbook_mark. OK with ret_bytes->p == NULL: the workbook can be read but not edited without
 * risk (BIFF5, a digital signature, no column left, cells out of order, no cell style left …); the
 * caller makes a new workbook of its values instead. Errors as biff_read,
 * and ERR_INPUT: marks that no cell of this workbook can have. */
err biff_mark(struct arena *, str bytes, str name, const struct marking *, str *ret_bytes) must_check;

#endif
