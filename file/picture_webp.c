/* SPDX-License-Identifier: Apache-2.0 */
/* WebP (RFC 9649): chunks in a RIFF. The coded picture and its transparency are copied, the
 * extended header is written anew without profile, Exif and XMP. */
#include "file/picture_in.h"

#include <string.h>

enum { F_MOVES = 0x02, F_EXIF = 0x08, F_ALPHA = 0x10 };

struct webp {
	str alpha, coded, code; /* bodies; code: name of the chunk that is coded */
	bool extended;
	uint8_t flags;
};

static bool size_of(const struct webp *w, struct picture *p)
{
	const char *s = w->coded.p;
	if (str_eq(w->code, S("VP8 "))) { /* RFC 6386 9.1: start code, two times 14 bits */
		if (w->coded.n < 10 || memcmp(s + 3, "\x9d\x01\x2a", 3) != 0)
			return false;
		p->width = le16(s + 6) & 0x3fff;
		p->height = le16(s + 8) & 0x3fff;
		return true;
	}
	if (w->coded.n < 5 || s[0] != 0x2f)
		return false;
	uint32_t bits = le32(s + 1);
	p->width = (bits & 0x3fff) + 1;
	p->height = (bits >> 14 & 0x3fff) + 1;
	return true;
}

static enum picture_fault look(struct webp *w, str name, str body, struct picture *p)
{
	if (str_eq(name, S("VP8X"))) {
		if (body.n < 10)
			return PICTURE_DAMAGED;
		w->extended = true;
		w->flags = (uint8_t)body.p[0];
	} else if (str_eq(name, S("ANIM")) || str_eq(name, S("ANMF"))) {
		return PICTURE_MOVES;
	} else if (str_eq(name, S("ALPH")) && !w->coded.p) {
		w->alpha = body;
	} else if ((str_eq(name, S("VP8 ")) || str_eq(name, S("VP8L"))) && !w->coded.p) {
		w->coded = body;
		w->code = name;
	} else if (str_eq(name, S("EXIF"))) {
		/* some programs write what stands before it in a JPEG as well */
		p->turned = exif_turned(str_starts(body, (str){"Exif\0\0", 6}) ? str_cut(body, 6, body.n) : body);
	}
	return PICTURE_FINE;
}

static void put32(struct buf *b, size_t n)
{
	const char v[] = {(char)(n & 0xff), (char)(n >> 8 & 0xff), (char)(n >> 16 & 0xff), (char)(n >> 24 & 0xff)};
	buf_add(b, (str){v, 4});
}

static void put_chunk(struct buf *b, str name, str body)
{
	buf_add(b, name);
	put32(b, body.n);
	buf_add(b, body);
	if (body.n & 1)
		buf_byte(b, 0);
}

static void put_extended(struct buf *b, const struct webp *w, const struct picture *p)
{
	uint32_t x = p->width - 1, y = p->height - 1;
	uint8_t flags = (uint8_t)((w->flags & F_ALPHA) | (p->turned != 1 ? F_EXIF : 0));
	const char body[10] = {(char)flags, 0, 0, 0, (char)(x & 0xff), (char)(x >> 8 & 0xff), (char)(x >> 16 & 0xff),
			       (char)(y & 0xff), (char)(y >> 8 & 0xff), (char)(y >> 16 & 0xff)};
	put_chunk(b, S("VP8X"), (str){body, 10});
}

static void put_all(struct buf *out, const struct webp *w, const struct picture *p)
{
	struct buf b, exif;
	buf_init(&b, out->arena);
	buf_init(&exif, out->arena);
	if (w->extended)
		put_extended(&b, w, p);
	if (w->extended && w->alpha.p)
		put_chunk(&b, S("ALPH"), w->alpha);
	put_chunk(&b, w->code, w->coded);
	if (w->extended && p->turned != 1) {
		exif_put(&exif, p->turned);
		put_chunk(&b, S("EXIF"), buf_str(&exif));
	}
	buf_add(out, S("RIFF"));
	put32(out, b.n + 4);
	buf_add(out, S("WEBP"));
	buf_add(out, buf_str(&b));
}

enum picture_fault webp_clean(str bytes, struct buf *out, struct picture *ret)
{
	struct webp w = {0};
	if (bytes.n < 12)
		return PICTURE_DAMAGED;
	size_t said = le32(bytes.p + 4), at = 12;
	if (said < 4 || said > bytes.n - 8)
		return PICTURE_DAMAGED;
	str in = str_cut(bytes, 0, said + 8);
	while (in.n - at >= 8) {
		size_t n = le32(in.p + at + 4);
		if (n > in.n - at - 8)
			return PICTURE_DAMAGED;
		enum picture_fault fault = look(&w, str_cut(in, at, at + 4), str_cut(in, at + 8, at + 8 + n), ret);
		if (fault != PICTURE_FINE)
			return fault;
		at += 8 + n + (n & 1);
		if (at > in.n)
			break;
	}
	if (w.extended && (w.flags & F_MOVES))
		return PICTURE_MOVES;
	if (!w.coded.p || !size_of(&w, ret))
		return PICTURE_DAMAGED;
	put_all(out, &w, ret);
	return PICTURE_FINE;
}
