/* SPDX-License-Identifier: Apache-2.0 */
/* Correcting a personal value as its person wished (个人信息保护法 46): what stood there before
 * stays sealed in the event that put it there, until its term is over. */
#include "core/privacy_in.h"

#include <string.h>

#define TRIES 3

struct correcting {
	struct ctx *x;
	int64_t matter, part;
	str field, value, reason;
	struct commit c;
};

static err holder(struct correcting *k, struct matter *m, struct pending **ret_p, struct matter **ret)
{
	struct matter *h = k->part ? matter_part(m, k->part) : m;
	if (!h || (k->part && (!(see_roles(k->x, h) & h->kind->see) || h->moved)))
		return fail(ERR_NOTFOUND, "there is no such part, or you may not see it");
	int f = kind_field(h->kind, k->field);
	if (f < 0 || !h->kind->fields[f].personal || !h->fields[f].sealed)
		return fail(ERR_INPUT, "there is nothing personal of that name to correct");
	struct pending *p = commit_event(&k->c, k->x, ENTITY_MATTER, m->id, m->version + 1, S(ACTION_CORRECT), k->reason);
	if (k->part) {
		matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_PART, .text = {h->kind->name}, .number = {h->id}});
		h = matter_part(m, k->part);
	}
	behalf_take(&k->c, m, p);
	*ret_p = p;
	*ret = h;
	return OK;
}

static err once(struct correcting *k)
{
	struct matter m, old, *h = NULL;
	struct pending *p = NULL;
	struct given g = {.n = 1};
	struct secret secret[1];
	uint8_t key[SEAL_KEY_LEN];
	role_set roles;
	bool there;
	size_t n = 0;
	commit_init(&k->c, k->x);
	TRY(see_load(k->x, k->matter, &m, &roles));
	TRY(matter_open_seals(k->x->core, k->x->snap, k->x->arena, &m, key, &there));
	explicit_bzero(key, sizeof key);
	matter_copy(k->x->arena, &m, &old);
	TRY(holder(k, &m, &p, &h));
	g.field = kind_field(h->kind, k->field);
	g.v = &k->value;
	TRY(seal_fields(k->x, &k->c, h, p, &g, 1, secret, &n));
	request_caller(k->x, h, &g, 1);
	TRY(seal_event(k->x, &k->c, h, p, secret, n));
	matter_applied(&m, &p->e);
	matter_ops(&k->c, k->x->roster, &old, &m);
	return ctx_commit(k->x, &k->c);
}

err privacy_correct(struct ctx *x, int64_t matter, int64_t part, str field, str value, str reason)
{
	struct correcting k = {.x = x, .matter = matter, .part = part, .field = field, .value = str_trim(value), .reason = str_trim(reason)};
	err e = ERR_CONFLICT;
	if (x->actor.user && !(x->actor.duties & (1u << DUTY_INTAKE | 1u << DUTY_SUPERVISION)))
		return fail(ERR_DENIED, "your duties do not include this");
	if (!k.reason.n || k.reason.n > LIMIT_FIELD_TEXT || utf8_valid(k.reason) != k.reason.n)
		return fail(ERR_INPUT, "this needs a reason; write it down");
	if (!k.value.n || k.value.n > LIMIT_FIELD_TEXT || utf8_valid(k.value) != k.value.n)
		return fail(ERR_INPUT, "write down what is right");
	if (str_find(k.reason, k.value, 0) >= 0) /* the reason outlives the value */
		return fail(ERR_INPUT, "the reason must not hold the value itself; write only why you need it");
	for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
		e = once(&k);
		if (!k.c.conflict)
			break;
		ctx_refresh(x);
	}
	ctx_refresh(x);
	return e;
}
