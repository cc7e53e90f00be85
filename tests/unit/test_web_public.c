/* SPDX-License-Identifier: Apache-2.0 */
/* The pages for citizens over canned data, through HTTP, as a browser without a script uses them. */
#include "check.h"

#include "client.h"
#include "fake_public.h"
#include "file/file.h"
#include "web/public_in.h"

static struct arena a;
static struct web *web;
static int port;

static int begin(void **state)
{
	unused_arg(state);
	const struct zone *zone;
	arena_init(&a);
	assert_int_equal(zone_open(&a, S("Asia/Shanghai"), &zone), OK);
	struct web_config c = {.listen = S("127.0.0.1:0"), .district = {S("榴园区"), S("Liuyuan District")}, .core = fake_core(), .time = &fake_time, .zone = zone,
			       .calendar = fake_calendar(&a), .packs = fake_packs, .relay = fake_relay(), .parts = {.ingest = fake_ingest, .decoder = decoder_new(&a, NULL)}};
	assert_int_equal(web_start(&c, &web), OK);
	port = web_port(web);
	return 0;
}

static int end(void **state)
{
	unused_arg(state);
	web_stop(web);
	arena_done(&a);
	return 0;
}

static struct answer see(const char *path)
{
	return get(&a, port, path, NULL);
}

static void want(const struct answer *r, int status, const char *words)
{
	if (r->status != status || (words && !says(r, words)))
		test_fails("%d, want %d and \"%s\"\n" STR_FMT, r->status, status, words ? words : "", STR_ARG(r->body));
}

/* ---- a form with files, as a browser sends it ---- */
struct piece {
	const char *name, *file;
	str value;
};
static struct answer send_with(const char *path, const char *headers, const struct piece *v, size_t n)
{
	struct buf b;
	buf_init(&b, &a);
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "--XyX\r\nContent-Disposition: form-data; name=\"%s\"", v[i].name);
		if (v[i].file)
			buf_fmt(&b, "; filename=\"%s\"\r\nContent-Type: image/jpeg", v[i].file);
		buf_z(&b, "\r\n\r\n");
		buf_add(&b, v[i].value);
		buf_z(&b, "\r\n");
	}
	buf_z(&b, "--XyX--\r\n");
	return ask(&a, port, "POST", path, NULL, headers, "multipart/form-data; boundary=XyX", buf_str(&b));
}
#define SEND(path, ...) send_with(path, NULL, (const struct piece[]){__VA_ARGS__}, sizeof((const struct piece[]){__VA_ARGS__}) / sizeof(struct piece))
#define T(name_, value_) {name_, NULL, S(value_)}
#define WHOLE T("class", "order/complaint"), T("title", "三号楼门口路灯不亮"), T("words", "天黑以后看不见路"), T("phone", "138 0000 5678")

static str picture(const char *name)
{
	char path[128];
	static char bytes[4096];
	snprintf(path, sizeof path, "tests/fixtures/picture/%s", name);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	size_t n = fread(bytes, 1, sizeof bytes, in);
	fclose(in);
	return str_dup(&a, (str){bytes, n});
}

/* ---- the first page ---- */
static void whoever_comes_without_a_session_is_a_citizen(void **state)
{
	unused_arg(state);
	struct answer r = see("/");
	assert_int_equal(r.status, 303);
	same_str(header_of(&r, "Location"), S("/public"));
	r = see("/public");
	want(&r, 200, "href=\"/ask\"");
	want(&r, 200, "action=\"/follow\"");
	want(&r, 200, "工作人员登录");
	want(&r, 200, "tel:110");
	r = get(&a, port, "/", "office-token");
	assert_int_equal(r.status, 200);
	assert_false(says(&r, "class=\"public\""));
}

