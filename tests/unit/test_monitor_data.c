/* SPDX-License-Identifier: Apache-2.0 */
/* What stations sent, read back: factors, spans, hours and days with their validity, what is dropped. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include "monitor/data_in.h"
#include "monitor/monitor_in.h"

#define HOUR 3600000LL
#define same_dec(got, want) same_dec_((got), (want), __FILE__, __LINE__)
static void same_dec_(struct dec got, const char *want, const char *file, int line)
{
	struct dec w;
	struct buf b;
	buf_init(&b, NULL);
	dec_put(&b, got);
	if (!dec_parse(str_of(want), &w) || dec_cmp(got, w) != 0) {
		print_error("got %s, want %s\n", b.p, want);
		_fail(file, line);
	}
	buf_done(&b);
}

static void sums_and_their_validity(void **state)
{
	const day_t on = day_of(2026, 3, 1);
	const struct roll_rule *gas = validity_of('a', false, on), *water = validity_of('w', false, on), *day = validity_of('a', true, on);
	struct roll_part v[60];
	struct roll_sum s;
	assert_int_equal(gas->least, 45);
	assert_int_equal(gas->normal, 75);
	assert_int_equal(day->least, 20);
	assert_int_equal(water->normal, 100);
	assert_null(validity_of('L', false, on));
	assert_null(validity_of('a', false, day_of(1999, 1, 1)));
	for (int i = 0; i < 60; i++)
		v[i] = (struct roll_part){.value = {i, 1}, .has_value = true, .normal = true, .covers = 1};
	/* 44 minutes are too few, 45 are enough; those that are flagged are no part of the mean */
	for (int normal = 44; normal <= 45; normal++) {
		for (int i = 0; i < 60; i++)
			v[i].normal = i < normal;
		assert_true(roll_sum(gas, v, 60, &s));
		assert_int_equal(s.valid, normal == 45);
		assert_int_equal(s.flag, normal == 45 ? 'N' : 'D'); /* 75 % of 60 */
		assert_int_equal(s.n_normal, normal);
	}
	same_dec(s.mean, "2.2"); /* 0.0 … 4.4 */
	same_dec(s.min, "0");
	same_dec(s.max, "4.4");
	/* water: one that is not normal makes the whole not normal */
	assert_true(roll_sum(water, v, 60, &s));
	assert_true(s.valid);
	assert_int_equal(s.flag, 'D');
	assert_true(roll_sum(water, v, 45, &s));
	assert_int_equal(s.flag, 'N');
	/* half to even, one place more than the parts */
	const struct roll_part odd[] = {{.value = {10, 1}, .has_value = true, .normal = true}, {.value = {11, 1}, .has_value = true, .normal = true},
					{.value = {11, 1}, .has_value = true, .normal = true}, {.value = {11, 1}, .has_value = true, .normal = true}};
	assert_true(roll_sum(NULL, odd, 4, &s)); /* 1.075: exactly half */
	same_dec(s.mean, "1.08");
	assert_true(roll_sum(NULL, odd, 3, &s));
	same_dec(s.mean, "1.07");
	/* nothing to make a mean of */
	assert_false(roll_sum(gas, v, 0, &s));
	assert_false(s.valid);
	v[0] = (struct roll_part){.normal = true};
	assert_false(roll_sum(gas, v, 1, &s));
	/* too large to be added */
	const struct roll_part big[] = {{.value = {INT64_MAX, 0}, .has_value = true, .normal = true}, {.value = {INT64_MAX, 0}, .has_value = true, .normal = true}};
	assert_false(roll_sum(NULL, big, 2, &s));
	unused_arg(state);
}

static void factors_by_code_and_day(void **state)
{
	const day_t on = day_of(2026, 3, 1);
	same_str(factor_of(S("w01018"), on)->name, S("化学需氧量"));
	same_str(factor_of(S("w01018"), on)->unit, S("毫克/升"));
	same_str(factor_of(S("011"), on)->code, S("w01018"));
	same_str(factor_of(S("a21026"), on)->name, S("二氧化硫"));
	assert_null(factor_of(S("w01018"), day_of(2016, 12, 31)));
	assert_null(factor_of(S("ua19004"), on));
	assert_null(factor_of(S(""), on));
	unused_arg(state);
}

/* ---- over a store ------------------------------------------------------------------------------ */

static int64_t station_new(struct kit *k)
{
	int64_t id;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_add(&x, &(struct station_new){.mn = S("010000A8900016F000169DC0"), .name = S("一号排口"), .state = STATION_ON}, &id));
	ctx_close(&x);
	return id;
}

static void put(struct batch *b, int64_t station, int cn, ms_t time, ms_t got, const char *cp)
{
	size_t at = b->bytes.n;
	buf_fmt(&b->bytes, "QN=20260301080000123;ST=31;CN=%d;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&%s&&", cn, cp);
	*list_push(&b->arena, &b->kept) = (struct kept){.station = station, .cn = cn, .time = time, .got = got, .at = (uint32_t)at,
		.n = (uint32_t)(b->bytes.n - at)};
}

