/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of rates share: a month that is being looked at, and what each rate counts in it. */
#ifndef LUOSHI_RATES_IN_H
#define LUOSHI_RATES_IN_H

#include "report/rates.h"

struct looking {
	const struct rates_month *m;
	bool *solved, *satisfied; /* by visit: of several of one request in the month the one that counts */
};
void rates_look(struct arena *, const struct rates_month *, struct looking *ret);
bool rate_below(const struct looking *, enum rate_name, size_t row);
bool rate_above(const struct looking *, enum rate_name, size_t row);
enum rate_rows count_rows(enum rates_count);
bool count_is(const struct looking *, enum rates_count, size_t row);
size_t rates_n(const struct rates_month *, enum rate_rows); /* how many rows of that sort */

/* Columns of the rows in a file, in this order; jansson reads them back by place. */
#define UNIT_COLUMNS "id name residents"
#define ORDER_COLUMNS "id number unit town class category channel at given due done closed visited redone supervised days excluded"
#define HANDING_COLUMNS "order unit at sign_due signed_at returned upheld contact_due contacted"
#define REQUEST_COLUMNS "order id number channel at direct repeated duplicate visit_due reached"
#define VISIT_COLUMNS "request unit at asker reached solved satisfaction"
#define ARTICLE_COLUMNS "id unit number valid_until"
#define EXCLUSION_COLUMNS "id number order unit reason approver at"
extern const char *const rates_solved_id[]; /* by enum rates_solved: "", yes, partly, no */

#endif
