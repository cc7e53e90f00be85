/* SPDX-License-Identifier: Apache-2.0 */
/* num: checked integer arithmetic for numbers from outside, and dec, the exact
 * decimal of measured and reported values. */
#ifndef LUOSHI_NUM_H
#define LUOSHI_NUM_H

#include "base/str.h"

/* false on overflow; *ret written only on success */
bool add_ok(int64_t a, int64_t b, int64_t *ret);
bool sub_ok(int64_t a, int64_t b, int64_t *ret);
bool mul_ok(int64_t a, int64_t b, int64_t *ret);

/* v / 10^scale; scale 0..18. 9.70 and 9.7 differ in scale and are equal in value. */
struct dec {
	int64_t v;
	int scale;
};
enum rounding {
	ROUND_HALF_UP,   /* 四舍五入, away from zero at the half */
	ROUND_HALF_EVEN, /* GB/T 8170-2008 四舍六入五成双 */
	ROUND_DOWN,      /* towards zero */
};
bool dec_parse(str s, struct dec *ret); /* "-1,234.50"; full-width digits folded before */
void dec_put(struct buf *, struct dec);
int dec_cmp(struct dec, struct dec);
bool dec_add(struct dec, struct dec, struct dec *ret);
bool dec_sub(struct dec, struct dec, struct dec *ret);
bool dec_mul(struct dec, struct dec, struct dec *ret);
bool dec_round(struct dec, int scale, enum rounding, struct dec *ret);

/* Degrees of the earth in millionths: "117.575", what is past six decimals is left out; false: not a number,
 * or more than `most` degrees from zero. */
bool degree_parse(str, int64_t most, int64_t *ret);
void degree_put(struct buf *, int64_t); /* 117.575000 */

#endif
