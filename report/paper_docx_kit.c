/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs and runs. Children stand in the order that CT_PPr and CT_RPr of ECMA-376 ask for. */
#include "report/paper_in.h"

#define HAN_TIGHT (-5) /* 0.25 pt less between characters: 16 pt of a computer is 15.75 pt of print */

const struct paper_fonts paper_fonts_default = {
	S("方正小标宋简体"), S("仿宋_GB2312"), S("楷体_GB2312"), S("黑体"), S("宋体"),
};

static const struct look {
	const char *id, *name;
	enum paper_font font;
	int half, tight, line;
	const char *jc;
	int first, outline;
	const char *colour;
} looks[LOOK_SORTS] = {
#define X(look, ...) [look] = {__VA_ARGS__},
	LOOKS(X)
#undef X
};

/* ---- text ---- */
static bool xml_holds(uint32_t cp)
{
	return cp >= ' ' && cp != 0xfffe && cp != 0xffff && !(cp >= 0x7f && cp < 0xa0);
}

void xml_put(struct buf *b, str s)
{
	for (size_t pos = 0; pos < s.n;) {
		size_t from = pos;
		uint32_t cp = utf8_next(s, &pos);
		if (cp == '&')
			buf_z(b, "&amp;");
		else if (cp == '<')
			buf_z(b, "&lt;");
		else if (cp == '>')
			buf_z(b, "&gt;");
		else if (cp == '"')
			buf_z(b, "&quot;");
		else if (cp == '\t' || cp == '\n' || cp == '\r')
			buf_byte(b, ' ');
		else if (xml_holds(cp))
			buf_add(b, str_cut(s, from, pos));
	}
}

int text_wide(str s)
{
	int wide = 0;
	for (size_t pos = 0; pos < s.n;)
		wide += utf8_next(s, &pos) < 0x250 ? HAN - 160 : HAN;
	return wide;
}

static str font_of(const struct paper_fonts *f, enum paper_font font)
{
	const str names[FONTS] = {f->title, f->body, f->kai, f->hei, f->song};
	return names[font];
}

/* ---- runs ---- */
static void put_fonts(struct buf *b, str name)
{
	static const char *const sides[] = {"ascii", "hAnsi", "eastAsia", "cs"};
	buf_z(b, "<w:rFonts w:hint=\"eastAsia\"");
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		buf_fmt(b, " w:%s=\"", sides[i]);
		xml_put(b, name);
		buf_byte(b, '"');
	}
	buf_z(b, "/>");
}

