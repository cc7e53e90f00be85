/* SPDX-License-Identifier: Apache-2.0 */
/* Rounding. score_round does it as spreadsheets do: a real is first what its 15 significant digits say, then rounded as a decimal.
 * What an office recomputes in a sheet of its own agrees to the last digit. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "score/score_in.h"

#define DIGITS 15
static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/* The digits of v * 10^decimals, a whole number and what follows it, out of 15 significant ones. */
static double by_digits(double v, int decimals, enum rounding how)
{
	char z[40];
	snprintf(z, sizeof z, "%.*e", DIGITS - 1, fabs(v));
	int exponent = 0;
	const char *e = strchr(z, 'e');
	sscanf(e + 1, "%d", &exponent);
	int whole = exponent + 1 + decimals; /* how many of the digits stand before the point */
	double n = 0, rest = 0;
	int past = 0;
	for (int i = 0, at = 0; i < DIGITS; at++) {
		if (z[at] == '.')
			continue;
		if (i < whole)
			n = n * 10 + (z[at] - '0');
		else if (i == whole)
			rest = z[at] - '0';
		else
			past |= z[at] != '0';
		i++;
	}
	if (whole > DIGITS)
		return v;
	bool up = how != ROUND_DOWN && (rest > 5 || (rest == 5 && (past || how == ROUND_HALF_UP || fmod(n, 2) == 1)));
	return copysign((n + (up ? 1 : 0)) / tens[decimals], v);
}

double score_round(double v, int decimals, enum rounding how)
{
	if (!isfinite(v) || decimals < 0 || decimals > 9)
		return v;
	double x = fabs(v) * tens[decimals], low = floor(x), rest = x - low;
	/* near the half, or below the next whole where the rest is cut off, digits decide */
	if (x >= 1e9 || (how == ROUND_DOWN ? rest > 1 - 1e-5 : fabs(rest - 0.5) < 1e-5))
		return by_digits(v, decimals, how) + 0.0;
	return copysign((low + (how != ROUND_DOWN && rest > 0.5)) / tens[decimals], v) + 0.0;
}

double round_points(double v, int decimals, enum rounding how, double size)
{
	double a = fabs(v), near = 1e-13 * (a > size ? a : size) * tens[decimals];
	double x = a * tens[decimals], low = floor(x), rest = x - low;
	bool up;
	if (!isfinite(v) || near > 0.1)
		return score_round(v, decimals, how);
	if (how == ROUND_DOWN)
		up = rest >= 1 - near;
	else if (fabs(rest - 0.5) <= near)
		up = how == ROUND_HALF_UP || fmod(low, 2) == 1;
	else
		up = rest > 0.5;
	return copysign((low + up) / tens[decimals], v) + 0.0;
}

/* Fifteen digits of what lies from 1e-4 to 1e15, in a wider real; near a half the library decides. */
static bool digits_put(struct buf *b, double v)
{
	char z[40], *p = z;
	int e = 0;
	double size = fabs(v);
	if (LDBL_MANT_DIG < 64 || !(size >= 1e-4 && size < 1e15))
		return false;
	for (double ten = 10; size >= ten; ten *= 10)
		e++;
	for (double ten = 1; size < ten; ten /= 10)
		e--;
	long double x = (long double)size;
	for (int k = DIGITS - 1 - e; k > 0; k -= 9)
		x *= (long double)tens[k < 9 ? k : 9];
	uint64_t n = (uint64_t)x;
	long double rest = x - (long double)n;
	n += rest > 0.5L;
	if ((rest > 0.49L && rest < 0.51L) || n < 100000000000000u || n >= 1000000000000000u)
		return false;
	char digits[DIGITS];
	for (int i = DIGITS; i-- > 0; n /= 10)
		digits[i] = (char)('0' + n % 10);
	int last = DIGITS;
	while (last > 1 && last > e + 1 && digits[last - 1] == '0')
		last--;
	if (v < 0)
		*p++ = '-';
	if (e < 0)
		*p++ = '0';
	for (int i = e < 0 ? e + 1 : 0; i < last; i++) {
		if (i == e + 1)
			*p++ = '.';
		*p++ = i < 0 ? '0' : digits[i];
	}
	buf_add(b, (str){z, (size_t)(p - z)});
	return true;
}

void score_real_put(struct buf *b, double v)
{
	if (v == 0)
		buf_byte(b, '0');
	else if (isfinite(v) && !digits_put(b, v))
		buf_fmt(b, "%.15g", v);
}

void score_fixed_put(struct buf *b, double v, int decimals)
{
	if (isfinite(v))
		buf_fmt(b, "%.*f", decimals, v == 0 ? 0.0 : v);
}
