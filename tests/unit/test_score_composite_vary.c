/* SPDX-License-Identifier: Apache-2.0 */
/* How far ranks can be trusted: intervals over variants, and what moves them. R's random numbers cannot be made again, so
 * what COINr published of its own variants is recomputed from its scores (exactly), and ours is held against it as one
 * sample against another. */
#include "check.h"

#include "asem.h"

#define PUBLISHED 100 /* variants in the published tables */

/* The choices of COINr's published analysis: values drawn in, two scales, weights of levels 2 and 3 within a quarter, two means. */
static const int winmax[] = {1, 2, 3, 4, 5};
static const struct composite_norm norms[] = {{.scale = NORM_MINMAX, .a = 1, .b = 100}, {.scale = NORM_ZSCORE, .a = 10, .b = 2}};
static const struct composite_join joins[][COMPOSITE_LEVELS] = {{{MEAN_ARITHMETIC}, {MEAN_ARITHMETIC}, {MEAN_ARITHMETIC}},
	{{MEAN_GEOMETRIC}, {MEAN_GEOMETRIC}, {MEAN_GEOMETRIC}}};
static const double noise[COMPOSITE_LEVELS] = {0, 0.25, 0.25};
static const struct composite_choices choices = {.winmax = winmax, .n_winmax = 5, .norm = norms, .n_norm = 2, .noise = noise, .n_weights = 100,
	.join = joins, .n_join = 2};

static int setup(void **state)
{
	*state = asem_open();
	return 0;
}

static int teardown(void **state)
{
	asem_close(*state);
	return 0;
}
#define asem_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static struct composite_varied vary(struct asem *s, const struct composite_choices *c, uint64_t seed, size_t variants)
{
	struct composite_matrix raw = asem_filled(s);
	struct composite_method m = asem_method();
	struct composite_varied out;
	if (composite_vary(&s->arena, &s->index, &raw, &m, c, &(struct composite_vary){seed, variants, 5, true}, &out) != OK)
		test_fails("%s", fail_key());
	return out;
}

/* Published scores of all variants, and of the nominal way first, ranked. */
static struct composite_matrix published_ranks(struct asem *s, double *nominal)
{
	struct table t = table_read(&s->arena, "ua_published_scores_matrix");
	struct composite_matrix m, ranks;
	assert_int_equal(t.columns, PUBLISHED + 2);
	assert_int_equal(matrix_new(&s->arena, ASEM_UNITS, PUBLISHED + 1, &m), OK);
	for (size_t c = 0; c <= PUBLISHED; c++)
		for (size_t i = 0; i < ASEM_UNITS; i++)
			matrix_column(&m, c)[i] = table_real(&t, table_row(&t, 0, s->unit[i]), c + 1);
	assert_int_equal(composite_rank(&s->arena, &m, NULL, &ranks), OK);
	memcpy(nominal, ranks.v, ASEM_UNITS * sizeof(*nominal));
	ranks.v += ASEM_UNITS;
	ranks.columns--;
	return ranks;
}

static void published_intervals_from_published_scores(void **state)
{
	struct asem *s = *state;
	double nominal[ASEM_UNITS];
	struct composite_matrix ranks = published_ranks(s, nominal);
	struct composite_range range[ASEM_UNITS];
	struct table t = table_read(&s->arena, "ua_published_rankstats");
	struct apart e = {0};
	vary_ranges(&s->arena, &ranks, nominal, 5, range);
	for (size_t i = 0; i < t.rows; i++) {
		str code = table_at(&t, i, 0);
		const struct composite_range *r = &range[asem_unit(s, code)];
		const double got[] = {r->nominal, r->mean, r->median, r->q5, r->q95};
		for (size_t k = 0; k < COUNT_OF(got); k++)
			apart_add(&e, t.name, code, got[k], table_real(&t, i, k + 1));
		assert_true(r->least <= r->q5 && r->q95 <= r->most && r->stable == (r->q95 - r->q5 <= 5));
	}
	apart_say(&e, t.name);
}

