/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping somebody out of a matter (回避): the unit complained of with all below it, or a person. It is
 * not taken back, so it has a page of its own that says so (docs/decisions/secrecy.md). */
#include "web/api_in.h"

#define KEEPERS (DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_INTAKE))

bool may_keep_out(struct visit *v, const struct kind *k)
{
	uint32_t duties = v->session.actor.duties;
	return (duties & DUTY_BIT(DUTY_SUPERVISION)) || ((duties & KEEPERS) && kind_opening(v, k));
}

static err people_as_options(struct visit *v, int64_t chosen, struct deny_view *view)
{
	struct person *p;
	struct unit *units;
	size_t n, n_units;
	TRY(person_list(ctx_of(v), 0, &p, &n));
	TRY(unit_list(ctx_of(v), &units, &n_units));
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	o[0] = (struct option){.label = said(v, W("nobody"))};
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_add(&b, p[i].name);
		for (size_t k = 0; k < n_units; k++)
			if (units[k].id == p[i].unit) {
				buf_z(&b, "　");
				buf_add(&b, units[k].short_name.n ? units[k].short_name : units[k].name);
			}
		o[i + 1] = (struct option){path_with(v, "%lld", (long long)p[i].id), buf_str(&b), p[i].id == chosen, STR_NONE};
	}
	view->people = o;
	view->n_people = n + 1;
	return OK;
}

static err deny_show(struct visit *v, struct deny_view *view)
{
	struct matter_view m;
	int64_t unit = 0, person = 0;
	TRY(matter_brief(ctx_of(v), view->matter, &m));
	view->number = m.row.number;
	view->title = m.row.title;
	if (!form_int(v, "unit", &unit))
		unit = 0;
	if (!form_int(v, "person", &person))
		person = 0;
	view->units = units_as_options(v, unit, W("no unit"), &view->n_units);
	TRY(people_as_options(v, person, view));
	TRY(frame(v, "matters"));
	render(v, ui_deny(&v->rs->body, &v->ui, view));
	return OK;
}

err deny_page(struct visit *v)
{
	struct deny_view view = {.matter = v->id[0]};
	return deny_show(v, &view);
}

/* A unit or a person, one of them. */
static err keep_out(struct visit *v)
{
	int64_t unit, person;
	bool is_unit = form_int(v, "unit", &unit) && unit, is_person = form_int(v, "person", &person) && person;
	if (is_unit == is_person)
		return fail(ERR_INPUT, "choose either a unit or a person");
	return committing(v, matter_deny(ctx_of(v), v->id[0], is_unit ? unit : person, form_get(v, "reason")));
}

err deny_post(struct visit *v)
{
	struct typed t;
	struct matter_view m;
	struct deny_view view = {.matter = v->id[0], .reason = form_get(v, "reason")};
	err e = keep_out(v);
	if (e == OK) { /* whoever kept himself out finds it no more */
		bool still = matter_brief(ctx_of(v), v->id[0], &m) == OK;
		see_other(v, still ? path_with(v, "/matters/%lld", (long long)v->id[0]) : S("/"));
		return OK;
	}
	if ((e != ERR_INPUT && e != ERR_CONFLICT) || !typed_from(v, e, S("deny"), &t))
		return e;
	v->rs->status = t.status;
	view.error = t.error;
	return deny_show(v, &view);
}

err api_deny_post(struct visit *v)
{
	struct json j;
	TRY(api_form(v));
	TRY(keep_out(v));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "id", path_with(v, "%lld", (long long)v->id[0]));
	json_close(&j);
	return OK;
}
