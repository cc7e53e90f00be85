/* SPDX-License-Identifier: Apache-2.0 */
/* A method that declares an index; that it computes what was published stands in test_score_method.c (asem, hdi). */
#include "check.h"

#include <math.h>

#include "score/score.h"

#define TWO "items = { item { \"a\", weight = 50 }, item { \"b\", weight = 50, better = \"down\" } }"
#define INDEX(steps, rest) "method { \"m\", version = \"1\", decimals = 4, index = index { " steps " }, " rest " }"

static void fine(err e)
{
	struct buf b;
	if (e == OK)
		return;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	test_fails("%s", b.p);
}

static void must_say(err e, const char *sentence)
{
	struct buf b;
	assert_int_equal(e, ERR_INPUT);
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	if (!strstr(b.p, sentence))
		test_fails("it says \"%s\", not \"%s\"", b.p, sentence);
	buf_done(&b);
}

static err run(struct arena *a, const char *source, const char *csv, uint32_t variants, struct score_result *ret)
{
	const struct method *m;
	struct score_table *t = arena_new(a, struct score_table);
	struct score_options o = {.variants = variants, .seed = 7};
	fine(method_load(a, S("m.lua"), str_of(source), &m));
	fine(score_table_read(a, str_of(csv), t));
	return score_run(a, m, t, &o, ret);
}

static double total(struct arena *a, const char *source, const char *csv, size_t row)
{
	struct score_result r;
	fine(run(a, source, csv, 0, &r));
	return r.lines[row].total;
}

static void near(double got, double want)
{
	if (!(fabs(got - want) < 1e-9))
		test_fails("got %.12g, want %.12g", got, want);
}

#define TABLE "subject,a,b\nU,1,10\nV,3,30\nW,5,10\n"

static void steps_as_on_paper(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a);
	/* a: 0, 50, 100; b, less is better: 100, 0, 100 */
	near(total(&a, INDEX("norm = norm { \"minmax\" }", TWO), TABLE, 0), 50);
	near(total(&a, INDEX("norm = norm { \"minmax\" }", TWO), TABLE, 1), 25);
	near(total(&a, INDEX("norm = norm { \"minmax\" }", TWO), TABLE, 2), 100);
	/* between 1 and 10: 1 and 10 make the root of 10 */
	near(total(&a, INDEX("norm = norm { \"minmax\", from = 1, to = 10 }", "aggregate = \"geometric\", " TWO), TABLE, 0), 3.1623);
	near(total(&a, INDEX("norm = norm { \"borda\" }", TWO), TABLE, 2), 1.5);
	near(total(&a, INDEX("norm = norm { \"goalposts\", low = 0, high = 10 }", "items = { item { \"a\", weight = 100 } }"), TABLE, 1), 30);
	arena_done(&a);
}

#define GAPS "subject,class,a,b\nU,x,1,10\nV,x,,30\nW,y,5,10\nX,y,,\n"

static void gaps_as_declared(void **state)
{
	(void)state;
	struct arena a;
	struct score_result r;
	arena_init(&a);
	must_say(run(&a, INDEX("norm = norm { \"minmax\" }", TWO), GAPS, 0, &r), "V has no value for a");
	near(total(&a, INDEX("impute = \"none\", norm = norm { \"minmax\" }", TWO), GAPS, 1), 0);  /* b alone, the worst */
	near(total(&a, INDEX("impute = \"mean\", norm = norm { \"minmax\" }", TWO), GAPS, 1), 25); /* a is 3: 50 */
	near(total(&a, INDEX("impute = \"mean\", impute_within = true, norm = norm { \"minmax\" }", TWO), GAPS, 1), 0); /* a is 1 */
	fine(run(&a, INDEX("impute = \"mean\", available = 60, norm = norm { \"minmax\" }", TWO), GAPS, 100, &r));
	assert_int_equal(r.lines[0].rank, 2);
	assert_int_equal(r.lines[1].rank, 0); /* half of its values: left out */
	assert_true(isnan(r.lines[3].total) && !r.lines[3].rank_lo);
	must_say(run(&a, INDEX("impute = \"mean\", impute_within = true, norm = norm { \"minmax\" }", TWO), TABLE, 0, &r), "add a column class");
	arena_done(&a);
}

#define MANY "subject,a,b,c\nU,1,1,9\nV,2,3,8\nW,3,2,7\nX,9,8,1\nY,5,5,5\nZ,4,4,3\n"
#define THREE "items = { item { \"a\", weight = 40 }, item { \"b\", weight = 40 }, item { \"c\", weight = 20 } }, bands = { band { \"best\", to = 20 }, band { \"rest\" } }"

