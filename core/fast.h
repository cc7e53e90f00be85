/* SPDX-License-Identifier: Apache-2.0 */
/* fast (旬报): what the ten days reported so far say of the month, and how much is lacking (以旬保月).
 * docs/decisions/said.md. */
#ifndef LUOSHI_FAST_H
#define LUOSHI_FAST_H

#include "core/measure.h"

/* ---- pure: core/fast_calc.c -------------------------------------------------------------------- */
struct fast_in {
	struct frac so_far;              /* of the month, as reported */
	struct frac part, whole;         /* what share of a month it usually is: of last year's month, else working days */
	bool has_target;
	struct frac target;              /* of the month alone */
	bool has_base;
	struct frac base_rest;           /* of last year's ten days that are still to come */
};
struct fast_out {
	bool has_share, has_forecast, has_gap, has_need, has_need_growth;
	struct frac share;               /* per cent of the month that so_far usually is */
	struct frac forecast, gap;       /* gap: target less forecast; more than nothing: it will fall short */
	struct frac need, need_growth;   /* still to come; per cent over the same days of last year */
};
void fast_calc(const struct fast_in *, struct fast_out *ret);
/* 以旬保月: what the month must bring so that the year keeps to its path: target × share of the year up to its end − done before. */
bool fast_month_target(struct frac year_target, struct frac share, struct frac before, struct frac *ret);

/* ---- core/read_fast.c ------------------------------------------------------------------------------ */
enum fast_share { FAST_LAST_YEAR, FAST_WORKING_DAYS };
struct fast_line {
	const struct indicator *of, *month; /* of ten days; what it foretells */
	struct measured ten[3];          /* as reported; version 0: nobody did */
	int reported;                    /* ten days from the first on, without a gap */
	struct dec so_far;
	enum fast_share by;              /* how the share was found */
	bool has_share, has_forecast, has_target, has_gap, has_need, has_need_growth;
	struct dec share, forecast, target, gap, need, need_growth;
	bool target_set;                 /* for this very month; else from the target of the year */
	bool seasonal;                   /* the year's path goes by the years before, else by months alike */
	enum light light;
	int64_t owner;                   /* the office that gives it; 0 */
};
struct fast_report {
	struct fast_line *lines;
	size_t n, red;
	str period;                      /* the month: 2026-11 */
};
/* Of indicators that foretell a month. period: a month; empty: this one. */
err fast_read(struct ctx *, str period, struct fast_report *ret) must_check;

#endif
