/* SPDX-License-Identifier: Apache-2.0 */
/* Requests (诉求) for programs: other platforms send theirs, a telephone system says who calls. */
#include "core/request.h"
#include "ledger/request.h"
#include "web/api_in.h"
#include "web/html_in.h"

/* ---- one --------------------------------------------------------------------------------- */
static void put_request(struct visit *v, struct json *j, const struct request_row *r)
{
	json_open(j, '{');
	member_id(j, "request", r->id);
	member_str(j, "number", r->number);
	member_str(j, "channel", r->channel);
	member_str(j, "outside", r->outside);
	member_str(j, "state", r->state->name);
	member_str(j, "state_label", words2_in(&r->state->label, v->lang));
	member_bool(j, "open", r->open);
	api_put_time(v, j, "at", r->at);
	json_key(j, "matter");
	api_row(v, j, &r->matter);
	json_close(j);
}

static err show(struct visit *v, const struct request_row *r)
{
	struct json j;
	api_begin(v, &j);
	put_request(v, &j, r);
	return OK;
}

err api_request(struct visit *v)
{
	struct request_row r;
	TRY(request_find(ctx_of(v), v->word, &r));
	return show(v, &r);
}

err api_request_outside(struct visit *v)
{
	struct request_row r;
	TRY(request_find_outside(ctx_of(v), v->outer, v->word, &r));
	return show(v, &r);
}

/* ---- taking one in -------------------------------------------------------------------------- */
static bool is_ours(str name)
{
	static const char *const ours_[] = {"key", "kind", "matter", "notice", "form_secret"};
	for (size_t i = 0; i < COUNT_OF(ours_); i++)
		if (str_eq(name, str_of(ours_[i])))
			return true;
	return false;
}

static err read_in(struct visit *v, struct request_in *ret)
{
	LIST(struct arg) args = {0};
	struct upload *files = arena_new_n(v->arena, v->rq->n_files, struct upload);
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (!is_ours(v->rq->form.v[i].name))
			*list_push(v->arena, &args) = (struct arg){v->rq->form.v[i].name, v->rq->form.v[i].value};
	*ret = (struct request_in){.v = args.v, .n = args.n, .kind = form_get(v, "kind"), .key = form_get(v, "key"), .notice = form_get(v, "notice"),
		.files = files};
	for (size_t i = 0; i < v->rq->n_files; i++)
		if (v->rq->files[i].bytes.n)
			files[ret->n_files++] = (struct upload){v->rq->files[i].name, v->rq->files[i].bytes};
	TRY(uploads_clean(v, files, ret->n_files));
	if (form_get(v, "matter").n && !form_int(v, "matter", &ret->matter))
		return fail(ERR_INPUT, "no matter is named; open one first");
	return OK;
}

static void put_taken(struct visit *v, const struct request_taken *r)
{
	struct json j;
	api_begin(v, &j);
	json_open(&j, '{');
	member_id(&j, "request", r->request);
	member_str(&j, "number", r->number);
	member_str(&j, "code", r->code);
	member_id(&j, "matter", r->matter);
	member_str(&j, "matter_number", r->matter_number);
	member_int(&j, "version", r->version);
	member_bool(&j, "repeated", r->repeated);
	json_close(&j);
}

err api_request_post(struct visit *v)
{
	struct request_in in;
	struct request_taken r;
	TRY(api_form(v));
	TRY(read_in(v, &in));
	TRY(committing(v, request_row_take(ctx_of(v), &in, &r)));
	v->rs->status = r.repeated ? 200 : 201;
	http_header(v->rq, v->rs, "Location", path_with(v, "/api/v1/requests/" STR_FMT, STR_ARG(r.number)));
	put_taken(v, &r);
	return OK;
}

/* ---- several ---------------------------------------------------------------------------------- */
static err day_asked(struct visit *v, const char *name, int more, ms_t *ret)
{
	str said = query_get(v, name);
	day_t d;
	*ret = MS_NONE;
	if (!said.n)
		return OK;
	if (!day_parse(said, &d))
		return fail(ERR_USAGE, "{0} is not a date; write it like 2026-09-23", said);
	*ret = zone_at(v->ui.zone, d + more, 0);
	return OK;
}

static void put_rows(struct visit *v, struct json *j, const char *name, const struct request_row *rows, size_t n)
{
	json_key(j, name);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		put_request(v, j, &rows[i]);
	json_close(j);
}

err api_requests(struct visit *v)
{
	struct request_query q = {.channel = query_get(v, "channel"), .cursor = query_get(v, "cursor")};
	struct request_row *rows;
	size_t n;
	str next;
	int64_t limit;
	struct json j;
	TRY(day_asked(v, "from", 0, &q.from));
	TRY(day_asked(v, "to", 1, &q.to)); /* that day included */
	if (str_int(query_get(v, "limit"), &limit) && limit > 0 && limit <= 1000)
		q.limit = (int)limit;
	TRY(request_list(ctx_of(v), &q, &rows, &n, &next));
	TRY(taken_page(v, "requests", (int64_t)n));
	api_begin(v, &j);
	json_open(&j, '{');
	put_rows(v, &j, "requests", rows, n);
	if (next.n)
		member_str(&j, "next", next);
	else
		member_none(&j, "next");
	json_close(&j);
	return OK;
}

/* ---- a call comes in (CTI) ------------------------------------------------------------------------ */
#define EARLIER 10

/* What the desk should open for whoever calls: its form, and what the same phone asked before. The
 * phone stands behind the #, which a browser keeps to itself: it comes into no log. */
err api_call_post(struct visit *v)
{
	struct request_row *rows;
	size_t n;
	struct json j;
	TRY(api_form(v));
	if (!form_get(v, "phone").n)
		return fail(ERR_INPUT, "“{0}” is missing; fill it in", S("phone"));
	TRY(requests_of_caller(ctx_of(v), form_get(v, "phone"), EARLIER, &rows, &n));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "agent", form_get(v, "agent"));
	member_str(&j, "at", form_get(v, "at"));
	struct buf open;
	buf_init(&open, v->arena);
	buf_z(&open, "/desk#phone=");
	html_part(&open, form_get(v, "phone"));
	member_str(&j, "open", buf_str(&open));
	put_rows(v, &j, "earlier", rows, n);
	json_close(&j);
	return OK;
}
