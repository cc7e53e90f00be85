/* SPDX-License-Identifier: Apache-2.0 */
/* The words a pack may use, and the constructors that remember where they were called. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/lua_in.h"

static const char env_key, made_key, guards_key, ctor_key, line_key, guard_key;

static void *key(const char *k)
{
	return (void *)(uintptr_t)k;
}

/* ---- constructors ---------------------------------------------------------------- */
struct ctor {
	const char *name;
	bool top; /* stands by itself, not inside another */
};
static const struct ctor ctors[] = {
	{"pack", true},	  {"setting", true}, {"kind", true},   {"case", true},	{"role", false},  {"field", false},
	{"choice", false}, {"state", false}, {"clock", false}, {"light", false}, {"action", false}, {"part", false},
	{"condition", false}, {"scheme", false}, {"judging", false}, {"rhythm", false}, {"camera", false}, {"evaluation", false}, {"evaluated", false}, {"objection", false}, {"curve", false}, {"overview", false},
	{"about", false}, {"cultivation", false}, {"library", false},
	{"ladder", true}, {"data_class", true}, {"rung", false},  {"rule", false},
	{"indicator", true}, {"alarms", true}, {"alarm", false},
	{"method", true}, {"class", false}, {"column", false}, {"dimension", false}, {"item", false}, {"input", false}, {"score", false},
	{"base", false}, {"tier", false}, {"bonus", false}, {"penalty", false}, {"veto", false}, {"tie", false}, {"band", false},
	{"index", false}, {"norm", false}, {"treat", false},
};

static const struct ctor table_ctor = {"table", false};

static int caller_line(lua_State *L)
{
	lua_Debug at;
	return lua_getstack(L, 1, &at) && lua_getinfo(L, "l", &at) ? at.currentline : 0;
}

static void mark(lua_State *L, const struct ctor *c)
{
	lua_pushlightuserdata(L, key((const char *)c));
	lua_rawsetp(L, 1, &ctor_key);
	lua_pushinteger(L, caller_line(L));
	lua_rawsetp(L, 1, &line_key);
}

static void keep_guard(lua_State *L)
{
	struct lua_box *b = box_of(L);
	lua_pushliteral(L, "guard");
	lua_rawget(L, 1);
	if (lua_isfunction(L, -1)) {
		if (lua_iscfunction(L, -1))
			luaL_error(L, "a guard is written as function(m) … end");
		if (b->guards >= LUA_GUARDS_MAX)
			luaL_error(L, "a pack may have %d guards", LUA_GUARDS_MAX);
		lua_rawgetp(L, LUA_REGISTRYINDEX, &guards_key);
		lua_insert(L, -2);
		lua_rawseti(L, -2, b->guards + 1);
		lua_pushinteger(L, b->guards++);
		lua_rawsetp(L, 1, &guard_key);
	}
	lua_pop(L, 1);
}

static int construct(lua_State *L)
{
	const struct ctor *c = lua_touserdata(L, lua_upvalueindex(1));
	if (box_of(L)->frozen)
		luaL_error(L, "%s { } may only be written where the pack is declared, not in a guard", c->name);
	if (!lua_istable(L, 1))
		luaL_error(L, "%s wants a table; write %s { … }", c->name, c->name);
	if (env_ctor(L, 1))
		luaL_error(L, "this table is a %s already and cannot be a %s too", env_ctor(L, 1), c->name);
	lua_settop(L, 1);
	mark(L, c);
	keep_guard(L);
	if (c->top) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key);
		lua_pushvalue(L, 1);
		lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
		lua_settop(L, 1);
	}
	return 1;
}

const char *env_ctor(lua_State *L, int table)
{
	lua_rawgetp(L, table, &ctor_key);
	const struct ctor *c = lua_touserdata(L, -1);
	lua_pop(L, 1);
	return c ? c->name : NULL;
}

static int kept_int(lua_State *L, int table, const char *k, int none)
{
	int v = lua_rawgetp(L, table, k) == LUA_TNUMBER ? (int)lua_tointeger(L, -1) : none;
	lua_pop(L, 1);
	return v;
}

int env_line(lua_State *L, int table)
{
	return kept_int(L, table, &line_key, 0);
}

int env_guard(lua_State *L, int table)
{
	return kept_int(L, table, &guard_key, -1);
}

