/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook of units and people in one transaction, with the machinery of changing units. */
#include "core/unit_in.h"

STMT(staff_person_row, "UPDATE person SET unit = $3, post = $4, active = $5, version = $6 WHERE region = $1 AND id = $2 AND version = $7");
STMT(staff_matters,
     "SELECT u.kind, u.state, m.number FROM matter_unit u JOIN matter m ON m.region = u.region AND m.id = u.matter"
     " WHERE u.region = $1 AND u.unit = $2 ORDER BY u.matter");
const struct stmt *const core_unit_staff_stmts[] = {&staff_person_row, &staff_matters, NULL};

#define TRIES 3
#define NUMBERS_SHOWN 20

struct staff_taking {
	const struct staff_set *q;
	struct unit_plan *p;
	int64_t *new_units; /* of q->units; 0: it is there */
	LIST(struct staff_link) links;
};

/* ---- units --------------------------------------------------------------------------------- */
static err unit_called(const struct staff_taking *t, str name, int64_t *ret)
{
	*ret = 0;
	if (!name.n)
		return OK;
	for (size_t i = 0; i < t->q->n_units && !*ret; i++)
		if (t->new_units[i] && (str_eq(t->q->units[i].name, name) || str_eq(t->q->units[i].short_name, name)))
			*ret = t->new_units[i];
	if (!*ret)
		*ret = roster_unit_named(t->p->x->roster, name);
	return *ret ? OK : fail(ERR_INPUT, "there is no unit {0}; see the list of units", name);
}

static err unit_new_step(struct staff_taking *t, size_t i)
{
	const struct staff_unit *u = &t->q->units[i];
	if (roster_unit_named(t->p->x->roster, u->name))
		return fail(ERR_CONFLICT, "there is already a unit called “{0}”; give it another name", u->name);
	struct unit_step *s = unit_step(t->p, t->new_units[i], "add");
	s->is = (struct unit){.id = t->new_units[i], .name = u->name, .short_name = u->short_name, .order = u->order, .active = true};
	int64_t above;
	TRY(unit_called(t, u->above, &above));
	s->is.parent = above;
	return OK;
}

static err unit_changed_step(struct staff_taking *t, const struct staff_unit *u)
{
	struct unit_plan *p = t->p;
	const struct unit *was = roster_unit(p->x->roster, u->id);
	int64_t above;
	if (!was || !was->active)
		return fail(ERR_CONFLICT, "the units have changed meanwhile; look at the workbook again");
	TRY(unit_called(t, u->above, &above));
	if (above && roster_below(p->x->roster, above, was->id))
		return fail(ERR_INPUT, "“{0}” stands below the unit itself; choose another place", u->above);
	struct unit_step *s = unit_step(p, was->id, "move");
	s->is.parent = above;
	s->is.order = u->order;
	s->is.short_name = u->short_name;
	unit_keep_names(p, s, was);
	if (above != was->parent) {
		*list_push(p->x->arena, &p->roots) = was->id;
		unit_denials_stay(p, was->id, was->parent, above);
	}
	return OK;
}

static err staff_steps(struct unit_plan *p, void *arg)
{
	struct staff_taking *t = arg;
	t->new_units = arena_new_n(p->x->arena, t->q->n_units, int64_t);
	for (size_t i = 0; i < t->q->n_units; i++)
		t->new_units[i] = t->q->units[i].id ? 0 : store_new_id(p->x->core->store, p->x->now);
	for (size_t i = 0; i < t->q->n_units; i++)
		TRY(t->new_units[i] ? unit_new_step(t, i) : unit_changed_step(t, &t->q->units[i]));
	for (size_t i = 0; i < t->q->n_people; i++) {
		int64_t unit;
		TRY(unit_called(t, t->q->people[i].unit, &unit));
		if (t->q->people[i].id && !roster_member(p->x->roster, t->q->people[i].id))
			return fail(ERR_CONFLICT, "the people have changed meanwhile; look at the workbook again");
		if (t->q->people[i].id)
			*list_push(p->x->arena, &p->people) = (struct unit_hand){t->q->people[i].id, unit};
	}
	return OK;
}

/* ---- people ------------------------------------------------------------------------------------- */
static struct change *person_begin(struct unit_plan *p, int64_t id, int64_t version, str action)
{
	struct change *k = arena_new(p->x->arena, struct change);
	*k = (struct change){.x = p->x, .m = roster_member(p->x->roster, id)};
	commit_init(&k->c, p->x);
	k->p = commit_event(&k->c, p->x, ENTITY_USER, id, version, action, p->sentence);
	*list_push(p->x->arena, &p->commits) = &k->c;
	return k;
}

