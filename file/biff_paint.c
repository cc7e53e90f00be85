/* SPDX-License-Identifier: Apache-2.0 */
/* Red cells. A red style is a copy of the cell's own with a solid fill in the fixed red (Icv 2),
 * which programs do not offer to people and no palette changes; so it is known again. What a
 * solid fill does not show, its second colour, keeps the fill that was there before. */
#include "file/biff_mark_in.h"

#include <string.h>

#define XF_MOST 4000       /* what Excel opens */
#define FILL_AT 14         /* 32 bits with the pattern (CellXF, 2.5.20) */
#define COLOURS_AT 18      /* 16 bits: fore, back */
#define PATTERN_SHIFT 26
#define EXTENDED (1u << 25) /* fHasXFExt */
#define ATTRIBUTES_AT 9
#define ATTRIBUTE_FILL 0x40 /* fAtrPat */
#define STYLE 4u            /* fStyle, in the word at 4: not of a cell but of a named style */
#define FIXED_RED 2u
#define RED 0xff0000u
#define FORE_AUTO 64u
#define BACK_AUTO 65u /* also: there was no fill */
#define BACK_OTHER 64u /* there was a pattern, or a colour of the system's */

struct fill {
	unsigned pattern, fore, back;
};

static struct fill fill_of(str xf)
{
	unsigned c = ole_u16(xf, COLOURS_AT);
	return (struct fill){ole_u32(xf, FILL_AT) >> PATTERN_SHIFT, c & 0x7f, c >> 7 & 0x7f};
}

static str with_fill(struct arena *a, str xf, struct fill f)
{
	char *p = arena_copy(a, xf.p, XF_BYTES);
	uint32_t bits = ole_u32(xf, FILL_AT) & ((1u << PATTERN_SHIFT) - 1);
	biff_set_u32(p + FILL_AT, bits | f.pattern << PATTERN_SHIFT);
	biff_set_u16(p + COLOURS_AT, (ole_u16(xf, COLOURS_AT) & 0xc000u) | f.fore | f.back << 7);
	p[ATTRIBUTES_AT] = (char)(p[ATTRIBUTES_AT] | ATTRIBUTE_FILL);
	return (str){p, XF_BYTES};
}

/* What a person sees of two styles; the fill apart. */
static bool same_but_fill(str x, str y)
{
	char p[2][XF_BYTES];
	const str v[2] = {x, y};
	for (size_t i = 0; i < 2; i++) {
		memcpy(p[i], v[i].p, XF_BYTES);
		biff_set_u32(p[i] + FILL_AT, ole_u32(v[i], FILL_AT) & ((1u << PATTERN_SHIFT) - 1) & ~EXTENDED);
		biff_set_u16(p[i] + COLOURS_AT, ole_u16(v[i], COLOURS_AT) & 0xc000u);
		p[i][ATTRIBUTES_AT] = (char)(p[i][ATTRIBUTES_AT] & ~ATTRIBUTE_FILL);
	}
	return memcmp(p[0], p[1], XF_BYTES) == 0;
}

static bool is_fixed_red(struct fill f)
{
	return f.pattern == 1 && f.fore == FIXED_RED;
}

static bool same_fill(struct fill x, struct fill y)
{
	if (x.pattern != y.pattern)
		return false;
	if (x.pattern == 0)
		return true;
	return x.fore == y.fore && (x.pattern == 1 || x.back == y.back);
}

/* A new one in the table; without room the workbook cannot be marked. */
static unsigned add(struct paint *p, unsigned from, str body)
{
	if (p->xfs.n >= XF_MOST) {
		p->unsafe = true;
		return from;
	}
	uint16_t root = from < p->n_old ? (uint16_t)from : p->from.v[from - p->n_old];
	*list_push(p->book->arena, &p->from) = root;
	*list_push(p->book->arena, &p->xfs) = body;
	return (unsigned)p->xfs.n - 1;
}

