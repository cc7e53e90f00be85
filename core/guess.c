/* SPDX-License-Identifier: Apache-2.0 */
/* Failures of signing in, counted by account and by address, and what is locked by them. */
#include "base/fault.h"
#include "core/sign_in_in.h"

#include <string.h>

STMT(failure_get, "SELECT tries, since FROM sign_in_failure WHERE region = $1 AND who = $2");
STMT(failure_add, "UPDATE sign_in_failure SET tries = $3, since = $4 WHERE region = $1 AND who = $2");
STMT(failure_first, "INSERT INTO sign_in_failure(region, who, tries, since) VALUES($1, $2, $3, $4)");
STMT(failure_drop, "DELETE FROM sign_in_failure WHERE region = $1 AND who = $2");
STMT(failure_list, "SELECT who, tries, since FROM sign_in_failure WHERE region = $1 LIMIT 2000");
const struct stmt *const core_guess_stmts[] = {&failure_get, &failure_add, &failure_first, &failure_drop, &failure_list, NULL};

static str who_str(const struct guess *g)
{
	return (str){(const char *)g->who.b, sizeof g->who.b};
}

void guess_init(struct core *c, struct guess *g, const char *what, str value, int64_t most)
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

err guess_load(struct core *c, struct conn *conn, struct guess *g, ms_t now, ms_t lock, bool *ret_locked)
{
	struct rows *r;
	bool found;
	TRY(query_one(conn, &failure_get, VALS(V_INT(c->region), V_BLOB(who_str(g))), &r, &found));
	g->tries = found ? row_int(r, 0) : 0;
	g->since = found ? row_int(r, 1) : now;
	g->lock = lock;
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
	if (fault_point("guess.count"))
		return fail(ERR_IO, "the change could not be saved; try again");
	for (size_t i = 0; i < k->n; i++) {
		struct guess *g = &k->g[i];
		int64_t changed;
		if (k->forget) {
			TRY(exec(w, &failure_drop, VALS(V_INT(k->core->region), V_BLOB(who_str(g))), NULL));
			continue;
		}
		/* counted here, and here it is decided whether the count before has expired: by what the worker
		 * has seen, a hundred first tries at once would each begin anew and count as one */
		struct rows *r;
		bool found;
		TRY(query_one(w, &failure_get, VALS(V_INT(k->core->region), V_BLOB(who_str(g))), &r, &found));
		int64_t tries = found && k->now - row_int(r, 1) <= g->lock ? row_int(r, 0) + 1 : 1;
		TRY(exec(w, &failure_add, VALS(V_INT(k->core->region), V_BLOB(who_str(g)), V_INT(tries), V_INT(k->now)), &changed));
		if (!changed)
			TRY(exec(w, &failure_first, VALS(V_INT(k->core->region), V_BLOB(who_str(g)), V_INT(tries), V_INT(k->now)), NULL));
		g->tries = tries;
	}
	return OK;
}

err guess_count(struct core *c, struct guess *g, size_t n, ms_t now, bool forget)
{
	return store_write(c->store, count_job, &(struct counting){.core = c, .g = g, .n = n, .now = now, .forget = forget});
}

/* ---- for the security administrator ----------------------------------------------------------- */
static const struct member *whose(const struct ctx *x, str who)
{
	for (size_t i = 0; i < x->roster->n_members; i++) {
		struct guess g;
		guess_init(x->core, &g, "account ", x->roster->members[i].login, 0);
		if (str_eq(who, who_str(&g)))
			return &x->roster->members[i];
	}
	return NULL;
}

err lockout_list(struct ctx *x, struct lockout **ret, size_t *ret_n)
{
	LIST(struct lockout) l = {0};
	struct limits lim = limits_now(x->core);
	struct rows *r;
	TRY(may_as(x, DUTY_SECURITY));
	TRY(ctx_snap(x));
	TRY(query(x->snap, &failure_list, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r)) {
		int64_t tries = row_int(r, 1);
		ms_t since = row_int(r, 2);
		if (tries < lim.tries || x->now - since > lim.lock)
			continue;
		const struct member *m = whose(x, row_text(r, 0));
		if (m || tries >= lim.tries * ADDRESS_TRIES_FACTOR)
			*list_push(x->arena, &l) = (struct lockout){.person = m ? m->id : 0, .name = m ? m->name : S(""), .login = m ? m->login : S(""),
				.tries = tries, .since = since, .until = since + lim.lock};
	}
	TRY(rows_end(r));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err unlocked(struct change *k, void *arg)
{
	struct guess g;
	unused_arg(arg);
	guess_init(k->x->core, &g, "account ", k->m->login, 0);
	commit_op(&k->c, OP_ANY, &failure_drop, NULL, VALS(V_INT(k->x->core->region), V_BLOB(str_dup(k->x->arena, who_str(&g)))));
	return change_sign(k, S("unlocked"), S("admin"), NULL);
}

err lockout_clear(struct ctx *x, int64_t person, str reason)
{
	TRY(may_as(x, DUTY_SECURITY));
	TRY(reason_good(reason));
	return person_change(x, person, S("unlock"), str_trim(reason), false, unlocked, NULL);
}
