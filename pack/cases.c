/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of a pack: packs/x/tests.lua, declared with case { }. Each says who tries
 * what, in which state and with what, and whether it is allowed. One with `part` is about
 * an action on a part: its state, what is `own` to it, and what is given; field is the matter's. */
#include <lauxlib.h>
#include <string.h>

#include "pack/pack_in.h"

#define CASES_FILE "tests.lua"

struct trial {
	str name;
	int line;
	int kind, sort /* -1: of the matter itself */, action, state;
	role_set roles;
	bool reason, same_person, same_unit;
	int64_t evidence, today, in_state;
	struct guard_value *fields, *given, *own;
	size_t n_fields, n_given, n_own;
	struct guard_part *parts;
	size_t n_parts;
	struct guard_clock *clocks;
	size_t n_clocks;
	struct guard_did *did;
	size_t n_did;
	int to;               /* -1: stays, or is refused */
	int refuse;           /* enum ask_fault; ASK_FINE: allowed */
	struct words2 sentence; /* of a refusing guard */
};

static const char *const fault_names[] = {"", "state", "role", "same_person", "missing", "reason", "evidence", "guard", NULL};

/* ---- reading ------------------------------------------------------------------------------ */
static struct trial *trial_of(const struct key *k, void *out)
{
	return (struct trial *)((char *)out - k->at);
}

static err read_title(struct load *ld, const struct key *k, void *out)
{
	TRY(read_line(ld, k, out));
	trial_of(k, out)->line = ld->at.line;
	return OK;
}

static err find(struct load *ld, const void *v, size_t n, size_t size, int *ret)
{
	str *names = arena_new_n(ld->a, n, str), word;
	TRY(read_name(ld, NULL, &word));
	for (size_t i = 0; i < n; i++) {
		names[i] = *(const str *)((const char *)v + i * size);
		if (str_eq(names[i], word)) {
			*ret = (int)i;
			return OK;
		}
	}
	return no_such(ld, word, names, n);
}

static err read_kind_name(struct load *ld, const struct key *k, void *out)
{
	TRY(find(ld, ld->pack->kinds, ld->pack->n_kinds, sizeof *ld->pack->kinds, out));
	ld->kind = (struct kind *)&ld->pack->kinds[trial_of(k, out)->kind];
	return OK;
}

static err read_part_name(struct load *ld, const struct key *k, void *out)
{
	TRY(find(ld, ld->kind->parts, ld->kind->n_parts, sizeof *ld->kind->parts, out));
	ld->kind = (struct kind *)&ld->kind->parts[trial_of(k, out)->sort];
	return OK;
}

static err read_state_name(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	return find(ld, ld->kind->states, ld->kind->n_states, sizeof *ld->kind->states, out);
}

static err read_action_name(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	return find(ld, ld->kind->actions, ld->kind->n_actions, sizeof *ld->kind->actions, out);
}

static err read_role_names(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str *v, *names = arena_new_n(ld->a, ld->kind->n_roles, str);
	size_t n;
	role_set set = 0;
	TRY(read_texts(ld, &v, &n));
	for (size_t r = 0; r < ld->kind->n_roles; r++)
		names[r] = ld->kind->roles[r].name;
	for (size_t i = 0; i < n; i++) {
		size_t r = 0;
		while (r < ld->kind->n_roles && !str_eq(names[r], v[i]))
			r++;
		if (r == ld->kind->n_roles)
			return no_such(ld, v[i], names, r);
		set |= (role_set)1 << r;
	}
	*(role_set *)out = set;
	return OK;
}

/* The value on top, as core would give it for a field of this type. */
static err read_value(struct load *ld, const struct field *f, struct guard_value *ret)
{
	bool number = f->type == FIELD_INT || f->type == FIELD_SHARE || f->type == FIELD_DATE || f->type == FIELD_FLAG;
	*ret = (struct guard_value){.name = f->name};
	if (number) {
		ret->is_number = true;
		return read_int(ld, NULL, &ret->number);
	}
	if (f->type == FIELD_UNITS) {
		str *v;
		TRY(read_texts(ld, &v, &ret->n_items));
		ret->items = v;
		ret->is_list = true;
		return OK;
	}
	return read_line(ld, NULL, &ret->text);
}

