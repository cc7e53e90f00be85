/* SPDX-License-Identifier: Apache-2.0 */
/* Weeks, cut-offs, who owed what, the ladder: all of it without a store. */
#include "check.h"

#include <stdlib.h>

#include "core/week.h"

static struct arena arena;
static struct clock_place desk;
static const struct week_rules tuesday = {.cutoff_day = 2, .cutoff_minute = 720, .cutoff_back = true, .late_days = 2, .new_days = 3, .month_day = 5};

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	struct calendar *c = calendar_new(&arena);
	const struct zone *z;
	assert_int_equal(calendar_load(c, &arena, calendar_built_in(), S("cn.tsv")), OK);
	assert_int_equal(zone_open(&arena, S("Asia/Shanghai"), &z), OK);
	desk = (struct clock_place){.calendar = c, .zone = z};
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

static day_t day(const char *iso)
{
	day_t d;
	assert_true(day_parse(str_of(iso), &d));
	return d;
}

/* "2026-11-17 12:00" */
static ms_t at(const char *s)
{
	day_t d;
	int64_t h, m;
	assert_true(day_parse(str_cut(str_of(s), 0, 10), &d) && str_int(str_cut(str_of(s), 11, 13), &h) && str_int(str_cut(str_of(s), 14, 16), &m));
	return zone_at(desk.zone, d, (int)(h * 60 + m) * 60000);
}

static struct week_span span_of(const char *monday, struct week_rules r)
{
	struct week_rules rules[5] = {r, r, r, r, r};
	struct week_span v[4];
	week_spans(&desk, day(monday) - 21, rules, 4, v);
	return v[3];
}

static void weeks_are_those_of_iso(void **state)
{
	static const struct {
		const char *day, *week;
	} row[] = {{"2026-11-16", "2026-W47"}, {"2026-11-22", "2026-W47"}, {"2027-01-01", "2026-W53"}, {"2027-01-04", "2027-W01"},
		{"2024-12-30", "2025-W01"}, {"2023-01-01", "2022-W52"}};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct buf b;
		day_t back;
		buf_init(&b, &arena);
		week_put(&b, week_monday(day(row[i].day)));
		same_str(buf_str(&b), str_of(row[i].week));
		assert_true(week_parse(str_of(row[i].week), &back));
		assert_int_equal(back, week_monday(day(row[i].day)));
	}
	day_t d;
	static const char *const wrong[] = {"", "2026-W00", "2026-W54", "2025-W53", "2026W47", "2026-W4", "2026-w47", "abcd-W01"};
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(week_parse(str_of(wrong[i]), &d));
}

static void a_cut_off_that_rests_moves(void **state)
{
	struct week_rules r = tuesday;
	unused_arg(state);
	struct week_span s = span_of("2026-11-16", r);
	assert_true(s.week.cutoff == at("2026-11-17 12:00") && !s.week.moved && s.week.owed);
	assert_true(s.week.from == at("2026-11-10 12:00"));
	assert_true(s.week.until == at("2026-11-20 00:00")); /* the end of Thursday */
	s = span_of("2026-10-05", r); /* National Day: Tuesday the 6th rests */
	assert_true(s.week.moved && s.week.owed);
	assert_true(s.week.cutoff == at("2026-09-30 12:00"));
	r.cutoff_back = false;
	s = span_of("2026-10-05", r);
	assert_true(s.week.cutoff == at("2026-10-08 12:00"));
	s = span_of("2026-02-16", r); /* Spring Festival: nobody works all week */
	assert_false(s.week.owed);
	s = span_of("2026-02-23", r);
	assert_true(s.week.owed && s.week.from == at("2026-02-10 12:00"));
	r.late_days = 0;
	s = span_of("2026-11-16", r);
	assert_true(s.week.until == s.week.cutoff);
}

static void a_month_has_one_cut_off(void **state)
{
	struct week_rules r = tuesday;
	unused_arg(state);
	struct week_span s = span_of("2026-11-02", r);
	assert_true(s.month.owed && s.month.cutoff == at("2026-11-05 12:00"));
	assert_true(s.month.from == at("2026-09-30 12:00")); /* 5 October rests */
	assert_false(span_of("2026-11-09", r).month.owed);
	r.month_day = 31;
	s = span_of("2026-02-23", r);
	assert_true(s.month.owed && s.month.cutoff == at("2026-02-28 12:00")); /* a make-up Saturday */
}

/* ---- one matter ------------------------------------------------------------------------- */
struct life {
	struct week_point v[40];
	size_t n;
};

