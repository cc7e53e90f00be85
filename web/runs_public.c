/* SPDX-License-Identifier: Apache-2.0 */
/* Results under public notice and final ones, for anybody: names, townships, classes; no values. */
#include "web/public_in.h"

#include <string.h>

err runs_public_show(struct visit *v, const struct runs_public_page *p)
{
	public_frame(v, "open");
	render(v, ui_runs_public(&v->rs->body, &v->ui, p));
	return OK;
}

/* By class, then by code: a list of names, not of ranks. */
static void fill_rows(struct visit *v, struct run_public_page *p)
{
	const struct run *r = p->r;
	struct run_public_row *l = arena_new_n(v->arena, r->n, struct run_public_row), *left = arena_new_n(v->arena, r->n_left, struct run_public_row);
	for (size_t b = 0; b < r->method->n_bands; b++)
		for (size_t i = 0; i < r->n; i++)
			if (r->subjects[i].band == (int)b)
				l[p->n++] = (struct run_public_row){r->subjects[i].name, r->subjects[i].unit_name, run_band_label(v, r, (int)b)};
	for (size_t i = 0; i < r->n_left; i++)
		left[i] = (struct run_public_row){r->left[i].name, r->left[i].unit_name, r->left[i].reserved};
	p->rows = l;
	p->left = left;
	p->n_left = r->n_left;
}

static void fill_counts(struct visit *v, struct run_public_page *p)
{
	const struct run *r = p->r;
	str *labels = arena_new_n(v->arena, r->method->n_bands, str);
	size_t *counts = arena_new_n(v->arena, r->method->n_bands, size_t);
	memset(counts, 0, r->method->n_bands * sizeof *counts);
	for (size_t i = 0; i < r->n; i++)
		if (r->subjects[i].band >= 0)
			counts[r->subjects[i].band]++;
	for (size_t b = 0; b < r->method->n_bands; b++) {
		labels[b] = run_band_label(v, r, (int)b);
		counts[b] += r->method->bands[b].outside ? r->n_left : 0;
	}
	p->bands = labels;
	p->counts = counts;
	p->n_bands = r->method->n_bands;
}

err run_public_page(struct visit *v)
{
	struct run *r;
	struct run_public_page p = {0};
	TRY(run_public(v->web->config.core, v->arena, v->id[0], &r));
	p.r = r;
	p.label = r->method->label.zh.n ? words2_in(&r->method->label, v->lang) : r->method->name;
	p.source = r->method->source;
	p.final = r->purpose == RUN_FINAL;
	p.over = r->notice_until != DAY_NONE && r->notice_until < v->ui.today;
	fill_counts(v, &p);
	fill_rows(v, &p);
	public_frame(v, "open");
	render(v, ui_run_public(&v->rs->body, &v->ui, &p));
	return OK;
}
