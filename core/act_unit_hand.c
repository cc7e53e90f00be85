/* SPDX-License-Identifier: Apache-2.0 */
/* Matters when their unit becomes another: open ones change hands by an event of their own,
 * the rows of all others only move to where the tree has them now. */
#include "core/unit_in.h"

#include <stdlib.h>
#include <string.h>

STMT(unit_stands, "SELECT matter FROM matter_unit WHERE region = $1 AND unit = $2 ORDER BY matter");
STMT(unit_denied, "SELECT matter FROM matter_denial WHERE region = $1 AND who = $2");
STMT(unit_seq, "SELECT MAX(seq) FROM event WHERE region = $1");
STMT(row_put, "INSERT INTO matter_unit(region, unit, matter, rel, kind, state, light, due, changed) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(row_set, "UPDATE matter_unit SET rel = $4 WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(row_gone, "DELETE FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(part_put, "INSERT INTO part_unit(region, unit, part, matter, rel, kind, sort, state, due) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(part_set, "UPDATE part_unit SET rel = $4 WHERE region = $1 AND unit = $2 AND part = $3");
STMT(part_gone, "DELETE FROM part_unit WHERE region = $1 AND unit = $2 AND part = $3");
const struct stmt *const core_unit_hand_stmts[] = {&unit_stands, &unit_denied, &unit_seq, &row_put, &row_set, &row_gone, &part_put, &part_set,
	&part_gone, NULL};

#define HAND_MOST 20000   /* open matters of one change: their commits are held in memory together */
#define LOOK_MOST 500000  /* matters whose rows it may move */

/* ---- which matters --------------------------------------------------------------------------- */
static err ids_of(struct unit_plan *p, const struct stmt *stmt, int64_t who)
{
	struct rows *r;
	TRY(query(p->x->snap, stmt, VALS(V_INT(p->x->core->region), V_INT(who)), &r));
	while (rows_next(r))
		*list_push(p->x->arena, &p->matters) = row_int(r, 0);
	return rows_end(r);
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* A denial to a unit counts for its people wherever they stand, so their matters are looked at too. */
static err of_people(struct unit_plan *p)
{
	const struct roster *r = p->x->roster;
	for (size_t i = 0; i < r->n_members; i++) {
		bool moves = r->members[i].unit != p->is->members[i].unit;
		for (size_t k = 0; k < p->roots.n && !moves; k++)
			moves = roster_below(r, r->members[i].unit, p->roots.v[k]);
		if (moves)
			TRY(ids_of(p, &unit_stands, r->members[i].id));
	}
	return OK;
}

static err gather(struct unit_plan *p)
{
	for (size_t i = 0; i < p->roots.n; i++)
		TRY(ids_of(p, &unit_stands, p->roots.v[i]));
	for (size_t i = 0; i < p->denials.n; i++)
		TRY(ids_of(p, &unit_denied, p->denials.v[i].from));
	TRY(of_people(p));
	if (p->q->sort == UNIT_SPLIT)
		for (size_t i = 0; i < p->q->n_matters; i++)
			*list_push(p->x->arena, &p->matters) = p->q->matters[i];
	size_t kept = 0;
	if (p->matters.n)
		qsort(p->matters.v, p->matters.n, sizeof *p->matters.v, by_id);
	for (size_t i = 0; i < p->matters.n; i++)
		if (!kept || p->matters.v[kept - 1] != p->matters.v[i])
			p->matters.v[kept++] = p->matters.v[i];
	p->matters.n = kept;
	return kept <= LOOK_MOST ? OK : fail(ERR_LIMIT, "too many matters stand under this unit to be moved at once; change the units below it first");
}

/* ---- open matters: fields, of them and their parts ------------------------------------------------- */
static int64_t goes_to(const struct unit_plan *p, int64_t unit)
{
	for (size_t i = 0; i < p->hands.n; i++)
		if (p->hands.v[i].from == unit)
			return p->hands.v[i].to;
	return 0;
}

static bool value_goes(const struct unit_plan *p, str v, int64_t *ret)
{
	int64_t id = 0;
	*ret = str_int(v, &id) ? goes_to(p, id) : 0;
	return *ret != 0;
}

static bool field_goes(const struct unit_plan *p, const struct matter *m, size_t f)
{
	enum field_type t = m->kind->fields[f].type;
	int64_t to;
	if ((t != FIELD_UNIT && t != FIELD_UNITS) || m->kind->fields[f].personal)
		return false;
	for (size_t i = 0; i < m->fields[f].n; i++)
		if (value_goes(p, m->fields[f].v[i], &to))
			return true;
	return false;
}

static bool any_goes(const struct unit_plan *p, const struct matter *m)
{
	for (size_t f = 0; f < m->kind->n_fields; f++)
		if (field_goes(p, m, f))
			return !m->kind->states[m->state].closed;
	return false;
}

static void field_hand(struct unit_plan *p, struct commit *c, struct matter *m, struct pending *e, size_t f)
{
	const struct fval *was = &m->fields[f];
	str *v = arena_new_n(c->arena, was->n, str);
	size_t n = 0;
	for (size_t i = 0; i < was->n; i++) {
		int64_t to;
		bool twice = false;
		struct buf b;
		str one = was->v[i];
		if (value_goes(p, one, &to)) {
			buf_init(&b, c->arena);
			buf_int(&b, to);
			one = buf_str(&b);
		}
		for (size_t k = 0; k < n; k++)
			twice |= str_eq(v[k], one);
		if (!twice)
			v[n++] = one;
	}
	matter_change(c, m, e, &(struct effect){.op = EFFECT_SET, .text = {m->kind->fields[f].name}, .list = v, .n_list = n});
}

/* Whoever leads does not assist as well. */
static void lead_alone(struct commit *c, struct matter *m, struct pending *e)
{
	int f = m->kind->assist;
	const struct fval *lead = m->kind->lead >= 0 ? &m->fields[m->kind->lead] : NULL;
	size_t n = 0;
	if (f < 0 || !lead || !lead->n)
		return;
	str *v = arena_new_n(c->arena, m->fields[f].n, str);
	for (size_t i = 0; i < m->fields[f].n; i++)
		if (!str_eq(m->fields[f].v[i], lead->v[0]))
			v[n++] = m->fields[f].v[i];
	if (n < m->fields[f].n)
		matter_change(c, m, e, &(struct effect){.op = EFFECT_SET, .text = {m->kind->fields[f].name}, .list = v, .n_list = n});
}

static void fields_hand(struct unit_plan *p, struct commit *c, struct matter *m, struct pending *e)
{
	for (size_t f = 0; f < m->kind->n_fields; f++)
		if (field_goes(p, m, f))
			field_hand(p, c, m, e, f);
	lead_alone(c, m, e);
}

/* ---- what was denied ------------------------------------------------------------------------------------ */
static bool is_denied_to(const struct matter *m, int64_t who)
{
	for (size_t i = 0; i < m->denials.n; i++)
		if (m->denials.v[i] == who)
			return true;
	return false;
}

static bool denial_goes(const struct unit_plan *p, const struct matter *m, size_t i)
{
	return is_denied_to(m, p->denials.v[i].from) && !is_denied_to(m, p->denials.v[i].to);
}

static bool denials_go(const struct unit_plan *p, const struct matter *m)
{
	for (size_t i = 0; i < p->denials.n; i++)
		if (denial_goes(p, m, i))
			return true;
	return false;
}

/* ---- one matter -------------------------------------------------------------------------------------------- */
static bool chosen(const struct unit_plan *p, int64_t id)
{
	if (p->q->sort != UNIT_SPLIT)
		return true;
	for (size_t i = 0; i < p->q->n_matters; i++)
		if (p->q->matters[i] == id)
			return true;
	return false;
}

struct changes {
	bool fields, denials;
	size_t parts;
};
static struct changes changes_of(const struct unit_plan *p, const struct matter *m)
{
	struct changes k = {.denials = denials_go(p, m)};
	if (matter_closed(m) || !chosen(p, m->id))
		return k;
	k.fields = any_goes(p, m);
	for (size_t i = 0; i < m->parts.n; i++)
		k.parts += any_goes(p, m->parts.v[i]);
	return k;
}

static void hand_one(struct unit_plan *p, struct matter *m, const struct changes *k)
{
	struct ctx *x = p->x;
	struct matter old;
	struct commit *c = arena_new(x->arena, struct commit);
	commit_init(c, x);
	matter_copy(x->arena, m, &old);
	struct pending *e = commit_event(c, x, ENTITY_MATTER, m->id, m->version + 1, S(ACTION_UNIT), p->sentence);
	if (k->fields)
		fields_hand(p, c, m, e);
	for (size_t i = 0; i < m->parts.n && k->parts; i++)
		if (any_goes(p, m->parts.v[i]))
			fields_hand(p, c, matter_part_at(m, i), e);
	for (size_t i = 0; i < p->denials.n; i++)
		if (denial_goes(p, m, i))
			matter_change(c, m, e, &(struct effect){.op = EFFECT_DENY, .number = {p->denials.v[i].to}});
	matter_applied(m, &e->e);
	matter_ops_between(c, x->roster, p->is, &old, m);
	*list_push(x->arena, &p->commits) = c;
}

/* ---- rows that only move ------------------------------------------------------------------------------------- */
static void touched(struct unit_plan *p, int64_t unit)
{
	for (size_t i = 0; i < p->recount.n; i++)
		if (p->recount.v[i] == unit)
			return;
	*list_push(p->x->arena, &p->recount) = unit;
}

struct placing { /* a matter, or one of its parts */
	struct unit_plan *p;
	const struct matter *m, *part;
	ms_t due;
};
static void row_move(const struct placing *g, const struct involved *was, const struct involved *is)
{
	struct commit *c = g->p->tail;
	int64_t region = c->core->region, unit = is ? is->unit : was->unit, id = g->part ? g->part->id : g->m->id;
	const struct matter *m = g->m;
	ms_t due = g->due == MS_NONE ? NEVER : g->due;
	if (was && is && was->rel == is->rel)
		return;
	if (!g->part)
		touched(g->p, unit);
	if (!is)
		commit_op(c, OP_ONE, g->part ? &part_gone : &row_gone, NULL, VALS(V_INT(region), V_INT(unit), V_INT(id)));
	else if (was)
		commit_op(c, OP_ONE, g->part ? &part_set : &row_set, NULL, VALS(V_INT(region), V_INT(unit), V_INT(id), V_INT(is->rel)));
	else if (g->part)
		commit_op(c, OP_ONE, &part_put, NULL,
			  VALS(V_INT(region), V_INT(unit), V_INT(id), V_INT(m->id), V_INT(is->rel), V_TEXT(m->kind->name), V_TEXT(g->part->kind->name),
			       V_TEXT(part_tray(g->part, m)), V_INT(due)));
	else
		commit_op(c, OP_ONE, &row_put, NULL,
			  VALS(V_INT(region), V_INT(unit), V_INT(id), V_INT(is->rel), V_TEXT(m->kind->name), V_TEXT(m->kind->states[m->state].name),
			       V_INT(m->light), V_INT(due), V_INT(m->changed)));
}

static void rows_move(const struct placing *g, const struct involved *was, size_t n_was, const struct involved *is, size_t n_is)
{
	for (size_t i = 0, k = 0; i < n_was || k < n_is;) {
		bool left = k == n_is || (i < n_was && was[i].unit < is[k].unit);
		bool right = i == n_was || (k < n_is && is[k].unit < was[i].unit);
		row_move(g, right ? NULL : &was[i], left ? NULL : &is[k]);
		i += !right;
		k += !left;
	}
}

static void place_one(struct unit_plan *p, struct arena *a, const struct matter *m)
{
	struct involved *was, *is, *part_was, *part_is;
	size_t n_was = matter_involved(a, p->x->roster, m, &was), n_is = matter_involved(a, p->is, m, &is);
	struct placing g = {.p = p, .m = m, .due = matter_due(m)};
	rows_move(&g, was, n_was, is, n_is);
	for (size_t i = 0; i < m->parts.n; i++) {
		g.part = matter_part_at(m, i);
		g.due = part_due(p->x->core->zone, g.part);
		size_t n_part_was = part_involved(a, p->x->roster, g.part, was, n_was, &part_was);
		size_t n_part_is = part_involved(a, p->is, g.part, is, n_is, &part_is);
		rows_move(&g, part_was, n_part_was, part_is, n_part_is);
	}
}

/* ---- all of them ------------------------------------------------------------------------------------------------ */
static void seen(struct unit_plan *p, const struct matter *m, const struct changes *k)
{
	p->seen.parts += (int64_t)k->parts;
	if (!k->fields && !k->parts) {
		p->seen.closed += matter_closed(m);
		return;
	}
	if (p->seen.open++ < UNIT_LISTED)
		p->seen.v[p->seen.n++] = (struct unit_matter){m->id, str_dup(p->x->arena, m->number), m->kind->label};
}

static err look_at(struct unit_plan *p, struct arena *scratch, int64_t id)
{
	struct matter m;
	bool there;
	TRY(matter_load(p->x->core, p->x->snap, scratch, id, &m, &there));
	if (!there)
		return p->q->sort == UNIT_SPLIT ? fail(ERR_INPUT, "one of the matters chosen is not an open matter of this unit; choose again") : OK;
	struct changes k = changes_of(p, &m);
	seen(p, &m, &k);
	if (!k.fields && !k.parts && !k.denials) {
		place_one(p, scratch, &m);
		return OK;
	}
	if (p->commits.n > HAND_MOST)
		return fail(ERR_LIMIT, "more than {0} open matters would change hands at once; close or hand on some of them first", S("20000"));
	TRY(matter_load(p->x->core, p->x->snap, p->x->arena, id, &m, &there)); /* its commit looks into it */
	hand_one(p, &m, &k);
	return OK;
}

err unit_hand_on(struct unit_plan *p)
{
	struct arena scratch;
	struct rows *r;
	bool found;
	err e = OK;
	p->seen.v = arena_new_n(p->x->arena, UNIT_LISTED, struct unit_matter);
	TRY(query_one(p->x->snap, &unit_seq, VALS(V_INT(p->x->core->region)), &r, &found));
	p->seq = found ? row_int(r, 0) : 0;
	TRY(gather(p));
	arena_init(&scratch);
	for (size_t i = 0; e == OK && i < p->matters.n; i++) {
		e = look_at(p, &scratch, p->matters.v[i]);
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	return e;
}

/* ---- which could go, when a unit splits ------------------------------------------------------------------------------ */
static bool of_unit(const struct unit_plan *p, const struct matter *m)
{
	bool goes = !matter_closed(m) && any_goes(p, m);
	for (size_t i = 0; i < m->parts.n && !goes; i++)
		goes = !matter_closed(m) && any_goes(p, m->parts.v[i]);
	return goes;
}

/* Open matters of one unit itself, read once: at most HAND_MOST. */
static err each_open(struct ctx *x, int64_t unit, void (*fn)(void *, const struct matter *), void *arg)
{
	struct unit_change q = {.sort = UNIT_CLOSE, .unit = unit};
	struct unit_plan p = {.x = x, .q = &q};
	struct arena scratch;
	struct matter m;
	bool there;
	err e = OK;
	TRY(ctx_snap(x));
	*list_push(x->arena, &p.hands) = (struct unit_hand){unit, 1};
	TRY(ids_of(&p, &unit_stands, unit));
	arena_init(&scratch);
	for (size_t i = 0; e == OK && i < p.matters.n; i++) {
		e = matter_load(x->core, x->snap, &scratch, p.matters.v[i], &m, &there);
		if (e == OK && there && of_unit(&p, &m))
			fn(arg, &m);
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	return e;
}

static void list_one(void *arg, const struct matter *m)
{
	struct unit_plan *p = arg;
	if (p->seen.n < UNIT_LISTED)
		p->seen.v[p->seen.n++] = (struct unit_matter){m->id, str_dup(p->x->arena, m->number), m->kind->label};
}

err unit_could_go(struct unit_plan *p)
{
	p->seen.n = 0;
	return each_open(p->x, p->q->unit, list_one, p);
}

struct named {
	struct ctx *x;
	LIST(struct name_row) v; /* number, matter */
};
static void name_one(void *arg, const struct matter *m)
{
	struct named *n = arg;
	*list_push(n->x->arena, &n->v) = (struct name_row){str_dup(n->x->arena, m->number), m->id};
}

static bool separates(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',' || c == ';';
}

err unit_matters_named(struct ctx *x, int64_t unit, str numbers, int64_t **ret, size_t *ret_n)
{
	struct named n = {.x = x};
	LIST(int64_t) ids = {0};
	TRY(may_as(x, DUTY_SYSTEM));
	if (str_trim(numbers).n)
		TRY(each_open(x, unit, name_one, &n));
	for (size_t at = 0; at < numbers.n;) {
		size_t end = at;
		while (end < numbers.n && !separates(numbers.p[end]))
			end++;
		str one = str_cut(numbers, at, end);
		int64_t id = 0;
		for (size_t i = 0; i < n.v.n; i++)
			id = str_eq(n.v.v[i].name, one) ? n.v.v[i].unit : id;
		if (one.n && !id)
			return fail(ERR_INPUT, "“{0}” is not the number of an open matter of this unit; look at the list", one);
		if (one.n)
			*list_push(x->arena, &ids) = id;
		at = end + 1;
	}
	*ret = ids.v;
	*ret_n = ids.n;
	return OK;
}
