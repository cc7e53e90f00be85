/* SPDX-License-Identifier: Apache-2.0 */
/* The only place of this room that speaks to the network: the provider, by HTTPS. TLS is
 * verified, nothing is followed, no proxy is taken from the environment, an answer is read up
 * to a bound and waited for a few seconds: a person sits before it. */
#include "sign/provider_in.h"

#include <curl/curl.h>

#define CONNECT_SECONDS 4L
#define ALL_SECONDS 8L

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
	ours(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static size_t keep_some(char *from, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;
	size_t bytes = size * n;
	if (b->n + bytes > ANSWER_MOST)
		return 0; /* ends the call */
	buf_add(b, (str){from, bytes});
	return bytes;
}

static int stopped(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct sign *s = arg;
	(void)a, (void)b, (void)c, (void)d;
	return atomic_load(&s->stop);
}

static CURL *call_new(struct sign *s, str url, struct arena *a, struct buf *answer)
{
	pthread_once(&once, begin);
	CURL *c = curl_easy_init();
	ours(c);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, ALL_SECONDS);
	curl_easy_setopt(c, CURLOPT_MAXFILESIZE, (long)ANSWER_MOST);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep_some);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, stopped);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, s);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, provider_loopback(url) ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_URL, str_z(a, url));
	if (s->config.ca_file.n)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->config.ca_file.p);
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
	CURL *c = call_new(s, k->url, a, &answer);
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
