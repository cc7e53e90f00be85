/* SPDX-License-Identifier: Apache-2.0 */
/* Days as offices write them: standards of spreadsheets, "dates to accept".
 * 前 counts the named day in: that is decided here and nowhere else. */
#include "text/extract_date_in.h"

/* 2024年, 二〇二四年 */
static bool year_take(struct cursor *c, int *ret)
{
	int v = 0;
	size_t n = 0;
	for (; n < 4; n++) {
		uint16_t ch = peek(c, n);
		int digit = is_digit(ch) ? ch - '0' : chinese_digit(ch);
		if (digit < 0 || digit > 9)
			return false;
		v = v * 10 + digit;
	}
	n += peek(c, 4) == ' '; /* 2025 年 */
	if (peek(c, n) != HAN_NIAN || peek(c, n + 1) == 0x4ee3 || v < 1900 || v > 2100) /* 1990年代 */
		return false;
	c->i += n + 1;
	*ret = v;
	return true;
}

/* 17时 17时30分 17点半 17:30; 整 */
static bool clock_take(struct cursor *c)
{
	struct cursor k = *c;
	int v;
	size_t n = small(&k, 2, &v);
	k.i += n;
	bool colon = n && is_colon(peek(&k, 0));
	if (colon)
		k.i++;
	else if (!n || !(take(&k, "时") || take(&k, "点")))
		return false;
	size_t m = small(&k, 2, &v);
	k.i += m;
	if (colon && !m)
		return false;
	(void)((m && take(&k, "分")) || take(&k, "半") || take(&k, "整") || take(&k, "钟"));
	*c = k;
	return true;
}

/* 7月10日17时前, 每周五下班前, 15日中午前: the hour belongs to the limit. */
static void hour_take(struct cursor *c)
{
	struct cursor k = *c;
	bool part = take(&k, "上午") || take(&k, "下午") || take(&k, "中午") || take(&k, "晚上") || take(&k, "凌晨") ||
		    take(&k, "早上") || take(&k, "晚") || take(&k, "早");
	if (!clock_take(&k) && !take(&k, "下班") && !part)
		return;
	if (peek(&k, 0) == HAN_QIAN || word_at(&k, "之前") || word_at(&k, "以前"))
		*c = k;
}

/* 前 as a limit, not the 前 of 前三季度 or 前10个月. */
bool before_take(struct cursor *c)
{
	hour_take(c);
	if (take(c, "之前") || take(c, "以前"))
		return true;
	uint16_t next = peek(c, 1);
	if (peek(c, 0) != HAN_QIAN || next == 0x6765 || next == 0x5f80 || next == 0x79fb || next == 0x6cbf) /* 来 往 移 沿 */
		return false;
	struct cursor after = {c->d, c->i + 1, c->end};
	int v;
	size_t n = small(&after, 2, &v);
	after.i += n;
	if (n && (word_at(&after, "季度") || word_at(&after, "个") || word_at(&after, "月") || word_at(&after, "名") ||
		  word_at(&after, "位") || word_at(&after, "年")))
		return false;
	c->i++;
	if (peek(c, 0) == 0x540e || peek(c, 0) == 0x5915) /* 前后, 前夕 */
		c->i++;
	return true;
}

static bool quarter_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	int q;
	take(&k, "第");
	size_t n = small(&k, 1, &q);
	k.i += n;
	if (!n || q < 1 || q > 4 || !take(&k, "季度"))
		return false;
	if (!f->month || q * 3 > f->month)
		f->month = q * 3;
	f->precision = PREC_QUARTER;
	f->limit = take(&k, "末") || take(&k, "底");
	*c = k;
	return true;
}

