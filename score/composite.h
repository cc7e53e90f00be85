/* SPDX-License-Identifier: Apache-2.0 */
/* composite: the science of composite indicators (综合评价), pure and on reals. The terms are those of the OECD/JRC
 * Handbook on Constructing Composite Indicators (Nardo et al. 2008, ISBN 978-92-64-04345-9); the formulas agree with
 * COINr 1.1.14. From raw values to ranks and how far they can be trusted:
 *
 *     matrix + index -> denominate -> fill -> screen -> [treat -> norm -> join] -> rank
 *                                                       composite_compute; vary and sobol run it many times
 *
 * A missing value is a NaN; `outside` marks what does not apply to a unit (不适用): neither missing nor there. What
 * cannot be computed by the rule stated at a function comes out as a NaN or as an err, never as a number that looks
 * like one. Everything lives in the arena that is given.
 *
 * The same input gives the same bytes on every machine with IEEE 754 doubles: besides + - * / only sqrt, floor, frexp
 * and ldexp are used, which are exact or correctly rounded; logarithms and powers are our own (real_ln …). The one
 * exception is corr_p, which asks atan and on which no rank or band hangs. */
#ifndef LUOSHI_SCORE_COMPOSITE_H
#define LUOSHI_SCORE_COMPOSITE_H

#include "base/err.h"

#define COMPOSITE_LEVELS 8              /* of an index: indicators and seven above */
#define COMPOSITE_NODES 2000            /* of an index, all levels */
#define COMPOSITE_CELLS (64u << 20)     /* of one matrix: 512 MB */
#define COMPOSITE_VARIANTS 100000       /* of one analysis */
#define COMPOSITE_NONE ((size_t)-1)

/* ---- real numbers: the same bits everywhere; within 4e-16 relative (ln near 1: absolute) ---- */
double real_ln(double x);             /* NaN below 0, -inf at 0 */
double real_exp(double x);
double real_power(double x, double p); /* x^p for x >= 0; NaN below 0 unless p is whole */

/* ---- chance: xoshiro256** seeded by splitmix64 (Blackman, Vigna 2018, "Scrambled linear pseudorandom number
 * generators"); the same seed, the same numbers ---- */
struct draw {
	uint64_t s[4];
};
void draw_init(struct draw *, uint64_t seed);
uint64_t draw_bits(struct draw *);
double draw_unit(struct draw *); /* in [0,1), 53 bits */

/* ---- one column of values; NaN are left out ---- */
size_t stats_count(const double *v, size_t n); /* values that are there */
double stats_sum(const double *v, size_t n);   /* 0 when there is none */
double stats_mean(const double *v, size_t n);  /* NaN when there is none */
double stats_min(const double *v, size_t n);
double stats_max(const double *v, size_t n);
double stats_sd(const double *v, size_t n); /* divides by n-1; NaN below two values */
/* Skewness G1 and excess kurtosis G2 of samples (Joanes, Gill 1998, type 2). NaN when all are equal, or below
 * three and four values. */
double stats_skew(const double *v, size_t n);
double stats_kurt(const double *v, size_t n);
/* Quantile of type 7 (Hyndman, Fan 1996), share 0..1; `room` holds n values and is overwritten. NaN for none. */
double stats_quantile(const double *v, size_t n, double share, double *room);
#define stats_median(v, n, room) stats_quantile((v), (n), 0.5, (room))
enum tie {
	TIE_LEAST, /* 1 2 2 4: as in sports */
	TIE_MEAN,  /* 1 2.5 2.5 4 */
};
/* Rank of each value, 1 for the lowest, or for the highest when `high_first`; NaN for a NaN. Only equal doubles tie. */
void stats_rank(struct arena *, const double *v, size_t n, bool high_first, enum tie, double *ret_rank);
/* What is known of one column before and after it is treated. */
struct stats {
	double min, max, mean, median, sd, skew, kurt;
	size_t count, nonzero, unique, same; /* same: the largest number of equal values */
	/* shares: of all cells, then of the values that are there */
	double available, share_nonzero, share_unique, share_same;
};
void stats_of(struct arena *, const double *v, size_t n, struct stats *ret);
/* What of it asks to be looked at; thresholds of 2, 3.5, 0.65, 0.5, 0.5 are usual (COINr). */
struct stats_limits {
	double skew, kurt, available, nonzero, unique;
};
enum { STATS_FEW = 1, STATS_ZEROS = 2, STATS_ALIKE = 4, STATS_OUTLIERS = 8 };
unsigned stats_flags(const struct stats *, size_t n, const struct stats_limits *);

