/* SPDX-License-Identifier: Apache-2.0 */
/* paper: an official document (公文) as what it says, apart from how it is drawn: from it a
 * .docx to the measures of GB/T 9704-2012 and the same words for a page. Pure.
 *
 * Everything lives in the arena of the caller. Text is plain UTF-8 without line breaks. */
#ifndef LUOSHI_PAPER_H
#define LUOSHI_PAPER_H

#include "base/day.h"
#include "base/err.h"

/* A run of text; those with a link are numbers or names that lead to their rows. */
struct paper_run {
	str text;
	str link; /* path of a page, /matters?…; empty: none. The .docx shows the text only */
	bool strong;
};
enum paper_sort {
	PAPER_TEXT,     /* indented two characters */
	PAPER_LEVEL_1,  /* 一、 黑体, the number is in the text */
	PAPER_LEVEL_2,  /* （一）楷体; what follows the first 。 in its runs is 仿宋: see n_head */
	PAPER_LEVEL_3,  /* 1. 仿宋 */
	PAPER_TABLE,
	PAPER_ANNEX,    /* begins an annex on a new page: 附件1 and its title */
	PAPER_SORTS
};
struct paper_table {
	str title;             /* above it; may be empty */
	str unit;              /* 单位：万元, right above it; may be empty */
	const str *heads;
	const unsigned *widths; /* of the columns, in characters of its font, at least 2 */
	size_t n_columns;
	const struct paper_run *cells; /* n_rows * n_columns */
	size_t n_rows;
	bool landscape;        /* a section of its own, A4 across */
};
struct paper_block {
	enum paper_sort sort;
	const struct paper_run *runs;
	size_t n_runs, n_head;     /* n_head: so many runs are set as the heading. Of PAPER_ANNEX they are its
				    * mark, 附件1; 0: the mark is made and counted */
	const struct paper_table *table;
};
enum paper_form {
	PAPER_DOCUMENT, /* 文件式 (5, 7) */
	PAPER_BULLETIN, /* 通报、简报: masthead, issue, issuer and date above the rule */
	PAPER_LETTER,   /* 信函格式 (10.1) */
	PAPER_FORMS
};
struct paper {
	enum paper_form form;
	str mark;      /* 发文机关标志: 薛城区人民政府办公室文件, 督查通报 */
	str number;    /* 发文字号 薛政办发〔2024〕6号; of a bulletin its issue: 第12期 */
	str issuer;    /* of a bulletin, left above the rule; of others the signature (署名) */
	day_t date;    /* 成文日期 */
	str copy_number, secrecy, urgency, signer; /* 份号 密级 紧急程度 签发人; may be empty */
	const str *title; /* its lines, broken where its words allow: see paper_title_lines */
	size_t n_title;
	str to;        /* 主送机关, ends with ：; may be empty */
	const struct paper_block *blocks;
	size_t n_blocks;
	const str *annexes; /* 附件说明: titles; numbered when there is more than one */
	size_t n_annexes;
	bool sealed;   /* with a seal: date right 4 characters, signature centred over it */
	str note;      /* 附注: 此件公开发布, without its brackets; may be empty */
	str copies;    /* 抄送：…。 or 报：…。送：…。发：…。, with the labels; may be empty */
	str printer;   /* 印发机关; empty: no 版记 */
	day_t printed; /* 印发日期 */
	int n_copies;  /* 共印N份; 0: not said */
};
struct paper_fonts { /* names only, never shipped; settings of the district */
	str title, body, kai, hei, song; /* 方正小标宋简体 仿宋_GB2312 楷体_GB2312 黑体 宋体 */
};
extern const struct paper_fonts paper_fonts_default;

/* Lines of a title of at most 20 characters (GB/T 9704 7.3.1), broken at words, as even as can be;
 * `keep` are words that are never broken (names of units). */
void paper_title_lines(struct arena *, str title, const str *keep, size_t n_keep, str **ret, size_t *ret_n);
/* The same paper gives the same bytes. ERR_LIMIT: more text than a document may have. */
err paper_docx(struct arena *, const struct paper *, const struct paper_fonts *, str *ret_bytes) must_check;
/* The same paper for a page (ui/paper.t.html): its words put together, in order, nothing drawn. */
struct paper_sheet { /* the text, then each annex */
	str mark;          /* 附件1; empty: the text itself */
	const str *title;  /* lines; of an annex */
	size_t n_title;
	const struct paper_block *blocks;
	size_t n_blocks;
	bool landscape;    /* its table lies across */
};
struct paper_page {
	const struct paper *paper;
	const struct paper_sheet *sheets; /* the first is the text */
	size_t n_sheets;
	const str *annexes; /* 1.… 2.…; a single one without number */
	size_t n_annexes;
	str date, printed, n_copies; /* 2024年7月5日, 2024年7月8日印发, （共印60份） */
	const str *copies;  /* lines of 抄送, or of 报 送 发 */
	size_t n_copy_lines;
	bool is_signed, has_foot;
};
void paper_page(struct arena *, const struct paper *, struct paper_page *ret);
/* 2024年7月5日, without leading zeros (7.3.5.4). */
str paper_date(struct arena *, day_t);

#endif
