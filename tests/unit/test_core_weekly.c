/* SPDX-License-Identifier: Apache-2.0 */
/* The weekly run over a real record: who owes, who reported, which letter is due, what an
 * exemption takes away, and that only those see it who may. */
#include "core_kit.h"

static ms_t instant(struct kit *k, const char *s)
{
	day_t d;
	int64_t h, m;
	assert_true(day_parse(str_cut(str_of(s), 0, 10), &d) && str_int(str_cut(str_of(s), 11, 13), &h) && str_int(str_cut(str_of(s), 14, 16), &m));
	return zone_at(k->zone, d, (int)(h * 60 + m) * 60000);
}

/* Lets the days pass, each with its minute trip. */
static void until(struct kit *k, const char *when)
{
	ms_t to = instant(k, when);
	struct arena a;
	int64_t moved;
	while (k->now < to) {
		k->now = k->now + KIT_DAY / 4 < to ? k->now + KIT_DAY / 4 : to;
		arena_init(&a);
		good(clock_due(k->core, &a, &moved));
		arena_done(&a);
	}
}

static struct week_run week(struct kit *k, int person, const char *monday)
{
	struct week_run run;
	day_t d;
	assert_true(day_parse(str_of(monday), &d));
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(week_run_read(&x, d, &run));
	ctx_close(&x);
	return run;
}

static enum week_said said(struct kit *k, int person, const char *monday, int64_t id)
{
	struct week_run run = week(k, person, monday);
	for (size_t i = 0; i < run.n; i++)
		if (run.items[i].row.id == id)
			return run.items[i].state->said;
	return WEEK_NOT_OWED;
}

static struct matter_week of(struct kit *k, int person, int64_t id)
{
	struct matter_week m;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(week_of_matter(&x, id, &m));
	ctx_close(&x);
	return m;
}

static int64_t at_work(struct kit *k, const char *title, int lead, const char *due)
{
	int64_t id = kit_commitment(k, title, lead, due, true);
	good(kit_do(k, lead == U_HOUSING ? P_HOUSING : P_TRAFFIC, id, "sign", NO_ARGS, ""));
	return id;
}

static void report(struct kit *k, int64_t id, int person, const char *share, const char *words)
{
	good(kit_do(k, person, id, "report", ARGS({S("share"), str_of(share)}, {S("progress"), str_of(words)}), ""));
}

static void reports_are_owed_made_and_missed(void **state)
{
	struct kit *k = *state;
	int64_t lights = at_work(k, "城北路灯改造", U_HOUSING, "2026-12-31"), road = at_work(k, "榴花路大修", U_TRAFFIC, "2026-12-31");
	until(k, "2026-10-12 09:00");
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", lights), WEEK_OPEN);
	report(k, lights, P_HOUSING, "10", "灯杆到位");
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", lights), WEEK_ON_TIME);
	until(k, "2026-10-13 12:30");
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", road), WEEK_MISSING);
	report(k, road, P_TRAFFIC, "5", "进场");
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", road), WEEK_LATE);
	/* each unit sees its own, in the past as now */
	struct week_run run = week(k, P_HOUSING, "2026-10-12");
	assert_int_equal(run.n, 1);
	assert_true(run.items[0].mine && run.items[0].reports && !run.may_issue);
	assert_int_equal(said(k, P_HOUSING, "2026-10-12", road), WEEK_NOT_OWED);
	run = week(k, P_SCHOOLS, "2026-10-12"); /* it assists: it sees, and owes nothing */
	assert_int_equal(run.n, 2);
	assert_false(run.items[0].mine);
	assert_int_equal(week(k, P_ADMIN, "2026-10-12").n, 0);
	run = week(k, P_CHIEF, "2026-10-12");
	assert_int_equal(run.n_units, 2);
	same_str(run.units[0].name, S("区住建局"));
	assert_true(run.units[0].on_time == 1 && run.units[1].late == 1 && run.units[0].claims == 1);
	/* weeks later, and after more has happened, it is the same week */
	until(k, "2026-11-23 09:00");
	good(kit_do(k, P_CHIEF, road, "hand_on", ARGS({S("lead"), kit_id(&k->arena, k->unit[U_HOUSING])}), "转给住建局"));
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", road), WEEK_LATE);
	run = week(k, P_CHIEF, "2026-10-12");
	assert_true(run.n_units == 2 && run.units[0].on_time == 1 && run.units[1].late == 1);
	assert_int_equal(said(k, P_CHIEF, "2026-10-19", road), WEEK_MISSING);
}

