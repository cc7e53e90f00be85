/* SPDX-License-Identifier: Apache-2.0 */
/* Composite indices by numbers made by hand, and what happens where nothing can be computed. */
#include "check.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "score/composite.h"

static void near_by(double got, double want, double by)
{
	if (!(fabs(got - want) <= by * fmax(1, fabs(want))))
		test_fails("got %.17g, want %.17g", got, want);
}
#define near(got, want) near_by((got), (want), 1e-13)
#define nothing(x) assert_true(isnan(x))
#define refused(call, sentence) \
	do { \
		assert_int_equal((call), ERR_INPUT); \
		assert_string_equal(fail_key(), (sentence)); \
	} while (0)

static int setup(void **state)
{
	struct arena *a = calloc(1, sizeof(*a));
	arena_init(a);
	*state = a;
	return 0;
}

static int teardown(void **state)
{
	arena_done(*state);
	free(*state);
	return 0;
}
#define here(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#define INDICATOR(c, p, w) {.code = S(c), .parent = S(p), .level = 1, .direction = 1, .weight = (w), .target = NAN, .low = NAN, .high = NAN}
#define ABOVE(c, p, l, w) {.code = S(c), .parent = S(p), .level = (l), .weight = (w)}

static struct composite_index index_of(struct arena *a, const struct composite_node *node, size_t n)
{
	struct composite_index x;
	if (index_make(a, node, n, &x) != OK)
		test_fails("%s", fail_key());
	return x;
}

/* Rows of units; columns as many as `columns`. */
static struct composite_matrix matrix_of(struct arena *a, const double *row, size_t units, size_t columns)
{
	struct composite_matrix m;
	assert_int_equal(matrix_new(a, units, columns, &m), OK);
	for (size_t i = 0; i < units; i++)
		for (size_t c = 0; c < columns; c++)
			matrix_column(&m, c)[i] = row[i * columns + c];
	return m;
}

/* ---- one column ---------------------------------------------------------------------------- */
static void a_column_is_described(void **state)
{
	unused_arg(state);
	const double v[] = {1, NAN, 2, 3, 10};
	double room[5];
	assert_int_equal(stats_count(v, 5), 4);
	near(stats_sum(v, 5), 16);
	near(stats_mean(v, 5), 4);
	near(stats_min(v, 5), 1);
	near(stats_max(v, 5), 10);
	near(stats_sd(v, 5), sqrt(50.0 / 3));
	/* differences -3 -2 -1 6: squares 50, cubes 180, fourth powers 1394 */
	near(stats_skew(v, 5), 2 * 180 / (50 * sqrt(50.0)) * sqrt(12.0) / 2);
	near(stats_kurt(v, 5), (5 * (4 * 1394 / 2500.0 - 3) + 6) * 3 / 2);
	near(stats_median(v, 5, room), 2.5);
	near(stats_quantile(v, 5, 0.05, room), 1.15);
	near(stats_quantile(v, 5, 0.95, room), 8.95);
	near(stats_quantile(v, 5, 1, room), 10);
}

static void what_cannot_be_said_is_not_a_number(void **state)
{
	const double none[] = {NAN, NAN}, same[] = {7, 7, 7, 7, 7}, few[] = {1, 2};
	double room[5];
	struct stats s;
	assert_int_equal(stats_count(none, 2), 0);
	near(stats_sum(none, 2), 0);
	nothing(stats_mean(none, 2));
	nothing(stats_min(none, 2));
	nothing(stats_max(none, 2));
	nothing(stats_sd(none, 2));
	nothing(stats_median(none, 2, room));
	near(stats_sd(same, 5), 0);
	nothing(stats_skew(same, 5));
	nothing(stats_kurt(same, 5));
	nothing(stats_skew(few, 2));
	nothing(stats_sd(few, 1));
	stats_of(*state, none, 2, &s);
	assert_int_equal(s.count + s.unique + s.same, 0);
	near(s.available, 0);
}

static void ranks_and_ties(void **state)
{
	const double v[] = {5, NAN, 9, 5, 1};
	double r[5];
	stats_rank(*state, v, 5, false, TIE_LEAST, r);
	assert_true(r[0] == 2 && isnan(r[1]) && r[2] == 4 && r[3] == 2 && r[4] == 1);
	stats_rank(*state, v, 5, true, TIE_LEAST, r);
	assert_true(r[0] == 2 && r[2] == 1 && r[3] == 2 && r[4] == 4);
	stats_rank(*state, v, 5, true, TIE_MEAN, r);
	assert_true(r[0] == 2.5 && r[3] == 2.5 && r[4] == 4);
}

/* Ours against those of this machine. */
static void logarithm_and_power(void **state)
{
	unused_arg(state);
	struct draw d;
	draw_init(&d, 3);
	for (int i = 0; i < 200000; i++) {
		double x = ldexp(0.5 + draw_unit(&d), (int)(draw_unit(&d) * 120) - 60), y = (draw_unit(&d) - 0.5) * 200;
		near_by(real_ln(x), log(x), 4e-16);
		assert_true(fabs(real_exp(y) - exp(y)) <= 6e-16 * exp(y));
		assert_true(fabs(real_power(x, 0.3) - pow(x, 0.3)) <= 1e-14 * pow(x, 0.3));
	}
	assert_true(real_ln(1) == 0 && real_ln(0) == -INFINITY && isinf(real_ln(INFINITY)) && isnan(real_ln(-1)) && isnan(real_ln(NAN)));
	assert_true(real_exp(0) == 1 && real_exp(-1000) == 0 && isinf(real_exp(1000)) && isnan(real_exp(NAN)));
	assert_true(real_power(-3, 3) == -27 && real_power(2, -2) == 0.25 && real_power(9, 0.5) == 3 && real_power(0, 0.3) == 0);
	nothing(real_power(-3, 0.3));
	assert_true(real_ln(DBL_MIN / 4) < -700 && real_exp(709) > 1e307);
}

