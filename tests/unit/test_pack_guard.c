/* SPDX-License-Identifier: Apache-2.0 */
/* Guards in their cage: what they see, what stops them, and that nothing stays. */
#include "check.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "base/limits.h"
#include "pack/pack.h"

static const char head[] =
	"pack { 'g', version = '1', label = { zh = '包', en = 'G' } }\n"
	"setting { 'limit', type = 'int', low = 1, high = 99, default = 7, label = { zh = '限', en = 'L' }, source = '[D]' }\n";
static const char middle[] =
	"local function w(zh, en) return { zh = zh, en = en } end\n"
	"local l, seq = w('字', 'Word'), { 'a', 'b', { 'c' } }\n"
	"local function act(name, guard)\n"
	"  return action { name, from = 's', to = 'e', by = 'r', label = w('a', 'b'), help = w('a', 'b'), done = w('a', 'b'), guard = guard }\n"
	"end\n"
	"kind { 'k', label = w('类', 'Kind'), number = '{n}', title = 'title', see = 'r',\n"
	"  roles = { role { 'r', duty = 'supervision', relation = 'any', label = w('r', 'r') } },\n"
	"  fields = { field { 'title', type = 'line', label = w('t', 't') }, field { 'n', type = 'int', label = w('n', 'n') },\n"
	"    field { 'list', type = 'units', label = w('u', 'u') } },\n"
	"  clocks = { clock { 'due', unit = 'hour', budget = 2, label = w('c', 'c') }, clock { 'late', unit = 'hour', budget = 2, label = w('c', 'c') } },"
	"  states = { state { 's', first = true, label = w('s', 's') }, state { 'e', closed = true, label = w('e', 'e') } },\n"
	"  actions = {\n"
	"    action { 'open', opens = true, to = 's', by = 'r', label = w('a', 'b'), help = w('a', 'b'), done = w('a', 'b') },\n"
	"    act('go', function(m)\n";
static const char tail[] = "\n    end) } }\n";

/* A pack whose one guard has this body, with `before` above the kind. */
static struct pack *guard_of(struct arena *a, const char *before, const char *body)
{
	struct buf b;
	struct pack *p;
	buf_init(&b, a);
	buf_fmt(&b, "%s%s\n%s%s%s", head, before, middle, body, tail);
	struct pack_file f = {S("pack.lua"), buf_str(&b)};
	if (pack_load(a, S("g"), &f, 1, &p) != OK) {
		struct buf t;
		buf_init(&t, a);
		fail_text(&t, LANG_EN);
		test_fails("%s", buf_str(&t).p);
	}
	assert_int_equal(p->n_guards, 1);
	return p;
}

static str said(struct arena *a)
{
	struct buf b;
	buf_init(&b, a);
	fail_text(&b, LANG_EN);
	return buf_str(&b);
}

static const str units[] = {{"12", 2}, {"13", 2}};
static const struct guard_value fields[] = {
	{.name = {"title", 5}, .text = {"路", 3}},
	{.name = {"n", 1}, .is_number = true, .number = 41},
	{.name = {"list", 4}, .is_list = true, .items = units, .n_items = 2},
};
static const struct guard_value given[] = {{.name = {"n", 1}, .is_null = true}, {.name = {"title", 5}, .text = {"new", 3}}, {.name = {"list", 4}, .is_null = true}};
static const struct guard_clock running[] = {{{"due", 3}, -1, true, true}};
static const struct guard_did did[] = {{{"open", 4}, 19990}};
static const struct guard_input input = {
	.clocks = running, .n_clocks = 1, .did = did, .n_did = 1,
	.fields = fields, .n_fields = 3, .arguments = given, .n_arguments = 3, .state = {"s", 1}, .today = 20000, .in_state = 2, .evidence = 3,
};

