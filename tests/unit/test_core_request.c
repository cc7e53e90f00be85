/* SPDX-License-Identifier: Apache-2.0 */
/* Requests (诉求): taken in, found, followed, moved, erased; check runs after every test. */
#include "core_kit.h"

#include <string.h>

#include "core/request.h"

static int request_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "tests/pack/requests", "requests", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define request_test(f) cmocka_unit_test_setup_teardown(f, request_setup, kit_teardown)

static const struct kind *orders(struct kit *k)
{
	return &k->packs[1]->kinds[0];
}

struct call {
	int64_t matter;
	const char *phone, *outside, *words, *key, *class;
	bool file;
};

static err take_as(struct kit *k, int person, const struct call *q, struct request_taken *ret)
{
	struct arena *a = &k->arena;
	struct request_taken done = {0};
	struct ctx x = kit_ctx(k, a, person);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), str_of(q->words ? q->words : "榴乡路东头路灯不亮，晚上孩子放学看不清路")},
		{S("phone"), str_of(q->phone)}, {S("outside"), str_of(q->outside)}, {S("title"), S("路灯不亮")}, {S("name"), S("于春禾")}};
	const struct arg of_matter[] = {{S("title"), S("榴乡路路灯")}, {S("category"), S("urban.road.lamp")}, {S("class"), str_of(q->class ? q->class : "complaint")}};
	const struct upload photo = {S("路灯.txt"), S("一张照片")};
	err e = request_take(&x, &(struct request_new){.kind = orders(k), .matter = q->matter, .args = args, .n_args = COUNT_OF(args),
		.of_matter = of_matter, .n_of_matter = q->matter ? 0 : COUNT_OF(of_matter), .files = &photo, .n_files = q->file,
		.notice = S("2026-1"), .idempotency_key = str_of(q->key)}, &done);
	ctx_close(&x);
	*ret = done;
	return e;
}

static struct request_taken taken(struct kit *k, const struct call *q)
{
	struct request_taken t;
	good(take_as(k, P_CHIEF, q, &t));
	return t;
}

static struct matter_view view_of(struct kit *k, int person, int64_t matter)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	return v;
}

static str text_of(const struct value *v, size_t n, const char *field)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, str_of(field)))
			return v[i].text;
	return S("");
}

static void one_commit_opens_matter_and_request(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.phone = "138 0632-1234", .file = true});
	same_str(t.number, S("诉〔2026〕000001"));
	same_str(t.matter_number, S("单〔2026〕00001"));
	same_str(t.code, S("1234"));
	assert_int_equal(t.version, 2);
	struct matter_view v = view_of(k, P_CHIEF, t.matter);
	assert_int_equal(v.n_parts, 1);
	same_str(v.parts[0].row.number, t.number);
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "phone"), S("138 0632-1234"));
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "notice"), S("2026-1"));
	same_str(text_of(v.fields, v.n_fields, "category"), S("Street lamp"));
	assert_int_equal(v.n_evidence, 1);
	assert_int_equal(v.evidence[0].part, t.request);
	same_str(v.evidence[0].name, S("路灯.txt"));
	assert_int_equal(v.n_events, 2);
}

static void numbers_have_no_gaps_and_join_a_matter(void **state)
{
	struct kit *k = *state;
	struct request_taken first = taken(k, &(struct call){.phone = "13806321234"}), bad;
	assert_int_equal(take_as(k, P_CHIEF, &(struct call){.words = ""}, &bad), ERR_INPUT);
	struct request_taken second = taken(k, &(struct call){.matter = first.matter, .phone = "13906325678"});
	struct request_taken third = taken(k, &(struct call){.phone = "13906325678"});
	same_str(second.number, S("诉〔2026〕000002"));
	same_str(second.matter_number, first.matter_number);
	assert_int_equal(second.matter, first.matter);
	same_str(third.number, S("诉〔2026〕000003"));
	same_str(third.matter_number, S("单〔2026〕00002"));
	assert_int_equal(take_as(k, P_HOUSING, &(struct call){.phone = "1"}, &bad), ERR_DENIED);
}

static void the_same_number_of_outside_makes_nothing_new(void **state)
{
	struct kit *k = *state;
	struct request_taken first = taken(k, &(struct call){.phone = "13806321234", .outside = "SD-2026-77", .file = true});
	struct request_taken again = taken(k, &(struct call){.phone = "13806321234", .outside = "SD-2026-77", .file = true});
	assert_true(again.repeated && !first.repeated);
	assert_int_equal(again.request, first.request);
	same_str(again.number, first.number);
	same_str(again.code, S("1234"));
	struct request_taken key = taken(k, &(struct call){.key = "one", .outside = "SD-2026-78"});
	struct request_taken key2 = taken(k, &(struct call){.key = "one", .outside = "SD-2026-78"});
	assert_true(key2.repeated);
	assert_int_equal(key2.request, key.request);
	same_str(key2.code, key.code);
	assert_int_equal(key.code.n, 6);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct request_row row;
	good(request_find_outside(&x, S("phone"), S("SD-2026-77"), &row));
	assert_int_equal(row.id, first.request);
	assert_int_equal(request_find_outside(&x, S("web"), S("SD-2026-77"), &row), ERR_NOTFOUND);
	good(request_find(&x, first.number, &row));
	assert_int_equal(row.matter.id, first.matter);
	same_str(row.channel, S("phone"));
	ctx_close(&x);
}

