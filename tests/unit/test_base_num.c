/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/num.h"

static struct dec d(const char *z)
{
	struct dec v = {0};
	assert_true(dec_parse(str_of(z), &v));
	return v;
}

static void reads_and_writes(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {{"1,234.50", "1234.50"}, {"-0.07", "-0.07"}, {"+5", "5"},
		{".5", "0.5"}, {"10.", "10"}, {"-9223372036854775808", "-9223372036854775808"}};
	const char *const bad[] = {"", "-", ".", "1.2.3", "1,", ",1", "12a", "9223372036854775808",
		"0.1234567890123456789"};
	struct buf b;
	struct dec v;
	buf_init(&b, NULL);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		buf_clear(&b);
		dec_put(&b, d(row[i][0]));
		same_str(buf_str(&b), str_of(row[i][1]));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(dec_parse(str_of(bad[i]), &v));
	buf_done(&b);
}

static void compares_by_value(void **state)
{
	unused_arg(state);
	assert_int_equal(dec_cmp(d("9.70"), d("9.7")), 0);
	assert_int_equal(dec_cmp(d("-1"), d("0.01")), -1);
	assert_int_equal(dec_cmp(d("9223372036854775807"), d("0.000000000000000001")), 1);
}

static void rounds_by_name(void **state)
{
	unused_arg(state);
	const struct {
		const char *in, *out;
		enum rounding how;
	} row[] = {{"2.5", "3", ROUND_HALF_UP}, {"-2.5", "-3", ROUND_HALF_UP}, {"2.5", "2", ROUND_HALF_EVEN},
		{"3.5", "4", ROUND_HALF_EVEN}, {"-2.51", "-3", ROUND_HALF_EVEN}, {"2.99", "2", ROUND_DOWN}};
	struct dec v;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		assert_true(dec_round(d(row[i].in), 0, row[i].how, &v));
		assert_int_equal(dec_cmp(v, d(row[i].out)), 0);
	}
	assert_false(dec_round(d("9223372036854775807"), 1, ROUND_DOWN, &v));
}

static void sums_and_products_refuse_overflow(void **state)
{
	unused_arg(state);
	struct dec v;
	assert_true(dec_add(d("0.1"), d("0.02"), &v));
	assert_int_equal(dec_cmp(v, d("0.12")), 0);
	assert_true(dec_sub(d("1"), d("0.02"), &v));
	assert_int_equal(dec_cmp(v, d("0.98")), 0);
	assert_true(dec_mul(d("1.5"), d("-2.0"), &v));
	assert_int_equal(dec_cmp(v, d("-3")), 0);
	assert_false(dec_add(d("9223372036854775807"), d("1"), &v));
	assert_false(dec_mul(d("9223372036854775807"), d("2"), &v));
}

static void degrees_are_read_and_written(void **state)
{
	unused_arg(state);
	static const struct {
		const char *text;
		bool good;
		int64_t v;
		const char *back;
	} row[] = {
		{"117.575", true, 117575000, "117.575000"}, {"-0.000001", true, -1, "-0.000001"}, {"34", true, 34000000, "34.000000"},
		{"34.", true, 34000000, "34.000000"}, {"117.57512349", true, 117575123, "117.575123"}, {"180", true, 180000000, "180.000000"},
		{"", false, 0, ""}, {"-", false, 0, ""}, {".5", false, 0, ""}, {"180.000001", false, 0, ""}, {"1e5", false, 0, ""}, {"1,5", false, 0, ""},
		{"99999999999999999999", false, 0, ""}, {"117.5 ", false, 0, ""}, {"--1", false, 0, ""},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		int64_t v = 0;
		struct buf b;
		assert_int_equal(degree_parse(str_of(row[i].text), 180, &v), row[i].good);
		if (!row[i].good)
			continue;
		assert_int_equal(v, row[i].v);
		buf_init(&b, NULL);
		degree_put(&b, v);
		same_str(buf_str(&b), str_of(row[i].back));
		buf_done(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes),
		cmocka_unit_test(compares_by_value),
		cmocka_unit_test(rounds_by_name),
		cmocka_unit_test(sums_and_products_refuse_overflow),
		cmocka_unit_test(degrees_are_read_and_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
