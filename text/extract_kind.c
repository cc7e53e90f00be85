/* SPDX-License-Identifier: Apache-2.0 */
/* What a sentence is. The section (question, heading, lead-in) sets the mode; in it the evidence
 * (extract_evidence.c) is weighed (extract_weigh.c). */
#include "text/extract_in.h"

#define SURE 260 /* margin of what is neither by its form */

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

void kind_decide(struct doc *d, struct piece *p)
{
	struct told e;
	p->last = last_letter(d, p);
	p->why = neither(d, p);
	if (p->why) {
		p->kind = KIND_OTHER;
		p->margin = SURE;
		return;
	}
	evidence_find(d, p, &e);
	p->future_words = told(&e, EVIDENCE_will) || told(&e, EVIDENCE_must);
	kind_weigh(d, p, &e);
}
