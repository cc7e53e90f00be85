/* SPDX-License-Identifier: Apache-2.0 */
/* Civil days: proleptic Gregorian, counted in eras of 400 years that begin in March,
 * so that the leap day is the last day of a year. */
#include "base/day.h"

#include <time.h>

#define ERA_DAYS 146097           /* 400 years */
#define EPOCH_FROM_ERA 719468     /* 0000-03-01 to 1970-01-01 */
#define YEAR_LAST 9999            /* ISO 8601 and RFC 3339 write four digits */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

day_t day_of(int year, int month, int day)
{
	if (year < 0 || year > YEAR_LAST || month < 1 || month > 12)
		return DAY_NONE;
	if (day < 1 || day > month_days(year, month))
		return DAY_NONE;
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400), in_era = y - era * 400;
	int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return (day_t)(era * ERA_DAYS + in_era * 365 + in_era / 4 - in_era / 100 + in_year - EPOCH_FROM_ERA);
}

struct civil day_civil(day_t d)
{
	int64_t z = (int64_t)d + EPOCH_FROM_ERA;
	int64_t era = floor_div(z, ERA_DAYS), in_era = z - era * ERA_DAYS;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;
	int m = (int)(month < 10 ? month + 3 : month - 9);
	return (struct civil){(int)(year + era * 400 + (m <= 2)), m, (int)(in_year - (153 * month + 2) / 5 + 1)};
}

int day_weekday(day_t d)
{
	int64_t since_monday = (int64_t)d + 3; /* 1969-12-29 was a Monday */
	return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

day_t day_month_end(int year, int month)
{
	return month < 1 || month > 12 ? DAY_NONE : day_of(year, month, month_days(year, month));
}

day_t day_add_months(day_t d, int n)
{
	if (d == DAY_NONE)
		return DAY_NONE;
	struct civil c = day_civil(d);
	int64_t months = (int64_t)c.year * 12 + c.month - 1 + n, year = floor_div(months, 12);
	if (year < 0 || year > YEAR_LAST)
		return DAY_NONE;
	int month = (int)(months - year * 12) + 1, last = month_days((int)year, month);
	return day_of((int)year, month, c.day < last ? c.day : last);
}

static bool digits(str s, size_t from, size_t n, int *ret)
{
	int v = 0;
	for (size_t i = from; i < from + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret = v;
	return true;
}

bool day_parse(str iso, day_t *ret)
{
	int y, m, d;
	if (iso.n != 10 || iso.p[4] != '-' || iso.p[7] != '-')
		return false;
	if (!digits(iso, 0, 4, &y) || !digits(iso, 5, 2, &m) || !digits(iso, 8, 2, &d))
		return false;
	day_t day = day_of(y, m, d);
	if (day == DAY_NONE)
		return false;
	*ret = day;
	return true;
}

void day_put(struct buf *b, day_t d)
{
	struct civil c = day_civil(d);
	buf_fmt(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static ms_t real_now(void *arg)
{
	struct timespec t;
	unused_arg(arg);
	ours(clock_gettime(CLOCK_REALTIME, &t) == 0);
	return (ms_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const struct time_source time_real = {real_now, NULL};

ms_t now_ms(const struct time_source *source)
{
	return source->now(source->arg);
}
