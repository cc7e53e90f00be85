/* SPDX-License-Identifier: Apache-2.0 */
/* The list in the page. A row holds no title: each is looked up with the reader's eyes,
 * so what he may no longer see says nothing. */
#include "relay/relay_in.h"

STMT(inbox_rows,
     "SELECT id, unseen, what, topic, matter, unit, at FROM notice WHERE region = $1 AND person = $2 AND id < $3"
     " ORDER BY id DESC LIMIT 31");
STMT(inbox_count, "SELECT unseen FROM notice_count WHERE region = $1 AND person = $2");
STMT(inbox_see, "UPDATE notice SET unseen = 0 WHERE region = $1 AND person = $2 AND id = $3 AND unseen = 1");
STMT(inbox_see_before, "UPDATE notice SET unseen = 0 WHERE region = $1 AND person = $2 AND unseen = 1 AND id <= $3");
STMT(inbox_uncount, "UPDATE notice_count SET unseen = unseen - $3 WHERE region = $1 AND person = $2");
const struct stmt *const relay_inbox_stmts[] = {&inbox_rows, &inbox_count, &inbox_see, &inbox_see_before, &inbox_uncount, NULL};

#define PAGE 30

struct raw {
	struct notice n;
	str what;
	int64_t unit;
};

static err read_rows(struct ctx *x, int64_t before, struct raw ret[PAGE + 1], size_t *ret_n)
{
	struct conn *conn;
	struct rows *r;
	size_t n = 0;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &inbox_rows, VALS(V_INT(core_region(x->core)), V_INT(x->actor.user), V_INT(before)), &r));
	while (rows_next(r) && n <= PAGE)
		ret[n++] = (struct raw){.n = {.id = row_int(r, 0), .unseen = row_int(r, 1) != 0, .topic = (enum topic)row_int(r, 3),
					      .matter = row_int(r, 4), .at = row_int(r, 6)},
					.what = row_copy(r, 2, x->arena), .unit = row_int(r, 5)};
	*ret_n = n;
	return rows_end(r);
}

static err look_up(struct ctx *x, const struct raw *raw, struct notice *ret)
{
	struct told_brief brief;
	*ret = raw->n;
	err e = told_brief(x, raw->n.matter, &brief);
	ret->gone = e == ERR_NOTFOUND;
	if (ret->gone)
		return OK;
	TRY(e);
	ret->number = brief.number;
	ret->title = brief.title;
	ret->said = said_of(x, brief.kind, raw->unit, raw->what);
	return OK;
}

err notice_list(struct ctx *x, str cursor, struct notice **ret, size_t *ret_n, str *ret_next)
{
	struct raw raw[PAGE + 1];
	int64_t before = INT64_MAX;
	size_t n;
	struct buf next;
	if (cursor.n && !str_int(cursor, &before))
		return fail(ERR_INPUT, "the page asked for is not there; begin with the first");
	TRY(read_rows(x, before, raw, &n));
	bool more = n > PAGE;
	n = more ? PAGE : n;
	struct notice *v = arena_new_n(x->arena, n, struct notice);
	for (size_t i = 0; i < n; i++)
		TRY(look_up(x, &raw[i], &v[i]));
	buf_init(&next, x->arena);
	if (more)
		buf_int(&next, v[n - 1].id);
	*ret = v;
	*ret_n = n;
	*ret_next = buf_str(&next);
	return OK;
}

err notice_unseen(struct ctx *x, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &inbox_count, VALS(V_INT(core_region(x->core)), V_INT(x->actor.user)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

struct seeing {
	int64_t region, person, id;
	bool and_before;
};

static err see_job(struct conn *w, void *arg)
{
	struct seeing *s = arg;
	int64_t changed;
	TRY(exec(w, s->and_before ? &inbox_see_before : &inbox_see, VALS(V_INT(s->region), V_INT(s->person), V_INT(s->id)), &changed));
	return changed ? exec(w, &inbox_uncount, VALS(V_INT(s->region), V_INT(s->person), V_INT(changed)), NULL) : OK;
}

err notice_seen(struct ctx *x, struct relay *r, int64_t id, bool and_before)
{
	struct seeing s = {core_region(x->core), x->actor.user, id, and_before};
	ctx_refresh(x);
	TRY(store_write(core_store(x->core), see_job, &s));
	if (r)
		r->turn++;
	return OK;
}
