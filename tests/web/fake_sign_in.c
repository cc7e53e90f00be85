/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in, accounts, units, the record. */
#include "fake_core.h"

/* ---- signing in, accounts, the record -------------------------------------------------------------- */
const char *const sign_by_names[] = {"password", "proxy", "provider", "link", "demo", "code", "recovery", NULL};
const struct words2 *duty_label(enum duty d)
{
	static const struct words2 label = {S("督查室"), S("supervision office")};
	unused_arg(d);
	return &label;
}
err sign_in(struct core *c, struct arena *a, enum sign_by by, const struct proof *p, struct session *ret)
{
	unused_arg(c);
	if (by == BY_DEMO)
		return p->user >= 1 && p->user <= 3 ? fake_session(a, (size_t)p->user - 1, ret) : fail(ERR_NOTFOUND, "there is nothing here");
	if (by == BY_PROVIDER)
		return str_eq(p->login, S("office")) ? fake_session(a, 0, ret) : fail(ERR_SIGN_IN, "“{0}” has no account here, or a disabled one; ask the system administrator", p->login);
	if (!str_eq(p->login, S("office")) || !str_eq(p->secret, S("right")))
		return fail(ERR_SIGN_IN, "please sign in");
	return fake_session(a, 0, ret);
}
err session_pending(struct core *c, struct arena *a, str token, struct session *ret)
{
	unused_arg(c);
	TRY(fake_session(a, 0, ret));
	ret->want = WANT_CODE;
	return str_eq(token, S("owing-token")) ? OK : fail(ERR_SIGN_IN, "please sign in");
}
err sign_in_step(struct core *c, struct arena *a, str token, enum sign_by by, const struct proof *p, struct session *ret)
{
	unused_arg(c);
	unused_arg(token);
	unused_arg(by);
	unused_arg(p);
	return fake_session(a, 0, ret);
}
err sign_in_password(struct core *c, struct arena *a, str token, str password, const struct proof *p, struct session *ret)
{
	unused_arg(password);
	return sign_in_step(c, a, token, BY_CODE, p, ret);
}
err sign_in_second(struct core *c, struct arena *a, str token, const struct proof *p, struct session *ret, str **ret_codes, size_t *ret_n)
{
	*ret_codes = NULL;
	*ret_n = 0;
	return sign_in_step(c, a, token, BY_CODE, p, ret);
}
err link_find(struct core *c, struct arena *a, str secret, struct link_view *ret)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(secret);
	*ret = (struct link_view){.person = 1, .login = S("office"), .duty = -1};
	return OK;
}
err link_use(struct core *c, struct arena *a, const struct link_use *u, const struct proof *p, struct session *ret)
{
	unused_arg(u);
	return sign_in_step(c, a, S(""), BY_CODE, p, ret);
}
struct password_rules password_rules(struct core *c)
{
	unused_arg(c);
	return (struct password_rules){.profile = S("mlps3"), .length = 8, .classes = 3, .days = 90, .history = 5};
}
err password_change(struct ctx *x, str current, str password, str keep)
{
	unused_arg(x);
	unused_arg(keep);
	return fake_do("password " STR_FMT " " STR_FMT, STR_ARG(current), STR_ARG(password));
}
err account_mine(struct ctx *x, struct account_view *ret)
{
	unused_arg(x);
	*ret = (struct account_view){.password_at = FAKE_START, .password_ends = FAKE_NOW + 86400000, .codes = 7, .seen = FAKE_NOW};
	return OK;
}
str second_secret(struct core *c, struct arena *a, str token)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(token);
	return S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}
