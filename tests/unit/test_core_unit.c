/* SPDX-License-Identifier: Apache-2.0 */
/* Units that change with a day: who holds their matters afterwards, who sees them, what they
 * are called; after every test `check` finds nothing. */
#include "core_kit.h"

#include "base/hash.h"

static day_t today_of(struct kit *k)
{
	return zone_day(k->zone, k->now);
}

static err change_by(struct kit *k, int who, struct unit_change q, int64_t *ret)
{
	struct arena a;
	int64_t made = 0;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, who);
	q.reason = q.reason.p ? q.reason : S("机构改革");
	q.source = q.source.p ? q.source : S("榴编〔2026〕3号");
	q.from = q.from ? q.from : today_of(k);
	q.order = -1;
	err e = unit_change(&x, &q, &made);
	ctx_close(&x);
	arena_done(&a);
	if (ret)
		*ret = made;
	return e;
}

static err change(struct kit *k, struct unit_change q, int64_t *ret)
{
	return change_by(k, P_ADMIN, q, ret);
}

static void lead_is(struct kit *k, int person, int64_t matter, int64_t unit, const char *name)
{
	struct arena a;
	struct matter_view v;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	good(matter_read(&x, matter, &v));
	assert_int_equal(v.row.lead, unit);
	if (name)
		same_str(v.row.lead_name, str_of(name));
	ctx_close(&x);
	arena_done(&a);
}

static bool sees(struct kit *k, int64_t user, int64_t unit, uint32_t duties, int64_t matter)
{
	struct arena a;
	struct matter_view v;
	struct ctx x;
	arena_init(&a);
	const struct actor who = {.user = user, .unit = unit, .duties = duties, .lang = LANG_EN};
	good(ctx_open(k->core, &a, &who, &x));
	err e = matter_read(&x, matter, &v);
	ctx_close(&x);
	arena_done(&a);
	return e == OK;
}

static int64_t found(struct kit *k, const char *name)
{
	struct arena a;
	struct ctx x;
	int64_t id;
	arena_init(&a);
	good(ctx_open(k->core, &a, NULL, &x));
	good(unit_find(&x, str_of(name), &id));
	ctx_close(&x);
	arena_done(&a);
	return id;
}

static int64_t open_for(struct kit *k, int64_t unit)
{
	struct arena a;
	struct ctx x;
	struct matter_counts c;
	arena_init(&a);
	const struct actor who = {.user = k->person[P_TRAFFIC], .unit = unit, .duties = 1u << DUTY_LIAISON, .lang = LANG_EN};
	good(ctx_open(k->core, &a, &who, &x));
	good(matter_counts(&x, &c));
	ctx_close(&x);
	arena_done(&a);
	return c.open;
}

static void renamed(void **state)
{
	struct kit *k = *state;
	int64_t done = kit_commitment(k, "以前的事", U_HOUSING, "2026-12-31", false), housing = k->unit[U_HOUSING];
	good(kit_do(k, P_CHIEF, done, "dismiss", NO_ARGS, "不再需要"));
	int64_t open = kit_commitment(k, "现在的事", U_HOUSING, "2026-12-31", true);
	k->now += KIT_DAY;
	good(change(k, (struct unit_change){.sort = UNIT_RENAME, .unit = housing, .name = S("榴园区城乡建设局"), .short_name = S("区城建局")}, NULL));
	assert_int_equal(found(k, "区城建局"), housing);
	assert_int_equal(found(k, "榴园区住房和城乡建设局"), housing);
	assert_int_equal(found(k, "区住建局"), housing);
	lead_is(k, P_CHIEF, open, housing, "区城建局");
	lead_is(k, P_CHIEF, done, housing, "区住建局");
	assert_int_equal(change(k, (struct unit_change){.sort = UNIT_RENAME, .unit = housing, .name = S("区教体局")}, NULL), ERR_CONFLICT);
	assert_int_equal(change_by(k, P_CHIEF, (struct unit_change){.sort = UNIT_RENAME, .unit = housing, .name = S("别的局")}, NULL), ERR_DENIED);
}

