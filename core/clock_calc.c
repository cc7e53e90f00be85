/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic of a clock (时限). See clock.h for the rules of counting. */
#include "core/clock_in.h"

#include <stdlib.h>

#define DAY_MS INT64_C(86400000)
#define FAR_DAY 2932896 /* 9999-12-31 */
#define BUDGET_MOST INT64_C(10000000)

/* ---- days that count --------------------------------------------------------- */

static bool counts_working_days(const struct clock_run *r)
{
	return r->clock->unit == CU_WORKING_DAY;
}

bool clock_counts_ms(enum clock_unit unit)
{
	return unit == CU_WORKING_HOUR || unit == CU_HOUR || unit == CU_MINUTE;
}

/* Days in (a, b] as the unit counts them, pauses not yet taken out; a <= b. */
static int64_t plain_days(const struct clock_run *r, day_t a, day_t b)
{
	if (a >= b)
		return 0;
	return counts_working_days(r) ? calendar_between(r->place->calendar, a, b) : (int64_t)b - a;
}

static day_t later(day_t a, day_t b)
{
	return a > b ? a : b;
}

static day_t sooner(day_t a, day_t b)
{
	return a < b ? a : b;
}

static day_t far_clip(int64_t d)
{
	return d < -FAR_DAY ? -FAR_DAY : d > FAR_DAY ? FAR_DAY : (day_t)d;
}

static day_t day_at(const struct clock_run *r, ms_t t)
{
	return far_clip(zone_day(r->place->zone, t));
}

/* Days in (a, b] that count; negative when b < a. */
static int64_t counted_days(const struct clock_run *r, day_t a, day_t b)
{
	if (b < a)
		return -counted_days(r, b, a);
	int64_t n = plain_days(r, a, b);
	for (size_t i = 0; i < r->n_days; i++)
		n -= plain_days(r, later(a, r->days[i].from - 1), sooner(b, r->days[i].to - 1));
	return n;
}

static day_t add_days(const struct clock_run *r, day_t d, int64_t n)
{
	if (!counts_working_days(r))
		return far_clip(d + n);
	d = calendar_add(r->place->calendar, d, n);
	return d == DAY_NONE ? FAR_DAY : far_clip(d);
}

/* ---- opening hours ------------------------------------------------------------- */

static const struct hours *hours_on(const struct clock_place *p, day_t d)
{
	const struct hours *h = NULL;
	for (size_t i = 0; i < p->n_hours; i++)
		if (p->hours[i].from == DAY_NONE || p->hours[i].from <= d)
			h = &p->hours[i];
	return h;
}

struct day_hours {
	struct clock_ms_span span[HOURS_SPANS];
	size_t n;
};

/* The opening spans of a day; a place without hours is open all of every working day. */
static void open_spans(const struct clock_place *p, day_t d, struct day_hours *ret)
{
	const struct hours *h = hours_on(p, d);
	enum day_sort sort = calendar_sort(p->calendar, d, NULL);
	ret->n = 0;
	if (sort == DAY_REST || sort == DAY_REST_HOLIDAY)
		return;
	if (!h) {
		ret->span[ret->n++] = (struct clock_ms_span){zone_at(p->zone, d, 0), zone_at(p->zone, d + 1, 0)};
		return;
	}
	int weekday = sort == DAY_WORK_MAKEUP ? h->makeup_as : day_weekday(d);
	for (size_t i = 0; i < HOURS_SPANS; i++) {
		int open = h->span[weekday - 1][i].open, close = h->span[weekday - 1][i].close;
		if (open < close)
			ret->span[ret->n++] = (struct clock_ms_span){zone_at(p->zone, d, open * 60000),
				zone_at(p->zone, d, close * 60000)};
	}
}

/* 民法典 203 II: the close of business, else 24:00. */
int clock_close_minute(const struct clock_place *p, day_t d)
{
	const struct hours *h = hours_on(p, d);
	enum day_sort sort = calendar_sort(p->calendar, d, NULL);
	int close = 0;
	if (!h || sort == DAY_REST || sort == DAY_REST_HOLIDAY)
		return 1440;
	int weekday = sort == DAY_WORK_MAKEUP ? h->makeup_as : day_weekday(d);
	for (size_t i = 0; i < HOURS_SPANS; i++)
		if (h->span[weekday - 1][i].close > close)
			close = h->span[weekday - 1][i].close;
	return close ? close : 1440;
}

static ms_t end_of(const struct clock_place *p, day_t d)
{
	int minute = clock_close_minute(p, d);
	return minute == 1440 ? zone_at(p->zone, d + 1, 0) : zone_at(p->zone, d, minute * 60000);
}