/* 10月15日（星期三） */
static void weekday_note_take(struct cursor *c)
{
	struct cursor k = *c;
	int v;
	if (!(letter_sorts[peek(&k, 0)] & LETTER_OPENS))
		return;
	k.i++;
	if (!take(&k, "星期") && !take(&k, "周"))
		return;
	size_t n = small(&k, 1, &v);
	k.i += n ? n : 1; /* 日, 天 */
	if (letter_sorts[peek(&k, 0)] & LETTER_CLOSE)
		c->i = k.i + 1;
}

static bool day_number_take(struct cursor *c, struct day_found *f)
{
	int v;
	size_t n = small(c, 2, &v);
	n += n && is_digit(peek(c, 0)) && peek(c, n) == ' '; /* 31 日 */
	uint16_t ch = n ? peek(c, n) : 0;
	if ((ch != HAN_RI && ch != HAN_HAO) || v < 1)
		return false;
	c->i += n + 1;
	f->day = v;
	f->precision = PREC_DAY;
	weekday_note_take(c);
	return true;
}

/* Behind N月: 30日, 底, 中旬, or nothing. */
static void month_rest(struct cursor *c, struct day_found *f)
{
	static const struct {
		struct letters word;
		int day; /* 0: the last */
	} part[] = {{{WORD("底")}, 0}, {{WORD("末")}, 0}, {{WORD("上旬")}, 10}, {{WORD("上中旬")}, 20}, {{WORD("中下旬")}, 0}, {{WORD("中旬")}, 20}, {{WORD("下旬")}, 0}, {{WORD("初")}, 10}, {{WORD("中")}, 20}};
	f->precision = PREC_MONTH;
	spaces(c);
	if (day_number_take(c, f))
		return;
	int v;
	size_t n = small(c, 2, &v); /* 10月1至10月31日 */
	if (n && v >= 1 && v <= 31 && is_digit(peek(c, 0)) && (peek(c, n) == HAN_ZHI || peek(c, n) == HAN_DAO) &&
	    is_digit(peek(c, n + 1))) {
		c->i += n;
		f->day = v;
		f->precision = PREC_DAY;
		return;
	}
	take(c, "份");
	for (size_t i = 0; i < COUNT_OF(part); i++)
		if (take_(c, part[i].word.p, part[i].word.n)) {
			f->day = part[i].day;
			f->limit = true;
			return;
		}
}

static bool month_take(struct cursor *c, struct day_found *f)
{
	int v;
	size_t n = small(c, 2, &v), at = n;
	while (n && is_digit(peek(c, 0)) && peek(c, at) == ' ')
		at++; /* 12 月底前 */
	if (!n || peek(c, at) != HAN_YUE || v < 1 || v > 12)
		return false;
	c->i += at + 1;
	f->month = v;
	month_rest(c, f);
	return true;
}

static bool half_take(struct cursor *c, struct day_found *f)
{
	bool first = take(c, "上半年");
	if (!first && !take(c, "下半年"))
		return false;
	f->month = first ? 6 : 12;
	f->precision = PREC_MONTH;
	f->limit = take(c, "底") || take(c, "末");
	return true;
}

static bool year_end_take(struct cursor *c, struct day_found *f)
{
	size_t n = cue_at(c->d, c->i, c->end - c->i, TAG_year_end);
	bool inside = !n && word_at(c, "年内");
	if (!n && !inside)
		return false;
	c->i += n ? n : 2;
	f->month = 12;
	f->precision = PREC_YEAR;
	f->limit = !inside;
	return true;
}

/* A day is said here: the clause begins or 到 至 在 于 和 及 争 保 stands before. */
static bool said_before(const struct cursor *c)
{
	static const uint16_t word[] = {0x5230, 0x81f3, 0x5728, 0x4e8e, 0x548c, 0x53ca, 0x53d6, 0x4fdd, 0x3001};
	uint16_t before = c->i ? c->d->cp[c->i - 1] : '\n';
	for (size_t i = 0; i < COUNT_OF(word); i++)
		if (before == word[i])
			return true;
	return !is_han(before);
}

