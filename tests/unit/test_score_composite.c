/* SPDX-License-Identifier: Apache-2.0 */
/* What one column of values looks like, by numbers made by hand. */
#include "check.h"

#include <math.h>

#include "score/composite.h"

static void near(double got, double want)
{
	if (!(fabs(got - want) <= 1e-12 * fmax(1, fabs(want))))
		test_fails("got %.17g, want %.17g", got, want);
}

static void a_column_is_described(void **state)
{
	unused_arg(state);
	const double v[] = {1, NAN, 2, 3, 10};
	assert_int_equal(stats_count(v, 5), 4);
	near(stats_sum(v, 5), 16);
	near(stats_mean(v, 5), 4);
	near(stats_min(v, 5), 1);
	near(stats_max(v, 5), 10);
	near(stats_sd(v, 5), sqrt(50.0 / 3));
	/* differences -3 -2 -1 6: squares 50, cubes 180, fourth powers 1394 */
	near(stats_skew(v, 5), 2 * 180 / (50 * sqrt(50.0)) * sqrt(12.0) / 2);
	near(stats_kurt(v, 5), (5 * (4 * 1394 / 2500.0 - 3) + 6) * 3 / 2);
}

static void what_cannot_be_said_is_not_a_number(void **state)
{
	unused_arg(state);
	const double none[] = {NAN, NAN}, same[] = {7, 7, 7, 7, 7}, few[] = {1, 2};
	assert_int_equal(stats_count(none, 2), 0);
	near(stats_sum(none, 2), 0);
	assert_true(isnan(stats_mean(none, 2)) && isnan(stats_min(none, 2)) && isnan(stats_max(none, 2)) && isnan(stats_sd(none, 2)));
	near(stats_sd(same, 5), 0);
	assert_true(isnan(stats_skew(same, 5)) && isnan(stats_kurt(same, 5)));
	assert_true(isnan(stats_skew(few, 2)) && isnan(stats_kurt(few, 2)) && isnan(stats_sd(few, 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_is_described),
		cmocka_unit_test(what_cannot_be_said_is_not_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
