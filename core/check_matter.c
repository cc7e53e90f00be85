/* SPDX-License-Identifier: Apache-2.0 */
/* Every matter is folded again from its events, and its rows derived again from that. */
#include "core/check_in.h"
#include "core/published_in.h"

#include <stdlib.h>
#include <string.h>

STMT_FLAGS(fold_events, STMT_SCAN,
     "SELECT entity_id, version, id, at, actor, action, effects, sealed FROM event WHERE region = $1 AND entity = 1"
     " ORDER BY entity_id, version");
STMT(matter_row, "SELECT " MATTER_COLUMN_NAMES " FROM matter WHERE region = $1 AND id = $2");
STMT(unit_row, "SELECT rel, kind, state, light, due, changed FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(key_row, "SELECT matter FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4 AND matter = $5");
STMT(denial_row, "SELECT who FROM matter_denial WHERE region = $1 AND who = $2 AND matter = $3");
STMT(evidence_rows, "SELECT blob, size, digest, key, part FROM evidence WHERE region = $1 AND matter = $2");
STMT(part_row, "SELECT " PART_COLUMN_NAMES ", matter FROM part WHERE region = $1 AND matter = $2 AND id = $3");
STMT(part_unit_row, "SELECT matter, rel, kind, sort, state, due FROM part_unit WHERE region = $1 AND unit = $2 AND part = $3");
STMT_FLAGS(count_parts, STMT_SCAN, "SELECT COUNT(*) FROM part WHERE region = $1");
STMT_FLAGS(count_part_units, STMT_SCAN, "SELECT COUNT(*) FROM part_unit WHERE region = $1");
STMT_FLAGS(counter_all, STMT_SCAN, "SELECT unit, kind, rel, state, light, n FROM counter WHERE region = $1");
STMT_FLAGS(count_matters, STMT_SCAN, "SELECT COUNT(*) FROM matter WHERE region = $1");
STMT_FLAGS(count_units, STMT_SCAN, "SELECT COUNT(*) FROM matter_unit WHERE region = $1");
STMT_FLAGS(count_keys, STMT_SCAN, "SELECT COUNT(*) FROM matter_key WHERE region = $1");
STMT_FLAGS(count_denials, STMT_SCAN, "SELECT COUNT(*) FROM matter_denial WHERE region = $1");
STMT_FLAGS(count_evidence, STMT_SCAN, "SELECT COUNT(*) FROM evidence WHERE region = $1");
STMT_FLAGS(count_links, STMT_SCAN, "SELECT COUNT(*) FROM link WHERE region = $1");
const struct stmt *const core_check_matter_stmts[] = {&fold_events, &matter_row, &unit_row, &key_row, &denial_row, &evidence_rows,
	&counter_all, &count_matters, &count_units, &count_keys, &count_denials, &count_evidence, &count_links,
	&part_row, &part_unit_row, &count_parts, &count_part_units, NULL};

static const struct kind *find_kind(const void *core, str name)
{
	return core_kind(core, name);
}

/* ---- counters ------------------------------------------------------------------------------- */
static void tally(struct checking *k, const struct matter *m, const struct involved *u)
{
	str state = m->kind->states[m->state].name;
	for (size_t i = 0; i < k->tallies.n; i++) {
		struct tally *t = &k->tallies.v[i];
		if (t->unit == u->unit && t->rel == u->rel && t->light == (int)m->light && t->kind.p == m->kind->name.p && t->state.p == state.p) {
			t->n++;
			return;
		}
	}
	*list_push(&k->arena, &k->tallies) = (struct tally){.unit = u->unit, .rel = u->rel, .light = (int)m->light, .kind = m->kind->name,
		.state = state, .n = 1};
}

static int64_t tally_take(struct checking *k, struct rows *r)
{
	for (size_t i = 0; i < k->tallies.n; i++) {
		struct tally *t = &k->tallies.v[i];
		if (t->unit == row_int(r, 0) && t->rel == row_int(r, 2) && t->light == row_int(r, 4) && str_eq(t->kind, row_text(r, 1)) &&
		    str_eq(t->state, row_text(r, 3))) {
			int64_t n = t->n;
			t->n = 0;
			return n;
		}
	}
	return 0;
}

static err check_counters(struct checking *k)
{
	struct rows *r;
	TRY(query(k->x.snap, &counter_all, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r))
		if (tally_take(k, r) != row_int(r, 5))
			finding_number(k, W("a counter of the unit {0} is wrong"), row_int(r, 0), S(""));
	for (size_t i = 0; i < k->tallies.n; i++)
		if (k->tallies.v[i].n)
			finding_number(k, W("a counter of the unit {0} is wrong"), k->tallies.v[i].unit, S(""));
	return rows_end(r);
}

/* ---- rows of one matter -------------------------------------------------------------------------- */
static bool same_column(struct rows *r, int i, const struct val *v)
{
	if (v->kind == VAL_INT)
		return row_int(r, i) == v->i;
	return v->kind == VAL_NULL ? row_null(r, i) : str_eq(row_text(r, i), v->s);
}

static err check_row(struct checking *k, struct matter *m, bool *ret_there)
{
	struct rows *r;
	struct val v[MATTER_COLUMNS];
	static const char *const name[MATTER_COLUMNS] = {"id", "version", "kind", "state", "number", "title", "lead", "owner", "light",
		"light_rule", "due", "next_at", "share", "opened", "changed", "reported", "files", "denials", "source", "body", "sealed"};
	TRY(query_one(k->x.snap, &matter_row, VALS(V_INT(k->core->region), V_INT(m->id)), &r, ret_there));
	if (!*ret_there) {
		finding(k, W("the matter {0} has events but no row"), m->number, S(""));
		return OK;
	}
	if (!row_null(r, COL_SEALED))
		m->sealed = row_copy(r, COL_SEALED, k->x.arena);
	matter_columns(k->x.arena, m, v);
	for (int i = 0; i < MATTER_COLUMNS; i++)
		if (!same_column(r, i, &v[i]))
			finding(k, W("the matter {0} is not what its events say: {1}"), m->number, str_of(name[i]));
	return OK;
}

static err check_unit(struct checking *k, const struct matter *m, const struct involved *u)
{
	struct rows *r;
	bool found;
	ms_t due = matter_due(m);
	TRY(query_one(k->x.snap, &unit_row, VALS(V_INT(k->core->region), V_INT(u->unit), V_INT(m->id)), &r, &found));
	bool same = found && row_int(r, 0) == u->rel && str_eq(row_text(r, 1), m->kind->name) &&
		    str_eq(row_text(r, 2), m->kind->states[m->state].name) && row_int(r, 3) == (int64_t)m->light &&
		    row_int(r, 4) == (due == MS_NONE ? NEVER : due) && row_int(r, 5) == m->changed;
	if (!same)
		finding(k, W("the matter {0} is listed wrongly for a unit"), m->number, S(""));
	k->unit_rows++;
	tally(k, m, u);
	return OK;
}

static err check_part_unit(struct checking *k, const struct matter *m, const struct matter *part, ms_t due, const struct involved *u)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, &part_unit_row, VALS(V_INT(k->core->region), V_INT(u->unit), V_INT(part->id)), &r, &found));
	bool same = found && row_int(r, 0) == m->id && row_int(r, 1) == u->rel && str_eq(row_text(r, 2), m->kind->name) &&
		    str_eq(row_text(r, 3), part->kind->name) && str_eq(row_text(r, 4), part_tray(part, m)) &&
		    row_int(r, 5) == (due == MS_NONE ? NEVER : due);
	if (!same)
		finding(k, W("a part of the matter {0} is listed wrongly for a unit"), m->number, S(""));
	k->part_unit_rows++;
	return OK;
}

