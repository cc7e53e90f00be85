/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "ledger/ledger.h"

static struct arena a;

static str put(str cell)
{
	struct buf b;
	buf_init(&b, &a);
	csv_put(&b, cell);
	return buf_str(&b);
}

static void formulas_are_made_harmless(void **state)
{
	unused_arg(state);
	static const struct {
		const char *cell, *file;
	} row[] = {
		{"=1+1", "'=1+1"},
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"+86 631 5231234", "'+86 631 5231234"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"-见附件", "'-见附件"},
		{"\tx", "\"'\tx\""},
		{"\rx", "\"'\rx\""},
		{"\nx", "\"'\nx\""},
		{"＝1", "'＝1"},
		{"－", "'－"},
		{"'=1", "''=1"},
		{"''-", "'''-"},
		{"=\"a\",b", "\"'=\"\"a\"\",b\""},
		/* what is a number, or no formula, stays */
		{"-5", "-5"},
		{"-1,234.50", "\"-1,234.50\""},
		{"3.2", "3.2"},
		{"'引号'", "'引号'"},
		{"'5", "'5"},
		{"", ""},
		{"督〔2026〕0033", "督〔2026〕0033"},
		{"a=b", "a=b"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		same_str(put(str_of(row[i].cell)), str_of(row[i].file));
}

static void quotes_stand_where_they_must(void **state)
{
	unused_arg(state);
	same_str(put(S("a,b")), S("\"a,b\""));
	same_str(put(S("他说“好”")), S("他说“好”"));
	same_str(put(S("say \"x\"")), S("\"say \"\"x\"\"\""));
	same_str(put(S("two\nlines")), S("\"two\nlines\""));
	same_str(put(S(" x")), S("\" x\""));
	same_str(put(S("x ")), S("\"x \""));
}

/* RFC 4180, as a reader takes a cell out of its line. */
static str unquote(str s)
{
	struct buf b;
	if (!s.n || s.p[0] != '"')
		return s;
	buf_init(&b, &a);
	for (size_t i = 1; i + 1 < s.n; i++) {
		buf_byte(&b, s.p[i]);
		i += s.p[i] == '"';
	}
	return buf_str(&b);
}

/* Every cell of up to five of these signs comes back as it was. */
static void whatever_goes_out_comes_back(void **state)
{
	unused_arg(state);
	static const char *const signs[] = {"'", "=", "-", "+", "1", ".", "\"", ",", "\n", "＝", "文"};
	size_t all = 1;
	for (int n = 0; n < 5; n++)
		all *= COUNT_OF(signs);
	for (size_t i = 0; i < all; i++) {
		struct buf b;
		arena_reset(&a);
		buf_init(&b, &a);
		for (size_t rest = i; rest; rest /= COUNT_OF(signs))
			buf_z(&b, signs[rest % COUNT_OF(signs)]);
		str cell = buf_str(&b), back = unquote(put(cell));
		if (csv_dangerous(cell))
			assert_int_equal(back.p[0], '\'');
		same_str(csv_plain(back), cell);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formulas_are_made_harmless),
		cmocka_unit_test(quotes_stand_where_they_must),
		cmocka_unit_test(whatever_goes_out_comes_back),
	};
	arena_init(&a);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_done(&a);
	return failed;
}
