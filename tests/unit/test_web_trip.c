/* SPDX-License-Identifier: Apache-2.0 */
/* From a pasted speech to a closed matter, all through HTTP, over a real record.
 * LUOSHI_LOOK=8098 test_web_trip serves that record until it is stopped, to look at it. */
#define KIT_HOUSE
#include "core_kit.h"

#include <signal.h>

#include "../web/client.h"
#include "web/web.h"

static struct web *web;
static int port;
static const char *tokens[KIT_PEOPLE];
static str secrets[KIT_PEOPLE];

static const char speech[] =
	"在全区重点工作调度会议上的讲话\n"
	"（2026年9月30日）\n"
	"同志们：今天的会议，主要是盘点前八个月工作，部署四季度任务。下面，我讲三点意见。\n"
	"一、前八个月的账要算清\n"
	"今年以来，实施区级以上重点项目126个，完成投资87.4亿元，占年度计划的71.2%；老旧小区改造完工42个。\n"
	"二、四季度的事要办实\n"
	"一是抓畅通。榴园大道北延段由区交通局牵头，11月30日前建成通车，全长3.2公里一次交付，不留断头。\n"
	"二是抓排涝。请区住建局牵头，区教体局配合，10月20日前把榴乡路沿线3处积水点整治到位，逐点销号。\n"
	"三是抓民生。区教体局12月底前新增公办园学位1080个。\n"
	"三、抓落实的劲头要足\n"
	"各级各部门要进一步提高站位，统筹好发展和安全，把力气用在落实上。\n";

static void want_(const struct answer *r, int status, const char *words, int line)
{
	if (r->status != status || (words && !says(r, words))) {
		fwrite(r->body.p, 1, r->body.n, stderr); /* longer than cmocka prints */
		test_fails("line %d: %d, want %d and \"%s\"\n" STR_FMT, line, r->status, status, words ? words : "", STR_ARG(r->head));
	}
}
#define want(r, status, words) want_(&(r), status, words, __LINE__)

static str between(str s, const char *from, const char *to)
{
	ptrdiff_t a = str_find(s, str_of(from), 0);
	if (a < 0)
		return STR_NONE;
	a += (ptrdiff_t)strlen(from);
	ptrdiff_t b = str_find(s, str_of(to), (size_t)a);
	return b < 0 ? STR_NONE : str_cut(s, (size_t)a, (size_t)b);
}

static void sign_in_as(struct kit *k, int person)
{
	char form[80];
	snprintf(form, sizeof form, "user=%lld", (long long)k->person[person]);
	struct answer r = post(&k->arena, port, "/sign-in/demo", NULL, form);
	want(r, 303, NULL);
	tokens[person] = str_z(&k->arena, between(r.head, "luoshi=", ";"));
	r = ask(&k->arena, port, "GET", "/me", tokens[person], NULL, NULL, STR_NONE);
	want(r, 200, NULL);
	secrets[person] = between(r.body, "name=\"_s\" value=\"", "\"");
	assert_true(secrets[person].n >= 16);
}

static struct answer send_form(struct kit *k, int person, const char *path, const char *fmt, ...) printf_like(4, 5);
static struct answer send_form(struct kit *k, int person, const char *path, const char *fmt, ...)
{
	struct buf b;
	char text[4000];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_init(&b, &k->arena);
	buf_fmt(&b, "_s=" STR_FMT "&%s", STR_ARG(secrets[person]), text);
	return ask(&k->arena, port, "POST", path, tokens[person], NULL, FORM_TYPE, buf_str(&b));
}

static struct answer page(struct kit *k, int person, const char *path)
{
	return get(&k->arena, port, path, tokens[person]);
}

static str take_in(struct kit *k)
{
	struct buf b;
	buf_init(&b, &k->arena);
	buf_fmt(&b, "--q\r\nContent-Disposition: form-data; name=\"_s\"\r\n\r\n" STR_FMT "\r\n--q\r\n"
		    "Content-Disposition: form-data; name=\"date\"\r\n\r\n2026-09-30\r\n--q\r\n"
		    "Content-Disposition: form-data; name=\"file\"; filename=\"讲话.txt\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--q--\r\n",
		STR_ARG(secrets[P_CHIEF]), speech);
	struct answer r = ask(&k->arena, port, "POST", "/documents", tokens[P_CHIEF], NULL, "multipart/form-data; boundary=q", buf_str(&b));
	want(r, 303, NULL);
	return header_of(&r, "Location");
}

