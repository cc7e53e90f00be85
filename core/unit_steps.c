/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of a unit does to units and people, and whether it may be done. */
#include "core/unit_in.h"

#include <string.h>

#define NAME_MOST 200
#define SOURCE_MOST 300
#define TOGETHER_MOST 50 /* units that become one at once */

static const struct unit *unit_of(const struct unit_plan *p, int64_t id)
{
	return roster_unit(p->x->roster, id);
}

static err in_use(const struct unit_plan *p, int64_t id)
{
	const struct unit *u = unit_of(p, id);
	if (!u)
		return fail(ERR_NOTFOUND, "there is no such unit");
	return u->active ? OK : fail(ERR_INPUT, "“{0}” is no longer in use", u->name);
}

static bool has_alias(const struct roster *r, str name)
{
	for (size_t i = 0; i < r->n_units; i++)
		for (size_t k = 0; k < r->units[i].n_aliases; k++)
			if (str_eq(r->units[i].aliases[k], name))
				return true;
	return false;
}

struct unit_step *unit_step(struct unit_plan *p, int64_t id, const char *action)
{
	for (size_t i = 0; i < p->steps.n; i++)
		if (p->steps.v[i].id == id)
			return &p->steps.v[i];
	const struct unit *u = unit_of(p, id);
	struct unit_step *s = list_push(p->x->arena, &p->steps);
	*s = (struct unit_step){.id = id, .action = action};
	if (u) {
		s->is = *u;
		s->version = p->x->roster->unit_version[u - p->x->roster->units] + 1;
	}
	return s;
}

/* ---- names -------------------------------------------------------------------------------- */
static err name_good(str name, bool empty_too)
{
	if ((!name.n && !empty_too) || name.n > NAME_MOST || utf8_valid(name) != name.n)
		return fail(ERR_INPUT, "a unit needs a name of at most 60 characters");
	return OK;
}

static err names_free(const struct unit_plan *p, int64_t own)
{
	const str v[] = {p->q->name, p->q->short_name};
	TRY(name_good(v[0], false));
	TRY(name_good(v[1], true));
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		int64_t there = v[i].n ? roster_unit_named(p->x->roster, v[i]) : 0;
		if (there && there != own)
			return fail(ERR_CONFLICT, "there is already a unit called “{0}”; give it another name", v[i]);
	}
	return OK;
}

/* Names it had lead to it still. */
void unit_keep_names(struct unit_plan *p, struct unit_step *s, const struct unit *was)
{
	const str v[] = {was->name, was->short_name};
	s->aliases = arena_new_n(p->x->arena, COUNT_OF(v), str);
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (v[i].n && !str_eq(v[i], s->is.name) && !str_eq(v[i], s->is.short_name) && !has_alias(p->x->roster, v[i]) &&
		    (!i || !str_eq(v[0], v[1])))
			s->aliases[s->n_aliases++] = v[i];
}

static err parent_good(const struct unit_plan *p, int64_t parent, int64_t unit)
{
	if (!parent)
		return OK;
	TRY(in_use(p, parent));
	if (unit && roster_below(p->x->roster, parent, unit))
		return fail(ERR_INPUT, "“{0}” stands below the unit itself; choose another place", unit_of(p, parent)->name);
	return OK;
}

static err unit_made(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	TRY(names_free(p, 0));
	TRY(parent_good(p, q->parent, 0));
	p->made = store_new_id(p->x->core->store, p->x->now);
	struct unit_step *s = unit_step(p, p->made, "add");
	s->is = (struct unit){.id = p->made, .parent = q->parent, .name = q->name, .short_name = q->short_name, .active = true,
		.order = q->order >= 0 ? q->order : unit_of(p, q->unit)->order};
	return OK;
}

/* ---- what follows a unit ---------------------------------------------------------------------- */
static void hand(struct unit_plan *p, int64_t from, int64_t to)
{
	*list_push(p->x->arena, &p->hands) = (struct unit_hand){from, to};
	*list_push(p->x->arena, &p->denials) = (struct unit_hand){from, to};
}

