/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider says about itself, and what it is asked. */
#include "base/nest.h"
#include "net/http.h"
#include "sign/calc_in.h"

#include <jansson.h>
#include <string.h>

#define URL_MOST 1024
#define REFUSAL_MOST 40

/* ---- addresses ------------------------------------------------------------------------------ */
static str host_of(str url)
{
	ptrdiff_t at = str_find(url, S("://"), 0);
	str rest = at < 0 ? S("") : str_cut(url, (size_t)at + 3, url.n);
	size_t n = 0;
	if (str_starts(rest, S("[")))
		while (n < rest.n && rest.p[n] != ']')
			n++;
	while (n < rest.n && !strchr(":/?", rest.p[n]))
		n++;
	return str_cut(rest, 0, n);
}

bool provider_loopback(str url)
{
	static const char *const here[] = {"127.0.0.1", "localhost", "[::1]"};
	for (size_t i = 0; i < COUNT_OF(here); i++)
		if (str_starts(url, S("http://")) && str_eq(host_of(url), str_of(here[i])))
			return true;
	return false;
}

bool provider_url_good(str url, bool loopback)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= 0x20 || url.p[i] >= 0x7f || strchr("\"<>\\^`{|}@#", url.p[i]))
			return false;
	if (url.n > URL_MOST || !host_of(url).n)
		return false;
	return str_starts(url, S("https://")) || (loopback && provider_loopback(url));
}

/* ---- discovery (OpenID Connect Discovery 1.0, 3 and 4) --------------------------------------------- */
str discovery_url(struct arena *a, str issuer)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, str_ends(issuer, S("/")) ? str_cut(issuer, 0, issuer.n - 1) : issuer);
	buf_z(&b, "/.well-known/openid-configuration");
	return buf_str(&b);
}

static str text_of(struct arena *a, const json_t *j, const char *name)
{
	const json_t *v = json_object_get(j, name);
	return json_is_string(v) ? str_dup(a, (str){json_string_value(v), json_string_length(v)}) : S("");
}

static bool lists(const json_t *list, const char *word)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *v = json_string_value(json_array_get(list, i));
		if (v && strcmp(v, word) == 0)
			return true;
	}
	return false;
}

static const char *discovery_judge(struct arena *a, const json_t *j, str issuer, struct discovery *ret)
{
	bool near = provider_loopback(issuer);
	const json_t *ways = json_object_get(j, "token_endpoint_auth_methods_supported");
	const json_t *proofs = json_object_get(j, "code_challenge_methods_supported");
	*ret = (struct discovery){text_of(a, j, "authorization_endpoint"), text_of(a, j, "token_endpoint"), text_of(a, j, "jwks_uri"),
				  !ways || lists(ways, "client_secret_basic")};
	if (!str_eq(text_of(a, j, "issuer"), issuer))
		return "discovery_issuer";
	if (!provider_url_good(ret->authorize, near) || !provider_url_good(ret->token, near) || !provider_url_good(ret->keys, near))
		return "discovery_address";
	if (proofs && !lists(proofs, "S256"))
		return "discovery_no_s256";
	return NULL;
}

const char *discovery_parse(struct arena *a, str text, str issuer, struct discovery *ret)
{
	struct discovery d;
	json_t *j = json_fits(text) ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const char *why = json_is_object(j) ? discovery_judge(a, j, issuer, &d) : "discovery_shape";
	json_decref(j);
	if (!why)
		*ret = d;
	return why;
}

/* ---- asking -------------------------------------------------------------------------------------------- */
struct pair {
	const char *name;
	str value;
};
static void put_pairs(struct buf *b, const struct pair *v, size_t n, char first)
{
	for (size_t i = 0; i < n; i++) {
		if (!v[i].value.n)
			continue;
		if (first)
			buf_byte(b, first);
		first = '&';
		buf_z(b, v[i].name);
		buf_byte(b, '=');
		http_put_escaped(b, v[i].value);
	}
}

/* RFC 7636 4.2, S256 */
static str challenge_of(struct arena *a, str verifier)
{
	struct digest d;
	struct buf b;
	buf_init(&b, a);
	hash_bytes(HASH_SHA256, verifier.p, verifier.n, &d);
	base64url_put(&b, (str){(const char *)d.b, sizeof d.b});
	return buf_str(&b);
}

/* No more is asked for than holds the claim (OpenID Connect Core 5.4). */
static str scope_of(str claim)
{
	static const struct {
		const char *claim, *scope;
	} rows[] = {{"sub", "openid"}, {"email", "openid email"}, {"phone_number", "openid phone"}};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_eq(claim, str_of(rows[i].claim)))
			return str_of(rows[i].scope);
	return S("openid profile");
}

str authorize_url(struct arena *a, const struct discovery *d, const struct asking *k)
{
	struct buf b;
	const struct pair v[] = {
		{"response_type", S("code")}, {"client_id", k->client}, {"redirect_uri", k->redirect}, {"scope", scope_of(k->claim)},
		{"state", k->state}, {"nonce", k->nonce}, {"code_challenge", challenge_of(a, k->verifier)}, {"code_challenge_method", S("S256")},
		{"ui_locales", k->lang},
	};
	buf_init(&b, a);
	buf_add(&b, d->authorize);
	put_pairs(&b, v, COUNT_OF(v), str_find(d->authorize, S("?"), 0) < 0 ? '?' : '&');
	return buf_str(&b);
}

str token_body(struct arena *a, const struct asking *k, str code, str secret)
{
	struct buf b;
	const struct pair v[] = {
		{"grant_type", S("authorization_code")}, {"code", code}, {"redirect_uri", k->redirect}, {"code_verifier", k->verifier},
		{"client_id", k->client}, {"client_secret", secret},
	};
	buf_init(&b, a);
	put_pairs(&b, v, COUNT_OF(v), 0);
	return buf_str(&b);
}

str token_answer(struct arena *a, str text)
{
	json_t *j = json_fits(text) ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	str token = text_of(a, j, "id_token");
	json_decref(j);
	return token;
}

str token_refusal(struct arena *a, str text)
{
	json_t *j = json_fits(text) ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	str word = text_of(a, j, "error");
	json_decref(j);
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != '_' && (word.p[i] < 'a' || word.p[i] > 'z'))
			return S("");
	return word.n > REFUSAL_MOST ? S("") : word;
}
