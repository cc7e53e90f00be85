/* SPDX-License-Identifier: Apache-2.0 */
/* Variants of a composite index: 3000 firms, ten indicators, three dimensions, every choice open, beside the same number
 * of whole ways from the raw values, which is what a variant would cost if nothing were kept. And one way for a million
 * firms beside one pass over their values. In time of one core. */
#include "bench/kit.h"
#include "score/composite.h"

#include <math.h>
#include <string.h>

#define FIRMS 3000
#define MANY_FIRMS 1000000
#define INDICATORS 10
#define VARIANTS 100
#define ROUNDS 5

static const struct composite_join means[][COMPOSITE_LEVELS] = {{{MEAN_ARITHMETIC}, {MEAN_ARITHMETIC}}, {{MEAN_GEOMETRIC}, {MEAN_GEOMETRIC}},
	{{MEAN_ARITHMETIC}, {MEAN_GEOMETRIC}}, {{MEAN_COPELAND}, {MEAN_ARITHMETIC}}};
static const struct composite_norm norms[] = {{.scale = NORM_MINMAX, .a = 1, .b = 100}, {.scale = NORM_ZSCORE, .a = 50, .b = 5}};
static const int winmax[] = {1, 2, 3, 4, 5};
static const double noise[COMPOSITE_LEVELS] = {0.25, 0.25};

static void index_build(struct arena *a, struct composite_index *ret)
{
	static const char *const above[] = {"tax", "growth", "green"};
	struct composite_node node[INDICATORS + 4];
	for (int i = 0; i < INDICATORS; i++)
		node[i] = (struct composite_node){.code = str_dup(a, str_of(text_fmt("i%d", i))), .parent = str_of(above[i % 3]), .level = 1,
			.direction = i % 4 ? 1 : -1, .weight = 1 + i % 3};
	for (int i = 0; i < 3; i++)
		node[INDICATORS + i] = (struct composite_node){.code = str_of(above[i]), .parent = S("all"), .level = 2, .weight = 1};
	node[INDICATORS + 3] = (struct composite_node){.code = S("all"), .level = 3, .weight = 1};
	must(index_make(a, node, COUNT_OF(node), ret) == OK, "index");
}

/* Skewed as firms are: a few are a hundred times the usual; one value in fifty is missing. */
static void firms_make(struct arena *a, size_t firms, struct composite_matrix *ret)
{
	struct draw d;
	must(matrix_new(a, firms, INDICATORS, ret) == OK, "matrix");
	draw_init(&d, 370499);
	for (size_t i = 0; i < firms * INDICATORS; i++) {
		double u = draw_unit(&d), base = draw_unit(&d) * 10 + 1;
		ret->v[i] = u < 0.02 ? NAN : u > 0.999 ? base * 100 : base;
	}
}

static double vary_once(const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *m, size_t joins)
{
	struct arena a;
	struct composite_varied out;
	const struct composite_choices all = {.winmax = winmax, .n_winmax = 5, .norm = norms, .n_norm = 2, .noise = noise, .n_weights = VARIANTS,
		.join = means, .n_join = joins, .drop = true};
	double from = cpu_seconds();
	arena_init(&a);
	must(composite_vary(&a, x, raw, m, &all, &(struct composite_vary){.seed = 1, .variants = VARIANTS, .stable_width = 30}, &out) == OK, "vary");
	must(out.done == VARIANTS, "every variant");
	arena_done(&a);
	return cpu_seconds() - from;
}

/* So many whole ways, each with its ranks. */
static double whole_once(const struct composite_index *x, const struct composite_matrix *raw, const struct composite_method *m, int times)
{
	struct arena a;
	struct composite_matrix scores;
	double from = cpu_seconds();
	arena_init(&a);
	for (int i = 0; i < times; i++) {
		must(composite_compute(&a, x, raw, m, &scores, NULL) == OK, "compute");
		double *rank = arena_new_n(&a, raw->units, double);
		stats_rank(&a, matrix_column(&scores, x->top), raw->units, true, TIE_LEAST, rank);
		arena_reset(&a);
	}
	arena_done(&a);
	return cpu_seconds() - from;
}

static double volatile sink;

/* One pass: every value read once and described. */
static double pass_once(const struct composite_matrix *raw)
{
	double from = cpu_seconds(), sum = 0;
	for (size_t c = 0; c < raw->columns; c++)
		sum += stats_mean(matrix_column(raw, c), raw->units);
	sink = sum;
	return cpu_seconds() - from;
}

int main(void)
{
	struct arena a;
	struct composite_index x;
	struct composite_matrix raw, many;
	struct composite_method m = {.treat = TREAT_USUAL, .norm = norms[0]};
	double mixed[ROUNDS], pairs[ROUNDS], whole[ROUNDS], one[ROUNDS], pass[ROUNDS];
	arena_init(&a);
	index_build(&a, &x);
	firms_make(&a, FIRMS, &raw);
	firms_make(&a, MANY_FIRMS, &many);
	for (int i = 0; i < ROUNDS; i++) {
		mixed[i] = vary_once(&x, &raw, &m, 3);
		pairs[i] = vary_once(&x, &raw, &m, 4);
		whole[i] = whole_once(&x, &raw, &m, VARIANTS);
		one[i] = whole_once(&x, &many, &m, 1);
		pass[i] = pass_once(&many);
	}
	double t = median(mixed, ROUNDS), p = median(pairs, ROUNDS), w = median(whole, ROUNDS), o = median(one, ROUNDS), s = median(pass, ROUNDS);
	row_put("100 variants of 3000 firms, ten indicators", text_fmt("the whole way 100 times: %.0f ms", w * 1e3), text_fmt("%.0f ms", t * 1e3), t / w,
		"1 s", t < 1);
	row_put("the same, one variant in four pair by pair", text_fmt("the whole way 100 times: %.0f ms", w * 1e3), text_fmt("%.0f ms", p * 1e3), p / w,
		"1 s", p < 1);
	row_put("a million firms, from raw to rank", text_fmt("one pass over the values: %.0f ms", s * 1e3), text_fmt("%.0f ms", o * 1e3), o / s, "", true);
	arena_done(&a);
	return 0;
}
