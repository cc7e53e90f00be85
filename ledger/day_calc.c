/* SPDX-License-Identifier: Apache-2.0 */
/* A cell as a day: what sheets made of it, what people write (spreadsheets.md 2.3). */
#include "ledger/mean_in.h"

#include <string.h>

static str iso(struct arena *a, day_t d)
{
	struct buf b;
	buf_init(&b, a);
	day_put(&b, d);
	return buf_str(&b);
}

static size_t decimals(str s)
{
	ptrdiff_t dot = str_find(s, S("."), 0);
	return dot < 0 ? 0 : s.n - (size_t)dot - 1;
}

/* 20240630; else what a sheet may have made of 2024.10 or of a day: asked. */
static void mean_day_number(struct meaning_of *m)
{
	struct dec d;
	int64_t n;
	day_t day;
	if (str_int(m->c->text, &n) && n >= 19900101 && n <= 21001231) {
		day = day_of((int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100));
		meaning_fault(m, day == DAY_NONE ? CELL_NO_SUCH_DAY : CELL_FINE);
		m->ret->value = day == DAY_NONE ? S("") : iso(m->a, day);
	} else if (str_int(m->c->text, &n) && n >= 36526 && n <= 55153) { /* 2000-01-01 to 2050-12-31 */
		meaning_fault(m, CELL_ASK_SERIAL);
		m->ret->propose = iso(m->a, day_of(1899, 12, 30) + (day_t)n);
	} else if (dec_parse(m->c->text, &d) && decimals(m->c->text) >= 1 && decimals(m->c->text) <= 2) {
		meaning_fault(m, CELL_ASK_MONTH);
	} else {
		meaning_fault(m, CELL_NO_DATE);
	}
}

/* 2024.10 kept by its format 0.00 as 2024.1. */
static bool kept_by_format(struct meaning_of *m, struct cell *ret)
{
	if (m->c->kind != CELL_NUMBER || !str_eq(m->c->format, S("0.00")) || decimals(m->c->text) > 2)
		return false;
	struct buf b;
	buf_init(&b, m->a);
	buf_add(&b, m->c->text);
	size_t had = decimals(m->c->text);
	if (!had)
		buf_byte(&b, '.');
	for (; had < 2; had++)
		buf_byte(&b, '0');
	*ret = *m->c;
	ret->kind = CELL_TEXT;
	ret->text = buf_str(&b);
	return true;
}

static bool ongoing(const struct ledger_words *w, str folded)
{
	for (size_t i = 0; i < w->n[WORD_ONGOING]; i++)
		if (str_starts(folded, w->v[WORD_ONGOING][i]))
			return true;
	return false;
}

static day_t day_of_ledger(const struct ledger *l)
{
	if (l->day != DAY_NONE && (!l->year || day_civil(l->day).year == l->year))
		return l->day;
	return l->year ? day_of(l->year, 1, 1) : DAY_NONE;
}

/* Without a year, more than half a year before the ledger was filled in. */
static bool long_past(const struct ledger *l, const struct cell_day *d)
{
	return !d->year_said && d->date != DAY_NONE && l->day != DAY_NONE && d->date < day_add_months(l->day, -6);
}

/* 2024.10, 2024-10, 2024/10 -> 2024年10月; 6.30 -> 6月30日. Others as they are. */
static str spelled_out(struct arena *a, str s)
{
	struct buf b;
	int64_t one, two;
	size_t mark = 0;
	while (mark < s.n && !strchr(".-/", s.p[mark]))
		mark++;
	if (mark == s.n || !str_int(str_cut(s, 0, mark), &one) || !str_int(str_cut(s, mark + 1, s.n), &two) || s.n - mark > 3)
		return s;
	buf_init(&b, a);
	if (mark == 4 && two >= 1 && two <= 12)
		buf_fmt(&b, "%lld年%lld月", (long long)one, (long long)two);
	else if (mark <= 2 && one >= 1 && one <= 12 && two >= 1 && two <= 31)
		buf_fmt(&b, "%lld月%lld日", (long long)one, (long long)two);
	else
		return s;
	return buf_str(&b);
}

/* 26.11.30: two digits may be a year or a day. */
static bool short_year(struct meaning_of *m, str folded)
{
	int64_t v[3];
	size_t n = 0, from = 0;
	for (size_t i = 0; i <= folded.n; i++)
		if (i == folded.n || strchr(".-/", folded.p[i])) {
			if (n == 3 || i - from > 2 || !str_int(str_cut(folded, from, i), &v[n++]))
				return false;
			from = i + 1;
		}
	day_t day = n == 3 ? day_of(2000 + (int)v[0], (int)v[1], (int)v[2]) : DAY_NONE;
	if (day == DAY_NONE)
		return false;
	meaning_fault(m, CELL_ASK_YEAR);
	m->ret->propose = iso(m->a, day);
	return true;
}

