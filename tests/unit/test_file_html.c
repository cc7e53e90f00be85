/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "file/html_in.h"
#include "file/pdf_lines_in.h"
#include "file_fixture.h"

#define ARTICLE_LINES 10 /* heading, date, eight paragraphs */

static size_t lines_of(str s)
{
	size_t n = s.n > 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

static void every_encoding_gives_the_article_and_no_menus(void **state)
{
	static const char *const names[] = {"utf8.html", "gbk.html", "undeclared.html", "lying.html", "utf16.html", "big5.html"};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		bool traditional = i == 5;
		struct file_text t;
		assert_int_equal(file_text_read(&f->arena, fixture(f, names[i]), S("x"), &t), OK);
		same_str(t.title, traditional ? S("區委書記訪談 - 政府網") : S("区委书记访谈 - 政府网"));
		assert_true(str_starts(t.text, traditional ? S("區委書記訪談\n發布時間：2024-08-03\n第0段") :
							     S("区委书记访谈\n发布时间：2024-08-03\n第0段")));
		if (lines_of(t.text) != ARTICLE_LINES)
			test_fails("%s: %zu lines\n" STR_FMT, names[i], lines_of(t.text), STR_ARG(t.text));
		assert_true(str_find(t.text, S("\xef\xbf\xbd"), 0) < 0);
	}
}

static void short_pages_are_kept_whole(void **state)
{
	same_str(read_text(*state, "short.html"), S("只有一段 文字—明日&&unknown;&copy 。\n第二行"));
	same_str(read_text(*state, "onlychrome.html"), S("只有导航里有文字，也要留下来。"));
}

static void rows_of_figures_are_lines_and_layout_is_not(void **state)
{
	same_str(read_text(*state, "table.html"),
		 S("分工表\n序号\t任务\t\t单位\n1\t新建 学校\t\t教育局\n一\t二\n甲\n乙"));
}

static void broken_tags_lose_no_text(void **state)
{
	same_str(read_text(*state, "broken.html"), S("一\n二\n三\n四\n五\n六 < 七 <8\n九\n十"));
	same_str(read_text(*state, "comment.html"), S("前"));
}

static void chrome_goes_but_headings_stay(void **state)
{
	same_str(read_text(*state, "chrome.html"), S("标题在页眉\n正文。\n小节"));
	same_str(read_text(*state, "ruby.html"), S("区委书记 and more"));
}

static void a_page_without_text_says_so(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	refused(file_text_read(&f->arena, fixture(f, "nothing.html"), S("x"), &t), ERR_INPUT, "{0} is a page without text");
}

static void entities(void **state)
{
	unused_arg(state);
	static const struct {
		const char *in, *want;
	} row[] = {
		{"&lt;&gt;&amp;&quot;&apos;", "<>&\"'"}, {"&Alpha;&zwnj;x", "Α\xe2\x80\x8cx"}, {"&#20013;&#x56FD;", "中国"},
		{"&#20013文", "中文"}, {"&#150;", "–"}, {"&#0;&#xD800;&#1114112;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"&#x;&#;&;&", "&#x;&#;&;&"}, {"a&nbspb&nbsp ", "a&nbspb\xc2\xa0 "}, {"&ampx=1&amp=", "&ampx=1&amp="},
		{"&nosuch;", "&nosuch;"}, {"&#99999999999999999999;", "\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct buf b;
		buf_init(&b, NULL);
		html_put(&b, str_of(row[i].in));
		same_str(buf_str(&b), str_of(row[i].want));
		buf_done(&b);
	}
}

static void attributes(void **state)
{
	unused_arg(state);
	const str s = S(" id=a class = \"b c\" x='y' HIDDEN checked/ data-id=no =odd");
	same_str(html_attr(s, "id"), S("a"));
	same_str(html_attr(s, "class"), S("b c"));
	same_str(html_attr(s, "x"), S("y"));
	assert_non_null(html_attr(s, "hidden").p);
	assert_non_null(html_attr(s, "checked").p);
	assert_null(html_attr(s, "odd").p);
}

static void every_cut_of_a_page_is_read(void **state)
{
	struct fixtures *f = *state;
	static const char *const names[] = {"utf8.html", "broken.html", "table.html", "gbk.html"};
	for (size_t k = 0; k < COUNT_OF(names); k++) {
		str s = fixture(f, names[k]);
		for (size_t n = 60; n < s.n; n += 37) {
			struct arena a;
			struct file_text t;
			arena_init(&a);
			err e = file_text_read(&a, str_dup(&a, str_cut(s, 0, n)), S("x"), &t);
			assert_true(e == OK || e == ERR_INPUT);
			if (e == OK)
				assert_int_equal(utf8_valid(t.text), t.text.n);
			arena_done(&a);
		}
	}
}

/* Nesting far past what a page needs costs no more than linear time and loses nothing. */
static void deep_pages_keep_their_text(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	struct buf b;
	buf_init(&b, &f->arena);
	for (int i = 0; i < 100000; i++)
		buf_z(&b, "<div><table><tr><td>");
	buf_z(&b, "底");
	assert_int_equal(file_text_read(&f->arena, buf_str(&b), S("x"), &t), OK);
	same_str(t.text, S("底"));
	/* a search for each missing close would take minutes */
	buf_clear(&b);
	for (int i = 0; i < 300000; i++)
		buf_z(&b, "<title>x");
	buf_z(&b, "<p>末");
	assert_int_equal(file_text_read(&f->arena, buf_str(&b), S("x"), &t), OK);
	assert_true(str_ends(t.text, S("末")));
}

static void lines_of_a_pdf_become_paragraphs(void **state)
{
	struct fixtures *f = *state;
	same_str(pdf_lines(&f->arena,
			   S("通知\n一、年底前完成一般公共预算收入增长百分之九，\n力争走在前列，确保年底前全部的项目都能开工。\n"
			     "二、加强调度，对进度滞后的单位及时提醒，每月通\n—\n1\n—\n\f报一次。\n2024年8月3日\n\n第 2 页 共 2 页\n\f")),
		 S("通知\n一、年底前完成一般公共预算收入增长百分之九，力争走在前列，确保年底前全部的项目都能开工。\n"
		   "二、加强调度，对进度滞后的单位及时提醒，每月通报一次。\n2024年8月3日"));
	same_str(pdf_lines(&f->arena, S("The first line of a text that is long\nand the second one of it, as long as\nend\n")),
		 S("The first line of a text that is long and the second one of it, as long as end"));
	same_str(pdf_lines(&f->arena, S("\n\f\n")), S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_encoding_gives_the_article_and_no_menus),
		cmocka_unit_test(short_pages_are_kept_whole),
		cmocka_unit_test(rows_of_figures_are_lines_and_layout_is_not),
		cmocka_unit_test(broken_tags_lose_no_text),
		cmocka_unit_test(chrome_goes_but_headings_stay),
		cmocka_unit_test(a_page_without_text_says_so),
		cmocka_unit_test(entities),
		cmocka_unit_test(attributes),
		cmocka_unit_test(every_cut_of_a_page_is_read),
		cmocka_unit_test(deep_pages_keep_their_text),
		cmocka_unit_test(lines_of_a_pdf_become_paragraphs),
	};
	return cmocka_run_group_tests(tests, fixtures_make, fixtures_free);
}
