/* SPDX-License-Identifier: Apache-2.0 */
/* Cameras as events: written whole, read back for check. */
#include "core/camera.h"

#include "core/core_in.h"
#include "core/told.h"

STMT(camera_version, "SELECT MAX(version) FROM event WHERE region = $1 AND entity = $2 AND entity_id = $3");
STMT_FLAGS(camera_log, STMT_SCAN, "SELECT entity_id, version, effects FROM event WHERE region = $1 AND entity = $2 ORDER BY entity_id, version");
const struct stmt *const core_camera_stmts[] = {&camera_version, &camera_log, NULL};

err camera_event(struct ctx *x, const struct camera_told *t, str action, const struct fact_row *rows, size_t n)
{
	struct commit c;
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &camera_version, VALS(V_INT(x->core->region), V_INT(ENTITY_SUBJECT), V_INT(t->id)), &r, &found));
	if ((found ? row_int(r, 0) : 0) + 1 != t->version)
		return fail(ERR_CONFLICT, "somebody changed this camera meanwhile; look at it again");
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_SUBJECT, t->id, t->version, action, S(""));
	effect_add(p, &(struct effect){.op = EFFECT_CAMERA, .text = {t->name, t->place, t->shown}, .number = {t->subject, t->state},
		.bytes = {t->secrets}, .list = t->stations, .n_list = t->n_stations});
	for (size_t i = 0; i < n; i++)
		commit_op(&c, rows[i].insert ? OP_UPSERT : rows[i].one ? OP_ONE : OP_ANY, rows[i].stmt, rows[i].insert, rows[i].v, rows[i].n);
	err e = ctx_commit(x, &c);
	ctx_refresh(x);
	return e;
}

err cameras_told(struct ctx *x, struct camera_told **ret, size_t *ret_n)
{
	LIST(struct camera_told) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &camera_log, VALS(V_INT(x->core->region), V_INT(ENTITY_SUBJECT)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		int64_t id = row_int(r, 0);
		if (!effects_read(x->arena, row_copy(r, 2, x->arena), &v, &n))
			continue; /* the log's own check says so */
		for (size_t i = 0; i < n; i++) {
			if (v[i].op != EFFECT_CAMERA)
				continue;
			struct camera_told *t = l.n && l.v[l.n - 1].id == id ? &l.v[l.n - 1] : list_push(x->arena, &l);
			*t = (struct camera_told){.id = id, .version = row_int(r, 1), .name = v[i].text[0], .place = v[i].text[1], .shown = v[i].text[2],
				.subject = v[i].number[0], .state = (int)v[i].number[1], .secrets = v[i].bytes[0], .stations = v[i].list, .n_stations = v[i].n_list};
		}
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}
