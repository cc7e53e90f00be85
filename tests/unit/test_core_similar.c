/* SPDX-License-Identifier: Apache-2.0 */
/* Similar requests through the index of whichever engine the kit has; check runs after every test. */
#include "core_kit.h"

#include <string.h>

#include "core/request.h"
#include "core/similar_in.h"

static const char similar_pack_lua[] =
	"pack { \"asked\", version = \"1\", label = { zh = \"诉求\", en = \"Requests\" } }\n"
	"local function w(zh, en) return { zh = zh, en = en } end\n"
	"local function act(t) t.help, t.done = t.label, t.label return action(t) end\n"
	"kind { \"order\", label = w(\"诉求工单\", \"Order\"), number = \"单〔{year}〕{n:5}\", title = \"title\", lead = \"lead\", see = { \"boss\", \"doer\" },\n"
	" roles = { role { \"boss\", duty = \"supervision\", relation = \"any\", label = w(\"诉求中心\", \"Request centre\") },\n"
	"  role { \"doer\", duty = \"liaison\", relation = \"lead\", label = w(\"承办单位\", \"Lead\") } },\n"
	" fields = { field { \"title\", type = \"line\", label = w(\"题\", \"Title\") }, field { \"lead\", type = \"unit\", label = w(\"单位\", \"Unit\") },\n"
	"  field { \"category\", type = \"choice\", label = w(\"分类\", \"Category\"), choices = table(\"categories.tsv\") },\n"
	"  field { \"place\", type = \"line\", label = w(\"地点\", \"Place\") }, field { \"area\", type = \"unit\", label = w(\"属地\", \"Area\") },\n"
	"  field { \"x\", type = \"dec\", label = w(\"经度\", \"Longitude\") }, field { \"y\", type = \"dec\", label = w(\"纬度\", \"Latitude\") } },\n"
	" states = { state { \"open\", first = true, label = w(\"待办\", \"Open\") }, state { \"done\", closed = true, label = w(\"办结\", \"Done\") } },\n"
	" parts = { part { \"request\", label = w(\"诉求\", \"Request\"), request = true, number = \"诉〔{year}〕{n:6}\", max = 400, title = \"channel\",\n"
	"  channel = \"channel\", phone = \"phone\",\n"
	"  fields = { field { \"channel\", type = \"choice\", label = w(\"渠道\", \"Channel\"), choices = { choice { \"phone\", label = w(\"电话\", \"Phone\") } } },\n"
	"   field { \"phone\", type = \"line\", personal = true, purpose = \"联系\", data_class = \"联系方式\", see = \"boss\", mask = true, label = w(\"电话\", \"Phone\") },\n"
	"   field { \"words\", type = \"text\", personal = true, purpose = \"办理\", data_class = \"诉求内容\", label = w(\"原话\", \"Words\") } },\n"
	"  states = { state { \"open\", first = true, label = w(\"办理中\", \"Open\") }, state { \"moved\", closed = true, label = w(\"已并入\", \"Moved\") } },\n"
	"  actions = { act { \"take\", opens = true, to = \"open\", by = \"boss\", label = w(\"登记\", \"Take\"), form = { \"channel\", \"phone\", { \"words\", required = true } } },\n"
	"   act { \"correct\", from = \"open\", by = \"boss\", label = w(\"更正\", \"Correct\"), form = { \"words\" } },\n"
	"   act { \"away\", from = \"open\", to = \"moved\", by = \"boss\", label = w(\"并入\", \"Move\") } } } },\n"
	" actions = { act { \"register\", opens = true, to = \"open\", by = \"boss\", label = w(\"受理\", \"Register\"),\n"
	"   form = { \"title\", \"category\", \"place\", \"area\", \"x\", \"y\", \"lead\" } },\n"
	"  act { \"sort\", from = \"open\", by = \"boss\", label = w(\"分类\", \"Sort\"), form = { \"category\", \"lead\" } },\n"
	"  act { \"finish\", from = \"open\", to = \"done\", by = \"boss\", label = w(\"办结\", \"Finish\") } } }\n";

