/* SPDX-License-Identifier: Apache-2.0 */
/* The pages over canned data, through HTTP. */
#include "check.h"

#include <ctype.h>
#include <pthread.h>

#include "client.h"
#include "fake_core.h"
#include "fake_public.h"
#include "web/html_in.h"
#include "web/web_in.h"

#define OFFICE "office-token"
#define LIAISON "liaison-token"
#define LEADER "leader-token"
#define INTAKE "intake-token"
#define SECRET "_s=form-secret-form-secret"

static struct arena a;
static struct web *web;
static int port;
static const struct zone *the_zone;

static void want_status(const struct answer *r, int status, const char *what)
{
	if (r->status != status)
		test_fails("%s: %d, want %d\n" STR_FMT, what, r->status, status, STR_ARG(str_cut(r->body, 0, 600)));
}

static void want_words(const struct answer *r, const char *words)
{
	if (!says(r, words))
		test_fails("no \"%s\" in\n" STR_FMT, words, STR_ARG(r->body));
}

/* ---- escaping ---------------------------------------------------------------------------------- */
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

/* ---- routes ------------------------------------------------------------------------------------- */
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

/* Air: stations side by side, the calendar of a year, a day with its hours; a day without an index says so. */
static void quality_of_air(void **state)
{
	unused_arg(state);
	struct answer x = get(&a, port, "/air", OFFICE);
	want_status(&x, 200, "air");
	want_words(&x, "榴花站&lt;b&gt;");
	want_words(&x, "href=\"/air/1?y=2026\"");
	want_words(&x, "HJ 663-2026");
	want_words(&x, "未见标准原文");
	x = get(&a, port, "/air?y=2025", LIAISON);
	want_words(&x, "HJ 663-2013");
	assert_false(says(&x, "未见标准原文"));
	x = get(&a, port, "/air?y=2031", OFFICE);
	want_status(&x, 404, "a year to come");
	x = get(&a, port, "/air/1?y=2026&d=2026-02-26", LEADER);
	want_status(&x, 200, "a station");
	want_words(&x, "HJ 633-2012");
	want_words(&x, "PM<sub>2.5</sub>");
	want_words(&x, "首要污染物");
	want_words(&x, "aria-current=\"date\"");
	x = get(&a, port, "/air/1?y=2026&d=2026-03-02", LEADER);
	want_words(&x, "HJ 633-2026");
	x = get(&a, port, "/air/2?y=2026", OFFICE);
	want_status(&x, 200, "a station that is silent");
	assert_false(says(&x, "id=\"day\""));
	x = get(&a, port, "/air/3", OFFICE);
	want_status(&x, 404, "no such station");
	x = get(&a, port, "/air", NULL);
	want_status(&x, 303, "nobody");
}

/* Rates: the number, what is above and below its line, the league, who is left out and by whom. */
static void rates_of_a_month(void **state)
{
	unused_arg(state);
	struct answer x = get(&a, port, "/requests/rates?m=2026-09&by=town", OFFICE);
	want_status(&x, 200, "rates");
	want_words(&x, "66.67%</b> <small class=\"nb\">2/3");
	want_words(&x, "榴花街道&lt;b&gt;");
	want_words(&x, "剔〔2026〕1号");
	assert_false(says(&x, "<b>榴花街道<b>"));
	want_words(&x, "name=\"m\" value=\"2026-09\""); /* it is over: it can be kept */
	x = get(&a, port, "/requests/rates?m=2026-10", OFFICE);
	assert_false(says(&x, "type=\"hidden\" name=\"m\"")); /* not yet */
	x = get(&a, port, "/requests/rates?m=2026-09", LIAISON);
	want_status(&x, 200, "a liaison");
	assert_false(says(&x, "type=\"hidden\" name=\"m\""));
	x = get(&a, port, "/requests/rates?m=2026-9", OFFICE);
	want_status(&x, 422, "a month is written one way");
	x = get(&a, port, "/requests/rates/rows?m=2026-09&g=unit&id=20&k=&r=response", OFFICE);
	want_status(&x, 200, "rows");
	x = get(&a, port, "/requests/rates/rows?m=2026-09&g=unit&id=21&k=&r=response", OFFICE);
	want_status(&x, 404, "no such unit");
	x = get(&a, port, "/requests/rates/paper?m=2026-09", OFFICE);
	want_status(&x, 200, "paper");
	x = get(&a, port, "/requests/rates/docx?m=2026-09", OFFICE);
	want_status(&x, 200, "docx");
	x = get(&a, port, "/requests/rates/file?m=2026-09&f=json", OFFICE);
	want_status(&x, 200, "json");
	want_words(&x, "\"leagues\":[");
	assert_true(str_find(x.body, S("[\"2\","), 0) < 0); /* an order that may not be seen has no id */
	x = get(&a, port, "/requests/rates/file?m=2026-09&t=visits&f=csv", OFFICE);
	want_status(&x, 200, "csv");
	want_words(&x, "request,unit,at,asker,reached,solved,satisfaction");
	fake_did[0] = 0;
	x = ask(&a, port, "POST", "/requests/rates", OFFICE, NULL, FORM_TYPE, S(SECRET "&m=2026-09"));
	want_status(&x, 303, "kept");
	assert_string_equal(fake_did, "keep 202609 1");
	x = ask(&a, port, "POST", "/requests/rates", LIAISON, NULL, FORM_TYPE, S(SECRET "&m=2026-09"));
	want_status(&x, 403, "not by a liaison");
}

/* The desk: looking writes nothing, what strangers wrote is never markup, what is missing is said and
 * what was typed comes back. */
