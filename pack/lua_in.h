/* SPDX-License-Identifier: Apache-2.0 */
/* lua_in: one Lua state in its cage, inside the room pack only.
 *
 * Everything that runs a pack's code goes through here. The cage:
 * - text chunks only; no word of Lua's own library but those on the list in lua_env.c;
 * - memory: the allocator counts. One block may not pass LUA_BLOCK while a guard runs and
 *   a guard may not take more than LIMIT_LUA_MEMORY in all, freed or not: a string
 *   operation is one step however long the string, so long strings are what is refused;
 * - steps: a hook every LUA_TICK instructions, armed again for each call. A hook does not
 *   interrupt a C function, so every C function on the list is of bounded length or pays
 *   steps for its length (box_work);
 * - globals may not be made; what lies outside a function is frozen after the pack has
 *   been read, so one guard cannot leave anything for the next.
 *
 * A box serves one thread at a time. */
#ifndef LUOSHI_LUA_IN_H
#define LUOSHI_LUA_IN_H

#include <lua.h>
#include <pthread.h>

#include "pack/pack.h"

#define LUA_BLOCK (256u << 10) /* largest single block of a guard, bytes: 16 Ki list items */
#define LUA_TICK 1000          /* instructions between two looks at the budget */
#define LUA_GUARDS_MAX 256

struct lua_box {
	lua_State *L;
	size_t used;          /* bytes held */
	size_t taken, take;   /* bytes handed out since the call began, and how many may be */
	size_t block;         /* largest block */
	int64_t steps;        /* left of the call */
	bool over;            /* the steps ran out, */
	int over_line;        /* there */
	int guards;
	bool frozen;          /* the declarations have been read */
	const struct guard_input *input; /* of the guard that runs */
	const struct kind *kind;
	struct pack_lua *home;
	struct lua_box *next; /* idle */
};

/* The states of one pack. */
struct pack_lua {
	pthread_mutex_t lock;
	pthread_cond_t back;
	struct lua_box *idle;
	size_t made;
	bool closed;
	str path, source; /* packs/x/pack.lua and its text */
	const struct pack *pack;
	const struct kind **guard_kind; /* by guard */
};

/* ---- lua_box.c --- */
/* A new state that has run the source. ERR_INPUT: "packs/x/pack.lua:3: …" */
err box_open(struct lua_box *, struct pack_lua *home) must_check;
/* Runs a further text (the cases of a test) in it, before it is frozen. */
err box_run(struct lua_box *, str path, str source) must_check;
/* Freezes what the guards can reach. */
err box_freeze(struct lua_box *) must_check;
void box_close(struct lua_box *);
/* Reads through the freeze: pushes what lies behind a frozen table. */
bool box_frozen_push(lua_State *, int table);
/* Freezes the table on top and what it reaches. May raise. */
void box_freeze_top(lua_State *);
/* Takes n steps from the budget; raises the error when they are gone. */
void box_work(lua_State *, size_t n);
struct lua_box *box_of(lua_State *);
/* Begins a call with full budgets. */
void box_arm(struct lua_box *, int64_t steps, size_t take, size_t block);
/* What a failed call says; the message is on top of the stack. */
err box_failed(struct lua_box *, int status);
/* Calls fn(L) with `arg` as its light userdata under the caps. */
err box_call(struct lua_box *, lua_CFunction fn, void *arg) must_check;
/* Calls a guard; its answer, or the error, is on top. After box_freeze only. */
int box_guard_call(struct lua_box *, int guard);

/* ---- lua_env.c --- */
void env_make(lua_State *); /* may raise */
void env_push(lua_State *); /* the environment of packs */
/* In a table made by a constructor: which one, and in which line. */
const char *env_ctor(lua_State *, int table); /* NULL: a plain table */
int env_line(lua_State *, int table);
int env_guard(lua_State *, int table); /* -1: none */
/* The list of everything that stood at the top: pack, setting, kind, case. */
void env_made_push(lua_State *);
void env_guards_push(lua_State *); /* the list of guard functions, from 1 */
void env_forget(lua_State *);      /* the declarations have been read */

/* ---- lua_view.c: what a guard sees --- */
void view_make(lua_State *); /* may raise */
void view_get(lua_State *);  /* pushes the one argument of guards */

/* ---- lua_upvalue.c --- */
/* The main chunk is on top. The line in which a function of it assigns to a variable
 * outside of itself; 0: none does. */
int upvalue_written(lua_State *);

#endif
