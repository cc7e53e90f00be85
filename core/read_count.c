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
	if (!is_tray(k, state) || !(roles & kind_see(k, (int)state)))
		return false;
	const struct action *a = tray_action(k, state, roles);
	return a && a->main;
}

static void add(struct matter_counts *c, const struct ctx *x, const struct kind *k, int state, int light, int bits, int64_t n)
{
	if (c->of == k)
		c->by_state[state] += n;
	if (k->subject) /* nobody has it to do */
		return;
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
static bool counts_here(const struct ctx *x, const struct kind *k, int state, int64_t unit, int rel)
{
	bool any = (see_any_roles(x, k) & k->see) != 0;
	if (any != (unit == UNIT_ALL))
		return false;
	return (see_roles_by_bits(x, k, scope_bits(unit, rel)) & kind_see(k, state)) != 0;
}

static err count_unit(struct ctx *x, int64_t unit, struct matter_counts *c)
{
	struct rows *r;
	TRY(query(x->snap, &counter_rows, VALS(V_INT(x->core->region), V_INT(unit)), &r));
	while (rows_next(r)) {
		const struct kind *k = core_kind(x->core, row_text(r, 0));
		int rel = (int)row_int(r, 1), state = k ? kind_state(k, row_text(r, 2)) : -1;
		x->rows_read++;
		if (state >= 0 && counts_here(x, k, state, unit, rel))
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
	if (rel && counts_here(x, m->kind, m->state, unit, rel))
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

static err denied_above(struct ctx *x, const struct actor *who, id_list *l)
{
	int64_t unit = who->unit;
	TRY(denied_to(x, who->user, l));
	for (size_t steps = 0; unit && steps <= x->roster->n_units; steps++) {
		TRY(denied_to(x, unit, l));
		const struct unit *u = roster_unit(x->roster, unit);
		unit = u ? u->parent : 0;
	}
	return OK;
}

bool id_in(const int64_t *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == id)
			return true;
	return false;
}

err denied_ids(struct ctx *x, int64_t **ret, size_t *ret_n)
{
	id_list l = {0};
	TRY(ctx_snap(x));
	if (x->actor.user)
		TRY(denied_above(x, &x->actor, &l));
	if (x->hand.user)
		TRY(denied_above(x, &x->hand, &l));
	*ret = l.v;
	*ret_n = l.n;
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
	TRY(streams_init(&s, x, true));
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
		if (!there || !unit_rel || !counts_here(x, m.kind, m.state, x->actor.unit, unit_rel) || !counts_here(x, m.kind, m.state, x->actor.user, own_rel))
			continue;
		bool by_unit = waits(x, m.kind, (size_t)m.state, unit_rel), by_person = waits(x, m.kind, (size_t)m.state, own_rel);
		add(c, x, m.kind, m.state, m.light, own_rel, -1);
		c->waiting_for_me += by_person && !by_unit;
	}
	return OK;
}

static err count_all(struct ctx *x, struct matter_counts *c)
{
	int64_t scope[3], parts = 0;
	id_list denied = {0};
	size_t n = scopes_of(x, NULL, scope);
	TRY(ctx_snap(x));
	for (size_t i = 0; i < n; i++)
		TRY(count_unit(x, scope[i], c));
	if (n > 1 && scope[n - 1] == x->actor.user && scope[n - 2] == x->actor.unit)
		TRY(take_off_double(x, c));
	if (x->actor.user)
		TRY(denied_ids(x, &denied.v, &denied.n));
	TRY(take_off_denied(x, &denied, scope, n, c));
	TRY(parts_waiting(x, denied.v, denied.n, &parts));
	c->waiting_for_me += parts;
	return OK;
}

err matter_counts(struct ctx *x, struct matter_counts *ret)
{
	struct matter_counts c = {0};
	TRY(count_all(x, &c));
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

enum tray_guess tray_by_bits(const struct ctx *x, const struct kind *k, size_t state, int bits)
{
	if (!waits(x, k, state, bits))
		return TRAY_NO;
	return tray_action(k, state, see_roles_by_bits(x, k, bits))->other_than < 0 ? TRAY_YES : TRAY_ASK;
}

/* ---- of those that name the reader, and by state ----------------------------------------------- */
static bool names_him(const struct ctx *x, const struct kind *k, int rel)
{
	return (rel & RELBIT_PERSON) && !(rel & RELBIT_DENIED) && (see_roles_by_bits(x, k, rel) & k->see);
}

err matter_counts_named(struct ctx *x, struct matter_counts *ret)
{
	struct matter_counts c = {0};
	struct rows *r;
	id_list l = {0};
	TRY(ctx_snap(x));
	TRY(query(x->snap, &counter_rows, VALS(V_INT(x->core->region), V_INT(x->actor.user)), &r));
	while (rows_next(r)) {
		const struct kind *k = core_kind(x->core, row_text(r, 0));
		int rel = (int)row_int(r, 1), state = k ? kind_state(k, row_text(r, 2)) : -1;
		if (state >= 0 && names_him(x, k, rel))
			add(&c, x, k, state, (int)row_int(r, 3), rel, row_int(r, 4));
	}
	TRY(rows_end(r));
	if (x->hand.user) /* what is denied to him alone stands marked already */
		TRY(denied_above(x, &x->hand, &l));
	for (size_t i = 0; i < l.n; i++) {
		struct matter m;
		bool there;
		int rel;
		TRY(bits_under(x, x->actor.user, l.v[i], &rel));
		TRY(matter_load(x->core, x->snap, x->arena, l.v[i], &m, &there));
		if (there && names_him(x, m.kind, rel))
			add(&c, x, m.kind, m.state, m.light, rel, -1);
	}
	c.waiting_for_me = 0;
	*ret = c;
	return OK;
}

err matter_state_counts(struct ctx *x, const struct kind *k, int64_t *ret)
{
	struct matter_counts c = {.of = k, .by_state = arena_new_n(x->arena, k->n_states, int64_t)};
	TRY(count_all(x, &c));
	for (size_t i = 0; i < k->n_states; i++)
		ret[i] = c.by_state[i];
	return OK;
}

/* Whether any duty of his has something to do in this state, however he stands to the matter:
 * what waits for others only is not even looked at. */
static bool may_wait(const struct ctx *x, const struct kind *k, size_t state)
{
	return waits(x, k, state, RELBIT_LEAD | RELBIT_ASSIST | RELBIT_OWNER | RELBIT_PERSON);
}

/* ---- to-do --------------------------------------------------------------------------------------- */
static err todo_start(struct ctx *x, struct streams *s, int64_t key, int64_t id)
{
	int64_t scope[3];
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			size_t n = scopes_of(x, k, scope);
			for (size_t state = 0; state < k->n_states; state++)
				for (size_t j = 0; j < n && may_wait(x, k, state); j++)
					TRY(stream_state(s, scope[j], k, state, key, id));
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

bool in_tray(const struct ctx *x, const struct matter *m, role_set roles, const struct action **ret)
{
	const struct action *a = is_tray(m->kind, (size_t)m->state) ? tray_action(m->kind, (size_t)m->state, roles) : NULL;
	if (!a || !a->main || !may_offer(x, m, roles, a))
		return false;
	*ret = a;
	return true;
}

static void urged(struct ctx *x, const struct matter *m, struct todo *t)
{
	t->urged = MS_NONE;
	for (size_t i = 0; i < m->kind->n_actions; i++) {
		const struct action *a = &m->kind->actions[i];
		const struct last_actor *l = &m->last[i];
		if (a->topic != TOPIC_REMIND || !a->urgent || !l->event || l->at < m->state_since || l->at <= m->reported || l->at <= t->urged)
			continue;
		t->urged = l->at;
		t->urged_what = words2_in(&a->label, x->actor.lang);
	}
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
	if (!in_tray(x, &m, roles, &ret->action))
		return OK;
	TRY(matter_row_of(x, &m, roles, &ret->row));
	ret->what = what_to_do(x, m.kind, ret);
	urged(x, &m, ret);
	*ret_is = true;
	return OK;
}

struct todo_filling {
	struct todo *v;
	size_t n, limit;
	str cursor, next;
};

static err todo_fill(struct ctx *x, struct streams *s, struct todo_filling *f)
{
	struct candidate c, last = {0};
	bool found, is;
	int64_t key, id;
	cursor_read(f->cursor, true, &key, &id);
	TRY(todo_start(x, s, key, id));
	for (;;) {
		TRY(streams_next(s, &c, &found));
		if (!found)
			return OK;
		if (c.matter == last.matter || (c.unit != UNIT_ALL && c.kind && c.state >= 0 && !waits(x, c.kind, (size_t)c.state, c.rel)))
			continue;
		if (f->n == f->limit || s->looked_at > LIMIT_RESIDUAL_ROWS) {
			f->next = last.matter ? cursor_text(x->arena, last.key, last.matter) : STR_NONE;
			return OK;
		}
		last = c;
		TRY(todo_of(x, &c, &f->v[f->n], &is));
		f->n += is;
	}
}

static int64_t urgency(const struct todo *t)
{
	return t->row.due == MS_NONE ? NEVER : t->row.due;
}

/* Matters and parts in one list, most urgent first. */
static size_t merge_todos(const struct todo *a, size_t n_a, const struct todo *b, size_t n_b, struct todo *ret)
{
	size_t n = 0;
	for (size_t i = 0, j = 0; i < n_a || j < n_b;)
		ret[n++] = j == n_b || (i < n_a && urgency(&a[i]) <= urgency(&b[j])) ? a[i++] : b[j++];
	return n;
}

/* The parts that belong on this page: between the last matter of the page before and the last
 * of this one. There are few: they are read as a whole. */
static err with_parts(struct ctx *x, const struct todo_filling *f, struct todo **ret, size_t *ret_n)
{
	struct todo *parts = arena_new_n(x->arena, TODO_MOST, struct todo);
	size_t n = 0, kept = 0;
	int64_t from, to = INT64_MAX, id;
	cursor_read(f->cursor, true, &from, &id);
	if (f->next.n)
		cursor_read(f->next, true, &to, &id);
	TRY(todo_parts(x, TODO_MOST, parts, &n));
	for (size_t i = 0; i < n; i++)
		if ((!f->cursor.n || urgency(&parts[i]) > from) && (!f->next.n || urgency(&parts[i]) <= to))
			parts[kept++] = parts[i];
	*ret = f->v;
	*ret_n = f->n;
	if (!kept)
		return OK;
	*ret = arena_new_n(x->arena, f->n + kept, struct todo);
	*ret_n = merge_todos(f->v, f->n, parts, kept, *ret);
	return OK;
}

err todo_page(struct ctx *x, str cursor, int limit, struct todo **ret, size_t *ret_n, str *ret_next)
{
	struct streams s;
	struct todo_filling f = {.limit = limit <= 0 || limit > TODO_MOST ? TODO_MOST : (size_t)limit, .cursor = cursor};
	f.v = arena_new_n(x->arena, f.limit, struct todo);
	TRY(ctx_snap(x));
	TRY(streams_init(&s, x, true));
	err e = todo_fill(x, &s, &f), end = streams_end(&s);
	if (e != OK || end != OK)
		return e != OK ? e : end;
	TRY(with_parts(x, &f, ret, ret_n));
	*ret_next = f.next;
	return OK;
}

err todo_list(struct ctx *x, struct todo **ret, size_t *ret_n)
{
	str next;
	return todo_page(x, STR_NONE, TODO_MOST, ret, ret_n, &next);
}
