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
#include "base/hash.h"

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

/* Opening hours by weekday; a make-up day has those of the weekday `makeup_as`. */
#define HOURS_SPANS 3
struct hours {
	day_t from; /* holds from this day on; DAY_NONE: always */
	struct {
		int16_t open, close; /* minutes of the day; close 1440 is 24:00; equal: no span */
	} span[7][HOURS_SPANS];  /* [weekday - 1], in order: morning, afternoon */
	int makeup_as;           /* 1..7 */
};

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
/* Lines "day<tab>work|rest<tab>name<tab>source" (上班, 放假 likewise); # begins a comment. Years that have a
 * notice are known, others are provisional: those of the lines "2026<tab>year<tab>…", or,
 * in a file without such lines, those with a day in January to November (a notice
 * reaches back into December). Later entries win. ERR_INPUT names the line and changes
 * nothing. Not while another thread reads the calendar.
 *
 * A place with days or hours of its own has two more kinds of line:
 *
 *     always<tab>week<tab>1-6<tab>source                   weekdays that work, 1 Monday .. 7
 *     2026-05-01<tab>hours<tab>1-5 08:30-12:00 13:30-17:30; 6 09:00-12:00; makeup 1<tab>source
 *
 * `hours` hold from that day on (always: from the beginning); a make-up day has those of
 * the weekday named, of Monday when none is. */
err calendar_load(struct calendar *, struct arena *, str tsv, str origin) must_check;
str calendar_built_in(void); /* data/calendar/cn.tsv as it was when the program was built */
/* The same in two steps: reading, and adding what was read. */
enum line_sort { LINE_DAY, LINE_YEAR, LINE_WEEK, LINE_HOURS }; /* stored: never renumber */
struct calendar_line {
	enum line_sort sort;
	day_t day; /* of a year its first; DAY_NONE: always */
	bool work;
	str name, source; /* name: feast, or the week or hours as written */
};
/* Years without a line of their own that the days make known have got one. */
err calendar_read(struct arena *, str tsv, str origin, struct calendar_line **ret, size_t *ret_n) must_check;
void calendar_add_lines(struct calendar *, struct arena *, const struct calendar_line *, size_t n);
void calendar_line_put(struct buf *, const struct calendar_line *); /* as in the file, with its line end */
/* A calendar of its own with all that this one has. */
struct calendar *calendar_copy(struct arena *, const struct calendar *);
bool calendar_has(const struct calendar *, const struct calendar_line *); /* it would change nothing, not even a name */
void calendar_put(struct buf *, const struct calendar *);                 /* the whole, as a file */
/* Over all that decides a date: days, years, week, hours; not names and sources. */
void calendar_digest(const struct calendar *, struct digest *ret);
/* The first and last day on which they differ, false: on none. Another week or other hours
 * differ from 0000-01-01 to 9999-12-31. */
bool calendar_differ(const struct calendar *, const struct calendar *, day_t *ret_from, day_t *ret_to);

bool calendar_known(const struct calendar *, int year);
str calendar_notice(const struct calendar *, int year); /* where its year comes from; empty */
bool calendar_span(const struct calendar *, int *ret_first, int *ret_last); /* years with a notice or a note */
/* Its lines of week and hours, as they were written. */
size_t calendar_rules(struct arena *, const struct calendar *, struct calendar_line **ret);
const struct hours *calendar_hours(const struct calendar *, size_t *ret_n); /* by `from` */
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