static err check_part(struct checking *k, const struct matter *m, struct matter *part, const struct involved *u, size_t n)
{
	struct rows *r;
	struct involved *own;
	struct val v[PART_COLUMNS];
	bool found;
	static const char *const name[PART_COLUMNS] = {"id", "sort", "state", "unit", "person", "due", "body", "sealed", "number"};
	k->part_rows++;
	if (part->state < 0) {
		finding_number(k, W("the events of the matter {0} do not make a matter"), m->id, S(""));
		return OK;
	}
	TRY(query_one(k->x.snap, &part_row, VALS(V_INT(k->core->region), V_INT(m->id), V_INT(part->id)), &r, &found));
	if (!found) {
		finding(k, W("a part of the matter {0} has events but no row"), m->number, S(""));
		return OK;
	}
	if (!row_null(r, PART_SEALED))
		part->sealed = row_copy(r, PART_SEALED, k->x.arena);
	part_columns(k->x.arena, k->core->zone, part, v);
	for (int i = 0; i < PART_COLUMNS; i++)
		if (!same_column(r, i, &v[i]))
			finding(k, W("a part of the matter {0} is not what its events say: {1}"), m->number, str_of(name[i]));
	size_t n_own = part_involved(k->x.arena, k->x.roster, part, u, n, &own);
	for (size_t i = 0; i < n_own; i++)
		TRY(check_part_unit(k, m, part, part_due(k->core->zone, part), &own[i]));
	return OK;
}

