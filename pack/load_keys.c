/* SPDX-License-Identifier: Apache-2.0 */
/* Reading declared tables by expectation: each key has a name, a reader and a place to
 * write to. A sentence names file, line, thing and key. */
#include <lauxlib.h>
#include <string.h>

#include "pack/pack_in.h"

#define NAME_MAX_BYTES 32
#define WORDS_MAX_BYTES 4000

str where(struct load *ld)
{
	struct buf b;
	buf_init(&b, ld->a);
	int line = ld->at.line;
	if (ld->at.ctor && ld->at.key)
		line = line_of_key(ld->source, line, ld->at.ctor, ld->at.key);
	buf_add(&b, ld->path);
	if (line > 0)
		buf_fmt(&b, ":%d", line);
	if (ld->at.ctor)
		buf_fmt(&b, ": %s", ld->at.ctor);
	if (ld->at.name.n)
		buf_fmt(&b, " " STR_FMT, STR_ARG(ld->at.name));
	if (ld->at.key)
		buf_fmt(&b, ", %s", ld->at.key);
	return buf_str(&b);
}

/* ---- names that are near -------------------------------------------------------------- */
/* Edits (put in, leave out, change, swap neighbours) from a to b. */
static size_t edits(str a, str b)
{
	size_t row[3][NAME_MAX_BYTES + 2];
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t best = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);
			best = up[j] + 1 < best ? up[j] + 1 : best;
			best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && upup[j - 2] + 1 < best)
				best = upup[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[a.n % 3][b.n];
}

str nearest(str word, const str *names, size_t n)
{
	str best = STR_NONE;
	size_t least = word.n / 3 + 1;
	for (size_t i = 0; i < n && word.n <= NAME_MAX_BYTES; i++) {
		size_t e = names[i].n <= NAME_MAX_BYTES ? edits(word, names[i]) : SIZE_MAX;
		if (e <= least && (!best.n || e < least)) {
			best = names[i];
			least = e;
		}
	}
	return best;
}

str listed(struct arena *a, const str *names, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_z(&b, ", ");
		buf_add(&b, names[i]);
	}
	return buf_str(&b);
}

err no_such(struct load *ld, str word, const str *names, size_t n)
{
	str near = nearest(word, names, n);
	if (!n)
		return fail(ERR_INPUT, "{0}: there is nothing called {1}, and nothing of this sort is declared yet", where(ld), word);
	if (near.n)
		return fail(ERR_INPUT, "{0}: there is nothing called {1}; did you mean {2}? write one of: {3}", where(ld), word,
			    near, listed(ld->a, names, n));
	return fail(ERR_INPUT, "{0}: there is nothing called {1}; write one of: {2}", where(ld), word, listed(ld->a, names, n));
}

/* ---- values ------------------------------------------------------------------------------ */
/* The text on top; false when it is none, or not UTF-8, or holds a control sign. */
static bool text_on_top(struct load *ld, str *ret)
{
	size_t n;
	if (lua_type(ld->L, -1) != LUA_TSTRING)
		return false;
	const char *p = lua_tolstring(ld->L, -1, &n);
	str s = {p, n};
	if (utf8_valid(s) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)p[i] < ' ' || p[i] == 0x7f)
			return false;
	*ret = s;
	return true;
}

static bool name_ok(str s)
{
	bool ok = s.n > 0 && s.n <= NAME_MAX_BYTES && s.p[0] >= 'a' && s.p[0] <= 'z';
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		ok = ok && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
	}
	return ok;
}

err read_name(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str s;
	if (!text_on_top(ld, &s) || !name_ok(s))
		return fail(ERR_INPUT, "{0}: a name is small letters, digits and _, begins with a letter and has at most 32; write one like due_text",
			    where(ld));
	*(str *)out = str_dup(ld->a, s);
	return OK;
}

err read_line(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str s;
	if (!text_on_top(ld, &s) || !s.n || s.n > WORDS_MAX_BYTES)
		return fail(ERR_INPUT, "{0}: this must be a text of one line; write it between quotes", where(ld));
	*(str *)out = str_dup(ld->a, s);
	return OK;
}

