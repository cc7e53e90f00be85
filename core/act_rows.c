/* SPDX-License-Identifier: Apache-2.0 */
/* From a matter in memory to the rows that hold it: only what changed is touched. */
#include "core/calendar_in.h"
#include "core/published_in.h"

#include <string.h>

STMT(matter_insert,
     "INSERT INTO matter(region, id, version, kind, state, number, title, lead, owner, light, light_rule, due, next_at, share,"
     " opened, changed, reported, files, denials, source, body, sealed)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)");
STMT(matter_update,
     "UPDATE matter SET version = $3, kind = $4, state = $5, number = $6, title = $7, lead = $8, owner = $9, light = $10,"
     " light_rule = $11, due = $12, next_at = $13, share = $14, opened = $15, changed = $16, reported = $17, files = $18,"
     " denials = $19, source = $20, body = $21, sealed = $22 WHERE region = $1 AND id = $2 AND version = $23");
STMT(unit_row_insert,
     "INSERT INTO matter_unit(region, unit, matter, rel, kind, state, light, due, changed) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(unit_row_update,
     "UPDATE matter_unit SET rel = $4, kind = $5, state = $6, light = $7, due = $8, changed = $9"
     " WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(unit_row_delete, "DELETE FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(counter_move,
     "UPDATE counter SET n = n + $7 WHERE region = $1 AND unit = $2 AND kind = $3 AND rel = $4 AND state = $5 AND light = $6");
STMT(counter_first, "INSERT INTO counter(region, unit, kind, rel, state, light, n) VALUES($1, $2, $3, $4, $5, $6, $7)");
STMT(key_row_insert, "INSERT INTO matter_key(region, kind, field, value, matter) VALUES($1, $2, $3, $4, $5)");
/* A code of a subject stands once in its kind, and so do values that may be open once: whoever comes second writes nothing and decides again. */
STMT(code_row_insert,
     "INSERT INTO matter_key(region, kind, field, value, matter) SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS"
     " (SELECT 1 FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4)");
STMT(code_row_other, "SELECT matter FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4 AND matter <> $5 LIMIT 1");
STMT(key_row_delete,
     "DELETE FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4 AND matter = $5");
STMT(denial_insert, "INSERT INTO matter_denial(region, who, matter) VALUES($1, $2, $3)");
STMT(link_insert, "INSERT INTO link(region, matter, sort, other, at) VALUES($1, $2, $3, $4, $5)");
STMT(acted_move, "UPDATE acted SET closed = $3, rank = $4 WHERE region = $1 AND matter = $2");
STMT(acted_again, "UPDATE acted SET closed = $3, rank = $4 WHERE region = $1 AND matter = $2 AND person = $5");
STMT(acted_first, "INSERT INTO acted(region, matter, closed, rank, person) VALUES($1, $2, $3, $4, $5)");
const struct stmt *const core_rows_stmts[] = {&acted_move, &acted_again, &acted_first, &matter_insert, &matter_update, &unit_row_insert, &unit_row_update,
	&unit_row_delete, &counter_move, &counter_first, &key_row_insert, &code_row_insert, &code_row_other, &key_row_delete, &denial_insert, &link_insert, NULL};

#define ACTED_MOST 4 /* people of one commit: it has one actor, who acts for one person at most */

static void row_op(struct commit *c, const struct matter *old, const struct matter *m)
{
	struct val v[MATTER_COLUMNS + 2] = {V_INT(c->core->region)};
	matter_columns(c->arena, m, v + 1);
	v[MATTER_COLUMNS + 1] = V_INT(old ? old->version : 0);
	struct op *op = old ? commit_op(c, OP_ONE, &matter_update, NULL, v, MATTER_COLUMNS + 2)
			    : commit_op(c, OP_ONE, &matter_insert, NULL, v, MATTER_COLUMNS + 1);
	struct number_take *t = m->number.n ? NULL : commit_number_of(c, m->id);
	if (t)
		*list_push(c->arena, &t->at) = &op->v[1 + COL_NUMBER];
}

static str state_name(const struct matter *m)
{
	return m->state >= 0 ? m->kind->states[m->state].name : S("");
}

static void count(struct commit *c, const struct matter *m, const struct involved *u, int64_t by)
{
	commit_op(c, OP_UPSERT, &counter_move, &counter_first,
		  VALS(V_INT(c->core->region), V_INT(u->unit), V_TEXT(m->kind->name), V_INT(u->rel), V_TEXT(state_name(m)),
		       V_INT(m->light), V_INT(by)));
}

static void put_unit(struct commit *c, const struct matter *m, const struct involved *u, const struct stmt *stmt)
{
	ms_t due = matter_due(m);
	commit_op(c, OP_ONE, stmt, NULL,
		  VALS(V_INT(c->core->region), V_INT(u->unit), V_INT(m->id), V_INT(u->rel), V_TEXT(m->kind->name),
		       V_TEXT(state_name(m)), V_INT(m->light), V_INT(due == MS_NONE ? NEVER : due), V_INT(m->changed)));
}

static bool counts_the_same(const struct matter *old, const struct matter *m)
{
	return old->state == m->state && old->light == m->light;
}

static void change_unit(struct commit *c, const struct matter *old, const struct involved *was, const struct matter *m, const struct involved *is)
{
	if (was && is) {
		put_unit(c, m, is, &unit_row_update);
		if (was->rel == is->rel && counts_the_same(old, m))
			return;
	} else if (is) {
		put_unit(c, m, is, &unit_row_insert);
	} else {
		commit_op(c, OP_ONE, &unit_row_delete, NULL, VALS(V_INT(c->core->region), V_INT(was->unit), V_INT(m->id)));
	}
	if (was)
		count(c, old, was, -1);
	if (is)
		count(c, m, is, 1);
}

static void unit_ops(struct commit *c, const struct roster *r_was, const struct roster *r_is, const struct matter *old, const struct matter *m)
{
	struct involved *was = NULL, *is;
	size_t n_was = old ? matter_involved(c->arena, r_was, old, &was) : 0, n_is = matter_involved(c->arena, r_is, m, &is);
	for (size_t i = 0, k = 0; i < n_was || k < n_is;) {
		bool left = k == n_is || (i < n_was && was[i].unit < is[k].unit);
		bool right = i == n_was || (k < n_is && is[k].unit < was[i].unit);
		change_unit(c, old, right ? NULL : &was[i], m, left ? NULL : &is[k]);
		i += !right;
		k += !left;
	}
}

static bool has_key(const struct key_row *v, size_t n, const struct key_row *k)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field, k->field) && str_eq(v[i].value, k->value))
			return true;
	return false;
}

