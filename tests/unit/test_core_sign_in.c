/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

#include "core/sign_in_in.h"

#include <string.h>

#define GOOD_PASSWORD S("Tu3sday-lantern")
#define PLACE .address = S("10.0.0.7"), .device = S("Firefox")

/* ---- RFC 6238, appendix B; RFC 4226, appendix D ------------------------------------------------ */
static void codes_are_those_of_the_rfc(void **state)
{
	static const struct {
		int64_t at;
		const char *code;
	} row[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
	const uint8_t *key = (const uint8_t *)"12345678901234567890";
	char code[TOTP_DIGITS + 1] = "";
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		totp_digits(key, 20, row[i].at / 30, code);
		assert_string_equal(code, row[i].code);
	}
	int64_t now = 1111111109 / 30;
	assert_int_equal(totp_match(key, 20, S("081804"), now, 0), now);
	assert_int_equal(totp_match(key, 20, S("081 804"), now + 1, 0), now);
	assert_int_equal(totp_match(key, 20, S("081804"), now - 1, 0), now);
	assert_int_equal(totp_match(key, 20, S("081804"), now + 2, 0), 0);
	assert_int_equal(totp_match(key, 20, S("081804"), now, now), 0); /* once */
	assert_int_equal(totp_match(key, 20, S("081805"), now, 0), 0);
	assert_int_equal(totp_match(key, 20, S("08180"), now, 0), 0);
	assert_int_equal(totp_match(key, 20, S("0818041"), now, 0), 0);
	assert_int_equal(totp_match(key, 20, S("abcdef"), now, 0), 0);
}

static void base32_is_that_of_the_rfc(void **state)
{
	struct arena a;
	uint8_t back[6];
	unused_arg(state);
	arena_init(&a);
	same_str(base32_put(&a, (const uint8_t *)"foobar", 6), S("MZXW6YTBOI"));
	assert_true(base32_get(S("mzxw 6ytb oi"), back, 6));
	assert_memory_equal(back, "foobar", 6);
	assert_false(base32_get(S("MZXW6YTBO1"), back, 6));
	assert_false(base32_get(S("MZXW6YTBOI"), back, 5));
	assert_false(base32_get(S("MZXW"), back, 6));
	arena_done(&a);
}

/* ---- passwords --------------------------------------------------------------------------------------- */
static void common_passwords_are_known(void **state)
{
	static const char *const common[] = {"password", "Password1", "P@ssw0rd!", "passw0rd2026", "12345678", "87654321", "qwertyuiop", "1qaz2wsx",
		"qazwsxedc", "aaaaaaaa", "abcabcabc", "Abcd1234", "admin@123", "Admin12345", "19900512", "13812345678", "luoshi2026!", "woaini1314", "zhongguo!1",
		"guyizhou2026", "Guyizhou1!", "administrator", "letmein!!", "1234qwer", "asdf1234", "iloveyou2"};
	static const char *const fine[] = {"Tu3sday-lantern", "correct horse battery", "雨落在青石桥上的声音", "vX9!kq2Lm", "kettle under ninth stair"};
	const str own[] = {S("guyizhou"), S("顾一舟"), S("区政府督查室")};
	struct arena a;
	unused_arg(state);
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(common); i++)
		if (!password_common(&a, str_of(common[i]), own, 3))
			test_fails("%s is taken for good", common[i]);
	for (size_t i = 0; i < COUNT_OF(fine); i++)
		if (password_common(&a, str_of(fine[i]), own, 3))
			test_fails("%s is taken for common", fine[i]);
	assert_int_equal(password_classes(S("aB1!")), 4);
	assert_int_equal(password_classes(S("aaa1")), 2);
	arena_done(&a);
}

static err change_to(struct kit *k, const char *from, const char *to)
{
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	err e = password_change(&x, str_of(from), str_of(to), S(""));
	ctx_close(&x);
	return e;
}

