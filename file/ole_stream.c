/* SPDX-License-Identifier: Apache-2.0 */
/* Whole streams of an OLE2 file ([MS-CFB] 2.3 to 2.6), and the file written anew with one of
 * them replaced. Chains are followed only as far as the size of their stream goes, which is
 * held against the file before anything is allocated: a circle costs no more than that. */
#include "file/ole_in.h"

#include <string.h>

#define MINI_SHIFT 6
#define NONE 0xffffffffu      /* NOSTREAM, FREESECT */
#define CHAIN_END 0xfffffffeu
#define FAT_SECTOR 0xfffffffdu
#define DIFAT_SECTOR 0xfffffffcu
#define IS_STREAM 2
#define IS_ROOT 5
#define OUT_SHIFT 9 /* what is written is version 3 */
#define OUT_SECTOR 512u
#define OUT_CUTOFF 4096u

/* The first `size` bytes of a chain. */
static bool chain_read(struct arena *a, const struct ole *o, uint32_t at, uint64_t size, str *ret)
{
	if (size > o->bytes.n)
		return false;
	char *to = arena_alloc(a, (size_t)size);
	for (size_t n = 0; n < size; at = ole_next(o, at)) {
		str s = ole_sector(o, at);
		size_t want = size - n < (size_t)1 << o->shift ? size - n : (size_t)1 << o->shift;
		if (s.n < want)
			return false;
		memcpy(to + n, s.p, want);
		n += want;
	}
	*ret = (str){to, (size_t)size};
	return true;
}

/* Bytes of a chain up to its end; chains without a known size (the directory, the mini FAT). */
static bool chain_size(const struct ole *o, uint32_t at, uint64_t *ret)
{
	uint64_t n = 0;
	for (; at < OLE_SECTOR_LAST; at = ole_next(o, at)) {
		if (n >= o->sectors || !ole_sector(o, at).n)
			return false;
		n++;
	}
	*ret = n << o->shift;
	return at == CHAIN_END;
}

static str entry_at(const struct ole_tree *t, uint32_t i)
{
	return str_cut(t->directory, (size_t)i * OLE_ENTRY, (size_t)(i + 1) * OLE_ENTRY);
}

static unsigned entry_type(str entry)
{
	return (uint8_t)entry.p[0x42];
}

/* Of version 3 only the low half counts (2.6.1): old writers leave rubbish in the other. */
static uint64_t entry_size(const struct ole_tree *t, str entry)
{
	uint64_t high = t->ole.shift == OUT_SHIFT ? 0 : ole_u32(entry, 0x7c);
	return high << 32 | ole_u32(entry, 0x78);
}

bool ole_tree_read(struct arena *a, const struct ole *o, struct ole_tree *ret)
{
	struct ole_tree t = {.ole = *o};
	uint64_t size;
	if (!chain_size(o, o->directory, &size) || size < OLE_ENTRY || !chain_read(a, o, o->directory, size, &t.directory))
		return false;
	t.n_entries = (uint32_t)(size / OLE_ENTRY);
	str root = entry_at(&t, 0);
	if (entry_type(root) != IS_ROOT)
		return false;
	uint64_t mini = entry_size(&t, root);
	if (mini && !chain_read(a, o, ole_u32(root, 0x74), mini, &t.mini))
		return false;
	if (mini && (!chain_size(o, o->mini_fat, &size) || !chain_read(a, o, o->mini_fat, size, &t.mini_fat)))
		return false;
	*ret = t;
	return true;
}

