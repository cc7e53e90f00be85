/* SPDX-License-Identifier: Apache-2.0 */
/* Small pieces of HTML that many pages share. They stand here and not in templates where
 * they are written fifty times a page. */
#include <stdio.h>

#include "ledger/ledger.h"
#include "web/html_in.h"
#include "web/view_in.h"

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
				     "September", "October", "November", "December"};
static const char *const weekdays[2][7] = {
	[LANG_ZH] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"},
	[LANG_EN] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
};

static void two(struct buf *b, int n)
{
	char out[2] = {(char)('0' + n / 10 % 10), (char)('0' + n % 10)};
	html_add(b, (str){out, 2});
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
	buf_z(b, weekdays[lang][day_weekday(d) - 1]);
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

/* What ends at 24:00 is due on the day that ends then, not on the next. */
day_t due_day(const struct ui *u, ms_t due)
{
	return due == MS_NONE ? DAY_NONE : zone_day(u->zone, due - 1);
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
	const char *css, *colour, *plain;
} lights[] = {
	[LIGHT_NONE] = {"none", "", W("not begun")},
	[LIGHT_GREEN] = {"green", W("green"), W("on schedule")},
	[LIGHT_YELLOW] = {"yellow", W("yellow"), W("light|slow")},
	[LIGHT_RED] = {"red", W("red"), W("light|seriously late")},
	[LIGHT_DONE] = {"done", "", W("closed")},
	[LIGHT_BLUE] = {"blue", W("blue"), W("reminder")},
	[LIGHT_ORANGE] = {"orange", W("orange"), W("warning")},
};

void put_light_mark(struct buf *b, const struct ui *u, enum light l)
{
	buf_z(b, "<span aria-hidden=\"true\">");
	buf_z(b, light_shape(l));
	buf_z(b, "</span><span class=\"vh\">");
	put_word(b, u, *lights[l].colour ? lights[l].colour : lights[l].plain);
	buf_z(b, " </span>");
}

str light_css(enum light l)
{
	return str_of((unsigned)l < COUNT_OF(lights) ? lights[l].css : "");
}

const char *light_sign(enum light l)
{
	return light_shape(l);
}

/* Sentences of the ledger, looked up and escaped once. */
enum sentence_of {
	OVER_1, OVER_N, OVER_0, DUE_TODAY, LEFT_1, LEFT_N, NO_DEADLINE, BEHIND, AHEAD, LEVEL, DIFFERS, STALE, SENTENCES
};
static const char *const sentences[SENTENCES] = {
	[OVER_1] = W("1 working day over"), [OVER_N] = W("{0} working days over"),
	[OVER_0] = W("overdue"), [DUE_TODAY] = W("due today"),
	[LEFT_1] = W("1 working day left"), [LEFT_N] = W("{0} working days left"),
	[NO_DEADLINE] = W("no deadline yet"),
	[BEHIND] = W("schedule {0}%, {1} points behind"), [AHEAD] = W("schedule {0}%, {1} points ahead"),
	[LEVEL] = W("schedule {0}%, level"),
	[DIFFERS] = W("disagrees with the light"), [STALE] = W("judged long ago"),
};
static str said[2][SENTENCES];
static str light_head[2][COUNT_OF(lights)], light_plain[2][COUNT_OF(lights)];

void put_words_init(void)
{
	static struct arena forever;
	arena_init(&forever);
	html_words(sentences, SENTENCES, said[LANG_ZH], said[LANG_EN]);
	for (int lang = 0; lang < 2; lang++)
		for (size_t i = 0; i < COUNT_OF(lights); i++) {
			struct buf b;
			str colour = *lights[i].colour ? word((enum lang)lang, lights[i].colour) : S("");
			buf_init(&b, &forever);
			buf_fmt(&b, "<span class=\"light %s\"><i aria-hidden=\"true\">%s</i>" STR_FMT "%s", lights[i].css, light_shape((enum light)i),
				STR_ARG(colour), colour.n ? " " : "");
			light_head[lang][i] = buf_str(&b);
			light_plain[lang][i] = word((enum lang)lang, lights[i].plain);
		}
}

void put_light(struct buf *b, const struct ui *u, enum light light, str light_word)
{
	if ((unsigned)light >= COUNT_OF(lights))
		light = LIGHT_NONE;
	html_add(b, light_head[u->lang][light]);
	html_text(b, light_word.n ? light_word : light_plain[u->lang][light]);
	html_add(b, S("</span>"));
}

/* Judged confidence: the word carries it, the colour only helps. */
void put_judged(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	static const char *const css[JUDGED] = {"red", "orange", "yellow", "green"};
	if (r->confidence < 0)
		return;
	buf_fmt(b, "<span class=\"judged %s\">", css[r->confidence]);
	html_text(b, r->confidence_word);
	html_add(b, S("</span>"));
	if (r->differs) {
		html_add(b, S("<small class=\"soon\">≠ "));
		html_add(b, said[u->lang][DIFFERS]);
		html_add(b, S("</small>"));
	}
	html_add(b, S("<small>"));
	put_date(b, u, r->judged);
	if (r->stale) {
		buf_byte(b, ' ');
		html_add(b, said[u->lang][STALE]);
	}
	html_add(b, S("</small>"));
}

void put_colour(struct buf *b, const struct ui *u, enum light light)
{
	bool named = (unsigned)light < COUNT_OF(lights) && *lights[light].colour;
	html_add(b, light_head[u->lang][(unsigned)light < COUNT_OF(lights) ? light : LIGHT_NONE]);
	if (!named)
		html_text(b, light_plain[u->lang][light]);
	html_add(b, S("</span>"));
}

static void left_words(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	enum sentence_of s = r->overdue ? r->left == -1 ? OVER_1 : r->left < 0 ? OVER_N : OVER_0
			     : r->left == 0 ? DUE_TODAY
			     : r->left == 1 ? LEFT_1
					    : LEFT_N;
	str n = ui_n(r->left < 0 ? -r->left : r->left);
	ui_say(b, LANG_ZH, said[u->lang][s], &n, 1);
}

static const char *left_class(const struct matter_row *r)
{
	return r->overdue ? "over" : r->light == LIGHT_YELLOW || r->left == 0 ? "soon" : "q";
}

void put_left(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	const struct state *state = &r->kind->states[r->state];
	if (state->closed || r->due == MS_NONE) {
		html_text(b, state->closed ? words2_in(&state->label, u->lang) : said[u->lang][NO_DEADLINE]);
		return;
	}
	html_add(b, S("<span class=\""));
	buf_z(b, left_class(r));
	html_add(b, S("\">"));
	left_words(b, u, r);
	html_add(b, S("</span>"));
}

void put_due(struct buf *b, const struct ui *u, const struct matter_row *r)
{
	html_add(b, S("<b class=\""));
	buf_z(b, left_class(r));
	html_add(b, S(" nb\">"));
	if (r->due == MS_NONE)
		html_add(b, said[u->lang][NO_DEADLINE]);
	else if (r->overdue || r->left == 0)
		left_words(b, u, r);
	else
		put_day_short(b, u, due_day(u, r->due));
	html_add(b, S("</b>"));
}

void put_bar(struct buf *b, int share, int schedule)
{
	if (share < 0)
		return;
	html_add(b, S("<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
		 "<rect class=\"b0\" width=\"100\" height=\"10\"/><rect class=\"b1\" width=\""));
	html_int(b, share > 100 ? 100 : share);
	html_add(b, S("\" height=\"10\"/>"));
	if (schedule >= 0) {
		html_add(b, S("<path d=\"M"));
		html_int(b, schedule > 100 ? 100 : schedule);
		html_add(b, S(" -3V13\"/>"));
	}
	html_add(b, S("</svg>"));
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
	str args[] = {ui_n(r->schedule), ui_n(gap < 0 ? -gap : gap)};
	html_add(b, S("<small>"));
	ui_say(b, LANG_ZH, said[u->lang][gap < 0 ? BEHIND : gap > 0 ? AHEAD : LEVEL], args, 2);
	html_add(b, S("</small>"));
}

void put_size(struct buf *b, int64_t bytes)
{
	if (bytes >= 1 << 20)
		buf_fmt(b, "%lld.%lld MB", (long long)(bytes >> 20), (long long)((bytes >> 10) % 1024 * 10 / 1024));
	else
		buf_fmt(b, "%lld KB", (long long)((bytes + 1023) >> 10));
}

void put_dec(struct buf *b, struct dec d)
{
	dec_put(b, d);
}

void put_words2(struct buf *b, const struct ui *u, const struct words2 *w)
{
	html_text(b, words2_in(w, u->lang));
}

void put_word(struct buf *b, const struct ui *u, const char *key)
{
	html_text(b, word_str(u->lang, str_of(key)));
}

void put_moment(struct buf *b, const struct ui *u, ms_t at)
{
	char text[32];
	struct buf all;
	if (at == MS_NONE || !at)
		return;
	buf_init(&all, NULL);
	ms_put_rfc3339(&all, u->zone, at);
	int n = snprintf(text, sizeof text, "%.10s %.5s", all.p, all.p + 11);
	buf_add(b, (str){text, (size_t)n});
	buf_done(&all);
}

/* Of what a browser calls itself the two words that a person knows; a program as it is. */
void put_device(struct buf *b, str agent)
{
	/* the first that is found: later ones stand in the names of earlier ones as well */
	static const char *const browsers[] = {"Edg", "OPR", "QQBrowser", "MicroMessenger", "Firefox", "Chrome", "Safari"};
	static const char *const systems[] = {"Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"};
	const char *const *const lists[] = {browsers, systems};
	const size_t n[] = {COUNT_OF(browsers), COUNT_OF(systems)};
	size_t words = 0;
	buf_z(b, "<span lang=\"en\">");
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < n[l]; i++)
			if (str_find(agent, str_of(lists[l][i]), 0) >= 0) {
				buf_z(b, words++ ? ", " : "");
				html_text(b, str_of(i || l ? lists[l][i] : "Edge"));
				break;
			}
	if (!words)
		html_text(b, str_cut(agent, 0, utf8_offset(agent, 40)));
	buf_z(b, "</span>");
}

