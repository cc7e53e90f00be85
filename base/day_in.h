/* SPDX-License-Identifier: Apache-2.0 */
/* What day's files share and its tests and fuzz targets reach. */
#ifndef LUOSHI_DAY_IN_H
#define LUOSHI_DAY_IN_H

#include "base/day.h"

#define ZONE_FILE_LIMIT (16u << 10) /* bytes; the largest file of tzdata is under 4 KB */

/* The bytes of a TZif file (RFC 9636), version 2 or later. `name` is for the error. */
err zone_read(struct arena *, str name, str tzif, const struct zone **ret) must_check;
/* The POSIX TZ string in a TZif footer: "CST-8", "EST5EDT,M3.2.0,M11.1.0". */
bool zone_read_rule(struct zone *, str footer);

#define CALENDAR_YEAR_FIRST 1900
#define CALENDAR_YEAR_LAST 2199

/* "1-6", "1,3,5": a bit for each, bit 0 Monday; false when it says nothing, or too much. */
bool week_read(str, uint8_t *ret_mask);
/* "1-5 08:30-12:00 13:30-17:30; 6 09:00-12:00; makeup 1" */
bool hours_read(str, day_t from, struct hours *ret);
/* All of it as lines, in the order of a file; the texts are the calendar's. */
size_t calendar_lines(struct arena *, const struct calendar *, struct calendar_line **ret);

#endif
