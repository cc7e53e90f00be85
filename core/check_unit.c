/* SPDX-License-Identifier: Apache-2.0 */
/* Units as their events leave them: name, place, other names, who took over, what they were
 * called, what is to come. */
#include "core/check_in.h"

STMT_FLAGS(unit_events, STMT_SCAN, "SELECT entity_id, at, effects FROM event WHERE region = $1 AND entity = 5 ORDER BY entity_id, version");
STMT(unit_stands_so, "SELECT parent, sort, name, short_name FROM unit WHERE region = $1 AND id = $2");
STMT(alias_stands, "SELECT unit FROM unit_alias WHERE region = $1 AND name = $2");
STMT(heir_stands, "SELECT heir FROM unit_heir WHERE region = $1 AND unit = $2");
STMT(was_stands, "SELECT name, short_name FROM unit_was WHERE region = $1 AND unit = $2 AND until = $3");
STMT(coming_stands, "SELECT unit, body FROM unit_coming WHERE region = $1 AND id = $2");
STMT_FLAGS(count_unit, STMT_SCAN, "SELECT COUNT(*) FROM unit WHERE region = $1");
STMT_FLAGS(count_alias, STMT_SCAN, "SELECT COUNT(*) FROM unit_alias WHERE region = $1");
STMT_FLAGS(count_heir, STMT_SCAN, "SELECT COUNT(*) FROM unit_heir WHERE region = $1");
STMT_FLAGS(count_was, STMT_SCAN, "SELECT COUNT(*) FROM unit_was WHERE region = $1");
STMT_FLAGS(count_coming, STMT_SCAN, "SELECT COUNT(*) FROM unit_coming WHERE region = $1");
const struct stmt *const core_check_unit_stmts[] = {&unit_events, &unit_stands_so, &alias_stands, &heir_stands, &was_stands, &coming_stands,
	&count_unit, &count_alias, &count_heir, &count_was, &count_coming, NULL};

struct stands {
	int64_t id, parent, order, heir;
	str name, short_name;
};
struct called {
	int64_t unit;
	ms_t until;
	str name, short_name;
};
struct of_units {
	LIST(struct stands) units;
	LIST(struct called) were;
	LIST(struct name_row) aliases;
	LIST(struct name_row) coming; /* body, id */
	LIST(int64_t) coming_of;
};

static void fold_stands(struct checking *k, struct of_units *o, int64_t id, ms_t at, const struct effect *e)
{
	struct stands *s = o->units.n && o->units.v[o->units.n - 1].id == id ? &o->units.v[o->units.n - 1] : NULL;
	if (!s) {
		s = list_push(&k->arena, &o->units);
		*s = (struct stands){.id = id};
	} else if (!str_eq(s->name, e->text[0]) || !str_eq(s->short_name, e->text[1])) {
		*list_push(&k->arena, &o->were) = (struct called){id, at, s->name, s->short_name};
	}
	s->parent = e->number[0];
	s->order = e->number[1];
	if (e->op == EFFECT_UNIT_CHANGE && e->number[2])
		s->heir = e->number[2];
	s->name = str_dup(&k->arena, e->text[0]);
	s->short_name = str_dup(&k->arena, e->text[1]);
	for (size_t i = 0; i < e->n_list; i++)
		*list_push(&k->arena, &o->aliases) = (struct name_row){str_dup(&k->arena, e->list[i]), id};
}

static void fold_coming(struct checking *k, struct of_units *o, int64_t unit, const struct effect *e)
{
	size_t at = 0;
	while (at < o->coming.n && o->coming.v[at].unit != e->number[0])
		at++;
	if (at == o->coming.n) {
		*list_push(&k->arena, &o->coming) = (struct name_row){S(""), e->number[0]};
		*list_push(&k->arena, &o->coming_of) = unit;
	}
	o->coming.v[at].name = str_dup(&k->arena, e->text[0]);
}

