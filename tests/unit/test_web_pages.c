/* SPDX-License-Identifier: Apache-2.0 */
/* The pages over canned data, through HTTP. */
#include "pages_kit.h"

#include <ctype.h>
#include <pthread.h>

static void everything_is_escaped(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &a);
	html_text(&b, S("<a href=\"x\">'&'</a>落"));
	same_str(buf_str(&b), S("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;落"));
	static const char *const bad[] = {"javascript:alert(1)", "//evil.example", "http://evil.example", "", "/\\evil", "data:x"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		buf_clear(&b);
		html_href(&b, str_of(bad[i]));
		same_str(buf_str(&b), S("#"));
	}
	buf_clear(&b);
	html_href(&b, S("/matters?a=1&b=2"));
	same_str(buf_str(&b), S("/matters?a=1&amp;b=2"));
	buf_clear(&b);
	html_int(&b, INT64_MIN);
	same_str(buf_str(&b), S("-9223372036854775808"));
	buf_clear(&b);
	str args[] = {S("<b>"), S("{0}")};
	ui_say(&b, LANG_ZH, S("x {1} y {0} {9}"), args, 2);
	same_str(buf_str(&b), S("x {0} y &lt;b&gt; {9}"));
}

static void what_people_wrote_is_never_markup(void **state)
{
	unused_arg(state);
	static const char *const pages[] = {"/matters", "/documents/7", "/", "/matters/10"};
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct answer r = get(&a, port, pages[i], OFFICE);
		want_status(&r, 200, pages[i]);
		assert_false(says(&r, "<b>不是标签"));
		assert_false(says(&r, "<script>alert"));
		assert_false(says(&r, " style="));
		assert_false(says(&r, " onclick="));
	}
	struct answer r = get(&a, port, "/matters?q=%22%3E%3Cscript%3E&no=%22%27", OFFICE);
	want_words(&r, "value=\"&quot;&gt;&lt;script&gt;\"");
}

static const char *path_for(const struct route *route, char *out, size_t n)
{
	const char *p = route->pattern;
	size_t at = 0;
	int ids = 0;
	bool evidence = strstr(p, "/evidence/"), document = strstr(p, "documents/");
	while (*p && at + 24 < n) {
		if (!strncmp(p, "{id}", 4)) {
			at += (size_t)snprintf(out + at, n - at, "%s", evidence ? (ids ? "0" : "6") : document ? (ids ? "72" : "7") : "1");
			ids++;
			p += 4;
		} else if (!strncmp(p, "{word}", 6)) {
			at += (size_t)snprintf(out + at, n - at, "%s", strstr(p, "/act") ? "500" : strstr(route->pattern, "/export/") ? "matters" : "report");
			p += 6;
		} else {
			out[at++] = *p++;
		}
	}
	out[at] = 0;
	return out;
}

static void every_route_answers(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < routes_n; i++) {
		char path[200];
		const struct route *r = &routes[i];
		path_for(r, path, sizeof path);
		if (strstr(path, "/events"))
			continue;
		bool api = strstr(path, "/api/");
		struct answer x = r->method == HTTP_GET ? get(&a, port, path, OFFICE)
							: ask(&a, port, http_method_name(r->method), path, OFFICE, NULL, FORM_TYPE,
							      S(SECRET "&do=remind&decision=dismiss&login=office&password=right&user=1&name=x&quote=zzz"));
		if (x.status == 0 || x.status >= 500 || x.status == 404 || x.status == 405)
			if (!strstr(path, "/matters/bulk") && !strstr(path, "/bulletins") && !strstr(path, "/letters/") && !strstr(path, "/templates/") && !strstr(path, "/api/v1/session") && !strstr(path, "/calendar.ics") && !strstr(path, "/sign-in/proxy") && !strstr(path, "/open311/v2") && !strstr(path, "/privacy/") && !strstr(path, "/reveal") && !strstr(path, "/move"))
				test_fails("%s %s: %d " STR_FMT, http_method_name(r->method), path, x.status, STR_ARG(x.body));
		if (r->method == HTTP_GET && x.status == 200 && !api)
			assert_true(header_of(&x, "Cache-Control").n > 0);
	}
}

