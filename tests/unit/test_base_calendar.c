/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/day_in.h"

#include <stdio.h>
#include <stdlib.h>

static const char autumn_2026[] =
	"# 2026\n"
	"day\tkind\tname\tsource\n"
	"2026-09-20\twork\t国庆节\tnotice A\n"
	"2026-09-25\trest\t中秋节\tnotice A\n2026-09-26\trest\t中秋节\tnotice A\n2026-09-27\trest\t中秋节\tnotice A\r\n"
	"2026-10-01\trest\t国庆节\tnotice A\n2026-10-02\trest\t国庆节\tnotice A\n2026-10-03\trest\t国庆节\tnotice A\n"
	"2026-10-04\trest\t国庆节\tnotice A\n2026-10-05\trest\t国庆节\tnotice A\n2026-10-06\trest\t国庆节\tnotice A\n"
	"2026-10-07\trest\t国庆节\tnotice A\n\n2026-10-10\twork\t国庆节\tnotice A";

static day_t day(const char *iso)
{
	day_t d = DAY_NONE;
	if (!day_parse(str_of(iso), &d))
		test_fails("%s is not a day", iso);
	return d;
}

static struct calendar *calendar(struct arena *a, const char *tsv)
{
	struct calendar *c = calendar_new(a);
	assert_int_equal(calendar_load(c, a, str_of(tsv), S("test")), OK);
	return c;
}

static void adds_over_holidays_and_make_up_days(void **state)
{
	unused_arg(state);
	const struct {
		const char *from;
		int n;
		const char *want;
	} row[] = {
		{"2026-09-23", 10, "2026-10-14"}, /* ten working days after a meeting */
		{"2026-09-24", 1, "2026-09-28"}, {"2026-09-30", 1, "2026-10-08"}, {"2026-10-09", 1, "2026-10-10"},
		{"2026-10-10", 1, "2026-10-12"}, {"2026-10-12", -1, "2026-10-10"}, {"2026-10-08", -1, "2026-09-30"},
		{"2026-10-03", -1, "2026-09-30"}, {"2026-10-03", 1, "2026-10-08"}, {"2026-10-03", 0, "2026-10-08"},
		{"2026-10-10", 0, "2026-10-10"}, {"2026-10-11", 0, "2026-10-12"}, {"2026-09-18", 1, "2026-09-20"},
		{"2025-12-31", 1, "2026-01-01"}, {"2026-12-31", 1, "2027-01-01"}, {"2027-01-01", -1, "2026-12-31"},
		{"2024-06-28", 5, "2024-07-05"},
	};
	struct arena a;
	arena_init(&a);
	const struct calendar *c = calendar(&a, autumn_2026);
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (calendar_add(c, day(row[i].from), row[i].n) != day(row[i].want))
			test_fails("%s + %d is not %s", row[i].from, row[i].n, row[i].want);
	assert_int_equal(calendar_between(c, day("2026-09-23"), day("2026-10-14")), 10);
	assert_int_equal(calendar_between(c, day("2026-10-14"), day("2026-09-23")), -10);
	assert_int_equal(calendar_between(c, day("2026-10-14"), day("2026-10-14")), 0);
	arena_done(&a);
}

static void says_what_a_day_is_and_by_which_notice(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	const struct calendar *c = calendar(&a, autumn_2026);
	const struct day_note *note = NULL;
	assert_int_equal(calendar_sort(c, day("2026-10-10"), &note), DAY_WORK_MAKEUP);
	same_str(note->source, S("notice A"));
	assert_int_equal(calendar_sort(c, day("2026-09-27"), &note), DAY_REST_HOLIDAY);
	same_str(note->name, S("中秋节"));
	assert_int_equal(calendar_sort(c, day("2026-10-11"), &note), DAY_REST);
	assert_null(note);
	assert_int_equal(calendar_sort(c, day("2031-10-01"), NULL), DAY_WORK);
	assert_true(calendar_known(c, 2026));
	assert_false(calendar_known(c, 2025));
	assert_false(calendar_known(c, 2027));
	assert_false(calendar_known(c, -5));
	assert_false(calendar_known(c, 123456));
	arena_done(&a);
}

static void a_year_is_known_by_its_notice(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct calendar *c = calendar(&a, "2018-12-31\trest\t元旦\tnotice of 2019\n");
	assert_false(calendar_known(c, 2018)); /* a December day alone belongs to the next notice */
	/* a file that says which years it holds does not vouch for others */
	c = calendar(&a, "2027\tyear\t\tnotice\n2027-01-01\trest\t元旦\tnotice\n2028-04-07\trest\t三月三\tlocal\n");
	assert_true(calendar_known(c, 2027));
	assert_false(calendar_known(c, 2028));
	arena_done(&a);
}

