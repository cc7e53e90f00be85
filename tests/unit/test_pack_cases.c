/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of an action in their order, and that wrong cases of a pack are found. */
#include "check.h"

#include <stdio.h>

#include "pack/pack.h"

static str read_good(struct arena *a)
{
	struct buf b;
	char piece[4096];
	size_t n;
	FILE *f = fopen("tests/pack/good.lua", "rb");
	assert_non_null(f);
	buf_init(&b, a);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&b, (str){piece, n});
	fclose(f);
	return buf_str(&b);
}

static struct pack *good(struct arena *a)
{
	struct pack *p;
	struct pack_file f = {S("pack.lua"), read_good(a)};
	assert_int_equal(pack_load(a, S("small"), &f, 1, &p), OK);
	return p;
}

static str said(struct arena *a, enum lang lang)
{
	struct buf b;
	buf_init(&b, a);
	fail_text(&b, lang);
	return buf_str(&b);
}

static void the_rules_come_in_order(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	const struct kind *k = &good(&a)->kinds[0];
	const struct guard_value share = {.name = S("share"), .is_number = true, .number = 100}, lead = {.name = S("lead"), .text = S("12")};
	struct guard_input in = {0};
	struct ask q = {.action = kind_action(k, S("finish")), .state = 1, .roles = 1, .same_person = true, .input = &in};
	assert_int_equal(action_ask(k, &q, LANG_EN), ERR_CONFLICT);
	assert_int_equal(q.ret_fault, ASK_STATE);
	same_str(said(&a, LANG_EN), S("“Finish” cannot be done while it is “Done”; it can be done when it is: New"));
	q.state = 0;
	assert_int_equal(action_ask(k, &q, LANG_ZH), ERR_DENIED);
	assert_int_equal(q.ret_fault, ASK_ROLE);
	same_str(said(&a, LANG_ZH), S("“完”由这些人办：办"));
	q.roles = 2;
	assert_int_equal(action_ask(k, &q, LANG_EN), ERR_DENIED);
	assert_int_equal(q.ret_fault, ASK_SAME_PERSON);
	q.same_person = false;
	assert_int_equal(action_ask(k, &q, LANG_EN), ERR_INPUT);
	assert_int_equal(q.ret_fault, ASK_GUARD);
	same_str(said(&a, LANG_EN), S("not done"));
	in = (struct guard_input){.arguments = &share, .n_arguments = 1};
	assert_int_equal(action_ask(k, &q, LANG_EN), OK);
	assert_int_equal(q.ret_fault, ASK_FINE);

	struct ask open = {.action = kind_action(k, S("open")), .state = -1, .roles = 1, .input = &in};
	assert_int_equal(action_ask(k, &open, LANG_EN), ERR_INPUT);
	assert_int_equal(open.ret_fault, ASK_MISSING);
	assert_int_equal(open.ret_field, k->lead);
	in = (struct guard_input){.fields = &lead, .n_fields = 1};
	assert_int_equal(action_ask(k, &open, LANG_EN), ERR_INPUT); /* not prefilled: it must be given */
	in = (struct guard_input){.arguments = &lead, .n_arguments = 1};
	assert_int_equal(action_ask(k, &open, LANG_EN), OK);
	q.state = -1;
	assert_int_equal(action_ask(k, &q, LANG_EN), ERR_CONFLICT);
	arena_done(&a);
}

#define FINE \
	"case { 'opens', action = 'open', role = 'boss', given = { lead = '12' }, to = 'new' }\n" \
	"case { 'holds', action = 'hold', state = 'new', role = 'doer' }\n" \
	"case { 'ends', action = 'finish', state = 'new', role = 'doer', given = { share = 100 }, to = 'done' }\n" \
	"case { 'ends early', action = 'finish', state = 'new', role = 'doer', refuse = { zh = '没完', en = 'not done' } }\n"

static void wrong_cases_are_found(void **state)
{
	unused_arg(state);
	static const struct {
		const char *cases;
		size_t wrong;
		const char *says;
	} rows[] = {
		{FINE, 0, ""},
		{FINE "case { 'x', action = 'hold', state = 'done', role = 'boss' }", 1, "packs/small/tests.lua:5: case x: it should be allowed but was refused: “Hold” cannot"},
		{FINE "\n\ncase { 'x', action = 'hold', state = 'new', role = 'boss', refuse = 'role' }", 1, ":7: case x: it should be refused (role) but was allowed"},
		{FINE "case { 'x', action = 'hold', state = 'done', role = 'boss', refuse = 'reason' }", 1, "it should be refused otherwise (reason) than: “Hold”"},
		{FINE "case { 'x', action = 'finish', state = 'new', role = 'doer', refuse = { zh = '没完', en = 'not' } }", 1, "it should be refused otherwise (not) than: not done"},
		{FINE "case { 'x', action = 'hold', state = 'new', role = 'boss', to = 'done' }", 1, "it leads to -, not to done"},
		{"case { 'opens', action = 'open', role = 'boss', given = { lead = '12' }, to = 'new' }\n", 3, "case finish: no case shows the guard of this action refusing"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		struct buf lines;
		struct case_report r = {.lines = &lines};
		arena_init(&a);
		buf_init(&lines, &a);
		struct pack_file f = {S("tests.lua"), str_of(rows[i].cases)};
		assert_int_equal(pack_test(&a, good(&a), &f, 1, LANG_EN, &r), OK);
		if (r.wrong != rows[i].wrong || str_find(buf_str(&lines), str_of(rows[i].says), 0) < 0)
			test_fails("%s\n" STR_FMT, rows[i].cases, STR_ARG(buf_str(&lines)));
		arena_done(&a);
	}
}

static void cases_that_cannot_be_read(void **state)
{
	unused_arg(state);
	static const struct {
		const char *cases, *says;
	} rows[] = {
		{"case { 'x', action = 'hodl', role = 'boss' }", "packs/small/tests.lua:1: case x, action: there is nothing called hodl; did you mean hold?"},
		{"case { 'x', action = 'hold' }", "packs/small/tests.lua:1: case x: role is missing"},
		{"\ncase { 'x', action = 'hold', role = 'bos' }", ":2: case x, role: there is nothing called bos; did you mean boss?"},
		{"case { 'x', action = 'hold', role = 'boss',\n given = { titel = 'a' } }", ":2: case x, given: there is nothing called titel"},
		{"case { 'x', action = 'hold', role = 'boss', given = { share = 'a' } }", "this must be a whole number"},
		{"case { 'x', action = 'hold', role = 'boss', refuse = 'rloe' }", "did you mean role?"},
		{"case { 'x', action = 'hold', role = 'boss', expect = 'role' }", "there is no such key"},
		{"case(5)", "case wants a table"},
		{"cas { }", "there is no word 'cas' in packs"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		struct buf lines;
		struct case_report r = {.lines = &lines};
		arena_init(&a);
		buf_init(&lines, &a);
		struct pack_file f = {S("tests.lua"), str_of(rows[i].cases)};
		assert_int_equal(pack_test(&a, good(&a), &f, 1, LANG_EN, &r), ERR_INPUT);
		if (str_find(said(&a, LANG_EN), str_of(rows[i].says), 0) < 0)
			test_fails("%s\n" STR_FMT, rows[i].cases, STR_ARG(said(&a, LANG_EN)));
		assert_int_equal(pack_test(&a, good(&a), NULL, 0, LANG_EN, &r), ERR_INPUT);
		arena_done(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rules_come_in_order),
		cmocka_unit_test(wrong_cases_are_found),
		cmocka_unit_test(cases_that_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
