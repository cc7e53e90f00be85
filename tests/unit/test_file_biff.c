/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "file_fixture.h"
#include "file/biff_mark_in.h"

static int biff_make(void **state)
{
	struct fixtures *f = calloc(1, sizeof *f);
	arena_init(&f->arena);
	snprintf(f->folder, sizeof f->folder, "/tmp/luoshi-biff-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	shell("python3 tests/fixtures/make_biff.py", f->folder);
	*state = f;
	return 0;
}

static struct workbook book_of(struct fixtures *f, str bytes)
{
	struct workbook w;
	if (biff_read(&f->arena, bytes, S("x"), &w) != OK)
		test_fails("%s", fail_key());
	return w;
}

/* kind=text|format, '=' doubled for formulas */
static void put_cell(struct buf *b, const struct cell *c)
{
	buf_byte(b, "tndbe"[c->kind]);
	buf_z(b, c->formula ? "==" : "=");
	buf_add(b, c->text);
	if (c->format.n)
		buf_byte(b, '|');
	buf_add(b, c->format);
}

#define has_cells(s, row, want) has_cells_((s), (row), (want), __FILE__, __LINE__)
static void has_cells_(const struct sheet *s, uint32_t row, const char *want, const char *file, int line)
{
	struct buf b;
	size_t from, to;
	buf_init(&b, NULL);
	for (sheet_row(s, row, &from, &to); from < to; from++) {
		buf_fmt(&b, "%s%u:", b.n ? " " : "", s->cells[from].column);
		put_cell(&b, &s->cells[from]);
	}
	same_str_(buf_str(&b), str_of(want), file, line);
	buf_done(&b);
}

static void reads_every_record(void **state)
{
	struct fixtures *f = *state;
	struct workbook w = book_of(f, fixture(f, "every.xls"));
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_XLS);
	assert_int_equal(w.n_sheets, 3); /* without the chart */
	same_str(s->name, S("表一"));
	assert_true(!s->hidden && w.sheets[1].hidden && w.sheets[2].hidden);
	has_cells(s, 2, "0:n=1.5 1:n=0.015 2:n=-5 3:n=123.45");
	has_cells(s, 4, "0:d=2024-06-30|yyyy/m/d 1:d=2024-06-30|yyyy\"年\"m\"月\"d\"日\" 2:d=2024-06-30T12:00:00|yyyy/m/d h:mm "
			"3:d=2024-06-30|yyyy\"年\"m\"月\"d\"日\" 4:n=0.58|0.00% 5:d=06:00:00|h:mm:ss");
	has_cells(s, 5, "0:t=标签 1:t=格式 5:b=TRUE 6:e=#DIV/0!");
	has_cells(s, 6, "0:n==2.5 1:t==公式 2:b==TRUE 3:e==#N/A 4:t== 5:t== 6:n=1");
	/* out of order, and twice at one place; what a chart within holds is not the sheet's */
	has_cells(s, 7, "1:n=2");
	has_cells(s, 8, "1:n=3");
	has_cells(s, 9, "");
	assert_int_equal(s->n_hidden_rows, 1);
	assert_true(sheet_row_hidden(s, 1));
	assert_int_equal(s->n_hidden_columns, 4);
	assert_int_equal(s->hidden_columns[0], 2);
	assert_int_equal(s->n_merges, 2);
	assert_true(s->n_rows == 11 && s->n_columns == 8);
}

static void strings_are_cut_anywhere(void **state)
{
	struct fixtures *f = *state;
	struct workbook w = book_of(f, fixture(f, "every.xls"));
	has_cells(&w.sheets[0], 0, "0:t=责任\n单位 1:t=甲乙丙 2:t=café 3:t=进展abc情 4:t=𠮷");
	has_cells(&w.sheets[0], 1, "0:t=钉 1:t=丁 2:t=末");
}

