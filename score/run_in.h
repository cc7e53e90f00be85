/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_RUN_IN_H
#define LUOSHI_RUN_IN_H

#include "core/measure.h"
#include "core/told.h"
#include "score/run.h"

#define RUN_FORMAT 1 /* of the bytes */
#define RUN_SEED 1
#define RUN_NOISE 0.25
extern const struct score_options run_options;

extern const struct stmt *const score_keep_stmts[];
extern const struct stmt *const score_check_stmts[];

struct run_override_row {
	str code, band, why, by;
};
err run_overrides(struct ctx *, int64_t matter, struct run_override_row **ret, size_t *ret_n) must_check;
/* The final runs of the period on such subjects, of each evaluation the newest. */
err run_finals(struct ctx *, str kind, str period, struct run ***ret, size_t *ret_n) must_check;
err run_body_row(struct ctx *, int64_t id, struct run_row *ret, int64_t *ret_before, str *ret_body) must_check;

/* The bytes that are kept, and back. run_thaw computes the result anew; with `variants` the intervals too
 * (else they are those of the bytes), so that run_freeze gives the same bytes again. */
err run_freeze(struct arena *, struct run *, str *ret) must_check;
err run_thaw(struct arena *, str body, bool variants, struct run **ret) must_check;
/* The table of r->columns and r->subjects, every value missing yet. */
void run_table(struct arena *, struct run *);
double run_real(struct dec);
int run_find(const struct run_subject *, size_t n, str code); /* sorted by code; -1: none */

#endif
