/* SPDX-License-Identifier: Apache-2.0 */
/* Notices in the record: loading one, what it moves, and what must not go wrong meanwhile. */
#include "timed_pack.h"

#include <signal.h>
#include <sys/wait.h>

#include "core/calendar_in.h"

static int timed_setup(void **state)
{
	struct kit *k = kit_place();
	timed_open(k);
	*state = k;
	return 0;
}
#define calendar_test(f) cmocka_unit_test_setup_teardown(f, timed_setup, kit_teardown)

static err load_lines(struct kit *k, int person, const char *name, const char *label, const char *tsv, struct calendar_imported *ret)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	struct actor who = person < 0 ? (struct actor){0} : kit_actor(k, person);
	good(ctx_open(k->core, &a, &who, &x));
	*ret = (struct calendar_imported){0};
	err e = calendar_import(&x, &(struct calendar_import){.name = str_of(name), .label = str_of(label), .tsv = str_of(tsv), .origin = S("file")}, ret);
	ctx_close(&x);
	arena_done(&a);
	return e;
}

static int64_t walk(struct kit *k)
{
	struct again_report r = {0};
	int64_t moved = 0;
	while (!r.done) {
		good(clocks_again(k->core, 0, &r));
		moved += r.moved;
	}
	return moved;
}

static struct matter_view seen(struct kit *k, int64_t id)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, id, &v));
	ctx_close(&x);
	return v;
}

static void due_on(struct kit *k, int64_t id, size_t clock, const char *want)
{
	struct matter_view v = seen(k, id);
	struct buf b;
	buf_init(&b, &k->arena);
	if (v.clocks[clock].due != MS_NONE)
		day_put(&b, zone_day(k->zone, v.clocks[clock].due - 1));
	if (!str_eq(buf_str(&b), str_of(want)))
		test_fails("%.*s is due on %s, not on %s", STR_ARG(v.clocks[clock].decl->name), buf_str(&b).p, want);
}

#define NOTICE_2027 \
	"2027\tyear\t\t国务院办公厅2027年部分节假日安排\n" \
	"2027-01-01\trest\t元旦\t国务院办公厅2027年部分节假日安排\n2027-01-03\twork\t元旦\t国务院办公厅2027年部分节假日安排\n" \
	"2027-01-04\trest\t元旦\t国务院办公厅2027年部分节假日安排\n"

static void set_day(struct kit *k, const char *day)
{
	day_t d;
	assert_true(day_parse(str_of(day), &d));
	k->now = zone_at(k->zone, d, 10 * 3600000);
}

static void a_notice_moves_the_dates(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	set_day(k, "2026-12-25"); /* a Friday */
	int64_t id = timed_task(k, "跨年");
	due_on(k, id, 0, "2027-01-08"); /* 12-28..31, 1-1, 1-4..8 */
	assert_true(seen(k, id).clocks[0].provisional);
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	assert_int_equal(r.lines, 4);
	assert_true(r.moves && r.from == day_of(2027, 1, 1) && r.to == day_of(2027, 12, 31));
	/* what is opened from here on goes by the new notice */
	int64_t fresh = timed_task(k, "新立");
	due_on(k, fresh, 0, "2027-01-11");
	assert_int_equal(walk(k), 1);
	due_on(k, id, 0, "2027-01-11"); /* 1-1 and 1-4 fall out, 1-3 counts */
	struct matter_view v = seen(k, id);
	assert_false(v.clocks[0].provisional);
	assert_int_equal(v.events[0].actor_name.n > 0, 1);
	same_str(v.events[0].label, S("recalculated"));
	same_str(v.events[0].reason, S("国务院办公厅2027年部分节假日安排"));
	bool said = false;
	for (size_t i = 0; i < v.clocks[0].n_reasons; i++)
		said |= v.clocks[0].reasons[i].kind == REASON_RECALCULATED && str_eq(v.clocks[0].reasons[i].note, S("国务院办公厅2027年部分节假日安排"));
	assert_true(said);
	assert_int_equal(walk(k), 0);
	/* the same file once more changes nothing and writes nothing */
	int64_t before, after;
	good(core_seq(k->core, &before));
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	good(core_seq(k->core, &after));
	assert_int_equal(r.lines, 0);
	assert_int_equal(before, after);
	/* and it is there after a restart */
	kit_close(k);
	kit_open(k);
	due_on(k, id, 0, "2027-01-11");
	assert_int_equal(walk(k), 0);
}

