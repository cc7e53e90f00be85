/* SPDX-License-Identifier: Apache-2.0 */
/* Who does what, in a few words: X牵头, X负责, 由X承担, Y配合. */
#include "text/extract_unit_in.h"

#define STRANGER_MOST 6  /* letters of a name of no known ending */
#define STRANGERS_MOST 8 /* of them in a list */
#define WAY_MOST 40 /* letters to either quotation mark */

#define ROLES(k) \
	(TAGS_BIT(TAG_role_share, k) | TAGS_BIT(TAG_role_lead_verb, k) | TAGS_BIT(TAG_role_assist_verb, k))
#define ROLES_BY(k) (ROLES(k) | TAGS_BIT(TAG_role_by_verb, k))
static const struct tags roles = {{ROLES(0), ROLES(1)}}, roles_by = {{ROLES_BY(0), ROLES_BY(1)}};

bool here_has_role(const struct doc *d)
{
	return tags_meet(&d->here.words, &roles);
}

/* Other readings of 负责: 负责人 is blocked by its own word, 对…负责 by what stands before. */
static bool owns(const struct doc *d, size_t at, size_t from)
{
	for (size_t k = 1; k <= 12 && at >= from + k && !is_break(d->cp[at - k]); k++)
		if (d->cp[at - k] == 0x5bf9 || d->cp[at - k] == 0x8bf7) /* 对 */
			return d->cp[at - k] == 0x8bf7;
	return true;
}

/* 鼓励物业、家政等企业参与: a wish, no duty. */
static bool invited(const struct doc *d, size_t from, size_t at, size_t to)
{
	for (size_t i = clause_start(d, from, at); i <= at; i++)
		if (cue_at(d, i, to - i, TAG_invites))
			return true;
	return false;
}

/* （A、B，C按职责分工负责）: from the bracket on nothing but names. */
static size_t share_start(const struct doc *d, size_t from, size_t start)
{
	size_t at = start;
	bool all = true;
	while (all && at > from + 2 && (d->cp[at - 1] == 0xff0c || d->cp[at - 1] == ',')) {
		size_t to = at - 1, next = names_start(d, from, to, &all);
		if (next == to || !all)
			break;
		at = next;
	}
	uint16_t before = at > from ? d->cp[at - 1] : 0, verb = at > from + 1 ? d->cp[at - 2] : 0;
	bool behind_lead = (before == 0xff0c || before == ',') && verb == 0x5934; /* 牵头， */
	bool opens = letter_sorts[before] & LETTER_OPENS || (at == from && at && letter_sorts[d->cp[at - 1]] & LETTER_OPENS);
	return behind_lead || opens ? at : start;
}

/* 研究所负责的工作: 所 makes 负责 describe what follows; 派出所负责巡查 does not. */
static bool relative_clause(const struct doc *d, size_t at, size_t end)
{
	static const uint16_t thing[] = {0x7684, 0x5de5, 0x4efb, 0x9879, 0x9886, 0x533a, 0x8303}; /* 的 工作 任务 项目 领域 区域 范围 */
	size_t i = at + 2;
	for (size_t k = 0; i < end && k < COUNT_OF(thing); k++)
		if (d->cp[i] == thing[k])
			return true;
	return false;
}

/* X、Y分别牵头, X、Y共同负责: letters of how they do it. */
static size_t manner(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t word[][2] = {{0x5206, 0x522b}, {0x5171, 0x540c}, {0x8054, 0x5408}, {0x7edf, 0x4e00}, {0x5177, 0x4f53},
					   {0x76f4, 0x63a5}, {0x5404, 0x81ea}}; /* 分别 共同 联合 统一 具体 直接 各自 */
	for (size_t i = 0; to >= from + 4 && i < COUNT_OF(word); i++)
		if (d->cp[to - 2] == word[i][0] && d->cp[to - 1] == word[i][1])
			return 2;
	return 0;
}

/* 省政府负责办理的建议: the verb between makes it tell what is meant, unless 由 says who does it. */
static bool names_thing(const struct doc *d, size_t from, size_t at, size_t end)
{
	if (d->cp[at] != 0x8d1f || at + 4 >= end)
		return false;
	size_t verb = cue_at(d, at + 2, end - at - 2, TAG_role_by_verb), other = cue_at(d, at + 2, end - at - 2, TAG_deliver);
	verb = other > verb ? other : verb;
	if (!verb || d->cp[at + 2 + verb] != 0x7684 || !is_han(d->cp[at + 3 + verb]))
		return false;
	for (size_t i = clause_start(d, from, at); i < at; i++)
		if (d->cp[i] == 0x7531)
			return false;
	return true;
}

/* Where a name of no known ending begins that stands in a list: …、关工委; 0 none. */
static size_t stranger(const struct doc *d, size_t from, size_t to)
{
	size_t at = to;
	while (at > from && to - at <= STRANGER_MOST && is_han(d->cp[at - 1]))
		at--;
	bool fits = to - at >= 2 && to - at <= STRANGER_MOST && at > from && d->cp[at - 1] == 0x3001; /* 、 */
	return fits && !cue_at(d, at, to - at, TAG_verb) ? at : 0;
}

