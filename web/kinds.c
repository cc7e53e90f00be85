/* SPDX-License-Identifier: Apache-2.0 */
/* Several kinds of matters (事项类型) side by side: which of them the visitor may open, how the
 * ledger is narrowed to one, and which bulk actions fit what is on the page. */
#include "web/web_in.h"

/* Roles of the kind that the duties of the visitor allow, whatever the matter. */
static role_set roles_by_duty(struct visit *v, const struct kind *k)
{
	role_set set = 0;
	for (size_t i = 0; i < k->n_roles; i++)
		if (k->roles[i].duty == DUTIES || v->session.actor.duties & DUTY_BIT(k->roles[i].duty))
			set |= (role_set)1 << i;
	return set;
}

static const struct action *opening(struct visit *v, const struct kind *k)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens && (k->actions[i].by & roles_by_duty(v, k)))
			return &k->actions[i];
	return NULL;
}

void kinds_to_open(struct visit *v, const struct bulk_action **ret, size_t *ret_n)
{
	LIST(struct bulk_action) l = {0};
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++) {
			const struct kind *kind = &(*p)->kinds[k];
			const struct action *a = kind->elsewhere ? NULL : opening(v, kind);
			if (a)
				*list_push(v->arena, &l) = (struct bulk_action){a, kind};
		}
	*ret = l.v;
	*ret_n = l.n;
}

bool kinds_overview(struct visit *v)
{
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++)
			if ((*p)->kinds[k].overview && (roles_by_duty(v, &(*p)->kinds[k]) & (*p)->kinds[k].see))
				return true;
	return false;
}

const struct kind *kind_named(struct visit *v, str name)
{
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++)
			if (str_eq((*p)->kinds[k].name, name))
				return &(*p)->kinds[k];
	return NULL;
}

void kind_options(struct visit *v, struct ledger_view *view, struct matter_query *q)
{
	LIST(struct option) l = {0};
	const struct kind *chosen = kind_named(v, query_get(v, "kind"));
	*list_push(v->arena, &l) = (struct option){S(""), said(v, W("All kinds")), !chosen, STR_NONE};
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++) {
			const struct kind *kind = &(*p)->kinds[k];
			if (roles_by_duty(v, kind) & kind->see)
				*list_push(v->arena, &l) = (struct option){kind->name, words2_in(&kind->label, v->lang), kind == chosen, STR_NONE};
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

void bulk_actions(struct visit *v, struct ledger_view *view)
{
	LIST(struct bulk_action) found = {0};
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++) {
			const struct kind *kind = &(*p)->kinds[k];
			role_set mine = roles_by_duty(v, kind);
			for (size_t i = 0; i < kind->n_actions && on_page(view, kind); i++) {
				const struct action *a = &kind->actions[i];
				if (a->bulk && !a->opens && (a->by & mine) && !listed_already(found.v, found.n, a))
					*list_push(v->arena, &found) = (struct bulk_action){a, kind};
			}
		}
	view->bulk = found.v;
	view->n_bulk = found.n;
	view->key = fresh_key(v);
	kinds_to_open(v, &view->to_open, &view->n_to_open);
}
