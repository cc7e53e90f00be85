/* SPDX-License-Identifier: Apache-2.0 */
/* The heading of a ledger: the first rows that name fields, two levels made one, each
 * column given to the field whose heading it is most like. */
#include "ledger/mean_in.h"

#include <string.h>

#define LOOK_ROWS 40  /* a heading stands near the top */
#define HEAD_ROWS 3   /* levels of a heading */
#define HEADS_LEAST 3 /* so many columns that mean something make a heading */

/* ---- one heading -------------------------------------------------------------------------- */
/* Cuts the last （…） off; what stood in it is a measure when it is one. */
static str without_brackets(const struct ledger_words *w, str s, str *ret_measure)
{
	ptrdiff_t open = str_find(s, S("("), 0);
	if (open < 0 || !str_ends(s, S(")")))
		return s;
	str inside = str_cut(s, (size_t)open + 1, s.n - 1);
	str unit = inside;
	if (str_starts(unit, S("单位:")))
		unit = str_cut(unit, strlen("单位:"), unit.n);
	if (measure_find(w, unit))
		*ret_measure = unit;
	return open > 0 ? str_cut(s, 0, (size_t)open) : s;
}

/* 0: unlike; else better when larger. whole: 资金来源 is not 来源 where the field knows only a few values. */
static int likeness(str head, str word, bool whole)
{
	if (!word.n)
		return 0;
	if (str_eq(head, word))
		return 1000;
	if (utf8_count(word) < 2 || head.n <= word.n)
		return 0;
	if (whole)
		return 0;
	if (str_ends(head, word))
		return 300 + (int)utf8_count(word); /* 牵头责任单位: its head stands behind */
	return str_starts(head, word) && utf8_count(word) >= 4 ? 100 + (int)utf8_count(word) : 0;
}

/* Latin letters small, and what means the same written the same: 竣工日期 -> 竣工时间. */
static str plain_head(struct arena *a, const struct ledger_words *w, str folded)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < folded.n;) {
		str one, other, here = str_cut(folded, i, folded.n);
		size_t had = b.n;
		for (size_t k = 0; k < w->n[WORD_ALIKE] && b.n == had; k++)
			if (str_split(w->v[WORD_ALIKE][k], '=', &one, &other) && str_starts(here, one)) {
				buf_add(&b, other);
				i += one.n;
			}
		if (b.n > had)
			continue;
		char c = folded.p[i++];
		buf_byte(&b, c >= 'A' && c <= 'Z' ? (char)(c | 32) : c);
	}
	return buf_str(&b);
}

struct wording { /* a heading, whole and by its levels */
	str whole, last, first;
};

static int likest(const struct wording *h, str word, bool only_whole)
{
	int whole = likeness(h->whole, word, only_whole), last = likeness(h->last, word, only_whole), first = likeness(h->first, word, only_whole);
	last = last == 1000 ? 900 : last;
	first = first == 1000 ? 500 : 0;
	return whole > last ? (whole > first ? whole : first) : last > first ? last : first;
}

/* What the heading of a field may be, ready for comparing. */
struct field_words {
	bool taken, whole; /* whole: only the whole heading counts */
	str label, english, english_bare, *heads;
};

static struct field_words *words_of_fields(struct arena *a, const struct kind *k, const struct ledger_words *w)
{
	struct field_words *v = arena_new_n(a, k->n_fields, struct field_words);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		str none;
		v[i].taken = f->type != FIELD_SOURCE;
		v[i].whole = f->type == FIELD_CHOICE || f->type == FIELD_FLAG;
		v[i].label = without_brackets(w, plain_head(a, w, ledger_fold(a, f->label.zh)), &none);
		v[i].english = plain_head(a, w, ledger_fold(a, f->label.en));
		v[i].english_bare = without_brackets(w, v[i].english, &none);
		v[i].heads = arena_new_n(a, f->n_heads, str);
		for (size_t n = 0; n < f->n_heads; n++)
			v[i].heads[n] = plain_head(a, w, ledger_fold(a, f->heads[n]));
	}
	return v;
}

static int field_fit(const struct wording *h, const struct field_words *f, size_t n_heads)
{
	int best = likest(h, f->label, f->whole);
	int en = str_eq(h->whole, f->english) || str_eq(h->whole, f->english_bare) ? 1000 : 0;
	best = en > best ? en : best;
	for (size_t i = 0; i < n_heads; i++) {
		int fit = likest(h, f->heads[i], f->whole) - (int)i - 1; /* the first words fit best */
		best = fit > best ? fit : best;
	}
	return best;
}

static str bare(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '/')
			buf_byte(&b, s.p[i]);
	return buf_str(&b);
}

/* 2026年计划投资 of a ledger of 2026 is 本年计划投资. */
static str this_year(struct arena *a, int year, str head)
{
	int64_t said;
	struct buf b;
	if (!year || head.n < 8 || !str_int(str_cut(head, 0, 4), &said) || said != year || !str_starts(str_cut(head, 4, head.n), S("年")))
		return head;
	head = str_cut(head, 7, head.n);
	if (str_starts(head, S("度")))
		head = str_cut(head, 3, head.n);
	buf_init(&b, a);
	buf_z(&b, "本年");
	buf_add(&b, head);
	return buf_str(&b);
}