static void calls_are_taken(void **state)
{
	unused_arg(state);
	struct answer x = get(&a, port, "/desk?phone=13800001234", INTAKE);
	want_status(&x, 200, "desk");
	want_words(&x, "value=\"13800001234\"");
	want_words(&x, "name=\"go\" value=\"look\"");
	fake_asked[0] = 0;
	x = ask(&a, port, "POST", "/desk", INTAKE, NULL, FORM_TYPE, S(SECRET "&go=look&words=%E8%B7%AF%E7%81%AF%3Cb%3E&phone=13800001234"));
	want_status(&x, 200, "look");
	assert_string_equal(fake_asked, "");
	want_words(&x, "name=\"attach\" value=\"5\"");
	want_words(&x, "文昌路&lt;b&gt;路灯");
	want_words(&x, "都说“路灯”&lt;i&gt;");
	want_words(&x, "路灯&lt;u&gt;");
	want_words(&x, "value=\"category:城市管理·道路设施·路灯\"");
	assert_false(says(&x, "路灯<b>"));
	x = ask(&a, port, "POST", "/desk", INTAKE, NULL, FORM_TYPE, S(SECRET "&fill=category:%E8%B7%AF%E7%81%AF&words=w&phone=13800001234"));
	want_words(&x, "value=\"城市管理·道路设施·路灯\" maxlength");
	x = ask(&a, port, "POST", "/desk", INTAKE, NULL, FORM_TYPE, S(SECRET "&go=register&words=&phone=12&title=t&category=nothing"));
	want_status(&x, 422, "what is missing");
	want_words(&x, "href=\"#phone\"");
	want_words(&x, "href=\"#words\"");
	want_words(&x, "href=\"#class\"");
	want_words(&x, "href=\"#category\"");
	want_words(&x, "value=\"nothing\"");
	assert_string_equal(fake_asked, "");
	x = ask(&a, port, "POST", "/desk", INTAKE, NULL, FORM_TYPE, S(SECRET "&go=register&words=w&phone=13800001234&class=complaint&category=%E8%B7%AF%E7%81%AF&place=p&key=k1"));
	want_status(&x, 200, "taken");
	assert_non_null(strstr(fake_asked, "title=p：路灯;class=complaint;category=urban.road.lamp;place=p;"));
	assert_non_null(strstr(fake_asked, "channel=h12345;phone=13800001234;words=w;"));
	want_words(&x, "诉20260000012");
	x = get(&a, port, "/desk", LIAISON);
	want_status(&x, 403, "not for units");
	x = get(&a, port, "/desk/board", LIAISON);
	want_status(&x, 200, "board");
	want_words(&x, "榴花街道&lt;b&gt;");
}

