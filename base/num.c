/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

bool add_ok(int64_t a, int64_t b, int64_t *ret)
{
	int64_t v;
	if (__builtin_add_overflow(a, b, &v))
		return false;
	*ret = v;
	return true;
}

bool sub_ok(int64_t a, int64_t b, int64_t *ret)
{
	int64_t v;
	if (__builtin_sub_overflow(a, b, &v))
		return false;
	*ret = v;
	return true;
}

bool mul_ok(int64_t a, int64_t b, int64_t *ret)
{
	int64_t v;
	if (__builtin_mul_overflow(a, b, &v))
		return false;
	*ret = v;
	return true;
}

static int64_t power10(int n)
{
	int64_t v = 1;
	while (n-- > 0)
		v *= 10;
	return v;
}

#define SCALE_MOST 18

bool dec_parse(str s, struct dec *ret)
{
	bool minus = s.n && (s.p[0] == '-' || s.p[0] == '+'), negative = s.n && s.p[0] == '-';
	struct dec d = {0};
	bool point = false, digit = false;
	for (size_t i = minus; i < s.n; i++) {
		char c = s.p[i];
		if (c == ',' && digit && !point && i + 1 < s.n)
			continue;
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9' || d.scale == SCALE_MOST)
			return false;
		if (!mul_ok(d.v, 10, &d.v) || !sub_ok(d.v, c - '0', &d.v))
			return false;
		d.scale += point;
		digit = true;
	}
	if (!digit || (!negative && !sub_ok(0, d.v, &d.v)))
		return false;
	*ret = d;
	return true;
}

void dec_put(struct buf *b, struct dec d)
{
	uint64_t u = d.v < 0 ? 0 - (uint64_t)d.v : (uint64_t)d.v;
	uint64_t unit = (uint64_t)power10(d.scale);
	if (d.v < 0)
		buf_byte(b, '-');
	buf_fmt(b, "%llu", (unsigned long long)(u / unit));
	if (d.scale)
		buf_fmt(b, ".%0*llu", d.scale, (unsigned long long)(u % unit));
}

int dec_cmp(struct dec a, struct dec b)
{
	__int128 x = a.v, y = b.v;
	x *= power10(b.scale);
	y *= power10(a.scale);
	return (x > y) - (x < y);
}

static bool rescale(struct dec d, int scale, int64_t *ret)
{
	return mul_ok(d.v, power10(scale - d.scale), ret);
}

bool dec_add(struct dec a, struct dec b, struct dec *ret)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	int64_t x, y, v;
	if (!rescale(a, scale, &x) || !rescale(b, scale, &y) || !add_ok(x, y, &v))
		return false;
	*ret = (struct dec){v, scale};
	return true;
}

bool dec_sub(struct dec a, struct dec b, struct dec *ret)
{
	return sub_ok(0, b.v, &b.v) && dec_add(a, b, ret);
}

bool dec_mul(struct dec a, struct dec b, struct dec *ret)
{
	struct dec d = {0, a.scale + b.scale};
	if (d.scale > SCALE_MOST || !mul_ok(a.v, b.v, &d.v))
		return false;
	*ret = d;
	return true;
}

static int64_t rounded(int64_t v, int64_t unit, enum rounding how)
{
	int64_t q = v / unit, r = v % unit, away = v < 0 ? -1 : 1;
	uint64_t twice = 2 * (uint64_t)(r < 0 ? -r : r);
	if (how == ROUND_DOWN || twice < (uint64_t)unit)
		return q;
	if (twice == (uint64_t)unit && how == ROUND_HALF_EVEN && q % 2 == 0)
		return q;
	return q + away;
}

bool dec_round(struct dec d, int scale, enum rounding how, struct dec *ret)
{
	int64_t v;
	if (scale >= d.scale) {
		if (scale > SCALE_MOST || !rescale(d, scale, &v))
			return false;
	} else {
		v = rounded(d.v, power10(d.scale - scale), how);
	}
	*ret = (struct dec){v, scale};
	return true;
}

/* ---- degrees ---- */
#define MILLION 1000000
bool degree_parse(str s, int64_t most, int64_t *ret)
{
	int64_t whole = 0, part = 0, scale = MILLION;
	size_t i = 0, digits = 0;
	bool minus = s.n && s.p[0] == '-';
	for (i = minus; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && digits < 4; i++, digits++)
		whole = whole * 10 + (s.p[i] - '0');
	if (!digits || digits > 3 || (i < s.n && s.p[i] != '.'))
		return false;
	for (i++; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (scale > 1) { /* what is finer than a hand is left out */
			scale /= 10;
			part += (s.p[i] - '0') * scale;
		}
	}
	int64_t v = whole * MILLION + part;
	*ret = minus ? -v : v;
	return v <= most * MILLION;
}

void degree_put(struct buf *b, int64_t v)
{
	int64_t a = v < 0 ? -v : v;
	buf_fmt(b, "%s%lld.%06lld", v < 0 ? "-" : "", (long long)(a / MILLION), (long long)(a % MILLION));
}
