/* SPDX-License-Identifier: Apache-2.0 */
/* My work: done, closed, followed; delegation and leave; the secret of a calendar. */
#include "core_kit.h"

#include "core/matter_in.h"
#include "core/told.h"

#define QUERY(...) &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, __VA_ARGS__}

static day_t today(struct kit *k)
{
	return zone_day(k->zone, k->now);
}

static int64_t mine(struct kit *k, int person, enum mine which)
{
	struct matter_page page;
	int64_t n, listed = 0;
	bool more;
	str cursor = STR_NONE;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(mine_count(&x, which, &n, &more));
	do {
		good(mine_list(&x, which, cursor, 2, &page));
		listed += (int64_t)page.n;
		cursor = page.next;
	} while (cursor.n);
	ctx_close(&x);
	assert_int_equal(n, listed);
	assert_false(more);
	return n;
}

static void what_i_did_leaves_my_tray_and_closes(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", false);
	assert_int_equal(mine(k, P_CHIEF, MINE_DONE), 0); /* still to be assigned: it waits in the tray */
	good(kit_do(k, P_CHIEF, id, "assign", NO_ARGS, ""));
	assert_int_equal(mine(k, P_CHIEF, MINE_DONE), 1);
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 0);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 0); /* to be reported on */
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完")}), ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}), ""));
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 1);
	good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("好")}), ""));
	good(kit_do(k, P_CLERK, id, "close", NO_ARGS, ""));
	for (int person = 0; person < KIT_PEOPLE; person++) {
		bool acted = person == P_CHIEF || person == P_CLERK || person == P_HOUSING;
		assert_int_equal(mine(k, person, MINE_DONE), 0);
		assert_int_equal(mine(k, person, MINE_CLOSED), acted);
	}
	good(kit_do(k, P_CHIEF, id, "reopen", ARGS({S("due"), S("2026-12-01")}), "没办好"));
	assert_int_equal(mine(k, P_CHIEF, MINE_CLOSED), 0);
	assert_int_equal(mine(k, P_CHIEF, MINE_DONE), 1);
}

static void done_pages_most_urgent_first_without_loss(void **state)
{
	struct kit *k = *state;
	struct matter_page page;
	char due[16];
	for (int i = 0; i < 7; i++) {
		snprintf(due, sizeof due, "2026-12-%02d", 20 - i);
		kit_commitment(k, "修路", U_HOUSING, due, true);
	}
	assert_int_equal(mine(k, P_CHIEF, MINE_DONE), 7);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(mine_list(&x, MINE_DONE, STR_NONE, 50, &page));
	for (size_t i = 1; i < page.n; i++)
		assert_true(page.rows[i - 1].due < page.rows[i].due);
	good(mine_list(&x, MINE_DONE, S("x.y"), 50, &page));
	assert_int_equal(page.n, 7);
	ctx_close(&x);
}

static void what_is_denied_is_gone_from_every_list_of_mine(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}, {S("share"), S("100")}), ""));
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(watch_set(&x, id, true));
	ctx_close(&x);
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 1);
	assert_int_equal(mine(k, P_HOUSING, MINE_WATCHED), 1);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, id, k->unit[U_HOUSING], S("反映的就是该单位")));
	ctx_close(&x);
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 0);
	assert_int_equal(mine(k, P_HOUSING, MINE_WATCHED), 0);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(watch_set(&x, id, false)); /* leaving is always possible and tells nothing */
	ctx_close(&x);
}

