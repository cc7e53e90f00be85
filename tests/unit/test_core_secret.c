/* SPDX-License-Identifier: Apache-2.0 */
/* An open challenge (揭榜挂帅) from its draft to its award, and what applicants and judges
 * do not learn of one another on the way: on the page, in lists and counts, by words, in
 * events, evidence and calendars. check runs after every test (kit_teardown). */
#include "core_kit.h"

#include <string.h>

#include "core/told.h"

static int secret_setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "packs/challenges", "challenges", &k->packs[1]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define secret_test(f) cmocka_unit_test_setup_teardown(f, secret_setup, kit_teardown)

struct doing {
	int64_t part;
	const char *sort, *action, *reason, *file;
	int64_t version;
};

static err do_it(struct kit *k, int person, int64_t matter, struct doing d, const struct arg *args, size_t n, struct act_result *ret)
{
	struct arena a;
	struct act_result done = {0};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	const struct upload paper = {d.file ? str_of(d.file) : S(""), S("材料一份")};
	err e = act(&x, &(struct act_request){.kind = matter ? NULL : &k->packs[1]->kinds[0], .matter = matter, .part = d.part,
		.sort = str_of(d.sort), .action = str_of(d.action), .args = args, .n_args = n, .reason = str_of(d.reason), .version = d.version,
		.files = &paper, .n_files = d.file != NULL}, &done);
	ctx_close(&x);
	arena_done(&a);
	if (ret)
		*ret = done;
	return e;
}
#define DO(person, matter, args_n, ...) do_it(k, person, matter, (struct doing){__VA_ARGS__}, args_n, NULL)
#define PART(person, matter, args_n, ...) part_by(k, person, matter, (struct doing){__VA_ARGS__}, args_n)

static int64_t part_by(struct kit *k, int person, int64_t matter, struct doing d, const struct arg *args, size_t n)
{
	struct act_result done;
	good(do_it(k, person, matter, d, args, n, &done));
	return done.part;
}

static str unit_id(struct kit *k, int unit)
{
	return kit_id(&k->arena, k->unit[unit]);
}

static str person_id(struct kit *k, int person)
{
	return kit_id(&k->arena, k->person[person]);
}

static struct matter_view view_of(struct kit *k, int person, int64_t matter)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	return v;
}

static size_t parts_of(const struct matter_view *v, const char *sort)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_parts; i++)
		n += str_eq(v->parts[i].row.kind->name, str_of(sort));
	return n;
}

/* How many parts of a sort somebody sees. */
static size_t sees(struct kit *k, int person, int64_t matter, const char *sort)
{
	struct matter_view v = view_of(k, person, matter);
	return parts_of(&v, sort);
}

