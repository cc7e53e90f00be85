/* SPDX-License-Identifier: Apache-2.0 */
/* The one place where a call to another host is set up. */
#include "net/call.h"

#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
	ours(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static size_t keep_some(char *from, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;
	size_t bytes = size * n;
	if (b->n + bytes > b->limit)
		return 0; /* ends the call */
	buf_add(b, (str){from, bytes});
	return bytes;
}

static int stopped(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)a, (void)b, (void)c, (void)d;
	return atomic_load((const atomic_bool *)arg);
}

CURL *call_new(const struct call_rules *k, struct buf *answer)
{
	pthread_once(&once, begin);
	CURL *c = curl_easy_init();
	ours(c);
	answer->limit = k->answer_most;
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, k->connect_seconds);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, k->all_seconds);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep_some);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, stopped);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, k->stop);
	if (k->ca_file)
		curl_easy_setopt(c, CURLOPT_CAINFO, k->ca_file);
	return c;
}
