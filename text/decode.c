/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a file to text with the place of every character. Order of trust: BOM, zeros
 * of UTF-16, strict UTF-8, then GB18030 against Big5 by how Chinese the outcome reads. */
#include "base/limits.h"
#include "text/repair_in.h"

#include <iconv.h>
#include <string.h>

static const char *const names[] = {"utf-8", "utf-16le", "utf-16be", "gb18030", "big5"};

const char *encoding_name(enum encoding e)
{
	return names[e];
}

static err too_large(void)
{
	return fail(ERR_LIMIT, "the text is larger than 4 MB; split it and send the parts");
}

static err not_text(void)
{
	return fail(ERR_INPUT, "this is not a text file; choose a text in UTF-8, UTF-16, GB18030 or Big5, or a .docx or .pdf file");
}

/* ---- UTF-8 ------------------------------------------------------------------- */

/* Three bytes of the four at p that any two may follow the first of: all but E0 and ED. */
static inline bool plain_three(const uint8_t *p)
{
	uint32_t w = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	return (w & 0xf0c0c000) == 0xe0808000 && p[0] != 0xe0 && p[0] != 0xed;
}

/* Checks and places in one walk; false where it is not UTF-8. */
static bool place_plain(str s, size_t base, uint32_t *at, uint32_t *cp)
{
	static const uint8_t length[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4}; /* by the upper half of the first byte */
	const uint8_t *p = (const uint8_t *)s.p;
	size_t k = 0;
	for (size_t i = 0, more; i < s.n; i += more) {
		for (; s.n - i >= 4 && plain_three(p + i); i += 3, k++) { /* the most by far */
			at[k] = (uint32_t)(base + i);
			cp[k] = (p[i] & 0x0fu) << 12 | (p[i + 1] & 0x3fu) << 6 | (p[i + 2] & 0x3fu);
		}
		more = length[p[i] >> 4];
		if (p[i] >= 0x80 && (more > s.n - i || utf8_valid(str_cut(s, i, i + more)) != more))
			return false;
		at[k] = (uint32_t)(base + i);
		size_t from = i;
		cp[k++] = p[i] < 0x80 ? p[i] : utf8_next(s, &from);
	}
	at[k] = (uint32_t)(base + s.n);
	return true;
}

/* \r\n becomes \n, which stands where \r stood. */
static void place_newlines(struct arena *a, str s, size_t base, struct decoded *d)
{
	char *text = arena_alloc(a, s.n + 1);
	size_t n = 0, k = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
		if (((uint8_t)s.p[i] & 0xc0) != 0x80)
			d->raw_at[k++] = (uint32_t)(base + i);
		i += pair;
		text[n++] = s.p[i];
	}
	d->raw_at[k] = (uint32_t)(base + s.n);
	d->text = (str){text, n};
	d->n = k;
}

static bool take_utf8(struct arena *a, str s, size_t base, struct decoded *d)
{
	bool newlines = s.n && memchr(s.p, '\r', s.n);
	if (newlines && utf8_valid(s) != s.n)
		return false;
	d->encoding = ENC_UTF8;
	d->n = utf8_count(s);
	d->raw_at = arena_new_n(a, d->n + 1, uint32_t);
	if (newlines) {
		place_newlines(a, s, base, d);
		return true;
	}
	d->cp = arena_new_n(a, d->n, uint32_t);
	if (!place_plain(s, base, d->raw_at, d->cp))
		return false;
	d->text = str_dup(a, s);
	return true;
}

/* Zeros and a crowd of control bytes are not text. A few are: form feeds, the byte of a damaged page. */
static bool readable(str s)
{
	size_t odd = 0;
	if (s.n && memchr(s.p, 0, s.n))
		return false;
	for (size_t i = 0; i < s.n;) { /* in blocks whose sum fits a byte, so that the compiler counts many at once */
		size_t to = s.n - i < 192 ? s.n : i + 192;
		uint8_t k = 0;
		for (; i < to; i++)
			k += ((uint8_t)s.p[i] < 0x20) & ((uint8_t)(s.p[i] - 9) > 4);
		odd += k;
	}
	return odd * 50 <= s.n;
}

/* ---- UTF-16 ------------------------------------------------------------------ */

static bool take_utf16(struct arena *a, str s, bool big, size_t base, struct decoded *d)
{
	const uint8_t *p = (const uint8_t *)s.p;
	struct buf b;
	size_t k = 0;
	if (s.n % 2)
		return false;
	buf_init(&b, a);
	d->raw_at = arena_new_n(a, s.n / 2 + 1, uint32_t);
	for (size_t i = 0; i < s.n; i += 2) {
		uint32_t u = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
		uint32_t at = (uint32_t)(base + i);
		if (u >= 0xd800 && u < 0xe000) {
			if (u >= 0xdc00 || i + 3 >= s.n)
				return false;
			uint32_t v = big ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
			if (v < 0xdc00 || v > 0xdfff)
				return false;
			u = 0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00);
			i += 2;
		}
		if (!u || u == 0xffff || u == 0xfffe)
			return false;
		if (u == '\n' && b.n && b.p[b.n - 1] == '\r') {
			b.p[b.n - 1] = '\n';
			continue;
		}
		d->raw_at[k++] = at;
		buf_cp(&b, u);
	}
	d->raw_at[k] = (uint32_t)(base + s.n);
	d->text = buf_str(&b);
	d->n = k;
	d->encoding = big ? ENC_UTF16BE : ENC_UTF16LE;
	return k > 0;
}