static err fold_units(struct checking *k, struct of_units *o)
{
	struct rows *r;
	TRY(query(k->x.snap, &unit_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n = 0;
		if (!effects_read(k->x.arena, row_text(r, 2), &v, &n))
			n = 0; /* found by others */
		for (size_t i = 0; i < n; i++) {
			if (v[i].op == EFFECT_UNIT || v[i].op == EFFECT_UNIT_CHANGE)
				fold_stands(k, o, row_int(r, 0), row_int(r, 1), &v[i]);
			if (v[i].op == EFFECT_UNIT_COMING)
				fold_coming(k, o, row_int(r, 0), &v[i]);
		}
		arena_reset(&k->scratch);
	}
	return rows_end(r);
}

static err check_stands(struct checking *k, const struct stands *s)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, &unit_stands_so, VALS(V_INT(k->core->region), V_INT(s->id)), &r, &found));
	if (!found || row_int(r, 0) != s->parent || row_int(r, 1) != s->order || !str_eq(row_text(r, 2), s->name) || !str_eq(row_text(r, 3), s->short_name))
		finding_number(k, W("the unit {0} does not stand as its events say: name, place or order"), s->id, S(""));
	TRY(query_one(k->x.snap, &heir_stands, VALS(V_INT(k->core->region), V_INT(s->id)), &r, &found));
	if ((found ? row_int(r, 0) : 0) != s->heir)
		finding_number(k, W("who took over from the unit {0} is not what its events say"), s->id, S(""));
	return OK;
}

static err check_names(struct checking *k, const struct of_units *o)
{
	struct rows *r;
	bool found;
	for (size_t i = 0; i < o->aliases.n; i++) {
		TRY(query_one(k->x.snap, &alias_stands, VALS(V_INT(k->core->region), V_TEXT(o->aliases.v[i].name)), &r, &found));
		if (!found || row_int(r, 0) != o->aliases.v[i].unit)
			finding_number(k, W("the unit {0} is not found by a name its events gave it"), o->aliases.v[i].unit, S(""));
	}
	for (size_t i = 0; i < o->were.n; i++) {
		const struct called *c = &o->were.v[i];
		TRY(query_one(k->x.snap, &was_stands, VALS(V_INT(k->core->region), V_INT(c->unit), V_INT(c->until)), &r, &found));
		if (!found || !str_eq(row_text(r, 0), c->name) || !str_eq(row_text(r, 1), c->short_name))
			finding_number(k, W("what the unit {0} was called is not what its events say"), c->unit, S(""));
	}
	return OK;
}

static err check_coming(struct checking *k, const struct of_units *o, int64_t *ret_n)
{
	struct rows *r;
	bool found;
	*ret_n = 0;
	for (size_t i = 0; i < o->coming.n; i++) {
		const struct name_row *c = &o->coming.v[i];
		TRY(query_one(k->x.snap, &coming_stands, VALS(V_INT(k->core->region), V_INT(c->unit)), &r, &found));
		if (found != (c->name.n > 0) || (found && (row_int(r, 0) != o->coming_of.v[i] || !str_eq(row_text(r, 1), c->name))))
			finding_number(k, W("a change to come of the unit {0} is not what its events say"), o->coming_of.v[i], S(""));
		*ret_n += c->name.n > 0;
	}
	return OK;
}

static err check_rows(struct checking *k, const struct stmt *stmt, int64_t want, const char *table)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != want)
		finding(k, W("the table {0} has rows that no event accounts for"), str_of(table), S(""));
	return OK;
}

err check_unit_changes(struct checking *k)
{
	struct of_units o = {0};
	int64_t coming, heirs = 0;
	TRY(fold_units(k, &o));
	for (size_t i = 0; i < o.units.n; i++) {
		TRY(check_stands(k, &o.units.v[i]));
		heirs += o.units.v[i].heir != 0;
	}
	TRY(check_names(k, &o));
	TRY(check_coming(k, &o, &coming));
	TRY(check_rows(k, &count_unit, (int64_t)o.units.n, "unit"));
	TRY(check_rows(k, &count_alias, (int64_t)o.aliases.n, "unit_alias"));
	TRY(check_rows(k, &count_heir, heirs, "unit_heir"));
	TRY(check_rows(k, &count_was, (int64_t)o.were.n, "unit_was"));
	return check_rows(k, &count_coming, coming, "unit_coming");
}