static void a_password_is_changed_by_its_rules(void **state)
{
	struct kit *k = *state;
	struct session s, other;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("b"), &other));
	assert_int_equal(change_to(k, "wrong horse", "Tu3sday-lantern"), ERR_INPUT);
	assert_int_equal(change_to(k, "correct horse", "Tu3sday"), ERR_INPUT);         /* short */
	assert_int_equal(change_to(k, "correct horse", "tuesday lantern"), ERR_INPUT); /* two sorts */
	assert_int_equal(change_to(k, "correct horse", "Guyizhou-2026"), ERR_INPUT);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(password_change(&x, S("correct horse"), GOOD_PASSWORD, s.token));
	ctx_close(&x);
	good(session_find(k->core, &k->arena, s.token, &s));
	assert_int_equal(session_find(k->core, &k->arena, other.token, &other), ERR_SIGN_IN);
	assert_int_equal(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s), ERR_SIGN_IN);
	k->now += 1000;
	assert_int_equal(change_to(k, "Tu3sday-lantern", "Tu3sday-lantern"), ERR_INPUT);
	good(change_to(k, "Tu3sday-lantern", "Wedn3sday-lantern"));
	assert_int_equal(change_to(k, "Wedn3sday-lantern", "Tu3sday-lantern"), ERR_INPUT); /* one of the last five */
	/* 90 days later it is owed */
	k->now += 91 * KIT_DAY;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("Wedn3sday-lantern"), S("a"), &s));
	assert_int_equal(s.want, WANT_PASSWORD);
	assert_int_equal(session_find(k->core, &k->arena, s.token, &other), ERR_SIGN_IN);
	assert_int_equal(sign_in_password(k->core, &k->arena, s.token, S("Wedn3sday-lantern"), &(struct proof){PLACE}, &other), ERR_INPUT);
	good(sign_in_password(k->core, &k->arena, s.token, S("Thursd4y-lantern"), &(struct proof){PLACE}, &other));
	assert_int_equal(other.want, WANT_NOTHING);
	good(session_find(k->core, &k->arena, other.token, &s));
}

static void the_profile_is_a_setting(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	assert_int_equal(password_rules(k->core).classes, 3);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(setting_set(&x, &(struct setting_request){.name = S("kernel.password_profile"), .value = S("asvs2"), .reason = S("试"), .from = ctx_today(&x)}));
	assert_int_equal(password_rules(k->core).classes, 0);
	assert_int_equal(password_rules(k->core).days, 0);
	good(setting_set(&x, &(struct setting_request){.name = S("kernel.password_length"), .value = S("15"), .reason = S("试"), .from = ctx_today(&x)}));
	assert_int_equal(password_rules(k->core).length, 15);
	ctx_close(&x);
	assert_int_equal(change_to(k, "correct horse", "short lantern"), ERR_INPUT);
	good(change_to(k, "correct horse", "kettle under ninth stair"));
}

static void a_first_password_is_changed_or_ends(void **state)
{
	struct kit *k = *state;
	struct session s, done;
	struct ctx x;
	int64_t id;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_HOUSING], .login = S("baizhi"), .name = S("白芷"), .password = S("d1c2b3a4f5e6"),
		.duties = 1u << DUTY_LIAISON, .first = true}, &id));
	ctx_close(&x);
	good(session_begin(k->core, &k->arena, S("baizhi"), S("d1c2b3a4f5e6"), S("a"), &s));
	assert_int_equal(s.want, WANT_PASSWORD);
	k->now += 11 * 60000;
	assert_int_equal(sign_in_password(k->core, &k->arena, s.token, GOOD_PASSWORD, &(struct proof){PLACE}, &done), ERR_SIGN_IN); /* ten minutes */
	good(session_begin(k->core, &k->arena, S("baizhi"), S("d1c2b3a4f5e6"), S("a"), &s));
	good(sign_in_password(k->core, &k->arena, s.token, GOOD_PASSWORD, &(struct proof){PLACE}, &done));
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_HOUSING], .login = S("baizhi2"), .name = S("白止"), .password = S("d1c2b3a4f5e6"), .first = true}, &id));
	ctx_close(&x);
	k->now += 8 * KIT_DAY;
	assert_int_equal(session_begin(k->core, &k->arena, S("baizhi2"), S("d1c2b3a4f5e6"), S("a"), &s), ERR_SIGN_IN);
}

/* ---- second factor ------------------------------------------------------------------------------------ */
static str code_at(struct kit *k, str secret)
{
	uint8_t key[TOTP_KEY_LEN];
	char *code = arena_alloc(&k->arena, TOTP_DIGITS + 1);
	assert_true(base32_get(secret, key, sizeof key));
	totp_digits(key, sizeof key, k->now / TOTP_STEP_MS, code);
	return str_of(code);
}

