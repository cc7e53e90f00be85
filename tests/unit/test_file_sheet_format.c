/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "file/sheet_format_in.h"

static str number_text(struct arena *a, double x)
{
	struct buf b;
	buf_init(&b, a);
	sheet_number_put(&b, x);
	return buf_str(&b);
}

static void numbers_are_the_shortest_decimals(void **state)
{
	static const struct {
		double x;
		const char *want;
	} row[] = {
		{0, "0"},           {-0.0, "0"},        {1, "1"},         {-12, "-12"},       {0.58, "0.58"},
		{0.57999999999999996, "0.58"},          {1234.5, "1234.5"},                   {0.1 + 0.2, "0.30000000000000004"},
		{1e15, "1000000000000000"},             {1.2345e20, "123450000000000000000"}, {1e-7, "0.0000001"},
		{-2.5e-3, "-0.0025"},                   {123456789012345678.0, "123456789012345680"},
		{370402199001011234.0, "370402199001011260"},                                {2024.1, "2024.1"},
		{5e-324, NULL},     {1.7976931348623157e308, NULL},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		str got = number_text(&a, row[i].x);
		double back = 1;
		if (row[i].want)
			same_str(got, str_of(row[i].want));
		assert_true(sheet_number_parse(got, &back));
		assert_true(back == row[i].x);
		assert_true(str_find(got, S("e"), 0) < 0);
	}
	arena_done(&a);
	unused_arg(state);
}

static void numbers_are_read_strictly(void **state)
{
	static const char *const bad[] = {"", "nan", "inf", "0x10", "1e999", "1,5", "一", "1 ", "--1", "1e"};
	double x = 7;
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(sheet_number_parse(str_of(bad[i]), &x));
	assert_true(x == 7);
	assert_true(sheet_number_parse(S("4.5E-2"), &x) && x == 0.045);
}

static void formats_show_dates_times_or_numbers(void **state)
{
	static const struct {
		const char *format;
		enum sheet_shows want;
	} row[] = {
		{"", SHOWS_NUMBER},
		{"General", SHOWS_NUMBER},
		{"G/通用格式", SHOWS_NUMBER},
		{"0.00", SHOWS_NUMBER},
		{"0.00E+00", SHOWS_NUMBER},
		{"##0.0E+0", SHOWS_NUMBER},
		{"#,##0_);[Red](#,##0)", SHOWS_NUMBER},
		{"0\"d\"", SHOWS_NUMBER},
		{"0\\d", SHOWS_NUMBER},
		{"[DBNum2][$-804]General", SHOWS_NUMBER},
		{"[$-804]0", SHOWS_NUMBER},
		{"[>=10000]0.0,\"万\";0", SHOWS_NUMBER},
		{"@", SHOWS_NUMBER},
		{"\"第\"0\"day", SHOWS_NUMBER},
		{"yyyy-mm-dd", SHOWS_DATE},
		{"yyyy\"年\"m\"月\"d\"日\";@", SHOWS_DATE},
		{"[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", SHOWS_DATE},
		{"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", SHOWS_DATE},
		{"m/d", SHOWS_DATE},
		{"m\"月\"", SHOWS_DATE},
		{"mmm", SHOWS_DATE},
		{"[$-804]aaaa;@", SHOWS_DATE},
		{"e/m/d", SHOWS_DATE},
		{"yyyy/m/d h:mm", SHOWS_DATE_TIME},
		{"yyyy/m/d\\ h:mm\\ AM/PM", SHOWS_DATE_TIME},
		{"h:mm", SHOWS_TIME},
		{"mm:ss.0", SHOWS_TIME},
		{"上午/下午h\"时\"mm\"分\"", SHOWS_TIME},
		{"[h]:mm", SHOWS_ELAPSED},
		{"[mm]:ss", SHOWS_ELAPSED},
		{"[ss]", SHOWS_ELAPSED},
	};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (sheet_format_shows(str_of(row[i].format)) != row[i].want)
			test_fails("%s shows %d", row[i].format, sheet_format_shows(str_of(row[i].format)));
}

static void built_in_dates_of_chinese_systems_are_dates(void **state)
{
	unused_arg(state);
	for (unsigned id = 0; id < 200; id++) {
		bool dated = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
		assert_int_equal(sheet_format_shows(sheet_format_built_in(id)) != SHOWS_NUMBER, dated);
	}
	same_str(sheet_format_built_in(49), S("@"));
	same_str(sheet_format_built_in(57), S("yyyy\"年\"m\"月\""));
}

static void values_are_what_their_format_shows(void **state)
{
	static const struct {
		double x;
		const char *format;
		unsigned id;
		bool date1904;
		enum cell_kind kind;
		const char *want;
	} row[] = {
		{45473, "", 14, false, CELL_DATE, "2024-06-30"},
		{45473, "", 57, false, CELL_DATE, "2024-06-30"},
		{45473, "", 0, false, CELL_NUMBER, "45473"},
		{45473, "0.00", 14, false, CELL_NUMBER, "45473"},
		{45473.5, "", 14, false, CELL_DATE, "2024-06-30"},
		{45473.999999, "yyyy-m-d", 0, false, CELL_DATE, "2024-06-30"},
		{45473.3541666667, "", 22, false, CELL_DATE, "2024-06-30T08:30:00"},
		{45473, "", 22, false, CELL_DATE, "2024-06-30"},
		{45473.9999999, "", 22, false, CELL_DATE, "2024-07-01"},
		{0.3541666667, "", 20, false, CELL_DATE, "08:30:00"},
		{0.3541666667, "", 22, false, CELL_DATE, "08:30:00"},
		{45473.25, "", 21, false, CELL_DATE, "06:00:00"},
		{1.1041666667, "", 46, false, CELL_DATE, "26:30:00"},
		{1, "", 14, false, CELL_DATE, "1900-01-01"},
		{59, "", 14, false, CELL_DATE, "1900-02-28"},
		{60, "", 14, false, CELL_NUMBER, "60"},
		{61, "", 14, false, CELL_DATE, "1900-03-01"},
		{0, "", 14, false, CELL_NUMBER, "0"},
		{0, "", 14, true, CELL_DATE, "1904-01-01"},
		{44011, "", 14, true, CELL_DATE, "2024-06-30"},
		{-1, "", 14, false, CELL_NUMBER, "-1"},
		{2958465, "", 14, false, CELL_DATE, "9999-12-31"},
		{2958466, "", 14, false, CELL_NUMBER, "2958466"},
		{2958465, "", 14, true, CELL_NUMBER, "2958465"},
		{1e300, "[h]:mm", 0, false, CELL_NUMBER, NULL},
		{2024.1, "0.00", 2, false, CELL_NUMBER, "2024.1"},
		{__builtin_inf(), "", 0, false, CELL_ERROR, "#NUM!"},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		enum cell_kind kind;
		str text;
		sheet_value(&a, row[i].x, str_of(row[i].format), row[i].id, row[i].date1904, &kind, &text);
		assert_int_equal(kind, row[i].kind);
		if (row[i].want)
			same_str(text, str_of(row[i].want));
	}
	arena_done(&a);
	unused_arg(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_the_shortest_decimals),
		cmocka_unit_test(numbers_are_read_strictly),
		cmocka_unit_test(formats_show_dates_times_or_numbers),
		cmocka_unit_test(built_in_dates_of_chinese_systems_are_dates),
		cmocka_unit_test(values_are_what_their_format_shows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
