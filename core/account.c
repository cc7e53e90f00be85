/* SPDX-License-Identifier: Apache-2.0 */
/* The account of a person: what administrators change of it, each change one event. The system
 * administrator adds, disables, moves and resets; the security administrator grants duties.
 * GB/T 22239-2019 8.1.4.2: nobody holds two of the three, nor one of them and any other. */
#include "core/sign_in_in.h"

#include <string.h>

STMT(person_at, "SELECT version FROM person WHERE region = $1 AND id = $2");
STMT(person_step_to, "UPDATE person SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
STMT(person_set, "UPDATE person SET active = $3, unit = $4, duties = $5, post = $6 WHERE region = $1 AND id = $2");
STMT(region_key, "INSERT INTO key_seal(region, owner, wrapped) VALUES($1, $2, $3)");
STMT(account_get, "SELECT password_at, temporary, seen, totp, step FROM account WHERE region = $1 AND person = $2");
STMT(account_seen, "UPDATE account SET seen = $3 WHERE region = $1 AND person = $2");
STMT(account_all, "SELECT person, temporary, seen, totp FROM account WHERE region = $1");
STMT(account_sessions, "SELECT person FROM session WHERE region = $1 AND seen >= $2 AND want = 0");
STMT(unit_set, "UPDATE unit SET active = $3, version = $4 WHERE region = $1 AND id = $2 AND version = $5");
const struct stmt *const core_account_stmts[] = {&person_at, &person_step_to, &person_set, &region_key, &account_get,
	&account_seen, &account_all, &account_sessions, &unit_set, NULL};

#define REASON_MOST 300
#define TRIES 8

/* ---- one event on a person ---------------------------------------------------------------------- */
err may_as(const struct ctx *x, enum duty d)
{
	if (x->hand.user || (x->actor.user && !(x->actor.duties >> d & 1)))
		return fail(ERR_DENIED, "your duties do not include this");
	return OK;
}

err reason_good(str reason)
{
	reason = str_trim(reason);
	if (!reason.n || reason.n > REASON_MOST || utf8_valid(reason) != reason.n)
		return fail(ERR_INPUT, "write a reason of at most 100 characters");
	return OK;
}

static err no_person(void)
{
	return fail(ERR_NOTFOUND, "there is no such person");
}

struct asked {
	str action, reason;
	err (*fill)(struct change *, void *);
	void *arg;
};
static err change_once(struct ctx *x, int64_t person, const struct asked *a, bool *ret_again)
{
	struct change *k = arena_new(x->arena, struct change);
	struct rows *r;
	bool found;
	*k = (struct change){.x = x, .m = roster_member(x->roster, person)};
	if (!k->m)
		return no_person();
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &person_at, VALS(V_INT(x->core->region), V_INT(person)), &r, &found));
	if (!found)
		return no_person();
	int64_t version = row_int(r, 0);
	commit_init(&k->c, x);
	k->p = commit_event(&k->c, x, ENTITY_USER, person, version + 1, a->action, a->reason);
	TRY(a->fill(k, a->arg));
	commit_op(&k->c, OP_ONE, &person_step_to, NULL, VALS(V_INT(x->core->region), V_INT(person), V_INT(version + 1), V_INT(version)));
	err e = ctx_commit(x, &k->c);
	*ret_again = e == ERR_CONFLICT && k->c.conflict;
	return e;
}

err person_change(struct ctx *x, int64_t person, str action, str reason, bool reload, err (*fill)(struct change *, void *), void *arg)
{
	const struct asked a = {action, reason, fill, arg};
	bool again = true;
	err e = ERR_CONFLICT;
	for (int i = 0; again && i < TRIES; i++) {
		again = false;
		ctx_refresh(x);
		e = change_once(x, person, &a, &again);
	}
	ctx_refresh(x);
	return e == OK && reload ? ctx_roster_new(x) : e;
}

err region_change(struct ctx *x, str action, err (*fill)(struct change *, void *), void *arg)
{
	err e = ERR_CONFLICT;
	for (int i = 0; e == ERR_CONFLICT && i < TRIES; i++) {
		struct change *k = arena_new(x->arena, struct change);
		int64_t version;
		*k = (struct change){.x = x};
		ctx_refresh(x);
		TRY(entity_version(x, ENTITY_REGION, ENTITY_OF_REGION, &version));
		commit_init(&k->c, x);
		k->p = commit_event(&k->c, x, ENTITY_REGION, ENTITY_OF_REGION, version + 1, action, S(""));
		TRY(fill(k, arg));
		e = ctx_commit(x, &k->c); /* ERR_CONFLICT: the version was taken meanwhile */
	}
	return e;
}