static const char similar_categories[] = "name\tzh\ten\thelp_zh\thelp_en\nurban.road.lamp\t路灯\tStreet lamp\t\t\nurban.clean.rubbish\t垃圾\tRubbish\t\t\n";

static int similar_setup(void **state)
{
	struct kit *k = kit_place();
	const struct pack_file files[] = {{S("pack.lua"), str_of(similar_pack_lua)}, {S("categories.tsv"), str_of(similar_categories)}};
	good(pack_load(&k->arena, S("asked"), files, COUNT_OF(files), &k->packs[1]));
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define similar_test(f) cmocka_unit_test_setup_teardown(f, similar_setup, kit_teardown)

static void bring_up(struct kit *k)
{
	bool more = true;
	for (int i = 0; more; i++) {
		good(similar_due(k->core, &more));
		assert_true(i < 1000);
	}
}

struct call {
	int64_t matter;
	const char *words, *title, *category, *place, *phone, *x, *y;
	int64_t lead, area;
};

static struct request_taken taken(struct kit *k, const struct call *q)
{
	struct request_taken t;
	struct arena *a = &k->arena;
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), str_of(q->words)}, {S("phone"), str_of(q->phone)}};
	struct arg of[7] = {{S("title"), str_of(q->title ? q->title : "一件诉求")}, {S("category"), str_of(q->category)}, {S("place"), str_of(q->place)},
		{S("x"), str_of(q->x)}, {S("y"), str_of(q->y)}};
	size_t n = 5;
	if (q->lead)
		of[n++] = (struct arg){S("lead"), kit_id(a, q->lead)};
	if (q->area)
		of[n++] = (struct arg){S("area"), kit_id(a, q->area)};
	good(request_take(&x, &(struct request_new){.kind = &k->packs[1]->kinds[0], .matter = q->matter, .args = args, .n_args = COUNT_OF(args),
		.of_matter = of, .n_of_matter = q->matter ? 0 : n}, &t));
	ctx_close(&x);
	return t;
}

static struct similar_page ask(struct kit *k, int person, const struct similar_ask *q)
{
	struct similar_page p;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(similar_find(&x, q, &p));
	ctx_close(&x);
	return p;
}

static struct similar_page ask_words(struct kit *k, int person, const char *words)
{
	return ask(k, person, &(struct similar_ask){.words = str_of(words)});
}

static const char lamp[] = "翠湖花园东门外的路灯坏了半个多月，一到晚上漆黑一片，孩子下晚自习不敢走";
static const char lamp_again[] = "翠湖东门那趟灯一个都不亮，黑灯瞎火的";

static void fill(struct kit *k)
{
	taken(k, &(struct call){.words = "金鼎华府北门路灯不亮，请处理", .category = "urban.road.lamp"});
	taken(k, &(struct call){.words = "翠湖花园垃圾桶满了没人清运", .category = "urban.clean.rubbish"});
	taken(k, &(struct call){.words = "大王庄村的机井坏了，麦子浇不上水"});
	taken(k, &(struct call){.words = "解放路与建设街路口一下雨就积水"});
}

