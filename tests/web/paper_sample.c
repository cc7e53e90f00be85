/* SPDX-License-Identifier: Apache-2.0 */
/* paper_sample: a document as a page, with the words around it in English, on standard output. */
#include <stdio.h>

#include "ui.h"
#include "web/html_in.h"

static const struct paper_run text[] = {{.text = S("全区<重点>工作共")}, {.text = S("126项"), .link = S("/matters?k=a&l=red")}, {.text = S("外站"), .link = S("https://evil.example/")}};
static const struct paper_run heading[] = {{.text = S("（一）完成情况。")}, {.text = S("已办结98项。")}};
static const struct paper_run annex[] = {{.text = S("任务清单")}};
static const struct paper_run cells[] = {{.text = S("1")}, {.text = S("改造小区")}, {.text = S("2")}, {.text = S("修路"), .link = S("/matters/7")}};

int main(void)
{
	static const str heads[] = {S("序号"), S("任务")}, title[] = {S("关于重点工作"), S("落实情况的通报")}, annexes[] = {S("任务清单")};
	static const unsigned widths[] = {3, 20};
	static const struct paper_table table = {.heads = heads, .widths = widths, .n_columns = 2, .cells = cells, .n_rows = 2, .landscape = true};
	static const struct paper_block blocks[] = {
		{PAPER_TEXT, text, 3, 0, NULL}, {PAPER_LEVEL_2, heading, 2, 1, NULL}, {PAPER_ANNEX, annex, 1, 0, NULL}, {.sort = PAPER_TABLE, .table = &table}};
	struct paper p = {.mark = S("薛城区人民政府文件"), .number = S("薛政发〔2024〕6号"), .issuer = S("薛城区人民政府"), .date = day_of(2024, 7, 5),
		.signer = S("张明远"), .title = title, .n_title = 2, .to = S("各镇："), .blocks = blocks, .n_blocks = COUNT_OF(blocks), .annexes = annexes,
		.n_annexes = 1, .note = S("此件公开发布"), .copies = S("报：区委。发：各镇。"), .printer = S("区政府办公室"), .printed = day_of(2024, 7, 8), .n_copies = 60};
	struct paper_page page;
	struct arena a;
	struct buf b;
	arena_init(&a);
	paper_page(&a, &p, &page);
	buf_init(&b, &a);
	ui_paper_sheet(&b, &(struct ui){.lang = LANG_ZH}, &page);
	fwrite(b.p, 1, b.n, stdout);
	arena_done(&a);
	return 0;
}