/* 30 November 2026, Nov 30, 2026 */
static bool english_day(struct meaning_of *m, str text)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	int64_t number[2], month = 0;
	size_t n = 0, i = 0;
	char three[4] = "";
	while (i < text.n) {
		size_t from = i, began = i;
		while (i < text.n && is_digit(text.p[i]))
			i++;
		if (i > from && (n == 2 || !str_int(str_cut(text, from, i), &number[n++])))
			return false;
		from = i;
		while (i < text.n && ((text.p[i] | 32) >= 'a' && (text.p[i] | 32) <= 'z'))
			i++;
		if (i - from >= 3 && !month) {
			for (size_t k = 0; k < 3; k++)
				three[k] = (char)(text.p[from + k] | 32);
			const char *p = strstr(months, three);
			month = p && (p - months) % 3 == 0 ? (p - months) / 3 + 1 : -1;
		}
		while (i < text.n && strchr(" ,.\n", text.p[i]))
			i++;
		if (i == began)
			return false;
	}
	day_t day = n == 2 && month > 0 ? day_of((int)number[1], (int)month, (int)number[0]) : DAY_NONE;
	if (day == DAY_NONE || number[1] < 1990 || number[1] > 2100)
		return false;
	m->ret->value = iso(m->a, day);
	return true;
}

/* 2026/11/30 0:00 as a .csv has it: without its time. */
static str without_time(str s)
{
	size_t end = s.n, colons = 0;
	while (end && (is_digit(s.p[end - 1]) || s.p[end - 1] == ':'))
		colons += s.p[--end] == ':';
	return end > 8 && colons && (s.p[end - 1] == ' ' || s.p[end - 1] == 'T') ? str_cut(s, 0, end - 1) : s;
}

static void mean_day_text(struct meaning_of *m, const struct cell *c)
{
	struct cell_day d;
	str folded = spelled_out(m->a, ledger_fold(m->a, without_time(str_trim(c->text))));
	bool found = text_day(m->a, folded, day_of_ledger(m->l), &d);
	if (!found && (english_day(m, c->text) || short_year(m, folded)))
		return;
	m->ret->as_written = unbroken(m->a, c->text);
	if (found && d.no_such_day) {
		day_t last = day_month_end(d.year ? d.year : m->l->year ? m->l->year : 2000, d.month);
		meaning_fault(m, CELL_NO_SUCH_DAY);
		m->ret->propose = last == DAY_NONE || (!d.year && !m->l->year) ? S("") : iso(m->a, last);
	} else if (found && d.date != DAY_NONE && long_past(m->l, &d)) {
		meaning_fault(m, CELL_ASK_YEAR);
		m->ret->propose = iso(m->a, day_add_months(d.date, 12));
	} else if (found && d.date != DAY_NONE) {
		m->ret->value = iso(m->a, d.date);
		if (d.precision == PREC_DAY && d.year_said)
			m->ret->as_written = S("");
	} else if (!found && !ongoing(m->l->words, folded)) {
		meaning_fault(m, CELL_NO_DATE);
	} else if (found && d.precision != PREC_RELATIVE && d.precision != PREC_RECURRING && !ongoing(m->l->words, folded)) {
		meaning_fault(m, CELL_ASK_YEAR); /* no year anywhere */
	}
}

static bool has_letter(str format, char lower)
{
	for (size_t i = 0; i < format.n; i++)
		if ((format.p[i] | 32) == lower)
			return true;
	return false;
}

/* Without what stands in quotes and brackets: [$-804]yyyy"年"m"月". */
static str format_letters(struct arena *a, str format)
{
	struct buf b;
	char until = 0;
	buf_init(&b, a);
	for (size_t i = 0; i < format.n && (until || format.p[i] != ';'); i++) {
		char c = format.p[i];
		if (until)
			until = c == until ? 0 : until;
		else if (c == '"' || c == '[')
			until = c == '"' ? '"' : ']';
		else
			buf_byte(&b, c);
	}
	return buf_str(&b);
}

/* A cell that shows 2026年11月 means November, not its first day; 12月31日 of 1900 lost its year. */
static void mean_day_cell(struct meaning_of *m)
{
	day_t day;
	struct civil c;
	str format = format_letters(m->a, m->c->format);
	if (!day_parse(str_cut(m->c->text, 0, 10), &day)) {
		meaning_fault(m, CELL_NO_DATE);
		return;
	}
	c = day_civil(day);
	if (c.year < 1990) {
		meaning_fault(m, CELL_ASK_YEAR);
		day = m->l->year ? day_of(m->l->year, c.month, c.day) : DAY_NONE;
		m->ret->propose = day == DAY_NONE ? S("") : iso(m->a, day);
		return;
	}
	if (has_letter(format, 'y') && has_letter(format, 'm') && !has_letter(format, 'd') && !has_letter(format, 'h')) {
		struct buf b;
		buf_init(&b, m->a);
		buf_fmt(&b, "%d年%d月", c.year, c.month);
		m->ret->as_written = buf_str(&b);
		day = day_month_end(c.year, c.month);
	}
	m->ret->value = iso(m->a, day);
}

void mean_date(struct meaning_of *m)
{
	struct cell kept;
	if (m->c->kind == CELL_DATE && m->c->text.n >= 10)
		mean_day_cell(m);
	else if (kept_by_format(m, &kept))
		mean_day_text(m, &kept);
	else if (m->c->kind == CELL_NUMBER)
		mean_day_number(m);
	else if (m->c->kind == CELL_TEXT)
		mean_day_text(m, m->c);
	else
		meaning_fault(m, CELL_NO_DATE);
}
