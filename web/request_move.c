/* SPDX-License-Identifier: Apache-2.0 */
/* Moving a request that was filed before (归并、拆分): into another order, found by its number or among
 * those that tell the same, or into one of its own. What the rules are core says (core/request.h). */
#include "web/api_in.h"
#include "web/desk_in.h"

enum { CANDIDATES = 8 };

bool may_move_requests(struct visit *v, const struct kind *k)
{
	return k->request >= 0 && kind_opening(v, &k->parts[k->request]);
}

static const struct part_view *request_of(const struct matter_view *m, int64_t request)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->parts[i].row.id == request && m->parts[i].row.kind->is_request)
			return &m->parts[i];
	return NULL;
}

static str text_of(const struct value *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].field->name, str_of(name)) && !f[i].masked)
			return f[i].raw.n ? f[i].raw : f[i].text;
	return S("");
}

static err candidates(struct visit *v, const struct matter_view *m, const struct part_view *p, struct move_view *view)
{
	struct similar_page page;
	struct similar_ask ask = {.words = view->words, .title = m->row.title, .place = text_of(p->fields, p->n_fields, "place"),
		.category = text_of(m->fields, m->n_fields, "category"), .phone = text_of(p->fields, p->n_fields, "phone"), .kind = m->row.kind, .matter = m->row.id,
		.limit = CANDIDATES};
	TRY(similar_find(ctx_of(v), &ask, &page));
	struct desk_hit *out = arena_new_n(v->arena, page.n, struct desk_hit);
	for (size_t i = 0; i < page.n; i++) {
		const struct matter_row *r = &page.hits[i].row;
		const struct state *s = &r->kind->states[r->state];
		out[view->n_hits++] = (struct desk_hit){.hit = &page.hits[i], .open = !s->closed, .state = words2_in(&s->label, v->lang), .unit = r->lead_name};
	}
	view->hits = out;
	view->behind = page.behind;
	return OK;
}

static err move_show(struct visit *v, struct move_view *view)
{
	struct matter_view m;
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	const struct part_view *p = request_of(&m, v->id[1]);
	if (!p || !may_move_requests(v, m.row.kind))
		return p ? fail(ERR_DENIED, "only those who take in requests may move them; ask the request centre to do so") : fail(ERR_NOTFOUND, "there is no such page");
	if (p->moved) { /* it has gone over: a page from the history, or sent twice */
		see_other(v, path_with(v, "/matters/%lld?did=moved#part-%lld", (long long)p->moved, (long long)v->id[1]));
		return OK;
	}
	view->m = &m;
	view->p = p;
	view->words = text_of(p->fields, p->n_fields, "words");
	if (!view->error.n)
		view->version = m.row.version;
	for (size_t i = 0; i < m.n_parts; i++)
		view->here += m.parts[i].row.kind == p->row.kind && !m.parts[i].moved;
	TRY(candidates(v, &m, p, view));
	TRY(frame(v, "matters"));
	render(v, ui_request_move(&v->rs->body, &v->ui, view));
	return OK;
}

err request_move_page(struct visit *v)
{
	struct move_view view = {0};
	return move_show(v, &view);
}

/* The order itself, or a request that stands in it. */
static err order_named(struct visit *v, str number, int64_t *ret)
{
	struct search_page page;
	struct request_row row;
	TRY(search_read(ctx_of(v), &(struct search_query){.words = number, .limit = 1}, &page));
	if (page.matter) {
		*ret = page.matter;
		return OK;
	}
	err e = request_find(ctx_of(v), number, &row);
	if (e == ERR_NOTFOUND)
		return fail(ERR_INPUT, "there is no order or request {0}, or you may not see it; look at the number again", number);
	TRY(e);
	*ret = row.matter.id;
	return OK;
}

static err move_from_form(struct visit *v, struct act_result *ret)
{
	struct request_move q = {.matter = v->id[0], .request = v->id[1], .reason = form_get(v, "reason")};
	str number = str_trim(form_get(v, "number"));
	bool split = str_eq(form_get(v, "go"), S("split"));
	if (!form_int(v, "version", &q.version))
		q.version = 0;
	if (!split && number.n)
		TRY(order_named(v, number, &q.to));
	else if (!split && (!form_int(v, "to", &q.to) || q.to <= 0))
		return fail(ERR_INPUT, "say which order it belongs to: choose one, or write its number");
	return committing(v, request_move(ctx_of(v), &q, ret));
}

err request_move_post(struct visit *v)
{
	struct typed t;
	struct act_result r;
	struct move_view view = {.number = form_get(v, "number"), .reason = form_get(v, "reason"), .split = str_eq(form_get(v, "go"), S("split"))};
	err e = move_from_form(v, &r);
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld?did=moved#part-%lld", (long long)r.matter, (long long)r.part));
		return OK;
	}
	if (!typed_from(v, e, S("move"), &t))
		return e;
	v->rs->status = t.status;
	view.error = t.error;
	if (!form_int(v, "to", &view.to))
		view.to = 0;
	if (e == ERR_CONFLICT || !form_int(v, "version", &view.version))
		view.version = 0;
	ctx_refresh(ctx_of(v));
	return move_show(v, &view);
}

err api_request_move_post(struct visit *v)
{
	struct json j;
	struct act_result r;
	TRY(api_form(v));
	TRY(move_from_form(v, &r));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "matter", path_with(v, "%lld", (long long)r.matter));
	member_str(&j, "request", path_with(v, "%lld", (long long)r.part));
	member_str(&j, "number", r.number);
	json_close(&j);
	return OK;
}
