/* SPDX-License-Identifier: Apache-2.0 */
/* Periods (统计周期) as text that sorts within its span, and as people write them. */
#include "core/measure.h"

const char *const value_sort_names[] = {"actual", "target", "base", "city", "rank", "growth", NULL};
static const int in_year[SPANS] = {[SPAN_TEN_DAYS] = 36, [SPAN_MONTH] = 12, [SPAN_QUARTER] = 4, [SPAN_HALF] = 2, [SPAN_YEAR] = 1};

int span_a_year(enum measured_span s)
{
	return (unsigned)s < SPANS ? in_year[s] : 0;
}

static bool digits(str s, size_t at, size_t n, int *ret)
{
	int v = 0;
	for (size_t i = at; i < at + n; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret = v;
	return true;
}

/* Year, span and which one of the year, from 1. */
static bool split(str s, int *ret_year, enum measured_span *ret_span, int *ret_n)
{
	int year = 0, n = 1, ten;
	enum measured_span span = SPAN_YEAR;
	if (!digits(s, 0, 4, &year) || year < 1900 || year > 2200)
		return false;
	if (s.n == 6 && (s.p[4] == 'H' || s.p[4] == 'Q') && digits(s, 5, 1, &n))
		span = s.p[4] == 'H' ? SPAN_HALF : SPAN_QUARTER;
	else if (s.n == 7 && s.p[4] == '-' && digits(s, 5, 2, &n))
		span = SPAN_MONTH;
	else if (s.n == 9 && s.p[4] == '-' && s.p[7] == '-' && digits(s, 5, 2, &n) && digits(s, 8, 1, &ten) && n >= 1 && n <= 12 && ten >= 1 && ten <= 3) {
		span = SPAN_TEN_DAYS;
		n = (n - 1) * 3 + ten;
	} else if (s.n != 4) {
		return false;
	}
	if (n < 1 || n > in_year[span])
		return false;
	*ret_year = year;
	*ret_span = span;
	*ret_n = n;
	return true;
}

bool period_parse(str s, enum measured_span *ret_span, day_t *ret_from, day_t *ret_to)
{
	int year, n;
	enum measured_span span;
	if (!split(s, &year, &span, &n))
		return false;
	*ret_span = span;
	if (span == SPAN_TEN_DAYS) {
		int month = (n - 1) / 3 + 1, ten = (n - 1) % 3;
		*ret_from = day_of(year, month, ten * 10 + 1);
		*ret_to = ten == 2 ? day_month_end(year, month) : day_of(year, month, ten * 10 + 10);
		return true;
	}
	int months = 12 / in_year[span], last = n * months;
	*ret_from = day_of(year, last - months + 1, 1);
	*ret_to = day_month_end(year, last);
	return true;
}

int period_number(str s)
{
	int year, n;
	enum measured_span span;
	return split(s, &year, &span, &n) ? n : 0;
}

str period_nth(struct arena *a, int year, enum measured_span span, int n)
{
	struct buf b;
	if ((unsigned)span >= SPANS || n < 1 || n > in_year[span] || year < 1900 || year > 2200)
		return S("");
	buf_init(&b, a);
	buf_fmt(&b, "%04d", year);
	if (span == SPAN_TEN_DAYS)
		buf_fmt(&b, "-%02d-%d", (n - 1) / 3 + 1, (n - 1) % 3 + 1);
	else if (span == SPAN_MONTH)
		buf_fmt(&b, "-%02d", n);
	else if (span != SPAN_YEAR)
		buf_fmt(&b, "%c%d", span == SPAN_HALF ? 'H' : 'Q', n);
	return buf_str(&b);
}

str period_of_day(struct arena *a, day_t d, enum measured_span span)
{
	struct civil c = day_civil(d);
	int ten = c.day > 20 ? 3 : c.day > 10 ? 2 : 1;
	return period_nth(a, c.year, span, span == SPAN_TEN_DAYS ? (c.month - 1) * 3 + ten : (c.month - 1) / (12 / in_year[span]) + 1);
}

str period_before(struct arena *a, str period, int64_t years, int64_t steps)
{
	int year, n;
	enum measured_span span;
	if (!split(period, &year, &span, &n) || years > 300 || years < -300 || steps > 10000 || steps < -10000)
		return S("");
	int64_t at = (year - years) * in_year[span] + (n - 1) - steps;
	return period_nth(a, (int)(at / in_year[span]), span, (int)(at % in_year[span]) + 1);
}

/* ---- as people write them ------------------------------------------------------------------ */
static void put_zh(struct buf *b, int year, enum measured_span span, int n, bool cumulative)
{
	static const char *const tens[] = {"上旬", "中旬", "下旬"}, *const quarters[] = {"一季度", "二季度", "三季度", "四季度"},
		*const quarters_so_far[] = {"一季度", "上半年", "前三季度", "全年"};
	buf_fmt(b, "%d年", year);
	if (span == SPAN_TEN_DAYS)
		buf_fmt(b, "%d月%s", (n - 1) / 3 + 1, tens[(n - 1) % 3]);
	else if (span == SPAN_MONTH)
		buf_fmt(b, cumulative && n > 1 ? "1—%d月" : "%d月", n);
	else if (span == SPAN_QUARTER)
		buf_z(b, cumulative ? quarters_so_far[n - 1] : quarters[n - 1]);
	else if (span == SPAN_HALF)
		buf_z(b, n == 1 ? "上半年" : cumulative ? "全年" : "下半年");
}

static void put_en(struct buf *b, int year, enum measured_span span, int n, bool cumulative)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	static const char *const tens[] = {"1–10", "11–20", "21–end"};
	if (span == SPAN_TEN_DAYS)
		buf_fmt(b, "%s %s, ", months[(n - 1) / 3], tens[(n - 1) % 3]);
	else if (span == SPAN_MONTH)
		buf_fmt(b, cumulative && n > 1 ? "Jan–%s " : "%s ", months[n - 1]);
	else if (span == SPAN_QUARTER && cumulative && n > 1)
		buf_fmt(b, "Q1–Q%d ", n);
	else if (span == SPAN_QUARTER)
		buf_fmt(b, "Q%d ", n);
	else if (span == SPAN_HALF && !(cumulative && n == 2))
		buf_z(b, n == 1 ? "first half of " : "second half of ");
	buf_fmt(b, "%d", year);
}