static void readings_are_of_the_newest(void **state)
{
	struct kit *k = *state;
	struct reading *v;
	struct batch b;
	size_t n;
	int64_t id = station_new(k);
	const ms_t t = KIT_NOW;
	batch_init(&b, k->core);
	put(&b, id, 2061, t, t + 1000, "DataTime=20261001100000;a21026-Min=1,a21026-Avg=2.50,a21026-Max=3,a21026-Flag=N;a34013-Avg=9");
	put(&b, id, 2061, t + HOUR, t + 3 * HOUR, "DataTime=20261001110000;a34013-Avg=8");
	/* two parts of one message, and one that comes again */
	put(&b, id, 2061, t + 2 * HOUR, t + 2 * HOUR, "DataTime=20261001120000;a34013-Avg=7");
	put(&b, id, 2061, t + 2 * HOUR, t + 2 * HOUR, "DataTime=20261001120000;a21026-Avg=4");
	put(&b, id, 2061, t + 2 * HOUR, t + 5 * HOUR, "DataTime=20261001120000;a21026-Avg=5,a21026-Flag=D");
	put(&b, id, 2011, t, t, "DataTime=20261001100000;a21026-Rtd=77");
	good(batch_keep(&b));
	batch_done(&b);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(reading_list(&x, id, S("a21026"), READ_HOURS, t, t + 3 * HOUR, &v, &n));
	assert_int_equal(n, 2);
	assert_true(v[0].time == t && v[1].time == t + 2 * HOUR);
	same_str(v[0].value, S("2.50"));
	same_str(v[0].min, S("1"));
	same_str(v[0].max, S("3"));
	same_str(v[0].flag, S("N"));
	same_str(v[1].value, S("5"));
	same_str(v[1].flag, S("D"));
	assert_int_equal(v[1].versions, 2);
	assert_true(v[1].late && !v[0].late);
	good(reading_list(&x, id, S("a34013"), READ_HOURS, t, t + 2 * HOUR, &v, &n));
	assert_int_equal(n, 2);
	good(reading_list(&x, id, S("a21026"), READ_LIVE, t, t + 1, &v, &n));
	assert_int_equal(n, 1);
	same_str(v[0].value, S("77"));
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(reading_list(&x, id, S("a21026"), READ_LIVE, t, t + 1, &v, &n), ERR_DENIED);
	ctx_close(&x);
}

static void hours_and_days(void **state)
{
	struct kit *k = *state;
	struct mean *v;
	struct batch b;
	size_t n;
	int64_t id = station_new(k), dropped;
	const ms_t midnight = KIT_NOW - 10 * HOUR; /* in Shanghai */
	batch_init(&b, k->core);
	/* 22 hours with a value each half minute; in the hours 3 to 5 half of it is missing */
	for (int hour = 0; hour < 22; hour++)
		for (int half = 0; half < (hour >= 3 && hour < 6 ? 60 : 120); half++) {
			char cp[80];
			snprintf(cp, sizeof cp, "DataTime=1;a21026-Rtd=%d.%d,a21026-Flag=%s", hour, half % 10, half % 40 == 39 ? "D" : "N");
			put(&b, id, 2011, midnight + hour * HOUR + half * 30000, midnight + hour * HOUR, cp);
		}
	good(batch_keep(&b));
	batch_done(&b);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(mean_list(&x, id, S("a21026"), false, READ_LIVE, 1, midnight, midnight + 24 * HOUR, &v, &n));
	assert_int_equal(n, 22);
	assert_true(v[1].time == midnight + HOUR && v[1].valid && v[1].flag == 'N');
	assert_int_equal(v[1].n, 120);
	assert_int_equal(v[1].normal, 117);
	assert_false(v[3].valid); /* 30 minutes */
	/* by hand: 120 values 1.0 … 1.9 twelve times, without three of 1.9 */
	same_dec(v[1].mean, "1.44"); /* (174 - 5.7) / 117 = 1.4384… */
	good(mean_list(&x, id, S("a21026"), true, READ_LIVE, 1, midnight, midnight + 24 * HOUR, &v, &n));
	assert_int_equal(n, 1);
	assert_true(v[0].time == midnight);
	assert_int_equal(v[0].normal, 19);
	assert_false(v[0].valid); /* 20 are asked for */
	ctx_close(&x);
	/* what is older than noon goes */
	good(monitor_drop_old(k->core, midnight + 12 * HOUR, &dropped));
	assert_int_equal(dropped, 12 * 120 - 3 * 60);
	good(monitor_drop_old(k->core, midnight + 12 * HOUR, &dropped));
	assert_int_equal(dropped, 0);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	good(mean_list(&x, id, S("a21026"), false, READ_LIVE, 1, midnight, midnight + 24 * HOUR, &v, &n));
	assert_int_equal(n, 10);
	ctx_close(&x);
}

static void statements(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	good(store_check_statements(k->store, &b));
	if (b.n)
		print_error("%s", b.p);
	assert_int_equal(b.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_their_validity), cmocka_unit_test(factors_by_code_and_day),
		kit_test(readings_are_of_the_newest), kit_test(hours_and_days), kit_test(statements),
	};
	return cmocka_run_group_tests_name("monitor_data", tests, NULL, NULL);
}
