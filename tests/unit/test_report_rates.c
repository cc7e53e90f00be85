/* SPDX-License-Identifier: Apache-2.0 */
/* Rates of a month from a real record: what each step of an order counts for, who may see it, what is
 * left out, and that a month that was kept stays. The big numbers are rates_recompute's. */
#include "core_kit.h"

#include "report/rates.h"

#define OCTOBER 202610
#define HOUR 3600000LL

static int setup(void **state)
{
	struct kit *k = kit_new();
	kit_pack(k, "tests/requests/orders", "orders", &k->packs[0]);
	kit_pack(k, "packs/rates", "rates", &k->packs[1]);
	k->packs[2] = NULL;
	kit_open(k);
	kit_people(k);
	k->now = zone_at(k->zone, day_of(2026, 10, 9), 10 * (int)HOUR); /* a Friday; the day before is the first that works */
	*state = k;
	return 0;
}
#define rates_test(f) cmocka_unit_test_setup_teardown(f, setup, kit_teardown)

/* One action; part: on this one, sort: opens one. */
static struct act_result step(struct kit *k, int person, int64_t matter, const char *action, const struct arg *args, size_t n, int64_t part, const char *sort)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, person);
	k->now += 60000;
	x.now = k->now;
	good(act(&x, &(struct act_request){.matter = matter, .kind = matter ? NULL : &k->packs[0]->kinds[0], .action = str_of(action), .args = args, .n_args = n,
		.part = part, .sort = str_of(sort), .reason = S("如此")}, &done));
	ctx_close(&x);
	return done;
}

static void go(struct kit *k, int person, int64_t matter, const char *action)
{
	step(k, person, matter, action, NO_ARGS, 0, "");
}

static int64_t order(struct kit *k, const char *class, const char *category, int area, int64_t *ret_request)
{
	int64_t id = step(k, P_CHIEF, 0, "register", ARGS({S("title"), S("路灯不亮")}, {S("class"), str_of(class)}, {S("category"), str_of(category)},
		{S("area"), kit_id(&k->arena, k->unit[area])}), 0, "").matter;
	*ret_request = step(k, P_CHIEF, id, "take", ARGS({S("channel"), S("phone")}), 0, "request").part;
	return id;
}

static void dispatch(struct kit *k, int64_t id, int lead)
{
	step(k, P_CHIEF, id, "dispatch", ARGS({S("lead"), kit_id(&k->arena, k->unit[lead])}), 0, "");
}

static void contact(struct kit *k, int person, int64_t id, const char *day)
{
	step(k, person, id, "contact", ARGS({S("contacted"), S("1")}, {S("contact_at"), str_of(day)}), 0, "");
}

static void answered(struct kit *k, int person, int64_t id, int64_t request)
{
	go(k, person, id, "answer");
	go(k, P_CHIEF, id, "pass_answer");
	step(k, P_CHIEF, id, "answer", NO_ARGS, request, "");
}

static void visit(struct kit *k, int64_t id, int64_t request, const char *solved, const char *satisfaction)
{
	step(k, P_CHIEF, id, "visit", ARGS({S("reached"), S("1")}, {S("solved"), str_of(solved)}, {S("satisfaction"), str_of(satisfaction)}), request, "");
}

static struct rates_view *read_month(struct kit *k, int person, int month)
{
	struct rates_view *v = arena_new(&k->arena, struct rates_view);
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(rates_read(&x, month, v));
	ctx_close(&x);
	return v;
}

#define is(view, group, id, rate, above, below) is_(view, group, id, rate, above, below, __FILE__, __LINE__)
static void is_(const struct rates_view *v, enum rates_group g, int64_t id, enum rate_name r, int64_t above, int64_t below, const char *file, int line)
{
	const struct rates_set *s = rates_of(&v->k.figures, g, id, S(""));
	int64_t num = s ? s->v[r].num : 0, den = s ? s->v[r].den : 0;
	if (num != above || den != below) {
		print_error("%s: %lld of %lld, not %lld of %lld\n", rate_id(r), (long long)num, (long long)den, (long long)above, (long long)below);
		_fail(file, line);
	}
}

