/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder (督办阶梯): which rung the lights, the reports and the letters of some weeks lead to. */
#include "core/week.h"

#include <string.h>

struct counting {
	const struct ladder_week *weeks;
	size_t n;
	const struct ladder_letter *letters;
	size_t n_letters;
	int rung;
};

static bool counts(const struct ladder_rule *r, const struct ladder_week *w)
{
	/* orange stands between yellow and red, where a district has it: it counts as yellow */
	bool yellow = w->light == LIGHT_YELLOW || w->light == LIGHT_ORANGE;
	switch (r->what) {
	case LADDER_YELLOW:
		return yellow;
	case LADDER_RED:
		return w->light == LIGHT_RED;
	case LADDER_LATE:
		return yellow || w->light == LIGHT_RED;
	case LADDER_MISSING:
		return w->missing;
	default:
		return false;
	}
}

/* Weeks up to the newest letter of this rung or a higher one have been answered by it. */
static ms_t spoken_for(const struct counting *c)
{
	ms_t at = MS_NONE;
	for (size_t i = 0; i < c->n_letters; i++)
		if (c->letters[i].rung >= c->rung && c->letters[i].at > at)
			at = c->letters[i].at;
	return at;
}

/* The weeks come newest first and stand oldest first. */
static void keep(struct ladder_due *d, day_t monday)
{
	d->count++;
	if (d->n_weeks == LADDER_COUNTED)
		return;
	memmove(d->week + 1, d->week, d->n_weeks++ * sizeof *d->week);
	d->week[0] = monday;
}

static void count_weeks(const struct counting *c, const struct ladder_rule *r, struct ladder_due *d)
{
	ms_t after = spoken_for(c);
	int64_t looked = 0;
	for (size_t i = c->n; i-- > 0 && looked < r->weeks;) {
		const struct ladder_week *w = &c->weeks[i];
		if (!w->decided || w->exempt) {
			d->exempted += w->exempt;
			continue;
		}
		looked++;
		if (w->cutoff <= after || (r->running && !counts(r, w)))
			break;
		if (counts(r, w))
			keep(d, w->monday);
	}
}

/* A letter of the rung below has run out without an answer, and no higher one followed. */
static bool unanswered(const struct counting *c)
{
	ms_t after = spoken_for(c);
	for (size_t i = 0; i < c->n_letters; i++)
		if (c->letters[i].rung == c->rung - 1 && c->letters[i].unanswered && c->letters[i].at > after)
			return true;
	return false;
}

static bool holds(const struct counting *c, const struct ladder_rule *r, struct ladder_due *d)
{
	*d = (struct ladder_due){.rung = c->rung};
	if (r->what == LADDER_UNANSWERED) {
		d->count = unanswered(c);
		return d->count > 0;
	}
	count_weeks(c, r, d);
	return d->count >= r->times;
}

void ladder_judge(const struct rung *rungs, size_t n_rungs, bool unit, const struct ladder_week *weeks, size_t n, const struct ladder_letter *letters,
		  size_t n_letters, struct ladder_due *ret)
{
	struct ladder_due d;
	int exempted = 0;
	for (size_t r = n_rungs; r-- > 0;) {
		struct counting c = {.weeks = weeks, .n = n, .letters = letters, .n_letters = n_letters, .rung = (int)r};
		for (size_t i = 0; i < rungs[r].n_rules; i++) {
			if (rungs[r].rules[i].unit != unit)
				continue;
			bool due = holds(&c, &rungs[r].rules[i], &d);
			exempted = d.exempted > exempted ? d.exempted : exempted;
			if (!due)
				continue;
			d.rule = (int)i;
			*ret = d;
			return;
		}
	}
	*ret = (struct ladder_due){.rung = -1, .exempted = exempted};
}