/* The start itself while the desk has not closed on a working day, else the next opening. */
static ms_t opening_after(const struct clock_place *p, ms_t start)
{
	day_t d = far_clip(zone_day(p->zone, start));
	struct day_hours h;
	open_spans(p, d, &h);
	if (h.n && start < h.span[h.n - 1].to)
		return start;
	for (int i = 0; i < 400; i++) { /* a calendar or hours without any opening at all end here */
		d = calendar_add(p->calendar, d, 1);
		open_spans(p, d, &h);
		if (h.n)
			return h.span[0].from;
	}
	return start;
}

/* Open time in [a, b), pauses not taken out. */
static ms_t open_ms(const struct clock_run *r, ms_t a, ms_t b)
{
	const struct clock_place *p = r->place;
	ms_t sum = 0;
	if (a >= b)
		return 0;
	if (r->clock->unit != CU_WORKING_HOUR)
		return b - a;
	day_t last = day_at(r, b);
	for (day_t d = calendar_add(p->calendar, day_at(r, a), 0); d <= last; d = calendar_add(p->calendar, d, 1)) {
		struct day_hours h;
		open_spans(p, d, &h);
		for (size_t i = 0; i < h.n; i++) {
			ms_t from = h.span[i].from > a ? h.span[i].from : a, to = h.span[i].to < b ? h.span[i].to : b;
			sum += from < to ? to - from : 0;
		}
	}
	return sum;
}

/* The instant at which `need` of open time has passed since t, pauses not taken out. */
static ms_t add_ms(const struct clock_run *r, ms_t t, ms_t need)
{
	const struct clock_place *p = r->place;
	if (r->clock->unit != CU_WORKING_HOUR || need <= 0)
		return t + need;
	for (day_t d = calendar_add(p->calendar, day_at(r, t), 0); d < FAR_DAY; d = calendar_add(p->calendar, d, 1)) {
		struct day_hours h;
		open_spans(p, d, &h);
		for (size_t i = 0; i < h.n; i++) {
			ms_t from = h.span[i].from > t ? h.span[i].from : t;
			if (from >= h.span[i].to)
				continue;
			if (h.span[i].to - from >= need)
				return from + need;
			need -= h.span[i].to - from;
		}
	}
	return zone_at(p->zone, FAR_DAY, 0);
}

/* Open time spent between the beginning and t, pauses taken out. */
static ms_t spent_ms(const struct clock_run *r, ms_t t)
{
	ms_t sum = open_ms(r, r->begin, t);
	for (size_t i = 0; i < r->n_pauses && r->pauses[i].from < t; i++)
		sum -= open_ms(r, r->pauses[i].from, r->pauses[i].to < t ? r->pauses[i].to : t);
	return sum;
}

/* The instant at which `need` has been spent; MS_NONE when the open pause comes first. */
static ms_t instant_spent(const struct clock_run *r, ms_t need)
{
	ms_t t = add_ms(r, r->begin, need);
	for (size_t i = 0; i < r->n_pauses && r->pauses[i].from < t; i++)
		t = add_ms(r, t, open_ms(r, r->pauses[i].from, r->pauses[i].to));
	return r->open_since != MS_NONE && r->open_since < t ? MS_NONE : t;
}

/* ---- making ---------------------------------------------------------------------- */

static int64_t unit_ms(enum clock_unit unit)
{
	return unit == CU_MINUTE ? 60000 : 3600000;
}

static int64_t whole_budget(const struct clock *c)
{
	int64_t n = c->unit == CU_UNTIL ? 0 : c->budget;
	for (size_t i = 0; i < c->n_ledger; i++)
		if (c->ledger[i].what == CLOCK_EXTENDED && !add_ok(n, c->ledger[i].by, &n))
			n = BUDGET_MOST;
	int64_t least = c->unit == CU_UNTIL ? -BUDGET_MOST : 0;
	return n < least ? least : n > BUDGET_MOST ? BUDGET_MOST : n;
}

static int by_from(const void *pa, const void *pb)
{
	const struct clock_ms_span *a = pa, *b = pb;
	return a->from < b->from ? -1 : a->from > b->from;
}

static ms_t far_ms(ms_t t)
{
	const ms_t far = (ms_t)FAR_DAY * DAY_MS;
	return t < -far ? -far : t > far ? far : t;
}

