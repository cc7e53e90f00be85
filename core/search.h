/* SPDX-License-Identifier: Apache-2.0 */
/* search (检索): matters, documents, units and people by any two characters that stand in them.
 *
 * The index follows the log behind every commit, with a watermark, and only proposes; a hit is
 * what was found again in the texts that this reader may see (docs/decisions/search.md).
 * Personal values are never in it. Newest first; among the newest hits those in a title come
 * first. */
#ifndef LUOSHI_SEARCH_H
#define LUOSHI_SEARCH_H

#include "core/core.h"
#include "core/rounds.h"

enum search_tab { SEARCH_MATTERS, SEARCH_DOCUMENTS, SEARCH_NAMES };
struct marked_text { /* a text and what of it was asked for, in code points, in order */
	str text;
	struct span *at;
	size_t n;
};
struct search_query {
	str words;           /* several: all of them; "…" as it stands */
	enum search_tab tab; /* of the first two */
	str cursor;          /* from search_page.next */
	int limit;           /* 0: 20 */
};
struct search_hit {
	struct matter_row row; /* of a matter; id 0: a document */
	int64_t document;
	day_t date;            /* of the document */
	struct marked_text number, title, snippet; /* snippet: may be empty */
	str label;             /* of the field that the snippet is from; may be empty */
};
struct search_page {
	struct search_hit *hits;
	size_t n;
	str next;       /* empty: no more. A page may be short and still have a next. */
	int64_t matter; /* the words are the number of this matter; 0: of none that may be seen */
	bool asked;     /* false: there was nothing to look for in the words */
	bool behind;    /* the index has not yet seen all that was committed */
};
err search_read(struct ctx *, const struct search_query *, struct search_page *ret) must_check;

struct name_hit { /* a unit, or a person of one */
	int64_t unit, person; /* person 0: the unit itself */
	struct marked_text name;
	str detail; /* other names of the unit; post and unit of the person */
};
#define NAMES_MOST 50
/* By a piece of any name, or by initials: zjj finds 住建局. In 机构序. */
err search_names(struct ctx *, str words, struct name_hit **ret, size_t *ret_n) must_check;

/* Takes the index a step nearer to the log; *ret_more: and there is more to do. Makes it anew
 * when the way texts are cut or the texts that belong in it have changed. */
err search_due(struct core *, bool *ret_more) must_check;
/* How many events the index is behind the log. */
err search_lag(struct core *, int64_t *ret) must_check;

/* The thread that keeps it up, resting between its steps so that others can write. */
err search_feed_start(struct core *, struct rounds **ret) must_check;

#endif