static void moved(void **state)
{
	struct kit *k = *state;
	int64_t m = kit_commitment(k, "修路", U_ROADS, "2026-12-31", true);
	int64_t closed = kit_commitment(k, "修过的路", U_ROADS, "2026-12-31", false);
	good(kit_do(k, P_CHIEF, closed, "dismiss", NO_ARGS, "不再需要"));
	const uint32_t liaison = 1u << DUTY_LIAISON;
	assert_true(sees(k, k->person[P_HOUSING], k->unit[U_HOUSING], liaison, m));
	assert_false(sees(k, k->person[P_TRAFFIC], k->unit[U_TRAFFIC], liaison, m));
	good(change(k, (struct unit_change){.sort = UNIT_MOVE, .unit = k->unit[U_ROADS], .parent = k->unit[U_TRAFFIC]}, NULL));
	assert_false(sees(k, k->person[P_HOUSING], k->unit[U_HOUSING], liaison, m));
	assert_true(sees(k, k->person[P_TRAFFIC], k->unit[U_TRAFFIC], liaison, m));
	assert_true(sees(k, k->person[P_TRAFFIC], k->unit[U_TRAFFIC], liaison, closed));
	assert_int_equal(open_for(k, k->unit[U_TRAFFIC]), 1);
	assert_int_equal(open_for(k, k->unit[U_HOUSING]), 0);
	assert_int_equal(change(k, (struct unit_change){.sort = UNIT_MOVE, .unit = k->unit[U_TOP], .parent = k->unit[U_ROADS]}, NULL), ERR_INPUT);
	good(kit_do(k, P_ROADS, m, "sign", NO_ARGS, ""));
}

static void merged(void **state)
{
	struct kit *k = *state;
	struct arena a;
	const uint32_t liaison = 1u << DUTY_LIAISON;
	int64_t housing = k->unit[U_HOUSING], traffic = k->unit[U_TRAFFIC];
	int64_t open = kit_commitment(k, "老旧小区", U_HOUSING, "2026-12-31", true), below = kit_commitment(k, "修路", U_ROADS, "2026-12-31", true);
	int64_t closed = kit_commitment(k, "以前的事", U_HOUSING, "2026-12-31", false);
	good(kit_do(k, P_CHIEF, closed, "dismiss", NO_ARGS, "不再需要"));
	struct unit_preview seen;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_ADMIN);
	good(unit_preview(&x, &(struct unit_change){.sort = UNIT_MERGE, .unit = housing, .heir = traffic, .from = today_of(k), .reason = S("机构改革"),
		.source = S("文件")}, &seen));
	assert_int_equal(seen.open, 1);
	assert_int_equal(seen.closed, 1);
	assert_int_equal(seen.people, 2);
	assert_int_equal(seen.below, 1);
	ctx_close(&x);
	arena_done(&a);
	lead_is(k, P_CHIEF, open, housing, "区住建局");
	k->now += 60000;
	good(change(k, (struct unit_change){.sort = UNIT_MERGE, .unit = housing, .heir = traffic}, NULL));
	lead_is(k, P_CHIEF, open, traffic, "区交通局");
	lead_is(k, P_CHIEF, closed, housing, "区住建局");
	lead_is(k, P_CHIEF, below, k->unit[U_ROADS], NULL);
	assert_true(sees(k, k->person[P_TRAFFIC], traffic, liaison, closed));
	assert_true(sees(k, k->person[P_TRAFFIC], traffic, liaison, below));
	assert_int_equal(found(k, "区住建局"), traffic);
	assert_int_equal(open_for(k, traffic), 2);
	/* a form that was filled in before goes to who took over */
	int64_t late = kit_commitment(k, "迟到的事", U_HOUSING, "2026-12-31", true);
	lead_is(k, P_CHIEF, late, traffic, NULL);
	assert_int_equal(change(k, (struct unit_change){.sort = UNIT_CLOSE, .unit = housing}, NULL), ERR_INPUT);
}

static void two_become_one(void **state)
{
	struct kit *k = *state;
	int64_t made, m = kit_commitment(k, "甲", U_SCHOOLS, "2026-12-31", false), other = kit_commitment(k, "乙", U_TRAFFIC, "2026-12-31", true);
	const int64_t others[] = {k->unit[U_SCHOOLS]};
	good(change(k, (struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_TRAFFIC], .others = others, .n_others = 1,
		.parent = k->unit[U_TOP], .name = S("榴园区公共服务局"), .short_name = S("区公服局")}, &made));
	assert_true(made > 0);
	lead_is(k, P_CHIEF, m, made, "区公服局");
	lead_is(k, P_CHIEF, other, made, "区公服局");
	assert_int_equal(found(k, "教体局"), made);
	assert_int_equal(open_for(k, made), 2);
}

