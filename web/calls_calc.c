/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of calls as telephone software writes them: date, calls that came in, answered, within 15 seconds; commas,
 * tabs, semicolons or blanks between, the first line may be a heading. */
#include "web/calls_in.h"

static bool apart(char c)
{
	return c == ',' || c == '\t' || c == ';' || c == ' ' || c == '\r';
}

static bool cell(str *line, str *ret)
{
	size_t at = 0, end;
	while (at < line->n && apart(line->p[at]))
		at++;
	end = at;
	while (end < line->n && !apart(line->p[end]))
		end++;
	*ret = str_cut(*line, at, end);
	*line = str_cut(*line, end, line->n);
	while (ret->n > 1 && ret->p[0] == '"' && ret->p[ret->n - 1] == '"')
		*ret = str_cut(*ret, 1, ret->n - 1);
	return ret->n > 0;
}

/* 2026-10-01, 2026/10/1, 20261001 */
static bool day_of_cell(str s, day_t *ret)
{
	int64_t n[3] = {0};
	size_t k = 0, digits = 0;
	if (s.n == 8 && str_int(s, &n[0])) {
		*ret = day_of((int)(n[0] / 10000), (int)(n[0] / 100 % 100), (int)(n[0] % 100));
		return *ret != DAY_NONE;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9' && digits < 4) {
			n[k] = n[k] * 10 + (s.p[i] - '0');
			digits++;
		} else if ((s.p[i] == '-' || s.p[i] == '/' || s.p[i] == '.') && k < 2 && digits) {
			k++;
			digits = 0;
		} else {
			return false;
		}
	}
	*ret = k == 2 && digits ? day_of((int)n[0], (int)n[1], (int)n[2]) : DAY_NONE;
	return *ret != DAY_NONE;
}

static bool row(str line, struct calls_day *ret)
{
	struct calls_day c = {0};
	str day, in, answered, quickly, more;
	if (!cell(&line, &day) || !day_of_cell(day, &c.day) || !cell(&line, &in) || !str_int(in, &c.inbound) || !cell(&line, &answered) || !str_int(answered, &c.answered))
		return false;
	if (cell(&line, &quickly) && !str_int(quickly, &c.quickly))
		return false;
	*ret = c;
	return !cell(&line, &more);
}

size_t calls_rows(str text, struct calls_day *ret, size_t most, int *ret_wrong)
{
	size_t n = 0;
	int no = 0;
	*ret_wrong = 0;
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_cut(text, 3, text.n);
	while (text.n) {
		str line, first, rest;
		no++;
		if (!str_split(text, '\n', &line, &text)) {
			line = text;
			text = S("");
		}
		line = str_trim(line);
		if (!line.n)
			continue;
		if (n < most && row(line, &ret[n])) {
			n++;
			continue;
		}
		rest = line;
		if (!n && no == 1 && cell(&rest, &first) && !(first.p[0] >= '0' && first.p[0] <= '9'))
			continue; /* a heading */
		*ret_wrong = no;
		return n;
	}
	return n;
}
