/* SPDX-License-Identifier: Apache-2.0 */
/* What two messages have in common: features, what is kept of them, nearness. */
#include "check.h"

#include <string.h>

#include "text/similar_in.h"

static struct arena a;
static const struct similar_rules *rules;
static const struct similar_key key = {{0x0706050403020100u, 0x0f0e0d0c0b0a0908u}};

static struct similar_message read_at(const char *words, const char *place, const char *category, int32_t x, int32_t y)
{
	struct similar_message m;
	similar_read(&a, rules, &key, &(struct similar_text){.words = str_of(words), .place = str_of(place)},
		     &(struct similar_facts){.category = str_of(category), .x = x, .y = y}, &m);
	return m;
}

static struct similar_message read(const char *words)
{
	return read_at(words, "", "", SIMILAR_NOWHERE, SIMILAR_NOWHERE);
}

static const struct trait *trait(const struct similar_message *m, unsigned sort, const char *text)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->traits[i].sort == sort && (!text || str_eq(m->traits[i].text, str_of(text))))
			return &m->traits[i];
	return NULL;
}

static double nearness(const char *one, const char *other)
{
	struct similar_why w;
	struct similar_message x = read(one), y = read(other);
	similar_weigh(rules, &x.side, &y.side, NULL, &w);
	return w.score;
}

static void the_hash_is_siphash(void **state)
{
	unused_arg(state);
	uint8_t in[15];
	for (uint8_t i = 0; i < sizeof in; i++)
		in[i] = i;
	assert_true(similar_hash(&key, in, sizeof in) == 0xa129ca6149be45e5u); /* the example of its paper */
	assert_true(similar_hash(&key, in, 0) == 0x726fdb47dd0e0e31u);
}

static void places_are_names_without_what_stands_before_them(void **state)
{
	unused_arg(state);
	static const struct {
		const char *words, *name;
		unsigned sort;
	} row[] = {
		{"我家住在翠湖花园，电梯坏了", "翠湖", TRAIT_HOME}, {"俺是大王庄村的", "大王", TRAIT_HOME}, {"大王庄的路", "大王", TRAIT_HOME},
		{"解放路上路灯不亮", "解放", TRAIT_ROAD},           {"我们小区和清河小区之间", "清河", TRAIT_HOME}, {"育才小学门口", "育才", TRAIT_SPOT},
		{"石桥镇的卫生院", "石桥", TRAIT_TOWN},             {"请到阳光丽景小区看看", "丽景", TRAIT_HOME},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct similar_message m = read(row[i].words);
		if (!trait(&m, row[i].sort, row[i].name))
			test_fails("%s: no %s", row[i].words, row[i].name);
	}
	static const char *const none[] = {"我们小区的路灯", "马路上有个坑", "老旧小区改造", "这条路不好走", "在路灯下面"};
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		struct similar_message m = read(none[i]);
		if (trait(&m, TRAIT_HOME, NULL) || trait(&m, TRAIT_ROAD, NULL))
			test_fails("%s: a place", none[i]);
	}
}

static void numbers_of_houses_are_the_same_in_any_writing(void **state)
{
	unused_arg(state);
	struct similar_message x = read("十二号楼三单元"), y = read("12栋3单元"), z = read("１２幢");
	const struct trait *t = trait(&x, TRAIT_NUMBER, "十二号楼");
	assert_non_null(t);
	assert_non_null(trait(&y, TRAIT_NUMBER, "12栋"));
	assert_int_equal(t->code, trait(&y, TRAIT_NUMBER, "12栋")->code);
	assert_int_equal(t->code, trait(&z, TRAIT_NUMBER, "12幢")->code);
	assert_int_not_equal(t->code, trait(&y, TRAIT_NUMBER, "3单元")->code);
}

static void a_trouble_is_heard_through_wrong_characters(void **state)
{
	unused_arg(state);
	struct similar_message x = read("路灯不亮"), y = read("小区的路登坏了");
	const struct trait *lamp = trait(&x, TRAIT_TOPIC, "路灯"), *heard = trait(&y, TRAIT_TOPIC, "路登");
	assert_true(lamp && heard);
	assert_int_equal(lamp->code, heard->code);
	assert_true(heard->heard && !lamp->heard);
	assert_true(nearness("翠湖花园路登坏了", "翠湖花园路灯坏了") > nearness("翠湖花园路登坏了", "翠湖花园垃圾没人收"));
	assert_true(nearness("翠胡花园电梯困人", "翠湖花园电梯困人") > 0.8 * nearness("翠湖花园电梯困人", "翠湖花园电梯困人"));
}

