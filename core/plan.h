/* SPDX-License-Identifier: Apache-2.0 */
/* plan (计划): how much of a matter should stand by which day, as straight pieces between its
 * milestones. What is planned for a day should stand when the next day begins, so the plan of
 * a day is what should stand as it begins. Pure. */
#ifndef LUOSHI_PLAN_H
#define LUOSHI_PLAN_H

#include "base/day.h"

#define PLAN_WHOLE 10000 /* shares are hundredths of a per cent */

struct plan_step { /* a milestone */
	day_t due;
	int64_t weight;
};
struct plan_point {
	day_t day;
	int share;
};
struct plan {
	const struct plan_point *v; /* by day; the first 0, the last PLAN_WHOLE */
	size_t n;                   /* 0: there is no plan */
};
/* From the beginning of `from` to the end of `to`. Weights that come to less than 100 leave the
 * rest to the end; those that come to more are taken as parts of their sum. Without steps it is
 * one straight line; without both days, or an empty span, there is none. Steps outside of the
 * span count at its ends. */
void plan_make(struct arena *, day_t from, day_t to, const struct plan_step *, size_t n, struct plan *ret);
int plan_at(const struct plan *, day_t); /* hundredths of a per cent */
/* The first day whose plan is at least so many per cent; DAY_NONE: none. */
day_t plan_when(const struct plan *, int64_t percent);

#endif
