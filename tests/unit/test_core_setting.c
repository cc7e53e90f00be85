/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: who changes them, from when they hold, and how the lights of open matters
 * follow; judged confidence beside the light, and the list of what disagrees. */
#include "core_kit.h"

#define QUERY(...) &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, __VA_ARGS__}

static err set(struct kit *k, int person, const char *name, const char *value, int in_days, const char *reason)
{
	struct arena a;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	day_t from = zone_day(k->zone, k->now) + in_days;
	err e = setting_set(&x, &(struct setting_request){.name = str_of(name), .value = str_of(value), .from = from, .reason = str_of(reason)});
	ctx_close(&x);
	arena_done(&a);
	return e;
}

static int64_t trip(struct kit *k)
{
	int64_t moved;
	good(clock_due(k->core, &k->arena, &moved));
	return moved;
}

static struct matter_row row_of(struct kit *k, int person, int64_t id)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_read(&x, id, &v));
	ctx_close(&x);
	return v.row;
}

static int64_t count(struct kit *k, int person, const struct matter_query *q)
{
	struct matter_page page;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_list(&x, q, &page));
	ctx_close(&x);
	return (int64_t)page.n;
}

/* ---- changing them ------------------------------------------------------------------------ */
static void what_is_refused(void **state)
{
	struct kit *k = *state;
	static const struct {
		int person;
		const char *name, *value;
		int in_days;
		const char *reason;
		err want;
	} row[] = {
		{P_CHIEF, "commitments.near_days", "31", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "-1", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "three", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "3", 0, "试", ERR_INPUT}, /* it is so already */
		{P_CHIEF, "commitments.near_days", "5", -1, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "5", 5000, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "5", 0, " ", ERR_INPUT},
		{P_CHIEF, "commitments.light_scheme", "rainbow", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.nothing", "5", 0, "试", ERR_NOTFOUND},
		{P_CHIEF, "nothing", "5", 0, "试", ERR_NOTFOUND},
		{P_CHIEF, "kernel.demo", "1", 0, "试", ERR_NOTFOUND},
		{P_HOUSING, "commitments.near_days", "5", 0, "试", ERR_DENIED},
		{P_MAYOR, "commitments.near_days", "5", 0, "试", ERR_DENIED},
		{P_ADMIN, "commitments.near_days", "5", 0, "试", ERR_DENIED},
		{P_CHIEF, "kernel.sign_in_tries", "4", 0, "试", ERR_DENIED},
		{P_ADMIN, "kernel.sign_in_tries", "4", 0, "试", ERR_DENIED}, /* the security administrator does */
		{P_ADMIN, "kernel.delegate_days", "0", 0, "试", ERR_INPUT},
		{P_CHIEF, "commitments.near_days", "30", 0, "试", OK},
		{P_CHIEF, "commitments.near_days", "0", 1, "试", OK},
		{P_ADMIN, "kernel.delegate_days", "60", 0, "试", OK},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		err e = set(k, row[i].person, row[i].name, row[i].value, row[i].in_days, row[i].reason);
		if (e != row[i].want)
			test_fails("%s = %s by %d: %d, not %d", row[i].name, row[i].value, row[i].person, (int)e, (int)row[i].want);
	}
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	struct setting_view *v;
	size_t n;
	assert_int_equal(setting_list(&x, &v, &n), ERR_DENIED);
	ctx_close(&x);
}

static void a_setting_holds_from_its_day_and_keeps_its_history(void **state)
{
	struct kit *k = *state;
	struct setting_view v;
	struct setting_event *e;
	size_t n;
	int64_t version, later;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_read(&x, S("commitments.near_days"), &v, &e, &n, &version));
	assert_true(v.may_change && v.since == DAY_NONE && v.coming_from == DAY_NONE && n == 0);
	same_str(v.value, S("3"));
	ctx_close(&x);
	good(set(k, P_CHIEF, "commitments.near_days", " 7 ", 2, "节后人手少"));
	good(set(k, P_CLERK, "commitments.near_days", "5", 0, "先放宽"));
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_read(&x, S("commitments.near_days"), &v, &e, &n, &later));
	same_str(v.value, S("5"));
	same_str(v.coming, S("7"));
	assert_int_equal(v.since, zone_day(k->zone, k->now));
	assert_int_equal(v.coming_from, zone_day(k->zone, k->now) + 2);
	assert_int_equal(n, 2);
	same_str(e[0].by, S("颜知秋"));
	same_str(e[1].reason, S("节后人手少"));
	assert_int_equal(later, version + 2);
	/* somebody who looked at it before */
	struct setting_request q = {.name = v.name, .value = S("9"), .reason = S("改"), .from = zone_day(k->zone, k->now), .version = version + 1};
	assert_int_equal(setting_set(&x, &q), ERR_CONFLICT);
	q.version = later;
	good(setting_set(&x, &q));
	ctx_close(&x);
	k->now += 2 * KIT_DAY;
	x = kit_ctx(k, &k->arena, P_ADMIN);
	good(setting_read(&x, S("commitments.near_days"), &v, &e, &n, &later));
	same_str(v.value, S("7"));
	assert_true(!v.may_change && v.coming_from == DAY_NONE);
	ctx_close(&x);
}

