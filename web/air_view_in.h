/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of air quality show; filled by web/air.c, included by view_in.h. */
#ifndef LUOSHI_WEB_AIR_VIEW_IN_H
#define LUOSHI_WEB_AIR_VIEW_IN_H

#include "monitor/air_keep.h"

struct air_mark { /* an index as it is shown: shape, colour and word; level NULL: none (NA) */
	int aqi;
	const struct air_level *level;
};
struct air_line { /* a station among the others */
	str code, name, href, place; /* place: empty when it has no composite index */
	str composite, before, change; /* change: -3.2 %; empty: cannot be said */
	int way;                      /* -1 better than the year before, 1 worse */
	str good, good_share, good_before;
	bool enough;                  /* as many valid days as the composite index needs */
	struct air_mark newest;
	day_t newest_day;
};
struct air_page {
	int year;
	str before, after; /* addresses; empty: there is none */
	day_t from, to;
	const struct air_method *method;
	const struct air_line *lines;
	size_t n_lines;
	const struct air_level *levels;
	size_t n_levels;
};
struct air_cell { /* a day of the calendar */
	day_t day;
	struct air_mark mark;
	str href, primary;
	bool there, chosen; /* there: it has a row */
};
struct air_month {
	int month;
	struct air_cell days[31];
	size_t n;
};
struct air_item_line {
	str item, value, unit, iaqi, limit;
	bool primary, over;
	struct air_mark mark;
};
struct air_hour_line {
	int hour;
	struct air_mark mark;
	str v[AIR_ITEMS], primary;
};
struct air_station_page {
	const struct air_station *station;
	int year;
	str before, after, back;
	const struct air_month *months;
	size_t n_months;
	size_t by_level[8], with_aqi, good;
	day_t day;
	bool day_there;
	struct air_mark mark;
	str standard;
	const struct air_item_line *items;
	size_t n_items;
	const struct air_hour_line *hours;
	size_t n_hours;
	str chart;
	const struct air_level *levels;
	size_t n_levels;
};
void put_air_mark(struct buf *, const struct ui *, struct air_mark);  /* ● 优 36 */
void put_air_small(struct buf *, const struct ui *, struct air_mark); /* only colour, shape and number, for a calendar */
void put_air_level(struct buf *, const struct ui *, const struct air_level *, size_t i); /* the i-th of its table: ● 优 0–50 绿色 */
void put_air_item(struct buf *, str name); /* PM<sub>2.5</sub> */
void put_air_days(struct buf *);           /* heads of the calendar: 1 … 31 */
void put_air_gap(struct buf *, const struct air_month *); /* up to the 31st */
void put_air_columns(struct buf *);        /* heads of the hours */
void put_air_values(struct buf *, const struct air_hour_line *);
str air_unit(enum air_item); /* µg/m³ */

#endif
