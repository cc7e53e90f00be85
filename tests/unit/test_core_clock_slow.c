/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic of clocks against a slow reference that knows no formula: it walks day by
 * day and minute by minute, over calendars, hours, pauses and extensions made at random.
 * All in Asia/Shanghai, whose offset the reference knows by itself. */
#include "check.h"

#include "core/clock.h"

#include <stdio.h>
#include <string.h>

#define FROM 20400 /* 2025-11-08 */
#define DAYS 900
#define MINUTES ((int64_t)DAYS * 1440)
#define OFFSET 480 /* minutes east of UTC */
#define WORLDS 40
#define CASES 150
#define NONE INT64_MIN

static uint64_t seed = 20261122;
static uint32_t dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* ---- a world made at random: days and minutes as plain tables --------------------------- */
struct world {
	struct arena arena;
	struct calendar *calendar;
	struct clock_place place;
	const char *about;
	bool works[DAYS];
	bool known[40]; /* years from 2020 */
	int close[DAYS]; /* minute at which the day's last span ends; 1440 without any */
	bool open[DAYS * 1440];
	bool hours;
};

/* 1 Monday .. 7, for the day numbers of 1970 on */
static int weekday(int64_t day)
{
	return (int)((day + 3) % 7) + 1;
}

static void put_date(struct buf *b, int64_t day)
{
	day_put(b, (day_t)day);
}

struct span {
	int open, close;
};
static void make_hours(struct world *w, struct buf *b, struct span v[8][2])
{
	int saturday = dice(2) ? 690 : 0, friday = 960 + (int)dice(3) * 30, makeup = 1 + (int)dice(5);
	for (int d = 1; d <= 5; d++) {
		v[d][0] = (struct span){510, 720};
		v[d][1] = (struct span){810, d == 5 ? friday : 1050};
	}
	if (saturday)
		v[6][0] = (struct span){540, saturday};
	buf_fmt(b, "always\thours\t1-4 08:30-12:00 13:30-17:30; 5 08:30-12:00 13:30-%02d:%02d", friday / 60, friday % 60);
	if (saturday)
		buf_z(b, "; 6 09:00-11:30");
	buf_fmt(b, "; makeup %d\ttest\n", makeup);
	v[0][0] = v[makeup][0];
	v[0][1] = v[makeup][1];
	w->hours = true;
}

static struct world *make_world(void)
{
	static struct world all;
	struct world *w = &all;
	struct span hours[8][2] = {{{0, 0}}};
	struct buf b;
	const struct zone *z;
	memset(w, 0, sizeof *w);
	arena_init(&w->arena);
	buf_init(&b, &w->arena);
	int week = dice(3) == 0 ? 6 : 5;
	if (week == 6)
		buf_z(&b, "always\tweek\t1-6\ttest\n");
	if (dice(3))
		make_hours(w, &b, hours);
	for (int y = 2025; y <= 2028; y++)
		if (dice(3)) {
			buf_fmt(&b, "%d\tyear\t\ttest\n", y);
			w->known[y - 2020] = true;
		}
	bool any = false;
	for (int i = 0; i < 40; i++)
		any |= w->known[i];
	if (!any) {
		buf_z(&b, "2025\tyear\t\ttest\n");
		w->known[5] = true;
	}
	bool makeup[DAYS] = {0};
	for (int d = 0; d < DAYS; d++)
		w->works[d] = weekday(FROM + d) <= week;
	for (int i = 0; i < 60; i++) {
		int d = (int)dice(DAYS - 20), n = 1 + (int)dice(7);
		bool work = dice(4) == 0;
		for (int k = 0; k < n; k++, d++) {
			put_date(&b, FROM + d);
			buf_fmt(&b, "\t%s\tfeast\ttest\n", work ? "work" : "rest");
			w->works[d] = work;
			makeup[d] = work && weekday(FROM + d) > week;
		}
	}
	w->calendar = calendar_new(&w->arena);
	assert_int_equal(calendar_load(w->calendar, &w->arena, buf_str(&b), S("world")), OK);
	assert_int_equal(zone_open(&w->arena, S("Asia/Shanghai"), &z), OK);
	w->place = (struct clock_place){.calendar = w->calendar, .zone = z};
	w->place.hours = calendar_hours(w->calendar, &w->place.n_hours);
	assert_int_equal(w->place.n_hours, w->hours);
	for (int d = 0; d < DAYS; d++) {
		const struct span *v = hours[makeup[d] ? 0 : weekday(FROM + d)];
		w->close[d] = 1440;
		if (!w->works[d])
			continue;
		if (!w->hours)
			memset(w->open + (size_t)d * 1440, 1, 1440);
		for (int i = 0; i < 2 && w->hours; i++) {
			for (int m = v[i].open; m < v[i].close; m++)
				w->open[d * 1440 + m] = true;
			if (v[i].close)
				w->close[d] = v[i].close;
		}
	}
	w->about = buf_str(&b).p;
	return w;
}