/* Closed pauses, sorted and apart; the earliest open one cuts those behind it. */
static void gather_pauses(struct arena *a, struct clock_run *r)
{
	const struct clock *c = r->clock;
	size_t n = 0;
	for (size_t i = 0; i < c->n_ledger; i++) {
		const struct clock_entry *e = &c->ledger[i];
		if (e->what == CLOCK_PAUSED && e->to == MS_NONE && (r->open_since == MS_NONE || e->from < r->open_since))
			r->open_since = e->from > r->begin ? e->from : r->begin;
		n += e->what == CLOCK_PAUSED && e->to != MS_NONE;
	}
	if (!n)
		return;
	struct clock_ms_span *v = r->pauses = arena_new_n(a, n, struct clock_ms_span);
	n = 0;
	for (size_t i = 0; i < c->n_ledger; i++) {
		const struct clock_entry *e = &c->ledger[i];
		if (e->what != CLOCK_PAUSED || e->to == MS_NONE || e->to <= r->begin || e->to <= e->from)
			continue;
		v[n++] = (struct clock_ms_span){e->from > r->begin ? e->from : r->begin, far_ms(e->to)};
	}
	qsort(v, n, sizeof *v, by_from);
	for (size_t i = 0; i < n; i++) {
		if (r->open_since != MS_NONE && v[i].from >= r->open_since)
			break;
		struct clock_ms_span *last = r->n_pauses ? &v[r->n_pauses - 1] : NULL;
		if (last && v[i].from <= last->to)
			last->to = v[i].to > last->to ? v[i].to : last->to;
		else
			v[r->n_pauses++] = v[i];
	}
}

/* The days of the pauses; one that begins before the first counted day moves the start. */
static void gather_days(struct arena *a, struct clock_run *r)
{
	size_t n = 0;
	r->days = r->n_pauses ? arena_new_n(a, r->n_pauses, struct clock_day_span) : NULL;
	for (size_t i = 0; i < r->n_pauses; i++) {
		day_t from = day_at(r, r->pauses[i].from), to = day_at(r, r->pauses[i].to);
		if (from <= r->first)
			r->first = later(r->first, to);
		else if (n && from <= r->days[n - 1].to)
			r->days[n - 1].to = later(r->days[n - 1].to, to);
		else
			r->days[n++] = (struct clock_day_span){from, to};
	}
	r->n_days = n;
}

static bool years_known(const struct calendar *c, day_t a, day_t b)
{
	int last = day_civil(far_clip(b)).year;
	for (int y = day_civil(far_clip(a)).year; y <= last; y++)
		if (!calendar_known(c, y))
			return false;
	return true;
}

static day_t last_day(struct clock_run *r, int64_t n)
{
	const struct clock *c = r->clock;
	if (c->unit == CU_UNTIL)
		return far_clip(c->until + n);
	day_t end = c->unit == CU_MONTH ? day_add_months(r->first, (int)n) : add_days(r, r->first, n);
	if (end == DAY_NONE)
		end = FAR_DAY;
	for (size_t i = 0; i < r->n_days && r->days[i].from <= end; i++)
		end = add_days(r, end, plain_days(r, r->days[i].from - 1, r->days[i].to - 1));
	return end;
}

static void make_of_days(struct arena *a, struct clock_run *r, int64_t n)
{
	const struct clock_place *p = r->place;
	if (r->clock->unit == CU_UNTIL) {
		r->n_pauses = 0; /* a date named does not move */
		r->open_since = MS_NONE;
	}
	gather_days(a, r);
	r->raw_day = last_day(r, n);
	r->due_day = r->raw_day;
	if (r->clock->roll && !counts_working_days(r))
		r->due_day = later(r->due_day, calendar_add(p->calendar, r->due_day, 0));
	r->total = counted_days(r, r->first, r->due_day);
	r->due = end_of(p, r->due_day);
	r->provisional = counts_working_days(r) ? !years_known(p->calendar, r->first, r->due_day)
			 : (r->clock->roll || hours_on(p, r->due_day)) && !years_known(p->calendar, r->raw_day, r->due_day);
}

static void make_of_ms(struct clock_run *r, int64_t n)
{
	const struct clock_place *p = r->place;
	r->total = n * unit_ms(r->clock->unit);
	r->due = instant_spent(r, r->total);
	r->raw_day = r->due_day = r->due == MS_NONE ? DAY_NONE : day_at(r, r->due);
	if (r->clock->unit == CU_WORKING_HOUR)
		r->provisional = !hours_on(p, r->first) ||
				 !years_known(p->calendar, r->first, r->due == MS_NONE ? r->first : r->due_day);
}

