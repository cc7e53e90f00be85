/* SPDX-License-Identifier: Apache-2.0 */
/* Hours of air stations, kept and read again, on both engines. */
#define KIT_MODULES monitor_modules
#include "monitor/air_keep.h"
#include "monitor/limit.h"
#include "monitor/monitor.h"

#include "core_kit.h"

static err put(struct kit *k, int person, str csv, size_t *ret_days)
{
	struct air_observation *o;
	struct air_notice *notices;
	size_t n, n_notices;
	struct ctx x;
	struct actor who = kit_actor(k, person);
	good(air_csv_read(&k->arena, air_rules(), NULL, csv, &o, &n, &notices, &n_notices));
	good(ctx_open(k->core, &k->arena, person < 0 ? NULL : &who, &x));
	*ret_days = 0;
	err e = air_hours_put(&x, o, n, S("feed"), ret_days);
	ctx_close(&x);
	return e;
}

/* A whole day: hour h has h + 1 of everything, CO a tenth of it. */
static str day_of_hours(struct kit *k, const char *station, const char *day, int hours)
{
	static const char *const items[] = {"SO2", "NO2", "CO", "O3", "PM10", "PM2.5"};
	struct buf b;
	buf_init(&b, &k->arena);
	buf_z(&b, "station,name,time,span,item,value\n");
	for (int h = 0; h < hours; h++)
		for (size_t i = 0; i < COUNT_OF(items); i++)
			buf_fmt(&b, "%s,%s站,%s %02d:00,hour,%s,%s%d\n", station, station, day, h, items[i], i == 2 ? "0." : "", h + 1);
	return buf_str(&b);
}

static void holds(struct kit *k)
{
	struct buf b;
	int64_t n = 0;
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	assert_int_equal(n, 0);
}

static void days(struct kit *k, struct air_station *station, struct air_day **ret, size_t *ret_n)
{
	struct ctx x;
	struct actor who = kit_actor(k, P_HOUSING);
	struct air_station *v;
	size_t n;
	good(ctx_open(k->core, &k->arena, &who, &x));
	good(air_stations_read(&x, &v, &n));
	assert_int_equal(n, 1);
	*station = v[0];
	good(air_days_read(&x, v[0].id, day_of(2026, 1, 1), day_of(2026, 12, 31), ret, ret_n));
	ctx_close(&x);
}

static void kept_and_read(void **state)
{
	struct kit *k = *state;
	struct air_station s;
	struct air_day *d;
	struct air_hours h;
	size_t n, changed;
	struct dec mean;
	good(put(k, P_ADMIN, day_of_hours(k, "A01", "2026-10-20", 19), &changed));
	assert_int_equal(changed, 1);
	days(k, &s, &d, &n);
	same_str(s.code, S("A01"));
	same_str(s.name, S("A01站"));
	assert_int_equal(n, 1);
	assert_false(d[0].v[AIR_PM25].valid); /* 19 hours are no day */
	assert_int_equal(d[0].aqi, AIR_NONE);
	/* the rest of the day comes later; what stands there already changes nothing */
	good(put(k, P_ADMIN, day_of_hours(k, "A01", "2026-10-20", 24), &changed));
	assert_int_equal(changed, 1);
	good(put(k, P_ADMIN, day_of_hours(k, "A01", "2026-10-20", 24), &changed));
	assert_int_equal(changed, 0);
	days(k, &s, &d, &n);
	assert_true(d[0].v[AIR_PM25].valid && ratio_round(d[0].v[AIR_PM25].v, 1, ROUND_HALF_EVEN, &mean));
	assert_int_equal(mean.v, 125);
	assert_true(ratio_round(d[0].v[AIR_O3_8H].v, 1, ROUND_HALF_EVEN, &mean));
	assert_int_equal(mean.v, 205); /* hours 16 to 23 */
	assert_int_equal(d[0].aqi, 18); /* PM2.5 of 12.5 is 12 first; 12 of 35 is 17.1 */
	/* a value is corrected, an empty one takes nothing away */
	good(put(k, P_ADMIN, S("station,time,span,item,value\nA01,2026-10-20 23:00,hour,PM2.5,624\nA01,2026-10-20 22:00,hour,PM2.5,\n"), &changed));
	assert_int_equal(changed, 1);
	days(k, &s, &d, &n);
	same_str(s.name, S("A01站"));
	assert_true(ratio_round(d[0].v[AIR_PM25].v, 1, ROUND_HALF_EVEN, &mean));
	assert_int_equal(mean.v, 375);
	struct ctx x;
	struct actor who = kit_actor(k, P_HOUSING);
	good(ctx_open(k->core, &k->arena, &who, &x));
	good(air_hours_read(&x, s.id, day_of(2026, 10, 20), &h));
	assert_true(h.given[AIR_PM25][22] && h.v[AIR_PM25][22].v == 23 && h.v[AIR_CO][3].v == 4 && h.v[AIR_CO][3].scale == 1);
	good(air_hours_read(&x, s.id, day_of(2026, 10, 21), &h));
	assert_false(h.given[AIR_PM25][0]);
	ctx_close(&x);
	holds(k);
}

