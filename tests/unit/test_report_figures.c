/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of a bulletin: they add up, and a number that does not is found wherever it is planted. */
#include "check.h"

#include <string.h>

#include "pack/pack.h"
#include "report/bulletin.h"

#define ROWS 400

/* The same rows every time, of every sort. */
static struct figure_row *rows_of(struct arena *a, size_t n)
{
	static const enum light lights[] = {LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_BLUE, LIGHT_ORANGE, LIGHT_DONE};
	struct figure_row *v = arena_new_n(a, n, struct figure_row);
	uint32_t dice = 7;
	for (size_t i = 0; i < n; i++) {
		dice = dice * 1664525u + 1013904223u;
		uint32_t r = dice >> 8;
		bool done = r % 5 == 0;
		v[i] = (struct figure_row){.id = (int64_t)i + 1, .unit = r % 11, .leader = r / 11 % 4, .document = r / 44 % 6, .done = done,
			.newly = done && r % 2, .late = r / 7 % 4 == 0, .light = done ? LIGHT_DONE : lights[r / 3 % COUNT_OF(lights)], .timed = r / 5 % 3 > 0,
			.behind = r / 9 % 2, .owed = (int)(r / 13 % 4), .was_there = r % 3 > 0, .was_late = r / 17 % 5 == 0, .was_unit = r % 11};
		v[i].on_time = v[i].owed > 1;
		v[i].missing = v[i].owed > 2;
		v[i].claims = v[i].owed == 3;
	}
	v[n - 1] = (struct figure_row){.id = (int64_t)n, .letter = true, .unit = 3, .light = LIGHT_GREEN};
	return v;
}

static size_t findings(struct arena *a, const struct figures *f)
{
	struct finding *v;
	return figures_check(a, f, &v);
}

static void figures_add_up(void **state)
{
	unused_arg(state);
	for (int scale = 0; scale < 2; scale++)
		for (size_t n = 1; n < ROWS; n += 37) {
			struct arena a;
			struct figures f;
			arena_init(&a);
			figures_make(&a, rows_of(&a, n), n, scale, &f);
			assert_int_equal(findings(&a, &f), 0);
			assert_int_equal(f.all.v[FIG_TOTAL].value, n - 1);
			assert_int_equal(f.all.v[FIG_LETTERS].value, 1);
			assert_int_equal(f.all.v[FIG_DONE].value + f.all.v[FIG_OPEN].value, n - 1);
			arena_done(&a);
		}
}

static void every_planted_number_is_found(void **state)
{
	unused_arg(state);
	struct arena a;
	struct figures f;
	arena_init(&a);
	figures_make(&a, rows_of(&a, ROWS), ROWS, 1, &f);
	size_t planted = 0;
	for (size_t s = 0; s <= f.n_sets; s++) {
		struct figure_set *set = s ? &f.sets[s - 1] : &f.all;
		for (int i = 0; i < FIGURES; i++)
			for (int by = -1; by <= 1; by += 2) {
				if (set->v[i].value < 0)
					continue;
				set->v[i].value += by;
				if (!findings(&a, &f))
					test_fails("%s of group %d is off by %d, and nobody sees it", figure_id((enum figure_name)i), set->group, by);
				set->v[i].value -= by;
				planted++;
			}
		if (set->rank) {
			set->rank += 50;
			assert_true(findings(&a, &f) > 0);
			set->rank -= 50;
		}
	}
	assert_true(planted > 900);
	assert_int_equal(findings(&a, &f), 0);
	arena_done(&a);
}

static void a_row_that_is_missing_or_doubled_is_found(void **state)
{
	unused_arg(state);
	struct arena a;
	struct figures f;
	arena_init(&a);
	figures_make(&a, rows_of(&a, ROWS), ROWS, 0, &f);
	struct figure *g = &f.all.v[FIG_LATE];
	size_t *rows = (size_t *)g->rows;
	g->n_rows--;
	assert_true(findings(&a, &f) > 0);
	g->n_rows++;
	size_t was = rows[1];
	rows[1] = rows[0];
	assert_true(findings(&a, &f) > 0);
	rows[1] = was;
	assert_int_equal(findings(&a, &f), 0);
	arena_done(&a);
}

