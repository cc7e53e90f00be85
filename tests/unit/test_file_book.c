/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks through the decoder process, which this program is itself when called with the
 * word `decoder`, and what passes between the two. */
#include "check.h"

#include <fcntl.h>

#include "base/words.h"
#include "file/decoder_in.h"
#include "file/sheet_in.h"
#include "file_fixture.h"

static const char *const honest[] = {"values.xlsx", "mac.xlsx",   "strict.xlsx",   "disorder.xlsx", "tail.xlsx", "plain.csv",
				     "gbk.csv",     "export.xls", "excel2003.xls", "gb2003.xls",    "open.ods",  "merges.xlsx"};

static void same_sheet(const struct sheet *x, const struct sheet *y)
{
	same_str(x->name, y->name);
	assert_true(x->hidden == y->hidden && x->n_rows == y->n_rows && x->n_columns == y->n_columns);
	assert_true(x->n_cells == y->n_cells && x->n_merges == y->n_merges && x->n_hidden_rows == y->n_hidden_rows &&
		    x->n_hidden_columns == y->n_hidden_columns);
	for (size_t i = 0; i < x->n_cells; i++) {
		const struct cell *c = &x->cells[i], *d = &y->cells[i];
		assert_true(c->row == d->row && c->column == d->column && c->kind == d->kind && c->formula == d->formula);
		same_str(c->text, d->text);
		same_str(c->format, d->format);
	}
	for (size_t i = 0; i < x->n_merges; i++)
		assert_memory_equal(&x->merges[i], &y->merges[i], sizeof x->merges[i]);
	for (size_t i = 0; i < x->n_hidden_rows; i++)
		assert_int_equal(x->hidden_rows[i], y->hidden_rows[i]);
	for (size_t i = 0; i < x->n_hidden_columns; i++)
		assert_int_equal(x->hidden_columns[i], y->hidden_columns[i]);
}

static void same_book(const struct workbook *x, const struct workbook *y)
{
	assert_int_equal(x->sort, y->sort);
	assert_int_equal(x->n_sheets, y->n_sheets);
	for (size_t i = 0; i < x->n_sheets; i++)
		same_sheet(&x->sheets[i], &y->sheets[i]);
}

static void the_process_reads_as_the_reader_does(void **state)
{
	struct fixtures *f = *state;
	const struct decoder *d = decoder_new(&f->arena, NULL);
	for (size_t i = 0; i < COUNT_OF(honest); i++) {
		struct workbook here, there;
		str bytes = fixture(f, honest[i]);
		assert_int_equal(workbook_read(&f->arena, bytes, S("x"), &here), OK);
		if (workbook_decode(&f->arena, d, bytes, S("x"), &there) != OK)
			test_fails("%s: %s", honest[i], fail_key());
		same_book(&there, &here);
	}
}

static void a_refusal_keeps_its_sentence_and_gets_the_name(void **state)
{
	struct fixtures *f = *state;
	const struct decoder *d = decoder_new(&f->arena, NULL);
	struct workbook w;
	struct buf b;
	refused(workbook_decode(&f->arena, d, fixture(f, "ref.xlsx"), S("台账.xlsx"), &w), ERR_INPUT, "{0} is damaged: it names a cell");
	buf_init(&b, &f->arena);
	fail_text(&b, LANG_ZH);
	same_str(buf_str(&b), S("台账.xlsx 已损坏：其中提到的单元格 ZZZZ99999999 不可能存在；请用 Excel 或 WPS 打开后重新保存"));
	refused(workbook_decode(&f->arena, d, fixture(f, "bomb.xlsx"), S("x"), &w), ERR_LIMIT, "{0} unpacks to far more");
	refused(workbook_decode(&f->arena, d, S("%PDF-1.4"), S("x"), &w), ERR_INPUT, "{0} is not a workbook");
}

static void every_sort_comes_back_marked(void **state)
{
	struct fixtures *f = *state;
	const struct decoder *d = decoder_new(&f->arena, NULL);
	const struct cell_mark marks[] = {{0, 0, 0, S("写错了")}, {0, 1, CELL_MARK_ROW, S("重复")}};
	const uint32_t header[] = {UINT32_MAX};
	const struct marking m = {marks, COUNT_OF(marks), S("错误说明"), header, 1};
	/* the last one is a merge of all cells there are, with no room for a column */
	for (size_t i = 0; i + 1 < COUNT_OF(honest); i++) {
		struct workbook before, after;
		enum file_sort sort = FILE_UNKNOWN;
		str bytes = fixture(f, honest[i]), marked;
		assert_int_equal(workbook_read(&f->arena, bytes, S("x"), &before), OK);
		if (workbook_mark_decode(&f->arena, d, bytes, S("x"), &m, &marked, &sort) != OK)
			test_fails("%s: %s", honest[i], fail_key());
		assert_int_equal(sort, FILE_XLSX);
		assert_int_equal(workbook_read(&f->arena, marked, S("x"), &after), OK);
		const struct sheet *s = &after.sheets[0], *t = &before.sheets[0];
		same_str(sheet_text(s, 0, t->n_columns), S("写错了"));
		same_str(sheet_text(s, 1, t->n_columns), S("重复"));
		for (size_t k = 0; k < t->n_cells; k++)
			if (!t->cells[k].formula)
				same_str(sheet_text(s, t->cells[k].row, t->cells[k].column), t->cells[k].text);
		assert_int_equal(s->n_merges, t->n_merges);
	}
}

