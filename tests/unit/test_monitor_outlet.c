/* SPDX-License-Identifier: Apache-2.0 */
/* A station as pages show it: its newest values, the state that follows, the hours that have data, answers to commands. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include "monitor/air_take.h"
#include "monitor/monitor_in.h"
#include "monitor/outlet.h"

#define HOUR 3600000LL

static bool air; /* what the telegrams of put are of */

static int64_t station_new(struct kit *k)
{
	int64_t id;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_add(&x, &(struct station_new){.mn = S("010000A8900016F000169DC0"), .name = S("一号排口"), .state = STATION_ON}, &id));
	ctx_close(&x);
	return id;
}

static void put(struct batch *b, int64_t station, int cn, ms_t time, ms_t got, const char *qn, const char *cp)
{
	size_t at = b->bytes.n;
	buf_fmt(&b->bytes, "QN=%s;ST=%d;CN=%d;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&%s&&", qn, air ? 22 : 32, cn, cp);
	*list_push(&b->arena, &b->kept) = (struct kept){.station = station, .cn = cn, .time = time, .got = got, .at = (uint32_t)at,
		.n = (uint32_t)(b->bytes.n - at)};
}

static void kinds_and_flags(void **state)
{
	assert_int_equal(outlet_kind_of(32), OUTLET_WATER);
	assert_int_equal(outlet_kind_of(31), OUTLET_GAS);
	assert_int_equal(outlet_kind_of(22), OUTLET_AIR);
	assert_int_equal(outlet_kind_of(91), OUTLET_OTHER);
	assert_int_equal(outlet_kind_of(-1), OUTLET_OTHER);
	assert_int_equal(outlet_flag_of(S("N")), FLAG_NORMAL);
	assert_int_equal(outlet_flag_of(S("")), FLAG_NORMAL);
	assert_int_equal(outlet_flag_of(S("D")), FLAG_FAULT);
	assert_int_equal(outlet_flag_of(S("C")), FLAG_CALIBRATION);
	assert_int_equal(outlet_flag_of(S("B")), FLAG_LINE);
	assert_int_equal(outlet_flag_of(S("NN")), FLAG_OTHER);
	assert_int_equal(outlet_flag_of(S("")), FLAG_NORMAL);
	unused_arg(state);
}

static void the_worst_decides(void **state)
{
	struct outlet_value v[] = {{.flag = S("N")}, {.flag = S("N")}};
	struct outlet_news news = {.time = 1000, .got = 1000, .v = v, .n = 2};
	assert_int_equal(outlet_state_of(true, &news, false, 1000, 500), OUTLET_NORMAL);
	assert_int_equal(outlet_state_of(true, &news, false, 1500, 500), OUTLET_NORMAL);
	assert_int_equal(outlet_state_of(true, &news, false, 1501, 500), OUTLET_MISSING);
	assert_int_equal(outlet_state_of(true, &news, true, 1501, 500), OUTLET_MISSING);
	assert_int_equal(outlet_state_of(true, &news, true, 1000, 500), OUTLET_ABOVE);
	v[1].flag = S("M");
	assert_int_equal(outlet_state_of(true, &news, false, 1000, 500), OUTLET_UPKEEP);
	v[0].flag = S("D");
	assert_int_equal(outlet_state_of(true, &news, false, 1000, 500), OUTLET_FAULT);
	v[0].flag = v[1].flag = S("F");
	assert_int_equal(outlet_state_of(true, &news, false, 1000, 500), OUTLET_STOPPED);
	assert_int_equal(outlet_state_of(false, &news, true, 9000, 500), OUTLET_OFF);
	news.time = MS_NONE;
	assert_int_equal(outlet_state_of(true, &news, false, 1000, 500), OUTLET_MISSING);
	unused_arg(state);
}

static void the_newest_telegram(void **state)
{
	struct kit *k = *state;
	struct outlet_news news;
	struct batch b;
	int64_t id = station_new(k);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	const ms_t now = x.now;
	good(outlet_news_read(&x, id, &news));
	assert_true(news.time == MS_NONE && !news.n);
	batch_init(&b, k->core);
	put(&b, id, 2061, now - HOUR, now, "20260301080000123", "DataTime=1;w01018-Avg=9");
	put(&b, id, 2011, now - 2000, now - 1000, "20260301080000123", "DataTime=1;w01018-Rtd=1.0,w01018-Flag=N");
	/* two parts of one time, one of them twice; and one that is a week ahead */
	put(&b, id, 2011, now - 1000, now - 900, "20260301080000123", "DataTime=1;w01018-Rtd=1.5,w01018-Flag=N;011-Rtd=4");
	put(&b, id, 2011, now - 1000, now - 800, "20260301080000124", "DataTime=1;w21003-Rtd=0.2,w21003-Flag=D;nonsense");
	put(&b, id, 2011, now - 1000, now - 700, "20260301080000125", "DataTime=1;w01018-Rtd=1.7,w01018-Flag=N");
	put(&b, id, 2011, now + 7 * 24 * HOUR, now, "20260301080000123", "DataTime=1;w01018-Rtd=99");
	good(batch_keep(&b));
	batch_done(&b);
	ctx_refresh(&x);
	good(outlet_news_read(&x, id, &news));
	assert_true(news.sort == READ_LIVE && news.time == now - 1000 && news.got == now - 700);
	assert_int_equal(news.st, 32);
	assert_int_equal(news.n, 3);
	same_str(news.v[0].code, S("w01018"));
	same_str(news.v[0].value, S("1.7"));
	same_str(news.v[1].code, S("w21003"));
	same_str(news.v[1].flag, S("D"));
	same_str(news.v[2].factor->code, S("w01018"));
	assert_true(news.has_clock);
	ctx_close(&x);
	struct ctx liaison = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(outlet_news_read(&liaison, id, &news), ERR_DENIED);
	ctx_close(&liaison);
}