/* ---- what is seen ----------------------------------------------------------------- */
static void it_sees_values_and_nothing_else(void **state)
{
	unused_arg(state);
	static const struct {
		const char *body;
		err e;
		const char *says; /* part of it */
	} rows[] = {
		{"return", OK, ""},
		{"return nil", OK, ""},
		{"return true", OK, ""},
		{"return w('不', 'no')", ERR_INPUT, "no"},
		{"return false", ERR_INPUT, "a guard returns nothing, true, or"},
		{"return 'no'", ERR_INPUT, "a guard returns nothing, true, or"},
		{"return { en = 'no' }", OK + ERR_INPUT, ""},
		{"return { zh = '不' }", ERR_INPUT, "wants both zh and en"},
		{"return { zh = 1, en = 2 }", ERR_INPUT, "wants both zh and en"},
		{"return w('不', m.field.title .. m.field.n .. m.state .. m.today .. m.in_state .. m.evidence)", ERR_INPUT, "路41s2000023"},
		{"return w('不', join(m.field.list, ';') .. #m.field.list)", ERR_INPUT, "12;132"},
		{"return w('不', tostring(m.given.n) .. m.given.title .. tostring(m.given.reason))", ERR_INPUT, "nilnewnil"},
		{"return w('不', 'L' .. m.setting.limit)", ERR_INPUT, "L7"},
		{"return w('不', 'n' .. length('路a') .. tostring(contains('榴乡路', '乡')))", ERR_INPUT, "n2true"},
		{"local s = '' for k, v in pairs { b = 1, a = 2, [3] = 3, [1] = 4 } do s = s .. k .. v end return w('不', s)", ERR_INPUT, "1433a2b1"},
		{"local s = '' for k, v in pairs(l) do s = s .. k end return w('不', s .. #l)", ERR_INPUT, "enzh0"},
		{"local s = '' for i, v in ipairs(seq) do s = s .. i .. (type(v) == 'table' and v[1] or v) end return w('不', s .. #seq)", ERR_INPUT, "1a2b3c3"},
		{"local c = seq[3] c[1] = 'd'", ERR_INPUT, "may not be changed"},
		{"return w('不', 'empty ' .. #m.given.list)", ERR_INPUT, "empty 0"},
		{"local t = m.field.list t[1] = 'x' return w('不', m.field.list[1])", ERR_INPUT, "12"},
		{"return w('不', m.clock.due.left .. tostring(m.clock.due.over) .. tostring(m.clock.due.running))", ERR_INPUT, "-1truetrue"},
		{"return w('不', tostring(m.clock.late) .. tostring(m.did.go) .. m.did.open)", ERR_INPUT, "nilnil19990"},
		{"return m.clock.dew", ERR_INPUT, "this kind has no clock 'dew'"},
		{"return m.did.gone", ERR_INPUT, "this kind has no action 'gone'"},
		{"return m.field.titel", ERR_INPUT, "packs/g/pack.lua:17: this kind has no field 'titel'"},
		{"return m.setting.limt", ERR_INPUT, "this pack has no setting 'limt'"},
		{"return m.actor", ERR_INPUT, "a guard sees field, given, setting"},
		{"m.state = 'e'", ERR_INPUT, "a guard may look at the matter, not change it"},
		{"m.field.title = 'e'", ERR_INPUT, "a guard may look at the matter, not change it"},
		{"local c = l c.zh = 'x'", ERR_INPUT, "stands outside of the function and may not be changed"},
		{"local c = math c.floor = nil", ERR_INPUT, "may not be changed"},
		{"return os.time()", ERR_INPUT, "there is no word 'os' in packs"},
		{"return pcall(error)", ERR_INPUT, "there is no word 'pcall' in packs"},
		{"state { 'x' }", ERR_INPUT, "may only be written where the pack is declared"},
		{"return tostring(l)", ERR_INPUT, "tostring takes a number"},
		{"return tostring(m)", ERR_INPUT, "tostring takes a number"},
		{"return ('x'):rep(3)", ERR_INPUT, "attempt to index a string value"},
		{"error({})", ERR_INPUT, "the pack's own code stopped with error"},
		{"error()", ERR_INPUT, "the pack's own code stopped with error"},
		{"error('bad', 0)", ERR_INPUT, "the pack's own code stopped with bad"},
		{"error('bad')", ERR_INPUT, "packs/g/pack.lua:17: bad"},
		{"error(setmetatable)", ERR_INPUT, "there is no word 'setmetatable'"},
		{"local t <close> = w('a', 'b')", ERR_INPUT, "packs/g/pack.lua:17"},
		{"return 1 + nil", ERR_INPUT, "packs/g/pack.lua:17: attempt to perform arithmetic on a nil value"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		arena_init(&a);
		struct pack *p = guard_of(&a, "", rows[i].body);
		for (int again = 0; again < 2; again++) {
			err e = guard_run(p, 0, &input, LANG_EN);
			bool right = rows[i].e == OK + ERR_INPUT && !*rows[i].says ? true : e == rows[i].e;
			if (!right || (e != OK && str_find(said(&a), str_of(rows[i].says), 0) < 0))
				test_fails("%s: %d " STR_FMT, rows[i].body, e, STR_ARG(said(&a)));
		}
		arena_done(&a);
	}
}

static void both_languages_are_answered(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct pack *p = guard_of(&a, "", "return w('太晚', 'too late')");
	assert_int_equal(guard_run(p, 0, &input, LANG_ZH), ERR_INPUT);
	same_str(said(&a), S("太晚"));
	assert_int_equal(guard_run(p, 0, &input, LANG_EN), ERR_INPUT);
	same_str(said(&a), S("too late"));
	assert_int_equal(guard_run(p, -1, &input, LANG_EN), OK);
	arena_done(&a);
}

/* ---- what stops it ---------------------------------------------------------------- */
static void it_is_stopped(void **state)
{
	unused_arg(state);
	static const struct {
		const char *name, *body;
	} rows[] = {
		{"a loop", "while true do end"},
		{"a loop by goto", "::again:: goto again"},
		{"a for", "for i = 1, math.maxinteger do end"},
		{"recursion", "local function f(n) return 1 + f(n + 1) end return f(1)"},
		{"tail recursion", "local function f(n) return f(n + 1) end return f(1)"},
		{"a doubling text", "local s = 'x' while true do s = s .. s end"},
		{"many long texts", "local s = 'x' for i = 1, 16 do s = s .. s end local n = 0 while true do n = n + length(s .. n) end"},
		{"a growing list", "local t = {} for i = 1, 1e9 do t[i] = i end"},
		{"a list of lists", "local t = {} while true do t = { t } end"},
		{"a hole at the end of the world", "local t = {} for i = 1, 1e9 do t[i * 1048576] = {} end"},
		{"joining for ever", "local t = {} for i = 1, 9000 do t[i] = '' end while true do join(t) end"},
		{"sorting for ever", "local t = {} for i = 1, 9000 do t[i] = i end while true do pairs(t) end"},
		{"searching for ever", "local s = 'x' for i = 1, 16 do s = s .. s end while true do contains(s, 'xxxxxxxxxxxxxxxxxxxxxxxxxxy') end"},
		{"measuring for ever", "local s = 'x' for i = 1, 16 do s = s .. s end while true do length(s) end"},
		{"comparing for ever", "local s, t = 'x', 'x' for i = 1, 17 do s = s .. s end for i = 1, 17 do t = t .. t end while s == t do end"},
		{"many arguments", "local function f(...) return f(1, ...) end return f()"},
		{"varargs into tables", "local function f(...) local t = { ... } return f(1, 2, 3, 4, 5, 6, 7, 8, ...) end return f()"},
		{"selecting", "local function f(...) while true do local _ = select('#', ...) end end return f(1, 2, 3)"},
		{"selecting from many", "local function g(...) while true do local _ = select('#', ...) end end "
			"local function f(n, ...) if n == 0 then return g(...) end return f(n - 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, ...) end return f(350)"},
		{"a million closures", "local t = {} for i = 1, 1e9 do t[i % 1000] = function() return i end end"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		struct timespec from, to;
		arena_init(&a);
		struct pack *p = guard_of(&a, "", rows[i].body);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
		err e = guard_run(p, 0, &input, LANG_EN);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
		double s = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		bool overflow = e == ERR_INPUT && str_find(said(&a), S("overflow"), 0) >= 0;
		if (e != ERR_LIMIT && !overflow)
			test_fails("%s: %d " STR_FMT, rows[i].name, e, STR_ARG(said(&a)));
		if (s > 30) /* under the thread sanitizer 12; far less without */
			test_fails("%s: %.2f s", rows[i].name, s);
		assert_int_equal(guard_run(p, 0, &input, LANG_EN), e);
		arena_done(&a);
	}
}

/* Innocent guards do not die of what others used up. */
static void the_budget_is_fresh_each_time(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct pack *p = guard_of(&a, "", "local s = '' for i = 1, 300 do s = s .. 'x' end if #s < 300 then return w('少', 'short') end");
	for (int i = 0; i < 3000; i++)
		assert_int_equal(guard_run(p, 0, &input, LANG_EN), OK);
	arena_done(&a);
}

/* A counter in a table outside, in an upvalue, in a field of a closure's table. */
static void nothing_stays(void **state)
{
	unused_arg(state);
	static const char *const before[] = {"local c = { n = 0 }", "local c = { { n = 0 } } c = c[1]", "local d = { n = 0 } local function f() return d end local c = f()"};
	for (size_t i = 0; i < COUNT_OF(before); i++) {
		struct arena a;
		arena_init(&a);
		struct pack *p = guard_of(&a, before[i], "local t = c t.n = t.n + 1");
		assert_int_equal(guard_run(p, 0, &input, LANG_EN), ERR_INPUT);
		assert_true(str_find(said(&a), S("may not be changed"), 0) >= 0);
		arena_done(&a);
	}
}

static void writing_to_an_upvalue_is_refused_at_load(void **state)
{
	unused_arg(state);
	static const struct {
		const char *text;
		const char *line;
	} rows[] = {
		{"local n = 0\nlocal function f()\n n = n + 1\nend\n", ":3:"},
		{"local n = 0\nlocal function f()\n local function g()\n  local x = 1\n\n\n  n = x\n end\nend\n", ":7:"},
		{"local n = 0\nlocal function f() local m = 0 local function g() m = 1 end end\n", ":2:"},
		{"local function f()\n x = 1\nend\n", ":2:"},
		{"local t = {}\nlocal function f() t.x = 1 end\n", ":2:"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		struct pack *p;
		arena_init(&a);
		struct pack_file f = {S("pack.lua"), str_of(rows[i].text)};
		assert_int_equal(pack_load(&a, S("g"), &f, 1, &p), ERR_INPUT);
		assert_true(str_find(said(&a), str_of(rows[i].line), 0) >= 0);
		assert_true(str_find(said(&a), S("may not change what stands outside"), 0) >= 0);
		arena_done(&a);
	}
}

/* A function that is 400 lines down keeps its line: steps of lines do not fit a byte. */
static void a_far_line_is_found(void **state)
{
	unused_arg(state);
	struct arena a;
	struct buf b;
	struct pack *p;
	arena_init(&a);
	buf_init(&b, &a);
	buf_z(&b, "local n = 0\nlocal function f()\n local x = 1\n");
	for (int i = 0; i < 400; i++)
		buf_byte(&b, '\n');
	buf_z(&b, " n = x\nend\n");
	struct pack_file f = {S("pack.lua"), buf_str(&b)};
	assert_int_equal(pack_load(&a, S("g"), &f, 1, &p), ERR_INPUT);
	assert_true(str_find(said(&a), S(":404:"), 0) >= 0);
	arena_done(&a);
}

/* ---- many at once ------------------------------------------------------------------- */
struct worker {
	const struct pack *p;
	int64_t n;
	bool ok;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	w->ok = true;
	for (int i = 0; i < 2000; i++) {
		char want[32];
		struct buf b;
		struct guard_value v = {.name = S("n"), .is_number = true, .number = w->n};
		struct guard_input in = {.fields = &v, .n_fields = 1};
		snprintf(want, sizeof want, "n is %lld", (long long)w->n);
		err e = guard_run(w->p, 0, &in, i % 2 ? LANG_EN : LANG_ZH);
		buf_init(&b, NULL);
		fail_text(&b, LANG_EN);
		w->ok = w->ok && (w->n % 2 ? e == ERR_INPUT && str_eq(buf_str(&b), str_of(want)) : e == OK);
		buf_done(&b);
	}
	return NULL;
}

static void eight_threads(void **state)
{
	unused_arg(state);
	struct arena a;
	pthread_t t[8];
	struct worker w[8];
	arena_init(&a);
	struct pack *p = guard_of(&a, "", "if m.field.n % 2 == 1 then local s = 'n is ' .. m.field.n return w(s, s) end");
	for (int i = 0; i < 8; i++) {
		w[i] = (struct worker){.p = p, .n = i};
		assert_int_equal(pthread_create(&t[i], NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], NULL);
		assert_true(w[i].ok);
	}
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_sees_values_and_nothing_else),
		cmocka_unit_test(both_languages_are_answered),
		cmocka_unit_test(it_is_stopped),
		cmocka_unit_test(the_budget_is_fresh_each_time),
		cmocka_unit_test(nothing_stays),
		cmocka_unit_test(writing_to_an_upvalue_is_refused_at_load),
		cmocka_unit_test(a_far_line_is_found),
		cmocka_unit_test(eight_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
