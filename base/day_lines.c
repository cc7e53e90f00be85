/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a calendar file: read, checked, written again. */
#include "base/day_in.h"

#include "base/limits.h"

#include <string.h>

#define YEARS (CALENDAR_YEAR_LAST - CALENDAR_YEAR_FIRST + 1)
#define ALWAYS S("always")

/* A file that was read but is not merged yet. */
struct draft {
	struct arena *arena;
	str origin;
	int64_t number;
	LIST(struct calendar_line) lines;
	str seen_by[YEARS];  /* source of the first day of January to November */
	bool seen[YEARS], vouches;
};

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

/* ---- week and hours ------------------------------------------------------------------ */
static bool weekday(str s, int *ret)
{
	if (s.n != 1 || s.p[0] < '1' || s.p[0] > '7')
		return false;
	*ret = s.p[0] - '0';
	return true;
}

static bool weekdays_read(str s, uint8_t *mask)
{
	str part, rest = s, low, high;
	do {
		int a, b;
		if (!str_split(rest, ',', &part, &rest)) {
			part = rest;
			rest = STR_NONE;
		}
		if (!str_split(part, '-', &low, &high))
			low = high = part;
		if (!weekday(low, &a) || !weekday(high, &b) || b < a)
			return false;
		for (; a <= b; a++)
			*mask |= (uint8_t)(1u << (a - 1));
	} while (rest.p);
	return true;
}

bool week_read(str s, uint8_t *ret_mask)
{
	uint8_t mask = 0;
	if (!weekdays_read(s, &mask))
		return false;
	*ret_mask = mask;
	return true;
}

/* 08:30; 24:00 is the end of the day */
static bool minute_read(str s, int16_t *ret)
{
	int64_t h, m;
	if (s.n != 5 || s.p[2] != ':' || !str_int(str_cut(s, 0, 2), &h) || !str_int(str_cut(s, 3, 5), &m))
		return false;
	if (h < 0 || m < 0 || m > 59 || h * 60 + m > 1440)
		return false;
	*ret = (int16_t)(h * 60 + m);
	return true;
}

static bool spans_read(str s, uint8_t mask, struct hours *h)
{
	str part, rest = str_trim(s), open, close;
	int16_t before = -1;
	for (int i = 0; rest.n; i++) {
		int16_t from, to;
		if (!str_split(rest, ' ', &part, &rest)) {
			part = rest;
			rest = STR_NONE;
		}
		rest = str_trim(rest);
		if (i == HOURS_SPANS || !str_split(part, '-', &open, &close) || !minute_read(open, &from) || !minute_read(close, &to) ||
		    from >= to || from <= before)
			return false;
		before = to;
		for (int d = 0; d < 7; d++)
			if (mask >> d & 1) {
				h->span[d][i].open = from;
				h->span[d][i].close = to;
			}
	}
	return before >= 0;
}

static bool group_read(str s, struct hours *h, uint8_t *told)
{
	str days, spans;
	uint8_t mask = 0;
	if (!str_split(s, ' ', &days, &spans))
		return false;
	if (str_eq(days, S("makeup")))
		return weekday(str_trim(spans), &h->makeup_as);
	if (!weekdays_read(days, &mask) || (mask & *told))
		return false;
	*told |= mask;
	return spans_read(spans, mask, h);
}

bool hours_read(str s, day_t from, struct hours *ret)
{
	struct hours h;
	str part, rest = s;
	uint8_t told = 0;
	memset(&h, 0, sizeof h); /* compared as bytes */
	h.from = from;
	h.makeup_as = 1;
	do {
		if (!str_split(rest, ';', &part, &rest)) {
			part = rest;
			rest = STR_NONE;
		}
		if (!group_read(str_trim(part), &h, &told))
			return false;
	} while (rest.p);
	if (!told)
		return false;
	*ret = h;
	return true;
}

/* ---- lines ----------------------------------------------------------------------------- */
static err read_year(struct draft *d, str first, str source)
{
	int year;
	if (!year_of(first, &year))
		return fail(ERR_INPUT, "{0}, line {1}: {2} is not a year from 1900 to 2199", d->origin, int_str(d->arena, d->number), first);
	d->vouches = true;
	*list_push(d->arena, &d->lines) = (struct calendar_line){LINE_YEAR, day_of(year, 1, 1), false, S(""), source};
	return OK;
}

static err read_week(struct draft *d, str first, str text, str source)
{
	uint8_t mask;
	if (!str_eq(first, ALWAYS) || !week_read(text, &mask))
		return fail(ERR_INPUT, "{0}, line {1}: the weekdays that work are {2}; write always, week, then 1-6 or 1,3,5 (1 is Monday)",
			    d->origin, int_str(d->arena, d->number), text);
	*list_push(d->arena, &d->lines) = (struct calendar_line){LINE_WEEK, DAY_NONE, false, text, source};
	return OK;
}