static void people_go(struct unit_plan *p, int64_t from, int64_t to)
{
	for (size_t i = 0; i < p->x->roster->n_members; i++)
		if (p->x->roster->members[i].unit == from)
			*list_push(p->x->arena, &p->people) = (struct unit_hand){p->x->roster->members[i].id, to};
}

static void below_go(struct unit_plan *p, int64_t from, int64_t to, int64_t but)
{
	for (size_t i = 0; i < p->x->roster->n_units; i++) {
		const struct unit *u = &p->x->roster->units[i];
		if (u->parent != from || u->id == but)
			continue;
		unit_step(p, u->id, "follow")->is.parent = to;
		p->seen.below += u->active;
	}
}

static err ends_in(struct unit_plan *p, int64_t unit, int64_t heir)
{
	TRY(in_use(p, unit));
	if (unit == heir)
		return fail(ERR_INPUT, "a unit cannot become part of itself; choose another");
	if (heir != p->made && roster_below(p->x->roster, heir, unit))
		return fail(ERR_INPUT, "“{0}” stands below the unit itself; choose another place", unit_of(p, heir)->name);
	struct unit_step *s = unit_step(p, unit, unit_change_names[p->q->sort]);
	s->action = unit_change_names[p->q->sort];
	s->is.active = false;
	s->is.parent = heir;
	s->heir = heir;
	hand(p, unit, heir);
	people_go(p, unit, heir);
	below_go(p, unit, heir, heir);
	*list_push(p->x->arena, &p->roots) = unit;
	return OK;
}

/* What was kept from a unit above it is not given to it by its moving away. */
void unit_denials_stay(struct unit_plan *p, int64_t unit, int64_t above, int64_t new_above)
{
	const struct roster *r = p->x->roster;
	for (size_t steps = 0; above && steps <= r->n_units; steps++) {
		if (!roster_below(r, new_above, above))
			*list_push(p->x->arena, &p->denials) = (struct unit_hand){above, unit};
		const struct unit *u = roster_unit(r, above);
		above = u ? u->parent : 0;
	}
}

/* ---- the five changes ------------------------------------------------------------------------------ */
static err rename_it(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	const struct unit *was = unit_of(p, q->unit);
	TRY(names_free(p, q->unit));
	if (str_eq(was->name, q->name) && str_eq(was->short_name, q->short_name))
		return fail(ERR_CONFLICT, "it is called so already");
	struct unit_step *s = unit_step(p, q->unit, "rename");
	s->is.name = q->name;
	s->is.short_name = q->short_name;
	unit_keep_names(p, s, was);
	return OK;
}

static err move_it(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	const struct unit *was = unit_of(p, q->unit);
	TRY(parent_good(p, q->parent, q->unit));
	if (was->parent == q->parent && (q->order < 0 || q->order == was->order))
		return fail(ERR_CONFLICT, "it stands there already");
	struct unit_step *s = unit_step(p, q->unit, "move");
	s->is.parent = q->parent;
	s->is.order = q->order >= 0 ? q->order : was->order;
	if (was->parent != q->parent) {
		*list_push(p->x->arena, &p->roots) = q->unit;
		unit_denials_stay(p, q->unit, was->parent, q->parent);
	}
	return OK;
}

static err merge_it(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	int64_t heir = q->heir;
	if (q->n_others > TOGETHER_MOST)
		return fail(ERR_LIMIT, "at most {0} units can become one at once", S("50"));
	if (heir) {
		TRY(in_use(p, heir));
	} else {
		for (size_t i = 0; i <= q->n_others; i++)
			if (q->parent && roster_below(p->x->roster, q->parent, i ? q->others[i - 1] : q->unit))
				return fail(ERR_INPUT, "“{0}” stands below the unit itself; choose another place", unit_of(p, q->parent)->name);
		TRY(unit_made(p));
		heir = p->made;
	}
	TRY(ends_in(p, q->unit, heir));
	for (size_t i = 0; i < q->n_others; i++)
		if (q->others[i] != q->unit)
			TRY(ends_in(p, q->others[i], heir));
	return OK;
}

