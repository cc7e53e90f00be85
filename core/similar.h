/* SPDX-License-Identifier: Apache-2.0 */
/* similar (相似诉求): the matters that a new request may belong to, before it is filed; and
 * what many ask about at one place in few days (热点).
 *
 * An index behind the log proposes, by keyed hashes of features: nobody's words stand in it
 * (docs/decisions/similar.md). A hit is a matter that this reader may see; a unit that is denied a
 * matter never learns of it here. A person decides whether two are the same.
 *
 * Compared are the matters of kinds with requests and a field `category`: each request by its field
 * `words` with its own `place`, and title, category, place, area, x, y of its matter. */
#ifndef LUOSHI_SIMILAR_H
#define LUOSHI_SIMILAR_H

#include "core/core.h"

/* ---- the matter that a request may belong to ------------------------------------------------ */
struct similar_ask {
	str words, title, place; /* as typed; each may be empty */
	str category;            /* urban.road.lamp, or its beginning; may be empty */
	int64_t area;            /* unit; 0: not known */
	str x, y;                /* degrees east and north; empty: no point on the map */
	str phone;               /* of the caller; may be empty */
	const struct kind *kind; /* only matters of this kind; NULL: all */
	int64_t matter;          /* that asks: not among the hits; 0: none */
	int limit;               /* 0: 5; at most 20 */
	bool all;                /* those too that have little in common */
};
struct similar_hit {
	int64_t matter, request;  /* the nearest of its requests, whose words the reader may read */
	struct matter_row row;
	int score;                /* 0..100 */
	str *shared;              /* words that both say, the most telling first; those of the asker's own text */
	size_t n_shared;
	int64_t metres;           /* -1: not known */
	bool same_caller;
	int days;                 /* since then */
	str why;                  /* the same in one line, in the reader's language */
};
struct similar_page {
	struct similar_hit *hits; /* the most similar first */
	size_t n;
	bool behind;              /* the index has not yet seen all that was committed */
};
err similar_find(struct ctx *, const struct similar_ask *, struct similar_page *ret) must_check;

/* ---- what many ask about ------------------------------------------------------------------------ */
/* Requests of one category and place within the newest days; the settings of the house topic_requests,
 * topic_days, topic_metres (北京市接诉即办工作条例 24). Bounded: only the newest window is looked at. */
struct similar_cluster {
	struct words2 category;   /* as the field's choice is called */
	str category_name;        /* urban.road.lamp */
	int64_t area;             /* of one area; 0: of one place */
	str area_name;
	int32_t x, y;             /* 1e-5 degrees, of the newest; INT32_MIN: of an area */
	size_t requests;          /* that the reader may see */
	int64_t *matters;         /* they belong to, newest first */
	size_t n_matters;
	struct matter_row newest;
	ms_t first, last;
};
err similar_clusters(struct ctx *, struct similar_cluster **ret, size_t *ret_n) must_check; /* most requests first, at most 50 */

/* ---- keeping it ------------------------------------------------------------------------------------ */
/* A step nearer to the log; *ret_more: and there is more to do. The thread of search takes it too. */
err similar_due(struct core *, bool *ret_more) must_check;

#endif