unsigned paint_red(struct paint *p, unsigned xf)
{
	if (xf >= p->xfs.n) {
		p->unsafe = true;
		return xf;
	}
	if (p->red[xf])
		return p->red[xf];
	str body = p->xfs.v[xf];
	struct fill was = fill_of(body), want = {1, FIXED_RED, BACK_AUTO};
	if (was.pattern)
		want.back = was.pattern == 1 && was.fore < FORE_AUTO ? was.fore : BACK_OTHER;
	if (is_fixed_red(was))
		return xf;
	for (unsigned i = 0; i < p->xfs.n && !p->red[xf]; i++) {
		struct fill f = fill_of(p->xfs.v[i]);
		if (is_fixed_red(f) && f.back == want.back && same_but_fill(body, p->xfs.v[i]))
			p->red[xf] = (uint16_t)i;
	}
	if (!p->red[xf])
		p->red[xf] = (uint16_t)add(p, xf, with_fill(p->book->arena, body, want));
	return p->red[xf];
}

/* The fill that was there before ours. */
static struct fill fill_before(struct fill f)
{
	if (f.fore == FIXED_RED && f.back < FORE_AUTO)
		return (struct fill){1, f.back, FORE_AUTO};
	return (struct fill){0, FORE_AUTO, BACK_AUTO};
}

unsigned paint_plain(struct paint *p, unsigned xf)
{
	if (xf >= p->xfs.n)
		return xf;
	if (p->plain[xf])
		return p->plain[xf];
	str body = p->xfs.v[xf];
	struct fill f = fill_of(body), want = fill_before(f);
	bool other = is_fixed_red(f) && f.back == BACK_OTHER;
	for (unsigned i = 0; i < p->xfs.n && !p->plain[xf]; i++) {
		struct fill has = fill_of(p->xfs.v[i]);
		bool other_has = has.pattern > 1 || (has.pattern == 1 && has.fore >= FORE_AUTO);
		if ((other ? other_has : same_fill(has, want)) && same_but_fill(body, p->xfs.v[i]))
			p->plain[xf] = (uint16_t)i;
	}
	if (!p->plain[xf])
		p->plain[xf] = (uint16_t)add(p, xf, with_fill(p->book->arena, body, want));
	return p->plain[xf];
}

/* A program that saved the file anew may have written our red as one of its palette; then
 * only cells in rows that had a sentence are ours. */
bool paint_is_ours(const struct paint *p, unsigned xf, bool noted)
{
	if (xf >= p->n_old)
		return false;
	struct fill f = fill_of(p->xfs.v[xf]);
	if (is_fixed_red(f))
		return true;
	return !p->ours && noted && f.pattern == 1 && f.fore < COUNT_OF(p->colours) && p->colours[f.fore] == RED;
}

unsigned paint_default(const struct paint *p)
{
	const unsigned usual = 15; /* 2.4.353: the first of a cell */
	if (p->n_old > usual && !(ole_u16(p->xfs.v[usual], 4) & STYLE))
		return usual;
	for (unsigned i = 0; i < p->n_old; i++)
		if (!(ole_u16(p->xfs.v[i], 4) & STYLE))
			return i;
	return 0;
}

static void take_palette(struct paint *p, str data) /* 2.4.188 */
{
	const size_t first = 8;
	for (size_t i = 0; first + i < COUNT_OF(p->colours) && data.n >= 2 + (i + 1) * 4; i++) {
		uint32_t c = ole_u32(data, 2 + i * 4);
		p->colours[first + i] = (c & 0xff) << 16 | (c & 0xff00) | (c >> 16 & 0xff);
	}
}

void paint_init(struct biff_book *b, struct paint *ret)
{
	struct paint p = {.book = b};
	struct biff_record r;
	p.colours[FIXED_RED] = p.colours[10] = RED; /* where no palette says otherwise */
	for (size_t at = 0; biff_next(b->stream, &at, &r) && r.id != BIFF_EOF;) {
		if (r.id == BIFF_PALETTE)
			take_palette(&p, r.data);
		if (r.id != BIFF_XF)
			continue;
		p.unsafe |= r.data.n != XF_BYTES;
		if (r.data.n == XF_BYTES) {
			*list_push(b->arena, &p.xfs) = r.data;
			p.ours |= is_fixed_red(fill_of(r.data));
		}
	}
	p.n_old = p.xfs.n;
	p.unsafe |= !p.n_old || p.n_old > XF_MOST;
	p.red = arena_new_n(b->arena, XF_MOST, uint16_t);
	p.plain = arena_new_n(b->arena, XF_MOST, uint16_t);
	*ret = p;
}