static void put_sizes(struct buf *b, int space, int half)
{
	if (space)
		buf_fmt(b, "<w:spacing w:val=\"%d\"/>", space);
	if (half)
		buf_fmt(b, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", half, half);
}

static void put_type(struct draft *d, struct type t)
{
	if (t.look == LOOK_SORTS && !t.strong && !t.half && !t.space)
		return;
	buf_z(&d->b, "<w:rPr>");
	if (t.look != LOOK_SORTS)
		put_fonts(&d->b, font_of(d->fonts, looks[t.look].font));
	if (t.strong)
		buf_z(&d->b, "<w:b/>");
	put_sizes(&d->b, t.space, t.half);
	buf_z(&d->b, "</w:rPr>");
}

void run_put(struct draft *d, str text, struct type t)
{
	if (!text.n)
		return;
	buf_z(&d->b, "<w:r>");
	put_type(d, t);
	buf_z(&d->b, "<w:t xml:space=\"preserve\">");
	xml_put(&d->b, text);
	buf_z(&d->b, "</w:t></w:r>");
}

void tab_put(struct draft *d)
{
	buf_z(&d->b, "<w:r><w:tab/></w:r>");
}

/* ---- paragraphs ---- */
static void put_edge(struct buf *b, enum paper_edge edge)
{
	/* sizes in 1/8 pt, spaces in pt; of a double rule both stand at one low paragraph */
	static const char *const edges[EDGES] = {
		[EDGE_RED] = "<w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"9\" w:color=\"FF0000\"/>",
		[EDGE_THICK_THIN] = "<w:top w:val=\"single\" w:sz=\"18\" w:space=\"0\" w:color=\"FF0000\"/>"
				    "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"FF0000\"/>",
		[EDGE_THIN_THICK] = "<w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"FF0000\"/>"
				    "<w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"0\" w:color=\"FF0000\"/>",
	};
	if (edge)
		buf_fmt(b, "<w:pBdr>%s</w:pBdr>", edges[edge]);
}

static void put_tabs(struct buf *b, const struct para *p)
{
	if (!p->tab_left && !p->tab_right)
		return;
	buf_z(b, "<w:tabs>");
	if (p->tab_left)
		buf_fmt(b, "<w:tab w:val=\"left\" w:pos=\"%d\"/>", p->tab_left);
	if (p->tab_right)
		buf_fmt(b, "<w:tab w:val=\"right\" w:pos=\"%d\"/>", p->tab_right);
	buf_z(b, "</w:tabs>");
}

static void put_spacing(struct buf *b, const struct para *p)
{
	if (!p->line && !p->before)
		return;
	buf_z(b, "<w:spacing");
	if (p->before)
		buf_fmt(b, " w:before=\"%d\"", p->before);
	if (p->line)
		buf_fmt(b, " w:line=\"%d\" w:lineRule=\"exact\"", p->line);
	buf_z(b, "/>");
}

static void put_indent(struct buf *b, const struct para *p)
{
	if (!p->left && !p->right && !p->hanging && !p->flush)
		return;
	buf_z(b, "<w:ind");
	if (p->left)
		buf_fmt(b, " w:left=\"%d\"", p->left);
	if (p->right)
		buf_fmt(b, " w:right=\"%d\"", p->right);
	if (p->hanging)
		buf_fmt(b, " w:hanging=\"%d\"", p->hanging);
	else if (p->flush)
		buf_z(b, " w:firstLineChars=\"0\" w:firstLine=\"0\"");
	buf_z(b, "/>");
}

void para_open(struct draft *d, const struct para *p)
{
	struct buf *b = &d->b;
	buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", looks[p->look].id);
	if (p->keep_next)
		buf_z(b, "<w:keepNext/>");
	if (p->page_break)
		buf_z(b, "<w:pageBreakBefore/>");
	put_edge(b, p->edge);
	put_tabs(b, p);
	put_spacing(b, p);
	put_indent(b, p);
	if (p->jc)
		buf_fmt(b, "<w:jc w:val=\"%s\"/>", p->jc);
	if (p->section)
		p->section(d);
	buf_z(b, "</w:pPr>");
}

void para_close(struct draft *d)
{
	buf_z(&d->b, "</w:p>");
}

void para_text(struct draft *d, const struct para *p, str text, struct type t)
{
	para_open(d, p);
	run_put(d, text, t);
	para_close(d);
}

void blank_lines(struct draft *d, int n, bool keep_next)
{
	while (n-- > 0)
		para_text(d, &(struct para){.look = LOOK_PLAIN, .keep_next = keep_next}, STR_NONE, TYPE_SAME);
}

/* ---- styles.xml ---- */
static void put_style(struct buf *b, const struct paper_fonts *fonts, const struct look *l)
{
	buf_fmt(b, "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/>"
		"<w:qFormat/><w:pPr>", l->id, l->name);
	if (l->outline)
		buf_z(b, "<w:keepNext/>");
	if (l->line)
		buf_fmt(b, "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"exact\"/>", l->line);
	if (l->first)
		buf_fmt(b, "<w:ind w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>", l->first * 100, l->first * HAN);
	buf_fmt(b, "<w:jc w:val=\"%s\"/>", l->jc);
	if (l->outline)
		buf_fmt(b, "<w:outlineLvl w:val=\"%d\"/>", l->outline - 1);
	buf_z(b, "</w:pPr><w:rPr>");
	put_fonts(b, font_of(fonts, l->font));
	if (l->colour[0])
		buf_fmt(b, "<w:color w:val=\"%s\"/>", l->colour);
	put_sizes(b, l->tight ? HAN_TIGHT : 0, l->half);
	buf_z(b, "</w:rPr></w:style>");
}

void styles_put(struct buf *b, const struct paper_fonts *fonts)
{
	buf_z(b, XML_HEAD "<w:styles " XML_NAMES "><w:docDefaults><w:rPrDefault><w:rPr>");
	put_fonts(b, fonts->body);
	put_sizes(b, 0, looks[LOOK_BODY].half);
	buf_z(b, "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
		 "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>"
		 "<w:widowControl w:val=\"0\"/><w:kinsoku/><w:overflowPunct w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/>"
		 "<w:autoSpaceDN w:val=\"0\"/><w:snapToGrid w:val=\"0\"/></w:pPr></w:style>");
	for (size_t i = 0; i < LOOK_SORTS; i++)
		put_style(b, fonts, &looks[i]);
	buf_z(b, "</w:styles>");
}