/* The first outputs of the authors' own programs. */
static void chance_is_the_known_one(void **state)
{
	unused_arg(state);
	struct draw d = {{1, 2, 3, 4}};
	static const uint64_t want[] = {11520, 0, 1509978240, 1215971899390074240u}, seeds[] = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u};
	for (size_t i = 0; i < COUNT_OF(want); i++)
		assert_true(draw_bits(&d) == want[i]);
	draw_init(&d, 1234567);
	for (size_t i = 0; i < 4; i++)
		assert_true(d.s[i] == seeds[i]);
	double sum = 0;
	for (int i = 0; i < 100000; i++) {
		double u = draw_unit(&d);
		assert_true(u >= 0 && u < 1);
		sum += u;
	}
	near_by(sum / 100000, 0.5, 0.01);
}

/* ---- the tree ------------------------------------------------------------------------------- */
static void an_index_that_does_not_hold_together_is_refused(void **state)
{
	struct arena *a = *state;
	struct composite_index x;
	struct composite_node n[] = {INDICATOR("a", "top", 1), INDICATOR("b", "top", 1), ABOVE("top", "", 2, 1)};
	assert_int_equal(index_make(a, n, 3, &x), OK);
	assert_int_equal(x.indicators, 2);
	assert_int_equal(x.top, 2);
	n[1].code = S("a");
	refused(index_make(a, n, 3, &x), "the code {0} is used twice in the index; give each its own");
	n[1].code = S("");
	refused(index_make(a, n, 3, &x), "an indicator of the index has no code; give each its own");
	n[1].code = S("b");
	n[1].parent = S("nowhere");
	refused(index_make(a, n, 3, &x), "{0} belongs to {1}, which is not in the index; add it or correct the code");
	n[1].parent = S("a");
	refused(index_make(a, n, 3, &x), "{0} belongs to {1}, which is not on a higher level; correct the levels");
	n[1].parent = STR_NONE;
	refused(index_make(a, n, 3, &x), "both {0} and {1} have nothing above them; an index has one top");
	n[1].parent = S("top");
	n[1].weight = -1;
	refused(index_make(a, n, 3, &x), "the weight of {0} is not a number from 0 up; correct it");
	n[1].weight = NAN;
	refused(index_make(a, n, 3, &x), "the weight of {0} is not a number from 0 up; correct it");
	n[1].weight = 1;
	n[1].direction = 0;
	refused(index_make(a, n, 3, &x), "{0} does not say whether more or less is better; set its direction to 1 or -1");
	n[1].level = 2;
	n[1].parent = S("top");
	n[2].level = 3;
	refused(index_make(a, n, 3, &x), "nothing belongs to {0}; take it out of the index or give it indicators");
	n[1].level = 9;
	refused(index_make(a, n, 3, &x), "{0} has a level that is not between 1 and 8; indicators are level 1");
	refused(index_make(a, n, 0, &x), "the index needs at least one indicator and one dimension above it");
	assert_int_equal(matrix_new(a, 1u << 20, 1u << 20, &(struct composite_matrix){0}), ERR_LIMIT);
}

/* ---- human development 2021: goalposts, means of means, a geometric mean on top ---------------- */
static void human_development(void **state)
{
	struct arena *a = *state;
	static const struct composite_node node[] = {
		{.code = S("life"), .parent = S("health"), .level = 1, .direction = 1, .weight = 1, .low = 20, .high = 85},
		{.code = S("expected"), .parent = S("education"), .level = 1, .direction = 1, .weight = 1, .low = 0, .high = 18},
		{.code = S("mean"), .parent = S("education"), .level = 1, .direction = 1, .weight = 1, .low = 0, .high = 15},
		{.code = S("income"), .parent = S("living"), .level = 1, .direction = 1, .weight = 1, .low = 100, .high = 75000, .log_posts = true},
		ABOVE("health", "hdi", 2, 1), ABOVE("education", "hdi", 2, 1), ABOVE("living", "hdi", 2, 1), ABOVE("hdi", "", 3, 1),
	};
	/* Switzerland, Norway (more years of school expected than the goalpost), China, Niger as printed in the report, and the
	 * value printed there, which is made of unrounded figures */
	static const double raw[] = {84.0, 16.5, 13.9, 66933, 83.2, 18.2, 13.0, 64660, 78.2, 14.2, 7.6, 17504, 61.6, 7.0, 2.1, 1240};
	static const double printed[] = {0.962, 0.961, 0.768, 0.400};
	struct composite_index x = index_of(a, node, COUNT_OF(node));
	struct composite_matrix m = matrix_of(a, raw, 4, 4), out;
	struct composite_method method = {.norm = {.scale = NORM_GOALPOSTS}, .join[1] = {.mean = MEAN_GEOMETRIC}};
	assert_int_equal(composite_compute(a, &x, &m, &method, &out, NULL), OK);
	for (size_t i = 0; i < 4; i++) {
		const double *r = raw + i * 4;
		double health = (r[0] - 20) / 65, school = (fmin(r[1] / 18, 1) + r[2] / 15) / 2, living = log(r[3] / 100) / log(750);
		near(matrix_column(&out, 4)[i], health);
		near(matrix_column(&out, 5)[i], school);
		near(matrix_column(&out, 6)[i], living);
		near(matrix_column(&out, x.top)[i], cbrt(health * school * living));
		near_by(matrix_column(&out, x.top)[i], printed[i], 0.0015);
	}
	/* Switzerland with a pencil: 0.984615, 0.921667, 0.982810 */
	near_by(matrix_column(&out, x.top)[0], 0.96258, 2e-6);
	/* the best values there may be, and past both ends */
	static const double ends[] = {90, 20, 16, 100000, 10, 0, 0, -5};
	m = matrix_of(a, ends, 2, 4);
	method.join[1].mean = MEAN_ARITHMETIC;
	assert_int_equal(composite_compute(a, &x, &m, &method, &out, NULL), OK);
	near(matrix_column(&out, x.top)[0], 1);
	near(matrix_column(&out, x.top)[1], 0);
	method.join[1].mean = MEAN_GEOMETRIC;
	assert_int_equal(composite_compute(a, &x, &m, &method, &out, NULL), ERR_INPUT);
}

