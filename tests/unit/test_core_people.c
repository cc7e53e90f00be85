/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

static void a_session_begins_idles_out_and_ends(void **state)
{
	struct kit *k = *state;
	struct session s, found;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("10.0.0.7"), &s));
	assert_int_equal(s.token.n, 64);
	same_str(s.actor.name, S("顾一舟"));
	good(session_find(k->core, &k->arena, s.token, &found));
	same_str(found.form_secret, s.form_secret);
	assert_int_equal(found.actor.user, k->person[P_CHIEF]);
	k->now += 29 * 60000;
	good(session_find(k->core, &k->arena, s.token, &found)); /* moves the idle limit */
	k->now += 29 * 60000;
	good(session_find(k->core, &k->arena, s.token, &found));
	k->now += 31 * 60000;
	assert_int_equal(session_find(k->core, &k->arena, s.token, &found), ERR_SIGN_IN);
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("10.0.0.7"), &s));
	for (int i = 0; i < 13 * 3; i++) {
		k->now += 20 * 60000;
		err e = session_find(k->core, &k->arena, s.token, &found);
		assert_int_equal(e, i < 36 ? OK : ERR_SIGN_IN); /* twelve hours at the longest */
	}
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("10.0.0.7"), &s));
	good(session_end(k->core, s.token));
	assert_int_equal(session_find(k->core, &k->arena, s.token, &found), ERR_SIGN_IN);
	assert_int_equal(session_find(k->core, &k->arena, S("x"), &found), ERR_SIGN_IN);
}

static void guessing_locks_account_and_address(void **state)
{
	struct kit *k = *state;
	struct session s;
	for (int i = 0; i < 5; i++)
		assert_int_equal(session_begin(k->core, &k->arena, S("guyizhou"), S("wrong"), S("10.0.0.7"), &s), ERR_SIGN_IN);
	str one = str_of(fail_key());
	assert_int_equal(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("10.0.0.8"), &s), ERR_SIGN_IN);
	same_str(str_of(fail_key()), one);
	k->now += 31 * 60000;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("10.0.0.8"), &s));
	/* somebody without a password cannot sign in with an empty one */
	assert_int_equal(session_begin(k->core, &k->arena, S("liuqinghe"), S(""), S("10.0.0.9"), &s), ERR_SIGN_IN);
	assert_int_equal(session_begin(k->core, &k->arena, S("nobody"), S("x"), S("10.0.0.9"), &s), ERR_SIGN_IN);
	same_str(str_of(fail_key()), one);
}

static void demo_people_sign_in_only_in_a_demo(void **state)
{
	struct kit *k = *state;
	struct session s;
	struct demo_person *v;
	size_t n;
	assert_false(core_is_demo(k->core));
	assert_int_equal(session_begin_demo(k->core, &k->arena, k->person[P_CHIEF], S(""), &s), ERR_SIGN_IN);
	good(demo_people(k->core, &k->arena, &v, &n));
	assert_int_equal(n, 0);
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(core_mark_demo(&x));
	ctx_close(&x);
	good(session_begin_demo(k->core, &k->arena, k->person[P_CHIEF], S(""), &s));
	good(session_begin_demo(k->core, &k->arena, k->person[P_CHIEF], S(""), &s));
	good(demo_people(k->core, &k->arena, &v, &n));
	assert_int_equal(n, KIT_PEOPLE);
	kit_close(k);
	kit_open(k);
	assert_true(core_is_demo(k->core));
}

static void units_are_found_by_every_name(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	int64_t id;
	static const char *const name[] = {"榴园区住房和城乡建设局", "区住建局", " 住建局 "};
	for (size_t i = 0; i < COUNT_OF(name); i++) {
		good(unit_find(&x, str_of(name[i]), &id));
		assert_int_equal(id, k->unit[U_HOUSING]);
	}
	good(unit_find(&x, S("住建"), &id));
	assert_int_equal(id, 0);
	struct unit *v;
	size_t n;
	good(unit_list(&x, &v, &n));
	assert_int_equal(n, KIT_UNITS);
	assert_int_equal(v[U_SCHOOLS].id, k->unit[U_SCHOOLS]);
	assert_int_equal(unit_add(&x, &(struct unit_new){.name = S("住建局")}, &id), ERR_CONFLICT);
	assert_int_equal(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = S("x"), .name = S("某"),
		.duties = 1u << DUTY_SYSTEM | 1u << DUTY_AUDIT}, &id), ERR_INPUT);
	ctx_close(&x);
}

static void language_and_views_are_kept(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	struct saved_view *v;
	size_t n;
	int64_t id;
	good(user_prefer(&x, LANG_EN, true));
	good(user_prefer(&x, LANG_ZH, true));
	good(view_save(&x, S("我的红灯"), S("lights=red"), &id));
	good(view_list(&x, &v, &n));
	assert_int_equal(n, 1);
	same_str(v[0].query, S("lights=red"));
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	good(view_remove(&x, id)); /* not hers: nothing happens */
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	good(view_list(&x, &v, &n));
	assert_int_equal(n, 1);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_session_begins_idles_out_and_ends),
		kit_test(guessing_locks_account_and_address),
		kit_test(demo_people_sign_in_only_in_a_demo),
		kit_test(units_are_found_by_every_name),
		kit_test(language_and_views_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
