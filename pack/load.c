/* SPDX-License-Identifier: Apache-2.0 */
/* From files to a frozen pack. */
#include <lauxlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/method.h"
#include "pack/pack_in.h"

#define FILES_MAX 256

/* Over every file, in order of names: name 0 size 0 bytes. */
static void hash_files(struct arena *a, const struct pack_file *v, size_t n, struct digest *ret)
{
	str *pieces = arena_new_n(a, n * 3, str);
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		buf_init(&b, a);
		buf_byte(&b, 0);
		buf_int(&b, (int64_t)v[i].bytes.n);
		buf_byte(&b, 0);
		pieces[i * 3] = v[i].name;
		pieces[i * 3 + 1] = buf_str(&b);
		pieces[i * 3 + 2] = v[i].bytes;
	}
	hash_pieces(HASH_SHA256, pieces, n * 3, ret);
}

static const struct pack_file *in_order(struct arena *a, const struct pack_file *files, size_t n)
{
	struct pack_file *v = arena_new_n(a, n, struct pack_file);
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		for (; at && str_cmp(v[at - 1].name, files[i].name) > 0; at--)
			v[at] = v[at - 1];
		v[at] = files[i];
	}
	return v;
}

/* ---- what stood at the top ------------------------------------------------------------------ */
static size_t count_made(lua_State *L, int made, const char *ctor)
{
	size_t n = 0;
	for (lua_Integer i = 1; lua_rawgeti(L, made, i) == LUA_TTABLE; i++) {
		n += !strcmp(env_ctor(L, lua_gettop(L)), ctor);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return n;
}

/* Pushes a plain list of those that `ctor` made. */
void made_push(lua_State *L, int made, const char *ctor)
{
	lua_newtable(L);
	int list = lua_gettop(L);
	lua_Integer n = 0;
	for (lua_Integer i = 1; lua_rawgeti(L, made, i) == LUA_TTABLE; i++) {
		if (!strcmp(env_ctor(L, list + 1), ctor))
			lua_rawseti(L, list, ++n);
		else
			lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static err read_header(struct load *ld, int made)
{
	made_push(ld->L, made, "pack");
	size_t n = lua_rawlen(ld->L, -1);
	if (n == 0)
		return fail(ERR_INPUT, "{0}: nothing says what this pack is; begin with pack {{1}}", ld->path,
			    S(" \"name\", version = \"1\", label = … "));
	lua_rawgeti(ld->L, -1, (lua_Integer)n);
	if (n > 1) {
		ld->at.line = env_line(ld->L, lua_gettop(ld->L));
		return fail(ERR_INPUT, "{0}: the pack is named a second time; keep one pack {{1}}", where(ld), S(" … "));
	}
	str folder = ld->pack->name;
	TRY(keys_read(ld, &pack_keys, ld->pack));
	ld->at.line = env_line(ld->L, lua_gettop(ld->L));
	if (!str_eq(folder, ld->pack->name))
		return fail(ERR_INPUT, "{0}: the pack calls itself {1} but lies in a folder called {2}; give both one name", where(ld),
			    ld->pack->name, folder);
	ld->at.line = 0;
	return OK;
}

static err read_settings(struct load *ld, int made)
{
	static const struct key k = {"setting", .arg = &settings_list};
	if (!count_made(ld->L, made, "setting"))
		return OK;
	made_push(ld->L, made, "setting");
	TRY(read_list(ld, &k, &ld->pack->settings));
	for (size_t i = 0; i < ld->pack->n_settings; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(setting_check(ld, &ld->pack->settings[i]));
		lua_pop(ld->L, 1);
	}
	return OK;
}

static err read_kinds(struct load *ld, int made)
{
	made_push(ld->L, made, "kind");
	if (!lua_rawlen(ld->L, -1) && !ld->pack->n_settings && !count_made(ld->L, made, "indicator") && !count_made(ld->L, made, "method"))
		return fail(ERR_INPUT, "{0}: this pack declares neither a kind of matter nor an indicator nor a setting; write kind {{1}}", ld->path, S(" \"name\", … "));
	if (!lua_rawlen(ld->L, -1))
		return OK;
	TRY(list_names(ld, &kinds_list, &ld->pack->kinds));
	for (size_t i = 0; i < ld->pack->n_kinds; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(kind_read(ld, (struct kind *)&ld->pack->kinds[i]));
		lua_pop(ld->L, 1);
	}
	return OK;
}

static err read_ladders(struct load *ld, int made)
{
	static const struct key k = {"ladder", .arg = &ladders_list};
	if (!count_made(ld->L, made, "ladder"))
		return OK;
	made_push(ld->L, made, "ladder");
	TRY(read_list(ld, &k, &ld->pack->ladders));
	for (size_t i = 0; i < ld->pack->n_ladders; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(ladder_check(ld, &ld->pack->ladders[i]));
		lua_pop(ld->L, 1);
	}
	return OK;
}

static err read_classes(struct load *ld, int made)
{
	static const struct key k = {"data_class", .arg = &data_classes_list};
	if (!count_made(ld->L, made, "data_class"))
		return OK;
	made_push(ld->L, made, "data_class");
	return read_list(ld, &k, &ld->pack->classes);
}

static err read_indicators(struct load *ld, int made)
{
	static const struct key k = {"indicator", .arg = &indicators_list};
	if (!count_made(ld->L, made, "indicator"))
		return OK;
	made_push(ld->L, made, "indicator");
	TRY(read_list(ld, &k, &ld->pack->indicators));
	for (size_t i = 0; i < ld->pack->n_indicators; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(indicator_check(ld, (struct indicator *)&ld->pack->indicators[i]));
		lua_pop(ld->L, 1);
	}
	return OK;
}

static err read_alarms(struct load *ld, int made)
{
	static const struct key k = {"alarms", .arg = &alarms_list};
	if (!count_made(ld->L, made, "alarms"))
		return OK;
	made_push(ld->L, made, "alarms");
	TRY(read_list(ld, &k, &ld->pack->alarms));
	lua_rawgeti(ld->L, -1, 1);
	TRY(alarms_check(ld, ld->pack->alarms));
	lua_pop(ld->L, 1);
	return OK;
}

static err read_methods(struct load *ld, int made)
{
	if (!count_made(ld->L, made, "method"))
		return OK;
	made_push(ld->L, made, "method");
	return methods_read(ld);
}

struct job {
	struct load *ld;
	err e;
};

static int read_all(lua_State *L)
{
	struct job *j = lua_touserdata(L, 1);
	luaL_checkstack(L, 40, NULL);
	env_made_push(L);
	int made = lua_gettop(L);
	j->e = read_header(j->ld, made);
	if (j->e == OK)
		j->e = read_settings(j->ld, made);
	if (j->e == OK)
		j->e = read_classes(j->ld, made);
	if (j->e == OK)
		j->e = read_kinds(j->ld, made);
	if (j->e == OK)
		j->e = read_ladders(j->ld, made);
	if (j->e == OK)
		j->e = read_indicators(j->ld, made);
	if (j->e == OK)
		j->e = read_alarms(j->ld, made);
	if (j->e == OK)
		j->e = read_methods(j->ld, made);
	return 0;
}

static err read_box(struct load *ld, struct lua_box *b)
{
	struct job j = {.ld = ld};
	ld->L = b->L;
	TRY(box_call(b, read_all, &j));
	TRY(j.e);
	ld->pack->n_guards = (size_t)b->guards;
	return box_freeze(b);
}

static int read_only_methods(lua_State *L)
{
	struct job *j = lua_touserdata(L, 1);
	luaL_checkstack(L, 40, NULL);
	env_made_push(L);
	j->e = count_made(L, lua_gettop(L), "method") ? read_methods(j->ld, lua_gettop(L))
						      : fail(ERR_INPUT, "{0}: no method is declared here; write method {{1}}", j->ld->path, S(" \"name\", … "));
	return 0;
}

err method_load(struct arena *a, str path, str source, const struct method **ret)
{
	if (source.n > LIMIT_TEXT / 4)
		return fail(ERR_LIMIT, "{0} is larger than 1 MB; move tables into files of their own", path);
	struct pack *p = arena_new(a, struct pack);
	p->lua = pool_new(a, p, str_dup(a, path), str_dup(a, source));
	p->lua->guard_kind = arena_new_n(a, LUA_GUARDS_MAX, const struct kind *);
	struct load ld = {.a = a, .pack = p, .path = p->lua->path, .source = p->lua->source};
	struct lua_box *b;
	struct job j = {.ld = &ld};
	TRY(pool_make(p->lua, &b));
	ld.L = b->L;
	err e = box_call(b, read_only_methods, &j);
	pool_drop(b);
	TRY(e);
	TRY(j.e);
	*ret = &p->methods[p->n_methods - 1];
	return OK;
}

static bool name_of_folder(str s)
{
	bool ok = s.n > 0 && s.n <= 32 && s.p[0] >= 'a' && s.p[0] <= 'z';
	for (size_t i = 0; i < s.n; i++)
		ok = ok && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_');
	return ok;
}

err pack_load(struct arena *a, str name, const struct pack_file *files, size_t n, struct pack **ret)
{
	if (!name_of_folder(name))
		return fail(ERR_INPUT, "{0} is no name for a pack; use small letters, digits and _, at most 32", name);
	if (n > FILES_MAX)
		return fail(ERR_LIMIT, "the pack {0} has too many files; keep only what it needs", name);
	struct pack *p = arena_new(a, struct pack);
	const struct pack_file *v = in_order(a, files, n), *main_file = NULL;
	struct buf path;
	buf_init(&path, a);
	buf_fmt(&path, "packs/" STR_FMT "/" PACK_FILE, STR_ARG(name));
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, S(PACK_FILE)))
			main_file = &v[i];
	if (!main_file)
		return fail(ERR_INPUT, "{0} is missing; a pack begins there", buf_str(&path));
	if (main_file->bytes.n > LIMIT_TEXT / 4)
		return fail(ERR_LIMIT, "{0} is larger than 1 MB; move tables into files of their own", buf_str(&path));
	p->name = str_dup(a, name);
	hash_files(a, v, n, &p->hash);
	p->lua = pool_new(a, p, buf_str(&path), main_file->bytes);
	p->lua->guard_kind = arena_new_n(a, LUA_GUARDS_MAX, const struct kind *);
	struct load ld = {.a = a, .pack = p, .path = p->lua->path, .source = p->lua->source, .files = v, .n_files = n};
	struct lua_box *b;
	TRY(pool_make(p->lua, &b));
	err e = read_box(&ld, b);
	if (e != OK) {
		pool_drop(b);
		return e;
	}
	p->lua->made = 1;
	pool_give(p->lua, b);
	*ret = p;
	return OK;
}