static bool year_word_take(struct cursor *c, struct day_found *f)
{
	size_t n = cue_at(c->d, c->i, c->end - c->i, TAG_year_word);
	if (!n)
		return false;
	uint16_t ch = peek(c, 0);
	if (ch == 0x540e && peek(c, 2) == 0x5e95 && !said_before(c)) /* 测算后年底前: 后 ends what is done first */
		return false;
	f->year_shift = ch == 0x660e || ch == 0x6b21 ? 1 : ch == 0x540e ? 2 : ch == 0x53bb ? -1 : 0; /* 明 次 后 去 */
	c->i += n;
	return true;
}

static bool festival_take(struct cursor *, struct day_found *);

/* What follows a year: 6月30日, 底, 三季度末, 上半年, nothing. */
static void year_rest(struct cursor *c, struct day_found *f)
{
	spaces(c);
	if (month_take(c, f) || quarter_take(c, f) || half_take(c, f) || year_end_take(c, f))
		return;
	f->precision = PREC_YEAR;
	struct day_found g;
	if (festival_take(c, &g)) { /* 2025年秋季学期开学前, 明年春节前 */
		g.year = f->year;
		g.year_said = f->year_said;
		g.year_shift = f->year_shift;
		*f = g;
		return;
	}
	f->bare_year = true;
	if (take(c, "底") || take(c, "末")) {
		f->bare_year = false;
		f->limit = true;
		f->month = 12;
	} else if (word_at(c, "年中") && peek(c, 2) != 0x56fd) { /* not 年中国 */
		c->i += 2;
		f->bare_year = false;
		f->limit = true;
		f->month = 6;
	} else if (word_at(c, "内") && peek(c, 1) != 0x9700) { /* not 内需 */
		c->i++;
		f->bare_year = false; /* 今年内完成 is a limit, 今年内新增3个 none */
		f->month = 12;
	}
}

/* 2024-6-30 2024/6/30 2024.6.30 20240630 */
static bool numeric_take(struct cursor *c, struct day_found *f)
{
	int part[3] = {0};
	size_t n = 0, k = 0;
	uint16_t sep = 0;
	for (; n < 3; n++) {
		size_t from = k;
		while (is_digit(peek(c, k)) && k - from < (n ? 2u : 8u))
			part[n] = part[n] * 10 + (peek(c, k++) - '0');
		if (k == from)
			return false;
		if (n == 0 && k == 8 && !is_digit(peek(c, 8))) {
			part[1] = part[0] / 100 % 100;
			part[2] = part[0] % 100;
			part[0] /= 10000;
			break;
		}
		if (n == 2 || (n == 0 && k != 4))
			break;
		uint16_t ch = peek(c, k);
		if ((ch != '-' && ch != '/' && ch != '.') || (sep && ch != sep))
			return false;
		sep = ch;
		k++;
	}
	if (part[0] < 1900 || part[0] > 2100 || part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31 ||
	    is_digit(peek(c, k)))
		return false;
	*f = (struct day_found){.sort = DAY_PLAIN, .year = part[0], .year_said = true, .month = part[1], .day = part[2],
				.precision = PREC_DAY};
	c->i += k;
	return true;
}

/* 6.30前, 2024.6底前: only with the limit behind it, for 6.3 is a number too. */
static bool dotted_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	struct day_found g = {.sort = DAY_PLAIN, .precision = PREC_DAY};
	int a, b = 0;
	size_t n = small(&k, 4, &a);
	if (!n || !is_digit(peek(&k, 0)) || peek(&k, n) != '.' || (k.i && is_digit(k.d->cp[k.i - 1])))
		return false;
	k.i += n + 1;
	size_t m = is_digit(peek(&k, 0)) ? small(&k, 2, &b) : 0;
	k.i += m;
	bool end = take(&k, "底") || take(&k, "末");
	if (!m || peek(&k, 0) != HAN_QIAN || peek(&k, 1) == 0x79fb)
		return false;
	if (end && n == 4 && a >= 1900 && a <= 2100 && b >= 1 && b <= 12)
		g.year = a, g.year_said = true, g.month = b, g.precision = PREC_MONTH;
	else if (!end && n < 3 && a >= 1 && a <= 12 && b >= 1 && b <= 31)
		g.month = a, g.day = b;
	else
		return false;
	*f = g;
	*c = k;
	return true;
}

