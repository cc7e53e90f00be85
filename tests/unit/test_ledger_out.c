/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "ledger/out_in.h"

static struct arena a;
static const str states[] = {S("已交办"), S("推进中")};
static const struct out_column columns[] = {
	{S("序号"), "row", OUT_NUMBER, 6, NULL, 0},
	{S("事项"), "title", OUT_TEXT, 30, NULL, 0},
	{S("时限"), "due", OUT_DATE, 12, NULL, 0},
	{S("状态"), "state", OUT_CHOICE, 12, states, 2},
	{S("亮灯"), "light", OUT_LIGHT, 12, NULL, 0},
	{S(""), "id", OUT_ID, 12, NULL, 0},
};
static const struct out_table table = {S("台账"), S("填报单位：督查室"), S("填报日期：2026-10-01"), LANG_ZH, columns, COUNT_OF(columns)};

static void rows(struct out *o, int n)
{
	for (int i = 0; i < n; i++) {
		char number[16];
		snprintf(number, sizeof number, "%d", i + 1);
		const struct out_cell cells[] = {{.text = str_of(number)}, {.text = i % 2 ? S("修路，“畅通”") : S("=1+1")},
			{.day = i % 3 ? day_of(2026, 10, 14) : DAY_NONE}, {.text = states[i % 2]}, {.text = S("■ 红"), .light = LIGHT_RED}, {.text = S("9:3")}};
		assert_int_equal(out_row(o, cells), OK);
	}
}

static str written(enum out_form form, int n)
{
	struct out *o;
	struct buf b;
	char piece[4096];
	ssize_t got;
	int fd;
	buf_init(&b, &a);
	assert_int_equal(out_file(&fd), OK);
	assert_int_equal(out_begin(&a, form, &table, fd, &o), OK);
	rows(o, n);
	assert_int_equal(out_end(o), OK);
	assert_int_equal(out_rows(o), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	while ((got = read(fd, piece, sizeof piece)) > 0)
		buf_add(&b, (str){piece, (size_t)got});
	close(fd);
	return buf_str(&b);
}

static void a_csv_has_its_mark_and_line_ends(void **state)
{
	unused_arg(state);
	same_str(written(OUT_CSV, 2), S("\xef\xbb\xbf序号,事项,时限,状态,亮灯,luoshi-id\r\n"
					"1,'=1+1,,已交办,■ 红,9:3\r\n2,修路，“畅通”,2026-10-14,推进中,■ 红,9:3\r\n"));
	same_str(written(OUT_CSV, 0), S("\xef\xbb\xbf序号,事项,时限,状态,亮灯,luoshi-id\r\n"));
}

static void json_has_a_line_for_each_row(void **state)
{
	unused_arg(state);
	same_str(written(OUT_JSON, 2), S("{\"row\":1,\"title\":\"=1+1\",\"due\":null,\"state\":\"已交办\",\"light\":\"■ 红\",\"id\":\"9:3\"}\n"
					 "{\"row\":2,\"title\":\"修路，“畅通”\",\"due\":\"2026-10-14\",\"state\":\"推进中\",\"light\":\"■ 红\",\"id\":\"9:3\"}\n"));
	assert_int_equal(written(OUT_JSON, 0).n, 0);
}

static void numbers_of(void *arg, size_t i, struct out_cell *cells)
{
	cells[0].text = ((const str *)arg)[i]; /* the second cell stays empty */
}

static void a_whole_table_is_what_its_rows_are(void **state)
{
	unused_arg(state);
	static const str numbers[] = {S("7"), S("8")};
	const struct out_table two = {S("两列"), S(""), S(""), LANG_ZH, columns, 2, S("")};
	struct out_sheet s = {.arena = &a};
	str whole, sheet;
	assert_int_equal(out_whole(&a, OUT_CSV, &two, 2, numbers_of, (void *)(uintptr_t)numbers, &whole), OK);
	same_str(whole, S("\xef\xbb\xbf序号,事项\r\n7,\r\n8,\r\n"));
	assert_int_equal(out_whole(&a, OUT_CSV, &two, 0, numbers_of, NULL, &whole), OK);
	same_str(whole, S("\xef\xbb\xbf序号,事项\r\n"));
	sheet_head(&s, S("序号"), "row", OUT_NUMBER, 6);
	sheet_head(&s, S("事项"), "title", OUT_TEXT, 30);
	assert_int_equal(sheet_rows(&s), 0);
	for (int i = 0; i < 4; i++)
		sheet_cell(&s, i % 2 ? STR_NONE : numbers[i / 2]);
	assert_int_equal(sheet_rows(&s), 2);
	assert_int_equal(sheet_bytes(&s, OUT_JSON, S("两列"), LANG_ZH, &sheet), OK);
	same_str(sheet, S("{\"row\":7,\"title\":\"\"}\n{\"row\":8,\"title\":\"\"}\n"));
}

/* No clock, no random name: what differs between two files is only what differs in the rows. */
static void same_rows_give_the_same_bytes(void **state)
{
	unused_arg(state);
	str once = written(OUT_XLSX, 3000);
	same_str(str_cut(once, 0, 4), S("PK\3\4"));
	sleep(2); /* the dates of archives have a grain of two seconds */
	str again = written(OUT_XLSX, 3000);
	assert_int_equal(once.n, again.n);
	assert_memory_equal(once.p, again.p, once.n);
	assert_true(written(OUT_XLSX, 3001).n != once.n);
}

static void text_is_escaped_for_cells(void **state)
{
	unused_arg(state);
	static const struct {
		str text;
		const char *xml;
	} row[] = {
		{S("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;"},
		{S("one\r\ntwo\tx"), "one\ntwo\tx"},
		{S("\x01\x1f"), "_x0001__x001F_"},
		{S("_x000D_ _x00_ _y"), "_x005F_x000D_ _x00_ _y"},
		{S("\xef\xbf\xbe\xef\xbf\xbf\xef\xbc\x9d"), "\xef\xbf\xbd\xef\xbf\xbd＝"},
		{S("𠀀落实"), "𠀀落实"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct buf b;
		buf_init(&b, &a);
		xlsx_text(&b, row[i].text);
		same_str(buf_str(&b), str_of(row[i].xml));
	}
}

static void a_full_disk_is_said(void **state)
{
	unused_arg(state);
	struct out *o = NULL;
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	for (int form = 0; fd >= 0 && form < OUT_FORMS; form++) {
		err e = out_begin(&a, (enum out_form)form, &table, fd, &o);
		if (e == OK) {
			rows(o, 1);
			e = out_end(o);
		}
		assert_int_equal(e, ERR_IO);
	}
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_csv_has_its_mark_and_line_ends),
		cmocka_unit_test(json_has_a_line_for_each_row),
		cmocka_unit_test(a_whole_table_is_what_its_rows_are),
		cmocka_unit_test(same_rows_give_the_same_bytes),
		cmocka_unit_test(text_is_escaped_for_cells),
		cmocka_unit_test(a_full_disk_is_said),
	};
	arena_init(&a);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_done(&a);
	return failed;
}
