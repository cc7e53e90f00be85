/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever is complained of learns nothing (docs/decisions/secrecy.md): every reading function of
 * core answers him byte for byte the same before an order about his unit is there and after it
 * was taken in, dispatched, assisted, answered, published and joined by another request. The
 * request centre, which may see it, is told of it by the same functions: so the comparison can fail.
 *
 * A new reading function gets a row in `readings` (secrecy_readings.h). */
#include "secrecy_readings.h"

enum { X_CENTRE, X_CENTRE_TWO, X_CENTRE_IN_U, X_LEADER_BELOW_U, X_COLLEAGUE, EXTRAS };
static int64_t extra[EXTRAS];

static struct ctx as(struct kit *k, struct arena *a, int64_t person)
{
	struct ctx system, x;
	struct actor who;
	good(ctx_open(k->core, a, NULL, &system));
	good(actor_of_person(&system, person, &who));
	ctx_close(&system);
	good(ctx_open(k->core, a, &who, &x));
	return x;
}

static int secrecy_setup(void **state)
{
	static const struct {
		const char *login, *name;
		int unit;
		uint32_t duties;
	} more[EXTRAS] = {
		[X_CENTRE] = {"zhongxin1", "许听澜", U_SUPERVISION, 1u << DUTY_INTAKE},
		[X_CENTRE_TWO] = {"zhongxin2", "叶问山", U_SUPERVISION, 1u << DUTY_INTAKE},
		[X_CENTRE_IN_U] = {"zhongxin3", "白露晞", U_HOUSING, 1u << DUTY_INTAKE | 1u << DUTY_LIAISON},
		[X_LEADER_BELOW_U] = {"lingdao2", "沈怀瑾", U_ROADS, 1u << DUTY_LEADER | 1u << DUTY_SUPERVISION},
		[X_COLLEAGUE] = {"tongshi1", "江照野", U_SCHOOLS, 1u << DUTY_LIAISON},
	};
	struct kit *k = kit_place();
	struct ctx x;
	int64_t id;
	kit_pack(k, "packs/requests", "requests", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (int i = 0; i < EXTRAS; i++)
		good(user_add(&x, &(struct user_new){.unit = k->unit[more[i].unit], .login = str_of(more[i].login), .name = str_of(more[i].name),
			.post = S("科员"), .duties = more[i].duties, .demo = true}, &extra[i]));
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_SCHOOLS]);
	day_t today = zone_day(k->zone, k->now);
	good(absence_add(&x, &(struct absence){.person = k->person[P_SCHOOLS], .colleague = extra[X_COLLEAGUE], .first = today, .last = today + 30,
		.reason = S("外出学习")}, &id));
	ctx_close(&x);
	*state = k;
	return 0;
}

#define secrecy_test(f) cmocka_unit_test_setup_teardown(f, secrecy_setup, kit_teardown)

/* ---- what happens -------------------------------------------------------------------------- */
struct call {
	const char *title, *words, *phone, *outside, *category, *place, *topic;
	int64_t matter, reported;
};

static struct request_taken take(struct kit *k, const struct call *c)
{
	struct request_taken t;
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	const struct arg args[] = {{S("channel"), S("h12345")}, {S("words"), str_of(c->words)}, {S("phone"), str_of(c->phone)}, {S("outside"), str_of(c->outside)},
		{S("place"), str_of(c->place)}, {S("name"), S("于春禾")}};
	const struct arg of[] = {{S("title"), str_of(c->title)}, {S("class"), S("complaint")}, {S("category"), str_of(c->category)}, {S("place"), str_of(c->place)},
		{S("x"), S("117.56")}, {S("y"), S("34.86")}, {S("area"), kit_id(&k->arena, k->unit[U_TRAFFIC])}, {S("topic"), str_of(c->topic)},
		{S("reported_unit"), c->reported ? kit_id(&k->arena, c->reported) : S("")}};
	const struct upload photo = {S("现场.txt"), S("一张照片")};
	good(request_take(&x, &(struct request_new){.kind = kind_of(k, "order"), .matter = c->matter, .args = args, .n_args = COUNT_OF(args), .of_matter = of,
		.n_of_matter = c->matter ? 0 : COUNT_OF(of), .files = &photo, .n_files = 1, .notice = S("2026-1")}, &t));
	ctx_close(&x);
	return t;
}