static void following_is_ones_own(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true), far = kit_commitment(k, "种树", U_TRAFFIC, "2026-12-30", true);
	struct ctx x = kit_ctx(k, &k->arena, P_ROADS);
	assert_int_equal(watch_set(&x, far, true), ERR_NOTFOUND);
	assert_int_equal(watch_set(&x, 7, true), ERR_NOTFOUND);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(watch_set(&x, id, true));
	good(watch_set(&x, id, true));
	ctx_refresh(&x);
	good(matter_read(&x, id, &v));
	assert_true(v.watched);
	int64_t *who;
	size_t n;
	good(told_watchers(&x, id, &who, &n));
	assert_int_equal(n, 1);
	assert_int_equal(who[0], k->person[P_HOUSING]);
	good(told_watchers(&x, far, &who, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
	assert_int_equal(mine(k, P_HOUSING, MINE_WATCHED), 1);
	assert_int_equal(mine(k, P_CHIEF, MINE_WATCHED), 0);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(watch_set(&x, id, false));
	ctx_close(&x);
	assert_int_equal(mine(k, P_HOUSING, MINE_WATCHED), 0);
}

/* ---- delegation -------------------------------------------------------------------------------- */
static err enter(struct kit *k, int by, int person, int colleague, int first, int last, bool away)
{
	int64_t id;
	struct ctx x = kit_ctx(k, &k->arena, by);
	err e = absence_add(&x, &(struct absence){.person = k->person[person], .colleague = colleague < 0 ? 0 : k->person[colleague],
		.first = today(k) + first, .last = today(k) + last, .away = away, .reason = S("外出学习")}, &id);
	ctx_close(&x);
	return e;
}

static err act_as(struct kit *k, int hand, int person, int64_t matter, const char *action, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, hand);
	err e = ctx_act_for(&x, k->person[person]);
	const struct upload photo = {S("现场.txt"), S("路已经修好了")};
	if (e == OK)
		e = act(&x, &(struct act_request){.matter = matter, .action = str_of(action), .args = args, .n_args = n, .files = &photo,
			.n_files = strcmp(action, "apply_close") == 0}, &done);
	ctx_close(&x);
	return e;
}

static void who_may_delegate_to_whom(void **state)
{
	struct kit *k = *state;
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, P_SCHOOLS, 0, 3, false), ERR_INPUT);      /* another unit */
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, P_HOUSING, 0, 3, false), ERR_INPUT);      /* himself */
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, -1, 0, 3, false), ERR_INPUT);             /* neither */
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, -1, 3, false), ERR_INPUT);
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 3, 2, false), ERR_INPUT);
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 92, false), ERR_INPUT);
	assert_int_equal(enter(k, P_SCHOOLS, P_HOUSING, P_HOUSING_HEAD, 0, 3, false), ERR_DENIED); /* not for others */
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING_HEAD, P_HOUSING, 0, 3, false), ERR_DENIED); /* nor upwards */
	assert_int_equal(enter(k, P_ADMIN, P_ADMIN, P_MAYOR, 0, 3, false), ERR_INPUT);             /* an administrator's */
	assert_int_equal(enter(k, P_MAYOR, P_MAYOR, P_ADMIN, 0, 3, false), ERR_INPUT);             /* nor to one */
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 3, true));
	assert_int_equal(enter(k, P_HOUSING, P_HOUSING, -1, 3, 5, true), ERR_CONFLICT); /* the days overlap */
	good(enter(k, P_HOUSING_HEAD, P_HOUSING, -1, 4, 5, true));                      /* the head for his own */
	good(enter(k, P_HOUSING_HEAD, P_ROADS, -1, 0, 5, true));                        /* and for those below */
}

static void it_begins_and_ends_by_itself(void **state)
{
	struct kit *k = *state;
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 1, 2, true));
	for (int day = 0; day < 4; day++) {
		struct absence *v;
		size_t n, away;
		struct ctx x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
		good(absence_for_me(&x, &v, &n));
		good(absence_of(&x, k->unit[U_HOUSING], 0, &v, &away));
		err e = ctx_act_for(&x, k->person[P_HOUSING]);
		ctx_close(&x);
		bool in = day == 1 || day == 2;
		assert_int_equal(n, in);
		assert_int_equal(away, in);
		assert_int_equal(e, in ? OK : ERR_DENIED);
		k->now += KIT_DAY;
	}
}

