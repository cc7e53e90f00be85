/* SPDX-License-Identifier: Apache-2.0 */
/* Counts and the to-do list. Counters are kept per unit, kind, relation, state and light;
 * what is denied to the reader is taken off one by one, for denials are few. */
#include "core/read_in.h"

STMT(counter_rows, "SELECT kind, rel, state, light, n FROM counter WHERE region = $1 AND unit = $2");
STMT(denied_rows, "SELECT matter FROM matter_denial WHERE region = $1 AND who = $2");
STMT(unit_row_get, "SELECT rel FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
const struct stmt *const core_count_stmts[] = {&counter_rows, &denied_rows, &unit_row_get, NULL};

#define TODO_MOST 200

/* ---- what waits for somebody -------------------------------------------------------------- */
static bool is_tray(const struct kind *k, size_t state)
{
	return k->states[state].tray.zh.n > 0 || k->states[state].tray.en.n > 0;
}

/* The action that a state's tray means for these roles: the main one, else the first. */
static const struct action *tray_action(const struct kind *k, size_t state, role_set roles)
{
	const struct action *first = NULL;
	for (size_t i = 0; i < k->n_actions; i++) {
		const struct action *a = &k->actions[i];
		if (a->opens || !(a->from >> state & 1) || !(a->by & roles))
			continue;
		if (a->main)
			return a;
		if (!first)
			first = a;
	}
	return first;
}

static bool waits(const struct ctx *x, const struct kind *k, size_t state, int bits)
{
	role_set roles = see_roles_by_bits(x, k, bits);
	if (!is_tray(k, state) || !(roles & k->see))
		return false;
	const struct action *a = tray_action(k, state, roles);
	return a && a->main;
}

static void add(struct matter_counts *c, const struct ctx *x, const struct kind *k, int state, int light, int bits, int64_t n)
{
	c->all += n;
	c->open += k->states[state].closed ? 0 : n;
	c->green += light == LIGHT_GREEN ? n : 0;
	c->yellow += light == LIGHT_YELLOW ? n : 0;
	c->red += light == LIGHT_RED ? n : 0;
	c->blue += light == LIGHT_BLUE ? n : 0;
	c->orange += light == LIGHT_ORANGE ? n : 0;
	c->done += k->states[state].closed ? n : 0;
	c->waiting_for_me += waits(x, k, (size_t)state, bits) ? n : 0;
}

/* A kind is counted once: under the whole district when the reader sees all of it. */
static bool counts_here(const struct ctx *x, const struct kind *k, int64_t unit, int rel)
{
	bool any = (see_any_roles(x, k) & k->see) != 0;
	if (any != (unit == UNIT_ALL))
		return false;
	return (see_roles_by_bits(x, k, scope_bits(unit, rel)) & k->see) != 0;
}

static err count_unit(struct ctx *x, int64_t unit, struct matter_counts *c)
{
	struct rows *r;
	TRY(query(x->snap, &counter_rows, VALS(V_INT(x->core->region), V_INT(unit)), &r));
	while (rows_next(r)) {
		const struct kind *k = core_kind(x->core, row_text(r, 0));
		int rel = (int)row_int(r, 1), state = k ? kind_state(k, row_text(r, 2)) : -1;
		x->rows_read++;
		if (state >= 0 && counts_here(x, k, unit, rel))
			add(c, x, k, state, (int)row_int(r, 3), scope_bits(unit, rel), row_int(r, 4));
	}
	return rows_end(r);
}

static err bits_under(struct ctx *x, int64_t unit, int64_t matter, int *ret)
{
	struct rows *r;
	bool found;
	TRY(query_one(x->snap, &unit_row_get, VALS(V_INT(x->core->region), V_INT(unit), V_INT(matter)), &r, &found));
	*ret = found ? (int)row_int(r, 0) : 0;
	return OK;
}

static err take_off(struct ctx *x, const struct matter *m, int64_t unit, int sign, struct matter_counts *c)
{
	int rel;
	TRY(bits_under(x, unit, m->id, &rel));
	if (rel && counts_here(x, m->kind, unit, rel))
		add(c, x, m->kind, m->state, m->light, scope_bits(unit, rel), sign);
	return OK;
}

/* Denied matters stand under the whole district, though not under the denied unit. */
typedef LIST(int64_t) id_list;
static void add_once(struct ctx *x, id_list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i] == id)
			return;
	*list_push(x->arena, l) = id;
}