struct doing {
	int64_t matter, part;
	const char *sort, *action, *reason;
	const struct kind *kind;
	bool file;
};

static struct act_result by(struct kit *k, int64_t person, struct doing d, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = as(k, &k->arena, person);
	const struct upload photo = {S("处理后.txt"), S("修好以后的照片")};
	good(act(&x, &(struct act_request){.matter = d.matter, .part = d.part, .sort = str_of(d.sort), .action = str_of(d.action), .kind = d.kind, .args = args,
		.n_args = n, .reason = str_of(d.reason), .files = &photo, .n_files = d.file}, &done));
	ctx_close(&x);
	return done;
}

static str unit_arg(struct kit *k, int unit)
{
	return kit_id(&k->arena, k->unit[unit]);
}

static int64_t handed(struct kit *k, int64_t matter, int lead, int64_t liaison)
{
	by(k, extra[X_CENTRE], (struct doing){.matter = matter, .action = "dispatch"}, ARGS({S("lead"), unit_arg(k, lead)}));
	by(k, liaison, (struct doing){.matter = matter, .action = "sign"}, NO_ARGS);
	return matter;
}

static void answered(struct kit *k, int64_t matter, int64_t liaison, const char *title)
{
	by(k, liaison, (struct doing){.matter = matter, .action = "answer", .file = true}, ARGS({S("result"), S("查清并修好了")}, {S("public_answer"), S("已经修好，请放心")},
		{S("solved"), S("yes")}, {S("contacted"), S("1")}, {S("contact_at"), S("2026-10-01")}, {S("contact_way"), S("phone")}, {S("truthful"), S("1")},
		{S("in_duty"), S("1")}));
	by(k, extra[X_CENTRE_TWO], (struct doing){.matter = matter, .action = "pass_answer"}, ARGS({S("public_answer"), S("已经修好，请放心")}));
	by(k, extra[X_CENTRE_TWO], (struct doing){.matter = matter, .action = "publish"}, ARGS({S("public_title"), str_of(title)}, {S("public_answer"), S("已经修好，请放心")},
		{S("published"), S("1")}));
}

static void indexed(struct kit *k)
{
	bool more = true;
	while (more)
		good(search_due(k->core, &more));
	for (more = true; more;)
		good(similar_due(k->core, &more));
	good(suggest_train(k->core));
}

