/* SPDX-License-Identifier: Apache-2.0 */
/* Working days. The years that the notes touch stand in two tables, day -> number
 * of working days so far and number -> day; before and after them the weekdays alone
 * decide, which is arithmetic. So adding and counting cost the same for any span. */
#include "base/day_in.h"

#include <stdlib.h>
#include <string.h>

#define YEARS (CALENDAR_YEAR_LAST - CALENDAR_YEAR_FIRST + 1)
#define MONDAY_TO_FRIDAY 0x1f

struct calendar {
	struct arena *arena;
	struct day_note *notes; /* one per day, by day */
	size_t n;
	bool known[YEARS];
	str notice[YEARS];
	struct week {
		uint8_t mask;    /* bit 0: Monday */
		int8_t per;      /* working weekdays */
		int8_t upto[8];  /* of the first i weekdays */
		int8_t nth[7];   /* 0 Monday .. 6 */
		str text, source;
	} week;
	struct hours *hours; /* by `from` */
	str *hours_text, *hours_source;
	size_t n_hours;
	day_t from, to;   /* the tables cover [from, to), whole years; empty when equal */
	int32_t *worked;  /* [d - from]: working days in [from, d] */
	day_t *nth;       /* [k - 1]: the k-th working day since from */
	int32_t total;    /* working days in [from, to) */
};

static struct week week_of(uint8_t mask, str text, str source)
{
	struct week w = {.mask = mask, .text = text, .source = source};
	for (int i = 0; i < 7; i++) {
		if (mask >> i & 1)
			w.nth[w.per++] = (int8_t)i;
		w.upto[i + 1] = w.per;
	}
	return w;
}

struct calendar *calendar_new(struct arena *a)
{
	struct calendar *c = arena_new(a, struct calendar);
	c->arena = a;
	c->week = week_of(MONDAY_TO_FRIDAY, S(""), S(""));
	return c;
}

/* ---- weekdays alone ---------------------------------------------------------- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Working weekdays in (1969-12-28, d]; negative before. */
static int64_t weekdays_until(const struct week *w, int64_t d)
{
	int64_t since_monday = d + 3, week = floor_div(since_monday, 7), in_week = since_monday - week * 7 + 1;
	return week * w->per + w->upto[in_week];
}

/* The weekday whose weekdays_until is k. */
static int64_t weekday_nth(const struct week *w, int64_t k)
{
	int64_t week = floor_div(k - 1, w->per);
	return week * 7 + w->nth[k - 1 - week * w->per] - 3;
}

static bool weekday_works(const struct calendar *c, day_t d)
{
	return c->week.mask >> (day_weekday(d) - 1) & 1;
}

/* ---- counting ----------------------------------------------------------------- */

/* Working days up to and with d, from the same far origin as weekdays_until. */
static int64_t works_until(const struct calendar *c, int64_t d)
{
	if (d < c->from || c->from == c->to)
		return weekdays_until(&c->week, d);
	int64_t before = weekdays_until(&c->week, (int64_t)c->from - 1);
	if (d < c->to)
		return before + c->worked[d - c->from];
	return before + c->total + weekdays_until(&c->week, d) - weekdays_until(&c->week, (int64_t)c->to - 1);
}

/* The working day whose works_until is k. */
static day_t work_nth(const struct calendar *c, int64_t k)
{
	int64_t d, in = k - (c->from == c->to ? k : weekdays_until(&c->week, (int64_t)c->from - 1));
	if (in <= 0)
		d = weekday_nth(&c->week, k);
	else if (in <= c->total)
		return c->nth[in - 1];
	else
		d = weekday_nth(&c->week, weekdays_until(&c->week, (int64_t)c->to - 1) + in - c->total);
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
	bool weekday = weekday_works(c, d);
	if (ret_note)
		*ret_note = note;
	if (!note)
		return weekday ? DAY_WORK : DAY_REST;
	if (!note->work)
		return DAY_REST_HOLIDAY;
	return weekday ? DAY_WORK : DAY_WORK_MAKEUP;
}

static int year_at(int year)
{
	return year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST ? year - CALENDAR_YEAR_FIRST : -1;
}

bool calendar_known(const struct calendar *c, int year)
{
	int at = year_at(year);
	return at >= 0 && c->known[at];
}

str calendar_notice(const struct calendar *c, int year)
{
	int at = year_at(year);
	return at >= 0 && c->known[at] ? c->notice[at] : S("");
}

