/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "file_fixture.h"
#include "file/sheet.h"

static struct workbook book(struct fixtures *f, const char *name)
{
	struct workbook w;
	if (workbook_read(&f->arena, fixture(f, name), str_of(name), &w) != OK)
		test_fails("%s: %s", name, fail_key());
	return w;
}

/* A cell as "kind=text" with '=' doubled for formulas and its format behind a bar. */
#define has_cell(s, row, column, want) has_cell_((s), (row), (column), (want), __FILE__, __LINE__)
static void has_cell_(const struct sheet *s, uint32_t row, uint32_t column, const char *want, const char *file, int line)
{
	static const char kinds[] = "tndbe";
	char got[512] = "";
	const struct cell *c = sheet_at(s, row, column);
	if (c)
		snprintf(got, sizeof got, "%c%s" STR_FMT "%s" STR_FMT, kinds[c->kind], c->formula ? "==" : "=", STR_ARG(c->text),
			 c->format.n ? "|" : "", STR_ARG(c->format));
	same_str_(str_of(got), str_of(want), file, line);
}

static void has_merge(const struct sheet *s, size_t i, uint32_t row, uint32_t column, uint32_t rows, uint32_t columns)
{
	assert_true(i < s->n_merges);
	const struct merged *m = &s->merges[i];
	if (m->row != row || m->column != column || m->rows != rows || m->columns != columns)
		test_fails("merge %zu is %u %u %u %u", i, m->row, m->column, m->rows, m->columns);
}

static void reads_every_kind_of_an_xlsx(void **state)
{
	struct workbook w = book(*state, "values.xlsx");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_XLSX);
	assert_int_equal(w.n_sheets, 3);
	same_str(w.sheets[2].name, S("表3"));
	assert_true(!s->hidden && !w.sheets[1].hidden && w.sheets[2].hidden);
	has_cell(s, 0, 0, "t=责任_x000D_单位");
	has_cell(s, 0, 1, ""); /* under the merge */
	has_cell(s, 0, 2, "t=a\xf0\x9f\x98\x80" "b\xef\xbf\xbd");
	has_cell(s, 2, 0, "n=1.5");
	has_cell(s, 2, 1, "d=2024-06-30|yyyy\"年\"m\"月\"");
	has_cell(s, 2, 2, "d=2024-06-30T12:00:00|yyyy/m/d h:mm");
	has_cell(s, 2, 3, "n=0.58|0%");
	has_cell(s, 2, 4, "b=TRUE");
	has_cell(s, 2, 5, "e=#DIV/0!");
	has_cell(s, 2, 6, "d=2026-06-30");
	has_cell(s, 2, 7, "n=2024.1|0.00");
	has_cell(s, 3, 0, "n==0.045");
	has_cell(s, 3, 1, "t==甲\n乙");
	has_cell(s, 3, 2, "t==|yyyy\"年\"m\"月\"");
	has_cell(s, 3, 3, "");
	has_cell(s, 3, 4, ""); /* under the merge of the rest of the row */
	same_str(sheet_text(s, 1, 1), S("责任_x000D_单位"));
	assert_int_equal(s->n_merges, 2);
	has_merge(s, 0, 0, 0, 2, 2);
	has_merge(s, 1, 3, 3, 1, 5);
	assert_true(s->n_rows == 4 && s->n_columns == 8);
	assert_true(s->n_hidden_rows == 1 && sheet_row_hidden(s, 2) && !sheet_row_hidden(s, 3));
	assert_true(s->n_hidden_columns == 1 && s->hidden_columns[0] == 2);
}

static void reads_other_dialects_of_an_xlsx(void **state)
{
	struct workbook w = book(*state, "mac.xlsx");
	has_cell(&w.sheets[0], 0, 0, "d=2024-06-30|yyyy/m/d");
	w = book(*state, "strict.xlsx");
	has_cell(&w.sheets[0], 0, 0, "t=严格");
	has_cell(&w.sheets[0], 0, 1, "d=2026-06-30|yyyy/m/d");
	w = book(*state, "choice.xlsx");
	has_cell(&w.sheets[0], 0, 0, "t=甲");
	w = book(*state, "disorder.xlsx");
	assert_int_equal(w.sheets[0].n_cells, 3);
	has_cell(&w.sheets[0], 0, 0, "n=2");
	has_cell(&w.sheets[0], 1, 0, "n=3");
	has_cell(&w.sheets[0], 1, 1, "n=4");
	w = book(*state, "tail.xlsx");
	assert_int_equal(w.sheets[0].n_cells, 2);
	has_cell(&w.sheets[0], 5001, 0, "t=尾");
}