static err split_it(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	TRY(unit_made(p));
	unit_step(p, q->unit, "split"); /* it stays as it is; its record says what left it */
	hand(p, q->unit, p->made);
	for (size_t i = 0; i < q->n_people; i++) {
		const struct member *m = roster_member(p->x->roster, q->people[i]);
		if (!m || m->unit != q->unit)
			return fail(ERR_INPUT, "only people of the unit itself can go to the new one; choose again");
		*list_push(p->x->arena, &p->people) = (struct unit_hand){m->id, p->made};
	}
	return OK;
}

static err nobody_left(const struct unit_plan *p)
{
	const struct roster *r = p->x->roster;
	const struct unit *u = unit_of(p, p->q->unit);
	for (size_t i = 0; i < r->n_units; i++)
		if (r->units[i].active && r->units[i].parent == u->id)
			return fail(ERR_INPUT, "“{0}” still has units below it; move or close them first, or name who takes over", u->name);
	for (size_t i = 0; i < r->n_members; i++)
		if (r->members[i].active && r->members[i].unit == u->id)
			return fail(ERR_INPUT, "“{0}” still has people; move or disable them first, or name who takes over", u->name);
	return OK;
}

static err close_it(struct unit_plan *p)
{
	const struct unit_change *q = p->q;
	if (q->heir) {
		TRY(in_use(p, q->heir));
		return ends_in(p, q->unit, q->heir);
	}
	TRY(nobody_left(p));
	unit_step(p, q->unit, "close")->is.active = false;
	return OK;
}

static err good_words(const struct unit_change *q)
{
	TRY(reason_good(q->reason));
	if (!q->source.n || q->source.n > SOURCE_MOST || utf8_valid(q->source) != q->source.n)
		return fail(ERR_INPUT, "name the document that decided this, in at most 100 characters");
	return OK;
}

err unit_steps(struct unit_plan *p)
{
	static err (*const take[UNIT_CHANGES])(struct unit_plan *) = {rename_it, move_it, merge_it, split_it, close_it};
	TRY(good_words(p->q));
	TRY(in_use(p, p->q->unit));
	TRY(take[p->q->sort](p));
	p->seen.people = (int64_t)p->people.n;
	return OK;
}

/* ---- the tree afterwards -------------------------------------------------------------------------------- */
static void put_unit(struct roster *r, const struct unit *u)
{
	for (size_t i = 0; i < r->n_units; i++)
		if (r->units[i].id == u->id) {
			r->units[i] = *u;
			return;
		}
	r->unit_by_id[r->n_units] = r->n_units; /* ids rise with time */
	r->units[r->n_units++] = *u;
}

struct roster *roster_after(struct unit_plan *p)
{
	const struct roster *was = p->x->roster;
	struct arena *a = p->x->arena;
	struct roster *r = arena_new(a, struct roster);
	r->core = was->core;
	r->n_units = was->n_units;
	r->n_members = was->n_members;
	r->units = arena_new_n(a, was->n_units + 1, struct unit);
	r->unit_by_id = arena_new_n(a, was->n_units + 1, size_t);
	r->members = arena_new_n(a, was->n_members, struct member);
	if (was->n_units) {
		memcpy(r->units, was->units, was->n_units * sizeof *r->units);
		memcpy(r->unit_by_id, was->unit_by_id, was->n_units * sizeof *r->unit_by_id);
	}
	if (was->n_members)
		memcpy(r->members, was->members, was->n_members * sizeof *r->members);
	for (size_t i = 0; i < p->steps.n; i++)
		put_unit(r, &p->steps.v[i].is);
	for (size_t i = 0; i < p->people.n; i++)
		((struct member *)roster_member(r, p->people.v[i].from))->unit = p->people.v[i].to;
	return r;
}
