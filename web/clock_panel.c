/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of a clock: every counted day carries its number, the others say why not. */
#include <stdio.h>

#include "web/web_in.h"

enum { WEEKS_SHOWN = 6, ENDS_SHOWN = 2 };

struct counting {
	const struct calendar *calendar;
	bool working, numbered;
	day_t first, due, today;
	int64_t n;
};

static bool counts(const struct counting *c, day_t d)
{
	return d > c->first && d <= c->due && (!c->working || calendar_works(c->calendar, d));
}

static str day_label(struct visit *v, day_t d, bool with_month)
{
	struct civil c = day_civil(d);
	return with_month || c.day == 1 ? path_with(v, "%d/%d", c.month, c.day) : path_with(v, "%d", c.day);
}

/* 今天 8, 班 7, 到期, 休, 周末, 起 */
static str day_note_of(struct visit *v, const struct counting *c, day_t d, bool counted)
{
	const struct day_note *note = NULL;
	enum day_sort sort = calendar_sort(c->calendar, d, &note);
	char n[24] = "";
	if (counted && c->numbered)
		snprintf(n, sizeof n, "%lld", (long long)c->n);
	if (d == c->due)
		return said(v, W("DAY|due"));
	if (d == c->today)
		return path_with(v, STR_FMT " %s", STR_ARG(said(v, W("DAY|today"))), n);
	if (d == c->first)
		return said(v, W("DAY|start"));
	if (sort == DAY_WORK_MAKEUP)
		return path_with(v, STR_FMT " %s", STR_ARG(said(v, W("DAY|work"))), n);
	if (sort == DAY_REST_HOLIDAY)
		return said(v, W("DAY|rest"));
	if (sort == DAY_REST && !counted)
		return d > c->first && d <= c->due ? said(v, W("DAY|weekend")) : S("");
	return str_of(str_z(v->arena, str_of(n)));
}

static struct cal_week week_of(struct visit *v, struct counting *c, day_t monday, int64_t skipped)
{
	struct cal_week w = {.skipped = skipped};
	for (int i = 0; i < 7; i++) {
		day_t d = monday + i;
		bool counted = counts(c, d);
		c->n += counted;
		w.days[i] = (struct cal_day){.day = d, .top = day_label(v, d, i == 0 && (!c->n || skipped)),
					     .below = day_note_of(v, c, d, counted)};
		w.days[i].kind = d == c->due	 ? 'e'
				 : d == c->today ? 'n'
				 : !counted	 ? 0
				 : d < c->today	 ? 'u'
						 : 'l';
	}
	return w;
}

static day_t monday_of(day_t d)
{
	return d - day_weekday(d) + 1;
}

static void count_week(struct counting *c, day_t monday)
{
	for (int i = 0; i < 7; i++)
		c->n += counts(c, monday + i);
}

/* Long clocks show their beginning, the weeks around today, and their end. */
static void weeks_fill(struct visit *v, struct counting *c, struct clock_panel *ret)
{
	day_t from = monday_of(c->first), last = monday_of(c->due > c->today ? c->due : c->today);
	if (c->today > c->due + 21)
		last = monday_of(c->due);
	int64_t all = (last - from) / 7 + 1, skipped = 0;
	day_t now = monday_of(c->today);
	if (all > 520)
		return;
	struct cal_week *weeks = arena_new_n(v->arena, WEEKS_SHOWN + 4, struct cal_week);
	for (day_t m = from; m <= last; m += 7) {
		bool near_end = m < from + 7 || m > last - 7 * ENDS_SHOWN;
		bool show = all <= WEEKS_SHOWN || near_end || (m >= now && m < now + 14);
		if (show) {
			weeks[ret->n_weeks++] = week_of(v, c, m, skipped);
			skipped = 0;
		} else {
			count_week(c, m);
			skipped++;
		}
	}
	ret->weeks = weeks;
}

err clock_panel_fill(struct visit *v, const struct clock_view *clock, struct clock_panel *ret)
{
	str *why = arena_new_n(v->arena, clock->n_reasons, str);
	*ret = (struct clock_panel){.clock = clock, .due = DAY_NONE, .left = clock->left, .why = why, .n_why = clock->n_reasons};
	for (size_t i = 0; i < clock->n_reasons; i++) {
		struct buf b;
		buf_init(&b, v->arena);
		clock_reason_put(&b, v->lang, &clock->reasons[i]);
		why[i] = buf_str(&b);
	}
	if (clock->due == MS_NONE)
		return OK;
	ret->due = due_day(&v->ui, clock->due);
	enum clock_unit unit = clock->decl->unit;
	if (clock->started == MS_NONE || clock->stopped || unit == CU_HOUR || unit == CU_MINUTE)
		return OK;
	struct counting c = {.calendar = clock->calendar ? clock->calendar : v->ui.calendar,
			     .working = unit == CU_WORKING_DAY || unit == CU_WORKING_HOUR || unit == CU_UNTIL,
			     .numbered = unit == CU_WORKING_DAY || unit == CU_DAY,
			     .first = zone_day(v->ui.zone, clock->started), .due = ret->due, .today = v->ui.today};
	for (size_t i = 0; i < clock->n_reasons; i++) {
		const struct clock_reason *r = &clock->reasons[i];
		if (r->kind == REASON_PAUSE || r->kind == REASON_PAUSED)
			c.numbered = false; /* the pause took days out: the reasons say which */
		if (r->kind == REASON_OPENING)
			c.first = r->to;
	}
	if (c.first <= c.due)
		weeks_fill(v, &c, ret);
	return OK;
}
