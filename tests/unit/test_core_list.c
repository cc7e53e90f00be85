/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

#define QUERY(...) &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, __VA_ARGS__}

static int64_t count(struct kit *k, int person, const struct matter_query *q)
{
	struct matter_page page;
	struct matter_query next = *q;
	int64_t n = 0;
	struct ctx x = kit_ctx(k, &k->arena, person);
	do {
		good(matter_list(&x, &next, &page));
		n += (int64_t)page.n;
		next.cursor = page.next;
	} while (page.next.n);
	ctx_close(&x);
	return n;
}

static void fill(struct kit *k)
{
	static const int lead[] = {U_HOUSING, U_TRAFFIC, U_ROADS};
	char title[32], due[16];
	for (int i = 0; i < 30; i++) {
		snprintf(title, sizeof title, "第%d件事", i);
		snprintf(due, sizeof due, "2026-%02d-%02d", 10 + i % 3, 9 + i % 20);
		k->now += 1000;
		int64_t id = kit_commitment(k, title, lead[i % 3], due, i % 5 != 0);
		if (i % 6 == 1 && i % 5)
			good(kit_do(k, P_TRAFFIC, id, "sign", NO_ARGS, ""));
	}
}

static void every_question_pages_without_loss(void **state)
{
	struct kit *k = *state;
	fill(k);
	const struct kind *kind = kit_kind(k);
	const uint64_t signed_ = 1ull << kind_state(kind, S("signed")), proposed = 1ull << kind_state(kind, S("proposed"));
	for (int order = ORDER_CHANGED; order <= ORDER_OPENED; order++)
		for (int limit = 1; limit <= 50; limit += 7) {
			assert_int_equal(count(k, P_CHIEF, QUERY(.order = order, .limit = limit)), 30);
			assert_int_equal(count(k, P_MAYOR, QUERY(.order = order, .limit = limit)), 30);
			assert_int_equal(count(k, P_HOUSING, QUERY(.order = order, .limit = limit)), 20); /* itself and the section below */
			assert_int_equal(count(k, P_ROADS, QUERY(.order = order, .limit = limit)), 10);
			assert_int_equal(count(k, P_SCHOOLS, QUERY(.order = order, .limit = limit)), 30);
			assert_int_equal(count(k, P_ADMIN, QUERY(.order = order, .limit = limit)), 0);
			assert_int_equal(count(k, P_CHIEF, QUERY(.order = order, .limit = limit, .kind = kind, .states = signed_)), 4);
			assert_int_equal(count(k, P_CHIEF, QUERY(.order = order, .limit = limit, .kind = kind, .states = signed_ | proposed)), 10);
			assert_int_equal(count(k, P_CHIEF, QUERY(.order = order, .limit = limit, .unit = k->unit[U_HOUSING])), 20);
			assert_int_equal(count(k, P_TRAFFIC, QUERY(.order = order, .limit = limit, .unit = k->unit[U_HOUSING])), 0);
		}
	assert_int_equal(count(k, P_CHIEF, QUERY(.words = S("第7件"))), 1);
	assert_int_equal(count(k, P_TRAFFIC, QUERY(.words = S("第0件"))), 0);
	assert_int_equal(count(k, P_CHIEF, QUERY(.without_evidence = true)), 30);
	assert_int_equal(count(k, P_CHIEF, QUERY(.unreported = true)), 0);
	k->now += 10 * KIT_DAY;
	assert_int_equal(count(k, P_CHIEF, QUERY(.unreported = true)), 30);
	int64_t moved;
	good(clock_due(k->core, &k->arena, &moved));
	int64_t red = count(k, P_CHIEF, QUERY(.lights = 1u << LIGHT_RED)), over = count(k, P_CHIEF, QUERY(.overdue = true));
	assert_true(red > 0 && over > 0 && over <= red);
	assert_int_equal(count(k, P_CHIEF, QUERY(.lights = 1u << LIGHT_RED, .order = ORDER_DUE)), red);
}

static void pages_are_in_order(void **state)
{
	struct kit *k = *state;
	struct matter_page page;
	fill(k);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_list(&x, QUERY(.order = ORDER_DUE), &page));
	for (size_t i = 1; i < page.n; i++)
		assert_true(page.rows[i].due == MS_NONE || (page.rows[i - 1].due != MS_NONE && page.rows[i - 1].due <= page.rows[i].due));
	good(matter_list(&x, QUERY(.order = ORDER_CHANGED), &page));
	for (size_t i = 1; i < page.n; i++)
		assert_true(page.rows[i - 1].changed >= page.rows[i].changed);
	ctx_close(&x);
}

static void counts_and_to_do_agree_with_the_lists(void **state)
{
	struct kit *k = *state;
	fill(k);
	for (int person = 0; person < KIT_PEOPLE; person++) {
		struct matter_counts c;
		struct todo *v;
		size_t n;
		struct ctx x = kit_ctx(k, &k->arena, person);
		good(matter_counts(&x, &c));
		good(todo_list(&x, &v, &n));
		ctx_close(&x);
		assert_int_equal(c.all, count(k, person, QUERY()));
		assert_int_equal(c.red, count(k, person, QUERY(.lights = 1u << LIGHT_RED)));
		assert_int_equal(c.green, count(k, person, QUERY(.lights = 1u << LIGHT_GREEN)));
		assert_int_equal(c.waiting_for_me, n);
		for (size_t i = 0; i < n; i++)
			assert_true(v[i].what.n > 0 && v[i].action != NULL);
	}
}

static void a_cursor_of_rubbish_is_the_first_page(void **state)
{
	struct kit *k = *state;
	struct matter_page page;
	kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_list(&x, QUERY(.cursor = S("x.y")), &page));
	assert_int_equal(page.n, 1);
	good(matter_list(&x, QUERY(.cursor = S("9223372036854775808.1")), &page));
	assert_int_equal(page.n, 1);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(every_question_pages_without_loss),
		kit_test(pages_are_in_order),
		kit_test(counts_and_to_do_agree_with_the_lists),
		kit_test(a_cursor_of_rubbish_is_the_first_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
