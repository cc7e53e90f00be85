/* SPDX-License-Identifier: Apache-2.0 */
/* What search compares: folding, tokens, and that the index proposes every text in which the
 * words stand (an index of positions in miniature, as both engines keep one). */
#include "check.h"

#include "text/bigram.h"

#include <stdio.h>

static struct arena arena;

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

static struct folded fold(const char *text)
{
	struct folded f;
	bigram_fold(&arena, str_of(text), &f);
	return f;
}

static void texts_fold_to_one_form(void **state)
{
	static const char *const row[][2] = {
		{"重点项目", "重点项目"},
		{"重點專案，８月", "重点专案 8月"},
		{"Ｇ３１８线 PM２.５", "g318线pm2.5"},
		{"PM2.5、PM10", "pm2.5 pm10"},
		{"薛 城　区", "薛城区"},
		{"2024 年 6 月底前", "2024年6月底前"},
		{"new  project 12", "new project 12"},
		{"區(qū)委、區（qū）政府", "区委 区政府"},
		{"薛政办发〔2024〕6号", "薛政办发 2024 6号"},
		{"薛政办发［2024］６号", "薛政办发 2024 6号"},
		{"12345热线", "12345热线"},
		{"6.重点任务", "6 重点任务"},
		{"面积３.14㎡，气温５℃", "面积3.14m2 气温5 c"},
		{"①抓项目", "1抓项目"},
		{"⼯程", "工程"},
		{"\xef\xbb\xbf重\xe2\x80\x8b点", "重点"},
		{"一段\n二段", "一段 二段"},
		{"，。", ""},
		{"", ""},
		{"（妈）", "妈"},
	};
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++)
		same_str(fold(row[i][0]).text, str_of(row[i][1]));
}

static void places_are_those_of_the_text(void **state)
{
	unused_arg(state);
	struct folded f = fold("抓 區(qū)委  ８月");
	same_str(f.text, S("抓区委8月"));
	static const size_t from[] = {0, 2, 7, 10, 11};
	for (size_t i = 0; i < f.n; i++) {
		assert_int_equal(f.at[i].from, from[i]);
		assert_int_equal(f.at[i].to, from[i] + 1);
	}
}

static int note(void *arg, str token, bool beside, struct span bytes)
{
	unused_arg(bytes);
	if (!beside && ((struct buf *)arg)->n)
		buf_byte(arg, ' ');
	if (beside)
		buf_byte(arg, '+');
	buf_add(arg, token);
	return 0;
}

static str tokens(const char *text, bool question)
{
	struct buf b;
	buf_init(&b, &arena);
	bigram_tokens(fold(text).text, question, note, &b);
	return b.n ? buf_str(&b) : S("");
}

static void runs_become_pairs_and_words_stay_whole(void **state)
{
	unused_arg(state);
	same_str(tokens("重点项目", false), S("重点+重 点项+点 项目+项+目"));
	same_str(tokens("重点项目", true), S("重点 点项 项目"));
	same_str(tokens("6月底前", true), S("6 月底 底前"));
	same_str(tokens("路", true), S("路"));
	same_str(tokens("路", false), S("路"));
	same_str(tokens("督〔2026〕0012号", false), S("督 2026 0012 号"));
	same_str(tokens("𠀀𠀁𰀀", true), S("𠀀𠀁 𠀁𰀀"));
	same_str(tokens("PM2.5达标", true), S("pm2.5 达标"));
}

/* ---- an index in miniature ----------------------------------------------------------------- */
struct placed {
	str token;
	size_t place;
};
struct listing {
	LIST(struct placed) v;
	size_t place;
};

static int place(void *arg, str token, bool beside, struct span bytes)
{
	struct listing *l = arg;
	unused_arg(bytes);
	l->place += !beside;
	*list_push(&arena, &l->v) = (struct placed){token, l->place};
	return 0;
}

static struct listing listed(str folded, bool question)
{
	struct listing l = {0};
	bigram_tokens(folded, question, place, &l);
	return l;
}

static bool stands(const struct listing *d, str token, size_t at)
{
	for (size_t i = 0; i < d->v.n; i++)
		if (d->v.v[i].place == at && str_eq(d->v.v[i].token, token))
			return true;
	return false;
}

static bool proposes(const struct listing *d, const struct listing *q)
{
	for (size_t at = 1; q->v.n && at <= d->place; at++) {
		size_t i = 0;
		while (i < q->v.n && stands(d, q->v.v[i].token, at + i))
			i++;
		if (i == q->v.n)
			return true;
	}
	return false;
}

static const char *const documents[] = {
	"加快推进示范区建设，确保2024年6月底前完成老旧小区改造12个。",
	"区委、区政府（12345热线）要求 PM2.5 平均浓度下降3.5％，G318沿线 整治 到位",
	"薛政办发〔2024〕6号文件：年度6项、月底5件，重点项目abc重点",
	"路", "a", "𠀀𠀁城𪚥区𬺰",
	"哈哈哈哈 重 点 工 作 x1 重点工作",
};

/* Every piece of a text finds it, unless it begins or ends inside a word. */
static void every_piece_of_a_text_finds_it(void **state)
{
	size_t tried = 0;
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct folded d = fold(documents[i]);
		struct listing index = listed(d.text, false);
		for (size_t from = 0; from < d.n; from++)
			for (size_t n = 1; n <= 20 && from + n <= d.n; n++) {
				struct folded w = {.cp = d.cp + from, .n = n};
				if (w.cp[0] == ' ' || w.cp[n - 1] == ' ' || bigram_find(&d, &w, from) != from)
					continue;
				str piece = str_cut(d.text, utf8_offset(d.text, from), utf8_offset(d.text, from + n));
				struct listing q = listed(piece, true);
				if (!proposes(&index, &q))
					test_fails("%.*s does not find %s", (int)piece.n, piece.p, documents[i]);
				tried++;
			}
	}
	assert_true(tried > 500);
}

static void pairs_alone_are_no_hit(void **state)
{
	unused_arg(state);
	static const char *const row[][2] = {
		{"重大点工", "重点"}, {"工作，项目", "工作项目"}, {"12345热线", "1234"}, {"PM2.5", "2.5"}, {"x2024", "2024"}, {"重大重点", "重重"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct folded t = fold(row[i][0]), w = fold(row[i][1]);
		assert_true(bigram_find(&t, &w, 0) == SIZE_MAX);
	}
	struct folded t = fold("重大点工，重点工作"), w = fold("重點");
	assert_int_equal(bigram_find(&t, &w, 0), 5);
	assert_true(bigram_find(&t, &w, 6) == SIZE_MAX);
}

static void initials_are_those_of_any_reading(void **state)
{
	unused_arg(state);
	assert_true(initials_begin(S("住建局"), S("zjj")));
	assert_true(initials_begin(S("住建局"), S("zj")));
	assert_true(initials_begin(S("长乐区"), S("clq"))); /* cháng, zhǎng */
	assert_true(initials_begin(S("长乐区"), S("zlq")));
	assert_true(initials_begin(S("12345热线"), S("12345rx")));
	assert_false(initials_begin(S("住建局"), S("zbj")));
	assert_false(initials_begin(S("住建局"), S("zjjj")));
	assert_false(initials_begin(S("住建局"), S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(texts_fold_to_one_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places_are_those_of_the_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runs_become_pairs_and_words_stay_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_piece_of_a_text_finds_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pairs_alone_are_no_hit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(initials_are_those_of_any_reading, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
