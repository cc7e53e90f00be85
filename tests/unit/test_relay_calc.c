/* SPDX-License-Identifier: Apache-2.0 */
/* When a notice leaves, the bytes of a mail, bodies and signatures of robots. */
#include "check.h"

#include <stdio.h>

#include "relay/calc_in.h"

static struct arena arena;
static struct place_in_time place;

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	struct calendar *c = calendar_new(&arena);
	assert_int_equal(calendar_load(c, &arena, calendar_built_in(), S("cn.tsv")), OK);
	assert_int_equal(zone_open(&arena, S("Asia/Shanghai"), &place.zone), OK);
	place.calendar = c;
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

/* "2026-10-10 21:30" in the zone of the place */
static ms_t at(const char *text)
{
	day_t d;
	int hour, minute;
	assert_true(day_parse(str_cut(str_of(text), 0, 10), &d));
	assert_int_equal(sscanf(text + 11, "%d:%d", &hour, &minute), 2);
	return zone_at(place.zone, d, (hour * 60 + minute) * 60000);
}

static void same_time_(ms_t got, const char *want, int line)
{
	struct buf b;
	if (got == at(want))
		return;
	buf_init(&b, &arena);
	ms_put_rfc3339(&b, place.zone, got);
	test_fails("line %d: %s, not %s", line, b.p, want);
}
#define same_time(got, want) same_time_(got, want, __LINE__)

/* 2026: 1-8 October are the holiday (1 to 7 by notice), 10 October is a Saturday. */
static void quiet_hours_hold_until_morning(void **state)
{
	unused_arg(state);
	const struct quiet night = {21 * 60, 7 * 60 + 30, false};
	static const struct {
		const char *from, *to;
	} rows[] = {
		{"2026-11-18 20:59", "2026-11-18 20:59"}, {"2026-11-18 21:00", "2026-11-19 07:30"}, {"2026-11-18 23:59", "2026-11-19 07:30"},
		{"2026-11-19 00:00", "2026-11-19 07:30"}, {"2026-11-19 07:29", "2026-11-19 07:30"}, {"2026-11-19 07:30", "2026-11-19 07:30"},
		{"2026-11-21 12:00", "2026-11-21 12:00"}, /* a Saturday, but rest days are not quiet here */
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		same_time(quiet_ends(&place, &night, at(rows[i].from)), rows[i].to);
		assert_int_equal(quiet_at(&place, &night, at(rows[i].from)), strcmp(rows[i].from, rows[i].to) != 0);
	}
}

static void quiet_hours_may_lie_within_a_day_or_be_none(void **state)
{
	unused_arg(state);
	const struct quiet noon = {12 * 60, 14 * 60, false}, none = {0, 0, false};
	same_time(quiet_ends(&place, &noon, at("2026-11-18 12:00")), "2026-11-18 14:00");
	same_time(quiet_ends(&place, &noon, at("2026-11-18 14:00")), "2026-11-18 14:00");
	same_time(quiet_ends(&place, &noon, at("2026-11-18 03:00")), "2026-11-18 03:00");
	same_time(quiet_ends(&place, &none, at("2026-11-18 00:00")), "2026-11-18 00:00");
}

static void rest_days_are_quiet_as_a_whole(void **state)
{
	unused_arg(state);
	const struct quiet q = {21 * 60, 7 * 60 + 30, true};
	same_time(quiet_ends(&place, &q, at("2026-11-20 21:10")), "2026-11-23 07:30"); /* Friday night to Monday */
	same_time(quiet_ends(&place, &q, at("2026-11-21 12:00")), "2026-11-23 07:30");
	same_time(quiet_ends(&place, &q, at("2026-09-30 22:00")), "2026-10-08 07:30"); /* National Day */
	same_time(quiet_ends(&place, &q, at("2026-10-10 10:00")), "2026-10-10 10:00"); /* a Saturday that is worked */
}

