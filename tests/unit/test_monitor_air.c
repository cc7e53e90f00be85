/* SPDX-License-Identifier: Apache-2.0 */
/* Means, their validity, months and years, the table of observations. */
#include "check.h"

#include "monitor/air.h"

static struct air_value val(int64_t v)
{
	return (struct air_value){true, ratio_of(v)};
}

static void same_ratio(struct air_value got, int64_t above, int64_t below)
{
	assert_true(got.valid);
	if (got.v.above * below != got.v.below * above)
		test_fails("got %lld/%lld, want %lld/%lld", (long long)got.v.above, (long long)got.v.below, (long long)above, (long long)below);
}

static void fractions(void **state)
{
	unused_arg(state);
	struct ratio r, wide = {(__int128)1 << 126, 1};
	struct dec d;
	int order;
	assert_true(ratio_add((struct ratio){1, 6}, (struct ratio){1, 3}, &r) && r.above == 1 && r.below == 2);
	assert_true(ratio_sub((struct ratio){1, 6}, (struct ratio){1, 3}, &r) && r.above == -1 && r.below == 6);
	assert_true(ratio_mul((struct ratio){2, 3}, (struct ratio){3, 4}, &r) && r.above == 1 && r.below == 2);
	assert_true(ratio_div((struct ratio){2, 3}, (struct ratio){-4, 3}, &r) && r.above == -1 && r.below == 2);
	assert_false(ratio_div((struct ratio){2, 3}, ratio_of(0), &r));
	assert_false(ratio_add(wide, wide, &r));
	assert_false(ratio_mul(wide, ratio_of(4), &r));
	assert_true(ratio_cmp((struct ratio){1, 3}, (struct ratio){333, 1000}, &order) && order > 0);
	assert_true(ratio_round((struct ratio){-5, 2}, 0, ROUND_HALF_EVEN, &d) && d.v == -2);
	assert_true(ratio_round((struct ratio){-7, 2}, 0, ROUND_HALF_EVEN, &d) && d.v == -4);
	assert_true(ratio_round((struct ratio){-5, 2}, 0, ROUND_HALF_UP, &d) && d.v == -3);
	assert_true(ratio_round((struct ratio){29, 10}, 0, ROUND_DOWN, &d) && d.v == 2);
	assert_true(ratio_round((struct ratio){2, 3}, 3, ROUND_HALF_EVEN, &d) && d.v == 667 && d.scale == 3);
	assert_false(ratio_round(wide, 0, ROUND_HALF_EVEN, &d));
	r = ratio_dec((struct dec){-1250, 3});
	assert_true(r.above == -5 && r.below == 4);
}

/* ---- means ---------------------------------------------------------------------------------------- */
static void days_of_hours(void **state)
{
	unused_arg(state);
	const struct air_validity *v = &air_rules()->validity;
	struct air_value h[24] = {{0}};
	assert_int_equal(v->hour_minutes, 45);
	for (int i = 0; i < 19; i++)
		h[i] = val(i);
	assert_false(air_mean(h, 24, v->day_hours).valid);
	h[23] = val(100);
	same_ratio(air_mean(h, 24, v->day_hours), 271, 20);
	assert_false(air_mean(h, 24, 21).valid);
	assert_false(air_mean(h, 0, 0).valid);
	/* eight hours that end with hour 7; with six of them; with five */
	same_ratio(air_moving(h, 7, 8, v->window_8h), 28, 8);
	h[0].valid = h[7].valid = false;
	same_ratio(air_moving(h, 7, 8, v->window_8h), 21, 6);
	h[3].valid = false;
	assert_false(air_moving(h, 7, 8, v->window_8h).valid);
	assert_false(air_moving(h, 4, 8, v->window_8h).valid); /* only five hours are known before the first */
}

static void ozone(void **state)
{
	unused_arg(state);
	const struct air_validity *v = &air_rules()->validity;
	struct air_value h[24];
	for (int i = 0; i < 24; i++)
		h[i] = val(i >= 12 && i < 20 ? 160 : 80);
	same_ratio(air_ozone_day(v, h), 160, 1); /* 12:00 to 20:00 */
	/* 17 windows; three may fail: with hours 0 to 4 missing those that end at 08:00, 09:00 and 10:00 have five */
	for (int i = 0; i < 5; i++)
		h[i].valid = false;
	same_ratio(air_ozone_day(v, h), 160, 1);
	h[5].valid = false; /* 13 are left */
	assert_false(air_ozone_day(v, h).valid);
	for (int i = 12; i < 20; i++)
		h[i] = val(161); /* above the limit it holds all the same */
	same_ratio(air_ozone_day(v, h), 161, 1);
	for (int i = 0; i < 24; i++)
		h[i].valid = false;
	assert_false(air_ozone_day(v, h).valid);
	/* a night's maximum before 08:00 lies only in windows that end from 08:00 on */
	for (int i = 0; i < 24; i++)
		h[i] = val(i < 8 ? 200 : 10);
	same_ratio(air_ozone_day(v, h), 200, 1);
}

