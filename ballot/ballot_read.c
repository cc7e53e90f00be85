/* SPDX-License-Identifier: Apache-2.0 */
/* Reading rounds: who may, how many have answered, and the boxes once a round is closed. */
#include "ballot/ballot_in.h"

#include <stdlib.h>

#define ROUND_COLUMNS "state, duty, person, opened, closed, body"
STMT(ballot_round_get, "SELECT " ROUND_COLUMNS " FROM ballot_round WHERE region = $1 AND id = $2");
STMT(ballot_rounds_led, "SELECT id, title, state, opened, duty FROM ballot_round WHERE region = $1 ORDER BY id DESC LIMIT 500");
STMT(ballot_rounds_mine,
     "SELECT r.id, r.title, r.state, r.opened, i.state FROM ballot_invite i JOIN ballot_round r ON r.region = i.region AND r.id = i.round"
     " WHERE i.region = $1 AND i.person = $2 ORDER BY i.state, i.round DESC LIMIT 500");
STMT(ballot_boxes, "SELECT grp, invited, n, sealed FROM ballot_box WHERE region = $1 AND round = $2 ORDER BY grp");
STMT(ballot_invited_to, "SELECT grp, state FROM ballot_invite WHERE region = $1 AND round = $2 AND person = $3");
STMT(ballot_waiting, "SELECT COUNT(*) FROM ballot_invite WHERE region = $1 AND person = $2 AND state = 0");
const struct stmt *const ballot_read_stmts[] = {&ballot_round_get, &ballot_rounds_led, &ballot_rounds_mine, &ballot_boxes, &ballot_invited_to, &ballot_waiting, NULL};

#define LEADS (1u << DUTY_SUPERVISION | 1u << DUTY_ORGANISATION)

bool ballot_may_open(const struct ctx *x)
{
	return x->actor.user && (x->actor.duties & LEADS);
}

/* Whose duty opened it leads it: a round of the organisation office is not one of the supervising office. */
static bool leads(const struct ctx *x, int64_t duty)
{
	return x->actor.user && x->actor.duties >> duty & 1;
}

/* ---- boxes ------------------------------------------------------------------------------------- */
size_t ballot_cells(const struct ballot_rules *r)
{
	return r->n_subjects * ballot_items(r) * ballot_choices(r);
}

static str box_name(struct arena *a, int group)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "box.%d", group);
	return buf_str(&b);
}

err ballot_box_seal(struct ctx *x, int64_t round, int group, const int64_t *counts, size_t n, str *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%lld ", (long long)counts[i]);
	const struct fact one = {.name = box_name(x->arena, group), .value = buf_str(&b), .sealed = true};
	return facts_seal(x, round, &one, 1, ret);
}

err ballot_box_open(struct ctx *x, int64_t round, int group, str sealed, size_t n, int64_t **ret)
{
	struct fact *v;
	size_t n_facts, at = 0;
	int64_t *counts = arena_new_n(x->arena, n, int64_t);
	TRY(facts_open(x, round, sealed, &v, &n_facts));
	str word, rest = n_facts == 1 && str_eq(v[0].name, box_name(x->arena, group)) ? v[0].value : S("");
	while (str_split(rest, ' ', &word, &rest))
		if (at == n || !str_int(word, &counts[at++]))
			return fail(ERR_IO, "a box of this ballot cannot be read; run `luoshi check`");
	if (at != n)
		return fail(ERR_IO, "a box of this ballot cannot be read; run `luoshi check`");
	*ret = counts;
	return OK;
}

err boxes_read(struct ctx *x, int64_t round, size_t n_groups, struct box **ret)
{
	struct box *v = arena_new_n(x->arena, n_groups, struct box);
	struct conn *conn;
	struct rows *r;
	size_t n = 0;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &ballot_boxes, VALS(V_INT(core_region(x->core)), V_INT(round)), &r));
	while (rows_next(r))
		if (n < n_groups && row_int(r, 0) == (int64_t)n)
			v[n++] = (struct box){row_int(r, 1), row_int(r, 2), row_copy(r, 3, x->arena)};
	TRY(rows_end(r));
	if (n != n_groups)
		return fail(ERR_IO, "a box of this ballot cannot be read; run `luoshi check`");
	*ret = v;
	return OK;
}

