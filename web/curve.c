/* SPDX-License-Identifier: Apache-2.0 */
/* Planned against actual on the page of a matter: a curve, its table, its milestones, its money. */
#include "web/curve_in.h"
#include "web/html_in.h"
#include "web/web_in.h"

enum { HIGH = 220, TOP = 12, LOW = 26 }; /* of the drawing, above and below it */

static int y_of(int share)
{
	return TOP + curve_y(share) * HIGH / CURVE_WHOLE;
}

/* Words keep their shape at every width, so they stand outside of what is stretched. */
static void words_at(struct buf *b, int x, int y, const char *anchor, str s)
{
	buf_z(b, "<text x=\"");
	svg_percent(b, x);
	buf_fmt(b, "\" y=\"%d\" text-anchor=\"%s\">", y, anchor);
	html_text(b, s);
	buf_z(b, "</text>");
}

static void lines(struct buf *b, const struct curve_frame *f, const struct course *c, day_t today)
{
	buf_fmt(b, "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">", TOP, HIGH, CURVE_WHOLE, CURVE_WHOLE);
	for (int share = 0; share <= PLAN_WHOLE; share += PLAN_WHOLE / 4)
		buf_fmt(b, "<path class=\"%s\" d=\"M0 %dH%d\"/>", share ? "g" : "ax", curve_y(share), CURVE_WHOLE);
	buf_fmt(b, "<path class=\"lim\" d=\"M%d 0V%d\"/>", curve_x(f, today), CURVE_WHOLE);
	if (c->plan.n) {
		buf_z(b, "<path class=\"l2\" d=\"");
		curve_plan_path(b, f, &c->plan);
		buf_z(b, "\"/>");
	}
	buf_z(b, "<path class=\"l1\" d=\"");
	curve_actual_path(b, f, c);
	buf_z(b, "\"/></svg>");
}

static void dots(struct buf *b, const struct curve_frame *f, const struct course *c)
{
	for (size_t i = 0; i < c->n_actual; i++) {
		buf_z(b, "<circle class=\"pt\" r=\"3\" cx=\"");
		svg_percent(b, curve_x(f, c->actual[i].day));
		buf_fmt(b, "\" cy=\"%d\"/>", y_of(c->actual[i].share * 100));
	}
	for (size_t i = 0; i < c->n_steps; i++) {
		if (!c->steps[i].counts || c->steps[i].due == DAY_NONE)
			continue;
		svg_stone(b, curve_x(f, c->steps[i].due + 1), y_of(plan_at(&c->plan, c->steps[i].due + 1)), c->steps[i].done);
	}
}

static str draw(struct visit *v, const struct course *c)
{
	struct buf b, day;
	struct curve_frame f = curve_frame_of(c, v->ui.today);
	int now = curve_x(&f, v->ui.today);
	buf_init(&b, v->arena);
	buf_fmt(&b, "<svg class=\"chart curve\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", TOP + HIGH + LOW);
	lines(&b, &f, c, v->ui.today);
	dots(&b, &f, c);
	for (int share = PLAN_WHOLE / 2; share <= PLAN_WHOLE; share += PLAN_WHOLE / 2)
		words_at(&b, 0, y_of(share) + 15, "start", share == PLAN_WHOLE ? S("100%") : S("50%"));
	for (int end = 0; end < 2; end++) {
		buf_init(&day, v->arena);
		put_day(&day, end ? f.last : f.first);
		words_at(&b, end ? CURVE_WHOLE : 0, TOP + HIGH + LOW - 6, end ? "end" : "start", buf_str(&day));
	}
	if (now > 260 && now < 740)
		words_at(&b, now, TOP + HIGH + LOW - 6, "middle", said(v, W("today")));
	buf_z(&b, "</svg>");
	return buf_str(&b);
}

/* ---- money ------------------------------------------------------------------------------- */
static const struct value *money_at(const struct matter_view *m, int field)
{
	for (size_t i = 0; field >= 0 && i < m->n_fields; i++)
		if (m->fields[i].field == &m->row.kind->fields[field] && !m->fields[i].masked)
			return &m->fields[i];
	return NULL;
}

static void money(struct visit *v, const struct matter_view *m, struct curve_view *view)
{
	const struct overview *o = m->row.kind->overview;
	const int pairs[2][2] = {{o ? o->done : -1, o ? o->planned : -1}, {o ? o->done_all : -1, o ? o->total : -1}};
	struct civil today = day_civil(v->ui.today);
	day_t first = day_of(today.year, 1, 1);
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		const struct value *done = money_at(m, pairs[i][0]), *planned = money_at(m, pairs[i][1]);
		if (!done || !planned)
			continue;
		struct curve_money *row = &view->money[view->n_money++];
		*row = (struct curve_money){.done = done, .planned = planned, .rate = curve_rate(done->raw, planned->raw), .schedule = -1};
		if (i == 0) /* of the year that has gone by */
			row->schedule = (int)((v->ui.today - first + 1) * 100 / (day_of(today.year + 1, 1, 1) - first));
	}
}

err curve_fill(struct visit *v, struct matter_page_view *page)
{
	const struct matter_view *m = page->m;
	struct course *c = arena_new(v->arena, struct course);
	struct curve_view *view = arena_new(v->arena, struct curve_view);
	*view = (struct curve_view){0};
	if (!m->row.kind->curve)
		return OK;
	TRY(matter_course(ctx_of(v), m->row.id, c));
	money(v, m, view);
	view->course = c;
	if (c->plan.n || c->n_actual) {
		struct curve_row *rows;
		view->svg = draw(v, c);
		view->n_rows = curve_rows(v->arena, c, v->ui.today, &rows);
		view->rows = rows;
	}
	if (view->svg.n || view->n_money)
		page->curve = view;
	return OK;
}