/* ---- lights follow --------------------------------------------------------------------------- */
static void a_changed_setting_moves_the_lights_of_open_matters(void **state)
{
	struct kit *k = *state;
	int64_t id[3];
	struct setting_preview p;
	id[0] = kit_commitment(k, "修路", U_HOUSING, "2026-10-19", true);
	id[1] = kit_commitment(k, "修桥", U_TRAFFIC, "2026-12-31", true);
	id[2] = kit_commitment(k, "拟立项", U_TRAFFIC, "2026-10-19", false);
	assert_int_equal(trip(k), 0);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_preview(&x, S("commitments.near_days"), S("30"), &p));
	assert_true(p.counted && p.open == 3 && p.changed == 1);
	assert_int_equal(p.moves[LIGHT_GREEN][LIGHT_YELLOW], 1);
	good(setting_preview(&x, S("commitments.sign_days"), S("9"), &p));
	assert_true(!p.counted && p.changed == 0);
	ctx_close(&x);
	good(set(k, P_CHIEF, "commitments.near_days", "30", 0, "提前预警"));
	assert_int_equal(row_of(k, P_CHIEF, id[0]).light, LIGHT_GREEN); /* until the trip comes round */
	assert_int_equal(trip(k), 1);
	assert_int_equal(row_of(k, P_CHIEF, id[0]).light, LIGHT_YELLOW);
	assert_int_equal(row_of(k, P_CHIEF, id[1]).light, LIGHT_GREEN);
	assert_int_equal(row_of(k, P_CHIEF, id[2]).light, LIGHT_NONE);
	assert_int_equal(trip(k), 0);
	/* from a later day on: nothing moves before it */
	good(set(k, P_CHIEF, "commitments.near_days", "3", 1, "恢复"));
	assert_int_equal(trip(k), 0);
	k->now += KIT_DAY;
	assert_int_equal(trip(k), 1);
	assert_int_equal(row_of(k, P_CHIEF, id[0]).light, LIGHT_GREEN);
}

static void another_scheme_is_another_light(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	k->now += 25 * KIT_DAY; /* more than ten working days without a report */
	trip(k);
	struct matter_row r = row_of(k, P_CHIEF, id);
	assert_int_equal(r.light, LIGHT_YELLOW);
	same_str(r.light_word, S("unreported"));
	good(set(k, P_CHIEF, "commitments.light_scheme", "graded", 0, "四色"));
	assert_int_equal(trip(k), 1);
	r = row_of(k, P_CHIEF, id);
	assert_int_equal(r.light, LIGHT_BLUE);
	same_str(r.light_word, S("unreported"));
	good(set(k, P_CHIEF, "commitments.light_scheme", "bhr", 0, "亮屏"));
	good(kit_do(k, P_CHIEF, id, "rank", ARGS({S("rank"), S("14")}, {S("rank_before"), S("13")}, {S("ranked"), S("15")}), ""));
	r = row_of(k, P_CHIEF, id);
	assert_int_equal(r.light, LIGHT_RED);
	same_str(r.light_word, S("among the last"));
	good(kit_do(k, P_CHIEF, id, "rank", ARGS({S("rank"), S("2")}), ""));
	assert_int_equal(row_of(k, P_CHIEF, id).light, LIGHT_BLUE);
	struct matter_counts c;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_counts(&x, &c));
	assert_true(c.blue == 1 && c.green == 0);
	ctx_close(&x);
	trip(k);
}

