/* SPDX-License-Identifier: Apache-2.0 */
/* xml_in: XML from a stranger, over expat, as events with local names. No document
 * type (so no entities of its own, no outside references), at most LIMIT_XML_DEPTH
 * levels. Names are local: the prefix does not count, and the transitional, strict and
 * 2003 namespaces of OOXML look the same. Shared by every format whose parts are XML. */
#ifndef LUOSHI_FILE_XML_IN_H
#define LUOSHI_FILE_XML_IN_H

#include "file/zip_in.h"

struct xml_attr {
	str name, value; /* local name */
};
struct xml_tag {
	str name; /* local name */
	str ns;   /* the namespace's URI; may be empty */
	const struct xml_attr *attr;
	size_t n_attr;
	unsigned depth; /* 1: the root */
};
/* STR_NONE when absent */
str xml_attr(const struct xml_tag *, const char *name);

struct xml_events {
	void (*open)(void *arg, const struct xml_tag *);
	void (*close)(void *arg, const struct xml_tag *); /* without attributes */
	void (*text)(void *arg, str piece);               /* in pieces, as they come */
};
/* A callback that has seen enough, or too much, stops the reading: `code` is returned
 * by the reader (OK: the rest is left unread). The sentence is the callback's. */
struct xml_in;
void xml_stop(struct xml_in *, err code);

/* One part of a zip. `hold` receives the reader before the first event, for xml_stop;
 * may be NULL. ERR_INPUT: not well-formed, a document type. ERR_LIMIT: too deep. */
err xml_read_part(struct zip_in *, str part, const struct xml_events *, void *arg, struct xml_in **hold) must_check;
err xml_read(str bytes, str name, const struct xml_events *, void *arg, struct xml_in **hold) must_check;

#endif