static void reads_biff5_by_its_codepage(void **state)
{
	struct fixtures *f = *state;
	struct workbook w = book_of(f, fixture(f, "book5.xls"));
	same_str(w.sheets[0].name, S("台账"));
	has_cells(&w.sheets[0], 0, "0:t=责任\n单位 1:t=完成时限");
	has_cells(&w.sheets[0], 1, "0:d=2024-06-30|yyyy\"年\"m\"月\"d\"日\" 1:t==超过");
	w = book_of(f, fixture(f, "book5none.xls")); /* no codepage; days count from 1904 */
	has_cells(&w.sheets[0], 0, "0:t=责任\n单位 1:t=完成时限");
	has_cells(&w.sheets[0], 1, "0:d=2028-07-01|yyyy\"年\"m\"月\"d\"日\" 1:t==超过");
}

static void finds_the_stream_in_any_box(void **state)
{
	static const char *const names[] = {"ledger.xls", "both.xls", "inside.xls", "sectors.xls", "padded.xls"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct workbook w = book_of(*state, fixture(*state, names[i]));
		assert_int_equal(w.n_sheets, 2);
		has_cells(&w.sheets[0], 2, "0:t=甲 1:d=2024-06-30|yyyy/m/d");
	}
}

static void hostile_workbooks_are_refused(void **state)
{
	static const char damaged[] = "{0} is damaged inside or was cut off";
	static const struct {
		const char *name;
		err code;
		const char *sentence;
	} row[] = {
		{"cut.xls", ERR_INPUT, damaged},          {"nosheetend.xls", ERR_INPUT, damaged},
		{"nosecond.xls", ERR_INPUT, damaged},     {"noglobalsend.xls", ERR_INPUT, damaged},
		{"loop.xls", ERR_INPUT, damaged},         {"count.xls", ERR_INPUT, damaged},
		{"long.xls", ERR_INPUT, damaged},         {"string.xls", ERR_INPUT, damaged},
		{"index.xls", ERR_INPUT, damaged},        {"column.xls", ERR_INPUT, damaged},
		{"merge.xls", ERR_INPUT, damaged},        {"shared.xls", ERR_INPUT, damaged},
		{"offset.xls", ERR_INPUT, damaged},       {"sheets.xls", ERR_LIMIT, "{0} has more sheets"},
		{"locked.xls", ERR_INPUT, "{0} is locked with a password"},
		{"locked5.xls", ERR_INPUT, "{0} is locked with a password"},
		{"excel4.xls", ERR_INPUT, "{0} is a workbook of a very old kind"},
		{"nothing.xls", ERR_INPUT, "{0} has no cell with anything in it"},
		{"other.xls", ERR_INPUT, "{0} holds no workbook"},
		{"cells.xls", ERR_LIMIT, "{0} has more than {1} cells"},
	};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct arena a;
		struct workbook w;
		arena_init(&a);
		refused(biff_read(&a, fixture(f, row[i].name), S("x"), &w), row[i].code, row[i].sentence);
		arena_done(&a);
	}
}

static void cut_anywhere_it_is_damaged_never_half(void **state)
{
	struct fixtures *f = *state;
	str s = fixture(f, "padded.xls");
	size_t end = s.n - 1;
	for (size_t n = 0; n < end; n += n < 600 ? 7 : 61) {
		struct arena a;
		struct workbook w;
		/* a copy of its own, so that reading past the end is seen */
		char *copy = malloc(n + 1);
		memcpy(copy, s.p, n);
		arena_init(&a);
		if (biff_read(&a, (str){copy, n}, S("x"), &w) == OK)
			assert_true(w.n_sheets == 2 && w.sheets[0].n_cells == 10 && w.sheets[1].n_cells == 1);
		else
			assert_int_not_equal(fail_key()[0], 0);
		arena_done(&a);
		free(copy);
	}
}

/* ---- marking ---- */
static const uint32_t headers[] = {1, UINT32_MAX};

