/* SPDX-License-Identifier: Apache-2.0 */
/* What anybody may read: the flag and public fields, never what is secret or denied; check runs after every test. */
#include "core_kit.h"

#include "core/published.h"
#include "core/request.h"

static int published_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "tests/pack/published", "requests", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define published_test(f) cmocka_unit_test_setup_teardown(f, published_setup, kit_teardown)

static int64_t opened(struct kit *k, const char *title, const char *category, int area)
{
	struct request_taken t;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("channel"), S("web")}, {S("phone"), S("13800005678")}, {S("satisfaction"), S("4")}};
	const struct arg of_matter[] = {{S("title"), str_of(title)}, {S("category"), str_of(category)}, {S("area"), area >= 0 ? kit_id(&k->arena, k->unit[area]) : S("")}};
	good(request_take(&x, &(struct request_new){.kind = &k->packs[1]->kinds[0], .args = args, .n_args = COUNT_OF(args), .of_matter = of_matter,
		.n_of_matter = area >= 0 ? 3 : 2}, &t));
	ctx_close(&x);
	k->now += 60000;
	return t.matter;
}

static void take_action(struct kit *k, int64_t matter, const char *action, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(act(&x, &(struct act_request){.matter = matter, .action = str_of(action), .args = args, .n_args = n}, &done));
	ctx_close(&x);
	k->now += 60000;
}

static void publish(struct kit *k, int64_t matter, const char *flag)
{
	take_action(k, matter, "publish", ARGS({S("published"), str_of(flag)}, {S("public_title"), S("已办结的一件")}));
}

struct page {
	struct published_row *v;
	size_t n;
	str next;
};
static struct page list(struct kit *k, struct published_query q)
{
	struct page p;
	good(published_list(k->core, &k->arena, LANG_ZH, &q, &p.v, &p.n, &p.next));
	return p;
}
#define ALL ((struct published_query){.kind = S("order")})

static void only_what_was_published_is_read(void **state)
{
	struct kit *k = *state;
	int64_t lamp = opened(k, "榴花路王小路家门口路灯", "urban.road.lamp", U_ROADS);
	opened(k, "另一件", "urban.road.cover", U_ROADS);
	assert_int_equal(list(k, ALL).n, 0);
	publish(k, lamp, "1");
	struct page p = list(k, ALL);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.next.n, 0);
	same_str(p.v[0].number, S("单〔2026〕00001"));
	assert_int_equal(p.v[0].at, k->now - 60000);
	for (size_t i = 0; i < p.v[0].n_fields; i++) {
		assert_true(p.v[0].fields[i].field->public);
		assert_true(str_find(p.v[0].fields[i].text, S("王小路"), 0) < 0 && str_find(p.v[0].fields[i].text, S("138"), 0) < 0);
	}
	assert_int_equal(p.v[0].n_fields, 3); /* category, area, public title; not the flag */
	assert_int_equal(p.v[0].rated, 1);
	assert_int_equal(p.v[0].rating, 4);
	publish(k, lamp, "0");
	assert_int_equal(list(k, ALL).n, 0);
}

/* Whoever is complained of would learn of it by the page that anybody may read. */
static void what_is_secret_or_denied_is_never_published(void **state)
{
	struct kit *k = *state;
	int64_t secret = opened(k, "一", "urban.road.lamp", -1), denied = opened(k, "二", "urban.road.lamp", -1);
	publish(k, secret, "1");
	publish(k, denied, "1");
	assert_int_equal(list(k, ALL).n, 2);
	take_action(k, secret, "hide", ARGS({S("confidential"), S("1")}));
	assert_int_equal(list(k, ALL).n, 1);
	take_action(k, denied, "hide", ARGS({S("reported_unit"), kit_id(&k->arena, k->unit[U_ROADS])}));
	assert_int_equal(list(k, ALL).n, 0);
	take_action(k, secret, "hide", ARGS({S("confidential"), S("0")}));
	assert_int_equal(list(k, ALL).n, 1);
}

static void category_and_area_narrow_it(void **state)
{
	struct kit *k = *state;
	int64_t lamp = opened(k, "一", "urban.road.lamp", U_ROADS), cover = opened(k, "二", "urban.road.cover", U_SCHOOLS), other = opened(k, "三", "urbanity.x.y", -1);
	publish(k, lamp, "1");
	publish(k, cover, "1");
	publish(k, other, "1");
	struct published_query q = ALL;
	q.category = S("urban");
	assert_int_equal(list(k, q).n, 2);
	q.category = S("urban.road.lamp");
	assert_int_equal(list(k, q).n, 1);
	q = ALL;
	q.area = k->unit[U_HOUSING]; /* the roads are below housing */
	assert_int_equal(list(k, q).n, 1);
	take_action(k, lamp, "edit", ARGS({S("category"), S("urbanity.x.y")}, {S("area"), kit_id(&k->arena, k->unit[U_SCHOOLS])}));
	assert_int_equal(list(k, q).n, 0);
	q.area = k->unit[U_SCHOOLS];
	assert_int_equal(list(k, q).n, 2);
}

static void pages_follow_each_other_by_time_of_publishing(void **state)
{
	struct kit *k = *state;
	int64_t m[5];
	for (int i = 0; i < 5; i++)
		m[i] = opened(k, "一件", "urban.road.lamp", -1);
	for (int i = 4; i >= 0; i--)
		publish(k, m[i], "1");
	struct published_query q = ALL;
	q.limit = 2;
	ms_t last = INT64_MAX;
	size_t seen = 0;
	for (int pages = 0; pages < 4; pages++) {
		struct page p = list(k, q);
		for (size_t i = 0; i < p.n; i++) {
			assert_true(p.v[i].at < last);
			last = p.v[i].at;
			seen++;
		}
		if (!p.next.n)
			break;
		q.cursor = p.next;
	}
	assert_int_equal(seen, 5);
	q.cursor = S("rubbish");
	assert_int_equal(list(k, q).n, 2);
}

static void each_kind_has_its_own_list(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct act_result done;
	const struct arg args[] = {{S("title"), S("小区充电桩")}, {S("published"), S("1")}};
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[1], .action = S("open"), .args = args, .n_args = 2}, &done));
	ctx_close(&x);
	assert_int_equal(list(k, ALL).n, 0);
	assert_int_equal(list(k, (struct published_query){.kind = S("topic")}).n, 1);
	assert_int_equal(list(k, (struct published_query){.limit = 3}).n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		published_test(only_what_was_published_is_read),
		published_test(what_is_secret_or_denied_is_never_published),
		published_test(category_and_area_narrow_it),
		published_test(pages_follow_each_other_by_time_of_publishing),
		published_test(each_kind_has_its_own_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