static void one_matter_may_report_monthly(void **state)
{
	struct kit *k = *state;
	int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-12-31");
	good(kit_do(k, P_CHIEF, id, "correct", ARGS({S("report_every"), S("monthly")}), ""));
	until(k, "2026-11-10 09:00");
	assert_int_equal(said(k, P_CHIEF, "2026-10-26", id), WEEK_NOT_OWED);
	assert_int_equal(said(k, P_CHIEF, "2026-11-02", id), WEEK_MISSING);
}

static void a_pause_and_an_application_owe_nothing(void **state)
{
	struct kit *k = *state;
	int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-12-31");
	until(k, "2026-10-09 09:00");
	good(kit_do(k, P_CHIEF, id, "suspend", ARGS({S("pause"), S("superior")}), "待批复"));
	until(k, "2026-10-14 09:00");
	assert_int_equal(said(k, P_CHIEF, "2026-10-12", id), WEEK_NOT_OWED);
	good(kit_do(k, P_CHIEF, id, "resume", NO_ARGS, ""));
	until(k, "2026-10-21 09:00");
	assert_int_equal(said(k, P_CHIEF, "2026-10-19", id), WEEK_MISSING);
}

static int64_t letter(struct kit *k, const struct letter_due *due)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct matter_row *row = &due->matters[0]->row;
	str text = letter_text(&x, due->ladder, due->rung, due->unit, &row, 1, due->why);
	assert_true(str_find(text, row->number, 0) >= 0 && str_find(text, due->why, 0) >= 0 && str_find(text, S("{"), 0) < 0);
	const struct link_new link = {S(LINK_ESCALATES), row->id};
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[0], .action = S("issue"), .links = &link, .n_links = 1,
		.args = (struct arg[]){{S("rung"), due->ladder->rungs[due->rung].name}, {S("title"), S("督办函")}, {S("lead"), kit_id(&k->arena, due->unit)},
			{S("why"), due->why}, {S("text"), text}, {S("scope"), S("matter")}}, .n_args = 6}, &done));
	ctx_close(&x);
	same_str(done.number, S("督办〔2026〕1号"));
	return done.matter;
}

static void lights_lead_to_letters_and_silence_higher(void **state)
{
	struct kit *k = *state;
	int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-10-16");
	until(k, "2026-10-13 13:00"); /* yellow */
	assert_int_equal(of(k, P_CHIEF, id).due.rung, -1);
	until(k, "2026-10-27 13:00"); /* red, red */
	struct week_run run = week(k, P_CHIEF, "2026-10-26");
	assert_int_equal(run.n_dues, 2);
	assert_true(run.dues[0].rung == 1 && !run.dues[0].of_unit && run.dues[1].of_unit); /* nor did the unit report */
	same_str(run.dues[0].why, S("red light at the cut-offs of 20 Oct, 27 Oct"));
	assert_int_equal(run.dues[1].n_matters, 1);
	assert_int_equal(week(k, P_HOUSING, "2026-10-26").n_dues, 0);
	int64_t notice = letter(k, &run.dues[0]);
	assert_int_equal(week(k, P_CHIEF, "2026-10-26").n_dues, 1); /* of the unit */
	struct matter_week m = of(k, P_HOUSING, id);
	assert_true(m.n_letters == 1 && m.letters[0].row.id == notice && !m.may_issue && m.due.rung == -1);
	assert_int_equal(of(k, P_SCHOOLS, id).n_letters, 0); /* it assists the matter; the letter is not for it */
	until(k, "2026-11-04 13:00"); /* a third red, and five working days without an answer */
	m = of(k, P_CHIEF, id);
	assert_int_equal(m.due.rung, 2);
	assert_true(m.letters[0].unanswered);
	struct week_run past = week(k, P_CHIEF, "2026-10-26");
	assert_int_equal(past.n_dues, 0); /* proposals are for the present week */
	good(kit_do(k, P_HOUSING, notice, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, notice, "answer", ARGS({S("answer"), S("设备周三到场")}), ""));
	good(kit_do(k, P_CHIEF, notice, "withdraw", NO_ARGS, "发错"));
	m = of(k, P_CHIEF, id);
	assert_false(m.letters[0].counts);
}

