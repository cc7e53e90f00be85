/* SPDX-License-Identifier: Apache-2.0 */
/* One sentence from left to right: cue words, numbers with their unit, days. What
 * stands in 《》, in a short “name”, or runs on from a letter (G20, 5G) is no token. */
#include "text/extract_in.h"

#define NAME_MOST 12 /* letters: “五个一”, “工业强区、产业兴区” are names; longer quotes are speech */

static size_t same_mark_end(const struct doc *d, size_t at, size_t end, uint16_t close, size_t most)
{
	for (size_t i = at + 1; i < end && i <= at + most; i++)
		if (d->cp[i] == close)
			return i + 1;
	return 0;
}

/* A Latin word with its digits: G20, 5A is caught behind its digit, XX亿元 is not one. */
static size_t letters_end(const struct doc *d, size_t at, size_t end)
{
	size_t i = at;
	while (i < end && (is_letter(d->cp[i]) || is_digit(d->cp[i]) || d->cp[i] == '.' || d->cp[i] == '@'))
		i++;
	return i;
}

static size_t digits_skip(const struct doc *d, size_t at, size_t end)
{
	size_t i = at;
	while (i < end && (is_digit(d->cp[i]) || is_letter(d->cp[i]) || d->cp[i] == '+' ||
			   (d->cp[i] == '.' && i + 1 < end && is_digit(d->cp[i + 1]))))
		i++;
	return i > at ? i : at + 1;
}

static struct token *token_add(struct doc *d, size_t from, size_t to, enum token_sort sort, size_t index)
{
	struct token *t = d->tokens.n < d->tokens.cap ? &d->tokens.v[d->tokens.n++] : list_push(d->a, &d->tokens);
	*t = (struct token){.from = from, .to = to, .sort = sort, .index = index};
	return t;
}

static size_t word_token(struct doc *d, size_t at, size_t end)
{
	const struct word *w = token_word(d, at, end - at);
	if (!w->n)
		return at + 1;
	token_add(d, at, at + w->n, TOKEN_WORD, 0)->tags = w->own;
	return at + w->n;
}

static size_t number_token(struct doc *d, size_t at, size_t end)
{
	struct number one;
	if (!number_at(d, at, end, &one))
		return 0;
	token_add(d, one.from, one.to, TOKEN_NUMBER, d->numbers.n);
	*list_push(d->a, &d->numbers) = one;
	return one.to;
}

/* 个工作日 个月 个自然日 个小时 个星期: of what the count behind 个 is a time. */
static bool counts_time(uint16_t c)
{
	return c == 0x5de5 || c == 0x6708 || c == 0x81ea || c == 0x5c0f || c == 0x661f || c == 0x534a;
}

#define DAY_WORDS(k) \
	(TAGS_BIT(TAG_festival, k) | TAGS_BIT(TAG_season_ask, k) | TAGS_BIT(TAG_year_word, k) | TAGS_BIT(TAG_year_end, k) | \
	 TAGS_BIT(TAG_near_day, k))
static const struct tags day_words = {{DAY_WORDS(0), DAY_WORDS(1)}};

/* 2024.12.31, 6.30前, 2024.6底前; most digits before a point are of a number. `point`: where it stands. */
static bool dotted_day(const struct doc *d, size_t at, size_t point, size_t end)
{
	size_t i = point + 1;
	while (i < end && is_digit(d->cp[i]))
		i++;
	uint16_t c = i < end ? d->cp[i] : 0;
	return (c == '.' && point == at + 4) || c == 0x524d || c == 0x5e95 || c == 0x672b || /* 前 底 末 */
	       tags_meet(tags_at(d, at), &day_words);
}

/* Digits begin a day only before 年 月 日, a span's unit, or a mark between them. */
static bool day_digits(const struct doc *d, size_t at, size_t end)
{
	size_t i = at;
	while (i < end && is_digit(d->cp[i]) && i < at + 9)
		i++;
	uint16_t c = i < end ? d->cp[i] : 0, after = i + 1 < end ? d->cp[i + 1] : 0;
	if (c == 0x4e2a) /* 个 */
		return counts_time(after);
	if (c == '.' && i != at + 8)
		return dotted_day(d, at, i, end);
	return i == at + 8 || d->cues->second[c] & SECOND_OF_DIGITS || c == ' ';
}

