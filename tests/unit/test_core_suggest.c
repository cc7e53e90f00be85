/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions: learned from what people decided, nothing of what is denied, gone, secret or only
 * somebody's own words; check runs after every test. */
#include "core_kit.h"

#include <string.h>

#include "core/request.h"
#include "core/suggest_in.h"

static int suggest_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "tests/pack/suggest", "suggest", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define suggest_test(f) cmocka_unit_test_setup_teardown(f, suggest_setup, kit_teardown)

static const struct kind *suggest_orders(struct kit *k)
{
	return &k->packs[1]->kinds[0];
}

static const struct saying {
	const char *category;
	int lead;
	const char *text[4];
} sayings[] = {
	{"city.lamp", U_ROADS, {"门口路灯不亮晚上摸黑", "路灯坏了一排都不亮", "巷子里路灯灭了看不见", "路灯一闪一闪不亮"}},
	{"school", U_SCHOOLS, {"孩子上学报名要什么材料", "学校老师补课收费", "小学学区怎么划分报名", "幼儿园孩子报名时间"}},
	{"traffic.bus", U_TRAFFIC, {"公交车等了半个小时不来", "公交司机不停站", "公交线路改了不通知", "末班公交车太早"}},
};
static const char *const places[] = {"东头", "西街", "南门", "北村", "桥边", "市场", "河东", "新区"};

static int64_t told(struct kit *k, const struct saying *s, int i, const char *phone, const char *confidential)
{
	struct request_taken t;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct buf words;
	char number[24];
	buf_init(&words, &k->arena);
	buf_z(&words, places[i % 8]);
	buf_z(&words, s->text[i / 8 % 4]);
	snprintf(number, sizeof number, "1380632%04d", 1000 + i);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), buf_str(&words)}, {S("phone"), str_of(phone ? phone : number)}};
	const struct arg of[] = {{S("title"), str_of(s->text[(i + 1) % 4])}, {S("category"), str_of(s->category)}, {S("confidential"), str_of(confidential)}};
	good(request_take(&x, &(struct request_new){.kind = suggest_orders(k), .args = args, .n_args = COUNT_OF(args), .of_matter = of,
		.n_of_matter = COUNT_OF(of) - !*confidential}, &t));
	ctx_close(&x);
	return t.matter;
}

static void dispatch(struct kit *k, int64_t matter, int unit)
{
	struct buf id;
	buf_init(&id, &k->arena);
	buf_int(&id, k->unit[unit]);
	good(kit_do(k, P_CHIEF, matter, "dispatch", ARGS({S("lead"), buf_str(&id)}), ""));
}

/* n of each category, dispatched. */
static void decide(struct kit *k, int n)
{
	for (size_t s = 0; s < COUNT_OF(sayings); s++)
		for (int i = 0; i < n; i++)
			dispatch(k, told(k, &sayings[s], i, NULL, ""), sayings[s].lead);
}

static void set(struct kit *k, const char *name, const char *value)
{
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(setting_put(&x, str_of(name), str_of(value)));
	ctx_close(&x);
}

static size_t asked_of(struct kit *k, int person, const struct suggest_ask *q, struct suggestion **ret)
{
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(suggest_for(&x, q, ret, &n));
	ctx_close(&x);
	return n;
}

static size_t about(struct kit *k, const char *field, const char *text, struct suggestion **ret)
{
	return asked_of(k, P_CHIEF, &(struct suggest_ask){.kind = suggest_orders(k), .field = str_of(field), .text = str_of(text)}, ret);
}

static int64_t unit_of(const struct suggestion *v)
{
	int64_t id = 0;
	assert_true(str_int(v->value, &id));
	return id;
}

static void categories_and_units_are_suggested_with_their_reasons(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	set(k, "kernel.suggest_least", "20");
	decide(k, 12);
	assert_int_equal(about(k, "category", "路灯不亮", &v), 0); /* nothing was learned yet */
	good(suggest_train(k->core));
	assert_true(about(k, "category", "你好，我家楼下的路灯不亮好几天", &v) > 0);
	same_str(v[0].value, S("city.lamp"));
	same_str(v[0].label, S("Lamp"));
	assert_in_range(v[0].share, 40, 100);
	assert_true(v[0].n_words > 0 && str_find(v[0].words[0], S("路灯"), 0) >= 0);
	assert_true(about(k, "lead", "公交车老不来", &v) > 0);
	assert_int_equal(unit_of(&v[0]), k->unit[U_TRAFFIC]);
	assert_int_equal(about(k, "area", "公交车老不来", &v), 0);
	assert_int_equal(about(k, "nothing", "公交车老不来", &v), 0);
	assert_true(about(k, "category", "医保报销挂号", &v) > 0); /* by its name alone */
	same_str(v[0].value, S("health"));
}

