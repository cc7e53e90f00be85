/* SPDX-License-Identifier: Apache-2.0 */
/* values: a sheet of indicator values (指标数值表) as what it says, for values_put.
 *
 * Wide: a subject (or a period) in each row, an indicator in each column. Long: a value in each row, with
 * columns that name the indicator, subject, period, and one column for each of value, base, growth, city, rank,
 * target. An empty cell says nothing; 缺 or — says that it is missing; / that it does not apply; 0 is zero. */
#ifndef LUOSHI_LEDGER_VALUES_H
#define LUOSHI_LEDGER_VALUES_H

#include "core/measure.h"
#include "file/sheet.h"

struct values_ask { /* for what the sheet does not say itself */
	str indicator, period, source;
	enum value_sort sort;
};
struct values_finding {
	uint32_t row, column; /* from 0 */
	str sentence;
};
struct values_sheet {
	struct measured *v;
	size_t n;
	struct values_finding *findings; /* nothing is taken in while there is one */
	size_t n_findings;
	str *ignored;         /* headings that mean nothing here */
	size_t n_ignored;
	size_t rows;          /* that hold a value */
};
/* decoder NULL: read in this process, for tests only. Text (pasted, .csv) needs none. ERR_INPUT: no sheet, no heading. */
err values_sheet_read(struct ctx *, const struct decoder *, str name, str bytes, const struct values_ask *, struct values_sheet *ret) must_check;
/* A number, empty, / or 缺 as typed into a form. false: it is none of them. *ret_said false: it says nothing. */
bool value_typed(struct arena *, str typed, struct measured *ret, bool *ret_said);

#endif
