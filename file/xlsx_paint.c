/* SPDX-License-Identifier: Apache-2.0 */
/* Red cells: each style that is needed in red is copied with one more fill. The fill that was
 * there before is kept where a solid fill has no use for it, as its background colour, so that
 * it can be given back. Other programs write backgrounds of their own there: a colour in red,
 * green and blue is only ours with an alpha that nobody writes; whatever else comes back has
 * no fill afterwards. */
#include <string.h>

#include "file/xlsx_mark_in.h"

#define RED "FFFFC6CD" /* one off the red of Excel's own "bad" style: nobody else has it */
#define NOTHING "indexed=\"64\""
#define OPAQUE "rgb=\"FF"
#define KEPT "rgb=\"FE"
#define STYLES_MOST 65000

struct style {
	str head, rest; /* <xf …>, and what follows it up to its end */
	uint32_t fill;
	uint32_t red, plain; /* 1 + the style; 0: not known yet */
};
struct fill {
	str raw;
	str color; /* attributes of the foreground of a solid fill; empty: another fill */
	str under; /* attributes of its background */
	bool ours;
};
struct xlsx_paint {
	struct arena *arena;
	str xml, prefix;
	LIST(struct fill) fills;
	LIST(struct style) styles;
	size_t n_fills, n_styles; /* that were there */
	struct xml_piece fills_open, styles_open;
	size_t fills_end, styles_end; /* where </fills>, </cellXfs> begin */
};

static str attributes(const struct xml_piece *p)
{
	size_t from = 1 + p->prefix.n + p->name.n, to = p->raw.n - (p->sort == XML_EMPTY ? 2 : 1);
	return str_trim(str_cut(p->raw, from, to));
}

/* ---- reading ---- */
static struct fill fill_of(str raw)
{
	struct fill f = {.raw = raw, .color = S(""), .under = S("")};
	struct xml_scan x = {.s = raw};
	struct xml_piece p;
	bool solid = false;
	while (xml_scan_next(&x, &p)) {
		if (p.sort == XML_CLOSE)
			continue;
		if (str_eq(p.name, S("patternFill")))
			solid = str_eq(xml_piece_attr(&p, "patternType"), S("solid"));
		else if (solid && str_eq(p.name, S("fgColor"))) {
			f.color = attributes(&p);
			f.ours = str_eq(xml_piece_attr(&p, "rgb"), S(RED));
		} else if (solid && str_eq(p.name, S("bgColor")))
			f.under = attributes(&p);
	}
	return f;
}

/* The children of what was opened, each as its raw bytes; returns where its close begins. */
static size_t children(struct xlsx_paint *t, struct xml_scan *x, void (*take)(struct xlsx_paint *, const struct xml_piece *, str))
{
	struct xml_piece p;
	while (xml_scan_next(x, &p) && p.sort != XML_CLOSE) {
		size_t end = xml_scan_behind(x, &p);
		take(t, &p, str_cut(x->s, p.from, end));
	}
	return p.from;
}

static void take_fill(struct xlsx_paint *t, const struct xml_piece *p, str raw)
{
	if (str_eq(p->name, S("fill")))
		*list_push(t->arena, &t->fills) = fill_of(raw);
}

static void take_style(struct xlsx_paint *t, const struct xml_piece *p, str raw)
{
	if (str_eq(p->name, S("xf")))
		*list_push(t->arena, &t->styles) = (struct style){.head = p->raw, .rest = str_cut(raw, p->raw.n, raw.n),
								 .fill = xlsx_number(xml_piece_attr(p, "fillId"), UINT16_MAX, 0)};
}

struct xlsx_paint *xlsx_paint_new(struct arena *a, str styles)
{
	struct xlsx_paint *t = arena_new(a, struct xlsx_paint);
	struct xml_scan x = {.s = styles};
	struct xml_piece p;
	t->arena = a;
	t->xml = styles;
	while (xml_scan_next(&x, &p)) {
		if (p.sort != XML_OPEN)
			continue;
		if (!t->fills_end && str_eq(p.name, S("fills"))) {
			t->fills_open = p;
			t->prefix = p.prefix;
			t->fills_end = children(t, &x, take_fill);
		} else if (!t->styles_end && str_eq(p.name, S("cellXfs"))) {
			t->styles_open = p;
			t->styles_end = children(t, &x, take_style);
		}
	}
	t->n_fills = t->fills.n;
	t->n_styles = t->styles.n;
	return t;
}

/* ---- changing ---- */
static str exchanged(struct xlsx_paint *t, str color, str from, str to)
{
	struct buf b;
	if (!str_starts(color, from))
		return color;
	buf_init(&b, t->arena);
	buf_add(&b, to);
	buf_add(&b, str_cut(color, from.n, color.n));
	return buf_str(&b);
}

/* The colour that was there before ours; empty: none that we know of. */
static str kept_color(struct xlsx_paint *t, str under)
{
	if (str_starts(under, S("theme=")) || (str_starts(under, S("indexed=")) && !str_eq(under, S(NOTHING))))
		return under;
	return str_starts(under, S(KEPT)) ? exchanged(t, under, S(KEPT), S(OPAQUE)) : S("");
}