static err read_hours(struct draft *d, str first, str text, str source)
{
	struct hours h;
	day_t from = DAY_NONE;
	if ((!str_eq(first, ALWAYS) && !day_parse(first, &from)) || !hours_read(text, from, &h))
		return fail(ERR_INPUT, "{0}, line {1}: the hours {2} cannot be read; write a day or always, hours, then 1-5 08:30-12:00 13:30-17:30",
			    d->origin, int_str(d->arena, d->number), text);
	*list_push(d->arena, &d->lines) = (struct calendar_line){LINE_HOURS, from, false, text, source};
	return OK;
}

static err read_day(struct draft *d, str first, str kind, str name, str source)
{
	struct calendar_line line = {.name = name, .source = source};
	int year;
	if (!day_parse(first, &line.day) || !year_of(str_cut(first, 0, 4), &year))
		return fail(ERR_INPUT, "{0}, line {1}: {2} is not a day; write it as 2026-10-01", d->origin,
			    int_str(d->arena, d->number), first);
	line.work = str_eq(kind, S("work")) || str_eq(kind, S("上班"));
	if (!line.work && !str_eq(kind, S("rest")) && !str_eq(kind, S("放假")))
		return fail(ERR_INPUT, "{0}, line {1}: the second column is {2}; write work or rest", d->origin,
			    int_str(d->arena, d->number), kind);
	/* a notice reaches back into the December before its year */
	if (day_civil(line.day).month < 12 && !d->seen[year - CALENDAR_YEAR_FIRST]) {
		d->seen[year - CALENDAR_YEAR_FIRST] = true;
		d->seen_by[year - CALENDAR_YEAR_FIRST] = source;
	}
	*list_push(d->arena, &d->lines) = line;
	return OK;
}

static err read_line(struct draft *d, str line)
{
	str rest = line, first = cell(&rest), kind = cell(&rest), name = cell(&rest), source = cell(&rest);
	if (str_eq(kind, S("year")))
		return read_year(d, first, source.n ? source : name);
	if (str_eq(kind, S("week")))
		return read_week(d, first, name, source);
	if (str_eq(kind, S("hours")))
		return read_hours(d, first, name, source);
	return read_day(d, first, kind, name, source);
}

static err read_lines(struct draft *d, str tsv)
{
	str line, rest = str_starts(tsv, S("\xef\xbb\xbf")) ? str_cut(tsv, 3, tsv.n) : tsv;
	for (d->number = 1; rest.n; d->number++) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		bool heading = str_starts(line, S("day\t"));
		if (heading || !str_trim(line).n || line.p[0] == '#')
			continue;
		TRY(read_line(d, line));
	}
	return OK;
}

err calendar_read(struct arena *a, str tsv, str origin, struct calendar_line **ret, size_t *ret_n)
{
	struct draft d = {.arena = a, .origin = origin};
	if (tsv.n > LIMIT_TEXT)
		return fail(ERR_LIMIT, "{0} is too large for a calendar of working days; take the right file", origin);
	if (utf8_valid(tsv) != tsv.n || memchr(tsv.p ? tsv.p : "", 0, tsv.n))
		return fail(ERR_INPUT, "{0} is not UTF-8 text; save it as UTF-8 and load it again", origin);
	TRY(read_lines(&d, str_dup(a, tsv)));
	for (int y = 0; y < YEARS && !d.vouches; y++)
		if (d.seen[y])
			*list_push(a, &d.lines) = (struct calendar_line){LINE_YEAR, day_of(CALENDAR_YEAR_FIRST + y, 1, 1), false, S(""), d.seen_by[y]};
	*ret = d.lines.v;
	*ret_n = d.lines.n;
	return OK;
}

void calendar_line_put(struct buf *b, const struct calendar_line *l)
{
	static const char *const kind[] = {[LINE_YEAR] = "year", [LINE_WEEK] = "week", [LINE_HOURS] = "hours"};
	if (l->sort == LINE_YEAR)
		buf_fmt(b, "%04d", day_civil(l->day).year);
	else if (l->day == DAY_NONE)
		buf_add(b, ALWAYS);
	else
		day_put(b, l->day);
	buf_fmt(b, "\t%s\t" STR_FMT "\t" STR_FMT "\n", l->sort != LINE_DAY ? kind[l->sort] : l->work ? "work" : "rest", STR_ARG(l->name),
		STR_ARG(l->source));
}
