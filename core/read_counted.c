/* SPDX-License-Identifier: Apache-2.0 */
/* What the record itself knows of an indicator: how many matters of a kind were opened. */
#include "core/core_in.h"
#include "core/measure_in.h"
#include "core/told.h"

STMT(counted_by_unit, "SELECT lead, COUNT(*) FROM matter WHERE region = $1 AND kind = $2 AND opened >= $3 AND opened < $4 GROUP BY lead ORDER BY lead");
const struct stmt *const core_read_counted_stmts[] = {&counted_by_unit, NULL};

err matters_counted(struct ctx *x, const struct indicator *i, day_t from, day_t to, struct counted_unit **ret, size_t *ret_n)
{
	LIST(struct counted_unit) l = {0};
	const struct zone *z = x->core->zone;
	struct conn *conn;
	struct rows *r;
	if (!values_may_put(x, i))
		return fail(ERR_DENIED, "values of {0} are entered by the statistics office or by {1}; ask them", words2_in(&i->label, x->actor.lang),
			    i->duty_unit.n ? i->duty_unit : S("—"));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &counted_by_unit, VALS(V_INT(core_region(x->core)), V_TEXT(i->counts), V_INT(zone_at(z, from, 0)), V_INT(zone_at(z, to + 1, 0))), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct counted_unit){row_int(r, 0), row_int(r, 1)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}
