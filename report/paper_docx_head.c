/* SPDX-License-Identifier: Apache-2.0 */
/* What stands above the text: 版头 of a document (7.2), masthead of a bulletin, 信函格式 (10.1). */
#include "report/paper_in.h"

#define MARK_DOWN 1984         /* 35 mm from the edge of 版心 to that of the mark (7.2.4) */
#define MARK_MOST 62           /* pt; smaller when the mark would not fit in one line */
#define MASTHEAD_MOST 72
#define MASTHEAD_SPACE 200     /* between the characters of a short masthead */
#define MASTHEAD_SHORT 5
#define LINE_POINTS 442        /* 156 mm */
#define LETTER_MARK 44
#define LETTER_RULE_DOWN 227   /* 4 mm */
#define SEVEN_EIGHTHS 70       /* 14 pt to the number under the rule, most of it the lead of its own line */

static int mark_points(str mark, int most)
{
	int n = (int)utf8_count(mark), fits = n ? LINE_POINTS / n : most;
	return fits < most ? fits : most;
}

static void put_mark(struct draft *d, int points, int space)
{
	para_text(d, &(struct para){.look = LOOK_MARK, .line = points * 20}, d->p->mark,
		  (struct type){.look = LOOK_SORTS, .half = points * 2, .space = space});
}

/* ---- 份号 密级 紧急程度: top left, in this order (7.2.1-7.2.3) ---- */
static int put_classification(struct draft *d)
{
	const struct {
		str text;
		enum paper_look look;
	} rows[] = {{d->p->copy_number, LOOK_PLAIN}, {d->p->secrecy, LOOK_HEI}, {d->p->urgency, LOOK_HEI}};
	int lines = 0;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].text.n) {
			para_text(d, &(struct para){.look = rows[i].look}, rows[i].text, TYPE_SAME);
			lines++;
		}
	return lines;
}

static void put_mark_space(struct draft *d, int lines_above)
{
	para_text(d, &(struct para){.look = LOOK_GAP, .line = MARK_DOWN - lines_above * LINE}, STR_NONE, TYPE_SAME);
}

/* ---- 文件式 ---- */
/* 发文字号 in the middle; of a document to a higher office at the left, 签发人 at the right (7.2.5, 7.2.6). */
static void put_number(struct draft *d)
{
	if (!d->p->signer.n) {
		para_text(d, &(struct para){.look = LOOK_PLAIN, .edge = EDGE_RED, .jc = "center"}, d->p->number, TYPE_SAME);
		return;
	}
	para_open(d, &(struct para){.look = LOOK_PLAIN, .edge = EDGE_RED, .tab_left = HAN, .tab_right = TEXT_WIDE - HAN});
	tab_put(d);
	run_put(d, d->p->number, TYPE_SAME);
	tab_put(d);
	run_put(d, S("签发人："), TYPE_SAME);
	run_put(d, d->p->signer, (struct type){.look = LOOK_LEVEL_2});
	para_close(d);
}

static void document_head(struct draft *d)
{
	put_mark_space(d, put_classification(d));
	put_mark(d, mark_points(d->p->mark, MARK_MOST), 0);
	blank_lines(d, 2, false);
	put_number(d);
}

/* ---- 通报、简报: no standard; as offices do ---- */
static void bulletin_head(struct draft *d)
{
	bool is_short = utf8_count(d->p->mark) < MASTHEAD_SHORT;
	put_mark_space(d, put_classification(d));
	put_mark(d, mark_points(d->p->mark, MASTHEAD_MOST), is_short ? MASTHEAD_SPACE : 0);
	blank_lines(d, 1, false);
	para_text(d, &(struct para){.look = LOOK_PLAIN, .jc = "center"}, d->p->number, TYPE_SAME);
	para_open(d, &(struct para){.look = LOOK_PLAIN, .edge = EDGE_RED, .tab_left = HAN, .tab_right = TEXT_WIDE - HAN});
	tab_put(d);
	run_put(d, d->p->issuer, TYPE_SAME);
	tab_put(d);
	run_put(d, paper_date(d->arena, d->p->date), TYPE_SAME);
	para_close(d);
}

/* ---- 信函格式 ---- */
void header_first_put(struct draft *d)
{
	put_mark(d, mark_points(d->p->mark, LETTER_MARK), 0);
	para_text(d, &(struct para){.look = LOOK_GAP, .line = LETTER_RULE_DOWN}, STR_NONE, TYPE_SAME);
	para_text(d, &(struct para){.look = LOOK_GAP, .edge = EDGE_THICK_THIN, .line = 40, .left = RULE_OUT_LEFT, .right = RULE_OUT_RIGHT},
		  STR_NONE, TYPE_SAME);
}

/* 份号 and 发文字号 share the first line under the rule: one at the left, one at the right edge. */
static void letter_head(struct draft *d)
{
	const struct paper *p = d->p;
	para_open(d, &(struct para){.look = LOOK_PLAIN, .before = SEVEN_EIGHTHS, .tab_right = TEXT_WIDE});
	str left = p->copy_number.n ? p->copy_number : p->secrecy.n ? p->secrecy : p->urgency;
	run_put(d, left, p->copy_number.n ? TYPE_SAME : (struct type){.look = LOOK_HEI});
	tab_put(d);
	run_put(d, p->number, TYPE_SAME);
	para_close(d);
	if (p->copy_number.n && p->secrecy.n)
		para_text(d, &(struct para){.look = LOOK_HEI}, p->secrecy, TYPE_SAME);
	if ((p->copy_number.n || p->secrecy.n) && p->urgency.n)
		para_text(d, &(struct para){.look = LOOK_HEI}, p->urgency, TYPE_SAME);
}

void title_put(struct draft *d, const str *lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		para_text(d, &(struct para){.look = LOOK_TITLE, .keep_next = true}, lines[i], TYPE_SAME);
}

void head_put(struct draft *d)
{
	static void (*const heads[PAPER_FORMS])(struct draft *) = {
		[PAPER_DOCUMENT] = document_head,
		[PAPER_BULLETIN] = bulletin_head,
		[PAPER_LETTER] = letter_head,
	};
	heads[d->p->form](d);
	blank_lines(d, 2, false);
	title_put(d, d->p->title, d->p->n_title);
	blank_lines(d, 1, false);
	if (d->p->to.n)
		para_text(d, &(struct para){.look = LOOK_PLAIN}, d->p->to, TYPE_SAME);
}
