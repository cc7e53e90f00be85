/* SPDX-License-Identifier: Apache-2.0 */
/* The pure part of sign: tokens, keys, and what goes to the provider (OpenID Connect Core 1.0,
 * RFC 7515, 7517, 7518, 7519, 7636). Everything here is from outside until it is judged. */
#ifndef LUOSHI_SIGN_CALC_IN_H
#define LUOSHI_SIGN_CALC_IN_H

#include "base/day.h"

#define TOKEN_MOST (16u << 10) /* bytes of an ID token; seen ones have two or three thousand */
#define KEYS_MOST 64           /* keys of a provider that are looked at */
#define RSA_LEAST 256          /* bytes of the modulus: RFC 7518 3.3 */
#define RSA_MOST 1024
#define SKEW_MS 300000LL       /* by which the provider's clock may be off, either way */

/* ---- base64url without padding (RFC 4648 5) ------------------------------------------------ */
void base64url_put(struct buf *, str bytes);
/* One spelling only: no padding, no other letters, no bits left over. */
bool base64url_get(struct arena *, str text, str *ret) must_check;

/* ---- what may be wrong: for the log ----------------------------------------------------------- */
enum jwt_fault {
	JWT_GOOD, JWT_SHAPE, JWT_ALG, JWT_CRIT, JWT_NO_KEY, JWT_SIGNATURE, JWT_ISSUER, JWT_AUDIENCE, JWT_PARTY, JWT_EXPIRED,
	JWT_ISSUED, JWT_EARLY, JWT_NONCE, JWT_SUBJECT, JWT_CLAIM, JWT_FAULTS
};
const char *jwt_fault_name(enum jwt_fault);

/* ---- a token (jwt_calc.c) ------------------------------------------------------------------------ */
enum jwt_alg { JWT_RS256, JWT_ES256 };
struct jwt {
	enum jwt_alg alg;
	str kid;                           /* empty: it names no key */
	str signed_part, signature, claims; /* claims: JSON, not judged yet */
};
enum jwt_fault jwt_parse(struct arena *, str token, struct jwt *ret) must_check;

struct jwk {
	enum jwt_alg alg; /* what it is for; keys for anything else are left out */
	str kid;
	str a, b;         /* modulus and exponent; x and y */
};
bool jwks_parse(struct arena *, str json, struct jwk **ret, size_t *ret_n) must_check;
/* The key it names; with no name, the only one that it could be. JWT_NO_KEY, JWT_SIGNATURE. */
enum jwt_fault jwt_verify(const struct jwt *, const struct jwk *, size_t n) must_check;

struct claims_want {
	str issuer, client, nonce;
	str claim;       /* the one that is the sign-in name */
	ms_t now, begun; /* begun: when this attempt was; no token of it is older */
};
struct claims {
	str who;
	bool mfa; /* amr says that more than one factor was shown (RFC 8176) */
};
enum jwt_fault claims_judge(struct arena *, str json, const struct claims_want *, struct claims *ret) must_check;

/* ---- the provider (provider_calc.c) -------------------------------------------------------------- */
/* https, or http to this machine itself; no user, no blank, no fragment. */
bool provider_url_good(str url, bool loopback);
bool provider_loopback(str url); /* http to this machine */
struct discovery {
	str authorize, token, keys;
	bool basic; /* else the secret goes into the body */
};
str discovery_url(struct arena *, str issuer);
/* NULL, or what is wrong with it: its issuer must be the configured one, letter by letter. */
const char *discovery_parse(struct arena *, str json, str issuer, struct discovery *ret) must_check;

struct asking {
	str client; /* not in the body when it stands in the header */
	str redirect, claim, state, nonce, verifier, lang;
};
str authorize_url(struct arena *, const struct discovery *, const struct asking *);
/* secret: empty when it does not go into the body. */
str token_body(struct arena *, const struct asking *, str code, str secret);
/* The ID token of an answer; empty: there is none. */
str token_answer(struct arena *, str json);
/* The word of RFC 6749 5.2 in an answer that refuses, harmless for a log; empty: none. */
str token_refusal(struct arena *, str json);

#endif
