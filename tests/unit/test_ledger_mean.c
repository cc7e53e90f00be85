/* SPDX-License-Identifier: Apache-2.0 */
/* What ledgers mean: headings of two levels, rows that are no matter, values in every form. */
#include "check.h"

#include "ledger/mean.h"

#include <string.h>

static struct arena arena;

#define says(got, want) same_str((got), str_of(want))

static const struct kind *kind_of(const char *pack_name, const char *name)
{
	struct pack *p;
	const struct pack_file *files;
	size_t n = pack_builtin(&files, str_of(pack_name));
	assert_int_equal(pack_load(&arena, str_of(pack_name), files, n, &p), OK);
	for (size_t i = 0; i < p->n_kinds; i++)
		if (str_eq(p->kinds[i].name, str_of(name)))
			return &p->kinds[i];
	return NULL;
}

/* A table as lines of cells parted by |; ^ and < join a cell to the one above or before it. */
static struct sheet sheet_of(const char *const *lines, size_t n)
{
	LIST(struct cell) cells = {0};
	LIST(struct merged) merges = {0};
	struct sheet s = {.name = S("台账"), .n_rows = (uint32_t)n};
	for (uint32_t r = 0; r < n; r++) {
		str rest = str_of(lines[r]), one;
		uint32_t c = 0;
		for (bool more = true; more; c++) {
			more = str_split(rest, '|', &one, &rest);
			if (!more)
				one = rest;
			if (str_eq(one, S("<")) || str_eq(one, S("^"))) {
				bool up = one.p[0] == '^';
				struct merged *m = NULL;
				for (size_t i = 0; i < merges.n; i++) {
					struct merged *k = &merges.v[i];
					bool row = up ? k->row + k->rows == r : k->row + k->rows > r && k->row <= r;
					bool column = up ? c >= k->column && c < k->column + k->columns : k->column + k->columns == c;
					if (row && column)
						m = k;
				}
				if (!m) {
					m = list_push(&arena, &merges);
					*m = (struct merged){r - up, c - !up, 1, 1};
				}
				m->rows += up && m->row + m->rows == r;
				m->columns += !up;
			} else if (one.n) {
				bool number = one.p[0] == '=';
				*list_push(&arena, &cells) = (struct cell){r, c, number ? CELL_NUMBER : CELL_TEXT, .text = str_cut(one, number, one.n), .format = S("")};
			}
		}
		s.n_columns = c > s.n_columns ? c : s.n_columns;
	}
	s.cells = cells.v;
	s.n_cells = cells.n;
	s.merges = merges.v;
	s.n_merges = merges.n;
	return s;
}

static struct ledger ledger_of(const struct kind *k, const struct sheet *s)
{
	struct ledger l;
	assert_int_equal(ledger_find(&arena, s, k, ledger_words_built_in(), &l), OK);
	return l;
}

static const char *field_of(const struct ledger *l, size_t column)
{
	const struct ledger_column *c = &l->columns[column];
	return c->use == COLUMN_FIELD ? str_z(&arena, l->kind->fields[c->field].name) : "";
}

static const char *const real[] = {
	"某区2024年重点工作任务台账|<|<|<|<|<|<|<|<",
	"填报单位（盖章）：区发改局|<|<|<|单位：万元   填报日期：2024年6月30日|<|<|<|<",
	"序号|责任单位|任务名称|目标要求|投资（万元）|<|完成时限|责\n任\n人|进展情况",
	"^|^|^|^|总投资|年度计划|^|^|^",
	"一、工业项目（2个）|<|<|<|<|<|<|<|<",
	"=1|区发改局|新能源项目|6月底前开工|=125000|=50000|2024年6月底前|张三|已完成地勘",
	"=2|^|物流园|年底前竣工|8亿元|=20000|2024.10|李四\n13800000000|正在推进",
	"二、民生项目|<|<|<|<|<|<|<|<",
	"3.|区住建局、各镇街|老旧小区改造12个|三季度末完成|１２００|1,100.5|9月中旬|王五|完成58%",
	"小计||||=125000|=70000|||",
	"合计||||=126200|=71100.5|||",
	"注：进展情况截至填报日期|<|<|<|<|<|<|<|<",
	"填表人：赵六||||联系电话：1380000||||",
};