static void later_entries_win(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct calendar *c = calendar(&a, "2020-01-31\twork\t春节\tfirst\n2020-01-31\trest\t春节\tsecond\n");
	const struct day_note *note;
	assert_int_equal(calendar_sort(c, day("2020-01-31"), &note), DAY_REST_HOLIDAY);
	assert_int_equal(calendar_load(c, &a, S("2020-01-31\twork\t\tthird\n2021-01-01\trest\t元旦\t"), S("t")), OK);
	assert_int_equal(calendar_sort(c, day("2020-01-31"), &note), DAY_WORK);
	same_str(note->source, S("third"));
	assert_false(calendar_works(c, day("2021-01-01")));
	arena_done(&a);
}

static void a_bad_line_changes_nothing(void **state)
{
	unused_arg(state);
	const char *const bad[] = {"2026-02-30\trest\t\t", "2026-02-20\tholiday\t\t", "2026-02-20", "x", "26\tyear",
		"1899-01-01\trest", "2200-01-01\trest", "2026-02-20\trest\t\xff\t"};
	struct arena a;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	struct calendar *c = calendar(&a, autumn_2026);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		buf_clear(&b);
		buf_fmt(&b, "2026-10-08\trest\t\t\n%s\n", bad[i]);
		if (calendar_load(c, &a, buf_str(&b), S("test")) != ERR_INPUT)
			test_fails("\"%s\" was taken", bad[i]);
		assert_true(calendar_works(c, day("2026-10-08")));
	}
	assert_int_equal(calendar_load(c, &a, S(""), S("test")), OK);
	arena_done(&a);
}

/* ---- the calendar that is built in ---------------------------------------------- */

static const struct calendar *built_in(struct arena *a)
{
	struct calendar *c = calendar_new(a);
	assert_int_equal(calendar_load(c, a, calendar_built_in(), S("cn.tsv")), OK);
	return c;
}

static void the_years_have_their_working_days(void **state)
{
	unused_arg(state);
	/* counted by hand from the notices: weekdays - holidays on weekdays + make-up days */
	const int days[] = {[2020 - 2020] = 249, 250, 249, 249, 251, 248, 248};
	struct arena a;
	arena_init(&a);
	const struct calendar *c = built_in(&a);
	for (int y = 2020; y <= 2026; y++)
		assert_int_equal(calendar_between(c, day_of(y - 1, 12, 31), day_of(y, 12, 31)), days[y - 2020]);
	for (int y = 2004; y <= 2026; y++)
		assert_true(calendar_known(c, y));
	assert_false(calendar_known(c, 2003));
	const char *const makeup[] = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
		"2020-01-19", "2018-12-29", "2015-09-06", "2013-10-12", "2005-12-31"};
	for (size_t i = 0; i < COUNT_OF(makeup); i++)
		assert_int_equal(calendar_sort(c, day(makeup[i]), NULL), DAY_WORK_MAKEUP);
	const char *const rest[] = {"2020-01-31", "2015-09-03", "2018-01-01", "2025-01-28", "2026-02-23"};
	for (size_t i = 0; i < COUNT_OF(rest); i++)
		assert_int_equal(calendar_sort(c, day(rest[i]), NULL), DAY_REST_HOLIDAY);
	assert_true(calendar_works(c, day("2023-01-03")));
	arena_done(&a);
}

/* No holiday may stand beside a working day's name without a source. */
static void every_note_has_a_source(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	const struct calendar *c = built_in(&a);
	size_t notes = 0;
	for (day_t d = day_of(2004, 1, 1); d <= day_of(2026, 12, 31); d++) {
		const struct day_note *note;
		calendar_sort(c, d, &note);
		assert_true(!note || (note->name.n && note->source.n));
		notes += note != NULL;
	}
	assert_true(notes > 700);
	arena_done(&a);
}

/* Against the notices as published, where they lie at hand: "date": "…", "isOffDay": … */
static void agrees_with_the_notices(void **state)
{
	unused_arg(state);
	const char *shared = getenv("LUOSHI_SHARED");
	if (!shared) /* cmocka's skip() is a failure in TAP */
		return;
	struct arena a;
	arena_init(&a);
	const struct calendar *c = built_in(&a);
	for (int year = 2025; year <= 2026; year++) {
		char path[512], bytes[16384];
		snprintf(path, sizeof path, "%s/data/registry/holiday_cn_%d.json", shared, year);
		FILE *f = fopen(path, "rb");
		assert_non_null(f);
		str rest = {bytes, fread(bytes, 1, sizeof bytes, f)};
		fclose(f);
		bool named[366] = {0};
		ptrdiff_t at = 0;
		while ((at = str_find(rest, S("\"date\": \""), (size_t)at)) >= 0) {
			day_t d = DAY_NONE;
			assert_true(day_parse(str_cut(rest, (size_t)at + 9, (size_t)at + 19), &d));
			ptrdiff_t off = str_find(rest, S("isOffDay\": "), (size_t)at);
			bool rests = rest.p[off + 11] == 't';
			assert_int_equal(calendar_works(c, d), !rests);
			named[d - day_of(year, 1, 1)] = true;
			at = off;
		}
		for (day_t d = day_of(year, 1, 1); d <= day_of(year, 12, 31); d++)
			if (!named[d - day_of(year, 1, 1)])
				assert_int_equal(calendar_works(c, d), day_weekday(d) <= 5);
	}
	arena_done(&a);
}

