/* SPDX-License-Identifier: Apache-2.0 */
/* Every run that was issued is what its event names, and computes to the same bytes again. */
#include "score/run_in.h"

#include <string.h>

STMT_FLAGS(check_runs, STMT_SCAN, "SELECT id, title FROM score_run WHERE region = $1 ORDER BY id");
STMT_FLAGS(check_overrides, STMT_SCAN, "SELECT matter, code, band, why FROM score_override WHERE region = $1 ORDER BY matter, code");
const struct stmt *const score_check_stmts[] = {&check_runs, &check_overrides, NULL};

struct checking {
	struct ctx x;
	struct buf *out;
	enum lang lang;
	int64_t n;
};
struct named {
	int64_t id;
	str title;
};
typedef LIST(struct named) named_list;
struct said_list {
	struct fact_said *v;
	size_t n;
};

static void finding(struct checking *k, const char *sentence, str what)
{
	const str args[] = {what};
	word_fmt(k->out, k->lang, sentence, args, 1);
	buf_byte(k->out, '\n');
	k->n++;
}

static str value_of(const struct fact_said *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].name, str_of(name)))
			return s->v[i].value;
	return S("");
}

/* The newest event of that owner in which `name` is `value`; NULL: none. */
static const struct fact_said *newest(const struct said_list *l, int64_t owner, const char *name, str value)
{
	for (size_t i = l->n; i-- > 0;)
		if (l->v[i].owner == owner && str_eq(value_of(&l->v[i], name), value))
			return &l->v[i];
	return NULL;
}

static void check_one(struct checking *k, const struct said_list *events, const struct named *one)
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
	if (!newest(events, one->id, "digest", buf_str(&hex)))
		finding(k, W("the run “{0}” is not as it was issued"), one->title);
	else if (run_thaw(&a, body, true, &r) != OK || run_freeze(&a, r, &again) != OK || !str_eq(again, body))
		finding(k, W("the run “{0}” computes to something else than was issued"), one->title);
	arena_done(&a);
}

static err check_runs_all(struct checking *k)
{
	named_list runs = {0};
	struct said_list events;
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_runs, VALS(V_INT(core_region(k->x.core))), &r));
	while (rows_next(r))
		*list_push(k->x.arena, &runs) = (struct named){row_int(r, 0), row_copy(r, 1, k->x.arena)};
	TRY(rows_end(r));
	TRY(facts_said(&k->x, S("run_issue"), &events.v, &events.n));
	for (size_t i = 0; i < runs.n; i++)
		check_one(k, &events, &runs.v[i]);
	if (runs.n != events.n)
		finding(k, W("there are more or fewer runs in the table {0} than events issued"), S("score_run"));
	return OK;
}

static err check_overrides_all(struct checking *k)
{
	struct said_list events;
	struct conn *conn;
	struct rows *r;
	TRY(facts_said(&k->x, S("run_override"), &events.v, &events.n));
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_overrides, VALS(V_INT(core_region(k->x.core))), &r));
	while (rows_next(r)) {
		str code = row_copy(r, 1, k->x.arena);
		const struct fact_said *s = newest(&events, row_int(r, 0), "code", code);
		if (!s || !str_eq(value_of(s, "band"), row_text(r, 2)) || !str_eq(value_of(s, "why"), row_text(r, 3)))
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
