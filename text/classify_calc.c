/* SPDX-License-Identifier: Apache-2.0 */
/* Logarithm, exponential, root and keyed hash from plain operations alone: a math library rounds
 * as its maker liked, and a model must come out the same everywhere. */
#include "text/classify_in.h"

#include <string.h>

#define LN2 0.693147180559945309

/* By ln((1+t)/(1-t)) = 2 (t + t^3/3 + …), t at most 0.172. */
float calc_ln(float x)
{
	double m = (double)x, t, square, sum = 0, power;
	int e = 0;
	for (; m > 1.41421356; e++)
		m *= 0.5;
	for (; m < 0.70710678; e--)
		m *= 2;
	t = (m - 1) / (m + 1);
	square = t * t;
	power = t;
	for (int k = 1; k <= 13; k += 2, power *= square)
		sum += power / k;
	return (float)(2 * sum + e * LN2);
}

float calc_exp(float x)
{
	double rest = (double)x, sum = 1, power = 1;
	int halves = 0;
	if (x < -80)
		return 0;
	if (x > 80)
		rest = 80;
	int e = (int)(rest / LN2);
	rest -= e * LN2;
	for (int k = 1; k <= 14; k++) {
		power *= rest / k;
		sum += power;
	}
	for (; halves < (e < 0 ? -e : e); halves++)
		sum = e < 0 ? sum * 0.5 : sum * 2;
	return (float)sum;
}

float calc_root(float x)
{
	double r = x > 1 ? (double)x : 1;
	if (x <= 0)
		return 0;
	for (int i = 0; i < 60; i++) {
		double next = 0.5 * (r + (double)x / r);
		if (next >= r)
			break;
		r = next;
	}
	return (float)r;
}

/* ---- SipHash-2-4 (Aumasson, Bernstein 2012) --------------------------------------------------- */
static uint64_t turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = turn(v[1], 13) ^ v[0];
	v[3] = turn(v[3], 16) ^ v[2];
	v[0] = turn(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = turn(v[1], 17) ^ v[2];
	v[3] = turn(v[3], 21) ^ v[0];
	v[2] = turn(v[2], 32);
}

static uint64_t little(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static void sip_take(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	sip_round(v);
	v[0] ^= word;
}

uint64_t keyed_hash(const uint8_t key[CLASSIFY_KEY_LEN], const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	uint64_t a = little(key, 8), b = little(key + 8, 8);
	uint64_t v[4] = {a ^ 0x736f6d6570736575u, b ^ 0x646f72616e646f6du, a ^ 0x6c7967656e657261u, b ^ 0x7465646279746573u};
	size_t i = 0;
	for (; i + 8 <= n; i += 8)
		sip_take(v, little(p + i, 8));
	sip_take(v, little(p + i, n - i) | (uint64_t)n << 56);
	v[2] ^= 0xff;
	for (int k = 0; k < 4; k++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
