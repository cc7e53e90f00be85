/* SPDX-License-Identifier: Apache-2.0 */
/* Records, and strings that go on over them. */
#include "file/biff_record_in.h"

#include "file/charset_in.h"

#define WIDE 1u     /* fHighByte: UTF-16, else its low bytes (2.5.293) */
#define PHONETIC 4u /* fExtSt */
#define RICH 8u     /* fRichSt */
#define RUN 4       /* bytes of a FormatRun */
#define REPLACEMENT 0xfffd

bool biff_next(str stream, size_t *at, struct biff_record *ret)
{
	if (stream.n - *at < 4)
		return false;
	size_t n = ole_u16(stream, *at + 2);
	if (stream.n - *at - 4 < n)
		return false;
	*ret = (struct biff_record){ole_u16(stream, *at), *at, str_cut(stream, *at + 4, *at + 4 + n)};
	*at += 4 + n;
	return true;
}

struct biff_flow biff_flow_of(str stream, const struct biff_record *r, size_t from)
{
	struct biff_flow f = {.stream = stream, .now = r->data, .at = r->at + 4 + r->data.n, .i = from};
	f.cut = from > r->data.n;
	return f;
}

/* Whether a byte is there, in this record or the one that goes on. */
static bool flow_has(struct biff_flow *f)
{
	struct biff_record r;
	while (!f->cut && f->i >= f->now.n) {
		size_t at = f->at;
		f->cut = !biff_next(f->stream, &at, &r) || r.id != BIFF_CONTINUE;
		if (!f->cut) {
			f->now = r.data;
			f->i = 0;
			f->at = at;
		}
	}
	return !f->cut;
}

unsigned biff_flow_byte(struct biff_flow *f)
{
	return flow_has(f) ? (uint8_t)f->now.p[f->i++] : 0;
}

uint32_t biff_flow_number(struct biff_flow *f, unsigned bytes)
{
	uint32_t v = 0;
	for (unsigned i = 0; i < bytes; i++)
		v |= (uint32_t)biff_flow_byte(f) << 8 * i;
	return v;
}

static void flow_skip(struct biff_flow *f, uint64_t n)
{
	while (n && flow_has(f)) {
		size_t step = f->now.n - f->i < n ? f->now.n - f->i : (size_t)n;
		f->i += step;
		n -= step;
	}
}

/* UTF-16 that comes one unit at a time. */
struct units {
	struct buf *to;
	uint32_t high; /* a first half that waits for its second */
	bool was_return;
};

static void put_character(struct units *u, uint32_t c)
{
	bool pair = u->was_return && c == '\n';
	u->was_return = c == '\r';
	if (c && !pair)
		buf_cp(u->to, c == '\r' ? '\n' : c);
}

static void put_unit(struct units *u, uint32_t c)
{
	if (u->high && c >= 0xdc00 && c < 0xe000) {
		put_character(u, 0x10000 + ((u->high - 0xd800) << 10) + (c - 0xdc00));
		u->high = 0;
		return;
	}
	if (u->high)
		put_character(u, REPLACEMENT);
	u->high = c >= 0xd800 && c < 0xdc00 ? c : 0;
	if (!u->high)
		put_character(u, c >= 0xdc00 && c < 0xe000 ? REPLACEMENT : c);
}

/* Where a string goes on in another record its width is said again (2.5.293). */
static void text_units(struct biff_flow *f, size_t n, bool wide, struct buf *to)
{
	struct units u = {.to = to};
	while (n && !f->cut) {
		if (f->i >= f->now.n) {
			wide = biff_flow_byte(f) & WIDE;
			continue;
		}
		size_t have = (f->now.n - f->i) >> wide, step = have < n ? have : n;
		if (!have) { /* gnumeric cuts the long text of a formula in bytes and says no width again */
			put_unit(&u, biff_flow_number(f, 2));
			n--;
			continue;
		}
		for (size_t k = 0; k < step; k++)
			put_unit(&u, wide ? ole_u16(f->now, f->i + 2 * k) : (uint8_t)f->now.p[f->i + k]);
		f->i += step << wide;
		n -= step;
	}
	if (u.high)
		put_character(&u, REPLACEMENT);
}

static str text_old(struct biff_book *b, struct biff_flow *f, size_t n)
{
	struct buf bytes;
	buf_init(&bytes, NULL);
	while (n && flow_has(f)) {
		size_t step = f->now.n - f->i < n ? f->now.n - f->i : n;
		buf_add(&bytes, str_cut(f->now, f->i, f->i + step));
		f->i += step;
		n -= step;
	}
	struct buf utf8;
	buf_init(&utf8, NULL);
	charset_codepage(b->codepage, buf_str(&bytes), &utf8);
	struct units u = {.to = &b->scratch};
	for (size_t i = 0; i < utf8.n;)
		put_character(&u, utf8_next(buf_str(&utf8), &i));
	buf_done(&utf8);
	buf_done(&bytes);
	return str_dup(b->arena, buf_str(&b->scratch));
}

static str text_new(struct biff_book *b, struct biff_flow *f, size_t n)
{
	unsigned options = biff_flow_byte(f);
	uint32_t runs = options & RICH ? biff_flow_number(f, 2) : 0;
	uint32_t phonetic = options & PHONETIC ? biff_flow_number(f, 4) : 0;
	text_units(f, n, options & WIDE, &b->scratch);
	/* nearly every string ends here: do not look for a record that goes on */
	if (runs || phonetic)
		flow_skip(f, (uint64_t)runs * RUN + phonetic);
	return str_dup(b->arena, buf_str(&b->scratch));
}

str biff_text(struct biff_book *b, struct biff_flow *f, size_t n)
{
	buf_clear(&b->scratch);
	return b->old ? text_old(b, f, n) : text_new(b, f, n);
}

str biff_string(struct biff_book *b, struct biff_flow *f, unsigned length_bytes)
{
	uint32_t n = biff_flow_number(f, length_bytes);
	return biff_text(b, f, n);
}

/* 2.4.265. A count that is a little wrong is common and harms nobody; one that the bytes
 * could not hold is a lie, and would be memory for nothing. */
err biff_strings_read(struct biff_book *b, const struct biff_record *sst)
{
	struct biff_flow f = biff_flow_of(b->stream, sst, 4);
	LIST(str) strings = {0};
	uint32_t n = biff_flow_number(&f, 4);
	if (f.cut || n > b->stream.n / 3)
		return biff_damaged(b);
	while (strings.n < n && flow_has(&f)) {
		str s = biff_string(b, &f, 2);
		if (f.cut)
			return biff_damaged(b);
		*list_push(b->arena, &strings) = s;
	}
	b->strings = strings.v;
	b->n_strings = strings.n;
	b->strings_whole = strings.n == n && !flow_has(&f);
	b->strings_end = f.at;
	return OK;
}
