/* SPDX-License-Identifier: Apache-2.0 */
/* Limits: lines as people type them, the one that holds on a day, units, what a station is watched by. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include "monitor/limit.h"
#include "monitor/monitor_in.h"

static void lines_and_mistakes(void **state)
{
	unused_arg(state);
	struct arena a;
	struct limit *v;
	struct buf b;
	size_t n;
	arena_init(&a);
	good(limits_read(&a, S("# 许可证\nw01018 day - 40 毫克/升 2026-01-01 - 排污许可证副本 表7\r\n\n w01001 any 6 9 1 - 2027-01-01 环评批复"), &v, &n));
	assert_int_equal(n, 2);
	buf_init(&b, &a);
	limit_put(&b, &v[0]);
	assert_true(str_eq(buf_str(&b), S("w01018 day - 40 mg/L 2026-01-01 - 排污许可证副本 表7")));
	assert_true(v[1].has_low && v[1].has_high && v[1].from == DAY_NONE && v[1].until == day_of(2027, 1, 1));
	static const char *const bad[] = {"w01018", "w01018 week - 40 mg/L - - x", "w01018 day - - mg/L - - x", "w01018 day 9 6 mg/L - - x",
		"w01018 day - 40 mg/L - -", "w01018 day - 40 stone - - x", "w01018 day - 40 mg/L 2026-02-30 - x", "w01018 day - 40 mg/L 2026-02-01 2026-01-01 x",
		"w010180000000000000 day - 40 mg/L - - x", "w01018 day - 4x mg/L - - x"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(limits_read(&a, str_of(bad[i]), &v, &n), ERR_INPUT);
	arena_done(&a);
}

static void the_line_in_force(void **state)
{
	unused_arg(state);
	struct arena a;
	struct limit *v;
	size_t n;
	const day_t on = day_of(2026, 11, 1);
	arena_init(&a);
	good(limits_read(&a, S("w01018 day - 50 mg/L - - a\nw01018 day - 40 mg/L 2026-01-01 2026-12-01 b\nw01018 day - 30 mg/L 2026-12-01 - c\n"
			       "w01018 hour - 60 mg/L - - d"), &v, &n));
	assert_true(str_eq(limit_on(v, n, S("w01018"), LIMIT_DAY, day_of(2025, 12, 31))->source, S("a")));
	assert_true(str_eq(limit_on(v, n, S("w01018"), LIMIT_DAY, on)->source, S("b")));
	assert_true(str_eq(limit_on(v, n, S("w01018"), LIMIT_DAY, day_of(2026, 12, 1))->source, S("c")));
	assert_true(str_eq(limit_on(v, n, S("w01018"), LIMIT_HOUR, on)->source, S("d")));
	assert_null(limit_on(v, n, S("w01018"), LIMIT_SPAN, on));
	assert_null(limit_on(v, n, S("w01019"), LIMIT_DAY, on));
	const struct outlet_class *k = outlet_class_named(S("sewage_1a"));
	const struct limit *cod = limit_on(k->v, k->n, S("w01018"), LIMIT_DAY, on);
	assert_non_null(cod);
	assert_int_equal(cod->high.v, 50);
	assert_true(str_eq(cod->mark, S("M")) && !cod->own);
	assert_null(limit_on(k->v, k->n, S("w01018"), LIMIT_DAY, day_of(2005, 12, 31)));
	size_t classes;
	const struct outlet_class *all = outlet_classes(&classes);
	for (size_t i = 0; i < classes; i++)
		assert_true(all[i].n > 0);
	arena_done(&a);
}

static void units(void **state)
{
	unused_arg(state);
	static const struct {
		const char *v, *from, *to, *want;
	} rows[] = {{"1500", "微克/升", "mg/L", "1.5"}, {"0.035", "mg/m3", "μg/m³", "35"}, {"3.6", "m3/h", "升/秒", "1"}, {"1", "m3/h", "L/s", "0.277777778"},
		    {"9.70", "mg/L", "mg/L", "9.70"}, {"-2", "t", "kg", "-2000"}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct dec v, got, want;
		assert_true(dec_parse(str_of(rows[i].v), &v) && dec_parse(str_of(rows[i].want), &want));
		assert_true(measured_convert(v, str_of(rows[i].from), str_of(rows[i].to), &got));
		assert_int_equal(dec_cmp(got, want), 0);
	}
	struct dec d;
	assert_false(measured_convert((struct dec){1, 0}, S("mg/L"), S("mg/m3"), &d));
	assert_false(measured_convert((struct dec){1, 0}, S("mg/L"), S("stone"), &d));
}

static struct station_new a_station(void)
{
	return (struct station_new){.mn = S("AA00000000000000000001AA"), .name = S("一号排口"), .state = STATION_ON};
}

static void a_station_has_its_own(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	struct station_new s = a_station();
	struct station_watch w;
	struct buf b;
	int64_t id, n;
	good(station_add(&x, &s, &id));
	good(station_watch_read(&x, id, &w));
	assert_int_equal(w.n, 0);
	assert_int_equal(station_watch_set(&x, id, w.version, S("nothing"), S("")), ERR_INPUT);
	assert_int_equal(station_watch_set(&x, id, w.version, S("sewage_1a"), S("w01018 day 40")), ERR_INPUT);
	good(station_watch_set(&x, id, w.version, S("sewage_1a"), S("w01018 day - 40 mg/L 2026-01-01 - 许可证\r\nw01018 span 0 200 ug/L - - 验收报告")));
	assert_int_equal(station_watch_set(&x, id, w.version, S(""), S("")), ERR_CONFLICT);
	good(station_watch_read(&x, id, &w));
	assert_int_equal(w.version, 2);
	const day_t on = day_of(2026, 11, 1);
	assert_int_equal(limit_on(w.v, w.n, S("w01018"), LIMIT_DAY, on)->high.v, 40);
	assert_int_equal(limit_on(w.v, w.n, S("w01018"), LIMIT_DAY, day_of(2025, 11, 1))->high.v, 50);
	assert_true(str_eq(station_watch_unit(&w, S("w01018"), on), S("ug/L")));
	assert_true(str_eq(station_watch_unit(&w, S("w21003"), on), S("mg/L")));
	assert_int_equal(station_watch_unit(&w, S("w99999"), on).n, 0);
	/* what the station itself is does not touch it, and the record holds both */
	s.name = S("一号总排口");
	good(station_change(&x, id, 2, &s));
	good(station_watch_read(&x, id, &w));
	assert_true(str_eq(w.outlet, S("sewage_1a")) && w.version == 3);
	ctx_close(&x);
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	assert_int_equal(n, 0);
	struct ctx y = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(station_watch_set(&y, id, 3, S(""), S("")), ERR_DENIED);
	good(station_watch_read(&y, id, &w));
	ctx_close(&y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_mistakes),
		cmocka_unit_test(the_line_in_force),
		cmocka_unit_test(units),
		kit_test(a_station_has_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