static void recomputed(struct kit *k, const struct rates_view *v)
{
	char path[96], command[256];
	str body = rates_freeze(&k->arena, &v->k.figures, v->k.changes, v->k.n_changes);
	snprintf(path, sizeof path, "%s/month.json", k->dir);
	snprintf(command, sizeof command, "python3 tests/requests/recompute.py %s > %s.out", path, path);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(body.p, 1, body.n, f), body.n);
	fclose(f);
	assert_int_equal(system(command), 0);
}

static void one_order_counts_where_it_should(void **state)
{
	struct kit *k = *state;
	int64_t r, id = order(k, "complaint", "urban.road.lamp", U_SCHOOLS, &r);
	dispatch(k, id, U_ROADS); /* ranked with the unit above it */
	k->now += 2 * HOUR;
	go(k, P_ROADS, id, "sign");
	contact(k, P_ROADS, id, "2026-10-09");
	k->now += 3 * KIT_DAY; /* Monday the 12th */
	answered(k, P_ROADS, id, r);
	visit(k, id, r, "yes", "5");
	k->now = zone_at(k->zone, day_of(2026, 11, 2), 0);
	struct rates_view *v = read_month(k, P_CHIEF, OCTOBER);
	assert_int_equal(v->k.month.n_orders, 1);
	for (int i = 0; i < 2; i++) {
		enum rates_group g = i ? RATES_UNIT : RATES_ALL;
		int64_t unit = i ? k->unit[U_HOUSING] : 0;
		is(v, g, unit, RATE_direct, 0, 1);
		is(v, g, unit, RATE_signed_in_time, 1, 1);
		is(v, g, unit, RATE_returned, 0, 1);
		is(v, g, unit, RATE_missent, 0, 1);
		is(v, g, unit, RATE_on_time, 1, 1);
		is(v, g, unit, RATE_response, 1, 1);
		is(v, g, unit, RATE_solved, 1, 1);
		is(v, g, unit, RATE_satisfied, 1, 1);
		is(v, g, unit, RATE_coverage, 1, 1);
		is(v, g, unit, RATE_redone, 0, 1);
		is(v, g, unit, RATE_supervised, 0, 1);
		is(v, g, unit, RATE_days, 2, 1); /* Saturday the 10th makes up for the holiday */
	}
	assert_non_null(rates_of(&v->k.figures, RATES_CATEGORY, 0, S("urban.road")));
	assert_non_null(rates_of(&v->k.figures, RATES_CHANNEL, 0, S("phone")));
	is(v, RATES_TOWN, k->unit[U_SCHOOLS], RATE_direct, 0, 1);
	recomputed(k, v);
}

static void every_way_that_it_goes_wrong(void **state)
{
	struct kit *k = *state;
	int64_t r[6], id[6];
	for (int i = 0; i < 6; i++)
		id[i] = order(k, "complaint", "urban.water", U_SCHOOLS, &r[i]);
	go(k, P_CHIEF, id[0], "answer_now"); /* direct */
	step(k, P_CHIEF, id[0], "answer", NO_ARGS, r[0], "");
	go(k, P_CHIEF, id[1], "decline"); /* neither answered nor due */
	dispatch(k, id[2], U_TRAFFIC); /* wrongly: upheld, the other unit does it late and badly */
	go(k, P_TRAFFIC, id[2], "return");
	step(k, P_CHIEF, id[2], "uphold_return", ARGS({S("lead"), kit_id(&k->arena, k->unit[U_SCHOOLS])}), 0, "");
	k->now += 5 * HOUR; /* past the four to sign */
	go(k, P_SCHOOLS, id[2], "sign");
	dispatch(k, id[3], U_TRAFFIC); /* refused: theirs it is, one handing */
	go(k, P_TRAFFIC, id[3], "return");
	go(k, P_CHIEF, id[3], "refuse_return");
	go(k, P_TRAFFIC, id[3], "sign");
	dispatch(k, id[4], U_TRAFFIC); /* never answered */
	step(k, P_CHIEF, id[4], "take", ARGS({S("channel"), S("web")}), 0, "request"); /* a second one asks for the same */
	k->now += 9 * KIT_DAY;
	contact(k, P_SCHOOLS, id[2], "2026-10-18");
	answered(k, P_SCHOOLS, id[2], r[2]);
	visit(k, id[2], r[2], "no", "2");
	go(k, P_CHIEF, id[2], "redo");
	answered(k, P_SCHOOLS, id[2], r[2]);
	visit(k, id[2], r[2], "partly", "4");
	k->now = zone_at(k->zone, day_of(2026, 11, 2), 0);
	struct rates_view *v = read_month(k, P_CHIEF, OCTOBER);
	is(v, RATES_ALL, 0, RATE_direct, 1, 7);
	is(v, RATES_ALL, 0, RATE_duplicate, 1, 7);
	is(v, RATES_ALL, 0, RATE_returned, 2, 4);
	is(v, RATES_ALL, 0, RATE_missent, 1, 4);
	is(v, RATES_UNIT, k->unit[U_TRAFFIC], RATE_returned, 2, 3);
	is(v, RATES_UNIT, k->unit[U_TRAFFIC], RATE_missent, 1, 3);
	is(v, RATES_UNIT, k->unit[U_TRAFFIC], RATE_response, 0, 2);
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_response, 0, 1);
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_signed_in_time, 0, 1);
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_on_time, 0, 1);
	is(v, RATES_UNIT, k->unit[U_TRAFFIC], RATE_on_time, 0, 2); /* open, and in the denominator */
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_solved, 0, 1);  /* partly, the last time */
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_satisfied, 1, 1);
	is(v, RATES_UNIT, k->unit[U_SCHOOLS], RATE_redone, 1, 1);
	is(v, RATES_ALL, 0, RATE_coverage, 1, 2);
	assert_int_equal(rates_of(&v->k.figures, RATES_ALL, 0, S(""))->count[COUNT_OVERDUE], 3); /* and the sixth, which nobody looked at */
	recomputed(k, v);
}