/* The path of the form that decides on the proposal now open. */
static const char *open_proposal(struct kit *k, str document, const char *marker)
{
	char path[200];
	struct answer r = page(k, P_CHIEF, str_z(&k->arena, document));
	want(r, 200, NULL);
	str rest = r.body;
	for (int i = 0; i < 50; i++) {
		str id = between(rest, "href=\"?p=", "#");
		snprintf(path, sizeof path, STR_FMT "?p=" STR_FMT, STR_ARG(document), STR_ARG(id));
		struct answer one = id.n ? page(k, P_CHIEF, path) : r;
		str form = between(one.body, "class=\"now\"", "</form>");
		if (str_find(form, str_of(marker), 0) >= 0)
			return str_z(&k->arena, between(form, "action=\"", "\""));
		if (!id.n)
			break;
		rest = str_cut(rest, (size_t)(id.p - rest.p) + id.n, rest.n);
	}
	test_fails("no proposal with %s\n" STR_FMT, marker, STR_ARG(r.body));
	return NULL;
}

static void from_the_speech_to_the_end(void **state)
{
	struct kit *k = *state;
	sign_in_as(k, P_CHIEF);
	sign_in_as(k, P_CLERK);
	sign_in_as(k, P_HOUSING);
	sign_in_as(k, P_SCHOOLS);
	sign_in_as(k, P_MAYOR);
	sign_in_as(k, P_TRAFFIC);
	sign_in_as(k, P_ROADS);

	/* the speech comes in; its promises are marked and proposed */
	str document = take_in(k);
	const char *doc = str_z(&k->arena, document);
	struct answer r = page(k, P_CHIEF, doc);
	want(r, 200, "在全区重点工作调度会议上的讲话");
	want(r, 200, "<mark class=\"mt\">3处</mark>");
	want(r, 200, "<mark class=\"mu\">区教体局</mark>");
	want(r, 200, "<mark class=\"ma\">126个</mark>");
	want(r, 200, "<mark class=\"md\">");

	/* the same file again is refused, with what is there already */
	r = send_form(k, P_CHIEF, "/documents", "text=%s&date=2026-09-30", "x");
	assert_true(r.status == 303 || r.status == 422);

	/* accepted and assigned */
	const char *form = open_proposal(k, document, "榴乡路");
	r = send_form(k, P_CHIEF, form, "do=assign&title=%s&goal=3&lead=%s&assist=%s&due=2026-10-20", "%E6%A6%B4%E4%B9%A1%E8%B7%AF%E7%A7%AF%E6%B0%B4%E7%82%B9%E6%95%B4%E6%B2%BB",
		      "%E5%8C%BA%E4%BD%8F%E5%BB%BA%E5%B1%80", "%E5%8C%BA%E6%95%99%E4%BD%93%E5%B1%80");
	want(r, 303, NULL);
	str next = header_of(&r, "Location"), where, part;
	r = page(k, P_CHIEF, str_z(&k->arena, str_split(next, '#', &where, &part) ? where : next));
	want(r, 200, "撤销");
	r = page(k, P_CHIEF, "/matters");
	want(r, 200, "榴乡路积水点整治");
	str id = between(r.body, "<td class=\"ti\"><a href=\"/matters/", "\"");
	char path[100], act[200];
	snprintf(path, sizeof path, "/matters/" STR_FMT, STR_ARG(id));
	r = page(k, P_CHIEF, path);
	want(r, 200, "10月20日到期");
	want(r, 200, "<blockquote class=\"quote\"");
	want(r, 200, "10月20日前");

	/* the liaison finds it first thing, signs, reports, and asks to close with evidence */
	r = page(k, P_HOUSING, "/");
	want(r, 200, "榴乡路积水点整治");
	snprintf(act, sizeof act, "%s/act/sign", path);
	r = send_form(k, P_HOUSING, act, "key=k1&version=2&officer=");
	if (r.status == 409)
		r = send_form(k, P_HOUSING, act, "key=k1b&officer=");
	want(r, 303, NULL);
	/* a piece of the work for another unit, which did not see the matter before */
	r = page(k, P_TRAFFIC, path);
	want(r, 404, NULL);
	snprintf(act, sizeof act, "%s/parts/assignment/act/assign", path);
	r = send_form(k, P_HOUSING, act, "key=p1&title=piece&unit=%lld&due=2026-10-25", (long long)k->unit[U_TRAFFIC]);
	want(r, 422, "分工的时限不能晚于事项的时限");
	r = send_form(k, P_HOUSING, act, "key=p2&title=piece&unit=%lld&due=2026-10-16", (long long)k->unit[U_TRAFFIC]);
	want(r, 303, NULL);
	r = page(k, P_TRAFFIC, "/");
	want(r, 200, "分工待签收：piece");
	str piece = between(r.body, "?part=", "&amp;do=sign");
	char piece_path[140];
	snprintf(piece_path, sizeof piece_path, "%s/parts/" STR_FMT "/act/", path, STR_ARG(piece));
	snprintf(act, sizeof act, "%ssign", piece_path);
	r = send_form(k, P_HOUSING, act, "key=p3");
	want(r, 403, NULL);
	r = send_form(k, P_TRAFFIC, act, "key=p4");
	want(r, 303, NULL);
	r = page(k, P_TRAFFIC, path);
	want(r, 200, "协办分工：签收分工");
	snprintf(act, sizeof act, "%s/act/apply_close", path);
	r = send_form(k, P_HOUSING, act, "key=p5&result=all&share=100");
	want(r, 422, NULL);
	snprintf(act, sizeof act, "%sfinish", piece_path);
	r = send_form(k, P_TRAFFIC, act, "key=p6&result=done");
	want(r, 303, NULL);
	r = page(k, P_HOUSING, path);
	want(r, 200, "共 1 项，未完 0 项");

	snprintf(act, sizeof act, "%s/act/report", path);
	r = send_form(k, P_HOUSING, act, "key=k2&share=150&progress=x");
	want(r, 422, "aria-invalid");
	r = send_form(k, P_HOUSING, act, "key=k3&share=100&progress=done");
	want(r, 303, NULL);
	r = send_form(k, P_HOUSING, act, "key=k3&share=100&progress=done");
	want(r, 303, NULL);
	snprintf(act, sizeof act, "%s/act/apply_close", path);
	r = send_form(k, P_HOUSING, act, "key=k4&result=all");
	want(r, 422, "all</textarea>");
	struct buf b;
	buf_init(&b, &k->arena);
	buf_fmt(&b, "--q\r\nContent-Disposition: form-data; name=\"_s\"\r\n\r\n" STR_FMT "\r\n--q\r\nContent-Disposition: form-data; name=\"result\"\r\n\r\n3处均已整治\r\n"
		    "--q\r\nContent-Disposition: form-data; name=\"files\"; filename=\"验收.txt\"\r\n\r\n验收合格\r\n--q--\r\n", STR_ARG(secrets[P_HOUSING]));
	r = ask(&k->arena, port, "POST", act, tokens[P_HOUSING], NULL, "multipart/form-data; boundary=q", buf_str(&b));
	want(r, 303, NULL);
	r = page(k, P_HOUSING, path);
	want(r, 200, "验收.txt");
	str evidence = between(r.body, "href=\"/evidence/", "\"");
	char file[200];
	snprintf(file, sizeof file, "/evidence/" STR_FMT, STR_ARG(evidence));
	struct answer got = page(k, P_HOUSING, file);
	want(got, 200, "验收合格");
	got = page(k, P_ROADS, file);
	want(got, 404, NULL);
	got = page(k, P_ROADS, path);
	want(got, 404, NULL);
	got = page(k, P_SCHOOLS, path);
	want(got, 200, NULL);

	/* checked by one, closed by another */
	snprintf(act, sizeof act, "%s/act/verify", path);
	r = send_form(k, P_CHIEF, act, "key=k5&check=seen");
	want(r, 303, NULL);
	snprintf(act, sizeof act, "%s/act/close", path);
	r = send_form(k, P_CLERK, act, "key=k6");
	want(r, 303, NULL);
	r = page(k, P_MAYOR, path);
	want(r, 200, "已销号");
	r = page(k, P_MAYOR, "/");
	want(r, 200, "我包联的");

	/* the rest at once; a reminder for several; a program reads the same */
	char ready[200];
	snprintf(ready, sizeof ready, "%s/accept-ready", doc);
	r = send_form(k, P_CHIEF, ready, "x=1");
	want(r, 303, NULL);
	r = page(k, P_CHIEF, "/matters?l=green");
	str other = between(r.body, "<td class=\"ti\"><a href=\"/matters/", "\"");
	if (other.n) {
		r = send_form(k, P_CHIEF, "/matters/bulk", "do=commitment.remind&m=" STR_FMT, STR_ARG(other));
		want(r, 303, NULL);
		assert_true(str_starts(header_of(&r, "Location"), S("/matters?did=bulk")));
	}
	char bearer[200];
	snprintf(bearer, sizeof bearer, "Authorization: Bearer %s\r\n", tokens[P_CHIEF]);
	r = ask(&k->arena, port, "GET", "/api/v1/matters", NULL, bearer, NULL, STR_NONE);
	want(r, 200, "榴乡路积水点整治");
	r = send_form(k, P_HOUSING, "/sign-out", "x=1");
	want(r, 303, NULL);
	r = page(k, P_HOUSING, "/");
	want(r, 303, NULL);
	r = get(&k->arena, port, "/readyz", NULL);
	want(r, 200, "ready");
}

