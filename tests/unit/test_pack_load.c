/* SPDX-License-Identifier: Apache-2.0 */
/* tests/pack/good.lua is right; each row of broken.tsv spoils one thing in it and says
 * the sentence that must come, with its line. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "pack/method.h"

static str read_whole(struct arena *a, const char *path)
{
	struct buf b;
	char piece[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	buf_init(&b, a);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&b, (str){piece, n});
	fclose(f);
	return buf_str(&b);
}

static str unescaped(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		bool escape = s.p[i] == '\\' && i + 1 < s.n;
		char c = escape ? s.p[++i] : s.p[i];
		buf_byte(&b, !escape ? c : c == 'n' ? '\n' : c == 't' ? '\t' : c);
	}
	return buf_str(&b);
}

static err load_text(struct arena *a, const char *name, str text, struct pack **ret)
{
	struct pack_file f[2] = {{.name = S("pack.lua"), .bytes = text}};
	bool table = strcmp(name, "requests") == 0;
	if (table)
		f[1] = (struct pack_file){.name = S("categories.tsv"), .bytes = read_whole(a, "tests/pack/requests/categories.tsv")};
	return pack_load(a, str_of(name), f, 1 + table, ret);
}

static str said(struct arena *a, enum lang lang)
{
	struct buf b;
	buf_init(&b, a);
	fail_text(&b, lang);
	return buf_str(&b);
}

static void check_row(const char *pack, str good, str name, str find, str put, str want)
{
	struct arena a;
	struct buf text;
	struct pack *p;
	arena_init(&a);
	buf_init(&text, &a);
	find = unescaped(&a, find);
	ptrdiff_t at = str_find(good, find, 0);
	if (at < 0)
		test_fails(STR_FMT ": good.lua does not hold what is to be replaced", STR_ARG(name));
	buf_add(&text, str_cut(good, 0, (size_t)at));
	buf_add(&text, unescaped(&a, put));
	buf_add(&text, str_cut(good, (size_t)at + find.n, good.n));
	if (load_text(&a, pack, buf_str(&text), &p) == OK)
		test_fails(STR_FMT ": it was taken", STR_ARG(name));
	str got = said(&a, LANG_EN);

	if (!str_eq(got, want))
		test_fails(STR_FMT ":\n got  " STR_FMT "\n want " STR_FMT, STR_ARG(name), STR_ARG(got), STR_ARG(want));
	assert_true(said(&a, LANG_ZH).n > 0);
	arena_done(&a);
}

static void broken_ones(const char *pack, const char *good_path, const char *broken_path, size_t least)
{
	struct arena a;
	arena_init(&a);
	str good = read_whole(&a, good_path), rest = read_whole(&a, broken_path), line, cell[4];
	size_t rows = 0;
	while (str_split(rest, '\n', &line, &rest)) {
		if (!line.n || line.p[0] == '#')
			continue;
		for (int i = 0; i < 4; i++)
			if (!str_split(line, '\t', &cell[i], &line))
				cell[i] = line;
		check_row(pack, good, cell[0], cell[1], cell[2], cell[3]);
		rows++;
	}
	assert_true(rows > least);
	arena_done(&a);
}

static void broken_packs_say_what_is_wrong(void **state)
{
	unused_arg(state);
	broken_ones("small", "tests/pack/good.lua", "tests/pack/broken.tsv", 80);
	broken_ones("parts", "tests/pack/parts/pack.lua", "tests/pack/parts/broken.tsv", 20);
	broken_ones("requests", "tests/pack/requests/pack.lua", "tests/pack/requests/broken.tsv", 20);
	broken_ones("measured", "tests/pack/measured/pack.lua", "tests/pack/measured/broken.tsv", 12);
}

/* Choices that stand in a table beside pack.lua. */
static void broken_tables_say_what_is_wrong(void **state)
{
	static const char *const row[][2] = {
		{"", "packs/requests/categories.tsv: the table has no lines; write one for each choice"},
		{"name\tzh\n", "packs/requests/categories.tsv:1: the first line of a table names its columns, among them name, zh and en; write it"},
		{"name\tzh\ten\n\n# x\nA.b\t甲\tA\n", "packs/requests/categories.tsv:4: a line begins with a name of small letters, digits, _ and points; correct it"},
		{"name\tzh\ten\na.\t甲\tA\n", "packs/requests/categories.tsv:2: a line begins with a name of small letters, digits, _ and points; correct it"},
		{"name\tzh\ten\na.b\t甲\n", "packs/requests/categories.tsv:2: a.b has no label in both languages; fill in zh and en"},
		{"name\tzh\ten\thelp_zh\thelp_en\na\t甲\tA\t说明\n", "packs/requests/categories.tsv:2: a has a help in one language only; fill in help_zh and help_en, or neither"},
		{"name\tzh\ten\na\t甲\tA\na\t乙\tB\n", "packs/requests/categories.tsv:3: a stands here for the second time; keep one"},
	};
	struct arena a;
	struct pack *p;
	unused_arg(state);
	arena_init(&a);
	str text = read_whole(&a, "tests/pack/requests/pack.lua");
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct pack_file f[] = {{.name = S("pack.lua"), .bytes = text}, {.name = S("categories.tsv"), .bytes = str_of(row[i][0])}};
		assert_int_equal(pack_load(&a, S("requests"), f, 2, &p), ERR_INPUT);
		same_str(said(&a, LANG_EN), str_of(row[i][1]));
	}
	struct pack_file f[] = {{.name = S("pack.lua"), .bytes = text}, {.name = S("categories.tsv"), .bytes = S("name\tlevel\tzh\ten\na.b\t2\t甲\tA\nc\t1\t丙\tC")}};
	if (pack_load(&a, S("requests"), f, 2, &p) != OK)
		test_fails(STR_FMT, STR_ARG(said(&a, LANG_EN)));
	const struct field *category = &p->kinds[0].fields[kind_field(&p->kinds[0], S("category"))];
	assert_int_equal(category->n_choices, 2);
	same_str(category->choices[0].name, S("a.b"));
	same_str(category->choices[1].label.en, S("C"));
	arena_done(&a);
}