static void a_notice_of_other_days_moves_nothing(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	set_day(k, "2026-10-12");
	timed_task(k, "十月");
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	struct again_report done;
	good(clocks_again(k->core, 0, &done));
	assert_true(done.done);
	assert_int_equal(done.looked, 0);
	assert_int_equal(done.moved, 0);
}

/* Whatever was extended before, and although the day named may rest. */
static void a_date_that_is_given_holds(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-11-02");
	int64_t id = timed_task(k, "限期");
	good(kit_do(k, P_CHIEF, id, "set_term", ARGS({S("by"), S("2026-11-14")}), "")); /* a Saturday */
	due_on(k, id, seen(k, id).n_clocks - 1, "2026-11-16");
	good(kit_do(k, P_CHIEF, id, "later", ARGS({S("by"), S("2026-11-24")}), "等材料"));
	due_on(k, id, seen(k, id).n_clocks - 1, "2026-11-24");
	good(kit_do(k, P_CHIEF, id, "redate", ARGS({S("by"), S("2026-11-20")}), "会议定的"));
	due_on(k, id, seen(k, id).n_clocks - 1, "2026-11-20");
	good(kit_do(k, P_CHIEF, id, "later", ARGS({S("by"), S("2026-11-27")}), "等材料"));
	due_on(k, id, seen(k, id).n_clocks - 1, "2026-11-27");
}

static void what_stopped_is_not_resumed_and_keeps_its_date(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	set_day(k, "2026-12-25");
	int64_t paused = timed_task(k, "停时暂停着"), id = timed_task(k, "停了");
	set_day(k, "2026-12-28");
	good(kit_do(k, P_CHIEF, paused, "pause", NO_ARGS, ""));
	good(kit_do(k, P_CHIEF, paused, "halt", NO_ARGS, ""));
	good(kit_do(k, P_CHIEF, id, "halt", NO_ARGS, ""));
	set_day(k, "2026-12-30");
	good(kit_do(k, P_CHIEF, paused, "resume", NO_ARGS, ""));
	due_on(k, paused, 0, "");
	assert_true(seen(k, paused).clocks[0].clock->ledger[0].to == MS_NONE);
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	walk(k);
	due_on(k, id, 0, "2027-01-08");
	assert_true(seen(k, id).clocks[0].provisional);
}

static void parts_of_a_closed_matter_are_reached(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	struct act_result done;
	set_day(k, "2026-12-25");
	int64_t id = kit_commitment(k, "撤销时有分工", U_HOUSING, "2027-03-31", true);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("title"), S("绿化移植")}, {S("unit"), kit_id(&k->arena, k->unit[U_SCHOOLS])}, {S("due"), S("2027-01-05")}};
	good(act(&x, &(struct act_request){.matter = id, .sort = S("assignment"), .action = S("assign"), .args = args, .n_args = COUNT_OF(args)}, &done));
	ctx_close(&x);
	good(kit_do(k, P_CHIEF, id, "dismiss", NO_ARGS, "重复立项"));
	good(load_lines(k, P_ADMIN, "", "", "always\thours\t1-5 08:30-12:00 13:30-17:30\t作息\n", &r));
	assert_int_equal(walk(k), 1);
}

static void a_paused_clock_learns_it_when_it_goes_on(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	set_day(k, "2026-12-25");
	int64_t id = timed_task(k, "暂停");
	set_day(k, "2026-12-29");
	good(kit_do(k, P_CHIEF, id, "pause", NO_ARGS, ""));
	due_on(k, id, 0, "");
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	walk(k);
	due_on(k, id, 0, "");
	set_day(k, "2027-01-05");
	good(kit_do(k, P_CHIEF, id, "resume", NO_ARGS, ""));
	due_on(k, id, 0, "2027-01-15"); /* one day spent (12-28), nine from 1-5 on */
}

