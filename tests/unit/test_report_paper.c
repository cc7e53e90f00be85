/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/limits.h"
#include "report/paper.h"

static struct arena a;

/* ---- titles ------------------------------------------------------------------------- */
static unsigned halves(str s)
{
	unsigned n = 0;
	for (size_t pos = 0; pos < s.n;)
		n += utf8_next(s, &pos) < 0x250 ? 1 : 2;
	return n;
}

static str joined(const str *lines, size_t n, const char *between)
{
	struct buf b;
	buf_init(&b, &a);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_z(&b, between);
		buf_add(&b, lines[i]);
	}
	return buf_str(&b);
}

static const str keep[] = {S("薛城区人民政府办公室"), S("重点工作"), S("营商环境"), S("老旧小区改造"), S("“双招双引”工作专班"), S("督查室")};

static void title_is(const char *title, const char *want)
{
	str *lines;
	size_t n;
	paper_title_lines(&a, str_of(title), keep, COUNT_OF(keep), &lines, &n);
	same_str(joined(lines, n, "|"), str_of(want));
}

static void titles_as_offices_break_them(void **state)
{
	unused_arg(state);
	title_is("关于开展专项督查的通知", "关于开展专项督查的通知");
	title_is("", "");
	title_is("关于2024年上半年全区重点工作落实情况的通报", "关于2024年上半年全区|重点工作落实情况的通报");
	title_is("薛城区人民政府办公室关于印发《2024年优化营商环境行动方案》的通知",
		 "薛城区人民政府办公室关于印发|《2024年优化营商环境行动方案》的通知");
}

static void rules_of(str title)
{
	static const char *const no_start[] = {"，", "。", "、", "；", "：", "》", "）", "”", "％"}, *const no_end[] = {"《", "（", "“"};
	str *lines;
	size_t n;
	paper_title_lines(&a, title, keep, COUNT_OF(keep), &lines, &n);
	same_str(joined(lines, n, ""), title);
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		if (halves(lines[i]) > 40 || !lines[i].n)
			test_fails("a line of %u halves: " STR_FMT, halves(lines[i]), STR_ARG(joined(lines, n, "|")));
		for (size_t k = 0; i && k < COUNT_OF(no_start); k++)
			if (str_starts(lines[i], str_of(no_start[k])))
				test_fails("a line begins with %s: " STR_FMT, no_start[k], STR_ARG(joined(lines, n, "|")));
		for (size_t k = 0; i + 1 < n && k < COUNT_OF(no_end); k++)
			if (str_ends(lines[i], str_of(no_end[k])))
				test_fails("a line ends with %s: " STR_FMT, no_end[k], STR_ARG(joined(lines, n, "|")));
		at += lines[i].n;
		for (size_t k = 0; k < COUNT_OF(keep); k++)
			for (ptrdiff_t w = str_find(title, keep[k], 0); w >= 0; w = str_find(title, keep[k], (size_t)w + 1))
				if (at > (size_t)w && at < (size_t)w + keep[k].n)
					test_fails("a kept word is broken: " STR_FMT, STR_ARG(joined(lines, n, "|")));
	}
	if (n > 1 && halves(lines[n - 1]) * 2 < halves(lines[0]))
		test_fails("the last line is short: " STR_FMT, STR_ARG(joined(lines, n, "|")));
}

/* Titles put together from what titles are made of; the seed is fixed, so a failure comes again. */
static void every_title_keeps_the_rules(void **state)
{
	static const char *const pieces[] = {
		"薛城区人民政府办公室", "关于", "印发", "2024年", "上半年", "全区", "重点工作", "营商环境", "落实情况", "老旧小区改造", "督查室", "和", "的",
		"进展情况", "通报", "《实施方案》", "“双招双引”工作专班", "（试行）", "第12期", "推进", "高质量发展", "项目", "、", "12345热线", "问题整改", "请示",
	};
	uint32_t seed = 20240705;
	unused_arg(state);
	for (int round = 0; round < 600; round++) {
		struct buf b;
		buf_init(&b, &a);
		int n = 3 + round % 9;
		const char *last = "、";
		for (int i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			const char *piece = pieces[(seed >> 8) % COUNT_OF(pieces)];
			bool mark = !strcmp(piece, "、") && (!strcmp(last, "、") || i + 1 == n);
			bool digits = b.n && b.p[b.n - 1] < 0x7f && b.p[b.n - 1] > 0; /* no numbers run together */
			if (mark || (digits && piece[0] > 0 && piece[0] < 0x7f))
				continue;
			buf_z(&b, piece);
			last = piece;
		}
		if (b.n)
			rules_of(buf_str(&b));
		arena_reset(&a);
	}
}

static void titles_of_any_length(void **state)
{
	struct buf b;
	str *lines;
	size_t n;
	unused_arg(state);
	buf_init(&b, &a);
	for (int i = 0; i < 500; i++)
		buf_z(&b, "国");
	paper_title_lines(&a, buf_str(&b), NULL, 0, &lines, &n);
	same_str(joined(lines, n, ""), buf_str(&b));
	for (size_t i = 0; i < n; i++)
		assert_true(halves(lines[i]) <= 40);
	/* a kept word longer than a line is broken all the same */
	str all = str_cut(buf_str(&b), 0, 90);
	paper_title_lines(&a, all, &all, 1, &lines, &n);
	assert_int_equal(n, 2);
}

