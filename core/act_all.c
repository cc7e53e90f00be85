/* SPDX-License-Identifier: Apache-2.0 */
/* Several actions, one transaction: all are decided on one snapshot and committed one after
 * the other in one job of the writer, or none is. */
#include "core/matter_in.h"

#define TRIES 3

struct all {
	struct ctx *x;
	struct act_many *q;
	struct acting *v;
};

static err decide_all(struct all *a)
{
	for (size_t i = 0; i < a->q->n; i++) {
		a->q->ret_failed = i;
		acting_init(&a->v[i], &a->q->v[i]);
		TRY(acting_decide(a->x, &a->v[i]));
	}
	a->q->ret_failed = a->q->n;
	return OK;
}

static err then(struct conn *w, void *arg)
{
	struct all *a = arg;
	for (size_t i = 0; i < a->q->n; i++)
		TRY(acting_result(a->x, &a->v[i], &a->q->ret[i]));
	return a->q->then ? a->q->then(w, a->q->arg, a->q->ret) : OK;
}

static err commit_all(struct all *a, bool *ret_again)
{
	struct commit **v = arena_new_n(a->x->arena, a->q->n, struct commit *);
	for (size_t i = 0; i < a->q->n; i++)
		v[i] = &a->v[i].c;
	struct commit_many m = {.v = v, .n = a->q->n, .then = then, .arg = a};
	ctx_refresh(a->x); /* whoever waits for the disk holds no snapshot */
	err e = commit_run_many(a->x->core, &m);
	a->q->ret_failed = m.ret_failed;
	*ret_again = e == ERR_CONFLICT && m.ret_failed < m.n && v[m.ret_failed]->conflict;
	return e;
}

static err fits(const struct act_many *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->v[i].n_files || q->v[i].document || q->v[i].idempotency_key.n)
			return fail(ERR_USAGE, "only actions without files and keys can be taken together");
	return q->n <= ACT_MANY_MOST ? OK : fail(ERR_LIMIT, "at most {0} actions can be taken together; do it in parts", S("5000"));
}

err act_all(struct ctx *x, struct act_many *q)
{
	struct all a = {.x = x, .q = q, .v = arena_new_n(x->arena, q->n, struct acting)};
	err e = OK;
	bool again = true;
	x->at_fault = STR_NONE;
	TRY(fits(q));
	for (int i = 0; i < TRIES && again; i++) {
		again = false;
		TRY(decide_all(&a));
		e = commit_all(&a, &again);
	}
	return e;
}