static void a_hall_has_days_and_hours_of_its_own(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	set_day(k, "2026-10-14"); /* a Wednesday */
	int64_t id = timed_task(k, "大厅");
	due_on(k, id, 1, "2026-10-21");
	assert_true(seen(k, id).clocks[1].provisional); /* the calendar it names is not there */
	assert_int_equal(load_lines(k, P_ADMIN, "hall", "", "always\tweek\t1-6\t公告\n", &r), ERR_INPUT);
	good(load_lines(k, P_ADMIN, "hall", "政务大厅", "always\tweek\t1-6\t公告\nalways\thours\t1-5 08:30-12:00 13:30-17:00; 6 09:00-12:00\t公告\n", &r));
	assert_int_equal(r.lines, 2);
	assert_int_equal(walk(k), 1);
	due_on(k, id, 1, "2026-10-20"); /* Thursday, Friday, Saturday, Monday, Tuesday */
	due_on(k, id, 0, "2026-10-28");
	assert_false(seen(k, id).clocks[1].provisional);
	assert_int_equal(seen(k, id).clocks[1].due, zone_at(k->zone, day_of(2026, 10, 20), 17 * 3600000));
	/* what the district's notice says holds there too */
	good(load_lines(k, P_ADMIN, "", "", "2026-10-17\trest\t庆典\t区政府通知\n", &r));
	assert_int_equal(walk(k), 1);
	due_on(k, id, 1, "2026-10-21");
	due_on(k, id, 0, "2026-10-28");
}

static void only_an_administrator_loads_one(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	int64_t before, after;
	good(core_seq(k->core, &before));
	assert_int_equal(load_lines(k, P_CHIEF, "", "", NOTICE_2027, &r), ERR_DENIED);
	assert_int_equal(load_lines(k, P_ADMIN, "", "", "2027-02-30\trest\tx\ty\n", &r), ERR_INPUT);
	assert_int_equal(load_lines(k, P_ADMIN, "", "", "# nothing\n", &r), ERR_INPUT);
	assert_int_equal(load_lines(k, P_ADMIN, "Hall", "大厅", NOTICE_2027, &r), ERR_INPUT);
	assert_int_equal(load_lines(k, P_ADMIN, "", "", "always\tweek\t0-8\ty\n", &r), ERR_INPUT);
	assert_int_equal(load_lines(k, P_ADMIN, "", "", "always\thours\t1-5 12:00-08:30\ty\n", &r), ERR_INPUT);
	good(core_seq(k->core, &after));
	assert_int_equal(before, after);
	good(load_lines(k, -1, "", "", NOTICE_2027, &r)); /* the system itself: the command line */
}

/* A walk that broke off goes on where it stood; one whose row is gone begins anew. */
static void a_walk_resumes(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	struct again_report some;
	set_day(k, "2026-12-25");
	int64_t id[120];
	for (int i = 0; i < 120; i++)
		id[i] = timed_task(k, "很多");
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	good(clocks_again(k->core, 1, &some));
	kit_check(k); /* a record in the middle of a walk is whole */
	kit_close(k);
	kit_open(k);
	int64_t moved = some.moved + walk(k);
	assert_int_equal(moved, 120);
	for (int i = 0; i < 120; i++)
		due_on(k, id[i], 0, "2027-01-11");
	assert_int_equal(walk(k), 0);
}

