/* SPDX-License-Identifier: Apache-2.0 */
/* Forwarding to another Open311 server (docs/decisions/open311.md): the pure part, and its
 * one pass. */
#ifndef LUOSHI_RELAY_OPEN311_IN_H
#define LUOSHI_RELAY_OPEN311_IN_H

#include <curl/curl.h>

#include "core/open311.h"
#include "relay/relay_in.h"

/* ---- pure: open311_calc.c, open311_xml.c ---------------------------------------------------- */
struct pair311 {
	str name, value;
};
typedef LIST(struct pair311) pairs311;
void pair_put(struct arena *, pairs311 *, str name, str value); /* an empty value is left out */
str pairs_body(struct arena *, const pairs311 *);              /* application/x-www-form-urlencoded */
/* "category=CODE" by lines; "*" is all others; a level above stands for all below it. Empty: none. */
str service_there(str table, str category);
/* Of a table with tabs: "section name value". Empty: none. */
str words_meaning(str tsv, str section, str name);

/* What an answer says: of each request (or error) its elements by name. Bounded by the answer. */
struct item311 {
	bool error;
	pairs311 values;
};
typedef LIST(struct item311) items311;
/* False: not XML, or not of Open311. */
bool answer_read(struct arena *, str xml, items311 *ret);
str item_get(const struct item311 *, const char *name);

/* What has become of a call. */
enum became {
	BECAME_DONE,     /* answered, and well */
	BECAME_REFUSED,  /* answered: it will never do */
	BECAME_NOT,      /* surely nothing has happened there: again later */
	BECAME_UNKNOWN,  /* it may have happened: ask first */
};
enum became became_of(CURLcode, long status);

/* ---- rows ------------------------------------------------------------------------------------- */
enum forward_state { /* stored: never renumber */
	FORWARD_WAITS,  /* to be sent */
	FORWARD_ASKING, /* sent, or being sent; the answer is not known */
	FORWARD_TOKEN,  /* taken; its number is not known yet */
	FORWARD_FOLLOWS, /* it has a number there, and its progress is asked for */
	FORWARD_ENDED,
	FORWARD_FAILED,
};
struct forward {
	int64_t id, matter;
	enum forward_state state;
	int tries;
	ms_t made, posted;
	str number, token, seen; /* seen: digest of what was told last */
};

/* fill.c: a forwarding that this event asks for; *ret_is false: it asks for none. */
bool forward_asked(const struct relay *, const struct told_event *);
err forward_put(struct relay *, struct conn *w, const struct told_event *, int64_t id) must_check;
err forward_due(struct pass *) must_check;

/* open311_wire.c: body NULL: GET. */
struct call311 {
	str path;  /* "requests.xml" */
	const pairs311 *query, *body;
	str idempotency_key;
};
struct called311 {
	enum became became;
	items311 items;
	str why;
};
void open311_call(struct relay *, struct arena *, const struct call311 *, struct called311 *ret);

#endif
