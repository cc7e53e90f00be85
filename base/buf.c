/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){.arena = a};
}

void buf_done(struct buf *b)
{
	if (!b->arena)
		free(b->p);
	*b = (struct buf){.arena = b->arena};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->bad = false;
	if (b->p)
		b->p[0] = 0;
}

/* Room for n more bytes and the 0 behind them. */
static bool room(struct buf *b, size_t n)
{
	if (b->bad)
		return false;
	if ((b->limit && n > b->limit - b->n) || n > SIZE_MAX / 4) {
		b->bad = true;
		return false;
	}
	size_t want = b->n + n + 1, cap = b->cap ? b->cap : 128;
	if (want <= b->cap)
		return true;
	while (cap < want)
		cap *= 2;
	char *p = b->arena ? arena_grow(b->arena, b->p, b->cap, cap) : realloc(b->p, cap);
	ours(p);
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_add(struct buf *b, str s)
{
	if (!room(b, s.n))
		return;
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = 0;
}

void buf_z(struct buf *b, const char *z)
{
	buf_add(b, str_of(z));
}

void buf_byte(struct buf *b, char c)
{
	buf_add(b, (str){&c, 1});
}

void buf_cp(struct buf *b, uint32_t cp)
{
	char out[4];
	buf_add(b, (str){out, utf8_put(out, cp)});
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	ours(n >= 0);
	if (room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

void buf_int(struct buf *b, int64_t v)
{
	char out[24], *p = out + sizeof out;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	buf_add(b, (str){p, (size_t)(out + sizeof out - p)});
}

str buf_str(const struct buf *b)
{
	return (str){b->p ? b->p : "", b->n};
}
