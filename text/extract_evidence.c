/* SPDX-License-Identifier: Apache-2.0 */
/* What in a sentence and around it may speak for a kind: words of will, of things done, of
 * praise, how it is built, where it stands. What each is worth is learned (extract_kind.c). */
#include "text/extract_in.h"

#include <string.h>

/* 将 as 把: 将…纳入, with no adverb or verb right behind it. */
bool takes_object(const struct doc *d, const struct piece *p, size_t k)
{
	const struct token *t = &d->tokens.v[k];
	uint16_t before = t->from > p->body ? d->cp[t->from - 1] : 0;
	bool first = t->from == p->body || is_break(before) || before == 0x3001;
	if (!first && k + 1 < d->tokens.n && d->tokens.v[k + 1].from == t->to &&
	    (tags_have(&d->tokens.v[k + 1].tags, TAG_verb) || tags_have(&d->tokens.v[k + 1].tags, TAG_ensure)))
		return false;
	for (size_t i = k + 1; i < d->tokens.n; i++) {
		const struct token *u = &d->tokens.v[i];
		if (tags_have(&u->tags, TAG_ba_verb) && u->from < t->to + 40)
			return first || u->from - t->to > 1;
		for (size_t j = d->tokens.v[i - 1].to; j < u->from; j++)
			if (is_stop(d->cp[j]) || d->cp[j] == 0xff0c)
				return false;
	}
	return false;
}

static bool is_modal(const struct doc *d, const struct piece *p, const struct token *t)
{
	size_t next = t->to < p->to ? d->cp[t->to] : 0;
	if (is_break((uint16_t)next) || next == 0x3001 || next == 0x7684) /* 的 */
		return false;
	return t->from <= clause_start(d, p->body, t->from) + 20;
}

static bool authority_before(const struct doc *d, size_t k)
{
	for (size_t i = k; i > 0 && i + 6 > k; i--)
		if (tags_have(&d->tokens.v[i - 1].tags, TAG_authority) &&
		    d->tokens.v[k].from - d->tokens.v[i - 1].to < 14)
			return true;
	return false;
}

/* A word of things done that opens with a verb: 持续改善, 不断提升. */
static bool verb_opens(const struct doc *d, const struct token *t)
{
	return t->to > t->from + 2 && cue_at(d, t->from, 2, TAG_verb) == 2;
}

/* 争取上级资金31.8亿元 among results: got, not hoped for. */
bool obtains(const struct doc *d, const struct token *t)
{
	return d->cp[t->from] == 0x4e89 && d->cp[t->from + 1] == 0x53d6 && t->to == t->from + 2 && mode_now(d) == MODE_PAST &&
	       !cue_at(d, t->to, d->n - t->to, TAG_verb);
}

/* 确保圆满完成: not yet done. */
static bool made_sure(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++)
		if (d->cp[i] == 0x786e && d->cp[i + 1] == 0x4fdd && d->cp[i + 2] != 0x4e86) /* 确保, not 确保了 */
			return true;
	return false;
}

#define PROMISE(k) \
	(TAGS_BIT(TAG_will, k) | TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_ought, k) | TAGS_BIT(TAG_aim, k) | \
	 TAGS_BIT(TAG_ensure, k) | TAGS_BIT(TAG_next, k))
#define REPORT(k) (TAGS_BIT(TAG_done, k) | TAGS_BIT(TAG_aspect, k) | TAGS_BIT(TAG_measured, k) | TAGS_BIT(TAG_recent, k))
#define PRAISE(k) \
	(TAGS_BIT(TAG_copula, k) | TAGS_BIT(TAG_worth, k) | TAGS_BIT(TAG_diagnosis, k) | TAGS_BIT(TAG_foretell, k) | \
	 TAGS_BIT(TAG_attitude, k))
/* Which side a word is on: 存在短板，要加快补齐 begins with praise and ends as a promise. */
static const struct {
	struct tags of;
	enum evidence first, last;
} side[] = {{{{PROMISE(0), PROMISE(1)}}, EVIDENCE_promise_first, EVIDENCE_promise_last},
	    {{{REPORT(0), REPORT(1)}}, EVIDENCE_report_first, EVIDENCE_report_last},
	    {{{PRAISE(0), PRAISE(1)}}, EVIDENCE_praise_first, EVIDENCE_praise_last}};
#define SIDES COUNT_OF(side)

