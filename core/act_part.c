/* SPDX-License-Identifier: Apache-2.0 */
/* What acting on a part (分项) adds to acting on a matter: finding it, the rows it stands
 * in, and the rules over all parts of a sort. */
#include "core/matter_in.h"

STMT(part_insert,
     "INSERT INTO part(region, matter, id, sort, state, unit, person, due, body, sealed, number) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
STMT(part_update,
     "UPDATE part SET sort = $4, state = $5, unit = $6, person = $7, due = $8, body = $9, sealed = $10, number = $11"
     " WHERE region = $1 AND matter = $2 AND id = $3");
STMT(part_unit_insert,
     "INSERT INTO part_unit(region, unit, part, matter, rel, kind, sort, state, due) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(part_unit_update,
     "UPDATE part_unit SET matter = $4, rel = $5, kind = $6, sort = $7, state = $8, due = $9"
     " WHERE region = $1 AND unit = $2 AND part = $3");
STMT(part_unit_delete, "DELETE FROM part_unit WHERE region = $1 AND unit = $2 AND part = $3");
STMT(event_effects, "SELECT effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version = $3");
const struct stmt *const core_part_stmts[] = {&part_insert, &part_update, &part_unit_insert, &part_unit_update, &part_unit_delete,
	&event_effects, NULL};

/* Numbers of the requests of a kind are counted apart from those of its matters. */
static str number_of_sort(struct arena *a, const struct kind *sort)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, sort->whole->name);
	buf_byte(&b, '.');
	buf_add(&b, sort->name);
	return buf_str(&b);
}

/* ---- which part ------------------------------------------------------------------------ */
static err to_open(struct ctx *x, struct matter *m, str sort, struct matter **ret)
{
	int i = kind_sort(m->kind, sort);
	struct buf b;
	if (i < 0)
		return fail(ERR_INPUT, "“{0}” has no parts {1}; look at what is offered now", words2_in(&m->kind->label, x->actor.lang), sort);
	const struct kind *k = &m->kind->parts[i];
	if (matter_parts_of(m, k) >= (size_t)k->max) {
		buf_init(&b, x->arena);
		buf_int(&b, k->max);
		return fail(ERR_LIMIT, "there are {0} of “{1}” already, and there cannot be more in one matter", buf_str(&b),
			    words2_in(&k->label, x->actor.lang));
	}
	struct matter *part = arena_new(x->arena, struct matter);
	matter_init(x->arena, part, store_new_id(x->core->store, x->now), k);
	part->of = m;
	*ret = part;
	return OK;
}

err act_part_find(struct ctx *x, struct matter *m, const struct act_request *q, struct matter **ret)
{
	*ret = NULL;
	if (!q->part && !q->sort.n)
		return OK;
	if (!m->version)
		return fail(ERR_INPUT, "no matter is named; open one first");
	if (!q->part)
		return to_open(x, m, q->sort, ret);
	struct matter *part = matter_part(m, q->part);
	if (!part || !(see_roles(x, part) & part->kind->see) || (q->sort.n && !str_eq(q->sort, part->kind->name)))
		return fail(ERR_NOTFOUND, "there is no such part, or you may not see it");
	if (part->moved)
		return fail(ERR_INPUT, "this request has gone over to another matter; look it up by its number");
	*ret = part;
	return OK;
}

err act_part_begin(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, struct matter **part)
{
	const struct kind *k = (*part)->kind;
	bool asks = !(*part)->version && k->is_request;
	matter_change(c, m, p, &(struct effect){.op = EFFECT_PART, .text = {k->name}, .number = {(*part)->id}});
	*part = matter_part(m, (*part)->id);
	ours(*part);
	if (!asks)
		return OK;
	TRY(commit_number(c, (*part)->id, number_of_sort(x->arena, k), k->number, day_civil(ctx_today(x)).year));
	p->takes = commit_number_of(c, (*part)->id);
	p->of_part = true;
	return OK;
}

