/* SPDX-License-Identifier: Apache-2.0 */
/* Several kinds of matters (事项类型) side by side: which of them the visitor may open, how the
 * ledger is narrowed to one, and which bulk actions fit what is on the page. */
#include "web/web_in.h"

void kinds_gather(struct web *w)
{
	LIST(const struct kind *) l = {0};
	for (const struct pack *const *p = w->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++)
			*list_push(&w->arena, &l) = &(*p)->kinds[k];
	w->kinds = l.v;
	w->n_kinds = l.n;
}

/* Roles of the kind that the duties of the visitor allow, whatever the matter. */
static role_set roles_by_duty(struct visit *v, const struct kind *k)
{
	role_set set = 0;
	for (size_t i = 0; i < k->n_roles; i++)
		if (k->roles[i].relation == REL_ASKER)
			continue; /* nobody who signs in */
		else if (k->roles[i].duty == DUTIES || v->session.actor.duties & DUTY_BIT(k->roles[i].duty))
			set |= (role_set)1 << i;
	return set;
}

const struct action *kind_opening(struct visit *v, const struct kind *k)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens && (k->actions[i].by & roles_by_duty(v, k)))
			return &k->actions[i];
	return NULL;
}

void kinds_to_open(struct visit *v, const struct bulk_action **ret, size_t *ret_n)
{
	LIST(struct bulk_action) l = {0};
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		const struct action *a = k->elsewhere ? NULL : kind_opening(v, k);
		if (a)
			*list_push(v->arena, &l) = (struct bulk_action){a, k};
	}
	*ret = l.v;
	*ret_n = l.n;
}

bool kinds_overview(struct visit *v)
{
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		if (k->overview && (roles_by_duty(v, k) & k->see))
			return true;
	}
	return false;
}

bool kinds_evaluated(struct visit *v)
{
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		if (kind_field(k, S("method")) >= 0 && kind_field(k, S("period")) >= 0 && (roles_by_duty(v, k) & k->see))
			return true;
	}
	return false;
}

const struct kind *kind_named(struct visit *v, str name)
{
	for (size_t i = 0; i < v->web->n_kinds; i++)
		if (str_eq(v->web->kinds[i]->name, name))
			return v->web->kinds[i];
	return NULL;
}

void kind_options(struct visit *v, struct ledger_view *view, struct matter_query *q)
{
	LIST(struct option) l = {0};
	const struct kind *chosen = kind_named(v, query_get(v, "kind"));
	*list_push(v->arena, &l) = (struct option){S(""), said(v, W("All kinds")), !chosen, STR_NONE};
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		if (roles_by_duty(v, k) & k->see)
			*list_push(v->arena, &l) = (struct option){k->name, words2_in(&k->label, v->lang), k == chosen, STR_NONE};
	}
	view->kinds = l.v;
	view->n_kinds = l.n > 2 || chosen ? l.n : 0; /* of one kind there is nothing to choose */
	q->kind = chosen;
	view->filtered |= chosen != NULL;
}

static bool on_page(const struct ledger_view *view, const struct kind *k)
{
	for (size_t i = 0; i < view->n; i++)
		if (view->rows[i].kind == k)
			return true;
	return false;
}

/* The same verb of two kinds is one button: each matter takes its own action of that name. */
static bool listed_already(const struct bulk_action *v, size_t n, const struct action *a)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].action->name, a->name) && str_eq(v[i].action->label.zh, a->label.zh))
			return true;
	return false;
}

static size_t bulk_of(struct visit *v, const struct kind *k, struct bulk_action *into, size_t n)
{
	role_set mine = roles_by_duty(v, k);
	for (size_t i = 0; i < k->n_actions; i++) {
		const struct action *a = &k->actions[i];
		if (a->bulk && !a->opens && (a->by & mine) && !listed_already(into, n, a))
			into[n++] = (struct bulk_action){a, k};
	}
	return n;
}

void bulk_actions(struct visit *v, struct ledger_view *view, const struct kind *only)
{
	size_t most = 0;
	for (size_t i = 0; i < v->web->n_kinds; i++)
		most += v->web->kinds[i]->n_actions;
	struct bulk_action *found = arena_new_n(v->arena, most, struct bulk_action);
	for (size_t i = 0; i < v->web->n_kinds; i++)
		if (only ? v->web->kinds[i] == only : on_page(view, v->web->kinds[i]))
			view->n_bulk = bulk_of(v, v->web->kinds[i], found, view->n_bulk);
	view->bulk = found;
	view->key = fresh_key(v);
}
