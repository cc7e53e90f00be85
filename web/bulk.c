/* SPDX-License-Identifier: Apache-2.0 */
/* One action on several matters. When nothing is asked and every one can take it, it is taken
 * at once; else a page shows first which can, which cannot and why, and asks once. What came of
 * each stands on one page afterwards; those that failed keep their tick and the form what was
 * typed, so that nothing is lost. */
#include <stdio.h>

#include "web/web_in.h"

struct bulk {
	const struct kind *kind;
	const struct action *action;
	int64_t *ids;
	size_t n;
};
struct outcome { /* by which of three lists each row goes */
	struct bulk_row *able, *unable, *finished;
	size_t n_able, n_unable, n_finished;
};

static void find_action(struct visit *v, struct bulk *b)
{
	str kind, action;
	if (!str_split(form_get(v, "do"), '.', &kind, &action))
		return;
	b->kind = kind_named(v, kind);
	b->action = b->kind ? action_find(b->kind, action) : NULL;
}

/* A matter ticked twice is one. */
static void find_matters(struct visit *v, struct bulk *b)
{
	b->ids = arena_new_n(v->arena, LIMIT_PAGE, int64_t);
	for (size_t i = 0; i < v->rq->form.n && b->n < LIMIT_PAGE; i++) {
		int64_t id;
		bool twice = false;
		if (!str_eq(v->rq->form.v[i].name, S("m")) || !str_int(v->rq->form.v[i].value, &id))
			continue;
		for (size_t k = 0; k < b->n; k++)
			twice = twice || b->ids[k] == id;
		if (!twice)
			b->ids[b->n++] = id;
	}
}

static struct outcome outcome_new(struct visit *v, size_t n)
{
	return (struct outcome){.able = arena_new_n(v->arena, n, struct bulk_row), .unable = arena_new_n(v->arena, n, struct bulk_row),
		.finished = arena_new_n(v->arena, n, struct bulk_row)};
}

/* Who would hear of it and is away: 柳青禾, by whom somebody acts or nobody does. */
static err who_is_away(struct visit *v, const struct matter_row *r, str *ret)
{
	struct absence *a;
	size_t n;
	TRY(absence_of(ctx_of(v), r->lead, 0, &a, &n));
	if (n)
		*ret = said_with(v, a[0].colleague ? W("{0} is away until {1}; {2} acts for him") : W("{0} is away until {1}"),
				 (const str[]){a[0].person_name, str_dup(v->arena, ui_day(&v->ui, a[0].last)), a[0].colleague_name}, 3);
	return OK;
}

/* A matter that the reader may not see is not named: it is one that is not there. */
static err sort_out(struct visit *v, const struct bulk *b, struct outcome *out)
{
	for (size_t i = 0; i < b->n; i++) {
		struct matter_view m;
		struct bulk_row row = {0};
		err e = matter_brief(ctx_of(v), b->ids[i], &m);
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == ERR_NOTFOUND)
			continue;
		row.row = m.row;
		e = act_may(ctx_of(v), b->ids[i], b->action->name);
		if (e == ERR_IO || e == ERR_BUSY)
			return e;
		if (e != OK)
			row.why = fail_said(v);
		TRY(who_is_away(v, &m.row, &row.person));
		*(e == OK ? &out->able[out->n_able++] : &out->unable[out->n_unable++]) = row;
	}
	return OK;
}

static err show(struct visit *v, const struct bulk *b, const struct outcome *out, const struct typed *typed, bool result)
{
	struct bulk_view view = {.kind = b->kind, .rows = out->able, .n = out->n_able, .others = out->unable, .n_others = out->n_unable,
		.finished = out->finished, .n_finished = out->n_finished, .result = result, .back = form_get(v, "back")};
	TRY(action_form_fill(v, b->kind, NULL, b->action, typed, &view.form));
	view.form.files = b->action->evidence > 0;
	TRY(frame(v, "matters"));
	render(v, ui_bulk(&v->rs->body, &v->ui, &view));
	return OK;
}

/* With the action: whoever goes back to the ledger and chooses another means another. */
static str retry_key(struct visit *v, const struct action *a, int64_t id)
{
	str key = form_get(v, "key");
	return key.n ? path_with(v, STR_FMT "-" STR_FMT "-%lld", STR_ARG(str_cut(key, 0, 64)), STR_ARG(a->name), (long long)id) : STR_NONE;
}

static err carry_out(struct visit *v, const struct bulk *b)
{
	struct act_request rq = {0};
	struct outcome out = outcome_new(v, b->n);
	struct typed typed = {.action = b->action->name};
	err e = action_args(v, b->kind, b->action, &rq);
	if (e != OK) { /* the form itself is wrong: nothing was carried out */
		if (!typed_from(v, e, b->action->name, &typed))
			return e;
		v->rs->status = typed.status;
		TRY(sort_out(v, b, &out));
		return show(v, b, &out, &typed, false);
	}
	for (size_t i = 0; i < b->n; i++) {
		struct act_result r;
		struct matter_view m;
		struct bulk_row row = {0};
		rq.matter = b->ids[i];
		rq.idempotency_key = retry_key(v, b->action, b->ids[i]);
		e = committing(v, act(ctx_of(v), &rq, &r));
		row.done = e == OK;
		if (!row.done)
			row.why = fail_said(v);
		ctx_refresh(ctx_of(v));
		if (matter_brief(ctx_of(v), b->ids[i], &m) == OK)
			row.row = m.row;
		else if (row.done) /* done, and by that out of his sight */
			row.row = (struct matter_row){.id = b->ids[i], .number = r.number};
		else
			continue;
		*(row.done ? &out.finished[out.n_finished++] : &out.able[out.n_able++]) = row;
		ctx_refresh(ctx_of(v));
	}
	if (out.n_finished == b->n) {
		see_other(v, path_with(v, "/matters?did=bulk&n=%zu", b->n));
		return OK;
	}
	return show(v, b, &out, &typed, true);
}

err bulk_post(struct visit *v)
{
	struct bulk b = {0};
	find_action(v, &b);
	find_matters(v, &b);
	if (!b.action || !b.action->bulk)
		return fail(ERR_NOTFOUND, "there is no such action");
	if (!b.n) {
		see_other(v, S("/matters?did=none"));
		return OK;
	}
	struct outcome out = outcome_new(v, b.n);
	if (form_get(v, "go").n)
		return carry_out(v, &b);
	TRY(sort_out(v, &b, &out));
	if (out.n_able && !out.n_unable && out.n_able == b.n && !action_asks(b.action))
		return carry_out(v, &b);
	return show(v, &b, &out, NULL, false);
}