/* ---- units x columns ---- */
struct composite_matrix {
	size_t units, columns;
	double *v;        /* column by column */
	uint8_t *outside; /* same shape: 1 where the indicator does not apply (the value is a NaN); NULL: none */
};
/* All missing. ERR_LIMIT past COMPOSITE_CELLS. */
err matrix_new(struct arena *, size_t units, size_t columns, struct composite_matrix *ret) must_check;
err matrix_copy(struct arena *, const struct composite_matrix *, struct composite_matrix *ret) must_check;
static inline double *matrix_column(const struct composite_matrix *m, size_t column)
{
	return m->v + column * m->units;
}
/* Marks a cell that does not apply, and takes its value away. */
void matrix_outside(struct arena *, struct composite_matrix *, size_t unit, size_t column);

/* ---- the index: indicators, what they belong to, and how they are read ---- */
struct composite_node {
	str code, parent;    /* parent STR_NONE: the top */
	int level;           /* 1 an indicator; a parent's is greater than its children's */
	int direction;       /* indicators: 1 more is better, -1 less is better */
	double weight;       /* relative among sisters, >= 0 */
	double target;       /* for NORM_TARGET, in the unit of the raw value; NaN: none */
	double low, high;    /* goalposts, likewise; NaN: none */
	bool log_posts;      /* the goalposts and the value by their logarithm (income in the HDI) */
	size_t denominator;  /* column of the denominators, from 1; 0: none */
	double per;          /* value / denominator x per; 0 counts as 1 */
};
struct composite_index {
	struct composite_node *node; /* indicators as given: column i is node i; then the others, lower levels first */
	size_t n, indicators, top;
	int levels;
	size_t *parent;              /* COMPOSITE_NONE for the top */
	size_t *first, *child;       /* children of i: child[first[i]] .. child[first[i + 1] - 1], as given */
};
/* Looks at the texts given. ERR_INPUT says which code is twice, without parent, without children … */
err index_make(struct arena *, const struct composite_node *, size_t n, struct composite_index *ret) must_check;
size_t index_find(const struct composite_index *, str code); /* COMPOSITE_NONE */

/* ---- steps on raw values, in place ---- */
/* Divides by the denominators. A denominator that is missing, zero or not finite makes the value missing. */
err composite_denominate(const struct composite_index *, const struct composite_matrix *denominators,
	struct composite_matrix *) must_check;
enum composite_fill { FILL_MEAN, FILL_MEDIAN };
/* What is missing gets the mean or median of its column, or of its own group in it (`group` by unit, numbered from 0, negative: none,
 * such a unit is not filled; NULL: all are one). A group without a value stays missing; what is outside stays outside.
 * Returns the number of cells filled. */
size_t composite_fill(struct arena *, struct composite_matrix *, enum composite_fill, const int *group);
/* The mean or median of the unit's own indicators (those of the same parent when `by_parent`), on columns brought to
 * 0..1 in their direction, brought back. A column of equal values takes no part. */
size_t composite_fill_row(struct arena *, const struct composite_index *, struct composite_matrix *, enum composite_fill,
	bool by_parent);
/* Matrices of the same shape, oldest first: what is missing takes the unit's latest value of at most `back` earlier
 * ones (0: any). Only values that were there from the beginning are carried forward. */
err composite_fill_forward(struct composite_matrix *, size_t times, size_t back, size_t *ret_filled) must_check;

/* Availability of one unit. Shares: of the cells that apply; of the values that are there (NaN for none). */
struct composite_unit {
	size_t applies, missing, zero;
	double available, nonzero;
	bool kept;
};
struct composite_screen {
	double available, nonzero; /* at least; 0: not asked */
	const int8_t *force;       /* by unit: 1 kept, -1 left out whatever the data says, 0 by rule; NULL */
};
/* ret: one per unit. A unit without any value is left out unless forced. */
void composite_screen(const struct composite_matrix *, const struct composite_screen *, struct composite_unit *ret);
/* Only the units kept; ret_from: which unit each row was. */
err composite_keep(struct arena *, const struct composite_matrix *, const struct composite_unit *,
	struct composite_matrix *ret, size_t **ret_from) must_check;

