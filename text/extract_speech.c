/* SPDX-License-Identifier: Apache-2.0 */
/* Who is spoken to: X要…, 请X…, 由X…, X会同Y, X于5月10日前…. */
#include "text/extract_unit_in.h"

#define TOLD_MOST 30 /* letters before 要 of the first clause */

static bool speaks_to(const struct doc *d, size_t at, size_t end)
{
	uint16_t c = d->cp[at], next = d->cp[at + 1];
	if (c == 0x6bcf) /* 每周 每月 每季 每半 每年 每日 */
		return next == 0x5468 || next == 0x6708 || next == 0x5b63 || next == 0x534a || next == 0x5e74 || next == 0x65e5 || next == 0x5929;
	if (c == 0x4e00) /* 一周一通报, 一月一调度 */
		return (next == 0x5468 || next == 0x6708 || next == 0x5b63 || next == 0x65e5) && d->cp[at + 2] == 0x4e00;
	if (c == 0x5e94 && at + 2 < end && !cue_at(d, at, end - at, TAG_block) &&
	    cue_at(d, at + 1, end - at - 1, TAG_verb) > 1)
		return true; /* 各镇应编制…, not 应急 */
	if (c != 0x8981) /* 要 */
		return (c == 0x5e94 && at + 1 < end && d->cp[at + 1] == 0x5f53) || (c == 0x52a1 && d->cp[at + 1] == 0x5fc5) ||
		       (c == 0x5fc5 && d->cp[at + 1] == 0x987b); /* 应当 务必 必须 */
	return cue_at(d, at, end - at, TAG_block) < 2 && at + 1 < end && !is_break(d->cp[at + 1]) &&
	       d->cp[at + 1] != 0x6c42; /* 要求 */
}

static bool own_district(const struct doc *d, size_t from, size_t to)
{
	uint16_t c = d->cp[to - 1];
	return (c == 0x533a || c == 0x53bf || c == 0x5e02) && !suffix_at_end(d, from, to, TAG_org_suffix) &&
	       !suffix_at_end(d, from, to, TAG_org_word);
}

/* An office by its last letter; a station or a hospital also opens and is finished. */
static bool office(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t last[] = {0x5c40, 0x59d4, 0x529e, 0x5385, 0x90e8, 0x5e9c, 0x4f4d, 0x95e8, 0x5904, 0x4f1a, 0x9547, 0x4e61, 0x9053, 0x73ed, 0x7ec4};
	if (cue_at(d, from, to - from, TAG_ensure) || cue_at(d, from, to - from, TAG_verb))
		return false;
	if (to - from > 3 && (d->cp[to - 1] == 0xff09 || d->cp[to - 1] == ')') && d->cp[from] == 0x5404)
		return true; /* 各县（区） */
	for (size_t i = 0; i < COUNT_OF(last); i++) /* 局委办厅部府位门处会镇乡道班组 */
		if (d->cp[to - 1] == last[i])
			return true;
	return false;
}

static bool ends_room(uint16_t c)
{
	return c == 0x5ba4; /* 督查室, 办公室 */
}

/* 发改局管统筹, 办公室抓督办, 督查室将开展…: an office, and what it does or will do. */
bool office_acts(const struct doc *d, size_t from, size_t at, size_t end, size_t *ret_from)
{
	bool all, will = d->cp[at] == 0x5c06; /* 将 */
	if (!will && !cue_at(d, at, end - at, TAG_acts))
		return false;
	if (at < from + 2 || cue_at(d, at, end - at, TAG_block) > 1)
		return false;
	size_t start = names_start(d, from, at, &all);
	if (start == at || !all || (start > from && !is_break(d->cp[start - 1])) || own_district(d, start, at))
		return false;
	if (!office(d, start, at) && !ends_room(d->cp[at - 1]))
		return false;
	if (will && d->cp[at - 1] == 0x5e9c)
		return false; /* 市政府将…: who speaks */
	*ret_from = start;
	return true;
}

static void acts_read(struct doc *d, const struct piece *p)
{
	size_t start;
	bool word = here_has(d, TAG_acts) || here_letters(d, LETTER_WILL);
	for (size_t i = p->body + 2; word && i + 1 < p->to; i++)
		if ((d->cp[i] == 0x5c06 || tags_have(&word_at(d, i)->all, TAG_acts)) &&
		    office_acts(d, p->body, i, p->to, &start))
			units_list(d, start, i, ROLE_LEAD);
}

/* 各地要结合实际，…: it begins with who is to do it, so it is no heading. */
bool told_first(const struct doc *d, size_t from, size_t to)
{
	bool all;
	for (size_t i = from + 2; i + 1 < to && i < from + TOLD_MOST && !is_break(d->cp[i]); i++)
		if (letter_sorts[d->cp[i]] & LETTER_SPEAKS && speaks_to(d, i, to))
			return names_start(d, from, i, &all) == from && all && !own_district(d, from, i);
	return false;
}

/* 各单位也要, 都要, 均应, 还要, 更要 */
static bool speaks_too(uint16_t c)
{
	return c == 0x4e5f || c == 0x90fd || c == 0x5747 || c == 0x8fd8 || c == 0x66f4;
}

