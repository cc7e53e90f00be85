/* SPDX-License-Identifier: Apache-2.0 */
/* What stands above the heading and which rows behind it are matters: sections, totals,
 * foot lines and the heading printed again are not. */
#include "ledger/mean_in.h"

#include <string.h>

/* ---- above ------------------------------------------------------------------------------------ */
static bool label_in(const struct ledger_words *w, enum ledger_word sort, str folded, size_t at, size_t *ret_end)
{
	for (size_t i = 0; i < w->n[sort]; i++) {
		str word = w->v[sort][i];
		if (at + word.n < folded.n && memcmp(folded.p + at, word.p, word.n) == 0 && folded.p[at + word.n] == ':') {
			*ret_end = at + word.n + 1;
			return true;
		}
	}
	return false;
}

static bool any_label(const struct ledger_words *w, str folded, size_t at)
{
	size_t end;
	return label_in(w, WORD_FILER, folded, at, &end) || label_in(w, WORD_MEASURED, folded, at, &end) || label_in(w, WORD_DAY, folded, at, &end);
}

/* Up to the next label of the line. */
static str value_at(const struct ledger_words *w, str folded, size_t at)
{
	size_t end = at;
	while (end < folded.n && !any_label(w, folded, end))
		end++;
	return str_cut(folded, at, end);
}

static int year_in(str s)
{
	for (size_t i = 0; i + 7 <= s.n; i++) {
		int64_t y;
		bool starts = i == 0 || s.p[i - 1] < '0' || s.p[i - 1] > '9';
		if (starts && str_int(str_cut(s, i, i + 4), &y) && y >= 1990 && y <= 2100 && str_starts(str_cut(s, i + 4, s.n), S("年")))
			return (int)y;
	}
	return 0;
}

/* 单位：万元）, 单位：万元、亩 */
static str first_measure(const struct ledger_words *w, str s, str otherwise)
{
	for (size_t n = 0; n <= s.n; n++)
		if ((n == s.n || s.p[n] == ')' || s.p[n] == ',' || str_starts(str_cut(s, n, s.n), S("、"))) && measure_find(w, str_cut(s, 0, n)))
			return str_cut(s, 0, n);
	return otherwise;
}

static void line_read(struct arena *a, struct ledger *l, str text)
{
	str folded = ledger_fold(a, text);
	struct cell_day day;
	for (size_t i = 0; i < folded.n; i++) {
		size_t at;
		if (label_in(l->words, WORD_DAY, folded, i, &at) && text_day(a, value_at(l->words, folded, at), DAY_NONE, &day))
			l->day = day.date;
		else if (label_in(l->words, WORD_FILER, folded, i, &at) && !measure_find(l->words, value_at(l->words, folded, at)))
			l->filer = value_at(l->words, folded, at);
		else if (label_in(l->words, WORD_MEASURED, folded, i, &at)) {
			l->measure = first_measure(l->words, value_at(l->words, folded, at), l->measure);
		} else
			continue;
		i = at - 1;
	}
}

/* 附件2：…台账 and …台账（单位：万元） name a ledger as well; a colon elsewhere labels something. */
static bool is_title(struct arena *a, str text)
{
	str s = ledger_fold(a, text);
	ptrdiff_t colon = str_find(s, S(":"), 0), open = str_find(s, S("("), 0);
	if (str_starts(s, S("附")) && colon > 0 && colon <= 12)
		s = str_cut(s, (size_t)colon + 1, s.n);
	if (open > 0 && str_ends(s, S(")")) && str_find(s, S("("), 0) > 0)
		s = str_cut(s, 0, (size_t)str_find(s, S("("), 0));
	return utf8_count(s) >= 4 && str_find(s, S(":"), 0) < 0;
}

void above_read(struct arena *a, struct ledger *l)
{
	int year = 0;
	l->title = l->filer = l->measure = S("");
	l->day = DAY_NONE;
	for (size_t i = 0; i < l->sheet->n_cells && l->sheet->cells[i].row < l->head_from; i++) {
		const struct cell *c = &l->sheet->cells[i];
		if (!l->title.n && c->kind == CELL_TEXT && is_title(a, c->text))
			l->title = unbroken(a, c->text);
		if (c->kind == CELL_DATE)
			day_parse(str_cut(c->text, 0, 10), &l->day);
		year = year ? year : year_in(ledger_fold(a, c->text));
		line_read(a, l, c->text);
	}
	l->year = year_in(ledger_fold(a, l->title));
	if (!l->year && l->day != DAY_NONE)
		l->year = day_civil(l->day).year;
	if (!l->year)
		l->year = year ? year : year_in(ledger_fold(a, l->sheet->name));
}

/* ---- rows ----------------------------------------------------------------------------------------- */
struct row_look {
	str first;          /* folded text of its first cell */
	uint32_t column;    /* where that stands */
	size_t texts;       /* different texts in it */
	uint32_t widest;    /* columns of its widest cell */
	bool numbers;       /* 1 2 3 4 …, 甲 乙: the numbers of the columns */
	size_t heads;       /* cells that say what the heading says */
	str title;          /* of the ledger, folded */
};

