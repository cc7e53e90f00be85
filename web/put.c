/* SPDX-License-Identifier: Apache-2.0 */
/* Small pieces of HTML that many pages share. They stand here and not in templates where
 * they are written fifty times a page. */
#include <stdio.h>

#include "web/html_in.h"
#include "web/view_in.h"

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
				     "September", "October", "November", "December"};
static const char *const weekdays_zh[] = {"一", "二", "三", "四", "五", "六", "日"};
static const char *const weekdays_en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static void two(struct buf *b, int n)
{
	char out[2] = {(char)('0' + n / 10 % 10), (char)('0' + n % 10)};
	buf_add(b, (str){out, 2});
}

void put_day(struct buf *b, day_t d)
{
	if (d == DAY_NONE)
		return;
	struct civil c = day_civil(d);
	html_int(b, c.year);
	buf_byte(b, '-');
	two(b, c.month);
	buf_byte(b, '-');
	two(b, c.day);
}

void put_day_words(struct buf *b, enum lang lang, day_t d)
{
	if (d == DAY_NONE)
		return;
	struct civil c = day_civil(d);
	if (lang == LANG_ZH)
		buf_fmt(b, "%d年%d月%d日", c.year, c.month, c.day);
	else
		buf_fmt(b, "%d %s %d", c.day, months[c.month - 1], c.year);
}

str ui_day(const struct ui *u, day_t d)
{
	static _Thread_local char out[40];
	struct civil c = day_civil(d);
	bool same = c.year == day_civil(u->today).year;
	int n;
	if (u->lang == LANG_EN)
		n = same ? snprintf(out, sizeof out, "%d %s", c.day, months[c.month - 1])
			 : snprintf(out, sizeof out, "%d %s %d", c.day, months[c.month - 1], c.year);
	else
		n = same ? snprintf(out, sizeof out, "%d月%d日", c.month, c.day)
			 : snprintf(out, sizeof out, "%d年%d月%d日", c.year, c.month, c.day);
	return (str){out, (size_t)n};
}

void put_weekday(struct buf *b, enum lang lang, day_t d)
{
	if (lang == LANG_ZH)
		buf_z(b, "周");
	buf_z(b, (lang == LANG_ZH ? weekdays_zh : weekdays_en)[day_weekday(d) - 1]);
}

void put_day_short(struct buf *b, const struct ui *u, day_t d)
{
	struct civil c = day_civil(d), now = day_civil(u->today);
	if (c.year != now.year) {
		put_day(b, d);
		return;
	}
	two(b, c.month);
	buf_byte(b, '-');
	two(b, c.day);
	buf_byte(b, ' ');
	put_weekday(b, u->lang, d);
}

void put_date(struct buf *b, const struct ui *u, ms_t at)
{
	if (at != MS_NONE)
		put_day(b, zone_day(u->zone, at));
}

void put_stamp(struct buf *b, const struct ui *u, ms_t at)
{
	if (at == MS_NONE)
		return;
	day_t d = zone_day(u->zone, at);
	struct civil c = day_civil(d);
	int64_t local = at + (int64_t)zone_offset(u->zone, at) * 1000 - (int64_t)d * 86400000;
	if (c.year != day_civil(u->today).year)
		put_day(b, d);
	else {
		two(b, c.month);
		buf_byte(b, '-');
		two(b, c.day);
	}
	buf_byte(b, ' ');
	two(b, (int)(local / 3600000));
	buf_byte(b, ':');
	two(b, (int)(local / 60000 % 60));
}

static const struct {
	const char *css, *sign, *colour, *plain;
} lights[] = {
	[LIGHT_NONE] = {"none", "○", "", W("not begun")},
	[LIGHT_GREEN] = {"green", "●", W("green"), W("on schedule")},
	[LIGHT_YELLOW] = {"yellow", "▲", W("yellow"), W("due soon")},
	[LIGHT_RED] = {"red", "■", W("red"), W("overdue")},
	[LIGHT_DONE] = {"done", "✓", "", W("closed")},
};

void put_light(struct buf *b, const struct ui *u, enum light light, str light_word)
{
	if ((unsigned)light >= COUNT_OF(lights))
		light = LIGHT_NONE;
	buf_z(b, "<span class=\"light ");
	buf_z(b, lights[light].css);
	buf_z(b, "\"><i aria-hidden=\"true\">");
	buf_z(b, lights[light].sign);
	buf_z(b, "</i>");
	if (*lights[light].colour) {
		html_text(b, word(u->lang, lights[light].colour));
		buf_byte(b, ' ');
	}
	html_text(b, light_word.n ? light_word : word(u->lang, lights[light].plain));
	buf_z(b, "</span>");
}