/* Cheaply: could a day begin here, by its first two letters or a word of days? Most places end here. */
static bool may_be_day(const struct doc *d, size_t at, size_t end)
{
	uint16_t c = d->cp[at], next = d->cp[at + 1];
	uint8_t lead = d->cues->lead[c];
	if (is_digit(c))
		return day_digits(d, at, end);
	if (!lead)
		return tags_meet(tags_at(d, at), &day_words) || (c == 0x201c && next == 0x5341); /* “十四五”末 */
	bool counted = lead == LEAD_NUMERAL && next == 0x4e2a && !counts_time(d->cp[at + 2]); /* 三个方面 */
	return (d->cues->second[next] >> (lead - 1) & 1 && !counted) || tags_meet(tags_at(d, at), &day_words);
}

static size_t day_token(struct doc *d, size_t at, size_t end)
{
	struct day_found one;
	if (!may_be_day(d, at, end))
		return 0;
	if (!day_at(d, at, end, &one) || one.to <= at)
		return 0;
	if (at + token_word(d, at, end - at)->n > one.to) /* 上半年 is a day and a cue, 今年以来 only a cue */
		return 0;
	struct token *t = token_add(d, at, one.to, TOKEN_DAY, d->days.n);
	t->tags = token_word(d, at, one.to - at)->own;
	if (one.to > at + 4) /* 今年上半年 */
		tags_add(&t->tags, &token_word(d, at + 2, one.to - at - 2)->own);
	*list_push(d->a, &d->days) = one;
	return one.to;
}

static size_t name_end(const struct doc *d, size_t at, size_t end)
{
	if (d->cp[at] == 0x300a)
		return same_mark_end(d, at, end, 0x300b, 80);
	return same_mark_end(d, at, end, 0x201d, NAME_MOST + 1);
}

void tokens_read(struct doc *d, size_t from, size_t to)
{
	d->tokens.n = d->numbers.n = d->days.n = 0;
	for (size_t i = from; i < to;) {
		uint8_t starts = d->cues->starts[d->cp[i]];
		size_t next = 0;
		if (!starts && !d->cues->token[d->hit[i]]) { /* nothing begins here: the most by far */
			i++;
			continue;
		}
		if (!starts) {
			i = word_token(d, i, to);
			continue;
		}
		if (starts & STARTS_DAY)
			next = day_token(d, i, to);
		if (!next && starts & STARTS_QUOTE)
			next = name_end(d, i, to);
		if (!next && starts & STARTS_NUMBER)
			next = number_token(d, i, to);
		if (!next && starts & STARTS_DIGIT)
			next = digits_skip(d, i, to);
		if (!next && starts & STARTS_LATIN)
			next = letters_end(d, i, to);
		i = next ? next : word_token(d, i, to);
	}
	d->here.tokens = (struct tags){0};
	for (size_t k = 0; k < d->tokens.n; k++)
		tags_add(&d->here.tokens, &d->tokens.v[k].tags);
}

/* ---- numbers ---- */
static bool is_mask(uint16_t c)
{
	return c == 0xd7 || c == 'X' || c == 'x' || c == '*' || c == 0xff0a;
}

static size_t plain_value(const struct doc *d, size_t at, size_t end)
{
	size_t i = at;
	while (i < end && is_digit(d->cp[i]))
		i++;
	while (i > at && i + 3 < end && d->cp[i] == ',' && is_digit(d->cp[i + 1]) && is_digit(d->cp[i + 2]) &&
	       is_digit(d->cp[i + 3]) && i - at <= 3 * 5)
		i += 4;
	if (i > at && i + 1 < end && d->cp[i] == '.' && is_digit(d->cp[i + 1]))
		for (i++; i < end && is_digit(d->cp[i]);)
			i++;
	return i;
}

static bool more_mark(uint16_t c)
{
	return c == 0x591a || c == 0x4f59; /* 多 余 */
}

/* 110千伏 is no 110 thousand: only 万 and 亿 count without a measure word. */
static bool small_scale(const uint16_t *cp, size_t from, size_t to)
{
	return to == from + 1 && (cp[from] == 0x5343 || cp[from] == 0x767e);
}

static bool has_point(const struct doc *d, size_t from, size_t to)
{
	while (from < to && d->cp[from] != '.')
		from++;
	return from < to;
}

