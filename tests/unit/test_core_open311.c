/* SPDX-License-Identifier: Apache-2.0 */
/* Open311: what is told of a request, to anybody and to the program that sent it; keys. Over the
 * packs as they are built in. check runs after every test. */
#include "core_kit.h"

#include "core/open311.h"
#include "core/request.h"

#define ANSWER "路灯由小区物业负责。请向主管部门咨询，我们可以帮您转接"
#define FROM 0
#define TO INT64_MAX

static int open311_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "packs/requests", "requests", &k->packs[1]);
	kit_pack(k, "packs/open311", "open311", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define open311_test(f) cmocka_unit_test_setup_teardown(f, open311_setup, kit_teardown)

static const struct kind *orders(struct kit *k)
{
	return &k->packs[1]->kinds[0];
}

static struct ctx the_system(struct kit *k)
{
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	return x;
}

static int64_t key_for(struct kit *k, const char *name)
{
	str secret;
	int64_t id;
	struct ctx x = the_system(k);
	good(open311_key_add(&x, str_of(name), &secret));
	ctx_close(&x);
	assert_int_equal(secret.n, 64);
	good(open311_key_find(k->core, &k->arena, secret, &id));
	return id;
}

struct sent {
	int64_t key, matter;
	const char *outside;
	bool confidential;
};

static struct request_taken send(struct kit *k, const struct sent *s)
{
	struct request_taken t;
	str token;
	struct ctx x = the_system(k);
	const struct arg args[] = {{S("channel"), S("open311")}, {S("words"), S("榴乡路东头路灯不亮，我叫于春禾")}, {S("phone"), S("13906320001")},
		{S("name"), S("于春禾")}, {S("place"), S("榴乡路 12 号")}, {S("outside"), str_of(s->outside)}};
	const struct arg of_matter[] = {{S("title"), S("路灯（榴乡路）")}, {S("class"), S("help")}, {S("category"), S("urban.road.lamp")},
		{S("place"), S("榴乡路 12 号")}, {S("x"), S("117.3237")}, {S("y"), S("34.8107")}, {S("confidential"), s->confidential ? S("1") : S("0")}};
	good(request_take(&x, &(struct request_new){.kind = orders(k), .matter = s->matter, .args = args, .n_args = COUNT_OF(args), .of_matter = of_matter,
		.n_of_matter = s->matter ? 0 : COUNT_OF(of_matter), .action = S("take")}, &t));
	ctx_close(&x);
	good(open311_sent(k->core, &k->arena, s->key, t.request, &token));
	assert_int_equal(token.n, 32);
	k->now += 60000;
	return t;
}

static struct open311_query query_of(struct kit *k, int64_t key)
{
	static const str own[] = {S("words"), S("place"), S("y"), S("phone"), S("name")};
	return (struct open311_query){.kind = orders(k), .service = kind_field(orders(k), S("category")), .key = key, .lang = LANG_ZH, .from = FROM,
		.to = TO, .own_names = own, .n_own_names = 3, .most = 1000};
}

static size_t listed(struct kit *k, const struct open311_query *q, struct open311_row **ret)
{
	size_t n;
	good(open311_list(k->core, &k->arena, q, ret, &n));
	return n;
}

static err found(struct kit *k, int64_t key, str number, struct open311_row *ret)
{
	struct open311_query q = query_of(k, key);
	return open311_find(k->core, &k->arena, &q, number, ret);
}

static str value_of(const struct value *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, str_of(name)))
			return v[i].text;
	return S("");
}

static void act_as_system(struct kit *k, int64_t matter, const char *action, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = the_system(k);
	good(act(&x, &(struct act_request){.matter = matter, .action = str_of(action), .args = args, .n_args = n, .reason = S("测试"),}, &done));
	ctx_close(&x);
	k->now += 60000;
}

static void decline(struct kit *k, int64_t matter)
{
	const struct arg args[] = {{S("decline_ground"), S("other")}, {S("public_answer"), S(ANSWER)}};
	act_as_system(k, matter, "decline", args, COUNT_OF(args));
}

