/* SPDX-License-Identifier: Apache-2.0 */
/* Months of requests that are kept: bytes with their digest, once, and the event that names both. */
#include "core/request_rates_in.h"
#include "core/told.h"

#include <string.h>

STMT(month_find, "SELECT month, at, person, digest, body FROM request_month WHERE region = $1 AND month = $2");
STMT(month_list, "SELECT month, at, person, digest FROM request_month WHERE region = $1 ORDER BY month DESC LIMIT 600");
STMT(month_put, "INSERT INTO request_month(region, month, at, person, digest, body) VALUES($1, $2, $3, $4, $5, $6)");
const struct stmt *const core_request_month_stmts[] = {&month_find, &month_list, &month_put, NULL};

bool request_month_may_keep(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & (1u << DUTY_INTAKE | 1u << DUTY_SUPERVISION));
}

static void row_month(struct rows *r, struct request_month *m)
{
	str digest = row_text(r, 3);
	*m = (struct request_month){.month = (int)row_int(r, 0), .at = row_int(r, 1), .person = row_int(r, 2)};
	if (digest.n == sizeof m->digest.b)
		memcpy(m->digest.b, digest.p, digest.n);
}

err request_month_find(struct ctx *x, int month, struct request_month *ret)
{
	struct request_month m;
	struct digest is;
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &month_find, VALS(V_INT(x->core->region), V_INT(month)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "this month has not been kept");
	row_month(r, &m);
	m.body = row_copy(r, 4, x->arena);
	hash_bytes(HASH_SHA256, m.body.p, m.body.n, &is);
	if (memcmp(is.b, m.digest.b, sizeof is.b) != 0)
		return fail(ERR_IO, "what was kept of the month {0} has been changed; run `luoshi check`", month_text(x->arena, month));
	*ret = m;
	return OK;
}

err request_month_list(struct ctx *x, struct request_month **ret, size_t *ret_n)
{
	LIST(struct request_month) v = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &month_list, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r))
		row_month(r, list_push(x->arena, &v));
	*ret = v.v;
	*ret_n = v.n;
	return rows_end(r);
}

err request_month_keep(struct ctx *x, int month, str body)
{
	struct request_month there;
	struct digest d;
	struct buf hex;
	if (!request_month_may_keep(x))
		return fail(ERR_DENIED, "a month is kept by the request centre or the supervision office");
	if (month >= month_of_day(ctx_today(x)))
		return fail(ERR_INPUT, "the month is not over yet; it is kept when it has ended");
	err e = request_month_find(x, month, &there);
	if (e == OK)
		return fail(ERR_CONFLICT, "the month {0} has been kept already; what changed since stands in the next one", month_text(x->arena, month));
	if (e != ERR_NOTFOUND)
		return e;
	hash_bytes(HASH_SHA256, body.p, body.n, &d);
	buf_init(&hex, x->arena);
	hex_put(&hex, d.b, sizeof d.b);
	const struct fact facts[] = {{.name = S("request_month"), .value = month_text(x->arena, month)}, {.name = S("digest"), .value = buf_str(&hex)}};
	const struct fact_row row = {.stmt = &month_put, .n = 6, .one = true,
		.v = {V_INT(x->core->region), V_INT(month), V_INT(x->now), V_INT(x->actor.user), V_BLOB(((str){(const char *)d.b, sizeof d.b})), V_BLOB(body)}};
	return fact_of_district(x, S("keep_requests"), month, facts, COUNT_OF(facts), &row, 1);
}