/* ---- the reference: minutes since FROM 00:00 ----------------------------------------------- */
struct pause {
	int64_t from, to; /* NONE: open */
};
struct question {
	enum clock_unit unit;
	int64_t budget, start, until; /* until: a day since FROM */
	bool roll;
	struct pause pauses[4];
	int n_pauses;
};

static bool in_pause(const struct question *q, int64_t minute, int64_t begin)
{
	for (int i = 0; i < q->n_pauses; i++) {
		int64_t from = q->pauses[i].from > begin ? q->pauses[i].from : begin;
		if (from <= minute && (q->pauses[i].to == NONE || minute < q->pauses[i].to))
			return true;
	}
	return false;
}

static int64_t begin_of(const struct world *w, const struct question *q)
{
	int64_t t = q->start, end = q->start / 1440 * 1440 + 1440;
	if (q->unit != CU_WORKING_DAY && q->unit != CU_WORKING_HOUR)
		return t;
	/* before the desk closes on a day that works: the moment itself */
	for (int64_t m = t; m < end; m++)
		if (w->open[m])
			return t;
	for (t = end; !w->open[t]; t++)
		;
	return t;
}

static int64_t by_minutes(const struct world *w, const struct question *q)
{
	int64_t need = q->budget * (q->unit == CU_MINUTE ? 1 : 60), t = begin_of(w, q), begin = t;
	while (need > 0 && t < MINUTES) {
		need -= !in_pause(q, t, begin) && (q->unit != CU_WORKING_HOUR || w->open[t]);
		t++;
	}
	return need ? NONE : t;
}

/* A day on which a pause begins, and all up to the one on which it ends, do not count. */
static bool day_paused(const struct question *q, int64_t day, int64_t begin)
{
	for (int i = 0; i < q->n_pauses; i++) {
		int64_t from = q->pauses[i].from > begin ? q->pauses[i].from : begin, to = q->pauses[i].to;
		if (to != NONE && to <= begin)
			continue;
		if (from / 1440 <= day && (to == NONE || day < to / 1440))
			return true;
	}
	return false;
}

/* While the day of the start itself is paused, the start waits for the end of the pause. */
static int64_t first_day(const struct question *q, int64_t begin)
{
	int64_t d = begin / 1440;
	while (day_paused(q, d, begin))
		if (++d >= DAYS - 60)
			return NONE;
	return d;
}

static int64_t open_since(const struct question *q, int64_t begin)
{
	int64_t since = NONE;
	for (int i = 0; i < q->n_pauses; i++)
		if (q->pauses[i].to == NONE && (since == NONE || q->pauses[i].from < since))
			since = q->pauses[i].from;
	return since == NONE ? NONE : since > begin ? since : begin;
}

