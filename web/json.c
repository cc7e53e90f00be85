/* SPDX-License-Identifier: Apache-2.0 */
#include "web/json_in.h"

void member_str(struct json *j, const char *name, str s)
{
	json_key(j, name);
	json_str(j, s.p ? s : S(""));
}

void member_int(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	json_int(j, v);
}

void member_id(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	if (v)
		json_id(j, v);
	else
		json_null(j);
}

void member_bool(struct json *j, const char *name, bool v)
{
	json_key(j, name);
	json_bool(j, v);
}

void member_none(struct json *j, const char *name)
{
	json_key(j, name);
	json_null(j);
}
