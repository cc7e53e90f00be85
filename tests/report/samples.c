/* SPDX-License-Identifier: Apache-2.0 */
/* Papers of every form for the render test: samples FOLDER writes FOLDER/<name>.docx. */
#include "report/paper.h"

#include <stdio.h>

#define TABLE_ROWS 40
/* with the two characters of its indent just three full lines */
#define GUO "国国国国国国国国国国国国国国国国国国国国国国国国国国"
static const char full_lines[] = GUO GUO "国国" GUO "国国";
static const char sentence[] = "为进一步压实责任、传导压力，推动全年目标任务按期完成，区委区政府督查室对2024年上半年全区126项重点工作推进情况"
			       "进行了全面督查，按期完成率为77.8%，请各责任单位对照台账逐项整改销号。";

struct body {
	struct arena *a;
	LIST(struct paper_block) blocks;
};

static struct paper_run *run_of(struct arena *a, const char *text)
{
	struct paper_run *r = arena_new(a, struct paper_run);
	r->text = str_of(text);
	return r;
}

static void add(struct body *b, enum paper_sort sort, const char *text, const char *goes_on)
{
	struct paper_run *r = arena_new_n(b->a, 2, struct paper_run);
	r[0].text = str_of(text);
	r[1].text = str_of(goes_on);
	*list_push(b->a, &b->blocks) = (struct paper_block){.sort = sort, .runs = r, .n_runs = goes_on ? 2 : 1, .n_head = sort != PAPER_TEXT};
}

static void add_table(struct body *b, bool landscape)
{
	static const str heads[] = {S("序号"), S("工作任务"), S("责任单位"), S("完成时限"), S("目前进展"), S("亮灯")};
	static const unsigned widths[] = {3, 14, 8, 6, 14, 3};
	static const char *const texts[] = {"1", "完成老旧小区改造12个，惠及群众3600户", "区住房和城乡建设局", "12月底", "已完工7个，在建5个，完成投资1.2亿元", "绿"};
	struct paper_run *cells = arena_new_n(b->a, COUNT_OF(heads) * TABLE_ROWS, struct paper_run);
	for (size_t i = 0; i < COUNT_OF(heads) * TABLE_ROWS; i++)
		cells[i] = *run_of(b->a, texts[i % COUNT_OF(heads)]);
	struct paper_table *t = arena_new(b->a, struct paper_table);
	*t = (struct paper_table){.heads = heads, .widths = widths, .n_columns = COUNT_OF(heads), .cells = cells, .n_rows = TABLE_ROWS,
		.landscape = landscape, .unit = S("单位：万元")};
	*list_push(b->a, &b->blocks) = (struct paper_block){.sort = PAPER_TABLE, .table = t};
}

static void add_body(struct body *b, int paragraphs)
{
	add(b, PAPER_TEXT, sentence, NULL);
	add(b, PAPER_LEVEL_1, "一、总体情况", NULL);
	add(b, PAPER_LEVEL_2, "（一）任务完成情况。", sentence);
	add(b, PAPER_LEVEL_3, "1.项目建设方面。", sentence);
	for (int i = 0; i < paragraphs; i++)
		add(b, PAPER_TEXT, sentence, NULL);
}

static void add_annex(struct body *b, const char *title, bool landscape)
{
	add(b, PAPER_ANNEX, title, NULL);
	b->blocks.v[b->blocks.n - 1].n_head = 0;
	add_table(b, landscape);
}

static void finish(struct body *b, struct paper *p, const char *title)
{
	static const str keep[] = {S("薛城区人民政府办公室"), S("重点工作"), S("营商环境")};
	str *lines;
	paper_title_lines(b->a, str_of(title), keep, COUNT_OF(keep), &lines, &p->n_title);
	p->title = lines;
	p->blocks = b->blocks.v;
	p->n_blocks = b->blocks.n;
}

/* ---- the papers ---- */
static const struct paper frame = {
	.form = PAPER_DOCUMENT, .mark = S("薛城区人民政府办公室文件"), .number = S("薛政办发〔2024〕6号"),
	.issuer = S("枣庄市薛城区人民政府办公室"), .to = S("各镇人民政府、街道办事处，区政府各部门："), .note = S("此件公开发布"),
	.copies = S("抄送：区委各部门，区人大常委会办公室，区政协办公室，区监委，区法院，区检察院，驻薛各单位，各人民团体，各民主党派。"),
	.printer = S("薛城区人民政府办公室"), .sealed = true,
};
#define TITLE "关于2024年上半年全区重点工作落实情况的通报"