static err denied_to(struct ctx *x, int64_t who, id_list *l)
{
	struct rows *r;
	TRY(query(x->snap, &denied_rows, VALS(V_INT(x->core->region), V_INT(who)), &r));
	while (rows_next(r))
		add_once(x, l, row_int(r, 0));
	return rows_end(r);
}

static err denied_matters(struct ctx *x, id_list *l)
{
	int64_t unit = x->actor.unit;
	TRY(denied_to(x, x->actor.user, l));
	for (size_t steps = 0; unit && steps <= x->roster->n_units; steps++) {
		TRY(denied_to(x, unit, l));
		const struct unit *u = roster_unit(x->roster, unit);
		unit = u ? u->parent : 0;
	}
	return OK;
}

static err take_off_denied(struct ctx *x, const id_list *l, const int64_t *scope, size_t n, struct matter_counts *c)
{
	for (size_t i = 0; i < l->n; i++) {
		struct matter m;
		bool there;
		TRY(matter_load(x->core, x->snap, x->arena, l->v[i], &m, &there));
		for (size_t k = 0; there && k < n; k++)
			TRY(take_off(x, &m, scope[k], -1, c));
	}
	return OK;
}

/* Matters that stand both under the reader's unit and under himself were counted twice. */
static err take_off_double(struct ctx *x, struct matter_counts *c)
{
	LIST(int64_t) l = {0};
	struct streams s;
	struct candidate at;
	bool found = true;
	streams_init(&s, x, true);
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			for (size_t state = 0; state < (*p)->kinds[i].n_states; state++)
				TRY(stream_state(&s, x->actor.user, &(*p)->kinds[i], state, INT64_MIN, INT64_MIN));
	TRY(streams_begin(&s));
	while (found && s.looked_at <= LIMIT_RESIDUAL_ROWS) {
		TRY(streams_next(&s, &at, &found));
		if (found)
			*list_push(x->arena, &l) = at.matter;
	}
	TRY(streams_end(&s));
	for (size_t i = 0; i < l.n; i++) {
		struct matter m;
		bool there;
		int unit_rel, own_rel;
		TRY(bits_under(x, x->actor.unit, l.v[i], &unit_rel));
		TRY(bits_under(x, x->actor.user, l.v[i], &own_rel));
		TRY(matter_load(x->core, x->snap, x->arena, l.v[i], &m, &there));
		if (!there || !unit_rel || !counts_here(x, m.kind, x->actor.unit, unit_rel) || !counts_here(x, m.kind, x->actor.user, own_rel))
			continue;
		bool by_unit = waits(x, m.kind, (size_t)m.state, unit_rel), by_person = waits(x, m.kind, (size_t)m.state, own_rel);
		add(c, x, m.kind, m.state, m.light, own_rel, -1);
		c->waiting_for_me += by_person && !by_unit;
	}
	return OK;
}

err matter_counts(struct ctx *x, struct matter_counts *ret)
{
	struct matter_counts c = {0};
	int64_t scope[3], parts = 0;
	id_list denied = {0};
	size_t n = scopes_of(x, NULL, scope);
	TRY(ctx_snap(x));
	for (size_t i = 0; i < n; i++)
		TRY(count_unit(x, scope[i], &c));
	if (n > 1 && scope[n - 1] == x->actor.user && scope[n - 2] == x->actor.unit)
		TRY(take_off_double(x, &c));
	if (x->actor.user)
		TRY(denied_matters(x, &denied));
	TRY(take_off_denied(x, &denied, scope, n, &c));
	TRY(parts_waiting(x, denied.v, denied.n, &parts));
	c.waiting_for_me += parts;
	*ret = c;
	return OK;
}

