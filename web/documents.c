/* SPDX-License-Identifier: Apache-2.0 */
/* The list of documents, taking one in, and the original file. */
#include "web/web_in.h"

static err show(struct visit *v, struct documents_view *view)
{
	struct document_row *rows;
	TRY(document_list(ctx_of(v), query_get(v, "c"), 50, &rows, &view->n, &view->next));
	view->rows = rows;
	view->may_add = v->ui.supervises;
	TRY(frame(v, "documents"));
	render(v, ui_documents(&v->rs->body, &v->ui, view));
	return OK;
}

err documents_page(struct visit *v)
{
	return show(v, &(struct documents_view){0});
}

/* A file that was chosen, or text that was pasted. */
static err taken(struct visit *v, str *ret_name, str *ret_bytes)
{
	struct http_file file;
	if (upload_find(v, "file", &file) && file.bytes.n) {
		*ret_name = file.name.n ? file.name : S("document.txt");
		*ret_bytes = file.bytes;
		return OK;
	}
	str text = form_get(v, "text");
	if (!str_trim(text).n)
		return fail(ERR_INPUT, "choose a file or paste the text of a document");
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_byte(&b, text.p[i]);
	*ret_bytes = buf_str(&b);
	str title = str_trim(form_get(v, "title"));
	buf_init(&b, v->arena);
	buf_add(&b, title.n ? title : said(v, W("pasted text")));
	buf_z(&b, ".txt");
	*ret_name = buf_str(&b);
	return OK;
}

static err take_in(struct visit *v, int64_t *ret)
{
	str name, bytes, date = str_trim(form_get(v, "date"));
	day_t day = DAY_NONE;
	TRY(taken(v, &name, &bytes));
	if (date.n && !day_parse(date, &day))
		return fail(ERR_INPUT, "{0} is not a date; write it like 2026-09-23", date);
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "this is larger than may be sent at once; the limit is 20 MB");
	return committing(v, ingest(v, name, bytes, str_trim(form_get(v, "title")), day, ret));
}

err documents_post(struct visit *v)
{
	int64_t id;
	struct typed typed;
	err e = take_in(v, &id);
	if (e == OK) {
		see_other(v, path_with(v, "/documents/%lld", (long long)id));
		return OK;
	}
	if (!typed_from(v, e, S(""), &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return show(v, &(struct documents_view){.error = typed.error, .title = form_get(v, "title"),
						.date = form_get(v, "date"), .text = form_get(v, "text")});
}

err document_original_page(struct visit *v)
{
	str name, bytes;
	TRY(document_original(ctx_of(v), v->id[0], &name, &bytes));
	send_file(v, name, S("application/octet-stream"), bytes, false);
	return OK;
}