static void too_few_decisions_suggest_nothing(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	struct suggest_row *rows;
	size_t n;
	decide(k, 4);
	good(suggest_train(k->core)); /* a hundred are wanted */
	assert_int_equal(about(k, "category", "路灯不亮", &v), 0);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(suggest_list(&x, &rows, &n));
	assert_int_equal(n, 2);
	assert_false(rows[0].good);
	assert_int_equal(rows[0].version, 1);
	ctx_close(&x);
	set(k, "kernel.suggest_least", "20");
	set(k, "kernel.suggest_sure", "95");
	decide(k, 8);
	good(suggest_train(k->core));
	assert_int_equal(about(k, "category", "天气不错", &v), 0); /* too unsure */
}

static void what_a_matter_says_is_asked_for_its_readers(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	size_t n;
	set(k, "kernel.suggest_least", "20");
	decide(k, 10);
	good(suggest_train(k->core));
	int64_t id = told(k, &sayings[2], 3, NULL, "");
	const struct suggest_ask q = {.kind = suggest_orders(k), .field = S("lead"), .matter = id};
	assert_true(asked_of(k, P_CHIEF, &q, &v) > 0);
	assert_int_equal(unit_of(&v[0]), k->unit[U_TRAFFIC]);
	struct ctx x = kit_ctx(k, &k->arena, P_SCHOOLS);
	assert_int_equal(suggest_for(&x, &q, &v, &n), ERR_NOTFOUND);
	ctx_close(&x);
	assert_int_equal(asked_of(k, P_ADMIN, &(struct suggest_ask){.kind = suggest_orders(k), .field = S("category"), .text = S("路灯不亮")}, &v), 0);
}

static bool names(const struct suggestion *v, size_t n, int64_t unit)
{
	for (size_t i = 0; i < n; i++)
		if (unit_of(&v[i]) == unit)
			return true;
	return false;
}

static void the_unit_complained_of_is_never_suggested(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	struct buf id;
	set(k, "kernel.suggest_least", "20");
	set(k, "kernel.suggest_sure", "0");
	decide(k, 10);
	good(suggest_train(k->core));
	buf_init(&id, &k->arena);
	buf_int(&id, k->unit[U_HOUSING]);
	const struct arg reported = {S("reported_unit"), buf_str(&id)};
	struct suggest_ask q = {.kind = suggest_orders(k), .field = S("lead"), .text = S("路灯不亮"), .args = &reported};
	size_t n = asked_of(k, P_CHIEF, &q, &v);
	assert_true(names(v, n, k->unit[U_ROADS]));
	q.n_args = 1; /* the roads are below housing */
	n = asked_of(k, P_CHIEF, &q, &v);
	assert_false(names(v, n, k->unit[U_ROADS]));
	int64_t matter = told(k, &sayings[0], 5, NULL, "");
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, matter, k->unit[U_HOUSING], S("被反映")));
	ctx_close(&x);
	n = asked_of(k, P_CHIEF, &(struct suggest_ask){.kind = suggest_orders(k), .field = S("lead"), .matter = matter}, &v);
	assert_false(names(v, n, k->unit[U_ROADS]));
}

static size_t bytes_of(struct kit *k, const char *field, str *ret)
{
	struct ctx x;
	struct wish w[WISHES_MOST];
	struct classify_report r;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	const struct wish *one = wish_for(w, suggest_wishes(&x, w), suggest_orders(k), str_of(field));
	assert_non_null(one);
	good(suggest_learn(&x, one, ret, &r));
	ctx_close(&x);
	return r.examples;
}

static void only_what_people_decided_is_learned(void **state)
{
	struct kit *k = *state;
	str model;
	set(k, "kernel.suggest_least", "20");
	decide(k, 8);
	assert_int_equal(bytes_of(k, "lead", &model), 24);
	told(k, &sayings[0], 9, NULL, "");
	assert_int_equal(bytes_of(k, "lead", &model), 24); /* not dispatched */
	assert_int_equal(bytes_of(k, "category", &model), 25);
	told(k, &sayings[0], 10, NULL, "1"); /* a secret one */
	assert_int_equal(bytes_of(k, "category", &model), 25);
	/* nobody who is signed in: what the system took in, as from a page or another program */
	struct request_taken t;
	struct ctx x;
	const struct arg args[] = {{S("words"), S("路灯不亮")}, {S("channel"), S("phone")}};
	const struct arg of[] = {{S("title"), S("路灯")}, {S("category"), S("school")}};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(request_take(&x, &(struct request_new){.kind = suggest_orders(k), .args = args, .n_args = COUNT_OF(args), .of_matter = of,
		.n_of_matter = COUNT_OF(of)}, &t));
	ctx_close(&x);
	assert_int_equal(bytes_of(k, "category", &model), 25);
}

static void learned_twice_it_is_the_same(void **state)
{
	struct kit *k = *state;
	str one, two;
	set(k, "kernel.suggest_least", "20");
	decide(k, 9);
	bytes_of(k, "category", &one);
	bytes_of(k, "category", &two);
	assert_true(one.n > 100);
	same_str(one, two);
	assert_int_equal(str_find(one, S("路灯"), 0), -1);
}

