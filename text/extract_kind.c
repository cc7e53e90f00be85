/* SPDX-License-Identifier: Apache-2.0 */
/* What a sentence is. The section (question, heading, lead-in) decides the bare verb;
 * words of will, of things done, of praise decide against the section. */
#include "text/extract_in.h"

#include <string.h>

#define SECTION_POINTS 3
#define THINK_POINTS 5
#define BARE_POINTS 2

bool cue_between(const struct doc *d, size_t from, size_t to, enum tag tag)
{
	for (size_t i = from; i < to; i++)
		if (cue_at(d, i, to - i, tag))
			return true;
	return false;
}

enum mode mode_now(const struct doc *d)
{
	for (int i = d->depth; i > 0; i--)
		if (d->scope[i - 1].mode != MODE_NONE)
			return d->scope[i - 1].mode;
	return d->mode;
}

/* 重点工作推进情况: the head noun stands last, and it is a report. */
bool reports_at_end(const struct doc *d, size_t from, size_t to)
{
	while (to > from && (is_stop(d->cp[to - 1]) || is_space(d->cp[to - 1])))
		to--;
	for (size_t k = 2; k <= 8 && to >= from + k; k++)
		if (cue_at(d, to - k, k, TAG_past_head) == k && d->cp[from] != 0x8981) /* not 要冲刺…目标完成 */
			return !has_cue(d, from, to - k, TAG_next);
	return false;
}

#define HEADS(k) \
	(TAGS_BIT(TAG_past_head, k) | TAGS_BIT(TAG_think_head, k) | TAGS_BIT(TAG_plan_head, k) | TAGS_BIT(TAG_ask_future, k))
static const struct tags heads = {{HEADS(0), HEADS(1)}};

/* The mode a heading or a question asks for: by its last word, else by the cue that stands first. */
enum mode heading_mode(const struct doc *d, size_t from, size_t to, bool asked)
{
	if (!asked && has_cue(d, from, to, TAG_lack_head))
		return MODE_LACK;
	if (!asked && to - from < 24 && reports_at_end(d, from, to))
		return MODE_PAST;
	static const struct {
		enum tag tag;
		enum mode mode;
	} row[] = {{TAG_past_head, MODE_PAST}, {TAG_think_head, MODE_THINK}, {TAG_plan_head, MODE_FUTURE}, {TAG_ask_future, MODE_FUTURE}};
	for (size_t i = from; i < to; i++) {
		size_t best = 0;
		enum mode mode = MODE_NONE;
		for (size_t k = 0; k < COUNT_OF(row) - !asked && tags_meet(&word_at(d, i)->all, &heads); k++) {
			size_t n = cue_at(d, i, to - i, row[k].tag);
			if (n > best) { /* 主要工作安排 is longer than 主要工作 */
				best = n;
				mode = row[k].mode;
			}
		}
		if (best)
			return mode;
	}
	return MODE_NONE;
}

static uint16_t last_letter(const struct doc *d, const struct piece *p)
{
	size_t to = p->to;
	while (to > p->body && (is_space(d->cp[to - 1]) || d->cp[to - 1] == 0x201d))
		to--;
	return to > p->body ? d->cp[to - 1] : 0;
}

/* ---- the weighing ---- */
struct weights {
	int c, a, p;
	const char *why_c, *why_a, *why_p;
	bool will, done, quoted, own;
	uint8_t count[16];
};

static bool clause_begins(const struct doc *d, const struct piece *p, size_t at, size_t most)
{
	size_t from = clause_start(d, p->body, at);
	if (at - from > most)
		return false;
	return true;
}

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
	return clause_begins(d, p, t->from, 20);
}