/* ---- keys ------------------------------------------------------------------------------------- */
static void a_key_is_shown_once_and_withdrawn(void **state)
{
	struct kit *k = *state;
	str secret;
	int64_t id;
	struct open311_key *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(open311_key_add(&x, S("城管采集平台"), &secret));
	assert_int_equal(open311_key_add(&x, S("城管采集平台"), &secret), ERR_CONFLICT);
	assert_int_equal(open311_key_add(&x, S(" "), &secret), ERR_INPUT);
	assert_int_equal(open311_key_add(&x, S("a:b"), &secret), ERR_INPUT);
	good(open311_key_list(&x, &v, &n));
	assert_int_equal(n, 1);
	same_str(v[0].name, S("城管采集平台"));
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(open311_key_add(&x, S("别的"), &secret), ERR_DENIED);
	assert_int_equal(open311_key_list(&x, &v, &n), ERR_DENIED);
	ctx_close(&x);
	int64_t other = key_for(k, "第二个");
	assert_int_equal(open311_key_find(k->core, &k->arena, S("0"), &id), ERR_DENIED);
	x = the_system(k);
	good(open311_key_withdraw(&x, other));
	assert_int_equal(open311_key_withdraw(&x, other), ERR_NOTFOUND);
	ctx_close(&x);
	struct open311_key key;
	assert_int_equal(open311_bound(k->core, &k->arena, other, &key), ERR_DENIED);
}

static void a_program_sends_so_much_an_hour(void **state)
{
	struct kit *k = *state;
	struct open311_key key;
	int64_t id = key_for(k, "快的");
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_set(&x, &(struct setting_request){.name = S("open311.posts_an_hour"), .value = S("2"), .reason = S("试"), .from = zone_day(k->zone, k->now)}));
	ctx_close(&x);
	for (int i = 0; i < 2; i++) {
		good(open311_bound(k->core, &k->arena, id, &key));
		same_str(key.name, S("快的"));
		send(k, &(struct sent){.key = id});
	}
	assert_int_equal(open311_bound(k->core, &k->arena, id, &key), ERR_LIMIT);
	k->now += 3600000;
	good(open311_bound(k->core, &k->arena, id, &key));
}

/* ---- what is told ------------------------------------------------------------------------------- */
static void only_who_sent_it_reads_its_words(void **state)
{
	struct kit *k = *state;
	struct open311_row r, *v;
	int64_t mine = key_for(k, "甲"), other = key_for(k, "乙");
	struct request_taken t = send(k, &(struct sent){.key = mine});
	struct open311_query q = query_of(k, mine), anybody = query_of(k, 0), others = query_of(k, other);
	assert_int_equal(listed(k, &q, &v), 1);
	assert_true(v[0].own && !v[0].published);
	same_str(v[0].number, t.number);
	same_str(v[0].service, S("urban.road.lamp"));
	same_str(value_of(v[0].own_fields, v[0].n_own, "words"), S("榴乡路东头路灯不亮，我叫于春禾"));
	same_str(value_of(v[0].own_fields, v[0].n_own, "y"), S("34.8107"));
	assert_int_equal(listed(k, &anybody, &v), 0);
	assert_int_equal(listed(k, &others, &v), 0);
	for (int i = 0; i < 2; i++) {
		good(found(k, i ? other : 0, t.number, &r));
		assert_false(r.own || r.published);
		assert_int_equal(r.n_told + r.n_own, 0);
		assert_int_equal(r.unit.n, 0);
	}
	struct buf id;
	buf_init(&id, &k->arena);
	buf_int(&id, t.request);
	good(found(k, 0, buf_str(&id), &r));
	assert_int_equal(found(k, 0, S("诉20260009999"), &r), ERR_NOTFOUND);
}

static void a_phone_is_never_told_even_when_asked_for(void **state)
{
	struct kit *k = *state;
	struct open311_row r;
	int64_t mine = key_for(k, "甲");
	struct request_taken t = send(k, &(struct sent){.key = mine});
	struct open311_query q = query_of(k, mine);
	q.n_own_names = 5;
	good(open311_find(k->core, &k->arena, &q, t.number, &r));
	assert_int_equal(value_of(r.own_fields, r.n_own, "phone").n, 0);
}