static void key_op(struct commit *c, const struct matter *m, const struct key_row *k, const struct stmt *stmt)
{
	commit_op(c, OP_ONE, stmt, NULL,
		  VALS(V_INT(c->core->region), V_TEXT(m->kind->name), V_TEXT(k->field), V_TEXT(k->value), V_INT(m->id)));
}

static bool stands_once(const struct matter *m, str field)
{
	return str_eq(field, S(ALONE_FIELD)) || (m->kind->code >= 0 && str_eq(field, m->kind->fields[m->kind->code].name));
}

static void key_ops(struct commit *c, const struct matter *old, const struct matter *m)
{
	struct key_row *was = NULL, *is;
	size_t n_was = old ? matter_keys(c->arena, old, &was) : 0, n_is = matter_keys(c->arena, m, &is);
	for (size_t i = 0; i < n_was; i++)
		if (!has_key(is, n_is, &was[i]))
			key_op(c, m, &was[i], &key_row_delete);
	for (size_t i = 0; i < n_is; i++)
		if (!has_key(was, n_was, &is[i]))
			key_op(c, m, &is[i], stands_once(m, is[i].field) ? &code_row_insert : &key_row_insert);
}

err other_stands(struct ctx *x, const struct matter *m, str field, str value, int64_t *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &code_row_other, VALS(V_INT(x->core->region), V_TEXT(m->kind->name), V_TEXT(field), V_TEXT(value), V_INT(m->id)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

err code_alone(struct ctx *x, const struct matter *m)
{
	const struct field *f = m->kind->code >= 0 ? &m->kind->fields[m->kind->code] : NULL;
	int64_t found = 0;
	if (!f || !m->fields[m->kind->code].n)
		return OK;
	str code = m->fields[m->kind->code].v[0];
	TRY(other_stands(x, m, f->name, code, &found));
	return found ? fail(ERR_INPUT, "{0} {1} stands in the ledger already ({2}); look it up, or correct it", words2_in(&f->label, x->actor.lang), code,
			    words2_in(&m->kind->label, x->actor.lang)) : OK;
}

/* ---- who acted on it (acted): whoever did, and for whom he did -------------------------- */
static bool is_closed(const struct matter *m)
{
	return m->state >= 0 && m->kind->states[m->state].closed;
}

static void acted_op(struct commit *c, const struct matter *old, const struct matter *m, int64_t person, int64_t *done, size_t *n)
{
	const int64_t v[] = {c->core->region, m->id, is_closed(m), matter_rank(m), person};
	for (size_t i = 0; i < *n; i++)
		if (done[i] == person)
			return;
	if (!person || *n == ACTED_MOST)
		return;
	done[(*n)++] = person;
	commit_op(c, old ? OP_UPSERT : OP_ONE, old ? &acted_again : &acted_first, old ? &acted_first : NULL,
		  VALS(V_INT(v[0]), V_INT(v[1]), V_INT(v[2]), V_INT(v[3]), V_INT(v[4])));
}

static void acted_ops(struct commit *c, const struct matter *old, const struct matter *m)
{
	int64_t done[ACTED_MOST];
	size_t n = 0;
	if (old && (is_closed(old) != is_closed(m) || matter_rank(old) != matter_rank(m)))
		commit_op(c, OP_ANY, &acted_move, NULL,
			  VALS(V_INT(c->core->region), V_INT(m->id), V_INT(is_closed(m)), V_INT(matter_rank(m))));
	for (size_t i = 0; i < c->events.n; i++) {
		const struct pending *p = c->events.v[i];
		if (p->e.entity != ENTITY_MATTER || p->e.entity_id != m->id)
			continue;
		acted_op(c, old, m, p->e.actor, done, &n);
		acted_op(c, old, m, p->behalf, done, &n);
	}
}

void matter_ops_between(struct commit *c, const struct roster *r_was, const struct roster *r_is, const struct matter *old, const struct matter *m)
{
	c->placed = true;
	row_op(c, old, m); /* first: it holds the version, so whoever comes late writes nothing */
	unit_ops(c, r_was, r_is, old, m);
	key_ops(c, old, m);
	part_ops(c, r_was, r_is, old, m);
	span_ops(c, old, m);
	acted_ops(c, old, m);
	published_ops(c, old, m);
	for (size_t i = old ? old->denials.n : 0; i < m->denials.n; i++)
		commit_op(c, OP_ONE, &denial_insert, NULL, VALS(V_INT(c->core->region), V_INT(m->denials.v[i]), V_INT(m->id)));
	for (size_t i = old ? old->links.n : 0; i < m->links.n; i++)
		commit_op(c, OP_ONE, &link_insert, NULL,
			  VALS(V_INT(c->core->region), V_INT(m->id), V_TEXT(m->links.v[i].sort), V_INT(m->links.v[i].other), V_INT(m->changed)));
}

void matter_ops(struct commit *c, const struct roster *r, const struct matter *old, const struct matter *m)
{
	matter_ops_between(c, r, r, old, m);
}
