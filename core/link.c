/* SPDX-License-Identifier: Apache-2.0 */
/* One-time links (一次性链接): 256 bits of which only the digest is stored, good for a day and
 * for one use. A person sets a new password with one; before there is anybody, the three
 * administrators come in by theirs. */
#include "core/sign_in_in.h"

STMT(link_set, "UPDATE sign_in_link SET digest = $4, until = $5 WHERE region = $1 AND person = $2 AND duty = $3");
STMT(link_first, "INSERT INTO sign_in_link(region, person, duty, digest, until) VALUES($1, $2, $3, $4, $5)");
STMT(link_get, "SELECT person, duty, until FROM sign_in_link WHERE region = $1 AND digest = $2");
STMT(link_drop, "DELETE FROM sign_in_link WHERE region = $1 AND digest = $2");
const struct stmt *const core_link_stmts[] = {&link_set, &link_first, &link_get, &link_drop, NULL};

err link_put(struct change *k, int64_t person, int duty, str *ret_secret)
{
	uint8_t random[TOKEN_LEN];
	struct digest *d = arena_new(k->x->arena, struct digest);
	struct buf b;
	ms_t until = k->x->now + DAY_MS;
	random_bytes(random, sizeof random);
	buf_init(&b, k->x->arena);
	hex_put(&b, random, sizeof random);
	token_digest(buf_str(&b), d);
	effect_add(k->p, &(struct effect){.op = EFFECT_LINK_MADE, .number = {duty, until}, .bytes = {digest_bytes(d)}});
	commit_op(&k->c, OP_UPSERT, &link_set, &link_first,
		  VALS(V_INT(k->x->core->region), V_INT(person), V_INT(duty), V_BLOB(digest_bytes(d)), V_INT(until)));
	*ret_secret = buf_str(&b);
	return OK;
}

static err gone(void)
{
	return fail(ERR_NOTFOUND, "this link was used already, has ended or was replaced by a newer one; ask the system administrator for another");
}

static err look_up(struct ctx *x, str secret, struct link_view *ret)
{
	struct digest d;
	struct rows *r;
	bool found = false;
	token_digest(secret, &d);
	TRY(ctx_snap(x));
	if (secret.n == LINK_LEN)
		TRY(query_one(x->snap, &link_get, VALS(V_INT(x->core->region), V_BLOB(digest_bytes(&d))), &r, &found));
	if (!found || row_int(r, 2) < x->now)
		return gone();
	int64_t person = row_int(r, 0);
	const struct member *m = roster_member(x->roster, person);
	if (person && (!m || !m->active))
		return gone();
	*ret = (struct link_view){.person = person, .duty = person ? -1 : (int)row_int(r, 1), .login = m ? str_dup(x->arena, m->login) : S(""),
		.name = m ? str_dup(x->arena, m->name) : S("")};
	return OK;
}

err link_find(struct core *c, struct arena *a, str secret, struct link_view *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = look_up(&x, secret, ret);
	ctx_close(&x);
	return e;
}

/* ---- using one --------------------------------------------------------------------------------- */
struct using {
	const struct link_use *u;
	str hash;
	const struct proof *p;
};
static void take_off(struct change *k, str secret)
{
	struct digest *d = arena_new(k->x->arena, struct digest);
	token_digest(secret, d);
	commit_op(&k->c, OP_ONE, &link_drop, NULL, VALS(V_INT(k->x->core->region), V_BLOB(digest_bytes(d))));
}

static err used_by(struct change *k, void *arg)
{
	struct using *u = arg;
	take_off(k, u->u->secret);
	TRY(change_sign(k, S("link"), S("link"), u->p));
	TRY(password_put(k, u->hash, 0));
	sessions_drop(k, k->m->id, S(""));
	return OK;
}

static err used_first(struct change *k, void *arg)
{
	struct using *u = arg;
	take_off(k, u->u->secret);
	return change_sign(k, S("link"), S("first"), u->p);
}

/* Before the first unit there is the one that the district itself is. */
static err first_unit(struct ctx *x, str name, int64_t *ret)
{
	for (size_t i = 0; i < x->roster->n_units; i++)
		if (!x->roster->units[i].parent) {
			*ret = x->roster->units[i].id;
			return OK;
		}
	return unit_add(x, &(struct unit_new){.name = name, .order = 1}, ret);
}

static err use_first(struct ctx *x, const struct link_view *v, struct using *u, int64_t *ret)
{
	struct user_new n = {.login = str_trim(u->u->login), .name = str_trim(u->u->name), .duties = 1u << v->duty, .hash = u->hash};
	TRY(first_unit(x, u->u->unit, &n.unit));
	TRY(user_check(x, &n)); /* before the link is used up */
	TRY(region_change(x, S("link_used"), used_first, u));
	return user_add(x, &n, ret);
}

static err use(struct ctx *x, const struct link_use *asked, const struct proof *p, struct session *ret)
{
	struct link_view v;
	struct using u = {.u = asked, .p = p};
	TRY(look_up(x, asked->secret, &v));
	int64_t person = v.person;
	if (!person && !str_trim(asked->login).n)
		return fail(ERR_INPUT, "a person needs a sign-in name of at most 64 letters");
	TRY(password_judge(x, person, person ? v.login : asked->login, person ? v.name : asked->name, asked->password, &u.hash));
	if (person) {
		x->actor = actor_of(x->roster, roster_member(x->roster, person));
		TRY(person_change(x, person, S("link_used"), S(""), false, used_by, &u));
	} else {
		TRY(use_first(x, &v, &u, &person));
	}
	const struct member *m = roster_member(x->roster, person);
	return m ? sign_in_finish(x, m, BY_LINK, false, p, ret) : gone();
}

err link_use(struct core *c, struct arena *a, const struct link_use *u, const struct proof *p, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = use(&x, u, p, ret);
	ctx_close(&x);
	return e;
}

/* ---- before there is anybody ------------------------------------------------------------------------ */
static err first_put(struct change *k, void *arg)
{
	struct first_link *l = arg;
	return link_put(k, 0, l->duty, &l->secret);
}

err first_links(struct core *c, struct arena *a, struct first_link *ret, size_t *ret_n)
{
	static const enum duty three[] = {DUTY_SYSTEM, DUTY_SECURITY, DUTY_AUDIT};
	struct ctx x;
	err e = ctx_open(c, a, NULL, &x);
	size_t n = 0;
	for (size_t d = 0; d < COUNT_OF(three) && e == OK; d++) {
		bool there = false;
		for (size_t i = 0; i < x.roster->n_members; i++)
			there |= x.roster->members[i].duties >> three[d] & 1;
		if (there)
			continue;
		ret[n] = (struct first_link){.duty = three[d]};
		e = region_change(&x, S("first_link"), first_put, &ret[n++]);
	}
	ctx_close(&x);
	*ret_n = e == OK ? n : 0;
	return e;
}
