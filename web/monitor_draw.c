/* SPDX-License-Identifier: Apache-2.0 */
/* Stations as drawings: the mark of a state, a factor over time with its limits and flags, the hours of a week. Colour never
 * stands alone. */
#include <stdio.h>

#include "core/measure.h"
#include "web/html_in.h"
#include "web/monitor_in.h"

/* ---- words ------------------------------------------------------------------------------------- */
static const struct {
	const char *css, *shape, *word;
} states[OUTLET_STATES + 1] = {
	[OUTLET_MISSING] = {"orange", "▼", W("outlet|Nothing comes")},
	[OUTLET_ABOVE] = {"red", "■", W("outlet|Above a limit")},
	[OUTLET_FAULT] = {"yellow", "▲", W("outlet|Fault")},
	[OUTLET_UPKEEP] = {"blue", "◆", W("outlet|Maintenance")},
	[OUTLET_STOPPED] = {"none", "○", W("outlet|Stopped")},
	[OUTLET_NORMAL] = {"green", "●", W("outlet|Normal")},
	[OUTLET_OFF] = {"none", "×", W("outlet|Closed")},
	[OUTLET_STRANGER] = {"none", "◇", W("outlet|Quarantined")},
};
static const char *const kinds[OUTLET_KINDS] = {W("outlet|Waste water"), W("outlet|Waste gas"), W("outlet|Air"), W("outlet|Noise"), W("outlet|Other")};
static const char *const flags[FLAGS] = {W("FLAG|normal"), W("FLAG|stopped"), W("FLAG|maintenance"), W("FLAG|entered by hand"), W("FLAG|device fault"),
	W("FLAG|calibration"), W("FLAG|out of range"), W("FLAG|line broken"), W("FLAG|other flag")};

str outlet_state_word(enum lang lang, int state)
{
	return word(lang, states[state].word);
}

str outlet_kind_word(enum lang lang, enum outlet_kind k)
{
	return word(lang, kinds[k]);
}

const char *outlet_state_light(int state)
{
	return states[state].css;
}

void put_outlet_state(struct buf *b, const struct ui *u, int state)
{
	buf_fmt(b, "<span class=\"light %s\"><i aria-hidden=\"true\">%s</i>", states[state].css, states[state].shape);
	html_text(b, outlet_state_word(u->lang, state));
	buf_z(b, "</span>");
}

void put_outlet_kind(struct buf *b, const struct ui *u, enum outlet_kind k)
{
	html_text(b, outlet_kind_word(u->lang, k));
}

void put_outlet_flag(struct buf *b, const struct ui *u, enum outlet_flag f)
{
	html_text(b, word(u->lang, flags[f]));
}

static void clock_put(struct buf *b, const struct ui *u, ms_t at, bool seconds)
{
	day_t day = zone_day(u->zone, at);
	struct civil c = day_civil(day);
	int64_t s = (at + (int64_t)zone_offset(u->zone, at) * 1000 - (int64_t)day * 86400000) / 1000;
	buf_fmt(b, "%02d-%02d %02d:%02d", c.month, c.day, (int)(s / 3600), (int)(s / 60 % 60));
	if (seconds)
		buf_fmt(b, ":%02d", (int)(s % 60));
}

void put_outlet_time(struct buf *b, const struct ui *u, ms_t at)
{
	if (at != MS_NONE)
		clock_put(b, u, at, true);
	else
		html_text(b, word(u->lang, W("outlet|never")));
}

void put_seconds(struct buf *b, const struct ui *u, ms_t ahead)
{
	int64_t s = (ahead < 0 ? -ahead : ahead) / 1000;
	const str n = ui_n(s);
	if (s < 2)
		html_text(b, word(u->lang, W("outlet|right to the second")));
	else
		ui_say(b, u->lang, word(u->lang, ahead > 0 ? W("outlet|{0} seconds fast") : W("outlet|{0} seconds slow")), &n, 1);
}

