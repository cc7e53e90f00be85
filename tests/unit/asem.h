/* SPDX-License-Identifier: Apache-2.0 */
/* The ASEM index of COINr: its published tables (tests/fixtures/coinr_asem) read, and an index and matrices made of them. */
#ifndef LUOSHI_TEST_ASEM_H
#define LUOSHI_TEST_ASEM_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "score/composite.h"

#define ASEM_UNITS 51
#define ASEM_INDICATORS 49

struct table {
	const char *name;
	size_t rows, columns;
	str *head, *cell; /* row by row */
};

struct asem {
	struct arena arena;
	struct composite_index index;
	struct composite_matrix raw, denominators;
	str unit[ASEM_UNITS], name[64]; /* units in the order of their codes; indicators as in the index */
	struct composite_node node[64];
};

/* One field of a line; quotes around it are taken off, none stands inside. */
static inline str table_field(str *line)
{
	str f;
	if (line->n && line->p[0] == '"') {
		ptrdiff_t end = str_find(*line, S("\""), 1);
		assert_true(end > 0);
		f = str_cut(*line, 1, (size_t)end);
		*line = str_cut(*line, (size_t)end + 1, line->n);
	} else {
		ptrdiff_t end = str_find(*line, S(","), 0);
		f = str_cut(*line, 0, end < 0 ? line->n : (size_t)end);
		*line = str_cut(*line, f.n, line->n);
	}
	*line = str_cut(*line, 1, line->n);
	return f;
}

static inline struct table table_read(struct arena *a, const char *name)
{
	struct table t = {.name = name};
	struct buf path, text;
	char room[1 << 16];
	buf_init(&path, a);
	buf_fmt(&path, "tests/fixtures/coinr_asem/%s.csv", name);
	FILE *f = fopen(path.p, "rb");
	if (!f)
		test_fails("%s cannot be read", path.p);
	buf_init(&text, a);
	for (size_t n; (n = fread(room, 1, sizeof(room), f)) > 0;)
		buf_add(&text, (str){room, n});
	fclose(f);
	str rest = buf_str(&text), line;
	LIST(str) cells = {0};
	for (bool first = true; str_split(rest, '\n', &line, &rest) || rest.n; first = false) {
		if (!line.n)
			break;
		size_t n = 0;
		for (; line.n; n++)
			*list_push(a, &cells) = table_field(&line);
		if (first)
			t.columns = n;
		for (; n < t.columns; n++)
			*list_push(a, &cells) = STR_NONE;
		t.rows += !first;
	}
	t.head = cells.v;
	t.cell = cells.v + t.columns;
	return t;
}

static inline str table_at(const struct table *t, size_t row, size_t column)
{
	return t->cell[row * t->columns + column];
}

static inline size_t table_column(const struct table *t, str head)
{
	for (size_t i = 0; i < t->columns; i++)
		if (str_eq(t->head[i], head))
			return i;
	test_fails("%s has no column " STR_FMT, t->name, STR_ARG(head));
	return 0;
}

/* The row whose first field is `code`. */
static inline size_t table_row(const struct table *t, size_t column, str code)
{
	for (size_t i = 0; i < t->rows; i++)
		if (str_eq(table_at(t, i, column), code))
			return i;
	test_fails("%s has no row " STR_FMT, t->name, STR_ARG(code));
	return 0;
}

static inline double real_of(str s)
{
	char room[64];
	snprintf(room, sizeof(room), STR_FMT, STR_ARG(s));
	return !s.n || str_eq(s, S("NA")) || str_eq(s, S("NaN")) ? NAN : str_eq(s, S("Inf")) ? INFINITY : strtod(room, NULL);
}

static inline double table_real(const struct table *t, size_t row, size_t column)
{
	return real_of(table_at(t, row, column));
}