/* ---- a round --------------------------------------------------------------------------------------- */
static err read_round(struct ctx *x, int64_t id, struct ballot_round *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &ballot_round_get, VALS(V_INT(core_region(x->core)), V_INT(id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such page");
	*ret = (struct ballot_round){.id = id, .state = (enum ballot_state)row_int(r, 0), .may = !x->actor.user || leads(x, row_int(r, 1)), .person = row_int(r, 2),
		.opened = row_int(r, 3), .closed = row_int(r, 4), .group = -1};
	if (!ballot_text_read(x->arena, row_copy(r, 5, x->arena), &ret->rules) || !ret->rules.n_groups || ret->rules.n_groups > BALLOT_GROUPS_MOST)
		return fail(ERR_IO, "the rules of this ballot cannot be read; run `luoshi check`");
	return OK;
}

err ballot_read(struct ctx *x, int64_t id, struct ballot_round *ret)
{
	struct ballot_round round;
	struct box *boxes;
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(read_round(x, id, &round));
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &ballot_invited_to, VALS(V_INT(core_region(x->core)), V_INT(id), V_INT(x->actor.user)), &r, &found));
	if (!found && !round.may)
		return fail(ERR_NOTFOUND, "there is no such page");
	if (found) {
		round.group = (int)row_int(r, 0);
		round.done = row_int(r, 1) == INVITE_ANSWERED;
	}
	TRY(boxes_read(x, id, round.rules.n_groups, &boxes));
	round.invited = arena_new_n(x->arena, round.rules.n_groups, int64_t);
	round.answered = arena_new_n(x->arena, round.rules.n_groups, int64_t);
	for (size_t g = 0; g < round.rules.n_groups; g++) { /* whoever only answers learns nothing of the others */
		round.invited[g] = round.may ? boxes[g].invited : 0;
		round.answered[g] = round.may ? boxes[g].n : 0;
	}
	*ret = round;
	return OK;
}

static int newest(const void *a, const void *b)
{
	const struct ballot_row *p = a, *q = b;
	return (p->id < q->id) - (p->id > q->id);
}

err ballots_list(struct ctx *x, struct ballot_row **ret, size_t *ret_n)
{
	LIST(struct ballot_row) l = {0};
	struct conn *conn;
	struct rows *r;
	const int64_t region = core_region(x->core);
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &ballot_rounds_mine, VALS(V_INT(region), V_INT(x->actor.user)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct ballot_row){.id = row_int(r, 0), .title = row_copy(r, 1, x->arena), .state = (enum ballot_state)row_int(r, 2),
			.opened = row_int(r, 3), .waits = row_int(r, 4) == INVITE_WAITS};
	TRY(rows_end(r));
	size_t mine = l.n;
	if (ballot_may_open(x)) {
		TRY(query(conn, &ballot_rounds_led, VALS(V_INT(region)), &r));
		while (rows_next(r)) {
			bool there = false;
			for (size_t i = 0; i < mine && leads(x, row_int(r, 4)); i++)
				if (l.v[i].id == row_int(r, 0))
					there = l.v[i].may = true;
			if (!there && leads(x, row_int(r, 4)))
				*list_push(x->arena, &l) = (struct ballot_row){.id = row_int(r, 0), .title = row_copy(r, 1, x->arena), .state = (enum ballot_state)row_int(r, 2),
					.opened = row_int(r, 3), .may = true};
		}
		TRY(rows_end(r));
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, newest);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err ballot_waits(struct ctx *x, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &ballot_waiting, VALS(V_INT(core_region(x->core)), V_INT(x->actor.user)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

/* ---- result --------------------------------------------------------------------------------------- */
err ballot_result(struct ctx *x, int64_t id, struct ballot_result *ret)
{
	struct ballot_round round;
	struct box *boxes;
	const int64_t *counts[BALLOT_GROUPS_MOST];
	TRY(ballot_read(x, id, &round));
	if (!round.may)
		return fail(ERR_DENIED, "the result of a ballot is for the office that leads it");
	if (round.state != BALLOT_CLOSED)
		return fail(ERR_CONFLICT, "there is no result before the ballot is closed");
	TRY(boxes_read(x, id, round.rules.n_groups, &boxes));
	for (size_t g = 0; g < round.rules.n_groups; g++) {
		int64_t *is;
		TRY(ballot_box_open(x, id, (int)g, boxes[g].sealed, ballot_cells(&round.rules), &is));
		counts[g] = is;
	}
	ballot_compute(x->arena, &round.rules, counts, ret);
	return OK;
}
