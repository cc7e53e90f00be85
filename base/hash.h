/* SPDX-License-Identifier: Apache-2.0 */
/* hash: digests, sealing and signatures over OpenSSL 3, each with the id of its
 * algorithm so that a stored value says how it was made. */
#ifndef LUOSHI_HASH_H
#define LUOSHI_HASH_H

#include "base/err.h"

enum hash_alg { HASH_SHA256 = 1, HASH_SM3 = 2 }; /* both 32 bytes */
struct digest {
	uint8_t b[32];
};
void hash_bytes(enum hash_alg, const void *p, size_t n, struct digest *ret);
/* several pieces, one digest */
void hash_pieces(enum hash_alg, const str *v, size_t n, struct digest *ret);
void hash_hmac(enum hash_alg, str key, str data, struct digest *ret);
void digest_hex(struct buf *, const struct digest *);
void hex_put(struct buf *, const void *p, size_t n);
bool hex_parse(str s, uint8_t *ret, size_t n); /* exactly n bytes, either case */

/* Sealed text: AES-256-GCM, 12-byte random nonce, layout: alg(1) nonce(12) cipher tag(16). */
#define SEAL_KEY_LEN 32
err seal(struct arena *, const uint8_t key[SEAL_KEY_LEN], str plain, str aad, str *ret) must_check;
/* ERR_INPUT when it was changed or the key is another. */
err unseal(struct arena *, const uint8_t key[SEAL_KEY_LEN], str sealed, str aad, str *ret) must_check;

void random_bytes(void *p, size_t n); /* from the kernel; ends the process if it cannot */
bool equal_secret(const void *a, const void *b, size_t n); /* constant time */

#endif