static uint32_t fill_with(struct xlsx_paint *t, str color, str under)
{
	struct buf b;
	for (size_t i = 0; i < t->fills.n; i++)
		if (str_eq(t->fills.v[i].color, color) && (!under.n || str_eq(t->fills.v[i].under, under)))
			return (uint32_t)i;
	buf_init(&b, t->arena);
	const str parts[] = {S("<"), t->prefix, S("fill><"), t->prefix, S("patternFill patternType=\"solid\"><"), t->prefix, S("fgColor "),
			     color, S("/><"), t->prefix, S("bgColor "), under.n ? under : S(NOTHING), S("/></"), t->prefix,
			     S("patternFill></"), t->prefix, S("fill>")};
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		buf_add(&b, parts[i]);
	*list_push(t->arena, &t->fills) = fill_of(buf_str(&b));
	return (uint32_t)t->fills.n - 1;
}

static str with_attr(struct xlsx_paint *t, str head, const char *name, str value)
{
	struct xml_piece p = xml_piece_of(head);
	struct buf b;
	buf_init(&b, t->arena);
	xml_piece_put(&b, &p, name, value);
	return buf_str(&b);
}

static uint32_t find_style(const struct xlsx_paint *t, str head, str rest)
{
	for (size_t i = 0; i < t->styles.n; i++)
		if (str_eq(t->styles.v[i].head, head) && str_eq(t->styles.v[i].rest, rest))
			return (uint32_t)i;
	return UINT32_MAX;
}

/* The style with another fill: one that is there, or a new one. */
static uint32_t style_with(struct xlsx_paint *t, uint32_t style, uint32_t fill)
{
	const str applies[] = {S("1"), STR_NONE, S("0")};
	char number[16];
	struct buf n = {.p = number, .cap = sizeof number, .limit = sizeof number - 1};
	struct style s = t->styles.v[style];
	buf_int(&n, fill);
	str head = with_attr(t, s.head, "fillId", buf_str(&n)), first = STR_NONE;
	/* a style without a fill may say so in three ways */
	for (size_t i = 0; i < (fill ? 1 : COUNT_OF(applies)); i++) {
		str tried = with_attr(t, head, "applyFill", applies[i]);
		uint32_t found = find_style(t, tried, s.rest);
		if (found != UINT32_MAX)
			return found;
		first = i == 0 ? tried : first;
	}
	if (t->styles.n >= STYLES_MOST)
		return style;
	*list_push(t->arena, &t->styles) = (struct style){.head = first, .rest = s.rest, .fill = fill};
	return (uint32_t)t->styles.n - 1;
}

static const struct fill *fill_at(const struct xlsx_paint *t, uint32_t style)
{
	static const struct fill none;
	uint32_t fill = t->styles.v[style].fill;
	return fill < t->fills.n ? &t->fills.v[fill] : &none;
}

static bool can_paint(const struct xlsx_paint *t, uint32_t style)
{
	return t->fills_end && t->styles_end && style < t->styles.n;
}

uint32_t xlsx_paint_plain(struct xlsx_paint *t, uint32_t style)
{
	if (!can_paint(t, style) || !fill_at(t, style)->ours)
		return style;
	if (!t->styles.v[style].plain) {
		str color = kept_color(t, fill_at(t, style)->under);
		uint32_t fill = color.n ? fill_with(t, color, S("")) : 0;
		uint32_t plain = style_with(t, style, fill);
		t->styles.v[style].plain = plain + 1;
	}
	return t->styles.v[style].plain - 1;
}

uint32_t xlsx_paint_red(struct xlsx_paint *t, uint32_t style)
{
	if (!can_paint(t, style) || fill_at(t, style)->ours)
		return style;
	if (!t->styles.v[style].red) {
		str under = exchanged(t, fill_at(t, style)->color, S(OPAQUE), S(KEPT));
		uint32_t red = style_with(t, style, fill_with(t, S("rgb=\"" RED "\""), under.n ? under : S(NOTHING)));
		t->styles.v[style].red = red + 1;
	}
	return t->styles.v[style].red - 1;
}

/* ---- the part again ---- */
static void put_count(struct buf *b, const struct xml_piece *open, size_t n)
{
	char number[16];
	struct buf count = {.p = number, .cap = sizeof number, .limit = sizeof number - 1};
	buf_int(&count, (int64_t)n);
	xml_piece_put(b, open, "count", buf_str(&count));
}

static size_t put_fills(const struct xlsx_paint *t, struct buf *b, size_t done)
{
	buf_add(b, str_cut(t->xml, done, t->fills_open.from));
	put_count(b, &t->fills_open, t->fills.n);
	buf_add(b, str_cut(t->xml, t->fills_open.to, t->fills_end));
	for (size_t i = t->n_fills; i < t->fills.n; i++)
		buf_add(b, t->fills.v[i].raw);
	return t->fills_end;
}

static size_t put_styles(const struct xlsx_paint *t, struct buf *b, size_t done)
{
	buf_add(b, str_cut(t->xml, done, t->styles_open.from));
	put_count(b, &t->styles_open, t->styles.n);
	buf_add(b, str_cut(t->xml, t->styles_open.to, t->styles_end));
	for (size_t i = t->n_styles; i < t->styles.n; i++) {
		buf_add(b, t->styles.v[i].head);
		buf_add(b, t->styles.v[i].rest);
	}
	return t->styles_end;
}

bool xlsx_paint_end(struct xlsx_paint *t, str *ret)
{
	struct buf b;
	if (t->styles.n == t->n_styles && t->fills.n == t->n_fills)
		return false;
	buf_init(&b, t->arena);
	bool fills_first = t->fills_end < t->styles_end; /* as the schema has it */
	size_t done = fills_first ? put_fills(t, &b, 0) : put_styles(t, &b, 0);
	done = fills_first ? put_styles(t, &b, done) : put_fills(t, &b, done);
	buf_add(&b, str_cut(t->xml, done, t->xml.n));
	*ret = buf_str(&b);
	return true;
}
