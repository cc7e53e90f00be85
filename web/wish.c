/* SPDX-License-Identifier: Apache-2.0 */
/* A person's wish (个人信息申请, 个人信息保护法 44-50): everything that the requests of his phone hold,
 * to see, to hand over as a copy, to correct and to delete. Only after he was called back. */
#include "web/web_in.h"

#include <string.h>

#define REQUESTS 100

static const struct value *field_in(const struct value *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, str_of(name)))
			return &v[i];
	return NULL;
}

/* Those of other matters: the wish itself has a number like them. */
static err gather(struct visit *v, struct wish_view *w)
{
	struct request_row *rows;
	size_t n;
	TRY(requests_of_caller(ctx_of(v), w->phone, REQUESTS, &rows, &n));
	struct wish_request *r = arena_new_n(v->arena, n, struct wish_request);
	for (size_t i = 0; i < n; i++) {
		struct matter_view *m = arena_new(v->arena, struct matter_view);
		if (rows[i].matter.id == v->id[0])
			continue;
		TRY(matter_read(ctx_of(v), rows[i].matter.id, m));
		for (size_t k = 0; k < m->n_parts; k++)
			if (m->parts[k].row.id == rows[i].id)
				r[w->n++] = (struct wish_request){.row = rows[i], .matter = m, .part = &m->parts[k]};
	}
	w->requests = r;
	return OK;
}

static err wish_read(struct visit *v, struct wish_view *w)
{
	struct matter_view *m = arena_new(v->arena, struct matter_view);
	TRY(matter_read(ctx_of(v), v->id[0], m));
	if (!str_eq(m->row.kind->name, S("wish")))
		return fail(ERR_NOTFOUND, "there is no such page");
	w->m = m;
	w->verified = str_eq(m->row.kind->states[m->row.state].name, S("verified"));
	for (size_t i = 0; i < m->n_parts && !w->phone.n; i++) {
		const struct value *phone = field_in(m->parts[i].fields, m->parts[i].n_fields, "phone");
		w->phone = phone && !phone->masked ? phone->text : S("");
	}
	return w->phone.n ? gather(v, w) : OK;
}

static err wish_show(struct visit *v, str error, int status)
{
	struct wish_view w = {.error = error};
	TRY(wish_read(v, &w));
	if (status)
		v->rs->status = status;
	TRY(frame(v, "privacy"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	render(v, ui_wish(&v->rs->body, &v->ui, &w));
	return OK;
}

err wish_page(struct visit *v)
{
	return wish_show(v, S(""), 0);
}

static err must_be_verified(const struct wish_view *w)
{
	return w->verified ? OK : fail(ERR_INPUT, "first call the person back and record it; then what was wished can be done");
}

static err of_this_person(const struct wish_view *w, int64_t matter, int64_t request)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->requests[i].row.id == request && w->requests[i].row.matter.id == matter)
			return OK;
	return fail(ERR_INPUT, "this request was not made with the number of the wish; look at the list again");
}

static err wished(struct visit *v, struct wish_view *w, str *ret_reason)
{
	int64_t matter, request;
	str field = form_get(v, "field"), typed = str_trim(form_get(v, "reason"));
	TRY(wish_read(v, w));
	TRY(must_be_verified(w));
	if (!form_int(v, "matter", &matter) || !form_int(v, "request", &request))
		return fail(ERR_INPUT, "this request was not made with the number of the wish; look at the list again");
	TRY(of_this_person(w, matter, request));
	if (!typed.n)
		return fail(ERR_INPUT, "this needs a reason; write it down");
	*ret_reason = path_with(v, STR_FMT " " STR_FMT, STR_ARG(w->m->row.number), STR_ARG(typed));
	if (str_eq(v->word, S("delete")))
		return committing(v, request_erase(ctx_of(v), matter, request, *ret_reason));
	if (str_eq(v->word, S("correct")))
		return committing(v, privacy_correct(ctx_of(v), matter, request, field, form_get(v, "value"), *ret_reason));
	return fail(ERR_NOTFOUND, "there is no such page");
}

err wish_post(struct visit *v)
{
	struct wish_view w = {0};
	struct typed t;
	str reason;
	err e = wished(v, &w, &reason);
	if (e == OK) {
		see_other(v, path_with(v, "/privacy/wish/%lld", (long long)v->id[0]));
		return OK;
	}
	if (!typed_from(v, e, S("wish"), &t))
		return e;
	ctx_refresh(ctx_of(v));
	return wish_show(v, t.error, t.status);
}

/* The copy that is handed over: a page by itself, with the line that says by whom and when. */
err wish_copy(struct visit *v)
{
	struct wish_view w = {0};
	struct buf b;
	TRY(wish_read(v, &w));
	TRY(must_be_verified(&w));
	w.mark = export_mark(ctx_of(v), w.m->row.number);
	TRY(committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = S("wish"), .kind = S("wish"), .form = S("html"), .filter = S(""),
		.purpose = w.m->row.number, .rows = (int64_t)w.n, .personal = true})));
	buf_init(&b, v->arena);
	ui_wish_copy(&b, &v->ui, &w);
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	send_file(v, v->lang == LANG_ZH ? S("个人信息副本.html") : S("copy-of-personal-data.html"), S("text/html; charset=utf-8"), buf_str(&b), false);
	return OK;
}