void put_duties(struct buf *b, const struct ui *u, uint32_t duties)
{
	bool some = false;
	for (int d = 0; d < DUTIES; d++) {
		if (!(duties >> d & 1))
			continue;
		if (some)
			html_text(b, u->lang == LANG_ZH ? S("、") : S(", "));
		html_text(b, words2_in(duty_label((enum duty)d), u->lang));
		some = true;
	}
}

void put_paragraphs(struct buf *b, enum lang lang, str text)
{
	str line;
	while (text.n) {
		bool more = str_split(text, '\n', &line, &text);
		if (!more) {
			line = text;
			text = STR_NONE;
		}
		html_value(b, lang, line);
		if (more)
			html_add(b, S("<br>"));
	}
}

static bool numbered(str line)
{
	static const char *const digit[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
	for (size_t i = 0; i < COUNT_OF(digit); i++)
		if (str_starts(line, str_of(digit[i])) && str_starts(str_cut(line, 3, line.n), S("、")))
			return true;
	return line.n > 2 && line.p[0] >= '1' && line.p[0] <= '9' && line.p[1] == '.';
}

void put_notice(struct buf *b, const struct ui *u, str text)
{
	str line;
	while (text.n) {
		if (!str_split(text, '\n', &line, &text)) {
			line = text;
			text = STR_NONE;
		}
		line = str_trim(line);
		if (!line.n)
			continue;
		bool title = str_starts(line, S("# "));
		const char *tag = title ? "h1" : numbered(line) ? "h2" : "p";
		buf_fmt(b, "<%s>", tag);
		html_value(b, u->lang, title ? str_cut(line, 2, line.n) : line);
		buf_fmt(b, "</%s>\n", tag);
	}
}

void put_found(struct buf *b, const struct ui *u, const struct marked_text *m)
{
	size_t at = 0;
	bool chinese = u->lang == LANG_EN && html_is_chinese(m->text);
	buf_z(b, chinese ? "<span lang=\"zh-CN\">" : "");
	for (size_t i = 0; i < m->n; i++) {
		size_t from = utf8_offset(m->text, m->at[i].from), to = utf8_offset(m->text, m->at[i].to);
		html_text(b, str_cut(m->text, at, from));
		buf_z(b, "<mark class=\"hit\">");
		html_text(b, str_cut(m->text, from, to));
		buf_z(b, "</mark>");
		at = to;
	}
	html_text(b, str_cut(m->text, at, m->text.n));
	buf_z(b, chinese ? "</span>" : "");
}

/* Names that programs read, not words: they are the same in every language. */
bool reads_as_code(const struct setting *d, str s)
{
	bool letters = false;
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
		letters |= s.p[i] >= 'a' && s.p[i] <= 'z';
	}
	return letters && (d->type == FIELD_LINE || d->type == FIELD_TEXT);
}
