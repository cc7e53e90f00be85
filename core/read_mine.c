/* SPDX-License-Identifier: Apache-2.0 */
/* My work (我的工作): what a person acted on, open or closed, and what he follows. Which
 * matters he acted on is derived from the log by the commit (table acted); whether he may
 * still see one is asked anew, row by row, as everywhere. */
#include "core/people_in.h"
#include "core/read_in.h"
#include "core/told.h"

#include <stdlib.h>

STMT(acted_rows,
     "SELECT matter, rank FROM acted WHERE region = $1 AND person = $2 AND closed = $3 AND (rank, matter) > ($4, $5)"
     " ORDER BY rank, matter LIMIT $6");
STMT(mine_unit, "SELECT rel, kind, state FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(watch_rows, "SELECT matter FROM watch WHERE region = $1 AND person = $2 ORDER BY matter LIMIT $3");
STMT(watch_who, "SELECT person FROM watch WHERE region = $1 AND matter = $2 ORDER BY person");
STMT(watch_one, "SELECT at FROM watch WHERE region = $1 AND person = $2 AND matter = $3");
STMT(watch_put, "INSERT INTO watch(region, person, matter, at) VALUES($1, $2, $3, $4)");
STMT(watch_drop, "DELETE FROM watch WHERE region = $1 AND person = $2 AND matter = $3");
const struct stmt *const core_mine_stmts[] = {&acted_rows, &mine_unit, &watch_rows, &watch_who, &watch_one, &watch_put, &watch_drop, NULL};

#define WATCH_MOST 200 /* whoever follows more follows nothing; so the whole list is one page */

/* Most of what a liaison acted on still waits in his tray: a page ends after so many looked at
 * and goes on by its cursor, a count then says "at least". */
#define LIST_LOOKED 1000
#define COUNT_LOOKED 300

struct gathering {
	struct ctx *x;
	enum mine which;
	size_t limit, n;
	int64_t most;
	int64_t scope[3], *denied;
	size_t n_scopes, n_denied;
	struct matter_row *rows; /* NULL: only counted */
};

enum verdict { OUT, IN, ASK };

/* By the rows under which he finds matters, without loading the matter: most fall out here.
 * What waits in his tray is to do, not done. */
static err guess(struct gathering *g, int64_t id, enum verdict *ret)
{
	struct rows *r;
	bool found;
	*ret = OUT;
	if (id_in(g->denied, g->n_denied, id))
		return OK;
	for (size_t i = 0; i < g->n_scopes; i++) {
		TRY(query_one(g->x->snap, &mine_unit, VALS(V_INT(g->x->core->region), V_INT(g->scope[i]), V_INT(id)), &r, &found));
		const struct kind *k = found ? core_kind(g->x->core, row_text(r, 1)) : NULL;
		int bits = found ? scope_bits(g->scope[i], (int)row_int(r, 0)) : 0, state = k ? kind_state(k, row_text(r, 2)) : -1;
		g->x->rows_read++;
		if (state < 0 || !(see_roles_by_bits(g->x, k, bits) & kind_see(k, state)))
			continue;
		enum tray_guess tray = g->which == MINE_DONE ? tray_by_bits(g->x, k, (size_t)state, bits) : TRAY_NO;
		if (tray == TRAY_YES) {
			*ret = OUT;
			return OK;
		}
		if (*ret != ASK)
			*ret = tray == TRAY_ASK ? ASK : IN;
	}
	return OK;
}

static err take(struct gathering *g, int64_t id)
{
	struct matter m;
	role_set roles;
	const struct action *a;
	enum verdict v;
	TRY(guess(g, id, &v));
	if (v == OUT)
		return OK;
	if (v == IN && !g->rows) {
		g->n++;
		return OK;
	}
	err e = see_load(g->x, id, &m, &roles);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	if (g->which == MINE_DONE && in_tray(g->x, &m, roles, &a))
		return OK;
	if (g->rows)
		TRY(matter_row_of(g->x, &m, roles, &g->rows[g->n]));
	g->n++;
	return OK;
}

static err gather_acted(struct gathering *g, str cursor, str *ret_next)
{
	struct rows *r;
	int64_t key, id, looked = 0;
	struct ctx *x = g->x;
	err e = OK;
	cursor_read(cursor, true, &key, &id);
	*ret_next = STR_NONE;
	TRY(query(x->snap, &acted_rows, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(g->which == MINE_CLOSED), V_INT(key),
		V_INT(id), V_INT(g->most + 1 + (int64_t)g->n_denied)), &r));
	while (e == OK && rows_next(r)) {
		if (id_in(g->denied, g->n_denied, row_int(r, 0)))
			continue;
		if (g->n == g->limit || looked++ == g->most) {
			*ret_next = cursor_text(x->arena, key, id);
			break;
		}
		id = row_int(r, 0);
		key = row_int(r, 1);
		e = take(g, id);
	}
	err end = rows_end(r);
	return e != OK ? e : end;
}

