/* SPDX-License-Identifier: Apache-2.0 */
/* Two air stations of the canned district; the second has sent nothing this year. */
#include "fake_core.h"

#include "monitor/air_keep.h"

err air_stations_read(struct ctx *x, struct air_station **ret, size_t *ret_n)
{
	struct air_station *s = arena_new_n(x->arena, 2, struct air_station);
	s[0] = (struct air_station){1, S("S1"), S("榴花站<b>")};
	s[1] = (struct air_station){2, S("S2"), S("峄河站")};
	*ret = s;
	*ret_n = 2;
	return OK;
}

/* Hours that rise with the day and the hour; every seventh day lacks carbon monoxide. */
static void invent(day_t day, struct air_hours *ret)
{
	*ret = (struct air_hours){0};
	for (int item = 0; item < AIR_ITEMS; item++)
		for (int h = 0; item != AIR_O3_8H && h < 24; h++) {
			ret->given[item][h] = item != AIR_CO || day % 7;
			ret->v[item][h] = item == AIR_CO ? (struct dec){5 + h, 1} : (struct dec){20 + day % 90 + h * 2, 0};
		}
}

err air_days_read(struct ctx *x, int64_t station, day_t from, day_t to, struct air_day **ret, size_t *ret_n)
{
	struct air_day *d = arena_new_n(x->arena, (size_t)(to - from) + 1, struct air_day);
	struct air_hours h;
	size_t n = 0;
	for (day_t day = from; station == 1 && day <= to && day < FAKE_NOW / 86400000; day++) {
		invent(day, &h);
		air_day_of(air_rules(), day, &h, &d[n++]);
	}
	*ret = d;
	*ret_n = n;
	return OK;
}

err air_hours_read(struct ctx *x, int64_t station, day_t day, struct air_hours *ret)
{
	unused_arg(x);
	unused_arg(station);
	invent(day, ret);
	return OK;
}

void air_method_here(struct ctx *x, day_t day, struct air_method *ret)
{
	unused_arg(x);
	*ret = *air_method_on(air_rules(), day);
}

err air_taken(struct ctx *x, str what, day_t from, day_t to, struct air_taken *ret)
{
	unused_arg(x);
	unused_arg(what);
	*ret = (struct air_taken){.v = {true, {273, 10}}, .days = (size_t)(to - from) + 1, .stations = 2};
	return OK;
}
