/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "monitor/air.h"

static const struct air_standard *std_of(const char *name)
{
	const struct air_standard *s = air_standard_named(air_rules(), str_of(name));
	assert_non_null(s);
	return s;
}

static int iaqi(const char *standard, enum air_span span, enum air_item item, const char *text)
{
	const struct air_standard *st = std_of(standard);
	int64_t units;
	assert_true(air_round_text(str_of(text), st->scale[span][item].decimals, &units));
	return air_iaqi(st, &st->scale[span][item], units);
}

/* The table as it is printed: item, breakpoints of 24 hours (ozone 8 hours) and of one hour. */
static void breakpoints(void **state)
{
	unused_arg(state);
	static const int index[] = {0, 50, 100, 150, 200, 300, 400, 500};
	static const struct {
		enum air_span span;
		enum air_item item;
		const char *at[8];
	} row[] = {
		{AIR_DAY, AIR_SO2, {"0", "50", "150", "475", "800", "1600", "2100", "2620"}},
		{AIR_HOUR, AIR_SO2, {"0", "150", "500", "650", "800"}},
		{AIR_DAY, AIR_NO2, {"0", "40", "80", "180", "280", "565", "750", "940"}},
		{AIR_HOUR, AIR_NO2, {"0", "100", "200", "700", "1200", "2340", "3090", "3840"}},
		{AIR_DAY, AIR_CO, {"0", "2", "4", "14", "24", "36", "48", "60"}},
		{AIR_HOUR, AIR_CO, {"0", "5", "10", "35", "60", "90", "120", "150"}},
		{AIR_DAY, AIR_O3_8H, {"0", "100", "160", "215", "265", "800"}},
		{AIR_HOUR, AIR_O3, {"0", "160", "200", "300", "400", "800", "1000", "1200"}},
		{AIR_DAY, AIR_PM10, {"0", "50", NULL, "250", "350", "420", "500", "600"}},
		{AIR_HOUR, AIR_PM10, {"0", "50", NULL, "250", "350", "420", "500", "600"}},
		{AIR_DAY, AIR_PM25, {"0", "35", NULL, "115", "150", "250", "350", "500"}},
		{AIR_HOUR, AIR_PM25, {"0", "35", NULL, "115", "150", "250", "350", "500"}},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		for (size_t k = 0; k < COUNT_OF(index); k++)
			if (row[i].at[k]) {
				assert_int_equal(iaqi("2026", row[i].span, row[i].item, row[i].at[k]), index[k]);
				assert_int_equal(iaqi("2012", row[i].span, row[i].item, row[i].at[k]), index[k]);
			}
	assert_int_equal(iaqi("2026", AIR_DAY, AIR_PM10, "120"), 100);
	assert_int_equal(iaqi("2012", AIR_DAY, AIR_PM10, "150"), 100);
	assert_int_equal(iaqi("2026", AIR_HOUR, AIR_PM25, "60"), 100);
	assert_int_equal(iaqi("2012", AIR_HOUR, AIR_PM25, "75"), 100);
}

static void up_to_the_next(void **state)
{
	unused_arg(state);
	static const struct {
		const char *standard;
		enum air_span span;
		enum air_item item;
		const char *text;
		int want;
	} row[] = {
		{"2026", AIR_DAY, AIR_PM25, "1", 2},       {"2026", AIR_DAY, AIR_PM25, "36", 52},
		{"2026", AIR_DAY, AIR_PM25, "61", 101},    {"2026", AIR_DAY, AIR_PM25, "120", 158},
		{"2026", AIR_DAY, AIR_PM10, "121", 101},   {"2026", AIR_DAY, AIR_SO2, "65", 58},
		{"2026", AIR_DAY, AIR_NO2, "150", 135},    {"2026", AIR_DAY, AIR_O3_8H, "161", 101},
		{"2026", AIR_HOUR, AIR_O3, "201", 101},    {"2026", AIR_HOUR, AIR_CO, "65.4", 218},
		{"2012", AIR_DAY, AIR_PM25, "50", 69},     {"2012", AIR_DAY, AIR_PM25, "76", 102},
		{"2012", AIR_DAY, AIR_PM10, "151", 101},
		/* rounded first, half to even */
		{"2026", AIR_DAY, AIR_PM25, "60.5", 100},  {"2026", AIR_DAY, AIR_PM25, "60.6", 101},
		{"2026", AIR_DAY, AIR_PM25, "61.5", 102},  {"2026", AIR_DAY, AIR_PM25, "60.50000000000000000000000000001", 101},
		{"2026", AIR_DAY, AIR_CO, "1.05", 25},     {"2026", AIR_DAY, AIR_CO, "1.15", 30},
		{"2026", AIR_DAY, AIR_CO, "1.25", 30},     {"2026", AIR_DAY, AIR_CO, "1.2500000000000000000000000001", 33},
		{"2026", AIR_DAY, AIR_PM25, "000000000000000000000000000060.49", 100},
		/* beyond the table */
		{"2026", AIR_HOUR, AIR_SO2, "801", 200},   {"2026", AIR_HOUR, AIR_SO2, "800.5", 200},
		{"2026", AIR_DAY, AIR_O3_8H, "1000", 300}, {"2026", AIR_HOUR, AIR_O3_8H, "801", 300},
		{"2012", AIR_HOUR, AIR_SO2, "801", AIR_NONE}, {"2012", AIR_DAY, AIR_O3_8H, "801", AIR_NONE},
		{"2012", AIR_HOUR, AIR_SO2, "800.5", 200},
		{"2026", AIR_DAY, AIR_PM25, "501", 500},   {"2012", AIR_DAY, AIR_PM25, "600", 500},
		{"2026", AIR_DAY, AIR_PM25, "99999999999999999999999999999999999999", 500},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (iaqi(row[i].standard, row[i].span, row[i].item, row[i].text) != row[i].want)
			test_fails("%s %s: %d, want %d", row[i].standard, row[i].text,
				   iaqi(row[i].standard, row[i].span, row[i].item, row[i].text), row[i].want);
}

static void digits(void **state)
{
	unused_arg(state);
	static const char *const bad[] = {"", ".", "+", "-1", "1e3", "1,000", "1.2.3", "１２", " 1", "0x10", "nan", "<3"};
	int64_t v;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(air_round_text(str_of(bad[i]), 0, &v));
	assert_true(air_round_text(S(".5"), 0, &v) && v == 0);
	assert_true(air_round_text(S("1.5"), 0, &v) && v == 2);
	assert_true(air_round_text(S("7."), 1, &v) && v == 70);
	assert_true(air_round_text(S("+0.95"), 1, &v) && v == 10);
	assert_true(air_round_text(S("0.85"), 1, &v) && v == 8);
	assert_true(air_round_text(S("999999999999.9"), 0, &v) && v == AIR_MOST);
	struct ratio half = {5, 2}, third = {23, 3};
	assert_true(air_round(half, 0, &v) && v == 2);
	assert_true(air_round(third, 1, &v) && v == 77);
	assert_false(air_round((struct ratio){-5, 2}, 0, &v));
}

/* ---- an observation ------------------------------------------------------------------------------ */
static struct air_index index_of(const char *standard, enum air_span span, const char *const v[AIR_ITEMS])
{
	const struct air_standard *st = std_of(standard);
	struct air_reading r[AIR_ITEMS] = {0};
	struct air_index x;
	for (int i = 0; i < AIR_ITEMS; i++)
		r[i].given = v[i] && air_round_text(str_of(v[i]), st->scale[span][i].decimals, &r[i].units);
	air_index_of(air_rules(), st, span, r, &x);
	return x;
}
#define INDEX(standard, span, ...) index_of(standard, span, (const char *const[AIR_ITEMS]){__VA_ARGS__})

static void whole_days(void **state)
{
	unused_arg(state);
	struct air_index x = INDEX("2026", AIR_DAY, [AIR_PM25] = "120", [AIR_PM10] = "180", [AIR_SO2] = "65", [AIR_NO2] = "150",
				   [AIR_CO] = "1.0", [AIR_O3_8H] = "200");
	assert_int_equal(x.aqi, 158);
	assert_true(x.primary[AIR_PM25] && !x.primary[AIR_PM10] && !x.primary[AIR_O3_8H]);
	assert_int_equal(air_level_of(air_rules(), x.aqi)->level, 4);
	/* a tie names all; up to 50 nobody is named */
	x = INDEX("2026", AIR_DAY, [AIR_PM25] = "60", [AIR_PM10] = "120", [AIR_SO2] = "1", [AIR_NO2] = "80", [AIR_CO] = "1", [AIR_O3_8H] = "90");
	assert_int_equal(x.aqi, 100);
	assert_true(x.primary[AIR_PM25] && x.primary[AIR_PM10] && x.primary[AIR_NO2] && !x.primary[AIR_CO]);
	x = INDEX("2026", AIR_DAY, [AIR_PM25] = "35", [AIR_PM10] = "50", [AIR_SO2] = "1", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3_8H] = "90");
	assert_int_equal(x.aqi, 50);
	for (int i = 0; i < AIR_ITEMS; i++)
		assert_false(x.primary[i]);
}

static void missing_items(void **state)
{
	unused_arg(state);
	struct air_index x = INDEX("2026", AIR_DAY, [AIR_PM25] = "60");
	assert_int_equal(x.aqi, AIR_NONE); /* 100 does not decide */
	assert_int_equal(x.iaqi[AIR_PM25], 100);
	assert_true(x.missing[AIR_SO2] && x.missing[AIR_O3] && !x.missing[AIR_PM25]);
	assert_false(x.primary[AIR_PM25]);
	x = INDEX("2026", AIR_DAY, [AIR_PM25] = "61");
	assert_int_equal(x.aqi, 101);
	assert_true(x.primary[AIR_PM25]);
	x = INDEX("2026", AIR_DAY, NULL);
	assert_int_equal(x.aqi, AIR_NONE);
	assert_null(air_level_of(air_rules(), AIR_NONE));
}

/* 2012: above 800 ozone is reported by its hour, sulphur dioxide not at all; 2026: they have an index. */
static void beyond_the_table(void **state)
{
	unused_arg(state);
	struct air_index x = INDEX("2012", AIR_DAY, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "1", [AIR_NO2] = "1", [AIR_CO] = "1",
				   [AIR_O3_8H] = "900", [AIR_O3] = "1000");
	assert_int_equal(x.iaqi[AIR_O3_8H], AIR_NONE);
	assert_int_equal(x.aqi, 400);
	assert_true(x.primary[AIR_O3] && !x.missing[AIR_O3]);
	x = INDEX("2026", AIR_DAY, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "1", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3_8H] = "900",
		  [AIR_O3] = "1000");
	assert_int_equal(x.aqi, 300);
	assert_int_equal(x.iaqi[AIR_O3], AIR_NONE);
	x = INDEX("2012", AIR_HOUR, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "900", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3] = "10");
	assert_int_equal(x.aqi, AIR_NONE);
	assert_true(x.missing[AIR_SO2]);
	x = INDEX("2026", AIR_HOUR, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "900", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3] = "10");
	assert_int_equal(x.aqi, 200);
	/* the moving 8 hours count in the hour of 2012, and are only told in that of 2026 */
	x = INDEX("2012", AIR_HOUR, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "1", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3] = "10",
		  [AIR_O3_8H] = "160");
	assert_int_equal(x.aqi, 100);
	x = INDEX("2026", AIR_HOUR, [AIR_PM25] = "10", [AIR_PM10] = "10", [AIR_SO2] = "1", [AIR_NO2] = "1", [AIR_CO] = "1", [AIR_O3] = "10",
		  [AIR_O3_8H] = "160");
	assert_int_equal(x.aqi, 15);
	assert_int_equal(x.iaqi[AIR_O3_8H], 100);
}

