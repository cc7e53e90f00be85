/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3629: one to four bytes, no surrogates, no overlong forms. */
#include "base/str.h"

#include <string.h>

/* Length of the sequence at p, 0 when it is not valid. */
static size_t sequence(const uint8_t *p, size_t n)
{
	uint8_t a = p[0];
	if (a < 0x80)
		return 1;
	size_t len = a >= 0xf0 ? 4 : a >= 0xe0 ? 3 : 2;
	if (a < 0xc2 || a > 0xf4 || n < len)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((a == 0xe0 && p[1] < 0xa0) || (a == 0xed && p[1] > 0x9f) ||
	    (a == 0xf0 && p[1] < 0x90) || (a == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}

/* Three bytes of the four at p that any two may follow the first of: all but E0 and ED. */
static inline bool plain_three(const uint8_t *p)
{
	uint32_t w = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	return (w & 0xf0c0c000) == 0xe0808000 && p[0] != 0xe0 && p[0] != 0xed;
}

size_t utf8_valid(str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = 0;
	while (i < s.n) {
		while (s.n - i >= 4 && plain_three(p + i)) /* Chinese: nearly all of it */
			i += 3;
		if (i == s.n)
			break;
		uint64_t eight;
		if (s.n - i >= 8 && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u))) {
			i += 8;
			continue;
		}
		size_t len = sequence(p + i, s.n - i);
		if (!len)
			return i;
		i += len;
	}
	return i;
}

uint32_t utf8_next(str s, size_t *pos)
{
	const uint8_t *p = (const uint8_t *)s.p + *pos;
	uint8_t a = p[0];
	if (a < 0x80) {
		*pos += 1;
		return a;
	}
	if (a < 0xe0) {
		*pos += 2;
		return (a & 0x1fu) << 6 | (p[1] & 0x3fu);
	}
	if (a < 0xf0) {
		*pos += 3;
		return (a & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	}
	*pos += 4;
	return (a & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

size_t utf8_put(char out[4], uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	ours(cp <= 0x10ffff);
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

size_t utf8_count(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n;) { /* in blocks whose sum fits a byte, so that the compiler counts many at once */
		size_t to = s.n - i < 192 ? s.n : i + 192;
		uint8_t k = 0;
		for (; i < to; i++)
			k += ((uint8_t)s.p[i] & 0xc0) != 0x80;
		n += k;
	}
	return n;
}

size_t utf8_offset(str s, size_t cp)
{
	size_t i = 0;
	while (cp-- && i < s.n)
		utf8_next(s, &i);
	return i;
}
