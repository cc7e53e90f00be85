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
		{"subject,a,b\nx\001,1,2\n", "line 2: a name or a code holds a control sign"},
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
	assert_true(t.values[0] == 1234.5 && t.states[3] == SCORE_NOT_APPLICABLE && isnan(t.values[3]));
	assert_true(t.values[1] == -0.25 && t.states[4] == SCORE_MISSING);
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

/* ---- what would lift a subject ------------------------------------------------------------------------------ */
#define TAX "method { \"m\", version = \"1\", items = { item { \"mu_tax\", weight = 60, input = input { \"ratio\", of = { \"tax\", \"land\" } }," \
	" score = score { \"ratio\", base = 20, cap = 1.5 } }, item { \"energy\", weight = 40, better = \"down\", score = score { \"minmax\" } } }," \
	" bands = { band { \"a\", to = 20 }, band { \"b\", to = 60 }, band { \"c\" } } }"

static void needed(void **state)
{
	(void)state;
	struct arena a;
	struct score_table t;
	struct score_result r;
	double v, total;
	arena_init(&a);
	table_of(&a, "subject,tax,land,energy\nA,400,10,1\nB,300,10,3\nC,200,10,5\nD,100,10,7\nE,90,10,9\n", &t);
	fine(score_run(&a, method_of(&a, TAX), &t, NULL, &r));
	assert_int_equal(r.lines[3].band, 2);
	/* C has 60 + 20 points: D, with 10, needs 70 out of tax: 23.34 a mu rather than 23.33 */
	fine(score_needed(&a, &r, 3, 0, &v, &total));
	assert_true(fabs(v - 70.0 / 60 * 20) < 0.01 && total >= r.lines[2].total - 0.01);
	fine(score_needed_column(&a, &r, 3, 0, &v, &total));
	assert_true(fabs(v - 10 * 70.0 / 60 * 20) < 0.1);
	fine(score_needed_column(&a, &r, 3, 1, &v, &total)); /* less land */
	assert_true(fabs(v - 100 / (70.0 / 60 * 20)) < 0.01);
	/* proved: that value lifts, a little less does not */
	for (int less = 0; less < 2; less++) {
		double *values = (double *)t.values, was = values[3];
		fine(score_needed_column(&a, &r, 3, 0, &v, &total));
		values[3] = less ? v * (1 - 1e-3) : v;
		struct score_result again;
		fine(score_run(&a, r.method, &t, NULL, &again));
		assert_int_equal(again.lines[3].band, less ? 2 : 1);
		values[3] = was;
	}
	fine(score_needed(&a, &r, 4, 1, &v, &total)); /* even no energy at all: 27 + 40 points, less than 80 */
	assert_true(isnan(v) || total >= r.lines[2].total);
	fine(score_needed(&a, &r, 0, 0, &v, &total)); /* the best has nowhere to go */
	assert_true(isnan(v) && isnan(total));
	arena_done(&a);
}

/* ---- what a run keeps ------------------------------------------------------------------------------------------ */
static void frozen(void **state)
{
	(void)state;
	static const char *const names[] = {"towns_nested", "huaian_2024", "projects_2020", "wenzhou_2012"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct arena a;
		char path[200];
		const struct method *m;
		struct score_table t;
		struct score_result r, again;
		struct score_options o = {.variants = 100, .seed = 7};
		struct digest d;
		bool same;
		str bytes;
		arena_init(&a);
		snprintf(path, sizeof path, FOLDER "%s.lua", names[i]);
		fine(method_load(&a, str_of(path), read_whole(&a, path), &m));
		snprintf(path, sizeof path, FOLDER "%s.csv", names[i]);
		fine(score_table_read(&a, read_whole(&a, path), &t));
		fine(score_run(&a, m, &t, &o, &r));
		fine(score_freeze(&a, &r, &bytes, &d));
		fine(score_again(&a, bytes, &same, &again));
		assert_true(same);
		for (size_t k = 0; k < t.n; k++)
			assert_int_equal(again.lines[k].rank_hi, r.lines[k].rank_hi);
		char *p = (char *)bytes.p; /* one figure of the result changed */
		ptrdiff_t at = str_find(bytes, S("\"total\":"), 0);
		for (at += 8; p[at] < '1' || p[at] > '8'; at++)
			;
		p[at]++;
		fine(score_again(&a, bytes, &same, &again));
		assert_false(same);
		assert_int_equal(score_again(&a, S("{\"form\":\"luoshi-score-1\"}"), &same, &again), ERR_INPUT);
		assert_int_equal(score_again(&a, S("[1"), &same, &again), ERR_INPUT);
		arena_done(&a);
	}
}