static str marked(struct fixtures *f, str bytes, const struct cell_mark *marks, size_t n)
{
	struct marking m = {.marks = marks, .n_marks = n, .heading = S("错误说明"), .header_row = headers, .n_sheets = 2};
	str out;
	assert_int_equal(biff_mark(&f->arena, bytes, S("x"), &m, &out), OK);
	return out;
}

/* The fill of a cell: pattern * 128 + colour. */
static unsigned fill_at(struct fixtures *f, str bytes, size_t sheet, uint32_t row, uint32_t column)
{
	struct biff_book b;
	struct workbook w;
	struct paint p;
	assert_int_equal(biff_read_book(&f->arena, bytes, S("x"), &b, &w), OK);
	paint_init(&b, &p);
	str xf = p.xfs.v[biff_cell_style(&b, &p, b.sheets.v[sheet].at, row, column)];
	return (ole_u32(xf, 14) >> 26) * 128 + (ole_u16(xf, 18) & 0x7f);
}
#define RED_FILL (128 + 2)

static const struct cell_mark first_marks[] = {
	{0, 2, 1, S("时限早于今天")}, {0, 2, 2, S("缺备注")}, {0, 3, 1, S("应为文本")}, {0, 3, 7, S("多余")},
	{0, 4, 0, S("公式")},         {0, 4, 2, S("缺备注")}, {0, 6, CELL_MARK_ROW, S("整行重复")}, {1, 0, 0, S("数不对")},
};

static void marks_cells_and_says_why(void **state)
{
	struct fixtures *f = *state;
	str once = marked(f, fixture(f, "ledger.xls"), first_marks, COUNT_OF(first_marks));
	struct workbook w = book_of(f, once);
	const struct sheet *s = &w.sheets[0];
	has_cells(s, 0, "0:t=标题");
	has_cells(s, 1, "0:t=名称 1:t=时限 2:t=备注 3:t=错误说明");
	has_cells(s, 2, "0:t=甲 1:d=2024-06-30|yyyy/m/d 3:t=时限早于今天；缺备注");
	has_cells(s, 3, "0:n=1 1:n=2 2:n=3 3:t=应为文本；多余");
	has_cells(s, 4, "0:t==算出 3:t=公式；缺备注");
	has_cells(s, 6, "3:t=整行重复");
	assert_int_equal(s->n_merges, 1);
	has_cells(&w.sheets[1], 0, "0:n=7 1:t=数不对"); /* no heading where there is no header */
	for (size_t i = 0; i < COUNT_OF(first_marks); i++)
		if (first_marks[i].column != CELL_MARK_ROW)
			assert_int_equal(fill_at(f, once, first_marks[i].sheet, first_marks[i].row, first_marks[i].column), RED_FILL);
	assert_int_not_equal(fill_at(f, once, 0, 3, 0), RED_FILL);
	assert_int_not_equal(fill_at(f, once, 0, 3, 2), RED_FILL);
	assert_int_not_equal(fill_at(f, once, 0, 4, 1), RED_FILL);
}

static void a_second_mark_takes_the_first_back(void **state)
{
	static const struct cell_mark later[] = {{0, 3, 0, S("仍不对")}};
	struct fixtures *f = *state;
	str before = fixture(f, "ledger.xls");
	str once = marked(f, before, first_marks, COUNT_OF(first_marks));
	str again = marked(f, once, later, 1);
	struct workbook w = book_of(f, again);
	has_cells(&w.sheets[0], 1, "0:t=名称 1:t=时限 2:t=备注 3:t=错误说明");
	has_cells(&w.sheets[0], 2, "0:t=甲 1:d=2024-06-30|yyyy/m/d");
	has_cells(&w.sheets[0], 3, "0:n=1 1:n=2 2:n=3 3:t=仍不对");
	assert_int_equal(w.sheets[0].n_rows, 5);
	for (uint32_t row = 2; row < 5; row++)
		for (uint32_t column = 0; column < 3; column++)
			assert_int_equal(fill_at(f, again, 0, row, column),
					 row == 3 && column == 0 ? RED_FILL : fill_at(f, before, 0, row, column));
	again = marked(f, again, NULL, 0);
	w = book_of(f, again);
	has_cells(&w.sheets[0], 1, "0:t=名称 1:t=时限 2:t=备注");
	has_cells(&w.sheets[0], 3, "0:n=1 1:n=2 2:n=3");
}

