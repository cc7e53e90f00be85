/* SPDX-License-Identifier: Apache-2.0 */
/* A method written out again: the same declaration whatever it looked like in the pack, so that what a
 * run keeps can be read by method_load years later. What is not declared is not written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/method.h"
#include "pack/pack_in.h"

struct out {
	struct buf *b;
	int depth;
};

static void line(struct out *o)
{
	buf_byte(o->b, '\n');
	for (int i = 0; i < o->depth; i++)
		buf_byte(o->b, '\t');
}

/* Control signs do not get past the loader; quotes and backslashes are all that remains. */
static void put_text(struct out *o, str s)
{
	buf_byte(o->b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_byte(o->b, '\\');
		buf_byte(o->b, s.p[i]);
	}
	buf_byte(o->b, '"');
}

static void put_real(struct out *o, double v)
{
	char z[40];
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(z, sizeof z, "%.*g", digits, v);
		if (strtod(z, NULL) == v)
			break;
	}
	buf_z(o->b, z);
}

static void key_text(struct out *o, const char *key, str s)
{
	if (!s.n)
		return;
	buf_fmt(o->b, ", %s = ", key);
	put_text(o, s);
}

static void key_real(struct out *o, const char *key, double v)
{
	if (isnan(v))
		return;
	buf_fmt(o->b, ", %s = ", key);
	put_real(o, v);
}

static void key_words(struct out *o, const char *key, const struct words2 *w)
{
	if (!w->zh.n)
		return;
	buf_fmt(o->b, ", %s = { zh = ", key);
	put_text(o, w->zh);
	buf_z(o->b, ", en = ");
	put_text(o, w->en);
	buf_z(o->b, " }");
}

static void key_true(struct out *o, const char *key, bool v)
{
	if (v)
		buf_fmt(o->b, ", %s = true", key);
}

/* One of a list of words, unless it is the one that is understood. */
static void key_one(struct out *o, const char *key, const char *const *words, int v, int understood)
{
	if (v != understood)
		buf_fmt(o->b, ", %s = \"%s\"", key, words[v]);
}

static void put_input(struct out *o, const struct method_input *v)
{
	if (v->op == INPUT_COLUMN) {
		put_text(o, v->column);
		return;
	}
	buf_fmt(o->b, "input { \"%s\", of = { ", method_op_words[v->op]);
	for (size_t i = 0; i < v->n_of; i++) {
		buf_z(o->b, i ? ", " : "");
		put_input(o, &v->of[i]);
	}
	buf_z(o->b, " }");
	for (size_t i = 0; i < v->n_times; i++) {
		buf_z(o->b, i ? ", " : ", times = { ");
		put_real(o, v->times[i]);
	}
	buf_z(o->b, v->n_times ? " }" : "");
	if (v->factor != 1)
		key_real(o, "factor", v->factor);
	key_real(o, "first", v->first);
	key_real(o, "step", v->step);
	buf_z(o->b, " }");
}

static void key_input(struct out *o, const char *key, const struct method_input *v)
{
	if (!v)
		return;
	buf_fmt(o->b, ", %s = ", key);
	put_input(o, v);
}

static void put_tiers(struct out *o, const struct method_tier *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_z(o->b, i ? ", tier { " : ", tiers = { tier { ");
		put_real(o, v[i].from);
		key_real(o, "gives", v[i].gives);
		key_true(o, "above", v[i].above);
		buf_z(o->b, " }");
	}
	buf_z(o->b, n ? " }" : "");
}

static void put_base(struct out *o, const struct method_base *b)
{
	if (!b->given)
		return;
	buf_fmt(o->b, ", base = base { \"%s\"", method_base_words[b->kind]);
	key_real(o, "value", b->value);
	if (b->times != 1)
		key_real(o, "times", b->times);
	key_real(o, "quantile", b->quantile);
	key_input(o, "of", b->of);
	buf_z(o->b, " }");
}

