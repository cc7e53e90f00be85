/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read one matter share: read_matter.c (the whole, a line of a ledger), read_value.c,
 * read_event.c, read_evidence.c, read_offer.c. */
#ifndef LUOSHI_READ_MATTER_IN_H
#define LUOSHI_READ_MATTER_IN_H

#include "core/matter_in.h"

static inline str shown_words(const struct ctx *x, const struct words2 *w)
{
	return words2_in(w, x->actor.lang);
}
str shown_person(const struct ctx *, int64_t id); /* empty: nobody */
/* shown: in words, with units by their names of `at`; else raw, with commas. */
str shown_values(struct ctx *, const struct field *, const struct fval *, bool shown, ms_t at);
str shown_light(struct ctx *, const struct kind *, enum light, int rule); /* by the word of its rule; rule -1: by its own */
str shown_plain(struct ctx *, const struct matter *, role_set, int field); /* empty when he may not see it, or there is none */
bool sees_plainly(const struct matter *, role_set, int field);
void reasons_named(struct ctx *, struct clock_reason *, size_t n);

err events_view(struct ctx *, const struct matter *, role_set, struct matter_view *ret) must_check;
err evidence_views(struct ctx *, const struct matter *, struct matter_view *ret) must_check;

#endif
