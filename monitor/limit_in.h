/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_LIMIT_IN_H
#define LUOSHI_LIMIT_IN_H

#include "monitor/limit.h"

#define LIMIT_COLUMNS 8 /* code, span, low, high, unit, from, until, source */
#define LIMIT_CODE_MOST 16
#define LIMIT_OWN_MOST 16384 /* bytes of the lines of one station */

bool limit_span_named(str, enum limit_span *ret);
/* NULL: *ret is the line; else the sentence, whose {0} is the number of the line. */
const char *limit_of_columns(const str c[LIMIT_COLUMNS], struct limit *ret);

/* The next row that is none of comment into columns; false at the end. */
bool data_row(str *text, str *cols, size_t n);

#endif
