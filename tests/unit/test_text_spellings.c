/* SPDX-License-Identifier: Apache-2.0 */
/* The spellings of limits, the voices of reports and promises and the forms of who is to do it,
 * listed from the language (tests/vectors/limits.tsv, voices.tsv, leads.tsv). */
#include "check.h"

#include "text/text.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

/* \\n in a row stands for a line's end. */
static void lines_open(char *text)
{
	for (char *p; (p = strstr(text, "\\n"));) {
		*p = '\n';
		memmove(p + 1, p + 2, strlen(p + 2) + 1);
	}
}

/* Calls `each` for every row of two columns; so many rows. */
static size_t rows_each(const char *path, void (*each)(const struct extracted *, const char *wanted))
{
	char line[2048];
	size_t n = 0;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		char *tab = strchr(line, '\t');
		if (*line == '#' || !tab)
			continue;
		*tab = 0;
		tab[strcspn(tab + 1, "\n") + 1] = 0;
		lines_open(line);
		print_message("# %s\n", line);
		struct extracted e;
		text_extract(&arena, str_of(line), DAY_NONE, NULL, &e);
		each(&e, tab + 1);
		n++;
	}
	fclose(f);
	return n;
}

static void has_limits(const struct extracted *e, const char *wanted)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t s = 0; s < e->n_sentences; s++)
		for (size_t k = 0; k < e->sentences[s].n_deadlines; k++)
			buf_fmt(&b, "%s" STR_FMT, b.n ? "|" : "", STR_ARG(e->sentences[s].deadlines[k].text));
	same_str(b.n ? buf_str(&b) : S(""), str_of(wanted));
}

static void deadlines_have_many_spellings(void **state)
{
	unused_arg(state);
	assert_true(rows_each("tests/vectors/limits.tsv", has_limits) >= 330);
}

static void is_of_kind(const struct extracted *e, const char *wanted)
{
	assert_int_equal("CAPO"[e->sentences[e->n_sentences - 1].kind], *wanted);
}

static void kinds_have_many_voices(void **state)
{
	unused_arg(state);
	assert_true(rows_each("tests/vectors/voices.tsv", is_of_kind) >= 125);
}

static void has_units(const struct extracted *e, const char *wanted)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t s = 0; s < e->n_sentences; s++)
		for (size_t k = 0; k < e->sentences[s].n_units; k++) {
			const struct unit_ref *u = &e->sentences[s].units[k];
			buf_fmt(&b, "%s" STR_FMT ":%s", b.n ? "|" : "", STR_ARG(u->name), unit_role_name(u->role));
		}
	same_str(b.n ? buf_str(&b) : S(""), str_of(wanted));
}

static void units_have_many_forms(void **state)
{
	unused_arg(state);
	assert_true(rows_each("tests/vectors/leads.tsv", has_units) >= 60);
}

static void has_counts(const struct extracted *e, const char *wanted)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t s = 0; s < e->n_sentences; s++)
		for (size_t k = 0; k < e->sentences[s].n_quantities; k++) {
			const struct quantity *q = &e->sentences[s].quantities[k];
			buf_fmt(&b, "%s" STR_FMT ":%s", b.n ? "|" : "", STR_ARG(q->value), quantity_status_name(q->status));
		}
	same_str(b.n ? buf_str(&b) : S(""), str_of(wanted));
}

static void columns_tell_targets(void **state)
{
	unused_arg(state);
	assert_true(rows_each("tests/vectors/counts.tsv", has_counts) >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(units_have_many_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(columns_tell_targets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deadlines_have_many_spellings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(kinds_have_many_voices, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
