/* SPDX-License-Identifier: Apache-2.0 */
/* What the log says of people's own work: who acted on which matter, who is away and who acts
 * for whom, whose calendar has which secret. Derived again and held against the tables. */
#include "core/check_in.h"

#include <string.h>

STMT_FLAGS(people_events, STMT_SCAN,
     "SELECT entity_id, effects FROM event WHERE region = $1 AND entity = 6 ORDER BY entity_id, version");
STMT(absence_one, "SELECT colleague, first_day, last_day, away FROM absence WHERE region = $1 AND person = $2 AND id = $3");
STMT_FLAGS(absence_count, STMT_SCAN, "SELECT COUNT(*) FROM absence WHERE region = $1");
STMT(feed_key_one, "SELECT digest FROM calendar_key WHERE region = $1 AND person = $2");
STMT_FLAGS(feed_key_count, STMT_SCAN, "SELECT COUNT(*) FROM calendar_key WHERE region = $1");
STMT(acted_one, "SELECT closed, rank FROM acted WHERE region = $1 AND matter = $2 AND person = $3");
STMT_FLAGS(acted_count, STMT_SCAN, "SELECT COUNT(*) FROM acted WHERE region = $1");
const struct stmt *const core_check_mine_stmts[] = {&people_events, &absence_one, &absence_count, &feed_key_one, &feed_key_count,
	&acted_one, &acted_count, NULL};

/* ---- who acted on a matter ------------------------------------------------------------------ */
static void gather(struct checking *k, int64_t person)
{
	for (size_t i = 0; i < k->acted.n; i++)
		if (k->acted.v[i] == person)
			return;
	if (person)
		*list_push(&k->arena, &k->acted) = person;
}

void acted_gather(struct checking *k, const struct event *e, const struct effect *v, size_t n)
{
	if (e->version == 1)
		k->acted.n = 0;
	gather(k, e->actor);
	for (size_t i = 0; i < n; i++)
		if (v[i].op == EFFECT_BEHALF)
			gather(k, v[i].number[0]);
}

err check_acted(struct checking *k, const struct matter *m)
{
	struct rows *r;
	bool found;
	for (size_t i = 0; i < k->acted.n; i++) {
		TRY(query_one(k->x.snap, &acted_one, VALS(V_INT(k->core->region), V_INT(m->id), V_INT(k->acted.v[i])), &r, &found));
		if (!found || row_int(r, 0) != m->kind->states[m->state].closed || row_int(r, 1) != matter_rank(m))
			finding(k, W("the matter {0} is listed wrongly among what somebody acted on"), m->number, S(""));
	}
	k->acted_rows += (int64_t)k->acted.n;
	k->acted.n = 0;
	return OK;
}

static err check_count(struct checking *k, const struct stmt *stmt, int64_t want, const char *table)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != want)
		finding(k, W("the table {0} has rows that no event accounts for"), str_of(table), S(""));
	return OK;
}

err check_acted_count(struct checking *k)
{
	return check_count(k, &acted_count, k->acted_rows, "acted");
}

/* ---- absences and calendars --------------------------------------------------------------------- */
struct of_people {
	LIST(struct absence) absences;
	LIST(struct calendar_of { int64_t person; str digest; }) calendars;
};

static void fold_absence(struct checking *k, struct of_people *o, int64_t person, const struct effect *f)
{
	const struct absence a = {.id = f->number[0], .person = person, .colleague = f->number[1], .first = (day_t)f->number[2],
		.last = (day_t)f->number[3], .away = f->text[0].n > 0};
	for (size_t i = 0; i < o->absences.n; i++)
		if (o->absences.v[i].id == a.id && o->absences.v[i].person == person) {
			o->absences.v[i] = a;
			return;
		}
	*list_push(&k->arena, &o->absences) = a;
}

static void fold_calendar(struct checking *k, struct of_people *o, int64_t person, str digest)
{
	size_t i = 0;
	while (i < o->calendars.n && o->calendars.v[i].person != person)
		i++;
	if (i == o->calendars.n)
		list_push(&k->arena, &o->calendars);
	o->calendars.v[i] = (struct calendar_of){person, str_dup(&k->arena, digest)};
}

static err fold(struct checking *k, struct of_people *o)
{
	struct rows *r;
	TRY(query(k->x.snap, &people_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n = 0;
		int64_t person = row_int(r, 0);
		if (!effects_read(k->x.arena, row_text(r, 1), &v, &n))
			finding_number(k, W("an event of the person {0} has effects that cannot be applied"), person, S(""));
		for (size_t i = 0; i < n; i++)
			if (v[i].op == EFFECT_ABSENCE)
				fold_absence(k, o, person, &v[i]);
			else if (v[i].op == EFFECT_VALUE && str_eq(v[i].text[0], S("calendar")))
				fold_calendar(k, o, person, v[i].text[1]);
		arena_reset(&k->scratch);
	}
	return rows_end(r);
}

static err check_absences(struct checking *k, const struct of_people *o)
{
	struct rows *r;
	bool found;
	for (size_t i = 0; i < o->absences.n; i++) {
		const struct absence *a = &o->absences.v[i];
		TRY(query_one(k->x.snap, &absence_one, VALS(V_INT(k->core->region), V_INT(a->person), V_INT(a->id)), &r, &found));
		if (!found || row_int(r, 0) != a->colleague || row_int(r, 1) != a->first || row_int(r, 2) != a->last || row_int(r, 3) != a->away)
			finding_number(k, W("a delegation or leave of the person {0} is not what the events say"), a->person, S(""));
	}
	return check_count(k, &absence_count, (int64_t)o->absences.n, "absence");
}

static err check_feeds(struct checking *k, const struct of_people *o)
{
	struct rows *r;
	bool found;
	int64_t want = 0;
	for (size_t i = 0; i < o->calendars.n; i++) {
		struct buf hex;
		const struct calendar_of *c = &o->calendars.v[i];
		TRY(query_one(k->x.snap, &feed_key_one, VALS(V_INT(k->core->region), V_INT(c->person)), &r, &found));
		buf_init(&hex, &k->arena);
		if (found)
			hex_put(&hex, row_text(r, 0).p, row_text(r, 0).n);
		if (!str_eq(buf_str(&hex), c->digest))
			finding_number(k, W("the calendar of the person {0} is not what the events say"), c->person, S(""));
		want += c->digest.n > 0;
	}
	return check_count(k, &feed_key_count, want, "calendar_key");
}

err check_mine(struct checking *k)
{
	struct of_people o = {0};
	TRY(fold(k, &o));
	TRY(check_absences(k, &o));
	return check_feeds(k, &o);
}
