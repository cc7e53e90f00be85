/* SPDX-License-Identifier: Apache-2.0 */
/* index_in: a method that declares an index, as composite.h takes it. */
#ifndef LUOSHI_INDEX_IN_H
#define LUOSHI_INDEX_IN_H

#include "score/composite.h"
#include "score/score_in.h"

struct index_run {
	struct composite_index x;    /* items are its indicators, in their order */
	struct composite_matrix raw; /* screened and imputed */
	size_t *row;                 /* of the table, by unit */
	struct composite_method way;
};
err index_prepare(const struct run *, struct index_run *ret) must_check;

#endif
