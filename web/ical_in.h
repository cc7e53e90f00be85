/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar (RFC 5545): a calendar of days. Pure. Lines of at most 75 octets, folded between
 * characters (3.1); texts escaped (3.3.11); no zone, because a day has none (3.3.4). */
#ifndef LUOSHI_ICAL_IN_H
#define LUOSHI_ICAL_IN_H

#include "base/day.h"

struct ical_event {
	str uid, summary, description, url, category; /* description, url, category may be empty */
	day_t day;
	ms_t stamp;       /* DTSTAMP: when this version of it was made */
	int64_t sequence; /* rises with every change */
};
void ical_begin(struct buf *, str name);
void ical_event(struct buf *, const struct ical_event *);
void ical_end(struct buf *);
void ical_line(struct buf *, const char *name, str value); /* as it is, folded */
void ical_text(struct buf *, const char *name, str value); /* escaped, folded */

#endif
