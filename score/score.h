/* SPDX-License-Identifier: Apache-2.0 */
/* score: a method turns a table of inputs into points, totals, ranks and bands. Pure: no clock, no
 * store. Reals are computed unrounded in the order of declaration and rounded last, by the method's
 * named rule; the same table and method give the same bytes on every run (docs/decisions/measured.md). */
#ifndef LUOSHI_SCORE_H
#define LUOSHI_SCORE_H

#include "base/arena.h"
#include "base/err.h"
#include "pack/method.h"

enum cell_state { CELL_NUMBER, CELL_MISSING, CELL_NOT_APPLICABLE };
struct score_table { /* column-wise: values[column * n + row] */
	const str *inputs;     /* names of columns: indicators, or any name a method asks for */
	size_t n_inputs;
	const str *subjects;   /* codes, unique */
	const str *classes;    /* NULL, or the class of each subject; empty: none */
	size_t n;
	const double *values;
	const uint8_t *states; /* enum cell_state */
};
struct score_item {        /* one subject's one item, for the score sheet */
	double input, base, score, points; /* NAN: none */
	uint8_t state;         /* of the input */
	bool capped, floored, filled; /* filled: by the rule for what is missing */
};
struct score_line {
	size_t row;            /* of the table */
	double total;          /* rounded by the method */
	double bonus, penalty, difficulty;
	uint32_t rank;         /* 1 is best; equal totals after all tie breaks share it */
	int band;              /* index into the method's bands; -1: none */
	int veto;              /* index into the method's vetoes; -1 */
	uint32_t rank_lo, rank_hi; /* over the variants (best, worst); 0: not asked */
};
struct score_result {
	const struct method *method;
	const struct score_table *table;
	struct score_item *items; /* [item * n + row], items in the order of score_items */
	struct score_line *lines; /* by row */
	uint32_t *order;          /* rows by rank */
	double *weights;          /* effective weight of each item: share of the variance of the total */
	double *correlations;     /* of each item's score with the total */
	size_t n_items;
};
struct score_options {
	uint32_t variants;     /* 0: none; at least 100 for an interval that is printed */
	uint64_t seed;
	double weight_noise;   /* 0.25: weights ± 25 per cent */
};
/* ERR_INPUT: an input that the method needs is no column; two subjects with one code; a class the
 * method does not know. */
err score_run(struct arena *, const struct method *, const struct score_table *, const struct score_options *, struct score_result *ret) must_check;
/* CSV as interfaces say: subject, optional class, then inputs; empty: missing, "/": not applicable. */
err score_table_read(struct arena *, str csv, struct score_table *ret) must_check;
/* What has to happen to one input for the subject to reach the next band, all else equal; NAN: nothing in reach. */
err score_needed(struct arena *, const struct score_result *, size_t row, size_t item, double *ret_value, double *ret_total) must_check;
/* JSON of method, inputs and result in one canonical order of bytes, and its SHA-256: what a run keeps. */
err score_freeze(struct arena *, const struct score_result *, str *ret_bytes, struct digest *ret) must_check;

#endif
