/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a mail: headers of US-ASCII, folded, Chinese as encoded words; the text as
 * base64 of UTF-8, so that no server on the way changes it. */
#include "relay/calc_in.h"

#include <string.h>

#define LINE_MOST 76      /* RFC 2047 2, RFC 2045 6.8 */
#define WORD_BYTES_MOST 39 /* of UTF-8 in one encoded word: 52 of base64, 64 with its frame, 73 behind "Subject: " */
#define ADDRESS_MOST 254  /* RFC 5321 4.5.3.1.3, without < > */
#define LOCAL_MOST 64

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i += 3) {
		size_t n = s.n - i < 3 ? s.n - i : 3;
		uint32_t v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (k < n ? (uint8_t)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_byte(b, k <= n ? digits64[v >> (18 - 6 * k) & 63] : '=');
	}
}

/* ---- addresses ------------------------------------------------------------------------- */
static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Pieces between dots; each begins and ends with what `more` does not hold alone. */
static bool dotted(str s, const char *more, bool edges_plain)
{
	size_t piece = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '.') {
			if (!piece || (edges_plain && s.p[i - 1] == '-'))
				return false;
			piece = 0;
			continue;
		}
		bool plain = letter_or_digit(c);
		if (!plain && (!c || !strchr(more, c) || (edges_plain && !piece)))
			return false;
		piece++;
	}
	return piece > 0 && !(edges_plain && s.p[s.n - 1] == '-');
}

bool mail_address_ok(str s)
{
	str local, domain;
	if (s.n > ADDRESS_MOST || !str_split(s, '@', &local, &domain) || local.n > LOCAL_MOST)
		return false;
	return dotted(local, "!#$%&'*+-/=?^_`{|}~", false) && dotted(domain, "-", true) && str_find(domain, S("."), 0) > 0;
}

/* ---- headers ------------------------------------------------------------------------------- */
static bool plain_header(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e)
			return false;
	/* what looks like an encoded word would be read as one */
	return s.n <= LINE_MOST - 10 && str_find(s, S("=?"), 0) < 0;
}

/* Control characters, line ends above all, become blanks: a title must not make headers. */
static str without_controls(struct buf *scratch, str s)
{
	buf_clear(scratch);
	for (size_t pos = 0; pos < s.n;) {
		uint32_t cp = utf8_next(s, &pos);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029 || (cp >= 0x202a && cp <= 0x202e) ||
			       (cp >= 0x2066 && cp <= 0x2069);
		if (control)
			buf_byte(scratch, ' ');
		else
			buf_cp(scratch, cp);
	}
	return str_trim(buf_str(scratch));
}

/* Unstructured text. An encoded word never cuts a character in two. */
static void put_words(struct buf *b, str s)
{
	if (plain_header(s)) {
		buf_add(b, s);
		return;
	}
	for (size_t from = 0; from < s.n;) {
		size_t to = from, pos = from;
		while (pos < s.n) {
			utf8_next(s, &pos);
			if (pos - from > WORD_BYTES_MOST)
				break;
			to = pos;
		}
		if (from)
			buf_z(b, "\r\n ");
		buf_z(b, "=?UTF-8?B?");
		base64_put(b, str_cut(s, from, to));
		buf_z(b, "?=");
		from = to;
	}
}

static void put_mailbox(struct buf *b, struct buf *scratch, str name, str address)
{
	name = without_controls(scratch, name);
	if (!name.n) {
		buf_add(b, address);
		return;
	}
	bool words = plain_header(name);
	for (size_t i = 0; i < name.n; i++)
		words = words && (letter_or_digit(name.p[i]) || name.p[i] == ' ');
	if (words) {
		buf_add(b, name);
	} else if (plain_header(name)) { /* RFC 5322 3.2.4 */
		buf_byte(b, '"');
		for (size_t i = 0; i < name.n; i++) {
			if (name.p[i] == '"' || name.p[i] == '\\')
				buf_byte(b, '\\');
			buf_byte(b, name.p[i]);
		}
		buf_byte(b, '"');
	} else {
		put_words(b, name);
	}
	buf_fmt(b, "\r\n <" STR_FMT ">", STR_ARG(address));
}

static void put_date(struct buf *b, ms_t at, int offset)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t local = at / 1000 + offset;
	day_t d = (day_t)(local / 86400 - (local % 86400 < 0));
	int64_t s = local - (int64_t)d * 86400;
	struct civil c = day_civil(d);
	int zone = offset < 0 ? -offset : offset;
	buf_fmt(b, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", days[day_weekday(d) - 1], c.day, months[c.month - 1], c.year,
		(int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60), offset < 0 ? '-' : '+', zone / 3600, zone / 60 % 60);
}

/* ---- the text ----------------------------------------------------------------------------------- */
/* Line ends of a text are CR LF before it is encoded (RFC 2045 6.8, 2046 4.1.1). */
static void put_text(struct buf *b, struct buf *scratch, str text)
{
	struct buf code;
	buf_init(&code, NULL);
	buf_clear(scratch);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r')
			continue;
		if (text.p[i] == '\n')
			buf_byte(scratch, '\r');
		buf_byte(scratch, text.p[i]);
	}
	base64_put(&code, buf_str(scratch));
	for (size_t i = 0; i < code.n; i += LINE_MOST) {
		buf_add(b, str_cut(buf_str(&code), i, i + LINE_MOST));
		buf_z(b, "\r\n");
	}
	buf_done(&code);
}

void mail_put(struct buf *b, const struct mail *m)
{
	struct buf scratch;
	buf_init(&scratch, NULL);
	ours(mail_address_ok(m->from) && mail_address_ok(m->to) && plain_header(m->message_id));
	buf_z(b, "Date: ");
	put_date(b, m->at, m->offset);
	buf_z(b, "\r\nFrom: ");
	put_mailbox(b, &scratch, m->from_name, m->from);
	buf_fmt(b, "\r\nTo: " STR_FMT "\r\nSubject: ", STR_ARG(m->to));
	put_words(b, without_controls(&scratch, m->subject));
	buf_fmt(b, "\r\nMessage-ID: <" STR_FMT ">\r\n", STR_ARG(m->message_id));
	if (m->unsubscribe.n)
		buf_fmt(b, "List-Unsubscribe: <" STR_FMT ">\r\n", STR_ARG(m->unsubscribe));
	buf_z(b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
		 "Content-Transfer-Encoding: base64\r\n\r\n");
	put_text(b, &scratch, m->text);
	buf_done(&scratch);
}
