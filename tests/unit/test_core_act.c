/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

static void a_commitment_goes_from_sentence_to_closed(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t id = kit_commitment(k, "城北路灯改造", U_HOUSING, "2026-12-31", true);
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(matter_read(&x, id, &v));
	same_str(v.row.number, S("督〔2026〕0001"));
	same_str(v.row.title, S("城北路灯改造"));
	same_str(v.row.lead_name, S("区住建局"));
	assert_int_equal(v.row.version, 2);
	assert_int_equal(v.row.light, LIGHT_GREEN);
	assert_int_equal(v.n_clocks, 2);
	assert_int_equal(v.n_events, 2);
	same_str(v.events[0].action, S("assign"));
	same_str(v.events[1].actor_name, S("顾一舟"));
	assert_true(v.light_why.n > 0);
	ctx_refresh(&x); /* one snapshot at a time per thread */
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("60%")}, {S("progress"), S("灯杆已到位")}), ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("全部点亮")}, {S("share"), S("100")}), ""));
	good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("现场看过")}), ""));
	good(kit_do(k, P_CLERK, id, "close", NO_ARGS, ""));
	ctx_refresh(&x);
	good(matter_read(&x, id, &v));
	assert_int_equal(v.row.light, LIGHT_DONE);
	assert_int_equal(v.row.evidence, 1);
	assert_int_equal(v.n_evidence, 1);
	same_str(v.evidence[0].name, S("现场.txt"));
	same_str(v.evidence[0].type, S("text/plain; charset=utf-8"));
	same_str(v.events[3].text, S("Progress: 60%; 灯杆已到位"));
	struct evidence_view e;
	str bytes;
	good(evidence_read(&x, v.evidence[0].event, 0, &e, &bytes));
	same_str(bytes, S("路已经修好了"));
	ctx_close(&x);
}

static void refused(struct kit *k, int person, int64_t matter, const char *action, const struct arg *args, size_t n, const char *reason, err want)
{
	err e = kit_do(k, person, matter, action, args, n, reason);
	if (e != want)
		test_fails("%s: %d instead of %d (%s)", action, (int)e, (int)want, e ? fail_key() : "");
}

static void rights_states_and_forms_are_held(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "城北路灯改造", U_HOUSING, "2026-12-31", true);
	refused(k, P_TRAFFIC, id, "sign", NO_ARGS, "", ERR_NOTFOUND);
	refused(k, P_ADMIN, id, "sign", NO_ARGS, "", ERR_NOTFOUND);
	refused(k, P_SCHOOLS, id, "sign", NO_ARGS, "", ERR_DENIED); /* it assists, it does not lead */
	refused(k, P_ROADS, id, "sign", NO_ARGS, "", ERR_NOTFOUND); /* below the lead is not the lead */
	refused(k, P_HOUSING, id, "close", NO_ARGS, "", ERR_INPUT);
	refused(k, P_HOUSING, id, "no_such", NO_ARGS, "", ERR_INPUT);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	refused(k, P_HOUSING, id, "report", ARGS({S("share"), S("101")}, {S("progress"), S("x")}), "", ERR_INPUT);
	refused(k, P_HOUSING, id, "report", ARGS({S("share"), S("10")}), "", ERR_INPUT);
	refused(k, P_HOUSING, id, "report", ARGS({S("share"), S("10")}, {S("progress"), S("x")}, {S("title"), S("换个说法")}), "", ERR_INPUT);
	refused(k, P_HOUSING, id, "report", ARGS({S("share"), S("10")}, {S("progress"), S("\xff")}), "", ERR_INPUT);
	refused(k, P_CHIEF, id, "extend", ARGS({S("due"), S("2027-01-31")}), "", ERR_INPUT);           /* no reason */
	refused(k, P_CHIEF, id, "extend", ARGS({S("due"), S("2026-11-01")}), "雨季", ERR_INPUT);       /* the guard */
	refused(k, P_CHIEF, id, "suspend", NO_ARGS, "雨季", ERR_INPUT);                                /* which reason */
	good(kit_do(k, P_CHIEF, id, "suspend", ARGS({S("pause"), S("force")}), "雨季"));
	good(kit_do(k, P_CHIEF, id, "resume", NO_ARGS, ""));
	good(kit_do(k, P_CHIEF, id, "extend", ARGS({S("due"), S("2027-01-31")}), "雨季"));
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct civil c;
	good(matter_read(&x, id, &v));
	c = day_civil(zone_day(k->zone, v.row.due - 1));
	assert_int_equal(c.year * 10000 + c.month * 100 + c.day, 20270131);
	ctx_close(&x);
}