/* The key of what the record keeps about nobody known: made when it is first needed. */
static err region_seal_key(struct change *k, uint8_t ret[SEAL_KEY_LEN])
{
	bool there;
	str wrapped;
	struct ctx *x = k->x;
	TRY(key_find(x->core, x->snap, ENTITY_OF_REGION, ret, &there));
	if (there)
		return OK;
	random_bytes(ret, SEAL_KEY_LEN);
	TRY(key_wrap(x->core, x->arena, ENTITY_OF_REGION, ret, &wrapped));
	commit_op(&k->c, OP_ONE, &region_key, NULL, VALS(V_INT(x->core->region), V_INT(ENTITY_OF_REGION), V_BLOB(wrapped)));
	return OK;
}

err change_sign(struct change *k, str what, str by, const struct proof *p)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there = true;
	struct digest *d = arena_new(k->x->arena, struct digest);
	struct buf b;
	struct effect e = {.op = EFFECT_SIGN, .text = {what, by}, .bytes = {S("")}};
	if (p && p->address.n) {
		buf_init(&b, k->x->arena);
		buf_add(&b, p->address);
		buf_byte(&b, '\n');
		str device = str_cut(p->device, 0, 200);
		buf_add(&b, str_cut(device, 0, utf8_valid(device)));
		struct secret s = secret_new(k->x->arena, S("place"), buf_str(&b));
		if (k->m)
			TRY(key_find(k->x->core, k->x->snap, k->m->id, key, &there));
		else
			TRY(region_seal_key(k, key));
		if (there) {
			secret_commit(&s, d);
			e.bytes[0] = digest_bytes(d);
			TRY(pending_seal(&k->c, k->p, key, &s, 1));
		}
		explicit_bzero(key, sizeof key);
	}
	effect_add(k->p, &e);
	return OK;
}

/* ---- the row ----------------------------------------------------------------------------------------- */
err account_load(struct ctx *x, int64_t person, struct account *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &account_get, VALS(V_INT(x->core->region), V_INT(person)), &r, &found));
	*ret = (struct account){.person = person, .there = found};
	if (!found)
		return OK;
	ret->password_at = row_int(r, 0);
	ret->temporary = row_int(r, 1);
	ret->seen = row_int(r, 2);
	ret->totp = row_null(r, 3) ? S("") : row_copy(r, 3, x->arena);
	ret->step = row_int(r, 4);
	return OK;
}

/* ---- what administrators change -------------------------------------------------------------------------- */
struct standing { /* of an account, as it is to be; -1, STR_NONE: as it is */
	int active;
	int64_t unit, duties;
	str post;
};
static err stand(struct change *k, void *arg)
{
	const struct standing *s = arg;
	const struct member *m = k->m;
	struct ctx *x = k->x;
	bool active = s->active < 0 ? m->active : s->active;
	int64_t unit = s->unit < 0 ? m->unit : s->unit;
	uint32_t duties = s->duties < 0 ? m->duties : (uint32_t)s->duties;
	str post = s->post.p ? s->post : m->post;
	effect_add(k->p, &(struct effect){.op = EFFECT_ACCOUNT, .number = {active, unit, duties}, .text = {post}});
	commit_op(&k->c, OP_ONE, &person_set, NULL,
		  VALS(V_INT(x->core->region), V_INT(m->id), V_INT(active), V_INT(unit), V_INT(duties), V_TEXT(post)));
	if (s->active == 0)
		sessions_drop(k, m->id, S(""));
	if (s->active == 1) /* counted from here on, or the daily trip would disable it again */
		commit_op(&k->c, OP_ANY, &account_seen, NULL, VALS(V_INT(x->core->region), V_INT(m->id), V_INT(x->now)));
	return OK;
}

/* The last one of an administrator's duty stays: without him nobody could give it back. */
static bool last_of(const struct ctx *x, const struct member *m, uint32_t duty)
{
	for (size_t i = 0; i < x->roster->n_members; i++) {
		const struct member *o = &x->roster->members[i];
		if (o->id != m->id && o->active && (o->duties & duty))
			return false;
	}
	return true;
}