bool calendar_span(const struct calendar *c, int *ret_first, int *ret_last)
{
	int first = YEARS, last = -1;
	for (int y = 0; y < YEARS; y++)
		if (c->known[y]) {
			first = y < first ? y : first;
			last = y;
		}
	if (c->n) {
		int a = year_at(day_civil(c->notes[0].day).year), b = year_at(day_civil(c->notes[c->n - 1].day).year);
		first = a < first ? a : first;
		last = b > last ? b : last;
	}
	*ret_first = first + CALENDAR_YEAR_FIRST;
	*ret_last = last + CALENDAR_YEAR_FIRST;
	return last >= 0;
}

const struct hours *calendar_hours(const struct calendar *c, size_t *ret_n)
{
	*ret_n = c->n_hours;
	return c->hours;
}

/* ---- adding what was read -------------------------------------------------------- */

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
static void merge_days(struct calendar *c, const struct calendar_line *v, size_t n)
{
	size_t kept = 0, all = c->n;
	struct ranked *r = arena_new_n(c->arena, c->n + n, struct ranked);
	for (size_t i = 0; i < c->n; i++)
		r[i] = (struct ranked){c->notes[i], i};
	for (size_t i = 0; i < n; i++)
		if (v[i].sort == LINE_DAY) {
			r[all] = (struct ranked){{v[i].day, v[i].work, v[i].name, v[i].source}, all};
			all++;
		}
	if (all)
		qsort(r, all, sizeof *r, by_day_then_rank);
	c->notes = arena_new_n(c->arena, all, struct day_note);
	for (size_t i = 0; i < all; i++)
		if (i + 1 == all || r[i + 1].note.day != r[i].note.day)
			c->notes[kept++] = r[i].note;
	c->n = kept;
}

static void add_hours(struct calendar *c, const struct calendar_line *line)
{
	struct hours h;
	ours(hours_read(line->name, line->day, &h));
	size_t at = 0, n = c->n_hours;
	while (at < n && c->hours[at].from < h.from)
		at++;
	bool there = at < n && c->hours[at].from == h.from;
	struct hours *v = arena_new_n(c->arena, n + 1, struct hours);
	str *text = arena_new_n(c->arena, n + 1, str), *source = arena_new_n(c->arena, n + 1, str);
	for (size_t i = 0, k = 0; i < n; i++, k++) {
		k += i == at && !there;
		v[k] = c->hours[i];
		text[k] = c->hours_text[i];
		source[k] = c->hours_source[i];
	}
	v[at] = h;
	text[at] = line->name;
	source[at] = line->source;
	c->hours = v;
	c->hours_text = text;
	c->hours_source = source;
	c->n_hours += !there;
}

static void add_line(struct calendar *c, const struct calendar_line *line)
{
	uint8_t mask;
	if (line->sort == LINE_YEAR) {
		int at = year_at(day_civil(line->day).year);
		ours(at >= 0);
		c->known[at] = true;
		c->notice[at] = line->source;
	} else if (line->sort == LINE_WEEK) {
		ours(week_read(line->name, &mask));
		c->week = week_of(mask, line->name, line->source);
	} else if (line->sort == LINE_HOURS) {
		add_hours(c, line);
	}
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
		bool works = weekday_works(c, d);
		if (note < c->n && c->notes[note].day == d)
			works = c->notes[note++].work;
		if (works)
			c->nth[c->total++] = d;
		c->worked[d - c->from] = c->total;
	}
}

void calendar_add_lines(struct calendar *c, struct arena *a, const struct calendar_line *v, size_t n)
{
	struct calendar_line *own = arena_new_n(a, n, struct calendar_line);
	for (size_t i = 0; i < n; i++) {
		own[i] = v[i];
		own[i].name = str_dup(a, v[i].name);
		own[i].source = str_dup(a, v[i].source);
		add_line(c, &own[i]);
	}
	merge_days(c, own, n);
	make_tables(c);
}

err calendar_load(struct calendar *c, struct arena *a, str tsv, str origin)
{
	struct calendar_line *v;
	size_t n;
	TRY(calendar_read(a, tsv, origin, &v, &n));
	calendar_add_lines(c, a, v, n);
	return OK;
}

struct calendar *calendar_copy(struct arena *a, const struct calendar *from)
{
	struct calendar *c = arena_new(a, struct calendar);
	struct calendar_line *v;
	size_t n = calendar_lines(a, from, &v);
	c->arena = a;
	c->week = week_of(MONDAY_TO_FRIDAY, S(""), S(""));
	calendar_add_lines(c, a, v, n);
	return c;
}

/* ---- writing and comparing ---------------------------------------------------------- */

static size_t put_rules(const struct calendar *c, struct calendar_line *v)
{
	size_t n = 0;
	if (c->week.text.n)
		v[n++] = (struct calendar_line){LINE_WEEK, DAY_NONE, false, c->week.text, c->week.source};
	for (size_t i = 0; i < c->n_hours; i++)
		v[n++] = (struct calendar_line){LINE_HOURS, c->hours[i].from, false, c->hours_text[i], c->hours_source[i]};
	return n;
}

