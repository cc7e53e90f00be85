/* SPDX-License-Identifier: Apache-2.0 */
/* The only place of this room that speaks to the network: the provider, by HTTPS (net/call.h).
 * An answer is waited for a few seconds: a person sits before it. */
#include "sign/provider_in.h"

#include "net/call.h"

#define CONNECT_SECONDS 4L
#define ALL_SECONDS 8L

static CURL *provider_call(struct sign *s, str url, struct arena *a, struct buf *answer)
{
	const struct call_rules rules = {.connect_seconds = CONNECT_SECONDS, .all_seconds = ALL_SECONDS, .answer_most = ANSWER_MOST,
		.ca_file = s->config.ca_file.n ? s->config.ca_file.p : NULL, .stop = &s->stop};
	CURL *c = call_new(&rules, answer);
	curl_easy_setopt(c, CURLOPT_MAXFILESIZE, (long)ANSWER_MOST);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, provider_loopback(url) ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_URL, str_z(a, url));
	return c;
}

static void body_options(CURL *c, const struct wire_ask *k)
{
	if (k->body.p) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)k->body.n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, k->body.p);
	}
	if (k->user) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, k->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, k->password);
	}
}

bool wire_ask(struct sign *s, struct arena *a, const struct wire_ask *k, str *ret, str *ret_why)
{
	struct buf answer, why;
	long status = 0;
	buf_init(&answer, a);
	buf_init(&why, a);
	CURL *c = provider_call(s, k->url, a, &answer);
	struct curl_slist *heads = curl_slist_append(NULL, "Accept: application/json");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, heads);
	body_options(c, k);
	CURLcode e = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	if (e != CURLE_OK)
		buf_fmt(&why, "\"%s\"", curl_easy_strerror(e)); /* names no address */
	else if (status != 200)
		buf_fmt(&why, "status_%ld", status);
	*ret = buf_str(&answer);
	*ret_why = buf_str(&why);
	curl_slist_free_all(heads);
	curl_easy_cleanup(c);
	return !why.n;
}