/* ---- our own words --------------------------------------------------------------- */
/* Addresses would differ from state to state, so only plain values become text. */
static int words_tostring(lua_State *L)
{
	switch (lua_type(L, 1)) {
	case LUA_TNUMBER:
	case LUA_TSTRING:
		lua_settop(L, 1);
		lua_tolstring(L, 1, NULL);
		return 1;
	case LUA_TBOOLEAN:
		lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
		return 1;
	case LUA_TNIL:
		lua_pushliteral(L, "nil");
		return 1;
	default:
		return luaL_error(L, "tostring takes a number, a text, true, false or nil, not a %s", luaL_typename(L, 1));
	}
}

static int key_cmp(lua_State *L, int keys, lua_Integer a, lua_Integer b)
{
	lua_rawgeti(L, keys, a);
	lua_rawgeti(L, keys, b);
	int ta = lua_type(L, -2), tb = lua_type(L, -1), c;
	if (ta != tb)
		c = ta == LUA_TNUMBER ? -1 : 1;
	else if (ta == LUA_TNUMBER)
		c = lua_compare(L, -2, -1, LUA_OPLT) ? -1 : lua_compare(L, -1, -2, LUA_OPLT);
	else
		c = str_cmp((str){lua_tostring(L, -2), lua_rawlen(L, -2)}, (str){lua_tostring(L, -1), lua_rawlen(L, -1)});
	lua_pop(L, 2);
	return c;
}

static void keys_swap(lua_State *L, int keys, lua_Integer a, lua_Integer b)
{
	lua_rawgeti(L, keys, a);
	lua_rawgeti(L, keys, b);
	lua_rawseti(L, keys, a);
	lua_rawseti(L, keys, b);
}

/* Heap sort: n log n whatever the order, and no callback that could raise midway. */
static void keys_sink(lua_State *L, int keys, lua_Integer i, lua_Integer n)
{
	for (;;) {
		lua_Integer child = 2 * i;
		if (child > n)
			return;
		if (child < n && key_cmp(L, keys, child, child + 1) < 0)
			child++;
		if (key_cmp(L, keys, i, child) >= 0)
			return;
		keys_swap(L, keys, i, child);
		i = child;
	}
}

static void keys_sort(lua_State *L, int keys, lua_Integer n)
{
	for (lua_Integer i = n / 2; i >= 1; i--)
		keys_sink(L, keys, i, n);
	for (lua_Integer i = n; i > 1; i--) {
		keys_swap(L, keys, 1, i);
		keys_sink(L, keys, 1, i - 1);
	}
}

static int pairs_next(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
		return 1;
	lua_pushvalue(L, -1);
	lua_rawget(L, lua_upvalueindex(3));
	return 2;
}

/* pairs in the order of the keys: numbers first, then texts by their bytes. */
static int words_pairs(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	if (!box_frozen_push(L, 1))
		lua_pushvalue(L, 1);
	lua_newtable(L);
	lua_Integer n = 0;
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		lua_pop(L, 1);
		int sort = lua_type(L, -1);
		if (sort == LUA_TLIGHTUSERDATA)
			continue;
		if (sort != LUA_TNUMBER && sort != LUA_TSTRING)
			return luaL_error(L, "pairs goes over keys that are numbers or texts, not a %s", luaL_typename(L, -1));
		lua_pushvalue(L, -1);
		lua_rawseti(L, 3, ++n);
	}
	for (lua_Integer m = n; m; m >>= 1)
		box_work(L, (size_t)n);
	keys_sort(L, 3, n);
	lua_pushinteger(L, 0);
	lua_pushvalue(L, 2);
	lua_pushcclosure(L, pairs_next, 3);
	return 1;
}

/* table("FILE.tsv"): a long list stands beside pack.lua */
static int words_table(lua_State *L)
{
	if (box_of(L)->frozen)
		luaL_error(L, "%s { } may only be written where the pack is declared, not in a guard", "table");
	luaL_checktype(L, 1, LUA_TSTRING);
	lua_settop(L, 1);
	lua_newtable(L);
	lua_insert(L, 1);
	lua_rawseti(L, 1, 1);
	mark(L, &table_ctor);
	return 1;
}

/* join(list, between): the texts and numbers of a list as one text */
static int words_join(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	size_t between_n;
	const char *between = luaL_optlstring(L, 2, "", &between_n);
	lua_Integer n = luaL_len(L, 1);
	box_work(L, n > 0 ? (size_t)n : 0);
	luaL_Buffer b;
	luaL_buffinit(L, &b);
	for (lua_Integer i = 1; i <= n; i++) {
		lua_geti(L, 1, i);
		if (!lua_isstring(L, -1))
			return luaL_error(L, "join takes texts and numbers, not a %s", luaL_typename(L, -1));
		luaL_addvalue(&b);
		if (i < n)
			luaL_addlstring(&b, between, between_n);
	}
	luaL_pushresult(&b);
	return 1;
}

