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

static const struct light_facts *share_of(int progress)
{
	static struct light_facts facts;
	facts = NO_FACTS;
	facts.progress = progress;
	return &facts;
}

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
		{scheme, 4, 20, "2026-10-09", 9, LIGHT_RED, 1, "2026-10-14", 99, "进度 20%，序时应到 60%，差 40 个百分点；差 31 点起变灯"},
		{shares, 2, -1, "2026-09-30", 9, LIGHT_GREEN, -1, "2026-10-08", 0, "还剩 6 个工作日，正常"},
		{shares, 2, -1, "2026-10-08", 9, LIGHT_YELLOW, 1, "2026-10-13", 0, "时限已用 50%，用到 50% 起变灯"},
		{shares, 2, -1, "2026-10-13", 9, LIGHT_RED, 0, NULL, 0, "时限已用 90%，用到 90% 起变灯"},
	};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23", 15), .stopped = MS_NONE};
	struct clock_run r = run_of(&c);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct light_state s;
		struct buf b;
		light_at(&r, row[i].rules, row[i].n, share_of(row[i].progress), at(row[i].now, row[i].hour), &s);
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
	light_at(&r, scheme, 4, share_of(50), at("2026-10-21", 9), &s);
	assert_int_equal(s.light, LIGHT_DONE);
	c.stopped = MS_NONE;
	c.ledger = &pause;
	c.n_ledger = 1;
	r = run_of(&c);
	light_at(&r, scheme, 4, share_of(-1), at("2026-12-31", 9), &s);
	assert_int_equal(s.light, LIGHT_YELLOW); /* three were left when it paused */
	assert_int_equal(s.until, MS_NONE);
}

static void a_rule_may_be_for_one_clock(void **state)
{
	unused_arg(state);
	static const struct light_rule rules[] = {
		{LIGHT_YELLOW, WHEN_SPENT_AT_LEAST, 50, .clocks = 1 << 2}, {LIGHT_YELLOW, WHEN_LEFT_AT_MOST, 1, .clocks = 1 << 0 | 1 << 1}};
	struct clock c = {.unit = CU_HOUR, .budget = 2, .start = at("2026-09-23", 15), .stopped = MS_NONE};
	struct clock_run r = run_of(&c);
	struct light_facts facts = NO_FACTS;
	struct light_state s;
	const ms_t hour = 3600000;
	const struct {
		int clock;
		ms_t after;
		int rule;
		ms_t until;
	} row[] = {
		{2, 0, -1, hour}, {2, hour, 0, MS_NONE}, {1, hour / 2, -1, hour}, {1, hour, 1, MS_NONE}, {-1, hour, -1, MS_NONE},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		facts.clock = row[i].clock;
		light_at(&r, rules, 2, &facts, c.start + row[i].after, &s);
		if (s.rule != row[i].rule || s.until != (row[i].until == MS_NONE ? MS_NONE : c.start + row[i].until))
			test_fails("row %zu: rule %d until %lld", i, s.rule, (long long)(s.until == MS_NONE ? 0 : s.until - c.start));
	}
}

/* Just before `until` light and rule are the same, at it another. */
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
		light_at(&r, rules, n, share_of(progress), now, &s);
		for (int i = 0; s.until != MS_NONE; i++) {
			assert_true(i < 5 && s.until > now);
			light_at(&r, rules, n, share_of(progress), s.until - 1, &t);
			assert_true(t.light == s.light && t.rule == s.rule);
			now = s.until;
			light_at(&r, rules, n, share_of(progress), now, &t);
			if (t.light == s.light && t.rule == s.rule)
				test_fails("unit %d budget %d progress %d: no change", c.unit, (int)c.budget, progress);
			s = t;
		}
		light_at(&r, rules, n, share_of(progress), now + INT64_C(86400000) * 4000, &t);
		assert_true(t.light == s.light && t.rule == s.rule);
	}
}

/* ---- every condition, at its edge --------------------------------------------------------- */
static struct light_facts rank(int64_t place, int64_t before, int64_t ranked)
{
	struct light_facts f = NO_FACTS;
	f.rank = place;
	f.rank_before = before;
	f.ranked = ranked;
	return f;
}

static struct light_facts reported_on(const char *iso)
{
	struct light_facts f = NO_FACTS;
	f.report_from = at(iso, 16);
	return f;
}

static struct light_facts planned_for(const char *iso)
{
	struct light_facts f = NO_FACTS;
	assert_true(day_parse(str_of(iso), &f.planned_start));
	return f;
}

static struct light_facts progress_of(int share)
{
	return *share_of(share);
}

/* One rule over a clock of 2026-09-01 to 2026-12-31: just before it does not hold, then it
 * does, `until` says when, and the sentence says why. */