/* words that speak for themselves, and where they stand */
static const struct {
	enum tag tag;
	enum evidence of, often; /* the latter from the second on */
	bool early;              /* only at the head of the sentence */
} plain[] = {{TAG_ought, EVIDENCE_ought, EVIDENCE_ought, false}, {TAG_ensure, EVIDENCE_ensure, EVIDENCE_ensure, false},
	     {TAG_next, EVIDENCE_next, EVIDENCE_next, true}, {TAG_measured, EVIDENCE_measured, EVIDENCE_measured_often, false},
	     {TAG_recent, EVIDENCE_recent, EVIDENCE_recent, true}, {TAG_worth, EVIDENCE_worth, EVIDENCE_worth_often, false},
	     {TAG_foretell, EVIDENCE_foretell, EVIDENCE_foretell, false}, {TAG_pre_far, EVIDENCE_pre_far, EVIDENCE_pre_far, false},
	     {TAG_attitude, EVIDENCE_attitude, EVIDENCE_attitude, false}, {TAG_aspect, EVIDENCE_aspect, EVIDENCE_aspect, false}};
#define WEIGHED(k) \
	(TAGS_BIT(TAG_ought, k) | TAGS_BIT(TAG_aim, k) | TAGS_BIT(TAG_ensure, k) | TAGS_BIT(TAG_next, k) | \
	 TAGS_BIT(TAG_done, k) | TAGS_BIT(TAG_measured, k) | TAGS_BIT(TAG_recent, k) | TAGS_BIT(TAG_worth, k) | \
	 TAGS_BIT(TAG_diagnosis, k) | TAGS_BIT(TAG_foretell, k) | TAGS_BIT(TAG_pre_far, k) | TAGS_BIT(TAG_attitude, k) | \
	 TAGS_BIT(TAG_will, k) | TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_says, k) | TAGS_BIT(TAG_copula, k) | TAGS_BIT(TAG_aspect, k))
static const struct tags weighed = {{WEIGHED(0), WEIGHED(1)}}; /* every tag that token_tells asks for, and the sides */

static void tell_again(struct told *e, enum evidence first, enum evidence often)
{
	tell(e, told(e, first) ? often : first);
}

/* 对滞后项目…, 解决…不到位, 确保圆满完成: named as work to be done. */
static bool treated(const struct doc *d, size_t clause, size_t at, enum tag tag)
{
	bool object = d->cp[clause] == 0x5bf9 || (d->cp[clause] == 0x9488 && d->cp[clause + 1] == 0x5bf9); /* 对 针对 */
	if (tag == TAG_diagnosis)
		return object || has_cue(d, clause, at, TAG_treats);
	return (object && mode_now(d) == MODE_FUTURE) || (here_has(d, TAG_ensure) && made_sure(d, clause, at));
}

static void token_tells(const struct doc *d, const struct piece *p, size_t k, struct told *e)
{
	const struct token *t = &d->tokens.v[k];
	size_t clause = clause_start(d, p->body, t->from);
	if (tags_have(&t->tags, TAG_will) && !takes_object(d, p, k))
		tell(e, EVIDENCE_will);
	if (tags_have(&t->tags, TAG_must) && is_modal(d, p, t)) {
		tell(e, EVIDENCE_must);
		tell_if(e, EVIDENCE_office_must, t->from > p->body + 1 && org_before(d, clause, t->from));
	}
	if (tags_have(&t->tags, TAG_aim) && !obtains(d, t))
		tell(e, EVIDENCE_aim);
	if (tags_have(&t->tags, TAG_says) && authority_before(d, k))
		tell(e, EVIDENCE_says);
	if (tags_have(&t->tags, TAG_copula) && t->from < clause + 20 && clause < p->body + 40)
		tell(e, EVIDENCE_copula);
	if (tags_have(&t->tags, TAG_diagnosis) && !treated(d, clause, t->from, TAG_diagnosis))
		tell_again(e, EVIDENCE_diagnosis, EVIDENCE_diagnosis_often);
	bool bare = clause == t->from && mode_now(d) != MODE_PAST && verb_opens(d, t); /* 持续改善条件: to be done */
	if (tags_have(&t->tags, TAG_done) && !bare && !treated(d, clause, t->from, TAG_done))
		tell_again(e, EVIDENCE_done, EVIDENCE_done_often);
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (tags_have(&t->tags, plain[i].tag) && (!plain[i].early || t->from < p->body + 14))
			tell_again(e, plain[i].of, plain[i].often);
}

#define WORK(k) \
	(TAGS_BIT(TAG_verb, k) | TAGS_BIT(TAG_deliver, k) | TAGS_BIT(TAG_bare, k) | TAGS_BIT(TAG_will, k) | \
	 TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_ought, k) | TAGS_BIT(TAG_aim, k) | TAGS_BIT(TAG_ensure, k) | TAGS_BIT(TAG_next, k))