static void the_nominal_way(void **state)
{
	struct asem *s = *state;
	struct composite_varied v = vary(s, &choices, 1, 10);
	struct composite_matrix raw = asem_filled(s), out;
	struct composite_method m = asem_method();
	struct table t = table_read(&s->arena, "ua_published_nominal");
	struct apart e = {0};
	assert_int_equal(composite_compute(&s->arena, &s->index, &raw, &m, &out, NULL), OK);
	for (size_t i = 0; i < t.rows; i++) {
		size_t unit = asem_unit(s, table_at(&t, i, 0));
		apart_add(&e, t.name, table_at(&t, i, 0), matrix_column(&out, s->index.top)[unit], table_real(&t, i, 1));
		apart_add(&e, t.name, table_at(&t, i, 0), v.unit[unit].nominal, table_real(&t, i, 2));
	}
	apart_say(&e, t.name);
}

#define MANY 5000

/* Means of ranks over their 100 variants and over 5000 of ours: apart by no more than chance allows, which for 51 units that
 * move together is up to four standard errors (samples of 100 of our own are as far away). */
static void intervals_are_those_published(void **state)
{
	struct asem *s = *state;
	double nominal[ASEM_UNITS], sum = 0, most = 0, width = 0, wide = 0, r[MANY];
	struct composite_matrix theirs = published_ranks(s, nominal);
	struct composite_range range[ASEM_UNITS];
	struct composite_choices c = choices;
	c.n_weights = MANY;
	struct composite_varied ours = vary(s, &c, 20211, MANY);
	assert_true(ours.done == MANY && ours.failed == 0);
	vary_ranges(&s->arena, &theirs, nominal, 5, range);
	for (size_t i = 0; i < ASEM_UNITS; i++) {
		for (size_t k = 0; k < MANY; k++)
			r[k] = matrix_column(&ours.ranks, k)[i];
		double apart = fabs(ours.unit[i].mean - range[i].mean);
		most = fmax(most, apart / fmax(stats_sd(r, MANY) / sqrt(PUBLISHED), 0.02));
		sum += apart;
		width += ours.unit[i].q95 - ours.unit[i].q5;
		wide += range[i].q95 - range[i].q5;
	}
	print_message("mean ranks against the published: %.3f apart on average, %.2f standard errors at most; widths %.2f and %.2f\n",
		sum / ASEM_UNITS, most, width / ASEM_UNITS, wide / ASEM_UNITS);
	assert_true(most < 4.5 && sum / ASEM_UNITS < 0.4);
	assert_true(fabs(width - wide) / wide < 0.1);
}

static void same_seed_same_bytes(void **state)
{
	struct asem *s = *state;
	struct composite_choices c = choices;
	c.drop = true;
	struct composite_varied a = vary(s, &c, 7, 200), b = vary(s, &c, 7, 200), other = vary(s, &c, 8, 200);
	size_t bytes = a.scores.units * a.scores.columns * sizeof(double);
	assert_memory_equal(a.scores.v, b.scores.v, bytes);
	assert_memory_equal(a.ranks.v, b.ranks.v, bytes);
	assert_true(memcmp(a.scores.v, other.scores.v, bytes) != 0);
}

