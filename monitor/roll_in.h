/* SPDX-License-Identifier: Apache-2.0 */
/* Roll-ups (小时、日均值) of one factor, pure: parts with their flags in, the mean with its validity out.
 * HJ 212-2017 appendix D: a mean is the sum of the valid parts by their number; what is flagged is no
 * part of it. Exact: dec, rounded once, half to even (GB/T 8170). */
#ifndef LUOSHI_ROLL_IN_H
#define LUOSHI_ROLL_IN_H

#include "base/day.h"
#include "base/num.h"

struct roll_rule { /* a row of data/hj212_validity.tsv */
	char medium; /* a gas, w water */
	bool day;
	int least, normal;
	day_t from, until; /* until DAY_NONE: still */
	str source;
};
/* The rule for a factor on that day; NULL: none is known (noise, conditions): then every part counts. */
const struct roll_rule *roll_rule_of(const struct roll_rule *, size_t n, char medium, bool day, day_t) ;

struct roll_part {
	ms_t at;
	struct dec value;
	bool has_value, normal; /* normal: flag N or none */
	int covers;             /* parts of the least it stands for: minutes of an hour, 1 of a day */
};
struct roll_sum {
	struct dec mean, min, max; /* of the normal parts; only when n_normal > 0 */
	int n, n_normal, covered;  /* covered: by normal parts */
	bool valid;                /* enough of them */
	char flag;                 /* N or D */
};
/* false: a value overflows or there is no part; *ret then has only the counts. */
bool roll_sum(const struct roll_rule *, const struct roll_part *, size_t n, struct roll_sum *ret);

#endif
