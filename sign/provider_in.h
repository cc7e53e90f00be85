/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_SIGN_PROVIDER_IN_H
#define LUOSHI_SIGN_PROVIDER_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "sign/calc_in.h"
#include "sign/sign.h"

#define SIGN_MAGIC 0x5349474eu
#define ANSWER_MOST (128u << 10) /* bytes of an answer that are read */
#define USED 4096                /* states that came back: within ten minutes, for a county */

struct cached { /* a document of the provider, as it came */
	pthread_mutex_t lock;
	struct buf text; /* .n 0: none */
	ms_t at, failed; /* failed: the last try did; MS_NONE: it did not */
};
struct sign {
	unsigned magic;
	struct sign_config config;
	struct arena arena;
	str redirect;
	char *secret; /* NULL: none */
	uint8_t key[SEAL_KEY_LEN];
	struct cached about, keys;
	pthread_mutex_t lock; /* of used */
	struct digest used[USED];
	size_t used_next;
	atomic_int inside; /* who may be waiting for the network */
	atomic_bool stop;
};

/* ---- wire.c ------------------------------------------------------------------------------ */
struct wire_ask {
	str url, body;         /* body.p NULL: GET */
	const char *user, *password; /* NULL: without */
};
/* True: *ret is what it answered with 200. Else *ret_why, and what it said all the same. */
bool wire_ask(struct sign *, struct arena *, const struct wire_ask *, str *ret, str *ret_why);

/* ---- provider.c --------------------------------------------------------------------------- */
bool provider_about(struct sign *, struct arena *, struct discovery *ret, str *ret_why);
/* The keys as they are known; with `after`, only ones that were fetched later. */
bool provider_keys(struct sign *, struct arena *, const struct discovery *, ms_t after, struct jwk **ret, size_t *ret_n, ms_t *ret_at, str *ret_why);
/* The ID token for a code. */
bool provider_token(struct sign *, struct arena *, const struct discovery *, const struct asking *, str code, str *ret, str *ret_why);

#endif
