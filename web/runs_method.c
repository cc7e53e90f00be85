/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of a method (评价办法): everything that is declared, with its sources, and how it worked on
 * this table: effective weights, correlations, how many ranks are stable. */
#include "web/web_in.h"

#include <math.h>

static const char *const fn_words[SCORE_FNS] = {
	[SCORE_RATIO] = W("method|value ÷ base"), [SCORE_BEST] = W("method|value ÷ the best"), [SCORE_MINMAX] = W("method|between the smallest and the largest"),
	[SCORE_INVERSE] = W("method|2 − value ÷ mean, halved"), [SCORE_TARGET] = W("method|reached or not"), [SCORE_RANK_LINEAR] = W("method|by rank, evenly"),
	[SCORE_RANK_STEP] = W("method|less with each rank"), [SCORE_TIERS] = W("method|by tiers"), [SCORE_EFFICACY] = W("method|between tiers (efficacy coefficients)"),
	[SCORE_SLOPE] = W("method|points by distance from the base"), [SCORE_EXCESS] = W("method|other points above than below the base"),
	[SCORE_PRO_RATA] = W("method|done ÷ planned"), [SCORE_POINTS] = W("method|the value is the score"), [SCORE_COUNT] = W("method|points by number")};
static const char *const base_words[BASE_KINDS] = {[BASE_MEAN] = W("method|the mean"), [BASE_POOLED] = W("method|the mean of all together"), [BASE_BEST] = W("method|the best"),
	[BASE_QUANTILE] = W("method|a quantile"), [BASE_TARGET] = W("method|each one's target")};
static const char *const missing_words[MISSING_RULES] = {[MISSING_MEAN] = W("method|the mean score"), [MISSING_ZERO] = W("method|zero"),
	[MISSING_RENORMALISE] = W("method|its weight goes to the others"), [MISSING_FAIL] = W("method|may not be missing")};

static void put_input(struct visit *v, const struct run *r, struct buf *b, const struct method_input *in)
{
	static const char *const signs[INPUT_OPS] = {[INPUT_SUM] = " + ", [INPUT_DIFFERENCE] = " − ", [INPUT_PRODUCT] = " × ", [INPUT_RATIO] = " ÷ ", [INPUT_PER_HEAD] = " ÷ "};
	if (in->factor != 1) {
		score_real_put(b, in->factor);
		buf_z(b, " × ");
	}
	if (in->op == INPUT_COLUMN) {
		const struct run_column *c = run_column_of(r, in->column);
		buf_add(b, c && c->label.zh.n ? words2_in(&c->label, v->lang) : in->column);
		return;
	}
	for (size_t i = 0; i < in->n_of; i++) {
		double times = in->times && i < in->n_times ? in->times[i] : 1;
		bool inner = in->of[i].op != INPUT_COLUMN && in->of[i].n_of > 1;
		if (i)
			buf_z(b, times < 0 ? " − " : signs[in->op] ? signs[in->op] : ", ");
		if (fabs(times) != 1) {
			score_real_put(b, fabs(times));
			buf_z(b, " × ");
		}
		buf_z(b, inner ? "(" : "");
		put_input(v, r, b, &in->of[i]);
		buf_z(b, inner ? ")" : "");
	}
}

static str formula(struct visit *v, const struct run *r, const struct method_input *in)
{
	struct buf b;
	buf_init(&b, v->arena);
	put_input(v, r, &b, in);
	return buf_str(&b);
}

static str base_text(struct visit *v, const struct method_base *base)
{
	struct buf b;
	if (!base->given)
		return S("");
	if (base->kind == BASE_CONSTANT)
		return run_real_text(v, base->value);
	buf_init(&b, v->arena);
	if (base->times != 1) {
		score_real_put(&b, base->times);
		buf_z(&b, " × ");
	}
	buf_add(&b, said(v, base_words[base->kind]));
	if (base->kind == BASE_QUANTILE) {
		buf_byte(&b, ' ');
		score_real_put(&b, base->quantile);
	}
	return buf_str(&b);
}

/* Of the first class that it counts for; a page for several classes shows each by its own run. */
static str weight_text(struct visit *v, const struct method *m, const struct method_item *i)
{
	for (size_t c = 0; c < (m->n_classes ? m->n_classes : 1); c++)
		if (i->weights && !isnan(i->weights[c]))
			return run_real_text(v, i->weights[c]);
	return S("");
}

static str range_text(struct visit *v, const struct method_rule *rule)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, said(v, fn_words[rule->fn]));
	if (!isnan(rule->low) || !isnan(rule->high)) {
		buf_z(&b, " ");
		score_real_put(&b, isnan(rule->low) ? 0 : rule->low);
		buf_z(&b, "–");
		score_real_put(&b, isnan(rule->high) ? 100 : rule->high);
	}
	return buf_str(&b);
}

