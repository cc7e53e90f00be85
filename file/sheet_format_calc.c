/* SPDX-License-Identifier: Apache-2.0 */
#include "file/sheet_format_in.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"

/* ECMA-376 part 1, 18.8.30: the ids that every system knows, and those of Chinese ones; 14
 * and 22 follow the system, which here writes the year first. */
static const struct built_in {
	unsigned id;
	str format;
} built_ins[] = {
	{1, S("0")},
	{2, S("0.00")},
	{3, S("#,##0")},
	{4, S("#,##0.00")},
	{5, S("\"¥\"#,##0;\"¥\"-#,##0")},
	{6, S("\"¥\"#,##0;[Red]\"¥\"-#,##0")},
	{7, S("\"¥\"#,##0.00;\"¥\"-#,##0.00")},
	{8, S("\"¥\"#,##0.00;[Red]\"¥\"-#,##0.00")},
	{9, S("0%")},
	{10, S("0.00%")},
	{11, S("0.00E+00")},
	{12, S("# ?/?")},
	{13, S("# ?\?/?\?")},
	{14, S("yyyy/m/d")},
	{15, S("d-mmm-yy")},
	{16, S("d-mmm")},
	{17, S("mmm-yy")},
	{18, S("h:mm AM/PM")},
	{19, S("h:mm:ss AM/PM")},
	{20, S("h:mm")},
	{21, S("h:mm:ss")},
	{22, S("yyyy/m/d h:mm")},
	{27, S("yyyy\"年\"m\"月\"")},
	{28, S("m\"月\"d\"日\"")},
	{29, S("m\"月\"d\"日\"")},
	{30, S("m-d-yy")},
	{31, S("yyyy\"年\"m\"月\"d\"日\"")},
	{32, S("h\"时\"mm\"分\"")},
	{33, S("h\"时\"mm\"分\"ss\"秒\"")},
	{34, S("上午/下午h\"时\"mm\"分\"")},
	{35, S("上午/下午h\"时\"mm\"分\"ss\"秒\"")},
	{36, S("yyyy\"年\"m\"月\"")},
	{37, S("#,##0;-#,##0")},
	{38, S("#,##0;[Red]-#,##0")},
	{39, S("#,##0.00;-#,##0.00")},
	{40, S("#,##0.00;[Red]-#,##0.00")},
	{41, S("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ")},
	{42, S("_ \"¥\"* #,##0_ ;_ \"¥\"* -#,##0_ ;_ \"¥\"* \"-\"_ ;_ @_ ")},
	{43, S("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"?\?_ ;_ @_ ")},
	{44, S("_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"?\?_ ;_ @_ ")},
	{45, S("mm:ss")},
	{46, S("[h]:mm:ss")},
	{47, S("mm:ss.0")},
	{48, S("##0.0E+0")},
	{49, S("@")},
	{50, S("yyyy\"年\"m\"月\"")},
	{51, S("m\"月\"d\"日\"")},
	{52, S("yyyy\"年\"m\"月\"")},
	{53, S("m\"月\"d\"日\"")},
	{54, S("m\"月\"d\"日\"")},
	{55, S("上午/下午h\"时\"mm\"分\"")},
	{56, S("上午/下午h\"时\"mm\"分\"ss\"秒\"")},
	{57, S("yyyy\"年\"m\"月\"")},
	{58, S("m\"月\"d\"日\"")},
};

str sheet_format_built_in(unsigned id)
{
	for (size_t i = 0; i < COUNT_OF(built_ins); i++)
		if (built_ins[i].id == id)
			return built_ins[i].format;
	return S("");
}

str sheet_format_named(str name)
{
	static const struct {
		str name, format;
	} named[] = {
		{S("General"), S("")},
		{S("G/通用格式"), S("")},
		{S("General Number"), S("")},
		{S("Text"), S("@")},
		{S("Short Date"), S("yyyy/m/d")},
		{S("Medium Date"), S("d-mmm-yy")},
		{S("Long Date"), S("yyyy\"年\"m\"月\"d\"日\"")},
		{S("General Date"), S("yyyy/m/d h:mm")},
		{S("Short Time"), S("h:mm")},
		{S("Medium Time"), S("h:mm AM/PM")},
		{S("Long Time"), S("h:mm:ss")},
		{S("Fixed"), S("0.00")},
		{S("Standard"), S("#,##0.00")},
		{S("Currency"), S("\"¥\"#,##0.00;\"¥\"-#,##0.00")},
		{S("Percent"), S("0.00%")},
		{S("Scientific"), S("0.00E+00")},
	};
	for (size_t i = 0; i < COUNT_OF(named); i++)
		if (str_eq(name, named[i].name))
			return named[i].format;
	return name;
}

/* ---- what a format shows ---- */
struct shown {
	bool date, time, month, elapsed;
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether a word of small ASCII letters, marks or Chinese stands at i. */
static bool word_at(str s, size_t i, str word)
{
	if (s.n - i < word.n)
		return false;
	for (size_t k = 0; k < word.n; k++)
		if (small(s.p[i + k]) != word.p[k])
			return false;
	return true;
}

/* [h], [mm], [ss]: nothing but one of these letters; [Red], [$-804], [DBNum1], [>=1] are not. */
static bool is_elapsed(str inside)
{
	char first = inside.n ? small(inside.p[0]) : 0;
	for (size_t i = 0; i < inside.n; i++)
		if (small(inside.p[i]) != first)
			return false;
	return first == 'h' || first == 'm' || first == 's';
}

/* Words that hold letters of dates without being any, or the other way about. */
static const struct {
	str word;
	bool time;
} words[] = {
	{S("general"), false},   {S("g/通用格式"), false}, {S("e+"), false}, {S("e-"), false},
	{S("am/pm"), true},      {S("a/p"), true},         {S("上午/下午"), true},
};

static size_t see_word(str s, size_t i, struct shown *shown)
{
	for (size_t k = 0; k < COUNT_OF(words); k++)
		if (word_at(s, i, words[k].word)) {
			shown->time |= words[k].time;
			return words[k].word.n;
		}
	return 0;
}

static void see_letter(str s, size_t i, struct shown *shown)
{
	switch (small(s.p[i])) {
	case 'y':
	case 'd':
	case 'e': /* the year of an era */
		shown->date = true;
		break;
	case 'm':
		shown->month = true;
		break;
	case 'h':
	case 's':
		shown->time = true;
		break;
	case 'a': /* aaa, aaaa: the day of the week */
		shown->date |= word_at(s, i, S("aaa"));
		break;
	default:
		break;
	}
}

/* The end of what opens at i, or of the format. */
static size_t behind(str s, size_t i, char end)
{
	for (i++; i < s.n; i++)
		if (s.p[i] == end)
			return i + 1;
	return s.n;
}

enum sheet_shows sheet_format_shows(str s)
{
	struct shown shown = {0};
	for (size_t i = 0; i < s.n;) {
		size_t from = i, n = see_word(s, i, &shown);
		char c = s.p[i];
		if (n) {
			i += n;
		} else if (c == '"') {
			i = behind(s, i, '"');
		} else if (c == '[') {
			i = behind(s, i, ']');
			shown.elapsed |= is_elapsed(str_cut(s, from + 1, i - 1));
		} else if (c == '\\' || c == '_' || c == '*') {
			i += 2; /* the next one is shown, is a width, fills */
		} else {
			see_letter(s, i, &shown);
			i++;
		}
	}
	/* m is a minute beside an hour or a second */
	bool date = shown.date || (shown.month && !shown.time && !shown.elapsed);
	if (shown.elapsed && !date)
		return SHOWS_ELAPSED;
	if (date)
		return shown.time ? SHOWS_DATE_TIME : SHOWS_DATE;
	return shown.time ? SHOWS_TIME : SHOWS_NUMBER;
}

/* ---- numbers ---- */
static void put_zeros(struct buf *b, int n)
{
	while (n-- > 0)
		buf_byte(b, '0');
}

/* digits with the point behind the first `whole` of them; whole may be <= 0 or past the end */
static void put_plain(struct buf *b, str digits, int whole)
{
	int n = (int)digits.n;
	if (whole <= 0) {
		buf_z(b, "0.");
		put_zeros(b, -whole);
		buf_add(b, digits);
	} else {
		buf_add(b, str_cut(digits, 0, (size_t)whole));
		put_zeros(b, whole - n);
		if (whole < n) {
			buf_byte(b, '.');
			buf_add(b, str_cut(digits, (size_t)whole, digits.n));
		}
	}
}

void sheet_number_put(struct buf *b, double x)
{
	char s[40], digits[24];
	size_t n = 0;
	ours(isfinite(x));
	if (x > -1e15 && x < 1e15 && x == (double)(int64_t)x) {
		buf_int(b, (int64_t)x);
		return;
	}
	for (int places = 15; places <= 17; places++) {
		snprintf(s, sizeof s, "%.*e", places - 1, x);
		if (strtod(s, NULL) == x)
			break;
	}
	char *e = strchr(s, 'e');
	for (const char *p = s; p < e; p++)
		if (*p >= '0' && *p <= '9')
			digits[n++] = *p;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	if (x < 0)
		buf_byte(b, '-');
	put_plain(b, (str){digits, n}, (int)strtol(e + 1, NULL, 10) + 1);
}

bool sheet_number_parse(str s, double *ret)
{
	char z[400], *end;
	if (!s.n || s.n >= sizeof z)
		return false;
	/* strtod also knows nan, inf and hexadecimals, which no workbook writes */
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789+-.eE", s.p[i]) || !s.p[i])
			return false;
	memcpy(z, s.p, s.n);
	z[s.n] = 0;
	double x = strtod(z, &end);
	if (*end || end == z || !isfinite(x))
		return false;
	*ret = x;
	return true;
}

/* ---- days ---- */
#define DAY_SECONDS 86400
#define LAST_SERIAL 2958465.0 /* 9999-12-31 */
#define LEAP_BUG 60           /* 1900-02-29, a day that 1-2-3 believed in and Excel kept */

/* The day that the serial number means; DAY_NONE: none. */
static day_t serial_day(int64_t serial, bool date1904)
{
	if (date1904)
		return day_of(1904, 1, 1) + (day_t)serial;
	if (serial == LEAP_BUG || serial < 1)
		return DAY_NONE;
	return day_of(1899, 12, serial < LEAP_BUG ? 31 : 30) + (day_t)serial;
}

static void put_clock(struct buf *b, int64_t seconds)
{
	buf_fmt(b, "%02lld:%02d:%02d", (long long)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* False: no calendar has it. */
static bool put_date(struct buf *b, double x, enum sheet_shows shows, bool date1904)
{
	int64_t all = (int64_t)floor(x * DAY_SECONDS + 0.5), seconds = all % DAY_SECONDS;
	if (shows == SHOWS_ELAPSED || (shows != SHOWS_DATE && all < DAY_SECONDS && !date1904)) {
		put_clock(b, all);
		return true;
	}
	if (shows == SHOWS_TIME) {
		put_clock(b, seconds);
		return true;
	}
	/* where only days are shown a second before midnight is not yet the next one */
	day_t day = serial_day(shows == SHOWS_DATE ? (int64_t)x : all / DAY_SECONDS, date1904);
	if (day == DAY_NONE || day_civil(day).year > 9999)
		return false;
	day_put(b, day);
	if (shows == SHOWS_DATE_TIME && seconds) {
		buf_byte(b, 'T');
		put_clock(b, seconds);
	}
	return true;
}

void sheet_value_as(struct arena *a, double x, enum sheet_shows shows, bool date1904, enum cell_kind *ret_kind, str *ret_text)
{
	/* a number has at most 330 bytes, and most cells are numbers: only what is used is taken */
	char room[400];
	struct buf b = {.p = room, .cap = sizeof room, .limit = sizeof room - 1};
	if (!isfinite(x)) {
		*ret_kind = CELL_ERROR;
		*ret_text = S("#NUM!");
		return;
	}
	bool date = shows != SHOWS_NUMBER && x >= 0 && x < LAST_SERIAL + 1 && put_date(&b, x, shows, date1904);
	if (!date)
		sheet_number_put(&b, x);
	*ret_kind = date ? CELL_DATE : CELL_NUMBER;
	*ret_text = str_dup(a, buf_str(&b));
}

void sheet_value(struct arena *a, double x, str format, unsigned format_id, bool date1904, enum cell_kind *ret_kind,
		 str *ret_text)
{
	str f = format.n ? format : sheet_format_built_in(format_id);
	sheet_value_as(a, x, sheet_format_shows(f), date1904, ret_kind, ret_text);
}
