/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of what is measured and asked, lists as files, search, notices: over canned data, through HTTP. */
#include "pages_kit.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quality_of_air),
		cmocka_unit_test(rates_of_a_month),
		cmocka_unit_test(calls_are_taken),
		cmocka_unit_test(lists_are_exported),
		cmocka_unit_test(parts_stand_on_the_page_of_their_matter),
		cmocka_unit_test(search_shows_where_the_words_stand),
		cmocka_unit_test(notices_say_what_may_be_said),
		cmocka_unit_test(how_one_is_told_is_a_form),
		cmocka_unit_test(robots_keep_their_addresses),
	};
	return cmocka_run_group_tests(tests, pages_begin, pages_end);
}