static void a_caller_is_found_however_the_phone_is_written(void **state)
{
	static const char *const way[] = {"13806321234", "+86 138-0632-1234", "86 13806321234", "0086138 0632 1234", "１３８０６３２１２３４"};
	struct kit *k = *state;
	struct request_row *v;
	size_t n;
	for (size_t i = 0; i < COUNT_OF(way); i++) {
		k->now += 1000;
		taken(k, &(struct call){.phone = way[i]});
	}
	taken(k, &(struct call){.phone = "13806321235"});
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(requests_of_caller(&x, S("138 0632 1234"), 50, &v, &n));
	assert_int_equal(n, COUNT_OF(way));
	assert_true(v[0].at > v[4].at);
	good(requests_of_caller(&x, S("1"), 50, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	good(requests_of_caller(&x, S("138 0632 1234"), 50, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

static void requests_are_listed_by_arrival(void **state)
{
	struct kit *k = *state;
	struct request_row *v;
	size_t n;
	str next;
	ms_t third = 0;
	for (int i = 0; i < 5; i++) {
		k->now += 1000;
		third = i == 3 ? k->now : third;
		taken(k, &(struct call){.phone = "13806321234"});
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct request_query q = {.from = MS_NONE, .to = MS_NONE, .limit = 2};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	same_str(v[0].number, S("诉〔2026〕000005"));
	q.cursor = next;
	good(request_list(&x, &q, &v, &n, &next));
	same_str(v[0].number, S("诉〔2026〕000003"));
	q.cursor = next;
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 1);
	assert_int_equal(next.n, 0);
	q = (struct request_query){.from = third, .to = MS_NONE, .channel = S("phone")};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 2);
	q = (struct request_query){.from = MS_NONE, .to = third, .channel = S("phone")};
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 3);
	q.channel = S("web");
	good(request_list(&x, &q, &v, &n, &next));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

/* ---- what follows from an action ------------------------------------------------------ */
static err act_on(struct kit *k, int person, int64_t matter, int64_t part, const char *action, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, person);
	err e = act(&x, &(struct act_request){.matter = matter, .part = part, .action = str_of(action), .args = args, .n_args = n}, &done);
	ctx_close(&x);
	return e;
}

static void sentence_is(const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	same_str(buf_str(&b), str_of(want));
	buf_done(&b);
}

static str lead_arg(struct kit *k, int unit)
{
	return kit_id(&k->arena, k->unit[unit]);
}

static const struct part_view *part_in(const struct matter_view *v, int64_t id)
{
	for (size_t i = 0; i < v->n_parts; i++)
		if (v->parts[i].row.id == id)
			return &v->parts[i];
	test_fails("no such part");
	return NULL;
}

static str state_of(struct kit *k, int64_t matter, int64_t part)
{
	struct matter_view v = view_of(k, P_CHIEF, matter);
	if (!part)
		return v.row.kind->states[v.row.state].name;
	const struct part_view *p = part_in(&v, part);
	return p->row.kind->states[p->row.state].name;
}

static void an_answer_goes_to_each_and_one_who_is_not_content_brings_it_back(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"}), b = taken(k, &(struct call){.matter = a.matter, .phone = "13906321234"});
	good(act_on(k, P_CHIEF, a.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	good(act_on(k, P_HOUSING, a.matter, 0, "answer", ARGS({S("public_answer"), S("路灯已修好")})));
	same_str(state_of(k, a.matter, 0), S("answered"));
	same_str(state_of(k, a.matter, a.request), S("answered"));
	same_str(state_of(k, b.matter, b.request), S("answered"));
	good(act_on(k, P_CHIEF, a.matter, a.request, "rate", ARGS({S("stars"), S("5")}, {S("solved"), S("1")})));
	same_str(state_of(k, a.matter, 0), S("answered"));
	good(act_on(k, P_CHIEF, a.matter, b.request, "rate", ARGS({S("stars"), S("1")}, {S("solved"), S("0")}, {S("comment"), S("还是黑的")})));
	same_str(state_of(k, a.matter, 0), S("redo"));
	struct matter_view v = view_of(k, P_CHIEF, a.matter);
	same_str(v.events[0].actor_name, S("the system"));
}

static size_t clock_count(const struct clock_view *v, size_t n, const char *name)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += str_eq(v[i].decl->name, str_of(name));
	return found;
}

static void clocks_run_only_for_their_values(void **state)
{
	struct kit *k = *state;
	struct request_taken ask = taken(k, &(struct call){.class = "consult"}), complain = taken(k, &(struct call){.class = "complaint"});
	struct matter_view v = view_of(k, P_CHIEF, ask.matter), w = view_of(k, P_CHIEF, complain.matter);
	assert_int_equal(clock_count(v.clocks, v.n_clocks, "quick"), 1);
	assert_int_equal(clock_count(v.clocks, v.n_clocks, "due"), 0);
	assert_int_equal(clock_count(w.clocks, w.n_clocks, "quick"), 0);
	assert_int_equal(clock_count(w.clocks, w.n_clocks, "due"), 1);
	good(act_on(k, P_CHIEF, ask.matter, ask.request, "answer", NO_ARGS));
	good(act_on(k, P_CHIEF, complain.matter, complain.request, "answer", NO_ARGS));
	v = view_of(k, P_CHIEF, ask.matter);
	w = view_of(k, P_CHIEF, complain.matter);
	assert_int_equal(v.parts[0].n_clocks, 0);
	assert_int_equal(w.parts[0].n_clocks, 1);
}

/* ---- secrecy ------------------------------------------------------------------------------ */
static void whoever_is_complained_of_never_gets_it(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.phone = "13806321234"});
	struct matter_view v;
	struct request_row row;
	good(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)}, {S("reported_unit"), lead_arg(k, U_HOUSING)})));
	assert_int_equal(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_ROADS)})), ERR_INPUT);
	sentence_is("this matter cannot be given to that unit; choose another unit");
	assert_int_equal(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)}, {S("assist"), lead_arg(k, U_HOUSING)})), ERR_INPUT);
	/* taken back by mistake or not: it stays denied */
	good(act_on(k, P_CHIEF, t.matter, 0, "report", ARGS({S("reported_unit"), S("")})));
	assert_int_equal(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})), ERR_INPUT);
	for (int who = P_HOUSING; who <= P_ROADS; who++) {
		struct ctx x = kit_ctx(k, &k->arena, who);
		assert_int_equal(matter_read(&x, t.matter, &v), ERR_NOTFOUND);
		assert_int_equal(request_find(&x, t.number, &row), ERR_NOTFOUND);
		ctx_close(&x);
	}
	assert_int_equal(act_on(k, P_TRAFFIC, t.matter, 0, "report", ARGS({S("reported_unit"), lead_arg(k, U_TRAFFIC)})), ERR_INPUT);
	sentence_is("a unit that handles this matter is the one complained of, or belongs to it; choose another unit first");
}

