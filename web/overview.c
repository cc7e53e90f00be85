/* SPDX-License-Identifier: Apache-2.0 */
/* All matters of one kind on a page (总览): how many, begun, planned and done, by the field that
 * the kind declares and by unit, and whom each one has. Every figure is a sum over the rows
 * below it, so that anybody can make it again. */
#include "web/curve_in.h"
#include "web/web_in.h"

#include <stdlib.h>

#define COUNTED_MOST 1000

static const struct value *value_at(const struct matter_row *r, int field)
{
	for (size_t i = 0; field >= 0 && i < r->n_fields; i++)
		if (r->fields[i].field == &r->kind->fields[field] && !r->fields[i].masked)
			return &r->fields[i];
	return NULL;
}

static void add(struct dec *sum, const struct matter_row *r, int field, bool *too_large)
{
	const struct value *v = value_at(r, field);
	struct dec d;
	if (v && dec_parse(v->raw, &d) && !dec_add(*sum, d, sum))
		*too_large = true;
}

static int points_behind(const struct matter_row *r)
{
	int share = r->share < 0 ? 0 : r->share; /* what was never reported was not done */
	return r->schedule > share && r->light != LIGHT_DONE ? r->schedule - share : 0;
}

static void count(struct overview_sum *s, const struct matter_row *r, int64_t late)
{
	const struct overview *o = r->kind->overview;
	int behind = points_behind(r);
	s->n++;
	s->started += value_at(r, r->kind->started) != NULL;
	s->late += behind >= late;
	s->on_plan += behind < late && (r->schedule >= 0 || r->light == LIGHT_DONE);
	s->gap += behind;
	s->lit[r->light]++;
	add(&s->total, r, o->total, &s->too_large);
	add(&s->planned, r, o->planned, &s->too_large);
	add(&s->done, r, o->done, &s->too_large);
	add(&s->done_all, r, o->done_all, &s->too_large);
}

static str dec_text(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

static void rates(struct visit *v, struct overview_sum *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i].rate = s[i].too_large ? -1 : curve_rate(dec_text(v, s[i].done), dec_text(v, s[i].planned));
}

