/* SPDX-License-Identifier: Apache-2.0 */
/* composite: the science of composite indicators (综合评价), pure and on reals. The terms are those of the OECD/JRC
 * Handbook on Constructing Composite Indicators (Nardo et al. 2008); the formulas agree with COINr 1.1.14.
 *
 * A missing value is a NaN. What cannot be computed by the rule stated at a function comes out as a NaN, never as a
 * number that looks like one. */
#ifndef LUOSHI_SCORE_COMPOSITE_H
#define LUOSHI_SCORE_COMPOSITE_H

#include "base/err.h"

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

#endif
