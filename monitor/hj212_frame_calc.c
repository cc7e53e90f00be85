/* SPDX-License-Identifier: Apache-2.0 */
/* Frames out of a stream of bytes. The declared length decides, for what is encrypted may hold any
 * byte; where a frame does not end there, its end is looked for: "&&", four digits, and a check that
 * fits. Devices count wrongly, break off, and send what belongs to no frame. */
#include "monitor/hj212_in.h"

static const int8_t hex_value[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

int hj_hex4(const char *z)
{
	const uint8_t *p = (const uint8_t *)z;
	int a = hex_value[p[0]], b = hex_value[p[1]], c = hex_value[p[2]], d = hex_value[p[3]];
	if (!a || !b || !c || !d)
		return -1;
	return (a - 1) << 12 | (b - 1) << 8 | (c - 1) << 4 | (d - 1);
}

size_t hj_amp(str s, size_t from)
{
	while (from + 1 < s.n) {
		const char *p = memchr(s.p + from, '&', s.n - from - 1);
		if (!p)
			return s.n;
		if (p[1] == '&')
			return (size_t)(p - s.p);
		from = (size_t)(p - s.p) + 1;
	}
	return s.n;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

#define GARBAGE_KEPT 1024 /* so many bytes wait with the frame that follows, so that they are told with it */

/* ---- where a frame begins ------------------------------------------------------------------ */

/* "##" and at least a digit at or after `from`; s.n: nowhere. A beginning that is cut off by the end
 * counts unless nothing follows. */
static size_t head_find(str s, size_t from, bool last)
{
	for (;;) {
		const char *p = from < s.n ? memchr(s.p + from, '#', s.n - from) : NULL;
		if (!p)
			return s.n;
		size_t at = (size_t)(p - s.p);
		if (at + 2 >= s.n && (at + 1 == s.n || p[1] == '#'))
			return last ? s.n : at;
		if (p[1] == '#' && digit(p[2]))
			return at;
		from = at + 1;
	}
}

/* Another frame that begins inside: "##", three or four digits, a letter. Encrypted bytes look so
 * once in 10^10. */
static size_t head_inside(str s, size_t from)
{
	for (size_t at = from; (at = head_find(s, at, true)) < s.n; at++) {
		size_t d = 2;
		while (at + d < s.n && d < 6 && digit(s.p[at + d]))
			d++;
		char c = at + d < s.n ? s.p[at + d] : 0;
		if (d >= 5 && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return at;
	}
	return s.n;
}

static bool blank(char c)
{
	return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == 0;
}

/* ---- where it ends ----------------------------------------------------------------------------- */

/* What may follow the check. */
static bool end_follows(str s, size_t at)
{
	return at >= s.n || s.p[at] == '\r' || s.p[at] == '\n' || s.p[at] == '#';
}

static bool check_fits(str segment, int printed)
{
	enum hj_crc_variant v;
	return printed >= 0 && hj_crc_find(segment, (uint16_t)printed, &v);
}

/* Looks from `head` to `to` for "&&CCCC": the first whose check fits, else (unless `sure`) the first
 * that stands like an end. Returns the place of the check, 0: none. The checks are carried on from one
 * place to the next: whoever sends nothing but ends costs no more than others. */
static size_t end_find(str s, size_t head, size_t to, bool sure)
{
	str window = {s.p, to};
	size_t loose = 0, done = head;
	uint16_t standard = HJ_CRC_BEGIN, modbus = HJ_CRC_BEGIN;
	for (size_t at = head; (at = hj_amp(window, at)) < window.n; at++) {
		size_t c = at + 2;
		/* "&&&&CCCC": the last pair is the end */
		if (c + 4 > to || !end_follows(s, c + 4))
			continue;
		int printed = hj_hex4(s.p + c);
		if (printed < 0)
			continue;
		standard = hj_crc_on(standard, str_cut(s, done, c));
		modbus = hj_crc_modbus_on(modbus, str_cut(s, done, c));
		done = c;
		if (printed == standard || printed == modbus || printed == (uint16_t)(modbus << 8 | modbus >> 8))
			return c;
		if (!loose && !sure)
			loose = c;
	}
	return loose;
}

struct head {
	size_t at, segment; /* where "##" and the segment stand */
	size_t declared;
	uint64_t odd;
};

/* false: the digits are cut off by the end. */
static bool head_read(str s, size_t at, bool last, struct head *ret)
{
	size_t d = 0;
	ret->at = at;
	ret->declared = 0;
	while (at + 2 + d < s.n && d < 5 && digit(s.p[at + 2 + d]))
		ret->declared = ret->declared * 10 + (size_t)(s.p[at + 2 + d++] - '0');
	ret->segment = at + 2 + d;
	if (d != 4)
		ret->odd |= ODD_BIT(LENGTH_DIGITS);
	return ret->segment < s.n || last;
}

/* The frame whose check stands at `check`; crc_ok and variant of *ret are set. */
static enum hj_got piece_done(str s, const struct head *h, size_t check, uint64_t odd, struct hj_piece *ret)
{
	size_t end = check + 4;
	ret->segment = (str){s.p + h->segment, check - h->segment};
	ret->crc = (str){s.p + check, 4};
	if (end < s.n && s.p[end] == '\r')
		end += end + 1 < s.n && s.p[end + 1] == '\n' ? 2 : 1;
	else if (end < s.n)
		odd |= ODD_BIT(TERMINATOR);
	if (end < s.n && end == check + 4 && s.p[end] == '\n')
		end++;
	if (ret->segment.n > 1024)
		odd |= ODD_BIT(LONG);
	ret->used = end;
	ret->odd = odd;
	return HJ_FRAME;
}

static enum hj_got piece_skip(size_t used, uint64_t odd, struct hj_piece *ret)
{
	*ret = (struct hj_piece){.used = used, .odd = odd};
	return HJ_SKIP;
}

static enum hj_got more(struct hj_piece *ret)
{
	*ret = (struct hj_piece){0};
	return HJ_MORE;
}

/* A frame that is whole and fits its check; then what stands before it broke off. */
static bool whole_at(str s, size_t at)
{
	struct head h = {0};
	if (at >= s.n || !head_read(s, at, false, &h) || h.declared > HJ_SEGMENT_MOST || h.segment + h.declared + 4 > s.n)
		return false;
	return check_fits((str){s.p + h.segment, h.declared}, hj_hex4(s.p + h.segment + h.declared));
}

/* Does it end where it says? With a check that fits, or one that does not (it may be encrypted) but
 * stands where it should and no whole frame lies before it. */
static bool ends_there(str s, const struct head *h, struct hj_piece *ret)
{
	size_t c = h->segment + h->declared;
	if (h->declared > HJ_SEGMENT_MOST || c + 4 > s.n)
		return false;
	int printed = hj_hex4(s.p + c);
	if (printed < 0)
		return false;
	ret->crc_ok = hj_crc_find((str){s.p + h->segment, h->declared}, (uint16_t)printed, &ret->variant);
	if (ret->crc_ok)
		return true;
	return h->declared >= 2 && s.p[c - 1] == '&' && s.p[c - 2] == '&' && end_follows(s, c + 4) &&
	       !whole_at((str){s.p, c + 4}, head_inside((str){s.p, c}, h->segment));
}

/* Not as declared: the end is looked for, up to where another frame begins. */
static enum hj_got cut_astray(str s, bool last, const struct head *h, struct hj_piece *ret)
{
	bool short_of = h->declared <= HJ_SEGMENT_MOST && h->segment + h->declared + 4 > s.n;
	size_t most = h->segment + HJ_FRAME_MOST, to = s.n < most ? s.n : most;
	size_t next = head_inside((str){s.p, to}, h->segment);
	/* while bytes are missing only a check that fits tells the end; after that one that looks like it */
	size_t check = end_find(s, h->segment, next, short_of && !last);
	if (check) {
		ret->crc_ok = hj_crc_find((str){s.p + h->segment, check - h->segment}, (uint16_t)hj_hex4(s.p + check), &ret->variant);
		return piece_done(s, h, check, h->odd | ODD_BIT(LENGTH_WRONG), ret);
	}
	if (!last && (short_of ? !whole_at(s, next) : next == to && s.n < most))
		return more(ret);
	return piece_skip(next < to ? next : to, h->odd | ODD_BIT(TRUNCATED), ret);
}

enum hj_got hj_cut(str s, bool last, struct hj_piece *ret)
{
	struct head h = {0};
	size_t at = 0;
	while (at < s.n && blank(s.p[at]))
		at++;
	if (at > GARBAGE_KEPT)
		return piece_skip(at, 0, ret);
	size_t begin = head_find(s, at, last);
	if (begin > at)
		h.odd |= ODD_BIT(GARBAGE);
	if (begin == s.n)
		return s.n ? piece_skip(s.n, h.odd, ret) : more(ret);
	if (begin - at > GARBAGE_KEPT)
		return piece_skip(begin, h.odd, ret);
	if (!head_read(s, begin, last, &h))
		return more(ret);
	if (ends_there(s, &h, ret))
		return piece_done(s, &h, h.segment + h.declared, h.odd, ret);
	return cut_astray(s, last, &h, ret);
}
