/* SPDX-License-Identifier: Apache-2.0 */
/* The roster is read as a whole and exchanged as a whole: some hundred units and some
 * thousand people, asked for by every row of every list. Holders keep the old one. */
#include "core/core_in.h"

#include <stdlib.h>
#include <string.h>

STMT(roster_units, "SELECT id, parent, sort, name, short_name, active, version FROM unit WHERE region = $1 ORDER BY sort, id");
STMT(roster_aliases, "SELECT name, unit FROM unit_alias WHERE region = $1 ORDER BY name");
STMT(roster_people,
     "SELECT p.id, p.unit, p.login, p.name, p.post, p.duties, p.demo, p.lang, p.large, p.active, p.version, k.wrapped"
     " FROM person p LEFT JOIN key_seal k ON k.region = p.region AND k.owner = p.id WHERE p.region = $1 ORDER BY p.id");
STMT(roster_heirs, "SELECT unit, heir FROM unit_heir WHERE region = $1 ORDER BY unit");
STMT(roster_were, "SELECT unit, until, name, short_name FROM unit_was WHERE region = $1 ORDER BY unit, until");
STMT(roster_tree, "SELECT no FROM unit_tree WHERE region = $1");
const struct stmt *const core_roster_stmts[] = {&roster_heirs, &roster_were, &roster_tree, &roster_units, &roster_aliases, &roster_people, NULL};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct name_row *)a)->name, ((const struct name_row *)b)->name);
}

static err load_units(struct roster *r, struct conn *conn)
{
	LIST(struct unit) units = {0};
	LIST(int64_t) versions = {0};
	struct rows *q;
	TRY(query(conn, &roster_units, VALS(V_INT(r->core->region)), &q));
	while (rows_next(q)) {
		*list_push(&r->arena, &units) = (struct unit){.id = row_int(q, 0), .parent = row_int(q, 1),
			.order = (int)row_int(q, 2), .name = row_copy(q, 3, &r->arena),
			.short_name = row_copy(q, 4, &r->arena), .active = row_int(q, 5) != 0};
		*list_push(&r->arena, &versions) = row_int(q, 6);
	}
	r->units = units.v;
	r->n_units = units.n;
	r->unit_version = versions.v;
	return rows_end(q);
}

static void sort_units(struct roster *r)
{
	r->unit_by_id = arena_new_n(&r->arena, r->n_units, size_t);
	for (size_t i = 0; i < r->n_units; i++) {
		size_t k = i;
		for (; k > 0 && r->units[r->unit_by_id[k - 1]].id > r->units[i].id; k--)
			r->unit_by_id[k] = r->unit_by_id[k - 1];
		r->unit_by_id[k] = i;
	}
}

static void add_name(struct roster *r, size_t *cap, str name, int64_t unit)
{
	if (!name.n)
		return;
	list_room_(&r->arena, (void **)&r->names, r->n_names, cap, sizeof *r->names);
	r->names[r->n_names++] = (struct name_row){name, roster_heir(r, unit)};
}

static err load_heirs(struct roster *r, struct conn *conn)
{
	struct rows *q;
	TRY(query(conn, &roster_heirs, VALS(V_INT(r->core->region)), &q));
	while (rows_next(q)) {
		struct unit *u = (struct unit *)roster_unit(r, row_int(q, 0));
		if (u)
			u->heir = row_int(q, 1);
	}
	return rows_end(q);
}

static err load_history(struct roster *r, struct conn *conn)
{
	LIST(struct name_was) were = {0};
	struct rows *q;
	bool found;
	TRY(query(conn, &roster_were, VALS(V_INT(r->core->region)), &q));
	while (rows_next(q))
		*list_push(&r->arena, &were) = (struct name_was){row_int(q, 0), row_int(q, 1),
			row_copy(q, row_text(q, 3).n ? 3 : 2, &r->arena)};
	TRY(rows_end(q));
	r->were = were.v;
	r->n_were = were.n;
	TRY(query_one(conn, &roster_tree, VALS(V_INT(r->core->region)), &q, &found));
	r->tree = found ? row_int(q, 0) : 0;
	return OK;
}

static err load_names(struct roster *r, struct conn *conn)
{
	size_t cap = 0;
	LIST(int64_t) owner = {0}; /* of each alias; a name leads to who took over */
	struct rows *q;
	TRY(query(conn, &roster_aliases, VALS(V_INT(r->core->region)), &q));
	while (rows_next(q)) {
		add_name(r, &cap, row_copy(q, 0, &r->arena), row_int(q, 1));
		*list_push(&r->arena, &owner) = row_int(q, 1);
	}
	TRY(rows_end(q));
	size_t n_aliases = r->n_names;
	for (size_t u = 0; u < r->n_units; u++) {
		struct unit *unit = &r->units[u];
		unit->aliases = arena_new_n(&r->arena, n_aliases, str);
		for (size_t i = 0; i < n_aliases; i++)
			if (owner.v[i] == unit->id)
				unit->aliases[unit->n_aliases++] = r->names[i].name;
		add_name(r, &cap, unit->name, unit->id);
		add_name(r, &cap, unit->short_name, unit->id);
	}
	if (r->n_names)
		qsort(r->names, r->n_names, sizeof *r->names, by_name);
	return OK;
}