static const struct tags work = {{WORK(0), WORK(1)}};

static bool verb_at(const struct doc *d, size_t at)
{
	for (size_t i = 0; i < d->tokens.n && d->tokens.v[i].from <= at + 2; i++) {
		const struct token *t = &d->tokens.v[i];
		if (t->from >= at && t->sort == TOKEN_WORD &&
		    (tags_have(&t->tags, TAG_verb) || tags_have(&t->tags, TAG_deliver) || tags_have(&t->tags, TAG_bare) ||
		     (tags_have(&t->tags, TAG_done) && mode_now(d) != MODE_PAST && verb_opens(d, t))))
			return true;
	}
	return false;
}

/* 在…领域， 以…为抓手， 对…： the verb of the sentence stands behind the comma. */
static bool preposition(uint16_t c)
{
	static const uint16_t letters[] = {0x5728, 0x4ee5, 0x6309, 0x5bf9, 0x4ece, 0x901a, 0x6839, 0x9488, 0x628a, 0x5c06, 0x7528};
	for (size_t i = 0; i < COUNT_OF(letters); i++)
		if (c == letters[i])
			return true;
	return false;
}

/* Begins with a verb of work: a bare promise or a bare report. */
static bool verb_first(const struct doc *d, const struct piece *p)
{
	if (verb_at(d, p->body))
		return true;
	size_t i = p->body;
	if (!preposition(d->cp[i]))
		return false;
	if ((d->cp[i] == 0x5c06 || d->cp[i] == 0x628a) && has_cue(d, i, i + 40 < p->to ? i + 40 : p->to, TAG_ba_verb))
		return true; /* 将失业率控制在…, 把…纳入… */
	i = clause_end(d, i, p->to);
	return i + 1 < p->to && verb_at(d, i + 1);
}

/* The sentence is about somebody above: 全会…, 省委…会议…, 总书记…. */
static bool above_first(const struct doc *d, const struct piece *p)
{
	size_t to = p->body + 16 < p->to ? p->body + 16 : p->to;
	if (!tags_have(&d->here.tokens, TAG_authority))
		return false;
	for (size_t i = p->body; i + 1 < to && !is_break(d->cp[i]); i++)
		if ((d->cp[i] == 0x6211 && d->cp[i + 1] == 0x4eec) || d->cp[i] == 0x6211) /* 我们, 我区 */
			return false;
	size_t second = clause_end(d, p->body, to);
	second = second < p->body + 7 ? second + 1 : p->body; /* 一年来，市委… */
	for (size_t k = 0; k < d->tokens.n && d->tokens.v[k].from < to; k++)
		if (d->tokens.v[k].from >= p->body && tags_have(&d->tokens.v[k].tags, TAG_verb))
			return false;
		else if (d->tokens.v[k].from >= p->body && tags_have(&d->tokens.v[k].tags, TAG_authority) &&
			 (clause_start(d, p->body, d->tokens.v[k].from) == p->body ||
			  clause_start(d, p->body, d->tokens.v[k].from) == second))
			return true;
	return false;
}

/* 请X…: somebody is asked to, whatever the section told of before. */
static bool asked(const struct doc *d, const struct piece *p)
{
	if (!here_letters(d, LETTER_PLEASE))
		return false;
	for (size_t i = p->body; i < p->to; i++) /* 有异议的，请在7日内… */
		if (d->cp[i] == 0x8bf7 && clause_start(d, p->body, i) == i && !cue_at(d, i, p->to - i, TAG_block))
			return true;
	return false;
}

#define OWNERS(k) \
	(TAGS_BIT(TAG_role_lead_verb, k) | TAGS_BIT(TAG_role_assist_verb, k) | TAGS_BIT(TAG_acts, k))
static const struct tags owners = {{OWNERS(0), OWNERS(1)}};

static bool role_of_org(const struct doc *d, const struct piece *p, size_t i)
{
	size_t n = cue_at(d, i, p->to - i, TAG_role_lead_verb);
	n = n ? n : cue_at(d, i, p->to - i, TAG_role_assist_verb);
	bool with = d->cp[i] == 0x4f1a && d->cp[i + 1] == 0x540c; /* 会同 */
	return (n || with) && cue_at(d, i, p->to - i, TAG_block) <= n && org_before(d, p->body, i);
}

