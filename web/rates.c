/* SPDX-License-Identifier: Apache-2.0 */
/* Rates of requests (诉求指标): a month, its league tables, every number with its rows; keeping a month;
 * asking for an order to be left out. Numbers are report/rates.h's; nothing is counted here. */
#include "web/web_in.h"

#include <string.h>

#define ROWS_A_PAGE 100

static const enum rate_name group_columns[] = {RATE_direct, RATE_signed_in_time, RATE_returned, RATE_missent, RATE_on_time, RATE_days, RATE_response,
	RATE_solved, RATE_satisfied, RATE_coverage, RATE_redone, RATE_supervised, RATE_repeated, RATE_duplicate, RATE_per_10000, RATE_knowledge};

/* ---- what is asked for ------------------------------------------------------------------- */
static err month_asked(struct visit *v, str asked, int *ret)
{
	*ret = month_of_day(v->ui.today);
	if (asked.n && !month_of_text(asked, ret))
		return fail(ERR_INPUT, "a month is written like 2026-10");
	return OK;
}

static str month_of(struct visit *v, int month)
{
	day_t from = day_of(month / 100, month % 100, 1);
	return period_words(v->arena, v->lang, from, day_month_end(month / 100, month % 100));
}

static enum rates_group group_asked(struct visit *v)
{
	enum rates_group g = RATES_UNIT;
	return rates_group_named(query_get(v, "by"), &g) && g != RATES_ALL ? g : RATES_UNIT;
}

static const struct kind *order_kind(struct visit *v)
{
	return kind_named(v, S(ORDER_KIND));
}

/* ---- one number ----------------------------------------------------------------------------- */
static struct rate_cell cell_of(struct visit *v, const struct rates_view *r, const struct rates_set *s, enum rate_name name, bool link)
{
	const struct rate *x = &s->v[name];
	struct rate_cell c = {.value = rate_text(v->arena, x, r->k.month.rules.decimals, rate_said_of(name)), .parts = S(""), .href = S("")};
	if (x->value < 0)
		return c;
	c.parts = path_with(v, "%lld/%lld", (long long)x->num, (long long)x->den);
	if (link && rate_rows_of(name) != RATE_OF_CALLS && rate_rows_of(name) != RATE_OF_ARTICLE)
		c.href = path_with(v, "/requests/rates/rows?m=" STR_FMT "&g=%s&id=%lld&k=" STR_FMT "&r=%s", STR_ARG(month_text(v->arena, r->k.month.month)),
				   rates_group_id(s->group), (long long)s->id, STR_ARG(s->key), rate_id(name));
	return c;
}

static int64_t target_of(const struct rates_rules *r, enum rate_name name)
{
	for (int w = 0; w < WEIGHTS; w++)
		if (rates_weighed(w) == name)
			return r->target[w];
	return 0;
}

static void fill_all(struct visit *v, struct rates_page *p)
{
	const struct rates_view *r = p->v;
	const struct rates_set *all = &r->k.figures.sets[0], *before = r->before ? &r->before->sets[0] : NULL;
	struct rate_line *l = arena_new_n(v->arena, RATE_NAMES, struct rate_line);
	for (enum rate_name n = 0; n < RATE_NAMES; n++) {
		int64_t target = target_of(&r->k.month.rules, n);
		if (all->v[n].value < 0 && !target)
			continue;
		struct rate_line *one = &l[p->n_all++];
		*one = (struct rate_line){.words = rate_words_of(n), .now = cell_of(v, r, all, n, true), .before = S(""), .target = S("")};
		if (before)
			one->before = rate_text(v->arena, &before->v[n], r->before->month->rules.decimals, rate_said_of(n));
		if (target) {
			one->target = path_with(v, "%lld%%", (long long)target);
			one->missed = all->v[n].den && all->v[n].num * 100 < target * all->v[n].den;
		}
	}
	p->all = l;
}

/* ---- leagues ----------------------------------------------------------------------------------- */
static void fill_weighed(struct visit *v, struct rates_page *p)
{
	enum rate_name *names = arena_new_n(v->arena, WEIGHTS, enum rate_name);
	int64_t *weights = arena_new_n(v->arena, WEIGHTS, int64_t);
	for (int w = 0; w < WEIGHTS; w++)
		if (p->v->k.month.rules.weight[w] > 0) {
			names[p->n_weighed] = rates_weighed(w);
			weights[p->n_weighed++] = p->v->k.month.rules.weight[w];
		}
	p->weighed = names;
	p->weights = weights;
}

