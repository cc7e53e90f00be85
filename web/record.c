/* SPDX-License-Identifier: Apache-2.0 */
/* The record (审计), for the audit administrator: who did what to accounts and settings, when and
 * where. It is read and taken out as a table; nothing here changes anything. */
#include "ledger/out.h"
#include "web/web_in.h"

#include <string.h>

#define ROWS 100
#define TABLE_ROWS 5000

static const struct {
	const char *sort, *label;
} sorts[] = {
	{"", W("everything")}, {"sign_in", W("signing in and out")}, {"account", W("accounts")}, {"unit", W("sort|units")}, {"setting", W("sort|settings")}, {"station", W("sort|stations and cameras")}, {"privacy", W("Personal data")},
};

static struct record_query asked(struct visit *v, int limit)
{
	struct record_query q = {.sort = query_get(v, "sort"), .person = query_int(v, "person", 0), .before = query_int(v, "before", 0), .limit = limit,
		.from = DAY_NONE, .to = DAY_NONE};
	if (!day_parse(query_get(v, "from"), &q.from))
		q.from = DAY_NONE;
	if (!day_parse(query_get(v, "to"), &q.to))
		q.to = DAY_NONE;
	return q;
}

static err options(struct visit *v, const struct record_query *q, struct record_view *view)
{
	struct person *people;
	size_t n;
	struct option *o = arena_new_n(v->arena, COUNT_OF(sorts), struct option);
	for (size_t i = 0; i < COUNT_OF(sorts); i++)
		o[i] = (struct option){str_of(sorts[i].sort), said(v, sorts[i].label), str_eq(q->sort, str_of(sorts[i].sort))};
	view->sorts = o;
	view->n_sorts = COUNT_OF(sorts);
	TRY(person_list(ctx_of(v), 0, &people, &n));
	o = arena_new_n(v->arena, n + 1, struct option);
	o[0] = (struct option){S(""), said(v, W("everybody")), !q->person};
	for (size_t i = 0; i < n; i++)
		o[i + 1] = (struct option){path_with(v, "%lld", (long long)people[i].id), people[i].name, people[i].id == q->person};
	view->people = o;
	view->n_people = n + 1;
	return OK;
}

err record_page(struct visit *v)
{
	struct record_row *rows;
	struct record_query q = asked(v, ROWS);
	struct record_view view = {.sort = q.sort, .from = query_get(v, "from"), .to = query_get(v, "to")};
	TRY(record_list(ctx_of(v), &q, &rows, &view.n, &view.next));
	view.rows = rows;
	view.query = join_query(v, "before", S(""));
	TRY(options(v, &q, &view));
	TRY(frame(v, "record"));
	render(v, ui_record(&v->rs->body, &v->ui, &view));
	return OK;
}

static void cell(struct buf *b, str s, bool last)
{
	csv_put(b, s);
	buf_z(b, last ? "\r\n" : ",");
}

static void line(struct visit *v, struct buf *b, const struct record_row *r)
{
	struct buf at;
	buf_init(&at, v->arena);
	ms_put_rfc3339(&at, v->ui.zone, r->at);
	cell(b, path_with(v, "%lld", (long long)r->seq), false);
	cell(b, buf_str(&at), false);
	cell(b, r->by, false);
	cell(b, r->by_unit, false);
	cell(b, r->what, false);
	cell(b, r->whom, false);
	cell(b, r->detail, false);
	cell(b, r->failed ? said(v, W("record|no")) : said(v, W("record|yes")), false);
	cell(b, r->reason, false);
	cell(b, r->address, false);
	cell(b, r->device, true);
}

err record_csv(struct visit *v)
{
	static const char *const heads[] = {W("No."), W("When"), W("record|Who"), W("record|Unit"), W("What"), W("record|Whom"), W("Details"), W("Success"), W("record|Reason"), W("Address"), W("Device")};
	struct record_row *rows;
	struct record_query q = asked(v, TABLE_ROWS);
	size_t n;
	int64_t next;
	struct buf b;
	TRY(record_list(ctx_of(v), &q, &rows, &n, &next));
	buf_init(&b, v->arena);
	buf_z(&b, "\xef\xbb\xbf"); /* table programs of this country guess GBK without it */
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		cell(&b, said(v, heads[i]), i + 1 == COUNT_OF(heads));
	for (size_t i = 0; i < n; i++)
		line(v, &b, &rows[i]);
	if (next)
		http_header(v->rq, v->rs, "X-Next-Before", path_with(v, "%lld", (long long)next));
	send_file(v, v->lang == LANG_ZH ? S("审计记录.csv") : S("record.csv"), S("text/csv; charset=utf-8"), buf_str(&b), false);
	return OK;
}