static void signed_out_sees_nothing(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < routes_n; i++) {
		char path[200];
		const struct route *r = &routes[i];
		if (r->who == PUBLIC)
			continue;
		path_for(r, path, sizeof path);
		struct answer x = ask(&a, port, http_method_name(r->method), path, "no-such-token", NULL,
				      r->method == HTTP_GET ? NULL : FORM_TYPE, r->method == HTTP_GET ? STR_NONE : S(SECRET));
		if (strstr(path, "/api/"))
			want_status(&x, 401, path);
		else if (x.status != 303 && x.status != 401)
			test_fails("%s: %d", path, x.status);
		assert_int_equal(str_find(x.body, S("榴乡路"), 0), -1);
	}
}

static void no_post_without_the_secret(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < routes_n; i++) {
		char path[200];
		const struct route *r = &routes[i];
		if (r->form != FORM)
			continue;
		path_for(r, path, sizeof path);
		fake_did[0] = 0;
		struct answer x = ask(&a, port, http_method_name(r->method), path, OFFICE, NULL, FORM_TYPE,
				      S("_s=form-secret-form-secreX&do=accept&decision=accept"));
		want_status(&x, 403, path);
		x = ask(&a, port, http_method_name(r->method), path, OFFICE, NULL, FORM_TYPE, S("do=accept&decision=accept"));
		want_status(&x, 403, path);
		x = ask(&a, port, http_method_name(r->method), path, OFFICE, "Origin: http://evil.example\r\n", FORM_TYPE, S(SECRET));
		want_status(&x, 403, path);
		x = ask(&a, port, http_method_name(r->method), path, OFFICE, "Sec-Fetch-Site: cross-site\r\n", FORM_TYPE, S(SECRET));
		want_status(&x, 403, path);
		assert_string_equal(fake_did, "");
	}
}

static void duties_are_asked(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < routes_n; i++) {
		char path[200];
		if (!routes[i].duties || (routes[i].duties & DUTY_BIT(DUTY_LIAISON)))
			continue;
		path_for(&routes[i], path, sizeof path);
		struct answer x = routes[i].method == HTTP_GET ? get(&a, port, path, LIAISON)
							       : post(&a, port, path, LIAISON, SECRET "&do=accept&decision=accept");
		want_status(&x, 403, path);
	}
}

static void unknown_is_not_found(void **state)
{
	unused_arg(state);
	static const char *const paths[] = {"/nowhere", "/matters/999", "/matters/abc", "/matters/-1", "/documents/8", "/evidence/6/9",
					    "/matters/1/", "/static/0000000000000000/luoshi.css", "/matters/99999999999999999999"};
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct answer r = get(&a, port, paths[i], OFFICE);
		want_status(&r, 404, paths[i]);
	}
	struct answer r = post(&a, port, "/healthz", OFFICE, SECRET);
	want_status(&r, 405, "POST /healthz");
	r = get(&a, port, "/api/v1/matters/999", OFFICE);
	want_status(&r, 404, "api");
	same_str(header_of(&r, "Content-Type"), S("application/problem+json"));
}

static void signing_in_leads_back(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/matters?l=red", NULL);
	want_status(&r, 303, "signed out");
	same_str(header_of(&r, "Location"), S("/sign-in?next=%2Fmatters%3Fl%3Dred"));
	r = post(&a, port, "/sign-in", NULL, "login=office&password=right&next=%2Fmatters%3Fl%3Dred");
	want_status(&r, 303, "sign in");
	same_str(header_of(&r, "Location"), S("/matters?l=red"));
	same_str(header_of(&r, "Set-Cookie"), S("luoshi=office-token; Path=/; HttpOnly; SameSite=Lax"));
	static const char *const evil[] = {"//evil.example", "http://evil.example", "/%5Cevil.example", "%0d%0aSet-Cookie: x", "javascript:1"};
	for (size_t i = 0; i < COUNT_OF(evil); i++) {
		char form[200];
		snprintf(form, sizeof form, "login=office&password=right&next=%s", evil[i]);
		r = post(&a, port, "/sign-in", NULL, form);
		same_str(header_of(&r, "Location"), S("/"));
	}
	r = post(&a, port, "/sign-in", NULL, "login=off%22ice&password=wrong");
	want_status(&r, 422, "wrong password");
	want_words(&r, "value=\"off&quot;ice\"");
	assert_int_equal(str_find(r.body, S("wrong\" value"), 0), -1);
	r = ask(&a, port, "POST", "/sign-in", NULL, "Origin: http://evil.example\r\n", FORM_TYPE, S("login=office&password=right"));
	want_status(&r, 403, "sign in from elsewhere");
	r = post(&a, port, "/sign-out", OFFICE, SECRET);
	assert_true(str_find(header_of(&r, "Set-Cookie"), S("Max-Age=0"), 0) > 0);
}