static struct week_point *happens(struct life *l, const char *when)
{
	struct week_point *p = &l->v[l->n];
	*p = l->n ? l->v[l->n - 1] : (struct week_point){.lead = 12, .every = EVERY_WEEK, .light = LIGHT_GREEN, .share = -1, .open = true};
	p->at = at(when);
	p->report = p->same = p->nothing = p->reminded = p->reopened = false;
	p->files = 0;
	l->n++;
	return p;
}

static struct week_point *reports(struct life *l, const char *when, int share, int files)
{
	struct week_point *p = happens(l, when);
	p->report = true;
	p->share = share;
	p->files = files;
	return p;
}

static void judge(const struct life *l, const char *monday, const char *now, struct week_state ret[4])
{
	struct week_rules rules[5] = {tuesday, tuesday, tuesday, tuesday, tuesday};
	struct week_span v[4];
	week_spans(&desk, day(monday) - 21, rules, 4, v);
	week_judge(&desk, v, 4, l->v, l->n, at(now), ret);
}

static enum week_said said(const struct life *l, const char *monday, const char *now)
{
	struct week_state s[4];
	judge(l, monday, now, s);
	return s[3].said;
}

static struct life at_work(void)
{
	struct life l = {0};
	happens(&l, "2026-10-12 09:00");
	happens(&l, "2026-10-13 09:00")->works = true;
	return l;
}

static void who_owes_and_who_was_late(void **state)
{
	unused_arg(state);
	struct life l = at_work();
	assert_int_equal(said(&l, "2026-10-12", "2026-10-13 13:00"), WEEK_NOT_OWED); /* signed that very day */
	assert_int_equal(said(&l, "2026-10-19", "2026-10-20 11:00"), WEEK_OPEN);
	assert_int_equal(said(&l, "2026-10-19", "2026-10-20 12:01"), WEEK_MISSING);
	reports(&l, "2026-10-21 17:00", 20, 1);
	assert_int_equal(said(&l, "2026-10-19", "2026-10-22 09:00"), WEEK_LATE);
	assert_int_equal(said(&l, "2026-10-26", "2026-10-27 13:00"), WEEK_MISSING); /* it counted for the week before */
	reports(&l, "2026-10-30 17:00", 30, 0); /* too late for that one: it counts for the next */
	assert_int_equal(said(&l, "2026-10-26", "2026-11-05 09:00"), WEEK_MISSING);
	assert_int_equal(said(&l, "2026-11-02", "2026-11-05 09:00"), WEEK_ON_TIME);
	happens(&l, "2026-11-06 09:00")->works = false; /* closing applied for, or paused */
	assert_int_equal(said(&l, "2026-11-09", "2026-11-11 09:00"), WEEK_NOT_OWED);
	struct life none = {0};
	assert_int_equal(said(&none, "2026-11-09", "2026-11-11 09:00"), WEEK_NOT_OWED);
}

static void a_report_before_the_cut_off_counts_although_it_waits_then(void **state)
{
	unused_arg(state);
	struct life l = at_work();
	reports(&l, "2026-10-20 09:00", 100, 1)->works = false;
	assert_int_equal(said(&l, "2026-10-19", "2026-10-20 13:00"), WEEK_ON_TIME);
}

static void whoever_led_at_the_cut_off_owes(void **state)
{
	struct week_state s[4];
	unused_arg(state);
	struct life l = at_work();
	happens(&l, "2026-10-20 13:00")->lead = 15;
	judge(&l, "2026-10-19", "2026-10-30 09:00", s);
	assert_int_equal(s[3].said, WEEK_MISSING);
	assert_int_equal(s[3].lead, 12);
}

static void monthly_and_never(void **state)
{
	unused_arg(state);
	struct life l = at_work();
	l.v[1].every = EVERY_MONTH;
	assert_int_equal(said(&l, "2026-10-26", "2026-11-10 09:00"), WEEK_NOT_OWED);
	assert_int_equal(said(&l, "2026-11-02", "2026-11-10 09:00"), WEEK_MISSING);
	reports(&l, "2026-10-15 09:00", 20, 1);
	assert_int_equal(said(&l, "2026-11-02", "2026-11-10 09:00"), WEEK_ON_TIME);
	l.v[1].every = l.v[2].every = EVERY_NEVER;
	assert_int_equal(said(&l, "2026-11-02", "2026-11-10 09:00"), WEEK_NOT_OWED);
}