/* Killed at any moment: what was committed stays, the rest follows, nothing comes twice. */
#ifndef KIT_POSTGRES
static void a_killed_walk_goes_on(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	int64_t id[150];
	set_day(k, "2026-12-25");
	for (int i = 0; i < 150; i++)
		id[i] = timed_task(k, "断电");
	good(load_lines(k, P_ADMIN, "", "", NOTICE_2027, &r));
	for (int us = 0; us < 12000; us += 3000) {
		kit_close(k);
		pid_t child = fork();
		if (!child) {
			kit_open(k);
			walk(k);
			_exit(0);
		}
		usleep((useconds_t)(us + 8000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		kit_open(k);
		kit_check(k);
	}
	walk(k);
	for (int i = 0; i < 150; i++) {
		struct matter_view v = seen(k, id[i]);
		int times = 0;
		for (size_t e = 0; e < v.n_events; e++)
			times += str_eq(v.events[e].action, S("clock_again"));
		assert_int_equal(times, 1);
		assert_int_equal(zone_day(k->zone, v.clocks[0].due - 1), day_of(2027, 1, 11));
	}
}
#endif

/* The program brings a newer calendar: nobody imports anything, the dates move all the same. */
static void a_newer_program_moves_them_too(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-12-25");
	int64_t id = timed_task(k, "升级");
	kit_close(k);
	good(calendar_load(k->calendar, &k->arena, S(NOTICE_2027), S("newer")));
	kit_open(k);
	assert_int_equal(walk(k), 1);
	due_on(k, id, 0, "2027-01-11");
}

/* ---- what a pack declares of its clocks ------------------------------------------------- */
static const struct clock_view *clock_of_name(const struct matter_view *v, const char *name)
{
	for (size_t i = 0; i < v->n_clocks; i++)
		if (str_eq(v->clocks[i].decl->name, str_of(name)))
			return &v->clocks[i];
	test_fails("there is no clock %s", name);
	return NULL;
}

static void the_legal_limit_stands_beside_the_promise(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-10-12");
	int64_t id = timed_task(k, "承诺");
	struct matter_view v = seen(k, id);
	const struct clock_view *promise = clock_of_name(&v, "promise");
	assert_true(promise->legal > 0);
	same_str(v.clocks[promise->legal - 1].decl->name, S("work"));
	assert_true(v.clocks[promise->legal - 1].due > promise->due);
	assert_false(promise->near);
	set_day(k, "2026-10-15"); /* two of five are left */
	v = seen(k, id);
	assert_true(clock_of_name(&v, "promise")->near);
	set_day(k, "2026-10-20");
	v = seen(k, id);
	assert_true(clock_of_name(&v, "promise")->over && !clock_of_name(&v, "promise")->near);
}

static void more_time_is_asked_for_by_one_and_granted_by_another(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-10-12");
	int64_t id = timed_task(k, "延期");
	assert_int_equal(kit_do(k, P_CHIEF, id, "grant", ARGS({S("more"), S("3")}), "同意"), ERR_INPUT);
	assert_int_equal(kit_do(k, P_CHIEF, id, "ask", NO_ARGS, "来不及"), ERR_DENIED);
	good(kit_do(k, P_HOUSING, id, "ask", NO_ARGS, "来不及"));
	assert_int_equal(kit_do(k, P_HOUSING, id, "grant", ARGS({S("more"), S("3")}), "同意"), ERR_DENIED);
	k->now += 60000;
	good(kit_do(k, P_CHIEF, id, "grant", ARGS({S("more"), S("3")}), "同意"));
	struct matter_view v = seen(k, id);
	const struct clock_view *c = clock_of_name(&v, "promise");
	struct buf b;
	buf_init(&b, &k->arena);
	for (size_t i = 0; i < c->n_reasons; i++)
		if (c->reasons[i].kind == REASON_EXTENDED)
			clock_reason_put(&b, LANG_EN, &c->reasons[i]);
	same_str(buf_str(&b), S("extended on 2026-10-12 by 3 working days: 同意; asked for by 柳青禾; granted by 顾一舟"));
	/* once and no more, whoever asks again */
	good(kit_do(k, P_HOUSING, id, "ask", NO_ARGS, "还是来不及"));
	assert_int_equal(kit_do(k, P_CHIEF, id, "grant", ARGS({S("more"), S("3")}), "同意"), ERR_INPUT);
}

static void an_action_says_within_how_many_days(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-10-12");
	int64_t id = timed_task(k, "答复");
	good(kit_do(k, P_CHIEF, id, "ask_answer", NO_ARGS, ""));
	struct matter_view v = seen(k, id);
	assert_int_equal(zone_day(k->zone, clock_of_name(&v, "answer")->due - 1), day_of(2026, 10, 15));
	good(kit_do(k, P_CHIEF, id, "ask_answer", ARGS({S("days"), S("7")}), ""));
	v = seen(k, id);
	assert_int_equal(zone_day(k->zone, clock_of_name(&v, "answer")->due - 1), day_of(2026, 10, 21));
	assert_int_equal(kit_do(k, P_CHIEF, id, "ask_answer", ARGS({S("days"), S("0")}), ""), ERR_INPUT);
	assert_int_equal(kit_do(k, P_CHIEF, id, "ask_answer", ARGS({S("days"), S("101")}), ""), ERR_INPUT);
}

static str state_of(struct kit *k, int64_t id)
{
	struct matter_view v = seen(k, id);
	return v.row.kind->states[v.row.state].name;
}

static void switch_on(struct kit *k, const char *value)
{
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(setting_put(&x, S("timed.deemed"), str_of(value)));
	ctx_close(&x);
}

static void minute(struct kit *k)
{
	int64_t moved;
	good(clock_due(k->core, &k->arena, &moved));
}

/* Off unless switched on; on, the system takes the action once, at the minute after. */
static void a_result_is_deemed_only_where_it_is_switched_on(void **state)
{
	struct kit *k = *state;
	set_day(k, "2026-10-12");
	int64_t off = timed_task(k, "没开"), on;
	set_day(k, "2026-10-15");
	minute(k);
	same_str(state_of(k, off), S("running"));
	switch_on(k, "1");
	minute(k); /* what ran out while it was off stays as it is */
	same_str(state_of(k, off), S("running"));
	on = timed_task(k, "开了");
	set_day(k, "2026-10-17");
	minute(k);
	same_str(state_of(k, on), S("running"));
	set_day(k, "2026-10-18");
	minute(k);
	same_str(state_of(k, on), S("accepted"));
	struct matter_view v = seen(k, on);
	bool found = false;
	for (size_t i = 0; i < v.n_events; i++)
		if (str_eq(v.events[i].action, S("accepted"))) {
			found = true;
			same_str(v.events[i].reason, S("“受理”到期未办"));
			same_str(v.events[i].actor_name, S("the system"));
		}
	assert_true(found);
	size_t events = v.n_events;
	k->now += 60000;
	minute(k);
	assert_int_equal(seen(k, on).n_events, events);
}

/* ---- at the same time ------------------------------------------------------------------ */
struct busy {
	struct kit *k;
	int64_t *id;
	int n;
	_Atomic bool stop;
	int done, refused;
};

static void *act_all_the_time(void *arg)
{
	struct busy *b = arg;
	for (int i = 0; !b->stop; i++) {
		int64_t id = b->id[i % b->n];
		err e = ERR_CONFLICT; /* who loses three times is told so, and does it again */
		for (int n = 0; e == ERR_CONFLICT && n < 20; n++)
			e = kit_do(b->k, P_CHIEF, id, i / b->n % 2 ? "resume" : "pause", NO_ARGS, "");
		b->done += e == OK;
		b->refused += e != OK;
	}
	return NULL;
}

static void who_acts_meanwhile_loses_nothing(void **state)
{
	struct kit *k = *state;
	struct calendar_imported r;
	int64_t id[100];
	char line[128];
	set_day(k, "2026-12-25");
	for (int i = 0; i < 100; i++)
		id[i] = timed_task(k, "同时");
	struct busy b = {.k = k, .id = id, .n = 100};
	pthread_t t;
	pthread_create(&t, NULL, act_all_the_time, &b);
	for (int day = 4; day < 16; day++) {
		snprintf(line, sizeof line, "2027-01-%02d\trest\t假\t通知%d\n", day, day);
		good(load_lines(k, P_ADMIN, "", "", line, &r));
		walk(k);
	}
	b.stop = true;
	pthread_join(t, NULL);
	assert_int_equal(b.refused, 0);
	assert_true(b.done > 0);
	/* kit_teardown checks every date against the calendar */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		calendar_test(a_notice_moves_the_dates),
		calendar_test(a_notice_of_other_days_moves_nothing),
		calendar_test(a_date_that_is_given_holds),
		calendar_test(what_stopped_is_not_resumed_and_keeps_its_date),
		calendar_test(parts_of_a_closed_matter_are_reached),
		calendar_test(a_paused_clock_learns_it_when_it_goes_on),
		calendar_test(a_hall_has_days_and_hours_of_its_own),
		calendar_test(only_an_administrator_loads_one),
		calendar_test(a_walk_resumes),
#ifndef KIT_POSTGRES /* its server keeps the lock of the dead for a while */
		calendar_test(a_killed_walk_goes_on),
#endif
		calendar_test(a_newer_program_moves_them_too),
		calendar_test(the_legal_limit_stands_beside_the_promise),
		calendar_test(more_time_is_asked_for_by_one_and_granted_by_another),
		calendar_test(an_action_says_within_how_many_days),
		calendar_test(a_result_is_deemed_only_where_it_is_switched_on),
		calendar_test(who_acts_meanwhile_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
