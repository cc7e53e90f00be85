/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: a token of 256 bits whose digest alone is stored. An account and an address
 * are locked after some failures; every cause has the same sentence and takes as long. */
#include "core/people_in.h"

#include <string.h>

STMT(session_put, "INSERT INTO session(region, digest, person, started, seen) VALUES($1, $2, $3, $4, $5)");
STMT(session_get, "SELECT person, started, seen FROM session WHERE region = $1 AND digest = $2");
STMT(session_see, "UPDATE session SET seen = $3 WHERE region = $1 AND digest = $2");
STMT(session_drop, "DELETE FROM session WHERE region = $1 AND digest = $2");
STMT(session_old, "DELETE FROM session WHERE region = $1 AND seen < $2");
STMT(password_get, "SELECT password FROM person WHERE region = $1 AND id = $2");
STMT(person_step, "UPDATE person SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
STMT(failure_get, "SELECT tries, since FROM sign_in_failure WHERE region = $1 AND who = $2");
STMT(failure_add, "UPDATE sign_in_failure SET tries = $3, since = $4 WHERE region = $1 AND who = $2");
STMT(failure_first, "INSERT INTO sign_in_failure(region, who, tries, since) VALUES($1, $2, $3, $4)");
STMT(failure_drop, "DELETE FROM sign_in_failure WHERE region = $1 AND who = $2");
const struct stmt *const core_session_stmts[] = {&session_put, &session_get, &session_see, &session_drop, &session_old,
	&password_get, &person_step, &failure_get, &failure_add, &failure_first, &failure_drop, NULL};

#define MINUTE 60000LL
#define TOKEN_LEN 32
#define SEEN_STEP (MINUTE) /* the idle limit moves at most once a minute: a page is not a write */
#define ADDRESS_TRIES_FACTOR 10 /* many people may stand behind one address */

struct limits {
	int64_t tries, lock, idle, longest;
};
static struct limits limits_now(struct core *c)
{
	day_t today = zone_day(c->zone, now_ms(c->time));
	return (struct limits){
		.tries = house_int(c, today, S("kernel.sign_in_tries")),
		.lock = house_int(c, today, S("kernel.sign_in_lock_minutes")) * MINUTE,
		.idle = house_int(c, today, S("kernel.session_idle_minutes")) * MINUTE,
		.longest = house_int(c, today, S("kernel.session_longest_minutes")) * MINUTE,
	};
}

static err refused(void)
{
	return fail(ERR_SIGN_IN, "the name or the password is wrong, or there were too many tries; check both, or try again later");
}

/* ---- failures ---------------------------------------------------------------------------- */
struct guess { /* whose failures are counted: the account asked for, and the address */
	struct digest who;
	int64_t most, tries;
	ms_t since;
};
static void guess_init(struct core *c, struct guess *g, const char *what, str value, int64_t most)
{
	/* keyed, so that the table does not tell which names were tried */
	struct arena a;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	buf_z(&b, what);
	buf_add(&b, value);
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, SEAL_KEY_LEN}, buf_str(&b), &g->who);
	arena_done(&a);
	g->most = most;
}

static str who_str(const struct guess *g)
{
	return (str){(const char *)g->who.b, sizeof g->who.b};
}

static err guess_load(struct core *c, struct conn *conn, struct guess *g, ms_t now, ms_t lock, bool *ret_locked)
{
	struct rows *r;
	bool found;
	TRY(query_one(conn, &failure_get, VALS(V_INT(c->region), V_BLOB(who_str(g))), &r, &found));
	g->tries = found ? row_int(r, 0) : 0;
	g->since = found ? row_int(r, 1) : now;
	if (found && now - g->since > lock)
		g->tries = 0;
	*ret_locked = g->tries >= g->most;
	return OK;
}

