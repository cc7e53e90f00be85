/* SPDX-License-Identifier: Apache-2.0 */
/* Fractions of 128 bits, always in lowest terms so that sums of a year stay small. */
#include "monitor/air.h"

typedef unsigned __int128 wide;

static wide size_of(__int128 v)
{
	return v < 0 ? 0 - (wide)v : (wide)v;
}

static wide common(wide a, wide b)
{
	while (b) {
		wide r = a % b;
		a = b;
		b = r;
	}
	return a;
}

static bool reduced(__int128 above, __int128 below, struct ratio *ret)
{
	if (!below)
		return false;
	if (below < 0 && (__builtin_sub_overflow((__int128)0, below, &below) || __builtin_sub_overflow((__int128)0, above, &above)))
		return false;
	__int128 g = (__int128)common(size_of(above), (wide)below);
	*ret = (struct ratio){above / g, below / g};
	return true;
}

struct ratio ratio_of(int64_t v)
{
	return (struct ratio){v, 1};
}

struct ratio ratio_dec(struct dec d)
{
	__int128 below = 1;
	struct ratio r = {0, 1};
	for (int i = 0; i < d.scale; i++)
		below *= 10;
	ours(reduced(d.v, below, &r));
	return r;
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret)
{
	__int128 g = (__int128)common((wide)a.below, (wide)b.below), x, y, sum, below;
	if (__builtin_mul_overflow(a.above, b.below / g, &x) || __builtin_mul_overflow(b.above, a.below / g, &y) ||
	    __builtin_add_overflow(x, y, &sum) || __builtin_mul_overflow(a.below / g, b.below, &below))
		return false;
	return reduced(sum, below, ret);
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret)
{
	return !__builtin_sub_overflow((__int128)0, b.above, &b.above) && ratio_add(a, b, ret);
}

bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret)
{
	struct ratio x, y;
	__int128 above, below;
	if (!reduced(a.above, b.below, &x) || !reduced(b.above, a.below, &y) || __builtin_mul_overflow(x.above, y.above, &above) ||
	    __builtin_mul_overflow(x.below, y.below, &below))
		return false;
	*ret = (struct ratio){above, below};
	return true;
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret)
{
	struct ratio turned;
	return reduced(b.below, b.above, &turned) && ratio_mul(a, turned, ret);
}

bool ratio_cmp(struct ratio a, struct ratio b, int *ret)
{
	__int128 x, y, g = (__int128)common((wide)a.below, (wide)b.below);
	if (__builtin_mul_overflow(a.above, b.below / g, &x) || __builtin_mul_overflow(b.above, a.below / g, &y))
		return false;
	*ret = (x > y) - (x < y);
	return true;
}

bool ratio_round(struct ratio r, int decimals, enum rounding how, struct dec *ret)
{
	__int128 scaled = r.above;
	for (int i = 0; i < decimals; i++)
		if (__builtin_mul_overflow(scaled, (__int128)10, &scaled))
			return false;
	__int128 q = scaled / r.below, rest = scaled % r.below;
	wide left = size_of(rest), gap = (wide)r.below - left; /* to the next one away from zero */
	bool away = how != ROUND_DOWN && (left > gap || (left == gap && (how == ROUND_HALF_UP || q % 2)));
	q += away ? (scaled < 0 ? -1 : 1) : 0;
	if (q > INT64_MAX || q < INT64_MIN)
		return false;
	*ret = (struct dec){(int64_t)q, decimals};
	return true;
}
