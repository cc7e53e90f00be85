/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "core/clock_in.h"

static struct arena arena;
static struct clock_place plain, desk; /* without hours; 08:30-12:00 and 13:30-17:30 */

static const struct hours office = {
	.from = DAY_NONE,
	.makeup_as = 5,
	.span = {
		[0 ... 3] = {{510, 720}, {810, 1050}},
		[4] = {{510, 720}, {810, 1020}}, /* Fridays close at 17:00 */
	},
};

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	struct calendar *c = calendar_new(&arena);
	const struct zone *z;
	assert_int_equal(calendar_load(c, &arena, calendar_built_in(), S("cn.tsv")), OK);
	assert_int_equal(zone_open(&arena, S("Asia/Shanghai"), &z), OK);
	plain = desk = (struct clock_place){.calendar = c, .zone = z};
	desk.hours = &office;
	desk.n_hours = 1;
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

/* "2026-09-23 15:00" in the place's zone; "2026-09-23" is its 00:00; NULL is no time */
static ms_t at(const char *z)
{
	day_t d;
	int64_t hour = 0, minute = 0;
	if (!z)
		return MS_NONE;
	str s = str_of(z);
	assert_true(day_parse(str_cut(s, 0, 10), &d));
	if (s.n == 16)
		assert_true(str_int(str_cut(s, 11, 13), &hour) && str_int(str_cut(s, 14, 16), &minute));
	return zone_at(plain.zone, d, (int)(hour * 60 + minute) * 60000);
}

static void same_time(ms_t got, const char *want, const char *what)
{
	struct buf b;
	if (got == at(want))
		return;
	buf_init(&b, &arena);
	if (got != MS_NONE)
		ms_put_rfc3339(&b, plain.zone, got);
	test_fails("%s: got %s, want %s", what, buf_str(&b).p, want ? want : "none");
}

static struct clock_run run_of(const struct clock_place *p, const struct clock *c)
{
	struct clock_run r;
	clock_run_make(&arena, p, c, &r);
	return r;
}

struct row {
	const char *what;
	enum clock_unit unit;
	int64_t budget;
	const char *start, *due;
	bool roll, hours;
	struct {
		const char *from, *to;
		int64_t by; /* not 0: an extension */
	} ledger[4];
};

static struct clock clock_of(const struct row *row, struct clock_entry ledger[4])
{
	struct clock c = {.unit = row->unit, .budget = row->budget, .roll = row->roll, .start = at(row->start),
		.stopped = MS_NONE, .ledger = ledger};
	for (; c.n_ledger < 4 && row->ledger[c.n_ledger].from; c.n_ledger++) {
		size_t i = c.n_ledger;
		ledger[i] = (struct clock_entry){row->ledger[i].by ? CLOCK_EXTENDED : CLOCK_PAUSED, at(row->ledger[i].from),
			at(row->ledger[i].to), row->ledger[i].by, S("检验")};
	}
	return c;
}

