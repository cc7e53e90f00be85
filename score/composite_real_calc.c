/* SPDX-License-Identifier: Apache-2.0 */
/* Logarithm and power from operations whose rounding IEEE 754 prescribes, and chance from integers: nothing here
 * depends on whose math library the machine has. */
#include "score/composite.h"

#include <math.h>

/* ln 2 in two parts: the first has 32 low bits free, so that its multiples are exact */
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10

/* x = 2^e m, m near 1; ln m = 2 (t + t^3/3 + …) with t = (m-1)/(m+1), |t| < 0.172. */
double real_ln(double x)
{
	int e;
	if (isnan(x) || x < 0)
		return NAN;
	if (x == 0 || isinf(x))
		return x == 0 ? -INFINITY : x;
	double m = frexp(x, &e);
	if (m < 0.70710678118654752) {
		m *= 2;
		e--;
	}
	double f = m - 1, t = f / (m + 1), s = t * t, sum = 0;
	for (int k = 23; k >= 3; k -= 2)
		sum = sum * s + 2.0 / k;
	/* ln m = f - t (f - s sum): the large part, f, is exact */
	double tail = t * (f - s * sum);
	return e * LN2_HIGH + (f - (tail - e * LN2_LOW));
}

double real_exp(double x)
{
	if (isnan(x) || x > 709.8)
		return isnan(x) ? x : INFINITY;
	if (x < -745.2)
		return 0;
	double k = floor(x / 0.69314718055994530942 + 0.5);
	double r = (x - k * LN2_HIGH) - k * LN2_LOW, sum = 1;
	for (int i = 16; i >= 1; i--)
		sum = 1 + sum * r / i;
	return ldexp(sum, (int)k);
}

static double whole_power(double x, unsigned n)
{
	double y = 1;
	for (; n; n >>= 1, x *= x)
		if (n & 1)
			y *= x;
	return y;
}

double real_power(double x, double p)
{
	if (p == floor(p) && p >= -64 && p <= 64)
		return p < 0 ? 1 / whole_power(x, (unsigned)-p) : whole_power(x, (unsigned)p);
	if (p == 0.5)
		return sqrt(x);
	if (x == 0)
		return p > 0 ? 0 : INFINITY;
	return real_exp(p * real_ln(x));
}

/* ---- chance ----------------------------------------------------------------------------- */
static uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

void draw_init(struct draw *d, uint64_t seed)
{
	for (int i = 0; i < 4; i++) {
		seed += 0x9e3779b97f4a7c15u;
		uint64_t z = seed;
		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
		z = (z ^ z >> 27) * 0x94d049bb133111ebu;
		d->s[i] = z ^ z >> 31;
	}
}

uint64_t draw_bits(struct draw *d)
{
	uint64_t *s = d->s, out = turn(s[1] * 5, 7) * 9, shifted = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = turn(s[3], 45);
	return out;
}

double draw_unit(struct draw *d)
{
	return (double)(draw_bits(d) >> 11) * 0x1p-53;
}
