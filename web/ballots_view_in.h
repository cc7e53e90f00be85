/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of ballots (评议投票) show; filled by web/ballots*.c. */
#ifndef LUOSHI_WEB_BALLOTS_VIEW_IN_H
#define LUOSHI_WEB_BALLOTS_VIEW_IN_H

#include "ballot/ballot.h"

struct ballots_page { /* the list */
	const struct ballot_row *rows;
	size_t n;
	const struct option *packs; /* what may be opened; none: nothing */
	size_t n_packs;
};
struct ballot_form { /* opening; everything as it was typed */
	str pack, label, error;
	bool ranks;
	str title, note, subjects, items, grades, least, trim, first, step;
	const struct ballot_form_group {
		str name, weight, people;
	} *groups; /* BALLOT_GROUPS_MOST of them; those without a name are no groups */
	size_t n_groups;
	str sources; /* where the defaults come from */
};
struct ballot_choice {
	int64_t value; /* from 0; BALLOT_PASS */
	str label;
	bool chosen;
};
struct ballot_ask { /* one question: a subject by an item, or its place */
	str name, label;
	const struct ballot_choice *choices;
	size_t n;
};
struct ballot_answer_page {
	const struct ballot_round *r;
	str group, error;
	const struct ballot_answer_subject {
		str name, id, pass; /* pass: name of the box that says “I do not know” */
		bool passed;
		const struct ballot_ask *asks;
		size_t n;
	} *subjects;
	size_t n;
};
struct ballot_page { /* one round */
	const struct ballot_round *r;
	str said, by;
	const struct ballot_group_line {
		str name;
		int64_t weight, invited, answered;
		bool few; /* closed with too few: nothing of it is shown */
	} *groups;
	size_t n_groups;
	int64_t invited, answered;
	bool result; /* closed, and the reader leads it */
	const struct ballot_result_line {
		str rank, name, total;
		const str *values; /* by group; empty: not shown */
		size_t hidden;
	} *lines;
	size_t n;
	const struct ballot_items_of { /* to grade: the items of a subject by group */
		str name;
		const str *values; /* [item * groups + group] */
	} *items;
	size_t n_items;    /* subjects with items */
	size_t hidden;     /* cells that are not shown */
};

#endif
