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

#endif
