/* SPDX-License-Identifier: Apache-2.0 */
/* Every method under tests/score/ over its table: what comes out agrees with what was published, to its last digit. */
#include "check.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "score/score.h"

#define FOLDER "tests/score/"

static str read_whole(struct arena *a, const char *path)
{
	struct buf b;
	char piece[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	if (!f)
		test_fails("%s cannot be read", path);
	buf_init(&b, a);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&b, (str){piece, n});
	fclose(f);
	return buf_str(&b);
}

static void fine(err e)
{
	if (e == OK)
		return;
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	print_error("%s\n", b.p);
	buf_done(&b);
	assert_int_equal(e, OK);
}

static void must_say(const char *sentence)
{
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	if (!strstr(b.p, sentence))
		test_fails("it says \"%s\", not \"%s\"", b.p, sentence);
	buf_done(&b);
}

static const struct method *method_of(struct arena *a, const char *source)
{
	const struct method *m;
	fine(method_load(a, S("m.lua"), str_of(source), &m));
	return m;
}

static void table_of(struct arena *a, const char *csv, struct score_table *ret)
{
	fine(score_table_read(a, str_of(csv), ret));
}

/* ---- the published methods ---------------------------------------------------------------------------- */
/* A value as the expected one is written: with as many decimals. */
static str as_written(struct arena *a, str want, double v, enum rounding how)
{
	ptrdiff_t point = str_find(want, S("."), 0);
	int decimals = point < 0 ? 0 : (int)(want.n - (size_t)point - 1);
	struct buf b;
	buf_init(&b, a);
	score_fixed_put(&b, score_round(v, decimals, how), decimals);
	return buf_str(&b);
}

static str result_of(struct arena *a, const struct score_result *r, size_t row, str column, str want)
{
	const struct score_line *l = &r->lines[row];
	struct buf b;
	buf_init(&b, a);
	if (str_eq(column, S("band")))
		return l->band < 0 ? S("") : r->method->bands[l->band].name;
	if (str_eq(column, S("rank"))) {
		if (l->rank)
			buf_int(&b, l->rank);
		return buf_str(&b);
	}
	if (str_eq(column, S("total")))
		return as_written(a, want, l->total, r->method->rounding);
	if (str_eq(column, S("bonus")) || str_eq(column, S("penalty")))
		return as_written(a, want, column.p[0] == 'b' ? l->bonus : l->penalty, r->method->rounding);
	for (size_t k = 0; k < r->n_items; k++)
		if (str_eq(r->method->items[k].name, column))
			return as_written(a, want, r->items[k * r->table->n + row].points, r->method->rounding);
	test_fails(STR_FMT " is nothing that comes out", STR_ARG(column));
	return STR_NONE;
}

static size_t row_of(const struct score_table *t, str subject)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->subjects[i], subject))
			return i;
	test_fails("there is no subject " STR_FMT, STR_ARG(subject));
	return 0;
}

static void compare_row(struct arena *a, const char *name, const struct score_result *r, str heading, str line)
{
	str subject, rest_h, rest_l, h, l;
	str_split(heading, ',', &h, &rest_h);
	str_split(line, ',', &subject, &rest_l);
	size_t row = row_of(r->table, subject);
	for (bool more = true; more;) {
		more = str_split(rest_h, ',', &h, &rest_h);
		str_split(rest_l, ',', &l, &rest_l);
		if (!more)
			h = rest_h, l = rest_l;
		str got = result_of(a, r, row, h, l);
		if (!str_eq(got, l))
			test_fails("%s: " STR_FMT " of " STR_FMT " is " STR_FMT ", not " STR_FMT, name, STR_ARG(h), STR_ARG(subject), STR_ARG(got), STR_ARG(l));
	}
}

