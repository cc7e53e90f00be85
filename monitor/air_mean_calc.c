/* SPDX-License-Identifier: Apache-2.0 */
/* Means of hours and what makes them valid (GB 3095 table 4, HJ 663). */
#include "monitor/air.h"

static const struct air_value none = {false, {0, 1}};

struct air_value air_mean(const struct air_value *v, size_t n, int least)
{
	struct ratio sum = {0, 1}, mean;
	int64_t valid = 0;
	for (size_t i = 0; i < n; i++) {
		if (!v[i].valid)
			continue;
		if (!ratio_add(sum, v[i].v, &sum))
			return none;
		valid++;
	}
	if (!valid || valid < least || !ratio_div(sum, ratio_of(valid), &mean))
		return none;
	return (struct air_value){true, mean};
}

struct air_value air_moving(const struct air_value *v, size_t at, size_t span, int least)
{
	size_t from = at + 1 >= span ? at + 1 - span : 0;
	return air_mean(v + from, at + 1 - from, least);
}

struct air_value air_largest(const struct air_value *v, size_t n)
{
	struct air_value most = none;
	for (size_t i = 0; i < n; i++) {
		int order = 1;
		if (v[i].valid && (!most.valid || (ratio_cmp(v[i].v, most.v, &order) && order > 0)))
			most = v[i];
	}
	return most;
}

#define WINDOW 8

struct air_value air_ozone_day(const struct air_validity *rules, const struct air_value hours[24])
{
	struct air_value window[24 - WINDOW + 1];
	size_t valid = 0, n = COUNT_OF(window);
	int order = 0;
	for (size_t i = 0; i < n; i++) {
		window[i] = air_mean(hours + i, WINDOW, rules->window_8h);
		valid += window[i].valid;
	}
	struct air_value most = air_largest(window, n);
	if (!most.valid || valid >= (size_t)rules->ozone_windows)
		return most;
	/* with too few windows the largest may lie among those that are missing: only what is over the limit already is sure */
	return ratio_cmp(most.v, ratio_of(rules->ozone_holds), &order) && order > 0 ? most : none;
}
