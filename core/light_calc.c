/* SPDX-License-Identifier: Apache-2.0 */
/* Lights (红黄绿灯): the first rule whose conditions all hold decides. As long as nothing
 * happens a condition that holds goes on holding, so a rule begins at the last instant at
 * which one of its conditions does, and the next change is the first instant at which an
 * earlier rule begins. */
#include "core/clock_in.h"

#define MS_ALWAYS (MS_NONE + 1) /* it holds already, and no instant is known at which it began */

struct question {
	const struct clock_run *run;
	const struct clock_state *state;
	const struct light_facts *facts;
	int schedule;
	ms_t now;
	day_t today;
};
typedef const struct light_condition condition;

/* ---- one condition: does it hold, by what value, from when ------------------------ */

static bool overdue(const struct question *q, condition *c, int64_t *ret_value)
{
	unused_arg(c);
	*ret_value = q->state->left;
	return q->state->overdue;
}

static ms_t overdue_from(const struct question *q, condition *c)
{
	unused_arg(c);
	return q->run->due == MS_NONE ? MS_NONE : q->run->due + 1;
}

static bool left_at_most(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->state->left;
	return q->state->left <= c->than;
}

static ms_t left_from(const struct question *q, condition *c)
{
	return clock_when_left(q->run, c->than);
}

static bool spent_at_least(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->state->share / 100;
	return (int64_t)q->state->share >= c->than * 100;
}

static ms_t spent_from(const struct question *q, condition *c)
{
	return clock_when_spent(q->run, c->than);
}

static bool behind(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->schedule - q->facts->progress;
	return q->facts->progress >= 0 && *ret_value >= c->than;
}

static ms_t behind_from(const struct question *q, condition *c)
{
	const struct plan *plan = &q->facts->plan;
	day_t d;
	if (plan->n && q->facts->progress < 0)
		return MS_NONE;
	if (plan->n)
		return (d = plan_when(plan, q->facts->progress + c->than)) == DAY_NONE ? MS_NONE : zone_at(q->run->place->zone, d, 0);
	return q->facts->progress < 0 ? MS_NONE : clock_when_spent(q->run, q->facts->progress + c->than);
}

static day_t day_in(const struct question *q, ms_t t)
{
	return zone_day(q->run->place->zone, t);
}

static int64_t at_least_one(condition *c)
{
	return c->than < 1 ? 1 : c->than;
}

/* Only whole days count: whoever reports on Monday has all of the next Monday. */
static bool unreported(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = 0;
	if (q->facts->report_from == MS_NONE)
		return false;
	day_t from = day_in(q, q->facts->report_from);
	*ret_value = q->today > from ? calendar_between(q->run->place->calendar, from, q->today - 1) : 0;
	return *ret_value >= at_least_one(c);
}

static ms_t unreported_from(const struct question *q, condition *c)
{
	if (q->facts->report_from == MS_NONE)
		return MS_NONE;
	day_t last = calendar_add(q->run->place->calendar, day_in(q, q->facts->report_from), at_least_one(c));
	return last == DAY_NONE ? MS_NONE : zone_at(q->run->place->zone, last + 1, 0);
}

static bool not_started(const struct question *q, condition *c, int64_t *ret_value)
{
	bool planned = q->facts->planned_start != DAY_NONE;
	*ret_value = planned ? (int64_t)q->today - q->facts->planned_start : 0;
	return planned && *ret_value >= at_least_one(c);
}

static ms_t not_started_from(const struct question *q, condition *c)
{
	int64_t n = at_least_one(c);
	if (q->facts->planned_start == DAY_NONE || n > 100000)
		return MS_NONE;
	return zone_at(q->run->place->zone, (day_t)(q->facts->planned_start + n), 0);
}

static bool awaited(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = 0;
	if (q->facts->awaited_from == DAY_NONE || c->than > 1200)
		return false;
	while (*ret_value < 1200 && q->today > day_add_months(q->facts->awaited_from, (int)*ret_value + 1))
		++*ret_value;
	return *ret_value >= at_least_one(c);
}

