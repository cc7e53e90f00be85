/* SPDX-License-Identifier: Apache-2.0 */
/* A change of a unit, from its decision to its commit; those that are kept until their day. */
#include "core/unit_in.h"

STMT(unit_add_row,
     "INSERT INTO unit(region, id, version, parent, sort, name, short_name, active) VALUES($1, $2, 1, $3, $4, $5, $6, 1)");
/* Only while nobody has acted on what stands under it since the snapshot. */
STMT(unit_set_row,
     "UPDATE unit SET version = $3, parent = $4, sort = $5, name = $6, short_name = $7, active = $8"
     " WHERE region = $1 AND id = $2 AND version = $9 AND NOT EXISTS(SELECT 1 FROM event e JOIN matter_unit m ON m.region = e.region"
     " AND m.unit = $2 AND m.matter = e.entity_id WHERE e.region = $1 AND e.seq > $10 AND e.entity = 1)");
STMT(unit_alias_row, "INSERT INTO unit_alias(region, name, unit) VALUES($1, $2, $3)");
STMT(unit_was_row, "INSERT INTO unit_was(region, unit, until, name, short_name) VALUES($1, $2, $3, $4, $5)");
STMT(unit_heir_row, "INSERT INTO unit_heir(region, unit, heir) VALUES($1, $2, $3)");
STMT(person_unit_row, "UPDATE person SET unit = $3, version = $4 WHERE region = $1 AND id = $2 AND version = $5");
STMT(tree_next, "UPDATE unit_tree SET no = no + 1 WHERE region = $1");
STMT(tree_first, "INSERT INTO unit_tree(region, no) VALUES($1, 1)");
STMT(counters_gone, "DELETE FROM counter WHERE region = $1 AND unit = $2");
STMT(counters_again,
     "INSERT INTO counter(region, unit, kind, rel, state, light, n) SELECT region, unit, kind, rel, state, light, COUNT(*)"
     " FROM matter_unit WHERE region = $1 AND unit = $2 GROUP BY region, unit, kind, rel, state, light");
STMT(coming_put, "INSERT INTO unit_coming(region, id, unit, from_day, body, tried, fault) VALUES($1, $2, $3, $4, $5, 0, '')");
STMT(coming_gone, "DELETE FROM unit_coming WHERE region = $1 AND id = $2");
STMT(coming_count, "SELECT COUNT(*) FROM unit_coming WHERE region = $1");
STMT(coming_due, "SELECT id, body FROM unit_coming WHERE region = $1 AND from_day <= $2 AND tried < $2 ORDER BY from_day, id");
STMT(coming_fault, "UPDATE unit_coming SET tried = $3, fault = $4 WHERE region = $1 AND id = $2");
STMT(coming_one, "SELECT unit FROM unit_coming WHERE region = $1 AND id = $2");
STMT(unit_version_step, "UPDATE unit SET version = $3 WHERE region = $1 AND id = $2 AND version = $4");
const struct stmt *const core_unit_change_stmts[] = {&unit_add_row, &unit_set_row, &unit_alias_row, &unit_was_row, &unit_heir_row,
	&person_unit_row, &tree_next, &tree_first, &counters_gone, &counters_again, &coming_put, &coming_gone, &coming_count, &coming_due,
	&coming_fault, &coming_one, &unit_version_step, NULL};

#define TRIES 5
#define COMING_MOST 200 /* changes that wait for their day */

/* ---- units and people ------------------------------------------------------------------------ */
static void step_rows(struct unit_plan *p, struct commit *c, const struct unit_step *s)
{
	const struct unit *is = &s->is, *was = roster_unit(p->x->roster, s->id);
	int64_t region = c->core->region;
	if (!was) {
		commit_op(c, OP_ONE, &unit_add_row, NULL,
			  VALS(V_INT(region), V_INT(s->id), V_INT(is->parent), V_INT(is->order), V_TEXT(is->name), V_TEXT(is->short_name)));
		return;
	}
	commit_op(c, OP_ONE, &unit_set_row, NULL,
		  VALS(V_INT(region), V_INT(s->id), V_INT(s->version), V_INT(is->parent), V_INT(is->order), V_TEXT(is->name), V_TEXT(is->short_name),
		       V_INT(is->active), V_INT(s->version - 1), V_INT(p->seq)));
	if (!str_eq(was->name, is->name) || !str_eq(was->short_name, is->short_name))
		commit_op(c, OP_ONE, &unit_was_row, NULL,
			  VALS(V_INT(region), V_INT(s->id), V_INT(p->x->now), V_TEXT(was->name), V_TEXT(was->short_name)));
	for (size_t i = 0; i < s->n_aliases; i++)
		commit_op(c, OP_ONE, &unit_alias_row, NULL, VALS(V_INT(region), V_TEXT(s->aliases[i]), V_INT(s->id)));
	if (s->heir)
		commit_op(c, OP_ONE, &unit_heir_row, NULL, VALS(V_INT(region), V_INT(s->id), V_INT(s->heir)));
}