static void the_digest_leaves_at_its_minute_on_working_days(void **state)
{
	unused_arg(state);
	const struct digest_time work = {8 * 60 + 30, true}, daily = {8 * 60 + 30, false};
	same_time(digest_next(&place, &work, at("2026-11-19 08:30")), "2026-11-19 08:30");
	same_time(digest_next(&place, &work, at("2026-11-19 08:31")), "2026-11-20 08:30");
	same_time(digest_next(&place, &work, at("2026-11-20 09:00")), "2026-11-23 08:30");
	same_time(digest_next(&place, &daily, at("2026-11-20 09:00")), "2026-11-21 08:30");
	same_time(digest_next(&place, &work, at("2026-09-30 09:00")), "2026-10-08 08:30");
}

static void what_is_urgent_waits_for_nothing(void **state)
{
	unused_arg(state);
	const struct quiet q = {21 * 60, 7 * 60 + 30, true};
	const struct digest_time d = {8 * 60 + 30, true};
	ms_t night = at("2026-11-18 23:00");
	assert_true(notice_due(&place, &q, &d, HOW_NOW, true, night) == night);
	same_time(notice_due(&place, &q, &d, HOW_NOW, false, night), "2026-11-19 07:30");
	same_time(notice_due(&place, &q, &d, HOW_DIGEST, false, night), "2026-11-19 08:30");
	same_time(notice_due(&place, &q, &d, HOW_DIGEST, true, night), "2026-11-19 08:30"); /* he asked for the digest */
}

static void waits_double_and_stay_within_a_quarter(void **state)
{
	unused_arg(state);
	for (uint32_t chance = 0; chance < 200000; chance += 777)
		for (int tries = 1; tries < 30; tries++) {
			ms_t whole = tries > 9 ? 6 * 3600000LL : 60000LL << (tries - 1);
			if (whole > 6 * 3600000LL)
				whole = 6 * 3600000LL;
			ms_t w = retry_wait(60000, tries, chance);
			assert_true(w >= whole - whole / 4 && w <= whole + whole / 4);
		}
	assert_true(retry_wait(60000, 1, 0) != retry_wait(60000, 1, 12345));
	assert_true(retry_wait(1, 1, 5) == 1);
}

/* ---- mail --------------------------------------------------------------------------------------- */
static void a_mail_is_made_byte_by_byte(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &arena);
	mail_put(&b, &(struct mail){.from = S("luoshi@example.cn"), .from_name = S("榴园区落实"), .to = S("liu.qinghe@example.cn"),
		.subject = S("【催办】督〔2026〕0001 榴乡路沿线3处积水点整治到位，逐点销号，不留尾巴，十月二十日前办结"),
		.text = S("督〔2026〕0001　榴乡路沿线3处积水点整治\n区政府督查室 催办　10-01 10:00\nhttps://luoshi.example.cn/matters/12\n"),
		.message_id = S("7.370499@luoshi.example.cn"), .unsubscribe = S("https://luoshi.example.cn/me/notices"),
		.at = 1790820000000, .offset = 8 * 3600});
	same_str(buf_str(&b), S(
		"Date: Thu, 1 Oct 2026 10:00:00 +0800\r\n"
		"From: =?UTF-8?B?5qa05Zut5Yy66JC95a6e?=\r\n"
		" <luoshi@example.cn>\r\n"
		"To: liu.qinghe@example.cn\r\n"
		"Subject: =?UTF-8?B?44CQ5YKs5Yqe44CR552j44CUMjAyNuOAlTAwMDEg5qa05Lmh6Lev?=\r\n"
		" =?UTF-8?B?5rK/57q/M+WkhOenr+awtOeCueaVtOayu+WIsOS9je+8jOmAkA==?=\r\n"
		" =?UTF-8?B?54K56ZSA5Y+377yM5LiN55WZ5bC+5be077yM5Y2B5pyI5LqM5Y2B?=\r\n"
		" =?UTF-8?B?5pel5YmN5Yqe57uT?=\r\n"
		"Message-ID: <7.370499@luoshi.example.cn>\r\n"
		"List-Unsubscribe: <https://luoshi.example.cn/me/notices>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"\r\n"
		"552j44CUMjAyNuOAlTAwMDHjgIDmprTkuaHot6/msr/nur8z5aSE56ev5rC054K55pW05rK7DQrl\r\n"
		"jLrmlL/lupznnaPmn6XlrqQg5YKs5Yqe44CAMTAtMDEgMTA6MDANCmh0dHBzOi8vbHVvc2hpLmV4\r\n"
		"YW1wbGUuY24vbWF0dGVycy8xMg0K\r\n"));
	for (size_t from = 0; from < b.n;) { /* RFC 5322 2.1.1, and 76 for lines with encoded words */
		ptrdiff_t end = str_find(buf_str(&b), S("\r\n"), from);
		assert_true(end >= 0 && (size_t)end - from <= 76);
		from = (size_t)end + 2;
	}
}

