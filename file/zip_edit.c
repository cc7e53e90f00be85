/* SPDX-License-Identifier: Apache-2.0 */
/* A zip with some parts exchanged. Works in memory alone: behind the walls there are no files. */
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "file/zip_in.h"

#define LEVEL 4 /* a fifth of the time of the usual one, a tenth larger */
#define EPOCH 315532800 /* 1980-01-01: the first day a zip knows; the same parts make the same zip */

struct edit {
	zip_source_t *source; /* of the whole */
	zip_t *zip;
};

static err cannot(str name)
{
	return fail(ERR_INPUT, "{0} cannot be written again as it is; save it in Excel or WPS as .xlsx and send that", name);
}

static bool put_part(struct edit *e, const struct zip_part *p)
{
	char z[512];
	zip_stat_t st;
	if (!p->name.n || p->name.n >= sizeof z)
		return false;
	memcpy(z, p->name.p, p->name.n);
	z[p->name.n] = 0;
	zip_int64_t at = zip_name_locate(e->zip, z, ZIP_FL_NOCASE);
	time_t when = at >= 0 && zip_stat_index(e->zip, (zip_uint64_t)at, 0, &st) == 0 && (st.valid & ZIP_STAT_MTIME) ? st.mtime : EPOCH;
	/* not exchanged but added anew: libzip lets only new parts choose how hard they are packed */
	if (at >= 0 && zip_delete(e->zip, (zip_uint64_t)at) != 0)
		return false;
	zip_source_t *part = zip_source_buffer(e->zip, p->bytes.p, p->bytes.n, 0);
	if (!part)
		return false;
	at = zip_file_add(e->zip, z, part, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(part);
		return false;
	}
	return zip_set_file_compression(e->zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, LEVEL) == 0 &&
	       zip_file_set_mtime(e->zip, (zip_uint64_t)at, when, 0) == 0;
}

static err take(struct arena *a, zip_source_t *s, str name, size_t most, str *ret)
{
	zip_stat_t st;
	if (zip_source_stat(s, &st) != 0 || !(st.valid & ZIP_STAT_SIZE))
		return cannot(name);
	if (st.size > most)
		return fail(ERR_LIMIT, "{0} would be too large with its mistakes marked; split it", name);
	char *p = arena_alloc(a, st.size);
	if (zip_source_open(s) != 0)
		return cannot(name);
	zip_int64_t n = zip_source_read(s, p, st.size);
	zip_source_close(s);
	if (n < 0 || (zip_uint64_t)n != st.size)
		return cannot(name);
	*ret = (str){p, (size_t)n};
	return OK;
}

err zip_edit(struct arena *a, str bytes, str name, const struct zip_part *parts, size_t n, size_t most, str *ret)
{
	struct edit e;
	bool fine = true;
	/* a copy of its own: when libzip keeps the beginning as it is, it also frees what it was given */
	void *own = bytes.n ? malloc(bytes.n) : NULL;
	ours(own || !bytes.n);
	if (own)
		memcpy(own, bytes.p, bytes.n);
	e.source = zip_source_buffer_create(own, bytes.n, 1, NULL);
	ours(e.source);
	zip_source_keep(e.source); /* the zip gives its own hold back when it is closed */
	e.zip = zip_open_from_source(e.source, bytes.n ? 0 : ZIP_CREATE | ZIP_TRUNCATE, NULL);
	if (!e.zip) {
		zip_source_free(e.source);
		zip_source_free(e.source);
		return cannot(name);
	}
	for (size_t i = 0; i < n && fine; i++)
		fine = put_part(&e, &parts[i]);
	if (!fine || zip_close(e.zip) != 0) {
		zip_discard(e.zip);
		zip_source_free(e.source);
		return cannot(name);
	}
	err code = take(a, e.source, name, most, ret);
	zip_source_free(e.source);
	return code;
}