static void hours_that_have_data(void **state)
{
	struct kit *k = *state;
	struct batch b;
	uint8_t hours[4];
	int64_t id = station_new(k);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	const ms_t t = KIT_NOW / HOUR * HOUR;
	batch_init(&b, k->core);
	put(&b, id, 2011, t + 100, t, "20260301080000123", "DataTime=1;w01018-Rtd=1");
	good(batch_keep(&b));
	good(outlet_hours_read(&x, id, t, 4, hours)); /* nothing but live data yet */
	assert_true(hours[0] == HOUR_VALID && hours[1] == HOUR_NONE);
	batch_clear(&b);
	put(&b, id, 2061, t + HOUR, t, "20260301080000123", "DataTime=1;w01018-Avg=1,w01018-Flag=N;w21003-Avg=1,w21003-Flag=D");
	put(&b, id, 2061, t + 3 * HOUR, t, "20260301080000123", "DataTime=1;w01018-Avg=1,w01018-Flag=D");
	put(&b, id, 2061, t + 3 * HOUR, t + 1, "20260301080000123", "DataTime=1;w01018-Avg=1,w01018-Flag=N");
	good(batch_keep(&b));
	batch_done(&b);
	ctx_refresh(&x);
	good(outlet_hours_read(&x, id, t, 4, hours));
	assert_true(hours[0] == HOUR_NONE && hours[1] == HOUR_FLAGGED && hours[2] == HOUR_NONE && hours[3] == HOUR_VALID);
	ctx_close(&x);
}

static void the_answer_of_a_command(void **state)
{
	struct kit *k = *state;
	struct batch b;
	str answer;
	int64_t id = station_new(k);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	const struct command c = {.station = id, .cn = 1011, .qn = S("20261014103000123")};
	const ms_t sent = hj_instant(core_zone(k->core), c.qn);
	batch_init(&b, k->core);
	put(&b, id, 1011, sent, sent, "20261014103000999", "SystemTime=1");
	put(&b, id, 1011, sent + 500, sent + 500, "20261014103000123", "SystemTime=20261014103001");
	good(batch_keep(&b));
	batch_done(&b);
	ctx_refresh(&x);
	good(outlet_answer(&x, &c, &answer));
	same_str(answer, S("SystemTime=20261014103001"));
	good(outlet_answer(&x, &(struct command){.station = id, .cn = 1011, .qn = S("")}, &answer));
	same_str(answer, S(""));
	ctx_close(&x);
}

static void hours_of_the_air(void **state)
{
	struct kit *k = *state;
	struct batch b;
	struct air_station *s;
	struct air_hours h;
	size_t n, days;
	int64_t id = station_new(k);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	const ms_t noon = zone_at(core_zone(k->core), zone_day(core_zone(k->core), x.now) - 1, 12 * 3600000);
	const day_t day = zone_day(core_zone(k->core), noon);
	char live[] = "DataTime=1;a34004-Rtd=30";
	batch_init(&b, k->core);
	put(&b, id, 2011, x.now - 1000, x.now, "20260301080000123", live);
	put(&b, id, 2061, noon, x.now, "20260301080000123", "DataTime=1;a34004-Avg=35,a34004-Flag=N;a21005-Avg=0.8,a21005-Flag=N;a05024-Avg=99,a05024-Flag=D;w01018-Avg=1");
	good(batch_keep(&b));
	batch_done(&b);
	ctx_refresh(&x);
	good(air_take(k->core, 48, &days)); /* ST=32: water is no air */
	assert_int_equal(days, 0);
	batch_init(&b, k->core);
	air = true;
	put(&b, id, 2011, x.now - 500, x.now, "20260301080000123", live);
	good(batch_keep(&b));
	air = false;
	good(air_take(k->core, 48, &days));
	assert_int_equal(days, 1);
	good(air_take(k->core, 48, &days)); /* the same again */
	assert_int_equal(days, 0);
	good(air_stations_read(&x, &s, &n));
	assert_int_equal(n, 1);
	same_str(s[0].code, S("010000A8900016F000169DC0"));
	good(air_hours_read(&x, s[0].id, day, &h));
	assert_true(h.given[AIR_PM25][12] && h.v[AIR_PM25][12].v == 35);
	assert_true(h.given[AIR_CO][12] && h.v[AIR_CO][12].v == 8 && h.v[AIR_CO][12].scale == 1);
	assert_false(h.given[AIR_O3][12]); /* flagged */
	assert_false(h.given[AIR_PM25][11]);
	ctx_refresh(&x);
	batch_clear(&b);
	put(&b, id, 2061, noon, x.now, "20260301080000123", "DataTime=1;a34004-Avg=36,a34004-Flag=N"); /* a correction */
	good(batch_keep(&b));
	batch_done(&b);
	good(air_take(k->core, 48, &days));
	assert_int_equal(days, 1);
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_and_flags),
		cmocka_unit_test(the_worst_decides),
		kit_test(the_newest_telegram),
		kit_test(hours_that_have_data),
		kit_test(the_answer_of_a_command),
		kit_test(hours_of_the_air),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
