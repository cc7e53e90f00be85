/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers nobody is held to: they describe what is counted, name the ground that is worked
 * on, a small count of tasks, how far something reaches. */
#include "text/extract_number_in.h"

#define FRAME_MOST 80     /* letters of 对…进行… behind its number */

static bool cue_ends_at(const struct doc *d, size_t from, size_t at, size_t most, enum tag tag)
{
	bool inside = from >= d->here.from && at <= d->here.to;
	if (inside && !here_has(d, tag))
		return false;
	for (size_t k = 1; k <= most && at >= from + k; k++)
		if (cue_at(d, at - k, k, tag) == k)
			return true;
	return false;
}

/* 过亿元楼宇3座: another number counts what stands behind. */
static bool counted_next(const struct look *l, size_t at)
{
	if (l->k + 1 >= l->d->tokens.n)
		return false;
	const struct token *t = NULL;
	for (size_t k = l->k + 1; k < l->d->tokens.n && !t; k++)
		if (l->d->tokens.v[k].sort == TOKEN_NUMBER)
			t = &l->d->tokens.v[k];
	if (!t || t->from > at + 14)
		return false;
	for (size_t i = at; i < t->from; i++)
		if (is_break(l->d->cp[i]) || l->d->cp[i] == 0x3001)
			return false;
	return true;
}

bool modifies(const struct look *l)
{
	size_t i = l->n->to + l->suffix;
	if (i > l->n->to && cue_at(l->d, i - 1, 2, TAG_suf_ge) > 1)
		return false;
	uint16_t c = l->n->unit_to > l->n->unit_from ? l->d->cp[l->n->unit_to - 1] : 0;
	bool money = c == 0x5143 || c == 0x4ebf || c == 0x4e07; /* 元 亿 万 */
	bool area = c == 0x4ea9 || c == 0x7c73 || c == 0x5428;   /* 亩 米 吨 */
	const struct token *t = l->before;
	if (money && t && tags_have(&t->tags, TAG_pre_gt) && is_han(l->d->cp[i]) && counted_next(l, i))
		return true;
	if (i > l->n->to && !l->n->percent && is_han(l->d->cp[i]) && l->d->cp[i] != 0x7684 && counted_next(l, i))
		return true; /* 10蒸吨/小时以下锅炉21台 */
	if (money && t && (tags_have(&t->tags, TAG_pre_gt) || tags_have(&t->tags, TAG_pre_ge)) && l->d->cp[i] == 0x7684)
		for (size_t k = 1; k < 7 && i + k < l->p->to && !is_break(l->d->cp[i + k]); k++)
			if (cue_at(l->d, i + k, l->p->to - i - k, TAG_modify_noun))
				return true; /* 投资超10亿元的链主项目 */
	if (i == l->n->to && !counted_next(l, i))
		return false; /* 设立10亿元产业基金: an amount, not a size */
	return (money || (area && i > l->n->to)) && cue_at(l->d, i, l->p->to - i, TAG_modify_noun);
}

/* 对接, 对标, 面对, 针对 …: no 对 of an object. */
static bool in_compound(const struct doc *d, size_t i, size_t from)
{
	static const uint16_t behind[] = {0x63a5, 0x6807, 0x53e3, 0x8c61, 0x5916, 0x5185, 0x7167, 0x5e94, 0x8bdd, 0x624b, 0x7b56, 0x6bd4};
	static const uint16_t front[] = {0x70b9, 0x9762, 0x5e94, 0x76f8, 0x6838, 0x7edd, 0x914d, 0x6821, 0x53cd, 0x6d3e};
	for (size_t k = 0; k < COUNT_OF(behind); k++)
		if (d->cp[i + 1] == behind[k])
			return true;
	for (size_t k = 0; i > from && k < COUNT_OF(front); k++)
		if (d->cp[i - 1] == front[k])
			return true;
	return false;
}

