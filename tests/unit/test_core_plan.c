/* SPDX-License-Identifier: Apache-2.0 */
/* The planned course of a matter: straight pieces between milestones. */
#include "check.h"

#include "base/arena.h"
#include "core/plan.h"

static struct plan made(struct arena *a, day_t from, day_t to, const struct plan_step *v, size_t n)
{
	struct plan p;
	plan_make(a, from, to, v, n, &p);
	return p;
}

static void without_milestones_it_is_one_line(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct plan p = made(&a, 100, 199, NULL, 0);
	assert_int_equal(plan_at(&p, 99), 0);
	assert_int_equal(plan_at(&p, 100), 0);
	assert_int_equal(plan_at(&p, 101), 100);
	assert_int_equal(plan_at(&p, 150), 5000);
	assert_int_equal(plan_at(&p, 199), 9900); /* the last day is still to be used */
	assert_int_equal(plan_at(&p, 200), PLAN_WHOLE);
	assert_int_equal(plan_at(&p, 9999), PLAN_WHOLE);
	arena_done(&a);
}

static void milestones_bend_it(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	static const struct plan_step v[] = {{149, 60}, {119, 20}};
	struct plan p = made(&a, 100, 199, v, 2);
	assert_int_equal(p.n, 4);
	assert_int_equal(plan_at(&p, 120), 2000);
	assert_int_equal(plan_at(&p, 135), 5000);
	assert_int_equal(plan_at(&p, 150), 8000);
	assert_int_equal(plan_at(&p, 175), 9000); /* what the weights leave comes until the end */
	arena_done(&a);
}

static void weights_above_100_are_parts_of_their_sum(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	static const struct plan_step v[] = {{149, 100}, {199, 100}, {160, 0}, {DAY_NONE, 50}, {10, -3}};
	struct plan p = made(&a, 100, 199, v, 5);
	assert_int_equal(plan_at(&p, 150), 5000);
	assert_int_equal(plan_at(&p, 200), PLAN_WHOLE);
	arena_done(&a);
}

static void outside_of_the_span_counts_at_its_ends(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	static const struct plan_step v[] = {{50, 30}, {500, 30}};
	struct plan p = made(&a, 100, 199, v, 2);
	assert_int_equal(plan_at(&p, 101), 3000);
	assert_int_equal(plan_at(&p, 200), PLAN_WHOLE);
	arena_done(&a);
}

static void nothing_comes_of_no_span(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	assert_int_equal(made(&a, DAY_NONE, 199, NULL, 0).n, 0);
	assert_int_equal(made(&a, 100, DAY_NONE, NULL, 0).n, 0);
	struct plan p = made(&a, 100, 99, NULL, 0);
	assert_int_equal(p.n, 0);
	assert_int_equal(plan_at(&p, 100), 0);
	assert_int_equal(plan_when(&p, 10), DAY_NONE);
	arena_done(&a);
}

/* The day it says is the first whose plan is as much. */
static void when_is_the_inverse(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	static const struct plan_step v[] = {{119, 20}, {119, 7}, {149, 33}, {190, 11}};
	struct plan p = made(&a, 100, 199, v, 4);
	for (int64_t percent = 1; percent <= 100; percent++) {
		day_t d = plan_when(&p, percent);
		assert_true(plan_at(&p, d) >= percent * 100);
		assert_true(plan_at(&p, d - 1) < percent * 100);
	}
	assert_int_equal(plan_when(&p, 101), DAY_NONE);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_milestones_it_is_one_line), cmocka_unit_test(milestones_bend_it),
		cmocka_unit_test(weights_above_100_are_parts_of_their_sum), cmocka_unit_test(outside_of_the_span_counts_at_its_ends),
		cmocka_unit_test(nothing_comes_of_no_span), cmocka_unit_test(when_is_the_inverse),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
