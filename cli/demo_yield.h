/* SPDX-License-Identifier: Apache-2.0 */
/* demo_yield: firms of the demo district with their values, and the evaluation that is under notice. */
#ifndef LUOSHI_DEMO_YIELD_H
#define LUOSHI_DEMO_YIELD_H

#include "core/core.h"

/* Lines of a firm and its values: code, name, township, industry, park, start of production, class T,
 * account, and the columns of the first line of the file from `firm_` on. */
err demo_firms(struct ctx *, const struct pack *const *, str tsv, str period) must_check;
/* Everything of the evaluation that this person may confirm. */
err demo_confirm(struct ctx *, int64_t evaluation) must_check;
/* Freezes its result and puts it on public notice. */
err demo_publish(struct ctx *, int64_t evaluation) must_check;

#endif
