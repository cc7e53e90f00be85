/* SPDX-License-Identifier: Apache-2.0 */
/* A table of inputs out of a .csv (RFC 4180): the heading names the columns, a row is a subject. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "score/score_in.h"

#define NUMBER_MAX_BYTES 64

struct reader {
	struct arena *a;
	const char *p, *end;
	size_t line;   /* where the cell began, from 1 */
	size_t now;
	bool last;     /* the cell was the last of its row */
};

static str number_text(struct arena *a, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

/* ---- cells ---------------------------------------------------------------------------------------------- */
static err cell_quoted(struct reader *r, str *ret)
{
	char *out = NULL;
	const char *from = ++r->p;
	size_t n = 0;
	bool copied = false;
	for (;; r->p++) {
		if (r->p == r->end)
			return fail(ERR_INPUT, "line {0}: a quotation mark is opened and not closed; close it", number_text(r->a, r->line));
		r->now += *r->p == '\n';
		if (*r->p == '"') {
			if (r->p + 1 == r->end || r->p[1] != '"')
				break;
			if (!copied) {
				const char *close = r->p;
				while (close < r->end && (*close != '"' || (close + 1 < r->end && close[1] == '"')))
					close += *close == '"' ? 2 : 1;
				out = arena_copy(r->a, from, (size_t)((close < r->end ? close : r->end) - from));
				copied = true;
			}
			r->p++;
		}
		if (copied)
			out[n] = *r->p;
		n++;
	}
	r->p++;
	*ret = (str){copied ? out : from, n};
	return OK;
}

static err cell_next(struct reader *r, str *ret)
{
	str s;
	r->line = r->now;
	if (r->p < r->end && *r->p == '"') {
		TRY(cell_quoted(r, &s));
	} else {
		const char *from = r->p;
		while (r->p < r->end && *r->p != ',' && *r->p != '\n' && *r->p != '\r')
			r->p++;
		s = (str){from, (size_t)(r->p - from)};
	}
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	r->last = r->p == r->end || *r->p == '\n';
	if (!r->last && *r->p != ',')
		return fail(ERR_INPUT, "line {0}: something stands between a quotation mark and the next comma; put the whole cell between quotation marks",
			    number_text(r->a, r->line));
	if (r->p < r->end) {
		r->now += *r->p == '\n';
		r->p++;
	}
	*ret = s;
	return OK;
}

/* ---- numbers -------------------------------------------------------------------------------------------- */
/* Digits that a double holds exactly, over a power of ten that it holds exactly: one division, rightly rounded. */
static bool short_number(str s, double *ret)
{
	static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	uint64_t v = 0;
	size_t i = s.n && (*s.p == '-' || *s.p == '+'), digits = 0, places = 0;
	bool point = false;
	for (; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');
		if (s.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (d > 9 || digits == 15)
			return false;
		v = v * 10 + d;
		digits++;
		places += point;
	}
	if (!digits)
		return false;
	double x = (double)v / tens[places];
	*ret = *s.p == '-' ? -x : x;
	return true;
}

/* 1,234.5: commas in threes, as spreadsheets write them. */
static bool without_commas(str s, char *z, size_t *ret_n)
{
	size_t n = 0, run = 0, commas = 0;
	bool point = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == ',') {
			if (point || (commas ? run != 3 : run == 0 || run > 3))
				return false;
			commas++;
			run = 0;
			continue;
		}
		if (c == '.' || c == 'e' || c == 'E') {
			if (commas && !point && run != 3)
				return false;
			point = true;
		}
		if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E')
			return false;
		run += c >= '0' && c <= '9';
		z[n++] = c;
	}
	z[n] = 0;
	*ret_n = n;
	return !commas || point || run == 3;
}

