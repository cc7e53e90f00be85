/* SPDX-License-Identifier: Apache-2.0 */
/* What the sheet of a method says of an index (综合指数): its steps in their order; and of any method: what an item
 * weighs in the whole, and which items say the same or the contrary. */
#include "web/web_in.h"

#include <math.h>
#include <string.h>

static const char *const scale_words[INDEX_SCALES] = {
	[INDEX_MINMAX] = W("index|between the smallest and the largest, onto {0} to {1}"), [INDEX_ZSCORE] = W("index|distance from the mean in standard deviations (mean {0}, deviation {1})"),
	[INDEX_MAX] = W("index|distance from the best"), [INDEX_FRACTION] = W("index|share of the largest"), [INDEX_TARGET] = W("index|distance from the target {0}"),
	[INDEX_GOALPOSTS] = W("index|between the goalposts {0} and {1}"), [INDEX_RANK] = W("index|rank, the lowest is 1"), [INDEX_PERCENTILE] = W("index|percentile of the rank"),
	[INDEX_BORDA] = W("index|how many it is above"), [INDEX_NONE] = W("index|the value itself")};
static const char *const impute_words[IMPUTES] = {[IMPUTE_FAIL] = W("method|may not be missing"), [IMPUTE_NONE] = W("method|its weight goes to the others"),
	[IMPUTE_MEAN] = W("index|the mean of all"), [IMPUTE_MEDIAN] = W("index|the median of all"), [IMPUTE_SISTERS] = W("index|the mean of its own in the same dimension")};

str run_scale_text(struct visit *v, const struct method_norm *n)
{
	double a = n->scale == INDEX_GOALPOSTS ? n->low : n->scale == INDEX_ZSCORE ? n->mean : n->scale == INDEX_TARGET ? n->target : n->from;
	double b = n->scale == INDEX_GOALPOSTS ? n->high : n->scale == INDEX_ZSCORE ? n->sd : n->to;
	const str ends[] = {run_real_text(v, a), run_real_text(v, b)};
	str text = said_with(v, scale_words[n->scale], ends, 2);
	return n->log ? path_with(v, STR_FMT "%s" STR_FMT, STR_ARG(text), v->lang == LANG_ZH ? "，" : ", ", STR_ARG(said(v, W("index|by their logarithm")))) : text;
}

str run_impute_text(struct visit *v, const struct method_index *x)
{
	str text = said(v, impute_words[x->impute]);
	return x->impute_within ? path_with(v, STR_FMT "%s" STR_FMT, STR_ARG(text), v->lang == LANG_ZH ? "，" : ", ", STR_ARG(said(v, W("index|within its class")))) : text;
}

/* Weights are the same for every class, or those of the first class that it counts for. */
static double first_weight(const struct method *m, const double *w)
{
	for (size_t c = 0; c < (m->n_classes ? m->n_classes : 1); c++)
		if (!isnan(w[c]))
			return w[c];
	return NAN;
}

str run_whole_weight(struct visit *v, const struct method *m, const struct method_item *i)
{
	double share = first_weight(m, i->weights) / m->groups[i->group].total;
	if (!i->group)
		return S("");
	for (int g = i->group; g > 0; g = m->groups[g].parent)
		share *= first_weight(m, m->groups[g].weights) / m->groups[m->groups[g].parent].total;
	return run_fixed(v, share * 100, 1);
}

/* ---- the steps ------------------------------------------------------------------------------------------ */
static str means_text(struct visit *v, const struct method *m)
{
	static const char *const words[AGGREGATES] = {[AGGREGATE_SUM] = W("index|arithmetic mean"), [AGGREGATE_GEOMETRIC] = W("index|geometric mean"), [AGGREGATE_HARMONIC] = W("index|harmonic mean")};
	struct buf b;
	buf_init(&b, v->arena);
	for (int level = 2; level <= method_level(m, 0); level++)
		for (size_t g = 0; g < m->n_groups; g++) {
			if (method_level(m, (int)g) != level)
				continue;
			buf_z(&b, level > 2 ? " → " : "");
			buf_add(&b, said(v, words[m->groups[g].aggregate]));
			break;
		}
	return buf_str(&b);
}

static str treat_text(struct visit *v, const struct method_treat *t)
{
	if (!t)
		return said(v, W("index|left as they are"));
	const str of[] = {run_real_text(v, t->skew), run_real_text(v, t->kurt), path_with(v, "%d", t->most)};
	return said_with(v, t->curve == INDEX_CURVE_NONE ? W("index|where skewness is above {0} and kurtosis above {1}: at most {2} values are drawn in")
		: W("index|where skewness is above {0} and kurtosis above {1}: at most {2} values are drawn in, else a logarithm is taken"), of, 3);
}

static void fill_steps(struct visit *v, const struct method *m, struct run_method_page *p)
{
	const struct method_index *x = m->index;
	const str least[] = {run_real_text(v, x->available)}, noise[] = {run_real_text(v, x->noise)};
	const struct method_step steps[] = {
		{said(v, W("index|Left out")), x->available > 0 ? said_with(v, W("index|who has less than {0} per cent of the values"), least, 1) : said(v, W("index|nobody"))},
		{said(v, W("index|What is missing")), run_impute_text(v, x)},
		{said(v, W("index|Outliers")), treat_text(v, x->treat)},
		{said(v, W("index|One scale")), run_scale_text(v, &x->norm)},
		{said(v, W("index|Put together, from the items up")), means_text(v, m)},
		{said(v, W("index|Variants")), said_with(v, W("index|weights moved by up to {0} per cent at every level, another mean or another scale, one item left out"), noise, 1)},
	};
	struct method_step *l = arena_new_n(v->arena, COUNT_OF(steps), struct method_step);
	memcpy(l, steps, sizeof steps);
	p->steps = l;
	p->n_steps = COUNT_OF(steps);
}

static str label_of(struct visit *v, const struct method_item *m)
{
	return m->label.zh.n ? words2_in(&m->label, v->lang) : m->name;
}

void run_steps_fill(struct visit *v, struct run_method_page *p)
{
	const struct run *r = p->f.r;
	struct score_pair *pairs;
	size_t n;
	if (r->method->index)
		fill_steps(v, r->method, p);
	score_pairs(v->arena, &r->result, &pairs, &n);
	struct method_pair *l = arena_new_n(v->arena, n, struct method_pair);
	for (size_t i = 0; i < n; i++)
		l[i] = (struct method_pair){label_of(v, &r->method->items[pairs[i].a]), label_of(v, &r->method->items[pairs[i].b]), run_fixed(v, pairs[i].r, 2), pairs[i].r < 0};
	p->pairs = l;
	p->n_pairs = n;
}