static void politeness_says_nothing(void **state)
{
	unused_arg(state);
	struct similar_message m = read("您好，请问领导，希望有关部门尽快处理，谢谢！");
	assert_int_equal(m.n, 0);
	double with = nearness("您好领导，反映一下路灯不亮的问题，希望尽快解决", "路灯不亮"), without = nearness("路灯不亮", "路灯不亮");
	assert_true(with > 0.85 * without);
}

static void another_home_is_another_matter(void **state)
{
	unused_arg(state);
	const char *asked = "翠湖花园3号楼电梯又坏了";
	double same = nearness(asked, "翠湖花园三号楼的电梯停运好几天"), next = nearness(asked, "翠湖花园5号楼电梯停运好几天"),
	       other = nearness(asked, "金鼎华府3号楼的电梯停运好几天"), trouble = nearness(asked, "翠湖花园3号楼垃圾没人清运");
	assert_true(same > next && next > other && same > trouble);
	struct similar_why w;
	struct similar_message x = read(asked), y = read("金鼎华府电梯坏了");
	similar_weigh(rules, &x.side, &y.side, NULL, &w);
	assert_true(w.elsewhere);
}

static void near_and_far(void **state)
{
	unused_arg(state);
	struct similar_message x = read_at("路灯不亮", "", "urban.road.lamp", 11730000, 3480000), y = x, far = x, none = x;
	struct similar_why w, v;
	y.side.x += 50;
	far.side.y += 5000;
	none.side.x = SIMILAR_NOWHERE;
	assert_in_range(similar_metres(&x.side, &y.side), 44, 47); /* cos 34.8° of 55.6 m */
	assert_in_range(similar_metres(&x.side, &far.side), 5550, 5570);
	assert_int_equal(similar_metres(&x.side, &none.side), -1);
	similar_weigh(rules, &x.side, &y.side, NULL, &w);
	similar_weigh(rules, &x.side, &far.side, NULL, &v);
	assert_true(w.score > v.score + 0.3);
	struct similar_message other = read_at("路灯不亮", "", "env.noise.build", SIMILAR_NOWHERE, SIMILAR_NOWHERE),
			       beside = read_at("路灯不亮", "", "urban.road.hole", SIMILAR_NOWHERE, SIMILAR_NOWHERE);
	assert_true(x.side.category[1] == beside.side.category[1] && x.side.category[2] != beside.side.category[2]);
	similar_weigh(rules, &x.side, &other.side, NULL, &w);
	similar_weigh(rules, &x.side, &beside.side, NULL, &v);
	assert_true(v.score > w.score);
}

static void what_is_kept_comes_back_and_holds_no_words(void **state)
{
	unused_arg(state);
	struct similar_message m = read_at("金鼎华府5号楼电梯困人，电话13800001234", "金鼎华府", "housing.property.lift", 11730000, -3480000), other;
	struct similar_side side;
	str packed = similar_pack(&a, &m.side);
	assert_true(similar_unpack(packed, &side));
	assert_int_equal(side.n, m.n);
	assert_memory_equal(side.codes, m.side.codes, m.n * sizeof *side.codes);
	assert_true(side.x == m.side.x && side.y == m.side.y && side.category[2] == m.side.category[2]);
	assert_int_equal(str_find(packed, S("电梯"), 0), -1);
	assert_false(similar_unpack(str_cut(packed, 0, packed.n - 1), &side));
	assert_false(similar_unpack(STR_NONE, &side));
	/* with another key nothing meets */
	const struct similar_key k = {{1, 2}};
	similar_read(&a, rules, &k, &(struct similar_text){.words = S("金鼎华府5号楼电梯困人")}, &(struct similar_facts){.x = SIMILAR_NOWHERE}, &other);
	struct similar_why w;
	similar_weigh(rules, &m.side, &other.side, NULL, &w);
	assert_true(w.words < 0.1 && w.topic < 0.1);
}

