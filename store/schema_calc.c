/* SPDX-License-Identifier: Apache-2.0 */
#include "store/schema_calc.h"

#include <string.h>

static bool word_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static str word_at(str s, size_t at)
{
	size_t end = at;
	while (end < s.n && word_char(s.p[end]))
		end++;
	return str_cut(s, at, end);
}

static size_t skip_blank(str s, size_t at)
{
	while (at < s.n && strchr(" \t\r\n", s.p[at]))
		at++;
	return at;
}

static bool is(str w, const char *z)
{
	return w.n == strlen(z) && memcmp(w.p, z, w.n) == 0;
}

/* Bytes of the table option at `at`: STRICT, or WITHOUT ROWID; 0 for none. */
static size_t option_at(str s, size_t at)
{
	str w = word_at(s, at);
	if (is(w, "STRICT"))
		return w.n;
	if (!is(w, "WITHOUT"))
		return 0;
	size_t next = skip_blank(s, at + w.n);
	str second = word_at(s, next);
	return is(second, "ROWID") ? next + second.n - at : 0;
}

/* Bytes of a quoted thing or comment at `at`, passed through as it is. */
static size_t opaque_at(str s, size_t at)
{
	char c = s.p[at];
	if (c == '\'' || c == '"') {
		const char *end = memchr(s.p + at + 1, c, s.n - at - 1);
		return end ? (size_t)(end - s.p) + 1 - at : s.n - at;
	}
	if (c == '-' && at + 1 < s.n && s.p[at + 1] == '-') {
		const char *end = memchr(s.p + at, '\n', s.n - at);
		return end ? (size_t)(end - s.p) - at : s.n - at;
	}
	return 0;
}

static str type_for_postgres(str w)
{
	static const struct {
		const char *from;
		str to;
	} type[] = {{"INTEGER", S("BIGINT")}, {"BLOB", S("BYTEA")}, {"TEXT", S("TEXT COLLATE \"C\"")}};
	for (size_t i = 0; i < sizeof type / sizeof *type; i++)
		if (is(w, type[i].from))
			return type[i].to;
	return w;
}

void schema_for_postgres(str s, struct buf *ret)
{
	int depth = 0;
	for (size_t at = 0, n; at < s.n; at += n) {
		char c = s.p[at];
		depth += (c == '(') - (c == ')');
		if ((n = opaque_at(s, at)) > 0) {
			buf_add(ret, str_cut(s, at, at + n));
		} else if (depth == 0 && (n = option_at(s, at)) > 0) {
			continue;
		} else if (depth == 0 && c == ',' && option_at(s, skip_blank(s, at + 1)) > 0) {
			n = 1;
		} else if (word_char(c)) {
			str w = word_at(s, at);
			n = w.n;
			buf_add(ret, type_for_postgres(w));
		} else {
			n = 1;
			buf_byte(ret, c);
		}
	}
}