/* 由县教育局、县公安局、关工委密切配合: strangers among known names or behind them are of the list. */
static size_t list_start(const struct doc *d, size_t from, size_t to, enum unit_role role, bool *ret_all)
{
	size_t start = names_start(d, from, to, ret_all), at = start;
	for (int k = 0; k < STRANGERS_MOST; k++) {
		bool all;
		size_t end = at == to ? to : at - 1;
		if (end <= from || (at < to && d->cp[end] != 0x3001))
			break;
		size_t known = at < to ? names_start(d, from, end, &all) : end;
		bool by = known > from && d->cp[known - 1] == 0x7531; /* 由: who leads is said */
		if (known < end && all && (by || (role == ROLE_ASSIST && shared_before(d)))) {
			start = at = known;
			*ret_all = true;
		} else if (!(at = stranger(d, from, end))) {
			break;
		}
	}
	return start;
}

static void role_verb(struct doc *d, const struct piece *p, size_t at, enum unit_role role)
{
	bool all;
	size_t to = at, from = p->body; /* （一） is no part of a name */
	while (to > from && (d->cp[to - 1] == 0x7b49 || d->cp[to - 1] == 0x8981 || d->cp[to - 1] == 0x6765))
		to--; /* X等负责, X要负责, X来牵头 */
	if (to >= from + 2 && d->cp[to - 1] == 0x8d23 && d->cp[to - 2] == 0x8d1f)
		return;
	to -= manner(d, from, to);
	to -= to > from && letter_sorts[d->cp[to - 1]] & LETTER_COLON; /* X：负责… under 职责分工 */
	for (int k = 0; k < 2 && to > from && is_space(d->cp[to - 1]); k++)
		to--;
	if (!owns(d, at, from) || names_thing(d, from, at, p->to) || (to > from && d->cp[to - 1] == 0x6240 && relative_clause(d, at, p->to)))
		return;
	size_t start = list_start(d, from, to, role, &all);
	if (start == to || !all || (role == ROLE_ASSIST && invited(d, from, start, to)))
		return;
	if (role == ROLE_ASSIST && p->kind == KIND_ACHIEVEMENT && !shared_before(d))
		return; /* 有关单位密切配合，…建成: thanks, no duty */
	if (start > from + 3 && d->cp[start - 1] == 0x540c && d->cp[start - 2] == 0x4f1a) { /* A会同B负责: A leads */
		size_t first = names_start(d, from, start - 2, &all);
		if (first < start - 2 && all) {
			units_list(d, first, start - 2, role);
			role = ROLE_ASSIST;
		}
	}
	start = share_start(d, from, start);
	if (role == ROLE_LEAD && d->cp[at] == 0x8d1f) /* 负责 */
		units_responsible(d, start, to);
	else
		units_list(d, start, to, role);
}

/* （A牵头，B配合，各镇负责落实）: in one bracket who carries out what another leads. */
static bool carries_out(const struct doc *d, const struct piece *p, size_t at)
{
	int depth = 0; /* 县（市、区）政府: a bracket of the name */
	size_t i = at;
	if (!shared_before(d))
		return false;
	if ((d->cp[at] == 0x4e3a || d->cp[at] == 0x662f) && d->cp[at + 1] == 0x8d23) /* A为牵头单位，B为责任单位 */
		return true;
	if (d->cp[at] != 0x8d1f) /* 负责… */
		return false;
	while (i > p->from && depth >= 0) {
		uint16_t c = d->cp[--i];
		depth += c == 0xff09 || c == ')' || c == 0x3015; /* 〕 */
		depth -= c == 0xff08 || c == '(' || c == 0x3014;
	}
	for (size_t k = 0; depth < 0 && k < d->units.n; k++)
		if (d->units.v[k].role == ROLE_LEAD && d->units.v[k].at.from > i)
			return true;
	return false;
}

/* ---- cells and labels: A牵头，B、C配合 and nothing else ---- */
#define VERB_MOST 10 /* letters of what a name does */

/* Some names and what they do: DUTY_ANY when it is not said. */
struct duty {
	size_t from, to; /* of the names */
	enum { DUTY_ANY, DUTY_LEAD, DUTY_OWN, DUTY_ASSIST } does;
};

/* Where the names that end at `to` with what they do are over: A、B按职责分工分别负责. */
static size_t duty_cut(const struct doc *d, size_t from, size_t to, struct duty *ret)
{
	for (size_t k = 2; k <= VERB_MOST && to >= from + k + 2; k++) {
		size_t at = to - k, lead = cue_at(d, at, k, TAG_role_lead_verb);
		bool share = cue_at(d, at, k, TAG_role_share) == k, assist = cue_at(d, at, k, TAG_role_assist_verb) == k;
		if (!share && !assist && lead != k)
			continue;
		if (ret->does == DUTY_ANY)
			ret->does = assist ? DUTY_ASSIST : share || d->cp[at] == 0x8d1f ? DUTY_OWN : DUTY_LEAD; /* 负责 */
		at = duty_cut(d, from, at - manner(d, from, at), ret);
		return at - (at > from + 2 && d->cp[at - 1] == 0x7b49); /* 等 */
	}
	return to;
}

