/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for core in the tests of pages: canned data of an invented district, no
 * store. What the pages ask core to do is noted in fake_did, and refused where a test asks
 * for it in fake_refuse. */
#include "fake_core.h"

#include "core/told.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char fake_did[256];
err fake_refuse;
int fake_rows = 12;

struct core {
	int unused;
};

static struct core the_core;
struct core *fake_core(void)
{
	return &the_core;
}

/* ---- the clock stands still on 2026-10-12 10:20 ------------------------------------------------ */
static ms_t fixed(void *arg)
{
	unused_arg(arg);
	return FAKE_NOW;
}
const struct time_source fake_time = {fixed, NULL};

err fake_do(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vsnprintf(fake_did, sizeof fake_did, fmt, args);
	va_end(args);
	if (fake_refuse != OK)
		return fail(fake_refuse, "somebody was quicker");
	return OK;
}

/* ---- people --------------------------------------------------------------------------------------- */
static const struct actor actors[] = {
	{1, 10, 1u << DUTY_SUPERVISION, S("顾一舟"), S("区政府督查室"), LANG_ZH, false},
	{2, 20, 1u << DUTY_LIAISON, S("柳青禾"), S("区住建局"), LANG_ZH, false},
	{3, 11, 1u << DUTY_LEADER, S("林疏桐"), S("区政府"), LANG_ZH, false},
	{4, 12, 1u << DUTY_INTAKE, S("舒临月"), S("区民声诉求中心"), LANG_ZH, false},
};
static const char *const tokens[] = {"office-token", "liaison-token", "leader-token", "intake-token"};
static const struct unit units[] = {
	{10, 0, S("榴园区人民政府督查室"), S("区政府督查室"), .order = 1, .active = true},
	{20, 0, S("榴园区住房和城乡建设局"), S("区住建局"), .order = 2, .active = true},
	{21, 0, S("榴园区交通运输局"), S("区交通局"), .order = 3, .active = true},
	{22, 0, S("青萝街道办事处"), S("青萝街道"), .order = 4, .active = true},
	{23, 0, S("清渠街道办事处"), S("清渠街道"), .order = 5, .active = true},
};

err fake_session(struct arena *a, size_t i, struct session *ret)
{
	unused_arg(a);
	*ret = (struct session){actors[i], str_of(tokens[i]), S("form-secret-form-secret"), FAKE_NOW + 1000000};
	return OK;
}

err session_find(struct core *c, struct arena *a, str token, struct session *ret)
{
	unused_arg(c);
	for (size_t i = 0; i < COUNT_OF(tokens); i++)
		if (str_eq(token, str_of(tokens[i])))
			return fake_session(a, i, ret);
	return fail(ERR_SIGN_IN, "please sign in");
}
err session_end(struct core *c, str token)
{
	unused_arg(c);
	unused_arg(token);
	return OK;
}
bool core_is_demo(struct core *c)
{
	unused_arg(c);
	return true;
}
err demo_people(struct core *c, struct arena *a, struct demo_person **ret, size_t *ret_n)
{
	static struct demo_person people[] = {
		{1, S("顾一舟"), S("区政府督查室"), S("督查专员"), L("督查室", "Supervision")},
		{2, S("柳青禾"), S("区住建局"), S("办公室主任"), L("联络员", "Liaison")},
		{3, S("林疏桐"), S("区政府"), S("副区长"), L("包联领导", "Leader")},
	};
	unused_arg(c);
	unused_arg(a);
	*ret = people;
	*ret_n = 3;
	return OK;
}
err user_prefer(struct ctx *c, enum lang lang, bool large)
{
	return fake_do("prefer %lld %d %d", (long long)c->actor.user, lang, large);
}
err unit_list(struct ctx *c, struct unit **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, COUNT_OF(units), struct unit);
	memcpy(*ret, units, sizeof units);
	*ret_n = COUNT_OF(units);
	return OK;
}
err unit_find(struct ctx *c, str name, int64_t *ret)
{
	unused_arg(c);
	*ret = 0;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_eq(name, units[i].name) || str_eq(name, units[i].short_name))
			*ret = units[i].id;
	return OK;
}
err person_list(struct ctx *c, uint32_t duties, struct person **ret, size_t *ret_n)
{
	unused_arg(duties);
	*ret = arena_new_n(c->arena, 1, struct person);
	(*ret)[0] = (struct person){3, 11, S("林疏桐"), S("副区长"), 0};
	*ret_n = 1;
	return OK;
}
err ctx_open(struct core *c, struct arena *a, const struct actor *who, struct ctx *ret)
{
	*ret = (struct ctx){.core = c, .arena = a, .actor = who ? *who : (struct actor){0}, .now = FAKE_NOW};
	return OK;
}
void ctx_close(struct ctx *c)
{
	unused_arg(c);
}
void ctx_refresh(struct ctx *c)
{
	unused_arg(c);
}
err ctx_conn(struct ctx *c, struct conn **ret)
{
	unused_arg(c);
	*ret = NULL;
	return OK;
}
err fact_of_person(struct ctx *c, str action, const struct fact *v, size_t n, const struct fact_row *rows, size_t n_rows)
{
	unused_arg(c);
	unused_arg(rows);
	unused_arg(n_rows);
	return fake_do("fact " STR_FMT " " STR_FMT " %zu", STR_ARG(action), STR_ARG(v[0].value), n);
}
err core_seq(struct core *c, int64_t *ret)
{
	unused_arg(c);
	*ret = 1182;
	return OK;
}