static void the_intake_office_may_be_complained_of_too(void **state)
{
	struct kit *k = *state;
	struct request_taken t;
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), S("督查室工作人员态度生硬")}};
	const struct arg of_matter[] = {{S("title"), S("反映督查室")}, {S("reported_unit"), lead_arg(k, U_SUPERVISION)}};
	good(request_take(&x, &(struct request_new){.kind = orders(k), .args = args, .n_args = 2, .of_matter = of_matter, .n_of_matter = 2}, &t));
	ctx_refresh(&x);
	assert_int_equal(matter_read(&x, t.matter, &v), ERR_NOTFOUND);
	ctx_close(&x);
}

static void what_is_confided_is_for_few(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.phone = "13806321234"});
	good(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	struct matter_view v = view_of(k, P_HOUSING, t.matter);
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "phone"), S("13806321234"));
	good(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)}, {S("confidential"), S("1")})));
	v = view_of(k, P_HOUSING, t.matter);
	assert_int_equal(text_of(v.parts[0].fields, v.parts[0].n_fields, "phone").n, 0);
	assert_int_equal(text_of(v.parts[0].fields, v.parts[0].n_fields, "name").n, 0);
	assert_true(text_of(v.parts[0].fields, v.parts[0].n_fields, "words").n > 0);
	v = view_of(k, P_CHIEF, t.matter);
	same_str(text_of(v.parts[0].fields, v.parts[0].n_fields, "phone"), S("13806321234"));
}

