/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/limits.h"
#include "text/text.h"

#define HELLO "全市经济。ok"
static const struct {
	const char *name;
	str bytes;
	enum encoding encoding;
	uint32_t at[8];
} table[] = {
	{"utf-8", S(HELLO), ENC_UTF8, {0, 3, 6, 9, 12, 15, 16, 17}},
	{"utf-8 with BOM", S("\xef\xbb\xbf" HELLO), ENC_UTF8, {3, 6, 9, 12, 15, 18, 19, 20}},
	{"gb18030", S("\xc8\xab\xca\xd0\xbe\xad\xbc\xc3\xa1\xa3ok"), ENC_GB18030, {0, 2, 4, 6, 8, 10, 11, 12}},
	{"utf-16le with BOM", S("\xff\xfe\x68\x51\x02\x5e\xcf\x7e\x4e\x6d\x02\x30o\0k\0"), ENC_UTF16LE, {2, 4, 6, 8, 10, 12, 14, 16}},
	{"utf-16be with BOM", S("\xfe\xff\x51\x68\x5e\x02\x7e\xcf\x6d\x4e\x30\x02\0o\0k"), ENC_UTF16BE, {2, 4, 6, 8, 10, 12, 14, 16}},
	{"utf-16le", S("\x68\x51\x02\x5e\xcf\x7e\x4e\x6d\x02\x30o\0k\0"), ENC_UTF16LE, {0, 2, 4, 6, 8, 10, 12, 14}},
	{"utf-16be", S("\x51\x68\x5e\x02\x7e\xcf\x6d\x4e\x30\x02\0o\0k"), ENC_UTF16BE, {0, 2, 4, 6, 8, 10, 12, 14}},
};

static void every_encoding_with_its_places(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct arena a;
		struct decoded d;
		arena_init(&a);
		assert_int_equal(text_decode(&a, table[i].bytes, &d), OK);
		if (d.encoding != table[i].encoding)
			test_fails("%s: taken for %s", table[i].name, encoding_name(d.encoding));
		same_str(d.text, S(HELLO));
		assert_int_equal(d.n, 7);
		for (size_t k = 0; k <= d.n; k++)
			assert_int_equal(d.raw_at[k], table[i].at[k]);
		arena_done(&a);
	}
}

static void big5_where_gb_reads_as_nonsense(void **state)
{
	unused_arg(state);
	struct arena a;
	struct decoded d;
	arena_init(&a);
	/* 今年以來，全市經濟社會發展。 */
	assert_int_equal(text_decode(&a, S("\xa4\xb5\xa6\x7e\xa5\x48\xa8\xd3\xa1\x41\xa5\xfe\xa5\xab\xb8\x67\xc0\xd9\xaa\xc0\xb7\x7c\xb5\x6f\xae\x69\xa1\x43"), &d), OK);
	assert_int_equal(d.encoding, ENC_BIG5);
	same_str(d.text, S("今年以來，全市經濟社會發展。"));
	arena_done(&a);
}

static void four_bytes_of_gb18030(void **state)
{
	unused_arg(state);
	struct arena a;
	struct decoded d;
	arena_init(&a);
	assert_int_equal(text_decode(&a, S("\xc8\xab\x95\x32\x82\x36\xca\xd0"), &d), OK); /* U+20000 between 全 and 市 */
	same_str(d.text, S("全\xf0\xa0\x80\x80市"));
	assert_int_equal(d.raw_at[1], 2);
	assert_int_equal(d.raw_at[2], 6);
	arena_done(&a);
}

static void newlines_keep_their_places(void **state)
{
	unused_arg(state);
	static const str same[] = {{"a\r\n\r\nb\r", 7}, {"a\0\r\0\n\0\r\0\n\0b\0\r\0", 14}};
	static const uint32_t places[][6] = {{0, 1, 3, 5, 6, 7}, {0, 2, 6, 10, 12, 14}};
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		struct arena a;
		struct decoded d;
		arena_init(&a);
		assert_int_equal(text_decode(&a, same[i], &d), OK);
		same_str(d.text, S("a\n\nb\r"));
		for (size_t k = 0; k < 6; k++)
			assert_int_equal(d.raw_at[k], places[i][k]);
		arena_done(&a);
	}
}

static void gb_newlines(void **state)
{
	unused_arg(state);
	struct arena a;
	struct decoded d;
	arena_init(&a);
	assert_int_equal(text_decode(&a, S("\xc8\xab\r\n\xca\xd0\r\n"), &d), OK);
	same_str(d.text, S("全\n市\n"));
	assert_int_equal(d.raw_at[1], 2);
	assert_int_equal(d.raw_at[2], 4);
	assert_int_equal(d.raw_at[3], 6);
	assert_int_equal(d.raw_at[4], 8);
	arena_done(&a);
}

static void refuses_what_is_no_text(void **state)
{
	unused_arg(state);
	static const str bad[] = {
		{"", 0}, {"\xef\xbb\xbf", 3}, {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16}, {"PK\3\4\24\0\6\0\10\0\0\0!\0", 14},
		{"\xff\xfe", 2}, {"\xff\xfe\x00\xd8", 4}, {"\xff\xff\xff\xff", 4}, {"a\0b", 3}, {"\1\2\3\4\5\6\7", 7},
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct arena a;
		struct decoded d;
		arena_init(&a);
		assert_int_equal(text_decode(&a, bad[i], &d), ERR_INPUT);
		arena_done(&a);
	}
}

static void refuses_what_is_too_large(void **state)
{
	unused_arg(state);
	struct arena a;
	struct decoded d;
	arena_init(&a);
	char *big = arena_alloc(&a, LIMIT_TEXT + 1);
	memset(big, 'a', LIMIT_TEXT + 1);
	assert_int_equal(text_decode(&a, (str){big, LIMIT_TEXT}, &d), OK);
	assert_int_equal(text_decode(&a, (str){big, LIMIT_TEXT + 1}, &d), ERR_LIMIT);
	assert_int_equal(text_decoded(&a, (str){big, LIMIT_TEXT + 1}, &d), ERR_LIMIT);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_encoding_with_its_places), cmocka_unit_test(big5_where_gb_reads_as_nonsense),
		cmocka_unit_test(four_bytes_of_gb18030),          cmocka_unit_test(newlines_keep_their_places),
		cmocka_unit_test(gb_newlines),                    cmocka_unit_test(refuses_what_is_no_text),
		cmocka_unit_test(refuses_what_is_too_large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