static void another_telling_is_found_and_said_why(void **state)
{
	struct kit *k = *state;
	fill(k);
	struct request_taken t = taken(k, &(struct call){.words = lamp, .category = "urban.road.lamp", .phone = "138 0632-1234", .x = "117.30001", .y = "34.8"});
	assert_true(ask_words(k, P_CHIEF, lamp_again).behind);
	bring_up(k);
	k->now += 3 * KIT_DAY;
	struct similar_page p = ask(k, P_CHIEF, &(struct similar_ask){.words = str_of(lamp_again), .x = S("117.3005"), .y = S("34.8"), .phone = S("13806321234")});
	assert_false(p.behind);
	assert_true(p.n >= 1);
	assert_int_equal(p.hits[0].matter, t.matter);
	assert_int_equal(p.hits[0].request, t.request);
	assert_int_equal(p.hits[0].days, 3);
	assert_in_range(p.hits[0].metres, 40, 50);
	assert_true(p.hits[0].same_caller && p.hits[0].n_shared && p.hits[0].score > 50);
	same_str(p.hits[0].row.number, S("单〔2026〕00005"));
	assert_true(str_find(p.hits[0].why, S("翠湖"), 0) >= 0 && str_find(p.hits[0].why, S("the same caller"), 0) >= 0);
	assert_true(str_find(p.hits[0].why, S("3 days ago"), 0) >= 0);
	/* itself is not among its own */
	p = ask(k, P_CHIEF, &(struct similar_ask){.words = str_of(lamp_again), .matter = t.matter});
	assert_true(p.n == 0 || p.hits[0].matter != t.matter);
	assert_int_equal(ask_words(k, P_CHIEF, "您好，谢谢").n, 0);
	kit_check(k);
}

static void who_may_not_see_it_never_learns_of_it(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.words = lamp, .phone = "13806321234", .lead = k->unit[U_HOUSING]});
	bring_up(k);
	assert_int_equal(ask_words(k, P_SCHOOLS, lamp).n, 0);
	struct similar_page p = ask(k, P_HOUSING, &(struct similar_ask){.words = str_of(lamp), .phone = S("13806321234")});
	assert_int_equal(p.n, 1);
	assert_false(p.hits[0].same_caller); /* the phone is masked for him: he cannot try one out */
	struct similar_page without = ask(k, P_HOUSING, &(struct similar_ask){.words = str_of(lamp)});
	assert_int_equal(p.hits[0].score, without.hits[0].score);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, t.matter, k->unit[U_HOUSING], S("被反映单位")));
	ctx_close(&x);
	assert_int_equal(ask_words(k, P_HOUSING, lamp).n, 0); /* before the index has heard of it, */
	bring_up(k);
	assert_int_equal(ask_words(k, P_HOUSING, lamp).n, 0); /* and after */
	assert_int_equal(ask_words(k, P_CHIEF, lamp).n, 1);
}

STMT(similar_erase_key, "UPDATE key_seal SET wrapped = NULL WHERE region = $1 AND owner = $2");
STMT(similar_forget, "UPDATE similar_mark SET recipe = $2 WHERE region = $1");
STMT(similar_lose, "DELETE FROM similar_term WHERE region = $1 AND block = 0");

static err erase_key(struct conn *c, void *arg)
{
	return exec(c, &similar_erase_key, VALS(V_INT(KIT_REGION), V_INT(*(int64_t *)arg)), NULL);
}

static err forget(struct conn *c, void *arg)
{
	unused_arg(arg);
	return exec(c, &similar_forget, VALS(V_INT(KIT_REGION), V_BLOB(S("another"))), NULL);
}

static err lose(struct conn *c, void *arg)
{
	unused_arg(arg);
	return exec(c, &similar_lose, VALS(V_INT(KIT_REGION)), NULL);
}

/* Whoever attached a request said that both tell of one place. */
static void another_name_of_the_place_is_learned_from_what_was_attached(void **state)
{
	struct kit *k = *state;
	fill(k);
	struct request_taken one = taken(k, &(struct call){.words = "碧水湾小区南门的广场舞音响太吵"});
	taken(k, &(struct call){.matter = one.matter, .words = "老纺织厂院里跳舞的天天闹到九点多"});
	struct request_taken two = taken(k, &(struct call){.words = "碧水湾小区地下车库进水，水泵坏了"});
	for (int i = 0; i < 20; i++)
		taken(k, &(struct call){.words = "金鼎华府地下车库进水，水泵坏了"});
	bring_up(k);
	struct similar_page p = ask_words(k, P_CHIEF, "纺织厂的车库泡了水");
	size_t at = 0;
	while (at < p.n && p.hits[at].matter != two.matter)
		at++;
	assert_true(at < 2); /* only the one that says 纺织厂 itself may stand before it */
	assert_true(str_find(p.hits[at].why, S("another name of the same place"), 0) >= 0);
	kit_check(k);
}

