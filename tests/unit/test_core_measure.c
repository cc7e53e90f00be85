/* SPDX-License-Identifier: Apache-2.0 */
/* Values of indicators: entered, revised, confirmed, read by whom; the wall; every test ends with a check. */
#include "core_kit.h"

#include <string.h>

#include "core/measure.h"

enum { X_STAT, X_STAT_TWO, EXTRAS };
static int64_t extra[EXTRAS];
static uint32_t extra_duty = 1u << DUTY_STATISTICS;

static int measure_setup(void **state)
{
	struct kit *k = kit_place();
	struct ctx x;
	kit_pack(k, "tests/pack/measured", "measured", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (int i = 0; i < EXTRAS; i++)
		good(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = i ? S("tongji2") : S("tongji1"), .name = i ? S("黎照川") : S("宁远舟"),
			.post = S("统计员"), .duties = extra_duty, .demo = true}, &extra[i]));
	ctx_close(&x);
	*state = k;
	return 0;
}
#define measure_test(f) cmocka_unit_test_setup_teardown(f, measure_setup, kit_teardown)

static struct ctx stat_ctx(struct kit *k, int i)
{
	struct ctx x;
	const struct actor who = {.user = extra[i], .unit = k->unit[U_TOP], .duties = extra_duty, .lang = LANG_EN};
	good(ctx_open(k->core, &k->arena, &who, &x));
	return x;
}

static struct measured value(const char *indicator, int64_t subject, const char *period, enum value_sort sort, const char *text)
{
	struct measured m = {.indicator = str_of(indicator), .subject = subject, .period = str_of(period), .sort = sort, .source = S("月报")};
	if (!*text)
		m.state = VALUE_MISSING;
	else if (!strcmp(text, "/"))
		m.state = VALUE_NOT_APPLICABLE;
	else
		assert_true(dec_parse(str_of(text), &m.number));
	return m;
}

static size_t put(struct ctx *x, const struct measured *v, size_t n, const char *reason)
{
	size_t changed = 99;
	good(values_put(x, v, n, str_of(reason), &changed));
	return changed;
}
#define V(...) (struct measured[]){__VA_ARGS__}, sizeof((struct measured[]){__VA_ARGS__}) / sizeof(struct measured)

static void refuses(err e, err want, const char *words)
{
	struct buf b;
	assert_int_equal(e, want);
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	if (!strstr(b.p, words))
		test_fails("says “%s”, not “%s”", b.p, words);
	buf_done(&b);
}

static size_t read_all(struct ctx *x, struct value_query q, struct measured **ret)
{
	size_t n;
	good(values_read(x, &q, ret, &n));
	return n;
}
#define Q(...) ((struct value_query){.subject = -1, .sort = -1, .known = MS_NONE, __VA_ARGS__})

static void values_keep_their_versions(void **state)
{
	struct kit *k = *state;
	struct ctx x = stat_ctx(k, X_STAT);
	struct measured *v;
	size_t n;
	assert_int_equal(put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "313.64"), value("output", 0, "2026-08", VALUE_ACTUAL, "0"),
				   value("output", 0, "2026-07", VALUE_ACTUAL, ""), value("output", 0, "2026-06", VALUE_ACTUAL, "/")), ""), 3);
	ms_t first = k->now;
	ctx_close(&x);
	k->now += 5000;
	x = stat_ctx(k, X_STAT);
	assert_int_equal(put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "313.640")), ""), 0); /* equal in value */
	assert_int_equal(put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "314.2")), "年报核定"), 1);
	n = read_all(&x, Q(.indicator = S("output"), .from = S("2026-06"), .to = S("2026-12")), &v);
	assert_int_equal(n, 3);
	assert_int_equal(v[0].state, VALUE_NOT_APPLICABLE);
	assert_true(v[1].state == VALUE_NUMBER && v[1].number.v == 0);
	assert_true(v[2].version == 2 && v[2].number.v == 3142 && v[2].number.scale == 1 && v[2].person == extra[X_STAT]);
	n = read_all(&x, Q(.indicator = S("output"), .from = S("2026-09"), .known = first + 1), &v);
	assert_true(n == 1 && v[0].number.v == 31364);
	assert_int_equal(read_all(&x, Q(.indicator = S("output"), .known = first - 1), &v), 0);
	good(value_story(&x, &(struct measured){.indicator = S("output"), .period = S("2026-09")}, &v, &n));
	assert_int_equal(n, 2);
	same_str(v[0].reason, S("年报核定"));
	assert_int_equal(v[1].version, 1);
	ctx_close(&x);
}