/* ---- going over --------------------------------------------------------------------------- */
static void a_request_goes_over_with_all_it_has(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"});
	struct request_taken b = taken(k, &(struct call){.phone = "13906321234", .outside = "W-1", .file = true});
	struct act_result done;
	struct request_row row;
	good(act_on(k, P_CHIEF, b.matter, b.request, "answer", NO_ARGS)); /* its clock runs */
	struct matter_view before = view_of(k, P_CHIEF, b.matter);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(request_attach(&x, b.matter, b.request, a.matter, S("同一盏灯"), &done));
	assert_int_equal(done.matter, a.matter);
	assert_int_equal(done.part, b.request);
	same_str(done.number, b.number);
	ctx_refresh(&x);
	good(request_find(&x, b.number, &row));
	assert_int_equal(row.matter.id, a.matter);
	good(request_find_outside(&x, S("phone"), S("W-1"), &row));
	assert_int_equal(row.matter.id, a.matter);
	ctx_refresh(&x);
	struct matter_view v = view_of(k, P_CHIEF, a.matter);
	const struct part_view *p = part_in(&v, b.request);
	same_str(text_of(p->fields, p->n_fields, "phone"), S("13906321234"));
	assert_int_equal(p->clocks[0].due, before.parts[0].clocks[0].due);
	same_str(p->row.kind->states[p->row.state].name, S("answered"));
	assert_int_equal(v.n_evidence, 1);
	same_str(v.evidence[0].name, S("路灯.txt"));
	str bytes;
	struct evidence_view e;
	good(evidence_read(&x, v.evidence[0].event, v.evidence[0].position, &e, &bytes));
	same_str(bytes, S("一张照片"));
	/* where it was: merged by the system, with a link, nothing sealed left */
	ctx_refresh(&x);
	v = view_of(k, P_CHIEF, b.matter);
	same_str(v.row.kind->states[v.row.state].name, S("merged"));
	assert_int_equal(v.n_linked, 1);
	assert_int_equal(v.linked[0].id, a.matter);
	p = part_in(&v, b.request);
	assert_int_equal(p->moved, a.matter);
	same_str(p->row.kind->states[p->row.state].name, S("moved"));
	assert_int_equal(text_of(p->fields, p->n_fields, "phone").n, 0);
	assert_int_equal(v.row.evidence, 0);
	ctx_refresh(&x);
	assert_int_equal(act_on(k, P_CHIEF, b.matter, b.request, "rate", ARGS({S("stars"), S("5")}, {S("solved"), S("1")})), ERR_INPUT);
	/* and it is acted on where it is, with its own key */
	ctx_refresh(&x);
	good(act_on(k, P_CHIEF, a.matter, b.request, "rate", ARGS({S("stars"), S("5")}, {S("solved"), S("1")}, {S("comment"), S("好")})));
	ctx_close(&x);
}

static void a_request_is_split_off_and_comes_back(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"});
	k->now += KIT_DAY;
	struct request_taken b = taken(k, &(struct call){.matter = a.matter, .phone = "13906321234", .file = true});
	struct act_result done, again;
	k->now += 5 * KIT_DAY;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(request_split(&x, a.matter, b.request, S(""), &done), ERR_INPUT);
	good(request_split(&x, a.matter, b.request, S("不是同一处"), &done));
	same_str(done.number, b.number);
	ctx_refresh(&x);
	struct matter_view v = view_of(k, P_CHIEF, done.matter);
	same_str(v.row.number, S("单〔2026〕00002"));
	same_str(v.row.title, S("榴乡路路灯"));
	assert_int_equal(v.linked[0].id, a.matter);
	assert_int_equal(v.n_evidence, 1);
	assert_int_equal(v.clocks[0].started, KIT_NOW + KIT_DAY); /* it brings its time along */
	ctx_refresh(&x);
	assert_int_equal(request_split(&x, a.matter, a.request, S("只剩它"), &again), ERR_INPUT);
	good(request_attach(&x, done.matter, b.request, a.matter, S(""), &again)); /* back where it had been */
	ctx_refresh(&x);
	v = view_of(k, P_CHIEF, a.matter);
	assert_int_equal(part_in(&v, b.request)->moved, 0);
	assert_int_equal(v.row.evidence, 1);
	ctx_refresh(&x);
	assert_int_equal(request_attach(&x, a.matter, b.request, a.matter, S(""), &again), ERR_INPUT);
	assert_int_equal(request_attach(&x, a.matter, b.request, done.matter, S(""), &again), ERR_INPUT); /* merged: takes none */
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	assert_int_equal(request_attach(&x, a.matter, b.request, done.matter, S(""), &again), ERR_NOTFOUND);
	ctx_close(&x);
}

