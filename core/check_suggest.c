/* SPDX-License-Identifier: Apache-2.0 */
/* What was learned for suggestions: whole, as its digest says, and only the newest of each field. */
#include "core/check_in.h"

STMT_FLAGS(suggest_models, STMT_SCAN, "SELECT kind, field, version, digest, model FROM suggest_model WHERE region = $1 ORDER BY kind, field, version DESC");
const struct stmt *const core_check_suggest_stmts[] = {&suggest_models, NULL};

err check_suggest(struct checking *k)
{
	struct rows *r;
	str kind = S(""), field = S("");
	TRY(query(k->x.snap, &suggest_models, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		struct digest d;
		str bytes = row_text(r, 4);
		bool older = str_eq(row_text(r, 0), kind) && str_eq(row_text(r, 1), field);
		kind = row_copy(r, 0, &k->arena);
		field = row_copy(r, 1, &k->arena);
		hash_bytes(HASH_SHA256, bytes.p, bytes.n, &d);
		if (older ? bytes.n > 0 : !str_eq(row_text(r, 3), (str){(const char *)d.b, sizeof d.b}))
			finding(k, W("what was learned for suggestions of {0} is not what was stored; learn it again with `luoshi suggest`"), field, S(""));
	}
	return rows_end(r);
}
