/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "web/gantt_in.h"

#define TODAY day_of(2026, 10, 14)

static void the_scale_holds_all_in_whole_months(void **state)
{
	unused_arg(state);
	const struct gantt_span v[] = {{.from = day_of(2026, 8, 20), .to = day_of(2026, 9, 3)}, {.from = day_of(2026, 9, 1), .to = day_of(2026, 12, 5)},
		{.from = day_of(2026, 10, 1), .to = DAY_NONE}};
	struct gantt_scale s = gantt_scale_of(v, 3, TODAY, 18, 840);
	assert_int_equal(s.first, day_of(2026, 8, 1));
	assert_int_equal(s.last, day_of(2026, 12, 31));
	s = gantt_scale_of(NULL, 0, TODAY, 18, 840);
	assert_int_equal(s.first, day_of(2026, 10, 1));
	assert_int_equal(s.last, day_of(2026, 10, 31));
}

static void what_is_too_long_keeps_today_in_sight(void **state)
{
	unused_arg(state);
	static const int years[][2] = {{1990, 2060}, {1990, 2026}, {2026, 2060}};
	for (size_t i = 0; i < COUNT_OF(years); i++) {
		const struct gantt_span v = {.from = day_of(years[i][0], 10, 1), .to = day_of(years[i][1], 10, 31)};
		struct gantt_scale s = gantt_scale_of(&v, 1, TODAY, 18, 840);
		assert_true(s.first <= TODAY && TODAY <= s.last);
		assert_in_range(s.last - s.first + 1, 17 * 30, 18 * 31);
		assert_true(s.first >= day_of(years[i][0], 10, 1) || i != 2);
		assert_true(s.last <= day_of(years[i][1], 10, 31) || i != 1);
	}
}

static void bars_lie_inside_and_in_order(void **state)
{
	unused_arg(state);
	struct gantt_scale s = {day_of(2026, 9, 1), day_of(2026, 12, 31), 840};
	for (day_t from = day_of(2026, 1, 1); from < day_of(2027, 6, 1); from += 7)
		for (int days = -20; days < 400; days += 13)
			for (int share = -1; share <= 150; share += 50) {
				struct gantt_span v = {.from = from, .to = from + days, .share = share, .open = true};
				struct gantt_bar b = gantt_bar_of(&s, &v, TODAY);
				assert_true(b.x >= 0 && b.w >= 3 && b.x + b.w <= 840);
				assert_true(b.done <= b.w && b.over_w >= 0 && b.over_x + b.over_w <= 840);
				assert_true((b.done < 0) == (share < 0));
				assert_true(b.over_w == 0 || v.to < TODAY);
			}
}

static void a_bar_says_what_is_done_and_what_is_late(void **state)
{
	unused_arg(state);
	struct gantt_scale s = {day_of(2026, 10, 1), day_of(2026, 10, 31), 310};
	struct gantt_bar b = gantt_bar_of(&s, &(struct gantt_span){.from = day_of(2026, 10, 3), .to = day_of(2026, 10, 10), .share = 50, .open = true}, TODAY);
	assert_int_equal(b.x, 20);
	assert_int_equal(b.w, 80);
	assert_int_equal(b.done, 40);
	assert_int_equal(b.over_x, 100);
	assert_int_equal(b.over_w, 40); /* the 11th to the 14th */
	b = gantt_bar_of(&s, &(struct gantt_span){.from = day_of(2026, 10, 3), .to = day_of(2026, 10, 10), .share = 100}, TODAY);
	assert_int_equal(b.over_w, 0); /* closed */
	b = gantt_bar_of(&s, &(struct gantt_span){.from = day_of(2026, 9, 3), .to = DAY_NONE, .share = -1, .open = true}, TODAY);
	assert_true(b.endless && b.cut && b.over_w == 0);
	assert_int_equal(b.w, 140);
}

static void labels_never_stand_on_each_other(void **state)
{
	unused_arg(state);
	for (int months = 1; months < 1200; months = months * 2 + 1) {
		struct gantt_scale s = {day_of(2000, 1, 1), day_add_months(day_of(2000, 1, 1), months) - 1, 840};
		struct gantt_tick t[GANTT_TICKS];
		size_t n = gantt_ticks(&s, t);
		assert_true(n >= 1 && n <= GANTT_TICKS);
		for (size_t i = 1; i < n; i++)
			assert_true(t[i].x - t[i - 1].x >= 50);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_scale_holds_all_in_whole_months), cmocka_unit_test(what_is_too_long_keeps_today_in_sight),
		cmocka_unit_test(bars_lie_inside_and_in_order),        cmocka_unit_test(a_bar_says_what_is_done_and_what_is_late),
		cmocka_unit_test(labels_never_stand_on_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
