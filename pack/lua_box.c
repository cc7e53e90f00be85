/* SPDX-License-Identifier: Apache-2.0 */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/lua_in.h"

/* What a pack may use while it is read. Reading happens once, so it may take more. */
#define READ_STEPS ((int64_t)LIMIT_LUA_STEPS * 5)
#define READ_TAKE ((size_t)LIMIT_LUA_MEMORY * 4)

static void *box_alloc(void *ud, void *p, size_t old, size_t n)
{
	struct lua_box *b = ud;
	size_t held = p ? old : 0; /* without p, `old` is the sort of the object */
	if (n == 0) {
		free(p);
		b->used -= held;
		return NULL;
	}
	size_t more = n > held ? n - held : 0;
	bool too_much = more && (b->used + more > LIMIT_LUA_MEMORY || n > b->block || b->taken + more > b->take);
	void *fresh = too_much ? NULL : realloc(p, n);
	if (!fresh)
		return NULL;
	b->used += n - held;
	b->taken += more;
	return fresh;
}

struct lua_box *box_of(lua_State *L)
{
	void *ud;
	lua_getallocf(L, &ud);
	return ud;
}

static void out_of_steps(lua_State *L)
{
	struct lua_box *b = box_of(L);
	lua_Debug at;
	b->over = true;
	b->over_line = 0;
	for (int level = 0; !b->over_line && lua_getstack(L, level, &at); level++)
		if (lua_getinfo(L, "l", &at) && at.currentline > 0)
			b->over_line = at.currentline;
	lua_pushboolean(L, 0);
	lua_error(L);
}

void box_work(lua_State *L, size_t n)
{
	struct lua_box *b = box_of(L);
	b->steps -= n < LIMIT_LUA_STEPS ? (int64_t)n : (int64_t)LIMIT_LUA_STEPS;
	if (b->steps <= 0)
		out_of_steps(L);
}

static void tick(lua_State *L, lua_Debug *at)
{
	unused_arg(at);
	box_work(L, LUA_TICK);
}

void box_arm(struct lua_box *b, int64_t steps, size_t take, size_t block)
{
	b->steps = steps;
	b->over = false;
	b->taken = 0;
	b->take = take;
	b->block = block;
	lua_sethook(b->L, tick, LUA_MASKCOUNT, LUA_TICK);
}

static str at_line(struct buf *b, str path, int line)
{
	buf_add(b, path);
	if (line > 0)
		buf_fmt(b, ":%d", line);
	return buf_str(b);
}

err box_failed(struct lua_box *b, int status)
{
	struct buf place;
	buf_init(&place, NULL);
	err e;
	if (b->over) {
		e = fail(ERR_LIMIT, "{0}: this takes too many steps; write it without the long loop",
			 at_line(&place, b->home->path, b->over_line));
	} else if (status == LUA_ERRMEM) {
		e = fail(ERR_LIMIT, "{0}: this takes too much memory; keep the texts and lists of a pack short",
			 b->home->path);
	} else {
		/* only a string may be looked at without the risk of an error in here */
		size_t n = 0;
		const char *said = lua_type(b->L, -1) == LUA_TSTRING ? lua_tolstring(b->L, -1, &n) : NULL;
		str text = said ? (str){said, n} : S("error");
		if (!str_starts(text, S("packs/")))
			e = fail(ERR_INPUT, "{0}: the pack's own code stopped with {1}; write it so that it cannot",
				 b->home->path, utf8_valid(text) == text.n ? text : S("error"));
		else
			e = fail(ERR_INPUT, "{0}; correct this line of the pack", utf8_valid(text) == text.n
					 ? text : str_cut(text, 0, utf8_valid(text)));
	}
	buf_done(&place);
	return e;
}

/* ---- opening ------------------------------------------------------------------- */
struct run {
	struct lua_box *box;
	str path, source;
	int written; /* line of an assignment to something outside a function */
};

