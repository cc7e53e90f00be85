/* SPDX-License-Identifier: Apache-2.0 */
/* The map as a drawing. It also stands alone, as a picture that one clicks into, so its colours are
 * attributes and not classes of a style sheet. */
#include "web/map_in.h"

static const struct look {
	const char *paint; /* attributes of the lines of this sort */
} looks[MAP_WHATS] = {
	[MAP_TOWN] = {"fill=\"#f4f5f3\" stroke=\"#7d858a\" stroke-width=\"10\" stroke-dasharray=\"36 18 8 18\""},
	[MAP_WATER] = {"fill=\"#bcd6e6\" stroke=\"#8fb3c9\" stroke-width=\"8\""},
	[MAP_RIVER] = {"fill=\"none\" stroke=\"#8fb8d4\" stroke-width=\"34\" stroke-linejoin=\"round\""},
	[MAP_RAIL] = {"fill=\"none\" stroke=\"#454c52\" stroke-width=\"16\" stroke-dasharray=\"70 26\""},
	[MAP_ROAD] = {"fill=\"none\" stroke=\"#c9a24a\" stroke-width=\"22\" stroke-linejoin=\"round\""},
	[MAP_HIGHWAY] = {"fill=\"none\" stroke=\"#b0662a\" stroke-width=\"36\" stroke-linejoin=\"round\""},
};
static const char *const town_tints[] = {"#f6f3ea", "#eef3ec", "#f1eef4", "#edf2f5", "#f5efec", "#f2f4e8"};

static bool in_view(int x, int y)
{
	return x > -400 && x < MAP_SIDE + 400 && y > -400 && y < MAP_SIDE + 400;
}

static void put_path(struct buf *b, const struct map *m, const struct map_window *w, const struct map_shape *s, size_t number)
{
	bool area = s->what == MAP_TOWN || s->what == MAP_WATER;
	buf_z(b, "<path ");
	if (s->what == MAP_TOWN) { /* neighbours differ a little; what divides them is the line */
		buf_fmt(b, "fill=\"%s\" stroke=\"#7d858a\" stroke-width=\"10\" stroke-dasharray=\"36 18 8 18\"", town_tints[number % COUNT_OF(town_tints)]);
	} else {
		buf_z(b, looks[s->what].paint);
	}
	buf_z(b, " d=\"");
	for (size_t i = 0; i < s->n; i++) {
		int x, y;
		map_project(m, w, s->v[i], &x, &y);
		buf_fmt(b, "%s%d %d", i ? "L" : "M", x, y);
	}
	buf_z(b, area ? "z\"/>" : "\"/>");
}

static void put_name(struct buf *b, int x, int y, int size, const char *more, str name)
{
	buf_fmt(b, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"24\" %s>", x, y, size, more);
	html_text(b, name);
	buf_z(b, "</text>");
}

/* The middle of its corners; good enough for a name. */
static struct map_place middle_of(const struct map_shape *s)
{
	struct map_place least = s->v[0], most = s->v[0];
	for (size_t i = 1; i < s->n; i++) {
		least.x = s->v[i].x < least.x ? s->v[i].x : least.x;
		least.y = s->v[i].y < least.y ? s->v[i].y : least.y;
		most.x = s->v[i].x > most.x ? s->v[i].x : most.x;
		most.y = s->v[i].y > most.y ? s->v[i].y : most.y;
	}
	return (struct map_place){(least.x + most.x) / 2, (least.y + most.y) / 2};
}

static void put_names(struct buf *b, const struct map *m, const struct map_window *w, int zoom)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct map_shape *s = &m->shapes[i];
		bool line = s->what != MAP_TOWN && s->what != MAP_VILLAGE;
		struct map_place at = s->what == MAP_TOWN || s->what == MAP_WATER ? middle_of(s) : s->v[line ? s->n / 3 : 0];
		int x, y;
		if (zoom < (s->what == MAP_VILLAGE ? 2 : line ? 1 : 0)) /* no room for them yet */
			continue;
		map_project(m, w, at, &x, &y);
		if (!s->name.n || !in_view(x, y))
			continue;
		if (s->what == MAP_VILLAGE)
			buf_fmt(b, "<circle cx=\"%d\" cy=\"%d\" r=\"26\" fill=\"#fff\" stroke=\"#454c52\" stroke-width=\"12\"/>", x, y);
		put_name(b, x, s->what == MAP_VILLAGE ? y - 50 : y, s->what == MAP_TOWN ? (zoom ? 230 : 210) : line ? 140 : 165,
			 s->what == MAP_TOWN ? "fill=\"#1a1e21\" font-weight=\"700\"" : line ? "fill=\"#5f676d\"" : "fill=\"#1a1e21\"", s->name);
	}
}