/* The table on top as values of fields; of a part also its state, when `ret_state` is there. */
static err values_of(struct load *ld, const struct kind *k, struct guard_value **v, size_t *n, str *ret_state)
{
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: values of fields are wanted here; write {{1}}", where(ld), S(" share = 40 "));
	*v = arena_new_n(ld->a, k->n_fields, struct guard_value);
	str *names = arena_new_n(ld->a, k->n_fields, str);
	for (size_t i = 0; i < k->n_fields; i++)
		names[i] = k->fields[i].name;
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		str word = {lua_type(ld->L, -2) == LUA_TSTRING ? lua_tostring(ld->L, -2) : "?", 0};
		word.n = strlen(word.p);
		int f = kind_field(k, word), state = 0;
		if (ret_state && str_eq(word, S("state"))) {
			TRY(find(ld, k->states, k->n_states, sizeof *k->states, &state));
			*ret_state = k->states[state].name;
			continue;
		}
		if (f < 0)
			return no_such(ld, word, names, k->n_fields);
		TRY(read_value(ld, &k->fields[f], &(*v)[(*n)++]));
	}
	return OK;
}

static err read_fields(struct load *ld, const struct key *k, void *out)
{
	struct trial *t = trial_of(k, out);
	return values_of(ld, ld->kind->whole ? ld->kind->whole : ld->kind, &t->fields, &t->n_fields, NULL);
}

static err read_given(struct load *ld, const struct key *k, void *out)
{
	struct trial *t = trial_of(k, out);
	return values_of(ld, ld->kind, &t->given, &t->n_given, NULL);
}

static err read_own(struct load *ld, const struct key *k, void *out)
{
	struct trial *t = trial_of(k, out);
	if (!ld->kind->whole)
		return fail(ERR_INPUT, "{0}: own is of a part; write part = \"…\" as well", where(ld));
	return values_of(ld, ld->kind, &t->own, &t->n_own, NULL);
}

static err read_sort_parts(struct load *ld, struct trial *t, const struct kind *sort)
{
	size_t n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	struct guard_part *v = arena_new_n(ld->a, t->n_parts + n, struct guard_part);
	if (t->n_parts)
		memcpy(v, t->parts, t->n_parts * sizeof *v);
	t->parts = v;
	for (size_t i = 0; i < n; i++) {
		struct guard_value *values = NULL;
		struct guard_part *p = &v[t->n_parts++];
		*p = (struct guard_part){.sort = sort};
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(values_of(ld, sort, &values, &p->n_fields, &p->state));
		lua_pop(ld->L, 1);
		p->fields = values;
	}
	return OK;
}

/* parts = { assignment = { { state = "signed", title = "…" } } } */
static err read_parts(struct load *ld, const struct key *k, void *out)
{
	const struct kind *whole = ld->kind->whole ? ld->kind->whole : ld->kind;
	str *names = arena_new_n(ld->a, whole->n_parts, str);
	for (size_t i = 0; i < whole->n_parts; i++)
		names[i] = whole->parts[i].name;
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: values of fields are wanted here; write {{1}}", where(ld), S(" share = 40 "));
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		str word = str_of(lua_type(ld->L, -2) == LUA_TSTRING ? lua_tostring(ld->L, -2) : "?");
		int sort = kind_sort(whole, word);
		if (sort < 0)
			return no_such(ld, word, names, whole->n_parts);
		TRY(read_sort_parts(ld, trial_of(k, out), &whole->parts[sort]));
	}
	return OK;
}

static const struct kind *case_whole(const struct load *ld)
{
	return ld->kind->whole ? ld->kind->whole : ld->kind;
}

