/* SPDX-License-Identifier: Apache-2.0 */
/* Entering values of indicators: a form for one indicator and period, a sheet that is pasted or sent,
 * and confirming. A cell that is cleared says that the value is missing; / that it does not apply. */
#include "web/html_in.h"
#include "web/web_in.h"

#include <string.h>

#include "core/told.h"

#define ROWS_MOST 400    /* fields of one form: LIMIT_HTTP_FIELDS */
#define CARRIED_MOST 3000 /* values that a sheet shows again before they are taken in */

static str number_text(struct visit *v, const struct measured *m)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (m->state == VALUE_NOT_APPLICABLE)
		buf_byte(&b, '/');
	else if (m->state == VALUE_NUMBER)
		dec_put(&b, m->number);
	return buf_str(&b);
}

static str sort_label(struct visit *v, enum value_sort s)
{
	struct buf b;
	buf_init(&b, v->arena);
	put_sort_word(&b, &v->ui, s);
	return buf_str(&b);
}

/* ---- the form -------------------------------------------------------------------------------------- */
static void choices(struct visit *v, struct enter_view *view, enum value_sort chosen)
{
	LIST(struct option) l = {0};
	struct option *sorts = arena_new_n(v->arena, VALUE_SORTS, struct option);
	for (const struct pack *const *p = core_packs(v->web->config.core); *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			const struct indicator *one = &(*p)->indicators[i];
			if (values_may_put(ctx_of(v), one))
				*list_push(v->arena, &l) = (struct option){one->name, words2_in(&one->label, v->lang), .chosen = one == view->of};
		}
	for (int s = 0; s < VALUE_SORTS; s++)
		sorts[s] = (struct option){str_of(value_sort_names[s]), sort_label(v, (enum value_sort)s), .chosen = s == (int)chosen};
	view->indicators = l.v;
	view->n_indicators = l.n;
	view->sorts = sorts;
	view->n_sorts = VALUE_SORTS;
}

static enum value_sort sort_named(str name)
{
	for (int s = 0; s < VALUE_SORTS; s++)
		if (str_eq(name, str_of(value_sort_names[s])))
			return (enum value_sort)s;
	return VALUE_ACTUAL;
}

static const struct measured *stands(const struct measured *m, size_t n, int64_t subject, enum value_sort sort)
{
	for (size_t i = 0; i < n; i++)
		if (m[i].subject == subject && m[i].sort == sort)
			return &m[i];
	return NULL;
}

static void row_add(struct visit *v, struct enter_row *r, const struct measured *m, bool typed)
{
	r->field = path_with(v, "v_%lld_%d", (long long)r->subject, (int)r->sort);
	r->was = m ? number_text(v, m) : S("");
	r->value = typed ? form_get(v, r->field.p) : r->was;
	r->confirmed = m && m->confirmed;
}

static err rows_of(struct visit *v, struct enter_view *view, enum value_sort sort, bool typed)
{
	struct measured *m;
	struct measured_subject *s = NULL;
	size_t n, n_s = 0;
	bool district = str_eq(view->of->of, S(OF_DISTRICT));
	TRY(values_read(ctx_of(v), &(struct value_query){.indicator = view->of->name, .subject = -1, .sort = -1, .from = view->period, .to = view->period,
		.known = MS_NONE}, &m, &n));
	if (!district)
		TRY(subjects_read(ctx_of(v), view->of->of, S(""), &s, &n_s));
	view->too_many = n_s > ROWS_MOST;
	n_s = view->too_many ? ROWS_MOST : n_s;
	struct enter_row *rows = arena_new_n(v->arena, n_s + VALUE_SORTS, struct enter_row);
	for (int k = 0; district && k < VALUE_SORTS; k++) {
		rows[view->n] = (struct enter_row){.sort = (enum value_sort)k, .label = sort_label(v, (enum value_sort)k)};
		row_add(v, &rows[view->n++], stands(m, n, 0, (enum value_sort)k), typed);
	}
	for (size_t i = 0; i < n_s; i++) {
		rows[view->n] = (struct enter_row){.subject = s[i].id, .sort = sort, .label = s[i].name};
		row_add(v, &rows[view->n++], stands(m, n, s[i].id, sort), typed);
	}
	view->rows = rows;
	return OK;
}