static void a_second_factor_is_shown_once_each(void **state)
{
	struct kit *k = *state;
	struct session s, done, again;
	str *codes;
	size_t n;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	str secret = second_secret(k->core, &k->arena, s.token);
	same_str(second_secret(k->core, &k->arena, s.token), secret);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(second_enrol(&x, s.token, S("correct horse"), S("000000"), &codes, &n), ERR_INPUT);
	assert_int_equal(second_enrol(&x, s.token, S("wrong"), code_at(k, secret), &codes, &n), ERR_INPUT);
	good(second_enrol(&x, s.token, S("correct horse"), code_at(k, secret), &codes, &n));
	assert_int_equal(n, RECOVERY_CODES);
	ctx_close(&x);
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	assert_int_equal(s.want, WANT_CODE);
	assert_int_equal(session_find(k->core, &k->arena, s.token, &done), ERR_SIGN_IN);
	struct proof p = {.secret = code_at(k, secret), PLACE};
	assert_int_equal(sign_in_step(k->core, &k->arena, s.token, BY_CODE, &p, &done), ERR_SIGN_IN); /* it set the factor up */
	k->now += TOTP_STEP_MS;
	p.secret = code_at(k, secret);
	good(sign_in_step(k->core, &k->arena, s.token, BY_CODE, &p, &done));
	good(session_find(k->core, &k->arena, done.token, &again));
	assert_int_equal(session_pending(k->core, &k->arena, s.token, &again), ERR_SIGN_IN); /* the old token is gone */
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	assert_int_equal(sign_in_step(k->core, &k->arena, s.token, BY_CODE, &p, &done), ERR_SIGN_IN); /* replay */
	p.secret = codes[3];
	good(sign_in_step(k->core, &k->arena, s.token, BY_RECOVERY, &p, &done));
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	assert_int_equal(sign_in_step(k->core, &k->arena, s.token, BY_RECOVERY, &p, &done), ERR_SIGN_IN); /* once */
	/* knowing the password does not buy tries at the code */
	for (int i = 0; i < 6; i++) {
		p.secret = S("000000");
		if (sign_in_step(k->core, &k->arena, s.token, BY_CODE, &p, &done) == ERR_SIGN_IN && session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s) != OK)
			break;
	}
	assert_int_equal(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s), ERR_SIGN_IN);
	k->now += 31 * 60000;
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	x = kit_ctx(k, &k->arena, P_CHIEF);
	good(second_remove(&x, S("correct horse")));
	ctx_close(&x);
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("a"), &s));
	assert_int_equal(s.want, WANT_NOTHING);
}

/* ---- accounts -------------------------------------------------------------------------------------------- */
static int64_t admin_new(struct kit *k, const char *login, enum duty d, struct actor *ret)
{
	struct ctx x;
	int64_t id;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = str_of(login), .name = str_of(login), .password = GOOD_PASSWORD, .duties = 1u << d}, &id));
	ctx_close(&x);
	*ret = (struct actor){.user = id, .unit = k->unit[U_TOP], .duties = 1u << d};
	return id;
}

