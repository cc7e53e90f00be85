/* SPDX-License-Identifier: Apache-2.0 */
/* means FIRST-YEAR STATIONS SEED: invented hours of stations over a year, and everything the room makes of them, as
 * lines for recompute.py. Fractions are written above/below, what is not valid as "-". */
#include <stdio.h>
#include <stdlib.h>

#include "monitor/air.h"

static uint64_t state;

static uint32_t dice(uint32_t n)
{
	state += 0x9e3779b97f4a7c15u;
	uint64_t z = state;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ (z >> 31)) % n);
}

static void put_wide(__int128 n) /* 0 or more */
{
	if (n >= 10)
		put_wide(n / 10);
	putchar('0' + (int)(n % 10));
}

static void put(struct air_value v)
{
	if (v.valid) {
		printf("\t");
		put_wide(v.v.above);
		printf("/");
		put_wide(v.v.below);
	} else
		printf("\t-");
}

#define DAYS 366
struct station {
	struct air_value hour[AIR_ITEMS][DAYS * 24];
	struct air_day day[DAYS];
};

/* Some stations are seldom missing, some often: both sides of each rule of validity are met. */
static void invent(struct station *s, size_t days)
{
	uint32_t gap = 2 + dice(60);
	for (int item = 0; item < AIR_ITEMS; item++)
		for (size_t h = 0; h < days * 24; h++) {
			struct dec d = {item == AIR_CO ? 1 + dice(60) : 1 + dice(item == AIR_O3 ? 260 : 170), item == AIR_CO ? 1 : (int)dice(2)};
			s->hour[item][h] = (struct air_value){dice(1000) >= gap + (h / 24 % 29 == 0 ? 120 : 0), ratio_dec(d)};
		}
}

static void make_day(const struct air_rules *r, struct station *s, size_t i, day_t day)
{
	struct air_day *d = &s->day[i];
	const struct air_standard *st = air_standard_on(r, day);
	struct air_reading v[AIR_ITEMS] = {{0}};
	struct air_index x;
	*d = (struct air_day){.day = day};
	for (int item = 0; item < AIR_ITEMS; item++) {
		const struct air_value *hours = &s->hour[item == AIR_O3_8H ? AIR_O3 : item][i * 24];
		d->v[item] = item == AIR_O3_8H ? air_ozone_day(&r->validity, hours) : item == AIR_O3 ? air_largest(hours, 24) :
			     air_mean(hours, 24, r->validity.day_hours);
		v[item].given = d->v[item].valid && air_round(d->v[item].v, st->scale[AIR_DAY][item].decimals, &v[item].units);
	}
	air_index_of(r, st, AIR_DAY, v, &x);
	d->aqi = x.aqi;
}

static void put_hours(const struct station *s, const struct air_rules *r, size_t i)
{
	for (int item = 0; item < AIR_ITEMS; item++) {
		printf("hours\t%d", item);
		for (size_t h = 0; h < 24; h++)
			put(s->hour[item][i * 24 + h]);
		printf("\nmoving\t%d", item);
		put(air_moving(s->hour[item], i * 24 + 23, 8, r->validity.window_8h));
		put(air_moving(s->hour[item], i * 24 + 11, 24, r->validity.moving_24h));
		printf("\n");
	}
	printf("day\t%d", (int)s->day[i].day);
	for (int item = 0; item < AIR_ITEMS; item++)
		put(s->day[i].v[item]);
	printf("\t%d\n", s->day[i].aqi);
}

static struct air_value put_period(struct arena *a, const struct station *s, const struct air_rules *r, size_t n, day_t from, day_t to)
{
	struct air_period p;
	const struct air_method *m = air_method_on(r, from);
	air_period_of(a, r, m, s->day, n, from, to, &p);
	printf("period\t%d\t%d", (int)from, (int)to);
	for (int item = 0; item < AIR_ITEMS; item++) {
		printf("\t%zu\t%d\t%zu", p.days[item], p.enough[item], p.primary[item]);
		put(p.stat[item]);
	}
	put(p.composite);
	printf("\t%zu\t%zu", p.with_aqi, p.good);
	for (int l = 1; l <= 6; l++)
		printf("\t%zu", p.by_level[l]);
	printf("\n");
	return p.composite;
}

int main(int argc, char **argv)
{
	const struct air_rules *r = air_rules();
	static struct station s;
	struct arena a;
	int year = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 2025;
	size_t stations = argc > 2 ? (size_t)strtol(argv[2], NULL, 10) : 3;
	state = argc > 3 ? (uint64_t)strtoll(argv[3], NULL, 10) : 1;
	day_t first = day_of(year, 1, 1), last = day_of(year, 12, 31);
	size_t days = (size_t)(last - first) + 1;
	arena_init(&a);
	struct air_value *composite = arena_new_n(&a, stations, struct air_value);
	size_t *place = arena_new_n(&a, stations, size_t);
	for (size_t k = 0; k < stations; k++) {
		printf("station\t%zu\n", k);
		invent(&s, days);
		for (size_t i = 0; i < days; i++)
			make_day(r, &s, i, first + (day_t)i);
		for (size_t i = 0; i < days; i++)
			put_hours(&s, r, i);
		for (int m = 1; m <= 12; m++)
			put_period(&a, &s, r, days, day_of(year, m, 1), day_month_end(year, m));
		put_period(&a, &s, r, days, first + 40, first + 46);
		put_period(&a, &s, r, days, first, first + 326);
		composite[k] = put_period(&a, &s, r, days, first, last);
	}
	air_rank(&a, composite, stations, place);
	printf("rank");
	for (size_t k = 0; k < stations; k++) {
		put(composite[k]);
		printf("\t%zu", place[k]);
	}
	printf("\n");
	arena_done(&a);
	return 0;
}