static void look_at(struct arena *a, const struct ledger *l, uint32_t row, struct row_look *ret)
{
	str before = STR_NONE;
	size_t counting = 0, cells = 0;
	*ret = (struct row_look){.first = S(""), .title = ledger_fold(a, l->title)};
	for (size_t i = 0; i < l->n_columns; i++) {
		const struct ledger_column *c = &l->columns[i];
		str text = ledger_fold(a, sheet_text(l->sheet, row, c->at));
		const struct merged *m = sheet_merge(l->sheet, row, c->at);
		int64_t n;
		if (!text.n || (m && m->row < row)) /* of a cell that began above: no row of its own */
			continue;
		if (!ret->first.n) {
			ret->first = text;
			ret->column = c->at;
		}
		if (m && m->column == c->at && m->columns > ret->widest)
			ret->widest = m->columns;
		cells++;
		ret->texts += !(before.p && str_eq(before, text));
		ret->heads += str_eq(text, ledger_fold(a, c->head));
		counting += str_int(text, &n) && n == (int64_t)cells;
		before = text;
	}
	ret->numbers = cells >= 3 && counting == cells;
}

/* 合计, 合计（12个）, 注1. but not 合计完成土方 or 注册登记: those are matters. */
static bool begins(const struct ledger_words *w, enum ledger_word sort, str s)
{
	for (size_t i = 0; i < w->n[sort]; i++) {
		str word = w->v[sort][i];
		if (!str_starts(s, word))
			continue;
		char next = s.n > word.n ? s.p[word.n] : ':';
		if (str_ends(word, S(":")) || strchr(":(.", next) || (next >= '0' && next <= '9'))
			return true;
	}
	return false;
}

/* 一、 （一） 第一部分 一 十二. */
static bool section_number(str s)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
	static const char *const behind[] = {"、", ")", ".", ",", "部分", "章", "类", "批", ":"};
	if (str_starts(s, S("(")) || str_starts(s, S("第")))
		s = str_cut(s, s.p[0] == '(' ? 1 : 3, s.n);
	size_t had = s.n;
	for (size_t i = 0; i < COUNT_OF(digits);) {
		bool one = str_starts(s, str_of(digits[i]));
		s = str_cut(s, one ? 3 : 0, s.n);
		i = one ? 0 : i + 1;
	}
	for (size_t i = 0; i < COUNT_OF(behind); i++)
		if (s.n < had && (!s.n || str_starts(s, str_of(behind[i]))))
			return true;
	return false;
}

/* 第1页 共2页, －1－ */
static bool page_number(str s)
{
	bool digit = false;
	for (size_t i = 0; i < s.n; i++)
		digit |= s.p[i] >= '0' && s.p[i] <= '9';
	return digit && str_starts(s, S("第")) && str_find(s, S("页"), 0) > 0 && utf8_count(s) <= 16;
}

/* 3. （3） 8-1 ★3 */
static bool is_serial(str s)
{
	bool digit = false;
	for (size_t i = 0; i < s.n; i++)
		digit |= s.p[i] >= '0' && s.p[i] <= '9';
	return digit && utf8_count(s) <= 6;
}

static const struct ledger_column *column_at(const struct ledger *l, uint32_t at)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].at == at)
			return &l->columns[i];
	return NULL;
}

/* The only text of a row, under 序号: the name of a section, or a line at the foot. */
static bool alone_under_serial(const struct ledger *l, const struct row_look *k)
{
	const struct ledger_column *c = column_at(l, k->column);
	return k->texts == 1 && c && c->use == COLUMN_SERIAL && !is_serial(k->first);
}

/* The others are numbered 1, 2, 3. */
static bool counted_otherwise(struct arena *a, const struct ledger *l, uint32_t serial)
{
	for (uint32_t r = l->head_to; r < l->sheet->n_rows; r++)
		if (is_serial(ledger_fold(a, sheet_text(l->sheet, r, serial))))
			return true;
	return false;
}

/* 一 | 续建项目（2个） | 22 | 8.5: a section with its sums. */
static bool section_with_sums(struct arena *a, const struct ledger *l, uint32_t row, const struct row_look *k)
{
	const struct ledger_column *serial = column_at(l, k->column), *title = ledger_column_of(l, l->kind->title);
	struct amount v;
	if (!serial || !title || serial->use != COLUMN_SERIAL || is_serial(k->first) || !section_number(k->first) || utf8_count(k->first) > 4)
		return false;
	for (size_t i = 0; i < l->n_columns; i++) {
		uint32_t at = l->columns[i].at;
		const struct cell *c = sheet_at(l->sheet, row, at);
		if (c && at != serial->at && at != title->at && !amount_of_cell(a, l->words, c, &v))
			return false;
	}
	str name = ledger_fold(a, sheet_text(l->sheet, row, title->at));
	return k->widest > 1 || str_ends(name, S("个)")) || str_ends(name, S("项)")) || (k->texts == 2 && counted_otherwise(a, l, serial->at));
}

