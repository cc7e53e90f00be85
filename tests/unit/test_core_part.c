/* SPDX-License-Identifier: Apache-2.0 */
/* Parts: acting on them, who sees them, their clocks, the rules over all of them; check
 * runs after every test (kit_teardown). */
#include "core_kit.h"

#include <string.h>

static int part_setup(void **state)
{
	struct kit *k = kit_new();
#ifdef KIT_POSTGRES
	kit_pg("CREATE", kit_pg_name(k), "");
	snprintf(k->target, sizeof k->target, "%s&dbname=%s", getenv("LUOSHI_TEST_PG"), kit_pg_name(k));
#endif
	kit_pack(k, "tests/pack/parts", "parts", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define part_test(f) cmocka_unit_test_setup_teardown(f, part_setup, kit_teardown)

static int64_t open_work(struct kit *k)
{
	struct arena a;
	struct act_result done;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	const struct arg args[] = {{S("title"), S("榴乡路改造")}, {S("lead"), kit_id(&a, k->unit[U_HOUSING])}, {S("price"), S("67")}};
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[0], .action = S("open"), .args = args, .n_args = 3}, &done));
	ctx_close(&x);
	arena_done(&a);
	return done.matter;
}

struct doing {
	int64_t part;
	const char *sort, *action, *reason, *key;
	const struct arg *args;
	size_t n;
	int64_t version;
	bool file;
};

static err do_part(struct kit *k, int person, int64_t matter, const struct doing *d, struct act_result *ret)
{
	struct arena a;
	struct act_result done = {0};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	const struct upload photo = {S("现场.txt"), S("路已经修好了")};
	err e = act(&x, &(struct act_request){.matter = matter, .part = d->part, .sort = str_of(d->sort), .action = str_of(d->action),
		.args = d->args, .n_args = d->n, .reason = str_of(d->reason), .version = d->version, .files = &photo, .n_files = d->file,
		.idempotency_key = str_of(d->key)}, &done);
	ctx_close(&x);
	arena_done(&a);
	if (ret)
		*ret = done;
	return e;
}

static int64_t milestone(struct kit *k, int64_t matter, const char *title, int unit, int person, const char *due)
{
	struct act_result done;
	const struct arg args[] = {{S("title"), str_of(title)}, {S("due"), str_of(due)}, {S("weight"), S("40")}, {S("phone"), S("13812345678")},
		{S("unit"), kit_id(&k->arena, k->unit[unit])}, {S("person"), person < 0 ? S("") : kit_id(&k->arena, k->person[person])}};
	good(do_part(k, P_CHIEF, matter, &(struct doing){.sort = "milestone", .action = "add", .args = args, .n = COUNT_OF(args)}, &done));
	assert_true(done.part > 0);
	return done.part;
}

static struct matter_view view_of(struct kit *k, struct arena *a, int person, int64_t matter)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, a, person);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	return v;
}

static bool offered(const struct part_view *p, const char *action)
{
	for (size_t i = 0; i < p->n_actions; i++)
		if (str_eq(p->actions[i].action->name, str_of(action)))
			return true;
	return false;
}

static const struct value *value_in(const struct part_view *p, const char *field)
{
	for (size_t i = 0; i < p->n_fields; i++)
		if (str_eq(p->fields[i].field->name, str_of(field)))
			return &p->fields[i];
	return NULL;
}

static void same_said(const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	same_str(buf_str(&b), str_of(want));
	buf_done(&b);
}

/* ---- from opening to its end ---------------------------------------------------------------- */
static void a_part_is_opened_begun_and_reached(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, P_SCHOOLS, "2026-10-30");
	struct matter_view v = view_of(k, &k->arena, P_TRAFFIC, m);
	assert_int_equal(v.n_parts, 1);
	same_str(v.parts[0].row.title, S("路基"));
	same_str(v.parts[0].row.lead_name, S("区交通局"));
	same_str(v.parts[0].person_name, S("童晚晴"));
	assert_int_equal(v.parts[0].weight, 40);
	assert_int_equal(v.parts[0].row.light, LIGHT_GREEN);
	assert_int_equal(v.parts[0].n_clocks, 1);
	assert_true(offered(&v.parts[0], "begin") && !offered(&v.parts[0], "drop") && !offered(&v.parts[0], "reach"));
	same_str(v.events[0].label, S("Milestone: Add a milestone"));
	same_str(v.events[0].part_title, S("路基"));
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "begin", .args = ARGS({S("note"), S("已进场")})}, NULL));
	assert_int_equal(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "reach", .args = ARGS({S("share"), S("100")})}, NULL), ERR_INPUT);
	assert_int_equal(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "reach", .args = ARGS({S("share"), S("90")}), .file = true}, NULL), ERR_INPUT);
	same_said("it is not finished");
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "reach", .args = ARGS({S("share"), S("100")}), .file = true}, NULL));
	v = view_of(k, &k->arena, P_CHIEF, m);
	assert_int_equal(v.parts[0].row.light, LIGHT_DONE);
	assert_int_equal(v.parts[0].row.share, 100);
	assert_int_equal(v.parts[0].row.evidence, 1);
	assert_int_equal(v.n_evidence, 1);
	assert_true(v.evidence[0].part == p && v.row.version == 4);
	assert_int_equal(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "begin"}, NULL), ERR_INPUT);
	same_said("“Begin” is not possible while “Milestone” is “Reached”; look at what is offered now");
}

