/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of the calendars are those their events loaded; every running clock has the
 * date that its calendar gives it, unless a walk is still to be done. */
#include "core/calendar_in.h"
#include "core/check_in.h"

#include <string.h>

STMT(calendar_events, "SELECT entity_id, version, effects FROM event WHERE region = $1 AND entity = 9 ORDER BY entity_id, version");
STMT_FLAGS(count_lines, STMT_SCAN, "SELECT COUNT(*) FROM calendar_line WHERE region = $1");
STMT_FLAGS(count_calendars, STMT_SCAN, "SELECT COUNT(*) FROM calendar WHERE region = $1");
STMT_FLAGS(count_spans, STMT_SCAN, "SELECT COUNT(*) FROM clock_span WHERE region = $1");
STMT(span_row, "SELECT since, until FROM clock_span WHERE region = $1 AND matter = $2");
const struct stmt *const core_check_calendar_stmts[] = {&calendar_events, &count_lines, &count_calendars, &count_spans, &span_row, NULL};

struct fold {
	LIST(struct calendar_row) rows;
	LIST(struct named_calendar) names;
};

static void fold_line(struct checking *k, struct fold *f, int64_t calendar, const struct calendar_line *l)
{
	for (size_t i = 0; i < f->rows.n; i++) {
		struct calendar_row *r = &f->rows.v[i];
		if (r->calendar == calendar && r->line.sort == l->sort && r->line.day == l->day) {
			r->line = *l;
			return;
		}
	}
	*list_push(&k->arena, &f->rows) = (struct calendar_row){calendar, *l};
}

static void fold_name(struct checking *k, struct fold *f, const struct named_calendar *n)
{
	for (size_t i = 0; i < f->names.n; i++)
		if (f->names.v[i].id == n->id) {
			f->names.v[i] = *n;
			return;
		}
	*list_push(&k->arena, &f->names) = *n;
}

static bool fold_event(struct checking *k, struct fold *f, struct rows *r)
{
	struct effect *v;
	size_t n, n_lines;
	struct calendar_line *lines;
	if (!effects_read(&k->arena, row_copy(r, 2, &k->arena), &v, &n) || n != 1 || v[0].op != EFFECT_CALENDAR)
		return false;
	fold_name(k, f, &(struct named_calendar){.id = row_int(r, 0), .version = row_int(r, 1), .name = v[0].text[0], .label = v[0].text[1]});
	for (size_t i = 0; i < v[0].n_list; i++) {
		if (calendar_read(&k->arena, v[0].list[i], S("event"), &lines, &n_lines) != OK || !n_lines)
			return false;
		fold_line(k, f, row_int(r, 0), &lines[0]);
	}
	return true;
}

static bool same_line(const struct calendar_row *a, const struct calendar_row *b)
{
	return a->calendar == b->calendar && a->line.sort == b->line.sort && a->line.day == b->line.day && a->line.work == b->line.work &&
	       str_eq(a->line.name, b->line.name) && str_eq(a->line.source, b->line.source);
}

static void compare(struct checking *k, const struct fold *f)
{
	const struct calendars *s = k->x.calendars;
	for (size_t i = 0; i < f->rows.n; i++) {
		bool found = false;
		for (size_t j = 0; j < s->rows.n && !found; j++)
			found = same_line(&f->rows.v[i], &s->rows.v[j]);
		if (!found)
			finding_number(k, W("a line of the calendar {0} is not what its events say"), f->rows.v[i].calendar, S(""));
	}
	for (size_t i = 0; i < f->names.n; i++) {
		const struct named_calendar *n = &f->names.v[i], *is = calendars_find(s, n->name);
		if (!is || is->id != n->id || is->version != n->version || !str_eq(is->label, n->label))
			finding_number(k, W("the calendar {0} is not what its events say"), n->id, S(""));
	}
}

static err same_count(struct checking *k, const struct stmt *stmt, int64_t want, const char *table)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != want)
		finding(k, W("the table {0} has rows that no event accounts for"), str_of(table), S(""));
	return OK;
}

err check_calendars(struct checking *k)
{
	struct fold f = {0};
	struct rows *r;
	bool pending;
	TRY(clocks_pending(&k->x, &pending));
	k->settled = !pending;
	TRY(query(k->x.snap, &calendar_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r))
		if (!fold_event(k, &f, r))
			finding_number(k, W("the calendar {0} is not what its events say"), row_int(r, 0), S(""));
	TRY(rows_end(r));
	compare(k, &f);
	TRY(same_count(k, &count_lines, (int64_t)f.rows.n, "calendar_line"));
	return same_count(k, &count_calendars, (int64_t)f.names.n, "calendar");
}

err check_spans(struct checking *k)
{
	return k->settled ? same_count(k, &count_spans, k->span_rows, "clock_span") : OK;
}

/* ---- the clocks of one matter ------------------------------------------------------------ */
static err check_span(struct checking *k, const struct matter *m)
{
	struct clock_span s;
	struct rows *r;
	bool found, has = matter_clock_span(m, &s);
	TRY(query_one(k->x.snap, &span_row, VALS(V_INT(k->core->region), V_INT(m->id)), &r, &found));
	if (found != has || (has && (row_int(r, 0) != s.since || row_int(r, 1) != s.until)))
		finding(k, W("the matter {0} cannot be found when a calendar changes"), m->number, S(""));
	k->span_rows += has;
	return OK;
}

/* Of the matter or of one of its parts. */
static void check_dates(struct checking *k, const struct matter *m, const struct matter *h)
{
	for (size_t i = 0; i < h->kind->n_clocks; i++) {
		struct matter_clock c = h->clocks[i];
		if (c.armed && c.c.stopped == MS_NONE && clock_again(&k->x, &h->kind->clocks[i], &c, S("")))
			finding(k, W("a clock of the matter {0} has not the date its calendar gives it: {1}"), m->number, h->kind->clocks[i].name);
	}
}

err check_clocks(struct checking *k, const struct matter *m)
{
	if (!k->settled)
		return OK;
	check_dates(k, m, m);
	for (size_t i = 0; i < m->parts.n; i++)
		check_dates(k, m, m->parts.v[i]);
	return check_span(k, m);
}
