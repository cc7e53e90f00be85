/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_PEOPLE_IN_H
#define LUOSHI_PEOPLE_IN_H

#include "core/core_in.h"

err password_hash(struct arena *, str password, str *ret) must_check; /* argon2id, with its parameters */
err user_check(struct ctx *, const struct user_new *) must_check;
/* Effects and rows of somebody new. */
struct commit;
struct pending;
err user_rows(struct ctx *, struct commit *, struct pending *, int64_t id, const struct user_new *) must_check;
bool password_fits(struct arena *, str encoded, str password);
/* A person's own things are not somebody else's to change while he acts for him. */
err own_only(const struct ctx *) must_check;
struct actor actor_of(const struct roster *, const struct member *);

#endif
