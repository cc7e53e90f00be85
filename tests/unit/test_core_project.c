/* SPDX-License-Identifier: Apache-2.0 */
/* A key project on its whole way: plan, milestones, reports, households, light, course, close.
 * check runs after every test (kit_teardown). */
#include "core_kit.h"

#include <string.h>

static int project_setup(void **state)
{
	struct kit *k = kit_new();
	kit_pack(k, "packs/projects", "projects", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define project_test(f) cmocka_unit_test_setup_teardown(f, project_setup, kit_teardown)

struct take {
	int64_t matter, part;
	const char *sort, *action, *reason;
	struct arg args[12];
	size_t n;
	bool file;
};

static err take(struct kit *k, int person, const struct take *t, struct act_result *ret)
{
	struct arena a;
	struct act_result done = {0};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	const struct upload photo = {S("现场.txt"), S("塔吊三台，主体到四层")};
	err e = act(&x, &(struct act_request){.matter = t->matter, .kind = t->matter ? NULL : &k->packs[1]->kinds[0], .part = t->part,
		.sort = str_of(t->sort), .action = str_of(t->action), .args = t->args, .n_args = t->n, .reason = str_of(t->reason),
		.files = &photo, .n_files = t->file}, &done);
	ctx_close(&x);
	arena_done(&a);
	if (ret)
		*ret = done;
	return e;
}
#define DO(k, person, matter_, action_, ...) \
	do_it(k, person, matter_, action_, (const struct arg[]){{S(""), S("")}, ##__VA_ARGS__}, COUNT_OF(((const struct arg[]){{S(""), S("")}, ##__VA_ARGS__})))

static err do_it(struct kit *k, int person, int64_t matter, const char *action, const struct arg *args, size_t n)
{
	struct take t = {.matter = matter, .action = action, .reason = "第3次调度会", .file = true};
	for (size_t i = 1; i < n; i++)
		t.args[t.n++] = args[i];
	return take(k, person, &t, NULL);
}

static int64_t open_project(struct kit *k, const char *start, const char *due)
{
	struct arena a;
	struct act_result done;
	arena_init(&a);
	struct take t = {.action = "open", .args = {{S("title"), S("城北热源厂")}, {S("level"), S("city")}, {S("sort"), S("new")},
		{S("investment"), S("9800.5")}, {S("planned_year"), S("4000")}, {S("lead"), kit_id(&a, k->unit[U_HOUSING])},
		{S("officer"), kit_id(&a, k->person[P_TRAFFIC])}, {S("planned_start"), str_of(start)}, {S("due"), str_of(due)}}, .n = 9};
	good(take(k, P_CHIEF, &t, &done));
	arena_done(&a);
	return done.matter;
}

static int64_t milestone(struct kit *k, int64_t matter, const char *title, const char *due, const char *weight)
{
	struct act_result done;
	struct take t = {.matter = matter, .sort = "milestone", .action = "add",
		.args = {{S("title"), str_of(title)}, {S("due"), str_of(due)}, {S("weight"), str_of(weight)}}, .n = 3};
	good(take(k, P_TRAFFIC, &t, &done));
	return done.part;
}

static void part_do(struct kit *k, int person, int64_t matter, int64_t part, const char *action, const char *field, const char *value)
{
	struct take t = {.matter = matter, .part = part, .action = action, .args = {{str_of(field), str_of(value)}}, .n = field != NULL, .file = true};
	good(take(k, person, &t, NULL));
}

static void read_it(struct kit *k, struct arena *a, int64_t matter, struct matter_view *m, struct course *c)
{
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	good(matter_read(&x, matter, m));
	good(matter_course(&x, matter, c));
	struct course plan;
	good(matter_planned(&x, matter, &plan)); /* the same without what was reported */
	assert_true(plan.n_steps == c->n_steps && plan.planned_now == c->planned_now && plan.n_actual == 0);
	for (size_t i = 0; i < plan.n_steps; i++)
		assert_true(plan.steps[i].due == c->steps[i].due && plan.steps[i].done == c->steps[i].done);
	ctx_close(&x);
}

static void to_day(struct kit *k, const char *iso)
{
	day_t d;
	assert_true(day_parse(str_of(iso), &d));
	k->now = zone_at(k->zone, d, 10 * 3600000);
}

static void a_project_goes_its_whole_way(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view m;
	struct course c;
	arena_init(&a);
	to_day(k, "2026-03-02");
	int64_t id = open_project(k, "2026-03-01", "2026-12-31");
	int64_t base = milestone(k, id, "基础完成", "2026-05-31", "40"), roof = milestone(k, id, "封顶", "2026-09-30", "60");
	good(DO(k, P_TRAFFIC, id, "start", {S("actual_start"), S("2026-03-02")}));
	good(DO(k, P_HOUSING, id, "enter", {S("entered"), S("2026-03-02")}, {S("entry_code"), S("26-0007")}));
	to_day(k, "2026-06-01");
	good(DO(k, P_TRAFFIC, id, "report", {S("share"), S("35")}, {S("progress"), S("基础完成九成")}, {S("done_year"), S("1200.25")}, {S("done_all"), S("1200.25")}));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(c.planned_now, 40); /* the milestone of the day before */
	assert_int_equal(m.row.schedule, 40);
	assert_int_equal(c.n_actual, 1);
	assert_int_equal(c.n_steps, 2);
	assert_int_equal(m.row.light, LIGHT_GREEN);
	good(DO(k, P_TRAFFIC, id, "report", {S("share"), S("30")}, {S("progress"), S("返工")}, {S("problem"), S("一处沉降")}));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(c.n_actual, 1); /* of one day the last word counts */
	assert_int_equal(c.actual[0].share, 30);
	assert_int_equal(m.row.light, LIGHT_YELLOW); /* 10 points */
	assert_int_equal(DO(k, P_TRAFFIC, id, "complete", {S("completed"), S("2026-06-01")}, {S("share"), S("100")}), ERR_INPUT);
	part_do(k, P_TRAFFIC, id, base, "reach", "reached", "2026-06-01");
	part_do(k, P_CLERK, id, base, "verify", NULL, NULL);
	part_do(k, P_HOUSING, id, roof, "reach", "reached", "2026-06-01");
	good(DO(k, P_TRAFFIC, id, "complete", {S("completed"), S("2026-06-01")}, {S("share"), S("100")}));
	good(DO(k, P_TRAFFIC, id, "produce", {S("produced"), S("2026-06-01")}));
	good(DO(k, P_TRAFFIC, id, "apply_close", {S("result"), S("供热面积新增80万平方米")}));
	good(DO(k, P_CHIEF, id, "close", {S("check"), S("现场看过")}));
	read_it(k, &a, id, &m, &c);
	same_str(m.row.kind->states[m.row.state].name, S("closed"));
	assert_int_equal(m.row.light, LIGHT_DONE);
	arena_done(&a);
}

static void lights_follow_start_and_statistics(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view m;
	struct course c;
	arena_init(&a);
	to_day(k, "2026-03-02");
	int64_t id = open_project(k, "2026-03-10", "2027-12-31");
	to_day(k, "2026-03-12");
	int64_t moved;
	good(clock_due(k->core, &a, &moved));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(m.row.light, LIGHT_YELLOW); /* planned, not begun */
	good(DO(k, P_TRAFFIC, id, "start", {S("actual_start"), S("2026-03-12")}));
	static const struct { const char *day; enum light light; } then[] = {
		{"2026-04-12", LIGHT_GREEN}, {"2026-04-13", LIGHT_YELLOW}, {"2026-05-12", LIGHT_YELLOW}, {"2026-05-13", LIGHT_RED}};
	for (size_t i = 0; i < COUNT_OF(then); i++) {
		to_day(k, then[i].day);
		good(DO(k, P_TRAFFIC, id, "report", {S("share"), kit_id(&a, (int64_t)i + 8)}, {S("progress"), str_of(then[i].day)}));
		read_it(k, &a, id, &m, &c);
		assert_int_equal(m.row.light, then[i].light); /* one month after the start, then two */
	}
	good(DO(k, P_HOUSING, id, "enter", {S("entered"), S("2026-05-13")}, {S("entry_code"), S("26-0011")}));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(m.row.light, LIGHT_GREEN);
	arena_done(&a);
}

static void the_share_may_come_from_milestones(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view m;
	struct course c;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	good(setting_set(&x, &(struct setting_request){.name = S("projects.share_by"), .value = S("milestones"), .reason = S("办公会议定"),
		.from = zone_day(k->zone, k->now)}));
	ctx_close(&x);
	int64_t id = open_project(k, "2026-10-01", "2027-12-31");
	int64_t base = milestone(k, id, "基础完成", "2026-11-30", "40");
	milestone(k, id, "封顶", "2027-09-30", "30");
	good(DO(k, P_TRAFFIC, id, "start", {S("actual_start"), S("2026-10-01")}));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(m.row.share, 0);
	part_do(k, P_TRAFFIC, id, base, "reach", "reached", "2026-10-01");
	read_it(k, &a, id, &m, &c);
	assert_int_equal(m.row.share, 40);
	assert_int_equal(DO(k, P_TRAFFIC, id, "report", {S("share"), S("60")}, {S("progress"), S("一层")}), ERR_INPUT);
	good(DO(k, P_TRAFFIC, id, "report", {S("share"), S("40")}, {S("progress"), S("一层")}));
	struct take back = {.matter = id, .part = base, .action = "send_back", .reason = "还差回填"};
	good(take(k, P_CLERK, &back, NULL));
	read_it(k, &a, id, &m, &c);
	assert_int_equal(m.row.share, 0);
	arena_done(&a);
}

static void the_last_household_clears_the_site(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view m;
	struct course c;
	struct act_result done[2];
	arena_init(&a);
	int64_t id = open_project(k, "2026-10-01", "2027-12-31");
	for (int i = 0; i < 2; i++) {
		struct take t = {.matter = id, .sort = "household", .action = "add",
			.args = {{S("plot"), i ? S("石桥村2号") : S("石桥村1号")}, {S("name"), S("石某某")}, {S("area"), S("186.5")}}, .n = 3};
		good(take(k, P_HOUSING, &t, &done[i]));
		part_do(k, P_HOUSING, id, done[i].part, "sign", "signed", "2026-10-01");
		part_do(k, P_HOUSING, id, done[i].part, "vacate", "vacated", "2026-10-01");
	}
	assert_int_equal(DO(k, P_CHIEF, id, "clear"), ERR_INPUT);
	part_do(k, P_HOUSING, id, done[0].part, "resettle", "resettled", "2026-10-01");
	read_it(k, &a, id, &m, &c);
	assert_false(str_eq(m.events[0].action, S("clear")));
	part_do(k, P_HOUSING, id, done[1].part, "resettle", "resettled", "2026-10-01");
	read_it(k, &a, id, &m, &c);
	same_str(m.events[0].action, S("clear")); /* by the system, in the same commit */
	assert_int_equal(m.events[0].seq > m.events[1].seq, true);
	arena_done(&a);
}

/* Rows with their values, of one kind among several. */
static void a_list_of_one_kind_comes_with_values(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_page page;
	arena_init(&a);
	kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	int64_t id = open_project(k, "2026-10-01", "2027-12-31");
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	good(matter_list(&x, &(struct matter_query){.kind = &k->packs[1]->kinds[0], .with_fields = true, .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, 1);
	assert_int_equal(page.rows[0].id, id);
	bool found = false;
	for (size_t i = 0; i < page.rows[0].n_fields; i++)
		found |= str_eq(page.rows[0].fields[i].field->name, S("investment")) && str_eq(page.rows[0].fields[i].raw, S("9800.5"));
	assert_true(found);
	ctx_close(&x);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		project_test(a_project_goes_its_whole_way), project_test(lights_follow_start_and_statistics),
		project_test(the_share_may_come_from_milestones), project_test(the_last_household_clears_the_site),
		project_test(a_list_of_one_kind_comes_with_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
