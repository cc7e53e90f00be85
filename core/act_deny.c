/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a matter that no pack declares: who may never see it, and erasing what it
 * knows of a person (个人信息保护法 47). */
#include "core/document_in.h"

STMT(key_erase, "UPDATE key_seal SET wrapped = NULL WHERE region = $1 AND owner = $2");
STMT(files_erase, "UPDATE evidence SET key = NULL WHERE region = $1 AND matter = $2");
STMT(files_of, "SELECT blob FROM evidence WHERE region = $1 AND matter = $2");
const struct stmt *const core_deny_stmts[] = {&key_erase, &files_erase, &files_of, NULL};

#define TRIES 3

struct changing {
	struct ctx *x;
	int64_t matter, who;
	str action, reason;
	struct commit c;
};
typedef err (*change)(struct changing *, struct matter *, struct pending *);

static err once(struct changing *k, change fn)
{
	struct matter m, old;
	role_set roles;
	commit_init(&k->c, k->x);
	TRY(see_load(k->x, k->matter, &m, &roles));
	if (k->x->actor.user && !doc_may_decide(k->x, m.kind))
		return fail(ERR_DENIED, "only the supervision office may do this; ask it to do so");
	if (!str_trim(k->reason).n || k->reason.n > LIMIT_FIELD_TEXT || utf8_valid(k->reason) != k->reason.n)
		return fail(ERR_INPUT, "this needs a reason; write it down");
	matter_copy(k->x->arena, &m, &old);
	struct pending *p = commit_event(&k->c, k->x, ENTITY_MATTER, m.id, m.version + 1, k->action, str_trim(k->reason));
	behalf_take(&k->c, &m, p);
	TRY(fn(k, &m, p));
	matter_applied(&m, &p->e);
	matter_ops(&k->c, k->x->roster, &old, &m);
	return ctx_commit(k->x, &k->c);
}

static err change_matter(struct changing *k, change fn)
{
	err e = OK;
	for (int i = 0; i < TRIES; i++) {
		e = once(k, fn);
		if (e != ERR_CONFLICT || !k->c.conflict)
			break;
		ctx_refresh(k->x);
	}
	return e;
}

static err deny(struct changing *k, struct matter *m, struct pending *p)
{
	if (!roster_unit(k->x->roster, k->who) && !roster_member(k->x->roster, k->who))
		return fail(ERR_INPUT, "there is no such unit or person; choose one from the list");
	for (size_t i = 0; i < m->denials.n; i++)
		if (m->denials.v[i] == k->who)
			return fail(ERR_CONFLICT, "this unit or person is already kept out of the matter");
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_DENY, .number = {k->who}});
	return OK;
}

err matter_deny(struct ctx *x, int64_t matter, int64_t who, str reason)
{
	struct changing k = {.x = x, .matter = matter, .who = who, .action = S("deny"), .reason = reason};
	return change_matter(&k, deny);
}

static err erase(struct changing *k, struct matter *m, struct pending *p)
{
	int64_t region = k->x->core->region;
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_ERASED});
	commit_op(&k->c, OP_ANY, &key_erase, NULL, VALS(V_INT(region), V_INT(m->id)));
	commit_op(&k->c, OP_ANY, &files_erase, NULL, VALS(V_INT(region), V_INT(m->id)));
	m->sealed = STR_NONE;
	return OK;
}

/* The bytes follow when their keys are gone; an orphan costs only space. */
static err drop_files(struct ctx *x, int64_t matter)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &files_of, VALS(V_INT(x->core->region), V_INT(matter)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	TRY(rows_end(r));
	ctx_refresh(x);
	for (size_t i = 0; i < l.n; i++)
		TRY(blob_remove(x->core->store, l.v[i]));
	return OK;
}

err matter_erase(struct ctx *x, int64_t matter, str reason)
{
	struct changing k = {.x = x, .matter = matter, .action = S("erase"), .reason = reason};
	TRY(change_matter(&k, erase));
	return drop_files(x, matter);
}
