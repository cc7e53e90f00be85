/* SPDX-License-Identifier: Apache-2.0 */
/* Lights, and the sentences that say why a date and a light are what they are. */
#include "check.h"

#include "core/clock_in.h"

static struct arena arena;
static struct clock_place desk;
static const struct hours office = {
	.from = DAY_NONE, .makeup_as = 5, .span = {[0 ... 4] = {{510, 720}, {810, 1050}}},
};

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	struct calendar *c = calendar_new(&arena);
	const struct zone *z;
	assert_int_equal(calendar_load(c, &arena, calendar_built_in(), S("cn.tsv")), OK);
	assert_int_equal(zone_open(&arena, S("Asia/Shanghai"), &z), OK);
	desk = (struct clock_place){.calendar = c, .zone = z, .hours = &office, .n_hours = 1};
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

static ms_t at(const char *iso, int hour)
{
	day_t d;
	assert_true(day_parse(str_of(iso), &d));
	return zone_at(desk.zone, d, hour * 3600000);
}

static struct clock_run run_of(const struct clock *c)
{
	struct clock_run r;
	clock_run_make(&arena, &desk, c, &r);
	return r;
}

static void same_why(enum lang lang, const struct clock *c, const char *const *want)
{
	struct clock_run r = run_of(c);
	struct clock_reason *why;
	size_t n = clock_why(&arena, &r, &why);
	for (size_t i = 0; i < n || want[i]; i++) {
		struct buf b;
		buf_init(&b, &arena);
		if (i < n)
			clock_reason_put(&b, lang, &why[i]);
		same_str(buf_str(&b), str_of(i < n && want[i] ? want[i] : "no such sentence"));
		if (i >= n)
			break;
	}
}

static void why_the_fourteenth_of_october(void **state)
{
	unused_arg(state);
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23", 15), .stopped = MS_NONE};
	same_why(LANG_ZH, &c, (const char *[]){
		"9 月 23 日起，次日起算 10 个工作日", "9 月 25 日至 9 月 27 日中秋节放假，不算",
		"10 月 1 日至 10 月 7 日国庆节放假，不算", "10 月 10 日（周六）调休上班，算 1 天", "另有 1 个周末休息日，不算",
		"数到第 10 个工作日，是 10 月 14 日（周三），17:30 截止", NULL});
	same_why(LANG_EN, &c, (const char *[]){
		"starts on 2026-09-23; from the next day on 10 working days are counted",
		"2026-09-25 to 2026-09-27 中秋节: not counted", "2026-10-01 to 2026-10-07 国庆节: not counted",
		"2026-10-10 (Sat) is a make-up working day and counts", "weekend days that are not counted: 1",
		"working day number 10 is 2026-10-14 (Wed); it ends at 17:30", NULL});
}

static void why_it_moved(void **state)
{
	unused_arg(state);
	struct clock_entry ledger[] = {
		{CLOCK_PAUSED, at("2026-11-11", 9), at("2026-11-13", 9), 0, S("检验")},
		{CLOCK_EXTENDED, at("2026-11-10", 9), MS_NONE, 1, S("案情复杂")},
		{CLOCK_RECALCULATED, at("2026-11-12", 9), MS_NONE, 0, S("放假通知公布")},
		{CLOCK_PAUSED, at("2026-11-17", 9), MS_NONE, 0, S("听证")},
	};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 3, .start = at("2026-11-08", 9), .stopped = MS_NONE,
		.ledger = ledger, .n_ledger = 3};
	const char *const want[] = {"11 月 8 日下班后或休息日收到，按 11 月 9 日收到算", "11 月 9 日起，次日起算 3 个工作日",
		"11 月 10 日延期 1 个工作日：案情复杂", "11 月 11 日至 11 月 13 日因检验暂停，2 个工作日不算",
		"11 月 12 日重新推算：放假通知公布", "另有 2 个周末休息日，不算", "数到第 4 个工作日，是 11 月 17 日（周二），17:30 截止", NULL};
	same_why(LANG_ZH, &c, want);
	c.n_ledger = 4;
	const char *const paused[] = {want[0], want[1], want[2], want[3], want[4], want[5],
		"11 月 17 日起因听证暂停，恢复后再定到期日", NULL};
	same_why(LANG_ZH, &c, paused);
}

