/* SPDX-License-Identifier: Apache-2.0 */
/* What would lift a subject to the next better band: a first guess by the slope where there is one, then halving
 * over the real engine. Only what was scored anew and did lift it is given. */
#include <math.h>

#include "score/score_in.h"

#define HALVINGS 60
#define DOUBLINGS 40

struct lift {
	const struct score_result *r;
	struct instead in;
	int wanted;      /* this band or a better one */
	double from;     /* the value as it is */
	double total;    /* of the last trial */
	err e;
};

/* Scores everything anew with another value. */
static bool lifts(struct lift *l, double value)
{
	struct arena a;
	struct score_result r;
	arena_init(&a);
	l->in.value = value;
	err e = run_all(&a, l->r->method, l->r->table, &l->in, true, &r);
	bool good = e == OK && r.places[l->in.row].band >= 0 && r.places[l->in.row].band <= l->wanted;
	if (e != OK && e != ERR_INPUT) /* such a value may well be none */
		l->e = e;
	else if (good)
		l->total = r.totals[l->in.row];
	arena_done(&a);
	return good;
}

/* The band that is next: better by one, and one that a total can reach. */
static int band_above(const struct score_result *r, size_t row)
{
	const struct method *m = r->method;
	int band = r->lines[row].band;
	if (band >= 0 && m->bands[band].of.n)
		band = method_band_named(m, m->bands[band].of);
	for (int i = band - 1; i >= 0; i--)
		if (!m->bands[i].outside && !m->bands[i].of.n)
			return i;
	return -1;
}

/* The total of the last one who is in that band or a better one. */
static double total_to_pass(const struct score_result *r, size_t row, int wanted)
{
	double least = NAN;
	for (size_t i = 0; i < r->table->n; i++) {
		const struct score_line *l = &r->lines[i];
		bool rival = l->rank && l->band >= 0 && l->band <= wanted && (r->method->rank_all || l->class == r->lines[row].class);
		if (rival && !(l->total >= least))
			least = l->total;
	}
	return least;
}

/* Where a score is a line through zero: so much more of the input as there are points to gain. */
static double first_guess(const struct score_result *r, size_t row, size_t item, int wanted)
{
	const struct score_item *v = r->items ? &r->items[item * r->table->n + row] : NULL;
	double pass = total_to_pass(r, row, wanted), gap = pass - r->lines[row].total;
	if (!v || r->method->items[item].score.fn != SCORE_RATIO || r->method->items[item].down || !(v->points > 0) || !(v->input > 0) || !(gap >= 0))
		return NAN;
	return v->input * (1 + (gap / r->lines[row].difficulty) / v->points);
}

/* The value nearest to where it is now that lifts; `good` does, `bad` does not. */
static double halve(struct lift *l, double bad, double good)
{
	for (int i = 0; i < HALVINGS && fabs(good - bad) > 1e-12 * (fabs(good) + fabs(bad)); i++) {
		double mid = bad + (good - bad) / 2;
		if (lifts(l, mid))
			good = mid;
		else
			bad = mid;
	}
	return good;
}

/* Where values are never below zero nobody is told to get there. */
static bool ever_negative(const struct lift *l)
{
	const struct score_result *r = l->r;
	size_t n = r->table->n;
	for (size_t i = 0; i < n; i++)
		if (l->in.column ? r->table->values[l->in.which * n + i] < 0 : r->items && r->items[l->in.which * n + i].input < 0)
			return true;
	return false;
}

/* The next value to try: further and further up, or down by halves to zero, and below it where that exists. */
static double next_try(const struct lift *l, double direction, int i, bool negative)
{
	double size = fabs(l->from) > 1e-6 ? fabs(l->from) / 16 : 1.0 / 16;
	if (direction > 0 || negative)
		return l->from + direction * ldexp(size, i);
	return i < DOUBLINGS - 1 ? ldexp(l->from, -i - 1) : 0;
}

/* A step in this direction that is large enough; NAN: none. */
static double reach(struct lift *l, double direction, double *ret_bad)
{
	bool negative = ever_negative(l);
	*ret_bad = l->from;
	for (int i = 0; i < DOUBLINGS && l->e == OK; i++) {
		double v = next_try(l, direction, i, negative);
		if (lifts(l, v))
			return v;
		*ret_bad = v;
	}
	return NAN;
}

