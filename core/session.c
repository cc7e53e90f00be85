/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: a token of 256 bits whose digest alone is stored, when and where it began, sealed.
 * One that still owes a step of signing in is a row like any other and opens nothing. */
#include "base/fault.h"
#include "core/sign_in_in.h"

#include <string.h>

STMT(session_put, "INSERT INTO session(region, digest, person, started, seen, id, want, method, note) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(session_get, "SELECT person, started, seen, want, method FROM session WHERE region = $1 AND digest = $2");
STMT(session_see, "UPDATE session SET seen = $3 WHERE region = $1 AND digest = $2");
STMT(session_drop, "DELETE FROM session WHERE region = $1 AND digest = $2");
STMT(session_drop_one, "DELETE FROM session WHERE region = $1 AND person = $2 AND id = $3");
STMT(session_drop_all, "DELETE FROM session WHERE region = $1 AND person = $2 AND digest <> $3");
STMT(session_old, "DELETE FROM session WHERE region = $1 AND seen < $2");
STMT(session_of, "SELECT id, digest, started, seen, method, note, want FROM session WHERE region = $1 AND person = $2 ORDER BY id DESC LIMIT 200");
const struct stmt *const core_session_stmts[] = {&session_put, &session_get, &session_see, &session_drop, &session_drop_one,
	&session_drop_all, &session_old, &session_of, NULL};

#define SEEN_STEP (MINUTE) /* the idle limit moves at most once a minute: a page is not a write */
#define OWING_MS (10 * MINUTE)
#define DEVICE_MOST 200

struct limits limits_now(struct core *c)
{
	day_t today = zone_day(c->zone, now_ms(c->time));
	return (struct limits){
		.tries = house_int(c, today, S("kernel.sign_in_tries")),
		.lock = house_int(c, today, S("kernel.sign_in_lock_minutes")) * MINUTE,
		.idle = house_int(c, today, S("kernel.session_idle_minutes")) * MINUTE,
		.longest = house_int(c, today, S("kernel.session_longest_minutes")) * MINUTE,
	};
}

void token_digest(str token, struct digest *ret)
{
	hash_bytes(HASH_SHA256, token.p, token.n, ret);
}

str digest_bytes(const struct digest *d)
{
	return (str){(const char *)d->b, sizeof d->b};
}

/* ---- the row ------------------------------------------------------------------------------- */
static err note_seal(struct ctx *x, int64_t id, const struct proof *p, str *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	cbor_array(&b, 2);
	cbor_text(&b, p->address);
	str device = str_cut(p->device, 0, DEVICE_MOST);
	cbor_text(&b, str_cut(device, 0, utf8_valid(device)));
	return seal(x->arena, x->core->master, buf_str(&b), aad_of(x->arena, "session", id), ret);
}

static void note_open(struct ctx *x, struct session_view *v, str sealed)
{
	str plain;
	v->address = v->device = S("");
	if (!sealed.n || unseal(x->arena, x->core->master, sealed, aad_of(x->arena, "session", v->id), &plain) != OK)
		return;
	struct cbor c = cbor_read(plain);
	cbor_want_array(&c, 2);
	v->address = cbor_get_text(&c);
	v->device = cbor_get_text(&c);
}

static void session_fill(struct arena *a, const struct roster *r, const struct member *m, str token, ms_t ends, enum sign_want want, struct session *ret)
{
	struct digest secret;
	struct buf b;
	hash_hmac(HASH_SHA256, token, S("form"), &secret);
	buf_init(&b, a);
	digest_hex(&b, &secret);
	*ret = (struct session){.actor = actor_of(r, m), .token = token, .form_secret = buf_str(&b), .ends = ends, .want = want};
	ret->actor.name = str_dup(a, ret->actor.name);
	ret->actor.unit_name = str_dup(a, ret->actor.unit_name);
	ret->login = str_dup(a, m->login);
}

struct row { /* what is written of a new session */
	struct digest digest;
	int64_t id;
	str note;
};
static err row_new(struct ctx *x, const struct proof *p, str *ret_token, struct row *ret)
{
	uint8_t random[TOKEN_LEN];
	struct buf token;
	random_bytes(random, sizeof random);
	buf_init(&token, x->arena);
	hex_put(&token, random, sizeof random);
	token_digest(buf_str(&token), &ret->digest);
	ret->id = store_new_id(x->core->store, x->now);
	*ret_token = buf_str(&token);
	return note_seal(x, ret->id, p, &ret->note);
}

err session_row(struct change *k, enum sign_by by, enum sign_want want, const struct proof *p, struct session *ret)
{
	struct ctx *x = k->x;
	struct row *row = arena_new(x->arena, struct row);
	struct limits lim = limits_now(x->core);
	str token;
	TRY(row_new(x, p, &token, row));
	commit_op(&k->c, OP_ONE, &session_put, NULL,
		  VALS(V_INT(x->core->region), V_BLOB(digest_bytes(&row->digest)), V_INT(k->m->id), V_INT(x->now), V_INT(x->now), V_INT(row->id),
		       V_INT(want), V_TEXT(str_of(sign_by_names[by])), V_BLOB(row->note)));
	commit_op(&k->c, OP_ANY, &session_old, NULL, VALS(V_INT(x->core->region), V_INT(x->now - lim.longest)));
	session_fill(x->arena, x->roster, k->m, token, x->now + lim.idle, want, ret);
	return OK;
}

struct putting {
	struct core *core;
	const struct val *v;
	size_t n;
};
static err put_job(struct conn *w, void *arg)
{
	struct putting *p = arg;
	if (fault_point("session.owe"))
		return fail(ERR_IO, "the change could not be saved; try again");
	return exec(w, &session_put, p->v, p->n, NULL);
}

err session_owing(struct ctx *x, const struct member *m, enum sign_by by, enum sign_want want, const struct proof *p, struct session *ret)
{
	struct row row;
	str token;
	TRY(row_new(x, p, &token, &row));
	const struct val v[] = {V_INT(x->core->region), V_BLOB(digest_bytes(&row.digest)), V_INT(m->id), V_INT(x->now), V_INT(x->now), V_INT(row.id),
				V_INT(want), V_TEXT(str_of(sign_by_names[by])), V_BLOB(row.note)};
	ctx_refresh(x);
	TRY(store_write(x->core->store, put_job, &(struct putting){x->core, v, COUNT_OF(v)}));
	session_fill(x->arena, x->roster, m, token, x->now + OWING_MS, want, ret);
	return OK;
}

void sessions_drop(struct change *k, int64_t person, str but_token)
{
	struct digest *d = arena_new(k->x->arena, struct digest);
	if (but_token.n)
		token_digest(but_token, d);
	commit_op(&k->c, OP_ANY, &session_drop_all, NULL, VALS(V_INT(k->x->core->region), V_INT(person), V_BLOB(digest_bytes(d))));
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
	return exec(w, &session_see, VALS(V_INT(s->core->region), V_BLOB(digest_bytes(&s->d)), V_INT(s->now)), NULL);
}

static err end_job(struct conn *w, void *arg)
{
	struct seeing *s = arg;
	if (fault_point("session.end"))
		return fail(ERR_IO, "the change could not be saved; try again");
	return exec(w, &session_drop, VALS(V_INT(s->core->region), V_BLOB(digest_bytes(&s->d))), NULL);
}

err session_drop_token(struct core *c, str token)
{
	struct seeing s = {.core = c};
	token_digest(token, &s.d);
	return store_write(c->store, end_job, &s);
}

struct found {
	const struct member *m;
	ms_t started, seen;
	enum sign_want want;
	str method;
};
static err look_up(struct ctx *x, const struct digest *d, struct found *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &session_get, VALS(V_INT(x->core->region), V_BLOB(digest_bytes(d))), &r, &found));
	*ret = (struct found){0};
	if (!found)
		return OK;
	const struct member *m = roster_member(x->roster, row_int(r, 0));
	*ret = (struct found){.m = m && m->active ? m : NULL, .started = row_int(r, 1), .seen = row_int(r, 2),
		.want = (enum sign_want)row_int(r, 3), .method = row_copy(r, 4, x->arena)};
	return OK;
}