static str check_text(lua_State *L, int arg)
{
	size_t n;
	luaL_checktype(L, arg, LUA_TSTRING);
	const char *p = lua_tolstring(L, arg, &n);
	box_work(L, n / 16);
	return (str){p, n};
}

/* length(text): how many characters */
static int words_length(lua_State *L)
{
	str s = check_text(L, 1);
	if (utf8_valid(s) != s.n)
		return luaL_error(L, "length takes a text in UTF-8");
	lua_pushinteger(L, (lua_Integer)utf8_count(s));
	return 1;
}

#define PIECE_MOST 240 /* bytes: a sentence */

/* contains(text, piece): plain, no patterns. The search is naive, hence the product. */
static int words_contains(lua_State *L)
{
	str s = check_text(L, 1), piece = check_text(L, 2);
	box_work(L, s.n / 16 * (piece.n < PIECE_MOST ? piece.n : PIECE_MOST) / 4);
	if (piece.n > PIECE_MOST)
		return luaL_error(L, "contains looks for at most %d bytes", PIECE_MOST);
	lua_pushboolean(L, str_find(s, piece, 0) >= 0);
	return 1;
}

static const luaL_Reg own_words[] = {
	{"tostring", words_tostring}, {"pairs", words_pairs},	    {"join", words_join},
	{"length", words_length},     {"contains", words_contains}, {"table", words_table}, {NULL, NULL},
};
static const char *const base_words[] = {"type", "tonumber", "ipairs", "select", "error"};
static const char *const math_words[] = {"floor", "ceil", "abs", "max", "min", "tointeger", "maxinteger", "mininteger"};

/* ---- the environment ------------------------------------------------------------- */
static void copy_words(lua_State *L, const char *const *names, size_t n, int from, int to)
{
	for (size_t i = 0; i < n; i++) {
		lua_getfield(L, from, names[i]);
		lua_setfield(L, to, names[i]);
	}
}

static int no_such_word(lua_State *L)
{
	if (lua_type(L, 2) == LUA_TSTRING)
		return luaL_error(L, "there is no word '%s' in packs; a local must stand before its first use", lua_tostring(L, 2));
	return luaL_error(L, "there is no such word in packs");
}

static int no_globals(lua_State *L)
{
	if (lua_type(L, 2) == LUA_TSTRING)
		return luaL_error(L, "a pack makes no globals; write local %s = …", lua_tostring(L, 2));
	return luaL_error(L, "a pack makes no globals; write local");
}

static void add_ctors(lua_State *L, int env)
{
	for (size_t i = 0; i < COUNT_OF(ctors); i++) {
		lua_pushlightuserdata(L, key((const char *)&ctors[i]));
		lua_pushcclosure(L, construct, 1);
		lua_setfield(L, env, ctors[i].name);
	}
}

/* Lua's own tables are opened into a scratch table, the words on the list are copied
 * out, and the rest is left to the collector. */
void env_make(lua_State *L)
{
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &made_key);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &guards_key);
	lua_settop(L, 0);
	lua_newtable(L);
	luaL_requiref(L, "_G", luaopen_base, 0);
	luaL_requiref(L, "math", luaopen_math, 0);
	copy_words(L, base_words, COUNT_OF(base_words), 2, 1);
	lua_newtable(L);
	copy_words(L, math_words, COUNT_OF(math_words), 3, 4);
	box_freeze_top(L);
	lua_setfield(L, 1, "math");
	lua_settop(L, 1);
	luaL_setfuncs(L, own_words, 0);
	add_ctors(L, 1);
	lua_newtable(L);
	lua_pushcfunction(L, no_such_word);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, 1);
	lua_newtable(L); /* what packs hold: empty, so that every write is seen */
	lua_newtable(L);
	lua_pushvalue(L, 1);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, no_globals);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &env_key);
	lua_newtable(L);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	lua_settop(L, 0);
}

void env_push(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &env_key);
}

void env_made_push(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key);
}

void env_guards_push(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &guards_key);
}

void env_forget(lua_State *L)
{
	lua_pushnil(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &made_key);
}
