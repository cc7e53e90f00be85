/* SPDX-License-Identifier: Apache-2.0 */
/* Where the points of a curve lie, its table, and rates of exact amounts. */
#include "check.h"

#include "web/curve_in.h"

static struct course_point reported[] = {{110, 4}, {150, 30}, {180, 30}};
static struct course_step steps[] = {{.title = {"封顶", 6}, .due = 149, .weight = 60, .counts = true}, {.title = {"水塔", 6}, .due = 170, .weight = 10}};
static const struct plan_point line[] = {{100, 0}, {150, 6000}, {200, PLAN_WHOLE}};

static struct course course(void)
{
	return (struct course){.plan = {line, 3}, .actual = reported, .n_actual = 3, .steps = steps, .n_steps = 2, .from = 100, .to = 200, .started = 105};
}

static void points_lie_in_the_drawing(void **state)
{
	unused_arg(state);
	struct course c = course();
	struct curve_frame f = curve_frame_of(&c, 160);
	assert_int_equal(f.first, 100);
	assert_int_equal(f.last, 200);
	assert_int_equal(curve_x(&f, 50), 0);
	assert_int_equal(curve_x(&f, 150), 500);
	assert_int_equal(curve_x(&f, 900), CURVE_WHOLE);
	assert_int_equal(curve_y(0), CURVE_WHOLE);
	assert_int_equal(curve_y(2500), 750);
	assert_int_equal(curve_y(20000), 0);
	f = curve_frame_of(&c, 260); /* late: today is drawn */
	assert_int_equal(f.last, 260);
	c = (struct course){.from = DAY_NONE, .to = DAY_NONE};
	f = curve_frame_of(&c, 7);
	assert_int_equal(curve_x(&f, 7), 0);
}

static void lines_go_through_them(void **state)
{
	unused_arg(state);
	struct arena a;
	struct buf b;
	struct course c = course();
	struct curve_frame f = curve_frame_of(&c, 160);
	arena_init(&a);
	buf_init(&b, &a);
	curve_plan_path(&b, &f, &c.plan);
	same_str(buf_str(&b), S("M0 1000L500 400L1000 0"));
	buf_clear(&b);
	curve_actual_path(&b, &f, &c);
	same_str(buf_str(&b), S("M50 1000L100 960L500 700L800 700"));
	buf_clear(&b);
	c.started = DAY_NONE;
	curve_actual_path(&b, &f, &c);
	same_str(buf_str(&b), S("M100 960L500 700L800 700"));
	arena_done(&a);
}

static void the_table_says_the_same(void **state)
{
	unused_arg(state);
	static const struct { day_t day; int planned, actual; } want[] = {{110, 12, 4}, {149, 58, 4}, {150, 60, 30}, {180, 84, 30}, {190, 92, 30}};
	struct arena a;
	struct curve_row *v;
	struct course c = course();
	arena_init(&a);
	size_t n = curve_rows(&a, &c, 190, &v);
	assert_int_equal(n, COUNT_OF(want));
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(v[i].day, want[i].day);
		assert_int_equal(v[i].planned, want[i].planned);
		assert_int_equal(v[i].actual, want[i].actual);
	}
	same_str(v[1].what, S("封顶"));
	assert_int_equal(curve_rows(&a, &c, 120, &v), 5);
	assert_int_equal(v[2].actual, -1); /* a milestone still to come */
	arena_done(&a);
}

static void rates_are_exact(void **state)
{
	unused_arg(state);
	static const struct { const char *done, *planned; int rate; } want[] = {
		{"5", "10", 500}, {"0.1", "0.3", 333}, {"2", "3", 667}, {"1", "2000", 1}, {"0.9", "2000", 0}, {"100000000", "100000000", 1000},
		{"12500.25", "18600", 672}, {"0", "7", 0}, {"7", "0", -1}, {"", "7", -1}, {"x", "7", -1}, {"-1", "7", -1}, {"30", "10", 3000}};
	for (size_t i = 0; i < COUNT_OF(want); i++)
		assert_int_equal(curve_rate(str_of(want[i].done), str_of(want[i].planned)), want[i].rate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_lie_in_the_drawing), cmocka_unit_test(lines_go_through_them), cmocka_unit_test(the_table_says_the_same),
		cmocka_unit_test(rates_are_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