static void counting_by_the_civil_code(void **state)
{
	unused_arg(state);
	static const struct row rows[] = {
		/* 201: the day of the start does not count; holidays do not, make-up days do */
		{"ten working days", CU_WORKING_DAY, 10, "2026-09-23 15:00", "2026-10-15 00:00"},
		{"one working day", CU_WORKING_DAY, 1, "2026-10-12 00:00", "2026-10-14 00:00"},
		{"over the make-up day", CU_WORKING_DAY, 1, "2026-10-09 10:00", "2026-10-11 00:00"},
		{"no working day: the same", CU_WORKING_DAY, 0, "2026-10-12 09:00", "2026-10-13 00:00"},
		{"ten days", CU_DAY, 10, "2026-09-23 15:00", "2026-10-04 00:00"},
		/* 203: a last day that rests */
		{"ten days, moved", CU_DAY, 10, "2026-09-23 15:00", "2026-10-09 00:00", .roll = true},
		{"ends on a Sunday", CU_DAY, 3, "2026-11-05 15:00", "2026-11-09 00:00"},
		{"ends on a Sunday, moved", CU_DAY, 3, "2026-11-05 15:00", "2026-11-10 00:00", .roll = true},
		{"a make-up day is no rest day", CU_DAY, 1, "2026-10-09 15:00", "2026-10-11 00:00", .roll = true},
		/* 202: months */
		{"a month", CU_MONTH, 1, "2026-10-15 09:00", "2026-11-16 00:00"},
		{"a month from the 31st", CU_MONTH, 1, "2026-10-31 09:00", "2026-12-01 00:00"},
		{"a month into February", CU_MONTH, 1, "2027-01-31 09:00", "2027-03-01 00:00"},
		{"into a leap February", CU_MONTH, 1, "2024-01-31 09:00", "2024-03-01 00:00"},
		{"a month, moved", CU_MONTH, 1, "2026-09-01 09:00", "2026-10-09 00:00", .roll = true},
		/* 203 II: close of business */
		{"closes at 17:30", CU_WORKING_DAY, 10, "2026-09-23 15:00", "2026-10-14 17:30", .hours = true},
		{"Friday closes at 17:00", CU_WORKING_DAY, 1, "2026-10-15 15:00", "2026-10-16 17:00", .hours = true},
		{"a make-up day closes as a Friday", CU_WORKING_DAY, 1, "2026-10-09 10:00", "2026-10-10 17:00", .hours = true},
		{"moved to a day with hours", CU_DAY, 3, "2026-11-05 15:00", "2026-11-09 17:30", true, true},
		{"not moved: a Sunday ends at 24:00", CU_DAY, 3, "2026-11-05 15:00", "2026-11-09 00:00", .hours = true},
		/* after close, and on a rest day */
		{"at close: the next opening", CU_WORKING_DAY, 1, "2026-10-12 17:30", "2026-10-14 17:30", .hours = true},
		{"before close: that day", CU_WORKING_DAY, 1, "2026-10-12 17:29", "2026-10-13 17:30", .hours = true},
		{"before opening: that day", CU_WORKING_DAY, 1, "2026-10-12 06:00", "2026-10-13 17:30", .hours = true},
		{"on a Sunday", CU_WORKING_DAY, 1, "2026-11-08 10:00", "2026-11-11 00:00"},
		{"on a holiday", CU_WORKING_DAY, 1, "2026-10-03 10:00", "2026-10-10 00:00"},
		/* hours and minutes from the moment */
		{"24 hours", CU_HOUR, 24, "2026-10-01 09:17", "2026-10-02 09:17"},
		{"30 minutes", CU_MINUTE, 30, "2026-10-01 23:45", "2026-10-02 00:15"},
		{"a moment does not move", CU_HOUR, 24, "2026-10-03 09:17", "2026-10-04 09:17", true, true},
		/* working hours with lunch */
		{"four working hours", CU_WORKING_HOUR, 4, "2026-10-12 10:00", "2026-10-12 15:30", .hours = true},
		{"to the close", CU_WORKING_HOUR, 2, "2026-10-12 15:30", "2026-10-12 17:30", .hours = true},
		{"over night", CU_WORKING_HOUR, 3, "2026-10-12 15:30", "2026-10-13 09:30", .hours = true},
		{"from lunch", CU_WORKING_HOUR, 1, "2026-10-12 12:30", "2026-10-12 14:30", .hours = true},
		{"after close", CU_WORKING_HOUR, 1, "2026-10-12 19:00", "2026-10-13 09:30", .hours = true},
		{"over the holiday", CU_WORKING_HOUR, 2, "2026-09-30 16:30", "2026-10-08 09:30", .hours = true},
		{"on a make-up day", CU_WORKING_HOUR, 2, "2026-10-10 16:30", "2026-10-12 10:00", .hours = true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct clock_entry ledger[4];
		struct clock c = clock_of(&rows[i], ledger);
		struct clock_run r = run_of(rows[i].hours ? &desk : &plain, &c);
		same_time(r.due, rows[i].due, rows[i].what);
	}
}

static void pauses_and_extensions(void **state)
{
	unused_arg(state);
	static const struct row rows[] = {
		{"two working days out", CU_WORKING_DAY, 10, "2026-09-23 15:00", "2026-10-16 17:00", .hours = true,
		 .ledger = {{"2026-09-28 10:00", "2026-09-30 16:00"}}},
		{"a weekend out is nothing", CU_WORKING_DAY, 3, "2026-11-05 09:00", "2026-11-11 00:00",
		 .ledger = {{"2026-11-07 10:00", "2026-11-09 08:00"}}},
		{"within one day is nothing", CU_WORKING_DAY, 3, "2026-11-09 09:00", "2026-11-13 00:00",
		 .ledger = {{"2026-11-10 10:00", "2026-11-10 15:00"}}},
		{"on the last day", CU_WORKING_DAY, 1, "2026-11-09 09:00", "2026-11-13 00:00",
		 .ledger = {{"2026-11-10 10:00", "2026-11-12 15:00"}}},
		{"from the start: the end of the pause is the start", CU_WORKING_DAY, 1, "2026-11-09 09:00", "2026-11-12 00:00",
		 .ledger = {{"2026-11-09 10:00", "2026-11-10 15:00"}, {"2026-11-10 16:00", "2026-11-10 17:00"}}},
		{"overlapping once", CU_WORKING_DAY, 5, "2026-11-09 09:00", "2026-11-20 00:00",
		 .ledger = {{"2026-11-11 10:00", "2026-11-13 15:00"}, {"2026-11-10 10:00", "2026-11-12 15:00"}}},
		{"after the end: nothing", CU_WORKING_DAY, 1, "2026-11-09 09:00", "2026-11-11 00:00",
		 .ledger = {{"2026-11-12 10:00", "2026-11-18 15:00"}}},
		{"days of a day clock", CU_DAY, 30, "2026-11-09 09:00", "2026-12-15 00:00",
		 .ledger = {{"2026-11-12 10:00", "2026-11-17 15:00"}}},
		{"days of a month clock", CU_MONTH, 1, "2026-11-09 09:00", "2026-12-15 00:00",
		 .ledger = {{"2026-11-12 10:00", "2026-11-17 15:00"}}},
		{"hours exactly", CU_HOUR, 24, "2026-11-09 09:00", "2026-11-10 10:30",
		 .ledger = {{"2026-11-09 20:00", "2026-11-09 21:30"}}},
		{"working hours: only the open ones", CU_WORKING_HOUR, 4, "2026-10-12 10:00", "2026-10-13 10:00", .hours = true,
		 .ledger = {{"2026-10-12 11:30", "2026-10-12 16:30"}}},
		{"open: no date", CU_WORKING_DAY, 10, "2026-09-23 15:00", NULL, .ledger = {{"2026-09-28 10:00", NULL}}},
		{"open, hours: no date", CU_HOUR, 24, "2026-11-09 09:00", NULL, .ledger = {{"2026-11-09 20:00", NULL}}},
		{"open only after the end", CU_WORKING_DAY, 1, "2026-11-09 09:00", "2026-11-11 00:00",
		 .ledger = {{"2026-11-12 10:00", NULL}}},
		{"open at the very end", CU_WORKING_DAY, 1, "2026-11-09 09:00", "2026-11-10 17:30", .hours = true,
		 .ledger = {{"2026-11-10 17:30", NULL}}},
		{"open at the very end of hours", CU_HOUR, 24, "2026-11-09 09:00", "2026-11-10 09:00",
		 .ledger = {{"2026-11-10 09:00", NULL}}},
		{"extended", CU_WORKING_DAY, 10, "2026-09-23 15:00", "2026-10-20 00:00", .ledger = {{"2026-10-12 10:00", NULL, 3}}},
		{"shortened", CU_WORKING_DAY, 10, "2026-09-23 15:00", "2026-10-09 00:00", .ledger = {{"2026-09-24 10:00", NULL, -5},
		 {"2026-09-24 10:00", NULL, 0}}},
		{"both", CU_DAY, 3, "2026-11-05 15:00", "2026-11-14 00:00", .roll = true,
		 .ledger = {{"2026-11-05 18:00", NULL, 3}, {"2026-11-06 10:00", "2026-11-08 10:00"}}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct clock_entry ledger[4];
		struct clock c = clock_of(&rows[i], ledger);
		if (rows[i].ledger[1].from && !rows[i].ledger[1].to && !rows[i].ledger[1].by)
			c.n_ledger = 1;
		struct clock_run r = run_of(rows[i].hours ? &desk : &plain, &c);
		same_time(r.due, rows[i].due, rows[i].what);
		int64_t extended = ledger[0].what == CLOCK_EXTENDED ? ledger[0].by : 0;
		if (rows[i].due && c.unit == CU_WORKING_DAY) /* what is paused is no part of the budget */
			assert_int_equal(r.total, rows[i].budget + extended);
	}
}

static void a_named_day_is_included(void **state)
{
	unused_arg(state);
	struct clock_entry pause = {CLOCK_PAUSED, at("2026-10-01 10:00"), MS_NONE, 0, STR_NONE};
	struct clock c = {.unit = CU_UNTIL, .until = day_of(2026, 12, 31), .start = at("2026-09-01"), .stopped = MS_NONE,
		.ledger = &pause, .n_ledger = 1};
	struct clock_run r = run_of(&plain, &c);
	same_time(r.due, "2027-01-01 00:00", "24:00 of the day itself, whatever paused");
	r = run_of(&desk, &c);
	same_time(r.due, "2026-12-31 17:30", "its close of business");
	c.until = day_of(2026, 10, 4);
	c.roll = true;
	r = run_of(&plain, &c);
	same_time(r.due, "2026-10-09 00:00", "moved");
	assert_int_equal(r.total, 37);
}

static void spent_and_left(void **state)
{
	unused_arg(state);
	const struct {
		const char *now;
		int64_t spent, left;
		bool overdue;
	} row[] = {
		{"2026-09-23 16:00", 0, 10, false}, {"2026-09-24 00:00", 1, 9, false}, {"2026-10-05 12:00", 4, 6, false},
		{"2026-10-12 10:18", 8, 2, false}, /* 剩 2 个工作日 */
		{"2026-10-14 17:30", 10, 0, false}, {"2026-10-14 17:31", 10, 0, true}, {"2026-10-16 09:00", 12, -2, true},
		{"2026-10-18 09:00", 12, -2, true}, {"2026-09-01 09:00", 0, 10, false},
	};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23 15:00"), .stopped = MS_NONE};
	struct clock_run r = run_of(&desk, &c);
	struct clock_state s;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		clock_at(&r, at(row[i].now), &s);
		if (s.spent != row[i].spent || s.left != row[i].left || s.overdue != row[i].overdue || s.total != 10)
			test_fails("%s: spent %d, left %d, overdue %d", row[i].now, (int)s.spent, (int)s.left, s.overdue);
	}
	c.stopped = at("2026-10-09 10:00");
	clock_at(&r, at("2026-10-20"), &s);
	assert_true(s.left == 4 && !s.overdue);

	struct clock h = {.unit = CU_HOUR, .budget = 2, .start = at("2026-10-01 09:00"), .stopped = MS_NONE};
	r = run_of(&plain, &h);
	clock_at(&r, at("2026-10-01 10:15"), &s);
	assert_true(s.left == 1 && s.share == 6250); /* three quarters of an hour begun */
	clock_at(&r, at("2026-10-01 11:00"), &s);
	assert_true(s.left == 0 && s.share == 10000 && !s.overdue);
	clock_at(&r, at("2026-10-01 12:00") + 1, &s);
	assert_true(s.left == -1 && s.overdue);
}

static void a_pause_holds_it(void **state)
{
	unused_arg(state);
	struct clock_entry ledger[] = {{CLOCK_PAUSED, at("2026-09-28 10:00"), MS_NONE, 0, S("检验")}};
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23 15:00"), .stopped = MS_NONE,
		.ledger = ledger, .n_ledger = 1};
	struct clock_run r = run_of(&plain, &c);
	struct clock_state early, late;
	clock_at(&r, at("2026-09-28 12:00"), &early);
	clock_at(&r, at("2027-09-28 12:00"), &late);
	assert_true(early.paused && late.paused && early.left == 9 && late.left == 9 && !late.overdue);
	assert_int_equal(clock_next(&r, NULL, 0, at("2026-09-28 12:00")), MS_NONE);
	ledger[0].to = at("2026-10-08 09:00");
	r = run_of(&plain, &c);
	clock_at(&r, at("2026-09-28 12:00"), &early);
	assert_true(early.paused && early.left == 9);
	clock_at(&r, at("2026-10-08 12:00"), &late);
	assert_true(!late.paused && late.left == 8);
}