static void give(struct weights *w, const struct cue_points *q, int times)
{
	static const char *const why[] = {W("words of a promise"), W("words of something done"),
					  W("words of praise, meaning or diagnosis")};
	if (q->c * times > 0 && !w->why_c)
		w->why_c = why[0];
	if (q->a * times > 0 && !w->why_a)
		w->why_a = why[1];
	if (q->p * times > 0 && !w->why_p)
		w->why_p = why[2];
	w->c += q->c * times;
	w->a += q->a * times;
	w->p += q->p * times;
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

/* each counts so often at most: a list of praise is not more praise */
static const struct {
	enum tag tag;
	uint8_t most;
	bool early; /* only at the head of the sentence */
} plain[] = {{TAG_ought, 1, false}, {TAG_aim, 2, false}, {TAG_ensure, 2, false}, {TAG_next, 1, true},
	     {TAG_done, 4, false}, {TAG_measured, 3, false}, {TAG_recent, 1, true}, {TAG_worth, 2, false},
	     {TAG_diagnosis, 2, false}, {TAG_foretell, 1, false}, {TAG_pre_far, 1, false}, {TAG_attitude, 2, false}};
#define WEIGHED(k) \
	(TAGS_BIT(TAG_ought, k) | TAGS_BIT(TAG_aim, k) | TAGS_BIT(TAG_ensure, k) | TAGS_BIT(TAG_next, k) | \
	 TAGS_BIT(TAG_done, k) | TAGS_BIT(TAG_measured, k) | TAGS_BIT(TAG_recent, k) | TAGS_BIT(TAG_worth, k) | \
	 TAGS_BIT(TAG_diagnosis, k) | TAGS_BIT(TAG_foretell, k) | TAGS_BIT(TAG_pre_far, k) | TAGS_BIT(TAG_attitude, k) | \
	 TAGS_BIT(TAG_will, k) | TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_says, k) | TAGS_BIT(TAG_copula, k) | TAGS_BIT(TAG_aspect, k))
static const struct tags weighed = {{WEIGHED(0), WEIGHED(1)}}; /* every tag that weigh_token asks for */

