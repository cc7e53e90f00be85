/* SPDX-License-Identifier: Apache-2.0 */
/* Runs (评价结果): the list, the league table of one, issuing it, and classes that a person decides. */
#include "web/web_in.h"

#include <math.h>
#include <string.h>

/* ---- numbers and words ------------------------------------------------------------------------- */
str run_fixed(struct visit *v, double x, int decimals)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (!isnan(x))
		score_fixed_put(&b, score_round(x, decimals, ROUND_HALF_UP), decimals);
	return buf_str(&b);
}

str run_real_text(struct visit *v, double x)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (!isnan(x))
		score_real_put(&b, x);
	return buf_str(&b);
}

str run_dec(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

str run_band_label(struct visit *v, const struct run *r, int band)
{
	if (band < 0 || (size_t)band >= r->method->n_bands)
		return S("");
	const struct method_band *b = &r->method->bands[band];
	return b->label.zh.n ? words2_in(&b->label, v->lang) : b->name;
}

const struct run_column *run_column_of(const struct run *r, str name)
{
	for (size_t i = 0; i < r->n_columns; i++)
		if (str_eq(r->columns[i].name, name))
			return &r->columns[i];
	return NULL;
}

static const char *const purpose_words[RUN_PURPOSES] = {[RUN_REVIEW] = W("runs|for review"), [RUN_NOTICE] = W("runs|under public notice"),
	[RUN_FINAL] = W("runs|final")};

static str method_label(struct visit *v, const struct method *m)
{
	return m->label.zh.n ? words2_in(&m->label, v->lang) : m->name;
}

static str method_label_named(struct visit *v, str name)
{
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++) {
		const struct method *m = method_named(*p, name, S(""));
		if (m)
			return method_label(v, m);
	}
	return name;
}

/* ---- one run ---------------------------------------------------------------------------------------- */
err run_asked(struct visit *v, struct run **ret)
{
	if (v->id[0])
		return run_read(ctx_of(v), v->id[0], ret);
	int64_t evaluation = query_int(v, "e", 0);
	if (!evaluation)
		return fail(ERR_NOTFOUND, "there is no such page");
	str method = query_get(v, "m");
	return run_draft(ctx_of(v), evaluation, method.n ? method : S(""), ret);
}

str run_href(struct visit *v, const struct run_frame *f, const char *rest)
{
	return path_with(v, STR_FMT "%s" STR_FMT, STR_ARG(f->base), rest, STR_ARG(f->q));
}

static void count_bands(struct visit *v, struct run_frame *f)
{
	const struct run *r = f->r;
	str *labels = arena_new_n(v->arena, r->method->n_bands, str);
	size_t *counts = arena_new_n(v->arena, r->method->n_bands + 1, size_t);
	memset(counts, 0, (r->method->n_bands + 1) * sizeof *counts);
	for (size_t i = 0; i < r->n; i++)
		if (r->subjects[i].band >= 0)
			counts[r->subjects[i].band]++;
	for (size_t b = 0; b < r->method->n_bands; b++) {
		labels[b] = run_band_label(v, r, (int)b);
		if (r->method->bands[b].outside)
			counts[b] += r->n_left;
	}
	f->bands = labels;
	f->counts = counts;
	f->n_bands = r->method->n_bands;
}