/* The second half of 2024年6月至2025年3月: due is the end. */
static void range_rest(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	struct day_found g = {.sort = DAY_PLAIN};
	while (range_mark(&k, 0))
		k.i++;
	if (k.i == c->i)
		return;
	g.year_said = year_take(&k, &g.year);
	if (!g.year_said)
		year_word_take(&k, &g);
	if (!month_take(&k, &g) && !(f->day && day_number_take(&k, &g)) && !year_end_take(&k, &g))
		return;
	if (!g.year_said) {
		g.year = f->year;
		g.year_said = f->year_said;
	}
	if (!g.month)
		g.month = f->month;
	g.limit = true;
	*f = g;
	*c = k;
}

/* 1-6月, 1至9月: the first number has no 月 of its own. */
static bool month_range_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	int a, b;
	size_t n = small(&k, 2, &a);
	k.i += n;
	if (!n || !range_mark(&k, 0) || a < 1 || a > 12)
		return false;
	while (range_mark(&k, 0))
		k.i++;
	size_t m = small(&k, 2, &b);
	if (!m || peek(&k, m) != HAN_YUE || b > 12 || b <= a)
		return false;
	k.i += m + 1;
	take(&k, "份");
	f->month = b;
	f->precision = PREC_MONTH;
	*c = k;
	return true;
}

/* 十四五末: the fifth year of the plan; the first plan began in 1953, the tenth in 2001. */
static bool plan_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	int v;
	bool quoted = take(&k, "“");
	if (!word_at(&k, "十") || chinese_digit(peek(&k, 1)) < 1 || peek(&k, 2) != 0x4e94)
		return false;
	v = 10 + chinese_digit(peek(&k, 1));
	k.i += 3;
	bool closed = take(&k, "”"); /* the sentence may begin behind “ */
	if ((quoted && !closed) || !(take(&k, "期末") || take(&k, "末") || take(&k, "收官之年")))
		return false;
	*f = (struct day_found){.sort = DAY_PLAIN, .year = 2005 + (v - 10) * 5, .year_said = true, .month = 12,
				.precision = PREC_YEAR, .limit = true};
	*c = k;
	return true;
}

static bool plain_take(struct cursor *c, struct day_found *f)
{
	*f = (struct day_found){.sort = DAY_PLAIN};
	if (numeric_take(c, f) || dotted_take(c, f) || plan_take(c, f))
		return true;
	f->year_said = year_take(c, &f->year);
	bool word = !f->year_said && year_word_take(c, f);
	if (f->year_said || word)
		year_rest(c, f);
	else if (!month_range_take(c, f) && !month_take(c, f) && !quarter_take(c, f) && !half_take(c, f) &&
		 !year_end_take(c, f))
		return false;
	range_rest(c, f);
	return true;
}

