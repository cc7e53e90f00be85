/* SPDX-License-Identifier: Apache-2.0 */
/* import: a ledger (台账) becomes matters, or changes them: all of its rows or none.
 *
 *     import_begin -> { import_look -> import_settle }… -> import_commit -> import_undo
 *
 * A batch keeps the workbook as it came and what its person settled; everything else is read
 * anew each time, so what was looked at is what is committed. Only its person sees it. */
#ifndef LUOSHI_IMPORT_H
#define LUOSHI_IMPORT_H

#include "core/core.h"
#include "ledger/mean.h"

extern const struct module *const ledger_modules[]; /* NULL-terminated, for store_open */

#define IMPORT_ROWS ACT_MANY_MOST /* matters of one ledger */

/* What a person settled; text lines in the batch, see import_settle. */
struct import_column {
	uint32_t at;
	int field; /* -1: not taken in */
};
struct import_name { /* what a name in the ledger means */
	str name;
	const int64_t *units; /* none: it is left out */
	size_t n_units;
};
struct import_constant { /* of a field without a column */
	int field;
	str value;
};
struct import_cell { /* mended on the page */
	uint32_t row, column;
	str value;
};
struct import_choices {
	size_t sheet;
	const struct action *opens, *amends; /* amends NULL: what is there stays as it is */
	str measure;                         /* of numbers that name none: 万元; empty: they are asked about */
	int section;                         /* field that takes the section above a row; -1 */
	const struct import_column *columns; /* that differ from what the heading says */
	size_t n_columns;
	const struct import_name *names;
	size_t n_names;
	const struct import_constant *constants;
	size_t n_constants;
	const struct import_cell *cells;
	size_t n_cells;
	const uint32_t *left; /* rows that are left out */
	size_t n_left;
};

enum import_sort { IMPORT_NEW, IMPORT_CHANGE, IMPORT_SAME, IMPORT_WRONG, IMPORT_LEFT, IMPORT_SORTS };
struct import_finding {
	uint32_t column; /* CELL_MARK_ROW: the row */
	str head, sentence;
	str said;        /* what the cell says now; of a row empty */
	str propose;     /* what it may have meant; may be empty */
	bool wrong;      /* else only to be looked at */
};
struct import_diff {
	const struct field *field;
	str before, after;
};
struct import_row {
	uint32_t at; /* of the sheet, from 0 */
	enum import_sort sort;
	str title, section;
	int64_t matter, version; /* that it changes or equals; 0 */
	str number;
	const struct action *action;
	struct arg *args;
	size_t n_args;
	struct import_diff *diffs; /* of a new row: what it says, but for its title */
	size_t n_diffs;
	struct import_finding *findings;
	size_t n_findings;
};
enum import_state { IMPORT_OPEN, IMPORT_DONE, IMPORT_UNDONE };
struct import_batch {
	int64_t id, version;
	const struct kind *kind;
	enum import_state state;
	str file_name, title;
	ms_t at, done;
	int64_t opened, changed; /* of one that is done */
};
struct import_unknown { /* a name that nobody here has */
	str name;
	size_t rows;
	struct unit *like; /* units that look like it, best first */
	size_t n_like;
};
struct import_look {
	struct import_batch batch;
	struct workbook book;
	struct ledger ledger;
	struct import_choices choices;
	const struct action **can_open, **can_amend; /* that this person may choose */
	size_t n_can_open, n_can_amend;
	struct import_row *rows;
	size_t n_rows;
	size_t counts[IMPORT_SORTS];
	struct import_unknown *unknown;
	size_t n_unknown;
	struct ledger_sum *sums;
	size_t n_sums;
	int *missing; /* fields that the action needs and no column has */
	size_t n_missing;
	bool asks_measure; /* numbers that say of nothing: 元 or 万元? */
	size_t hidden, sections, totals, notes; /* rows */
	str why_not;  /* no heading was found: the sentence; empty: rows were read */
};

/* Keeps the workbook and what its heading says. `like`: an earlier batch of the same person
 * whose choices hold where they fit (the ledger that was mended); 0: none. kind NULL: the
 * kind that it fits best. decoder NULL: read in this process, for tests only. Text that was pasted comes the same way. ERR_INPUT: no workbook, or nobody may take it in. */
err import_begin(struct ctx *, const struct decoder *, const struct kind *, str name, str bytes, int64_t like, int64_t *ret) must_check;
/* Reads, maps and checks everything; nothing is written. */
err import_look(struct ctx *, const struct decoder *, int64_t batch, struct import_look *ret) must_check;
/* Keeps what was chosen: lines `sheet 0`, `open take_on`, `amend correct`, `section category`, `measure 万元`,
 * `column 4 goal` (`column 4 -`), `name 各镇街=17,18` (`name 各镇街=`), `constant level=district`,
 * `cell 7 4 2026-12-31`, `leave 7`. Rows and columns count from 0. */
err import_settle(struct ctx *, int64_t batch, int64_t version, str lines) must_check;
/* All rows in one transaction. ERR_INPUT: something is wrong still; ERR_CONFLICT: the batch or
 * a matter changed meanwhile. */
err import_commit(struct ctx *, const struct decoder *, int64_t batch, int64_t version) must_check;
/* Takes back what the batch did, all of it or nothing: not when a person has gone on with it. */
err import_undo(struct ctx *, int64_t batch) must_check;
/* The workbook with its mistakes marked (file/sheet.h). */
err import_marked(struct ctx *, const struct decoder *, int64_t batch, str *ret_name, str *ret_bytes) must_check;
err import_list(struct ctx *, struct import_batch **ret, size_t *ret_n) must_check; /* one's own, newest first, at most 50 */
/* Matters that the batch opened or changed, in the order of its rows. */
err import_matters(struct ctx *, int64_t batch, int64_t **ret, size_t *ret_n) must_check;

#endif
