/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of the programs that send requests (Open311): made, named, withdrawn, by the system administrator
 * alone. A key is shown on the page that answers its making and never again. */
#include "web/web_in.h"

static err show(struct visit *v, struct keys_view *view)
{
	struct open311_key *rows;
	TRY(open311_key_list(ctx_of(v), &rows, &view->n));
	view->rows = rows;
	TRY(frame(v, "keys"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	render(v, ui_keys(&v->rs->body, &v->ui, view));
	return OK;
}

err keys_page(struct visit *v)
{
	struct keys_view view = {0};
	return show(v, &view);
}

static err wrong(struct visit *v, err e, struct keys_view *view)
{
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT && e != ERR_NOTFOUND)
		return e;
	view->error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : e == ERR_NOTFOUND ? 404 : 422;
	ctx_refresh(ctx_of(v));
	return show(v, view);
}

err key_post(struct visit *v)
{
	struct keys_view view = {.name = str_trim(form_get(v, "name"))};
	err e = committing(v, open311_key_add(ctx_of(v), view.name, &view.secret));
	if (e != OK)
		return wrong(v, e, &view);
	ctx_refresh(ctx_of(v));
	return show(v, &view);
}

err key_withdraw_post(struct visit *v)
{
	struct keys_view view = {0};
	err e = committing(v, open311_key_withdraw(ctx_of(v), v->id[0]));
	if (e != OK)
		return wrong(v, e, &view);
	see_other(v, S("/keys?did=1"));
	return OK;
}