/* ---- gaps and screening ---------------------------------------------------------------------- */
static void gaps(void **state)
{
	struct arena *a = *state;
	static const double rows[] = {1, NAN, 3, NAN, NAN, 8, 5, NAN, 10, NAN};
	static const int group[] = {0, 0, 0, 1, -1};
	/* five units, two columns: the first 1 3 - 5 10 becomes … */
	struct composite_matrix m = matrix_of(a, rows, 5, 2), kept;
	double *v = matrix_column(&m, 0), *w = matrix_column(&m, 1);
	w[2] = NAN;
	matrix_outside(a, &m, 1, 1);
	assert_int_equal(composite_fill(a, &m, FILL_MEAN, group), 1);
	near(v[2], 2);
	assert_int_equal(stats_count(w, 5), 0); /* nothing to fill from */
	m = matrix_of(a, rows, 5, 2);
	v = matrix_column(&m, 0);
	w = matrix_column(&m, 1);
	v[3] = NAN;
	matrix_outside(a, &m, 4, 1);
	assert_int_equal(composite_fill(a, &m, FILL_MEAN, group), 3); /* group 1 has no value of its own; -1 has no group */
	assert_true(v[2] == 2 && isnan(v[3]) && v[4] == 10);
	assert_true(w[0] == 8 && w[1] == 8 && w[2] == 8 && isnan(w[3]) && isnan(w[4]));
	assert_int_equal(composite_fill(a, &m, FILL_MEDIAN, NULL), 2);
	near(v[3], 2.5);
	near(w[3], 8);
	nothing(w[4]); /* does not apply: never filled */
	struct composite_unit unit[5];
	const int8_t force[] = {0, -1, 0, 0, 0};
	composite_screen(&m, &(struct composite_screen){.available = 1, .force = force}, unit);
	assert_true(unit[4].applies == 1 && unit[4].missing == 0 && unit[4].available == 1 && unit[4].kept && !unit[1].kept);
	size_t *from;
	assert_int_equal(composite_keep(a, &m, unit, &kept, &from), OK);
	assert_true(kept.units == 4 && from[1] == 2 && from[3] == 4 && kept.outside && kept.outside[7] == 1 && kept.outside[6] == 0);
}

static void units_without_anything_are_left_out(void **state)
{
	struct arena *a = *state;
	static const double rows[] = {NAN, NAN, 0, 0, 0, 5, NAN, 5};
	struct composite_matrix m = matrix_of(a, rows, 4, 2);
	struct composite_unit u[4];
	composite_screen(&m, &(struct composite_screen){0}, u);
	assert_true(!u[0].kept && u[1].kept && u[2].kept && u[3].kept && isnan(u[0].nonzero));
	composite_screen(&m, &(struct composite_screen){.nonzero = 0.5}, u);
	assert_true(!u[1].kept && u[2].kept && u[3].kept);
	composite_screen(&m, &(struct composite_screen){.available = 0.6}, u);
	assert_true(u[1].kept && !u[3].kept);
	near(u[3].available, 0.5);
}

