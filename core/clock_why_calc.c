/* SPDX-License-Identifier: Apache-2.0 */
/* Why a clock ends when it ends: reasons as data, and each as a sentence. */
#include "core/clock_in.h"

#include <stdlib.h>

#define REASONS_MOST 200
#define REASONS_KEPT 12 /* room for what stands at both ends and is always said */

struct reasons {
	struct arena *arena;
	const struct clock_run *run;
	LIST(struct clock_reason) v;
	bool with_year;
};

static struct clock_reason *say(struct reasons *s, enum clock_reason_kind kind, day_t from, day_t to)
{
	struct clock_reason *r = list_push(s->arena, &s->v);
	*r = (struct clock_reason){.kind = kind, .unit = s->run->clock->unit, .from = from, .to = to,
		.with_year = s->with_year};
	return r;
}

static bool full(const struct reasons *s)
{
	return s->v.n + REASONS_KEPT >= REASONS_MOST;
}

static bool taken_out(const struct clock_run *run, day_t d)
{
	for (size_t i = 0; i < run->n_days; i++)
		if (run->days[i].from <= d && d < run->days[i].to)
			return true;
	return false;
}

/* ---- what was counted and what not -------------------------------------------- */

static void say_day(struct reasons *s, day_t d, int64_t *weekends)
{
	const struct day_note *note;
	enum day_sort sort = calendar_sort(s->run->place->calendar, d, &note);
	struct clock_reason *last = s->v.n ? &s->v.v[s->v.n - 1] : NULL;
	if (sort == DAY_REST)
		++*weekends;
	if (sort == DAY_WORK_MAKEUP && !full(s))
		say(s, REASON_MAKEUP, d, d)->note = note->name;
	if (sort != DAY_REST_HOLIDAY)
		return;
	if (last && last->kind == REASON_HOLIDAY && last->to == d - 1 && str_eq(last->note, note->name))
		last->to = d;
	else if (!full(s))
		say(s, REASON_HOLIDAY, d, d)->note = note->name;
}

static int64_t say_days(struct reasons *s, day_t end)
{
	int64_t weekends = 0;
	if (s->run->clock->unit != CU_WORKING_DAY && s->run->clock->unit != CU_WORKING_HOUR)
		return 0;
	for (day_t d = s->run->first + 1; d <= end && !full(s); d++)
		if (!taken_out(s->run, d))
			say_day(s, d, &weekends);
	return weekends;
}

static int64_t days_paused(const struct clock_run *run, day_t from, day_t to)
{
	return run->clock->unit == CU_WORKING_DAY ? calendar_between(run->place->calendar, from - 1, to - 1) : to - from;
}

static void say_entry(struct reasons *s, const struct clock_entry *e)
{
	const struct clock_run *run = s->run;
	const struct zone *zone = run->place->zone;
	struct clock_reason *r;
	if (e->what == CLOCK_PAUSED && (e->to == MS_NONE || run->clock->unit == CU_UNTIL))
		return;
	r = say(s, e->what == CLOCK_PAUSED ? REASON_PAUSE : e->what == CLOCK_EXTENDED ? REASON_EXTENDED : REASON_RECALCULATED,
		zone_day(zone, e->from), zone_day(zone, e->what == CLOCK_PAUSED ? e->to : e->from));
	r->note = e->note;
	r->asked_by = e->asked_by;
	r->granted_by = e->granted_by;
	r->n = e->what == CLOCK_PAUSED && !clock_counts_ms(run->clock->unit) ? days_paused(run, r->from, r->to) : e->by;
}

