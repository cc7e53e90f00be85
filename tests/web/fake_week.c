/* SPDX-License-Identifier: Apache-2.0 */
/* The weekly run of the canned district: six matters in the six ways a report can stand. */
#include "fake_core.h"

#include <string.h>

static struct week_state *states_of(struct arena *a, enum week_said said, enum light light)
{
	struct week_state *s = arena_new_n(a, WEEKS_KEPT, struct week_state);
	for (size_t i = 0; i < WEEKS_KEPT; i++)
		s[i] = (struct week_state){.said = i < WEEKS_BACK ? WEEK_ON_TIME : said, .there = i > 40, .timed = true, .lead = 20, .light = light,
			.at = said == WEEK_OPEN || said == WEEK_MISSING ? MS_NONE : FAKE_NOW - 3600000, .share_before = 40, .share = 67,
			.claim = said == WEEK_LATE, .fell = said == WEEK_ON_TIME, .same = said == WEEK_LATE, .nothing = said == WEEK_ON_TIME,
			.reminded = said == WEEK_MISSING ? FAKE_NOW - 7200000 : MS_NONE};
	return s;
}

static err item_of(struct ctx *x, int64_t id, enum week_said said, struct week_item *ret)
{
	struct matter_view m;
	TRY(matter_read(x, id, &m));
	const struct week_state *s = states_of(x->arena, said, m.row.light);
	bool *exempt = arena_new_n(x->arena, WEEKS_KEPT, bool);
	exempt[WEEKS_BACK] = id == 5;
	*ret = (struct week_item){.row = m.row, .state = &s[WEEKS_BACK], .history = s, .exempt = exempt, .report = &m.row.kind->actions[0],
		.mine = true, .reports = x->actor.duties >> DUTY_LIAISON & 1, .reopened = id == 1};
	return OK;
}

static struct week_span *spans_of(struct arena *a, day_t monday)
{
	struct week_span *s = arena_new_n(a, WEEKS_KEPT, struct week_span);
	for (size_t i = 0; i < WEEKS_KEPT; i++) {
		s[i].monday = monday - 7 * (day_t)(WEEKS_BACK - i);
		s[i].week = (struct week_window){.from = FAKE_NOW - 7 * 86400000ll, .cutoff = FAKE_NOW + 3600000, .until = FAKE_NOW + 86400000,
			.day = s[i].monday + 1, .owed = true, .moved = i == WEEKS_BACK};
	}
	return s;
}

static const struct rung rungs[] = {
	{.name = S("prompt"), .label = {S("提醒单"), S("Prompt")}}, {.name = S("letter"), .label = {S("督办函"), S("Letter")}}};
static const struct ladder ladder = {.kind = S("commitment"), .letter = S("commitment"), .exempt = S("commitment"), .rungs = rungs, .n_rungs = 2};

err week_run_read(struct ctx *x, day_t monday, struct week_run *ret)
{
	static const enum week_said said[] = {WEEK_OPEN, WEEK_MISSING, WEEK_ON_TIME, WEEK_LATE, WEEK_NOT_OWED};
	struct week_span *spans = spans_of(x->arena, monday);
	struct week_run run = {.spans = spans, .span = spans[WEEKS_BACK], .now = monday == week_monday(day_of(2026, 10, 12)),
		.may_issue = x->actor.duties >> DUTY_SUPERVISION & 1, .items = arena_new_n(x->arena, 5, struct week_item), .n = 5,
		.units = arena_new(x->arena, struct week_unit), .n_units = 1, .dues = arena_new(x->arena, struct letter_due)};
	for (size_t i = 0; i < run.n; i++)
		TRY(item_of(x, (int64_t)i + 1, said[i], &run.items[i]));
	run.units[0] = (struct week_unit){.unit = 20, .name = S("区住建局"), .owed = 4, .on_time = 1, .late = 1, .missing = 1, .open = 1, .claims = 1};
	const struct week_item **one = arena_new(x->arena, const struct week_item *);
	*one = &run.items[1];
	run.dues[0] = (struct letter_due){.ladder = &ladder, .rung = 1, .unit = 20, .unit_name = S("区住建局"), .why = S("两周黄灯"), .matters = one,
		.n_matters = 1};
	run.n_dues = run.may_issue;
	*ret = run;
	return OK;
}

err week_of_matter(struct ctx *x, int64_t id, struct matter_week *ret)
{
	struct matter_week m = {.there = true, .may_issue = x->actor.duties >> DUTY_SUPERVISION & 1, .may_apply = x->actor.duties >> DUTY_HEAD & 1,
		.spans = spans_of(x->arena, week_monday(day_of(2026, 10, 12))), .ladder = &ladder, .due = {.rung = 1, .n_weeks = 1}, .why = S("两周黄灯")};
	TRY(item_of(x, id, WEEK_MISSING, &m.item));
	m.due.week[0] = m.spans[WEEKS_BACK].monday;
	m.letters = arena_new(x->arena, struct letter_row);
	m.letters[0] = (struct letter_row){.row = m.item.row, .rung = 1, .at = FAKE_NOW, .unanswered = true};
	m.n_letters = 1;
	m.exemptions = &m.letters[0].row;
	m.n_exemptions = 1;
	*ret = m;
	return OK;
}

str letter_text(struct ctx *x, const struct ladder *l, int rung, int64_t unit, const struct matter_row *const *v, size_t n, str why)
{
	unused_arg(x);
	unused_arg(l);
	unused_arg(rung);
	unused_arg(unit);
	unused_arg(v);
	unused_arg(n);
	return why;
}

err look_back_list(struct ctx *x, struct matter_row **ret, size_t *ret_n)
{
	struct matter_view m;
	TRY(matter_read(x, 4, &m));
	*ret = arena_new(x->arena, struct matter_row);
	**ret = m.row;
	*ret_n = 1;
	return OK;
}

/* ---- periods --------------------------------------------------------------------------- */
err period_read(struct ctx *x, day_t from, day_t to, struct period *ret)
{
	struct week_run run;
	TRY(week_run_read(x, week_monday(from), &run));
	struct period p = {.from = from, .to = to, .at = FAKE_NOW, .rows = arena_new_n(x->arena, run.n, struct period_row)};
	for (size_t i = 0; i < run.n; i++)
		p.rows[p.n++] = (struct period_row){.row = run.items[i].row, .closed = MS_NONE, .late = run.items[i].row.overdue,
			.sponsor_name = S(""), .progress = S(""), .problem = S("")};
	*ret = p;
	return OK;
}

str pack_setting_word(struct ctx *x, const struct pack *p, str name)
{
	unused_arg(x);
	const struct setting *s = pack_setting(p, name);
	return s ? s->initial_text : S("");
}

err matter_number_next(struct ctx *x, const struct kind *k, str *ret)
{
	unused_arg(x);
	unused_arg(k);
	*ret = S("督查通报〔2026〕第1期");
	return OK;
}
