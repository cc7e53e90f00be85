/* SPDX-License-Identifier: Apache-2.0 */
/* ballot (评议投票): rounds in which invited people grade or rank, without a name. docs/decisions/ballots.md.
 *
 *     ballot_defaults -> ballot_open -> ballot_answer (each once) -> ballot_close -> ballot_result
 *
 * Who has answered is on record; what was answered is only counted: a box for each group holds how many
 * said what, sealed. There is no row of one answer anywhere, so nothing can be joined with a person. Before a
 * round is closed nobody reads a box, and it is closed once. A group with fewer answers than `least` counts
 * nowhere, so that it cannot be found by a difference. */
#ifndef LUOSHI_BALLOT_H
#define LUOSHI_BALLOT_H

#include "core/core.h"

extern const struct module *const ballot_modules[]; /* NULL-terminated, behind core's */

#define BALLOT_GROUPS_MOST 8
#define BALLOT_SUBJECTS_MOST 60
#define BALLOT_ITEMS_MOST 20
#define BALLOT_GRADES_MOST 8
#define BALLOT_PEOPLE_MOST 500 /* of a group */
#define BALLOT_LEAST_LEAST 3   /* below this a result says who */
enum ballot_sort { BALLOT_GRADE, BALLOT_RANK, BALLOT_SORTS }; /* stored: never renumber */
enum ballot_state { BALLOT_OPEN = 1, BALLOT_CLOSED };
extern const char *const ballot_sort_names[]; /* "grade", "rank" */

struct ballot_named {
	str name;
	int64_t value; /* of a group or item its weight, of a grade hundredths of a point */
};
struct ballot_rules {
	enum ballot_sort sort;
	str title, note;
	const str *subjects;                             /* who or what is graded or ranked */
	const struct ballot_named *items, *grades, *groups; /* items and grades: only to grade */
	size_t n_subjects, n_items, n_grades, n_groups;
	int64_t least, trim;  /* trim: highest and lowest left out of each group and item */
	int64_t first, step;  /* to rank: points of the first place, and less with each that follows */
};
size_t ballot_items(const struct ballot_rules *);   /* answers of one person on one subject */
size_t ballot_choices(const struct ballot_rules *); /* grades, or places */

/* ---- opening -------------------------------------------------------------------------------- */
bool ballot_may_open(const struct ctx *); /* 督查室、组织考核 */
/* Packs that have rounds: those with the setting `ballot_sort`; NULL-terminated. */
err ballot_packs(struct ctx *, const struct pack ***ret) must_check;
/* As the pack's settings say; no subjects. */
err ballot_defaults(struct ctx *, const struct pack *, struct ballot_rules *ret) must_check;
/* Lines "name 45" or "name:45"; `decimals`: 0 for weights, 2 for points. ERR_INPUT names the line. */
err ballot_named_read(struct arena *, str lines, int decimals, struct ballot_named **ret, size_t *ret_n) must_check;
/* Lines, each a person, a person and his unit, or a unit: all who work there. ERR_INPUT names the line. */
err ballot_people(struct ctx *, str lines, int64_t **ret, size_t *ret_n) must_check;
struct ballot_invited {
	const int64_t *people;
	size_t n;
};
/* `invited`: by group. */
err ballot_open(struct ctx *, const struct ballot_rules *, const struct ballot_invited *, int64_t *ret) must_check;

/* ---- reading ----------------------------------------------------------------------------------- */
struct ballot_round {
	int64_t id, person; /* who opened it */
	enum ballot_state state;
	ms_t opened, closed; /* MS_NONE */
	struct ballot_rules rules;
	int64_t *invited, *answered; /* by group; never who */
	int group;          /* of the reader; -1: not invited */
	bool done;          /* the reader has answered */
	bool may;           /* the reader leads it: sees who is invited by group, closes it, reads the result */
};
/* ERR_NOTFOUND for whoever neither leads it nor is invited. */
err ballot_read(struct ctx *, int64_t id, struct ballot_round *ret) must_check;
struct ballot_row {
	int64_t id;
	str title;
	enum ballot_state state;
	ms_t opened;
	bool waits; /* for the reader's answer */
	bool may;
};
/* Rounds that the reader leads or is invited to, newest first. */
err ballots_list(struct ctx *, struct ballot_row **ret, size_t *ret_n) must_check;
err ballot_waits(struct ctx *, int64_t *ret) must_check; /* how many wait for the reader's answer */

/* ---- answering ------------------------------------------------------------------------------------ */
#define BALLOT_PASS (-1)
#define BALLOT_UNSAID (-2) /* neither graded nor passed over: refused with the name of whom */
/* [subject * items + item]: which grade or place, from 0; BALLOT_PASS for all items of a subject that one does
 * not know. For oneself and once. */
err ballot_answer(struct ctx *, int64_t id, const int *answers, size_t n) must_check;
/* For good: what nobody answered by now stays so. */
err ballot_close(struct ctx *, int64_t id) must_check;

/* ---- result ----------------------------------------------------------------------------------------- */
struct ballot_cell { /* a subject by a group */
	int64_t n;       /* answers on it; 0 where not shown */
	bool shown;
	struct dec value; /* two decimals */
	struct dec *items; /* as many as items */
	const int64_t *counts; /* [item * choices + choice]; NULL where not shown */
};
struct ballot_total {
	bool some;
	struct dec value; /* over the groups that are shown, by their weights; two decimals, half up, rounded once */
	size_t rank;      /* of BALLOT_RANK; those who are equal share it; 0: none */
	size_t hidden;    /* groups that are not shown for it */
};
struct ballot_result {
	struct ballot_cell *cells; /* [subject * groups + group] */
	struct ballot_total *totals; /* by subject */
	size_t *order;             /* subjects, to rank: best first; to grade: as they were given */
	size_t hidden;             /* cells that are not shown */
};
/* Of a closed round, for whoever leads it. */
err ballot_result(struct ctx *, int64_t id, struct ballot_result *ret) must_check;
/* Pure: counts[group][(subject * items + item) * choices + choice]. */
void ballot_compute(struct arena *, const struct ballot_rules *, const int64_t *const *counts, struct ballot_result *ret);

/* `luoshi check`: every round is what its event names, and as many answered as the boxes hold. */
err ballot_check(struct core *, enum lang, struct buf *ret_findings, int64_t *ret_n) must_check;

#endif