static void split(void **state)
{
	struct kit *k = *state;
	int64_t made, goes = kit_commitment(k, "走的", U_HOUSING, "2026-12-31", true), stays = kit_commitment(k, "留的", U_HOUSING, "2026-12-31", true);
	const int64_t matters[] = {goes}, people[] = {k->person[P_HOUSING_HEAD]}, strangers[] = {k->person[P_SCHOOLS]};
	struct unit_change q = {.sort = UNIT_SPLIT, .unit = k->unit[U_HOUSING], .name = S("榴园区房产中心"), .parent = k->unit[U_TOP], .matters = matters,
		.n_matters = 1, .people = strangers, .n_people = 1};
	assert_int_equal(change(k, q, NULL), ERR_INPUT);
	q.people = people;
	good(change(k, q, &made));
	lead_is(k, P_CHIEF, goes, made, "榴园区房产中心");
	lead_is(k, P_CHIEF, stays, k->unit[U_HOUSING], "区住建局");
	assert_true(sees(k, k->person[P_HOUSING_HEAD], made, 1u << DUTY_HEAD, goes));
	assert_false(sees(k, k->person[P_HOUSING_HEAD], made, 1u << DUTY_HEAD, stays));
}

static void closed_one(void **state)
{
	struct kit *k = *state;
	assert_int_equal(change(k, (struct unit_change){.sort = UNIT_CLOSE, .unit = k->unit[U_SCHOOLS]}, NULL), ERR_INPUT);
	good(change(k, (struct unit_change){.sort = UNIT_CLOSE, .unit = k->unit[U_SCHOOLS], .heir = k->unit[U_HOUSING]}, NULL));
	assert_int_equal(found(k, "区教体局"), k->unit[U_HOUSING]);
}

/* What was kept from a unit is kept from who takes over, and from who moves away from it. */
static void denied(void **state)
{
	struct kit *k = *state;
	struct arena a;
	int64_t m = kit_commitment(k, "投诉住建局", U_SCHOOLS, "2026-12-31", false);
	const uint32_t liaison = 1u << DUTY_LIAISON;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	good(matter_deny(&x, m, k->unit[U_HOUSING], S("被反映单位")));
	ctx_close(&x);
	arena_done(&a);
	good(change(k, (struct unit_change){.sort = UNIT_MOVE, .unit = k->unit[U_ROADS], .parent = k->unit[U_SCHOOLS]}, NULL));
	assert_false(sees(k, k->person[P_ROADS], k->unit[U_ROADS], liaison, m));
	good(change(k, (struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_HOUSING], .heir = k->unit[U_SCHOOLS]}, NULL));
	assert_false(sees(k, k->person[P_SCHOOLS], k->unit[U_SCHOOLS], liaison, m));
}

static void on_its_day(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct unit_coming *v;
	size_t n;
	int64_t moved, m = kit_commitment(k, "甲", U_SCHOOLS, "2026-12-31", false);
	good(change(k, (struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_SCHOOLS], .heir = k->unit[U_TRAFFIC], .from = today_of(k) + 3}, NULL));
	good(change(k, (struct unit_change){.sort = UNIT_RENAME, .unit = k->unit[U_SCHOOLS], .name = S("区教育局"), .from = today_of(k) + 4}, NULL));
	good(change(k, (struct unit_change){.sort = UNIT_MOVE, .unit = k->unit[U_ROADS], .parent = k->unit[U_TOP], .from = today_of(k) + 9}, NULL));
	lead_is(k, P_CHIEF, m, k->unit[U_SCHOOLS], NULL);
	arena_init(&a);
	k->now += 2 * KIT_DAY;
	good(clock_due(k->core, &a, &moved));
	lead_is(k, P_CHIEF, m, k->unit[U_SCHOOLS], NULL);
	k->now += KIT_DAY;
	good(clock_due(k->core, &a, &moved));
	lead_is(k, P_CHIEF, m, k->unit[U_TRAFFIC], NULL);
	k->now += KIT_DAY; /* the second can no longer be done: it is kept with its sentence */
	good(clock_due(k->core, &a, &moved));
	struct ctx x = kit_ctx(k, &a, P_ADMIN);
	good(unit_coming_list(&x, &v, &n));
	assert_int_equal(n, 2);
	assert_true(v[0].fault.n > 0);
	assert_true(v[1].fault.n == 0);
	good(unit_withdraw(&x, v[0].id, S("已并入")));
	good(unit_withdraw(&x, v[1].id, S("不做了")));
	assert_int_equal(unit_withdraw(&x, v[1].id, S("不做了")), ERR_NOTFOUND);
	struct unit_story s;
	good(unit_story(&x, k->unit[U_SCHOOLS], &s));
	assert_true(s.n_events >= 4);
	same_str(s.events[0].action, S("withdraw"));
	ctx_close(&x);
	arena_done(&a);
}