static void provisional_years_are_said(void **state)
{
	unused_arg(state);
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-12-23 15:00"), .stopped = MS_NONE};
	assert_true(run_of(&plain, &c).provisional);
	c.budget = 3;
	assert_false(run_of(&plain, &c).provisional);
	c.unit = CU_DAY;
	c.budget = 30;
	assert_false(run_of(&plain, &c).provisional); /* plain days need no notice */
	c.roll = true;
	assert_true(run_of(&plain, &c).provisional);
	c.unit = CU_HOUR;
	assert_false(run_of(&plain, &c).provisional);
	c.unit = CU_WORKING_HOUR;
	c.start = at("2026-11-02 09:00");
	assert_true(run_of(&plain, &c).provisional); /* no hours are known */
	assert_false(run_of(&desk, &c).provisional);
}

static void points_to_warn_at(void **state)
{
	unused_arg(state);
	struct clock c = {.unit = CU_WORKING_DAY, .budget = 10, .start = at("2026-09-23 15:00"), .stopped = MS_NONE};
	struct clock_run r = run_of(&desk, &c);
	same_time(clock_when_left(&r, 3), "2026-10-10 00:00", "three left");
	same_time(clock_when_left(&r, 0), "2026-10-14 00:00", "none left");
	same_time(clock_when_left(&r, 10), "2026-09-23 15:00", "all left");
	same_time(clock_when_left(&r, 99), "2026-09-23 15:00", "more than all");
	same_time(clock_when_spent(&r, 50), "2026-10-08 00:00", "half");
	same_time(clock_when_spent(&r, 90), "2026-10-13 00:00", "nine tenths");
	assert_int_equal(clock_when_spent(&r, 101), MS_NONE);
	const struct light_rule rules[] = {{.when = WHEN_LEFT_AT_MOST, .than = 1}, {.when = WHEN_SPENT_AT_LEAST, .than = 50}};
	same_time(clock_next(&r, rules, 2, at("2026-09-23 16:00")), "2026-10-08 00:00", "first the half");
	same_time(clock_next(&r, rules, 2, at("2026-10-09")), "2026-10-13 00:00", "then one left");
	same_time(clock_next(&r, rules, 2, at("2026-10-13")), "2026-10-14 17:30", "then due");
	same_time(clock_next(&r, rules, 2, at("2026-10-15")), NULL, "then nothing");
	struct clock h = {.unit = CU_HOUR, .budget = 2, .start = at("2026-10-01 09:00"), .stopped = MS_NONE};
	r = run_of(&plain, &h);
	same_time(clock_when_spent(&r, 50), "2026-10-01 10:00", "half of two hours");
	same_time(clock_when_left(&r, 1), "2026-10-01 10:00", "one hour left");
}

