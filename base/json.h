/* SPDX-License-Identifier: Apache-2.0 */
/* json: a streaming writer over buf; RFC 8259. Commas and nesting are kept here, so
 * a caller only says what comes next. Reading is jansson's, never this.
 *
 *     json_begin -> ( open | key | value | close )* -> every open is closed
 *
 *     json_open(&j, '{');
 *     json_key(&j, "span"), json_open(&j, '['), json_int(&j, 0), json_int(&j, 41), json_close(&j);
 *     json_close(&j);
 *
 * Errors are the buf's (buf.bad), asked once at the end. Wrong order is a fault of
 * ours and stops the program. */
#ifndef LUOSHI_JSON_H
#define LUOSHI_JSON_H

#include "base/num.h"

#define JSON_DEPTH 32
struct json {
	struct buf *out;
	int depth;
	char close[JSON_DEPTH]; /* '}' or ']' of each open level */
	bool some[JSON_DEPTH + 1];  /* something stands at this level already */
	bool keyed;             /* a key waits for its value */
};
void json_begin(struct json *, struct buf *out);
void json_open(struct json *, char bracket); /* '{' or '[' */
void json_close(struct json *);
void json_key(struct json *, const char *key);
void json_key_str(struct json *, str key);
void json_str(struct json *, str); /* STR_NONE writes null */
void json_z(struct json *, const char *z);
void json_int(struct json *, int64_t);
void json_id(struct json *, int64_t); /* as a string: 63 bits are too many for readers */
void json_dec(struct json *, struct dec);
void json_bool(struct json *, bool);
void json_null(struct json *);
/* Digits that already are a JSON number ("9.70"), kept as written; anything else is
 * written as a string. */
void json_number(struct json *, str digits);
/* A value that is JSON already (stored by us); never from outside. */
void json_raw(struct json *, str value);

/* ---- a member of an open object in one call ---- */
void member_str(struct json *, const char *name, str); /* text that is not there is "" */
void member_int(struct json *, const char *name, int64_t);
void member_id(struct json *, const char *name, int64_t); /* 0: null */
void member_bool(struct json *, const char *name, bool);
void member_none(struct json *, const char *name);

/* Only the escaper: the inside of a string, without its quotes. Also fit for a
 * <script> block: <, > and & and U+2028/9 are escaped. */
void json_escape(struct buf *, str);

#endif
