/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens that say who somebody is. Two algorithms and no other: what a token says of its own
 * algorithm only chooses among keys that are for it, so neither none nor a public key taken
 * for a shared secret gets anywhere. */
#include "base/nest.h"
#include "sign/calc_in.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#define COORDINATE 32 /* bytes of a number of P-256 */
#define WHO_MOST 64   /* as a sign-in name */

/* ---- base64url ------------------------------------------------------------------------------ */
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_put(struct buf *b, str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < s.n ? (uint32_t)p[i + 1] << 8 : 0) | (i + 2 < s.n ? p[i + 2] : 0);
		size_t n = s.n - i < 3 ? s.n - i + 1 : 4;
		for (size_t k = 0; k < n; k++)
			buf_byte(b, letters[v >> (18 - 6 * k) & 63]);
	}
}

static int letter_value(char c)
{
	const char *at = c ? strchr(letters, c) : NULL;
	return at ? (int)(at - letters) : -1;
}

bool base64url_get(struct arena *a, str s, str *ret)
{
	uint8_t *out = arena_alloc(a, s.n / 4 * 3 + 3);
	uint32_t held = 0;
	size_t n = 0;
	int bits = 0;
	if (s.n % 4 == 1)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int v = letter_value(s.p[i]);
		if (v < 0)
			return false;
		held = held << 6 | (uint32_t)v;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (uint8_t)(held >> bits);
			held &= (1u << bits) - 1;
		}
	}
	*ret = (str){(const char *)out, n};
	return held == 0;
}

/* ---- JSON ------------------------------------------------------------------------------------- */
static json_t *object_of(str text)
{
	json_t *j = json_fits(text) ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(j))
		return j;
	json_decref(j);
	return NULL;
}

static str text_of(struct arena *a, const json_t *j, const char *name)
{
	const json_t *v = json_object_get(j, name);
	return json_is_string(v) ? str_dup(a, (str){json_string_value(v), json_string_length(v)}) : S("");
}

static bool text_is(const json_t *v, str want)
{
	return json_is_string(v) && str_eq((str){json_string_value(v), json_string_length(v)}, want);
}

/* Absent, or this. */
static bool text_may_be(const json_t *j, const char *name, const char *want)
{
	const json_t *v = json_object_get(j, name);
	return !v || text_is(v, str_of(want));
}

static bool list_holds(const json_t *list, str want)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (text_is(json_array_get(list, i), want))
			return true;
	return false;
}

/* ---- faults --------------------------------------------------------------------------------------- */
const char *jwt_fault_name(enum jwt_fault f)
{
	static const char *const names[JWT_FAULTS] = {
		"good", "token_shape", "token_algorithm", "token_crit", "key_unknown", "signature", "issuer", "audience", "authorized_party",
		"expired", "issued_at", "not_yet", "nonce", "subject", "claim",
	};
	return (unsigned)f < JWT_FAULTS ? names[f] : "";
}

/* ---- the three parts ------------------------------------------------------------------------------- */
static const struct alg_row {
	const char *name, *type, *curve;
} algs[] = {[JWT_RS256] = {"RS256", "RSA", NULL}, [JWT_ES256] = {"ES256", "EC", "P-256"}};

static enum jwt_fault head_read(struct arena *a, str head, struct jwt *ret)
{
	json_t *j = object_of(head);
	enum jwt_fault f = j ? JWT_ALG : JWT_SHAPE;
	for (size_t i = 0; j && i < COUNT_OF(algs); i++)
		if (text_is(json_object_get(j, "alg"), str_of(algs[i].name))) {
			ret->alg = (enum jwt_alg)i;
			ret->kid = text_of(a, j, "kid");
			f = JWT_GOOD;
		}
	if (json_object_get(j, "crit")) /* RFC 7515 4.1.11: we understand no extension */
		f = JWT_CRIT;
	json_decref(j);
	return f;
}

enum jwt_fault jwt_parse(struct arena *a, str token, struct jwt *ret)
{
	str head, body, sum, rest;
	struct jwt t = {0};
	if (token.n > TOKEN_MOST || !str_split(token, '.', &head, &rest) || !str_split(rest, '.', &body, &sum))
		return JWT_SHAPE;
	t.signed_part = str_cut(token, 0, head.n + 1 + body.n);
	if (!base64url_get(a, head, &head) || !base64url_get(a, body, &t.claims) || !base64url_get(a, sum, &t.signature))
		return JWT_SHAPE;
	enum jwt_fault f = head_read(a, head, &t);
	if (f == JWT_GOOD)
		*ret = t;
	return f;
}