#define PHONE "13806321234"
/* The district that everybody here knows. */
static void a_district(struct kit *k, struct look *l, str *ret_topic)
{
	struct act_result t;
	t = by(k, extra[X_CENTRE], (struct doing){.kind = kind_of(k, "topic"), .action = "propose"}, ARGS({S("title"), S("路灯成片不亮")}, {S("month"), S("2026-10")},
		{S("why"), S("反映集中")}, {S("lead"), unit_arg(k, U_HOUSING)}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "select"}, ARGS({S("lead"), unit_arg(k, U_HOUSING)}, {S("due"), S("2026-11-20")}));
	l->topic = t.matter;
	*ret_topic = str_dup(&k->arena, t.number);
	struct request_taken a = take(k, &(struct call){.title = "虚构街路灯不亮", .words = "虚构街东头的路灯不亮", .phone = PHONE, .outside = "A1", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	l->base[0] = handed(k, a.matter, U_HOUSING, k->person[P_HOUSING]);
	by(k, k->person[P_HOUSING], (struct doing){.matter = a.matter, .sort = "assist", .action = "ask"}, ARGS({S("unit"), unit_arg(k, U_ROADS)}, {S("task"), S("查线路")}));
	struct request_taken b = take(k, &(struct call){.title = "校门口路面坑洼", .words = "校门口路面坑洼", .phone = "13906325678", .outside = "A2", .category = "urban.road.surface",
		.place = "虚构街西头", .topic = ""});
	l->base[1] = handed(k, b.matter, U_SCHOOLS, k->person[P_SCHOOLS]);
	struct request_taken c = take(k, &(struct call){.title = "公交站牌路灯不亮", .words = "站牌旁的路灯不亮", .phone = PHONE, .outside = "A3", .category = "urban.road.lamp",
		.place = "虚构街中段", .topic = ""});
	l->base[2] = handed(k, c.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	answered(k, c.matter, k->person[P_TRAFFIC], "公交站牌的灯");
	struct request_taken d = take(k, &(struct call){.title = "住建局门前路灯不亮", .words = "门前的路灯不亮", .phone = PHONE, .outside = "A4", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	l->base[3] = handed(k, d.matter, U_ROADS, k->person[P_ROADS]);
}

/* And the order that is about them. It takes the ways by which it could be heard of. */
static void complained(struct kit *k, struct look *l, str topic)
{
	struct buf number;
	buf_init(&number, &k->arena);
	buf_add(&number, topic);
	buf_byte(&number, 0);
	const char *words = "虚构街东头路灯不亮，来修的人收了我五百块，晚上看不清路";
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = words, .phone = PHONE, .outside = "A5", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = number.p, .reported = k->unit[U_HOUSING]});
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_deny(&x, t.matter, k->person[P_SCHOOLS], S("投诉的就是他本人")));
	ctx_close(&x);
	handed(k, t.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	struct act_result assist = by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"},
		ARGS({S("unit"), unit_arg(k, U_SUPERVISION)}, {S("task"), S("调取收费记录")}));
	take(k, &(struct call){.matter = t.matter, .title = "", .words = words, .phone = PHONE, .outside = "A6", .category = "", .place = "虚构街东头",
		.topic = ""});
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .part = assist.part, .action = "cancel", .reason = "不用了"}, NO_ARGS);
	by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"}, ARGS({S("unit"), unit_arg(k, U_SUPERVISION)}, {S("task"), S("再调取一次")}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "remind"}, NO_ARGS);
	take(k, &(struct call){.title = "住建局窗口态度不好", .words = "在窗口办路灯报修，态度不好", .phone = PHONE, .outside = "A7", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = "", .reported = k->unit[U_HOUSING]});
	l->of = (struct known){.matter = t.matter, .request = t.request, .assist = assist.part, .number = str_dup(&k->arena, t.matter_number),
		.request_number = str_dup(&k->arena, t.number), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")};
	struct matter_view v;
	x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_read(&x, t.matter, &v));
	l->of.event = v.evidence[0].event;
	ctx_close(&x);
}

/* ---- before and after ------------------------------------------------------------------------- */
enum { W_LIAISON, W_HEAD, W_BELOW, W_PERSON, W_FOR_PERSON, W_CENTRE_IN_U, W_LEADER_BELOW_U, W_CENTRE, WATCHERS };
static const char *const watcher_names[WATCHERS] = {"the liaison", "the head", "a unit below", "the person", "on behalf of the person", "the centre's man in the unit",
	"a leader below the unit", "the centre"};

static struct ctx watcher(struct kit *k, int who)
{
	const int64_t person[WATCHERS] = {k->person[P_HOUSING], k->person[P_HOUSING_HEAD], k->person[P_ROADS], k->person[P_SCHOOLS], extra[X_COLLEAGUE],
		extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U], extra[X_CENTRE]};
	struct ctx x = as(k, &k->arena, person[who]);
	if (who == W_FOR_PERSON)
		good(ctx_act_for(&x, k->person[P_SCHOOLS]));
	return x;
}

static str answer_of(struct kit *k, struct look *l, int who, size_t r)
{
	struct ctx x = watcher(k, who);
	buf_init(&l->b, &k->arena);
	l->k = k;
	l->x = &x;
	readings[r].ask(l);
	ctx_close(&x);
	return buf_str(&l->b);
}

static void ask_all(struct kit *k, struct look *l, str ret[WATCHERS][READINGS])
{
	for (int who = 0; who < WATCHERS; who++)
		for (size_t r = 0; r < READINGS; r++)
			ret[who][r] = answer_of(k, l, who, r);
}