size_t calendar_rules(struct arena *a, const struct calendar *c, struct calendar_line **ret)
{
	*ret = arena_new_n(a, c->n_hours + 1, struct calendar_line);
	return put_rules(c, *ret);
}

size_t calendar_lines(struct arena *a, const struct calendar *c, struct calendar_line **ret)
{
	struct calendar_line *v = arena_new_n(a, c->n + c->n_hours + YEARS + 1, struct calendar_line);
	size_t n = put_rules(c, v), note = 0;
	for (int y = 0; y < YEARS; y++) {
		day_t first = day_of(CALENDAR_YEAR_FIRST + y, 1, 1), end = day_of(CALENDAR_YEAR_FIRST + y + 1, 1, 1);
		if (c->known[y])
			v[n++] = (struct calendar_line){LINE_YEAR, first, false, S(""), c->notice[y]};
		for (; note < c->n && c->notes[note].day < end; note++)
			v[n++] = (struct calendar_line){LINE_DAY, c->notes[note].day, c->notes[note].work, c->notes[note].name,
				c->notes[note].source};
	}
	*ret = v;
	return n;
}

void calendar_put(struct buf *b, const struct calendar *c)
{
	struct arena a;
	struct calendar_line *v;
	arena_init(&a);
	size_t n = calendar_lines(&a, c, &v);
	buf_z(b, "day\tkind\tname\tsource\n");
	for (size_t i = 0; i < n; i++)
		calendar_line_put(b, &v[i]);
	arena_done(&a);
}

bool calendar_has(const struct calendar *c, const struct calendar_line *line)
{
	if (line->sort == LINE_YEAR) {
		int year = day_civil(line->day).year;
		return calendar_known(c, year) && str_eq(calendar_notice(c, year), line->source);
	}
	if (line->sort == LINE_WEEK)
		return str_eq(c->week.text, line->name) && str_eq(c->week.source, line->source);
	if (line->sort == LINE_HOURS) {
		for (size_t i = 0; i < c->n_hours; i++)
			if (c->hours[i].from == line->day)
				return str_eq(c->hours_text[i], line->name) && str_eq(c->hours_source[i], line->source);
		return false;
	}
	const struct day_note *note = find_note(c, line->day);
	return note && note->work == line->work && str_eq(note->name, line->name) && str_eq(note->source, line->source);
}

void calendar_digest(const struct calendar *c, struct digest *ret)
{
	struct buf b;
	buf_init(&b, NULL);
	buf_fmt(&b, "%d", c->week.mask);
	for (int y = 0; y < YEARS; y++)
		if (c->known[y])
			buf_fmt(&b, " y%d", CALENDAR_YEAR_FIRST + y);
	for (size_t i = 0; i < c->n; i++)
		buf_fmt(&b, " %d%c", c->notes[i].day, c->notes[i].work ? '+' : '-');
	for (size_t i = 0; i < c->n_hours; i++)
		buf_fmt(&b, " h%d %d" STR_FMT, c->hours[i].from, c->hours[i].makeup_as, STR_ARG(c->hours_text[i]));
	hash_bytes(HASH_SHA256, b.p, b.n, ret);
	buf_done(&b);
}

static bool same_hours(const struct calendar *a, const struct calendar *b)
{
	bool same = a->week.mask == b->week.mask && a->n_hours == b->n_hours;
	for (size_t i = 0; same && i < a->n_hours; i++)
		same = memcmp(&a->hours[i], &b->hours[i], sizeof *a->hours) == 0;
	return same;
}

bool calendar_differ(const struct calendar *a, const struct calendar *b, day_t *ret_from, day_t *ret_to)
{
	day_t first = DAY_NONE, last = DAY_NONE;
	if (!same_hours(a, b)) {
		*ret_from = day_of(0, 1, 1);
		*ret_to = day_of(9999, 12, 31);
		return true;
	}
	for (int y = CALENDAR_YEAR_FIRST; y <= CALENDAR_YEAR_LAST; y++) {
		day_t from = day_of(y, 1, 1), end = day_of(y + 1, 1, 1);
		if (calendar_known(a, y) != calendar_known(b, y)) {
			first = first == DAY_NONE ? from : first;
			last = end - 1;
			continue;
		}
		bool bare = (end <= a->from || from >= a->to) && (end <= b->from || from >= b->to);
		for (day_t d = bare ? end : from; d < end; d++)
			if (calendar_sort(a, d, NULL) != calendar_sort(b, d, NULL)) {
				first = first == DAY_NONE ? d : first;
				last = d;
			}
	}
	if (first == DAY_NONE)
		return false;
	*ret_from = first;
	*ret_to = last;
	return true;
}