void period_put(struct buf *b, str period, bool cumulative, enum lang lang)
{
	int year, n;
	enum measured_span span;
	if (!split(period, &year, &span, &n))
		buf_add(b, period);
	else if (lang == LANG_ZH)
		put_zh(b, year, span, n, cumulative);
	else
		put_en(b, year, span, n, cumulative);
}

/* Every period of a year is written out and held against what was typed: few, and nothing to get wrong. */
str period_typed(struct arena *a, str typed)
{
	int year, n;
	enum measured_span span;
	str s = str_trim(typed);
	if (split(s, &year, &span, &n))
		return s;
	if (s.n > 40 || !digits(s, 0, 4, &year))
		return S("");
	if (str_eq(str_cut(s, 4, s.n), S("年全年")))
		return period_nth(a, year, SPAN_YEAR, 1);
	for (int sort = SPANS - 1; sort >= 0; sort--)
		for (int i = 1; i <= in_year[sort]; i++)
			for (int cumulative = 0; cumulative < 2; cumulative++) {
				struct buf b;
				str p = period_nth(a, year, (enum measured_span)sort, i);
				buf_init(&b, a);
				period_put(&b, p, cumulative, LANG_ZH);
				if (str_eq(buf_str(&b), s))
					return p;
			}
	/* 2026/10, 2026.10, 2026-9 */
	if (s.n >= 6 && s.n <= 7 && (s.p[4] == '/' || s.p[4] == '.' || s.p[4] == '-') && digits(s, 5, s.n - 5, &n))
		return period_nth(a, year, SPAN_MONTH, n);
	if (s.n == 6 && digits(s, 4, 2, &n))
		return period_nth(a, year, SPAN_MONTH, n);
	return S("");
}
