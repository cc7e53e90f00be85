/* SPDX-License-Identifier: Apache-2.0 */
/* The daily trip over accounts: who has not signed in for long is disabled (GB/T 22239-2019
 * 8.1.4.2 c), and what has ended of links, failures and half sign-ins is cleared away. */
#include "core/sign_in_in.h"

STMT(idle_accounts, "SELECT person, seen FROM account WHERE region = $1 AND seen < $2");
STMT(idle_links, "DELETE FROM sign_in_link WHERE region = $1 AND until < $2");
STMT(idle_failures, "DELETE FROM sign_in_failure WHERE region = $1 AND since < $2");
STMT(idle_disable, "UPDATE person SET active = 0 WHERE region = $1 AND id = $2");
const struct stmt *const core_account_idle_stmts[] = {&idle_accounts, &idle_links, &idle_failures, &idle_disable, NULL};

struct clearing {
	struct core *core;
	ms_t now;
};
static err clear_job(struct conn *w, void *arg)
{
	struct clearing *c = arg;
	TRY(exec(w, &idle_links, VALS(V_INT(c->core->region), V_INT(c->now)), NULL));
	return exec(w, &idle_failures, VALS(V_INT(c->core->region), V_INT(c->now - 2 * DAY_MS)), NULL);
}

static err disabled(struct change *k, void *arg)
{
	unused_arg(arg);
	const struct member *m = k->m;
	effect_add(k->p, &(struct effect){.op = EFFECT_ACCOUNT, .number = {0, m->unit, m->duties}, .text = {m->post}});
	commit_op(&k->c, OP_ONE, &idle_disable, NULL, VALS(V_INT(k->x->core->region), V_INT(m->id)));
	sessions_drop(k, m->id, S(""));
	return OK;
}

/* One with each administrator's duty stays, whatever: nobody else could bring the others back. */
static bool spared(const struct ctx *x, const struct member *m)
{
	if (!m || !m->active || m->demo)
		return true;
	for (size_t i = 0; (m->duties & ADMINS) && i < x->roster->n_members; i++) {
		const struct member *o = &x->roster->members[i];
		if (o->id != m->id && o->active && (o->duties & m->duties & ADMINS))
			return false;
	}
	return (m->duties & ADMINS) != 0;
}

static err walk(struct ctx *x, int64_t days, int64_t *ret)
{
	LIST(int64_t) idle = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &idle_accounts, VALS(V_INT(x->core->region), V_INT(x->now - days * DAY_MS)), &r));
	while (rows_next(r))
		*list_push(x->arena, &idle) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < idle.n; i++) {
		if (spared(x, roster_member(x->roster, idle.v[i])))
			continue;
		TRY(person_change(x, idle.v[i], S("idle"), S(""), true, disabled, NULL));
		++*ret;
	}
	ctx_refresh(x);
	return OK;
}

err accounts_due(struct core *c, struct arena *a, int64_t *ret_disabled)
{
	struct ctx x;
	int64_t n = 0;
	TRY(ctx_open(c, a, NULL, &x));
	day_t today = ctx_today(&x);
	err e = OK;
	if (atomic_load(&c->accounts_day) != today) {
		int64_t days = house_int(c, today, S("kernel.account_idle_days"));
		e = store_write(c->store, clear_job, &(struct clearing){c, x.now});
		if (e == OK && days)
			e = walk(&x, days, &n);
		if (e == OK)
			atomic_store(&c->accounts_day, today);
	}
	ctx_close(&x);
	*ret_disabled = n;
	return e;
}