/* 对去年招引的254个项目…实行: the frame makes it known ground; 进行改造 makes it work to be done. */
static int frame(const struct look *l)
{
	const struct doc *d = l->d;
	if (!here_letters(d, LETTER_ABOUT))
		return 0;
	size_t from = clause_start(d, l->p->body, l->n->from), to = l->n->to;
	bool about = false;
	for (size_t i = from; i < l->n->from; i++)
		about |= d->cp[i] == 0x5bf9 && !in_compound(d, i, from);
	if (!about)
		return 0;
	while (to < l->p->to && to < l->n->to + FRAME_MOST && !is_stop(d->cp[to]) && d->cp[to] != 0xff0c)
		to++;
	for (size_t i = from; i < l->n->from; i++)
		if (cue_at(d, i, l->n->from - i, TAG_frame_work))
			return 0; /* 对首次升规的企业奖励20万元 */
	const struct token *verb = l->k ? &d->tokens.v[l->k - 1] : NULL;
	if (verb && verb->sort == TOKEN_WORD && verb->to == l->n->from && tags_have(&verb->tags, TAG_deliver) &&
	    verb->from > from + 3)
		return 0; /* 对已完成事项开展2轮… */
	for (size_t i = l->n->to; i < to; i++)
		if (cue_at(d, i, to - i, TAG_frame_work))
			return 1;
	return -1;
}

static bool delivered(const struct look *l)
{
	for (size_t k = tags_have(&l->d->here.tokens, TAG_deliver) ? l->k : 0; k > 0; k--) {
		const struct token *t = &l->d->tokens.v[k - 1];
		if (t->to + 18 < l->n->from)
			return false;
		for (size_t i = t->to; i < l->n->from; i++)
			if (is_break(l->d->cp[i]))
				return false;
		if (t->sort == TOKEN_WORD && tags_have(&t->tags, TAG_deliver))
			return true;
	}
	return false;
}

static bool scope_noun_follows(const struct look *l)
{
	size_t i = l->n->to;
	for (size_t k = 0; here_has(l->d, TAG_scope_noun) && k < 7 && i + k < l->p->to && !is_break(l->d->cp[i + k]) && l->d->cp[i + k] != 0x3001; k++) {
		size_t n = cue_at(l->d, i + k, l->p->to - i - k, TAG_scope_noun);
		uint16_t c = i + k + n < l->p->to ? l->d->cp[i + k + n] : 0;
		if (n && (is_break(c) || c == 0x3001 || k == 0 || c == 0x3002 || is_han(c)))
			return true;
	}
	return false;
}

static bool is_measured_unit(const struct look *l)
{
	uint16_t last = l->n->unit_to > l->n->unit_from ? l->d->cp[l->n->unit_to - 1] : 0;
	return l->n->percent || last == 0x5143 || last == 0x500d || last == 0x756a || l->n->sort == NUMBER_RANK || l->n->unit_from == l->n->unit_to;
}

static const struct tags comparing_words = {{COMPARING_WORDS(0), COMPARING_WORDS(1)}};

static bool compared_before(const struct look *l)
{
	return l->before && tags_meet(&l->before->tags, &comparing_words);
}

static bool compared(const struct look *l)
{
	return l->suffix || compared_before(l);
}

/* 65岁以上老年人: who is meant. */
static bool aged(const struct look *l)
{
	size_t i = l->n->to + l->suffix;
	return l->n->unit_from < l->n->unit_to && l->d->cp[l->n->unit_from] == 0x5c81 &&
	       (is_han(l->d->cp[i]) || l->d->cp[i] == 0x3001 || l->d->cp[i] == 0xff08);
}

/* 500米覆盖率, 120米以下空域, 24小时值守. */
static bool reaches(const struct look *l)
{
	size_t i = l->n->to + l->suffix;
	uint16_t u = l->n->unit_from < l->n->unit_to ? l->d->cp[l->n->unit_to - 1] : 0;
	for (size_t k = 0; l->n->time && i > l->n->to && k < 6 && !is_break(l->d->cp[i + k]); k++)
		if (l->d->cp[i + k] == 0x7387) /* 24小时内响应率 */
			return true;
	return (u == 0x7c73 || u == 0x91cc) && cue_at(l->d, i, l->p->to - i, TAG_reach_noun);
}