/* X牵头, X负责, X管…, 由X…: not 负责人, not 对…负责. */
static bool owner_named(const struct doc *d, const struct piece *p)
{
	if (asked(d, p))
		return true;
	bool word = tags_meet(&d->here.words, &owners) || here_letters(d, LETTER_WILL | LETTER_BY | LETTER_WITH);
	for (size_t i = p->body; word && i + 1 < p->to; i++) {
		uint16_t c = d->cp[i];
		size_t from;
		if (c == 0x7531 && named_by(d, i, p->to))
			return true;
		if (c != 0x5c06 && c != 0x4f1a && !tags_meet(&word_at(d, i)->all, &owners)) /* 将 会 */
			continue;
		if (i >= p->body + 2 && (role_of_org(d, p, i) || office_acts(d, p->body, i, p->to, &from)))
			return true;
	}
	return false;
}

/* 原计划3月底前开工: a limit that is told of, not set. */
static bool was_meant(const struct doc *d, size_t at)
{
	for (size_t k = 2; k <= 4 && at >= k; k++)
		if (cue_at(d, at - k, k, TAG_no_deadline) == k)
			return true;
	return false;
}

static bool plain_numbers(const struct doc *d)
{
	for (size_t i = 0; i < d->numbers.n; i++)
		if (!d->numbers.v[i].chinese)
			return true;
	return false;
}

/* 10月中旬，…成立了…: a day at the head, no limit, and something done. */
static bool dated_past(const struct doc *d, const struct piece *p)
{
	if (!d->days.n || d->days.v[0].from != p->body || d->days.v[0].before || !d->days.v[0].month)
		return false;
	size_t to = d->days.v[0].to;
	while (d->days.v[0].day && to < d->days.v[0].to + 8 && !is_break(d->cp[to]))
		to++; /* 5月13日和14日，, 9月2日上午， */
	return d->cp[to] == 0xff0c;
}

/* 让我们坚定信心…, 希望大家…: nothing is promised that could be held to. */
static bool appeals(const struct doc *d, const struct piece *p)
{
	static const uint16_t us[] = {0x8ba9, 0x6211, 0x4eec}, all[] = {0x5e0c, 0x671b, 0x5927, 0x5bb6}; /* 让我们 希望大家 */
	if (d->numbers.n || d->days.n)
		return false;
	for (size_t i = p->body; i + 3 < p->to && i < p->body + 16; i++)
		if ((d->cp[i] == us[0] || d->cp[i] == all[0]) && (i == p->body || is_break(d->cp[i - 1])) &&
		    (!memcmp(d->cp + i, us, sizeof us) || !memcmp(d->cp + i, all, sizeof all)))
			return true;
	return false;
}

/* 落实，落实，…: a word said twice is a slogan. */
static bool repeats(const struct doc *d, const struct piece *p)
{
	size_t n = 0;
	while (n < 5 && p->body + n < p->to && !is_break(d->cp[p->body + n]))
		n++;
	if (n < 2 || n > 4 || p->body + 2 * n + 1 >= p->to || !is_break(d->cp[p->body + 2 * n + 1]))
		return false;
	return !memcmp(d->cp + p->body, d->cp + p->body + n + 1, n * sizeof *d->cp);
}

/* 今年以来, 一年来: nothing that follows in the sentence can look ahead; 上半年 may be either. */
bool since_then(const struct doc *d, const struct piece *p)
{
	for (size_t k = 0; tags_have(&d->here.tokens, TAG_turn_past) && k < d->tokens.n && d->tokens.v[k].from < p->body + 50; k++) {
		const struct token *t = &d->tokens.v[k];
		if (!tags_have(&t->tags, TAG_turn_past))
			continue;
		bool head = t->from < p->body + 10 || clause_start(d, p->body, t->from) == t->from; /* X指出，今年以来 */
		if (head && d->cp[t->to - 1] == 0x6765) /* 来 */
			return true;
	}
	return false;
}

/* No number, no day, no verb of work: a saying. */
static bool says_nothing_to_do(const struct doc *d, const struct piece *p)
{
	if (d->numbers.n || d->days.n || p->item || p->labelled || p->row || !is_stop(p->last))
		return false;
	return !tags_meet(&d->here.tokens, &work);
}

/* 打造了24个项目: so many were made. */
static bool made(const struct doc *d, const struct piece *p)
{
	for (size_t i = 0; i < d->numbers.n; i++)
		if (d->numbers.v[i].from > p->body + 2 && d->cp[d->numbers.v[i].from - 1] == 0x4e86) /* 了 */
			return true;
	return false;
}

/* 到12月底, 至12月底: not 截至 */
static bool until(const struct doc *d, size_t at)
{
	return d->cp[at] == 0x5230 || (at && d->cp[at - 1] == 0x81f3 && (at < 2 || d->cp[at - 2] != 0x622a));
}

/* ---- what the sentence tells ---- */
#define OPENING 8 /* sentences of a document's head */
#define SHORT 14  /* letters */

