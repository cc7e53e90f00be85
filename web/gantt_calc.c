/* SPDX-License-Identifier: Apache-2.0 */
#include "web/gantt_in.h"

enum { TICK_ROOM = 80 }; /* of a label like 2026-10, in a drawing of 1000 that is 38 rem wide */

static day_t month_begin(day_t d)
{
	struct civil c = day_civil(d);
	return day_of(c.year, c.month, 1);
}

static day_t month_last(day_t d)
{
	struct civil c = day_civil(d);
	return day_month_end(c.year, c.month);
}

static int months_between(day_t a, day_t b)
{
	struct civil x = day_civil(a), y = day_civil(b);
	return (y.year - x.year) * 12 + y.month - x.month + 1;
}

struct gantt_scale gantt_scale_of(const struct gantt_span *v, size_t n, day_t today, int months, int width)
{
	day_t first = today, last = today;
	for (size_t i = 0; i < n; i++) {
		first = v[i].from < first ? v[i].from : first;
		last = v[i].to != DAY_NONE && v[i].to > last ? v[i].to : last;
	}
	first = month_begin(first);
	last = month_last(last);
	if (months_between(first, last) > months) {
		/* a third before today, the rest to come; what is left over goes to the other side */
		day_t low = month_begin(day_add_months(today, -(months / 3)));
		day_t high = month_last(day_add_months(low, months - 1));
		if (high > last) {
			high = last;
			low = month_begin(day_add_months(month_begin(last), 1 - months));
		}
		if (low < first) {
			low = first;
			high = month_last(day_add_months(first, months - 1));
		}
		first = low;
		last = high;
	}
	return (struct gantt_scale){.first = first, .last = last, .width = width};
}

int gantt_x(const struct gantt_scale *s, day_t d)
{
	int64_t days = (int64_t)s->last - s->first + 1;
	int64_t at = (int64_t)d - s->first;
	at = at < 0 ? 0 : at > days ? days : at;
	return (int)(at * s->width / days);
}

struct gantt_bar gantt_bar_of(const struct gantt_scale *s, const struct gantt_span *v, day_t today)
{
	struct gantt_bar b = {.done = -1, .endless = v->to == DAY_NONE, .cut = v->from < s->first};
	day_t to = b.endless ? (today > v->from ? today : v->from) : v->to;
	if (to < v->from)
		to = v->from; /* due before it was opened: a bar of one day */
	b.x = gantt_x(s, v->from);
	int end = gantt_x(s, to + 1);
	if (end - b.x < 3) { /* never thinner than can be seen */
		b.x = b.x > s->width - 3 ? s->width - 3 : b.x;
		end = b.x + 3;
	}
	b.w = end - b.x;
	if (v->share >= 0)
		b.done = b.w * (v->share > 100 ? 100 : v->share) / 100;
	if (v->open && !b.endless && to < today) {
		b.over_x = b.x + b.w;
		b.over_w = gantt_x(s, today + 1) - b.over_x;
		b.over_w = b.over_w < 0 ? 0 : b.over_w;
	}
	return b;
}

size_t gantt_ticks(const struct gantt_scale *s, struct gantt_tick ret[GANTT_TICKS])
{
	static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
	int months = months_between(s->first, s->last), step = 1;
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		step = steps[i];
		if (months / step * TICK_ROOM <= s->width && months / step < GANTT_TICKS)
			break;
	}
	for (day_t d = month_begin(s->first); d <= s->last && n < GANTT_TICKS; d = day_add_months(d, step))
		ret[n++] = (struct gantt_tick){d, gantt_x(s, d)};
	return n;
}