struct counting {
	struct core *core;
	struct guess *g;
	size_t n;
	ms_t now;
	bool forget; /* a sign-in that worked ends the counting */
};
static err count_job(struct conn *w, void *arg)
{
	struct counting *k = arg;
	for (size_t i = 0; i < k->n; i++) {
		struct guess *g = &k->g[i];
		int64_t changed;
		if (k->forget) {
			TRY(exec(w, &failure_drop, VALS(V_INT(k->core->region), V_BLOB(who_str(g))), NULL));
			continue;
		}
		/* counted here and not in the worker, or a hundred tries at once would count as one */
		struct rows *r;
		bool found;
		TRY(query_one(w, &failure_get, VALS(V_INT(k->core->region), V_BLOB(who_str(g))), &r, &found));
		int64_t tries = found && g->tries ? row_int(r, 0) + 1 : 1;
		TRY(exec(w, &failure_add, VALS(V_INT(k->core->region), V_BLOB(who_str(g)), V_INT(tries), V_INT(k->now)), &changed));
		if (!changed)
			TRY(exec(w, &failure_first, VALS(V_INT(k->core->region), V_BLOB(who_str(g)), V_INT(tries), V_INT(k->now)), NULL));
	}
	return OK;
}

/* ---- beginning ------------------------------------------------------------------------------ */
static void token_digest(str token, struct digest *ret)
{
	hash_bytes(HASH_SHA256, token.p, token.n, ret);
}

static void session_fill(struct core *c, struct arena *a, const struct roster *r, const struct member *m, str token, ms_t ends, struct session *ret)
{
	struct digest secret;
	struct buf b;
	unused_arg(c);
	hash_hmac(HASH_SHA256, token, S("form"), &secret);
	buf_init(&b, a);
	digest_hex(&b, &secret);
	*ret = (struct session){.actor = actor_of(r, m), .token = token, .form_secret = buf_str(&b), .ends = ends};
	ret->actor.name = str_dup(a, ret->actor.name);
	ret->actor.unit_name = str_dup(a, ret->actor.unit_name);
}

/* A sign-in is an event of the person. */
static err begin(struct ctx *x, const struct member *m, struct session *ret)
{
	struct commit c;
	struct digest d;
	struct buf token;
	uint8_t random[TOKEN_LEN];
	struct limits lim = limits_now(x->core);
	int64_t region = x->core->region;
	random_bytes(random, sizeof random);
	buf_init(&token, x->arena);
	hex_put(&token, random, sizeof random);
	token_digest(buf_str(&token), &d);
	commit_init(&c, x);
	x->actor = actor_of(x->roster, m);
	struct pending *p = commit_event(&c, x, ENTITY_USER, m->id, m->version + 1, S("sign_in"), S(""));
	effect_add(p, &(struct effect){.op = EFFECT_VALUE, .text = {S("session"), S("begun")}});
	commit_op(&c, OP_ONE, &person_step, NULL, VALS(V_INT(region), V_INT(m->id), V_INT(m->version + 1), V_INT(m->version)));
	commit_op(&c, OP_ONE, &session_put, NULL,
		  VALS(V_INT(region), V_BLOB(((str){(const char *)d.b, 32})), V_INT(m->id), V_INT(x->now), V_INT(x->now)));
	commit_op(&c, OP_ANY, &session_old, NULL, VALS(V_INT(region), V_INT(x->now - lim.longest)));
	err e = ctx_commit(x, &c);
	if (e == ERR_CONFLICT && c.conflict)
		return e;
	TRY(e);
	/* the roster keeps the older version of the person: a second sign-in finds out and reloads */
	session_fill(x->core, x->arena, x->roster, m, buf_str(&token), x->now + lim.idle, ret);
	return OK;
}

/* Two sign-ins of one person at the same moment both count. */
static err begin_for(struct ctx *x, int64_t user, struct session *ret)
{
	err e = ERR_CONFLICT;
	for (int i = 0; e == ERR_CONFLICT && i < 5; i++) {
		if (i)
			TRY(ctx_roster_new(x));
		const struct member *m = roster_member(x->roster, user);
		if (!m || !m->active)
			return refused();
		e = begin(x, m, ret);
	}
	return e;
}

static const struct member *member_by_login(const struct roster *r, str login)
{
	for (size_t i = 0; i < r->n_members; i++)
		if (str_eq(r->members[i].login, login))
			return &r->members[i];
	return NULL;
}

static err password_of(struct ctx *x, const struct member *m, str *ret)
{
	struct rows *r;
	bool found = false;
	TRY(ctx_snap(x));
	if (m)
		TRY(query_one(x->snap, &password_get, VALS(V_INT(x->core->region), V_INT(m->id)), &r, &found));
	*ret = found ? row_copy(r, 0, x->arena) : S("");
	return OK;
}