static void shares_of_one_whole_come_to_100(void **state)
{
	unused_arg(state);
	assert_int_equal(figure_rate(6, 22, 0), 27);
	assert_int_equal(figure_rate(16, 22, 1), 727);
	assert_int_equal(figure_rate(33, 112, 1), 295); /* 29.5 %, a district's own tally */
	assert_int_equal(figure_rate(51, 112, 1), 455);
	assert_int_equal(figure_rate(0, 0, 1), -1);
	assert_int_equal(figure_rate(1, 200, 0), 1); /* half up */
	for (int64_t whole = 1; whole < 60; whole++)
		for (int64_t done = 0; done <= whole; done++) {
			struct arena a;
			struct figures f;
			arena_init(&a);
			struct figure_row *v = arena_new_n(&a, (size_t)whole, struct figure_row);
			for (int64_t i = 0; i < whole; i++)
				v[i] = (struct figure_row){.id = i + 1, .unit = 1, .done = i < done, .light = i < done ? LIGHT_DONE : LIGHT_GREEN};
			figures_make(&a, v, (size_t)whole, 1, &f);
			assert_int_equal(f.all.v[FIG_DONE_RATE].value + f.all.v[FIG_OPEN_RATE].value, 1000);
			assert_int_equal(findings(&a, &f), 0);
			arena_done(&a);
		}
}

static void equal_shares_share_a_place_and_places_move(void **state)
{
	unused_arg(state);
	struct arena a;
	struct figures f;
	arena_init(&a);
	/* unit 1: 2 of 2 in time; 2: 1 of 1; 3: 1 of 2, before 2 of 2; 4 is new */
	const struct figure_row v[] = {{1, .unit = 1, .light = LIGHT_GREEN, .was_there = true, .was_unit = 1, .was_late = true},
		{2, .unit = 1, .light = LIGHT_GREEN, .was_there = true, .was_unit = 1}, {3, .unit = 2, .light = LIGHT_GREEN, .was_there = true, .was_unit = 2},
		{4, .unit = 3, .light = LIGHT_RED, .late = true, .was_there = true, .was_unit = 3},
		{5, .unit = 3, .light = LIGHT_GREEN, .was_there = true, .was_unit = 3}, {6, .unit = 4, .light = LIGHT_RED, .late = true}};
	figures_make(&a, v, COUNT_OF(v), 0, &f);
	static const int now[] = {1, 1, 3, 4}, before[] = {3, 1, 1, 0};
	for (int64_t u = 1; u <= 4; u++) {
		const struct figure_set *s = figures_of(&f, GROUP_UNIT, u);
		assert_non_null(s);
		assert_int_equal(s->rank, now[u - 1]);
		assert_int_equal(s->rank_before, before[u - 1]);
	}
	arena_done(&a);
}

/* ---- texts ------------------------------------------------------------------------------ */
static str built_in(const char *pack, const char *file)
{
	const struct pack_file *v;
	size_t n = pack_builtin(&v, str_of(pack));
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, str_of(file)))
			return v[i].bytes;
	test_fails("%s has no %s", pack, file);
	return STR_NONE;
}

static void built_in_templates_name_what_there_is(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	assert_int_equal(OK, bulletin_text_check(&a, built_in("supervision", "bulletin.zh.txt")));
	assert_int_equal(OK, bulletin_text_check(&a, built_in("supervision", "bulletin.en.txt")));
	assert_int_equal(OK, letter_text_check(&a, built_in("supervision", "letter.zh.txt")));
	assert_int_equal(OK, letter_text_check(&a, built_in("supervision", "letter.en.txt")));
	assert_int_equal(bulletin_text_check(&a, S("# 通报\n办结{办结}件\n超期{没有}件")), ERR_INPUT);
	struct buf b;
	buf_init(&b, &a);
	fail_text(&b, LANG_EN);
	assert_true(str_find(buf_str(&b), S("3"), 0) >= 0); /* its line */
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(figures_add_up), cmocka_unit_test(every_planted_number_is_found),
		cmocka_unit_test(a_row_that_is_missing_or_doubled_is_found), cmocka_unit_test(shares_of_one_whole_come_to_100),
		cmocka_unit_test(equal_shares_share_a_place_and_places_move), cmocka_unit_test(built_in_templates_name_what_there_is)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
