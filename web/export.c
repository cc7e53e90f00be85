/* SPDX-License-Identifier: Apache-2.0 */
/* 导出: a list as a file, all of it and not one page. It is written into a file without a name
 * first, so that a failure is a page and not half a workbook, and so that the event says how
 * many rows went out. */
#include "web/web_in.h"

#include <stdio.h>
#include <unistd.h>

#include "core/privacy.h"
#include "ledger/ledger.h"

#define PIECE (64 << 10)
#define AT_ONCE 2 /* lists that are being written at the same time; each keeps a processor busy */

struct sending {
	int fd;
};

static bool send_piece(void *arg, struct buf *out)
{
	static _Thread_local char piece[PIECE];
	ssize_t n = read(((struct sending *)arg)->fd, piece, sizeof piece);
	if (n > 0)
		buf_add(out, (str){piece, (size_t)n});
	return n > 0;
}

static void send_done(void *arg)
{
	close(((struct sending *)arg)->fd);
}

/* ---- what is asked for ------------------------------------------------------------------- */
static err form_asked(struct visit *v, enum out_form *ret)
{
	str name = query_get(v, "f");
	*ret = OUT_XLSX;
	return !name.n || out_form_named(name, ret) ? OK : fail(ERR_USAGE, "f is xlsx, csv or json");
}

static err week_asked(struct visit *v, day_t *ret)
{
	str asked = query_get(v, "w");
	*ret = week_monday(v->ui.today);
	if (asked.n && (!week_parse(asked, ret) || *ret > week_monday(v->ui.today)))
		return fail(ERR_NOTFOUND, "there is no week {0} to look at; write it like 2026-W47, up to the present one", asked);
	return OK;
}

/* Whether personal values can be in it: rows of a kind that declares such fields. */
static bool personal(const struct out_ask *ask)
{
	const struct kind *k = ask->matters ? ask->matters->kind : NULL;
	for (size_t i = 0; k && i < k->n_fields; i++)
		if (k->fields[i].personal)
			return true;
	return str_eq(str_of(ask->list), S("people"));
}

/* Who took how much of what is kept, also when he asked on behalf of another. */
static err remember(struct visit *v, const struct out_ask *ask, int64_t rows)
{
	return taken_out(v, ask->list, ask->matters && ask->matters->kind ? ask->matters->kind->name : S(""), out_form_name(ask->form), rows, personal(ask));
}

static err write_list(struct visit *v, const struct out_ask *ask)
{
	static atomic_int running;
	int64_t rows;
	err e = ERR_BUSY;
	if (atomic_fetch_add(&running, 1) < AT_ONCE)
		e = out_list(ctx_of(v), ask, &rows);
	else
		e = fail(ERR_BUSY, "two lists are being written at this moment; try again in a few seconds");
	atomic_fetch_sub(&running, 1);
	ctx_refresh(ctx_of(v));
	return e == OK ? remember(v, ask, rows) : e;
}

static err ask_list(struct visit *v, struct matter_query *q, struct out_ask *ret)
{
	const struct out_list_decl *d = out_list_find(v->word);
	struct out_ask ask = {.district = words2_in(&v->web->config.district, v->lang), .zone = v->web->config.zone, .mark = export_mark(ctx_of(v), query_get(v, "purpose"))};
	if (!d)
		return fail(ERR_NOTFOUND, "there is no such page");
	ask.list = d->name;
	TRY(form_asked(v, &ask.form));
	TRY(week_asked(v, &ask.monday));
	ask.period = query_get(v, "p");
	if (query_get(v, "document").n && !str_int(query_get(v, "document"), &ask.document))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (str_eq(v->word, S("matters"))) {
		TRY(ledger_asked(v, q));
		ask.matters = q;
	}
	*ret = ask;
	return OK;
}

err export_page(struct visit *v)
{
	struct matter_query q;
	struct out_ask ask;
	struct sending *s = arena_new(v->arena, struct sending);
	TRY(ask_list(v, &q, &ask));
	TRY(out_file(&ask.fd));
	err e = write_list(v, &ask);
	if (e == OK && lseek(ask.fd, 0, SEEK_SET) != 0)
		e = fail(ERR_IO, "the output cannot be written: {0}", S("lseek"));
	if (e != OK) {
		close(ask.fd);
		return e;
	}
	s->fd = ask.fd;
	http_header(v->rq, v->rs, "Content-Type", out_form_type(ask.form));
	http_disposition(v->rq, v->rs, true, out_name(ctx_of(v), &ask));
	http_header(v->rq, v->rs, "Cache-Control", S("private, no-store"));
	security_headers(v, false);
	v->rs->stream = send_piece;
	v->rs->stream_done = send_done;
	v->rs->stream_arg = s;
	return OK;
}
