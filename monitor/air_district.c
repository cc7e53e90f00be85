/* SPDX-License-Identifier: Apache-2.0 */
/* The air of the district: its stations together, and what indicators take from it. */
#include "monitor/air_keep.h"

/* The days that several lists begin with the same day of, each list by day. */
struct side {
	struct air_day *v;
	size_t n, at;
};

static day_t first_of(const struct side *s, size_t n)
{
	day_t day = DAY_NONE;
	for (size_t i = 0; i < n; i++)
		if (s[i].at < s[i].n && (day == DAY_NONE || s[i].v[s[i].at].day < day))
			day = s[i].v[s[i].at].day;
	return day;
}

err air_days_of_district(struct ctx *x, day_t from, day_t to, struct air_day **ret, size_t *ret_n, size_t *ret_stations)
{
	struct air_station *stations;
	LIST(struct air_day) l = {0};
	size_t n;
	day_t day;
	TRY(air_stations_read(x, &stations, &n));
	*ret_stations = n;
	n = n < AIR_STATIONS_MOST ? n : AIR_STATIONS_MOST;
	struct side *sides = arena_new_n(x->arena, n, struct side);
	struct air_day *same = arena_new_n(x->arena, n, struct air_day);
	for (size_t i = 0; i < n; i++)
		TRY(air_days_read(x, stations[i].id, from, to, &sides[i].v, &sides[i].n));
	while ((day = first_of(sides, n)) != DAY_NONE) {
		size_t some = 0;
		for (size_t i = 0; i < n; i++)
			if (sides[i].at < sides[i].n && sides[i].v[sides[i].at].day == day)
				same[some++] = sides[i].v[sides[i].at++];
		air_day_of_stations(air_rules(), same, some, list_push(x->arena, &l));
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err air_taken(struct ctx *x, str what, day_t from, day_t to, struct air_taken *ret)
{
	struct air_day *days;
	struct air_method method;
	struct air_period p;
	enum air_item item;
	size_t n;
	*ret = (struct air_taken){0};
	TRY(air_days_of_district(x, from, to, &days, &n, &ret->stations));
	air_method_here(x, to, &method);
	air_period_of(x->arena, air_rules(), &method, days, n, from, to, &p);
	if (str_eq(what, S("good"))) {
		ret->days = p.with_aqi;
		ret->v.valid = p.with_aqi && ratio_div(ratio_of((int64_t)p.good * 100), ratio_of((int64_t)p.with_aqi), &ret->v.v);
	} else if (air_item_named(air_rules(), what, &item)) {
		ret->days = p.days[item];
		ret->v = p.stat[item];
	} else
		return fail(ERR_INPUT, "the air has no “{0}”; an indicator takes an item like PM2.5, or good", what);
	return OK;
}
