/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/nest.h"

static void nests_and_parts_with_commas(void **state)
{
	unused_arg(state);
	struct buf b;
	struct json j;
	buf_init(&b, NULL);
	json_begin(&j, &b);
	json_open(&j, '{');
	json_key(&j, "a"), json_int(&j, -1);
	json_key(&j, "b"), json_open(&j, '[');
	json_str(&j, S("x")), json_null(&j), json_bool(&j, true);
	json_open(&j, '{'), json_close(&j);
	json_id(&j, INT64_MAX);
	json_close(&j);
	json_key(&j, "c"), json_dec(&j, (struct dec){970, 2});
	json_close(&j);
	same_str(buf_str(&b), S("{\"a\":-1,\"b\":[\"x\",null,true,{},\"9223372036854775807\"],\"c\":9.70}"));
	buf_done(&b);
}

static void escapes(void **state)
{
	unused_arg(state);
	const struct {
		str in, out;
	} row[] = {{S("a\"b\\c"), S("a\\\"b\\\\c")}, {S("\n\r\t\b\f\x01\x7f"), S("\\n\\r\\t\\b\\f\\u0001\\u007f")},
		   {S("</script>&"), S("\\u003c/script\\u003e\\u0026")}, {S("落实"), S("落实")},
		   {S("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x9c"), S("\\u2028\\u2029\xe2\x80\x9c")}, {S(""), S("")},
		   {S("\xe2\x80"), S("\xe2\x80")}};
	struct buf b;
	buf_init(&b, NULL);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		buf_clear(&b);
		json_escape(&b, row[i].in);
		same_str(buf_str(&b), row[i].out);
	}
	buf_done(&b);
}

static void numbers_as_written_or_strings(void **state)
{
	unused_arg(state);
	const struct {
		str in, out;
	} row[] = {{S("9.70"), S("9.70")}, {S("0"), S("0")}, {S("-1.5"), S("-1.5")}, {S("007"), S("\"007\"")},
		   {S("1."), S("\"1.\"")}, {S(".5"), S("\".5\"")}, {S("第一"), S("\"第一\"")}, {STR_NONE, S("null")},
		   {S("1e9"), S("\"1e9\"")}, {S("-"), S("\"-\"")}, {S(""), S("\"\"")}};
	struct buf b;
	struct json j;
	buf_init(&b, NULL);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		buf_clear(&b);
		json_begin(&j, &b);
		json_number(&j, row[i].in);
		same_str(buf_str(&b), row[i].out);
	}
	buf_done(&b);
}

static void nesting(void **state)
{
	char deep[2 * LIMIT_JSON_DEPTH + 4];
	unused_arg(state);
	memset(deep, '[', sizeof deep);
	assert_true(json_fits((str){deep, LIMIT_JSON_DEPTH}));
	assert_false(json_fits((str){deep, LIMIT_JSON_DEPTH + 1}));
	memset(deep + LIMIT_JSON_DEPTH, ']', LIMIT_JSON_DEPTH);
	memcpy(deep + 2 * LIMIT_JSON_DEPTH, "[{}]", 4);
	assert_true(json_fits((str){deep, sizeof deep}));
	memset(deep, '{', sizeof deep);
	memcpy(deep, "[\"\\\"", 4); /* a quote in a string, and the brackets after it are text */
	assert_true(json_fits((str){deep, sizeof deep}));
	memcpy(deep, "[\"\\\\\"", 5); /* here the string ends */
	assert_false(json_fits((str){deep, sizeof deep}));
	assert_true(json_fits(S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nests_and_parts_with_commas),
		cmocka_unit_test(escapes),
		cmocka_unit_test(numbers_as_written_or_strings), cmocka_unit_test(nesting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