/* Whoever asked first does not wait longer because he was joined to somebody who came later. */
static void an_older_request_brings_its_time_along(void **state)
{
	struct kit *k = *state;
	struct request_taken old = taken(k, &(struct call){.phone = "13806321234"});
	k->now += 12 * KIT_DAY;
	struct request_taken young = taken(k, &(struct call){.phone = "13906321234"}), third;
	good(act_on(k, P_CHIEF, young.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	ms_t due = view_of(k, P_CHIEF, young.matter).clocks[0].due;
	k->now += KIT_DAY;
	third = taken(k, &(struct call){.phone = "13906321235"});
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(request_move(&x, &(struct request_move){.matter = third.matter, .request = third.request, .to = young.matter, .reason = S("同一盏灯")}, &done));
	struct matter_view v = view_of(k, P_CHIEF, young.matter);
	assert_int_equal(v.clocks[0].started, KIT_NOW + 12 * KIT_DAY); /* a younger one changes nothing */
	assert_int_equal(v.clocks[0].due, due);
	ctx_refresh(&x);
	good(request_move(&x, &(struct request_move){.matter = old.matter, .request = old.request, .to = young.matter, .reason = S("同一盏灯")}, &done));
	v = view_of(k, P_CHIEF, young.matter);
	assert_int_equal(v.clocks[0].started, KIT_NOW);
	assert_true(v.clocks[0].due < due);
	ctx_close(&x);
}

static void unless_the_district_has_settled_otherwise(void **state)
{
	struct kit *k = *state;
	struct request_taken old = taken(k, &(struct call){.phone = "13806321234", .class = "consult"});
	k->now += KIT_DAY;
	struct request_taken young = taken(k, &(struct call){.phone = "13906321234"});
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_set(&x, &(struct setting_request){.name = S("requests.oldest"), .value = S("0"), .reason = S("试"), .from = zone_day(k->zone, k->now)}));
	ctx_refresh(&x);
	good(request_move(&x, &(struct request_move){.matter = old.matter, .request = old.request, .to = young.matter, .reason = S("同一处")}, &done));
	assert_int_equal(view_of(k, P_CHIEF, young.matter).clocks[0].started, KIT_NOW + KIT_DAY); /* the district has settled otherwise */
	ctx_close(&x);
}

static void who_was_quicker_is_told(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"}), b = taken(k, &(struct call){.phone = "13906321234"});
	struct act_result done;
	good(act_on(k, P_CHIEF, b.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct request_move q = {.matter = b.matter, .request = b.request, .version = b.version, .to = a.matter, .reason = S("同一处")};
	assert_int_equal(request_move(&x, &q, &done), ERR_CONFLICT);
	q.version = b.version + 1;
	good(request_move(&x, &q, &done));
	ctx_refresh(&x);
	assert_int_equal(request_move(&x, &q, &done), ERR_CONFLICT); /* sent twice */
	ctx_close(&x);
}

static void what_is_asked_again_is_linked_to_what_is_closed(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"}), b;
	const struct link_new link = {S(LINK_REPEAT), a.matter};
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), S("灯又不亮了")}}, of_matter[] = {{S("title"), S("路灯又不亮")}, {S("class"), S("complaint")}};
	good(act_on(k, P_CHIEF, a.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)}, {S("reported_unit"), lead_arg(k, U_TRAFFIC)})));
	good(act_on(k, P_CHIEF, a.matter, 0, "answer", ARGS({S("public_answer"), S("修好了")})));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(request_take(&x, &(struct request_new){.kind = orders(k), .args = args, .n_args = 2, .of_matter = of_matter, .n_of_matter = 2, .links = &link, .n_links = 1}, &b));
	ctx_close(&x);
	assert_int_equal(view_of(k, P_CHIEF, b.matter).linked[0].id, a.matter);
	/* who was kept out of the first is kept out of this one */
	assert_int_equal(act_on(k, P_CHIEF, b.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)})), ERR_INPUT);
}

static void a_page_of_requests_reads_a_matter_once(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"});
	struct request_row *v;
	str next;
	size_t n;
	for (int i = 0; i < 20; i++) {
		k->now += 1000;
		taken(k, &(struct call){.matter = a.matter, .phone = "13906321234"});
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	ctx_refresh(&x);
	int64_t before = x.rows_read;
	good(request_list(&x, &(struct request_query){.from = MS_NONE, .to = MS_NONE, .channel = S("")}, &v, &n, &next));
	assert_int_equal(n, 21);
	assert_in_range(x.rows_read - before, 21, 23);
	for (size_t i = 1; i < n; i++)
		assert_true(v[i - 1].at >= v[i].at && !str_eq(v[i - 1].number, v[i].number));
	ctx_close(&x);
}

/* By the index of what is declared `list`; never a field that somebody may not see. */
static void matters_are_listed_by_a_value(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"});
	struct matter_query q = {.kind = orders(k), .due_from = DAY_NONE, .due_to = DAY_NONE, .field = S("category"), .value = S("urban.road.lamp"), .with_fields = true};
	struct matter_page page;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_list(&x, &q, &page));
	assert_int_equal(page.n, 1);
	assert_int_equal(page.rows[0].id, a.matter);
	q.value = S("别的");
	good(matter_list(&x, &q, &page));
	assert_int_equal(page.n, 0);
	q.field = S("reported_unit");
	q.value = S("1");
	good(matter_list(&x, &q, &page));
	assert_int_equal(page.n, 0);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	q.field = S("category");
	q.value = S("urban.road.lamp");
	good(matter_list(&x, &q, &page));
	assert_int_equal(page.n, 0); /* who may not see it finds it by no value */
	ctx_close(&x);
}

static void secrecy_goes_along(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234"}), b = taken(k, &(struct call){.phone = "13906321234"}),
		c = taken(k, &(struct call){.phone = "13906321235"});
	struct act_result done;
	good(act_on(k, P_CHIEF, a.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	good(act_on(k, P_CHIEF, b.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)}, {S("confidential"), S("1")})));
	good(act_on(k, P_CHIEF, c.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)}, {S("reported_unit"), lead_arg(k, U_HOUSING)})));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(request_attach(&x, b.matter, b.request, a.matter, S(""), &done));
	ctx_refresh(&x);
	struct matter_view v = view_of(k, P_HOUSING, a.matter);
	const struct part_view *p = part_in(&v, b.request);
	assert_int_equal(text_of(p->fields, p->n_fields, "phone").n, 0);
	ctx_refresh(&x);
	assert_int_equal(request_attach(&x, c.matter, c.request, a.matter, S(""), &done), ERR_INPUT);
	sentence_is("this request cannot be joined to that matter; choose another one");
	ctx_close(&x);
}