/* The part that an event was taken on; for the answer to a repeat. */
err act_part_repeated(struct ctx *x, int64_t matter, int64_t version, int64_t *ret)
{
	struct rows *r;
	bool found;
	struct effect *v;
	size_t n = 0;
	*ret = 0;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &event_effects, VALS(V_INT(x->core->region), V_INT(matter), V_INT(version)), &r, &found));
	if (!found || !effects_read(x->arena, row_copy(r, 0, x->arena), &v, &n))
		return OK;
	for (size_t i = 0; i < n; i++)
		if (v[i].op == EFFECT_PART)
			*ret = v[i].number[0];
	return OK;
}

/* ---- all of a sort ------------------------------------------------------------------------ */
static bool all_stand(const struct matter *m, const struct when_all *w)
{
	const struct kind *sort = &m->kind->parts[w->sort];
	size_t n = 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = m->parts.v[i];
		if (part->kind != sort || part->moved)
			continue;
		n++;
		if (!(w->states >> part->state & 1))
			return false;
	}
	return n > 0;
}

static err parts_complete(struct ctx *, struct commit *, struct matter *, const struct matter *part, int was, int depth);

/* By the system, for its own reasons; a guard that refuses leaves it to a person. */
static err take_guarded(struct ctx *x, struct commit *c, struct matter *m, struct taking *t, int depth)
{
	struct matter *h = t->part ? t->part : m;
	struct pending *p;
	int was = h->state;
	err e = guard_take(x, h, t, NULL, 0, h->files);
	if (e == ERR_INPUT)
		return OK;
	TRY(e);
	TRY(act_take(x, c, m, t, &p));
	return act_follow(x, c, m, t, was, depth + 1);
}

err act_as_system(struct ctx *x, struct commit *c, struct matter *m, struct taking *t, int depth)
{
	struct actor who = x->actor, hand = x->hand;
	int64_t asker = x->asker;
	x->actor = (struct actor){.lang = who.lang};
	x->hand = (struct actor){0};
	x->asker = 0;
	err e = take_guarded(x, c, m, t, depth);
	x->actor = who;
	x->hand = hand;
	x->asker = asker;
	return e;
}

static err take_as_system(struct ctx *x, struct commit *c, struct matter *m, const struct action *a, int depth)
{
	struct taking t = {.action = a, .reason = S("")};
	return act_as_system(x, c, m, &t, depth);
}

/* On every part of the sort where it is possible. */
static err take_each(struct ctx *x, struct commit *c, struct matter *m, const struct action *of, int depth)
{
	const struct kind *sort = &m->kind->parts[of->each_sort];
	const struct action *a = &sort->actions[of->each_action];
	for (size_t i = 0; i < m->parts.n; i++) {
		struct matter *part = matter_part_at(m, i);
		struct taking t = {.action = a, .reason = S(""), .part = part};
		if (part->kind == sort && (a->from >> part->state & 1) && part_fits_within(part, a))
			TRY(act_as_system(x, c, m, &t, depth));
	}
	return OK;
}

#define FOLLOW_MOST 6 /* one thing leads to another; a pack that goes in circles stops here */

err act_follow(struct ctx *x, struct commit *c, struct matter *m, const struct taking *t, int was, int depth)
{
	if (depth >= FOLLOW_MOST)
		return OK;
	if (t->part)
		return parts_complete(x, c, m, t->part, was, depth);
	return t->action->each_sort >= 0 ? take_each(x, c, m, t->action, depth) : OK;
}

static err parts_complete(struct ctx *x, struct commit *c, struct matter *m, const struct matter *part, int was, int depth)
{
	const struct kind *k = m->kind, *sort = part->kind;
	int state = part->state;
	for (size_t i = 0; i < k->n_when_all; i++) {
		const struct when_all *w = &k->when_all[i];
		const struct action *a = &k->actions[w->take];
		if (&k->parts[w->sort] == sort && (a->from >> m->state & 1) && all_stand(m, w))
			TRY(take_as_system(x, c, m, a, depth));
	}
	for (size_t i = 0; i < k->n_when_any; i++) {
		const struct when_all *w = &k->when_any[i];
		const struct action *a = &k->actions[w->take];
		bool came = state != was && (w->states >> state & 1);
		if (&k->parts[w->sort] == sort && came && (a->from >> m->state & 1))
			TRY(take_as_system(x, c, m, a, depth));
	}
	return OK;
}