/* 使用寿命达到5年: two digits at most behind the name of a length. */
static bool length_wanted(const struct doc *d, size_t from, size_t to)
{
	if (to > from + 2)
		return false;
	for (size_t k = 2; k <= 8 && k <= from && !is_break(d->cp[from - k]); k++)
		if (cue_at(d, from - k, k, TAG_length) == 2)
			return true;
	return false;
}

/* 多? scale? 多? measure; a scale alone (1.2万) will do, digits alone will not. */
static bool unit_take(const struct doc *d, size_t at, size_t end, struct number *n)
{
	const uint16_t *cp = d->cp;
	size_t i = at;
	while (i < end && cp[i] == ' ')
		i++;
	if (i < end && more_mark(cp[i])) {
		n->more = true;
		i++;
	}
	size_t from = i;
	i += cue_at(d, i, end - i, TAG_scale);
	bool scaled = i > from;
	if (scaled && i < end && more_mark(cp[i])) {
		n->more = true;
		if (!cue_at(d, i + 1, end - i - 1, TAG_measure))
			return false;
		n->unit_from = from; /* 300万多人 keeps the mark out of the value, not of the text */
		i++;
	}
	while (i < end && cp[i] == ' ')
		i++;
	size_t m = cue_at(d, i, end - i, TAG_measure);
	if (!m && !scaled && i < end && cp[i] == 0x5e74 && !n->chinese &&
	    (has_point(d, n->value_from, n->value_to) || length_wanted(d, n->value_from, i)))
		m = 1; /* 10.8年, 平均受教育年限达到12年 are lengths of time, 2025年 is none */
	if (m && cue_at(d, i, end - i, TAG_not_measure) >= m &&
	    cue_at(d, i, end - i, TAG_measure) <= cue_at(d, i, end - i, TAG_not_measure))
		m = 0;
	if (!m && (!scaled || (i < end && is_letter(cp[i])) || small_scale(cp, from, i)))
		return false;
	if (i + m < end && cp[i + m] == 0x7ea7) /* 万吨级, 亿元级: a class */
		return false;
	if (n->chinese && m == 1 && cp[i] == 0x671f) /* 二期, 三期: its name */
		return false;
	if (m && i + m + 1 < end && cp[i + m] == '/') { /* 万吨/年, 元/平方米 */
		size_t per = cue_at(d, i + m + 1, end - i - m - 1, TAG_measure);
		uint16_t span = cp[i + m + 1];
		bool year = span == 0x5e74 || span == 0x6708 || span == 0x65e5; /* 年 月 日 */
		m += per ? 1 + per : year ? 2 : 0;
	}
	n->unit_from = from;
	n->unit_to = n->to = i + m;
	uint16_t c = m ? cp[i] : 0;
	n->percent = c == '%' || c == 0x2030 || (c == 0x4e2a && m >= 4);
	n->time = m && ((c == 0x5c0f && cp[i + 1] == 0x65f6) || c == 0x5929 || (c == 0x5206 && m > 1) ||
			(cp[i + m - 1] == 0x65e5 && m > 1));
	return true;
}

/* 5%-5.5%, 10至12万元: the first may lack its unit. */
static void range_take(const struct doc *d, size_t end, struct number *n)
{
	size_t i = n->to;
	uint16_t c = i < end ? d->cp[i] : 0;
	if (c != '-' && c != '~' && c != 0x2014 && c != 0x81f3 && c != 0x5230)
		return;
	struct number m = *n;
	size_t to = plain_value(d, i + 1, end);
	if (to == i + 1 || !unit_take(d, to, end, &m))
		return;
	n->max_from = i + 1;
	n->max_to = to;
	n->unit_from = m.unit_from;
	n->unit_to = m.unit_to;
	n->percent = m.percent;
	n->to = m.to;
}

static bool glued(const struct doc *d, size_t at, size_t end)
{
	uint16_t before = at ? d->cp[at - 1] : 0, c = at < end ? d->cp[at] : 0;
	unused_arg(before);
	return is_letter(c) || c == '+' || c == 0xb0;
}