static void put_score(struct out *o, const struct method_rule *r)
{
	const struct {
		const char *key;
		double v;
	} reals[] = {{"cap", r->cap}, {"floor", r->floor}, {"low", r->low}, {"high", r->high}, {"start", r->start}, {"slope", r->slope},
		{"below", r->below}, {"above", r->above}, {"beyond", r->beyond}, {"knee", r->knee}, {"most", r->most}, {"step", r->step},
		{"each", r->each}};
	buf_fmt(o->b, ", score = score { \"%s\"", score_fn_name(r->fn));
	key_one(o, "scope", method_scope_words, r->base.all, 0);
	put_base(o, &r->base);
	for (size_t i = 0; i < COUNT_OF(reals); i++)
		key_real(o, reals[i].key, reals[i].v);
	key_true(o, "open", r->open);
	put_tiers(o, r->tiers, r->n_tiers);
	buf_z(o->b, " }");
}

static void put_norm(struct out *o, const struct method_norm *n)
{
	const struct {
		const char *key;
		double v;
	} reals[] = {{"from", n->from}, {"to", n->to}, {"mean", n->mean}, {"sd", n->sd}, {"low", n->low}, {"high", n->high}, {"target", n->target}};
	buf_fmt(o->b, ", norm = norm { \"%s\"", index_scale_words[n->scale]);
	for (size_t i = 0; i < COUNT_OF(reals); i++)
		key_real(o, reals[i].key, reals[i].v);
	key_true(o, "log", n->log);
	buf_z(o->b, " }");
}

static void put_index(struct out *o, const struct method_index *x)
{
	if (!x)
		return;
	buf_fmt(o->b, ", index = index { impute = \"%s\"", index_impute_words[x->impute]);
	key_true(o, "impute_within", x->impute_within);
	key_real(o, "available", x->available);
	if (x->treat) {
		buf_z(o->b, ", treat = treat { ");
		buf_fmt(o->b, "curve = \"%s\", most = %d", index_curve_words[x->treat->curve], x->treat->most);
		key_real(o, "skew", x->treat->skew);
		key_real(o, "kurt", x->treat->kurt);
		buf_z(o->b, " }");
	}
	put_norm(o, &x->norm);
	key_real(o, "noise", x->noise);
	buf_z(o->b, " }");
}

static void put_weight(struct out *o, const struct method *m, const double *v)
{
	if (!m->n_classes) {
		key_real(o, "weight", v[0]);
		return;
	}
	buf_z(o->b, ", weight = { ");
	bool some = false;
	for (size_t i = 0; i < m->n_classes; i++)
		if (!isnan(v[i])) {
			buf_fmt(o->b, "%s[\"" STR_FMT "\"] = ", some ? ", " : "", STR_ARG(m->classes[i].name));
			put_real(o, v[i]);
			some = true;
		}
	buf_z(o->b, " }");
}

static void key_decimals(struct out *o, int v)
{
	if (v >= 0)
		buf_fmt(o->b, ", decimals = %d", v);
}

static void put_item(struct out *o, const struct method *m, const struct method_item *i)
{
	buf_fmt(o->b, "item { \"" STR_FMT "\"", STR_ARG(i->name));
	key_words(o, "label", &i->label);
	key_words(o, "unit", &i->unit);
	put_weight(o, m, i->weights);
	key_input(o, "input", i->input);
	key_one(o, "better", method_better_words, i->down, 0);
	if (i->score.given)
		put_score(o, &i->score);
	if (i->norm)
		put_norm(o, i->norm);
	key_input(o, "difficulty", i->difficulty);
	key_one(o, "missing", method_missing_words, (int)i->missing, MISSING_FAIL);
	key_one(o, "not_applicable", method_missing_words, (int)i->not_applicable, MISSING_RENORMALISE);
	key_one(o, "negative", method_negative_words, i->negative_zero, 0);
	key_decimals(o, i->decimals);
	key_text(o, "source", i->source);
	buf_z(o->b, " },");
}

