/* SPDX-License-Identifier: Apache-2.0 */
/* demo_measured: two years of the main indicators of the demo district, made up and the same every time:
 * entered month by month by the offices that give them, confirmed by a colleague, some revised later. */
#ifndef LUOSHI_CLI_DEMO_MEASURED_H
#define LUOSHI_CLI_DEMO_MEASURED_H

#include "cli/people.h"
#include "core/measure.h"

struct demo_measured;
struct demo_measured_config {
	struct core *core;
	const struct zone *zone;
	const struct people *people;
	ms_t (*now)(void *);
	err (*pass)(void *, ms_t until); /* lets the time of the demo go on */
	void *arg;
};
err demo_measured_new(struct arena *, const struct demo_measured_config *, struct demo_measured **ret) must_check;
/* Enters what the offices had published by then. */
err demo_measured_until(struct demo_measured *, ms_t at) must_check;

#endif