/* 分别不高于53和32微克/立方米: the first has the unit of the second. */
static bool shared_unit(const struct doc *d, size_t at, size_t end, struct number *n)
{
	size_t i = n->value_to, to;
	struct number m = *n;
	bool apart = false;
	if (i >= end || (d->cp[i] != 0x548c && d->cp[i] != 0x3001)) /* 和 、 */
		return false;
	for (size_t k = 2; k < 12 && k <= at && !is_break(d->cp[at - k]); k++)
		apart |= d->cp[at - k] == 0x5206 && d->cp[at - k + 1] == 0x522b; /* 分别 */
	to = apart ? plain_value(d, i + 1, end) : 0;
	if (to <= i + 1 || !unit_take(d, to, end, &m))
		return false;
	n->unit_from = m.unit_from;
	n->unit_to = m.unit_to;
	n->percent = m.percent;
	n->to = n->value_to;
	return true;
}

/* 第17、18件: the second is an ordinal too. */
static bool ordinal_list(const struct doc *d, size_t at)
{
	size_t i = at;
	while (i > 1 && at - i < 12 && d->cp[i - 1] == 0x3001 && is_digit(d->cp[i - 2]))
		for (i--; i > 0 && is_digit(d->cp[i - 1]);)
			i--;
	return i < at && i > 0 && d->cp[i - 1] == 0x7b2c;
}

static bool digits_number(const struct doc *d, size_t at, size_t end, struct number *n)
{
	uint16_t before = at ? d->cp[at - 1] : 0;
	if (before == '+' || before == 0x7b2c || before == 0x3014 || ordinal_list(d, at)) /* 第, 〔 */
		return false;
	bool minus = (before == '-' || before == 0x2212) && at > 1 && (is_han(d->cp[at - 2]) || d->cp[at - 2] == 0x3001);
	n->value_from = n->from = at - minus; /* 为-1.24‰ */
	n->value_to = plain_value(d, at, end);
	if (unit_take(d, n->value_to, end, n)) {
		range_take(d, end, n);
		return true;
	}
	if (glued(d, n->value_to, end))
		return false;
	if (shared_unit(d, at, end, n))
		return true;
	n->to = n->value_to; /* 5-5.5%: the unit stands behind the second */
	range_take(d, end, n);
	return n->max_to > 0;
}

/* 四方小学, 五团镇, 三门县: the number is part of a name. */
static bool place_name(const struct doc *d, const struct number *n)
{
	static const uint16_t unit[] = {0x65b9, 0x56e2, 0x95e8, 0x53e3, 0x8def, 0x7ebf, 0x6bb5, 0x7ad9}; /* 方团门口路线段站 */
	for (size_t i = 0; n->unit_to == n->unit_from + 1 && i < COUNT_OF(unit); i++)
		if (d->cp[n->unit_from] == unit[i])
			return true;
	return false;
}

static bool chinese_count(const struct doc *d, size_t at, size_t end, struct number *n)
{
	int v;
	uint16_t before = at ? d->cp[at - 1] : 0;
	size_t k = chinese_number(d->cp + at, end - at, &v);
	if (k == 1 && v >= 10 && before == 0x4e2a)
		return false; /* 3个百亩示范片 */
	if (!k || v < 2 || before == 0x7b2c || before == 0x51e0 || before == 0x6570 || before == 0x6bcf || before == 0x4e0a)
		return false; /* 第 几 数 每 上 */
	n->value_from = at;
	n->value_to = at + k;
	n->chinese = true;
	return unit_take(d, n->value_to, end, n) && !place_name(d, n);
}

/* 百分之五, 百分之5 */
static bool hundredth(const struct doc *d, size_t at, size_t end, struct number *n)
{
	int v;
	if (at + 3 >= end || d->cp[at + 1] != 0x5206 || d->cp[at + 2] != 0x4e4b)
		return false;
	size_t to = plain_value(d, at + 3, end);
	if (to == at + 3)
		to += chinese_number(d->cp + at + 3, end - at - 3, &v);
	n->value_from = at + 3;
	n->value_to = n->to = to;
	n->unit_from = at;
	n->unit_to = at + 3;
	n->percent = true;
	return to > at + 3;
}

static bool masked(const struct doc *d, size_t at, size_t end, struct number *n)
{
	size_t i = at;
	while (i < end && is_mask(d->cp[i]) && i - at < 6)
		i++;
	if (i < end && d->cp[i] == '.')
		for (i++; i < end && is_mask(d->cp[i]);)
			i++;
	n->sort = NUMBER_MASKED;
	n->value_from = n->value_to = at;
	return unit_take(d, i, end, n);
}