static void what_is_denied_shows_nowhere(void **state)
{
	struct kit *k = *state;
	int64_t r, id = order(k, "complaint", "urban", U_SCHOOLS, &r), other = order(k, "complaint", "urban", U_SCHOOLS, &r);
	bool seen[2];
	dispatch(k, id, U_TRAFFIC);
	dispatch(k, other, U_TRAFFIC);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, id, k->unit[U_TRAFFIC], S("被反映单位回避")));
	ctx_close(&x);
	assert_int_equal(read_month(k, P_CHIEF, OCTOBER)->k.month.n_orders, 2);
	struct rates_view *v = read_month(k, P_TRAFFIC, OCTOBER);
	assert_false(v->whole);
	assert_int_equal(v->k.month.n_orders, 1);
	assert_int_equal(v->k.month.orders[0].id, other);
	assert_int_equal(read_month(k, P_SCHOOLS, OCTOBER)->k.month.n_orders, 0);
	x = kit_ctx(k, &k->arena, P_TRAFFIC);
	struct rates_month m;
	assert_int_equal(requests_period_whole(&x, OCTOBER, &m), ERR_DENIED);
	good(rates_seen(&x, (const int64_t[]){id, other}, 2, seen));
	assert_false(seen[0]);
	assert_true(seen[1]);
	ctx_close(&x);
}

static void a_kept_month_stays(void **state)
{
	struct kit *k = *state;
	int64_t r, id = order(k, "complaint", "urban", U_SCHOOLS, &r);
	dispatch(k, id, U_TRAFFIC);
	go(k, P_TRAFFIC, id, "sign");
	k->now += 2 * KIT_DAY;
	answered(k, P_TRAFFIC, id, r);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(rates_keep(&x, OCTOBER), ERR_INPUT); /* it is not over */
	ctx_close(&x);
	k->now = zone_at(k->zone, day_of(2026, 11, 3), 0);
	x = kit_ctx(k, &k->arena, P_TRAFFIC);
	assert_int_equal(rates_keep(&x, OCTOBER), ERR_DENIED);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(rates_keep(&x, OCTOBER));
	assert_int_equal(rates_keep(&x, OCTOBER), ERR_CONFLICT);
	ctx_close(&x);
	struct rates_view *was = read_month(k, P_CHIEF, OCTOBER);
	assert_true(was->kept && was->k.same);
	is(was, RATES_ALL, 0, RATE_coverage, 0, 1);
	visit(k, id, r, "yes", "5"); /* too late for October */
	struct rates_view *v = read_month(k, P_CHIEF, OCTOBER), *next = read_month(k, P_CHIEF, 202611);
	is(v, RATES_ALL, 0, RATE_coverage, 0, 1);
	same_str(v->when.body, was->when.body);
	is(next, RATES_ALL, 0, RATE_solved, 1, 1);
	assert_int_equal(next->k.n_changes, 1);
	assert_int_equal(next->k.changes[0].rate, RATE_coverage);
	assert_int_equal(next->k.changes[0].was_num, 0);
	assert_int_equal(next->k.changes[0].num, 1);
	assert_int_equal(next->k.changes[0].order, id);
	recomputed(k, v);
	recomputed(k, next);
}

