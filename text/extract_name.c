/* SPDX-License-Identifier: Apache-2.0 */
/* Names of organisations in a text: what reads like one, where a list of them begins and ends. */
#include "text/extract_unit_in.h"

#define NAME_LETTERS 24 /* of one unit's name */

static bool letter_of_name(uint16_t c)
{
	return is_han(c) || is_letter(c) || c == 0xb7 || c == 0xd7;
}

bool suffix_at_end(const struct doc *d, size_t from, size_t to, enum tag tag)
{
	for (size_t k = 1; k <= 9 && to >= from + k; k++)
		if (cue_at(d, to - k, k, tag) == k)
			return true;
	return false;
}

/* Where the bracket that closes [from,to) opens; `from` when none does. */
size_t bracket_open(const struct doc *d, size_t from, size_t to)
{
	if (!(letter_sorts[d->cp[to - 1]] & LETTER_CLOSE))
		return from;
	for (size_t i = to - 1; i-- > from;)
		if (letter_sorts[d->cp[i]] & LETTER_OPENS)
			return i;
	return from;
}

/* [from,to) reads like an organisation's name. */
bool is_org(const struct doc *d, size_t from, size_t to)
{
	size_t n = to - from;
	if (n < 2 || n > NAME_LETTERS + 8)
		return false;
	if (suffix_at_end(d, from, to, TAG_org_stop) || cue_at(d, from, n, TAG_org_front))
		return false;
	if (cue_at(d, from, n, TAG_org_word) == n)
		return true;
	if (d->cp[from] == 0x5404 && (d->cp[to - 1] == 0xff09 || d->cp[to - 1] == ')'))
		return n > 4; /* 各县（区） */
	size_t open = bracket_open(d, from, to);
	if (open > from + 1) /* 市交通局（市道路中心）, 市直部门（单位） */
		return is_org(d, from, open);
	return suffix_at_end(d, from, to, TAG_org_suffix) || suffix_at_end(d, from, to, TAG_org_word);
}

/* The 和 of 工业和信息化局. */
static bool joined_name(const struct doc *d, size_t at)
{
	for (size_t k = 1; k <= 8 && k <= at; k++)
		if (cue_at(d, at - k, k + 6 < d->n - at ? k + 6 : k + d->n - at, TAG_org_and) > k)
			return true;
	return false;
}

/* 局长, 镇主要负责人, 市政府分管领导: a person of it. */
bool person_follows(const struct doc *d, size_t to)
{
	static const uint16_t first[] = {0x957f, 0x5206, 0x4e3b, 0x8d1f, 0x9886}; /* 长 分管 主要 负责同志 领导 */
	static const uint16_t second[] = {0, 0x7ba1, 0x8981, 0x8d23, 0x5bfc};
	for (size_t i = 0; i < COUNT_OF(first); i++)
		if (d->cp[to] == first[i] && (!second[i] || (to + 1 < d->n && d->cp[to + 1] == second[i])))
			return !(i == 3 && d->cp[to + 2] != 0x540c && d->cp[to + 2] != 0x4eba); /* X负责… is no person */
	return false;
}

bool separates(uint16_t c)
{
	return letter_sorts[c] & LETTER_PARTS;
}

/* 12个街道、镇, 各平台、镇街: behind 、 a kind of place goes on with the name [from,at). */
bool group_goes_on(const struct doc *d, size_t from, size_t at, size_t to)
{
	static const uint16_t kind[][2] = {{0x9547}, {0x4e61}, {0x6751}, {0x8857}, {0x9547, 0x8857}, {0x4e61, 0x9547}}; /* 镇 乡 村 街 镇街 乡镇 */
	if (d->cp[at] != 0x3001 || (d->cp[from] != 0x5404 && !is_digit(d->cp[from])))
		return false;
	size_t end = at + 1;
	while (end < to && end < at + 4 && !separates(d->cp[end]))
		end++;
	for (size_t i = 0; i < COUNT_OF(kind); i++)
		if (end == at + (kind[i][1] ? 3 : 2) && d->cp[at + 1] == kind[i][0] && (!kind[i][1] || d->cp[at + 2] == kind[i][1]))
			return true;
	return false;
}

/* Nothing but names: （区教育局、区财政局）. */
bool all_orgs(const struct doc *d, size_t from, size_t to)
{
	size_t start = from;
	int depth = 0;
	for (size_t i = from; i <= to; i++) {
		uint16_t c = i < to ? d->cp[i] : '\n';
		depth += c == 0xff08 || c == '(';
		depth -= (c == 0xff09 || c == ')') && depth > 0;
		if (i < to && (depth || !separates(c) || group_goes_on(d, start, i, to)))
			continue;
		if (i > start && !is_org(d, start, i))
			return false;
		start = i + 1;
	}
	return true;
}

static bool ends_office(uint16_t c)
{
	return c == 0x5c40 || c == 0x5385 || c == 0x961f || c == 0x53f8; /* 局 厅 队 司 */
}

/* 后 向 将 把 按 并 在 behind a name: the sentence goes on. */
static bool goes_on(uint16_t c)
{
	return c == 0x540e || c == 0x5411 || c == 0x5c06 || c == 0x628a || c == 0x6309 || c == 0x5e76 || c == 0x5728;
}