static void withdrawn_it_is_over_at_once(void **state)
{
	struct kit *k = *state;
	struct absence *v;
	size_t n;
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 5, false));
	struct ctx x = kit_ctx(k, &k->arena, P_SCHOOLS);
	assert_int_equal(absence_list(&x, k->person[P_HOUSING], &v, &n), ERR_NOTFOUND);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(absence_list(&x, k->person[P_HOUSING], &v, &n));
	assert_int_equal(n, 1);
	same_str(v[0].colleague_name, S("段书扬"));
	assert_int_equal(absence_withdraw(&x, k->person[P_HOUSING], v[0].id + 1), ERR_NOTFOUND);
	good(absence_withdraw(&x, k->person[P_HOUSING], v[0].id));
	assert_int_equal(absence_withdraw(&x, k->person[P_HOUSING], v[0].id), ERR_NOTFOUND);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	assert_int_equal(ctx_act_for(&x, k->person[P_HOUSING]), ERR_DENIED);
	ctx_close(&x);
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 1, false));
	kit_check(k);
	kit_close(k);
	kit_open(k);
	x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	good(ctx_act_for(&x, k->person[P_HOUSING]));
	ctx_close(&x);
}

/* The clerk stands in for the chief of the supervision office, who assists nobody: what the
 * one may, the other may for him, and the record names both. */
static void the_record_names_both_and_both_count_as_the_doer(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 20, true));
	good(act_as(k, P_HOUSING_HEAD, P_HOUSING, id, "sign", NO_ARGS));
	assert_int_equal(kit_do(k, P_HOUSING_HEAD, id, "report", ARGS({S("share"), S("50")}, {S("progress"), S("半")}), ""), ERR_DENIED);
	good(act_as(k, P_HOUSING_HEAD, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完")})));
	good(act_as(k, P_HOUSING_HEAD, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")})));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, id, &v));
	same_str(v.events[0].actor_name, S("段书扬"));
	same_str(v.events[0].behalf_name, S("柳青禾"));
	assert_int_equal(v.n_away, 1);
	same_str(v.away[0].colleague_name, S("段书扬"));
	ctx_close(&x);
	assert_int_equal(mine(k, P_HOUSING, MINE_DONE), 1); /* both find it again */
	assert_int_equal(mine(k, P_HOUSING_HEAD, MINE_DONE), 1);
}

static void a_stand_in_never_checks_himself_or_his_principal(void **state)
{
	struct kit *k = *state;
	struct kind *kind = (struct kind *)kit_kind(k);
	struct action *actions = arena_new_n(&k->arena, kind->n_actions, struct action);
	const struct action *declared = kind->actions;
	memcpy(actions, declared, kind->n_actions * sizeof *actions);
	int verify = kind_action(kind, S("verify")), sign = kind_action(kind, S("sign"));
	actions[verify].other_than = kind_action(kind, S("assign"));
	actions[sign].by = actions[verify].by;
	kind->actions = actions;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true); /* assigned by the chief */
	good(enter(k, P_CHIEF, P_CHIEF, P_CLERK, 0, 20, false));
	good(kit_do(k, P_CHIEF, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}, {S("share"), S("100")}), ""));
	const struct arg check[] = {{S("check"), S("好")}};
	assert_int_equal(kit_do(k, P_CHIEF, id, "verify", check, 1, ""), ERR_DENIED);
	assert_int_equal(act_as(k, P_CLERK, P_CHIEF, id, "verify", check, 1), ERR_DENIED); /* the principal assigned it */
	good(kit_do(k, P_CLERK, id, "verify", check, 1, ""));                             /* in his own name he may */
	/* and what the stand-in did for the principal, neither of them may check */
	int64_t other = kit_commitment(k, "种树", U_HOUSING, "2026-12-31", false);
	good(act_as(k, P_CLERK, P_CHIEF, other, "assign", NO_ARGS));
	good(kit_do(k, P_CHIEF, other, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, other, "apply_close", ARGS({S("result"), S("完工")}, {S("share"), S("100")}), ""));
	assert_int_equal(kit_do(k, P_CLERK, other, "verify", check, 1, ""), ERR_DENIED);
	assert_int_equal(kit_do(k, P_CHIEF, other, "verify", check, 1, ""), ERR_DENIED);
	kind->actions = declared;
	kit_check(k);
}