static void a_real_ledger(void **state)
{
	unused_arg(state);
	struct sheet s = sheet_of(real, COUNT_OF(real));
	struct ledger l = ledger_of(kind_of("commitments", "commitment"), &s);
	says(l.title, "某区2024年重点工作任务台账");
	says(l.filer, "区发改局");
	says(l.measure, "万元");
	assert_int_equal(l.day, day_of(2024, 6, 30));
	assert_int_equal(l.year, 2024);
	assert_int_equal(l.head_from, 2);
	assert_int_equal(l.head_to, 4);
	says(l.columns[4].head, "投资（万元）/总投资");
	says(l.columns[4].measure, "万元");
	static const char *const fields[] = {"", "lead", "title", "goal", "", "", "due", "officer", "progress"};
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		assert_string_equal(field_of(&l, i), fields[i]);
	assert_int_equal(l.columns[0].use, COLUMN_SERIAL);
	static const enum ledger_row_sort sorts[] = {ROW_SECTION, ROW_MATTER, ROW_MATTER, ROW_SECTION, ROW_MATTER, ROW_SUBTOTAL, ROW_TOTAL, ROW_NOTE, ROW_NOTE};
	assert_int_equal(l.n_rows, COUNT_OF(sorts));
	for (size_t i = 0; i < COUNT_OF(sorts); i++)
		assert_int_equal(l.rows[i].sort, sorts[i]);
	assert_int_equal(l.n_matters, 3);
	says(l.rows[1].section, "一、工业项目（2个）");
	says(sheet_text(&s, 6, 1), "区发改局"); /* filled down by its merge */
}

/* 序号 7: 8亿元 reads as no plain number, so its column is not held; 年度计划 is, and its 小计 is wrong. */
static void sums_are_held(void **state)
{
	unused_arg(state);
	struct sheet s = sheet_of(real, COUNT_OF(real));
	struct ledger l = ledger_of(kind_of("commitments", "commitment"), &s);
	struct ledger_sum *v;
	size_t n = ledger_sums(&arena, &l, &v);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].column, 5);
	assert_int_equal(v[0].row, 9);
	assert_int_equal(v[0].said.v, 70000);
	assert_int_equal(dec_cmp(v[0].counted, (struct dec){11005, 1}), 0);
}

static void projects_and_money(void **state)
{
	unused_arg(state);
	static const char *const lines[] = {
		"2024年重点项目一览表|<|<|<|<|<",
		"项目名称|建设内容|总投资（亿元）|年度计划投资|牵头责任单位|计划竣工时间",
		"高端装备园|新建厂房|=3.2|5000万元|区工信局|2025年底",
		"冷链物流|冷库|约8|=100|区商务局|=45473",
	};
	struct sheet s = sheet_of(lines, COUNT_OF(lines));
	struct ledger l = ledger_of(kind_of("projects", "project"), &s);
	static const char *const fields[] = {"title", "content", "investment", "planned_year", "lead", "due"};
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		assert_string_equal(field_of(&l, i), fields[i]);
	struct meaning m;
	cell_mean(&arena, &l, &l.columns[2], sheet_at(&s, 2, 2), &m);
	says(m.value, "32000");
	cell_mean(&arena, &l, &l.columns[3], sheet_at(&s, 2, 3), &m);
	says(m.value, "5000");
	cell_mean(&arena, &l, &l.columns[3], sheet_at(&s, 3, 3), &m);
	assert_int_equal(m.fault, CELL_ASK_MEASURE); /* 100 of what? */
	l.measure = S("亿元");
	cell_mean(&arena, &l, &l.columns[3], sheet_at(&s, 3, 3), &m);
	says(m.value, "1000000");
	cell_mean(&arena, &l, &l.columns[2], sheet_at(&s, 3, 2), &m);
	says(m.value, "80000");
	cell_mean(&arena, &l, &l.columns[5], sheet_at(&s, 2, 5), &m);
	says(m.value, "2025-12-31");
	cell_mean(&arena, &l, &l.columns[5], sheet_at(&s, 3, 5), &m);
	assert_int_equal(m.fault, CELL_ASK_SERIAL);
	says(m.propose, "2024-06-30");
}

