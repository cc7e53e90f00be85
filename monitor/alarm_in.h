/* SPDX-License-Identifier: Apache-2.0 */
/* The machine of alarms, pure: points of one factor in, beginnings and ends out. State of a track (station, factor,
 * rule) is small and can be made again from what was kept. */
#ifndef LUOSHI_ALARM_IN_H
#define LUOSHI_ALARM_IN_H

#include "base/day.h"
#include "base/num.h"
#include "pack/alarm.h"

struct alarm_set { /* a rule with today's settings */
	const struct alarm_rule *rule;
	ms_t hold, clear, gap; /* gap: with more than this between two points a run begins anew */
	int band;              /* per cent */
	bool use;
};
struct alarm_point {
	ms_t at;
	bool has, resting;  /* has: there is a value; resting: within a declared stop or calibration */
	struct dec v;
	char flag;          /* 0: none sent */
	bool has_low, has_high; /* of the limit, or the span, for this rule, in the unit of v */
	struct dec low, high;
};
enum alarm_verdict { VERDICT_SKIP, VERDICT_BAD, VERDICT_BAND, VERDICT_GOOD };
/* before: the value that a constant is held against; *ret_before is what the next one is. */
struct alarm_value {
	bool has;
	struct dec v;
};
enum alarm_verdict alarm_judge(const struct alarm_set *, const struct alarm_point *, struct alarm_value *before);

struct alarm_track {
	ms_t last;         /* newest point; MS_NONE: none */
	ms_t since, clear; /* of the run that is not well, of the one that is; MS_NONE */
	ms_t judged;       /* newest point that was judged */
	bool open;
	ms_t begin;        /* of the open one */
	struct alarm_value before;
};
#define ALARM_TRACK_NEW {.last = MS_NONE, .since = MS_NONE, .clear = MS_NONE, .judged = MS_NONE, .begin = MS_NONE}
enum alarm_turn { TURN_NONE, TURN_BEGIN, TURN_END };
/* Points in the order of time. TURN_BEGIN: it began at track.begin; TURN_END: it was over at *ret_end. */
enum alarm_turn alarm_step(const struct alarm_set *, struct alarm_track *, const struct alarm_point *, ms_t *ret_end);
enum alarm_turn alarm_turn_of(const struct alarm_set *, struct alarm_track *, ms_t at, enum alarm_verdict, ms_t *ret_end);

/* Alarms of one track: two that touch are one. end MS_NONE: still open. */
struct alarm_span {
	ms_t begin, end;
};
bool alarm_same(const struct alarm_span *, const struct alarm_span *);

#endif