static void league_cells(struct visit *v, struct rates_page *p, const struct rates_set *s, bool link, struct league_line *l)
{
	for (size_t i = 0; i < p->n_weighed; i++)
		l->cells[i] = cell_of(v, p->v, s, p->weighed[i], link);
	l->coverage = cell_of(v, p->v, s, RATE_coverage, link);
}

static str moved(struct visit *v, const struct league_row *r, int *ret_way)
{
	int by = r->rank_before - r->rank;
	const str n[] = {path_with(v, "%d", by < 0 ? -by : by)};
	*ret_way = 0;
	if (!r->rank || !r->rank_before)
		return S("");
	*ret_way = (by > 0) - (by < 0);
	return !by ? said(v, W("rates|same place")) : said_with(v, by > 0 ? W("rates|up {0}") : W("rates|down {0}"), n, 1);
}

static struct league_view league_of(struct visit *v, struct rates_page *p, const struct league *l)
{
	const struct rates_view *r = p->v;
	int decimals = r->k.month.rules.decimals;
	struct league_line *rows = arena_new_n(v->arena, l->n + 1, struct league_line);
	size_t n = 0;
	bool together = false;
	for (size_t i = 0; i < l->n; i++) {
		const struct league_row *one = &l->rows[i];
		const struct rates_set *s = rates_of(&r->k.figures, RATES_UNIT, one->unit, S(""));
		if (one->pooled && !together) {
			const str count[] = {path_with(v, "%zu", l->n_pooled)};
			rows[n] = (struct league_line){.unit = said_with(v, W("{0} units with too few, together"), count, 1), .rank = S(""), .moved = S(""),
				.score = score_text(v->arena, l->pool_score, decimals)};
			league_cells(v, p, &l->pool, false, &rows[n++]);
			together = true;
		}
		rows[n] = (struct league_line){.unit = rates_label(&r->k.month, NULL, v->lang, RATES_UNIT, one->unit, S("")), .pooled = one->pooled,
			.rank = one->rank ? path_with(v, "%d", one->rank) : S(""), .score = score_text(v->arena, one->score, decimals)};
		rows[n].moved = moved(v, one, &rows[n].way);
		if (s)
			league_cells(v, p, s, true, &rows[n]);
		n++;
	}
	return (struct league_view){rates_band_label(v->arena, &r->k.month.rules, l->band, v->lang), rows, n};
}

static void fill_leagues(struct visit *v, struct rates_page *p)
{
	const struct rates *f = &p->v->k.figures;
	struct league_view *l = arena_new_n(v->arena, f->n_leagues, struct league_view);
	fill_weighed(v, p);
	for (size_t i = 0; i < f->n_leagues; i++)
		l[i] = league_of(v, p, &f->leagues[i]);
	p->leagues = l;
	p->n_leagues = f->n_leagues;
}

/* ---- by unit, town, class … ------------------------------------------------------------------------ */
static const char *const group_words[RATES_GROUPS] = {[RATES_UNIT] = W("Unit"), [RATES_TOWN] = W("rates|Town"), [RATES_CLASS] = W("rates|Class"),
	[RATES_CATEGORY] = W("rates|Category"), [RATES_CHANNEL] = W("rates|Channel")};

static int depth_of(str key)
{
	int n = 0;
	for (size_t i = 0; i < key.n; i++)
		n += key.p[i] == '.';
	return n;
}

static void fill_groups(struct visit *v, struct rates_page *p, enum rates_group g)
{
	const struct rates *f = &p->v->k.figures;
	struct group_line *l = arena_new_n(v->arena, f->n_sets, struct group_line);
	bool any[RATE_NAMES] = {0};
	for (size_t i = 0; i < f->n_sets; i++) {
		const struct rates_set *s = &f->sets[i];
		if (s->group != g)
			continue;
		struct group_line *one = &l[p->n_groups++];
		*one = (struct group_line){.label = rates_label(&p->v->k.month, order_kind(v), v->lang, g, s->id, s->key),
			.depth = g == RATES_CATEGORY ? depth_of(s->key) : 0};
		memcpy(one->count, s->count, sizeof one->count);
		for (enum rate_name r = 0; r < RATE_NAMES; r++) {
			one->cells[r] = cell_of(v, p->v, s, r, true);
			any[r] |= s->v[r].value >= 0;
		}
	}
	enum rate_name *columns = arena_new_n(v->arena, RATE_NAMES, enum rate_name);
	for (size_t i = 0; i < COUNT_OF(group_columns); i++)
		if (any[group_columns[i]])
			columns[p->n_columns++] = group_columns[i];
	p->groups = l;
	p->columns = columns;
	p->group_head = said(v, group_words[g]);
}

