/* SPDX-License-Identifier: Apache-2.0 */
/* The machine of alarms: sequences with what they should give, and many random ones against a slow model. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "monitor/alarm_in.h"

#define MINUTE 60000LL

static struct alarm_point point_of(const char **s, ms_t at)
{
	struct alarm_point p = {.at = at, .has_high = true, .high = {50, 0}, .has_low = true, .low = {6, 0}};
	char word[16] = "";
	int n = 0;
	for (; **s && **s != ' '; (*s)++)
		if (n < 15)
			word[n++] = **s;
	while (**s == ' ')
		(*s)++;
	if (n && ((word[n - 1] >= 'A' && word[n - 1] <= 'Z'))) {
		p.flag = word[n - 1];
		word[n - 1] = 0;
	}
	if (word[0] == 'r') {
		p.resting = true;
		p.has = dec_parse(str_of(word + 1), &p.v);
	} else
		p.has = word[0] != '-' && dec_parse(str_of(word), &p.v);
	return p;
}

/* One value a minute; the turns as they come: b3 began at minute 3, e9 was over at minute 9, said at … */
static void tables(void **state)
{
	static const struct {
		enum alarm_what what;
		int hold, clear, band;
		const char *flags, *values, *want;
	} rows[] = {
		{ALARM_LIMIT, 0, 0, 0, "", "40 51 52 50 40", "b1@1 e3@3 "},
		{ALARM_LIMIT, 2, 0, 0, "", "51 52 50 51 52 53 54 50", "b3@5 e7@7 "},    /* it must last */
		{ALARM_LIMIT, 0, 0, 10, "", "51 46 50 45 51", "b0@0 e3@3 b4@4 "},        /* 46 is not well yet */
		{ALARM_LIMIT, 0, 2, 0, "", "51 40 40 51 40 40 40 40", "b0@0 e4@6 "},     /* well for two minutes */
		{ALARM_LIMIT, 2, 0, 0, "", "51 51D 51C 51", "b0@3 "},                    /* what is flagged neither makes nor breaks */
		{ALARM_LIMIT, 0, 0, 0, "", "5 6 7", "b0@0 e1@1 "},                       /* below the lowest as well */
		{ALARM_LIMIT, 0, 0, 0, "", "r60 r60 40 60", "b3@3 "},                    /* nothing while it rests */
		{ALARM_LIMIT, 0, 0, 0, "", "50.000000001 50.0", "b0@0 e1@1 "},
		{ALARM_ZERO, 2, 0, 0, "", "0 0.0 0 1 0 0", "b0@2 e3@3 "},
		{ALARM_CONSTANT, 2, 0, 0, "", "7 7 7 7.0 8 8 8 9", "b1@3 e4@4 "},
		{ALARM_FLAG, 1, 0, 0, "DTB", "9N 9D 9D 9M 9B 9N", "b1@2 e5@5 "},
		{ALARM_FLAG, 0, 0, 0, "DTB", "9M 9C 9F 9S", ""},
		{ALARM_RANGE, 0, 0, 0, "", "60T 60D 50", "b0@0 e2@2 "},
		{ALARM_ABSENT, 2, 0, 0, "", "7 - - - 7", "b1@3 e4@4 "},
		{ALARM_ABSENT, 1, 0, 0, "", "- -D - -", "b2@3 "}, /* a flag without a value is said too */
	};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct alarm_rule rule = {.what = rows[i].what, .flags = str_of(rows[i].flags)};
		struct alarm_set set = {.rule = &rule, .hold = rows[i].hold * MINUTE, .clear = rows[i].clear * MINUTE, .gap = 10 * MINUTE, .band = rows[i].band, .use = true};
		struct alarm_track t = ALARM_TRACK_NEW;
		char got[256] = "";
		const char *s = rows[i].values;
		for (int at = 0; *s; at++) {
			struct alarm_point p = point_of(&s, at * MINUTE);
			ms_t end = 0;
			enum alarm_turn turn = alarm_step(&set, &t, &p, &end);
			size_t n = strlen(got);
			if (turn != TURN_NONE)
				snprintf(got + n, sizeof got - n, "%c%d@%d ", turn == TURN_BEGIN ? 'b' : 'e', (int)((turn == TURN_BEGIN ? t.begin : end) / MINUTE), at);
		}
		if (strcmp(got, rows[i].want) != 0) {
			print_error("row %zu: got %s, want %s\n", i, got, rows[i].want);
			test_fails("row %zu", i);
		}
	}
}