static const struct {
	const char *field;
	enum cell_kind kind;
	const char *text, *format;
	enum cell_fault fault;
	const char *value, *as_written;
} cells[] = {
	{"due", CELL_TEXT, "2024年6月30日", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "2024-6-30", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "2024/6/30", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "2024.6.30", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "２０２４年６月３０日", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "二〇二四年六月三十日", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "2024年6月", "", CELL_FINE, "2024-06-30", "2024年6月"},
	{"due", CELL_TEXT, "2024年6月底前", "", CELL_FINE, "2024-06-30", "2024年6月底前"},
	{"due", CELL_TEXT, "9月中旬", "", CELL_FINE, "2024-09-20", "9月中旬"},
	{"due", CELL_TEXT, "9月上旬", "", CELL_FINE, "2024-09-10", "9月上旬"},
	{"due", CELL_TEXT, "三季度末", "", CELL_FINE, "2024-09-30", "三季度末"},
	{"due", CELL_TEXT, "上半年", "", CELL_FINE, "2024-06-30", "上半年"},
	{"due", CELL_TEXT, "年底前", "", CELL_FINE, "2024-12-31", "年底前"},
	{"due", CELL_TEXT, "12月底", "", CELL_FINE, "2024-12-31", "12月底"},
	{"due", CELL_TEXT, "2024年6月至2025年3月", "", CELL_FINE, "2025-03-31", "2024年6月至2025年3月"},
	{"due", CELL_TEXT, "9月-12月", "", CELL_FINE, "2024-12-31", "9月-12月"},
	{"due", CELL_TEXT, "2024.10", "", CELL_FINE, "2024-10-31", "2024.10"},
	{"due", CELL_TEXT, "2024-10", "", CELL_FINE, "2024-10-31", "2024-10"},
	{"due", CELL_TEXT, "6.30", "", CELL_FINE, "2024-06-30", "6.30"},
	{"due", CELL_TEXT, "长期坚持", "", CELL_FINE, "", "长期坚持"},
	{"due", CELL_TEXT, "15个工作日内", "", CELL_FINE, "", "15个工作日内"},
	{"due", CELL_TEXT, "每月25日前", "", CELL_FINE, "", "每月25日前"},
	{"due", CELL_TEXT, "6月31日", "", CELL_NO_SUCH_DAY, "", NULL},
	{"due", CELL_TEXT, "尽快", "", CELL_NO_DATE, "", NULL},
	{"due", CELL_TEXT, "—", "", CELL_FINE, "", NULL},
	{"due", CELL_NUMBER, "2024.1", "", CELL_ASK_MONTH, "", NULL},
	{"due", CELL_NUMBER, "6.3", "", CELL_ASK_MONTH, "", NULL},
	{"due", CELL_NUMBER, "2024.1", "0.00", CELL_FINE, "2024-10-31", NULL},
	{"due", CELL_NUMBER, "20240630", "", CELL_FINE, "2024-06-30", NULL},
	{"due", CELL_NUMBER, "20240631", "", CELL_NO_SUCH_DAY, "", NULL},
	{"due", CELL_DATE, "2024-06-30T08:30:00", "yyyy-mm-dd hh:mm", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_DATE, "2024-06-01", "yyyy\"年\"m\"月\"", CELL_FINE, "2024-06-30", "2024年6月"},
	{"due", CELL_DATE, "2024-06-01", "[$-804]yyyy\"年\"m\"月\";@", CELL_FINE, "2024-06-30", "2024年6月"},
	{"due", CELL_DATE, "1900-06-30", "m\"月\"d\"日\"", CELL_ASK_YEAR, "", NULL},
	{"due", CELL_TEXT, "2024/6/30 0:00", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "30 June 2024", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "June 30, 2024", "", CELL_FINE, "2024-06-30", ""},
	{"due", CELL_TEXT, "24.6.30", "", CELL_ASK_YEAR, "", NULL},
	{"due", CELL_TEXT, "30 * June", "", CELL_NO_DATE, "", NULL},
	{"due", CELL_ERROR, "#REF!", "", CELL_IS_ERROR, "", NULL},
	{"title", CELL_TEXT, "#REF!", "", CELL_IS_ERROR, "", NULL},
	{"title", CELL_TEXT, "修\xe2\x80\x8b桥", "", CELL_FINE, "修桥", NULL},
	{"share", CELL_TEXT, "58%", "", CELL_FINE, "58", NULL},
	{"share", CELL_TEXT, "完成58％", "", CELL_FINE, "58", NULL},
	{"share", CELL_NUMBER, "0.58", "0%", CELL_FINE, "58", NULL},
	{"share", CELL_NUMBER, "0.575", "0.0%", CELL_FINE, "57", NULL},
	{"share", CELL_NUMBER, "100", "", CELL_FINE, "100", NULL},
	{"share", CELL_TEXT, "0.9", "", CELL_NO_SHARE, "", NULL},
	{"share", CELL_NUMBER, "0.9", "", CELL_NO_SHARE, "", NULL},
	{"share", CELL_NUMBER, "0", "", CELL_FINE, "0", NULL},
	{"share", CELL_NUMBER, "101", "", CELL_NO_SHARE, "", NULL},
	{"share", CELL_TEXT, "过半", "", CELL_NO_SHARE, "", NULL},
	{"title", CELL_TEXT, "老旧\n小区改造", "", CELL_FINE, "老旧小区改造", NULL},
	{"officer", CELL_TEXT, "李四\n13800000000", "", CELL_FINE, "李四 13800000000", NULL},
	{"officer", CELL_NUMBER, "370402198001010000", "", CELL_DIGITS_LOST, NULL, NULL},
	{"category", CELL_TEXT, "政府工作报告", "", CELL_FINE, "report", NULL},
	{"category", CELL_TEXT, "不知道", "", CELL_NO_CHOICE, "", NULL},
	{"problem", CELL_TEXT, "无", "", CELL_FINE, "无", NULL},
};