void map_draw(struct buf *b, enum lang lang, const struct map *m, struct map_frame f)
{
	struct map_window w = map_window_of(m, f);
	unused_arg(lang);
	buf_fmt(b, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", MAP_SIDE, MAP_SIDE);
	for (size_t i = 0; i < m->n; i++)
		if (m->shapes[i].what != MAP_VILLAGE)
			put_path(b, m, &w, &m->shapes[i], i);
	buf_z(b, "<g lang=\"zh-CN\" font-family=\"PingFang SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif\">");
	put_names(b, m, &w, f.zoom);
	buf_z(b, "</g>");
}

/* ---- points ---- */
static const struct mark {
	const char *light, *colour, *path; /* path: around 0 0, some 90 wide */
} marks[] = {
	{"red", "#b0231a", "M-85-85h170v170h-170z"},
	{"yellow", "#7a5100", "M0-105L100 80h-200z"},
	{"orange", "#a13a00", "M0 105L100-80h-200z"},
	{"blue", "#0f4d70", "M0-110L110 0L0 110L-110 0z"},
	{"green", "#17683a", "M-90 0a90 90 0 1 0 180 0a90 90 0 1 0-180 0z"},
	{"done", "#454c52", "M-90 0a90 90 0 1 0 180 0a90 90 0 1 0-180 0z"},
	{"none", "#454c52", "M-90 0a90 90 0 1 0 180 0a90 90 0 1 0-180 0zM-48 0a48 48 0 1 1 96 0a48 48 0 1 1-96 0z"},
	{NULL, "#0f4d70", "M-90 0a90 90 0 1 0 180 0a90 90 0 1 0-180 0z"},
};

static const struct mark *mark_of(const char *light)
{
	size_t i = 0;
	while (marks[i].light && (!light || !str_eq(str_of(light), str_of(marks[i].light))))
		i++;
	return &marks[i];
}

static void put_point(struct buf *b, enum lang lang, const struct map *m, const struct map_window *w, const struct map_point *p)
{
	const struct mark *mark = mark_of(p->light);
	int x, y;
	map_project(m, w, p->at, &x, &y);
	if (!in_view(x, y))
		return;
	if (p->href.n) {
		buf_z(b, "<a href=\"");
		html_href(b, p->href);
		buf_z(b, "\">");
	}
	buf_fmt(b, "<g transform=\"translate(%d %d)%s\"><title", x, y, p->count > 9 ? " scale(1.5)" : "");
	html_lang(b, lang, p->label);
	buf_byte(b, '>');
	html_text(b, p->label);
	buf_fmt(b, "</title><path fill=\"%s\" stroke=\"#fff\" stroke-width=\"18\" d=\"%s\"/>", mark->colour, mark->path);
	if (p->count > 1)
		buf_fmt(b, "<text y=\"38\" font-size=\"%d\" font-weight=\"700\" fill=\"#fff\" text-anchor=\"middle\">%lld</text>",
			p->count > 99 ? 75 : 105, (long long)p->count);
	buf_z(b, p->href.n ? "</g></a>" : "</g>");
}

void map_put(struct buf *b, const struct map *m, enum lang lang, struct map_frame f, const struct map_point *v, size_t n, str title)
{
	struct map_window w = map_window_of(m, f);
	buf_fmt(b, "<svg class=\"map\" viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"", MAP_SIDE, MAP_SIDE);
	html_text(b, title);
	buf_z(b, "\">");
	map_draw(b, lang, m, f);
	for (size_t i = 0; i < n; i++)
		put_point(b, lang, m, &w, &v[i]);
	buf_z(b, "</svg>");
}
