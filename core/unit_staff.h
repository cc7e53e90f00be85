/* SPDX-License-Identifier: Apache-2.0 */
/* Units and people of a whole district taken in at once (名册): what is new, what changed, who
 * has left, in one transaction. By the system administrator, or the system itself. */
#ifndef LUOSHI_UNIT_STAFF_H
#define LUOSHI_UNIT_STAFF_H

#include "base/words.h"

struct ctx;
#define STAFF_MOST 5000 /* rows of one workbook */

struct staff_unit {
	int64_t id;            /* 0: new */
	str name, short_name;
	str above;             /* name of the unit above, also one that is new here; empty: top */
	int order;
};
struct staff_person {
	int64_t id;            /* 0: new */
	str unit;              /* its name, also one that is new here */
	str login, name, post;
	uint32_t duties;       /* of somebody new; only the system itself may give any */
};
struct staff_set {
	const struct staff_unit *units;
	size_t n_units;
	const struct staff_person *people;
	size_t n_people;
	const int64_t *leavers; /* their accounts are disabled, their sessions end */
	size_t n_leavers;
	str source;            /* name of the workbook */
};
struct staff_link { /* shown once */
	int64_t person;
	str login, name, secret;
};
/* Of those who are new; all of it or nothing. */
err staff_take(struct ctx *, const struct staff_set *, struct staff_link **ret, size_t *ret_n) must_check;
/* Open matters that name the person: how many, and the first numbers. */
err staff_tasks(struct ctx *, int64_t person, int64_t *ret, str *ret_numbers) must_check;

#endif
