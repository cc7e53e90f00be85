/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/words.h"

static void trims_and_splits(void **state)
{
	unused_arg(state);
	str head, rest;
	same_str(str_trim(S("　 区住建局\n　")), S("区住建局"));
	same_str(str_trim(S("　")), S(""));
	assert_true(str_split(S("a=b=c"), '=', &head, &rest));
	same_str(head, S("a"));
	same_str(rest, S("b=c"));
	assert_false(str_split(S("abc"), '=', &head, &rest));
	assert_int_equal(str_find(S("重点项目重点"), S("重点"), 1), 12);
	assert_int_equal(str_find(S(""), S("x"), 0), -1);
}

static void integers_to_the_edge(void **state)
{
	unused_arg(state);
	int64_t v = 7;
	assert_true(str_int(S("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_true(str_int(S("9223372036854775807"), &v));
	assert_false(str_int(S("9223372036854775808"), &v));
	assert_false(str_int(S(""), &v));
	assert_false(str_int(S("-"), &v));
	assert_false(str_int(S("12x"), &v));
	assert_true(v == INT64_MAX);
}

static void utf8_refuses_what_rfc3629_refuses(void **state)
{
	unused_arg(state);
	const struct {
		str s;
		size_t valid;
	} row[] = {
		{S("落实 a"), 8},          {S("\xf0\xa0\x80\x80"), 4},  {S("\xc0\x80"), 0},
		{S("\xed\xa0\x80"), 0},    {S("\xf4\x90\x80\x80"), 0},  {S("ab\xe4\xb8"), 2},
		{S("\xe0\x9f\xbf"), 0},    {S("\xf0\x8f\xbf\xbf"), 0},  {S("\x80"), 0},
		{S("12345678\xff"), 8},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		assert_int_equal(utf8_valid(row[i].s), row[i].valid);
}

static void every_code_point_round_trips(void **state)
{
	unused_arg(state);
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char out[4];
		size_t pos = 0;
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		str s = {out, utf8_put(out, cp)};
		if (utf8_valid(s) != s.n || utf8_next(s, &pos) != cp || pos != s.n)
			test_fails("U+%04X", cp);
	}
}

static void buf_remembers_its_limit(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, NULL);
	b.limit = 5;
	buf_z(&b, "abc");
	buf_z(&b, "def");
	buf_z(&b, "g");
	assert_true(b.bad);
	same_str(buf_str(&b), S("abc"));
	buf_clear(&b);
	buf_int(&b, -42);
	assert_false(b.bad);
	same_str(buf_str(&b), S("-42"));
	buf_done(&b);
}

static void a_failure_speaks_both_languages(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, NULL);
	assert_int_equal(fail(ERR_INPUT, "a sealed value is damaged"), ERR_INPUT);
	fail_text(&b, LANG_EN);
	same_str(buf_str(&b), S("a sealed value is damaged"));
	buf_clear(&b);
	fail_text(&b, LANG_ZH);
	same_str(buf_str(&b), S("一项加密保存的内容已损坏"));
	buf_clear(&b);
	str args[] = {S("甲"), S("乙")};
	word_fmt(&b, LANG_EN, "unknown|{1} before {0}, {2}{", args, 2);
	same_str(buf_str(&b), S("乙 before 甲, {"));
	buf_done(&b);
}

static void arguments_are_cut_at_whole_characters(void **state)
{
	unused_arg(state);
	char many[600];
	struct buf b;
	for (size_t i = 0; i + 3 <= sizeof many; i += 3)
		memcpy(many + i, "好", 3);
	buf_init(&b, NULL);
	assert_int_equal(fail(ERR_INPUT, "{0}", ((str){many, sizeof many})), ERR_INPUT);
	fail_text(&b, LANG_EN);
	assert_int_equal(utf8_valid(buf_str(&b)), b.n);
	assert_in_range(b.n, 200, 240);
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trims_and_splits),
		cmocka_unit_test(integers_to_the_edge),
		cmocka_unit_test(utf8_refuses_what_rfc3629_refuses),
		cmocka_unit_test(every_code_point_round_trips),
		cmocka_unit_test(buf_remembers_its_limit),
		cmocka_unit_test(a_failure_speaks_both_languages),
		cmocka_unit_test(arguments_are_cut_at_whole_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