static ms_t awaited_from(const struct question *q, condition *c)
{
	if (q->facts->awaited_from == DAY_NONE || c->than > 1200)
		return MS_NONE;
	return zone_at(q->run->place->zone, day_add_months(q->facts->awaited_from, (int)at_least_one(c)) + 1, 0);
}

static bool share_below(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->facts->progress < 0 ? 0 : q->facts->progress;
	return *ret_value < c->than;
}

static bool rank_at_most(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->facts->rank;
	return q->facts->rank > 0 && q->facts->rank <= c->than;
}

static bool rank_at_least(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->facts->rank;
	return q->facts->rank > 0 && q->facts->rank >= c->than;
}

static bool rank_in_last(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->facts->rank;
	return q->facts->rank > 0 && q->facts->ranked > 0 && q->facts->rank > q->facts->ranked - c->than;
}

static bool rank_fell_by(const struct question *q, condition *c, int64_t *ret_value)
{
	*ret_value = q->facts->rank - q->facts->rank_before;
	return q->facts->rank > 0 && q->facts->rank_before > 0 && *ret_value >= c->than;
}

/* The arguments of a sentence. */
enum say { SAY_VALUE, SAY_THAN, SAY_UNITS, SAY_THAN_UNITS, SAY_PROGRESS, SAY_SCHEDULE, SAY_RANK, SAY_BEFORE, SAY_RANKED };
#define SAY_MOST 4

static const struct {
	bool (*holds)(const struct question *, condition *, int64_t *ret_value);
	ms_t (*from)(const struct question *, condition *); /* NULL: as long as it holds it has held */
	const char *sentence;
	enum say say[SAY_MOST];
} conditions[WHENS] = {
	[WHEN_OVERDUE] = {overdue, overdue_from, NULL, {0}},
	[WHEN_LEFT_AT_MOST] = {left_at_most, left_from, W("{0} left; the light changes at {1}"), {SAY_UNITS, SAY_THAN_UNITS}},
	[WHEN_SPENT_AT_LEAST] = {spent_at_least, spent_from, W("{0}% of the time is spent; the light changes at {1}%"), {SAY_VALUE, SAY_THAN}},
	[WHEN_BEHIND] = {behind, behind_from, W("progress {0}%, schedule {1}%: {2} points behind; the light changes at {3} points"),
		{SAY_PROGRESS, SAY_SCHEDULE, SAY_VALUE, SAY_THAN}},
	[WHEN_UNREPORTED] = {unreported, unreported_from, W("working days without a report: {0}; the light changes at {1}"), {SAY_VALUE, SAY_THAN}},
	[WHEN_NOT_STARTED] = {not_started, not_started_from, W("days past the planned start and not begun: {0}; the light changes at {1}"),
		{SAY_VALUE, SAY_THAN}},
	[WHEN_SHARE_BELOW] = {share_below, NULL, W("progress {0}%, below {1}%"), {SAY_VALUE, SAY_THAN}},
	[WHEN_RANK_AT_MOST] = {rank_at_most, NULL, W("place {0}, among the first {1}"), {SAY_RANK, SAY_THAN}},
	[WHEN_RANK_AT_LEAST] = {rank_at_least, NULL, W("place {0}; the light changes from place {1} on"), {SAY_RANK, SAY_THAN}},
	[WHEN_RANK_IN_LAST] = {rank_in_last, NULL, W("place {0} of {1}, among the last {2}"), {SAY_RANK, SAY_RANKED, SAY_THAN}},
	[WHEN_RANK_FELL_BY] = {rank_fell_by, NULL, W("from place {0} to place {1}, {2} lost; the light changes at {3}"),
		{SAY_BEFORE, SAY_RANK, SAY_VALUE, SAY_THAN}},
	[WHEN_AWAITED] = {awaited, awaited_from, W("months gone by and still awaited: {0}; the light changes at {1}"), {SAY_VALUE, SAY_THAN}},
};

/* ---- months running ---------------------------------------------------------------- */
static int64_t month_of(const struct question *q, ms_t t)
{
	struct civil c = day_civil(day_in(q, t));
	return (int64_t)c.year * 12 + c.month - 1;
}