static struct wording wording_of(struct arena *a, const struct ledger_words *w, int year, struct ledger_column *c)
{
	struct wording h = {0};
	str rest = c->head, one, measure = S("");
	LIST(str) levels = {0};
	for (bool more = true; more;) {
		more = str_split(rest, '/', &one, &rest);
		*list_push(a, &levels) = this_year(a, year, without_brackets(w, ledger_fold(a, more ? one : rest), &measure));
	}
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < levels.n; i++)
		buf_add(&b, levels.v[i]);
	c->measure = measure;
	h.whole = bare(a, buf_str(&b));
	h.last = levels.v[levels.n - 1];
	h.first = levels.v[0];
	return h;
}

/* ---- columns ------------------------------------------------------------------------------------ */
static enum column_use house_use(const struct ledger_words *w, const struct wording *h)
{
	static const struct {
		enum ledger_word word;
		enum column_use use;
	} row[] = {{WORD_SERIAL, COLUMN_SERIAL}, {WORD_ID, COLUMN_ID}, {WORD_MARKS, COLUMN_MARKS}, {WORD_COMPUTED, COLUMN_COMPUTED}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (ledger_word_is(w, row[i].word, h->whole))
			return row[i].use;
	return COLUMN_LEFT;
}

/* Gives the best pair of column and field away, until no pair is left. */
static void give_fields(struct ledger *l, const int *fit)
{
	size_t fields = l->kind->n_fields;
	for (;;) {
		int best = 0;
		size_t column = 0, field = 0;
		for (size_t c = 0; c < l->n_columns; c++)
			for (size_t f = 0; f < fields; f++)
				if (fit[c * fields + f] > best && l->columns[c].use == COLUMN_LEFT && !ledger_column_of(l, (int)f)) {
					best = fit[c * fields + f];
					column = c;
					field = f;
				}
		if (!best)
			return;
		l->columns[column].use = COLUMN_FIELD;
		l->columns[column].field = (int)field;
	}
}

/* Without a column of titles the one that could be it best: 目标任务 is a title where no 任务名称 stands. */
static void title_needed(struct ledger *l, const int *fit)
{
	size_t fields = l->kind->n_fields;
	int best = 0;
	struct ledger_column *column = NULL;
	if (ledger_column_of(l, l->kind->title))
		return;
	for (size_t c = 0; c < l->n_columns; c++)
		if (fit[c * fields + (size_t)l->kind->title] > best && (l->columns[c].use == COLUMN_FIELD || l->columns[c].use == COLUMN_LEFT)) {
			best = fit[c * fields + (size_t)l->kind->title];
			column = &l->columns[c];
		}
	if (column) {
		column->use = COLUMN_FIELD;
		column->field = l->kind->title;
	}
}

/* ret: how well each column fits each field. */
static int *columns_mean(struct arena *a, struct ledger *l, const struct field_words *known)
{
	size_t fields = l->kind->n_fields;
	int *fit = arena_new_n(a, l->n_columns * fields, int);
	for (size_t c = 0; c < l->n_columns; c++) {
		struct wording h = wording_of(a, l->words, l->year, &l->columns[c]);
		l->columns[c].use = h.whole.n ? house_use(l->words, &h) : COLUMN_LEFT;
		h = (struct wording){plain_head(a, l->words, h.whole), plain_head(a, l->words, h.last), plain_head(a, l->words, h.first)};
		for (size_t f = 0; f < fields && h.whole.n; f++)
			fit[c * fields + f] = known[f].taken ? field_fit(&h, &known[f], l->kind->fields[f].n_heads) : 0;
	}
	give_fields(l, fit);
	title_needed(l, fit);
	return fit;
}

#define DOUBT_ROWS 50 /* so many matters tell what stands in a column */

/* 形象进度 whose cells all say 主体完工 is no share, 类别 whose cells are none of the choices no choice. */
static bool doubted(struct arena *a, const struct ledger *l, const struct ledger_column *c)
{
	enum field_type type = l->kind->fields[c->field].type;
	size_t said = 0, looked = 0;
	if (type != FIELD_CHOICE && type != FIELD_SHARE && type != FIELD_FLAG)
		return false;
	for (size_t i = 0; i < l->n_rows && looked < DOUBT_ROWS; i++) {
		struct meaning m;
		const struct cell *cell = sheet_at(l->sheet, l->rows[i].at, c->at);
		if (l->rows[i].sort != ROW_MATTER || !cell)
			continue;
		looked++;
		cell_mean(a, l, c, cell, &m);
		if (m.fault == CELL_FINE || m.propose.n || cell->kind == CELL_ERROR)
			return false;
		said++;
	}
	return said >= 2;
}

/* false: every column may be what it is taken for. */
static bool columns_doubted(struct arena *a, struct ledger *l, int *fit)
{
	bool any = false;
	for (size_t i = 0; i < l->n_columns; i++) {
		struct ledger_column *c = &l->columns[i];
		if (c->use != COLUMN_FIELD || !doubted(a, l, c))
			continue;
		fit[i * l->kind->n_fields + (size_t)c->field] = 0;
		c->use = COLUMN_LEFT;
		c->field = -1;
		any = true;
	}
	if (any)
		give_fields(l, fit);
	return any;
}

const struct ledger_column *ledger_column_of(const struct ledger *l, int field)
{
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].use == COLUMN_FIELD && l->columns[i].field == field)
			return &l->columns[i];
	return NULL;
}

