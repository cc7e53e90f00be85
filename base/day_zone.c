/* SPDX-License-Identifier: Apache-2.0 */
/* Zones from TZif files (RFC 9636), version 2 and later: a table of changes, and
 * a POSIX TZ rule in the footer for all time after the table. Seconds inside. */
#include "base/day_in.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define DAY_SECONDS 86400
#define OFFSET_MIN (-89999) /* RFC 9636 3.2: utoff lies in -89999..93599 */
#define OFFSET_MAX 93599
#define SECONDS_FAR (INT64_C(1) << 53) /* beyond any ms_t */

/* When in a year summer time begins or ends. */
struct rule_date {
	char form; /* 'M' month.week.weekday, 'J' day 1..365 without leap days, 'N' day 0..365 */
	int month, week, weekday, day;
	int second; /* local seconds from that day's 00:00; -167 h .. 167 h */
};
struct zone {
	int64_t *change; /* UTC seconds at which offset[i] begins; ascending */
	int *offset;
	size_t n;
	int first; /* the offset before the first change */
	bool has_rule, has_summer;
	int standard, summer;
	struct rule_date begins, ends;
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* ---- the rule -------------------------------------------------------------- */

static int64_t rule_day(const struct rule_date *r, int year)
{
	int64_t january = day_of(year, 1, 1);
	if (r->form == 'N')
		return january + r->day;
	if (r->form == 'J') {
		bool leap = day_of(year, 2, 29) != DAY_NONE;
		return january + r->day - 1 + (leap && r->day > 59);
	}
	day_t first = day_of(year, r->month, 1), last = day_month_end(year, r->month);
	int weekday = day_weekday(first) % 7; /* POSIX: 0 is Sunday */
	int64_t d = first + (r->weekday - weekday + 7) % 7 + (r->week - 1) * 7;
	return d > last ? d - 7 : d;
}

struct change {
	int64_t at;
	int offset;
};

/* The changes of the years around `second`, in any order; returns how many. */
static size_t rule_changes(const struct zone *z, int64_t second, struct change ret[6])
{
	int64_t d = floor_div(second, DAY_SECONDS);
	if (d < day_of(2, 1, 1) || d > day_of(9998, 1, 1))
		return 0;
	int year = day_civil((day_t)d).year;
	size_t n = 0;
	for (int y = year - 1; y <= year + 1; y++) {
		ret[n++] = (struct change){rule_day(&z->begins, y) * DAY_SECONDS + z->begins.second - z->standard,
			z->summer};
		ret[n++] = (struct change){rule_day(&z->ends, y) * DAY_SECONDS + z->ends.second - z->summer,
			z->standard};
	}
	return n;
}

static int rule_offset(const struct zone *z, int64_t second)
{
	struct change v[6], best = {INT64_MIN, z->standard};
	if (!z->has_summer)
		return z->standard;
	size_t n = rule_changes(z, second, v);
	for (size_t i = 0; i < n; i++) {
		/* summer time all the year ends and begins again at one instant: it goes on */
		bool later = v[i].at > best.at || (v[i].at == best.at && v[i].offset == z->summer);
		if (v[i].at <= second && later)
			best = v[i];
	}
	return best.offset;
}

static int64_t rule_next(const struct zone *z, int64_t second)
{
	struct change v[6];
	int64_t next = INT64_MAX;
	if (!z->has_summer)
		return next;
	size_t n = rule_changes(z, second, v);
	for (size_t i = 0; i < n; i++)
		if (v[i].at > second && v[i].at < next)
			next = v[i].at;
	return next;
}

/* ---- looking up ------------------------------------------------------------- */

/* Number of changes at or before `second`. */
static size_t changes_until(const struct zone *z, int64_t second)
{
	size_t lo = 0, hi = z->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (z->change[mid] <= second)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool after_table(const struct zone *z, int64_t second)
{
	return z->has_rule && (!z->n || second >= z->change[z->n - 1]);
}

static int offset_at(const struct zone *z, int64_t second)
{
	if (after_table(z, second))
		return rule_offset(z, second);
	size_t i = changes_until(z, second);
	return i ? z->offset[i - 1] : z->first;
}

/* The first change after `second`; INT64_MAX when there is none. */
static int64_t next_change(const struct zone *z, int64_t second)
{
	if (after_table(z, second))
		return rule_next(z, second);
	size_t i = changes_until(z, second);
	return i < z->n ? z->change[i] : INT64_MAX;
}

int zone_offset(const struct zone *z, ms_t at)
{
	return offset_at(z, floor_div(at, 1000));
}

static day_t as_day(int64_t d)
{
	return (day_t)(d <= INT32_MIN ? INT32_MIN + 1 : d > INT32_MAX ? INT32_MAX : d);
}

day_t zone_day(const struct zone *z, ms_t at)
{
	int64_t second = floor_div(at, 1000);
	return as_day(floor_div(second + offset_at(z, second), DAY_SECONDS));
}

/* Walks the spans of one offset, from before any instant that can show this wall
 * time: the first span that shows it has it; a span that begins later than it
 * ends a gap. */
ms_t zone_at(const struct zone *z, day_t d, int ms_of_day)
{
	int64_t wall_ms = (int64_t)d * DAY_SECONDS * 1000 + ms_of_day, wall = floor_div(wall_ms, 1000);
	int64_t from = wall - OFFSET_MAX - 1;
	for (;;) {
		int64_t at = wall - offset_at(z, from), next;
		if (at < from)
			return from * 1000;
		next = next_change(z, from);
		if (at < next)
			return at * 1000 + (wall_ms - wall * 1000);
		from = next;
	}
}

void ms_put_rfc3339(struct buf *b, const struct zone *z, ms_t at)
{
	int offset = z ? zone_offset(z, at) : 0;
	bool utc = !z || offset % 60; /* RFC 3339 has no seconds of offset (local mean time) */
	if (utc)
		offset = 0;
	int64_t second = floor_div(at, 1000), wall = second + offset, d = floor_div(wall, DAY_SECONDS);
	int of_day = (int)(wall - d * DAY_SECONDS), ms = (int)((at % 1000 + 1000) % 1000);
	day_put(b, as_day(d));
	buf_fmt(b, "T%02d:%02d:%02d", of_day / 3600, of_day / 60 % 60, of_day % 60);
	if (ms)
		buf_fmt(b, ".%03d", ms);
	int east = offset < 0 ? -offset : offset;
	if (utc)
		buf_byte(b, 'Z');
	else
		buf_fmt(b, "%c%02d:%02d", offset < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

/* ---- reading the rule: std offset [dst [offset] , date [/time] , date [/time]] ---- */

struct reader {
	const char *p, *end;
	bool bad;
};

static bool next_is(struct reader *r, char c)
{
	bool is = r->p < r->end && *r->p == c;
	r->p += is;
	return is;
}

static int read_int(struct reader *r, int max)
{
	int v = 0, n = 0;
	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9' && n < 4; r->p++, n++)
		v = v * 10 + (*r->p - '0');
	r->bad |= !n || v > max;
	return v;
}

/* [+-]hh[:mm[:ss]] */
static int read_time(struct reader *r, int max_hour)
{
	bool minus = next_is(r, '-');
	if (!minus)
		next_is(r, '+');
	int second = read_int(r, max_hour) * 3600;
	if (next_is(r, ':'))
		second += read_int(r, 59) * 60;
	if (next_is(r, ':'))
		second += read_int(r, 59);
	return minus ? -second : second;
}

static void read_name(struct reader *r)
{
	const char *from = r->p;
	bool quoted = next_is(r, '<');
	while (r->p < r->end && (quoted ? *r->p != '>' : ((*r->p | 32) >= 'a' && (*r->p | 32) <= 'z')))
		r->p++;
	if (quoted)
		r->bad |= !next_is(r, '>');
	r->bad |= r->p - from < 3;
}

static int read_within(struct reader *r, int min, int max)
{
	int v = read_int(r, max);
	r->bad |= v < min;
	return v;
}

static void read_date(struct reader *r, struct rule_date *d)
{
	*d = (struct rule_date){.form = 'N', .second = 2 * 3600};
	if (next_is(r, 'M')) {
		d->form = 'M';
		d->month = read_within(r, 1, 12);
		r->bad |= !next_is(r, '.');
		d->week = read_within(r, 1, 5);
		r->bad |= !next_is(r, '.');
		d->weekday = read_within(r, 0, 6);
	} else if (next_is(r, 'J')) {
		d->form = 'J';
		d->day = read_within(r, 1, 365);
	} else {
		d->day = read_within(r, 0, 365);
	}
	if (next_is(r, '/'))
		d->second = read_time(r, 167);
}

bool zone_read_rule(struct zone *z, str footer)
{
	struct reader r = {footer.p, footer.p + footer.n, false};
	read_name(&r);
	z->standard = -read_time(&r, 24); /* POSIX counts west */
	z->summer = z->standard + 3600;
	z->has_summer = !r.bad && r.p < r.end;
	if (z->has_summer) {
		read_name(&r);
		if (r.p < r.end && *r.p != ',')
			z->summer = -read_time(&r, 24);
		r.bad |= !next_is(&r, ',');
		read_date(&r, &z->begins);
		r.bad |= !next_is(&r, ',');
		read_date(&r, &z->ends);
	}
	z->has_rule = !r.bad && r.p == r.end;
	return z->has_rule;
}

/* ---- reading the file -------------------------------------------------------- */

#define TZIF_HEAD 44
struct tzif_head {
	char version;
	uint32_t utc_marks, wall_marks, leaps, changes, types, chars;
};

static uint64_t big_endian(const char *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (uint8_t)p[i];
	return v;
}

static bool read_head(str s, size_t at, struct tzif_head *h)
{
	if (at > s.n || s.n - at < TZIF_HEAD || memcmp(s.p + at, "TZif", 4))
		return false;
	uint32_t v[6];
	for (size_t i = 0; i < COUNT_OF(v); i++)
		v[i] = (uint32_t)big_endian(s.p + at + 20 + i * 4, 4);
	*h = (struct tzif_head){s.p[at + 4], v[0], v[1], v[2], v[3], v[4], v[5]};
	return h->types >= 1 && h->types <= 256;
}

static uint64_t body_size(const struct tzif_head *h, size_t time_size)
{
	return (uint64_t)h->changes * (time_size + 1) + (uint64_t)h->types * 6 + h->chars +
	       (uint64_t)h->leaps * (time_size + 4) + h->wall_marks + h->utc_marks;
}

static bool read_changes(struct arena *a, struct zone *z, const char *p, const struct tzif_head *h)
{
	const char *type_of = p + (size_t)h->changes * 8, *types = type_of + h->changes;
	z->n = h->changes;
	z->change = arena_new_n(a, z->n, int64_t);
	z->offset = arena_new_n(a, z->n, int);
	for (size_t i = 0; i < h->types; i++) {
		int32_t offset = (int32_t)big_endian(types + i * 6, 4);
		if (offset < OFFSET_MIN || offset > OFFSET_MAX)
			return false;
	}
	z->first = (int32_t)big_endian(types, 4);
	for (size_t i = 0; i < z->n; i++) {
		int64_t at = (int64_t)big_endian(p + i * 8, 8);
		size_t type = (uint8_t)type_of[i];
		if (type >= h->types || (i && at <= z->change[i - 1]) || at > SECONDS_FAR)
			return false;
		z->change[i] = at;
		z->offset[i] = (int32_t)big_endian(types + type * 6, 4);
	}
	return true;
}

/* The second body: header, 64-bit table, newline, rule, newline. */
static bool read_zone(struct arena *a, struct zone *z, str s)
{
	struct tzif_head h;
	if (!read_head(s, 0, &h) || h.version < '2')
		return false;
	uint64_t at = TZIF_HEAD + body_size(&h, 4);
	if (at > s.n || !read_head(s, (size_t)at, &h) || h.leaps)
		return false;
	uint64_t body = at + TZIF_HEAD, end = body + body_size(&h, 8);
	if (end >= s.n || !read_changes(a, z, s.p + body, &h) || s.p[end] != '\n')
		return false;
	ptrdiff_t stop = str_find(s, S("\n"), (size_t)end + 1);
	str footer = str_cut(s, (size_t)end + 1, stop < 0 ? 0 : (size_t)stop);
	return stop >= 0 && (!footer.n || zone_read_rule(z, footer));
}

err zone_read(struct arena *a, str name, str tzif, const struct zone **ret)
{
	struct zone *z = arena_new(a, struct zone);
	if (tzif.n > ZONE_FILE_LIMIT || !read_zone(a, z, tzif))
		return fail(ERR_INPUT, "the data of time zone {0} cannot be used; install the package tzdata anew", name);
	*ret = z;
	return OK;
}

/* Names of IANA only, so that a setting cannot name any file of the machine. */
static bool good_name(str name)
{
	if (!name.n || name.n > 64 || name.p[0] == '/' || name.p[name.n - 1] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i], low = (char)(c | 32);
		if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') && !(c && strchr("_+-/", c)))
			return false;
	}
	return str_find(name, S("//"), 0) < 0;
}

static int open_zone_file(str name)
{
	static const char *const roots[] = {"/usr/share/zoneinfo/", "/usr/lib/zoneinfo/", "/etc/zoneinfo/"};
	char path[96];
	int fd = -1;
	for (size_t i = 0; i < COUNT_OF(roots) && fd < 0; i++) {
		size_t n = strlen(roots[i]);
		memcpy(path, roots[i], n);
		memcpy(path + n, name.p, name.n);
		path[n + name.n] = 0;
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	return fd;
}

err zone_open(struct arena *a, str name, const struct zone **ret)
{
	int fd = good_name(name) ? open_zone_file(name) : -1;
	if (fd < 0)
		return fail(ERR_INPUT, "this machine has no time zone {0}; write a name such as Asia/Shanghai, or install the package tzdata", name);
	char bytes[ZONE_FILE_LIMIT + 1];
	size_t n = 0;
	ssize_t got;
	while (n < sizeof bytes && (got = read(fd, bytes + n, sizeof bytes - n)) > 0)
		n += (size_t)got;
	close(fd);
	return zone_read(a, name, (str){bytes, n}, ret);
}