/* ---- delegation, leave, the calendar ----------------------------------------------------------- */
static struct absence absences[] = {{.id = 90, .person = 2, .colleague = 1, .first = 20740, .last = 20750, .away = true,
	.reason = S("外出学习"), .person_name = S("柳青禾"), .colleague_name = S("顾一舟")}};
static err one_absence(struct absence **ret, size_t *ret_n, bool there)
{
	*ret = absences;
	*ret_n = there;
	return OK;
}
err ctx_act_for(struct ctx *c, int64_t person)
{
	if (c->actor.user != 1 || person != 2)
		return fail(ERR_DENIED, "nothing is delegated to you for today by this person; the delegation may have ended");
	c->hand = c->actor;
	c->actor = actors[1];
	return OK;
}
err absence_add(struct ctx *c, const struct absence *a, int64_t *ret)
{
	unused_arg(c);
	*ret = 91;
	return fake_do("absence %lld %lld %d %d %d " STR_FMT, (long long)a->person, (long long)a->colleague, a->first, a->last, a->away, STR_ARG(a->reason));
}
err absence_withdraw(struct ctx *c, int64_t person, int64_t id)
{
	unused_arg(c);
	return fake_do("withdraw %lld %lld", (long long)person, (long long)id);
}
err absence_list(struct ctx *c, int64_t person, struct absence **ret, size_t *ret_n)
{
	unused_arg(c);
	return one_absence(ret, ret_n, person == 2);
}
err absence_for_me(struct ctx *c, struct absence **ret, size_t *ret_n)
{
	return one_absence(ret, ret_n, (c->hand.user ? c->hand.user : c->actor.user) == 1);
}
err absence_of(struct ctx *c, int64_t unit, int64_t person, struct absence **ret, size_t *ret_n)
{
	unused_arg(c);
	unused_arg(person);
	return one_absence(ret, ret_n, unit == 20);
}
err absence_people(struct ctx *c, struct person **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, 1, struct person);
	(*ret)[0] = (struct person){c->actor.user, c->actor.unit, c->actor.name, S("科员"), c->actor.duties};
	*ret_n = 1;
	return OK;
}
err absence_colleagues(struct ctx *c, int64_t person, struct person **ret, size_t *ret_n)
{
	unused_arg(person);
	return person_list(c, 0, ret, ret_n);
}
err calendar_key_new(struct ctx *c, str *ret_secret)
{
	unused_arg(c);
	*ret_secret = S("5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4");
	return fake_do("calendar new");
}
err calendar_key_revoke(struct ctx *c)
{
	unused_arg(c);
	return fake_do("calendar revoke");
}
err calendar_key_there(struct ctx *c, bool *ret)
{
	*ret = c->actor.user == 2;
	return OK;
}
err calendar_key_find(struct core *c, struct arena *a, str secret, struct actor *ret)
{
	unused_arg(c);
	unused_arg(a);
	if (!str_eq(secret, S("liaison-secret")))
		return fail(ERR_NOTFOUND, "there is no calendar at this address; make a new address in your settings");
	*ret = actors[1];
	return OK;
}
