/* SPDX-License-Identifier: Apache-2.0 */
/* The wall of indicators as a table (经济运行监测表). */
#include "ledger/out_in.h"

#include "core/measure.h"

static str dec_said(struct arena *a, bool have, struct dec d)
{
	struct buf b;
	buf_init(&b, a);
	if (have)
		dec_put(&b, d);
	return buf_str(&b);
}

static str value_said(struct listing_out *l, const struct wall_line *w)
{
	if (w->now.state == VALUE_NOT_APPLICABLE)
		return S("/");
	return w->now.state == VALUE_NUMBER ? dec_said(l->x->arena, true, w->now.number) : list_word(l, W("VALUE|missing"));
}

static str period_said(struct listing_out *l, const struct wall_line *w)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	period_put(&b, w->now.period, w->of->cumulative, l->lang);
	return buf_str(&b);
}

static err put_line(struct listing_out *l, const struct wall_line *w, int64_t n)
{
	struct arena *a = l->x->arena;
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = words2_in(&w->of->label, l->lang)}, {.text = words2_in(&w->of->unit, l->lang)}, {.text = period_said(l, w)},
		{.text = value_said(l, w)}, {.text = dec_said(a, w->has_current, w->current)}, {.text = dec_said(a, w->has_growth, w->growth)},
		{.text = w->rank ? int_text(a, w->rank) : S("")}, {.text = w->rank && w->rank_before ? int_text(a, w->rank_before - w->rank) : S("")},
		{.text = dec_said(a, w->has_city, w->city)}, {.text = dec_said(a, w->has_gap, w->gap)}, {.text = dec_said(a, w->has_target, w->target)},
		{.text = dec_said(a, w->has_done, w->done)}, {.text = dec_said(a, w->has_elapsed, w->elapsed)}, {.text = dec_said(a, w->has_forecast, w->forecast)},
		{.text = dec_said(a, w->has_need, w->need)}, {.text = dec_said(a, w->has_need_growth, w->need_growth)},
		{.text = w->light == LIGHT_NONE ? S("") : list_word(l, w->light == LIGHT_GREEN ? W("WALL|green") : w->light == LIGHT_YELLOW ? W("WALL|yellow") : W("WALL|red")),
		 .light = w->light},
		{.text = w->of->duty_unit}, {.text = w->now.source}};
	return out_row(l->out, cells);
}

err out_indicators(struct listing_out *l)
{
	struct wall w;
	out_columns c = {0};
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, &c, W("Indicator"), "indicator", OUT_TEXT, 30);
	column_add(l, &c, W("WALL|Measure"), "measure", OUT_TEXT, 12);
	column_add(l, &c, W("Period"), "period", OUT_TEXT, 16);
	column_add(l, &c, W("VALUE|value"), "value", OUT_NUMBER, 14);
	column_add(l, &c, W("WALL|This period alone"), "current", OUT_NUMBER, 14);
	column_add(l, &c, W("WALL|Growth"), "growth", OUT_NUMBER, 10);
	column_add(l, &c, W("VALUE|rank"), "rank", OUT_NUMBER, 8);
	column_add(l, &c, W("WALL|Places won"), "moved", OUT_NUMBER, 8);
	column_add(l, &c, W("VALUE|city"), "city", OUT_NUMBER, 10);
	column_add(l, &c, W("WALL|Gap in points"), "gap", OUT_NUMBER, 10);
	column_add(l, &c, W("VALUE|target"), "target", OUT_NUMBER, 14);
	column_add(l, &c, W("WALL|Done (%)"), "done", OUT_NUMBER, 10);
	column_add(l, &c, W("WALL|Should be (%)"), "elapsed", OUT_NUMBER, 10);
	column_add(l, &c, W("WALL|Forecast"), "forecast", OUT_NUMBER, 14);
	column_add(l, &c, W("WALL|Still needed"), "need", OUT_NUMBER, 14);
	column_add(l, &c, W("WALL|Growth needed (%)"), "need_growth", OUT_NUMBER, 12);
	column_add(l, &c, W("Light"), "light", OUT_LIGHT, 8);
	column_add(l, &c, W("WALL|Office"), "office", OUT_TEXT, 16);
	column_add(l, &c, W("WALL|Source"), "source", OUT_TEXT, 24);
	TRY(wall_read(l->x, S(OF_DISTRICT), 0, l->ask->period, MS_NONE, &w));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < w.n; i++)
		TRY(put_line(l, &w.lines[i], (int64_t)i + 1));
	return OK;
}
