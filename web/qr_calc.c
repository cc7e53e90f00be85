/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code (GB/T 18284, ISO/IEC 18004) of bytes, level M, versions 1 to 10: what an address
 * for a phone needs. Written from the standard; the tables are its own. */
#include "web/qr_in.h"

#include <stdlib.h>
#include <string.h>

/* By version: all codewords, of correction in each block, blocks; and the middle of the last
 * alignment patterns (the first is 6). ISO/IEC 18004 tables 1, 9 and E.1 */
static const struct version {
	int all, correction, blocks;
	int align[2];
} versions[QR_VERSIONS + 1] = {
	[1] = {26, 10, 1, {0, 0}},    [2] = {44, 16, 1, {18, 0}},   [3] = {70, 26, 1, {22, 0}},   [4] = {100, 18, 2, {26, 0}},
	[5] = {134, 24, 2, {30, 0}},  [6] = {172, 16, 4, {34, 0}},  [7] = {196, 18, 4, {22, 38}}, [8] = {242, 22, 4, {24, 42}},
	[9] = {292, 22, 5, {26, 46}}, [10] = {346, 26, 5, {28, 50}},
};

static int data_of(int v)
{
	return versions[v].all - versions[v].correction * versions[v].blocks;
}

/* ---- Reed-Solomon over GF(256), polynomial 0x11d ------------------------------------------- */
static uint8_t times(uint8_t a, uint8_t b)
{
	uint8_t out = 0;
	for (int i = 7; i >= 0; i--) {
		out = (uint8_t)((out << 1) ^ ((out >> 7) * 0x1d));
		out ^= (uint8_t)((b >> i & 1) * a);
	}
	return out;
}

static void correction(const uint8_t *data, int n, uint8_t *ret, int degree)
{
	uint8_t divisor[32] = {0}, root = 1;
	divisor[degree - 1] = 1;
	for (int i = 0; i < degree; i++) {
		for (int k = 0; k < degree; k++)
			divisor[k] = (uint8_t)(times(divisor[k], root) ^ (k + 1 < degree ? divisor[k + 1] : 0));
		root = times(root, 2);
	}
	memset(ret, 0, (size_t)degree);
	for (int i = 0; i < n; i++) {
		uint8_t factor = data[i] ^ ret[0];
		memmove(ret, ret + 1, (size_t)degree - 1);
		ret[degree - 1] = 0;
		for (int k = 0; k < degree; k++)
			ret[k] ^= times(divisor[k], factor);
	}
}

/* ---- codewords ----------------------------------------------------------------------------------- */
static void put_bits(uint8_t *out, int *at, uint32_t v, int n)
{
	for (int i = n - 1; i >= 0; i--, ++*at)
		out[*at >> 3] |= (uint8_t)((v >> i & 1) << (7 - (*at & 7)));
}

static void data_words(int v, str s, uint8_t *out)
{
	int at = 0, most = data_of(v);
	put_bits(out, &at, 4, 4); /* bytes */
	put_bits(out, &at, (uint32_t)s.n, v < 10 ? 8 : 16);
	for (size_t i = 0; i < s.n; i++)
		put_bits(out, &at, (uint8_t)s.p[i], 8);
	at = at + 4 > most * 8 ? most * 8 : at + 4;
	for (int k = (at + 7) / 8, odd = 0; k < most; k++, odd ^= 1)
		out[k] = odd ? 0x11 : 0xec;
}

/* Blocks are laid in turn, the first of each, the second of each. */
static void interleave(int v, const uint8_t *data, uint8_t *ret)
{
	const struct version *w = &versions[v];
	int all = data_of(v), less = all / w->blocks, longer = all % w->blocks, at = 0, n = 0, begin[5], size[5];
	uint8_t ec[5][32];
	for (int b = 0; b < w->blocks; b++) {
		size[b] = less + (b >= w->blocks - longer);
		begin[b] = at;
		correction(data + at, size[b], ec[b], w->correction);
		at += size[b];
	}
	for (int i = 0; i <= less; i++)
		for (int b = 0; b < w->blocks; b++)
			if (i < size[b])
				ret[n++] = data[begin[b] + i];
	for (int i = 0; i < w->correction; i++)
		for (int b = 0; b < w->blocks; b++)
			ret[n++] = ec[b][i];
}

/* ---- the square -------------------------------------------------------------------------------------- */
struct square {
	struct qr *q;
	bool fixed[QR_SIDE][QR_SIDE];
};
static void set(struct square *s, int x, int y, bool dark)
{
	if (x < 0 || y < 0 || x >= s->q->side || y >= s->q->side)
		return;
	s->q->dark[y][x] = dark;
	s->fixed[y][x] = true;
}

static void finder(struct square *s, int cx, int cy)
{
	for (int dy = -4; dy <= 4; dy++)
		for (int dx = -4; dx <= 4; dx++) {
			int far = abs(dx) > abs(dy) ? abs(dx) : abs(dy);
			set(s, cx + dx, cy + dy, far != 2 && far != 4);
		}
}

static void alignment(struct square *s, int v)
{
	int at[3] = {6, versions[v].align[0], versions[v].align[1]}, n = at[2] ? 3 : at[1] ? 2 : 0;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++) {
			if ((i == 0 && k == 0) || (i == 0 && k == n - 1) || (i == n - 1 && k == 0))
				continue;
			for (int dy = -2; dy <= 2; dy++)
				for (int dx = -2; dx <= 2; dx++)
					set(s, at[i] + dx, at[k] + dy, (abs(dx) > abs(dy) ? abs(dx) : abs(dy)) != 1);
		}
}

