/* SPDX-License-Identifier: Apache-2.0 */
/* Ids: 41 bits of milliseconds since 2020-01-01 UTC (until 2089), 16 bits of count, 6 bits
 * of node. They rise even when the clock stands or steps back: a full millisecond
 * borrows from the next. So that no id comes twice after a restart with an earlier clock,
 * the database holds a promise never to have passed some id; a commit that would pass it
 * moves it ahead in the same transaction. After a restart counting goes on from there. */
#include "store/store_in.h"

#define EPOCH_MS 1577836800000 /* 2020-01-01T00:00:00Z */
#define NODE_BITS 6
#define COUNT_BITS 16
#define AHEAD ((int64_t)10000 << (COUNT_BITS + NODE_BITS)) /* ten seconds of ids */

int64_t store_new_id(struct store *s, ms_t now)
{
	ours(s->magic == STORE_MAGIC && s->migrated);
	int64_t ms = now > EPOCH_MS ? now - EPOCH_MS : 0;
	ours(ms < (int64_t)1 << 41);
	int64_t by_clock = ms << (COUNT_BITS + NODE_BITS) | s->node;
	int64_t last = atomic_load_explicit(&s->last_id, memory_order_relaxed), id;
	do {
		int64_t after = (((last >> NODE_BITS) + 1) << NODE_BITS) | s->node;
		id = by_clock > last ? by_clock : after;
	} while (!atomic_compare_exchange_weak(&s->last_id, &last, id));
	return id;
}

err ids_load(struct store *s, struct conn *c)
{
	struct rows *r;
	bool found;
	TRY(query_one(c, &own_ids_read, NO_VALS, &r, &found));
	if (!found)
		return fail(ERR_INPUT, "the database {0} is damaged: {1}; restore the newest backup", s->target,
			    S("id_promise is empty"));
	s->reserved_id = s->promised_id = row_int(r, 0);
	if (atomic_load(&s->last_id) < s->reserved_id)
		atomic_store(&s->last_id, s->reserved_id);
	return OK;
}

err ids_reserve(struct store *s, struct conn *c)
{
	int64_t last = atomic_load(&s->last_id);
	if (last <= s->reserved_id)
		return OK;
	s->promised_id = last > INT64_MAX - AHEAD ? INT64_MAX : last + AHEAD;
	return exec(c, &own_ids_move, VALS(V_INT(s->promised_id)), NULL);
}