static void check_method(const char *name)
{
	struct arena a;
	char path[400];
	const struct method *m;
	struct score_table t;
	struct score_result r;
	str rest, heading, line;
	arena_init(&a);
	snprintf(path, sizeof path, FOLDER "%s.lua", name);
	fine(method_load(&a, str_of(path), read_whole(&a, path), &m));
	snprintf(path, sizeof path, FOLDER "%s.csv", name);
	fine(score_table_read(&a, read_whole(&a, path), &t));
	fine(score_run(&a, m, &t, NULL, &r));
	snprintf(path, sizeof path, FOLDER "%s.want.csv", name);
	rest = read_whole(&a, path);
	assert_true(str_split(rest, '\n', &heading, &rest));
	size_t rows = 0;
	for (; str_split(rest, '\n', &line, &rest); rows++)
		compare_row(&a, name, &r, heading, line);
	assert_true(rows > 0);
	arena_done(&a);
}

static void published(void **state)
{
	(void)state;
	size_t n = 0;
	DIR *d = opendir(FOLDER);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		char name[256];
		size_t len = strlen(e->d_name);
		if (len < 5 || strcmp(e->d_name + len - 4, ".lua") || len >= sizeof name)
			continue;
		snprintf(name, sizeof name, "%.*s", (int)len - 4, e->d_name);
		check_method(name);
		n++;
	}
	closedir(d);
	assert_true(n >= 1);
}

/* ---- a method written out is read as the same -------------------------------------------------------------- */
static void text_again(void **state)
{
	(void)state;
	DIR *d = opendir(FOLDER);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		struct arena a;
		const struct method *m, *again;
		struct buf one, two;
		char path[400];
		if (!strstr(e->d_name, ".lua"))
			continue;
		arena_init(&a);
		snprintf(path, sizeof path, FOLDER "%s", e->d_name);
		fine(method_load(&a, str_of(path), read_whole(&a, path), &m));
		buf_init(&one, &a);
		buf_init(&two, &a);
		method_text(&one, m);
		fine(method_load(&a, S("again.lua"), buf_str(&one), &again));
		method_text(&two, again);
		same_str(buf_str(&two), buf_str(&one));
		arena_done(&a);
	}
	closedir(d);
}

/* ---- what is wrong is said ----------------------------------------------------------------------------------- */
#define GOOD "method { \"m\", version = \"1\", items = { item { \"a\", weight = 60, score = score { \"ratio\", base = 2 } },\n" \
	"item { \"b\", weight = 40, score = score { \"minmax\", low = 20, high = 100 }, missing = \"zero\" } } }\n"