/* ---- keys -------------------------------------------------------------------------------------------- */
static bool number_of(struct arena *a, const json_t *j, const char *name, size_t least, size_t most, str *ret)
{
	str text = text_of(a, j, name);
	return text.n <= 2 * most && base64url_get(a, text, ret) && ret->n >= least && ret->n <= most;
}

static bool key_read(struct arena *a, const json_t *j, struct jwk *ret)
{
	bool rsa = text_is(json_object_get(j, "kty"), str_of(algs[JWT_RS256].type));
	ret->alg = rsa ? JWT_RS256 : JWT_ES256;
	ret->kid = text_of(a, j, "kid");
	if (!text_may_be(j, "use", "sig") || !text_may_be(j, "alg", algs[ret->alg].name))
		return false;
	if (rsa)
		return number_of(a, j, "n", RSA_LEAST, RSA_MOST, &ret->a) && number_of(a, j, "e", 1, 4, &ret->b);
	return text_is(json_object_get(j, "kty"), str_of(algs[JWT_ES256].type)) && text_is(json_object_get(j, "crv"), str_of(algs[JWT_ES256].curve)) &&
	       number_of(a, j, "x", COORDINATE, COORDINATE, &ret->a) && number_of(a, j, "y", COORDINATE, COORDINATE, &ret->b);
}

bool jwks_parse(struct arena *a, str text, struct jwk **ret, size_t *ret_n)
{
	json_t *j = object_of(text), *list = json_object_get(j, "keys");
	LIST(struct jwk) l = {0};
	bool good = json_is_array(list);
	for (size_t i = 0; i < json_array_size(list) && i < KEYS_MOST; i++) {
		struct jwk k = {0};
		if (key_read(a, json_array_get(list, i), &k))
			*list_push(a, &l) = k;
	}
	json_decref(j);
	*ret = l.v;
	*ret_n = l.n;
	return good;
}

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *made)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(made);
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	bool good = params && c && EVP_PKEY_fromdata_init(c) == 1 && EVP_PKEY_fromdata(c, &key, EVP_PKEY_PUBLIC_KEY, params) == 1;
	EVP_PKEY_CTX_free(c);
	OSSL_PARAM_free(params);
	return good ? key : NULL;
}

static EVP_PKEY *rsa_key(const struct jwk *k)
{
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	BIGNUM *n = BN_bin2bn((const uint8_t *)k->a.p, (int)k->a.n, NULL), *e = BN_bin2bn((const uint8_t *)k->b.p, (int)k->b.n, NULL);
	bool good = b && n && e && BN_num_bits(n) >= 8 * RSA_LEAST && BN_is_odd(e) && !BN_is_one(e) && OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_N, n) &&
		    OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_RSA_E, e);
	EVP_PKEY *key = good ? key_from("RSA", b) : NULL;
	OSSL_PARAM_BLD_free(b);
	BN_free(n);
	BN_free(e);
	return key;
}

static EVP_PKEY *ec_key(const struct jwk *k)
{
	uint8_t point[1 + 2 * COORDINATE] = {POINT_CONVERSION_UNCOMPRESSED};
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	memcpy(point + 1, k->a.p, COORDINATE);
	memcpy(point + 1 + COORDINATE, k->b.p, COORDINATE);
	bool good = b && OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
		    OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point);
	EVP_PKEY *key = good ? key_from("EC", b) : NULL; /* refuses a point that is not on the curve */
	OSSL_PARAM_BLD_free(b);
	return key;
}

/* ---- the signature ------------------------------------------------------------------------------------- */
static bool check(EVP_PKEY *key, str data, const uint8_t *sum, size_t n)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool good = c && EVP_DigestVerifyInit_ex(c, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
		    EVP_DigestVerify(c, sum, n, (const uint8_t *)data.p, data.n) == 1;
	EVP_MD_CTX_free(c);
	return good;
}

/* JWS writes r and s side by side (RFC 7518 3.4), OpenSSL reads DER. */
static bool check_ec(EVP_PKEY *key, str data, str sum)
{
	if (sum.n != 2 * COORDINATE)
		return false;
	ECDSA_SIG *s = ECDSA_SIG_new();
	const uint8_t *p = (const uint8_t *)sum.p;
	uint8_t *der = NULL;
	ours(s && ECDSA_SIG_set0(s, BN_bin2bn(p, COORDINATE, NULL), BN_bin2bn(p + COORDINATE, COORDINATE, NULL)));
	int n = i2d_ECDSA_SIG(s, &der);
	bool good = n > 0 && check(key, data, der, (size_t)n);
	OPENSSL_free(der);
	ECDSA_SIG_free(s);
	return good;
}

