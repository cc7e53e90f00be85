/* SPDX-License-Identifier: Apache-2.0 */
/* Periods in running text (2026年1—10月, 前三季度, 去年), units of claims, and what a written number stands for. Pure. */
#include "core/said.h"

#include <string.h>

/* ---- periods ---------------------------------------------------------------------------------- */
#define THIS_YEAR (-1)
#define LAST_YEAR (-2)
#define NEXT_YEAR (-3)

static bool take(str s, size_t *at, const char *word)
{
	str w = str_of(word);
	if (!str_starts(str_cut(s, *at, s.n), w))
		return false;
	*at += w.n;
	return true;
}

static int number(str s, size_t *at)
{
	static const char *const words[] = {"十二", "十一", "十", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	static const int means[] = {12, 11, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9};
	int v = 0;
	size_t from = *at;
	while (*at < s.n && *at < from + 4 && s.p[*at] >= '0' && s.p[*at] <= '9')
		v = v * 10 + (s.p[(*at)++] - '0');
	for (size_t i = 0; *at == from && i < COUNT_OF(words); i++)
		if (take(s, at, words[i]))
			return means[i];
	return v;
}

static int year_of(str s, size_t *at)
{
	static const struct { const char *word; int year; } words[] = {{"今年以来", THIS_YEAR}, {"今年", THIS_YEAR}, {"本年度", THIS_YEAR}, {"去年", LAST_YEAR},
		{"上年度", LAST_YEAR}, {"上年", LAST_YEAR}, {"过去一年", LAST_YEAR}, {"明年", NEXT_YEAR}};
	size_t p = *at;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (take(s, at, words[i].word))
			return take(s, at, "同期") ? 0 : words[i].year;
	int y = number(s, &p);
	if (p == *at + 4 && y >= 1990 && y <= 2100 && take(s, &p, "年")) {
		take(s, &p, "度");
		*at = p;
		return y;
	}
	return 0;
}

static bool fixed_months(str s, size_t *at, struct said_period *ret)
{
	static const struct { const char *word; int from, to; } words[] = {{"上半年", 1, 6}, {"下半年", 7, 12}, {"前三季度", 1, 9}, {"前三个季度", 1, 9},
		{"一至三季度", 1, 9}, {"一季度", 1, 3}, {"二季度", 4, 6}, {"三季度", 7, 9}, {"四季度", 10, 12}, {"1季度", 1, 3}, {"2季度", 4, 6}, {"3季度", 7, 9}, {"4季度", 10, 12}, {"全年", 1, 12}};
	size_t p = *at;
	take(s, &p, "第");
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (!take(s, &p, words[i].word))
			continue;
		*at = p;
		*ret = (struct said_period){0, words[i].from, words[i].to};
		return true;
	}
	return false;
}

/* 1—10月, 1至10月, 前10个月, 截至10月底, 10月, 10月份, 10月末. */
static bool months(str s, size_t *at, struct said_period *ret)
{
	static const char *const dashes[] = {"—", "-", "–", "－", "至", "到", "~", "～"};
	size_t p = *at;
	bool until = take(s, &p, "截至") || take(s, &p, "截止");
	if (until && p < s.n)
		(void)year_of(s, &p);
	bool first = !until && take(s, &p, "前");
	size_t digits = p;
	int a = number(s, &p), b = 0;
	if (p == digits || a < 1 || a > 12)
		return false;
	if (first) {
		if (!take(s, &p, "个月"))
			return false;
		*at = p;
		*ret = (struct said_period){0, 1, a};
		return true;
	}
	bool month = take(s, &p, "月");
	for (size_t i = 0; i < COUNT_OF(dashes); i++)
		if (take(s, &p, dashes[i])) {
			digits = p;
			b = number(s, &p);
			if (p == digits || b <= a || b > 12)
				return false;
			break;
		}
	if (b)
		month = take(s, &p, "月");
	if (!month || (p < s.n && s.p[p] >= '0' && s.p[p] <= '9'))
		return false; /* 10月25日 */
	take(s, &p, "份");
	bool end = take(s, &p, "底") || take(s, &p, "末");
	*at = p;
	*ret = (struct said_period){0, b ? a : end || until ? 1 : a, b ? b : a};
	return true;
}

size_t said_period_read(str s, struct said_period *ret)
{
	struct said_period m = {0};
	size_t at = 0;
	int year = year_of(s, &at);
	size_t after = at;
	take(s, &at, "的");
	bool some = fixed_months(s, &at, &m) || months(s, &at, &m);
	if (!some && !year)
		return 0;
	if (!some) {
		at = after;
		m = (struct said_period){0, 1, 12};
	}
	m.year = year;
	if (year == THIS_YEAR && !some)
		m.from = 0; /* 今年以来: until when is not said */
	*ret = m;
	return at;
}

