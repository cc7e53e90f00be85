/* SPDX-License-Identifier: Apache-2.0 */
/* The minute trip: matters whose light changes by now, or a clock of which has a deemed
 * result, one event each, by the system; then those that changed rules concern (act_sweep.c). */
#include "core/matter_in.h"

STMT(time_due, "SELECT id FROM matter WHERE region = $1 AND next_at <= $2 ORDER BY next_at LIMIT 500");
const struct stmt *const core_time_stmts[] = {&time_due, NULL};

static err due_ids(struct ctx *x, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &time_due, VALS(V_INT(x->core->region), V_INT(x->now)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

/* The deemed result of a clock that ran out: the action its pack names, taken by the system. */
static err deem(struct ctx *x, struct commit *c, struct matter *m, int clock)
{
	const struct clock_decl *d = &m->kind->clocks[clock];
	struct pending *p;
	struct buf b;
	buf_init(&b, x->arena);
	word_fmt(&b, LANG_ZH, W("the time “{0}” ran out"), (const str[]){words2_in(&d->label, LANG_ZH)}, 1);
	struct taking t = {.action = &m->kind->actions[d->expire], .reason = buf_str(&b)};
	int was = m->state;
	TRY(act_take(x, c, m, &t, &p));
	return act_follow(x, c, m, &t, was, 0);
}

/* Nothing is done when there is nothing to deem, or the pack's own guard refuses it. */
static err deemed(struct ctx *x, struct commit *c, int64_t id, bool *ret_moves)
{
	struct matter m, old;
	bool there;
	*ret_moves = false;
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, id, &m, &there));
	int clock = there ? clock_expired(x, &m) : -1;
	if (clock < 0)
		return OK;
	matter_copy(x->arena, &m, &old);
	*ret_moves = deem(x, c, &m, clock) == OK;
	if (*ret_moves)
		matter_ops(c, x->roster, &old, &m);
	else
		commit_init(c, x);
	return OK;
}

err light_again(struct ctx *x, struct commit *c, int64_t id, bool *ret_moves)
{
	struct matter m, old;
	bool there;
	*ret_moves = false;
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, id, &m, &there));
	if (!there)
		return OK;
	bool moves = light_moves(x, &m);
	for (size_t i = 0; i < m.parts.n; i++)
		moves |= light_moves(x, matter_part_at(&m, i));
	if (!moves)
		return OK;
	matter_copy(x->arena, &m, &old);
	struct pending *p = commit_event(c, x, ENTITY_MATTER, id, m.version + 1, S(ACTION_CLOCK), S(""));
	light_take(x, c, &m, p);
	for (size_t i = 0; i < m.parts.n; i++)
		light_take(x, c, matter_part_at(&m, i), p);
	matter_applied(&m, &p->e);
	matter_ops(c, x->roster, &old, &m);
	*ret_moves = true;
	return OK;
}

static err move(struct ctx *x, int64_t id, bool *ret_moved)
{
	struct commit c;
	bool moves;
	*ret_moved = false;
	commit_init(&c, x);
	TRY(deemed(x, &c, id, &moves));
	if (!moves)
		TRY(light_again(x, &c, id, &moves));
	if (!moves)
		return OK;
	err e = ctx_commit(x, &c);
	if (e == ERR_CONFLICT && c.conflict)
		return OK; /* somebody acts on it right now, and that act sets the light */
	TRY(e);
	*ret_moved = true;
	return OK;
}

err clock_due(struct core *c, struct arena *a, int64_t *ret_moved)
{
	struct ctx x;
	int64_t *id, moved = 0;
	size_t n;
	TRY(units_due(c, a, &moved));
	TRY(ctx_open(c, a, NULL, &x));
	err e = due_ids(&x, &id, &n);
	for (size_t i = 0; e == OK && i < n; i++) {
		bool one;
		e = move(&x, id[i], &one);
		moved += e == OK && one;
	}
	if (e == OK)
		e = light_sweep(&x, &moved);
	if (e == OK)
		e = checkpoint_due(&x);
	ctx_close(&x);
	if (e == OK)
		*ret_moved = moved;
	return e;
}
