/* SPDX-License-Identifier: Apache-2.0 */
#include "core/check_in.h"

#include <stdlib.h>
#include <string.h>

STMT_FLAGS(log_all, STMT_SCAN,
     "SELECT seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, reason, alg, hash FROM event"
     " WHERE region = $1 ORDER BY seq");
STMT(log_seq, "SELECT MAX(seq) FROM event WHERE region = $1");
STMT(checkpoint_all, "SELECT size, root, frontier, at, public_key, signature FROM checkpoint WHERE region = $1 ORDER BY size");
STMT_FLAGS(versions_units, STMT_SCAN, "SELECT u.id, u.version, (SELECT MAX(e.version) FROM event e WHERE e.region = u.region AND e.entity = 5"
     " AND e.entity_id = u.id) FROM unit u WHERE u.region = $1");
STMT_FLAGS(versions_people, STMT_SCAN, "SELECT p.id, p.version, (SELECT MAX(e.version) FROM event e WHERE e.region = p.region AND e.entity = 6"
     " AND e.entity_id = p.id) FROM person p WHERE p.region = $1");
const struct stmt *const core_check_stmts[] = {&log_all, &log_seq, &checkpoint_all, &versions_units, &versions_people, NULL};

err core_seq(struct core *c, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(store_read_begin(c->store, &conn));
	err e = query_one(conn, &log_seq, VALS(V_INT(c->region)), &r, &found);
	if (e == OK)
		*ret = found ? row_int(r, 0) : 0;
	store_read_end(conn);
	return e;
}

void finding(struct checking *k, const char *sentence, str what, str detail)
{
	const str args[] = {what, detail};
	if (++k->report.findings > FINDINGS_MOST)
		return;
	word_fmt(k->findings, k->lang, sentence, args, 2);
	buf_byte(k->findings, '\n');
}

void finding_number(struct checking *k, const char *sentence, int64_t what, str detail)
{
	struct buf b;
	buf_init(&b, &k->arena);
	buf_int(&b, what);
	finding(k, sentence, buf_str(&b), detail);
}

/* ---- the log ---------------------------------------------------------------------------- */
struct log_check {
	struct checking *k;
	struct merkle tree;
	struct digest prev;
	int64_t seq;
	struct rows *checkpoints;
	bool has_checkpoint;
	uint8_t key[32]; /* ours */
};

static struct event event_of(struct checking *k, struct rows *r)
{
	return (struct event){.region = k->core->region, .seq = row_int(r, 0), .id = row_int(r, 1), .entity = (enum entity)row_int(r, 2),
		.entity_id = row_int(r, 3), .version = row_int(r, 4), .at = row_int(r, 5), .actor = row_int(r, 6), .unit = row_int(r, 7),
		.action = row_text(r, 8), .effects = row_text(r, 9), .args = row_text(r, 10), .reason = row_text(r, 11),
		.alg = (enum hash_alg)row_int(r, 12)};
}

static void check_event(struct log_check *l, struct rows *r, struct buf *scratch)
{
	struct event e = event_of(l->k, r);
	str hash = row_text(r, 13);
	if (e.seq != l->seq + 1)
		finding_number(l->k, W("the log has a gap before event {0}: events were taken out"), e.seq, S(""));
	l->seq = e.seq;
	e.prev = l->prev;
	bool known = e.alg == HASH_SHA256 || e.alg == HASH_SM3;
	if (known)
		event_hash(scratch, &e);
	if (!known || hash.n != sizeof e.hash.b || memcmp(hash.p, e.hash.b, hash.n) != 0)
		finding_number(l->k, W("event {0} is not as it was written: its hash does not fit"), e.seq, S(""));
	if (hash.n == sizeof l->prev.b)
		memcpy(l->prev.b, hash.p, hash.n);
	merkle_add(&l->tree, &l->prev);
}

static void check_point(struct log_check *l)
{
	struct digest root;
	while (l->has_checkpoint && row_int(l->checkpoints, 0) == l->tree.size) {
		str want = row_text(l->checkpoints, 1);
		merkle_root(&l->tree, &root);
		str text = checkpoint_text(&l->k->arena, l->k->core->region, l->tree.size, want, row_int(l->checkpoints, 3));
		str key = row_text(l->checkpoints, 4);
		if (key.n != sizeof l->key || memcmp(key.p, l->key, sizeof l->key) != 0 || !checkpoint_signed(text, key, row_text(l->checkpoints, 5)))
			finding_number(l->k, W("the checkpoint at event {0} is not signed by this database"), l->tree.size, S(""));
		if (want.n != sizeof root.b || memcmp(want.p, root.b, want.n) != 0)
			finding_number(l->k, W("the checkpoint at event {0} does not fit the log: something before it was changed"), l->tree.size, S(""));
		l->has_checkpoint = rows_next(l->checkpoints);
	}
}