static void pages_hold_no_menu_and_no_session(void **state)
{
	unused_arg(state);
	static const char *const pages[] = {"/public", "/ask", "/follow", "/open"};
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct answer r = see(pages[i]);
		want(&r, 200, "<body class=\"public\">");
		assert_false(says(&r, "/matters"));
		assert_false(says(&r, " style="));
		assert_false(says(&r, "<!--"));
		assert_true(str_find(header_of(&r, "Cache-Control"), S("no-store"), 0) >= 0);
		assert_false(header_of(&r, "Set-Cookie").p != NULL);
		r = ask(&a, port, "GET", pages[i], NULL, "Cookie: lang=en\r\n", NULL, STR_NONE);
		want(&r, 200, "<html lang=\"en\"");
		r = ask(&a, port, "GET", pages[i], NULL, "Cookie: large=1\r\n", NULL, STR_NONE);
		want(&r, 200, "class=\"large\"");
	}
}

static void large_type_is_a_cookie(void **state)
{
	unused_arg(state);
	struct answer r = post(&a, port, "/large", NULL, "large=1&next=/ask");
	assert_int_equal(r.status, 303);
	same_str(header_of(&r, "Location"), S("/ask"));
	assert_true(str_starts(header_of(&r, "Set-Cookie"), S("large=1;")));
	r = post(&a, port, "/large", NULL, "large=1&next=//evil.example");
	same_str(header_of(&r, "Location"), S("/"));
}

/* ---- asking ---- */
static void a_request_is_taken_and_its_number_shown(void **state)
{
	unused_arg(state);
	fake_key[0] = 0;
	struct answer r = SEND("/ask", WHOLE, T("key", "k1"), T("place", "东门"), T("area", "云岭镇/杏沟村"), T("name", "老周"), T("secret", "1"), T("reported_unit", "20"));
	want(&r, 200, "诉20260000012");
	want(&r, 200, "手机号的后四位");
	assert_non_null(strstr(fake_asked, "title=三号楼门口路灯不亮;class=complaint;place=杏沟村东门;area=24;reported_unit=20;confidential=1;"));
	assert_non_null(strstr(fake_asked, "channel=web;name=老周;phone=13800005678;words=天黑以后看不见路;"));
	assert_non_null(strstr(fake_asked, "wants_secrecy=1;notice=2026-1;"));
	want(&(struct answer){.status = 200, .body = see("/ask").body}, 200, "我们怎样处理您的个人信息");
	/* nothing of it stands in the answer but the number */
	assert_false(says(&r, "老周") || says(&r, "5678") || says(&r, "天黑"));
	r = SEND("/ask", WHOLE, T("key", "k1"));
	want(&r, 200, "没有重复登记");
}

static void what_is_wrong_is_said_beside_it_and_nothing_is_lost(void **state)
{
	unused_arg(state);
	struct answer r = SEND("/ask", T("key", "k2"), T("words", "<b>天黑</b>"), T("phone", "12"), T("place", "东门"), T("area", "云岭镇"));
	want(&r, 422, "href=\"#class\"");
	want(&r, 422, "href=\"#title\"");
	want(&r, 422, "id=\"phone-wrong\"");
	want(&r, 422, "&lt;b&gt;天黑&lt;/b&gt;</textarea>");
	want(&r, 422, "value=\"东门\"");
	want(&r, 422, "name=\"key\" value=\"k2\"");
	want(&r, 422, "<option value=\"云岭镇\" selected>");
	r = SEND("/ask", T("class", "order/nothing"), T("title", "一"), T("words", "二"));
	want(&r, 422, "请留一个电话");
	r = SEND("/ask", T("class", "order/complaint"), T("title", "一"), T("words", "二"));
	want(&r, 422, "请留一个电话");
	r = SEND("/ask", T("class", "order/consult"), T("title", "一"), T("words", "二"));
	want(&r, 200, "K7QX3M2P"); /* a code instead */
	fake_public_refuse = ERR_LIMIT;
	r = SEND("/ask", WHOLE);
	fake_public_refuse = OK;
	want(&r, 429, "天黑以后看不见路</textarea>");
	fake_public_refuse = ERR_CONFLICT; /* the same page, other words */
	r = SEND("/ask", WHOLE, T("key", "k2"));
	fake_public_refuse = OK;
	want(&r, 422, "请再点一次提交");
	assert_false(says(&r, "value=\"k2\""));
}