static void four_eyes(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "城北路灯改造", U_HOUSING, "2026-12-31", true);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完工")}), ""));
	refused(k, P_HOUSING, id, "apply_close", ARGS({S("share"), S("100")}), "", ERR_INPUT); /* result is missing */
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}), ""));
	refused(k, P_HOUSING, id, "verify", ARGS({S("check"), S("好")}), "", ERR_DENIED);
	good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("好")}), ""));
}

static void the_same_key_gives_the_first_answer(void **state)
{
	struct kit *k = *state;
	struct act_result one, two;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("title"), S("修路")}};
	struct act_request q = {.kind = kit_kind(k), .action = S("open"), .args = args, .n_args = 1, .idempotency_key = S("k1")};
	good(act(&x, &q, &one));
	good(act(&x, &q, &two));
	assert_false(one.repeated);
	assert_true(two.repeated && two.matter == one.matter && two.version == one.version && two.event == one.event);
	same_str(two.number, one.number);
	const struct arg other[] = {{S("title"), S("修桥")}};
	q.args = other;
	assert_int_equal(act(&x, &q, &two), ERR_CONFLICT);
	/* an action whose first time changed the state */
	struct act_request s = {.matter = one.matter, .action = S("dismiss"), .reason = S("重复"), .idempotency_key = S("k2")};
	good(act(&x, &s, &one));
	good(act(&x, &s, &two));
	assert_true(two.repeated && two.event == one.event);
	ctx_close(&x);
}

static void who_comes_late_hears_who_was_quicker(void **state)
{
	struct kit *k = *state;
	struct act_result done;
	struct buf b;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	assert_int_equal(act(&x, &(struct act_request){.matter = id, .action = S("remind"), .version = 2}, &done), ERR_CONFLICT);
	ctx_refresh(&x);
	buf_init(&b, &k->arena);
	fail_text(&b, LANG_EN);
	assert_true(str_find(buf_str(&b), S("柳青禾"), 0) >= 0 && str_find(buf_str(&b), S("Sign for it"), 0) >= 0);
	good(act(&x, &(struct act_request){.matter = id, .action = S("remind"), .version = 3}, &done));
	assert_int_equal(done.version, 4);
	ctx_close(&x);
}

static void lights_follow_the_clock(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-10-16", true), moved;
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(clock_due(k->core, &k->arena, &moved));
	assert_int_equal(moved, 0);
	k->now = KIT_NOW + 20 * KIT_DAY;
	good(clock_due(k->core, &k->arena, &moved));
	assert_int_equal(moved, 1);
	good(clock_due(k->core, &k->arena, &moved));
	assert_int_equal(moved, 0);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, id, &v));
	assert_int_equal(v.row.light, LIGHT_RED);
	assert_true(v.row.overdue && v.row.left < 0);
	same_str(v.events[0].actor_name, S("the system"));
	struct matter_counts c;
	good(matter_counts(&x, &c));
	assert_int_equal(c.red, 1);
	assert_int_equal(c.green, 0);
	ctx_close(&x);
}

/* What is done after an extension leaves its date alone. */
static void an_extension_counts_once(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t id = kit_commitment(k, "城北路灯改造", U_HOUSING, "2026-10-30", true);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_CHIEF, id, "extend", ARGS({S("due"), S("2026-12-20")}), "改线"));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("60")}, {S("progress"), S("灯杆已到位")}), ""));
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(matter_read(&x, id, &v));
	assert_true(v.row.due == zone_at(k->zone, day_of(2026, 12, 21), 0));
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_commitment_goes_from_sentence_to_closed),
		kit_test(an_extension_counts_once),
		kit_test(rights_states_and_forms_are_held),
		kit_test(four_eyes),
		kit_test(the_same_key_gives_the_first_answer),
		kit_test(who_comes_late_hears_who_was_quicker),
		kit_test(lights_follow_the_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
