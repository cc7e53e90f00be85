/* SPDX-License-Identifier: Apache-2.0 */
/* Forwarding to another Open311 server over a real server on loopback: once, whatever is lost on
 * the way; and its progress comes back as events. */
#define KIT_RELAY
#include "core_kit.h"
#include "wire_kit.h"

#include "core/request.h"
#include "relay/open311_in.h"

#include <fcntl.h>

static struct station *there;
static struct relay *relay;

#define TAKEN "<service_requests><request><service_request_id>A-17</service_request_id></request></service_requests>"
#define STANDS(status, notes) "<service_requests><request><service_request_id>A-17</service_request_id><status>" status "</status><status_notes>" notes \
	"</status_notes></request></service_requests>"
#define NOTHING "<service_requests></service_requests>"

static void answers(int status, const char *body)
{
	pthread_mutex_lock(&there->lock);
	there->status = status;
	snprintf(there->body, sizeof there->body, "%s", body);
	pthread_mutex_unlock(&there->lock);
}

static void write_key(struct kit *k, char *path, size_t n)
{
	snprintf(path, n, "%s/api-key", k->dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && write(fd, "our-key\n", 8) == 8);
	close(fd);
}

static void set(struct kit *k, const char *name, const char *value)
{
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_set(&x, &(struct setting_request){.name = str_of(name), .value = str_of(value), .reason = S("试"), .from = zone_day(k->zone, k->now)}));
	ctx_close(&x);
}

static int forward_setup(void **state)
{
	struct kit *k = kit_place();
	char key[160];
	struct buf url;
	kit_pack(k, "packs/open311", "open311", &k->packs[0]);
	kit_pack(k, "tests/pack/open311", "requests", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	there = station_new(STATION_HTTP);
	answers(200, TAKEN);
	write_key(k, key, sizeof key);
	buf_init(&url, &k->arena);
	buf_fmt(&url, "http://127.0.0.1:%d/open311/v2/", there->port);
	set(k, "open311.forward_services", "urban.road=LAMP01\n*=OTHER");
	const struct relay_config c = {.core = k->core, .open311_url = buf_str(&url), .open311_key_file = str_of(key)};
	good(relay_open(&c, &relay));
	*state = k;
	return 0;
}

static int forward_teardown(void **state)
{
	relay_close(relay);
	station_free(there);
	relay = NULL;
	return kit_teardown(state);
}
#define forward_test(f) cmocka_unit_test_setup_teardown(f, forward_setup, forward_teardown)

static void pass(void)
{
	struct relay_done done;
	struct arena a;
	arena_init(&a);
	good(relay_pass(relay, &a, &done));
	arena_done(&a);
}

static int64_t matter_new(struct kit *k)
{
	struct request_taken t;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("name"), S("于春禾")}, {S("phone"), S("13906320001")}, {S("words"), S("我家门口的路灯不亮")}};
	const struct arg of_matter[] = {{S("title"), S("路灯不亮")}, {S("category"), S("urban.road.lamp")}, {S("place"), S("榴乡路东头")},
		{S("x"), S("117.3237")}, {S("y"), S("34.8107")}};
	good(request_take(&x, &(struct request_new){.kind = &k->packs[1]->kinds[0], .args = args, .n_args = COUNT_OF(args), .of_matter = of_matter,
		.n_of_matter = COUNT_OF(of_matter)}, &t));
	ctx_close(&x);
	return t.matter;
}

static void forward(struct kit *k, int64_t matter, bool contact)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("forward_text"), S("区界处路灯不亮，属贵区管养")}, {S("forward_contact"), contact ? S("1") : S("0")}};
	good(act(&x, &(struct act_request){.matter = matter, .action = S("forward"), .args = args, .n_args = COUNT_OF(args)}, &done));
	ctx_close(&x);
}

static str field_of(struct kit *k, int64_t matter, const char *name)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	for (size_t i = 0; i < v.n_fields; i++)
		if (str_eq(v.fields[i].field->name, str_of(name)))
			return v.fields[i].text;
	return S("");
}

static int posts(void)
{
	int n = 0;
	for (int i = 0; i < there->n; i++)
		n += !strncmp(there->to[i], "POST", 4);
	return n;
}

