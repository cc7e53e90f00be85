/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that change units. */
#ifndef LUOSHI_UNIT_IN_H
#define LUOSHI_UNIT_IN_H

#include "core/matter_in.h"
#include "core/sign_in_in.h"

#define ACTION_UNIT "unit_change" /* of a matter: its unit became another */

struct unit_step { /* one unit, before and after */
	int64_t id, version; /* version 0: it is new */
	struct unit is;
	int64_t heir;        /* 0: none */
	str *aliases;        /* that are added */
	size_t n_aliases;
	const char *action;
};
struct unit_hand {
	int64_t from, to;
};
struct unit_plan { /* a change on its way */
	struct ctx *x;
	const struct unit_change *q;
	str sentence;        /* for the events of matters */
	LIST(struct unit_step) steps;
	LIST(struct unit_hand) hands;   /* what names the one names the other afterwards */
	LIST(struct unit_hand) denials; /* what is denied to the one is denied to the other as well */
	LIST(struct unit_hand) people;  /* person, unit */
	bool people_apart;   /* their rows are written by whoever asked */
	LIST(int64_t) roots;            /* units that stand elsewhere afterwards, with all below them */
	LIST(int64_t) matters;          /* to look at, rising */
	LIST(int64_t) recount;          /* units whose rows moved without their matters */
	struct roster *is;              /* the tree afterwards; lives in x->arena */
	int64_t seq, made;              /* seq: of the snapshot */
	LIST(struct commit *) commits;  /* head, one for each matter that changes, tail */
	struct commit *tail;
	struct unit_preview seen;
};
/* Steps, hands, people from the request, or the sentence why not. */
err unit_steps(struct unit_plan *) must_check;
struct unit_step *unit_step(struct unit_plan *, int64_t id, const char *action); /* of one unit, made when there is none yet */
void unit_keep_names(struct unit_plan *, struct unit_step *, const struct unit *was);
void unit_denials_stay(struct unit_plan *, int64_t unit, int64_t above, int64_t new_above);
/* Everything decided on one snapshot: p->x, p->q and p->sentence stand already. */
err unit_plan_make(struct unit_plan *, err (*steps)(struct unit_plan *, void *), void *) must_check;
/* Commits what was decided; *ret_again: somebody was quicker, decide again. */
err unit_plan_commit(struct unit_plan *, bool *ret_again) must_check;
/* The roster as it will stand. */
struct roster *roster_after(struct unit_plan *);
/* Matters that change hands, and rows of those that only stand elsewhere. */
err unit_hand_on(struct unit_plan *) must_check;
err unit_could_go(struct unit_plan *) must_check; /* into `seen`: open matters of the unit */
/* The request as one text, and back; NULL strings never. */
str unit_change_text(struct arena *, const struct unit_change *);
bool unit_change_parse(struct arena *, str, struct unit_change *ret);
/* In words, for people: 区住建局 并入 区城建局. */
str unit_change_said(struct ctx *, const struct unit_change *, enum lang);

#endif
