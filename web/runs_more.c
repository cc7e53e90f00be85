/* SPDX-License-Identifier: Apache-2.0 */
/* What else a run says: by township and industry, against another run or method, surcharges on
 * electricity, and who yields so little that the exit should be talked about. */
#include "web/web_in.h"

#include <math.h>

/* ---- groups ---------------------------------------------------------------------------------------- */
static void fill_group_tabs(struct visit *v, struct run_groups_page *p, str by)
{
	const struct field *fields[8];
	size_t n = run_group_fields(v, p->f.r, fields, COUNT_OF(fields));
	struct run_tab *t = arena_new_n(v->arena, n + 1, struct run_tab);
	const char *sign = p->f.q.n ? "&" : "?";
	str at = run_href(v, &p->f, "/groups");
	t[p->n_by++] = (struct run_tab){said(v, W("runs|Township")), at, !by.n};
	p->head = t[0].label;
	for (size_t i = 0; i < n; i++) {
		bool here = str_eq(by, fields[i]->name);
		t[p->n_by++] = (struct run_tab){words2_in(&fields[i]->label, v->lang), path_with(v, STR_FMT "%sby=" STR_FMT, STR_ARG(at), sign, STR_ARG(fields[i]->name)), here};
		if (here)
			p->head = t[p->n_by - 1].label;
	}
	p->by = t;
}

static str group_label(struct visit *v, const struct run *r, str by, const struct run_rollup *g)
{
	const struct kind *k = kind_named(v, r->kind);
	int f = k && by.n ? kind_field(k, by) : -1;
	str text = f >= 0 ? run_value_text(v, &k->fields[f], g->key) : g->text;
	return text.n ? text : said(v, W("runs|not said"));
}

static void fill_groups(struct visit *v, struct run_groups_page *p, str by)
{
	const struct run *r = p->f.r;
	struct run_rollup *g;
	run_rollups(v->arena, r, by.n ? str_z(v->arena, by) : "", &g, &p->n);
	struct group_row *l = arena_new_n(v->arena, p->n, struct group_row);
	str *heads = arena_new_n(v->arena, r->method->n_items, str);
	for (size_t i = 0; i < r->method->n_items; i++) {
		const struct method_item *m = &r->method->items[i];
		heads[i] = m->label.zh.n ? words2_in(&m->label, v->lang) : m->name;
	}
	for (size_t i = 0; i < p->n; i++) {
		str *bands = arena_new_n(v->arena, r->method->n_bands, str), *ratios = arena_new_n(v->arena, r->method->n_items, str);
		for (size_t b = 0; b < r->method->n_bands; b++) {
			size_t n = g[i].bands[b] + (r->method->bands[b].outside ? g[i].bands[r->method->n_bands] : 0);
			bands[b] = n ? path_with(v, "%zu", n) : S("");
		}
		for (size_t k = 0; k < r->method->n_items; k++)
			ratios[k] = r->whole ? run_fixed(v, g[i].ratios[k], 2) : S("");
		l[i] = (struct group_row){group_label(v, r, by, &g[i]), r->whole ? run_fixed(v, g[i].mean, 2) : S(""), g[i].n, bands, ratios};
	}
	p->rows = l;
	p->ratios = heads;
	p->n_ratios = r->whole ? r->method->n_items : 0;
}

