/* SPDX-License-Identifier: Apache-2.0 */
/* outlet: a station as the pages show it: what it measures, its newest values, the state that follows from them, which hours of a
 * span have data, what it answered to a command. Nothing of it is kept: it is read from the telegrams each time. */
#ifndef LUOSHI_OUTLET_H
#define LUOSHI_OUTLET_H

#include "monitor/monitor.h"

/* By the system that its telegrams name (ST, HJ 212-2017 table 5). */
enum outlet_kind { OUTLET_WATER, OUTLET_GAS, OUTLET_AIR, OUTLET_NOISE, OUTLET_OTHER, OUTLET_KINDS };
enum outlet_kind outlet_kind_of(int st);

struct outlet_value {
	str code, value, flag;       /* as they were sent; flag empty: none was sent */
	const struct factor *factor; /* NULL: no standard has it */
};
struct outlet_news { /* its newest telegram with values */
	enum reading_sort sort;
	ms_t time, got; /* MS_NONE: there is none */
	int st;
	bool has_clock; /* its telegrams have a QN */
	ms_t ahead;     /* how far its clock is ahead of ours; behind: negative */
	const struct outlet_value *v;
	size_t n;
};
err outlet_news_read(struct ctx *, int64_t station, struct outlet_news *ret) must_check;
err outlet_news_of(struct ctx *, int64_t station, enum reading_sort, struct outlet_news *ret) must_check; /* of that sort alone */

/* What a flag (数据标记, HJ 212-2017 table 4) says of a value. */
enum outlet_flag { FLAG_NORMAL, FLAG_STOPPED, FLAG_UPKEEP, FLAG_MANUAL, FLAG_FAULT, FLAG_CALIBRATION, FLAG_RANGE, FLAG_LINE, FLAG_OTHER, FLAGS };
enum outlet_flag outlet_flag_of(str);

/* The worse stands in front. */
enum outlet_state { OUTLET_MISSING, OUTLET_ABOVE, OUTLET_FAULT, OUTLET_UPKEEP, OUTLET_STOPPED, OUTLET_NORMAL, OUTLET_OFF, OUTLET_STATES };
/* above: some value is beyond a limit of it. missing: after how long without values. Pure. */
enum outlet_state outlet_state_of(bool on, const struct outlet_news *, bool above, ms_t now, ms_t missing);

/* What came of each hour of a span: of hours that it sent, else of its live data. from is the beginning of an hour. */
enum outlet_hour { HOUR_NONE, HOUR_FLAGGED, HOUR_VALID };
#define OUTLET_HOURS_MOST (24 * 40)
err outlet_hours_read(struct ctx *, int64_t station, ms_t from, size_t n, uint8_t *ret) must_check;

/* Whose outlet it is. The office that enrols a station names the firm, and whoever may look at the station is told its name, also
 * where the books of the firm are kept from him. 0, empty: none. */
err station_firm_find(struct ctx *, str code_or_name, int64_t *ret) must_check;
err station_firm_name(struct ctx *, int64_t subject, str *ret) must_check;
err station_firm_names(struct ctx *, const int64_t *subject, size_t n, str *ret) must_check; /* of many in one look */

/* The parameters of the telegram by which it answered, like SystemTime=…; empty: none. */
err outlet_answer(struct ctx *, const struct command *, str *ret) must_check;

#endif