/* clock = { due = -1 }: units left; what is not named was never armed */
static err read_clocks(struct load *ld, const struct key *k, void *out)
{
	struct trial *t = trial_of(k, out);
	const struct kind *whole = case_whole(ld);
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: values of fields are wanted here; write {{1}}", where(ld), S(" due = 3 "));
	t->clocks = arena_new_n(ld->a, whole->n_clocks, struct guard_clock);
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		str word = str_of(lua_type(ld->L, -2) == LUA_TSTRING ? lua_tostring(ld->L, -2) : "?");
		int64_t left;
		int i = 0;
		lua_pushlstring(ld->L, word.p, word.n);
		err e = find(ld, whole->clocks, whole->n_clocks, sizeof *whole->clocks, &i);
		lua_pop(ld->L, 1);
		TRY(e);
		TRY(read_int(ld, NULL, &left));
		t->clocks[t->n_clocks++] = (struct guard_clock){whole->clocks[i].name, left, true, left < 0};
	}
	return OK;
}

/* did = { "redo" }: some day before */
static err read_did(struct load *ld, const struct key *k, void *out)
{
	struct trial *t = trial_of(k, out);
	const struct kind *whole = case_whole(ld);
	str *v;
	size_t n;
	TRY(read_texts(ld, &v, &n));
	t->did = arena_new_n(ld->a, n, struct guard_did);
	for (size_t i = 0; i < n; i++) {
		int at = 0;
		lua_pushlstring(ld->L, v[i].p, v[i].n);
		err e = find(ld, whole->actions, whole->n_actions, sizeof *whole->actions, &at);
		lua_pop(ld->L, 1);
		TRY(e);
		t->did[t->n_did++] = (struct guard_did){whole->actions[at].name, 1};
	}
	return OK;
}

static err read_refuse(struct load *ld, const struct key *k, void *out)
{
	static const struct names faults = {fault_names};
	struct trial *t = trial_of(k, out);
	if (!lua_istable(ld->L, -1)) {
		struct key asked = {.arg = &faults};
		return read_enum(ld, &asked, out);
	}
	t->refuse = ASK_GUARD;
	return read_words(ld, k, &t->sentence);
}

static const struct key case_key_list[] = {
	{"name", read_title, offsetof(struct trial, name), .required = true, .first = true},
	{"kind", read_kind_name, offsetof(struct trial, kind)},
	{"part", read_part_name, offsetof(struct trial, sort)},
	{"action", read_action_name, offsetof(struct trial, action), .required = true},
	{"state", read_state_name, offsetof(struct trial, state)},
	{"role", read_role_names, offsetof(struct trial, roles), .required = true},
	{"same_person", read_bool, offsetof(struct trial, same_person)},
	{"same_unit", read_bool, offsetof(struct trial, same_unit)},
	{"reason", read_bool, offsetof(struct trial, reason)},
	{"evidence", read_count, offsetof(struct trial, evidence)},
	{"today", read_count, offsetof(struct trial, today)},
	{"in_state", read_count, offsetof(struct trial, in_state)},
	{"field", read_fields, offsetof(struct trial, fields)},
	{"given", read_given, offsetof(struct trial, given)},
	{"own", read_own, offsetof(struct trial, own)},
	{"parts", read_parts, offsetof(struct trial, parts)},
	{"clock", read_clocks, offsetof(struct trial, clocks)},
	{"did", read_did, offsetof(struct trial, did)},
	{"to", read_state_name, offsetof(struct trial, to)},
	{"refuse", read_refuse, offsetof(struct trial, refuse)},
};
KEYS(case_keys, "case", case_key_list);

/* ---- trying --------------------------------------------------------------------------------- */
struct outcome {
	err e;
	enum ask_fault fault;
	struct buf said[2]; /* by language */
};

static const struct kind *kind_of(const struct load *ld, const struct trial *t)
{
	const struct kind *k = &ld->pack->kinds[t->kind];
	return t->sort < 0 ? k : &k->parts[t->sort];
}

