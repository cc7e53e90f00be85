/* SPDX-License-Identifier: Apache-2.0 */
/* How often somebody without an account may try: counted over the last hour, exactly, and by the
 * writer before anything is looked at, so that a hundred tries at once are a hundred. */
#include "core/request_in.h"

#include <string.h>

#include "base/fault.h"

STMT(try_get, "SELECT stamps FROM request_try WHERE region = $1 AND who = $2");
STMT(try_put, "UPDATE request_try SET stamps = $3, at = $4 WHERE region = $1 AND who = $2");
STMT(try_first, "INSERT INTO request_try(region, who, stamps, at) VALUES($1, $2, $3, $4)");
STMT(try_old, "DELETE FROM request_try WHERE region = $1 AND at < $2");
const struct stmt *const core_request_guess_stmts[] = {&try_get, &try_put, &try_first, &try_old, NULL};

#define HOUR ((ms_t)3600000)
#define STAMPS_MOST 1000 /* the settings allow no more */

struct job {
	struct core *core;
	struct tries *v;
	size_t n;
	ms_t now;
	bool back, full; /* back: the tries were right and no longer count */
};

void tries_init(const struct core *c, struct tries *t, const char *what, str whom, int64_t most)
{
	struct digest key;
	master_derive(c, what, &key); /* keyed, so that the table does not tell who tried what */
	hash_hmac(HASH_SHA256, (str){(const char *)key.b, sizeof key.b}, whom, &t->who);
	explicit_bzero(&key, sizeof key);
	t->most = most > STAMPS_MOST ? STAMPS_MOST : most;
}

/* The stamps of the last hour; *ret_found: there is a row. */
static err stamps_of(const struct job *k, struct conn *w, const struct tries *t, ms_t *v, size_t *ret_n, bool *ret_found)
{
	struct rows *r;
	size_t n = 0;
	TRY(query_one(w, &try_get, VALS(V_INT(k->core->region), V_BLOB(((str){(const char *)t->who.b, 32}))), &r, ret_found));
	str s = *ret_found ? row_text(r, 0) : S("");
	for (size_t i = 0; i + sizeof *v <= s.n && n < STAMPS_MOST; i += sizeof *v) {
		memcpy(&v[n], s.p + i, sizeof *v);
		n += v[n] > k->now - HOUR;
	}
	*ret_n = n;
	return OK;
}

static err stamps_put(const struct job *k, struct conn *w, const struct tries *t, const ms_t *v, size_t n, bool found)
{
	str bytes = {(const char *)v, n * sizeof *v};
	return exec(w, found ? &try_put : &try_first,
		    VALS(V_INT(k->core->region), V_BLOB(((str){(const char *)t->who.b, 32})), V_BLOB(bytes), V_INT(k->now)), NULL);
}

static err take_back(const struct job *k, struct conn *w, const struct tries *t, ms_t *v)
{
	size_t n;
	bool found;
	TRY(stamps_of(k, w, t, v, &n, &found));
	for (size_t i = 0; i < n; i++)
		if (v[i] == k->now) {
			v[i] = v[--n];
			return stamps_put(k, w, t, v, n, true);
		}
	return OK;
}

/* All of them or none: what one forbids does not count with the others. */
static err count_all(struct job *k, struct conn *w, ms_t *v)
{
	size_t n;
	bool found;
	for (size_t i = 0; i < k->n; i++) {
		TRY(stamps_of(k, w, &k->v[i], v, &n, &found));
		k->full |= (int64_t)n >= k->v[i].most;
	}
	for (size_t i = 0; !k->full && i < k->n; i++) {
		TRY(stamps_of(k, w, &k->v[i], v, &n, &found));
		v[n++] = k->now;
		TRY(stamps_put(k, w, &k->v[i], v, n, found));
	}
	return OK;
}

static err job(struct conn *w, void *arg)
{
	struct job *k = arg;
	ms_t v[STAMPS_MOST + 1];
	if (fault_point("request.count"))
		return fail(ERR_IO, "the change could not be saved; try again");
	for (size_t i = 0; k->back && i < k->n; i++)
		TRY(take_back(k, w, &k->v[i], v));
	if (k->back)
		return OK;
	TRY(exec(w, &try_old, VALS(V_INT(k->core->region), V_INT(k->now - HOUR)), NULL));
	return count_all(k, w, v);
}

err tries_count(struct core *c, struct tries *v, size_t n, ms_t now)
{
	struct job k = {.core = c, .v = v, .n = n, .now = now};
	TRY(store_write(c->store, job, &k));
	return k.full ? fail(ERR_LIMIT, "there were too many tries within an hour; try again later") : OK;
}

err tries_back(struct core *c, struct tries *v, size_t n, ms_t now)
{
	return store_write(c->store, job, &(struct job){.core = c, .v = v, .n = n, .now = now, .back = true});
}
