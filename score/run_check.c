/* SPDX-License-Identifier: Apache-2.0 */
/* Every run that was issued is what its event names, and computes to the same bytes again. */
#include "score/run_in.h"

#include <string.h>

STMT_FLAGS(check_runs, STMT_SCAN, "SELECT id, title FROM score_run WHERE region = $1 ORDER BY id");
STMT_FLAGS(check_events, STMT_SCAN, "SELECT entity_id, effects FROM event WHERE region = $1 AND entity = 8 AND action = $2 ORDER BY entity_id, version");
STMT_FLAGS(check_overrides, STMT_SCAN, "SELECT matter, code, band, why FROM score_override WHERE region = $1 ORDER BY matter, code");
const struct stmt *const score_check_stmts[] = {&check_runs, &check_events, &check_overrides, NULL};

struct checking {
	struct ctx x;
	struct buf *out;
	enum lang lang;
	int64_t n;
};
struct named {
	int64_t id;
	str title, effects;
};
typedef LIST(struct named) named_list;

static void finding(struct checking *k, const char *sentence, str what)
{
	const str args[] = {what};
	word_fmt(k->out, k->lang, sentence, args, 1);
	buf_byte(k->out, '\n');
	k->n++;
}

static err events_of(struct checking *k, const char *action, named_list *ret)
{
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_events, VALS(V_INT(core_region(k->x.core)), V_TEXT(str_of(action))), &r));
	while (rows_next(r))
		*list_push(k->x.arena, ret) = (struct named){row_int(r, 0), S(""), row_copy(r, 1, k->x.arena)};
	return rows_end(r);
}

/* The newest event of that owner that says this. */
static bool says(const named_list *events, int64_t id, str what)
{
	for (size_t i = events->n; i-- > 0;)
		if (events->v[i].id == id && str_find(events->v[i].effects, what, 0) >= 0)
			return true;
	return false;
}

static void check_one(struct checking *k, const named_list *events, const struct named *one)
{
	struct arena a;
	struct run_row row;
	struct run *r;
	struct digest d;
	struct buf hex;
	int64_t before;
	str body, again;
	if (run_body_row(&k->x, one->id, &row, &before, &body) != OK) {
		finding(k, W("the run “{0}” is not as it was issued"), one->title);
		return;
	}
	arena_init(&a);
	buf_init(&hex, &a);
	hash_bytes(HASH_SHA256, body.p, body.n, &d);
	hex_put(&hex, d.b, sizeof d.b);
	if (!says(events, one->id, buf_str(&hex)))
		finding(k, W("the run “{0}” is not as it was issued"), one->title);
	else if (run_thaw(&a, body, true, &r) != OK || run_freeze(&a, r, &again) != OK || !str_eq(again, body))
		finding(k, W("the run “{0}” computes to something else than was issued"), one->title);
	arena_done(&a);
}

static err check_runs_all(struct checking *k)
{
	named_list runs = {0}, events = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_runs, VALS(V_INT(core_region(k->x.core))), &r));
	while (rows_next(r))
		*list_push(k->x.arena, &runs) = (struct named){row_int(r, 0), row_copy(r, 1, k->x.arena), S("")};
	TRY(rows_end(r));
	TRY(events_of(k, "run_issue", &events));
	for (size_t i = 0; i < runs.n; i++)
		check_one(k, &events, &runs.v[i]);
	if (runs.n != events.n)
		finding(k, W("there are more or fewer runs in the table {0} than events issued"), S("score_run"));
	return OK;
}

static err check_overrides_all(struct checking *k)
{
	named_list events = {0};
	struct conn *conn;
	struct rows *r;
	TRY(events_of(k, "run_override", &events));
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_overrides, VALS(V_INT(core_region(k->x.core))), &r));
	while (rows_next(r)) {
		str code = row_copy(r, 1, k->x.arena);
		bool found = false;
		for (size_t i = events.n; i-- > 0 && !found;)
			if (events.v[i].id == row_int(r, 0) && str_find(events.v[i].effects, code, 0) >= 0) {
				found = true;
				if (str_find(events.v[i].effects, row_text(r, 2), 0) < 0 || str_find(events.v[i].effects, row_text(r, 3), 0) < 0)
					finding(k, W("the class that was decided for {0} is not the one of its event"), code);
			}
		if (!found)
			finding(k, W("the class that was decided for {0} is not the one of its event"), code);
	}
	return rows_end(r);
}

err score_check(struct core *c, enum lang lang, struct buf *ret_findings, int64_t *ret_n)
{
	struct arena a;
	struct checking k = {.out = ret_findings, .lang = lang};
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &k.x);
	if (e == OK) {
		e = check_runs_all(&k);
		if (e == OK)
			e = check_overrides_all(&k);
		ctx_close(&k.x);
	}
	arena_done(&a);
	*ret_n = k.n;
	return e;
}
