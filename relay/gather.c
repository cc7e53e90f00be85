/* SPDX-License-Identifier: Apache-2.0 */
/* Outbox rows that are due become messages: all that is due for one target at one moment
 * is one message. A robot that spoke a moment ago is left to collect. */
#include "relay/relay_in.h"

#include "base/fault.h"

STMT(gather_due,
     "SELECT id, channel, target, how FROM outbox WHERE region = $1 AND message = 0 AND due <= $2 ORDER BY due, id LIMIT 2000");
STMT(gather_waiting, "SELECT target FROM message WHERE region = $1 AND state = 0 AND channel = 2 ORDER BY next_at, id LIMIT 1000");
STMT(gather_take, "UPDATE outbox SET message = $3 WHERE region = $1 AND id = $2 AND message = 0");
STMT(gather_message,
     "INSERT INTO message(region, id, channel, target, sort, state, tries, next_at, made, last, why)"
     " VALUES($1, $2, $3, $4, $5, 0, 0, $6, $6, 0, '')");
const struct stmt *const relay_gather_stmts[] = {&gather_due, &gather_waiting, &gather_take, &gather_message, NULL};

struct due_row {
	int64_t id, target, message;
	int channel;
	enum how how;
};
struct made {
	int64_t id, target;
	int channel;
	bool digest; /* nothing in it is wanted at once */
};
struct gathering {
	struct pass *p;
	ms_t now;
	struct due_row *rows;
	size_t n;
	LIST(struct made) made;
};

static err due_rows(struct gathering *g, struct conn *conn)
{
	LIST(struct due_row) l = {0};
	struct rows *r;
	TRY(query(conn, &gather_due, VALS(V_INT(g->p->r->region), V_INT(g->now)), &r));
	while (rows_next(r))
		*list_push(g->p->arena, &l) = (struct due_row){.id = row_int(r, 0), .channel = (int)row_int(r, 1), .target = row_int(r, 2),
			.how = (enum how)row_int(r, 3)};
	g->rows = l.v;
	g->n = l.n;
	return rows_end(r);
}

/* Robots that must be silent now, or have a message waiting: what comes joins the next. */
static err busy_robots(struct gathering *g, struct conn *conn, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	struct robot *robots;
	size_t n;
	TRY(query(conn, &gather_waiting, VALS(V_INT(g->p->r->region)), &r));
	while (rows_next(r))
		*list_push(g->p->arena, &l) = row_int(r, 0);
	TRY(rows_end(r));
	TRY(robots_all(&g->p->x, conn, &robots, &n));
	for (size_t i = 0; i < n; i++)
		if (robots[i].next_at > g->now)
			*list_push(g->p->arena, &l) = robots[i].id;
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static struct made *made_for(struct gathering *g, const struct due_row *row)
{
	for (size_t i = 0; i < g->made.n; i++)
		if (g->made.v[i].channel == row->channel && g->made.v[i].target == row->target)
			return &g->made.v[i];
	struct made *m = list_push(g->p->arena, &g->made);
	*m = (struct made){.id = store_new_id(g->p->r->store, g->now), .channel = row->channel, .target = row->target, .digest = true};
	return m;
}

static void put_together(struct gathering *g, const int64_t *busy, size_t n_busy)
{
	for (size_t i = 0; i < g->n; i++) {
		bool wait = false;
		for (size_t k = 0; k < n_busy && g->rows[i].channel == CHANNEL_ROBOT; k++)
			wait |= busy[k] == g->rows[i].target;
		if (wait)
			continue;
		struct made *m = made_for(g, &g->rows[i]);
		m->digest &= g->rows[i].how == HOW_DIGEST;
		g->rows[i].message = m->id;
	}
}

static err gather_job(struct conn *w, void *arg)
{
	struct gathering *g = arg;
	int64_t region = g->p->r->region, changed;
	for (size_t i = 0; i < g->made.n; i++) {
		const struct made *m = &g->made.v[i];
		if (fault_point("relay.gather"))
			return fail(ERR_IO, "notices could not be gone on with; it is tried again");
		TRY(exec(w, &gather_message, VALS(V_INT(region), V_INT(m->id), V_INT(m->channel), V_INT(m->target),
						  V_INT(m->digest ? MESSAGE_DIGEST : MESSAGE_NEWS), V_INT(g->now)), NULL));
	}
	for (size_t i = 0; i < g->n; i++) {
		if (!g->rows[i].message)
			continue;
		TRY(exec(w, &gather_take, VALS(V_INT(region), V_INT(g->rows[i].id), V_INT(g->rows[i].message)), &changed));
		if (!changed) /* another relay was quicker */
			return fail(ERR_CONFLICT, "notices could not be gone on with; it is tried again");
	}
	return OK;
}

err gather(struct pass *p)
{
	struct gathering g = {.p = p, .now = relay_now(p->r)};
	struct conn *conn;
	int64_t *busy = NULL;
	size_t n_busy = 0;
	TRY(ctx_conn(&p->x, &conn));
	err e = due_rows(&g, conn);
	if (e == OK && g.n)
		e = busy_robots(&g, conn, &busy, &n_busy);
	ctx_refresh(&p->x);
	TRY(e);
	if (!g.n)
		return OK;
	put_together(&g, busy, n_busy);
	if (!g.made.n)
		return OK;
	TRY(store_write(p->r->store, gather_job, &g));
	p->done.messages += (int64_t)g.made.n;
	return OK;
}

struct fact_row message_row(struct core *c, ms_t now, int64_t id, enum channel channel, int64_t target, enum message_sort sort)
{
	return (struct fact_row){.stmt = &gather_message, .one = true, .n = 6,
		.v = {V_INT(core_region(c)), V_INT(id), V_INT(channel), V_INT(target), V_INT(sort), V_INT(now)}};
}
