/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the indexes of search and of similar requests near the log. It looks several times a
 * second, which costs one row; while it has work it leaves the writer twice as long to others as
 * it took itself. */
#include "core/search_in.h"
#include "core/similar.h"

#include "base/log.h"
#include "base/steady.h"

#define IDLE_MS 300
#define TROUBLE_MS 60000

static int64_t follow(void *arg)
{
	struct core *c = arg;
	bool more = false, more_similar = false;
	int64_t began = steady_ms();
	err e = search_due(c, &more);
	if (e == OK)
		e = similar_due(c, &more_similar);
	if (e != OK)
		log_line(LOG_ERROR, "search", "fault=%s", fail_where());
	if (e == ERR_BUSY)
		return IDLE_MS;
	if (e != OK)
		return TROUBLE_MS;
	return more || more_similar ? 2 * (steady_ms() - began) + 1 : IDLE_MS;
}

err search_feed_start(struct core *c, struct rounds **ret)
{
	return rounds_start(follow, c, 0, ret);
}