static void try_once(struct load *ld, const struct trial *t, struct outcome *ret)
{
	const struct kind *k = kind_of(ld, t);
	struct guard_input in = {.fields = t->fields, .n_fields = t->n_fields, .arguments = t->given, .n_arguments = t->n_given,
				 .today = t->today, .in_state = t->in_state, .evidence = t->evidence,
				 .parts = t->parts, .n_parts = t->n_parts,
				 .clocks = t->clocks, .n_clocks = t->n_clocks, .did = t->did, .n_did = t->n_did};
	str state = t->state >= 0 ? k->states[t->state].name : STR_NONE;
	const struct guard_part own = {.sort = k, .state = state, .in_state = t->in_state, .fields = t->own, .n_fields = t->n_own};
	in.state = k->whole ? STR_NONE : state;
	in.part = k->whole ? &own : NULL;
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		struct ask q = {.action = t->action, .state = t->state, .roles = t->roles, .same_person = t->same_person,
				.same_unit = t->same_unit, .reason = t->reason, .input = &in};
		buf_init(&ret->said[lang], ld->a);
		ret->e = action_ask(k, &q, (enum lang)lang);
		ret->fault = q.ret_fault;
		if (ret->e != OK)
			fail_text(&ret->said[lang], (enum lang)lang);
	}
}

static bool same_outcome(const struct outcome *a, const struct outcome *b)
{
	return a->e == b->e && a->fault == b->fault && str_eq(buf_str(&a->said[0]), buf_str(&b->said[0])) &&
	       str_eq(buf_str(&a->said[1]), buf_str(&b->said[1]));
}

/* Twice: the second time every idle state is held back, so that a fresh one answers. */
static err try_twice(struct load *ld, const struct trial *t, struct outcome *ret, bool *ret_same)
{
	struct outcome again;
	struct lua_box *held;
	try_once(ld, t, ret);
	TRY(pool_take(ld->pack->lua, &held));
	try_once(ld, t, &again);
	pool_give(ld->pack->lua, held);
	*ret_same = same_outcome(ret, &again);
	return OK;
}

static void report(struct load *ld, const struct trial *t, const char *sentence, str wanted, str got, enum lang lang,
		   struct case_report *r)
{
	struct buf place;
	buf_init(&place, ld->a);
	buf_add(&place, ld->path);
	buf_fmt(&place, ":%d: case " STR_FMT, t->line, STR_ARG(t->name));
	const str args[] = {buf_str(&place), wanted, got};
	word_fmt(r->lines, lang, sentence, args, COUNT_OF(args));
	buf_byte(r->lines, '\n');
	r->wrong++;
}

static bool sentence_as_wanted(const struct trial *t, const struct outcome *o)
{
	return !t->sentence.zh.n || (str_eq(t->sentence.zh, buf_str(&o->said[LANG_ZH])) && str_eq(t->sentence.en, buf_str(&o->said[LANG_EN])));
}

static void judge(struct load *ld, const struct trial *t, const struct outcome *o, bool same, enum lang lang, struct case_report *r)
{
	const struct kind *k = kind_of(ld, t);
	const struct action *a = &k->actions[t->action];
	str said = buf_str(&o->said[lang]);
	if (!same)
		report(ld, t, W("{0}: a second state answered otherwise; a guard may use only what it is given"), STR_NONE, STR_NONE, lang, r);
	else if (t->refuse == ASK_FINE && o->fault != ASK_FINE)
		report(ld, t, W("{0}: it should be allowed but was refused: {2}"), STR_NONE, said, lang, r);
	else if (t->refuse != ASK_FINE && o->fault == ASK_FINE)
		report(ld, t, W("{0}: it should be refused ({1}) but was allowed"), str_of(fault_names[t->refuse]), STR_NONE, lang, r);
	else if (t->refuse != (int)o->fault || !sentence_as_wanted(t, o))
		report(ld, t, W("{0}: it should be refused otherwise ({1}) than: {2}"),
		       t->sentence.zh.n ? words2_in(&t->sentence, lang) : str_of(fault_names[t->refuse]), said, lang, r);
	else if (t->refuse == ASK_FINE && t->to != a->to)
		report(ld, t, W("{0}: it leads to {2}, not to {1}"), t->to < 0 ? S("-") : k->states[t->to].name,
		       a->to < 0 ? S("-") : k->states[a->to].name, lang, r);
}

