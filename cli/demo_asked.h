/* SPDX-License-Identifier: Apache-2.0 */
/* demo_asked: a year of requests of the demo district, each through its whole course by the same
 * functions as a person's clicks, by a clock that is set. What is asked, where and by whom it is
 * answered stands in data/demo (asked.tsv, places.tsv, people_asked.tsv); luck has a seed of its own,
 * so the same number makes the same year.
 *
 *     demo_asked_new -> { demo_asked_until } */
#ifndef LUOSHI_DEMO_ASKED_H
#define LUOSHI_DEMO_ASKED_H

#include "cli/house.h"
#include "cli/people.h"

#define DEMO_ASKED_MOST 100000
#define DEMO_ASKED_DAYS 362 /* how long the year is: 2025-11-24 .. DEMO_ASKED_END */

struct demo_asked;
struct demo_asked_config {
	struct house *house;
	const struct people *people; /* with those of people_asked.tsv */
	int64_t n;                   /* requests */
	err (*pass)(void *, ms_t until); /* sets the clock of the house forward */
	void *arg;
};
err demo_asked_new(struct arena *, const struct demo_asked_config *, struct demo_asked **ret) must_check;
/* All that happens before that time. */
err demo_asked_until(struct demo_asked *, ms_t until) must_check;
ms_t demo_asked_begin(const struct zone *);
ms_t demo_asked_end(const struct zone *);

#endif
