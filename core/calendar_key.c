/* SPDX-License-Identifier: Apache-2.0 */
/* The secret of a person's calendar feed. A calendar program cannot sign in, so the address
 * itself is the secret: 256 bits, of which only the digest is stored, and which the person
 * renews or revokes. It opens reading as that person and nothing else. */
#include "core/people_in.h"

STMT(feed_key_get, "SELECT digest FROM calendar_key WHERE region = $1 AND person = $2");
STMT(feed_key_find, "SELECT person FROM calendar_key WHERE region = $1 AND digest = $2");
STMT(feed_key_put, "UPDATE calendar_key SET digest = $3, at = $4 WHERE region = $1 AND person = $2");
STMT(feed_key_first, "INSERT INTO calendar_key(region, person, digest, at) VALUES($1, $2, $3, $4)");
STMT(feed_key_drop, "DELETE FROM calendar_key WHERE region = $1 AND person = $2");
STMT(feed_key_step, "UPDATE person SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
const struct stmt *const core_calendar_key_stmts[] = {&feed_key_get, &feed_key_find, &feed_key_put, &feed_key_first, &feed_key_drop,
	&feed_key_step, NULL};

#define SECRET_LEN 32

static str digest_str(const struct digest *d)
{
	return (str){(const char *)d->b, sizeof d->b};
}

/* The digest in the event is what check holds the table against. */
static err set_once(struct ctx *x, const struct digest *d, bool *ret_conflict)
{
	struct commit c;
	struct buf hex;
	int64_t region = x->core->region;
	const struct member *m = roster_member(x->roster, x->actor.user);
	if (!m)
		return fail(ERR_SIGN_IN, "sign in first");
	buf_init(&hex, x->arena);
	if (d)
		digest_hex(&hex, d);
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_USER, m->id, m->version + 1, d ? S("calendar_new") : S("calendar_revoke"), S(""));
	effect_add(p, &(struct effect){.op = EFFECT_VALUE, .text = {S("calendar"), buf_str(&hex)}});
	commit_op(&c, OP_ONE, &feed_key_step, NULL, VALS(V_INT(region), V_INT(m->id), V_INT(m->version + 1), V_INT(m->version)));
	if (d)
		commit_op(&c, OP_UPSERT, &feed_key_put, &feed_key_first, VALS(V_INT(region), V_INT(m->id), V_BLOB(digest_str(d)), V_INT(x->now)));
	else
		commit_op(&c, OP_ANY, &feed_key_drop, NULL, VALS(V_INT(region), V_INT(m->id)));
	err e = ctx_commit(x, &c);
	*ret_conflict = c.conflict;
	return e;
}

static err set(struct ctx *x, const struct digest *d)
{
	err e = ERR_CONFLICT;
	bool conflict = true;
	TRY(own_only(x));
	for (int i = 0; conflict && i < 3; i++) {
		conflict = false;
		e = set_once(x, d, &conflict);
		if (e == OK || conflict)
			TRY(ctx_roster_new(x));
	}
	return e;
}

err calendar_key_new(struct ctx *x, str *ret_secret)
{
	uint8_t random[SECRET_LEN];
	struct digest d;
	struct buf b;
	random_bytes(random, sizeof random);
	buf_init(&b, x->arena);
	hex_put(&b, random, sizeof random);
	hash_bytes(HASH_SHA256, b.p, b.n, &d);
	TRY(set(x, &d));
	*ret_secret = buf_str(&b);
	return OK;
}

err calendar_key_there(struct ctx *x, bool *ret)
{
	struct rows *r;
	TRY(ctx_snap(x));
	return query_one(x->snap, &feed_key_get, VALS(V_INT(x->core->region), V_INT(x->actor.user)), &r, ret);
}

err calendar_key_revoke(struct ctx *x)
{
	bool there;
	TRY(calendar_key_there(x, &there));
	return there ? set(x, NULL) : OK;
}

static err find(struct ctx *x, str secret, struct actor *ret)
{
	struct digest d;
	struct rows *r;
	bool found = false;
	hash_bytes(HASH_SHA256, secret.p, secret.n, &d);
	TRY(ctx_snap(x));
	if (secret.n == 2 * SECRET_LEN)
		TRY(query_one(x->snap, &feed_key_find, VALS(V_INT(x->core->region), V_BLOB(digest_str(&d))), &r, &found));
	const struct member *m = found ? roster_member(x->roster, row_int(r, 0)) : NULL;
	if (!m || !m->active)
		return fail(ERR_NOTFOUND, "there is no calendar at this address; make a new address in your settings");
	*ret = actor_of(x->roster, m);
	return OK;
}

err calendar_key_find(struct core *c, struct arena *a, str secret, struct actor *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = find(&x, secret, ret);
	ctx_close(&x);
	return e;
}