/* ---- outliers: a column passes when |skew| < 2 or kurt < 3.5; else values are drawn in, then it is bent ---- */
enum composite_curve {
	CURVE_NONE,
	CURVE_LOG,     /* ln(x - min + range / 100) */
	CURVE_LOG_ONE, /* ln(x - min + 1) */
	CURVE_BOX_COX, /* of x - min + 1, with lambda */
};
struct composite_treat {
	bool on;
	double skew, kurt;          /* 2 and 3.5 */
	int winmax;                 /* values drawn in at most, ties together; negative: no limit */
	enum composite_curve curve; /* when drawing in does not do */
	double lambda;
	bool combine;               /* bend what was drawn in; else the raw values are bent */
};
#define TREAT_USUAL ((struct composite_treat){.on = true, .skew = 2, .kurt = 3.5, .winmax = 5, .curve = CURVE_LOG})
struct composite_treated {
	int checks;               /* 0: skew and kurtosis do not exist (few or equal values): left as it was */
	bool pass[3];
	double skew[3], kurt[3];  /* raw; drawn in; bent */
	size_t drawn;             /* values drawn in on the way, also when they were not kept */
	bool bent;
};
void treat_column(double *v, size_t n, const struct composite_treat *, double *room, struct composite_treated *ret);

/* ---- normalising; x is the value times its direction, goalposts excepted ---- */
enum composite_scale {
	NORM_NONE,
	NORM_MINMAX,    /* onto a..b */
	NORM_ZSCORE,    /* mean a, standard deviation b */
	NORM_LINEAR,    /* 100 (x - a) / (b - a) */
	NORM_MAX,       /* 1 - (max - x) / (max - min) */
	NORM_UNIT,      /* the same with the value of `unit` for max */
	NORM_TARGET,    /* the same with the node's target */
	NORM_FRACTION,  /* x / max, as division says: infinite or NaN when max is 0 */
	NORM_RANK,      /* 1 the lowest, ties the least */
	NORM_PRANK,     /* (rank - 1) / (values - 1) */
	NORM_BORDA,     /* rank - 1 */
	NORM_GOALPOSTS, /* (x - low) / (high - low) within 0..1, times a (0 counts as 1), of the node */
};
struct composite_norm {
	enum composite_scale scale;
	double a, b;
	size_t unit;
	bool cap; /* NORM_UNIT and NORM_TARGET: 1 at most */
};
/* Where all values are equal there is nothing to tell them apart: MINMAX, ZSCORE, MAX are NaN for all. A goalpost by
 * logarithm of a value not above 0 is 0. ERR_INPUT: no target, no goalposts, equal ends, no such unit, its value missing. */
err norm_column(struct arena *, const double *v, size_t n, const struct composite_node *, const struct composite_norm *,
	double *ret) must_check;

/* ---- weights, one per node ---- */
void weights_given(const struct composite_index *, double *ret);
void weights_equal(const struct composite_index *, double *ret);
/* The share of each node in the top, by w (NULL: the given ones): the top is 1. Sisters whose weights are all zero: NaN. */
void weights_effective(const struct composite_index *, const double *w, double *ret);
/* w (1 + u f), u uniform in -1..1, f by level (noise[level - 1]; 0: none). */
void weights_noisy(const struct composite_index *, const double *w, const double *noise, struct draw *, double *ret);
/* The loadings of the first component of each group of sisters at `level`; the other weights stay as given. May be
 * negative, and then do not serve for a mean: ret_negative counts them. `scores` has one column per node. */
err weights_pca(struct arena *, const struct composite_index *, const struct composite_matrix *scores, int level,
	double *ret, size_t *ret_negative) must_check;