/* The matrix: whatever the stand-in may see for somebody, that person may see; and what is
 * denied to either is in no answer, list or count. */
static void delegation_never_gives_what_is_denied(void **state)
{
	struct kit *k = *state;
	static const int hand[] = {P_HOUSING_HEAD, P_HOUSING, P_CLERK};
	static const int principal[] = {P_HOUSING, P_HOUSING_HEAD, P_CHIEF};
	for (size_t i = 0; i < COUNT_OF(hand); i++) {
		int64_t who[] = {k->person[hand[i]], k->person[principal[i]]};
		good(enter(k, principal[i], principal[i], hand[i], 0, 3, false));
		for (int denied = 0; denied < 3; denied++) {
			int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
			struct matter_counts before, after;
			struct matter_view v;
			struct matter_page page;
			struct todo *todo;
			size_t n;
			struct ctx x = kit_ctx(k, &k->arena, hand[i]);
			good(ctx_act_for(&x, who[1]));
			good(matter_counts(&x, &before));
			good(matter_read(&x, id, &v));
			ctx_close(&x);
			x = kit_ctx(k, &k->arena, P_CHIEF);
			if (denied < 2)
				good(matter_deny(&x, id, who[denied], S("回避")));
			ctx_close(&x);
			x = kit_ctx(k, &k->arena, hand[i]);
			good(ctx_act_for(&x, who[1]));
			good(matter_counts(&x, &after));
			assert_int_equal(after.all, before.all - (denied < 2));
			assert_int_equal(after.waiting_for_me, before.waiting_for_me - (denied < 2 && principal[i] != P_CHIEF));
			assert_int_equal(matter_read(&x, id, &v), denied < 2 ? ERR_NOTFOUND : OK);
			assert_int_equal(act_may(&x, id, S("sign")), denied < 2 ? ERR_NOTFOUND : principal[i] == P_CHIEF ? ERR_DENIED : OK);
			good(matter_list(&x, QUERY(.limit = 200), &page));
			assert_int_equal(page.n, after.all);
			good(todo_list(&x, &todo, &n));
			for (size_t t = 0; t < n; t++)
				assert_true(denied == 2 || todo[t].row.id != id);
			ctx_close(&x);
		}
	}
}

static void what_is_ones_own_is_not_done_for_another(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true), made;
	str secret;
	good(enter(k, P_HOUSING, P_HOUSING, P_HOUSING_HEAD, 0, 3, false));
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	good(ctx_act_for(&x, k->person[P_HOUSING]));
	assert_int_equal(user_prefer(&x, LANG_EN, true), ERR_DENIED);
	assert_int_equal(view_save(&x, S("视图"), S("l=red"), &made), ERR_DENIED);
	assert_int_equal(watch_set(&x, id, true), ERR_DENIED);
	assert_int_equal(calendar_key_new(&x, &secret), ERR_DENIED);
	assert_int_equal(absence_add(&x, &(struct absence){.colleague = k->person[P_ROADS], .first = today(k), .last = today(k), .reason = S("转托")}, &made),
			 ERR_DENIED); /* no chains */
	ctx_close(&x);
}

