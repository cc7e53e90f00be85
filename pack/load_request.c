/* SPDX-License-Identifier: Apache-2.0 */
/* What requests (诉求) need of a pack beyond parts: docs/decisions/requests.md. */
#include <lauxlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/pack_in.h"

/* ---- choices that stand in a table beside pack.lua ------------------------------------------ */
#define TABLE_MOST 4000
#define TABLE_COLUMNS 16
#define TABLE_NAME_MAX 64

struct table {
	struct load *ld;
	str path, column[TABLE_COLUMNS], cell[TABLE_COLUMNS];
	size_t n_columns;
	int line;
};

static str at_line(const struct table *t)
{
	struct buf b;
	buf_init(&b, t->ld->a);
	buf_add(&b, t->path);
	buf_fmt(&b, ":%d", t->line);
	return buf_str(&b);
}

static size_t cells(str line, str *v)
{
	size_t n = 0;
	while (n < TABLE_COLUMNS && str_split(line, '\t', &v[n], &line))
		n++;
	if (n < TABLE_COLUMNS)
		v[n++] = line;
	return n;
}

static str cell_of(const struct table *t, const char *column)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (str_eq(t->column[i], str_of(column)))
			return t->cell[i];
	return STR_NONE;
}

/* urban.road.lamp: as other names, and points between the levels */
static bool table_name_ok(str s)
{
	bool ok = s.n > 0 && s.n <= TABLE_NAME_MAX && s.p[0] >= 'a' && s.p[0] <= 'z' && s.p[s.n - 1] != '.';
	for (size_t i = 0; i < s.n; i++)
		ok = ok && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_' || s.p[i] == '.');
	return ok;
}

static err table_row(const struct table *t, const struct choice *v, size_t n, struct choice *ret)
{
	struct choice c = {.name = cell_of(t, "name"), .label = {cell_of(t, "zh"), cell_of(t, "en")},
		.help = {cell_of(t, "help_zh"), cell_of(t, "help_en")}};
	if (!table_name_ok(c.name))
		return fail(ERR_INPUT, "{0}: a line begins with a name of small letters, digits, _ and points; correct it", at_line(t));
	if (!c.label.zh.n || !c.label.en.n)
		return fail(ERR_INPUT, "{0}: {1} has no label in both languages; fill in zh and en", at_line(t), c.name);
	if (c.help.zh.n ? !c.help.en.n : c.help.en.n > 0)
		return fail(ERR_INPUT, "{0}: {1} has a help in one language only; fill in help_zh and help_en, or neither", at_line(t), c.name);
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, c.name))
			return fail(ERR_INPUT, "{0}: {1} stands here for the second time; keep one", at_line(t), c.name);
	*ret = c;
	return OK;
}

static err table_head(struct table *t, str line)
{
	t->n_columns = cells(line, t->column);
	memcpy(t->cell, t->column, sizeof t->cell);
	if (!cell_of(t, "name").n || !cell_of(t, "zh").n || !cell_of(t, "en").n)
		return fail(ERR_INPUT, "{0}: the first line of a table names its columns, among them name, zh and en; write it", at_line(t));
	return OK;
}

static err table_read(struct load *ld, str name, str bytes, struct choice **ret, size_t *ret_n)
{
	struct table t = {.ld = ld};
	LIST(struct choice) l = {0};
	struct buf b;
	str line, rest = bytes;
	buf_init(&b, ld->a);
	buf_fmt(&b, "packs/" STR_FMT "/" STR_FMT, STR_ARG(ld->pack->name), STR_ARG(name));
	t.path = buf_str(&b);
	while (rest.n) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		t.line++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (!t.n_columns) {
			TRY(table_head(&t, line));
			continue;
		}
		memset(t.cell, 0, sizeof t.cell);
		cells(line, t.cell);
		if (l.n == TABLE_MOST)
			return fail(ERR_LIMIT, "{0}: this list is longer than the kernel can hold; shorten it", at_line(&t));
		struct choice c;
		TRY(table_row(&t, l.v, l.n, &c));
		*list_push(ld->a, &l) = c;
	}
	if (!l.n)
		return fail(ERR_INPUT, "{0}: the table has no lines; write one for each choice", t.path);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

/* A list of choice { … }, or table("FILE.tsv"). */
err read_choices(struct load *ld, const struct key *k, void *out)
{
	const char *ctor = lua_istable(ld->L, -1) ? env_ctor(ld->L, lua_gettop(ld->L)) : NULL;
	size_t *n = (size_t *)((char *)out + sizeof(void *)); /* stands right behind */
	if (!ctor || strcmp(ctor, "table"))
		return read_list(ld, k, out);
	lua_rawgeti(ld->L, -1, 1);
	str name = str_dup(ld->a, str_of(lua_tostring(ld->L, -1)));
	lua_pop(ld->L, 1);
	for (size_t i = 0; i < ld->n_files; i++) {
		if (!str_eq(ld->files[i].name, name))
			continue;
		str bytes = ld->files[i].bytes;
		if (bytes.n > LIMIT_TEXT / 4 || utf8_valid(bytes) != bytes.n)
			return fail(ERR_INPUT, "{0}: the file {1} is too long or is not text; shorten it", where(ld), name);
		return table_read(ld, name, str_dup(ld->a, bytes), out, n);
	}
	return fail(ERR_INPUT, "{0}: the pack has no file {1}; add it, or write the name of one it has", where(ld), name);
}