static void left_words(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	char digits[24];
	str n = {digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)(r->left < 0 ? -r->left : r->left))};
	if (r->overdue && r->left < 0)
		word_fmt(b, u->lang, r->left == -1 ? W("1 working day over") : W("{0} working days over"), &n, 1);
	else if (r->overdue)
		buf_add(b, word(u->lang, W("over since today")));
	else if (r->left == 0)
		buf_add(b, word(u->lang, W("due today")));
	else
		word_fmt(b, u->lang, r->left == 1 ? W("1 working day left") : W("{0} working days left"), &n, 1);
}

static const char *left_class(const struct matter_row *r)
{
	return r->overdue ? "over" : r->light == LIGHT_YELLOW || r->left == 0 ? "soon" : "q";
}

void put_left(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	const struct state *state = &r->kind->states[r->state];
	if (state->closed || r->due == MS_NONE) {
		str label = state->closed ? words2_in(&state->label, u->lang) : word(u->lang, W("no deadline yet"));
		html_text(b, label);
		return;
	}
	buf_z(b, "<span class=\"");
	buf_z(b, left_class(r));
	buf_z(b, "\">");
	left_words(b, u, r);
	buf_z(b, "</span>");
}

void put_due(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	buf_z(b, "<b class=\"");
	buf_z(b, left_class(r));
	buf_z(b, " nb\">");
	if (r->due == MS_NONE)
		html_text(b, word(u->lang, W("no deadline yet")));
	else if (r->overdue || r->left == 0)
		left_words(b, u, r);
	else
		put_day_short(b, u, zone_day(u->zone, r->due));
	buf_z(b, "</b>");
}

void put_bar(struct buf *b, int share, int schedule)
{
	if (share < 0)
		return;
	buf_z(b, "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
		 "<rect class=\"b0\" width=\"100\" height=\"10\"/><rect class=\"b1\" width=\"");
	html_int(b, share > 100 ? 100 : share);
	buf_z(b, "\" height=\"10\"/>");
	if (schedule >= 0) {
		buf_z(b, "<path d=\"M");
		html_int(b, schedule > 100 ? 100 : schedule);
		buf_z(b, " -3V13\"/>");
	}
	buf_z(b, "</svg>");
}

void put_share(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	if (r->share < 0)
		return;
	put_bar(b, r->share, r->schedule);
	html_int(b, r->share);
	buf_byte(b, '%');
	if (r->schedule < 0 || r->kind->states[r->state].closed)
		return;
	int gap = r->share - r->schedule;
	char n[2][12];
	str args[] = {{n[0], (size_t)snprintf(n[0], sizeof n[0], "%d", r->schedule)},
		      {n[1], (size_t)snprintf(n[1], sizeof n[1], "%d", gap < 0 ? -gap : gap)}};
	buf_z(b, "<small>");
	word_fmt(b, u->lang, gap < 0   ? W("schedule {0}%, {1} points behind")
			     : gap > 0 ? W("schedule {0}%, {1} points ahead")
				       : W("schedule {0}%, level"),
		 args, gap ? 2 : 1);
	buf_z(b, "</small>");
}

void put_size(struct buf *b, int64_t bytes)
{
	if (bytes >= 1 << 20)
		buf_fmt(b, "%lld.%lld MB", (long long)(bytes >> 20), (long long)((bytes >> 10) % 1024 * 10 / 1024));
	else
		buf_fmt(b, "%lld KB", (long long)((bytes + 1023) >> 10));
}

void put_words2(struct buf *b, const struct ui *u, const struct words2 *w)
{
	html_text(b, words2_in(w, u->lang));
}

void put_word(struct buf *b, const struct ui *u, const char *key)
{
	html_text(b, word_str(u->lang, str_of(key)));
}

void put_paragraphs(struct buf *b, str text)
{
	str line;
	while (text.n) {
		bool more = str_split(text, '\n', &line, &text);
		if (!more) {
			line = text;
			text = STR_NONE;
		}
		html_text(b, line);
		if (more)
			buf_z(b, "<br>");
	}
}
