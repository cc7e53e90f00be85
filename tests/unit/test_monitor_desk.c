/* SPDX-License-Identifier: Apache-2.0 */
/* The desk of alarms: telegrams in, rows and matters out; late data, storms, rests, and after a restart. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include "monitor/alarm_desk_in.h"
#include "monitor/outlet.h"

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)

static int setup(void **state)
{
	struct kit *k = kit_place();
	kit_pack(k, "packs/pollution", "pollution", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}

static int64_t station(struct kit *k, int n, int64_t subject, const char *own)
{
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	char mn[32], name[32];
	int64_t id;
	snprintf(mn, sizeof mn, "AA%022d", n);
	snprintf(name, sizeof name, "%d号排口", n);
	const struct station_new s = {.mn = str_of(mn), .name = str_of(name), .subject = subject, .state = STATION_ON, .password = S(""), .key = S("")};
	good(station_add(&x, &s, &id));
	good(station_watch_set(&x, id, 1, S("sewage_1a"), str_of(own)));
	ctx_close(&x);
	return id;
}

struct feed {
	struct kit *k;
	struct alarm_desk *d;
	struct batch b;
};

static void feed_begin(struct feed *f, struct kit *k, struct alarm_desk *d)
{
	*f = (struct feed){.k = k, .d = d};
	batch_init(&f->b, k->core);
}

static void say(struct feed *f, int64_t station, int cn, ms_t at, const char *items)
{
	char text[512], t[18];
	hj_now(core_zone(f->k->core), at, t);
	int n = snprintf(text, sizeof text, "QN=%s;ST=32;CN=%d;PW=123456;MN=AA;Flag=4;CP=&&DataTime=%.14s;%s&&", t, cn, t, items);
	*list_push(&f->b.arena, &f->b.kept) = (struct kept){.station = station, .cn = cn, .time = at / 1000 * 1000, .got = f->k->now, .at = (uint32_t)f->b.bytes.n,
		.n = (uint32_t)n};
	buf_add(&f->b.bytes, (str){text, (size_t)n});
}

static void feed_end(struct feed *f, bool heard)
{
	good(batch_keep(&f->b));
	if (heard)
		alarm_feed(f->d, &f->b);
	batch_done(&f->b);
	if (heard)
		good(alarm_round(f->d));
}

static void one(struct kit *k, struct alarm_desk *d, int64_t station, int cn, ms_t at, const char *items)
{
	struct feed f;
	feed_begin(&f, k, d);
	say(&f, station, cn, at, items);
	feed_end(&f, true);
}

static size_t alarms(struct kit *k, struct alarm **ret)
{
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	size_t n;
	good(alarm_after(&x, 0, ret, &n));
	ctx_close(&x);
	return n;
}

static void matter(struct kit *k, int64_t id, struct matter_view *ret)
{
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(matter_read(&x, id, ret));
	ctx_close(&x);
}

static str value(const struct matter_view *v, const char *name)
{
	for (size_t i = 0; i < v->n_fields; i++)
		if (str_eq(v->fields[i].field->name, str_of(name)))
			return v->fields[i].raw;
	return S("");
}

static void sound(struct kit *k)
{
	struct buf b;
	int64_t n;
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	if (n)
		test_fails("%s", b.p);
}

static void an_hour_above_opens_a_matter(void **state)
{
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	struct matter_view m;
	int64_t s = station(k, 1, 0, "");
	const ms_t at = k->now / HOUR * HOUR;
	good(alarm_desk_open(k->core, &d));
	/* a municipal plant is judged by the day; its own permit says 45 by the hour */
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_watch_set(&x, s, 2, S("sewage_1a"), S("w01018 hour - 45 mg/L - - 许可证")));
	ctx_close(&x);
	one(k, d, s, READ_HOURS, at - HOUR, "w01018-Avg=44.9,w01018-Flag=N;w21003-Avg=1,w21003-Flag=N");
	assert_int_equal(alarms(k, &v), 0);
	one(k, d, s, READ_HOURS, at, "w01018-Avg=45.1,w01018-Flag=N;w21003-Avg=99,w21003-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	assert_true(str_eq(v[0].rule, S("hour_limit")) && str_eq(v[0].code, S("w01018")) && v[0].begin == at && v[0].ended == MS_NONE);
	assert_true(str_eq(v[0].value, S("45.1")));
	matter(k, v[0].matter, &m);
	assert_int_equal(m.row.state, 0);
	assert_true(str_eq(value(&m, "count"), S("1")));
	assert_true(str_find(value(&m, "frames"), S("45.1"), 0) >= 0 && str_find(value(&m, "frames"), S("SHA-256"), 0) >= 0);
	assert_true(value(&m, "routed").n > 0 && m.n_clocks > 0);
	/* well again: noted, and not closed */
	one(k, d, s, READ_HOURS, at + HOUR, "w01018-Avg=30,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	assert_int_equal(v[0].ended, at + HOUR);
	matter(k, v[0].matter, &m);
	assert_int_equal(m.row.state, 0);
	/* again, while the matter is open: it joins */
	one(k, d, s, READ_HOURS, at + 2 * HOUR, "w01018-Avg=50,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 2);
	assert_int_equal(v[1].matter, v[0].matter);
	matter(k, v[0].matter, &m);
	assert_true(str_eq(value(&m, "count"), S("2")));
	alarm_desk_stop(d);
	sound(k);
}

static void late_and_again(void **state)
{
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	int64_t s = station(k, 1, 0, "w01018 hour - 45 mg/L - - 许可证");
	const ms_t at = k->now / HOUR * HOUR;
	good(alarm_desk_open(k->core, &d));
	one(k, d, s, READ_HOURS, at, "w01018-Avg=30,w01018-Flag=N");
	/* three hours late: it began in the past and is over already */
	one(k, d, s, READ_HOURS, at - 3 * HOUR, "w01018-Avg=60,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	assert_true(v[0].begin == at - 3 * HOUR);
	for (int i = 0; i < 3; i++) /* sent again and again: never twice */
		one(k, d, s, READ_HOURS, at - 3 * HOUR, "w01018-Avg=60,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	/* one more bad hour beside it belongs to it */
	one(k, d, s, READ_HOURS, at - 4 * HOUR, "w01018-Avg=70,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	/* kept, but the process died before it was looked at */
	struct feed f;
	feed_begin(&f, k, d);
	say(&f, s, READ_HOURS, at + HOUR, "w01018-Avg=61,w01018-Flag=N");
	feed_end(&f, false);
	alarm_desk_stop(d);
	good(alarm_desk_open(k->core, &d));
	good(alarm_round(d));
	assert_int_equal(alarms(k, &v), 2);
	alarm_desk_stop(d);
	good(alarm_desk_open(k->core, &d));
	good(alarm_round(d));
	assert_int_equal(alarms(k, &v), 2);
	one(k, d, s, READ_HOURS, at + 2 * HOUR, "w01018-Avg=62,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 2);
	one(k, d, s, READ_HOURS, at + 3 * HOUR, "w01018-Avg=20,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 2);
	assert_int_equal(v[1].ended, at + 3 * HOUR);
	alarm_desk_stop(d);
	sound(k);
}

static void storms_are_one(void **state)
{
	enum { MANY = 40 };
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	struct feed f;
	struct matter_view m;
	int64_t s[MANY];
	for (int i = 0; i < MANY; i++)
		s[i] = station(k, i, 0, "w01018 hour - 45 mg/L - - 许可证");
	const ms_t at = k->now / HOUR * HOUR;
	good(alarm_desk_open(k->core, &d));
	feed_begin(&f, k, d);
	for (int i = 0; i < MANY / 2; i++)
		say(&f, s[i], READ_HOURS, at, "w01018-Avg=60,w01018-Flag=N");
	feed_end(&f, true);
	feed_begin(&f, k, d);
	for (int i = MANY / 2; i < MANY; i++)
		say(&f, s[i], READ_HOURS, at, "w01018-Avg=60,w01018-Flag=N");
	feed_end(&f, true);
	assert_int_equal(alarms(k, &v), MANY);
	for (int i = 1; i < MANY; i++)
		assert_int_equal(v[i].matter, v[0].matter);
	matter(k, v[0].matter, &m);
	assert_true(str_eq(value(&m, "count"), S("40")));
	/* all of them fall silent: one more matter, about the outage */
	k->now += 2 * HOUR;
	good(alarm_round(d));
	assert_int_equal(alarms(k, &v), 2 * MANY);
	for (int i = MANY; i < 2 * MANY; i++)
		assert_true(v[i].matter != v[0].matter && v[i].matter == v[MANY].matter);
	good(alarm_round(d));
	assert_int_equal(alarms(k, &v), 2 * MANY);
	one(k, d, s[0], READ_HOURS, at + 3 * HOUR, "w01018-Avg=20,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 2 * MANY);
	int over = 0;
	for (int i = 0; i < 2 * MANY; i++)
		over += v[i].ended != MS_NONE;
	assert_int_equal(over, 2);
	alarm_desk_stop(d);
	sound(k);
}

static void a_firm_and_its_officer(void **state)
{
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	struct matter_view m;
	struct act_result outlet;
	struct ctx x;
	char unit[24], person[24];
	snprintf(unit, sizeof unit, "%lld", (long long)k->unit[U_HOUSING]);
	snprintf(person, sizeof person, "%lld", (long long)k->person[P_HOUSING]);
	const struct arg args[] = {{S("code"), S("P1")}, {S("name"), S("总排口")}, {S("firm"), S("示范印染厂")}, {S("lead"), str_of(unit)}, {S("officer"), str_of(person)}};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(act(&x, &(struct act_request){.kind = &k->packs[2]->kinds[0], .action = S("enter"), .args = args, .n_args = COUNT_OF(args)}, &outlet));
	ctx_close(&x);
	int64_t s = station(k, 1, outlet.matter, "w01018 hour - 45 mg/L - - 许\nw21003 hour - 5 mg/L - - 许\nw21011 hour - 0.5 mg/L - - 许");
	const ms_t at = k->now / HOUR * HOUR;
	good(alarm_desk_open(k->core, &d));
	one(k, d, s, READ_HOURS, at, "w01018-Avg=60,w01018-Flag=N;w21003-Avg=1,w21003-Flag=N;w21011-Avg=0.1,w21011-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	matter(k, v[0].matter, &m);
	assert_true(str_eq(value(&m, "officer"), str_of(person)) && str_eq(value(&m, "lead"), str_of(unit)));
	/* the officer sees it; somebody else of another unit does not */
	struct ctx y = kit_ctx(k, &k->arena, P_HOUSING);
	good(matter_brief(&y, v[0].matter, &m));
	ctx_close(&y);
	y = kit_ctx(k, &k->arena, P_SCHOOLS);
	assert_int_equal(matter_brief(&y, v[0].matter, &m), ERR_NOTFOUND);
	ctx_close(&y);
	/* the other two at once with the first a moment ago: three of one firm, one matter for them */
	one(k, d, s, READ_HOURS, at + HOUR, "w01018-Avg=61,w01018-Flag=N;w21003-Avg=8,w21003-Flag=N;w21011-Avg=0.9,w21011-Flag=N");
	assert_int_equal(alarms(k, &v), 3);
	assert_int_equal(v[1].matter, v[2].matter);
	assert_true(v[1].matter != v[0].matter && v[1].group == outlet.matter);
	/* the outlet rests these days, says its page: nothing; afterwards it is one again */
	const struct arg days[] = {{S("rest_from"), S("2026-10-04")}, {S("rest_until"), S("2026-10-05")}};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(act(&x, &(struct act_request){.matter = outlet.matter, .action = S("rest"), .args = days, .n_args = 2, .reason = S("停产检修")}, &outlet));
	ctx_close(&x);
	ms_t rest = zone_at(core_zone(k->core), day_of(2026, 10, 4), 0);
	one(k, d, s, READ_HOURS, rest - HOUR, "w21011-Avg=0.1,w21011-Flag=N");
	one(k, d, s, READ_HOURS, rest, "w21011-Avg=0.9,w21011-Flag=N");
	one(k, d, s, READ_HOURS, rest + 47 * HOUR, "w21011-Avg=0.9,w21011-Flag=N");
	assert_int_equal(alarms(k, &v), 3);
	one(k, d, s, READ_HOURS, rest + 48 * HOUR, "w21011-Avg=0.9,w21011-Flag=N");
	assert_int_equal(alarms(k, &v), 4);
	alarm_desk_stop(d);
	sound(k);
}

/* The name of the firm goes to whoever may look at stations, also past what its books let him see; to nobody else. */
static void the_firm_is_named_to_who_may_look(void **state)
{
	static const struct {
		int person;
		bool looks, enrols, books;
	} as[] = {{P_ADMIN, true, true, false}, {P_MAYOR, true, false, true}, {P_CHIEF, true, false, true}, {P_HOUSING, false, false, true}, {P_SCHOOLS, false, false, false}};
	struct kit *k = *state;
	struct act_result outlet;
	struct ctx x;
	char unit[24];
	snprintf(unit, sizeof unit, "%lld", (long long)k->unit[U_HOUSING]);
	const struct arg args[] = {{S("code"), S("P1")}, {S("name"), S("总排口")}, {S("firm"), S("示范印染厂")}, {S("lead"), str_of(unit)}};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(act(&x, &(struct act_request){.kind = &k->packs[2]->kinds[0], .action = S("enter"), .args = args, .n_args = COUNT_OF(args)}, &outlet));
	ctx_close(&x);
	for (size_t i = 0; i < COUNT_OF(as); i++) {
		struct matter_view m;
		str name = S("");
		int64_t found = 0;
		x = kit_ctx(k, &k->arena, as[i].person);
		assert_int_equal(matter_brief(&x, outlet.matter, &m), as[i].books ? OK : ERR_NOTFOUND);
		assert_int_equal(station_firm_name(&x, outlet.matter, &name), as[i].looks ? OK : ERR_DENIED);
		assert_true(str_eq(name, as[i].looks ? S("总排口") : S("")));
		assert_int_equal(station_firm_find(&x, S("总排口"), &found), as[i].enrols ? OK : ERR_DENIED);
		assert_int_equal(found, as[i].enrols ? outlet.matter : 0);
		ctx_close(&x);
	}
}

static void nothing_while_it_rests(void **state)
{
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	struct rest *rests;
	size_t n;
	int64_t s = station(k, 1, 0, "w01018 hour - 45 mg/L - - 许可证"), id;
	const ms_t at = k->now / HOUR * HOUR;
	good(alarm_desk_open(k->core, &d));
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	assert_int_equal(rest_add(&x, s, REST_CALIBRATION, at, at, S("季度校准"), &id), ERR_INPUT);
	assert_int_equal(rest_add(&x, s, REST_CALIBRATION, at, at + HOUR, S(" "), &id), ERR_INPUT);
	good(rest_add(&x, s, REST_CALIBRATION, at - HOUR, at + 2 * HOUR, S("季度校准"), &id));
	good(rest_list(&x, s, &rests, &n));
	assert_int_equal(n, 1);
	ctx_close(&x);
	struct ctx y = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(rest_add(&y, s, REST_CALIBRATION, at, at + HOUR, S("校准"), &id), ERR_DENIED);
	ctx_close(&y);
	one(k, d, s, READ_HOURS, at, "w01018-Avg=60,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 0);
	one(k, d, s, READ_HOURS, at + 2 * HOUR, "w01018-Avg=60,w01018-Flag=N");
	assert_int_equal(alarms(k, &v), 1);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	good(rest_add(&x, s, REST_STOPPED, k->now, k->now + 48 * HOUR, S("停产"), &id));
	good(rest_end(&x, s, id));
	ctx_close(&x);
	alarm_desk_stop(d);
	sound(k);
}

/* Hours in any order, some of them again, a restart between: every run of bad hours has its alarm, none two. */
static void any_order(void **state)
{
	enum { HOURS = 30, STATIONS = 8 };
	struct kit *k = *state;
	struct alarm_desk *d;
	struct alarm *v;
	const ms_t at = k->now / HOUR * HOUR - HOURS * HOUR;
	srand(75);
	good(alarm_desk_open(k->core, &d));
	for (int r = 0; r < STATIONS; r++) {
		int64_t s = station(k, 100 + r, 0, "w01018 hour - 45 mg/L - - 许可证");
		bool bad[HOURS];
		int order[HOURS];
		size_t before = alarms(k, &v);
		for (int i = 0; i < HOURS; i++) {
			bad[i] = rand() % 3 == 0;
			order[i] = i;
		}
		for (int i = 0; i < HOURS; i++) {
			int j = rand() % 4 ? i : rand() % HOURS, was = order[i];
			order[i] = order[j];
			order[j] = was;
		}
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < HOURS; i++)
				one(k, d, s, READ_HOURS, at + order[i] * HOUR, bad[order[i]] ? "w01018-Avg=60,w01018-Flag=N" : "w01018-Avg=30,w01018-Flag=N");
			if (round == 0) { /* once more, after a restart, and nothing is new */
				before = alarms(k, &v) - before;
				alarm_desk_stop(d);
				good(alarm_desk_open(k->core, &d));
			}
		}
		size_t n = alarms(k, &v), own = 0;
		for (size_t i = 0; i < n; i++)
			own += v[i].station == s;
		assert_int_equal(own, before);
		for (int i = 0; i < HOURS; i++) {
			int end = i;
			if (!bad[i] || (i && bad[i - 1]))
				continue;
			while (end + 1 < HOURS && bad[end + 1])
				end++;
			int has = 0;
			for (size_t m = 0; m < n; m++)
				has += v[m].station == s && alarm_same(&(struct alarm_span){v[m].begin, v[m].ended == MS_NONE ? MS_NONE : v[m].ended - HOUR},
								       &(struct alarm_span){at + i * HOUR, at + end * HOUR});
			if (has < 1)
				test_fails("station %d: hours %d to %d have no alarm", r, i, end);
		}
		for (size_t i = 0; i < n; i++)
			for (size_t m = i + 1; m < n; m++)
				if (v[i].station == s && v[m].station == s && v[i].begin == v[m].begin)
					test_fails("station %d: one alarm twice", r);
	}
	alarm_desk_stop(d);
	sound(k);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, kit_teardown)
	const struct CMUnitTest tests[] = {T(an_hour_above_opens_a_matter), T(late_and_again), T(storms_are_one), T(a_firm_and_its_officer), T(the_firm_is_named_to_who_may_look), T(nothing_while_it_rests), T(any_order)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
