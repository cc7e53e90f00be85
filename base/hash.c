/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/random.h>

static const EVP_MD *algorithm(enum hash_alg alg)
{
	return alg == HASH_SM3 ? EVP_sm3() : EVP_sha256();
}

void hash_pieces(enum hash_alg alg, const str *v, size_t n, struct digest *ret)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	ours(ctx && EVP_DigestInit_ex(ctx, algorithm(alg), NULL));
	for (size_t i = 0; i < n; i++)
		ours(EVP_DigestUpdate(ctx, v[i].p, v[i].n));
	ours(EVP_DigestFinal_ex(ctx, ret->b, NULL));
	EVP_MD_CTX_free(ctx);
}

void hash_bytes(enum hash_alg alg, const void *p, size_t n, struct digest *ret)
{
	hash_pieces(alg, &(str){p, n}, 1, ret);
}

void hash_hmac(enum hash_alg alg, str key, str data, struct digest *ret)
{
	unsigned len = sizeof ret->b;
	ours(HMAC(algorithm(alg), key.n ? key.p : "", (int)key.n, (const uint8_t *)data.p, data.n, ret->b, &len));
}

void hex_put(struct buf *b, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const uint8_t *v = p;
	for (size_t i = 0; i < n; i++) {
		buf_byte(b, digit[v[i] >> 4]);
		buf_byte(b, digit[v[i] & 15]);
	}
}

void digest_hex(struct buf *b, const struct digest *d)
{
	hex_put(b, d->b, sizeof d->b);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_parse(str s, uint8_t *ret, size_t n)
{
	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (nibble(s.p[i]) < 0)
			return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)(nibble(s.p[2 * i]) << 4 | nibble(s.p[2 * i + 1]));
	return true;
}

#define SEAL_AES256GCM 1
#define NONCE 12
#define TAG 16

err seal(struct arena *a, const uint8_t key[SEAL_KEY_LEN], str plain, str aad, str *ret)
{
	uint8_t *out = arena_alloc(a, 1 + NONCE + plain.n + TAG);
	uint8_t *nonce = out + 1, *cipher = nonce + NONCE, *tag = cipher + plain.n;
	int n;
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	out[0] = SEAL_AES256GCM;
	random_bytes(nonce, NONCE);
	bool ok = ctx && EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce) &&
		  EVP_EncryptUpdate(ctx, NULL, &n, (const uint8_t *)aad.p, (int)aad.n) &&
		  EVP_EncryptUpdate(ctx, cipher, &n, (const uint8_t *)plain.p, (int)plain.n) &&
		  EVP_EncryptFinal_ex(ctx, cipher + n, &n) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, tag);
	EVP_CIPHER_CTX_free(ctx);
	ours(ok);
	*ret = (str){(char *)out, 1 + NONCE + plain.n + TAG};
	return OK;
}

err unseal(struct arena *a, const uint8_t key[SEAL_KEY_LEN], str sealed, str aad, str *ret)
{
	if (sealed.n < 1 + NONCE + TAG || sealed.p[0] != SEAL_AES256GCM)
		return fail(ERR_INPUT, "a sealed value is damaged");
	const uint8_t *nonce = (const uint8_t *)sealed.p + 1, *cipher = nonce + NONCE;
	size_t len = sealed.n - 1 - NONCE - TAG;
	uint8_t *out = arena_alloc(a, len + 1), tag[TAG];
	int n;
	memcpy(tag, cipher + len, TAG);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok = ctx && EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce) &&
		  EVP_DecryptUpdate(ctx, NULL, &n, (const uint8_t *)aad.p, (int)aad.n) &&
		  EVP_DecryptUpdate(ctx, out, &n, cipher, (int)len) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) &&
		  EVP_DecryptFinal_ex(ctx, out + n, &n) > 0;
	EVP_CIPHER_CTX_free(ctx);
	if (!ok)
		return fail(ERR_INPUT, "a sealed value is damaged");
	*ret = (str){(char *)out, len};
	return OK;
}

void random_bytes(void *p, size_t n)
{
	uint8_t *at = p;
	while (n) {
		ssize_t got = getrandom(at, n, 0);
		ours(got > 0);
		at += got;
		n -= (size_t)got;
	}
}

bool equal_secret(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}
