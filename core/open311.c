/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that send requests: their keys, and which request came from whom. A key is 256
 * bits, shown once; only its digest is stored. Making and withdrawing one are events. */
#include "core/open311.h"

#include "core/people_in.h"
#include "core/told.h"

#include <string.h>

STMT(key_rows, "SELECT id, name, at FROM open311_key WHERE region = $1 ORDER BY id");
STMT(sent_newest, "SELECT at FROM open311_sent WHERE region = $1 AND key = $2 ORDER BY at DESC LIMIT 1");
STMT(key_by_digest, "SELECT id FROM open311_key WHERE region = $1 AND digest = $2");
STMT(key_one, "SELECT id, name, at FROM open311_key WHERE region = $1 AND id = $2");
STMT(key_insert, "INSERT INTO open311_key(region, id, name, digest, at) VALUES($1, $2, $3, $4, $5)");
STMT(key_delete, "DELETE FROM open311_key WHERE region = $1 AND id = $2");
STMT(sent_recently,
     "SELECT COUNT(*) FROM (SELECT request FROM open311_sent WHERE region = $1 AND key = $2 AND at >= $3 LIMIT $4) AS recent");
STMT(sent_one, "SELECT token FROM open311_sent WHERE region = $1 AND request = $2");
STMT(sent_insert, "INSERT INTO open311_sent(region, request, key, token, at) VALUES($1, $2, $3, $4, $5)");
const struct stmt *const core_open311_stmts[] = {&key_rows, &sent_newest, &key_by_digest, &key_one, &key_insert, &key_delete, &sent_recently, &sent_one,
	&sent_insert, NULL};

#define PACK S("open311")
#define SECRET_LEN 32
#define TOKEN_LEN 16
#define NAME_MOST 120 /* bytes */
#define KEYS_MOST 500
#define HOUR_MS 3600000LL

/* ---- settings ------------------------------------------------------------------------------ */
static const struct pack *its_pack(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		if (str_eq((*p)->name, PACK))
			return *p;
	return NULL;
}

str open311_setting(struct core *c, struct arena *a, const char *name)
{
	struct ctx x = {.core = c, .arena = a, .now = now_ms(c->time)};
	const struct pack *p = its_pack(c);
	str s = p ? pack_word(&x, p, str_of(name)) : S("");
	return str_eq(s, S("-")) ? S("") : str_dup(a, s); /* a setting of one line is never empty: - is nothing */
}

int64_t open311_number(struct core *c, const char *name)
{
	return its_pack(c) ? core_setting(c, "open311", name) : 0;
}

int64_t open311_region(const struct core *c)
{
	return c->region;
}

/* ---- keys -------------------------------------------------------------------------------------- */
static err may_keep_keys(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & 1u << DUTY_SYSTEM) ? OK : fail(ERR_DENIED, "only the system administrator may do this");
}

