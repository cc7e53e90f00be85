/* SPDX-License-Identifier: Apache-2.0 */
/* One million subjects with ten indicators scored, ranked and classed, against one pass over the same data; and the
 * interval of each rank over 100 variants of 3 000 firms. The pass reads every value with its state and writes one
 * weighted sum for each subject: the least that any method has to do. */
#include "bench/kit.h"
#include "score/score.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS 10
#define ROUNDS 7

static uint64_t dice(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* Firms as they are: many small, few large, one value in fifty missing. */
static void table_make(struct arena *a, size_t n, struct score_table *ret)
{
	uint64_t seed = 11;
	str *subjects = arena_new_n(a, n, str), *inputs = arena_new_n(a, COLUMNS, str);
	double *v = arena_new_n(a, n * COLUMNS, double);
	uint8_t *s = arena_new_n(a, n * COLUMNS, uint8_t);
	char *codes = arena_alloc(a, n * 12);
	for (size_t i = 0; i < n; i++)
		subjects[i] = (str){codes + i * 12, (size_t)snprintf(codes + i * 12, 12, "F%zu", i)};
	for (size_t c = 0; c < COLUMNS; c++) {
		inputs[c] = (str){arena_alloc(a, 4), 2};
		snprintf((char *)inputs[c].p, 4, "i%zu", c);
		for (size_t i = 0; i < n; i++) {
			double x = (double)dice(&seed) / (double)(1u << 31);
			v[c * n + i] = floor(x * x * 1e6) / 1e4;
			s[c * n + i] = dice(&seed) % 50 ? SCORE_NUMBER : SCORE_MISSING;
		}
	}
	*ret = (struct score_table){.inputs = inputs, .n_inputs = COLUMNS, .subjects = subjects, .n = n, .values = v, .states = s, .unique = true};
}

static const struct method *method_make(struct arena *a)
{
	static const char source[] =
		"local v = {} for i = 1, 10 do v[i] = item { 'i' .. (i - 1), weight = 10, missing = 'mean',"
		" score = score { 'ratio', base = 20 + i, cap = 1.5, floor = 0 } } end "
		"method { 'yield', version = '1', items = v,"
		" bands = { band { 'a', to = 20 }, band { 'b', to = 60 }, band { 'c', to = 95 }, band { 'd' } } }";
	const struct method *m;
	must(method_load(a, S("bench.lua"), str_of(source), &m) == OK, "the method");
	return m;
}

static double pass(const struct score_table *t, double *sums)
{
	double from = cpu_seconds(), weight = 10;
	memset(sums, 0, t->n * sizeof *sums);
	for (size_t c = 0; c < COLUMNS; c++) {
		const double *v = t->values + c * t->n;
		const uint8_t *s = t->states + c * t->n;
		for (size_t i = 0; i < t->n; i++)
			sums[i] += s[i] == SCORE_NUMBER ? v[i] * weight : 0;
	}
	return cpu_seconds() - from;
}

static double run(const struct method *m, const struct score_table *t, const struct score_options *o, uint32_t *ret_first)
{
	struct arena a;
	struct score_result r;
	arena_init(&a);
	double from = cpu_seconds();
	must(score_run(&a, m, t, o, &r) == OK, "the run");
	double spent = cpu_seconds() - from;
	*ret_first = r.order[0];
	arena_done(&a);
	return spent;
}

int main(int argc, char **argv)
{
	bool lean_only = argc > 1 && !strcmp(argv[1], "lean"); /* for a profile */
	struct arena a;
	struct score_table million, firms;
	struct score_options lean = {.lean = true}, variants = {.variants = 100, .seed = 1, .weight_noise = 0.25};
	double passes[ROUNDS], runs[ROUNDS], full[ROUNDS] = {0}, hundred[ROUNDS] = {0}, check = 0;
	uint32_t first = 0;
	arena_init(&a);
	const struct method *m = method_make(&a);
	table_make(&a, 1000000, &million);
	table_make(&a, 3000, &firms);
	double *sums = arena_new_n(&a, million.n, double);
	for (int i = 0; i < ROUNDS; i++) {
		passes[i] = pass(&million, sums);
		runs[i] = run(m, &million, &lean, &first);
		check += sums[first];
		if (lean_only)
			continue;
		full[i] = run(m, &million, NULL, &first);
		hundred[i] = run(m, &firms, &variants, &first);
	}
	double p = median(passes, ROUNDS), r = median(runs, ROUNDS), f = median(full, ROUNDS), h = median(hundred, ROUNDS);
	row_put("a million subjects with ten indicators scored, ranked, classed", text_fmt("one pass %.1f ms", p * 1e3),
		text_fmt("%.1f ms (%d)", r * 1e3, check > 0), r / p, "5", r <= 5 * p);
	row_put("the same with every point kept for its sheet, effective weights, correlations", text_fmt("one pass %.1f ms", p * 1e3),
		text_fmt("%.1f ms", f * 1e3), f / p, "", true);
	row_put("100 variants of 3 000 firms with ten indicators", "", text_fmt("%.0f ms", h * 1e3), -1, "1000 ms", h < 1);
	arena_done(&a);
	return 0;
}
