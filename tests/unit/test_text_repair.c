/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "repair_check.h"

/* Our own sentences; the damaged forms were made by tools/garble.py. */
static const struct {
	const char *what;
	str page, text;
} damaged[] = {
	{"readings and traditional characters",
	 S("全區(qū)黨委會(huì)議決定,學(xué)習(xí)會(huì)後,各單位要總結(jié)經(jīng)驗(yàn),學(xué)深悟透。"),
	 S("全区党委会议决定，学习会后，各单位要总结经验，学深悟透。")},
	{"a reading across two characters, closed by a trail byte that is ASCII",
	 S("今年以來(lái),全區(qū)經濟社會(huì)發展。請談?wù)勓Τ菂^(qū)今年以來(lái)的工作,全區(qū)的社會(huì)事業。"),
	 S("今年以来，全区经济社会发展。请谈谈薛城区今年以来的工作，全区的社会事业。")},
	{"two readings, one in the other's way",
	 S("全區(qū)經(jīng)濟一直缺大少?gòu)姡珔^(qū)經(jīng)濟要做大做強(qiáng),經(jīng)濟強(qiáng)區(qū)。"),
	 S("全区经济一直缺大少强，全区经济要做大做强，经济强区。")},
	{"a byte before marks, seen",
	 S("全區(qū)經(jīng)濟發展好<,社會(huì)穩定<,羣衆滿意<,干勁很足<,會(huì)議開得好。"),
	 S("全区经济发展好，社会稳定，群众满意，干劲很足，会议开得好。")},
	{"a byte before marks, not seen: 。 and ” make ！",
	 S("全區(qū)經(jīng)濟發展好?！皩W(xué)習會(huì)議精神?！彼f。社區(qū)會(huì)議要學(xué)習。"),
	 S("全区经济发展好。“学习会议精神。”他说。社区会议要学习。")},
	{"pairs that are not shown",
	 S("打造一支忠誠干淨擔當?shù)母刹筷犖椋恢艽蛴舱?、善打胜仗的隊伍。全區(qū)數(shù)据,會(huì)議數(shù)次。一支隊伍一支筆。"),
	 S("打造一支忠诚干净担当的干部队伍，一支能打硬仗、善打胜仗的队伍。全区数据，会议数次。一支队伍一支笔。")},
	{"full width kept",
	 S("全區(qū)（含開發區(qū)）經(jīng)濟會(huì)議：“學(xué)習”！全區(qū)社會(huì)經(jīng)濟。"),
	 S("全区（含开发区）经济会议：“学习”！全区社会经济。")},
};

static void undoes_damage(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		struct arena a;
		arena_init(&a);
		struct repaired r = repair_bytes(&a, damaged[i].page);
		if (!str_eq(r.text, damaged[i].text))
			test_fails("%s: \"" STR_FMT "\"", damaged[i].what, STR_ARG(r.text));
		assert_true(r.n_edits > 0);
		arena_done(&a);
	}
}

/* 在"？024年": the first digit was swallowed with a byte of the character before it. */
static void year_gets_its_digit_back(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	str page = S("全區(qū)會(huì)議要求,學(xué)習(xí)會(huì)議精神,請談?wù)劊?024年工作,全區(qū)學(xué)習(xí)。");
	struct repaired r = repair_bytes(&a, page);
	assert_true(str_find(r.text, S("谈，2024年工作"), 0) > 0 || str_find(r.text, S("2024年工作"), 0) > 0);
	bool year = false;
	for (size_t i = 0; i < r.n_edits; i++)
		year |= r.edits[i].rule == REPAIR_YEAR && str_eq(r.edits[i].to, S("2")) && !r.edits[i].from.n;
	assert_true(year);
	arena_done(&a);
}

static void says_what_was_inferred(void **state)
{
	unused_arg(state);
	struct arena a;
	size_t inferred = 0, certain = 0;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		struct repaired r = repair_bytes(&a, damaged[i].page);
		for (size_t k = 0; k < r.n_edits; k++) {
			const struct repair_edit *e = &r.edits[k];
			assert_true(e->confidence >= 0 && e->confidence <= 1);
			assert_true(e->inferred || !e->n_alternatives);
			for (size_t j = 0; j < e->n_alternatives; j++)
				assert_false(str_eq(e->alternatives[j], e->to));
			inferred += e->inferred && e->n_alternatives;
			certain += !e->inferred && e->rule == REPAIR_SHIFT;
		}
	}
	assert_true(inferred > 0 && certain > 0);
	arena_done(&a);
}

static void flags_masks_and_changes_none(void **state)
{
	unused_arg(state);
	static const struct {
		str text;
		size_t from, to;
	} masked[] = {{S("我们×区要抓落实"), 2, 3}, {S("增速×%，位列第三"), 2, 3}, {S("党的XX大报告"), 2, 4}, {S("○○县人民政府"), 0, 2}};
	static const str plain[] = {S("面积3×5米，共2 × 4个"), S("做X光检查，XXL码"), S("## 标题\n**重点**内容")};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(masked); i++) {
		struct repaired r = repair_bytes(&a, masked[i].text);
		assert_int_equal(r.n_edits, 0);
		assert_int_equal(r.n_flags, 1);
		assert_int_equal(r.flags[0].kind, FLAG_MASK);
		assert_int_equal(r.flags[0].at.from, masked[i].from);
		assert_int_equal(r.flags[0].at.to, masked[i].to);
	}
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		assert_int_equal(repair_bytes(&a, plain[i]).n_flags, 0);
	arena_done(&a);
}