static void terms_of_a_question_meet_those_that_are_kept(void **state)
{
	unused_arg(state);
	struct similar_message m = read_at("金鼎华府电梯困人", "", "housing.property.lift", 11730000, 3480000),
			       q = read_at("金鼎那边电梯", "", "housing.property.lift", 11730200, 3480000);
	struct similar_term kept[SIMILAR_TERMS], asked[SIMILAR_TERMS];
	size_t n = similar_terms(rules, &key, &m.side, NULL, false, kept), k = similar_terms(rules, &key, &q.side, NULL, true, asked), met = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			met += kept[i].term == asked[j].term;
	assert_true(met >= 4); /* the name, the trouble, its category twice, the cell beside */
}

/* ---- held against each other ---- */
static struct similar_why why_of(const struct similar_message *question, const char *other)
{
	struct similar_message o = read(other);
	struct similar_why w;
	similar_weigh(rules, &question->side, &o.side, NULL, &w);
	return w;
}

static void what_many_say_is_worth_less_than_what_one_says(void **state)
{
	unused_arg(state);
	struct similar_message q = read("金鼎华府的电梯困人，垃圾没人清运");
	struct similar_why w[] = {why_of(&q, "垃圾没人清运，臭"), why_of(&q, "路边垃圾没人清运"), why_of(&q, "垃圾没人清运，苍蝇多"), why_of(&q, "金鼎的电梯"),
		why_of(&q, "垃圾没人清运"), why_of(&q, "垃圾没人清运")};
	double before[COUNT_OF(w)];
	struct similar_why *all[COUNT_OF(w)];
	const int64_t matter[] = {1, 2, 3, 4, 5, 5};
	for (size_t i = 0; i < COUNT_OF(w); i++)
		all[i] = &w[i], before[i] = w[i].score;
	similar_crowd(&a, rules, &q.side, NULL, all, matter, COUNT_OF(w));
	double step = rules->weight.crowd;
	assert_true(before[3] <= w[3].score); /* nobody else says it */
	for (size_t i = 0; i < COUNT_OF(w); i++)
		if (i != 3) /* four matters say so: two steps, and requests of one matter are one */
			assert_true(before[i] - w[i].score > 1.99 * step && before[i] - w[i].score < 2.01 * step);
}

static void whoever_is_near_is_in_no_crowd_of_those_who_are_not(void **state)
{
	unused_arg(state);
	struct similar_message q = read_at("路灯不亮", "", "", 11730000, 3480000), near = read_at("路灯不亮", "", "", 11730050, 3480000);
	struct similar_why w[3], *all[] = {&w[0], &w[1], &w[2]};
	const int64_t matter[] = {1, 2, 3};
	similar_weigh(rules, &q.side, &near.side, NULL, &w[0]);
	w[1] = why_of(&q, "路灯不亮");
	w[2] = why_of(&q, "路灯不亮");
	double first = w[0].score, second = w[1].score;
	similar_crowd(&a, rules, &q.side, NULL, all, matter, 3);
	assert_true(w[0].score >= first && w[1].score < second);
}

static void usual_words_are_not_rare_in_a_young_district(void **state)
{
	unused_arg(state);
	uint32_t *slots = arena_new_n(&a, SIMILAR_SLOTS, uint32_t);
	struct similar_counts c = {.n = slots, .all = similar_usual(&a, rules, &key, slots)};
	struct similar_message m = read("知道麻将");
	const struct trait *usual = trait(&m, TRAIT_WORD, "知道"), *rare = trait(&m, TRAIT_WORD, "麻将");
	assert_true(c.all > 0 && usual && rare);
	assert_true(similar_rarity(&c, usual->code) + 1 < similar_rarity(&c, rare->code));
	assert_true(similar_rarity(NULL, usual->code) >= similar_rarity(NULL, rare->code));
}

static void whoever_says_everything_is_not_near_to_everybody(void **state)
{
	unused_arg(state);
	const char *all = "物业不管，电梯停运，垃圾没人收，楼道堆放杂物，健身器材坏了，绿化带有人种菜，停车位不够，消防通道堵住，路面有坑，噪音扰民，"
			  "污水外溢，暖气不热，自来水发黄，门禁坏了，保安睡觉，蚊子很多，狗叫，公摊太贵，监控没有，外墙脱落，楼顶漏雨";
	double one = nearness("健身器材坏了，滑梯也断了", "健身器材坏了"), many = nearness("健身器材坏了，滑梯也断了", all);
	assert_true(many < 0.6 * one);
}