static str stream_of(struct fixtures *f, str bytes, const char *name)
{
	struct ole o;
	struct ole_tree t;
	str s;
	assert_true(ole_open(bytes, &o) && ole_tree_read(&f->arena, &o, &t));
	uint32_t entry = ole_tree_find(&t, name);
	for (uint32_t i = 0; i < t.n_entries && !entry; i++) /* in a storage */
		entry = ole_u16(t.directory, i * OLE_ENTRY) == (uint8_t)name[0] && t.directory.p[i * OLE_ENTRY + 0x42] == 2 ? i : 0;
	assert_true(entry && ole_stream(&f->arena, &t, entry, &s));
	return s;
}

static void everything_else_stays(void **state)
{
	struct fixtures *f = *state;
	str before = fixture(f, "ledger.xls"), once = marked(f, before, first_marks, COUNT_OF(first_marks));
	same_str(stream_of(f, once, "\x05SummaryInformation"), stream_of(f, before, "\x05SummaryInformation"));
	same_str(stream_of(f, once, "dir"), stream_of(f, before, "dir"));
	assert_int_equal(stream_of(f, once, "dir").n, 6000);
	/* nothing to mark: the records are what they were */
	same_str(stream_of(f, marked(f, before, NULL, 0), "Workbook"), stream_of(f, before, "Workbook"));
	/* a workbook without strings, without header, gets a table of them */
	struct cell_mark mark = {0, 0, 0, S("不对")};
	struct workbook w = book_of(f, marked(f, fixture(f, "plain.xls"), &mark, 1));
	has_cells(&w.sheets[0], 0, "0:n=7 1:t=不对");
}

/* Colours outside of the palette: the list of styles carries a checksum, and what is copied
 * for a red style is all but the fill. */
static void colours_outside_the_palette_stay(void **state)
{
	struct fixtures *f = *state;
	str once = stream_of(f, marked(f, fixture(f, "extended.xls"), first_marks, COUNT_OF(first_marks)), "Workbook");
	struct biff_record r;
	unsigned styles = 0, extensions = 0, count = 0, copied = 0;
	for (size_t at = 0; biff_next(once, &at, &r) && r.id != BIFF_EOF;) {
		styles += r.id == BIFF_XF;
		if (r.id == BIFF_XFCRC)
			count = ole_u16(r.data, 14);
		if (r.id != BIFF_XFEXT)
			continue;
		extensions++;
		assert_int_equal(ole_u16(r.data, 14) >= 20, extensions > 1);
		if (extensions > 1 && ole_u16(r.data, 18) == 1 && ole_u16(r.data, 20) == 13 && r.data.n == 40)
			copied++;
	}
	assert_true(styles > 20);
	assert_int_equal(count, styles); /* so the checksum was right before, and is again */
	assert_true(copied >= 1 && copied == extensions - 1);
}

static void many_long_sentences_fit(void **state)
{
	struct fixtures *f = *state;
	struct cell_mark *marks = arena_new_n(&f->arena, 3000, struct cell_mark);
	for (uint32_t i = 0; i < 3000; i++) {
		struct buf b;
		buf_init(&b, &f->arena);
		for (uint32_t k = 0; k < 1 + i % 50; k++)
			buf_fmt(&b, "第%u条不清", i);
		marks[i] = (struct cell_mark){0, 2 + i, 0, buf_str(&b)};
	}
	str out = marked(f, fixture(f, "ledger.xls"), marks, 3000);
	struct workbook w = book_of(f, out);
	assert_int_equal(w.sheets[0].n_rows, 3002);
	for (uint32_t i = 0; i < 3000; i++)
		same_str(sheet_text(&w.sheets[0], 2 + i, 3), marks[i].sentence);
}

