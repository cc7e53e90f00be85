/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_format_in: number formats of workbooks (ECMA-376 part 1, 18.8.30 and 18.8.31): what
 * a number means by the format of its cell, shared by every sort of workbook. Pure. */
#ifndef LUOSHI_FILE_SHEET_FORMAT_IN_H
#define LUOSHI_FILE_SHEET_FORMAT_IN_H

#include "file/sheet.h"

/* The format of a built-in id as a Chinese system has it; empty: General, or none such. */
str sheet_format_built_in(unsigned id);
/* "Short Date", "Fixed": how web pages and SpreadsheetML 2003 name formats; others as they are. */
str sheet_format_named(str);

enum sheet_shows { SHOWS_NUMBER, SHOWS_DATE, SHOWS_TIME, SHOWS_DATE_TIME, SHOWS_ELAPSED };
/* What a format shows of a number: y m d h s outside of quotes and brackets; [h]:mm is an
 * elapsed time. */
enum sheet_shows sheet_format_shows(str format);

/* The shortest decimal that is the same double, without an exponent; not for what is not finite. */
void sheet_number_put(struct buf *, double);
/* A decimal as a file writes it, exponent allowed; false when it is none or not finite. */
bool sheet_number_parse(str, double *ret);

/* A number as the text of its cell. What no calendar has (a negative day, the 29th of
 * February 1900, years past 9999) stays a number. A day without a time of the day is a day,
 * even where the format shows 0:00; a time is not said where the format shows only days. */
void sheet_value_as(struct arena *, double, enum sheet_shows, bool date1904, enum cell_kind *ret_kind, str *ret_text);
/* The same by the format, or where it is empty by its id. */
void sheet_value(struct arena *, double, str format, unsigned format_id, bool date1904, enum cell_kind *ret_kind,
		 str *ret_text);

#endif