static void what_is_left_out_is_listed(void **state)
{
	struct kit *k = *state;
	int64_t r, id = order(k, "complaint", "urban", U_SCHOOLS, &r);
	struct act_result done;
	dispatch(k, id, U_TRAFFIC);
	is(read_month(k, P_CHIEF, OCTOBER), RATES_ALL, 0, RATE_returned, 0, 1);
	struct ctx x = kit_ctx(k, &k->arena, P_TRAFFIC);
	const struct arg args[] = {{S("title"), S("需上级办理")}, {S("order"), read_month(k, P_CHIEF, OCTOBER)->k.month.orders[0].number}, {S("ground"), S("above")},
		{S("facts"), S("国道，属省里管")}};
	ctx_refresh(&x);
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[0], .action = S("apply"), .args = args, .n_args = COUNT_OF(args)}, &done));
	ctx_close(&x);
	is(read_month(k, P_CHIEF, OCTOBER), RATES_ALL, 0, RATE_returned, 0, 1); /* asked for is not granted */
	step(k, P_CHIEF, done.matter, "grant", ARGS({S("finding"), S("属实")}), 0, "");
	struct rates_view *v = read_month(k, P_CHIEF, OCTOBER);
	is(v, RATES_ALL, 0, RATE_returned, 0, 0);
	is(v, RATES_ALL, 0, RATE_direct, 0, 1); /* it came nevertheless */
	assert_int_equal(v->k.month.n_exclusions, 1);
	assert_int_equal(v->k.month.exclusions[0].approver, k->person[P_CHIEF]);
	same_str(v->k.month.exclusions[0].reason, S("above"));
	assert_int_equal(rates_of(&v->k.figures, RATES_UNIT, k->unit[U_TRAFFIC], S(""))->count[COUNT_EXCLUDED], 1);
	recomputed(k, v);
}

static void opened_again_it_is_another_time_round(void **state)
{
	struct kit *k = *state;
	int64_t r, id = order(k, "complaint", "urban", U_SCHOOLS, &r);
	go(k, P_CHIEF, id, "answer_now");
	go(k, P_CHIEF, id, "close");
	k->now += 5 * KIT_DAY;
	go(k, P_CHIEF, id, "reopen");
	step(k, P_CHIEF, id, "take", ARGS({S("channel"), S("web")}), 0, "request");
	struct rates_view *v = read_month(k, P_CHIEF, OCTOBER);
	is(v, RATES_ALL, 0, RATE_repeated, 1, 2);
	is(v, RATES_ALL, 0, RATE_duplicate, 0, 2);
	is(v, RATES_ALL, 0, RATE_direct, 0, 2);
	is(v, RATES_ALL, 0, RATE_days, 0, 0);
}

static void months_are_written_one_way(void **state)
{
	int m;
	unused_arg(state);
	assert_true(month_of_text(S("2026-01"), &m));
	assert_int_equal(m, 202601);
	assert_int_equal(month_before(m), 202512);
	for (size_t i = 0; i < 6; i++)
		assert_false(month_of_text(((str[]){S("2026-13"), S("2026-1"), S("2026/01"), S(""), S("202601"), S("2026-00")})[i], &m));
}

static void every_rate_is_defined_in_words(void **state)
{
	unused_arg(state);
	for (enum rate_name r = 0; r < RATE_NAMES; r++) {
		const struct rate_words *w = rate_words_of(r);
		assert_true(w->name.zh.n && w->name.en.n && w->above.zh.n && w->above.en.n && w->below.zh.n && w->below.en.n && w->source.n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		rates_test(one_order_counts_where_it_should), rates_test(every_way_that_it_goes_wrong), rates_test(what_is_denied_shows_nowhere),
		rates_test(a_kept_month_stays), rates_test(what_is_left_out_is_listed), rates_test(opened_again_it_is_another_time_round),
		cmocka_unit_test(months_are_written_one_way), cmocka_unit_test(every_rate_is_defined_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