static void an_action_of_a_part_is_not_one_of_the_matter(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30"), other = open_work(k);
	assert_int_equal(kit_do(k, P_TRAFFIC, m, "begin", NO_ARGS, ""), ERR_INPUT);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "complete"}, NULL), ERR_INPUT);
	assert_int_equal(do_part(k, P_CHIEF, other, &(struct doing){.part = p, .action = "drop", .reason = "x"}, NULL), ERR_NOTFOUND);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p + 1, .action = "drop", .reason = "x"}, NULL), ERR_NOTFOUND);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .sort = "step", .action = "drop", .reason = "x"}, NULL), ERR_NOTFOUND);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.sort = "stone", .action = "add"}, NULL), ERR_INPUT);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.sort = "milestone", .action = "begin"}, NULL), ERR_INPUT);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "add", .args = ARGS({S("title"), S("x")})}, NULL), ERR_INPUT);
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.sort = "milestone", .action = "add"}, NULL), ERR_INPUT);
	same_said("“Title” is missing; fill it in");
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "drop"}, NULL), ERR_INPUT);
	milestone(k, m, "路面", U_ROADS, -1, "");
	milestone(k, m, "绿化", U_ROADS, -1, "");
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.sort = "milestone", .action = "add", .args = ARGS({S("title"), S("灯")})}, NULL), ERR_LIMIT);
}

/* ---- who ------------------------------------------------------------------------------------------ */
static void who_sees_and_does_what(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), mine = milestone(k, m, "路基", U_TRAFFIC, P_MAYOR, "2026-10-30"), theirs = milestone(k, m, "路面", U_SCHOOLS, -1, "");
	good(do_part(k, P_CHIEF, m, &(struct doing){.sort = "step", .action = "add", .args = ARGS({S("title"), S("受理")})}, NULL));
	static const struct {
		int person, parts;
		bool begins_mine, begins_theirs, drops, adds, price;
		char phone; /* of mine: p plain, m masked, - not seen */
	} row[] = {
		{P_CHIEF, 3, false, false, true, true, true, 'p'},   {P_HOUSING, 3, false, false, false, false, true, 'm'},
		{P_TRAFFIC, 1, true, false, false, false, false, 'p'}, {P_SCHOOLS, 1, false, true, false, false, false, '-'},
		{P_MAYOR, 1, true, false, false, false, false, 'm'},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct matter_view v = view_of(k, &k->arena, row[i].person, m);
		char phone = '-';
		bool begins[2] = {false}, drops = false, adds = false, price = false;
		assert_int_equal(v.n_parts, row[i].parts);
		for (size_t j = 0; j < v.n_parts; j++) {
			const struct value *f = v.parts[j].row.id == mine ? value_in(&v.parts[j], "phone") : NULL;
			if (f)
				phone = f->masked ? 'm' : 'p';
			begins[v.parts[j].row.id == theirs] |= offered(&v.parts[j], "begin");
			drops |= offered(&v.parts[j], "drop");
		}
		for (size_t j = 0; j < v.n_part_offers; j++)
			adds |= str_eq(v.part_offers[j].sort->name, S("milestone"));
		for (size_t j = 0; j < v.n_fields; j++)
			price |= str_eq(v.fields[j].field->name, S("price"));
		assert_int_equal(phone, row[i].phone);
		assert_true(begins[0] == row[i].begins_mine && begins[1] == row[i].begins_theirs && drops == row[i].drops &&
			    adds == row[i].adds && price == row[i].price);
	}
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_ROADS);
	assert_int_equal(matter_read(&x, m, &v), ERR_NOTFOUND);
	ctx_close(&x);
	assert_int_equal(do_part(k, P_SCHOOLS, m, &(struct doing){.part = mine, .action = "begin"}, NULL), ERR_NOTFOUND);
	assert_int_equal(do_part(k, P_HOUSING, m, &(struct doing){.part = mine, .action = "begin"}, NULL), ERR_DENIED);
	assert_int_equal(do_part(k, P_ROADS, m, &(struct doing){.part = mine, .action = "begin"}, NULL), ERR_NOTFOUND);
	good(do_part(k, P_MAYOR, m, &(struct doing){.part = mine, .action = "begin"}, NULL));
}

