/* SPDX-License-Identifier: Apache-2.0 */
/* 旬报: what the ten days say of the month, and the letter about a gap. The letter is a draft in the form that opens
 * the matter; whoever sends it has read it. */
#include "core/told.h"
#include "web/web_in.h"

static const struct kind *letter_kind(struct visit *v, const struct indicator *of)
{
	for (size_t i = 0; of->letter.n && i < of->pack->n_kinds; i++)
		if (str_eq(of->pack->kinds[i].name, of->letter))
			return kind_opening(v, &of->pack->kinds[i]) ? &of->pack->kinds[i] : NULL;
	return NULL;
}

static str said_period(struct visit *v, str period)
{
	struct buf b;
	buf_init(&b, v->arena);
	period_put(&b, period, false, v->lang);
	return buf_str(&b);
}

err indicators_fast_page(struct visit *v)
{
	struct fast_report r;
	struct fast_view view = {.report = &r};
	TRY(fast_read(ctx_of(v), query_get(v, "p"), &r));
	struct fast_row *rows = arena_new_n(v->arena, r.n, struct fast_row);
	for (size_t i = 0; i < r.n; i++) {
		const struct fast_line *l = &r.lines[i];
		rows[i] = (struct fast_row){.l = l, .owner = l->owner ? unit_name(ctx_of(v), l->owner) : l->of->duty_unit, .may_enter = values_may_put(ctx_of(v), l->of),
			.next = l->reported < 3 ? l->ten[l->reported].period : S(""),
			.may_write = (l->light == LIGHT_RED || l->light == LIGHT_YELLOW) && l->owner && letter_kind(v, l->of)};
	}
	view.rows = rows;
	view.n = r.n;
	view.period = said_period(v, r.period);
	view.before = period_before(v->arena, r.period, 0, 1);
	view.after = period_before(v->arena, r.period, 0, -1);
	if (str_cmp(view.after, period_of_day(v->arena, v->ui.today, SPAN_MONTH)) > 0)
		view.after = S("");
	TRY(frame(v, "indicators"));
	v->ui.wide = true;
	render(v, ui_indicators_fast(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- the letter --------------------------------------------------------------------------------- */
static void put_pair(struct visit *v, const char *name, str value)
{
	*list_push(v->arena, &v->rq->form) = (struct http_pair){str_of(name), value};
}

static str amount(struct visit *v, struct dec d, const struct indicator *of)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	buf_add(&b, words2_in(&of->unit, v->lang));
	return buf_str(&b);
}

static str reported_until(struct visit *v, const struct fast_line *l)
{
	return said_period(v, l->ten[l->reported - 1].period);
}

static void fill(struct visit *v, const struct fast_report *r, const struct fast_line *l)
{
	const struct indicator *of = l->of;
	str label = words2_in(&l->month->label, v->lang), month = said_period(v, r->period);
	struct buf share;
	buf_init(&share, v->arena);
	dec_put(&share, l->share);
	const str title[] = {month, label};
	const str why[] = {reported_until(v, l), amount(v, l->so_far, of), buf_str(&share), amount(v, l->forecast, of), amount(v, l->target, of), amount(v, l->gap, of)};
	const str text[] = {unit_name(ctx_of(v), l->owner), month, label, why[3], why[4], why[5], amount(v, l->need, of)};
	put_pair(v, "title", said_with(v, W("Letter on the gap of {1}, {0}"), title, COUNT_OF(title)));
	put_pair(v, "lead", path_with(v, "%lld", (long long)l->owner));
	put_pair(v, "why", said_with(v, l->by == FAST_LAST_YEAR ? W("The ten-day reports up to {0} come to {1}. In the same month of last year these days were {2}% of the month, so the month is expected to come to {3}; its target is {4}, the gap {5}.")
								: W("The ten-day reports up to {0} come to {1}. By working days {2}% of the month have gone by, so the month is expected to come to {3}; its target is {4}, the gap {5}."),
				     why, COUNT_OF(why)));
	put_pair(v, "text", said_with(v, W("{0}: by the ten-day reports, {2} of {1} is expected to come to {3}, against a target of {4}: a gap of {5}. {6} are still needed this month. Please find out why, say what will be done and what the month will come to, and answer in time."),
				      text, COUNT_OF(text)));
}

err indicators_fast_letter(struct visit *v)
{
	struct fast_report r;
	const struct fast_line *l = NULL;
	TRY(fast_read(ctx_of(v), query_get(v, "p"), &r));
	for (size_t i = 0; i < r.n; i++)
		if (str_eq(r.lines[i].of->name, query_get(v, "i")))
			l = &r.lines[i];
	if (!l)
		return fail(ERR_INPUT, "there is no indicator called {0}; look at the list of indicators", query_get(v, "i"));
	if (!l->has_gap || l->gap.v <= 0 || !l->reported)
		return fail(ERR_CONFLICT, "the ten-day reports show no gap for this month; there is nothing to write about");
	if (!l->owner)
		return fail(ERR_INPUT, "the office that answers for this indicator is not in the table of units; name it in the pack");
	const struct kind *k = letter_kind(v, l->of);
	if (!k)
		return fail(ERR_DENIED, "your duties do not include this");
	struct open_view view = {.kind = k};
	const struct action *open = kind_opening(v, k);
	v->rq->form = (http_pairs){0};
	fill(v, &r, l);
	TRY(action_form_fill(v, k, NULL, open, &(struct typed){.action = open->name}, &view.form));
	TRY(frame(v, "indicators"));
	render(v, ui_open(&v->rs->body, &v->ui, &view));
	return OK;
}