static int by_day(const void *pa, const void *pb)
{
	const struct clock_reason *a = pa, *b = pb;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

static void say_way(struct reasons *s, day_t end)
{
	const struct clock *c = s->run->clock;
	size_t from = s->v.n;
	int64_t weekends = say_days(s, end);
	for (size_t i = 0; i < c->n_ledger && !full(s); i++)
		say_entry(s, &c->ledger[i]);
	if (s->v.n > from)
		qsort(s->v.v + from, s->v.n - from, sizeof *s->v.v, by_day);
	if (weekends)
		say(s, REASON_WEEKENDS, end, end)->n = weekends;
}

/* ---- the two ends ----------------------------------------------------------------- */

static void say_start(struct reasons *s)
{
	const struct clock_run *run = s->run;
	const struct clock *c = run->clock;
	day_t came = zone_day(run->place->zone, c->start), opened = zone_day(run->place->zone, run->begin);
	if (c->unit == CU_UNTIL) {
		say(s, REASON_UNTIL, c->until, c->until);
		return;
	}
	if (opened != came)
		say(s, REASON_OPENING, came, opened);
	struct clock_reason *r = say(s, REASON_START, opened, opened);
	r->n = c->budget;
	r->n2 = (run->begin - zone_at(run->place->zone, opened, 0)) / 60000;
}

static void say_end(struct reasons *s)
{
	const struct clock_run *run = s->run;
	const struct clock *c = run->clock;
	if (run->due == MS_NONE) {
		day_t since = zone_day(run->place->zone, run->open_since);
		struct clock_reason *r = say(s, REASON_PAUSED, since, since);
		for (size_t i = 0; i < c->n_ledger; i++)
			if (c->ledger[i].what == CLOCK_PAUSED && c->ledger[i].to == MS_NONE)
				r->note = c->ledger[i].note;
		return;
	}
	if (c->unit == CU_MONTH && day_civil(run->raw_day).day != day_civil(run->first).day && !run->n_days)
		say(s, REASON_MONTH_END, run->raw_day, run->raw_day);
	if (run->due_day != run->raw_day)
		say(s, REASON_ROLL, run->raw_day, run->due_day);
	struct clock_reason *r = say(s, REASON_END, run->due_day, run->due_day);
	r->n = run->total;
	r->n2 = clock_counts_ms(c->unit) ? (run->due - zone_at(run->place->zone, run->due_day, 0)) / 60000
					 : clock_close_minute(run->place, run->due_day);
}

static void say_provisional(struct reasons *s, day_t end)
{
	if (s->run->place->missing.n)
		say(s, REASON_MISSING, s->run->first, s->run->first)->note = s->run->place->missing;
	if (!s->run->provisional)
		return;
	int last = day_civil(end).year;
	for (int y = day_civil(s->run->first).year; y <= last && s->v.n < REASONS_MOST; y++)
		if (!calendar_known(s->run->place->calendar, y)) {
			day_t d = day_of(y, 1, 1);
			say(s, REASON_PROVISIONAL, d, d);
			return; /* the first such year says enough */
		}
}

size_t clock_why(struct arena *a, const struct clock_run *run, struct clock_reason **ret)
{
	day_t end = run->due == MS_NONE ? zone_day(run->place->zone, run->open_since) : run->due_day;
	day_t came = zone_day(run->place->zone, run->clock->start);
	struct reasons s = {.arena = a, .run = run, .with_year = day_civil(came).year != day_civil(end).year};
	say_start(&s);
	say_way(&s, end);
	say_end(&s);
	say_provisional(&s, end);
	*ret = s.v.v;
	return s.v.n;
}

/* ---- sentences ---------------------------------------------------------------------- */

static const char *const unit_words[] = {
	[CU_WORKING_DAY] = W("{0} working days"), [CU_WORKING_HOUR] = W("{0} working hours"),
	[CU_DAY] = W("{0} days"), [CU_MONTH] = W("{0} months"), [CU_HOUR] = W("{0} hours"),
	[CU_MINUTE] = W("{0} minutes"), [CU_UNTIL] = W("{0} days"),
};
static const char *const unit_words_one[] = {
	[CU_WORKING_DAY] = W("{0} working day"), [CU_WORKING_HOUR] = W("{0} working hour"),
	[CU_DAY] = W("{0} day"), [CU_MONTH] = W("{0} month"), [CU_HOUR] = W("{0} hour"),
	[CU_MINUTE] = W("{0} minute"), [CU_UNTIL] = W("{0} day"),
};

void clock_units_put(struct buf *b, enum lang lang, enum clock_unit unit, int64_t n)
{
	struct buf number;
	buf_init(&number, NULL);
	buf_int(&number, n);
	str arg = buf_str(&number);
	word_fmt(b, lang, (n == 1 ? unit_words_one : unit_words)[unit], &arg, 1);
	buf_done(&number);
}

/* zh 10 月 14 日, 2027 年 1 月 4 日; en 2026-10-14 */
static void put_date(struct buf *b, enum lang lang, day_t d, bool with_year)
{
	struct civil c = day_civil(d);
	if (lang == LANG_EN)
		day_put(b, d);
	else if (with_year)
		buf_fmt(b, "%d 年 %d 月 %d 日", c.year, c.month, c.day);
	else
		buf_fmt(b, "%d 月 %d 日", c.month, c.day);
}

static void put_weekday(struct buf *b, enum lang lang, day_t d)
{
	static const char *const names[] = {W("Mon"), W("Tue"), W("Wed"), W("Thu"), W("Fri"), W("Sat"), W("Sun")};
	str name = word(lang, names[day_weekday(d) - 1]);
	buf_fmt(b, lang == LANG_EN ? " (" STR_FMT ")" : "（" STR_FMT "）", STR_ARG(name));
}

/* The pieces a sentence is made of: {from} {to} {units} {note} {weekday} {time} in the order its form names. */
enum piece { P_NONE, P_FROM, P_FROM_WEEKDAY, P_TO, P_UNITS, P_NUMBER, P_NOTE, P_TIME, P_YEAR };

static void put_piece(struct buf *b, enum lang lang, const struct clock_reason *r, enum piece piece)
{
	enum clock_unit counted = r->unit == CU_MONTH && r->kind == REASON_PAUSE ? CU_DAY : r->unit;
	switch (piece) {
	case P_NONE: break;
	case P_FROM: put_date(b, lang, r->from, r->with_year); break;
	case P_FROM_WEEKDAY: put_date(b, lang, r->from, r->with_year), put_weekday(b, lang, r->from); break;
	case P_TO: put_date(b, lang, r->to, r->with_year); break;
	case P_UNITS: clock_units_put(b, lang, counted, r->n); break;
	case P_NUMBER: buf_int(b, r->n); break;
	case P_NOTE: buf_add(b, r->note); break;
	case P_TIME: buf_fmt(b, "%02d:%02d", (int)(r->n2 / 60), (int)(r->n2 % 60)); break;
	case P_YEAR: buf_int(b, day_civil(r->from).year); break;
	}
}

enum variant { V_PLAIN, V_NOTE, V_MS, V_RANGE };
static const struct form {
	enum clock_reason_kind kind;
	enum variant variant;
	const char *key;
	enum piece piece[4];
} forms[] = {
	{REASON_START, V_PLAIN, W("starts on {0}; from the next day on {1} are counted"), {P_FROM, P_UNITS}},
	{REASON_START, V_MS, W("starts on {0} at {1}; {2} run from that moment"), {P_FROM, P_TIME, P_UNITS}},
	{REASON_OPENING, V_PLAIN, W("came in on {0} after close or on a rest day, so it starts on {1}"), {P_FROM, P_TO}},
	{REASON_UNTIL, V_PLAIN, W("due by {0}, that day included"), {P_FROM}},
	{REASON_HOLIDAY, V_PLAIN, W("{0} {1}: not counted"), {P_FROM, P_NOTE}},
	{REASON_HOLIDAY, V_RANGE, W("{0} to {1} {2}: not counted"), {P_FROM, P_TO, P_NOTE}},
	{REASON_MAKEUP, V_PLAIN, W("{0} is a make-up working day and counts"), {P_FROM_WEEKDAY}},
	{REASON_WEEKENDS, V_PLAIN, W("weekend days that are not counted: {0}"), {P_NUMBER}},
	{REASON_PAUSE, V_PLAIN, W("paused from {0} to {1}: {2} not counted"), {P_FROM, P_TO, P_UNITS}},
	{REASON_PAUSE, V_NOTE, W("paused from {0} to {1} for {2}: {3} not counted"), {P_FROM, P_TO, P_NOTE, P_UNITS}},
	{REASON_PAUSE, V_MS, W("paused from {0} to {1}; the time between is not counted"), {P_FROM, P_TO}},
	{REASON_PAUSED, V_PLAIN, W("paused since {0}; there is no date until it goes on"), {P_FROM}},
	{REASON_PAUSED, V_NOTE, W("paused since {0} for {1}; there is no date until it goes on"), {P_FROM, P_NOTE}},
	{REASON_EXTENDED, V_PLAIN, W("extended on {0} by {1}"), {P_FROM, P_UNITS}},
	{REASON_EXTENDED, V_NOTE, W("extended on {0} by {1}: {2}"), {P_FROM, P_UNITS, P_NOTE}},
	{REASON_RECALCULATED, V_PLAIN, W("recalculated on {0}"), {P_FROM}},
	{REASON_RECALCULATED, V_NOTE, W("recalculated on {0}: {1}"), {P_FROM, P_NOTE}},
	{REASON_MONTH_END, V_PLAIN, W("that month has no day of the same number; its last day is {0}"), {P_FROM}},
	{REASON_ROLL, V_PLAIN, W("{0} is a rest day; the end moves to {1}"), {P_FROM_WEEKDAY, P_TO}},
	{REASON_END, V_PLAIN, W("the last day is {0}; it ends at {1}"), {P_FROM_WEEKDAY, P_TIME}},
	{REASON_END, V_NOTE, W("working day number {0} is {1}; it ends at {2}"), {P_NUMBER, P_FROM_WEEKDAY, P_TIME}},
	{REASON_END, V_MS, W("ends on {0} at {1}"), {P_FROM_WEEKDAY, P_TIME}},
	{REASON_PROVISIONAL, V_PLAIN, W("provisional: the notice for {0} is not out yet; Monday to Friday are counted"), {P_YEAR}},
	{REASON_MISSING, V_NOTE, W("provisional: the calendar “{0}” is not loaded; the district's is used"), {P_NOTE}},
};

static enum variant variant_of(const struct clock_reason *r)
{
	bool ms = clock_counts_ms(r->unit);
	if (ms && (r->kind == REASON_START || r->kind == REASON_END || r->kind == REASON_PAUSE))
		return V_MS;
	if (r->kind == REASON_END)
		return r->unit == CU_WORKING_DAY ? V_NOTE : V_PLAIN;
	if (r->kind == REASON_HOLIDAY)
		return r->to > r->from ? V_RANGE : V_PLAIN;
	return r->kind != REASON_MAKEUP && r->note.n ? V_NOTE : V_PLAIN;
}

static void put_people(struct buf *b, enum lang lang, const struct clock_reason *r)
{
	if (r->asker.n)
		word_fmt(b, lang, W("; asked for by {0}"), &r->asker, 1);
	if (r->granter.n)
		word_fmt(b, lang, W("; granted by {0}"), &r->granter, 1);
}

void clock_reason_put(struct buf *b, enum lang lang, const struct clock_reason *r)
{
	enum variant variant = variant_of(r);
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		if (forms[i].kind != r->kind || forms[i].variant != variant)
			continue;
		struct buf piece[4];
		str args[4];
		for (size_t k = 0; k < 4; k++) {
			buf_init(&piece[k], NULL);
			put_piece(&piece[k], lang, r, forms[i].piece[k]);
			args[k] = buf_str(&piece[k]);
		}
		word_fmt(b, lang, forms[i].key, args, 4);
		for (size_t k = 0; k < 4; k++)
			buf_done(&piece[k]);
		put_people(b, lang, r);
		return;
	}
	ours(!"a reason without words");
}