/* Flags and changes nothing; the text is clean but for one place. */
static void flags_what_is_wrong(void **state)
{
	unused_arg(state);
	static const struct {
		str text;
		enum flag_kind kind;
		size_t from, to;
	} wrong[] = {
		{S("会议提出，要为进一步全面深化改大产投基金；如何解决中小企业融资难题。"), FLAG_HOLE, 15, 15},
		{S("要紧紧依靠人民群总，密切联系实际。"), FLAG_OBFUSCATED, 8, 9},
		{S("在党中阳的坚强领导下，全区上下团结奋斗。"), FLAG_OBFUSCATED, 3, 4},
		{S("区委书.记主持会议。"), FLAG_OBFUSCATED, 2, 5},
		{S("县政*府办公室印发通知。"), FLAG_OBFUSCATED, 1, 4},
		{S("各级领 导干部要带头落实。"), FLAG_OBFUSCATED, 2, 5},
		{S("要坚持党的领（导），全面从严治党。"), FLAG_OBFUSCATED, 6, 9},
	};
	static const str right[] = {
		S("会议提出，要为进一步全面深化改革大下功夫；如何解决中小企业融资难题。"),
		S("各乡（镇）党委、政府，市（县）有关部门，子（女）随迁。"),
		S("名称  单位  数量\n通 知\n区政府 办公室 印发"),
		S("卡尔·马克思和弗·恩格斯；重点*项目，增长（下）降。"),
		S("怎么样？什么时候？为什么呢？走什么路？"),
		S("全县各族干部群众。在行尾添加，默认值不变，四舍五入。"),
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct repaired r = repair_bytes(&a, wrong[i].text);
		assert_int_equal(r.n_edits, 0);
		if (r.n_flags != 1 || r.flags[0].kind != wrong[i].kind || r.flags[0].at.from != wrong[i].from || r.flags[0].at.to != wrong[i].to)
			test_fails("\"" STR_FMT "\": %zu flags", STR_ARG(wrong[i].text), r.n_flags);
	}
	for (size_t i = 0; i < COUNT_OF(right); i++) {
		struct repaired r = repair_bytes(&a, right[i]);
		if (r.n_flags)
			test_fails("\"" STR_FMT "\": flag at %zu", STR_ARG(right[i]), r.flags[0].at.from);
	}
	arena_done(&a);
}

static void widens_a_folded_page(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	struct repaired r = repair_bytes(&a, S("问:有何打算?\n答:今年增长10.5%;明年(含区级)达到1,234亿元,于15:35开会!详见http://a.cn/?b,c。"));
	same_str(r.text, S("问：有何打算？\n答：今年增长10.5%；明年（含区级）达到1,234亿元，于15:35开会！详见http://a.cn/?b,c。"));
	assert_true(r.proved);
	for (size_t i = 0; i < r.n_edits; i++)
		assert_int_equal(r.edits[i].rule, REPAIR_PUNCTUATION);
	arena_done(&a);
}

static const struct {
	const char *what;
	str text;
} clean[] = {
	{"prose", S("今年以来，全区上下（含开发区）实现增长10.5%，位列第一。“怎么办？”他说。")},
	{"typed commas", S("路灯坏了,没人修。请问什么时候能修好?")},
	{"ascii marks with full-width ones", S("会议指出,要抓落实。一是抓项目,二是抓招商;三是（重点）抓环境:有没有?")},
	{"a blank behind commas", S("请注意, 这个命令, 会删除文件; 确认吗? 继续。请备份, 谢谢。")},
	{"typed commas with an ellipsis", S("是的,我知道,他说:好,好,好!但是…没有办法,真的。对吗?")},
	{"teaching, full-width", S("“重”读作重（zhòng）时表示分量，读作重（chóng）时表示再次。")},
	{"teaching, ascii", S("多音字:重(zhòng)要、重(chóng)复、行(xíng)走、银行(háng)。重音要读对,行不行?")},
	{"every character read", S("我(wǒ)们(men)在(zài)学(xué)校(xiào)里(lǐ)学(xué)习(xí)。")},
	{"a rare name", S("峄(yì)城区今年工作取得新进展，峄城区委书记介绍。")},
	{"true traditional", S("今年以來，經濟發展迅速，後續計劃將由幹部負責；這裡沒有什麼問題。")},
	{"traditional with a reading", S("龔(gōng)先生說，這裡的經濟發展很好，龔先生很滿意。")},
	{"code", S("int main(void) { return f(a, b) ? 1 : 0; } /* 返回值,见文档;注意 */")},
	{"url and time", S("详见 http://example.cn/a?b=1,2;c:3 ，时间15:35，比分1:1。")},
	{"english", S("Readings (pinyin) are given: (a), (e) and (o). What? (ai)!")},
	{"question marks", S("真的吗?!为什么??他问：（谁？）")},
};

static void leaves_clean_text_alone(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(clean); i++) {
		struct arena a;
		arena_init(&a);
		struct repaired r = repair_bytes(&a, clean[i].text);
		if (r.n_edits || !str_eq(r.text, clean[i].text))
			test_fails("%s: changed to \"" STR_FMT "\"", clean[i].what, STR_ARG(r.text));
		assert_true(r.proved);
		arena_done(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(undoes_damage),
		cmocka_unit_test(year_gets_its_digit_back),
		cmocka_unit_test(says_what_was_inferred),
		cmocka_unit_test(flags_masks_and_changes_none),
		cmocka_unit_test(flags_what_is_wrong),
		cmocka_unit_test(widens_a_folded_page),
		cmocka_unit_test(leaves_clean_text_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
