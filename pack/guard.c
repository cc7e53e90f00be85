/* SPDX-License-Identifier: Apache-2.0 */
/* The pool of states, and the one entry for guards. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/lua_in.h"
#include "pack/pack_in.h"

/* More guards at once than cores gain nothing; past this a caller waits for a state. */
#define STATES_MAX 64

/* What the newest states may take in one guard, and one block of it. */
#define GUARD_TAKE ((size_t)LIMIT_LUA_MEMORY)

static void pool_end(void *arg)
{
	struct pack_lua *l = arg;
	if (l->closed)
		return;
	l->closed = true;
	while (l->idle) {
		struct lua_box *b = l->idle;
		l->idle = b->next;
		box_close(b);
		free(b);
	}
	pthread_cond_destroy(&l->back);
	pthread_mutex_destroy(&l->lock);
}

struct pack_lua *pool_new(struct arena *a, const struct pack *p, str path, str source)
{
	struct pack_lua *l = arena_new(a, struct pack_lua);
	l->path = str_dup(a, path);
	l->source = str_dup(a, source);
	l->pack = p;
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->back, NULL);
	arena_defer(a, pool_end, l);
	return l;
}

void pool_give(struct pack_lua *l, struct lua_box *b)
{
	pthread_mutex_lock(&l->lock);
	if (b) {
		b->next = l->idle;
		l->idle = b;
	} else {
		l->made--;
	}
	pthread_cond_signal(&l->back);
	pthread_mutex_unlock(&l->lock);
}

/* An idle state, or the right to make one (NULL). */
static struct lua_box *pool_wait(struct pack_lua *l)
{
	pthread_mutex_lock(&l->lock);
	while (!l->idle && l->made >= STATES_MAX)
		pthread_cond_wait(&l->back, &l->lock);
	struct lua_box *b = l->idle;
	if (b)
		l->idle = b->next;
	else
		l->made++;
	pthread_mutex_unlock(&l->lock);
	return b;
}

err pool_make(struct pack_lua *l, struct lua_box **ret)
{
	struct lua_box *b = calloc(1, sizeof *b);
	if (!b)
		return fail(ERR_BUSY, "there is no memory left to read a pack; try again");
	err e = box_open(b, l);
	if (e != OK) {
		free(b);
		return e;
	}
	*ret = b;
	return OK;
}

void pool_drop(struct lua_box *b)
{
	box_close(b);
	free(b);
}

err pool_take(struct pack_lua *l, struct lua_box **ret)
{
	struct lua_box *b = pool_wait(l);
	if (!b) {
		err e = pool_make(l, &b);
		if (e == OK && (e = box_freeze(b)) != OK)
			pool_drop(b);
		if (e != OK) {
			pool_give(l, NULL);
			return e;
		}
	}
	*ret = b;
	return OK;
}

void pack_free(struct pack *p)
{
	if (p && p->lua)
		pool_end(p->lua);
}

/* ---- the answer ------------------------------------------------------------------ */
struct sentence {
	enum lang lang;
	char text[240]; /* as long as an argument of a failure */
	size_t n;
};

static int read_sentence(lua_State *L)
{
	struct sentence *s = lua_touserdata(L, 1);
	if (!lua_istable(L, 2))
		return luaL_error(L, "a guard returns nothing, true, or { zh = …, en = … }, not a %s", luaL_typename(L, 2));
	size_t n = 0;
	lua_getfield(L, 2, s->lang == LANG_ZH ? "zh" : "en");
	const char *p = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &n) : NULL;
	str text = {p, n};
	if (!n || utf8_valid(text) != n)
		return luaL_error(L, "the sentence of a guard wants both zh and en");
	while (n >= sizeof s->text)
		for (n--; n && ((uint8_t)p[n] & 0xc0) == 0x80;)
			n--;
	memcpy(s->text, p, n);
	s->n = n;
	return 0;
}

static err refused(struct lua_box *b, enum lang lang)
{
	lua_State *L = b->L;
	struct sentence s = {.lang = lang};
	lua_pushcfunction(L, read_sentence);
	lua_pushlightuserdata(L, &s);
	lua_pushvalue(L, -3);
	int status = lua_pcall(L, 2, 0, 0);
	if (status != LUA_OK)
		return box_failed(b, status);
	return fail(ERR_INPUT, "{0}", (str){s.text, s.n});
}

err box_guard(struct lua_box *b, int guard, const struct guard_input *in, enum lang lang)
{
	lua_State *L = b->L;
	int top = lua_gettop(L);
	b->input = in;
	b->kind = b->home->guard_kind[guard];
	box_arm(b, LIMIT_LUA_STEPS, GUARD_TAKE, LUA_BLOCK);
	int status = box_guard_call(b, guard);
	err e = OK;
	if (status != LUA_OK)
		e = box_failed(b, status);
	else if (!lua_isnil(L, -1) && !(lua_isboolean(L, -1) && lua_toboolean(L, -1)))
		e = refused(b, lang);
	lua_settop(L, top);
	b->input = NULL;
	return e;
}

err guard_run(const struct pack *p, int guard, const struct guard_input *in, enum lang lang)
{
	if (guard < 0)
		return OK;
	ours((size_t)guard < p->n_guards);
	struct lua_box *b;
	TRY(pool_take(p->lua, &b));
	err e = box_guard(b, guard, in, lang);
	bool spoilt = e == ERR_LIMIT;
	if (spoilt)
		pool_drop(b);
	pool_give(p->lua, spoilt ? NULL : b);
	return e;
}