static bool number_of(str s, double *ret)
{
	char z[NUMBER_MAX_BYTES + 1], *end;
	size_t n;
	if (short_number(s, ret))
		return true;
	if (!s.n || s.n > NUMBER_MAX_BYTES || !without_commas(s, z, &n))
		return false;
	*ret = strtod(z, &end);
	return end == z + n && n && isfinite(*ret);
}

/* Names and codes are shown, sorted and kept: no control signs, no broken lines. */
static err name_of(struct reader *r, str cell, str *ret)
{
	str s = str_trim(cell);
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < ' ' || s.p[i] == 0x7f)
			return fail(ERR_INPUT, "line {0}: a name or a code holds a control sign or a line break; take it out", number_text(r->a, r->line));
	*ret = s;
	return OK;
}

/* ---- the heading -------------------------------------------------------------------------------------------- */
#define NO_COLUMN SIZE_MAX
struct heading {
	size_t n;       /* cells */
	size_t subject, class;
	size_t *input;  /* cell -> column of the table; NO_COLUMN */
};

static err read_heading(struct reader *r, struct heading *h, struct score_table *t)
{
	LIST(str) names = {0};
	LIST(str) inputs = {0};
	str s;
	do {
		TRY(cell_next(r, &s));
		TRY(name_of(r, s, list_push(r->a, &names)));
		if (names.n > LIMIT_SHEET_COLUMNS)
			return fail(ERR_LIMIT, "the table has more than 1000 columns; leave out those that are not needed");
	} while (!r->last);
	*h = (struct heading){names.n, NO_COLUMN, NO_COLUMN, arena_new_n(r->a, names.n, size_t)};
	for (size_t i = 0; i < names.n; i++) {
		size_t *own = str_eq(names.v[i], S("subject")) ? &h->subject : str_eq(names.v[i], S("class")) ? &h->class : NULL;
		for (size_t j = 0; j < i; j++)
			if (names.v[i].n && str_eq(names.v[j], names.v[i]))
				return fail(ERR_INPUT, "line 1: two columns are called {0}; rename one of them", names.v[i]);
		h->input[i] = own || !names.v[i].n ? NO_COLUMN : inputs.n;
		if (own)
			*own = i;
		else if (names.v[i].n)
			*list_push(r->a, &inputs) = names.v[i];
	}
	if (h->subject == NO_COLUMN)
		return fail(ERR_INPUT, "line 1: no column is called subject; write subject, class, and the names of the inputs into the first line");
	t->inputs = inputs.v;
	t->n_inputs = inputs.n;
	return OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */
struct rows {
	str *subjects, *classes;
	double *values;  /* [column * room + row] */
	uint8_t *states;
	size_t n, room;
};

static err read_value(struct reader *r, const struct score_table *t, str s, size_t column, double *ret_v, uint8_t *ret_s)
{
	str cell = str_trim(s);
	*ret_v = NAN;
	*ret_s = SCORE_MISSING;
	if (!cell.n)
		return OK;
	if (cell.n == 1 && *cell.p == '/') {
		*ret_s = SCORE_NOT_APPLICABLE;
		return OK;
	}
	*ret_s = SCORE_NUMBER;
	if (number_of(cell, ret_v))
		return OK;
	return fail(ERR_INPUT, "line {0}: {1} in the column {2} is no number; write digits, leave it empty if it is missing, or write / if it is not applicable",
		    number_text(r->a, r->line), cell.n > 60 ? S("…") : cell, t->inputs[column]);
}

static err read_row(struct reader *r, const struct heading *h, const struct score_table *t, struct rows *rows)
{
	size_t i = 0, line = r->now;
	str s, class = STR_NONE, subject = STR_NONE;
	for (; i < t->n_inputs; i++) { /* a short row ends with empty cells */
		rows->values[i * rows->room + rows->n] = NAN;
		rows->states[i * rows->room + rows->n] = SCORE_MISSING;
	}
	bool some = false;
	for (i = 0;; i++) {
		TRY(cell_next(r, &s));
		some |= s.n > 0;
		if (i >= h->n && s.n)
			return fail(ERR_INPUT, "line {0}: this row has more cells than the heading; put texts with commas between quotation marks", number_text(r->a, line));
		size_t c = i < h->n ? h->input[i] : NO_COLUMN;
		if (i == h->subject)
			TRY(name_of(r, s, &subject));
		else if (i == h->class)
			TRY(name_of(r, s, &class));
		else if (c != NO_COLUMN)
			TRY(read_value(r, t, s, c, &rows->values[c * rows->room + rows->n], &rows->states[c * rows->room + rows->n]));
		if (r->last)
			break;
	}
	if (!some)
		return OK;
	if (!subject.n)
		return fail(ERR_INPUT, "line {0}: the subject is missing; write its code, or delete the row", number_text(r->a, line));
	rows->subjects[rows->n] = subject;
	rows->classes[rows->n++] = class;
	return OK;
}

static size_t count_lines(str s)
{
	size_t n = 1;
	for (const char *p = s.p; p && (p = memchr(p, '\n', (size_t)(s.p + s.n - p))); p++)
		n++;
	return n;
}

err subjects_unique(struct arena *a, const str *subjects, size_t n)
{
	size_t size = 16;
	while (size < 2 * n)
		size *= 2;
	uint32_t *at = arena_new_n(a, size, uint32_t);
	for (size_t i = 0; i < n; i++) {
		size_t k = str_hash(subjects[i]) & (size - 1);
		for (; at[k]; k = (k + 1) & (size - 1))
			if (str_eq(subjects[at[k] - 1], subjects[i]))
				return fail(ERR_INPUT, "{0} stands in the table twice; keep one row for each subject", subjects[i]);
		at[k] = (uint32_t)i + 1;
	}
	return OK;
}

/* The columns stand `room` apart; they move together. */
static void close_ranks(struct rows *rows, size_t columns)
{
	for (size_t c = 1; c < columns && rows->n < rows->room; c++) {
		memmove(rows->values + c * rows->n, rows->values + c * rows->room, rows->n * sizeof *rows->values);
		memmove(rows->states + c * rows->n, rows->states + c * rows->room, rows->n);
	}
}

err score_table_read(struct arena *a, str csv, struct score_table *ret)
{
	struct score_table t = {.unique = true};
	struct heading h;
	if (str_starts(csv, S("\xef\xbb\xbf")))
		csv = str_cut(csv, 3, csv.n);
	if (!csv.n)
		return fail(ERR_INPUT, "the table is empty; write subject, class, and the names of the inputs into the first line");
	if (utf8_valid(csv) != csv.n)
		return fail(ERR_INPUT, "the table is not UTF-8; save it as CSV UTF-8");
	struct reader r = {.a = a, .p = csv.p, .end = csv.p + csv.n, .now = 1};
	TRY(read_heading(&r, &h, &t));
	struct rows rows = {.room = count_lines(csv)};
	if (rows.room > UINT32_MAX / 4 || rows.room * t.n_inputs > 2 * csv.n + 65536)
		return fail(ERR_LIMIT, "the table has more empty lines than values; delete the empty lines");
	rows.subjects = room_of(a, rows.room, str);
	rows.classes = room_of(a, rows.room, str);
	rows.values = room_new(a, rows.room * t.n_inputs, sizeof *rows.values);
	rows.states = room_new(a, rows.room * t.n_inputs, sizeof *rows.states);
	while (r.p < r.end)
		TRY(read_row(&r, &h, &t, &rows));
	TRY(subjects_unique(a, rows.subjects, rows.n));
	close_ranks(&rows, t.n_inputs);
	t.subjects = rows.subjects;
	t.classes = h.class == NO_COLUMN ? NULL : rows.classes;
	t.n = rows.n;
	t.values = rows.values;
	t.states = rows.states;
	*ret = t;
	return OK;
}
