/* SPDX-License-Identifier: Apache-2.0 */
/* The classifier for tools/bench.py, line by line on standard input:
 *     begin · example LABEL TITLE BODY · name LABEL TITLE BODY · learn · ask TITLE BODY     (by tabs)
 * answers each `ask` with the first value, its confidence and the second one.
 *     bench_classify tokens        each line TITLE BODY: the same words, as hashes
 *     bench_classify speed N       learns from the examples read, N of them, mixed: seconds of one core */
#include "bench/kit.h"
#include "text/classify_in.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct classify_how how = {.key = "a key for bench", .told = 5};

struct line {
	str word[4];
	size_t n;
};

static bool read_line(struct arena *a, struct line *ret)
{
	char *p = NULL;
	size_t cap = 0;
	ssize_t n = getline(&p, &cap, stdin);
	if (n > 0) {
		str rest = {arena_copy(a, p, (size_t)n), (size_t)n - (p[n - 1] == '\n')}, head;
		for (ret->n = 0; ret->n < 3 && str_split(rest, '\t', &head, &rest); ret->n++)
			ret->word[ret->n] = head;
		ret->word[ret->n++] = rest;
	}
	free(p);
	return n > 0;
}

static void answer(struct arena *a, const struct classify_model *m, const struct line *l)
{
	struct classify_answer *v;
	size_t n;
	classify_ask(a, m, &(struct classify_message){.title = l->word[1], .body = l->word[2]}, 2, &v, &n);
	printf(STR_FMT "\t%.4f\t" STR_FMT "\n", STR_ARG(n ? v[0].label : S("-")), n ? (double)v[0].confidence : 0, STR_ARG(n > 1 ? v[1].label : S("-")));
	for (size_t i = 0; n && i < v[0].n_body && getenv("WHY"); i++) {
		str b = l->word[2];
		printf("  " STR_FMT "\n", STR_ARG(str_cut(b, utf8_offset(b, v[0].body[i].from), utf8_offset(b, v[0].body[i].to))));
	}
}

static void converse(void)
{
	struct arena a;
	struct classify_set *s = NULL;
	struct line l;
	str model;
	struct classify_report r;
	const struct classify_model *m = NULL;
	arena_init(&a);
	for (int64_t i = 0; read_line(&a, &l); i++) {
		bool name = str_eq(l.word[0], S("name"));
		if (str_eq(l.word[0], S("begin"))) {
			arena_reset(&a);
			classify_begin(&a, &how, &s);
		} else if (str_eq(l.word[0], S("learn"))) {
			must(classify_train(s, &a, &model, &r) == OK && classify_load(&a, model, &how, &m) == OK, "learning");
			fprintf(stderr, "%zu features, %zu bytes, cost %.0f, sharp %.2f, %zu of %zu right, %zu among three\n", r.features, model.n,
				(double)r.cost, (double)r.sharp, r.right, r.tested, r.right3);
		} else if (str_eq(l.word[0], S("ask"))) {
			answer(&a, m, &l);
		} else {
			const struct classify_example x = {{l.word[2], l.word[3], NULL, 0}, l.word[1], i, name};
			must(classify_add(s, &x) == OK, "adding");
		}
	}
	arena_done(&a);
}

static void tokens(void)
{
	struct arena a;
	struct line l;
	struct features f;
	arena_init(&a);
	while (read_line(&a, &l)) {
		features_of(&a, how.key, &(struct classify_message){.title = l.word[0], .body = l.word[1]}, &f);
		for (size_t i = 0; i < f.n; i++)
			for (int k = 0; k < (f.v[i].part == PART_TITLE ? TITLE_TIMES : 1); k++)
				printf("%" PRIx64 " ", f.v[i].hash);
		putchar('\n');
		arena_reset(&a);
	}
	arena_done(&a);
}

/* Half of one message and half of another of the same value, so that no two are alike. */
static void speed(size_t n)
{
	struct arena a;
	struct line one;
	LIST(struct line) all = {0};
	struct classify_set *s;
	str model;
	struct classify_report r;
	arena_init(&a);
	while (read_line(&a, &one))
		*list_push(&a, &all) = one;
	double began = cpu_seconds();
	classify_begin(&a, &how, &s);
	for (size_t i = 0; i < n; i++) {
		const struct line *x = &all.v[i % all.n], *y = &all.v[(i * 7 + i / all.n) % all.n];
		str other = str_eq(x->word[1], y->word[1]) ? y->word[3] : S("");
		char *p = text_fmt("%.*s%.*s", (int)utf8_offset(x->word[3], 60 + i % 40), x->word[3].p, (int)utf8_offset(other, 40 + i % 60), other.p);
		must(classify_add(s, &(struct classify_example){{x->word[2], str_of(p), NULL, 0}, x->word[1], (int64_t)i, false}) == OK, "adding");
	}
	double added = cpu_seconds();
	must(classify_train(s, &a, &model, &r) == OK, "learning");
	double learned = cpu_seconds();
	printf("{\"add\": %.3f, \"learn\": %.3f, \"features\": %zu, \"bytes\": %zu, \"labels\": %zu}\n", added - began, learned - added, r.features, model.n, r.labels);
	arena_done(&a);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "tokens"))
		tokens();
	else if (argc > 2 && !strcmp(argv[1], "speed"))
		speed((size_t)strtoul(argv[2], NULL, 10));
	else
		converse();
	return 0;
}