static int by_urgency(const void *a, const void *b)
{
	const struct matter_row *x = a, *y = b;
	bool xc = x->light == LIGHT_DONE, yc = y->light == LIGHT_DONE;
	ms_t xd = xc ? -x->changed : x->due == MS_NONE ? NEVER : x->due, yd = yc ? -y->changed : y->due == MS_NONE ? NEVER : y->due;
	if (xc != yc)
		return xc ? 1 : -1;
	if (xd != yd)
		return xd < yd ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static err gather_watched(struct gathering *g)
{
	struct rows *r;
	struct ctx *x = g->x;
	err e = OK;
	TRY(query(x->snap, &watch_rows, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(WATCH_MOST)), &r));
	while (e == OK && g->n < g->limit && rows_next(r))
		e = take(g, row_int(r, 0));
	err end = rows_end(r);
	if (e == OK && g->rows && g->n)
		qsort(g->rows, g->n, sizeof *g->rows, by_urgency);
	return e != OK ? e : end;
}

static err gather(struct gathering *g, str cursor, str *ret_next)
{
	*ret_next = STR_NONE;
	if (!g->x->actor.user)
		return OK;
	TRY(ctx_snap(g->x));
	g->n_scopes = scopes_of(g->x, NULL, g->scope);
	TRY(denied_ids(g->x, &g->denied, &g->n_denied));
	return g->which == MINE_WATCHED ? gather_watched(g) : gather_acted(g, cursor, ret_next);
}

err mine_list(struct ctx *x, enum mine which, str cursor, int limit, struct matter_page *ret)
{
	struct gathering g = {.x = x, .which = which, .limit = limit <= 0 ? 50 : limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)limit};
	struct matter_page page = {0};
	g.most = LIST_LOOKED;
	if (which == MINE_WATCHED)
		g.limit = WATCH_MOST;
	g.rows = arena_new_n(x->arena, g.limit, struct matter_row);
	TRY(gather(&g, cursor, &page.next));
	page.rows = g.rows;
	page.n = g.n;
	*ret = page;
	return OK;
}

err mine_count(struct ctx *x, enum mine which, int64_t *ret, bool *ret_more)
{
	struct gathering g = {.x = x, .which = which, .limit = MINE_COUNT_MOST + 1, .most = COUNT_LOOKED};
	str next;
	TRY(gather(&g, STR_NONE, &next));
	*ret = (int64_t)g.n;
	*ret_more = next.n > 0 || g.n > MINE_COUNT_MOST;
	return OK;
}

/* ---- following (关注) ------------------------------------------------------------------------- */
err watch_there(struct ctx *x, int64_t matter, bool *ret)
{
	struct rows *r;
	TRY(ctx_snap(x));
	return query_one(x->snap, &watch_one, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(matter)), &r, ret);
}

err told_watchers(struct ctx *x, int64_t matter, int64_t **ret, size_t *ret_n)
{
	struct rows *r;
	LIST(int64_t) l = {0};
	TRY(ctx_snap(x));
	TRY(query(x->snap, &watch_who, VALS(V_INT(x->core->region), V_INT(matter)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	TRY(rows_end(r));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err watch_room(struct ctx *x)
{
	struct rows *r;
	int64_t n = 0;
	TRY(query(x->snap, &watch_rows, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(WATCH_MOST)), &r));
	while (rows_next(r))
		n++;
	TRY(rows_end(r));
	return n < WATCH_MOST ? OK : fail(ERR_LIMIT, "you follow 200 matters already; leave one first");
}

/* Told twice it is as told once. */
err watch_set(struct ctx *x, int64_t matter, bool on)
{
	struct matter m;
	role_set roles;
	struct commit c;
	bool there;
	TRY(own_only(x));
	TRY(ctx_snap(x));
	if (on)
		TRY(see_load(x, matter, &m, &roles));
	TRY(watch_there(x, matter, &there));
	if (there == on)
		return OK;
	if (on)
		TRY(watch_room(x));
	commit_init(&c, x);
	if (on)
		commit_op(&c, OP_ONE, &watch_put, NULL,
			  VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(matter), V_INT(x->now)));
	else
		commit_op(&c, OP_ANY, &watch_drop, NULL, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(matter)));
	return ctx_commit(x, &c);
}
