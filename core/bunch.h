/* SPDX-License-Identifier: Apache-2.0 */
/* bunch (扎堆): more values right past a threshold than right before it, more finished in the last days
 * before a deadline than in the days before those. A hint to look, never a verdict: docs/decisions/said.md. */
#ifndef LUOSHI_BUNCH_H
#define LUOSHI_BUNCH_H

#include "core/measure.h"

/* ---- pure: core/bunch_calc.c ------------------------------------------------------------------ */
/* P(X >= past) where each of past + before falls on either side alike: the binomial tail at one half,
 * within 1e-12 of it. Both 0..1e6. */
double bunch_tail(int64_t before, int64_t past);
struct bunch_count { int64_t before, past; };
/* Windows of `wide` per cent of the threshold; past: [t, t + w), before: [t − w, t); where less is better
 * (t − w, t] and (t, t + w]. False: the threshold is not positive. */
bool bunch_values(struct frac value, struct frac threshold, int64_t wide, bool down, struct bunch_count *);
/* Days left when it was finished: past: 0 .. wide − 1, before: wide .. 2 wide − 1; late ones count nowhere. */
void bunch_days(int64_t left, int64_t wide, struct bunch_count *);

/* ---- core/read_bunch.c ---------------------------------------------------------------------------- */
enum bunch_sort { BUNCH_TARGET, BUNCH_TIER, BUNCH_DEADLINE };
struct bunch_line {
	enum bunch_sort sort;
	const struct indicator *of; /* NULL: BUNCH_DEADLINE */
	const struct kind *kind;    /* of BUNCH_DEADLINE */
	const struct method *method; /* of BUNCH_TIER */
	struct dec threshold;       /* of BUNCH_TIER */
	str period;
	struct bunch_count n;
	double chance;              /* that so many fall past it by chance */
	bool hint;
};
struct bunch_list {
	struct bunch_line *lines; /* hints first */
	size_t n, hints;
	int64_t percent, days, least, chance; /* the settings: window of values and of days, number at least, chance in thousandths */
	bool cut_short;           /* not everything could be looked at */
};
/* Targets and tiers of indicators of units and subjects that the reader may see, in their newest period; deadlines
 * of the last twelve months, kind by kind. */
err bunch_read(struct ctx *, struct bunch_list *ret) must_check;

#endif