static void refused(void **state)
{
	struct kit *k = *state;
	static const struct {
		const char *csv, *want;
	} row[] = {
		{"2026-10-20 01,hour,SO2,1", "line 1: no station is named; give the table a column station"},
		{"station,time,span,item,value\nA,2026-10-20,day,SO2,1",
		 "line 2: this is not an hour; what is kept are hours, each named by its beginning, from 00:00 to 23:00"},
		{"station,time,span,item,value\nA,2026-10-20 24:00,hour,SO2,1",
		 "line 2: this is not an hour; what is kept are hours, each named by its beginning, from 00:00 to 23:00"},
		{"station,time,span,item,value\nA,2026-10-20 01:30,hour,SO2,1",
		 "line 2: this is not an hour; what is kept are hours, each named by its beginning, from 00:00 to 23:00"},
		{"station,time,span,item,value\nA,2026-10-20 01:00,hour,SO2,1.0000001",
		 "line 2: a concentration has more digits than are kept; six decimals are enough"},
		{"station,time,span,item,value\nA,2026-10-20 01:00,hour,SO2,99999999999999999999999",
		 "line 2: a concentration has more digits than are kept; six decimals are enough"},
	};
	size_t changed;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct buf b;
		buf_init(&b, &k->arena);
		assert_int_equal(put(k, P_ADMIN, str_of(row[i].csv), &changed), ERR_INPUT);
		fail_text(&b, LANG_EN);
		same_str(buf_str(&b), str_of(row[i].want));
	}
	assert_int_equal(put(k, P_CLERK, day_of_hours(k, "A01", "2026-10-20", 2), &changed), ERR_DENIED);
	struct air_station *v;
	struct ctx x;
	size_t n;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(air_stations_read(&x, &v, &n));
	ctx_close(&x);
	assert_int_equal(n, 0);
}

/* What the settings begin with is what the table of the method says. */
static void settings_begin_as_the_table(void **state)
{
	struct kit *k = *state;
	const struct pack_file *files;
	struct pack *pack;
	struct air_method m;
	struct ctx x;
	size_t n = pack_builtin(&files, S("air"));
	good(pack_load(&k->arena, S("air"), files, n, &pack));
	const struct air_method *table = air_method_on(air_rules(), day_of(2026, 11, 1));
	assert_false(table->verified);
	for (int i = 0; i < AIR_ITEMS; i++) {
		if (!table->share[i].some)
			continue;
		const struct setting *w = pack_setting(pack, air_setting_name(&k->arena, "weight", (enum air_item)i));
		const struct setting *d = pack_setting(pack, air_setting_name(&k->arena, "divisor", (enum air_item)i));
		assert_true(w && d);
		assert_int_equal(dec_cmp((struct dec){w->initial, 0}, table->share[i].weight), 0);
		assert_int_equal(dec_cmp((struct dec){d->initial, 0}, table->share[i].divisor), 0);
	}
	pack_free(pack);
	/* the pack is the district's choice: without it the table holds, with it what was set */
	good(ctx_open(k->core, &k->arena, NULL, &x));
	air_method_here(&x, day_of(2026, 11, 1), &m);
	ctx_close(&x);
	assert_int_equal(m.share[AIR_PM25].weight.v, 3);
}

