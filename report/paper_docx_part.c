/* SPDX-License-Identifier: Apache-2.0 */
/* Sections, page numbers and the other parts of the package. */
#include "report/paper_in.h"

#define FOOTER_DOWN 1446        /* the number's middle 7 mm below 版心 (7.5) */
#define LETTER_FOOTER_DOWN 1134 /* 20 mm: the second double rule of a letter (10.1) */
#define LETTER_HEADER_DOWN 1701 /* 30 mm: its mark */

/* ---- sections ---- */
/* Landscape: the paper turned clockwise, so that the head of the table lies at the binding edge
 * (8) and the text area is that of the other pages. */
static void sect_put(struct draft *d)
{
	bool letter = d->p->form == PAPER_LETTER, first = letter && !d->begun;
	struct buf *b = &d->b;
	buf_z(b, "<w:sectPr>");
	if (first)
		buf_z(b, "<w:headerReference w:type=\"first\" r:id=\"rId7\"/><w:footerReference w:type=\"first\" r:id=\"rId8\"/>");
	buf_fmt(b, "<w:footerReference w:type=\"default\" r:id=\"rId%d\"/><w:footerReference w:type=\"even\" r:id=\"rId%d\"/>",
		d->across ? 5 : 3, d->across ? 6 : 4);
	buf_z(b, "<w:type w:val=\"nextPage\"/>");
	if (d->across)
		buf_fmt(b, "<w:pgSz w:w=\"%d\" w:h=\"%d\" w:orient=\"landscape\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\"",
			PAGE_HIGH, PAGE_WIDE, MARGIN_LEFT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM);
	else
		buf_fmt(b, "<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\"",
			PAGE_WIDE, PAGE_HIGH, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, MARGIN_LEFT);
	buf_fmt(b, " w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/><w:cols w:space=\"425\"/>", letter ? LETTER_HEADER_DOWN : 851,
		d->across ? 600 : letter ? LETTER_FOOTER_DOWN : FOOTER_DOWN);
	if (first)
		buf_z(b, "<w:titlePg/>");
	buf_z(b, "</w:sectPr>");
}

void section_turn(struct draft *d, bool across)
{
	if (d->across == across)
		return;
	para_text(d, &(struct para){.look = LOOK_GAP, .section = sect_put}, STR_NONE, TYPE_SAME);
	d->across = across;
	d->begun = d->new_page = true;
}

void section_last(struct draft *d)
{
	sect_put(d);
}

/* ---- page numbers: — 1 — ---- */
static void number_put(struct draft *d)
{
	run_put(d, S("— "), TYPE_SAME);
	buf_z(&d->b, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
		     "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
	run_put(d, S(" —"), TYPE_SAME);
}

/* Odd at the right, even at the left, one character in from the edge (7.5). */
static void footer_upright(struct draft *d, bool even)
{
	struct para p = {.look = LOOK_NUMBER, .jc = even ? "left" : "right"};
	*(even ? &p.left : &p.right) = HAN_4;
	para_open(d, &p);
	number_put(d);
	para_close(d);
	if (d->p->form == PAPER_LETTER)
		para_text(d, &(struct para){.look = LOOK_GAP, .line = FOOTER_DOWN - LETTER_FOOTER_DOWN}, STR_NONE, TYPE_SAME);
}

/* Across, the number stands where it stands on the other pages once the paper is turned back (8):
 * at the left, written downwards. */
static void footer_across(struct draft *d, bool even)
{
	const int wide = 400, high = 1600, middle = 1587; /* 28 mm from the edge that was the lower one */
	int y = even ? MARGIN_LEFT + HAN_4 : MARGIN_LEFT + TEXT_WIDE - HAN_4 - high;
	buf_fmt(&d->b, "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:vertAnchor=\"page\" w:horzAnchor=\"page\" "
		"w:tblpX=\"%d\" w:tblpY=\"%d\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
		"<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/>"
		"</w:tblGrid><w:tr><w:trPr><w:trHeight w:val=\"%d\" w:hRule=\"exact\"/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:textDirection w:val=\"tbRl\"/><w:vAlign w:val=\"center\"/></w:tcPr>", middle - wide / 2, y, wide, wide, high, wide);
	para_open(d, &(struct para){.look = LOOK_NUMBER, .jc = even ? "left" : "right"});
	number_put(d);
	para_close(d);
	buf_z(&d->b, "</w:tc></w:tr></w:tbl>");
	para_text(d, &(struct para){.look = LOOK_GAP}, STR_NONE, TYPE_SAME);
}

static void footer_odd_put(struct draft *d)
{
	footer_upright(d, false);
}

static void footer_even_put(struct draft *d)
{
	footer_upright(d, true);
}

static void footer_across_odd_put(struct draft *d)
{
	footer_across(d, false);
}

static void footer_across_even_put(struct draft *d)
{
	footer_across(d, true);
}

/* The first page of a letter has no number but a rule. */
static void footer_first_put(struct draft *d)
{
	para_text(d, &(struct para){.look = LOOK_GAP, .edge = EDGE_THIN_THICK, .line = 40, .left = RULE_OUT_LEFT, .right = RULE_OUT_RIGHT},
		  STR_NONE, TYPE_SAME);
}

/* ---- parts ---- */
#define MAIN_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const struct furniture { /* rId is the place in this table, from 1 */
	const char *name, *type, *relation, *root;
	void (*put)(struct draft *);
} furniture[] = {
	{"styles.xml", "styles", "styles", NULL, NULL},
	{"settings.xml", "settings", "settings", NULL, NULL},
	{"footer1.xml", "footer", "footer", "ftr", footer_odd_put},
	{"footer2.xml", "footer", "footer", "ftr", footer_even_put},
	{"footer3.xml", "footer", "footer", "ftr", footer_across_odd_put},
	{"footer4.xml", "footer", "footer", "ftr", footer_across_even_put},
	{"header1.xml", "header", "header", "hdr", header_first_put},
	{"footer5.xml", "footer", "footer", "ftr", footer_first_put},
};