static err person_name_of(struct visit *v, int64_t id, str *ret)
{
	struct person *all;
	size_t n;
	*ret = S("");
	if (!id)
		return OK;
	TRY(person_list(ctx_of(v), UINT32_MAX, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			*ret = all[i].name;
	return OK;
}

/* What may follow: the evaluation's own rules say, as they would for the action itself. */
static err offers(struct visit *v, struct run_frame *f)
{
	struct matter_view m;
	f->may_issue = f->draft && run_may_issue(ctx_of(v)) && !query_get(v, "m").n;
	if (!f->may_issue || !f->r->matter)
		return OK;
	TRY(matter_brief(ctx_of(v), f->r->matter, &m));
	str state = m.row.kind->states[m.row.state].name;
	f->may_publish = str_eq(state, S("review"));
	f->may_rerank = f->may_finish = str_eq(state, S("notice"));
	return OK;
}

/* A pack may light plates for moving up and down, beside its classes. */
static void plates_of(struct visit *v, struct run_frame *f)
{
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++) {
		if (!str_eq((*p)->name, f->r->pack) || !pack_setting(*p, S("plate_rise")))
			continue;
		f->rise = pack_setting_int(ctx_of(v), *p, S("plate_rise"), 0);
		f->fall = pack_setting_int(ctx_of(v), *p, S("plate_fall"), 0);
		f->fall_red = pack_setting_int(ctx_of(v), *p, S("plate_fall_red"), 0);
	}
}

static str plate_of(struct visit *v, const struct run_frame *f, uint32_t rank, uint32_t before)
{
	int64_t by = before && rank ? (int64_t)before - (int64_t)rank : 0;
	if (f->rise && by >= f->rise)
		return said(v, W("runs|blue plate for rising"));
	if (f->fall_red && -by >= f->fall_red)
		return said(v, W("runs|red plate for falling"));
	return f->fall && -by >= f->fall ? said(v, W("runs|yellow plate for falling")) : S("");
}

err run_frame_fill(struct visit *v, const struct run *r, const char *tab, struct run_frame *f)
{
	static const struct {
		const char *rest, *label;
	} pages[] = {{"", W("runs|League table")}, {"/method", W("runs|Method")}, {"/groups", W("runs|By township and industry")}, {"/compare", W("runs|Compare")},
		{"/charges", W("runs|Surcharges and exits")}};
	struct run_tab *tabs = arena_new_n(v->arena, COUNT_OF(pages), struct run_tab);
	str method = query_get(v, "m");
	*f = (struct run_frame){.r = r, .draft = !r->id, .title = r->title, .label = method_label(v, r->method), .said = S(""), .q = S(""), .n_tabs = COUNT_OF(pages)};
	f->base = path_with(v, "/runs/%lld", (long long)r->id);
	if (f->draft)
		f->q = path_with(v, "?e=%lld%s" STR_FMT, (long long)r->matter, method.n ? "&m=" : "", STR_ARG(r->method->name.n && method.n ? r->method->name : S("")));
	f->purpose = f->draft ? said(v, W("runs|draft, as the values are now")) : said(v, purpose_words[r->purpose]);
	f->n_tabs -= !r->whole; /* surcharges need every subject */
	for (size_t i = 0; i < f->n_tabs; i++)
		tabs[i] = (struct run_tab){said(v, pages[i].label), run_href(v, f, pages[i].rest), !strcmp(pages[i].rest, tab)};
	f->tabs = tabs;
	count_bands(v, f);
	plates_of(v, f);
	TRY(person_name_of(v, r->person, &f->by));
	return offers(v, f);
}

/* ---- the league table ---------------------------------------------------------------------------------- */
static str moved(struct visit *v, uint32_t rank, uint32_t before, int *ret_way)
{
	int by = before && rank ? (int)before - (int)rank : 0;
	const str n[] = {path_with(v, "%d", by < 0 ? -by : by)};
	*ret_way = (by > 0) - (by < 0);
	if (!before || !rank)
		return S("");
	return !by ? said(v, W("rates|same place")) : said_with(v, by > 0 ? W("rates|up {0}") : W("rates|down {0}"), n, 1);
}

void run_line_fill(struct visit *v, const struct run_frame *f, size_t row, struct run_line *l)
{
	const struct run *r = f->r;
	const struct run_subject *s = &r->subjects[row];
	const struct score_line *x = &r->result.lines[row];
	*l = (struct run_line){.rank = x->rank ? path_with(v, "%u", x->rank) : S(""), .name = s->name, .unit = s->unit_name, .code = s->code, .href = S(""), .total = S(""),
		.interval = S(""), .band = run_band_label(v, r, s->band), .overridden = s->overridden, .reserved = S(""), .why = S("")};
	l->moved = moved(v, x->rank, s->rank_before, &l->way);
	l->plate = plate_of(v, f, x->rank, s->rank_before);
	if (!s->seen)
		return;
	l->why = s->why;
	l->href = path_with(v, STR_FMT "/subjects/" STR_FMT STR_FMT, STR_ARG(f->base), STR_ARG(s->code), STR_ARG(f->q));
	l->total = run_fixed(v, x->total, r->method->decimals);
	if (x->rank_lo)
		l->interval = path_with(v, "%u–%u", x->rank_lo, x->rank_hi);
	l->unstable = x->rank_lo && !score_is_stable(r->method, x);
}

size_t run_group_fields(struct visit *v, const struct run *r, const struct field **ret, size_t most)
{
	const struct kind *k = kind_named(v, r->kind);
	size_t n = 0;
	for (size_t i = 0; k && i < k->n_fields && n < most; i++) {
		const struct field *f = &k->fields[i];
		if (f->list && !f->code && !f->personal && (int)i != k->title && (f->type == FIELD_CHOICE || f->type == FIELD_LINE))
			ret[n++] = f;
	}
	return n;
}

str run_value_text(struct visit *v, const struct field *f, str raw)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, raw))
			return words2_in(&f->choices[i].label, v->lang);
	return raw;
}

#define OPTIONS_MOST 60
static void add_option(struct option *o, size_t *n, str value, str label, str chosen)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(o[i].value, value))
			return;
	if (value.n && *n < OPTIONS_MOST)
		o[(*n)++] = (struct option){value, label, str_eq(value, chosen), STR_NONE};
}

