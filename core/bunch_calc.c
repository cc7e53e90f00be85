/* SPDX-License-Identifier: Apache-2.0 */
/* Counts on both sides of a threshold and their binomial tail. Pure; only + − × ÷, so the same bytes everywhere. */
#include "core/bunch.h"

#include <math.h>

#define HALVE_PAST 1e250

double bunch_tail(int64_t before, int64_t past)
{
	int64_t n = before + past, k = past;
	bool upper = k > n - k;
	if (k <= 0)
		return 1;
	/* The smaller tail is summed from its largest term on; the other is one less it. */
	int64_t from = upper ? k : n - k + 1; /* P(X >= from) by symmetry */
	int64_t halves = 0;
	double term = 1, sum = 0;
	for (int64_t i = 1; i <= n - from; i++) { /* C(n, n − from), halved on the way to stay in range */
		term = term * (double)(from + i) / (double)i;
		while (term > HALVE_PAST) {
			term = ldexp(term, -64);
			halves += 64;
		}
	}
	for (int64_t j = from; j <= n; j++) {
		sum += term;
		term = term * (double)(n - j) / (double)(j + 1);
		if (term < sum * 1e-18)
			break;
	}
	int64_t down = n - halves;
	double tail = down > 2000 ? 0 : ldexp(sum, (int)-down);
	return upper ? tail : 1 - tail;
}

bool bunch_values(struct frac value, struct frac threshold, int64_t wide, bool down, struct bunch_count *c)
{
	struct frac w, low, high;
	int at, from, to;
	if (threshold.n <= 0 || !frac_mul(threshold, (struct frac){wide, 100}, &w) || !frac_sub(threshold, w, &low) || !frac_add(threshold, w, &high) ||
	    !frac_cmp(value, threshold, &at) || !frac_cmp(value, low, &from) || !frac_cmp(value, high, &to))
		return false;
	if (down) {
		c->past += from > 0 && at <= 0;
		c->before += at > 0 && to <= 0;
	} else {
		c->past += at >= 0 && to < 0;
		c->before += from >= 0 && at < 0;
	}
	return true;
}

void bunch_days(int64_t left, int64_t wide, struct bunch_count *c)
{
	c->past += left >= 0 && left < wide;
	c->before += left >= wide && left < 2 * wide;
}
