/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of an .xlsx: those that cells share, and how characters that XML cannot hold are written. */
#include "file/xlsx_in.h"

void xlsx_text_open(struct xlsx_text *x, const struct xml_tag *t)
{
	if (x->skip)
		return;
	if (str_eq(t->name, S("rPh")) || str_eq(t->name, S("Fallback")))
		x->skip = t->depth;
	else if (str_eq(t->name, S("t")))
		x->in_text = t->depth;
}

void xlsx_text_close(struct xlsx_text *x, const struct xml_tag *t)
{
	if (x->skip == t->depth)
		x->skip = 0;
	if (x->in_text == t->depth)
		x->in_text = 0;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* _xHHHH_ at i (ECMA-376 part 1, 22.9.2.19); -1: no such thing. */
static int32_t escaped(str s, size_t i)
{
	int32_t cp = 0;
	if (s.n - i < 7 || s.p[i] != '_' || s.p[i + 1] != 'x' || s.p[i + 6] != '_')
		return -1;
	for (size_t k = 2; k < 6; k++) {
		if (hex(s.p[i + k]) < 0)
			return -1;
		cp = cp * 16 + hex(s.p[i + k]);
	}
	return cp;
}

/* Two halves of a pair are one character; a half alone is none. */
static str undo_escapes(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n;) {
		int32_t cp = escaped(s, i), low = -1;
		if (cp < 0) {
			buf_byte(&b, s.p[i++]);
			continue;
		}
		i += 7;
		if (cp >= 0xd800 && cp < 0xdc00 && i < s.n)
			low = escaped(s, i);
		if (low >= 0xdc00 && low < 0xe000) {
			i += 7;
			cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
		}
		buf_cp(&b, cp >= 0xd800 && cp < 0xe000 ? 0xfffd : (uint32_t)cp);
	}
	return buf_str(&b);
}

str xlsx_text_take(struct book *b, struct xlsx_text *x)
{
	str s = buf_str(&x->text);
	if (str_find(s, S("_x"), 0) >= 0)
		s = undo_escapes(b->arena, s);
	s = book_clean(b, s);
	buf_clear(&x->text);
	return s;
}

/* ---- sharedStrings.xml ---- */
struct reading {
	struct book *book;
	struct xml_in *xml;
	struct xlsx_text text;
	LIST(str) v;
	size_t bytes;
	unsigned in; /* depth of <si> */
};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->in)
		xlsx_text_open(&r->text, t);
	else if (str_eq(t->name, S("si")))
		r->in = t->depth;
}

static void end_string(struct reading *r)
{
	bool much = r->text.text.bad;
	str s = xlsx_text_take(r->book, &r->text);
	r->bytes += s.n;
	*list_push(r->book->arena, &r->v) = s;
	if (much || r->bytes > LIMIT_SHEET_TEXT)
		xml_stop(r->xml, fail(ERR_LIMIT, "{0} holds more text than one document may; split it", r->book->name));
	else if (r->v.n > LIMIT_SHEET_CELLS)
		xml_stop(r->xml, fail(ERR_LIMIT, "{0} unpacks to far more than a document needs; it was not opened", r->book->name));
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	xlsx_text_close(&r->text, t);
	if (r->in == t->depth) {
		r->in = 0;
		end_string(r);
	}
}

static void on_text(void *arg, str piece)
{
	struct reading *r = arg;
	if (r->text.in_text && !r->text.skip)
		buf_add(&r->text.text, piece);
}

err xlsx_strings_read(struct book *b, struct zip_in *z, str part, struct xlsx_strings *ret)
{
	static const struct xml_events events = {on_open, on_close, on_text};
	struct reading r = {.book = b};
	buf_init(&r.text.text, b->arena);
	r.text.text.limit = LIMIT_TEXT;
	if (part.n)
		TRY(xml_read_part(z, part, &events, &r, &r.xml));
	*ret = (struct xlsx_strings){r.v.v, r.v.n};
	return OK;
}