/* A link, since no form may lead elsewhere; the way back hangs on the cookie alone. */
static void the_identity_provider_leads_in(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/sign-in?next=%2Fmatters", NULL);
	want_words(&r, "<a class=\"btn\" href=\"/sign-in/provider?next=%2Fmatters\">");
	r = get(&a, port, "/sign-in/provider", NULL);
	want_status(&r, 303, "go there");
	same_str(header_of(&r, "Location"), S("https://id.example.cn/authorize?state=s"));
	same_str(header_of(&r, "Set-Cookie"), S("provider=sealed-attempt; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"));
	r = get(&a, port, "/sign-in/provider?next=%2Fdown", NULL);
	want_status(&r, 422, "it is down");
	want_words(&r, "role=\"alert\"");
	static const char *const back = "/sign-in/provider/back?state=s&code=office", *const cookie = "Cookie: provider=sealed-attempt\r\n";
	r = ask(&a, port, "GET", back, NULL, cookie, NULL, STR_NONE);
	want_status(&r, 303, "back");
	same_str(header_of(&r, "Location"), S("/documents"));
	assert_true(str_find(r.head, S("Set-Cookie: provider=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"), 0) > 0);
	assert_true(str_find(r.head, S("Set-Cookie: luoshi=office-token;"), 0) > 0);
	r = ask(&a, port, "GET", "/sign-in/provider/back?state=s&code=nobody", NULL, cookie, NULL, STR_NONE);
	want_status(&r, 422, "nobody");
	assert_int_equal(str_find(r.head, S("luoshi="), 0), -1);
	r = get(&a, port, back, NULL);
	want_status(&r, 422, "without the cookie");
	r = ask(&a, port, "HEAD", back, NULL, cookie, NULL, STR_NONE); /* what looks ahead does not use it up */
	want_status(&r, 303, "looked at");
	assert_int_equal(str_find(r.head, S("Set-Cookie"), 0), -1);
	r = get(&a, port, back, OFFICE);
	same_str(header_of(&r, "Location"), S("/"));
}

static void pages_say_who_may_frame_and_script(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/", OFFICE);
	str csp = header_of(&r, "Content-Security-Policy");
	assert_true(str_starts(csp, S("default-src 'none'")));
	assert_true(str_find(csp, S("frame-ancestors 'none'"), 0) > 0);
	assert_int_equal(str_find(csp, S("unsafe"), 0), -1);
	same_str(header_of(&r, "X-Content-Type-Options"), S("nosniff"));
	same_str(header_of(&r, "Cache-Control"), S("no-store"));
	r = get(&a, port, asset_address("luoshi.css"), NULL);
	want_status(&r, 200, "css");
	assert_true(str_find(header_of(&r, "Cache-Control"), S("immutable"), 0) > 0);
	char tag[80];
	snprintf(tag, sizeof tag, "If-None-Match: " STR_FMT "\r\n", STR_ARG(header_of(&r, "ETag")));
	r = ask(&a, port, "GET", asset_address("luoshi.css"), NULL, tag, NULL, STR_NONE);
	want_status(&r, 304, "css again");
	for (size_t i = 0; i < 2; i++)
		assert_true(r.body.n == 0);
}

static bool is_han(uint32_t c)
{
	return c >= 0x4e00 && c <= 0x9fff;
}