static void format_bits(struct square *s, int mask)
{
	int data = mask, rest, n = s->q->side; /* level M is 00 */
	rest = data;
	for (int i = 0; i < 10; i++)
		rest = (rest << 1) ^ ((rest >> 9) * 0x537);
	int bits = (data << 10 | rest) ^ 0x5412;
	for (int i = 0; i < 15; i++) {
		bool on = bits >> i & 1;
		if (i < 8) {
			set(s, 8, i < 6 ? i : i + 1, on);
			set(s, n - 1 - i, 8, on);
		} else {
			set(s, i == 8 ? 7 : 14 - i, 8, on);
			set(s, 8, n - 15 + i, on);
		}
	}
	set(s, 8, n - 8, true);
}

static void version_bits(struct square *s, int v)
{
	int rest = v, n = s->q->side;
	if (v < 7)
		return;
	for (int i = 0; i < 12; i++)
		rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
	int bits = v << 12 | rest;
	for (int i = 0; i < 18; i++) {
		set(s, n - 11 + i % 3, i / 3, bits >> i & 1);
		set(s, i / 3, n - 11 + i % 3, bits >> i & 1);
	}
}

static void patterns(struct square *s, int v)
{
	int n = s->q->side;
	for (int i = 0; i < n; i++) {
		set(s, 6, i, i % 2 == 0);
		set(s, i, 6, i % 2 == 0);
	}
	finder(s, 3, 3);
	finder(s, n - 4, 3);
	finder(s, 3, n - 4);
	alignment(s, v);
	format_bits(s, 0);
	version_bits(s, v);
}

/* Two columns at a time from the right, up and down in turn; the sixth is the timing. */
static void lay(struct square *s, const uint8_t *words, int n_words)
{
	int n = s->q->side, at = 0;
	for (int right = n - 1; right >= 1; right -= 2) {
		if (right == 6)
			right = 5;
		for (int i = 0; i < n; i++)
			for (int k = 0; k < 2; k++) {
				int x = right - k, y = ((right + 1) & 2) == 0 ? n - 1 - i : i;
				if (s->fixed[y][x])
					continue;
				s->q->dark[y][x] = at < n_words * 8 && (words[at >> 3] >> (7 - (at & 7)) & 1);
				at++;
			}
	}
}

static bool masks(int mask, int x, int y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (x / 3 + y / 2) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

static void apply_mask(struct square *s, int mask)
{
	for (int y = 0; y < s->q->side; y++)
		for (int x = 0; x < s->q->side; x++)
			s->q->dark[y][x] ^= !s->fixed[y][x] && masks(mask, x, y);
}

/* ---- which mask reads best: ISO/IEC 18004, 7.8.3 ------------------------------------------------------- */
static int line_cost(const struct qr *q, int at, bool column)
{
	int cost = 0, run = 0;
	unsigned last = 0;
	bool before = false;
	for (int i = 0; i < q->side; i++) {
		bool dark = column ? q->dark[i][at] : q->dark[at][i];
		run = i && dark == before ? run + 1 : 1;
		cost += run == 5 ? 3 : run > 5 ? 1 : 0;
		before = dark;
		last = (last << 1 | dark) & 0x7ff;
		cost += i >= 10 && (last == 0x5d0 || last == 0x05d) ? 40 : 0;
	}
	return cost;
}

static int cost_of(const struct qr *q)
{
	int cost = 0, dark = 0, n = q->side;
	for (int i = 0; i < n; i++)
		cost += line_cost(q, i, false) + line_cost(q, i, true);
	for (int y = 0; y < n; y++)
		for (int x = 0; x < n; x++) {
			dark += q->dark[y][x];
			cost += x && y && q->dark[y][x] == q->dark[y - 1][x] && q->dark[y][x] == q->dark[y][x - 1] &&
				q->dark[y][x] == q->dark[y - 1][x - 1] ? 3 : 0;
		}
	return cost + abs(dark * 20 - n * n * 10) / (n * n) * 10;
}

bool qr_make(str s, struct qr *ret)
{
	static const int head[] = {2, 3}; /* bytes of mode and length, below version 10 and at it */
	uint8_t data[QR_WORDS] = {0}, words[QR_WORDS] = {0};
	int v = 1, best = 0, least = INT32_MAX;
	while (v <= QR_VERSIONS && (int)s.n + head[v >= 10] > data_of(v))
		v++;
	if (v > QR_VERSIONS)
		return false;
	struct square q = {.q = ret};
	*ret = (struct qr){.side = 17 + 4 * v};
	patterns(&q, v);
	data_words(v, s, data);
	interleave(v, data, words);
	lay(&q, words, versions[v].all);
	for (int mask = 0; mask < 8; mask++) {
		apply_mask(&q, mask);
		format_bits(&q, mask);
		int cost = cost_of(ret);
		if (cost < least) {
			least = cost;
			best = mask;
		}
		apply_mask(&q, mask);
	}
	apply_mask(&q, best);
	format_bits(&q, best);
	return true;
}

/* One path of runs, so that the picture is a few kilobytes; four modules of quiet around it. */
void put_qr(struct buf *b, enum lang lang, str s)
{
	struct qr *q = malloc(sizeof *q);
	ours(q);
	if (qr_make(s, q)) {
		buf_fmt(b, "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"220\" height=\"220\" aria-label=\"", q->side + 8, q->side + 8);
		html_text(b, word(lang, W("QR code for the authenticator program")));
		buf_fmt(b, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"", q->side + 8, q->side + 8);
		for (int y = 0; y < q->side; y++)
			for (int x = 0, n; x < q->side; x += n) {
				for (n = 1; x + n < q->side && q->dark[y][x + n] == q->dark[y][x]; n++)
					;
				if (q->dark[y][x])
					buf_fmt(b, "M%d %dh%dv1h-%dz", x + 4, y + 4, n, n);
			}
		buf_z(b, "\"/></svg>");
	}
	free(q);
}
