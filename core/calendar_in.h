/* SPDX-License-Identifier: Apache-2.0 */
/* calendars (日历): what stands in the record about working days, as immutable snapshots,
 * and bringing clocks up to date after a change (重算).
 *
 *     calendar_import ▸ one event, rows, the range of days that changed ▸ new snapshot
 *     clocks_again    ▸ matters whose clocks span that range, by id, batch by batch
 *
 * A commit with a clock in it that was decided on an old snapshot is a conflict, so no
 * stale date slips in behind the walk. */
#ifndef LUOSHI_CALENDAR_IN_H
#define LUOSHI_CALENDAR_IN_H

#include "core/matter_in.h"

#define CALENDAR_OF_DISTRICT 1 /* its entity id */

struct calendar_row { /* a line as it stands in the table */
	int64_t calendar;
	struct calendar_line line;
};
struct named_calendar {
	int64_t id, version;
	str name, label; /* name: empty for the district's */
	struct calendar *days;
};
struct calendars {
	atomic_int holders;
	struct arena arena;
	int64_t no;       /* rises with every exchange */
	struct named_calendar *v;
	size_t n;         /* v[0] is the district's */
	struct digest digest;
	LIST(struct calendar_row) rows;
};
err calendars_load(struct core *) must_check; /* from the table; when the core opens */
struct calendars *calendars_hold(struct core *);
void calendars_drop(struct calendars *);
void calendars_pin(struct ctx *); /* for this ctx, until its arena ends; waits for an import on its way */
/* The snapshot with these rows over those of `old`, not installed; the names are copied. */
struct calendars *calendars_with(struct core *, const struct calendars *old, const struct named_calendar *fresh,
				 const struct calendar_row *, size_t n);
void calendars_install(struct core *, struct calendars *);
const struct named_calendar *calendars_find(const struct calendars *, str name); /* NULL: none */

/* The row of the walk: one for the district. */
struct again {
	bool there;
	struct digest digest; /* of the calendars that the clocks are brought to */
	int64_t at;           /* matters up to this id are done; NEVER: all */
	day_t from, to;       /* days that changed */
	str note;             /* the notice, for the ledgers */
};
err again_read(struct core *, struct conn *, struct arena *, struct again *ret) must_check;
void again_op(struct commit *, const struct again *);
bool again_done(const struct again *, const struct calendars *);

/* The matter's span of running clocks that days can move; false: none. */
struct clock_span {
	ms_t since, until; /* until NEVER: paused */
};
bool matter_clock_span(const struct matter *, struct clock_span *ret);
void span_ops(struct commit *, const struct matter *old, const struct matter *new);

#endif
