/* SPDX-License-Identifier: Apache-2.0 */
/* published (公开): what anybody may read, without an account. Only matters whose kind declares
 * `published` and whose flag of that name is set; never one that is kept secret or denied to
 * anybody, whatever its flag says: a page that all may read would tell whoever is complained of.
 * Only fields that the pack declares `public`; those are never personal. */
#ifndef LUOSHI_CORE_PUBLISHED_H
#define LUOSHI_CORE_PUBLISHED_H

#include "core/core.h"

struct published_query {
	str kind;     /* order, topic; empty: any that has `published` */
	str category; /* urban, or urban.road, or urban.road.lamp; empty: all */
	int64_t area; /* unit of the place, or one below it; 0: all */
	str cursor;
	int limit;    /* 0: 20 */
};
struct published_row {
	const struct kind *kind;
	str number, unit;      /* unit: who leads it; empty: nobody */
	ms_t at;               /* when it was published */
	struct value *fields;  /* public ones of the matter that are set */
	size_t n_fields;
	int rated, rating;     /* how many of its requests were rated, and the sum of their 1..5; only where the pack lets that be told */
};
/* Newest first. A page may be short, never wrong; *ret_next empty: there is no more. */
err published_list(struct core *, struct arena *, enum lang, const struct published_query *, struct published_row **ret, size_t *ret_n,
		   str *ret_next) must_check;

/* ---- what pages for anybody need beside it ---------------------------------------------------- */
/* Units that stand for a place: those named in fields `area` as choices of whoever asks. In 机构序,
 * names and ids only. */
err public_units(struct core *, struct arena *, struct unit **ret, size_t *ret_n) must_check;
/* The privacy notice that holds today (core/privacy.h), and its version; empty: there is none. */
err public_notice_now(struct core *, struct arena *, enum lang, str *ret_text, str *ret_version) must_check;
/* A setting of the house by its own name: public_ask. */
int64_t public_int(struct core *, const char *name);
str public_text(struct core *, struct arena *, const char *name);

#endif
