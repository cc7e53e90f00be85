/* SPDX-License-Identifier: Apache-2.0 */
/* One sheet for each subject of a run (一企一表): every item with its base, ratio and points, what is lost
 * against the best and the mean of its class, and what would lift it to the next class. */
#include "web/web_in.h"

#include <math.h>

static double points(const struct run *r, size_t item, size_t row)
{
	return r->result.items[item * r->n + row].points;
}

static double best_of(const struct run *r, size_t item)
{
	double best = NAN;
	for (size_t i = 0; i < r->n; i++)
		if (!isnan(points(r, item, i)) && (isnan(best) || points(r, item, i) > best))
			best = points(r, item, i);
	return best;
}

static double mean_of(const struct run *r, size_t item, int band)
{
	double sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->subjects[i].band == band && !isnan(points(r, item, i))) {
			sum += points(r, item, i);
			n++;
		}
	return n ? sum / (double)n : NAN;
}

static str label_of(struct visit *v, const struct words2 *w, str name)
{
	return w->zh.n ? words2_in(w, v->lang) : name;
}

static void fill_items(struct visit *v, size_t row, struct run_sheet_page *p)
{
	const struct run *r = p->f.r;
	struct sheet_item *l = arena_new_n(v->arena, r->method->n_items, struct sheet_item);
	for (size_t i = 0; i < r->method->n_items; i++) {
		const struct method_item *m = &r->method->items[i];
		const struct score_item *x = &r->result.items[i * r->n + row];
		double best = best_of(r, i);
		if (isnan(x->weight))
			continue;
		l[p->n++] = (struct sheet_item){.label = label_of(v, &m->label, m->name), .unit = words2_in(&m->unit, v->lang), .input = run_fixed(v, x->input, 4),
			.base = run_real_text(v, x->base), .score = run_fixed(v, x->score, 2), .weight = run_real_text(v, x->weight), .points = run_fixed(v, x->points, 2),
			.best = run_fixed(v, best, 2), .mean = run_fixed(v, mean_of(r, i, p->s->band), 2), .lost = run_fixed(v, best - x->points, 2), .source = m->source,
			.capped = x->capped, .floored = x->floored, .filled = x->filled, .undefined = x->undefined};
	}
	p->items = l;
}

static void fill_values(struct visit *v, size_t row, struct run_sheet_page *p)
{
	const struct run *r = p->f.r;
	struct sheet_value *l = arena_new_n(v->arena, r->n_columns, struct sheet_value);
	for (size_t c = 0; c < r->n_columns; c++) {
		size_t cell = c * r->n + row;
		uint8_t state = r->table.states[cell];
		l[p->n_values++] = (struct sheet_value){label_of(v, &r->columns[c].label, r->columns[c].name), words2_in(&r->columns[c].unit, v->lang),
			state == SCORE_NUMBER ? run_dec(v, r->numbers[cell]) : state == SCORE_MISSING ? said(v, W("runs|missing")) : S("/")};
	}
	p->values = l;
}

/* The next better class, that is not one for those outside. */
static int next_band(const struct run *r, int band)
{
	for (int b = band - 1; b >= 0; b--)
		if (!r->method->bands[b].outside)
			return b;
	return -1;
}

/* Each value alone, all else equal; what is out of reach is left out. */
static err fill_needs(struct visit *v, size_t row, struct run_sheet_page *p)
{
	const struct run *r = p->f.r;
	int next = next_band(r, r->result.lines[row].band);
	struct sheet_need *l = arena_new_n(v->arena, r->n_columns, struct sheet_need);
	p->needs = l;
	p->next = S("");
	if (next < 0 || r->result.lines[row].band < 0)
		return OK;
	p->next = run_band_label(v, r, next);
	for (size_t c = 0; c < r->n_columns; c++) {
		double value = NAN, total = NAN;
		if (r->table.states[c * r->n + row] != SCORE_NUMBER)
			continue;
		TRY(score_needed_column(v->arena, &r->result, row, c, &value, &total));
		if (isnan(value))
			continue;
		double is = r->table.values[c * r->n + row];
		str by = run_fixed(v, value - is, 2);
		l[p->n_needs++] = (struct sheet_need){label_of(v, &r->columns[c].label, r->columns[c].name), words2_in(&r->columns[c].unit, v->lang),
			run_dec(v, r->numbers[c * r->n + row]), run_fixed(v, value, 2), value > is ? path_with(v, "+" STR_FMT, STR_ARG(by)) : by,
			run_fixed(v, total, r->method->decimals)};
	}
	return OK;
}

static void fill_choices(struct visit *v, struct run_sheet_page *p)
{
	const struct run *r = p->f.r;
	struct option *o = arena_new_n(v->arena, r->method->n_bands + 1, struct option);
	o[0] = (struct option){S(""), said(v, W("runs|as the method says")), !p->s->overridden, STR_NONE};
	p->n_bands = 1;
	for (size_t b = 0; b < r->method->n_bands; b++)
		if (!r->method->bands[b].outside)
			o[p->n_bands++] = (struct option){r->method->bands[b].name, p->f.bands[b], p->s->overridden && p->s->band == (int)b, STR_NONE};
	p->bands = o;
}

err run_subject_page(struct visit *v)
{
	struct run *r;
	struct run_sheet_page p = {0};
	TRY(run_asked(v, &r));
	size_t row = 0;
	while (row < r->n && !str_eq(r->subjects[row].code, v->word))
		row++;
	if (row == r->n || !r->subjects[row].seen)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(run_frame_fill(v, r, "", &p.f));
	p.s = &r->subjects[row];
	run_line_fill(v, &p.f, row, &p.line);
	fill_items(v, row, &p);
	fill_values(v, row, &p);
	TRY(fill_needs(v, row, &p));
	fill_choices(v, &p);
	p.total = p.line.total;
	p.bonus = r->result.lines[row].bonus ? run_real_text(v, r->result.lines[row].bonus) : S("");
	p.penalty = r->result.lines[row].penalty ? run_real_text(v, r->result.lines[row].penalty) : S("");
	p.streak = p.s->streak;
	p.matter_href = path_with(v, "/matters/%lld", (long long)p.s->id);
	if (str_eq(query_get(v, "did"), S("override")))
		v->ui.notice = said(v, W("the class has been decided and is in the record"));
	TRY(frame(v, "runs"));
	render(v, ui_run_sheet(&v->rs->body, &v->ui, &p));
	return OK;
}