static inline int unit_cmp(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static inline size_t asem_unit(const struct asem *s, str code)
{
	for (size_t i = 0; i < ASEM_UNITS; i++)
		if (str_eq(s->unit[i], code))
			return i;
	test_fails("no unit " STR_FMT, STR_ARG(code));
	return 0;
}

/* COINr lists indicators by the code of what they belong to; ties of ranks come out in that order. Stable, names go along. */
static inline void indicators_sort(struct asem *s, size_t n)
{
	for (size_t i = 1; i < n && s->node[i].level == 1; i++)
		for (size_t k = i; k && str_cmp(s->node[k].parent, s->node[k - 1].parent) < 0; k--) {
			struct composite_node node = s->node[k];
			str name = s->name[k];
			s->node[k] = s->node[k - 1];
			s->name[k] = s->name[k - 1];
			s->node[k - 1] = node;
			s->name[k - 1] = name;
		}
}

static inline void asem_nodes(struct asem *s)
{
	static const char *const under[] = {"Area", "Energy", "GDP", "Population"};
	struct table t = table_read(&s->arena, "asem_imeta");
	size_t n = 0;
	for (size_t i = 0; i < t.rows; i++) {
		str kind = table_at(&t, i, table_column(&t, S("Type"))), by = table_at(&t, i, table_column(&t, S("Denominator")));
		if (!str_eq(kind, S("Indicator")) && !str_eq(kind, S("Aggregate")))
			continue;
		struct composite_node *node = &s->node[n];
		*node = (struct composite_node){.code = table_at(&t, i, 1), .parent = table_at(&t, i, table_column(&t, S("Parent"))),
			.level = (int)table_real(&t, i, 0), .direction = (int)table_real(&t, i, table_column(&t, S("Direction"))),
			.weight = table_real(&t, i, table_column(&t, S("Weight"))), .target = table_real(&t, i, table_column(&t, S("Target"))),
			.low = NAN, .high = NAN};
		for (size_t k = 0; k < COUNT_OF(under); k++)
			if (str_eq(by, str_of(under[k])))
				node->denominator = k + 1;
		s->name[n++] = table_at(&t, i, 2);
	}
	indicators_sort(s, n);
	assert_int_equal(index_make(&s->arena, s->node, n, &s->index), OK);
}

/* Three values of one indicator are a last bit lower in R than their 15 printed digits say: its own table of ranks keeps
 * them apart from the units that print the same. */
static inline void asem_last_bits(struct asem *s)
{
	static const char *const lower[] = {"BGR", "CZE", "NOR"};
	double *v = matrix_column(&s->raw, index_find(&s->index, S("TolMin")));
	for (size_t i = 0; i < COUNT_OF(lower); i++) {
		size_t unit = asem_unit(s, str_of(lower[i]));
		v[unit] = nextafter(v[unit], -INFINITY);
	}
}

static inline struct asem *asem_open(void)
{
	static const char *const under[] = {"Area", "Energy", "GDP", "Population"};
	struct asem *s = calloc(1, sizeof(*s));
	arena_init(&s->arena);
	asem_nodes(s);
	struct table t = table_read(&s->arena, "asem_idata");
	assert_int_equal(t.rows, ASEM_UNITS);
	for (size_t i = 0; i < ASEM_UNITS; i++)
		s->unit[i] = table_at(&t, i, 1);
	qsort(s->unit, ASEM_UNITS, sizeof(*s->unit), unit_cmp);
	assert_int_equal(matrix_new(&s->arena, ASEM_UNITS, ASEM_INDICATORS, &s->raw), OK);
	assert_int_equal(matrix_new(&s->arena, ASEM_UNITS, COUNT_OF(under), &s->denominators), OK);
	for (size_t i = 0; i < ASEM_UNITS; i++) {
		size_t row = table_row(&t, 1, s->unit[i]);
		for (size_t c = 0; c < ASEM_INDICATORS; c++)
			matrix_column(&s->raw, c)[i] = table_real(&t, row, table_column(&t, s->index.node[c].code));
		for (size_t c = 0; c < COUNT_OF(under); c++)
			matrix_column(&s->denominators, c)[i] = table_real(&t, row, table_column(&t, str_of(under[c])));
	}
	asem_last_bits(s);
	return s;
}

static inline void asem_close(struct asem *s)
{
	arena_done(&s->arena);
	free(s);
}

/* Groups numbered by a column of the data. */
static inline int *asem_group(struct asem *s, const char *column)
{
	struct table t = table_read(&s->arena, "asem_idata");
	int *group = arena_new_n(&s->arena, ASEM_UNITS, int);
	str seen[ASEM_UNITS];
	size_t n = 0, k;
	for (size_t i = 0; i < ASEM_UNITS; i++) {
		str g = table_at(&t, table_row(&t, 1, s->unit[i]), table_column(&t, str_of(column)));
		for (k = 0; k < n && !str_eq(seen[k], g); k++)
			;
		if (k == n)
			seen[n++] = g;
		group[i] = (int)k;
	}
	return group;
}

/* Denominated and filled by the mean of Europe or Asia: what is treated, normalised and aggregated. */
static inline struct composite_matrix asem_filled(struct asem *s)
{
	struct composite_matrix m;
	assert_int_equal(matrix_copy(&s->arena, &s->raw, &m), OK);
	assert_int_equal(composite_denominate(&s->index, &s->denominators, &m), OK);
	composite_fill(&s->arena, &m, FILL_MEAN, asem_group(s, "EurAsia_group"));
	return m;
}

static inline struct composite_method asem_method(void)
{
	return (struct composite_method){.treat = TREAT_USUAL, .norm = {.scale = NORM_MINMAX, .a = 0, .b = 100}};
}

/* ---- how far apart two numbers are ---------------------------------------------------------- */
struct apart {
	double most;
	size_t compared;
};

static inline void apart_add(struct apart *e, const char *what, str where, double got, double want)
{
	e->compared++;
	if (isnan(want) || isinf(want)) {
		if (isnan(want) != isnan(got) || (isinf(want) && got != want))
			test_fails("%s " STR_FMT ": got %.17g, want %g", what, STR_ARG(where), got, want);
		return;
	}
	double d = fabs(got - want);
	double r = d == 0 ? 0 : want == 0 ? d : d / fabs(want);
	if (isnan(got) || !(r <= 1e-9))
		test_fails("%s " STR_FMT ": got %.17g, want %.17g", what, STR_ARG(where), got, want);
	e->most = r > e->most ? r : e->most;
}

static inline void apart_say(const struct apart *e, const char *what)
{
	assert_true(e->compared > 0);
	print_message("%-36s %6zu numbers, largest relative difference %.1e\n", what, e->compared, e->most);
}

/* A table with a row per unit and columns by codes of the index against columns of m. */
static inline void same_as_table(struct asem *s, const struct composite_matrix *m, const char *name)
{
	struct table t = table_read(&s->arena, name);
	struct apart e = {0};
	assert_int_equal(t.rows, ASEM_UNITS);
	for (size_t c = 0; c < t.columns; c++) {
		size_t node = index_find(&s->index, t.head[c]);
		for (size_t i = 0; i < t.rows && node != COMPOSITE_NONE; i++)
			apart_add(&e, name, t.head[c], matrix_column(m, node)[asem_unit(s, table_at(&t, i, 0))], table_real(&t, i, c));
	}
	apart_say(&e, name);
}

#endif