err run_groups_page(struct visit *v)
{
	struct run *r;
	struct run_groups_page p = {0};
	TRY(run_asked(v, &r));
	TRY(run_frame_fill(v, r, "/groups", &p.f));
	str by = query_get(v, "by");
	fill_group_tabs(v, &p, by);
	fill_groups(v, &p, by.n ? by : S(""));
	v->ui.wide = true;
	TRY(frame(v, "runs"));
	render(v, ui_run_groups(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- two methods, two runs --------------------------------------------------------------------------------- */
static const struct method *method_asked(struct visit *v, str name)
{
	for (const struct pack *const *p = v->web->config.packs; p && *p && name.n; p++) {
		const struct method *m = method_named(*p, name, S(""));
		if (m)
			return m;
	}
	return NULL;
}

/* The same table under another method; what people decided belongs to the method in force. */
static err under_method(struct visit *v, const struct run *r, const struct method *m, struct run **ret)
{
	struct run *other = arena_new(v->arena, struct run);
	*other = *r;
	other->method = m;
	other->table.classes = m->n_classes ? r->table.classes : NULL;
	TRY(score_run(v->arena, m, &other->table, NULL, &other->result));
	other->subjects = arena_new_n(v->arena, r->n, struct run_subject);
	for (size_t i = 0; i < r->n; i++) {
		other->subjects[i] = r->subjects[i];
		other->subjects[i].band = other->result.lines[i].band;
	}
	*ret = other;
	return OK;
}

static err fill_offers(struct visit *v, struct run_compare_page *p)
{
	const struct run *r = p->f.r;
	struct run_row *rows;
	size_t n;
	LIST(struct option) methods = {0}, runs = {0};
	for (const struct pack *const *k = v->web->config.packs; k && *k; k++)
		for (size_t i = 0; i < (*k)->n_methods; i++) {
			const struct method *m = &(*k)->methods[i];
			if (str_eq(m->of, r->kind) && !str_eq(m->name, r->method->name))
				*list_push(v->arena, &methods) = (struct option){m->name, words2_in(&m->label, v->lang), str_eq(m->name, query_get(v, "other")), STR_NONE};
		}
	TRY(runs_list(ctx_of(v), 0, &rows, &n));
	for (size_t i = 0; i < n && runs.n < 40; i++)
		if (str_eq(rows[i].kind, r->kind) && rows[i].id != r->id) {
			struct buf b;
			buf_init(&b, v->arena);
			buf_add(&b, rows[i].title);
			buf_z(&b, " ");
			put_moment(&b, &v->ui, rows[i].at);
			*list_push(v->arena, &runs) = (struct option){path_with(v, "%lld", (long long)rows[i].id), buf_str(&b), query_int(v, "with", 0) == rows[i].id, STR_NONE};
		}
	p->methods = methods.v;
	p->n_methods = methods.n;
	p->runs = runs.v;
	p->n_runs = runs.n;
	return OK;
}

static str why_moved(struct visit *v, const struct run *r, const struct run_moved *m)
{
	if (!m->was)
		return said(v, W("runs|not in the other one"));
	if (!m->is)
		return said(v, W("runs|not in this one"));
	if (m->item == SIZE_MAX || fabs(m->by) < 0.005)
		return S("");
	const struct method_item *i = &r->method->items[m->item];
	str by = run_fixed(v, m->by, 2);
	const str args[] = {i->label.zh.n ? words2_in(&i->label, v->lang) : i->name, m->by > 0 ? path_with(v, "+" STR_FMT, STR_ARG(by)) : by};
	return said_with(v, W("runs|{0}: {1} points"), args, 2);
}

static void compare_row(struct visit *v, const struct run *was, struct run_compare_page *p, const struct run_moved *m, struct compare_row *l)
{
	const struct run *r = p->f.r;
	const struct run_subject *s = m->is ? m->is : m->was;
	int by = m->rank && m->rank_before ? (int)m->rank_before - (int)m->rank : 0;
	*l = (struct compare_row){.name = s->name, .rank = m->rank ? path_with(v, "%u", m->rank) : S(""), .rank_before = m->rank_before ? path_with(v, "%u", m->rank_before) : S(""),
		.total = s->seen ? run_fixed(v, m->total, r->method->decimals) : S(""), .total_before = s->seen ? run_fixed(v, m->total_before, was->method->decimals) : S(""),
		.band = m->is ? run_band_label(v, r, m->is->band) : S(""), .band_before = m->was ? run_band_label(v, was, m->was->band) : S(""), .href = S(""),
		.why = s->seen ? why_moved(v, r, m) : S(""), .way = (by > 0) - (by < 0), .moved = by ? path_with(v, "%d", by < 0 ? -by : by) : S("")};
	l->other = l->band.n && l->band_before.n && !str_eq(l->band, l->band_before);
	if (m->is && s->seen)
		l->href = path_with(v, STR_FMT "/subjects/" STR_FMT STR_FMT, STR_ARG(p->f.base), STR_ARG(s->code), STR_ARG(p->f.q));
	p->n_moved += by != 0;
	p->n_classes += l->other;
}

static err held_against(struct visit *v, const struct run *r, struct run_compare_page *p, struct run **ret)
{
	const struct method *m = method_asked(v, query_get(v, "other"));
	int64_t with = query_int(v, "with", r->before);
	*ret = NULL;
	if (m) {
		p->against = words2_in(&m->label, v->lang);
		return under_method(v, r, m, ret);
	}
	if (!with)
		return OK;
	TRY(run_read(ctx_of(v), with, ret));
	p->against = (*ret)->title;
	return OK;
}

err run_compare_page(struct visit *v)
{
	struct run *r, *was;
	struct run_moved *moved;
	struct run_compare_page p = {.against = S("")};
	TRY(run_asked(v, &r));
	TRY(run_frame_fill(v, r, "/compare", &p.f));
	TRY(fill_offers(v, &p));
	TRY(held_against(v, r, &p, &was));
	p.chosen = was != NULL;
	if (was) {
		run_compare(v->arena, was, r, &moved, &p.n);
		struct compare_row *l = arena_new_n(v->arena, p.n, struct compare_row);
		for (size_t i = 0; i < p.n; i++)
			compare_row(v, was, &p, &moved[i], &l[i]);
		p.rows = l;
	}
	v->ui.wide = true;
	TRY(frame(v, "runs"));
	render(v, ui_run_compare(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- surcharges, and the list of low yield ---------------------------------------------------------------------- */
/* Without the zeros behind that come of multiplying. */
static str trimmed(struct visit *v, struct dec d)
{
	while (d.scale > 0 && d.v % 10 == 0) {
		d.v /= 10;
		d.scale--;
	}
	return run_dec(v, d);
}

static str yuan(struct visit *v, struct dec d)
{
	struct dec cents;
	return run_dec(v, dec_round(d, 2, ROUND_HALF_UP, &cents) ? cents : d);
}

static void fill_charges(struct visit *v, const struct surcharge *s, struct run_charges_page *p)
{
	struct charge_row *l = arena_new_n(v->arena, s->n, struct charge_row);
	for (size_t i = 0; i < s->n; i++) {
		const struct surcharge_row *x = &s->rows[i];
		l[i] = (struct charge_row){.name = x->subject->name, .account = x->account, .years = path_with(v, "%lld", (long long)x->years), .kwh = trimmed(v, x->kwh),
			.rate = run_dec(v, x->rate), .yuan = yuan(v, x->yuan), .other = x->other, .unknown = x->unknown,
			.href = path_with(v, STR_FMT "/subjects/" STR_FMT STR_FMT, STR_ARG(p->f.base), STR_ARG(x->subject->code), STR_ARG(p->f.q))};
	}
	p->rows = l;
	p->n = s->n;
	p->kwh = trimmed(v, s->kwh);
	p->yuan = yuan(v, s->yuan);
	p->kwh_firms = trimmed(v, s->kwh_firms);
	p->agrees = s->agrees;
}

/* The sum of what the first item divides over the sum of what divides it: 全区亩均税收. */
static double whole_ratio(const struct run *r)
{
	const struct method_input *in = r->method->items[0].input;
	double above = 0, below = 0;
	if (in->op != INPUT_RATIO || in->n_of != 2)
		return NAN;
	for (size_t i = 0; i < r->n; i++) {
		double x = run_input(r, &in->of[0], i), y = run_input(r, &in->of[1], i);
		if (!isnan(x) && !isnan(y))
			above += x, below += y;
	}
	return below == 0 ? NAN : in->factor * above / below;
}

static str why_low(struct visit *v, const struct run *r, size_t row, int last, int64_t years, double least)
{
	struct buf b;
	const struct run_subject *s = &r->subjects[row];
	const str running[] = {path_with(v, "%lld", (long long)s->streak), run_band_label(v, r, s->band)};
	double is = run_input(r, r->method->items[0].input, row);
	buf_init(&b, v->arena);
	if (s->band == last && s->streak >= years)
		buf_add(&b, said_with(v, W("runs|{0} years running in {1}"), running, 2));
	if (!isnan(least) && is < least) {
		const struct method_item *i = &r->method->items[0];
		const str args[] = {i->label.zh.n ? words2_in(&i->label, v->lang) : i->name, run_fixed(v, is, 2), run_fixed(v, least, 2)};
		if (buf_str(&b).n)
			buf_z(&b, v->lang == LANG_ZH ? "；" : "; ");
		buf_add(&b, said_with(v, W("runs|{0} is {1}, below {2}"), args, 3));
	}
	return buf_str(&b);
}

static err fill_low(struct visit *v, const struct kind *of, struct run_charges_page *p)
{
	const struct evaluated *e = of->evaluated;
	const struct run *r = p->f.r;
	struct low_row *l = arena_new_n(v->arena, r->n, struct low_row);
	int64_t years = pack_setting_int(ctx_of(v), of->pack, e->exit_years, 2), share = e->exit_share.n ? pack_setting_int(ctx_of(v), of->pack, e->exit_share, 0) : 0;
	double least = share ? whole_ratio(r) * (double)share / 100 : NAN;
	int last = -1;
	for (size_t b = 0; b < r->method->n_bands; b++)
		if (!r->method->bands[b].outside)
			last = (int)b;
	for (size_t k = 0; k < r->n; k++) {
		size_t i = r->result.order[k];
		str why = r->subjects[i].seen ? why_low(v, r, i, last, years, least) : S("");
		if (!why.n)
			continue;
		l[p->n_low++] = (struct low_row){.name = r->subjects[i].name, .why = why,
			.href = path_with(v, STR_FMT "/subjects/" STR_FMT STR_FMT, STR_ARG(p->f.base), STR_ARG(r->subjects[i].code), STR_ARG(p->f.q)),
			.open = r->purpose == RUN_FINAL && e->exit.n ? path_with(v, "/matters/new?kind=" STR_FMT "&code=" STR_FMT "&lead=%lld", STR_ARG(e->exit),
				STR_ARG(r->subjects[i].code), (long long)r->subjects[i].unit) : S("")};
	}
	p->low = l;
	return OK;
}

static err charges_by_rule(struct visit *v, const struct kind *of, struct run_charges_page *p)
{
	struct surcharge s;
	const struct evaluated *e = of ? of->evaluated : NULL;
	if (e && e->surcharge.n) {
		p->rule = pack_setting_word(ctx_of(v), of->pack, e->surcharge);
		p->source = pack_setting(of->pack, e->surcharge)->source;
		TRY(run_surcharge(v->arena, p->f.r, of, p->rule, pack_setting_word(ctx_of(v), of->pack, e->power), &s));
		fill_charges(v, &s, p);
	}
	return e && e->exit_years.n ? fill_low(v, of, p) : OK;
}

err run_charges_page(struct visit *v)
{
	struct run *r;
	struct run_charges_page p = {.rule = S(""), .source = S("")};
	TRY(run_asked(v, &r));
	if (!r->whole)
		return fail(ERR_DENIED, "surcharges are shown only to whoever may see every subject");
	TRY(run_frame_fill(v, r, "/charges", &p.f));
	TRY(charges_by_rule(v, kind_named(v, r->kind), &p));
	TRY(frame(v, "runs"));
	render(v, ui_run_charges(&v->rs->body, &v->ui, &p));
	return OK;
}
