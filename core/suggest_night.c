/* SPDX-License-Identifier: Apache-2.0 */
/* Learns at night what suggestions are made of. It looks every few minutes, which costs a row a
 * field; the texts of everybody are in its memory only while it learns. */
#include "core/suggest_in.h"

#include "base/log.h"

#define IDLE_MS (5 * 60000)
#define FIRST_MS 20000 /* after the start, which others have to do with */
#define TROUBLE_MS (60 * 60000)

static int64_t learn(void *arg)
{
	err e = suggest_due(arg);
	if (e != OK)
		log_line(LOG_ERROR, "suggest", "fault=%s", fail_where());
	return e == OK ? IDLE_MS : TROUBLE_MS;
}

err suggest_night_start(struct core *c, struct rounds **ret)
{
	return rounds_start(learn, c, FIRST_MS, ret);
}
