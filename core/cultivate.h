/* SPDX-License-Identifier: Apache-2.0 */
/* cultivation (梯队培育): firms in their libraries, whose term is over, and who by the data may go on.
 * What is proposed here is only shown; a person takes the action. */
#ifndef LUOSHI_CULTIVATE_H
#define LUOSHI_CULTIVATE_H

#include "core/scale.h"

/* ---- pure: core/cultivate_calc.c ------------------------------------------------------------------- */
struct library_rule {
	bool entered;           /* has reached scale, or is counted above it */
	int64_t turnover, share; /* at least; 0: not looked at */
};
struct library_facts {
	bool entered;
	bool has_turnover; struct frac turnover; /* of twelve months, however many were reported */
	bool has_share; struct frac share;       /* per cent */
};
/* Whether all that the rule looks at holds; a rule that looks at nothing proposes nobody. */
bool library_met(const struct library_rule *, const struct library_facts *);

/* ---- core/read_cultivate.c --------------------------------------------------------------------------- */
struct cultivated {
	struct matter_row row;         /* open */
	const struct scale_line *firm; /* NULL: the reader may not see it, or it is gone */
	int library;                   /* index */
	bool over, near;               /* its term */
	bool has_share; struct dec share; /* per cent of the year */
	bool met;                      /* the data says that it may go on */
	str code;
};
struct shelf {
	const struct library *of;
	struct words2 label;
	int64_t in, near, over, met, wanted; /* wanted 0: no target */
};
struct cultivated_list {
	const struct kind *kind; /* NULL: no pack declares one */
	struct shelf *shelves;
	size_t n_shelves;
	struct cultivated *v;    /* those that may go on, then by the day their term ends */
	size_t n;
	str year;                /* of the share; empty: no value */
	bool cut_short;          /* there are more than were looked at */
};
/* The open ones that the reader may see, beside the turnover of `scale` (whole: read by the same ctx). */
err cultivated_read(struct ctx *, const struct scale_list *scale, struct cultivated_list *ret) must_check;
/* The library of that firm; -1: none. Of several the highest. */
int cultivated_library(const struct cultivated_list *, str code);

#endif
