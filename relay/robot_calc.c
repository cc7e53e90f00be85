/* SPDX-License-Identifier: Apache-2.0 */
/* What group robots want to hear. The forms as their makers publish them:
 *   DingTalk  timestamp in ms and sign = url(base64(hmac(secret, timestamp "\n" secret))) in
 *             the address; {"msgtype":"text","text":{"content":…}}; answers {"errcode":0}
 *   WeCom     the same body, no signature; answers {"errcode":0}
 *   Feishu    timestamp in seconds and sign = base64(hmac(timestamp "\n" secret, "")) in the
 *             body; {"msg_type":"text","content":{"text":…}}; answers {"code":0}
 *   JSON      {"id","at","text"}, signed in the header X-Luoshi-Signature: sha256=hex;
 *             any 2xx is taken */
#include "base/json.h"
#include "relay/calc_in.h"

#include <string.h>

const char *robot_form_name(enum robot_form f)
{
	static const char *const names[] = {"json", "dingtalk", "wecom", "feishu"};
	return (unsigned)f < ROBOT_FORMS ? names[f] : "";
}

static void sign(struct buf *b, str key, str data)
{
	struct digest d;
	hash_hmac(HASH_SHA256, key, data, &d);
	base64_put(b, (str){(const char *)d.b, sizeof d.b});
}

/* RFC 3986 2.3 */
static void url_put(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
		if (plain)
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

static str stamp_and_secret(struct arena *a, int64_t stamp, str secret)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld\n", (long long)stamp);
	buf_add(&b, secret);
	return buf_str(&b);
}

static void dingtalk_url(struct arena *a, const struct robot_say *s, struct robot_call *ret)
{
	struct buf b, code;
	if (!s->secret.n)
		return;
	buf_init(&b, a);
	buf_init(&code, a);
	sign(&code, s->secret, stamp_and_secret(a, s->at, s->secret));
	buf_add(&b, s->url);
	buf_fmt(&b, "%ctimestamp=%lld&sign=", str_find(s->url, S("?"), 0) < 0 ? '?' : '&', (long long)s->at);
	url_put(&b, buf_str(&code));
	ret->url = buf_str(&b);
}

static void text_body(struct json *j, const char *type, const char *outer, const char *inner, str text)
{
	json_key(j, type), json_z(j, "text");
	json_key(j, outer), json_open(j, '{');
	json_key(j, inner), json_str(j, text);
	json_close(j);
}

static void feishu_sign(struct arena *a, struct json *j, const struct robot_say *s)
{
	struct buf b;
	if (!s->secret.n)
		return;
	buf_init(&b, a);
	sign(&b, stamp_and_secret(a, s->at / 1000, s->secret), STR_NONE);
	str code = buf_str(&b);
	json_key(j, "timestamp"), json_id(j, s->at / 1000);
	json_key(j, "sign"), json_str(j, code);
}

static void plain_header_of(struct arena *a, const struct robot_say *s, struct robot_call *ret)
{
	struct buf b;
	struct digest d;
	if (!s->secret.n)
		return;
	buf_init(&b, a);
	hash_hmac(HASH_SHA256, s->secret, ret->body, &d);
	buf_z(&b, "X-Luoshi-Signature: sha256=");
	digest_hex(&b, &d);
	ret->header = buf_str(&b);
}

void robot_call_make(struct arena *a, const struct robot_say *s, struct robot_call *ret)
{
	struct buf b;
	struct json j;
	buf_init(&b, a);
	json_begin(&j, &b);
	*ret = (struct robot_call){.url = s->url};
	json_open(&j, '{');
	if (s->form == ROBOT_DINGTALK || s->form == ROBOT_WECOM) {
		text_body(&j, "msgtype", "text", "content", s->text);
	} else if (s->form == ROBOT_FEISHU) {
		feishu_sign(a, &j, s);
		text_body(&j, "msg_type", "content", "text", s->text);
	} else {
		json_key(&j, "id"), json_str(&j, s->id);
		json_key(&j, "at"), json_int(&j, s->at);
		json_key(&j, "text"), json_str(&j, s->text);
	}
	json_close(&j);
	ret->body = buf_str(&b);
	if (s->form == ROBOT_DINGTALK)
		dingtalk_url(a, s, ret);
	if (s->form == ROBOT_JSON)
		plain_header_of(a, s, ret);
}

/* ---- hosts ----------------------------------------------------------------------------------- */
bool robot_host(struct arena *a, str url, str *ret)
{
	bool tls = str_starts(url, S("https://"));
	size_t at = tls ? 8 : 7, end = at;
	if (!tls && !str_starts(url, S("http://")))
		return false;
	for (size_t i = 0; i < url.n; i++) /* no user, no blank, nothing that two readers would read differently */
		if (url.p[i] <= 0x20 || url.p[i] >= 0x7f || strchr("\\\"<>^`{|}", url.p[i]) || url.p[i] == '@')
			return false;
	while (end < url.n && url.p[end] != '/' && url.p[end] != '?' && url.p[end] != '#')
		end++;
	if (end == at || str_find(url, S("#"), 0) >= 0)
		return false;
	struct buf b;
	buf_init(&b, a);
	if (!tls)
		buf_z(&b, "http://");
	for (size_t i = at; i < end; i++)
		buf_byte(&b, url.p[i] >= 'A' && url.p[i] <= 'Z' ? (char)(url.p[i] + 32) : url.p[i]);
	*ret = buf_str(&b);
	return true;
}

bool host_listed(str hosts, str host)
{
	for (size_t from = 0; from < hosts.n;) {
		size_t to = from;
		while (to < hosts.n && hosts.p[to] != ',' && hosts.p[to] != ' ')
			to++;
		if (host.n && str_eq(str_cut(hosts, from, to), host))
			return true;
		from = to + 1;
	}
	return false;
}

/* ---- answers ------------------------------------------------------------------------------------ */
enum answer answer_of_http(long status)
{
	if (status >= 200 && status < 300)
		return ANSWER_TAKEN;
	return status == 404 || status == 410 ? ANSWER_NEVER : ANSWER_LATER;
}

/* Only what is about the mailbox itself is final: other refusals are often a server that is
 * being set up. */
enum answer answer_of_smtp(long code)
{
	if (code >= 200 && code < 300)
		return ANSWER_TAKEN;
	return code == 550 || code == 551 || code == 553 ? ANSWER_NEVER : ANSWER_LATER;
}