void clock_run_make(struct arena *a, const struct clock_place *p, const struct clock *c, struct clock_run *ret)
{
	struct clock_run r = {.place = p, .clock = c, .begin = far_ms(c->start), .open_since = MS_NONE};
	int64_t n = whole_budget(c);
	if (c->unit == CU_WORKING_DAY || c->unit == CU_WORKING_HOUR)
		r.begin = opening_after(p, r.begin);
	r.first = day_at(&r, r.begin);
	gather_pauses(a, &r);
	if (clock_counts_ms(c->unit))
		make_of_ms(&r, n);
	else
		make_of_days(a, &r, n);
	if (r.open_since != MS_NONE && r.due != MS_NONE && r.open_since >= r.due)
		r.open_since = MS_NONE; /* over before it paused: it stays over */
	if (r.open_since != MS_NONE) {
		r.due = MS_NONE;
		r.due_day = DAY_NONE;
	}
	r.provisional |= p->missing.n > 0;
	*ret = r;
}

/* ---- asking ----------------------------------------------------------------------- */

static int share_of(int64_t spent, int64_t total)
{
	if (total <= 0)
		return spent >= 0 ? 10000 : 0;
	int64_t share = spent > INT64_MAX / 10000 ? 10000 * (spent / total) : spent * 10000 / total;
	return (int)(share < 0 ? 0 : share > 1000000 ? 1000000 : share);
}

/* Days spent, the day of t included; the day on which an open pause began is not spent. */
static int64_t spent_days(const struct clock_run *r, ms_t t, bool held)
{
	day_t today = day_at(r, t);
	return counted_days(r, r->first, later(r->first, held && today > r->first ? today - 1 : today));
}

void clock_at(const struct clock_run *r, ms_t now, struct clock_state *ret)
{
	const struct clock *c = r->clock;
	bool stopped = c->stopped != MS_NONE && c->stopped <= now;
	ms_t t = stopped ? c->stopped : now;
	struct clock_state s = {.overdue = r->due != MS_NONE && r->due < t};
	bool held = s.paused = r->open_since != MS_NONE && r->open_since <= t;
	if (held)
		t = r->open_since;
	for (size_t i = 0; i < r->n_pauses; i++)
		s.paused |= r->pauses[i].from <= t && t < r->pauses[i].to;
	if (clock_counts_ms(c->unit)) {
		int64_t spent = spent_ms(r, t), left = r->total - spent, one = unit_ms(c->unit);
		s.total = r->total / one;
		s.left = left / one + (left % one > 0);
		s.spent = s.total - s.left;
		s.share = share_of(spent, r->total);
	} else {
		s.total = r->total;
		s.spent = spent_days(r, t, held);
		s.left = s.total - s.spent;
		s.share = share_of(s.spent, s.total);
	}
	*ret = s;
}

/* The first day, from the first on, by whose end `need` days are spent. */
static day_t day_spent(const struct clock_run *r, int64_t need)
{
	day_t lo = r->first, hi = later(r->first, r->due_day);
	while (lo < hi) {
		day_t mid = lo + (hi - lo) / 2;
		if (counted_days(r, r->first, mid) >= need)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

static ms_t when_spent(const struct clock_run *r, int64_t need)
{
	if (r->due == MS_NONE)
		return MS_NONE;
	if (need <= 0)
		return r->begin;
	if (clock_counts_ms(r->clock->unit))
		return instant_spent(r, need);
	ms_t t = zone_at(r->place->zone, day_spent(r, need), 0);
	return t > r->begin ? t : r->begin;
}

ms_t clock_when_left(const struct clock_run *r, int64_t n)
{
	int64_t one = clock_counts_ms(r->clock->unit) ? unit_ms(r->clock->unit) : 1;
	if (n < 0)
		return MS_NONE;
	return when_spent(r, n > r->total / one ? 0 : r->total - n * one);
}

ms_t clock_when_spent(const struct clock_run *r, int64_t percent)
{
	if (percent > 100)
		return MS_NONE;
	return when_spent(r, percent <= 0 ? 0 : (r->total * percent + 99) / 100);
}

ms_t clock_next(const struct clock_run *r, const struct light_rule *rules, size_t n, ms_t now)
{
	ms_t next = r->due != MS_NONE && r->due > now ? r->due : MS_NONE;
	if (r->clock->stopped != MS_NONE)
		return MS_NONE;
	for (size_t i = 0; i < n; i++) {
		ms_t t = rules[i].when == WHEN_LEFT_AT_MOST ? clock_when_left(r, rules[i].than)
			 : rules[i].when == WHEN_SPENT_AT_LEAST ? clock_when_spent(r, rules[i].than) : MS_NONE;
		if (t != MS_NONE && t > now && (next == MS_NONE || t < next))
			next = t;
	}
	return next;
}
