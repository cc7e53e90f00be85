/* SPDX-License-Identifier: Apache-2.0 */
/* From values to verdicts, from verdicts to alarms. */
#include "monitor/alarm_in.h"

/* high less so many per cent; low more. false: more digits than a decimal holds, then the bound itself. */
static struct dec within(struct dec bound, int percent, bool below)
{
	struct dec part, r;
	struct dec share = {bound.v < 0 ? -percent : percent, 2};
	if (!percent || !dec_mul(bound, share, &part))
		return bound;
	return (below ? dec_sub(bound, part, &r) : dec_add(bound, part, &r)) ? r : bound;
}

static enum alarm_verdict judge_bounds(const struct alarm_set *s, const struct alarm_point *p)
{
	if (!p->has_low && !p->has_high)
		return VERDICT_SKIP;
	if ((p->has_high && dec_cmp(p->v, p->high) > 0) || (p->has_low && dec_cmp(p->v, p->low) < 0))
		return VERDICT_BAD;
	if ((p->has_high && dec_cmp(p->v, within(p->high, s->band, true)) > 0) || (p->has_low && dec_cmp(p->v, within(p->low, s->band, false)) < 0))
		return VERDICT_BAND;
	return VERDICT_GOOD;
}

static bool is_normal(char flag)
{
	return !flag || flag == 'N';
}

/* The first of equal values begins the run, so the second one is the first to be not well. */
static enum alarm_verdict judge_constant(const struct alarm_point *p, struct alarm_value *before)
{
	bool same = before->has && dec_cmp(before->v, p->v) == 0;
	*before = (struct alarm_value){true, p->v};
	return same ? VERDICT_BAD : VERDICT_GOOD;
}

static bool is_flagged(const struct alarm_rule *r, char flag)
{
	for (size_t i = 0; i < r->flags.n; i++)
		if (flag == r->flags.p[i])
			return true;
	return false;
}

enum alarm_verdict alarm_judge(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	if (p->resting)
		return VERDICT_SKIP;
	switch (s->rule->what) {
	case ALARM_ABSENT:
		return p->has || p->flag ? VERDICT_GOOD : VERDICT_BAD;
	case ALARM_FLAG:
		return is_flagged(s->rule, p->flag) ? VERDICT_BAD : is_normal(p->flag) ? VERDICT_GOOD : VERDICT_SKIP;
	case ALARM_RANGE:
		return p->has && (is_normal(p->flag) || p->flag == 'T') ? judge_bounds(s, p) : VERDICT_SKIP;
	case ALARM_LIMIT:
		return p->has && is_normal(p->flag) ? judge_bounds(s, p) : VERDICT_SKIP;
	case ALARM_ZERO:
		return !p->has || !is_normal(p->flag) ? VERDICT_SKIP : p->v.v == 0 ? VERDICT_BAD : VERDICT_GOOD;
	case ALARM_CONSTANT:
		return !p->has || !is_normal(p->flag) ? VERDICT_SKIP : judge_constant(p, before);
	case ALARM_SILENT:
	case ALARM_WHATS:
		break;
	}
	return VERDICT_SKIP;
}

static enum alarm_turn while_open(const struct alarm_set *s, struct alarm_track *t, ms_t at, enum alarm_verdict v, ms_t *ret_end)
{
	if (v != VERDICT_GOOD) {
		t->clear = MS_NONE;
		return TURN_NONE;
	}
	if (t->clear == MS_NONE)
		t->clear = at;
	if (at - t->clear < s->clear)
		return TURN_NONE;
	*ret_end = t->clear;
	t->open = false;
	t->since = t->clear = t->begin = MS_NONE;
	return TURN_END;
}

enum alarm_turn alarm_turn_of(const struct alarm_set *s, struct alarm_track *t, ms_t at, enum alarm_verdict v, ms_t *ret_end)
{
	t->last = at;
	if (v == VERDICT_SKIP)
		return TURN_NONE;
	if (t->judged != MS_NONE && at - t->judged > s->gap)
		t->since = t->clear = MS_NONE;
	t->judged = at;
	if (t->open)
		return while_open(s, t, at, v, ret_end);
	if (v != VERDICT_BAD) {
		t->since = MS_NONE;
		return TURN_NONE;
	}
	if (t->since == MS_NONE)
		t->since = at;
	if (at - t->since < s->hold)
		return TURN_NONE;
	t->open = true;
	t->begin = t->since;
	t->clear = MS_NONE;
	return TURN_BEGIN;
}

enum alarm_turn alarm_step(const struct alarm_set *s, struct alarm_track *t, const struct alarm_point *p, ms_t *ret_end)
{
	return alarm_turn_of(s, t, p->at, alarm_judge(s, p, &t->before), ret_end);
}

bool alarm_same(const struct alarm_span *a, const struct alarm_span *b)
{
	return (a->end == MS_NONE || a->end >= b->begin) && (b->end == MS_NONE || b->end >= a->begin);
}