static struct run_filter field_filter(struct visit *v, const struct run *r, const struct field *f)
{
	struct option *o = arena_new_n(v->arena, OPTIONS_MOST, struct option);
	struct run_filter x = {.name = f->name, .label = words2_in(&f->label, v->lang), .options = o};
	char *name = str_z(v->arena, f->name);
	for (size_t i = 0; i < r->n; i++) {
		const struct run_field *is = run_field_of(&r->subjects[i], name);
		if (is)
			add_option(o, &x.n, is->raw, run_value_text(v, f, is->raw), query_get(v, name));
	}
	return x;
}

static void fill_filters(struct visit *v, struct run_league_page *p)
{
	const struct run *r = p->f.r;
	const struct field *fields[8];
	size_t n = run_group_fields(v, r, fields, COUNT_OF(fields));
	struct run_filter *f = arena_new_n(v->arena, n + 2, struct run_filter);
	struct option *bands = arena_new_n(v->arena, OPTIONS_MOST, struct option), *units = arena_new_n(v->arena, OPTIONS_MOST, struct option);
	f[0] = (struct run_filter){S("band"), said(v, W("runs|Class")), bands, 0};
	for (size_t i = 0; i < r->method->n_bands; i++)
		add_option(bands, &f[0].n, r->method->bands[i].name, p->f.bands[i], query_get(v, "band"));
	f[1] = (struct run_filter){S("unit"), said(v, W("runs|Township")), units, 0};
	for (size_t i = 0; i < r->n; i++)
		add_option(units, &f[1].n, r->subjects[i].unit_name, r->subjects[i].unit_name, query_get(v, "unit"));
	p->n_filters = 2;
	for (size_t i = 0; i < n; i++) {
		struct run_filter one = field_filter(v, r, fields[i]);
		if (one.n > 1)
			f[p->n_filters++] = one;
	}
	p->filters = f;
	for (size_t i = 0; i < p->n_filters; i++)
		p->filtered |= query_get(v, str_z(v->arena, f[i].name)).n > 0;
}

static bool passes(struct visit *v, const struct run_league_page *p, size_t row)
{
	const struct run *r = p->f.r;
	const struct run_subject *s = &r->subjects[row];
	str band = query_get(v, "band"), unit = query_get(v, "unit");
	if (band.n && (s->band < 0 || !str_eq(r->method->bands[s->band].name, band)))
		return false;
	if (unit.n && !str_eq(s->unit_name, unit))
		return false;
	for (size_t i = 2; i < p->n_filters; i++) {
		char *name = str_z(v->arena, p->filters[i].name);
		str want = query_get(v, name);
		const struct run_field *is = run_field_of(s, name);
		if (want.n && (!is || !str_eq(is->raw, want)))
			return false;
	}
	return true;
}

static void fill_lines(struct visit *v, struct run_league_page *p)
{
	const struct run *r = p->f.r;
	struct run_line *l = arena_new_n(v->arena, r->n, struct run_line), *left = arena_new_n(v->arena, r->n_left, struct run_line);
	for (size_t k = 0; k < r->n; k++)
		if (passes(v, p, r->result.order[k]))
			run_line_fill(v, &p->f, r->result.order[k], &l[p->n++]);
	for (size_t i = 0; i < r->n_left; i++)
		left[i] = (struct run_line){.name = r->left[i].name, .unit = r->left[i].unit_name, .reserved = r->left[i].reserved, .code = r->left[i].code, .href = S("")};
	p->lines = l;
	p->left = left;
	p->n_left = r->n_left;
}

static err league_show(struct visit *v, const struct run *r, str wrong)
{
	struct run_league_page p = {.query = S("")};
	TRY(run_frame_fill(v, r, "", &p.f));
	p.f.said = wrong;
	fill_filters(v, &p);
	fill_lines(v, &p);
	p.query = p.f.draft ? path_with(v, "e=%lld&", (long long)r->matter) : S("");
	if (str_eq(query_get(v, "did"), S("issue")))
		v->ui.notice = said(v, W("the result is frozen and kept"));
	v->ui.wide = true;
	TRY(frame(v, "runs"));
	render(v, ui_run_league(&v->rs->body, &v->ui, &p));
	return OK;
}

err run_page(struct visit *v)
{
	struct run *r;
	TRY(run_asked(v, &r));
	return league_show(v, r, S(""));
}

/* ---- issuing ------------------------------------------------------------------------------------------------ */
static const struct action *follows(const struct matter_view *m, enum run_purpose purpose)
{
	str state = m->row.kind->states[m->row.state].name;
	const char *name = purpose == RUN_FINAL ? "finish" : str_eq(state, S("review")) ? "publish" : "rerank";
	return purpose == RUN_REVIEW ? NULL : action_find(m->row.kind, str_of(name));
}