static void administrators_have_disjoint_rights(void **state)
{
	struct kit *k = *state;
	struct actor three[3];
	struct session s;
	struct account_row *rows;
	struct record_row *log;
	struct lockout *locks;
	struct session_view *sessions;
	size_t n;
	int64_t next, id;
	str link;
	admin_new(k, "sys2", DUTY_SYSTEM, &three[0]);
	admin_new(k, "sec2", DUTY_SECURITY, &three[1]);
	admin_new(k, "aud2", DUTY_AUDIT, &three[2]);
	for (int i = 0; i < 3; i++) {
		struct ctx x;
		int64_t housing = k->person[P_HOUSING];
		good(ctx_open(k->core, &k->arena, &three[i], &x));
		assert_int_equal(account_active(&x, housing, false, S("调离")), i == 0 ? OK : ERR_DENIED);
		assert_int_equal(account_active(&x, housing, true, S("回来")), i == 0 ? OK : ERR_DENIED);
		assert_int_equal(account_move(&x, housing, k->unit[U_ROADS], S("科长"), S("调动")), i == 0 ? OK : ERR_DENIED);
		assert_int_equal(account_reset(&x, housing, S("忘了"), &link), i == 0 ? OK : ERR_DENIED);
		assert_int_equal(account_add(&x, &(struct account_new){.unit = k->unit[U_HOUSING], .login = S("new1"), .name = S("新人")}, &id, &link), i == 0 ? OK : ERR_DENIED);
		assert_int_equal(account_grant(&x, housing, 1u << DUTY_HEAD, S("任命")), i == 1 ? OK : ERR_DENIED);
		assert_int_equal(session_list(&x, housing, S(""), &sessions, &n), i == 1 ? OK : ERR_DENIED);
		assert_int_equal(session_end_one(&x, housing, 0, S("")), i == 1 ? OK : ERR_DENIED);
		assert_int_equal(lockout_list(&x, &locks, &n), i == 1 ? OK : ERR_DENIED);
		assert_int_equal(record_list(&x, &(struct record_query){.from = DAY_NONE, .to = DAY_NONE, .limit = 20}, &log, &n, &next), i == 2 ? OK : ERR_DENIED);
		assert_int_equal(account_list(&x, &(struct account_query){.limit = 50}, &rows, &n, &next), i == 2 ? ERR_DENIED : OK);
		/* nobody adds to himself, nobody gets two of the three */
		if (i == 1) {
			assert_int_equal(account_grant(&x, three[1].user, 1u << DUTY_AUDIT, S("x")), ERR_DENIED);
			assert_int_equal(account_grant(&x, housing, 1u << DUTY_SYSTEM | 1u << DUTY_AUDIT, S("x")), ERR_INPUT);
			assert_int_equal(account_grant(&x, housing, 1u << DUTY_SYSTEM | 1u << DUTY_HEAD, S("x")), ERR_INPUT);
			assert_int_equal(account_grant(&x, three[2].user, 0, S("x")), ERR_INPUT); /* the last one */
		}
		/* no business */
		struct matter_page page;
		good(matter_list(&x, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
		assert_int_equal(page.n, 0);
		ctx_close(&x);
	}
	good(session_begin(k->core, &k->arena, S("sec2"), GOOD_PASSWORD, S("a"), &s));
	assert_int_equal(s.want, WANT_SECOND); /* no setting takes it off them */
}

static void disabling_ends_sessions_and_idleness_disables(void **state)
{
	struct kit *k = *state;
	struct session s;
	struct ctx x;
	int64_t n, id;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_HOUSING], .login = S("baizhi"), .name = S("白芷"), .password = GOOD_PASSWORD}, &id));
	ctx_close(&x);
	good(session_begin(k->core, &k->arena, S("baizhi"), GOOD_PASSWORD, S("a"), &s));
	x = kit_ctx(k, &k->arena, P_ADMIN);
	assert_int_equal(account_active(&x, id, false, S("")), ERR_INPUT); /* a reason */
	good(account_active(&x, id, false, S("调离")));
	assert_int_equal(session_find(k->core, &k->arena, s.token, &s), ERR_SIGN_IN);
	assert_int_equal(session_begin(k->core, &k->arena, S("baizhi"), GOOD_PASSWORD, S("a"), &s), ERR_SIGN_IN);
	good(account_active(&x, id, true, S("回来")));
	assert_int_equal(account_active(&x, k->person[P_ADMIN], false, S("x")), ERR_DENIED);
	assert_int_equal(unit_active(&x, k->unit[U_HOUSING], false, S("撤并")), ERR_INPUT);
	ctx_close(&x);
	good(accounts_due(k->core, &k->arena, &n));
	assert_int_equal(n, 0);
	k->now += 91 * KIT_DAY;
	good(accounts_due(k->core, &k->arena, &n));
	assert_int_equal(n, 1); /* the others of the kit are demo people */
	good(accounts_due(k->core, &k->arena, &n));
	assert_int_equal(n, 0);
	assert_int_equal(session_begin(k->core, &k->arena, S("baizhi"), GOOD_PASSWORD, S("a"), &s), ERR_SIGN_IN);
}

