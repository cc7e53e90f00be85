/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger as bars from opening to deadline. The page is a table, so that it reads without
 * the drawing; each row's bar is an SVG of the same width, and the line of today goes through
 * all of them. */
#include "web/gantt_in.h"
#include "web/html_in.h"
#include "web/web_in.h"

/* The drawing is a thousand wide and says so in per cent, so that it fills its column at any
 * width and its words keep their shape. */
enum { WIDTH = 1000, HIGH = 28, BAR_Y = 8, BAR_H = 12, MONTHS = 18 };

static void upright(struct buf *b, const char *css, int x, int from, int to)
{
	buf_fmt(b, "<line class=\"%s\" x1=\"", css);
	svg_percent(b, x);
	buf_z(b, "\" x2=\"");
	svg_percent(b, x);
	buf_fmt(b, "\" y1=\"%d\" y2=\"%d\"/>", from, to);
}

static void grid(struct buf *b, const struct gantt_scale *s, day_t today)
{
	struct gantt_tick t[GANTT_TICKS];
	size_t n = gantt_ticks(s, t);
	for (size_t i = 0; i < n; i++)
		upright(b, "g", t[i].x, 0, HIGH);
	if (today >= s->first && today <= s->last)
		upright(b, "now", gantt_x(s, today), 0, HIGH);
}

static void bar_part(struct buf *b, const char *css, int x, int w)
{
	if (w <= 0)
		return;
	buf_fmt(b, "<rect class=\"%s\" x=\"", css);
	svg_percent(b, x);
	buf_z(b, "\" width=\"");
	svg_percent(b, w);
	buf_fmt(b, "\" y=\"%d\" height=\"%d\"/>", BAR_Y, BAR_H);
}

static void stone(struct buf *b, const struct gantt_scale *s, const struct gantt_stone *v)
{
	if (v->day < s->first || v->day > s->last)
		return;
	svg_stone(b, gantt_x(s, v->day + 1), BAR_Y + BAR_H / 2, v->done);
}

str gantt_svg(struct arena *a, const struct gantt_scale *s, const struct gantt_span *span, day_t today)
{
	struct buf b;
	struct gantt_bar bar = gantt_bar_of(s, span, today);
	ours(s->width == WIDTH);
	buf_init(&b, a);
	buf_fmt(&b, "<svg class=\"gantt\" height=\"%d\" aria-hidden=\"true\">", HIGH);
	grid(&b, s, today);
	bar_part(&b, bar.endless ? "bar-all endless" : "bar-all", bar.x, bar.w);
	bar_part(&b, "bar-done", bar.x, bar.done);
	bar_part(&b, "bar-over", bar.over_x, bar.over_w);
	for (size_t i = 0; i < span->n_stones; i++)
		stone(&b, s, &span->stones[i]);
	buf_z(&b, "</svg>");
	return buf_str(&b);
}

static str head_svg(struct visit *v, const struct gantt_scale *s)
{
	struct buf b;
	struct gantt_tick t[GANTT_TICKS];
	size_t n = gantt_ticks(s, t);
	buf_init(&b, v->arena);
	buf_z(&b, "<svg class=\"gantt\" height=\"24\" aria-hidden=\"true\">");
	for (size_t i = 0; i < n; i++) {
		struct civil c = day_civil(t[i].day);
		buf_z(&b, "<text y=\"17\" x=\"");
		svg_percent(&b, t[i].x);
		buf_z(&b, "\">");
		if (i == 0 || c.month == 1)
			buf_fmt(&b, "%d-%02d", c.year, c.month);
		else if (v->lang == LANG_ZH)
			buf_fmt(&b, "%d月", c.month);
		else
			buf_fmt(&b, "-%02d", c.month);
		buf_z(&b, "</text>");
	}
	if (v->ui.today >= s->first && v->ui.today <= s->last)
		upright(&b, "now", gantt_x(s, v->ui.today), 20, 24);
	buf_z(&b, "</svg>");
	return buf_str(&b);
}

/* What is next of the milestones, in words: the drawing is not for everybody. */
static str stones_said(struct visit *v, const struct course *c)
{
	size_t all = 0, done = 0;
	const struct course_step *next = NULL;
	for (size_t i = 0; i < c->n_steps; i++) {
		const struct course_step *s = &c->steps[i];
		all += s->counts;
		done += s->counts && s->done;
		if (!next && s->counts && !s->done && s->due != DAY_NONE)
			next = s;
	}
	if (!all)
		return STR_NONE;
	const str args[] = {path_with(v, "%zu", done), path_with(v, "%zu", all), next ? next->title : STR_NONE,
		next ? str_dup(v->arena, ui_day(&v->ui, next->due)) : STR_NONE};
	return said_with(v, next ? W("milestones {0} of {1}; next: {2}, {3}") : W("milestones {0} of {1}"), args, 4);
}

/* A kind with a plan: its milestones stand on its bar, which begins when it was to begin. */
static err milestones(struct visit *v, const struct matter_row *r, struct gantt_span *span, str *ret_said)
{
	struct course c;
	if (!r->kind->curve)
		return OK;
	TRY(matter_planned(ctx_of(v), r->id, &c));
	struct gantt_stone *stones = arena_new_n(v->arena, c.n_steps, struct gantt_stone);
	for (size_t i = 0; i < c.n_steps; i++)
		if (c.steps[i].counts && c.steps[i].due != DAY_NONE)
			stones[span->n_stones++] = (struct gantt_stone){c.steps[i].due, c.steps[i].done};
	span->stones = stones;
	if (c.open && c.from != DAY_NONE)
		span->from = c.from;
	*ret_said = stones_said(v, &c);
	return OK;
}

static struct gantt_span span_of(struct visit *v, const struct matter_row *r)
{
	return (struct gantt_span){.from = zone_day(v->ui.zone, r->opened), .to = due_day(&v->ui, r->due), .share = r->share,
		.open = r->light != LIGHT_DONE};
}

err gantt_show(struct visit *v, const struct matter_query *q, struct ledger_view *view)
{
	struct matter_page page;
	struct gantt_view g = {0};
	TRY(matter_list(ctx_of(v), q, &page));
	struct gantt_span *spans = arena_new_n(v->arena, page.n, struct gantt_span);
	struct gantt_row *rows = arena_new_n(v->arena, page.n, struct gantt_row);
	for (size_t i = 0; i < page.n; i++) {
		spans[i] = span_of(v, &page.rows[i]);
		TRY(milestones(v, &page.rows[i], &spans[i], &rows[i].stones));
		g.stones |= spans[i].n_stones > 0;
	}
	struct gantt_scale s = gantt_scale_of(spans, page.n, v->ui.today, MONTHS, WIDTH);
	for (size_t i = 0; i < page.n; i++)
		rows[i] = (struct gantt_row){.row = &page.rows[i], .from = spans[i].from, .to = spans[i].to, .stones = rows[i].stones,
			.svg = gantt_svg(v->arena, &s, &spans[i], v->ui.today)};
	g.rows = rows;
	g.n = page.n;
	g.head = head_svg(v, &s);
	g.first = s.first;
	g.last = s.last;
	view->rows = page.rows;
	view->n = page.n;
	ledger_next(v, view, page.next);
	render(v, ui_gantt(&v->rs->body, &v->ui, view, &g));
	return OK;
}
