/* SPDX-License-Identifier: Apache-2.0 */
/* Units that change with a day (机构变更): renamed, moved, merged, split, closed
 * (docs/decisions/units.md). By the system administrator.
 *
 *     unit_preview -> unit_change: today at once, or kept until its day -> units_due
 *
 * One transaction: the unit, what stood under it, its people, its open matters, each with an
 * event that says why. The unit that ends stays readable below the one that took over. */
#ifndef LUOSHI_UNIT_CHANGE_H
#define LUOSHI_UNIT_CHANGE_H

#include "base/day.h"
#include "base/words.h"

struct core;
struct ctx;

enum unit_change_sort { UNIT_RENAME, UNIT_MOVE, UNIT_MERGE, UNIT_SPLIT, UNIT_CLOSE, UNIT_CHANGES };
extern const char *const unit_change_names[UNIT_CHANGES]; /* rename, move, merge, split, close */
struct unit_change {
	enum unit_change_sort sort;
	int64_t unit;
	const int64_t *others;   /* merge: units that go together with it */
	size_t n_others;
	int64_t heir;            /* merge: who takes over; 0: a new unit. close: 0 when nothing is left to take over */
	str name, short_name;    /* rename; the new unit of a merge or a split */
	int64_t parent;          /* move; of a new unit. 0: top */
	int order;               /* move; of a new unit; -1: as it was, or as the unit */
	const int64_t *matters;  /* split: open matters that go to the new unit; the others stay */
	size_t n_matters;
	const int64_t *people;   /* split: people who go */
	size_t n_people;
	day_t from;              /* today or later */
	str reason, source;      /* source: the document that decided it (文号、标题) */
};
/* *ret_new: the unit that was made; 0: none. ERR_INPUT with the sentence; ERR_CONFLICT after
 * five tries while others act on the same matters. */
err unit_change(struct ctx *, const struct unit_change *, int64_t *ret_new) must_check;

#define UNIT_LISTED 200
struct unit_matter { /* for the administrator: never what it is about */
	int64_t id;
	str number;
	struct words2 kind;
};
struct unit_preview {
	int64_t open, parts, closed, people, below; /* open: matters that change hands; below: units that move along */
	struct unit_matter *v; /* the first of the open ones; of a split those that could go */
	size_t n;
};
/* What it would concern, decided as it would be and not written. */
err unit_preview(struct ctx *, const struct unit_change *, struct unit_preview *ret) must_check;
/* Open matters of the unit by their numbers, as written in a list; ERR_INPUT names one that is not its. */
err unit_matters_named(struct ctx *, int64_t unit, str numbers, int64_t **ret, size_t *ret_n) must_check;

/* Who it is, what it was, what became of it, what is to come. */
struct unit_name {
	ms_t until;
	str name, short_name;
};
struct unit_event {
	ms_t at;
	str by, action, reason, source, detail; /* action: rename, …, add, enable, disable; detail: as it stood afterwards */
};
struct unit_coming {
	int64_t id, unit;
	enum unit_change_sort sort;
	day_t from;
	str reason, source, detail, fault; /* fault: why it could not be carried out on its day */
};
struct unit_story {
	struct unit_name *names; /* newest first; not the present one */
	size_t n_names;
	struct unit_event *events; /* newest first */
	size_t n_events;
	struct unit_coming *coming;
	size_t n_coming;
	int64_t people, below; /* active ones directly in it; units in use directly below */
};
err unit_story(struct ctx *, int64_t unit, struct unit_story *ret) must_check;
err unit_coming_list(struct ctx *, struct unit_coming **ret, size_t *ret_n) must_check; /* of all, soonest first */
err unit_withdraw(struct ctx *, int64_t id, str reason) must_check; /* a change that is to come */
/* The daily trip: changes whose day has come. One that fails is kept with its sentence and
 * tried again the next day. */
err units_due(struct core *, struct arena *, int64_t *ret_done) must_check;

#endif
