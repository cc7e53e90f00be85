/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a JSON object in one call each, over base/json.h. */
#ifndef LUOSHI_WEB_JSON_IN_H
#define LUOSHI_WEB_JSON_IN_H

#include "base/json.h"

void member_str(struct json *, const char *name, str); /* text that is not there is "" */
void member_int(struct json *, const char *name, int64_t);
void member_id(struct json *, const char *name, int64_t); /* 0: null */
void member_bool(struct json *, const char *name, bool);
void member_none(struct json *, const char *name);

#endif
