/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences that neither promise nor tell: bylines, questions, lead-ins, salutations,
 * who was there, the legal basis. */
#include "text/extract_in.h"

#define SHORT_LINE 45 /* letters: a line without a stop up to here only names */

static bool has_stop(const struct doc *d, const struct piece *p)
{
	for (size_t i = p->body; here_letters(d, LETTER_STOP) && (i = clause_end(d, i, p->to)) < p->to; i++)
		if (is_stop(d->cp[i]))
			return true;
	return false;
}

static bool has_target_words(const struct doc *d)
{
	for (size_t i = 0; i < d->numbers.n; i++)
		if (!d->numbers.v[i].chinese)
			return true;
	for (size_t i = 0; i < d->days.n; i++)
		if (d->days.v[i].limit)
			return true;
	return false;
}

static bool is_salute(const struct doc *d, const struct piece *p)
{
	if (p->to - p->body < 60 && p->line_start && d->speech &&
	    cue_at(d, p->body, p->to - p->body, TAG_opening))
		return true;
	return p->to - p->body < 16 && cue_at(d, p->body, p->to - p->body, TAG_salute);
}

/* 收悉, 恳请…监督指导, 谢谢, 自…起施行: no work is promised. */
static bool takes_leave(const struct doc *d, const struct piece *p)
{
	return p->to - p->body < 50 && has_cue(d, p->body, p->to, TAG_closing) && !d->numbers.n && !p->labelled;
}

/* 8月3日，…接受…采访。 at the head of the page */
static bool is_news(const struct doc *d, const struct piece *p)
{
	if (d->sentences.n > 8 || d->depth || mode_now(d) != d->genre)
		return false;
	bool dated = d->days.n && d->days.v[0].from < p->body + 3 && d->days.v[0].day;
	return dated && has_cue(d, p->body, p->to, TAG_opens);
}

static bool is_legal_basis(const struct doc *d, const struct piece *p)
{
	bool agreed = d->cp[p->body] == 0x7ecf; /* 经市政府同意，… */
	return has_cue(d, p->body, p->to, TAG_legal_end) &&
	       (agreed || cue_at(d, p->body, p->to - p->body, TAG_legal) || p->last == 0xff1a ||
		p->to - p->body < 40 || has_cue(d, p->body, p->body + (p->to - p->body) / 3, TAG_legal));
}

/* 好的。 有的。 of somebody who begins to answer. */
static bool nods(const struct doc *d, const struct piece *p)
{
	return d->talk && p->body > p->from && p->to - p->body <= 4;
}

/* 区领导…参加。 says who was there, not what is to be done. */
static bool attended(const struct doc *d, const struct piece *p)
{
	if (!here_has(d, TAG_attends) || d->numbers.n || p->to < p->body + 4)
		return false;
	for (size_t k = 0; k < d->tokens.n; k++) /* not the 要 of 主要负责同志 */
		if (tags_have(&d->tokens.v[k].tags, TAG_must))
			return false;
	for (size_t k = 3; k <= 5 && p->to >= p->body + k; k++)
		if (cue_at(d, p->to - k, k, TAG_attends) == k)
			return clause_start(d, p->body, p->to - k) == p->body || has_cue(d, p->body, p->to, TAG_authority);
	return false;
}

static bool says_only(const struct doc *d, const struct piece *p)
{
	return p->to - p->body < 24 && p->to >= p->body + 2 && d->cp[p->to - 2] == 0x8bf4 && d->cp[p->to - 1] == 0x3002;
}

static bool is_leadin(const struct doc *d, const struct piece *p)
{
	if (is_colon(p->last))
		return !has_target_words(d) || has_cue(d, p->body, p->to, TAG_leadin) ||
		       has_cue(d, p->body, p->to, TAG_follows) || has_cue(d, p->body, p->to, TAG_legal_end);
	size_t tail = p->to > p->body + 26 ? p->to - 26 : p->body;
	return has_cue(d, tail, p->to, TAG_leadin) && !has_target_words(d);
}

static bool is_byline(const struct doc *d, const struct piece *p)
{
	size_t n = p->to - p->body;
	bool word = here_has(d, TAG_byline);
	if (word && n < 40 && p->line_start && has_cue(d, p->body, p->body + (n < 8 ? n : 8), TAG_byline))
		return true;
	if (word && d->cp[p->body] == 0xff08 && has_cue(d, p->body, p->body + (n < 8 ? n : 8), TAG_byline))
		return true;
	if ((d->cp[p->body] == 0xff08 || d->cp[p->body] == '(') && n < 60 &&
	    (d->cp[p->to - 1] == 0xff09 || d->cp[p->to - 1] == ')'))
		return true;
	return word && d->sentences.n < 12 && (d->talk || p->to < 300) && has_cue(d, p->body, p->to, TAG_byline) &&
	       !p->item && !p->row;
}

/* A line without a stop that promises nothing countable: a title, a name, a caption. */
static bool names_only(const struct doc *d, const struct piece *p)
{
	if (p->row || !p->line_start || !p->line_end)
		return false;
	if (p->to <= d->title_to)
		return true;
	if (has_stop(d, p))
		return false;
	return !p->item && p->to - p->body <= SHORT_LINE && !(has_target_words(d) && mode_now(d) == MODE_FUTURE);
}

/* 牵头单位：… as a line of its own, below its task. */
static bool label_only(const struct doc *d, const struct piece *p)
{
	size_t to, from = p->body;
	enum tag tag;
	if (!p->labelled || p->item)
		return false;
	while (from < p->to && (d->cp[from] == 0xff08 || d->cp[from] == '(' || d->cp[from] == 0x3010))
		from++;
	return is_label(d, from, p->to, &to, &tag);
}

const char *neither(const struct doc *d, const struct piece *p)
{
	if (p->head_row)
		return W("the header of a table");
	if (p->row)
		return NULL;
	if (p->from < d->quiet_to)
		return W("a question");
	if (p->heading)
		return W("a heading");
	if (p->last == 0xff1f || p->last == '?')
		return W("a question");
	if (label_only(d, p))
		return W("it belongs to the task above");
	if (names_only(d, p))
		return W("a title or a name");
	if (is_salute(d, p) || says_only(d, p) || takes_leave(d, p) || nods(d, p))
		return W("an address");
	if (is_byline(d, p) || is_news(d, p) || attended(d, p))
		return W("a byline or the news of a meeting");
	if (is_legal_basis(d, p))
		return W("the basis of the document");
	return is_leadin(d, p) ? W("it only leads to what follows") : NULL;
}