/* Few digits say it as well: the shortest number at or past the found one that still lifts. */
static double few_digits(struct lift *l, double v)
{
	double direction = v >= l->from ? 1 : -1, ten = 1;
	for (int decimals = 0; decimals <= 6; decimals++, ten *= 10) {
		double x = direction > 0 ? ceil(v * ten) / ten : floor(v * ten) / ten;
		if (fabs(x - v) <= 1e-4 * fabs(v - l->from) && lifts(l, x))
			return x;
	}
	return v;
}

/* The guess is off by the rounding of totals and by ties at most: looked for close by, from below. */
static double try_guess(struct lift *l, double guess, double *ret_bad)
{
	static const double parts[] = {0.999, 1, 1 + 1e-6, 1 + 1e-4, 1.01};
	double bad = l->from;
	for (size_t i = 0; i < COUNT_OF(parts) && isfinite(guess) && guess > l->from; i++) {
		double x = l->from + (guess - l->from) * parts[i];
		if (lifts(l, x)) {
			*ret_bad = bad;
			return x;
		}
		bad = x;
	}
	return NAN;
}

static err find(struct lift *l, double guess, bool down, double *ret_value, double *ret_total)
{
	double bad, good = try_guess(l, guess, &bad);
	if (isnan(good))
		good = reach(l, down ? -1 : 1, &bad);
	TRY(l->e);
	if (isnan(good))
		return OK;
	double v = few_digits(l, halve(l, bad, good));
	if (lifts(l, v)) { /* for its total */
		*ret_value = v;
		*ret_total = l->total;
	}
	return l->e;
}

static bool begin(struct lift *l, const struct score_result *r, size_t row)
{
	*l = (struct lift){.r = r, .in = {.row = row}, .wanted = band_above(r, row)};
	return row < r->table->n && r->lines[row].rank && l->wanted >= 0;
}

static bool less_is_better(const struct method_item *it)
{
	return it->down || it->score.fn == SCORE_INVERSE;
}

err score_needed(struct arena *a, const struct score_result *r, size_t row, size_t item, double *ret_value, double *ret_total)
{
	unused_arg(a);
	struct lift l;
	*ret_value = *ret_total = NAN;
	if (item >= r->n_items || !begin(&l, r, row))
		return OK;
	l.in.which = item;
	l.from = r->items ? r->items[item * r->table->n + row].input : NAN;
	if (isnan(l.from))
		l.from = 0;
	return find(&l, first_guess(r, row, item, l.wanted), less_is_better(&r->method->items[item]), ret_value, ret_total);
}

/* The first item that looks at the column says which way is better; a denominator turns it round. */
static bool column_falls(const struct method_input *in, str column, bool falls, bool *ret_found)
{
	bool divides = in->op == INPUT_RATIO || in->op == INPUT_PER_HEAD || in->op == INPUT_GROWTH || in->op == INPUT_DIFFERENCE;
	if (in->op == INPUT_COLUMN && str_eq(in->column, column))
		*ret_found = true;
	for (size_t i = 0; i < in->n_of && !*ret_found; i++) {
		bool inner = column_falls(&in->of[i], column, divides && i ? !falls : falls, ret_found);
		if (*ret_found)
			return inner;
	}
	return falls;
}

static bool column_direction(const struct method *m, str column)
{
	bool found = false, falls = false;
	for (size_t k = 0; k < m->n_items && !found; k++)
		falls = column_falls(m->items[k].input, column, less_is_better(&m->items[k]), &found);
	return found && falls;
}

err score_needed_column(struct arena *a, const struct score_result *r, size_t row, size_t column, double *ret_value, double *ret_total)
{
	unused_arg(a);
	struct lift l;
	*ret_value = *ret_total = NAN;
	if (column >= r->table->n_inputs || !begin(&l, r, row))
		return OK;
	l.in.column = true;
	l.in.which = column;
	bool number = r->table->states[column * r->table->n + row] == SCORE_NUMBER;
	l.from = number ? r->table->values[column * r->table->n + row] : 0;
	return find(&l, NAN, column_direction(r->method, r->table->inputs[column]), ret_value, ret_total);
}