/* ---- properties ------------------------------------------------------------------ */

static uint64_t seed = 200;
static int64_t dice(int64_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)(seed >> 33) % sides;
}

static ms_t random_instant(void)
{
	return at("2024-01-01") + dice(1000) * 86400000 + dice(1440) * 60000;
}

static struct clock random_clock(struct clock_entry ledger[3], bool open)
{
	struct clock c = {.unit = (enum clock_unit)dice(CU_UNTIL), .start = random_instant(), .stopped = MS_NONE,
		.ledger = ledger, .n_ledger = (size_t)dice(4), .roll = dice(2)};
	c.budget = dice(c.unit == CU_MONTH ? 5 : c.unit == CU_MINUTE ? 2000 : 60);
	for (size_t i = 0; i < c.n_ledger; i++) {
		ms_t from = c.start + dice(40) * 86400000 / 3;
		ledger[i] = dice(4) ? (struct clock_entry){CLOCK_PAUSED, from, from + dice(9 * 86400) * 1000, 0, S("x")}
				    : (struct clock_entry){CLOCK_EXTENDED, from, MS_NONE, dice(9), S("x")};
		if (open && ledger[i].what == CLOCK_PAUSED && !dice(4))
			ledger[i].to = MS_NONE;
	}
	return c;
}