static void another_person_confirms(void **state)
{
	struct kit *k = *state;
	struct ctx x = stat_ctx(k, X_STAT);
	struct measured *v;
	size_t n;
	const struct measured key = value("output", 0, "2026-09", VALUE_ACTUAL, "5");
	refuses(values_confirm(&x, &key, 1, &n), ERR_INPUT, "nothing to confirm");
	put(&x, &key, 1, "");
	refuses(values_confirm(&x, &key, 1, &n), ERR_DENIED, "was entered by you");
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	refuses(values_confirm(&x, &key, 1, &n), ERR_DENIED, "ask one of them");
	ctx_close(&x);
	x = stat_ctx(k, X_STAT_TWO);
	good(values_confirm(&x, &key, 1, &n));
	assert_int_equal(n, 1);
	good(values_confirm(&x, &key, 1, &n));
	assert_int_equal(n, 0);
	refuses(values_put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "6")), S(" "), &n), ERR_INPUT, "say why");
	ctx_close(&x);
	k->now += 1000;
	x = stat_ctx(k, X_STAT_TWO);
	assert_int_equal(put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "6")), "核定"), 1);
	n = read_all(&x, Q(.indicator = S("output")), &v);
	assert_true(n == 1 && !v[0].confirmed && v[0].version == 2);
	n = read_all(&x, Q(.indicator = S("output"), .known = k->now - 1), &v);
	assert_true(n == 1 && v[0].confirmed_by == extra[X_STAT_TWO]);
	ctx_close(&x);
}

static void a_batch_is_all_or_nothing(void **state)
{
	struct kit *k = *state;
	struct ctx x = stat_ctx(k, X_STAT);
	struct measured *v, good_one = value("output", 0, "2026-09", VALUE_ACTUAL, "5");
	size_t n = 0;
	refuses(values_put(&x, V(good_one, value("outputs", 0, "2026-09", VALUE_ACTUAL, "5")), S(""), &n), ERR_INPUT, "no indicator called outputs");
	refuses(values_put(&x, V(good_one, value("output", 0, "2026-13", VALUE_ACTUAL, "5")), S(""), &n), ERR_INPUT, "is no period");
	refuses(values_put(&x, V(good_one, value("energy", k->unit[U_HOUSING], "2026-09", VALUE_ACTUAL, "5")), S(""), &n), ERR_INPUT, "not reported so often");
	refuses(values_put(&x, V(good_one, value("energy", 7, "2026Q3", VALUE_ACTUAL, "5")), S(""), &n), ERR_INPUT, "no such subject");
	refuses(values_put(&x, V(good_one, value("output", k->unit[U_HOUSING], "2026-09", VALUE_ACTUAL, "5")), S(""), &n), ERR_INPUT, "no such subject");
	refuses(values_put(&x, V(good_one, good_one), S(""), &n), ERR_INPUT, "twice");
	refuses(values_put(&x, V(good_one, value("output", 0, "2026-09", VALUE_RANK, "1.5")), S(""), &n), ERR_INPUT, "a rank is a whole number");
	assert_int_equal(read_all(&x, Q(.sort = -1), &v), 0);
	good(values_would(&x, &good_one, 1, S(""), &n));
	assert_int_equal(n, 1);
	assert_int_equal(read_all(&x, Q(.sort = -1), &v), 0);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	refuses(values_put(&x, &good_one, 1, S(""), &n), ERR_DENIED, "entered by the statistics office");
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	refuses(values_put(&x, &good_one, 1, S(""), &n), ERR_DENIED, "entered by");
	ctx_close(&x);
}

static err enter_firm(struct kit *k, struct ctx *x, const char *name, const char *code, int town, int64_t *ret)
{
	struct act_result done = {0};
	const struct arg args[] = {{S("title"), str_of(name)}, {S("code"), str_of(code)}, {S("town"), kit_id(&k->arena, k->unit[town])}, {S("class"), S("large")}};
	err e = act(x, &(struct act_request){.kind = &k->packs[2]->kinds[0], .action = S("open"), .args = args, .n_args = 4}, &done);
	*ret = done.matter;
	return e;
}