static void statements(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	good(store_check_statements(k->store, &b));
	same_str(buf_str(&b), S(""));
}

/* ---- where stations stand ----------------------------------------------------------------------- */
static struct station_site placed(struct kit *k, const char *x, const char *y, bool open)
{
	struct station_site s = {.open = open};
	unused_arg(k);
	good(station_place_read(str_of(x), str_of(y), &s));
	return s;
}

static void a_place_is_read(void **state)
{
	static const char *const bad[][2] = {{"34.72", "117.575"}, {"117.575", ""}, {"", "34.72"}, {"181", "1"}, {"x", "1"}, {"117,5", "34.7"}, {"1e2", "3"}};
	struct kit *k = *state;
	struct station_site s = placed(k, " 117.575 ", "-34.720001", true);
	assert_true(s.placed && s.open && s.x == 117575000 && s.y == -34720001);
	s = placed(k, "", "", false);
	assert_false(s.placed);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(station_place_read(str_of(bad[i][0]), str_of(bad[i][1]), &s), ERR_INPUT);
}

STMT(spoil, "UPDATE station SET y = 1 WHERE region = $1 AND id = $2");

static err spoil_site(struct conn *c, void *arg)
{
	return exec(c, &spoil, VALS(V_INT(KIT_REGION), V_INT(*(int64_t *)arg)), NULL);
}

static void a_site_is_an_event(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	struct station s;
	struct station_watch w;
	int64_t id, n;
	struct buf b;
	const struct station_new fresh = {.mn = S("SITE1"), .name = S("一号排口"), .state = STATION_ON, .site = placed(k, "117.575", "34.72", true)};
	good(station_add(&x, &fresh, &id));
	good(station_watch_read(&x, id, &w));
	good(station_watch_set(&x, id, w.version, S("water_1"), S("")));
	good(station_of_mn(&x, S("SITE1"), &s));
	assert_true(s.site.placed && s.site.open && s.site.x == 117575000 && s.site.y == 34720000);
	struct station_new k2 = station_same(&s);
	k2.site = placed(k, "", "", false);
	good(station_change(&x, id, s.version, &k2));
	good(station_of_mn(&x, S("SITE1"), &s));
	assert_false(s.site.placed || s.site.open);
	k2.site = placed(k, "117.6", "34.7", false);
	good(station_change(&x, id, s.version, &k2));
	ctx_close(&x);
	holds(k);
	good(store_write(k->store, spoil_site, &id));
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	assert_int_equal(n, 1);
}

/* As it stood before stations had places: the event says nothing of one. */
static void an_old_event_still_refolds(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	struct station_told *told;
	int64_t id = store_new_id(k->store, k->now);
	size_t n;
	struct digest d;
	hash_bytes(HASH_SHA256, "", 0, &d);
	good(station_event(&x, &(struct station_told){.id = id, .version = 1, .mn = S("OLD1"), .name = S("旧站"), .state = STATION_ON,
		.secrets = {(const char *)d.b, sizeof d.b}, .keeps_site = true}, S("station_add"), NULL, 0));
	good(stations_told(&x, &told, &n));
	assert_int_equal(n, 1);
	assert_false(told[0].site.placed || told[0].site.open);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {kit_test(kept_and_read), kit_test(refused), kit_test(settings_begin_as_the_table), kit_test(statements),
		kit_test(a_place_is_read), kit_test(a_site_is_an_event), kit_test(an_old_event_still_refolds)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