static void fill_items(struct visit *v, struct run_method_page *p)
{
	const struct run *r = p->f.r;
	struct method_row *l = arena_new_n(v->arena, r->method->n_items, struct method_row);
	for (size_t i = 0; i < r->method->n_items; i++) {
		const struct method_item *m = &r->method->items[i];
		l[i] = (struct method_row){.label = m->label.zh.n ? words2_in(&m->label, v->lang) : m->name, .unit = words2_in(&m->unit, v->lang),
			.formula = formula(v, r, m->input), .function = m->score.given ? range_text(v, &m->score) : run_scale_text(v, m->norm ? m->norm : &r->method->index->norm), .base = base_text(v, &m->score.base),
			.weight = weight_text(v, r->method, m), .whole = run_whole_weight(v, r->method, m), .cap = run_real_text(v, m->score.cap), .floor = run_real_text(v, m->score.floor),
			.missing = r->method->index ? run_impute_text(v, r->method->index) : said(v, missing_words[m->missing]), .source = m->source,
			.effective = r->result.weights ? run_fixed(v, r->result.weights[i] * 100, 1) : S(""),
			.correlation = r->result.correlations ? run_fixed(v, r->result.correlations[i], 2) : S(""),
			.against = r->result.correlations && r->result.correlations[i] < 0};
	}
	p->items = l;
	p->n = r->method->n_items;
}

static str band_rule(struct visit *v, const struct method_band *b, double before)
{
	const str share[] = {run_real_text(v, isnan(before) ? 0 : before), run_real_text(v, b->to)}, last[] = {run_real_text(v, b->last)},
		  least[] = {run_real_text(v, isnan(b->at_least) ? b->above : b->at_least)};
	if (b->outside)
		return said(v, W("method|only by decision, not ranked"));
	if (!isnan(b->to))
		return said_with(v, W("method|ranks from {0} to {1} per cent"), share, 2);
	if (!isnan(b->last))
		return said_with(v, W("method|the last {0} per cent"), last, 1);
	if (!isnan(b->at_least) || !isnan(b->above))
		return said_with(v, isnan(b->at_least) ? W("method|more than {0} points") : W("method|{0} points or more"), least, 1);
	return said(v, W("method|all others"));
}

static void fill_bands(struct visit *v, struct run_method_page *p)
{
	const struct run *r = p->f.r;
	struct method_band_row *l = arena_new_n(v->arena, r->method->n_bands, struct method_band_row);
	double before = NAN;
	for (size_t b = 0; b < r->method->n_bands; b++) {
		l[b] = (struct method_band_row){p->f.bands[b], band_rule(v, &r->method->bands[b], before), r->method->bands[b].source, p->f.counts[b]};
		if (!isnan(r->method->bands[b].to))
			before = r->method->bands[b].to;
	}
	p->bands = l;
	p->n_bands = r->method->n_bands;
}

static const char *const rounding_words[] = {[ROUND_HALF_UP] = W("method|half up"), [ROUND_HALF_EVEN] = W("method|half to even"), [ROUND_DOWN] = W("method|down")};

static void fill_rest(struct visit *v, struct run_method_page *p)
{
	const struct run *r = p->f.r;
	struct buf ties, text;
	const str round[] = {path_with(v, "%d", r->method->decimals), said(v, rounding_words[r->method->rounding])};
	buf_init(&ties, v->arena);
	buf_init(&text, v->arena);
	for (size_t i = 0; i < r->method->n_ties; i++) {
		buf_z(&ties, i ? " → " : "");
		put_input(v, r, &ties, r->method->ties[i].input);
	}
	method_text(&text, r->method);
	p->ties = buf_str(&ties);
	p->text = buf_str(&text);
	p->rounding = said_with(v, W("method|to {0} decimals, {1}"), round, 2);
	for (size_t i = 0; i < r->n; i++) {
		const struct score_line *l = &r->result.lines[i];
		if (!l->rank_lo)
			continue;
		bool wide = !score_is_stable(r->method, l);
		p->unstable += wide;
		p->stable += !wide;
	}
}

err run_method_page(struct visit *v)
{
	struct run *r;
	struct run_method_page p = {0};
	TRY(run_asked(v, &r));
	TRY(run_frame_fill(v, r, "/method", &p.f));
	fill_items(v, &p);
	fill_bands(v, &p);
	fill_rest(v, &p);
	run_steps_fill(v, &p);
	v->ui.wide = true;
	TRY(frame(v, "runs"));
	render(v, ui_run_method(&v->rs->body, &v->ui, &p));
	return OK;
}