static void gaps_from_the_row_and_from_earlier(void **state)
{
	struct arena *a = *state;
	static const struct composite_node node[] = {INDICATOR("up", "t", 1), {.code = S("down"), .parent = S("t"), .level = 1, .direction = -1, .weight = 1},
		INDICATOR("flat", "t", 1), ABOVE("t", "", 2, 1)};
	static const double rows[] = {0, 100, 7, 10, 0, 7, 5, NAN, NAN, NAN, NAN, NAN};
	struct composite_index x = index_of(a, node, COUNT_OF(node));
	struct composite_matrix m = matrix_of(a, rows, 4, 3);
	assert_int_equal(composite_fill_row(a, &x, &m, FILL_MEAN, true), 1);
	near(matrix_column(&m, 1)[2], 50); /* the middle of the other is the middle of this */
	nothing(matrix_column(&m, 2)[2]);
	nothing(matrix_column(&m, 0)[3]);
	struct composite_matrix year[4];
	static const double values[] = {1, NAN, NAN, 4};
	size_t filled;
	for (size_t t = 0; t < 4; t++)
		year[t] = matrix_of(a, &values[t], 1, 1);
	assert_int_equal(composite_fill_forward(year, 4, 1, &filled), OK);
	assert_true(filled == 1 && year[1].v[0] == 1 && isnan(year[2].v[0]) && year[3].v[0] == 4);
	year[1].v[0] = NAN;
	assert_int_equal(composite_fill_forward(year, 4, 0, &filled), OK);
	assert_true(filled == 2 && year[2].v[0] == 1);
	year[3] = matrix_of(a, rows, 2, 1);
	assert_int_equal(composite_fill_forward(year, 4, 0, &filled), ERR_INPUT);
}

static void nothing_is_divided_by_nothing(void **state)
{
	struct arena *a = *state;
	struct composite_node node[] = {INDICATOR("money", "t", 1), ABOVE("t", "", 2, 1)};
	node[0].denominator = 2;
	node[0].per = 10000;
	struct composite_index x = index_of(a, node, 2);
	static const double money[] = {5, 5, 5, 5}, heads[] = {9, 100, 9, 0, 9, NAN, 9, INFINITY};
	struct composite_matrix m = matrix_of(a, money, 4, 1), d = matrix_of(a, heads, 4, 2);
	assert_int_equal(composite_denominate(&x, &d, &m), OK);
	near(m.v[0], 500);
	assert_true(isnan(m.v[1]) && isnan(m.v[2]) && isnan(m.v[3]));
	d.columns = 1;
	refused(composite_denominate(&x, &d, &m), "the denominator of {0} is not among the values; add it or take it off");
}

/* ---- outliers --------------------------------------------------------------------------------- */
#define TEN 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
static void outliers(void **state)
{
	unused_arg(state);
	const double raw[] = {TEN, 30, 100, NAN};
	double v[13], room[13];
	struct composite_treated r;
	memcpy(v, raw, sizeof(raw));
	treat_column(v, 13, &TREAT_USUAL, room, &r);
	assert_true(!r.pass[0] && r.pass[1] && r.checks == 2 && r.drawn == 1 && !r.bent);
	assert_true(v[11] == 30 && v[10] == 30 && v[9] == 10 && isnan(v[12]));
	near(r.skew[0], stats_skew(raw, 13));
	/* nothing may be drawn in: the raw values are bent */
	struct composite_treat t = TREAT_USUAL;
	t.winmax = 0;
	memcpy(v, raw, sizeof(raw));
	treat_column(v, 13, &t, room, &r);
	assert_true(r.bent && r.drawn == 0 && r.checks == 3 && isnan(v[12]));
	near(v[0], log(0.99));
	near(v[11], log(99.99));
	t.curve = CURVE_LOG_ONE;
	memcpy(v, raw, sizeof(raw));
	treat_column(v, 13, &t, room, &r);
	near(v[11], log(100));
	t.curve = CURVE_BOX_COX;
	t.lambda = 0.5;
	memcpy(v, raw, sizeof(raw));
	treat_column(v, 13, &t, room, &r);
	near(v[11], (sqrt(100) - 1) / 0.5);
	t.curve = CURVE_NONE;
	memcpy(v, raw, sizeof(raw));
	treat_column(v, 13, &t, room, &r);
	assert_true(!r.pass[1] && !r.bent && v[11] == 100);
	/* the other end, and ties together */
	double low[13];
	for (size_t i = 0; i < 13; i++)
		low[i] = -raw[i];
	treat_column(low, 13, &TREAT_USUAL, room, &r);
	assert_true(low[11] == -30 && r.drawn == 1);
}

static void what_has_no_skewness_is_left_alone(void **state)
{
	unused_arg(state);
	double same[] = {3, 3, 3, 3, 3}, few[] = {1, 2, 900}, none[] = {NAN, NAN, NAN, NAN}, lone[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 50}, room[10];
	struct composite_treated r;
	treat_column(same, 5, &TREAT_USUAL, room, &r);
	assert_true(r.checks == 0 && same[4] == 3);
	treat_column(few, 3, &TREAT_USUAL, room, &r);
	assert_true(r.checks == 0 && few[2] == 900);
	treat_column(none, 4, &TREAT_USUAL, room, &r);
	assert_int_equal(r.checks, 0);
	/* drawing in would make all equal: then the raw values come back */
	treat_column(lone, 10, &TREAT_USUAL, room, &r);
	assert_true(r.checks == 0 && lone[9] == 50 && r.drawn == 0);
	treat_column(lone, 10, &(struct composite_treat){0}, room, &r);
	assert_true(r.checks == 0 && lone[9] == 50);
}

/* ---- one scale -------------------------------------------------------------------------------- */
static void scale_check(struct arena *a, int direction, struct composite_norm norm, const double *want)
{
	const double v[] = {2, 4, NAN, 10};
	const struct composite_node node = {.code = S("x"), .direction = direction, .target = 8, .low = 0, .high = 8};
	double got[4];
	if (norm_column(a, v, 4, &node, &norm, got) != OK)
		test_fails("%s", fail_key());
	nothing(got[2]);
	for (size_t i = 0; i < 4; i++)
		if (i != 2)
			near(got[i], want[i]);
}

