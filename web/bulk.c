/* SPDX-License-Identifier: Apache-2.0 */
/* One action on several matters: at once when it needs nothing, else through one form. */
#include <stdio.h>

#include "web/web_in.h"

struct bulk {
	const struct kind *kind;
	const struct action *action;
	int64_t *ids;
	size_t n;
};

static void find_action(struct visit *v, struct bulk *b)
{
	str kind, action;
	if (!str_split(form_get(v, "do"), '.', &kind, &action))
		return;
	for (const struct pack *const *p = v->web->config.packs; p && *p; p++)
		for (size_t k = 0; k < (*p)->n_kinds; k++)
			if (str_eq((*p)->kinds[k].name, kind)) {
				b->kind = &(*p)->kinds[k];
				b->action = action_find(b->kind, action);
			}
}

static void find_matters(struct visit *v, struct bulk *b)
{
	b->ids = arena_new_n(v->arena, LIMIT_PAGE, int64_t);
	for (size_t i = 0; i < v->rq->form.n && b->n < LIMIT_PAGE; i++)
		if (str_eq(v->rq->form.v[i].name, S("m")) && str_int(v->rq->form.v[i].value, &b->ids[b->n]))
			b->n++;
}

static err show_form(struct visit *v, const struct bulk *b, const struct typed *typed)
{
	struct bulk_view view = {0};
	struct matter_row *rows = arena_new_n(v->arena, b->n, struct matter_row);
	for (size_t i = 0; i < b->n; i++) {
		struct matter_view m;
		TRY(matter_read(ctx_of(v), b->ids[i], &m));
		rows[view.n++] = m.row;
	}
	view.rows = rows;
	TRY(action_form_fill(v, b->kind, NULL, b->action, typed, &view.form));
	view.form.files = b->action->evidence > 0;
	TRY(frame(v, "matters"));
	render(v, ui_bulk(&v->rs->body, &v->ui, &view));
	return OK;
}

static str failure_of(struct visit *v, int64_t id)
{
	str why = fail_said(v);
	struct matter_view m;
	ctx_refresh(ctx_of(v));
	if (matter_read(ctx_of(v), id, &m) != OK)
		return why;
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, m.row.number);
	buf_z(&b, "　");
	buf_add(&b, m.row.title);
	buf_z(&b, v->lang == LANG_ZH ? "：" : ": ");
	buf_add(&b, why);
	return buf_str(&b);
}

static err carry_out(struct visit *v, const struct bulk *b)
{
	struct act_request rq = {0};
	str *failures = arena_new_n(v->arena, b->n, str);
	size_t n_failures = 0;
	http_pairs back = {0};
	TRY(action_args(v, b->kind, b->action, &rq));
	for (size_t i = 0; i < b->n; i++) {
		struct act_result r;
		rq.matter = b->ids[i];
		if (form_get(v, "key").n)
			rq.idempotency_key = path_with(v, STR_FMT "-%lld", STR_ARG(str_cut(form_get(v, "key"), 0, 64)),
						       (long long)b->ids[i]);
		err e = committing(v, act(ctx_of(v), &rq, &r));
		if (e == ERR_BUSY || e == ERR_IO)
			return e;
		if (e != OK)
			failures[n_failures++] = failure_of(v, b->ids[i]);
		ctx_refresh(ctx_of(v));
	}
	if (!n_failures) {
		see_other(v, path_with(v, "/matters?did=bulk&n=%zu", b->n));
		return OK;
	}
	if (http_parse_urlencoded(v->arena, form_get(v, "back"), &back))
		v->rq->query = back;
	return ledger_show(v, failures, n_failures);
}

/* Values that a matter has already need not be asked for again. */
static bool asks(const struct action *a)
{
	bool more = a->reason || a->evidence > 0;
	for (size_t i = 0; i < a->n_form; i++)
		more = more || (a->form[i].required && !a->form[i].prefill);
	return more;
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
	if (asks(b.action) && !form_get(v, "go").n)
		return show_form(v, &b, NULL);
	return carry_out(v, &b);
}
