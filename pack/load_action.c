/* SPDX-License-Identifier: Apache-2.0 */
/* What may be written of an action: its form, its clocks, its guard. */
#include <lauxlib.h>
#include <string.h>

#include "pack/pack_in.h"

static const char *const topic_names[] = {"task", "remind", "time", "step", "watch", NULL};
static const char *const clock_do_names[] = {"arm", "pause", "resume", "stop", "extend", NULL};
static_assert(COUNT_OF(topic_names) == TOPICS + 1, "a word for each");
static const struct names topics = {topic_names};
static const enum refers to_role = TO_ROLE, to_state = TO_STATE, to_action = TO_ACTION, to_whole_state = TO_WHOLE_STATE;

const char *topic_name(enum topic t)
{
	return t < TOPICS ? topic_names[t] : "";
}

static err form_flag(struct load *ld, const char *name, bool *ret)
{
	lua_pushstring(ld->L, name);
	lua_rawget(ld->L, -2);
	bool ok = lua_isnil(ld->L, -1) || lua_isboolean(ld->L, -1);
	*ret = lua_toboolean(ld->L, -1);
	lua_pop(ld->L, 1);
	return ok ? OK : fail(ERR_INPUT, "{0}: this is yes or no; write true or false", where(ld));
}

static err form_keys_known(struct load *ld)
{
	static const char *const known[] = {"required", "prefill"};
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		if (lua_isinteger(ld->L, -2) && lua_tointeger(ld->L, -2) == 1)
			continue;
		const char *k = lua_type(ld->L, -2) == LUA_TSTRING ? lua_tostring(ld->L, -2) : "";
		if (strcmp(k, known[0]) && strcmp(k, known[1]))
			return fail(ERR_INPUT, "{0}: an item of a form knows only required and prefill; write {{1}}", where(ld),
				    S(" \"share\", required = true "));
	}
	return OK;
}

/* "share" or { "share", required = true, prefill = true } */
static err read_form_item(struct load *ld, struct form_field *ret)
{
	bool table = lua_istable(ld->L, -1);
	str word;
	if (table) {
		TRY(form_keys_known(ld));
		TRY(form_flag(ld, "required", &ret->required));
		TRY(form_flag(ld, "prefill", &ret->prefill));
		lua_rawgeti(ld->L, -1, 1);
	}
	TRY(read_name(ld, NULL, &word));
	if (table)
		lua_pop(ld->L, 1);
	return name_find(ld, TO_FIELD, word, &ret->field);
}

static err read_form(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	size_t n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	struct action *a = (struct action *)((char *)out - offsetof(struct action, form));
	if (!n)
		return fail(ERR_INPUT, "{0}: a list is wanted here; write {{1}}", where(ld), S(" \"share\", \"progress\" "));
	if (n > ld->kind->n_fields)
		return fail(ERR_INPUT, "{0}: this form asks for more than the kind has; name each field once", where(ld));
	struct form_field *v = arena_new_n(ld->a, n, struct form_field);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(read_form_item(ld, &v[i]));
		lua_pop(ld->L, 1);
		for (size_t j = 0; j < i; j++)
			if (v[j].field == v[i].field)
				return fail(ERR_INPUT, "{0}: the form asks for {1} twice; name each field once", where(ld),
					    ld->kind->fields[v[i].field].name);
	}
	a->form = v;
	a->n_form = n;
	return OK;
}

/* "pause due verification", "arm due if class=help,complaint": what, which clock, for which
 * reason, and for which values only */
