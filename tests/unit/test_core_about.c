/* SPDX-License-Identifier: Apache-2.0 */
/* A matter about a subject: the subject stands in the ledger, one is open at a time, its unit fills itself in,
 * and its clocks go with the library. check runs after every test (kit_teardown). */
#include "core_kit.h"

#include <string.h>

#define CODE "91370499MA3TEST001"

static int about_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "packs/yield", "yield", &k->packs[1]);
	kit_pack(k, "packs/ladder", "ladder", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define about_test(f) cmocka_unit_test_setup_teardown(f, about_setup, kit_teardown)

static void same_said(const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	if (!strstr(b.p, want))
		test_fails("said \"%s\", want \"%s\"", b.p, want);
	buf_done(&b);
}

static err begin(struct kit *k, int person, const struct kind *kind, const char *action, const struct arg *args, size_t n, int64_t *ret)
{
	struct arena a;
	struct act_result done = {0};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	x.actor.lang = LANG_EN;
	err e = act(&x, &(struct act_request){.kind = kind, .action = str_of(action), .args = args, .n_args = n}, &done);
	ctx_close(&x);
	arena_done(&a);
	*ret = done.matter;
	return e;
}

static int64_t firm(struct kit *k)
{
	struct arena a;
	int64_t id;
	arena_init(&a);
	const struct arg args[] = {{S("code"), S(CODE)}, {S("name"), S("榴花精密部件有限公司")}, {S("lead"), kit_id(&a, k->unit[U_HOUSING])}, {S("scale"), S("below")}};
	good(begin(k, P_CHIEF, &k->packs[1]->kinds[0], "enter", args, COUNT_OF(args), &id));
	arena_done(&a);
	return id;
}

static err enter(struct kit *k, int person, const char *library, const char *lead, int64_t *ret)
{
	const struct arg args[] = {{S("title"), S("榴花精密部件有限公司")}, {S("code"), S(CODE)}, {S("library"), str_of(library)}, {S("ground"), S("10月数据")}, {S("lead"), str_of(lead)}};
	return begin(k, person, &k->packs[2]->kinds[0], "enter", args, lead ? 5 : 4, ret);
}

static err take(struct kit *k, int person, int64_t matter, const char *action, const struct arg *args, size_t n)
{
	struct arena a;
	struct act_result done;
	const struct upload file = {S("认定文件.txt"), S("第9批名单")};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	x.actor.lang = LANG_EN;
	err e = act(&x, &(struct act_request){.matter = matter, .action = str_of(action), .args = args, .n_args = n, .reason = S("第3次调度会"), .files = &file, .n_files = 1}, &done);
	ctx_close(&x);
	arena_done(&a);
	return e;
}

/* Lead and due date, as whoever supervises sees them. */
static struct matter_row row(struct kit *k, int64_t id)
{
	struct arena a;
	struct matter_view m;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	good(matter_read(&x, id, &m));
	ctx_close(&x);
	arena_done(&a);
	return m.row; /* numbers only: its texts are gone */
}

static void a_unit_left_empty_is_whoever_opens_it(void **state)
{
	struct kit *k = *state;
	int64_t id;
	firm(k);
	good(enter(k, P_HOUSING, "reserve", "", &id));
	assert_int_equal(row(k, id).lead, k->unit[U_HOUSING]);
	good(enter(k, P_HOUSING, "specialised", NULL, &id));
	assert_int_equal(row(k, id).lead, k->unit[U_HOUSING]);
	good(enter(k, P_HOUSING, "giant", "区交通局", &id));
	assert_int_equal(row(k, id).lead, k->unit[U_TRAFFIC]);
}

static void what_it_is_about_stands_in_the_ledger(void **state)
{
	struct kit *k = *state;
	int64_t id;
	assert_int_equal(enter(k, P_CHIEF, "reserve", NULL, &id), ERR_INPUT);
	same_said("has the code " CODE);
	firm(k);
	assert_int_equal(enter(k, P_ROADS, "reserve", NULL, &id), ERR_INPUT); /* it is there, but not his to see */
	same_said("has the code " CODE);
	good(enter(k, P_CHIEF, "reserve", NULL, &id));
}

static void one_is_open_at_a_time(void **state)
{
	struct kit *k = *state;
	int64_t first, second;
	firm(k);
	good(enter(k, P_HOUSING, "reserve", NULL, &first));
	assert_int_equal(enter(k, P_CHIEF, "reserve", NULL, &second), ERR_INPUT);
	same_said("is open about the same already (培");
	good(enter(k, P_CHIEF, "champion", "区交通局", &second));
	assert_int_equal(enter(k, P_HOUSING, "champion", NULL, &second), ERR_INPUT);
	same_said("with another unit");
	good(take(k, P_CHIEF, first, "leave", ARGS({S("why"), S("unmet")})));
	good(enter(k, P_HOUSING, "reserve", NULL, &second));
	assert_int_equal(take(k, P_CHIEF, first, "back", NO_ARGS), ERR_INPUT);
	same_said("is open about the same already");
}

static void the_term_is_that_of_the_library(void **state)
{
	struct kit *k = *state;
	int64_t id, other;
	firm(k);
	good(enter(k, P_HOUSING, "reserve", NULL, &id));
	ms_t year = row(k, id).due;
	assert_int_equal((year - k->now) / KIT_DAY, 365);
	good(take(k, P_HOUSING_HEAD, id, "extend", ARGS({S("more_months"), S("6")})));
	assert_int_equal((row(k, id).due - year) / KIT_DAY, 183); /* 1 October to 1 April */
	good(enter(k, P_CHIEF, "specialised", NULL, &other));
	assert_int_equal(take(k, P_HOUSING_HEAD, id, "promote", ARGS({S("library"), S("specialised")}, {S("finding"), S("已升规")})), ERR_INPUT);
	same_said("is open about the same already");
	good(take(k, P_CHIEF, other, "leave", ARGS({S("why"), S("wrong")})));
	good(take(k, P_HOUSING_HEAD, id, "promote", ARGS({S("library"), S("specialised")}, {S("finding"), S("已升规")})));
	assert_int_equal((row(k, id).due - k->now) / KIT_DAY, 731); /* to 1 October 2028 */
	good(enter(k, P_HOUSING, "reserve", NULL, &other)); /* the place below is free again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		about_test(a_unit_left_empty_is_whoever_opens_it),
		about_test(what_it_is_about_stands_in_the_ledger),
		about_test(one_is_open_at_a_time),
		about_test(the_term_is_that_of_the_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