/* Each variant is what composite_compute gives for its choices: here the only choice is which indicator is left out. */
static void a_variant_is_the_whole_way(void **state)
{
	struct asem *s = *state;
	struct composite_matrix raw = asem_filled(s), out;
	struct composite_varied v = vary(s, &(struct composite_choices){.drop = true}, 5, 300);
	struct composite_method m = asem_method();
	size_t met = 0;
	for (size_t without = 0; without <= ASEM_INDICATORS; without++) {
		m.without = without;
		assert_int_equal(composite_compute(&s->arena, &s->index, &raw, &m, &out, NULL), OK);
		for (size_t c = 0; c < v.scores.columns; c++)
			met += !memcmp(matrix_column(&out, s->index.top), matrix_column(&v.scores, c), ASEM_UNITS * sizeof(double));
	}
	assert_int_equal(met, 300);
	/* and weights, drawn before anything else */
	double w[64];
	struct draw d;
	draw_init(&d, 6);
	weights_noisy(&s->index, NULL, noise, &d, w);
	v = vary(s, &(struct composite_choices){.noise = noise, .n_weights = 1}, 6, 1);
	m.without = 0;
	m.weights = w;
	assert_int_equal(composite_compute(&s->arena, &s->index, &raw, &m, &out, NULL), OK);
	assert_memory_equal(matrix_column(&out, s->index.top), v.scores.v, ASEM_UNITS * sizeof(double));
}

static void variants_that_cannot_be_computed_are_counted(void **state)
{
	static const struct composite_norm bad[] = {{.scale = NORM_MINMAX, .a = 1, .b = 100}, {.scale = NORM_ZSCORE, .a = 0, .b = 1}};
	struct asem *s = *state;
	struct composite_matrix raw = asem_filled(s);
	struct composite_method m = asem_method();
	struct composite_choices c = {.norm = bad, .n_norm = 2, .join = joins, .n_join = 2};
	struct composite_varied v = vary(s, &c, 3, 400), none;
	assert_int_equal(v.done + v.failed, 400);
	assert_true(v.failed > 60 && v.failed < 140);
	for (size_t i = 0; i < ASEM_UNITS; i++)
		assert_true(v.unit[i].least >= 1 && v.unit[i].most <= ASEM_UNITS && v.unit[i].share_nominal <= 1);
	c = (struct composite_choices){.norm = bad + 1, .n_norm = 1, .join = joins + 1, .n_join = 1};
	assert_int_equal(composite_vary(&s->arena, &s->index, &raw, &m, &c, &(struct composite_vary){1, 5, 5, false}, &none), ERR_INPUT);
	c = (struct composite_choices){0};
	assert_int_equal(composite_vary(&s->arena, &s->index, &raw, &m, &c, &(struct composite_vary){1, 5, 5, false}, &none), ERR_INPUT);
	assert_int_equal(composite_vary(&s->arena, &s->index, &raw, &m, &choices, &(struct composite_vary){1, 0, 5, false}, &none), ERR_LIMIT);
	const double wild[COMPOSITE_LEVELS] = {2};
	c = (struct composite_choices){.noise = wild, .n_weights = 3};
	assert_int_equal(composite_vary(&s->arena, &s->index, &raw, &m, &c, &(struct composite_vary){1, 5, 5, false}, &none), ERR_INPUT);
}

/* y = x1 + 2 x2 + 3 x3 of uniform inputs: shares 1, 4 and 9 of 14, and nothing but main effects; then a product. */
static void sensitivity_of_known_functions(void **state)
{
	enum { N = 4000 };
	struct asem *s = *state;
	struct arena *a = &s->arena;
	struct draw d;
	double *x = arena_new_n(a, N * 5 * 3, double), *y = arena_new_n(a, N * 5, double);
	struct sobol of[3];
	draw_init(&d, 9);
	sobol_sample(&d, N, 3, x);
	for (size_t i = 0; i < N * 5; i++)
		y[i] = x[3 * i] + 2 * x[3 * i + 1] + 3 * x[3 * i + 2] - 3;
	sobol_estimate(a, y, N, 3, 200, &d, of);
	for (size_t k = 0; k < 3; k++) {
		double want = (double)((k + 1) * (k + 1)) / 14;
		assert_true(fabs(of[k].first - want) < 0.05 && fabs(of[k].total - want) < 0.03);
		assert_true(of[k].first5 < of[k].first && of[k].first < of[k].first95 && of[k].total5 < of[k].total && of[k].total < of[k].total95);
		assert_true(of[k].total5 < want + 0.01 && want - 0.01 < of[k].total95 && of[k].total95 - of[k].total5 < 0.1);
	}
	/* (x1 - 1/2)(x2 - 1/2): no main effect at all, all of it together; x3 does nothing */
	for (size_t i = 0; i < N * 5; i++)
		y[i] = (x[3 * i] - 0.5) * (x[3 * i + 1] - 0.5);
	sobol_estimate(a, y, N, 3, 0, &d, of);
	assert_true(fabs(of[0].first) < 0.06 && fabs(of[0].total - 1) < 0.06 && of[2].first == 0 && of[2].total == 0 && isnan(of[0].first5));
	for (size_t i = 0; i < N * 5; i++)
		y[i] = 3;
	sobol_estimate(a, y, N, 3, 10, &d, of);
	assert_true(isnan(of[0].first) && isnan(of[0].total));
}