static void a_denied_unit_sees_no_part(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, m, k->unit[U_TRAFFIC], S("被反映单位")));
	ctx_close(&x);
	assert_int_equal(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "begin"}, NULL), ERR_NOTFOUND);
	struct part_page page;
	x = kit_ctx(k, &k->arena, P_TRAFFIC);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, 0);
	ctx_close(&x);
}

/* ---- rules over all -------------------------------------------------------------------------------- */
static void all_steps_done_complete_the_matter(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	struct act_result one, two, last;
	const struct doing add = {.sort = "step", .action = "add", .args = ARGS({S("title"), S("受理")})};
	good(do_part(k, P_HOUSING, m, &add, &one));
	good(do_part(k, P_HOUSING, m, &add, &two));
	good(do_part(k, P_HOUSING, m, &(struct doing){.part = one.part, .action = "finish"}, NULL));
	assert_int_equal(kit_do(k, P_CHIEF, m, "complete", NO_ARGS, ""), ERR_INPUT);
	same_said("a milestone is open: 路基");
	good(do_part(k, P_HOUSING, m, &(struct doing){.part = two.part, .action = "finish"}, NULL));
	struct matter_view v = view_of(k, &k->arena, P_CHIEF, m);
	same_str(v.row.kind->states[v.row.state].name, S("new")); /* its guard refuses: left to a person */
	good(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "drop", .reason = "不做了"}, NULL));
	good(do_part(k, P_HOUSING, m, &add, &last));
	good(do_part(k, P_HOUSING, m, &(struct doing){.part = last.part, .action = "finish", .key = "once"}, &one));
	v = view_of(k, &k->arena, P_CHIEF, m);
	same_str(v.row.kind->states[v.row.state].name, S("done"));
	same_str(v.events[0].action, S("complete"));
	same_str(v.events[0].actor_name, S("the system"));
	same_str(v.events[1].action, S("step.finish"));
	assert_int_equal(v.row.version, one.version);
	/* said again, it is answered and not done again */
	good(do_part(k, P_HOUSING, m, &(struct doing){.part = last.part, .action = "finish", .key = "once"}, &two));
	assert_true(two.repeated && two.part == last.part);
	assert_int_equal(view_of(k, &k->arena, P_CHIEF, m).row.version, v.row.version);
	assert_int_equal(do_part(k, P_HOUSING, m, &add, NULL), ERR_INPUT);
	same_said("“Add a step” is not possible while the matter is “Done”; look at what is offered now");
}

static void a_closed_matter_puts_the_lights_of_its_parts_out(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "begin"}, NULL));
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "judge"}, NULL), ERR_INPUT);
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "reach", .args = ARGS({S("share"), S("100")}), .file = true}, NULL));
	good(kit_do(k, P_CHIEF, m, "complete", NO_ARGS, ""));
	good(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "judge", .args = ARGS({S("weight"), S("50")})}, NULL));
	good(kit_do(k, P_CHIEF, m, "reopen", NO_ARGS, ""));
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "judge"}, NULL), ERR_INPUT);
}

/* ---- clocks --------------------------------------------------------------------------------------------- */
static void tick(struct kit *k, int days, int64_t want)
{
	struct arena a;
	int64_t moved;
	k->now += days * KIT_DAY;
	arena_init(&a);
	good(clock_due(k->core, &a, &moved));
	arena_done(&a);
	assert_int_equal(moved, want);
}