/* ASCII in UTF-16 has a zero beside every byte, always on the same side. */
static bool guess_utf16(struct arena *a, str s, struct decoded *d)
{
	size_t zeros[2] = {0, 0};
	if (s.n % 2 || s.n < 4)
		return false;
	for (size_t i = 0; i < s.n; i++)
		zeros[i & 1] += s.p[i] == 0;
	if (!zeros[0] == !zeros[1])
		return false;
	bool big = zeros[0] > 0;
	return zeros[!big] * 50 >= s.n / 2 && take_utf16(a, s, big, 0, d) && readable(d->text);
}

/* ---- GB18030 and Big5 -------------------------------------------------------- */

static size_t length_gb18030(const uint8_t *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	return n > 1 && p[1] >= 0x30 && p[1] <= 0x39 ? 4 : 2;
}

static size_t length_big5(const uint8_t *p, size_t n)
{
	unused_arg(n);
	return p[0] < 0x80 ? 1 : 2;
}

struct legacy {
	enum encoding encoding;
	const char *iconv_name;
	size_t (*length)(const uint8_t *, size_t);
};
static const struct legacy legacies[] = {
	{ENC_GB18030, "GB18030", length_gb18030},
	{ENC_BIG5, "CP950", length_big5},
};

/* The whole at once through iconv, then both sides walked together: one sequence, one code point. */
static bool take_legacy(struct arena *a, str s, const struct legacy *l, struct decoded *d)
{
	iconv_t cd = iconv_open("UTF-8", l->iconv_name);
	if (cd == (iconv_t)-1)
		return false;
	size_t room = s.n * 2 + 16, left = s.n, free_bytes = room;
	char *text = arena_alloc(a, room), *in = (char *)s.p, *out = text;
	size_t lost = iconv(cd, &in, &left, &out, &free_bytes);
	iconv_close(cd);
	if (lost != 0 || left)
		return false;
	str u = {text, room - free_bytes};
	size_t n = 0, at = 0, k = 0;
	d->raw_at = arena_new_n(a, utf8_count(u) + 1, uint32_t);
	for (size_t i = 0; i < s.n; k++) {
		if (at >= u.n)
			return false;
		size_t from = at;
		utf8_next(u, &at);
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			d->raw_at[k] = (uint32_t)i++, from = at, utf8_next(u, &at);
		else
			d->raw_at[k] = (uint32_t)i;
		memmove(text + n, text + from, at - from);
		n += at - from;
		i += l->length((const uint8_t *)s.p + i, s.n - i);
	}
	d->raw_at[k] = (uint32_t)s.n;
	d->text = (str){text, n};
	d->n = k;
	d->encoding = l->encoding;
	return at == u.n;
}

/* Nats a character of the beginning; the higher, the more it reads like Chinese. */
static double plausible(str text)
{
	struct lm_text l = {0};
	double sum = 0;
	size_t n = 0, at = 0;
	while (at < text.n && n < 2000) {
		uint32_t cp = utf8_next(text, &at);
		double p = lm_next(&l, cp);
		if (cp >= 0x80) {
			sum += p;
			n++;
		}
	}
	return n ? sum / (double)n : 0;
}

static bool take_chinese(struct arena *a, str s, struct decoded *d)
{
	struct decoded gb = {0}, big5 = {0};
	bool is_gb = take_legacy(a, s, &legacies[0], &gb), is_big5 = take_legacy(a, s, &legacies[1], &big5);
	if (!is_gb && !is_big5)
		return false;
	if (is_gb && is_big5)
		is_gb = plausible(gb.text) + 0.5 >= plausible(big5.text);
	*d = is_gb ? gb : big5;
	return true;
}

/* ---- the two ways in --------------------------------------------------------- */

static bool take(struct arena *a, str s, struct decoded *d)
{
	static const struct {
		str mark;
		bool big;
	} utf16[] = {{{"\xff\xfe", 2}, false}, {{"\xfe\xff", 2}, true}};
	for (size_t i = 0; i < COUNT_OF(utf16); i++)
		if (str_starts(s, utf16[i].mark))
			return take_utf16(a, str_cut(s, 2, s.n), utf16[i].big, 2, d) && readable(d->text);
	size_t base = str_starts(s, S("\xef\xbb\xbf")) ? 3 : 0;
	str rest = str_cut(s, base, s.n);
	if (!readable(rest))
		return guess_utf16(a, s, d);
	if (take_utf8(a, rest, base, d))
		return d->n > 0;
	return base == 0 && take_chinese(a, s, d);
}

err text_decode(struct arena *a, str bytes, struct decoded *ret)
{
	struct decoded d = {0};
	if (!bytes.n || str_eq(bytes, S("\xef\xbb\xbf")))
		return fail(ERR_INPUT, "the file is empty; choose one with text in it");
	if (bytes.n > LIMIT_TEXT)
		return too_large();
	if (!take(a, bytes, &d))
		return not_text();
	if (d.text.n > LIMIT_TEXT)
		return too_large();
	*ret = d;
	return OK;
}

err text_decoded(struct arena *a, str utf8, struct decoded *ret)
{
	struct decoded d = {0};
	if (!utf8.n)
		return fail(ERR_INPUT, "the file is empty; choose one with text in it");
	if (utf8.n > LIMIT_TEXT)
		return too_large();
	if (memchr(utf8.p, 0, utf8.n) || !take_utf8(a, utf8, 0, &d))
		return not_text();
	*ret = d;
	return OK;
}
