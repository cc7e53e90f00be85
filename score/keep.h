/* SPDX-License-Identifier: Apache-2.0 */
/* keep: what a program that opens a record needs of runs (score/run.h). */
#ifndef LUOSHI_KEEP_H
#define LUOSHI_KEEP_H

#include "core/core.h"

extern const struct module *const score_modules[]; /* NULL-terminated, behind core's */
/* `luoshi check`: every run is its digest's bytes, its event names it, and it computes to the same again. */
err score_check(struct core *, enum lang, struct buf *ret_findings, int64_t *ret_n) must_check;

#endif
