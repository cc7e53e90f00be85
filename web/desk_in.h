/* SPDX-License-Identifier: Apache-2.0 */
/* desk: what the files of the call taker's desk share. */
#ifndef LUOSHI_WEB_DESK_IN_H
#define LUOSHI_WEB_DESK_IN_H

#include "web/public_in.h"

#define ACTION_REOPEN "reopen" /* of an order: taken up again, counted as raised once more */

/* What was typed, with the names behind it. */
struct desk {
	const struct kind *kind, *sort; /* orders, and their requests */
	const struct action *opens, *takes;
	str phone, name, words, place, title, expected, outside, answer, cites, class, category, urgency, channel, emergency;
	str category_typed, area_typed, lead_typed, reported_typed; /* kept when they fit nothing */
	int64_t area, lead, reported;   /* 0: not given, or no such unit */
	int64_t repeat_of, repeat_no;   /* asked again about this closed order; the how manieth time */
	bool secret, no_article, anew;
	const char *focus;
	struct public_fault faults[16];
	size_t n_faults;
};
void desk_fault(struct desk *, const char *field, str said);
/* The kind of orders and how this visitor takes a request; ERR_NOTFOUND without either. */
err desk_begin(struct visit *, struct desk *) must_check;
/* The page with what was typed; look: also what is known. */
err desk_show(struct visit *, struct desk *, bool look, const struct desk_done *) must_check;
str desk_category_said(struct visit *, const struct desk *);
/* ---- desk_take.c: each answers with the page ---- */
bool desk_takes(str go);
err desk_take(struct visit *, struct desk *, str go) must_check;                /* register, dispatch, answer, hand_over */
err desk_attach(struct visit *, struct desk *, int64_t matter) must_check;      /* to an order at work */
err desk_again(struct visit *, struct desk *, int64_t matter) must_check;       /* to a closed one, which is opened again */
err desk_repeat(struct visit *, struct desk *, int64_t matter) must_check;      /* a new one, linked to the closed one */
err desk_side_fill(struct visit *, const struct desk *, struct desk_side *ret) must_check;
/* The entry of that number or id among those in force; its row, question and answer. */
err desk_article_read(struct visit *, int64_t id, str *ret_number, str *ret_title, str *ret_answer) must_check;

/* ---- desk_calc.c ---- */
/* The choice meant by what was typed: its name, its label, or the only one in whose label the
 * words stand. NULL: none, or more than one. */
const struct choice *choice_meant(const struct choice *, size_t n, str typed);
/* The last level of a label: 路灯 of 城市管理·道路设施·路灯. */
str label_leaf(str label);
/* How well texts answer a message: the pairs of characters both have, those that few texts have
 * weighing more. Higher is better; 0: nothing in common worth showing. */
void texts_fit(struct arena *, str message, const str *texts, size_t n, int *ret);

#endif