static void too_many_words_are_counted_as_people_count(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &a);
	for (int i = 0; i < 201; i++)
		buf_z(&b, "字");
	const struct piece v[] = {T("class", "order/complaint"), T("title", "一"), T("phone", "13800005678"), {"words", NULL, buf_str(&b)}};
	struct answer r = send_with("/ask", NULL, v, COUNT_OF(v));
	want(&r, 422, "现在是 201 个字，最多 200 个字");
}

static void a_program_fills_in_what_nobody_sees(void **state)
{
	unused_arg(state);
	fake_asked[0] = 0;
	struct answer r = SEND("/ask", WHOLE, T("website", "http://spam.example"));
	want(&r, 422, "请留空");
	assert_int_equal(fake_asked[0], 0);
}

static void telephones_are_read_as_people_write_them(void **state)
{
	unused_arg(state);
	static const struct {
		const char *typed, *digits, *tail;
	} row[] = {
		{"13800005678", "13800005678", "5678"}, {"138 0000-5678", "13800005678", "5678"}, {"+86 138 0000 5678", "13800005678", "5678"},
		{"8613800005678", "13800005678", "5678"}, {"0632-8881234", "06328881234", "1234"}, {"(0632)8881234", "06328881234", "1234"},
		{"１３８００００５６７８", "13800005678", "5678"}, {"12345", "", NULL}, {"", "", NULL}, {"1380000567x", "", NULL}, {"1234567890123456", "", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		str tail = STR_NONE;
		same_str(public_phone(&a, str_of(row[i].typed), &tail), str_of(row[i].digits));
		if (row[i].tail)
			same_str(tail, str_of(row[i].tail));
	}
}

/* ---- photographs ---- */
static void photographs_come_in_without_what_the_camera_wrote(void **state)
{
	unused_arg(state);
	str jpg = picture("plain.jpg"), png = picture("plain.png");
	const struct piece two[] = {WHOLE, {"photos", "IMG_20261122_0930.jpg", jpg}, {"photos", "b.png", png}};
	struct answer r = send_with("/ask", NULL, two, COUNT_OF(two));
	want(&r, 200, "照片 2 张");
	assert_int_equal(fake_files, 2);
	const struct piece three[] = {WHOLE, {"photos", "a.jpg", jpg}, {"photos", "b.png", png}, {"photos", "c.png", png}};
	r = send_with("/ask", NULL, three, COUNT_OF(three));
	want(&r, 422, "一次最多选 2 张");
	const struct piece text[] = {WHOLE, {"photos", "a.jpg", S("not a picture")}};
	r = send_with("/ask", NULL, text, COUNT_OF(text));
	want(&r, 422, "a.jpg 不是可以上传的照片");
	want(&r, 422, "请重新选一次照片");
	const struct piece heic[] = {WHOLE, {"photos", "a.heic", (str){"\0\0\0\x18" "ftypheic\0\0\0\0mif1heic", 24}}};
	r = send_with("/ask", NULL, heic, COUNT_OF(heic));
	want(&r, 422, "HEIC");
	const struct piece none[] = {WHOLE, {"photos", "", S("")}};
	r = send_with("/ask", NULL, none, COUNT_OF(none));
	want(&r, 200, NULL);
	assert_int_equal(fake_files, 0);
}

/* ---- the map ---- */
static void a_tap_on_the_map_is_a_place(void **state)
{
	unused_arg(state);
	struct answer r = SEND("/ask/map", T("title", "路灯"));
	want(&r, 200, "name=\"map\" src=\"/ask/map.svg?z=0&amp;c=0&amp;r=0\"");
	want(&r, 200, "value=\"路灯\"");
	r = SEND("/ask/map", T("title", "路灯"), T("z", "0"), T("c", "0"), T("r", "0"), T("map.x", "144"), T("map.y", "144"));
	want(&r, 200, "id=\"point\"");
	want(&r, 200, "青萝街道");
	want(&r, 200, "?z=1&amp;");
	r = SEND("/ask/map", T("x", "117.55"), T("y", "34.75"), T("z", "2"), T("c", "5"), T("r", "5"), T("point", "none"));
	assert_false(says(&r, "id=\"point\""));
	want(&r, 200, "name=\"x\" value=\"\"");
	r = SEND("/ask", WHOLE, T("x", "117.5500001"), T("y", "34.75"));
	want(&r, 200, NULL);
	assert_non_null(strstr(fake_asked, "area=22;x=117.550000;y=34.750000;")); /* the town in which it lies */
	r = SEND("/ask", WHOLE, T("x", "1e9"), T("y", "<b>"));
	want(&r, 200, NULL);
	assert_null(strstr(fake_asked, ";x="));
	r = see("/ask/map.svg?z=99999999999&c=-1&r=x");
	want(&r, 200, "<svg");
	same_str(header_of(&r, "Content-Type"), S("image/svg+xml"));
}

/* ---- following ---- */
static str cookie_of(const struct answer *r)
{
	str c = header_of(r, "Set-Cookie");
	ptrdiff_t end = str_find(c, S(";"), 0);
	return end < 0 ? c : str_cut(c, 0, (size_t)end);
}

static struct answer with_cookie(const char *method, const char *path, str cookie, const char *form)
{
	char head[900];
	snprintf(head, sizeof head, "Cookie: " STR_FMT "\r\n", STR_ARG(cookie));
	return ask(&a, port, method, path, NULL, head, form ? FORM_TYPE : NULL, form ? str_of(form) : STR_NONE);
}

static str followed(void)
{
	struct answer r = post(&a, port, "/follow", NULL, "number=%E8%AF%8920260000012+&code=5678");
	assert_int_equal(r.status, 303);
	same_str(header_of(&r, "Location"), S("/follow"));
	assert_true(str_find(header_of(&r, "Set-Cookie"), S("HttpOnly"), 0) > 0);
	return cookie_of(&r);
}

static void number_and_code_open_a_request_and_stand_nowhere(void **state)
{
	unused_arg(state);
	str cookie = followed();
	assert_true(str_starts(cookie, S("follow=")) && str_find(cookie, S("5678"), 0) < 0 && str_find(cookie, S("20260000012"), 0) < 0);
	struct answer r = with_cookie("GET", "/follow", cookie, NULL);
	want(&r, 200, "电缆接头烧坏");
	want(&r, 200, "区住建局");
	want(&r, 200, "派单");
	assert_false(says(&r, "5678"));
	r = with_cookie("POST", "/follow/end", cookie, "");
	assert_int_equal(r.status, 303);
	assert_true(str_find(header_of(&r, "Set-Cookie"), S("Max-Age=0"), 0) > 0);
}

static void wrong_ones_get_one_sentence(void **state)
{
	unused_arg(state);
	static const char *const tries[] = {"number=%E8%AF%8920260000012&code=0000", "number=nothing&code=5678"};
	str said[2];
	for (size_t i = 0; i < 2; i++) {
		struct answer r = post(&a, port, "/follow", NULL, tries[i]);
		want(&r, 422, "role=\"alert\"");
		ptrdiff_t at = str_find(r.body, S("role=\"alert\""), 0);
		said[i] = str_cut(r.body, (size_t)at, (size_t)str_find(r.body, S("</p>"), (size_t)at));
		assert_false(says(&r, "0000\""));
	}
	same_str(said[0], said[1]);
	struct answer r = post(&a, port, "/follow", NULL, "number=x&code=");
	want(&r, 422, "两样都要填");
	r = post(&a, port, "/follow", NULL, "number=x&code=9999");
	want(&r, 429, NULL);
	r = ask(&a, port, "GET", "/follow", NULL, "Cookie: follow=00ff00\r\n", NULL, STR_NONE);
	want(&r, 200, "诉求编号");
	r = ask(&a, port, "GET", "/follow", NULL, "Cookie: follow=zz\r\n", NULL, STR_NONE);
	want(&r, 200, "诉求编号");
	r = ask(&a, port, "GET", "/follow?number=x&code=5678", NULL, NULL, NULL, STR_NONE);
	assert_false(says(&r, "5678"));
}

static void whoever_asked_rates_and_adds(void **state)
{
	unused_arg(state);
	str cookie = followed();
	struct answer r = with_cookie("POST", "/follow/act/rate", cookie, "solved=yes&satisfaction=5&words=%E8%B0%A2&key=r1");
	assert_int_equal(r.status, 303);
	same_str(str_of(fake_asked), S("action=rate;solved=yes;satisfaction=5;comment=谢;"));
	r = with_cookie("POST", "/follow/act/rate", cookie, "solved=yes&words=%E8%B0%A2");
	want(&r, 422, "请选择满意程度");
	want(&r, 422, "谢</textarea>");
	r = with_cookie("POST", "/follow/act/add", cookie, "words=");
	want(&r, 422, "请写明要追加的内容");
	r = with_cookie("POST", "/follow/act/add", cookie, "words=%E8%BF%98");
	assert_int_equal(r.status, 303);
	same_str(str_of(fake_asked), S("action=add;added=还;"));
	r = with_cookie("POST", "/follow/act/close", cookie, "words=x");
	assert_int_equal(r.status, 303); /* no such thing is offered: the page says how it stands */
	r = post(&a, port, "/follow/act/rate", NULL, "solved=yes");
	want(&r, 422, "请再输一次编号");
}

static void a_form_of_another_site_is_refused(void **state)
{
	unused_arg(state);
	fake_asked[0] = 0;
	struct answer r = ask(&a, port, "POST", "/ask", NULL, "Origin: https://evil.example\r\n", FORM_TYPE, S("class=order/complaint&title=x&words=y&phone=13800005678"));
	assert_int_equal(r.status, 403);
	assert_int_equal(fake_asked[0], 0);
}

/* ---- published ---- */
static void results_are_public_and_hold_no_markup(void **state)
{
	unused_arg(state);
	struct answer r = see("/open");
	want(&r, 200, "榴花路西段路灯不亮");
	want(&r, 200, "满意度 4.5");
	want(&r, 200, "&lt;b&gt;不是标签");
	want(&r, 200, "/open?c=5.6");
	want(&r, 200, "<option value=\"urban\">城市管理</option>");
	r = see("/open?category=urban");
	want(&r, 200, "榴花路西段路灯不亮");
	assert_false(says(&r, "停水"));
	char path[4000] = "/open?category=urban&x=";
	memset(path + strlen(path), 'y', 3000);
	r = see(path);
	assert_int_equal(r.status, 200);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_comes_without_a_session_is_a_citizen),
		cmocka_unit_test(pages_hold_no_menu_and_no_session),
		cmocka_unit_test(large_type_is_a_cookie),
		cmocka_unit_test(a_request_is_taken_and_its_number_shown),
		cmocka_unit_test(what_is_wrong_is_said_beside_it_and_nothing_is_lost),
		cmocka_unit_test(too_many_words_are_counted_as_people_count),
		cmocka_unit_test(a_program_fills_in_what_nobody_sees),
		cmocka_unit_test(telephones_are_read_as_people_write_them),
		cmocka_unit_test(photographs_come_in_without_what_the_camera_wrote),
		cmocka_unit_test(a_tap_on_the_map_is_a_place),
		cmocka_unit_test(number_and_code_open_a_request_and_stand_nowhere),
		cmocka_unit_test(wrong_ones_get_one_sentence),
		cmocka_unit_test(whoever_asked_rates_and_adds),
		cmocka_unit_test(a_form_of_another_site_is_refused),
		cmocka_unit_test(results_are_public_and_hold_no_markup),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
