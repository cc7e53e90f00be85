/* SPDX-License-Identifier: Apache-2.0 */
/* Text, 附件说明, signature, 附注, annexes and 版记 (7.3, 7.4). */
#include "report/paper_in.h"

#define SEAL_RIGHT (4 * HAN) /* 成文日期 of a document with a seal (7.3.5.1) */
#define SIGN_RIGHT (2 * HAN) /* without one (7.3.5.2) */
#define EDGE_OUTER 8         /* 1/8 pt: 0.35 mm (7.4.1) */
#define EDGE_INNER 6         /* 0.25 mm */

static const enum paper_look block_looks[PAPER_SORTS] = {
	[PAPER_TEXT] = LOOK_BODY, [PAPER_LEVEL_1] = LOOK_LEVEL_1, [PAPER_LEVEL_2] = LOOK_LEVEL_2, [PAPER_LEVEL_3] = LOOK_LEVEL_3,
};

/* ---- text ---- */
/* A heading that goes on as text is no heading to keep with what follows, nor to list. */
static void block_put(struct draft *d, const struct paper_block *k, bool keep_next)
{
	d->new_page = false;
	bool heads = k->sort != PAPER_TEXT, runs_on = heads && k->n_head < k->n_runs;
	enum paper_look look = block_looks[k->sort];
	para_open(d, &(struct para){.look = runs_on ? LOOK_BODY : look, .keep_next = keep_next});
	for (size_t i = 0; i < k->n_runs; i++) {
		struct type t = {.look = runs_on && i < k->n_head ? look : LOOK_SORTS, .strong = k->runs[i].strong};
		run_put(d, k->runs[i].text, t);
	}
	para_close(d);
}

/* ---- 附件说明: hangs at the first character of a title (7.3.4) ---- */
static void annex_list_put(struct draft *d)
{
	const struct paper *p = d->p;
	if (!p->n_annexes)
		return;
	blank_lines(d, 1, true);
	for (size_t i = 0; i < p->n_annexes; i++) {
		str number = annex_number(d->arena, i, p->n_annexes);
		int wide = text_wide(number), label = 3 * HAN;
		para_open(d, &(struct para){.look = LOOK_PLAIN, .left = 2 * HAN + label + wide, .hanging = wide + (i ? 0 : label), .keep_next = true});
		run_put(d, i ? STR_NONE : S("附件："), TYPE_SAME);
		run_put(d, number, TYPE_SAME);
		run_put(d, p->annexes[i], TYPE_SAME);
		para_close(d);
	}
}

/* ---- signature ---- */
static int at_least(int v, int least)
{
	return v < least ? least : v;
}

/* The name over the middle of the date; a name too long for that moves the date (7.3.5.1). Both
 * lines are set in the middle of the same part of the line, so that they stay one over the other
 * whatever the width of the digits in the font at hand. */
static void signature_sealed(struct draft *d, str date)
{
	int half = text_wide(d->p->issuer) / 2 + 10, middle = TEXT_WIDE - SEAL_RIGHT - text_wide(date) / 2;
	if (middle > TEXT_WIDE - SIGN_RIGHT - half)
		middle = at_least(TEXT_WIDE - SIGN_RIGHT - half, half < TEXT_WIDE / 2 ? half : TEXT_WIDE / 2);
	struct para p = {.look = LOOK_PLAIN, .jc = "center", .left = at_least(2 * middle - TEXT_WIDE, 0),
		.right = at_least(TEXT_WIDE - 2 * middle, 0), .keep_next = true};
	blank_lines(d, 2, true);
	para_text(d, &p, d->p->issuer, TYPE_SAME);
	p.keep_next = false;
	para_text(d, &p, date, TYPE_SAME);
}

/* The date begins two characters right of the name; the longer of the two ends two characters
 * before the edge (7.3.5.2). */
static void signature_plain(struct draft *d, str date)
{
	int name = text_wide(d->p->issuer), wide = text_wide(date);
	int left = TEXT_WIDE - SIGN_RIGHT - (wide > name ? wide + 2 * HAN : name);
	left = at_least(left, 0);
	blank_lines(d, 1, true);
	para_text(d, &(struct para){.look = LOOK_PLAIN, .left = left, .keep_next = true}, d->p->issuer, TYPE_SAME);
	para_text(d, &(struct para){.look = LOOK_PLAIN, .left = left + 2 * HAN}, date, TYPE_SAME);
}

void main_put(struct draft *d)
{
	const struct paper *p = d->p;
	size_t n = main_end(p);
	bool follows = is_signed(p) || p->n_annexes;
	for (size_t i = 0; i < n; i++) {
		if (p->blocks[i].sort == PAPER_TABLE)
			table_put(d, p->blocks[i].table);
		else {
			section_turn(d, false);
			block_put(d, &p->blocks[i], follows && i + 1 == n); /* a signature never stands alone on a page */
		}
	}
	if (follows || p->note.n)
		section_turn(d, false);
	annex_list_put(d);
	if (is_signed(p))
		(p->sealed ? signature_sealed : signature_plain)(d, paper_date(d->arena, p->date));
	if (p->note.n) {
		para_open(d, &(struct para){.look = LOOK_BODY});
		run_put(d, S("（"), TYPE_SAME);
		run_put(d, p->note, TYPE_SAME);
		run_put(d, S("）"), TYPE_SAME);
		para_close(d);
	}
}

