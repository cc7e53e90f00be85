/* SPDX-License-Identifier: Apache-2.0 */
/* What relay reads: the log in order, whom an event concerns, what one may hear of it. */
#include "core/told.h"

#include "core/people_in.h"
#include "core/matter_in.h"

STMT(told_log,
     "SELECT seq, id, entity, entity_id, version, at, actor, unit, action, effects FROM event WHERE region = $1 AND seq > $2"
     " ORDER BY seq LIMIT 200");
STMT(told_before,
     "SELECT effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version < $3 ORDER BY version DESC LIMIT 200");
STMT_FLAGS(told_facts, STMT_SCAN,
     "SELECT entity_id, effects FROM event WHERE region = $1 AND entity = 8 AND action = $2 ORDER BY entity_id, version");
const struct stmt *const core_told_stmts[] = {&told_log, &told_before, &told_facts, NULL};

/* ---- the house --------------------------------------------------------------------------- */
struct store *core_store(struct core *c)
{
	return c->store;
}

const struct pack *const *core_packs(const struct core *c)
{
	return c->packs;
}

int64_t core_region(const struct core *c)
{
	return c->region;
}

const struct zone *core_zone(const struct core *c)
{
	return c->zone;
}

const struct time_source *core_time(const struct core *c)
{
	return c->time;
}

static const struct setting *declared(const struct core *c, str pack, str name)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; str_eq((*p)->name, pack) && i < (*p)->n_settings; i++)
			if (str_eq((*p)->settings[i].name, name))
				return &(*p)->settings[i];
	return NULL;
}

int64_t core_setting(struct core *c, const char *pack, const char *name)
{
	struct arena a;
	struct buf b;
	const struct setting *s = declared(c, str_of(pack), str_of(name));
	ours(s);
	arena_init(&a);
	buf_init(&b, &a);
	buf_fmt(&b, "%s.%s", pack, name);
	int64_t v = setting_int(c, zone_day(c->zone, now_ms(c->time)), buf_str(&b), s->initial);
	arena_done(&a);
	return v < s->low ? s->low : v > s->high ? s->high : v;
}

err ctx_conn(struct ctx *x, struct conn **ret)
{
	TRY(ctx_snap(x));
	*ret = x->snap;
	return OK;
}

err actor_of_person(struct ctx *x, int64_t person, struct actor *ret)
{
	const struct member *m = roster_member(x->roster, person);
	if (!m || !m->active)
		return fail(ERR_NOTFOUND, "there is no such unit or person; choose one from the list");
	*ret = actor_of(x->roster, m);
	return OK;
}

str unit_name(struct ctx *x, int64_t unit)
{
	return roster_unit_name(x->roster, unit);
}

/* ---- the log -------------------------------------------------------------------------------- */
/* The light that the effects set; -1: they set none. */
static int light_set(struct arena *a, str effects)
{
	struct effect *v;
	size_t n;
	int light = -1;
	if (effects_read(a, effects, &v, &n))
		for (size_t i = 0; i < n; i++)
			if (v[i].op == EFFECT_LIGHT)
				light = (int)v[i].number[0];
	return light;
}

static int64_t part_in(struct arena *a, str effects)
{
	struct effect *v;
	size_t n;
	if (effects_read(a, effects, &v, &n))
		for (size_t i = 0; i < n; i++)
			if (v[i].op == EFFECT_PART)
				return v[i].number[0];
	return 0;
}

/* A date that moves rewrites the light though its colour stays: only another colour is news. */
static err turned(struct ctx *x, int64_t matter, int64_t version, int light, enum light *ret)
{
	struct rows *r;
	int before = LIGHT_NONE;
	*ret = LIGHT_NONE;
	if (light < 0)
		return OK;
	TRY(query(x->snap, &told_before, VALS(V_INT(x->core->region), V_INT(matter), V_INT(version)), &r));
	while (rows_next(r)) {
		int was = light_set(x->arena, row_copy(r, 0, x->arena));
		x->rows_read++;
		if (was >= 0) {
			before = was;
			break;
		}
	}
	TRY(rows_end(r));
	if (before != light)
		*ret = (enum light)light;
	return OK;
}

struct raw { /* of one event, until its rows are closed */
	struct told_event e;
	int64_t version;
	str action, effects;
};

static err raw_after(struct ctx *x, int64_t after, struct raw **ret, size_t *ret_n, int64_t *ret_last)
{
	LIST(struct raw) l = {0};
	struct rows *r;
	int64_t last = after;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &told_log, VALS(V_INT(x->core->region), V_INT(after)), &r));
	while (rows_next(r)) {
		last = row_int(r, 0);
		x->rows_read++;
		if (row_int(r, 2) != ENTITY_MATTER)
			continue;
		*list_push(x->arena, &l) = (struct raw){
			.e = {.seq = last, .id = row_int(r, 1), .matter = row_int(r, 3), .at = row_int(r, 5), .actor = row_int(r, 6), .unit = row_int(r, 7)},
			.version = row_int(r, 4), .action = row_copy(r, 8, x->arena), .effects = row_copy(r, 9, x->arena)};
	}
	*ret = l.v;
	*ret_n = l.n;
	*ret_last = last;
	return rows_end(r);
}