/* Whoever asks at the end asks the same as who asks at the beginning; time only goes on. */
static void the_answer_does_not_hang_on_when_it_is_asked(void **state)
{
	unused_arg(state);
	for (int k = 0; k < 3000; k++) {
		struct clock_entry ledger[3];
		struct clock c = random_clock(ledger, true);
		const struct clock_place *p = dice(2) ? &desk : &plain;
		struct clock_run r = run_of(p, &c);
		struct clock_state s, last = {.left = INT64_MAX};
		for (int i = 0; i < 60; i++) {
			ms_t now = c.start + i * INT64_C(43200000);
			clock_at(&r, now, &s);
			assert_int_equal(s.spent + s.left, s.total);
			assert_true(s.overdue == (r.due != MS_NONE && r.due < now));
			if (clock_counts_ms(c.unit))
				assert_true(s.left <= last.left);
			last = s;
		}
		if (r.due != MS_NONE) {
			clock_at(&r, r.due, &s);
			assert_false(s.overdue);
			assert_true(s.left <= 0 || clock_counts_ms(c.unit));
		}
	}
}

static void warnings_hold_from_their_instant_and_not_before(void **state)
{
	unused_arg(state);
	for (int k = 0; k < 3000; k++) {
		struct clock_entry ledger[3];
		struct clock c = random_clock(ledger, false);
		struct clock_run r = run_of(dice(2) ? &desk : &plain, &c);
		int64_t n = dice(20);
		ms_t t = clock_when_left(&r, n);
		struct clock_state s;
		clock_at(&r, t, &s);
		if (s.left > n)
			test_fails("unit %d budget %d: %d left, not %d", c.unit, (int)c.budget, (int)s.left, (int)n);
		clock_at(&r, t - 1, &s);
		assert_true(s.left > n || t <= r.begin);
		n = dice(101);
		t = clock_when_spent(&r, n);
		clock_at(&r, t, &s);
		if (s.share < n * 100)
			test_fails("unit %d budget %d total %d: share %d, not %d%%", c.unit, (int)c.budget, (int)r.total, s.share, (int)n);
		clock_at(&r, t - 1, &s);
		assert_true(s.share < n * 100 || t <= r.begin || r.total == 0);
	}
}

