/* SPDX-License-Identifier: Apache-2.0 */
/* What must fit together in a method: weights add up, names exist, bands can be told apart. */
#include <math.h>

#include "pack/method.h"
#include "pack/pack_in.h"

#define SUM_NEAR 1e-6 /* weights are written by hand: a third is 33.333333 */

static str real_text(struct arena *a, double v)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%.10g", v);
	return buf_str(&b);
}

static bool of_class(const double *weights, size_t class)
{
	return !weights || !isnan(weights[class]);
}

/* Sums the weights of what stands in group g, for one class. */
static double children(const struct method *m, int g, size_t class, size_t *ret_n)
{
	double sum = 0;
	*ret_n = 0;
	for (size_t i = 1; i < m->n_groups; i++)
		if (m->groups[i].parent == g && of_class(m->groups[i].weights, class)) {
			sum += m->groups[i].weights[class];
			++*ret_n;
		}
	for (size_t i = 0; i < m->n_items; i++)
		if (m->items[i].group == g && of_class(m->items[i].weights, class)) {
			sum += m->items[i].weights[class];
			++*ret_n;
		}
	return sum;
}

static err check_sum(struct load *ld, const struct method *m, int g, size_t class)
{
	size_t n;
	const struct method_group *group = &m->groups[g];
	if (!of_class(group->weights, class))
		return OK;
	double sum = children(m, g, class, &n);
	str name = m->n_classes ? m->classes[class].name : STR_NONE;
	if (!n && !name.n)
		return fail(ERR_INPUT, "{0}: {1} holds no item; write items = {{2}}", where(ld), group->name, S(" item { … } "));
	if (!n)
		return fail(ERR_INPUT, "{0}: {1} holds no item for the class {2}; give one a weight for it", where(ld), group->name, name);
	if (fabs(sum - group->total) <= SUM_NEAR)
		return OK;
	if (!name.n)
		return fail(ERR_INPUT, "{0}: the weights in {1} add up to {2}, and not to {3}; correct them, or write total = {2}", where(ld),
			    group->name, real_text(ld->a, sum), real_text(ld->a, group->total));
	struct buf at;
	buf_init(&at, ld->a);
	buf_fmt(&at, STR_FMT " (" STR_FMT ")", STR_ARG(group->name), STR_ARG(name));
	return fail(ERR_INPUT, "{0}: the weights in {1} add up to {2}, and not to {3}; correct them, or write total = {2}", where(ld), buf_str(&at),
		    real_text(ld->a, sum), real_text(ld->a, group->total));
}

static err check_weights(struct load *ld, const struct method *m)
{
	for (size_t g = 0; g < m->n_groups; g++)
		for (size_t c = 0; c < (m->n_classes ? m->n_classes : 1); c++)
			TRY(check_sum(ld, m, (int)g, c));
	return OK;
}

/* A class that an item or a dimension has a weight for must be one of what it stands in. */
static err check_reach(struct load *ld, const struct method *m)
{
	for (size_t c = 0; c < m->n_classes; c++) {
		for (size_t i = 0; i < m->n_items; i++)
			if (of_class(m->items[i].weights, c) && !of_class(m->groups[m->items[i].group].weights, c))
				return fail(ERR_INPUT, "{0}: {1} has a weight for the class {2}, but {3} has none; write one there", where(ld),
					    m->items[i].name, m->classes[c].name, m->groups[m->items[i].group].name);
		for (size_t i = 1; i < m->n_groups; i++)
			if (of_class(m->groups[i].weights, c) && !of_class(m->groups[m->groups[i].parent].weights, c))
				return fail(ERR_INPUT, "{0}: {1} has a weight for the class {2}, but {3} has none; write one there", where(ld),
					    m->groups[i].name, m->classes[c].name, m->groups[m->groups[i].parent].name);
	}
	return OK;
}