/* ---- references --------------------------------------------------------------------------------- */
/* A field of the matter, also where a part says it. */
err read_matter_field(struct load *ld, const struct key *k, void *out)
{
	struct kind *here = ld->kind;
	ld->kind = (struct kind *)(here->whole ? here->whole : here);
	err e = read_field_ref(ld, k, out);
	ld->kind = here;
	return e;
}

/* The actions of parts have no names yet: each_resolve looks them up. */
err read_each(struct load *ld, const struct key *k, void *out)
{
	str *v, sort, action;
	size_t n;
	unused_arg(k);
	if (ld->kind->whole)
		return fail(ERR_INPUT, "{0}: each is for the actions of a matter; leave it out", where(ld));
	TRY(read_texts(ld, &v, &n));
	if (n != 1 || !str_split(v[0], '.', &sort, &action))
		return fail(ERR_INPUT, "{0}: this names a sort of part and one of its actions; write both, as in \"request.close\"", where(ld));
	*(str *)out = v[0];
	return OK;
}

bool asks_nothing(const struct action *a)
{
	bool asks = a->opens || a->reason || a->evidence || a->other_than >= 0;
	for (size_t i = 0; i < a->n_form; i++)
		asks = asks || a->form[i].required;
	return !asks;
}

static err each_of(struct load *ld, struct kind *k, size_t i)
{
	struct action *a = (struct action *)&k->actions[i];
	str sort, action;
	str_split(a->each, '.', &sort, &action);
	at_item(ld, "actions", i, "each");
	TRY(name_find(ld, TO_SORT, sort, &a->each_sort));
	ld->kind = (struct kind *)&k->parts[a->each_sort];
	err e = name_find(ld, TO_ACTION, action, &a->each_action);
	const struct action *taken = e == OK ? &ld->kind->actions[a->each_action] : NULL;
	ld->kind = k;
	TRY(e);
	if (!(taken->by & ~k->askers))
		return fail(ERR_INPUT, "{0}: only whoever asked does {1}; take an action that the system may take as well", where(ld), taken->name);
	return asks_nothing(taken) ? OK : fail(ERR_INPUT, "{0}: {1} asks for something, and the system has nothing to give; take an action without required fields, reason, evidence and other_than",
					       where(ld), taken->name);
}

err each_resolve(struct load *ld, struct kind *k)
{
	struct place outside = ld->at;
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].each.n)
			TRY(each_of(ld, k, i));
	ld->at = outside;
	return OK;
}

/* ---- clocks only for some values ------------------------------------------------------------------ */
static bool is_value(const struct field *f, str v)
{
	if (f->type == FIELD_FLAG)
		return str_eq(v, S("0")) || str_eq(v, S("1"));
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, v))
			return true;
	return false;
}

static err refuse_value(struct load *ld, const struct field *f, str v)
{
	if (f->type == FIELD_FLAG)
		return no_such(ld, v, (str[]){S("0"), S("1")}, 2);
	str *names = arena_new_n(ld->a, f->n_choices, str);
	for (size_t i = 0; i < f->n_choices; i++)
		names[i] = f->choices[i].name;
	return no_such(ld, v, names, f->n_choices);
}

/* "if class=help,complaint": the matter's, also where a part says it */
err clock_only_read(struct load *ld, str text, struct clock_op *ret)
{
	struct kind *here = ld->kind;
	str what, field, list, one;
	LIST(str) l = {0};
	int at;
	if (!str_split(text, ' ', &what, &field) || !str_split(field, '=', &field, &list) ||
	    (!str_eq(what, S("if")) && !str_eq(what, S("unless"))))
		return fail(ERR_INPUT, "{0}: {1} is no condition; write if or unless, a field and its values, like \"if class=help,complaint\"", where(ld), text);
	ld->kind = (struct kind *)(here->whole ? here->whole : here);
	err e = name_find(ld, TO_FIELD, field, &at);
	const struct field *f = e == OK ? &ld->kind->fields[at] : NULL;
	ld->kind = here;
	TRY(e);
	if ((f->type != FIELD_CHOICE && f->type != FIELD_FLAG) || f->personal)
		return fail(ERR_INPUT, "{0}: {1} is neither a choice nor a flag that everybody may know; name a field that is", where(ld), f->name);
	for (bool more = true; more;) {
		more = str_split(list, ',', &one, &list);
		if (!is_value(f, more ? one : list))
			return refuse_value(ld, f, more ? one : list);
		*list_push(ld->a, &l) = more ? one : list;
	}
	ret->only = 1 + at;
	ret->unless = str_eq(what, S("unless"));
	ret->values = l.v;
	ret->n_values = l.n;
	return OK;
}