err check_log(struct checking *k)
{
	struct log_check l = {.k = k};
	struct rows *r;
	struct buf scratch;
	TRY(checkpoint_key(k->core, l.key));
	buf_init(&scratch, NULL);
	TRY(query(k->x.snap, &checkpoint_all, VALS(V_INT(k->core->region)), &l.checkpoints));
	l.has_checkpoint = rows_next(l.checkpoints);
	TRY(query(k->x.snap, &log_all, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		check_event(&l, r, &scratch);
		check_point(&l);
		k->report.events++;
	}
	if (l.has_checkpoint)
		finding_number(k, W("the log ends before the checkpoint at event {0}: events were taken off its end"), row_int(l.checkpoints, 0), S(""));
	buf_done(&scratch);
	TRY(rows_end(l.checkpoints));
	return rows_end(r);
}

/* ---- sealed values and blobs ----------------------------------------------------------------- */
static bool committed(const struct effect *v, size_t n, const struct digest *d)
{
	for (size_t i = 0; i < n; i++)
		for (size_t b = 0; b < 2; b++)
			if (v[i].bytes[b].n == sizeof d->b && memcmp(v[i].bytes[b].p, d->b, sizeof d->b) == 0)
				return true;
	return false;
}

err check_sealed(struct checking *k, int64_t owner, int64_t event, str sealed, const struct effect *v, size_t n)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	struct secret *s;
	size_t n_secrets;
	TRY(key_find(k->core, k->x.snap, owner, key, &there));
	if (!there)
		return OK;
	if (secrets_open(k->x.arena, key, aad_of(k->x.arena, "event", event), sealed, &s, &n_secrets) != OK) {
		finding_number(k, W("the sealed values of event {0} cannot be opened: they were changed"), event, S(""));
		return OK;
	}
	for (size_t i = 0; i < n_secrets; i++) {
		struct digest d;
		secret_commit(&s[i], &d);
		if (!committed(v, n, &d))
			finding_number(k, W("a sealed value of event {0} is not the one it committed to"), event, S(""));
	}
	return OK;
}

err check_blob(struct checking *k, int64_t blob, int64_t size, str digest, str wrapped, str whose)
{
	struct blob_ref ref = {.id = blob, .size = size};
	str key, bytes;
	if (!wrapped.n)
		return OK;
	if (digest.n != sizeof ref.digest.b || unseal(k->x.arena, k->core->master, wrapped, aad_of(k->x.arena, "key", blob), &key) != OK ||
	    key.n != sizeof ref.key) {
		finding(k, W("{0}: the key of a file is damaged"), whose, S(""));
		return OK;
	}
	memcpy(ref.key, key.p, sizeof ref.key);
	memcpy(ref.digest.b, digest.p, sizeof ref.digest.b);
	if (blob_get(k->core->store, k->x.arena, &ref, &bytes) != OK)
		finding(k, W("{0}: a file is missing or is not as it was taken in"), whose, S(""));
	return OK;
}

/* ---- people ------------------------------------------------------------------------------------- */
static err check_versions(struct checking *k, const struct stmt *stmt)
{
	struct rows *r;
	TRY(query(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r))
		if (row_int(r, 1) != row_int(r, 2))
			finding_number(k, W("the unit or person {0} is not at the version its events say"), row_int(r, 0), S(""));
	return rows_end(r);
}

err check_people(struct checking *k)
{
	TRY(check_versions(k, &versions_units));
	return check_versions(k, &versions_people);
}

static err check_all(struct checking *k)
{
	TRY(ctx_snap(&k->x));
	TRY(check_log(k));
	TRY(check_people(k));
	TRY(check_calendars(k));
	TRY(check_settings(k));
	TRY(check_mine(k));
	TRY(check_sign_in(k));
	TRY(check_privacy(k));
	TRY(check_open311(k));
	TRY(check_unit_changes(k));
	TRY(check_request_months(k));
	TRY(check_measured(k));
	TRY(check_matters(k));
	TRY(check_spans(k));
	TRY(check_documents(k));
	TRY(check_search(k, k->report.events));
	TRY(check_similar(k, k->report.events));
	return check_suggest(k);
}

err core_check(struct core *c, enum lang lang, struct buf *ret_findings, struct check_report *ret)
{
	struct checking k = {.core = c, .findings = ret_findings, .lang = lang};
	arena_init(&k.arena);
	arena_init(&k.scratch);
	err e = ctx_open(c, &k.arena, NULL, &k.x);
	if (e == OK)
		e = ctx_snap(&k.x);
	k.x.arena = &k.scratch; /* roster and calendars stay with the other */
	if (e == OK) {
		e = check_all(&k);
		ctx_close(&k.x);
	}
	size_t before = ret_findings->n;
	if (e == OK)
		e = store_integrity(c->store, ret_findings);
	for (size_t i = before; i < ret_findings->n; i++)
		k.report.findings += ret_findings->p[i] == '\n';
	arena_done(&k.scratch);
	arena_done(&k.arena);
	if (e == OK)
		*ret = k.report;
	return e;
}
