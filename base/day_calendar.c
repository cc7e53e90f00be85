/* SPDX-License-Identifier: Apache-2.0 */
/* Working days. The years that the notes touch stand in two tables, day -> number
 * of working days so far and number -> day; before and after them every Monday to
 * Friday works, which is arithmetic. So adding and counting cost the same for any span. */
#include "base/day_in.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

#define YEARS (CALENDAR_YEAR_LAST - CALENDAR_YEAR_FIRST + 1)

struct calendar {
	struct arena *arena;
	struct day_note *notes; /* one per day, by day */
	size_t n;
	bool known[YEARS];
	day_t from, to;   /* the tables cover [from, to), whole years; empty when equal */
	int32_t *worked;  /* [d - from]: working days in [from, d] */
	day_t *nth;       /* [k - 1]: the k-th working day since from */
	int32_t total;    /* working days in [from, to) */
};

/* A line of the file, or a note of it, that was read but is not merged yet. */
struct draft {
	LIST(struct day_note) notes;
	bool vouched[YEARS], seen[YEARS]; /* by a `year` line; by days of January to November */
	bool vouches;
};

struct calendar *calendar_new(struct arena *a)
{
	struct calendar *c = arena_new(a, struct calendar);
	c->arena = a;
	return c;
}

/* ---- weekdays alone ---------------------------------------------------------- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Mondays to Fridays in (1969-12-28, d]; negative before. */
static int64_t weekdays_until(int64_t d)
{
	int64_t since_monday = d + 3, week = floor_div(since_monday, 7), in_week = since_monday - week * 7 + 1;
	return week * 5 + (in_week < 5 ? in_week : 5);
}

/* The weekday whose weekdays_until is k. */
static int64_t weekday_nth(int64_t k)
{
	int64_t week = floor_div(k - 1, 5);
	return week * 7 + (k - 1 - week * 5) - 3;
}

/* ---- counting ----------------------------------------------------------------- */

/* Working days up to and with d, from the same far origin as weekdays_until. */
static int64_t works_until(const struct calendar *c, int64_t d)
{
	if (d < c->from || c->from == c->to)
		return weekdays_until(d);
	int64_t before = weekdays_until((int64_t)c->from - 1);
	if (d < c->to)
		return before + c->worked[d - c->from];
	return before + c->total + weekdays_until(d) - weekdays_until((int64_t)c->to - 1);
}

/* The working day whose works_until is k. */
static day_t work_nth(const struct calendar *c, int64_t k)
{
	int64_t d, in = k - (c->from == c->to ? k : weekdays_until((int64_t)c->from - 1));
	if (in <= 0)
		d = weekday_nth(k);
	else if (in <= c->total)
		return c->nth[in - 1];
	else
		d = weekday_nth(weekdays_until((int64_t)c->to - 1) + in - c->total);
	return d <= DAY_NONE || d > INT32_MAX ? DAY_NONE : (day_t)d;
}

bool calendar_works(const struct calendar *c, day_t d)
{
	return works_until(c, d) != works_until(c, (int64_t)d - 1);
}

day_t calendar_add(const struct calendar *c, day_t d, int64_t n)
{
	if (d == DAY_NONE || n > INT32_MAX || n < INT32_MIN)
		return DAY_NONE;
	if (n > 0)
		return work_nth(c, works_until(c, d) + n);
	return work_nth(c, works_until(c, (int64_t)d - 1) + 1 + n);
}

int64_t calendar_between(const struct calendar *c, day_t a, day_t b)
{
	return works_until(c, b) - works_until(c, a);
}

static const struct day_note *find_note(const struct calendar *c, day_t d)
{
	size_t lo = 0, hi = c->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->notes[mid].day < d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->n && c->notes[lo].day == d ? &c->notes[lo] : NULL;
}

enum day_sort calendar_sort(const struct calendar *c, day_t d, const struct day_note **ret_note)
{
	const struct day_note *note = d < c->from || d >= c->to ? NULL : find_note(c, d);
	bool weekday = day_weekday(d) <= 5;
	if (ret_note)
		*ret_note = note;
	if (!note)
		return weekday ? DAY_WORK : DAY_REST;
	if (!note->work)
		return DAY_REST_HOLIDAY;
	return weekday ? DAY_WORK : DAY_WORK_MAKEUP;
}

bool calendar_known(const struct calendar *c, int year)
{
	return year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST && c->known[year - CALENDAR_YEAR_FIRST];
}

/* ---- reading -------------------------------------------------------------------- */

static str int_str(struct arena *a, int64_t v)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, v);
	return buf_str(&b);
}

static str cell(str *rest)
{
	str head;
	if (!str_split(*rest, '\t', &head, rest)) {
		head = *rest;
		*rest = STR_NONE;
	}
	return str_trim(head);
}