static void weigh_token(const struct doc *d, const struct piece *p, size_t k, struct weights *w)
{
	const struct token *t = &d->tokens.v[k];
	const struct cue_points *pt = d->cues->points;
	if (t->sort == TOKEN_NUMBER || t->from < p->body || !tags_meet(&t->tags, &weighed))
		return;
	if (tags_have(&t->tags, TAG_will) && !takes_object(d, p, k)) {
		give(w, &pt[TAG_will], w->will ? 0 : 1);
		w->will = true;
	}
	if (tags_have(&t->tags, TAG_must) && is_modal(d, p, t))
		give(w, &pt[TAG_must], w->own ? 0 : 1), w->own = true;
	if (tags_have(&t->tags, TAG_says) && authority_before(d, k)) {
		give(w, &pt[TAG_says], w->quoted ? 0 : 1);
		w->quoted = true;
	}
	if (tags_have(&t->tags, TAG_copula) && clause_begins(d, p, t->from, 20) &&
	    clause_start(d, p->body, t->from) < p->body + 40)
		give(w, &pt[TAG_copula], w->p < 2);
	if (tags_have(&t->tags, TAG_aspect))
		give(w, &pt[TAG_aspect], w->done ? 0 : 1);
	bool bare_verb = tags_have(&t->tags, TAG_done) && clause_start(d, p->body, t->from) == t->from &&
			 mode_now(d) != MODE_PAST && verb_opens(d, t); /* 持续改善条件: to be done */
	size_t clause = clause_start(d, p->body, t->from);
	bool object = d->cp[clause] == 0x5bf9 || (d->cp[clause] == 0x9488 && d->cp[clause + 1] == 0x5bf9); /* 对滞后项目… */
	bool treated = (tags_have(&t->tags, TAG_diagnosis) &&
			(object || has_cue(d, clause, t->from, TAG_treats))) ||
		       (tags_have(&t->tags, TAG_done) && ((object && mode_now(d) == MODE_FUTURE) ||
							  (here_has(d, TAG_ensure) && made_sure(d, clause, t->from))));
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (tags_have(&t->tags, plain[i].tag) && w->count[i] < plain[i].most &&
		    (!plain[i].early || t->from < p->body + 14) && !(treated && (plain[i].tag == TAG_diagnosis || plain[i].tag == TAG_done)) &&
		    !(bare_verb && plain[i].tag == TAG_done) && !(plain[i].tag == TAG_aim && obtains(d, t))) {
			give(w, &pt[plain[i].tag], 1);
			w->count[i]++;
		}
	w->done |= (tags_have(&t->tags, TAG_done) && !bare_verb && !treated) || tags_have(&t->tags, TAG_aspect);
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

static bool verb_somewhere(const struct doc *d)
{
	return tags_have(&d->here.tokens, TAG_verb);
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

static bool early(const struct doc *d, const struct piece *p, enum tag tag, size_t most)
{
	for (size_t k = 0; tags_have(&d->here.tokens, tag) && k < d->tokens.n && d->tokens.v[k].from < p->body + most; k++)
		if (d->tokens.v[k].from >= p->body && tags_have(&d->tokens.v[k].tags, tag))
			return true;
	return false;
}

/* 不低于, 以上 and the like stand at what is aimed for; what was measured has its value. */
static bool bounded_number(const struct doc *d, const struct piece *p)
{
	for (size_t i = 0; i < d->numbers.n; i++) {
		size_t to = d->numbers.v[i].to;
		if (cue_at(d, to, p->to - to, TAG_suf_ge) || cue_at(d, to, p->to - to, TAG_suf_le))
			return true;
	}
	return false;
}

/* 2025年，…: a year that is over speaks of results. */
static bool year_over(const struct doc *d, const struct piece *p)
{
	if (!d->days.n || d->days.v[0].from != p->body || !d->days.v[0].year_said || !d->year || d->cp[d->days.v[0].to] == 0x662f)
		return false; /* 2023年是…的一年: what the year means */
	return d->days.v[0].year < d->year && !d->days.v[0].before;
}

/* 刚刚过去的2023年，是…的一年: what a year means, though it begins like a report. */
static bool year_means(const struct doc *d, const struct piece *p)
{
	const struct day_found *y = d->days.v;
	if (!d->days.n || !y->year_said || y->month || y->from > p->body + 8 || plain_numbers(d))
		return false;
	size_t at = y->to + (d->cp[y->to] == 0xff0c);
	size_t end = p->to - (d->cp[p->to - 1] == 0x3002);
	return d->cp[at] == 0x662f && (d->cp[end - 1] == 0x5e74); /* 是 … 年 */
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

/* X是Y的Z。 from end to end: it says what X is. */
static bool only_says_what_is(const struct doc *d, const struct piece *p)
{
	if (p->to - p->body > 60 || d->numbers.n || d->days.n)
		return false;
	for (size_t k = 0; k < d->tokens.n && d->tokens.v[k].from < p->body + 20; k++)
		if (tags_have(&d->tokens.v[k].tags, TAG_copula)) {
			size_t start = clause_start(d, p->body, d->tokens.v[k].from); /* “十五五”时期，是… */
			return start == p->body || (start == d->tokens.v[k].from && start < p->body + 12);
		}
	return false;
}

/* 让我们坚定信心…, 希望大家…: nothing is promised that could be held to. */
static bool appeals(const struct doc *d, const struct piece *p)
{
	static const uint16_t us[] = {0x8ba9, 0x6211, 0x4eec}, all[] = {0x5e0c, 0x671b, 0x5927, 0x5bb6}; /* 让我们 希望大家 */
	if (d->numbers.n || d->days.n)
		return false;
	for (size_t i = p->body; i + 3 < p->to && i < p->body + 16; i++)
		if ((!memcmp(d->cp + i, us, sizeof us) || !memcmp(d->cp + i, all, sizeof all)) && (i == p->body || is_break(d->cp[i - 1])))
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
	for (size_t k = 0; k < d->tokens.n && d->tokens.v[k].from < p->body + 50; k++) {
		const struct token *t = &d->tokens.v[k];
		bool head = t->from < p->body + 10 || clause_start(d, p->body, t->from) == t->from; /* X指出，今年以来 */
		if (head && tags_have(&t->tags, TAG_turn_past) && d->cp[t->to - 1] == 0x6765) /* 来 */
			return true;
	}
	return false;
}

/* No number, no day, no verb of work: a saying. */
static bool says_nothing_to_do(const struct doc *d, const struct piece *p)
{
	if (d->numbers.n || d->days.n || p->item || p->labelled || p->row || !is_stop(p->last))
		return false;
	for (size_t k = 0; k < d->tokens.n; k++)
		for (size_t i = 0; i < 2; i++)
			if (d->tokens.v[k].tags.w[i] & work.w[i])
				return false;
	return true;
}

/* 打造了24个项目: so many were made. */
static bool made(const struct doc *d, const struct piece *p)
{
	for (size_t i = 0; i < d->numbers.n; i++)
		if (d->numbers.v[i].from > p->body + 2 && d->cp[d->numbers.v[i].from - 1] == 0x4e86) /* 了 */
			return true;
	return false;
}

/* 覆盖率只有63%, 仅完成19条: a shortfall that was counted. */
static bool counts_short(const struct doc *d, const struct piece *p)
{
	for (size_t i = 0; i < d->numbers.n; i++) {
		size_t at = d->numbers.v[i].from;
		uint16_t a = at > p->body + 1 ? d->cp[at - 1] : 0, b = at > p->body + 2 ? d->cp[at - 2] : 0;
		if (a == 0x4ec5 || (b == 0x4ec5 && (a == 0x4e3a || a == 0x6709)) || (b == 0x53ea && a == 0x6709)) /* 仅 仅为 仅有 只有 */
			return true;
	}
	return false;
}

/* 到12月底, 至12月底: not 截至 */
static bool until(const struct doc *d, size_t at)
{
	return d->cp[at] == 0x5230 || (at && d->cp[at - 1] == 0x81f3 && (at < 2 || d->cp[at - 2] != 0x622a));
}

static void weigh_place(const struct doc *d, const struct piece *p, struct weights *w)
{
	enum mode mode = mode_now(d), genre = d->genre;
	bool verb = verb_first(d, p), owned = owner_named(d, p);
	int bare = verb ? SECTION_POINTS : verb_somewhere(d) ? 1 : 0;
	if (mode == MODE_FUTURE) {
		w->c += bare + 1 + (d->numbers.n ? 1 : 0) + (bounded_number(d, p) ? 2 : 0);
		w->why_c = w->why_c ? w->why_c : W("it stands in a section of plans");
		if (!bare && says_nothing_to_do(d, p))
			w->p += 2; /* 幸福不会从天降。 among plans */
	} else if (mode == MODE_PAST) {
		int past = verb || w->done || d->numbers.n ? SECTION_POINTS + (d->numbers.n ? 1 : 0) : SECTION_POINTS - 1;
		bool ahead = w->will || w->own || owned || (bounded_number(d, p) && has_cue(d, p->body, p->to, TAG_ensure));
		w->a += ahead && !w->done ? 1 : past; /* 今年我们要… among results */
		w->why_a = w->why_a ? w->why_a : W("it stands in a section of results");
	} else if (mode == MODE_LACK && plain_numbers(d)) {
		w->a += THINK_POINTS + 1; /* a shortfall that was counted */
		w->why_a = w->why_a ? w->why_a : W("it stands in a section of results");
	} else if (mode == MODE_THINK || mode == MODE_LACK) {
		bool told = plain_numbers(d) && (early(d, p, TAG_recent, 12) || (w->count[5] && d->numbers.n > 1)); /* 去年…增长9.6% among reflections */
		w->p += told ? 2 : THINK_POINTS;
		w->why_p = w->why_p ? w->why_p : W("it stands in a section of reflections");
	} else if (verb) {
		w->c += genre == MODE_PAST ? 0 : BARE_POINTS;
		w->a += genre == MODE_PAST ? BARE_POINTS : 0;
		w->why_c = w->why_c ? w->why_c : W("it begins with a verb of work");
	}
	if (p->line_start && cue_at(d, p->body, p->to - p->body, TAG_salute)) {
		w->p += 3;
		w->why_p = w->why_p ? w->why_p : W("an address");
	}
	if (appeals(d, p)) {
		w->p += 2 * THINK_POINTS;
		w->why_p = W("an appeal");
	}
	if (made(d, p) && !w->will && !w->own)
		w->a += THINK_POINTS;
	if (counts_short(d, p) && !w->will && !w->own)
		w->a += THINK_POINTS;
	if (since_then(d, p) && !w->will && !w->own)
		w->c /= 2; /* 今年以来，…努力争创… tells of it */
	if (year_means(d, p) && !w->will && !w->own)
		w->p += 2 * THINK_POINTS;
	if (year_over(d, p) && !w->will && !w->own) {
		w->a += SECTION_POINTS;
		w->why_a = w->why_a ? w->why_a : W("it stands in a section of results");
	}
	if (!w->will && !w->own && only_says_what_is(d, p))
		w->p += SECTION_POINTS;
	bool tells = mode == MODE_NONE && d->days.n && d->days.v[0].day && !w->will && !w->own && !owned && !w->count[1];
	if ((w->done || tells) && dated_past(d, p)) {
		w->a += SECTION_POINTS;
		w->why_a = w->why_a ? w->why_a : W("words of something done");
	}
	if (repeats(d, p)) {
		w->p += THINK_POINTS;
		w->why_p = W("words of praise, meaning or diagnosis");
	}
	if ((w->will || w->own) && mode != MODE_THINK && mode != MODE_LACK && !w->quoted)
		w->p /= 2; /* what a promise names as ill or high is its object */
	if (!verb && above_first(d, p)) {
		w->p += 3;
		w->why_p = w->why_p ? w->why_p : W("it reports what others decided");
	}
	if (owned) {
		w->c += asked(d, p) ? 2 * SECTION_POINTS : SECTION_POINTS;
		w->why_c = w->why_c ? w->why_c : W("it names who is responsible");
	}
	if (p->labelled || p->row) {
		w->c += p->row ? 8 : 5;
		w->why_c = W("it names who is responsible");
	}
	for (size_t i = 0; i < d->days.n; i++)
		if ((d->days.v[i].before || (until(d, d->days.v[i].from) && d->days.v[i].limit) ||
		     (d->days.v[i].sort == DAY_RELATIVE && (mode != MODE_PAST || asked(d, p)))) && !was_meant(d, d->days.v[i].from) &&
		    d->days.v[i].from >= p->body) {
			w->c += 3;
			w->why_c = w->why_c ? w->why_c : W("it has a deadline");
		}
}

/* 预计 with a closed period is a measurement. */
static bool closed_forecast(const struct doc *d, const struct piece *p)
{
	if (mode_now(d) == MODE_FUTURE)
		return false;
	for (size_t i = p->body; i + 1 < p->to; i++)
		if (d->cp[i] == 0x9884 && d->cp[i + 1] == 0x8ba1) /* 预计, but 预计30个以上，确保… */
			return !(bounded_number(d, p) && has_cue(d, p->body, p->to, TAG_ensure));
	return false;
}

static void settle(struct doc *d, struct piece *p, struct weights *w)
{
	const struct {
		enum sentence_kind kind;
		int points;
		const char *why;
	} side[] = {{KIND_COMMITMENT, w->c, w->why_c}, {KIND_ACHIEVEMENT, w->a, w->why_a}, {KIND_PRINCIPLE, w->p, w->why_p}};
	size_t best = 0, second;
	for (size_t i = 1; i < 3; i++)
		if (side[i].points > side[best].points)
			best = i;
	bool told = (w->done || w->count[5]) && !w->will && !w->own && !w->count[1] && /* measured, aimed at */
		    plain_numbers(d) && !d->days.n && mode_now(d) == MODE_NONE && d->genre != MODE_FUTURE;
	if (best == 0 && told && side[1].points == side[0].points)
		best = 1; /* 我们新建公园3个，群众得到了实惠 */
	second = best == 0 ? 1 : 0;
	for (size_t i = 0; i < 3; i++)
		if (i != best && side[i].points > side[second].points)
			second = i;
	if (!side[best].points && plain_numbers(d) && d->genre != MODE_FUTURE) {
		p->kind = KIND_ACHIEVEMENT;
		p->why = W("it states what was measured");
		p->margin = 0;
		return;
	}
	if (!side[best].points) {
		p->kind = d->genre == MODE_FUTURE ? KIND_COMMITMENT : KIND_PRINCIPLE;
		p->why = W("nothing in it decides");
		p->margin = 0;
		return;
	}
	p->kind = side[best].kind;
	p->why = side[best].why ? side[best].why : W("nothing in it decides");
	p->margin = side[best].points - side[second].points;
}

void kind_decide(struct doc *d, struct piece *p)
{
	struct weights w = {0};
	p->last = last_letter(d, p);
	p->why = neither(d, p);
	if (p->why) {
		p->kind = KIND_OTHER;
		p->margin = 4;
		return;
	}
	for (size_t k = 0; k < d->tokens.n; k++)
		weigh_token(d, p, k, &w);
	weigh_place(d, p, &w);
	if (closed_forecast(d, p)) {
		w.a += 4;
		w.why_a = W("a forecast of a period that is over");
	}
	p->future_words = w.will || w.own;
	p->past_words = w.done;
	settle(d, p, &w);
}