static void scales_by_hand(void **state)
{
	struct arena *a = *state;
	scale_check(a, 1, (struct composite_norm){.scale = NORM_NONE}, (double[]){2, 4, 0, 10});
	scale_check(a, -1, (struct composite_norm){.scale = NORM_MINMAX, .a = 0, .b = 100}, (double[]){100, 75, 0, 0});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_LINEAR, .a = 0, .b = 20}, (double[]){10, 20, 0, 50});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_UNIT, .unit = 1}, (double[]){0, 1, 0, 4});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_UNIT, .unit = 1, .cap = true}, (double[]){0, 1, 0, 1});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_TARGET}, (double[]){0, 1.0 / 3, 0, 4.0 / 3});
	scale_check(a, -1, (struct composite_norm){.scale = NORM_TARGET, .cap = true}, (double[]){1, 1, 0, 0});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_GOALPOSTS}, (double[]){0.25, 0.5, 0, 1});
	scale_check(a, -1, (struct composite_norm){.scale = NORM_GOALPOSTS, .a = 100}, (double[]){75, 50, 0, 0});
	scale_check(a, -1, (struct composite_norm){.scale = NORM_RANK}, (double[]){3, 2, 0, 1});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_PRANK}, (double[]){0, 0.5, 0, 1});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_BORDA}, (double[]){0, 1, 0, 2});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_FRACTION}, (double[]){0.2, 0.4, 0, 1});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_MAX}, (double[]){0, 0.25, 0, 1});
	scale_check(a, 1, (struct composite_norm){.scale = NORM_ZSCORE, .a = 50, .b = 10},
		(double[]){50 - 100 / (3 * sqrt(52.0 / 3)) , 50 - 40 / (3 * sqrt(52.0 / 3)), 0, 50 + 140 / (3 * sqrt(52.0 / 3))});
}

static void scales_refuse_what_they_cannot(void **state)
{
	const double same[] = {5, 5, 5}, v[] = {1, NAN, 3};
	struct composite_node node = {.code = S("x"), .direction = 1, .target = NAN, .low = NAN, .high = NAN};
	double out[3];
	const enum composite_scale flat[] = {NORM_MINMAX, NORM_ZSCORE, NORM_MAX};
	for (size_t i = 0; i < COUNT_OF(flat); i++) {
		assert_int_equal(norm_column(*state, same, 3, &node, &(struct composite_norm){.scale = flat[i], .a = 0, .b = 100}, out), OK);
		nothing(out[0]);
		nothing(out[2]);
	}
	assert_int_equal(norm_column(*state, v, 1, &node, &(struct composite_norm){.scale = NORM_PRANK}, out), OK);
	nothing(out[0]);
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_TARGET}, out), "{0} has no target; give one or normalise it another way");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_GOALPOSTS}, out),
		"{0} has no goalposts, the lower one below the upper one and, by logarithm, above 0; give them");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_UNIT, .unit = 1}, out), "the unit that {0} is measured against has no value; choose another");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_UNIT, .unit = 3}, out), "the unit that {0} is measured against has no value; choose another");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_MINMAX}, out), "the two ends of the scale of {0} are equal; give two numbers that differ");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = NORM_ZSCORE}, out), "the standard deviation that {0} is to get is not above 0; correct it");
	refused(norm_column(*state, v, 3, &node, &(struct composite_norm){.scale = (enum composite_scale)99}, out), "there is no such way of normalising {0}; choose another");
}

/* ---- means ------------------------------------------------------------------------------------- */
static const struct composite_node three[] = {INDICATOR("a", "t", 1), INDICATOR("b", "t", 1), INDICATOR("c", "t", 1), ABOVE("t", "", 2, 1)};

/* The aggregate of one unit with three values. */
static err mean_of(struct arena *a, double x, double y, double z, const double *w, struct composite_join join, double *ret)
{
	struct composite_index index = index_of(a, three, 4);
	struct composite_matrix m = matrix_of(a, (double[]){x, y, z, NAN}, 1, 4);
	TRY(composite_join(a, &index, w, &join, &m));
	*ret = m.v[3];
	return OK;
}

static void mean_is(struct arena *a, double x, double y, double z, const double *w, struct composite_join join, double want)
{
	double got = 0;
	if (mean_of(a, x, y, z, w, join, &got) != OK)
		test_fails("%s", fail_key());
	if (isnan(want))
		nothing(got);
	else
		near(got, want);
}

