/* SPDX-License-Identifier: Apache-2.0 */
/* Before anything is compared: per head, gaps filled, units with too little data left out. */
#include "score/composite.h"

#include <math.h>

static bool is_outside(const struct composite_matrix *m, size_t unit, size_t column)
{
	return m->outside && m->outside[column * m->units + unit];
}

err composite_denominate(const struct composite_index *x, const struct composite_matrix *d, struct composite_matrix *m)
{
	for (size_t c = 0; c < x->indicators; c++) {
		size_t by = x->node[c].denominator;
		if (!by)
			continue;
		if (by > d->columns || d->units != m->units)
			return fail(ERR_INPUT, "the denominator of {0} is not among the values; add it or take it off", x->node[c].code);
		double *v = matrix_column(m, c), per = x->node[c].per > 0 || x->node[c].per < 0 ? x->node[c].per : 1;
		const double *under = matrix_column(d, by - 1);
		for (size_t i = 0; i < m->units; i++)
			v[i] = isfinite(under[i]) && under[i] != 0 ? v[i] / under[i] * per : NAN;
	}
	return OK;
}

/* ---- gaps --------------------------------------------------------------------------------- */
static double middle(const double *v, size_t n, enum composite_fill fill, double *room)
{
	return fill == FILL_MEAN ? stats_mean(v, n) : stats_median(v, n, room);
}

static size_t gaps_take(struct composite_matrix *m, size_t c, const int *group, int which, double value)
{
	double *v = matrix_column(m, c);
	size_t filled = 0;
	for (size_t i = 0; i < m->units && !isnan(value); i++)
		if (isnan(v[i]) && (!group || group[i] == which) && !is_outside(m, i, c)) {
			v[i] = value;
			filled++;
		}
	return filled;
}

/* `mine` holds the values of one group. */
static size_t column_fill(struct composite_matrix *m, size_t c, enum composite_fill fill, const int *group, int groups, double *mine, double *room)
{
	const double *v = matrix_column(m, c);
	size_t filled = 0;
	if (stats_count(v, m->units) == m->units)
		return 0;
	for (int g = 0; g < groups; g++) {
		size_t n = 0;
		for (size_t i = 0; i < m->units; i++)
			if (!group || group[i] == g)
				mine[n++] = v[i];
		filled += gaps_take(m, c, group, g, middle(mine, n, fill, room));
	}
	return filled;
}

size_t composite_fill(struct arena *a, struct composite_matrix *m, enum composite_fill fill, const int *group)
{
	double *mine = arena_new_n(a, m->units, double), *room = arena_new_n(a, m->units, double);
	size_t filled = 0;
	int groups = 1;
	for (size_t i = 0; group && i < m->units; i++)
		groups = group[i] >= groups ? group[i] + 1 : groups;
	for (size_t c = 0; c < m->columns; c++)
		filled += column_fill(m, c, fill, group, groups, mine, room);
	return filled;
}

/* A column as 0..1 in its direction, and back: v = from + (to - from) s. */
struct span {
	double from, to;
};

static double span_of(const struct span *s, double v)
{
	return (v - s->from) / (s->to - s->from);
}

static size_t row_fill(const struct composite_index *x, struct composite_matrix *m, size_t unit, enum composite_fill fill, bool by_parent,
	const struct span *span, const double *was, double *mine, double *room)
{
	size_t filled = 0;
	for (size_t c = 0; c < x->indicators; c++) {
		if (!isnan(was[c]) || is_outside(m, unit, c) || isnan(span[c].from))
			continue;
		size_t n = 0;
		for (size_t o = 0; o < x->indicators; o++)
			if (!isnan(was[o]) && !isnan(span[o].from) && (!by_parent || x->parent[o] == x->parent[c]))
				mine[n++] = span_of(&span[o], was[o]);
		double value = middle(mine, n, fill, room);
		if (isnan(value))
			continue;
		matrix_column(m, c)[unit] = span[c].from + (span[c].to - span[c].from) * value;
		filled++;
	}
	return filled;
}

