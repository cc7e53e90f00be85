/* SPDX-License-Identifier: Apache-2.0 */
/* paper_in: how the .docx of a paper is put together. A paragraph is a look (a named style of
 * styles.xml, so that an office can go on writing in its word processor) and what differs from it.
 *
 * All measures are twips (1/20 pt). Clauses are those of GB/T 9704-2012. */
#ifndef LUOSHI_PAPER_IN_H
#define LUOSHI_PAPER_IN_H

#include "report/paper.h"

#define PAGE_WIDE 11906
#define PAGE_HIGH 16838
#define TEXT_WIDE 8844  /* 版心 156 mm (5.2.1) */
#define TEXT_HIGH 12756 /* 225 mm */
#define MARGIN_TOP 2098
#define MARGIN_LEFT 1588
#define MARGIN_RIGHT 1474
#define MARGIN_BOTTOM 1984
#define LINE 579  /* 22 lines fill 225 mm; 580 gives 21 (docs/decisions/paper.md) */
#define HAN 315   /* a 3号 character as set: 16 pt less 0.25 pt, 28 of them fill 156 mm (5.2.3) */
#define HAN_4 280 /* a 4号 character */
#define PAPER_COLUMNS_MOST 63 /* of a table, as in Word */
#define RULE_OUT_LEFT (-454)  /* the double rules of a letter are 170 mm long, in the middle of the page (10.1) */
#define RULE_OUT_RIGHT (-340)

enum paper_font { FONT_TITLE, FONT_BODY, FONT_KAI, FONT_HEI, FONT_SONG, FONTS };

/*        look           id           name            font       half tight line jc     first outline colour */
#define LOOKS(X) \
	X(LOOK_BODY, "Body", "公文正文", FONT_BODY, 32, 1, LINE, "both", 2, 0, "") \
	X(LOOK_LEVEL_1, "Level1", "公文一级标题", FONT_HEI, 32, 1, LINE, "both", 2, 1, "") \
	X(LOOK_LEVEL_2, "Level2", "公文二级标题", FONT_KAI, 32, 1, LINE, "both", 2, 2, "") \
	X(LOOK_LEVEL_3, "Level3", "公文三级标题", FONT_BODY, 32, 1, LINE, "both", 2, 3, "") \
	X(LOOK_PLAIN, "Plain", "公文要素", FONT_BODY, 32, 1, LINE, "left", 0, 0, "") \
	X(LOOK_HEI, "Hei", "公文要素黑体", FONT_HEI, 32, 1, LINE, "left", 0, 0, "") \
	X(LOOK_TITLE, "PaperTitle", "公文标题", FONT_TITLE, 44, 0, 700, "center", 0, 0, "") \
	X(LOOK_MARK, "Mark", "发文机关标志", FONT_TITLE, 124, 0, 1240, "center", 0, 0, "FF0000") \
	X(LOOK_COLOPHON, "Colophon", "公文版记", FONT_BODY, 28, 0, 480, "left", 0, 0, "") \
	X(LOOK_NUMBER, "PageNumber", "公文页码", FONT_SONG, 28, 0, 280, "left", 0, 0, "") \
	X(LOOK_CAPTION, "TableTitle", "公文表题", FONT_HEI, 28, 0, 480, "center", 0, 0, "") \
	X(LOOK_CELL, "Cell", "公文表格", FONT_BODY, 24, 0, 0, "left", 0, 0, "") \
	X(LOOK_GAP, "Gap", "公文间隔", FONT_BODY, 2, 0, 10, "left", 0, 0, "")
enum paper_look {
#define X(look, ...) look,
	LOOKS(X)
#undef X
	LOOK_SORTS
};
/* Rules in red at a paragraph: 红色分隔线 (7.2.7); the two double rules of a letter (10.1). */
enum paper_edge { EDGE_NONE, EDGE_RED, EDGE_THICK_THIN, EDGE_THIN_THICK, EDGES };

struct draft;
struct para {
	enum paper_look look;
	enum paper_edge edge;
	const char *jc; /* NULL: of the look; likewise 0 below */
	int line;       /* exact height */
	int before;
	int left, right, hanging;
	int tab_left, tab_right; /* one stop each */
	bool keep_next, page_break;
	bool flush; /* without the indent of the first line */
	void (*section)(struct draft *); /* ends a section with this paragraph */
};
struct draft {
	struct arena *arena;
	const struct paper *p;
	const struct paper_fonts *fonts;
	struct buf b;  /* the part being written */
	bool across;   /* the section being written is landscape */
	bool begun;    /* a section was ended before */
	bool new_page; /* a section was ended just now: the page is new already */
};
struct type { /* what a run differs in from the look of its paragraph; 0: in nothing */
	enum paper_look look; /* whose font; LOOK_SORTS: that of its paragraph */
	bool strong;
	int half;  /* size, half points */
	int space; /* between characters */
};
#define TYPE_SAME ((struct type){.look = LOOK_SORTS})

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define XML_NAMES \
	"xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* ---- kit ---- */
void xml_put(struct buf *, str); /* text or attribute; what XML 1.0 cannot hold falls away */
void para_open(struct draft *, const struct para *);
void para_close(struct draft *);
void run_put(struct draft *, str, struct type);
void tab_put(struct draft *);
void para_text(struct draft *, const struct para *, str, struct type); /* of one run */
void blank_lines(struct draft *, int n, bool keep_next);
int text_wide(str); /* twips in 3号: half the width for letters and digits */
void styles_put(struct buf *, const struct paper_fonts *);

/* ---- parts of a document, in order ---- */
void head_put(struct draft *);
void header_first_put(struct draft *); /* of a letter: mark and double rule above the text */
void title_put(struct draft *, const str *lines, size_t n);
void main_put(struct draft *); /* up to the first annex; 附件说明, signature, 附注 */
void annexes_put(struct draft *);
void table_put(struct draft *, const struct paper_table *);
void colophon_put(struct draft *); /* 版记 */
bool has_colophon(const struct paper *);

/* ---- shared with the page ---- */
size_t main_end(const struct paper *); /* blocks before the first annex */
bool is_signed(const struct paper *);
size_t annex_count(const struct paper *);
str annex_number(struct arena *, size_t i, size_t n); /* 2. of several */
/* Mark and title of an annex; `number` from 1, `of` so many. */
void annex_head(struct arena *, const struct paper_block *, size_t number, size_t of, str *ret_mark, str **ret_title, size_t *ret_n);
size_t copies_lines(struct arena *, str copies, str **ret); /* one for each label */
size_t label_end(str line); /* characters of 抄送： */
str printed_text(struct arena *, const struct paper *);
str n_copies_text(struct arena *, const struct paper *);

/* ---- sections and furniture ---- */
/* Ends the section that is being written, unless it is already across or not as asked for. */
void section_turn(struct draft *, bool across);
void section_last(struct draft *);
struct zip_part {
	str name, bytes;
};
size_t package_parts(struct draft *, str document, struct zip_part **ret); /* with headers, footers, styles … */
str zip_stored(struct arena *, const struct zip_part *, size_t n);

#endif