/* The evaluation goes on with its result, or nothing is frozen. */
static err issue(struct visit *v, int64_t matter, enum run_purpose purpose, int64_t *ret)
{
	struct matter_view m;
	struct act_result done;
	struct arg args[] = {{S("run"), S("0")}};
	TRY(matter_brief(ctx_of(v), matter, &m));
	const struct action *a = follows(&m, purpose);
	struct act_request rq = {.matter = matter, .args = args, .n_args = 1};
	if (a) {
		rq.action = a->name;
		TRY(act_would(ctx_of(v), &rq));
	}
	TRY(committing(v, run_issue(ctx_of(v), matter, purpose, ret)));
	if (!a)
		return OK;
	args[0].value = path_with(v, "%lld", (long long)*ret);
	return committing(v, act(ctx_of(v), &rq, &done));
}

err runs_post(struct visit *v)
{
	int64_t matter = 0, id = 0;
	int purpose = -1;
	struct run *r;
	for (int i = 0; i < RUN_PURPOSES; i++)
		if (str_eq(form_get(v, "purpose"), str_of(run_purpose_names[i])))
			purpose = i;
	if (!form_int(v, "matter", &matter) || purpose < 0)
		return fail(ERR_INPUT, "say which evaluation, and what the result is for");
	err e = issue(v, matter, (enum run_purpose)purpose, &id);
	if (e == ERR_INPUT || e == ERR_CONFLICT) {
		str wrong = fail_said(v);
		v->rs->status = e == ERR_INPUT ? 422 : 409;
		ctx_refresh(ctx_of(v));
		if (run_draft(ctx_of(v), matter, S(""), &r) != OK)
			return fail(ERR_INPUT, "{0}", wrong);
		return league_show(v, r, wrong);
	}
	TRY(e);
	see_other(v, path_with(v, "/runs/%lld?did=issue", (long long)id));
	return OK;
}

err run_override_post(struct visit *v)
{
	int64_t matter = 0;
	str code = form_get(v, "code");
	if (!form_int(v, "matter", &matter) || code.n > 100)
		return fail(ERR_INPUT, "say which evaluation, and what the result is for");
	TRY(committing(v, run_override(ctx_of(v), matter, code, form_get(v, "band"), form_get(v, "reason"))));
	see_other(v, path_with(v, "/runs/0/subjects/" STR_FMT "?e=%lld&did=override", STR_ARG(code), (long long)matter));
	return OK;
}

/* ---- the list --------------------------------------------------------------------------------------------------- */
static void fill_row(struct visit *v, const struct run_row *row, const char *path, struct runs_row *ret)
{
	*ret = (struct runs_row){.row = *row, .purpose = said(v, purpose_words[row->purpose]), .method = method_label_named(v, row->method),
		.href = path_with(v, "%s%lld", path, (long long)row->id)};
}

static err fill_open(struct visit *v, struct runs_page *p)
{
	LIST(struct runs_open) l = {0};
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		struct matter_query q = {.kind = k, .order = ORDER_OPENED, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = 50};
		struct matter_page page;
		if (k->method < 0)
			continue;
		for (size_t s = 0; s < k->n_states; s++)
			q.states |= (uint64_t)!k->states[s].closed << s;
		TRY(matter_list(ctx_of(v), &q, &page));
		for (size_t m = 0; m < page.n; m++)
			*list_push(v->arena, &l) = (struct runs_open){page.rows[m], run_may_issue(ctx_of(v))};
	}
	p->open = l.v;
	p->n_open = l.n;
	return OK;
}

/* Of evaluations that the reader may not see he does not learn that there is a result. */
err runs_page(struct visit *v)
{
	struct run_row *rows;
	struct runs_page p = {0};
	size_t n;
	TRY(runs_list(ctx_of(v), 0, &rows, &n));
	struct runs_row *l = arena_new_n(v->arena, n, struct runs_row);
	for (size_t i = 0; i < n; i++) {
		struct matter_view m;
		err e = rows[i].matter ? matter_brief(ctx_of(v), rows[i].matter, &m) : OK;
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		fill_row(v, &rows[i], "/runs/", &l[p.n++]);
	}
	p.rows = l;
	TRY(fill_open(v, &p));
	TRY(frame(v, "runs"));
	render(v, ui_runs(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- for anybody ---------------------------------------------------------------------------------------------------- */
err runs_public_page(struct visit *v)
{
	struct run_row *rows;
	struct runs_public_page p = {0};
	TRY(run_public_list(v->web->config.core, v->arena, &rows, &p.n));
	struct runs_row *l = arena_new_n(v->arena, p.n, struct runs_row);
	for (size_t i = 0; i < p.n; i++)
		fill_row(v, &rows[i], "/open/runs/", &l[i]);
	p.rows = l;
	return runs_public_show(v, &p);
}