static void put_children(struct out *o, const struct method *m, int g);

static void put_group(struct out *o, const struct method *m, int g)
{
	const struct method_group *v = &m->groups[g];
	buf_fmt(o->b, "dimension { \"" STR_FMT "\"", STR_ARG(v->name));
	key_words(o, "label", &v->label);
	put_weight(o, m, v->weights);
	key_real(o, "total", v->total);
	key_one(o, "aggregate", method_aggregate_words, (int)v->aggregate, AGGREGATE_SUM);
	key_input(o, "difficulty", v->difficulty);
	key_decimals(o, v->decimals);
	key_text(o, "source", v->source);
	buf_byte(o->b, ',');
	put_children(o, m, g);
	line(o);
	buf_z(o->b, "},");
}

static size_t children(const struct method *m, int g, bool groups)
{
	size_t n = 0;
	for (size_t i = 1; groups && i < m->n_groups; i++)
		n += m->groups[i].parent == g;
	for (size_t i = 0; !groups && i < m->n_items; i++)
		n += m->items[i].group == g;
	return n;
}

static void put_children(struct out *o, const struct method *m, int g)
{
	for (int groups = 1; groups >= 0; groups--) {
		if (!children(m, g, groups))
			continue;
		o->depth++;
		line(o);
		buf_z(o->b, groups ? "dimensions = {" : "items = {");
		o->depth++;
		for (size_t i = 1; groups && i < m->n_groups; i++)
			if (m->groups[i].parent == g) {
				line(o);
				put_group(o, m, (int)i);
			}
		for (size_t i = 0; !groups && i < m->n_items; i++)
			if (m->items[i].group == g) {
				line(o);
				put_item(o, m, &m->items[i]);
			}
		o->depth--;
		line(o);
		buf_z(o->b, "},");
		o->depth--;
	}
}

/* name = { ctor { "…" …}, … }, */
static void list_begin(struct out *o, const char *key)
{
	o->depth++;
	line(o);
	buf_fmt(o->b, "%s = {", key);
	o->depth++;
}

static void list_end(struct out *o)
{
	o->depth--;
	line(o);
	buf_z(o->b, "},");
	o->depth--;
}

static void one_begin(struct out *o, const char *ctor, str name)
{
	line(o);
	buf_fmt(o->b, "%s { ", ctor);
	put_text(o, name);
}

static void put_names(struct out *o, const struct method *m)
{
	if (m->n_classes) {
		list_begin(o, "classes");
		for (size_t i = 0; i < m->n_classes; i++) {
			one_begin(o, "class", m->classes[i].name);
			key_words(o, "label", &m->classes[i].label);
			buf_z(o->b, " },");
		}
		list_end(o);
	}
	if (!m->n_columns)
		return;
	list_begin(o, "columns");
	for (size_t i = 0; i < m->n_columns; i++) {
		one_begin(o, "column", m->columns[i].name);
		key_words(o, "label", &m->columns[i].label);
		key_words(o, "unit", &m->columns[i].unit);
		key_text(o, "source", m->columns[i].source);
		buf_z(o->b, " },");
	}
	list_end(o);
}

static void put_extra(struct out *o, const struct method_extra *e)
{
	one_begin(o, e->penalty ? "penalty" : "bonus", e->name);
	key_words(o, "label", &e->label);
	for (size_t i = 0; i < e->n_inputs; i++) {
		buf_z(o->b, i ? ", " : ", input = { ");
		put_input(o, &e->inputs[i]);
	}
	buf_z(o->b, " }");
	key_real(o, "each", e->each);
	key_real(o, "count_most", e->count_most);
	key_real(o, "most", e->most);
	put_tiers(o, e->tiers, e->n_tiers);
	key_text(o, "source", e->source);
	buf_z(o->b, " },");
}

