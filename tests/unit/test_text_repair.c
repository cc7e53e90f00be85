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
		cmocka_unit_test(leaves_clean_text_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
