/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_BALLOT_IN_H
#define LUOSHI_BALLOT_IN_H

#include "ballot/ballot.h"
#include "core/told.h"

#define BALLOT_FORMAT 1
enum invite_state { INVITE_WAITS, INVITE_ANSWERED, INVITE_NEVER }; /* stored: never renumber */

extern const struct stmt *const ballot_stmts[];
extern const struct stmt *const ballot_read_stmts[];
extern const struct stmt *const ballot_check_stmts[];

/* The rules as lines of text, frozen when the round is opened, and back. */
str ballot_text(struct arena *, const struct ballot_rules *);
bool ballot_text_read(struct arena *, str, struct ballot_rules *ret);
/* What is wrong with them; OK. */
err ballot_rules_fit(const struct ballot_rules *) must_check;
size_t ballot_cells(const struct ballot_rules *); /* numbers in a box */
err ballot_box_seal(struct ctx *, int64_t round, int group, const int64_t *counts, size_t n, str *ret) must_check;
/* ERR_IO: its key is gone, or it is not one of n numbers. */
err ballot_box_open(struct ctx *, int64_t round, int group, str sealed, size_t n, int64_t **ret) must_check;
struct box {
	int64_t invited, n;
	str sealed;
};
/* By group; as many as the rules have. */
err boxes_read(struct ctx *, int64_t round, size_t n_groups, struct box **ret) must_check;

#endif
