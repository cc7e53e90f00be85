/* SPDX-License-Identifier: Apache-2.0 */
/* One cell of a .csv. A spreadsheet that opens the file takes a cell that begins like a formula
 * for one, so whoever could write a cell could make the reader's machine compute; such a cell
 * gets an apostrophe, and one that already has such an apostrophe gets another, so that the
 * way back is one and the same for all. */
#include "base/num.h"
#include "ledger/out.h"

/* Signs with which spreadsheets begin a formula, also as a Chinese input method types them. */
static const str signs[] = {S("="), S("+"), S("-"), S("@"), S("\t"), S("\r"), S("\n"), S("＝"), S("＋"), S("－"), S("＠")};

static bool begins_like_one(str s)
{
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (str_starts(s, signs[i]))
			return true;
	return false;
}

static str after_apostrophes(str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] == '\'')
		n++;
	return str_cut(s, n, s.n);
}

bool csv_dangerous(str cell)
{
	struct dec number;
	str rest = after_apostrophes(cell);
	if (!begins_like_one(rest))
		return false;
	return rest.n < cell.n || !dec_parse(cell, &number);
}

void csv_put(struct buf *b, str cell)
{
	bool quoted = false;
	for (size_t i = 0; i < cell.n && !quoted; i++)
		quoted = cell.p[i] == '"' || cell.p[i] == ',' || cell.p[i] == '\r' || cell.p[i] == '\n';
	/* white space at an end is the cell's own */
	quoted |= cell.n && (cell.p[0] == ' ' || cell.p[0] == '\t' || cell.p[cell.n - 1] == ' ' || cell.p[cell.n - 1] == '\t');
	if (quoted)
		buf_byte(b, '"');
	if (csv_dangerous(cell))
		buf_byte(b, '\'');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, cell.p[i]);
	}
	if (quoted)
		buf_byte(b, '"');
}

str csv_plain(str cell)
{
	str rest = after_apostrophes(cell);
	return rest.n < cell.n && begins_like_one(rest) ? str_cut(cell, 1, cell.n) : cell;
}