static err stays(const struct ctx *x, const struct member *m, uint32_t lost)
{
	for (int d = 0; d < DUTIES; d++)
		if ((ADMINS & lost & m->duties) >> d & 1 && m->active && last_of(x, m, 1u << d))
			return fail(ERR_INPUT, "{0} is the last one with this administrator's duty; let somebody else have it first", m->name);
	return OK;
}

static err other(struct ctx *x, int64_t person, const struct member **ret)
{
	ctx_refresh(x);
	TRY(ctx_roster_new(x));
	const struct member *m = roster_member(x->roster, person);
	if (!m)
		return no_person();
	if (x->actor.user == person)
		return fail(ERR_DENIED, "nobody changes his own account; ask another administrator");
	*ret = m;
	return OK;
}

err account_active(struct ctx *x, int64_t person, bool active, str reason)
{
	const struct member *m;
	struct standing s = {active, -1, -1, STR_NONE};
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(reason_good(reason));
	TRY(other(x, person, &m));
	if (m->active == active)
		return active ? fail(ERR_CONFLICT, "this account is in use already") : fail(ERR_CONFLICT, "this account is disabled already");
	if (!active)
		TRY(stays(x, m, ADMINS));
	return person_change(x, person, active ? S("enable") : S("disable"), str_trim(reason), true, stand, &s);
}

err account_move(struct ctx *x, int64_t person, int64_t unit, str post, str reason)
{
	const struct member *m;
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(reason_good(reason));
	TRY(other(x, person, &m));
	const struct unit *u = roster_unit(x->roster, unit);
	if (!u || !u->active)
		return fail(ERR_INPUT, "choose a unit of the list");
	if (post.n > 200 || utf8_valid(post) != post.n)
		return fail(ERR_INPUT, "the post is too long or is not text; write it again");
	struct standing s = {-1, unit, -1, post.p ? post : S("")};
	return person_change(x, person, S("move"), str_trim(reason), true, stand, &s);
}

err account_grant(struct ctx *x, int64_t person, uint32_t duties, str reason)
{
	const struct member *m;
	TRY(may_as(x, DUTY_SECURITY));
	TRY(reason_good(reason));
	TRY(other(x, person, &m));
	if (__builtin_popcount(duties & ADMINS) > 1 || ((duties & ADMINS) && (duties & ~ADMINS)) || duties >> DUTIES)
		return fail(ERR_INPUT, "an administrator holds one duty and no other; give “{0}” only one", m->login);
	if (duties == m->duties)
		return fail(ERR_CONFLICT, "these are the duties already");
	TRY(stays(x, m, m->duties & ~duties));
	struct standing s = {-1, -1, duties, STR_NONE};
	return person_change(x, person, S("grant"), str_trim(reason), true, stand, &s);
}

static err second_gone(struct change *k, void *arg)
{
	unused_arg(arg);
	sessions_drop(k, k->m->id, S(""));
	return second_drop(k);
}

err account_second_remove(struct ctx *x, int64_t person, str reason)
{
	const struct member *m;
	TRY(may_as(x, DUTY_SECURITY));
	TRY(reason_good(reason));
	TRY(other(x, person, &m));
	return person_change(x, person, S("second_remove"), str_trim(reason), false, second_gone, NULL);
}

static err reset(struct change *k, void *arg)
{
	return link_put(k, k->m->id, 0, arg);
}

err account_reset(struct ctx *x, int64_t person, str reason, str *ret_link)
{
	const struct member *m;
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(reason_good(reason));
	TRY(other(x, person, &m));
	if (!m->active)
		return fail(ERR_INPUT, "this account is disabled; enable it first");
	return person_change(x, person, S("reset"), str_trim(reason), false, reset, ret_link);
}

err account_add(struct ctx *x, const struct account_new *a, int64_t *ret, str *ret_link)
{
	int64_t id;
	TRY(may_as(x, DUTY_SYSTEM));
	const struct unit *u = roster_unit(x->roster, a->unit);
	if (!u || !u->active)
		return fail(ERR_INPUT, "choose a unit of the list");
	TRY(user_add(x, &(struct user_new){.unit = a->unit, .login = str_trim(a->login), .name = str_trim(a->name), .post = str_trim(a->post)}, &id));
	TRY(person_change(x, id, S("reset"), S(""), false, reset, ret_link));
	*ret = id;
	return OK;
}