static unsigned capital(unsigned c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static bool is_stream_named(str entry, const char *name)
{
	size_t n = strlen(name);
	if (entry_type(entry) != IS_STREAM || ole_u16(entry, 0x40) != 2 * (n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		if (capital(ole_u16(entry, 2 * i)) != capital((uint8_t)name[i]))
			return false;
	return true;
}

/* Siblings are a binary tree (2.6.4). It is walked whole and not searched, because writers
 * disagree about its order; each entry once, because a stranger may draw circles. */
static uint32_t under_root(const struct ole_tree *t, const char *name, uint32_t *stack, bool *seen)
{
	size_t n = 0;
	stack[n++] = ole_u32(entry_at(t, 0), 0x4c);
	while (n) {
		uint32_t i = stack[--n];
		if (i >= t->n_entries || seen[i])
			continue;
		str e = entry_at(t, i);
		if (is_stream_named(e, name))
			return i;
		seen[i] = true;
		stack[n++] = ole_u32(e, 0x44);
		stack[n++] = ole_u32(e, 0x48);
	}
	return 0;
}

uint32_t ole_tree_find(const struct ole_tree *t, const char *name)
{
	struct arena a;
	arena_init(&a);
	uint32_t *stack = arena_new_n(&a, (size_t)2 * t->n_entries + 2, uint32_t);
	uint32_t found = under_root(t, name, stack, arena_new_n(&a, t->n_entries, bool));
	arena_done(&a);
	return found;
}

static bool mini_read(struct arena *a, const struct ole_tree *t, uint32_t at, uint64_t size, str *ret)
{
	if (size > t->mini.n)
		return false;
	char *to = arena_alloc(a, (size_t)size);
	for (size_t n = 0; n < size;) {
		str s = str_cut(t->mini, (size_t)at << MINI_SHIFT, ((size_t)at + 1) << MINI_SHIFT);
		size_t want = size - n < 1u << MINI_SHIFT ? size - n : 1u << MINI_SHIFT;
		if (s.n < want)
			return false;
		memcpy(to + n, s.p, want);
		n += want;
		at = (size_t)at * 4 + 4 <= t->mini_fat.n ? ole_u32(t->mini_fat, (size_t)at * 4) : NONE;
	}
	*ret = (str){to, (size_t)size};
	return true;
}

bool ole_stream(struct arena *a, const struct ole_tree *t, uint32_t entry, str *ret)
{
	str e = entry_at(t, entry);
	uint64_t size = entry_size(t, e);
	if (size < t->ole.mini_cutoff)
		return mini_read(a, t, ole_u32(e, 0x74), size, ret);
	return chain_read(a, &t->ole, ole_u32(e, 0x74), size, ret);
}

/* ---- writing ---- */
struct out {
	struct buf bytes; /* behind the header */
	struct buf mini;
	LIST(uint32_t) fat, mini_fat;
	struct arena *arena;
};

static void put_u32(char *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (char)(v >> 8 * i);
}

static void put_u16(char *to, uint32_t v)
{
	to[0] = (char)v;
	to[1] = (char)(v >> 8);
}

static void fill(struct buf *b, size_t to_multiple_of, char with)
{
	while (b->n % to_multiple_of)
		buf_byte(b, with);
}

/* Returns the first sector of the chain; CHAIN_END for nothing. */
static uint32_t out_chain(struct out *o, str s)
{
	uint32_t first = (uint32_t)o->fat.n;
	if (!s.n)
		return CHAIN_END;
	buf_add(&o->bytes, s);
	fill(&o->bytes, OUT_SECTOR, 0);
	for (uint32_t i = first; i < o->bytes.n / OUT_SECTOR; i++)
		*list_push(o->arena, &o->fat) = i + 1;
	o->fat.v[o->fat.n - 1] = CHAIN_END;
	return first;
}

static uint32_t out_mini(struct out *o, str s)
{
	uint32_t first = (uint32_t)o->mini_fat.n;
	if (!s.n)
		return CHAIN_END;
	buf_add(&o->mini, s);
	fill(&o->mini, 1u << MINI_SHIFT, 0);
	for (uint32_t i = first; i < o->mini.n >> MINI_SHIFT; i++)
		*list_push(o->arena, &o->mini_fat) = i + 1;
	o->mini_fat.v[o->mini_fat.n - 1] = CHAIN_END;
	return first;
}

static str numbers(struct arena *a, const uint32_t *v, size_t n)
{
	char *p = arena_array(a, n, 4);
	for (size_t i = 0; i < n; i++)
		put_u32(p + i * 4, v[i]);
	return (str){p, n * 4};
}

static void directory_set(char *directory, uint32_t entry, uint32_t start, size_t size)
{
	char *e = directory + (size_t)entry * OLE_ENTRY;
	put_u32(e + 0x74, start);
	put_u32(e + 0x78, (uint32_t)size);
	put_u32(e + 0x7c, 0);
}

/* The streams one after the other; their entries keep names, order, classes and times. Two
 * entries over one chain could make much out of little: all together fit into the file. */
static bool out_streams(struct out *o, const struct ole_tree *t, uint32_t entry, str with, char *directory)
{
	size_t sum = 0;
	for (uint32_t i = 1; i < t->n_entries; i++) {
		str s = with;
		if (entry_type(entry_at(t, i)) != IS_STREAM)
			continue;
		if (i != entry && !ole_stream(o->arena, t, i, &s))
			return false;
		sum += i == entry ? 0 : s.n;
		if (sum > t->ole.bytes.n)
			return false;
		directory_set(directory, i, s.n < OUT_CUTOFF ? out_mini(o, s) : out_chain(o, s), s.n);
	}
	return true;
}

static size_t up(size_t n, size_t per)
{
	return (n + per - 1) / per;
}

/* The FAT and what lists its sectors (DIFAT, 2.5), which stand in the FAT themselves. */
static void out_fat(struct out *o, char *header)
{
	const size_t per = OUT_SECTOR / 4;
	size_t used = o->fat.n, n_fat = 0, n_difat = 0, need;
	while ((need = up(used + n_fat + n_difat, per)) > n_fat) {
		n_fat = need;
		n_difat = n_fat > OLE_IN_HEADER ? up(n_fat - OLE_IN_HEADER, per - 1) : 0;
	}
	for (size_t i = 0; i < n_fat; i++)
		*list_push(o->arena, &o->fat) = FAT_SECTOR;
	for (size_t i = 0; i < n_difat; i++)
		*list_push(o->arena, &o->fat) = DIFAT_SECTOR;
	while (o->fat.n % per)
		*list_push(o->arena, &o->fat) = NONE;
	buf_add(&o->bytes, numbers(o->arena, o->fat.v, o->fat.n));
	LIST(uint32_t) difat = {0};
	for (size_t i = OLE_IN_HEADER; i < n_fat; i++) {
		*list_push(o->arena, &difat) = (uint32_t)(used + i);
		uint32_t following = (uint32_t)(used + n_fat + difat.n / per + 1);
		if (difat.n % per == per - 1)
			*list_push(o->arena, &difat) = following;
	}
	while (difat.n < n_difat * per)
		*list_push(o->arena, &difat) = NONE;
	if (difat.n)
		difat.v[difat.n - 1] = CHAIN_END;
	buf_add(&o->bytes, numbers(o->arena, difat.v, difat.n));
	put_u32(header + 0x2c, (uint32_t)n_fat);
	put_u32(header + 0x44, n_difat ? (uint32_t)(used + n_fat) : CHAIN_END);
	put_u32(header + 0x48, (uint32_t)n_difat);
	for (size_t i = 0; i < OLE_IN_HEADER; i++)
		put_u32(header + 0x4c + i * 4, i < n_fat ? (uint32_t)(used + i) : NONE);
}

/* 2.2, version 3 whatever the version was */
static void header_begin(char *header, const struct ole_tree *t)
{
	memcpy(header, t->ole.bytes.p, 8);
	put_u16(header + 0x18, 0x3e);
	put_u16(header + 0x1a, 3);
	put_u16(header + 0x1c, 0xfffe);
	put_u16(header + 0x1e, OUT_SHIFT);
	put_u16(header + 0x20, MINI_SHIFT);
	put_u32(header + 0x38, OUT_CUTOFF);
}

bool ole_rewrite(struct arena *a, const struct ole_tree *t, uint32_t entry, str with, str *ret)
{
	struct out o = {.arena = a};
	struct buf all;
	char header[OLE_HEADER] = {0}, *directory = arena_copy(a, t->directory.p, t->directory.n);
	buf_init(&o.bytes, a);
	buf_init(&o.mini, a);
	if (!out_streams(&o, t, entry, with, directory))
		return false;
	header_begin(header, t);
	directory_set(directory, 0, out_chain(&o, buf_str(&o.mini)), o.mini.n);
	put_u32(header + 0x40, (uint32_t)up(o.mini_fat.n, OUT_SECTOR / 4));
	while (o.mini_fat.n % (OUT_SECTOR / 4))
		*list_push(a, &o.mini_fat) = NONE;
	put_u32(header + 0x3c, out_chain(&o, numbers(a, o.mini_fat.v, o.mini_fat.n)));
	put_u32(header + 0x30, out_chain(&o, (str){directory, t->directory.n}));
	out_fat(&o, header);
	buf_init(&all, a);
	buf_add(&all, (str){header, sizeof header});
	buf_add(&all, buf_str(&o.bytes));
	*ret = buf_str(&all);
	return true;
}
