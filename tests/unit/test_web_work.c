/* SPDX-License-Identifier: Apache-2.0 */
/* Pages on which people work: documents, matters, ledgers, their own work, acting for somebody; over canned data, through HTTP. */
#include "pages_kit.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
		cmocka_unit_test(a_setting_is_tried_and_set),
		cmocka_unit_test(preferences_are_kept),
	};
	return cmocka_run_group_tests(tests, pages_begin, pages_end);
}