/* ---- periods ----------------------------------------------------------------------------------------- */
static void percentiles(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct air_value v[31];
	for (int i = 0; i < 31; i++)
		v[i] = val((i * 7) % 31); /* 0 … 30, out of order */
	same_ratio(air_percentile(&a, v, 31, 90), 27, 1);
	same_ratio(air_percentile(&a, v, 31, 95), 285, 10);
	same_ratio(air_percentile(&a, v, 31, 100), 30, 1);
	for (int i = 0; i < 31; i++)
		v[i].valid = i % 31 == 0;
	same_ratio(air_percentile(&a, v, 31, 90), 0, 1);
	v[0].valid = false;
	assert_false(air_percentile(&a, v, 31, 90).valid);
	assert_false(air_percentile(&a, v, 0, 90).valid);
	arena_done(&a);
}

static void composite(void **state)
{
	unused_arg(state);
	const struct air_rules *r = air_rules();
	struct dec d;
	struct air_value stat[AIR_ITEMS] = {[AIR_SO2] = val(3), [AIR_NO2] = val(13), [AIR_PM10] = val(16), [AIR_PM25] = val(13),
		[AIR_CO] = {true, ratio_dec((struct dec){9, 1})}, [AIR_O3_8H] = val(87)};
	struct air_value v = air_composite(air_method_on(r, day_of(2022, 2, 1)), stat);
	assert_true(v.valid && ratio_round(v.v, 4, ROUND_HALF_EVEN, &d));
	assert_int_equal(d.v, 17438); /* 3/60 + 13/40 + 16/70 + 13/35 + 0.9/4 + 87/160 */
	v = air_composite(air_method_on(r, day_of(2026, 3, 1)), stat);
	assert_true(v.valid && ratio_round(v.v, 6, ROUND_HALF_EVEN, &d));
	assert_int_equal(d.v, 3579167); /* 3/60 + 2*13/40 + 16/60 + 3*13/30 + 0.9/4 + 2*87/160 */
	stat[AIR_CO].valid = false;
	assert_false(air_composite(air_method_on(r, day_of(2022, 2, 1)), stat).valid);
}

static void change_and_places(void **state)
{
	unused_arg(state);
	struct arena a;
	size_t place[6];
	arena_init(&a);
	same_ratio(air_change(val(30), val(40)), -25, 1);
	same_ratio(air_change(val(50), val(40)), 25, 1);
	assert_false(air_change(val(1), val(0)).valid);
	assert_false(air_change(val(1), (struct air_value){0}).valid);
	const struct air_value v[6] = {{true, {4001, 1000}}, {true, {3, 1}}, {false, {0, 1}}, {true, {3999, 1000}}, {true, {5, 1}}, {true, {2, 1}}};
	air_rank(&a, v, 6, place);
	const size_t want[] = {3, 2, 0, 3, 5, 1};
	assert_memory_equal(place, want, sizeof want);
	air_rank(&a, v, 0, place);
	arena_done(&a);
}

static void fill_day(struct air_day *d, day_t day, int64_t pm25)
{
	*d = (struct air_day){.day = day, .aqi = AIR_NONE};
	for (int i = 0; i < AIR_ITEMS; i++)
		d->v[i] = val(i == AIR_PM25 ? pm25 : 1);
	d->v[AIR_O3].valid = false;
	struct air_reading v[AIR_ITEMS] = {0};
	struct air_index x;
	const struct air_standard *st = air_standard_on(air_rules(), day);
	for (int i = 0; i < AIR_ITEMS; i++)
		v[i].given = d->v[i].valid && air_round(d->v[i].v, st->scale[AIR_DAY][i].decimals, &v[i].units);
	air_index_of(air_rules(), st, AIR_DAY, v, &x);
	d->aqi = x.aqi;
}

