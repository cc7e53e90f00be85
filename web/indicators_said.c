/* SPDX-License-Identifier: Apache-2.0 */
/* 说的与实测: what documents say of indicators beside what was measured; 扎堆: values right past thresholds. */
#include "core/told.h"
#include "web/web_in.h"

#define DOCUMENTS_SHOWN 20

err indicators_bunching_page(struct visit *v)
{
	struct bunch_list list;
	TRY(bunch_read(ctx_of(v), &list));
	TRY(frame(v, "indicators"));
	render(v, ui_indicators_bunching(&v->rs->body, &v->ui, &list));
	return OK;
}

static const char *const aspect_words[SAID_ASPECTS] = {W("SAID|value"), W("SAID|growth"), W("SAID|points over the year before"), W("SAID|gap to the city"),
	W("SAID|rank in the city"), W("SAID|share of the target of the year"), W("SAID|indicators better than the city")};

static str months_words(struct visit *v, const struct said *c)
{
	struct buf b;
	if (!c->period.from)
		return S("");
	buf_init(&b, v->arena);
	if (c->period.from == 1 && c->period.to == 12)
		period_put(&b, period_nth(v->arena, c->period.year, SPAN_YEAR, 1), false, v->lang);
	else if (c->period.to - c->period.from == 2 && c->period.from > 1)
		period_put(&b, period_nth(v->arena, c->period.year, SPAN_QUARTER, c->period.to / 3), false, v->lang);
	else
		period_put(&b, period_nth(v->arena, c->period.year, SPAN_MONTH, c->period.to), c->period.from == 1, v->lang);
	return buf_str(&b);
}

static str unit_words(struct visit *v, const struct said *c)
{
	if (c->aspect == SAID_GROWTH || c->aspect == SAID_DONE)
		return S("%");
	if (c->aspect == SAID_POINTS || c->aspect == SAID_GAP)
		return said(v, W("points"));
	return c->aspect == SAID_VALUE && c->of ? words2_in(&c->of->unit, v->lang) : S("");
}

static void put_rows(struct visit *v, struct said_view *view)
{
	const struct said_list *l = view->list;
	struct said_row *open = arena_new_n(v->arena, l->n, struct said_row), *agreeing = arena_new_n(v->arena, l->n, struct said_row);
	for (size_t i = 0; i < l->n; i++) {
		const struct said *c = &l->lines[i].said;
		struct said_row r = {.l = &l->lines[i], .what = said(v, c->target && c->aspect == SAID_VALUE ? W("SAID|target") : c->target ? W("SAID|target of growth") : aspect_words[c->aspect]),
			.period = months_words(v, c), .unit = unit_words(v, c), .subject = c->subject ? unit_name(ctx_of(v), c->subject) : S("")};
		if (l->lines[i].verdict == SAID_AGREES)
			agreeing[view->n_agreeing++] = r;
		else
			open[view->n_open++] = r;
	}
	view->open = open;
	view->agreeing = agreeing;
}

err indicators_said_page(struct visit *v)
{
	struct said_list list;
	struct said_view view = {.list = &list};
	if (query_get(v, "d").n && !str_int(query_get(v, "d"), &view.document))
		return fail(ERR_NOTFOUND, "there is no such document, or you may not see it; ask the supervision office if you need it");
	TRY(said_read(ctx_of(v), view.document, query_get(v, "c"), DOCUMENTS_SHOWN, &list));
	view.next = list.next;
	if (view.document) {
		struct document d;
		TRY(document_read(ctx_of(v), view.document, &d));
		view.title = d.row.title;
	}
	put_rows(v, &view);
	TRY(frame(v, "indicators"));
	v->ui.wide = true;
	render(v, ui_indicators_said(&v->rs->body, &v->ui, &view));
	return OK;
}
