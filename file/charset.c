/* SPDX-License-Identifier: Apache-2.0 */
#include "file/charset_in.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "text/text.h"

#define PRESCAN 4096 /* a declaration stands within the first 1024 bytes, or should */

enum charset { NONE, UTF8, UTF16LE, UTF16BE, GB18030, BIG5, CHARSETS };
static const char *const iconv_names[CHARSETS] = {
	[UTF8] = "UTF-8", [UTF16LE] = "UTF-16LE", [UTF16BE] = "UTF-16BE", [GB18030] = "GB18030", [BIG5] = "BIG5-HKSCS",
};

/* Labels as pages write them (WHATWG Encoding 4.2), folded to small letters. Latin
 * labels are left out: on a Chinese page they are a program's default. */
static const struct label {
	str label;
	enum charset charset;
} labels[] = {
	{S("utf-8"), UTF8},        {S("utf8"), UTF8},           {S("unicode-1-1-utf-8"), UTF8},
	{S("gb2312"), GB18030},    {S("gbk"), GB18030},         {S("gb18030"), GB18030},
	{S("x-gbk"), GB18030},     {S("gb_2312-80"), GB18030},  {S("gb_2312"), GB18030},
	{S("chinese"), GB18030},   {S("cp936"), GB18030},       {S("ms936"), GB18030},
	{S("windows-936"), GB18030}, {S("big5"), BIG5},         {S("big5-hkscs"), BIG5},
	{S("big-5"), BIG5},        {S("x-x-big5"), BIG5},       {S("cn-big5"), BIG5},
	{S("cp950"), BIG5},
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static enum charset by_label(str s)
{
	char z[32];
	if (s.n >= sizeof z)
		return NONE;
	for (size_t i = 0; i < s.n; i++)
		z[i] = small(s.p[i]);
	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (str_eq((str){z, s.n}, labels[i].label))
			return labels[i].charset;
	return NONE;
}

static bool in_label(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* The first charset="…" or encoding="…" whose label we know. */
static enum charset declared(str s)
{
	static const str words[] = {S("charset"), S("CHARSET"), S("Charset"), S("encoding")};
	s = str_cut(s, 0, PRESCAN);
	for (size_t w = 0; w < COUNT_OF(words); w++)
		for (ptrdiff_t at = 0; (at = str_find(s, words[w], (size_t)at)) >= 0;) {
			size_t i = (size_t)at + words[w].n;
			while (i < s.n && (s.p[i] == ' ' || s.p[i] == '=' || s.p[i] == '"' || s.p[i] == '\''))
				i++;
			size_t to = i;
			while (to < s.n && in_label(s.p[to]))
				to++;
			enum charset c = by_label(str_cut(s, i, to));
			if (c != NONE)
				return c;
			at = (ptrdiff_t)i;
		}
	return NONE;
}

/* Converts all; returns how many bytes could not be read. */
static size_t convert(enum charset charset, str s, struct buf *b)
{
	iconv_t cd = iconv_open("UTF-8", iconv_names[charset]);
	char out[8192], *in = (char *)s.p;
	size_t left = s.n, bad = 0;
	if (cd == (iconv_t)-1)
		return s.n;
	while (left && !b->bad) {
		char *to = out;
		size_t room = sizeof out, r = iconv(cd, &in, &left, &to, &room);
		int why = errno;
		buf_add(b, (str){out, (size_t)(to - out)});
		if (r != (size_t)-1 || why == E2BIG)
			continue;
		bad++;
		buf_z(b, "\xef\xbf\xbd");
		size_t skip = charset == UTF16LE || charset == UTF16BE ? 2 : 1;
		in += skip < left ? skip : left;
		left -= skip < left ? skip : left;
	}
	iconv_close(cd);
	return bad;
}

/* Of a piece; the last bytes may be half a character and do not count. */
static size_t bad_bytes(enum charset charset, str s)
{
	struct buf b;
	buf_init(&b, NULL);
	size_t bad = convert(charset, s, &b);
	buf_done(&b);
	return bad;
}

static bool is_ascii(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Sets *s behind a mark of the byte order. */
static enum charset marked(str *s)
{
	static const struct {
		str mark;
		enum charset charset;
	} marks[] = {{S("\xef\xbb\xbf"), UTF8}, {S("\xff\xfe"), UTF16LE}, {S("\xfe\xff"), UTF16BE}};
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (str_starts(*s, marks[i].mark)) {
			*s = str_cut(*s, marks[i].mark.n, s->n);
			return marks[i].charset;
		}
	return NONE;
}

static enum charset choose(str s)
{
	const size_t sample = 256u << 10;
	size_t valid = utf8_valid(s);
	if (valid == s.n || is_ascii(s))
		return UTF8;
	enum charset said = declared(s);
	str piece = str_cut(s, 0, sample);
	/* a page in UTF-8 with a few cut characters stays UTF-8 when it says so */
	if (said != NONE && bad_bytes(said, piece) <= piece.n / 50 + 2)
		return said;
	return bad_bytes(BIG5, piece) < bad_bytes(GB18030, piece) ? BIG5 : GB18030;
}

err charset_page(struct arena *a, str bytes, str name, size_t limit, str *ret)
{
	struct buf b;
	str s = bytes;
	enum charset charset = marked(&s);
	if (charset == NONE)
		charset = choose(s);
	if (charset == UTF8 && s.n <= limit && utf8_valid(s) == s.n) {
		*ret = s;
		return OK;
	}
	buf_init(&b, a);
	b.limit = limit;
	size_t bad = convert(charset, s, &b);
	if (b.bad)
		return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", name);
	if (bad > s.n / 20 + 2)
		return fail(ERR_INPUT, "{0} is in an encoding that cannot be read; save it as UTF-8", name);
	*ret = buf_str(&b);
	return OK;
}

/* The codepages of old documents whose converters are loaded before the walls go up. */
static const struct {
	unsigned codepage;
	enum charset charset;
} codepages[] = {
	{936, GB18030}, {54936, GB18030}, {950, BIG5}, {1200, UTF16LE}, {65001, UTF8},
};

/* windows-1252 from 0x80 on, where it is not Latin 1; 0: nothing stands there */
static const uint16_t western[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

static void add_western(str s, struct buf *b)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		uint32_t cp = c >= 0x80 && c < 0xa0 ? western[c - 0x80] : c;
		buf_cp(b, cp || !c ? cp : 0xfffd);
	}
}

void charset_codepage(unsigned codepage, str s, struct buf *b)
{
	for (size_t i = 0; i < COUNT_OF(codepages); i++)
		if (codepages[i].codepage == codepage) {
			(void)convert(codepages[i].charset, s, b);
			return;
		}
	add_western(s, b);
}

/* A piece that ends with a line, so with a whole character. */
static str sample(str s)
{
	const size_t most = 256u << 10;
	if (s.n <= most)
		return s;
	for (size_t n = most; n > most / 2; n--)
		if (s.p[n - 1] == '\n')
			return str_cut(s, 0, n);
	return str_cut(s, 0, most);
}

err charset_text(struct arena *a, str bytes, str name, size_t limit, str *ret)
{
	static const enum charset charsets[] = {
		[ENC_UTF8] = UTF8, [ENC_UTF16LE] = UTF16LE, [ENC_UTF16BE] = UTF16BE, [ENC_GB18030] = GB18030, [ENC_BIG5] = BIG5};
	struct decoded d;
	struct buf b;
	str rest = bytes;
	if (utf8_valid(bytes) == bytes.n || marked(&rest) != NONE || text_decode(a, sample(bytes), &d) != OK)
		return charset_page(a, bytes, name, limit, ret);
	buf_init(&b, a);
	b.limit = limit;
	size_t bad = convert(charsets[d.encoding], bytes, &b);
	if (b.bad)
		return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", name);
	if (bad > bytes.n / 20 + 2)
		return fail(ERR_INPUT, "{0} is in an encoding that cannot be read; save it as UTF-8", name);
	*ret = buf_str(&b);
	return OK;
}

void charset_warm(void)
{
	static const char *const names[] = {"UTF-16LE", "UTF-16BE", "GB18030", "BIG5-HKSCS", "CP950"};
	/* never closed: an open descriptor keeps its module loaded */
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char in[] = "ab", out[8], *from = in, *to = out;
		size_t left = 2, room = sizeof out;
		iconv_t cd = iconv_open("UTF-8", names[i]);
		if (cd != (iconv_t)-1)
			(void)iconv(cd, &from, &left, &to, &room);
	}
}