/* ---- how far ranks can be trusted ------------------------------------------------------------------------------- */
static void made_table(struct arena *a, size_t n, size_t columns, uint64_t seed, struct score_table *ret)
{
	str *subjects = arena_new_n(a, n, str), *inputs = arena_new_n(a, columns, str);
	double *v = arena_new_n(a, n * columns, double);
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "s%zu", i);
		subjects[i] = buf_str(&b);
	}
	for (size_t c = 0; c < columns; c++) {
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "i%zu", c);
		inputs[c] = buf_str(&b);
		for (size_t i = 0; i < n; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			v[c * n + i] = (double)(seed >> 40) / (1 << 20) + (double)i / (double)n;
		}
	}
	*ret = (struct score_table){.inputs = inputs, .n_inputs = columns, .subjects = subjects, .n = n, .values = v, .states = arena_new_n(a, n * columns, uint8_t)};
}

static const struct method *ten_ratios(struct arena *a)
{
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, "local v = {} for i = 1, 10 do v[i] = item { 'i' .. (i - 1), weight = 10, score = score { 'ratio', base = 8 + i } } end "
		  "method { 'ten', version = '1', items = v, bands = { band { 'a', to = 20 }, band { 'b', to = 60 }, band { 'c', to = 95 }, band { 'd' } } }");
	return method_of(a, b.p);
}

static void intervals(void **state)
{
	(void)state;
	struct arena a;
	struct score_table t;
	struct score_result r, again;
	struct score_options o = {.variants = 100, .seed = 1, .weight_noise = 0.25};
	arena_init(&a);
	made_table(&a, 3000, 10, 3, &t);
	const struct method *m = ten_ratios(&a);
	fine(score_run(&a, m, &t, &o, &r));
	fine(score_run(&a, m, &t, &o, &again));
	size_t stable = 0;
	for (size_t i = 0; i < t.n; i++) {
		const struct score_line *l = &r.lines[i];
		assert_true(l->rank_lo >= 1 && l->rank_lo <= l->rank && l->rank <= l->rank_hi && l->rank_hi <= t.n);
		assert_true(l->rank_lo == again.lines[i].rank_lo && l->rank_hi == again.lines[i].rank_hi);
		stable += l->stable;
	}
	assert_true(stable > 0 && stable < t.n);
	double sum = 0;
	for (size_t k = 0; k < r.n_items; k++)
		sum += r.weights[k];
	assert_true(fabs(sum - 1) < 1e-4); /* shares of the variance, but for the rounding of totals */
	arena_done(&a);
}

/* One who is best in all stays so whatever is chosen. */
static void dominant(void **state)
{
	(void)state;
	struct arena a;
	struct score_table t;
	struct score_result r;
	struct score_options o = {.variants = 200, .seed = 5};
	arena_init(&a);
	table_of(&a, "subject,a,b\nbest,9,9\nmid,5,4\nodd,1,8\nlast,0.5,3\n", &t);
	fine(score_run(&a, method_of(&a, GOOD), &t, &o, &r));
	assert_true(r.lines[0].rank_lo == 1 && r.lines[0].rank_hi == 1 && r.lines[0].stable);
	assert_true(r.lines[3].rank_lo == 4 && r.lines[3].rank_hi == 4);
	assert_true(r.lines[2].rank_lo < r.lines[2].rank_hi);
	arena_done(&a);
}

/* ---- the short way and the long way agree to the bit ---------------------------------------------------------------- */
static void same_either_way(const char *rules, size_t n)
{
	struct arena a;
	struct score_table t;
	struct score_result lean, full;
	struct score_options o = {.lean = true};
	struct buf b;
	arena_init(&a);
	made_table(&a, n, 4, 17, &t);
	for (size_t i = 0; i < n * 4; i += 37)
		((uint8_t *)t.states)[i] = i % 2 ? SCORE_MISSING : SCORE_NOT_APPLICABLE;
	buf_init(&b, &a);
	buf_fmt(&b, "local v = {} for i = 1, 4 do v[i] = item { 'i' .. (i - 1), weight = 25, missing = 'mean', not_applicable = 'renormalise',"
		    " score = score { 'ratio', base = 7 + i, cap = 1.5, floor = 0.2 } } end "
		    "method { 'm', version = '1', items = v, bands = { band { 'a', to = 20 }, band { 'b', at_least = 70 }, band { 'c', last = 5 }, band { 'd' } }, %s }", rules);
	const struct method *m = method_of(&a, b.p);
	fine(score_run(&a, m, &t, &o, &lean));
	fine(score_run(&a, m, &t, NULL, &full));
	for (size_t i = 0; i < n; i++) {
		assert_true(!memcmp(&lean.totals[i], &full.totals[i], sizeof(double)));
		assert_true(lean.places[i].rank == full.lines[i].rank && lean.places[i].band == full.lines[i].band);
		assert_int_equal(lean.order[i], full.order[i]);
		double better = i ? full.totals[full.order[i - 1]] : INFINITY;
		assert_true(full.totals[full.order[i]] <= better);
		assert_int_equal(full.lines[full.order[i]].rank, full.totals[full.order[i]] == better ? full.lines[full.order[i - 1]].rank : i + 1);
	}
	arena_done(&a);
}