str second_uri(struct arena *a, str issuer, str login, str secret)
{
	unused_arg(a);
	unused_arg(issuer);
	unused_arg(login);
	unused_arg(secret);
	return S("otpauth://totp/x:office?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=x");
}
err second_enrol(struct ctx *x, str token, str password, str code, str **ret_codes, size_t *ret_n)
{
	static str codes[] = {S("ABCDE-FGHIJ")};
	unused_arg(x);
	unused_arg(token);
	unused_arg(password);
	*ret_codes = codes;
	*ret_n = 1;
	return fake_do("enrol " STR_FMT, STR_ARG(code));
}
err second_codes(struct ctx *x, str password, str **ret_codes, size_t *ret_n)
{
	return second_enrol(x, S(""), password, S(""), ret_codes, ret_n);
}
err second_remove(struct ctx *x, str password)
{
	unused_arg(x);
	unused_arg(password);
	return fake_do("second remove");
}
err session_list(struct ctx *x, int64_t person, str token, struct session_view **ret, size_t *ret_n)
{
	static struct session_view v[] = {{1, FAKE_START, FAKE_NOW, S("password"), S("10.0.0.7"), S("Firefox"), true}};
	unused_arg(x);
	unused_arg(person);
	unused_arg(token);
	*ret = v;
	*ret_n = 1;
	return OK;
}
err session_end_one(struct ctx *x, int64_t person, int64_t id, str token)
{
	unused_arg(x);
	unused_arg(token);
	return fake_do("end %lld %lld", (long long)person, (long long)id);
}
static err no_admin(void)
{
	return fail(ERR_DENIED, "your duties do not include this");
}
err account_list(struct ctx *x, const struct account_query *q, struct account_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(x), unused_arg(q), unused_arg(ret), unused_arg(ret_n), unused_arg(ret_next);
	return no_admin();
}
err account_read(struct ctx *x, int64_t person, struct account_row *ret)
{
	unused_arg(x), unused_arg(person), unused_arg(ret);
	return no_admin();
}
err account_add(struct ctx *x, const struct account_new *n, int64_t *ret, str *ret_link)
{
	unused_arg(x), unused_arg(n), unused_arg(ret), unused_arg(ret_link);
	return no_admin();
}
err account_active(struct ctx *x, int64_t person, bool active, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(active), unused_arg(reason);
	return no_admin();
}
err account_move(struct ctx *x, int64_t person, int64_t unit, str post, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(unit), unused_arg(post), unused_arg(reason);
	return no_admin();
}
err account_reset(struct ctx *x, int64_t person, str reason, str *ret_link)
{
	unused_arg(x), unused_arg(person), unused_arg(reason), unused_arg(ret_link);
	return no_admin();
}
err account_grant(struct ctx *x, int64_t person, uint32_t duties, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(duties), unused_arg(reason);
	return no_admin();
}
err account_second_remove(struct ctx *x, int64_t person, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(reason);
	return no_admin();
}
err lockout_list(struct ctx *x, struct lockout **ret, size_t *ret_n)
{
	unused_arg(x), unused_arg(ret), unused_arg(ret_n);
	return no_admin();
}
err lockout_clear(struct ctx *x, int64_t person, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(reason);
	return no_admin();
}
err unit_add(struct ctx *x, const struct unit_new *u, int64_t *ret)
{
	unused_arg(x), unused_arg(u), unused_arg(ret);
	return no_admin();
}
err unit_active(struct ctx *x, int64_t unit, bool active, str reason)
{
	unused_arg(x), unused_arg(unit), unused_arg(active), unused_arg(reason);
	return no_admin();
}
const char *const unit_change_names[UNIT_CHANGES] = {"rename", "move", "merge", "split", "close"};
err unit_story(struct ctx *x, int64_t unit, struct unit_story *ret)
{
	unused_arg(x), unused_arg(unit), unused_arg(ret);
	return no_admin();
}
err unit_preview(struct ctx *x, const struct unit_change *q, struct unit_preview *ret)
{
	unused_arg(x), unused_arg(q), unused_arg(ret);
	return no_admin();
}
err unit_change(struct ctx *x, const struct unit_change *q, int64_t *ret)
{
	unused_arg(x), unused_arg(q), unused_arg(ret);
	return no_admin();
}
err unit_withdraw(struct ctx *x, int64_t id, str reason)
{
	unused_arg(x), unused_arg(id), unused_arg(reason);
	return no_admin();
}
err unit_matters_named(struct ctx *x, int64_t unit, str numbers, int64_t **ret, size_t *ret_n)
{
	unused_arg(x), unused_arg(unit), unused_arg(numbers), unused_arg(ret), unused_arg(ret_n);
	return no_admin();
}
err record_list(struct ctx *x, const struct record_query *q, struct record_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(x), unused_arg(q), unused_arg(ret), unused_arg(ret_n), unused_arg(ret_next);
	return no_admin();
}