err read_words(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	static const char *const tongues[] = {"zh", "en"};
	str v[2] = {STR_NONE, STR_NONE};
	bool ok = lua_istable(ld->L, -1) && !env_ctor(ld->L, lua_gettop(ld->L));
	if (!ok)
		return fail(ERR_INPUT, "{0}: words are wanted in both languages; write {{1}}", where(ld),
			    S(" zh = \"…\", en = \"…\" "));
	size_t keys = 0;
	for (size_t i = 0; i < COUNT_OF(tongues); i++) {
		lua_pushstring(ld->L, tongues[i]);
		lua_rawget(ld->L, -2);
		bool there = !lua_isnil(ld->L, -1);
		ok = there && text_on_top(ld, &v[i]) && v[i].n && v[i].n <= WORDS_MAX_BYTES;
		v[i] = str_dup(ld->a, v[i]);
		lua_pop(ld->L, 1);
		if (!ok)
			return there ? fail(ERR_INPUT, "{0}: the words in {1} must be a text of one line; write it between quotes",
					    where(ld), str_of(tongues[i]))
				     : fail(ERR_INPUT, "{0}: the words in {1} are missing; write both zh and en", where(ld),
					    str_of(tongues[i]));
	}
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1))
		keys++;
	if (keys != COUNT_OF(tongues))
		return fail(ERR_INPUT, "{0}: these words hold more than zh and en; write only those two", where(ld));
	*(struct words2 *)out = (struct words2){v[0], v[1]};
	return OK;
}

err read_bool(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	if (!lua_isboolean(ld->L, -1))
		return fail(ERR_INPUT, "{0}: this is yes or no; write true or false", where(ld));
	*(bool *)out = lua_toboolean(ld->L, -1);
	return OK;
}

static err whole_number(struct load *ld, int64_t low, int64_t high, int64_t *ret)
{
	int64_t v = lua_isinteger(ld->L, -1) ? lua_tointeger(ld->L, -1) : 0;
	if (!lua_isinteger(ld->L, -1))
		return fail(ERR_INPUT, "{0}: this must be a whole number; write it without quotes", where(ld));
	if (v < low || v > high) {
		struct buf b;
		buf_init(&b, ld->a);
		buf_int(&b, v);
		buf_byte(&b, 0);
		size_t cut = b.n;
		buf_fmt(&b, "%lld … %lld", (long long)low, (long long)high);
		return fail(ERR_INPUT, "{0}: {1} is out of range; write a number within {2}", where(ld),
			    str_cut(buf_str(&b), 0, cut - 1), str_cut(buf_str(&b), cut, b.n));
	}
	*ret = v;
	return OK;
}

#define NUMBER_MAX ((int64_t)1 << 53) /* exact in every reader of JSON */

err read_int(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	return whole_number(ld, -NUMBER_MAX, NUMBER_MAX, out);
}

err read_count(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	return whole_number(ld, 0, NUMBER_MAX, out);
}

err read_few(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	int64_t v = 0;
	TRY(whole_number(ld, 0, 99, &v));
	*(int *)out = (int)v;
	return OK;
}

err read_letter(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str s;
	if (!text_on_top(ld, &s) || s.n != 1 || s.p[0] < 'a' || s.p[0] > 'z')
		return fail(ERR_INPUT, "{0}: a key of the keyboard is one small letter; write one from \"a\" to \"z\"", where(ld));
	*(char *)out = s.p[0];
	return OK;
}

err read_enum(struct load *ld, const struct key *k, void *out)
{
	const struct names *names = k->arg;
	str all[64], s;
	size_t n = 0;
	for (; names->v[n]; n++)
		all[n] = str_of(names->v[n]);
	if (!text_on_top(ld, &s))
		return fail(ERR_INPUT, "{0}: a word between quotes is wanted here; write one of: {1}", where(ld),
			    listed(ld->a, all, n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i], s)) {
			*(int *)out = (int)i;
			return OK;
		}
	return no_such(ld, str_dup(ld->a, s), all, n);
}