static void lean(void **state)
{
	(void)state;
	static const char *const rules[] = {"", "decimals = 9", "difficulty = 'i2'", "rounding = 'down', decimals = 1", "decimals = 0", "total_most = 80"};
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		same_either_way(rules[i], 5000); /* by counting */
		same_either_way(rules[i], 600);
	}
}

/* ---- shares and their ends ---------------------------------------------------------------------------------------- */
static void counts_of(const char *bands, size_t n, size_t *ret)
{
	struct arena a;
	struct score_table t;
	struct score_result r;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	buf_fmt(&b, "method { 'm', version = '1', decimals = 9, items = { item { 'i0', weight = 100, score = score { 'points' } } }, bands = { %s } }", bands);
	made_table(&a, n, 1, 9, &t);
	fine(score_run(&a, method_of(&a, b.p), &t, NULL, &r));
	for (size_t i = 0; i < 4; i++)
		ret[i] = 0;
	for (size_t i = 0; i < n; i++)
		ret[r.lines[i].band]++;
	arena_done(&a);
}

static void shares(void **state)
{
	(void)state;
	size_t c[4];
	counts_of("band { 'a', to = 20 }, band { 'b', to = 60 }, band { 'c', to = 95 }, band { 'd' }", 100, c);
	assert_true(c[0] == 20 && c[1] == 40 && c[2] == 35 && c[3] == 5);
	counts_of("band { 'a', to = 20, open = true }, band { 'b', to = 60 }, band { 'c', to = 95, open = true }, band { 'd' }", 100, c);
	assert_true(c[0] == 19 && c[1] == 41 && c[2] == 34 && c[3] == 6);
	/* Chaohu 2021: 120 firms, 24 / 54 / 36 / 6 */
	counts_of("band { 'a', to = 20 }, band { 'b', to = 65 }, band { 'c' }, band { 'd', last = 5 }", 120, c);
	assert_true(c[0] == 24 && c[1] == 54 && c[2] == 36 && c[3] == 6);
	/* the last five per cent of 39 are one firm counted from the end, two counted from the top */
	counts_of("band { 'a', to = 20 }, band { 'b', to = 60 }, band { 'c' }, band { 'd', last = 5 }", 39, c);
	assert_int_equal(c[3], 1);
	counts_of("band { 'a', to = 20 }, band { 'b', to = 60 }, band { 'c', to = 95 }, band { 'd' }", 39, c);
	assert_int_equal(c[3], 2);
}

/* The short way to print a real is the library's. */
static void digits(void **state)
{
	(void)state;
	static const double some[] = {0, 1, -1, 0.1, 10, 100, 0.0001, 0.00012345, 99999, 1e14, 123456789012345, 0.5, 1.0 / 3, -2.0 / 3, 1e15, 1e-5, 9.99999999999999, 999999999999999.9};
	uint64_t seed = 3;
	for (size_t i = 0; i < 200000; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		double v = (double)(int64_t)(seed >> 20) / (double)(1ull << (seed % 60)), cut = (double)(seed >> 44) / 1000;
		struct buf b;
		char want[64];
		buf_init(&b, NULL);
		v = i < COUNT_OF(some) ? some[i] : i % 2 ? v : cut;
		snprintf(want, sizeof want, "%.15g", v);
		score_real_put(&b, v);
		same_str(buf_str(&b), str_of(want));
		buf_done(&b);
	}
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
		cmocka_unit_test(digits),
		cmocka_unit_test(needed),
		cmocka_unit_test(frozen),
		cmocka_unit_test(intervals),
		cmocka_unit_test(dominant),
		cmocka_unit_test(lean),
		cmocka_unit_test(shares),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