static void every_condition_has_its_edge(void **state)
{
	unused_arg(state);
	const struct light_condition last3 = {.when = WHEN_RANK_IN_LAST, .than = 3};
	const struct {
		struct light_rule rule;
		struct light_facts no, yes; /* the same when time alone decides */
		const char *before, *from;  /* NULL: facts decide, on `before` */
		const char *zh, *en;
	} row[] = {
		{{LIGHT_YELLOW, WHEN_UNREPORTED, 5}, reported_on("2026-09-07"), reported_on("2026-09-07"), "2026-09-14", "2026-09-15",
		 "已有 5 个工作日没有报送进展，满 5 个工作日起变灯", "working days without a report: 5; the light changes at 5"},
		{{LIGHT_YELLOW, WHEN_UNREPORTED, 1}, reported_on("2026-09-11"), reported_on("2026-09-11"), "2026-09-14", "2026-09-15",
		 "已有 1 个工作日没有报送进展，满 1 个工作日起变灯", "working days without a report: 1; the light changes at 1"},
		{{LIGHT_YELLOW, WHEN_NOT_STARTED, 0}, planned_for("2026-10-20"), planned_for("2026-10-20"), "2026-10-20", "2026-10-21",
		 "计划开工日已过 1 天，尚未开工，过 1 天起变灯", "days past the planned start and not begun: 1; the light changes at 1"},
		{{LIGHT_RED, WHEN_NOT_STARTED, 0, .months = 3}, planned_for("2026-09-20"), planned_for("2026-09-20"), "2026-10-31", "2026-11-01",
		 "计划开工日已过 42 天，尚未开工，过 1 天起变灯，已连续 3 个月，满 3 个月起算",
		 "days past the planned start and not begun: 42; the light changes at 1, months running: 3; 3 are needed"},
		{{LIGHT_RED, WHEN_BEHIND, 10, .months = 2}, progress_of(20), progress_of(20), "2026-10-31", "2026-11-01",
		 "进度 20%，序时应到 50%，差 30 个百分点；差 10 点起变灯，已连续 2 个月，满 2 个月起算", NULL},
		{{LIGHT_YELLOW, WHEN_SHARE_BELOW, 100}, progress_of(100), progress_of(99), "2026-10-31", NULL,
		 "进度 99%，不到 100%", "progress 99%, below 100%"},
		{{LIGHT_YELLOW, WHEN_SHARE_BELOW, 1}, progress_of(1), progress_of(-1), "2026-10-31", NULL,
		 "进度 0%，不到 1%", "progress 0%, below 1%"},
		{{LIGHT_BLUE, WHEN_RANK_AT_MOST, 3}, rank(4, 0, 0), rank(3, 0, 0), "2026-10-31", NULL,
		 "排第 3 位，在前 3 位之内", "place 3, among the first 3"},
		{{LIGHT_BLUE, WHEN_RANK_AT_MOST, 3}, rank(0, 0, 0), rank(1, 0, 0), "2026-10-31", NULL, NULL, NULL},
		{{LIGHT_ORANGE, WHEN_RANK_AT_LEAST, 10}, rank(9, 0, 0), rank(10, 0, 0), "2026-10-31", NULL,
		 "排第 10 位，第 10 位起变灯", "place 10; the light changes from place 10 on"},
		{{LIGHT_RED, WHEN_RANK_IN_LAST, 3}, rank(12, 0, 15), rank(13, 0, 15), "2026-10-31", NULL,
		 "共排 15 位，排第 13 位，在后 3 位之内", "place 13 of 15, among the last 3"},
		{{LIGHT_RED, WHEN_RANK_IN_LAST, 3}, rank(15, 0, 0), rank(15, 0, 15), "2026-10-31", NULL, NULL, NULL},
		{{LIGHT_YELLOW, WHEN_RANK_FELL_BY, 4}, rank(8, 5, 0), rank(9, 5, 0), "2026-10-31", NULL,
		 "由第 5 位降到第 9 位，降 4 位；降 4 位起变灯", "from place 5 to place 9, 4 lost; the light changes at 4"},
		{{LIGHT_YELLOW, WHEN_RANK_FELL_BY, 4}, rank(9, 0, 0), rank(9, 5, 0), "2026-10-31", NULL, NULL, NULL},
		{{LIGHT_RED, WHEN_SHARE_BELOW, 100, .also = &last3, .n_also = 1}, rank(9, 0, 15), rank(13, 0, 15), "2026-10-31", NULL,
		 "进度 0%，不到 100%；并且共排 15 位，排第 13 位，在后 3 位之内", "progress 0%, below 100%; and place 13 of 15, among the last 3"},
	};
	struct clock c = {.unit = CU_UNTIL, .until = day_of(2026, 12, 31), .start = at("2026-09-01", 9), .stopped = MS_NONE};
	struct clock_run r = run_of(&c);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct light_state s;
		bool timed = row[i].from != NULL;
		ms_t change = timed ? at(row[i].from, 0) : MS_NONE;
		light_at(&r, &row[i].rule, 1, &row[i].no, timed ? change - 1 : at(row[i].before, 9), &s);
		if (s.light != LIGHT_GREEN || s.rule != -1 || s.until != change)
			test_fails("row %zu before: light %d until %lld, not %lld", i, s.light, (long long)s.until, (long long)change);
		light_at(&r, &row[i].rule, 1, &row[i].yes, timed ? change : at(row[i].before, 9), &s);
		if (s.light != row[i].rule.light || s.rule != 0 || s.until != MS_NONE)
			test_fails("row %zu: light %d until %lld", i, s.light, (long long)s.until);
		for (int lang = 0; lang < 2; lang++) {
			const char *want = lang == LANG_ZH ? row[i].zh : row[i].en;
			struct buf b;
			buf_init(&b, &arena);
			light_put(&b, (enum lang)lang, c.unit, &row[i].rule, &s);
			if (want)
				same_str(buf_str(&b), str_of(want));
			assert_true(b.n > 0);
		}
	}
}

