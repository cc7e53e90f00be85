/* SPDX-License-Identifier: Apache-2.0 */
/* The rows by which published matters are found. */
#ifndef LUOSHI_PUBLISHED_IN_H
#define LUOSHI_PUBLISHED_IN_H

#include "core/matter_in.h"
#include "core/published.h"

/* Whether anybody may read its public fields. */
bool matter_published(const struct matter *);
void published_ops(struct commit *, const struct matter *old, const struct matter *m);
/* Its row says what it is; *ret counts it. */
struct checking;
err check_published(struct checking *, const struct matter *) must_check;
err check_published_count(struct checking *) must_check;

#endif
