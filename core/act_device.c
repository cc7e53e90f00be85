/* SPDX-License-Identifier: Apache-2.0 */
/* Devices as events: written whole, read back for check. */
#include "core/device_in.h"

STMT_FLAGS(device_log, STMT_SCAN, "SELECT entity_id, version, effects FROM event WHERE region = $1 AND entity = $2 ORDER BY entity_id, version");
const struct stmt *const core_device_stmts[] = {&device_log, NULL};

err device_write(struct ctx *x, const struct device_change *d, const struct fact_row *rows, size_t n)
{
	struct commit c;
	int64_t version;
	TRY(entity_version(x, d->entity, d->id, &version));
	if (version + 1 != d->version)
		return fail(ERR_CONFLICT, d->stale);
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, d->entity, d->id, d->version, d->action, S(""));
	for (size_t i = 0; i < d->n_effects; i++)
		effect_add(p, &d->effects[i]);
	commit_rows(&c, rows, n);
	err e = ctx_commit(x, &c);
	ctx_refresh(x);
	return e;
}

err device_log_read(struct ctx *x, enum entity entity, device_hear *hear, void *arg)
{
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &device_log, VALS(V_INT(x->core->region), V_INT(entity)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		if (!effects_read(x->arena, row_copy(r, 2, x->arena), &v, &n))
			continue; /* the log's own check says so */
		for (size_t i = 0; i < n; i++)
			hear(arg, row_int(r, 0), row_int(r, 1), &v[i]);
	}
	return rows_end(r);
}
