/* SPDX-License-Identifier: Apache-2.0 */
/* kit: what the measuring programs share: clocks, percentiles, and the one way to state
 * a row of the table that tools/bench.py prints. */
#ifndef LUOSHI_BENCH_KIT_H
#define LUOSHI_BENCH_KIT_H

#include "base/err.h"

double wall_seconds(void);
double cpu_seconds(void);  /* of this thread: neighbours on the machine do not count */
/* Ends the program with the recorded failure unless `good`. */
void must(bool good, const char *what);
/* The value that `share` of 100 of them do not exceed; sorts v. 0 for none. */
double percentile(float *v, size_t n, double share);
double median(double *v, size_t n);

/* One line "row<tab>work<tab>limit<tab>reached<tab>ratio<tab>goal<tab>met|missed" on standard
 * output. `ratio` < 0: none. */
void row_put(const char *work, const char *limit, const char *reached, double ratio, const char *goal, bool met);
char *text_fmt(const char *fmt, ...) printf_like(1, 2); /* one of eight turning buffers */
/* The whole file; ends the program when it cannot be read. */
str file_all(struct arena *, const char *name);

#endif