static err show(struct visit *v, struct enter_view *view, enum value_sort sort, bool typed)
{
	enum measured_span span;
	day_t from, to;
	if (view->of && !values_may_put(ctx_of(v), view->of))
		return fail(ERR_DENIED, "values of {0} are entered by the statistics office or by {1}; ask them", words2_in(&view->of->label, v->lang),
			    view->of->duty_unit.n ? view->of->duty_unit : S("—"));
	if (view->of && (!period_parse(view->period, &span, &from, &to) || span < view->of->span))
		view->period = period_before(v->arena, period_of_day(v->arena, v->ui.today, view->of->span), 0, 1);
	choices(v, view, sort);
	if (!view->of && !view->n_indicators)
		return fail(ERR_DENIED, "you enter no values of indicators; the statistics office and the offices that give them do");
	if (view->of)
		TRY(rows_of(v, view, sort, typed));
	view->takes = enter_takes(view->of);
	view->take &= view->takes;
	if (view->take)
		TRY(enter_take(v, view));
	TRY(frame(v, "indicators"));
	render(v, ui_indicators_enter(&v->rs->body, &v->ui, view));
	return OK;
}

err indicators_enter_page(struct visit *v)
{
	struct enter_view view = {.of = indicator_named(core_packs(v->web->config.core), query_get(v, "i")),
		.period = period_typed(v->arena, query_get(v, "p")),
		.take = query_get(v, "take").n > 0};
	return show(v, &view, sort_named(query_get(v, "sort")), false);
}

static err not_taken(struct visit *v, err e, str *ret_error)
{
	if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT)
		return e;
	*ret_error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return OK;
}

/* What differs from what stands; what was left as it was is not sent on. */
static err typed_values(struct visit *v, const struct enter_view *view, struct measured **ret, size_t *ret_n)
{
	struct measured *l = arena_new_n(v->arena, view->n, struct measured);
	size_t n = 0;
	for (size_t i = 0; i < view->n; i++) {
		const struct enter_row *r = &view->rows[i];
		struct measured m = {.indicator = view->of->name, .subject = r->subject, .period = view->period, .sort = r->sort, .source = view->source};
		bool said;
		if (str_eq(str_trim(r->value), r->was))
			continue;
		if (!value_typed(v->arena, r->value, &m, &said))
			return fail(ERR_INPUT, "{0}: “{1}” is not a number; write a number, leave it empty, or write / where it does not apply", r->label, r->value);
		l[n++] = m;
	}
	*ret = l;
	*ret_n = n;
	return OK;
}

err indicators_enter_post(struct visit *v)
{
	struct enter_view view = {.of = indicator_named(core_packs(v->web->config.core), form_get(v, "i")), .period = period_typed(v->arena, form_get(v, "p")),
		.source = str_trim(form_get(v, "source")), .reason = form_get(v, "reason")};
	enum value_sort sort = sort_named(form_get(v, "sort"));
	struct measured *m = NULL;
	size_t n = 0, changed;
	enum measured_span span;
	day_t from, to;
	if (!view.of || !period_parse(view.period, &span, &from, &to))
		return fail(ERR_INPUT, "choose an indicator and a period first");
	TRY(rows_of(v, &view, sort, true));
	err e = typed_values(v, &view, &m, &n);
	if (e == OK)
		e = committing(v, values_put(ctx_of(v), m, n, view.reason, &changed));
	if (e == OK) {
		see_other(v, path_with(v, "/indicators/" STR_FMT "?p=" STR_FMT "&did=entered", STR_ARG(view.of->name), STR_ARG(view.period)));
		return OK;
	}
	TRY(not_taken(v, e, &view.error));
	struct enter_view again = view;
	again.n = 0;
	return show(v, &again, sort, true);
}

/* ---- a sheet ----------------------------------------------------------------------------------------- */
/* The values of a sheet as one plain long table: what is looked at is what is taken in. */
static err carried(struct visit *v, const struct values_sheet *s, str *ret)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, "指标\t对象\t周期\t数值\t目标\t上年同期\t全市\t位次\t增速\t数据来源\n");
	for (size_t i = 0; i < s->n; i++) {
		struct measured_subject subject = {.code = S(""), .name = S("")};
		if (s->v[i].subject)
			TRY(subject_read(ctx_of(v), s->v[i].subject, &subject));
		buf_fmt(&b, STR_FMT "\t" STR_FMT "\t" STR_FMT, STR_ARG(s->v[i].indicator), STR_ARG(subject.code.n ? subject.code : subject.name), STR_ARG(s->v[i].period));
		for (int k = 0; k < VALUE_SORTS; k++) {
			buf_byte(&b, '\t');
			if (k == (int)s->v[i].sort)
				buf_add(&b, s->v[i].state == VALUE_MISSING ? S("缺") : number_text(v, &s->v[i]));
		}
		buf_byte(&b, '\t');
		for (size_t c = 0; c < s->v[i].source.n; c++) /* one line, one cell */
			buf_byte(&b, strchr("\t\n\r\"", s->v[i].source.p[c]) ? ' ' : s->v[i].source.p[c]);
		buf_byte(&b, '\n');
	}
	*ret = buf_str(&b);
	return OK;
}

