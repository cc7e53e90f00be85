/* SPDX-License-Identifier: Apache-2.0 */
#include "web/ical_in.h"

enum { LINE_MOST = 75 };

/* 3.1: a long line goes on after CRLF and a space; never within a character. */
static void folded(struct buf *b, str line)
{
	size_t room = LINE_MOST;
	for (size_t at = 0; at < line.n;) {
		size_t n = 1;
		while (at + n < line.n && ((unsigned char)line.p[at + n] & 0xc0) == 0x80)
			n++;
		if (n > room) {
			buf_z(b, "\r\n ");
			room = LINE_MOST - 1;
		}
		buf_add(b, str_cut(line, at, at + n));
		room -= n;
		at += n;
	}
	buf_z(b, "\r\n");
}

static void put_name(struct buf *b, const char *name)
{
	buf_z(b, name);
	buf_byte(b, ':');
}

void ical_line(struct buf *b, const char *name, str value)
{
	struct buf line;
	buf_init(&line, NULL);
	put_name(&line, name);
	buf_add(&line, value);
	folded(b, buf_str(&line));
	buf_done(&line);
}

/* 3.3.11; what no text may hold (control characters) is left out. */
static void put_escaped(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\n')
			buf_z(b, "\\n");
		else if (c == '\\' || c == ';' || c == ',') {
			buf_byte(b, '\\');
			buf_byte(b, c);
		} else if ((unsigned char)c >= 0x20 && c != 0x7f)
			buf_byte(b, c);
	}
}

void ical_text(struct buf *b, const char *name, str value)
{
	struct buf line;
	buf_init(&line, NULL);
	put_name(&line, name);
	put_escaped(&line, value);
	folded(b, buf_str(&line));
	buf_done(&line);
}

static void put_day_of(struct buf *b, const char *name, day_t d)
{
	struct civil c = day_civil(d);
	buf_fmt(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

static void put_stamp_of(struct buf *b, ms_t at)
{
	int64_t days = at / 86400000 - (at % 86400000 < 0), rest = (at - days * 86400000) / 1000;
	struct civil c = day_civil((day_t)days);
	buf_fmt(b, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", c.year, c.month, c.day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

void ical_begin(struct buf *b, str name)
{
	buf_z(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//luoshi//luoshi//ZH\r\nCALSCALE:GREGORIAN\r\n");
	ical_text(b, "X-WR-CALNAME", name);
}

void ical_event(struct buf *b, const struct ical_event *e)
{
	buf_z(b, "BEGIN:VEVENT\r\n");
	ical_text(b, "UID", e->uid);
	put_stamp_of(b, e->stamp);
	buf_fmt(b, "SEQUENCE:%lld\r\n", (long long)e->sequence);
	put_day_of(b, "DTSTART", e->day);
	put_day_of(b, "DTEND", e->day + 1); /* the day after: an end is not part of it (3.6.1) */
	ical_text(b, "SUMMARY", e->summary);
	if (e->description.n)
		ical_text(b, "DESCRIPTION", e->description);
	if (e->category.n)
		ical_text(b, "CATEGORIES", e->category);
	if (e->url.n)
		ical_line(b, "URL", e->url);
	buf_z(b, "STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void ical_end(struct buf *b)
{
	buf_z(b, "END:VCALENDAR\r\n");
}