static void what_was_published_is_told_to_anybody(void **state)
{
	struct kit *k = *state;
	struct open311_row *v;
	int64_t mine = key_for(k, "甲");
	struct request_taken t = send(k, &(struct sent){.key = mine});
	const struct arg answer[] = {{S("public_answer"), S(ANSWER)}, {S("no_article"), S("1")}};
	act_as_system(k, t.matter, "answer_now", answer, COUNT_OF(answer));
	const struct arg args[] = {{S("published"), S("1")}, {S("public_title"), S("榴乡路路灯报修")}, {S("public_answer"), S(ANSWER)}};
	act_as_system(k, t.matter, "publish", args, COUNT_OF(args));
	struct open311_query q = query_of(k, 0);
	assert_int_equal(listed(k, &q, &v), 1);
	assert_true(v[0].published && !v[0].closed && !v[0].own);
	same_str(value_of(v[0].told, v[0].n_told, "public_title"), S("榴乡路路灯报修"));
	same_str(value_of(v[0].told, v[0].n_told, "public_answer"), S(ANSWER));
	assert_int_equal(v[0].n_own, 0);
	for (size_t i = 0; i < v[0].n_told; i++) {
		assert_false(v[0].told[i].field->personal);
		assert_true(v[0].told[i].field->public);
	}
	q.closed = true;
	assert_int_equal(listed(k, &q, &v), 0);
	q.open = true;
	assert_int_equal(listed(k, &q, &v), 1);
	q.services = S("urban.road.cover, urban.road.lamp");
	assert_int_equal(listed(k, &q, &v), 1);
	q.services = S("urban.road.cover");
	assert_int_equal(listed(k, &q, &v), 0);
}

static void the_confidential_and_the_denied_are_not_there(void **state)
{
	struct kit *k = *state;
	struct open311_row r, *v;
	int64_t mine = key_for(k, "甲");
	struct request_taken secret = send(k, &(struct sent){.key = mine, .confidential = true}), denied = send(k, &(struct sent){.key = mine});
	struct ctx x = the_system(k);
	good(matter_deny(&x, denied.matter, k->unit[U_HOUSING], S("被反映单位")));
	ctx_close(&x);
	assert_int_equal(found(k, 0, secret.number, &r), ERR_NOTFOUND);
	assert_int_equal(found(k, 0, denied.number, &r), ERR_NOTFOUND);
	good(found(k, mine, secret.number, &r));
	good(found(k, mine, denied.number, &r));
	struct open311_query q = query_of(k, 0);
	assert_int_equal(listed(k, &q, &v), 0);
}

static void two_requests_of_one_matter_keep_their_words_apart(void **state)
{
	struct kit *k = *state;
	struct open311_row r;
	int64_t a = key_for(k, "甲"), b = key_for(k, "乙");
	struct request_taken first = send(k, &(struct sent){.key = a}), second = send(k, &(struct sent){.key = b, .matter = first.matter});
	good(found(k, a, second.number, &r));
	assert_false(r.own);
	assert_int_equal(r.n_own, 0);
	good(found(k, b, second.number, &r));
	assert_true(r.own);
	same_str(value_of(r.own_fields, r.n_own, "place"), S("榴乡路 12 号"));
	assert_int_equal(value_of(r.own_fields, r.n_own, "y").n, 0); /* the point may be the other's */
}

static void pages_and_spans(void **state)
{
	struct kit *k = *state;
	struct open311_row *v;
	int64_t mine = key_for(k, "甲");
	ms_t began = k->now;
	struct request_taken t[5];
	for (int i = 0; i < 5; i++)
		t[i] = send(k, &(struct sent){.key = mine});
	struct open311_query q = query_of(k, mine);
	assert_int_equal(listed(k, &q, &v), 5);
	same_str(v[0].number, t[4].number); /* newest first */
	q.skip = 2, q.most = 2;
	assert_int_equal(listed(k, &q, &v), 2);
	same_str(v[0].number, t[2].number);
	same_str(v[1].number, t[1].number);
	q.skip = 4;
	assert_int_equal(listed(k, &q, &v), 1);
	q = query_of(k, mine);
	q.from = began + 60000, q.to = began + 3 * 60000;
	assert_int_equal(listed(k, &q, &v), 2);
	same_str(v[0].number, t[2].number);
}