/* ---- documents ----------------------------------------------------------------------- */
static void dates(void **state)
{
	unused_arg(state);
	same_str(paper_date(&a, day_of(2024, 7, 5)), S("2024年7月5日"));
	same_str(paper_date(&a, day_of(2023, 12, 31)), S("2023年12月31日"));
}

static struct paper plain(const struct paper_block *blocks, size_t n)
{
	static const str title[] = {S("关于开展专项督查的通知")};
	return (struct paper){.mark = S("薛城区人民政府文件"), .number = S("薛政发〔2024〕6号"), .issuer = S("薛城区人民政府"), .date = day_of(2024, 7, 5),
		.title = title, .n_title = 1, .blocks = blocks, .n_blocks = n};
}

static bool has(str bytes, const char *what)
{
	return str_find(bytes, str_of(what), 0) >= 0;
}

static void text_is_escaped(void **state)
{
	const struct paper_run runs[] = {{.text = S("a<b>&\"\x01\x0b\tc\xef\xbf\xbf]]>")}, {.text = S("6项"), .link = S("/matters?u=1")}};
	const struct paper_block block = {.runs = runs, .n_runs = 2};
	struct paper p = plain(&block, 1);
	struct paper_fonts fonts = paper_fonts_default;
	str bytes;
	unused_arg(state);
	fonts.body = S("仿宋\"<");
	assert_int_equal(paper_docx(&a, &p, &fonts, &bytes), OK);
	assert_true(has(bytes, ">a&lt;b&gt;&amp;&quot; c]]&gt;<"));
	assert_true(has(bytes, "w:eastAsia=\"仿宋&quot;&lt;\""));
	assert_true(has(bytes, ">6项<"));
	assert_false(has(bytes, "/matters"));
}

static void headings_that_run_on(void **state)
{
	const struct paper_run runs[] = {{.text = S("（一）完成情况。")}, {.text = S("全区")}, {.text = S("6项"), .strong = true}};
	const struct paper_block blocks[] = {{PAPER_LEVEL_2, runs, 3, 1, NULL}, {PAPER_LEVEL_2, runs, 1, 1, NULL}};
	struct paper p = plain(blocks, 2);
	str bytes;
	unused_arg(state);
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	assert_true(has(bytes, "<w:pStyle w:val=\"Body\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"楷体_GB2312\""));
	assert_true(has(bytes, "<w:r><w:t xml:space=\"preserve\">全区</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"));
	assert_true(has(bytes, "<w:pStyle w:val=\"Level2\"/>"));
}

static void forms_have_their_parts(void **state)
{
	const struct paper_run run = {.text = S("正文。")};
	const struct paper_block block = {.runs = &run, .n_runs = 1};
	struct paper p = plain(&block, 1);
	str bytes;
	unused_arg(state);
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	assert_false(has(bytes, "印发") || has(bytes, "<w:titlePg/>") || has(bytes, "附件"));
	p.printer = S("区政府办公室");
	p.printed = day_of(2024, 7, 8);
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	assert_true(has(bytes, "2024年7月8日印发"));
	p.form = PAPER_LETTER;
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	assert_true(has(bytes, "<w:titlePg/>"));
	assert_false(has(bytes, "印发"));
	p.form = PAPER_BULLETIN; /* says who and when above the rule, and is not signed */
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	assert_true(has(bytes, "薛城区人民政府</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">2024年7月5日<"));
	assert_int_equal(str_find(bytes, S("2024年7月5日<"), (size_t)str_find(bytes, S("2024年7月5日<"), 0) + 1), -1);
}

static void too_much(void **state)
{
	struct paper_run run = {.text = S("正文。")};
	static str heads[64];
	static unsigned widths[64];
	struct paper_table table = {.heads = heads, .widths = widths, .n_columns = 64};
	struct paper_block blocks[] = {{.runs = &run, .n_runs = 1}, {.sort = PAPER_TABLE, .table = &table}};
	struct paper p = plain(blocks, 2);
	str bytes = S("unchanged");
	unused_arg(state);
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), ERR_LIMIT);
	table.n_columns = 0;
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), ERR_LIMIT);
	table.n_columns = 63;
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), OK);
	bytes = S("unchanged");
	char *many = arena_alloc(&a, LIMIT_TEXT + 1);
	memset(many, 'a', LIMIT_TEXT + 1);
	run.text = (str){many, LIMIT_TEXT + 1};
	assert_int_equal(paper_docx(&a, &p, NULL, &bytes), ERR_LIMIT);
	same_str(bytes, S("unchanged"));
}

static int fresh(void **state)
{
	unused_arg(state);
	arena_init(&a);
	return 0;
}

static int over(void **state)
{
	unused_arg(state);
	arena_done(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(titles_as_offices_break_them, fresh, over),
		cmocka_unit_test_setup_teardown(every_title_keeps_the_rules, fresh, over),
		cmocka_unit_test_setup_teardown(titles_of_any_length, fresh, over),
		cmocka_unit_test_setup_teardown(dates, fresh, over),
		cmocka_unit_test_setup_teardown(text_is_escaped, fresh, over),
		cmocka_unit_test_setup_teardown(headings_that_run_on, fresh, over),
		cmocka_unit_test_setup_teardown(forms_have_their_parts, fresh, over),
		cmocka_unit_test_setup_teardown(too_much, fresh, over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
