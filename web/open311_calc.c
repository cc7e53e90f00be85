/* SPDX-License-Identifier: Apache-2.0 */
/* What clients of Open311 write: names, dates, degrees, lists. Pure. */
#include "web/open311_calc_in.h"

#include "base/num.h"

#define MINUTE_MS 60000
#define DAY_MS 86400000
#define DEGREE_DIGITS 8 /* a millimetre; what is behind is noise */
#define DIGITS_READ 14

bool open311_name(str word, str *ret_name, enum open311_format *ret)
{
	static const struct {
		str end;
		enum open311_format format;
	} ends[] = {{S(".xml"), OPEN311_XML}, {S(".json"), OPEN311_JSON}};
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (word.n > ends[i].end.n && str_ends(word, ends[i].end)) {
			*ret_name = str_cut(word, 0, word.n - ends[i].end.n);
			*ret = ends[i].format;
			return true;
		}
	return false;
}

bool open311_attribute(str name, str *ret_code)
{
	if (!str_starts(name, S("attribute[")))
		return false;
	if (str_ends(name, S("][]")))
		name = str_cut(name, 0, name.n - 2);
	if (!str_ends(name, S("]")))
		return false;
	str code = str_cut(name, 10, name.n - 1);
	if (!code.n || str_find(code, S("["), 0) >= 0 || str_find(code, S("]"), 0) >= 0)
		return false;
	*ret_code = code;
	return true;
}

/* ---- dates ---------------------------------------------------------------------------------------- */
static bool digits(str *s, size_t n, int *ret)
{
	int v = 0;
	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = str_cut(*s, n, s->n);
	*ret = v;
	return true;
}

static bool mark(str *s, const char *one_of)
{
	for (; *one_of; one_of++)
		if (s->n && s->p[0] == *one_of) {
			*s = str_cut(*s, 1, s->n);
			return true;
		}
	return false;
}

/* hh:mm[:ss[.fraction]] as ms of the day; *ret_step: how long what was named lasts. */
static bool clock_time(str *s, int *ret_ms, int *ret_step)
{
	int h, m, sec = 0, scale = 100, milli = 0, d;
	*ret_step = MINUTE_MS;
	if (!digits(s, 2, &h) || !mark(s, ":") || !digits(s, 2, &m) || h > 23 || m > 59)
		return false;
	if (mark(s, ":")) {
		*ret_step = 1000;
		if (!digits(s, 2, &sec) || sec > 60)
			return false;
		if (mark(s, ".,")) {
			*ret_step = 1;
			if (!digits(s, 1, &d))
				return false;
			do {
				milli += d * scale;
				scale /= 10;
			} while (digits(s, 1, &d));
		}
	}
	*ret_ms = ((h * 60 + m) * 60 + (sec > 59 ? 59 : sec)) * 1000 + milli;
	return true;
}

/* What stands behind the time; *ret_here: nothing, so the district's zone. Minutes east of UTC. */
static bool offset(str s, int *ret, bool *ret_here)
{
	int h, m = 0, sign = 1;
	*ret_here = !s.n;
	*ret = 0;
	if (!s.n || str_eq(s, S("Z")) || str_eq(s, S("z")))
		return true;
	if (mark(&s, "-"))
		sign = -1;
	else if (!mark(&s, "+ "))
		return false;
	if (!digits(&s, 2, &h) || h > 18)
		return false;
	if (s.n) {
		mark(&s, ":");
		if (!digits(&s, 2, &m) || m > 59 || s.n)
			return false;
	}
	*ret = sign * (h * 60 + m);
	return true;
}

/* YYYY, YYYY-MM or YYYY-MM-DD; *ret_next: the day after what was named. */
static bool date(str *s, day_t *ret, day_t *ret_next)
{
	int y, m = 1, d = 1;
	if (!digits(s, 4, &y))
		return false;
	bool month = mark(s, "-") ? digits(s, 2, &m) : false, day = false;
	if (month)
		day = mark(s, "-") ? digits(s, 2, &d) : false;
	*ret = day_of(y, m, d);
	if (*ret == DAY_NONE)
		return false;
	*ret_next = day ? *ret + 1 : day_add_months(*ret, month ? 1 : 12);
	return day || !s->n;
}

bool open311_time(const struct zone *zone, str s, bool end, ms_t *ret)
{
	day_t d, next;
	int ms = 0, step = 0, east = 0;
	bool here;
	s = str_trim(s);
	if (!date(&s, &d, &next))
		return false;
	if (!s.n) {
		*ret = zone_at(zone, end ? next : d, 0);
		return true;
	}
	if (!mark(&s, "Tt ") || !clock_time(&s, &ms, &step) || !offset(s, &east, &here))
		return false;
	ms_t at = here ? zone_at(zone, d, ms) : (ms_t)d * DAY_MS + ms - (ms_t)east * MINUTE_MS;
	*ret = end ? at + step : at;
	return true;
}

/* ---- numbers and lists ------------------------------------------------------------------------------- */
bool open311_degrees(str s, int most, struct dec *ret)
{
	struct dec v;
	s = str_trim(s);
	ptrdiff_t point = str_find(s, S("."), 0);
	if (point >= 0 && s.n - (size_t)point - 1 > DIGITS_READ) /* a program printed all that a double holds */
		s = str_cut(s, 0, (size_t)point + 1 + DIGITS_READ);
	if (!s.n || s.n > 24 || str_find(s, S(","), 0) >= 0 || !dec_parse(s, &v))
		return false;
	if (dec_cmp(v, (struct dec){most, 0}) > 0 || dec_cmp(v, (struct dec){-most, 0}) < 0)
		return false;
	if (v.scale > DEGREE_DIGITS && !dec_round(v, DEGREE_DIGITS, ROUND_HALF_EVEN, &v))
		return false;
	*ret = v;
	return true;
}

static bool next_of(str *rest, str *ret)
{
	if (!rest->p)
		return false;
	if (!str_split(*rest, ',', ret, rest)) {
		*ret = *rest;
		*rest = STR_NONE;
	}
	*ret = str_trim(*ret);
	return true;
}

bool open311_listed(str commas, str one)
{
	str v;
	while (next_of(&commas, &v))
		if (v.n && str_eq(v, one))
			return true;
	return false;
}

size_t open311_count(str commas)
{
	str v;
	size_t n = 0;
	while (next_of(&commas, &v))
		n += v.n > 0;
	return n;
}

/* A label of several levels is a path: 城市管理·道路设施·路灯. Its first piece, or what follows it. */
str open311_piece(str label, bool first)
{
	ptrdiff_t dot = str_find(label, S("·"), 0);
	if (dot < 0)
		return first ? S("") : label;
	return str_trim(first ? str_cut(label, 0, (size_t)dot) : str_cut(label, (size_t)dot + sizeof "·" - 1, label.n));
}