/* The end of the longest list of names that begins at `from`; 0 none. */
size_t names_end(const struct doc *d, size_t from, size_t end)
{
	size_t best = 0, start = from;
	for (size_t to = from; to < end && to - start < NAME_LETTERS; to++) {
		uint16_t c = d->cp[to];
		if ((c == 0x3001 || c == 0x548c || c == 0x4e0e || c == 0x53ca) && best == to) {
			start = to + 1;
			continue;
		}
		if (!letter_of_name(c) || (c == 0x4f1a && to + 1 < end && d->cp[to + 1] == 0x540c)) /* 会同 */
			break;
		if ((best > start && goes_on(c)) || (c == 0x6309 && to + 1 < end && d->cp[to + 1] == 0x7167)) /* 按照 */
			break; /* 督查组综合后向区政府汇报 */
		if (to > start && cue_at(d, to, end - to, TAG_role_lead_verb))
			break;
		if (best == to && best > start + 2 && ends_office(d->cp[best - 1]) && cue_at(d, to, end - to, TAG_verb))
			break; /* 县公安局依法查处: the name is over, though 处 could end one */
		if (is_org(d, start, to + 1))
			best = to + 1;
	}
	if (best && best < end && d->cp[best] == 0xff08 && d->cp[from] == 0x5404) /* 各部门（单位） */
		for (size_t to = best + 2; to < end && to < best + 8; to++)
			if (d->cp[to] == 0xff09)
				return to + 1;
	return best;
}

/* Where 各 begins the name in 汛期各单位, 防汛物资各村居; 区直各部门, 市政府各部门 and 各部门各单位 are whole. */
static size_t each_start(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t whole[] = {0x76f4, 0x7ea7, 0x5c5e, 0x533a, 0x53bf, 0x5e02, 0x9547, 0x4e61, 0x7701, 0x5dde, 0x5730, 0x5404};
	for (size_t i = from + 1; d->cp[from] != 0x5404 && i + 2 <= to; i++) {
		if (d->cp[i] != 0x5404 || !is_org(d, i, to))
			continue;
		if (is_org(d, from, i))
			return from;
		for (size_t k = 0; k < COUNT_OF(whole); k++) /* 直级属区县市镇乡省州地各 */
			if (d->cp[i - 1] == whole[k])
				return from;
		return i;
	}
	return from;
}

/* 、红岗区 before further names: a place for its government. */
static bool listed_place(const struct doc *d, size_t from, size_t to)
{
	uint16_t c = d->cp[to - 1];
	return d->cp[from - 1] == 0x3001 && to > from + 2 && (c == 0x533a || c == 0x53bf || c == 0x5e02) && /* 区 县 市 */
	       !suffix_at_end(d, from, to, TAG_org_stop);
}

/* Where the list of names that ends at `to` begins; names reach back over 、 和 与 及. */
size_t names_start(const struct doc *d, size_t from, size_t to, bool *ret_all)
{
	size_t start = to, end = to;
	bool verbs = here_has(d, TAG_org_verb);
	/* 住建、民政等部门: the list is of departments though its words are short */
	bool sort_of = to - from >= 4 && (str_ends(doc_str(d, from, to), S("等部门")) || str_ends(doc_str(d, from, to), S("等单位")) ||
					  str_ends(doc_str(d, from, to), S("等有关部门")));
	*ret_all = true;
	for (;;) {
		size_t a = end;
		int depth = 0;
		while (a > from && end - a < NAME_LETTERS + 8) {
			uint16_t c = d->cp[a - 1];
			if (c == 0xff09 || c == ')')
				depth++;
			else if ((c == 0xff08 || c == '(') && depth)
				depth--;
			else if (!depth && (!letter_of_name(c) || (a < end && (c == 0x7531 || c == 0x548c || c == 0x4e0e || c == 0x8bf7 || c == 0x662f ||
								   c == 0x4ee5 || c == 0x7684) &&
								   !joined_name(d, a - 1) && is_org(d, a, end))))
				break; /* 由 和 与 请 是 以 的 in front of a name */
			else if (depth && is_break(c))
				break;
			else if (c == 0x8981 && a < end && d->cp[a] != 0x7d20)
				break; /* 要, not 要素保障专班 */
			else if (c == 0x540c && a > from + 1 && d->cp[a - 2] == 0x4f1a)
				break; /* X会同Y: two names */
			else if (verbs && a > from + 1 && a < end && cue_at(d, a - 2, 2, TAG_org_verb) == 2 && is_org(d, a, end))
				break; /* 明确X为牵头单位 */
			a--;
		}
		a = each_start(d, a, end);
		if (!is_org(d, a, end) && !(sort_of && end - a >= 2 && end - a <= 8) &&
		    !(start < to && end - a >= 2 && end - a <= 4 && (a == from || is_break(d->cp[a - 1]) || listed_place(d, a, end)))) {
			*ret_all = start < to;
			return start;
		}
		start = a;
		uint16_t c = a > from ? d->cp[a - 1] : 0;
		if (a <= from || (c != 0x3001 && c != 0x548c && c != 0x4e0e && c != 0x53ca))
			return start;
		end = a - 1;
	}
}

bool org_before(const struct doc *d, size_t from, size_t to)
{
	bool all;
	return names_start(d, from, to, &all) < to && all;
}