static void sessions_are_listed_and_ended(void **state)
{
	struct kit *k = *state;
	struct session s, t, found;
	struct session_view *v;
	size_t n;
	good(sign_in(k->core, &k->arena, BY_PASSWORD, &(struct proof){.login = S("guyizhou"), .secret = S("correct horse"), PLACE}, &s));
	good(sign_in(k->core, &k->arena, BY_PASSWORD, &(struct proof){.login = S("guyizhou"), .secret = S("correct horse"), PLACE}, &t));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(session_list(&x, k->person[P_CHIEF], t.token, &v, &n));
	assert_int_equal(n, 2);
	same_str(v[0].address, S("10.0.0.7"));
	same_str(v[1].device, S("Firefox"));
	assert_true(v[0].here);
	assert_int_equal(session_list(&x, k->person[P_MAYOR], t.token, &v, &n), ERR_DENIED);
	good(session_list(&x, k->person[P_CHIEF], t.token, &v, &n));
	good(session_end_one(&x, k->person[P_CHIEF], v[1].id, t.token));
	assert_int_equal(session_find(k->core, &k->arena, s.token, &found), ERR_SIGN_IN);
	ctx_refresh(&x);
	good(session_find(k->core, &k->arena, t.token, &found));
	good(session_begin(k->core, &k->arena, S("guyizhou"), S("correct horse"), S("b"), &s));
	good(session_end_one(&x, k->person[P_CHIEF], 0, t.token)); /* all the others */
	assert_int_equal(session_find(k->core, &k->arena, s.token, &found), ERR_SIGN_IN);
	good(session_find(k->core, &k->arena, t.token, &found));
	ctx_close(&x);
}

/* ---- links, the first start ---------------------------------------------------------------------------------- */
static void a_link_is_used_once_within_a_day(void **state)
{
	struct kit *k = *state;
	struct session s;
	struct link_view v;
	str link, newer;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(account_reset(&x, k->person[P_HOUSING], S("忘了"), &link));
	good(account_reset(&x, k->person[P_HOUSING], S("忘了"), &newer));
	ctx_close(&x);
	assert_int_equal(link_find(k->core, &k->arena, link, &v), ERR_NOTFOUND);
	good(link_find(k->core, &k->arena, newer, &v));
	same_str(v.login, S("liuqinghe"));
	struct link_use u = {.secret = newer, .password = S("Liuqinghe-2026")};
	const struct proof p = {PLACE};
	assert_int_equal(link_use(k->core, &k->arena, &u, &p, &s), ERR_INPUT);
	u.password = GOOD_PASSWORD;
	good(link_use(k->core, &k->arena, &u, &p, &s));
	assert_int_equal(s.want, WANT_NOTHING);
	assert_int_equal(link_use(k->core, &k->arena, &u, &p, &s), ERR_NOTFOUND);
	good(session_begin(k->core, &k->arena, S("liuqinghe"), GOOD_PASSWORD, S("a"), &s));
	x = kit_ctx(k, &k->arena, P_ADMIN);
	good(account_reset(&x, k->person[P_HOUSING], S("忘了"), &link));
	ctx_close(&x);
	k->now += KIT_DAY + 1000;
	assert_int_equal(link_find(k->core, &k->arena, link, &v), ERR_NOTFOUND);
}

static int empty_setup(void **state)
{
	struct kit *k = kit_place();
	kit_open(k);
	*state = k;
	return 0;
}

static void the_first_three_come_in_by_links(void **state)
{
	struct kit *k = *state;
	struct first_link l[3], again[3];
	struct session s, done;
	str *codes;
	size_t n;
	static const char *const login[] = {"wei", "an", "shen"};
	good(first_links(k->core, &k->arena, l, &n));
	assert_int_equal(n, 3);
	good(first_links(k->core, &k->arena, again, &n)); /* a second start: the old ones are gone */
	const struct proof p = {PLACE};
	for (int i = 0; i < 3; i++) {
		struct link_use u = {.secret = l[i].secret, .login = str_of(login[i]), .name = str_of(login[i]), .password = GOOD_PASSWORD, .unit = S("榴园区")};
		assert_int_equal(link_use(k->core, &k->arena, &u, &p, &s), ERR_NOTFOUND);
		u.secret = again[i].secret;
		good(link_use(k->core, &k->arena, &u, &p, &s));
		assert_int_equal(s.want, WANT_SECOND);
		str code = code_at(k, second_secret(k->core, &k->arena, s.token));
		good(sign_in_second(k->core, &k->arena, s.token, &(struct proof){.secret = code, PLACE}, &done, &codes, &n));
		assert_int_equal(done.want, WANT_NOTHING);
		assert_int_equal(done.actor.duties, 1u << again[i].duty);
		good(session_find(k->core, &k->arena, done.token, &s));
		assert_int_equal(link_use(k->core, &k->arena, &u, &p, &s), ERR_NOTFOUND);
	}
	good(first_links(k->core, &k->arena, l, &n));
	assert_int_equal(n, 0);
}

