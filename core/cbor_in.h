/* SPDX-License-Identifier: Apache-2.0 */
/* cbor: the canonical encoding of everything that is hashed or kept as one value: the
 * subset of RFC 8949 with integers of 64 bits, byte and text strings, arrays and null;
 * shortest heads, definite lengths (section 4.2.1). One value has one encoding, and the
 * reader refuses every other. docs/event-format.md is the specification. */
#ifndef LUOSHI_CBOR_IN_H
#define LUOSHI_CBOR_IN_H

#include "base/str.h"

void cbor_int(struct buf *, int64_t);
void cbor_text(struct buf *, str);
void cbor_bytes(struct buf *, str);
void cbor_array(struct buf *, size_t n);
void cbor_null(struct buf *);

/* Reading: a sticky `bad`, asked once at the end; after it everything reads as 0. */
struct cbor {
	str s;
	size_t at;
	bool bad;
};
struct cbor cbor_read(str);
int64_t cbor_get_int(struct cbor *);
str cbor_get_text(struct cbor *);  /* looks into the input; valid UTF-8 */
str cbor_get_bytes(struct cbor *);
/* Number of items; never more than bytes that are left, so it may size an allocation. */
size_t cbor_get_array(struct cbor *);
void cbor_want_array(struct cbor *, size_t n);
bool cbor_get_null(struct cbor *); /* true and past it when a null stands there */
bool cbor_done(const struct cbor *); /* all read and nothing bad */

#endif
