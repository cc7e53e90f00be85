/* SPDX-License-Identifier: Apache-2.0 */
/* From values to verdicts, from verdicts to alarms. */
#include "monitor/alarm_in.h"

#include <string.h>

/* high less so many per cent; low more. false: more digits than a decimal holds, then the bound itself. */
static struct dec within(struct dec bound, int percent, bool below)
{
	struct dec part, r;
	struct dec share = {bound.v < 0 ? -percent : percent, 2};
	if (!percent || !dec_mul(bound, share, &part))
		return bound;
	return (below ? dec_sub(bound, part, &r) : dec_add(bound, part, &r)) ? r : bound;
}

/* ---- one rule on one point; before: what the last one left --------------------------------------------- */
typedef enum alarm_verdict judge(const struct alarm_set *, const struct alarm_point *, struct alarm_value *before);

static enum alarm_verdict judge_bounds(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	unused_arg(before);
	if (!p->has_low && !p->has_high)
		return VERDICT_SKIP;
	if ((p->has_high && dec_cmp(p->v, p->high) > 0) || (p->has_low && dec_cmp(p->v, p->low) < 0))
		return VERDICT_BAD;
	if ((p->has_high && dec_cmp(p->v, within(p->high, s->band, true)) > 0) || (p->has_low && dec_cmp(p->v, within(p->low, s->band, false)) < 0))
		return VERDICT_BAND;
	return VERDICT_GOOD;
}

static enum alarm_verdict judge_zero(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	unused_arg(s);
	unused_arg(before);
	return p->v.v == 0 ? VERDICT_BAD : VERDICT_GOOD;
}

/* The first of equal values begins the run, so the second one is the first to be not well. */
static enum alarm_verdict judge_constant(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	unused_arg(s);
	bool same = before->has && dec_cmp(before->v, p->v) == 0;
	*before = (struct alarm_value){true, p->v};
	return same ? VERDICT_BAD : VERDICT_GOOD;
}

static enum alarm_verdict judge_absent(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	unused_arg(s);
	unused_arg(before);
	return p->has || p->flag ? VERDICT_GOOD : VERDICT_BAD;
}

static enum alarm_verdict judge_flag(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	unused_arg(before);
	for (size_t i = 0; i < s->rule->flags.n; i++)
		if (p->flag == s->rule->flags.p[i])
			return VERDICT_BAD;
	return !p->flag || p->flag == 'N' ? VERDICT_GOOD : VERDICT_SKIP;
}

static const struct {
	const char *flags; /* a value is judged that has one of these, or no flag at all; NULL: whatever came */
	judge *of;
} judges[ALARM_WHATS] = {
	[ALARM_ABSENT] = {NULL, judge_absent},
	[ALARM_FLAG] = {NULL, judge_flag},
	[ALARM_RANGE] = {"NT", judge_bounds},
	[ALARM_LIMIT] = {"N", judge_bounds},
	[ALARM_ZERO] = {"N", judge_zero},
	[ALARM_CONSTANT] = {"N", judge_constant},
};

enum alarm_verdict alarm_judge(const struct alarm_set *s, const struct alarm_point *p, struct alarm_value *before)
{
	judge *of = judges[s->rule->what].of; /* of a silent station no point says anything */
	const char *flags = judges[s->rule->what].flags;
	bool good = !flags || (p->has && (!p->flag || strchr(flags, p->flag)));
	return of && good && !p->resting ? of(s, p, before) : VERDICT_SKIP;
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