static err sheet_look(struct visit *v, struct enter_view *view, enum value_sort sort)
{
	struct http_file file;
	struct values_sheet *s = arena_new(v->arena, struct values_sheet);
	struct values_ask ask = {.indicator = view->of ? view->of->name : S(""), .period = view->period, .source = view->source, .sort = sort};
	str name = S("table.txt"), bytes = view->table;
	if (upload_find(v, "file", &file) && file.bytes.n) {
		name = file.name;
		bytes = file.bytes;
		if (!ask.source.n)
			ask.source = str_cut(file.name, 0, file.name.n > 200 ? 200 : file.name.n);
	}
	if (!str_trim(bytes).n)
		return fail(ERR_INPUT, "choose a workbook, or paste rows with their heading");
	TRY(values_sheet_read(ctx_of(v), v->web->config.parts.decoder, name, bytes, &ask, s));
	view->sheet = s;
	if (s->n_findings)
		return OK;
	TRY(values_would(ctx_of(v), s->v, s->n, view->reason, &view->changes));
	if (s->n <= CARRIED_MOST)
		TRY(carried(v, s, &view->table));
	return OK;
}

err indicators_sheet_post(struct visit *v)
{
	struct enter_view view = {.of = indicator_named(core_packs(v->web->config.core), form_get(v, "i")), .period = period_typed(v->arena, form_get(v, "p")),
		.source = str_trim(form_get(v, "source")), .reason = form_get(v, "reason"), .table = form_get(v, "table")};
	enum value_sort sort = sort_named(form_get(v, "sort"));
	size_t changed = 0;
	err e = sheet_look(v, &view, sort);
	bool take = str_eq(form_get(v, "go"), S("take"));
	if (e == OK && take && !view.sheet->n_findings) {
		e = committing(v, values_put(ctx_of(v), view.sheet->v, view.sheet->n, view.reason, &changed));
		if (e == OK) {
			see_other(v, path_with(v, "/indicators?did=sheet&n=%zu", changed));
			return OK;
		}
	}
	if (e != OK)
		TRY(not_taken(v, e, &view.sheet_error));
	else if (view.sheet->n_findings)
		v->rs->status = 422;
	return show(v, &view, sort, false);
}

/* ---- confirming ------------------------------------------------------------------------------------------ */
static err wall_keys(struct visit *v, str period, struct measured **ret, size_t *ret_n)
{
	struct wall w;
	TRY(wall_read(ctx_of(v), S(OF_DISTRICT), 0, period, MS_NONE, &w));
	struct measured *m = arena_new_n(v->arena, w.n, struct measured);
	for (size_t i = 0; i < w.n; i++)
		if (w.lines[i].now.version && !w.lines[i].now.confirmed && w.lines[i].now.person != v->session.actor.user &&
		    values_may_put(ctx_of(v), w.lines[i].of))
			m[(*ret_n)++] = w.lines[i].now;
	*ret = m;
	return OK;
}

err indicators_confirm_post(struct visit *v)
{
	str name = form_get(v, "i"), period = form_get(v, "p");
	int64_t subject = 0;
	struct measured *m = arena_new(v->arena, struct measured);
	size_t n = 0, changed;
	form_int(v, "s", &subject);
	if (name.n) {
		m[n++] = (struct measured){.indicator = name, .subject = subject, .period = period, .sort = sort_named(form_get(v, "sort"))};
	} else {
		TRY(wall_keys(v, period, &m, &n));
	}
	TRY(committing(v, values_confirm(ctx_of(v), m, n, &changed)));
	if (name.n && subject)
		see_other(v, path_with(v, "/indicators/" STR_FMT "?p=" STR_FMT "&s=%lld&did=confirmed", STR_ARG(name), STR_ARG(period), (long long)subject));
	else if (name.n)
		see_other(v, path_with(v, "/indicators/" STR_FMT "?p=" STR_FMT "&did=confirmed", STR_ARG(name), STR_ARG(period)));
	else
		see_other(v, path_with(v, "/indicators?p=" STR_FMT "&did=confirmed&n=%zu", STR_ARG(period), changed));
	return OK;
}
