/* SPDX-License-Identifier: Apache-2.0 */
/* measure_calc: what is computed of measured values: exact fractions, rounded last (half up).
 * Pure. Every function is false where there is no answer: a base of zero or less, a number too large. */
#ifndef LUOSHI_MEASURE_CALC_H
#define LUOSHI_MEASURE_CALC_H

#include "base/num.h"

typedef __int128 int128;
struct frac { /* n / d, d > 0, in lowest terms */
	int128 n, d;
};
struct frac frac_of(struct dec);
struct frac frac_int(int64_t);
bool frac_add(struct frac, struct frac, struct frac *ret);
bool frac_sub(struct frac, struct frac, struct frac *ret);
bool frac_mul(struct frac, struct frac, struct frac *ret);
bool frac_div(struct frac, struct frac, struct frac *ret); /* false: by zero */
bool frac_cmp(struct frac, struct frac, int *ret);
bool frac_round(struct frac, int scale, enum rounding, struct dec *ret);

/* 增速: (now − base) / base, in per cent. */
bool growth_of(struct frac now, struct frac base, struct frac *ret);
/* 由增速还原基数: now / (1 + growth/100). */
bool base_from_growth(struct frac now, struct frac growth, struct frac *ret);
/* 拉动: by how many points a part moved the whole: (part − part_base) / whole_base, in points. */
bool contribution_of(struct frac part, struct frac part_base, struct frac whole_base, struct frac *ret);
/* 完成率 and 序时进度: part of whole, in per cent. */
bool share_of(struct frac part, struct frac whole, struct frac *ret);
/* 预计全年: what is done, over the share of the year (per cent) that it usually takes. */
bool forecast_of(struct frac done, struct frac elapsed, struct frac *ret);
/* 后期需增: (target − done) / (base of the year − base of the same months) − 1, in per cent. */
bool growth_needed(struct frac target, struct frac done, struct frac base_year, struct frac base_done, struct frac *ret);
/* Place among n, the best is 1; equal values share a place and the next is left out. present[i] false: it has no place (0). */
void ranks_of(const struct frac *, const bool *present, size_t n, bool down, int *ret);

#endif
