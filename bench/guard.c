/* SPDX-License-Identifier: Apache-2.0 */
/* Guards per second against the bare call of the same function: how much of Lua's own
 * speed is left under the caps, the pool and the view. Prints the ratio. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>

#include "bench/kit.h"
#include "pack/pack.h"

#define CALLS 100000
#define ROUNDS 5

static const char source[] =
	"local function units_fit(lead, assist)\n"
	"  for _, unit in ipairs(assist or {}) do\n"
	"    if unit == lead then return { zh = '甲', en = 'A' } end\n"
	"  end\n"
	"end\n"
	"local function guard(m)\n"
	"  local due = m.given.due or m.field.due\n"
	"  if due and due < m.today then return { zh = '乙', en = 'B' } end\n"
	"  return units_fit(m.given.lead or m.field.lead, m.given.assist or m.field.assist)\n"
	"end\n";

static struct pack *load(struct arena *a)
{
	struct buf b;
	struct pack *p;
	buf_init(&b, a);
	buf_z(&b, "pack { 'g', version = '1', label = { zh = '包', en = 'G' } }\n");
	buf_z(&b, source);
	buf_z(&b, "local function w(zh, en) return { zh = zh, en = en } end\n"
		  "kind { 'k', label = w('类', 'Kind'), number = '{n}', title = 'title', lead = 'lead', assist = 'assist', due = 'due', see = 'r',\n"
		  "roles = { role { 'r', duty = 'supervision', relation = 'any', label = w('r', 'r') } },\n"
		  "fields = { field { 'title', type = 'line', label = w('t', 't') }, field { 'lead', type = 'unit', label = w('l', 'l') },\n"
		  "field { 'assist', type = 'units', label = w('u', 'u') }, field { 'due', type = 'date', label = w('d', 'd') } },\n"
		  "states = { state { 's', first = true, label = w('s', 's') }, state { 'e', closed = true, label = w('e', 'e') } },\n"
		  "actions = { action { 'open', opens = true, to = 's', by = 'r', label = w('a', 'b'), help = w('a', 'b'), done = w('a', 'b') },\n"
		  "action { 'go', from = 's', to = 'e', by = 'r', label = w('a', 'b'), help = w('a', 'b'), done = w('a', 'b'), guard = guard } } }\n");
	struct pack_file f = {S("pack.lua"), buf_str(&b)};
	if (pack_load(a, S("g"), &f, 1, &p) != OK) {
		buf_clear(&b);
		fail_text(&b, LANG_EN);
		fprintf(stderr, "%s\n", b.p);
		return NULL;
	}
	return p;
}

static const str units[] = {{"13", 2}, {"14", 2}};

/* The bare call is given the same values in the plain way: tables made for the call. */
static void push_values(lua_State *L)
{
	lua_createtable(L, 0, 3);
	lua_createtable(L, 0, 3);
	lua_pushliteral(L, "榴乡路沿线3处积水点整治");
	lua_setfield(L, -2, "title");
	lua_pushinteger(L, 20010);
	lua_setfield(L, -2, "due");
	lua_setfield(L, -2, "field");
	lua_createtable(L, 0, 2);
	lua_pushliteral(L, "12");
	lua_setfield(L, -2, "lead");
	lua_createtable(L, 2, 0);
	for (int i = 0; i < 2; i++) {
		lua_pushlstring(L, units[i].p, units[i].n);
		lua_rawseti(L, -2, i + 1);
	}
	lua_setfield(L, -2, "assist");
	lua_setfield(L, -2, "given");
	lua_pushinteger(L, 20000);
	lua_setfield(L, -2, "today");
}

static double bare(lua_State *L, bool tables)
{
	double from = cpu_seconds();
	push_values(L);
	for (int i = 0; i < CALLS; i++) {
		lua_pushvalue(L, 1);
		if (tables)
			push_values(L);
		else
			lua_pushvalue(L, 2);
		if (lua_pcall(L, 1, 1, 0) != LUA_OK)
			return -1;
		lua_pop(L, 1);
	}
	lua_settop(L, 1);
	return CALLS / (cpu_seconds() - from);
}

static double caged(const struct pack *p)
{
	const struct guard_value fields[] = {
		{.name = S("title"), .text = S("榴乡路沿线3处积水点整治")},
		{.name = S("due"), .is_number = true, .number = 20010},
	};
	const struct guard_value given[] = {{.name = S("lead"), .text = S("12")}, {.name = S("assist"), .is_list = true, .items = units, .n_items = 2}};
	struct guard_input in = {.fields = fields, .n_fields = 2, .arguments = given, .n_arguments = 2, .state = S("s"), .today = 20000};
	double from = cpu_seconds();
	for (int i = 0; i < CALLS; i++)
		if (guard_run(p, 0, &in, LANG_ZH) != OK)
			return -1;
	return CALLS / (cpu_seconds() - from);
}

int main(void)
{
	struct arena a;
	arena_init(&a);
	struct pack *p = load(&a);
	lua_State *L = luaL_newstate();
	luaL_openlibs(L);
	if (!p || luaL_loadstring(L, source) != LUA_OK)
		return 1;
	lua_settop(L, 0);
	struct buf b;
	buf_init(&b, &a);
	buf_fmt(&b, "%sreturn guard", source);
	if (luaL_dostring(L, b.p) != LUA_OK)
		return 1;
	double best[3] = {0};
	for (int i = 0; i < ROUNDS; i++) {
		double now[3] = {bare(L, true), bare(L, false), caged(p)};
		for (int j = 0; j < 3; j++)
			best[j] = now[j] > best[j] ? now[j] : best[j];
	}
	const char *reached = text_fmt("%.2f M/s", best[2] / 1e6);
	row_put("guard evaluation, values given", text_fmt("bare Lua call, its tables made: %.2f M/s", best[0] / 1e6), reached,
		best[2] / best[0], "0.7", best[2] / best[0] >= 0.7);
	row_put("guard evaluation, values given", text_fmt("bare Lua call, no tables made: %.2f M/s", best[1] / 1e6), reached,
		best[2] / best[1], "", true);
	lua_close(L);
	arena_done(&a);
	return 0;
}