/* ---- recurring: 每月25日前, 每季度最后一个月的30日前, 每周五 ---- */
static bool recurring_take(struct cursor *c, struct day_found *f)
{
	static const struct letters cycle[] = {{WORD("半年")}, {WORD("季度")}, {WORD("个季度")}, {WORD("季")}, {WORD("个月")}, {WORD("月")}, {WORD("年")}, {WORD("周")}, {WORD("星期")}, {WORD("旬")}, {WORD("日")}, {WORD("天")}};
	static const struct letters part[] = {{WORD("最后一个月")}, {WORD("最后一月")}, {WORD("首月")}, {WORD("末月")}, {WORD("次月")}, {WORD("第一个月")}, {WORD("的")}, {WORD("底")}, {WORD("末")}, {WORD("初")},
					   {WORD("上旬")}, {WORD("中旬")}, {WORD("下旬")}, {WORD("最后一天")}, {WORD("最后一个工作日")}, {WORD("工作日")}, {WORD("月")}, {WORD("年底")}, {WORD("年末")}};
	struct cursor k = *c;
	if (!take(&k, "每"))
		return false;
	size_t i = 0;
	while (i < COUNT_OF(cycle) && !take_(&k, cycle[i].p, cycle[i].n))
		i++;
	if (i == COUNT_OF(cycle))
		return false;
	bool week = i == 7 || i == 8, day = false, any = true;
	if (week && (chinese_digit(peek(&k, 0)) >= 1 || peek(&k, 0) == HAN_RI) && chinese_digit(peek(&k, 0)) <= 6) {
		day = true;
		k.i++;
	}
	while (any) {
		struct day_found g = {0};
		if (day && peek(&k, 0) == 0x3001 && is_digit(peek(&k, 1)))
			k.i++; /* 每月10日、25日前 */
		any = month_take(&k, &g) || day_number_take(&k, &g);
		day |= any && (g.day || g.limit);
		for (size_t p = 0; !any && p < COUNT_OF(part); p++)
			if (take_(&k, part[p].p, part[p].n)) {
				any = true;
				day |= p != 6 && p != 16; /* all but 的 and 月 name a day or are followed by one */
			}
	}
	bool before = before_take(&k);
	if (!day && !before)
		return false;
	*f = (struct day_found){.sort = DAY_RECURRING, .precision = PREC_RECURRING, .limit = true, .before = before};
	*c = k;
	return true;
}

/* ---- festivals and seasons ---- */
static bool festival_take(struct cursor *c, struct day_found *f)
{
	size_t ask = cue_at(c->d, c->i, c->end - c->i, TAG_season_ask);
	uint16_t before = c->i ? c->d->cp[c->i - 1] : 0;
	bool front = c->d->cp[c->i] == 0x8282 || c->d->cp[c->i] == HAN_NIAN; /* not 环节前, 三年前 */
	bool inside = front && is_han(before) && before != 0x5728 && before != 0x4e8e && before != 0x5230;
	if (ask && !inside) { /* 节前, 在节前, 于节前; not 环节前 */
		*f = (struct day_found){.sort = DAY_ASK, .precision = PREC_DAY, .limit = true, .before = true};
		c->i += ask;
		return true;
	}
	size_t n = cue_at(c->d, c->i, c->end - c->i, TAG_festival);
	if (!n)
		return false;
	struct cursor k = {c->d, c->i + n, c->end};
	take(&k, "假期");
	(void)(take(&k, "来临") || take(&k, "到来") || take(&k, "结束") || take(&k, "开始"));
	if (!before_take(&k))
		return false;
	*f = (struct day_found){.sort = DAY_FESTIVAL, .precision = PREC_DAY, .limit = true, .before = true,
				.festival_from = c->i, .festival_to = c->i + n};
	*c = k;
	return true;
}

/* 7点前, 17时前: the day is not said. */
static bool hour_only_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	int v;
	size_t n = small(&k, 2, &v);
	k.i += n;
	if (!n || v > 24 || !(take(&k, "点") || take(&k, "时")) || peek(&k, 0) != HAN_QIAN)
		return false;
	k.i++;
	*f = (struct day_found){.sort = DAY_ASK, .precision = PREC_DAY, .limit = true, .before = true};
	*c = k;
	return true;
}

