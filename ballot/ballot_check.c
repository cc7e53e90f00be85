/* SPDX-License-Identifier: Apache-2.0 */
/* Every round is what its event names; as many have answered as the boxes hold and events say; a closed box is
 * the one that its event names. */
#include "ballot/ballot_in.h"

#include "base/words.h"

STMT_FLAGS(check_ballots, STMT_SCAN, "SELECT id, title, body, state FROM ballot_round WHERE region = $1 ORDER BY id");
STMT_FLAGS(check_ballot_invites, STMT_SCAN, "SELECT grp, COUNT(*), SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END) FROM ballot_invite WHERE region = $1 AND round = $2 GROUP BY grp ORDER BY grp");
const struct stmt *const ballot_check_stmts[] = {&check_ballots, &check_ballot_invites, NULL};

struct checking {
	struct ctx x;
	struct buf *out;
	enum lang lang;
	int64_t n;
};
struct said_list {
	struct fact_said *v;
	size_t n;
};
struct one_round {
	int64_t id;
	str title, body;
	enum ballot_state state;
};
typedef LIST(struct one_round) round_list;

static void finding(struct checking *k, const char *sentence, str what)
{
	const str args[] = {what};
	word_fmt(k->out, k->lang, sentence, args, 1);
	buf_byte(k->out, '\n');
	k->n++;
}

static bool said_so(const struct said_list *l, int64_t owner, str name, str bytes)
{
	struct digest d;
	struct buf b;
	bool is = false;
	hash_bytes(HASH_SHA256, bytes.p, bytes.n, &d);
	buf_init(&b, NULL);
	hex_put(&b, d.b, sizeof d.b);
	for (size_t i = 0; i < l->n; i++)
		for (size_t f = 0; f < l->v[i].n && l->v[i].owner == owner; f++)
			is |= str_eq(l->v[i].v[f].name, name) && str_eq(l->v[i].v[f].value, buf_str(&b));
	buf_done(&b);
	return is;
}

static bool sums_fit(const struct ballot_rules *r, const int64_t *counts, int64_t n)
{
	size_t choices = ballot_choices(r);
	for (size_t row = 0; row < r->n_subjects * ballot_items(r); row++) {
		int64_t sum = 0;
		for (size_t c = 0; c < choices; c++) {
			if (counts[row * choices + c] < 0)
				return false;
			sum += counts[row * choices + c];
		}
		if (r->sort == BALLOT_RANK ? sum != n : sum > n)
			return false;
	}
	return true;
}

static err invites_of(struct checking *k, int64_t round, int64_t *invited, int64_t *answered)
{
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_ballot_invites, VALS(V_INT(core_region(k->x.core)), V_INT(round)), &r));
	while (rows_next(r))
		if (row_int(r, 0) >= 0 && row_int(r, 0) < BALLOT_GROUPS_MOST) {
			invited[row_int(r, 0)] = row_int(r, 1);
			answered[row_int(r, 0)] = row_int(r, 2);
		}
	return rows_end(r);
}

static err check_boxes(struct checking *k, const struct one_round *one, const struct ballot_rules *r, const struct said_list *closed, int64_t events)
{
	int64_t invited[BALLOT_GROUPS_MOST] = {0}, answered[BALLOT_GROUPS_MOST] = {0}, all = 0;
	struct box *boxes;
	TRY(invites_of(k, one->id, invited, answered));
	if (boxes_read(&k->x, one->id, r->n_groups, &boxes) != OK) {
		finding(k, W("the boxes of the ballot “{0}” are not those that its rules ask for"), one->title);
		return OK;
	}
	for (size_t g = 0; g < r->n_groups; g++) {
		struct buf name;
		int64_t *counts;
		buf_init(&name, k->x.arena);
		buf_fmt(&name, "box.%zu", g);
		all += boxes[g].n;
		if (invited[g] != boxes[g].invited || answered[g] != boxes[g].n)
			finding(k, W("in the ballot “{0}” more or fewer have answered than a box holds"), one->title);
		if (ballot_box_open(&k->x, one->id, (int)g, boxes[g].sealed, ballot_cells(r), &counts) != OK || !sums_fit(r, counts, boxes[g].n))
			finding(k, W("a box of the ballot “{0}” does not hold what its answers make"), one->title);
		if (one->state == BALLOT_CLOSED && !said_so(closed, one->id, buf_str(&name), boxes[g].sealed))
			finding(k, W("a box of the ballot “{0}” was changed after it was closed"), one->title);
	}
	if (all != events)
		finding(k, W("in the ballot “{0}” more or fewer have answered than a box holds"), one->title);
	return OK;
}

static err rounds_of(struct checking *k, round_list *l)
{
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(&k->x, &conn));
	TRY(query(conn, &check_ballots, VALS(V_INT(core_region(k->x.core))), &r));
	while (rows_next(r))
		*list_push(k->x.arena, l) = (struct one_round){row_int(r, 0), row_copy(r, 1, k->x.arena), row_copy(r, 2, k->x.arena), (enum ballot_state)row_int(r, 3)};
	return rows_end(r);
}

static err check_all(struct checking *k)
{
	struct said_list opened, answered, closed;
	round_list rounds = {0};
	TRY(facts_said(&k->x, S("ballot_open"), &opened.v, &opened.n));
	TRY(facts_said(&k->x, S("ballot_answer"), &answered.v, &answered.n));
	TRY(facts_said(&k->x, S("ballot_close"), &closed.v, &closed.n));
	TRY(rounds_of(k, &rounds));
	for (size_t i = 0; i < rounds.n; i++) {
		const struct one_round *one = &rounds.v[i];
		struct ballot_rules r;
		int64_t events = 0;
		for (size_t e = 0; e < answered.n; e++)
			events += answered.v[e].owner == one->id;
		if (!said_so(&opened, one->id, S("rules"), one->body) || !ballot_text_read(k->x.arena, one->body, &r) || ballot_rules_fit(&r) != OK) {
			finding(k, W("the rules of the ballot “{0}” are not those that were opened"), one->title);
			continue;
		}
		TRY(check_boxes(k, one, &r, &closed, events));
	}
	if (rounds.n != opened.n)
		finding(k, W("there are more or fewer ballots in the table {0} than events opened"), S("ballot_round"));
	return OK;
}

err ballot_check(struct core *c, enum lang lang, struct buf *ret_findings, int64_t *ret_n)
{
	struct arena a;
	struct checking k = {.out = ret_findings, .lang = lang};
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &k.x);
	if (e == OK) {
		e = check_all(&k);
		ctx_close(&k.x);
	}
	arena_done(&a);
	*ret_n = k.n;
	return e;
}
