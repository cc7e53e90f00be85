/* SPDX-License-Identifier: Apache-2.0 */
/* Delegation and leave (委托、休假). The roster holds those that have not ended, so that asking
 * costs no statement. Who acts for somebody borrows his duties and his unit for one ctx; he
 * himself stays named beside them (ctx.hand): as the actor of every event, before every
 * denial, and where a second pair of eyes is asked for. */
#include "core/sign_in_in.h"

#include <stdlib.h>

STMT(absence_live, "SELECT person, id, colleague, first_day, last_day, away FROM absence WHERE region = $1 AND last_day >= $2");
STMT(absence_own,
     "SELECT id, colleague, first_day, last_day, away, reason FROM absence WHERE region = $1 AND person = $2"
     " ORDER BY id DESC LIMIT 200");
STMT(absence_put,
     "INSERT INTO absence(region, person, id, colleague, first_day, last_day, away, reason) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
STMT(absence_end, "UPDATE absence SET last_day = $4 WHERE region = $1 AND person = $2 AND id = $3");
STMT(absence_step, "UPDATE person SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
const struct stmt *const core_delegate_stmts[] = {&absence_live, &absence_own, &absence_put, &absence_end, &absence_step, NULL};

#define REASON_MOST 300

/* ---- the roster's part ---------------------------------------------------------------------- */
err absences_load(struct roster *r, struct conn *conn)
{
	LIST(struct absence) l = {0};
	struct rows *q;
	day_t today = zone_day(r->core->zone, now_ms(r->core->time));
	TRY(query(conn, &absence_live, VALS(V_INT(r->core->region), V_INT(today)), &q));
	while (rows_next(q))
		*list_push(&r->arena, &l) = (struct absence){.person = row_int(q, 0), .id = row_int(q, 1), .colleague = row_int(q, 2),
			.first = (day_t)row_int(q, 3), .last = (day_t)row_int(q, 4), .away = row_int(q, 5) != 0};
	r->absences = l.v;
	r->n_absences = l.n;
	return rows_end(q);
}

static bool in_force(const struct absence *a, day_t today)
{
	return a->first <= today && today <= a->last;
}

static struct absence named(const struct ctx *x, const struct absence *a)
{
	struct absence n = *a;
	const struct member *who = roster_member(x->roster, a->person), *other = roster_member(x->roster, a->colleague);
	n.person_name = who ? who->name : S("");
	n.colleague_name = other ? other->name : S("");
	return n;
}

/* ---- acting for somebody ------------------------------------------------------------------------ */
err own_only(const struct ctx *x)
{
	return x->hand.user ? fail(ERR_DENIED, "this is a person's own and cannot be done on his behalf; end acting for him first") : OK;
}

err ctx_act_for(struct ctx *x, int64_t person)
{
	ours(!x->hand.user);
	const struct member *m = roster_member(x->roster, person);
	for (size_t i = 0; x->actor.user && m && m->active && i < x->roster->n_absences; i++) {
		const struct absence *a = &x->roster->absences[i];
		if (a->person != person || a->colleague != x->actor.user || !in_force(a, ctx_today(x)))
			continue;
		x->hand = x->actor;
		x->actor = actor_of(x->roster, m);
		x->actor.duties &= ~ADMINS;
		x->actor.lang = x->hand.lang;
		x->actor.large = x->hand.large;
		return OK;
	}
	return fail(ERR_DENIED, "nothing is delegated to you for today by this person; the delegation may have ended");
}

err absence_for_me(struct ctx *x, struct absence **ret, size_t *ret_n)
{
	LIST(struct absence) l = {0};
	int64_t me = x->hand.user ? x->hand.user : x->actor.user;
	for (size_t i = 0; me && i < x->roster->n_absences; i++) {
		const struct absence *a = &x->roster->absences[i];
		const struct member *m = roster_member(x->roster, a->person);
		if (a->colleague == me && in_force(a, ctx_today(x)) && m && m->active)
			*list_push(x->arena, &l) = named(x, a);
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err absence_of(struct ctx *x, int64_t unit, int64_t person, struct absence **ret, size_t *ret_n)
{
	const uint32_t answers = 1u << DUTY_LIAISON | 1u << DUTY_HEAD;
	LIST(struct absence) l = {0};
	for (size_t i = 0; i < x->roster->n_absences; i++) {
		const struct absence *a = &x->roster->absences[i];
		const struct member *m = roster_member(x->roster, a->person);
		bool meant = m && m->active && ((unit && m->unit == unit && (m->duties & answers)) || a->person == person);
		if (meant && a->away && in_force(a, ctx_today(x)))
			*list_push(x->arena, &l) = named(x, a);
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

/* ---- who may enter it, and who may stand in ------------------------------------------------------- */
static bool may_enter(const struct ctx *x, const struct member *m)
{
	if (!m || !m->active)
		return false;
	return m->id == x->actor.user || ((x->actor.duties >> DUTY_HEAD & 1) && roster_below(x->roster, m->unit, x->actor.unit));
}

static bool may_stand_in(struct ctx *x, const struct member *m, const struct member *other)
{
	bool widely = house_int(x->core, ctx_today(x), S("kernel.delegate_widely")) != 0;
	return other && other->active && other->id != m->id && !(other->duties & ADMINS) && (widely || other->unit == m->unit);
}

static struct person person_of(const struct member *m)
{
	return (struct person){.id = m->id, .unit = m->unit, .duties = m->duties, .name = m->name, .post = m->post};
}

err absence_people(struct ctx *x, struct person **ret, size_t *ret_n)
{
	LIST(struct person) l = {0};
	const struct member *me = roster_member(x->roster, x->actor.user);
	if (me)
		*list_push(x->arena, &l) = person_of(me);
	for (size_t i = 0; i < x->roster->n_members; i++)
		if (&x->roster->members[i] != me && may_enter(x, &x->roster->members[i]))
			*list_push(x->arena, &l) = person_of(&x->roster->members[i]);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err absence_colleagues(struct ctx *x, int64_t person, struct person **ret, size_t *ret_n)
{
	LIST(struct person) l = {0};
	const struct member *m = roster_member(x->roster, person);
	for (size_t i = 0; m && i < x->roster->n_members; i++)
		if (may_stand_in(x, m, &x->roster->members[i]))
			*list_push(x->arena, &l) = person_of(&x->roster->members[i]);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

/* ---- entering and withdrawing -------------------------------------------------------------------------- */
static err check_days(struct ctx *x, const struct absence *a)
{
	int64_t most = house_int(x->core, ctx_today(x), S("kernel.delegate_days"));
	if (a->first == DAY_NONE || a->last == DAY_NONE)
		return fail(ERR_INPUT, "write the first and the last day, like 2026-10-14");
	if (a->first < ctx_today(x))
		return fail(ERR_INPUT, "the first day is past; begin today or later");
	if (a->last < a->first)
		return fail(ERR_INPUT, "the last day lies before the first; check both days");
	if ((int64_t)a->last - a->first >= most) {
		struct buf b;
		buf_init(&b, x->arena);
		buf_int(&b, most);
		return fail(ERR_INPUT, "this is longer than {0} days; enter a shorter time and renew it then", buf_str(&b));
	}
	for (size_t i = 0; i < x->roster->n_absences; i++) {
		const struct absence *o = &x->roster->absences[i];
		if (o->person == a->person && o->first <= a->last && a->first <= o->last)
			return fail(ERR_CONFLICT, "there is already an entry for some of these days; withdraw it first");
	}
	return OK;
}

static err check_absence(struct ctx *x, const struct absence *a, const struct member *m)
{
	str reason = str_trim(a->reason);
	if (!may_enter(x, m))
		return fail(ERR_DENIED, "delegation and leave are entered by oneself or by the head of one's unit");
	if (!a->colleague && !a->away)
		return fail(ERR_INPUT, "choose a colleague, or say that it is leave, or both");
	if (a->colleague && (m->duties & ADMINS))
		return fail(ERR_INPUT, "the duties of an administrator cannot be delegated; a second person needs an account of his own");
	if (a->colleague && !may_stand_in(x, m, roster_member(x->roster, a->colleague)))
		return fail(ERR_INPUT, "this person cannot act for you; choose a colleague of the same unit");
	if (!reason.n || reason.n > REASON_MOST || utf8_valid(reason) != reason.n)
		return fail(ERR_INPUT, "write a reason of at most 100 characters");
	return check_days(x, a);
}

static void absence_event(struct ctx *x, struct commit *c, const struct member *m, str action, const struct absence *a)
{
	struct pending *p = commit_event(c, x, ENTITY_USER, m->id, m->version + 1, action, str_trim(a->reason));
	effect_add(p, &(struct effect){.op = EFFECT_ABSENCE, .number = {a->id, a->colleague, a->first, a->last},
		.text = {a->away ? S("away") : S("")}});
	commit_op(c, OP_ONE, &absence_step, NULL,
		  VALS(V_INT(x->core->region), V_INT(m->id), V_INT(m->version + 1), V_INT(m->version)));
}

static err enter_once(struct ctx *x, const struct absence *a, bool *ret_conflict)
{
	struct commit c;
	const struct member *m = roster_member(x->roster, a->person);
	TRY(check_absence(x, a, m));
	commit_init(&c, x);
	absence_event(x, &c, m, a->colleague ? S("delegate") : S("leave"), a);
	commit_op(&c, OP_ONE, &absence_put, NULL,
		  VALS(V_INT(x->core->region), V_INT(m->id), V_INT(a->id), V_INT(a->colleague), V_INT(a->first), V_INT(a->last),
		       V_INT(a->away), V_TEXT(str_trim(a->reason))));
	err e = ctx_commit(x, &c);
	*ret_conflict = c.conflict;
	return e;
}

static const struct absence *live(const struct ctx *x, int64_t person, int64_t id)
{
	for (size_t i = 0; i < x->roster->n_absences; i++)
		if (x->roster->absences[i].id == id && x->roster->absences[i].person == person)
			return &x->roster->absences[i];
	return NULL;
}

static err withdraw_once(struct ctx *x, const struct absence *which, bool *ret_conflict)
{
	struct commit c;
	const struct member *m = roster_member(x->roster, which->person);
	const struct absence *a = live(x, which->person, which->id);
	if (!a || !may_enter(x, m) || a->last < ctx_today(x))
		return fail(ERR_NOTFOUND, "there is no such entry, or it has ended");
	struct absence ended = *a;
	ended.last = ctx_today(x) - 1;
	commit_init(&c, x);
	absence_event(x, &c, m, S("withdraw"), &ended);
	commit_op(&c, OP_ONE, &absence_end, NULL, VALS(V_INT(x->core->region), V_INT(m->id), V_INT(a->id), V_INT(ended.last)));
	err e = ctx_commit(x, &c);
	*ret_conflict = c.conflict;
	return e;
}

/* A sign-in moves the person's version as well: then decide again on a fresh roster. */
static err until_settled(struct ctx *x, const struct absence *a, err (*once)(struct ctx *, const struct absence *, bool *))
{
	err e = ERR_CONFLICT;
	bool conflict = true;
	TRY(own_only(x));
	for (int i = 0; conflict && i < 3; i++) {
		conflict = false;
		e = once(x, a, &conflict);
		if (e == OK || conflict)
			TRY(ctx_roster_new(x));
	}
	return e;
}

err absence_add(struct ctx *x, const struct absence *a, int64_t *ret)
{
	struct absence new = *a;
	new.id = store_new_id(x->core->store, x->now);
	new.person = a->person ? a->person : x->actor.user;
	TRY(until_settled(x, &new, enter_once));
	*ret = new.id;
	return OK;
}

err absence_withdraw(struct ctx *x, int64_t person, int64_t id)
{
	return until_settled(x, &(struct absence){.person = person, .id = id}, withdraw_once);
}

static int by_first(const void *a, const void *b)
{
	const struct absence *x = a, *y = b;
	return x->first < y->first ? -1 : x->first > y->first;
}

err absence_list(struct ctx *x, int64_t person, struct absence **ret, size_t *ret_n)
{
	LIST(struct absence) l = {0};
	struct rows *r;
	if (!may_enter(x, roster_member(x->roster, person)))
		return fail(ERR_NOTFOUND, "there is no such entry, or it has ended");
	TRY(ctx_snap(x));
	TRY(query(x->snap, &absence_own, VALS(V_INT(x->core->region), V_INT(person)), &r));
	while (rows_next(r)) {
		struct absence a = {.person = person, .id = row_int(r, 0), .colleague = row_int(r, 1), .first = (day_t)row_int(r, 2),
			.last = (day_t)row_int(r, 3), .away = row_int(r, 4) != 0, .reason = row_copy(r, 5, x->arena)};
		if (a.last >= ctx_today(x))
			*list_push(x->arena, &l) = named(x, &a);
	}
	TRY(rows_end(r));
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_first);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}