static void what_was_erased_is_found_no_more(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.words = lamp});
	struct request_taken u = taken(k, &(struct call){.matter = t.matter, .words = "东门外头的灯杆歪了要倒"});
	bring_up(k);
	assert_int_equal(ask_words(k, P_CHIEF, lamp).hits[0].request, t.request);
	good(store_write(k->store, erase_key, &t.request));
	good(kit_do(k, P_CHIEF, t.matter, "sort", ARGS({S("category"), S("urban.road.lamp")}), ""));
	bring_up(k);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct similar_entry *v;
	size_t n;
	good(ctx_snap(&x));
	good(similar_entries_of(&x, t.matter, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].request, u.request);
	ctx_close(&x);
	struct similar_page p = ask_words(k, P_CHIEF, "孩子下晚自习一片漆黑");
	for (size_t i = 0; i < p.n; i++)
		assert_int_not_equal(p.hits[i].request, t.request);
	kit_check(k);
}

static void what_changed_is_found_as_it_is_now(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.words = "翠湖花园东门路灯不亮"});
	fill(k);
	bring_up(k);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct act_result r;
	good(act(&x, &(struct act_request){.matter = t.matter, .part = t.request, .action = S("correct"),
		.args = ARGS({S("words"), S("凤凰苑二十号楼的下水道堵了")})}, &r));
	ctx_close(&x);
	bring_up(k);
	assert_int_equal(ask_words(k, P_CHIEF, "凤凰苑20号楼污水外溢").hits[0].matter, t.matter);
	struct similar_page p = ask_words(k, P_CHIEF, "翠湖花园东门路灯不亮");
	assert_true(p.n == 0 || p.hits[0].matter != t.matter);
	kit_check(k);
}

static struct similar_cluster *clusters(struct kit *k, int person, size_t *ret_n)
{
	struct similar_cluster *v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(similar_clusters(&x, &v, ret_n));
	ctx_close(&x);
	return v;
}

static void what_many_ask_about_is_a_cluster(void **state)
{
	struct kit *k = *state;
	static const char *const east[] = {"117.30000", "117.30100", "117.30200", "117.29900", "117.36000"};
	int64_t area = k->unit[U_ROADS];
	struct request_taken t[5];
	size_t n;
	for (size_t i = 0; i < 4; i++)
		t[i] = taken(k, &(struct call){.words = "路灯不亮", .category = "urban.road.lamp", .x = east[i], .y = "34.80000", .lead = k->unit[U_HOUSING]});
	taken(k, &(struct call){.words = "路灯不亮", .category = "urban.road.lamp", .x = east[4], .y = "34.80000"});
	taken(k, &(struct call){.words = "垃圾没人收", .category = "urban.clean.rubbish", .x = east[0], .y = "34.80000"});
	bring_up(k);
	clusters(k, P_CHIEF, &n);
	assert_int_equal(n, 0); /* four at one place, one far away, one about something else */
	t[4] = taken(k, &(struct call){.matter = t[0].matter, .words = "灯还是不亮"});
	for (int i = 0; i < 5; i++)
		taken(k, &(struct call){.words = "垃圾没人收", .category = "urban.clean.rubbish", .area = area});
	bring_up(k);
	struct similar_cluster *v = clusters(k, P_CHIEF, &n);
	assert_int_equal(n, 2);
	const struct similar_cluster *near = v[0].area ? &v[1] : &v[0], *town = v[0].area ? &v[0] : &v[1];
	assert_int_equal(near->requests, 5);
	assert_int_equal(near->n_matters, 4);
	same_str(near->category_name, S("urban.road.lamp"));
	same_str(near->category.en, S("Street lamp"));
	assert_int_equal(near->x, 11730000);
	assert_int_equal(town->area, area);
	assert_int_equal(town->requests, 5);
	same_str(town->area_name, S("住建局市政科"));
	/* who is denied one of them has a cluster less */
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	v = clusters(k, P_HOUSING, &n);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].requests, 5);
	good(matter_deny(&x, t[1].matter, k->unit[U_HOUSING], S("被反映单位")));
	ctx_close(&x);
	clusters(k, P_HOUSING, &n);
	assert_int_equal(n, 0);
	k->now += 8 * KIT_DAY;
	clusters(k, P_CHIEF, &n);
	assert_int_equal(n, 0);
}