/* What became of a command, with why not. */
void put_order_state(struct buf *b, const struct ui *u, const struct command *c)
{
	static const char *const refused[] = {NULL, NULL, W("QNRTN|refused"), W("QNRTN|password wrong"), W("QNRTN|MN wrong"), W("QNRTN|ST wrong"), W("QNRTN|Flag wrong"),
		W("QNRTN|QN wrong"), W("QNRTN|CN wrong"), W("QNRTN|check wrong")};
	static const char *const failed[] = {NULL, NULL, W("EXERTN|failed"), W("EXERTN|conditions wrong"), W("EXERTN|no time left"), W("EXERTN|busy"), W("EXERTN|system fault")};
	static const struct {
		const char *css, *shape, *word;
	} rows[] = {
		[COMMAND_WAITS] = {"none", "○", W("ORDER|waits for the station")}, [COMMAND_SENT] = {"blue", "◆", W("ORDER|sent, no answer yet")},
		[COMMAND_ACCEPTED] = {"yellow", "▲", W("ORDER|answered, being carried out")}, [COMMAND_DONE] = {"green", "✓", W("ORDER|carried out")},
		[COMMAND_FAILED] = {"red", "■", W("ORDER|not answered")},
	};
	const char *key = rows[c->state].word;
	const char *why = NULL;
	if (c->state == COMMAND_FAILED && c->exe_rtn) {
		key = c->exe_rtn == 100 ? W("ORDER|no data") : W("ORDER|not carried out");
		why = c->exe_rtn > 1 && c->exe_rtn < (int)COUNT_OF(failed) ? failed[c->exe_rtn] : NULL;
	} else if (c->state == COMMAND_FAILED && c->qn_rtn > 1) {
		key = W("ORDER|refused");
		why = c->qn_rtn < (int)COUNT_OF(refused) ? refused[c->qn_rtn] : NULL;
	} else if (c->state == COMMAND_FAILED && c->qn_rtn == 1)
		key = W("ORDER|accepted, and then no result");
	buf_fmt(b, "<span class=\"light %s\"><i aria-hidden=\"true\">%s</i>", rows[c->state].css, rows[c->state].shape);
	html_text(b, word(u->lang, key));
	buf_z(b, "</span>");
	if (why) {
		buf_z(b, "<small>");
		html_text(b, word(u->lang, why));
		buf_z(b, "</small>");
	}
}

/* ---- a factor over time ------------------------------------------------------------------------------ */
enum { HIGH = 150, TOP = 14, LOW = 24, WHOLE = 1000 };
struct drawing {
	struct buf *b;
	const struct outlet_series *s;
	struct frac low, high;
};

static int x_at(const struct drawing *d, ms_t at)
{
	return (int)((at - d->s->from) * WHOLE / (d->s->to - d->s->from));
}

static int y_at(const struct drawing *d, struct dec v)
{
	struct frac a, b, q;
	struct dec r;
	if (!frac_sub(frac_of(v), d->low, &a) || !frac_sub(d->high, d->low, &b) || !frac_div(a, b, &q) || !frac_mul(q, frac_int(WHOLE), &q) ||
	    !frac_round(q, 0, ROUND_HALF_UP, &r))
		return WHOLE;
	return WHOLE - (int)(r.v < 0 ? 0 : r.v > WHOLE ? WHOLE : r.v);
}

static void reach(struct drawing *d, struct dec v, bool *first)
{
	struct frac f = frac_of(v);
	int c;
	if (*first)
		d->low = d->high = f;
	*first = false;
	if (frac_cmp(f, d->low, &c) && c < 0)
		d->low = f;
	if (frac_cmp(f, d->high, &c) && c > 0)
		d->high = f;
}

/* From zero on, where no lower limit stands and the values are not far from it: the eye compares heights. */
static bool scale(struct drawing *d)
{
	bool first = true, least = d->s->n_bounds > 1;
	struct frac span, thrice;
	int c;
	for (size_t i = 0; i < d->s->n; i++)
		if (d->s->v[i].has)
			reach(d, d->s->v[i].v, &first);
	if (first)
		return false;
	for (size_t i = 0; i < d->s->n_bounds; i++)
		reach(d, d->s->bounds[i].v, &first);
	if (!least && frac_sub(d->high, d->low, &span) && frac_mul(span, frac_int(3), &thrice) && frac_cmp(thrice, d->low, &c) && c >= 0)
		reach(d, (struct dec){0, 0}, &first);
	if (frac_cmp(d->low, d->high, &c) && !c)
		d->high = (struct frac){d->low.n + d->low.d, d->low.d};
	return true;
}

static void put_line(struct drawing *d)
{
	const struct outlet_series *s = d->s;
	ms_t before = MS_NONE;
	buf_z(d->b, "<path class=\"l1\" d=\"");
	for (size_t i = 0; i < s->n; i++) {
		if (!s->v[i].has)
			continue;
		bool on = before != MS_NONE && s->v[i].time - before <= 2 * s->step;
		buf_fmt(d->b, "%s%d %d", on ? "L" : "M", x_at(d, s->v[i].time), y_at(d, s->v[i].v));
		if (!on)
			buf_z(d->b, "h1"); /* one that stands alone is seen too */
		before = s->v[i].time;
	}
	buf_z(d->b, "\"/>");
}