static void speech_read(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body + 2; here_letters(d, LETTER_SPEAKS) && i + 1 < p->to; i++) {
		bool all;
		if (!(letter_sorts[d->cp[i]] & LETTER_SPEAKS) || !speaks_to(d, i, p->to))
			continue;
		size_t to = i - speaks_too(d->cp[i - 1]);
		size_t start = names_start(d, p->body, to, &all);
		uint16_t before = start > p->body ? d->cp[start - 1] : 0xff0c;
		if (start == to || !all || own_district(d, start, to))
			continue;
		if (is_break(before) || before == 0x201c || before == 0x8bf7 || is_space(before) || d->cp[start] == 0x5404) /* 各 */
			units_list(d, start, to, ROLE_LEAD);
	}
}

/* 6月15日、12月15日前: where the list of days that ends with this one begins. */
static size_t days_from(const struct doc *d, size_t k)
{
	while (k && d->cp[d->days.v[k].from - 1] == 0x3001 && d->days.v[k - 1].to + 1 == d->days.v[k].from)
		k--;
	return d->days.v[k].from;
}

/* 各单位自…起15日内制定…, 区水务局于5月10日前报…: the name stands before its limit. */
static void before_limit(struct doc *d, const struct piece *p)
{
	for (size_t k = 0; k < d->days.n; k++) {
		const struct day_found *f = &d->days.v[k];
		size_t to = days_from(d, k);
		bool all;
		if (!f->limit || to < p->body + 3)
			continue;
		if (to > p->body + 4 && d->cp[to - 1] == 0x4e8e && d->cp[to - 2] == 0x522b)
			to -= 3; /* 分别于 */
		for (int n = 0; n < 2; n++) /* 须于, 应在 */
			if (d->cp[to - 1] == 0x4e8e || d->cp[to - 1] == 0x5728 || d->cp[to - 1] == 0x5e94 || d->cp[to - 1] == 0x987b)
				to--; /* 于 在 应 须 */
		size_t start = names_start(d, p->body, to, &all);
		bool opens = start == p->body || is_break(d->cp[start - 1]) || d->cp[start - 1] == 0x662f; /* 一是各单位… */
		if (start < to && all && opens && office(d, start, to))
			units_list(d, start, to, ROLE_LEAD);
	}
}

/* 由县水务局调配…: where the names behind 由 end; 0 none. */
size_t named_by(const struct doc *d, size_t at, size_t end)
{
	uint16_t before = at ? d->cp[at - 1] : 0;
	if (d->cp[at] != 0x7531 || before == 0x81ea || before == 0x7406 || d->cp[at + 1] == 0x4e8e) /* 自由 理由 由于 */
		return 0;
	size_t to = names_end(d, at + 1, end);
	uint16_t c = to && to < end ? d->cp[to] : 0;
	bool clause = to && to + 2 < end && d->cp[to + 2] == 0x7684; /* 由办公厅转办的建议 */
	return to && !clause && !person_follows(d, to) && c != 0x7684 && c != 0xff0c && c != 0x3002 ? to : 0;
}

/* 请X…, 由X… */
static void please_read(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body; here_letters(d, LETTER_PLEASE | LETTER_BY | LETTER_SPEAKS) && i + 3 < p->to; i++) {
		if (!(letter_sorts[d->cp[i]] & (LETTER_PLEASE | LETTER_BY | LETTER_SPEAKS)))
			continue;
		uint16_t before = i > p->body ? d->cp[i - 1] : 0xff0c;
		bool asks = d->cp[i] == 0x8981 && d->cp[i + 1] == 0x6c42 && is_han(d->cp[i + 2]); /* 要求各镇… */
		bool please = asks || (d->cp[i] == 0x8bf7 && (is_break(before) || before == 0x201c));
		size_t to = please ? names_end(d, i + 1 + asks, p->to) : d->cp[i] == 0x7531 ? named_by(d, i, p->to) : 0;
		if (please && to && (person_follows(d, to) || d->cp[to] == 0x7684 || d->cp[to] == 0xff0c || d->cp[to] == 0x3002))
			to = 0;
		if (to)
			units_list(d, i + 1 + asks, to, ROLE_LEAD);
	}
}

/* ，联合X…: at the head of a clause. */
static void joint_read(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body; i + 4 < p->to; i = clause_end(d, i, p->to) + 1) {
		size_t to = d->cp[i] == 0x8054 && d->cp[i + 1] == 0x5408 ? names_end(d, i + 2, p->to) : 0;
		if (to)
			units_list(d, i + 2, to, ROLE_ASSIST);
	}
}

static void with_read(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body + 2; here_letters(d, LETTER_WITH) && i + 3 < p->to; i++) {
		if (d->cp[i] != 0x4f1a || d->cp[i + 1] != 0x540c) /* 会同 */
			continue;
		bool all;
		size_t name = i;
		if (d->cp[name - 1] == 0x8981 || d->cp[name - 1] == 0x5e94 || d->cp[name - 1] == 0x5c06) /* 要 应 将 */
			name--;
		size_t start = names_start(d, p->body, name, &all);
		bool own = i > 0 && (d->cp[i - 1] == 0x5c06 || d->cp[i - 1] == 0x4eec); /* 我们将会同… */
		own |= d->units.n && d->cp[i - 1] == 0xff0c; /* 由县水利局牵头，会同县审计局… */
		if ((start == name || !all) && !own)
			continue;
		if (start < name && all)
			units_list(d, start, name, ROLE_LEAD);
		size_t best = names_end(d, i + 2, p->to);
		if (best)
			units_list(d, i + 2, best, ROLE_ASSIST);
	}
}

void speech_units(struct doc *d, const struct piece *p)
{
	speech_read(d, p);
	acts_read(d, p);
	before_limit(d, p);
	please_read(d, p);
	with_read(d, p);
	joint_read(d, p);
}