static const char *posted(int which)
{
	for (int i = 0; i < there->n; i++)
		if (!strncmp(there->to[i], "POST", 4) && !which--)
			return there->got[i];
	return "";
}

/* ---- pure ------------------------------------------------------------------------------------- */
static void services_and_answers_are_read(void **state)
{
	unused_arg(state);
	struct arena a;
	items311 items;
	arena_init(&a);
	static const char table[] = "# ours=theirs\nurban=U\nurban.road = R \nurban.road.lamp=L\n*=X\n";
	same_str(service_there(S(table), S("urban.road.lamp")), S("L"));
	same_str(service_there(S(table), S("urban.road.cover")), S("R"));
	same_str(service_there(S(table), S("urbane")), S("X"));
	same_str(service_there(S("*=X\nurban=U"), S("urban.clean")), S("U"));
	same_str(service_there(S("urban=U"), S("rural")), S(""));
	assert_true(answer_read(&a, S("<?xml version='1.0'?><x:service_requests xmlns:x='u'><x:request><token>12</token><a><b>c</b></a></x:request></x:service_requests>"), &items));
	same_str(item_get(&items.v[0], "token"), S("12"));
	assert_true(answer_read(&a, S("<error>Invalid api_key</error>"), &items));
	assert_true(items.v[0].error);
	same_str(item_get(&items.v[0], "description"), S("Invalid api_key"));
	assert_true(answer_read(&a, S("<service_requests/>"), &items));
	assert_int_equal(items.n, 0);
	static const char *const bad[] = {"", "{}", "<a><b></a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "not found"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (answer_read(&a, str_of(bad[i]), &items))
			test_fails("%s was read", bad[i]);
	assert_int_equal(became_of(CURLE_COULDNT_CONNECT, 0), BECAME_NOT);
	assert_int_equal(became_of(CURLE_OPERATION_TIMEDOUT, 0), BECAME_UNKNOWN);
	assert_int_equal(became_of(CURLE_GOT_NOTHING, 0), BECAME_UNKNOWN);
	assert_int_equal(became_of(CURLE_OK, 201), BECAME_DONE);
	assert_int_equal(became_of(CURLE_OK, 400), BECAME_REFUSED);
	assert_int_equal(became_of(CURLE_OK, 503), BECAME_NOT);
	assert_int_equal(became_of(CURLE_OK, 502), BECAME_UNKNOWN);
	arena_done(&a);
}

/* ---- over the wire -------------------------------------------------------------------------------- */
static void a_matter_goes_out_once_and_comes_back(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k);
	pass();
	assert_int_equal(there->n, 0); /* nobody asked for it */
	forward(k, m, false);
	pass();
	pass();
	assert_int_equal(posts(), 1);
	const char *p = posted(0);
	static const char *const has[] = {"service_code=LAMP01", "lat=34.8107", "long=117.3237", "api_key=our-key", "external_id=", "address_string=%E6%A6%B4"};
	for (size_t i = 0; i < COUNT_OF(has); i++)
		if (!strstr(p, has[i]))
			test_fails("no %s in %s", has[i], p);
	assert_null(strstr(p, "13906320001"));
	assert_null(strstr(p, "first_name"));
	assert_null(strstr(p, "%E6%88%91%E5%AE%B6")); /* 我家 of the words */
	same_str(field_of(k, m, "forward_number"), S("A-17"));
	answers(200, STANDS("open", "已派工"));
	k->now += 20 * 60000;
	pass();
	same_str(field_of(k, m, "forward_status"), S("open"));
	same_str(field_of(k, m, "forward_answer"), S("已派工"));
	answers(200, STANDS("closed", "修好了"));
	k->now += 20 * 60000;
	pass();
	same_str(field_of(k, m, "forward_status"), S("closed"));
	int asked = there->n;
	k->now += 60 * 60000;
	pass();
	assert_int_equal(there->n, asked); /* it is over */
	assert_int_equal(posts(), 1);
}

static void what_is_said_twice_is_one_event(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t m = matter_new(k);
	forward(k, m, false);
	pass();
	answers(200, STANDS("open", "x"));
	for (int i = 0; i < 4; i++) {
		k->now += 20 * 60000;
		pass();
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_read(&x, m, &v));
	ctx_close(&x);
	int said = 0;
	for (size_t i = 0; i < v.n_events; i++)
		said += str_eq(v.events[i].action, S("forward_report"));
	assert_int_equal(said, 2); /* its number as it was taken (TAKEN says no status), then open */
}