static void fill_tabs(struct visit *v, struct rates_page *p, enum rates_group g)
{
	static const char *const label[RATES_GROUPS] = {[RATES_UNIT] = W("By unit"), [RATES_TOWN] = W("rates|By town"), [RATES_CLASS] = W("rates|By class"),
		[RATES_CATEGORY] = W("rates|By category"), [RATES_CHANNEL] = W("rates|By channel")};
	struct rates_tab *t = arena_new_n(v->arena, RATES_GROUPS, struct rates_tab);
	for (enum rates_group i = RATES_UNIT; i < RATES_GROUPS; i++)
		t[p->n_tabs++] = (struct rates_tab){said(v, label[i]),
			path_with(v, "/requests/rates?m=" STR_FMT "&by=%s#by", STR_ARG(p->month), rates_group_id(i)), i == g};
	p->tabs = t;
}

/* ---- left out, and changed since -------------------------------------------------------------------- */
static str ground_label(struct visit *v, str name)
{
	const struct kind *k = kind_named(v, S(EXCLUSION_KIND));
	int f = k ? kind_field(k, S("ground")) : -1;
	for (size_t i = 0; f >= 0 && i < k->fields[f].n_choices; i++)
		if (str_eq(k->fields[f].choices[i].name, name))
			return words2_in(&k->fields[f].choices[i].label, v->lang);
	return name;
}

/* Its number is told only to whoever may see the order; that one was left out, to everybody. */
static err fill_exclusions(struct visit *v, struct rates_page *p)
{
	const struct rates_month *m = &p->v->k.month;
	struct exclusion_line *l = arena_new_n(v->arena, m->n_exclusions, struct exclusion_line);
	int64_t *ids = arena_new_n(v->arena, m->n_exclusions * 2, int64_t);
	bool *seen = arena_new_n(v->arena, m->n_exclusions * 2, bool), *own = seen + m->n_exclusions;
	for (size_t i = 0; i < m->n_exclusions; i++) {
		ids[i] = m->orders[m->exclusions[i].order].id;
		ids[m->n_exclusions + i] = m->exclusions[i].id;
	}
	TRY(rates_seen(ctx_of(v), ids, m->n_exclusions * 2, seen));
	for (size_t i = 0; i < m->n_exclusions; i++) {
		const struct rates_exclusion *e = &m->exclusions[i];
		l[i] = (struct exclusion_line){.number = e->number, .order = seen[i] ? m->orders[e->order].number : S(""), .at = e->at,
			.unit = rates_label(m, NULL, v->lang, RATES_UNIT, e->unit, S("")), .reason = ground_label(v, e->reason),
			.href = own[i] ? path_with(v, "/matters/%lld", (long long)e->id) : S("")};
		TRY(person_name(v, e->approver, &l[i].approver));
	}
	p->exclusions = l;
	p->n_exclusions = m->n_exclusions;
	return OK;
}

#define CHANGES_SHOWN 100
static err fill_changes(struct visit *v, struct rates_page *p)
{
	const struct rates_kept *k = &p->v->k;
	size_t n = k->n_changes < CHANGES_SHOWN ? k->n_changes : CHANGES_SHOWN;
	struct change_line *l = arena_new_n(v->arena, n, struct change_line);
	int64_t *ids = arena_new_n(v->arena, n, int64_t);
	bool *seen = arena_new_n(v->arena, n, bool);
	for (size_t i = 0; i < n; i++)
		ids[i] = k->changes[i].order;
	TRY(rates_seen(ctx_of(v), ids, n, seen));
	for (size_t i = 0; i < n; i++) {
		const struct rates_change *c = &k->changes[i];
		if (!seen[i])
			continue;
		l[p->n_changes++] = (struct change_line){.number = c->number, .rate = words2_in(&rate_words_of(c->rate)->name, v->lang),
			.was = path_with(v, "%lld/%lld", (long long)c->was_num, (long long)c->was_den),
			.is = path_with(v, "%lld/%lld", (long long)c->num, (long long)c->den), .href = path_with(v, "/matters/%lld", (long long)c->order)};
	}
	p->changes = l;
	return OK;
}