static err read_clock_op(struct load *ld, str text, struct clock_op *ret)
{
	str what, clock, reason = STR_NONE, all[COUNT_OF(clock_do_names)];
	size_t n = 0, i = 0;
	for (; clock_do_names[n]; n++)
		all[n] = str_of(clock_do_names[n]);
	if (!str_split(text, ' ', &what, &clock))
		return fail(ERR_INPUT, "{0}: {1} names no clock; write what to do and the clock, like \"arm due\"", where(ld), text);
	str_split(clock, ' ', &clock, &reason);
	str only = STR_NONE;
	if (str_eq(reason, S("if")) || str_eq(reason, S("unless")) || str_starts(reason, S("if ")) || str_starts(reason, S("unless "))) {
		only = reason;
		reason = STR_NONE;
	} else {
		str_split(reason, ' ', &reason, &only);
	}
	for (; i < n && !str_eq(all[i], what); i++)
		;
	if (i == n)
		return no_such(ld, what, all, n);
	*ret = (struct clock_op){.what = (enum clock_do)i, .reason = -1};
	TRY(name_find(ld, TO_CLOCK, clock, &ret->clock));
	const struct clock_decl *c = &ld->kind->clocks[ret->clock];
	if (ret->what == CLOCK_PAUSE && !c->n_pauses)
		return fail(ERR_INPUT, "{0}: the clock {1} declares no reasons to pause; write pauses in it", where(ld), c->name);
	if (only.n)
		TRY(clock_only_read(ld, only, ret));
	if (!reason.n)
		return OK;
	str *names = arena_new_n(ld->a, c->n_pauses, str);
	for (size_t j = 0; j < c->n_pauses; j++) {
		names[j] = c->pauses[j].name;
		if (str_eq(names[j], reason))
			ret->reason = (int)j;
	}
	return ret->reason < 0 ? no_such(ld, reason, names, c->n_pauses) : OK;
}

static err read_clock_ops(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str *v;
	size_t n;
	struct action *a = (struct action *)((char *)out - offsetof(struct action, clocks));
	TRY(read_texts(ld, &v, &n));
	struct clock_op *ops = arena_new_n(ld->a, n, struct clock_op);
	for (size_t i = 0; i < n; i++)
		TRY(read_clock_op(ld, v[i], &ops[i]));
	a->clocks = ops;
	a->n_clocks = n;
	return OK;
}

static err read_guard(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	if (!lua_isfunction(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a guard is a function; write function(m) … end", where(ld));
	/* the table it stands in is right below */
	int guard = env_guard(ld->L, lua_gettop(ld->L) - 1);
	ld->pack->lua->guard_kind[guard] = ld->kind;
	*(int *)out = guard;
	return OK;
}

static err read_within(struct load *ld, const struct key *k, void *out)
{
	if (!ld->kind->whole)
		return fail(ERR_INPUT, "{0}: within is for the actions of parts; write from", where(ld));
	return read_set(ld, k, out);
}

static err read_clears(struct load *ld, const struct key *k, void *out)
{
	int field;
	TRY(read_field_ref(ld, k, &field));
	*(int *)out = 1 + field;
	return OK;
}

static const struct key action_key_list[] = {
	{"name", read_name, offsetof(struct action, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct action, label), .required = true},
	{"help", read_words, offsetof(struct action, help), .required = true},
	{"done", read_words, offsetof(struct action, done), .required = true},
	{"from", read_set, offsetof(struct action, from), .arg = &to_state},
	{"within", read_within, offsetof(struct action, within), .arg = &to_whole_state},
	{"to", read_ref, offsetof(struct action, to), .arg = &to_state},
	{"by", read_set, offsetof(struct action, by), .required = true, .arg = &to_role},
	{"form", read_form, offsetof(struct action, form)},
	{"opens", read_bool, offsetof(struct action, opens)},
	{"numbers", read_bool, offsetof(struct action, numbers)},
	{"reason", read_bool, offsetof(struct action, reason)},
	{"evidence", read_few, offsetof(struct action, evidence)},
	{"other_than", read_ref, offsetof(struct action, other_than), .arg = &to_action},
	{"other_unit", read_bool, offsetof(struct action, other_unit)},
	{"clears", read_clears, offsetof(struct action, clears)},
	{"clocks", read_clock_ops, offsetof(struct action, clocks)},
	{"main", read_bool, offsetof(struct action, main)},
	{"bulk", read_bool, offsetof(struct action, bulk)},
	{"key", read_letter, offsetof(struct action, key)},
	{"guard", read_guard, offsetof(struct action, guard)},
	{"tells", read_set, offsetof(struct action, tells), .arg = &to_role},
	{"topic", read_enum, offsetof(struct action, topic), .arg = &topics},
	{"urgent", read_bool, offsetof(struct action, urgent)},
	{"public", read_bool, offsetof(struct action, public)},
	{"each", read_each, offsetof(struct action, each)},
};
KEYS(action_keys, "action", action_key_list);

static const struct action action_fresh = {.to = -1, .other_than = -1, .guard = -1, .topic = TOPIC_STEP, .each_sort = -1, .each_action = -1};
const struct list_of actions_list = {&action_keys, sizeof(struct action), 128, &action_fresh, true};
