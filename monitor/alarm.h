/* SPDX-License-Identifier: Apache-2.0 */
/* alarm (报警): what stations say held against the rules that a pack declares (pack/alarm.h); each alarm is a row and
 * opens a matter, or joins one. docs/decisions/alarms.md.
 *
 *     alarm_desk_start -> alarm_feed after each durable batch … -> alarm_desk_stop */
#ifndef LUOSHI_ALARM_H
#define LUOSHI_ALARM_H

#include "core/core.h"
#include "pack/alarm.h"

/* ---- rows ------------------------------------------------------------------------------------ */
struct alarm { /* never renumbered: rises with the time at which it was raised */
	int64_t id, station, matter;
	int64_t group;     /* of a storm: which; 0: it stands by itself */
	str code, rule;    /* code empty: the station as a whole */
	ms_t begin, at, ended; /* of the data; when it was raised; MS_NONE: still on */
	str value, bound;  /* of the point at which it was raised; the limit with its unit; may be empty */
};
/* With numbers above `after`, in their order, at most 200: for whoever follows them. */
err alarm_after(struct ctx *, int64_t after, struct alarm **ret, size_t *ret_n) must_check;
/* Of a station, the newest 200, newest first. */
err alarm_of_station(struct ctx *, int64_t station, struct alarm **ret, size_t *ret_n) must_check;

/* ---- stops, calibration, maintenance (停运、校准、维护) ------------------------------------------- */
enum rest_sort { REST_STOPPED, REST_CALIBRATION, REST_MAINTENANCE, REST_SORTS }; /* stored: never renumber */
extern const struct rest_sort_row {
	const char *name;
	struct words2 label;
} rest_sorts[REST_SORTS];
struct rest { /* from <= time < until nothing of the station is an alarm */
	int64_t id, station, person;
	enum rest_sort sort;
	ms_t from, until, made;
	str reason;
};
#define REST_MOST_DAYS 366
/* By the environment office and the system administrator; recorded. */
err rest_add(struct ctx *, int64_t station, enum rest_sort, ms_t from, ms_t until, str reason, int64_t *ret) must_check;
/* From now on it no longer holds; what has passed stays. */
err rest_end(struct ctx *, int64_t station, int64_t id) must_check;
err rest_list(struct ctx *, int64_t station, struct rest **ret, size_t *ret_n) must_check; /* newest first, 200 at most */

/* ---- the desk ------------------------------------------------------------------------------------ */
struct alarm_desk;
struct batch;
/* No pack declares alarms: *ret is NULL. */
err alarm_desk_open(struct core *, struct alarm_desk **ret) must_check;
err alarm_desk_start(struct alarm_desk *) must_check; /* its thread */
void alarm_desk_stop(struct alarm_desk *); /* NULL is legal */
/* Telegrams that are durable. Waits when very many are not looked at yet. */
void alarm_feed(struct alarm_desk *, const struct batch *);
/* One round of its thread: looks at what was fed and at the clock, and writes. */
err alarm_round(struct alarm_desk *) must_check;
void alarm_metrics(struct alarm_desk *, struct buf *);

#endif