static void reads_text_by_what_separates(void **state)
{
	struct workbook w = book(*state, "plain.csv");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_TEXT);
	has_cell(s, 0, 0, "t=序号");
	has_cell(s, 1, 1, "t=新建,改建");
	has_cell(s, 1, 2, "t=他说\"好\"\n第二行");
	has_cell(s, 2, 1, "");
	has_cell(s, 2, 2, "t=001");
	has_cell(s, 3, 0, "t=370402");
	assert_true(s->n_rows == 4 && s->n_columns == 3);
	w = book(*state, "gbk.csv");
	has_cell(&w.sheets[0], 1, 1, "t=１２００");
	has_cell(&w.sheets[0], 2, 1, "t=a,b");
	w = book(*state, "big5.csv");
	has_cell(&w.sheets[0], 1, 1, "t=國際標準與發展計畫書說明，請儘速辦理");
	w = book(*state, "utf16.csv");
	has_cell(&w.sheets[0], 1, 1, "t=甲");
	w = book(*state, "quote.csv");
	has_cell(&w.sheets[0], 1, 0, "t=\"未闭合");
	has_cell(&w.sheets[0], 2, 1, "t=4");
	w = book(*state, "sep.csv");
	has_cell(&w.sheets[0], 0, 1, "t=乙,丙");
}

static void reads_pages_called_workbooks(void **state)
{
	struct workbook w = book(*state, "export.xls");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_HTML);
	has_cell(s, 0, 0, "t=台账");
	has_cell(s, 1, 0, "t=序号");
	has_cell(s, 1, 1, "t=投资\n（万元）");
	has_cell(s, 2, 1, "t=总 投资&");
	has_cell(s, 2, 2, "t=完成");
	has_cell(s, 3, 0, "t=001|@");
	has_cell(s, 3, 1, "n=1234.5");
	has_cell(s, 3, 2, "d=2024-06-30|yyyy\"年\"m\"月\"");
	has_cell(s, 4, 0, "n=1100");
	has_cell(s, 4, 1, "");
	has_cell(s, 4, 2, "t=外\n内1 内2\n后");
	has_cell(s, 5, 0, "t=注：脚");
	has_cell(s, 6, 0, "b=TRUE");
	has_cell(s, 6, 1, "e=#N/A");
	assert_int_equal(s->n_merges, 2);
	has_merge(s, 0, 1, 0, 2, 1);
	has_merge(s, 1, 1, 1, 1, 2);
	assert_true(sheet_row_hidden(s, 3) && s->n_hidden_rows == 1 && s->n_hidden_columns == 1 && s->hidden_columns[0] == 1);
}

static void reads_the_xml_of_excel_2003(void **state)
{
	struct workbook w = book(*state, "excel2003.xls");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_SHEET_XML);
	assert_true(w.n_sheets == 2 && !s->hidden && w.sheets[1].hidden);
	has_cell(s, 0, 0, "t=标题\n二");
	has_cell(s, 0, 2, "n=1.5");
	has_cell(s, 3, 2, "d=2026-06-30|yyyy/m/d");
	has_cell(s, 3, 3, "d=2024-06-30|yyyy/m/d");
	has_cell(s, 3, 4, "n==2024.1|0.00");
	has_cell(s, 3, 5, "b=TRUE");
	has_cell(s, 3, 6, "e=#REF!");
	has_merge(s, 0, 0, 0, 2, 2);
	assert_true(sheet_row_hidden(s, 3) && s->n_hidden_columns == 2 && s->hidden_columns[0] == 1 && s->hidden_columns[1] == 2);
	w = book(*state, "gb2003.xls");
	has_cell(&w.sheets[0], 0, 0, "t=国标");
}

static void reads_open_documents(void **state)
{
	struct workbook w = book(*state, "open.ods");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(w.sort, FILE_ODS);
	assert_true(s->hidden);
	same_str(s->name, S("台账"));
	has_cell(s, 0, 0, "t=标题  一\n二|0.00");
	has_cell(s, 1, 1, ""); /* under the merge */
	has_cell(s, 1, 2, "n=2024.1|0.00");
	has_cell(s, 2, 1, "n=2024.1|0.00");
	has_cell(s, 3, 0, "d=2026-06-30|yyyy\"年\"m");
	has_cell(s, 3, 1, "n==0.58|0.00");
	has_cell(s, 3, 2, "d=08:30:00");
	has_cell(s, 3, 3, "b=FALSE");
	has_merge(s, 0, 0, 0, 2, 2);
	assert_true(s->n_hidden_rows == 2 && sheet_row_hidden(s, 1) && sheet_row_hidden(s, 2) && s->n_hidden_columns == 2);
}

