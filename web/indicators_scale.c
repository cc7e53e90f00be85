/* SPDX-License-Identifier: Apache-2.0 */
/* 升规入库、梯队培育: firms beside the threshold, bands and libraries against targets, each figure followed to the
 * firms behind it, and whom the data proposes for the next library. */
#include "web/web_in.h"

#include <stdlib.h>

#define CHOSEN_NEW "new"

static void put_row(struct visit *v, const struct scale_view *view, const struct scale_line *l, struct scale_row *ret)
{
	int library = cultivated_library(view->grown, l->s.code);
	*ret = (struct scale_row){l, library >= 0 ? words2_in(&view->grown->shelves[library].label, v->lang) : S("")};
}

static str address(struct visit *v, const struct scale_list *l, const char *key, str value)
{
	return path_with(v, "/indicators/scale?p=" STR_FMT "&%s=" STR_FMT, STR_ARG(l->to), key, STR_ARG(value));
}

/* ---- targets -------------------------------------------------------------------------------------------- */
static void put_targets(struct visit *v, struct scale_view *view)
{
	const struct scale_list *l = view->list;
	const struct cultivated_list *g = view->grown;
	struct scale_target *t = arena_new_n(v->arena, 1 + l->n_bands + g->n_shelves, struct scale_target);
	str band = query_get(v, "b"), library = query_get(v, "l");
	if (l->of->scale_since.n) {
		str year = path_with(v, "%d", l->year);
		t[view->n_targets++] = (struct scale_target){.label = said_with(v, W("SCALE|Newly above scale in {0}"), &year, 1), .href = address(v, l, "b", S(CHOSEN_NEW)),
			.count = l->fresh, .wanted = l->fresh_wanted, .chosen = str_eq(band, S(CHOSEN_NEW))};
	}
	for (size_t i = 0; i < l->n_bands; i++)
		t[view->n_targets++] = (struct scale_target){.label = said_with(v, W("SCALE|Turnover over {0} (100 million yuan)"), &l->bands[i].written, 1),
			.href = address(v, l, "b", l->bands[i].written), .count = l->bands[i].count, .wanted = l->bands[i].wanted, .chosen = str_eq(band, l->bands[i].written)};
	for (size_t i = 0; i < g->n_shelves; i++) {
		str label = words2_in(&g->shelves[i].label, v->lang);
		t[view->n_targets++] = (struct scale_target){.label = said_with(v, W("SCALE|Library: {0}"), &label, 1), .href = address(v, l, "l", g->shelves[i].of->name),
			.count = g->shelves[i].in, .wanted = g->shelves[i].wanted, .shelf = &g->shelves[i], .chosen = str_eq(library, g->shelves[i].of->name)};
	}
	for (size_t i = 0; i < view->n_targets; i++)
		if (t[i].chosen)
			view->chosen = t[i].label;
	view->targets = t;
}

/* ---- the firms behind a figure ---------------------------------------------------------------------------- */
static bool is_behind(const struct scale_list *l, const struct scale_line *line, str band)
{
	if (str_eq(band, S(CHOSEN_NEW)))
		return line->fresh;
	for (size_t i = 0; i < l->n_bands; i++)
		if (str_eq(l->bands[i].written, band))
			return line->band >= 0 && (l->cumulative ? line->band <= (int)i : line->band == (int)i);
	return false;
}

static int by_turnover(const void *a, const void *b)
{
	const struct scale_row *x = a, *y = b;
	int c = dec_cmp(y->l->turnover, x->l->turnover);
	return c ? c : str_cmp(x->l->s.code, y->l->s.code);
}

static void put_behind(struct visit *v, struct scale_view *view)
{
	const struct scale_list *l = view->list;
	str band = query_get(v, "b");
	struct scale_row *r = arena_new_n(v->arena, l->n_all, struct scale_row);
	for (size_t i = 0; band.n && i < l->n_all; i++)
		if (is_behind(l, &l->lines[i], band))
			put_row(v, view, &l->lines[i], &r[view->n_firms++]);
	if (view->n_firms)
		qsort(r, view->n_firms, sizeof *r, by_turnover);
	view->firms = r;
}

static void put_grown(struct visit *v, struct scale_view *view)
{
	const struct cultivated_list *g = view->grown;
	const struct cultivated **in = arena_new_n(v->arena, g->n, const struct cultivated *), **steps = arena_new_n(v->arena, g->n, const struct cultivated *);
	str library = query_get(v, "l");
	for (size_t i = 0; i < g->n; i++) {
		if (g->v[i].met)
			steps[view->n_steps++] = &g->v[i];
		if (g->v[i].library >= 0 && str_eq(g->shelves[g->v[i].library].of->name, library))
			in[view->n_in++] = &g->v[i];
	}
	view->in = in;
	view->steps = steps;
	if (!g->kind)
		return;
	view->promote = g->kind->actions[g->kind->cultivation->promote].name;
	view->may_enter = kind_opening(v, g->kind) != NULL;
}

err indicators_scale_page(struct visit *v)
{
	struct scale_list list;
	struct cultivated_list grown;
	struct scale_view view = {.list = &list, .grown = &grown, .chosen = S(""), .before = S(""), .promote = S("")};
	TRY(scale_read(ctx_of(v), query_get(v, "p"), &list));
	TRY(cultivated_read(ctx_of(v), &list, &grown));
	if (list.of) {
		struct scale_row *rows = arena_new_n(v->arena, list.n, struct scale_row);
		for (size_t i = 0; i < list.n; i++)
			put_row(v, &view, &list.lines[i], &rows[view.n_rows++]);
		view.rows = rows;
		view.before = period_before(v->arena, list.to, 0, 1);
		put_targets(v, &view);
		put_behind(v, &view);
		put_grown(v, &view);
	}
	TRY(frame(v, "indicators"));
	v->ui.wide = true;
	render(v, ui_indicators_scale(&v->rs->body, &v->ui, &view));
	return OK;
}
