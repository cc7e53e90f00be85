/* SPDX-License-Identifier: Apache-2.0 */
/* xml_scan_in: the tags of a part as they stand in its bytes, for changing some and leaving
 * all others as they are. Only for parts that xml_read has found well-formed. */
#ifndef LUOSHI_FILE_XML_SCAN_IN_H
#define LUOSHI_FILE_XML_SCAN_IN_H

#include "base/str.h"

enum xml_sort { XML_OPEN, XML_CLOSE, XML_EMPTY };
struct xml_piece {
	enum xml_sort sort;
	str raw, prefix, name; /* <x:row r="1">, "x:", "row" */
	size_t from, to;       /* of raw */
};
struct xml_scan {
	str s;
	size_t at;
};
/* The next tag; false at the end. Comments, instructions and CDATA are passed over. */
bool xml_scan_next(struct xml_scan *, struct xml_piece *ret);
/* Behind the close of what was opened. */
size_t xml_scan_behind(struct xml_scan *, const struct xml_piece *);
/* As written, entities in it; STR_NONE when absent. The name is without a prefix. */
str xml_piece_attr(const struct xml_piece *, const char *name);
/* The raw tag with an attribute set, or where the value is STR_NONE taken out. */
void xml_piece_put(struct buf *, const struct xml_piece *, const char *name, str value);
struct xml_piece xml_piece_of(str raw); /* of one tag */
void xml_escape(struct buf *, str text);

#endif
