/* SPDX-License-Identifier: Apache-2.0 */
/* staff: a workbook of units and people (机构表、名册), read, held against who is here, and
 * taken in as a whole.
 *
 *     staff_look -> the administrator settles who has left -> staff_commit
 *
 * Both read the same bytes anew; nothing is kept between them. */
#ifndef LUOSHI_STAFF_H
#define LUOSHI_STAFF_H

#include "core/core.h"
#include "file/sheet.h"

enum staff_column { /* of units, then of people */
	STAFF_UNIT, STAFF_SHORT, STAFF_ABOVE, STAFF_ORDER,
	STAFF_NAME, STAFF_BELONGS, STAFF_POST, STAFF_ROLE, STAFF_LOGIN, STAFF_PHONE, STAFF_COLUMNS
};
enum staff_sort { STAFF_NEW, STAFF_CHANGED, STAFF_SAME, STAFF_WRONG, STAFF_SORTS };
struct staff_finding {
	uint32_t column; /* CELL_MARK_ROW: the row */
	str sentence;
	bool wrong;      /* else only to be looked at */
};
struct staff_diff {
	enum staff_column column;
	str before, after;
};
struct staff_row {
	size_t sheet;
	uint32_t at; /* from 0 */
	bool person;
	enum staff_sort sort;
	str v[STAFF_COLUMNS];
	int64_t id;  /* that it is; 0: new */
	uint32_t duties;
	int order;
	struct staff_diff *diffs;
	size_t n_diffs;
	struct staff_finding *findings;
	size_t n_findings;
};
struct staff_leaver { /* here, of a unit of the workbook, and not in it */
	int64_t id, tasks;
	str name, login, unit_name, numbers; /* numbers of open matters that name him, the first ones */
};
struct staff_look {
	struct workbook book;
	uint32_t *header; /* of each sheet; UINT32_MAX: no heading there */
	struct staff_row *rows;
	size_t n_rows;
	size_t counts[2][STAFF_SORTS]; /* units, people */
	struct staff_leaver *leavers;
	size_t n_leavers;
};
/* decoder NULL: read in this process, for tests only. ERR_INPUT: no workbook, or no heading. */
err staff_look(struct ctx *, const struct decoder *, str name, str bytes, struct staff_look *ret) must_check;
/* ERR_INPUT: something is wrong still. `leavers`: those of the look whose accounts end. */
err staff_commit(struct ctx *, const struct decoder *, str name, str bytes, const int64_t *leavers, size_t n, struct staff_link **ret,
		 size_t *ret_n) must_check;
/* The workbook with its mistakes marked. */
err staff_marked(struct ctx *, const struct decoder *, str name, str bytes, str *ret_name, str *ret_bytes) must_check;
/* Whether it is such a workbook: a zip, an OLE2 file, or text whose heading is in Chinese. */
bool staff_is(str bytes);
/* The one-time links as a table: sign-in name, name, address. */
str staff_links_csv(struct arena *, enum lang, str base, const struct staff_link *, size_t n);

#endif
