/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of ledgers that come in are made of. */
#ifndef LUOSHI_IMPORT_VIEW_IN_H
#define LUOSHI_IMPORT_VIEW_IN_H

#include "ledger/import.h"

struct imports_view {
	const struct import_batch *rows;
	size_t n;
	const struct option *kinds;
	size_t n_kinds;
	str error, text;
};
struct import_column_row {
	const struct ledger_column *column;
	char letter[8];         /* as sheets name it: A, AB */
	str sample;             /* of its first row */
	const struct option *fields;
	bool taken;             /* by the action that opens */
};
struct import_unknown_row {
	const struct import_unknown *name;
	const struct option *units;
	size_t n_units;
};
struct import_missing_row {
	const struct field *field;
	const struct option *options; /* of a choice or unit; n 0: a line is typed */
	size_t n_options;
};
struct import_sum_row {
	int64_t row; /* from 1 */
	str head, said, counted;
};
struct import_view {
	const struct import_look *l;
	const struct option *sheets, *opens, *amends, *sections, *measures; /* measures: when numbers name none */
	size_t n_sheets, n_opens, n_amends, n_sections, n_measures;
	const struct import_column_row *columns;
	size_t n_columns, n_fields;
	const struct import_unknown_row *unknown;
	size_t n_unknown;
	const struct import_missing_row *missing, *constants;
	size_t n_missing, n_constants;
	const struct import_row **wrong, **looked, **changed, **fresh, **left; /* looked: right, but something is said about it */
	size_t n_wrong, n_looked, n_changed, n_fresh, n_left;
	bool more_wrong, more_changed, more_fresh;
	const struct import_sum_row *sums;
	size_t n_sums;
	str error;
};

#endif
