/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/day_in.h"

static day_t day(const char *iso)
{
	day_t d = DAY_NONE;
	if (!day_parse(str_of(iso), &d))
		test_fails("%s is not a day", iso);
	return d;
}

#define same_day(got, want) same_day_((got), (want), __FILE__, __LINE__)
static void same_day_(day_t got, const char *want, const char *file, int line)
{
	struct buf b;
	buf_init(&b, NULL);
	day_put(&b, got);
	same_str_(got == DAY_NONE ? S("none") : buf_str(&b), str_of(want), file, line);
	buf_done(&b);
}

static void days_of_the_civil_calendar(void **state)
{
	unused_arg(state);
	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(day_of(2000, 3, 1), 11017);
	assert_int_equal(day_of(1969, 12, 31), -1);
	assert_int_equal(day_of(2023, 2, 29), DAY_NONE);
	assert_int_equal(day_of(1900, 2, 29), DAY_NONE);
	assert_int_not_equal(day_of(2000, 2, 29), DAY_NONE);
	assert_int_equal(day_of(2024, 13, 1), DAY_NONE);
	assert_int_equal(day_of(10000, 1, 1), DAY_NONE);
	assert_int_equal(day_weekday(day("2026-10-14")), 3);
	assert_int_equal(day_weekday(day("2026-10-11")), 7);
	assert_int_equal(day_weekday(day("1969-12-29")), 1);
	same_day(day_month_end(2024, 2), "2024-02-29");
	assert_int_equal(day_month_end(2024, 0), DAY_NONE);
}

/* Every day of the years 0 to 9999, one after the other. */
static void civil_and_back(void **state)
{
	unused_arg(state);
	day_t d = day_of(0, 1, 1);
	int weekday = day_weekday(d);
	for (int y = 0; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int n = 1; day_of(y, m, n) != DAY_NONE; n++, d++, weekday = weekday % 7 + 1) {
				struct civil c = day_civil(d);
				assert_true(day_of(y, m, n) == d && c.year == y && c.month == m && c.day == n);
				assert_int_equal(day_weekday(d), weekday);
			}
	assert_int_equal(d - 1, day_of(9999, 12, 31));
}