/* Shows where they part. */
static bool same(str before, str after, int who, const char *name)
{
	size_t i = 0;
	if (str_eq(before, after))
		return true;
	while (i < before.n && i < after.n && before.p[i] == after.p[i])
		i++;
	i = i > 120 ? i - 120 : 0;
	print_error("%s tells %s:\n- %.*s\n+ %.*s\n", name, watcher_names[who], (int)(before.n - i > 320 ? 320 : before.n - i), before.p + i,
		(int)(after.n - i > 320 ? 320 : after.n - i), after.p + i);
	return false;
}

static struct look nothing_known(void)
{
	return (struct look){.of = {.matter = 999999, .request = 999998, .assist = 999997, .event = 999996, .number = S("诉〔2026〕099999"),
		.request_number = S("SQ20260099999"), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")}};
}

static void nobody_complained_of_learns_anything(void **state)
{
	struct kit *k = *state;
	static str before[WATCHERS][READINGS], after[WATCHERS][READINGS];
	struct look l = nothing_known();
	str topic;
	int leaks = 0;
	a_district(k, &l, &topic);
	indexed(k);
	ask_all(k, &l, before);
	complained(k, &l, topic);
	indexed(k);
	ask_all(k, &l, after);
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			leaks += !same(before[who][r], after[who][r], who, readings[r].name);
	for (size_t r = 0; r < READINGS; r++)
		if (readings[r].tells == str_eq(before[W_CENTRE][r], after[W_CENTRE][r])) {
			print_error("%s: the centre is told %s\n", readings[r].name, readings[r].tells ? "nothing" : "something");
			leaks++;
		}
	assert_int_equal(leaks, 0);
}

/* ---- what was theirs until somebody complained of them ------------------------------------------ */
static void taken_away(struct kit *k, struct look *l)
{
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = "虚构街东头路灯不亮，来修的人收了我五百块", .phone = PHONE, .outside = "A5",
		.category = "urban.road.lamp", .place = "虚构街东头", .topic = ""});
	handed(k, t.matter, U_HOUSING, k->person[P_HOUSING]);
	struct act_result assist = by(k, k->person[P_HOUSING], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"},
		ARGS({S("unit"), unit_arg(k, U_ROADS)}, {S("task"), S("谁去修的")}));
	const int64_t follows[] = {k->person[P_HOUSING], k->person[P_ROADS], k->person[P_HOUSING_HEAD]};
	for (size_t i = 0; i < COUNT_OF(follows); i++) {
		struct ctx x = as(k, &k->arena, follows[i]);
		good(watch_set(&x, t.matter, true));
		ctx_close(&x);
	}
	by(k, k->person[P_ROADS], (struct doing){.matter = t.matter, .part = assist.part, .action = "reply", .file = true}, ARGS({S("result"), S("不是我们修的")}));
	by(k, k->person[P_HOUSING], (struct doing){.matter = t.matter, .action = "return", .reason = "不归我们"}, ARGS({S("return_why"), S("duty")}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "uphold_return"}, ARGS({S("lead"), unit_arg(k, U_TRAFFIC)}));
	by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .action = "sign"}, NO_ARGS);
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .part = assist.part, .action = "cancel", .reason = "改派"}, NO_ARGS);
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_deny(&x, t.matter, k->unit[U_HOUSING], S("投诉的就是它")));
	ctx_refresh(&x);
	good(matter_deny(&x, t.matter, k->person[P_SCHOOLS], S("亲属")));
	ctx_close(&x);
	answered(k, t.matter, k->person[P_TRAFFIC], "路灯收费");
	l->of = (struct known){.matter = t.matter, .request = t.request, .assist = assist.part, .number = str_dup(&k->arena, t.matter_number),
		.request_number = str_dup(&k->arena, t.number), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")};
	struct matter_view v;
	x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_read(&x, t.matter, &v));
	l->of.event = v.evidence[0].event;
	ctx_close(&x);
}

static void what_was_theirs_is_as_if_it_had_never_been(void **state)
{
	struct kit *k = *state;
	static str before[WATCHERS][READINGS], after[WATCHERS][READINGS];
	struct look l = nothing_known();
	str topic;
	int leaks = 0;
	a_district(k, &l, &topic);
	indexed(k);
	ask_all(k, &l, before);
	taken_away(k, &l);
	indexed(k);
	ask_all(k, &l, after);
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			leaks += !same(before[who][r], after[who][r], who, readings[r].name);
	assert_int_equal(leaks, 0);
}

