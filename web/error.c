/* SPDX-License-Identifier: Apache-2.0 */
/* What a person, or a program, sees when something was refused. What was typed is kept. */
#include "base/json.h"
#include "web/web_in.h"

struct kind_of_error {
	err e;
	int status;
	const char *heading;
};
static const struct kind_of_error kinds[] = {
	{ERR_INPUT, 422, W("this could not be accepted")},
	{ERR_DENIED, 403, W("this is not allowed")},
	{ERR_SIGN_IN, 401, W("please sign in")},
	{ERR_NOTFOUND, 404, W("there is nothing here")},
	{ERR_CONFLICT, 409, W("somebody was quicker")},
	{ERR_LIMIT, 413, W("this is too much")},
	{ERR_USAGE, 400, W("this could not be understood")},
	{ERR_BUSY, 503, W("please try again in a moment")},
	{ERR_IO, 500, W("something failed on our side")},
};
static const char *heading_of(int status)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].status == status)
			return kinds[i].heading;
	return status >= 500 ? kinds[COUNT_OF(kinds) - 1].heading : kinds[6].heading;
}

static const struct kind_of_error *kind_of(err e)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].e == e)
			return &kinds[i];
	return &kinds[COUNT_OF(kinds) - 1];
}

/* RFC 9457 */
static void problem(struct visit *v, int status, str title, str detail)
{
	struct json j;
	http_header(v->rq, v->rs, "Content-Type", S("application/problem+json"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	security_headers(v, false);
	json_begin(&j, &v->rs->body);
	json_open(&j, '{');
	member_str(&j, "type", S("about:blank"));
	member_str(&j, "title", title);
	member_int(&j, "status", status);
	member_str(&j, "detail", detail);
	if (v->ctx_open && act_field_at_fault(&v->ctx).n)
		member_str(&j, "field", act_field_at_fault(&v->ctx));
	member_str(&j, "instance", v->rq->path);
	json_close(&j);
}

/* What the field was called where it was filled in. */
static str name_of(struct visit *v, str name)
{
	static const struct {
		const char *name, *label;
	} names[] = {
		{"title", W("Title")}, {"text", W("Text")}, {"date", W("Date of the document")}, {"quote", W("Words of the document")},
		{"reason", W("Reason")}, {"number", W("Number of the matter")}, {"name", W("Name")}, {"query", W("Filters")},
		{"login", W("Sign-in name")},
	};
	bool in_form = str_starts(v->rq->path, S("/matters/")) || str_find(v->rq->path, S("/proposals/"), 0) > 0;
	for (size_t k = 0; in_form && k < v->web->n_kinds; k++) {
		int f = kind_field(v->web->kinds[k], name);
		if (f >= 0)
			return words2_in(&v->web->kinds[k]->fields[f].label, v->lang);
	}
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(str_of(names[i].name), name))
			return said(v, names[i].label);
	return name;
}

static void keep_typed(struct visit *v, struct error_view *view)
{
	struct kept *kept = arena_new_n(v->arena, v->rq->form.n, struct kept);
	for (size_t i = 0; i < v->rq->form.n; i++) {
		str name = v->rq->form.v[i].name;
		if (str_eq(name, S("_s")) || str_find(name, S("password"), 0) >= 0)
			continue;
		kept[view->n_kept++] = (struct kept){name, name_of(v, name), v->rq->form.v[i].value};
	}
	view->kept = kept;
}

void page_refusal(struct visit *v, int status, str sentence)
{
	v->rs->status = status;
	v->rs->body.n = 0;
	v->rs->stream = NULL;
	if (str_starts(v->rq->path, S("/open311/"))) {
		open311_refuse(v, status == 422 ? 400 : status, sentence);
		return;
	}
	if (v->api) {
		problem(v, status, said(v, heading_of(status)), sentence);
		return;
	}
	struct error_view view = {.status = status, .heading = said(v, heading_of(status)), .said = sentence,
				  .action = v->rq->path};
	keep_typed(v, &view);
	/* only what came from this person's own form may be offered to be sent again */
	view.again = (status == 409 || status == 503 || status == 500) && view.n_kept && v->signed_in &&
		     form_secret_fits(v) && !v->rq->n_files;
	v->ui.section = S("");
	render(v, ui_error(&v->rs->body, &v->ui, &view));
}

err page_error(struct visit *v, err e)
{
	const struct kind_of_error *k = kind_of(e);
	str sentence = fail_said(v);
	if (e == ERR_SIGN_IN && !v->api) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_z(&b, "/sign-in?next=");
		bool post = v->rq->method != HTTP_GET && v->rq->method != HTTP_HEAD;
		http_put_escaped(&b, post ? S("/") : safe_path(v->rq->target));
		if (!post || !v->rq->form.n) {
			see_other(v, buf_str(&b));
			return OK;
		}
	}
	if (e == ERR_SIGN_IN && v->api)
		http_header(v->rq, v->rs, "WWW-Authenticate", S("Bearer"));
	if (e == ERR_BUSY)
		http_header(v->rq, v->rs, "Retry-After", S("2"));
	page_refusal(v, k->status, sentence);
	return OK;
}