static void marks_of_another_file_are_refused(void **state)
{
	struct fixtures *f = *state;
	const struct cell_mark outside[] = {{7, 0, 0, S("a")}}, disorder[] = {{0, 5, 0, S("a")}, {0, 1, 0, S("a")}};
	const uint32_t header[] = {0};
	enum file_sort sort;
	str marked;
	refused(workbook_mark(&f->arena, fixture(f, "mac.xlsx"), S("x"), &(struct marking){outside, 1, S("h"), header, 1}, &marked, &sort),
		ERR_INPUT, "the mistakes are not those of {0}");
	refused(workbook_mark(&f->arena, fixture(f, "mac.xlsx"), S("x"), &(struct marking){disorder, 2, S("h"), header, 1}, &marked, &sort),
		ERR_INPUT, "the mistakes are not those of {0}");
}

static bool collect(void *arg, str s)
{
	buf_add(arg, s);
	return true;
}

/* Whatever a reader that was taken over sends is refused or is a workbook that keeps every
 * promise; lookups walk it to the end. */
static void what_comes_over_the_wire_is_checked(void **state)
{
	struct fixtures *f = *state;
	struct workbook w, again = {.sort = FILE_XLSX};
	struct buf b;
	size_t refusals = 0;
	buf_init(&b, &f->arena);
	assert_int_equal(workbook_read(&f->arena, fixture(f, "values.xlsx"), S("x"), &w), OK);
	assert_true(wire_book_write(&f->arena, &w, collect, &b));
	assert_true(wire_book_read(&f->arena, buf_str(&b), &again));
	same_book(&again, &w);
	for (size_t n = 0; n < b.n; n++)
		assert_false(wire_book_read(&f->arena, str_cut(buf_str(&b), 0, n), &again));
	for (size_t i = 0; i < b.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct arena a;
			arena_init(&a);
			char *copy = arena_copy(&a, b.p, b.n);
			copy[i] = (char)(copy[i] ^ 1 << bit);
			again = (struct workbook){.sort = FILE_XLSX};
			if (!wire_book_read(&a, (str){copy, b.n}, &again))
				refusals++;
			for (size_t s = 0; s < again.n_sheets; s++)
				for (size_t c = 0; c < again.sheets[s].n_cells; c++) {
					const struct cell *x = &again.sheets[s].cells[c];
					assert_true(x == sheet_at(&again.sheets[s], x->row, x->column));
					assert_true(utf8_valid(x->text) == x->text.n && x->kind < CELL_KINDS && x->row < again.sheets[s].n_rows);
				}
			arena_done(&a);
		}
	assert_true(refusals > b.n);
}

static const char *script(struct fixtures *f, const char *name, const char *text)
{
	char *path = arena_alloc(&f->arena, 256);
	snprintf(path, 256, "%s/%s", f->folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static void failures_of_the_process_are_told_apart(void **state)
{
	struct fixtures *f = *state;
	static const struct {
		const char *name, *text;
		err code;
		const char *sentence;
	} row[] = {
		{"crash", "#!/bin/sh\nkill -SEGV $$\n", ERR_INPUT, "{0} is damaged or too large for its reader, which gave up (signal {1}); save it again as .xlsx"},
		{"spent", "#!/bin/sh\nkill -XCPU $$\n", ERR_INPUT, "{0} takes too long to read; take out"},
		{"silent", "#!/bin/sh\nexit 0\n", ERR_IO, "the reader of documents gave no usable answer"},
		/* a head that promises 4 bytes, and 4 bytes that are no workbook */
		{"lies", "#!/bin/sh\nprintf 'LSD1\\000\\000\\000\\000\\007\\000\\000\\000\\000\\000\\000\\000\\004\\000\\000\\000"
			 "\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000evil'\n", ERR_IO,
		 "the reader of documents gave no usable answer"},
	};
	const uint32_t header[] = {0};
	const struct marking m = {NULL, 0, S("错误说明"), header, 1};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct decoder_options o = {.program = script(f, row[i].name, row[i].text), .wall_seconds = 5};
		const struct decoder *d = decoder_new(&f->arena, &o);
		struct workbook w;
		enum file_sort sort;
		str marked;
		refused(workbook_decode(&f->arena, d, fixture(f, "mac.xlsx"), S("x"), &w), row[i].code, row[i].sentence);
		refused(workbook_mark_decode(&f->arena, d, fixture(f, "mac.xlsx"), S("x"), &m, &marked, &sort), row[i].code, row[i].sentence);
	}
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_process_reads_as_the_reader_does),
		cmocka_unit_test(a_refusal_keeps_its_sentence_and_gets_the_name),
		cmocka_unit_test(every_sort_comes_back_marked),
		cmocka_unit_test(marks_of_another_file_are_refused),
		cmocka_unit_test(what_comes_over_the_wire_is_checked),
		cmocka_unit_test(failures_of_the_process_are_told_apart),
	};
	return cmocka_run_group_tests(tests, sheets_make, fixtures_free);
}