static void what_is_measured_is_frozen(void **state)
{
	unused_arg(state);
	struct arena a;
	struct pack *p = NULL;
	arena_init(&a);
	if (load_text(&a, "measured", read_whole(&a, "tests/pack/measured/pack.lua"), &p) != OK)
		test_fails(STR_FMT, STR_ARG(said(&a, LANG_EN)));
	const struct pack *packs[] = {p, NULL};
	const struct indicator *output = indicator_named(packs, S("output")), *growth = indicator_named(packs, S("growth")),
			       *energy = indicator_named(packs, S("energy"));
	assert_int_equal(p->n_indicators, 4);
	assert_null(indicator_named(packs, S("outputs")));
	assert_true(output->cumulative && output->public && !output->down && output->n_heads == 2 && output->pack == p);
	assert_int_equal(output->compare, BY_GROWTH);
	assert_int_equal(output->target, BY_VALUE);
	assert_int_equal(growth->compare, BY_VALUE);
	assert_int_equal(energy->target, BY_GROWTH);
	same_str(growth->unit.en, S("%"));
	same_str(energy->unit.en, S("tce"));
	assert_true(energy->down && energy->span == SPAN_QUARTER && energy->total == TOTAL_SUM && indicator_is_share(growth));
	const struct kind *firm = &p->kinds[0];
	assert_true(firm->subject && firm->fields[firm->code].list);
	same_str(firm->fields[firm->code].name, S("code"));
	assert_int_equal(p->kinds[1].code, -1);
	arena_done(&a);
}

static void the_good_pack_is_frozen_into_structs(void **state)
{
	unused_arg(state);
	struct arena a;
	struct pack *p = NULL;
	arena_init(&a);
	if (load_text(&a, "small", read_whole(&a, "tests/pack/good.lua"), &p) != OK)
		test_fails(STR_FMT, STR_ARG(said(&a, LANG_EN)));
	const struct kind *k = &p->kinds[0];
	assert_int_equal(p->n_kinds, 1);
	assert_int_equal(p->n_settings, 3);
	assert_int_equal(p->settings[0].initial, 2);
	same_str(p->settings[1].initial_text, S("x"));
	same_str(k->number, S("活〔{year}〕{n:4}"));
	assert_ptr_equal(k->pack, p);
	assert_int_equal(k->title, 0);
	assert_int_equal(k->assist, -1);
	assert_int_equal(k->see, 3);
	assert_int_equal(k->fields[0].see, ROLES_ALL);
	assert_int_equal(k->fields[5].see, 1);
	assert_true(k->fields[5].mask && k->fields[5].personal);
	same_str(k->fields[4].choices[0].label.zh, S("甲"));
	assert_int_equal(k->clocks[0].unit, CU_UNTIL);
	assert_int_equal(k->clocks[0].field, 2);
	assert_int_equal(k->clocks[1].field, -1);
	assert_int_equal(k->clocks[1].expire, 1);
	assert_int_equal(k->clocks[0].expire, -1);
	assert_int_equal(k->lights[1].light, LIGHT_YELLOW);
	const struct action *open = &k->actions[0], *hold = &k->actions[1], *finish = &k->actions[2];
	assert_int_equal(open->from, 0);
	assert_int_equal(open->to, 0);
	assert_int_equal(open->guard, -1);
	assert_int_equal(open->form[1].field, 1);
	assert_true(open->form[1].required && !open->form[0].required);
	assert_int_equal(open->clocks[1].clock, 1);
	assert_int_equal(hold->to, -1);
	assert_int_equal(hold->clocks[0].what, CLOCK_PAUSE);
	assert_int_equal(hold->clocks[0].reason, 0);
	assert_int_equal(hold->by, 3);
	assert_int_equal(hold->key, 'h');
	assert_int_equal(finish->other_than, 0);
	assert_int_equal(finish->guard, 0);
	assert_int_equal(kind_field(k, S("due")), 2);
	assert_int_equal(kind_state(k, S("none")), -1);
	assert_int_equal(kind_action(k, S("finish")), 2);
	arena_done(&a);
}