static err check_derived(struct checking *k, const struct matter *m)
{
	struct involved *u;
	struct key_row *v;
	struct rows *r;
	bool found;
	int64_t region = k->core->region;
	size_t n = matter_involved(k->x.arena, k->x.roster, m, &u), n_keys = matter_keys(k->x.arena, m, &v);
	for (size_t i = 0; i < n; i++)
		TRY(check_unit(k, m, &u[i]));
	for (size_t i = 0; i < m->parts.n; i++) {
		TRY(check_part(k, m, m->parts.v[i], u, n));
		TRY(check_request(k, m, m->parts.v[i]));
	}
	for (size_t i = 0; i < n_keys; i++) {
		TRY(query_one(k->x.snap, &key_row,
			      VALS(V_INT(region), V_TEXT(m->kind->name), V_TEXT(v[i].field), V_TEXT(v[i].value), V_INT(m->id)), &r, &found));
		if (!found)
			finding(k, W("the matter {0} cannot be found by its field {1}"), m->number, v[i].field);
	}
	for (size_t i = 0; i < m->denials.n; i++) {
		TRY(query_one(k->x.snap, &denial_row, VALS(V_INT(region), V_INT(m->denials.v[i]), V_INT(m->id)), &r, &found));
		if (!found)
			finding(k, W("the matter {0} is not denied to whom its events deny it"), m->number, S(""));
	}
	k->key_rows += (int64_t)n_keys;
	k->denial_rows += (int64_t)m->denials.n;
	k->link_rows += (int64_t)m->links.n;
	k->evidence_rows += m->files;
	return OK;
}

static void check_values(struct checking *k, const struct matter *whole, const char *what, const struct matter *m, const uint8_t key[SEAL_KEY_LEN])
{
	struct secret *s;
	size_t n;
	if (!m->sealed.p)
		return;
	if (secrets_open(k->x.arena, key, aad_of(k->x.arena, what, m->id), m->sealed, &s, &n) != OK) {
		finding(k, W("the personal values of the matter {0} cannot be opened: they were changed"), whole->number, S(""));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct digest d;
		int f = kind_field(m->kind, s[i].name);
		secret_commit(&s[i], &d);
		if (f < 0 || !m->fields[f].sealed || memcmp(d.b, m->fields[f].commitment.b, sizeof d.b) != 0)
			finding(k, W("the matter {0} is not what its events say: {1}"), whole->number, s[i].name);
	}
}

static err check_secrets(struct checking *k, struct matter *m)
{
	uint8_t key[SEAL_KEY_LEN], own[SEAL_KEY_LEN];
	bool there, has_own = false;
	if (!matter_has_seals(m))
		return OK;
	TRY(key_find(k->core, k->x.snap, m->id, key, &there));
	if (there)
		check_values(k, m, "matter", m, key);
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = matter_part_at(m, i);
		if (part->kind->is_request)
			TRY(key_find(k->core, k->x.snap, part->id, own, &has_own));
		if (part->kind->is_request ? has_own : there)
			check_values(k, m, "part", part, part->kind->is_request ? own : key);
	}
	return OK;
}

static err check_files(struct checking *k, const struct matter *m)
{
	struct rows *r;
	err e = OK;
	int *files = arena_new_n(k->x.arena, m->parts.n, int);
	TRY(query(k->x.snap, &evidence_rows, VALS(V_INT(k->core->region), V_INT(m->id)), &r));
	while (e == OK && rows_next(r)) {
		for (size_t i = 0; i < m->parts.n; i++)
			files[i] += m->parts.v[i]->id == row_int(r, 4);
		e = check_blob(k, row_int(r, 0), row_int(r, 1), row_copy(r, 2, k->x.arena), row_copy(r, 3, k->x.arena), m->number);
	}
	for (size_t i = 0; e == OK && i < m->parts.n; i++)
		if (files[i] != m->parts.v[i]->files)
			finding(k, W("a part of the matter {0} is not what its events say: {1}"), m->number, S("evidence"));
	err end = rows_end(r);
	return e != OK ? e : end;
}