err told_after(struct ctx *x, int64_t after, struct told_event **ret, size_t *ret_n, int64_t *ret_last)
{
	struct raw *raw;
	size_t n, kept = 0;
	TRY(raw_after(x, after, &raw, &n, ret_last));
	struct told_event *v = arena_new_n(x->arena, n, struct told_event);
	for (size_t i = 0; i < n; i++) {
		struct matter m;
		bool there;
		struct told_event e = raw[i].e;
		TRY(matter_load(x->core, x->snap, x->arena, e.matter, &m, &there));
		if (!there)
			continue;
		const struct kind *of;
		int action;
		e.kind = m.kind;
		e.what = raw[i].action;
		e.part = part_in(x->arena, raw[i].effects);
		e.action = event_action(m.kind, e.what, &of, &action) ? &of->actions[action] : NULL;
		TRY(turned(x, e.matter, raw[i].version, light_set(x->arena, raw[i].effects), &e.turned));
		v[kept++] = e;
	}
	*ret = v;
	*ret_n = kept;
	return OK;
}

/* ---- who ------------------------------------------------------------------------------------ */
static role_set roles_of(struct ctx *x, const struct member *m, const struct matter *matter)
{
	struct ctx as = *x;
	as.actor = actor_of(x->roster, m);
	return see_roles(&as, matter);
}

str told_done(const struct kind *k, str what, enum lang lang)
{
	const struct kind *of;
	int i;
	return event_action(k, what, &of, &i) ? words2_in(&of->actions[i].done, lang) : S("");
}

err told_people(struct ctx *x, int64_t matter, int64_t part, role_set told, struct person **ret, size_t *ret_n)
{
	struct matter m;
	bool there;
	LIST(struct person) l = {0};
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, matter, &m, &there));
	const struct matter *on = there && part ? matter_part(&m, part) : &m;
	for (size_t i = 0; there && on && i < x->roster->n_members; i++) {
		const struct member *p = &x->roster->members[i];
		bool sees = p->active && (roles_of(x, p, &m) & kind_see(m.kind, m.state));
		if (sees && (roles_of(x, p, on) & told))
			*list_push(x->arena, &l) = (struct person){.id = p->id, .unit = p->unit, .duties = p->duties};
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err told_brief(struct ctx *x, int64_t matter, struct told_brief *ret)
{
	struct matter m;
	role_set roles;
	struct matter_row row;
	TRY(see_load(x, matter, &m, &roles));
	TRY(matter_row_of(x, &m, roles, &row));
	*ret = (struct told_brief){.number = row.number, .title = row.title, .kind = m.kind, .light = row.light, .due = row.due};
	return OK;
}

err told_unit(struct ctx *x, int64_t matter, int64_t unit, bool *ret)
{
	struct matter m;
	bool there, some = false;
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, matter, &m, &there));
	for (size_t i = 0; there && i < x->roster->n_members; i++) {
		const struct member *p = &x->roster->members[i];
		struct ctx as = *x;
		if (!p->active || !roster_below(x->roster, p->unit, unit))
			continue;
		as.actor = actor_of(x->roster, p);
		if (see_denied(&as, &m))
			return *ret = false, OK;
		some |= see_matter(&as, &m);
	}
	*ret = some;
	return OK;
}

/* ---- facts of the district ----------------------------------------------------------------- */
static err said_by(struct ctx *x, str effects, struct fact_said *ret)
{
	struct effect *e;
	size_t n;
	if (!effects_read(x->arena, effects, &e, &n))
		return fail(ERR_IO, "the event log cannot be read; run `luoshi check`");
	ret->v = arena_new_n(x->arena, n, struct fact);
	ret->n = 0;
	for (size_t i = 0; i < n; i++)
		if (e[i].op == EFFECT_VALUE)
			ret->v[ret->n++] = (struct fact){.name = e[i].text[0], .value = e[i].text[1]};
	return OK;
}

err facts_said(struct ctx *x, str action, struct fact_said **ret, size_t *ret_n)
{
	LIST(struct fact_said) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &told_facts, VALS(V_INT(x->core->region), V_TEXT(action)), &r));
	while (rows_next(r)) {
		str effects = row_copy(r, 1, x->arena);
		struct fact_said *s = list_push(x->arena, &l);
		s->owner = row_int(r, 0);
		err e = said_by(x, effects, s);
		if (e != OK) {
			err end = rows_end(r);
			return end != OK ? end : e;
		}
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}
