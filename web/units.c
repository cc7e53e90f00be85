/* SPDX-License-Identifier: Apache-2.0 */
/* One unit (单位) and what becomes of it, for the system administrator: a change is looked at
 * first, then made, today or on its day. */
#include <string.h>

#include "relay/relay.h"
#include "web/web_in.h"

static const struct option *sort_options(struct visit *v, size_t *ret_n)
{
	static const char *const label[UNIT_CHANGES] = {W("it gets another name"), W("it stands under another unit"), W("it becomes part of another unit"),
		W("a new unit is split off it"), W("it is closed")};
	struct option *o = arena_new_n(v->arena, UNIT_CHANGES, struct option);
	str asked = form_get(v, "sort");
	for (size_t i = 0; i < UNIT_CHANGES; i++)
		o[i] = (struct option){str_of(unit_change_names[i]), said(v, label[i]), str_eq(asked, str_of(unit_change_names[i]))};
	*ret_n = UNIT_CHANGES;
	return o;
}

static const struct option *people_options(struct visit *v, int64_t unit, size_t *ret_n)
{
	struct person *all;
	size_t n, out = 0;
	if (person_list(ctx_of(v), 0, &all, &n) != OK)
		return NULL;
	struct option *o = arena_new_n(v->arena, n, struct option);
	for (size_t i = 0; i < n; i++) {
		str name = path_with(v, "person_%lld", (long long)all[i].id);
		if (all[i].unit == unit)
			o[out++] = (struct option){name, all[i].name, str_eq(form_get(v, name.p), S("1"))};
	}
	*ret_n = out;
	return o;
}

static str unit_called(const struct unit *u)
{
	return u->short_name.n ? u->short_name : u->name;
}

static err view_units(struct visit *v, int64_t id, struct unit_view *view)
{
	struct unit *all;
	size_t n;
	TRY(unit_list(ctx_of(v), &all, &n));
	struct unit *before = arena_new_n(v->arena, n, struct unit);
	for (size_t i = 0; i < n; i++)
		if (all[i].id == id)
			view->unit = &all[i];
	if (!view->unit)
		return fail(ERR_NOTFOUND, "there is no such unit");
	for (size_t i = 0; i < n; i++) {
		if (all[i].id == view->unit->parent)
			view->parent_name = unit_called(&all[i]);
		if (view->unit->heir && all[i].id == view->unit->heir)
			view->heir_name = unit_called(&all[i]);
		if (all[i].heir == id)
			before[view->n_before++] = all[i];
	}
	view->before = before;
	return OK;
}

static err count_robots(struct visit *v, int64_t unit, struct unit_view *view)
{
	struct robot_row *rows;
	size_t n;
	if (!robot_may(ctx_of(v)))
		return OK;
	TRY(robot_list(ctx_of(v), &rows, &n));
	for (size_t i = 0; i < n; i++)
		view->robots += rows[i].unit == unit;
	return OK;
}

static str typed_or(struct visit *v, const char *name, str otherwise)
{
	str s = form_get(v, name);
	return s.p ? s : otherwise;
}

static err unit_show(struct visit *v, int64_t id, struct unit_view *view)
{
	int64_t parent, heir = 0;
	struct buf b;
	TRY(view_units(v, id, view));
	TRY(unit_story(ctx_of(v), id, &view->story));
	if (!form_int(v, "parent", &parent))
		parent = view->unit->parent;
	if (!form_int(v, "heir", &heir))
		heir = 0;
	buf_init(&b, v->arena);
	put_day(&b, v->ui.today);
	view->sorts = sort_options(v, &view->n_sorts);
	view->parents = units_as_options(v, parent, W("no unit above"), &view->n_parents);
	view->heirs = units_as_options(v, heir, W("none, or a new unit"), &view->n_heirs);
	view->people = people_options(v, id, &view->n_people);
	view->name = typed_or(v, "name", S(""));
	view->short_name = typed_or(v, "short", S(""));
	view->order = typed_or(v, "order", S(""));
	view->from = typed_or(v, "from", buf_str(&b));
	view->source = typed_or(v, "source", S(""));
	view->reason = typed_or(v, "reason", S(""));
	view->numbers = typed_or(v, "numbers", S(""));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	TRY(frame(v, "units"));
	render(v, ui_unit(&v->rs->body, &v->ui, view));
	return OK;
}

