/* SPDX-License-Identifier: Apache-2.0 */
/* Quiet hours, the daily digest and waiting between tries. */
#include "relay/calc_in.h"

#define MINUTE 60000LL
#define LOOK_DAYS 400 /* no run of rest days is longer; a calendar that says so is not followed */
#define WAIT_MOST (6 * 3600000LL)

static ms_t minute_of(const struct place_in_time *p, day_t d, int minute)
{
	return zone_at(p->zone, d, minute * (int)MINUTE);
}

/* Inside the nightly hours, when do they end? `at` itself when it is outside. By wall
 * instants and not by the length of the day, which is 23 or 25 hours at times. */
static ms_t night_ends(const struct place_in_time *p, const struct quiet *q, ms_t at)
{
	day_t d = zone_day(p->zone, at);
	if (q->from == q->to)
		return at;
	ms_t from = minute_of(p, d, q->from), to = minute_of(p, d, q->to);
	if (q->from < q->to)
		return at >= from && at < to ? to : at;
	if (at < to)
		return to;
	return at >= from ? minute_of(p, d + 1, q->to) : at;
}

ms_t quiet_ends(const struct place_in_time *p, const struct quiet *q, ms_t at)
{
	for (int i = 0; i < LOOK_DAYS; i++) {
		day_t d = zone_day(p->zone, at);
		ms_t then = q->rest && !calendar_works(p->calendar, d) ? minute_of(p, d + 1, 0) : night_ends(p, q, at);
		if (then == at)
			return at;
		at = then;
	}
	return at;
}

bool quiet_at(const struct place_in_time *p, const struct quiet *q, ms_t at)
{
	return quiet_ends(p, q, at) != at;
}

ms_t digest_next(const struct place_in_time *p, const struct digest_time *t, ms_t at)
{
	day_t d = zone_day(p->zone, at);
	for (int i = 0; i < LOOK_DAYS; i++, d++) {
		ms_t then = minute_of(p, d, t->minute);
		if (then >= at && (!t->workdays || calendar_works(p->calendar, d)))
			return then;
	}
	return at;
}

/* A digest is asked for at its minute, also within the quiet hours of the night. */
ms_t notice_due(const struct place_in_time *p, const struct quiet *q, const struct digest_time *t, enum how how, bool urgent, ms_t at)
{
	if (how == HOW_DIGEST)
		return digest_next(p, t, at);
	return urgent ? at : quiet_ends(p, q, at);
}

ms_t retry_wait(ms_t first, int tries, uint32_t chance)
{
	ms_t wait = first;
	for (int i = 1; i < tries && wait < WAIT_MOST; i++)
		wait *= 2;
	if (wait > WAIT_MOST)
		wait = WAIT_MOST;
	ms_t quarter = wait / 4;
	return wait - quarter + (quarter ? (ms_t)(chance % (uint64_t)(2 * quarter + 1)) : 0);
}
