/* SPDX-License-Identifier: Apache-2.0 */
#include "core/week.h"

#include "base/hash.h"

#define DAY_MS ((ms_t)86400000)

/* ---- ISO weeks ---------------------------------------------------------------------- */
day_t week_monday(day_t d)
{
	return d - day_weekday(d) + 1;
}

int week_number(day_t monday, int *ret_year)
{
	int year = day_civil(monday + 3).year; /* the year of its Thursday */
	*ret_year = year;
	return (int)((monday - week_monday(day_of(year, 1, 4))) / 7) + 1;
}

void week_put(struct buf *b, day_t monday)
{
	int year, n = week_number(monday, &year);
	buf_fmt(b, "%04d-W%02d", year, n);
}

bool week_parse(str s, day_t *ret_monday)
{
	int64_t year, n;
	int of;
	if (s.n != 8 || s.p[4] != '-' || s.p[5] != 'W' || !str_int(str_cut(s, 0, 4), &year) || !str_int(str_cut(s, 6, 8), &n) ||
	    year < 1970 || n < 1 || n > 53)
		return false;
	day_t monday = week_monday(day_of((int)year, 1, 4)) + 7 * ((day_t)n - 1);
	if (week_number(monday, &of) != n || of != year)
		return false;
	*ret_monday = monday;
	return true;
}

/* ---- cut-offs ------------------------------------------------------------------------ */
static bool any_work(const struct calendar *c, day_t monday)
{
	return calendar_between(c, monday - 1, monday + 6) > 0;
}

static day_t rolled(const struct calendar *c, const struct week_rules *r, day_t d)
{
	return calendar_works(c, d) ? d : calendar_add(c, d, r->cutoff_back ? -1 : 1);
}

static ms_t minute_at(const struct clock_place *p, day_t d, int minute)
{
	return zone_at(p->zone, d, minute * 60000);
}

static ms_t until_of(const struct clock_place *p, const struct week_rules *r, const struct week_window *w)
{
	if (r->late_days <= 0)
		return w->cutoff;
	day_t last = calendar_add(p->calendar, w->day, r->late_days);
	if (last > w->day + 6)
		last = w->day + 6; /* a holiday does not make it the next week */
	return zone_at(p->zone, last + 1, 0);
}

static void cutoff_of(const struct clock_place *p, const struct week_rules *r, day_t nominal, struct week_window *w)
{
	w->day = rolled(p->calendar, r, nominal);
	w->moved = w->day != nominal;
	w->cutoff = minute_at(p, w->day, r->cutoff_minute);
	w->until = until_of(p, r, w);
}

static day_t month_cutoff(int year, int month, int day)
{
	day_t end = day_month_end(year, month), d = day_of(year, month, 1) + day - 1;
	return d > end ? end : d;
}

static void month_window(const struct clock_place *p, const struct week_rules *r, day_t monday, struct week_window *w)
{
	struct week_window before;
	*w = (struct week_window){0};
	for (int i = 0; i < 2; i++) {
		struct civil c = day_civil(monday + 6 * i);
		day_t nominal = month_cutoff(c.year, c.month, r->month_day);
		if (nominal < monday || nominal > monday + 6)
			continue;
		struct civil last = day_civil(day_of(c.year, c.month, 1) - 1);
		cutoff_of(p, r, month_cutoff(last.year, last.month, r->month_day), &before);
		cutoff_of(p, r, nominal, w);
		w->from = before.cutoff;
		w->owed = true;
		return;
	}
}

void week_spans(const struct clock_place *p, day_t first, const struct week_rules *rules, size_t n, struct week_span *ret)
{
	struct week_window before = {0};
	cutoff_of(p, &rules[0], first - 7 + rules[0].cutoff_day - 1, &before);
	for (size_t i = 0; i < n; i++) {
		const struct week_rules *r = &rules[i + 1];
		struct week_span *s = &ret[i];
		*s = (struct week_span){.monday = first + 7 * (day_t)i, .new_days = r->new_days};
		cutoff_of(p, r, s->monday + r->cutoff_day - 1, &s->week);
		s->week.from = before.cutoff;
		s->week.owed = any_work(p->calendar, s->monday) && s->week.cutoff > before.cutoff;
		if (s->week.owed)
			before = s->week; /* what was done in a week of holidays counts for the next */
		month_window(p, r, s->monday, &s->month);
	}
}

/* ---- what a matter did ------------------------------------------------------------------- */
struct judging {
	const struct clock_place *place;
	const struct week_point *v;
	size_t n;
	ms_t now, taken; /* reports up to then belong to an earlier week */
};

/* How it stood at that instant; NULL: it was not there yet. */
static const struct week_point *stood(const struct judging *j, ms_t at)
{
	const struct week_point *p = NULL;
	for (size_t i = 0; i < j->n && j->v[i].at <= at; i++)
		p = &j->v[i];
	return p;
}