/* Points of items, dimensions and extras are shown side by side: one name is one thing. */
static err check_names(struct load *ld, const struct method *m)
{
	str v[METHOD_ITEMS + METHOD_GROUPS + 128];
	size_t n = 0;
	for (size_t i = 1; i < m->n_groups; i++)
		v[n++] = m->groups[i].name;
	for (size_t i = 0; i < m->n_items; i++)
		v[n++] = m->items[i].name;
	for (size_t i = 0; i < m->n_extras; i++)
		v[n++] = m->extras[i].name;
	static const str own[] = {{"subject", 7}, {"class", 5}, {"total", 5}, {"rank", 4}, {"band", 4}, {"rank_lo", 7}, {"rank_hi", 7}};
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < COUNT_OF(own); j++)
			if (str_eq(v[i], own[j]))
				return fail(ERR_INPUT, "{0}: {1} is the name of a column of every result; write another", where(ld), v[i]);
		for (size_t j = 0; j < i; j++)
			if (str_eq(v[i], v[j]))
				return fail(ERR_INPUT, "{0}: two things are called {1}; write another name for one of them", where(ld), v[i]);
	}
	return OK;
}

/* Where the columns are declared, nothing else is asked for. */
static err check_columns(struct load *ld, const struct method *m)
{
	str *asked, *names = arena_new_n(ld->a, m->n_columns, str);
	size_t n;
	method_asks(ld->a, m, &asked, &n);
	for (size_t i = 0; i < m->n_columns; i++)
		names[i] = m->columns[i].name;
	for (size_t i = 0; i < n && m->n_columns; i++) {
		bool there = false;
		for (size_t j = 0; j < m->n_columns; j++)
			there |= str_eq(asked[i], names[j]);
		if (!there)
			return no_such(ld, asked[i], names, m->n_columns);
	}
	return OK;
}

static err check_bands(struct load *ld, const struct method *m)
{
	double before = 0;
	for (size_t i = 0; i < m->n_bands; i++) {
		const struct method_band *b = &m->bands[i];
		if (b->to <= before || b->to > 100 || b->last <= 0 || b->last > 100)
			return fail(ERR_INPUT, "{0}: the share of the band {1} does not follow on the one before it; shares grow from band to band up to 100", where(ld), b->name);
		if (!isnan(b->to))
			before = b->to;
		if (!isnan(b->to) && !isnan(b->last))
			return fail(ERR_INPUT, "{0}: the band {1} cannot be counted from both ends; write to or last", where(ld), b->name);
		if ((b->of.n > 0) != (b->years != NULL) || (b->of.n > 0) == isnan(b->years_least))
			return fail(ERR_INPUT, "{0}: the band {1} stands in for another after some years; write of, years and years_least together", where(ld), b->name);
		if (b->of.n && method_band_named(m, b->of) < 0)
			return fail(ERR_INPUT, "{0}: the band {1} stands in for {2}, which is no band; write one that is declared", where(ld), b->name, b->of);
	}
	return OK;
}

static err check_labels(struct load *ld, const struct method *m)
{
	if (!m->pack)
		return OK;
	if (!m->label.zh.n)
		return fail(ERR_INPUT, "{0}: {1} has no label; write label = {{2}}", where(ld), m->name, S(" zh = \"…\", en = \"…\" "));
	for (size_t i = 0; i < m->n_items; i++)
		if (!m->items[i].label.zh.n)
			return fail(ERR_INPUT, "{0}: {1} has no label; write label = {{2}}", where(ld), m->items[i].name, S(" zh = \"…\", en = \"…\" "));
	for (size_t i = 0; i < m->n_bands; i++)
		if (!m->bands[i].label.zh.n)
			return fail(ERR_INPUT, "{0}: {1} has no label; write label = {{2}}", where(ld), m->bands[i].name, S(" zh = \"…\", en = \"…\" "));
	return OK;
}

/* Only a ratio has a sum above and a sum below. */
static err check_pooled(struct load *ld, const struct method *m)
{
	for (size_t i = 0; i < m->n_items; i++) {
		const struct method_base *b = &m->items[i].score.base;
		const struct method_input *v = b->of ? b->of : m->items[i].input;
		if (b->kind == BASE_POOLED && v->op != INPUT_RATIO && v->op != INPUT_PER_HEAD)
			return fail(ERR_INPUT, "{0}: the base of {1} is pooled, but its input is no ratio; write input = input {{2}}", where(ld),
				    m->items[i].name, S(" \"ratio\", of = { \"a\", \"b\" } "));
	}
	return OK;
}

err method_check(struct load *ld, const struct method *m)
{
	TRY(index_check(ld, m));
	TRY(check_weights(ld, m));
	TRY(check_reach(ld, m));
	TRY(check_names(ld, m));
	TRY(check_columns(ld, m));
	TRY(check_bands(ld, m));
	TRY(check_pooled(ld, m));
	return check_labels(ld, m);
}
