/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints: the root of the tree over all events so far, signed with Ed25519 under a
 * key made from the master key. docs/event-format.md says how to verify one. */
#include "core/core_in.h"

#include <openssl/evp.h>
#include <string.h>

STMT(checkpoint_newest, "SELECT size, frontier, at FROM checkpoint WHERE region = $1 ORDER BY size DESC LIMIT 1");
STMT(log_after, "SELECT seq, hash FROM event WHERE region = $1 AND seq > $2 ORDER BY seq LIMIT 20000");
STMT(log_newest, "SELECT MAX(seq) FROM event WHERE region = $1");
STMT(checkpoint_insert,
     "INSERT INTO checkpoint(region, size, root, frontier, at, public_key, signature) VALUES($1, $2, $3, $4, $5, $6, $7)");
const struct stmt *const core_log_stmts[] = {&checkpoint_newest, &log_after, &log_newest, &checkpoint_insert, NULL};

#define EVERY_MS 3600000LL
#define EVERY_EVENTS 1000
#define SIGNATURE_LEN 64

static EVP_PKEY *signing_key(const struct core *c)
{
	struct digest seed;
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, SEAL_KEY_LEN}, S("luoshi checkpoint ed25519"), &seed);
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed.b, sizeof seed.b);
	explicit_bzero(&seed, sizeof seed);
	return key;
}

err checkpoint_key(const struct core *c, uint8_t ret[32])
{
	EVP_PKEY *key = signing_key(c);
	size_t n = 32;
	bool good = key && EVP_PKEY_get_raw_public_key(key, ret, &n) == 1 && n == 32;
	EVP_PKEY_free(key);
	return good ? OK : fail(ERR_IO, "the log could not be signed: {0}", S("Ed25519"));
}

static err sign(const struct core *c, str text, uint8_t ret[SIGNATURE_LEN])
{
	EVP_PKEY *key = signing_key(c);
	EVP_MD_CTX *m = EVP_MD_CTX_new();
	size_t n = SIGNATURE_LEN;
	bool good = key && m && EVP_DigestSignInit(m, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestSign(m, ret, &n, (const unsigned char *)text.p, text.n) == 1 && n == SIGNATURE_LEN;
	EVP_MD_CTX_free(m);
	EVP_PKEY_free(key);
	return good ? OK : fail(ERR_IO, "the log could not be signed: {0}", S("Ed25519"));
}

bool checkpoint_signed(str text, str public_key, str signature)
{
	EVP_PKEY *key = public_key.n == 32
		? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const unsigned char *)public_key.p, public_key.n) : NULL;
	EVP_MD_CTX *m = EVP_MD_CTX_new();
	bool good = key && m && signature.n == SIGNATURE_LEN && EVP_DigestVerifyInit(m, NULL, NULL, NULL, key) == 1 &&
		    EVP_DigestVerify(m, (const unsigned char *)signature.p, signature.n, (const unsigned char *)text.p, text.n) == 1;
	EVP_MD_CTX_free(m);
	EVP_PKEY_free(key);
	return good;
}

str checkpoint_text(struct arena *a, int64_t region, int64_t size, str root, ms_t at)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "luoshi/1\n%lld\n%lld\n", (long long)region, (long long)size);
	hex_put(&b, root.p, root.n);
	buf_fmt(&b, "\n%lld\n", (long long)at);
	return buf_str(&b);
}

static err load_newest(struct ctx *x, struct merkle *ret, ms_t *ret_at)
{
	struct rows *r;
	bool found;
	*ret = (struct merkle){0};
	*ret_at = 0;
	TRY(query_one(x->snap, &checkpoint_newest, VALS(V_INT(x->core->region)), &r, &found));
	if (!found)
		return OK;
	*ret_at = row_int(r, 2);
	return merkle_load(row_text(r, 1), row_int(r, 0), ret) ? OK
		: fail(ERR_INPUT, "the log could not be signed: {0}", S("checkpoint"));
}

static err grow(struct ctx *x, struct merkle *m)
{
	for (int64_t before = -1; before != m->size;) {
		struct rows *r;
		before = m->size;
		TRY(query(x->snap, &log_after, VALS(V_INT(x->core->region), V_INT(m->size)), &r));
		while (rows_next(r)) {
			struct digest d = {{0}};
			str hash = row_text(r, 1);
			if (hash.n == sizeof d.b)
				memcpy(d.b, hash.p, hash.n);
			merkle_add(m, &d);
		}
		TRY(rows_end(r));
	}
	return OK;
}

static err write_checkpoint(struct ctx *x, const struct merkle *m)
{
	struct commit c;
	struct digest root;
	uint8_t key[32], signature[SIGNATURE_LEN];
	merkle_root(m, &root);
	str hex = {(const char *)root.b, sizeof root.b};
	TRY(checkpoint_key(x->core, key));
	TRY(sign(x->core, checkpoint_text(x->arena, x->core->region, m->size, hex, x->now), signature));
	commit_init(&c, x);
	commit_op(&c, OP_ONE, &checkpoint_insert, NULL,
		  VALS(V_INT(x->core->region), V_INT(m->size), V_BLOB(hex), V_BLOB(merkle_bytes(x->arena, m)), V_INT(x->now),
		       V_BLOB(((str){(const char *)key, sizeof key})), V_BLOB(((str){(const char *)signature, sizeof signature}))));
	return ctx_commit(x, &c);
}

err checkpoint_due(struct ctx *x)
{
	struct merkle m;
	struct rows *r;
	ms_t at;
	bool found;
	TRY(ctx_snap(x));
	TRY(load_newest(x, &m, &at));
	TRY(query_one(x->snap, &log_newest, VALS(V_INT(x->core->region)), &r, &found));
	int64_t fresh = (found ? row_int(r, 0) : 0) - m.size;
	if (fresh <= 0 || (fresh < EVERY_EVENTS && x->now - at < EVERY_MS))
		return OK;
	TRY(grow(x, &m));
	return write_checkpoint(x, &m);
}
