/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_UNITS_VIEW_IN_H
#define LUOSHI_UNITS_VIEW_IN_H

#include "core/core.h"
#include "ledger/staff.h"

struct unit_view { /* one unit: who it is, what becomes of it */
	const struct unit *unit;
	str parent_name, heir_name;
	struct unit_story story;
	const struct unit *before; /* units that it took over */
	size_t n_before;
	/* the form, as it was typed */
	str name, short_name, order, from, source, reason, numbers, error;
	const struct option *sorts, *parents, *heirs, *people;
	size_t n_sorts, n_parents, n_heirs, n_people;
	bool looked;               /* what it would concern stands below */
	bool later, split;
	int64_t robots;
	struct unit_preview seen;
};
struct staff_view { /* a workbook of units and people */
	const struct staff_look *look; /* NULL: none was sent */
	str book, book_name; /* book: its bytes in hex */
	size_t shown;
	bool done;
	const struct staff_link *links;
	size_t n_links;
	str base, error;
};

#endif