/* ---- aggregating, level by level ---- */
enum composite_mean { MEAN_ARITHMETIC, MEAN_GEOMETRIC, MEAN_HARMONIC, MEAN_POWER, MEAN_COPELAND };
struct composite_join {
	enum composite_mean mean;
	double power;     /* MEAN_POWER; 0 is the geometric mean */
	double available; /* share of the children that apply which must be there at least; else missing */
};
/* Fills the columns of the aggregates from those of the indicators; `m` has one column per node. join[0] leads to level
 * 2. Weights are shared out anew among the children that are there; when these are all zero, or none is there, the
 * aggregate is missing. w NULL: as given. ERR_INPUT where a geometric or harmonic mean (or a power at or below 0) meets a
 * value that is not above 0 and has a weight, or another power one below 0: it names the node, never a unit. */
err composite_join(struct arena *, const struct composite_index *, const double *w, const struct composite_join *join,
	struct composite_matrix *m) must_check;
/* o(i,j) = (sum of w where i is above j, and half of it where they are equal) / (sum of w where both are there); 0 on the
 * diagonal, 0.5 where nothing can be compared (COINr counts a missing value as a loss of the unit that comes first). */
err outrank_matrix(struct arena *, const double *const *column, const double *w, size_t columns, size_t units, double **ret) must_check;
/* Pairs where one wins everywhere; the share of all pairs. */
size_t outrank_dominant(const double *o, size_t units, double *ret_share);
/* Sum over the others of the sign of o(i,j) - 1/2. Sums of weights within 1e-12 of each other are equal. */
void outrank_copeland(const double *const *column, const double *w, size_t columns, size_t units, double *ret);

/* ---- looking at the structure ---- */
enum corr { CORR_PEARSON, CORR_SPEARMAN, CORR_KENDALL }; /* Kendall: tau-b, n^2 steps */
/* Over the units that have both; NaN below two or when one side is all equal. */
double corr_of(struct arena *, enum corr, const double *x, const double *y, size_t n);
/* Two-sided p of a Pearson or Spearman correlation over n pairs by Student's t. */
double corr_p(double r, size_t n);
struct corr_pair {
	size_t a, b; /* nodes; with parents: a the parent */
	double r;
	size_t n;
	bool negative, high; /* high: |r| above the threshold */
};
/* Each node of `level` with its ancestor of `above` (0: its parent), in the order of nodes. */
err corr_parents(struct arena *, const struct composite_index *, const struct composite_matrix *scores, enum corr, int level, int above,
	double high, struct corr_pair **ret, size_t *ret_n) must_check;
/* Pairs of sisters of `level` whose |r| is above `high`: the same thing counted twice. */
err corr_sisters(struct arena *, const struct composite_index *, const struct composite_matrix *scores, enum corr, int level, double high,
	struct corr_pair **ret, size_t *ret_n) must_check;
/* k^2 x mean covariance / sum of all covariances, each over the units that have both (Cronbach 1951); NaN below two. */
double cronbach_alpha(const double *const *column, size_t columns, size_t units);
struct pca {
	size_t k, units;        /* units: those without a missing value */
	double *sd;             /* of the components, largest first */
	double *loading;        /* component by component, k each; the sum of each component's is not negative */
	double *explained;      /* share of the variance */
};
/* Of standardised columns (that is, of their correlations), by Jacobi's rotations (Golub, Van Loan 8.5). ERR_INPUT: fewer than
 * two columns or complete units, a column of equal values (named by its number, from 1). */
err pca_make(struct arena *, const double *const *column, size_t columns, size_t units, struct pca *ret) must_check;

/* ---- results ---- */
/* Ranks of all columns, 1 the best; ties the least; within groups when given (negative: no group, NaN). */
err composite_rank(struct arena *, const struct composite_matrix *scores, const int *group, struct composite_matrix *ret) must_check;
struct composite_strength {
	size_t node;
	double rank, value;
};
/* The indicators in which a unit stands best (first) and worst: `ret` holds all that may be said, best rank first, ties in
 * the order of the index. `raw` is turned by direction. Left out: missing ones, those in which the unit shares the last
 * rank when `skip_last`, those with a share of unique values of `unique` or less. */
err composite_strengths(struct arena *, const struct composite_index *, const struct composite_matrix *raw, size_t unit, const int *group,
	bool skip_last, double unique, struct composite_strength **ret, size_t *ret_n) must_check;
struct composite_line {
	size_t node;
	double score, rank;
};
/* One unit: its aggregates from the top down, then its indicators. */
err composite_unit_lines(struct arena *, const struct composite_index *, const struct composite_matrix *scores,
	const struct composite_matrix *ranks, size_t unit, struct composite_line **ret) must_check;