/* 研发投入强度达到5%以上的企业: who is meant, not what is aimed for. */
static bool condition(const struct look *l)
{
	size_t i = l->n->to, n = l->suffix;
	if (n > 1 && l->d->cp[i + n - 1] == 0x7684)
		n--; /* 以上的 is one word */
	if (l->d->cp[i + n] == 0x7684 && is_break(l->d->cp[i + n + 1]) && l->before)
		return true; /* 低于60分的， */
	if (n && l->d->cp[i + n] == 0x4e3a)
		return true; /* 90分以上为优秀 */
	return n && l->before && l->d->cp[i + n] == 0x7684 &&
	       cue_at(l->d, i + n + 1, l->p->to - i - n - 1, TAG_modify_noun);
}

/* 5个国省考断面优良比例保持100%: whose share it is. */
static bool shares_follow(const struct look *l)
{
	for (size_t k = l->k + 1; k < l->d->tokens.n; k++) {
		const struct token *t = &l->d->tokens.v[k];
		for (size_t i = k > l->k + 1 ? l->d->tokens.v[k - 1].to : l->n->to; i < t->from; i++)
			if (is_break(l->d->cp[i]) || l->d->cp[i] == 0x3001)
				return false;
		if (t->sort == TOKEN_NUMBER)
			return l->d->numbers.v[t->index].percent && l->d->cp[l->d->numbers.v[t->index].unit_from] != 0x4e2a;
	}
	return false;
}

/* 排名末位的单位, but 全省第一的目标. */
static bool rank_describes(const struct look *l)
{
	const uint16_t *c = l->d->cp + l->n->to;
	return c[0] == 0x7684 && is_han(c[1]) && c[1] != 0x76ee && c[1] != 0x4f4d && c[1] != 0x6210;
}

/* 新增日处理能力2万吨, 盘活闲置用地600亩: a verb of gain in front of what else only names a size. */
static bool gained(const struct look *l)
{
	for (size_t k = tags_have(&l->d->here.tokens, TAG_gains) ? l->k : 0; k > 0 && l->d->tokens.v[k - 1].to + 10 > l->n->from; k--) {
		const struct token *t = &l->d->tokens.v[k - 1];
		if (t->sort == TOKEN_WORD && tags_have(&t->tags, TAG_gains))
			return clause_start(l->d, l->p->body, l->n->from) <= t->from;
	}
	return false;
}

/* 年产20万吨铜箔项目: the name of a project. */
static bool yearly_of_project(const struct look *l)
{
	size_t i = l->n->to;
	if (!here_has(l->d, TAG_yearly) || !cue_ends_at(l->d, l->p->body, l->n->from, 4, TAG_yearly))
		return false;
	for (; i < l->p->to && !is_break(l->d->cp[i]) && l->d->cp[i] != 0x3001; i++)
		if (cue_at(l->d, i, l->p->to - i, TAG_modify_noun))
			return true;
	return false;
}

/* （包括63个省级村、62个县级村）: of what the number in front of the bracket consists. */
static bool listed_part(const struct look *l)
{
	const struct doc *d = l->d;
	size_t i = l->n->from;
	if (l->p->kind != KIND_COMMITMENT || !here_letters(d, LETTER_OPENS))
		return false; /* in a report they are facts like any other */
	while (i > l->p->body && !is_stop(d->cp[i - 1]) && !(letter_sorts[d->cp[i - 1]] & (LETTER_OPENS | LETTER_CLOSE)))
		i--;
	return i > l->p->body && letter_sorts[d->cp[i - 1]] & LETTER_OPENS &&
	       ((d->cp[i] == 0x4e0d && (d->cp[i + 1] == 0x542b || d->cp[i + 1] == 0x5305)) || /* 不含 不包括 */
		(d->cp[i] == 0x5305 && (d->cp[i + 1] == 0x62ec || d->cp[i + 1] == 0x542b)) || /* 包括 包含 */
		d->cp[i] == 0x542b);                                                        /* 含 */
}

/* 6亩以下（不含6亩）的手续, 35蒸吨以下锅炉, 30人（含）以下的企业: up to what size is meant. */
static bool up_to_size(const struct look *l)
{
	const struct doc *d = l->d;
	size_t i = l->n->to + l->suffix;
	if (!l->suffix || l->suffix_op != OP_LE || compared_before(l) || l->n->percent)
		return false;
	if (letter_sorts[d->cp[i]] & LETTER_OPENS)
		while (i < l->p->to && !(letter_sorts[d->cp[i++]] & LETTER_CLOSE))
			;
	return is_han(d->cp[i]) && is_han(d->cp[i + 1]);
}