static void months_and_years(void **state)
{
	unused_arg(state);
	const struct air_rules *r = air_rules();
	struct air_day d[366];
	struct air_period p;
	struct arena a;
	day_t first = day_of(2025, 1, 1);
	arena_init(&a);
	for (int i = 0; i < 365; i++)
		fill_day(&d[i], first + i, i % 73 == 0 ? 76 : 75); /* 2012: 102 and 100 */
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 364, &p);
	assert_int_equal(p.with_aqi, 365);
	assert_int_equal(p.good, 360);
	assert_int_equal(p.by_level[2], 360);
	assert_int_equal(p.by_level[3], 5);
	assert_int_equal(p.primary[AIR_PM25], 365);
	assert_true(p.enough[AIR_PM25] && p.composite_enough);
	same_ratio(p.stat[AIR_PM25], 75 * 365 + 5, 365);
	/* February needs 25, another month 27, a year 324 */
	for (int i = 31; i < 34; i++)
		d[i].v[AIR_PM25].valid = false;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first + 31, first + 58, &p);
	assert_true(p.enough[AIR_PM25]);
	assert_int_equal(p.days[AIR_PM25], 25);
	d[34].v[AIR_PM25].valid = false;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first + 31, first + 58, &p);
	assert_false(p.enough[AIR_PM25] || p.composite_enough);
	assert_true(p.enough[AIR_PM10] && p.composite.valid);
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 364, &p);
	assert_false(p.enough[AIR_PM25]); /* one month of the year has not its days */
	for (int i = 0; i < 4; i++)
		d[i].v[AIR_PM10].valid = false;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 30, &p);
	assert_true(p.enough[AIR_PM10]);
	d[4].v[AIR_PM10].valid = false;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 30, &p);
	assert_false(p.enough[AIR_PM10]);
	/* every month has its days, and the year has not */
	for (int m = 1; m <= 12; m++)
		for (int k = 0; k < (day_civil(day_month_end(2025, m)).day == 31 ? 4 : 3); k++)
			d[day_of(2025, m, 1) - first + k].v[AIR_SO2].valid = false;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 364, &p);
	assert_int_equal(p.days[AIR_SO2], 322);
	assert_false(p.enough[AIR_SO2]);
	d[0].v[AIR_SO2].valid = d[1].v[AIR_SO2].valid = true;
	air_period_of(&a, r, air_method_on(r, first), d, 365, first, first + 364, &p);
	assert_true(p.enough[AIR_SO2]);
	/* of another span as large a share is asked as of a year: 9 of 10 days */
	air_period_of(&a, r, air_method_on(r, first), d, 365, first + 100, first + 109, &p);
	assert_true(p.enough[AIR_NO2]);
	air_period_of(&a, r, air_method_on(r, first), d, 109, first + 100, first + 109, &p);
	assert_true(p.enough[AIR_NO2]);
	air_period_of(&a, r, air_method_on(r, first), d, 108, first + 100, first + 109, &p);
	assert_false(p.enough[AIR_NO2]);
	arena_done(&a);
}

/* ---- the table ------------------------------------------------------------------------------------------- */
static str as_json(struct arena *a, const char *csv, const char *forced)
{
	const struct air_rules *r = air_rules();
	struct air_observation *o;
	struct air_notice *notices;
	size_t n, n_notices;
	struct buf b;
	buf_init(&b, a);
	if (air_csv_read(a, r, forced ? air_standard_named(r, str_of(forced)) : NULL, str_of(csv), &o, &n, &notices, &n_notices) != OK) {
		fail_text(&b, LANG_EN);
		return buf_str(&b);
	}
	for (size_t i = 0; i < n; i++)
		air_json_put(&b, r, &o[i]);
	if (n_notices)
		buf_fmt(&b, "%zu said", n_notices);
	return b.n ? buf_str(&b) : S("");
}