err unit_page(struct visit *v)
{
	struct unit_view view = {0};
	return unit_show(v, v->id[0], &view);
}

/* ---- the change that was typed -------------------------------------------------------------------- */
static err change_typed(struct visit *v, int64_t id, struct unit_change *q)
{
	int64_t order, *matters;
	size_t n_people, n = 0;
	const struct option *people = people_options(v, id, &n_people);
	int64_t *ids = arena_new_n(v->arena, n_people, int64_t);
	str sort = form_get(v, "sort");
	*q = (struct unit_change){.sort = UNIT_CHANGES, .unit = id, .name = form_get(v, "name"), .short_name = form_get(v, "short"),
		.source = form_get(v, "source"), .reason = form_get(v, "reason"), .order = -1};
	for (int i = 0; i < UNIT_CHANGES; i++)
		if (str_eq(sort, str_of(unit_change_names[i])))
			q->sort = (enum unit_change_sort)i;
	if (!form_int(v, "parent", &q->parent))
		q->parent = 0;
	if (!form_int(v, "heir", &q->heir))
		q->heir = 0;
	if (form_int(v, "order", &order) && order >= 0 && order < 100000)
		q->order = (int)order;
	if (!day_parse(str_trim(form_get(v, "from")), &q->from))
		return fail(ERR_INPUT, "a day is written like 2026-10-14");
	for (size_t i = 0; i < n_people; i++)
		if (people[i].chosen && str_int(str_cut(people[i].value, strlen("person_"), people[i].value.n), &ids[n]))
			n++;
	q->people = ids;
	q->n_people = n;
	if (q->sort == UNIT_SPLIT) {
		TRY(unit_matters_named(ctx_of(v), id, form_get(v, "numbers"), &matters, &q->n_matters));
		q->matters = matters;
	}
	return OK;
}

static err not_done(struct visit *v, err e, int64_t id, struct unit_view *view)
{
	if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT)
		return e;
	view->error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return unit_show(v, id, view);
}

static err look(struct visit *v, int64_t id, const struct unit_change *q, struct unit_view *view)
{
	err e = unit_preview(ctx_of(v), q, &view->seen);
	if (e != OK)
		return not_done(v, e, id, view);
	view->looked = true;
	view->later = q->from > v->ui.today;
	view->split = q->sort == UNIT_SPLIT;
	TRY(count_robots(v, id, view));
	return unit_show(v, id, view);
}

static err withdraw(struct visit *v, int64_t id)
{
	struct unit_view view = {0};
	int64_t coming;
	err e = form_int(v, "coming", &coming) ? committing(v, unit_withdraw(ctx_of(v), coming, form_get(v, "reason")))
					       : fail(ERR_NOTFOUND, "there is no such page");
	if (e != OK)
		return not_done(v, e, id, &view);
	see_other(v, path_with(v, "/units/%lld?did=1", (long long)id));
	return OK;
}

err unit_change_post(struct visit *v)
{
	struct unit_view view = {0};
	struct unit_change q;
	int64_t id = v->id[0], made = 0;
	if (str_eq(v->word, S("withdraw")))
		return withdraw(v, id);
	if (!str_eq(v->word, S("look")) && !str_eq(v->word, S("do")))
		return fail(ERR_NOTFOUND, "there is no such page");
	err e = change_typed(v, id, &q);
	if (e == OK && str_eq(v->word, S("look")))
		return look(v, id, &q, &view);
	if (e == OK)
		e = committing(v, unit_change(ctx_of(v), &q, &made));
	if (e != OK)
		return not_done(v, e, id, &view);
	see_other(v, path_with(v, "/units/%lld?did=1", (long long)id));
	return OK;
}
