/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: as wide as the text, in the largest size of type in which the columns have the
 * characters that were asked for; the head comes again on every page. */
#include "report/paper_in.h"

#define CELL_PAD 60 /* left and right of a cell */

static const int table_halves[] = {28, 24, 21, 18}; /* 四号 小四 五号 小五 */

struct grid {
	int wide[PAPER_COLUMNS_MOST];
	int half;
};

static void grid_fit(const struct draft *d, const struct paper_table *t, struct grid *g)
{
	int room = d->across ? TEXT_HIGH : TEXT_WIDE, chars = 0, given = 0;
	for (size_t i = 0; i < t->n_columns; i++)
		chars += (int)(t->widths[i] < 2 ? 2 : t->widths[i]);
	size_t size = 0;
	while (size + 1 < COUNT_OF(table_halves) && chars * table_halves[size] * 10 + 2 * CELL_PAD * (int)t->n_columns > room)
		size++;
	g->half = table_halves[size];
	for (size_t i = 0; i < t->n_columns; i++) {
		g->wide[i] = (int)((int64_t)room * (t->widths[i] < 2 ? 2 : t->widths[i]) / chars);
		given += g->wide[i];
	}
	g->wide[t->n_columns - 1] += room - given;
}

static void put_cell(struct draft *d, const struct grid *g, size_t column, const struct paper_run *r, bool head)
{
	int room = g->wide[column] - 2 * CELL_PAD, wide = (int)((int64_t)text_wide(r->text) * g->half * 10 / HAN);
	struct type t = {.look = head ? LOOK_HEI : LOOK_SORTS, .strong = r->strong, .half = g->half};
	buf_fmt(&d->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>", g->wide[column]);
	para_text(d, &(struct para){.look = LOOK_CELL, .line = g->half * 13, .jc = head || wide <= room ? "center" : NULL}, r->text, t);
	buf_z(&d->b, "</w:tc>");
}

static void row_open(struct draft *d, const struct grid *g, bool head)
{
	buf_fmt(&d->b, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\" w:hRule=\"atLeast\"/>%s</w:trPr>", g->half * 18,
		head ? "<w:tblHeader/>" : "");
}

static void put_frame(struct draft *d, const struct paper_table *t, const struct grid *g)
{
	static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
	int room = d->across ? TEXT_HIGH : TEXT_WIDE;
	buf_fmt(&d->b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>", room);
	for (size_t i = 0; i < COUNT_OF(sides); i++)
		buf_fmt(&d->b, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", sides[i]);
	buf_fmt(&d->b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>", CELL_PAD, CELL_PAD);
	for (size_t i = 0; i < t->n_columns; i++)
		buf_fmt(&d->b, "<w:gridCol w:w=\"%d\"/>", g->wide[i]);
	buf_z(&d->b, "</w:tblGrid>");
}

void table_put(struct draft *d, const struct paper_table *t)
{
	struct grid g;
	section_turn(d, t->landscape);
	d->new_page = false;
	grid_fit(d, t, &g);
	if (t->title.n)
		para_text(d, &(struct para){.look = LOOK_CAPTION, .keep_next = true}, t->title, TYPE_SAME);
	if (t->unit.n)
		para_text(d, &(struct para){.look = LOOK_CELL, .jc = "right", .keep_next = true}, t->unit, (struct type){.look = LOOK_SORTS, .half = g.half});
	put_frame(d, t, &g);
	row_open(d, &g, true);
	for (size_t i = 0; i < t->n_columns; i++)
		put_cell(d, &g, i, &(struct paper_run){.text = t->heads[i]}, true);
	buf_z(&d->b, "</w:tr>");
	for (size_t row = 0; row < t->n_rows; row++) {
		row_open(d, &g, false);
		for (size_t i = 0; i < t->n_columns; i++)
			put_cell(d, &g, i, &t->cells[row * t->n_columns + i], false);
		buf_z(&d->b, "</w:tr>");
	}
	buf_z(&d->b, "</w:tbl>");
	para_text(d, &(struct para){.look = LOOK_GAP}, STR_NONE, TYPE_SAME);
}