/* Whatever the rules, joined or counted in months, and whatever the facts. */
static void the_next_change_with_any_rules(void **state)
{
	unused_arg(state);
	uint64_t seed = 11;
	for (int k = 0; k < 4000; k++) {
		struct light_rule rules[5] = {0};
		struct light_condition also[5];
		uint32_t d[40];
		for (size_t i = 0; i < COUNT_OF(d); i++)
			d[i] = (uint32_t)((seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33);
		struct clock c = {.unit = (enum clock_unit)(d[0] % CU_UNTIL), .budget = 1 + d[1] % 90, .stopped = MS_NONE,
			.start = at("2025-01-01", 0) + (ms_t)(d[2] % 600) * 86400000 + d[2] % 1000 * 60000};
		for (size_t i = 0; i < 5; i++) {
			also[i] = (struct light_condition){(enum light_when)(d[3 + i] % WHENS), d[8 + i] % 40, STR_NONE, d[9 + i] % 4};
			rules[i] = (struct light_rule){.light = (enum light)(LIGHT_GREEN + d[14 + i] % 3), .when = (enum light_when)(d[20 + i] % WHENS),
				.than = d[25 + i] % 60, .months = d[26 + i] % 3, .also = &also[i], .n_also = d[31 + i] % 2};
		}
		struct light_facts f = {.progress = (int)(d[36] % 110) - 5, .report_from = d[37] % 3 ? c.start + d[37] % 5000000 : MS_NONE,
			.planned_start = d[38] % 3 ? zone_day(desk.zone, c.start) + (day_t)(d[38] % 60) - 20 : DAY_NONE,
			.rank = d[39] % 20, .rank_before = d[39] % 17, .ranked = d[39] % 3 ? 20 : 0};
		struct clock_run r = run_of(&c);
		struct light_state s, t;
		ms_t now = c.start;
		light_at(&r, rules, 5, &f, now, &s);
		for (int i = 0; s.until != MS_NONE; i++) {
			assert_true(i < 12 && s.until > now);
			for (int j = 0; j < 4; j++) {
				light_at(&r, rules, 5, &f, j ? now + (s.until - 1 - now) / 4 * j : s.until - 1, &t);
				if (t.light != s.light || t.rule != s.rule)
					test_fails("trip %d: rule %d became %d too early", k, s.rule, t.rule);
			}
			now = s.until;
			light_at(&r, rules, 5, &f, now, &t);
			if (t.rule == s.rule)
				test_fails("trip %d: no change from rule %d", k, s.rule);
			s = t;
		}
		light_at(&r, rules, 5, &f, now + INT64_C(86400000) * 4000, &t);
		assert_true(t.light == s.light && t.rule == s.rule);
	}
}

static void judgements_that_disagree(void **state)
{
	unused_arg(state);
	static const struct {
		enum light light;
		const char *from, *want; /* for red, amber-red, amber-green, green */
	} row[] = {
		{LIGHT_GREEN, "amber_red", "yynn"}, {LIGHT_GREEN, "red", "ynnn"}, {LIGHT_GREEN, "amber_green", "yyyn"},
		{LIGHT_GREEN, "never", "nnnn"}, {LIGHT_GREEN, "", "nnnn"}, {LIGHT_BLUE, "red", "ynnn"},
		{LIGHT_RED, "green", "nnny"}, {LIGHT_RED, "amber_green", "nnyy"}, {LIGHT_RED, "never", "nnnn"},
		{LIGHT_YELLOW, "both", "ynny"}, {LIGHT_YELLOW, "red", "ynnn"}, {LIGHT_ORANGE, "green", "nnny"},
		{LIGHT_DONE, "both", "nnnn"}, {LIGHT_NONE, "red", "nnnn"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		for (int j = 0; j < JUDGED; j++)
			if (light_differs(row[i].light, (enum judged)j, str_of(row[i].from)) != (row[i].want[j] == 'y'))
				test_fails("row %zu judged %s", i, judged_names[j]);
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
		cmocka_unit_test(a_rule_may_be_for_one_clock),
		cmocka_unit_test(the_next_change_is_the_next_change),
		cmocka_unit_test(every_condition_has_its_edge),
		cmocka_unit_test(the_next_change_with_any_rules),
		cmocka_unit_test(judgements_that_disagree),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