/* 月底前, 本月底前, 25日前: the month is not said. */
static bool monthless_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	struct day_found g = {.sort = DAY_ASK, .precision = PREC_DAY, .limit = true};
	if (take(&k, "本周") || take(&k, "下周")) {
		int weekday;
		if (!take(&k, "末") && !take(&k, "日"))
			k.i += small(&k, 1, &weekday);
		if (!before_take(&k))
			return false;
		g.before = true;
		*f = g;
		*c = k;
		return true;
	}
	if (!take(&k, "本月") && !take(&k, "当月") && !take(&k, "下月") && !take(&k, "次月"))
		k = *c;
	if (!(take(&k, "月底") || take(&k, "月末") || take(&k, "底") || take(&k, "末") || take(&k, "中旬") || take(&k, "上旬") ||
	      take(&k, "下旬") || day_number_take(&k, &g)) || (k.i == c->i + 1) || !before_take(&k))
		return false;
	g.day = 0;
	g.before = true;
	*f = g;
	*c = k;
	return true;
}

/* 周五前, 明天上午10点前, 本月末前, 半年内: words (cue near_day) that end in 内, or with a limit behind them. */
static bool near_take(struct cursor *c, struct day_found *f)
{
	size_t n = cue_at(c->d, c->i, c->end - c->i, TAG_near_day);
	if (!n)
		return false;
	struct cursor k = {c->d, c->i + n, c->end};
	bool inside = c->d->cp[k.i - 1] == HAN_NEI;
	if (inside ? time_wanted(c->d, c->i) || rate_of(&k) : !before_take(&k))
		return false;
	*f = inside ? (struct day_found){.sort = DAY_RELATIVE, .precision = PREC_RELATIVE, .limit = true}
		    : (struct day_found){.sort = DAY_ASK, .precision = PREC_DAY, .limit = true, .before = true};
	*c = k;
	return true;
}

/* 不迟于, 不晚于, 最迟, 最晚, 务于: as good as 前. */
bool latest_before(const struct doc *d, size_t at)
{
	if (at && d->cp[at - 1] == 0x4e8e) /* 于 */
		at--;
	return at >= 2 && (d->cp[at - 1] == 0x8fdf || d->cp[at - 1] == 0x665a) && (d->cp[at - 2] == 0x6700 || d->cp[at - 2] == 0x4e0d);
}

/* 即日起至12月底: it begins with the notice. */
static size_t from_now_start(const struct doc *d, size_t at)
{
	static const uint16_t now[] = {0x5373, 0x65e5, 0x8d77}; /* 即日起 */
	if (at < 4 || (d->cp[at - 1] != HAN_ZHI && d->cp[at - 1] != HAN_DAO))
		return at;
	for (size_t i = 0; i < 3; i++)
		if (d->cp[at - 4 + i] != now[i])
			return at;
	return at - 4;
}

bool day_at(const struct doc *d, size_t at, size_t end, struct day_found *ret)
{
	struct cursor c = {d, at, end};
	struct day_found f;
	if (d->cp[at] == HAN_MEI) {
		if (!recurring_take(&c, &f))
			return false;
	} else if (d->cp[at] == HAN_DAO) {
		c.i++;
		if (!plain_take(&c, &f) || !(f.bare_year || f.year_said || f.limit || f.day || f.year_shift))
			return false;
		f.limit = true;
	} else if (!relative_take(&c, &f) && !(d->cp[at] == 0x7b2c /* 第 */ && ordinal_take(&c, &f)) && !festival_take(&c, &f) && !plain_take(&c, &f) && !monthless_take(&c, &f) &&
		   !near_take(&c, &f) && !hour_only_take(&c, &f)) {
		return false;
	}
	if (f.sort == DAY_PLAIN && (before_take(&c) || (f.month && latest_before(d, at))))
		f.before = f.limit = true;
	if (f.sort == DAY_PLAIN && f.day && f.month && day_of(2024, f.month, f.day) == DAY_NONE)
		f.invalid = true;
	f.from = f.sort == DAY_RELATIVE && f.from ? f.from : f.sort == DAY_RELATIVE ? relative_start(d, at) : from_now_start(d, at + (d->cp[at] == HAN_DAO));
	f.from = f.from > at ? at : f.from;
	f.limit |= f.from < at;
	f.to = c.i;
	*ret = f;
	return true;
}
