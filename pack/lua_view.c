/* SPDX-License-Identifier: Apache-2.0 */
/* What a guard sees: m.field.title, m.given.result, m.setting.near_days, m.state,
 * m.today, m.in_state, m.evidence, m.clock.due (left, running, over), m.did.redo (the day, or nil), m.part.field.title and m.part.state of the part the action
 * is taken on, m.parts.milestone, the list of all of a sort. Looked up in the input when asked for, so a call
 * builds nothing and a guard has nothing that it could change. */
#include <lauxlib.h>
#include <string.h>

#include "pack/lua_in.h"

static const char view_key, own_key;
enum part { PART_FIELD, PART_GIVEN, PART_SETTING, PARTS, PART_OWN = PARTS };
static const char *const part_names[PARTS] = {"field", "given", "setting"};

static str check_key(lua_State *L)
{
	size_t n;
	if (lua_type(L, 2) != LUA_TSTRING)
		luaL_error(L, "a name is wanted here, not a %s", luaL_typename(L, 2));
	const char *p = lua_tolstring(L, 2, &n);
	return (str){p, n};
}

static const struct guard_input *input_of(lua_State *L)
{
	const struct guard_input *in = box_of(L)->input;
	if (!in)
		luaL_error(L, "a matter may only be looked at inside a guard");
	return in;
}

static int push_value(lua_State *L, const struct guard_value *v)
{
	if (v->is_null) {
		lua_pushnil(L);
	} else if (v->is_number) {
		lua_pushinteger(L, v->number);
	} else if (v->is_list) {
		lua_createtable(L, v->n_items < 1000 ? (int)v->n_items : 1000, 0);
		for (size_t i = 0; i < v->n_items; i++) {
			lua_pushlstring(L, v->items[i].p ? v->items[i].p : "", v->items[i].n);
			lua_rawseti(L, -2, (lua_Integer)i + 1);
		}
	} else {
		lua_pushlstring(L, v->text.p ? v->text.p : "", v->text.n);
	}
	return 1;
}

static int push_setting(lua_State *L, str name)
{
	const struct pack *p = box_of(L)->home->pack;
	for (size_t i = 0; i < p->n_settings; i++) {
		const struct setting *s = &p->settings[i];
		if (!str_eq(s->name, name))
			continue;
		if (s->type == FIELD_INT)
			lua_pushinteger(L, s->initial);
		else
			lua_pushlstring(L, s->initial_text.p ? s->initial_text.p : "", s->initial_text.n);
		return 1;
	}
	return luaL_error(L, "this pack has no setting '%s'", name.p);
}

/* A list that the form emptied is an empty list, not one that was left out. */
static int push_given(lua_State *L, enum part part, const struct guard_value *v)
{
	const struct kind *k = box_of(L)->kind;
	int f = part == PART_GIVEN && v->is_null ? kind_field(k, v->name) : -1;
	if (f < 0 || k->fields[f].type != FIELD_UNITS)
		return push_value(L, v);
	lua_newtable(L);
	return 1;
}

static int part_index(lua_State *L)
{
	enum part part = (enum part)lua_tointeger(L, lua_upvalueindex(1));
	const struct guard_input *in = input_of(L);
	str name = check_key(L);
	const struct guard_value *v[PARTS + 1] = {in->fields, in->arguments, in->settings, in->part ? in->part->fields : NULL};
	size_t n[PARTS + 1] = {in->n_fields, in->n_arguments, in->n_settings, in->part ? in->part->n_fields : 0};
	for (size_t i = 0; i < n[part]; i++)
		if (str_eq(v[part][i].name, name))
			return push_given(L, part, &v[part][i]);
	if (part == PART_SETTING)
		return push_setting(L, name);
	const struct kind *k = box_of(L)->kind;
	bool known = kind_field(part == PART_FIELD && k->whole ? k->whole : k, name) >= 0 || (part == PART_GIVEN && str_eq(name, S("reason")));
	if (!known)
		return luaL_error(L, "this kind has no field '%s'", name.p);
	lua_pushnil(L);
	return 1;
}

/* One part as a plain table: its state, and its values but for long texts. */
static void push_part(lua_State *L, const struct guard_part *p)
{
	lua_createtable(L, 0, (int)p->n_fields + 1);
	for (size_t i = 0; i < p->n_fields; i++) {
		int f = kind_field(p->sort, p->fields[i].name);
		if (f < 0 || p->sort->fields[f].type == FIELD_TEXT)
			continue;
		lua_pushlstring(L, p->fields[i].name.p, p->fields[i].name.n);
		push_value(L, &p->fields[i]);
		lua_rawset(L, -3);
	}
	lua_pushlstring(L, p->state.p ? p->state.p : "", p->state.n);
	lua_setfield(L, -2, "state");
}

