/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "cli/cli.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Runs the command as from the shell; what it wrote ends in `ret`. */
static err run(struct arena *a, enum lang lang, const char *const *words, str *ret)
{
	char *argv[8];
	struct cli cli = {.arena = a, .argv = argv, .in = -1, .out = memfd_create("out", MFD_CLOEXEC), .cwd = AT_FDCWD,
		.lang = lang};
	for (; words[cli.argc]; cli.argc++)
		argv[cli.argc] = str_z(a, str_of(words[cli.argc]));
	err e = cmd_workdays(&cli);
	char bytes[4096];
	ssize_t n = pread(cli.out, bytes, sizeof bytes, 0);
	close(cli.out);
	*ret = (str){arena_copy(a, bytes, (size_t)n), (size_t)n};
	return e;
}

#define URL "国务院办公厅2026年部分节假日安排 https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"

static void answers(void **state)
{
	unused_arg(state);
	const struct {
		enum lang lang;
		const char *words[8];
		const char *want;
	} row[] = {
		{LANG_ZH, {"add", "2026-09-23", "10"}, "2026-10-14\n"},
		{LANG_ZH, {"add", "2026-10-14", "-10"}, "2026-09-23\n"},
		{LANG_ZH, {"add", "2026-10-01", "0"}, "2026-10-08\n"},
		{LANG_ZH, {"between", "2025-12-31", "2026-12-31"}, "248\n"},
		{LANG_ZH, {"between", "2026-12-31", "2025-12-31"}, "-248\n"},
		{LANG_ZH, {"explain", "2026-09-24", "1"}, "2026-09-25\t休\t中秋节\t" URL "\n2026-09-26\t休\t中秋节\t" URL
		 "\n2026-09-27\t休\t中秋节\t" URL "\n2026-09-28\n"},
		{LANG_EN, {"explain", "2026-10-09", "2"}, "2026-10-10\twork\t国庆节\t" URL "\n2026-10-11\trest\tweekend\n"
		 "2026-10-12\n"},
		{LANG_ZH, {"explain", "2026-10-12", "-1"}, "2026-10-10\t班\t国庆节\t" URL "\n2026-10-11\t休\t周末\n2026-10-10\n"},
		{LANG_EN, {"explain", "2026-12-31", "1"}, "2027-01-01\nprovisional: no notice is known for 2027; there Monday to "
		 "Friday count as working days\n"},
		{LANG_EN, {"explain", "2026-10-03", "0"}, "2026-10-03\trest\t国庆节\t" URL "\n2026-10-04\trest\t国庆节\t" URL
		 "\n2026-10-05\trest\t国庆节\t" URL "\n2026-10-06\trest\t国庆节\t" URL "\n2026-10-07\trest\t国庆节\t" URL
		 "\n2026-10-08\n"},
	};
	struct arena a;
	str got;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		assert_int_equal(run(&a, row[i].lang, row[i].words, &got), OK);
		same_str(got, str_of(row[i].want));
	}
	arena_done(&a);
}

static void another_calendar(void **state)
{
	unused_arg(state);
	char path[] = "/tmp/luoshi-calendar-XXXXXX";
	const char tsv[] = "2027\tyear\t\ta\n2027-01-01\trest\t元旦\tnotice\n";
	int fd = mkstemp(path);
	struct arena a;
	str got;
	arena_init(&a);
	assert_int_equal(write(fd, tsv, sizeof tsv - 1), sizeof tsv - 1);
	close(fd);
	assert_int_equal(run(&a, LANG_EN, (const char *[]){"explain", "2026-12-31", "1", "--calendar", path, NULL}, &got), OK);
	same_str(got, S("2027-01-01\trest\t元旦\tnotice\n2027-01-02\trest\tweekend\n2027-01-03\trest\tweekend\n2027-01-04\n"
			"provisional: no notice is known for 2026; there Monday to Friday count as working days\n"));
	unlink(path);
	assert_int_equal(run(&a, LANG_EN, (const char *[]){"add", "2026-12-31", "1", "--calendar", path, NULL}, &got), ERR_INPUT);
	arena_done(&a);
}

static void refuses(void **state)
{
	unused_arg(state);
	const struct {
		const char *words[8];
		err want;
	} row[] = {
		{{NULL}, ERR_USAGE}, {{"add"}, ERR_USAGE}, {{"add", "2026-01-01"}, ERR_USAGE}, {{"sub", "a", "b"}, ERR_USAGE},
		{{"add", "2026-01-01", "1", "2"}, ERR_USAGE}, {{"add", "2026-01-01", "1", "--what"}, ERR_USAGE},
		{{"add", "2026-02-30", "1"}, ERR_INPUT}, {{"add", "2026-02-20", "1.5"}, ERR_INPUT},
		{{"add", "2026-02-20", "99999999999999999999"}, ERR_INPUT}, {{"add", "2026-02-20", "2100000000"}, ERR_INPUT},
		{{"between", "2026-02-20", "tomorrow"}, ERR_INPUT}, {{"add", "0000-01-03", "-5"}, ERR_INPUT},
	};
	struct arena a;
	str got;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		err e = run(&a, LANG_EN, row[i].words, &got);
		if (e != row[i].want || got.n)
			test_fails("row %zu: err %d, wrote " STR_FMT, i, e, STR_ARG(got));
	}
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(another_calendar),
		cmocka_unit_test(refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