/* ---- which rules hold ---------------------------------------------------------------------------------- */
static void by_date(void **state)
{
	unused_arg(state);
	const struct air_rules *r = air_rules();
	same_str(air_standard_on(r, day_of(1999, 1, 1))->name, S("2012"));
	same_str(air_standard_on(r, day_of(2026, 2, 28))->name, S("2012"));
	same_str(air_standard_on(r, day_of(2026, 3, 1))->name, S("2026"));
	same_str(air_method_on(r, day_of(2026, 2, 28))->full, S("HJ 663-2013"));
	assert_true(air_method_on(r, day_of(2026, 2, 28))->verified);
	assert_false(air_method_on(r, day_of(2026, 3, 1))->verified);
	assert_null(air_standard_named(r, S("2011")));
	static const struct {
		day_t y;
		int m, d;
		enum air_item item;
		enum air_span span;
		int64_t grade1, grade2;
	} row[] = {
		{2026, 2, 28, AIR_PM25, AIR_DAY, 35, 75},  {2026, 3, 1, AIR_PM25, AIR_DAY, 35, 60},  {2030, 12, 31, AIR_PM25, AIR_DAY, 35, 60},
		{2031, 1, 1, AIR_PM25, AIR_DAY, 25, 50},   {2026, 2, 28, AIR_PM10, AIR_YEAR, 40, 70}, {2026, 3, 1, AIR_PM10, AIR_YEAR, 40, 60},
		{2031, 1, 1, AIR_PM10, AIR_YEAR, 20, 50},  {2031, 1, 1, AIR_SO2, AIR_DAY, 50, 50},   {2031, 1, 1, AIR_NO2, AIR_YEAR, 30, 30},
		{2050, 1, 1, AIR_O3_8H, AIR_DAY, 100, 160}, {2026, 3, 1, AIR_CO, AIR_HOUR, 10, 10},  {2026, 3, 1, AIR_O3, AIR_HOUR, 160, 200},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		const struct air_limit *l = air_limit_on(r, day_of(row[i].y, row[i].m, row[i].d), row[i].item, row[i].span);
		assert_non_null(l);
		assert_int_equal(l->grade[0].v, row[i].grade1);
		assert_int_equal(l->grade[1].v, row[i].grade2);
	}
	assert_null(air_limit_on(r, day_of(2026, 3, 1), AIR_CO, AIR_YEAR));
}