void act_parts_follow(struct ctx *x, struct commit *c, struct matter *m, struct pending *p)
{
	for (size_t i = 0; i < m->parts.n; i++) {
		struct matter *part = matter_part_at(m, i);
		if (matter_closed(m) != (part->light == LIGHT_DONE))
			light_take(x, c, part, p);
	}
}

/* ---- rows ------------------------------------------------------------------------------------ */
static void row_op(struct commit *c, const struct matter *m, const struct matter *part, const struct stmt *stmt)
{
	struct val v[PART_COLUMNS], all[PART_COLUMNS + 2] = {V_INT(c->core->region), V_INT(m->id)};
	part_columns(c->arena, c->core->zone, part, v);
	for (size_t i = 0; i < PART_COLUMNS; i++)
		all[i + 2] = v[i];
	struct op *op = commit_op(c, OP_ONE, stmt, NULL, all, PART_COLUMNS + 2);
	struct number_take *t = part->number.n ? NULL : commit_number_of(c, part->id);
	if (t)
		*list_push(c->arena, &t->at) = &op->v[2 + PART_NUMBER];
}

static void put_unit(struct commit *c, const struct matter *m, const struct matter *part, const struct involved *u, const struct stmt *stmt)
{
	ms_t due = part_due(c->core->zone, part);
	commit_op(c, OP_ONE, stmt, NULL,
		  VALS(V_INT(c->core->region), V_INT(u->unit), V_INT(part->id), V_INT(m->id), V_INT(u->rel), V_TEXT(m->kind->name),
		       V_TEXT(part->kind->name), V_TEXT(part_tray(part, m)), V_INT(due == MS_NONE ? NEVER : due)));
}

struct standing { /* units of the matter, before and after */
	const struct roster *r_was, *r_is;
	struct involved *was, *is;
	size_t n_was, n_is;
	bool same, trays; /* trays: the matter was closed or opened again */
};

static void unit_ops(struct commit *c, const struct matter *m, const struct matter *old, const struct matter *part, const struct standing *s)
{
	struct involved *was = NULL, *is;
	size_t n_was = old ? part_involved(c->arena, s->r_was, old, s->was, s->n_was, &was) : 0;
	size_t n_is = part_involved(c->arena, s->r_is, part, s->is, s->n_is, &is);
	bool changed = !old || s->trays || old->version != part->version;
	for (size_t i = 0, k = 0; i < n_was || k < n_is;) {
		bool left = k == n_is || (i < n_was && was[i].unit < is[k].unit);
		bool right = i == n_was || (k < n_is && is[k].unit < was[i].unit);
		if (left)
			commit_op(c, OP_ONE, &part_unit_delete, NULL, VALS(V_INT(c->core->region), V_INT(was[i].unit), V_INT(part->id)));
		else if (right)
			put_unit(c, m, part, &is[k], &part_unit_insert);
		else if (changed || was[i].rel != is[k].rel)
			put_unit(c, m, part, &is[k], &part_unit_update);
		i += !right;
		k += !left;
	}
}

static bool same_standing(const struct standing *s)
{
	bool same = s->n_was == s->n_is;
	for (size_t i = 0; same && i < s->n_is; i++)
		same = s->was[i].unit == s->is[i].unit && s->was[i].rel == s->is[i].rel;
	return same;
}

void part_ops(struct commit *c, const struct roster *r_was, const struct roster *r_is, const struct matter *old, const struct matter *m)
{
	struct standing s = {.r_was = r_was, .r_is = r_is};
	if (!m->parts.n)
		return;
	s.n_was = old ? matter_involved(c->arena, r_was, old, &s.was) : 0;
	s.n_is = matter_involved(c->arena, r_is, m, &s.is);
	s.trays = old && matter_closed(old) != matter_closed(m);
	s.same = old && !s.trays && r_was == r_is && same_standing(&s);
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = m->parts.v[i], *was = old ? matter_part(old, part->id) : NULL;
		bool changed = !was || was->version != part->version;
		if (changed)
			row_op(c, m, part, was ? &part_update : &part_insert);
		if (changed && part->kind->is_request)
			request_ops(c, m, was, part);
		if (changed || !s.same)
			unit_ops(c, m, was, part, &s);
	}
}
