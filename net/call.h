/* SPDX-License-Identifier: Apache-2.0 */
/* call: one call to another host, over libcurl, for the rooms that call out (relay: mail and
 * robots; sign: the provider). What holds for all of them stands here once: TLS is verified
 * (1.2 or newer), nothing is followed, no proxy and no .netrc is taken from the environment,
 * an answer is read up to a bound. Address, method and body are the caller's. */
#ifndef LUOSHI_NET_CALL_H
#define LUOSHI_NET_CALL_H

#include <curl/curl.h>
#include <stdatomic.h>

#include "base/str.h"

struct call_rules {
	long connect_seconds, all_seconds;
	size_t answer_most;       /* bytes; a longer answer ends the call */
	const char *ca_file;      /* NULL: the system's */
	const atomic_bool *stop;  /* becomes true: the call ends; outlives it */
};
/* Never NULL; the caller ends it with curl_easy_cleanup. The answer, whose limit is set, and the
 * flag must outlive the call. Any thread. */
CURL *call_new(const struct call_rules *, struct buf *answer);

#endif