/* ---- erasing one -------------------------------------------------------------------------- */
static void one_is_erased_and_the_others_stay(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234", .file = true});
	struct request_taken b = taken(k, &(struct call){.matter = a.matter, .phone = "13806321234", .file = true});
	struct request_row *v;
	size_t n;
	str bytes;
	struct evidence_view e;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(request_erase(&x, a.matter, a.request, S("")), ERR_INPUT);
	good(request_erase(&x, a.matter, a.request, S("期限已到")));
	ctx_refresh(&x);
	good(requests_of_caller(&x, S("13806321234"), 50, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].id, b.request);
	ctx_refresh(&x);
	struct matter_view m = view_of(k, P_CHIEF, a.matter);
	const struct part_view *p = part_in(&m, a.request), *q = part_in(&m, b.request);
	same_str(text_of(p->fields, p->n_fields, "phone"), S("erased"));
	same_str(text_of(p->fields, p->n_fields, "channel"), S("12345 by phone"));
	same_str(text_of(q->fields, q->n_fields, "phone"), S("13806321234"));
	assert_int_equal(m.n_evidence, 2);
	assert_int_equal(evidence_read(&x, m.evidence[0].event, m.evidence[0].position, &e, &bytes), ERR_NOTFOUND);
	good(evidence_read(&x, m.evidence[1].event, m.evidence[1].position, &e, &bytes));
	good(request_erase(&x, a.matter, b.request, S("期限已到")));
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(request_erase(&x, a.matter, b.request, S("不行")), ERR_NOTFOUND);
	ctx_close(&x);
}

static void erasing_the_matter_erases_its_requests(void **state)
{
	struct kit *k = *state;
	struct request_taken a = taken(k, &(struct call){.phone = "13806321234", .file = true});
	struct request_row *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_erase(&x, a.matter, S("期限已到")));
	ctx_refresh(&x);
	good(requests_of_caller(&x, S("13806321234"), 50, &v, &n));
	assert_int_equal(n, 0);
	ctx_refresh(&x);
	struct matter_view m = view_of(k, P_CHIEF, a.matter);
	same_str(text_of(m.parts[0].fields, m.parts[0].n_fields, "phone"), S("erased"));
	ctx_close(&x);
}

/* ---- without an account -------------------------------------------------------------------- */
static err ask(struct kit *k, const char *address, const char *phone, const char *key, struct request_taken *ret)
{
	const struct arg args[] = {{S("channel"), S("web")}, {S("words"), S("小区门口的路坑坑洼洼，下雨全是水")}, {S("phone"), str_of(phone)}};
	const struct arg of_matter[] = {{S("title"), S("小区门口积水")}, {S("class"), S("complaint")}};
	return request_take_public(k->core, &k->arena, LANG_EN, str_of(address), &(struct request_new){.kind = orders(k), .args = args,
		.n_args = COUNT_OF(args), .of_matter = of_matter, .n_of_matter = 2, .notice = S("2026-1"), .idempotency_key = str_of(key)}, ret);
}

static err follow(struct kit *k, const char *address, str number, str code, struct request_public *ret)
{
	return request_follow(k->core, &k->arena, LANG_EN, str_of(address), number, code, ret);
}