static void broken(void **state)
{
	(void)state;
	static const struct {
		const char *source, *says;
	} cases[] = {
		{"", "no method is declared"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 60, score = score { \"ratio\", base = 2 } } } }", "add up to 60, and not to 100"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"ratio\" } } } }", "needs base"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"ratoi\", base = 2 } } } }", "did you mean ratio"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"ratio\", base = 2, low = 3 } } } }", "does not take low"},
		{"method { \"m\", version = \"1\",\nitems = { item { \"a\", wieght = 100, score = score { \"ratio\", base = 2 } } } }", "m.lua:2: item a, wieght: there is no such key; did you mean weight"},
		{"method { \"m\", version = \"1\", columns = { column { \"tax\" } }, items = { item { \"a\", weight = 100, input = \"taxs\", score = score { \"ratio\", base = 2 } } } }",
			"nothing called taxs; did you mean tax"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"ratio\", base = 0 } } } }", "a base of zero"},
		{"method { \"m\", version = \"1\", classes = { class { \"x\" } }, items = { item { \"a\", weight = { y = 100 }, score = score { \"ratio\", base = 2 } } } }", "nothing called y"},
		{"method { \"m\", version = \"1\", items = { item { \"total\", weight = 100, score = score { \"ratio\", base = 2 } } } }", "a column of every result"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"tiers\", tiers = { tier { 1, gives = 5 }, tier { 2, gives = 9 } } } } } }", "from the highest to the lowest"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"ratio\", base = 2 } } }, bands = { band { \"x\", to = 50 }, band { \"y\", to = 40 } } }", "does not follow"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena a;
		const struct method *m;
		arena_init(&a);
		err e = method_load(&a, S("m.lua"), str_of(cases[i].source), &m);
		if (e != ERR_INPUT)
			test_fails("case %zu was not refused", i);
		must_say(cases[i].says);
		arena_done(&a);
	}
}

static void wrong_tables(void **state)
{
	(void)state;
	static const struct {
		const char *csv, *says;
	} cases[] = {
		{"", "the table is empty"},
		{"a,b\n1,2\n", "no column is called subject"},
		{"subject,a,a\nx,1,2\n", "two columns are called a"},
		{"subject,a,b\nx,1,2\nx,1,2\n", "x stands in the table twice"},
		{"subject,a,b\nx,1,2\ny,zwei,2\n", "line 3: zwei in the column a is no number"},
		{"subject,a,b\nx,1,2,3\n", "line 2: this row has more cells"},
		{"subject,a,b\n,1,2\n", "line 2: the subject is missing"},
		{"subject,a,b\n\"x,1,2\n", "line 2: a quotation mark"},
		{"subject,a,c\nx,1,2\n", "asks for b"},
		{"subject,a,b\nx,,2\n", "a of x is missing"},
		{"subject,a,b\nx,1e999,2\n", "no number"},
		{"subject,a,b\nx,nan,2\n", "no number"},
		{"subject,a,b\nx,0x10,2\n", "no number"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena a;
		struct score_table t;
		struct score_result r;
		arena_init(&a);
		err e = score_table_read(&a, str_of(cases[i].csv), &t);
		if (e == OK)
			e = score_run(&a, method_of(&a, GOOD), &t, NULL, &r);
		if (e != ERR_INPUT)
			test_fails("case %zu was not refused", i);
		must_say(cases[i].says);
		arena_done(&a);
	}
}

static void table_cells(void **state)
{
	(void)state;
	struct arena a;
	struct score_table t;
	arena_init(&a);
	table_of(&a, "\xef\xbb\xbf" "class,subject,v,w\r\nk,\"a \"\"b\"\", c\",\"1,234.5\",/\r\n\r\n,x, -0.25 ,\r\n,y,12345678901234567890,1e3", &t);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.n_inputs, 2);
	same_str(t.subjects[0], S("a \"b\", c"));
	same_str(t.classes[0], S("k"));
	assert_true(t.values[0] == 1234.5 && t.states[3] == CELL_NOT_APPLICABLE && isnan(t.values[3]));
	assert_true(t.values[1] == -0.25 && t.states[4] == CELL_MISSING);
	assert_true(t.values[2] == 12345678901234567890.0 && t.values[5] == 1000);
	arena_done(&a);
}

static void rounding(void **state)
{
	(void)state;
	assert_true(score_round(2.675, 2, ROUND_HALF_UP) == 2.68); /* as a spreadsheet, not as its bits */
	assert_true(score_round(1.005, 2, ROUND_HALF_UP) == 1.01);
	assert_true(score_round(-1.005, 2, ROUND_HALF_UP) == -1.01);
	assert_true(score_round(0.125, 2, ROUND_HALF_EVEN) == 0.12);
	assert_true(score_round(0.375, 2, ROUND_HALF_EVEN) == 0.38);
	assert_true(score_round(0.29, 2, ROUND_DOWN) == 0.29);
	assert_true(score_round(0.57 * 100, 0, ROUND_DOWN) == 57);
	assert_true(score_round(99.999, 2, ROUND_HALF_UP) == 100);
	assert_true(score_round(123456789012.345, 2, ROUND_HALF_UP) == 123456789012.35);
	assert_true(!signbit(score_round(-0.001, 2, ROUND_HALF_UP)));
	assert_true(isnan(score_round(NAN, 2, ROUND_HALF_UP)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published),
		cmocka_unit_test(text_again),
		cmocka_unit_test(broken),
		cmocka_unit_test(wrong_tables),
		cmocka_unit_test(table_cells),
		cmocka_unit_test(rounding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
