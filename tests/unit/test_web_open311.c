/* SPDX-License-Identifier: Apache-2.0 */
/* Open311: what clients write is read with all its variants, and one description gives both formats. */
#include "check.h"

#include <stddef.h>

#include "web/open311_calc_in.h"

static struct arena a;
static const struct zone *zone;

static ms_t at(const char *text, bool end)
{
	ms_t t;
	if (!open311_time(zone, str_of(text), end, &t))
		test_fails("%s is no time", text);
	return t;
}

static void dates_are_read_as_clients_write_them(void **state)
{
	unused_arg(state);
	const ms_t noon = 1790827200000LL; /* 2026-10-01 12:00 in Shanghai */
	static const char *const same[] = {"2026-10-01T12:00:00+08:00", "2026-10-01T04:00:00Z", "2026-10-01T04:00:00.000Z", "2026-10-01T12:00:00+0800",
		"2026-10-01T12:00:00 08:00", "2026-10-01T12:00:00", "2026-10-01 12:00", "2026-10-01t04:00:00z", "2026-09-30T22:00:00-06:00",
		"  2026-10-01T12:00:00+08 "};
	for (size_t i = 0; i < COUNT_OF(same); i++)
		if (at(same[i], false) != noon)
			test_fails("%s: %lld", same[i], (long long)at(same[i], false));
	assert_int_equal(at("2026-10-01", false), noon - 12 * 3600000);
	assert_int_equal(at("2026-10-01", true), noon + 12 * 3600000);
	assert_int_equal(at("2026-10-01T12:00:00Z", true), at("2026-10-01T12:00:00Z", false) + 1000);
	assert_int_equal(at("2026-10", true), at("2026-11-01", false));
	assert_int_equal(at("2026", true), at("2027-01-01", false));
	static const char *const bad[] = {"", "yesterday", "2026-13-01", "2026-02-30", "2026-10-01T25:00:00", "2026-10-01T12", "2026-10-01T12:00:00+99:00",
		"2026-10-01T12:00:00ZZ", "10/01/2026", "2026-10-01T12:00:00.Z", "2026-1-1", "2026-10-01T12:00:00+08:0"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		ms_t t;
		if (open311_time(zone, str_of(bad[i]), false, &t))
			test_fails("%s was read", bad[i]);
	}
}

static void names_attributes_and_degrees(void **state)
{
	unused_arg(state);
	str name;
	enum open311_format format;
	struct dec d;
	struct buf b;
	assert_true(open311_name(S("urban.road.lamp.xml"), &name, &format));
	same_str(name, S("urban.road.lamp"));
	assert_int_equal(format, OPEN311_XML);
	assert_true(open311_name(S("requests.json"), &name, &format));
	assert_int_equal(format, OPEN311_JSON);
	assert_false(open311_name(S("requests"), &name, &format));
	assert_false(open311_name(S(".xml"), &name, &format));
	assert_true(open311_attribute(S("attribute[class]"), &name));
	same_str(name, S("class"));
	assert_true(open311_attribute(S("attribute[class][]"), &name));
	same_str(name, S("class"));
	static const char *const bad[] = {"attribute", "attribute[]", "attribute[a]b", "attribute[a][b]", "attribute[a", "attributes[a]", "attribute[][]"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (open311_attribute(str_of(bad[i]), &name))
			test_fails("%s was read", bad[i]);
	assert_true(open311_degrees(S("117.32370000000000012345"), 180, &d));
	buf_init(&b, &a);
	dec_put(&b, d);
	same_str(buf_str(&b), S("117.32370000"));
	assert_true(open311_degrees(S("-90"), 90, &d));
	assert_false(open311_degrees(S("90.5"), 90, &d));
	assert_false(open311_degrees(S("1e2"), 180, &d));
	assert_false(open311_degrees(S("1,2"), 180, &d));
	assert_false(open311_degrees(S(""), 180, &d));
	assert_true(open311_listed(S("open, closed"), S("closed")));
	assert_false(open311_listed(S("opened"), S("open")));
	assert_int_equal(open311_count(S("a,,b ,")), 2);
}

/* ---- both formats ------------------------------------------------------------------------------- */
struct inner {
	str key;
};
struct outer {
	str name, lat;
	bool flag;
	int64_t n;
	ms_t at;
	struct some list, spare;
};
static const struct column inner_columns[] = {{.name = "key", .sort = COLUMN_TEXT, .at = offsetof(struct inner, key)}};
static const struct shape inner_shape = {NULL, "value", sizeof(struct inner), inner_columns, 1};
static const struct column outer_columns[] = {
	{.name = "name", .sort = COLUMN_TEXT, .at = offsetof(struct outer, name)}, {.name = "lat", .sort = COLUMN_DEC, .at = offsetof(struct outer, lat)},
	{.name = "flag", .sort = COLUMN_FLAG, .at = offsetof(struct outer, flag)}, {.name = "n", .sort = COLUMN_WHOLE, .at = offsetof(struct outer, n)},
	{.name = "at", .sort = COLUMN_TIME, .at = offsetof(struct outer, at)},
	{.name = "values", .sort = COLUMN_LIST, .at = offsetof(struct outer, list), .list = &inner_shape},
	{.name = "spare", .sort = COLUMN_LIST, .at = offsetof(struct outer, spare), .list = &inner_shape, .spare = true},
};
static const struct shape outer_shape = {"rows", "row", sizeof(struct outer), outer_columns, COUNT_OF(outer_columns)};

static str put(enum open311_format format, const struct shape *s, const void *v, size_t n, bool many)
{
	struct buf b;
	buf_init(&b, &a);
	open311_put(&b, format, zone, s, v, n, many);
	return buf_str(&b);
}

static void one_description_gives_both(void **state)
{
	unused_arg(state);
	const struct inner in[] = {{S("a&b")}, {S("<c>")}};
	const struct outer rows[] = {{.name = S("路\001灯]]>"), .lat = S("34.81"), .flag = true, .n = -7, .at = 1790827200999LL, .list = {in, 2}},
		{.name = S(""), .lat = S(""), .at = MS_NONE}};
	same_str(put(OPEN311_XML, &outer_shape, rows, 2, true), S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rows><row><name>路灯]]&gt;</name>"
		"<lat>34.81</lat><flag>true</flag><n>-7</n><at>2026-10-01T12:00:00+08:00</at><values><value><key>a&amp;b</key></value><value><key>&lt;c&gt;"
		"</key></value></values></row><row><name/><lat/><flag>false</flag><n>0</n><at/><values/></row></rows>\n"));
	same_str(put(OPEN311_JSON, &outer_shape, rows, 2, true), S("[{\"name\":\"路\\u0001灯]]\\u003e\",\"lat\":34.81,\"flag\":true,\"n\":-7,"
		"\"at\":\"2026-10-01T12:00:00+08:00\",\"values\":[{\"key\":\"a\\u0026b\"},{\"key\":\"\\u003cc\\u003e\"}],\"spare\":[]},"
		"{\"name\":null,\"lat\":null,\"flag\":false,\"n\":0,\"at\":null,\"values\":[],\"spare\":[]}]"));
	same_str(put(OPEN311_XML, &outer_shape, NULL, 0, true), S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rows></rows>\n"));
	same_str(put(OPEN311_JSON, &outer_shape, NULL, 0, true), S("[]"));
	assert_true(str_starts(put(OPEN311_JSON, &outer_shape, rows, 1, false), S("{\"name\"")));
}

