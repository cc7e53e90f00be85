/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <string.h>

str str_of(const char *z)
{
	return z ? (str){z, strlen(z)} : STR_NONE;
}

bool str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix)
{
	return s.n >= prefix.n && str_eq((str){s.p, prefix.n}, prefix);
}

bool str_ends(str s, str suffix)
{
	return s.n >= suffix.n && str_eq((str){s.p + s.n - suffix.n, suffix.n}, suffix);
}

str str_cut(str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return s.p ? (str){s.p + from, to - from} : s;
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
	const str wide = S("\xe3\x80\x80"); /* U+3000 */
	for (;;) {
		if (s.n && blank(s.p[0]))
			s = str_cut(s, 1, s.n);
		else if (s.n && blank(s.p[s.n - 1]))
			s.n--;
		else if (str_starts(s, wide))
			s = str_cut(s, wide.n, s.n);
		else if (str_ends(s, wide))
			s.n -= wide.n;
		else
			return s;
	}
}

ptrdiff_t str_find(str s, str needle, size_t from)
{
	if (from > s.n || !s.p)
		return needle.n || from > s.n ? -1 : (ptrdiff_t)from;
	const char *at = needle.n ? memmem(s.p + from, s.n - from, needle.p, needle.n) : s.p + from;
	return at ? at - s.p : -1;
}

bool str_split(str s, char sep, str *ret_head, str *ret_rest)
{
	const char *at = s.n ? memchr(s.p, sep, s.n) : NULL;
	if (!at)
		return false;
	size_t i = (size_t)(at - s.p);
	*ret_head = str_cut(s, 0, i);
	*ret_rest = str_cut(s, i + 1, s.n);
	return true;
}

str str_dup(struct arena *a, str s)
{
	return (str){arena_copy(a, s.p, s.n), s.n};
}

char *str_z(struct arena *a, str s)
{
	return arena_copy(a, s.p, s.n);
}

uint64_t str_hash(str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 0x100000001b3u;
	return h;
}

bool str_int(str s, int64_t *ret_v)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;
	size_t i = minus;
	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		int d = s.p[i] - '0';
		if (d < 0 || d > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, d, &v))
			return false;
	}
	if (!minus && __builtin_sub_overflow(0, v, &v))
		return false;
	*ret_v = v;
	return true;
}