/* A judgement against the light is listed and counted; a setting changes what disagrees
 * and what is yellow; whoever may not change it does not. */
static void rules_and_judgements(void **state)
{
	struct kit *k = *state;
	char path[100], act[160];
	int64_t moved, id = kit_commitment(k, "修路", U_HOUSING, "2026-10-20", true);
	sign_in_as(k, P_CHIEF);
	sign_in_as(k, P_MAYOR);
	sign_in_as(k, P_HOUSING);
	sign_in_as(k, P_ADMIN);
	snprintf(path, sizeof path, "/matters/%lld", (long long)id);
	snprintf(act, sizeof act, "%s/act/judge", path);
	struct answer r = page(k, P_MAYOR, path);
	want(r, 200, "type=\"radio\" name=\"confidence\" value=\"amber_red\"");
	want(r, 200, "卡点没有解法");
	r = send_form(k, P_MAYOR, act, "key=j1&confidence=amber_red&reason=");
	want(r, 422, NULL);
	r = send_form(k, P_MAYOR, act, "key=j2&confidence=amber_red&reason=%s", "%E5%8D%A1%E4%BD%8F");
	want(r, 303, NULL);
	r = page(k, P_MAYOR, path);
	want(r, 200, "与灯不一致");
	want(r, 200, "“卡住”");
	r = page(k, P_CHIEF, "/");
	want(r, 200, "1 件事项的灯与研判不一致");
	r = page(k, P_MAYOR, "/");
	want(r, 200, "href=\"/matters?j=differs\"");
	r = page(k, P_CHIEF, "/matters?j=differs");
	want(r, 200, "修路");
	r = page(k, P_CHIEF, "/matters?j=green");
	assert_false(says(&r, ">修路<"));

	r = page(k, P_CHIEF, "/settings/commitments.near_days");
	want(r, 200, "剩余几个工作日");
	r = send_form(k, P_CHIEF, "/settings/commitments.near_days", "do=try&value=30&from=2026-10-01&reason=");
	want(r, 200, "1 件未办结事项中有 1 件会变灯");
	r = send_form(k, P_CHIEF, "/settings/commitments.near_days", "do=set&value=31&from=2026-10-01&reason=x");
	want(r, 422, "aria-invalid");
	r = send_form(k, P_ADMIN, "/settings/commitments.near_days", "do=set&value=30&from=2026-10-01&reason=x");
	want(r, 403, NULL);
	r = send_form(k, P_HOUSING, "/settings/commitments.near_days", "do=set&value=30&from=2026-10-01&reason=x");
	want(r, 403, NULL);
	r = send_form(k, P_CHIEF, "/settings/commitments.near_days", "do=set&value=30&from=2026-10-01&reason=early");
	want(r, 303, NULL);
	good(clock_due(k->core, &k->arena, &moved));
	assert_int_equal(moved, 1);
	r = page(k, P_CHIEF, "/matters?l=yellow");
	want(r, 200, "修路");
	r = page(k, P_CHIEF, "/");
	want(r, 200, "没有与灯不一致的研判");
	r = page(k, P_CHIEF, "/settings/commitments.near_days");
	want(r, 200, "early");
	char bearer[200];
	snprintf(bearer, sizeof bearer, "Authorization: Bearer %s\r\n", tokens[P_CHIEF]);
	r = ask(&k->arena, port, "POST", "/api/v1/settings/commitments.differ_yellow", NULL, bearer, "application/json",
		S("{\"value\": \"both\", \"from\": \"2026-10-01\", \"reason\": \"strict\"}"));
	want(r, 200, "\"value\":\"both\"");
	r = ask(&k->arena, port, "GET", "/api/v1/matters?confidence=amber_red", NULL, bearer, NULL, STR_NONE);
	want(r, 200, "\"confidence\":\"amber_red\"");
	want(r, 200, "\"light_sign\":\"▲\"");
	r = ask(&k->arena, port, "GET", "/api/v1/settings", NULL, bearer, NULL, STR_NONE);
	want(r, 200, "commitments.differ_yellow");
}

static int begin(void **state)
{
	if (kit_setup(state))
		return 1;
	struct kit *k = *state;
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(core_mark_demo(&x));
	ctx_close(&x);
	char listen[40];
	snprintf(listen, sizeof listen, "127.0.0.1:%s", getenv("LUOSHI_LOOK") ? getenv("LUOSHI_LOOK") : "0");
	struct web_config c = {.listen = str_of(listen), .district = {S("榴园区"), S("Liuyuan District")}, .core = k->core, .time = &k->time,
			       .zone = k->zone, .calendar = k->calendar, .packs = (const struct pack *const *)k->packs,
			       .parts = {.decoder = decoder_new(&k->arena, &(struct decoder_options){0})}};
	good(web_start(&c, &web));
	port = web_port(web);
	return 0;
}

static int end(void **state)
{
	if (getenv("LUOSHI_LOOK")) {
		printf("# http://127.0.0.1:%d/\n", port);
		fflush(stdout);
		pause();
	}
	web_stop(web);
	return kit_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(from_the_speech_to_the_end, begin, end),
					  cmocka_unit_test_setup_teardown(rules_and_judgements, begin, end)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