static void levels(void **state)
{
	unused_arg(state);
	const struct air_rules *r = air_rules();
	static const struct {
		int aqi, level;
		const char *zh, *rgb;
		bool good;
	} row[] = {{0, 1, "优", "#00e400", true}, {50, 1, "优", "#00e400", true}, {51, 2, "良", "#ffff00", true}, {100, 2, "良", "#ffff00", true},
		{101, 3, "轻度污染", "#ff7e00", false}, {200, 4, "中度污染", "#ff0000", false}, {300, 5, "重度污染", "#99004c", false},
		{301, 6, "严重污染", "#7e0023", false}, {500, 6, "严重污染", "#7e0023", false}};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		const struct air_level *l = air_level_of(r, row[i].aqi);
		assert_int_equal(l->level, row[i].level);
		same_str(l->words[LANG_ZH], str_of(row[i].zh));
		same_str(l->rgb, str_of(row[i].rgb));
		assert_int_equal(l->good, row[i].good);
	}
	for (size_t i = 0; i < r->n_levels; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(r->levels[i].shape, r->levels[k].shape)); /* never colour alone */
}

/* A table of one's own is refused with its line when it is wrong. */
static void wrong_tables(void **state)
{
	unused_arg(state);
	static const struct air_tables good = {
		.standards = S("9\talways\tX 9\t100\tme\n"),
		.breakpoints = S("index\t-\t-\t-\t-\t0\t50\t100\t150\t200\t300\t400\t500\t-\tme\n9\tday\tSO2\tmust\t0\t0\t10\t-\t-\t-\t-\t-\t-\t-\tme\n"),
		.levels = S("1\t50\ta\tb\tc\td\t#000000\t#ffffff\t*\tyes\tme\n"),
		.composite = S("9\talways\tX\tno\tSO2\tmean\t1\t60\tme\n"),
		.validity = S("hour_minutes\t1\nwindow_8h\t1\nday_hours\t1\nmoving_24h\t1\nozone_windows\t1\nozone_holds\t1\nmonth\t1\nfebruary\t1\nyear\t1\n"),
	};
	const struct air_tables bad[] = {
		{.standards = S("9\t2026-13-01\tX 9\t100\tme\n")},
		{.standards = S("9\talways\tX 9\tx\tme\n")},
		{.breakpoints = S("9\tday\tSO2\tmust\t0\t0\t10\t-\t-\t-\t-\t-\t-\t-\tme\n")},
		{.breakpoints = S("index\t-\t-\t-\t-\t0\t50\t40\t150\t200\t300\t400\t500\t-\tme\n")},
		{.breakpoints = S("index\t-\t-\t-\t-\t0\t50\t100\t150\t200\t300\t400\t500\t-\tme\n9\tday\tSO2\tmust\t0\t0\t10\t-\t12\t-\t-\t-\t-\t-\tme\n")},
		{.breakpoints = S("index\t-\t-\t-\t-\t0\t50\t100\t150\t200\t300\t400\t500\t-\tme\n9\tday\tXX\tmust\t0\t0\t10\t-\t-\t-\t-\t-\t-\t-\tme\n")},
		{.levels = S("2\t50\ta\tb\tc\td\t#000000\t#ffffff\t*\tyes\tme\n")},
		{.limits = S("always\talways\tSO2\tday\t0\t1\tme\n")},
		{.composite = S("9\talways\tX\tno\tSO2\tP101\t1\t60\tme\n")},
		{.composite = S("9\talways\tX\tno\tSO2\tmean\t1\t0\tme\n")},
		{.validity = S("hour_minutes\t1\n")},
		{.words = S("colour\tred\tred\n")},
	};
	struct arena a;
	struct air_rules r;
	arena_init(&a);
	assert_int_equal(air_rules_read(&a, &good, &r), OK);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct air_tables t = good;
		str *to = (str *)&t;
		const str *from = (const str *)&bad[i];
		for (size_t k = 0; k < sizeof t / sizeof(str); k++)
			if (from[k].n)
				to[k] = from[k];
		assert_int_equal(air_rules_read(&a, &t, &r), ERR_INPUT);
	}
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(breakpoints), cmocka_unit_test(up_to_the_next), cmocka_unit_test(digits),
		cmocka_unit_test(whole_days), cmocka_unit_test(missing_items), cmocka_unit_test(beyond_the_table), cmocka_unit_test(by_date),
		cmocka_unit_test(levels), cmocka_unit_test(wrong_tables)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