static void the_minute_trip_moves_the_lights_of_parts(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k);
	milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	milestone(k, m, "路面", U_TRAFFIC, -1, "2026-11-30");
	tick(k, 5, 0);
	tick(k, 23, 1); /* 10-29: yellow */
	struct matter_view v = view_of(k, &k->arena, P_CHIEF, m);
	assert_int_equal(v.parts[0].row.light, LIGHT_YELLOW);
	assert_int_equal(v.parts[1].row.light, LIGHT_GREEN);
	assert_int_equal(v.row.light, LIGHT_NONE);
	tick(k, 0, 0);
	tick(k, 4, 1);
	v = view_of(k, &k->arena, P_CHIEF, m);
	assert_int_equal(v.parts[0].row.light, LIGHT_RED);
	same_str(v.parts[0].row.light_word, S("late"));
	assert_true(v.parts[0].row.overdue && v.parts[0].light_why.n);
	tick(k, 40, 1);
	assert_int_equal(view_of(k, &k->arena, P_CHIEF, m).parts[1].row.light, LIGHT_RED);
	tick(k, 100, 0);
}

/* ---- lists and trays --------------------------------------------------------------------------------------- */
static void parts_are_listed_by_date_and_stand_in_trays(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), n = open_work(k), first = milestone(k, n, "先", U_TRAFFIC, P_MAYOR, "2026-10-12");
	milestone(k, m, "后", U_TRAFFIC, -1, "2026-11-30");
	milestone(k, m, "别家", U_SCHOOLS, -1, "2026-10-13");
	milestone(k, m, "无期", U_TRAFFIC, -1, "");
	struct part_page page;
	struct todo *todo;
	size_t n_todo;
	struct ctx x = kit_ctx(k, &k->arena, P_TRAFFIC);
	struct part_query q = {.due_from = DAY_NONE, .due_to = DAY_NONE, .limit = 2, .mine = true};
	good(part_list(&x, &q, &page));
	assert_int_equal(page.n, 2);
	same_str(page.rows[0].part.row.title, S("先"));
	same_str(page.rows[0].matter.title, S("榴乡路改造"));
	same_str(page.rows[1].part.row.title, S("后"));
	q.cursor = page.next;
	good(part_list(&x, &q, &page));
	assert_int_equal(page.n, 1);
	same_str(page.rows[0].part.row.title, S("无期"));
	same_str(page.next, S(""));
	good(todo_list(&x, &todo, &n_todo));
	assert_int_equal(n_todo, 3);
	same_str(todo[0].what, S("To begin: 先"));
	assert_true(todo[0].part == first && todo[0].row.id == n);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	day_t from = DAY_NONE, to = DAY_NONE;
	assert_true(day_parse(S("2026-10-12"), &from) && day_parse(S("2026-10-13"), &to));
	good(part_list(&x, &(struct part_query){.due_from = from, .due_to = to}, &page));
	assert_int_equal(page.n, 2);
	good(part_list(&x, &(struct part_query){.due_from = from, .due_to = from}, &page));
	assert_int_equal(page.n, 1);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .unit = k->unit[U_SCHOOLS]}, &page));
	assert_int_equal(page.n, 1);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .unit = k->unit[U_TOP]}, &page));
	assert_int_equal(page.n, 4); /* it and all below */
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_MAYOR);
	good(todo_list(&x, &todo, &n_todo));
	assert_int_equal(n_todo, 1);
	ctx_close(&x);
	good(do_part(k, P_MAYOR, n, &(struct doing){.part = first, .action = "begin"}, NULL));
	good(do_part(k, P_TRAFFIC, n, &(struct doing){.part = first, .action = "reach", .args = ARGS({S("share"), S("100")}), .file = true}, NULL));
	x = kit_ctx(k, &k->arena, P_TRAFFIC);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .open = true, .mine = true}, &page));
	assert_int_equal(page.n, 2);
	good(todo_list(&x, &todo, &n_todo));
	assert_int_equal(n_todo, 2);
	ctx_close(&x);
	/* another lead: all parts stand under it */
	good(kit_do(k, P_CHIEF, m, "hand_on", ARGS({S("lead"), kit_id(&k->arena, k->unit[U_SCHOOLS])}), ""));
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, 3);
	ctx_close(&x);
}

static int64_t waiting(struct kit *k, int person)
{
	struct matter_counts c;
	struct todo *todo;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_counts(&x, &c));
	good(todo_list(&x, &todo, &n));
	assert_int_equal(c.waiting_for_me, n);
	ctx_close(&x);
	return c.waiting_for_me;
}