/* 过万亿元: one, by its name. */
static bool bare_scale(const struct doc *d, size_t at, size_t end, struct number *n)
{
	struct tags tags;
	const struct token *t = d->tokens.n ? &d->tokens.v[d->tokens.n - 1] : NULL;
	if (!t || t->to != at || t->sort != TOKEN_WORD)
		return false;
	tags = t->tags;
	if (!tags_have(&tags, TAG_pre_gt) && !tags_have(&tags, TAG_pre_ge) && !tags_have(&tags, TAG_pre_approx))
		return false;
	n->value_from = n->value_to = at;
	return unit_take(d, at, end, n) && n->unit_to > n->unit_from + 1;
}

static bool rank_wanted(const struct doc *d, size_t at)
{
	for (size_t k = 1; k <= 10 && k <= at && !is_stop(d->cp[at - k]); k++)
		if (cue_at(d, at - k, k, TAG_rank_ctx))
			return true;
	return false;
}

/* Behind a rank: 位, 名, or nothing more of a noun. */
static bool rank_closed(const struct doc *d, size_t at, size_t end)
{
	uint16_t c = at < end ? d->cp[at] : '\n';
	return is_break(c) || c == 0x3001 || c == 0xff09 || c == 0x201d || c == 0x4f4d || c == 0x540d || c == 0x7684 ||
	       c == ')' || is_space(c) || c == 0xff08;
}

static bool rank_number(const struct doc *d, size_t at, size_t end, struct number *n)
{
	int v = 0;
	uint16_t c = d->cp[at];
	size_t to = at + cue_at(d, at, end - at, TAG_rank_noun);
	bool noun = to > at, first = c == 0x7b2c;
	n->sort = NUMBER_RANK;
	n->value_from = at;
	if (!noun) {
		if (!first && c != 0x524d)
			return false;
		size_t k = 0;
		while (at + 1 + k < end && is_digit(d->cp[at + 1 + k]))
			k++;
		if (!k)
			k = chinese_number(d->cp + at + 1, end - at - 1, &v);
		to = at + 1 + k;
		if (!k && first && to < end && is_mask(d->cp[to])) {
			n->sort = NUMBER_MASKED;
			to++;
		} else if (!k) {
			return false;
		}
		if (!rank_closed(d, to, end))
			return false;
		bool counted = to < end && (d->cp[to] == 0x4f4d || d->cp[to] == 0x540d); /* 位 名 */
		if (counted && !first)
			to++;
		else if (counted && to + 1 < end && d->cp[to + 1] == 0x7684 && !is_break(d->cp[to + 2]))
			return false; /* 第一位的任务 */
	}
	if (!rank_wanted(d, at))
		return false;
	n->value_to = n->to = to;
	n->unit_from = n->unit_to = to;
	if (n->sort == NUMBER_MASKED)
		n->value_from = n->value_to;
	return true;
}

static bool doubled(const struct doc *d, size_t at, size_t end, struct number *n)
{
	size_t k = cue_at(d, at, end - at, TAG_double);
	if (k < 3)
		return false;
	n->value_from = at + 1;
	n->value_to = at + 2;
	n->unit_from = at + 2;
	n->unit_to = n->to = at + 3;
	return true;
}

bool number_at(const struct doc *d, size_t at, size_t end, struct number *ret)
{
	struct number n = {.from = at};
	uint16_t c = d->cp[at];
	uint16_t before = at ? d->cp[at - 1] : 0;
	bool good;
	if (is_digit(c))
		good = !is_letter(before) && digits_number(d, at, end, &n);
	else if (is_mask(c))
		good = !is_digit(before) && !is_mask(before) && masked(d, at, end, &n);
	else if (c == 0x767e && at + 1 < end && d->cp[at + 1] == 0x5206)
		good = hundredth(d, at, end, &n);
	else if (c == 0x7ffb)
		good = doubled(d, at, end, &n);
	else if (rank_number(d, at, end, &n))
		good = true;
	else {
		n = (struct number){.from = at};
		good = chinese_digit(c) >= 0 ? chinese_count(d, at, end, &n) : bare_scale(d, at, end, &n);
	}
	if (good)
		*ret = n;
	return good;
}