static void an_asker_follows_adds_and_rates(void **state)
{
	struct kit *k = *state;
	struct request_taken t;
	struct request_public v;
	struct act_result done;
	good(ask(k, "10.0.0.1", "139 0632 5678", "", &t));
	same_str(t.code, S("5678"));
	good(follow(k, "10.0.0.2", t.number, t.code, &v));
	same_str(v.state, S("In hand"));
	same_str(v.unit, S(""));
	assert_int_equal(v.n_actions, 1);
	same_str(v.actions[0]->name, S("add"));
	same_str(text_of(v.fields, v.n_fields, "title"), S("小区门口积水"));
	assert_int_equal(v.n_steps, 2);
	good(request_follow_act(k->core, &k->arena, LANG_EN, S("10.0.0.2"), t.number, t.code,
		&(struct act_request){.action = S("add"), .args = ARGS({S("words"), S("今天又积水了")})}, &done));
	good(act_on(k, P_CHIEF, t.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)})));
	good(act_on(k, P_HOUSING, t.matter, 0, "answer", ARGS({S("public_answer"), S("已经疏通")}, {S("result"), S("内部说明")})));
	good(follow(k, "10.0.0.2", t.number, t.code, &v));
	same_str(v.unit, S("区住建局"));
	same_str(v.state, S("Answered"));
	same_str(text_of(v.fields, v.n_fields, "public_answer"), S("已经疏通"));
	for (size_t i = 0; i < v.n_fields; i++)
		assert_true(v.fields[i].field->public && !v.fields[i].field->personal);
	good(request_follow_act(k->core, &k->arena, LANG_EN, S("10.0.0.2"), t.number, t.code,
		&(struct act_request){.action = S("rate"), .args = ARGS({S("stars"), S("2")}, {S("solved"), S("0")}, {S("comment"), S("还有水")})}, &done));
	same_str(state_of(k, t.matter, 0), S("redo"));
	assert_int_equal(request_follow_act(k->core, &k->arena, LANG_EN, S("10.0.0.2"), t.number, t.code,
		&(struct act_request){.action = S("answer")}, &done), ERR_INPUT); /* closed: not from here, */
	struct matter_view m = view_of(k, P_CHIEF, t.matter);
	bool asker = false;
	for (size_t i = 0; i < m.n_events; i++)
		asker |= str_eq(m.events[i].action, S("request.rate")) && str_eq(m.events[i].actor_name, S("the asker"));
	assert_true(asker);
	same_str(text_of(m.parts[0].fields, m.parts[0].n_fields, "comment"), S("还有水"));
	same_str(text_of(m.parts[0].fields, m.parts[0].n_fields, "phone"), S("139 0632 5678"));
}

static void what_staff_does_no_asker_does(void **state)
{
	struct kit *k = *state;
	struct request_taken t;
	struct act_result done;
	good(ask(k, "10.0.0.1", "13906325678", "", &t));
	assert_int_equal(request_follow_act(k->core, &k->arena, LANG_EN, S("a"), t.number, t.code, &(struct act_request){.action = S("answer")}, &done), ERR_DENIED);
	/* and what an asker does nobody does for him, not the system either */
	assert_int_equal(act_on(k, P_CHIEF, t.matter, t.request, "add", ARGS({S("words"), S("x")})), ERR_DENIED);
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	assert_int_equal(act(&x, &(struct act_request){.matter = t.matter, .part = t.request, .action = S("add"), .args = ARGS({S("words"), S("x")})}, &done), ERR_DENIED);
	ctx_close(&x);
}

static void following_cannot_be_guessed(void **state)
{
	struct kit *k = *state;
	struct request_taken t, u;
	struct request_public v;
	good(ask(k, "10.0.0.1", "13906325678", "", &t));
	good(ask(k, "10.0.0.1", "13906325679", "", &u));
	for (int i = 0; i < 30; i++)
		good(follow(k, "10.0.0.9", t.number, t.code, &v)); /* what is right does not count */
	assert_int_equal(follow(k, "10.0.0.2", S("诉〔2026〕999999"), S("5678"), &v), ERR_NOTFOUND);
	sentence_is("the number and the code do not belong together; look at both again");
	for (int i = 0; i < 9; i++) {
		assert_int_equal(follow(k, "10.0.0.2", t.number, S("0000"), &v), ERR_NOTFOUND);
		sentence_is("the number and the code do not belong together; look at both again");
	}
	assert_int_equal(follow(k, "10.0.0.2", u.number, u.code, &v), ERR_LIMIT); /* the address */
	good(follow(k, "10.0.0.3", u.number, u.code, &v));
	assert_int_equal(follow(k, "10.0.0.3", t.number, S("1111"), &v), ERR_NOTFOUND);
	assert_int_equal(follow(k, "10.0.0.4", t.number, t.code, &v), ERR_LIMIT); /* the number */
	k->now += 3600001;
	good(follow(k, "10.0.0.2", t.number, t.code, &v));
	assert_int_equal(follow(k, "10.0.0.2", t.number, S(""), &v), ERR_NOTFOUND);
}

struct guesser {
	struct kit *k;
	str number;
	_Atomic int *looked;
};
static void *guess_all(void *arg)
{
	struct guesser *g = arg;
	for (int i = 0; i < 10; i++) {
		struct arena a;
		struct request_public v;
		arena_init(&a);
		err e = request_follow(g->k->core, &a, LANG_EN, S("10.0.0.5"), g->number, S("0000"), &v);
		*g->looked += e == ERR_NOTFOUND;
		arena_done(&a);
	}
	return NULL;
}

static void many_at_once_are_many(void **state)
{
	struct kit *k = *state;
	struct request_taken t;
	pthread_t th[4];
	_Atomic int looked = 0;
	good(ask(k, "10.0.0.1", "13906325678", "", &t));
	struct guesser g = {k, t.number, &looked};
	for (int i = 0; i < 4; i++)
		pthread_create(&th[i], NULL, guess_all, &g);
	for (int i = 0; i < 4; i++)
		pthread_join(th[i], NULL);
	assert_int_equal(looked, 10);
}

