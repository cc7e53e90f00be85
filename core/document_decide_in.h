/* SPDX-License-Identifier: Apache-2.0 */
/* One decision on a document: loaded, decided, committed; again when somebody was quicker. */
#ifndef LUOSHI_DOCUMENT_DECIDE_IN_H
#define LUOSHI_DOCUMENT_DECIDE_IN_H

#include "core/document_in.h"

struct deciding {
	struct ctx *x;
	int64_t document, proposal; /* proposal 0: the decision is not on one */
	const void *what;           /* of the decision */
	void *out;
	str action, reason;
	/* filled for the decision */
	struct commit c;
	struct doc d;
	struct proposal *p; /* in d.proposals */
	struct pending *e;  /* the document's event */
};
typedef err (*decision)(struct deciding *);
/* Rights, loading, the event and three tries. */
err decide_on(struct deciding *, decision) must_check;
struct proposal *doc_proposal(struct doc *, int64_t id); /* NULL: none */
struct proposal *doc_proposal_new(struct ctx *, struct doc *, const struct proposal *);
/* The matter as it was and as it becomes, written with the document's commit. */
err matter_sources(struct deciding *, struct matter *, str *v, size_t n, str action) must_check;
err decide_open(struct deciding *, const struct action *, struct taking *, const struct source *, struct matter *ret) must_check;

#endif