static const char settings[] =
	XML_HEAD "<w:settings " XML_NAMES "><w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
		 "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

static void types_put(struct buf *b)
{
	buf_z(b, XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
			  "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
			  "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
			  "<Override PartName=\"/word/document.xml\" ContentType=\"" MAIN_TYPE "document.main+xml\"/>");
	for (size_t i = 0; i < COUNT_OF(furniture); i++)
		buf_fmt(b, "<Override PartName=\"/word/%s\" ContentType=\"" MAIN_TYPE "%s+xml\"/>", furniture[i].name, furniture[i].type);
	buf_z(b, "</Types>");
}

static void relation_put(struct buf *b, size_t id, const char *type, const char *target)
{
	buf_fmt(b, "<Relationship Id=\"rId%zu\" Type=\"" RELATIONS "/%s\" Target=\"%s\"/>", id, type, target);
}

#define RELATIONS_OPEN XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static void part_add(struct zip_part *v, size_t *n, str name, struct buf *b, struct arena *a)
{
	v[(*n)++] = (struct zip_part){name, buf_str(b)};
	buf_init(b, a);
}

static str word_part(struct draft *d, const char *name)
{
	struct buf b;
	buf_init(&b, d->arena);
	buf_fmt(&b, "word/%s", name);
	return buf_str(&b);
}

static void furniture_put(struct draft *d, const struct furniture *f)
{
	if (!f->put)
		return;
	buf_fmt(&d->b, XML_HEAD "<w:%s " XML_NAMES ">", f->root);
	f->put(d);
	buf_fmt(&d->b, "</w:%s>", f->root);
}

size_t package_parts(struct draft *d, str document, struct zip_part **ret)
{
	struct zip_part *v = arena_new_n(d->arena, COUNT_OF(furniture) + 4, struct zip_part);
	struct buf *b = &d->b;
	size_t n = 0;
	buf_init(b, d->arena);
	types_put(b);
	part_add(v, &n, S("[Content_Types].xml"), b, d->arena);
	buf_z(b, RELATIONS_OPEN);
	relation_put(b, 1, "officeDocument", "word/document.xml");
	buf_z(b, "</Relationships>");
	part_add(v, &n, S("_rels/.rels"), b, d->arena);
	v[n++] = (struct zip_part){S("word/document.xml"), document};
	buf_z(b, RELATIONS_OPEN);
	for (size_t i = 0; i < COUNT_OF(furniture); i++)
		relation_put(b, i + 1, furniture[i].relation, furniture[i].name);
	buf_z(b, "</Relationships>");
	part_add(v, &n, S("word/_rels/document.xml.rels"), b, d->arena);
	for (size_t i = 0; i < COUNT_OF(furniture); i++) {
		if (i == 0)
			styles_put(b, d->fonts);
		else if (i == 1)
			buf_z(b, settings);
		furniture_put(d, &furniture[i]);
		part_add(v, &n, word_part(d, furniture[i].name), b, d->arena);
	}
	*ret = v;
	return n;
}