/* Spans whose values are not normal, each with its word once. */
static void put_flags(struct drawing *d, const struct ui *u, bool words)
{
	const struct outlet_series *s = d->s;
	for (size_t i = 0, k; i < s->n; i = k) {
		for (k = i + 1; k < s->n && s->v[k].flag == s->v[i].flag;)
			k++;
		if (s->v[i].flag == FLAG_NORMAL)
			continue;
		int from = x_at(d, s->v[i].time), to = x_at(d, s->v[k - 1].time + s->step);
		to = to > WHOLE ? WHOLE : to;
		if (!words) {
			buf_fmt(d->b, "<rect class=\"gap\" x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"/>", from, to - from < 3 ? 3 : to - from, WHOLE);
			continue;
		}
		if (to - from < 40)
			continue; /* no room for a word; the table has it */
		buf_z(d->b, "<text x=\"");
		svg_percent(d->b, (from + to) / 2);
		buf_fmt(d->b, "\" y=\"%d\" text-anchor=\"middle\">", TOP + HIGH - 6);
		html_text(d->b, word(u->lang, flags[s->v[i].flag]));
		buf_z(d->b, "</text>");
	}
}

static void label_at(struct buf *b, int x, int y, const char *anchor, const char *class, str s)
{
	buf_z(b, "<text x=\"");
	svg_percent(b, x);
	buf_fmt(b, "\" y=\"%d\" text-anchor=\"%s\"%s>", y, anchor, class);
	html_text(b, s);
	buf_z(b, "</text>");
}

static str edge(struct visit *v, struct frac f, int decimals)
{
	struct buf b;
	struct dec r;
	buf_init(&b, v->arena);
	if (frac_round(f, decimals, ROUND_HALF_UP, &r))
		dec_put(&b, r);
	return buf_str(&b);
}

static str time_label(struct visit *v, ms_t at)
{
	struct buf b;
	buf_init(&b, v->arena);
	clock_put(&b, &v->ui, at, false);
	return buf_str(&b);
}

str outlet_chart(struct visit *v, const struct outlet_series *s)
{
	struct buf b;
	struct drawing d = {.b = &b, .s = s};
	int decimals = 0;
	if (!scale(&d))
		return S("");
	for (size_t i = 0; i < s->n; i++)
		decimals = s->v[i].has && s->v[i].v.scale > decimals ? s->v[i].v.scale : decimals;
	const str low = edge(v, d.low, decimals), high = edge(v, d.high, decimals);
	buf_init(&b, v->arena);
	buf_fmt(&b, "<svg class=\"chart curve trend\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"", TOP + HIGH + LOW);
	const str args[] = {low, high};
	html_text(&b, said_with(v, W("outlet|The values over time; the drawing reaches from {0} to {1}"), args, 2));
	buf_fmt(&b, "\"><svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">", TOP, HIGH, WHOLE, WHOLE);
	put_flags(&d, &v->ui, false);
	for (int i = 0; i <= 4; i++)
		buf_fmt(&b, "<path class=\"%s\" d=\"M0 %dH%d\"/>", i == 4 ? "ax" : "g", i * WHOLE / 4, WHOLE);
	for (size_t i = 0; i < s->n_bounds; i++)
		buf_fmt(&b, "<path class=\"lim\" d=\"M0 %dH%d\"/>", y_at(&d, s->bounds[i].v), WHOLE);
	put_line(&d);
	buf_z(&b, "</svg>");
	put_flags(&d, &v->ui, true);
	for (size_t i = 0; i < s->n_bounds; i++)
		label_at(&b, WHOLE, TOP + y_at(&d, s->bounds[i].v) * HIGH / WHOLE - 4, "end", " class=\"lr\"", s->bounds[i].label);
	label_at(&b, 0, TOP + 12, "start", "", high);
	label_at(&b, 0, TOP + HIGH - 5, "start", "", low);
	label_at(&b, 0, TOP + HIGH + LOW - 7, "start", "", time_label(v, s->from));
	label_at(&b, WHOLE / 2, TOP + HIGH + LOW - 7, "middle", "", time_label(v, (s->from + s->to) / 2));
	label_at(&b, WHOLE, TOP + HIGH + LOW - 7, "end", "", time_label(v, s->to));
	buf_z(&b, "</svg>");
	return buf_str(&b);
}

/* ---- the hours of a week: whole for valid, half for flagged, a stroke where nothing came ------------------ */
str outlet_strip(struct visit *v, ms_t from, const uint8_t *hours, size_t n)
{
	enum { ROW = 22, LEFT = 90, WIDE = 900, BAR = 16 };
	struct buf b;
	buf_init(&b, v->arena);
	buf_fmt(&b, "<svg class=\"chart strip\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"", (int)(n / 24 + 1) * ROW);
	html_text(&b, said(v, W("outlet|Which hours of the last seven days have data")));
	buf_z(&b, "\">");
	for (int h = 0; h < 24; h += 6)
		label_at(&b, LEFT + h * WIDE / 24, ROW - 8, "start", "", ui_n(h));
	for (size_t i = 0; i < n; i++) {
		int row = (int)(i / 24) + 1, x = LEFT + (int)(i % 24) * WIDE / 24;
		int high = hours[i] == HOUR_VALID ? BAR : hours[i] == HOUR_FLAGGED ? BAR / 2 : 2;
		if (i % 24 == 0)
			label_at(&b, 0, row * ROW + BAR - 3, "start", "", str_cut(time_label(v, from + (ms_t)i * 3600000), 0, 5));
		buf_fmt(&b, "<rect class=\"%s\" x=\"", hours[i] == HOUR_VALID ? "ok" : hours[i] == HOUR_FLAGGED ? "half" : "hot");
		svg_percent(&b, x + 3);
		buf_z(&b, "\" width=\"");
		svg_percent(&b, WIDE / 24 - 6);
		buf_fmt(&b, "\" y=\"%d\" height=\"%d\"/>", row * ROW + BAR - high, high);
	}
	buf_z(&b, "</svg>");
	return buf_str(&b);
}
