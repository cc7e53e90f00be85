/* SPDX-License-Identifier: Apache-2.0 */
/* mean_in: between the files that read a ledger. */
#ifndef LUOSHI_MEAN_IN_H
#define LUOSHI_MEAN_IN_H

#include "ledger/mean.h"
#include "text/text.h"

const struct measure_unit *measure_find(const struct ledger_words *, str folded); /* NULL: no measure */
const struct ledger_column *ledger_column_of(const struct ledger *, int field); /* NULL: none */
void above_read(struct arena *, struct ledger *); /* title, filer, measure, day */
void rows_read(struct arena *, struct ledger *);  /* behind the heading */
/* 1,100.5 １２００ 3.2亿 约50: a number with what stands behind it; false: none, or more than one. */
struct amount {
	struct dec v;
	str measure; /* folded; empty: none */
};
bool amount_read(struct arena *, const struct ledger_words *, str text, struct amount *ret);
/* 3.2 亿元 in 万元; false: they do not measure the same, or it is too large. */
bool amount_in(const struct ledger_words *, struct dec, str from, str to, struct dec *ret);
bool amount_of_cell(struct arena *, const struct ledger_words *, const struct cell *, struct amount *ret);
/* Line breaks inside a cell are for its width: between Latin words they part, else they join. */
str unbroken(struct arena *, str);
str text_start(struct arena *, str); /* of a long cell, for a sentence */
struct dec shortest(struct dec); /* without the zeros behind it */
/* ---- one cell on its way, between cell_calc.c and day_calc.c ---- */
struct meaning_of {
	struct arena *a;
	const struct ledger *l;
	const struct ledger_column *column;
	const struct field *f;
	const struct cell *c;
	struct meaning *ret;
};
void meaning_fault(struct meaning_of *, enum cell_fault);
void mean_date(struct meaning_of *);
static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

#endif