/* What the program says itself in English must not be Chinese, and the other way round. */
static void both_languages_are_whole(void **state)
{
	unused_arg(state);
	static const char *const pages[] = {"/", "/matters", "/matters/1", "/documents", "/me", "/settings", "/search?q=x", "/search?q=%E6%B2%A1%E6%9C%89", "/search?q=x&tab=names", "/nowhere"};
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct answer zh = ask(&a, port, "GET", pages[i], OFFICE, NULL, NULL, STR_NONE);
		struct answer en = ask(&a, port, "GET", pages[i], OFFICE, "Cookie: x=1\r\n", NULL, STR_NONE);
		unused_arg(en);
		assert_true(says(&zh, "<html lang=\"zh-CN\""));
		ptrdiff_t nav = str_find(zh.body, S("id=\"nav\""), 0), end = str_find(zh.body, S("</nav>"), (size_t)nav);
		bool tag = false;
		for (ptrdiff_t k = nav; k < end; k++) {
			tag = zh.body.p[k] == '<' ? true : zh.body.p[k] == '>' ? false : tag;
			if (!tag && k > nav + 40 && zh.body.p[k] != '>' && isalpha((unsigned char)zh.body.p[k]))
				test_fails("%s: latin letters in the Chinese menu at " STR_FMT, pages[i], STR_ARG(str_cut(zh.body, (size_t)k, (size_t)k + 30)));
		}
	}
	struct answer en = ask(&a, port, "GET", "/me", NULL, "Cookie: luoshi=office-token; lang=en\r\n", NULL, STR_NONE);
	assert_true(says(&en, "<html lang=\"en\""));
	ptrdiff_t nav = str_find(en.body, S("id=\"nav\""), 0), end = str_find(en.body, S("</nav>"), (size_t)nav);
	size_t pos = (size_t)nav;
	while (pos < (size_t)end)
		if (is_han(utf8_next(en.body, &pos)))
			test_fails("Han in the English menu: " STR_FMT, STR_ARG(str_cut(en.body, pos - 3, pos + 40)));
}

#define BEARER "Authorization: Bearer office-token\r\n"
static void the_api_reads_and_writes(void **state)
{
	unused_arg(state);
	struct answer r = ask(&a, port, "GET", "/api/v1/matters?light=red", NULL, BEARER, NULL, STR_NONE);
	want_status(&r, 200, "matters");
	want_words(&r, "\"title\":\"南坡采石点复绿42公顷\"");
	want_words(&r, "\"due\":\"2026-09-26T10:20:00+08:00\"");
	r = ask(&a, port, "GET", "/api/v1/matters/1", NULL, BEARER, NULL, STR_NONE);
	want_words(&r, "\"assist\":{\"value\":\"22,23\"");
	r = ask(&a, port, "GET", "/api/v1/documents/7", NULL, BEARER, NULL, STR_NONE);
	want_words(&r, "\"state\":\"accepted\"");
	r = ask(&a, port, "POST", "/api/v1/matters/1/actions/report", NULL, BEARER "Idempotency-Key: k\r\n", "application/json",
		S("{\"fields\":{\"share\":68,\"note\":\"x\",\"assist\":[\"22\",\"青萝街道\"],\"urgent\":true},\"version\":7}"));
	want_status(&r, 200, "act");
	assert_string_equal(fake_did, "act 1 report share=68 note=x assist=22 assist=22 urgent=1 files=0 key=1");
	r = ask(&a, port, "POST", "/api/v1/matters/1/actions/report", NULL, BEARER, "application/json", S("{\"share\":900,\"note\":\"x\"}"));
	want_status(&r, 422, "act");
	want_words(&r, "\"field\":\"share\"");
	r = ask(&a, port, "POST", "/api/v1/matters", NULL, BEARER "Idempotency-Key: k\r\n", "application/json",
		S("{\"kind\":\"commitment\",\"title\":\"修路\",\"due\":\"2026-12-31\"}"));
	want_status(&r, 201, "open");
	assert_string_equal(fake_did, "act 0 open title=修路 due=2026-12-31 files=0 key=1");
	r = ask(&a, port, "POST", "/api/v1/matters", NULL, BEARER, "application/json", S("{\"kind\":\"nothing\"}"));
	want_status(&r, 422, "a kind that is not there");
	static const char *const bad[] = {"{", "[]", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":{}}}", "{\"a\":1.5}", "nonsense", "{\"a\":\"\\u0001\"}"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		r = ask(&a, port, "POST", "/api/v1/matters/1/actions/report", NULL, BEARER, "application/json", str_of(bad[i]));
		want_status(&r, 400, bad[i]);
	}
	r = ask(&a, port, "POST", "/api/v1/documents/7/proposals/72", NULL, BEARER, "application/json", S("{\"decision\":\"dismiss\"}"));
	want_status(&r, 200, "decide");
	assert_string_equal(fake_did, "proposal_dismiss 72");
	r = ask(&a, port, "POST", "/api/v1/documents?name=a.txt&date=2026-09-23", NULL, BEARER, "text/plain", S("讲话"));
	want_status(&r, 201, "document");
	/* a cookie alone writes nothing */
	r = ask(&a, port, "POST", "/api/v1/matters/1/actions/report", OFFICE, NULL, "application/json", S("{\"share\":1}"));
	want_status(&r, 403, "cookie without secret");
	r = ask(&a, port, "POST", "/api/v1/session", NULL, NULL, "application/json", S("{\"login\":\"office\",\"password\":\"right\"}"));
	want_status(&r, 201, "session");
	want_words(&r, "\"token\":\"office-token\"");
	r = get(&a, port, "/api/openapi.json", NULL);
	want_words(&r, "\"/api/v1/documents/{id}/proposals/{id2}\"");
	r = get(&a, port, "/metrics", NULL);
	want_words(&r, "luoshi_event_seq 1182");
}