/* ---- the page -------------------------------------------------------------------------------------------- */
#define MONTHS_OFFERED 25
static void fill_months(struct visit *v, int month, struct rates_page *p)
{
	struct option *o = arena_new_n(v->arena, MONTHS_OFFERED + 1, struct option);
	int m = month_of_day(v->ui.today);
	bool chosen = false;
	for (; p->n_months < MONTHS_OFFERED; m = month_before(m)) {
		o[p->n_months++] = (struct option){month_text(v->arena, m), month_of(v, m), m == month, STR_NONE};
		chosen |= m == month;
	}
	if (!chosen)
		o[p->n_months++] = (struct option){month_text(v->arena, month), month_of(v, month), true, STR_NONE};
	p->months = o;
}

static err page_frame(struct visit *v, int month, struct rates_page *p)
{
	int now = month_of_day(v->ui.today);
	fill_months(v, month, p);
	p->month = month_text(v->arena, month);
	p->month_words = month_of(v, month);
	p->before = month_text(v->arena, month_before(month));
	if (month < now)
		p->after = month_text(v->arena, month_after(month));
	p->query = path_with(v, "m=" STR_FMT, STR_ARG(p->month));
	p->over = month < now;
	p->may_keep = p->over && request_month_may_keep(ctx_of(v)) && !p->v->kept && !p->v->k.month.cut_short;
	p->may_export = request_month_may_keep(ctx_of(v)) || !p->v->whole;
	p->may_exclude = kind_named(v, S(EXCLUSION_KIND)) && (v->session.actor.duties & (DUTY_BIT(DUTY_INTAKE) | DUTY_BIT(DUTY_LIAISON) | DUTY_BIT(DUTY_HEAD)));
	p->key = fresh_key(v);
	p->small = p->v->k.month.rules.small;
	return p->v->kept ? person_name(v, p->v->when.person, &p->by) : OK;
}

static err show(struct visit *v, int month, str wrong)
{
	struct rates_view *r = arena_new(v->arena, struct rates_view);
	struct rates_page p = {.v = r, .said = wrong, .by = S(""), .after = S("")};
	enum rates_group g = group_asked(v);
	if (!order_kind(v))
		return fail(ERR_NOTFOUND, "no pack that is loaded has requests");
	TRY(rates_read(ctx_of(v), month, r));
	TRY(page_frame(v, month, &p));
	fill_all(v, &p);
	fill_leagues(v, &p);
	fill_tabs(v, &p, g);
	fill_groups(v, &p, g);
	TRY(fill_exclusions(v, &p));
	TRY(fill_changes(v, &p));
	if (str_eq(query_get(v, "did"), S("keep")))
		v->ui.notice = said(v, W("the month has been kept: its rows and numbers stand"));
	TRY(frame(v, "rates"));
	render(v, ui_rates(&v->rs->body, &v->ui, &p));
	return OK;
}

err rates_page(struct visit *v)
{
	int month;
	TRY(month_asked(v, query_get(v, "m"), &month));
	return show(v, month, S(""));
}

err rates_keep_post(struct visit *v)
{
	int month;
	TRY(month_asked(v, form_get(v, "m"), &month));
	err e = committing(v, rates_keep(ctx_of(v), month));
	if (e == ERR_CONFLICT || e == ERR_INPUT) {
		str wrong = fail_said(v);
		v->rs->status = e == ERR_INPUT ? 422 : 409;
		ctx_refresh(ctx_of(v));
		return show(v, month, wrong);
	}
	TRY(e);
	see_other(v, path_with(v, "/requests/rates?m=" STR_FMT "&did=keep", STR_ARG(month_text(v->arena, month))));
	return OK;
}

/* ---- the rows behind a number ------------------------------------------------------------------------------- */
static const struct rates_set *set_asked(struct visit *v, const struct rates *f, enum rate_name *ret_rate)
{
	enum rates_group g;
	if (!rates_group_named(query_get(v, "g"), &g) || !rate_named(query_get(v, "r"), ret_rate))
		return NULL;
	str key = query_get(v, "k");
	return rates_of(f, g, query_int(v, "id", 0), key.n ? key : S(""));
}

static err add_row(struct visit *v, const struct rates_month *m, enum rate_rows sort, size_t row, bool above, struct rates_rows_page *p)
{
	struct matter_view brief;
	size_t order = rates_order_of(m, sort, row);
	struct rates_row *rows = (struct rates_row *)p->rows;
	err e = order == SIZE_MAX ? ERR_NOTFOUND : matter_brief(ctx_of(v), m->orders[order].id, &brief);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	str number = sort == RATE_OF_REQUEST ? m->requests[row].number : sort == RATE_OF_VISIT ? m->requests[m->visits[row].request].number : S("");
	rows[p->n++] = (struct rates_row){number.n ? number : S(""), above, brief.row};
	return OK;
}