err read_texts(struct load *ld, str **ret, size_t *ret_n)
{
	bool one = lua_type(ld->L, -1) == LUA_TSTRING;
	size_t n = one ? 1 : lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	if (n == 0 || n > 256)
		return fail(ERR_INPUT, "{0}: a name or a list of names is wanted here; write \"a\" or {{1}}", where(ld),
			    S(" \"a\", \"b\" "));
	str *v = arena_new_n(ld->a, n, str);
	for (size_t i = 0; i < n; i++) {
		if (one)
			lua_pushvalue(ld->L, -1);
		else
			lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		bool ok = text_on_top(ld, &v[i]) && v[i].n;
		v[i] = str_dup(ld->a, v[i]);
		lua_pop(ld->L, 1);
		if (!ok)
			return fail(ERR_INPUT, "{0}: a name or a list of names is wanted here; write \"a\" or {{1}}", where(ld),
				    S(" \"a\", \"b\" "));
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

/* ---- tables --------------------------------------------------------------------------------- */
static const struct key *find_key(const struct keys *ks, str name)
{
	for (size_t i = 0; i < ks->n; i++)
		if (!ks->v[i].first && str_eq(str_of(ks->v[i].name), name))
			return &ks->v[i];
	return NULL;
}

/* A key of the table on top that is not expected; the least of them, so that the
 * sentence does not depend on the order in memory. */
static bool unknown_key(struct load *ld, const struct keys *ks, str *ret, bool *ret_stray)
{
	bool first = ks->n && ks->v[0].first;
	*ret_stray = false;
	str least = STR_NONE;
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		int sort = lua_type(ld->L, -2);
		if (sort == LUA_TLIGHTUSERDATA || (first && lua_isinteger(ld->L, -2) && lua_tointeger(ld->L, -2) == 1))
			continue;
		size_t n = 0;
		str name = {sort == LUA_TSTRING ? lua_tolstring(ld->L, -2, &n) : NULL, 0};
		name.n = n;
		if (sort != LUA_TSTRING || utf8_valid(name) != n)
			*ret_stray = true;
		else if (!find_key(ks, name) && (!least.p || str_cmp(name, least) < 0))
			least = name;
	}
	*ret = str_dup(ld->a, least);
	return least.p || *ret_stray;
}

#define KEYS_SAID 16 /* more would be no sentence */

static err refuse_unknown(struct load *ld, const struct keys *ks)
{
	str word, names[64];
	bool stray;
	size_t n = 0;
	if (!unknown_key(ld, ks, &word, &stray))
		return OK;
	if (stray)
		return fail(ERR_INPUT, "{0}: something stands here without a key; write key = value", where(ld));
	for (size_t i = 0; i < ks->n; i++)
		if (!ks->v[i].first)
			names[n++] = str_of(ks->v[i].name);
	ld->at.key = str_z(ld->a, word);
	str near = nearest(word, names, n);
	if (near.n)
		return fail(ERR_INPUT, "{0}: there is no such key; did you mean {1}?", where(ld), near);
	if (n > KEYS_SAID)
		return fail(ERR_INPUT, "{0}: there is no such key; compare it with the packs that are there", where(ld));
	return fail(ERR_INPUT, "{0}: there is no such key; write one of: {1}", where(ld), listed(ld->a, names, n));
}

static err read_key(struct load *ld, const struct key *k, void *out)
{
	if (k->first) {
		lua_rawgeti(ld->L, -1, 1);
	} else {
		lua_pushstring(ld->L, k->name);
		lua_rawget(ld->L, -2);
	}
	err e = OK;
	bool there = !lua_isnil(ld->L, -1);
	ld->at.key = k->first || !there ? NULL : k->name;
	if (there)
		e = k->read(ld, k, (char *)out + k->at);
	else if (k->required && k->first)
		e = fail(ERR_INPUT, "{0}: its {1} is missing; write it first, between quotes", where(ld), str_of(k->name));
	else if (k->required)
		e = fail(ERR_INPUT, "{0}: {1} is missing; write {1} = …", where(ld), str_of(k->name));
	lua_pop(ld->L, 1);
	ld->at.key = NULL;
	return e;
}

/* Goes to the table on top: its line, and its name where it has one. */
static err enter(struct load *ld, const struct keys *ks)
{
	int top = lua_gettop(ld->L);
	const char *ctor = lua_istable(ld->L, top) ? env_ctor(ld->L, top) : NULL;
	if (ctor && strcmp(ctor, ks->ctor)) {
		ld->at.line = env_line(ld->L, top);
		ld->at.key = NULL;
	}
	if (!ctor || strcmp(ctor, ks->ctor))
		return fail(ERR_INPUT, "{0}: this list holds something else than {1}; write each as {1} {{2}}", where(ld),
			    str_of(ks->ctor), S(" … "));
	ld->at = (struct place){.ctor = ks->ctor, .line = env_line(ld->L, top)};
	lua_rawgeti(ld->L, top, 1);
	str name;
	if (text_on_top(ld, &name) && name_ok(name))
		ld->at.name = str_dup(ld->a, name);
	lua_pop(ld->L, 1);
	return OK;
}

err keys_read(struct load *ld, const struct keys *ks, void *out)
{
	struct place outside = ld->at;
	luaL_checkstack(ld->L, 12, NULL);
	TRY(enter(ld, ks));
	TRY(refuse_unknown(ld, ks));
	for (size_t i = 0; i < ks->n; i++)
		TRY(read_key(ld, &ks->v[i], out));
	ld->at = outside;
	return OK;
}

/* ---- lists ----------------------------------------------------------------------------------- */
/* An array in a struct and the count behind it. */
static size_t *count_of(void *array)
{
	return (size_t *)((char *)array + sizeof(void *));
}

static err list_name(struct load *ld, const struct list_of *lo, char *all, size_t i)
{
	struct place outside = ld->at;
	str *name = (str *)(all + i * lo->size);
	TRY(enter(ld, lo->keys));
	lua_rawgeti(ld->L, -1, 1);
	err e = lua_isnil(ld->L, -1) ? fail(ERR_INPUT, "{0}: its {1} is missing; write it first, between quotes", where(ld), S("name"))
				     : read_name(ld, NULL, name);
	lua_pop(ld->L, 1);
	for (size_t j = 0; e == OK && j < i; j++)
		if (str_eq(*(str *)(all + j * lo->size), *name))
			e = fail(ERR_INPUT, "{0}: this name is taken by an earlier one; write another", where(ld));
	if (e == OK)
		ld->at = outside;
	return e;
}

err list_names(struct load *ld, const struct list_of *lo, void *array)
{
	size_t n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	if (!n || env_ctor(ld->L, lua_gettop(ld->L)))
		return fail(ERR_INPUT, "{0}: a list is wanted here; write {{1}}", where(ld), S(" … "));
	size_t all_keys = 0;
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1))
		all_keys++;
	if (all_keys != n)
		return fail(ERR_INPUT, "{0}: this is a list, and something in it has a key; write the items without keys", where(ld));
	if (n > lo->max)
		return fail(ERR_LIMIT, "{0}: this list is longer than the kernel can hold; shorten it", where(ld));
	luaL_checkstack(ld->L, 12, NULL);
	char *all = arena_array(ld->a, n, lo->size);
	for (size_t i = 0; i < n; i++) {
		if (lo->fresh)
			memcpy(all + i * lo->size, lo->fresh, lo->size);
		if (!lo->named)
			continue;
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(list_name(ld, lo, all, i));
		lua_pop(ld->L, 1);
	}
	*(char **)array = all;
	*count_of(array) = n;
	return OK;
}

err read_list(struct load *ld, const struct key *k, void *out)
{
	const struct list_of *lo = k->arg;
	if (!*(char **)out)
		TRY(list_names(ld, lo, out));
	char *all = *(char **)out;
	for (size_t i = 0; i < *count_of(out); i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(keys_read(ld, lo->keys, all + i * lo->size));
		lua_pop(ld->L, 1);
	}
	return OK;
}
