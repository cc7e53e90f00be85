/* SPDX-License-Identifier: Apache-2.0 */
/* Composite indices of random shape and what is computed of them, for a program that computes the same from the definitions:
 *
 *     composite_sample SEED…     one JSON object to a line for each seed */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "score/composite.h"

#define MOST 40

struct sample {
	struct arena arena;
	struct draw draw;
	struct composite_node node[MOST];
	size_t n, indicators, units;
	int levels;
	struct composite_index index;
	struct composite_matrix raw, filled;
	struct composite_method method;
	int group[200];
};

static size_t below(struct sample *s, size_t n)
{
	return (size_t)(draw_unit(&s->draw) * (double)n);
}

static str code_of(struct sample *s, const char *kind, size_t i)
{
	struct buf b;
	buf_init(&b, &s->arena);
	buf_fmt(&b, "%s%zu", kind, i);
	return buf_str(&b);
}

static double weight_of(struct sample *s)
{
	return below(s, 8) ? (double)(1 + below(s, 4)) / 2 : 0;
}

/* Each dimension gets at least one indicator. */
static void index_draw(struct sample *s)
{
	size_t dimensions = 1 + below(s, 4), more = below(s, 9);
	s->indicators = dimensions + more;
	s->levels = dimensions > 1 ? 3 : 2;
	for (size_t i = 0; i < s->indicators; i++) {
		double low = -5 + draw_unit(&s->draw) * 5, high = low + 5 + draw_unit(&s->draw) * 40;
		s->node[s->n++] = (struct composite_node){.code = code_of(s, "i", i), .parent = code_of(s, "d",
			i < dimensions ? i : below(s, dimensions)),
			.level = 1, .direction = below(s, 3) ? 1 : -1, .weight = weight_of(s), .target = low + 20, .low = low, .high = high};
	}
	for (size_t i = 0; i < dimensions; i++)
		s->node[s->n++] = (struct composite_node){.code = code_of(s, "d", i),
			.parent = dimensions > 1 ? S("top") : STR_NONE, .level = 2,
			.weight = weight_of(s)};
	if (dimensions > 1)
		s->node[s->n++] = (struct composite_node){.code = S("top"), .level = 3, .weight = 1};
	if (index_make(&s->arena, s->node, s->n, &s->index) != OK)
		exit(1);
}

static double value_draw(struct sample *s, int shape)
{
	double u = draw_unit(&s->draw);
	if (shape == 0)
		return floor(u * 6);
	if (shape == 1)
		return u > 0.95 ? 50 + u * 300 : u * 10;
	if (shape == 2)
		return 1 / (u + 0.004) - 20;
	return u * 20 - 4;
}

static void values_draw(struct sample *s)
{
	s->units = 5 + below(s, 60);
	if (matrix_new(&s->arena, s->units, s->indicators, &s->raw) != OK)
		exit(1);
	for (size_t c = 0; c < s->indicators; c++) {
		int shape = (int)below(s, 4);
		for (size_t i = 0; i < s->units; i++) {
			matrix_column(&s->raw, c)[i] = below(s, 12) ? value_draw(s, shape) : NAN;
			if (!below(s, 25))
				matrix_outside(&s->arena, &s->raw, i, c);
		}
	}
	for (size_t i = 0; i < s->units; i++)
		s->group[i] = (int)below(s, 4) - 1;
	if (matrix_copy(&s->arena, &s->raw, &s->filled) != OK)
		exit(1);
	composite_fill(&s->arena, &s->filled, FILL_MEDIAN, s->group);
}

static void method_draw(struct sample *s)
{
	static const struct composite_norm norms[] = {{.scale = NORM_MINMAX, .a = 1, .b = 100}, {.scale = NORM_ZSCORE,
		.a = 100, .b = 5},
		{.scale = NORM_RANK}, {.scale = NORM_PRANK}, {.scale = NORM_BORDA}, {.scale = NORM_MAX}, {.scale = NORM_GOALPOSTS,
			.a = 10},
		{.scale = NORM_TARGET, .cap = true}, {.scale = NORM_LINEAR, .a = -10, .b = 30}, {.scale = NORM_MINMAX, .a = 100,
			.b = 0}};
	size_t norm = below(s, 10);
	s->method = (struct composite_method){.treat = TREAT_USUAL, .norm = norms[norm]};
	s->method.treat.winmax = (int)below(s, 7);
	for (size_t i = 0; i < 2; i++) {
		struct composite_join *j = &s->method.join[i];
		j->mean = norm < 3 || !below(s, 6) ? (enum composite_mean)below(s, i ? 5 : 4) : MEAN_ARITHMETIC;
		j->power = 0.5 + (double)below(s, 4);
		j->available = (double)below(s, 3) / 3;
	}
	if (s->method.join[1].mean != MEAN_COPELAND && below(s, 3) == 0 && norm >= 3)
		s->method.join[0].mean = MEAN_COPELAND;
}