/* ---- reading them --------------------------------------------------------------------------------------- */
static struct account_row row_of(const struct ctx *x, const struct member *m)
{
	return (struct account_row){.id = m->id, .unit = m->unit, .login = m->login, .name = m->name, .post = m->post, .duties = m->duties,
		.unit_name = roster_unit_name(x->roster, m->unit), .active = m->active, .demo = m->demo, .seen = MS_NONE};
}

static struct account_row *row_for(struct account_row *v, size_t n, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == person)
			return &v[i];
	return NULL;
}

/* seen of an account that nobody has used yet is the moment it was made: the log tells them apart */
static err fill_accounts(struct ctx *x, struct account_row *v, size_t n)
{
	struct rows *r;
	struct account_row *row;
	struct limits lim = limits_now(x->core);
	TRY(ctx_snap(x));
	TRY(query(x->snap, &account_all, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r))
		if ((row = row_for(v, n, row_int(r, 0)))) {
			row->temporary = row_int(r, 1) != 0;
			row->seen = row_int(r, 2);
			row->second = !row_null(r, 3);
		}
	TRY(rows_end(r));
	TRY(query(x->snap, &account_sessions, VALS(V_INT(x->core->region), V_INT(x->now - lim.idle)), &r));
	while (rows_next(r))
		if ((row = row_for(v, n, row_int(r, 0))))
			row->sessions++;
	return rows_end(r);
}

static bool asked_for(const struct account_query *q, const struct member *m)
{
	static const uint32_t any = ADMINS;
	if (q->words.n && str_find(m->name, q->words, 0) < 0 && str_find(m->login, q->words, 0) < 0)
		return false;
	if (q->unit && m->unit != q->unit)
		return false;
	return q->state == 1 ? m->active : q->state == 2 ? !m->active : q->state == 3 ? (m->duties & any) != 0 : true;
}

static err may_look(const struct ctx *x)
{
	const uint32_t who = 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY;
	return x->hand.user || (x->actor.user && !(x->actor.duties & who)) ? fail(ERR_DENIED, "your duties do not include this") : OK;
}

err account_list(struct ctx *x, const struct account_query *q, struct account_row **ret, size_t *ret_n, int64_t *ret_next)
{
	LIST(struct account_row) l = {0};
	TRY(may_look(x));
	*ret_next = 0;
	for (size_t i = 0; i < x->roster->n_members; i++) {
		const struct member *m = &x->roster->members[i];
		if (m->id <= q->after || !asked_for(q, m))
			continue;
		if (q->limit && l.n == (size_t)q->limit) {
			*ret_next = l.v[l.n - 1].id;
			break;
		}
		*list_push(x->arena, &l) = row_of(x, m);
	}
	TRY(fill_accounts(x, l.v, l.n));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err account_read(struct ctx *x, int64_t person, struct account_row *ret)
{
	TRY(may_look(x));
	const struct member *m = roster_member(x->roster, person);
	if (!m)
		return no_person();
	struct account_row row = row_of(x, m);
	TRY(fill_accounts(x, &row, 1));
	*ret = row;
	return OK;
}

/* ---- units ---------------------------------------------------------------------------------------------------- */
err unit_active(struct ctx *x, int64_t unit, bool active, str reason)
{
	struct commit c;
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(reason_good(reason));
	TRY(ctx_roster_new(x));
	const struct unit *u = roster_unit(x->roster, unit);
	if (!u)
		return fail(ERR_NOTFOUND, "there is no such unit");
	for (size_t i = 0; !active && i < x->roster->n_members; i++)
		if (x->roster->members[i].active && roster_below(x->roster, x->roster->members[i].unit, unit))
			return fail(ERR_INPUT, "“{0}” still has people; move or disable them first", u->name);
	if (u->active == active)
		return fail(ERR_CONFLICT, "this is so already");
	if (u->heir)
		return fail(ERR_INPUT, "“{0}” became part of another unit; add a new one instead", u->name);
	int64_t version = x->roster->unit_version[u - x->roster->units];
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_UNIT, unit, version + 1, active ? S("enable") : S("disable"), str_trim(reason));
	effect_add(p, &(struct effect){.op = EFFECT_UNIT_ACTIVE, .number = {active}});
	commit_op(&c, OP_ONE, &unit_set, NULL, VALS(V_INT(x->core->region), V_INT(unit), V_INT(active), V_INT(version + 1), V_INT(version)));
	TRY(ctx_commit(x, &c));
	return ctx_roster_new(x);
}
