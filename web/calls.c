/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of each day (来电、接通), pasted or as a file of the telephone's software: what 接通率 is made of. */
#include "web/calls_in.h"
#include "web/web_in.h"

static err month_of_page(struct visit *v, int *ret)
{
	str asked = query_get(v, "m");
	*ret = month_of_day(v->ui.today);
	return !asked.n || month_of_text(asked, ret) ? OK : fail(ERR_INPUT, "a month is written like 2026-10");
}

static err show(struct visit *v, struct calls_view *view)
{
	int month;
	struct calls_day *rows;
	TRY(month_of_page(v, &month));
	if (!kind_named(v, S(ORDER_KIND)))
		return fail(ERR_NOTFOUND, "there is no such page");
	day_t from = day_of(month / 100, month % 100, 1);
	TRY(calls_read(ctx_of(v), from, day_month_end(month / 100, month % 100), &rows, &view->n));
	view->rows = rows;
	for (size_t i = 0; i < view->n; i++) {
		view->sum.inbound += rows[i].inbound;
		view->sum.answered += rows[i].answered;
		view->sum.quickly += rows[i].quickly;
	}
	view->month = month_text(v->arena, month);
	view->before = month_text(v->arena, month_before(month));
	view->after = month_after(month) <= month_of_day(v->ui.today) ? month_text(v->arena, month_after(month)) : S("");
	view->may = request_month_may_keep(ctx_of(v));
	TRY(frame(v, "rates"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	render(v, ui_calls(&v->rs->body, &v->ui, view));
	return OK;
}

err calls_page(struct visit *v)
{
	struct calls_view view = {0};
	return show(v, &view);
}

static err take(struct visit *v, str text, int *ret_month)
{
	struct calls_day *days = arena_new_n(v->arena, CALLS_DAYS, struct calls_day);
	int wrong;
	size_t n = calls_rows(text, days, CALLS_DAYS, &wrong);
	if (wrong)
		return fail(ERR_INPUT, "line {0} is no day of calls; write date, calls that came in, answered, answered within 15 seconds", str_dup(v->arena, ui_n(wrong)));
	TRY(committing(v, calls_put(ctx_of(v), days, n)));
	*ret_month = month_of_day(days[n - 1].day);
	return OK;
}

err calls_post(struct visit *v)
{
	struct http_file f;
	struct typed t;
	struct calls_view view = {.typed = form_get(v, "rows")};
	int month = 0;
	err e = take(v, upload_find(v, "file", &f) && f.bytes.n ? f.bytes : view.typed, &month);
	if (e == OK) {
		see_other(v, path_with(v, "/requests/rates/calls?m=" STR_FMT "&did=1", STR_ARG(month_text(v->arena, month))));
		return OK;
	}
	if (!typed_from(v, e, S("calls"), &t))
		return e;
	v->rs->status = t.status;
	view.error = t.error;
	ctx_refresh(ctx_of(v));
	return show(v, &view);
}