static void cells_of_every_form(void **state)
{
	unused_arg(state);
	struct sheet s = sheet_of(real, COUNT_OF(real));
	struct ledger l = ledger_of(kind_of("commitments", "commitment"), &s);
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		struct ledger_column column = {.use = COLUMN_FIELD, .field = kind_field(l.kind, str_of(cells[i].field)), .measure = S("")};
		struct cell c = {.kind = cells[i].kind, .text = str_of(cells[i].text), .format = str_of(cells[i].format)};
		struct meaning m;
		cell_mean(&arena, &l, &column, &c, &m);
		if (m.fault != cells[i].fault || (cells[i].value && !str_eq(m.value, str_of(cells[i].value))) ||
		    (cells[i].as_written && !str_eq(m.as_written, str_of(cells[i].as_written))))
			test_fails("%s %s: fault %d, value %.*s, as written %.*s", cells[i].field, cells[i].text, m.fault, STR_ARG(m.value), STR_ARG(m.as_written));
		str sentence = cell_sentence(&arena, LANG_ZH, &column, &l.kind->fields[column.field], &c, &m);
		assert_true((m.fault != CELL_FINE) == (sentence.n > 0));
		assert_true(str_find(sentence, S("{"), 0) < 0);
	}
}

static void names_of_units(void **state)
{
	unused_arg(state);
	struct sheet s = sheet_of(real, COUNT_OF(real));
	struct ledger l = ledger_of(kind_of("commitments", "commitment"), &s);
	struct meaning m;
	cell_mean(&arena, &l, &l.columns[1], sheet_at(&s, 8, 1), &m);
	assert_int_equal(m.n_several, 2);
	says(m.several[0], "区住建局");
	says(m.several[1], "各镇街");
}

static void a_text_is_no_ledger(void **state)
{
	unused_arg(state);
	static const char *const lines[] = {"各位代表：", "一、过去一年|工作", "我们完成了12项"};
	struct sheet s = sheet_of(lines, COUNT_OF(lines));
	struct ledger l;
	assert_int_equal(ledger_find(&arena, &s, kind_of("commitments", "commitment"), ledger_words_built_in(), &l), ERR_INPUT);
}

static int setup(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_real_ledger, setup, teardown),
		cmocka_unit_test_setup_teardown(sums_are_held, setup, teardown),
		cmocka_unit_test_setup_teardown(projects_and_money, setup, teardown),
		cmocka_unit_test_setup_teardown(cells_of_every_form, setup, teardown),
		cmocka_unit_test_setup_teardown(names_of_units, setup, teardown),
		cmocka_unit_test_setup_teardown(a_text_is_no_ledger, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
