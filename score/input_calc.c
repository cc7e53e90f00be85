/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs of a method out of the columns of a table. */
#include <math.h>

#include "score/score_in.h"

int score_table_column(const struct score_table *t, str name)
{
	for (size_t i = 0; i < t->n_inputs; i++)
		if (str_eq(t->inputs[i], name))
			return (int)i;
	return -1;
}

/* Columns that look like the word: one letter more, less or other. */
static bool near(str a, str b)
{
	size_t i = 0, j = 0;
	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	while (j < a.n - i && j < b.n - i && a.p[a.n - 1 - j] == b.p[b.n - 1 - j])
		j++;
	size_t rest_a = a.n - i - j, rest_b = b.n - i - j;
	return rest_a <= 2 && rest_b <= 2 && i + j > 0;
}

static err no_column(struct arena *a, const struct score_table *t, str name)
{
	struct buf all;
	buf_init(&all, a);
	for (size_t i = 0; i < t->n_inputs; i++)
		if (near(t->inputs[i], name))
			return fail(ERR_INPUT, "the method asks for {0}, and the table has no such column; did you mean {1}? rename the column", name,
				    t->inputs[i]);
	for (size_t i = 0; i < t->n_inputs && i < 20; i++)
		buf_fmt(&all, "%s" STR_FMT, i ? ", " : "", STR_ARG(t->inputs[i]));
	return fail(ERR_INPUT, "the method asks for {0}, and the table has no such column; it has: {1}; add the column, empty where nothing is known", name,
		    buf_str(&all));
}

err input_plan(struct arena *a, const struct score_table *t, const struct method_input *in, struct plan_input *ret)
{
	struct plan_input p = {.in = in};
	if (in->op == INPUT_COLUMN) {
		int c = score_table_column(t, in->column);
		if (c < 0)
			return no_column(a, t, in->column);
		p.column = (size_t)c;
	}
	p.of = arena_new_n(a, in->n_of, struct plan_input);
	for (size_t i = 0; i < in->n_of; i++)
		TRY(input_plan(a, t, &in->of[i], &p.of[i]));
	*ret = p;
	return OK;
}

static void read_column(const struct run *r, const struct plan_input *p, size_t from, size_t n, double *v, uint8_t *s)
{
	const double *values = r->t->values + p->column * r->t->n + from;
	const uint8_t *states = r->t->states + p->column * r->t->n + from;
	for (size_t i = 0; i < n; i++) {
		v[i] = states[i] == SCORE_NUMBER ? values[i] : NAN;
		s[i] = states[i];
	}
	const struct instead *x = r->instead;
	if (x && x->column && x->which == p->column && x->row >= from && x->row < from + n) {
		v[x->row - from] = x->value;
		s[x->row - from] = SCORE_NUMBER;
	}
}

/* What is not applicable in one part is so in the whole; then what is undefined, then what is missing. */
static uint8_t worse(uint8_t a, uint8_t b)
{
	static const uint8_t weight[] = {[SCORE_NUMBER] = 0, [SCORE_MISSING] = 1, [STATE_UNDEFINED] = 2, [SCORE_NOT_APPLICABLE] = 3};
	return weight[a] >= weight[b] ? a : b;
}

struct fold { /* what is made of the terms so far */
	double v, weight;
	uint8_t s;
};

static void fold_term(const struct method_input *in, size_t k, double x, struct fold *f)
{
	double place = in->first - in->step * (double)k;
	switch (in->op) {
	case INPUT_SUM:
		f->v += x * (in->times ? in->times[k] : 1);
		return;
	case INPUT_DIFFERENCE:
		f->v = k ? f->v - x : x;
		return;
	case INPUT_PRODUCT:
		f->v = k ? f->v * x : x;
		return;
	case INPUT_BALLOTS:
		f->v += x * place;
		f->weight += x;
		return;
	default: /* the first over the product of the others */
		if (!k)
			f->v = x;
		else
			f->weight *= x;
	}
}

static double fold_end(const struct method_input *in, struct fold *f)
{
	bool divides = in->op == INPUT_RATIO || in->op == INPUT_PER_HEAD || in->op == INPUT_GROWTH || in->op == INPUT_BALLOTS;
	if (f->s != SCORE_NUMBER)
		return NAN;
	if (divides && f->weight == 0) {
		f->s = STATE_UNDEFINED;
		return NAN;
	}
	if (in->op == INPUT_GROWTH)
		return (f->v - f->weight) / fabs(f->weight) * 100 * in->factor;
	return (divides ? f->v / f->weight : f->v) * in->factor;
}

void input_read(const struct run *r, const struct plan_input *p, size_t from, size_t n, double *v, uint8_t *s)
{
	if (p->in->op == INPUT_COLUMN) {
		read_column(r, p, from, n, v, s);
		return;
	}
	struct fold f[BLOCK];
	double x[BLOCK];
	uint8_t xs[BLOCK];
	for (size_t i = 0; i < n; i++)
		f[i] = (struct fold){.weight = p->in->op == INPUT_BALLOTS ? 0 : 1};
	for (size_t k = 0; k < p->in->n_of; k++) {
		input_read(r, &p->of[k], from, n, x, xs);
		for (size_t i = 0; i < n; i++) {
			f[i].s = worse(f[i].s, xs[i]);
			fold_term(p->in, k, x[i], &f[i]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		v[i] = fold_end(p->in, &f[i]);
		s[i] = f[i].s;
	}
}

double input_at(const struct run *r, const struct plan_input *p, size_t row)
{
	double v;
	uint8_t s;
	input_read(r, p, row, 1, &v, &s);
	return v;
}

double input_pooled(const struct run *r, const struct plan_input *p, int class)
{
	struct sum over = {0}, under = {0};
	double x[BLOCK], y[BLOCK], z[BLOCK];
	uint8_t sx[BLOCK], sy[BLOCK];
	for (size_t from = 0; from < r->n; from += BLOCK) {
		size_t n = r->n - from < BLOCK ? r->n - from : BLOCK;
		input_read(r, &p->of[0], from, n, x, sx);
		for (size_t i = 0; i < n; i++)
			y[i] = 1;
		for (size_t k = 1; k < p->in->n_of; k++) {
			input_read(r, &p->of[k], from, n, z, sy);
			for (size_t i = 0; i < n; i++)
				y[i] *= z[i];
		}
		for (size_t i = 0; i < n; i++)
			if (!isnan(x[i]) && !isnan(y[i]) && !(r->out && r->out[from + i]) && (class < 0 || class_of(r, from + i) == class)) {
				sum_add(&over, x[i]);
				sum_add(&under, y[i]);
			}
	}
	return sum_of(&under) != 0 ? sum_of(&over) / sum_of(&under) * p->in->factor : NAN;
}