static int run_chunk(lua_State *L)
{
	struct run *r = lua_touserdata(L, 1);
	char name[128];
	size_t n = r->path.n < sizeof name - 2 ? r->path.n : sizeof name - 2;
	name[0] = '@';
	memcpy(name + 1, r->path.p, n);
	name[n + 1] = 0;
	if (luaL_loadbufferx(L, r->source.p ? r->source.p : "", r->source.n, name, "t") != LUA_OK)
		return lua_error(L);
	r->written = upvalue_written(L);
	if (r->written)
		return 0;
	env_push(L);
	lua_setupvalue(L, -2, 1);
	lua_call(L, 0, 0);
	return 0;
}

/* The line in which the source names `word`; 0: nowhere. */
static int line_of(str source, str word)
{
	ptrdiff_t at = str_find(source, word, 0);
	int line = at >= 0;
	for (ptrdiff_t i = 0; i < at; i++)
		line += source.p[i] == '\n';
	return line;
}

err box_run(struct lua_box *b, str path, str source)
{
	struct run r = {.box = b, .path = path, .source = source};
	struct buf place;
	buf_init(&place, NULL);
	err e = OK;
	int env = line_of(source, S("_ENV"));
	if (env)
		e = fail(ERR_INPUT, "{0}: a pack may not name _ENV; write plain names", at_line(&place, path, env));
	else
		e = box_call(b, run_chunk, &r);
	if (e == OK && r.written)
		e = fail(ERR_INPUT, "{0}: a function may not change what stands outside of it; write a local inside it",
			 at_line(&place, path, r.written));
	buf_done(&place);
	return e;
}

err box_call(struct lua_box *b, lua_CFunction fn, void *arg)
{
	box_arm(b, READ_STEPS, READ_TAKE, LIMIT_LUA_MEMORY);
	int top = lua_gettop(b->L);
	lua_pushcfunction(b->L, fn);
	lua_pushlightuserdata(b->L, arg);
	int status = lua_pcall(b->L, 1, 0, 0);
	err e = status == LUA_OK ? OK : box_failed(b, status);
	lua_settop(b->L, top);
	return e;
}

static int set_up(lua_State *L)
{
	env_make(L);
	view_make(L);
	return 0;
}

err box_open(struct lua_box *b, struct pack_lua *home)
{
	*b = (struct lua_box){.home = home, .take = READ_TAKE, .block = LIMIT_LUA_MEMORY};
	b->L = lua_newstate(box_alloc, b);
	if (!b->L)
		return fail(ERR_BUSY, "there is no memory left to read a pack; try again");
	err e = box_call(b, set_up, b);
	if (e == OK)
		e = box_run(b, home->path, home->source);
	if (e != OK)
		box_close(b);
	return e;
}

void box_close(struct lua_box *b)
{
	if (b->L)
		lua_close(b->L);
	b->L = NULL;
}

/* ---- freezing --------------------------------------------------------------------
 * A table that guards can reach is emptied into a second one behind a metatable, so
 * that it keeps its identity and nobody can write to it. Packs cannot reach metatables. */
static const char frozen_key;

static int refuse_write(lua_State *L)
{
	return luaL_error(L, "this table stands outside of the function and may not be changed; make a local one");
}

static int behind_len(lua_State *L)
{
	lua_pushinteger(L, box_frozen_push(L, 1) ? (lua_Integer)lua_rawlen(L, -1) : 0);
	return 1;
}

bool box_frozen_push(lua_State *L, int table)
{
	table = lua_absindex(L, table);
	if (!lua_getmetatable(L, table))
		return false;
	int sort = lua_rawgetp(L, -1, &frozen_key);
	lua_remove(L, -2);
	if (sort != LUA_TTABLE)
		lua_pop(L, 1);
	return sort == LUA_TTABLE;
}

