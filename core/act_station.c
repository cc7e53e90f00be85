/* SPDX-License-Identifier: Apache-2.0 */
/* Stations as events: written whole, read back for check. */
#include "core/station.h"

#include "core/core_in.h"

STMT(station_version, "SELECT MAX(version) FROM event WHERE region = $1 AND entity = $2 AND entity_id = $3");
STMT_FLAGS(station_log, STMT_SCAN, "SELECT entity_id, version, effects FROM event WHERE region = $1 AND entity = $2 ORDER BY entity_id, version");
const struct stmt *const core_station_stmts[] = {&station_version, &station_log, NULL};

err station_event(struct ctx *x, const struct station_told *s, str action, const struct fact_row *rows, size_t n)
{
	struct commit c;
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &station_version, VALS(V_INT(x->core->region), V_INT(ENTITY_STATION), V_INT(s->id)), &r, &found));
	if ((found ? row_int(r, 0) : 0) + 1 != s->version)
		return fail(ERR_CONFLICT, "somebody changed this station meanwhile; look at it again");
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_STATION, s->id, s->version, action, S(""));
	effect_add(p, &(struct effect){.op = EFFECT_STATION, .text = {s->mn, s->name}, .number = {s->subject, s->crc, s->state}, .bytes = {s->secrets}});
	if (s->watch.p)
		effect_add(p, &(struct effect){.op = EFFECT_WATCH, .text = {s->watch}});
	for (size_t i = 0; i < n; i++)
		commit_op(&c, rows[i].insert ? OP_UPSERT : rows[i].one ? OP_ONE : OP_ANY, rows[i].stmt, rows[i].insert, rows[i].v, rows[i].n);
	err e = ctx_commit(x, &c);
	ctx_refresh(x);
	return e;
}

err stations_told(struct ctx *x, struct station_told **ret, size_t *ret_n)
{
	LIST(struct station_told) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &station_log, VALS(V_INT(x->core->region), V_INT(ENTITY_STATION)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		int64_t id = row_int(r, 0);
		if (!effects_read(x->arena, row_copy(r, 2, x->arena), &v, &n))
			continue; /* the log's own check says so */
		for (size_t i = 0; i < n; i++) {
			struct station_told *s = l.n && l.v[l.n - 1].id == id ? &l.v[l.n - 1] : NULL;
			if (v[i].op == EFFECT_WATCH && s)
				s->watch = v[i].text[0];
			if (v[i].op != EFFECT_STATION)
				continue;
			str watch = s ? s->watch : STR_NONE;
			if (!s)
				s = list_push(x->arena, &l);
			*s = (struct station_told){.watch = watch,.id = id, .version = row_int(r, 1), .mn = v[i].text[0], .name = v[i].text[1], .subject = v[i].number[0],
				.crc = (int)v[i].number[1], .state = (int)v[i].number[2], .secrets = v[i].bytes[0]};
		}
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}