size_t composite_fill_row(struct arena *a, const struct composite_index *x, struct composite_matrix *m, enum composite_fill fill, bool by_parent)
{
	struct span *span = arena_new_n(a, x->indicators, struct span);
	double *was = arena_new_n(a, x->indicators, double), *mine = arena_new_n(a, x->indicators, double), *room = arena_new_n(a, x->indicators, double);
	size_t filled = 0;
	for (size_t c = 0; c < x->indicators; c++) {
		double least = stats_min(matrix_column(m, c), m->units), most = stats_max(matrix_column(m, c), m->units);
		bool up = x->node[c].direction > 0;
		span[c] = least < most ? (struct span){up ? least : most, up ? most : least} : (struct span){NAN, NAN};
	}
	for (size_t i = 0; i < m->units; i++) {
		for (size_t c = 0; c < x->indicators; c++)
			was[c] = matrix_column(m, c)[i];
		filled += row_fill(x, m, i, fill, by_parent, span, was, mine, room);
	}
	return filled;
}

/* One cell through time; `age`: how many times ago `last` was there. */
static size_t cell_forward(struct composite_matrix *m, size_t times, size_t cell, size_t back)
{
	double last = NAN;
	size_t age = 0, filled = 0;
	for (size_t t = 0; t < times; t++) {
		double *v = &m[t].v[cell];
		age++;
		if (!isnan(*v)) {
			last = *v;
			age = 0;
		} else if (!isnan(last) && (!back || age <= back) && !(m[t].outside && m[t].outside[cell])) {
			*v = last;
			filled++;
		}
	}
	return filled;
}

err composite_fill_forward(struct composite_matrix *m, size_t times, size_t back, size_t *ret_filled)
{
	size_t filled = 0;
	for (size_t t = 1; t < times; t++)
		if (m[t].units != m[0].units || m[t].columns != m[0].columns)
			return fail(ERR_INPUT, "the periods do not have the same units and indicators; bring them into one shape first");
	for (size_t cell = 0; times && cell < m[0].units * m[0].columns; cell++)
		filled += cell_forward(m, times, cell, back);
	*ret_filled = filled;
	return OK;
}

/* ---- units with too little data ------------------------------------------------------------ */
static void unit_count(const struct composite_matrix *m, size_t unit, struct composite_unit *ret)
{
	*ret = (struct composite_unit){0};
	for (size_t c = 0; c < m->columns; c++) {
		double v = matrix_column(m, c)[unit];
		ret->applies += !is_outside(m, unit, c);
		ret->missing += isnan(v) && !is_outside(m, unit, c);
		ret->zero += v == 0;
	}
	double have = (double)(ret->applies - ret->missing);
	ret->available = 1 - (double)ret->missing / (double)ret->applies;
	ret->nonzero = 1 - (double)ret->zero / have;
}

void composite_screen(const struct composite_matrix *m, const struct composite_screen *rule, struct composite_unit *ret)
{
	for (size_t i = 0; i < m->units; i++) {
		struct composite_unit *u = &ret[i];
		unit_count(m, i, u);
		u->kept = u->applies > u->missing && u->available >= rule->available && u->nonzero >= rule->nonzero;
		if (rule->force && rule->force[i])
			u->kept = rule->force[i] > 0;
	}
}

err composite_keep(struct arena *a, const struct composite_matrix *m, const struct composite_unit *unit, struct composite_matrix *ret, size_t **ret_from)
{
	struct composite_matrix out;
	size_t *from = arena_new_n(a, m->units, size_t), n = 0;
	for (size_t i = 0; i < m->units; i++)
		if (unit[i].kept)
			from[n++] = i;
	TRY(matrix_new(a, n, m->columns, &out));
	for (size_t c = 0; c < m->columns; c++)
		for (size_t i = 0; i < n; i++) {
			matrix_column(&out, c)[i] = matrix_column(m, c)[from[i]];
			if (is_outside(m, from[i], c))
				matrix_outside(a, &out, i, c);
		}
	*ret = out;
	*ret_from = from;
	return OK;
}