/* Full lines over more than a page, annexes upright and across. */
static void document(struct body *b, struct paper *p)
{
	static const str annexes[] = {S("2024年上半年全区重点工作任务完成情况一览表以及各责任单位进展情况说明"), S("红黄灯事项清单")};
	add(b, PAPER_TEXT, sentence, NULL);
	add(b, PAPER_LEVEL_1, "一、总体情况", NULL);
	add(b, PAPER_LEVEL_2, "（一）任务完成情况。", sentence);
	add(b, PAPER_LEVEL_3, "1.项目建设方面。", sentence);
	for (int i = 0; i < 30; i++)
		add(b, PAPER_TEXT, full_lines, NULL);
	add(b, PAPER_LEVEL_1, "二、存在问题", NULL);
	for (int i = 0; i < 8; i++)
		add(b, PAPER_TEXT, sentence, NULL);
	add_annex(b, "2024年上半年全区重点工作任务完成情况一览表", false);
	add_annex(b, "红黄灯事项清单", true);
	p->annexes = annexes;
	p->n_annexes = COUNT_OF(annexes);
	finish(b, p, TITLE);
}

/* To a higher office, with all that may stand above the mark; without a seal. */
static void upward(struct body *b, struct paper *p)
{
	p->copy_number = S("000012");
	p->secrecy = S("秘密★1年");
	p->urgency = S("特急");
	p->signer = S("张明远");
	p->sealed = false;
	p->note = S("联系人：李文华，电话：0632-4411000");
	p->to = S("枣庄市人民政府：");
	add_body(b, 2);
	finish(b, p, "薛城区人民政府办公室关于2024年上半年营商环境优化提升行动暨重点工作落实情况的请示");
}

static void long_sign(struct body *b, struct paper *p)
{
	p->issuer = S("枣庄市薛城区推进重点工作落实和优化营商环境领导小组办公室");
	p->copies = STR_NONE;
	add_body(b, 3);
	finish(b, p, "关于开展专项督查的通知");
}

static void short_sign(struct body *b, struct paper *p)
{
	p->issuer = S("督查室");
	p->sealed = false;
	p->note = STR_NONE;
	add_body(b, 3);
	finish(b, p, "关于开展专项督查的通知");
}

static void bulletin(struct body *b, struct paper *p)
{
	p->form = PAPER_BULLETIN;
	p->mark = S("督查通报");
	p->number = S("第12期");
	p->issuer = S("区委区政府督查室");
	p->to = p->note = STR_NONE;
	p->copies = S("报：区委书记，区长。送：区委常委，副区长。发：各镇街，区直各部门。");
	p->n_copies = 60;
	add_body(b, 12);
	add_table(b, false);
	finish(b, p, "关于2024年上半年全区重点工作落实情况的督查通报");
}

static void letter(struct body *b, struct paper *p)
{
	p->form = PAPER_LETTER;
	p->mark = S("枣庄市薛城区人民政府办公室");
	p->number = S("薛政办函〔2024〕15号");
	p->copy_number = S("000003");
	p->urgency = S("加急");
	p->to = S("区住房和城乡建设局：");
	p->note = STR_NONE;
	p->copies = S("抄送：区委督查室。");
	add_body(b, 9);
	finish(b, p, "关于限期反馈老旧小区改造进展情况的函");
}

/* The text ends in every line of a page: signature and 版记 must find room. */
static void ends_at(struct body *b, struct paper *p, int lines)
{
	p->copies = lines % 2 ? p->copies : STR_NONE;
	add(b, PAPER_TEXT, sentence, NULL);
	for (int i = 0; i < lines; i++)
		add(b, PAPER_TEXT, "这一段只有一行。", NULL);
	finish(b, p, "关于开展专项督查的通知");
}

static const struct {
	const char *name;
	void (*make)(struct body *, struct paper *);
} papers[] = {
	{"document", document}, {"upward", upward}, {"long_sign", long_sign}, {"short_sign", short_sign}, {"bulletin", bulletin}, {"letter", letter},
};

static int write_paper(struct arena *a, const char *folder, const char *name, const struct paper *p)
{
	char path[4096];
	str bytes;
	if (paper_docx(a, p, &paper_fonts_default, &bytes) != OK)
		return 1;
	snprintf(path, sizeof path, "%s/%s.docx", folder, name);
	FILE *f = fopen(path, "wb");
	if (!f)
		return 1;
	bool bad = fwrite(bytes.p, 1, bytes.n, f) != bytes.n;
	return fclose(f) || bad;
}

int main(int argc, char **argv)
{
	struct arena a;
	int bad = 0;
	if (argc != 2) {
		fputs("usage: samples FOLDER\n", stderr);
		return 2;
	}
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(papers) + 11; i++) {
		struct paper p = frame;
		struct body b = {.a = &a};
		char name[24];
		p.date = day_of(2024, 7, 5);
		p.printed = day_of(2024, 7, 8);
		if (i < COUNT_OF(papers)) {
			snprintf(name, sizeof name, "%s", papers[i].name);
			papers[i].make(&b, &p);
		} else {
			snprintf(name, sizeof name, "ends_%02zu", 2 * (i - COUNT_OF(papers)));
			ends_at(&b, &p, 2 * (int)(i - COUNT_OF(papers)) + 1);
		}
		bad |= write_paper(&a, argv[1], name, &p);
	}
	arena_done(&a);
	return bad;
}