static enum ledger_row_sort sort_of(const struct ledger *l, const struct row_look *k)
{
	const struct ledger_words *w = l->words;
	if (!k->texts)
		return ROW_BLANK;
	if (k->texts == 1 && str_starts(k->first, S("luoshi-mark"))) /* OUT_MARK, whatever became of its blank */
		return ROW_NOTE;
	if (k->numbers || (k->heads >= 3 && k->heads * 2 > k->texts) || (k->texts == 1 && str_eq(k->first, k->title)))
		return ROW_HEAD;
	if (begins(w, WORD_TOTAL, k->first) && utf8_count(k->first) <= 12)
		return ROW_TOTAL;
	if (begins(w, WORD_SUBTOTAL, k->first) && utf8_count(k->first) <= 12)
		return ROW_SUBTOTAL;
	const struct ledger_column *first = column_at(l, k->column);
	if (first && first->use == COLUMN_SERIAL && str_find(k->first, S(":"), 0) > 0)
		return ROW_NOTE;
	bool title_column = l->n_columns > 1 && k->column == 0, alone = alone_under_serial(l, k);
	if (begins(w, WORD_NOTE, k->first) && (k->texts <= 3 && (title_column || k->widest > 1)))
		return ROW_NOTE;
	if (k->texts == 1 && (page_number(k->first) || ((alone || k->widest * 2 > l->n_columns) && str_ends(k->first, S(":")))))
		return ROW_NOTE;
	if (k->texts == 1 && (k->widest * 2 > l->n_columns || alone || (title_column && section_number(k->first))))
		return ROW_SECTION;
	return ROW_MATTER;
}

void rows_read(struct arena *a, struct ledger *l)
{
	LIST(struct ledger_row) rows = {0};
	str section = S("");
	for (uint32_t r = l->head_to; r < l->sheet->n_rows; r++) {
		struct row_look k;
		struct ledger_row row = {.at = r, .hidden = sheet_row_hidden(l->sheet, r)};
		look_at(a, l, r, &k);
		row.sort = sort_of(l, &k);
		bool sums = row.sort == ROW_MATTER && section_with_sums(a, l, r, &k);
		if (row.sort == ROW_SECTION)
			section = str_trim(sheet_text(l->sheet, r, k.column));
		if (sums) {
			row.sort = ROW_SECTION;
			section = str_trim(sheet_text(l->sheet, r, ledger_column_of(l, l->kind->title)->at));
		}
		row.section = section;
		l->n_matters += row.sort == ROW_MATTER;
		*list_push(a, &rows) = row;
	}
	l->rows = rows.v;
	l->n_rows = rows.n;
}

/* ---- sums --------------------------------------------------------------------------------------------- */
/* false: this column cannot be summed, for one of its cells measures something of its own. */
static bool add_cell(struct arena *a, const struct ledger *l, uint32_t row, uint32_t column, struct dec *sum)
{
	struct amount v;
	const struct cell *c = sheet_at(l->sheet, row, column);
	if (!c || !amount_of_cell(a, l->words, c, &v))
		return true;
	return !v.measure.n && dec_add(*sum, v.v, sum);
}

struct summing {
	struct arena *a;
	const struct ledger *l;
	LIST(struct ledger_sum) wrong;
};

static void hold(struct summing *s, const struct ledger_row *row, uint32_t column, struct dec counted)
{
	const struct cell *c = sheet_at(s->l->sheet, row->at, column);
	struct amount said;
	if (!c || c->kind == CELL_TEXT || !amount_of_cell(s->a, s->l->words, c, &said) || dec_cmp(said.v, counted) == 0)
		return;
	*list_push(s->a, &s->wrong) = (struct ledger_sum){row->at, column, said.v, counted};
}

static void column_sums(struct summing *s, uint32_t column)
{
	struct dec all = {0}, part = {0};
	bool good = true;
	for (size_t i = 0; i < s->l->n_rows && good; i++) {
		const struct ledger_row *row = &s->l->rows[i];
		if (row->sort == ROW_MATTER)
			good = add_cell(s->a, s->l, row->at, column, &all) && add_cell(s->a, s->l, row->at, column, &part);
		else if (row->sort == ROW_TOTAL)
			hold(s, row, column, all);
		else if (row->sort == ROW_SUBTOTAL)
			hold(s, row, column, part);
		if (row->sort == ROW_SUBTOTAL || row->sort == ROW_SECTION)
			part = (struct dec){0};
	}
}

size_t ledger_sums(struct arena *a, const struct ledger *l, struct ledger_sum **ret)
{
	struct summing s = {.a = a, .l = l};
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].use == COLUMN_FIELD || l->columns[i].use == COLUMN_LEFT)
			column_sums(&s, l->columns[i].at);
	*ret = s.wrong.v;
	return s.wrong.n;
}
