/* SPDX-License-Identifier: Apache-2.0 */
/* Every clock of every matter with its ledger, for whoever wants to compute its date by
 * another program. Only for the system: it asks nobody's rights. */
#include "core/read_in.h"

#include "base/json.h"

STMT(clock_matters, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT 200");
const struct stmt *const core_read_clock_stmts[] = {&clock_matters, NULL};

struct row_list {
	struct clock_row *v;
	size_t n, cap;
};

static struct clock_row row_of(struct ctx *x, const struct matter *m, const struct matter *part, size_t i)
{
	const struct matter *of = part ? part : m;
	const struct matter_clock *k = &of->clocks[i];
	const struct clock_place place = ctx_place(x, &of->kind->clocks[i]);
	struct clock_run run;
	struct clock_state s;
	clock_run_make(x->arena, &place, &k->c, &run);
	clock_at(&run, x->now, &s);
	/* one that stopped keeps the date that the calendar of its day gave it */
	ms_t at = k->c.stopped == MS_NONE ? x->now : k->c.stopped;
	return (struct clock_row){m->id, part ? part->id : 0, m->number, of->kind, of->state, &of->kind->clocks[i], &k->c, k->due, k->provisional,
		k->due != MS_NONE && k->due < at, s.left};
}

static void rows_add(struct ctx *x, struct row_list *l, const struct matter *m, const struct matter *part)
{
	const struct matter *of = part ? part : m;
	for (size_t i = 0; i < of->kind->n_clocks; i++)
		if (of->clocks[i].armed)
			*list_push(x->arena, l) = row_of(x, m, part, i);
}

err clock_rows(struct ctx *x, int64_t *after, struct clock_row **ret, size_t *ret_n)
{
	struct row_list l = {0};
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
			rows_add(x, &l, m, NULL);
		for (size_t k = 0; there && k < m->parts.n; k++)
			rows_add(x, &l, m, matter_part_at(m, k));
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

void clock_row_json(struct json *j, const struct clock_row *r)
{
	json_open(j, '{');
	json_key(j, "matter"), json_id(j, r->matter);
	json_key(j, "part"), json_id(j, r->part);
	json_key(j, "number"), json_str(j, r->number);
	json_key(j, "kind"), json_str(j, r->kind->name);
	json_key(j, "state"), json_str(j, r->kind->states[r->state].name);
	json_key(j, "clock"), json_str(j, r->decl->name);
	json_key(j, "main"), json_bool(j, r->decl->main);
	json_key(j, "calendar"), json_str(j, r->decl->calendar.p ? r->decl->calendar : S(""));
	clock_json(j, r->clock);
	clock_json_ms(j, "due_ms", r->due);
	json_key(j, "provisional"), json_bool(j, r->provisional);
	json_key(j, "left");
	if (r->clock->stopped == MS_NONE)
		json_int(j, r->left);
	else
		json_null(j);
	json_key(j, "overdue"), json_bool(j, r->overdue);
	json_close(j);
}
