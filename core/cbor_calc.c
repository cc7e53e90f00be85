/* SPDX-License-Identifier: Apache-2.0 */
#include "core/cbor_in.h"

enum major { MAJOR_UINT, MAJOR_NEGATIVE, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY };
#define CBOR_NULL 0xf6

static void head(struct buf *b, enum major major, uint64_t v)
{
	static const uint8_t info[] = {24, 25, 26, 27};
	int size = v < 24 ? -1 : v <= 0xff ? 0 : v <= 0xffff ? 1 : v <= 0xffffffff ? 2 : 3;
	char out[9];
	if (size < 0) {
		buf_byte(b, (char)(major << 5 | v));
		return;
	}
	out[0] = (char)(major << 5 | info[size]);
	for (int i = 0, n = 1 << size; i < n; i++)
		out[1 + i] = (char)(v >> 8 * (n - 1 - i));
	buf_add(b, (str){out, (size_t)(1 + (1 << size))});
}

void cbor_int(struct buf *b, int64_t v)
{
	if (v >= 0)
		head(b, MAJOR_UINT, (uint64_t)v);
	else
		head(b, MAJOR_NEGATIVE, ~(uint64_t)v);
}

void cbor_text(struct buf *b, str s)
{
	head(b, MAJOR_TEXT, s.n);
	buf_add(b, s);
}

void cbor_bytes(struct buf *b, str s)
{
	head(b, MAJOR_BYTES, s.n);
	buf_add(b, s);
}

void cbor_array(struct buf *b, size_t n)
{
	head(b, MAJOR_ARRAY, n);
}

void cbor_null(struct buf *b)
{
	buf_byte(b, (char)CBOR_NULL);
}

struct cbor cbor_read(str s)
{
	return (struct cbor){.s = s};
}

static uint64_t bad(struct cbor *c)
{
	c->bad = true;
	c->at = c->s.n;
	return 0;
}

/* The argument of the head, only in its shortest form. */
static uint64_t get_head(struct cbor *c, unsigned *ret_major)
{
	if (c->at >= c->s.n)
		return bad(c);
	uint8_t first = (uint8_t)c->s.p[c->at++];
	*ret_major = first >> 5;
	unsigned info = first & 31;
	if (info < 24)
		return info;
	if (info > 27)
		return bad(c);
	size_t n = (size_t)1 << (info - 24);
	if (c->s.n - c->at < n)
		return bad(c);
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (uint8_t)c->s.p[c->at++];
	static const uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
	return v < least[info - 24] ? bad(c) : v;
}

int64_t cbor_get_int(struct cbor *c)
{
	unsigned major = MAJOR_ARRAY;
	uint64_t v = get_head(c, &major);
	if (c->bad || major > MAJOR_NEGATIVE || v > INT64_MAX)
		return (int64_t)bad(c);
	return major == MAJOR_UINT ? (int64_t)v : -1 - (int64_t)v;
}

static str get_string(struct cbor *c, unsigned want)
{
	unsigned major = MAJOR_UINT;
	uint64_t n = get_head(c, &major);
	if (c->bad || major != want || n > c->s.n - c->at) {
		bad(c);
		return STR_NONE;
	}
	str s = {c->s.p + c->at, (size_t)n};
	c->at += (size_t)n;
	return s;
}

str cbor_get_bytes(struct cbor *c)
{
	return get_string(c, MAJOR_BYTES);
}

str cbor_get_text(struct cbor *c)
{
	str s = get_string(c, MAJOR_TEXT);
	if (utf8_valid(s) == s.n)
		return s;
	bad(c);
	return STR_NONE;
}

size_t cbor_get_array(struct cbor *c)
{
	unsigned major = MAJOR_UINT;
	uint64_t n = get_head(c, &major);
	if (c->bad || major != MAJOR_ARRAY || n > c->s.n - c->at)
		return (size_t)bad(c);
	return (size_t)n;
}

void cbor_want_array(struct cbor *c, size_t n)
{
	if (cbor_get_array(c) != n)
		bad(c);
}

bool cbor_get_null(struct cbor *c)
{
	if (c->bad || c->at >= c->s.n || (uint8_t)c->s.p[c->at] != CBOR_NULL)
		return false;
	c->at++;
	return true;
}

bool cbor_done(const struct cbor *c)
{
	return !c->bad && c->at == c->s.n;
}