/* ---- saying it ------------------------------------------------------------------------------- */
static void say(const char *name, const double *v, size_t n)
{
	printf(", \"%s\": [", name);
	for (size_t i = 0; i < n; i++) {
		printf("%s", i ? ", " : "");
		printf(isnan(v[i]) ? "null" : "%.17g", v[i]);
	}
	printf("]");
}

static void say_nodes(const struct sample *s)
{
	printf("\"nodes\": [");
	for (size_t i = 0; i < s->n; i++) {
		const struct composite_node *n = &s->node[i];
		printf("%s{\"code\": \"" STR_FMT "\", \"parent\": \"" STR_FMT "\", \"level\": %d, \"direction\": %d, \"weight\": %.17g, \"target\": %.17g,"
			" \"low\": %.17g, \"high\": %.17g}", i ? ", " : "", STR_ARG(n->code), STR_ARG(n->parent), n->level, n->direction,
				n->weight,
			n->target, n->low, n->high);
	}
	printf("], \"units\": %zu, \"winmax\": %d, \"norm\": [%d, %g, %g], \"join\": [", s->units, s->method.treat.winmax,
		s->method.norm.scale,
		s->method.norm.a, s->method.norm.b);
	for (int i = 0; i < 2; i++)
		printf("%s[%d, %g, %.17g]", i ? ", " : "", s->method.join[i].mean, s->method.join[i].power,
			s->method.join[i].available);
	printf("]");
}

static void say_inputs(const struct sample *s)
{
	size_t cells = s->units * s->indicators;
	double *mark = arena_new_n((struct arena *)&s->arena, cells, double),
		*group = arena_new_n((struct arena *)&s->arena, s->units, double);
	for (size_t i = 0; i < cells; i++)
		mark[i] = s->raw.outside ? s->raw.outside[i] : 0;
	for (size_t i = 0; i < s->units; i++)
		group[i] = s->group[i];
	say("raw", s->raw.v, cells);
	say("outside", mark, cells);
	say("group", group, s->units);
	say("filled", s->filled.v, cells);
}

static void say_structure(struct sample *s, const struct composite_matrix *scores)
{
	double *effective = arena_new_n(&s->arena, s->n, double), *r = arena_new_n(&s->arena, 3 * s->indicators, double);
	const double *top = matrix_column(scores, s->index.top);
	weights_effective(&s->index, NULL, effective);
	for (size_t i = 0; i < 3 * s->indicators; i++)
		r[i] = corr_of(&s->arena, (enum corr)(i % 3), matrix_column(scores, i / 3), top, s->units);
	say("effective", effective, s->n);
	say("corr", r, 3 * s->indicators);
}

static void sample_say(uint64_t seed)
{
	struct sample *s = calloc(1, sizeof(*s));
	struct composite_matrix scores, ranks;
	arena_init(&s->arena);
	draw_init(&s->draw, seed);
	index_draw(s);
	values_draw(s);
	method_draw(s);
	printf("{");
	say_nodes(s);
	say_inputs(s);
	if (composite_compute(&s->arena, &s->index, &s->filled, &s->method, &scores, NULL) == OK &&
		composite_rank(&s->arena, &scores, NULL, &ranks) == OK) {
		say("scores", scores.v, s->units * s->n);
		say("ranks", ranks.v, s->units * s->n);
		say_structure(s, &scores);
	} else
		printf(", \"failed\": \"%s\"", fail_key());
	printf("}\n");
	arena_done(&s->arena);
	free(s);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		sample_say(strtoull(argv[i], NULL, 10));
	return 0;
}