/* Hashing happens whether or not there is such a person, so time does not tell. */
static bool proves(struct ctx *x, str encoded, str password)
{
	str waste;
	if (encoded.n)
		return password_fits(x->arena, encoded, password);
	err e = password_hash(x->arena, password, &waste);
	unused_arg(e);
	return false;
}

static err try_password(struct ctx *x, str login, str password, str address, struct session *ret)
{
	struct limits lim = limits_now(x->core);
	struct guess g[2];
	struct counting k = {.core = x->core, .g = g, .n = 2, .now = x->now};
	bool locked[2];
	str encoded;
	if (login.n > 64 || password.n > 1024)
		return refused();
	guess_init(x->core, &g[0], "account ", login, lim.tries);
	guess_init(x->core, &g[1], "address ", address, lim.tries * ADDRESS_TRIES_FACTOR);
	TRY(ctx_snap(x));
	for (size_t i = 0; i < 2; i++)
		TRY(guess_load(x->core, x->snap, &g[i], x->now, lim.lock, &locked[i]));
	const struct member *m = member_by_login(x->roster, login);
	TRY(password_of(x, m, &encoded));
	ctx_refresh(x);
	bool good = proves(x, encoded, password) && m && m->active;
	if (locked[0] || locked[1] || !good) {
		if (!locked[0] && !locked[1])
			TRY(store_write(x->core->store, count_job, &k));
		return refused();
	}
	k.n = 1;
	k.forget = true;
	if (g[0].tries)
		TRY(store_write(x->core->store, count_job, &k));
	return begin_for(x, m->id, ret);
}

err session_begin(struct core *c, struct arena *a, str login, str password, str address, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = try_password(&x, login, password, address, ret);
	ctx_close(&x);
	return e;
}

err session_begin_demo(struct core *c, struct arena *a, int64_t user, str address, struct session *ret)
{
	struct ctx x;
	unused_arg(address);
	TRY(ctx_open(c, a, NULL, &x));
	const struct member *m = roster_member(x.roster, user);
	err e = core_is_demo(c) && m && m->demo ? begin_for(&x, user, ret) : refused();
	ctx_close(&x);
	return e;
}

/* ---- using ----------------------------------------------------------------------------------- */
struct seeing {
	struct core *core;
	struct digest d;
	ms_t now;
};
static err see_job(struct conn *w, void *arg)
{
	struct seeing *s = arg;
	return exec(w, &session_see, VALS(V_INT(s->core->region), V_BLOB(((str){(const char *)s->d.b, 32})), V_INT(s->now)), NULL);
}

static err end_job(struct conn *w, void *arg)
{
	struct seeing *s = arg;
	return exec(w, &session_drop, VALS(V_INT(s->core->region), V_BLOB(((str){(const char *)s->d.b, 32}))), NULL);
}

static err find(struct ctx *x, str token, struct session *ret)
{
	struct rows *r;
	bool found;
	struct seeing s = {.core = x->core, .now = x->now};
	struct limits lim = limits_now(x->core);
	token_digest(token, &s.d);
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &session_get, VALS(V_INT(x->core->region), V_BLOB(((str){(const char *)s.d.b, 32}))), &r, &found));
	int64_t user = found ? row_int(r, 0) : 0;
	ms_t started = found ? row_int(r, 1) : 0, seen = found ? row_int(r, 2) : 0;
	const struct member *m = roster_member(x->roster, user);
	if (!found || !m || !m->active || x->now - seen > lim.idle || x->now - started > lim.longest)
		return fail(ERR_SIGN_IN, "you are not signed in, or were away too long; sign in again");
	ctx_refresh(x);
	if (x->now - seen >= SEEN_STEP) {
		err moved = store_write(x->core->store, see_job, &s);
		unused_arg(moved); /* a full disk ends nobody's session: it only is not moved on */
	}
	ms_t idle_ends = x->now + lim.idle, ends = started + lim.longest;
	session_fill(x->core, x->arena, x->roster, m, str_dup(x->arena, token), idle_ends < ends ? idle_ends : ends, ret);
	return OK;
}

err session_find(struct core *c, struct arena *a, str token, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = find(&x, token, ret);
	ctx_close(&x);
	return e;
}

err session_end(struct core *c, str token)
{
	struct seeing s = {.core = c};
	token_digest(token, &s.d);
	return store_write(c->store, end_job, &s);
}
