/* SPDX-License-Identifier: Apache-2.0 */
/* 导入名册: a workbook of units and people is looked at, settled and taken in as a whole. Between
 * the steps the form itself carries the workbook; nothing is kept of one that is not taken in. */
#include "ledger/staff.h"
#include "web/web_in.h"

#define BOOK_MOST (1u << 20) /* bytes: twice as many stand in the page */
#define ROWS_SHOWN 300

static const struct decoder *decoder_of(struct visit *v)
{
	return v->web->config.parts.decoder;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unhex(struct visit *v, str s, str *ret)
{
	char *p = arena_alloc(v->arena, s.n / 2 + 1);
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		int high = digit(s.p[i]), low = digit(s.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		p[i / 2] = (char)(high << 4 | low);
	}
	*ret = (str){p, s.n / 2};
	return s.n > 0 && s.n % 2 == 0;
}

static err book_of(struct visit *v, str *ret_name, str *ret_bytes)
{
	struct http_file file;
	if (upload_find(v, "file", &file) && file.bytes.n) {
		*ret_name = file.name.n ? file.name : S("staff");
		*ret_bytes = file.bytes;
	} else if (unhex(v, form_get(v, "book"), ret_bytes)) {
		*ret_name = form_get(v, "book_name");
	} else {
		return fail(ERR_INPUT, "choose a workbook");
	}
	return ret_bytes->n <= BOOK_MOST ? OK : fail(ERR_LIMIT, "the workbook is larger than 1 MB; leave out pictures and other sheets, or send it in parts");
}

static err show(struct visit *v, struct staff_view *view)
{
	TRY(frame(v, "people"));
	render(v, ui_staff(&v->rs->body, &v->ui, view));
	return OK;
}

err staff_page(struct visit *v)
{
	return show(v, &(struct staff_view){0});
}

static err not_done(struct visit *v, err e, struct staff_view *view)
{
	if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT)
		return e;
	view->error = fail_said(v);
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return show(v, view);
}

static err looked(struct visit *v, str name, str bytes, struct staff_view *view)
{
	struct staff_look *l = arena_new(v->arena, struct staff_look);
	struct buf b;
	err e = staff_look(ctx_of(v), decoder_of(v), name, bytes, l);
	if (e != OK)
		return not_done(v, e, view);
	buf_init(&b, v->arena);
	hex_put(&b, bytes.p, bytes.n);
	view->book = buf_str(&b);
	view->book_name = name;
	view->look = l;
	view->shown = l->n_rows < ROWS_SHOWN ? l->n_rows : ROWS_SHOWN;
	return show(v, view);
}

static err taken(struct visit *v, str name, str bytes)
{
	struct staff_view view = {0};
	struct staff_look l;
	struct staff_link *links;
	err e = staff_look(ctx_of(v), decoder_of(v), name, bytes, &l);
	if (e != OK)
		return not_done(v, e, &view);
	int64_t *gone = arena_new_n(v->arena, l.n_leavers, int64_t);
	size_t n = 0;
	for (size_t i = 0; i < l.n_leavers; i++)
		if (str_eq(form_get(v, path_with(v, "gone_%lld", (long long)l.leavers[i].id).p), S("1")))
			gone[n++] = l.leavers[i].id;
	e = committing(v, staff_commit(ctx_of(v), decoder_of(v), name, bytes, gone, n, &links, &view.n_links));
	if (e == ERR_INPUT || e == ERR_CONFLICT) {
		view.error = fail_said(v);
		v->rs->status = e == ERR_CONFLICT ? 409 : 422;
		ctx_refresh(ctx_of(v));
		return looked(v, name, bytes, &view);
	}
	if (e != OK)
		return not_done(v, e, &view);
	view.links = links;
	view.done = true;
	view.base = path_with(v, "%s://" STR_FMT "/link/", v->rq->tls ? "https" : "http", STR_ARG(v->rq->host));
	return show(v, &view);
}

static err marked(struct visit *v, str name, str bytes)
{
	struct staff_view view = {0};
	str out_name, out;
	err e = staff_marked(ctx_of(v), decoder_of(v), name, bytes, &out_name, &out);
	if (e != OK)
		return not_done(v, e, &view);
	send_file(v, out_name, str_ends(out_name, S(".xls")) ? S("application/vnd.ms-excel") : S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), out, false);
	return OK;
}

err staff_post(struct visit *v)
{
	struct staff_view view = {0};
	str name, bytes;
	err e = book_of(v, &name, &bytes);
	if (e != OK)
		return not_done(v, e, &view);
	if (str_eq(v->word, S("look")))
		return looked(v, name, bytes, &view);
	if (str_eq(v->word, S("take")))
		return taken(v, name, bytes);
	return str_eq(v->word, S("marked")) ? marked(v, name, bytes) : fail(ERR_NOTFOUND, "there is no such page");
}
