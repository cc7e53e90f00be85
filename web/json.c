/* SPDX-License-Identifier: Apache-2.0 */
#include "web/json_in.h"

#include "web/html_in.h"

static void quote(struct buf *b, str s)
{
	size_t from = 0;
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, str_cut(s, from, i));
		if (c == '\n')
			buf_z(b, "\\n");
		else if (c < 0x20)
			buf_fmt(b, "\\u%04x", c);
		else {
			buf_byte(b, '\\');
			buf_byte(b, (char)c);
		}
		from = i + 1;
	}
	if (from < s.n)
		buf_add(b, str_cut(s, from, s.n));
	buf_byte(b, '"');
}

static void element(struct json *j)
{
	if (j->comma)
		buf_byte(j->b, ',');
	j->comma = true;
}

void json_begin(struct json *j, struct buf *b)
{
	*j = (struct json){.b = b};
}

void json_open(struct json *j, char bracket)
{
	element(j);
	buf_byte(j->b, bracket);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	buf_byte(j->b, bracket);
	j->comma = true;
}

void json_key(struct json *j, const char *name)
{
	element(j);
	quote(j->b, str_of(name));
	buf_byte(j->b, ':');
	j->comma = false;
}

void json_text(struct json *j, str s)
{
	element(j);
	quote(j->b, s);
}

void json_str(struct json *j, const char *name, str s)
{
	json_key(j, name);
	json_text(j, s);
}

void json_int(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	html_int(j->b, v);
	j->comma = true;
}

void json_id(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	if (!v) {
		buf_z(j->b, "null");
	} else {
		buf_byte(j->b, '"');
		html_int(j->b, v);
		buf_byte(j->b, '"');
	}
	j->comma = true;
}

void json_bool(struct json *j, const char *name, bool v)
{
	json_key(j, name);
	buf_z(j->b, v ? "true" : "false");
	j->comma = true;
}

void json_none(struct json *j, const char *name)
{
	json_key(j, name);
	buf_z(j->b, "null");
	j->comma = true;
}