static void means_by_hand(void **state)
{
	struct arena *a = *state;
	const double doubled[] = {1, 1, 2, 1}, first[] = {2, 1, 1, 1}, zero[] = {0, 0, 0, 1}, one[] = {0, 1, 0, 1};
	const struct composite_join g = {.mean = MEAN_GEOMETRIC}, h = {.mean = MEAN_HARMONIC}, plain = {0};
	mean_is(a, 1, 2, 3, NULL, g, cbrt(6));
	mean_is(a, 1, 2, 3, doubled, g, pow(18, 0.25));
	mean_is(a, 1, 2, 3, first, h, 4 / (2.0 + 0.5 + 1.0 / 3));
	mean_is(a, 1, 2, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = 2}, sqrt(14.0 / 3));
	mean_is(a, 1, 2, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = 0}, cbrt(6));
	mean_is(a, 1, 2, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = -1}, 3 / (1 + 0.5 + 1.0 / 3));
	mean_is(a, 0, 2, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = 0.5}, pow((sqrt(2) + sqrt(3)) / 3, 2));
	/* what is missing gives its weight to the others */
	mean_is(a, 1, NAN, 3, doubled, plain, 7.0 / 3);
	mean_is(a, 2, NAN, 8, NULL, g, 4);
	mean_is(a, NAN, NAN, NAN, NULL, plain, NAN);
	mean_is(a, NAN, NAN, NAN, NULL, g, NAN);
	mean_is(a, 1, 2, 3, zero, plain, NAN);
	mean_is(a, 1, 2, 3, one, plain, 2);
	mean_is(a, -1, 2, 0, one, g, 2); /* what has no weight is not looked at */
	mean_is(a, 1, NAN, 3, one, plain, NAN);
	mean_is(a, -1, 0, 4, NULL, plain, 1);
	/* too few */
	mean_is(a, 1, NAN, 3, NULL, (struct composite_join){.available = 0.6}, 2);
	mean_is(a, 1, NAN, 3, NULL, (struct composite_join){.available = 0.7}, NAN);
}

static void means_refuse_what_they_cannot(void **state)
{
	static const char sentence[] = "{0} has a value that the chosen mean cannot take, 0 or below; normalise onto 1 to 100, or choose the arithmetic mean";
	struct arena *a = *state;
	double got;
	refused(mean_of(a, 1, 0, 3, NULL, (struct composite_join){.mean = MEAN_GEOMETRIC}, &got), sentence);
	refused(mean_of(a, 1, -2, 3, NULL, (struct composite_join){.mean = MEAN_HARMONIC}, &got), sentence);
	refused(mean_of(a, 1, 0, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = -2}, &got), sentence);
	refused(mean_of(a, 1, -1, 3, NULL, (struct composite_join){.mean = MEAN_POWER, .power = 0.5}, &got), sentence);
	refused(mean_of(a, 1, 2, 3, NULL, (struct composite_join){.mean = (enum composite_mean)9}, &got), "there is no such way of putting {0} together; choose another");
	struct composite_index x = index_of(a, three, 4);
	struct composite_matrix narrow = matrix_of(a, (double[]){1, 2, 3}, 1, 3);
	refused(composite_join(a, &x, NULL, &(struct composite_join){0}, &narrow), "the values do not fit the index; bring one column for each indicator and dimension");
}

/* Two units, one for which an indicator does not apply: it is judged by the others and lacks nothing. */
static void what_does_not_apply_does_not_lower_availability(void **state)
{
	struct arena *a = *state;
	struct composite_index x = index_of(a, three, 4);
	struct composite_matrix raw = matrix_of(a, (double[]){1, NAN, 3, 1, NAN, 3, NAN, NAN, NAN}, 3, 3), out;
	matrix_outside(a, &raw, 1, 1);
	for (size_t c = 0; c < 3; c++)
		matrix_outside(a, &raw, 2, c);
	struct composite_method method = {.norm = {.scale = NORM_NONE}, .join[0] = {.available = 0.9}};
	assert_int_equal(composite_compute(a, &x, &raw, &method, &out, NULL), OK);
	const double *top = matrix_column(&out, 3);
	nothing(top[0]);
	near(top[1], 2);
	nothing(top[2]);
	assert_true(out.outside[3 * 3 + 2] == 1 && out.outside[3 * 3 + 1] == 0);
}

static void whole_ways_at_the_edge(void **state)
{
	struct arena *a = *state;
	struct composite_index x = index_of(a, three, 4);
	struct composite_method method = {.treat = TREAT_USUAL, .norm = {.scale = NORM_MINMAX, .a = 0, .b = 100}};
	struct composite_matrix out, raw = matrix_of(a, (double[]){1, 2, 3}, 1, 3), ranks;
	assert_int_equal(composite_compute(a, &x, &raw, &method, &out, NULL), OK); /* one unit is not above or below anybody */
	nothing(out.v[3]);
	assert_int_equal(composite_rank(a, &out, NULL, &ranks), OK);
	nothing(ranks.v[3]);
	/* one indicator is the same for all, one nobody has: the third decides */
	raw = matrix_of(a, (double[]){7, NAN, 3, 7, NAN, 9, 7, NAN, NAN}, 3, 3);
	assert_int_equal(composite_compute(a, &x, &raw, &method, &out, NULL), OK);
	near(matrix_column(&out, 3)[0], 0);
	near(matrix_column(&out, 3)[1], 100);
	nothing(matrix_column(&out, 3)[2]);
	method.without = 3;
	assert_int_equal(composite_compute(a, &x, &raw, &method, &out, NULL), OK);
	assert_int_equal(stats_count(matrix_column(&out, 3), 3), 0);
	method.without = 4;
	refused(composite_compute(a, &x, &raw, &method, &out, NULL), "the indicator that is to be left out is not in the index; choose another");
	method.without = 0;
	raw.v[0] = INFINITY;
	refused(composite_compute(a, &x, &raw, &method, &out, NULL), "{0} has a value that is not a number; correct it");
	raw.units = 0;
	refused(composite_compute(a, &x, &raw, &method, &out, NULL), "there is no unit to be scored; add one");
	raw.columns = 2;
	refused(composite_compute(a, &x, &raw, &method, &out, NULL), "there are not as many columns of values as indicators in the index; bring one for each");
	method.weights = (double[]){1, NAN, 1, 1};
	raw = matrix_of(a, (double[]){1, 2, 3}, 1, 3);
	refused(composite_compute(a, &x, &raw, &method, &out, NULL), "the weight of {0} is not a number from 0 up; correct it");
}