static void asking_is_bounded_and_repeats_are_one(void **state)
{
	struct kit *k = *state;
	struct request_taken t, u;
	good(ask(k, "10.0.0.1", "", "key-1", &t));
	good(ask(k, "10.0.0.1", "", "key-1", &u));
	assert_true(u.repeated);
	same_str(u.code, t.code);
	assert_int_equal(t.code.n, 6);
	for (int i = 0; i < 18; i++)
		good(ask(k, "10.0.0.1", "13906325678", "", &u));
	assert_int_equal(ask(k, "10.0.0.1", "13906325678", "", &u), ERR_LIMIT);
	good(ask(k, "10.0.0.2", "13906325678", "", &u));
	struct request_public v;
	good(follow(k, "10.0.0.2", t.number, t.code, &v));
}

static void the_public_reads_what_was_published(void **state)
{
	struct kit *k = *state;
	struct request_taken t = taken(k, &(struct call){.phone = "13806321234"});
	struct request_public v;
	good(request_published(k->core, &k->arena, LANG_EN, t.number, &v));
	assert_int_equal(v.n_fields, 0);
	assert_int_equal(v.n_steps, 0);
	assert_false(v.closed);
	good(act_on(k, P_CHIEF, t.matter, 0, "answer", ARGS({S("public_answer"), S("已修好")})));
	good(act_on(k, P_CHIEF, t.matter, 0, "publish", ARGS({S("published"), S("1")})));
	good(request_published(k->core, &k->arena, LANG_EN, t.number, &v));
	same_str(text_of(v.fields, v.n_fields, "public_answer"), S("已修好"));
	assert_true(v.closed && v.n_steps > 0 && !v.n_actions);
	assert_int_equal(request_published(k->core, &k->arena, LANG_EN, S("诉〔2026〕000009"), &v), ERR_NOTFOUND);
	struct request_taken s = taken(k, &(struct call){.phone = "13806321234"});
	good(act_on(k, P_CHIEF, s.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_HOUSING)}, {S("confidential"), S("1")})));
	assert_int_equal(request_published(k->core, &k->arena, LANG_EN, s.number, &v), ERR_NOTFOUND);
}

static void he_finds_it_where_it_has_gone(void **state)
{
	struct kit *k = *state;
	struct request_taken t, to = taken(k, &(struct call){.phone = "13806321234"});
	struct request_public v;
	struct act_result done;
	good(act_on(k, P_CHIEF, to.matter, 0, "dispatch", ARGS({S("lead"), lead_arg(k, U_TRAFFIC)})));
	k->now += 1000;
	good(ask(k, "10.0.0.1", "13906325678", "", &t));
	k->now += 1000;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(request_attach(&x, t.matter, t.request, to.matter, S(""), &done));
	ctx_close(&x);
	good(follow(k, "10.0.0.1", t.number, t.code, &v));
	same_str(v.unit, S("区交通局"));
	bool asked = false, joined = false;
	for (size_t i = 0; i < v.n_steps; i++) {
		asked |= str_eq(v.steps[i].label, S("Ask"));
		joined |= str_starts(v.steps[i].label, S("joined"));
		assert_true(!i || v.steps[i].at >= v.steps[i - 1].at);
	}
	assert_true(asked && joined);
	good(request_follow_act(k->core, &k->arena, LANG_EN, S("a"), t.number, t.code,
		&(struct act_request){.action = S("add"), .args = ARGS({S("words"), S("补充一句")})}, &done));
	assert_int_equal(done.matter, to.matter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		request_test(one_commit_opens_matter_and_request),
		request_test(numbers_have_no_gaps_and_join_a_matter),
		request_test(the_same_number_of_outside_makes_nothing_new),
		request_test(a_caller_is_found_however_the_phone_is_written),
		request_test(requests_are_listed_by_arrival),
		request_test(an_answer_goes_to_each_and_one_who_is_not_content_brings_it_back),
		request_test(clocks_run_only_for_their_values),
		request_test(whoever_is_complained_of_never_gets_it),
		request_test(the_intake_office_may_be_complained_of_too),
		request_test(what_is_confided_is_for_few),
		request_test(a_request_goes_over_with_all_it_has),
		request_test(a_request_is_split_off_and_comes_back),
		request_test(an_older_request_brings_its_time_along),
		request_test(unless_the_district_has_settled_otherwise),
		request_test(who_was_quicker_is_told),
		request_test(what_is_asked_again_is_linked_to_what_is_closed),
		request_test(a_page_of_requests_reads_a_matter_once),
		request_test(matters_are_listed_by_a_value),
		request_test(secrecy_goes_along),
		request_test(one_is_erased_and_the_others_stay),
		request_test(erasing_the_matter_erases_its_requests),
		request_test(an_asker_follows_adds_and_rates),
		request_test(what_staff_does_no_asker_does),
		request_test(following_cannot_be_guessed),
		request_test(many_at_once_are_many),
		request_test(asking_is_bounded_and_repeats_are_one),
		request_test(the_public_reads_what_was_published),
		request_test(he_finds_it_where_it_has_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
