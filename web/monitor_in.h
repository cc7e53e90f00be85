/* SPDX-License-Identifier: Apache-2.0 */
/* Between the pages of stations: web/monitor*.c. */
#ifndef LUOSHI_WEB_MONITOR_IN_H
#define LUOSHI_WEB_MONITOR_IN_H

#include "core/told.h"
#include "monitor/limit.h"
#include "web/web_in.h"

enum outlet_span { SPAN_HOURS, SPAN_ONE_DAY, SPAN_WEEK, SPAN_MONTHS, OUTLET_SPANS };

err station_asked(struct visit *, struct station *ret) must_check; /* of {id}; ERR_NOTFOUND */
/* Its newest values against its limits; w: as station_watch_read gave it. */
void outlet_line_fill(struct visit *, const struct station *, const struct station_watch *, const struct outlet_news *, struct outlet_line *ret); /* without its firm */
/* What a value of the factor is held against: of every value, else of hours, else of days. NULL: nothing. */
const struct limit *outlet_limit(const struct station_watch *, str code, day_t);
str limit_said(struct visit *, const struct limit *); /* 6–9; ≤ 50 mg/L */
/* The lines of its limit in a drawing, in the unit of the values. NULL: none. */
void outlet_bounds_fill(struct visit *, const struct limit *, str unit, struct outlet_series *);
str outlet_unit_shown(struct visit *, str unit);      /* as people write it: m³, µg */
/* Stations on the map of the district; those that stand close together on the drawing are one mark with their number. */
struct outlet_spot {
	struct station_site site;
	int state;
	str name, href;
};
/* The worst first. zoom: a path with ? or & at its end by which a mark of many is looked at more closely; empty: it leads to #list. */
void outlet_points(struct visit *, const struct map *, struct map_frame, str zoom, const struct outlet_spot *, size_t n, const struct map_point **ret, size_t *ret_n);
ms_t outlet_missing(struct visit *);
err monitor_show(struct visit *, const struct outlet_page *typed) must_check; /* the page of {id}; typed: a command that was not taken */
err monitor_orders_fill(struct visit *, struct outlet_page *) must_check;
str segment_shown(struct visit *, str segment); /* a stranger's telegram without its password */
str segment_field(str segment, const char *name); /* STR_NONE: it is not there */
err outlet_series_read(struct visit *, const struct station *, enum outlet_span, struct outlet_series *) must_check;
extern const char *const outlet_span_names[OUTLET_SPANS];
str outlet_chart(struct visit *, const struct outlet_series *);
str outlet_strip(struct visit *, ms_t from, const uint8_t *hours, size_t n);
const struct option *kind_options_of(struct visit *, str chosen, size_t *ret_n);

#endif