static void tables(void **state)
{
	unused_arg(state);
	static const struct {
		const char *csv, *forced, *want;
	} row[] = {
		{"", NULL, ""},
		{"time,span,item,value\n", NULL, ""},
		{"time,span,item,value\n2026-03-01 08:00,hour,PM2.5,61\n", NULL,
		 "{\"time\":\"2026-03-01 08:00\",\"span\":\"hour\",\"aqi\":101,\"level\":3,\"primary\":[\"PM2.5\"],\"iaqi\":{\"PM2.5\":101},\"standard\":\"2026\"}\n"},
		{"2026-03-01 08:00,hour,PM2.5,61", "2012",
		 "{\"time\":\"2026-03-01 08:00\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"PM2.5\":83},\"standard\":\"2012\"}\n"},
		/* other columns, another order, quotes, CR LF, a mark at the beginning, blank lines, rows apart */
		{"\xef\xbb\xbf数值;\"项目\";站点;时段;时间\r\n120;\"PM2.5\";甲;日;2026年6月1日\r\n\r\n\"\";co;甲;day;2026/6/2\r\n180;pm10;甲;Day;20260601\r\n", NULL,
		 "{\"station\":\"甲\",\"time\":\"2026年6月1日\",\"span\":\"day\",\"aqi\":158,\"level\":4,\"primary\":[\"PM2.5\"],\"iaqi\":{\"PM10\":124,\"PM2.5\":158},\"standard\":\"2026\"}\n"
		 "{\"station\":\"甲\",\"time\":\"2026/6/2\",\"span\":\"day\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"CO\":null},\"standard\":\"2026\"}\n"},
		/* stations are apart */
		{"station,time,span,item,value\nA,2026-03-01 01,hour,NO2,1\nB,2026-03-01 01,hour,NO2,2\nA,2026-03-01 01,hour,PM2.5,61\n", NULL,
		 "{\"station\":\"A\",\"time\":\"2026-03-01 01\",\"span\":\"hour\",\"aqi\":101,\"level\":3,\"primary\":[\"PM2.5\"],\"iaqi\":{\"NO2\":1,\"PM2.5\":101},\"standard\":\"2026\"}\n"
		 "{\"station\":\"B\",\"time\":\"2026-03-01 01\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"NO2\":1},\"standard\":\"2026\"}\n"},
		/* the zone decides the day; 24:00 belongs to the day that ends */
		{"2026-02-28T16:00:00Z,hour,NO2,1\n2026-02-28 24:00,hour,NO2,1\n2026-02-28T23:59:59+08:00,hour,NO2,1", NULL,
		 "{\"time\":\"2026-02-28T16:00:00Z\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"NO2\":1},\"standard\":\"2026\"}\n"
		 "{\"time\":\"2026-02-28 24:00\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"NO2\":1},\"standard\":\"2012\"}\n"
		 "{\"time\":\"2026-02-28T23:59:59+08:00\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"NO2\":1},\"standard\":\"2012\"}\n"},
		{"2026-03-01,day,O3,1\n2026-03-02,day,O3,1\n2026-03-02 01,hour,O3_8h,100\n", NULL,
		 "{\"time\":\"2026-03-01\",\"span\":\"day\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"O3\":null},\"standard\":\"2026\"}\n"
		 "{\"time\":\"2026-03-02\",\"span\":\"day\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"O3\":null},\"standard\":\"2026\"}\n"
		 "{\"time\":\"2026-03-02 01\",\"span\":\"hour\",\"aqi\":null,\"level\":null,\"primary\":[],\"iaqi\":{\"O3_8h\":50},\"standard\":\"2026\"}\n2 said"},
		{"time,span,value\n", NULL, "the heading names no column item; it needs time, span, item and value"},
		{"2026-03-01,day,PM10\n2026-03-01,day\n", NULL, "line 2 has only 2 cells; it needs time, span, item and value"},
		{"time,span,item,value\n\n2026-02-29,day,PM10,1\n", NULL, "line 3: 2026-02-29 is not a time; write it as 2026-03-01 08:00"},
		{"2026-03-01 24:30,hour,PM10,1\n", NULL, "line 1: 2026-03-01 24:30 is not a time; write it as 2026-03-01 08:00"},
		{"2026-03-01,week,PM10,1\n", NULL, "line 1: week is not a span; write hour or day"},
		{"2026-03-01,day,PM1,1\n", NULL, "line 1: PM1 is not an item; write SO2, NO2, CO, O3, O3_8h, PM10 or PM2.5"},
		{"2026-03-01,day,PM10,-1\n", NULL,
		 "line 1: -1 is not a concentration; write a number from 0 on such as 12 or 0.8, or leave it empty when it is missing"},
		{"2026-03-01,day,PM10,1\n2026-03-01,day,CO,1\n2026-03-01 00:00,day,PM10,2\n", NULL,
		 "line 3: PM10 of 2026-03-01 stands there twice, first in line 1; keep one of them"},
		{"2026-03-01,day,PM10,1\n\"2026-03-02,day,PM10,1\n", NULL,
		 "line 2: a quotation mark is opened and never closed; close it or take it away"},
		{"2026-03-01,day,PM10,\xff\n", NULL, "the table is not text in UTF-8; save it as CSV in UTF-8"},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++)
		same_str(as_json(&a, row[i].csv, row[i].forced), str_of(row[i].want));
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(fractions), cmocka_unit_test(days_of_hours), cmocka_unit_test(ozone),
		cmocka_unit_test(percentiles), cmocka_unit_test(composite), cmocka_unit_test(change_and_places), cmocka_unit_test(months_and_years),
		cmocka_unit_test(tables)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