static void intervals_and_shares(void **state)
{
	(void)state;
	struct arena a;
	struct score_result r, again;
	struct score_share *s;
	struct digest d;
	str bytes;
	size_t n;
	bool same = false;
	arena_init(&a);
	fine(run(&a, INDEX("norm = norm { \"minmax\", from = 1, to = 100 }", THREE), MANY, 200, &r));
	uint32_t wide = 0;
	for (size_t i = 0; i < 6; i++) {
		assert_true(r.lines[i].rank_lo >= 1 && r.lines[i].rank_lo <= r.lines[i].rank && r.lines[i].rank_hi >= r.lines[i].rank && r.lines[i].rank_hi <= 6);
		wide += r.lines[i].rank_hi - r.lines[i].rank_lo;
	}
	assert_true(wide > 0);
	near(r.items[0 * 6].weight, 40);
	fine(score_freeze(&a, &r, &bytes, &d));
	fine(score_again(&a, bytes, &same, &again));
	assert_true(same);
	fine(score_shares(&a, &r, 200, 7, &s, &n));
	assert_int_equal(n, 3); /* weights, means, an indicator left out */
	for (size_t i = 0; i < n; i++)
		assert_true(s[i].total > -0.1 && s[i].total < 1.5 && s[i].total_lo <= s[i].total_hi);
	fine(run(&a, "method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"minmax\" } } } }", MANY, 0, &r));
	must_say(score_shares(&a, &r, 200, 7, &s, &n), "is no index");
	arena_done(&a);
}

static void what_lifts_and_what_is_counted_twice(void **state)
{
	(void)state;
	struct arena a;
	struct score_result r;
	struct score_pair *p;
	size_t n;
	double value, then;
	arena_init(&a);
	fine(run(&a, INDEX("norm = norm { \"minmax\" }", THREE), MANY, 0, &r));
	fine(score_needed_column(&a, &r, 4, 0, &value, &then)); /* Y into the best: everything is done anew, also the range */
	assert_true(value > 5 && then > r.lines[4].total);
	score_pairs(&a, &r, &p, &n);
	assert_int_equal(n, 3); /* a and b go together, c against both */
	assert_true(p[0].a == 0 && p[0].b == 1 && p[0].r > 0.9 && p[1].r < 0 && p[2].r < 0);
	arena_done(&a);
}

static void refused(void **state)
{
	static const struct {
		const char *source, *says;
	} cases[] = {
		{INDEX("norm = norm { \"minmax\", low = 1 }", TWO), "the scale minmax does not take low"},
		{INDEX("norm = norm { \"goalposts\", low = 1 }", TWO), "the scale goalposts needs high"},
		{INDEX("norm = norm { \"goalposts\", low = 0, high = 9, log = true }", TWO), "a logarithm is taken of numbers above zero"},
		{INDEX("norm = norm { \"minmax\", log = true }", TWO), "the scale minmax does not take log"},
		{INDEX("norm = norm { \"minmax\", from = 9, to = 1 }", TWO), "this scale has no width"},
		{INDEX("norm = norm { \"minmx\" }", TWO), "did you mean minmax?"},
		{INDEX("norm = 1", TWO), "a scale is wanted here"},
		{INDEX("", TWO), "norm is missing"},
		{INDEX("norm = norm { \"rank\" }, treat = 1", TWO), "the treatment of outliers is wanted here"},
		{INDEX("norm = norm { \"rank\" }, treat = treat { skew = 0 }", TWO), "skewness and kurtosis that pass are more than zero"},
		{INDEX("norm = norm { \"rank\" }, noise = 100", TWO), "available and noise are per cent"},
		{INDEX("norm = norm { \"rank\" }, impute_within = true", TWO), "impute_within goes with a mean"},
		{INDEX("norm = norm { \"rank\" }", "bonuses = { bonus { \"x\", each = 1 } }, " TWO), "an index is made of its steps alone"},
		{INDEX("norm = norm { \"rank\" }", "items = { item { \"a\", weight = 100, score = score { \"minmax\" } } }"), "a has a score function, and the method is an index"},
		{INDEX("norm = norm { \"rank\" }", "dimensions = { dimension { \"d\", weight = 50, items = { item { \"a\", weight = 100 } } },"
			" dimension { \"e\", weight = 50, aggregate = \"geometric\", items = { item { \"b\", weight = 100 } } } }"), "d and e stand on one level"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100 } } }", "a has no score function"},
		{"method { \"m\", version = \"1\", items = { item { \"a\", weight = 100, score = score { \"minmax\" }, norm = norm { \"rank\" } } } }", "the method is no index"},
		{"method { \"m\", version = \"1\", index = 1, items = { item { \"a\", weight = 100 } } }", "the steps of an index are wanted here"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena a;
		const struct method *m;
		arena_init(&a);
		must_say(method_load(&a, S("m.lua"), str_of(cases[i].source), &m), cases[i].says);
		arena_done(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_as_on_paper),
		cmocka_unit_test(gaps_as_declared),
		cmocka_unit_test(intervals_and_shares),
		cmocka_unit_test(what_lifts_and_what_is_counted_twice),
		cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