static void pauses_add_up(void **state)
{
	unused_arg(state);
	for (int k = 0; k < 3000; k++) {
		struct clock c = {.unit = dice(2) ? CU_WORKING_DAY : CU_DAY, .budget = 20 + dice(30), .stopped = MS_NONE};
		day_t start = day_of(2024, 1, 1) + (day_t)dice(700);
		c.start = zone_at(plain.zone, start, 36000000);
		struct clock_run bare = run_of(&plain, &c);
		day_t a = bare.first + 1 + (day_t)dice(5), b = a + (day_t)dice(5), e = b + (day_t)dice(5);
		struct clock_entry two[] = {{CLOCK_PAUSED, zone_at(plain.zone, a, 1), zone_at(plain.zone, b, 2), 0, S("")},
			{CLOCK_PAUSED, zone_at(plain.zone, b, 3), zone_at(plain.zone, e, 4), 0, S("")}};
		struct clock_entry one[] = {{CLOCK_PAUSED, two[0].from, two[1].to, 0, S("")}};
		c.ledger = two;
		c.n_ledger = 2;
		day_t by_two = run_of(&plain, &c).due_day;
		c.ledger = one;
		c.n_ledger = 1;
		assert_int_equal(by_two, run_of(&plain, &c).due_day);
		int64_t out = c.unit == CU_DAY ? e - a : calendar_between(plain.calendar, a - 1, e - 1);
		day_t want = c.unit == CU_DAY ? bare.due_day + (day_t)out : calendar_add(plain.calendar, bare.due_day, out);
		assert_int_equal(by_two, want);
	}
}

