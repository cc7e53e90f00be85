/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the days of a sentence are limits, and what day each of them is. */
#include "text/extract_in.h"

#define HELD_MOST 30 /* letters behind what is held in which its number may stand */

/* ---- resolving ---- */
int year_now(const struct doc *d)
{
	for (int i = d->depth; i > 0; i--)
		if (d->scope[i - 1].year)
			return d->scope[i - 1].year;
	return d->year;
}

static day_t weekday_before(day_t day)
{
	day--;
	while (day_weekday(day) > 5)
		day--;
	return day;
}

static day_t festival_day(const struct doc *d, const struct day_found *f, int year)
{
	size_t n = f->festival_to - f->festival_from;
	for (size_t i = 0; i < d->cues->n_festivals; i++) {
		const struct festival *x = &d->cues->festivals[i];
		size_t k = 0;
		while (k < x->n && k < n && x->name[k] == d->cp[f->festival_from + k])
			k++;
		if (k < x->n)
			continue;
		day_t first = x->month ? day_of(year, x->month, x->day) : x->first;
		if (first == DAY_NONE || day_civil(first).year != year)
			continue;
		if (d->date != DAY_NONE && first <= d->date && first > d->date - 366) {
			if (!x->month)
				continue; /* gone by: the next year's row follows */
			first = day_of(year + 1, x->month, x->day);
		}
		return weekday_before(first);
	}
	return DAY_NONE;
}

/* A limit more than half a year before the document is not meant; ask. */
static bool long_past(const struct doc *d, const struct day_found *f, day_t day)
{
	return d->date != DAY_NONE && !f->year_said && day < d->date - 183;
}

day_t day_resolve(const struct doc *d, const struct day_found *f, int base_year)
{
	if (f->invalid || f->sort == DAY_RELATIVE || f->sort == DAY_RECURRING || f->sort == DAY_ASK)
		return DAY_NONE;
	int year = f->year_said ? f->year : base_year ? base_year + f->year_shift : 0;
	if (year < 1900 || year > 2200)
		return DAY_NONE;
	if (f->sort == DAY_FESTIVAL) {
		day_t one = festival_day(d, f, year);
		return one == DAY_NONE ? festival_day(d, f, year + 1) : one;
	}
	int month = f->month ? f->month : 12;
	day_t day = f->day ? day_of(year, month, f->day) : day_month_end(year, month);
	return day != DAY_NONE && long_past(d, f, day) ? DAY_NONE : day;
}

/* ---- which of the days are limits ---- */
static bool any_before(const struct doc *d, size_t from, size_t at, size_t most, enum tag tag)
{
	for (size_t k = 1; k <= most && at - k >= from && k <= at && !is_break(d->cp[at - k]); k++) {
		size_t n = cue_at(d, at - k, k, tag);
		if (n && n + 2 >= k)
			return true;
	}
	return false;
}

/* 6月底完成: a bare month or half-year is a limit only before a verb that ends something. */
static bool milestone_next(const struct doc *d, size_t at, size_t end)
{
	size_t n = cue_at(d, at, end - at, TAG_milestone), k = at + n;
	/* 年内组织业务培训不少于6期: how often, however far off the number stands */
	size_t most = cue_at(d, at, end - at, TAG_held) ? HELD_MOST : 6;
	if (!n)
		return false;
	for (size_t i = 0; i < most && k + i < end && !is_break(d->cp[k + i]) && d->cp[k + i] != 0x3001; i++) /* 5月开工、10月竣工 */
		if (is_digit(d->cp[k + i]) || (d->cp[k + i] == 0x6295 && d->cp[k + i + 1] == 0x8d44)) /* 完成投资…: the period of an amount */
			return false;
	return true;
}

static bool labelled(const struct doc *d, size_t from, size_t at)
{
	while (at > from + 1 && d->cp[at - 1] == '\n' && (d->cp[at - 2] == '\n' || is_space(d->cp[at - 2])))
		at--; /* 整改时限, and the day below it */
	if (at <= from || (!is_colon(d->cp[at - 1]) && d->cp[at - 1] != 0x4e3a && d->cp[at - 1] != '\n')) /* ： 为 */
		return false;
	for (size_t k = 2; k <= 9 && at - k + 1 > from; k++)
		if (cue_at(d, at - k, k, TAG_limit_label) == k - 1)
			return true;
	return false;
}

/* 自查阶段（7月3日至7月15日）: how long a part of the work goes on; it ends with the bracket. */
static bool phase_in_bracket(const struct doc *d, const struct piece *p, const struct day_found *f)
{
	size_t open = f->from;
	if (!(letter_sorts[d->cp[f->to]] & LETTER_CLOSE) || open < p->from + 3 || !(letter_sorts[d->cp[open - 1]] & LETTER_OPENS))
		return false;
	open--;
	while (open > p->from && is_space(d->cp[open - 1]))
		open--;
	bool last = p->heading && f->to + 1 == p->to && f->to > f->from + 4; /* （二）全面推进（3月1日至9月30日） */
	for (size_t i = f->from; last && i < f->to; i++)
		if (d->cp[i] == 0x81f3 || d->cp[i] == 0x2014 || d->cp[i] == '-' || d->cp[i] == '~') /* 至 */
			return true;
	for (size_t k = 2; k <= 3 && open >= p->from + k; k++)
		if (cue_at(d, open - k, k, TAG_phase) == k)
			return true;
	return false;
}

