/* SPDX-License-Identifier: Apache-2.0 */
/* outlet_public (环境监测公开): what anybody may read of stations, without an account. Only stations that are in use and
 * whose word says public; of the others nothing leaves here, neither name nor number nor place. What leaves has no MN, no
 * password and no person in it. Values are as the stations sent them: nobody has verified them. */
#ifndef LUOSHI_OUTLET_PUBLIC_H
#define LUOSHI_OUTLET_PUBLIC_H

#include "monitor/air_keep.h"
#include "monitor/limit.h"
#include "monitor/outlet.h"

#define PUBLIC_OUTLETS_MOST 500
struct public_value {
	str code, name, value, unit; /* unit empty: none, or not known */
	enum outlet_flag flag;
	const struct limit *limit;   /* of that span, else of every value; NULL: none is known */
	bool above;
};
struct public_span { /* of one hour or one day */
	ms_t time;   /* its beginning; MS_NONE: nothing */
	bool made;   /* of finer data, here; else as it was sent */
	const struct public_value *v;
	size_t n;
};
struct public_air { /* of an air station: newest day that has an index, newest hour of the last two days */
	bool has_day, has_hour;
	struct air_day day;
	day_t hour_day;
	int hour;
	struct air_value v[AIR_ITEMS]; /* of that hour */
};
struct public_outlet {
	int64_t id;
	bool enrolled;     /* it speaks to us itself; else its hours come by file, and there is no state, place or span */
	str name, firm;    /* firm empty: not said */
	enum outlet_kind kind;
	enum outlet_state state;
	struct station_site site;
	struct public_span hour, day;
	const struct public_air *air; /* NULL: it has no hours of air */
};
struct public_outlets {
	const struct public_outlet *v; /* outlets by state, then name; behind them the air stations */
	size_t n, n_air;               /* n: all */
	bool truncated;
};
err public_outlets_read(struct core *, struct arena *, struct public_outlets *ret) must_check;
/* The course of one factor of it over hours; `covers`: until when. Readings as they were sent, else means of live data. */
struct public_point {
	ms_t time;
	struct dec v;
	bool has;
	enum outlet_flag flag;
};
err public_course_read(struct core *, struct arena *, const struct public_outlet *, str code, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n) must_check;
/* The same of an item of an air station. */
err public_air_course_read(struct core *, struct arena *, const struct public_outlet *, enum air_item, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n) must_check;
/* Rises with every change of a station, so that nobody reads what is public no more. */
err public_outlets_mark(struct core *, struct arena *, int64_t *ret) must_check;

#endif
