/* SPDX-License-Identifier: Apache-2.0 */
/* Firms beside the scale at which they are counted, and bands and libraries against their targets, as tables. */
#include "ledger/out_in.h"

#include "core/cultivate.h"
#include "core/told.h"

static str dec_said(struct arena *a, bool have, struct dec d)
{
	struct buf b;
	buf_init(&b, a);
	if (have)
		dec_put(&b, d);
	return buf_str(&b);
}

static str state_said(const struct listing_out *l, const struct scale_line *f)
{
	static const char *const words[SCALE_STATES] = {[SCALE_REACHED] = W("SCALE|reached, not entered"), [SCALE_NEAR] = W("SCALE|near"), [SCALE_RISK] = W("SCALE|may fall below"),
		[SCALE_UNKNOWN] = W("SCALE|cannot be judged")};
	return words[f->state] ? list_word(l, words[f->state]) : S("");
}

static str library_said(const struct listing_out *l, const struct cultivated_list *g, int library)
{
	return library >= 0 ? words2_in(&g->shelves[library].label, l->lang) : S("");
}

/* Whatever of a firm has something to say: a turnover, a state, a library. */
static err put_firm(struct listing_out *l, const struct scale_list *s, const struct cultivated_list *g, const struct scale_line *f, int64_t n)
{
	struct arena *a = l->x->arena;
	const struct cultivated *in = NULL;
	int library = cultivated_library(g, f->s.code);
	for (size_t i = 0; i < g->n && library >= 0 && !in; i++)
		if (g->v[i].library == library && str_eq(g->v[i].code, f->s.code))
			in = &g->v[i];
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = f->s.name}, {.text = f->s.code}, {.text = unit_name(l->x, f->s.unit)}, {.text = f->rule ? words2_in(&f->rule->label, l->lang) : S("")},
		{.text = dec_said(a, f->months > 0, f->turnover)}, {.text = int_text(a, f->months)}, {.text = dec_said(a, f->rule && f->rule->by_income, f->rule ? f->rule->threshold : (struct dec){0})},
		{.text = dec_said(a, f->has_share, f->share)}, {.text = state_said(l, f)}, {.text = list_word(l, f->counted ? W("SCALE|above") : W("SCALE|below"))},
		{.text = f->fresh ? list_word(l, W("SCALE|this year")) : S("")}, {.text = f->band >= 0 ? s->bands[f->band].written : S("")}, {.text = library_said(l, g, library)},
		{.day = in ? due_on(l->ask, in->row.due) : DAY_NONE}, {.text = in && in->met ? library_said(l, g, library + 1) : S("")}};
	return out_row(l->out, cells);
}

static void firm_columns(struct listing_out *l, out_columns *c)
{
	column_add(l, c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, c, W("wall|Subject"), "firm", OUT_TEXT, 30);
	column_add(l, c, W("SCALE|Code"), "code", OUT_IDENTITY, 20);
	column_add(l, c, W("SCALE|Township"), "township", OUT_TEXT, 14);
	column_add(l, c, W("SCALE|Industry"), "industry", OUT_TEXT, 24);
	column_add(l, c, W("SCALE|Twelve months"), "turnover", OUT_NUMBER, 14);
	column_add(l, c, W("SCALE|Months reported"), "months", OUT_NUMBER, 8);
	column_add(l, c, W("SCALE|Threshold"), "threshold", OUT_NUMBER, 10);
	column_add(l, c, W("SCALE|Share (%)"), "share", OUT_NUMBER, 10);
	column_add(l, c, W("SAID|Result"), "result", OUT_TEXT, 14);
	column_add(l, c, W("SCALE|Scale"), "scale", OUT_TEXT, 8);
	column_add(l, c, W("SCALE|Newly above scale"), "new", OUT_TEXT, 10);
	column_add(l, c, W("SCALE|Over (100 million yuan)"), "band", OUT_NUMBER, 10);
	column_add(l, c, W("SCALE|Library"), "library", OUT_TEXT, 14);
	column_add(l, c, W("SCALE|Term ends"), "ends", OUT_DATE, 12);
	column_add(l, c, W("SCALE|Proposed by the data"), "proposed", OUT_TEXT, 14);
}

err out_scale(struct listing_out *l)
{
	out_columns c = {0};
	struct scale_list s;
	struct cultivated_list g;
	int64_t n = 0;
	firm_columns(l, &c);
	TRY(scale_read(l->x, l->ask->period, &s));
	TRY(cultivated_read(l->x, &s, &g));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < s.n_all; i++)
		if (s.lines[i].months || i < s.n || s.lines[i].fresh || cultivated_library(&g, s.lines[i].s.code) >= 0)
			TRY(put_firm(l, &s, &g, &s.lines[i], ++n));
	return OK;
}

/* ---- targets ------------------------------------------------------------------------------------------- */
static err put_target(struct listing_out *l, const char *what, str of, int64_t count, int64_t wanted, const struct shelf *shelf)
{
	struct arena *a = l->x->arena;
	struct buf b;
	buf_init(&b, a);
	word_fmt(&b, l->lang, what, &of, 1);
	const struct out_cell cells[] = {{.text = buf_str(&b)}, {.text = int_text(a, count)}, {.text = wanted ? int_text(a, wanted) : S("")},
		{.text = wanted ? int_text(a, wanted > count ? wanted - count : 0) : S("")}, {.text = shelf ? int_text(a, shelf->met) : S("")},
		{.text = shelf ? int_text(a, shelf->near) : S("")}, {.text = shelf ? int_text(a, shelf->over) : S("")}};
	return out_row(l->out, cells);
}

err out_ladder(struct listing_out *l)
{
	out_columns c = {0};
	struct scale_list s;
	struct cultivated_list g;
	column_add(l, &c, W("SCALE|What"), "what", OUT_TEXT, 30);
	column_add(l, &c, W("SCALE|Firms now"), "now", OUT_NUMBER, 10);
	column_add(l, &c, W("SCALE|Target"), "target", OUT_NUMBER, 10);
	column_add(l, &c, W("SCALE|Still lacking"), "lacking", OUT_NUMBER, 10);
	column_add(l, &c, W("SCALE|May go on"), "proposed", OUT_NUMBER, 10);
	column_add(l, &c, W("SCALE|Ends soon"), "near", OUT_NUMBER, 10);
	column_add(l, &c, W("SCALE|Term over"), "over", OUT_NUMBER, 10);
	TRY(scale_read(l->x, l->ask->period, &s));
	TRY(cultivated_read(l->x, &s, &g));
	TRY(listing_begin(l, &c));
	if (s.of && s.of->scale_since.n)
		TRY(put_target(l, W("SCALE|Newly above scale in {0}"), int_text(l->x->arena, s.year), s.fresh, s.fresh_wanted, NULL));
	for (size_t i = 0; i < s.n_bands; i++)
		TRY(put_target(l, W("SCALE|Turnover over {0} (100 million yuan)"), s.bands[i].written, s.bands[i].count, s.bands[i].wanted, NULL));
	for (size_t i = 0; i < g.n_shelves; i++)
		TRY(put_target(l, W("SCALE|Library: {0}"), words2_in(&g.shelves[i].label, l->lang), g.shelves[i].in, g.shelves[i].wanted, &g.shelves[i]));
	return OK;
}