/* The first two of those that could go; 0: none, or it cannot be split so. */
static size_t could_go(struct kit *k, struct unit_change q, int64_t ret[2])
{
	struct arena a;
	struct unit_preview seen = {0};
	size_t n = 0;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_ADMIN);
	q.reason = q.source = S("机构改革");
	q.from = today_of(k);
	if (unit_preview(&x, &q, &seen) == OK)
		for (; n < seen.n && n < 2; n++)
			ret[n] = seen.v[n].id;
	ctx_close(&x);
	arena_done(&a);
	return n;
}

/* Any sequence of changes: `check` after each test, and the counts of who asks against a recount. */
static void any_sequence(void **state)
{
	struct kit *k = *state;
	uint32_t seed = 7;
	int64_t units[64], made;
	size_t n = KIT_UNITS;
	memcpy(units, k->unit, sizeof k->unit);
	for (int i = 0; i < 12; i++)
		kit_commitment(k, "事", i % 2 ? U_ROADS : i % 4 ? U_HOUSING : U_TRAFFIC, "2026-12-31", i % 3 != 0);
	for (int i = 0; i < 40; i++) {
		char name[32];
		seed = seed * 1664525u + 1013904223u;
		int64_t u = units[(seed >> 8) % n], v = units[(seed >> 16) % n], m[2] = {0};
		size_t n_m = 0;
		snprintf(name, sizeof name, "新单位%d", i);
		struct unit_change q = {.sort = (enum unit_change_sort)((seed >> 24) % UNIT_CHANGES), .unit = u, .name = str_of(name)};
		if (q.sort == UNIT_MOVE || q.sort == UNIT_SPLIT)
			q.parent = v;
		if (q.sort == UNIT_MERGE || q.sort == UNIT_CLOSE)
			q.heir = v;
		if (u == k->unit[U_TOP] || u == k->unit[U_SUPERVISION])
			continue;
		if (q.sort == UNIT_SPLIT)
			n_m = could_go(k, q, m);
		q.matters = m;
		q.n_matters = n_m;
		made = 0;
		err e = change(k, q, &made);
		assert_true(e == OK || e == ERR_INPUT || e == ERR_CONFLICT);
		if (made && n < 64)
			units[n++] = made;
		if (i % 4 == 0)
			kit_check(k);
	}
}

/* Somebody who decided by the old tree writes nothing by it. */
static void old_tree(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct act_result done;
	int64_t m = kit_commitment(k, "修路", U_ROADS, "2026-12-31", true);
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_ROADS);
	struct matter_view v;
	good(matter_read(&x, m, &v));
	ctx_refresh(&x);
	good(change(k, (struct unit_change){.sort = UNIT_MOVE, .unit = k->unit[U_ROADS], .parent = k->unit[U_TRAFFIC]}, NULL));
	good(act(&x, &(struct act_request){.matter = m, .action = S("sign")}, &done));
	ctx_close(&x);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {kit_test(renamed), kit_test(moved), kit_test(merged), kit_test(two_become_one), kit_test(split),
		kit_test(closed_one), kit_test(denied), kit_test(on_its_day), kit_test(any_sequence), kit_test(old_tree)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