/* Until the minute trip has come round, a light may be that of a moment ago. */
static err check_light(struct checking *k, const struct matter *m)
{
	ms_t next = matter_next(m);
	bool moves = false;
	if (!k->settled || (next != MS_NONE && next <= k->x.now))
		return OK;
	if (k->swept_of != m->kind)
		TRY(light_swept(&k->x, m->kind, &k->swept));
	k->swept_of = m->kind;
	for (size_t i = 0; i <= m->parts.n; i++)
		moves |= light_moves(&k->x, i ? matter_part_at(m, i - 1) : m);
	if (k->swept && moves)
		finding(k, W("the light of the matter {0} is not the one that its rules give"), m->number, S(""));
	return OK;
}

static err check_matter(struct checking *k, struct matter *m)
{
	bool there;
	k->report.matters++;
	if (!m->kind || m->state < 0) {
		finding_number(k, W("the events of the matter {0} do not make a matter"), m->id, S(""));
		return OK;
	}
	TRY(check_row(k, m, &there));
	if (!there)
		return OK;
	TRY(check_derived(k, m));
	TRY(check_acted(k, m));
	TRY(check_published(k, m));
	TRY(check_secrets(k, m));
	TRY(check_clocks(k, m));
	TRY(check_light(k, m));
	return m->files ? check_files(k, m) : OK;
}

/* ---- folding ------------------------------------------------------------------------------------------ */
/* Whose key sealed what the event says: that of a request it was taken on, else the matter's. */
static int64_t sealed_by(const struct matter *m, const struct effect *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct matter *part = v[i].op == EFFECT_PART ? matter_part(m, v[i].number[0]) : NULL;
		if (part && part->kind->is_request)
			return part->id;
	}
	return m->id;
}

static err fold_event(struct checking *k, struct matter *m, struct rows *r)
{
	struct effect *v;
	size_t n;
	struct event e = {.entity_id = row_int(r, 0), .version = row_int(r, 1), .id = row_int(r, 2), .at = row_int(r, 3),
		.actor = row_int(r, 4), .action = row_copy(r, 5, k->x.arena)};
	if (e.version != m->version + 1)
		finding_number(k, W("the matter {0} has a gap in its versions"), e.entity_id, S(""));
	bool good = effects_read(k->x.arena, row_copy(r, 6, k->x.arena), &v, &n);
	for (size_t i = 0; good && i < n; i++)
		good = matter_apply(k->x.arena, m, &e, &v[i], find_kind, k->core);
	if (!good || !m->kind) {
		finding_number(k, W("an event of the matter {0} has effects that cannot be applied"), e.entity_id, S(""));
		m->version = e.version;
		return OK;
	}
	matter_applied(m, &e);
	acted_gather(k, &e, v, n);
	for (size_t i = 0; i < n; i++) /* commitments stand in what happened to a part, too */
		if (v[i].op == EFFECT_IN_PART && !effect_inside(k->x.arena, &v[i], &v[i]))
			return OK;
	return row_null(r, 7) ? OK : check_sealed(k, sealed_by(m, v, n), e.id, row_copy(r, 7, k->x.arena), v, n);
}

static err fold_all(struct checking *k, struct rows *r)
{
	struct matter m = {0};
	while (rows_next(r)) {
		if (m.id && m.id != row_int(r, 0)) {
			TRY(check_matter(k, &m));
			arena_reset(&k->scratch);
			m.id = 0;
		}
		if (!m.id)
			m = (struct matter){.id = row_int(r, 0)};
		TRY(fold_event(k, &m, r));
	}
	return m.id ? check_matter(k, &m) : OK;
}

static err check_count(struct checking *k, const struct stmt *stmt, int64_t want, const char *table)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != want)
		finding(k, W("the table {0} has rows that no event accounts for"), str_of(table), S(""));
	return OK;
}

err check_matters(struct checking *k)
{
	struct rows *r;
	TRY(query(k->x.snap, &fold_events, VALS(V_INT(k->core->region)), &r));
	err e = fold_all(k, r), end = rows_end(r);
	if (e != OK || end != OK)
		return e != OK ? e : end;
	TRY(check_counters(k));
	TRY(check_count(k, &count_matters, k->report.matters, "matter"));
	TRY(check_count(k, &count_units, k->unit_rows, "matter_unit"));
	TRY(check_count(k, &count_parts, k->part_rows, "part"));
	TRY(check_count(k, &count_part_units, k->part_unit_rows, "part_unit"));
	TRY(check_count(k, &count_keys, k->key_rows, "matter_key"));
	TRY(check_count(k, &count_denials, k->denial_rows, "matter_denial"));
	TRY(check_count(k, &count_evidence, k->evidence_rows, "evidence"));
	TRY(check_count(k, &count_links, k->link_rows, "link"));
	TRY(check_published_count(k));
	TRY(check_request_count(k));
	return check_acted_count(k);
}
