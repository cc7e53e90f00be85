/* SPDX-License-Identifier: Apache-2.0 */
/* day: instants, civil days, zones, working days. Time is int64_t milliseconds
 * UTC since 1970; a day is a day number since 1970-01-01 in a zone. The clock is
 * asked only through now_ms() of a `struct time_source`, so tests can set it.
 *
 * Working days: 国务院办公厅 yearly notices as data (data/calendar/). A year without
 * a notice counts plain weekdays and says so (`provisional`). Counting: 民法典
 * 200-204; see core/clock.h. */
#ifndef LUOSHI_DAY_H
#define LUOSHI_DAY_H

#include "base/err.h"

typedef int64_t ms_t;  /* milliseconds UTC */
typedef int32_t day_t; /* day number, 1970-01-01 = 0 */
#define DAY_NONE INT32_MIN
#define MS_NONE INT64_MIN

struct civil {
	int year, month, day;
};
day_t day_of(int year, int month, int day); /* proleptic Gregorian; DAY_NONE if no such day */
struct civil day_civil(day_t);
int day_weekday(day_t); /* 1 Monday .. 7 Sunday (ISO 8601) */
day_t day_month_end(int year, int month);
day_t day_add_months(day_t, int n); /* same number, or the month's last day */
bool day_parse(str iso, day_t *ret);  /* YYYY-MM-DD, whole string */
void day_put(struct buf *, day_t);    /* YYYY-MM-DD */

/* A zone: an IANA name read from the system's tzdata (never TZ, never localtime). */
struct zone;
err zone_open(struct arena *, str name, const struct zone **ret) must_check;
int zone_offset(const struct zone *, ms_t at); /* seconds east of UTC */
day_t zone_day(const struct zone *, ms_t at);
/* The instant of a local wall time. In a gap: the instant the gap ends; in a fold:
 * the first of the two. */
ms_t zone_at(const struct zone *, day_t, int ms_of_day);
void ms_put_rfc3339(struct buf *, const struct zone *, ms_t);

/* A calendar of working days. */
struct calendar;
enum day_sort { DAY_WORK, DAY_REST, DAY_WORK_MAKEUP, DAY_REST_HOLIDAY };
struct day_note {
	day_t day;
	bool work;
	str name;   /* 国庆节 */
	str source; /* title or number of the notice, or where it was published */
};
struct calendar *calendar_new(struct arena *);
/* Lines "day<tab>work|rest<tab>name<tab>source"; # begins a comment. Years that have a
 * notice are known, others are provisional: those of the lines "2026<tab>year<tab>…", or,
 * in a file without such lines, those with a day in January to November (a notice
 * reaches back into December). Later entries win. ERR_INPUT names the line and changes
 * nothing. Not while another thread reads the calendar. */
err calendar_load(struct calendar *, struct arena *, str tsv, str origin) must_check;
str calendar_built_in(void); /* data/calendar/cn.tsv as it was when the program was built */
bool calendar_known(const struct calendar *, int year);
enum day_sort calendar_sort(const struct calendar *, day_t, const struct day_note **ret_note);
bool calendar_works(const struct calendar *, day_t);
/* N-th working day after d; N<0 before; N=0: d if it works, else the next. DAY_NONE
 * when that lies beyond what a day_t holds. Constant time for any n. */
day_t calendar_add(const struct calendar *, day_t d, int64_t n);
/* Number of working days w with a < w <= b; negative when b < a. */
int64_t calendar_between(const struct calendar *, day_t a, day_t b);

/* The clock. A fixed source is for tests and the demo. */
struct time_source {
	ms_t (*now)(void *);
	void *arg;
};
ms_t now_ms(const struct time_source *);
extern const struct time_source time_real;

#endif