/* ---- annexes: each on a new page, 附件1 at the left, its title on the third line (7.3.7) ---- */
static void annex_head_put(struct draft *d, const struct paper_block *k, size_t number, size_t of)
{
	str mark, *lines;
	size_t n;
	annex_head(d->arena, k, number, of, &mark, &lines, &n);
	para_text(d, &(struct para){.look = LOOK_HEI, .page_break = !d->new_page, .keep_next = true}, mark, TYPE_SAME);
	d->new_page = false;
	blank_lines(d, 1, true);
	title_put(d, lines, n);
	blank_lines(d, 1, true);
}

static bool goes_across(const struct paper *p, size_t i)
{
	const struct paper_block *k = &p->blocks[i];
	if (k->sort == PAPER_ANNEX)
		return i + 1 < p->n_blocks && p->blocks[i + 1].sort == PAPER_TABLE && p->blocks[i + 1].table->landscape;
	return k->sort == PAPER_TABLE && k->table->landscape;
}

void annexes_put(struct draft *d)
{
	const struct paper *p = d->p;
	size_t of = annex_count(p), number = 0;
	for (size_t i = main_end(p); i < p->n_blocks; i++) {
		const struct paper_block *k = &p->blocks[i];
		section_turn(d, goes_across(p, i));
		if (k->sort == PAPER_ANNEX)
			annex_head_put(d, k, ++number, of);
		else if (k->sort == PAPER_TABLE)
			table_put(d, k->table);
		else
			block_put(d, k, false);
	}
	if (has_colophon(p))
		section_turn(d, false);
}

/* ---- 版记: a table that stands at the bottom of the last page (7.4) ---- */
static void row_open(struct buf *b, int top, int bottom)
{
	buf_fmt(b, "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", TEXT_WIDE);
	if (top || bottom)
		buf_z(b, "<w:tcBorders>");
	if (top)
		buf_fmt(b, "<w:top w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>", top);
	if (bottom)
		buf_fmt(b, "<w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>", bottom);
	if (top || bottom)
		buf_z(b, "</w:tcBorders>");
	buf_z(b, "</w:tcPr>");
}

static void row_close(struct buf *b)
{
	buf_z(b, "</w:tc></w:tr>");
}

/* Each label on a line of its own, its names hanging behind it. */
static void copies_put(struct draft *d, str copies)
{
	str *lines;
	size_t n = copies_lines(d->arena, copies, &lines);
	for (size_t i = 0; i < n; i++) {
		int hang = (int)label_end(lines[i]) * HAN_4;
		para_text(d, &(struct para){.look = LOOK_COLOPHON, .left = HAN_4 + hang, .right = HAN_4, .hanging = hang}, lines[i], TYPE_SAME);
	}
}

static void printer_put(struct draft *d)
{
	para_open(d, &(struct para){.look = LOOK_COLOPHON, .left = HAN_4, .right = HAN_4, .tab_right = TEXT_WIDE - HAN_4});
	run_put(d, d->p->printer, TYPE_SAME);
	tab_put(d);
	run_put(d, printed_text(d->arena, d->p), TYPE_SAME);
	para_close(d);
	if (d->p->n_copies > 0)
		para_text(d, &(struct para){.look = LOOK_COLOPHON, .jc = "right", .right = HAN_4}, n_copies_text(d->arena, d->p), TYPE_SAME);
}

void colophon_put(struct draft *d)
{
	const struct paper *p = d->p;
	bool letter = p->form == PAPER_LETTER; /* of a letter without rules and 印发 (10.1) */
	if (d->new_page) /* a section that begins with the table would not begin a page in LibreOffice */
		para_text(d, &(struct para){.look = LOOK_GAP}, STR_NONE, TYPE_SAME);
	/* of the ways to the bottom of a page, LibreOffice keeps only this one in place */
	buf_fmt(&d->b, "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:topFromText=\"0\" w:bottomFromText=\"0\" "
		"w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" w:tblpYSpec=\"bottom\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/>"
		"</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/></w:tblGrid>", MARGIN_LEFT, TEXT_WIDE, TEXT_WIDE);
	if (p->copies.n) {
		row_open(&d->b, letter ? 0 : EDGE_OUTER, letter ? 0 : EDGE_INNER);
		copies_put(d, p->copies);
		row_close(&d->b);
	}
	if (!letter) {
		row_open(&d->b, p->copies.n ? EDGE_INNER : EDGE_OUTER, EDGE_OUTER);
		printer_put(d);
		row_close(&d->b);
	}
	buf_z(&d->b, "</w:tbl>");
	para_text(d, &(struct para){.look = LOOK_GAP}, STR_NONE, TYPE_SAME);
}