static int parts_index(lua_State *L)
{
	const struct guard_input *in = input_of(L);
	const struct kind *k = box_of(L)->kind, *whole = k->whole ? k->whole : k;
	str name = check_key(L);
	if (kind_sort(whole, name) < 0)
		return luaL_error(L, "this kind has no parts '%s'", name.p);
	lua_Integer n = 0;
	lua_newtable(L);
	for (size_t i = 0; i < in->n_parts; i++) {
		if (!str_eq(in->parts[i].sort->name, name))
			continue;
		push_part(L, &in->parts[i]);
		lua_rawseti(L, -2, ++n);
	}
	return 1;
}

static const struct kind *whole_of(lua_State *L)
{
	const struct kind *k = box_of(L)->kind;
	return k->whole ? k->whole : k;
}

static bool has_clock(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_clocks; i++)
		if (str_eq(k->clocks[i].name, name))
			return true;
	return false;
}

/* m.clock.due: a plain table, nil before it was armed */
static int clock_index(lua_State *L)
{
	const struct guard_input *in = input_of(L);
	str name = check_key(L);
	if (!has_clock(whole_of(L), name))
		return luaL_error(L, "this kind has no clock '%s'", name.p);
	for (size_t i = 0; i < in->n_clocks; i++) {
		const struct guard_clock *c = &in->clocks[i];
		if (!str_eq(c->name, name))
			continue;
		lua_createtable(L, 0, 3);
		lua_pushinteger(L, c->left);
		lua_setfield(L, -2, "left");
		lua_pushboolean(L, c->running);
		lua_setfield(L, -2, "running");
		lua_pushboolean(L, c->over);
		lua_setfield(L, -2, "over");
		return 1;
	}
	lua_pushnil(L);
	return 1;
}

/* m.did.redo: the day on which it was last done, nil when never */
static int did_index(lua_State *L)
{
	const struct guard_input *in = input_of(L);
	str name = check_key(L);
	if (kind_action(whole_of(L), name) < 0)
		return luaL_error(L, "this kind has no action '%s'", name.p);
	for (size_t i = 0; i < in->n_did; i++)
		if (str_eq(in->did[i].name, name)) {
			lua_pushinteger(L, in->did[i].day);
			return 1;
		}
	lua_pushnil(L);
	return 1;
}

static int own_index(lua_State *L)
{
	const struct guard_input *in = input_of(L);
	str name = check_key(L);
	if (!in->part)
		return luaL_error(L, "this action is of the matter; it has no part");
	if (str_eq(name, S("state")))
		lua_pushlstring(L, in->part->state.p ? in->part->state.p : "", in->part->state.n);
	else if (str_eq(name, S("in_state")))
		lua_pushinteger(L, in->part->in_state);
	else
		return luaL_error(L, "of its part a guard sees field, state and in_state, but no '%s'", name.p);
	return 1;
}

static int view_index(lua_State *L)
{
	const struct guard_input *in = input_of(L);
	str name = check_key(L);
	if (str_eq(name, S("state")))
		lua_pushlstring(L, in->state.p ? in->state.p : "", in->state.n);
	else if (str_eq(name, S("today")))
		lua_pushinteger(L, in->today);
	else if (str_eq(name, S("in_state")))
		lua_pushinteger(L, in->in_state);
	else if (str_eq(name, S("evidence")))
		lua_pushinteger(L, in->evidence);
	else if (str_eq(name, S("part")) && !in->part)
		lua_pushnil(L);
	else if (str_eq(name, S("part")))
		lua_rawgetp(L, LUA_REGISTRYINDEX, &own_key);
	else
		return luaL_error(L, "a guard sees field, given, setting, state, today, in_state, evidence, clock, did, part and parts, but no '%s'",
				  name.p);
	return 1;
}

static int view_write(lua_State *L)
{
	return luaL_error(L, "a guard may look at the matter, not change it");
}

/* A thing without content whose metatable answers, with what is on top. */
static void push_viewer(lua_State *L)
{
	lua_newuserdatauv(L, 0, 0);
	lua_insert(L, -2);
	lua_createtable(L, 0, 2);
	lua_insert(L, -2);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, view_write);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
}

/* m.part: its field stands in a table, the rest comes to own_index. */
static void own_make(lua_State *L)
{
	lua_createtable(L, 0, 1);
	lua_pushinteger(L, PART_OWN);
	lua_pushcclosure(L, part_index, 1);
	push_viewer(L);
	lua_setfield(L, -2, "field");
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, own_index);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	push_viewer(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &own_key);
}

/* These parts stand in a table, which Lua looks into by itself; only the rest of
 * the names comes to view_index. */
void view_make(lua_State *L)
{
	own_make(L);
	static const struct {
		const char *name;
		lua_CFunction index;
	} lists[] = {{"parts", parts_index}, {"clock", clock_index}, {"did", did_index}};
	lua_createtable(L, 0, PARTS + (int)COUNT_OF(lists));
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		lua_pushcfunction(L, lists[i].index);
		push_viewer(L);
		lua_setfield(L, -2, lists[i].name);
	}
	for (int i = 0; i < PARTS; i++) {
		lua_pushinteger(L, i);
		lua_pushcclosure(L, part_index, 1);
		push_viewer(L);
		lua_setfield(L, -2, part_names[i]);
	}
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, view_index);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	push_viewer(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &view_key);
}

void view_get(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
}
