/* SPDX-License-Identifier: Apache-2.0 */
#include "file/zip_in.h"

#include <string.h>
#include <zip.h>

#include "base/limits.h"

#define PIECE (64u << 10)

struct zip_in {
	struct arena *arena;
	zip_t *zip;
	str name;
	size_t packed; /* bytes of the file */
	size_t taken;  /* bytes unpacked so far, over all parts */
	char piece[PIECE];
};

static void close_zip(void *arg)
{
	zip_discard(arg);
}

static err damaged(str name)
{
	return fail(ERR_INPUT, "{0} is damaged and cannot be unpacked; save it again in Word or WPS, or ask for it once more",
		    name);
}

/* OPC knows no "..", and a name with one is never an accident. */
static bool climbs(str part)
{
	for (size_t at = 0; at <= part.n;) {
		size_t end = at;
		while (end < part.n && part.p[end] != '/' && part.p[end] != '\\')
			end++;
		if (str_eq(str_cut(part, at, end), S("..")))
			return true;
		at = end + 1;
	}
	return false;
}

static err check_entry(struct zip_in *z, zip_uint64_t i, uint64_t *sum)
{
	zip_stat_t st;
	const uint64_t need = ZIP_STAT_NAME | ZIP_STAT_SIZE;
	if (zip_stat_index(z->zip, i, 0, &st) != 0 || (st.valid & need) != need)
		return damaged(z->name);
	if (climbs(str_of(st.name)))
		return fail(ERR_INPUT, "{0} holds names that point outside of it; it was not made by Word or WPS, do not open it",
			    z->name);
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return fail(ERR_INPUT, "{0} is protected by a password; take the password off and send it again", z->name);
	if (__builtin_add_overflow(*sum, st.size, sum))
		*sum = UINT64_MAX;
	return OK;
}

static err too_large(str name)
{
	return fail(ERR_LIMIT, "{0} unpacks to far more than a document needs; it was not opened", name);
}

static err check_entries(struct zip_in *z)
{
	zip_int64_t n = zip_get_num_entries(z->zip, 0);
	uint64_t sum = 0;
	if (n > LIMIT_ARCHIVE_ENTRIES)
		return fail(ERR_LIMIT, "{0} holds too many parts inside; it was not opened", z->name);
	for (zip_int64_t i = 0; i < n; i++)
		TRY(check_entry(z, (zip_uint64_t)i, &sum));
	if (sum > LIMIT_UNPACKED || sum / LIMIT_RATIO > z->packed)
		return too_large(z->name);
	return OK;
}

err zip_in_open(struct arena *a, str bytes, str name, struct zip_in **ret)
{
	struct zip_in *z = arena_new(a, struct zip_in);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);
	ours(source);
	z->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (!z->zip) {
		zip_source_free(source);
		return damaged(name);
	}
	arena_defer(a, close_zip, z->zip);
	z->arena = a;
	z->name = name;
	z->packed = bytes.n;
	TRY(check_entries(z));
	*ret = z;
	return OK;
}

/* -1 when absent */
static zip_int64_t locate(const struct zip_in *z, str part)
{
	char name[512];
	if (!part.n || part.n >= sizeof name)
		return -1;
	memcpy(name, part.p, part.n);
	name[part.n] = 0;
	return zip_name_locate(z->zip, name, ZIP_FL_NOCASE);
}

bool zip_in_has(const struct zip_in *z, str part)
{
	return locate(z, part) >= 0;
}

str zip_in_name(const struct zip_in *z)
{
	return z->name;
}

static err pump(struct zip_in *z, zip_file_t *f, err (*take)(void *, str), void *arg)
{
	for (;;) {
		zip_int64_t n = zip_fread(f, z->piece, sizeof z->piece);
		if (n < 0)
			return damaged(z->name);
		if (n == 0)
			return OK;
		z->taken += (size_t)n;
		if (z->taken > LIMIT_UNPACKED || z->taken / LIMIT_RATIO > z->packed)
			return too_large(z->name);
		TRY(take(arg, (str){z->piece, (size_t)n}));
	}
}

err zip_in_stream(struct zip_in *z, str part, err (*take)(void *arg, str piece), void *arg)
{
	zip_int64_t at = locate(z, part);
	zip_file_t *f = at < 0 ? NULL : zip_fopen_index(z->zip, (zip_uint64_t)at, 0);
	if (!f)
		return damaged(z->name);
	err e = pump(z, f, take, arg);
	zip_fclose(f);
	return e;
}

static err take_whole(void *arg, str piece)
{
	struct buf *b = arg;
	buf_add(b, piece);
	return b->bad ? ERR_LIMIT : OK;
}

err zip_in_part(struct zip_in *z, str part, size_t limit, str *ret)
{
	struct buf b;
	zip_stat_t st;
	zip_int64_t at = locate(z, part);
	buf_init(&b, z->arena);
	b.limit = limit;
	/* as much as is promised, so that a large part is not held twice while it grows */
	if (at >= 0 && zip_stat_index(z->zip, (zip_uint64_t)at, 0, &st) == 0 && (st.valid & ZIP_STAT_SIZE) && st.size < limit) {
		b.cap = st.size + 1;
		b.p = arena_alloc(z->arena, b.cap);
	}
	err e = zip_in_stream(z, part, take_whole, &b);
	if (b.bad)
		return too_large(z->name);
	if (e == OK)
		*ret = buf_str(&b);
	return e;
}