static void claims_falls_and_the_same_words(void **state)
{
	struct week_state s[4];
	unused_arg(state);
	struct life l = at_work();
	reports(&l, "2026-10-19 09:00", 20, 0);
	judge(&l, "2026-10-19", "2026-10-23 09:00", s);
	assert_true(s[3].claim && s[3].share_before == -1 && s[3].share == 20);
	happens(&l, "2026-10-21 10:00")->files = 1; /* the photograph followed */
	judge(&l, "2026-10-19", "2026-10-23 09:00", s);
	assert_false(s[3].claim);
	reports(&l, "2026-10-26 09:00", 20, 0)->nothing = true;
	judge(&l, "2026-10-26", "2026-10-30 09:00", s);
	assert_true(!s[3].claim && s[3].nothing && !s[3].same);
	reports(&l, "2026-11-02 09:00", 40, 0)->same = true;
	judge(&l, "2026-11-02", "2026-11-06 09:00", s);
	assert_true(s[3].claim && s[3].same && s[3].share_before == 20);
	reports(&l, "2026-11-09 09:00", 35, 0);
	judge(&l, "2026-11-09", "2026-11-13 09:00", s);
	assert_true(!s[3].claim && s[3].fell && s[3].share_before == 40);
	struct life bare = at_work();
	reports(&bare, "2026-10-19 09:00", 100, 0);
	reports(&bare, "2026-10-26 09:00", 100, 0);
	judge(&bare, "2026-10-26", "2026-10-30 09:00", s);
	assert_true(s[3].claim); /* all of it, and never a file */
}

/* Any life, asked at two later times: a week that is over says the same. */
static void past_weeks_do_not_change(void **state)
{
	unused_arg(state);
	unsigned seed = 20261122;
	int final = 0;
	for (int round = 0; round < 400; round++) {
		struct life l = {0};
		ms_t t = at("2026-08-03 09:00");
		for (size_t i = 0; i < 40; i++) {
			struct week_point *p = happens(&l, "2026-08-03 09:00");
			p->at = t += (ms_t)(rand_r(&seed) % 120 + 1) * 3600000;
			p->works = rand_r(&seed) % 5 != 0;
			p->report = rand_r(&seed) % 3 == 0;
			p->share = rand_r(&seed) % 101;
			p->files = rand_r(&seed) % 4 == 0;
			p->light = (enum light)(rand_r(&seed) % 4);
			p->every = rand_r(&seed) % 6 == 0 ? EVERY_MONTH : EVERY_WEEK;
			p->lead = 12 + rand_r(&seed) % 2;
		}
		struct week_rules rules[31];
		struct week_span v[30];
		struct week_state early[30], late[30];
		for (size_t i = 0; i < 31; i++)
			rules[i] = tuesday;
		week_spans(&desk, day("2026-08-03"), rules, 30, v);
		ms_t now = at("2026-08-10 00:00") + (ms_t)(rand_r(&seed) % 4000) * 3600000;
		size_t known = 0;
		while (known < l.n && l.v[known].at <= now)
			known++;
		week_judge(&desk, v, 30, l.v, known, now, early);
		week_judge(&desk, v, 30, l.v, l.n, now + (ms_t)90 * 86400000, late);
		for (size_t i = 0; i < 30; i++) {
			if (!early[i].final)
				continue;
			final++;
			assert_memory_equal(&early[i], &late[i], sizeof early[i]);
		}
	}
	assert_true(final > 1000);
}

/* ---- ladder ------------------------------------------------------------------------------- */
static const struct ladder_rule letter_rules[] = {
	{.what = LADDER_YELLOW, .times = 2, .weeks = 4}, {.what = LADDER_RED, .times = 2, .weeks = 4},
	{.what = LADDER_MISSING, .times = 2, .weeks = 4, .unit = true}, {.what = LADDER_UNANSWERED}};
static const struct ladder_rule interview_rules[] = {{.what = LADDER_RED, .times = 3, .weeks = 12, .running = true}, {.what = LADDER_UNANSWERED}};
static const struct rung rungs[] = {{.name = S("prompt")}, {.name = S("letter"), .rules = letter_rules, .n_rules = 4},
	{.name = S("interview"), .rules = interview_rules, .n_rules = 2}};