static void names_of_a_place_are_learned_from_requests_of_one_matter(void **state)
{
	unused_arg(state);
	static const struct {
		int64_t matter;
		const char *words;
	} row[] = {{1, "碧水湾南门路灯坏了"}, {1, "老纺织厂那条路黑"}, {2, "纺织厂院里垃圾没人收"}, {2, "碧水湾垃圾成堆"}, {3, "纺织厂对面的阳光丽景小区停水"}};
	const struct similar_counts c = {.n = arena_new_n(&a, SIMILAR_SLOTS, uint32_t), .all = 500};
	struct similar_told_side told[COUNT_OF(row)];
	for (size_t i = 0; i < COUNT_OF(row); i++)
		told[i] = (struct similar_told_side){row[i].matter, read(row[i].words).side};
	struct similar_message q = read("纺织厂的电梯坏了"), other = read("碧水湾电梯停运"), wrong = read("阳光丽景小区电梯停运");
	struct similar_why before, after, w;
	similar_weigh(rules, &q.side, &other.side, &c, &before);
	assert_true(similar_learn_names(&q.side, &c, told, COUNT_OF(told)));
	similar_weigh(rules, &q.side, &other.side, &c, &after);
	similar_weigh(rules, &q.side, &wrong.side, &c, &w);
	assert_true(!before.also && after.also && !w.also); /* two of three matters call it so, one something else */
	assert_true(after.score > before.score + 0.15 && after.score > w.score + 0.15);
	/* a question that names nothing learns nothing, and a road is not one place */
	struct similar_message none = read("电梯坏了"), road = read("解放路的电梯坏了");
	const struct similar_told_side along[] = {{1, read("解放路路灯坏了").side}, {1, read("碧水湾南门路灯坏了").side}};
	assert_false(similar_learn_names(&none.side, &c, told, COUNT_OF(told)));
	assert_false(similar_learn_names(&road.side, &c, along, COUNT_OF(along)));
}

static void rules_say_where_they_are_wrong(void **state)
{
	unused_arg(state);
	const struct similar_rules *r;
	assert_int_equal(similar_rules_compile(&a, S("stop\t您好\nplace\tsky\t云\n"), S("a\t啊\n"), S("x.tsv"), &r), ERR_INPUT);
	assert_int_equal(similar_rules_compile(&a, S("weight\twords\tmany\n"), S(""), S("x.tsv"), &r), ERR_INPUT);
	assert_int_equal(similar_rules_compile(&a, S("weight\tnothing\t5\n"), S(""), S("x.tsv"), &r), ERR_INPUT);
	assert_int_equal(similar_rules_compile(&a, S("# only this\n"), S(""), S("x.tsv"), &r), OK);
	struct similar_message m;
	similar_read(&a, r, &key, &(struct similar_text){.words = S("路灯")}, &(struct similar_facts){.x = SIMILAR_NOWHERE}, &m);
	assert_int_equal(m.n, 3); /* the pair and its characters */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_is_siphash),
		cmocka_unit_test(places_are_names_without_what_stands_before_them),
		cmocka_unit_test(numbers_of_houses_are_the_same_in_any_writing),
		cmocka_unit_test(a_trouble_is_heard_through_wrong_characters),
		cmocka_unit_test(politeness_says_nothing),
		cmocka_unit_test(another_home_is_another_matter),
		cmocka_unit_test(near_and_far),
		cmocka_unit_test(what_is_kept_comes_back_and_holds_no_words),
		cmocka_unit_test(terms_of_a_question_meet_those_that_are_kept),
		cmocka_unit_test(what_many_say_is_worth_less_than_what_one_says),
		cmocka_unit_test(whoever_is_near_is_in_no_crowd_of_those_who_are_not),
		cmocka_unit_test(usual_words_are_not_rare_in_a_young_district),
		cmocka_unit_test(whoever_says_everything_is_not_near_to_everybody),
		cmocka_unit_test(names_of_a_place_are_learned_from_requests_of_one_matter),
		cmocka_unit_test(rules_say_where_they_are_wrong),
	};
	arena_init(&a);
	if (similar_rules_built_in(&a, &rules) != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_done(&a);
	return failed;
}
