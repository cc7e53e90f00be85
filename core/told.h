/* SPDX-License-Identifier: Apache-2.0 */
/* told: what relay needs of the record: events of matters after a seq, whom they
 * concern, what one person may hear of a matter now, and facts that a person or the
 * district keeps (choices, a mail address, a robot) as events.
 *
 * Nothing here goes round `see`: told_people gives only people whose roles the kind lets
 * see the matter and whom no denial keeps out. */
#ifndef LUOSHI_TOLD_H
#define LUOSHI_TOLD_H

#include "core/core.h"

/* ---- the house --------------------------------------------------------------------- */
struct store *core_store(struct core *);
int64_t core_region(const struct core *);
const struct pack *const *core_packs(const struct core *); /* NULL-terminated */
const struct zone *core_zone(const struct core *);
const struct time_source *core_time(const struct core *);
/* A setting of type int in force today, else its default; the pack must declare it. */
int64_t core_setting(struct core *, const char *pack, const char *name);
/* The reader's snapshot of this ctx, opened when there is none. */
err ctx_conn(struct ctx *, struct conn **ret) must_check;
/* Who a person is now; ERR_NOTFOUND when gone or not active. */
err actor_of_person(struct ctx *, int64_t person, struct actor *ret) must_check;
/* Short name; empty when there is none. */
str unit_name(struct ctx *, int64_t unit);

/* ---- the log after seq n ------------------------------------------------------------ */
struct told_event {
	int64_t seq, id, matter, actor, unit; /* actor 0: the system */
	ms_t at;
	const struct kind *kind;
	int64_t part;                /* on which part (分项) it was taken; 0: the matter itself */
	str what;                    /* the action as the log has it: remind, assignment.sign */
	const struct action *action; /* NULL: time passed, or what no pack declares */
	enum light turned;           /* the light it turned to; LIGHT_NONE: it did not turn */
};
/* Events of matters with seq > after among the next 200 events; *ret_last is the seq
 * of the last one looked at (after, when there are none). */
err told_after(struct ctx *, int64_t after, struct told_event **ret, size_t *ret_n, int64_t *ret_last) must_check;
/* The active people who hold one of these roles towards the matter (or this part of it) and
 * may see it. */
err told_people(struct ctx *, int64_t matter, int64_t part, role_set, struct person **ret, size_t *ret_n) must_check;
/* Who follows a matter; whether each may still see it is for the caller to ask (told_brief). */
err told_watchers(struct ctx *, int64_t matter, int64_t **ret_people, size_t *ret_n) must_check;
/* What an action is called afterwards (交办); empty: the kind has none of that name. */
str told_done(const struct kind *, str what, enum lang);
/* What the ctx's actor may hear of it now; ERR_NOTFOUND when nothing. */
struct told_brief {
	str number, title;
	const struct kind *kind;
	enum light light;
	ms_t due; /* MS_NONE */
};
err told_brief(struct ctx *, int64_t matter, struct told_brief *ret) must_check;
/* May it be said to a whole unit (a group of its people)? Only when some of them see it
 * and no denial concerns the unit or anybody in it or below. The ctx is the system's. */
err told_unit(struct ctx *, int64_t matter, int64_t unit, bool *ret) must_check;

/* ---- facts ----------------------------------------------------------------------------- */
struct fact { /* sealed: only its commitment stands in the event's effects */
	str name, value;
	bool sealed;
};
struct fact_row { /* a row of the caller's own table, in the same transaction */
	const struct stmt *stmt, *insert; /* insert: when stmt changed nothing, with the same values */
	struct val v[12];
	size_t n;
	bool one; /* must change a row, else ERR_CONFLICT */
};
/* One event of the ctx's own person, with the rows. */
err fact_of_person(struct ctx *, str action, const struct fact *, size_t n, const struct fact_row *, size_t n_rows) must_check;
/* One event of a thing that the district set up: `owner`, an id of the caller's. Sealed
 * values stand under its key, which is made when there is none. */
err fact_of_district(struct ctx *, str action, int64_t owner, const struct fact *, size_t n, const struct fact_row *, size_t n_rows) must_check;
/* Values for a column of the caller's, sealed under the key of the owner. */
err facts_seal(struct ctx *, int64_t owner, const struct fact *, size_t n, str *ret) must_check;
/* What the events of the district under that action said, by owner, of each the newest last. Only for the
 * system itself (checks). */
struct fact_said {
	int64_t owner;
	struct fact *v;
	size_t n;
};
err facts_said(struct ctx *, str action, struct fact_said **ret, size_t *ret_n) must_check;
/* n 0 when the key was erased. */
err facts_open(struct ctx *, int64_t owner, str sealed, struct fact **ret, size_t *ret_n) must_check;

#endif
