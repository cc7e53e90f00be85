/* SPDX-License-Identifier: Apache-2.0 */
/* Blobs: sealed with a key of their own, the id bound in as associated data, so that a
 * blob put in another's place is noticed. Where the bytes lie, the engine decides:
 * FILE.blobs/ab/<id> here, chunks in a table on PostgreSQL. */
#include "store/sqlite_in.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/limits.h"

#define SEALED_MORE 64 /* a seal adds fewer bytes than this */

struct aad {
	char text[32];
};

static str aad_of(struct aad *a, int64_t id)
{
	return (str){a->text, (size_t)snprintf(a->text, sizeof a->text, "blob/%lld", (long long)id)};
}

err blob_put(struct store *s, ms_t now, str bytes, struct blob_ref *ret)
{
	struct blob_ref ref = {.size = (int64_t)bytes.n};
	struct arena a;
	struct aad aad;
	str sealed;
	if (bytes.n > LIMIT_FILE) {
		char most[16];
		snprintf(most, sizeof most, "%u", LIMIT_FILE >> 20);
		return fail(ERR_LIMIT, "a file is larger than {0} MB; make it smaller or split it", str_of(most));
	}
	ref.id = store_new_id(s, now);
	random_bytes(ref.key, sizeof ref.key);
	hash_bytes(HASH_SHA256, bytes.p, bytes.n, &ref.digest);
	arena_init(&a);
	err e = seal(&a, ref.key, bytes, aad_of(&aad, ref.id), &sealed);
	if (e == OK)
		e = s->engine->blob_write(s, ref.id, sealed);
	arena_done(&a);
	if (e == OK)
		*ret = ref;
	return e;
}

static err damaged(int64_t id)
{
	char text[32];
	snprintf(text, sizeof text, "%lld", (long long)id);
	return fail(ERR_INPUT, "the stored file {0} was changed or damaged; restore it from the newest backup", str_of(text));
}

err blob_get(struct store *s, struct arena *a, const struct blob_ref *ref, str *ret)
{
	struct aad aad;
	struct digest got;
	str sealed, plain;
	TRY(s->engine->blob_read(s, a, ref->id, &sealed));
	if (unseal(a, ref->key, sealed, aad_of(&aad, ref->id), &plain) != OK || (int64_t)plain.n != ref->size)
		return damaged(ref->id);
	hash_bytes(HASH_SHA256, plain.p, plain.n, &got);
	if (memcmp(got.b, ref->digest.b, sizeof got.b) != 0)
		return damaged(ref->id);
	*ret = plain;
	return OK;
}

err blob_remove(struct store *s, int64_t id)
{
	return s->engine->blob_drop(s, id);
}

/* ---- as files -------------------------------------------------------------------- */
struct place {
	char *dir, *file, *temp_dir, *temp;
};

/* 256 folders, spread by the milliseconds of the id. */
static struct place place_of(struct store *s, struct arena *a, int64_t id)
{
	char sub[16], name[48];
	struct place p;
	char *root = file_name(a, s->path, ".blobs/");
	snprintf(sub, sizeof sub, "%02x", (unsigned)(id >> 22 & 0xff));
	p.dir = file_name(a, root, sub);
	snprintf(name, sizeof name, "/%lld", (long long)id);
	p.file = file_name(a, p.dir, name);
	p.temp_dir = file_name(a, root, "tmp");
	p.temp = file_name(a, p.temp_dir, name);
	return p;
}

err sqlite_blob_write(struct store *s, int64_t id, str sealed)
{
	struct arena a;
	arena_init(&a);
	struct place p = place_of(s, &a, id);
	err e = file_make_dir(file_name(&a, s->path, ".blobs"));
	if (e == OK)
		e = file_make_dir(p.temp_dir);
	if (e == OK)
		e = file_make_dir(p.dir);
	if (e == OK)
		e = file_write(p.temp, p.file, sealed);
	arena_done(&a);
	return e;
}

err sqlite_blob_read(struct store *s, struct arena *a, int64_t id, str *ret)
{
	return file_read(a, place_of(s, a, id).file, LIMIT_FILE + SEALED_MORE, ret);
}

err sqlite_blob_drop(struct store *s, int64_t id)
{
	struct arena a;
	arena_init(&a);
	struct place p = place_of(s, &a, id);
	err e = OK;
	if (fault_point("blob.drop") || (unlink(p.file) < 0 && errno != ENOENT))
		e = fail(ERR_IO, "{0} cannot be written ({1}); check the folder and the space on the disk", str_of(p.file),
			 file_text_of_errno(errno));
	arena_done(&a);
	return e;
}