/* ---- the rows ----------------------------------------------------------------------------- */
static int furthest_first(const void *pa, const void *pb)
{
	const struct matter_row *a = pa, *b = pb;
	int x = points_behind(a), y = points_behind(b);
	if (x != y)
		return x > y ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static err gather(struct visit *v, const struct kind *k, struct overview_view *view)
{
	LIST(struct matter_row) l = {0};
	struct matter_query q = {.kind = k, .order = ORDER_DUE, .due_from = DAY_NONE, .due_to = DAY_NONE, .with_fields = true, .limit = 200};
	uint64_t all = k->n_states < 64 ? ((uint64_t)1 << k->n_states) - 1 : UINT64_MAX;
	q.states = all & ~k->overview->without;
	for (;;) {
		struct matter_page page;
		TRY(matter_list(ctx_of(v), &q, &page));
		for (size_t i = 0; i < page.n; i++)
			*list_push(v->arena, &l) = page.rows[i];
		view->cut = page.next.n && l.n >= COUNTED_MOST;
		if (!page.next.n || view->cut)
			break;
		q.cursor = page.next;
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, furthest_first);
	view->rows = l.v;
	view->n = l.n;
	return OK;
}

/* ---- the sums ------------------------------------------------------------------------------- */
static void by_group(struct visit *v, struct overview_view *view, int64_t late)
{
	const struct field *f = &view->kind->fields[view->kind->overview->group];
	struct overview_sum *s = arena_new_n(v->arena, f->n_choices, struct overview_sum);
	for (size_t c = 0; c < f->n_choices; c++) {
		s[view->n_groups].label = words2_in(&f->choices[c].label, v->lang);
		for (size_t i = 0; i < view->n; i++) {
			const struct value *is = value_at(&view->rows[i], view->kind->overview->group);
			if (is && str_eq(is->raw, f->choices[c].name))
				count(&s[view->n_groups], &view->rows[i], late);
		}
		view->n_groups += s[view->n_groups].n > 0;
	}
	rates(v, s, view->n_groups);
	view->groups = s;
}

static int most_first(const void *pa, const void *pb)
{
	const struct overview_sum *a = pa, *b = pb;
	return a->n != b->n ? (a->n > b->n ? -1 : 1) : str_cmp(a->label, b->label);
}

static void by_unit(struct visit *v, struct overview_view *view, int64_t late)
{
	struct overview_sum *s = arena_new_n(v->arena, view->n, struct overview_sum);
	int64_t *unit = arena_new_n(v->arena, view->n, int64_t);
	for (size_t i = 0; i < view->n; i++) {
		size_t at = 0;
		while (at < view->n_units && unit[at] != view->rows[i].lead)
			at++;
		if (at == view->n_units) {
			unit[view->n_units++] = view->rows[i].lead;
			s[at].label = view->rows[i].lead_name;
		}
		count(&s[at], &view->rows[i], late);
	}
	rates(v, s, view->n_units);
	if (view->n_units)
		qsort(s, view->n_units, sizeof *s, most_first);
	view->units = s;
}

/* ---- exactly one officer each ------------------------------------------------------------------ */
static bool open_row(const struct matter_row *r)
{
	return !r->kind->states[r->state].closed;
}

static void officers(struct visit *v, struct overview_view *view)
{
	int field = view->kind->overview->officer;
	struct matter_row *bare = arena_new_n(v->arena, view->n, struct matter_row);
	struct overview_person *busy = arena_new_n(v->arena, view->n, struct overview_person);
	str *name = arena_new_n(v->arena, view->n, str), *who = arena_new_n(v->arena, view->n, str);
	for (size_t i = 0; i < view->n && field >= 0; i++) {
		const struct value *o = value_at(&view->rows[i], field);
		who[i] = o ? o->raw : STR_NONE;
		name[i] = o ? o->text : STR_NONE;
		if (!o && open_row(&view->rows[i]))
			bare[view->n_bare++] = view->rows[i];
	}
	for (size_t i = 0; i < view->n && field >= 0; i++) {
		int64_t n = 0;
		bool first = who[i].n > 0;
		for (size_t k = 0; k < view->n; k++) {
			bool same = str_eq(who[k], who[i]);
			first = first && !(same && k < i);
			n += same && open_row(&view->rows[k]);
		}
		if (first && view->most && n > view->most)
			busy[view->n_busy++] = (struct overview_person){name[i], n};
	}
	view->bare = bare;
	view->busy = busy;
	view->officers = name;
}

static const struct kind *kind_shown(struct visit *v)
{
	const struct kind *k = kind_named(v, query_get(v, "kind"));
	if (k && k->overview)
		return k;
	for (size_t i = 0; i < v->web->n_kinds; i++)
		if (v->web->kinds[i]->overview)
			return v->web->kinds[i];
	return NULL;
}

err overview_page(struct visit *v)
{
	struct overview_view view = {.kind = kind_shown(v)};
	struct civil today = day_civil(v->ui.today);
	day_t first = day_of(today.year, 1, 1);
	if (!view.kind)
		return fail(ERR_NOTFOUND, "there is no such page");
	const struct overview *o = view.kind->overview;
	view.export_query = path_with(v, "kind=" STR_FMT, STR_ARG(view.kind->name));
	int64_t late = pack_setting_int(ctx_of(v), view.kind->pack, o->behind, 1);
	view.most = pack_setting_int(ctx_of(v), view.kind->pack, o->officer_most, 0);
	view.year_share = (v->ui.today - first + 1) * 100 / (day_of(today.year + 1, 1, 1) - first);
	TRY(gather(v, view.kind, &view));
	view.all.label = said(v, W("Together"));
	for (size_t i = 0; i < view.n; i++)
		count(&view.all, &view.rows[i], late);
	rates(v, &view.all, 1);
	by_group(v, &view, late);
	by_unit(v, &view, late);
	officers(v, &view);
	TRY(frame(v, "projects"));
	v->ui.wide = true;
	render(v, ui_overview(&v->rs->body, &v->ui, &view));
	return OK;
}