static int64_t apply(struct kit *k, int64_t id, const char *from, const char *to)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	const struct link_new link = {S(LINK_EXEMPTS), id};
	const struct arg args[] = {{S("title"), S("智能灯杆试点")}, {S("lead"), kit_id(&k->arena, k->unit[U_HOUSING])}, {S("from_day"), str_of(from)},
		{S("to_day"), str_of(to)}, {S("facts"), S("首次采用，厂家停产")}, {S("not_forbidden"), S("1")}, {S("by_decision"), S("1")},
		{S("by_procedure"), S("1")}, {S("no_gain"), S("1")}, {S("no_grave_harm"), S("1")}, {S("made_good"), S("1")}};
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[1], .action = S("apply"), .links = &link, .n_links = 1, .args = args,
		.n_args = COUNT_OF(args)}, &done));
	ctx_close(&x);
	return done.matter;
}

static void an_exemption_takes_weeks_out_and_can_be_revoked(void **state)
{
	struct kit *k = *state;
	int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-10-16");
	until(k, "2026-10-27 13:00");
	assert_int_equal(of(k, P_CHIEF, id).due.rung, 1);
	int64_t e = apply(k, id, "2026-10-19", "2026-10-25");
	assert_true(of(k, P_HOUSING_HEAD, id).may_apply && !of(k, P_CHIEF, id).may_apply);
	assert_int_equal(of(k, P_CHIEF, id).due.rung, 1); /* applied for is not granted */
	assert_int_equal(kit_do(k, P_HOUSING_HEAD, e, "grant", ARGS({S("finding"), S("属实")}), ""), ERR_DENIED);
	assert_int_equal(kit_do(k, P_TRAFFIC, e, "grant", ARGS({S("finding"), S("属实")}), ""), ERR_NOTFOUND);
	good(kit_do(k, P_CHIEF, e, "grant", ARGS({S("finding"), S("六项属实")}), ""));
	struct matter_week m = of(k, P_CHIEF, id);
	assert_true(m.due.rung == -1 && m.n_exemptions == 1 && m.item.exempt[WEEKS_BACK - 1] && !m.item.exempt[WEEKS_BACK]);
	good(kit_do(k, P_CHIEF, e, "revoke", NO_ARGS, "弄虚作假"));
	assert_int_equal(of(k, P_CHIEF, id).due.rung, 1);
}

static void nobody_links_what_he_may_not_see(void **state)
{
	struct kit *k = *state;
	struct act_result done;
	int64_t id = at_work(k, "榴花路大修", U_TRAFFIC, "2026-12-31");
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	const struct link_new link = {S(LINK_EXEMPTS), id};
	const struct arg args[] = {{S("title"), S("x")}, {S("lead"), kit_id(&k->arena, k->unit[U_HOUSING])}, {S("from_day"), S("2026-10-01")},
		{S("to_day"), S("2026-10-02")}, {S("facts"), S("x")}, {S("not_forbidden"), S("1")}, {S("by_decision"), S("1")},
		{S("by_procedure"), S("1")}, {S("no_gain"), S("1")}, {S("no_grave_harm"), S("1")}, {S("made_good"), S("1")}};
	assert_int_equal(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[1], .action = S("apply"), .links = &link, .n_links = 1,
		.args = args, .n_args = COUNT_OF(args)}, &done), ERR_NOTFOUND);
	ctx_close(&x);
}

