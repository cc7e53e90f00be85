/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "file/docx_in.h"
#include "file_fixture.h"

static void reads_paragraphs_and_the_title(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	const str want = S("关于印发重点任务分工的通知\n各镇街：\n年底前完成3个项目 & 1条道路。");
	assert_int_equal(file_text_read(&f->arena, fixture(f, "plain.docx"), S("a"), &t), OK);
	same_str(t.text, want);
	same_str(t.title, S("重点任务"));
	assert_int_equal(t.sort, FILE_DOCX);
	assert_false(t.raw_is_text);
	same_str(read_text(f, "moved.docx"), want);
	same_str(read_text(f, "strict.docx"), S("严格"));
}

static void counts_the_numbers_word_would_show(void **state)
{
	same_str(read_text(*state, "numbered.docx"),
		 S("一、总体要求\n（一）指导思想\n（二）主要目标\n1. 增长\n2. 就业\n2.1 城镇\n点\n二、重点任务\n（一）项目\n"
		   "第一条甲\n第二条乙\n不编号\n一、另起\n二、接着"));
	same_str(read_text(*state, "serial.docx"), S("1.\t甲\n2.\t乙"));
}

static void leaves_out_what_was_taken_out(void **state)
{
	same_str(read_text(*state, "tracked.docx"), S("保留插入\n前半后半\n可见\n甲\t乙"));
}

static void makes_rows_lines(void **state)
{
	same_str(read_text(*state, "table.docx"),
		 S("责任清单\n任务分工表\n序号\t任务\t责任单位\n1\t新建学校 2所\t教育局 住建局\n\t内 层\t末\n附后"));
}

static void reads_boxes_once_and_no_readings(void **state)
{
	same_str(read_text(*state, "boxes.docx"), S("框外之后\n框内一\n框内二\n区\t后-\n下行x=1\n停"));
}

static void hostile_archives_are_refused(void **state)
{
	static const struct {
		const char *name;
		err code;
		const char *sentence;
	} row[] = {
		{"bomb.docx", ERR_LIMIT, "{0} unpacks to far more"},
		{"ratio.docx", ERR_LIMIT, "{0} unpacks to far more"},
		{"lied.docx", ERR_LIMIT, "{0} unpacks to far more"},
		{"entries.docx", ERR_LIMIT, "{0} holds too many parts"},
		{"climb.docx", ERR_INPUT, "{0} holds names that point outside"},
		{"deep.docx", ERR_LIMIT, "{0} nests deeper"},
		{"entity.docx", ERR_INPUT, "{0} holds a document type"},
		{"outside.docx", ERR_INPUT, "{0} holds a document type"},
		{"broken.docx", ERR_INPUT, "{0} is damaged inside"},
		{"flipped.docx", ERR_INPUT, "{0} is damaged and cannot be unpacked"},
		{"nomain.docx", ERR_INPUT, "{0} is damaged: the text itself is missing"},
		{"zippassword.docx", ERR_INPUT, "{0} is protected by a password"},
		{"scanned.docx", ERR_INPUT, "{0} holds pictures but no text"},
		{"blank.docx", ERR_INPUT, "{0} holds no text"},
	};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct arena a;
		struct file_text t;
		arena_init(&a);
		refused(file_text_read(&a, fixture(f, row[i].name), S("x"), &t), row[i].code, row[i].sentence);
		arena_done(&a);
	}
}

static void cut_anywhere_it_is_damaged_never_worse(void **state)
{
	struct fixtures *f = *state;
	str s = fixture(f, "numbered.docx");
	size_t tried = 0;
	for (size_t n = 100; n < s.n; n += 100, tried++) {
		struct arena a;
		struct file_text t;
		arena_init(&a);
		refused(file_text_read(&a, str_dup(&a, str_cut(s, 0, n)), S("x"), &t), ERR_INPUT, "{0} is damaged");
		arena_done(&a);
	}
	assert_true(tried > 10);
}

static void formats_as_the_standard_says(void **state)
{
	unused_arg(state);
	static const struct {
		const char *format;
		int64_t n;
		const char *want;
	} row[] = {
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"decimalZero", 12, "12"}, {"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"}, {"upperLetter", 28, "BB"}, {"lowerLetter", 26, "z"}, {"chineseCounting", 10, "十"},
		{"japaneseCounting", 11, "十一"}, {"chineseCountingThousand", 20, "二十"}, {"chineseCountingThousand", 101, "一百零一"},
		{"chineseCountingThousand", 110, "一百一十"}, {"chineseCountingThousand", 4053, "四千零五十三"},
		{"chineseCountingThousand", 0, "零"}, {"chineseCountingThousand", 10000, "10000"},
		{"chineseLegalSimplified", 11, "壹拾壹"}, {"ideographDigital", 20, "二〇"}, {"ideographTraditional", 10, "癸"},
		{"ideographTraditional", 11, "11"}, {"ideographZodiac", 12, "亥"}, {"decimalFullWidth", 10, "１０"},
		{"decimalEnclosedCircle", 3, "③"}, {"decimalEnclosedCircleChinese", 21, "21"}, {"decimalEnclosedParen", 1, "⑴"},
		{"decimalEnclosedFullstop", 1, "⒈"}, {"none", 5, ""}, {"ordinal", 5, "5"}, {"upperRoman", 0, "0"},
		{"chineseCounting", -1, "-1"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct buf b;
		buf_init(&b, NULL);
		docx_format_put(&b, str_of(row[i].format), row[i].n);
		same_str(buf_str(&b), str_of(row[i].want));
		buf_done(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_paragraphs_and_the_title),
		cmocka_unit_test(counts_the_numbers_word_would_show),
		cmocka_unit_test(leaves_out_what_was_taken_out),
		cmocka_unit_test(makes_rows_lines),
		cmocka_unit_test(reads_boxes_once_and_no_readings),
		cmocka_unit_test(hostile_archives_are_refused),
		cmocka_unit_test(cut_anywhere_it_is_damaged_never_worse),
		cmocka_unit_test(formats_as_the_standard_says),
	};
	return cmocka_run_group_tests(tests, fixtures_make, fixtures_free);
}