/* 落实情况在30个工作日内上报: a span and what is handed in at its end is a rule, though it names results. */
static bool rule_told(const struct doc *d, const struct piece *p, const struct day_found *f)
{
	if ((f->sort != DAY_RELATIVE && f->sort != DAY_RECURRING) || has_cue(d, p->body, p->to, TAG_aspect) ||
	    has_cue(d, p->body, p->to, TAG_past_sure) || has_cue(d, p->body, p->to, TAG_recent))
		return false;
	for (size_t i = f->to; i < f->to + 12 && i < p->to && !is_break(d->cp[i]); i++)
		if (cue_at(d, i, p->to - i, TAG_hands_in))
			return true;
	return false;
}

/* 目前正在办理手续，12月末开工: behind what goes on now comes what is still to be done. */
static bool under_way(const struct doc *d, const struct piece *p, const struct day_found *f)
{
	if (!f->limit || f->sort != DAY_PLAIN || has_cue(d, f->to, clause_end(d, f->to, p->to), TAG_aspect))
		return false;
	for (size_t i = p->body; i + 1 < f->from; i++)
		if (d->cp[i] == 0x6b63 && d->cp[i + 1] == 0x5728) /* 正在 */
			return true;
	return false;
}

/* 确保3月初完成A，3月中旬完成B: the word of promise holds for the clauses that begin with their day. */
static bool promised_list(const struct doc *d, const struct piece *p, const struct day_found *f)
{
	size_t to = clause_end(d, f->to, p->to);
	return f->limit && clause_start(d, p->from, f->from) == f->from && milestone_next(d, f->to, p->to) &&
	       (has_cue(d, p->body, f->from, TAG_ensure) || has_cue(d, p->body, f->from, TAG_aim)) &&
	       !has_cue(d, f->to, to, TAG_aspect) && !has_cue(d, f->to, to, TAG_past_sure);
}

/* 自7月开始至8月中旬: how long something went on. */
static bool ends_period(const struct doc *d, const struct day_found *f)
{
	if (!f->from || (d->cp[f->from - 1] != 0x81f3 && d->cp[f->from - 1] != 0x5230)) /* 至 到 */
		return false;
	for (size_t k = 2; k <= 12 && k <= f->from && !is_break(d->cp[f->from - k]); k++)
		if (d->cp[f->from - k] == 0x81ea || d->cp[f->from - k] == 0x4ece) /* 自 从 */
			return true;
	return false;
}

static bool is_limit(const struct doc *d, const struct piece *p, const struct day_found *f)
{
	if (f->sort == DAY_PLAIN && !f->before && (cue_at(d, f->to, p->to - f->to, TAG_past_sure) || ends_period(d, f)))
		return false; /* 8月初已办理 */
	if (labelled(d, p->from, f->from) || (f->limit && phase_in_bracket(d, p, f)))
		return true;
	bool from_now = d->cp[f->from] == 0x5373; /* 自即日起至… */
	if (!from_now && !(f->before && latest_before(d, f->from)) && any_before(d, p->from, f->from, 6, TAG_no_deadline) && f->sort != DAY_RELATIVE)
		return false;
	if (p->kind == KIND_ACHIEVEMENT && !p->labelled) {
		size_t a = clause_start(d, p->from, f->from);
		size_t b = clause_end(d, f->to, p->to);
		day_t day = day_resolve(d, f, year_now(d));
		bool ahead = under_way(d, p, f) || promised_list(d, p, f) || (f->before && d->date != DAY_NONE && day != DAY_NONE && day > d->date);
		if (!ahead && !rule_told(d, p, f) && !has_cue(d, a, b, TAG_forecast) && !has_cue(d, a, b, TAG_aim) && !has_cue(d, a, b, TAG_will) && !has_cue(d, a, b, TAG_must))
			return false;
	}
	if (p->kind == KIND_OTHER || p->kind == KIND_PRINCIPLE) {
		size_t a = clause_start(d, p->from, f->from); /* …正在装修，计划12月28日开业 */
		bool aimed = has_cue(d, a, f->from, TAG_aim) || has_cue(d, a, f->from, TAG_ensure) || promised_list(d, p, f);
		if (!f->before && !aimed && f->sort != DAY_RELATIVE && f->sort != DAY_RECURRING)
			return false;
	}
	const struct day_found *next = f; /* 4月15日、7月15日及10月15日前 */
	while (f->day && next + 1 < d->days.v + d->days.n && next[1].from == next->to + 1 &&
	       (d->cp[next->to] == 0x3001 || d->cp[next->to] == 0x548c || d->cp[next->to] == 0x53ca)) /* 、 和 及 */
		if ((++next)->before)
			return true;
	size_t to = f->to + cue_at(d, f->to, p->to - f->to, TAG_must); /* 6月要建成, 年内要完成 */
	bool whole_year = f->bare_year && !f->month && !f->limit; /* 2024年通车: a period */
	return f->limit || (!whole_year && milestone_next(d, to, p->to));
}

static void deadline_add(struct doc *d, const struct day_found *f)
{
	*list_push(d->a, &d->deadlines) = (struct deadline){
		.at = {f->from, f->to},
		.text = doc_str(d, f->from, f->to),
		.date = day_resolve(d, f, year_now(d)),
		.precision = f->precision,
		.working_days = f->working_days,
	};
}

void deadlines_find(struct doc *d, struct piece *p)
{
	for (size_t i = 0; i < d->days.n; i++)
		if (d->days.v[i].from >= p->body && is_limit(d, p, &d->days.v[i]))
			deadline_add(d, &d->days.v[i]);
}

/* A cell under 完成时限: whatever day stands there is meant. */
void deadline_cell(struct doc *d, size_t from, size_t to)
{
	struct day_found f;
	for (size_t i = from; i < to; i++)
		if (day_at(d, i, to, &f)) {
			deadline_add(d, &f);
			return;
		}
}
