/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of limits as text, and the one that holds. */
#include "monitor/limit_in.h"

const struct limit_span_row limit_spans[LIMIT_SPANS] = {
	[LIMIT_ANY] = {"any", {S("每个数据"), S("every value")}},
	[LIMIT_HOUR] = {"hour", {S("小时均值"), S("hourly mean")}},
	[LIMIT_DAY] = {"day", {S("日均值"), S("daily mean")}},
	[LIMIT_SPAN] = {"span", {S("量程"), S("measuring span")}},
};

bool limit_span_named(str s, enum limit_span *ret)
{
	for (int i = 0; i < LIMIT_SPANS; i++)
		if (str_eq(s, str_of(limit_spans[i].name))) {
			*ret = (enum limit_span)i;
			return true;
		}
	return false;
}

static bool is_open(str s)
{
	return !s.n || str_eq(s, S("-"));
}

static bool bound_read(str s, bool *ret_has, struct dec *ret)
{
	*ret_has = !is_open(s);
	return !*ret_has || dec_parse(s, ret);
}

static bool day_read(str s, day_t *ret)
{
	*ret = DAY_NONE;
	return is_open(s) || day_parse(s, ret);
}

/* NULL: it is right; else what is wrong with it. */
const char *limit_of_columns(const str c[LIMIT_COLUMNS], struct limit *ret)
{
	struct limit l = {.code = c[0], .source = c[7]};
	struct dec same;
	if (!l.code.n || l.code.n > LIMIT_CODE_MOST)
		return W("line {0}: the first word is the code of a factor, like w01018");
	if (!limit_span_named(c[1], &l.span))
		return W("line {0}: the second word says of which mean: any, hour, day, or span for what the device can measure");
	if (!bound_read(c[2], &l.has_low, &l.low) || !bound_read(c[3], &l.has_high, &l.high))
		return W("line {0}: the third and fourth word are the lowest and the highest value that are allowed, or -");
	if (!l.has_low && !l.has_high)
		return W("line {0}: say at least one of the lowest and the highest value");
	if (l.has_low && l.has_high && dec_cmp(l.low, l.high) >= 0)
		return W("line {0}: the lowest value is not below the highest");
	l.unit = measured_unit(c[4]);
	if (!l.unit.n || !measured_convert((struct dec){1, 0}, l.unit, l.unit, &same))
		return W("line {0}: the fifth word is a unit, like mg/L, mg/m3 or 1");
	if (!day_read(c[5], &l.from) || !day_read(c[6], &l.until) || (l.from != DAY_NONE && l.until != DAY_NONE && l.until <= l.from))
		return W("line {0}: the sixth and seventh word are the days from which and until which it holds, like 2026-01-01, or -");
	if (!str_trim(l.source).n)
		return W("line {0}: end it with where the limit comes from, like 排污许可证副本 表7");
	*ret = l;
	return NULL;
}

/* The next word of a line; what is left begins with the one after it. */
static str word_next(str *line)
{
	str s = str_trim(*line);
	size_t n = 0;
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*line = str_cut(s, n, s.n);
	return str_cut(s, 0, n);
}

static str digits(struct arena *a, size_t v)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)v);
	return buf_str(&b);
}

err limits_read(struct arena *a, str text, struct limit **ret, size_t *ret_n)
{
	LIST(struct limit) l = {0};
	str line, c[LIMIT_COLUMNS];
	if (text.n > LIMIT_OWN_MOST || utf8_valid(text) != text.n)
		return fail(ERR_INPUT, "these are too many limits for one station; it has at most {0} lines", digits(a, LIMIT_LINES_MOST));
	for (size_t at = 1; text.n; at++) {
		struct limit one;
		if (!str_split(text, '\n', &line, &text))
			line = text, text = STR_NONE;
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		for (int i = 0; i < LIMIT_COLUMNS - 1; i++)
			c[i] = word_next(&line);
		c[LIMIT_COLUMNS - 1] = str_trim(line);
		const char *wrong = limit_of_columns(c, &one);
		if (wrong)
			return fail(ERR_INPUT, wrong, digits(a, at));
		if (l.n >= LIMIT_LINES_MOST)
			return fail(ERR_INPUT, "these are too many limits for one station; it has at most {0} lines", digits(a, LIMIT_LINES_MOST));
		one.own = true;
		*list_push(a, &l) = one;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static void bound_put(struct buf *b, bool has, struct dec v)
{
	buf_byte(b, ' ');
	if (has)
		dec_put(b, v);
	else
		buf_byte(b, '-');
}

static void day_or_dash(struct buf *b, day_t d)
{
	buf_byte(b, ' ');
	if (d == DAY_NONE)
		buf_byte(b, '-');
	else
		day_put(b, d);
}

void limit_put(struct buf *b, const struct limit *l)
{
	buf_add(b, l->code);
	buf_fmt(b, " %s", limit_spans[l->span].name);
	bound_put(b, l->has_low, l->low);
	bound_put(b, l->has_high, l->high);
	buf_byte(b, ' ');
	buf_add(b, l->unit);
	day_or_dash(b, l->from);
	day_or_dash(b, l->until);
	buf_byte(b, ' ');
	buf_add(b, l->source);
}

static bool goes_before(const struct limit *a, const struct limit *b)
{
	if (a->own != b->own)
		return a->own;
	if (a->from == DAY_NONE || b->from == DAY_NONE)
		return a->from != DAY_NONE;
	return a->from > b->from;
}

const struct limit *limit_on(const struct limit *v, size_t n, str code, enum limit_span span, day_t on)
{
	const struct limit *best = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct limit *l = &v[i];
		if (l->span != span || !str_eq(l->code, code) || (l->from != DAY_NONE && on < l->from) || (l->until != DAY_NONE && on >= l->until))
			continue;
		if (!best || goes_before(l, best))
			best = l;
	}
	return best;
}

bool station_watch_beyond(const struct station_watch *w, const struct limit *l, str code, str value, day_t day)
{
	struct dec v;
	if (!l || !dec_parse(value, &v))
		return false;
	str unit = station_watch_unit(w, code, day);
	if (unit.n && l->unit.n && !str_eq(unit, l->unit) && !measured_convert(v, unit, l->unit, &v))
		return false; /* of another quantity: nothing can be said */
	return (l->has_high && dec_cmp(v, l->high) > 0) || (l->has_low && dec_cmp(v, l->low) < 0);
}
