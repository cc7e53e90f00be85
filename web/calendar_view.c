/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger as a month: what is due on which day, with the working days, holidays and
 * make-up days of the region's own calendar. */
#include <stdio.h>

#include "web/web_in.h"

enum { ITEMS_SHOWN = 4, DAYS_MOST = 42 };

static bool month_parse(str s, int *ret_year, int *ret_month)
{
	char day[16];
	day_t d;
	if (s.n != 7)
		return false;
	snprintf(day, sizeof day, STR_FMT "-01", STR_ARG(s));
	if (!day_parse(str_of(day), &d))
		return false;
	struct civil c = day_civil(d);
	if (c.year < 1950 || c.year > 2150)
		return false;
	*ret_year = c.year;
	*ret_month = c.month;
	return true;
}

static str month_href(struct visit *v, int year, int month)
{
	return join_query(v, "c did n month", path_with(v, "month=%04d-%02d", year + (month > 12) - (month < 1), (month + 11) % 12 + 1));
}

static str day_note_said(struct visit *v, day_t d)
{
	const struct day_note *note = NULL;
	enum day_sort sort = calendar_sort(v->ui.calendar, d, &note);
	if (sort == DAY_WORK_MAKEUP)
		return said(v, W("DAY|work"));
	if (sort != DAY_REST_HOLIDAY)
		return STR_NONE;
	return note && note->name.n && v->lang == LANG_ZH ? note->name : said(v, W("DAY|rest"));
}

static void day_fill(struct visit *v, day_t d, int month, const struct matter_page *page, const day_t *due, struct month_day *ret)
{
	const struct matter_row **items = arena_new_n(v->arena, ITEMS_SHOWN, const struct matter_row *);
	struct buf b;
	*ret = (struct month_day){.day = d, .within = day_civil(d).month == month, .works = calendar_works(v->ui.calendar, d),
		.today = d == v->ui.today, .note = day_note_said(v, d), .items = items};
	for (size_t i = 0; i < page->n; i++) {
		if (due[i] != d)
			continue;
		if (ret->n < ITEMS_SHOWN)
			items[ret->n++] = &page->rows[i];
		else
			ret->more++;
	}
	buf_init(&b, v->arena);
	buf_add(&b, ui_day(&v->ui, d));
	buf_z(&b, " ");
	put_weekday(&b, v->lang, d);
	ret->label = buf_str(&b);
}

static err days_fill(struct visit *v, const struct matter_query *q, struct month_view *m)
{
	struct matter_query in = *q;
	struct matter_page page;
	day_t first = day_of(m->year, m->month, 1), last = day_month_end(m->year, m->month);
	day_t from = first - day_weekday(first) + 1, to = last + 7 - day_weekday(last);
	in.order = ORDER_DUE;
	in.cursor = STR_NONE;
	in.limit = LIMIT_PAGE;
	in.due_from = q->due_from != DAY_NONE && q->due_from > from ? q->due_from : from;
	in.due_to = q->due_to != DAY_NONE && q->due_to < to ? q->due_to : to;
	TRY(matter_list(ctx_of(v), &in, &page));
	day_t *due = arena_new_n(v->arena, page.n, day_t);
	for (size_t i = 0; i < page.n; i++)
		due[i] = due_day(&v->ui, page.rows[i].due);
	struct month_day *days = arena_new_n(v->arena, DAYS_MOST, struct month_day);
	for (day_t d = from; d <= to; d++)
		day_fill(v, d, m->month, &page, due, &days[m->n_days++]);
	m->days = days;
	m->n = page.n;
	m->short_page = page.next.n > 0;
	m->provisional = !calendar_known(v->ui.calendar, m->year);
	return OK;
}

err calendar_show(struct visit *v, const struct matter_query *q, struct ledger_view *view)
{
	struct civil now = day_civil(v->ui.today);
	struct month_view m = {.year = now.year, .month = now.month};
	struct buf b;
	bool asked = month_parse(query_get(v, "month"), &m.year, &m.month);
	TRY(days_fill(v, q, &m));
	buf_init(&b, v->arena);
	if (v->lang == LANG_ZH)
		buf_fmt(&b, "%d年%d月", m.year, m.month);
	else
		buf_fmt(&b, "%04d-%02d", m.year, m.month);
	m.title = buf_str(&b);
	m.previous = month_href(v, m.year, m.month - 1);
	m.next = month_href(v, m.year, m.month + 1);
	m.now = asked ? join_query(v, "c did n month", STR_NONE) : STR_NONE;
	view->n = m.n;
	render(v, ui_month(&v->rs->body, &v->ui, view, &m));
	return OK;
}