static void tokens_tell(const struct doc *d, const struct piece *p, struct told *e)
{
	size_t first = SIDES, last = SIDES;
	for (size_t k = 0; k < d->tokens.n; k++) {
		const struct token *t = &d->tokens.v[k];
		if (t->sort == TOKEN_NUMBER || t->from < p->body || !tags_meet(&t->tags, &weighed))
			continue;
		token_tells(d, p, k, e);
		for (size_t i = 0; i < SIDES; i++)
			if (tags_meet(&t->tags, &side[i].of)) {
				first = first == SIDES ? i : first;
				last = i;
			}
	}
	tell(e, first < SIDES ? side[first].first : EVIDENCE_wordless);
	tell(e, first < SIDES ? side[last].last : EVIDENCE_wordless);
}

static void words_tell(const struct doc *d, const struct piece *p, struct told *e)
{
	tokens_tell(d, p, e);
	if (here_has(d, TAG_describes))
		tell(e, EVIDENCE_describes);
	if (here_has(d, TAG_heard))
		tell(e, EVIDENCE_heard);
	if (here_has(d, TAG_opens) || here_has(d, TAG_attends) || here_has(d, TAG_byline))
		tell(e, EVIDENCE_met);
	tell_if(e, EVIDENCE_basis, here_has(d, TAG_legal_end));
}

static void shape_tells(const struct doc *d, const struct piece *p, struct told *e)
{
	bool verb = verb_first(d, p);
	tell_if(e, EVIDENCE_verb_first, verb);
	tell_if(e, EVIDENCE_above, !verb && above_first(d, p));
	tell_if(e, EVIDENCE_no_work, says_nothing_to_do(d, p));
	tell_if(e, EVIDENCE_repeats, repeats(d, p));
	tell_if(e, EVIDENCE_appeal, appeals(d, p));
	tell_if(e, EVIDENCE_asked, asked(d, p));
	tell_if(e, EVIDENCE_owner, owner_named(d, p));
	tell_if(e, EVIDENCE_labelled, p->labelled || p->row);
	tell_if(e, EVIDENCE_address, p->line_start && cue_at(d, p->body, p->to - p->body, TAG_salute));
	tell_if(e, EVIDENCE_colon, is_colon(p->last));
	tell_if(e, EVIDENCE_unstopped, !is_stop(p->last));
	tell_if(e, EVIDENCE_short_line, p->to - p->body < SHORT);
	tell_if(e, EVIDENCE_we, d->cp[p->body] == 0x6211); /* 我 */
	tell_if(e, EVIDENCE_meeting, d->cp[p->body] == 0x4f1a && (d->cp[p->body + 1] == 0x8bae || d->cp[p->body + 1] == 0x4e0a)); /* 会议 会上 */
}

static void counts_tell(const struct doc *d, const struct piece *p, struct told *e)
{
	tell_if(e, EVIDENCE_number, plain_numbers(d));
	tell_if(e, EVIDENCE_numbers, d->numbers.n > 2);
	tell_if(e, EVIDENCE_made, made(d, p));
	tell_if(e, EVIDENCE_dated, dated_past(d, p));
	for (size_t i = 0; i < d->days.n; i++) {
		const struct day_found *f = &d->days.v[i];
		if (f->from < p->body || was_meant(d, f->from))
			continue;
		tell_if(e, EVIDENCE_limit, f->before || (until(d, f->from) && f->limit));
		tell_if(e, EVIDENCE_within, f->sort == DAY_RELATIVE);
	}
}

static void place_tells(const struct doc *d, const struct piece *p, struct told *e)
{
	static const enum evidence after[] = {EVIDENCE_after_c, EVIDENCE_after_a, EVIDENCE_after_p, EVIDENCE_after_o};
	if (!p->line_start && d->sentences.n)
		tell(e, after[d->sentences.v[d->sentences.n - 1].kind]);
	tell_if(e, EVIDENCE_opens_line, p->line_start);
	tell_if(e, EVIDENCE_item, p->item);
	tell_if(e, EVIDENCE_early, d->sentences.n < OPENING);
	tell_if(e, EVIDENCE_plan, d->genre == MODE_FUTURE);
	tell_if(e, EVIDENCE_report, d->genre == MODE_PAST);
	tell_if(e, EVIDENCE_talk, d->talk);
	tell_if(e, EVIDENCE_speech, d->speech);
}

void evidence_find(const struct doc *d, const struct piece *p, struct told *e)
{
	*e = (struct told){0};
	tell(e, EVIDENCE_always);
	words_tell(d, p, e);
	shape_tells(d, p, e);
	counts_tell(d, p, e);
	place_tells(d, p, e);
}