/* A part has lights by the same settings, and they follow too. */
static void parts_follow(void **state)
{
	struct kit *k = *state;
	struct act_result done;
	struct matter_view v;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("title"), S("迁改管线")}, {S("unit"), kit_id(&k->arena, k->unit[U_TRAFFIC])}, {S("due"), S("2026-10-20")}};
	good(act(&x, &(struct act_request){.matter = id, .sort = S("assignment"), .action = S("assign"), .args = args, .n_args = 3}, &done));
	ctx_close(&x);
	trip(k);
	good(set(k, P_CHIEF, "commitments.near_days", "20", 0, "提前预警"));
	assert_int_equal(trip(k), 1);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, id, &v));
	assert_int_equal(v.row.light, LIGHT_GREEN);
	assert_int_equal(v.n_parts, 1);
	assert_int_equal(v.parts[0].row.light, LIGHT_YELLOW);
	ctx_close(&x);
}

/* More than a batch; the walk goes on where it was, after a crash too. */
static void many_matters_follow(void **state)
{
	struct kit *k = *state;
	char title[32];
	for (int i = 0; i < 130; i++) {
		snprintf(title, sizeof title, "第%d件事", i);
		kit_commitment(k, title, i % 2 ? U_HOUSING : U_TRAFFIC, "2026-10-23", true);
	}
	trip(k);
	good(set(k, P_CHIEF, "commitments.near_days", "30", 0, "提前预警"));
	kit_close(k);
	kit_open(k);
	assert_int_equal(trip(k), 130);
	assert_int_equal(trip(k), 0);
	struct matter_counts c;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_counts(&x, &c));
	assert_true(c.yellow == 130 && c.green == 0);
	ctx_close(&x);
}

/* ---- judged confidence ------------------------------------------------------------------------ */
static err judge(struct kit *k, int person, int64_t id, const char *level)
{
	return kit_do(k, person, id, "judge", ARGS({S("confidence"), str_of(level)}), "手续卡在省里");
}

static void light_and_judgement_disagree(void **state)
{
	struct kit *k = *state;
	int64_t n, road = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true), bridge = kit_commitment(k, "修桥", U_TRAFFIC, "2026-12-31", true);
	bool more;
	good(judge(k, P_MAYOR, road, "amber_red"));
	good(judge(k, P_CHIEF, bridge, "amber_green"));
	assert_int_equal(judge(k, P_HOUSING, road, "green"), ERR_DENIED);
	struct matter_row r = row_of(k, P_CHIEF, road);
	assert_true(r.confidence == JUDGED_AMBER_RED && r.differs && !r.stale && r.judged == k->now);
	same_str(r.judged_by, S("石闻远"));
	assert_false(row_of(k, P_CHIEF, bridge).differs);
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true)), 1);
	assert_int_equal(count(k, P_HOUSING, QUERY(.differs = true)), 1);
	assert_int_equal(count(k, P_TRAFFIC, QUERY(.differs = true)), 0);
	assert_int_equal(count(k, P_CHIEF, QUERY(.confidence = 1u << JUDGED_AMBER_GREEN)), 1);
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true, .lights = 1u << LIGHT_RED)), 0);
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true, .unit = k->unit[U_TRAFFIC])), 0);
	/* the mapping is a setting, and holds at once */
	good(set(k, P_CHIEF, "commitments.differ_green", "amber_green", 0, "从严"));
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true)), 2);
	struct ctx x = kit_ctx(k, &k->arena, P_MAYOR);
	good(differ_count(&x, &n, &more));
	assert_true(n == 2 && !more);
	ctx_close(&x);
	/* the light turns, the judgement stays */
	k->now += 45 * KIT_DAY;
	trip(k);
	r = row_of(k, P_CHIEF, road);
	assert_true(r.light == LIGHT_YELLOW && !r.differs && r.stale);
	assert_int_equal(count(k, P_CHIEF, QUERY(.stale = true)), 2);
	k->now += 60 * KIT_DAY;
	trip(k);
	assert_int_equal(row_of(k, P_CHIEF, road).light, LIGHT_RED);
	good(judge(k, P_MAYOR, road, "green"));
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true)), 1);
	/* what is done is no longer listed */
	good(kit_do(k, P_CHIEF, road, "dismiss", NO_ARGS, "重复"));
	assert_int_equal(count(k, P_CHIEF, QUERY(.differs = true)), 0);
	r = row_of(k, P_CHIEF, road);
	assert_true(r.confidence == JUDGED_GREEN && !r.differs && !r.stale);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(what_is_refused),
		kit_test(a_setting_holds_from_its_day_and_keeps_its_history),
		kit_test(a_changed_setting_moves_the_lights_of_open_matters),
		kit_test(another_scheme_is_another_light),
		kit_test(parts_follow),
		kit_test(many_matters_follow),
		kit_test(light_and_judgement_disagree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