static void the_hash_covers_every_file_and_no_order(void **state)
{
	unused_arg(state);
	struct arena a;
	struct pack *p, *q, *r;
	arena_init(&a);
	struct pack_file f[] = {{S("pack.lua"), read_whole(&a, "tests/pack/good.lua")}, {S("words.tsv"), S("a\tb\n")}};
	struct pack_file g[] = {f[1], f[0]}, h[] = {f[0], {S("words.tsv"), S("a\tc\n")}};
	assert_int_equal(pack_load(&a, S("small"), f, 2, &p), OK);
	assert_int_equal(pack_load(&a, S("small"), g, 2, &q), OK);
	assert_int_equal(pack_load(&a, S("small"), h, 2, &r), OK);
	assert_memory_equal(&p->hash, &q->hash, sizeof p->hash);
	assert_memory_not_equal(&p->hash, &r->hash, sizeof p->hash);
	pack_free(p);
	pack_free(p);
	arena_done(&a);
}

static void bytecode_is_not_read(void **state)
{
	unused_arg(state);
	struct arena a;
	struct pack *p;
	arena_init(&a);
	assert_int_equal(load_text(&a, "small", S("\x1bLua\x54\x00\x19\x93\r\n\x1a\n"), &p), ERR_INPUT);
	assert_int_equal(load_text(&a, "Small", S(""), &p), ERR_INPUT);
	assert_int_equal(load_text(&a, "../small", S(""), &p), ERR_INPUT);
	assert_int_equal(pack_load(&a, S("small"), NULL, 0, &p), ERR_INPUT);
	arena_done(&a);
}

/* Every pack that is built in reads well, and all its cases are right. */
static void built_in_packs_are_right(void **state)
{
	unused_arg(state);
	str name;
	size_t packs = 0;
	for (size_t i = 0; (name = pack_builtin_name(i)).p; i++) {
		struct arena a;
		struct pack *p;
		struct buf lines;
		struct case_report r = {.lines = &lines};
		const struct pack_file *files;
		arena_init(&a);
		buf_init(&lines, &a);
		size_t n = pack_builtin(&files, name);
		assert_true(n > 0);
		if (pack_load(&a, name, files, n, &p) != OK || pack_test(&a, p, files, n, LANG_EN, &r) != OK)
			test_fails(STR_FMT, STR_ARG(said(&a, LANG_EN)));
		if (r.wrong)
			test_fails(STR_FMT, STR_ARG(buf_str(&lines)));
		packs++;
		arena_done(&a);
	}
	assert_true(packs > 0);
	const struct pack_file *none;
	assert_int_equal(pack_builtin(&none, S("nothing")), 0);
}

static void a_folder_is_what_was_built_in(void **state)
{
	unused_arg(state);
	struct arena a;
	struct pack_file *files;
	const struct pack_file *built;
	size_t n;
	arena_init(&a);
	assert_int_equal(pack_read_folder(&a, S("packs/commitments"), &files, &n), OK);
	assert_int_equal(pack_builtin(&built, S("commitments")), n);
	for (size_t i = 0; i < n; i++) {
		same_str(files[i].name, built[i].name);
		assert_true(str_eq(files[i].bytes, built[i].bytes));
	}
	assert_int_equal(pack_read_folder(&a, S("packs/nothing"), &files, &n), ERR_INPUT);
	assert_int_equal(pack_read_folder(&a, S("packs"), &files, &n), ERR_INPUT);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_packs_say_what_is_wrong),
		cmocka_unit_test(broken_tables_say_what_is_wrong),
		cmocka_unit_test(what_is_measured_is_frozen), cmocka_unit_test(the_good_pack_is_frozen_into_structs),
		cmocka_unit_test(the_hash_covers_every_file_and_no_order),
		cmocka_unit_test(bytecode_is_not_read),
		cmocka_unit_test(built_in_packs_are_right),
		cmocka_unit_test(a_folder_is_what_was_built_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
