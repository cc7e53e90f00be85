/* SPDX-License-Identifier: Apache-2.0 */
/* One call to the other Open311 server: the one that is configured, and no other. */
#include "relay/open311_in.h"

#include "net/call.h"

#define CONNECT_SECONDS 10L
#define ALL_SECONDS 60L
#define ANSWER_BYTES (2u << 20)
#define WHY_BYTES 200

static str url_of(struct relay *r, struct arena *a, const struct call311 *k)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, r->config.open311_url);
	buf_byte(&b, '/');
	buf_add(&b, k->path);
	if (k->query && k->query->n) {
		buf_byte(&b, '?');
		buf_add(&b, pairs_body(a, k->query));
	}
	return buf_str(&b);
}

/* What the other server said of it, cut, for the people of the order. */
static str why_of(struct arena *a, CURLcode code, long status, const items311 *items)
{
	struct buf b;
	buf_init(&b, a);
	if (code != CURLE_OK)
		buf_z(&b, curl_easy_strerror(code));
	else
		buf_fmt(&b, "%ld", status);
	str said = items->n ? item_get(&items->v[0], "description") : S("");
	if (said.n)
		buf_byte(&b, ' ');
	for (size_t pos = 0; pos < said.n && pos < WHY_BYTES;) {
		uint32_t cp = utf8_next(said, &pos);
		buf_cp(&b, cp < ' ' || cp == 0x7f ? ' ' : cp);
	}
	return buf_str(&b);
}

void open311_call(struct relay *r, struct arena *a, const struct call311 *k, struct called311 *ret)
{
	const struct call_rules rules = {.connect_seconds = CONNECT_SECONDS, .all_seconds = ALL_SECONDS, .answer_most = ANSWER_BYTES,
		.ca_file = r->config.ca_file.n ? r->config.ca_file.p : NULL, .stop = &r->stop};
	struct buf answer, head;
	struct called311 done = {0};
	long status = 0;
	str body = k->body ? pairs_body(a, k->body) : S("");
	buf_init(&answer, a);
	buf_init(&head, a);
	CURL *c = call_new(&rules, &answer);
	struct curl_slist *heads = curl_slist_append(NULL, "Accept: text/xml");
	if (k->idempotency_key.n) {
		buf_fmt(&head, "Idempotency-Key: " STR_FMT, STR_ARG(k->idempotency_key));
		heads = curl_slist_append(heads, head.p);
	}
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, str_starts(r->config.open311_url, S("http:")) ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_URL, str_z(a, url_of(r, a, k)));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, heads);
	if (k->body) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.p);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	}
	CURLcode e = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	bool read = utf8_valid(buf_str(&answer)) == answer.n && answer_read(a, buf_str(&answer), &done.items);
	done.became = became_of(e, status);
	if (done.became == BECAME_DONE && (!read || !done.items.n) && k->body)
		done.became = BECAME_UNKNOWN; /* it was taken, perhaps; what it is called we could not read */
	else if (done.became == BECAME_DONE && !read)
		done.became = BECAME_NOT;
	done.why = why_of(a, e, status, &done.items);
	*ret = done;
	curl_slist_free_all(heads);
	curl_easy_cleanup(c);
}