err open311_key_list(struct ctx *x, struct open311_key **ret, size_t *ret_n)
{
	LIST(struct open311_key) l = {0};
	struct rows *r;
	TRY(may_keep_keys(x));
	TRY(ctx_snap(x));
	TRY(query(x->snap, &key_rows, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct open311_key){row_int(r, 0), row_copy(r, 1, x->arena), row_int(r, 2), MS_NONE};
	TRY(rows_end(r));
	for (size_t i = 0; i < l.n; i++) {
		bool found;
		TRY(query_one(x->snap, &sent_newest, VALS(V_INT(x->core->region), V_INT(l.v[i].id)), &r, &found));
		l.v[i].sent = found ? row_int(r, 0) : MS_NONE;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static bool plain_line(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == ':')
			return false;
	return s.n && s.n <= NAME_MOST && utf8_valid(s) == s.n;
}

/* Two of one name could not be told apart, and the numbers of their requests not either. */
static err check_name(struct ctx *x, str name)
{
	struct open311_key *v;
	size_t n;
	if (!plain_line(name))
		return fail(ERR_INPUT, "a key needs the name of the program that gets it: at most 40 characters, without a colon");
	TRY(open311_key_list(x, &v, &n));
	if (n >= KEYS_MOST)
		return fail(ERR_LIMIT, "there are 500 keys; withdraw those that are no longer used");
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return fail(ERR_CONFLICT, "there is a key of this name already; withdraw it first, or choose another name");
	return OK;
}

static str secret_text(struct arena *a, size_t bytes)
{
	uint8_t random[SECRET_LEN];
	struct buf b;
	ours(bytes <= sizeof random);
	random_bytes(random, bytes);
	buf_init(&b, a);
	hex_put(&b, random, bytes);
	return buf_str(&b);
}

static str digest_of(struct arena *a, str secret)
{
	struct digest d;
	hash_bytes(HASH_SHA256, secret.p, secret.n, &d);
	return (str){arena_copy(a, d.b, sizeof d.b), sizeof d.b};
}

err open311_key_add(struct ctx *x, str name, str *ret_secret)
{
	struct buf hex;
	TRY(may_keep_keys(x));
	name = str_trim(name);
	TRY(check_name(x, name));
	int64_t id = store_new_id(x->core->store, x->now);
	str secret = secret_text(x->arena, SECRET_LEN), digest = digest_of(x->arena, secret);
	buf_init(&hex, x->arena);
	hex_put(&hex, (const uint8_t *)digest.p, digest.n);
	const struct fact facts[] = {{.name = S("name"), .value = name}, {.name = S("digest"), .value = buf_str(&hex)}};
	const struct fact_row row = {.stmt = &key_insert, .n = 5, .one = true,
		.v = {V_INT(x->core->region), V_INT(id), V_TEXT(name), V_BLOB(digest), V_INT(x->now)}};
	TRY(fact_of_district(x, S("open311_key"), id, facts, COUNT_OF(facts), &row, 1));
	*ret_secret = secret;
	return OK;
}

err open311_key_withdraw(struct ctx *x, int64_t id)
{
	struct open311_key *v;
	size_t n, i = 0;
	TRY(may_keep_keys(x));
	TRY(open311_key_list(x, &v, &n));
	while (i < n && v[i].id != id)
		i++;
	if (i == n)
		return fail(ERR_NOTFOUND, "there is no such key; it may have been withdrawn already");
	const struct fact fact = {.name = S("withdrawn"), .value = v[i].name};
	const struct fact_row row = {.stmt = &key_delete, .n = 2, .one = true, .v = {V_INT(x->core->region), V_INT(id)}};
	return fact_of_district(x, S("open311_key_withdrawn"), id, &fact, 1, &row, 1);
}

static err find(struct ctx *x, str secret, int64_t *ret)
{
	struct rows *r;
	bool found = false;
	if (secret.n == 2 * SECRET_LEN) {
		TRY(ctx_snap(x));
		TRY(query_one(x->snap, &key_by_digest, VALS(V_INT(x->core->region), V_BLOB(digest_of(x->arena, secret))), &r, &found));
	}
	if (!found)
		return fail(ERR_DENIED, "this api_key is not valid here; see key_service in the discovery document");
	*ret = row_int(r, 0);
	return OK;
}

err open311_key_find(struct core *c, struct arena *a, str secret, int64_t *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = find(&x, secret, ret);
	ctx_close(&x);
	return e;
}

static err bound(struct ctx *x, int64_t key, struct open311_key *ret)
{
	struct rows *r;
	bool found;
	int64_t most = open311_number(x->core, "posts_an_hour");
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &key_one, VALS(V_INT(x->core->region), V_INT(key)), &r, &found));
	if (!found)
		return fail(ERR_DENIED, "this api_key is not valid here; see key_service in the discovery document");
	*ret = (struct open311_key){row_int(r, 0), row_copy(r, 1, x->arena), row_int(r, 2), MS_NONE};
	TRY(query_one(x->snap, &sent_recently, VALS(V_INT(x->core->region), V_INT(key), V_INT(x->now - HOUR_MS), V_INT(most)), &r, &found));
	if (found && row_int(r, 0) >= most)
		return fail(ERR_LIMIT, "this program has sent more requests within an hour than it may; try again later");
	return OK;
}

err open311_bound(struct core *c, struct arena *a, int64_t key, struct open311_key *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = bound(&x, key, ret);
	ctx_close(&x);
	return e;
}

/* ---- what was sent -------------------------------------------------------------------------------- */
static err sent_before(struct ctx *x, int64_t request, str *ret_token, bool *ret_found)
{
	struct rows *r;
	ctx_refresh(x);
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &sent_one, VALS(V_INT(x->core->region), V_INT(request)), &r, ret_found));
	if (*ret_found)
		*ret_token = row_copy(r, 0, x->arena);
	return OK;
}

static err keep_sent(struct ctx *x, int64_t key, int64_t request, str *ret_token)
{
	struct commit c;
	bool found;
	TRY(sent_before(x, request, ret_token, &found));
	if (found)
		return OK;
	str token = secret_text(x->arena, TOKEN_LEN);
	commit_init(&c, x);
	commit_op(&c, OP_ONE, &sent_insert, NULL,
		  VALS(V_INT(x->core->region), V_INT(request), V_INT(key), V_TEXT(token), V_INT(x->now)));
	err e = ctx_commit(x, &c);
	if (e != ERR_CONFLICT) {
		*ret_token = token;
		return e;
	}
	TRY(sent_before(x, request, ret_token, &found)); /* the same at the same time */
	return found ? OK : e;
}

err open311_sent(struct core *c, struct arena *a, int64_t key, int64_t request, str *ret_token)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = keep_sent(&x, key, request, ret_token);
	ctx_close(&x);
	return e;
}