/* ---- the table of words ------------------------------------------------------------------------------ */
static void a_wrong_row_is_named(void **state)
{
	unused_arg(state);
	struct open311_words w;
	static const char *const bad[] = {"channel\n", "take\tx\n", "state\ta\topen\n", "state\ta\tajar\tx\n", "colour\tred\n", "take\ta\tb\tc\td\n"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(open311_words_read(&a, str_of(bad[i]), NULL, 0, &w), ERR_INPUT);
	assert_int_equal(open311_words_read(&a, S("# a comment\n\nchannel\tx\nstate\ta\tclosed\tfixed\nattribute\tclass\nadd\tadd\twords\n"), NULL, 0, &w), OK);
	same_str(w.channel, S("x"));
	assert_true(open311_state_of(&w, S("a"))->closed);
	assert_null(open311_state_of(&w, S("b")));
}

static void the_built_in_table_fits_the_built_in_pack(void **state)
{
	unused_arg(state);
	const struct pack_file *files;
	struct pack *pack;
	struct open311_words w = {0};
	size_t n = pack_builtin(&files, S("requests"));
	assert_true(n > 0);
	assert_int_equal(pack_load(&a, S("requests"), files, n, &pack), OK);
	const struct kind *kinds[] = {&pack->kinds[0]};
	n = pack_builtin(&files, S("open311"));
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, S("words.tsv")))
			assert_int_equal(open311_words_read(&a, files[i].bytes, kinds, 1, &w), OK);
	assert_non_null(w.kind);
	assert_true(w.service >= 0);
	assert_non_null(w.takes);
	assert_non_null(w.asks);
	assert_non_null(w.opens);
	for (size_t i = 0; i < w.n_states; i++)
		if (kind_state(w.kind, w.states[i].name) < 0)
			test_fails("no state " STR_FMT, STR_ARG(w.states[i].name));
	for (size_t i = 0; i < w.kind->n_states; i++) {
		const struct open311_state *s = open311_state_of(&w, w.kind->states[i].name);
		if (!s || s->closed != w.kind->states[i].closed)
			test_fails("state " STR_FMT " is not said to be what it is", STR_ARG(w.kind->states[i].name));
	}
	for (size_t i = 0; i < w.n_told; i++) {
		int f = kind_field(w.kind, w.told[i].value);
		if (f < 0 || w.kind->fields[f].personal)
			test_fails("told: " STR_FMT, STR_ARG(w.told[i].value));
	}
	for (size_t i = 0; i < w.n_own; i++)
		if (str_eq(w.own[i].value, S("name")) || str_eq(w.own[i].value, S("phone")))
			test_fails("a name or phone would be told");
	assert_true(kind_field(w.sort, w.add_words) >= 0 && kind_action(w.sort, w.add) >= 0);
	assert_true(kind_field(w.sort, open311_meaning(w.take, w.n_take, S("description"))) >= 0);
	pack_free(pack);
}

static void a_label_is_a_path(void **state)
{
	unused_arg(state);
	same_str(open311_piece(S("城市管理·道路设施·路灯"), true), S("城市管理"));
	same_str(open311_piece(S("城市管理·道路设施·路灯"), false), S("道路设施·路灯"));
	same_str(open311_piece(S("其他"), true), S(""));
	same_str(open311_piece(S("其他"), false), S("其他"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_as_clients_write_them),
		cmocka_unit_test(names_attributes_and_degrees),
		cmocka_unit_test(one_description_gives_both),
		cmocka_unit_test(a_wrong_row_is_named),
		cmocka_unit_test(the_built_in_table_fits_the_built_in_pack),
		cmocka_unit_test(a_label_is_a_path),
	};
	arena_init(&a);
	if (zone_open(&a, S("Asia/Shanghai"), &zone) != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_done(&a);
	return failed;
}