static bool holds(const struct question *q, condition *c, int64_t *ret_value, int64_t *ret_months)
{
	*ret_months = 0;
	if (!conditions[c->when].holds(q, c, ret_value))
		return false;
	if (c->months <= 1 || !conditions[c->when].from)
		return true;
	ms_t from = conditions[c->when].from(q, c);
	*ret_months = from == MS_NONE || from > q->now ? 1 : month_of(q, q->now) - month_of(q, from) + 1;
	return *ret_months >= c->months;
}

static ms_t begins(const struct question *q, condition *c)
{
	int64_t value;
	if (!conditions[c->when].from)
		return conditions[c->when].holds(q, c, &value) ? MS_ALWAYS : MS_NONE;
	ms_t from = conditions[c->when].from(q, c);
	if (from == MS_NONE || c->months <= 1 || c->months > 1200)
		return from;
	int64_t month = month_of(q, from) + c->months - 1;
	ms_t first = zone_at(q->run->place->zone, day_of((int)(month / 12), (int)(month % 12) + 1, 1), 0);
	return first > from ? first : from;
}

/* ---- rules -------------------------------------------------------------------------- */
static struct light_condition condition_at(const struct light_rule *r, size_t i)
{
	return i ? r->also[i - 1] : (struct light_condition){r->when, r->than, r->setting, r->months};
}

static bool of_this_clock(const struct question *q, const struct light_rule *r)
{
	return !r->clocks || (q->facts->clock >= 0 && (r->clocks >> q->facts->clock & 1));
}

static bool rule_holds(const struct question *q, const struct light_rule *r, struct light_state *s)
{
	bool all = of_this_clock(q, r);
	for (size_t i = 0; all && i <= r->n_also && i < LIGHT_CONDITIONS; i++) {
		struct light_condition c = condition_at(r, i);
		all = holds(q, &c, &s->value[i], &s->months[i]);
	}
	return all;
}

static ms_t rule_begins(const struct question *q, const struct light_rule *r)
{
	ms_t last = MS_ALWAYS;
	if (!of_this_clock(q, r))
		return MS_NONE;
	for (size_t i = 0; i <= r->n_also && i < LIGHT_CONDITIONS; i++) {
		struct light_condition c = condition_at(r, i);
		ms_t t = begins(q, &c);
		if (t == MS_NONE)
			return MS_NONE;
		last = t > last ? t : last;
	}
	return last;
}

static ms_t next_change(const struct question *q, const struct light_rule *v, size_t n)
{
	ms_t next = MS_NONE;
	for (size_t i = 0; i < n; i++) {
		ms_t t = rule_begins(q, &v[i]);
		if (t != MS_NONE && t > q->now && (next == MS_NONE || t < next))
			next = t;
	}
	return next;
}

void light_at(const struct clock_run *run, const struct light_rule *v, size_t n, const struct light_facts *facts, ms_t now,
	      struct light_state *ret)
{
	struct clock_state state;
	clock_at(run, now, &state);
	int schedule = state.share >= 10000 ? 100 : state.share / 100;
	if (facts->plan.n)
		schedule = plan_at(&facts->plan, zone_day(run->place->zone, now)) / 100;
	struct question q = {run, &state, facts, schedule, now, zone_day(run->place->zone, now)};
	struct light_state s = {.light = LIGHT_GREEN, .rule = -1, .schedule = schedule, .facts = *facts, .until = MS_NONE};
	if (run->clock->stopped != MS_NONE && run->clock->stopped <= now) {
		s.light = LIGHT_DONE;
		*ret = s;
		return;
	}
	size_t decided = 0;
	while (decided < n && !rule_holds(&q, &v[decided], &s))
		decided++;
	if (decided < n) {
		s.light = v[decided].light;
		s.rule = (int)decided;
	} else {
		s.value[0] = state.left;
	}
	s.until = next_change(&q, v, decided);
	*ret = s;
}

/* ---- judged confidence ----------------------------------------------------------------- */
bool light_differs(enum light light, enum judged judged, str from)
{
	bool both = str_eq(from, S("both"));
	int at = -1;
	for (int i = 0; judged_names[i]; i++)
		if (str_eq(from, str_of(judged_names[i])))
			at = i;
	switch (light) {
	case LIGHT_GREEN:
	case LIGHT_BLUE:
		return at >= 0 && (int)judged <= at;
	case LIGHT_RED:
		return at >= 0 && (int)judged >= at;
	case LIGHT_YELLOW:
	case LIGHT_ORANGE:
		return (judged == JUDGED_RED && (both || at == JUDGED_RED)) || (judged == JUDGED_GREEN && (both || at == JUDGED_GREEN));
	default:
		return false;
	}
}