static void put_extras(struct out *o, const struct method *m)
{
	for (int penalty = 0; penalty < 2; penalty++) {
		bool some = false;
		for (size_t i = 0; i < m->n_extras; i++)
			if (m->extras[i].penalty == penalty) {
				if (!some)
					list_begin(o, penalty ? "penalties" : "bonuses");
				some = true;
				put_extra(o, &m->extras[i]);
			}
		if (some)
			list_end(o);
	}
}

static void put_band(struct out *o, const struct method_band *b)
{
	one_begin(o, "band", b->name);
	key_words(o, "label", &b->label);
	key_real(o, "to", b->to);
	key_real(o, "last", b->last);
	key_true(o, "open", b->open);
	key_real(o, "at_least", b->at_least);
	key_real(o, "above", b->above);
	key_text(o, "of", b->of);
	key_input(o, "years", b->years);
	key_real(o, "years_least", b->years_least);
	key_true(o, "outside", b->outside);
	key_text(o, "source", b->source);
	buf_z(o->b, " },");
}

static void put_veto(struct out *o, const struct method *m, const struct method_veto *v)
{
	one_begin(o, "veto", v->name);
	key_words(o, "label", &v->label);
	key_input(o, "input", v->input);
	key_real(o, "at_least", v->at_least);
	key_real(o, "at_most", v->at_most);
	buf_fmt(o->b, ", effect = \"%s\"", method_effect_words[v->effect]);
	if (v->band >= 0)
		key_text(o, "band", m->bands[v->band].name);
	key_text(o, "source", v->source);
	buf_z(o->b, " },");
}

static void put_after(struct out *o, const struct method *m)
{
	if (m->n_bands) {
		list_begin(o, "bands");
		for (size_t i = 0; i < m->n_bands; i++)
			put_band(o, &m->bands[i]);
		list_end(o);
	}
	if (m->n_vetoes) {
		list_begin(o, "vetoes");
		for (size_t i = 0; i < m->n_vetoes; i++)
			put_veto(o, m, &m->vetoes[i]);
		list_end(o);
	}
	if (!m->n_ties)
		return;
	list_begin(o, "ties");
	for (size_t i = 0; i < m->n_ties; i++) {
		line(o);
		buf_z(o->b, "tie { ");
		put_input(o, m->ties[i].input);
		key_one(o, "better", method_better_words, m->ties[i].down, 0);
		buf_z(o->b, " },");
	}
	list_end(o);
}

void method_text(struct buf *b, const struct method *m)
{
	struct out o = {b, 0};
	buf_fmt(b, "method { \"" STR_FMT "\"", STR_ARG(m->name));
	key_text(&o, "version", m->version);
	key_words(&o, "label", &m->label);
	key_text(&o, "of", m->of);
	key_real(&o, "total", m->groups[0].total);
	key_one(&o, "aggregate", method_aggregate_words, (int)m->groups[0].aggregate, AGGREGATE_SUM);
	put_index(&o, m->index);
	key_real(&o, "bonus_most", m->bonus_most);
	key_real(&o, "penalty_most", m->penalty_most);
	key_input(&o, "difficulty", m->difficulty);
	key_one(&o, "shares_of", method_shares_words, (int)m->shares_of, SHARES_OF_RANKED);
	key_one(&o, "rounding", method_rounding_words, (int)m->rounding, ROUND_HALF_UP);
	key_decimals(&o, m->decimals);
	key_one(&o, "rank_on", method_rank_on_words, m->rank_unrounded, 0);
	key_one(&o, "rank_scope", method_scope_words, m->rank_all, 0);
	key_real(&o, "total_least", m->total_least);
	key_real(&o, "total_most", m->total_most);
	key_real(&o, "stable", m->stable);
	key_text(&o, "source", m->source);
	buf_byte(b, ',');
	put_names(&o, m);
	put_children(&o, m, 0);
	put_extras(&o, m);
	put_after(&o, m);
	buf_z(b, "\n}\n");
}