/* ---- pair by pair ------------------------------------------------------------------------------- */
static void pairs_by_hand(void **state)
{
	const double p[] = {3, 2, 1, NAN}, q[] = {1, 1, NAN, NAN}, r[] = {1, 2, NAN, NAN};
	const double *column[] = {p, q, r}, w[] = {1, 2, 1};
	double *o, share, c[4];
	assert_int_equal(outrank_matrix(*state, column, w, 3, 4, &o), OK);
	near(o[0 * 4 + 1], (1 + 2.0 / 2) / 4);
	near(o[1 * 4 + 0], 1 - 0.5);
	near(o[0 * 4 + 2], 1); /* only one indicator to compare by */
	near(o[2 * 4 + 0], 0);
	near(o[3 * 4 + 0], 0.5);
	near(o[0], 0);
	assert_int_equal(outrank_dominant(o, 4, &share), 2);
	near(share, 2.0 / 6);
	outrank_copeland(column, w, 3, 4, c);
	assert_true(c[0] == 1 && c[1] == 1 && c[2] == -2 && isnan(c[3]));
	/* 0.1 + 0.2 against 0.3 is a draw, whatever binary fractions say */
	const double up[] = {1, 0}, down[] = {0, 1}, *three_of[] = {up, up, down}, tenths[] = {0.1, 0.2, 0.3};
	outrank_copeland(three_of, tenths, 3, 2, c);
	assert_true(c[0] == 0 && c[1] == 0);
	outrank_dominant(o, 1, &share);
	nothing(share);
}

static void weights_and_what_they_come_to(void **state)
{
	struct arena *a = *state;
	static const struct composite_node node[] = {INDICATOR("a", "p", 1), INDICATOR("b", "p", 3), INDICATOR("c", "q", 0), INDICATOR("d", "q", 0),
		ABOVE("p", "t", 2, 2), ABOVE("q", "t", 2, 6), ABOVE("t", "", 3, 1)};
	struct composite_index x = index_of(a, node, COUNT_OF(node));
	double w[7], e[7], noise[COMPOSITE_LEVELS] = {0, 0.25};
	weights_effective(&x, NULL, e);
	near(e[0], 0.0625);
	near(e[1], 0.1875);
	nothing(e[2]);
	near(e[5], 0.75);
	near(e[6], 1);
	weights_equal(&x, w);
	weights_effective(&x, w, e);
	near(e[3], 0.25);
	struct draw d;
	draw_init(&d, 1);
	double least = 9, most = 0;
	for (int i = 0; i < 1000; i++) {
		weights_noisy(&x, NULL, noise, &d, w);
		assert_true(w[0] == 1 && w[1] == 3 && w[2] == 0 && w[6] == 1 && w[4] >= 1.5 && w[4] <= 2.5 && w[5] >= 4.5 && w[5] <= 7.5);
		least = fmin(least, w[4]);
		most = fmax(most, w[4]);
	}
	assert_true(least < 1.55 && most > 2.45);
}

/* ---- hanging together ------------------------------------------------------------------------------ */
static void correlation_by_hand(void **state)
{
	struct arena *a = *state;
	const double x[] = {1, 2, 3, 4, NAN, 9}, y[] = {1, 3, 2, 9, 5, NAN}, flat[] = {1, 1, 1, 1, 1, 1};
	near(corr_of(a, CORR_PEARSON, x, y, 6), 11.5 / sqrt(5 * 38.75));
	near(corr_of(a, CORR_SPEARMAN, x, y, 6), 0.8);
	near(corr_of(a, CORR_KENDALL, x, y, 6), 4.0 / 6);
	nothing(corr_of(a, CORR_PEARSON, x, flat, 6));
	nothing(corr_of(a, CORR_KENDALL, x, flat, 6));
	nothing(corr_of(a, CORR_PEARSON, x, y, 1));
	near(corr_p(0.5, 3), 2.0 / 3);
	near(corr_p(0.5, 4), 0.5);
	near_by(corr_p(0.5, 10), 0.141113281, 1e-8);
	near_by(corr_p(-0.5, 11), 0.11730680301, 1e-10);
	nothing(corr_p(0.5, 2));
	const double *both[] = {x, x};
	near(cronbach_alpha(both, 2, 4), 1);
	nothing(cronbach_alpha(both, 1, 4));
}

