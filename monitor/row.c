/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share when they read and write rows (monitor_in.h). */
#include "monitor/monitor_in.h"

str decimal(struct arena *a, int64_t v)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, v);
	return buf_str(&b);
}

err id_of_name(struct ctx *x, const struct stmt *by_name, str name, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, by_name, VALS(V_INT(core_region(x->core)), V_TEXT(name)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}
