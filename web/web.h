/* SPDX-License-Identifier: Apache-2.0 */
/* web: pages for people and JSON for programs, over core. Holds no SQL and keeps nothing
 * between requests but counters; what a person sees has passed core's `see`.
 *
 *     web_start -> (threads of net/ serve) -> web_stop
 *
 * Any thread may call; start and stop from one. */
#ifndef LUOSHI_WEB_H
#define LUOSHI_WEB_H

#include "core/core.h"
#include "file/file.h"
#include "relay/relay.h"
#include "sign/sign.h"

/* One way for a file into the record: decode, repair, extract, store. Also the way of
 * `luoshi ingest`. The kind is the first of the packs whose matters have a source. */
err document_ingest(struct ctx *, const struct decoder *, const struct pack *const *packs, str file_name, str bytes,
		    str title, day_t date, int64_t *ret_document) must_check;

/* The text of a map (web/map_in.h), as the setting kernel.public_map keeps it, from a file of an administrator:
 * GeoJSON (RFC 7946) whose features say what, name and unit, or such a text. ERR_INPUT, ERR_LIMIT. */
struct map_counts {
	size_t towns, villages, others;
};
err map_from_file(struct arena *, str bytes, str *ret_text, struct map_counts *ret) must_check;

/* What the process that serves hands down, and what tests put in its place. */
struct web_parts {
	const struct decoder *decoder; /* of file/file.h */
	err (*ingest)(struct ctx *, str file_name, str bytes, str title, day_t date, int64_t *ret_document); /* NULL: document_ingest */
	void (*metrics)(struct buf *); /* adds its own lines to /metrics; may be NULL */
	int64_t (*frames)(void *arg);  /* rises with every batch of telegrams that is handed to the store; may be NULL */
	void *frames_arg;
};
struct eye;
struct web_config {
	str listen;         /* "127.0.0.1:8080" */
	str socket_path;    /* or a unix socket */
	str trusted_proxy;  /* see net/http.h */
	struct words2 district; /* 榴园区 */
	struct core *core;
	const struct time_source *time;
	const struct zone *zone;
	const struct calendar *calendar;
	const struct pack *const *packs; /* NULL-terminated, as core has them */
	struct relay *relay; /* NULL: there are no notices (tests of pages) */
	struct eye *eye;     /* looks at cameras; NULL: none (tests of pages) */
	struct sign *sign;   /* NULL: no identity provider */
	str proxy_header;   /* the header in which the trusted proxy says who it is; empty: none */
	struct web_parts parts;
	unsigned in_flight, streams; /* 0: as net/http.h says */
};
struct web;
err web_start(const struct web_config *, struct web **ret) must_check;
void web_stop(struct web *); /* lets running requests end */
int web_port(const struct web *);

#endif