static void months_end_on_the_same_number_or_the_last(void **state)
{
	unused_arg(state);
	const struct {
		const char *from;
		int n;
		const char *want;
	} row[] = {{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-02-29", 12, "2025-02-28"},
		{"2026-10-15", 1, "2026-11-15"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -13, "2024-12-15"}, {"0000-01-01", -1, "none"}, {"9999-12-01", 1, "none"}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		same_day(day_add_months(day(row[i].from), row[i].n), row[i].want);
	assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
	assert_int_equal(day_add_months(0, INT32_MAX), DAY_NONE);
}

static void a_day_is_written_in_ten_characters(void **state)
{
	unused_arg(state);
	const char *const bad[] = {"", "2026-1-01", "2026-02-30", "2026/01/01", "2026-01-01 ", "+026-01-01", "20260101"};
	day_t d = 7;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(day_parse(str_of(bad[i]), &d));
	assert_int_equal(d, 7);
	same_day(day("0987-06-05"), "0987-06-05");
}

/* ---- zones ---------------------------------------------------------------------- */

static const struct zone *zone(struct arena *a, const char *name)
{
	const struct zone *z = NULL;
	assert_int_equal(zone_open(a, str_of(name), &z), OK);
	return z;
}

static void walls_and_instants(void **state)
{
	unused_arg(state);
	const struct {
		const char *zone, *day;
		int hour, minute;
		const char *want;
	} row[] = {
		{"Asia/Shanghai", "2026-10-14", 17, 30, "2026-10-14T17:30:00+08:00"},
		{"Asia/Shanghai", "2026-10-14", 24, 0, "2026-10-15T00:00:00+08:00"},
		{"Asia/Shanghai", "1988-07-01", 12, 0, "1988-07-01T12:00:00+09:00"}, /* summer time 1986-1991 */
		{"Asia/Shanghai", "2199-12-31", 23, 59, "2199-12-31T23:59:00+08:00"},
		{"Asia/Kolkata", "2026-01-01", 0, 0, "2026-01-01T00:00:00+05:30"},
		{"America/New_York", "2026-03-08", 1, 59, "2026-03-08T01:59:00-05:00"},
		{"America/New_York", "2026-03-08", 2, 30, "2026-03-08T03:00:00-04:00"}, /* gap */
		{"America/New_York", "2026-03-08", 3, 0, "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01", 1, 30, "2026-11-01T01:30:00-04:00"}, /* fold */
		{"America/New_York", "2026-11-01", 2, 0, "2026-11-01T02:00:00-05:00"},
		{"America/New_York", "2097-03-10", 2, 30, "2097-03-10T03:00:00-04:00"}, /* by the rule */
		{"America/New_York", "2097-11-03", 1, 30, "2097-11-03T01:30:00-04:00"},
		{"America/New_York", "2097-12-31", 23, 0, "2097-12-31T23:00:00-05:00"},
		{"Europe/Dublin", "2099-07-01", 12, 0, "2099-07-01T12:00:00+01:00"}, /* summer is standard */
		{"Europe/Dublin", "2099-01-01", 12, 0, "2099-01-01T12:00:00+00:00"},
		{"Australia/Sydney", "2098-01-15", 9, 0, "2098-01-15T09:00:00+11:00"}, /* summer across new year */
		{"Australia/Sydney", "2098-07-15", 9, 0, "2098-07-15T09:00:00+10:00"},
		{"Pacific/Apia", "2011-12-29", 23, 59, "2011-12-29T23:59:00-10:00"},
		{"Pacific/Apia", "2011-12-30", 12, 0, "2011-12-31T00:00:00+14:00"}, /* a day that was not */
		{"Pacific/Apia", "2011-12-31", 0, 0, "2011-12-31T00:00:00+14:00"},
		{"UTC", "1969-12-31", 23, 59, "1969-12-31T23:59:00+00:00"},
	};
	struct arena a;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		const struct zone *z = zone(&a, row[i].zone);
		ms_t at = zone_at(z, day(row[i].day), (row[i].hour * 60 + row[i].minute) * 60000);
		buf_clear(&b);
		ms_put_rfc3339(&b, z, at);
		same_str(buf_str(&b), str_of(row[i].want));
	}
	/* the second at which a span begins keeps its milliseconds; a gap has none */
	const struct zone *z = zone(&a, "America/New_York");
	assert_int_equal(zone_at(z, day("2026-03-08"), 3 * 3600000 + 500) % 1000, 500);
	assert_int_equal(zone_at(z, day("2026-03-08"), 2 * 3600000 + 500) % 1000, 0);
	arena_done(&a);
}

static void an_instant_reads_back(void **state)
{
	unused_arg(state);
	const char *const name[] = {"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
		"Asia/Kolkata", "Africa/Casablanca"};
	struct arena a;
	arena_init(&a);
	uint64_t seed = 20260923;
	for (size_t i = 0; i < COUNT_OF(name); i++) {
		const struct zone *z = zone(&a, name[i]);
		for (int k = 0; k < 20000; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			ms_t at = (ms_t)(seed >> 22); /* 1970 to 2109 */
			ms_t wall = at + (ms_t)zone_offset(z, at) * 1000;
			day_t d = zone_day(z, at);
			assert_int_equal(d, wall / 86400000);
			ms_t back = zone_at(z, d, (int)(wall - (ms_t)d * 86400000));
			/* the same instant, or the first of the two that show this wall time */
			assert_true(back == at || (back < at && back + (ms_t)zone_offset(z, back) * 1000 == wall));
		}
	}
	arena_done(&a);
}

static void rfc_3339(void **state)
{
	unused_arg(state);
	struct arena a;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	ms_put_rfc3339(&b, NULL, 1);
	buf_byte(&b, ' ');
	ms_put_rfc3339(&b, zone(&a, "Asia/Shanghai"), -3000000000000); /* local mean time +08:05:43 */
	buf_byte(&b, ' ');
	ms_put_rfc3339(&b, zone(&a, "Asia/Kolkata"), -1);
	same_str(buf_str(&b), S("1970-01-01T00:00:00.001Z 1874-12-07T18:40:00Z 1970-01-01T05:29:59.999+05:30"));
	ms_put_rfc3339(&b, NULL, INT64_MAX);
	ms_put_rfc3339(&b, NULL, INT64_MIN);
	arena_done(&a);
}

static void only_names_of_zones_open(void **state)
{
	unused_arg(state);
	const char *const bad[] = {"", "../../etc/passwd", "/etc/localtime", "Asia/Nowhere", "Asia", "Asia/", "zone.tab",
		"a//b", "Asia/Shanghai\n"};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const struct zone *z = NULL;
		if (zone_open(&a, str_of(bad[i]), &z) != ERR_INPUT || z)
			test_fails("\"%s\" opened", bad[i]);
	}
	arena_done(&a);
}

