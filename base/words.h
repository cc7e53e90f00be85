/* SPDX-License-Identifier: Apache-2.0 */
/* words: the catalogue of everything the program itself says. The key is the
 * English sentence, gettext fashion; data/words/zh/ holds the Chinese and is
 * compiled into a sorted table. tools/words.py check proves that nothing is missing.
 * Where one English word needs two Chinese ones: "context|word" (the part before
 * the bar is cut off in English). */
#ifndef LUOSHI_WORDS_H
#define LUOSHI_WORDS_H

#include "base/err.h"

str word(enum lang, const char *key);
str word_str(enum lang, str key);
/* The same with {0}..{n-1} replaced. */
void word_fmt(struct buf *, enum lang, const char *key, const str *args, size_t n);
/* Marks a string for the catalogue where it is only declared. */
#define W(key) key

#endif