static void components_by_hand(void **state)
{
	struct arena *a = *state;
	const double x[] = {1, 2, 3, 4, NAN}, y[] = {2, 1, 4, 3, 0}, flat[] = {1, 1, 1, 1, 1};
	const double *two[] = {x, y}, *bad[] = {x, flat};
	struct pca p;
	assert_int_equal(pca_make(a, two, 2, 5, &p), OK); /* r = 0.6 */
	near(p.sd[0], sqrt(1.6));
	near(p.sd[1], sqrt(0.4));
	near(p.loading[0], sqrt(0.5));
	near(p.loading[1], sqrt(0.5));
	near(p.explained[0], 0.8);
	assert_int_equal(p.units, 4);
	refused(pca_make(a, bad, 2, 5, &p), "all values of indicator {0} are equal, so it has no components; leave it out");
	refused(pca_make(a, two, 1, 5, &p), "components need at least two indicators; take more, or leave the weights as they are");
	refused(pca_make(a, two, 2, 1, &p), "components need at least two units with all values; fill the gaps first");
	static const struct composite_node node[] = {INDICATOR("a", "p", 1), INDICATOR("b", "p", 3), INDICATOR("c", "t", 5), ABOVE("p", "t", 2, 2), ABOVE("t", "", 3, 1)};
	struct composite_index index = index_of(a, node, COUNT_OF(node));
	struct composite_matrix m = matrix_of(a, (double[]){1, 2, 0, 0, 0, 2, 1, 5, 0, 0, 3, 4, 1, 0, 0, 4, 3, 9, 0, 0}, 4, 5);
	double w[5];
	size_t negative, n;
	assert_int_equal(weights_pca(a, &index, &m, 1, w, &negative), OK);
	near(w[0], sqrt(0.5));
	near(w[1], sqrt(0.5));
	assert_true(w[2] == 5 && w[3] == 2 && negative == 0);
	struct corr_pair *pair;
	assert_int_equal(corr_sisters(a, &index, &m, CORR_PEARSON, 1, 0.5, &pair, &n), OK);
	assert_true(n == 1 && pair[0].a == 0 && pair[0].b == 1 && pair[0].high && pair[0].n == 4);
	assert_int_equal(corr_sisters(a, &index, &m, CORR_PEARSON, 1, 0.7, &pair, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(corr_parents(a, &index, &m, CORR_SPEARMAN, 1, 3, 0.9, &pair, &n), OK);
	assert_true(n == 3 && pair[0].a == 4 && isnan(pair[0].r) && !pair[0].high && !pair[0].negative);
}

/* ---- results ----------------------------------------------------------------------------------------- */
static void results_by_hand(void **state)
{
	struct arena *a = *state;
	struct composite_index x = index_of(a, three, 4);
	struct composite_matrix m = matrix_of(a, (double[]){9, 1, 5, 5, 8, 1, 4, 4, 7, 1, NAN, 6, 6, 0, 3, 4}, 4, 4), ranks;
	static const int group[] = {0, 1, 1, -1};
	assert_int_equal(composite_rank(a, &m, group, &ranks), OK);
	const double *top = matrix_column(&ranks, 3);
	assert_true(top[0] == 1 && top[1] == 2 && top[2] == 1 && isnan(top[3]));
	assert_int_equal(composite_rank(a, &m, NULL, &ranks), OK);
	top = matrix_column(&ranks, 3);
	assert_true(top[0] == 2 && top[1] == 3 && top[2] == 1 && top[3] == 3);
	struct composite_strength *of;
	size_t n;
	assert_int_equal(composite_strengths(a, &x, &m, 1, NULL, true, 0, &of, &n), OK);
	assert_true(n == 3 && of[0].node == 1 && of[0].rank == 1 && of[1].node == 0 && of[2].node == 2 && of[2].value == 4);
	assert_int_equal(composite_strengths(a, &x, &m, 3, NULL, true, 0, &of, &n), OK);
	assert_int_equal(n, 0); /* last everywhere */
	assert_int_equal(composite_strengths(a, &x, &m, 2, NULL, true, 0.5, &of, &n), OK);
	assert_true(n == 1 && of[0].node == 0); /* missing in one, the other has two values among four */
	struct composite_line *line;
	assert_int_equal(composite_unit_lines(a, &x, &m, &ranks, 2, &line), OK);
	assert_true(line[0].node == 3 && line[0].score == 6 && line[0].rank == 1 && line[1].node == 0 && isnan(line[3].score));
	assert_int_equal(composite_unit_lines(a, &x, &m, &ranks, 4, &line), ERR_INPUT);
	struct composite_change change[3];
	composite_compare(a, (double[]){5, 7, NAN}, (double[]){9, 8, 1}, 3, true, change);
	assert_true(change[0].a == 2 && change[0].b == 1 && change[0].change == 1 && change[1].change == -1 && isnan(change[2].change));
	composite_compare(a, (double[]){5, 7, NAN}, (double[]){9, 8, 1}, 3, false, change);
	near(change[0].change, -4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		here(a_column_is_described),
		here(what_cannot_be_said_is_not_a_number),
		here(ranks_and_ties),
		here(logarithm_and_power),
		here(chance_is_the_known_one),
		here(an_index_that_does_not_hold_together_is_refused),
		here(human_development),
		here(gaps),
		here(units_without_anything_are_left_out),
		here(gaps_from_the_row_and_from_earlier),
		here(nothing_is_divided_by_nothing),
		here(outliers),
		here(what_has_no_skewness_is_left_alone),
		here(scales_by_hand),
		here(scales_refuse_what_they_cannot),
		here(means_by_hand),
		here(means_refuse_what_they_cannot),
		here(what_does_not_apply_does_not_lower_availability),
		here(whole_ways_at_the_edge),
		here(pairs_by_hand),
		here(weights_and_what_they_come_to),
		here(correlation_by_hand),
		here(components_by_hand),
		here(results_by_hand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