static void person_stands(struct change *k, int64_t unit, str post, bool active)
{
	const struct member *m = k->m;
	effect_add(k->p, &(struct effect){.op = EFFECT_ACCOUNT, .number = {active, unit, m->duties}, .text = {post}});
	commit_op(&k->c, OP_ONE, &staff_person_row, NULL,
		  VALS(V_INT(k->c.core->region), V_INT(m->id), V_INT(unit), V_TEXT(post), V_INT(active), V_INT(m->version + 1), V_INT(m->version)));
}

static err person_new(struct staff_taking *t, const struct staff_person *s)
{
	struct ctx *x = t->p->x;
	struct roster *was = x->roster;
	struct user_new u = {.login = s->login, .name = s->name, .post = s->post, .duties = s->duties};
	TRY(unit_called(t, s->unit, &u.unit));
	x->roster = t->p->is; /* units that are new here count */
	err e = user_check(x, &u);
	x->roster = was;
	TRY(e);
	int64_t id = store_new_id(x->core->store, x->now);
	struct change *k = person_begin(t->p, id, 1, S("add"));
	struct staff_link *l = list_push(x->arena, &t->links);
	*l = (struct staff_link){.person = id, .login = s->login, .name = s->name};
	TRY(user_rows(x, &k->c, k->p, id, &u));
	return link_put(k, id, 0, &l->secret);
}

static err person_gone(struct staff_taking *t, int64_t id)
{
	struct ctx *x = t->p->x;
	const struct member *m = roster_member(x->roster, id);
	if (!m || !m->active || (m->duties & ADMINS) || id == x->actor.user)
		return fail(ERR_CONFLICT, "the people have changed meanwhile; look at the workbook again");
	struct change *k = person_begin(t->p, id, m->version + 1, S("disable"));
	person_stands(k, m->unit, m->post, false);
	sessions_drop(k, id, S(""));
	return OK;
}

static err people_take(struct staff_taking *t)
{
	struct unit_plan *p = t->p;
	for (size_t i = 0; i < t->q->n_people; i++) {
		const struct staff_person *s = &t->q->people[i];
		int64_t unit;
		if (!s->id) {
			TRY(person_new(t, s));
			continue;
		}
		TRY(unit_called(t, s->unit, &unit));
		const struct member *m = roster_member(p->x->roster, s->id);
		person_stands(person_begin(p, s->id, m->version + 1, S("move")), unit, s->post, m->active);
	}
	for (size_t i = 0; i < t->q->n_leavers; i++)
		TRY(person_gone(t, t->q->leavers[i]));
	return OK;
}

static err take_once(struct ctx *x, struct staff_taking *t, bool *ret_again)
{
	struct unit_change q = {.sort = UNIT_MOVE, .reason = t->q->source, .source = t->q->source};
	struct unit_plan p = {.x = x, .q = &q, .sentence = t->q->source, .people_apart = true};
	*ret_again = false;
	t->p = &p;
	t->links.n = 0;
	ctx_refresh(x);
	TRY(ctx_roster_new(x));
	TRY(unit_plan_make(&p, staff_steps, t));
	TRY(people_take(t));
	return unit_plan_commit(&p, ret_again);
}

err staff_take(struct ctx *x, const struct staff_set *q, struct staff_link **ret, size_t *ret_n)
{
	struct staff_taking t = {.q = q};
	bool again = true;
	err e = OK;
	TRY(may_as(x, DUTY_SYSTEM));
	if (q->n_units + q->n_people + q->n_leavers > STAFF_MOST)
		return fail(ERR_LIMIT, "at most {0} rows can be taken in at once; do it in parts", S("5000"));
	for (size_t i = 0; i < q->n_people; i++)
		if (x->actor.user && !q->people[i].id && q->people[i].duties)
			return fail(ERR_DENIED, "your duties do not include this");
	*ret = NULL;
	*ret_n = 0;
	if (!(q->n_units + q->n_people + q->n_leavers))
		return OK;
	for (int i = 0; i < TRIES && again; i++)
		e = take_once(x, &t, &again);
	TRY(e);
	TRY(ctx_roster_new(x));
	*ret = t.links.v;
	*ret_n = t.links.n;
	return OK;
}

err staff_tasks(struct ctx *x, int64_t person, int64_t *ret, str *ret_numbers)
{
	struct rows *r;
	struct buf b;
	int64_t n = 0;
	TRY(may_as(x, DUTY_SYSTEM));
	buf_init(&b, x->arena);
	TRY(ctx_snap(x));
	TRY(query(x->snap, &staff_matters, VALS(V_INT(x->core->region), V_INT(person)), &r));
	while (rows_next(r)) {
		const struct kind *k = core_kind(x->core, row_text(r, 0));
		int state = k ? kind_state(k, row_text(r, 1)) : -1;
		if (state < 0 || k->states[state].closed || n++ >= NUMBERS_SHOWN)
			continue;
		if (b.n)
			buf_z(&b, x->actor.lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, row_text(r, 2));
	}
	*ret = n;
	*ret_numbers = buf_str(&b);
	return rows_end(r);
}
