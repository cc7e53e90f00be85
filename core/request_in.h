/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of requests (诉求) tell each other. */
#ifndef LUOSHI_REQUEST_IN_H
#define LUOSHI_REQUEST_IN_H

#include "core/matter_in.h"
#include "core/request.h"

/* By what it is followed beside its number: the end of its phone, which must have been opened,
 * or a code made for it. */
str request_code(const struct core *, struct arena *, const struct matter *part);
/* The matter in which a request stands now; *ret is left alone when there is none. */
err request_place(struct ctx *, int64_t request, int64_t *ret) must_check;
/* A matter for its asker, who proved himself: no rights are asked. */
err request_his(struct ctx *, int64_t matter, struct matter *ret) must_check;

/* Tries within the last hour, of one number or one address. */
struct tries {
	struct digest who;
	int64_t most;
};
void tries_init(const struct core *, struct tries *, const char *what, str whom, int64_t most);
/* ERR_LIMIT when one of them has no try left; then none is counted. */
err tries_count(struct core *, struct tries *, size_t n, ms_t now) must_check;
/* They were right: the tries counted at that instant count no longer. */
err tries_back(struct core *, struct tries *, size_t n, ms_t now) must_check;

#endif