static bool year_of(str s, int *ret)
{
	int64_t y;
	if (s.n != 4 || !str_int(s, &y) || y < CALENDAR_YEAR_FIRST || y > CALENDAR_YEAR_LAST)
		return false;
	*ret = (int)y;
	return true;
}

/* day, kind, name, source. A line `2026 <tab> year <tab> …` says that the notice of that year is in. */
static err read_line(struct calendar *c, struct draft *draft, str line, str origin, int64_t number)
{
	str rest = line, first = cell(&rest), kind = cell(&rest);
	struct day_note note = {.name = cell(&rest), .source = cell(&rest)};
	int year;
	if (str_eq(kind, S("year"))) {
		if (!year_of(first, &year))
			return fail(ERR_INPUT, "{0}, line {1}: {2} is not a year from 1900 to 2199", origin,
				    int_str(c->arena, number), first);
		draft->vouches = draft->vouched[year - CALENDAR_YEAR_FIRST] = true;
		return OK;
	}
	if (!day_parse(first, &note.day) || !year_of(str_cut(first, 0, 4), &year))
		return fail(ERR_INPUT, "{0}, line {1}: {2} is not a day; write it as 2026-10-01", origin,
			    int_str(c->arena, number), first);
	note.work = str_eq(kind, S("work"));
	if (!note.work && !str_eq(kind, S("rest")))
		return fail(ERR_INPUT, "{0}, line {1}: the second column is {2}; write work or rest", origin,
			    int_str(c->arena, number), kind);
	/* a notice reaches back into the December before its year */
	if (day_civil(note.day).month < 12)
		draft->seen[year - CALENDAR_YEAR_FIRST] = true;
	*list_push(c->arena, &draft->notes) = note;
	return OK;
}

static err read_lines(struct calendar *c, struct draft *draft, str tsv, str origin)
{
	str line, rest = str_starts(tsv, S("\xef\xbb\xbf")) ? str_cut(tsv, 3, tsv.n) : tsv;
	for (int64_t number = 1; rest.n; number++) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		bool heading = str_starts(line, S("day\t"));
		if (heading || !str_trim(line).n || line.p[0] == '#')
			continue;
		TRY(read_line(c, draft, line, origin, number));
	}
	return OK;
}

struct ranked {
	struct day_note note;
	size_t rank;
};

static int by_day_then_rank(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;
	if (a->note.day != b->note.day)
		return a->note.day < b->note.day ? -1 : 1;
	return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* Old notes and new ones, one per day; of several the one read last. */
static void merge(struct calendar *c, const struct draft *draft)
{
	size_t n = c->n + draft->notes.n, kept = 0;
	struct ranked *v = arena_new_n(c->arena, n, struct ranked);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct ranked){i < c->n ? c->notes[i] : draft->notes.v[i - c->n], i};
	qsort(v, n, sizeof *v, by_day_then_rank);
	c->notes = arena_new_n(c->arena, n, struct day_note);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || v[i + 1].note.day != v[i].note.day)
			c->notes[kept++] = v[i].note;
	c->n = kept;
	for (size_t y = 0; y < YEARS; y++)
		c->known[y] |= draft->vouches ? draft->vouched[y] : draft->seen[y];
}

static void make_tables(struct calendar *c)
{
	if (!c->n)
		return;
	c->from = day_of(day_civil(c->notes[0].day).year, 1, 1);
	c->to = day_of(day_civil(c->notes[c->n - 1].day).year + 1, 1, 1);
	c->worked = arena_new_n(c->arena, (size_t)(c->to - c->from), int32_t);
	c->nth = arena_new_n(c->arena, (size_t)(c->to - c->from), day_t);
	c->total = 0;
	size_t note = 0;
	for (day_t d = c->from; d < c->to; d++) {
		bool works = day_weekday(d) <= 5;
		if (note < c->n && c->notes[note].day == d)
			works = c->notes[note++].work;
		if (works)
			c->nth[c->total++] = d;
		c->worked[d - c->from] = c->total;
	}
}

err calendar_load(struct calendar *c, struct arena *a, str tsv, str origin)
{
	struct draft draft = {0};
	if (tsv.n > LIMIT_TEXT)
		return fail(ERR_LIMIT, "{0} is too large for a calendar of working days; take the right file", origin);
	if (utf8_valid(tsv) != tsv.n)
		return fail(ERR_INPUT, "{0} is not UTF-8 text; save it as UTF-8 and load it again", origin);
	TRY(read_lines(c, &draft, str_dup(a, tsv), origin));
	merge(c, &draft);
	make_tables(c);
	return OK;
}