/* ---- writing ---- */
void paint_write(const struct paint *p, struct buf *to)
{
	for (size_t i = p->n_old; i < p->xfs.n; i++) {
		biff_put_head(to, BIFF_XF, XF_BYTES);
		buf_add(to, p->xfs.v[i]);
	}
}

/* XFEXT (2.4.355): colours that XF has no room for. A copied style gets a copy without the
 * properties of the fill. */
#define EXT_HEAD 20
#define EXT_XF_AT 14
static bool of_fill(unsigned property) /* ExtProp, 2.5.108: fore, back, gradient */
{
	return property == 4 || property == 5 || property == 6;
}

static void copy_extended(struct buf *to, str data, unsigned xf)
{
	char *head;
	unsigned n = 0;
	size_t from = to->n;
	biff_put_head(to, BIFF_XFEXT, 0);
	buf_add(to, str_cut(data, 0, EXT_HEAD));
	for (size_t at = EXT_HEAD; at + 4 <= data.n;) {
		size_t size = ole_u16(data, at + 2);
		if (size < 4 || size > data.n - at)
			break;
		if (!of_fill(ole_u16(data, at))) {
			buf_add(to, str_cut(data, at, at + size));
			n++;
		}
		at += size;
	}
	head = to->p + from;
	biff_set_u16(head + 2, (unsigned)(to->n - from - 4));
	biff_set_u16(head + 4 + EXT_XF_AT, xf);
	biff_set_u16(head + 4 + EXT_HEAD - 2, n);
}

void paint_write_extended(const struct paint *p, struct buf *to)
{
	struct biff_record r;
	struct arena a;
	arena_init(&a);
	str *of = arena_new_n(&a, p->n_old, str);
	for (size_t at = 0; biff_next(p->book->stream, &at, &r) && r.id != BIFF_EOF;)
		if (r.id == BIFF_XFEXT && r.data.n >= EXT_HEAD && ole_u16(r.data, EXT_XF_AT) < p->n_old)
			of[ole_u16(r.data, EXT_XF_AT)] = r.data;
	for (size_t i = p->n_old; i < p->xfs.n; i++) {
		str data = of[p->from.v[i - p->n_old]];
		if (data.n)
			copy_extended(to, data, (unsigned)i);
	}
	arena_done(&a);
}

/* [MS-OSHARED] 2.4.3 MsoCrc32Compute, which is no CRC anybody else uses. */
static uint32_t mso_crc(uint32_t crc, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint32_t v = (crc >> 24 ^ (uint8_t)s.p[i]) << 24;
		for (int bit = 0; bit < 8; bit++)
			v = v & 0x80000000u ? v << 1 ^ 0xaf : v << 1;
		crc = crc << 8 ^ (v & 0xffff);
	}
	return crc;
}

static uint32_t checksum(const struct paint *p, size_t n)
{
	uint32_t crc = 0;
	for (size_t i = 0; i < n; i++)
		crc = mso_crc(crc, p->xfs.v[i]);
	return crc;
}

/* XFCRC (2.4.354). One that is wrong already tells Excel to leave the XFEXT aside, and does so on. */
void paint_checksum(const struct paint *p, char *data, size_t n)
{
	const str s = {data, n};
	if (n < 20 || ole_u16(s, 14) != p->n_old || ole_u32(s, 16) != checksum(p, p->n_old))
		return;
	biff_set_u16(data + 14, (unsigned)p->xfs.n);
	biff_set_u32(data + 16, checksum(p, p->xfs.n));
}
