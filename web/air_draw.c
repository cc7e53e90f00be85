/* SPDX-License-Identifier: Apache-2.0 */
/* Air quality as drawings: the mark of an index, the hours of a day. Colour never stands alone. */
#include "web/html_in.h"
#include "web/web_in.h"

static void shape(struct buf *b, const struct air_level *l, int size)
{
	buf_fmt(b, "<svg class=\"aq\" width=\"%d\" height=\"%d\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><rect width=\"20\" height=\"20\" rx=\"3\" fill=\"", size, size);
	html_text(b, l->rgb);
	buf_z(b, "\"/><text x=\"10\" y=\"14.5\" text-anchor=\"middle\" font-size=\"12\" fill=\"");
	html_text(b, l->ink);
	buf_z(b, "\">");
	html_text(b, l->shape);
	buf_z(b, "</text></svg>");
}

void put_air_mark(struct buf *b, const struct ui *u, struct air_mark m)
{
	if (!m.level) {
		buf_z(b, "<span class=\"q\">");
		html_add(b, word(u->lang, W("no index")));
		buf_z(b, "</span>");
		return;
	}
	buf_z(b, "<span class=\"nb\">");
	shape(b, m.level, 18);
	buf_z(b, " <b>");
	html_int(b, m.aqi);
	buf_z(b, "</b> ");
	html_text(b, m.level->words[u->lang]);
	buf_z(b, "</span>");
}

void put_air_small(struct buf *b, const struct ui *u, struct air_mark m)
{
	if (m.level) {
		shape(b, m.level, 18);
		buf_z(b, "<br>");
		html_int(b, m.aqi);
		buf_z(b, "<span class=\"vh\"> ");
		html_text(b, m.level->words[u->lang]);
		buf_z(b, "</span>");
	} else {
		buf_z(b, "<span aria-hidden=\"true\">—</span><span class=\"vh\">");
		html_add(b, word(u->lang, W("no index")));
		buf_z(b, "</span>");
	}
}

void put_air_level(struct buf *b, const struct ui *u, const struct air_level *l, size_t i)
{
	shape(b, l, 18);
	buf_byte(b, ' ');
	html_text(b, l->words[u->lang]);
	buf_fmt(b, " <span class=\"nb\">%d–%d</span> <span class=\"q\">", i ? l[-1].to + 1 : 0, l->to);
	html_text(b, l->colour[u->lang]);
	buf_z(b, "</span>");
}

/* What follows the letters stands low: SO2, PM2.5; O3_8h is ozone of 8 hours. */
void put_air_item(struct buf *b, str name)
{
	size_t letters = 0;
	while (letters < name.n && name.p[letters] >= 'A' && name.p[letters] <= 'Z')
		letters++;
	ptrdiff_t more = str_find(name, S("_"), 0);
	size_t end = more < 0 ? name.n : (size_t)more;
	html_text(b, str_cut(name, 0, letters));
	if (end > letters) {
		buf_z(b, "<sub>");
		html_text(b, str_cut(name, letters, end));
		buf_z(b, "</sub>");
	}
	if (more >= 0) {
		buf_byte(b, '-');
		html_text(b, str_cut(name, end + 1, name.n));
	}
}

void put_air_days(struct buf *b)
{
	for (int d = 1; d <= 31; d++)
		buf_fmt(b, "<th scope=\"col\">%d</th>", d);
}

void put_air_gap(struct buf *b, const struct air_month *m)
{
	for (size_t i = m->n; i < 31; i++)
		buf_z(b, "<td></td>");
}

void put_air_columns(struct buf *b)
{
	for (int i = 0; i < AIR_ITEMS; i++) {
		if (i == AIR_O3_8H)
			continue;
		buf_z(b, "<th scope=\"col\" class=\"r\">");
		put_air_item(b, air_item_name((enum air_item)i));
		buf_z(b, "</th>");
	}
}

void put_air_values(struct buf *b, const struct air_hour_line *h)
{
	for (int i = 0; i < AIR_ITEMS; i++) {
		if (i == AIR_O3_8H)
			continue;
		buf_z(b, "<td class=\"r\">");
		html_text(b, h->v[i].n ? h->v[i] : S("—"));
		buf_z(b, "</td>");
	}
}

/* ---- hours ------------------------------------------------------------------------------- */
enum { HIGH = 200, TOP = 22, LOW = 24, LEFT = 60, WIDE = 940 };

static int y_of(int aqi, int most)
{
	return TOP + HIGH - aqi * HIGH / most;
}

static void text_at(struct buf *b, int x, int y, const char *anchor, str s)
{
	buf_z(b, "<text x=\"");
	svg_percent(b, x);
	buf_fmt(b, "\" y=\"%d\" text-anchor=\"%s\">", y, anchor);
	html_text(b, s);
	buf_z(b, "</text>");
}

/* Lines at the top of each level that the day reaches. */
static void put_levels(struct buf *b, const struct air_rules *r, int most)
{
	for (size_t i = 0; i < r->n_levels && r->levels[i].to <= most; i++) {
		int y = y_of(r->levels[i].to, most);
		buf_z(b, "<line class=\"g\" x1=\"6%\" x2=\"100%\"");
		buf_fmt(b, " y1=\"%d\" y2=\"%d\"/>", y, y);
		text_at(b, LEFT - 8, y + 4, "end", ui_n(r->levels[i].to));
	}
}

static void put_bar_of(struct buf *b, const struct air_hour_line *h, int most)
{
	int x = LEFT + h->hour * WIDE / 24, y = y_of(h->mark.aqi, most);
	buf_z(b, "<rect x=\"");
	svg_percent(b, x + 4);
	buf_z(b, "\" width=\"");
	svg_percent(b, WIDE / 24 - 8);
	buf_fmt(b, "\" y=\"%d\" height=\"%d\" class=\"aqbar\" fill=\"" STR_FMT "\"/>", y, TOP + HIGH - y, STR_ARG(h->mark.level->rgb));
	text_at(b, x + WIDE / 48, y - 5, "middle", h->mark.level->shape);
}

str air_chart(struct visit *v, const struct air_rules *r, const struct air_hour_line *h, size_t n)
{
	struct buf b;
	int top = 100, most;
	for (size_t i = 0; i < n; i++)
		if (h[i].mark.level && h[i].mark.aqi > top)
			top = h[i].mark.aqi;
	most = air_level_of(r, top)->to;
	buf_init(&b, v->arena);
	buf_fmt(&b, "<svg class=\"chart aqday\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"", TOP + HIGH + LOW);
	html_text(&b, said(v, W("The index of each hour; its numbers stand in the table below")));
	buf_z(&b, "\">");
	put_levels(&b, r, most);
	for (size_t i = 0; i < n; i++)
		if (h[i].mark.level)
			put_bar_of(&b, &h[i], most);
	buf_z(&b, "<line class=\"ax\" x1=\"6%\" x2=\"100%\"");
	buf_fmt(&b, " y1=\"%d\" y2=\"%d\"/>", TOP + HIGH, TOP + HIGH);
	for (int hour = 0; hour < 24; hour += 6)
		text_at(&b, LEFT + hour * WIDE / 24 + WIDE / 48, TOP + HIGH + 18, "middle", ui_n(hour));
	buf_z(&b, "</svg>");
	return buf_str(&b);
}