static const struct week_point *first_report(const struct judging *j, ms_t from, ms_t to)
{
	for (size_t i = 0; i < j->n; i++)
		if (j->v[i].report && j->v[i].at > from && j->v[i].at <= to)
			return &j->v[i];
	return NULL;
}

static const struct week_point *last_report(const struct judging *j, ms_t from, ms_t to)
{
	const struct week_point *p = NULL;
	for (size_t i = 0; i < j->n && j->v[i].at <= to; i++)
		if (j->v[i].report && j->v[i].at > from)
			p = &j->v[i];
	return p;
}

/* Long enough at work when the cut-off came? */
static bool settled(const struct judging *j, const struct week_point *at, const struct week_span *s, const struct week_window *w)
{
	const struct week_point *since = at;
	while (since > j->v && since[-1].works)
		since--;
	return calendar_between(j->place->calendar, zone_day(j->place->zone, since->at), w->day) >= s->new_days;
}

/* What was said against what had been said before, and what came with it. */
static void compare(const struct judging *j, const struct week_window *w, const struct week_point *r, struct week_state *s)
{
	int share = -1, files = 0, all = 0;
	const struct week_point *first = r;
	for (const struct week_point *p = j->v; p < r; p++)
		if (p->report && (p->at <= w->from || p->at <= j->taken)) {
			share = p->share;
			first = p + 1;
		}
	for (const struct week_point *p = j->v; p < j->v + j->n && p->at <= w->until; p++) {
		all += p->files;
		files += p >= first ? p->files : 0;
	}
	s->share_before = share;
	s->share = r->share;
	s->claim = (r->share > (share < 0 ? 0 : share) && !files) || (r->share >= 100 && !all);
	s->fell = share >= 0 && r->share < share;
	s->same = r->same && !r->nothing;
	s->nothing = r->nothing;
}

static void judge_window(struct judging *j, const struct week_span *span, const struct week_window *w, struct week_state *s)
{
	ms_t from = w->from > j->taken ? w->from : j->taken, at = w->cutoff < j->now ? w->cutoff : j->now;
	const struct week_point *p = stood(j, at), *r = last_report(j, from, w->cutoff < j->now ? w->cutoff : j->now);
	bool owes = p && p->works && settled(j, p, span, w);
	if (r) {
		s->said = WEEK_ON_TIME;
	} else if (owes && j->now <= w->cutoff) {
		s->said = WEEK_OPEN;
	} else if (owes) {
		r = first_report(j, w->cutoff > j->taken ? w->cutoff : j->taken, w->until < j->now ? w->until : j->now);
		s->said = r ? WEEK_LATE : WEEK_MISSING;
	}
	if (r) {
		s->at = r->at;
		compare(j, w, r, s);
	}
	if (s->said == WEEK_LATE)
		j->taken = r->at;
}

static void judge_span(struct judging *j, const struct week_span *span, struct week_state *s)
{
	ms_t at = span->week.cutoff < j->now ? span->week.cutoff : j->now;
	const struct week_point *p = stood(j, at);
	*s = (struct week_state){.at = MS_NONE, .reminded = MS_NONE, .share = -1, .share_before = -1};
	if (!p)
		return;
	s->there = p->open;
	s->timed = p->timed;
	s->lead = p->lead;
	s->light = p->light;
	const struct week_window *w = p->every == EVERY_MONTH ? &span->month : &span->week;
	s->final = j->now > (w->owed ? w->until : span->week.until);
	ms_t ends = zone_at(j->place->zone, span->monday + 7, 0); /* who is late may be reminded to the end of the week */
	for (size_t i = 0; i < j->n && (j->v[i].at <= w->until || j->v[i].at < ends); i++)
		if (j->v[i].reminded && j->v[i].at > w->from)
			s->reminded = j->v[i].at;
	if (p->every != EVERY_NEVER && w->owed && j->now > w->from)
		judge_window(j, span, w, s);
}

void week_judge(const struct clock_place *place, const struct week_span *spans, size_t n, const struct week_point *v, size_t n_points, ms_t now,
		struct week_state *ret)
{
	struct judging j = {.place = place, .v = v, .n = n_points, .now = now, .taken = MS_NONE};
	for (size_t i = 0; i < n; i++)
		judge_span(&j, &spans[i], &ret[i]);
}

bool look_back_drawn(int64_t matter, ms_t closed, int64_t share)
{
	uint8_t bytes[16];
	struct digest d;
	for (size_t i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)((uint64_t)matter >> (8 * i));
		bytes[8 + i] = (uint8_t)((uint64_t)closed >> (8 * i));
	}
	hash_bytes(HASH_SHA256, bytes, sizeof bytes, &d);
	return (d.b[0] << 8 | d.b[1]) % 100 < share;
}
