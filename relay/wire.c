/* SPDX-License-Identifier: Apache-2.0 */
/* The only place that speaks to the network: mail by SMTP, robots by HTTPS, over net/call.h.
 * What comes back for the administrator names no address and no secret. */
#include "relay/relay_in.h"

#include <string.h>

#include "net/call.h"

#define CONNECT_SECONDS 10L
#define ALL_SECONDS 30L

struct reading { /* what is sent */
	str rest;
};
static size_t read_some(char *to, size_t size, size_t n, void *arg)
{
	struct reading *r = arg;
	size_t most = size * n < r->rest.n ? size * n : r->rest.n;
	memcpy(to, r->rest.p, most);
	r->rest = str_cut(r->rest, most, r->rest.n);
	return most;
}

static CURL *relay_call(struct relay *r, struct buf *answer)
{
	const struct call_rules rules = {.connect_seconds = CONNECT_SECONDS, .all_seconds = ALL_SECONDS, .answer_most = ANSWER_MOST,
		.ca_file = r->config.ca_file.n ? r->config.ca_file.p : NULL, .stop = &r->stop};
	return call_new(&rules, answer);
}

/* Why it did not reach, in the words of the library; they name hosts, never addresses of
 * people nor paths of robots. */
static str why_of(struct arena *a, CURLcode code, long status, bool reached)
{
	struct buf b;
	buf_init(&b, a);
	if (reached)
		buf_fmt(&b, "status %ld", status);
	else
		buf_fmt(&b, "%s%s", curl_easy_strerror(code), status ? " " : "");
	if (!reached && status)
		buf_fmt(&b, "(%ld)", status);
	return buf_str(&b);
}

/* ---- mail --------------------------------------------------------------------------------- */
static bool loopback(str url)
{
	ptrdiff_t at = str_find(url, S("://"), 0);
	str host = str_cut(url, (size_t)at + 3, url.n);
	size_t n = 0;
	while (n < host.n && host.p[n] != ':' && host.p[n] != '/')
		n++;
	host = str_cut(host, 0, n);
	return str_eq(host, S("127.0.0.1")) || str_eq(host, S("localhost"));
}

static str in_brackets(struct arena *a, str address)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "<" STR_FMT ">", STR_ARG(address));
	return buf_str(&b);
}

static void mail_options(CURL *c, struct relay *r)
{
	const struct relay_config *k = &r->config;
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_URL, k->smtp_url.p);
	/* a server elsewhere must offer STARTTLS; one on this machine speaks to nobody else */
	bool near = loopback(k->smtp_url) && !str_starts(k->smtp_url, S("smtps:"));
	curl_easy_setopt(c, CURLOPT_USE_SSL, near ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	if (k->smtp_user.n && r->password) {
		curl_easy_setopt(c, CURLOPT_USERNAME, k->smtp_user.p);
		curl_easy_setopt(c, CURLOPT_PASSWORD, r->password);
	}
}

void wire_mail(struct relay *r, struct arena *a, str to, str bytes, struct wired *ret)
{
	struct buf answer;
	struct reading body = {bytes};
	long code = 0;
	if (!relay_mails(r)) {
		*ret = (struct wired){ANSWER_LATER, str_of(W("mail is not configured (smtp_url)"))};
		return;
	}
	buf_init(&answer, a);
	CURL *c = relay_call(r, &answer);
	struct curl_slist *people = curl_slist_append(NULL, in_brackets(a, to).p);
	mail_options(c, r);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, in_brackets(a, r->config.smtp_from).p);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, people);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, read_some);
	curl_easy_setopt(c, CURLOPT_READDATA, &body);
	CURLcode e = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
	*ret = (struct wired){ANSWER_TAKEN, S("")};
	if (e != CURLE_OK)
		*ret = (struct wired){answer_of_smtp(code) == ANSWER_NEVER ? ANSWER_NEVER : ANSWER_LATER, why_of(a, e, code, false)};
	curl_slist_free_all(people);
	curl_easy_cleanup(c);
}

/* ---- robots ---------------------------------------------------------------------------------- */
static bool may_call(struct relay *r, struct arena *a, str url, struct wired *ret)
{
	str host;
	if (robot_host(a, url, &host) && host_listed(r->config.webhook_hosts, host))
		return true;
	*ret = (struct wired){ANSWER_LATER, str_of(W("the host is not in webhook_hosts"))};
	return false;
}

void wire_call(struct relay *r, struct arena *a, const struct robot_say *say, struct wired *ret)
{
	struct robot_call call;
	struct buf answer;
	long status = 0;
	if (!may_call(r, a, say->url, ret))
		return;
	robot_call_make(a, say, &call);
	buf_init(&answer, a);
	CURL *c = relay_call(r, &answer);
	struct curl_slist *heads = curl_slist_append(NULL, "Content-Type: application/json; charset=utf-8");
	if (call.header.n)
		heads = curl_slist_append(heads, str_z(a, call.header));
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, str_starts(call.url, S("http:")) ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_URL, str_z(a, call.url));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, heads);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, call.body.p);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call.body.n);
	CURLcode e = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	*ret = (struct wired){ANSWER_LATER, why_of(a, e, status, e == CURLE_OK)};
	if (e == CURLE_OK)
		ret->answer = answer_of_http(status);
	if (ret->answer == ANSWER_TAKEN)
		ret->answer = robot_answer(a, say->form, buf_str(&answer), &ret->why);
	curl_slist_free_all(heads);
	curl_easy_cleanup(c);
}
