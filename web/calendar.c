/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of the district: year by year each special day with its notice; the system
 * administrator loads a notice here. */
#include "web/web_in.h"

#include "base/limits.h"

#include <stdio.h>

enum { WALK_AT_ONCE_MS = 2000 }; /* what is left comes with the minute trip */

/* "title https://…" is a title with an address. */
static void cut_source(str source, str *ret_title, str *ret_href)
{
	ptrdiff_t at = str_find(source, S("https://"), 0);
	*ret_title = at < 0 ? source : str_trim(str_cut(source, 0, (size_t)at));
	*ret_href = at < 0 ? S("") : str_cut(source, (size_t)at, source.n);
	if (!ret_title->n)
		*ret_title = *ret_href;
}

static bool joins(const struct calendar_run *r, const struct day_note *note)
{
	return r->to == note->day - 1 && r->work == note->work && str_eq(r->name, note->name) && str_eq(r->source, note->source);
}

/* Days that follow each other for one reason stand in one line. */
static void fill_days(struct visit *v, const struct calendar *c, int year, struct calendar_part *ret)
{
	LIST(struct calendar_run) l = {0};
	day_t first = day_of(year, 1, 1), last = day_of(year, 12, 31);
	for (day_t d = first; d <= last; d++) {
		const struct day_note *note;
		calendar_sort(c, d, &note);
		if (!note)
			continue;
		if (l.n && joins(&l.v[l.n - 1], note))
			l.v[l.n - 1].to = d;
		else
			*list_push(v->arena, &l) = (struct calendar_run){d, d, note->work, note->name, note->source, S(""), S("")};
	}
	for (size_t i = 0; i < l.n; i++) {
		ret->others |= !ret->known || !str_eq(l.v[i].source, calendar_notice(c, year));
		cut_source(l.v[i].source, &l.v[i].title, &l.v[i].href);
	}
	ret->runs = l.v;
	ret->n_runs = l.n;
	ret->working = calendar_between(c, first - 1, last);
}

static void fill_part(struct visit *v, const struct calendar_view *c, int year, struct calendar_part *ret)
{
	LIST(str) hours = {0};
	struct calendar_line *lines;
	*ret = (struct calendar_part){.name = c->name, .label = c->label, .known = calendar_known(c->days, year), .version = c->version};
	cut_source(calendar_notice(c->days, year), &ret->notice, &ret->href);
	size_t n = calendar_rules(v->arena, c->days, &lines);
	for (size_t i = 0; i < n; i++) {
		bool always = lines[i].day == DAY_NONE;
		str args[] = {always ? S("") : ui_day(&v->ui, lines[i].day), lines[i].name};
		*list_push(v->arena, &hours) = lines[i].sort == LINE_WEEK ? said_with(v, W("weekdays that work (1 is Monday): {1}"), args, 2)
			: always ? said_with(v, W("hours: {1}"), args, 2) : said_with(v, W("hours from {0} on: {1}"), args, 2);
	}
	ret->rules = hours.v;
	ret->n_rules = hours.n;
	fill_days(v, c->days, year, ret);
}

/* From the first year with a notice to the one after this year, newest first. */
static void fill_years(struct visit *v, const struct calendar_view *c, struct calendar_page_view *view)
{
	int first, last, now = day_civil(v->ui.today).year;
	LIST(int) l = {0};
	if (!calendar_span(c->days, &first, &last))
		first = last = now;
	last = last > now + 1 ? last : now + 1;
	for (int y = last; y >= first && l.n < 60; y--)
		*list_push(v->arena, &l) = y;
	view->years = l.v;
	view->n_years = l.n;
}

static void said_done(struct visit *v)
{
	str lines = query_get(v, "lines"), moved = query_get(v, "moved");
	int64_t n, m;
	if (!str_int(lines, &n) || !str_int(moved, &m))
		return;
	str args[] = {lines, moved};
	v->ui.notice = n ? said_with(v, W("The calendar has {0} new lines; the dates of {1} matters were made again."), args, 2)
			 : said(v, W("All of this was known already; nothing was changed."));
}

static err show(struct visit *v, struct calendar_page_view *view)
{
	struct calendar_view *c;
	size_t n;
	int64_t year = query_int(v, "y", day_civil(v->ui.today).year);
	view->year = year >= 1900 && year <= 2199 ? (int)year : day_civil(v->ui.today).year;
	view->may_load = (v->ui.actor->duties & DUTY_BIT(DUTY_SYSTEM)) != 0;
	TRY(clocks_pending(ctx_of(v), &view->pending));
	TRY(calendar_list(ctx_of(v), &c, &n));
	struct calendar_part *parts = arena_new_n(v->arena, n, struct calendar_part);
	for (size_t i = 0; i < n; i++)
		fill_part(v, &c[i], view->year, &parts[i]);
	view->parts = parts;
	view->n_parts = n;
	fill_years(v, &c[0], view);
	TRY(frame(v, "calendar"));
	render(v, ui_calendar(&v->rs->body, &v->ui, view));
	return OK;
}

err calendar_page(struct visit *v)
{
	said_done(v);
	return show(v, &(struct calendar_page_view){0});
}

static err load(struct visit *v, struct calendar_imported *ret, struct again_report *ret_walk)
{
	struct http_file file;
	bool chosen = upload_find(v, "file", &file) && file.bytes.n;
	struct calendar_import q = {.name = str_trim(form_get(v, "name")), .label = str_trim(form_get(v, "label")),
		.notice = str_trim(form_get(v, "notice")), .tsv = chosen ? file.bytes : form_get(v, "text"),
		.origin = chosen && file.name.n ? file.name : said(v, W("pasted text"))};
	if (!str_trim(q.tsv).n)
		return fail(ERR_INPUT, "choose the file of a calendar or paste its lines");
	TRY(committing(v, calendar_import(ctx_of(v), &q, ret)));
	return committing(v, clocks_again(v->web->config.core, WALK_AT_ONCE_MS, ret_walk));
}

err calendar_post(struct visit *v)
{
	struct calendar_imported done = {0};
	struct again_report walk = {0};
	struct typed typed;
	err e = load(v, &done, &walk);
	if (e == OK) {
		see_other(v, path_with(v, "/calendar?y=%d&lines=%zu&moved=%lld", done.moves ? day_civil(done.to).year : day_civil(v->ui.today).year,
				       done.lines, (long long)walk.moved));
		return OK;
	}
	if (!typed_from(v, e, S(""), &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return show(v, &(struct calendar_page_view){.error = typed.error, .text = form_get(v, "text"), .name = form_get(v, "name"),
						    .label = form_get(v, "label"), .notice = form_get(v, "notice")});
}