/* A person's name as it stands sealed in the row; empty when the key was erased. */
static err member_name(struct roster *r, const struct member *m, str sealed, str wrapped, str *ret)
{
	struct secret *v;
	size_t n;
	str key;
	struct arena a;
	*ret = S("");
	if (!wrapped.n)
		return OK;
	arena_init(&a);
	err e = unseal(&a, r->core->master, wrapped, aad_of(&a, "key", m->id), &key);
	if (e != OK)
		e = fail(ERR_INPUT, "the key file does not belong to this database; put back the one that does");
	if (e == OK)
		e = secrets_open(&a, (const uint8_t *)key.p, aad_of(&a, "person", m->id), sealed, &v, &n);
	if (e == OK && n == 1)
		*ret = str_dup(&r->arena, v[0].value);
	arena_done(&a);
	return e;
}

static err load_members(struct roster *r, struct conn *conn)
{
	LIST(struct member) members = {0};
	struct rows *q;
	err e = OK;
	TRY(query(conn, &roster_people, VALS(V_INT(r->core->region)), &q));
	while (e == OK && rows_next(q)) {
		struct member m = {.id = row_int(q, 0), .unit = row_int(q, 1), .login = row_copy(q, 2, &r->arena),
			.post = row_copy(q, 4, &r->arena), .duties = (uint32_t)row_int(q, 5), .demo = row_int(q, 6) != 0,
			.lang = row_int(q, 7) == LANG_EN ? LANG_EN : LANG_ZH, .large = row_int(q, 8) != 0,
			.active = row_int(q, 9) != 0, .version = row_int(q, 10)};
		e = member_name(r, &m, row_text(q, 3), row_text(q, 11), &m.name);
		*list_push(&r->arena, &members) = m;
	}
	err end = rows_end(q);
	r->members = members.v;
	r->n_members = members.n;
	return e != OK ? e : end;
}

static err load(struct roster *r)
{
	struct conn *conn;
	TRY(store_read_begin(r->core->store, &conn));
	err e = load_units(r, conn);
	if (e == OK) {
		sort_units(r);
		e = load_heirs(r, conn);
	}
	if (e == OK)
		e = load_history(r, conn);
	if (e == OK) {
		e = load_names(r, conn);
	}
	if (e == OK)
		e = load_members(r, conn);
	if (e == OK)
		e = absences_load(r, conn);
	store_read_end(conn);
	return e;
}

err roster_load(struct core *c)
{
	struct roster *r = calloc(1, sizeof *r), *old;
	ours(r);
	r->core = c;
	atomic_store(&r->holders, 1);
	arena_init(&r->arena);
	/* held while reading, so that of two loaders the later one also exchanges later */
	pthread_mutex_lock(&c->lock);
	err e = load(r);
	old = e == OK ? c->roster : r;
	if (e == OK)
		c->roster = r;
	pthread_mutex_unlock(&c->lock);
	if (old)
		roster_drop(old);
	return e;
}

struct roster *roster_hold(struct core *c)
{
	pthread_mutex_lock(&c->lock);
	struct roster *r = c->roster;
	atomic_fetch_add(&r->holders, 1);
	pthread_mutex_unlock(&c->lock);
	return r;
}

void roster_drop(struct roster *r)
{
	if (atomic_fetch_sub(&r->holders, 1) != 1)
		return;
	arena_done(&r->arena);
	free(r);
}

static const struct unit *unit_find_id(const struct roster *r, int64_t id, size_t *ret_at)
{
	size_t low = 0, high = r->n_units;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (r->units[r->unit_by_id[mid]].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == r->n_units || r->units[r->unit_by_id[low]].id != id)
		return NULL;
	*ret_at = r->unit_by_id[low];
	return &r->units[*ret_at];
}

const struct unit *roster_unit(const struct roster *r, int64_t id)
{
	size_t at;
	return unit_find_id(r, id, &at);
}

const struct member *roster_member(const struct roster *r, int64_t id)
{
	size_t low = 0, high = r->n_members;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (r->members[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n_members && r->members[low].id == id ? &r->members[low] : NULL;
}

int64_t roster_unit_named(const struct roster *r, str name)
{
	struct name_row key = {.name = name}, *row = NULL;
	if (r->n_names)
		row = bsearch(&key, r->names, r->n_names, sizeof *r->names, by_name);
	return row ? row->unit : 0;
}

/* As it stands in a sentence, where words before it may have been taken along: the longest
 * name it ends with. */
int64_t roster_unit_in(const struct roster *r, str words)
{
	int64_t unit = roster_unit_named(r, words);
	size_t best = 0;
	for (size_t i = 0; !unit && i < r->n_names; i++)
		best = str_ends(words, r->names[i].name) && r->names[i].name.n > best ? r->names[i].name.n : best;
	return best ? roster_unit_named(r, str_cut(words, words.n - best, words.n)) : unit;
}

bool roster_below(const struct roster *r, int64_t unit, int64_t above)
{
	for (size_t steps = 0; unit && steps <= r->n_units; steps++) {
		if (unit == above)
			return true;
		const struct unit *u = roster_unit(r, unit);
		unit = u ? u->parent : 0;
	}
	return false;
}

str roster_unit_name(const struct roster *r, int64_t id)
{
	const struct unit *u = roster_unit(r, id);
	return !u ? S("") : u->short_name.n ? u->short_name : u->name;
}

str roster_unit_name_at(const struct roster *r, int64_t id, ms_t at)
{
	for (size_t i = 0; i < r->n_were; i++)
		if (r->were[i].unit == id && at < r->were[i].until)
			return r->were[i].name;
	return roster_unit_name(r, id);
}

int64_t roster_heir(const struct roster *r, int64_t id)
{
	const struct unit *u = roster_unit(r, id);
	for (size_t steps = 0; u && u->heir && steps <= r->n_units; steps++) {
		id = u->heir;
		u = roster_unit(r, id);
	}
	return id;
}
