/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>

#include "web/map_in.h"
#include "web/web.h"

static struct arena a;

static str demo(void)
{
	static char map[64 << 10];
	FILE *in = fopen("data/demo/map.tsv", "rb");
	assert_non_null(in);
	size_t n = fread(map, 1, sizeof map, in);
	fclose(in);
	return (str){map, n};
}

static struct map the_map(void)
{
	struct map m;
	int line = 0;
	if (!map_parse(&a, demo(), &m, &line))
		test_fails("line %d", line);
	return m;
}

static void the_demo_map_is_read(void **state)
{
	unused_arg(state);
	struct map m = the_map();
	size_t n[MAP_WHATS] = {0};
	for (size_t i = 0; i < m.n; i++)
		n[m.shapes[i].what]++;
	assert_int_equal(n[MAP_TOWN], 6);
	assert_true(n[MAP_VILLAGE] > 25 && n[MAP_ROAD] > 3 && n[MAP_RIVER] == 2);
	assert_true(m.narrow > 800000 && m.narrow < 840000); /* cos 34.7° = 0.822 */
}

static void every_village_lies_in_its_town(void **state)
{
	unused_arg(state);
	struct map m = the_map();
	for (size_t i = 0; i < m.n; i++) {
		const struct map_shape *town = m.shapes[i].what == MAP_VILLAGE ? map_town_at(&m, m.shapes[i].v[0]) : NULL;
		if (m.shapes[i].what == MAP_VILLAGE && (!town || !str_eq(town->unit, m.shapes[i].unit)))
			test_fails(STR_FMT " lies in " STR_FMT, STR_ARG(m.shapes[i].name), STR_ARG(town ? town->name : S("nothing")));
	}
	assert_null(map_town_at(&m, (struct map_place){118000000, 34700000}));
}

/* Where one taps is where the point is drawn, in every frame. */
static void there_and_back(void **state)
{
	unused_arg(state);
	struct map m = the_map();
	for (int zoom = 0; zoom < MAP_ZOOMS; zoom++)
		for (int x = 0; x <= MAP_SIDE; x += 500) {
			struct map_frame f = map_frame_at(&m, zoom, &(struct map_place){117550000, 34740000});
			struct map_window w = map_window_of(&m, f);
			struct map_place p = map_unproject(&m, &w, x, MAP_SIDE - x);
			int back_x, back_y;
			map_project(&m, &w, p, &back_x, &back_y);
			assert_true(back_x - x >= -2 && back_x - x <= 2);
			assert_true(back_y - (MAP_SIDE - x) >= -2 && back_y - (MAP_SIDE - x) <= 2);
		}
}

static void a_frame_shows_what_it_was_made_for(void **state)
{
	unused_arg(state);
	struct map m = the_map();
	for (size_t i = 0; i < m.n; i++)
		for (int zoom = 0; m.shapes[i].what == MAP_VILLAGE && zoom < MAP_ZOOMS; zoom++) {
			struct map_window w = map_window_of(&m, map_frame_at(&m, zoom, &m.shapes[i].v[0]));
			int x, y;
			map_project(&m, &w, m.shapes[i].v[0], &x, &y);
			assert_true(x > 0 && x < MAP_SIDE && y > 0 && y < MAP_SIDE);
		}
	struct map_frame f = map_frame_checked((struct map_frame){99, -5, 100000});
	assert_int_equal(f.zoom, MAP_ZOOMS - 1);
	assert_int_equal(f.column, 0);
	assert_int_equal(f.row, ((1 << f.zoom) - 1) * 4);
}

static void a_bad_line_is_named(void **state)
{
	unused_arg(state);
	static const char *const bad[] = {"town\tx\tx\t1,1 2,2", "lake\tx\tx\t1,1 2,2 3,3", "road\tx\tx", "village\tx\tx\t", "village\tx\tx\t200,1", "town\tx\tx\t1,1 2,2 3;3"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct map m;
		struct buf b;
		int line = 0;
		buf_init(&b, &a);
		buf_fmt(&b, "# one\nvillage\ta\tb\t1,1\r\n\n%s\n", bad[i]);
		assert_false(map_parse(&a, buf_str(&b), &m, &line));
		assert_int_equal(line, 4);
	}
	struct map none;
	int line;
	assert_true(map_parse(&a, S(""), &none, &line));
	assert_int_equal(none.n, 0);
}

