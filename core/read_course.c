/* SPDX-License-Identifier: Apache-2.0 */
/* Planned against actual: the plan of a matter beside what its events say it came to. */
#include "core/matter_in.h"

#include <stdlib.h>

STMT(course_events, "SELECT at, effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version LIMIT 5000");
const struct stmt *const core_course_stmts[] = {&course_events, NULL};

static bool sees(const struct matter *m, role_set roles, int field)
{
	return field >= 0 && see_field(m->kind, roles, &m->kind->fields[field]) == SIGHT_PLAIN;
}

static day_t day_at(const struct matter *m, role_set roles, int field)
{
	day_t d;
	return sees(m, roles, field) && m->fields[field].n && day_parse(m->fields[field].v[0], &d) ? d : DAY_NONE;
}

/* ---- milestones ------------------------------------------------------------------------ */
static int by_due(const void *pa, const void *pb)
{
	const struct course_step *a = pa, *b = pb;
	return a->due < b->due ? -1 : a->due > b->due;
}

/* false: there are some that the reader may not see, so what is planned is not for him. */
static bool steps(struct ctx *x, const struct matter *m, struct course *ret)
{
	const struct curve *c = m->kind->curve;
	const struct kind *sort = &m->kind->parts[c->sort];
	ret->steps = arena_new_n(x->arena, m->parts.n, struct course_step);
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = matter_part_at(m, i);
		role_set roles = part->kind == sort ? see_roles(x, part) : 0;
		struct value title;
		if (part->kind != sort)
			continue;
		if (!(roles & sort->see) || !sees(part, roles, sort->due) || !sees(part, roles, sort->weight))
			return false;
		ret->steps[ret->n_steps++] = (struct course_step){
			.title = matter_value(x, part, roles, (size_t)sort->title, &title) ? title.text : S(""),
			.due = day_at(part, roles, sort->due), .reached = day_at(part, roles, c->on), .weight = matter_id_of(part, sort->weight),
			.state = &sort->states[part->state], .done = c->reached >> part->state & 1, .counts = !(c->without >> part->state & 1)};
	}
	if (ret->n_steps)
		qsort(ret->steps, ret->n_steps, sizeof *ret->steps, by_due);
	return true;
}

/* ---- what was reported ------------------------------------------------------------------- */
/* The share that an event set; -1: none. */
static int share_set(const struct matter *m, const struct effect *v, size_t n)
{
	int64_t share = -1;
	for (size_t i = 0; i < n; i++)
		if (v[i].op == EFFECT_SET && str_eq(v[i].text[0], m->kind->fields[m->kind->share].name) && v[i].n_list == 1 &&
		    !str_int(v[i].list[0], &share))
			share = -1;
	return share > 100 ? 100 : (int)share;
}

static err actual(struct ctx *x, const struct matter *m, struct course *ret)
{
	LIST(struct course_point) l = {0};
	struct rows *r;
	TRY(query(x->snap, &course_events, VALS(V_INT(x->core->region), V_INT(m->id)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		day_t day = zone_day(x->core->zone, row_int(r, 0));
		x->rows_read++;
		if (!effects_read(x->arena, row_copy(r, 1, x->arena), &v, &n))
			continue;
		int share = share_set(m, v, n);
		if (share < 0)
			continue;
		if (!l.n || l.v[l.n - 1].day != day)
			list_push(x->arena, &l);
		l.v[l.n - 1] = (struct course_point){day, share};
	}
	ret->actual = l.v;
	ret->n_actual = l.n;
	return rows_end(r);
}

/* What is planned; nothing of it when the reader may not see all that it is made of. */
static err planned(struct ctx *x, int64_t id, struct matter *m, role_set *ret_roles, struct course *ret)
{
	struct course c = {.planned_now = -1};
	TRY(see_load(x, id, m, ret_roles));
	const struct kind *k = m->kind;
	c.from = day_at(m, *ret_roles, k->planned_start);
	c.to = day_at(m, *ret_roles, k->due);
	c.started = day_at(m, *ret_roles, k->started);
	*ret = c;
	if (!k->curve || !sees(m, *ret_roles, k->planned_start) || !sees(m, *ret_roles, k->due) || !steps(x, m, &c))
		return OK;
	matter_plan(x, m, &c.plan);
	c.open = true;
	if (c.plan.n)
		c.planned_now = plan_at(&c.plan, ctx_today(x)) / 100;
	*ret = c;
	return OK;
}

err matter_planned(struct ctx *x, int64_t id, struct course *ret)
{
	struct matter m;
	role_set roles;
	return planned(x, id, &m, &roles, ret);
}

err matter_course(struct ctx *x, int64_t id, struct course *ret)
{
	struct matter m;
	role_set roles;
	struct course c;
	TRY(planned(x, id, &m, &roles, &c));
	if (c.open && sees(&m, roles, m.kind->share))
		TRY(actual(x, &m, &c));
	*ret = c;
	return OK;
}

str pack_setting_word(struct ctx *x, const struct pack *p, str name)
{
	return pack_word(x, p, name);
}

int64_t pack_setting_int(struct ctx *x, const struct pack *p, str name, int64_t otherwise)
{
	return pack_int(x, p, name, otherwise);
}