/* ---- what must fit together --------------------------------------------------------------------------- */
static bool names_parties(enum field_type t)
{
	return t == FIELD_UNIT || t == FIELD_UNITS || t == FIELD_PERSON;
}

static err check_field(struct load *ld, const struct kind *k, size_t i)
{
	const struct field *f = &k->fields[i];
	if (!f->public && !f->confide && !f->denies)
		return OK;
	at_item(ld, "fields", i, f->public && f->personal ? "public" : f->denies ? "denies" : "confide");
	if (f->public && f->personal)
		return fail(ERR_INPUT, "{0}: nothing personal is ever public; leave out one of them", where(ld));
	if (f->denies && (!names_parties(f->type) || f->personal))
		return fail(ERR_INPUT, "{0}: a unit, units or a person can be denied the matter, and by a field that is not sealed; write such a type, or leave this out", where(ld));
	if (f->confide && (!f->personal || k->secret < 0))
		return fail(ERR_INPUT, "{0}: this goes with a personal field, and with secret in the kind; write both, or leave it out", where(ld));
	return OK;
}

static err want_flag(struct load *ld, const struct kind *k, const char *key, const struct kind *of, int field)
{
	at_kind(ld, k, key);
	if (field >= 0 && (of->fields[field].type != FIELD_FLAG || of->fields[field].personal))
		return fail(ERR_INPUT, "{0}: the field {1} is not of type {2}; refer to one that is", where(ld), of->fields[field].name, S("flag"));
	return OK;
}

static err check_sort(struct load *ld, const struct kind *k)
{
	const struct {
		const char *key;
		int field;
		bool fits;
	} row[] = {
		{"channel", k->channel, k->channel < 0 || k->fields[k->channel].type == FIELD_CHOICE},
		{"outside", k->outside, k->outside < 0 || k->fields[k->outside].type == FIELD_LINE},
		{"phone", k->phone, k->phone < 0 || (k->fields[k->phone].type == FIELD_LINE && k->fields[k->phone].personal)},
	};
	at_kind(ld, k, k->is_request ? "request" : "number");
	if (k->is_request != (k->number.n > 0))
		return fail(ERR_INPUT, "{0}: a request, and among parts only a request, has a number of its own; write request = true with number", where(ld));
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		at_kind(ld, k, row[i].key);
		if (row[i].field >= 0 && !k->is_request)
			return fail(ERR_INPUT, "{0}: this is said of a request; write request = true, or leave it out", where(ld));
		if (!row[i].fits)
			return fail(ERR_INPUT, "{0}: a channel is a choice, a number of outside a line, a phone a personal line; refer to such a field", where(ld));
	}
	int moved = k->is_request ? kind_state(k, S(STATE_MOVED)) : -1;
	at_kind(ld, k, "states");
	if (moved >= 0 && !k->states[moved].closed)
		return fail(ERR_INPUT, "{0}: in the state {1} nothing more is done here; write closed = true in it", where(ld), S(STATE_MOVED));
	at_kind(ld, k, "outside");
	if (k->outside >= 0 && (k->channel < 0 || k->fields[k->outside].personal || k->fields[k->channel].personal))
		return fail(ERR_INPUT, "{0}: numbers of outside are counted by channel and not sealed; write channel as well", where(ld));
	return OK;
}

err request_check(struct load *ld, const struct kind *k)
{
	const struct kind *of = k->whole ? k->whole : k;
	for (size_t i = 0; i < k->n_fields; i++)
		TRY(check_field(ld, k, i));
	TRY(want_flag(ld, k, "secret", of, k->secret));
	if (k->whole)
		return check_sort(ld, k);
	TRY(want_flag(ld, k, "published", k, k->published));
	at_kind(ld, k, "oldest");
	const struct setting *oldest = k->oldest.n ? pack_setting(ld->pack, k->oldest) : NULL;
	if (k->oldest.n && (k->request < 0 || !oldest || oldest->type != FIELD_INT))
		return fail(ERR_INPUT, "{0}: this is said of a kind with requests, by a setting that is a whole number; name one, and write request = true in a part", where(ld));
	at_kind(ld, k, "merge");
	if (k->merge >= 0 && k->request < 0)
		return fail(ERR_INPUT, "{0}: this is said of a kind with requests; write request = true in a part, or leave it out", where(ld));
	if (k->merge >= 0 && !asks_nothing(&k->actions[k->merge]))
		return fail(ERR_INPUT, "{0}: {1} asks for something, and the system has nothing to give; take an action without required fields, reason, evidence and other_than",
			    where(ld), k->actions[k->merge].name);
	return OK;
}
