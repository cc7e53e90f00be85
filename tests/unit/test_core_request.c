/* SPDX-License-Identifier: Apache-2.0 */
/* Requests (诉求): taken in, found, followed, moved, erased; check runs after every test. */
#include "core_kit.h"

#include <string.h>

#include "core/request.h"

static int request_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "tests/pack/requests", "requests", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define request_test(f) cmocka_unit_test_setup_teardown(f, request_setup, kit_teardown)

static const struct kind *orders(struct kit *k)
{
	return &k->packs[1]->kinds[0];
}

struct call {
	int64_t matter;
	const char *phone, *outside, *words, *key, *class;
	bool file;
};

static err take_as(struct kit *k, int person, const struct call *q, struct request_taken *ret)
{
	struct arena *a = &k->arena;
	struct request_taken done = {0};
	struct ctx x = kit_ctx(k, a, person);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), str_of(q->words ? q->words : "榴乡路东头路灯不亮，晚上孩子放学看不清路")},
		{S("phone"), str_of(q->phone)}, {S("outside"), str_of(q->outside)}, {S("title"), S("路灯不亮")}, {S("name"), S("于春禾")}};
	const struct arg of_matter[] = {{S("title"), S("榴乡路路灯")}, {S("category"), S("urban.road.lamp")}, {S("class"), str_of(q->class ? q->class : "complaint")}};
	const struct upload photo = {S("路灯.txt"), S("一张照片")};
	err e = request_take(&x, &(struct request_new){.kind = orders(k), .matter = q->matter, .args = args, .n_args = COUNT_OF(args),
		.of_matter = of_matter, .n_of_matter = q->matter ? 0 : COUNT_OF(of_matter), .files = &photo, .n_files = q->file,
		.notice = S("2026-1"), .idempotency_key = str_of(q->key)}, &done);
	ctx_close(&x);
	*ret = done;
	return e;
}

static struct request_taken taken(struct kit *k, const struct call *q)
{
	struct request_taken t;
	good(take_as(k, P_CHIEF, q, &t));
	return t;
}

static struct matter_view view_of(struct kit *k, int person, int64_t matter)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	return v;
}

static str text_of(const struct value *v, size_t n, const char *field)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, str_of(field)))
			return v[i].text;
	return S("");
}

static void one_commit_opens_matter_and_request(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.phone = "138 0632-1234", .file = true});
	same_str(t.number, S("诉〔2026〕000001"));
	same_str(t.matter_number, S("单〔2026〕00001"));
	same_str(t.code, S("1234"));
	assert_int_equal(t.version, 2);
	struct matter_view v = view_of(k, P_CHIEF, t.matter);
	assert_int_equal(v.n_parts, 1);
	same_str(v.parts[0].row.number, t.number);
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "phone"), S("138 0632-1234"));
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "notice"), S("2026-1"));
	same_str(text_of(v.fields, v.n_fields, "category"), S("Street lamp"));
	assert_int_equal(v.n_evidence, 1);
	assert_int_equal(v.evidence[0].part, t.request);
	same_str(v.evidence[0].name, S("路灯.txt"));
	assert_int_equal(v.n_events, 2);
}

static void numbers_have_no_gaps_and_join_a_matter(void **state)
{
	struct kit *k = *state;
	struct request_taken first = taken(k, &(struct call){.phone = "13806321234"}), bad;
	assert_int_equal(take_as(k, P_CHIEF, &(struct call){.words = ""}, &bad), ERR_INPUT);
	struct request_taken second = taken(k, &(struct call){.matter = first.matter, .phone = "13906325678"});
	struct request_taken third = taken(k, &(struct call){.phone = "13906325678"});
	same_str(second.number, S("诉〔2026〕000002"));
	same_str(second.matter_number, first.matter_number);
	assert_int_equal(second.matter, first.matter);
	same_str(third.number, S("诉〔2026〕000003"));
	same_str(third.matter_number, S("单〔2026〕00002"));
	assert_int_equal(take_as(k, P_HOUSING, &(struct call){.phone = "1"}, &bad), ERR_DENIED);
}

static void the_same_number_of_outside_makes_nothing_new(void **state)
{
	struct kit *k = *state;
	struct request_taken first = taken(k, &(struct call){.phone = "13806321234", .outside = "SD-2026-77", .file = true});
	struct request_taken again = taken(k, &(struct call){.phone = "13806321234", .outside = "SD-2026-77", .file = true});
	assert_true(again.repeated && !first.repeated);
	assert_int_equal(again.request, first.request);
	same_str(again.number, first.number);
	same_str(again.code, S("1234"));
	struct request_taken key = taken(k, &(struct call){.key = "one", .outside = "SD-2026-78"});
	struct request_taken key2 = taken(k, &(struct call){.key = "one", .outside = "SD-2026-78"});
	assert_true(key2.repeated);
	assert_int_equal(key2.request, key.request);
	same_str(key2.code, key.code);
	assert_int_equal(key.code.n, 6);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct request_row row;
	good(request_find_outside(&x, S("phone"), S("SD-2026-77"), &row));
	assert_int_equal(row.id, first.request);
	assert_int_equal(request_find_outside(&x, S("web"), S("SD-2026-77"), &row), ERR_NOTFOUND);
	good(request_find(&x, first.number, &row));
	assert_int_equal(row.matter.id, first.matter);
	same_str(row.channel, S("phone"));
	ctx_close(&x);
}

static void a_caller_is_found_however_the_phone_is_written(void **state)
{
	static const char *const way[] = {"13806321234", "+86 138-0632-1234", "86 13806321234", "0086138 0632 1234", "１３８０６３２１２３４"};
	struct kit *k = *state;
	struct request_row *v;
	size_t n;
	for (size_t i = 0; i < COUNT_OF(way); i++) {
		k->now += 1000;
		taken(k, &(struct call){.phone = way[i]});
	}
	taken(k, &(struct call){.phone = "13806321235"});
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(requests_of_caller(&x, S("138 0632 1234"), 50, &v, &n));
	assert_int_equal(n, COUNT_OF(way));
	assert_true(v[0].at > v[4].at);
	good(requests_of_caller(&x, S("1"), 50, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	good(requests_of_caller(&x, S("138 0632 1234"), 50, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

static void requests_are_listed_by_arrival(void **state)
{
	struct kit *k = *state;
	struct request_row *v;
	size_t n;
	str next;
	ms_t third = 0;
	for (int i = 0; i < 5; i++) {
		k->now += 1000;
		third = i == 3 ? k->now : third;
		taken(k, &(struct call){.phone = "13806321234"});
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct request_query q = {.from = MS_NONE, .to = MS_NONE, .limit = 2};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	same_str(v[0].number, S("诉〔2026〕000005"));
	q.cursor = next;
	good(request_list(&x, &q, &v, &n, &next));
	same_str(v[0].number, S("诉〔2026〕000003"));
	q.cursor = next;
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 1);
	assert_int_equal(next.n, 0);
	q = (struct request_query){.from = third, .to = MS_NONE, .channel = S("phone")};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	q = (struct request_query){.from = MS_NONE, .to = third, .channel = S("phone")};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 3);
	q.channel = S("web");
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		request_test(one_commit_opens_matter_and_request),
		request_test(numbers_have_no_gaps_and_join_a_matter),
		request_test(the_same_number_of_outside_makes_nothing_new),
		request_test(a_caller_is_found_however_the_phone_is_written),
		request_test(requests_are_listed_by_arrival),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