static const struct jwk *key_for(const struct jwt *t, const struct jwk *v, size_t n)
{
	const struct jwk *found = NULL;
	for (size_t i = 0; i < n; i++) {
		if (v[i].alg != t->alg || (t->kid.n && !str_eq(v[i].kid, t->kid)))
			continue;
		if (found)
			return NULL; /* two that it could be: OpenID Connect Core 10.1 wants a name then */
		found = &v[i];
	}
	return found;
}

enum jwt_fault jwt_verify(const struct jwt *t, const struct jwk *v, size_t n)
{
	const struct jwk *k = key_for(t, v, n);
	if (!k)
		return JWT_NO_KEY;
	EVP_PKEY *key = k->alg == JWT_RS256 ? rsa_key(k) : ec_key(k);
	bool good = key && (k->alg == JWT_RS256 ? check(key, t->signed_part, (const uint8_t *)t->signature.p, t->signature.n)
						: check_ec(key, t->signed_part, t->signature));
	EVP_PKEY_free(key);
	return good ? JWT_GOOD : JWT_SIGNATURE;
}

/* ---- claims -------------------------------------------------------------------------------------------- */
/* Seconds as a JSON number, also a broken one (RFC 7519 2). */
static bool instant_of(const json_t *j, const char *name, ms_t *ret)
{
	const json_t *v = json_object_get(j, name);
	int64_t s = -1;
	if (json_is_integer(v))
		s = json_integer_value(v);
	else if (json_is_real(v) && json_real_value(v) >= 0 && json_real_value(v) < 1e12)
		s = (int64_t)json_real_value(v);
	if (s < 0 || s >= 1000000000000LL)
		return false;
	*ret = s * 1000;
	return true;
}

static enum jwt_fault audience_judge(const json_t *j, str client)
{
	const json_t *aud = json_object_get(j, "aud"), *azp = json_object_get(j, "azp");
	if (!text_is(aud, client) && !list_holds(aud, client))
		return JWT_AUDIENCE;
	if (azp ? !text_is(azp, client) : json_array_size(aud) > 1)
		return JWT_PARTY;
	return JWT_GOOD;
}

static enum jwt_fault times_judge(const json_t *j, const struct claims_want *w)
{
	ms_t exp, iat, nbf;
	if (!instant_of(j, "exp", &exp) || w->now >= exp + SKEW_MS)
		return JWT_EXPIRED;
	if (!instant_of(j, "iat", &iat) || iat > w->now + SKEW_MS || iat + SKEW_MS < w->begun)
		return JWT_ISSUED;
	if (json_object_get(j, "nbf") && (!instant_of(j, "nbf", &nbf) || nbf > w->now + SKEW_MS))
		return JWT_EARLY;
	return JWT_GOOD;
}

/* A name that may stand in a page and in the record; an address of mail only when it was proved. */
static enum jwt_fault who_judge(struct arena *a, const json_t *j, str claim, str *ret)
{
	str who = text_of(a, j, str_z(a, claim));
	if (!who.n || who.n > WHO_MOST)
		return JWT_CLAIM;
	for (size_t i = 0; i < who.n; i++)
		if ((unsigned char)who.p[i] <= ' ' || who.p[i] == 0x7f)
			return JWT_CLAIM;
	if (str_eq(claim, S("email")) && !json_is_true(json_object_get(j, "email_verified")))
		return JWT_CLAIM;
	*ret = who;
	return JWT_GOOD;
}

static enum jwt_fault judge(struct arena *a, const json_t *j, const struct claims_want *w, struct claims *ret)
{
	enum jwt_fault f;
	if (!text_is(json_object_get(j, "iss"), w->issuer))
		return JWT_ISSUER;
	if ((f = audience_judge(j, w->client)) != JWT_GOOD || (f = times_judge(j, w)) != JWT_GOOD)
		return f;
	if (!w->nonce.n || !text_is(json_object_get(j, "nonce"), w->nonce))
		return JWT_NONCE;
	if (!text_of(a, j, "sub").n)
		return JWT_SUBJECT;
	ret->mfa = list_holds(json_object_get(j, "amr"), S("mfa"));
	return who_judge(a, j, w->claim, &ret->who);
}

enum jwt_fault claims_judge(struct arena *a, str text, const struct claims_want *w, struct claims *ret)
{
	struct claims c = {0};
	json_t *j = object_of(text);
	enum jwt_fault f = j ? judge(a, j, w, &c) : JWT_SHAPE;
	json_decref(j);
	if (f == JWT_GOOD)
		*ret = c;
	return f;
}
