/* SPDX-License-Identifier: Apache-2.0 */
/* Limits that are counted from an event: 会后十个工作日内, 限15日完成, 假期结束后的第二个工作日. */
#include "text/extract_date_in.h"

size_t relative_start(const struct doc *d, size_t at)
{
	size_t from = at;
	uint16_t c = at ? d->cp[at - 1] : 0;
	if (c != 0x540e && c != 0x8d77) /* 后, 起 */
		return at;
	for (size_t k = 1; k <= 24 && k <= at && !is_break(d->cp[at - k]) && d->cp[at - k] != 0xff08; k++)
		if (from < at && (d->cp[at - k] == 0x5728 || d->cp[at - k] == 0x4e8e)) /* 情况在会后, 于收到…后 */
			break;
		else if (cue_at(d, at - k, k, TAG_relative_from))
			from = at - k;
	return from;
}

bool time_wanted(const struct doc *d, size_t at)
{
	for (size_t k = 1; k <= 14 && k <= at && !is_break(d->cp[at - k]); k++)
		if (cue_at(d, at - k, k, TAG_time_ctx))
			return true;
	return false;
}

bool rate_of(const struct cursor *c)
{
	for (size_t i = 1; i < 7 && !is_break(peek(c, i)); i++)
		if (peek(c, i) == 0x7387 || peek(c, i) == 0x5708) /* 率 圈 */
			return true;
	return false;
}

/* 上限5天, 年限3年: what stands in front of 限. */
static bool limit_noun(uint16_t c)
{
	return c == 0x4e0a || c == 0x4e0b || c == 0x5e74 || c == 0x671f || c == 0x65f6 || c == 0x6709; /* 上下年期时有 */
}

/* 限15日, 5个工作日办结: no 内 behind the span, but a word in front or behind that makes it a limit. */
static bool bare_span(const struct cursor *from, const struct cursor *to, bool loose)
{
	static const uint16_t taken[] = {0x7528, 0x4ec5, 0x53ea, 0x9700, 0x5747, 0x4e86, 0x6bcf, 0x524d, 0x957f, 0x5c55}; /* 用仅只需均了每前长展 */
	const struct doc *d = from->d;
	for (size_t k = 1; k <= 4 && k <= from->i; k++)
		if (cue_at(d, from->i - k, k, TAG_span_front) == k)
			return k > 1 || !limit_noun(from->i > 1 ? d->cp[from->i - 2] : 0);
	for (size_t i = 0; from->i && i < COUNT_OF(taken); i++)
		if (d->cp[from->i - 1] == taken[i])
			return false;
	return !loose && cue_at(d, to->i, to->end - to->i, TAG_span_ends);
}

bool relative_take(struct cursor *c, struct day_found *f)
{
	static const struct {
		struct letters word;
		bool working, loose; /* loose: 3日, 5年 name a date or an age as often as a span */
	} unit[] = {{{WORD("个工作日")}, true, false}, {{WORD("工作日")}, true, false}, {{WORD("个自然日")}, false, false},
		    {{WORD("个月")}, false, false},    {{WORD("个半月")}, false, false}, {{WORD("个小时")}, false, false},
		    {{WORD("小时")}, false, false},    {{WORD("分钟")}, false, false},  {{WORD("日")}, false, true},
		    {{WORD("天")}, false, false},      {{WORD("周")}, false, false},    {{WORD("年")}, false, true},
		    {{WORD("个星期")}, false, false}};
	struct cursor k = *c;
	int v;
	size_t n = small(&k, 3, &v);
	if (!n || v < 1)
		return false;
	k.i += n;
	if (range_mark(&k, 0)) { /* 3至5个工作日内: the longer counts */
		k.i++;
		n = small(&k, 3, &v);
		if (!n || v < 1)
			return false;
		k.i += n;
	}
	spaces(&k);
	for (size_t i = 0; i < COUNT_OF(unit); i++)
		if (take_(&k, unit[i].word.p, unit[i].word.n)) {
			if (!take(&k, "之内") && !take(&k, "以内") && !take(&k, "内") && !bare_span(c, &k, unit[i].loose))
				return false;
			if (time_wanted(c->d, c->i) || rate_of(&k))
				return false;
			*f = (struct day_found){.sort = DAY_RELATIVE, .precision = PREC_RELATIVE, .limit = true,
						.working_days = unit[i].working ? v : 0};
			*c = k;
			return true;
		}
	return false;
}

bool ordinal_take(struct cursor *c, struct day_found *f)
{
	struct cursor k = *c;
	int v = 0;
	if (!take(&k, "第"))
		return false;
	size_t n = small(&k, 2, &v);
	k.i += n;
	take(&k, "个");
	bool working = take(&k, "工作日");
	if (!n || v < 1 || (!working && !take(&k, "自然日") && !take(&k, "日") && !take(&k, "天")))
		return false;
	uint16_t before = c->i ? c->d->cp[c->i - 1] : 0;
	bool behind = before == 0x540e || before == 0x8d77 || before == 0x7684; /* 后 起 的 */
	size_t from = relative_start(c->d, c->i - (before == 0x7684));
	behind &= from + 1 < c->i;
	if (!before_take(&k) && !take(&k, "内") && !behind)
		return false;
	*f = (struct day_found){.sort = DAY_RELATIVE, .precision = PREC_RELATIVE, .limit = true, .working_days = working ? v : 0,
				.from = behind ? from : c->i};
	*c = k;
	return true;
}