static err nobody(void)
{
	return fail(ERR_SIGN_IN, "you are not signed in, or were away too long; sign in again");
}

static err find(struct ctx *x, str token, struct session *ret)
{
	struct found f;
	struct seeing s = {.core = x->core, .now = x->now};
	struct limits lim = limits_now(x->core);
	token_digest(token, &s.d);
	TRY(look_up(x, &s.d, &f));
	if (!f.m || f.want || x->now - f.seen > lim.idle || x->now - f.started > lim.longest)
		return nobody();
	ctx_refresh(x);
	if (x->now - f.seen >= SEEN_STEP) {
		err moved = store_write(x->core->store, see_job, &s);
		unused_arg(moved); /* a full disk ends nobody's session: it only is not moved on */
	}
	ms_t idle_ends = x->now + lim.idle, ends = f.started + lim.longest;
	session_fill(x->arena, x->roster, f.m, str_dup(x->arena, token), idle_ends < ends ? idle_ends : ends, WANT_NOTHING, ret);
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

static err pending(struct ctx *x, str token, struct session *ret)
{
	struct found f;
	struct digest d;
	token_digest(token, &d);
	TRY(look_up(x, &d, &f));
	if (!f.m || !f.want || x->now - f.started > OWING_MS)
		return nobody();
	session_fill(x->arena, x->roster, f.m, str_dup(x->arena, token), f.started + OWING_MS, f.want, ret);
	for (int by = 0; by < SIGN_BYS; by++)
		if (str_eq(f.method, str_of(sign_by_names[by])))
			ret->by = (enum sign_by)by;
	return OK;
}

err session_pending(struct core *c, struct arena *a, str token, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = token.n ? pending(&x, token, ret) : nobody();
	ctx_close(&x);
	return e;
}

/* ---- ending -------------------------------------------------------------------------------------- */
struct ending {
	str token;
	int64_t id;
	bool own;
};
static err ended_self(struct change *k, void *arg)
{
	struct ending *e = arg;
	struct digest *d = arena_new(k->x->arena, struct digest);
	token_digest(e->token, d);
	commit_op(&k->c, OP_ANY, &session_drop, NULL, VALS(V_INT(k->x->core->region), V_BLOB(digest_bytes(d))));
	return change_sign(k, S("ended"), S("self"), NULL);
}

static err end(struct ctx *x, str token)
{
	struct found f;
	struct digest d;
	struct ending e = {.token = token};
	token_digest(token, &d);
	TRY(look_up(x, &d, &f));
	ctx_refresh(x);
	if (!f.m || f.want)
		return session_drop_token(x->core, token);
	x->actor = actor_of(x->roster, f.m);
	return person_change(x, f.m->id, S("sign_out"), S(""), false, ended_self, &e);
}

err session_end(struct core *c, str token)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = end(&x, token);
		ctx_close(&x);
	}
	arena_done(&a);
	return e;
}

