/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of programs as the events leave them, and that whatever a program sent is there. */
#include "core/check_in.h"

STMT_FLAGS(check_key_events, STMT_SCAN,
     "SELECT entity_id, action, effects FROM event WHERE region = $1 AND entity = $2 AND action IN ('open311_key', 'open311_key_withdrawn')"
     " ORDER BY entity_id, version");
STMT_FLAGS(check_key_rows, STMT_SCAN, "SELECT id, digest FROM open311_key WHERE region = $1 ORDER BY id");
STMT_FLAGS(check_sent_rows, STMT_SCAN,
     "SELECT s.request FROM open311_sent s LEFT JOIN request r ON r.region = s.region AND r.id = s.request"
     " WHERE s.region = $1 AND r.id IS NULL ORDER BY s.request");
const struct stmt *const core_check_open311_stmts[] = {&check_key_events, &check_key_rows, &check_sent_rows, NULL};

struct made {
	int64_t id;
	str digest; /* hex; empty: withdrawn */
};
typedef LIST(struct made) made_list;

static err keys_made(struct checking *k, made_list *l)
{
	struct rows *r;
	struct effect *v;
	size_t n;
	TRY(query(k->x.snap, &check_key_events, VALS(V_INT(k->core->region), V_INT(ENTITY_SETTING)), &r));
	while (rows_next(r)) {
		int64_t id = row_int(r, 0);
		bool made = str_eq(row_text(r, 1), S("open311_key"));
		if (!l->n || l->v[l->n - 1].id != id)
			*list_push(&k->arena, l) = (struct made){.id = id};
		l->v[l->n - 1].digest = S("");
		if (!made || !effects_read(&k->arena, row_copy(r, 2, &k->arena), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++)
			if (v[i].op == EFFECT_VALUE && str_eq(v[i].text[0], S("digest")))
				l->v[l->n - 1].digest = v[i].text[1];
	}
	return rows_end(r);
}

static err keys_stand(struct checking *k, const made_list *l)
{
	struct rows *r;
	struct buf hex;
	size_t at = 0, seen = 0, expected = 0;
	for (size_t i = 0; i < l->n; i++)
		expected += l->v[i].digest.n > 0;
	TRY(query(k->x.snap, &check_key_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		int64_t id = row_int(r, 0);
		str d = row_text(r, 1);
		while (at < l->n && l->v[at].id < id)
			at++;
		buf_init(&hex, &k->arena);
		hex_put(&hex, (const uint8_t *)d.p, d.n);
		bool same = at < l->n && l->v[at].id == id && str_eq(l->v[at].digest, buf_str(&hex));
		seen += same;
		if (!same)
			finding_number(k, W("a key of Open311 is not the one that its event made: {0}"), id, S(""));
	}
	TRY(rows_end(r));
	if (seen < expected)
		finding_number(k, W("keys of Open311 that their events made are not there: {0}"), (int64_t)(expected - seen), S(""));
	return OK;
}

err check_open311(struct checking *k)
{
	made_list l = {0};
	struct rows *r;
	TRY(keys_made(k, &l));
	TRY(keys_stand(k, &l));
	TRY(query(k->x.snap, &check_sent_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r))
		finding_number(k, W("a program sent a request that is not there: {0}"), row_int(r, 0), S(""));
	return rows_end(r);
}
