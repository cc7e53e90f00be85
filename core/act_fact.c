/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that a person or the district keeps for another module (how one is told, where a
 * robot stands): an event each, with the module's own rows in the same transaction. */
#include "core/told.h"

#include "core/people_in.h"

#include <string.h>

STMT(fact_step, "UPDATE person SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
STMT(fact_key, "INSERT INTO key_seal(region, owner, wrapped) VALUES($1, $2, $3)");
const struct stmt *const core_fact_stmts[] = {&fact_step, &fact_key, NULL};

#define TRIES 3

/* The key of the owner. A person's was made with the person: when it is gone it was erased,
 * and no other takes its place. */
static err key_for(struct ctx *x, int64_t owner, uint8_t ret[SEAL_KEY_LEN])
{
	struct commit c;
	str wrapped;
	bool there;
	TRY(ctx_snap(x));
	TRY(key_find(x->core, x->snap, owner, ret, &there));
	if (there)
		return OK;
	if (roster_member(x->roster, owner))
		return fail(ERR_INPUT, "what was kept here has been erased");
	random_bytes(ret, SEAL_KEY_LEN);
	TRY(key_wrap(x->core, x->arena, owner, ret, &wrapped));
	commit_init(&c, x);
	commit_op(&c, OP_ONE, &fact_key, NULL, VALS(V_INT(x->core->region), V_INT(owner), V_BLOB(wrapped)));
	return ctx_commit(x, &c);
}

static err put_facts(struct ctx *x, struct commit *c, struct pending *p, const uint8_t *key, const struct fact *v, size_t n)
{
	struct secret *s = arena_new_n(x->arena, n, struct secret);
	size_t n_secrets = 0;
	for (size_t i = 0; i < n; i++) {
		struct digest *d = arena_new(x->arena, struct digest);
		if (!v[i].sealed) {
			effect_add(p, &(struct effect){.op = EFFECT_VALUE, .text = {v[i].name, v[i].value}});
			continue;
		}
		s[n_secrets] = secret_new(x->arena, v[i].name, v[i].value);
		secret_commit(&s[n_secrets++], d);
		effect_add(p, &(struct effect){.op = EFFECT_SEALED, .text = {v[i].name}, .bytes = {{(const char *)d->b, sizeof d->b}}});
	}
	return n_secrets ? pending_seal(c, p, key, s, n_secrets) : OK;
}

void commit_rows(struct commit *c, const struct fact_row *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		commit_op(c, v[i].insert ? OP_UPSERT : v[i].one ? OP_ONE : OP_ANY, v[i].stmt, v[i].insert, v[i].v, v[i].n);
}

static bool some_sealed(const struct fact *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].sealed)
			return true;
	return false;
}

struct keeping {
	struct ctx *x;
	str action;
	int64_t owner;
	const struct fact *v;
	size_t n;
	const struct fact_row *rows;
	size_t n_rows;
	struct commit c;
};

static err of_person(struct keeping *k)
{
	struct ctx *x = k->x;
	uint8_t key[SEAL_KEY_LEN];
	const struct member *m = roster_member(x->roster, x->actor.user);
	if (!m)
		return fail(ERR_SIGN_IN, "sign in first");
	if (some_sealed(k->v, k->n))
		TRY(key_for(x, m->id, key));
	struct pending *p = commit_event(&k->c, x, ENTITY_USER, m->id, m->version + 1, k->action, S(""));
	TRY(put_facts(x, &k->c, p, key, k->v, k->n));
	commit_op(&k->c, OP_ONE, &fact_step, NULL, VALS(V_INT(x->core->region), V_INT(m->id), V_INT(m->version + 1), V_INT(m->version)));
	commit_rows(&k->c, k->rows, k->n_rows);
	return ctx_commit(x, &k->c);
}

static err of_district(struct keeping *k)
{
	struct ctx *x = k->x;
	int64_t version;
	uint8_t key[SEAL_KEY_LEN];
	TRY(entity_version(x, ENTITY_SETTING, k->owner, &version));
	if (some_sealed(k->v, k->n))
		TRY(key_for(x, k->owner, key));
	struct pending *p = commit_event(&k->c, x, ENTITY_SETTING, k->owner, version + 1, k->action, S(""));
	TRY(put_facts(x, &k->c, p, key, k->v, k->n));
	commit_rows(&k->c, k->rows, k->n_rows);
	return ctx_commit(x, &k->c);
}

/* Somebody else wrote an event of the same entity meanwhile: again, on what stands now. */
static err keep(struct keeping *k, err (*once)(struct keeping *))
{
	err e = ERR_CONFLICT;
	for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
		if (i)
			TRY(ctx_roster_new(k->x));
		commit_init(&k->c, k->x);
		e = once(k);
		ctx_refresh(k->x);
	}
	return e;
}

err fact_of_person(struct ctx *x, str action, const struct fact *v, size_t n, const struct fact_row *rows, size_t n_rows)
{
	struct keeping k = {.x = x, .action = action, .v = v, .n = n, .rows = rows, .n_rows = n_rows};
	TRY(keep(&k, of_person));
	return ctx_roster_new(x);
}

err fact_of_district(struct ctx *x, str action, int64_t owner, const struct fact *v, size_t n, const struct fact_row *rows, size_t n_rows)
{
	struct keeping k = {.x = x, .action = action, .owner = owner, .v = v, .n = n, .rows = rows, .n_rows = n_rows};
	return keep(&k, of_district);
}

err facts_seal(struct ctx *x, int64_t owner, const struct fact *v, size_t n, str *ret)
{
	uint8_t key[SEAL_KEY_LEN];
	struct secret *s = arena_new_n(x->arena, n, struct secret);
	TRY(key_for(x, owner, key));
	for (size_t i = 0; i < n; i++)
		s[i] = secret_new(x->arena, v[i].name, v[i].value);
	err e = secrets_seal(x->arena, key, aad_of(x->arena, "facts", owner), s, n, ret);
	explicit_bzero(key, sizeof key);
	return e;
}

err facts_open(struct ctx *x, int64_t owner, str sealed, struct fact **ret, size_t *ret_n)
{
	uint8_t key[SEAL_KEY_LEN];
	struct secret *s;
	size_t n = 0;
	bool there;
	TRY(ctx_snap(x));
	TRY(key_find(x->core, x->snap, owner, key, &there));
	if (there)
		TRY(secrets_open(x->arena, key, aad_of(x->arena, "facts", owner), sealed, &s, &n));
	struct fact *v = arena_new_n(x->arena, n, struct fact);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct fact){.name = s[i].name, .value = s[i].value, .sealed = true};
	explicit_bzero(key, sizeof key);
	*ret = v;
	*ret_n = n;
	return OK;
}
