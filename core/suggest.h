/* SPDX-License-Identifier: Apache-2.0 */
/* suggest (推荐): which category and unit people gave to messages like this one. Learned every
 * night from matters in which a person decided it; only ever shown, with the words that weighed,
 * for a person to take or not (PIPL art. 24; docs/decisions/suggest.md). Nothing here writes a
 * matter: who takes a suggestion fills in a field and acts as always.
 *
 * What is learned, a pack says in its setting `suggest`, a field for each text between semicolons:
 *     order.category = title place request.words; order.lead = title request.words + category area
 * field = the texts it is told by, + the choices and units it is told by. */
#ifndef LUOSHI_CORE_SUGGEST_H
#define LUOSHI_CORE_SUGGEST_H

#include "core/core.h"
#include "core/rounds.h"

#define SUGGESTIONS_MOST 3
#define SUGGESTION_WORDS 5
struct suggestion {
	str value, label;  /* as act takes it: the name of a choice, the id of a unit; and in words */
	int share;         /* confidence in per cent */
	str words[SUGGESTION_WORDS]; /* of the message, those that weighed, the heaviest first */
	size_t n_words;
};
struct suggest_ask {
	const struct kind *kind;
	str field;              /* of the kind: a choice or a unit */
	int64_t matter;         /* whose texts and values are taken where none is given, and to which nobody denied is suggested; 0: none */
	str title, text;        /* what was typed so far; may be empty */
	const struct arg *args; /* of the matter, what was chosen so far: category, area, reported_unit */
	size_t n_args;
};
/* None when there are too few examples (kernel.suggest_least), when it is too unsure
 * (kernel.suggest_sure), when nothing is learned for the field, or for a reader who may not see
 * such matters. ERR_NOTFOUND: he may not see this one. */
err suggest_for(struct ctx *, const struct suggest_ask *, struct suggestion **ret, size_t *ret_n) must_check;

struct suggest_row { /* what was learned for a field */
	const struct kind *kind;
	const struct field *field;
	int64_t version, examples, values, tested, right, right3; /* tested: by cross-validation */
	ms_t at;             /* MS_NONE: never */
	bool good;           /* there are enough examples for suggestions */
};
/* Of every field that is learned. Only figures. */
err suggest_list(struct ctx *, struct suggest_row **ret, size_t *ret_n) must_check;
/* Learns all fields anew; takes seconds. */
err suggest_train(struct core *) must_check;
/* The same once a day, at night, or when nothing was learned yet; else nothing. */
err suggest_due(struct core *) must_check;

/* The thread that does so. */
err suggest_night_start(struct core *, struct rounds **ret) must_check;

#endif
