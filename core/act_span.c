/* SPDX-License-Identifier: Apache-2.0 */
/* From when to when running clocks of a matter reach: a change of the calendar finds by it
 * whom it may concern. */
#include "core/calendar_in.h"

STMT(span_update, "UPDATE clock_span SET since = $3, until = $4 WHERE region = $1 AND matter = $2");
STMT(span_insert, "INSERT INTO clock_span(region, matter, since, until) VALUES($1, $2, $3, $4)");
STMT(span_delete, "DELETE FROM clock_span WHERE region = $1 AND matter = $2");
const struct stmt *const core_span_stmts[] = {&span_update, &span_insert, &span_delete, NULL};

/* Of a matter or of one of its parts. */
static void span_widen(const struct matter *h, struct clock_span *s)
{
	for (size_t i = 0; i < h->kind->n_clocks; i++) {
		const struct matter_clock *k = &h->clocks[i];
		if (!k->armed || k->c.stopped != MS_NONE || k->c.unit == CU_HOUR || k->c.unit == CU_MINUTE)
			continue;
		ms_t until = k->due == MS_NONE ? NEVER : k->due;
		s->since = k->c.start < s->since ? k->c.start : s->since;
		s->until = until > s->until ? until : s->until;
	}
}

bool matter_clock_span(const struct matter *m, struct clock_span *ret)
{
	struct clock_span s = {.since = NEVER, .until = INT64_MIN};
	span_widen(m, &s);
	for (size_t i = 0; i < m->parts.n; i++)
		span_widen(m->parts.v[i], &s);
	*ret = s;
	return s.since != NEVER;
}

void span_ops(struct commit *c, const struct matter *old, const struct matter *new)
{
	struct clock_span was = {0}, is;
	bool had = old && matter_clock_span(old, &was), has = matter_clock_span(new, &is);
	int64_t region = c->core->region;
	if (had && !has)
		commit_op(c, OP_ANY, &span_delete, NULL, VALS(V_INT(region), V_INT(new->id)));
	else if (has && (!had || was.since != is.since || was.until != is.until))
		commit_op(c, OP_UPSERT, &span_update, &span_insert, VALS(V_INT(region), V_INT(new->id), V_INT(is.since), V_INT(is.until)));
}
