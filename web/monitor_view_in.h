/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of stations show; filled by web/monitor*.c, included by view_in.h. */
#ifndef LUOSHI_WEB_MONITOR_VIEW_IN_H
#define LUOSHI_WEB_MONITOR_VIEW_IN_H

#include "monitor/air_keep.h"
#include "monitor/outlet_public.h"
#include "web/map_in.h"

#define OUTLET_STRANGER OUTLET_STATES /* quarantined: nobody enrolled it */

struct outlet_shown { /* a factor and its newest value */
	str code, name, value, unit, limit; /* limit: empty: none is known */
	enum outlet_flag flag;
	bool above;
};
struct outlet_line {
	int64_t id;
	str mn, name, firm, href;
	struct station_site site;
	enum outlet_kind kind;
	enum outlet_state state;
	ms_t time;
	const struct outlet_shown *v;
	size_t n;
};
struct outlet_count {
	int state; /* enum outlet_state or OUTLET_STRANGER */
	int64_t n;
	str href;
	bool chosen;
};
struct stranger_line {
	const struct stranger *s;
	str segment, href; /* without its password; to the form that enrols it */
};
struct outlet_air { /* an air station whose hours come by file */
	str name, href;
	struct air_mark mark;
	day_t day;
};
struct outlet_map {
	bool there; /* the district has a map, and some station a place */
	struct map drawing;
	struct map_frame frame;
	str whole;  /* address of the whole district; empty: it is shown */
	const struct map_point *points;
	size_t n_points, n_placeless;
	str title;
};
struct monitor_view {
	const struct outlet_line *lines;
	size_t n, all; /* all: without the filter */
	const struct outlet_count *counts;
	size_t n_counts;
	const struct option *kinds, *states;
	size_t n_kinds, n_states;
	str words;
	bool may, filtered, truncated;
	const struct stranger_line *strangers;
	size_t n_strangers;
	const struct outlet_air *air;
	size_t n_air;
	struct outlet_map map;
};
struct outlet_point { /* of a series */
	ms_t time;
	struct dec v;
	bool has;
	enum outlet_flag flag;
};
struct outlet_bound {
	struct dec v;
	str label;
};
struct outlet_series {
	str code, name, unit;
	const struct outlet_point *v;
	size_t n;
	ms_t from, to, step; /* step: more than twice of it between two points is a gap */
	const struct outlet_bound *bounds;
	size_t n_bounds;
	str svg, href;
	bool chosen, too_long;
};
struct outlet_mean {
	ms_t time;
	str mean, min, max;
	enum outlet_flag flag;
	bool sent, valid; /* sent: as the station made it; else of its live data */
	str parts;
};
struct outlet_gap {
	ms_t from, to;
	int64_t hours;
};
struct outlet_odd {
	str what, name;
	int64_t n;
	ms_t first, last;
};
struct outlet_order { /* a command */
	const struct command *c;
	str label, by, answer;
};
struct outlet_page {
	const struct station *s;
	struct outlet_line line;
	const struct outlet_news *news;
	const struct option *spans;
	size_t n_spans;
	const struct outlet_series *series;
	size_t n_series;
	const struct outlet_series *chosen; /* NULL: no factor yet */
	const struct outlet_mean *hours, *days;
	size_t n_hours, n_days;
	str span, file_href, limits_said;
	/* health */
	int64_t hours_all, hours_came, hours_valid, waiting;
	int64_t key_days, key_most; /* since a new key was taken, -1: never here; after how many it should be changed */
	str strip;
	const struct outlet_gap *gaps;
	size_t n_gaps;
	const struct outlet_odd *odds;
	size_t n_odds;
	/* commands */
	bool may;
	const struct outlet_order *orders;
	size_t n_orders;
	const struct option *commands;
	size_t n_commands;
	str error, command, parameters;
};
struct enrol_view {
	int64_t id, version; /* id 0: a new one */
	str mn, name, firm, error;
	str segment;         /* of a stranger, without its password */
	str own;             /* its own limits, as they are typed */
	str longitude, latitude; /* as they are typed; empty: not said */
	bool open;           /* public */
	const struct option *variants, *classes;
	size_t n_variants, n_classes;
	bool on, has_password, has_key, stranger, takes_password;
};
/* ---- for anybody ---- */
struct public_outlet_line {
	const struct public_outlet *o;
	str href, id;
	const struct outlet_shown *hour, *day;
	size_t n_hour, n_day;
	struct air_mark air_hour, air_day;
	ms_t air_hour_at;
	const struct air_item_line *items; /* of the day of the air, against its limits */
	size_t n_items;
};
struct monitor_public_view {
	const struct public_outlet_line *lines, *air;
	size_t n, n_air;
	const struct outlet_count *counts;
	size_t n_counts;
	bool truncated;
	struct outlet_map map;
	ms_t made;
};
struct public_hour_row {
	ms_t time;
	const str *cells; /* one for each series */
};
struct outlet_public_view {
	const struct public_outlet_line *line;
	const struct outlet_series *series;
	size_t n_series;
	const struct public_hour_row *rows;
	size_t n_rows;
	const str *sources; /* of its limits */
	size_t n_sources;
};
void put_public_time(struct buf *, const struct ui *, ms_t, bool hour); /* 2026-11-23 09:00; without the hour */
void put_outlet_state(struct buf *, const struct ui *, int state); /* ■ 超限 */
void put_outlet_kind(struct buf *, const struct ui *, enum outlet_kind);
void put_outlet_flag(struct buf *, const struct ui *, enum outlet_flag);
void put_outlet_time(struct buf *, const struct ui *, ms_t); /* 11-23 09:05:30 */
void put_order_state(struct buf *, const struct ui *, const struct command *);
void put_seconds(struct buf *, const struct ui *, ms_t); /* how far a clock is wrong */
str outlet_state_word(enum lang, int state);
const char *outlet_state_light(int state); /* colour and shape on a map */
str outlet_kind_word(enum lang, enum outlet_kind);

#endif