bool said_period_settle(struct said_period *p, day_t date, bool target)
{
	int now = date == DAY_NONE ? 0 : day_civil(date).year;
	if (p->year <= 0 && !now)
		return false;
	if (target && !p->from && p->year == THIS_YEAR)
		*p = (struct said_period){THIS_YEAR, 1, 12};
	if (!p->from)
		return false;
	if (p->year == 0) {
		p->year = now;
		/* Said without a year of what is over: the newest that is over. */
		if (!target && p->to > day_civil(date).month)
			p->year--;
	} else if (p->year < 0) {
		p->year = p->year == THIS_YEAR ? now : p->year == LAST_YEAR ? now - 1 : now + 1;
	}
	return target || date == DAY_NONE || day_of(p->year, p->to, 1) <= date;
}

/* ---- units -------------------------------------------------------------------------------------- */
static str unit_base(str u, int *ret_power)
{
	static const struct { const char *word; int power; } sizes[] = {{"万亿", 12}, {"亿", 8}, {"千万", 7}, {"百万", 6}, {"十万", 5}, {"万", 4}, {"千", 3}};
	static const struct { const char *word, *same; int power; } same[] = {{"度", "瓦时", 3}, {"千瓦时", "瓦时", 3}, {"人民币", "元", 0}, {"美金", "美元", 0},
		{"公斤", "克", 3}, {"微克每立方米", "微克/立方米", 0}, {"户", "家", 0}, {"μg/m³", "微克/立方米", 0}};
	*ret_power = 0;
	for (size_t i = 0; i < COUNT_OF(same); i++)
		if (str_eq(u, str_of(same[i].word))) {
			*ret_power = same[i].power;
			return str_of(same[i].same);
		}
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		if (str_starts(u, str_of(sizes[i].word)) && u.n > strlen(sizes[i].word)) {
			int more;
			str base = unit_base(str_cut(u, strlen(sizes[i].word), u.n), &more);
			*ret_power = sizes[i].power + more;
			return base;
		}
	return u;
}

bool said_unit(str from, str to, struct frac *ret)
{
	int a, b;
	str x = unit_base(from, &a), y = unit_base(to, &b);
	struct frac f = {1, 1};
	if (!x.n || !str_eq(x, y) || a - b > 18 || b - a > 18)
		return false;
	for (int i = a; i < b; i++)
		f.d *= 10;
	for (int i = b; i < a; i++)
		f.n *= 10;
	*ret = f;
	return true;
}

/* ---- what a number stands for --------------------------------------------------------------------- */
static struct frac plus(struct frac a, struct frac b)
{
	struct frac r = a;
	return frac_add(a, b, &r) ? r : a;
}

static struct frac minus(struct frac a, struct frac b)
{
	struct frac r = a;
	return frac_sub(a, b, &r) ? r : a;
}

static struct frac half_unit(int scale)
{
	struct frac h = {1, 2};
	for (int i = 0; i < scale && i < 18; i++)
		h.d *= 10;
	return h;
}

/* Downwards: −9.7 stands for (−9.75, −9.65]. */
static struct said_range mirrored(struct said_range r)
{
	return (struct said_range){.low = {-r.high.n, r.high.d}, .high = {-r.low.n, r.low.d}, .has_low = r.has_high, .has_high = r.has_low,
		.low_in = r.high_in, .high_in = r.low_in, .half = r.half};
}

struct said_range said_range_of(struct dec value, const struct dec *max, enum quantity_op op, bool negative, struct frac about)
{
	struct frac v, reach;
	if (value.v < 0 && value.v != INT64_MIN) {
		value.v = -value.v;
		negative = !negative;
	}
	v = frac_of(value);
	struct said_range r = {.half = half_unit(value.scale), .low = v, .high = v, .low_in = true, .high_in = true, .has_low = true, .has_high = true};
	if (op == OP_APPROX && frac_mul(v, about, &reach)) {
		if (reach.n < 0)
			reach.n = -reach.n;
		r.low = minus(v, reach);
		r.high = plus(v, reach);
	} else if (op == OP_GT || op == OP_LT) {
		r.has_low = op == OP_GT; /* a threshold that was passed is exact */
		r.has_high = op == OP_LT;
		r.low_in = r.high_in = false;
	} else {
		r.has_low = op != OP_LE;
		r.has_high = op != OP_GE;
		r.low = minus(v, r.half);
		r.high = plus(op == OP_RANGE && max ? frac_of(*max) : v, r.half);
		r.high_in = false;
	}
	return negative ? mirrored(r) : r;
}

bool said_agrees(const struct said_range *r, struct frac measured, struct frac half)
{
	int c = 0;
	bool coarse = frac_cmp(half, r->half, &c) && c > 0; /* the measured number is rounded itself, and more coarsely */
	struct frac least = coarse ? minus(measured, half) : measured, most = coarse ? plus(measured, half) : measured;
	if (r->has_low && (!frac_cmp(most, r->low, &c) || c < 0 || (c == 0 && !r->low_in)))
		return false;
	return !r->has_high || (frac_cmp(least, r->high, &c) && (c < 0 || (c == 0 && r->high_in)));
}