/* moves all pairs of the table at `from` into the one at `to` */
static void move_pairs(lua_State *L, int from, int to)
{
	lua_pushnil(L);
	while (lua_next(L, from)) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, to);
	}
	lua_pushnil(L);
	while (lua_next(L, from)) {
		lua_pop(L, 1);
		lua_pushvalue(L, -1);
		lua_pushnil(L);
		lua_rawset(L, from);
	}
}

#define DEPTH_MAX 64 /* tables in tables: C recurses */
static void freeze_value(lua_State *L, int seen, int depth);

static void freeze_table(lua_State *L, int seen, int depth)
{
	int t = lua_gettop(L);
	lua_newtable(L);
	int behind = t + 1;
	move_pairs(L, t, behind);
	lua_createtable(L, 0, 4);
	lua_pushvalue(L, behind);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, behind);
	lua_rawsetp(L, -2, &frozen_key);
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pushcfunction(L, behind_len);
	lua_setfield(L, -2, "__len");
	lua_setmetatable(L, t);
	lua_pushnil(L);
	while (lua_next(L, behind)) {
		freeze_value(L, seen, depth);
		lua_pop(L, 1);
		freeze_value(L, seen, depth);
	}
	lua_settop(L, t);
}

/* Freezes what the value on top reaches, itself included. */
static void freeze_value(lua_State *L, int seen, int depth)
{
	int sort = lua_type(L, -1);
	if (sort != LUA_TTABLE && (sort != LUA_TFUNCTION || lua_iscfunction(L, -1)))
		return;
	if (depth > DEPTH_MAX)
		luaL_error(L, "the tables of the pack stand too deep in each other");
	luaL_checkstack(L, 12, NULL);
	lua_pushvalue(L, -1);
	if (lua_rawget(L, seen) != LUA_TNIL) {
		lua_pop(L, 1);
		return;
	}
	lua_pop(L, 1);
	lua_pushvalue(L, -1);
	lua_pushboolean(L, 1);
	lua_rawset(L, seen);
	if (sort == LUA_TTABLE) {
		freeze_table(L, seen, depth + 1);
		return;
	}
	for (int i = 1; lua_getupvalue(L, -1, i); i++) {
		freeze_value(L, seen, depth + 1);
		lua_pop(L, 1);
	}
}

void box_freeze_top(lua_State *L)
{
	lua_newtable(L);
	lua_insert(L, -2);
	freeze_value(L, lua_gettop(L) - 1, 0);
	lua_remove(L, -2);
}

static int freeze_all(lua_State *L)
{
	struct lua_box *b = lua_touserdata(L, 1);
	lua_newtable(L);
	int seen = lua_gettop(L);
	env_push(L); /* made by C and read-only from the start */
	lua_pushboolean(L, 1);
	lua_rawset(L, seen);
	env_guards_push(L);
	for (int i = 0; i < b->guards; i++) {
		lua_rawgeti(L, seen + 1, i + 1);
		freeze_value(L, seen, 0);
		lua_pop(L, 1);
	}
	env_forget(L);
	return 0;
}

/* Afterwards the stack holds the view and then every guard, so that a call of a guard
 * begins with two copies and nothing that can fail. */
err box_freeze(struct lua_box *b)
{
	TRY(box_call(b, freeze_all, b));
	lua_settop(b->L, 0);
	if (!lua_checkstack(b->L, b->guards + LUA_MINSTACK))
		return fail(ERR_LIMIT, "{0}: this takes too much memory; keep the texts and lists of a pack short",
			    b->home->path);
	view_get(b->L);
	env_guards_push(b->L);
	for (int i = 0; i < b->guards; i++)
		lua_rawgeti(b->L, 2, i + 1);
	lua_remove(b->L, 2);
	b->frozen = true;
	return OK;
}

int box_guard_call(struct lua_box *b, int guard)
{
	lua_pushvalue(b->L, 2 + guard);
	lua_pushvalue(b->L, 1);
	return lua_pcall(b->L, 1, 1, 0);
}