/* ---- the record ------------------------------------------------------------------------------------------------- */
static void every_sign_in_stands_in_the_record(void **state)
{
	struct kit *k = *state;
	struct actor audit;
	struct session s;
	struct record_row *v;
	size_t n;
	int64_t next;
	struct ctx x;
	admin_new(k, "aud2", DUTY_AUDIT, &audit);
	struct proof p = {.login = S("guyizhou"), .secret = S("wrong"), PLACE};
	assert_int_equal(sign_in(k->core, &k->arena, BY_PASSWORD, &p, &s), ERR_SIGN_IN);
	p.login = S("nobody");
	assert_int_equal(sign_in(k->core, &k->arena, BY_PASSWORD, &p, &s), ERR_SIGN_IN);
	p.login = S("guyizhou");
	p.secret = S("correct horse");
	good(sign_in(k->core, &k->arena, BY_PASSWORD, &p, &s));
	good(session_end(k->core, s.token));
	audit.lang = LANG_EN;
	good(ctx_open(k->core, &k->arena, &audit, &x));
	struct record_query q = {.sort = S("sign_in"), .from = DAY_NONE, .to = DAY_NONE, .limit = 50};
	good(record_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 4);
	same_str(v[0].what, S("signed out"));
	same_str(v[1].what, S("signed in"));
	same_str(v[1].address, S("10.0.0.7"));
	same_str(v[1].device, S("Firefox"));
	same_str(v[1].by, S("顾一舟"));
	same_str(v[2].what, S("sign-in failed, unknown name"));
	same_str(v[2].address, S("10.0.0.7"));
	assert_true(v[2].failed);
	assert_true(v[3].failed);
	q.limit = 2;
	good(record_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	q.before = next;
	good(record_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	same_str(v[1].what, S("sign-in failed"));
	ctx_close(&x);
}

static void whom_the_proxy_names_needs_an_account(void **state)
{
	struct kit *k = *state;
	struct session s;
	good(sign_in(k->core, &k->arena, BY_PROXY, &(struct proof){.login = S("liuqinghe"), PLACE}, &s));
	assert_int_equal(s.want, WANT_NOTHING);
	assert_int_equal(sign_in(k->core, &k->arena, BY_PROVIDER, &(struct proof){.login = S("stranger"), PLACE}, &s), ERR_SIGN_IN);
	assert_true(strstr(fail_key(), "has no account here") != NULL);
	assert_int_equal(sign_in(k->core, &k->arena, BY_PROXY, &(struct proof){PLACE}, &s), ERR_SIGN_IN);
}

static enum sign_want wanted(struct kit *k, const char *login, bool second)
{
	struct session s;
	good(sign_in(k->core, &k->arena, BY_PROVIDER, &(struct proof){.login = str_of(login), .second = second, PLACE}, &s));
	return s.want;
}

static void settle(struct kit *k, const char *name)
{
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(setting_set(&x, &(struct setting_request){.name = str_of(name), .value = S("1"), .reason = S("试"), .from = ctx_today(&x)}));
	ctx_close(&x);
}

static void the_word_of_the_provider_counts_where_the_house_says_so(void **state)
{
	struct kit *k = *state;
	struct actor audit;
	struct session s;
	assert_int_equal(wanted(k, "liuqinghe", false), WANT_NOTHING);
	settle(k, "kernel.second_liaison");
	assert_int_equal(wanted(k, "liuqinghe", true), WANT_SECOND); /* by default it is asked for all the same */
	settle(k, "kernel.sign_in_provider_mfa");
	assert_int_equal(wanted(k, "liuqinghe", true), WANT_NOTHING);
	assert_int_equal(wanted(k, "liuqinghe", false), WANT_SECOND);
	good(sign_in(k->core, &k->arena, BY_PROXY, &(struct proof){.login = S("liuqinghe"), .second = true, PLACE}, &s));
	assert_int_equal(s.want, WANT_SECOND); /* a proxy has no such word */
	admin_new(k, "mingjian", DUTY_AUDIT, &audit);
	assert_int_equal(wanted(k, "mingjian", true), WANT_SECOND); /* nor does it count for the three */
	uint8_t one[SEAL_KEY_LEN], two[SEAL_KEY_LEN];
	sign_in_key(k->core, "provider", one);
	sign_in_key(k->core, "another", two);
	assert_memory_not_equal(one, two, sizeof one);
	assert_memory_not_equal(one, k->core->master, sizeof one);
}

/* ---- many at once ---------------------------------------------------------------------------------- */
#define AT_ONCE 8
struct trying {
	struct kit *k;
	pthread_barrier_t *all; /* have looked, before the first of them counts */
};

static void *first_wrong_try(void *arg)
{
	struct trying *t = arg;
	struct arena a;
	struct ctx x;
	struct guess g;
	bool locked = true;
	arena_init(&a);
	guess_init(t->k->core, &g, "account ", S("liuqinghe"), 5);
	err e = ctx_open(t->k->core, &a, NULL, &x);
	if (e == OK) {
		e = ctx_snap(&x);
		if (e == OK)
			e = guess_load(t->k->core, x.snap, &g, x.now, 60000, &locked);
		ctx_close(&x);
	}
	pthread_barrier_wait(t->all);
	if (e == OK && !locked)
		e = guess_count(t->k->core, &g, 1, t->k->now, false);
	arena_done(&a);
	return e == OK && !locked ? arg : NULL;
}

static int64_t tries_of(struct kit *k, bool *ret_locked)
{
	struct guess g;
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(ctx_snap(&x));
	guess_init(k->core, &g, "account ", S("liuqinghe"), 5);
	good(guess_load(k->core, x.snap, &g, x.now, 60000, ret_locked));
	ctx_close(&x);
	return g.tries;
}

static void wrong_at_once(struct kit *k)
{
	pthread_t th[AT_ONCE];
	pthread_barrier_t all;
	void *done;
	pthread_barrier_init(&all, NULL, AT_ONCE);
	struct trying t = {k, &all};
	for (int i = 0; i < AT_ONCE; i++)
		pthread_create(&th[i], NULL, first_wrong_try, &t);
	for (int i = 0; i < AT_ONCE; i++) {
		pthread_join(th[i], &done);
		assert_non_null(done);
	}
	pthread_barrier_destroy(&all);
}

static void first_wrong_tries_at_once_are_all_counted(void **state)
{
	struct kit *k = *state;
	bool locked;
	wrong_at_once(k);
	assert_int_equal(tries_of(k, &locked), AT_ONCE);
	assert_true(locked);
	k->now += 60001; /* and again when the old ones have expired */
	assert_int_equal(tries_of(k, &locked), 0);
	assert_false(locked);
	wrong_at_once(k);
	assert_int_equal(tries_of(k, &locked), AT_ONCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(base32_is_that_of_the_rfc),
		cmocka_unit_test(common_passwords_are_known),
		kit_test(a_password_is_changed_by_its_rules),
		kit_test(the_profile_is_a_setting),
		kit_test(a_first_password_is_changed_or_ends),
		kit_test(a_second_factor_is_shown_once_each),
		kit_test(administrators_have_disjoint_rights),
		kit_test(disabling_ends_sessions_and_idleness_disables),
		kit_test(sessions_are_listed_and_ended),
		kit_test(a_link_is_used_once_within_a_day),
		cmocka_unit_test_setup_teardown(the_first_three_come_in_by_links, empty_setup, kit_teardown),
		kit_test(every_sign_in_stands_in_the_record),
		kit_test(whom_the_proxy_names_needs_an_account),
		kit_test(the_word_of_the_provider_counts_where_the_house_says_so),
		kit_test(first_wrong_tries_at_once_are_all_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