/* 导出: the rows of the list, under a Chinese name, and an event that says how much went out. */
static void lists_are_exported(void **state)
{
	unused_arg(state);
	fake_did[0] = 0;
	struct answer x = get(&a, port, "/export/matters?f=csv&l=red", OFFICE);
	want_status(&x, 200, "csv");
	assert_true(str_find(x.body, S("\xef\xbb\xbf"), 0) >= 0 && str_find(x.body, S(",luoshi-id\r\n"), 0) > 0); /* chunked */
	same_str(header_of(&x, "Content-Type"), S("text/csv; charset=utf-8"));
	assert_true(str_find(header_of(&x, "Content-Disposition"), S("attachment; filename=\""), 0) == 0);
	assert_true(str_find(header_of(&x, "Content-Disposition"), S("filename*=UTF-8''%E4%BA%8B%E9%A1%B9%E5%8F%B0%E8%B4%A6-2026-"), 0) > 0);
	assert_string_equal(fake_did, "export matters csv");
	x = get(&a, port, "/export/todo", OFFICE);
	want_status(&x, 200, "xlsx");
	assert_true(str_find(x.body, S("PK\3\4"), 0) >= 0);
	x = get(&a, port, "/export/matters?f=json", OFFICE);
	assert_true(str_find(x.body, S("\"light_sign\":"), 0) > 0);
	x = get(&a, port, "/export/nothing", OFFICE);
	want_status(&x, 404, "no such list");
	x = get(&a, port, "/export/matters?f=doc", OFFICE);
	assert_true(x.status >= 400 && x.status < 500);
	x = get(&a, port, "/export/people", LIAISON);
	want_status(&x, 403, "people");
	fake_refuse = ERR_CONFLICT; /* what cannot be recorded does not go out */
	x = get(&a, port, "/export/matters?f=csv", OFFICE);
	fake_refuse = OK;
	want_status(&x, 409, "not recorded");
	assert_true(str_find(x.body, S("luoshi-id"), 0) < 0);
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

static void parts_stand_on_the_page_of_their_matter(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/matters/1", LIAISON);
	want_words(&r, "id=\"parts-piece\"");
	want_words(&r, "绿化移植&lt;b&gt;37棵");
	want_words(&r, "action=\"/matters/1/parts/500/act/report\"");
	want_words(&r, "action=\"/matters/1/parts/piece/act/assign\"");
	want_words(&r, "id=\"p-500-report-share\"");
	r = get(&a, port, "/matters/1?part=501&do=report", LIAISON);
	want_words(&r, "<details open id=\"p-501-report\"");
	r = post(&a, port, "/matters/1/parts/500/act/report", LIAISON, SECRET "&share=60&result=x&version=7&key=k");
	assert_int_equal(r.status, 303);
	same_str(header_of(&r, "Location"), S("/matters/1?did=piece.report#part-500"));
	assert_string_equal(fake_did, "act 1 part 500 report share=60 result=x");
	r = get(&a, port, "/matters/1?did=piece.report", LIAISON);
	want_words(&r, "报分工进展");
	r = post(&a, port, "/matters/1/parts/piece/act/assign", LIAISON, SECRET "&title=x&unit=21&due=2026-10-30&key=k");
	assert_int_equal(r.status, 303);
	assert_string_equal(fake_did, "act 1 part 0piece assign title=x unit=21 due=2026-10-30");
	r = post(&a, port, "/matters/1/parts/501/act/report", LIAISON, SECRET "&share=900&result=%E5%86%99%E5%A5%BD%E7%9A%84&key=k");
	assert_int_equal(r.status, 422);
	want_words(&r, "id=\"wrong-p-501-report\"");
	want_words(&r, "写好的</textarea>");
	want_words(&r, "id=\"p-501-report-share-wrong\"");
	static const char *const nowhere[] = {"/matters/1/parts/9/act/report", "/matters/1/parts/stone/act/assign", "/matters/1/parts/500/act/close"};
	for (size_t i = 0; i < COUNT_OF(nowhere); i++) {
		r = post(&a, port, nowhere[i], LIAISON, SECRET "&key=k");
		want_status(&r, 404, nowhere[i]);
	}
	r = ask(&a, port, "POST", "/api/v1/matters/1/parts/piece/actions/assign", LIAISON, NULL, FORM_TYPE, S(SECRET "&title=x&unit=21&due=2026-10-30"));
	want_status(&r, 201, "api");
	want_words(&r, "\"part\":\"503\"");
	r = get(&a, port, "/api/v1/matters/1", LIAISON);
	want_words(&r, "\"sort\":\"piece\"");
	want_words(&r, "\"part_actions\":[{\"sort\":\"piece\",\"action\":\"assign\"}]");
	r = get(&a, port, "/api/v1/parts?due_from=yesterday", LIAISON);
	want_status(&r, 400, "not a date");
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

/* ---- search ---------------------------------------------------------------------------------------- */
static void search_shows_where_the_words_stand(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/search?q=%E8%80%81%E6%97%A7", OFFICE);
	want_status(&r, 200, "search");
	want_words(&r, "<mark class=\"hit\">");
	want_words(&r, "<mark class=\"hit\">雨污</mark>&lt;分流&gt;");
	want_words(&r, "id=\"find\" name=\"q\" type=\"search\" value=\"老旧\"");
	want_words(&r, "/search?q=%E8%80%81%E6%97%A7&amp;tab=documents");
	want_words(&r, "&amp;c=9.0\">更早的</a>");
	r = get(&a, port, "/search?q=%E8%AE%B2%E8%AF%9D&tab=documents", OFFICE);
	want_words(&r, "&lt;b&gt;<mark class=\"hit\">讲话</mark>");
	r = get(&a, port, "/search?q=zjj&tab=names", OFFICE);
	want_words(&r, "<a href=\"/matters?u=11\">区<mark class=\"hit\">住建</mark>局</a>");
	want_words(&r, "柳青禾");
	r = get(&a, port, "/search?q=%E6%B2%A1%E6%9C%89", OFFICE);
	want_words(&r, "在您可以查看的内容中没有找到");
	r = get(&a, port, "/search", OFFICE);
	want_words(&r, "请输入您记得的内容");
	r = get(&a, port, "/search?q=%22%3E%3Cscript%3E", OFFICE);
	assert_false(says(&r, "<script>"));
	/* its number leads to it */
	r = get(&a, port, "/search?q=%E7%9D%A3%E3%80%942026%E3%80%950003", OFFICE);
	want_status(&r, 303, "number");
	same_str(header_of(&r, "Location"), S("/matters/3"));
	r = get(&a, port, "/api/v1/search?q=x&in=names", OFFICE);
	want_words(&r, "\"unit\":\"11\"");
	r = get(&a, port, "/api/v1/search?q=x", OFFICE);
	want_words(&r, "\"snippet\":{\"text\":\"雨污\\u003c分流\\u003e\",\"spans\":[[0,2]]}");
}

/* ---- notices -------------------------------------------------------------------------------------- */
static void notices_say_what_may_be_said(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/notices", OFFICE);
	want_status(&r, 200, "notices");
	want_words(&r, "榴乡路沿线3处&lt;b&gt;积水点&lt;/b&gt;整治到位");
	want_words(&r, "这件事项您已不能查看");
	want_words(&r, "<form method=\"post\" action=\"/notices/33\">");
	want_words(&r, "<button name=\"upto\" value=\"33\">");
	want_words(&r, "href=\"/notices?c=31\"");
	assert_int_equal(str_find(r.body, S("督〔2026〕0302"), 0), -1);
	r = get(&a, port, "/matters", LIAISON);
	want_words(&r, "class=\"bell\" href=\"/notices\"");
	assert_int_equal(str_find(r.body, S("href=\"/robots\""), 0), -1);
	r = post(&a, port, "/notices/33", OFFICE, SECRET "&matter=1");
	same_str(header_of(&r, "Location"), S("/matters/1"));
	assert_string_equal(fake_did, "seen 33 0");
	r = post(&a, port, "/notices/33", OFFICE, SECRET "&matter=//evil.example");
	same_str(header_of(&r, "Location"), S("/notices"));
	r = post(&a, port, "/notices/seen", OFFICE, SECRET "&upto=33");
	assert_string_equal(fake_did, "seen 33 1");
}

static void how_one_is_told_is_a_form(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/me/notices", OFFICE);
	want_words(&r, "name=\"task\" value=\"1\" checked");
	want_words(&r, "name=\"digest\" type=\"time\" class=\"short\" required value=\"08:30\"");
	want_words(&r, "g***u@example.cn");
	r = post(&a, port, "/me/notices", OFFICE, SECRET "&task=1&remind=1&time=2&step=0&watch=0&digest=17:05&from=00:00&to=6:30");
	want_status(&r, 303, "kept");
	assert_string_equal(fake_did, "choices 1 1 2 0 0 1025 0 390 0");
	static const char *const bad[] = {"&task=3&remind=1&time=2&step=0&watch=0&digest=17:05&from=00:00&to=06:30", "&task=1&digest=17:05&from=00:00&to=06:30",
		"&task=1&remind=1&time=2&step=0&watch=0&digest=25:00&from=00:00&to=06:30", "&task=1&remind=1&time=2&step=0&watch=0&digest=8&from=00:00&to=06:30"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		char form[200];
		snprintf(form, sizeof form, "%s%s", SECRET, bad[i]);
		r = post(&a, port, "/me/notices", OFFICE, form);
		want_status(&r, 422, bad[i]);
		want_words(&r, "role=\"alert\"");
	}
	r = post(&a, port, "/me/mail", OFFICE, SECRET "&address=%22%3E%3Cscript%3E");
	want_status(&r, 422, "address");
	want_words(&r, "value=\"&quot;&gt;&lt;script&gt;\"");
}

static void robots_keep_their_addresses(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/robots", OFFICE);
	want_words(&r, "oapi.dingtalk.com");
	want_words(&r, "Login denied (535)");
	r = post(&a, port, "/robots", OFFICE, SECRET "&name=%E7%BE%A4&unit=20&form=dingtalk&url=https%3A%2F%2Fsecret.example%2Fx&secret=hush&topic_task=1&topic_time=1");
	want_status(&r, 303, "added");
	assert_string_equal(fake_did, "robot 群 20 5");
	r = post(&a, port, "/robots", OFFICE, SECRET "&name=%E7%BE%A4&unit=20&form=dingtalk&url=https%3A%2F%2Fsecret.example%2Fx&secret=hush");
	want_status(&r, 422, "no topics");
	assert_int_equal(str_find(r.body, S("secret.example"), 0), -1);
	assert_int_equal(str_find(r.body, S("hush"), 0), -1);
}

/* ---- signing in ------------------------------------------------------------------------------------ */
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

/* ---- pages -------------------------------------------------------------------------------------------- */
static void the_document_is_marked(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/documents/7?p=73", OFFICE);
	want_words(&r, "<mark class=\"mc\" id=\"s3\"><a class=\"no\" href=\"#p3\">承3</a>请<mark class=\"mu\">区住建局</mark>牵头，"
		       "<mark class=\"mu\">青萝街道</mark>、<mark class=\"mu\">清渠街道</mark>配合，<mark class=\"md\">会后十个工作日内</mark>"
		       "把榴乡路沿线<mark class=\"mt\">3处</mark>积水点整治到位，逐点销号。</mark><span class=\"hole\"");
	want_words(&r, "<h2>一、前八个月的账要<span class=\"guess\" id=\"g0\">算清<sup>推断</sup></span></h2>");
	want_words(&r, "完成投资<mark class=\"ma\">87.4亿元</mark>；");
	want_words(&r, "<span class=\"mask\">186个</span>小区");
	want_words(&r, "此文有 131 处损坏已修复，1 处为推断，请核对");
	want_words(&r, "三是抓&lt;script&gt;");
	want_words(&r, "id=\"p3\" class=\"now\" tabindex=\"-1\" data-next=\"?p=74#p4\" data-previous=\"?p=72#p2\"");
	want_words(&r, "value=\"区住建局\"");
	want_words(&r, "各热力企业：不在单位表");
	want_words(&r, "合并到 督〔2026〕0371");
	r = get(&a, port, "/documents/7", LIAISON);
	assert_false(says(&r, "name=\"do\""));
	r = get(&a, port, "/documents/7/original", OFFICE);
	same_str(header_of(&r, "Content-Type"), S("application/octet-stream"));
	assert_true(str_starts(header_of(&r, "Content-Disposition"), S("attachment; filename=\"_ _")));
}

static void proposals_are_decided(void **state)
{
	unused_arg(state);
	static const struct {
		const char *form, *did;
	} row[] = {
		{"do=accept&title=x&lead=%E5%8C%BA%E4%BD%8F%E5%BB%BA%E5%B1%80&assist=a%E3%80%81b%EF%BC%8Cc,%20&due=2026-10-14", "accept 72 0 lead=区住建局 assist=3 due=2026-10-14"},
		{"do=assign&title=x&lead=20&assist=&due=", "accept 72 1 lead=20 assist=0 due="},
		{"do=save&title=x", "proposal_save 72"},
		{"title=x", "proposal_save 72"},
		{"do=dismiss&reason=x", "proposal_dismiss 72"},
		{"do=merge&number=%E7%9D%A3%E3%80%942026%E3%80%950301", "proposal_merge 72"},
		{"do=split&at=120", "proposal_split 72"},
		{"do=join&with=73", "proposal_join 72"},
		{"do=undo", "undo 72"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		char form[400];
		snprintf(form, sizeof form, SECRET "&%s", row[i].form);
		struct answer r = post(&a, port, "/documents/7/proposals/72", OFFICE, form);
		want_status(&r, 303, row[i].form);
		assert_string_equal(fake_did, row[i].did);
		assert_true(str_starts(header_of(&r, "Location"), S("/documents/7?p=7")));
	}
	struct answer r = post(&a, port, "/documents/7/proposals/72", OFFICE, SECRET "&do=merge&number=");
	want_status(&r, 422, "no number");
	want_words(&r, "请写要合并到的事项编号");
	r = post(&a, port, "/documents/7/proposals", OFFICE, SECRET "&quote=%E9%80%90%E6%A0%8B%E8%AF%95%E6%B8%A9");
	want_status(&r, 303, "add");
	assert_true(!strncmp(fake_did, "add ", 4));
	r = post(&a, port, "/documents/7/proposals", OFFICE, SECRET "&quote=nowhere");
	want_status(&r, 422, "add");
	want_words(&r, "正文中没有这段话");
	r = post(&a, port, "/documents/7/accept-ready", OFFICE, SECRET);
	same_str(header_of(&r, "Location"), S("/documents/7?did=ready&n=1#ph"));
	r = get(&a, port, "/documents/7?did=accept&was=71", OFFICE);
	want_words(&r, "第 1 条已采纳");
	want_words(&r, "accesskey=\"u\"");
}

static void what_was_typed_comes_back(void **state)
{
	unused_arg(state);
	fake_refuse = ERR_CONFLICT;
	struct answer r = post(&a, port, "/documents/7/proposals/72", OFFICE, SECRET "&do=accept&title=%E6%94%B9%E8%BF%87%3Cb%3E&lead=zz&due=2026-01-02");
	fake_refuse = OK;
	want_status(&r, 409, "conflict");
	want_words(&r, "改过&lt;b&gt;</textarea>");
	want_words(&r, "value=\"2026-01-02\"");
	r = post(&a, port, "/matters/1/act/report", LIAISON, SECRET "&share=900&note=%E5%86%99%E5%A5%BD%E7%9A%84%E8%AF%9D&version=7&key=k");
	want_status(&r, 422, "share");
	want_words(&r, "写好的话</textarea>");
	want_words(&r, "value=\"900\" type=\"text\" inputmode=\"numeric\" required aria-invalid=\"true\" aria-describedby=\"report-share-wrong\"");
	want_words(&r, "id=\"report-share-wrong\"");
	want_words(&r, "<details open id=\"do-report\">");
	r = post(&a, port, "/matters/1/act/report", LIAISON, SECRET "&share=60&note=x&assist=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA");
	want_status(&r, 422, "unit");
	want_words(&r, "单位表中没有“没有这个”");
	fake_refuse = ERR_BUSY;
	r = post(&a, port, "/matters/1/act/report", LIAISON, SECRET "&share=60&note=%E5%BE%88%E9%95%BF%E7%9A%84%E8%AF%9D");
	fake_refuse = OK;
	want_status(&r, 503, "busy");
	want_words(&r, "很长的话</textarea>");
	want_words(&r, "再提交一次");
	r = post(&a, port, "/matters/1/act/report", LIAISON, "_s=old&note=%E5%BE%88%E9%95%BF%E7%9A%84%E8%AF%9D");
	want_status(&r, 403, "old form");
	want_words(&r, "很长的话</textarea>");
	assert_false(says(&r, "<button class=\"go\">再提交一次"));
}

static void actions_become_arguments(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/matters/1/act/report", LIAISON,
			       SECRET "&share=68%25&note=a%0D%0Ab&assist=%E9%9D%92%E8%90%9D%E8%A1%97%E9%81%93&urgent=0&urgent=1&key=k1&version=7");
	want_status(&r, 303, "report");
	assert_string_equal(fake_did, "act 1 report share=68 note=a\nb assist=22 urgent=1 files=0 key=1");
	same_str(header_of(&r, "Location"), S("/matters/1?did=report"));
	r = get(&a, port, "/matters/1?did=report", LIAISON);
	want_words(&r, "已报进展");
	r = ask(&a, port, "POST", "/matters/1/act/close", LIAISON, NULL, "multipart/form-data; boundary=q",
		S("--q\r\nContent-Disposition: form-data; name=\"_s\"\r\n\r\nform-secret-form-secret\r\n"
		  "--q\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n完成\r\n"
		  "--q\r\nContent-Disposition: form-data; name=\"way\"\r\n\r\nsite\r\n"
		  "--q\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n"
		  "--q\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\"\r\n\r\n\r\n--q--\r\n"));
	want_status(&r, 303, "close");
	assert_string_equal(fake_did, "act 1 close note=完成 way=site files=1 key=0");
	r = post(&a, port, "/matters/1/act/nothing", LIAISON, SECRET);
	want_status(&r, 404, "no such action");
}

static void the_clock_is_drawn(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/matters/1", LIAISON);
	want_words(&r, "<td class=\"u\"><span>24<small>1</small></span></td>");
	want_words(&r, "<td><span>25<small>休</small></span></td>");
	want_words(&r, "<td class=\"u\"><span>10<small>班 7</small></span></td>");
	want_words(&r, "<td class=\"n\"><span>12<small>今天 8</small></span></td>");
	want_words(&r, "<td class=\"e\"><span>14<small>到期</small></span></td>");
	want_words(&r, "10月14日到期");
	want_words(&r, "剩 2 个工作日");
	struct ui u = {.zone = the_zone};
	assert_int_equal(due_day(&u, FAKE_DUE), day_of(2026, 10, 14)); /* 24:00 */
	assert_int_equal(due_day(&u, FAKE_DUE + 1), day_of(2026, 10, 15));
	want_words(&r, "<small>包联领导</small><b>林疏桐</b>");
}

static void evidence_is_shown_only_when_safe(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/evidence/6/0", LIAISON);
	same_str(header_of(&r, "Content-Type"), S("image/png"));
	assert_true(str_starts(header_of(&r, "Content-Disposition"), S("inline")));
	r = get(&a, port, "/evidence/6/1", LIAISON);
	same_str(header_of(&r, "Content-Type"), S("application/octet-stream"));
	assert_true(str_starts(header_of(&r, "Content-Disposition"), S("attachment")));
	assert_true(str_find(header_of(&r, "Content-Security-Policy"), S("sandbox"), 0) > 0);
}

static void the_ledger_filters_and_pages(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/matters?l=red", OFFICE);
	want_words(&r, "南坡采石点复绿42公顷");
	assert_false(says(&r, "榴乡路沿线"));
	want_words(&r, "<option value=\"red\" selected>");
	want_words(&r, "name=\"query\" value=\"l=red\"");
	r = get(&a, port, "/matters", OFFICE);
	want_words(&r, "<td class=\"du nb\">2026-10-12<small><span class=\"soon\">今天到期"); /* 10:20 */
	r = get(&a, port, "/matters?u=20", OFFICE);
	want_words(&r, "href=\"/matters?u=20&amp;c=a%2Bb%2Fc%3D\"");
	want_words(&r, "更早的 50 条");
	r = get(&a, port, "/matters?q=%E6%B2%A1%E6%9C%89", OFFICE);
	want_words(&r, "没有符合筛选的事项");
	r = get(&a, port, "/matters?q=%E7%9D%A3%E3%80%942026%E3%80%950301", OFFICE);
	want_status(&r, 303, "straight to the matter");
	r = post(&a, port, "/views", OFFICE, SECRET "&name=mine&query=l%3Dred");
	assert_string_equal(fake_did, "view mine l=red");
	r = post(&a, port, "/views/5/remove", OFFICE, SECRET);
	assert_string_equal(fake_did, "view_remove 5");
}

static void bulk_goes_to_each(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.remind&m=1&m=2&m=6");
	want_status(&r, 303, "bulk");
	assert_string_equal(fake_did, "act 6 remind files=0 key=0");
	same_str(header_of(&r, "Location"), S("/matters?did=bulk&n=3"));
	r = post(&a, port, "/matters/bulk", LEADER, SECRET "&do=commitment.instruct&m=1&m=2");
	want_status(&r, 200, "bulk asks for the reason");
	want_words(&r, "name=\"reason\"");
	want_words(&r, "value=\"2\" checked");
	fake_refuse = ERR_CONFLICT;
	r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.remind&m=1&m=2&back=l%3Dyellow");
	fake_refuse = OK;
	want_words(&r, "办成 0 件，没有办成 2 件");
	want_words(&r, "value=\"2\" checked");
	want_words(&r, "href=\"/matters?l=yellow\"");
	r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.close&m=1");
	want_status(&r, 404, "not a bulk action");
	r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.remind");
	same_str(header_of(&r, "Location"), S("/matters?did=none"));
}

static void bulk_says_first_who_cannot(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.remind&m=1&m=5&m=1");
	want_status(&r, 200, "one of them cannot");
	want_words(&r, "不能一起办的 1 件");
	want_words(&r, "value=\"1\" checked");
	assert_false(says(&r, "value=\"5\" checked"));
	want_words(&r, "柳青禾休假至"); /* whoever would hear of it is away */
	want_words(&r, "name=\"key\"");
	r = post(&a, port, "/matters/bulk", OFFICE, SECRET "&do=commitment.remind&m=1&go=1&key=k");
	want_status(&r, 303, "the rest goes");
	assert_string_equal(fake_did, "act 1 remind files=0 key=1");
}

/* ---- my work ------------------------------------------------------------------------------------- */
static void my_work_has_its_tabs(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/", LIAISON);
	want_words(&r, "<a href=\"/\" aria-current=\"page\">待办 <b>5</b></a>");
	want_words(&r, "已办 <b>3</b>");
	want_words(&r, "办结 <b>99+</b>");
	r = get(&a, port, "/?tab=done", LIAISON);
	want_words(&r, "aria-current=\"page\">已办");
	want_words(&r, "href=\"/?tab=done&amp;c=7.8\"");
	r = get(&a, port, "/?tab=watching", LEADER);
	want_words(&r, "aria-current=\"page\">关注");
	r = get(&a, port, "/?tab=nonsense", LIAISON);
	want_words(&r, "aria-current=\"page\">待办");
	r = post(&a, port, "/matters/7/watch", LIAISON, SECRET "&on=1");
	same_str(header_of(&r, "Location"), S("/matters/7"));
	assert_string_equal(fake_did, "watch 7 1");
}

static void a_leader_acts_from_the_first_page(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/", LEADER);
	want_words(&r, "<a href=\"/matters?l=open&amp;named=1\">8</a>");
	want_words(&r, "<a href=\"/matters?l=yellow&amp;named=1\">2</a>");
	want_words(&r, "<a href=\"/matters?l=red&amp;named=1\">1</a>");
	want_words(&r, "差 13 个百分点"); /* why */
	r = post(&a, port, "/matters/6/act/remind", LEADER, SECRET "&back=%2F");
	same_str(header_of(&r, "Location"), S("/?on=6&did=remind"));
	r = get(&a, port, "/?on=6&did=remind", LEADER);
	want_words(&r, "role=\"status\"");
	r = post(&a, port, "/matters/6/act/remind", LEADER, SECRET "&back=%2F%2Fevil.example");
	same_str(header_of(&r, "Location"), S("/matters/6?did=remind"));
}

static void the_ledger_has_four_ways(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/matters?view=board", OFFICE);
	want_words(&r, "<h2>待签收 <b>100</b></h2>");
	want_words(&r, "name=\"m\"");
	want_words(&r, "<input type=\"hidden\" name=\"view\" value=\"board\">");
	want_words(&r, "href=\"/matters?l=red&amp;view=board\"");
	r = get(&a, port, "/matters?view=board&l=red", OFFICE);
	assert_false(says(&r, "<b>100</b>")); /* filtered: what was found */
	r = get(&a, port, "/matters?view=gantt&l=red", OFFICE);
	want_words(&r, "<svg class=\"gantt\"");
	want_words(&r, "class=\"bar-over\"");
	want_words(&r, "href=\"/matters?l=red&amp;view=calendar\"");
	r = get(&a, port, "/matters?view=calendar", OFFICE);
	want_words(&r, "2026年10月");
	want_words(&r, "国庆节");
	want_words(&r, "month=2026-09");
	r = get(&a, port, "/matters?view=calendar&month=2027-01", OFFICE);
	want_words(&r, "month=2026-12");
	want_words(&r, "month=2027-02");
	r = get(&a, port, "/matters?view=calendar&month=9999-99", OFFICE);
	want_words(&r, "2026年10月");
	r = get(&a, port, "/matters?d=2026-10-14&s=running", OFFICE);
	want_words(&r, "<option value=\"2026-10-14\" selected");
	want_words(&r, "name=\"s\" value=\"running\"");
}

/* ---- acting for somebody ------------------------------------------------------------------------------ */
static str secret_of(const struct answer *r)
{
	ptrdiff_t at = str_find(r->body, S("name=\"_s\" value=\""), 0);
	assert_true(at > 0);
	return str_cut(r->body, (size_t)at + 17, (size_t)at + 17 + 64);
}

static void acting_for_somebody_is_seen_and_separate(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/", OFFICE);
	want_words(&r, "代柳青禾");
	r = post(&a, port, "/for", OFFICE, SECRET "&person=2&next=%2Fmatters%2F1");
	same_str(header_of(&r, "Set-Cookie"), S("for=2; Path=/; HttpOnly; SameSite=Lax"));
	same_str(header_of(&r, "Location"), S("/matters/1"));
	r = post(&a, port, "/for", LEADER, SECRET "&person=2");
	want_status(&r, 403, "nothing was delegated to him");
	r = get(&a, port, "/matters/1", OFFICE "; for=2");
	want_words(&r, "正在代柳青禾办理");
	want_words(&r, "区政府督查室 · 顾一舟"); /* who it is stays said */
	struct buf b;
	buf_init(&b, &a);
	buf_fmt(&b, "_s=" STR_FMT "&version=7", STR_ARG(secret_of(&r)));
	/* a form of the one is no form of the other */
	r = post(&a, port, "/matters/1/act/remind", OFFICE, str_z(&a, buf_str(&b)));
	want_status(&r, 403, "made while acting for her, sent as oneself");
	r = post(&a, port, "/matters/1/act/remind", OFFICE "; for=2", SECRET "&version=7");
	want_status(&r, 403, "the reverse");
	r = post(&a, port, "/matters/1/act/report", OFFICE "; for=2", str_z(&a, buf_str(&b)));
	want_status(&r, 303, "as it was made");
	r = get(&a, port, "/me", OFFICE "; for=2");
	want_words(&r, "本页是您自己的");
	r = get(&a, port, "/", LEADER "; for=2");
	want_status(&r, 200, "it has ended");
	want_words(&r, "委托可能已经到期");
	r = ask(&a, port, "GET", "/documents", OFFICE "; for=2", NULL, NULL, STR_NONE);
	want_status(&r, 200, "her duties");
	r = post(&a, port, "/documents", OFFICE "; for=2", str_z(&a, buf_str(&b)));
	want_status(&r, 403, "her duties, not his");
}

static void absences_are_entered_and_withdrawn(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/absences", LIAISON, SECRET "&person=2&colleague=3&first=2026-10-20&last=2026-10-24&away=1&reason=x");
	want_status(&r, 303, "entered");
	assert_true(!strncmp(fake_did, "absence 2 3 ", 12));
	r = post(&a, port, "/absences", LIAISON, SECRET "&person=2&colleague=3&first=2026-13-20&last=2026-10-24&reason=%3Cb%3E");
	want_status(&r, 422, "no such day");
	want_words(&r, "value=\"&lt;b&gt;\"");
	r = post(&a, port, "/absences/2/90/withdraw", LIAISON, SECRET);
	assert_string_equal(fake_did, "withdraw 2 90");
}

static void the_calendar_is_read_by_its_secret(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/calendar-key", OFFICE, SECRET "&do=new");
	want_words(&r, "/calendar.ics?key=5ec4e75e");
	r = get(&a, port, "/me", OFFICE);
	assert_false(says(&r, "5ec4e75e"));
	r = get(&a, port, "/calendar.ics?key=liaison-secret", NULL);
	want_status(&r, 200, "feed");
	same_str(header_of(&r, "Content-Type"), S("text/calendar; charset=utf-8"));
	want_words(&r, "BEGIN:VEVENT\r\nUID:1@luoshi\r\n");
	want_words(&r, "DTSTART;VALUE=DATE:");
	r = ask_raw(&a, port, S("GET /calendar.ics?key=liaison-secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
	str tag = header_of(&r, "ETag");
	assert_int_equal(tag.n, 34);
	struct buf b;
	buf_init(&b, &a);
	buf_fmt(&b, "GET /calendar.ics?key=liaison-secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-None-Match: " STR_FMT "\r\n\r\n", STR_ARG(tag));
	r = ask_raw(&a, port, buf_str(&b));
	want_status(&r, 304, "unchanged");
	r = get(&a, port, "/calendar.ics?key=guess", OFFICE);
	want_status(&r, 404, "a guess");
	r = get(&a, port, "/calendar.ics", OFFICE);
	want_status(&r, 404, "without");
}

static void documents_are_taken_in(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/documents", OFFICE, SECRET "&text=%E5%AD%97&title=T&date=2026-09-23");
	want_status(&r, 303, "text");
	assert_true(!strncmp(fake_did, "ingest T.txt 3 T ", 17));
	r = post(&a, port, "/documents", OFFICE, SECRET "&title=T&date=2026-09-23");
	want_status(&r, 422, "nothing chosen");
	want_words(&r, "请选择一个文件");
	want_words(&r, "value=\"2026-09-23\"");
	r = post(&a, port, "/documents", OFFICE, SECRET "&text=x&date=23.9.");
	want_status(&r, 422, "date");
	fake_refuse = ERR_CONFLICT;
	r = post(&a, port, "/documents", OFFICE, SECRET "&text=kept-text");
	fake_refuse = OK;
	want_status(&r, 409, "again");
	want_words(&r, "kept-text</textarea>");
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

static void a_setting_is_tried_and_set(void **state)
{
	unused_arg(state);
	struct answer r = get(&a, port, "/settings", OFFICE);
	want_status(&r, 200, "settings");
	want_words(&r, "<a href=\"/settings/commitments.near_days\">");
	want_words(&r, "各地一至五个工作日不等");
	r = get(&a, port, "/settings", LIAISON);
	want_status(&r, 403, "not for a liaison");
	r = post(&a, port, "/settings/commitments.near_days", OFFICE, SECRET "&do=try&value=9&from=2026-10-12&reason=why");
	want_status(&r, 200, "tried");
	want_words(&r, "332 件未办结事项中有 4 件会变灯");
	want_words(&r, "why</textarea>");
	fake_did[0] = 0;
	r = post(&a, port, "/settings/commitments.near_days", OFFICE, SECRET "&do=set&value=9&from=12.10.&reason=why");
	want_status(&r, 422, "no date");
	assert_string_equal(fake_did, "");
	r = post(&a, port, "/settings/commitments.near_days", OFFICE, SECRET "&do=set&value=9&from=2026-10-12&reason=why");
	want_status(&r, 303, "set");
	assert_string_equal(fake_did, "set commitments.near_days=9");
}

static void preferences_are_kept(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/me", OFFICE, SECRET "&lang=en&large=1");
	want_status(&r, 303, "me");
	assert_string_equal(fake_did, "prefer 1 1 1");
	r = ask(&a, port, "GET", "/me", NULL, "Cookie: luoshi=office-token; large=1\r\n", NULL, STR_NONE);
	want_words(&r, "class=\"large\"");
	r = post(&a, port, "/language", NULL, "lang=en&next=//evil");
	same_str(header_of(&r, "Location"), S("/"));
	same_str(header_of(&r, "Set-Cookie"), S("lang=en; Path=/; HttpOnly; SameSite=Lax"));
}

/* ---- the API ------------------------------------------------------------------------------------------- */
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

/* ---- many at once ---------------------------------------------------------------------------------------- */
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

static int begin(void **state)
{
	unused_arg(state);
	const struct zone *zone;
	arena_init(&a);
	if (zone_open(&a, S("Asia/Shanghai"), &zone) != OK)
		return 1;
	struct web_config c = {.listen = S("127.0.0.1:0"), .district = {S("榴园区"), S("Liuyuan District")}, .relay = fake_relay(), .sign = fake_sign(), .core = fake_core(),
			       .time = &fake_time, .zone = zone, .calendar = fake_calendar(&a), .packs = fake_packs,
			       .parts = {.ingest = fake_ingest}};
	if (web_start(&c, &web) != OK)
		return 1;
	port = web_port(web);
	the_zone = zone;
	return 0;
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
}

static int end(void **state)
{
	unused_arg(state);
	arena_done(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_escaped),
		cmocka_unit_test(what_people_wrote_is_never_markup),
		cmocka_unit_test(every_route_answers),
		cmocka_unit_test(quality_of_air), cmocka_unit_test(rates_of_a_month), cmocka_unit_test(calls_are_taken), cmocka_unit_test(lists_are_exported),
		cmocka_unit_test(signed_out_sees_nothing),
		cmocka_unit_test(no_post_without_the_secret),
		cmocka_unit_test(duties_are_asked),
		cmocka_unit_test(parts_stand_on_the_page_of_their_matter),
		cmocka_unit_test(unknown_is_not_found),
		cmocka_unit_test(search_shows_where_the_words_stand),
		cmocka_unit_test(notices_say_what_may_be_said),
		cmocka_unit_test(how_one_is_told_is_a_form),
		cmocka_unit_test(robots_keep_their_addresses),
		cmocka_unit_test(signing_in_leads_back),
		cmocka_unit_test(the_identity_provider_leads_in),
		cmocka_unit_test(pages_say_who_may_frame_and_script),
		cmocka_unit_test(the_document_is_marked),
		cmocka_unit_test(proposals_are_decided),
		cmocka_unit_test(what_was_typed_comes_back),
		cmocka_unit_test(actions_become_arguments),
		cmocka_unit_test(the_clock_is_drawn),
		cmocka_unit_test(evidence_is_shown_only_when_safe),
		cmocka_unit_test(the_ledger_filters_and_pages),
		cmocka_unit_test(bulk_goes_to_each),
		cmocka_unit_test(bulk_says_first_who_cannot),
		cmocka_unit_test(my_work_has_its_tabs),
		cmocka_unit_test(a_leader_acts_from_the_first_page),
		cmocka_unit_test(the_ledger_has_four_ways),
		cmocka_unit_test(acting_for_somebody_is_seen_and_separate),
		cmocka_unit_test(absences_are_entered_and_withdrawn),
		cmocka_unit_test(the_calendar_is_read_by_its_secret),
		cmocka_unit_test(documents_are_taken_in),
		cmocka_unit_test(both_languages_are_whole),
		cmocka_unit_test(a_setting_is_tried_and_set),
		cmocka_unit_test(preferences_are_kept),
		cmocka_unit_test(the_api_reads_and_writes),
		cmocka_unit_test(many_at_once),
		cmocka_unit_test(stopping_ends_streams),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
