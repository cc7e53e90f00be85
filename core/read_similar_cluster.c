/* SPDX-License-Identifier: Apache-2.0 */
/* What many ask about at one place in few days. Only the newest window of the index is looked at;
 * requests are counted that this reader may see, so a cluster tells him of no other. */
#include "core/read_in.h"
#include "core/similar_in.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW_MOST 20000 /* entries looked at */
#define BLOCK 500
#define OLD_MOST 1000     /* entries older than the window, one after the other, that end it */
#define GROUPS_MOST 4000
#define LOADS_MOST 3000   /* matters held against the reader's rights */
#define CLUSTERS_MOST 50

struct told_in {
	struct similar_side side;
	int64_t matter;
	ms_t at;
	bool taken;
};
struct group {
	uint32_t category;
	int64_t area;    /* 0: around its first member */
	const struct similar_side *first;
	LIST(struct told_in *) members;
};
struct clustering {
	struct ctx *x;
	int64_t least, days, metres;
	LIST(struct told_in) all;
	LIST(struct group) groups;
	size_t loads;
	int64_t *denied; /* stand in no cluster, or its size and place would tell of them */
	size_t n_denied;
};

static uint32_t category_of(const struct similar_side *s)
{
	return s->category[2] ? s->category[2] : s->category[1] ? s->category[1] : s->category[0];
}

static err read_window(struct clustering *c, int64_t entries)
{
	ms_t from = c->x->now - c->days * 86400000;
	size_t old = 0, n;
	struct similar_entry *v;
	for (int64_t below = entries + 1; c->all.n < WINDOW_MOST && old < OLD_MOST; below = v[n - 1].n) {
		TRY(similar_entries_before(c->x, below, BLOCK, &v, &n));
		if (!n)
			return OK;
		for (size_t i = 0; i < n; i++) {
			struct told_in m = {.matter = v[i].matter, .at = v[i].at};
			if (id_in(c->denied, c->n_denied, v[i].matter))
				continue;
			bool in = v[i].at >= from && similar_unpack(v[i].side, &m.side) && category_of(&m.side);
			old = in ? 0 : old + 1;
			if (in)
				*list_push(c->x->arena, &c->all) = m;
		}
	}
	return OK;
}

static bool fits(const struct clustering *c, const struct group *g, const struct similar_side *s, bool by_area)
{
	if (g->category != category_of(s) || (g->area != 0) != by_area)
		return false;
	if (by_area)
		return g->area == s->area;
	int64_t m = similar_metres(g->first, s);
	return m >= 0 && m <= c->metres;
}

/* Newest first, so a group stands around its newest request. */
static void group_all(struct clustering *c, bool by_area)
{
	size_t begin = c->groups.n;
	for (size_t i = 0; i < c->all.n; i++) {
		struct told_in *m = &c->all.v[i];
		if (m->taken || (by_area ? m->side.area == 0 : m->side.x == SIMILAR_NOWHERE || m->side.y == SIMILAR_NOWHERE))
			continue;
		size_t k = begin;
		while (k < c->groups.n && !fits(c, &c->groups.v[k], &m->side, by_area))
			k++;
		if (k == GROUPS_MOST)
			continue;
		if (k == c->groups.n)
			*list_push(c->x->arena, &c->groups) = (struct group){.category = category_of(&m->side), .area = by_area ? m->side.area : 0,
				.first = &m->side};
		*list_push(c->x->arena, &c->groups.v[k].members) = m;
	}
	for (size_t k = begin; k < c->groups.n; k++)
		for (size_t i = 0; c->groups.v[k].members.n >= (size_t)c->least && i < c->groups.v[k].members.n; i++)
			c->groups.v[k].members.v[i]->taken = true;
}

static void name_it(struct clustering *c, const struct group *g, const struct matter *m, role_set roles, struct similar_cluster *t)
{
	int i = kind_field(m->kind, S("category"));
	const struct field *f = i >= 0 ? &m->kind->fields[i] : NULL;
	t->area = g->area;
	t->area_name = g->area ? roster_unit_name(c->x->roster, g->area) : S("");
	t->x = g->area ? SIMILAR_NOWHERE : g->first->x;
	t->y = g->area ? SIMILAR_NOWHERE : g->first->y;
	if (!f || !m->fields[i].n || see_field(m->kind, roles, f) != SIGHT_PLAIN)
		return;
	t->category_name = m->fields[i].v[0];
	for (size_t k = 0; k < f->n_choices; k++)
		if (str_eq(f->choices[k].name, t->category_name))
			t->category = f->choices[k].label;
}

static err one_member(struct clustering *c, const struct group *g, const struct told_in *m, struct similar_cluster *t)
{
	struct matter matter;
	role_set roles;
	bool known = false;
	for (size_t i = 0; i < t->n_matters && !known; i++)
		known = t->matters[i] == m->matter;
	if (!known) {
		if (c->loads++ >= LOADS_MOST)
			return OK;
		err e = see_load(c->x, m->matter, &matter, &roles);
		if (e == ERR_NOTFOUND)
			return OK;
		TRY(e);
		if (!t->n_matters) {
			TRY(matter_row_of(c->x, &matter, roles, &t->newest));
			name_it(c, g, &matter, roles, t);
			t->last = m->at;
		}
		t->matters[t->n_matters++] = m->matter;
	}
	t->requests++;
	t->first = m->at;
	return OK;
}

static int larger(const void *a, const void *b)
{
	const struct similar_cluster *x = a, *y = b;
	return x->requests > y->requests ? -1 : x->requests < y->requests ? 1 : x->last > y->last ? -1 : x->last < y->last;
}

err similar_clusters(struct ctx *x, struct similar_cluster **ret, size_t *ret_n)
{
	day_t today = ctx_today(x);
	struct clustering c = {.x = x, .least = house_int(x->core, today, S("kernel.topic_requests")), .days = house_int(x->core, today, S("kernel.topic_days")),
		.metres = house_int(x->core, today, S("kernel.topic_metres"))};
	struct similar_mark mark;
	LIST(struct similar_cluster) l = {0};
	TRY(similar_ready(x->core));
	TRY(similar_mark_read(x, &mark));
	TRY(denied_ids(x, &c.denied, &c.n_denied));
	if (mark.ours)
		TRY(read_window(&c, mark.entries));
	group_all(&c, false);
	group_all(&c, true);
	for (size_t i = 0; i < c.groups.n; i++) {
		const struct group *g = &c.groups.v[i];
		struct similar_cluster t = {.matters = arena_new_n(x->arena, g->members.n, int64_t)};
		for (size_t k = 0; g->members.n >= (size_t)c.least && k < g->members.n; k++)
			TRY(one_member(&c, g, g->members.v[k], &t));
		if (t.requests >= (size_t)c.least)
			*list_push(x->arena, &l) = t;
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, larger);
	*ret = l.v;
	*ret_n = l.n < CLUSTERS_MOST ? l.n : CLUSTERS_MOST;
	return OK;
}
