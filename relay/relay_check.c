/* SPDX-License-Identifier: Apache-2.0 */
/* What relay keeps is held against itself and the log: counters of unseen notices, a mark
 * that is not past the log, rows that are in a message that is there. */
#include "relay/relay_in.h"

STMT_FLAGS(verify_counts, STMT_SCAN,
     "SELECT c.person, c.unseen, (SELECT COUNT(*) FROM notice n WHERE n.region = c.region AND n.person = c.person AND n.unseen = 1)"
     " FROM notice_count c WHERE c.region = $1");
STMT_FLAGS(verify_uncounted, STMT_SCAN,
     "SELECT DISTINCT n.person FROM notice n LEFT JOIN notice_count c ON c.region = n.region AND c.person = n.person"
     " WHERE n.region = $1 AND c.person IS NULL");
STMT_FLAGS(verify_outbox, STMT_SCAN,
     "SELECT o.id FROM outbox o LEFT JOIN message m ON m.region = o.region AND m.id = o.message"
     " WHERE o.region = $1 AND o.message <> 0 AND (m.id IS NULL OR m.channel <> o.channel OR m.target <> o.target)");
STMT(verify_mark, "SELECT seq FROM relay_mark WHERE region = $1");
const struct stmt *const relay_verify_stmts[] = {&verify_counts, &verify_uncounted, &verify_outbox, &verify_mark, NULL};

struct verifying {
	struct core *core;
	struct conn *conn;
	struct buf *out;
	enum lang lang;
	int64_t n;
};

static void finding(struct verifying *v, const char *sentence, int64_t what)
{
	struct buf b;
	buf_init(&b, NULL);
	buf_int(&b, what);
	str args[] = {buf_str(&b)};
	word_fmt(v->out, v->lang, sentence, args, 1);
	buf_byte(v->out, '\n');
	buf_done(&b);
	v->n++;
}

static err each(struct verifying *v, const struct stmt *stmt, bool differs, const char *sentence)
{
	struct rows *r;
	TRY(query(v->conn, stmt, VALS(V_INT(core_region(v->core))), &r));
	while (rows_next(r))
		if (!differs || row_int(r, 1) != row_int(r, 2))
			finding(v, sentence, row_int(r, 0));
	return rows_end(r);
}

static err mark(struct verifying *v, int64_t *ret)
{
	struct rows *r;
	bool found;
	TRY(query_one(v->conn, &verify_mark, VALS(V_INT(core_region(v->core))), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

static err all(struct verifying *v, int64_t *ret_mark)
{
	TRY(each(v, &verify_counts, true, W("the counter of new notices of person {0} is wrong")));
	TRY(each(v, &verify_uncounted, false, W("the counter of new notices of person {0} is wrong")));
	TRY(each(v, &verify_outbox, false, W("the outgoing row {0} belongs to no message")));
	return mark(v, ret_mark);
}

err relay_check(struct core *c, enum lang lang, struct buf *ret_findings, int64_t *ret_n)
{
	struct verifying v = {.core = c, .out = ret_findings, .lang = lang};
	int64_t marked = 0, newest;
	TRY(store_read_begin(core_store(c), &v.conn));
	err e = all(&v, &marked);
	store_read_end(v.conn);
	TRY(e);
	TRY(core_seq(c, &newest)); /* afterwards: it only grows */
	if (marked > newest)
		finding(&v, W("notices were made up to event {0}, which the log does not have"), marked);
	*ret_n = v.n;
	return OK;
}
