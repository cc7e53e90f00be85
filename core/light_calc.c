/* SPDX-License-Identifier: Apache-2.0 */
/* Lights (红黄绿灯): the first rule that holds decides. As long as nothing happens a
 * rule that holds goes on holding, so the next change is the first instant at which an
 * earlier rule of another colour begins to. */
#include "core/clock_in.h"

struct question {
	const struct clock_run *run;
	const struct clock_state *state;
	int progress, schedule;
	ms_t now;
};

/* ---- one condition: does it hold, by what value, from when ------------------------ */

static bool overdue(const struct question *q, const struct light_rule *r, int64_t *ret_value)
{
	unused_arg(r);
	*ret_value = q->state->left;
	return q->state->overdue;
}

static ms_t overdue_from(const struct question *q, const struct light_rule *r)
{
	unused_arg(r);
	return q->run->due == MS_NONE ? MS_NONE : q->run->due + 1;
}

static bool left_at_most(const struct question *q, const struct light_rule *r, int64_t *ret_value)
{
	*ret_value = q->state->left;
	return q->state->left <= r->than;
}

static ms_t left_from(const struct question *q, const struct light_rule *r)
{
	return clock_when_left(q->run, r->than);
}

static bool spent_at_least(const struct question *q, const struct light_rule *r, int64_t *ret_value)
{
	*ret_value = q->state->share / 100;
	return (int64_t)q->state->share >= r->than * 100;
}

static ms_t spent_from(const struct question *q, const struct light_rule *r)
{
	return clock_when_spent(q->run, r->than);
}

static bool behind(const struct question *q, const struct light_rule *r, int64_t *ret_value)
{
	*ret_value = q->schedule - q->progress;
	return q->progress >= 0 && q->schedule - q->progress >= r->than;
}

static ms_t behind_from(const struct question *q, const struct light_rule *r)
{
	return q->progress < 0 ? MS_NONE : clock_when_spent(q->run, q->progress + r->than);
}

static const struct {
	bool (*holds)(const struct question *, const struct light_rule *, int64_t *ret_value);
	ms_t (*from)(const struct question *, const struct light_rule *);
	const char *sentence;
} conditions[] = {
	[WHEN_OVERDUE] = {overdue, overdue_from, NULL},
	[WHEN_LEFT_AT_MOST] = {left_at_most, left_from, W("{0} left; the light changes at {1}")},
	[WHEN_SPENT_AT_LEAST] = {spent_at_least, spent_from, W("{0}% of the time is spent; the light changes at {1}%")},
	[WHEN_BEHIND] = {behind, behind_from,
		W("progress {0}%, schedule {1}%: {2} points behind; the light changes at {3} points")},
};

static ms_t next_change(const struct question *q, const struct light_rule *v, size_t n, enum light now)
{
	ms_t next = MS_NONE;
	for (size_t i = 0; i < n; i++) {
		ms_t t = v[i].light == now ? MS_NONE : conditions[v[i].when].from(q, &v[i]);
		if (t != MS_NONE && t > q->now && (next == MS_NONE || t < next))
			next = t;
	}
	return next;
}

void light_at(const struct clock_run *run, const struct light_rule *v, size_t n, int progress, ms_t now,
	      struct light_state *ret)
{
	struct clock_state state;
	clock_at(run, now, &state);
	int schedule = state.share >= 10000 ? 100 : state.share / 100;
	struct question q = {run, &state, progress, schedule, now};
	struct light_state s = {.light = LIGHT_GREEN, .rule = -1, .progress = progress, .schedule = schedule, .until = MS_NONE};
	if (run->clock->stopped != MS_NONE && run->clock->stopped <= now) {
		s.light = LIGHT_DONE;
		*ret = s;
		return;
	}
	size_t decided = 0;
	for (; decided < n; decided++)
		if (conditions[v[decided].when].holds(&q, &v[decided], &s.value))
			break;
	if (decided < n) {
		s.light = v[decided].light;
		s.rule = (int)decided;
	} else {
		s.value = state.left;
	}
	s.until = next_change(&q, v, decided, s.light);
	*ret = s;
}

/* ---- why ------------------------------------------------------------------------------ */

static str put_number(struct buf *b, int64_t n)
{
	buf_init(b, NULL);
	buf_int(b, n);
	return buf_str(b);
}

static void put_units_of(struct buf *b, enum lang lang, enum clock_unit unit, int64_t n)
{
	clock_units_put(b, lang, unit == CU_MONTH ? CU_DAY : unit, n);
}

static void put_left(struct buf *b, enum lang lang, enum clock_unit unit, const struct light_state *s, const char *key)
{
	struct buf units;
	buf_init(&units, NULL);
	put_units_of(&units, lang, unit, s->value < 0 ? -s->value : s->value);
	str arg = buf_str(&units);
	word_fmt(b, lang, key, &arg, 1);
	buf_done(&units);
}

void light_put(struct buf *b, enum lang lang, enum clock_unit unit, const struct light_rule *rules,
	       const struct light_state *s)
{
	if (s->light == LIGHT_DONE) {
		buf_add(b, word(lang, W("it is closed; no light is shown")));
		return;
	}
	if (s->rule < 0) {
		put_left(b, lang, unit, s, W("{0} left; nothing is late"));
		return;
	}
	const struct light_rule *r = &rules[s->rule];
	if (r->when == WHEN_OVERDUE) {
		put_left(b, lang, unit, s, s->value < 0 ? W("overdue by {0}") : W("overdue since today"));
		return;
	}
	struct buf piece[4];
	str v[4];
	bool left = r->when == WHEN_LEFT_AT_MOST, late = r->when == WHEN_BEHIND;
	v[0] = put_number(&piece[0], late ? s->progress : s->value);
	v[1] = put_number(&piece[1], late ? s->schedule : r->than);
	v[2] = put_number(&piece[2], s->value);
	v[3] = put_number(&piece[3], r->than);
	for (size_t i = 0; left && i < 2; i++) {
		buf_clear(&piece[i]);
		put_units_of(&piece[i], lang, unit, i ? r->than : s->value);
		v[i] = buf_str(&piece[i]);
	}
	word_fmt(b, lang, conditions[r->when].sentence, v, 4);
	for (size_t i = 0; i < 4; i++)
		buf_done(&piece[i]);
}