static void subjects_are_read_by_whoever_may_see_them(void **state)
{
	struct kit *k = *state;
	struct ctx x = stat_ctx(k, X_STAT);
	struct measured_subject *s;
	struct measured *v;
	int64_t a, b, c, found;
	size_t n;
	good(enter_firm(k, &x, "青禾机械", "91370499MA0001", U_HOUSING, &a));
	good(enter_firm(k, &x, "远舟食品", "91370499MA0002", U_SCHOOLS, &b));
	refuses(enter_firm(k, &x, "又一家", "91370499MA0001", U_SCHOOLS, &c), ERR_INPUT, "stands in the ledger already");
	good(subjects_read(&x, S("firm"), S("class"), &s, &n));
	assert_int_equal(n, 2);
	same_str(s[0].code, S("91370499MA0001"));
	same_str(s[1].name, S("远舟食品"));
	same_str(s[1].class, S("large"));
	assert_int_equal(s[1].unit, k->unit[U_SCHOOLS]);
	assert_int_equal(put(&x, V(value("tax", a, "2025", VALUE_ACTUAL, "12.50"), value("tax", b, "2025", VALUE_ACTUAL, "30")), ""), 2);
	good(subject_find(&x, S("firm"), S(" 91370499MA0002 "), &found));
	assert_int_equal(found, b);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	n = read_all(&x, Q(.indicator = S("tax")), &v);
	assert_true(n == 1 && v[0].subject == a);
	assert_int_equal(read_all(&x, Q(.indicator = S("tax"), .subject = b), &v), 0);
	good(value_story(&x, &(struct measured){.indicator = S("tax"), .subject = b, .period = S("2025")}, &v, &n));
	assert_int_equal(n, 0);
	good(subject_find(&x, S("firm"), S("91370499MA0002"), &found));
	assert_int_equal(found, 0);
	good(values_confirm(&x, V(value("tax", a, "2025", VALUE_ACTUAL, "12.5")), &n)); /* the town of the firm */
	assert_int_equal(n, 1);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	assert_int_equal(read_all(&x, Q(.sort = -1), &v), 0);
	good(subjects_read(&x, S("unit"), S(""), &s, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

/* ---- the wall ----------------------------------------------------------------------------------- */
static const struct wall_line *line(const struct wall *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->lines[i].of->name, str_of(name)))
			return &w->lines[i];
	test_fails("no line %s", name);
	return NULL;
}

static void same_dec(bool have, struct dec d, const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	if (have)
		dec_put(&b, d);
	same_str(buf_str(&b), str_of(want));
	buf_done(&b);
}

static void the_wall_computes_and_rounds_last(void **state)
{
	struct kit *k = *state;
	struct ctx x = stat_ctx(k, X_STAT);
	struct wall w;
	put(&x, V(value("output", 0, "2026-09", VALUE_ACTUAL, "313.64"), value("output", 0, "2025-09", VALUE_ACTUAL, "160.30"),
		  value("output", 0, "2026-08", VALUE_ACTUAL, "270.11"), value("output", 0, "2025-12", VALUE_ACTUAL, "230"),
		  value("output", 0, "2026-09", VALUE_CITY, "8.4"), value("output", 0, "2026", VALUE_TARGET, "420"),
		  value("output", 0, "2026-09", VALUE_RANK, "3"), value("output", 0, "2026-08", VALUE_RANK, "5"),
		  value("growth", 0, "2026-09", VALUE_ACTUAL, "5.2"), value("growth", 0, "2025-09", VALUE_ACTUAL, "6.1"),
		  value("growth", 0, "2026-09", VALUE_CITY, "6.0"), value("growth", 0, "2026", VALUE_TARGET, "6.5")), "");
	good(wall_read(&x, S("district"), 0, S(""), MS_NONE, &w));
	same_str(w.period, S("2026-09"));
	const struct wall_line *o = line(&w, "output"), *g = line(&w, "growth");
	same_dec(o->has_growth, o->growth, "95.7"); /* 江门: 153.34 of 160.30 is 95.66 */
	assert_true(o->growth_computed);
	same_dec(o->has_current, o->current, "43.53");
	assert_int_equal(o->rank, 3);
	assert_int_equal(o->rank_before, 5);
	same_dec(o->has_gap, o->gap, "87.3"); /* 95.658… − 8.4, rounded last */
	same_dec(o->has_done, o->done, "74.7");
	same_dec(o->has_elapsed, o->elapsed, "74.8"); /* 273 of 365 days */
	same_dec(o->has_forecast, o->forecast, "419.34");
	same_dec(o->has_need, o->need, "106.36");
	same_dec(o->has_need_growth, o->need_growth, "52.6"); /* 106.36 over 69.70 */
	assert_int_equal(o->light, LIGHT_YELLOW);
	same_dec(g->has_growth, g->growth, "-0.9"); /* points */
	same_dec(g->has_gap, g->gap, "-0.8");
	assert_int_equal(g->light, LIGHT_RED);
	assert_int_equal(w.compared, 2);
	assert_int_equal(w.above, 1);
	ctx_close(&x);
	good(wall_public(k->core, &k->arena, LANG_ZH, S("2026-09"), &w));
	assert_int_equal(w.n, 1); /* only what the pack makes public */
}

/* ---- pure --------------------------------------------------------------------------------------- */
static struct frac f(const char *s)
{
	struct dec d;
	assert_true(dec_parse(str_of(s), &d));
	return frac_of(d);
}

static void same_frac(bool have, struct frac v, int scale, const char *want)
{
	struct dec d;
	assert_true(have && frac_round(v, scale, ROUND_HALF_UP, &d));
	same_dec(true, d, want);
}

static void formulas_of_published_reports(void **state)
{
	struct frac v;
	unused_arg(state);
	/* 江门: 313.64 − 153.34 = 160.30, growth 95.66 % */
	same_frac(frac_sub(f("313.64"), f("153.34"), &v), v, 2, "160.30");
	same_frac(growth_of(f("313.64"), f("160.30"), &v), v, 2, "95.66");
	same_frac(base_from_growth(f("313.64"), f("95.66"), &v), v, 2, "160.30");
	same_frac(contribution_of(f("120"), f("100"), f("400"), &v), v, 2, "5.00");
	same_frac(forecast_of(f("75"), f("75"), &v), v, 2, "100.00");
	same_frac(growth_needed(f("110"), f("80"), f("100"), f("75"), &v), v, 2, "20.00");
	same_frac(true, f("-0.05"), 1, "-0.1");
	struct dec d;
	assert_true(frac_round(f("0.125"), 2, ROUND_HALF_EVEN, &d) && d.v == 12);
	assert_true(frac_round(f("-0.129"), 2, ROUND_DOWN, &d) && d.v == -12);
	assert_false(growth_of(f("5"), f("0"), &v));
	assert_false(growth_of(f("5"), f("-1"), &v));
	assert_false(frac_div(f("5"), f("0"), &v));
	struct frac many = f("0.999999999999999999");
	bool fits = true;
	for (int i = 0; i < 5 && fits; i++)
		fits = frac_mul(many, many, &many);
	assert_false(fits); /* says so instead of a wrong number */
	int rank[5];
	ranks_of((struct frac[]){f("3"), f("5"), f("3.0"), f("9"), f("1")}, (bool[]){true, true, true, false, true}, 5, false, rank);
	assert_true(rank[0] == 2 && rank[1] == 1 && rank[2] == 2 && rank[3] == 0 && rank[4] == 4);
	ranks_of((struct frac[]){f("3"), f("5"), f("3.0"), f("9"), f("1")}, (bool[]){true, true, true, true, true}, 5, true, rank);
	assert_true(rank[0] == 2 && rank[2] == 2 && rank[1] == 4 && rank[4] == 1);
}

static void periods_sort_and_are_said(void **state)
{
	static const struct {
		const char *period, *zh, *so_far, *en;
		enum measured_span span;
	} row[] = {
		{"2026", "2026年", "2026年", "2026", SPAN_YEAR}, {"2026H1", "2026年上半年", "2026年上半年", "first half of 2026", SPAN_HALF},
		{"2026Q3", "2026年三季度", "2026年前三季度", "Q3 2026", SPAN_QUARTER}, {"2026-10", "2026年10月", "2026年1—10月", "Oct 2026", SPAN_MONTH},
		{"2026-10-2", "2026年10月中旬", "2026年10月中旬", "Oct 11–20, 2026", SPAN_TEN_DAYS},
	};
	struct arena a;
	struct buf b;
	enum measured_span span;
	day_t from, to;
	unused_arg(state);
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		str p = str_of(row[i].period);
		assert_true(period_parse(p, &span, &from, &to) && span == row[i].span && from <= to);
		buf_init(&b, &a);
		period_put(&b, p, false, LANG_ZH);
		same_str(buf_str(&b), str_of(row[i].zh));
		same_str(period_typed(&a, buf_str(&b)), p);
		same_str(period_typed(&a, str_of(row[i].so_far)), p);
		buf_init(&b, &a);
		period_put(&b, p, false, LANG_EN);
		same_str(buf_str(&b), str_of(row[i].en));
		same_str(period_of_day(&a, to, span), p);
		same_str(period_before(&a, period_before(&a, p, 2, 5), -2, -5), p);
	}
	static const char *const none[] = {"", "202", "2026-00", "2026-13", "2026Q5", "2026H3", "2026-10-4", "2026-1", "2026-010", "20x6", "2026Q", "9999"};
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_false(period_parse(str_of(none[i]), &span, &from, &to));
	same_str(period_before(&a, S("2026-01"), 0, 1), S("2025-12"));
	same_str(period_before(&a, S("2026-01-1"), 0, 1), S("2025-12-3"));
	same_str(period_typed(&a, S("2026/9")), S("2026-09"));
	same_str(period_typed(&a, S("202609")), S("2026-09"));
	same_str(period_typed(&a, S("下个月")), S(""));
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formulas_of_published_reports), cmocka_unit_test(periods_sort_and_are_said),
		measure_test(values_keep_their_versions), measure_test(another_person_confirms), measure_test(a_batch_is_all_or_nothing),
		measure_test(subjects_are_read_by_whoever_may_see_them), measure_test(the_wall_computes_and_rounds_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
