/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

void json_begin(struct json *j, struct buf *out)
{
	*j = (struct json){.out = out};
}

static void comma(struct json *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	ours(!j->depth || j->close[j->depth - 1] == ']'); /* in an object a key comes first */
	ours(j->depth || !j->some[0]);                    /* one value per document */
	if (j->some[j->depth])
		buf_byte(j->out, ',');
	j->some[j->depth] = true;
}

void json_open(struct json *j, char bracket)
{
	comma(j);
	ours(j->depth < JSON_DEPTH && (bracket == '{' || bracket == '['));
	buf_byte(j->out, bracket);
	j->close[j->depth++] = bracket == '{' ? '}' : ']';
	j->some[j->depth] = false;
}

void json_close(struct json *j)
{
	ours(j->depth > 0 && !j->keyed);
	buf_byte(j->out, j->close[--j->depth]);
}

void json_key_str(struct json *j, str key)
{
	ours(j->depth && j->close[j->depth - 1] == '}' && !j->keyed);
	if (j->some[j->depth])
		buf_byte(j->out, ',');
	j->some[j->depth] = true;
	buf_byte(j->out, '"');
	json_escape(j->out, key);
	buf_add(j->out, S("\":"));
	j->keyed = true;
}

void json_key(struct json *j, const char *key)
{
	json_key_str(j, str_of(key));
}

/* Bytes that need more than themselves; 0xe2 may begin U+2028 or U+2029. */
static bool special(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7f || c == 0xe2;
}

static size_t escape_one(struct buf *b, str s, size_t i)
{
	static const char short_of[] = "\b\t\n\f\r\"\\", letter[] = "btnfr\"\\";
	unsigned char c = (unsigned char)s.p[i];
	if (c == 0xe2) {
		bool line = s.n - i >= 3 && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xfe) == 0xa8;
		if (line)
			buf_fmt(b, "\\u20%02x", (unsigned)((unsigned char)s.p[i + 2] - 0x80));
		else
			buf_byte(b, s.p[i]);
		return line ? 3 : 1;
	}
	for (size_t k = 0; k < sizeof letter - 1; k++)
		if (c == (unsigned char)short_of[k]) {
			buf_byte(b, '\\');
			buf_byte(b, letter[k]);
			return 1;
		}
	buf_fmt(b, "\\u%04x", c);
	return 1;
}

void json_escape(struct buf *b, str s)
{
	size_t from = 0, i = 0;
	while (i < s.n) {
		if (!special((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		buf_add(b, str_cut(s, from, i));
		i += escape_one(b, s, i);
		from = i;
	}
	buf_add(b, str_cut(s, from, s.n));
}

void json_str(struct json *j, str s)
{
	if (!s.p) {
		json_null(j);
		return;
	}
	comma(j);
	buf_byte(j->out, '"');
	json_escape(j->out, s);
	buf_byte(j->out, '"');
}

void json_z(struct json *j, const char *z)
{
	json_str(j, str_of(z));
}

void json_int(struct json *j, int64_t v)
{
	comma(j);
	buf_int(j->out, v);
}

void json_id(struct json *j, int64_t v)
{
	comma(j);
	buf_byte(j->out, '"');
	buf_int(j->out, v);
	buf_byte(j->out, '"');
}

void json_dec(struct json *j, struct dec v)
{
	comma(j);
	dec_put(j->out, v);
}

void json_bool(struct json *j, bool v)
{
	comma(j);
	buf_z(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
	comma(j);
	buf_z(j->out, "null");
}

/* RFC 8259, 6, without exponents: no leading zero, a digit on both sides of the point. */
static bool is_number(str s)
{
	size_t i = s.n && s.p[0] == '-', whole = i, part;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == whole || (s.p[whole] == '0' && i > whole + 1))
		return false;
	if (i == s.n)
		return true;
	if (s.p[i++] != '.')
		return false;
	for (part = i; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';)
		i++;
	return i > part && i == s.n;
}

void json_number(struct json *j, str digits)
{
	if (!digits.p || !is_number(digits))
		json_str(j, digits);
	else
		json_raw(j, digits);
}

void json_raw(struct json *j, str value)
{
	comma(j);
	buf_add(j->out, value);
}

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