static int64_t month_later(int64_t day, int64_t n)
{
	static const int len[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct civil c = day_civil((day_t)(FROM + day));
	for (; n > 0; n--)
		if (++c.month > 12) {
			c.month = 1;
			c.year++;
		}
	int last = len[c.month - 1] + (c.month == 2 && c.year % 4 == 0);
	return day_of(c.year, c.month, c.day < last ? c.day : last) - FROM;
}

static int64_t by_days(const struct world *w, const struct question *q, int64_t *ret_first, int64_t *ret_due_day)
{
	int64_t begin = begin_of(w, q), first = first_day(q, begin), d = first, need = q->budget;
	*ret_first = *ret_due_day = NONE;
	if (q->unit == CU_UNTIL) {
		first = begin / 1440;
		d = q->until;
	} else if (first == NONE) {
		return NONE;
	} else {
		if (q->unit == CU_MONTH)
			need = month_later(first, q->budget) - first;
		while (need > 0 && d < DAYS - 30) {
			d++;
			need -= !day_paused(q, d, begin) && (q->unit != CU_WORKING_DAY || w->works[d]);
		}
		if (need)
			return NONE;
	}
	while (q->roll && q->unit != CU_WORKING_DAY && !w->works[d])
		d++;
	int64_t due = d * 1440 + w->close[d], since = q->unit == CU_UNTIL ? NONE : open_since(q, begin);
	*ret_first = first;
	*ret_due_day = d;
	return since != NONE && since < due ? NONE : due;
}

/* ---- held against it ----------------------------------------------------------------------- */
static ms_t ms_of(int64_t minute)
{
	return minute == NONE ? MS_NONE : (((int64_t)FROM * 1440) + minute - OFFSET) * 60000;
}

static struct question ask(struct world *w)
{
	static const enum clock_unit units[] = {CU_WORKING_DAY, CU_WORKING_HOUR, CU_DAY, CU_MONTH, CU_HOUR, CU_MINUTE, CU_UNTIL};
	static const uint32_t most[] = {[CU_WORKING_DAY] = 60, [CU_WORKING_HOUR] = 120, [CU_DAY] = 120, [CU_MONTH] = 6, [CU_HOUR] = 900,
		[CU_MINUTE] = 9000, [CU_UNTIL] = 1};
	struct question q = {.unit = units[dice(COUNT_OF(units))], .roll = dice(2)};
	unused_arg(w);
	q.budget = 1 + dice(most[q.unit]);
	q.start = 1440 * 20 + dice(1440u * 400);
	q.until = q.start / 1440 + dice(200);
	q.n_pauses = dice(3) ? (int)dice(4) : 0;
	for (int i = 0; i < q.n_pauses; i++) {
		int64_t from = q.start - 4000 + (int64_t)dice(90000);
		q.pauses[i] = (struct pause){from, from + (dice(3) ? (int64_t)dice(20000) : (int64_t)dice(200))};
		if (q.pauses[i].to == from)
			q.pauses[i].to++;
		if (dice(12) == 0)
			q.pauses[i].to = NONE;
	}
	/* what an open pause cuts off is not of this world: the ledger never pauses twice */
	for (int i = 0; i < q.n_pauses; i++)
		for (int k = 0; k < q.n_pauses; k++)
			if (i != k && q.pauses[i].to == NONE && (q.pauses[k].to == NONE || q.pauses[k].to > q.pauses[i].from))
				q.n_pauses = 0;
	return q;
}

static void explain(const struct world *w, const struct question *q, int number, ms_t got, ms_t want)
{
	struct buf b;
	buf_init(&b, NULL);
	for (int i = 0; i < q->n_pauses; i++)
		buf_fmt(&b, " pause %lld..%lld", (long long)q->pauses[i].from, (long long)q->pauses[i].to);
	test_fails("case %d: unit %d budget %lld start %lld until %lld roll %d%s: got minute %lld, want %lld\n%s", number, q->unit, (long long)q->budget,
		(long long)q->start, (long long)q->until, q->roll, buf_str(&b).p ? buf_str(&b).p : "",
		got == MS_NONE ? -1LL : (long long)(got / 60000 + OFFSET - (int64_t)FROM * 1440),
		want == MS_NONE ? -1LL : (long long)(want / 60000 + OFFSET - (int64_t)FROM * 1440), w->about);
}

/* Budgets in parts: what is granted later counts as if it had been there. */
static size_t ledger_of(struct question *q, struct clock_entry v[6], int64_t *ret_budget)
{
	size_t n = 0;
	int64_t by = q->unit == CU_UNTIL ? 0 : (int64_t)dice((uint32_t)q->budget);
	for (int i = 0; i < q->n_pauses; i++)
		v[n++] = (struct clock_entry){CLOCK_PAUSED, ms_of(q->pauses[i].from), ms_of(q->pauses[i].to), 0, S("x")};
	if (by)
		v[n++] = (struct clock_entry){CLOCK_EXTENDED, ms_of(q->start + 1), MS_NONE, by, S("x")};
	if (dice(4) == 0)
		v[n++] = (struct clock_entry){CLOCK_RECALCULATED, ms_of(q->start + 1), MS_NONE, 0, S("x")};
	for (size_t i = n; i > 1; i--) { /* the order of the lines is nothing */
		size_t k = dice((uint32_t)i);
		struct clock_entry t = v[k];
		v[k] = v[i - 1];
		v[i - 1] = t;
	}
	*ret_budget = q->budget - by;
	return n;
}

static void every_unit_against_the_reference(void **state)
{
	unused_arg(state);
	int with_date = 0, number = 0;
	for (int i = 0; i < WORLDS; i++) {
		struct world *w = make_world();
		struct arena a;
		arena_init(&a);
		for (int k = 0; k < CASES; k++, number++) {
			struct question q = ask(w);
			struct clock_entry ledger[6];
			struct clock_run run;
			int64_t first = NONE, due_day = NONE, want;
			struct clock c = {.unit = q.unit, .roll = q.roll, .start = ms_of(q.start), .stopped = MS_NONE, .until = (day_t)(FROM + q.until),
				.ledger = ledger};
			c.n_ledger = ledger_of(&q, ledger, &c.budget);
			bool minutes = q.unit == CU_WORKING_HOUR || q.unit == CU_HOUR || q.unit == CU_MINUTE;
			want = minutes ? by_minutes(w, &q) : by_days(w, &q, &first, &due_day);
			clock_run_make(&a, &w->place, &c, &run);
			if (run.due != ms_of(want))
				explain(w, &q, number, run.due, ms_of(want));
			with_date += want != NONE;
			if (want == NONE || q.unit != CU_WORKING_DAY)
				continue;
			bool unknown = false;
			for (int y = day_civil((day_t)(FROM + first)).year; y <= day_civil((day_t)(FROM + due_day)).year; y++)
				unknown |= !w->known[y - 2020];
			assert_int_equal(run.provisional, unknown);
		}
		arena_done(&a);
		arena_done(&w->arena);
	}
	assert_true(with_date > WORLDS * CASES * 3 / 4);
}

/* What is left, asked at any instant, is what the reference has still to walk. */
static void what_is_left_is_what_has_still_to_be_walked(void **state)
{
	unused_arg(state);
	for (int i = 0; i < WORLDS; i++) {
		struct world *w = make_world();
		struct arena a;
		arena_init(&a);
		for (int k = 0; k < CASES; k++) {
			struct question q = ask(w);
			struct clock_run run;
			struct clock_state s;
			q.n_pauses = 0;
			q.unit = dice(2) ? CU_WORKING_DAY : CU_WORKING_HOUR;
			q.budget = 1 + dice(100);
			struct clock c = {.unit = q.unit, .budget = q.budget, .start = ms_of(q.start), .stopped = MS_NONE};
			int64_t begin = begin_of(w, &q), now = begin + (int64_t)dice(60000), left = 0;
			clock_run_make(&a, &w->place, &c, &run);
			int64_t due = run.due / 60000 + OFFSET - (int64_t)FROM * 1440;
			if (now >= due)
				continue;
			clock_at(&run, ms_of(now), &s);
			if (q.unit == CU_WORKING_HOUR) {
				for (int64_t m = now; m < due; m++)
					left += w->open[m];
				left = (left + 59) / 60;
			} else {
				for (int64_t d = now / 1440 + 1; d <= (due - 1) / 1440; d++)
					left += w->works[d];
			}
			if (s.left != left)
				test_fails("unit %d budget %lld start %lld at %lld: left %lld, want %lld", q.unit, (long long)q.budget, (long long)q.start,
					(long long)now, (long long)s.left, (long long)left);
		}
		arena_done(&a);
		arena_done(&w->arena);
	}
}

/* One more holiday, one more pause, one more unit: never an earlier date. */
static void nothing_that_takes_time_shortens(void **state)
{
	unused_arg(state);
	for (int i = 0; i < WORLDS; i++) {
		struct world *w = make_world();
		struct arena a;
		arena_init(&a);
		struct calendar *more = calendar_copy(&w->arena, w->calendar);
		struct buf b;
		buf_init(&b, &a);
		for (int d = 0; d < 8; d++) {
			put_date(&b, FROM + 20 + dice(500));
			buf_z(&b, "\trest\tnew\tnew\n");
		}
		assert_int_equal(calendar_load(more, &w->arena, buf_str(&b), S("more")), OK);
		struct clock_place place = w->place;
		place.calendar = more;
		for (int k = 0; k < CASES; k++) {
			struct question q = ask(w);
			struct clock_entry ledger[8];
			struct clock_run run, later;
			int64_t budget;
			q.unit = dice(2) ? CU_WORKING_DAY : CU_WORKING_HOUR;
			q.budget = 1 + dice(60);
			size_t n = ledger_of(&q, ledger, &budget);
			struct clock c = {.unit = q.unit, .budget = budget, .start = ms_of(q.start), .stopped = MS_NONE, .ledger = ledger, .n_ledger = n};
			clock_run_make(&a, &w->place, &c, &run);
			clock_run_make(&a, &place, &c, &later);
			if (run.due != MS_NONE && later.due != MS_NONE)
				assert_true(later.due >= run.due || later.due_day > run.due_day);
			if (run.due == MS_NONE)
				continue;
			ledger[n] = (struct clock_entry){CLOCK_PAUSED, c.start + 60000 * (int64_t)dice(20000), 0, 0, S("one more")};
			ledger[n].to = ledger[n].from + 60000 * (int64_t)(1 + dice(9000));
			c.n_ledger = n + 1;
			clock_run_make(&a, &w->place, &c, &later);
			if (later.due != MS_NONE && later.due < run.due && later.due_day <= run.due_day)
				explain(w, &q, k, later.due, run.due);
		}
		arena_done(&a);
		arena_done(&w->arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_unit_against_the_reference),
		cmocka_unit_test(what_is_left_is_what_has_still_to_be_walked),
		cmocka_unit_test(nothing_that_takes_time_shortens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
