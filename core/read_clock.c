/* SPDX-License-Identifier: Apache-2.0 */
/* Every clock of every matter with its ledger, for whoever wants to compute its date by
 * another program. Only for the system: it asks nobody's rights. */
#include "core/read_in.h"

#include "base/json.h"

STMT(clock_matters, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT 200");
const struct stmt *const core_read_clock_stmts[] = {&clock_matters, NULL};

typedef LIST(struct clock_row) row_list;

/* Of a matter, or of one of its parts. */
static void add_rows(struct arena *a, row_list *l, const struct matter *m, const struct matter *of)
{
	for (size_t k = 0; k < m->kind->n_clocks; k++)
		if (m->clocks[k].armed)
			*list_push(a, l) = (struct clock_row){of->id, m == of ? 0 : m->id, of->number, m->kind, m->state, &m->kind->clocks[k],
				&m->clocks[k].c, m->clocks[k].due, m->clocks[k].provisional};
}

err clock_rows(struct ctx *x, int64_t *after, struct clock_row **ret, size_t *ret_n)
{
	row_list l = {0};
	LIST(int64_t) ids = {0};
	struct rows *r;
	ours(x->actor.user == 0);
	TRY(ctx_snap(x));
	TRY(query(x->snap, &clock_matters, VALS(V_INT(x->core->region), V_INT(*after)), &r));
	while (rows_next(r))
		*list_push(x->arena, &ids) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < ids.n; i++) {
		struct matter *m = arena_new(x->arena, struct matter);
		bool there;
		TRY(matter_load(x->core, x->snap, x->arena, ids.v[i], m, &there));
		if (there)
			add_rows(x->arena, &l, m, m);
		for (size_t k = 0; there && k < m->parts.n; k++)
			add_rows(x->arena, &l, matter_part_at(m, k), m);
		*after = ids.v[i];
	}
	*ret = l.v;
	*ret_n = l.n;
	if (!ids.n)
		*after = 0;
	return OK;
}

void clock_json(struct json *j, const struct clock *c)
{
	static const char *const units[] = {"working_day", "working_hour", "day", "month", "hour", "minute", "until"};
	static const char *const what[] = {"paused", "extended", "recalculated"};
	struct buf day;
	buf_init(&day, NULL);
	json_key(j, "unit"), json_z(j, units[c->unit]);
	json_key(j, "budget"), json_int(j, c->budget);
	json_key(j, "until");
	if (c->until == DAY_NONE) {
		json_null(j);
	} else {
		day_put(&day, c->until);
		json_str(j, buf_str(&day));
	}
	buf_done(&day);
	json_key(j, "roll"), json_bool(j, c->roll);
	json_key(j, "start_ms"), json_int(j, c->start);
	clock_json_ms(j, "stopped_ms", c->stopped);
	json_key(j, "ledger"), json_open(j, '[');
	for (size_t i = 0; i < c->n_ledger; i++) {
		const struct clock_entry *e = &c->ledger[i];
		json_open(j, '{');
		json_key(j, "what"), json_z(j, what[e->what]);
		json_key(j, "from_ms"), json_int(j, e->from);
		clock_json_ms(j, "to_ms", e->to);
		json_key(j, "by"), json_int(j, e->by);
		json_key(j, "note"), json_str(j, e->note.p ? e->note : S(""));
		json_key(j, "asked_by"), json_id(j, e->asked_by);
		json_key(j, "granted_by"), json_id(j, e->granted_by);
		json_close(j);
	}
	json_close(j);
}

void clock_json_ms(struct json *j, const char *key, ms_t at)
{
	json_key(j, key);
	if (at == MS_NONE)
		json_null(j);
	else
		json_int(j, at);
}