static void hostile_workbooks_are_refused(void **state)
{
	static const struct {
		const char *name;
		err code;
		const char *sentence;
	} row[] = {
		{"bomb.xlsx", ERR_LIMIT, "{0} unpacks to far more"},
		{"climb.xlsx", ERR_INPUT, "{0} holds names that point outside"},
		{"entries.xlsx", ERR_LIMIT, "{0} holds too many parts"},
		{"laughs.xlsx", ERR_INPUT, "{0} holds a document type"},
		{"laughs.xls", ERR_INPUT, "{0} holds a document type"},
		{"index.xlsx", ERR_INPUT, "{0} is damaged: a cell names text number {1}"},
		{"minus.xlsx", ERR_INPUT, "{0} is damaged: a cell names text number {1}"},
		{"ref.xlsx", ERR_INPUT, "{0} is damaged: it names a cell {1}"},
		{"row.xlsx", ERR_INPUT, "{0} is damaged: it names a cell {1}"},
		{"wide.xlsx", ERR_LIMIT, "{0} has a sheet of more than {1} columns"},
		{"tall.xlsx", ERR_LIMIT, "{0} has a sheet of more than {1} rows"},
		{"merge.xlsx", ERR_INPUT, "{0} is damaged: it names a cell {1}"},
		{"merged.xlsx", ERR_LIMIT, "{0} has more than {1} merged cells"},
		{"deep.xlsx", ERR_LIMIT, "{0} nests deeper"},
		{"broken.xlsx", ERR_INPUT, "{0} is damaged inside"},
		{"blank.xlsx", ERR_INPUT, "{0} has no cell with anything in it"},
		{"sheets.xlsx", ERR_LIMIT, "{0} has more sheets"},
		{"nolist.xlsx", ERR_INPUT, "{0} is damaged: the list of its sheets is missing"},
		{"binary.xlsx", ERR_INPUT, "{0} is a binary workbook"},
		{"missing.xlsx", ERR_INPUT, "{0} is damaged: its sheet {1} is missing"},
		{"strings.xlsx", ERR_LIMIT, "{0} holds more text"},
		{"locked.ods", ERR_INPUT, "{0} is locked with a password"},
		{"cells.ods", ERR_LIMIT, "{0} has more than {1} cells"},
		{"index.xls", ERR_INPUT, "{0} is damaged: it names a cell {1}"},
		{"page.xls", ERR_INPUT, "{0} is a web page without a table"},
	};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct arena a;
		struct workbook w;
		arena_init(&a);
		print_message("%s\n", row[i].name);
		refused(workbook_read(&a, fixture(f, row[i].name), S("x"), &w), row[i].code, row[i].sentence);
		arena_done(&a);
	}
}

static void what_is_no_workbook_is_said(void **state)
{
	static const struct {
		str bytes;
		const char *sentence;
	} row[] = {
		{S(""), "{0} is an empty file"},
		{S("%PDF-1.4"), "{0} is not a workbook"},
		{S("PK\3\4xxxx"), "{0} is a packed folder"},
		{S("\x89PNG\r\n\x1a\n"), "{0} is not a workbook"},
		{S("\xd0\xcf\x11\xe0"), "{0} is damaged or of an old kind"},
	};
	struct fixtures *f = *state;
	struct workbook w;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		refused(workbook_read(&f->arena, row[i].bytes, S("x"), &w), ERR_INPUT, row[i].sentence);
}

static void merges_that_cover_everything_cost_nothing(void **state)
{
	struct workbook w = book(*state, "merges.xlsx");
	const struct sheet *s = &w.sheets[0];
	assert_int_equal(s->n_merges, 1);
	has_merge(s, 0, 0, 0, 2, 2);
	assert_int_equal(s->n_cells, 1);
	w = book(*state, "spans.xls");
	assert_true(w.sheets[0].n_columns <= 1000);
}

static void lookups_find_merges_above(void **state)
{
	struct merged m[] = {{0, 0, 100, 1, 0}, {2, 1, 1, 2, 0}, {5, 1, 3, 1, 0}};
	struct sheet s = {.merges = m, .n_merges = COUNT_OF(m)};
	unused_arg(state);
	for (int indexed = 0; indexed < 2; indexed++) {
		assert_true(sheet_merge(&s, 99, 0) == &m[0]);
		assert_true(sheet_merge(&s, 7, 1) == &m[2]);
		assert_true(sheet_merge(&s, 2, 2) == &m[1]);
		assert_null(sheet_merge(&s, 8, 1));
		assert_null(sheet_merge(&s, 100, 0));
		m[0].reach = m[1].reach = m[2].reach = 100;
	}
}

static void cut_anywhere_it_is_damaged_never_worse(void **state)
{
	struct fixtures *f = *state;
	str s = fixture(f, "values.xlsx");
	for (size_t n = 100; n < s.n; n += 50) {
		struct arena a;
		struct workbook w;
		arena_init(&a);
		assert_int_equal(workbook_read(&a, str_dup(&a, str_cut(s, 0, n)), S("x"), &w), ERR_INPUT);
		arena_done(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_kind_of_an_xlsx),
		cmocka_unit_test(reads_other_dialects_of_an_xlsx),
		cmocka_unit_test(reads_text_by_what_separates),
		cmocka_unit_test(reads_pages_called_workbooks),
		cmocka_unit_test(reads_the_xml_of_excel_2003),
		cmocka_unit_test(reads_open_documents),
		cmocka_unit_test(hostile_workbooks_are_refused),
		cmocka_unit_test(what_is_no_workbook_is_said),
		cmocka_unit_test(merges_that_cover_everything_cost_nothing),
		cmocka_unit_test(lookups_find_merges_above),
		cmocka_unit_test(cut_anywhere_it_is_damaged_never_worse),
	};
	return cmocka_run_group_tests(tests, sheets_make, fixtures_free);
}