/* ---- properties over calendars made at random --------------------------------- */

static uint64_t seed = 49;
static uint32_t dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

#define RANDOM_FROM 18000 /* 2019-04-14 */
#define RANDOM_DAYS 4000

static struct calendar *random_calendar(struct arena *a)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < 200; i++) {
		day_put(&b, RANDOM_FROM + (day_t)dice(RANDOM_DAYS));
		buf_z(&b, dice(3) ? "\trest\tx\ty\n" : "\twork\tx\ty\n");
	}
	struct calendar *c = calendar_new(a);
	assert_int_equal(calendar_load(c, a, buf_str(&b), S("random")), OK);
	return c;
}

static day_t step(const struct calendar *c, day_t d, int way)
{
	do
		d += way;
	while (!calendar_works(c, d));
	return d;
}

static void works_by_sort_and_adds_step_by_step(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	for (int k = 0; k < 20; k++) {
		const struct calendar *c = random_calendar(&a);
		for (day_t d = RANDOM_FROM - 900; d < RANDOM_FROM + RANDOM_DAYS + 900; d++) {
			enum day_sort s = calendar_sort(c, d, NULL);
			assert_int_equal(calendar_works(c, d), s == DAY_WORK || s == DAY_WORK_MAKEUP);
		}
		for (int i = 0; i < 200; i++) {
			day_t d = RANDOM_FROM - 500 + (day_t)dice(RANDOM_DAYS + 1000), up = d, down = d;
			assert_int_equal(calendar_add(c, d, 0), calendar_works(c, d) ? d : step(c, d, 1));
			for (int n = 1; n < 60; n++) {
				up = step(c, up, 1);
				down = step(c, down, -1);
				assert_int_equal(calendar_add(c, d, n), up);
				assert_int_equal(calendar_add(c, d, -n), down);
				assert_int_equal(calendar_between(c, d, up), n);
			}
		}
	}
	arena_done(&a);
}

static void adding_and_taking_away_gives_it_back(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	for (int k = 0; k < 20; k++) {
		const struct calendar *c = random_calendar(&a);
		for (int i = 0; i < 5000; i++) {
			day_t d = calendar_add(c, (day_t)dice(40000) - 5000, 0);
			int64_t n = (int64_t)dice(20000) - 10000;
			assert_int_equal(calendar_add(c, calendar_add(c, d, n), -n), d);
			assert_int_equal(calendar_between(c, d, calendar_add(c, d, n)), n);
		}
	}
	arena_done(&a);
}

static void a_holiday_never_brings_a_day_nearer(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	for (int k = 0; k < 50; k++) {
		struct calendar *c = random_calendar(&a);
		day_t from = RANDOM_FROM + (day_t)dice(RANDOM_DAYS), before[40];
		for (int n = 1; n < 40; n++)
			before[n] = calendar_add(c, from, n);
		struct buf b;
		buf_init(&b, &a);
		day_put(&b, from + (day_t)dice(50));
		buf_z(&b, "\trest\t\t");
		assert_int_equal(calendar_load(c, &a, buf_str(&b), S("holiday")), OK);
		for (int n = 1; n < 40; n++)
			assert_true(calendar_add(c, from, n) >= before[n]);
	}
	arena_done(&a);
}

static void far_days_are_none(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	const struct calendar *c = calendar(&a, autumn_2026);
	assert_int_equal(calendar_add(c, DAY_NONE, 1), DAY_NONE);
	assert_int_equal(calendar_add(c, 0, INT64_MAX), DAY_NONE);
	assert_int_equal(calendar_add(c, 0, INT64_MIN), DAY_NONE);
	assert_int_equal(calendar_add(c, INT32_MAX, 5), DAY_NONE);
	assert_int_equal(calendar_add(calendar_new(&a), day("2026-10-02"), 1), day("2026-10-05"));
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds_over_holidays_and_make_up_days),
		cmocka_unit_test(says_what_a_day_is_and_by_which_notice),
		cmocka_unit_test(a_year_is_known_by_its_notice),
		cmocka_unit_test(later_entries_win),
		cmocka_unit_test(a_bad_line_changes_nothing),
		cmocka_unit_test(the_years_have_their_working_days),
		cmocka_unit_test(every_note_has_a_source),
		cmocka_unit_test(agrees_with_the_notices),
		cmocka_unit_test(works_by_sort_and_adds_step_by_step),
		cmocka_unit_test(adding_and_taking_away_gives_it_back),
		cmocka_unit_test(a_holiday_never_brings_a_day_nearer),
		cmocka_unit_test(far_days_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