struct composite_change {
	double a, b, change; /* ranks (or scores) in the first and the second; a - b: positive is better in the second */
};
/* Unit by unit, `ret` holds n. Where one has none the change is NaN. */
void composite_compare(struct arena *, const double *a, const double *b, size_t n, bool ranks, struct composite_change *ret);

/* ---- the whole way, and what becomes of ranks when it is varied ---- */
struct composite_method {
	struct composite_treat treat;
	const struct composite_treat *treat_of; /* one per indicator, instead; NULL */
	struct composite_norm norm;
	const struct composite_norm *norm_of;   /* one per indicator, instead (varying then leaves norms alone); NULL */
	const double *weights;                  /* one per node; NULL: as given */
	struct composite_join join[COMPOSITE_LEVELS];
	size_t without;                         /* an indicator left out, from 1; 0: none */
};
/* raw: one column per indicator; ret: one per node. ret_treated: one per indicator, or NULL. */
err composite_compute(struct arena *, const struct composite_index *, const struct composite_matrix *raw, const struct composite_method *,
	struct composite_matrix *ret, struct composite_treated *ret_treated) must_check;

/* What may have been decided otherwise. Each list that is not empty is one uncertain input, in this order. */
enum composite_input { INPUT_WINMAX, INPUT_NORM, INPUT_WEIGHTS, INPUT_JOIN, INPUT_DROP, INPUTS };
struct composite_choices {
	const int *winmax;
	size_t n_winmax;
	const struct composite_norm *norm;
	size_t n_norm;
	const double *noise; /* by level, as in weights_noisy */
	size_t n_weights;    /* sets of weights drawn beforehand; 0: weights stay */
	const struct composite_join (*join)[COMPOSITE_LEVELS];
	size_t n_join;
	bool drop; /* one indicator is left out, or none */
};
struct composite_range {
	double nominal, mean, median, q5, q95, least, most; /* ranks of the top */
	double share_nominal;                               /* variants that give the nominal rank */
	bool stable;                                        /* q95 - q5 within the width given */
};
struct composite_vary {
	uint64_t seed;
	size_t variants;
	double stable_width; /* ranks */
	bool keep;           /* also the scores and ranks of every variant */
};
struct composite_varied {
	struct composite_range *unit;
	size_t done, failed;            /* failed: a mean that could not be taken (see composite_join) */
	struct composite_matrix scores; /* kept: one column per variant */
	struct composite_matrix ranks;
};
/* Random variants (uncertainty). ERR_INPUT: no choice at all, or no variant could be computed. */
err composite_vary(struct arena *, const struct composite_index *, const struct composite_matrix *raw, const struct composite_method *nominal,
	const struct composite_choices *, const struct composite_vary *, struct composite_varied *ret) must_check;
/* The same statistics from ranks that are already there: one column per variant. */
void vary_ranges(struct arena *, const struct composite_matrix *ranks, const double *nominal, double stable_width, struct composite_range *ret);

/* ---- variance-based sensitivity (Saltelli et al. 2010) ---- */
struct sobol {
	double first, total;                     /* NaN when nothing varies */
	double first5, first95, total5, total95; /* 5 % and 95 % of the bootstrap; NaN without one */
};
/* n(d+2) rows of d, row by row: A, B, then A with column i from B. */
void sobol_sample(struct draw *, size_t n, size_t d, double *ret);
/* y in the order of the sample. first = mean(yB (yABi - yA)) / V, total = sum (yA - yABi)^2 / 2 n V, V over yA and yB. */
void sobol_estimate(struct arena *, const double *y, size_t n, size_t d, size_t boot, struct draw *, struct sobol *ret);
/* How much each input moves ranks: y is the mean absolute difference from the nominal rank. `variants` is n: n(d+2) ways are
 * computed. ret: INPUTS of them, NaN where the input is not uncertain. ERR_INPUT: fewer than two inputs; a way that fails. */
err composite_sobol(struct arena *, const struct composite_index *, const struct composite_matrix *raw, const struct composite_method *nominal,
	const struct composite_choices *, const struct composite_vary *, size_t boot, struct sobol ret[INPUTS]) must_check;

#endif
