/* SPDX-License-Identifier: Apache-2.0 */
/* air_in: what the files about air share inside the room. */
#ifndef LUOSHI_AIR_IN_H
#define LUOSHI_AIR_IN_H

#include "monitor/air.h"

/* The first four are needed. */
enum air_column { AIR_COL_TIME, AIR_COL_SPAN, AIR_COL_ITEM, AIR_COL_VALUE, AIR_COL_STATION, AIR_COL_NAME, AIR_COLUMNS };
#define AIR_COLUMNS_NEEDED 4
enum air_word_sort { AIR_WORD_COLUMN, AIR_WORD_SPAN, AIR_WORD_ITEM, AIR_WORD_MISSING };
struct air_word {
	enum air_word_sort sort;
	int what; /* column, span or item */
	str word;
};
struct air_words {
	const struct air_word *v;
	size_t n;
};
/* Capitals and spaces around do not matter. */
bool air_word_find(const struct air_words *, enum air_word_sort, str, int *ret_what);

#endif