static void points_are_colour_shape_and_number(void **state)
{
	unused_arg(state);
	struct map m = the_map();
	struct buf b;
	const struct map_point v[] = {{{117550000, 34740000}, "red", 12, S("青萝 <12>"), S("/matters?a=1&b=2")}, {{117560000, 34750000}, NULL, 1, S("一件"), S("")},
		{{10000000, 10000000}, "red", 1, S("far away"), S("")}};
	buf_init(&b, &a);
	map_put(&b, &m, LANG_ZH, (struct map_frame){0}, v, 3, S("地图"));
	str s = buf_str(&b);
	assert_true(str_find(s, S("<a href=\"/matters?a=1&amp;b=2\">"), 0) > 0);
	assert_true(str_find(s, S("<title>青萝 &lt;12&gt;</title>"), 0) > 0);
	assert_true(str_find(s, S(">12</text>"), 0) > 0);
	assert_true(str_find(s, S("far away"), 0) < 0);
	assert_true(str_find(s, S(" style="), 0) < 0);
}

/* ---- from a file ---- */
static void refused(err e, const char *said)
{
	if (e != ERR_INPUT || !str_starts(str_of(fail_key()), str_of(said)))
		test_fails("%d \"%s\", want \"%s\"", e, fail_key(), said);
}

static void geojson_becomes_a_map(void **state)
{
	unused_arg(state);
	struct map_counts n;
	struct map m;
	str text;
	int line;
	str json = S("{\"type\":\"FeatureCollection\",\"features\":["
		"{\"type\":\"Feature\",\"properties\":{\"what\":\"town\",\"name\":\"东镇\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[117.0,34.0],[117.1,34.0],[117.1,34.1],[117.0,34.0]]]]}},"
		"{\"type\":\"Feature\",\"properties\":{\"what\":\"village\",\"name\":\"一\\t村\",\"unit\":\"东镇\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[117.08,34.02]}},"
		"{\"type\":\"Feature\",\"properties\":{\"what\":\"road\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[117.0,34.0],[117.00001,34.0],[-0.5,34.1]]}}]}");
	if (map_from_file(&a, json, &text, &n) != OK)
		test_fails("%s", fail_key());
	assert_int_equal(n.towns, 1);
	assert_int_equal(n.villages, 1);
	assert_int_equal(n.others, 1);
	assert_true(map_parse(&a, text, &m, &line));
	assert_true(str_find(text, S("village\t一 村\t东镇\t117.0800,34.0200\n"), 0) >= 0);
	assert_true(str_find(text, S("road\t\t\t117.0000,34.0000 -0.5000,34.1000\n"), 0) >= 0); /* a metre is too fine */
	same_str(map_town_at(&m, (struct map_place){117080000, 34020000})->unit, S("东镇"));
}

static void a_map_that_is_none_is_refused(void **state)
{
	unused_arg(state);
	static const struct {
		const char *bytes, *said;
	} row[] = {
		{"{", "the map cannot be read"}, {"{}", "a map is a GeoJSON"}, {"", "the map has no town"}, {"road\ta\tb\t1,1 2,2\n", "the map has no town"},
		{"{\"features\":[{}]}", "feature {0} of the map has no “what”"},
		{"{\"features\":[{\"properties\":{\"what\":\"road\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[500000,4000000],[1,2]]}}]}", "feature {0} of the map has no coordinates"},
		{"{\"features\":[{\"properties\":{\"what\":\"road\"},\"geometry\":{\"type\":\"Circle\"}}]}", "feature {0} of the map has no coordinates"},
	};
	struct map_counts n;
	str text;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		refused(map_from_file(&a, str_of(row[i].bytes), &text, &n), row[i].said);
	assert_int_equal(map_from_file(&a, demo(), &text, &n), OK);
	assert_int_equal(n.towns, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_demo_map_is_read), cmocka_unit_test(every_village_lies_in_its_town), cmocka_unit_test(there_and_back),
		cmocka_unit_test(a_frame_shows_what_it_was_made_for), cmocka_unit_test(a_bad_line_is_named),
		cmocka_unit_test(points_are_colour_shape_and_number),
		cmocka_unit_test(geojson_becomes_a_map), cmocka_unit_test(a_map_that_is_none_is_refused),
	};
	arena_init(&a);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