static void step_event(struct unit_plan *p, struct commit *c, const struct unit_step *s)
{
	const struct unit *is = &s->is;
	struct pending *e = commit_event(c, p->x, ENTITY_UNIT, s->id, s->version ? s->version : 1, str_of(s->action), str_trim(p->q->reason));
	if (!s->version)
		effect_add(e, &(struct effect){.op = EFFECT_UNIT, .number = {is->parent, is->order}, .text = {is->name, is->short_name}});
	else
		effect_add(e, &(struct effect){.op = EFFECT_UNIT_CHANGE, .number = {is->parent, is->order, s->heir},
			.text = {is->name, is->short_name}, .list = s->aliases, .n_list = s->n_aliases});
	if (s->version && !is->active)
		effect_add(e, &(struct effect){.op = EFFECT_UNIT_ACTIVE, .number = {0}});
	effect_add(e, &(struct effect){.op = EFFECT_VALUE, .text = {S("source"), p->q->source}});
}

static void person_rows(struct unit_plan *p, struct commit *c, const struct unit_hand *h)
{
	const struct member *m = roster_member(p->x->roster, h->from);
	struct pending *e = commit_event(c, p->x, ENTITY_USER, m->id, m->version + 1, S("move"), p->sentence);
	effect_add(e, &(struct effect){.op = EFFECT_ACCOUNT, .number = {m->active, h->to, m->duties}, .text = {m->post}});
	commit_op(c, OP_ONE, &person_unit_row, NULL,
		  VALS(V_INT(c->core->region), V_INT(m->id), V_INT(h->to), V_INT(m->version + 1), V_INT(m->version)));
}

static struct commit *commit_new(struct unit_plan *p)
{
	struct commit *c = arena_new(p->x->arena, struct commit);
	commit_init(c, p->x);
	*list_push(p->x->arena, &p->commits) = c;
	return c;
}

static void tail_rows(struct unit_plan *p)
{
	int64_t region = p->x->core->region;
	for (size_t i = 0; i < p->recount.n; i++) {
		commit_op(p->tail, OP_ANY, &counters_gone, NULL, VALS(V_INT(region), V_INT(p->recount.v[i])));
		commit_op(p->tail, OP_ANY, &counters_again, NULL, VALS(V_INT(region), V_INT(p->recount.v[i])));
	}
	if (p->roots.n || p->people.n)
		commit_op(p->tail, OP_UPSERT, &tree_next, &tree_first, VALS(V_INT(region)));
	*list_push(p->x->arena, &p->commits) = p->tail;
}

err unit_plan_make(struct unit_plan *p, err (*steps)(struct unit_plan *, void *), void *arg)
{
	struct ctx *x = p->x;
	TRY(steps(p, arg));
	p->is = roster_after(p);
	struct commit *head = commit_new(p);
	p->tail = arena_new(x->arena, struct commit);
	commit_init(p->tail, x);
	TRY(ctx_snap(x));
	TRY(unit_hand_on(p));
	for (size_t i = 0; i < p->steps.n; i++) {
		step_event(p, head, &p->steps.v[i]);
		step_rows(p, head, &p->steps.v[i]);
	}
	for (size_t i = 0; i < p->people.n && !p->people_apart; i++)
		person_rows(p, head, &p->people.v[i]);
	head->placed = true;
	tail_rows(p);
	return OK;
}

