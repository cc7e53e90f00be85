/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read a month of requests share. */
#ifndef LUOSHI_REQUEST_RATES_IN_H
#define LUOSHI_REQUEST_RATES_IN_H

#include "core/read_in.h"
#include "core/request_rates.h"

struct rates_rows { /* as they grow */
	LIST(struct rates_order) orders;
	LIST(struct rates_handing) handings;
	LIST(struct rates_request) requests;
	LIST(struct rates_visit) visits;
};
struct story { /* one order while it is folded */
	struct ctx *x;
	const struct rates_month *month;
	struct arena *scratch; /* of this order */
	struct matter m;
	struct rates_order order;
	struct rates_rows *out;
	size_t at, first_request, first_visit; /* where its rows begin in out; its own place */
	size_t n_handed, n_requests;
	int64_t handed_to;  /* the unit itself, not the one it is ranked with */
	ms_t answer;        /* when the newest answer came */
	ms_t was_closed;    /* last; MS_NONE */
	bool dropped;       /* closed without an answer: not accepted, passed on, merged */
};
err story_fold(struct story *, int64_t id) must_check;
void story_end(struct story *);
/* The unit with which it is ranked: itself, or whichever above it stands right below the top. */
int64_t rates_unit_of(const struct ctx *, int64_t unit);
void rates_rules_read(struct ctx *, day_t, struct rates_rules *ret);
/* Residents of a unit by the table of the settings; 0: it is no town. */
err rates_residents_read(struct ctx *, day_t, struct rates_unit *, size_t n) must_check;

#endif