static void *visitor(void *arg)
{
	static const char *const pages[] = {"/", "/matters", "/matters/1", "/documents/7", "/me", "/nowhere", "/metrics"};
	struct arena own;
	int *bad = arg;
	arena_init(&own);
	for (size_t i = 0; i < 40; i++) {
		struct answer r = ask(&own, port, "GET", pages[i % COUNT_OF(pages)], OFFICE, i % 2 ? "Accept-Language: en\r\n" : NULL, NULL, STR_NONE);
		*bad += r.status != 200 && r.status != 404;
	}
	arena_done(&own);
	return NULL;
}

static void many_at_once(void **state)
{
	unused_arg(state);
	pthread_t t[8];
	int bad[8] = {0};
	for (int i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, visitor, &bad[i]);
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], NULL);
		assert_int_equal(bad[i], 0);
	}
}

static void live_streams_greet_and_end(void **state)
{
	unused_arg(state);
	struct answer r = ask(&a, port, "GET", "/events", OFFICE, "Last-Event-ID: 1000\r\n", NULL, STR_NONE);
	unused_arg(r); /* read with the server's end in `end` below */
	want_words(&r, "event: grown");
}

static void *stop_soon(void *arg)
{
	unused_arg(arg);
	sleep(2);
	web_stop(web);
	return NULL;
}

static void stopping_ends_streams(void **state)
{
	pthread_t t;
	pthread_create(&t, NULL, stop_soon, NULL);
	live_streams_greet_and_end(state);
	pthread_join(t, NULL);
	web = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_escaped),
		cmocka_unit_test(what_people_wrote_is_never_markup),
		cmocka_unit_test(every_route_answers),
		cmocka_unit_test(signed_out_sees_nothing),
		cmocka_unit_test(no_post_without_the_secret),
		cmocka_unit_test(duties_are_asked),
		cmocka_unit_test(unknown_is_not_found),
		cmocka_unit_test(signing_in_leads_back),
		cmocka_unit_test(the_identity_provider_leads_in),
		cmocka_unit_test(pages_say_who_may_frame_and_script),
		cmocka_unit_test(both_languages_are_whole),
		cmocka_unit_test(the_api_reads_and_writes),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(stopping_ends_streams),
	};
	return cmocka_run_group_tests(tests, pages_begin, pages_end);
}