/* g y o r: lights; capital: not reported; x: exempted yellow; ?: still open */
static struct ladder_due climb(const char *weeks, bool unit, const struct ladder_letter *letters, size_t n)
{
	struct ladder_week v[20];
	size_t k = 0;
	for (const char *p = weeks; *p; p++, k++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		v[k] = (struct ladder_week){.monday = (day_t)(7 * k), .cutoff = (ms_t)k * 100, .missing = *p >= 'A' && *p <= 'Z', .exempt = c == 'x',
			.decided = c != '?', .light = c == 'r' ? LIGHT_RED : c == 'o' ? LIGHT_ORANGE : c == 'b' ? LIGHT_BLUE : c == 'y' || c == 'x' ? LIGHT_YELLOW : LIGHT_GREEN};
	}
	struct ladder_due d;
	ladder_judge(rungs, COUNT_OF(rungs), unit, v, k, letters, n, &d);
	return d;
}

static void counters_lead_up_the_ladder(void **state)
{
	static const struct {
		const char *weeks;
		bool unit;
		int rung, count;
	} row[] = {
		{"gggg", false, -1, 0}, {"gggy", false, -1, 0}, {"ggyy", false, 1, 2}, {"ygyg", false, 1, 2}, {"yggggy", false, -1, 0},
		{"ggrr", false, 1, 2}, {"grrr", false, 2, 3}, {"rrgrr", false, 1, 3}, {"grrr?", false, 2, 3}, {"rrrg", false, 1, 3},
		{"ggGG", true, 1, 2}, {"ggGG", false, -1, 0}, {"yy", true, -1, 0}, {"gyxy", false, 1, 2}, {"ggxy", false, -1, 0}, {"yxxxxy", false, 1, 2},
		{"rxrxr", false, 2, 3}, {"ggyo", false, 1, 2}, {"ggby", false, -1, 0}, {"", false, -1, 0},
	};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct ladder_due d = climb(row[i].weeks, row[i].unit, NULL, 0);
		if (d.rung != row[i].rung || (d.rung >= 0 && d.count != row[i].count))
			test_fails("%s: rung %d, count %d", row[i].weeks, d.rung, d.count);
	}
	struct ladder_due d = climb("ygyg", false, NULL, 0);
	assert_int_equal(d.n_weeks, 2);
	assert_true(d.week[0] == 0 && d.week[1] == 14);
	assert_int_equal(climb("ggxy", false, NULL, 0).exempted, 1);
}

static void a_letter_answers_its_weeks(void **state)
{
	unused_arg(state);
	const struct ladder_letter one = {.rung = 1, .at = 250}, high = {.rung = 2, .at = 350};
	assert_int_equal(climb("gyy", false, &one, 1).rung, -1);   /* two yellows, one letter */
	assert_int_equal(climb("gyyyy", false, &one, 1).rung, 1);  /* two more */
	assert_int_equal(climb("grrr", false, &one, 1).rung, 2);   /* it does not shield from the rung above */
	assert_int_equal(climb("grrr", false, &high, 1).rung, -1); /* the interview answers for what is below */
	const struct ladder_letter silent = {.rung = 1, .at = 250, .unanswered = true};
	assert_int_equal(climb("gyyg", false, &silent, 1).rung, 2);
	const struct ladder_letter both[] = {silent, {.rung = 2, .at = 300}};
	assert_int_equal(climb("gyyg", false, both, 2).rung, -1);
}

static void the_draw_can_be_repeated(void **state)
{
	int drawn = 0;
	unused_arg(state);
	for (int64_t id = 1; id <= 5000; id++) {
		bool a = look_back_drawn(id, 1790820000000 + id, 30);
		assert_int_equal(a, look_back_drawn(id, 1790820000000 + id, 30));
		assert_true(look_back_drawn(id, 1790820000000, 100));
		assert_false(look_back_drawn(id, 1790820000000, 0));
		drawn += a;
	}
	assert_in_range(drawn, 1350, 1650);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks_are_those_of_iso),
		cmocka_unit_test(a_cut_off_that_rests_moves),
		cmocka_unit_test(a_month_has_one_cut_off),
		cmocka_unit_test(who_owes_and_who_was_late),
		cmocka_unit_test(a_report_before_the_cut_off_counts_although_it_waits_then),
		cmocka_unit_test(whoever_led_at_the_cut_off_owes),
		cmocka_unit_test(monthly_and_never),
		cmocka_unit_test(claims_falls_and_the_same_words),
		cmocka_unit_test(past_weeks_do_not_change),
		cmocka_unit_test(counters_lead_up_the_ladder),
		cmocka_unit_test(a_letter_answers_its_weeks),
		cmocka_unit_test(the_draw_can_be_repeated),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
