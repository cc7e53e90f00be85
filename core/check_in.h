/* SPDX-License-Identifier: Apache-2.0 */
/* check: everything derived is derived again and held against what stands there. */
#ifndef LUOSHI_CHECK_IN_H
#define LUOSHI_CHECK_IN_H

#include "core/document_in.h"

struct tally { /* a counter as it should be */
	int64_t unit, n;
	str kind, state;
	int rel, light;
};
struct checking {
	struct core *core;
	struct ctx x;         /* the system's; its snapshot is the one that everything is read from */
	struct arena arena;   /* of the whole check */
	struct arena scratch; /* of one matter or document; x.arena */
	struct buf *findings;
	enum lang lang;
	struct check_report report;
	LIST(struct tally) tallies;
	int64_t part_rows, part_unit_rows, unit_rows, key_rows, denial_rows, link_rows, evidence_rows, span_rows; /* expected */
	bool settled; /* no calendar has changed since the clocks were made */
	const struct kind *swept_of; /* the kind that `swept` is about */
	bool swept;
	LIST(int64_t) acted; /* people who acted on the matter that is being folded */
	int64_t acted_rows, request_rows;
	int64_t published_rows;
};
#define FINDINGS_MOST 200 /* lines; the rest is only counted */
void finding(struct checking *, const char *sentence, str what, str detail);
void finding_number(struct checking *, const char *sentence, int64_t what, str detail);
err check_log(struct checking *) must_check;
err check_matters(struct checking *) must_check;
err check_documents(struct checking *) must_check;
err check_people(struct checking *) must_check;
err check_calendars(struct checking *) must_check; /* before the matters */
err check_clocks(struct checking *, const struct matter *) must_check;
err check_spans(struct checking *) must_check;
err check_settings(struct checking *) must_check;
/* The index of search; after the log. */
/* Notices, what was revealed, taken out and destroyed, against what their events say. */
err check_privacy(struct checking *) must_check;
err check_search(struct checking *, int64_t newest_seq) must_check;
/* The index of similar requests. */
err check_similar(struct checking *, int64_t newest_seq) must_check;
/* What the log says of people: absences and secrets of calendars. */
err check_mine(struct checking *) must_check;
/* Accounts, second factors, links and duties against what their events say. */
err check_sign_in(struct checking *) must_check;
/* Keys of programs against their events, and what they sent. */
err check_open311(struct checking *) must_check;
/* The people who acted on a matter, gathered while it is folded; then its rows of `acted`. */
void acted_gather(struct checking *, const struct event *, const struct effect *, size_t n);
err check_acted(struct checking *, const struct matter *) must_check;
err check_acted_count(struct checking *) must_check;
/* Values of indicators and their versions. */
err check_measured(struct checking *) must_check;
/* What suggestions are made of. */
err check_suggest(struct checking *) must_check;
/* Requests: their rows of the index, numbers of outside, digests of phones. */
err check_request(struct checking *, const struct matter *, const struct matter *part) must_check;
err check_request_count(struct checking *) must_check;
/* Months of requests that are kept are those their events name. */
err check_request_months(struct checking *) must_check;
/* Units as their events leave them: names, places, who took over, what is to come. */
err check_unit_changes(struct checking *) must_check;
/* The sealed values of an event against its commitments; an erased key is accepted. */
err check_sealed(struct checking *, int64_t owner, int64_t event, str sealed, const struct effect *, size_t n) must_check;
/* A blob that a row names is there and whole; an erased key is accepted. */
err check_blob(struct checking *, int64_t blob, int64_t size, str digest, str wrapped, str whose) must_check;

#endif