/* ---- another matter that is theirs to see has to do with it ---------------------------------------- */
static int names_it(struct kit *k, struct look *l)
{
	str all[WATCHERS][READINGS];
	int leaks = 0;
	struct look blind = *l; /* what he asks for would stand in the answer */
	blind.of = nothing_known().of;
	blind.of.title = S("路灯");
	ask_all(k, &blind, all);
	const str secret[] = {l->of.number, l->of.request_number, l->of.title, kit_id(&k->arena, l->of.matter), kit_id(&k->arena, l->of.request), S("私自收费")};
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			for (size_t s = 0; s < COUNT_OF(secret); s++)
				if (str_find(all[who][r], secret[s], 0) >= 0) {
					print_error("%s tells %s of %.*s\n", readings[r].name, watcher_names[who], (int)secret[s].n, secret[s].p);
					leaks++;
				}
	return leaks;
}

static void a_neighbour_does_not_name_it(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct act_result done;
	str topic;
	a_district(k, &l, &topic);
	struct request_taken near = take(k, &(struct call){.title = "虚构街路灯又不亮", .words = "虚构街东头的路灯又不亮", .phone = PHONE, .outside = "B1", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	complained(k, &l, topic);
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	/* into a matter of the unit complained of it cannot go, */
	assert_int_equal(request_attach(&x, l.of.matter, l.of.request, l.base[0], S("同一处"), &done), ERR_INPUT);
	ctx_refresh(&x);
	/* one that belonged to nobody yet goes into it, and is named there alone */
	good(request_attach(&x, near.matter, near.request, l.of.matter, S("同一处"), &done));
	ctx_close(&x);
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- giving it to them -------------------------------------------------------------------------------- */
static err give(struct kit *k, int64_t matter, const char *field, int64_t unit)
{
	struct act_result done;
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	struct arg args[] = {{S("lead"), kit_id(&k->arena, k->unit[U_TRAFFIC])}, {str_of(field), kit_id(&k->arena, unit)}};
	bool lead = strcmp(field, "lead") == 0;
	err e = act(&x, &(struct act_request){.matter = matter, .action = S("dispatch"), .args = lead ? args + 1 : args, .n_args = lead ? 1 : 2}, &done);
	ctx_close(&x);
	return e;
}

static void it_is_never_given_to_them(void **state)
{
	struct kit *k = *state;
	struct act_result done;
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = "收了我五百块", .phone = PHONE, .outside = "C1", .category = "urban.road.lamp",
		.place = "虚构街", .topic = "", .reported = k->unit[U_HOUSING]});
	const int64_t denied[] = {k->unit[U_HOUSING], k->unit[U_ROADS]};
	for (size_t i = 0; i < COUNT_OF(denied); i++) {
		struct buf b;
		buf_init(&b, &k->arena);
		assert_int_equal(give(k, t.matter, "lead", denied[i]), ERR_INPUT);
		fail_text(&b, LANG_EN);
		assert_true(str_find(buf_str(&b), S("complain"), 0) < 0); /* nothing of why */
		assert_int_equal(give(k, t.matter, "assist", denied[i]), ERR_INPUT);
	}
	handed(k, t.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	struct ctx x = as(k, &k->arena, k->person[P_TRAFFIC]);
	for (size_t i = 0; i < COUNT_OF(denied); i++) {
		assert_int_equal(act(&x, &(struct act_request){.matter = t.matter, .sort = S("assist"), .action = S("ask"),
			.args = ARGS({S("unit"), kit_id(&k->arena, denied[i])}, {S("task"), S("调取记录")})}, &done), ERR_INPUT);
		ctx_refresh(&x);
	}
	ctx_close(&x);
}

/* ---- when the unit becomes another -------------------------------------------------------------------------- */
static void whoever_takes_the_unit_over_does_not_see_it(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct matter_view v;
	int64_t made;
	str topic;
	a_district(k, &l, &topic);
	complained(k, &l, topic);
	struct ctx x = as(k, &k->arena, k->person[P_ADMIN]);
	good(unit_change(&x, &(struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_HOUSING], .heir = k->unit[U_SCHOOLS], .order = -1,
		.from = zone_day(k->zone, k->now), .reason = S("机构改革"), .source = S("枣编〔2026〕1号")}, &made));
	ctx_close(&x);
	const int64_t nobody[] = {k->person[P_HOUSING], k->person[P_HOUSING_HEAD], k->person[P_ROADS], extra[X_COLLEAGUE], extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U]};
	for (size_t i = 0; i < COUNT_OF(nobody); i++) {
		x = as(k, &k->arena, nobody[i]);
		assert_int_equal(matter_read(&x, l.of.matter, &v), ERR_NOTFOUND);
		ctx_close(&x);
	}
	x = as(k, &k->arena, k->person[P_TRAFFIC]);
	good(matter_read(&x, l.of.matter, &v));
	ctx_close(&x);
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- what is written about it, and what is taken out of it -------------------------------------------- */
static void what_is_opened_about_it_is_kept_from_them_too(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct act_result done;
	struct matter_view v;
	str topic;
	a_district(k, &l, &topic);
	complained(k, &l, topic);
	const struct link_new link = {S("about"), l.of.matter};
	struct arg args[] = {{S("title"), S("修灯收费要公示")}, {S("month"), S("2026-10")}, {S("why"), S("反映集中")}, {S("lead"), unit_arg(k, U_HOUSING)}};
	struct act_request q = {.kind = kind_of(k, "topic"), .action = S("propose"), .args = args, .n_args = 4, .links = &link, .n_links = 1};
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	assert_int_equal(act(&x, &q, &done), ERR_INPUT); /* not given to them */
	q.n_args = 3;
	ctx_refresh(&x);
	good(act(&x, &q, &done));
	int64_t about = done.matter;
	ctx_refresh(&x);
	good(matter_read(&x, l.of.matter, &v));
	int64_t second = 0;
	for (size_t i = 0; i < v.n_parts; i++)
		if (v.parts[i].row.kind->is_request && v.parts[i].row.id != l.of.request)
			second = v.parts[i].row.id;
	ctx_refresh(&x);
	good(request_split(&x, l.of.matter, second, S("另一件事"), &done));
	ctx_close(&x);
	const int64_t out[] = {about, done.matter};
	const int64_t nobody[] = {extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U], k->person[P_HOUSING], k->person[P_SCHOOLS]};
	for (size_t m = 0; m < COUNT_OF(out); m++)
		for (size_t i = 0; i < COUNT_OF(nobody); i++) {
			x = as(k, &k->arena, nobody[i]);
			assert_int_equal(matter_read(&x, out[m], &v), ERR_NOTFOUND);
			ctx_close(&x);
		}
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- who may say so ------------------------------------------------------------------------------------ */
static void the_centre_does_not_judge_itself(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	struct request_taken t = take(k, &(struct call){.title = "接线员态度生硬", .words = "接电话的人很不耐烦", .phone = PHONE, .outside = "D1", .category = "urban.road.lamp",
		.place = "", .topic = ""});
	struct ctx x = as(k, &k->arena, k->person[P_HOUSING]);
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("回避")), ERR_NOTFOUND);
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_MAYOR]);
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("回避")), ERR_DENIED);
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_CHIEF]); /* supervision sees it and opens none */
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("")), ERR_INPUT);
	ctx_refresh(&x);
	good(matter_deny(&x, t.matter, extra[X_CENTRE], S("反映的就是他")));
	ctx_close(&x);
	x = as(k, &k->arena, extra[X_CENTRE]);
	assert_int_equal(matter_read(&x, t.matter, &v), ERR_NOTFOUND);
	ctx_close(&x);
	x = as(k, &k->arena, extra[X_CENTRE_TWO]);
	good(matter_read(&x, t.matter, &v));
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		secrecy_test(nobody_complained_of_learns_anything),
		secrecy_test(what_was_theirs_is_as_if_it_had_never_been),
		secrecy_test(a_neighbour_does_not_name_it),
		secrecy_test(it_is_never_given_to_them),
		secrecy_test(whoever_takes_the_unit_over_does_not_see_it),
		secrecy_test(what_is_opened_about_it_is_kept_from_them_too),
		secrecy_test(the_centre_does_not_judge_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