static err ended_one(struct change *k, void *arg)
{
	struct ending *e = arg;
	if (e->id)
		commit_op(&k->c, OP_ANY, &session_drop_one, NULL, VALS(V_INT(k->x->core->region), V_INT(k->m->id), V_INT(e->id)));
	else
		sessions_drop(k, k->m->id, e->token);
	return change_sign(k, S("ended"), e->own ? S("self") : S("admin"), NULL);
}

err session_end_one(struct ctx *x, int64_t person, int64_t id, str token)
{
	bool own = person == x->actor.user && !x->hand.user;
	struct ending e = {.token = own ? token : S(""), .id = id, .own = own};
	if (!own)
		TRY(may_as(x, DUTY_SECURITY));
	return person_change(x, person, S("session_end"), S(""), false, ended_one, &e);
}

err session_list(struct ctx *x, int64_t person, str token, struct session_view **ret, size_t *ret_n)
{
	LIST(struct session_view) l = {0};
	struct limits lim = limits_now(x->core);
	struct digest d;
	struct rows *r;
	if (person != x->actor.user || x->hand.user)
		TRY(may_as(x, DUTY_SECURITY));
	token_digest(token, &d);
	TRY(ctx_snap(x));
	TRY(query(x->snap, &session_of, VALS(V_INT(x->core->region), V_INT(person)), &r));
	while (rows_next(r)) {
		struct session_view v = {.id = row_int(r, 0), .started = row_int(r, 2), .seen = row_int(r, 3), .method = row_copy(r, 4, x->arena),
			.here = str_eq(row_text(r, 1), digest_bytes(&d))};
		if (row_int(r, 6) || x->now - v.seen > lim.idle || x->now - v.started > lim.longest)
			continue;
		note_open(x, &v, row_null(r, 5) ? S("") : row_copy(r, 5, x->arena));
		*list_push(x->arena, &l) = v;
	}
	TRY(rows_end(r));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}