/* More than one block of lists, over a restart: what was early is found as what came last. */
static void lists_go_on_in_the_next_block(void **state)
{
	struct kit *k = *state;
	enum { ALL = 2 * BLOCK_ENTRIES + 900, STEP = 700 };
	bring_up(k);
	for (int64_t from = 0; from < ALL; from += STEP) {
		struct similar_told told[STEP];
		struct arena a;
		arena_init(&a);
		size_t n = 0;
		for (; n < STEP && from + (int64_t)n < ALL; n++) {
			struct buf b;
			buf_init(&b, &a);
			buf_fmt(&b, "第%lld小学门口的路灯不亮，编号A%lldB", (long long)(from + (int64_t)n), (long long)(from + (int64_t)n));
			told[n] = (struct similar_told){.matter = 1000 + from + (int64_t)n, .telling = {.request = 1, .text = {.words = buf_str(&b)},
				.facts = {.x = SIMILAR_NOWHERE, .y = SIMILAR_NOWHERE, .at = KIT_NOW}}};
		}
		good(similar_put(k->core, told, n));
		bring_up(k);
		arena_done(&a);
		if (from / STEP == 6) {
			kit_close(k);
			kit_open(k);
		}
	}
	static const int64_t wanted[] = {0, 5, BLOCK_ENTRIES - 2, BLOCK_ENTRIES - 1, BLOCK_ENTRIES, 5000, ALL - 1};
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		struct similar_message m;
		struct similar_near *near;
		size_t n;
		struct buf b;
		struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
		buf_init(&b, &k->arena);
		buf_fmt(&b, "灯杆A%lldB", (long long)wanted[i]);
		good(similar_message_of(&x, &(struct similar_ask){.words = buf_str(&b)}, &m));
		good(similar_rank(&x, &m, 0, 5, &near, &n));
		assert_true(n > 0);
		assert_int_equal(near[0].matter, 1000 + wanted[i]);
		ctx_close(&x);
	}
	/* these matters are not in the record: the index is made anew for what follows */
	good(store_write(k->store, forget, NULL));
}

static void another_recipe_makes_it_anew_and_check_sees_what_is_missing(void **state)
{
	struct kit *k = *state;
	fill(k);
	struct request_taken t = taken(k, &(struct call){.words = lamp});
	bring_up(k);
	good(store_write(k->store, forget, NULL));
	assert_true(ask_words(k, P_CHIEF, lamp).behind);
	bring_up(k);
	assert_int_equal(ask_words(k, P_CHIEF, lamp).hits[0].matter, t.matter);
	kit_check(k);
	struct buf b;
	struct check_report r;
	good(store_write(k->store, lose, NULL));
	buf_init(&b, &k->arena);
	good(core_check(k->core, LANG_EN, &b, &r));
	assert_true(r.findings > 0 && str_find(buf_str(&b), S("is missing in the index of similar requests"), 0) >= 0);
	good(store_write(k->store, forget, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		similar_test(another_telling_is_found_and_said_why),
		similar_test(who_may_not_see_it_never_learns_of_it),
		similar_test(another_name_of_the_place_is_learned_from_what_was_attached),
		similar_test(what_was_erased_is_found_no_more),
		similar_test(what_changed_is_found_as_it_is_now),
		similar_test(what_many_ask_about_is_a_cluster),
		similar_test(lists_go_on_in_the_next_block),
		similar_test(another_recipe_makes_it_anew_and_check_sees_what_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