/* ---- tokens, steps, additions ----------------------------------------------------------------------- */
static void a_token_gives_the_number_and_stays(void **state)
{
	struct kit *k = *state;
	struct request_taken t = send(k, &(struct sent){0});
	str token, again, number;
	int64_t request;
	good(open311_sent(k->core, &k->arena, 0, t.request, &token));
	good(open311_sent(k->core, &k->arena, 0, t.request, &again));
	same_str(token, again);
	good(open311_by_token(k->core, &k->arena, token, &request, &number));
	same_str(number, t.number);
	assert_int_equal(request, t.request);
	assert_int_equal(open311_by_token(k->core, &k->arena, S("x"), &request, &number), ERR_NOTFOUND);
}

static void steps_come_in_order_and_only_public_ones(void **state)
{
	struct kit *k = *state;
	struct open311_update *u;
	size_t n;
	int64_t mine = key_for(k, "甲");
	ms_t began = k->now;
	for (int i = 0; i < 40; i++) /* of others, before and between */
		send(k, &(struct sent){0});
	struct request_taken t = send(k, &(struct sent){.key = mine});
	decline(k, t.matter);
	struct open311_query q = query_of(k, mine), none = query_of(k, 0);
	good(open311_steps(k->core, &k->arena, &q, &u, &n));
	assert_true(n >= 2);
	ms_t last = 0;
	for (size_t i = 0; i < n; i++) {
		assert_true(u[i].action->public);
		assert_int_equal(u[i].request, t.request);
		assert_true(u[i].at >= last);
		assert_int_equal(u[i].last, i + 1 == n);
		last = u[i].at;
	}
	assert_true(u[n - 1].state && u[n - 1].state->closed);
	same_str(value_of(u[n - 1].told, u[n - 1].n_told, "public_answer"), S(ANSWER));
	good(open311_steps(k->core, &k->arena, &none, &u, &n));
	assert_int_equal(n, 0);
	q.to = began;
	good(open311_steps(k->core, &k->arena, &q, &u, &n));
	assert_int_equal(n, 0);
	q = query_of(k, mine);
	q.most = 1;
	good(open311_steps(k->core, &k->arena, &q, &u, &n));
	assert_int_equal(n, 1);
}

static void only_who_sent_it_adds_and_once(void **state)
{
	struct kit *k = *state;
	int64_t mine = key_for(k, "甲"), other = key_for(k, "乙"), event, again;
	struct request_taken t = send(k, &(struct sent){.key = mine});
	const struct arg arg = {S("added"), S("今天又灭了一盏")};
	const struct open311_more more = {.number = t.number, .action = S("note_added"), .idempotency_key = S("甲/1"), .args = &arg, .n_args = 1};
	struct open311_query q = query_of(k, mine), o = query_of(k, other), none = query_of(k, 0);
	good(open311_add(k->core, &k->arena, &q, &more, &event));
	good(open311_add(k->core, &k->arena, &q, &more, &again));
	assert_int_equal(event, again);
	assert_int_equal(open311_add(k->core, &k->arena, &o, &more, &event), ERR_NOTFOUND);
	assert_int_equal(open311_add(k->core, &k->arena, &none, &more, &event), ERR_NOTFOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		open311_test(a_key_is_shown_once_and_withdrawn),
		open311_test(a_program_sends_so_much_an_hour),
		open311_test(only_who_sent_it_reads_its_words),
		open311_test(a_phone_is_never_told_even_when_asked_for),
		open311_test(what_was_published_is_told_to_anybody),
		open311_test(the_confidential_and_the_denied_are_not_there),
		open311_test(two_requests_of_one_matter_keep_their_words_apart),
		open311_test(pages_and_spans),
		open311_test(a_token_gives_the_number_and_stays),
		open311_test(steps_come_in_order_and_only_public_ones),
		open311_test(only_who_sent_it_adds_and_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
