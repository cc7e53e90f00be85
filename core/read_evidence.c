/* SPDX-License-Identifier: Apache-2.0 */
/* What is attached to a matter, for whoever sees it or the part it stands on. */
#include "core/read_matter_in.h"

#include <string.h>

STMT(evidence_of,
     "SELECT event, position, blob, size, type, name, at, person, part FROM evidence WHERE region = $1 AND matter = $2 ORDER BY event, position");
STMT(evidence_one,
     "SELECT matter, blob, size, digest, key, type, name, at, person, part FROM evidence WHERE region = $1 AND event = $2 AND position = $3");
const struct stmt *const core_read_evidence_stmts[] = {&evidence_of, &evidence_one, NULL};

/* The key that seals what is attached: looked up once for files that stand together. */
struct file_key {
	int64_t owner; /* 0: none yet */
	uint8_t key[SEAL_KEY_LEN];
	bool there;
};

static err file_key_for(struct ctx *x, const struct matter *m, int64_t part, struct file_key *k)
{
	const struct matter *h = part ? matter_part(m, part) : NULL;
	int64_t owner = h ? matter_sealed_by(h)->id : m->id;
	if (k->owner == owner)
		return OK;
	k->owner = owner;
	return key_find(x->core, x->snap, owner, k->key, &k->there);
}

static str sealed_name(struct ctx *x, const struct file_key *k, int64_t blob, str sealed)
{
	const uint8_t *key = k->key;
	struct secret *v;
	size_t n;
	if (!k->there || secrets_open(x->arena, key, aad_of(x->arena, "file", blob), sealed, &v, &n) != OK || n != 1)
		return word(x->actor.lang, W("value|erased"));
	return v[0].value;
}

/* Evidence of a part is for those who see the part. */
static bool sees_file_of(struct ctx *x, const struct matter *m, int64_t part)
{
	const struct matter *h = part ? matter_part(m, part) : NULL;
	return !part || (h && (see_roles(x, h) & h->kind->see));
}

err evidence_views(struct ctx *x, const struct matter *m, struct matter_view *ret)
{
	struct file_key key = {0};
	err e = OK;
	LIST(struct evidence_view) l = {0};
	struct rows *r;
	TRY(query(x->snap, &evidence_of, VALS(V_INT(x->core->region), V_INT(m->id)), &r));
	while (e == OK && rows_next(r)) {
		if (!sees_file_of(x, m, row_int(r, 8)))
			continue;
		e = file_key_for(x, m, row_int(r, 8), &key);
		if (e == OK)
			*list_push(x->arena, &l) = (struct evidence_view){.event = row_int(r, 0), .position = (int)row_int(r, 1), .part = row_int(r, 8),
			.size = row_int(r, 3), .type = row_copy(r, 4, x->arena), .at = row_int(r, 6), .by = shown_person(x, row_int(r, 7)),
			.name = sealed_name(x, &key, row_int(r, 2), row_copy(r, 5, x->arena))};
	}
	explicit_bzero(&key, sizeof key);
	ret->evidence = l.v;
	ret->n_evidence = l.n;
	err end = rows_end(r);
	return e != OK ? e : end;
}

err evidence_read(struct ctx *x, int64_t event, int position, struct evidence_view *ret, str *ret_bytes)
{
	struct rows *r;
	bool found;
	struct matter m;
	role_set roles;
	struct file_key key = {0};
	str blob_key;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &evidence_one, VALS(V_INT(x->core->region), V_INT(event), V_INT(position)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such file, or you may not see it");
	int64_t id = row_int(r, 0);
	struct blob_ref ref = {.id = row_int(r, 1), .size = row_int(r, 2)};
	str digest = row_copy(r, 3, x->arena), wrapped = row_copy(r, 4, x->arena), name = row_copy(r, 6, x->arena);
	struct evidence_view v = {.event = event, .position = position, .size = ref.size, .type = row_copy(r, 5, x->arena),
		.at = row_int(r, 7), .by = shown_person(x, row_int(r, 8))};
	int64_t part = row_int(r, 9);
	err e = see_load(x, id, &m, &roles);
	if (e == ERR_NOTFOUND || (e == OK && !sees_file_of(x, &m, part)))
		return fail(ERR_NOTFOUND, "there is no such file, or you may not see it");
	TRY(e);
	TRY(file_key_for(x, &m, part, &key));
	v.name = sealed_name(x, &key, ref.id, name);
	explicit_bzero(&key, sizeof key);
	if (!wrapped.n || digest.n != 32)
		return fail(ERR_NOTFOUND, "this file was erased");
	TRY(unseal(x->arena, x->core->master, wrapped, aad_of(x->arena, "key", ref.id), &blob_key));
	ours(blob_key.n == sizeof ref.key);
	memcpy(ref.key, blob_key.p, sizeof ref.key);
	memcpy(ref.digest.b, digest.p, 32);
	TRY(blob_get(x->core->store, x->arena, &ref, ret_bytes));
	*ret = v;
	return OK;
}