static void what_waits_is_counted(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "先", U_TRAFFIC, P_MAYOR, "2026-10-12");
	milestone(k, m, "后", U_ROADS, P_TRAFFIC, "2026-10-13");
	assert_int_equal(waiting(k, P_CHIEF), 0);
	assert_int_equal(waiting(k, P_TRAFFIC), 2);
	assert_int_equal(waiting(k, P_MAYOR), 1);
	assert_int_equal(waiting(k, P_HOUSING), 1); /* above the unit of the second */
	assert_int_equal(waiting(k, P_SCHOOLS), 0);
	good(do_part(k, P_MAYOR, m, &(struct doing){.part = p, .action = "begin"}, NULL));
	assert_int_equal(waiting(k, P_MAYOR), 0);
	assert_int_equal(waiting(k, P_TRAFFIC), 2);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, m, k->person[P_TRAFFIC], S("回避")));
	ctx_close(&x);
	assert_int_equal(waiting(k, P_TRAFFIC), 0);
	assert_int_equal(waiting(k, P_HOUSING), 1);
}

static void nothing_of_a_closed_matter_waits(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	const struct arg args[] = {{S("title"), S("移树")}, {S("unit"), S("区交通局")}, {S("due"), S("2026-12-01")}};
	good(do_part(k, P_HOUSING, id, &(struct doing){.sort = "assignment", .action = "assign", .args = args, .n = 3}, NULL));
	assert_int_equal(waiting(k, P_TRAFFIC), 1);
	good(kit_do(k, P_CHIEF, id, "dismiss", NO_ARGS, "重复"));
	assert_int_equal(waiting(k, P_TRAFFIC), 0);
	struct matter_view v = view_of(k, &k->arena, P_TRAFFIC, id);
	assert_true(v.n_parts == 1 && v.parts[0].row.light == LIGHT_DONE && !v.parts[0].n_actions);
}

/* ---- conflict, erasing ---------------------------------------------------------------------------------------- */
static void whoever_comes_late_is_told(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k), p = milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = p, .action = "begin", .version = 2}, NULL));
	assert_int_equal(do_part(k, P_CHIEF, m, &(struct doing){.part = p, .action = "drop", .reason = "x", .version = 2}, NULL), ERR_CONFLICT);
	same_said("秦越川 (区交通局) has meanwhile done “Begin”; look at the matter again and repeat what is still needed");
}

static void erasing_a_matter_erases_the_values_of_its_parts(void **state)
{
	struct kit *k = *state;
	int64_t m = open_work(k);
	milestone(k, m, "路基", U_TRAFFIC, -1, "2026-10-30");
	same_str(value_in(&view_of(k, &k->arena, P_CHIEF, m).parts[0], "phone")->raw, S("13812345678"));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_erase(&x, m, S("本人要求")));
	ctx_close(&x);
	struct matter_view v = view_of(k, &k->arena, P_CHIEF, m);
	same_str(value_in(&v.parts[0], "phone")->text, S("erased"));
	good(do_part(k, P_TRAFFIC, m, &(struct doing){.part = v.parts[0].row.id, .action = "begin"}, NULL));
}

/* Many at once on one matter: each is there afterwards, none twice. */
struct racer {
	struct kit *k;
	int64_t matter;
	int done;
};
static void *race(void *arg)
{
	struct racer *r = arg;
	for (int i = 0; i < 10; i++)
		r->done += do_part(r->k, P_HOUSING, r->matter, &(struct doing){.sort = "step", .action = "add",
			.args = ARGS({S("title"), S("环节")})}, NULL) == OK;
	return NULL;
}

static void several_at_once_lose_nothing(void **state)
{
	struct kit *k = *state;
	struct racer r[3];
	pthread_t t[3];
	int done = 0;
	int64_t m = open_work(k);
	for (int i = 0; i < 3; i++) {
		r[i] = (struct racer){.k = k, .matter = m};
		pthread_create(&t[i], NULL, race, &r[i]);
	}
	for (int i = 0; i < 3; i++) {
		pthread_join(t[i], NULL);
		done += r[i].done;
	}
	struct matter_view v = view_of(k, &k->arena, P_CHIEF, m);
	assert_int_equal(v.n_parts, done);
	assert_int_equal(v.row.version, done + 1);
	assert_true(done >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		part_test(a_part_is_opened_begun_and_reached),
		part_test(an_action_of_a_part_is_not_one_of_the_matter),
		part_test(who_sees_and_does_what),
		part_test(a_denied_unit_sees_no_part),
		part_test(all_steps_done_complete_the_matter),
		part_test(a_closed_matter_puts_the_lights_of_its_parts_out),
		part_test(the_minute_trip_moves_the_lights_of_parts),
		part_test(parts_are_listed_by_date_and_stand_in_trays),
		part_test(what_waits_is_counted),
		part_test(nothing_of_a_closed_matter_waits),
		part_test(whoever_comes_late_is_told),
		part_test(erasing_a_matter_erases_the_values_of_its_parts),
		part_test(several_at_once_lose_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