/* ---- the calendar's secret ------------------------------------------------------------------------ */
static void a_calendar_secret_is_renewed_and_revoked(void **state)
{
	struct kit *k = *state;
	str first, second;
	struct actor who;
	bool there;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(calendar_key_revoke(&x)); /* nothing to revoke */
	good(calendar_key_new(&x, &first));
	ctx_close(&x);
	assert_int_equal(first.n, 64);
	good(calendar_key_find(k->core, &k->arena, first, &who));
	assert_int_equal(who.user, k->person[P_HOUSING]);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(calendar_key_new(&x, &second));
	good(calendar_key_there(&x, &there));
	assert_true(there);
	ctx_close(&x);
	assert_int_equal(calendar_key_find(k->core, &k->arena, first, &who), ERR_NOTFOUND);
	good(calendar_key_find(k->core, &k->arena, second, &who));
	kit_check(k);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(calendar_key_revoke(&x));
	ctx_close(&x);
	assert_int_equal(calendar_key_find(k->core, &k->arena, second, &who), ERR_NOTFOUND);
	assert_int_equal(calendar_key_find(k->core, &k->arena, S(""), &who), ERR_NOTFOUND);
}

/* ---- lists ------------------------------------------------------------------------------------------- */
static void to_do_pages_and_states_are_counted(void **state)
{
	struct kit *k = *state;
	const struct kind *kind = kit_kind(k);
	int64_t by_state[64], all = 0;
	struct matter_counts c, named;
	struct matter_page page;
	for (int i = 0; i < 9; i++)
		kit_commitment(k, "修路", i % 2 ? U_HOUSING : U_TRAFFIC, "2026-12-31", i % 3 > 0);
	for (int person = 0; person < KIT_PEOPLE; person++) {
		struct todo *v;
		size_t n, listed = 0;
		str cursor = STR_NONE;
		struct ctx x = kit_ctx(k, &k->arena, person);
		good(matter_counts(&x, &c));
		do {
			good(todo_page(&x, cursor, 2, &v, &n, &cursor));
			listed += n;
		} while (cursor.n);
		assert_int_equal(listed, c.waiting_for_me);
		good(matter_state_counts(&x, kind, by_state));
		all = 0;
		for (size_t i = 0; i < kind->n_states; i++) {
			all += by_state[i];
			good(matter_list(&x, QUERY(.kind = kind, .states = 1ull << i), &page));
			assert_int_equal(page.n, by_state[i]);
			for (size_t r = 0; r < page.n; r++)
				assert_true(!page.rows[r].main_action || act_may(&x, page.rows[r].id, page.rows[r].main_action->name) == OK);
		}
		assert_int_equal(all, c.all);
		good(matter_counts_named(&x, &named));
		good(matter_list(&x, QUERY(.named = true), &page));
		assert_int_equal(page.n, named.all);
		assert_int_equal(named.all, person == P_MAYOR ? 9 : 0);
		ctx_close(&x);
	}
}

static void by_deadline_the_list_enters_at_its_first_day(void **state)
{
	struct kit *k = *state;
	struct matter_page page;
	char due[16];
	for (int i = 0; i < 20; i++) {
		snprintf(due, sizeof due, "2026-12-%02d", 1 + i);
		kit_commitment(k, "修路", U_HOUSING, due, true);
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	int64_t before = x.rows_read;
	good(matter_list(&x, &(struct matter_query){.order = ORDER_DUE, .due_from = day_of(2026, 12, 15), .due_to = day_of(2026, 12, 17)}, &page));
	assert_int_equal(page.n, 3);
	assert_int_equal(page.next.n, 0);
	assert_true(x.rows_read - before < 20);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(what_i_did_leaves_my_tray_and_closes),
		kit_test(done_pages_most_urgent_first_without_loss),
		kit_test(what_is_denied_is_gone_from_every_list_of_mine),
		kit_test(following_is_ones_own),
		kit_test(who_may_delegate_to_whom),
		kit_test(it_begins_and_ends_by_itself),
		kit_test(withdrawn_it_is_over_at_once),
		kit_test(the_record_names_both_and_both_count_as_the_doer),
		kit_test(a_stand_in_never_checks_himself_or_his_principal),
		kit_test(delegation_never_gives_what_is_denied),
		kit_test(what_is_ones_own_is_not_done_for_another),
		kit_test(a_calendar_secret_is_renewed_and_revoked),
		kit_test(to_do_pages_and_states_are_counted),
		kit_test(by_deadline_the_list_enters_at_its_first_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