err unit_plan_commit(struct unit_plan *p, bool *ret_again)
{
	struct commit_many m = {.v = p->commits.v, .n = p->commits.n};
	ctx_refresh(p->x);
	err e = commit_run_many(p->x->core, &m);
	*ret_again = e == ERR_CONFLICT && m.ret_failed < m.n && m.v[m.ret_failed]->conflict;
	return e;
}

static err steps_of_change(struct unit_plan *p, void *arg)
{
	unused_arg(arg);
	return unit_steps(p);
}

static err plan(struct ctx *x, const struct unit_change *q, struct unit_plan *p)
{
	*p = (struct unit_plan){.x = x, .q = q, .sentence = unit_change_said(x, q, LANG_ZH)};
	return unit_plan_make(p, steps_of_change, NULL);
}

/* It waited for its day: the event that carries it out says so. */
static void forget(struct unit_plan *p, int64_t coming)
{
	struct commit *head = p->commits.v[0];
	for (size_t i = 0; i < head->events.n; i++)
		if (head->events.v[i]->e.entity == ENTITY_UNIT && head->events.v[i]->e.entity_id == p->q->unit)
			effect_add(head->events.v[i], &(struct effect){.op = EFFECT_UNIT_COMING, .number = {coming}, .text = {S("")}});
	commit_op(head, OP_ONE, &coming_gone, NULL, VALS(V_INT(head->core->region), V_INT(coming)));
}

/* coming 0: it did not wait for its day. */
static err carry_out(struct ctx *x, const struct unit_change *q, int64_t coming, int64_t *ret_new)
{
	struct unit_plan p;
	err e = OK;
	bool again = true;
	for (int i = 0; i < TRIES && again; i++) {
		ctx_refresh(x);
		TRY(ctx_roster_new(x));
		TRY(plan(x, q, &p));
		if (coming)
			forget(&p, coming);
		e = unit_plan_commit(&p, &again);
	}
	TRY(e);
	TRY(ctx_roster_new(x));
	*ret_new = p.made;
	return OK;
}

/* ---- until its day ------------------------------------------------------------------------------- */
static err coming_event(struct ctx *x, int64_t unit, int64_t id, str action, str reason, str body, struct commit *c)
{
	const struct unit *u = roster_unit(x->roster, unit);
	if (!u)
		return fail(ERR_NOTFOUND, "there is no such unit");
	int64_t version = x->roster->unit_version[u - x->roster->units];
	commit_init(c, x);
	struct pending *p = commit_event(c, x, ENTITY_UNIT, unit, version + 1, action, reason);
	effect_add(p, &(struct effect){.op = EFFECT_UNIT_COMING, .number = {id}, .text = {body}});
	commit_op(c, OP_ONE, &unit_version_step, NULL, VALS(V_INT(x->core->region), V_INT(unit), V_INT(version + 1), V_INT(version)));
	return OK;
}

static err keep(struct ctx *x, const struct unit_change *q)
{
	struct commit c;
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &coming_count, VALS(V_INT(x->core->region)), &r, &found));
	if (found && row_int(r, 0) >= COMING_MOST)
		return fail(ERR_LIMIT, "{0} changes of units wait for their day already; withdraw some of them", S("200"));
	int64_t id = store_new_id(x->core->store, x->now);
	str body = unit_change_text(x->arena, q);
	TRY(coming_event(x, q->unit, id, S("coming"), str_trim(q->reason), body, &c));
	commit_op(&c, OP_ONE, &coming_put, NULL, VALS(V_INT(x->core->region), V_INT(id), V_INT(q->unit), V_INT(q->from), V_TEXT(body)));
	TRY(ctx_commit(x, &c));
	return ctx_roster_new(x);
}

static err may_change(struct ctx *x, const struct unit_change *q)
{
	TRY(may_as(x, DUTY_SYSTEM));
	if (q->sort >= UNIT_CHANGES)
		return fail(ERR_INPUT, "choose what becomes of the unit");
	if (x->actor.user && q->from < ctx_today(x))
		return fail(ERR_INPUT, "a change holds from today on or later, not from a day that has passed");
	return OK;
}

static struct unit_change trimmed(const struct unit_change *q)
{
	struct unit_change t = *q;
	t.name = str_trim(q->name.p ? q->name : S(""));
	t.short_name = str_trim(q->short_name.p ? q->short_name : S(""));
	t.reason = str_trim(q->reason.p ? q->reason : S(""));
	t.source = str_trim(q->source.p ? q->source : S(""));
	return t;
}