static void a_holiday_or_a_pause_never_shortens(void **state)
{
	unused_arg(state);
	for (int k = 0; k < 300; k++) {
		struct clock_entry ledger[3];
		struct clock c = random_clock(ledger, false);
		c.unit = dice(2) ? CU_WORKING_DAY : CU_WORKING_HOUR;
		struct clock_place p = dice(2) ? desk : plain;
		struct calendar *cal = calendar_new(&arena);
		assert_int_equal(calendar_load(cal, &arena, calendar_built_in(), S("cn")), OK);
		p.calendar = cal;
		ms_t before = run_of(&p, &c).due;
		struct buf b;
		buf_init(&b, &arena);
		day_put(&b, zone_day(p.zone, c.start) + (day_t)dice(40));
		buf_z(&b, "\trest\tx\ty\n");
		assert_int_equal(calendar_load(cal, &arena, buf_str(&b), S("new")), OK);
		if (c.n_ledger == 0)
			assert_true(run_of(&p, &c).due >= before);
		struct clock_entry longer[4] = {{CLOCK_PAUSED, c.start + dice(20) * 86400000, 0, 0, S("x")}};
		longer[0].to = longer[0].from + dice(10) * 86400000;
		struct clock bare = c;
		bare.n_ledger = 0;
		before = run_of(&p, &bare).due;
		bare.ledger = longer;
		bare.n_ledger = 1;
		assert_true(run_of(&p, &bare).due >= before);
	}
}

static void strange_numbers_do_no_harm(void **state)
{
	unused_arg(state);
	const int64_t budgets[] = {INT64_MIN, -1, 0, INT64_MAX};
	const ms_t starts[] = {INT64_MIN + 1, -1, 0, INT64_MAX};
	for (int u = CU_WORKING_DAY; u <= CU_UNTIL; u++)
		for (size_t i = 0; i < 16; i++) {
			struct clock_entry e[] = {{CLOCK_PAUSED, 5, INT64_MAX, 0, S("")}, {CLOCK_EXTENDED, 0, 0, INT64_MAX, S("")}};
			struct clock c = {.unit = (enum clock_unit)u, .budget = budgets[i % 4], .start = starts[i / 4],
				.stopped = MS_NONE, .ledger = e, .n_ledger = i % 3, .until = INT32_MAX, .roll = true};
			struct clock_run r = run_of(u == CU_WORKING_HOUR ? &plain : &desk, &c);
			struct clock_state s;
			clock_at(&r, 0, &s);
			clock_when_left(&r, 3);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counting_by_the_civil_code),
		cmocka_unit_test(pauses_and_extensions),
		cmocka_unit_test(a_named_day_is_included),
		cmocka_unit_test(spent_and_left),
		cmocka_unit_test(a_pause_holds_it),
		cmocka_unit_test(provisional_years_are_said),
		cmocka_unit_test(points_to_warn_at),
		cmocka_unit_test(the_answer_does_not_hang_on_when_it_is_asked),
		cmocka_unit_test(warnings_hold_from_their_instant_and_not_before),
		cmocka_unit_test(pauses_add_up),
		cmocka_unit_test(a_holiday_or_a_pause_never_shortens),
		cmocka_unit_test(strange_numbers_do_no_harm),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