err differ_count(struct ctx *x, int64_t *ret, bool *ret_more)
{
	struct matter_page page;
	TRY(matter_list(x, &(struct matter_query){.differs = true, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = LIMIT_PAGE}, &page));
	*ret = (int64_t)page.n;
	*ret_more = page.next.n > 0;
	return OK;
}

/* ---- to-do --------------------------------------------------------------------------------------- */
static err todo_start(struct ctx *x, struct streams *s)
{
	int64_t scope[3];
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			size_t n = scopes_of(x, k, scope);
			for (size_t state = 0; state < k->n_states; state++)
				for (size_t j = 0; j < n && is_tray(k, state); j++)
					TRY(stream_state(s, scope[j], k, state, INT64_MIN, INT64_MIN));
		}
	return streams_begin(s);
}

static str what_to_do(struct ctx *x, const struct kind *k, const struct todo *t)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_add(&b, words2_in(&k->states[t->row.state].tray, x->actor.lang));
	buf_z(&b, x->actor.lang == LANG_ZH ? "：" : ": ");
	buf_add(&b, t->row.title);
	return buf_str(&b);
}

static err todo_of(struct ctx *x, const struct candidate *c, struct todo *ret, bool *ret_is)
{
	struct matter m;
	role_set roles;
	err e = see_load(x, c->matter, &m, &roles);
	*ret_is = false;
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	const struct action *a = tray_action(m.kind, (size_t)m.state, roles);
	if (!a || !a->main || !may_offer(x, &m, roles, a))
		return OK;
	ret->action = a;
	TRY(matter_row_of(x, &m, roles, &ret->row));
	ret->what = what_to_do(x, m.kind, ret);
	*ret_is = true;
	return OK;
}

static err todo_fill(struct ctx *x, struct streams *s, struct todo *v, size_t *n)
{
	struct candidate c, last = {0};
	bool found, is;
	TRY(todo_start(x, s));
	while (*n < TODO_MOST && s->looked_at <= LIMIT_RESIDUAL_ROWS) {
		TRY(streams_next(s, &c, &found));
		if (!found)
			break;
		if (c.matter == last.matter)
			continue;
		last = c;
		TRY(todo_of(x, &c, &v[*n], &is));
		*n += is;
	}
	return OK;
}

static int64_t urgency(const struct todo *t)
{
	return t->row.due == MS_NONE ? NEVER : t->row.due;
}

/* Matters and parts in one list, most urgent first. */
static size_t merge_todos(const struct todo *a, size_t n_a, const struct todo *b, size_t n_b, struct todo *ret)
{
	size_t n = 0;
	for (size_t i = 0, j = 0; n < TODO_MOST && (i < n_a || j < n_b);)
		ret[n++] = j == n_b || (i < n_a && urgency(&a[i]) <= urgency(&b[j])) ? a[i++] : b[j++];
	return n;
}

err todo_list(struct ctx *x, struct todo **ret, size_t *ret_n)
{
	struct streams s;
	struct todo *v = arena_new_n(x->arena, TODO_MOST, struct todo), *parts = arena_new_n(x->arena, TODO_MOST, struct todo);
	size_t n = 0, n_parts = 0;
	TRY(ctx_snap(x));
	streams_init(&s, x, true);
	err e = todo_fill(x, &s, v, &n), end = streams_end(&s);
	if (e != OK || end != OK)
		return e != OK ? e : end;
	TRY(todo_parts(x, TODO_MOST, parts, &n_parts));
	*ret = v;
	*ret_n = n;
	if (!n_parts)
		return OK;
	*ret = arena_new_n(x->arena, TODO_MOST, struct todo);
	*ret_n = merge_todos(v, n, parts, n_parts, *ret);
	return OK;
}