/* ---- why ------------------------------------------------------------------------------ */
static void put_units_of(struct buf *b, enum lang lang, enum clock_unit unit, int64_t n)
{
	clock_units_put(b, lang, unit == CU_MONTH ? CU_DAY : unit, n);
}

static void put_left(struct buf *b, enum lang lang, enum clock_unit unit, int64_t left, const char *key)
{
	struct buf units;
	buf_init(&units, NULL);
	put_units_of(&units, lang, unit, left < 0 ? -left : left);
	str arg = buf_str(&units);
	word_fmt(b, lang, key, &arg, 1);
	buf_done(&units);
}

static int64_t number_of(enum say what, condition *c, const struct light_state *s, int64_t value)
{
	switch (what) {
	case SAY_VALUE:
	case SAY_UNITS:
		return value;
	case SAY_PROGRESS:
		return s->facts.progress;
	case SAY_SCHEDULE:
		return s->schedule;
	case SAY_RANK:
		return s->facts.rank;
	case SAY_BEFORE:
		return s->facts.rank_before;
	case SAY_RANKED:
		return s->facts.ranked;
	default:
		return c->when == WHEN_UNREPORTED || c->when == WHEN_NOT_STARTED || c->when == WHEN_AWAITED ? at_least_one(c) : c->than;
	}
}

static void put_condition(struct buf *b, enum lang lang, enum clock_unit unit, condition *c, const struct light_state *s, int64_t value)
{
	struct buf piece[SAY_MOST];
	str v[SAY_MOST];
	if (c->when == WHEN_OVERDUE) {
		put_left(b, lang, unit, value, value >= 0 ? W("overdue since today") : unit == CU_UNTIL || unit == CU_DAY
			? W("overdue by {0}, rest days included") : W("overdue by {0}"));
		return;
	}
	for (size_t i = 0; i < SAY_MOST; i++) {
		enum say what = conditions[c->when].say[i];
		int64_t n = number_of(what, c, s, value);
		buf_init(&piece[i], NULL);
		if (what == SAY_UNITS || what == SAY_THAN_UNITS)
			put_units_of(&piece[i], lang, unit, n);
		else
			buf_int(&piece[i], n);
		v[i] = buf_str(&piece[i]);
	}
	word_fmt(b, lang, conditions[c->when].sentence, v, SAY_MOST);
	for (size_t i = 0; i < SAY_MOST; i++)
		buf_done(&piece[i]);
}

static void put_months(struct buf *b, enum lang lang, int64_t months, int64_t need)
{
	struct buf piece[2];
	str v[2];
	for (size_t i = 0; i < 2; i++) {
		buf_init(&piece[i], NULL);
		buf_int(&piece[i], i ? need : months);
		v[i] = buf_str(&piece[i]);
	}
	buf_z(b, lang == LANG_ZH ? "，" : ", ");
	word_fmt(b, lang, W("months running: {0}; {1} are needed"), v, 2);
	for (size_t i = 0; i < 2; i++)
		buf_done(&piece[i]);
}

void light_put(struct buf *b, enum lang lang, enum clock_unit unit, const struct light_rule *rules,
	       const struct light_state *s)
{
	if (s->light == LIGHT_DONE) {
		buf_add(b, word(lang, W("it is closed; no light is shown")));
		return;
	}
	if (s->rule < 0) {
		put_left(b, lang, unit, s->value[0], W("{0} left; nothing is late"));
		return;
	}
	const struct light_rule *r = &rules[s->rule];
	for (size_t i = 0; i <= r->n_also && i < LIGHT_CONDITIONS; i++) {
		struct light_condition c = condition_at(r, i);
		if (i)
			buf_z(b, lang == LANG_ZH ? "；并且" : "; and ");
		put_condition(b, lang, unit, &c, s, s->value[i]);
		if (s->months[i])
			put_months(b, lang, s->months[i], c.months);
	}
}
