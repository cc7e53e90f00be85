/* SPDX-License-Identifier: Apache-2.0 */
/* A streaming JSON writer over buf; commas put themselves. Text is valid UTF-8 already. */
#ifndef LUOSHI_WEB_JSON_IN_H
#define LUOSHI_WEB_JSON_IN_H

#include "base/str.h"

struct json {
	struct buf *b;
	bool comma;
};
void json_begin(struct json *, struct buf *);
void json_open(struct json *, char bracket);  /* '{' or '[' as an element */
void json_close(struct json *, char bracket); /* '}' or ']' */
void json_key(struct json *, const char *name);
void json_text(struct json *, str); /* a string as an element */
/* name: value */
void json_str(struct json *, const char *name, str);
void json_int(struct json *, const char *name, int64_t);
void json_id(struct json *, const char *name, int64_t); /* 63 bits go as a string */
void json_bool(struct json *, const char *name, bool);
void json_none(struct json *, const char *name);

#endif
