/* SPDX-License-Identifier: Apache-2.0 */
/* What the provider is asked: what it says about itself and its keys, kept for an hour; the
 * token for a code, never kept. */
#include "net/http.h"
#include "sign/provider_in.h"

#define KEEP_MS 3600000LL
#define REST_MS 3000LL /* after a failure, before it is asked again: a crowd does not wait in turn */

static str because(struct arena *a, const char *what, str why)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%s " STR_FMT, what, STR_ARG(why));
	return buf_str(&b);
}

/* ---- documents that are kept ----------------------------------------------------------------- */
static bool fresh(const struct cached *c, ms_t now, ms_t after)
{
	return c->text.n && c->at > after && c->at <= now && now - c->at < KEEP_MS;
}

static bool fetch(struct sign *s, struct cached *c, struct arena *a, str url, ms_t now, str *ret_why)
{
	str got;
	if (c->failed != MS_NONE && now >= c->failed && now - c->failed < REST_MS) {
		*ret_why = S("failed a moment ago");
		return false;
	}
	bool good = wire_ask(s, a, &(struct wire_ask){.url = url}, &got, ret_why) && got.n;
	c->failed = good ? MS_NONE : now_ms(s->config.time);
	if (!good)
		return false;
	buf_clear(&c->text);
	buf_add(&c->text, got);
	c->at = now_ms(s->config.time);
	return true;
}

static bool cached_text(struct sign *s, struct cached *c, struct arena *a, str url, ms_t after, str *ret, ms_t *ret_at, str *ret_why)
{
	pthread_mutex_lock(&c->lock);
	ms_t now = now_ms(s->config.time);
	bool good = fresh(c, now, after) || fetch(s, c, a, url, now, ret_why);
	if (good) {
		*ret = str_dup(a, buf_str(&c->text));
		*ret_at = c->at;
	}
	pthread_mutex_unlock(&c->lock);
	return good;
}

/* What cannot be used is not kept. */
static void cached_drop(struct sign *s, struct cached *c)
{
	pthread_mutex_lock(&c->lock);
	buf_clear(&c->text);
	c->failed = now_ms(s->config.time);
	pthread_mutex_unlock(&c->lock);
}

bool provider_about(struct sign *s, struct arena *a, struct discovery *ret, str *ret_why)
{
	str text;
	ms_t at;
	if (!cached_text(s, &s->about, a, discovery_url(a, s->config.issuer), MS_NONE, &text, &at, ret_why)) {
		*ret_why = because(a, "discovery", *ret_why);
		return false;
	}
	const char *wrong = discovery_parse(a, text, s->config.issuer, ret);
	if (wrong) {
		cached_drop(s, &s->about);
		*ret_why = str_of(wrong);
	}
	return !wrong;
}

bool provider_keys(struct sign *s, struct arena *a, const struct discovery *d, ms_t after, struct jwk **ret, size_t *ret_n, ms_t *ret_at, str *ret_why)
{
	str text;
	if (!cached_text(s, &s->keys, a, d->keys, after, &text, ret_at, ret_why)) {
		*ret_why = because(a, "keys", *ret_why);
		return false;
	}
	bool good = jwks_parse(a, text, ret, ret_n);
	if (!good) {
		cached_drop(s, &s->keys);
		*ret_why = S("keys_shape");
	}
	return good;
}

/* ---- the token ----------------------------------------------------------------------------------- */
static char *escaped(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	http_put_escaped(&b, s);
	return str_z(a, buf_str(&b));
}

/* RFC 6749 2.3.1: in the header where the provider takes it there, else in the body. */
bool provider_token(struct sign *s, struct arena *a, const struct discovery *d, const struct asking *k, str code, str *ret, str *ret_why)
{
	struct wire_ask ask = {.url = d->token};
	struct asking body = *k;
	str got;
	bool header = s->secret && d->basic;
	if (header) {
		ask.user = escaped(a, k->client);
		ask.password = escaped(a, str_of(s->secret));
		body.client = STR_NONE;
	}
	ask.body = token_body(a, &body, code, header ? STR_NONE : str_of(s->secret));
	if (!wire_ask(s, a, &ask, &got, ret_why)) {
		*ret_why = because(a, "token", because(a, str_z(a, *ret_why), token_refusal(a, got)));
		return false;
	}
	*ret = token_answer(a, got);
	if (!ret->n)
		*ret_why = S("token_absent");
	return ret->n > 0;
}