/* 需省级财政资金8345万元: what it costs. */
static bool cost_of(const struct look *l)
{
	const struct doc *d = l->d;
	size_t from = clause_start(d, l->p->body, l->n->from), at = l->n->from;
	if (compared_before(l) || !is_measured_unit(l) || l->n->percent || at < from + 3)
		return false;
	bool fund = (d->cp[at - 2] == 0x8d44 && d->cp[at - 1] == 0x91d1) || (d->cp[at - 2] == 0x7ecf && d->cp[at - 1] == 0x8d39);
	for (size_t i = from; fund && i < at; i++) /* 资金 经费 */
		if (d->cp[i] == 0x9700) /* 需 */
			return true;
	return false;
}

const char *scope_rule(const struct look *l)
{
	const struct doc *d = l->d;
	uint16_t before = l->n->from > l->p->body ? d->cp[l->n->from - 1] : 0;
	if (l->n->unit_from == l->n->unit_to)
		return rank_describes(l) ? W("it describes what is counted") : NULL;
	if (modifies(l))
		return W("it describes what is counted");
	int f = frame(l);
	if (l->n->chinese) {
		uint16_t c = d->cp[l->n->unit_from];
		bool vague = c == 0x4e2a || c == 0x9879 || c == 0x79cd || c == 0x7c7b || c == 0x6b21 || c == 0x6761; /* 个项种类次条 */
		return f != 1 && (vague || !delivered(l)) ? W("a small count in words") : NULL;
	}
	if (f)
		return f < 0 ? W("the ground that is worked on") : NULL;
	if (aged(l) || yearly_of_project(l))
		return W("it describes what is counted");
	if (cost_of(l))
		return W("the size of what is worked on");
	if (listed_part(l) || up_to_size(l))
		return W("it describes what is counted");
	if (reaches(l))
		return W("how far something reaches");
	if (condition(l))
		return W("it describes what is counted");
	if (l->p->kind == KIND_ACHIEVEMENT && is_measured_unit(l) && !l->n->percent &&
	    !cue_ends_at(d, l->p->body, l->n->from, 1, TAG_scope_pre))
		return NULL; /* 总投资58亿元的…投产: a fact like any other */
	bool about = l->before && tags_have(&l->before->tags, TAG_pre_approx); /* 全长约4公里 */
	if (about && !l->n->percent && cue_ends_at(d, l->p->body, l->before->from, 4, TAG_length_of))
		return W("the size of what is worked on");
	if (is_measured_unit(l) && cue_ends_at(d, l->p->body, l->n->from, 8, TAG_scope_pre) && before != 0x7684 &&
	    before != 0x7b49 && before != 0x5bf9 && d->cp[l->n->from - 1] != 0x6709)
		return l->n->percent ? NULL : W("the size of what is worked on");
	bool times = l->n->unit_to > l->n->unit_from && d->cp[l->n->unit_to - 1] == 0x500d; /* 省定标准的1.2倍 */
	if (is_measured_unit(l))
		return before == 0x7684 && !l->n->percent && !times && l->n->sort == NUMBER_COUNT ? W("the ground that is worked on") : NULL;
	if (!compared(l) && cue_ends_at(d, l->p->body, l->n->from, 5, TAG_scope_pre))
		return (before == 0x7b49 && l->p->kind == KIND_ACHIEVEMENT) || gained(l) ? NULL /* A、B等9个项目竣工 */
											 : W("the ground that is worked on");
	uint16_t u = d->cp[l->n->unit_from];
	bool loose = l->n->unit_to == l->n->unit_from + 1 &&
		     (u == 0x9879 || u == 0x4e2a || u == 0x6761 || u == 0x4ef6 || u == 0x7c7b || u == 0x79cd || u == 0x5bb6);
	if (loose && !delivered(l) && shares_follow(l))
		return W("the ground that is worked on");
	if (loose && !l->suffix && scope_noun_follows(l) && !(delivered(l) && cue_at(d, l->n->to, 4, TAG_modify_noun)))
		return W("a count of tasks or fields");
	return NULL;
}