/* The published indices come from 100 points; ours from 2000 must lie in their intervals, and in their order. */
static void what_moves_ranks_is_what_was_published(void **state)
{
	static const struct { const char *variable; enum composite_input input; } of[] = {{"Winmax", INPUT_WINMAX}, {"Normalisation", INPUT_NORM},
		{"Weights", INPUT_WEIGHTS}, {"Aggregation", INPUT_JOIN}};
	struct asem *s = *state;
	struct composite_matrix raw = asem_filled(s);
	struct composite_method m = asem_method();
	struct sobol got[INPUTS], again[INPUTS];
	struct table t = table_read(&s->arena, "sa_published_sensitivity");
	const struct composite_vary how = {.seed = 4, .variants = 2000};
	assert_int_equal(composite_sobol(&s->arena, &s->index, &raw, &m, &choices, &how, 100, got), OK);
	for (size_t k = 0; k < COUNT_OF(of); k++) {
		size_t row = table_row(&t, 0, str_of(of[k].variable));
		const struct sobol *g = &got[of[k].input];
		print_message("%-14s first %.3f (published %.3f in %.3f..%.3f), total %.3f (published %.3f in %.3f..%.3f)\n", of[k].variable, g->first,
			table_real(&t, row, 1), table_real(&t, row, 3), table_real(&t, row, 4), g->total, table_real(&t, row, 2), table_real(&t, row, 5), table_real(&t, row, 6));
		assert_true(g->first > table_real(&t, row, 3) && g->first < table_real(&t, row, 4));
		assert_true(fabs(g->total - table_real(&t, row, 2)) < 1.5 * (table_real(&t, row, 6) - table_real(&t, row, 5)));
	}
	assert_true(got[INPUT_JOIN].total > got[INPUT_NORM].total && got[INPUT_NORM].total > got[INPUT_WEIGHTS].total && got[INPUT_WEIGHTS].total > got[INPUT_WINMAX].total);
	assert_true(isnan(got[INPUT_DROP].first));
	const struct composite_vary few = {.seed = 4, .variants = 50};
	assert_int_equal(composite_sobol(&s->arena, &s->index, &raw, &m, &choices, &few, 50, got), OK);
	assert_int_equal(composite_sobol(&s->arena, &s->index, &raw, &m, &choices, &few, 50, again), OK);
	for (size_t i = 0; i < INPUTS; i++)
		assert_true(i == INPUT_DROP || (got[i].first == again[i].first && got[i].total95 == again[i].total95));
	struct composite_choices one = {.drop = true};
	assert_int_equal(composite_sobol(&s->arena, &s->index, &raw, &m, &one, &few, 50, got), ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		asem_test(published_intervals_from_published_scores),
		asem_test(the_nominal_way),
		asem_test(intervals_are_those_published),
		asem_test(same_seed_same_bytes),
		asem_test(a_variant_is_the_whole_way),
		asem_test(variants_that_cannot_be_computed_are_counted),
		asem_test(sensitivity_of_known_functions),
		asem_test(what_moves_ranks_is_what_was_published),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