static void closed_matters_are_looked_back_at(void **state)
{
	struct kit *k = *state;
	size_t n = 0, again;
	struct matter_row *v;
	for (int i = 0; i < 12; i++) {
		int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-12-31");
		good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完成")}, {S("share"), S("100")}), ""));
		good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("看过")}), ""));
		good(kit_do(k, P_CHIEF, id, "close", NO_ARGS, ""));
	}
	until(k, "2026-10-30 09:00");
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(look_back_list(&x, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
	until(k, "2026-10-31 11:00");
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(look_back_list(&x, &v, &n));
	assert_in_range(n, 1, 9); /* about a third */
	int64_t first = v[0].id;
	ctx_close(&x);
	good(kit_do(k, P_CHIEF, first, "look_back", ARGS({S("look_back"), S("灯都亮着")}), ""));
	x = kit_ctx(k, &k->arena, P_CLERK);
	good(look_back_list(&x, &v, &again));
	assert_int_equal(again, n - 1);
	ctx_close(&x);
	good(kit_do(k, P_CHIEF, first, "reopen", ARGS({S("due"), S("2026-12-31")}, {S("share"), S("60")}), "两处不亮"));
	assert_int_equal(of(k, P_CHIEF, first).item.reopened, 1);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(look_back_list(&x, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

/* A person who holds both duties still cannot close what he reported, nor verify what he applied for. */
static void two_duties_are_not_two_persons(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	struct act_result done;
	struct actor both = kit_actor(k, P_CHIEF);
	both.unit = k->unit[U_HOUSING];
	both.duties |= 1u << DUTY_LIAISON;
	const struct upload photo = {S("现场.txt"), S("亮了")};
	int64_t id = at_work(k, "城北路灯改造", U_HOUSING, "2026-12-31");
	good(ctx_open(k->core, &k->arena, &both, &x));
	const struct arg report[] = {{S("share"), S("100")}, {S("progress"), S("全部点亮")}}, result = {S("result"), S("全部点亮")},
		check = {S("check"), S("看过")};
	good(act(&x, &(struct act_request){.matter = id, .action = S("report"), .args = report, .n_args = 2}, &done));
	assert_int_equal(act(&x, &(struct act_request){.matter = id, .action = S("apply_close"), .args = &result, .n_args = 1}, &done), ERR_INPUT);
	good(act(&x, &(struct act_request){.matter = id, .action = S("apply_close"), .args = &result, .n_args = 1, .files = &photo, .n_files = 1}, &done));
	assert_int_equal(act(&x, &(struct act_request){.matter = id, .action = S("verify"), .args = &check, .n_args = 1}, &done), ERR_DENIED);
	ctx_close(&x);
	good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("看过")}), ""));
	good(ctx_open(k->core, &k->arena, &both, &x));
	assert_int_equal(act(&x, &(struct act_request){.matter = id, .action = S("close")}, &done), ERR_DENIED);
	ctx_close(&x);
	good(kit_do(k, P_CLERK, id, "close", NO_ARGS, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(reports_are_owed_made_and_missed),
		kit_test(one_matter_may_report_monthly),
		kit_test(a_pause_and_an_application_owe_nothing),
		kit_test(lights_lead_to_letters_and_silence_higher),
		kit_test(an_exemption_takes_weeks_out_and_can_be_revoked),
		kit_test(nobody_links_what_he_may_not_see),
		kit_test(closed_matters_are_looked_back_at),
		kit_test(two_duties_are_not_two_persons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