static void a_large_box_is_written_whole(void **state)
{
	struct fixtures *f = *state;
	str before = fixture(f, "large.xls"), once = marked(f, before, first_marks, COUNT_OF(first_marks));
	assert_true(ole_u32(once, 0x2c) > OLE_IN_HEADER + 127);
	same_str(stream_of(f, once, "big"), stream_of(f, before, "big"));
	has_cells(&book_of(f, once).sheets[0], 6, "3:t=整行重复");
}

static void what_is_not_safe_is_left_alone(void **state)
{
	static const char *const names[] = {"book5.xls", "signed.xls", "disorder.xls", "wide.xls"};
	static const struct cell_mark mark = {0, 1, 0, S("不对")};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_null(marked(*state, fixture(*state, names[i]), &mark, 1).p);
	struct marking m = {.header_row = headers, .n_sheets = 2};
	str out;
	refused(biff_mark(&((struct fixtures *)*state)->arena, fixture(*state, "locked.xls"), S("x"), &m, &out), ERR_INPUT,
		"{0} is locked");
}

/* Sorting, iconv and marking need nothing that the filter forbids. */
static void lives_behind_the_walls(void **state)
{
	struct fixtures *f = *state;
	static const struct decoder_options o = {0};
	const struct decoder *d = decoder_new(&f->arena, &o);
	struct workbook w;
	const struct cell_mark mark = {0, 1, 0, S("不对")};
	struct marking m = {.marks = &mark, .n_marks = 1, .heading = S("错误说明"), .header_row = headers, .n_sheets = 2};
	enum file_sort sort;
	str out;
	assert_int_equal(workbook_decode(&f->arena, d, fixture(f, "shuffled.xls"), S("x"), &w), OK);
	assert_true(w.sort == FILE_XLS && w.sheets[0].n_cells == 300 && w.sheets[0].n_merges == 200);
	assert_int_equal(workbook_decode(&f->arena, d, fixture(f, "book5.xls"), S("x"), &w), OK);
	has_cells(&w.sheets[0], 0, "0:t=责任\n单位 1:t=完成时限");
	assert_int_equal(workbook_mark_decode(&f->arena, d, fixture(f, "ledger.xls"), S("x"), &m, &out, &sort), OK);
	assert_int_equal(sort, FILE_XLS);
	has_cells(&book_of(f, out).sheets[0], 1, "0:t=名称 1:t=时限 2:t=备注 3:t=错误说明");
	/* what cannot be edited comes back as a new workbook of its values */
	assert_int_equal(workbook_mark_decode(&f->arena, d, fixture(f, "book5.xls"), S("x"), &m, &out, &sort), OK);
	assert_int_equal(sort, FILE_XLSX);
	assert_int_equal(workbook_read(&f->arena, out, S("x"), &w), OK);
	same_str(sheet_text(&w.sheets[0], 0, 1), S("完成时限"));
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_record),
		cmocka_unit_test(strings_are_cut_anywhere),
		cmocka_unit_test(reads_biff5_by_its_codepage),
		cmocka_unit_test(finds_the_stream_in_any_box),
		cmocka_unit_test(hostile_workbooks_are_refused),
		cmocka_unit_test(cut_anywhere_it_is_damaged_never_half),
		cmocka_unit_test(marks_cells_and_says_why),
		cmocka_unit_test(a_second_mark_takes_the_first_back),
		cmocka_unit_test(everything_else_stays),
		cmocka_unit_test(colours_outside_the_palette_stay),
		cmocka_unit_test(many_long_sentences_fit),
		cmocka_unit_test(a_large_box_is_written_whole),
		cmocka_unit_test(lives_behind_the_walls),
		cmocka_unit_test(what_is_not_safe_is_left_alone),
	};
	return cmocka_run_group_tests(tests, biff_make, fixtures_free);
}