static size_t listed(struct kit *k, int person, const char *words, bool bare)
{
	struct matter_page page;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_list(&x, &(struct matter_query){.words = str_of(words), .without_evidence = bare, .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	ctx_close(&x);
	return page.n;
}

static size_t in_calendar(struct kit *k, int person, const char *sort)
{
	struct part_page page;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(part_list(&x, &(struct part_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	ctx_close(&x);
	size_t n = 0;
	for (size_t i = 0; i < page.n; i++)
		n += str_eq(page.rows[i].part.row.kind->name, str_of(sort));
	return n;
}

static size_t to_do(struct kit *k, int person, int64_t *ret_counted)
{
	struct todo *v;
	size_t n;
	struct matter_counts counts;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(todo_list(&x, &v, &n));
	good(matter_counts(&x, &counts));
	ctx_close(&x);
	*ret_counted = counts.waiting_for_me;
	return n;
}

static bool sees_file(struct kit *k, int person, int64_t event)
{
	struct evidence_view v;
	str bytes;
	struct ctx x = kit_ctx(k, &k->arena, person);
	err e = evidence_read(&x, event, 0, &v, &bytes);
	ctx_close(&x);
	return e == OK;
}

/* Whether these words stand anywhere in what a reader is told of the matter. */
static bool told(struct kit *k, int person, int64_t matter, const char *words)
{
	struct matter_view v = view_of(k, person, matter);
	bool is = false;
	for (size_t i = 0; i < v.n_fields; i++)
		is |= str_find(v.fields[i].text, str_of(words), 0) >= 0;
	for (size_t p = 0; p < v.n_parts; p++)
		for (size_t i = 0; i < v.parts[p].n_fields; i++)
			is |= str_find(v.parts[p].fields[i].text, str_of(words), 0) >= 0;
	for (size_t i = 0; i < v.n_events; i++)
		is |= str_find(v.events[i].text, str_of(words), 0) >= 0 || str_find(v.events[i].part_title, str_of(words), 0) >= 0 ||
		      str_find(v.events[i].reason, str_of(words), 0) >= 0;
	for (size_t i = 0; i < v.n_evidence; i++)
		is |= str_find(v.evidence[i].name, str_of(words), 0) >= 0;
	return is;
}

static int64_t draft(struct kit *k)
{
	struct act_result done;
	good(do_it(k, P_CHIEF, 0, (struct doing){.action = "open"}, ARGS({S("title"), S("石榴汁脱涩")}, {S("problem"), S("涩味重")},
		{S("goal"), S("单宁不高于0.30克每升")}), &done));
	return done.matter;
}

static void publish(struct kit *k, int64_t m)
{
	good(DO(P_CHIEF, m, ARGS({S("lead"), unit_id(k, U_HOUSING)}, {S("assist"), unit_id(k, U_SCHOOLS)}, {S("assist"), unit_id(k, U_TRAFFIC)},
		{S("budget"), S("300")}, {S("deadline"), S("2026-10-20")}, {S("due"), S("2027-06-30")}), .action = "publish"));
}

struct three {
	int64_t traffic, schools, firm;
};

static struct three apply(struct kit *k, int64_t m)
{
	struct three t;
	t.traffic = PART(P_TRAFFIC, m, ARGS({S("name"), S("酶法脱涩")}, {S("plan"), S("先小试后中试")}, {S("asked"), S("280.5")}, {S("contact"), S("秦越川 13812345678")}),
			 .sort = "application", .action = "apply", .file = "酶法方案.txt");
	t.schools = PART(P_SCHOOLS, m, ARGS({S("name"), S("膜法脱涩")}, {S("plan"), S("陶瓷膜两级过滤")}, {S("asked"), S("260")}),
			 .sort = "application", .action = "apply", .file = "膜法方案.txt");
	t.firm = PART(P_CHIEF, m, ARGS({S("name"), S("树脂脱涩")}, {S("firm"), S("云岭果业公司")}, {S("plan"), S("大孔树脂柱")}, {S("asked"), S("240")}),
		      .sort = "application", .action = "enter", .file = "树脂方案.txt");
	return t;
}

static void to_judging(struct kit *k, int64_t m, const struct three *t)
{
	const int64_t part[] = {t->traffic, t->schools, t->firm};
	const char *const no[] = {"c1", "c2", "c3"};
	for (int i = 0; i < 3; i++)
		good(DO(P_CLERK, m, ARGS({S("no"), str_of(no[i])}), .part = part[i], .action = "shortlist"));
	assert_int_equal(DO(P_CLERK, m, NO_ARGS, .action = "start_judging"), ERR_INPUT);
	k->now += 21 * KIT_DAY; /* 22 October */
	good(DO(P_CLERK, m, NO_ARGS, .action = "start_judging"));
}

static err ask(struct kit *k, int64_t m, const char *no, int judge, struct act_result *ret)
{
	return do_it(k, P_CLERK, m, (struct doing){.sort = "judgement", .action = "ask"},
		     ARGS({S("no"), str_of(no)}, {S("judge"), person_id(k, judge)}, {S("due"), S("2026-10-30")}), ret);
}

/* judgement[judge][application] by the mayor and by roads */
static void ask_all(struct kit *k, int64_t m, int64_t judgement[2][3])
{
	static const int judge[] = {P_MAYOR, P_ROADS};
	static const char *const no[] = {"c1", "c2", "c3"};
	struct act_result done;
	for (int j = 0; j < 2; j++)
		for (int i = 0; i < 3; i++) {
			good(ask(k, m, no[i], judge[j], &done));
			judgement[j][i] = done.part;
		}
}

static void score(struct kit *k, int64_t m, int person, int64_t part, const char *points, const char *opinion)
{
	good(DO(person, m, ARGS({S("score"), str_of(points)}, {S("opinion"), str_of(opinion)}), .part = part, .action = "give"));
}

/* Whether somebody hears of this action, taken on this part (0: on the challenge). */
static bool hears(struct kit *k, int person, int64_t m, int64_t part, const char *sort, const char *action)
{
	struct person *people;
	size_t n;
	const struct kind *kind = &k->packs[1]->kinds[0];
	for (size_t i = 0; *sort && i < kind->n_parts; i++)
		if (str_eq(kind->parts[i].name, str_of(sort))) {
			kind = &kind->parts[i];
			break;
		}
	int a = kind_action(kind, str_of(action));
	assert_true(a >= 0);
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(told_people(&x, m, part, kind->actions[a].tells, &people, &n));
	ctx_close(&x);
	for (size_t i = 0; i < n; i++)
		if (people[i].id == k->person[person])
			return true;
	return false;
}

/* ---- applicants ------------------------------------------------------------------------- */
static void a_draft_is_the_offices(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view v;
	int64_t m = draft(k);
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_TRAFFIC);
	assert_int_equal(matter_read(&x, m, &v), ERR_NOTFOUND);
	ctx_close(&x);
	assert_int_equal(listed(k, P_TRAFFIC, "石榴汁", false), 0);
	publish(k, m);
	assert_int_equal(listed(k, P_TRAFFIC, "石榴汁", false), 1);
	v = view_of(k, P_TRAFFIC, m);
	assert_int_equal(v.n_part_offers, 1);
	same_str(v.part_offers[0].offered.action->name, S("apply"));
	arena_done(&a);
}

static void applicants_learn_nothing_of_one_another(void **state)
{
	struct kit *k = *state;
	int64_t m = draft(k), event = 0;
	publish(k, m);
	struct three t = apply(k, m);
	struct matter_view v = view_of(k, P_TRAFFIC, m), s = view_of(k, P_SCHOOLS, m), office = view_of(k, P_CHIEF, m);
	assert_int_equal(parts_of(&office, "application"), 3);
	assert_int_equal(parts_of(&v, "application"), 1);
	same_str(v.parts[0].row.lead_name, S("区交通局")); /* its unit was not typed */
	assert_int_equal(parts_of(&s, "application"), 1);
	assert_true(s.parts[0].row.id == t.schools);
	static const int nobody[] = {P_HOUSING, P_HOUSING_HEAD, P_MAYOR};
	for (size_t i = 0; i < COUNT_OF(nobody); i++) {
		assert_int_equal(sees(k, nobody[i], m, "application"), 0);
		assert_false(told(k, nobody[i], m, "脱涩方案") || told(k, nobody[i], m, "膜法") || told(k, nobody[i], m, "树脂") || told(k, nobody[i], m, "酶法"));
	}
	assert_true(told(k, P_CHIEF, m, "膜法") && told(k, P_SCHOOLS, m, "膜法"));
	assert_false(told(k, P_TRAFFIC, m, "膜法") || told(k, P_TRAFFIC, m, "陶瓷膜") || told(k, P_TRAFFIC, m, "树脂") || told(k, P_SCHOOLS, m, "酶法"));
	/* evidence: the file, its name, how many there are, and who has none */
	assert_int_equal(office.row.evidence, 3);
	assert_int_equal(v.row.evidence, 1);
	assert_int_equal(s.row.evidence, 1);
	assert_int_equal(s.n_evidence, 1);
	assert_int_equal(view_of(k, P_HOUSING, m).row.evidence, 0);
	for (size_t i = 0; i < office.n_evidence; i++)
		if (office.evidence[i].part == t.traffic)
			event = office.evidence[i].event;
	assert_true(sees_file(k, P_TRAFFIC, event) && sees_file(k, P_CHIEF, event));
	assert_false(sees_file(k, P_SCHOOLS, event) || sees_file(k, P_HOUSING, event) || sees_file(k, P_MAYOR, event));
	assert_int_equal(listed(k, P_HOUSING, "", true), 1);
	assert_int_equal(listed(k, P_CHIEF, "", true), 0);
	/* by words, by date, and by trying */
	assert_int_equal(listed(k, P_SCHOOLS, "酶法", false), 0);
	assert_int_equal(in_calendar(k, P_SCHOOLS, "application"), 1);
	assert_int_equal(in_calendar(k, P_HOUSING, "application"), 0);
	assert_int_equal(DO(P_SCHOOLS, m, ARGS({S("asked"), S("1")}), .part = t.traffic, .action = "amend"), ERR_NOTFOUND);
	assert_int_equal(DO(P_HOUSING, m, NO_ARGS, .part = t.traffic, .action = "withdraw", .reason = "x"), ERR_NOTFOUND);
	assert_int_equal(DO(P_TRAFFIC, m, ARGS({S("name"), S("a")}, {S("unit"), unit_id(k, U_SCHOOLS)}, {S("plan"), S("b")}, {S("asked"), S("1")}),
			    .sort = "application", .action = "apply"), ERR_INPUT);
	good(DO(P_TRAFFIC, m, ARGS({S("asked"), S("270")}), .part = t.traffic, .action = "amend"));
}

static void same_said(const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	same_str(buf_str(&b), str_of(want));
	buf_done(&b);
}

static void whoever_was_quicker_is_not_named(void **state)
{
	struct kit *k = *state;
	int64_t m = draft(k);
	publish(k, m);
	struct three t = apply(k, m);
	int64_t seen = view_of(k, P_SCHOOLS, m).row.version;
	good(DO(P_TRAFFIC, m, ARGS({S("asked"), S("270")}), .part = t.traffic, .action = "amend"));
	good(DO(P_SCHOOLS, m, ARGS({S("asked"), S("259")}), .part = t.schools, .action = "amend", .version = seen)); /* his own stands as he saw it */
	seen = view_of(k, P_SCHOOLS, m).row.version;
	for (int i = 0; i < 2; i++)
		good(DO(P_TRAFFIC, m, ARGS({S("asked"), S("265")}), .part = t.traffic, .action = "amend"));
	assert_int_equal(DO(P_SCHOOLS, m, ARGS({S("asked"), S("258")}), .part = t.schools, .action = "amend", .version = seen), ERR_CONFLICT);
	same_said("the matter has meanwhile changed; look at it again and repeat what is still needed");
	assert_int_equal(DO(P_SCHOOLS, m, ARGS({S("asked"), S("258")}), .part = t.schools, .action = "amend", .version = 99), ERR_CONFLICT);
}

/* ---- judges ----------------------------------------------------------------------------- */
static void of_an_application_only_its_unit_hears(void **state)
{
	struct kit *k = *state;
	int64_t m = draft(k), judgement[2][3];
	publish(k, m);
	assert_true(hears(k, P_TRAFFIC, m, 0, "", "publish") && hears(k, P_HOUSING_HEAD, m, 0, "", "publish"));
	assert_false(hears(k, P_ROADS, m, 0, "", "publish"));
	struct three t = apply(k, m);
	assert_true(hears(k, P_CHIEF, m, t.traffic, "application", "apply"));
	assert_false(hears(k, P_SCHOOLS, m, t.traffic, "application", "apply") || hears(k, P_HOUSING, m, t.traffic, "application", "apply"));
	to_judging(k, m, &t);
	assert_true(hears(k, P_TRAFFIC, m, t.traffic, "application", "shortlist"));
	assert_false(hears(k, P_SCHOOLS, m, t.traffic, "application", "shortlist") || hears(k, P_SCHOOLS, m, t.firm, "application", "pass_over"));
	ask_all(k, m, judgement);
	assert_true(hears(k, P_MAYOR, m, judgement[0][1], "judgement", "ask"));
	assert_false(hears(k, P_ROADS, m, judgement[0][1], "judgement", "ask") || hears(k, P_TRAFFIC, m, judgement[0][1], "judgement", "ask"));
}

static void judges_see_applications_and_their_own_judgement(void **state)
{
	struct kit *k = *state;
	int64_t m = draft(k), j[2][3], counted;
	publish(k, m);
	struct three t = apply(k, m);
	to_judging(k, m, &t);
	assert_int_equal(listed(k, P_ROADS, "", false), 0);
	assert_int_equal(ask(k, m, "c1", P_SCHOOLS, NULL), ERR_INPUT); /* of an applying unit */
	ask_all(k, m, j);
	assert_int_equal(listed(k, P_ROADS, "石榴汁", false), 1);
	assert_int_equal(sees(k, P_ROADS, m, "application"), 3);
	assert_int_equal(sees(k, P_ROADS, m, "judgement"), 3);
	assert_int_equal(sees(k, P_MAYOR, m, "judgement"), 3);
	assert_int_equal(sees(k, P_CHIEF, m, "judgement"), 6);
	assert_int_equal(sees(k, P_TRAFFIC, m, "judgement"), 0);
	assert_int_equal(sees(k, P_HOUSING, m, "judgement"), 0);
	assert_int_equal(in_calendar(k, P_ROADS, "judgement"), 3);
	assert_int_equal(in_calendar(k, P_TRAFFIC, "judgement"), 0);
	assert_int_equal(to_do(k, P_ROADS, &counted), 3);
	assert_int_equal(counted, 3);
	assert_int_equal(to_do(k, P_SCHOOLS, &counted), 0);
	assert_int_equal(counted, 0);
	score(k, m, P_ROADS, j[1][0], "91", "酶制剂稳定性好");
	assert_true(told(k, P_ROADS, m, "酶制剂稳定") && told(k, P_CHIEF, m, "酶制剂稳定"));
	assert_false(told(k, P_MAYOR, m, "酶制剂稳定") || told(k, P_TRAFFIC, m, "酶制剂稳定") || told(k, P_HOUSING, m, "酶制剂稳定"));
	assert_int_equal(DO(P_ROADS, m, ARGS({S("score"), S("0")}, {S("opinion"), S("x")}), .part = j[0][0], .action = "give"), ERR_NOTFOUND);
	assert_int_equal(DO(P_CHIEF, m, ARGS({S("score"), S("0")}, {S("opinion"), S("x")}), .part = j[0][0], .action = "give"), ERR_DENIED);
	assert_int_equal(DO(P_CHIEF, m, NO_ARGS, .part = t.traffic, .action = "choose"), ERR_INPUT);
	/* the contact is for the office and the applicant */
	assert_true(told(k, P_CHIEF, m, "13812345678") && told(k, P_TRAFFIC, m, "13812345678"));
	assert_false(told(k, P_ROADS, m, "13812345678"));
}

static void whoever_recuses_himself_sees_it_no_more(void **state)
{
	struct kit *k = *state;
	struct arena a;
	struct matter_view v;
	struct act_result done;
	int64_t m = draft(k), counted;
	publish(k, m);
	struct three t = apply(k, m);
	to_judging(k, m, &t);
	good(ask(k, m, "c1", P_ROADS, &done));
	assert_int_equal(sees(k, P_ROADS, m, "application"), 3);
	good(DO(P_ROADS, m, NO_ARGS, .part = done.part, .action = "recuse", .reason = "亲属在申报单位"));
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_ROADS);
	assert_int_equal(matter_read(&x, m, &v), ERR_NOTFOUND);
	ctx_close(&x);
	arena_done(&a);
	assert_int_equal(listed(k, P_ROADS, "", false), 0);
	assert_int_equal(to_do(k, P_ROADS, &counted), 0);
	assert_int_equal(counted, 0);
}

/* ---- the whole way ------------------------------------------------------------------------ */
static int64_t checkpoint(struct kit *k, int64_t m, const char *title, const char *due)
{
	return PART(P_HOUSING, m, ARGS({S("title"), str_of(title)}, {S("unit"), unit_id(k, U_TRAFFIC)}, {S("due"), str_of(due)}, {S("criterion"), S("单宁0.30")},
				       {S("tranche"), S("140.25")}), .sort = "checkpoint", .action = "add");
}

static void hand_in(struct kit *k, int64_t m, int64_t part)
{
	good(DO(P_TRAFFIC, m, ARGS({S("result"), S("单宁0.28")}), .part = part, .action = "report", .file = "检测报告.txt"));
}

static void from_a_problem_to_its_award(void **state)
{
	struct kit *k = *state;
	int64_t m = draft(k), j[2][3];
	static const char *const points[2][3] = {{"90", "80", "70"}, {"91", "81", "99"}}; /* means 90.5, 80.5, 84.5 */
	publish(k, m);
	struct three t = apply(k, m);
	to_judging(k, m, &t);
	ask_all(k, m, j);
	for (int i = 0; i < 3; i++) {
		score(k, m, P_MAYOR, j[0][i], points[0][i], "可行");
		score(k, m, P_ROADS, j[1][i], points[1][i], "可行");
	}
	k->now += 30 * KIT_DAY; /* long after the day by which they were to judge */
	struct matter_view scored = view_of(k, P_CHIEF, m);
	for (size_t i = 0; i < scored.n_parts; i++)
		assert_false(scored.parts[i].row.overdue); /* judged in time stays in time */
	k->now -= 30 * KIT_DAY;
	assert_int_equal(DO(P_CHIEF, m, NO_ARGS, .part = t.schools, .action = "choose"), ERR_INPUT); /* third, and nothing said */
	good(DO(P_CHIEF, m, NO_ARGS, .part = t.traffic, .action = "choose"));
	good(DO(P_CHIEF, m, ARGS({S("winner"), S("区交通运输局")}, {S("award"), S("280.5")}, {S("notice"), S("拟由区交通运输局揭榜")}), .action = "publicize"));
	good(DO(P_CLERK, m, NO_ARGS, .part = t.schools, .action = "pass_over", .reason = "路线成熟度不够"));
	assert_true(told(k, P_SCHOOLS, m, "成熟度") && !told(k, P_TRAFFIC, m, "成熟度"));
	good(DO(P_CLERK, m, NO_ARGS, .part = t.firm, .action = "pass_over", .reason = "成本偏高"));
	assert_int_equal(DO(P_CHIEF, m, ARGS({S("agreement"), S("2026-1")}), .action = "sign", .file = "协议.txt"), ERR_INPUT);
	k->now += 7 * KIT_DAY;
	good(DO(P_CHIEF, m, ARGS({S("agreement"), S("2026-1")}), .action = "sign", .file = "协议.txt"));
	int64_t first = checkpoint(k, m, "小试", "2026-12-31"), second = checkpoint(k, m, "中试", "2027-05-31");
	assert_int_equal(sees(k, P_SCHOOLS, m, "checkpoint"), 0);
	assert_int_equal(sees(k, P_ROADS, m, "checkpoint"), 0);
	assert_int_equal(sees(k, P_TRAFFIC, m, "checkpoint"), 2);
	good(DO(P_HOUSING, m, NO_ARGS, .action = "start"));
	assert_true(hears(k, P_HOUSING, m, 0, "", "remind") && hears(k, P_TRAFFIC, m, 0, "", "remind") && hears(k, P_TRAFFIC, m, first, "checkpoint", "fail"));
	assert_false(hears(k, P_SCHOOLS, m, 0, "", "remind") || hears(k, P_SCHOOLS, m, first, "checkpoint", "fail"));
	good(DO(P_TRAFFIC, m, ARGS({S("share"), S("40")}, {S("progress"), S("小试线装好")}), .action = "report"));
	assert_false(told(k, P_SCHOOLS, m, "小试线") || told(k, P_ROADS, m, "小试线"));
	hand_in(k, m, first);
	good(DO(P_CHIEF, m, NO_ARGS, .part = first, .action = "fail", .reason = "复检0.36"));
	good(DO(P_CHIEF, m, ARGS({S("due"), S("2027-01-31")}), .part = first, .action = "again", .reason = "一个月内复检"));
	hand_in(k, m, first);
	good(DO(P_CHIEF, m, ARGS({S("check"), S("复检0.28")}), .part = first, .action = "pass"));
	same_str(k->packs[1]->kinds[0].states[view_of(k, P_CHIEF, m).row.state].name, S("underway"));
	hand_in(k, m, second);
	good(DO(P_CHIEF, m, ARGS({S("check"), S("复检0.27")}), .part = second, .action = "pass"));
	same_str(k->packs[1]->kinds[0].states[view_of(k, P_CHIEF, m).row.state].name, S("acceptance")); /* by itself */
	assert_int_equal(DO(P_CHIEF, m, ARGS({S("check"), S("x")}), .action = "accept"), ERR_INPUT);
	good(DO(P_TRAFFIC, m, ARGS({S("result"), S("单宁0.27克每升")}), .action = "submit", .file = "总结.txt"));
	good(DO(P_CHIEF, m, ARGS({S("check"), S("五位专家到场复检")}), .action = "accept"));
	assert_int_equal(DO(P_CHIEF, m, ARGS({S("paid"), S("280.5")}), .action = "award", .file = "凭证.txt"), ERR_DENIED);
	assert_int_equal(DO(P_CLERK, m, ARGS({S("paid"), S("100000000.01")}), .action = "award", .file = "凭证.txt"), ERR_INPUT);
	assert_non_null(strstr(fail_key(), "too large"));
	assert_int_equal(DO(P_CLERK, m, ARGS({S("paid"), S("280.51")}), .action = "award", .file = "凭证.txt"), ERR_INPUT);
	good(DO(P_CLERK, m, ARGS({S("paid"), S("280.5")}), .action = "award", .file = "凭证.txt"));
	struct matter_view v = view_of(k, P_SCHOOLS, m);
	same_str(k->packs[1]->kinds[0].states[v.row.state].name, S("awarded"));
	assert_int_equal(v.n_parts, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		secret_test(a_draft_is_the_offices),
		secret_test(applicants_learn_nothing_of_one_another),
		secret_test(whoever_was_quicker_is_not_named),
		secret_test(of_an_application_only_its_unit_hears),
		secret_test(judges_see_applications_and_their_own_judgement),
		secret_test(whoever_recuses_himself_sees_it_no_more),
		secret_test(from_a_problem_to_its_award),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