static void why_of_the_other_units(void **state)
{
	unused_arg(state);
	struct clock c = {.unit = CU_MONTH, .budget = 1, .start = at("2026-10-31", 9), .stopped = MS_NONE, .roll = true};
	same_why(LANG_ZH, &c, (const char *[]){"10 月 31 日起，次日起算 1 个月", "当月没有对应日，以月末 11 月 30 日为准",
		"最后一天是 11 月 30 日（周一），17:30 截止", NULL});
	c = (struct clock){.unit = CU_DAY, .budget = 3, .start = at("2026-11-05", 9), .stopped = MS_NONE, .roll = true};
	same_why(LANG_EN, &c, (const char *[]){"starts on 2026-11-05; from the next day on 3 days are counted",
		"2026-11-08 (Sun) is a rest day; the end moves to 2026-11-09", "the last day is 2026-11-09 (Mon); it ends at 17:30",
		NULL});
	c = (struct clock){.unit = CU_HOUR, .budget = 24, .start = at("2026-11-05", 9), .stopped = MS_NONE};
	same_why(LANG_EN, &c, (const char *[]){"starts on 2026-11-05 at 09:00; 24 hours run from that moment",
		"ends on 2026-11-06 (Fri) at 09:00", NULL});
	c = (struct clock){.unit = CU_UNTIL, .until = day_of(2027, 1, 4), .start = at("2026-11-05", 9), .stopped = MS_NONE};
	same_why(LANG_ZH, &c, (const char *[]){"2027 年 1 月 4 日前办结，含当日", "最后一天是 2027 年 1 月 4 日（周一），17:30 截止",
		"暂定：2027 年的放假通知还没有公布，先按周一至周五推算", NULL});
}

/* However long the way, the reasons stay a list that can be read, with its end. */
static void a_long_way_has_a_short_list(void **state)
{
	unused_arg(state);
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 5000, .start = at("2004-01-05", 9), .stopped = MS_NONE};
	struct clock_run r = run_of(&c);
	struct clock_reason *why;
	size_t n = clock_why(&arena, &r, &why);
	assert_true(n <= 200);
	assert_int_equal(why[n - 1].kind, REASON_END);
}

/* ---- lights -------------------------------------------------------------------------- */

/* the default scheme: overdue or far behind red, near the end or behind yellow */
static const struct light_rule scheme[] = {
	{LIGHT_RED, WHEN_OVERDUE, 0}, {LIGHT_RED, WHEN_BEHIND, 31}, {LIGHT_YELLOW, WHEN_LEFT_AT_MOST, 3},
	{LIGHT_YELLOW, WHEN_BEHIND, 10},
};
static const struct light_rule shares[] = {{LIGHT_RED, WHEN_SPENT_AT_LEAST, 90}, {LIGHT_YELLOW, WHEN_SPENT_AT_LEAST, 50}};