/* What one person said, however often, is never shown to another as a reason. */
static void words_of_one_phone_are_no_reason(void **state)
{
	struct kit *k = *state;
	static const struct saying own = {"traffic.bus", U_TRAFFIC, {"欧阳慕华总说公交", "欧阳慕华又说公交", "欧阳慕华还说公交", "欧阳慕华再说公交"}};
	struct suggestion *v;
	set(k, "kernel.suggest_least", "20");
	decide(k, 8);
	for (int i = 0; i < 6; i++)
		told(k, &own, i, "13906321111", "");
	good(suggest_train(k->core));
	size_t n = about(k, "category", "欧阳慕华公交", &v);
	assert_true(n > 0);
	same_str(v[0].value, S("traffic.bus"));
	for (size_t i = 0; i < v[0].n_words; i++)
		assert_int_equal(str_find(v[0].words[i], S("欧阳"), 0), -1);
}

static void an_ended_unit_is_its_heir(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	int64_t made;
	set(k, "kernel.suggest_least", "20");
	decide(k, 10);
	good(suggest_train(k->core));
	for (int again = 0; again < 2; again++) { /* by what was learned before, and learned anew */
		if (!again) {
			struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
			good(unit_change(&x, &(struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_TRAFFIC], .heir = k->unit[U_HOUSING], .order = -1,
				.from = zone_day(k->zone, k->now), .reason = S("机构改革"), .source = S("编办〔2026〕1号")}, &made));
			ctx_close(&x);
		}
		assert_true(about(k, "lead", "公交车不来", &v) > 0);
		assert_int_equal(unit_of(&v[0]), k->unit[U_HOUSING]);
		good(suggest_train(k->core));
	}
}

static void every_night_once(void **state)
{
	struct kit *k = *state;
	struct suggest_row *rows;
	size_t n;
	set(k, "kernel.suggest_least", "20");
	decide(k, 8);
	static const struct {
		int64_t hours, version;
	} at[] = {{0, 1}, {1, 1}, {13, 1} /* 23:00 */, {14, 1} /* midnight */, {16, 2}, {20, 2}, {40, 3}};
	ms_t began = k->now;
	for (size_t i = 0; i < COUNT_OF(at); i++) {
		k->now = began + at[i].hours * 3600 * 1000;
		good(suggest_due(k->core));
		struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
		good(suggest_list(&x, &rows, &n));
		assert_int_equal(rows[0].version, at[i].version);
		assert_true(rows[0].good && rows[0].examples == 24 && rows[0].right3 >= rows[0].right);
		ctx_close(&x);
	}
}

STMT(suggest_key_gone, "UPDATE key_seal SET wrapped = NULL WHERE region = $1 AND owner = $2");
static err key_gone(struct conn *c, void *arg)
{
	return exec(c, &suggest_key_gone, VALS(V_INT(KIT_REGION), V_INT(*(int64_t *)arg)), NULL);
}

static void what_was_erased_is_forgotten_with_the_night(void **state)
{
	struct kit *k = *state;
	static const struct saying said = {"school", U_SCHOOLS, {"补课", "补课", "补课", "补课"}};
	str with, without;
	set(k, "kernel.suggest_least", "20");
	decide(k, 8);
	int64_t id = told(k, &said, 0, "", "");
	bytes_of(k, "category", &with);
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, id, &v));
	ctx_close(&x);
	good(store_write(k->store, key_gone, &v.parts[0].row.id));
	bytes_of(k, "category", &without);
	assert_false(str_eq(with, without));
}

STMT(suggest_harm, "UPDATE suggest_model SET examples = 7, digest = model WHERE region = $1");
static err harm(struct conn *c, void *arg)
{
	unused_arg(arg);
	return exec(c, &suggest_harm, VALS(V_INT(KIT_REGION)), NULL);
}

static void a_damaged_model_is_found(void **state)
{
	struct kit *k = *state;
	struct suggestion *v;
	struct check_report r;
	struct buf b;
	size_t n;
	set(k, "kernel.suggest_least", "20");
	decide(k, 8);
	good(suggest_train(k->core));
	good(store_write(k->store, harm, NULL));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(suggest_for(&x, &(struct suggest_ask){.kind = suggest_orders(k), .field = S("lead"), .text = S("公交")}, &v, &n), ERR_INPUT);
	ctx_close(&x);
	buf_init(&b, &k->arena);
	good(core_check(k->core, LANG_EN, &b, &r));
	assert_int_equal(r.findings, 2);
	good(suggest_train(k->core));
	assert_true(about(k, "lead", "公交车不来", &v) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		suggest_test(categories_and_units_are_suggested_with_their_reasons),
		suggest_test(too_few_decisions_suggest_nothing),
		suggest_test(what_a_matter_says_is_asked_for_its_readers),
		suggest_test(the_unit_complained_of_is_never_suggested),
		suggest_test(only_what_people_decided_is_learned),
		suggest_test(learned_twice_it_is_the_same),
		suggest_test(words_of_one_phone_are_no_reason),
		suggest_test(an_ended_unit_is_its_heir),
		suggest_test(every_night_once),
		suggest_test(a_damaged_model_is_found),
		suggest_test(what_was_erased_is_forgotten_with_the_night),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