static void names_go_only_when_order_and_district_say_so(void **state)
{
	struct kit *k = *state;
	forward(k, matter_new(k), true);
	pass();
	assert_null(strstr(posted(0), "13906320001"));
	set(k, "open311.forward_contact", "1");
	forward(k, matter_new(k), false);
	pass();
	assert_null(strstr(posted(1), "13906320001"));
	forward(k, matter_new(k), true);
	pass();
	assert_non_null(strstr(posted(2), "phone=13906320001"));
}

static void a_lost_answer_is_looked_for_and_never_sent_again(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k);
	there->drop = 1;
	forward(k, m, false);
	pass();
	assert_int_equal(posts(), 1);
	answers(200, NOTHING);
	for (int i = 0; i < 30; i++) {
		k->now += 6 * 3600000;
		pass();
	}
	assert_int_equal(posts(), 1);
	same_str(field_of(k, m, "forward_status"), S("not forwarded"));
}

static void a_lost_answer_is_found_there(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k);
	there->drop = 1;
	forward(k, m, false);
	pass();
	answers(200, "<a><request><service_request_id>A-9</service_request_id><description>x（来文编号：单202600001）</description></request></a>");
	k->now += 3600000;
	pass();
	assert_int_equal(posts(), 1);
	k->now += 3600000;
	answers(200, STANDS("open", ""));
	pass();
	same_str(field_of(k, m, "forward_status"), S("open"));
	assert_non_null(strstr(there->to[there->n - 1], "/requests/A-9.xml"));
}

static void who_knows_numbers_is_sent_the_same_again(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k);
	set(k, "open311.forward_knows_numbers", "1");
	there->drop = 1;
	forward(k, m, false);
	pass();
	answers(200, NOTHING);
	k->now += 3600000;
	pass(); /* looks */
	answers(200, TAKEN);
	k->now += 6 * 3600000;
	pass(); /* sends again */
	assert_int_equal(posts(), 2);
	same_str(field_of(k, m, "forward_number"), S("A-17"));
	char one[200], two[200];
	header_in(posted(0), "Idempotency-Key: ", one, sizeof one);
	header_in(posted(1), "Idempotency-Key: ", two, sizeof two);
	assert_true(one[0] && !strcmp(one, two));
}

static void a_refusal_is_told_and_a_busy_server_tried_again(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k), other = matter_new(k);
	answers(503, "busy");
	forward(k, m, false);
	pass();
	answers(200, TAKEN);
	k->now += 3600000;
	pass();
	assert_int_equal(posts(), 2);
	same_str(field_of(k, m, "forward_number"), S("A-17"));
	answers(400, "<errors><error><code>400</code><description>no such service</description></error></errors>");
	forward(k, other, false);
	pass();
	same_str(field_of(k, other, "forward_answer"), S("400 no such service"));
	k->now += 10 * 3600000;
	pass();
	assert_int_equal(posts(), 3);
}

static void a_token_is_asked_for_its_number(void **state)
{
	struct kit *k = *state;
	int64_t m = matter_new(k);
	answers(200, "<service_requests><request><token>t 1/2</token></request></service_requests>");
	forward(k, m, false);
	pass();
	answers(200, STANDS("open", ""));
	k->now += 3600000;
	pass();
	bool asked = false;
	for (int i = 0; i < there->n; i++)
		asked |= strstr(there->to[i], "/tokens/t%201%2F2.xml") != NULL;
	assert_true(asked);
	k->now += 3600000;
	pass();
	same_str(field_of(k, m, "forward_number"), S("A-17"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_and_answers_are_read),
		forward_test(a_matter_goes_out_once_and_comes_back),
		forward_test(what_is_said_twice_is_one_event),
		forward_test(names_go_only_when_order_and_district_say_so),
		forward_test(a_lost_answer_is_looked_for_and_never_sent_again),
		forward_test(a_lost_answer_is_found_there),
		forward_test(who_knows_numbers_is_sent_the_same_again),
		forward_test(a_refusal_is_told_and_a_busy_server_tried_again),
		forward_test(a_token_is_asked_for_its_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