static str mail_of(str subject, str name)
{
	struct buf b;
	buf_init(&b, &arena);
	mail_put(&b, &(struct mail){.from = S("a@b.cn"), .from_name = name, .to = S("c@d.cn"), .subject = subject, .text = S("x"),
		.message_id = S("1@b.cn"), .at = 0, .offset = -(5 * 3600 + 1800)});
	return buf_str(&b);
}

static void a_title_makes_no_headers(void **state)
{
	unused_arg(state);
	static const char *const titles[] = {"a\r\nBcc: all@example.cn", "a\nBcc: all@example.cn", "a\rBcc: x", "题\r\n\r\nBcc: 全体", "a\x0b\x0c" "b",
					     "a\xe2\x80\xa8" "Bcc: x", "a\xc2\x85" "Bcc: x"};
	for (size_t i = 0; i < COUNT_OF(titles); i++) {
		str m = mail_of(str_of(titles[i]), str_of(titles[i]));
		assert_true(str_find(m, S("\nBcc"), 0) < 0 && str_find(m, S("\rBcc"), 0) < 0);
		size_t head = (size_t)str_find(m, S("\r\n\r\n"), 0);
		for (size_t k = 0; k < head; k++)
			assert_true(m.p[k] == '\r' || m.p[k] == '\n' || (m.p[k] >= 0x20 && m.p[k] < 0x7f));
	}
}

static void plain_headers_stay_readable(void **state)
{
	unused_arg(state);
	str m = mail_of(S("Reminder: 0001"), S("Luoshi, Liuyuan \"District\""));
	assert_true(str_find(m, S("Date: Wed, 31 Dec 1969 18:30:00 -0530\r\n"), 0) == 0);
	assert_true(str_find(m, S("From: \"Luoshi, Liuyuan \\\"District\\\"\"\r\n <a@b.cn>\r\n"), 0) > 0);
	assert_true(str_find(m, S("Subject: Reminder: 0001\r\n"), 0) > 0);
	m = mail_of(S("=?UTF-8?B?5Luj?="), S(""));
	assert_true(str_find(m, S("From: a@b.cn\r\n"), 0) > 0);
	assert_true(str_find(m, S("Subject: =?UTF-8?B?PT9VVEYtOD9CPzVMdWo/PQ==?=\r\n"), 0) > 0);
}

static void addresses_are_plain_or_none(void **state)
{
	unused_arg(state);
	static const char *const good[] = {"a@b.cn", "liu.qing-he+luoshi@mail.example.gov.cn", "o'neil@x.org", "1@2.cn"};
	static const char *const bad[] = {"", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b c.cn", "a@b.cn\r\nBcc: x@y.cn", "a\n@b.cn", "<a@b.cn>", "a@b..cn", ".a@b.cn",
		"a.@b.cn", "a@-b.cn", "a@b-.cn", "a@b.cn.", "a@@b.cn", "\"a\"@b.cn", "柳@b.cn", "a@榴.cn", "a,b@c.cn", "a;b@c.cn", "a@[127.0.0.1]", "a@b_c.cn"};
	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (!mail_address_ok(str_of(good[i])))
			test_fails("refused: %s", good[i]);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (mail_address_ok(str_of(bad[i])))
			test_fails("taken: %s", bad[i]);
	assert_false(mail_address_ok(((str){"a@b.cn\0x", 8})));
	char longest[300];
	memset(longest, 'a', sizeof longest);
	assert_false(mail_address_ok((str){longest, 300}));
}

