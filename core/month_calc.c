/* SPDX-License-Identifier: Apache-2.0 */
/* Months as numbers: 202610. */
#include "core/request_rates.h"

bool month_of_text(str s, int *ret)
{
	int64_t year, month;
	if (s.n != 7 || s.p[4] != '-' || !str_int(str_cut(s, 0, 4), &year) || !str_int(str_cut(s, 5, 7), &month))
		return false;
	if (year < 1970 || month < 1 || month > 12)
		return false;
	*ret = (int)(year * 100 + month);
	return true;
}

str month_text(struct arena *a, int month)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%04d-%02d", month / 100, month % 100);
	return buf_str(&b);
}

int month_before(int month)
{
	return month % 100 == 1 ? month - 100 + 11 : month - 1;
}

int month_after(int month)
{
	return month % 100 == 12 ? month + 100 - 11 : month + 1;
}

int month_of_day(day_t d)
{
	struct civil c = day_civil(d);
	return c.year * 100 + c.month;
}
