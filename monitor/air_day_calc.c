/* SPDX-License-Identifier: Apache-2.0 */
/* What a day makes of its hours. */
#include "monitor/air_keep.h"

static struct air_value of_item(const struct air_validity *rules, int item, const struct air_hours *h)
{
	struct air_value v[24];
	int from = item == AIR_O3_8H ? AIR_O3 : item;
	for (int i = 0; i < 24; i++)
		v[i] = (struct air_value){h->given[from][i], ratio_dec(h->v[from][i])};
	return item == AIR_O3_8H ? air_ozone_day(rules, v) : item == AIR_O3 ? air_largest(v, 24) : air_mean(v, 24, rules->day_hours);
}

static int index_of(const struct air_rules *r, const struct air_day *d)
{
	const struct air_standard *st = air_standard_on(r, d->day);
	struct air_reading v[AIR_ITEMS] = {0};
	struct air_index x;
	for (int item = 0; item < AIR_ITEMS; item++)
		v[item].given = d->v[item].valid && air_round(d->v[item].v, st->scale[AIR_DAY][item].decimals, &v[item].units);
	air_index_of(r, st, AIR_DAY, v, &x);
	return x.aqi;
}

void air_day_of(const struct air_rules *r, day_t day, const struct air_hours *h, struct air_day *ret)
{
	struct air_day d = {.day = day};
	for (int item = 0; item < AIR_ITEMS; item++)
		d.v[item] = of_item(&r->validity, item, h);
	d.aqi = index_of(r, &d);
	*ret = d;
}

void air_day_of_stations(const struct air_rules *r, const struct air_day *stations, size_t n, struct air_day *ret)
{
	struct air_day d = {.day = stations[0].day};
	struct air_value v[AIR_STATIONS_MOST];
	n = n < AIR_STATIONS_MOST ? n : AIR_STATIONS_MOST;
	for (int item = 0; item < AIR_ITEMS; item++) {
		for (size_t i = 0; i < n; i++)
			v[i] = stations[i].v[item];
		d.v[item] = air_mean(v, n, 1);
	}
	d.aqi = index_of(r, &d);
	*ret = d;
}