/* ---- what the cases leave out ------------------------------------------------------------------ */
static void untried_of(struct load *ld, const struct kind *k, const struct trial *all, size_t n, enum lang lang, struct case_report *r)
{
	for (size_t a = 0; a < k->n_actions; a++) {
		bool allowed = false, guarded = k->actions[a].guard < 0;
		for (size_t i = 0; i < n; i++) {
			bool it = kind_of(ld, &all[i]) == k && all[i].action == (int)a;
			allowed = allowed || (it && all[i].refuse == ASK_FINE);
			guarded = guarded || (it && all[i].refuse == ASK_GUARD);
		}
		struct trial t = {.name = k->actions[a].name};
		if (!allowed)
			report(ld, &t, W("{0}: no case shows this action allowed; write one"), STR_NONE, STR_NONE, lang, r);
		if (!guarded)
			report(ld, &t, W("{0}: no case shows the guard of this action refusing; write one"), STR_NONE, STR_NONE, lang, r);
	}
}

static void untried(struct load *ld, const struct trial *all, size_t n, enum lang lang, struct case_report *r)
{
	for (size_t i = 0; i < ld->pack->n_kinds; i++) {
		const struct kind *k = &ld->pack->kinds[i];
		untried_of(ld, k, all, n, lang, r);
		for (size_t s = 0; s < k->n_parts; s++)
			untried_of(ld, &k->parts[s], all, n, lang, r);
	}
}

struct job {
	struct load *ld;
	struct trial *all;
	size_t n;
	err e;
};

static int read_cases(lua_State *L)
{
	struct job *j = lua_touserdata(L, 1);
	luaL_checkstack(L, 40, NULL);
	env_made_push(L);
	made_push(L, lua_gettop(L), "case");
	j->n = lua_rawlen(L, -1);
	j->all = arena_new_n(j->ld->a, j->n, struct trial);
	for (size_t i = 0; i < j->n && j->e == OK; i++) {
		j->all[i] = (struct trial){.sort = -1, .state = -1, .to = -1};
		j->ld->kind = (struct kind *)&j->ld->pack->kinds[0];
		lua_rawgeti(L, -1, (lua_Integer)i + 1);
		j->e = keys_read(j->ld, &case_keys, &j->all[i]);
		lua_pop(L, 1);
	}
	return 0;
}

static err load_cases(struct load *ld, struct job *j)
{
	struct lua_box *b;
	TRY(pool_make(ld->pack->lua, &b));
	ld->L = b->L;
	err e = box_run(b, ld->path, ld->source);
	if (e == OK)
		e = box_call(b, read_cases, j);
	if (e == OK)
		e = j->e;
	pool_drop(b);
	return e;
}

err pack_test(struct arena *a, struct pack *p, const struct pack_file *files, size_t n, enum lang lang, struct case_report *ret)
{
	struct buf path;
	struct load ld = {.a = a, .pack = p};
	struct job j = {.ld = &ld};
	struct case_report r = {.lines = ret->lines};
	buf_init(&path, a);
	buf_fmt(&path, "packs/" STR_FMT "/" CASES_FILE, STR_ARG(p->name));
	ld.path = buf_str(&path);
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, S(CASES_FILE)))
			ld.source = files[i].bytes;
	if (!ld.source.p && !p->n_kinds) { /* settings have no cases */
		*ret = r;
		return OK;
	}
	if (!ld.source.p)
		return fail(ERR_INPUT, "{0} is missing; write the cases of the pack in it", ld.path);
	TRY(load_cases(&ld, &j));
	for (size_t i = 0; i < j.n; i++) {
		struct outcome o;
		bool same;
		TRY(try_twice(&ld, &j.all[i], &o, &same));
		judge(&ld, &j.all[i], &o, same, lang, &r);
	}
	untried(&ld, j.all, j.n, lang, &r);
	r.cases = j.n;
	*ret = r;
	return OK;
}
