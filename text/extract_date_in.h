/* SPDX-License-Identifier: Apache-2.0 */
/* A place that moves over the letters of a day; for extract_date.c and extract_span.c only. */
#ifndef LUOSHI_TEXT_EXTRACT_DATE_IN_H
#define LUOSHI_TEXT_EXTRACT_DATE_IN_H

#include "text/extract_in.h"

#include <uchar.h>

#define HAN_NIAN 0x5e74 /* 年 */
#define HAN_YUE 0x6708  /* 月 */
#define HAN_RI 0x65e5   /* 日 */
#define HAN_HAO 0x53f7  /* 号 */
#define HAN_DI 0x5e95   /* 底 */
#define HAN_MO 0x672b   /* 末 */
#define HAN_QIAN 0x524d /* 前 */
#define HAN_NEI 0x5185  /* 内 */
#define HAN_MEI 0x6bcf  /* 每 */
#define HAN_DAO 0x5230  /* 到 */
#define HAN_ZHI 0x81f3  /* 至 */

struct cursor {
	const struct doc *d;
	size_t i, end;
};

static inline uint16_t peek(const struct cursor *c, size_t k)
{
	return c->i + k < c->end ? c->d->cp[c->i + k] : 0;
}

/* Words here are of Han letters and quotes, which are never folded. */
static inline bool word_at_(const struct cursor *c, const char16_t *word, size_t n)
{
	if (c->i >= c->end || c->end - c->i < n)
		return false;
	const uint16_t *p = c->d->cp + c->i;
	size_t i = 0;
	while (i < n && p[i] == word[i])
		i++;
	return i == n;
}
#define WORD(literal) u##literal, sizeof(u##literal) / sizeof(char16_t) - 1
#define word_at(c, literal) word_at_((c), WORD(literal))

static inline bool take_(struct cursor *c, const char16_t *word, size_t n)
{
	if (!word_at_(c, word, n))
		return false;
	c->i += n;
	return true;
}
#define take(c, literal) take_((c), WORD(literal))

struct letters {
	const char16_t *p;
	size_t n;
};

static inline void spaces(struct cursor *c)
{
	while (c->i < c->end && peek(c, 0) == ' ')
		c->i++;
}

/* Up to `most` digits, or a Chinese number. */
static inline size_t small(const struct cursor *c, size_t most, int *ret)
{
	size_t n = 0;
	int v = 0;
	while (n < most && is_digit(peek(c, n)))
		v = v * 10 + (peek(c, n++) - '0');
	if (n && is_digit(peek(c, n)))
		return 0;
	if (!n)
		n = chinese_number(c->d->cp + c->i, c->end - c->i, &v);
	*ret = v;
	return n;
}

static inline bool range_mark(const struct cursor *c, size_t k)
{
	uint16_t ch = peek(c, k);
	return ch == '-' || ch == 0x2014 || ch == '~' || ch == HAN_ZHI || ch == HAN_DAO;
}

/* 15个工作日内, 限15日完成: a span of time that ends with the limit. */
bool relative_take(struct cursor *, struct day_found *);
/* 假期结束后的第二个工作日: the limit is its last day. */
bool ordinal_take(struct cursor *, struct day_found *);
/* Where 会后, 收到…后, 自…起 in front of the span at `at` begin. */
size_t relative_start(const struct doc *, size_t at);
/* 办理时限, 开办时间压缩至: how long something takes is what is counted, no limit. */
bool time_wanted(const struct doc *, size_t at);
/* 24小时内响应率: the name of a rate, not a limit. */
bool rate_of(const struct cursor *);
/* 前, with the hour in front of it. */
bool before_take(struct cursor *);

#endif