static void a_gap_begins_anew(void **state)
{
	struct alarm_rule rule = {.what = ALARM_LIMIT};
	struct alarm_set set = {.rule = &rule, .hold = 5 * MINUTE, .gap = 3 * MINUTE};
	struct alarm_track t = ALARM_TRACK_NEW;
	ms_t end;
	unused_arg(state);
	assert_int_equal(alarm_turn_of(&set, &t, 0, VERDICT_BAD, &end), TURN_NONE);
	assert_int_equal(alarm_turn_of(&set, &t, 6 * MINUTE, VERDICT_BAD, &end), TURN_NONE);
	assert_int_equal(alarm_turn_of(&set, &t, 9 * MINUTE, VERDICT_BAD, &end), TURN_NONE);
	assert_int_equal(alarm_turn_of(&set, &t, 11 * MINUTE, VERDICT_BAD, &end), TURN_BEGIN);
	assert_int_equal(t.begin, 6 * MINUTE);
}

/* ---- the model: looks back from every point, keeps nothing but whether one is open ----------- */
struct said {
	ms_t at;
	enum alarm_verdict v;
};

/* The first point of the unbroken run of `v` (skips between) that ends with i; -1: i is none. */
static int run_of(const struct said *p, int i, int from, enum alarm_verdict v, ms_t gap)
{
	int first = -1;
	ms_t next = MS_NONE;
	for (int k = i; k >= from; k--) {
		if (p[k].v == VERDICT_SKIP)
			continue;
		if (p[k].v != v || (next != MS_NONE && next - p[k].at > gap))
			break;
		first = k;
		next = p[k].at;
	}
	return first;
}

static void random_against_the_model(void **state)
{
	struct said p[60];
	size_t begun = 0;
	unused_arg(state);
	srand(212);
	for (int round = 0; round < 20000; round++) {
		struct alarm_rule rule = {.what = ALARM_LIMIT};
		struct alarm_set set = {.rule = &rule, .hold = rand() % 5, .clear = rand() % 4, .gap = 1 + rand() % 6};
		struct alarm_track t = ALARM_TRACK_NEW;
		int bad = 1 + rand() % 8, from = 0;
		ms_t at = 0;
		bool open = false;
		for (int i = 0; i < 60; i++) {
			at += 1 + (rand() % 12 == 0 ? rand() % 8 : rand() % 2);
			p[i] = (struct said){at, rand() % 10 < bad ? VERDICT_BAD : (enum alarm_verdict)(rand() % 4)};
			ms_t end = MS_NONE, want_at = MS_NONE;
			enum alarm_turn turn = alarm_turn_of(&set, &t, p[i].at, p[i].v, &end), want = TURN_NONE;
			int first = p[i].v == VERDICT_SKIP ? -1 : run_of(p, i, from, open ? VERDICT_GOOD : VERDICT_BAD, set.gap);
			if (first >= 0 && p[i].v == (open ? VERDICT_GOOD : VERDICT_BAD) && p[i].at - p[first].at >= (open ? set.clear : set.hold)) {
				want = open ? TURN_END : TURN_BEGIN;
				want_at = p[first].at;
				open = !open;
				from = i + 1;
			}
			assert_int_equal(turn, want);
			if (want == TURN_BEGIN)
				assert_int_equal(t.begin, want_at);
			if (want == TURN_END)
				assert_int_equal(end, want_at);
			begun += want == TURN_BEGIN;
		}
	}
	assert_true(begun > 10000);
}

static void touching_ones_are_one(void **state)
{
	unused_arg(state);
	assert_true(alarm_same(&(struct alarm_span){1, MS_NONE}, &(struct alarm_span){5, 6}));
	assert_true(alarm_same(&(struct alarm_span){1, 5}, &(struct alarm_span){5, 6}));
	assert_false(alarm_same(&(struct alarm_span){1, 4}, &(struct alarm_span){5, MS_NONE}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(tables), cmocka_unit_test(a_gap_begins_anew), cmocka_unit_test(random_against_the_model),
		cmocka_unit_test(touching_ones_are_one)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
