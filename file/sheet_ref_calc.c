/* SPDX-License-Identifier: Apache-2.0 */
/* Places (A1) and dates (ISO 8601) as workbooks write them. */
#include <string.h>

#include "base/day.h"
#include "file/sheet_in.h"

/* Reads one place at *at. */
static bool place(str s, size_t *at, uint32_t *ret_row, uint32_t *ret_column)
{
	uint32_t row = 0, column = 0;
	size_t i = *at;
	i += i < s.n && s.p[i] == '$';
	for (; i < s.n && ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z')); i++) {
		column = column * 26 + (uint32_t)((s.p[i] & 0x1f));
		if (column > SHEET_COLUMNS)
			return false;
	}
	i += i < s.n && s.p[i] == '$';
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
		row = row * 10 + (uint32_t)(s.p[i] - '0');
		if (row > SHEET_ROWS)
			return false;
	}
	if (!row || !column)
		return false;
	*at = i;
	*ret_row = row - 1;
	*ret_column = column - 1;
	return true;
}

bool sheet_ref(str s, uint32_t *ret_row, uint32_t *ret_column)
{
	size_t at = 0;
	uint32_t row, column;
	if (!place(s, &at, &row, &column) || at != s.n)
		return false;
	*ret_row = row;
	*ret_column = column;
	return true;
}

bool sheet_range(str s, struct merged *ret)
{
	str first, rest;
	uint32_t row, column, row2, column2;
	if (!str_split(s, ':', &first, &rest))
		first = rest = s;
	if (!sheet_ref(first, &row, &column) || !sheet_ref(rest, &row2, &column2) || row2 < row || column2 < column)
		return false;
	*ret = (struct merged){.row = row, .column = column, .rows = row2 - row + 1, .columns = column2 - column + 1};
	return true;
}

void sheet_ref_put(struct buf *b, uint32_t row, uint32_t column)
{
	char letters[8];
	size_t n = sizeof letters;
	for (uint32_t c = column + 1; c; c = (c - 1) / 26)
		letters[--n] = (char)('A' + (c - 1) % 26);
	buf_add(b, (str){letters + n, sizeof letters - n});
	buf_int(b, (int64_t)row + 1);
}

/* hh:mm[:ss[.fff]] with what says the zone cut off */
static bool clock_text(str s, char to[9], bool *ret_midnight)
{
	if (s.n < 5 || s.p[2] != ':')
		return false;
	memcpy(to, "00:00:00", 9);
	for (size_t i = 0; i < 8 && i < s.n; i++) {
		bool colon = i == 2 || i == 5;
		if (i == 5 && s.p[i] != ':')
			break;
		if (colon ? s.p[i] != ':' : s.p[i] < '0' || s.p[i] > '9')
			return false;
		to[i] = s.p[i];
	}
	*ret_midnight = !strcmp(to, "00:00:00");
	return to[0] < '2' || (to[0] == '2' && to[1] < '4');
}

bool sheet_iso_date(struct book *b, str s, str *ret)
{
	char clock[9], all[20];
	day_t day;
	bool midnight;
	s = str_trim(s);
	if (clock_text(s, clock, &midnight)) {
		*ret = book_keep(b, str_of(clock));
		return true;
	}
	if (s.n < 10 || !day_parse(str_cut(s, 0, 10), &day))
		return false;
	memcpy(all, s.p, 10);
	if (s.n == 10 || (s.p[10] == 'T' && clock_text(str_cut(s, 11, s.n), clock, &midnight) && midnight)) {
		*ret = book_keep(b, (str){all, 10});
		return true;
	}
	if (s.p[10] != 'T' || !clock_text(str_cut(s, 11, s.n), clock, &midnight))
		return false;
	all[10] = 'T';
	memcpy(all + 11, clock, 8);
	*ret = book_keep(b, (str){all, 19});
	return true;
}
