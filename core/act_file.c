/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence (佐证): put away before the job, named in it. What a file is, its bytes say,
 * not its name. */
#include "core/matter_in.h"

#include <string.h>

STMT(evidence_insert,
     "INSERT INTO evidence(region, matter, event, position, blob, size, digest, key, type, name, at, person, part)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
STMT(key_insert, "INSERT INTO key_seal(region, owner, wrapped) VALUES($1, $2, $3)");
STMT(key_there, "SELECT owner FROM key_seal WHERE region = $1 AND owner = $2");
const struct stmt *const core_file_stmts[] = {&evidence_insert, &key_insert, &key_there, NULL};

#define FILES_MOST 20

str upload_type(str bytes, str name)
{
	static const struct {
		const char *magic;
		size_t n, at;
		const char *type, *ending;
	} row[] = {
		{"\x89PNG\r\n\x1a\n", 8, 0, "image/png", ""},
		{"\xff\xd8\xff", 3, 0, "image/jpeg", ""},
		{"GIF8", 4, 0, "image/gif", ""},
		{"WEBP", 4, 8, "image/webp", ""},
		{"%PDF-", 5, 0, "application/pdf", ""},
		{"ftyp", 4, 4, "video/mp4", ""},
		{"PK\3\4", 4, 0, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
		{"PK\3\4", 4, 0, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
		{"PK\3\4", 4, 0, "application/zip", ""},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0, "application/msword", ".doc"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0, "application/vnd.ms-excel", ".xls"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (bytes.n >= row[i].at + row[i].n && memcmp(bytes.p + row[i].at, row[i].magic, row[i].n) == 0 &&
		    str_ends(name, str_of(row[i].ending)))
			return str_of(row[i].type);
	if (bytes.n && utf8_valid(bytes) == bytes.n && !memchr(bytes.p, 0, bytes.n))
		return S("text/plain; charset=utf-8");
	return S("application/octet-stream");
}

str upload_name(struct arena *a, str name)
{
	struct buf b;
	size_t from = 0;
	buf_init(&b, a);
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	name = str_cut(name, from, name.n);
	name = str_cut(name, 0, utf8_valid(name));
	for (size_t i = 0; i < name.n && b.n < 200; i++)
		if ((unsigned char)name.p[i] >= 32 && name.p[i] != 127)
			buf_byte(&b, name.p[i]);
	b.n = utf8_valid(buf_str(&b));
	return b.n ? buf_str(&b) : S("file");
}

err act_files_put(struct ctx *x, struct taking *t)
{
	if (t->blobs || !t->n_files)
		return OK;
	if (t->n_files > FILES_MOST)
		return fail(ERR_LIMIT, "these are more than 20 files; send the others with another action");
	struct blob_ref *v = arena_new_n(x->arena, t->n_files, struct blob_ref);
	for (size_t i = 0; i < t->n_files; i++) {
		if (t->files[i].bytes.n > LIMIT_FILE)
			return fail(ERR_LIMIT, "the file {0} is larger than 20 MB; make it smaller", upload_name(x->arena, t->files[i].name));
		if (!t->files[i].bytes.n)
			return fail(ERR_INPUT, "the file {0} is empty; choose it again", upload_name(x->arena, t->files[i].name));
	}
	for (size_t i = 0; i < t->n_files; i++) {
		err e = blob_put(x->core->store, x->now, t->files[i].bytes, &v[i]);
		if (e == OK)
			continue;
		t->n_files = i;
		t->blobs = v;
		act_files_drop(x, t, OK);
		return e;
	}
	t->blobs = v;
	return OK;
}

/* After a fault of the disk nobody knows whether the commit stands, so the files stay: an
 * orphan costs only space, a row without its file is a loss. */
void act_files_drop(struct ctx *x, struct taking *t, err why)
{
	struct fail_note note;
	if (why == ERR_IO || why == ERR_BUSY)
		return;
	fail_save(&note);
	for (size_t i = 0; t->blobs && i < t->n_files; i++) {
		err e = blob_remove(x->core->store, t->blobs[i].id);
		unused_arg(e);
	}
	fail_restore(&note);
}

const struct matter *matter_sealed_by(const struct matter *m)
{
	return m->of && !m->kind->is_request ? m->of : m;
}

err matter_key_for(struct ctx *x, struct commit *c, const struct matter *m, uint8_t ret[SEAL_KEY_LEN])
{
	bool there = false, erased = false;
	struct rows *r;
	str wrapped;
	m = matter_sealed_by(m);
	for (size_t i = 0; i < c->keys.n; i++)
		if (c->keys.v[i].owner == m->id) {
			memcpy(ret, c->keys.v[i].key, SEAL_KEY_LEN);
			return OK;
		}
	if (m->version) {
		TRY(ctx_snap(x));
		TRY(key_find(x->core, x->snap, m->id, ret, &there));
		if (!there)
			TRY(query_one(x->snap, &key_there, VALS(V_INT(x->core->region), V_INT(m->id)), &r, &erased));
	}
	if (erased)
		return fail(ERR_INPUT, "the personal data of this matter were erased; open a new matter for new ones");
	if (!there) {
		random_bytes(ret, SEAL_KEY_LEN);
		TRY(key_wrap(x->core, x->arena, m->id, ret, &wrapped));
		commit_op(c, OP_ONE, &key_insert, NULL, VALS(V_INT(x->core->region), V_INT(m->id), V_BLOB(wrapped)));
	}
	struct key_held *held = list_push(x->arena, &c->keys);
	held->owner = m->id;
	memcpy(held->key, ret, SEAL_KEY_LEN);
	return OK;
}

err act_files_effects(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct taking *t, struct secret *ret_names)
{
	uint8_t key[SEAL_KEY_LEN];
	const struct matter *whole = m->of ? m->of : m;
	for (size_t i = 0; i < t->n_files; i++) {
		const struct blob_ref *b = &t->blobs[i];
		str name = upload_name(x->arena, t->files[i].name), type = upload_type(t->files[i].bytes, name), sealed, wrapped;
		struct digest named;
		ret_names[i] = secret_new(x->arena, S("file"), name);
		secret_commit(&ret_names[i], &named);
		TRY(key_wrap(x->core, x->arena, b->id, b->key, &wrapped));
		TRY(matter_key_for(x, c, m, key));
		TRY(secrets_seal(x->arena, key, aad_of(x->arena, "file", b->id), &ret_names[i], 1, &sealed));
		matter_change(c, m, p, &(struct effect){.op = EFFECT_FILE, .number = {(int64_t)i, b->id, b->size}, .text = {type},
			.bytes = {{(const char *)b->digest.b, 32}, {arena_copy(x->arena, named.b, 32), 32}}});
		commit_op(c, OP_ONE, &evidence_insert, NULL,
			  VALS(V_INT(x->core->region), V_INT(whole->id), V_INT(p->e.id), V_INT((int64_t)i), V_INT(b->id), V_INT(b->size),
			       V_BLOB(((str){(const char *)b->digest.b, 32})), V_BLOB(wrapped), V_TEXT(type), V_BLOB(sealed),
			       V_INT(x->now), V_INT(x->hand.user ? x->hand.user : x->actor.user), V_INT(m->of ? m->id : 0)));
	}
	return OK;
}
