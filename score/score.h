/* SPDX-License-Identifier: Apache-2.0 */
/* score: a method turns a table of inputs into points, totals, ranks and bands. Pure: no clock, no
 * store. Reals are computed unrounded in the order of declaration and rounded last, by the method's
 * named rule; the same table and method give the same bytes on every run (docs/decisions/measured.md). */
#ifndef LUOSHI_SCORE_H
#define LUOSHI_SCORE_H

#include "base/arena.h"
#include "base/err.h"
#include "pack/method.h"

enum score_state { SCORE_NUMBER, SCORE_MISSING, SCORE_NOT_APPLICABLE };
struct score_table { /* column-wise: values[column * n + row] */
	const str *inputs;     /* names of columns: indicators, or any name a method asks for */
	size_t n_inputs;
	const str *subjects;   /* codes, unique */
	const str *classes;    /* NULL, or the class of each subject; empty: none */
	size_t n;
	const double *values;
	const uint8_t *states; /* enum score_state */
	bool unique;           /* the subjects are known to be: nobody has to look again */
};
struct score_item {        /* one subject's one item, for the score sheet */
	double input, base;    /* NAN: none */
	double score;          /* per cent of the weight, after cap, floor, difficulty and filling; NAN: none */
	double points;         /* what it adds; NAN: none, its weight went to others */
	double weight;         /* points it can give in the subject's class; NAN: not for this class */
	uint8_t state;         /* of the input */
	bool capped, floored, filled; /* filled: by the rule for what is missing */
	bool undefined;        /* divided by zero, or held against a base that is not above zero */
};
struct score_line {
	double total;          /* rounded by the method; NAN: nothing could be scored */
	double bonus, penalty, difficulty;
	uint32_t row;          /* of the table */
	uint32_t rank;         /* 1 is best; equal totals after all tie breaks share it; 0: not ranked (不参评) */
	uint32_t of;           /* how many are ranked with it */
	uint32_t rank_lo, rank_hi; /* over the variants (best, worst); 0: not asked */
	int16_t class;         /* index into the method's classes; 0 where there are none */
	int16_t band;          /* index into the method's bands; -1: none */
	int16_t veto;          /* index into the method's vetoes, the one that decided; -1 */
	bool stable;           /* the interval is not wider than the method allows */
};
struct score_place { /* of a row, in the result of a lean run */
	uint32_t rank;
	int16_t band;
};
struct score_result {
	const struct method *method;
	const struct score_table *table;
	struct score_item *items; /* [item * n + row], items in the order of the method; NULL when lean */
	struct score_line *lines; /* by row; NULL when lean */
	const double *totals;     /* by row; also when lean */
	const struct score_place *places;
	uint32_t *order;          /* rows by class and rank; those that are not ranked come last */
	double *weights;          /* effective weight of each item: its share of the variance of the total; NULL when lean */
	double *correlations;     /* of each item's points with the total; below zero it works against the rest */
	size_t n_items;
	uint32_t variants;        /* that were run, from this seed */
	uint64_t seed;
	double weight_noise;
};
struct score_options {
	uint32_t variants;     /* 0: none; at least 100 for an interval that is printed */
	uint64_t seed;
	double weight_noise;   /* 0.25: weights +-25 per cent */
	bool lean;             /* totals, ranks and bands only */
};
/* Of a result with variants: no wider than the share of the ranks that the method allows, one rank at least. */
static inline bool score_is_stable(const struct method *m, const struct score_line *l)
{
	double most = m->stable / 100 * l->of;
	return l->rank && l->rank_hi - l->rank_lo <= (most < 1 ? 1 : most);
}
/* ERR_INPUT: an input that the method needs is no column; two subjects with one code; a class the
 * method does not know; a value is missing and the method says that none may be. Options: NULL for none. */
err score_run(struct arena *, const struct method *, const struct score_table *, const struct score_options *, struct score_result *ret) must_check;
/* CSV as interfaces say: subject, optional class, then inputs; empty: missing, "/": not applicable. UTF-8. */
err score_table_read(struct arena *, str csv, struct score_table *ret) must_check;
int score_table_column(const struct score_table *, str name); /* -1: none */
/* Of a result that is not lean. What one item's input has to be for the subject to reach the next better band, all else equal; the least
 * change, proved by scoring everything anew. NAN: nothing in reach. */
err score_needed(struct arena *, const struct score_result *, size_t row, size_t item, double *ret_value, double *ret_total) must_check;
/* The same of a column of the table, which several items may use (税收). */
err score_needed_column(struct arena *, const struct score_result *, size_t row, size_t column, double *ret_value, double *ret_total) must_check;
/* What moves the ranks of an index when its choices vary: shares of the variance (Sobol), of the choices that can vary. ERR_INPUT: it
 * declares no index, or fewer than two can. */
struct score_share {
	const char *input;     /* weights, aggregate, scale, left out */
	double first, total, total_lo, total_hi; /* lo, hi: 5 and 95 per cent of the bootstrap */
};
err score_shares(struct arena *, const struct score_result *, uint32_t variants, uint64_t seed, struct score_share **ret, size_t *ret_n) must_check;
/* Items of one dimension whose scores go together so closely that one thing is counted twice, or against each other. */
#define SCORE_PAIR_HIGH 0.9
struct score_pair {
	size_t a, b;           /* items */
	double r;              /* Pearson; |r| >= SCORE_PAIR_HIGH, or below zero */
};
void score_pairs(struct arena *, const struct score_result *, struct score_pair **ret, size_t *ret_n);
/* JSON of method, inputs and result in one canonical order of bytes, and its SHA-256: what a run keeps. */
err score_freeze(struct arena *, const struct score_result *, str *ret_bytes, struct digest *ret) must_check;
/* Computes anew what was frozen; *ret_same: it came to the same bytes. ERR_INPUT: these are no bytes of score_freeze. */
err score_again(struct arena *, str bytes, bool *ret_same, struct score_result *ret) must_check;
/* A real as tables print it: 15 significant digits, no zeros behind; nothing for NAN. */
void score_real_put(struct buf *, double);
void score_fixed_put(struct buf *, double, int decimals); /* what was rounded so */
double score_round(double, int decimals, enum rounding);  /* as a spreadsheet would, at 15 significant digits */

#endif