err unit_change(struct ctx *x, const struct unit_change *asked, int64_t *ret_new)
{
	struct unit_change q = trimmed(asked);
	struct unit_plan p;
	int64_t made = 0;
	TRY(may_change(x, &q));
	ctx_refresh(x);
	TRY(ctx_roster_new(x));
	if (q.from > ctx_today(x)) {
		TRY(plan(x, &q, &p)); /* what is wrong already today is said today */
		TRY(keep(x, &q));
	} else {
		TRY(carry_out(x, &q, 0, &made));
	}
	*ret_new = made;
	return OK;
}

err unit_preview(struct ctx *x, const struct unit_change *asked, struct unit_preview *ret)
{
	struct unit_change q = trimmed(asked);
	struct unit_plan p;
	TRY(may_change(x, &q));
	ctx_refresh(x);
	TRY(ctx_roster_new(x));
	TRY(plan(x, &q, &p));
	if (q.sort == UNIT_SPLIT)
		TRY(unit_could_go(&p));
	ctx_refresh(x);
	*ret = p.seen;
	return OK;
}

err unit_withdraw(struct ctx *x, int64_t id, str reason)
{
	struct commit c;
	struct rows *r;
	bool found;
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(reason_good(reason));
	ctx_refresh(x);
	TRY(ctx_roster_new(x));
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &coming_one, VALS(V_INT(x->core->region), V_INT(id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such change to come; it was carried out or withdrawn");
	TRY(coming_event(x, row_int(r, 0), id, S("withdraw"), str_trim(reason), S(""), &c));
	commit_op(&c, OP_ONE, &coming_gone, NULL, VALS(V_INT(x->core->region), V_INT(id)));
	TRY(ctx_commit(x, &c));
	return ctx_roster_new(x);
}

/* ---- the daily trip ------------------------------------------------------------------------------------ */
struct due {
	int64_t id;
	str body;
};
struct faulty {
	int64_t region, id;
	day_t day;
	str fault;
};
static err fault_job(struct conn *w, void *arg)
{
	struct faulty *f = arg;
	return exec(w, &coming_fault, VALS(V_INT(f->region), V_INT(f->id), V_INT(f->day), V_TEXT(f->fault)), NULL);
}

/* Its sentence stands on the page, and tomorrow it is tried again. */
static err keep_fault(struct ctx *x, int64_t id)
{
	struct buf b;
	buf_init(&b, x->arena);
	fail_text(&b, LANG_ZH);
	struct faulty f = {x->core->region, id, ctx_today(x), buf_str(&b)};
	ctx_refresh(x);
	return store_write(x->core->store, fault_job, &f);
}

static err one_due(struct ctx *x, const struct due *d, int64_t *done)
{
	struct unit_change q;
	int64_t made;
	if (!unit_change_parse(x->arena, d->body, &q)) {
		(void)fail(ERR_INPUT, "the change that was kept cannot be read; run `luoshi check`");
		return keep_fault(x, d->id);
	}
	err e = carry_out(x, &q, d->id, &made);
	if (e == ERR_INPUT || e == ERR_NOTFOUND || e == ERR_LIMIT || e == ERR_CONFLICT)
		return keep_fault(x, d->id);
	*done += e == OK;
	return e;
}

err units_due(struct core *c, struct arena *a, int64_t *ret_done)
{
	struct ctx x;
	struct rows *r;
	LIST(struct due) l = {0};
	int64_t done = 0;
	TRY(ctx_open(c, a, NULL, &x));
	err e = ctx_snap(&x);
	if (e == OK)
		e = query(x.snap, &coming_due, VALS(V_INT(c->region), V_INT(ctx_today(&x))), &r);
	if (e == OK) {
		while (rows_next(r))
			*list_push(a, &l) = (struct due){row_int(r, 0), row_copy(r, 1, a)};
		e = rows_end(r);
	}
	for (size_t i = 0; e == OK && i < l.n; i++)
		e = one_due(&x, &l.v[i], &done);
	ctx_close(&x);
	if (e == OK)
		*ret_done = done;
	return e;
}
