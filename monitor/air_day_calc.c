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

void air_day_of(const struct air_rules *r, day_t day, const struct air_hours *h, struct air_day *ret)
{
	const struct air_standard *st = air_standard_on(r, day);
	struct air_day d = {.day = day};
	struct air_reading v[AIR_ITEMS] = {0};
	struct air_index x;
	for (int item = 0; item < AIR_ITEMS; item++) {
		d.v[item] = of_item(&r->validity, item, h);
		v[item].given = d.v[item].valid && air_round(d.v[item].v, st->scale[AIR_DAY][item].decimals, &v[item].units);
	}
	air_index_of(r, st, AIR_DAY, v, &x);
	d.aqi = x.aqi;
	*ret = d;
}