static void lights_by_rule(void **state)
{
	unused_arg(state);
	const struct {
		const struct light_rule *rules;
		size_t n;
		int progress;
		const char *now;
		int hour;
		enum light light;
		int rule;
		const char *until;
		int until_hour;
		const char *why;
	} row[] = {
		{scheme, 4, -1, "2026-09-24", 9, LIGHT_GREEN, -1, "2026-10-10", 0, "还剩 9 个工作日，正常"},
		{scheme, 4, -1, "2026-10-12", 9, LIGHT_YELLOW, 2, "2026-10-14", 99, "还剩 2 个工作日，剩 3 个工作日起变灯"},
		{scheme, 4, 100, "2026-10-15", 9, LIGHT_RED, 0, NULL, 0, "已超期 1 个工作日"},
		{scheme, 4, 67, "2026-10-09", 9, LIGHT_GREEN, -1, "2026-10-10", 0, "还剩 4 个工作日，正常"},
		{scheme, 4, 20, "2026-09-28", 9, LIGHT_GREEN, -1, "2026-09-29", 0, "还剩 8 个工作日，正常"},
		{scheme, 4, 20, "2026-09-29", 9, LIGHT_YELLOW, 3, "2026-10-09", 0, "进度 20%，序时应到 30%，差 10 个百分点；差 10 点起变灯"},
		{scheme, 4, 20, "2026-10-09", 9, LIGHT_RED, 1, NULL, 0, "进度 20%，序时应到 60%，差 40 个百分点；差 31 点起变灯"},
		{shares, 2, -1, "2026-09-30", 9, LIGHT_GREEN, -1, "2026-10-08", 0, "还剩 6 个工作日，正常"},
		{shares, 2, -1, "2026-10-08", 9, LIGHT_YELLOW, 1, "2026-10-13", 0, "时限已用 50%，用到 50% 起变灯"},
		{shares, 2, -1, "2026-10-13", 9, LIGHT_RED, 0, NULL, 0, "时限已用 90%，用到 90% 起变灯"},
	};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23", 15), .stopped = MS_NONE};
	struct clock_run r = run_of(&c);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct light_state s;
		struct buf b;
		light_at(&r, row[i].rules, row[i].n, row[i].progress, at(row[i].now, row[i].hour), &s);
		ms_t until = !row[i].until ? MS_NONE : row[i].until_hour == 99 ? r.due + 1 : at(row[i].until, row[i].until_hour);
		if (s.light != row[i].light || s.rule != row[i].rule || s.until != until)
			test_fails("row %zu: light %d by rule %d until %lld", i, s.light, s.rule, (long long)s.until);
		buf_init(&b, &arena);
		light_put(&b, LANG_ZH, c.unit, row[i].rules, &s);
		same_str(buf_str(&b), str_of(row[i].why));
	}
}

static void no_light_for_what_is_done_and_none_moves_while_paused(void **state)
{
	unused_arg(state);
	struct clock_entry pause = {CLOCK_PAUSED, at("2026-10-12", 9), MS_NONE, 0, STR_NONE};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23", 15), .stopped = at("2026-10-20", 9)};
	struct clock_run r = run_of(&c);
	struct light_state s;
	light_at(&r, scheme, 4, 50, at("2026-10-21", 9), &s);
	assert_int_equal(s.light, LIGHT_DONE);
	c.stopped = MS_NONE;
	c.ledger = &pause;
	c.n_ledger = 1;
	r = run_of(&c);
	light_at(&r, scheme, 4, -1, at("2026-12-31", 9), &s);
	assert_int_equal(s.light, LIGHT_YELLOW); /* three were left when it paused */
	assert_int_equal(s.until, MS_NONE);
}

/* Just before `until` the light is the same, at it another. */
static void the_next_change_is_the_next_change(void **state)
{
	unused_arg(state);
	uint64_t seed = 7;
	for (int k = 0; k < 3000; k++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		uint32_t dice = (uint32_t)(seed >> 33);
		struct clock c = {.unit = (enum clock_unit)(dice % CU_UNTIL), .budget = 1 + dice / 7 % 40, .stopped = MS_NONE,
			.start = at("2025-01-01", 0) + (ms_t)(dice % 600) * 86400000 + dice % 1000 * 60000};
		struct clock_run r = run_of(&c);
		const struct light_rule *rules = dice & 1024 ? scheme : shares;
		size_t n = dice & 1024 ? 4 : 2;
		int progress = (int)(dice / 11 % 120) - 10;
		ms_t now = c.start;
		struct light_state s, t;
		light_at(&r, rules, n, progress, now, &s);
		for (int i = 0; s.until != MS_NONE; i++) {
			assert_true(i < 5 && s.until > now);
			light_at(&r, rules, n, progress, s.until - 1, &t);
			assert_int_equal(t.light, s.light);
			now = s.until;
			light_at(&r, rules, n, progress, now, &t);
			if (t.light == s.light)
				test_fails("unit %d budget %d progress %d: no change", c.unit, (int)c.budget, progress);
			s = t;
		}
		light_at(&r, rules, n, progress, now + INT64_C(86400000) * 4000, &t);
		assert_int_equal(t.light, s.light);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_the_fourteenth_of_october),
		cmocka_unit_test(why_it_moved),
		cmocka_unit_test(why_of_the_other_units),
		cmocka_unit_test(a_long_way_has_a_short_list),
		cmocka_unit_test(lights_by_rule),
		cmocka_unit_test(no_light_for_what_is_done_and_none_moves_while_paused),
		cmocka_unit_test(the_next_change_is_the_next_change),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
