/* SPDX-License-Identifier: Apache-2.0 */
/* One call to a media server: to its own address alone, nothing followed, the answer bounded. What it says is
 * read for its meaning and never logged or shown. */
#include "monitor/media_in.h"

#include "net/call.h"

static str url_of(struct arena *a, const struct media_open *o, str target)
{
	struct buf b;
	str address = o->address;
	while (address.n && address.p[address.n - 1] == '/')
		address.n--;
	buf_init(&b, a);
	buf_add(&b, address);
	buf_add(&b, target);
	return buf_str(&b);
}

static void secret_set(CURL *c, struct arena *a, const struct media_open *o)
{
	if (!o->m.kind->named || !o->secret.n)
		return;
	curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	curl_easy_setopt(c, CURLOPT_USERNAME, str_z(a, o->user));
	curl_easy_setopt(c, CURLOPT_PASSWORD, str_z(a, o->secret));
}

static void method_set(CURL *c, const struct media_ask *k, str body)
{
	if (body.n || k->json) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
		curl_easy_setopt(c, CURLOPT_COPYPOSTFIELDS, body.p);
	}
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, k->method);
}

static int how_of(CURLcode code, long status)
{
	if (code == CURLE_WRITE_ERROR)
		return ANSWER_MUCH;
	if (code != CURLE_OK)
		return ANSWER_NONE;
	if (status == 401 || status == 403)
		return ANSWER_REFUSED;
	if (status >= 300 && status < 400)
		return ANSWER_ELSEWHERE;
	return status >= 200 && status < 300 ? ANSWER_CAME : ANSWER_ODD;
}

void media_call(struct arena *a, struct eye *e, const struct media_open *o, const struct media_ask *k, struct media_answer *ret)
{
	long seconds = eye_setting(e, "seconds"), status = 0;
	_Static_assert(sizeof e->ending == sizeof(atomic_bool), "read atomically wherever it is read");
	const struct call_rules rules = {.connect_seconds = seconds, .all_seconds = seconds, .answer_most = k->most, .stop = (const atomic_bool *)&e->ending};
	struct buf answer, body;
	buf_init(&answer, a);
	buf_init(&body, a);
	buf_add(&body, k->body);
	if (!o->m.kind->named && o->secret.n)
		media_body_secret(&body, o->secret);
	CURL *c = call_new(&rules, &answer);
	struct curl_slist *heads = curl_slist_append(NULL, k->json ? "Content-Type: application/json" : "Accept: */*");
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, str_starts(o->address, S("http:")) ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_URL, str_z(a, url_of(a, o, k->target)));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, heads);
	secret_set(c, a, o);
	method_set(c, k, buf_str(&body));
	CURLcode code = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	ret->how = how_of(code, status);
	ret->body = buf_str(&answer);
	curl_slist_free_all(heads);
	curl_easy_cleanup(c);
}

err media_answered(const struct media_open *o, const struct media_answer *k)
{
	static const char *const why[] = {
		[ANSWER_REFUSED] = W("the media server {0} does not take its name or secret; give them again"),
		[ANSWER_ELSEWHERE] = W("the media server {0} sends to another address, which is not followed; write the address where it really is"),
		[ANSWER_ODD] = W("the media server {0} does not know what it is asked; is it of the kind {1}, and is its address right?"),
		[ANSWER_MUCH] = W("the media server {0} says more than is read here"),
		[ANSWER_NONE] = W("the media server {0} does not answer; see whether it runs and whether its address is right"),
	};
	return k->how == ANSWER_CAME ? OK : fail(ERR_INPUT, why[k->how], o->m.name, str_of(o->m.kind->label));
}

err media_understood(const struct media_open *o, enum media_said said)
{
	const struct media_answer refused = {.how = ANSWER_REFUSED};
	if (said == MEDIA_REFUSED)
		return media_answered(o, &refused);
	return said == MEDIA_SAID ? OK : fail(ERR_INPUT, "what the media server {0} says cannot be understood; is it of the kind {1}?", o->m.name, str_of(o->m.kind->label));
}
