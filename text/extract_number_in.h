/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the rules for numbers: what they share. */
#ifndef LUOSHI_TEXT_EXTRACT_NUMBER_IN_H
#define LUOSHI_TEXT_EXTRACT_NUMBER_IN_H

#include "text/extract_in.h"

/* A number of the present sentence, with what stands around it. */
struct look {
	const struct doc *d;
	const struct piece *p;
	const struct number *n;
	size_t k; /* its token */
	const struct token *before; /* the word of comparison in front, NULL none */
	size_t suffix;              /* letters of the one behind, 0 none */
	enum quantity_op suffix_op;
};

#define COMPARING_WORDS(k) \
	(TAGS_BIT(TAG_pre_ge, k) | TAGS_BIT(TAG_pre_gt, k) | TAGS_BIT(TAG_pre_le, k) | TAGS_BIT(TAG_pre_lt, k) | \
	 TAGS_BIT(TAG_pre_approx, k) | TAGS_BIT(TAG_pre_eq, k))

/* Why nobody is held to the number, by what it counts or describes; NULL when it may be a goal or a fact. */
const char *scope_rule(const struct look *);
/* 10亿元企业, 10亿元以上项目: it describes what is counted. */
bool modifies(const struct look *);

#endif