/* version 2, empty first table, `n` changes of no type, then the footer */
static str tzif(struct arena *a, const char *footer)
{
	static const char head[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0\0\0\0\0"
		"\0\0\0\0\0\0\0\1\0\0\0\4";
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < 2; i++) {
		buf_add(&b, (str){head, 44});
		buf_add(&b, (str){"\0\0\0\0\0\0XST", 10});
	}
	buf_fmt(&b, "\n%s\n", footer);
	return buf_str(&b);
}

static void rules_of_the_footer(void **state)
{
	unused_arg(state);
	const struct {
		const char *rule;
		ms_t at;
		int want; /* minutes east; -9999: refused */
	} row[] = {
		{"CST-8", 0, 480}, {"<+0530>-5:30", 0, 330}, {"EST5EDT,M3.2.0,M11.1.0", 0, -300},
		{"EST5EDT,M3.2.0,M11.1.0", 1783000000000, -240}, {"XXX3<EDT>4,0/0,J365/23", 1783000000000, -240},
		{"AAA-1BBB,J60,J300", 1709258400000 /* 2024-03-01T02:00Z, J60 is 1 March in any year */, 120},
		{"AAA-1BBB,J60,J300", 1709236800000 /* 2024-02-29T20:00Z */, 60},
		{"AAA-1BBB,59,300", 1709172000000 /* 2024-02-29T02:00Z, the 60th day */, 120},
		{"", 0, 0}, {"A5", 0, -9999}, {"EST", 0, -9999}, {"EST25", 0, -9999}, {"EST5EDT", 0, -9999},
		{"EST5EDT,M13.1.0,M11.1.0", 0, -9999}, {"EST5EDT,M3.2.0,M11.1.0x", 0, -9999}, {"<EST5", 0, -9999},
		{"EST5EDT,J0,J300", 0, -9999},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		const struct zone *z = NULL;
		err e = zone_read(&a, S("test"), tzif(&a, row[i].rule), &z);
		if ((e == OK) != (row[i].want != -9999) || (z && zone_offset(z, row[i].at) != row[i].want * 60))
			test_fails("\"%s\": err %d, offset %d", row[i].rule, e, z ? zone_offset(z, row[i].at) : 0);
	}
	arena_done(&a);
}

static void a_damaged_zone_is_refused(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	str whole = tzif(&a, "CST-8");
	const struct zone *z = NULL;
	for (size_t n = 0; n < whole.n; n++)
		assert_int_equal(zone_read(&a, S("test"), str_cut(whole, 0, n), &z), ERR_INPUT);
	assert_null(z);
	assert_int_equal(zone_read(&a, S("test"), whole, &z), OK);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_of_the_civil_calendar),
		cmocka_unit_test(civil_and_back),
		cmocka_unit_test(months_end_on_the_same_number_or_the_last),
		cmocka_unit_test(a_day_is_written_in_ten_characters),
		cmocka_unit_test(walls_and_instants),
		cmocka_unit_test(an_instant_reads_back),
		cmocka_unit_test(rfc_3339),
		cmocka_unit_test(only_names_of_zones_open),
		cmocka_unit_test(rules_of_the_footer),
		cmocka_unit_test(a_damaged_zone_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