static err fill_rows(struct visit *v, const struct rates_view *r, const struct rates_set *s, enum rate_name rate, struct rates_rows_page *p)
{
	size_t *below, *above, n = rates_rows(v->arena, &r->k.month, s, rate, false, &below), n_above = rates_rows(v->arena, &r->k.month, s, rate, true, &above);
	size_t a = 0, to = p->from + ROWS_A_PAGE;
	p->rows = arena_new_n(v->arena, ROWS_A_PAGE, struct rates_row);
	for (size_t i = 0; i < n && i < to; i++) {
		while (a < n_above && above[a] < below[i])
			a++;
		if (i >= p->from)
			TRY(add_row(v, &r->k.month, rate_rows_of(rate), below[i], a < n_above && above[a] == below[i], p));
	}
	p->more = n > to;
	p->next = path_with(v, STR_FMT "&from=%zu", STR_ARG(p->href), to);
	return OK;
}

err rates_rows_show(struct visit *v)
{
	struct rates_view *r = arena_new(v->arena, struct rates_view);
	enum rate_name rate = RATE_direct;
	int month;
	TRY(month_asked(v, query_get(v, "m"), &month));
	if (!query_get(v, "r").n)
		return fail(ERR_USAGE, "r names the rate whose rows are asked for");
	TRY(rates_read(ctx_of(v), month, r));
	const struct rates_set *s = set_asked(v, &r->k.figures, &rate);
	if (!s)
		return fail(ERR_NOTFOUND, "there is no such number in this month");
	int64_t from = query_int(v, "from", 0);
	struct rates_rows_page p = {.month_words = month_of(v, month), .cell = cell_of(v, r, s, rate, true), .words = rate_words_of(rate), .kept = r->kept,
		.title = rates_label(&r->k.month, order_kind(v), v->lang, s->group, s->id, s->key), .from = from > 0 ? (size_t)from : 0,
		.requests = rate_rows_of(rate) == RATE_OF_REQUEST || rate_rows_of(rate) == RATE_OF_VISIT,
		.back = path_with(v, "/requests/rates?m=" STR_FMT, STR_ARG(month_text(v->arena, month)))};
	p.href = p.cell.href;
	TRY(fill_rows(v, r, s, rate, &p));
	TRY(frame(v, "rates"));
	render(v, ui_rates_rows(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- the bulletin of the month ----------------------------------------------------------------------------------- */
static err make_paper(struct visit *v, int month, struct paper *ret)
{
	struct rates_view *r = arena_new(v->arena, struct rates_view);
	if (!order_kind(v))
		return fail(ERR_NOTFOUND, "no pack that is loaded has requests");
	TRY(rates_read(ctx_of(v), month, r));
	day_t date = r->kept ? zone_day(v->ui.zone, r->when.at) : v->ui.today;
	rates_paper(v->arena, r, order_kind(v), v->ui.district, v->ui.district, date, v->lang, ret);
	return OK;
}

err rates_paper_page(struct visit *v)
{
	struct paper paper;
	int month;
	TRY(month_asked(v, query_get(v, "m"), &month));
	TRY(make_paper(v, month, &paper));
	str name = month_text(v->arena, month);
	struct rates_paper_view view = {.sheet = sheet_of(v, &paper), .back = path_with(v, "/requests/rates?m=" STR_FMT, STR_ARG(name)),
		.docx = path_with(v, "/requests/rates/docx?m=" STR_FMT, STR_ARG(name))};
	TRY(frame(v, "rates"));
	render(v, ui_rates_paper(&v->rs->body, &v->ui, &view));
	return OK;
}

err rates_docx(struct visit *v)
{
	struct paper paper;
	str bytes;
	int month;
	TRY(month_asked(v, query_get(v, "m"), &month));
	TRY(make_paper(v, month, &paper));
	TRY(paper_docx(v->arena, &paper, &paper_fonts_default, &bytes));
	TRY(taken_out(v, "requests-month", S(ORDER_KIND), "docx", 1, false));
	send_file(v, path_with(v, STR_FMT " " STR_FMT ".docx", STR_ARG(paper.mark), STR_ARG(month_text(v->arena, month))), S("application/octet-stream"), bytes, false);
	return OK;
}