size_t ledger_fit(const struct ledger *l)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_columns; i++)
		n += l->columns[i].use == COLUMN_FIELD;
	return n;
}

/* ---- levels ----------------------------------------------------------------------------------------- */
static str one_line(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\r')
			buf_byte(&b, s.p[i] == '/' ? '|' : s.p[i]);
	return str_trim(buf_str(&b));
}

static str joined(struct arena *a, const struct sheet *s, uint32_t from, uint32_t to, uint32_t column)
{
	struct buf b;
	str before = S("");
	buf_init(&b, a);
	for (uint32_t r = from; r < to; r++) {
		str one = one_line(a, sheet_text(s, r, column));
		if (!one.n || str_eq(one, before))
			continue;
		if (b.n)
			buf_byte(&b, '/');
		buf_add(&b, one);
		before = one;
	}
	return buf_str(&b);
}

/* A row that goes on with the heading above: names under a group, nothing that counts. */
static bool goes_on(const struct sheet *s, uint32_t head, uint32_t row)
{
	size_t from, to, below = 0;
	const struct merged *m = sheet_merge(s, head, 0);
	if (m && m->row + m->rows > row)
		return true;
	sheet_row(s, row, &from, &to);
	for (size_t i = from; i < to; i++) {
		const struct cell *c = &s->cells[i];
		const struct merged *above = sheet_merge(s, row - 1, c->column);
		if (c->kind != CELL_TEXT || utf8_count(c->text) > 20)
			return false;
		below += (above && above->columns > 1 && above->rows == 1) || !sheet_text(s, row - 1, c->column).n;
	}
	return to > from && below == to - from;
}

static uint32_t head_end(const struct sheet *s, uint32_t head)
{
	uint32_t end = head + 1;
	for (size_t i = 0; i < s->n_merges; i++)
		if (s->merges[i].row == head && s->merges[i].rows > 1 && s->merges[i].rows <= HEAD_ROWS && head + s->merges[i].rows > end)
			end = head + s->merges[i].rows;
	while (end < s->n_rows && end - head < HEAD_ROWS && goes_on(s, head, end))
		end++;
	return end;
}

static int *try_head(struct arena *a, struct ledger *l, const struct field_words *known, uint32_t row)
{
	const struct sheet *s = l->sheet;
	l->head_from = row;
	l->head_to = head_end(s, row);
	l->columns = arena_new_n(a, s->n_columns, struct ledger_column);
	l->n_columns = s->n_columns;
	for (uint32_t c = 0; c < s->n_columns; c++)
		l->columns[c] = (struct ledger_column){.at = c, .head = joined(a, s, l->head_from, l->head_to, c), .measure = S(""), .field = -1};
	above_read(a, l);
	return columns_mean(a, l, known);
}

static size_t meaning(const struct ledger *l)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_columns; i++)
		n += l->columns[i].use != COLUMN_LEFT;
	return n;
}

/* A heading has no colon in it; 填报单位：… stands above one. */
static bool is_name(const struct cell *c)
{
	return c->kind == CELL_TEXT && utf8_count(c->text) <= 40 && str_find(c->text, S(":"), 0) < 0 && str_find(c->text, S("："), 0) < 0;
}

static size_t names_in(const struct sheet *s, uint32_t row)
{
	size_t from, to, n = 0;
	sheet_row(s, row, &from, &to);
	for (size_t i = from; i < to; i++)
		n += is_name(&s->cells[i]);
	return n;
}

err ledger_find(struct arena *a, const struct sheet *s, const struct kind *k, const struct ledger_words *w, struct ledger *ret)
{
	struct ledger l = {.sheet = s, .kind = k, .words = w, .title = S(""), .filer = S(""), .measure = S(""), .day = DAY_NONE};
	const struct field_words *known = words_of_fields(a, k, w);
	for (uint32_t r = 0; r < s->n_rows && r < LOOK_ROWS; r++) {
		if (names_in(s, r) < 2)
			continue; /* one cell over the whole width names the ledger, not its columns */
		int *fit = try_head(a, &l, known, r);
		bool small = l.n_columns == 2 && meaning(&l) == 2;
		if ((meaning(&l) < HEADS_LEAST && !small) || !ledger_fit(&l))
			continue;
		rows_read(a, &l);
		while (columns_doubted(a, &l, fit)) /* each time a pair of column and field less */
			;
		*ret = l;
		return OK;
	}
	return fail(ERR_INPUT, "no row of the sheet {0} names the columns; write headings such as {1} above them, or choose another sheet",
		    s->name.n ? s->name : S("1"), k->fields[k->title].label.zh);
}
