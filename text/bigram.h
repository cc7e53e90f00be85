/* SPDX-License-Identifier: Apache-2.0 */
/* bigram: how texts are made comparable for search, and the tokens both engines index.
 * Chinese has no spaces: a run of Han characters becomes its overlapping pairs; letters and
 * digits stay whole words (pm2.5, g318, 12345). Pure; any thread.
 *
 *     bigram_fold -> bigram_tokens (index and question)
 *                 -> bigram_find   (what really stands in a text, and where)
 *
 * The index only proposes: whoever shows a hit has found it with bigram_find in the text that
 * the reader may see. The fold and the tokens together have a version; an index made by
 * another one is made anew. */
#ifndef LUOSHI_TEXT_BIGRAM_H
#define LUOSHI_TEXT_BIGRAM_H

#include "text/text.h"

#define BIGRAM_VERSION 1
#define BIGRAM_TOKEN_MOST 255 /* bytes; a longer word is cut, on both sides */

/* NFKC where Chinese texts need it, traditional to simplified character by character, small
 * letters. Marks become one space; blanks beside Han go, as they do in 薛 城 区 and 2024 年;
 * so do readings that a website put behind their character: 區(qū)委. */
struct folded {
	str text;        /* UTF-8 of cp */
	uint32_t *cp;
	struct span *at; /* of each: code points of the text as it was */
	size_t n;
};
void bigram_fold(struct arena *, str text, struct folded *ret);

/* Tokens of a folded text in order. `beside`: at the place of the one before it. A question
 * gives the pairs alone, or the one character; a document its single characters too. `take`
 * ends it by returning other than 0, which is returned. */
typedef int (*bigram_take)(void *arg, str token, bool beside, struct span bytes);
int bigram_tokens(str folded, bool question, bigram_take, void *arg);

/* Where `word` stands in `text` at or after `from`, whole words only at its ends; SIZE_MAX:
 * nowhere. Both count folded characters. */
size_t bigram_find(const struct folded *text, const struct folded *word, size_t from);

/* Whether `initials` (zjj, small letters) are those of the first characters of a Chinese name,
 * by any reading; digits and letters in it stand for themselves. */
bool initials_begin(str name, str initials);

#endif
