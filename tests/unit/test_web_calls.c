/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of calls as telephone software writes them. */
#include "check.h"

#include "web/calls_in.h"

static void rows_are_read_however_they_are_apart(void **state)
{
	unused_arg(state);
	static const char *const text[] = {"2026-10-01,312,305,288", "2026/10/1\t312\t305\t288\r\n", "20261001 312 305 288\n\n", "\xef\xbb\xbf日期;来电;接通;15秒\n\"2026-10-01\";\"312\";305;288\n",
		"2026.10.1  312  305  288"};
	for (size_t i = 0; i < COUNT_OF(text); i++) {
		struct calls_day v[4];
		int wrong;
		assert_int_equal(calls_rows(str_of(text[i]), v, 4, &wrong), 1);
		assert_int_equal(wrong, 0);
		assert_int_equal(v[0].day, day_of(2026, 10, 1));
		assert_int_equal(v[0].inbound, 312);
		assert_int_equal(v[0].answered, 305);
		assert_int_equal(v[0].quickly, 288);
	}
}

static void what_is_no_row_is_named_by_its_line(void **state)
{
	unused_arg(state);
	static const struct {
		const char *text;
		int line;
	} row[] = {{"2026-13-01,1,1", 1}, {"2026-10-01,1", 1}, {"2026-10-01,1,1\n2026-10-02,x,1", 2}, {"2026-10-01,1,1,1,1", 1}, {"2026-10-01,1,1\n日期,来电", 2},
		{"2026-10-01,1,1\n2026-10-02,1,1\n2026-10-03,1,1", 3}, {"2026-10-1-2,1,1", 1}, {"99999-10-01,1,1", 1}};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct calls_day v[2];
		int wrong;
		calls_rows(str_of(row[i].text), v, 2, &wrong);
		assert_int_equal(wrong, row[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read_however_they_are_apart),
		cmocka_unit_test(what_is_no_row_is_named_by_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