static void base64_is_as_in_rfc_4648(void **state)
{
	unused_arg(state);
	static const char *const rows[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
					      {"\xff\xfe\xfd", "//79"}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b;
		buf_init(&b, &arena);
		base64_put(&b, str_of(rows[i][0]));
		same_str(buf_str(&b), str_of(rows[i][1]));
	}
}

/* ---- robots ----------------------------------------------------------------------------------------- */
static struct robot_call call_of(enum robot_form form, const char *url, const char *secret)
{
	struct robot_call c;
	robot_call_make(&arena, &(struct robot_say){.form = form, .url = str_of(url), .secret = str_of(secret), .text = S("督〔2026〕0001"),
		.id = S("7.370499@luoshi.example.cn"), .at = 1790820000000}, &c);
	return c;
}

static void robots_hear_what_their_makers_want(void **state)
{
	unused_arg(state);
	struct robot_call c = call_of(ROBOT_DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=t", "SECb1e5d0c7");
	same_str(c.url, S("https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1790820000000&sign=wj5O7yZ0l5O%2BAedDqM2decVjm3%2ButfTfWA70q60PC7s%3D"));
	same_str(c.body, S("{\"msgtype\":\"text\",\"text\":{\"content\":\"督〔2026〕0001\"}}"));
	same_str(call_of(ROBOT_DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=t", "").url, S("https://oapi.dingtalk.com/robot/send?access_token=t"));
	c = call_of(ROBOT_WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "");
	same_str(c.url, S("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"));
	same_str(c.body, S("{\"msgtype\":\"text\",\"text\":{\"content\":\"督〔2026〕0001\"}}"));
	c = call_of(ROBOT_FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/h", "SECb1e5d0c7");
	same_str(c.body, S("{\"timestamp\":\"1790820000\",\"sign\":\"1+vIUg2imNRWSa85M2XXkb3r81/7jG2jOwvFDEP8zII=\",\"msg_type\":\"text\",\"content\":{\"text\":\"督〔2026〕0001\"}}"));
	c = call_of(ROBOT_JSON, "https://hook.example.cn/", "SECb1e5d0c7");
	same_str(c.body, S("{\"id\":\"7.370499@luoshi.example.cn\",\"at\":1790820000000,\"text\":\"督〔2026〕0001\"}"));
	same_str(c.header, S("X-Luoshi-Signature: sha256=f40c7b191f990da88a4e6df8829a084c067310d185a953c3d9266862a1d3e6c2"));
}

static void only_listed_hosts_are_called(void **state)
{
	unused_arg(state);
	static const char *const good[][2] = {{"https://OAPI.dingtalk.com/robot/send?a=b", "oapi.dingtalk.com"}, {"https://h.cn:8443/x", "h.cn:8443"},
		{"http://10.1.2.3:8080/hook", "http://10.1.2.3:8080"}, {"https://h.cn", "h.cn"}, {"https://h.cn?x", "h.cn"}};
	static const char *const bad[] = {"", "ftp://h.cn/", "https://", "https:///x", "https://a@h.cn/", "https://h.cn\\@evil.cn/", "https://h.cn/ x", "javascript:x",
					  "https://h.cn#@evil.cn/", "https://榴.cn/", "https://h.cn/\r\nX: y", "HTTPS://h.cn/"};
	str host;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_true(robot_host(&arena, str_of(good[i][0]), &host));
		same_str(host, str_of(good[i][1]));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (robot_host(&arena, str_of(bad[i]), &host))
			test_fails("taken: %s", bad[i]);
	str hosts = S("oapi.dingtalk.com, h.cn:8443 http://10.1.2.3:8080");
	assert_true(host_listed(hosts, S("oapi.dingtalk.com")) && host_listed(hosts, S("h.cn:8443")) && host_listed(hosts, S("http://10.1.2.3:8080")));
	assert_false(host_listed(hosts, S("dingtalk.com")) || host_listed(hosts, S("h.cn")) || host_listed(hosts, S("10.1.2.3:8080")) || host_listed(hosts, S("")));
	assert_false(host_listed(S(""), S("h.cn")));
}

static void an_answer_says_whether_it_was_taken(void **state)
{
	unused_arg(state);
	static const struct {
		enum robot_form form;
		const char *body, *why;
		enum answer want;
	} rows[] = {
		{ROBOT_DINGTALK, "{\"errcode\":0,\"errmsg\":\"ok\"}", "", ANSWER_TAKEN},
		{ROBOT_DINGTALK, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", "errcode 310000 sign not match", ANSWER_LATER},
		{ROBOT_WECOM, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\\nx\"}", "errcode 45009 api freq out of limit x", ANSWER_LATER},
		{ROBOT_FEISHU, "{\"code\":0,\"msg\":\"success\",\"data\":{}}", "", ANSWER_TAKEN},
		{ROBOT_FEISHU, "{\"code\":19021,\"msg\":\"sign match fail\"}", "errcode 19021 sign match fail", ANSWER_LATER},
		{ROBOT_FEISHU, "{\"errcode\":0}", "the answer is not one of this sort of robot", ANSWER_LATER},
		{ROBOT_WECOM, "<html>", "the answer is not one of this sort of robot", ANSWER_LATER},
		{ROBOT_WECOM, "", "the answer is not one of this sort of robot", ANSWER_LATER},
		{ROBOT_WECOM, "{\"errcode\":\"0\"}", "the answer is not one of this sort of robot", ANSWER_LATER},
		{ROBOT_JSON, "anything", "", ANSWER_TAKEN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		str why;
		assert_int_equal(robot_answer(&arena, rows[i].form, str_of(rows[i].body), &why), rows[i].want);
		same_str(why, str_of(rows[i].why));
	}
	assert_int_equal(answer_of_http(204), ANSWER_TAKEN);
	assert_int_equal(answer_of_http(302), ANSWER_LATER);
	assert_int_equal(answer_of_http(410), ANSWER_NEVER);
	assert_int_equal(answer_of_http(503), ANSWER_LATER);
	assert_int_equal(answer_of_smtp(250), ANSWER_TAKEN);
	assert_int_equal(answer_of_smtp(421), ANSWER_LATER);
	assert_int_equal(answer_of_smtp(535), ANSWER_LATER);
	assert_int_equal(answer_of_smtp(550), ANSWER_NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quiet_hours_hold_until_morning),
		cmocka_unit_test(quiet_hours_may_lie_within_a_day_or_be_none),
		cmocka_unit_test(rest_days_are_quiet_as_a_whole),
		cmocka_unit_test(the_digest_leaves_at_its_minute_on_working_days),
		cmocka_unit_test(what_is_urgent_waits_for_nothing),
		cmocka_unit_test(waits_double_and_stay_within_a_quarter),
		cmocka_unit_test(a_mail_is_made_byte_by_byte),
		cmocka_unit_test(a_title_makes_no_headers),
		cmocka_unit_test(plain_headers_stay_readable),
		cmocka_unit_test(addresses_are_plain_or_none),
		cmocka_unit_test(base64_is_as_in_rfc_4648),
		cmocka_unit_test(robots_hear_what_their_makers_want),
		cmocka_unit_test(only_listed_hosts_are_called),
		cmocka_unit_test(an_answer_says_whether_it_was_taken),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
