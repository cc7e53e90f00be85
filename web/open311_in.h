/* SPDX-License-Identifier: Apache-2.0 */
/* Open311 GeoReport v2: one call on its way. Spec: wiki.open311.org/GeoReport_v2; updates: the
 * FixMyStreet extension. */
#ifndef LUOSHI_WEB_OPEN311_IN_H
#define LUOSHI_WEB_OPEN311_IN_H

#include "core/open311.h"
#include "web/open311_calc_in.h"
#include "web/web_in.h"

/* ---- one call: open311.c -------------------------------------------------------------------------- */
struct called {
	struct visit *v;
	const struct open311_words *words;
	enum open311_format format;
	str name;    /* what stands before .xml */
	int64_t key; /* of the api_key that came with it; 0: none */
};
/* Format, jurisdiction, api_key; a refusal has been written when it is false. */
bool open311_begin(struct visit *, str word, struct called *ret);
str open311_param(struct called *, const char *name); /* of the body, else of the query; trimmed */
err open311_send(struct called *, int status, const struct shape *, const void *v, size_t n, bool many);
err open311_fault(struct called *, int status, str sentence); /* OK: it has been answered */
err open311_failed(struct called *, err) must_check; /* the newest failure, as Open311 says it */
const struct choice *open311_service(const struct open311_words *, str code); /* NULL: none */
bool open311_is_service(const struct open311_words *, const struct choice *); /* no level above others */
str open311_id(struct visit *, str number, int64_t request);
str open311_value(const struct value *, size_t n, str name); /* as it is shown; empty */
void open311_query_init(struct called *, struct open311_query *ret);
err open311_span(struct called *, struct open311_query *) must_check; /* start_date, end_date */
err open311_page(struct called *, struct open311_query *) must_check; /* page, page_size */
/* The resources. */
err open311_services(struct called *);
err open311_definition(struct called *);
err open311_requests(struct called *);
err open311_request(struct called *);
err open311_post(struct called *);
err open311_token(struct called *);
err open311_updates(struct called *);
err open311_update_post(struct called *);

#endif