/* The names at `*at` up to the first that says what they do; `*at` moves behind them. */
static bool duty_next(const struct doc *d, size_t *at, size_t to, struct duty *ret)
{
	int depth = 0;
	size_t i = *at;
	while (i < to && (separates(d->cp[i]) || is_space(d->cp[i]) || d->cp[i] == 0x7531)) /* 由 */
		i++;
	*ret = (struct duty){.from = i, .to = to};
	for (; i <= to; i++) {
		uint16_t c = i < to ? d->cp[i] : 0;
		depth += c == 0xff08 || c == '(';
		depth -= (c == 0xff09 || c == ')') && depth > 0;
		if (i < to && (depth || !separates(c)))
			continue;
		size_t cut = duty_cut(d, ret->from, i, ret);
		if (ret->does != DUTY_ANY) {
			ret->to = cut;
			break;
		}
	}
	*at = i < to ? i : to;
	return ret->to > ret->from + 1 && all_orgs(d, ret->from, ret->to);
}

bool duties_are(const struct doc *d, size_t from, size_t to)
{
	struct duty one;
	bool said = false;
	while (to > from && (d->cp[to - 1] == 0x3002 || is_space(d->cp[to - 1])))
		to--;
	for (size_t i = from; i + 1 < to; i++)
		if (d->cp[i] == 0x4f1a && d->cp[i + 1] == 0x540c) /* 会同 */
			return false;
	for (size_t at = from; at < to;) {
		if (!duty_next(d, &at, to, &one))
			return false;
		said |= one.does != DUTY_ANY;
	}
	return said;
}

bool duties_list(struct doc *d, size_t from, size_t to)
{
	struct duty one;
	bool lead = false;
	if (!duties_are(d, from, to))
		return false;
	while (to > from && (d->cp[to - 1] == 0x3002 || is_space(d->cp[to - 1])))
		to--;
	for (size_t at = from; at < to;) {
		duty_next(d, &at, to, &one);
		if (one.does == DUTY_ASSIST || (lead && one.does != DUTY_LEAD))
			units_list(d, one.from, one.to, ROLE_ASSIST);
		else if (one.does == DUTY_LEAD)
			units_list(d, one.from, one.to, ROLE_LEAD);
		else
			units_responsible(d, one.from, one.to);
		lead |= one.does == DUTY_LEAD;
	}
	return true;
}

/* 由区住建局承担; not 由办公室承担的工作. */
static void led_by(struct doc *d, const struct piece *p, size_t at, size_t n)
{
	bool all;
	size_t start = names_start(d, p->body, at, &all);
	uint16_t before = start > p->body + 1 ? d->cp[start - 2] : 0;
	if (start < at && start > p->body && all && d->cp[start - 1] == 0x7531 && before != 0x7406 && d->cp[at + n] != 0x7684)
		units_list(d, start, at, ROLE_LEAD); /* 由, not 理由 */
}

/* 按照“政府主导、部门负责”的原则: how it is done, named in a quotation; it makes nobody responsible. */
static bool way_named(const struct doc *d, const struct piece *p, size_t at)
{
	size_t open = at, close = at;
	while (open > p->from && open + WAY_MOST > at && d->cp[open] != 0x201c && d->cp[open] != 0x201d)
		open--;
	while (close < p->to && close < at + WAY_MOST && d->cp[close] != 0x201c && d->cp[close] != 0x201d)
		close++;
	return d->cp[open] == 0x201c && d->cp[close] == 0x201d && close + 1 < p->to && d->cp[close + 1] == 0x7684;
}

void roles_read(struct doc *d, const struct piece *p)
{
	const struct tags *asked = here_letters(d, LETTER_BY) ? &roles_by : &roles; /* 由 */
	for (size_t i = p->from; tags_meet(&d->here.words, asked) && i < p->to; i++) {
		if (!tags_meet(tags_at(d, i), asked) || (here_letters(d, LETTER_CLOSE) && way_named(d, p, i)))
			continue;
		size_t left = p->to - i, share = cue_at(d, i, left, TAG_role_share);
		size_t lead = share ? 0 : cue_at(d, i, left, TAG_role_lead_verb);
		size_t assist = share || lead ? 0 : cue_at(d, i, left, TAG_role_assist_verb);
		size_t by = cue_at(d, i, left, TAG_role_by_verb);
		if (share)
			role_verb(d, p, i, shared_before(d) ? ROLE_ASSIST : ROLE_LEAD);
		else if (lead && cue_at(d, i, left, TAG_block) <= lead)
			role_verb(d, p, i, carries_out(d, p, i) ? ROLE_ASSIST : ROLE_LEAD);
		else if (assist && cue_at(d, i, left, TAG_block) <= assist)
			role_verb(d, p, i, ROLE_ASSIST);
		else if (by)
			led_by(d, p, i, by);
		size_t n = share + lead + assist;
		i += n ? n - 1 : 0;
	}
}
