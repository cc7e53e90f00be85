/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the science of composite indicators: aggregation over columns wherever they stand, so that a variant copies no
 * indicator. */
#ifndef LUOSHI_SCORE_COMPOSITE_IN_H
#define LUOSHI_SCORE_COMPOSITE_IN_H

#include "score/composite.h"

/* column: one per node; NULL: the node is left out of everything. The columns of aggregates are written. `outside`: one per
 * node, or NULL. room: three columns. */
struct join_place {
	double **column;
	uint8_t **outside;
	double *room;
	size_t units;
};
void join_place_make(struct arena *, const struct composite_index *, const struct composite_matrix *m, struct join_place *ret);
err join_columns(const struct composite_index *, const double *w, const struct composite_join *, struct join_place *) must_check;

/* A raw matrix treated and normalised by one pair of choices. */
err prepare_columns(struct arena *, const struct composite_index *, const struct composite_matrix *raw, const struct composite_method *,
	struct composite_matrix *ret, struct composite_treated *ret_treated) must_check;

/* Everything a variant needs that does not change from one to the next. */
struct varying {
	const struct composite_index *index;
	const struct composite_matrix *raw;
	const struct composite_method *nominal;
	const struct composite_choices *choices;
	struct composite_matrix *prepared; /* winmax x norm, made when first asked for */
	double *weights;                   /* sets of n */
	double *aggregates;                /* columns that variants write */
	struct join_place place;
	double *top, *rank, *nominal_rank;
	size_t inputs, input[INPUTS], options[INPUTS];
	struct arena scratch; /* of one variant */
};
err varying_make(struct arena *, const struct composite_index *, const struct composite_matrix *raw, const struct composite_method *,
	const struct composite_choices *, uint64_t seed, struct draw *, struct varying *ret) must_check;
void varying_done(struct varying *);
/* u: one per input, in 0..1; fills top and rank. */
err varying_run(struct arena *, struct varying *, const double *u) must_check;

#endif
